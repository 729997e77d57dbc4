"""Lemma 5, Theorems 6 and 7, Corollary 3: posterior covariance and PAC-Bayes bound."""

from __future__ import annotations

from typing import Any

import sympy as sp

from adamw_bounds.theory.papers.zhou2024 import symbols as s
from adamw_bounds.theory.papers.zhou2024.citation import zhou2024
from adamw_bounds.theory.papers.zhou2024.symbols import expand
from adamw_bounds.theory.statements import Default, Formula, Part, Statement, Variant
from adamw_bounds.theory.units import NONE as _NONE

__all__ = ["COROLLARY_3", "LEMMA_5", "THEOREM_6", "THEOREM_7"]

_identity = sp.Identity(s.d)
_QH = s.Q * s.H
_noise = _QH * s.Q
prefactor = s.eta / (2 * s.b)
#: Covariances without the factor eta/(2b); the second only where Q and H commute.
m_prime = (_QH + s.lam * _identity).inverse() * _noise
m_prime_commuting = (_QH + s.lam_l2 * s.Q).inverse() * _noise
lyapunov_adamw = sp.Eq(
    (_QH + s.lam * _identity) * s.M + s.M * (_QH + s.lam * _identity).T,
    (s.eta / s.b) * _noise,
    evaluate=False,
)
lyapunov_l2 = sp.Eq(
    (_QH + s.lam_l2 * s.Q) * s.M_l2 + s.M_l2 * (_QH + s.lam_l2 * s.Q).T,
    (s.eta / s.b) * _noise,
    evaluate=False,
)

_covariance = Variant(given=prefactor * m_prime)

LEMMA_5 = Statement(
    id="lemma-5",
    title="Stationary posterior of AdamW near a minimum",
    assumptions=(
        "F(x) = F(x*) + ½(x − x*)ᵀH(x − x*) with H symmetric; H ⪰ 0 is needed, not only QH + "
        "λI ⪰ 0.",
        "Gradient noise, Fisher matrix and Hessian agree near the minimum (Assumption 4), so "
        "the loss "
        "is measured in nats.",
        "Q = diag(H_ii^{−1/2}) as printed; √b·diag(H_ii^{−1/2}) for minibatches of b, whose "
        "gradients have the covariance H/b.",
    ),
    formulas=(
        Formula(
            "covariance",
            r"M_{\mathrm{AdamW}}",
            {"printed": _covariance, "corrected": _covariance},
            optimizer="adamw",
            unit=s.info(s.M).unit,
            numeric=False,
        ),
        Formula(
            "covariance-equation",
            r"\text{Lyapunov}",
            {"corrected": Variant(given=lyapunov_adamw)},
            optimizer="adamw",
            unit=s.info(s.eta).unit ** 1 * s.info(s.Q).unit ** 2 * s.info(s.H).unit,
            numeric=False,
        ),
        Formula(
            "mean",
            r"\mathbb{E}\,x_t",
            {
                "printed": Variant(given=s.x_star),
                "corrected": Variant(
                    given=(_QH + s.lam * _identity).inverse() * _QH * s.x_star,
                    why="decay pulls the mean away from x*: the drift vanishes at "
                    "(QH+λI)^{-1}QH x*",
                ),
            },
            optimizer="adamw",
            unit=s.info(s.x_star).unit,
            numeric=False,
        ),
        Formula(
            "covariance",
            r"M_{\ell_2}",
            {
                "printed": Variant(given=prefactor * m_prime_commuting),
                "corrected": Variant(
                    given=lyapunov_l2,
                    why="the closed form needs QH = HQ; in general the covariance solves "
                    "this equation",
                ),
            },
            optimizer="l2-adam",
            numeric=False,
        ),
    ),
    source=zhou2024("Lemma 5, Section 5.1, Eq. (7)", "H.1, p. 16"),
    nats=True,
    optimizers=("adamw", "l2-adam"),
)

_log_prior = s.d * sp.log(2 * s.b * s.rho / s.eta)


def _err(log_matrix: sp.MatrixExpr, trace_matrix: sp.MatrixExpr) -> sp.Expr:
    return -sp.log(sp.Determinant(log_matrix)) + sp.Trace(trace_matrix) / s.a + _log_prior


c0_printed = s.x_star_norm**2 / (2 * s.rho) - s.d / 2 + 2 * sp.log(2 * s.n / s.tau)
c0_corrected = s.x_star_norm**2 / s.rho - s.d + 2 * sp.log(2 * s.n / s.tau)
phi = sp.sqrt(8) / sp.sqrt(s.n) * sp.sqrt(s.err + s.c_zero)
kl = (s.err + s.x_star_norm**2 / s.rho - s.d) / 2

_c0 = Formula(
    "c0",
    "c_0",
    {
        "printed": Variant(given=c0_printed),
        "corrected": Variant(
            given=c0_corrected,
            why="2KL has ‖x*‖²/ρ − d; the printed halves are not implied when ‖x*‖² > dρ",
        ),
    },
    linear=True,
)
_phi_variant = Variant(given=phi)
_kl = Formula(
    "kl",
    r"\mathrm{KL}",
    {"corrected": Variant(given=kl, why="of N(x*, M) from N(0, ρI)")},
    linear=True,
)
#: Φ takes the c0 of its own reading.
_own_c0 = (Default(s.c_zero, quantity="c0"),)


def _phi(latex: str) -> Formula:
    return Formula("phi", latex, {"printed": _phi_variant, "corrected": _phi_variant}, linear=True)


_pac_bayes = (
    "x_0 ~ N(0, ρI), with ρ fixed before the data are seen.",
    "The loss lies in [0, 1]: the PAC-Bayes lemma needs it, the paper does not say it.",
    "With probability at least 1 − τ over n training samples.",
)


def _moments(err: sp.Expr, log_matrix: sp.MatrixExpr, trace_matrix: sp.MatrixExpr) -> sp.Expr:
    """Rewrite err by log-determinant and trace of M/ρ, M = η/(2b)·M′."""
    scale = {s.M_prime: s.eta / (2 * s.b), s.M_prime_l2: s.eta / (2 * s.b)}
    log_of = s.d * sp.log(s.rho / scale.get(log_matrix, 1))
    return err.xreplace(
        {
            sp.log(sp.Determinant(log_matrix)): s.log_det + log_of,
            sp.Trace(trace_matrix): s.rho * s.trace / scale.get(trace_matrix, 1),
        }
    ).xreplace({s.a: expand(s.a)})


_moments_variants = {
    "printed": Variant(
        given=_moments(_err(s.M_adamw, s.M_l2), s.M_adamw, s.M_l2),
        why="η/(2b) is counted twice",
        bare_log=True,
    ),
    "corrected": Variant(
        given=_moments(_err(s.M_prime, s.M_prime_l2), s.M_prime, s.M_prime_l2),
        why="err by two numbers; in Theorem 7 as printed the determinant is M_AdamW's",
    ),
}


def _err_moments(latex: str) -> Formula:
    return Formula("err-moments", latex, _moments_variants, linear=True)


THEOREM_6 = Statement(
    id="theorem-6",
    main="phi",
    title="Generalization bound of AdamW",
    assumptions=_pac_bayes,
    formulas=(
        Formula(
            "err",
            r"\overline{\mathrm{err}}_{\mathrm{AdamW}}",
            {
                "printed": Variant(given=_err(s.M_adamw, s.M_adamw)),
                "corrected": Variant(
                    given=_err(s.M_prime, s.M_prime),
                    why="M′, the covariance without η/(2b): with M the factor is counted twice",
                ),
            },
            optimizer="adamw",
            numeric=False,
        ),
        _err_moments(r"\overline{\mathrm{err}}_{\mathrm{AdamW}}"),
        _c0,
        _kl,
        _phi(r"\Phi_{\mathrm{AdamW}}"),
    ),
    source=zhou2024("Theorem 6, Section 5.1", "Lemma 4 and H.2, pp. 16–17"),
    nats=True,
    optimizers=("adamw", "adam"),
    defaults=_own_c0,
)

THEOREM_7 = Statement(
    id="theorem-7",
    main="phi",
    title="Generalization bound of ℓ2-Adam",
    assumptions=_pac_bayes,
    formulas=(
        Formula(
            "err",
            r"\overline{\mathrm{err}}_{\ell_2\text{-}\mathrm{Adam}}",
            {
                "printed": Variant(given=_err(s.M_adamw, s.M_l2)),
                "corrected": Variant(
                    given=_err(s.M_prime_l2, s.M_prime_l2),
                    why="the determinant is that of ℓ2-Adam's covariance, and without η/(2b)",
                ),
            },
            optimizer="l2-adam",
            numeric=False,
        ),
        _err_moments(r"\overline{\mathrm{err}}_{\ell_2\text{-}\mathrm{Adam}}"),
        _c0,
        _kl,
        _phi(r"\Phi_{\ell_2\text{-}\mathrm{Adam}}"),
    ),
    source=zhou2024("Theorem 7, Section 5.2", "H.3, pp. 17–18"),
    nats=True,
    optimizers=("l2-adam",),
    defaults=_own_c0,
)

x_adamw = s.a * (sp.sqrt(s.sigma_i) + s.lam)
x_l2 = s.a * (sp.sqrt(s.sigma_i) + s.lam_l2 / sp.sqrt(s.sigma_i))
#: The same at batch b: Q = √b·H^{−1/2}, as near a minimum n_t averages to diag(H)/b.
x_adamw_batch = s.a_b * (sp.sqrt(s.sigma_i) + s.lam / sp.sqrt(s.b))
x_l2_batch = s.a_b * (sp.sqrt(s.sigma_i) + s.lam_l2 / sp.sqrt(s.sigma_i))

_printed_why = "as printed: Q = diag(H_ii^{−1/2}), which is right only at b = 1"
_batch_why = (
    "Q = √b·diag(H_ii^{−1/2}), as n_t averages squares of gradients of minibatches, not of single "
    "samples"
)


def h(x: sp.Expr) -> sp.Expr:
    """Return the paper's h(x) = log x + 1/x, least at x = 1."""
    return sp.log(x) + 1 / x


def _read(printed: dict[str, Any], corrected: dict[str, Any]) -> dict[str, Variant]:
    """Return both readings of what holds x_i; at b = 1 they agree, and rows say nothing."""
    more = {"why_when": sp.Gt(s.b, 1)}
    return {
        "printed": Variant(**printed, why=_printed_why, **more),
        "corrected": Variant(**corrected, why=_batch_why, **more),
    }


def _terms(
    optimizer: str, latex: str, printed: sp.Expr, corrected: sp.Expr
) -> tuple[Formula, Formula, Formula]:
    """Return x_i, the same on plain numbers, and h(x_i)."""

    def summand(x: sp.Expr) -> dict[str, Any]:
        return {
            "parts": (Part("log", given=sp.log(x)), Part("inverse", given=1 / x)),
            "combine": "sum",
        }

    x = _read({"given": printed}, {"given": corrected})
    return (
        Formula("x", latex, x, optimizer=optimizer),
        Formula("x-plain", latex, x, optimizer=optimizer, unit=_NONE, linear=True, listed=False),
        Formula(
            "err-summand",
            rf"h\bigl({latex}\bigr)",
            _read(summand(printed), summand(corrected)),
            optimizer=optimizer,
            linear=True,
        ),
    )


#: The stationary mean along an eigenvector, (QH + λ)^{-1}QH x* for Q = √b·H^{-1/2}, and ℓ2-Adam's,
#: which does not see Q.
mean_adamw = sp.sqrt(s.sigma_i) * s.x_star_i / (sp.sqrt(s.sigma_i) + s.lam / sp.sqrt(s.b))
mean_l2 = s.sigma_i * s.x_star_i / (s.sigma_i + s.lam_l2)
_mean_why = "the stationary mean, not x*: decay pulls it towards 0"
#: Beyond it every x_i ≥ 1, so that err rises; σ_i is the least singular value.
cap_adamw = s.eta / (2 * s.rho) - sp.sqrt(s.b * s.sigma_i)


def _decay(optimizer: str, latex: str, x: sp.Expr, mean: sp.Expr, lam: sp.Symbol) -> list[Formula]:
    """Return what an optimal λ needs: err's slope in λ, the mean's part of 2KL and its slope."""
    name = "AdamW" if optimizer == "adamw" else r"\ell_2\text{-}Adam"
    part = mean**2 / s.rho
    made = (
        (
            "err-slope",
            rf"\frac{{\partial}}{{\partial\lambda}}h\bigl({latex}\bigr)",
            sp.diff(h(x), lam),
            "the derivative of a summand of err",
            s.info(lam).unit ** -1,
        ),
        (
            "mean-summand",
            rf"\tfrac1\rho\bigl(\mathbb{{E}}\,x_t^{{(i)}}\bigr)^2_{{\mathrm{{{name}}}}}",
            part,
            _mean_why,
            _NONE,
        ),
        (
            "mean-slope",
            r"\frac{\partial}{\partial\lambda}\tfrac1\rho\bigl(\mathbb{E}\,x_t^{(i)}\bigr)^2",
            sp.diff(part, lam),
            "the derivative of the mean's part of 2KL",
            s.info(lam).unit ** -1,
        ),
    )
    return [
        Formula(
            quantity,
            left,
            {"corrected": Variant(given=given, why=why)},
            optimizer=optimizer,
            unit=unit,
            linear=True,
        )
        for quantity, left, given, why, unit in made
    ]


_x_adamw_latex = r"x^{(i)}_{\mathrm{AdamW}}"
_x_l2_latex = r"x^{(i)}_{\ell_2\text{-}\mathrm{Adam}}"
_terms_adamw = _terms("adamw", _x_adamw_latex, x_adamw, x_adamw_batch)
_terms_l2 = _terms("l2-adam", _x_l2_latex, x_l2, x_l2_batch)

COROLLARY_3 = Statement(
    id="corollary-3",
    main="phi",
    title="Generalization terms from the Hessian's singular values",
    assumptions=(
        "Q ≈ H^{−1/2} as printed; corrected, Q ≈ √b·H^{−1/2}: near a minimum n_t averages to "
        "diag(H)/b, where ε² ≪ H_ii/b.",
        *_pac_bayes,
    ),
    formulas=(
        *(formula for pair in zip(_terms_adamw, _terms_l2, strict=True) for formula in pair),
        *_decay("adamw", _x_adamw_latex, x_adamw_batch, mean_adamw, s.lam),
        *_decay("l2-adam", _x_l2_latex, x_l2_batch, mean_l2, s.lam_l2),
        Formula(
            "lambda-cap",
            r"\lambda^*",
            {
                "corrected": Variant(
                    given=cap_adamw,
                    why="an upper bound of AdamW's best λ, which is 0 where it is not positive; "
                    "σ_i is the least singular value",
                )
            },
            optimizer="adamw",
            unit=s.info(s.lam).unit,
            linear=True,
        ),
        _c0,
        _kl,
        _phi(r"\Phi"),
    ),
    source=zhou2024("Corollary 3, Section 5.2", "H.4, p. 18"),
    remarks=(
        "err is the sum of h(x_i) over the d singular values; h ≥ 1, so err ≥ d.",
        "x_ℓ2 > x_AdamW exactly where σ_i < b (equal λ > 0; as printed, where σ_i < 1); the two "
        "λ have different units, so the comparison depends on the scale of the parameters.",
        "Where all x_i > 1, the paper's own regime, λ = 0 is best for AdamW's err.",
        "AdamW's err has one minimum in λ, at λ* > 0 exactly if Σ1/σ_i > a_b·Σσ_i^{−1/2}, and "
        "λ* ≤ max(0, η/(2ρ) − √(b·min σ_i)); that of ℓ2-Adam can have several.",
        "The posterior is that of small steps: η√(bσ_i) ≪ 1 and, for ℓ2-Adam, "
        "η√b(√σ_i + λ/√σ_i) ≪ 1, which is x_i ≪ 2ρ/η².",
        "As σ_i → 0 ℓ2-Adam's err grows without bound: near-zero singular values need a "
        "stated floor.",
    ),
    nats=True,
    optimizers=("adamw", "adam", "l2-adam"),
    defaults=_own_c0,
)
