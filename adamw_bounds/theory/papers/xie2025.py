"""Xie, Wang, Wu and Li 2025: Adam by adaptive smoothness, an order in the ℓ1 norm."""

from __future__ import annotations

import sympy as sp

from adamw_bounds.theory import symbols as s
from adamw_bounds.theory.statements import Formula, Paper, Source, Statement, Variant
from adamw_bounds.theory.units import NONE

__all__ = ["PAPER"]

C = s.given(
    "xie2025_constant",
    "C_{\\mathrm{XWWL}}",
    "C_XWWL",
    "constant that the paper does not print",
    "> 0",
    NONE,
    is_input=False,
)
curvature = s.given(
    "adaptive_smoothness",
    r"L_{\mathrm{diag}}",
    "L_diag",
    "least trace of a diagonal matrix between which and its negative the Hessian stays",
    "> 0",
    s.CURVATURE,
    is_input=False,
)
SYMBOLS = (C, curvature)

_STATEMENT = Statement(
    id="xie2025-adam",
    title="Adam without noise by adaptive smoothness, an order",
    assumptions=(
        "As in the source, without noise. The adaptive smoothness is at least the smoothness in "
        "the max norm, H.",
    ),
    formulas=(
        Formula(
            "gradient-l1-norm",
            r"\frac1T\sum_{k<T}\|\nabla F(x_k)\|_1",
            {
                "order": Variant(
                    given=C * sp.sqrt(s.gap * curvature / s.T),
                    why="an order: its constant is not printed, so compare has no row for it",
                )
            },
            "constant",
            "adam",
            unit=s.GRADIENT,
            numeric=False,
        ),
    ),
    source=Source(
        "S. Xie, T. Wang, B. Wu, Z. Li, A Tale of Two Geometries: Adaptive Optimizers and "
        "Non-Euclidean Descent, 2025",
        "order",
        "",
        "",
        "arXiv:2511.20584",
    ),
    optimizers=("adam",),
    measure="avg ‖∇F‖₁",
)

PAPER = Paper(
    key="xie2025",
    authors=("Xie, Shuo", "Wang, Tianhao", "Wu, Beining", "Li, Zhiyuan"),
    title="A Tale of Two Geometries: Adaptive Optimizers and Non-Euclidean Descent",
    venue="arXiv preprint",
    year=2025,
    statements=(_STATEMENT,),
    arxiv="2511.20584",
    symbols=SYMBOLS,
    bibtex=r"""@misc{xie2025,
  author = {Xie, Shuo and Wang, Tianhao and Wu, Beining and Li, Zhiyuan},
  title = {A Tale of Two Geometries: Adaptive Optimizers and Non-{Euclidean} Descent},
  year = {2025},
  eprint = {2511.20584},
  archiveprefix = {arXiv},
}
""",
    place=74,
)
