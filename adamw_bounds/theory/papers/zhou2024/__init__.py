"""Zhou, Xie, Lin and Yan 2024: the paper whose theorems this package is about."""

from __future__ import annotations

from adamw_bounds.theory.papers.zhou2024.claims import CLAIMS
from adamw_bounds.theory.papers.zhou2024.generalization import (
    COROLLARY_3,
    LEMMA_5,
    THEOREM_6,
    THEOREM_7,
)
from adamw_bounds.theory.papers.zhou2024.least_squares import THEOREM_1
from adamw_bounds.theory.papers.zhou2024.nonconvex import (
    COROLLARY_1,
    COROLLARY_2,
    THEOREM_2,
    THEOREM_3,
)
from adamw_bounds.theory.papers.zhou2024.polyak_lojasiewicz import THEOREM_4
from adamw_bounds.theory.papers.zhou2024.symbols import OWN
from adamw_bounds.theory.statements import Paper

__all__ = ["PAPER"]

PAPER = Paper(
    key="zhou2024",
    authors=("Zhou, Pan", "Xie, Xingyu", "Lin, Zhouchen", "Yan, Shuicheng"),
    title="Towards Understanding Convergence and Generalization of AdamW",
    venue="IEEE Transactions on Pattern Analysis and Machine Intelligence 46(9), 6486–6493",
    year=2024,
    statements=(
        THEOREM_1,
        THEOREM_2,
        COROLLARY_1,
        COROLLARY_2,
        THEOREM_3,
        THEOREM_4,
        LEMMA_5,
        THEOREM_6,
        THEOREM_7,
        COROLLARY_3,
    ),
    claims=CLAIMS,
    symbols=OWN,
    doi="10.1109/TPAMI.2024.3382294",
    bibtex=r"""@article{zhou2024,
  author = {Zhou, Pan and Xie, Xingyu and Lin, Zhouchen and Yan, Shuicheng},
  title = {Towards Understanding Convergence and Generalization of {AdamW}},
  journal = {IEEE Transactions on Pattern Analysis and Machine Intelligence},
  volume = {46},
  number = {9},
  pages = {6486--6493},
  year = {2024},
  doi = {10.1109/TPAMI.2024.3382294},
}
""",
    place=0,
)
