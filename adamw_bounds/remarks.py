"""What a remark on an answer is about, which decides where it is shown."""

from __future__ import annotations

from typing import Final, Literal

__all__ = ["REMARK_KINDS", "RemarkKind"]

#: ``voids``: some number is not what its theorem says, a guarantee for example. It stands on the
#: rows too, in every format.
#: ``finding``: it answers the question, beside the rows.
#: ``vacuous``: the numbers are right and say nothing.
#: ``answer``: it is about this answer and these inputs: what is left out, assumed, or not used.
#: ``method``: it is true of every such answer: how it is computed, and what the theory supposes.
RemarkKind = Literal["voids", "finding", "vacuous", "answer", "method"]
REMARK_KINDS: Final[tuple[RemarkKind, ...]] = ("voids", "finding", "vacuous", "answer", "method")
