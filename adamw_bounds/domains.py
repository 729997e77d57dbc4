"""The one set of domains, and the one way in for every number of the product.

A number may be a float, an int, a Decimal, its text, a numpy or torch scalar, or an array, list,
tuple, range or column of them. What would lose a part on the way (complex numbers, truth values,
masked entries) is refused, and so is text that only Python would take for a number (``1_0``,
``１``).
"""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Mapping
from decimal import Context, Decimal
from numbers import Rational
from typing import Any, Final, NamedTuple

from adamw_bounds.errors import Fault
from adamw_bounds.numbers import without_groups

__all__ = [
    "DOMAINS",
    "Domain",
    "NotInDomain",
    "entries",
    "is_number_text",
    "is_plain",
    "is_rounded",
    "number_in",
    "plain_float",
    "read_number",
    "whole_in",
    "whole_items",
]


class Domain(NamedTuple):
    """A set of numbers: what is said of it, and whether a float (or each of an array) lies in it.

    Attributes
    ----------
    allowed : str
        The phrase for an error: ``must be > 0``.
    contains : callable
        Truth value of a float, or of every entry of an array.
    whole : bool
        Whether its numbers are whole.
    """

    allowed: str
    contains: Callable[[Any], Any]
    whole: bool = False


def _whole(value: Any, least: int) -> Any:
    return (value >= least) & (value % 1 == 0)


#: Every domain by the name that the symbols use for it.
DOMAINS: Final[Mapping[str, Domain]] = {
    "real": Domain("must be a number", lambda value: value == value),  # noqa: PLR0124
    "> 0": Domain("must be > 0", lambda value: value > 0),
    ">= 0": Domain("must be ≥ 0", lambda value: value >= 0),
    "(0, 1)": Domain("must be in (0, 1)", lambda value: (value > 0) & (value < 1)),
    "(0, 1]": Domain("must be in (0, 1]", lambda value: (value > 0) & (value <= 1)),
    "[0, 1)": Domain("must be in [0, 1)", lambda value: (value >= 0) & (value < 1)),
    "[0, 1]": Domain("must be in [0, 1]", lambda value: (value >= 0) & (value <= 1)),
    "integer >= 0": Domain("must be a whole number ≥ 0", lambda value: _whole(value, 0), True),
    "integer >= 1": Domain("must be a whole number ≥ 1", lambda value: _whole(value, 1), True),
}


class NotInDomain(ValueError):  # noqa: N818
    """The value is no number of the domain; the message is the phrase for an error."""


def is_number_text(text: str) -> bool:
    """Whether a text may stand for a number: Python's own ways of writing one are left out."""
    return text.isascii() and "_" not in text


def is_plain(value: Any) -> bool:
    """Whether a value stands for one number, not for an array of them."""
    return not isinstance(value, list | tuple | range) and not getattr(value, "ndim", 0)


def number_in(value: Any, domain: str, *, arrays: bool = True) -> Any:
    """Return a value as a float, or as a float64 array, of a domain.

    Parameters
    ----------
    value : object
        See the module's text.
    domain : str
        A key of :data:`DOMAINS`.
    arrays : bool
        Whether several numbers may stand for one.

    Returns
    -------
    float, int or ndarray
        An int for a whole number beyond 2^53, which a float may round.

    Raises
    ------
    NotInDomain
        If it is no number, not finite, or outside of the domain.
    """
    if is_plain(value):
        return _scalar(value, DOMAINS[domain])
    if not arrays:
        raise NotInDomain("must be one number")
    return _array(value, DOMAINS[domain])


#: Up to here every whole number is a float.
_LARGEST_WHOLE: Final = 2.0**53
#: Beyond this a count is a slip of the pen.
_LARGEST: Final = 10**18


def whole_in(value: Any, domain: str) -> int:
    """Return a value as an int of a domain of whole numbers, with all its digits.

    Parameters
    ----------
    value : object
        One number, see the module's text; ``1e3`` is a whole number too.
    domain : str
        A key of :data:`DOMAINS`.

    Raises
    ------
    NotInDomain
        If it is no whole number of the domain, or above 10¹⁸.
    """
    number = number_in(value, domain, arrays=False)
    if number > _LARGEST:
        raise NotInDomain("must be at most 10¹⁸")
    return _whole_of(value, number, DOMAINS[domain])


def _whole_of(value: Any, number: float, domain: Domain) -> int:
    """Return a whole number with all the digits that it was given with."""
    if isinstance(value, Rational):
        if value.denominator != 1:
            raise NotInDomain(domain.allowed)
        return int(value.numerator)
    try:
        exact = Decimal(operator.index(value))
    except TypeError:
        given = without_groups(value).strip() if isinstance(value, str) else value
        exact = Decimal(given if isinstance(given, str | Decimal) else number)
    if exact != exact.to_integral_value(context=Context(prec=400)):
        raise NotInDomain(domain.allowed)
    return int(exact)


def is_rounded(value: Any) -> bool:
    """Whether an array holds whole numbers beyond 2^53, which become the floats next to them."""
    if is_plain(value):
        return False
    import numpy as np

    return bool((np.abs(_as_array(value)) >= _LARGEST_WHOLE).any())


def read_number(name: str, value: Any, domain: str, faults: list[Fault]) -> Any:
    """Return one number of a domain, an int where it is whole; None and a fault where it is not.

    Parameters
    ----------
    name : str
        What a fault calls it.
    value : object
        One number, see the module's text.
    domain : str
        A key of :data:`DOMAINS`.
    faults : list of Fault
        Takes what is wrong.
    """
    try:
        if DOMAINS[domain].whole:
            return whole_in(value, domain)
        return number_in(value, domain, arrays=False)
    except NotInDomain as error:
        faults.append(Fault(name, value if is_plain(value) else None, str(error)))
        return None


def plain_float(value: Any) -> float:
    """Return the float of one thing, whatever holds it.

    Raises
    ------
    NotInDomain
        If it is no real number, or one that would lose a part.
    """
    if isinstance(value, str):
        value = without_groups(value)
        if not is_number_text(value):
            raise NotInDomain("must be a number")
    elif isinstance(value, bool | complex | bytes | bytearray) or str(
        getattr(value, "dtype", "")
    ).startswith(("bool", "complex", "torch.bool", "torch.complex")):
        raise NotInDomain("must be a number")
    elif getattr(value, "mask", False) is not False and bool(getattr(value, "mask", False)):
        raise NotInDomain("must not be masked")
    elif callable(getattr(value, "detach", None)):
        value = value.detach()
    try:
        return float(value)
    except (TypeError, ValueError, OverflowError, RuntimeError):
        raise NotInDomain("must be a number") from None


def _scalar(value: Any, domain: Domain) -> float | int:
    number = plain_float(value)
    if not math.isfinite(number):
        raise NotInDomain("must be a finite number")
    if not domain.contains(number):
        raise NotInDomain(domain.allowed)
    if domain.whole and number >= _LARGEST_WHOLE:
        return _whole_of(value, number, domain)
    return number + 0.0  # -0 is 0


def _array(value: Any, domain: Domain) -> Any:
    import numpy as np

    array = _as_array(value)
    if array.size == 0:
        raise NotInDomain("must not be empty")
    if not np.isfinite(array).all():
        raise NotInDomain("must be finite everywhere")
    if not np.all(domain.contains(array)):
        raise NotInDomain(f"{domain.allowed} everywhere")
    return array + 0.0  # -0 is 0


def entries(value: Any) -> tuple[list[Any], tuple[int, ...]]:
    """Return the entries of a list, array or column as they are, and its shape.

    Raises
    ------
    NotInDomain
        If it holds what is no number, or would lose a part.
    """
    raw = _raw(value)
    flat = raw.ravel().tolist()
    if raw.dtype.kind in "OUS":
        for item in flat:
            plain_float(item)
    return flat, raw.shape


def _as_array(value: Any) -> Any:
    import numpy as np

    raw = _raw(value)
    if raw.dtype.kind in "iuf":
        return np.asarray(raw, dtype=np.float64)
    try:
        flat = [plain_float(item) for item in raw.ravel().tolist()]
    except NotInDomain:
        raise NotInDomain("must be an array of numbers") from None
    return np.array(flat, dtype=np.float64).reshape(raw.shape)


def _raw(value: Any) -> Any:
    """Return the array that something holds: of numbers, texts or objects."""
    import numpy as np

    if isinstance(value, np.ma.MaskedArray) and np.ma.getmaskarray(value).any():
        raise NotInDomain("must not have masked entries")
    try:
        raw = np.asarray(whole_items(value))
    except NotInDomain:
        raise
    except (TypeError, ValueError, RuntimeError):
        raise NotInDomain("must be an array of numbers") from None
    if raw.dtype.kind not in "iufOUS":
        raise NotInDomain("must be an array of numbers")
    return raw


def whole_items(value: Any) -> Any:
    """Return what numpy can read, without a part lost: it turns a truth value in a list into 1.

    Raises
    ------
    NotInDomain
        If a list holds what would lose a part.
    """
    if isinstance(value, list | tuple):
        return [whole_items(item) for item in value]
    kind = str(getattr(value, "dtype", ""))
    if isinstance(value, bool) or kind.startswith(("bool", "torch.bool")):
        raise NotInDomain("must be an array of numbers")
    mask = getattr(value, "mask", False)
    if not callable(mask) and getattr(mask, "any", lambda: mask)():
        raise NotInDomain("must not have masked entries")
    if callable(getattr(value, "detach", None)):
        value = value.detach().cpu()
        if value.dtype.is_floating_point:
            value = value.double()  # numpy has no bfloat16
        return value.numpy()
    return value
