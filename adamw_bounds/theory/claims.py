"""The claims of the paper that the audit examines, as data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

__all__ = ["CLAIMS", "Claim", "about"]

Kind = Literal["holds", "misprint", "false-as-printed", "missing-hypothesis", "unsupported"]


@dataclass(frozen=True, slots=True)
class Claim:
    """A claim of the paper.

    Attributes
    ----------
    id : str
        Stable identifier, ``thm3-square`` for example.
    statements : tuple of str
        Identifiers of the statements that it concerns.
    kind : str
        ``holds``, ``misprint``, ``false-as-printed``, ``missing-hypothesis`` or ``unsupported``.
    claim : str
        What the paper says, in our words.
    finding : str
        What is right instead, or why it is not supported; empty where it holds.
    """

    id: str
    statements: tuple[str, ...]
    kind: Kind
    claim: str
    finding: str = ""


_H: Kind = "holds"
_M: Kind = "misprint"
_F: Kind = "false-as-printed"
_A: Kind = "missing-hypothesis"
_U: Kind = "unsupported"
_T1, _T2, _T3, _T4 = (f"theorem-{i}" for i in (1, 2, 3, 4))
_C1, _C2, _C3 = (f"corollary-{i}" for i in (1, 2, 3))
_L5, _T6, _T7 = "lemma-5", "theorem-6", "theorem-7"

CLAIMS: tuple[Claim, ...] = (
    Claim("thm1-ratio", (_T1,), _H, "the second terms of the two bounds differ by the factor 2k^α"),
    Claim(
        "thm1-l2",
        (_T1,),
        _U,
        "ℓ2-Adam's rate follows from the spectral radii of its iteration matrices",
        "the norm of a product of such matrices can exceed the product of their spectral radii",
    ),
    Claim(
        "thm1-small-k",
        (_T1,),
        _A,
        "AdamW's bound holds at every k",
        "the proof needs ηλ = 3/(2√k) ≤ 1, so k ≥ 3",
    ),
    Claim(
        "thm1-origin",
        (_T1,),
        _U,
        "AdamW converges faster because its decay is decoupled",
        "the minimum is 0, where decay pulls; with E ξ = 1 AdamW's error tends to 1",
    ),
    Claim(
        "thm1-units",
        (_T1,),
        _A,
        "the bound is a distance",
        "a length is added to a gradient; the λ = k^(1/2+α)/√δ that makes up for it is left out",
    ),
    Claim(
        "thm1-decay-order",
        (_T1,),
        _U,
        "λ = O(√k) gives the second term τ/k^(1/2+α)",
        "the proof takes λ = k^(1/2+α)/√δ; with λ of order √k the term is τ/√k",
    ),
    Claim(
        "eq2-index",
        (_T2, _T3, _T4),
        _M,
        "m_k = (1−β1)m_k + β1·g_k, and n_k likewise",
        "m_{k−1} and n_{k−1} on the right-hand side",
    ),
    Claim(
        "prox-term",
        (_T2,),
        _M,
        "the displayed minimisation of Section 4.2 gives AdamW's step",
        "only with the term (1/2η)‖x − x_k‖² in the norm of v_k, which is missing",
    ),
    Claim("thm2-order", (_T2,), _H, "T follows from the step sizes (given thm2-coupling)"),
    Claim("thm2-explicit", (_T2,), _H, "the constants are 36 and 9 (given thm2-coupling)"),
    Claim(
        "thm2-steps",
        (_T2,),
        _F,
        "the mean squared step is at most η²ε²/4",
        "the units differ; right is 4η²ε²/c2",
    ),
    Claim("thm2-momentum", (_T2,), _H, "the mean squared error of the momentum is at most 8ε²"),
    Claim(
        "thm2-coupling",
        (_T2,),
        _A,
        "any η and β1 below their caps will do",
        "the proof needs η ≤ r β1 as well",
    ),
    Claim(
        "thm2-smaller-steps",
        (_T2,),
        _A,
        "T serves every η and β1 below their caps",
        "T is for η and β1 at their caps; it grows as 1/η and 1/β1",
    ),
    Claim(
        "thm2-beta2",
        (_T2, _T3),
        _A,
        "any β2 in (0, 1) will do",
        "λ(1−q)^k needs q = β2·c∞²/δ ≤ 1; beyond it alternates in sign, beyond 2 it diverges",
    ),
    Claim(
        "thm2-gap",
        (_T2,),
        _A,
        "Δ = F(x₀) − F(x*)",
        "for λ > 0 the gap of the regularised loss is needed, Δ₀",
    ),
    Claim(
        "thm2-c-inf",
        (_T2,),
        _A,
        "c∞ stands for √(c∞²+δ) inside O()",
        "for c∞ far below √δ the printed T is too small",
    ),
    Claim(
        "thm2-limit",
        (_T2,),
        _A,
        "T tends to 0 as b grows or σ falls",
        "β1 ≤ 1/2 leaves a noise-free term",
    ),
    Claim(
        "thm2-lower",
        (_T2,),
        _U,
        "the complexity matches the lower bound Ω(ε⁻⁴)",
        "for the paper's Assumption 1 only Ω(ε⁻³) is proved; Ω(ε⁻⁴) is for F smooth",
    ),
    Claim(
        "asm2-variance",
        (_T2, _T3, _T4),
        _M,
        "σ² bounds the variance of the minibatch gradient",
        "the proofs use σ²/b: σ² is that of one sample",
    ),
    Claim(
        "thm2-constant-decay",
        (_T2, _T3),
        _U,
        "the theorem covers AdamW as it is used",
        "constant λ > 0 violates λ_{k+1}v_{k+1} ≤ λ_k v_k",
    ),
    Claim(
        "cor2-constants",
        (_C2,),
        _A,
        "the same parameter settings serve ℓ2-Adam",
        "its constants are those of the regularised loss",
    ),
    Claim(
        "cor1-stationary",
        (_C1,),
        _U,
        "small ‖∇F_k‖ gives small ‖∇F‖",
        "the hypothesis forces ‖∇F‖ ≥ √(dδ)/ρ′, so it excludes stationary points",
    ),
    Claim("thm3-units", (_T3,), _F, "the complexity is a count", "it has the unit 𝓕⁻²𝓧²"),
    Claim(
        "thm3-square",
        (_T3,),
        _F,
        "T follows from the proof's own √T",
        "the constant and the logarithm must be squared: Theorem 2 times log²(1/ε)",
    ),
    Claim(
        "thm3-scaling",
        (_T3,),
        _F,
        "the complexity depends on the run",
        "scaling loss and parameters leaves the iterates as they are and changes the printed T",
    ),
    Claim(
        "thm3-gamma",
        (_T3,),
        _A,
        "β_{1k} = γ/√(k+1) is a weight",
        "for γ > 1 it exceeds 1 while k + 1 < γ²",
    ),
    Claim(
        "thm3-gamma-batch",
        (_T3,),
        _M,
        "γ balances the two terms",
        "√b is lost in γ; Theorem 4's has it",
    ),
    Claim("thm3-lambert", (_T3,), _H, "the explicit T solves the guarantee's own equation"),
    Claim(
        "thm3-factor1",
        (_T3,),
        _F,
        "a decaying step improves the first term by the printed factor",
        "after the repair the ratio is 1/log²: no improvement",
    ),
    Claim(
        "thm3-factor2",
        (_T3,),
        _M,
        "a decaying step improves the second term by the printed factor",
        "c∞² stands for c∞ and b is lost; after the repair the ratio is 1/log²",
    ),
    Claim("thm4-mu3", (_T4,), _M, "T_k has μ³ in its second term", "μ, by the units and the total"),
    Claim(
        "thm4-log",
        (_T4,),
        _F,
        "the decaying step needs no logarithm",
        "log²(ε₀/ε) is lost",
    ),
    Claim(
        "thm4-gamma",
        (_T4,),
        _F,
        "γ = max(1, ·) in every stage",
        "γ_k tends to 0, so γ = 1 in late stages and T_k is of order ε_k⁻²; right is min",
    ),
    Claim(
        "thm4-schedule",
        (_T4,),
        _A,
        "the stage-wise λ schedules are admissible",
        "constant inside a stage, or restarted at each, they break λ_{k+1}v_{k+1} ≤ λ_k v_k",
    ),
    Claim(
        "thm4-bias",
        (_T4,),
        _A,
        "F_k satisfies PŁ with its minimum at x*",
        "F_k(x*) exceeds F* by (λ_k/2)‖x*‖², norm of v_k, for λ_k > 0",
    ),
    Claim(
        "thm4-sum",
        (_T4,),
        _F,
        "the sum of k 2^k over K stages is O(2^K)",
        "it is (K−1)2^{K+1} + 2: the total keeps a logarithm",
    ),
    Claim(
        "thm4-decaying-better",
        (_T4,),
        _U,
        "a decaying step improves on a constant one",
        "the second term never dominates as μ ≤ L; with log² the decaying form is larger",
    ),
    Claim(
        "thm4-index",
        (_T4,),
        _M,
        "T_k of the decaying step has ε",
        "ε_k, the accuracy of its stage",
    ),
    Claim("lem5-cov", (_L5,), _H, "M_AdamW is the stationary covariance"),
    Claim(
        "lem5-l2",
        (_L5, _T7),
        _A,
        "the same closed form serves ℓ2-Adam",
        "only if Q and H commute; else the Lyapunov equation must be solved",
    ),
    Claim(
        "lem5-mean",
        (_L5,),
        _F,
        "the stationary mean is x*",
        "it is (QH+λI)⁻¹QHx*",
    ),
    Claim(
        "lem5-indefinite",
        (_L5,),
        _F,
        "λ so large that QH + λI ⪰ 0 suffices",
        "for indefinite H the matrix M then has a negative eigenvalue",
    ),
    Claim(
        "thm6-prefactor",
        (_T6, _T7),
        _F,
        "err is written with the covariance M",
        "it counts η/(2b) twice; right is M′ = (2b/η)M",
    ),
    Claim(
        "thm6-c0",
        (_T6, _T7, _C3),
        _F,
        "c0 has ‖x*‖²/(2ρ) − d/2",
        "twice the KL divergence gives ‖x*‖²/ρ − d",
    ),
    Claim(
        "thm6-loss-range",
        (_T6, _T7, _C3),
        _A,
        "the bound holds for any loss",
        "the PAC-Bayes lemma is for losses in [0, 1]",
    ),
    Claim(
        "thm7-det",
        (_T7,),
        _M,
        "err of ℓ2-Adam has log det M_AdamW",
        "log det of ℓ2-Adam's own covariance",
    ),
    Claim("cor3-identity", (_C3,), _H, "err = Σ h(x_i) for both optimizers"),
    Claim("cor3-h", (_C3,), _H, "h rises beyond x = 1, with h′(x) = (x−1)/x²"),
    Claim("cor3-order", (_C3,), _H, "x_ℓ2 > x_AdamW where σ_i < 1"),
    Claim(
        "cor3-lambda",
        (_C3, _T6),
        _F,
        "a proper λ > 0 lowers AdamW's bound",
        "where all x_i > 1, the paper's regime, λ = 0 is best",
    ),
    Claim(
        "cor3-rho",
        (_C3,),
        _F,
        "a small ρ makes x_i > 1",
        "x_i = 2ρb(√σ_i+λ)/η grows with ρ: a small ρ makes it small",
    ),
    Claim(
        "cor3-scale",
        (_C3,),
        _U,
        "the two optimizers are compared at equal λ",
        "the two λ have different units: rescaling the parameters can flip the order",
    ),
)


def about(statement: str) -> tuple[Claim, ...]:
    """Return the claims that concern a statement."""
    return tuple(claim for claim in CLAIMS if statement in claim.statements)
