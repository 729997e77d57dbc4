"""``solve`` with ``minimize``: held against brute force."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import adamw_bounds as ab

BASE: dict[str, Any] = {
    **{"c_inf": 1.0, "delta": 1.0, "epsilon": 0.1, "sigma": 2.0, "smoothness": 1.0, "gap": 1.0},
    **{"theorem": 2, "variant": "explicit"},
}
RUN: dict[str, Any] = {
    **{"c_inf": 1.0, "sigma": 0.5, "smoothness": 1.0, "gap": 1.0, "delta": 1.0},
    **{"beta2": 0.001, "batch_size": 32, "iterations": 10**5, "theorem": 2, "variant": "explicit"},
}


@pytest.mark.parametrize("quantity", ["iterations", "gradient-complexity"])
def test_a_whole_number_is_the_best_of_all(quantity: str) -> None:
    row = ab.solve(
        minimize=quantity,
        over="delta",
        batch_size=4,
        **{key: BASE[key] for key in BASE if key != "delta"},
    ).one()
    size = ab.solve(minimize=quantity, over="batch_size", **BASE).one()
    sizes = np.arange(1.0, 2000.0)
    values = ab.complexity(batch_size=sizes, **BASE).one(quantity=quantity).value
    # The least may lie beyond the sizes that are tried one by one, and is no larger then.
    assert size.value <= values.min() * (1 + 1e-6)
    there = ab.complexity(batch_size=size.settings["batch_size"], **BASE)
    assert there.one(quantity=quantity).value == size.value
    deltas = np.geomspace(1e-12, 1e12, 4001)
    known = {key: BASE[key] for key in BASE if key != "delta"}
    values = ab.complexity(delta=deltas, batch_size=4, **known).one(quantity=quantity).value
    assert row.value <= values.min() * (1 + 1e-6)


def test_two_settings_under_a_condition_beat_a_grid_of_them() -> None:
    row = ab.solve(minimize="gradient-norm-squared", over=["eta", "beta1"], **RUN).one()
    assert all(item.met for item in row.conditions)
    beta1, share = np.meshgrid(np.geomspace(1e-3, 1, 400), np.linspace(0.5, 1, 40))
    # η ≤ β1 c1/(2L), shares of the largest that is allowed.
    grid = ab.guarantee(eta=share * beta1 / 2, beta1=beta1, **RUN).one().value
    assert row.value <= np.nanmin(grid) * (1 + 1e-7)
    assert row.value == pytest.approx(np.nanmin(grid), rel=1e-3)
    again = ab.guarantee(**RUN, **{name: row.settings[name] for name in ("eta", "beta1")}).one()
    assert again.value == row.value


def test_the_batch_and_the_step_of_the_cheapest_run() -> None:
    known = {key: BASE[key] for key in BASE if key not in ("theorem", "variant")}
    row = ab.solve(
        minimize="gradient-complexity", over=["batch-size", "eta", "beta1"], theorem=2, **known
    ).one(variant="explicit")
    sizes = np.unique(np.rint(np.geomspace(1, 1e6, 40)))
    others = ab.compare(variant="explicit", schedule="constant", batch_size=sizes, **known)
    brute = others.one(
        statement="theorem-2",
        optimizer="adamw",
        quantity="gradient-complexity",
        case="best-settings",
        variant="explicit",
    )
    assert row.value <= np.nanmin(brute.value) * (1 + 1e-6)
    assert float(row.settings["batch_size"]).is_integer()


def test_everything_that_is_wrong_is_said_at_once() -> None:
    with pytest.raises(ab.InputError) as caught:
        ab.solve("epsilon", minimize="nonsense", over=["epsilon", "nothing"], epsilon=1)
    assert {fault.name for fault in caught.value.faults} == {"for", "minimize", "epsilon", "over"}
    with pytest.raises(ab.InputError):
        ab.solve(minimize="iterations", **BASE)
    with pytest.raises(ab.InputError):
        ab.solve("batch_size", over="eta", iterations=100, **BASE)


def test_what_is_proved_is_proved_of_the_stretch_that_was_searched() -> None:
    known = {key: value for key, value in BASE.items() if key not in ("delta", "variant")}
    row = ab.solve(
        minimize="iterations", over="delta", variant="printed", batch_size=1, **known
    ).one()
    end = row.settings["delta"]
    further = ab.complexity(variant="printed", batch_size=1, delta=10 * end, **known)
    # The printed count falls for ever: there is no least one.
    assert further.one(quantity="iterations").value < row.value
    assert sum("delta" in note for note in row.notes) == 3
    inside = ab.solve(
        minimize="iterations", over="delta", variant="explicit", batch_size=1, **known
    ).one()
    assert sum("delta" in note for note in inside.notes) == 2
