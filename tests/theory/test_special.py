"""The two implicit functions against their equations, in many digits."""

from __future__ import annotations

from typing import Any

import mpmath
import pytest
import sympy as sp

from adamw_bounds.kernels.mathematics import Scalars
from adamw_bounds.theory.special import (
    BestMomentum,
    BestRest,
    BiasSum,
    DecaySplit,
    KernelFunction,
    LargestStep,
    LogRoot,
    OuterRoot,
    Rate,
    Shrink,
    Spare,
    YoungWeight,
)


def log_root(alpha: Any, beta: Any, kappa: Any) -> Any:
    def short(u: Any) -> bool:
        return bool(mpmath.sqrt(mpmath.exp(u) + 1) < alpha + beta * (kappa + u))

    low, high = mpmath.mpf(0), mpmath.mpf(1)
    if not short(low):
        return mpmath.mpf(1)
    while short(high):
        low, high = high, 2 * high
    for _ in range(100):
        middle = (low + high) / 2
        low, high = (middle, high) if short(middle) else (low, middle)
    return mpmath.exp(high)


@pytest.mark.parametrize("x", ["1", "1.0000001", "1.5", "3", "20", "345.75"])
def test_outer_root_is_lamberts_function(x: str) -> None:
    value = sp.Rational(x)
    found = OuterRoot(value).evalf(40)
    with mpmath.workdps(45):
        y = mpmath.mpf(x)
        expected = -mpmath.lambertw(-mpmath.exp(-y), -1).real
        assert abs(mpmath.mpf(str(found)) - expected) < mpmath.mpf(10) ** -19 * expected
    written = OuterRoot(value).rewrite(sp.LambertW)
    assert written == -sp.LambertW(-sp.exp(-value), -1)
    t = sp.Symbol("t", positive=True)
    assert OuterRoot(t).diff(t) == OuterRoot(t) / (OuterRoot(t) - 1)


@pytest.mark.parametrize(
    ("alpha", "beta", "kappa"), [(1, "1e-3", 3), (3, 2, 2), (1, 40, 3), (1, "0.3", 1000)]
)
def test_log_root_meets_its_equation(alpha: int, beta: str, kappa: int) -> None:
    found = LogRoot(alpha, sp.Rational(beta), kappa).evalf(40)
    with mpmath.workdps(45):
        expected = log_root(mpmath.mpf(alpha), mpmath.mpf(beta), mpmath.mpf(kappa))
        assert abs(mpmath.mpf(str(found)) - expected) < mpmath.mpf(10) ** -28 * expected


@pytest.mark.parametrize(
    ("function", "arguments", "digits"),
    [
        (YoungWeight, ("0.4", "0", "0.1", "0"), 13),
        (YoungWeight, ("0.4", "0.25", "0.1", "0.5"), 13),
        (YoungWeight, ("1e-30", "0", "0.999", "0"), 13),
        (YoungWeight, ("7", "0", "0.1", "0"), 13),
        (BiasSum, ("0.1",), 13),
        (BiasSum, ("0.9990234375",), 13),
        (BiasSum, ("1e-9",), 13),
        (DecaySplit, ("0.3", "0.4", "0.1", "0"), 9),
        (DecaySplit, ("0.3", "0.4", "0.1", "0.2"), 9),
        (DecaySplit, ("1e9", "0.7", "0.01", "0"), 5),
        (LargestStep, ("0.1", "0.2", "0.4"), 13),
        (LargestStep, ("0", "1", "0.4"), 13),
        (BestMomentum, ("20100", "70.7", "0", "0"), 6),
        (BestMomentum, ("3", "0.5", "0.2", "1"), 5),
        (BestMomentum, ("3", "0", "0", "0"), 13),
        (Rate, ("1e-30",), 13),
        (Rate, ("0.5",), 13),
        (Shrink, ("1e-9", "1e9"), 13),
        (Shrink, ("0.75", "3"), 13),
        (Spare, ("0.75",), 13),
        (BestRest, ("20100", "70.7", "0", "0.0106", "0"), 6),
    ],
)
def test_a_function_of_the_proofs_is_what_the_kernels_compute(
    function: type[KernelFunction], arguments: tuple[str, ...], digits: int
) -> None:
    """A choice is known to half the digits of what it minimises."""
    numbers = [sp.Rational(text) for text in arguments]
    found = function(*numbers).evalf(25)
    backend = Scalars()
    taken = {
        "log": lambda number: backend.log(float(number)),
        "value": float,
        "twofold": lambda number: backend.twofold(float(number)),
        "number": int,
    }
    computed = getattr(backend, function.kernel)(
        *(taken[kind](number) for kind, number in zip(function.takes, numbers, strict=True))
    )
    assert computed == pytest.approx(float(sp.log(found)), abs=10.0**-digits)
    assert "left" in sp.latex(function(*map(sp.Symbol, "abcde"[: len(arguments)])) ** 2)
