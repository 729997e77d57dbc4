"""Every option of the shell, once: its names, symbol, domain, default and meaning.

Numbers are taken as raw text. The API validates them, so that a value that is no number, a
value out of its domain and a value that is missing are all reported together.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Annotated, Any, Final, Literal

import typer

from adamw_bounds import optimizers
from adamw_bounds.report.formats import FORMATS, TABLE

__all__ = [
    "COMMON",
    "COUNTERPARTS",
    "INPUTS",
    "OPTIONS",
    "PYTORCH",
    "SELECTORS",
    "Option",
    "parameters",
]

Kind = Literal["number", "pair", "choice", "path", "text", "flag"]

_ROWS: Final = "Which rows"
_PROBLEM: Final = "The problem"
_ASKED: Final = "What is asked for"
_OPTIMIZER: Final = "Optimizer, in the paper's symbols"
_TORCH: Final = "Optimizer, in PyTorch's terms"
_GENERALIZATION: Final = "Generalization"
_THEOREM_1: Final = "Theorem 1"
_SIMULATION: Final = "Simulation"
_RANDOM: Final = "Randomness"
_PICTURE: Final = "The picture"
_MEASUREMENT: Final = "The measurement"
_IO: Final = "Input and output"


@dataclass(frozen=True, slots=True)
class Option:
    """One option of the shell.

    Attributes
    ----------
    name : str
        The key in Python, in ``--from`` files and in the inputs of an answer: ``c_inf``.
    panel : str
        The heading under which ``--help`` lists it.
    help : str
        Symbol, domain, meaning and default, in one line.
    kind : str
        ``number`` (raw text, validated later), ``pair`` (two of them), ``choice``, ``path``,
        ``text``, ``flag``.
    short : str
        The short form, ``-L``; empty where there is none.
    flag : str
        The long form; made from ``name`` when empty.
    metavar : str
        What stands for the value in ``--help``.
    choices : tuple of str
        What a ``choice`` takes; used for completion and in ``--help``.
    many : bool
        Whether it may be given more than once; its value is then a list.
    """

    name: str
    panel: str
    help: str
    kind: Kind = "number"
    short: str = ""
    flag: str = ""
    metavar: str = "FLOAT"
    choices: tuple[str, ...] = ()
    many: bool = False

    @property
    def long(self) -> str:
        """The long form: ``--c-inf``."""
        return self.flag or "--" + self.name.replace("_", "-")

    def parameter(self) -> inspect.Parameter:
        """Return the parameter that typer turns into this option."""
        declared = (self.long, self.short) if self.short else (self.long,)
        switch = self.kind == "flag"
        one: Any = tuple[str, str] if self.kind == "pair" else list[str] if self.many else str
        taken: Any = bool if switch else one | None
        option = typer.Option(
            *declared,
            help=self.help,
            metavar=None if switch else self.metavar,
            rich_help_panel=self.panel,
            show_default=False,
            autocompletion=_completion(self.choices) if self.choices else None,
        )
        return inspect.Parameter(
            self.name,
            inspect.Parameter.KEYWORD_ONLY,
            default=False if switch else None,
            annotation=Annotated[taken, option],
        )


def _completion(choices: tuple[str, ...]) -> Callable[[str], list[str]]:
    def complete(incomplete: str) -> list[str]:
        return [choice for choice in choices if choice.startswith(incomplete)]

    return complete


def _number(name: str, panel: str, text: str, short: str = "", metavar: str = "FLOAT") -> Option:
    return Option(name, panel, text, short=short, metavar=metavar)


def _integer(name: str, panel: str, text: str, short: str = "") -> Option:
    return Option(name, panel, text, short=short, metavar="INTEGER")


def _choice(name: str, text: str, choices: tuple[str, ...], short: str = "") -> Option:
    return Option(name, _ROWS, text, kind="choice", short=short, metavar="NAME", choices=choices)


def _path(name: str, panel: str, text: str, short: str = "", flag: str = "") -> Option:
    return Option(name, panel, text, kind="path", short=short, flag=flag, metavar="FILE")


_ALL: Final = (
    # Which rows an answer has.
    _choice(
        "theorem",
        "a statement: 1 2 3 4 6 7, a full id such as corollary-2, or all "
        "[default: all; simulate: 2]",
        (
            *("1", "2", "3", "4", "6", "7", "all"),
            *(f"theorem-{number}" for number in (1, 2, 3, 4, 6, 7)),
            *("lemma-5", "corollary-1", "corollary-2", "corollary-3"),
        ),
        short="-t",
    ),
    _choice(
        "optimizer",
        "adamw, adam, l2-adam or all [default: adamw; rate, generalization: all]",
        (*optimizers.OPTIMIZERS, "all"),
    ),
    _choice(
        "schedule",
        "learning-rate schedule: constant, decaying or all [default: all; guarantee: constant]",
        ("constant", "decaying", "all"),
    ),
    _choice(
        "variant",
        "printed (as the paper has it), corrected (misprints repaired), explicit "
        "(the constants of the proof: a guarantee), all of these, or explicit-large-step "
        "[default: all; simulate: explicit]",
        ("printed", "corrected", "explicit", "explicit-large-step", "all"),
    ),
    # The problem.
    _number("c_inf", _PROBLEM, "c∞ > 0: ℓ∞ bound of the stochastic gradient"),
    _number("c_2", _PROBLEM, "G₂ > 0: ℓ2 bound of the stochastic gradient [default: √d·c∞]"),
    _number("smoothness", _PROBLEM, "L > 0: smoothness constant", short="-L"),
    _number("sigma", _PROBLEM, "σ ≥ 0: gradient noise, standard deviation for one sample"),
    _number("gap", _PROBLEM, "Δ ≥ 0: F(x0) − F(x*)"),
    _number("mu", _PROBLEM, "μ > 0: PŁ constant"),
    _integer("dim", _PROBLEM, "d ≥ 1: number of parameters", short="-d"),
    _number("x0_norm", _PROBLEM, "‖x0‖₂ ≥ 0: norm of the starting point, asked for where λ > 0"),
    _number("x_inf_norm", _PROBLEM, "‖x‖∞ ≥ 0: bound of the iterates, for ℓ2-Adam's constants"),
    # What is asked for.
    _number(
        "epsilon",
        _ASKED,
        "ε > 0: accuracy (gradient norm; function gap for Theorem 4)",
        short="-e",
    ),
    _integer("iterations", _ASKED, "T ≥ 1: step budget", short="-T"),
    _integer("k", _ASKED, "k ≥ 1: iteration"),
    # The optimizer, in the paper's symbols.
    _integer("batch_size", _OPTIMIZER, "b ≥ 1: minibatch size [default: 1]", short="-b"),
    _number("delta", _OPTIMIZER, "δ > 0: the constant inside the root, √(n_k+δ)"),
    _number("eta", _OPTIMIZER, "η > 0: learning rate"),
    _number("beta1", _OPTIMIZER, "β1 in (0, 1]: one MINUS PyTorch's"),
    _number("beta2", _OPTIMIZER, "β2 in (0, 1): one MINUS PyTorch's"),
    _number("lam", _OPTIMIZER, "λ ≥ 0: decoupled weight decay of AdamW [default: 0]"),
    _number("lam_l2", _OPTIMIZER, "λ ≥ 0: weight decay of ℓ2-Adam [default: that of --lam]"),
    _number("gamma", _OPTIMIZER, "γ > 0: scale of a decaying step [default: the statement's own]"),
    # The optimizer, in PyTorch's terms.
    _number("lr", _TORCH, "η = lr"),
    Option(
        "betas",
        _TORCH,
        "β1 = 1 − A, β2 = 1 − B",
        kind="pair",
        metavar="A B",
    ),
    _number("adam_eps", _TORCH, "δ = adam_eps²"),
    _number("weight_decay", _TORCH, "λ, held constant (no convergence theorem covers that)"),
    # Theorem 1.
    _number("alpha", _THEOREM_1, "α > 0: the free exponent"),
    _number("distance_bound", _THEOREM_1, "Λ > 0: bound of the starting distance"),
    _number("grad_norm_bound", _THEOREM_1, "τ > 0: bound of E‖g_k‖"),
    # Generalization.
    _number("rho", _GENERALIZATION, "ρ > 0: variance of the prior (initialisation)"),
    _integer("samples", _GENERALIZATION, "n ≥ 1: training samples", short="-n"),
    _number(
        "tau",
        _GENERALIZATION,
        "τ in (0, 1): the bound holds with probability 1 − τ [default: 0.05]",
    ),
    _number("x_star_norm", _GENERALIZATION, "‖x*‖₂ ≥ 0: norm of the trained parameters"),
    _number(
        "floor",
        _GENERALIZATION,
        "least singular value counted, ≥ 0 [default: dim·ε_machine·max|σ|]",
    ),
    _number(
        "train_risk",
        _GENERALIZATION,
        "from 0 to 1: mean loss of the posterior on the training samples; adds bounds of the risk",
    ),
    Option(
        "optimize_lambda",
        _GENERALIZATION,
        "also find the λ at which the bound is least, and every local minimum",
        kind="flag",
    ),
    Option(
        "decades",
        _GENERALIZATION,
        "also show what each decade of σ contributes to err per parameter",
        kind="flag",
    ),
    Option(
        "whole",
        _GENERALIZATION,
        "use the whole spectrum, not the blocks in the file",
        kind="flag",
    ),
    _path("hessian", _GENERALIZATION, ".npy file of a Hessian: Theorems 6 and 7, exactly"),
    _path("q", _GENERALIZATION, ".npy file of Q's diagonal > 0 [default: H_ii^(-1/2)]"),
    _path("x_star", _GENERALIZATION, ".npy file of x*: the stationary mean is taken then"),
    Option(
        "absolute",
        _GENERALIZATION,
        "take |H| where the Hessian is indefinite",
        kind="flag",
    ),
    Option(
        "spectrum",
        _GENERALIZATION,
        "spectrum file, used for both optimizers; generalization takes several for a table of "
        'models: "ViT-S=a.npz:adamw" is LABEL=FILE:OPTIMIZER',
        kind="path",
        metavar="FILE",
        many=True,
    ),
    Option(
        "test_accuracy",
        _GENERALIZATION,
        "LABEL=ACCURACY, from 0 to 1, of the model of that label; more than once [default: what "
        "the files say]",
        kind="text",
        metavar="TEXT",
        many=True,
    ),
    _path("spectrum_adamw", _GENERALIZATION, "spectrum file of the model that AdamW trained"),
    _path("spectrum_l2", _GENERALIZATION, "spectrum file of the model that ℓ2-Adam trained"),
    # Simulation.
    Option(
        "case",
        _SIMULATION,
        "origin, off-origin (Theorem 1); rotated, uncoupled, small-gradient (Theorem 2)",
        kind="choice",
        metavar="NAME",
        choices=("origin", "off-origin", "rotated", "uncoupled", "small-gradient"),
    ),
    _integer("seed", _RANDOM, "seed ≥ 0 of all randomness [default: 0]"),
    _integer("seeds", _SIMULATION, "independent runs ≥ 2 [default: 128; Theorem 1: 1024]"),
    _integer("max_steps", _SIMULATION, "refuse a run of more steps [default: 2000000]"),
    Option("simulate", _SIMULATION, "also run what only a simulation can tell", kind="flag"),
    # Pictures.
    Option(
        "kind",
        _PICTURE,
        "density (of the spectrum), lambda (err against λ) or decades (what each decade of σ "
        "contributes to err) [default: density]",
        kind="choice",
        metavar="NAME",
        choices=("density", "lambda", "decades"),
    ),
    # Measurements.
    _integer("probes", _MEASUREMENT, "random probes ≥ 1, which advance together [default: 10]"),
    _integer("steps", _MEASUREMENT, "Lanczos steps ≥ 1 of each probe [default: 100]"),
    Option(
        "distribution",
        _MEASUREMENT,
        "of a probe's entries: rademacher (±1) or gaussian [default: rademacher]",
        kind="choice",
        metavar="NAME",
        choices=("rademacher", "gaussian"),
    ),
    Option(
        "matrix",
        _MEASUREMENT,
        "hessian, or ggn (Gauss–Newton; needs a loss module) [default: hessian]",
        kind="choice",
        metavar="NAME",
        choices=("hessian", "ggn"),
    ),
    _integer(
        "exact_below",
        _MEASUREMENT,
        "up to this d ≥ 0 the whole matrix and all its eigenvalues [default: 5000]",
    ),
    Option(
        "device",
        _MEASUREMENT,
        "auto (a GPU where there is one), cpu, cuda or cuda:1 [default: auto]",
        kind="choice",
        metavar="NAME",
        choices=("auto", "cpu", "cuda"),
    ),
    Option(
        "dtype",
        _MEASUREMENT,
        "float64, float32, bfloat16 or auto (exact: float64; else the model's) [default: auto]",
        kind="choice",
        metavar="NAME",
        choices=("auto", "float64", "float32", "bfloat16"),
    ),
    Option(
        "basis",
        _MEASUREMENT,
        "where Lanczos vectors are kept: device, host, disk or auto [default: auto]",
        kind="choice",
        metavar="NAME",
        choices=("auto", "device", "host", "disk"),
    ),
    _integer(
        "chunk",
        _MEASUREMENT,
        "vectors of one vectorised call ≥ 1; shrinks if memory runs out [default: what suits "
        "the model; on a GPU what a short trial finds fastest]",
    ),
    _integer(
        "gradient_samples",
        _MEASUREMENT,
        "single-sample gradients ≥ 0 behind σ, c∞ and c₂ [default: 256]",
    ),
    Option(
        "memory",
        _MEASUREMENT,
        "memory that products may take, 8GiB for example: more vectors a call are tried within it "
        "[default: half of what is free]",
        kind="text",
        metavar="SIZE",
    ),
    _number(
        "until_width",
        _MEASUREMENT,
        "stop once the interval of err is this narrow, in units of err (0.05); --steps is the most "
        "that is made",
    ),
    Option(
        "blocks",
        _MEASUREMENT,
        "a spectrum for each layer, each parameter, each parameter group of the optimizer, or each "
        "text that a REGEX finds in the names of parameters; what lies off the diagonal blocks is "
        "ignored",
        kind="text",
        metavar="layer|parameter|group|REGEX",
    ),
    Option(
        "block_rho",
        _MEASUREMENT,
        "NAME=ρ > 0 for a block, or ρ of the whole and of blocks that have none of their own "
        "[default: what the problem says; for blocks the variance of PyTorch's initialisation, "
        "if known]",
        kind="text",
        flag="--rho",
        metavar="TEXT",
        many=True,
    ),
    Option(
        "checkpoint",
        _MEASUREMENT,
        "folder in which the run is kept; the same command goes on from there",
        kind="path",
        metavar="DIR",
    ),
    _number(
        "checkpoint_minutes",
        _MEASUREMENT,
        "minutes ≥ 0 between two checkpoints; 0 keeps every step [default: 10]",
    ),
    Option(
        "shard",
        _MEASUREMENT,
        "what several processes (torchrun) share out: data, probes or auto [default: auto]",
        kind="choice",
        metavar="NAME",
        choices=("auto", "data", "probes"),
    ),
    Option(
        "dry_run",
        _MEASUREMENT,
        "measure nothing: say what it would cost in products, memory and processes; of a PROBLEM, "
        "or of --dim and --samples",
        kind="flag",
    ),
    Option(
        "room",
        _MEASUREMENT,
        "for --dry-run: room for the Lanczos vectors, device=80GiB, host=512GiB or disk=4TiB "
        "[default: what is free here]",
        kind="text",
        metavar="PLACE=SIZE",
        many=True,
    ),
    _number(
        "seconds_per_gradient",
        _MEASUREMENT,
        "for --dry-run: seconds > 0 of one gradient over the data, to tell the time",
    ),
    Option(
        "backend",
        _MEASUREMENT,
        "who measures: torch, or another of the entry points adamw_bounds.backends",
        kind="text",
        metavar="NAME",
    ),
    # Input and output.
    Option(
        "take_on_trust",
        _IO,
        "pool files without a fingerprint too, marked NOT VERIFIED",
        kind="flag",
        flag="--force",
    ),
    Option("force", _IO, "print a bound that does not hold, marked NOT A BOUND", kind="flag"),
    _path(
        "source",
        _IO,
        "TOML or JSON file of inputs, or a spectrum file with measured constants; "
        "options given on the line win",
        flag="--from",
    ),
    Option(
        "format",
        _IO,
        f"{', '.join([*FORMATS][:-1])} or {[*FORMATS][-1]} [default: {TABLE.name}]",
        kind="choice",
        short="-f",
        metavar="NAME",
        choices=tuple(FORMATS),
    ),
    _path("output", _IO, "write the answer there instead of to standard output", short="-o"),
    Option("debug", _IO, "show the traceback of an error", kind="flag"),
)

#: Every option by its name in Python.
OPTIONS: Final[dict[str, Option]] = {option.name: option for option in _ALL}

#: Options that every command has.
COMMON: Final = ("source", "format", "output", "debug")

#: Options that choose rows.
SELECTORS: Final = ("theorem", "optimizer", "schedule", "variant")

#: PyTorch's settings, which stand for symbols of the paper.
PYTORCH: Final = tuple(optimizers.PYTORCH)

#: What a ``--from`` file may hold.
INPUTS: Final = tuple(name for name in OPTIONS if name not in COMMON)

#: PyTorch's setting, the paper's symbol for the same thing, and what both are.
COUNTERPARTS: Final = (
    ("lr", "eta", "the learning rate η"),
    ("betas", "beta1", "β1"),
    ("betas", "beta2", "β2"),
    ("adam_eps", "delta", "δ"),
    ("weight_decay", "lam", "the weight decay λ"),
)


def parameters(names: Iterable[str]) -> list[inspect.Parameter]:
    """Return typer's parameters for the options ``names``, in the order of the table above."""
    wanted = set(names)
    unknown = wanted - OPTIONS.keys()
    if unknown:
        raise KeyError(f"no such options: {sorted(unknown)}")
    return [option.parameter() for option in _ALL if option.name in wanted]
