"""Hong and Lin 2024: Adam with affine noise, an order with high probability."""

from __future__ import annotations

import sympy as sp

from adamw_bounds.theory import symbols as s
from adamw_bounds.theory.statements import Formula, Paper, Source, Statement, Variant
from adamw_bounds.theory.units import NONE

__all__ = ["PAPER"]

C = s.given(
    "hong2024_constant",
    "C_{\\mathrm{HL}}",
    "C_HL",
    "constant that the paper does not print",
    "> 0",
    s.GRADIENT**2,
    is_input=False,
)
p = s.given(
    "hong2024_power", "p", "p", "power that the paper does not print", "> 0", NONE, is_input=False
)
SYMBOLS = (C, p)

_STATEMENT = Statement(
    id="hong2024-adam",
    title="Adam with affine noise, with high probability, an order",
    assumptions=(
        "As in the source: the noise is affine in the gradient, bounded or sub-Gaussian; it "
        "holds with high probability.",
    ),
    formulas=(
        Formula(
            "gradient-norm-squared",
            r"\frac1T\sum_{k<T}\|\nabla F(x_k)\|_2^2",
            {
                "order": Variant(
                    given=C * sp.log(s.T) ** p / sp.sqrt(s.T),
                    why="an order: constant and power of the logarithm are not printed, so "
                    "compare has no row for it",
                )
            },
            "constant",
            "adam",
            unit=s.GRADIENT**2,
            numeric=False,
        ),
    ),
    source=Source(
        "Y. Hong, J. Lin, On Convergence of Adam for Stochastic Optimization under Relaxed "
        "Assumptions, Advances in Neural Information Processing Systems, 2024",
        "order, from the abstract",
        "",
        "",
        "arXiv:2402.03982",
    ),
    optimizers=("adam",),
    measure="avg ‖∇F(x_k)‖², with high probability",
)

PAPER = Paper(
    key="hong2024",
    authors=("Hong, Yusu", "Lin, Junhong"),
    title="On Convergence of Adam for Stochastic Optimization under Relaxed Assumptions",
    venue="Advances in Neural Information Processing Systems",
    year=2024,
    statements=(_STATEMENT,),
    arxiv="2402.03982",
    symbols=SYMBOLS,
    bibtex=r"""@inproceedings{hong2024,
  author = {Hong, Yusu and Lin, Junhong},
  title = {On Convergence of {Adam} for Stochastic Optimization under Relaxed Assumptions},
  booktitle = {Advances in Neural Information Processing Systems},
  year = {2024},
  eprint = {2402.03982},
  archiveprefix = {arXiv},
}
""",
    place=72,
)
