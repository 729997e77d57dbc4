"""Dong, Li and Lin 2024: Lion in the KKT score, an order."""

from __future__ import annotations

import sympy as sp

from adamw_bounds.theory import symbols as s
from adamw_bounds.theory.statements import Formula, Paper, Source, Statement, Variant

__all__ = ["PAPER"]

C = s.given(
    "dong2024_constant",
    "C_{\\mathrm{DLL}}",
    "C_DLL",
    "constant that the paper does not print",
    "> 0",
    s.GRADIENT,
    is_input=False,
)
SYMBOLS = (C,)

_STATEMENT = Statement(
    id="dong2024-lion",
    title="Lion with weight decay in the KKT score, an order",
    assumptions=("As in the source.",),
    formulas=(
        Formula(
            "kkt-score-average",
            r"\frac1T\sum_{t<T}\mathbb{E}K(x_t)",
            {
                "order": Variant(
                    given=sp.sqrt(s.d) * C / s.T ** sp.Rational(1, 4),
                    why="an order: its constant is not printed, so compare has no row for it",
                )
            },
            "constant",
            "lion",
            unit=s.GRADIENT,
            numeric=False,
        ),
    ),
    source=Source(
        "Y. Dong, H. Li, Z. Lin, Convergence Rate Analysis of LION, 2024",
        "order, from the abstract",
        "",
        "",
        "arXiv:2411.07724",
    ),
    remarks=("lion-decay has the same order with its constants.",),
    optimizers=("lion",),
    measure="avg E K(x_t)",
)

PAPER = Paper(
    key="dong2024",
    authors=("Dong, Yiming", "Li, Huan", "Lin, Zhouchen"),
    title="Convergence Rate Analysis of LION",
    venue="arXiv preprint",
    year=2024,
    statements=(_STATEMENT,),
    arxiv="2411.07724",
    symbols=SYMBOLS,
    bibtex=r"""@misc{dong2024,
  author = {Dong, Yiming and Li, Huan and Lin, Zhouchen},
  title = {Convergence Rate Analysis of {LION}},
  year = {2024},
  eprint = {2411.07724},
  archiveprefix = {arXiv},
}
""",
    place=73,
)
