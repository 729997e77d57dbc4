"""The least count, against closed forms, brute force and bounds written out here once more."""

from __future__ import annotations

import numpy as np
import pytest
from examples import examples
from hypothesis import given, settings
from hypothesis import strategies as st
from mpmath import mp, mpf

from adamw_bounds.engine.least import FRACTION, POSITIVE, least_count, lowest

add = np.logaddexp
sizes = st.floats(1e-12, 1e12)


def one(found):
    """The only problem of an answer: log N, N, settings, log of the floor."""
    (log_count,), (count,), (floor,) = found.log_count, found.count, found.log_floor
    return log_count, count, tuple(float(item[0]) for item in found.settings), floor


def total(*terms):
    """Log of a sum of terms that are given as logs."""
    return np.logaddexp.reduce(np.stack(np.broadcast_arrays(*terms)))


# --- closed forms -----------------------------------------------------------------------------
@settings(max_examples=examples(60))
@given(a=sizes, b=sizes, floor=sizes, above=st.floats(1e-6, 1e9))
def test_one_setting_and_a_floor(a, b, floor, above):
    """A/(θN) + Bθ + F is least at θ = √(A/(BN)): N = 4AB/(t − F)²."""

    def bound(log_n, values):
        log_x = np.log(values[0])
        return total(np.log(a) - log_x - log_n, np.log(b) + log_x, np.log(floor))

    target = np.log(floor) + np.log1p(above)
    log_n, count, (x,), log_floor = one(least_count(bound, [POSITIVE], target))
    expected = max(0.0, np.log(4 * a * b) - 2 * (np.log(floor) + np.log(above)))
    # Near its floor the bound hardly falls, and the root feels its rounding.
    assert log_n == pytest.approx(expected, abs=1e-11 + 1e-12 / min(above, 1))
    assert max(1, np.exp(log_n)) * (1 - 1e-11) <= count <= np.ceil(np.exp(log_n) * (1 + 1e-11))
    assert log_floor == pytest.approx(np.log(floor), abs=1e-11)
    assert bound(np.log(count), (np.array(x),)) <= target + 1e-11
    below = one(least_count(bound, [POSITIVE], np.log(floor) - 1e-6))
    assert np.isnan(below[0])
    assert np.isnan(below[1])
    assert below[3] == pytest.approx(np.log(floor), abs=1e-11)


@settings(max_examples=examples(40))
@given(
    a=sizes,
    b=sizes,
    c=sizes,
    d=st.floats(1e-6, 1e6),
    target=st.floats(1e-12, 1e6),
    tilt=st.floats(-3, 3),
)
def test_two_settings_that_lean_on_each_other(a, b, c, d, target, tilt):
    """With θ' = θ φ^tilt the two pairs part: N = ((2√(AB) + 2√(CD))/t)²."""

    def bound(log_n, values):
        y = np.log(values[1])
        x = np.log(values[0]) + tilt * y
        return total(np.log(a) - x - log_n, np.log(b) + x, np.log(c) - y - log_n, np.log(d) + y)

    log_n, _, _, _ = one(least_count(bound, [POSITIVE, POSITIVE], np.log(target)))
    expected = 2 * (np.log(2 * (np.sqrt(a * b) + np.sqrt(c * d))) - np.log(target))
    assert log_n == pytest.approx(max(0.0, expected), abs=1e-11)


@pytest.mark.parametrize("near", [1e-15, 1e-6, 0.5, 1 - 1e-9])
def test_a_fraction(near):
    """A number between 0 and 1, next to either end: s = near is where the bound is least."""

    def bound(log_n, values):
        odds = np.log(values[0]) - np.log1p(-values[0]) - (np.log(near) - np.log1p(-near))
        return total(odds, -odds) - log_n

    log_n, _, (s,), _ = one(least_count(bound, [FRACTION], np.log(1e-3)))
    assert log_n == pytest.approx(np.log(2e3), abs=1e-12)
    assert s == pytest.approx(near, rel=1e-5)
    assert 1 - s == pytest.approx(1 - near, rel=1e-5)


@settings(max_examples=examples(40))
@given(
    where=st.tuples(st.floats(-200, 200), st.floats(-200, 200)),
    deep=st.tuples(st.floats(0.1, 10), st.floats(0.1, 10)),
)
def test_of_several_valleys_the_deepest_is_found(where, deep):
    """The lower of two bounds that are least at different settings."""

    def bound(log_n, values):
        x = np.log(values[0])
        sides = [
            total(x - place, place - x) + np.log(factor / 2)
            for place, factor in zip(where, deep, strict=True)
        ]
        return np.minimum(*sides) - log_n

    log_n, _, _, _ = one(least_count(bound, [POSITIVE], np.log(1e-5)))
    assert log_n == pytest.approx(np.log(min(deep) / 1e-5), abs=1e-10)


def test_ghadimi_and_lan_with_a_free_step_is_found_by_the_search():
    """2Δ/(γN) + Lσ²γ with γ ≤ 1/L: the search over γ finds 8LΔσ²/ε⁴."""
    L, gap, sigma, eps = 3.0, 2.0, 0.7, 0.05

    def bound(log_n, values):
        gamma = values[0]
        found = np.logaddexp(np.log(2 * gap / gamma) - log_n, np.log(L * sigma**2 * gamma))
        return np.where(gamma <= 1 / L, found, np.nan)

    log_n, count, (gamma,), _ = one(least_count(bound, [POSITIVE], 2 * np.log(eps)))
    exact = 8 * L * gap * sigma**2 / eps**4
    assert log_n == pytest.approx(np.log(exact), abs=1e-11)
    assert count == np.ceil(exact)
    assert gamma == pytest.approx(eps**2 / (2 * L * sigma**2), rel=1e-5)


@settings(max_examples=examples(60))
@given(L=st.floats(1e-6, 1e6), sigma=st.floats(1e-6, 1e3), eps=st.floats(1e-3, 1e3))
def test_no_free_setting(L, sigma, eps):
    """Ghadimi and Lan's corollary: N = 2LΔ(σ + √(σ²+ε²))²/ε⁴, by the search and by its formula."""
    found = least_count(
        lambda log_n, _: np.logaddexp(
            np.log(2 * L) - log_n, np.log(2 * sigma) + (np.log(2 * L) - log_n) / 2
        ),
        (),
        2 * np.log(eps),
    )
    exact = 2 * L * (sigma + np.hypot(sigma, eps)) ** 2 / eps**4
    log_n, count, values, _ = one(found)
    assert log_n == pytest.approx(max(0.0, np.log(exact)), abs=1e-11)
    assert values == ()
    if abs(exact - round(exact)) > 1e-9 * exact and exact < 2.0**50:
        assert count == max(1, np.ceil(exact))


def test_the_golden_count_of_sgd():
    found = least_count(
        lambda log_n, _: np.logaddexp(np.log(2.0) - log_n, (np.log(2.0) - log_n) / 2),
        (),
        np.log(0.01),
    )
    assert found.count[0] == 20399


# --- whole numbers, ends, order ---------------------------------------------------------------
@pytest.mark.parametrize("whole", [1, 2, 3, 7, 400, 20399, 10**6 + 1, 2**33 + 1])
def test_a_whole_number_is_met_exactly(whole):
    """Where the bound is exactly on target at a whole N, and just beside it."""
    for shift, expected in ((-0.1, whole), (0, whole), (0.1, whole + 1)):
        found = least_count(lambda log_n, _: -log_n, (), -np.log(whole + shift))
        assert found.count[0] == expected
        assert found.log_count[0] == pytest.approx(max(0.0, np.log(whole + shift)), abs=1e-12)


def test_the_first_step_may_suffice():
    """A bound that rises before it falls: where N = 1 meets the target, 1 is the least."""

    def bound(log_n, _):
        return np.log(log_n + np.log(5.0)) - log_n / 2

    assert least_count(bound, (), bound(0.0, ()) + 1e-9).count[0] == 1
    peak = bound(np.log(2.0), ())
    count = least_count(bound, (), bound(0.0, ()) - 1e-9).count[0]
    assert peak < 1
    assert bound(np.log(count), ()) <= bound(0.0, ()) - 1e-9 < bound(np.log(count - 1), ())


def test_where_the_bound_is_undefined_it_does_not_hold():
    """N − 9 steps count, as with a momentum that needs its time."""
    found = least_count(lambda log_n, _: -np.log(np.exp(log_n) - 9), (), np.log(1e-3))
    assert found.count[0] == 1009


def test_more_steps_than_can_be_written():
    """A bound that falls to 0, but too slowly, has no floor; one that stays above has."""
    slow = least_count(lambda log_n, _: -1e-3 * log_n, (), -1.0)
    assert np.isnan(slow.count[0])
    assert slow.log_floor[0] == -np.inf
    level = least_count(lambda log_n, _: np.logaddexp(-log_n, -0.5), (), -1.0)
    assert np.isnan(level.count[0])
    assert level.log_floor[0] == pytest.approx(-0.5)


def test_problems_are_searched_together_as_alone():
    rng = np.random.default_rng(0)
    a, b, target = 10 ** rng.uniform(-6, 6, (3, 50))

    def bound(which):
        first, second = np.log(a[which])[:, None], np.log(b[which])[:, None]

        def of(log_n, values):
            x, s = np.log(values[0]), np.log(values[1])
            return total(first - x - log_n, second + x - s, s / 2)

        return of

    together = least_count(bound(slice(None)), [POSITIVE, FRACTION], np.log(target))
    for place in range(0, 50, 7):
        alone = least_count(bound([place]), [POSITIVE, FRACTION], np.log(target[place]))
        assert together.log_count[place] == pytest.approx(alone.log_count[0], abs=1e-10)
        assert together.count[place] == pytest.approx(alone.count[0], rel=1e-10)


def test_the_lowest_point_itself():
    """cosh in three coordinates, leaning, with its bottom between the points of the grid."""
    place = np.array([12.3, -45.6, 78.9])

    def function(values):
        x, y, z = (np.log(item) - at for item, at in zip(values, place, strict=True))
        return total(x + y / 2, -x - y / 2, y, -y, z - x / 3, x / 3 - z)

    found = lowest(function, [POSITIVE] * 3)
    assert found.log[0] == pytest.approx(np.log(6), abs=1e-12)
    assert found.coordinates[0] == pytest.approx(place, abs=1e-5)


# --- the bounds that it is for ----------------------------------------------------------------
def repaired(log_n, values, *, dim, delta):
    """The repaired bound of bias-corrected RMSProp, all other constants 1."""
    log_a, log_s = np.log(values[0]), np.log(values[1])
    c2, d = np.log1p(delta) / 2, np.log(dim)
    noise = np.logaddexp(np.log(4) + d + c2 - log_s / 2, log_a + d + c2 - log_s)
    once = np.log(np.logaddexp(0, -log_s - np.log(delta))) - log_n
    return total(
        np.log(2) + c2 - log_a - log_n, noise + once, noise + np.log(-np.log1p(-values[1]))
    )


def exact_repaired(n, alpha, s, dim, delta):
    """The same in 40 digits."""
    with mp.workdps(40):
        alpha, s, delta = mpf(alpha), mpf(s), mpf(delta)
        c2 = mp.sqrt(1 + delta)
        noise = 4 * dim * c2 / mp.sqrt(s) + alpha * dim * c2 / s
        return 2 * c2 / (alpha * n) + noise * (mp.log1p(1 / (s * delta)) / n - mp.log1p(-s))


#: N for ε = 0.1 from grids of α and β2: they find no fewer than the search does.
TABLE = {
    (1, 1e-2): 1.8e7,
    (1, 1e-8): 3.2e7,
    (10_000, 1e-8): 5.6e15,
    (10_000, 1e-16): 5.6e15,
}


@pytest.mark.parametrize(("dim", "delta"), TABLE)
def test_the_repaired_bound_against_grids(dim, delta):
    found = least_count(
        lambda log_n, values: repaired(log_n, values, dim=dim, delta=delta),
        [POSITIVE, FRACTION],
        np.log(0.01),
    )
    _, count, (alpha, s), _ = one(found)
    assert TABLE[dim, delta] / 2 < count < TABLE[dim, delta]
    assert exact_repaired(mpf(count), alpha, s, dim, delta) <= mpf("0.01") * (1 + mpf(10) ** -12)
    # A grid of s, with the best α at each in closed form: one step fewer is not enough.
    s = np.geomspace(1e-18, 0.5, 400_001)
    n = count - 1 if count < 2**50 else count * (1 - 1e-9)
    c2 = np.sqrt(1 + delta)
    once = np.log1p(1 / (s * delta)) / n - np.log1p(-s)
    least = np.sqrt(8 * c2 / n * dim * c2 / s * once) + 4 * dim * c2 / np.sqrt(s) * once
    assert least.min() > 0.01


def printed(log_n, values, *, dim, delta):
    """Theorem 2 as printed: R grows with the averaging, so it has a floor."""
    log_a, log_s = np.log(values[0]), np.log(values[1])
    R, d = np.logaddexp(0, (np.log(delta) - log_s) / 2), np.log(dim)
    noise = np.logaddexp(np.log(4) + d + 2 * R - log_s / 2, log_a + d + R - log_s)
    once = np.log(np.logaddexp(0, 2 * R - np.log(delta))) - log_n
    return total(np.log(2) + R - log_a - log_n, noise + once, noise + np.log(-np.log1p(-values[1])))


@pytest.mark.parametrize("delta", [1e-14, 1e-10, 1e-4, 1e-2])
@pytest.mark.parametrize("dim", [1, 10**6, 10**12])
def test_the_floor_of_the_printed_bound(dim, delta):
    """It is just above 16 d c∞ √δ, as −ln β2 is just above 1 − β2."""
    found = least_count(
        lambda log_n, values: printed(log_n, values, dim=dim, delta=delta),
        [POSITIVE, FRACTION],
        np.log(12 * dim * np.sqrt(delta)),
    )
    floor = np.exp(found.log_floor[0]) / (16 * dim * np.sqrt(delta))
    assert np.isnan(found.count[0])
    assert 1 - 1e-12 <= floor < 1 + delta + 1e-12
