"""PAC-Bayes bounds of others, which turn the same KL divergence into a smaller gap."""

from __future__ import annotations

import sympy as sp

from adamw_bounds.theory import symbols as s
from adamw_bounds.theory.statements import Formula, Source, Statement, Variant

__all__ = ["CLASSIC", "PAC_BAYES", "SMALL_KL"]

_assumptions = (
    "The prior is fixed before the data are seen; the posterior may be any distribution.",
    "The loss lies in [0, 1]; the samples are independent and of one distribution.",
    "With probability at least 1 − τ over n training samples, for every posterior at once.",
)
#: KL + ln(2√n/τ): Maurer's constant, which holds for n >= 8 by his proof, and below by counting.
_complexity = s.kl + sp.log(2 * sp.sqrt(s.n) / s.tau)
_maurer = "A. Maurer, A note on the PAC-Bayesian theorem, 2004 (the constant 2√n, losses in [0, 1])"

CLASSIC = Statement(
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

SMALL_KL = Statement(
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

PAC_BAYES: tuple[Statement, ...] = (CLASSIC, SMALL_KL)
