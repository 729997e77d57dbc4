"""Claims about Theorems 6 and 7 and Corollary 3: generalization."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sympy as sp

from adamw_bounds.theory.audit import once
from adamw_bounds.theory.audit.evidence import (
    EXACT,
    Evidence,
    Finding,
    Relation,
    check,
    equation,
    judge,
)
from adamw_bounds.theory.audit.notation import text
from adamw_bounds.theory.audit.tools import (
    decimal,
    diagonal,
    linear_root,
    matrix_value,
    unit_or_fault,
    zero,
)
from adamw_bounds.theory.papers.zhou2024 import symbols as s
from adamw_bounds.theory.papers.zhou2024.generalization import (
    COROLLARY_3,
    LEMMA_5,
    THEOREM_6,
    THEOREM_7,
)
from adamw_bounds.theory.papers.zhou2024.generalization import h as paper_h
from adamw_bounds.theory.statements import Variant

_ERR = THEOREM_6.formula("err").variants
_ERR_L2 = THEOREM_7.formula("err").variants
_C0 = THEOREM_6.formula("c0").variants
_PHI = THEOREM_6.formula("phi").variants["printed"].expr
_X = {
    optimizer: COROLLARY_3.formula("x", optimizer=optimizer).variants["printed"]
    for optimizer in ("adamw", "l2-adam")
}
_COVARIANCE = {
    "adamw": LEMMA_5.formula("covariance", optimizer="adamw").variants["printed"],
    # Q = H^(-1/2) commutes with H, so the closed form is right here.
    "l2-adam": LEMMA_5.formula("covariance", optimizer="l2-adam").variants["printed"],
}
_entries = sp.symbols("m_11 m_12 m_22", positive=True)
#: Any symmetric matrix, for M without its factor.
PLAIN = sp.ImmutableMatrix([[_entries[0], _entries[1]], [_entries[1], _entries[2]]])
#: Square roots z_i of the singular values σ_i.
_roots = sp.symbols("z_1 z_2", positive=True)
_spectrum = tuple(root**2 for root in _roots)
_size = 2


def twice_kl(matrix: sp.Matrix) -> sp.Expr:
    """Return 2KL of N(x*, M) from N(0, ρI) in two dimensions.

    E log N(x*, M) = −½ log det M − d/2 up to the constant that both densities share, and
    E log N(0, ρI) = −½ d log ρ − E‖x‖²/(2ρ) with E‖x‖² = tr M + ‖x*‖².
    """
    dimension = sp.Integer(_size)
    own = -sp.log(once.factor(matrix.det())) - dimension
    other = -dimension * sp.log(s.rho) - (matrix.trace() + s.x_star_norm**2) / s.rho
    return own - other


def _logs_apart(expr: sp.Expr) -> sp.Expr:
    return sp.expand(
        expr.replace(sp.log, lambda inner: sp.expand_log(sp.log(once.factor(inner)), force=True))
    )


def _apart(expr: sp.Expr) -> sp.Expr:
    """Return an expression without products inside logarithms, those of numbers joined again."""
    expr = _logs_apart(expr)
    logs = [term for term in sp.Add.make_args(expr) if term.has(sp.log)]
    if not logs:
        return once.factor(expr)
    number, rest = sp.Add(*logs).as_content_primitive()
    return once.factor(expr - sp.Add(*logs)) + number * once.logcombine(rest, force=True)


def _numbers(expr: sp.Expr) -> sp.Expr:
    return s.expand(sp.sympify(expr).xreplace({s.d: sp.Integer(_size)}))


@check("thm6-prefactor")
def factor_of_the_covariance(
    evidence: Evidence,
    err: sp.Expr = _ERR["printed"].expr,
    corrected: sp.Expr = _ERR["corrected"].expr,
) -> Finding:
    """Compare err with 2KL, for any symmetric 2×2 covariance M = (η/2b)M′."""
    covariance = sp.ImmutableMatrix(PLAIN * s.eta / (2 * s.b))
    values = {s.M_adamw: covariance, s.M: covariance, s.M_prime: PLAIN}
    divergence = twice_kl(covariance)
    evidence.say("2KL of N(x*, M) from N(0, ρI), d = 2, M = (η/2b)M′", divergence)
    rest = s.x_star_norm**2 / s.rho - _size

    def value(expr: sp.Expr) -> sp.Expr:
        return _numbers(matrix_value(expr, values, _size))

    found, right = (_apart(divergence - rest - value(expr)) for expr in (err, corrected))
    evidence.say("err as given", err)
    evidence.say("2KL − ‖x*‖²/ρ + d minus it", found)
    evidence.say(
        "with M′ for M in it, and 2KL − ‖x*‖²/ρ + d",
        equation(value(corrected), divergence - rest, holds=right == 0),
    )
    units = unit_or_fault(err, nats=True)
    fit = "differ from term to term" if isinstance(units, str) else f"are {units}"
    evidence.say(f"the units of err as given {fit}")
    ok = found == 0
    return judge(printed=ok, repaired=right == 0, otherwise="false-as-printed"), (
        "2KL = err + ‖x*‖²/ρ − d"
        if ok
        else f"2KL − ‖x*‖²/ρ + d differs from it by {text(found)}; with M′ = (2b/η)M it is equal"
    )


@check("thm6-c0")
def constant_of_the_bound(
    evidence: Evidence,
    c0: sp.Expr = _C0["printed"].expr,
    corrected: sp.Expr = _C0["corrected"].expr,
    error: sp.Expr = _ERR["corrected"].expr,
    phi: sp.Expr = _PHI,
) -> Finding:
    """Solve Φ = 4√((KL + ln(2n/τ))/n) for c0."""
    covariance = sp.ImmutableMatrix(PLAIN * s.eta / (2 * s.b))
    err = _numbers(matrix_value(error, {s.M_prime: PLAIN}, _size))
    divergence = twice_kl(covariance)
    bound = 16 * (divergence / 2 + sp.log(2 * s.n / s.tau)) / s.n
    evidence.say("square of the PAC-Bayes bound 4√((KL + ln(2n/τ))/n), d = 2", bound)
    evidence.say("square of Φ", phi**2)
    square = sp.Symbol("B", positive=True)
    rates = {once.simplify(sp.diff(phi**2, item)) for item in (s.err, s.c_zero)}
    if len(rates) > 1 or rates & {sp.Integer(0)} or rates.pop().has(s.err, s.c_zero):
        return "unsupported", f"Φ = {text(phi)} is not the root of err + c0 times a number"
    if phi.could_extract_minus_sign():
        return "unsupported", f"Φ = {text(phi)} is negative"
    solved = linear_root(phi**2 - square, s.c_zero)
    needed = solved.xreplace({square: bound, s.err: err})
    needed = _apart(needed)
    evidence.say("c0 that makes them equal", needed)

    def minus(expr: sp.Expr) -> sp.Expr:
        return _apart(_numbers(expr) - needed)

    found, right = minus(c0), minus(corrected)
    evidence.say("c0 as given", c0)
    evidence.say("c0 as given minus it", found)
    evidence.say(
        "the corrected c0, and that one", equation(_numbers(corrected), needed, holds=right == 0)
    )
    ok = found == 0
    if not ok:
        point = {s.x_star_norm: sp.Integer(2), s.rho: sp.Integer(1)}
        evidence.say("at ‖x*‖² = 4 > dρ = 2", Relation(found.xreplace(point), "<", 0), EXACT)
    return judge(printed=ok, repaired=right == 0, otherwise="false-as-printed"), (
        "it is what the Gaussian KL gives"
        if ok
        else f"it exceeds what the KL gives by {text(found)} at d = 2, which is negative where "
        f"‖x*‖² > dρ; right is {text(corrected)}"
    )


@check(
    "thm6-loss-range",
    EXACT,
    unmoved={"largest: factor": "no limit", "largest: power of *": "no limit"},
)
def range_of_the_loss(evidence: Evidence, largest: sp.Expr = sp.oo, phi: sp.Expr = _PHI) -> Finding:
    """Scale the loss, posterior and prior as they are.

    ``largest`` is the largest value that the statement lets the loss have.
    """
    scale = sp.Symbol("s", positive=True)
    evidence.say("Φ, which knows nothing of the size of the loss", phi)
    evidence.say("its derivative by the scale s of the loss", sp.diff(phi, scale))
    evidence.say(
        "example: f(x, ξ) = sξ, ξ = 0 or 1 with probability 1/2, posterior = prior, n = 2, τ = 1/20"
    )
    point = {s.n: sp.Integer(2), s.tau: sp.Rational(1, 20)}
    # With the posterior equal to the prior, c0 = 2KL + 2 ln(2n/τ) − err with KL = 0.
    rest = 2 * sp.log(2 * s.n / s.tau).xreplace(point)
    bound = phi.xreplace({s.err: sp.Integer(0), s.c_zero: rest, **point})
    evidence.say("KL = 0, so err + c0 = 2 ln(2n/τ) and Φ is", bound)
    chosen = sp.Min(sp.Integer(16), largest)
    gap = chosen / 2
    beyond = bool(gap.evalf(30) > bound.evalf(30))
    evidence.say(
        f"with probability 1/4 > τ both samples are 0 and the gap is s/2; at s = {chosen} that is, "
        "beside Φ",
        Relation(gap, ">" if beyond else "≤", bound),
    )
    evidence.say("for losses in [0, 1] no gap exceeds 1", Relation(sp.Integer(1), "≤", bound))
    return judge(
        printed=not beyond, repaired=bool(bound.evalf(30) >= 1), otherwise="missing-hypothesis"
    ), (
        f"the example's gap {text(gap)} is within Φ = {text(decimal(bound, 4))}"
        if not beyond
        else f"at s = {chosen} the gap is {text(gap)} > Φ = {text(decimal(bound, 4))} with "
        "probability 1/4; the lemma is for losses in [0, 1]"
    )


def _diagonal_case(covariance: sp.Expr) -> sp.Matrix:
    """Return M′ in the eigenbasis of H, with Q = H^{−1/2}."""
    values = {s.H: diagonal(*_spectrum), s.Q: diagonal(*(1 / root for root in _roots))}
    found = matrix_value(covariance, values, _size) * 2 * s.b / s.eta
    return sp.ImmutableMatrix(found.applyfunc(once.factor))


def _sum_of_h(ratio: sp.Expr, function: Any = paper_h) -> sp.Expr:
    return sum(_numbers(function(ratio)).xreplace({s.sigma_i: item}) for item in _spectrum)


def _difference(one: sp.Expr, other: sp.Expr) -> sp.Expr:
    """Return a difference with all logarithms taken apart."""
    apart = _apart(one - other)
    return apart if apart == 0 else once.logcombine(apart, force=True)


@check(
    "thm7-det",
    unmoved={"covariances[[]adamw[]]: sign": "a determinant of two rows does not see the sign"},
)
def determinant_of_l2_adam(
    evidence: Evidence,
    err: sp.Expr = _ERR_L2["printed"].expr,
    covariances: Mapping[str, Variant] = _COVARIANCE,
    ratio: Variant = _X["l2-adam"],
) -> Finding:
    """Compare the determinant with what Corollary 3 sums, the factor η/(2b) set aside."""
    plain, other = (_diagonal_case(covariances[name].expr) for name in ("l2-adam", "adamw"))
    # The double count of thm6-prefactor is not the question here: M stands for M′.
    values = {s.M_l2: plain, s.M_prime_l2: plain, s.M_adamw: other, s.M_prime: other}
    repaired = err.xreplace({s.M_adamw: s.M_l2})
    wanted = _sum_of_h(ratio.expr)
    evidence.say("M′ of ℓ2-Adam in the eigenbasis of H, Q = H^{−1/2}, z_i = √σ_i", plain)
    evidence.say("M′ of AdamW", other)
    found = _difference(_numbers(matrix_value(err, values, _size)), wanted)
    own = _numbers(matrix_value(repaired, values, _size))
    right = _difference(own, wanted)
    evidence.say("err as given, M′ for M", err)
    evidence.say("minus Corollary 3's Σh(x_i)", found)
    evidence.say(
        "with ℓ2-Adam's own covariance, and Σh(x_i)", equation(own, wanted, holds=right == 0)
    )
    return judge(printed=found == 0, repaired=right == 0, otherwise="misprint"), (
        "it agrees with Corollary 3"
        if found == 0
        else f"with det M_AdamW it differs from Corollary 3 by {text(found)} at d = 2; with det "
        "M_ℓ2 it agrees"
    )


@check("cor3-identity")
def sums_of_h(
    evidence: Evidence,
    adamw: sp.Expr = _ERR["corrected"].expr,
    l2: sp.Expr = _ERR_L2["corrected"].expr,
    function: Any = paper_h,
    covariances: Mapping[str, Variant] = _COVARIANCE,
    ratios: Mapping[str, Variant] = _X,
) -> Finding:
    """Diagonalise: Q = H^{−1/2} in the eigenbasis of H, err of Theorems 6 and 7 with M′."""
    evidence.say(
        "determinant and trace do not see the basis: take that of H, d = 2, Q = H^{−1/2}, z_i = "
        "√σ_i"
    )
    agree = []
    for optimizer, err in (("adamw", adamw), ("l2-adam", l2)):
        plain = _diagonal_case(covariances[optimizer].expr)
        values = {s.M_prime: plain, s.M_prime_l2: plain}
        values |= {s.M_adamw: plain * s.eta / (2 * s.b), s.M_l2: plain * s.eta / (2 * s.b)}
        evidence.say(f"{optimizer}: M′", plain)
        evidence.say("x_i", ratios[optimizer].expr)
        left = _numbers(matrix_value(err, values, _size))
        wanted = _sum_of_h(ratios[optimizer].expr, function)
        agree.append(_difference(left, wanted) == 0)
        evidence.say("err, and Σh(x_i)", equation(left, wanted, holds=agree[-1]))
    holds = all(agree)
    return ("holds" if holds else "false-as-printed"), (
        "err with M′ is Σh(x_i) for AdamW and for ℓ2-Adam"
        if holds
        else "err differs from Σh(x_i) for "
        + " and ".join(
            name for name, fits in zip(("AdamW", "ℓ2-Adam"), agree, strict=True) if not fits
        )
    )


def _in_x(summand: Variant, ratio: Variant, x: sp.Symbol) -> sp.Expr:
    """Return a summand of AdamW's err as a function of x_i, from x_i = A(base_i + λ)."""
    share, base = _line(ratio.expr)
    at = {s.lam: x / share - base}
    return sp.expand_log(once.simplify(s.expand(summand.expr).xreplace(at)), force=True)


def _line(x: sp.Expr) -> tuple[sp.Expr, sp.Expr]:
    """Return A and base of x = A(base + λ)."""
    x = s.expand(x)
    share = sp.diff(x, s.lam)
    return share, once.simplify(x / share - s.lam)


_SUMMAND = COROLLARY_3.formula("err-summand", optimizer="adamw").variants["printed"]


@check("cor3-h")
def shape_of_h(
    evidence: Evidence,
    summand: Variant = _SUMMAND,
    ratio: Variant = _X["adamw"],
    function: Any = None,
) -> Finding:
    """Differentiate h, which a summand of err is of its x_i."""
    x, u = sp.symbols("x u", positive=True)
    value = _in_x(summand, ratio, x) if function is None else function(x)
    slope = once.factor(sp.diff(value, x))
    evidence.say("h", value)
    evidence.say("h′", slope)
    evidence.say("claimed", (x - 1) / x**2)
    above = once.factor(slope.subs(x, 1 + u))
    below = once.factor(slope.subs(x, 1 / (1 + u)))
    evidence.say("at x = 1 + u, u > 0", Relation(above, ">", 0))
    evidence.say("at x = 1/(1 + u)", Relation(below, "<", 0))
    least = value.subs(x, 1)
    evidence.say("so it is least at x = 1", Relation(value, "≥", least))
    ok = zero(slope - (x - 1) / x**2) and bool(above.is_positive) and bool(below.is_negative)
    ok = ok and least == 1
    return ("holds" if ok else "false-as-printed"), (
        f"h′ = {text(slope)}: h falls to h(1) = {text(least)} and rises beyond"
        if ok
        else f"h′ = {text(slope)}, h(1) = {text(least)}"
    )


@check(
    "cor3-order",
    unmoved={"adamw: power of singular_value": "σ·x_AdamW is on the same side of x_ℓ2"},
)
def order_of_the_two(
    evidence: Evidence, adamw: sp.Expr = _X["adamw"].expr, l2: sp.Expr = _X["l2-adam"].expr
) -> Finding:
    """Factor x_ℓ2 − x_AdamW at equal λ > 0."""
    lam, root, u = sp.symbols("lambda z u", positive=True)
    both = {s.lam: lam, s.lam_l2: lam}
    difference = once.factor((l2 - adamw).xreplace(both).subs(s.sigma_i, root**2))
    evidence.say("x_ℓ2 − x_AdamW at equal λ, z = √σ", difference)
    below = once.factor(difference.subs(root, 1 / (1 + u)))
    above = once.factor(difference.subs(root, 1 + u))
    evidence.say("σ < 1: z = 1/(1 + u)", Relation(below, ">" if below.is_positive else "≤", 0))
    evidence.say("σ > 1: z = 1 + u", Relation(above, "<" if above.is_negative else "≥", 0))
    at_one = difference.subs(root, 1)
    sides = [x.xreplace(both).subs(s.sigma_i, 1) for x in (l2, adamw)]
    evidence.say("σ = 1: x_ℓ2 and x_AdamW", equation(*sides, holds=at_one == 0))
    ok = bool(below.is_positive) and bool(above.is_negative) and at_one == 0
    return ("holds" if ok else "false-as-printed"), (
        f"x_ℓ2 − x_AdamW = {text(difference)} (z = √σ): positive exactly where σ < 1"
        if ok
        else f"x_ℓ2 − x_AdamW = {text(difference)} (z = √σ)"
    )


@check("cor3-lambda")
def decay_and_err(
    evidence: Evidence, summand: Variant = _SUMMAND, ratio: Variant = _X["adamw"]
) -> Finding:
    """Differentiate AdamW's err by λ where x_i > 1."""
    x, u = sp.symbols("x u", positive=True)
    value = _in_x(summand, ratio, x)
    slope = once.factor(sp.diff(value, x))
    share, _ = _line(ratio.expr)
    evidence.say("a summand of err", value)
    evidence.say("its derivative by x", slope)
    evidence.say("derivative of x by λ", Relation(share, ">", 0))
    beyond = once.factor(slope.subs(x, 1 + u))
    rises = bool(beyond.is_positive)
    evidence.say(
        "where x_i = 1 + u > 1, the paper's regime, every summand rises with λ: λ* = 0",
        Relation(beyond, ">" if rises else "≤", 0),
    )
    if not rises:
        return "holds", f"a summand's derivative is {text(slope)}, not positive beyond x = 1"
    return "false-as-printed", (
        f"a summand's derivative by x is {text(slope)} > 0 where x_i > 1: there λ = 0 is best, "
        "elsewhere cor3-criterion says when"
    )


_ERR_SLOPE = COROLLARY_3.formula("err-slope", optimizer="adamw").variants["corrected"]
_CORRECTED_X = COROLLARY_3.formula("x", optimizer="adamw").variants["corrected"]
_CAP = COROLLARY_3.formula("lambda-cap").variants["corrected"]
_x, _rising = sp.symbols("x u", positive=True)


def _slope_in_x(slope: Variant, ratio: Variant) -> tuple[sp.Expr, sp.Expr]:
    """Return A, and the slope of a summand over A as a function of its x_i."""
    share, base = _line(ratio.expr)
    at = {s.lam: _x / share - base}
    return share, once.factor(once.simplify(s.expand(slope.expr).xreplace(at) / share))


def _is_slope(evidence: Evidence, slope: Variant, ratio: Variant) -> tuple[sp.Expr, bool]:
    """Compare the catalog's slope of err with that of h, by its x_i; return A and the answer."""
    share, value = _slope_in_x(slope, ratio)
    wanted = sp.diff(paper_h(_x), _x)
    fits = zero(value - wanted) and not share.has(s.lam) and bool(share.is_positive)
    evidence.say("x_i = A(base_i + λ), with A", share)
    evidence.say("base_i", _line(ratio.expr)[1])
    evidence.say(
        "derivative of a summand by λ, over A: the catalog's and that of h",
        Relation(value, "=" if fits else "≠", once.factor(wanted)),
    )
    return share, fits


@check("cor3-criterion")
def when_decay_helps(
    evidence: Evidence, slope: Variant = _ERR_SLOPE, ratio: Variant = _CORRECTED_X
) -> Finding:
    """Take the derivative of AdamW's err by λ at λ = 0."""
    share, fits = _is_slope(evidence, slope, ratio)
    base = _line(ratio.expr)[1]
    proved = share * base
    evidence.say("x_i at λ = 0", proved)
    at_zero = sp.expand(s.expand(slope.expr).xreplace({s.lam: sp.Integer(0)}))
    evidence.say("a term of d err/dλ there", at_zero)
    wanted = sp.expand(share * (1 / proved - 1 / proved**2))
    agrees = zero(at_zero - wanted)
    evidence.say("A(1/x_i − 1/x_i²)", Relation(at_zero, "=" if agrees else "≠", wanted))
    # cor3-unimodal: where err falls at 0 its minimum is beyond, where it does not, it is at 0.
    evidence.say(
        "err falls at 0 where the sum is negative; as it has one minimum (cor3-unimodal), λ* > 0 "
        "there and only there"
    )
    flat, steep = (once.simplify(1 / base), once.simplify(1 / base**2))
    holds = fits and agrees
    return ("holds" if holds else "false-as-printed"), (
        f"the sum of 1/x_i − 1/x_i² is negative where Σ{text(steep)} > Σ{text(share * flat)}"
        if holds
        else f"a term of the derivative at λ = 0 is {text(at_zero)}"
    )


@check("cor3-unimodal")
def one_minimum(
    evidence: Evidence, slope: Variant = _ERR_SLOPE, ratio: Variant = _CORRECTED_X
) -> Finding:
    """Show that the negative terms of d err/dλ shrink faster than the positive ones."""
    _, fits = _is_slope(evidence, slope, ratio)
    if not fits:
        found = _slope_in_x(slope, ratio)[1]
        return "false-as-printed", f"the derivative of a summand by λ is A·{text(found)}, not A·h′"
    value = once.factor(sp.diff(paper_h(_x), _x))
    rate = once.factor(sp.diff(value, _x) / value)
    evidence.say("how fast a term grows with its x, d log|h′|/dx", rate)
    edge = 3 + 2 * sp.sqrt(2)
    other = 3 - 2 * sp.sqrt(2)
    squares = []
    for name, at, bound in (
        ("x < 1, where the term is negative: at most −(3 + 2√2)", 1 / (1 + _rising), edge),
        ("x > 1, where it is positive: at least −(3 − 2√2)", 1 + _rising, other),
    ):
        # Times x|x − 1|, the rest is a square.
        left = once.simplify((rate + bound).subs(_x, at) * at * (at - 1))
        top, bottom = sp.fraction(once.together(sp.expand(left)))
        square = once.factor(sp.expand(top), extension=sp.sqrt(2))
        power = square.as_powers_dict()
        ok = any(base.has(_rising) and exponent == 2 for base, exponent in power.items()) and bool(
            bottom.is_positive
        )
        ok = ok and bool((square / bottom).subs(_rising, 1).evalf(30) >= 0)
        squares.append(ok)
        evidence.say(f"{name}; the rest times x(x − 1), x = {text(at)}", square / bottom)
    evidence.say(
        "so with λ, as every x_i grows at the rate A, the sum of the positive terms over that of "
        "the negative ones rises, and a term that turns turns positive: the derivative changes "
        "its sign once, from − to +",
        Relation(edge, ">", other),
    )
    holds = all(squares)
    return ("holds" if holds else "false-as-printed"), (
        "d log|h′|/dx is at most −(3+2√2) where h′ < 0 and at least −(3−2√2) where h′ > 0: the "
        "sum changes its sign once"
        if holds
        else f"d log|h′|/dx is {text(rate)}"
    )


@check("cor3-cap")
def largest_decay(
    evidence: Evidence,
    cap: Variant = _CAP,
    ratio: Variant = _CORRECTED_X,
) -> Finding:
    """Find the λ at which every x_i is at least 1."""
    share, base = _line(ratio.expr)
    evidence.say("x_i = A(base_i + λ), with A", share)
    evidence.say("base_i, which rises with σ_i", base)
    rises = bool(sp.diff(base, s.sigma_i).is_nonnegative) and base != 0 and share != 0
    known = bool(share.is_positive) and not share.has(s.lam, s.sigma_i)
    wanted = sp.expand(1 / share - base) if share != 0 else sp.nan
    evidence.say(
        "the least x_i, that of the least σ_i, reaches 1 at this λ, and every other before it",
        wanted,
    )
    evidence.say("beyond it every term of d err/dλ is positive (cor3-lambda): λ* is at most it")
    evidence.say("with one singular value λ* is just there: no smaller number will do")
    fits = zero(cap.expr - wanted)
    evidence.say("the catalog's", Relation(cap.expr, "=" if fits else "≠", wanted))
    holds = rises and known and fits
    return ("holds" if holds else "false-as-printed"), (
        f"at λ = {text(cap.expr)}, σ_i the least, every x_i is at least 1"
        if holds
        else f"every x_i is at least 1 from λ = {text(wanted)} on, not {text(cap.expr)}"
    )


@check("cor3-rho")
def prior_and_x(
    evidence: Evidence, adamw: sp.Expr = _X["adamw"].expr, l2: sp.Expr = _X["l2-adam"].expr
) -> Finding:
    """Differentiate x_i by ρ."""
    slopes = [once.factor(sp.diff(s.expand(item), s.rho)) for item in (adamw, l2)]
    signs: list[bool] = []
    for name, item, slope in zip(("AdamW", "ℓ2-Adam"), (adamw, l2), slopes, strict=True):
        positive = slope != 0 and all(
            term.is_nonnegative for term in sp.Add.make_args(sp.expand(slope))
        )
        signs.append(positive)
        evidence.say(f"x_i of {name}", s.expand(item))
        evidence.say("its derivative by ρ", Relation(slope, "≥" if positive else "<", 0))
    if any(signs):
        limit = once.limit(s.expand(adamw), s.rho, 0, "+")
        evidence.say("x_i for ρ → 0", Relation(s.expand(adamw), "→", limit))
        return "false-as-printed", (
            f"the derivatives by ρ are {text(slopes[0])} and {text(slopes[1])}: a small ρ makes "
            "x_i small"
        )
    return "holds", "x_i grows as ρ falls"


@check("cor3-scale", EXACT)
def scale_of_the_parameters(
    evidence: Evidence, adamw: sp.Expr = _X["adamw"].expr, l2: sp.Expr = _X["l2-adam"].expr
) -> Finding:
    """Rescale x → tx at equal numbers λ."""
    units = [
        s.info(symbol).unit.__class__(sp.Integer(0), s.info(symbol).unit.param)
        for symbol in (s.lam, s.lam_l2)
    ]
    evidence.say(f"units with F in nats: λ of AdamW {units[0]}, λ of ℓ2-Adam {units[1]}")
    lam = sp.Symbol("lambda", positive=True)
    difference = (l2 - adamw).xreplace({s.lam: lam, s.lam_l2: lam})
    before = once.simplify(difference.subs(s.sigma_i, sp.Rational(1, 4)))
    after = once.simplify(difference.subs(s.sigma_i, sp.Integer(4)))
    evidence.say("x_ℓ2 − x_AdamW at σ = 1/4", before)
    evidence.say("x → x/4 makes σ = 1/4 into σ = 4: the same difference is then", after)
    flips = bool((before * after).is_negative)
    if not flips:
        return "holds", "the order is the same at either scale"
    return "unsupported", (
        f"x_ℓ2 − x_AdamW is {text(before)} at σ = 1/4 and {text(after)} after x → x/4: equal λ "
        "have no "
        f"meaning across scales (units {units[0]} and {units[1]})"
    )
