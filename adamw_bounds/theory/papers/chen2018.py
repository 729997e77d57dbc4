"""Chen, Liu, Sun and Hong 2018: orders of Adam-type methods, as Zhou et al. quote them."""

from __future__ import annotations

import sympy as sp

from adamw_bounds.theory import symbols as s
from adamw_bounds.theory.papers._orders import order
from adamw_bounds.theory.statements import Paper

__all__ = ["PAPER"]

_PAPER = (
    "X. Chen, S. Liu, R. Sun, M. Hong, On the convergence of a class of Adam-type algorithms, "
    "ICLR 2018"
)
_order = s.c_inf * sp.sqrt(s.d) * s.eps**-4

_STATEMENTS = (
    order(
        "chen2018-adam-type",
        "Adam-type methods, constant step",
        _PAPER,
        "adam-type",
        "constant",
        ("order", _order),
    ),
    order(
        "chen2018-adam-type-decaying",
        "Adam-type methods, decaying step",
        _PAPER,
        "adam-type",
        "decaying",
        ("order", _order * sp.log(1 / s.eps)),
        bare_log=True,
    ),
)

PAPER = Paper(
    key="chen2018",
    authors=(
        "Chen, Xiangyi",
        "Liu, Sijia",
        "Sun, Ruoyu",
        "Hong, Mingyi",
    ),
    title="On the Convergence of a Class of Adam-Type Algorithms for Non-Convex Optimization",
    venue="International Conference on Learning Representations",
    year=2018,
    statements=_STATEMENTS,
    bibtex=r"""@inproceedings{chen2018,
  author = {Chen, Xiangyi and Liu, Sijia and Sun, Ruoyu and Hong, Mingyi},
  title = {On the Convergence of a Class of {Adam}-Type Algorithms for Non-Convex Optimization},
  booktitle = {International Conference on Learning Representations},
  year = {2018},
}
""",
    place=10,
)
