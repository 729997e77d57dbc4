"""D. Zhou et al. 2020: orders of RMSProp and Padam, as Zhou et al. 2024 quote them."""

from __future__ import annotations

import sympy as sp

from adamw_bounds.theory import symbols as s
from adamw_bounds.theory.papers._orders import order
from adamw_bounds.theory.statements import Paper

__all__ = ["PAPER"]

_PAPER = (
    "D. Zhou et al., On the convergence of adaptive gradient methods for nonconvex optimization, "
    "2020"
)
_order = ("order", sp.sqrt(s.c_inf) * s.d * s.eps**-4)

_STATEMENTS = (
    order("zhou2020-rmsprop", "RMSProp", _PAPER, "rmsprop", "constant", _order),
    order("zhou2020-padam", "Padam", _PAPER, "padam", "constant", _order),
)

PAPER = Paper(
    key="zhou2020",
    authors=(
        "Zhou, Dongruo",
        "Chen, Jinghui",
        "Cao, Yuan",
        "Tang, Yiqi",
        "Yang, Ziyan",
        "Gu, Quanquan",
    ),
    title="On the Convergence of Adaptive Gradient Methods for Nonconvex Optimization",
    venue="Workshop on Optimization for Machine Learning",
    year=2020,
    statements=_STATEMENTS,
    bibtex=r"""@inproceedings{zhou2020,
  author = {Zhou, Dongruo and
    Chen, Jinghui and
    Cao, Yuan and
    Tang, Yiqi and
    Yang, Ziyan and
    Gu, Quanquan},
  title = {On the Convergence of Adaptive Gradient Methods for Nonconvex Optimization},
  booktitle = {Workshop on Optimization for Machine Learning},
  year = {2020},
}
""",
    place=20,
)
