"""Finds the arrays of two sources that belong together by their names."""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final

__all__ = ["Mismatch", "matched"]

#: Names of numbers in a model's state that no gradient is taken of.
_BUFFERS: Final = re.compile(r"(.*\.)?(running_mean|running_var|num_batches_tracked)")
_MOST: Final = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Mismatch:
    """Names that have no partner, in two phrases.

    Attributes
    ----------
    lacking : str
        What the second source lacks, with the nearest names that it has; "" where nothing.
    surplus : str
        What it has besides.
    """

    lacking: str = ""
    surplus: str = ""


def matched(
    ours: Mapping[str, object], theirs: Mapping[str, object]
) -> tuple[dict[str, str], Mismatch | None]:
    """Return the name in `theirs` of each array in `ours`, and what has no partner.

    A prefix that one source has before all of its names, such as ``module.``, does not matter.
    Statistics of BatchNorm, of which there is no gradient, are left out.

    Parameters
    ----------
    ours, theirs : mapping of str to anything
        Two sources. One array needs no name.
    """
    if len(ours) == len(theirs) == 1 and "" in {*ours, *theirs}:
        return dict(zip(ours, theirs, strict=True)), None
    wanted, held = (
        [name for name in side if not _BUFFERS.fullmatch(name)] for side in (ours, theirs)
    )
    pairs = _under_prefix(wanted, held)
    if pairs is not None:
        return pairs, None
    lost = [name for name in wanted if name not in theirs]
    left = [name for name in held if name not in ours]
    kept = {name: name for name in wanted if name in theirs}
    if not lost and not left:
        return kept, None
    return kept, Mismatch(lacking=_listed(lost, left), surplus=_listed(left, lost))


def _under_prefix(wanted: Collection[str], theirs: Collection[str]) -> dict[str, str] | None:
    """Return the pairs where all names agree but for one prefix of all; None where not."""
    if not wanted or len(wanted) != len(theirs):
        return None
    for longer, shorter in ((wanted, theirs), (theirs, wanted)):
        first, ends = next(iter(longer)), set(shorter)
        for end in ends:
            prefix = first[: len(first) - len(end)]
            if not first.endswith(end) or (prefix and not prefix.endswith(".")):
                continue
            if all(name.startswith(prefix) and name[len(prefix) :] in ends for name in longer):
                cut = len(prefix)
                if longer is wanted:
                    return {name: name[cut:] for name in wanted}
                return {name: prefix + name for name in wanted}
    return None


def _listed(names: Collection[str], among: Collection[str]) -> str:
    said = []
    for name in list(names)[:_MOST]:
        close = difflib.get_close_matches(name, among, n=1, cutoff=0.5)
        near = f" (nearest: {close[0]})" if close else ""
        said.append((name or "an array without a name") + near)
    more = f" and {len(names) - _MOST} more" if len(names) > _MOST else ""
    return ", ".join(said) + more
