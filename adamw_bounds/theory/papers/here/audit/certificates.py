"""What recorded products of gradients certify, from the sums that the proofs take apart."""

from __future__ import annotations

from typing import Any

import sympy as sp

from adamw_bounds.theory import symbols as s
from adamw_bounds.theory.audit.evidence import Evidence, Finding, Relation, check
from adamw_bounds.theory.papers.here import certificates as c
from adamw_bounds.theory.papers.here.audit.tools import judged, opened, vanishes
from adamw_bounds.theory.statements import Variant

_MEASURED = "gradient-norm-squared-measured"
#: ln(2/τ), kept whole: sympy would merge it with other logarithms.
_doubt = sp.Symbol("ell", positive=True)
_square = sp.Symbol("X2", positive=True)


def _agrees(evidence: Evidence, what: str, given: Any, derived: Any) -> bool:
    given = opened(given).xreplace({sp.log(2 / s.tau): _doubt})
    fits = vanishes(given - derived)
    evidence.say(
        f"{what}: the catalog's, and the proof's", Relation(given, "=" if fits else "≠", derived)
    )
    return fits


def _mixture(evidence: Evidence) -> sp.Expr:
    """Return what a sum of noise exceeds with a chance of τ/2, from a Gaussian mixture."""
    total, force, spread = sp.symbols("S theta v", positive=True)
    whole = spread + c.mixture_scale
    exponent = force * total - force**2 * whole / 2
    rest = sp.simplify(exponent + whole / 2 * (force - total / whole) ** 2)
    evidence.say("E exp(θS − θ²v/2) ≤ 1; averaged over θ ~ N(0, 1/r) its exponent is at most", rest)
    # √(r/(v + r)) exp(rest) is a supermartingale too: Ville's inequality at 2/τ.
    level = sp.log(1 + spread / c.mixture_scale) / 2 + _doubt
    square = sp.simplify(total**2 / rest) * level
    wide = sp.sqrt(square.xreplace({spread: c.noise_proxy**2 * c.square_sum}))
    evidence.say(
        "so that with probability at least 1 − τ/2, at all T, the sum is at most, ℓ = ln(2/τ)", wide
    )
    return wide


@check("pair-certificate")
def pairs(
    evidence: Evidence,
    bound: Variant = c.PAIR_CERTIFICATE.formula(_MEASURED).variants["sharp"],
) -> Finding:
    """Take ‖∇F‖² apart twice: first the noise of B, then that of A."""
    wide = _mixture(evidence)
    force = sp.Symbol("theta", positive=True)
    above = s.T * c.pair_mean + wide + force * c.noise_proxy**2 / 2 * s.T * _square + _doubt / force
    evidence.say(
        "Σ‖∇F‖² = Σ⟨g_A, g_B⟩ − Σ⟨g_A, ζ_B⟩ − Σ⟨ζ_A, ∇F⟩, and the last is at most "
        "(θς²/2)Σ‖∇F‖² + ℓ/θ: in all at most",
        above,
    )
    chosen = above.xreplace({force: c.share / c.noise_proxy**2})
    (derived,) = sp.solve(sp.Eq(s.T * _square, chosen), _square)
    fits = _agrees(evidence, "the bound at θ = c/ς²", bound.expr, derived)
    return judged(
        fits,
        "both parts of the noise are bounded with a chance of τ/2 each, and the rest is solved",
        "the bound is not what the two inequalities give",
    )


@check("ema-certificate")
def average(
    evidence: Evidence,
    mean: Variant = c.EMA_CERTIFICATE.formula(_MEASURED, case=None).variants["sharp"],
    run: Variant = c.EMA_CERTIFICATE.formula(_MEASURED, case="one-run").variants["sharp"],
) -> Finding:
    """Bound the error of an average of gradients, on average and in one run."""
    a, place = c.ema_weight, sp.Symbol("k", positive=True, integer=True)
    kept = (1 - a) ** 2
    # ζ_0 has the weight (1−a)^{k−1}, ζ_j has a(1−a)^{k−1−j}.
    power = kept ** (place - 1)
    squares = power + a**2 * (1 - power) / (1 - kept)
    start = sp.simplify((squares - a / (2 - a)) / power)
    evidence.say(
        "the squared weights of the noise in h_{k−1} sum to a/(2−a) and (1−a)^{2k−2} of", start
    )
    over_all = sp.simplify(start / (1 - kept))
    evidence.say("whose sum over all k is, and at most 1/(a(2−a)) as 2(1−a) ≤ 2−a", over_all)
    room = sp.simplify(1 / (a * (2 - a)) - over_all)
    good = bool(room.subs(a, sp.Rational(1, 3)) >= 0) and vanishes(room - 1 / (2 - a) ** 2)
    noise = c.batch_noise * sp.sqrt(a / (2 - a) + 1 / (a * (2 - a) * s.T))
    error = noise + c.gradient_change / a
    good = _agrees(evidence, "the bound on average", mean.expr, _root(c.ema_mean, error)) and good
    # One run: n_k = (1−a)n_{k−1} + aζ_k, and Ville for Σ⟨n_{k−1}, ζ_k⟩.
    force = sp.Symbol("theta", positive=True)
    left = (1 - kept) / a - (1 - a) * force * c.noise_proxy**2
    (best,) = sp.solve(sp.Eq(left, sp.Rational(3, 2) - a / 2), force)
    evidence.say("the squares that stay on the left, over a, are (3 − a)/2 at θ", best)
    price = sp.simplify(2 * (1 - a) * _doubt / best)
    evidence.say("and Ville's price there, over a, is at most 4ς²ℓ", price)
    good = vanishes(price - 4 * (1 - a) * c.noise_proxy**2 * _doubt) and good
    rest = a * c.batch_noise**2
    rest += (c.first_noise**2 / a + 4 * c.noise_proxy**2 * _doubt) / s.T
    error = sp.sqrt(rest / (sp.Rational(3, 2) - a / 2)) + c.gradient_change / a
    product = c.ema_mean + _mixture(evidence) / s.T
    good = _agrees(evidence, "the bound of one run", run.expr, _root(product, error)) and good
    return judged(
        good,
        "X² ≤ A + EX, with the error E of the average of gradients, on average and in one run",
        "the bound is not what the error of the average gives",
    )


def _root(product: sp.Expr, error: sp.Expr) -> sp.Expr:
    """Return X² of the larger X with X² = product + error·X."""
    size = sp.Symbol("X", positive=True)
    p, e = sp.symbols("p e", positive=True)
    found = max(sp.solve(size**2 - e * size - p, size), key=lambda x: x.subs({p: 1, e: 1}))
    return (found**2).xreplace({p: product, e: error})


@check("descent-certificate")
def descent(
    evidence: Evidence,
    bound: Variant = c.DESCENT_CERTIFICATE.formula(_MEASURED).variants["sharp"],
) -> Finding:
    """Follow F along y, and take the noise and the rest of the step out of it, entry by entry."""
    g, z, h, r = sp.symbols("G zeta H r", real=True)
    weight, force = sp.symbols("b theta", positive=True)
    # 2⟨H, y_{k+1} − y_k⟩ for the step −b(G + ζ) − r.
    slope = -2 * h * (weight * (g + z) + r)
    evidence.say("2⟨∇F(y), y' − y⟩ with y' − y = −b(∇F(x) + ζ) − r", slope)
    # −‖G‖²_b + ‖G − H‖²_b − ‖H‖²_b/2 + 2‖r‖²_{1/b} − 2⟨H, bζ⟩ is more, by a square.
    above = weight * (-(g**2) + (g - h) ** 2 - h**2 / 2) + 2 * r**2 / weight - 2 * weight * h * z
    room = sp.factor(above - slope)
    good = vanishes(room - (weight * h + 2 * r) ** 2 / (2 * weight))
    evidence.say("is less than what keeps −‖∇F(y)‖²_b/2, by", room)
    # Ville: −2Σ⟨bH, ζ⟩ ≤ ℓ/θ + 2θς²Σ‖bH‖², and ‖bH‖² ≤ b̄‖H‖²_b.
    price = 2 * force * c.noise_proxy**2 * c.weight_most
    (best,) = sp.solve(sp.Eq(price, sp.Rational(1, 2)), force)
    evidence.say("which takes up Ville's price for the noise at θ", best)
    derived = (
        2 * s.gap + s.L**2 * c.apart_sum + 2 * c.rest_sum + s.L * c.moved_sum + _doubt / best
    ) / c.weight_sum
    given = bound.expr.xreplace({sp.log(1 / s.tau): _doubt, sp.log(s.tau): -_doubt})
    good = _agrees(evidence, "the bound, ℓ = ln(1/τ)", given, derived) and good
    good = _shifted(evidence) and good
    return judged(
        good,
        "a step along y lets F fall by ‖∇F(x)‖²_b, but for what the run measured and ln(1/τ)",
        "the bound is not what the steps along y give",
    )


def _shifted(evidence: Evidence) -> bool:
    """Derive the step of y for Adam with decoupled decay."""
    x, m, g, now, before = sp.symbols("x M g a_k a_{k-1}", real=True)
    weight = sp.Symbol("beta_1", positive=True)  # one minus PyTorch's
    decayed = sp.Symbol("d", real=True)  # ηλx
    after = (1 - weight) * m + weight * g
    point = x - (1 - weight) / weight * before * m
    following = x - now * after - decayed - (1 - weight) / weight * now * after
    step = before * g + after * (now - before) / weight + decayed
    fits = vanishes(sp.expand(point - following - step))
    evidence.say("AdamW's y_k − y_{k+1} is a_{k−1}g + M_k(a_k − a_{k−1})/β₁ + ηλx", step)
    return fits
