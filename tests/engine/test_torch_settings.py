"""An optimizer object in place of settings: the same numbers as its settings give."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

import adamw_bounds as ab

NUMBERS = {"c_inf": 1, "smoothness": 1, "sigma": 0.5, "gap": 1, "batch_size": 32}
GROUP = {"lr": 1e-3, "betas": (0.99, 0.999), "eps": 0.1, "weight_decay": 0.0, "params": [1]}
TYPED = {"lr": 1e-3, "betas": (0.99, 0.999), "adam_eps": 0.1, "weight_decay": 0.0}


def optimizer(name: str = "AdamW", *groups: dict[str, Any], **more: Any) -> Any:
    """Return what has the groups of an optimizer."""
    made = type(name, (SimpleNamespace,), {})
    return made(param_groups=[{**GROUP, **more, **group} for group in groups or ({},)])


ASKED = {
    "guarantee": lambda **given: ab.guarantee(iterations=10**5, **NUMBERS, **given),
    "conditions": lambda **given: ab.conditions(2, epsilon=0.1, **NUMBERS, **given),
    "timescale": lambda **given: ab.timescale(iterations=1000, **{**given, "weight_decay": 0.1}),
    "radius": lambda **given: ab.radius(x0_inf_norm=0.5, **{**given, "weight_decay": 0.1}),
    "rescale": lambda **given: ab.rescale(batch_size=32, to=64, **given),
    "edge": lambda **given: ab.edge(sharpness=1, **{**given, "weight_decay": 0.1}),
    "convert": ab.convert,
}


@pytest.mark.parametrize("name", ASKED)
def test_the_numbers_are_those_of_its_settings(name: str) -> None:
    found, wanted = ASKED[name](optimizer=optimizer()), ASKED[name](**TYPED)
    assert [row.log10 for row in found] == [row.log10 for row in wanted]
    assert len(found) > 0
    # It brings what the question can use, and no more.
    assert {name: wanted.inputs[name] for name in found.inputs} == found.inputs


def test_a_real_optimizer() -> None:
    torch = pytest.importorskip("torch")
    real = torch.optim.AdamW(
        [torch.nn.Parameter(torch.ones(2))], lr=1e-3, betas=(0.99, 0.999), eps=0.1, weight_decay=0
    )
    found, wanted = ASKED["guarantee"](optimizer=real), ASKED["guarantee"](**TYPED)
    assert [row.log10 for row in found] == [row.log10 for row in wanted]


def test_what_is_given_beside_it_goes_before() -> None:
    found = ab.radius(optimizer=optimizer(weight_decay=0.5), lam=0.1, x0_inf_norm=1)
    assert found.inputs["lam"] == 0.1


@pytest.mark.parametrize(
    ("groups", "more", "codes"),
    [
        (({}, {"weight_decay": 0.1, "params": [1, 2]}), {}, {"optimizer-groups"}),
        (({},), {"initial_lr": 2e-3}, {"learning-rate"}),
        (({},), {"amsgrad": True}, {"amsgrad"}),
    ],
)
def test_what_must_be_said_is_said(groups: Any, more: Any, codes: set[str]) -> None:
    found = ab.radius(optimizer=optimizer("AdamW", *groups, **more), lam=0.1, x0_inf_norm=1)
    assert {note.code for note in found.warnings} == codes


def test_a_decay_in_the_loss_is_another_optimizer() -> None:
    adam = optimizer("Adam", weight_decay=0.1)
    rows = ab.conditions(2, optimizer=adam, epsilon=0.1, x_inf_norm=1, x0_norm=1, **NUMBERS)
    assert {row.optimizer for row in rows} == {"l2-adam"}
    assert {
        row.optimizer
        for row in ab.conditions(2, optimizer=optimizer("Adam"), epsilon=0.1, **NUMBERS)
    } == {"adam"}
    with pytest.raises(ab.InputError):
        ab.radius(optimizer=adam, x0_inf_norm=1)


@pytest.mark.parametrize(
    "wrong",
    [
        SimpleNamespace(param_groups=[{"lr": 0.1, "momentum": 0.9, "params": []}]),
        SimpleNamespace(param_groups=[]),
        optimizer(maximize=True),
    ],
)
@pytest.mark.parametrize("name", ["guarantee", "radius", "convert"])
def test_others_are_refused(wrong: Any, name: str) -> None:
    with pytest.raises(ab.InputError) as caught:
        ASKED[name](optimizer=wrong)
    assert caught.value.faults[0].name == "optimizer"
