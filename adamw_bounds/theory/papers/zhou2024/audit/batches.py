"""The claim about Assumption 4: what the second moment averages at batch b."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping, Sequence

import sympy as sp

from adamw_bounds.theory.audit import once
from adamw_bounds.theory.audit.evidence import (
    EXACT,
    Evidence,
    Finding,
    Measured,
    Relation,
    check,
    judge,
)
from adamw_bounds.theory.audit.notation import text
from adamw_bounds.theory.audit.tools import diagonal, matrix_value, quotient, zero
from adamw_bounds.theory.papers.zhou2024 import symbols as s
from adamw_bounds.theory.papers.zhou2024.generalization import COROLLARY_3, LEMMA_5
from adamw_bounds.theory.statements import Variant

_OPTIMIZERS = ("adamw", "l2-adam")


def _ratios(reading: str) -> dict[str, Variant]:
    return {
        name: COROLLARY_3.formula("x", optimizer=name).variants[reading] for name in _OPTIMIZERS
    }


_COVARIANCES = {
    # Q = √b·H^(-1/2) commutes with H, so the closed forms are right here.
    name: LEMMA_5.formula("covariance", optimizer=name).variants["printed"]
    for name in _OPTIMIZERS
}


def square_of_the_mean(gradients: Sequence[sp.Expr]) -> sp.Expr:
    """Return what n_t averages: the square of a minibatch's gradient."""
    return (sp.Add(*gradients) / len(gradients)) ** 2


def mean_of_the_squares(gradients: Sequence[sp.Expr]) -> sp.Expr:
    """Return what it would have to average for the paper's Q."""
    return sp.Add(*(gradient**2 for gradient in gradients)) / len(gradients)


@check(
    "asm4-batch", EXACT, unmoved={"covariances*: power of dim": "one direction is looked at: d = 1"}
)
def second_moment_of_a_minibatch(
    evidence: Evidence,
    printed: Mapping[str, Variant] = _ratios("printed"),
    corrected: Mapping[str, Variant] = _ratios("corrected"),
    covariances: Mapping[str, Variant] = _COVARIANCES,
    averaged: Callable[[Sequence[sp.Expr]], sp.Expr] = square_of_the_mean,
    simulated: tuple[Measured, ...] = (),
) -> Finding:
    """Average the squares of minibatch gradients exactly, and follow them to x_i."""
    spread, slope = sp.symbols("s g", positive=True)
    evidence.say(
        "a sample's gradient is g + s or g − s, each with the probability 1/2; the Fisher matrix "
        "F is then",
        slope**2 + spread**2,
    )
    shares = []
    for size in (1, 2, 3, 4):
        every = [
            averaged([slope + sign * spread for sign in signs])
            for signs in itertools.product((1, -1), repeat=size)
        ]
        moment = sp.expand(sp.Add(*every) / len(every))
        shares.append((size, moment.coeff(spread, 2)))
        evidence.say(
            f"mean of what n_t averages at b = {size}, over all {len(every)} minibatches", moment
        )
    batches = all(share == sp.Rational(1, size) for size, share in shares)
    fisher = (slope**2 + spread**2) / s.b + (1 - 1 / s.b) * slope**2
    evidence.say("F/b + (1 − 1/b)g²: at a minimum, where g = 0, that is F/b", sp.expand(fisher))
    share = 1 / s.b if batches else shares[-1][1]
    evidence.say("so with F ≈ H (Assumption 4) n_t tends there to this times H_ii", share)
    root = sp.Symbol("z", positive=True)
    scale = once.powsimp(1 / sp.sqrt(share))
    evidence.say("and Q = diag(n_t^{−1/2}) is diag(H_ii^{−1/2}) times", scale)
    fits = {"printed": True, "corrected": True}
    over: list[str] = []
    for name in _OPTIMIZERS:
        values = {s.H: diagonal(root**2), s.Q: diagonal(scale / root)}
        covariance = covariances[name].expr
        if covariance.is_ZeroMatrix:
            return "unsupported", "M is 0: no covariance"
        ratio = once.factor(once.simplify(s.rho / matrix_value(covariance, values, 1)[0, 0]))
        evidence.say(f"{name}: x_i = ρ/M_ii with that Q, z = √σ_i", ratio)
        for reading, given in (("printed", printed), ("corrected", corrected)):
            claimed = s.expand(given[name].expr).subs(s.sigma_i, root**2)
            agrees = zero(sp.expand(claimed - ratio))
            fits[reading] = fits[reading] and agrees
            evidence.say(f"as {reading}", Relation(claimed, "=" if agrees else "≠", ratio))
            if reading == "printed":
                plain = {s.lam: sp.Integer(0), s.lam_l2: sp.Integer(0)}
                alike = zero((claimed - ratio).xreplace({s.b: sp.Integer(1)}))
                evidence.say(f"the two at b = 1 are {'the same' if alike else 'not the same'}")
                times = quotient(claimed.xreplace(plain), ratio.xreplace(plain))
                over.append(text(times) + ("" if alike else " (and at b = 1 not right)"))
    evidence.measured(simulated)
    holds = fits["printed"] and not any(item.breaks for item in simulated)
    return judge(printed=holds, repaired=fits["corrected"], otherwise="missing-hypothesis"), (
        "x_i is what the Q of n_t gives at every b"
        if holds
        else "n_t averages squares of minibatch gradients, near a minimum H/b: at λ = 0 the "
        f"printed x_i are {' and '.join(over)} times what Q = √b·H^(−1/2) gives"
    )
