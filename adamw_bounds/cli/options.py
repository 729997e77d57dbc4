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
from adamw_bounds.report.charts import AXES
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
        "1, 2, 3, 4, lemma-5, or the id of another paper's statement [default: 2]",
        (
            *("1", "2", "3", "4", "lemma-5"),
            *(f"theorem-{number}" for number in (1, 2, 3, 4)),
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
        "printed (as in the paper), corrected (with misprints repaired), explicit (with the "
        "constants of the proof: a guarantee), sharp (with the best constants that are proved "
        "here) or all [default: all]",
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
        "warmup",
        _SCHEDULE,
        "number of steps, ≥ 0, of a linear warm-up; step k = 0 comes after it [default: 0]",
    ),
    _number(
        "final",
        _SCHEDULE,
        "for linear and cosine: the share of the peak that is left at the end, from 0 to 1 "
        "[default: 0]",
    ),
    _integer("step_size", _SCHEDULE, "for step: number of steps, ≥ 1, between two drops"),
    _number(
        "step_factor", _SCHEDULE, "for step: the factor of each drop, in (0, 1] [default: 0.1]"
    ),
    Option(
        "for_",
        _ASKED,
        "the input to solve for: epsilon, batch-size, delta, eta, lr or any other",
        kind="text",
        flag="--for",
        metavar="NAME",
    ),
    Option(
        "reach",
        _ASKED,
        "the target that the bound must come down to, such as gradient-norm-squared=0.01 "
        "[default: the steps of --iterations]",
        kind="text",
        metavar="QUANTITY=NUMBER",
    ),
    Option(
        "minimize",
        _ASKED,
        "instead of --for: the quantity to minimise, such as gradient-complexity",
        kind="text",
        metavar="QUANTITY",
    ),
    Option(
        "over",
        _ASKED,
        "with --minimize: an input to choose; may be given several times",
        kind="text",
        metavar="NAME",
        many=True,
    ),
    Option(
        "crossover",
        _ASKED,
        "an input such as delta: find where bounds overtake each other as it changes",
        kind="text",
        metavar="NAME",
    ),
    Option(
        "between",
        _ASKED,
        "with --crossover: the range of that input [default: eight decades to each side of its "
        "value]",
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
        "smallest singular value that counts, ≥ 0: smaller ones are raised to it [default: none "
        "for AdamW with λ > 0; otherwise dim·2.2e-16·max|σ|, the resolution of float64]",
    ),
    _number(
        "train_risk",
        _GENERALIZATION,
        "mean loss of the posterior on the training samples, from 0 to 1; adds bounds of the risk",
    ),
    Option(
        "optimize_lambda",
        _GENERALIZATION,
        "also find the λ at which the bound is smallest, and every local minimum",
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
        "use the whole spectrum instead of the blocks in the file",
        kind="flag",
    ),
    _path(
        "hessian",
        _GENERALIZATION,
        ".npy file with a Hessian: Theorems 6 and 7 are then evaluated exactly",
    ),
    _path("q", _GENERALIZATION, ".npy file with the diagonal of Q, > 0 [default: H_ii^(-1/2)]"),
    _path(
        "x_star", _GENERALIZATION, ".npy file with x*; the mean at rest is then computed from it"
    ),
    Option(
        "absolute",
        _GENERALIZATION,
        "use |H| where the Hessian is indefinite",
        kind="flag",
    ),
    Option(
        "spectrum",
        _GENERALIZATION,
        "spectrum file for both optimizers; generalization takes several and makes a table of "
        'models, where "ViT-S=a.npz:adamw" is LABEL=FILE:OPTIMIZER',
        kind="path",
        metavar="FILE",
        many=True,
    ),
    Option(
        "test_accuracy",
        _GENERALIZATION,
        "LABEL=ACCURACY: test accuracy, from 0 to 1, of the model with that label; may be given "
        "several times [default: what the files say]",
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
        "instead of files: a PyTorch problem, as for spectrum measure; loading it RUNS ITS CODE",
        kind="text",
        metavar="MODULE:FUNCTION",
    ),
    _integer(
        "batches",
        _POINT,
        "with --problem: number of batches, ≥ 2, to draw instead of all the data; they bracket K",
    ),
    _integer(
        "grads_batch_size", _RUN, "number of samples, ≥ 1, in each batch of --grads [default: b]"
    ),
    _path("state", _RUN, "PyTorch checkpoint with the state of Adam at batch size b"),
    _path(
        "eigenvalues",
        _RUN,
        "all eigenvalues of the matrix whose largest one is --sharpness: .npy, .npz, .csv or "
        ".txt, or a spectrum file whose meta names the preconditioner",
    ),
    _path(
        "trace",
        _RUN,
        "trace of a training run (.jsonl), as adamw_bounds.measure.Recorder writes it",
    ),
    _number(
        "tolerance",
        _POINT,
        "an entry counts as at the bound if λ|x_i| ≥ 1 − tolerance; in (0, 1) [default: 0.001]",
    ),
    # Simulation.
    Option(
        "case",
        _SIMULATION,
        "the problem to run: origin or off-origin (Theorem 1); rotated, uncoupled or "
        "small-gradient (Theorem 2)",
        kind="choice",
        metavar="NAME",
        choices=("origin", "off-origin", "rotated", "uncoupled", "small-gradient"),
    ),
    _integer("seed", _RANDOM, "seed, ≥ 0, of all random numbers [default: 0]"),
    _integer(
        "seeds", _SIMULATION, "number of independent runs, ≥ 2 [default: 128; Theorem 1: 1024]"
    ),
    _integer("max_steps", _SIMULATION, "refuse a run of more steps than this [default: 2000000]"),
    Option(
        "simulate",
        _SIMULATION,
        "also run the checks that only a simulation can decide",
        kind="flag",
    ),
    # Streams of gradients.
    _path(
        "grads",
        _STREAM,
        "recorded gradients: .npy of shape (T, d), or .npz with one such array for each layer "
        "[default: T independent standard normal gradients of dimension d]",
    ),
    _path("params", _STREAM, "the start x_0: .npy, or .npz with the same names [default: 0]"),
    Option(
        "scales",
        _STREAM,
        "the scale s > 0 of each copy, with commas between them; or a .npy file with a row of d "
        "numbers for each copy [default: 1e-3,1e3]",
        kind="text",
        metavar="TEXT",
    ),
    # Statements.
    Option(
        "part",
        _ROWS,
        "the part to show: formulas, conditions, symbols, claims or proof [default: the statement]",
        kind="choice",
        metavar="NAME",
        choices=("formulas", "conditions", "symbols", "claims", "proof"),
    ),
    # Pictures.
    Option(
        "kind",
        _PICTURE,
        "density (of the spectrum), cumulative (the share of eigenvalues up to each point, with a "
        "band for what is not known), lambda (err against λ), decades (what each decade of σ "
        "contributes to err) or steps (err over training, one file for each point) [default: "
        "density]",
        kind="choice",
        metavar="NAME",
        choices=("density", "cumulative", "lambda", "decades", "steps"),
    ),
    Option("title", _PICTURE, "title of the picture", kind="text", metavar="TEXT"),
    Option(
        "size",
        _PICTURE,
        "WIDTHxHEIGHT of the picture in inches, from 1 to 50 each, such as 7x3 [default: a "
        "column, 3.5 wide]",
        kind="text",
        metavar="WxH",
    ),
    Option(
        "log",
        _PICTURE,
        "which axes are logarithmic: x, y, xy or none [default: those on which numbers are far "
        "apart]",
        kind="choice",
        metavar="AXES",
        choices=AXES,
    ),
    Option(
        "xlim",
        _PICTURE,
        "LOW:HIGH of the horizontal axis; one may be missing: 1e-6:",
        kind="text",
        metavar="LOW:HIGH",
    ),
    _number(
        "smooth",
        _PICTURE,
        "see a density through a Gaussian kernel of this standard deviation > 0: in decades of "
        "|σ|, or in σ on a linear axis",
    ),
    _path(
        "plot",
        _PICTURE,
        "also draw the answer into this file: .pdf, .svg or .png",
    ),
    # Measurements.
    _integer(
        "probes", _MEASUREMENT, "number of random probes, ≥ 1; they advance together [default: 10]"
    ),
    _integer("steps", _MEASUREMENT, "number of Lanczos steps, ≥ 1, of each probe [default: 100]"),
    _integer(
        "products",
        _MEASUREMENT,
        "number of matrix-vector products, ≥ 1, to spend; --probes and --steps are then chosen "
        "for the narrowest interval of err",
    ),
    Option(
        "distribution",
        _MEASUREMENT,
        "distribution of a probe's entries: rademacher (±1) or gaussian [default: rademacher]",
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
        "up to this dimension d ≥ 0 the whole matrix is built and all its eigenvalues are "
        "computed [default: 5000]",
    ),
    Option(
        "device",
        _MEASUREMENT,
        "auto (a GPU if there is one), cpu, cuda or cuda:1 [default: auto]",
        kind="choice",
        metavar="NAME",
        choices=("auto", "cpu", "cuda"),
    ),
    Option(
        "dtype",
        _MEASUREMENT,
        "float64, float32, bfloat16 or auto (float64 where all eigenvalues are computed, "
        "otherwise the type of the model) [default: auto]",
        kind="choice",
        metavar="NAME",
        choices=("auto", "float64", "float32", "bfloat16"),
    ),
    Option(
        "basis",
        _MEASUREMENT,
        "where the Lanczos vectors are kept: device, host, disk or auto [default: auto]",
        kind="choice",
        metavar="NAME",
        choices=("auto", "device", "host", "disk"),
    ),
    _integer(
        "chunk",
        _MEASUREMENT,
        "number of vectors, ≥ 1, in one vectorised call; it shrinks if memory runs out [default: "
        "what suits the model; on a GPU what is fastest in a short trial]",
    ),
    _integer(
        "gradient_samples",
        _MEASUREMENT,
        "number of single-sample gradients, ≥ 0, from which σ, c∞ and c₂ are measured [default: "
        "256]",
    ),
    Option(
        "memory",
        _MEASUREMENT,
        "memory that products may use, such as 8GiB: the fastest way within it is taken [default: "
        "little more than the leanest way takes, and at most half of what is free]",
        kind="text",
        metavar="SIZE",
    ),
    _number(
        "until_width",
        _MEASUREMENT,
        "stop when the interval of err is this narrow, as a share of err (0.05 for 5 %); --steps, "
        "or --products, is then the most that is spent [default: --products 1000]",
    ),
    Option(
        "blocks",
        _MEASUREMENT,
        "measure a spectrum for each layer, for each parameter, for each parameter group of the "
        "optimizer, or for each text that a REGEX finds in the names of parameters; what lies off "
        "the diagonal blocks is ignored",
        kind="text",
        metavar="layer|parameter|group|REGEX",
    ),
    Option(
        "block_rho",
        _MEASUREMENT,
        "NAME=ρ: the ρ > 0 of a block; or the ρ of the whole model and of blocks without one of "
        "their own [default: what the problem says; for blocks the variance of PyTorch's "
        "initialisation, if known]",
        kind="text",
        flag="--rho",
        metavar="TEXT",
        many=True,
    ),
    Option(
        "checkpoint",
        _MEASUREMENT,
        "folder that keeps the state of the run; the same command goes on from there",
        kind="path",
        metavar="DIR",
    ),
    _number(
        "checkpoint_minutes",
        _MEASUREMENT,
        "minutes, ≥ 0, between two checkpoints; 0 writes one after each step [default: 10]",
    ),
    Option(
        "shard",
        _MEASUREMENT,
        "what several processes (torchrun) divide among them: data, probes or auto [default: auto]",
        kind="choice",
        metavar="NAME",
        choices=("auto", "data", "probes"),
    ),
    Option(
        "vectors",
        _MEASUREMENT,
        "keep the eigenvectors of the largest and of the least eigenvalue in the file, as vectors "
        "of shape (2, d)",
        kind="flag",
    ),
    Option(
        "preconditioner",
        _MEASUREMENT,
        "adam: measure with the finished run's own preconditioner too, 1/(√v̂+ε) from the state of "
        "the problem's optimizer",
        kind="choice",
        metavar="NAME",
        choices=("adam",),
    ),
    Option(
        "own_matrix",
        _MEASUREMENT,
        "for --preconditioner: the matrix that it is put around, ggn or hessian [default: auto, "
        "ggn where the loss has one]",
        kind="choice",
        metavar="NAME",
        choices=("auto", "ggn", "hessian"),
    ),
    _number(
        "kappa",
        _MEASUREMENT,
        "for --preconditioner: κ ≥ 0 added to that matrix, H + κI [default: d·2⁻⁵²·max|σ|]",
    ),
    Option(
        "optimizer_state",
        _MEASUREMENT,
        "for --preconditioner: a checkpoint (torch.save) of model and optimizer with the state",
        kind="path",
        metavar="FILE",
    ),
    Option(
        "dry_run",
        _MEASUREMENT,
        "measure nothing; say what a measurement of PROBLEM, or of --dim and --samples, costs in "
        "products, memory and processes",
        kind="flag",
    ),
    Option(
        "room",
        _MEASUREMENT,
        "with --dry-run: room for the Lanczos vectors, such as device=80GiB, host=512GiB or "
        "disk=4TiB [default: what is free here]",
        kind="text",
        metavar="PLACE=SIZE",
        many=True,
    ),
    _number(
        "seconds_per_gradient",
        _MEASUREMENT,
        "with --dry-run: how many seconds, > 0, one gradient over the data takes; the time is "
        "computed from it",
    ),
    Option(
        "backend",
        _MEASUREMENT,
        "the software that measures: torch, or another entry point of the group "
        "adamw_bounds.backends",
        kind="text",
        metavar="NAME",
    ),
    # Sweeps.
    Option(
        "vary",
        _SWEEP,
        "NAME=start:stop:lin|log:count or NAME=A,B,C: an input and its values; given several "
        "times it makes a grid, in which the last input varies fastest",
        kind="text",
        metavar="NAME=VALUES",
        many=True,
    ),
    _path(
        "points",
        _SWEEP,
        "instead of --vary: a CSV, JSON or Parquet file with a column for each input that varies",
    ),
    Option(
        "quantity",
        _SWEEP,
        "show the rows of this quantity only, such as iterations; may be given several times",
        kind="text",
        metavar="NAME",
        many=True,
    ),
    Option(
        "summary",
        _SWEEP,
        "show the least, median and largest value of each row and where they are, and how often "
        "each condition fails",
        kind="flag",
    ),
    # Input and output.
    Option(
        "take_on_trust",
        _IO,
        "also pool files without a fingerprint, marked NOT VERIFIED",
        kind="flag",
        flag="--force",
    ),
    Option(
        "sensitivity",
        _ROWS,
        "also show with which power of each input a bound changes, and where another of its terms "
        "becomes the largest",
        kind="flag",
    ),
    Option("strict", _IO, "exit with status 3 where a condition is missed", kind="flag"),
    Option(
        "force", _IO, "show a bound even where it does not hold, marked NOT A BOUND", kind="flag"
    ),
    _path(
        "source",
        _IO,
        "read inputs from a TOML or JSON file (- for standard input), or measured constants from "
        "a spectrum file; an option on the command line replaces what the file says",
        flag="--from",
    ),
    FORMAT,
    _path(
        "output",
        _IO,
        f"write the answer into this file; its ending is the format: {', '.join(ENDINGS)}",
        short="-o",
    ),
    Option(
        "caption",
        _LATEX,
        "caption of the first table, in LaTeX",
        kind="text",
        metavar="TEXT",
    ),
    Option(
        "label",
        _LATEX,
        "label of the first table; later tables add a number to it",
        kind="text",
        metavar="NAME",
    ),
    Option("bare", _LATEX, "print the tabular only: no float, no caption, no notes", kind="flag"),
    Option("wide", _LATEX, "span both columns of a two-column page (table*)", kind="flag"),
    Option(
        "quiet",
        _IO,
        "print only the tables, with the notes on their rows",
        kind="flag",
        short="-q",
    ),
    Option(
        "verbose",
        _IO,
        "also print the remarks on how the answer is computed, to standard error",
        kind="flag",
        short="-v",
    ),
    _integer(
        "digits",
        _IO,
        "significant digits in tables, from 1 to 17 [default: 4]; JSON and CSV have all digits",
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
