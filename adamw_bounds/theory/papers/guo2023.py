"""Guo, Xu, Yin, Jin and Yang 2023: the order of Adam-type methods, as Zhou et al. quote it."""

from __future__ import annotations

import sympy as sp

from adamw_bounds.theory import symbols as s
from adamw_bounds.theory.papers._orders import order
from adamw_bounds.theory.statements import Paper

__all__ = ["PAPER"]

_scale = s.c_inf ** sp.Rational(5, 2) * s.L**2 * s.sigma**2 / s.delta ** sp.Rational(5, 2)
_e4 = s.eps**-4 * sp.log(1 / s.eps)

_STATEMENTS = (
    order(
        "guo2023-adam-type",
        "Adam-type methods, decaying step, as quoted by Zhou et al.",
        "Z. Guo, Y. Xu, W. Yin, R. Jin, T. Yang, A novel convergence analysis for algorithms "
        "of the Adam family, 2023",
        "adam-type",
        "decaying",
        ("bias", _scale * _e4),
        ("variance", s.c_inf**2 * s.sigma**4 / s.delta**2 * _e4),
        bare_log=True,
        remarks=("As quoted, both terms have a unit.",),
        where="quoted in Zhou et al. 2024, Section 4.3, after Theorem 3",
    ),
)

PAPER = Paper(
    key="guo2023",
    authors=(
        "Guo, Zhishuai",
        "Xu, Yi",
        "Yin, Wotao",
        "Jin, Rong",
        "Yang, Tianbao",
    ),
    title="A Novel Convergence Analysis for Algorithms of the Adam Family",
    venue="Workshop on Optimization for Machine Learning",
    year=2023,
    statements=_STATEMENTS,
    arxiv="2112.03459",
    bibtex=r"""@inproceedings{guo2023,
  author = {Guo, Zhishuai and Xu, Yi and Yin, Wotao and Jin, Rong and Yang, Tianbao},
  title = {A Novel Convergence Analysis for Algorithms of the {Adam} Family},
  booktitle = {Workshop on Optimization for Machine Learning},
  year = {2023},
  eprint = {2112.03459},
  archiveprefix = {arXiv},
}
""",
    place=50,
)
