"""Random expressions, as code that computes with logarithms, against mpmath in 60 digits."""

from __future__ import annotations

import math
from typing import Any, NamedTuple

import numpy as np
import pytest
import sympy as sp
from examples import examples
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from mpmath.ctx_mp import MPContext

from adamw_bounds.kernels.mathematics import Arrays, Scalars
from adamw_bounds.theory.branches import NoCodeError
from adamw_bounds.theory.emit import Emitter
from adamw_bounds.theory.papers.zhou2024 import symbols as s
from adamw_bounds.theory.special import LogRoot, OuterRoot

M = MPContext()
M.dps = 60
ROUNDING = 2.0**-52
POSITIVE = (s.c_inf, s.delta, s.L, s.c2)  # the last an abbreviation
NONNEGATIVE = (s.sigma, s.gap)
COUNTS = (s.k, s.b)
REAL = (s.log_det,)


# --- the same expression in 60 digits, with a bound on what rounding can do to the code -----------


class Number(NamedTuple):
    """A value, and how much its logarithm can be off: a relative error."""

    value: Any
    error: Any


class UndefinedError(ArithmeticError):
    """The expression has no real value here, or rounding decides what it is."""


def reference(expr: Any, env: dict[str, Any]) -> Number:
    if isinstance(expr, sp.Symbol):
        definition = s.SYMBOLS[expr.name].definition
        if definition is not None:
            return reference(definition, env)
        return _rounded(M.mpf(env[expr.name]), 0)
    if expr.is_number:
        return _rounded(M.mpf(str(sp.N(expr, 60))), 0)
    args = [] if isinstance(expr, sp.Piecewise) else [reference(arg, env) for arg in expr.args]
    if isinstance(expr, sp.Add):
        value = M.fsum(arg.value for arg in args)
        off = M.fsum(abs(arg.value) * (arg.error + 4 * _own(arg.value)) for arg in args)
        return _rounded(value, _share(off, value))
    if isinstance(expr, sp.Mul):
        value = M.fprod(arg.value for arg in args)
        return _rounded(value, sum(arg.error + _own(arg.value) for arg in args))
    if isinstance(expr, sp.Pow):
        return _power(*args)
    if isinstance(expr, sp.log):
        (inner,) = args
        if not inner.value > 0:
            raise UndefinedError
        value = M.log(inner.value)
        return _rounded(value, _share(inner.error + ROUNDING * (1 + abs(value)), value))
    if isinstance(expr, sp.exp):
        (inner,) = args
        return _rounded(M.exp(inner.value), abs(inner.value) * (inner.error + ROUNDING))
    if isinstance(expr, sp.Abs):
        return Number(abs(args[0].value), args[0].error)
    if isinstance(expr, (sp.Max, sp.Min)):
        pick = max if isinstance(expr, sp.Max) else min
        best = pick(args, key=lambda arg: arg.value)
        return Number(best.value, max(arg.error for arg in args))
    if isinstance(expr, sp.Piecewise):
        for branch, when in expr.args:
            if when == sp.true or _holds(when, env):
                return reference(branch, env)
    raise AssertionError(expr)


def _own(value: Any) -> Any:
    """What a logarithm of this size is rounded by."""
    return ROUNDING * (1 + abs(M.log(abs(value)))) if value else 0


def _rounded(value: Any, error: Any) -> Number:
    return Number(value, error + 2 * _own(value))


def _share(off: Any, value: Any) -> Any:
    if abs(value) <= 100 * off:
        raise UndefinedError  # all digits are lost: no code could tell the sign
    return off / abs(value)


def _power(base: Number, exponent: Number) -> Number:
    whole = exponent.value == M.nint(exponent.value)
    if base.value < 0 and not whole:
        raise UndefinedError
    if base.value == 0:
        if exponent.value <= 0:
            raise UndefinedError
        return Number(M.mpf(0), 0)
    size = abs(M.log(abs(base.value)))
    error = abs(exponent.value) * (base.error + size * (exponent.error + 2 * ROUNDING))
    return _rounded(M.power(base.value, exponent.value), error)


def _holds(when: Any, env: dict[str, Any]) -> bool:
    left, right = (reference(side, env) for side in when.args)
    gap = left.value - right.value
    if not gap:
        # Equal, or so near that 60 digits do not tell: √(1 + 1e-62) and 1.
        with M.workdps(1500):
            near = [reference(side, env).value for side in when.args]
            gap = near[0] - near[1]
    off = abs(left.value) * (left.error + _own(left.value)) + abs(right.value) * (
        right.error + _own(right.value)
    )
    if gap and abs(gap) <= 100 * off:
        raise UndefinedError
    return {
        sp.Lt: gap < 0,
        sp.Le: gap <= 0,
        sp.Gt: gap > 0,
        sp.Ge: gap >= 0,
    }[type(when)]


# --- random expressions ---------------------------------------------------------------------------

numbers = st.sampled_from(
    [
        sp.Integer(1),
        sp.Integer(2),
        sp.Integer(-1),
        sp.Rational(1, 3),
        sp.Rational(-5, 2),
        sp.sqrt(2),
    ]
)
fractions = st.sampled_from([sp.Rational(1, 2), sp.Rational(-3, 4), sp.Rational(5, 3)])
wholes = st.sampled_from([sp.Integer(2), sp.Integer(3), sp.Integer(-1), sp.Integer(-2)])
given_numbers = st.sampled_from([*POSITIVE, *NONNEGATIVE, *COUNTS, *REAL])


def _log(item: Any) -> Any:
    return item if item.is_number and not item.is_positive else sp.log(item)


def _plus(pair: tuple[Any, Any]) -> Any:
    return pair[0] + pair[1]


def _minus(pair: tuple[Any, Any]) -> Any:
    return pair[0] - pair[1]


def _times(pair: tuple[Any, Any]) -> Any:
    return pair[0] * pair[1]


def _over(pair: tuple[Any, Any]) -> Any:
    return pair[0] / pair[1]


def _largest(pair: tuple[Any, Any]) -> Any:
    return _extremum(sp.Max, pair)


def _least(pair: tuple[Any, Any]) -> Any:
    return _extremum(sp.Min, pair)


def _extremum(kind: Any, pair: tuple[Any, Any]) -> Any:
    one, other = pair
    if one == other or not (usable(one) and usable(other)):
        return one
    return kind(one, other, evaluate=bool(one.is_number and other.is_number))


def _cases(four: tuple[Any, Any, Any, Any]) -> Any:
    left, right, yes, no = four
    if (left.is_number and right.is_number) or not (usable(left) and usable(right)):
        return yes
    if left.has(sp.Piecewise) or right.has(sp.Piecewise):
        # sympy makes logic of a case within a condition (ITE): no formula has one.
        return yes
    when = sp.Lt(left, right, evaluate=False)
    return sp.Piecewise((yes, when), (no, True), evaluate=False)


def grown(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    pairs = st.tuples(inner, inner)
    return st.one_of(
        pairs.map(_plus),
        pairs.map(_minus),
        pairs.map(_times),
        pairs.map(_over),
        st.tuples(inner, wholes).map(lambda pair: pair[0] ** pair[1]),
        st.tuples(inner, fractions).map(lambda pair: sp.Abs(pair[0]) ** pair[1]),
        # A power of a rational sum, and powers by a count.
        st.tuples(st.sampled_from(POSITIVE), fractions).map(
            lambda pair: (pair[0] ** 2 + pair[0] + 1) ** pair[1]
        ),
        st.tuples(inner, st.sampled_from(COUNTS)).map(lambda pair: pair[0] ** pair[1]),
        inner.map(lambda item: sp.log(1 + sp.Abs(item))),
        inner.map(_log),
        pairs.map(_largest),
        pairs.map(_least),
        st.tuples(inner, inner, inner, inner).map(_cases),
    )


expressions = st.recursive(st.one_of(numbers, given_numbers), grown, max_leaves=6)


def sized(low: float, high: float) -> st.SearchStrategy[float]:
    return st.floats(low, high).map(lambda power: 10.0**power)


points = st.fixed_dictionaries(
    {
        **{name: sized(-60, 60) for name in ("c_inf", "delta", "smoothness")},
        **{name: st.one_of(st.just(0.0), sized(-60, 60)) for name in ("sigma", "gap")},
        **{name: st.sampled_from([1.0, 2.0, 3.0, 7.0, 40.0]) for name in ("k", "batch_size")},
        "log_det": st.one_of(
            st.just(0.0), sized(-20, 20), sized(-20, 20).map(lambda value: -value)
        ),
    }
)


def compiled(expr: Any) -> Any:
    """Return the function that the emitter makes of log|expr| and its sign, and its inputs."""
    emitter = Emitter()
    log, sign = emitter.pair(expr)
    lines = "\n".join(f"    {line}" for line in (*emitter.lines, f"return {log}, {sign}"))
    space: dict[str, Any] = {}
    exec(f"def f(m, {', '.join(sorted(emitter.inputs))}):\n{lines}", space)
    return space["f"], sorted(emitter.inputs)


def usable(expr: Any) -> bool:
    return not expr.has(sp.zoo, sp.nan, sp.oo, sp.I, sp.re, sp.im, sp.arg, sp.sign)


@settings(max_examples=examples(150))
@given(expr=expressions, env=points)
@example(
    expr=(s.c_inf + s.delta) ** sp.Rational(5, 3), env=dict.fromkeys(("c_inf", "delta"), 1e200)
)
@example(expr=(s.c_inf - s.delta) ** 3, env={"c_inf": 1e-200, "delta": 3e200})
@example(expr=s.log_det**s.k, env={"log_det": -1e20, "k": 7.0})
@example(expr=s.log_det**s.k, env={"log_det": -1e20, "k": 40.0})
@example(expr=sp.Integer(-1) ** (s.k**2), env={"k": 40.0})
@example(expr=s.log_det - s.log_det * s.c_inf, env={"log_det": 1e300, "c_inf": 1e60})
@example(expr=sp.Min(s.log_det, s.c_inf, evaluate=False), env={"log_det": -2.0, "c_inf": 1e60})
@example(
    expr=_cases((sp.Integer(1), s.c2, sp.Integer(1), sp.Integer(2))),
    env={"c_inf": 1e-31, "delta": 1.0},
)
def test_code_is_the_expression(expr: Any, env: dict[str, float]) -> None:
    assume(usable(expr) and expr.free_symbols)
    try:
        wanted = reference(expr, env)
    except (UndefinedError, ZeroDivisionError):
        return
    function, names = compiled(expr)
    known = {name: env[name] for name in names}
    log, sign = function(Scalars(), **known)
    check(log, sign, wanted)
    arrays = Arrays()
    with np.errstate(all="ignore"):
        logs, signs = function(arrays, **{k: np.full(2, v) for k, v in known.items()})
    for one, turn in zip(np.broadcast_to(logs, 2), np.broadcast_to(signs, 2), strict=True):
        check(float(one), float(turn), wanted)


def check(log: float, sign: float, wanted: Number) -> None:
    if wanted.value == 0:
        assert log == -math.inf
        return
    expected = M.log(abs(wanted.value))
    assert abs(M.mpf(log) - expected) <= 16 * wanted.error + 4 * ROUNDING * (1 + abs(expected))
    assert sign == M.sign(wanted.value)


@settings(max_examples=examples(60))
@given(expr=expressions)
def test_every_real_expression_has_code(expr: Any) -> None:
    assume(usable(expr))
    if expr.is_number and (not expr.is_real):
        return
    compiled(expr)


# --- what is not a real number, and what never overflows ------------------------------------------


def run(expr: Any, **env: float) -> Any:
    emitter = Emitter()
    log = emitter.log(expr)
    space: dict[str, Any] = {}
    lines = "\n".join(f"    {line}" for line in (*emitter.lines, f"return {log}"))
    exec(f"def f(m, {', '.join(sorted(emitter.inputs))}):\n{lines}", space)
    found = space["f"](Scalars(), **env)
    with np.errstate(all="ignore"):
        many = space["f"](Arrays(), **{name: np.full(2, value) for name, value in env.items()})
    np.testing.assert_allclose(np.broadcast_to(many, 2), found, rtol=1e-12)
    return found


def test_a_negative_value_of_what_cannot_be_negative_is_undefined() -> None:
    for expr in (s.c_inf - s.delta, s.gap * (s.c_inf - s.delta), (s.c_inf - s.delta) ** 3):
        assert math.isnan(run(expr, **_inputs(expr, c_inf=1.0, delta=2.0)))
        assert math.isfinite(run(expr, **_inputs(expr, c_inf=2.0, delta=1.0)))
    assert run((s.c_inf - s.delta) ** 2, c_inf=1.0, delta=3.0) == pytest.approx(math.log(4))


def _inputs(expr: Any, **values: float) -> dict[str, float]:
    return {item.name: values.get(item.name, 1.0) for item in expr.free_symbols}


@pytest.mark.parametrize(
    "expr",
    [sp.sin(s.c_inf), s.c_inf * sp.I, sp.gamma(s.c_inf), sp.Symbol("stranger", positive=True)],
)
def test_what_has_no_logarithm_is_refused(expr: Any) -> None:
    with pytest.raises(NoCodeError):
        Emitter().log(expr)


def test_roots_of_what_is_beyond_a_float() -> None:
    huge = dict.fromkeys(("c_inf", "smoothness"), 1e300)
    square = s.c_inf * s.L  # 10^600
    # t − log t = x: beside x its logarithm is nothing.
    assert run(OuterRoot(square), **huge) == pytest.approx(600 * math.log(10), rel=1e-14)
    # √(T+1) ≥ α + β(κ + log T) with κ beyond a float.
    found = run(LogRoot(1, s.delta, 2 + square), **huge, delta=1e-10)
    assert found == pytest.approx(2 * (590 * math.log(10)), rel=1e-14)
    assert run(LogRoot(1, s.delta, 2 + square), **huge, delta=1e-300) == pytest.approx(
        2 * 300 * math.log(10), rel=1e-14
    )


def test_whole_parts() -> None:
    assert run(sp.ceiling(s.c_inf), c_inf=2.5) == pytest.approx(math.log(3))
    assert run(sp.floor(s.c_inf), c_inf=2.5) == pytest.approx(math.log(2))
    assert run(sp.floor(s.c_inf), c_inf=0.5) == -math.inf


@pytest.mark.parametrize(
    ("condition", "values"),
    [
        (sp.And(sp.Gt(s.lam, 0), sp.Eq(s.gap, 0)), {(1.0, 0.0): True, (0.0, 0.0): False}),
        (sp.Or(sp.Gt(s.lam, 0), sp.Eq(s.gap, 0)), {(1.0, 1.0): True, (0.0, 1.0): False}),
        (sp.Not(sp.And(sp.Gt(s.lam, 0), sp.Ne(s.gap, 0))), {(1.0, 1.0): False, (1.0, 0.0): True}),
        # Neither side need be positive, and neither need fit a float.
        (sp.Lt(s.lam - s.gap, s.gap - s.lam), {(1.0, 2.0): True, (2.0, 1.0): False}),
        (sp.Lt(s.lam**3 - s.gap**3, 1), {(1e300, 1.0): False, (1.0, 1e300): True}),
    ],
)
def test_truth_values(condition: Any, values: dict[tuple[float, float], bool]) -> None:
    emitter = Emitter()
    truth = emitter.truth(condition)
    space: dict[str, Any] = {}
    lines = "\n".join(f"    {line}" for line in (*emitter.lines, f"return {truth}"))
    exec(f"def f(m, gap, lam):\n{lines}", space)
    for (lam, gap), expected in values.items():
        assert bool(space["f"](Scalars(), gap=gap, lam=lam)) is expected
        many = {"gap": np.full(3, gap), "lam": np.full(3, lam)}
        with np.errstate(all="ignore"):
            assert np.all(np.asarray(space["f"](Arrays(), **many)) == expected)


def test_a_product_at_1_exactly_is_neither_above_nor_below() -> None:
    emitter = Emitter()
    truth = emitter.truth(sp.Gt(s.q, 1))
    space: dict[str, Any] = {}
    lines = "\n".join(f"    {line}" for line in (*emitter.lines, f"return {truth}"))
    exec(f"def f(m, beta2, c_inf, delta):\n{lines}", space)
    for delta, above in ((0.25 * 9, False), (np.nextafter(0.25 * 9, 0), True)):
        env = {"beta2": 0.25, "c_inf": 3.0, "delta": float(delta)}
        assert bool(space["f"](Scalars(), **env)) is above
        with np.errstate(all="ignore"):
            many = space["f"](Arrays(), **{name: np.full(2, v) for name, v in env.items()})
        assert np.all(many == above)
