"""What is refused before it runs: the fault, its code, and what would fit."""

from __future__ import annotations

import pytest

from adamw_bounds.errors import InputError, NoBoundError
from adamw_bounds.simulate import MAX_STEPS, run
from adamw_bounds.simulate.plans import make


@pytest.mark.parametrize(
    ("theorem", "inputs"),
    [
        (2, {"epsilon": 0.01}),
        (2, {"epsilon": 1e-300}),
        (2, {"sigma": 100.0}),
        (2, {"delta": 1e-8}),
        (3, {"epsilon": 0.05}),
        (4, {"epsilon": 1e-4, "schedule": "constant"}),
        (4, {"epsilon": 1e-3, "schedule": "decaying", "sigma": 5.0}),
        (2, {"epsilon": 0.4, "max_steps": 1000}),
    ],
)
def test_a_run_that_is_too_long_is_refused_with_what_would_fit(theorem: int, inputs: dict) -> None:
    with pytest.raises(InputError) as refused:
        run(theorem, seeds=2, **inputs)
    error = refused.value
    assert error.code == "too-many-steps"
    ways = {key: value for item in error.details[1:] for key, value in item.items()}
    limit = inputs.get("max_steps", MAX_STEPS)
    assert ways
    name = f"theorem-{theorem}"
    kinds = (inputs["schedule"],) if theorem == 4 else ("constant", "decaying")
    given = {key: value for key, value in inputs.items() if key not in ("max_steps", "schedule")}
    case = {2: "rotated", 3: "rotated", 4: "polyak-lojasiewicz"}[theorem]
    for item in error.details[1:]:
        option = item["option"].removeprefix("--").replace("-", "_")
        best = item.get("at least", item.get("at most"))
        if option == "max_steps":
            assert make(name, case, "adamw", kinds, "explicit", given).steps <= best
            continue
        shorter = make(name, case, "adamw", kinds, "explicit", {**given, option: best})
        assert shorter.steps <= limit
        less = best * (0.97 if "at least" in item else 1.03)
        if option != "batch_size":
            tight = make(name, case, "adamw", kinds, "explicit", {**given, option: less})
            assert tight.steps > limit


def test_too_large_a_horizon_is_refused() -> None:
    with pytest.raises(InputError) as refused:
        run(1, k=10_000, max_steps=1000)
    assert refused.value.code == "too-many-steps"
    assert refused.value.details[1:] == [{"option": "--k", "at most": 900}]
    assert run(1, k=900, max_steps=1000, seeds=4).inputs["k"] == 900
    with pytest.raises(InputError) as refused:
        run(2, iterations=1000, max_steps=100)
    assert refused.value.details[1:] == [{"option": "--iterations", "at most": 100}]


@pytest.mark.parametrize(
    ("theorem", "inputs", "name"),
    [
        (5, {}, "theorem"),
        ("all", {}, "theorem"),
        (2, {"epsilon": 0}, "epsilon"),
        (2, {"epsilon": "many"}, "epsilon"),
        (2, {"seeds": 1}, "seeds"),
        (2, {"seeds": "2.5"}, "seeds"),
        (2, {"seeds": float("inf")}, "seeds"),
        (2, {"seed": -1}, "seed"),
        (2, {"max_steps": 0}, "max_steps"),
        (2, {"c_inf": 1}, "c_inf"),
        (2, {"L": 1}, "smoothness"),
        (2, {"mu": 1}, "mu"),
        (2, {"gamma": 1}, "gamma"),
        (3, {"gamma": 1}, "gamma"),
        (2, {"lr": 1}, "lr"),
        (2, {"dim": 1000}, "dim"),
        (2, {"dim": 1.5}, "dim"),
        (2, {"epsilon": [0.1, 0.2]}, "epsilon"),
        (2, {"nonsense": 1}, "nonsense"),
        (2, {"case": "origin"}, "case"),
        (2, {"variant": "printed"}, "variant"),
        (3, {"variant": "explicit-large-step"}, "variant"),
        (2, {"optimizer": "all"}, "optimizer"),
        (2, {"optimizer": "sgd"}, "optimizer"),
        (1, {"optimizer": "l2-adam"}, "optimizer"),
        (2, {"schedule": "decaying"}, "schedule"),
        (4, {"epsilon": 100}, "epsilon"),
    ],
)
def test_bad_input_is_named(theorem: object, inputs: dict, name: str) -> None:
    with pytest.raises(InputError) as refused:
        run(theorem, **inputs)
    assert {fault.name for fault in refused.value.faults} == {name}
    assert refused.value.exit_code == 2


@pytest.mark.parametrize(
    ("theorem", "inputs", "said"),
    [
        (5, {}, "theorem must be one of 1, 2, 3, 4"),
        (2, {"seeds": 1}, "seeds must be a whole number ≥ 2"),
        (2, {"L": 1}, "smoothness is fixed by the problem"),
        (3, {"gamma": 1}, "gamma needs iterations"),
        (2, {"case": "origin"}, "case must be one of rotated, uncoupled, small-gradient"),
        (1, {"optimizer": "l2-adam"}, "optimizer must be adamw or adam for theorem-1"),
        (1, {"k": 10_000, "max_steps": 1000}, "feasible with k at most 900"),
    ],
)
def test_the_sentences_say_what_is_allowed(theorem: object, inputs: dict, said: str) -> None:
    with pytest.raises(InputError) as refused:
        run(theorem, **inputs)
    assert said in refused.value.message


def test_all_faults_are_listed_at_once() -> None:
    with pytest.raises(InputError) as refused:
        run(2, epsilon=-1, seeds=0, case="x", optimizer="y", c_inf=3)
    named = {fault.name for fault in refused.value.faults}
    assert named == {"epsilon", "seeds", "case", "optimizer", "c_inf"}


def test_where_no_bound_holds() -> None:
    for theorem, given, name in ((4, {"lam": 0.1}, "lambda"), (1, {"k": 2}, "decay-step")):
        with pytest.raises(NoBoundError) as refused:
            run(theorem, **given)
        assert [item["name"] for item in refused.value.details] == [name]
        assert refused.value.exit_code == 3
