"""Corollary 3 over ranges of its inputs, against every point of a fine grid."""

from __future__ import annotations

import itertools
from typing import Any

import numpy as np
import pytest

import adamw_bounds as ab

SIGMA = np.geomspace(1e-6, 30, 20)
SPECTRUM = ab.Spectrum(eigenvalues=np.append(SIGMA, -SIGMA[::4]), label="a")
RUN: dict[str, Any] = {
    **{"eta": 1e-2, "lam": 1e-3, "batch_size": 8, "samples": 500, "rho": 0.02},
    **{"tau": 0.05, "x_star_norm": 1.5},
}
Ranges = dict[str, tuple[float, float]]
CASES: dict[str, tuple[Ranges, int]] = {
    "rho": ({"rho": (1e-4, 1)}, 20),
    "eta": ({"eta": (1e-4, 1)}, 20),
    "both": ({"rho": (1e-3, 0.1), "eta": (1e-3, 0.1)}, 5),
    "above one": ({"rho": (10, 100), "lam": (1e-1, 1)}, 4),
    "lam": ({"lam": (1e-6, 10)}, 24),
    "lam from 0": ({"lam": (0, 1e-2)}, 24),
    "lam-l2": ({"lam_l2": (1e-6, 10)}, 24),
    "batch": ({"batch_size": (1, 24)}, 24),
    "several": ({"lam": (1e-4, 1e-2), "batch_size": (1, 8)}, 4),
    "rest": ({"samples": (2, 5000), "tau": (0.01, 0.9), "x_star_norm": (0, 4)}, 3),
}


def grid(name: str, low: float, high: float, size: int) -> list[float]:
    values = np.geomspace(low if low > 0 else 1e-7 * high, high, size)
    if name in ("batch_size", "samples"):
        return sorted({round(value) for value in values})
    return [float(value) for value in [low, *values[:-1], high]]


def seen(ranges: Ranges, size: int, **more: Any) -> dict[Any, tuple[float, float]]:
    found: dict[Any, tuple[float, float]] = {}
    axes = [grid(name, *ends, size) for name, ends in ranges.items()]
    for point in itertools.product(*axes):
        at = dict(zip(ranges, point, strict=True))
        for row in ab.generalization(SPECTRUM, **{**RUN, **more, **at}):
            key = (row.optimizer, row.variant, row.quantity)
            low, high = found.get(key, (np.inf, -np.inf))
            found[key] = min(low, row.value), max(high, row.value)
    return found


@pytest.mark.sampled(3)
@pytest.mark.parametrize("name", CASES)
def test_no_point_leaves_the_range_and_the_range_is_hardly_wider(name: str) -> None:
    ranges, size = CASES[name]
    texts = {key: f"{low!r}..{high!r}" for key, (low, high) in ranges.items()}
    answer = ab.generalization(SPECTRUM, **{**RUN, **texts})
    points = seen(ranges, size)
    for row in answer:
        low, high = points[row.optimizer, row.variant, row.quantity]
        rounding = 1e-12 * max(abs(low), abs(high))
        assert row.lower <= low + rounding, row
        assert row.upper is None or row.upper >= high - rounding, row
        if any("NOT PROVED" in note for note in row.notes) or row.upper is None:
            continue
        # Of several inputs the grid is coarse.
        wide = (0.05 if len(ranges) == 1 or name == "rest" else 0.3) * (high - low)
        wide += 2e-3 * max(abs(low), abs(high)) + 0.01 * SPECTRUM.dim
        if "pac" not in row.quantity:
            assert row.lower >= low - wide, row
            assert row.upper <= high + wide, row
    assert answer.inputs[next(iter(ranges))].lower == next(iter(ranges.values()))[0]


def test_where_the_factor_alone_is_uncertain_the_ends_are_exact() -> None:
    answer = ab.generalization(SPECTRUM, optimizer="l2-adam", **{**RUN, "rho": "1e-4..1"})
    assert not any("enclosure" in note or "NOT" in note for row in answer for note in row.notes)
    row = answer.one(variant="corrected", quantity="kl")
    ends = [
        ab.generalization(SPECTRUM, optimizer="l2-adam", **{**RUN, "rho": rho})
        .one(variant="corrected", quantity="kl")
        .value
        for rho in (1e-4, *np.geomspace(1e-3, 0.99, 150), 1)
    ]
    assert row.upper == max(ends)
    assert row.lower == pytest.approx(min(ends), rel=1e-3)
    assert row.lower <= min(ends)


def test_ranges_of_blocks_and_of_a_quadrature() -> None:
    blocks = [
        ab.Block(name=name, rho=rho, spectrum=ab.Spectrum(eigenvalues=SIGMA * scale, label=name))
        for name, rho, scale in (("one", 0.1, 1.0), ("two", None, 3.0))
    ]
    spectrum = ab.Spectrum(blocks=tuple(blocks), label="b")
    given = {**RUN, "rho": "0.01..0.1", "eta": "0.01..0.02"}
    answer = ab.generalization(spectrum, optimizer="adam", **given)
    ends = [
        ab.generalization(spectrum, optimizer="adam", **{**given, "rho": rho, "eta": eta})
        for rho in (0.01, 0.03, 0.1)
        for eta in (0.01, 0.015, 0.02)
    ]
    cases = {row.case for row in answer}
    assert cases == {"b", "b/one", "b/two"}
    for row in answer:
        key = {"variant": row.variant, "quantity": row.quantity, "case": row.case}
        values = [one.one(**key).value for one in ends]
        assert row.lower <= min(values) * (1 + 1e-12) or min(values) < 0
        assert row.upper >= max(values) * (1 - 1e-12) or max(values) < 0
    rule = ab.Spectrum(
        dim=50, nodes=[[0.1, 1.0, 3.0]] * 2, weights=[[0.5, 0.3, 0.2], [0.4, 0.4, 0.2]], label="q"
    )
    whole = ab.generalization(rule, optimizer="adamw", **{**RUN, "rho": "0.01..0.1"})
    for rho in (0.01, 0.03, 0.1):
        for row in ab.generalization(rule, optimizer="adamw", **{**RUN, "rho": rho}):
            held = whole.one(variant=row.variant, quantity=row.quantity)
            assert held.lower <= (row.value if row.lower is None else row.lower) + 1e-9
            assert held.upper is None or held.upper >= (row.upper or row.value) - 1e-9


def test_what_cannot_be_a_range_is_said_at_once() -> None:
    given = {**RUN, "rho": "1..0.5", "samples": "1..9", "dim": "50..51"}
    with pytest.raises(ab.InputError) as caught:
        ab.generalization(SPECTRUM, optimize_lambda=True, **given)
    names = {fault.name for fault in caught.value.faults}
    assert names == {"rho", "samples", "dim", "optimize_lambda"}


@pytest.mark.parametrize("name", ["mlp_adamw", "mlp_l2_adam", "conv_l2_adam"])
def test_rows_of_the_run_s_own_preconditioner_have_no_ends_of_one_point(name: str) -> None:
    """Their bars at the estimates are no ends over the ranges."""
    own = ("own-preconditioner", "own-decays")
    asked = {"variant": "corrected", "rho": "0.001..0.01"}
    rows = [row for row in ab.generalization(f"shipped:{name}", **asked) if row.case in own]
    at = ab.generalization(f"shipped:{name}", **{**asked, "rho": 0.001 * 10**0.5})
    middle = {(row.case, row.optimizer, row.quantity): row for row in at if row.case in own}
    assert {(row.case, row.optimizer, row.quantity) for row in rows} == set(middle)
    for row in rows:
        assert row.value == pytest.approx(
            middle[row.case, row.optimizer, row.quantity].value, rel=1e-3
        )
        assert (row.lower, row.upper) == (None, None)
        assert "NOT PROVED" in row.notes[0]
        bars = middle[row.case, row.optimizer, row.quantity]
        assert (bars.lower is not None) == ("between" in row.notes[0])
