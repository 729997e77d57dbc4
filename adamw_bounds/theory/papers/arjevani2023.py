"""Arjevani et al. 2023: lower bounds for stochastic first-order methods."""

from __future__ import annotations

from adamw_bounds.theory import symbols as s
from adamw_bounds.theory.papers._orders import order
from adamw_bounds.theory.statements import Paper

__all__ = ["PAPER"]

_PAPER = (
    "Y. Arjevani et al., Lower bounds for non-convex stochastic optimization, Mathematical "
    "Programming 199, 2023"
)
_ARXIV = "arXiv:1912.02365"

_STATEMENTS = (
    order(
        "arjevani2023-smooth",
        "Lower bound for smooth losses",
        _PAPER,
        "lower-bound",
        "constant",
        ("order", s.L * s.gap * s.sigma**2 * s.eps**-4),
        doi=_ARXIV,
        assumptions=("F is L-smooth; unbiased gradients of variance σ².",),
        remarks=("A lower bound: no method needs fewer in the worst case.",),
        where="lower bound, F smooth",
    ),
    order(
        "arjevani2023-mean-squared-smooth",
        "Lower bound for mean-squared smooth losses",
        _PAPER,
        "lower-bound",
        "constant",
        ("order", s.eps**-3),
        doi=_ARXIV,
        assumptions=(
            "Every sample's gradient is smooth on average: the class of the paper's Assumption 1.",
        ),
        remarks=(
            "This, not ε⁻⁴, is what is proved for the paper's Assumption 1: its bound need "
            "not be optimal there.",
        ),
        where="lower bound, mean-squared smooth",
    ),
)

PAPER = Paper(
    key="arjevani2023",
    authors=(
        "Arjevani, Yossi",
        "Carmon, Yair",
        "Duchi, John C.",
        "Foster, Dylan J.",
        "Srebro, Nathan",
        "Woodworth, Blake",
    ),
    title="Lower Bounds for Non-Convex Stochastic Optimization",
    venue="Mathematical Programming 199(1–2), 165–214",
    year=2023,
    statements=_STATEMENTS,
    arxiv="1912.02365",
    bibtex=r"""@article{arjevani2023,
  author = {Arjevani, Yossi and
    Carmon, Yair and
    Duchi, John C. and
    Foster, Dylan J. and
    Srebro, Nathan and
    Woodworth, Blake},
  title = {Lower Bounds for Non-Convex Stochastic Optimization},
  journal = {Mathematical Programming},
  volume = {199},
  number = {1-2},
  pages = {165--214},
  year = {2023},
  eprint = {1912.02365},
  archiveprefix = {arXiv},
}
""",
    place=60,
)
