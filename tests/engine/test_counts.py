"""Whole numbers are whole: ceil(T) against fractions and 60 digits, one by one and in arrays."""

from __future__ import annotations

import itertools
import math
from decimal import Decimal
from fractions import Fraction
from typing import Any

import mpmath as mp
import numpy as np
import pytest
from examples import examples
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from input_strategies import inputs
from references import REFERENCES, M
from references.zhou2024 import A, S, gap0, hardest, t3_of

from adamw_bounds import complexity
from adamw_bounds.engine import counts
from adamw_bounds.engine.counts import ceiling, with_settings
from adamw_bounds.kernels import KERNELS, SYMBOLS, digits
from adamw_bounds.kernels.calls import evaluate
from adamw_bounds.kernels.digits import Wide, evaluate_exactly, exactly

COUNTING = {key: kernel for key, kernel in KERNELS.items() if kernel.exact is not None}
#: √(c∞²+δ)/√δ is rational here: (c∞, δ, c2/c1).
TRIPLES = (
    (3.0, 16.0, Fraction(5, 4)),
    (1.5, 4.0, Fraction(5, 4)),
    (1.2, 0.25, Fraction(13, 5)),
    (0.3, 0.16, Fraction(5, 4)),
)


def meant(env: dict[str, float]) -> dict[str, Any]:
    """Return the numbers that floats stand for, in the current digits."""
    return {
        name: mp.mpf(exactly(value).numerator) / exactly(value).denominator
        for name, value in env.items()
    }


def whole_theorem_2(
    ratio: Fraction, L: Any, gap: Any, sigma: Any, epsilon: Any, batch: int
) -> Fraction:
    """Return T of ``explicit-large-step`` without decay, which is rational in its inputs."""
    L, gap, sigma, epsilon = (Fraction(str(item)) for item in (L, gap, sigma, epsilon))
    noise = sigma**2 / (batch * epsilon**2)
    start = L * gap / epsilon**2
    return max(
        36 * ratio**2 * start * noise,
        24 * ratio * start,
        9 * ratio**2 * noise**2,
        6 * ratio * noise,
    )


DECIMALS = st.tuples(st.integers(1, 99999), st.integers(-4, 3)).map(
    lambda pair: float(f"{pair[0]}e{pair[1]}")
)


@settings(max_examples=examples(300))
@given(
    triple=st.sampled_from(TRIPLES),
    L=DECIMALS,
    gap=DECIMALS,
    sigma=DECIMALS,
    epsilon=st.sampled_from([1e-3, 0.01, 0.1, 0.2, 0.3, 0.5, 0.7, 1, 3.0]),
    batch=st.integers(1, 1000),
)
@example(triple=TRIPLES[0], L=100.0, gap=10.0, sigma=0.3, epsilon=0.1, batch=9)
def test_a_count_is_the_least_whole_number_of_the_numbers_that_were_typed(
    triple: Any, L: float, gap: float, sigma: float, epsilon: float, batch: int
) -> None:
    c_inf, delta, ratio = triple
    expected = max(1, math.ceil(whole_theorem_2(ratio, L, gap, sigma, epsilon, batch)))
    assume(expected < 10**300)
    given_ = {"c_inf": c_inf, "delta": delta, "smoothness": L, "gap": gap, "sigma": sigma}
    wanted = {"quantity": "iterations", "optimizer": "adamw"}
    answer = complexity(
        2, variant="explicit-large-step", epsilon=epsilon, batch_size=batch, **given_
    )
    assert answer.one(**wanted).count == expected
    work = answer.one(quantity="gradient-complexity", optimizer="adamw").count
    assert work == expected * batch
    # In arrays the same, as far as a float holds whole numbers.
    given_["gap"] = np.array([gap, gap / 7])
    many = complexity(2, variant="explicit-large-step", epsilon=epsilon, batch_size=batch, **given_)
    found = many.one(**wanted).count[0]
    if expected < 2**53:
        assert found == expected
    elif expected < 1e308:
        assert math.nextafter(found, 0.0) < expected <= found


def test_true_whole_numbers_of_9_to_16_digits_are_not_rounded_up() -> None:
    """A third of them came out one too large."""
    tried = 0
    for L, gap, (c_inf, delta, ratio), epsilon in itertools.product(
        (100, 1000, 12_000), (10, 250, 4321), TRIPLES, (0.1, 0.01, 0.02)
    ):
        total = whole_theorem_2(ratio, L, gap, 2.5, epsilon, 1)
        if total.denominator != 1 or not 10**8 < total < 10**16:
            continue
        tried += 1
        row = complexity(
            2,
            variant="explicit-large-step",
            smoothness=L,
            gap=gap,
            sigma=2.5,
            epsilon=epsilon,
            c_inf=c_inf,
            delta=delta,
        ).one(quantity="iterations", optimizer="adamw")
        assert row.count == total
    assert tried > 20


@pytest.mark.parametrize("full", [False, True])
def test_many_points_are_decided_together(monkeypatch: pytest.MonkeyPatch, full: bool) -> None:
    """Digits are needed where a count is whole alone; a grid is read a value of an axis."""
    decided: list[Any] = []
    read: list[int] = []
    one_by_one, of_pairs = counts._decided, digits.read_pairs
    monkeypatch.setattr(
        counts, "_decided", lambda *point: decided.append(point) or one_by_one(*point)
    )
    monkeypatch.setattr(
        digits, "read_pairs", lambda values: read.append(np.size(values)) or of_pairs(values)
    )
    epsilon, delta = np.geomspace(1.1e-4, 1, 300)[:, None], np.geomspace(1.1e-16, 1, 250)
    if full:
        epsilon, delta = np.broadcast_arrays(epsilon, delta)
    given_ = {"c_inf": 1.0, "smoothness": 1.0, "sigma": 1.0, "gap": 1.0}
    asked = {"variant": "explicit", "epsilon": epsilon, "delta": delta, **given_}
    row = complexity(2, **asked).one(quantity="iterations", optimizer="adamw")
    size = row.count.size
    assert size == 300 * 250
    assert (row.count >= 2**53).sum() > size / 3
    assert len(decided) < 20
    if not full:
        assert sum(read) < size / 20
    # Each is the least whole number, or the least float beyond 2^53, that is not below.
    draw = np.random.default_rng(2)
    for place in draw.integers(0, size, 60).tolist():
        point = {
            name: float(np.broadcast_to(value, row.count.shape).flat[place])
            for name, value in (("epsilon", epsilon), ("delta", delta))
        }
        single = complexity(2, variant="explicit", **given_, **point).one(quantity="iterations")
        found = float(row.count.flat[place])
        assert math.nextafter(found, 0.0) < single.count <= found
        assert single.count == found or found > 2**53


def test_counts_beyond_every_whole_float_keep_their_digits() -> None:
    # 9 (5/4)² σ⁴/ε⁴ = 9·25/16·10^40
    row = complexity(
        2, variant="explicit", c_inf=3, delta=16, smoothness=1, gap=0, sigma=1e5, epsilon=1e-5
    ).one(quantity="iterations")
    assert row.count == 9 * 25 * 10**40 // 16


@pytest.mark.parametrize("key", COUNTING, ids=lambda key: "-".join(filter(None, key)))
def test_plain_arithmetic_gives_what_the_logarithms_give(key: Any) -> None:
    kernel = COUNTING[key]
    assert kernel.exact is not None
    rng = np.random.default_rng(11)
    count = 40
    point: dict[str, Any] = {}
    for name in kernel.inputs:
        domain = SYMBOLS[name].domain
        if domain.startswith("integer"):
            point[name] = rng.integers(1, 1000, count).astype(float)
        elif domain.startswith(("(0, 1", "[0, 1")):
            point[name] = rng.random(count)
        else:
            point[name] = 10.0 ** rng.uniform(-4, 4, count)
        if domain == ">= 0":
            point[name] = point[name] * (rng.random(count) < 0.8)
    if key[0].startswith("here-pl"):  # μ ≤ L is what the two mean
        pair = point["mu"], point["smoothness"]
        point["mu"], point["smoothness"] = np.minimum(*pair), np.maximum(*pair)
    wide = Wide()
    with np.errstate(all="ignore"):
        point = {
            name: np.broadcast_to(value, (count,))
            for name, value in with_settings(kernel, point).items()
        }
        known = {name: wide.of(point[name]) for name in kernel.exact.inputs}
        plain = np.broadcast_to(kernel.exact.function(wide, **known), (count,))
    logs = np.broadcast_to(evaluate(kernel, point).log, (count,))
    for place in range(count):
        values = {name: float(point[name][place]) for name in kernel.exact.inputs}
        value = evaluate_exactly(kernel.exact, values, 60)
        if not value.is_finite() or value == 0:
            assert not math.isfinite(logs[place])
            continue
        assert math.isclose(logs[place], float(value.ln()), rel_tol=1e-12, abs_tol=1e-8), values
        shown = Decimal(np.format_float_scientific(plain[place], precision=30, unique=False))
        assert abs(shown / value - 1) < 40 * wide.epsilon or kernel.steep, values


@pytest.mark.parametrize(
    ("value", "meant"),
    [
        (0.1, Fraction(1, 10)),
        (1e-16, Fraction(1, 10**16)),
        (123456789012345.0, Fraction(123456789012345)),
        (0.1 + 0.2, Fraction(0.1 + 0.2)),  # 17 digits: a result, not a typed number
        (2**60 + 1, Fraction(2**60 + 1)),
        (5e-324, Fraction(5, 10**324)),
        (0.0, Fraction(0)),
    ],
)
def test_a_float_stands_for_what_was_typed(value: Any, meant: Fraction) -> None:
    assert exactly(value) == meant


def test_a_ceiling_forgives_the_last_digits_alone() -> None:
    assert ceiling(Decimal(7) + Decimal("1e-30")) == 7
    assert ceiling(Decimal(7) + Decimal("1e-20")) == 8
    assert ceiling(Decimal(7) - Decimal("1e-30")) == 7


# --- Theorem 3 ------------------------------------------------------------------------------------


def decided_theorem_3(env: dict[str, float]) -> int:
    """Return the least whole T that meets the guarantee for this gap and every smaller one."""
    e = meant(env)
    a, s, eps2 = A(e), S(e), e["epsilon"] ** 2
    gaps = {a, mp.mpf(str(hardest(a, s, eps2)))}

    def met(steps: int) -> bool:
        return all(_bound(gap, s, steps) <= eps2 for gap in gaps)

    high = 1
    while not met(high):
        high *= 2
    low = high // 2
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if met(middle) else (middle, high)
    return high


def _bound(a: Any, s: Any, steps: int) -> Any:
    square = max(mp.mpf(1), a / s) if s else mp.inf
    if steps < square:
        return (a + s * (1 + steps)) / steps
    return (a + s * (1 + square * (1 + mp.log(steps / square)))) / mp.sqrt(square * steps)


@settings(max_examples=examples(120))
@given(env=inputs(("c_inf", "delta", "sigma", "smoothness", "gap", "epsilon", "batch_size")))
def test_theorem_3_counts_to_the_unit(env: dict[str, float]) -> None:
    env |= {"lam": 0.0, "x0_norm": 0.0}
    answer = complexity(3, variant="explicit", **env)
    row = answer.one(quantity="iterations", optimizer="adamw")
    assume(row.value is not None and row.value < 1e18)
    with mp.workdps(60):
        expected = decided_theorem_3(env)
    assert row.count == expected


@pytest.mark.parametrize("over", [-1e-12, -1e-15, 0.0, 1e-15, 1e-12, 1e-9])
def test_the_double_root_is_decided(over: float) -> None:
    """At S = ε²/2 and no gap the argument of the root is 1: half of all digits are lost there."""
    c_inf, delta = 3.0, 16.0  # S = (5/4) σ²/b
    env = {"c_inf": c_inf, "delta": delta, "gap": 0.0, "smoothness": 1.0, "batch_size": 1.0}
    env |= {"sigma": math.sqrt(2 / 5), "lam": 0.0, "x0_norm": 0.0}
    env |= {"sigma": 2.0, "epsilon": math.sqrt(10.0 * (1 - over))}
    with mp.workdps(60):
        expected = decided_theorem_3(env)
    row = complexity(3, variant="explicit", **env).one(quantity="iterations", optimizer="adamw")
    assert row.count == expected
    env["gap"] = np.array([0.0, 1.0])  # type: ignore[assignment]
    many = complexity(3, variant="explicit", **env).one(quantity="iterations", optimizer="adamw")
    assert many.count[0] == expected


@pytest.mark.parametrize(
    "noise", [0.3, 0.334, 0.35, 0.4, 0.4122, 0.413, 0.45, 0.4779, 0.49, 0.4999, 0.5, 0.6, 5.0]
)
def test_steps_of_a_decaying_step_never_fall_as_the_gap_grows(noise: float) -> None:
    """Nor do they jump: at γ = 1, at T = γ², and where the double root begins."""
    c = math.sqrt(2.0)
    base = {"c_inf": 1.0, "delta": 1.0, "epsilon": 1.0, "smoothness": 1.0}
    ratios = np.unique(np.concatenate([np.geomspace(0.01, 1e3, 3000), np.linspace(0.9, 20, 3000)]))
    gaps = ratios * noise / (4 * c**1.5)
    row = complexity(3, variant="explicit", sigma=math.sqrt(noise / c), gap=gaps, **base).one(
        quantity="iterations"
    )
    change = np.diff(row.value) / row.value[1:]
    assert change.min() >= -1e-14
    assert change.max() < 0.01  # the ratios are 0.4 % apart
    assert (np.diff(row.count) >= 0).all()


@pytest.mark.parametrize(("noise", "over"), [(0.45, True), (0.4779, True), (0.3, False)])
def test_the_largest_number_of_steps_is_kept(noise: float, over: bool) -> None:
    """Where γ² = A/S catches up with T, that of the worst smaller gap is above that of this gap."""
    s, eps2 = M.mpf(noise), M.mpf(1)
    a = s / (1 / s - 2) if noise > 1 / 3 else 20 * s  # T = γ² there
    assert (t3_of(hardest(a, s, eps2), s, eps2) > t3_of(a, s, eps2)) == over


# --- stages ---------------------------------------------------------------------------------------

PL = {"c_inf": 1.0, "delta": 1e-2, "sigma": 0.5, "smoothness": 2.0, "mu": 0.5}


@pytest.mark.parametrize(
    ("gap", "lam", "norm", "epsilon", "stages"),
    [
        (0.7, 0.1, math.sqrt(2.0), 0.1, 4),  # √2 is a float above the root
        (0.7, 0.05, 2.0, 0.1, 3),  # 0.7 + 0.1 = 8 · 0.1
        (0.3, 0.1, 0.0, 0.075, 2),
        (0.6, 0.2, 2.0, 0.25, 2),
        (0.1, 0.3, 1.0, 0.25, 0),
        (0.1, 0.3, 1.0, 0.125, 1),
    ],
)
def test_the_regularised_gap_of_a_power_of_two_is_seen(
    gap: float, lam: float, norm: float, epsilon: float, stages: int
) -> None:
    given_ = {**PL, "lam": lam, "x0_norm": norm, "x_inf_norm": 1.0, "optimizer": "l2-adam"}
    one = complexity(4, variant="explicit", gap=gap, epsilon=epsilon, **given_)
    listed = [row.stage for row in one if row.schedule == "constant" and row.stage is not None]
    assert listed == list(range(1, stages + 1))
    gaps = np.array([gap, 1.0])
    many = complexity(4, variant="explicit", gap=gaps, epsilon=epsilon, **given_)
    for schedule in ("constant", "decaying"):
        wanted = {"quantity": "iterations", "schedule": schedule}
        total = one.one(stage=None, **wanted)
        assert many.one(**wanted).count[0] == total.count
        assert math.isclose(many.one(**wanted).value[0], total.value, rel_tol=1e-12)


@settings(max_examples=examples(60))
@given(env=inputs(("c_inf", "delta", "sigma", "smoothness", "mu", "batch_size", "gap", "epsilon")))
def test_counts_of_stages_are_those_of_many_digits(env: dict[str, float]) -> None:
    assume(env["mu"] <= env["smoothness"] and env["gap"] < env["epsilon"] * 1000)
    answer = complexity(4, variant="explicit", schedule="constant", **env)
    with mp.workdps(400):
        e = meant(env)
        for row in answer:
            if row.stage is None or row.count is None:
                continue
            ratio = mp.sqrt((e["c_inf"] ** 2 + e["delta"]) / e["delta"])
            noise = e["sigma"] ** 2 / (e["batch_size"] * e["mu"] * mp.ldexp(e["gap"], -row.stage))
            kappa = e["smoothness"] / e["mu"]
            bias = max(18 * ratio**2.5 * kappa * noise, 24 * ratio**1.5 * kappa)
            variance = max(15 * ratio * noise, mp.mpf(20))
            if row.stage == 1:
                capped = ratio * noise < mp.mpf(4) / 3
                variance = mp.mpf(20) if capped else 9 * ratio**2 * noise**2 / 4
            expected = int(mp.ceil(max(bias, variance) - mp.mpf("1e-25")))
            assert row.count == expected


def test_gaps_are_added_exactly() -> None:
    env = {"gap": 1.0, "lam": 0.5, "c_inf": 3.0, "delta": 16.0, "x0_norm": 2.0}
    with mp.workdps(60):
        assert gap0(meant(env)) == 6  # 1 + (0.5/2)·5·4


@settings(max_examples=examples(100))
@given(epsilon=st.floats(1e-6, 1e3), stages=st.integers(0, 12), typed=st.booleans())
def test_a_gap_of_a_power_of_two_needs_no_stage_more(
    epsilon: float, stages: int, typed: bool
) -> None:
    epsilon = float(f"{epsilon:.3g}") if typed else epsilon
    for gap, wanted in (
        (math.ldexp(epsilon, stages), stages),
        (math.nextafter(math.ldexp(epsilon, stages), math.inf), stages + 1),
    ):
        one = complexity(4, variant="explicit", schedule="constant", gap=gap, epsilon=epsilon, **PL)
        listed = [row.stage for row in one if row.stage is not None and row.optimizer == "adamw"]
        assert listed == list(range(1, wanted + 1))


# --- counts of searches and of the last iterate ---------------------------------------------------

RUN = ("here-constant-step", "gradient-norm-squared", "constant", None, None, "sharp")
CONSTANTS = ("c_inf", "delta", "sigma", "smoothness", "gap", "epsilon", "batch_size")
#: What is nearer to the target than this, times 1/T, meets it.
LAST = M.mpf("1e-23")


def in_digits(env: dict[str, Any]) -> dict[str, Any]:
    """Return the numbers that floats stand for, in the digits of the references."""
    found = {name: exactly(value) for name, value in env.items()}
    return {name: M.mpf(item.numerator) / item.denominator for name, item in found.items()}


def run_meets(env: dict[str, float], row: Any, steps: int) -> bool:
    """Whether the guarantee at the settings on a row, typed anew, is at most ε² after N steps."""
    at = in_digits({**env, "eta": row.settings["eta"], "beta1": row.settings["beta1"]})
    if at["beta1"] == 1:  # the largest step, of which the row shows the nearest float
        c1 = M.sqrt(at["delta"])
        at["eta"] = c1 / (at["smoothness"] + at["lam"] * c1)
    at["rate_sum"] = at["eta"] * steps
    return bool(REFERENCES[RUN](at) <= at["epsilon"] ** 2 * (1 + LAST / steps))


def check_run(env: dict[str, float]) -> Any:
    row = complexity("here-constant-step", **env).one(quantity="iterations", optimizer="adamw")
    if row.count is not None and row.count < 10**30:
        assert run_meets(env, row, row.count)
        assert row.count == 1 or not run_meets(env, row, row.count - 1)
    return row


@settings(max_examples=examples(40))
@given(env=inputs((*CONSTANTS, "lam", "x0_norm"), zeros=True))
def test_the_sharper_count_is_the_first_at_the_settings_on_its_row(env: dict[str, float]) -> None:
    check_run(env)


@settings(max_examples=examples(20))
@given(
    steps=st.integers(2, 10**17),
    side=st.sampled_from([-1, 0, 1]),
    sigma=st.floats(0.1, 30.0),
    epsilon=st.floats(1e-3, 1.0),
)
def test_a_sharper_count_next_to_a_whole_number(
    steps: int, side: int, sigma: float, epsilon: float
) -> None:
    """The gap is the float at which the first settings need N steps, or one beside it."""
    env = {"c_inf": 1.1, "delta": 0.3, "smoothness": 2.7, "gap": 1.0, "batch_size": 8.0}
    env |= {"sigma": sigma, "epsilon": epsilon, "lam": 0.0, "x0_norm": 0.0}
    row = complexity("here-constant-step", **env).one(quantity="iterations", optimizer="adamw")
    env["gap"] *= steps / row.value
    for _ in range(3):
        row = check_run(env)
        at = in_digits({**env, "eta": row.settings["eta"], "beta1": row.settings["beta1"]})
        at["rate_sum"] = at["eta"] * steps
        per_gap = REFERENCES[RUN]({**at, "gap": M.mpf(1)}) - REFERENCES[RUN](at | {"gap": M.mpf(0)})
        gap = float((at["epsilon"] ** 2 - REFERENCES[RUN](at | {"gap": M.mpf(0)})) / per_gap)
        assume(gap > 0)
        env["gap"] = gap if not side else math.nextafter(gap, side * math.inf)
    check_run(env)


def test_sharper_counts_without_noise_are_whole_where_they_are() -> None:
    """β1 = 1: T = 2 (c2/c1) L Δ/ε², whatever float the step is."""
    tried = 0
    for L, gap, (c_inf, delta, ratio), epsilon in itertools.product(
        (3, 7, 300), (5, 250, 43210), TRIPLES, (0.1, 1e-3, 3e-5)
    ):
        total = 2 * ratio * L * gap / Fraction(str(epsilon)) ** 2
        env = {"smoothness": L, "gap": gap, "c_inf": c_inf, "delta": delta, "epsilon": epsilon}
        row = complexity("here-constant-step", sigma=0, **env).one(
            quantity="iterations", optimizer="adamw"
        )
        assert row.count == math.ceil(total)
        tried += total.denominator == 1
    assert tried > 30


LAST_ITERATE = "here-pl-last-iterate"
PL_INPUTS = ("c_inf", "delta", "sigma", "smoothness", "mu", "batch_size", "gap")


def check_last_iterate(env: dict[str, float], schedule: str) -> Any:
    """Hold the whole number against the formula in 60 digits."""
    given_ = {**env, "lam": 0.0}
    row = complexity(LAST_ITERATE, schedule=schedule, **given_).one(
        quantity="iterations", optimizer="adamw"
    )
    key = (LAST_ITERATE, "iterations", schedule, None, None, "sharp")
    at = in_digits({**env, "epsilon_gap": env["epsilon"], "pytorch_update": 0.0})
    with M.workdps(120):
        total = REFERENCES[key]({name: +value for name, value in at.items()})
        if row.count is None or total >= M.mpf(10) ** 18:
            return row
        expected = max(1, int(M.ceil(total - M.mpf("1e-24"))))
    assert row.count == expected
    return row


@pytest.mark.parametrize("schedule", ["constant", "decaying"])
@settings(max_examples=examples(50))
@given(env=inputs((*PL_INPUTS, "epsilon"), zeros=True))
def test_counts_of_the_last_iterate_are_those_of_many_digits(
    schedule: str, env: dict[str, float]
) -> None:
    if env["mu"] > env["smoothness"]:
        env["mu"], env["smoothness"] = env["smoothness"], env["mu"]
    check_last_iterate(env, schedule)


@pytest.mark.parametrize("power", [1, 2, 10, 40, 300])
@pytest.mark.parametrize(
    ("c_inf", "delta", "mu", "base"),
    [(3.0, 16.0, 0.625, 2), (3.0, 16.0, 0.9375, 4), (3.0, 16.0, 1.0, 5), (7.0, 576.0, 0.9375, 10)],
)
def test_powers_of_the_contraction_are_whole(
    c_inf: float, delta: float, mu: float, base: int, power: int
) -> None:
    """χ = (c1/c2) μ/L is 1 − 1/base, and the gap falls to base^(−N) in N steps, not in fewer."""
    epsilon = float(f"1e-{power}") if base == 10 else float(Fraction(1, base**power))
    if base == 5 and power > 40:  # no float, and no short decimal
        return
    env = {"c_inf": c_inf, "delta": delta, "smoothness": 1.0, "mu": mu, "sigma": 0.0}
    row = check_last_iterate({**env, "batch_size": 1.0, "gap": 1.0, "epsilon": epsilon}, "constant")
    assert row.count == power


def test_arrays_of_sharper_counts_are_those_of_their_points() -> None:
    rng = np.random.default_rng(3)
    count = 60
    env: dict[str, Any] = {"c_inf": 1.1, "delta": 0.3, "mu": 0.4, "batch_size": 8.0}
    env |= {"smoothness": 1.0, "gap": 10 ** rng.uniform(-3, 6, count)}
    env |= {"sigma": 10 ** rng.uniform(-3, 2, count) * (rng.random(count) < 0.8)}
    env |= {"epsilon": 10 ** rng.uniform(-5, 0, count)}
    env["gap"][:9] = [0.0, 1e-9, 1.0, 2.0, 4.0, 8.0, 1024.0, 2.0**40, 3.0]
    env["epsilon"][:9] = [1.0, 1.0, 1.0, 1.0, 0.5, 0.25, 1.0, 1.0, 1e-7]
    env["sigma"][:9] = 0.0
    for name in ("here-constant-step", LAST_ITERATE):
        known = {key: value for key, value in env.items() if name == LAST_ITERATE or key != "mu"}
        many = complexity(name, **known).select(quantity="iterations", optimizer="adamw")
        for row in many:
            for place in range(count):
                point = {
                    key: float(value[place]) if isinstance(value, np.ndarray) else value
                    for key, value in known.items()
                }
                single = complexity(name, schedule=row.schedule, **point).one(
                    quantity="iterations", optimizer="adamw"
                )
                if single.count < 2**53:
                    assert row.count[place] == single.count, point
                else:
                    assert math.nextafter(row.count[place], 0) < single.count
                    assert single.count <= row.count[place] * (1 + 1e-11)


def test_counts_have_axes_that_the_case_of_all_points_leaves_out() -> None:
    """Where every point is of a case without σ, the inputs have an axis more than T."""
    kernel = KERNELS["theorem-4", "iterations", "decaying", None, "stage", "explicit"]
    known: dict[str, Any] = {"delta": 1e-4, "lam": 0.0, "batch_size": 32.0, "c_inf": 5.0}
    known |= {"mu": 1e-3, "x_inf_norm": 1.0, "stage_epsilon": 1e-3}
    sigma, smoothness = np.array([1e-12, 1e-11]), np.array([0.2, 0.5, 0.9])
    grid = {**known, "sigma": sigma[:, None], "smoothness": smoothness}
    log = evaluate(kernel, grid).log
    assert log.shape == (3,)
    assert (log > math.log(2.0**53)).all()  # so that all are counted in many digits
    found = counts.whole_steps(kernel, grid, log)
    for place, (one, other) in enumerate(itertools.product(sigma, smoothness)):
        point = {**known, "sigma": float(one), "smoothness": float(other)}
        alone = counts.whole_steps(kernel, point, evaluate(kernel, point).log)
        many = float(np.broadcast_to(found, (2, 3)).flat[place])
        assert 0 <= int(many) - alone < math.ulp(many)


def test_a_count_of_one_number_below_pairs() -> None:
    """A number that has no room for a pair of floats may be the same for all points."""
    kernel = KERNELS["theorem-3", "iterations", "decaying", None, None, "explicit"]
    assert Wide().of(1e-300) == Wide().of([1e-300])[0]
    known = {"delta": 1e-4, "epsilon": 1e-3, "lam": 0.0, "sigma": 0.5, "batch_size": 32}
    known |= {"theorem": 3, "variant": "explicit", "schedule": "decaying"}
    known |= {"c_inf": 5, "smoothness": 2, "gap": 1e-300, "x_inf_norm": 1.0}
    assert "gap" in kernel.exact.inputs
    alone = complexity(**known).results[0]
    many = complexity(**{**known, "sigma": np.array([0.5])}).results[0]
    # The least float that is not below.
    assert 0 <= int(many.count[0]) - alone.count < math.ulp(many.count[0])


@pytest.mark.filterwarnings("error")
def test_gradients_beyond_floats_are_infinite_without_a_warning() -> None:
    assert counts.work(np.array([1e300, 2.0]), 10**18).tolist() == [math.inf, 2e18]
