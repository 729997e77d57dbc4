"""Li, Dong and Lin 2025: AdamW in the ℓ1 norm of the gradient, an order."""

from __future__ import annotations

import sympy as sp

from adamw_bounds.theory import symbols as s
from adamw_bounds.theory.statements import Formula, Paper, Source, Statement, Variant

__all__ = ["PAPER"]

C_other = s.given(
    "other_constant",
    "C",
    "C",
    "constant that a quoted order leaves open",
    "> 0",
    s.GRADIENT,
    is_input=False,
)

_STATEMENT = Statement(
    id="li2025-adamw",
    title="AdamW in the ℓ1 norm of the gradient",
    assumptions=("As in the source; its constant C is not spelled out here.",),
    formulas=(
        Formula(
            "gradient-l1-norm",
            r"\frac1T\sum_{k<T}\mathbb{E}\|\nabla F(x_k)\|_1",
            {
                "order": Variant(
                    given=sp.sqrt(s.d) * C_other / s.T ** sp.Rational(1, 4),
                    why="an order, in another norm: no count, so compare has no row for it",
                )
            },
            "constant",
            "adamw",
            unit=s.info(s.c_inf).unit,
            numeric=False,
        ),
    ),
    source=Source(
        "H. Li, Y. Dong, Z. Lin, on the convergence rate of AdamW in the ℓ1 norm, 2025",
        "order",
        "",
        "",
        "arXiv:2505.11840",
    ),
    optimizers=("adamw",),
)

PAPER = Paper(
    key="li2025",
    authors=(
        "Li, Huan",
        "Dong, Yiming",
        "Lin, Zhouchen",
    ),
    title="On the O(√d/K^(1/4)) Convergence Rate of AdamW Measured by ℓ1 Norm",
    venue="Advances in Neural Information Processing Systems",
    year=2025,
    statements=(_STATEMENT,),
    arxiv="2505.11840",
    symbols=(C_other,),
    bibtex=r"""@inproceedings{li2025,
  author = {Li, Huan and Dong, Yiming and Lin, Zhouchen},
  title = {On the $O(\sqrt{d}/K^{1/4})$ Convergence Rate of {AdamW} Measured by $\ell_1$ Norm},
  booktitle = {Advances in Neural Information Processing Systems},
  year = {2025},
  eprint = {2505.11840},
  archiveprefix = {arXiv},
}
""",
    place=70,
)
