"""PyTorch's settings and the paper's symbols for them, in both directions.

The conversion is decimal: ``1 - 0.999`` is 0.001, as it is on paper.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any, Final

from adamw_bounds.domains import DOMAINS
from adamw_bounds.engine.conventions import CONTEXT, CONVENTIONS, Convention, decimal_of
from adamw_bounds.engine.results import Answer, Note, Result
from adamw_bounds.engine.torch_settings import is_optimizer, settings_of
from adamw_bounds.errors import Fault, InputError
from adamw_bounds.kernels import SYMBOLS
from adamw_bounds.optimizers import ADAMW

__all__ = ["convert"]

_SOURCE = "Algorithm 1 of the paper; torch.optim.AdamW"


#: The names of rows that are not those of the input.
_QUANTITIES: Final = {"lam": "lambda"}
_KNOWN: Final = tuple(
    dict.fromkeys((*(item.setting for item in CONVENTIONS), *(item.paper for item in CONVENTIONS)))
)
_ASK: Final = ", ".join("--" + name.replace("_", "-") for name in _KNOWN)


def convert(**inputs: Any) -> Answer:
    """Convert PyTorch's settings to the paper's symbols, or the symbols to PyTorch's settings.

    Each setting is converted away from the side on which it is given; what is not given has no
    row. η = lr, β = 1 − β_torch, δ = adam_eps², λ = weight_decay.

    Parameters
    ----------
    lr, adam_eps, weight_decay : float, str or ndarray
        PyTorch's settings: lr > 0, adam_eps > 0, weight_decay ≥ 0.
    betas : pair of float, str or ndarray
        PyTorch's two decay factors: the first in [0, 1), the second in (0, 1).
    optimizer : object with ``param_groups``
        In place of PyTorch's settings: those of an AdamW or Adam object.
    eta, beta1, beta2, delta, lam : float, str or ndarray
        The paper's symbols: η > 0, β1 in (0, 1], β2 in (0, 1), δ > 0, λ ≥ 0.

    Returns
    -------
    Answer
        One result for each setting, exact where its decimal text allows. ``inputs`` holds the
        paper's symbols.

    Raises
    ------
    InputError
        If nothing is given, a value is no number or out of its domain, or a setting is given
        on both sides; all that is wrong is listed.

    Examples
    --------
    >>> from adamw_bounds.questions.convert import convert
    >>> answer = convert(betas=("0.9", "0.999"), adam_eps="1e-8")
    >>> [(result.quantity, result.value) for result in answer]
    [('beta1', 0.1), ('beta2', 0.001), ('delta', 1e-16)]
    """
    optimizer = inputs.pop("optimizer", None)
    notes: tuple[Note, ...] = ()
    wrong: list[Fault] = []
    if is_optimizer(optimizer):
        said = settings_of(optimizer, inputs, _KNOWN, wrong)
        inputs, notes = {**inputs, **said.values}, said.notes
    elif optimizer is not None:
        wrong = [Fault("optimizer", str(optimizer), "must be an optimizer object of PyTorch")]
    faults: list[Fault] = wrong + [
        Fault(name, None, "is no setting that can be converted")
        for name in inputs
        if name not in _KNOWN
    ]
    given = {name: value for name, value in inputs.items() if value is not None and name in _KNOWN}
    if not given and not faults:
        raise InputError(
            [Fault("lr", None, "or another setting of one side is missing", option=_ASK)]
        )
    _split_betas(given, faults)

    paper: dict[str, Any] = {}
    results: list[Result] = []
    for convention in CONVENTIONS:
        torch = _torch_name(convention)
        from_torch, from_paper = torch in given, convention.paper in given
        if from_torch and from_paper:
            faults.append(_both(convention, given[torch]))
            continue
        if not (from_torch or from_paper):
            continue
        name = torch if from_torch else convention.paper
        parsed = _parse(convention, name, given[name], faults)
        if parsed is None:
            continue
        turned = _each(parsed, convention.to_paper if from_torch else convention.to_torch)
        paper[convention.paper] = _float(turned if from_torch else parsed)
        results.append(_result(convention, turned, forward=from_torch))
    if faults:
        raise InputError(faults)
    warnings = (*notes, *_warnings(paper, results))
    return Answer("convert", paper, tuple(results), warnings)


def _torch_name(convention: Convention) -> str:
    """Return what PyTorch's number is called here, alone: ``beta1_torch`` for the first of two."""
    return f"{convention.paper}_torch" if convention.place else convention.setting


def _split_betas(given: dict[str, Any], faults: list[Fault]) -> None:
    if "betas" not in given:
        return
    betas = given.pop("betas")
    try:
        if isinstance(betas, str):
            raise TypeError
        first, second = betas
    except (TypeError, ValueError):
        faults.append(Fault("betas", betas, "must be two numbers"))
        return
    pair = [item for item in CONVENTIONS if item.setting == "betas"]
    given.update(zip(map(_torch_name, pair), (first, second), strict=True))


def _both(convention: Convention, value: Any) -> Fault:
    ours, symbol = convention.paper, SYMBOLS[convention.paper].text
    return Fault(
        _torch_name(convention),
        value,
        f"cannot stand beside --{ours}: both say {symbol}; give one of them",
        option=convention.option,
    )


def _is_array(value: Any) -> bool:
    return bool(getattr(value, "ndim", 0))


def _each(value: Any, function: Callable[[Decimal], Any]) -> Any:
    """Apply ``function`` to a Decimal, or to each of an array of them."""
    if not _is_array(value):
        return function(value)
    import numpy as np

    out = np.empty(value.shape, dtype=object)
    for index in np.ndindex(value.shape):
        out[index] = function(value[index])
    return out


def _parse(convention: Convention, name: str, value: Any, faults: list[Fault]) -> Any:
    """Return a Decimal, or an object array of them; None and a fault where it is wrong."""
    torch = name != convention.paper
    domain = DOMAINS[convention.domain if torch else SYMBOLS[name].domain]
    option = convention.option if torch else ""

    numbers: Any
    if _is_array(value):
        import numpy as np

        numbers = np.empty(value.shape, dtype=object)
        for index in np.ndindex(value.shape):
            numbers[index] = decimal_of(value[index])
        pairs = list(zip(value.flat, numbers.flat, strict=True))
    else:
        numbers = decimal_of(value)
        pairs = [(value, numbers)]
    for raw, number in pairs:
        if number is None:
            faults.append(Fault(name, raw, "must be a finite number", option=option))
            return None
    for raw, number in pairs:
        if not domain.contains(number) or not _within_floats(number):
            faults.append(Fault(name, raw, domain.allowed, option=option))
            return None
    return numbers


def _within_floats(number: Decimal) -> bool:
    """Tell whether a float can hold the number that was given (its square may be beyond)."""
    value = float(number)
    return abs(value) < float("inf") and (value != 0 or number == 0)


def _to_float(number: Decimal) -> float:
    return float(number)


def _float(value: Any) -> Any:
    turned = _each(value, _to_float)
    return turned.astype(float) if _is_array(turned) else turned


def _log10(number: Decimal) -> float:
    return float(number.log10(CONTEXT)) if number > 0 else float("-inf")


def _result(convention: Convention, value: Any, *, forward: bool) -> Result:
    name = convention.paper if forward else _torch_name(convention)
    quantity = _QUANTITIES.get(name, name.replace("_", "-"))
    number, log10 = _float(value), _each(value, _log10)
    if _is_array(log10):
        log10 = log10.astype(float)
    elif value == 0:
        log10 = None
    elif number in (0.0, float("inf")):
        number = None  # Beyond a float: the logarithm tells it.
    return Result(
        statement="algorithm-1",
        optimizer=ADAMW.key,
        schedule=None,
        variant="exact",
        quantity=quantity,
        value=number,
        log10=log10,
        notes=(convention.rule,),
        source=_SOURCE,
    )


def _warnings(paper: dict[str, Any], results: list[Result]) -> list[Note]:
    notes: list[Note] = []
    if "delta" in paper:
        notes.append(
            Note(
                "epsilon-outside-root",
                "PyTorch divides by √n + ε, the paper by √(n + δ): with δ = ε² the two agree at "
                "n = 0, and √(n+ε²) ≤ √n+ε ≤ √2·√(n+ε²), so that a PyTorch step is between "
                "1/√2 and 1 times the paper's",
                "method",
            )
        )
    if "beta1" in paper or "beta2" in paper:
        notes.append(
            Note(
                "bias-correction",
                "PyTorch starts both moments at 0 and corrects the bias, the paper starts them "
                "at g_0 and g_0² and corrects nothing: the first steps differ",
                "method",
            )
        )
    lam = paper.get("lam")
    if lam is not None and (bool((lam > 0).any()) if _is_array(lam) else lam > 0):
        notes.append(
            Note(
                "constant-weight-decay",
                "PyTorch holds the weight decay constant; every convergence theorem of the "
                "paper asks for a λ_k that decreases, so none covers a constant λ > 0",
            )
        )
    return notes
