"""Every encoded statement by its identifier."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from adamw_bounds.theory.generalization import COROLLARY_3, LEMMA_5, THEOREM_6, THEOREM_7
from adamw_bounds.theory.least_squares import THEOREM_1
from adamw_bounds.theory.literature import LITERATURE
from adamw_bounds.theory.nonconvex import COROLLARY_1, COROLLARY_2, THEOREM_2, THEOREM_3
from adamw_bounds.theory.pac_bayes import PAC_BAYES
from adamw_bounds.theory.polyak_lojasiewicz import THEOREM_4
from adamw_bounds.theory.statements import Statement

__all__ = ["CATALOG", "PAPER_STATEMENTS"]

_PAPER: tuple[Statement, ...] = (
    THEOREM_1,
    THEOREM_2,
    COROLLARY_1,
    COROLLARY_2,
    THEOREM_3,
    THEOREM_4,
    LEMMA_5,
    THEOREM_6,
    THEOREM_7,
    COROLLARY_3,
)

#: Identifiers of the statements of Zhou et al. 2024, in the paper's order.
PAPER_STATEMENTS: tuple[str, ...] = tuple(statement.id for statement in _PAPER)

#: Identifier to statement: the paper's own, then the orders and bounds of others.
CATALOG: Mapping[str, Statement] = MappingProxyType(
    {statement.id: statement for statement in (*_PAPER, *LITERATURE, *PAC_BAYES)}
)
