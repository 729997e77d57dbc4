"""Li, Rakhlin and Jadbabaie 2023: Adam under relaxed smoothness, an order."""

from __future__ import annotations

from adamw_bounds.theory import symbols as s
from adamw_bounds.theory.statements import Formula, Paper, Source, Statement, Variant

__all__ = ["PAPER"]

C = s.given(
    "li2023_constant",
    "C_{\\mathrm{LRJ}}",
    "C_LRJ",
    "constant that the paper does not print",
    "> 0",
    s.GRADIENT**4,
    is_input=False,
)
SYMBOLS = (C,)

_STATEMENT = Statement(
    id="li2023-adam",
    target=s.eps,
    title="Adam under relaxed smoothness, an order",
    assumptions=(
        "As in the source: the local smoothness may grow with the gradient, and no bound of the "
        "gradients is assumed.",
    ),
    formulas=(
        Formula(
            "gradient-complexity",
            r"b\,T",
            {
                "order": Variant(
                    given=C / s.eps**4,
                    why="an order: its constant is not printed, so compare has no row for it",
                )
            },
            "constant",
            "adam",
            unit=None,
            numeric=False,
        ),
    ),
    source=Source(
        "H. Li, A. Rakhlin, A. Jadbabaie, Convergence of Adam Under Relaxed Assumptions, "
        "Advances in Neural Information Processing Systems, 2023",
        "order, from the abstract",
        "",
        "",
        "arXiv:2304.13972",
    ),
    optimizers=("adam",),
    measure="‖∇F‖₂",
)

PAPER = Paper(
    key="li2023",
    authors=("Li, Haochuan", "Rakhlin, Alexander", "Jadbabaie, Ali"),
    title="Convergence of Adam Under Relaxed Assumptions",
    venue="Advances in Neural Information Processing Systems",
    year=2023,
    statements=(_STATEMENT,),
    arxiv="2304.13972",
    symbols=SYMBOLS,
    bibtex=r"""@inproceedings{li2023,
  author = {Li, Haochuan and Rakhlin, Alexander and Jadbabaie, Ali},
  title = {Convergence of {Adam} Under Relaxed Assumptions},
  booktitle = {Advances in Neural Information Processing Systems},
  year = {2023},
  eprint = {2304.13972},
  archiveprefix = {arXiv},
}
""",
    place=71,
)
