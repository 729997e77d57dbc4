"""Every kernel against the same formula in 60 digits, typed anew, over the whole domain."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from examples import examples
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from input_strategies import corners, inputs
from references import REFERENCES, Key, M, exact, log

from adamw_bounds import log_value
from adamw_bounds.kernels import KERNELS
from adamw_bounds.kernels import calls as kernels
from adamw_bounds.kernels.calls import backend_for
from adamw_bounds.theory.catalog import CATALOG

TOLERANCE = 1e-12
#: What a search finds: settings, and the run that they allow. Where the run's length is flat the
#: settings are no function of the inputs; together they must reach the target.
SEARCHED = "here-constant-step"
FOUND = ("eta-max", "beta1-max", "iterations")
#: By how much, in the logarithm, a second search may find a run that is shorter, or longer.
SECOND_SEARCH = 1e-9
#: The search leaves p so far from 2 − β1, in parts of its range: that costs no more of T.
LEAST_REST = 1e-4
LINEAR = {
    (item.id, formula.quantity)
    for item in CATALOG.values()
    for formula in item.formulas
    if formula.linear
}
KEYS = sorted(REFERENCES, key=str)
LOGS = [key for key in KEYS if key[:2] not in LINEAR]
PLAIN = [key for key in KEYS if key[:2] in LINEAR]


def name_of(key: Key) -> str:
    return "-".join(part for part in key if part)


def test_every_kernel_has_a_reference_and_every_reference_a_kernel() -> None:
    # What is searched for has no formula: tests/engine/test_best.py holds it against its bound.
    assert set(REFERENCES) == {key for key, kernel in KERNELS.items() if kernel.best is None}


def outside(key: Key, env: dict[str, float]) -> bool:
    """Whether a formula has no sense at a point, whatever the digits."""
    exists = KERNELS[key].exists
    if exists is not None and not exists.function(
        backend_for(()), **{name: env.get(name, 0.0) for name in exists.inputs}
    ):
        return True
    if key[0] == "theorem-1" and key[-1] == "explicit" and env["k"] < 3:
        return True
    if key[0].startswith("here-pl") and not env["mu"] <= env["smoothness"]:
        return True
    target = env.get("stage_epsilon", env.get("epsilon_gap", 0))
    if env.get("stage_start", math.inf) <= target:
        return True
    return not real(key, env)


def drawn(key: Key, data: Any, *, zeros: bool = False) -> dict[str, float]:
    """Draw a point; where a statement has μ ≤ L, a pair of the wrong order is turned round."""
    env = dict(data.draw(inputs(KERNELS[key].inputs, zeros=zeros)))
    if key[0].startswith("here-pl") and env["mu"] > env["smoothness"]:
        env["mu"], env["smoothness"] = env["smoothness"], env["mu"]
    assume(not outside(key, env))
    return env


def real(key: Key, env: dict[str, float]) -> bool:
    """Whether the formula itself has a value there whose logarithm is real."""
    if key[:2] in LINEAR:
        return True
    try:
        value = REFERENCES[key](exact(env))
    except ZeroDivisionError:
        return False
    return not isinstance(value, M.mpc) and bool(value >= 0)


def close(found: float, expected: Any) -> bool:
    if expected in (M.inf, M.ninf):
        return found == float(expected)
    return bool(abs(M.mpf(found) - expected) <= TOLERANCE * max(1, abs(expected)))


def check(key: Key, env: dict[str, float]) -> None:
    kernel = KERNELS[key]
    found = kernels.evaluate(kernel, env)
    numbers = exact(env)
    expected = log(REFERENCES[key](numbers))
    if M.isnan(expected):  # a force that no step allows
        return
    if key[0] == SEARCHED and key[1] != "gradient-norm-squared":
        if key[1] in FOUND:
            check_run(key, env)
        if kernel.counts:
            assert expected == found.log or abs(found.log - expected) <= SECOND_SEARCH
        return
    if key[0] == "here-pl-last-iterate" and KERNELS[key].counts and not close(found.log, expected):
        # Where ε is next to the noise's share or to the gap, their difference keeps few digits.
        # The answer must then be that of an ε within rounding.
        lost = M.mpf("1e-14")
        ends = [
            log(REFERENCES[key]({**numbers, "epsilon_gap": numbers["epsilon_gap"] * factor}))
            for factor in (1 / (1 + lost), 1 + lost)
        ]
        assert min(ends) - M.mpf(TOLERANCE) <= found.log <= max(ends) + M.mpf(TOLERANCE)
        return
    if key[1] == "rest-radius" and not close(found.log, expected):
        # Next to λ√δ = L∞ it has a pole: it must be that of a λ within rounding.
        nearby = [
            log(REFERENCES[key]({**numbers, "lam": numbers["lam"] * (1 + side)}))
            for side in (M.mpf("-1e-14"), M.mpf("1e-14"))
        ]
        nearby = [M.inf if M.isnan(end) else end for end in nearby]
        assert min(nearby) - M.mpf(TOLERANCE) <= found.log <= max(nearby) + M.mpf(TOLERANCE)
        return
    if key[0].startswith("here-pl") and "eta" in env and not close(found.log, expected):
        # Next to zχ = 1 the bound has a pole: it must be that of an η within rounding.
        ends = [
            log(REFERENCES[key]({**numbers, "eta": numbers["eta"] * (1 + side)}))
            for side in (M.mpf("-1e-14"), M.mpf("1e-14"))
        ]
        ends = [M.inf if M.isnan(end) else end for end in ends]
        if math.isnan(found.log):
            assert M.inf in ends
            return
        assert min(ends) - M.mpf(TOLERANCE) <= found.log <= max(ends) + M.mpf(TOLERANCE)
        return
    if key[0] == "theorem-3" and KERNELS[key].counts and not close(found.log, expected):
        # Where S is next to ε²/2 the equation for T has nearly a double root: no float of ε is
        # near enough. The answer must then be that of an ε within rounding.
        ends = [
            log(REFERENCES[key]({**numbers, "epsilon": numbers["epsilon"] * (1 + side)}))
            for side in (M.mpf("-1e-14"), M.mpf("1e-14"))
        ]
        assert min(ends) - M.mpf(TOLERANCE) <= found.log <= max(ends) + M.mpf(TOLERANCE)
        return
    assert close(found.log, expected), f"{found.log!r} for {M.nstr(expected, 20)}"


def run_of(key: Key, env: dict[str, float]) -> list[Any]:
    """Return η, β1 and T that the searches of a statement find, as numbers of 60 digits."""
    logs = (kernels.evaluate(KERNELS[key[0], name, *key[2:]], env).log for name in FOUND)
    return [M.exp(M.mpf(log_)) for log_ in logs]


def check_run(key: Key, env: dict[str, float]) -> None:
    """Hold the guarantee at the settings found against the target, typed anew and in 60 digits."""
    eta, beta1, steps = run_of(key, env)
    numbers = exact({"lam": 0.0, "x0_norm": 0.0, "gap": 0.0, **env})
    at = {"eta": eta, "beta1": beta1, "iterations": max(steps, M.mpf(1))}
    at["rate_sum"] = eta * at["iterations"]
    reached = REFERENCES[key[0], "gradient-norm-squared", *key[2:]]({**numbers, **at})
    assert reached <= numbers["epsilon"] ** 2 * (1 + M.mpf("1e-8"))
    # The step is one that the proof allows.
    lam = numbers["lam"] if key[3] is None else M.mpf(0)
    L = numbers["smoothness"] + (numbers["lam_l2"] if key[3] == "l2-adam" else 0)
    z = eta * L / (beta1 * M.sqrt(numbers["delta"]))
    assert lam * eta + z * beta1 + (z * (1 - beta1)) ** 2 <= 1 + M.mpf("1e-11")


@settings(max_examples=examples(30))
@given(
    log_gap=st.floats(-25.0, 60.0),
    log_noise=st.floats(-60.0, 60.0),
    decay=st.sampled_from([0.0, 0.0, 1e-6, 0.3, 1e4]),
)
def test_no_run_of_a_grid_of_settings_is_shorter(
    log_gap: float, log_noise: float, decay: float
) -> None:
    """A third search, over the whole of both settings: the valley that is found is the deepest."""
    c = math.sqrt(2.0)  # c2/c1, and 2 c2 L Δ/(c1 ε²) and c2 σ²/(c1 ε²) as drawn
    env = {"c_inf": 1.0, "delta": 1.0, "epsilon": 1.0, "smoothness": 1.0, "batch_size": 1.0}
    env |= {"gap": math.exp(log_gap) / (2 * c), "sigma": math.exp(log_noise / 2) / c**0.5}
    env |= {"lam": decay, "x0_norm": 0.0}
    key = (SEARCHED, "iterations", "constant", None, None, "sharp")
    found = kernels.evaluate(KERNELS[key], env).log
    theta = np.concatenate([[0.0], np.geomspace(1e-15, 0.5, 400)])
    beta1 = np.concatenate([1 - theta, np.geomspace(1e-30, 0.5, 1600)])[:, None]
    theta = np.concatenate([theta, 1 - beta1[theta.size :, 0]])[:, None]
    rest = np.concatenate([np.geomspace(1e-9, 0.1, 60), np.linspace(0.1, 1, 60)])
    p = 1 + (1 - rest) * theta
    k = theta**2 * (1 - p * beta1) / (p * rest)  # 2 − β1 − p = rest·θ
    k = np.where(theta > 0, k / np.where(theta > 0, theta, 1), 0)
    z = 2 / (beta1 * (1 + decay) + np.sqrt((beta1 * (1 + decay)) ** 2 + 4 * k))
    noise = math.exp(log_noise)
    left = 1 - beta1 * noise / p
    with np.errstate(all="ignore"):
        steps = (math.exp(log_gap) / z + theta * (1 + beta1) * noise / p) / (beta1 * left)
        logs = np.log(np.where(left > 0, steps, np.inf))
    assert found <= logs.min() + LEAST_REST
    assert found <= logs[:, rest >= LEAST_REST].min() + SECOND_SEARCH


@pytest.mark.sampled(4)
@pytest.mark.parametrize("key", LOGS, ids=name_of)
@settings(max_examples=examples(20), suppress_health_check=[HealthCheck.filter_too_much])
@given(data=st.data())
def test_kernel_is_right_everywhere(key: Key, data: Any) -> None:
    check(key, drawn(key, data))


@pytest.mark.sampled(4)
@pytest.mark.parametrize("key", LOGS, ids=name_of)
def test_kernel_is_right_in_the_corners(key: Key) -> None:
    points = [env for env in corners(KERNELS[key].inputs, 48) if not outside(key, env)]
    assert points
    for env in points:
        check(key, env)


@pytest.mark.parametrize("key", PLAIN, ids=name_of)
@settings(max_examples=examples(20), suppress_health_check=[HealthCheck.filter_too_much])
@given(data=st.data())
def test_plain_kernel_is_right_everywhere(key: Key, data: Any) -> None:
    env = data.draw(inputs(KERNELS[key].inputs))
    found = kernels.evaluate(KERNELS[key], env).log
    expected = REFERENCES[key](exact(env))
    # Differences of large numbers keep the digits of the largest.
    sizes = [abs(expected)]
    if key[1] in ("c0", "kl"):
        sizes += [M.mpf(env["dim"]), M.mpf(env["x_star_norm"]) ** 2 / M.mpf(env["rho"]), 1]
    if key[1] in ("err-summand", "own-log-summand"):
        sizes.append(1)
    if key[1].startswith("err-own"):
        sizes += [M.mpf(env.get(name, 0)) for name in ("log_det_q", "log_ratio")]
        sizes.append(M.mpf(env["dim"]) * 100)
    if key[1] == "lambda-cap":
        sizes.append(M.sqrt(M.mpf(env["batch_size"]) * M.mpf(env["singular_value"])))
    if key[1] == "err-moments":
        sizes += [M.mpf(env["log_det"]), M.mpf(env["trace"]), M.mpf(env.get("dim", 0)) * 100]
    if key[1] == "err-slope":  # (x − 1)/x²: a difference near x = 1
        x = REFERENCES[("corollary-3", "x", None, key[3], None, "corrected")](exact(env))
        sizes.append(abs(expected) * (x + 1) / max(abs(x - 1), M.mpf("1e-30")))
    assert abs(M.mpf(found) - expected) <= TOLERANCE * max(sizes)


def test_where_a_formula_has_no_real_value_the_kernel_has_no_number() -> None:
    """Theorem 4 of Défossez et al. with more momentum than memory, and with too few steps."""
    key = ("defossez2022-theorem-4", "gradient-norm-squared", "constant", "adam", None, "explicit")
    names = KERNELS[key].inputs
    good = {**dict.fromkeys(names, 1.0), "iterations": 100.0, "beta1": 0.1, "beta2": 0.01}
    assert math.isfinite(kernels.evaluate(KERNELS[key], good).log)
    for wrong in ({"beta2": 0.2}, {"iterations": 8.0}):
        env = {**good, **wrong}
        assert not real(key, env)
        assert math.isnan(kernels.evaluate(KERNELS[key], env).log)


# --- parts ------------------------------------------------------------------------------------
COMBINED = [
    key
    for key in LOGS
    if KERNELS[key].parts
    and not (key[-1] == "explicit" and key[2] == "decaying" and key[1] != "gradient-norm-squared")
]


#: The quantities that are sums of their parts; others are the largest of them.
ADDED = (
    *("distance", "gradient-norm-squared", "function-gap", "box-gap"),
    *("kkt-score-average", "frank-wolfe-gap-average"),
)


@pytest.mark.sampled(4)
@pytest.mark.parametrize("key", COMBINED, ids=name_of)
@settings(max_examples=10, suppress_health_check=[HealthCheck.filter_too_much])
@given(data=st.data())
def test_parts_make_the_whole(key: Key, data: Any) -> None:
    env = drawn(key, data)
    found = kernels.evaluate(KERNELS[key], env)
    assert len(found.parts) == len(KERNELS[key].parts)
    numbers = [M.exp(M.mpf(part)) for part in found.parts]
    added = key[1] in ADDED or key[-1] == "sharp"
    whole = log(sum(numbers)) if added else log(max(numbers))
    assert close(found.log, whole)


@settings(max_examples=examples(60))
@given(env=inputs(("c_inf", "delta", "sigma", "smoothness", "gap", "epsilon", "batch_size")))
def test_terms_of_theorem_2_are_the_sides_of_its_maximum(env: dict[str, float]) -> None:
    e = exact(env)
    kernel = kernels.find("theorem-2", "iterations", "printed", schedule="constant")
    assert kernel is not None
    bias, variance = kernels.evaluate(kernel, env).parts
    first = e["c_inf"] ** 2 * M.sqrt(e["c_inf"]) * e["smoothness"] * e["gap"] * e["sigma"] ** 2
    first /= e["delta"] * M.root(e["delta"], 4) * e["batch_size"] * e["epsilon"] ** 4
    second = (e["c_inf"] * e["sigma"] ** 2 / e["batch_size"]) ** 2 / (
        e["delta"] * e["epsilon"] ** 4
    )
    assert close(bias, log(first))
    assert close(variance, log(second))


@pytest.mark.sampled(5)
# --- zeros ------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "key", [key for key in LOGS if {"sigma", "gap", "lam"} & set(KERNELS[key].inputs)], ids=name_of
)
# Most drawn steps are beyond what a bound allows for some statements.
@settings(max_examples=15, suppress_health_check=[HealthCheck.filter_too_much])
@given(data=st.data())
def test_zeros_are_limits_not_faults(key: Key, data: Any) -> None:
    env = drawn(key, data, zeros=True)
    if key[0] == "theorem-4" and key[2:] == ("decaying", None, "first-stage", "explicit"):
        assume(env["sigma"] > 0)
    check(key, env)


# --- λ_k and q near 1 and 2 -------------------------------------------------------------------
@settings(max_examples=examples(150))
@given(
    k=st.sampled_from([1.0, 2.0, 3.0, 1e3, 1e6, 1e12]),
    c_inf=st.floats(-6, 6).map(lambda power: 10**power),
    beta2=st.floats(-12, -0.001).map(lambda power: 10**power),
    target=st.sampled_from([1.0, 2.0, 0.25, 0.5]),
    shift=st.one_of(st.just(0.0), st.floats(-16, -1).map(lambda power: 10**power)),
    side=st.sampled_from([-1, 1]),
)
def test_printed_schedule_where_its_base_is_near_zero_or_one(
    k: float, c_inf: float, beta2: float, target: float, shift: float, side: int
) -> None:
    # delta such that q = beta2 c_inf^2/delta is target (1 + shift): the worst case for 1 - q.
    delta = beta2 * c_inf**2 / (target * (1 + side * shift))
    env = {"lam": 0.01, "k": k, "c_inf": c_inf, "beta2": beta2, "delta": delta}
    check(("theorem-2", "lambda-k", None, None, None, "printed"), env)
    check(("theorem-2", "lambda-k", None, None, None, "explicit"), env)


def test_printed_schedule_is_zero_at_q_1_exactly() -> None:
    env = {"lam": 1.0, "k": 7.0, "c_inf": 2.0, "beta2": 0.25, "delta": 1.0}
    kernel = KERNELS[("theorem-2", "lambda-k", None, None, None, "printed")]
    assert kernels.evaluate(kernel, env).log == -math.inf


def test_logarithms_of_quotients_near_one_keep_their_digits() -> None:
    for shift in (1e-15, 1e-12, 1e-9, 1e-6, 1e-3):
        env = {
            **{"c_inf": 1.0, "delta": 1e-4, "mu": 0.1, "sigma": 1.0, "smoothness": 2.0},
            "epsilon_gap": 0.3,
            "stage_start": 0.3 * (1 + shift),
        }
        check(("theorem-4", "gradient-complexity", "decaying", None, None, "corrected"), env)
        near = {"c_inf": 1.0, "delta": 1e-4, "gap": 1.0, "sigma": 1.0, "smoothness": 2.0}
        near["epsilon"] = 1 - shift
        check(("theorem-3", "gradient-complexity", "decaying", None, None, "printed"), near)


@pytest.mark.sampled(5)
# --- scalars and arrays -----------------------------------------------------------------------
@pytest.mark.parametrize("key", KEYS, ids=name_of)
@settings(max_examples=2)
@given(data=st.data())
def test_arrays_agree_with_scalars(key: Key, data: Any) -> None:
    kernel = KERNELS[key]
    if not kernel.inputs:
        return
    many = [data.draw(inputs(kernel.inputs, zeros=True)) for _ in range(6)]
    stacked = {name: np.array([env[name] for env in many]) for name in kernel.inputs}
    found = np.broadcast_to(np.asarray(kernels.evaluate(kernel, stacked).log, float), (6,))
    single = np.array([kernels.evaluate(kernel, env).log for env in many], float)
    np.testing.assert_allclose(found, single, rtol=1e-12, atol=1e-12)


def test_inputs_broadcast() -> None:
    env: dict[str, Any] = {
        "c_inf": np.array([1.0, 2.0, 3.0])[:, None],
        "delta": np.array([1e-4, 1e-8]),
        "epsilon": 0.1,
        "batch_size": 8.0,
        "sigma": 1.0,
        "smoothness": 2.0,
        "gap": np.ones((4, 1, 1)),
    }
    found = log_value("theorem-2", "iterations", "printed", schedule="constant", **env)
    assert found.shape == (4, 3, 2)
    alone = log_value(
        "theorem-2",
        "iterations",
        "printed",
        schedule="constant",
        **{**env, "c_inf": 3.0, "delta": 1e-8, "gap": 1.0},
    )
    assert isinstance(alone, float)
    np.testing.assert_allclose(found[:, 2, 1], alone, rtol=1e-14)


def test_log_value_names_what_is_missing_or_unknown() -> None:
    with pytest.raises(LookupError, match="no kernel for theorem-9"):
        log_value("theorem-9", "iterations", "printed")
    with pytest.raises(TypeError, match=r"missing inputs: .*c_inf.*sigma"):
        log_value("theorem-2", "iterations", "printed", schedule="constant", delta=1.0)


# --- drivers ----------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "key", [key for key, kernel in KERNELS.items() if kernel.drivers is not None], ids=name_of
)
@settings(max_examples=5, suppress_health_check=[HealthCheck.filter_too_much])
@given(data=st.data())
def test_driver_products_are_the_terms(key: Key, data: Any) -> None:
    kernel = KERNELS[key]
    env = data.draw(inputs(set(kernel.inputs) | set(kernel.driver_inputs)))
    assume(not outside(key, env))
    parts = dict(zip(kernel.parts, kernels.evaluate(kernel, env).parts, strict=True))
    largest: dict[str, float] = {}
    for part, product, factors in kernels.evaluate_drivers(kernel, env):
        assert part in parts
        if product == -math.inf:  # a term that is 0, as one of its factors must then be
            assert -math.inf in [value for _, value in factors]
            largest.setdefault(part, product)
            continue
        constant = product - sum(value for _, value in factors)
        # What is left beside the factors is a plain number, the same at every point.
        assert -1 <= constant <= math.log(36) + 1e-9
        assert close(math.exp(constant), M.nint(M.exp(M.mpf(constant)) * 4) / 4)
        largest[part] = max(largest.get(part, -math.inf), product)
    for part, value in largest.items():
        if (key[0], part) == ("theorem-4", "variance"):
            continue  # where β is capped a plain number, which has no factors
        assert math.isclose(value, parts[part], rel_tol=1e-11, abs_tol=1e-9)


@pytest.mark.parametrize("shape", [(1, 450, 400), (450, 400), (180_000,)])
def test_large_arrays_are_evaluated_as_small_ones(shape: tuple[int, ...]) -> None:
    """A piece at a time; what varies along some axes alone stays so."""
    draw = np.random.default_rng(5)
    backend = backend_for([np.ones(1)])
    for quantity, variant in (("iterations", "explicit"), ("gradient-complexity", "printed")):
        kernel = kernels.find("theorem-2", quantity, variant, schedule="constant")
        assert kernel is not None
        given_: dict[str, Any] = dict.fromkeys(kernel.inputs, 1.5)
        given_ |= {"epsilon": draw.uniform(0.1, 1, shape[-1]), "gap": draw.random((*shape[:-1], 1))}
        if len(shape) == 1:
            given_["gap"] = draw.random(shape)
        found = kernels.evaluate(kernel, given_)
        with np.errstate(all="ignore"):
            log, parts = kernel.function(backend, **given_)
        assert len(found.parts) == len(parts)
        for one, other in zip((found.log, *found.parts), (log, *parts), strict=True):
            assert np.shape(one) == np.shape(other)
            # Sums are taken in the order of sizes.
            np.testing.assert_allclose(one, other, rtol=1e-14, atol=1e-14)


STAGE = ("theorem-4", "iterations", "decaying", None, "stage", "explicit")


@pytest.mark.parametrize("name", ["sigma", "stage_epsilon"])
def test_pieces_of_a_grid_are_of_different_cases(name: str) -> None:
    """Where all points of a piece are of one case, its numbers may not vary along an axis."""
    kernel = KERNELS[STAGE]
    known = {"delta": 1e-4, "lam": 0.0, "sigma": 0.5, "batch_size": 32.0, "c_inf": 5.0}
    known |= {"smoothness": 2.0, "mu": 1e-3, "x_inf_norm": 1.0, "stage_epsilon": 0.1}
    other = next(item for item in ("sigma", "stage_epsilon") if item != name)
    axis = {"sigma": np.geomspace(1e-12, 1e4, 4000), "stage_epsilon": np.geomspace(1e-3, 1, 4000)}
    grid = {**known, name: axis[name][:, None], other: axis[other][::100][None, :]}
    for turn in (1, -1):
        grid[name] = grid[name][::turn]
        found = np.broadcast_to(kernels.evaluate(kernel, grid).log, (4000, 40))
        for row in range(0, 4000, 173):
            alone = kernels.evaluate(kernel, {**grid, name: grid[name][row : row + 1]}).log
            np.testing.assert_allclose(found[row], np.broadcast_to(alone, (1, 40))[0], rtol=1e-13)


def test_results_of_pieces_are_joined_whatever_their_shapes() -> None:
    shape = (300_000, 3)

    def function(backend: Any, x: Any, y: Any) -> Any:
        mean, first = x.mean(), np.full((1, 1), 7.0)
        even = first if mean < 150_000 else first + mean
        return (x if mean < 200_000 else x + y), (even, 5.0, y, first * np.ones_like(y))

    x, y = np.arange(300_000.0)[:, None], np.array([[0.25, 0.5, 0.75]])
    log, (even, five, same, seven) = kernels._in_pieces(
        function, kernels.Arrays(), {"x": x, "y": y}
    )
    log, even = np.broadcast_to(log, shape), np.broadcast_to(even, shape)
    for (axis, here), width in zip(kernels.pieces(shape), [21845] * 13 + [16015], strict=True):
        assert axis == 0
        part = x[here[0]]
        assert part.size == width
        wanted, (of_even, *_) = function(None, part, y)
        assert (log[here[0]] == wanted).all()
        assert (even[here[0]] == of_even).all()
    assert five == 5.0
    assert (same == y).all()
    assert (seven == 7.0).all()
    assert seven.size == 3  # the same in every piece: no array of all points
