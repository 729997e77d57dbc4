"""Which settings a theorem allows: margins, limits and remedies."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from answers import BASE, NAMES, codes, remedied
from examples import examples
from hypothesis import given, settings
from input_strategies import inputs
from references import REFERENCES, M, exact
from references.here import z

import adamw_bounds as ab
from adamw_bounds import NoBoundError

MARGINS = {
    ("theorem-2", "eta"): lambda e: e["eta"] / REFERENCES[KEY("eta-max", "printed")](e),
    ("theorem-2", "beta1"): lambda e: e["beta1"] / REFERENCES[KEY("beta1-max", "printed")](e),
    ("theorem-2", "eta-coupling"): lambda e: (
        e["eta"] * 2 * e["smoothness"] / (e["beta1"] * M.sqrt(e["delta"]))
    ),
    ("theorem-2", "eta-coupling-printed"): lambda e: (
        2
        * e["eta"]
        * M.root(e["c_inf"] ** 2 + e["delta"], 4)
        * e["smoothness"]
        / (e["beta1"] * M.root(e["delta"], 4) ** 3)
    ),
    ("theorem-2", "beta1-weight"): lambda e: 2 * e["beta1"],
    ("here-constant-step", "sharp-step"): lambda e: (
        e["lam"] * e["eta"] + z(e) * e["beta1"] + (z(e) * (1 - e["beta1"])) ** 2
    ),
    ("theorem-2", "lambda-eta"): lambda e: 4 * e["lam"] * e["eta"],
    ("theorem-2", "lambda-schedule-printed"): lambda e: e["beta2"] * e["c_inf"] ** 2 / e["delta"],
    ("theorem-3", "lambda-schedule-printed"): lambda e: e["beta2"] * e["c_inf"] ** 2 / e["delta"],
    ("theorem-3", "beta1-weight"): lambda e: e["gamma"] / M.sqrt(e["k"] + 1),
    ("theorem-4", "mu-below-l"): lambda e: e["mu"] / e["smoothness"],
    # Of the last stage, whose ε_k is ε.
    ("theorem-4", "eta-stage"): lambda e: (
        12
        * e["eta"]
        * M.root(e["c_inf"] ** 2 + e["delta"], 4) ** 3
        * e["sigma"] ** 2
        * e["smoothness"]
        / (M.root(e["delta"], 4) ** 5 * e["mu"] * e["batch_size"] * e["epsilon"])
    ),
    ("theorem-4", "beta1-stage"): lambda e: (
        6
        * e["beta1"]
        * M.sqrt(e["c_inf"] ** 2 + e["delta"])
        * e["sigma"] ** 2
        / (M.sqrt(e["delta"]) * e["mu"] * e["batch_size"] * e["epsilon"])
    ),
}


def KEY(quantity: str, variant: str) -> tuple[Any, ...]:
    return ("theorem-2", quantity, "constant", None, None, variant)


GIVEN = ("eta", "beta1", "lam", "gamma", "mu", "beta2", "k")


def asked(env: dict[str, Any]) -> dict[tuple[str, str, str], ab.Condition]:
    answer = ab.conditions("all", **env)
    return {
        (row.statement, row.variant, condition.name): condition
        for row in answer
        for condition in row.conditions
    }


@settings(max_examples=examples(60))
@given(env=inputs((*NAMES, *GIVEN, "x0_norm")))
def test_conditions_have_true_margins_and_remedies_that_work(env: dict[str, float]) -> None:
    # Enough stages for Theorem 4's rows to stand, not thousands.
    env["gap"] = 8 * env["epsilon"]
    conditions = asked(env)
    assert {name for _, _, name in conditions} == {name for _, name in MARGINS}
    for (statement, variant, name), condition in conditions.items():
        expected = MARGINS[statement, name](exact(env))
        assert condition.met == (expected <= 1) or abs(expected - 1) < 1e-11
        if M.mpf("1e-290") < expected < M.mpf("1e290"):
            assert abs(condition.margin / expected - 1) < 1e-11
        if condition.met:
            assert condition.remedy == ""
        else:
            again = asked(remedied(env, condition.remedy))
            assert again[statement, variant, name].met


def test_stages_judge_the_settings_by_their_own_caps() -> None:
    settings_ = {"eta": 1e-3, "beta1": 0.1, "mu": 0.1}
    answer = ab.conditions(4, schedule="constant", variant="explicit", **BASE | settings_)
    for row in answer.select(quantity="eta-max"):
        (coupling,) = (item for item in row.conditions if item.name == "eta-stage-coupling")
        c1, c2 = math.sqrt(BASE["delta"]), math.sqrt(BASE["c_inf"] ** 2 + BASE["delta"])
        r = c1**1.5 / (2 * math.sqrt(c2) * BASE["smoothness"])
        assert coupling.margin == pytest.approx(1e-3 / (r * 0.1), rel=1e-11)
        assert not coupling.met
    for row in answer.select(quantity="beta1-max"):
        (cap,) = (item for item in row.conditions if item.name == "beta1-stage-explicit")
        assert cap.margin == pytest.approx(0.1 / row.value, rel=1e-11)
    assert len(answer.select(quantity="beta1-max")) == 4


def test_limits_read_from_an_answer_meet_the_conditions() -> None:
    """What conditions allows, guarantee accepts: no refusal by a rounding."""
    rng = np.random.default_rng(0)
    for _ in range(200):
        env = {name: float(10 ** rng.uniform(-3, 3)) for name in NAMES if name != "batch_size"}
        env["batch_size"] = int(rng.integers(1, 100))
        caps = ab.conditions(2, variant="explicit-large-step", **env)
        eta, beta1 = (caps.one(quantity=name).value for name in ("eta-max", "beta1-max"))
        run = {name: value for name, value in env.items() if name != "epsilon"}
        assert ab.guarantee(eta=eta, beta1=beta1, iterations=10, **run).results[0].value > 0
        checked = ab.conditions(2, variant="explicit-large-step", eta=eta, beta1=beta1, **env)
        for row in checked:
            assert all(condition.met for condition in row.conditions)
        with pytest.raises(NoBoundError):
            ab.guarantee(eta=eta * 1.0001, beta1=beta1, iterations=10, variant="explicit", **run)


def test_pytorch_settings_of_today_against_theorem_2() -> None:
    answer = ab.conditions(
        2,
        lr=1e-3,
        betas=(0.9, 0.999),
        adam_eps=1e-8,
        weight_decay=0.01,
        **BASE | {"delta": None},
    )
    assert "constant-weight-decay" in codes(answer)
    missed = {
        condition.name
        for row in answer.select(variant="explicit")
        for condition in row.conditions
        if not condition.met
    }
    assert {"eta-coupling", "beta1", "lambda-schedule"} <= missed
    schedule = next(
        condition
        for row in answer.select(variant="explicit")
        for condition in row.conditions
        if condition.name == "lambda-schedule"
    )
    q = 0.001 * 25 / 1e-16
    assert math.isclose(schedule.margin, math.sqrt(1 + q), rel_tol=1e-12)
    assert schedule.remedy
    # Decay by the theorem's own schedule is not judged by the constant one's ratio.
    own = ab.conditions(2, lam=0.01, beta2=0.001, eta=1e-3, beta1=0.1, **BASE)
    assert "constant-weight-decay" not in codes(own)
    assert "lambda-schedule" not in {c.name for row in own for c in row.conditions}
    none = ab.conditions(2, weight_decay=0, betas=(0.9, 0.999), lr=1e-3, **BASE)
    assert "constant-weight-decay" not in codes(none)


def test_printed_caps_above_one_and_beta2() -> None:
    loose = BASE | {"sigma": 1e-3}
    answer = ab.conditions(2, lam=0.1, **loose)
    printed = answer.one(variant="printed", quantity="beta1-max")
    assert printed.value > 1
    assert any("above 1" in note for note in printed.notes)
    assert answer.one(variant="corrected", quantity="beta1-max").value == 1
    assert answer.one(variant="explicit", quantity="beta1-max").value == 0.5
    assert math.isclose(answer.one(variant="corrected", quantity="beta2-max").value, 1e-4 / 25)
    free = ab.conditions(2, **loose)
    assert free.one(variant="corrected", quantity="beta2-max").value == 1


def test_printed_schedule_alternates_where_q_is_above_one() -> None:
    base = BASE | {"delta": 1.0, "c_inf": 2.0}
    for k, sign in ((1, -1), (2, 1), (3, -1)):
        row = ab.conditions(2, lam=0.5, beta2=0.75, k=k, **base).one(
            variant="printed", quantity="lambda-k"
        )
        assert math.isclose(row.value, 0.5 * (1 - 3.0) ** k)
        assert sign * row.value > 0
        assert any("alternates" in note for note in row.notes)
    many = ab.conditions(2, lam=0.5, beta2=0.75, k=np.array([1, 2, 3]), **base).one(
        variant="printed", quantity="lambda-k"
    )
    np.testing.assert_allclose(many.value, 0.5 * (-2.0) ** np.array([1, 2, 3]))
    below = ab.conditions(2, lam=0.5, beta2=0.125, k=np.array([1, 2, 3]), **base).one(
        variant="printed", quantity="lambda-k"
    )
    np.testing.assert_allclose(below.value, 0.5 * 0.5 ** np.array([1, 2, 3]))
    explicit = ab.conditions(2, lam=0.5, beta2=0.75, k=3, **base).one(
        variant="explicit", quantity="lambda-k"
    )
    assert math.isclose(explicit.value, 0.5 * 4**-1.5)


def test_theorem_3_steps_use_the_statements_gamma() -> None:
    answer = ab.conditions(3, k=3, **BASE)
    for variant in ("printed", "corrected", "explicit"):
        gamma = answer.one(variant=variant, quantity="gamma").value
        beta = answer.one(variant=variant, quantity="beta1-k").value
        assert gamma > 1
        # The proof's β_{k+1} = γ/√(k+1) forms m_{k+1}: the weight in m_k is γ/√k.
        root = math.sqrt(3) if variant == "explicit" else 2
        expected = gamma / root if variant == "printed" else min(1, gamma / root)
        assert math.isclose(beta, expected, rel_tol=1e-12)
    printed = answer.one(variant="printed", quantity="beta1-k")
    (condition,) = (item for item in printed.conditions if item.name == "beta1-weight")
    assert not condition.met
    given = ab.conditions(3, k=3, gamma=0.5, **BASE)
    assert given.one(variant="printed", quantity="beta1-k").value == pytest.approx(0.25, rel=1e-14)


TORCH = {"lr": 1e-3, "betas": (0.9, 0.999), "adam_eps": 1e-2}
PROBLEM = {name: value for name, value in BASE.items() if name not in ("delta", "lam")}


def by_update(answer: ab.Answer) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for row in answer:
        names = found.setdefault(row.update, [])
        if row.statement not in names:
            names.append(row.statement)
    return found


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({}, {"here-pytorch"}),
        ({"weight_decay": 0.1}, {"here-constant-decay"}),
        ({"schedule": "cosine"}, {"here-pytorch"}),
        ({"schedule": "cosine", "weight_decay": 0.1}, {"here-constant-decay"}),
        ({"mu": 0.1}, {"here-pytorch", "here-pl-last-iterate"}),
        ({"mu": 0.1, "weight_decay": 0.1}, {"here-constant-decay", "here-pl-decay"}),
    ],
)
def test_settings_of_pytorch_are_held_against_its_own_update_too(
    more: dict[str, Any], expected: set[str]
) -> None:
    answer = ab.conditions(**PROBLEM | TORCH | more)
    found = by_update(answer)
    assert set(found["pytorch"]) == expected
    paper = {"here-schedule"} if "schedule" in more else {"theorem-2", "here-constant-step"}
    if not ("schedule" in more and "weight_decay" in more):
        assert paper <= set(found["paper"])
    for row in answer.select(update="pytorch"):
        z = 1e-3 * PROBLEM["smoothness"] / (0.1 * 1e-2)
        step = next(item for item in row.conditions if item.name.endswith("-step"))
        if row.statement in ("here-pytorch", "here-constant-decay"):
            assert step.lhs == pytest.approx(z * 0.1 + (z * 0.9) ** 2, rel=1e-12)
        again = ab.conditions(**PROBLEM | TORCH | more | {"lr": row.value})
        (same,) = again.select(statement=row.statement, update="pytorch")
        assert all(item.met for item in same.conditions)


def test_the_update_is_chosen_and_no_row_stands_for_both() -> None:
    decayed = PROBLEM | TORCH | {"weight_decay": 0.1}
    for update in ("paper", "pytorch"):
        answer = ab.conditions(update=update, **decayed)
        assert "here-constant-decay" in {row.statement for row in answer}
        assert {row.update for row in answer} <= {update, "paper"}
    names = [
        (row.statement, row.schedule, row.variant, row.quantity, row.stage)
        for row in ab.conditions(**decayed, mu=0.1)
    ]
    assert len(names) == len(set(names))
    # Without PyTorch's settings the question is about the paper's update alone.
    assert set(by_update(ab.conditions(**BASE, eta=1e-3, beta1=0.1))) == {""}


def test_arrays_of_settings_are_judged_point_by_point_for_both_updates() -> None:
    rates = np.array([1e-6, 1e-3, 1.0])
    answer = ab.conditions(**PROBLEM | TORCH | {"lr": rates})
    (row,) = answer.select(statement="here-pytorch")
    one_by_one = [
        ab.conditions(**PROBLEM | TORCH | {"lr": float(rate)})
        .select(statement="here-pytorch")[0]
        .conditions[0]
        .met
        for rate in rates
    ]
    assert list(row.conditions[0].met) == one_by_one == [True, False, False]
