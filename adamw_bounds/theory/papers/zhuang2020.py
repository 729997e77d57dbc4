"""Zhuang et al. 2020: the order of AdaBelief, as Zhou et al. quote it."""

from __future__ import annotations

from adamw_bounds.theory import symbols as s
from adamw_bounds.theory.papers._orders import order
from adamw_bounds.theory.statements import Paper

__all__ = ["PAPER"]

_STATEMENTS = (
    order(
        "zhuang2020-adabelief",
        "AdaBelief",
        "J. Zhuang et al., AdaBelief optimizer, NeurIPS 2020",
        "adabelief",
        "constant",
        ("order", s.c_2**6 * s.eps**-4),
    ),
)

PAPER = Paper(
    key="zhuang2020",
    authors=(
        "Zhuang, Juntang",
        "Tang, Tommy",
        "Ding, Yifan",
        "Tatikonda, Sekhar C.",
        "Dvornek, Nicha",
        "Papademetris, Xenophon",
        "Duncan, James",
    ),
    title="AdaBelief Optimizer: Adapting Stepsizes by the Belief in Observed Gradients",
    venue="Advances in Neural Information Processing Systems 33, 18795–18806",
    year=2020,
    statements=_STATEMENTS,
    bibtex=r"""@inproceedings{zhuang2020,
  author = {Zhuang, Juntang and
    Tang, Tommy and
    Ding, Yifan and
    Tatikonda, Sekhar C. and
    Dvornek, Nicha and
    Papademetris, Xenophon and
    Duncan, James},
  title = {{AdaBelief} Optimizer: Adapting Stepsizes by the Belief in Observed Gradients},
  booktitle = {Advances in Neural Information Processing Systems},
  volume = {33},
  pages = {18795--18806},
  year = {2020},
}
""",
    place=30,
)
