"""PAC-Bayes bounds of others, which turn the same KL divergence into a smaller gap."""

from __future__ import annotations

import sympy as sp

from adamw_bounds.theory import symbols as s
from adamw_bounds.theory.statements import Formula, Paper, Source, Statement, Variant

__all__ = ["PAPER"]

_assumptions = (
    "The prior is fixed before the data are seen; the posterior may be any distribution.",
    "The loss lies in [0, 1]; the samples are independent and of one distribution.",
    "With probability at least 1 − τ over n training samples, for every posterior at once.",
)
#: KL + ln(2√n/τ): Maurer's constant, which holds for n >= 8 by his proof, and below by counting.
_complexity = s.kl + sp.log(2 * sp.sqrt(s.n) / s.tau)
_maurer = "A. Maurer, A note on the PAC-Bayesian theorem, 2004 (the constant 2√n, losses in [0, 1])"

_CLASSIC = Statement(
    id="mcallester1999-pac-bayes",
    title="PAC-Bayes bound of McAllester, with Maurer's constant",
    assumptions=_assumptions,
    formulas=(
        Formula(
            "pac-bayes-classic",
            r"L-\widehat L",
            {
                "corrected": Variant(
                    given=sp.sqrt(_complexity / (2 * s.n)),
                    why="the gap by Pinsker's inequality, from the bound on kl",
                )
            },
            linear=True,
        ),
    ),
    source=Source(
        "D. A. McAllester, PAC-Bayesian model averaging, COLT 1999; " + _maurer,
        "McAllester 1999, Theorem 1, with ln(2√n/τ) of Maurer 2004, Theorem 5",
        "",
        "",
        "arXiv:cs/0411099",
    ),
    remarks=("At least 4√2 times smaller than the Φ of Zhou et al. for the same KL.",),
    nats=True,
    optimizers=("adamw", "adam", "l2-adam"),
)

_SMALL_KL = Statement(
    id="langford2001-pac-bayes-kl",
    title="PAC-Bayes-kl bound of Langford and Seeger, with Maurer's constant",
    assumptions=_assumptions,
    formulas=(
        Formula(
            "pac-bayes-kl-radius",
            r"\mathrm{kl}(\widehat L\,\|\,L)",
            {
                "corrected": Variant(
                    given=_complexity / s.n,
                    why="kl(p‖q) = p ln(p/q) + (1−p) ln((1−p)/(1−q)); the bound on L is the "
                    "largest q",
                )
            },
            linear=True,
        ),
    ),
    source=Source(
        "J. Langford, M. Seeger, Bounds for averaging classifiers, CMU-CS-01-102, 2001; M. Seeger, "
        "PAC-Bayesian generalisation error bounds for Gaussian process classification, JMLR 3, "
        "2002; " + _maurer,
        "Langford and Seeger 2001, with ln(2√n/τ) of Maurer 2004, Theorem 5",
        "",
        "",
        "arXiv:cs/0411099",
    ),
    remarks=("Inverted numerically, it is never above 1, and never above the classic bound.",),
    nats=True,
    optimizers=("adamw", "adam", "l2-adam"),
)

PAPER = Paper(
    key="pac_bayes",
    authors=("McAllester, David A.", "Langford, John", "Seeger, Matthias", "Maurer, Andreas"),
    title="PAC-Bayesian Model Averaging; Bounds for Averaging Classifiers; "
    "A Note on the PAC-Bayesian Theorem",
    venue="COLT 1999; CMU-CS-01-102, 2001, and JMLR 3, 2002; arXiv, 2004",
    year=2004,
    statements=(_CLASSIC, _SMALL_KL),
    arxiv="cs/0411099",
    bibtex=r"""@inproceedings{mcallester1999,
  author = {McAllester, David A.},
  title = {{PAC}-{Bayesian} Model Averaging},
  booktitle = {Conference on Computational Learning Theory},
  year = {1999},
}
@techreport{langford2001,
  author = {Langford, John and Seeger, Matthias},
  title = {Bounds for Averaging Classifiers},
  institution = {Carnegie Mellon University},
  number = {CMU-CS-01-102},
  year = {2001},
}
@article{seeger2002,
  author = {Seeger, Matthias},
  title = {{PAC}-{Bayesian} Generalisation Error Bounds for {Gaussian} Process Classification},
  journal = {Journal of Machine Learning Research},
  volume = {3},
  year = {2002},
}
@misc{maurer2004,
  author = {Maurer, Andreas},
  title = {A Note on the {PAC}-{Bayesian} Theorem},
  year = {2004},
  eprint = {cs/0411099},
  archiveprefix = {arXiv},
}
""",
    place=80,
)
