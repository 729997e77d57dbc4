"""Any question over a grid of its inputs, or at the points of a table."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import Any, Final, get_args

from adamw_bounds.choice_names import QuantityName, QuestionName
from adamw_bounds.engine.conventions import from_pytorch
from adamw_bounds.engine.inputs import ALIASES, read
from adamw_bounds.engine.points import Grid, Points, Table
from adamw_bounds.engine.sweep import Sweep
from adamw_bounds.engine.torch_settings import is_optimizer, settings_of
from adamw_bounds.engine.uncertain import take_apart
from adamw_bounds.errors import Fault, InputError
from adamw_bounds.optimizers import L2_ADAM, PYTORCH
from adamw_bounds.quantities import MEANINGS
from adamw_bounds.questions.vary import read_axes
from adamw_bounds.spelling import meant, one_of

__all__ = ["QUESTIONS", "sweep", "varied_names"]

#: The questions that can be swept, by where each stands.
QUESTIONS: Final[Mapping[str, str]] = {
    **{
        name: f"adamw_bounds.questions.{name.replace('-', '_')}"
        for name in (
            *("complexity", "conditions", "guarantee", "rate", "compare"),
            *("timescale", "radius", "rescale", "noise-scale", "edge", "kkt"),
        )
    },
    "generalization": "adamw_bounds.spectra.generalization",
}
#: Those that take one point at a time.
_ONE_BY_ONE: Final = {
    "generalization": (
        *("eta", "lam", "lam_l2", "batch_size", "samples", "rho", "tau", "x_star_norm"),
        *("dim", "floor", "train_risk"),
    ),
    "kkt": ("weight_decay", "lam", "adam_eps", "delta"),
}
#: Those that cannot, and why.
NOT_SWEPT: Final[Mapping[str, str]] = {
    "check": "answers with a page: sweep its parts, guarantee, timescale, radius, rescale, "
    "noise-scale, edge and kkt",
    "solve": "looks for one input: sweep the question whose bound it is",
    "simulate": "runs an optimizer: ask it at each point",
    "convert": "turns single numbers into others: nothing is computed over a grid",
}
#: Those that are asked of one optimizer or of several, and those about decoupled decay alone.
_OF_ONE: Final = ("complexity", "conditions", "guarantee", "rate", "generalization")
_DECOUPLED: Final = ("timescale", "radius", "rescale", "edge")
#: PyTorch's settings that are one number, and the paper's symbol for each.
_TORCH: Final = {name: ours[0] for name, ours in PYTORCH.items() if len(ours) == 1}


@cache
def _function(question: str) -> Callable[..., Any]:
    found: Callable[..., Any] = getattr(
        import_module(QUESTIONS[question]), question.replace("-", "_")
    )
    return found


@dataclass(frozen=True, slots=True)
class _Asked:
    """A question with what does not vary: no closure, so that a sweep can be pickled."""

    question: str
    fixed: Mapping[str, Any]

    def __call__(self, varied: Mapping[str, Any]) -> Any:
        """Return the answer where the rest is ``varied``."""
        return _function(self.question)(**self.fixed, **varied)


@cache
def varied_names(question: str) -> tuple[str, ...]:
    """Return the inputs of a question that can vary."""
    if question in _ONE_BY_ONE:
        return _ONE_BY_ONE[question]
    from adamw_bounds.engine.entering import of_question

    module = import_module(QUESTIONS[question])
    asked = getattr(module, "QUESTIONS", (module.QUESTION,))
    names = dict.fromkeys(name for one in asked for name in of_question(one))
    torch = [
        theirs
        for theirs, ours in _TORCH.items()
        if ours in names and theirs not in asked[0].refused
    ]
    return (*names, *torch)


def sweep(
    question: QuestionName | str,
    vary: Mapping[str, Any] | Iterable[tuple[str, Any]] | None = None,
    *,
    points: Any = None,
    quantity: QuantityName | str | Sequence[str] | None = None,
    **inputs: Any,
) -> Sweep:
    """Ask a question over a grid of its inputs, or at the points of a table.

    Every point is answered as if it were asked alone. Nothing is computed before it is looked at.

    Parameters
    ----------
    question : str
        ``complexity``, ``conditions``, ``guarantee``, ``rate``, ``compare``, ``generalization``,
        ``timescale``, ``radius``, ``rescale``, ``noise-scale``, ``edge``, ``kkt``.
    vary : mapping
        Inputs and their values: a list, an array, or text: ``"1e-4:1:log:200"``, ``"1,2,5"``. Every
        value of each is taken with every value of the others; the last varies fastest.
    points : mapping or path-like
        In place of ``vary``: columns of one length by input, or a CSV, JSON or Parquet file.
    quantity : str or sequence of str, optional
        The quantities that are looked at, ``iterations`` for example; all by default.
    **inputs
        What does not vary, as the question takes it; ``optimizer`` may be an object of PyTorch.

    Returns
    -------
    Sweep
        ``results``: rows with arrays in the shape of the grid; ``one`` and ``select`` as those of
        an answer; ``rows()``: a mapping for each row of each point; ``summary()``.

    Raises
    ------
    InputError
        If something is wrong; all faults are listed.

    Examples
    --------
    >>> from adamw_bounds import sweep
    >>> found = sweep("complexity", {"epsilon": "0.001:0.1:log:3"}, theorem=2, c_inf=1,
    ...               smoothness=1, sigma=1, delta=1, gap=1, variant="printed")
    >>> found.one(quantity="iterations").log10.round(9).tolist()
    [12.0, 8.0, 4.0]
    """
    faults: list[Fault] = []
    name = meant(str(question), QUESTIONS) or str(question)
    if name not in QUESTIONS:
        raise InputError([Fault("question", name, why_not(name))])
    known = varied_names(name)
    found = _points(vary, points, known, faults)
    fixed = {key: value for key, value in inputs.items() if value is not None}
    if found is not None:
        faults += _given_too(found.names, fixed)
    if is_optimizer(fixed.get("optimizer")):
        fixed = _with_settings(name, fixed, () if found is None else found.names, faults)
    if name == "generalization" and "spectrum" not in fixed:
        faults.append(Fault("spectrum", None, "is missing"))
    if faults or found is None:
        # What does not vary is looked at too, so that all that is wrong is said at once.
        numbers = {key: value for key, value in fixed.items() if ALIASES.get(key, key) in known}
        raise InputError([*faults, *read(numbers)[1]])
    wanted = _quantities(name, (quantity,) if isinstance(quantity, str) else quantity or ())

    # What is uncertain is asked at many numbers for each point.
    one_by_one = name in _ONE_BY_ONE or bool(take_apart(fixed, []).intervals)
    return Sweep(name, fixed, found, _Asked(name, fixed), not one_by_one, wanted)


def _quantities(question: str, wanted: Iterable[str]) -> tuple[str, ...]:
    """Return the quantities that are looked at; refuse a name that is none."""
    every = (*get_args(QuantityName), *MEANINGS)
    module = import_module(QUESTIONS[question])
    asked = getattr(module, "QUESTIONS", None) or [getattr(module, "QUESTION", None)]
    own = [name for one in asked if one is not None for name in one.quantities]
    own = [*dict.fromkeys(own or every)]
    found = [(str(name), meant(str(name), {*own, *every})) for name in wanted]
    if question in _ONE_BY_ONE:
        return tuple(same or name for name, same in found)
    faults = [Fault("quantity", name, one_of(name, own)) for name, same in found if same is None]
    if faults:
        raise InputError(faults)
    return tuple(same or name for name, same in found)


def _with_settings(
    question: str, fixed: Mapping[str, Any], varied: Iterable[str], faults: list[Fault]
) -> dict[str, Any]:
    """Return what does not vary, with the settings of an optimizer object in its place."""
    optimizer = fixed["optimizer"]
    given = {**fixed, **dict.fromkeys(varied, 0.0)}
    said = settings_of(optimizer, given, varied_names(question), faults)
    rest = {name: value for name, value in fixed.items() if name != "optimizer"}
    if said.key == L2_ADAM.key and question in _DECOUPLED:
        what = "decays the loss (ℓ2), and the question is about decay of the parameters"
        faults.append(Fault("optimizer", type(optimizer).__name__, what, option="optimizer"))
    settings = from_pytorch(said.values, faults) if question in _ONE_BY_ONE else said.values
    own = {"optimizer": said.key} if question in _OF_ONE else {}
    return {**rest, **settings, **own}


def why_not(name: str) -> str:
    """Return why a question cannot be swept, and which can."""
    return NOT_SWEPT.get(name) or one_of(name, QUESTIONS)


def _points(vary: Any, points: Any, known: tuple[str, ...], faults: list[Fault]) -> Points | None:
    if vary is not None and points is not None:
        faults.append(Fault("points", None, "cannot stand beside --vary: both say what varies"))
        return None
    if points is not None:
        from adamw_bounds.questions.points_file import read_points

        shown = os.fspath(points) if isinstance(points, str | os.PathLike) else None
        columns = read_points(points, known, faults)
        return None if columns is None else Table(columns, "" if shown is None else str(shown))
    written = vary.items() if isinstance(vary, Mapping) else (vary or ())
    written = list(written)
    if not written:
        faults.append(
            Fault("vary", None, "is missing: NAME=start:stop:lin|log:count or NAME=A,B,C")
        )
        return None
    axes = read_axes(written, known, faults)
    return Grid(axes) if axes and not faults else None


def _given_too(names: Iterable[str], fixed: Mapping[str, Any]) -> list[Fault]:
    """Return a fault for each input that varies and is given as well."""
    given = {ALIASES.get(key, key) for key in fixed}
    faults: list[Fault] = []
    for name in names:
        if name in given:
            faults.append(Fault(name, None, "is given, and varies too"))
        for theirs, ours in PYTORCH.items():
            others = given & set(ours) if name == theirs else {theirs} & given
            if others and (name == theirs or name in ours):
                faults.append(Fault(name, None, f"varies beside {', '.join(sorted(others))}"))
    return faults
