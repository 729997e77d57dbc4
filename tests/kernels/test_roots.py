"""Formulas that search for a root, at many points at once: pieces, cases, extremes."""

from __future__ import annotations

import math
import random
import zlib
from functools import cache
from typing import Any

import numpy as np
import pytest
from references import REFERENCES, Key, M, exact, log

from adamw_bounds.kernels import KERNELS
from adamw_bounds.kernels import calls as kernels

TOLERANCE = 1e-12
#: More than are taken in one piece.
POINTS = 140_000
SINGLE = 200
EXACT = 25
WIDE = {"batch_size": (0, 9), "epsilon": (-100, 8), "epsilon_gap": (-100, 8)}
KEYS = sorted(
    (key for key in REFERENCES if KERNELS[key].with_roots and key[0].startswith("theorem")), key=str
)


def column(draw: Any, name: str) -> Any:
    low, high = WIDE.get(name, (-100, 100))
    far = draw.uniform(low, high, POINTS)
    near = draw.uniform(max(low, -6), min(high, 6), POINTS)
    found = 10 ** np.where(np.arange(POINTS) % 2, near, far)
    return np.rint(found) if name == "batch_size" else found


@cache
def points(key: Key) -> dict[str, Any]:
    """Return points of the whole domain; at every fifth ε² is close to twice the noise."""
    draw = np.random.default_rng(zlib.crc32(repr(key).encode()))
    found = {name: column(draw, name) for name in KERNELS[key].inputs}
    if {"epsilon", "sigma", "c_inf", "delta"} <= found.keys():
        noise = found["sigma"] * (1 + found["c_inf"] ** 2 / found["delta"]) ** 0.25
        share = 10 ** draw.uniform(-9, 0.3, POINTS)
        some = np.arange(POINTS) % 5 == 0
        critical = np.sqrt(2 * (1 + share) / found["batch_size"]) * noise
        found["epsilon"] = np.where(some & (critical < 1e100), critical, found["epsilon"])
    return found


def ends(key: Key, env: dict[str, float]) -> list[Any]:
    """Return the logarithms at ε within rounding: next to a double root it decides the digits."""
    numbers = exact(env)
    name = "epsilon" if "epsilon" in numbers else "stage_epsilon"
    sides = (M.mpf("-1e-14"), M.mpf(0), M.mpf("1e-14"))
    return [log(REFERENCES[key]({**numbers, name: numbers[name] * (1 + side)})) for side in sides]


@pytest.mark.parametrize("excess", [(1e-12, 1e-3), (1e-3, 1e3), (1e3, 1e150)])
def test_an_outer_root_takes_one_logarithm(
    monkeypatch: pytest.MonkeyPatch, excess: tuple[float, float]
) -> None:
    x = 1 + np.geomspace(*excess, 400)
    with np.errstate(all="ignore"):
        backend = kernels.backend_for([x])
        monkeypatch.setattr(np, "log1p", counted := Counted(np.log1p))
        monkeypatch.setattr(np, "log", other := Counted(np.log))
        found = backend.log_outer_root(x)
    monkeypatch.undo()
    assert (counted.points, other.points) == (x.size, 0)
    for place in range(0, x.size, 7):
        single = kernels.backend_for([]).log_outer_root(float(x[place]))
        # x holds its distance from 1 to a rounding of x: the root follows.
        assert math.isclose(found[place], single, rel_tol=1e-15 * (2 + 1 / single))


def test_what_has_no_logarithm_takes_none(monkeypatch: pytest.MonkeyPatch) -> None:
    x = np.concatenate([np.linspace(0.1, 800, 900), [0.0, math.nan, -1e-9, -0.5, -50.0]])
    with np.errstate(all="ignore"):
        backend = kernels.backend_for([x])
        monkeypatch.setattr(np, "log1p", counted := Counted(np.log1p))
        found = backend.log_one_minus_exp(x)
    monkeypatch.undo()
    assert counted.points <= 3
    assert np.isnan(found[:900]).all()
    for value, log_value in zip(x[900:].tolist(), found[900:].tolist(), strict=True):
        wanted = kernels.backend_for([]).log_one_minus_exp(value)
        assert log_value == wanted or math.isclose(log_value, wanted) or math.isnan(value)


class Counted:
    """A ufunc that counts the points that it is given."""

    def __init__(self, ufunc: Any) -> None:
        self.ufunc, self.points = ufunc, 0

    def __call__(self, values: Any, **options: Any) -> Any:
        self.points += np.size(values)
        return self.ufunc(values, **options)


@pytest.mark.parametrize("key", KEYS, ids=lambda key: "-".join(filter(None, key)))
def test_many_points_are_answered_as_one_by_one(key: Key) -> None:
    many = points(key)
    kernel = KERNELS[key]
    found = kernels.evaluate(kernel, many)
    parts = [np.broadcast_to(part, (POINTS,)) for part in found.parts]
    for place in range(0, POINTS, POINTS // SINGLE):
        env = {name: float(values[place]) for name, values in many.items()}
        alone = kernels.evaluate(kernel, env)
        pairs = [(found.log[place], alone.log)]
        pairs += [(part[place], one) for part, one in zip(parts, alone.parts, strict=True)]
        for number, (one, other) in enumerate(pairs):
            near = math.isclose(one, other, rel_tol=TOLERANCE, abs_tol=TOLERANCE)
            if near or (math.isnan(one) and math.isnan(other)):
                continue
            assert number == 0
            low, *_, high = sorted(ends(key, env))
            assert low - M.mpf(TOLERANCE) <= one <= high + M.mpf(TOLERANCE)


@pytest.mark.parametrize("key", KEYS, ids=lambda key: "-".join(filter(None, key)))
def test_many_points_are_right_in_60_digits(key: Key) -> None:
    many = points(key)
    found = kernels.evaluate(KERNELS[key], many).log
    draw = random.Random(7)
    for place in draw.sample(range(POINTS), EXACT):
        env = {name: float(values[place]) for name, values in many.items()}
        low, *_, high = sorted(ends(key, env))
        assert low != M.inf
        slack = M.mpf(TOLERANCE) * max(1, abs(low))
        assert low - slack <= M.mpf(float(found[place])) <= high + slack


@pytest.mark.parametrize("shape", [(300, 1), (1, 300), (5, 1, 60)])
def test_a_grid_is_its_points(shape: tuple[int, ...]) -> None:
    key = next(key for key in KEYS if key[0] == "theorem-3")
    some = points(key)
    env: dict[str, Any] = {name: float(values[1]) for name, values in some.items()}
    env["sigma"], env["c_inf"], env["batch_size"] = 1.0, 1.0, 4.0
    env["epsilon"] = np.geomspace(1e-3, 3.0, 300).reshape(shape)
    env["delta"] = np.geomspace(1e-12, 10.0, 301)[:, None].reshape((-1,) + (1,) * len(shape))
    grid = kernels.evaluate(KERNELS[key], env).log
    full = np.broadcast_shapes(env["epsilon"].shape, env["delta"].shape)
    flat = {
        **env,
        "epsilon": np.broadcast_to(env["epsilon"], full).reshape(-1),
        "delta": np.broadcast_to(env["delta"], full).reshape(-1),
    }
    np.testing.assert_allclose(
        grid.reshape(-1), kernels.evaluate(KERNELS[key], flat).log, rtol=1e-10
    )


@pytest.mark.parametrize(("log_alpha", "log_beta"), [(745.0, 745.0), (1200.0, 950.0), (800.0, 1e3)])
def test_a_root_of_what_is_beyond_a_float(log_alpha: float, log_beta: float) -> None:
    kappa = 2.0
    alone = kernels.backend_for([]).log_log_root(
        math.inf, log_beta, kappa, log_alpha, math.log(kappa)
    )
    with np.errstate(all="ignore"):
        many = kernels.backend_for([np.ones(1)]).log_log_root(
            np.array([math.inf, 3.0]), log_beta, kappa, log_alpha, math.log(kappa)
        )
    alpha, beta = M.exp(M.mpf(log_alpha)), M.exp(M.mpf(log_beta))
    for found in (alone, float(many[0])):
        for side in (-1, 1):
            log_t = M.mpf(found) * (1 + side * M.mpf(TOLERANCE))
            assert side * (M.sqrt(M.exp(log_t) + 1) - alpha - beta * (kappa + log_t)) > 0
