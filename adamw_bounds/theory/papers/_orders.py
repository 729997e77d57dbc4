"""Orders that other papers print without constants: one function makes a statement of each.

Every constant that the paper does not print is taken as 1, so that the counts are not comparable
from row to row. ``c_2`` (G₂) is an ℓ2 bound of the stochastic gradient, not the c2 = √(c∞² + δ)
of the proofs.
"""

from __future__ import annotations

import sympy as sp

from adamw_bounds.theory import symbols as s
from adamw_bounds.theory.statements import Formula, Monomial, Part, Source, Statement, Variant

__all__ = ["WHY", "order"]

WHY = "an order: every constant that the paper does not print is taken as 1"
_QUOTED = "quoted in Zhou et al. 2024, Sections 1, 2 and 4.3"


def order(
    id_: str,
    title: str,
    paper: str,
    optimizer: str,
    schedule: str,
    *parts: tuple[str, sp.Expr],
    doi: str = "",
    assumptions: tuple[str, ...] = (),
    remarks: tuple[str, ...] = (),
    bare_log: bool = False,
    where: str = _QUOTED,
) -> Statement:
    """Return the statement of an order of the gradient complexity.

    Parameters
    ----------
    id_, title : str
        Identifier, and a line that says what it is about.
    paper, doi, where : str
        Its source.
    optimizer, schedule : str
        Whose count it is, and for which step.
    *parts : (str, sympy expression)
        Label and expression of each part; the order is the largest.
    assumptions, remarks : tuple of str
        A sentence each.
    bare_log : bool
        Whether it has log(1/ε).
    """
    variant = Variant(
        tuple(Part(label, (Monomial(expr),)) for label, expr in parts),
        why=WHY,
        bare_log=bare_log,
        exists=sp.Lt(s.eps, 1) if bare_log else sp.true,
        missing_text="no number for ε ≥ 1" if bare_log else "",
        why_when=sp.false,
    )
    formula = Formula("gradient-complexity", r"b\,T", {"order": variant}, schedule, optimizer)
    return Statement(
        id=id_,
        title=title,
        assumptions=assumptions,
        formulas=(formula,),
        source=Source(paper, where, "", "", doi),
        remarks=remarks,
        optimizers=(optimizer,),
    )
