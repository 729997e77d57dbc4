"""PyTorch's settings and the paper's symbols: translated once, in decimal.

``1 - 0.999`` is 0.001, as it is on paper, and not the float next to the difference of two floats.
η = lr, β = 1 − PyTorch's β, δ = adam_eps², λ = weight_decay (held constant by PyTorch).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Context, Decimal, InvalidOperation
from typing import Any, Final

from adamw_bounds.domains import NotInDomain, entries, is_plain, plain_float
from adamw_bounds.engine.evaluate import any_true
from adamw_bounds.errors import Fault, spoken
from adamw_bounds.optimizers import PYTORCH
from adamw_bounds.spelling import all_of

__all__ = [
    "CONTEXT",
    "CONVENTIONS",
    "WHY_POSITIVE",
    "Convention",
    "decimal_of",
    "from_pytorch",
    "holds_decay_constant",
    "in_their_terms",
    "looks_like_pytorch",
]

#: Wide enough for every product and difference of numbers that fit a float; no traps.
CONTEXT: Final = Context(prec=60, Emin=-(10**6), Emax=10**6, traps=[])

#: Why a setting may not be 0.
WHY_POSITIVE: Final = {
    "delta": "at 0 nothing bounds a step, and no statement covers that",
    "adam_eps": "at 0 nothing bounds a step, and no statement covers that",
}
#: How a limit of the paper's symbol reads in PyTorch's terms.
_TORCH_LIMITS: Final = {
    "--eta at most ": ("lr", "--lr at most "),
    "--beta1 at most ": ("betas", "--betas (first) at least 1 − "),
    "--beta2 at most ": ("betas", "--betas (second) at least 1 − "),
    "--delta at most ": ("adam_eps", "--adam-eps at most the root of "),
    "--lam at most ": ("weight_decay", "--weight-decay at most "),
}


def decimal_of(value: Any) -> Decimal | None:
    """Return the number that ``value`` writes, or None where it writes none that is finite."""
    try:
        plain = plain_float(value)
    except NotInDomain:
        return None
    if not isinstance(value, str | Decimal):
        value = repr(plain)
    try:
        number = Decimal(value.strip() if isinstance(value, str) else value)
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def _same(value: Decimal) -> Decimal:
    return value


def _complement(value: Decimal) -> Decimal:
    return CONTEXT.subtract(Decimal(1), value)


def _square(value: Decimal) -> Decimal:
    return CONTEXT.multiply(value, value)


def _root(value: Decimal) -> Decimal:
    return CONTEXT.sqrt(value)


@dataclass(frozen=True, slots=True)
class Convention:
    """One number under PyTorch's name and under the paper's.

    Attributes
    ----------
    setting : str
        PyTorch's setting.
    paper : str
        The input that says the same.
    domain : str
        Where PyTorch's number lies; the paper's domain is the symbol's.
    rule : str
        How one follows from the other.
    to_paper, to_torch : callable
        The two translations, of decimals.
    place : str
        Which of a pair it is, ``first`` or ``second``; empty where it stands alone.
    """

    setting: str
    paper: str
    domain: str
    rule: str
    to_paper: Callable[[Decimal], Decimal]
    to_torch: Callable[[Decimal], Decimal]
    place: str = ""

    @property
    def option(self) -> str:
        """How an error names PyTorch's number."""
        name = "--" + self.setting.replace("_", "-")
        return f"{name} ({self.place})" if self.place else name


CONVENTIONS: Final = (
    Convention("lr", "eta", "> 0", "η = lr", _same, _same),
    Convention(
        *("betas", "beta1", "[0, 1)", "β1 = 1 − PyTorch's β1", _complement, _complement, "first")
    ),
    Convention(
        *("betas", "beta2", "(0, 1)", "β2 = 1 − PyTorch's β2", _complement, _complement, "second")
    ),
    Convention("adam_eps", "delta", "> 0", "δ = adam_eps²", _square, _root),
    Convention("weight_decay", "lam", ">= 0", "λ = weight_decay", _same, _same),
)


def _to_paper(convention: Convention, value: Any) -> Any:
    """Translate PyTorch's number: a decimal text without a rounding error, or floats for an array.

    What is no number, or not in PyTorch's domain, is returned as it is, for the validation to
    name.
    """
    if convention.to_paper is _same:
        return value
    if convention.to_paper is _square:
        return _through(value, lambda number: _square(number) if number > 0 else number)
    return _through(value, convention.to_paper)


def _through(value: Any, function: Callable[[Decimal], Decimal]) -> Any:
    if is_plain(value):
        number = decimal_of(value)
        return value if number is None else str(function(number))
    try:
        flat, shape = entries(value)
    except NotInDomain:
        return value
    import numpy as np

    numbers = [decimal_of(item) for item in flat]
    if any(number is None for number in numbers):
        return value
    turned = [float(function(number)) for number in numbers if number is not None]
    return np.array(turned, dtype=np.float64).reshape(shape)


def from_pytorch(given: Mapping[str, Any], faults: list[Fault]) -> dict[str, Any]:
    """Replace PyTorch's settings by the paper's symbols; a setting on both sides is a fault."""
    found = dict(given)
    for setting, names in PYTORCH.items():
        value = found.pop(setting, None)
        if value is None:
            continue
        clash = [name for name in names if found.get(name) is not None]
        if clash:
            both = all_of("--" + name for name in clash)
            faults.append(Fault(setting, value, f"cannot stand beside {both}: both say the same"))
            continue
        conventions = [item for item in CONVENTIONS if item.setting == setting]
        if len(conventions) == 1:
            value = (value,)
        elif not _is_pair(value):
            faults.append(Fault(setting, value, "must be two numbers"))
            continue
        for convention, number in zip(conventions, value, strict=True):
            found[convention.paper] = _to_paper(convention, number)
    return found


def _is_pair(value: Any) -> bool:
    try:
        return not isinstance(value, str | bytes | Mapping) and len(value) == 2
    except TypeError:
        return False


def holds_decay_constant(values: Mapping[str, Any], given: Mapping[str, Any]) -> Any:
    """Whether PyTorch's settings bring a constant decoupled decay into the question."""
    return values.get("weight_decay") is not None and any_true(given.get("lam", 0.0) > 0)


def in_their_terms(remedy: str, values: Mapping[str, Any]) -> str:
    """Return a remedy in PyTorch's terms where the question was asked in them."""
    for ours, (setting, theirs) in _TORCH_LIMITS.items():
        for prefix in (ours, spoken(ours)):
            if remedy.startswith(prefix) and values.get(setting) is not None:
                return spoken(theirs) + remedy.removeprefix(prefix)
    return remedy


#: Above this, one minus PyTorch's β is a strange weight: 1/2 forgets half in a step.
_STRANGE: Final = 0.5


def looks_like_pytorch(given: Mapping[str, Any], values: Mapping[str, Any]) -> str:
    """Say that the two β look as if the conventions, or their order, were mixed up; else ''.

    ``--beta1 0.9 --beta2 0.999`` are PyTorch's numbers under the paper's names; betas of
    (0.999, 0.9) are swapped. Both are allowed, and rarely meant.
    """
    first, second = given.get("beta1"), given.get("beta2")
    if first is None or second is None:
        return ""
    if values.get("betas") is not None:
        if any_true(first < second):
            return (
                "the first of --betas exceeds the second: usual settings are 0.9 0.999, momentum "
                "first; are they swapped?"
            )
        return ""
    if any_true((first > _STRANGE) & (second > _STRANGE)):
        return (
            "--beta1 and --beta2 are the paper's, one MINUS PyTorch's: both are above 1/2, as "
            "PyTorch's own are; for those write --betas"
        )
    return ""
