"""What a sweep varies, as it is written: ranges, lists, arrays."""

from __future__ import annotations

import difflib
import math
from collections.abc import Collection, Iterable
from typing import Any, Final

from adamw_bounds.domains import DOMAINS, NotInDomain, is_number_text, is_plain, number_in
from adamw_bounds.engine.inputs import ALIASES, domain_of
from adamw_bounds.engine.points import Axis, Range, Values
from adamw_bounds.errors import Fault, cut
from adamw_bounds.numbers import show
from adamw_bounds.spelling import any_of

__all__ = ["MOST_POINTS", "axis_of", "is_written", "named", "read_axes"]

#: More points than this no one waits for.
MOST_POINTS: Final = 10**10
#: Values that are kept as a list; ranges of more exist only where they are looked at.
_MOST_LISTED: Final = 10**7
_SPACINGS: Final = ("lin", "log")
_SHAPE: Final = "start:stop:lin|log:count"
_FORM: Final = f"must be {_SHAPE}, or values with commas between them"


def is_written(value: Any) -> bool:
    """Whether a value stands for several, as a sweep writes them: a list, or text with : or ,."""
    if isinstance(value, str):
        return ":" in value or "," in value
    return not is_plain(value)


def named(name: str, known: Collection[str], faults: list[Fault], option: str) -> str | None:
    """Return an input by its full name; None and a fault where there is none of that name."""
    full = name.strip().lstrip("-").replace("-", "_")
    full = ALIASES.get(full, full)
    if full in known:
        return full
    if full == "betas":
        hint = ": it is two numbers; vary beta1 and beta2, which are one minus PyTorch's"
    else:
        close = difflib.get_close_matches(full, [*known, *ALIASES], n=2)
        hint = f"; did you mean {any_of(close)}?" if close else ""
    faults.append(
        Fault("vary", name, f"names no input of this question that can vary{hint}", option)
    )
    return None


def read_axes(
    written: Iterable[tuple[str, Any]], known: Collection[str], faults: list[Fault]
) -> dict[str, Axis]:
    """Return the axes of a grid by input; faults for all that is wrong.

    Parameters
    ----------
    written : iterable of (str, object)
        Names and what was written for each.
    known : collection of str
        The inputs that may vary.
    faults : list of Fault
        Takes what is wrong.
    """
    axes: dict[str, Axis] = {}
    seen: set[str] = set()
    for name, value in written:
        full = named(name, known, faults, "--vary")
        if full is None:
            continue
        if full in seen:
            faults.append(Fault("vary", full.replace("_", "-"), "names an input twice", "--vary"))
            continue
        seen.add(full)
        axis = axis_of(full, value, faults)
        if axis is not None:
            axes[full] = axis
    size = math.prod(axis.size for axis in axes.values())
    if size > MOST_POINTS:
        listed = " × ".join(str(axis.size) for axis in axes.values())
        faults.append(
            Fault("vary", None, f"makes {listed} = {size:.3g} points; at most 10¹⁰ are asked")
        )
    return axes


def axis_of(name: str, value: Any, faults: list[Fault]) -> Axis | None:
    """Return the values of one input; None and faults where they are wrong."""
    option = "--vary " + name.replace("_", "-")
    before = len(faults)
    try:
        if isinstance(value, str) and ":" in value:
            return _range(name, value, option, faults)
        if isinstance(value, str):
            items = [item.strip() for item in value.split(",")]
            wrong = next((item for item in items if item and not _is_number(item)), None)
            if wrong is not None:
                said = f"must be numbers with commas between them, not {cut(wrong, 20)!r}"
                if ".." in wrong or "±" in wrong or "+-" in wrong:
                    said += f"; a range of numbers to vary over is {_SHAPE}"
                faults.append(Fault(name, value, said, option))
                return None
            return _listed(name, items, value, option, faults)
        listed = [value] if is_plain(value) else value
        return _listed(name, listed, "", option, faults)
    except NotInDomain as error:
        shown = value if isinstance(value, str) or is_plain(value) else None
        if len(faults) == before:
            faults.append(Fault(name, shown, str(error), option))
        return None


def _is_number(word: str) -> bool:
    try:
        float(word)
    except ValueError:
        return False
    return is_number_text(word)


def _listed(name: str, items: Any, text: str, option: str, faults: list[Fault]) -> Axis | None:
    import numpy as np

    if isinstance(items, list) and text and not all(items):
        faults.append(Fault(name, text, "has an empty place between commas", option))
        return None
    values = number_in(items, domain_of(name))
    values = np.asarray(values, float)
    if values.ndim != 1:
        faults.append(Fault(name, None, "must be a list of numbers, not a table", option))
        return None
    return Values(values, text)


def _range(name: str, text: str, option: str, faults: list[Fault]) -> Axis | None:
    """Return the values of ``start:stop:lin|log:count``."""
    words = [word.strip() for word in text.split(":")]
    if len(words) != 4:
        faults.append(Fault(name, text, _FORM, option))
        return None
    first, last, spacing, counted = words
    before = len(faults)
    ends = [_number(name, word, text, option, faults) for word in (first, last)]
    if spacing not in _SPACINGS:
        faults.append(Fault(name, text, f"must say lin or log, not {spacing or 'nothing'}", option))
    count = _count(name, counted, text, option, faults)
    start, stop = ends
    if start is not None and stop is not None:
        if spacing == "log" and min(start, stop) <= 0:
            faults.append(Fault(name, text, "cannot be log: 0 and less have no logarithm", option))
        if start > stop:
            turned = f"{last}:{first}:{spacing}:{counted}"
            faults.append(Fault(name, text, f"runs downwards; write {turned}", option))
        elif start == stop:
            faults.append(Fault(name, text, "must end above its start", option))
    if len(faults) > before or count is None or start is None or stop is None:
        return None
    domain = domain_of(name)
    for end, word in ((start, first), (stop, last)):
        allowed = DOMAINS[domain].allowed
        if not (math.ceil(end) >= 1 if DOMAINS[domain].whole else DOMAINS[domain].contains(end)):
            faults.append(Fault(name, word, f"{allowed} everywhere", option))
            return None
    made = Range(start, stop, count, spacing == "log", text)
    return _whole(name, made, option, faults) if DOMAINS[domain].whole else made


def _whole(name: str, made: Range, option: str, faults: list[Fault]) -> Axis | None:
    """Return a range of whole numbers: each rounded to the nearest, none twice."""
    import numpy as np

    if made.size > _MOST_LISTED:
        faults.append(
            Fault(name, made.text, "has too many whole numbers; at most 10⁷ are listed", option)
        )
        return None
    values = np.unique(np.rint(made.take(0, made.size)))
    return Values(np.asarray(number_in(values, domain_of(name)), float), made.text)


def _number(name: str, word: str, text: str, option: str, faults: list[Fault]) -> float | None:
    try:
        if not is_number_text(word):
            raise ValueError
        number = float(word)
    except ValueError:
        faults.append(
            Fault(name, text, f"must have numbers at both ends, not {cut(word, 20)!r}", option)
        )
        return None
    if not math.isfinite(number):
        faults.append(Fault(name, text, "must have finite ends", option))
        return None
    return number


def _count(name: str, word: str, text: str, option: str, faults: list[Fault]) -> int | None:
    try:
        if not is_number_text(word):
            raise ValueError
        number = float(word)
        if number != math.floor(number):
            raise ValueError
        count = int(number)
    except (ValueError, OverflowError):
        faults.append(
            Fault(
                name, text, f"must end with a whole number of values, not {cut(word, 20)!r}", option
            )
        )
        return None
    if count < 2:
        faults.append(Fault(name, text, "must have at least 2 values; list a single one", option))
        return None
    if count > MOST_POINTS:
        asked = show(math.log(count))
        faults.append(Fault(name, text, f"asks for {asked} values; at most 10¹⁰", option))
        return None
    return count
