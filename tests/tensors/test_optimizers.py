"""Which parameter is in which group of a saved optimizer."""

from __future__ import annotations

from typing import Any

import numpy as np

from adamw_bounds.tensors import groups_of
from adamw_bounds.tensors.optimizers import state_of

SHAPES = {"a.weight": (3, 2), "a.bias": (3,), "b.weight": (2, 3), "b.bias": (2,)}


def saved(groups: list[dict[str, Any]], *, state: bool = True) -> Any:
    """A state_dict with the numbers of parameters in the order of the groups."""
    held, number, states = [], 0, {}
    for group in groups:
        names = group["names"]
        own = {key: value for key, value in group.items() if key != "names"}
        held.append({"betas": (0.9, 0.99), **own, "params": [*range(number, number + len(names))]})
        for name in names:
            if state:
                states[number] = {"exp_avg_sq": np.ones(SHAPES[name]), "step": np.float32(3)}
            number += 1
    return state_of({"state": states, "param_groups": held})


WEIGHTS = {"names": ["a.weight", "b.weight"], "weight_decay": 0.1}
BIASES = {"names": ["a.bias", "b.bias"], "weight_decay": 0.0}


def test_by_shape() -> None:
    found = groups_of(saved([WEIGHTS, BIASES]), SHAPES)
    assert found == {"a.weight": 0, "a.bias": 1, "b.weight": 0, "b.bias": 1}
    # Another model's.
    assert isinstance(groups_of(saved([WEIGHTS, BIASES]), {**SHAPES, "c": (1,)}), str)
    # A shape in two groups tells nothing, nor does a state without shapes.
    twice = {"a.bias": (3,), "b.bias": (3,)}
    one, other = {"names": ["a.bias"]}, {"names": ["a.bias"], "weight_decay": 1.0}
    assert isinstance(groups_of(saved([one, other]), twice), str)
    assert isinstance(groups_of(saved([WEIGHTS, BIASES], state=False), SHAPES), str)


def test_by_name_where_names_were_saved() -> None:
    groups = [{**group, "param_names": group["names"]} for group in (WEIGHTS, BIASES)]
    state = saved(groups, state=False)
    assert groups_of(state, SHAPES) == {"a.weight": 0, "a.bias": 1, "b.weight": 0, "b.bias": 1}
    assert isinstance(groups_of(state, {"c.weight": (1,)}), str)


def test_one_group() -> None:
    state = saved([{"names": [*SHAPES], "weight_decay": 0.1}], state=False)
    assert groups_of(state, SHAPES) == dict.fromkeys(SHAPES, 0)
    assert isinstance(groups_of(state, {"a": (1,)}), str)


def test_what_tells_groups_apart() -> None:
    state = saved([{**WEIGHTS, "lr": 0.1}, {**BIASES, "lr": 0.2}, {**BIASES, "lr": 0.2}])
    labels = [group.name for group in state.groups]
    assert labels == ["lr 0.1, decay 0.1", "lr 0.2, no decay", "lr 0.2, no decay (2)"]
    assert state.steps[0] == 3
    adam = saved([{**WEIGHTS, "decoupled_weight_decay": False}])
    assert adam.decoupled is False
    assert saved([WEIGHTS]).decoupled is None
