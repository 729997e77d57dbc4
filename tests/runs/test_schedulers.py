"""A scheduler of torch says the learning rates that training with it has."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from typing import Any

import pytest

from adamw_bounds.errors import InputError
from adamw_bounds.runs.description import read_run
from adamw_bounds.runs.schedulers import MOST_STEPS, rates_of
from adamw_bounds.runs.sources import sources_of

torch = pytest.importorskip("torch")
kinds = torch.optim.lr_scheduler

MADE: dict[str, tuple[Callable[[Any], Any], int | None]] = {
    "cosine": (lambda o: kinds.CosineAnnealingLR(o, 40), None),
    "one-cycle": (lambda o: kinds.OneCycleLR(o, max_lr=1e-2, total_steps=40), None),
    "lambda": (lambda o: kinds.LambdaLR(o, lambda step: (step + 1) / 10), 40),
    "sequence": (
        lambda o: kinds.SequentialLR(
            o, [kinds.LinearLR(o, 0.1, 1, 10), kinds.CosineAnnealingLR(o, 30)], [10]
        ),
        40,
    ),
    "chain": (
        lambda o: kinds.ChainedScheduler([kinds.LinearLR(o, 0.1), kinds.ExponentialLR(o, 0.9)]),
        40,
    ),
    "restarts": (lambda o: kinds.CosineAnnealingWarmRestarts(o, 7), 40),
    "steps": (lambda o: kinds.MultiStepLR(o, [10, 20]), 40),
}


def optimizer(groups: int = 1) -> Any:
    weights = [torch.nn.Parameter(torch.ones(3)) for _ in range(groups)]
    return torch.optim.AdamW(
        [{"params": [w], "lr": 1e-3 * (place + 1)} for place, w in enumerate(weights)]
    )


@pytest.mark.parametrize("name", MADE)
def test_the_rates_are_those_of_training(name: str) -> None:
    make, steps = MADE[name]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # SequentialLR steps with an epoch, which torch deprecates
        trained = optimizer(2)
        scheduler = make(trained)
        found = rates_of(scheduler, steps)
        expected = []
        for _ in range(40):
            expected.append(trained.param_groups[0]["lr"])
            trained.step()
            scheduler.step()
    assert found == expected


def test_a_run_has_the_peak_and_the_length_of_its_scheduler() -> None:
    made = optimizer()
    scheduler = kinds.OneCycleLR(made, max_lr=0.25, total_steps=60)
    run = read_run(sources_of(made, schedule=scheduler).tables)
    assert run.faults == ()
    assert isinstance(run.schedule, list)
    assert (len(run.schedule), max(run.schedule)) == (60, pytest.approx(0.25, rel=1e-12))


def stepped() -> Any:
    made = optimizer()
    scheduler = kinds.StepLR(made, 3)
    made.step()
    scheduler.step()
    return scheduler


@pytest.mark.parametrize(
    ("make", "told"),
    [
        (lambda: kinds.ReduceLROnPlateau(optimizer()), "losses"),
        (lambda: kinds.StepLR(optimizer(), 3), '"steps"'),
        (lambda: {"kind": kinds.StepLR(optimizer(), 3), "steps": MOST_STEPS + 1}, "more than"),
        (lambda: {"kind": kinds.StepLR(optimizer(), 3), "steps": "many"}, "'many'"),
        (lambda: {"kind": kinds.StepLR(optimizer(), 3), "steps": 0}, "0"),
        (lambda: {"kind": stepped(), "steps": 9}, "1 step"),
        (
            lambda: {
                "kind": kinds.LambdaLR(optimizer(2), [lambda k: 1.0, lambda k: 1 / (k + 1)]),
                "steps": 9,
            },
            "groups 0 and 1",
        ),
    ],
)
def test_what_cannot_be_told_is_a_sentence(make: Callable[[], Any], told: str) -> None:
    with pytest.raises(InputError) as caught:
        sources_of(optimizer(), schedule=make())
    (fault,) = caught.value.faults
    assert fault.name == "schedule"
    assert told in fault.allowed
