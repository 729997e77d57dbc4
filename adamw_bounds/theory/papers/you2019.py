"""You et al. 2019: the order of LAMB, as Zhou et al. quote it."""

from __future__ import annotations

import sympy as sp

from adamw_bounds.theory import symbols as s
from adamw_bounds.theory.papers._orders import order
from adamw_bounds.theory.statements import Paper

__all__ = ["PAPER"]

_STATEMENTS = (
    order(
        "you2019-lamb",
        "LAMB",
        "Y. You et al., Large batch optimization for deep learning, ICLR 2019",
        "lamb",
        "constant",
        ("order", s.c_2 * sp.sqrt(s.d) * s.eps**-4),
    ),
)

PAPER = Paper(
    key="you2019",
    authors=(
        "You, Yang",
        "Li, Jing",
        "Reddi, Sashank",
        "Hseu, Jonathan",
        "Kumar, Sanjiv",
        "Bhojanapalli, Srinadh",
        "Song, Xiaodan",
        "Demmel, James",
        "Hsieh, Cho-Jui",
    ),
    title="Large Batch Optimization for Deep Learning: Training BERT in 76 Minutes",
    venue="International Conference on Learning Representations",
    year=2019,
    statements=_STATEMENTS,
    bibtex=r"""@inproceedings{you2019,
  author = {You, Yang and
    Li, Jing and
    Reddi, Sashank and
    Hseu, Jonathan and
    Kumar, Sanjiv and
    Bhojanapalli, Srinadh and
    Song, Xiaodan and
    Demmel, James and
    Hsieh, Cho-Jui},
  title = {Large Batch Optimization for Deep Learning: Training {BERT} in 76 Minutes},
  booktitle = {International Conference on Learning Representations},
  year = {2019},
}
""",
    place=40,
)
