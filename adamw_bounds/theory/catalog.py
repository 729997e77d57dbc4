"""Every encoded statement by its identifier, every claim, every paper."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from adamw_bounds.theory.papers import papers
from adamw_bounds.theory.statements import Claim, Paper, Statement

__all__ = ["CATALOG", "CLAIMS", "PAPERS", "PAPER_STATEMENTS", "about"]

#: Key to paper: Zhou et al. first.
PAPERS: Mapping[str, Paper] = MappingProxyType({paper.key: paper for paper in papers()})

#: Identifiers of the statements of Zhou et al. 2024, in the paper's order.
PAPER_STATEMENTS: tuple[str, ...] = tuple(
    statement.id for statement in PAPERS["zhou2024"].statements
)


def _by_id() -> Mapping[str, Statement]:
    found: dict[str, Statement] = {}
    for paper in PAPERS.values():
        for statement in paper.statements:
            if statement.id in found:
                raise ValueError(f"{paper.key}: there is a statement {statement.id} already")
            found[statement.id] = statement
    return MappingProxyType(found)


#: Identifier to statement: the paper's own, then the orders and bounds of others.
CATALOG: Mapping[str, Statement] = _by_id()

#: The claims of all papers that the audit examines.
CLAIMS: tuple[Claim, ...] = tuple(claim for paper in PAPERS.values() for claim in paper.claims)


def about(statement: str) -> tuple[Claim, ...]:
    """Return the claims that concern a statement."""
    return tuple(claim for claim in CLAIMS if statement in claim.statements)
