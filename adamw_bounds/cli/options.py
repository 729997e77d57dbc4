"""Every option of the shell, once: its names, symbol, domain, default and meaning.

Numbers are taken as raw text. The API validates them, so that a value that is no number, a
value out of its domain and a value that is missing are all reported together.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Annotated, Any, Final, Literal

import typer

from adamw_bounds import optimizers
from adamw_bounds.cli import completion
from adamw_bounds.report.formats import ENDINGS, FORMATS, TABLE

__all__ = [
    "COMMON",
    "COUNTERPARTS",
    "FORMAT",
    "PYTORCH",
    "SELECTORS",
    "Option",
    "in_words",
    "inputs",
    "options",
    "parameters",
]

Kind = Literal["number", "pair", "choice", "path", "text", "flag"]

_ROWS: Final = "Which rows"
_PROBLEM: Final = "The problem"
_ASKED: Final = "What is asked for"
_OPTIMIZER: Final = "Optimizer, in the paper's symbols"
_SCHEDULE: Final = "Learning-rate schedule"
_TORCH: Final = "Optimizer, in PyTorch's terms"
_GENERALIZATION: Final = "Generalization"
_THEOREM_1: Final = "Theorem 1"
_POINT: Final = "The point"
_RUN: Final = "The run"
_SIMULATION: Final = "Simulation"
_RANDOM: Final = "Randomness"
_STREAM: Final = "The gradients"
_PICTURE: Final = "The picture"
_MEASUREMENT: Final = "The measurement"
_SWEEP: Final = "The sweep"
_IO: Final = "Input and output"
_LATEX: Final = "LaTeX (--format latex)"


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
            autocompletion=(
                _completion(self.choices)
                if self.choices
                else completion.spectra
                if self.name in _SPECTRA
                else None
            ),
        )
        return inspect.Parameter(
            self.name,
            inspect.Parameter.KEYWORD_ONLY,
            default=False if switch else None,
            annotation=Annotated[taken, option],
        )


#: Options that take a spectrum, a shipped one too.
_SPECTRA: Final = frozenset(("spectrum", "spectrum_adamw", "spectrum_l2", "source"))


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


#: The option of the output format, which errors are told by before the line is read.
FORMAT: Final = Option(
    "format",
    _IO,
    f"{', '.join([*FORMATS][:-1])} or {[*FORMATS][-1]} [default: {TABLE.name}]",
    kind="choice",
    short="-f",
    metavar="NAME",
    choices=tuple(FORMATS),
)

_ALL: Final = (
    # Which rows an answer has.
    _choice(
        "theorem",
        "a statement: 1 2 3 4, a full id such as corollary-2, or all [default: 2]",
        (
            *("1", "2", "3", "4", "all"),
            *(f"theorem-{number}" for number in (1, 2, 3, 4)),
            "corollary-2",
        ),
        short="-t",
    ),
    _choice(
        "optimizer",
        "adamw, adam, l2-adam or all [default: all]",
        (*optimizers.OPTIMIZERS, "all"),
    ),
    _choice(
        "schedule",
        "learning-rate schedule: constant, decaying or all [default: all]",
        ("constant", "decaying", "all"),
    ),
    _choice(
        "variant",
        "printed (as the paper has it), corrected (misprints repaired), explicit "
        "(the constants of the proof: a guarantee), sharp (the best that is proved here), or all "
        "of these [default: all]",
        ("printed", "corrected", "explicit", "sharp", "all"),
    ),
    _choice(
        "update",
        "paper (Algorithm 1) or pytorch (bias correction, zero start, ε outside the root) "
        "[default: pytorch where one of PyTorch's settings is given, else paper]",
        ("paper", "pytorch"),
    ),
    # The learning-rate schedule of a run.
    _integer(
        "warmup", _SCHEDULE, "steps ≥ 0 of a linear rise to the peak, before k = 0 [default: 0]"
    ),
    _number(
        "final",
        _SCHEDULE,
        "of linear and cosine: share of the peak at the end, from 0 to 1 [default: 0]",
    ),
    _integer("step_size", _SCHEDULE, "of step: steps ≥ 1 between two drops"),
    _number("step_factor", _SCHEDULE, "of step: what a drop leaves, in (0, 1] [default: 0.1]"),
    Option(
        "for_",
        _ASKED,
        "the input that is looked for: epsilon, batch-size, delta, eta, lr, any other",
        kind="text",
        flag="--for",
        metavar="NAME",
    ),
    Option(
        "reach",
        _ASKED,
        "what the bound has to come down to: iterations, gradient-complexity, "
        "gradient-norm-squared, distance, … [default: the steps of --iterations]",
        kind="text",
        metavar="QUANTITY=NUMBER",
    ),
    Option(
        "minimize",
        _ASKED,
        "in the place of --for: the quantity that is made least, gradient-complexity for example",
        kind="text",
        metavar="QUANTITY",
    ),
    Option(
        "over",
        _ASKED,
        "with --minimize: an input that is chosen for it; may be given several times",
        kind="text",
        metavar="NAME",
        many=True,
    ),
    Option(
        "crossover",
        _ASKED,
        "an input, delta for example: where do bounds overtake each other as it changes?",
        kind="text",
        metavar="NAME",
    ),
    Option(
        "between",
        _ASKED,
        "with --crossover: where that input is looked at [default: eight decades about its value]",
        kind="pair",
        metavar="A B",
    ),
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
    _number(
        "weight_decay", _TORCH, "λ, held constant (no convergence theorem of the paper covers that)"
    ),
    # Generalization.
    _number(
        "floor",
        _GENERALIZATION,
        "least singular value counted, ≥ 0 [default: none for AdamW with λ > 0; else "
        "dim·2.2e-16·max|σ|, float64's resolution]",
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
    # A point.
    Option(
        "problem",
        _POINT,
        "in place of files: a PyTorch problem, as for spectrum measure; loading it RUNS ITS CODE",
        kind="text",
        metavar="MODULE:FUNCTION",
    ),
    _integer(
        "batches",
        _POINT,
        "with --problem: draw so many batches ≥ 2 in place of all the data, which bracket K",
    ),
    _integer("grads_batch_size", _RUN, "samples ≥ 1 of each batch of --grads [default: b]"),
    _path("state", _RUN, "PyTorch checkpoint with the state of Adam at batch size b"),
    _path(
        "eigenvalues",
        _RUN,
        "eigenvalues of the Hessian between two factors (√v̂+ε)^(-1/2), for --sharpness: "
        ".npy, .npz, .csv or .txt, or a spectrum file whose meta names the preconditioner",
    ),
    _path(
        "trace",
        _RUN,
        "trace of a training run (.jsonl), as adamw_bounds.measure.Recorder writes it",
    ),
    _number(
        "tolerance",
        _POINT,
        "in (0, 1): an entry is at the bound where λ|x_i| ≥ 1 − tolerance [default: 0.001]",
    ),
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
    # Streams of gradients.
    _path(
        "grads",
        _STREAM,
        "recorded gradients: .npy of shape (T, d), or .npz with one such array a layer [default: "
        "T independent standard normal gradients of d numbers]",
    ),
    _path("params", _STREAM, "x_0, .npy or .npz under the same names [default: 0]"),
    Option(
        "scales",
        _STREAM,
        "s > 0 of each copy, with commas between them; or a .npy file of one row of d numbers a "
        "copy [default: 1e-3,1e3]",
        kind="text",
        metavar="TEXT",
    ),
    # Statements.
    Option(
        "part",
        _ROWS,
        "formulas, conditions, symbols, claims or proof of the statement [default: the statement]",
        kind="choice",
        metavar="NAME",
        choices=("formulas", "conditions", "symbols", "claims", "proof"),
    ),
    # Pictures.
    Option(
        "kind",
        _PICTURE,
        "density (of the spectrum), cumulative (its sums, with what is known of them as a band), "
        "lambda (err against λ), decades (what each decade of σ contributes to err) or steps "
        "(err over training, from a file each) [default: density]",
        kind="choice",
        metavar="NAME",
        choices=("density", "cumulative", "lambda", "decades", "steps"),
    ),
    Option("title", _PICTURE, "what stands above the picture", kind="text", metavar="TEXT"),
    Option(
        "size",
        _PICTURE,
        "WIDTHxHEIGHT of the picture in inches, 1 to 50 each: 7x3 [default: a column, 3.5 wide]",
        kind="text",
        metavar="WxH",
    ),
    _path(
        "plot",
        _PICTURE,
        "draw the answer there, .pdf, .svg or .png; the table goes where it went before",
    ),
    # Measurements.
    _integer("probes", _MEASUREMENT, "random probes ≥ 1, which advance together [default: 10]"),
    _integer("steps", _MEASUREMENT, "Lanczos steps ≥ 1 of each probe [default: 100]"),
    _integer(
        "products",
        _MEASUREMENT,
        "products ≥ 1 of the matrix with one vector, in the place of --probes and --steps, which "
        "are then chosen for the narrowest interval of err",
    ),
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
        "stop once the interval of err is this narrow, in units of err (0.05); --steps, or "
        "--products, is the most that is made [default: --products 1000]",
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
    # Sweeps.
    Option(
        "vary",
        _SWEEP,
        "NAME=start:stop:lin|log:count or NAME=A,B,C: an input and its values; more than once for "
        "a grid, of which the last varies fastest",
        kind="text",
        metavar="NAME=VALUES",
        many=True,
    ),
    _path(
        "points",
        _SWEEP,
        "in place of --vary: a CSV, JSON or Parquet file with a column for each input that varies",
    ),
    Option(
        "quantity",
        _SWEEP,
        "rows of this quantity alone, iterations for example; more than once for several",
        kind="text",
        metavar="NAME",
        many=True,
    ),
    Option(
        "summary",
        _SWEEP,
        "least, median and largest of each row, and where; how often each condition fails",
        kind="flag",
    ),
    # Input and output.
    Option(
        "take_on_trust",
        _IO,
        "pool files without a fingerprint too, marked NOT VERIFIED",
        kind="flag",
        flag="--force",
    ),
    Option(
        "sensitivity",
        _ROWS,
        "tell by which power of each input a bound changes, and where another of its terms becomes "
        "the largest",
        kind="flag",
    ),
    Option("strict", _IO, "exit 3 where a condition is missed", kind="flag"),
    Option("force", _IO, "print a bound that does not hold, marked NOT A BOUND", kind="flag"),
    _path(
        "source",
        _IO,
        "TOML or JSON file of inputs (- for standard input), or a spectrum file with measured "
        "constants; options given on the line win",
        flag="--from",
    ),
    FORMAT,
    _path(
        "output",
        _IO,
        f"write the answer there, in the format of the name's ending: {', '.join(ENDINGS)}",
        short="-o",
    ),
    Option(
        "caption",
        _LATEX,
        "the first table's caption, as LaTeX",
        kind="text",
        metavar="TEXT",
    ),
    Option(
        "label",
        _LATEX,
        "the first table's label; later tables add a number to it",
        kind="text",
        metavar="NAME",
    ),
    Option("bare", _LATEX, "the tabular alone: no float, no caption, no notes", kind="flag"),
    Option("wide", _LATEX, "over both columns of a two-column page (table*)", kind="flag"),
    Option(
        "quiet",
        _IO,
        "the tables alone, with the notes on their rows: no text around them, no remarks",
        kind="flag",
        short="-q",
    ),
    Option(
        "verbose",
        _IO,
        "also show the remarks on how the answer is computed, on standard error",
        kind="flag",
        short="-v",
    ),
    _integer(
        "digits",
        _IO,
        "significant digits of the numbers in tables, 1 to 17 [default: 4]; JSON and CSV have all",
    ),
    Option("debug", _IO, "show the traceback of an error", kind="flag"),
)

#: Options that every command has.
COMMON: Final = (
    *("source", "format", "output", "digits", "quiet", "verbose", "debug"),
    *("caption", "label", "bare", "wide"),
)

#: Options that choose rows.
SELECTORS: Final = ("theorem", "optimizer", "schedule", "variant")

#: PyTorch's settings, which stand for symbols of the paper.
PYTORCH: Final = tuple(optimizers.PYTORCH)

#: PyTorch's setting, the paper's symbol for the same thing, and what both are.
COUNTERPARTS: Final = (
    ("lr", "eta", "the learning rate η"),
    ("betas", "beta1", "β1"),
    ("betas", "beta2", "β2"),
    ("adam_eps", "delta", "δ"),
    ("weight_decay", "lam", "the weight decay λ"),
)


#: Where the symbols that many papers share stand in a help page; others stand under their own.
_PLACES: Final[Mapping[str, tuple[str, ...]]] = {
    _PROBLEM: (
        *("c_inf", "c_2", "smoothness", "smoothness_inf", "sigma", "sigma_l1", "gap", "mu"),
        *("dim", "x0_norm", "x0_inf_norm", "x_norm", "x_inf_norm"),
        *("gradient_norm", "sharpness", "group_decay", "v_spread", "drift"),
    ),
    _ASKED: ("epsilon", "iterations", "k"),
    _OPTIMIZER: (
        *("batch_size", "to", "delta", "eta", "beta1", "beta2", "lam", "lam_l2", "gamma"),
        "group_lr_ratio",
    ),
    _THEOREM_1: ("alpha", "distance_bound", "grad_norm_bound"),
    _GENERALIZATION: ("rho", "samples", "tau", "x_star_norm"),
}
_OTHERS: Final = "Other papers"
_SHORT: Final = {
    **{"smoothness": "-L", "dim": "-d", "epsilon": "-e", "iterations": "-T"},
    **{"batch_size": "-b", "samples": "-n"},
}
#: The order of the headings.
_PANELS: Final = (
    *(_SWEEP, _ROWS, _PROBLEM, _ASKED, _OPTIMIZER, _TORCH, _SCHEDULE, _THEOREM_1, _OTHERS),
    *(
        _GENERALIZATION,
        _POINT,
        _RUN,
        _SIMULATION,
        _STREAM,
        _RANDOM,
        _PICTURE,
        _MEASUREMENT,
        _IO,
        _LATEX,
    ),
)


@cache
def options() -> dict[str, Option]:
    """Return every option by its name in Python, in the order of help pages.

    The options of numbers that enter a formula are made from the symbol tables of the papers.
    """
    from adamw_bounds.kernels import SYMBOLS

    panels = {name: panel for panel, names in _PLACES.items() for name in names}
    ranks = {name: rank for rank, name in enumerate(panels)}
    made = [
        _of_symbol(name, entry, panels.get(name, _OTHERS))
        for name, entry in SYMBOLS.items()
        if entry.is_input
    ]
    made.sort(key=lambda option: ranks.get(option.name, len(ranks)))
    everything = sorted((*made, *_ALL), key=lambda option: _PANELS.index(option.panel))
    return {option.name: option for option in everything}


def _of_symbol(name: str, entry: Any, panel: str) -> Option:
    whole = entry.domain.startswith("integer")
    domain = in_words(entry.domain)
    default = f" [default: {entry.default_text}]" if entry.default_text else ""
    return Option(
        name,
        panel,
        f"{entry.text} {domain}: {entry.meaning}{default}",
        short=_SHORT.get(name, ""),
        metavar="INTEGER" if whole else "FLOAT",
    )


#: How a domain reads behind a symbol.
_DOMAINS: Final = {
    ">= 0": "≥ 0",
    "integer >= 1": "≥ 1",
    "integer >= 0": "≥ 0",
    "(0, 1)": "in (0, 1)",
    "(0, 1]": "in (0, 1]",
}


def in_words(domain: str) -> str:
    """Return how a domain reads behind a symbol."""
    return _DOMAINS.get(domain, domain)


def inputs() -> tuple[str, ...]:
    """Return what a ``--from`` file may hold."""
    return tuple(name for name in options() if name not in COMMON)


def parameters(
    names: Iterable[str], changes: Mapping[str, Mapping[str, Any]] | None = None
) -> list[inspect.Parameter]:
    """Return typer's parameters for the options ``names``, in the order of help pages.

    ``changes`` are fields that a command's own options have: its defaults, its choices.
    """
    wanted = set(names)
    known = options()
    unknown = wanted - known.keys()
    if unknown:
        raise KeyError(f"no such options: {sorted(unknown)}")
    own = changes or {}
    return [
        replace(option, **own.get(option.name, {})).parameter()
        for option in known.values()
        if option.name in wanted
    ]
