"""Optimizers and the bounds of others side by side."""

from __future__ import annotations

import math
import random
from typing import Any

import numpy as np
import pytest
from answers import BASE, codes, message

import adamw_bounds as ab
from adamw_bounds.kernels import STATEMENTS
from adamw_bounds.questions.compare import BOUNDS, base_of


@pytest.mark.slow
def test_compare_sets_counts_of_one_kind_in_ratio() -> None:
    env = {**BASE, "mu": 0.1, "lam": 0.1, "x0_norm": 2.0, "x_inf_norm": 1.0, "dim": 1000}
    answer = ab.compare(**env)
    own = ("zhou2024", "here")
    others = [
        row
        for row in answer
        if row.variant != "order" and STATEMENTS[base_of(row.as_row())].paper not in own
    ]
    assert {"defossez2022", "ghadimi2013", "sign_descent"} <= {
        STATEMENTS[base_of(row.as_row())].paper for row in others
    }
    assert {row.quantity for row in others} == {"iterations", "gradient-complexity"}
    assert all(row.ratio is None for row in others)
    ours = [row for row in answer if row.variant != "order" and row not in others]
    assert {row.quantity for row in ours} == {"iterations", "gradient-complexity"}
    orders = ("printed", "corrected")
    assert all(row.quantity != "iterations" for row in ours if row.variant in orders)
    assert all(row.ratio is None for row in ours if row.quantity == "iterations" or row.case)
    ours = [row for row in ours if row.quantity == "gradient-complexity" and row.case is None]
    for row in ours:
        if row.statement == "here-pytorch":
            assert row.ratio is None
            continue
        of_row = (row.stands_for or row.statement).replace("corollary-2", "theorem-2")
        base = [
            other
            for other in ours
            if other.optimizer == "adamw"
            and (other.schedule, other.variant) == (row.schedule, row.variant)
            and (other.stands_for or other.statement) == of_row
        ]
        if not base:
            assert row.ratio is None
            assert of_row == "theorem-4"
            assert row.variant in ("explicit", "sharp")
            continue
        assert math.isclose(row.ratio, row.value / base[0].value, rel_tol=1e-11)
        if row.optimizer == "adamw":
            assert row.ratio == 1
    orders = answer.select(variant="order")
    assert len(orders) == 9
    assert all(row.ratio is None for row in orders)
    assert "orders" in codes(answer)
    assert answer.inputs["c_2"] == pytest.approx(math.sqrt(1000) * 5)
    lamb = answer.one(statement="you2019-lamb")
    assert math.isclose(lamb.value, 5 * 1000 / 1e-4, rel_tol=1e-12)
    own = ab.compare(c_2=7, **env).one(statement="you2019-lamb")
    assert math.isclose(own.value, 7 * math.sqrt(1000) / 1e-4, rel_tol=1e-12)
    fewer = ab.compare(**BASE)
    assert "dim" in message(fewer, "orders-missing")
    assert {row.schedule for row in ab.compare(schedule="constant", **env)} == {"constant"}


def after(**more: Any) -> dict[str, Any]:
    """Return a problem with everything that its bounds ask for."""
    return {**BASE, "mu": 0.1, "dim": 10, "iterations": 10**9, **more}


def name_of(row: Any) -> tuple[Any, ...]:
    return row.statement, row.optimizer, row.schedule, row.variant, row.quantity, row.case


def test_rows_have_names_of_their_own_and_guarantees_say_what_they_are() -> None:
    for more in ({}, {"lam": 0.1, "x0_norm": 1.0, "x_inf_norm": 1.0}):
        answer = ab.compare(**after(**more))
        names = [name_of(row) for row in answer]
        assert len(set(names)) == len(names)
        for row in answer:
            order = row.variant in ("printed", "corrected", "order")
            assert bool(row.measure) == bool(row.measured) == bool(row.hypotheses) == (not order)
            assert row.measured == ("" if order else STATEMENTS[compared(row)].measure)


def compared(row: Any) -> str:
    return base_of({"statement": row.statement})


@pytest.mark.parametrize(
    "more", [{}, {"lam": 0.1, "x0_norm": 1.0, "x_inf_norm": 1.0, "x0_inf_norm": 1.0}]
)
def test_a_bound_after_t_steps_is_the_guarantee_at_its_settings_and_no_other_is_less(
    more: dict[str, float],
) -> None:
    given = after(**more)
    rng = random.Random(1)
    seen = 0
    for row in ab.compare(**given):
        if row.quantity not in BOUNDS.quantities or row.statement == "here-pytorch":
            continue
        own = {name: row.settings[name] for name in row.settings if name in BOUNDS.searched}
        known = {name: value for name, value in given.items() if name != "epsilon"}

        def at(settings: dict[str, float], row: Any = row, known: Any = known) -> float:
            try:
                answer = ab.guarantee(
                    compared(row),
                    optimizer=row.optimizer,
                    schedule=row.schedule,
                    variant=row.variant,
                    **{"beta1": 0.5, "eta": 1e-9, **settings} if settings else {},
                    **known,
                )
            except (ab.NoBoundError, ab.InputError):
                return math.inf
            found = answer.select(quantity=row.quantity, case=row.case)
            return found[0].value if found else math.inf

        if not own:
            continue
        seen += 1
        assert math.isclose(at(own), row.value, rel_tol=1e-9), row.statement
        for _ in range(12):
            moved = {name: value * math.exp(rng.gauss(0, 0.3)) for name, value in own.items()}
            if any(moved.get(name, 0) > 1 for name in ("beta1", "beta2")):
                continue
            assert at(moved) >= row.value * (1 - 1e-9)
    assert seen >= 12


@pytest.mark.parametrize("schedule", ["constant", "decaying"])
def test_the_bound_after_the_least_steps_is_the_accuracy_squared(schedule: str) -> None:
    given = {**after(delta=1e-2), "mu": None}
    counts = ab.compare(schedule=schedule, **{**given, "iterations": None})
    chosen = {
        (row.statement, row.optimizer, row.variant): row
        for row in counts.select(quantity="iterations")
        if row.value is not None
        and row.statement != "corollary-2"
        and row.measure.startswith("squared")
        # The least count where there is one at the best settings, else the theorem's.
    }
    steps = np.array([[row.count - 1.0, float(row.count)] for row in chosen.values()])
    answer = ab.compare(schedule=schedule, **{**given, "epsilon": None, "iterations": steps})
    for place, ((statement, optimizer, variant), row) in enumerate(chosen.items()):
        bound = answer.one(
            statement=statement,
            optimizer=optimizer,
            variant=variant,
            quantity="gradient-norm-squared",
            case=None,
        )
        fewer, enough = bound.value[place]
        assert enough <= 0.01 * (1 + 1e-9), statement
        assert fewer > 0.01 * (1 - 1e-9), statement
        assert math.isclose(bound.log10[place, 1], -2, abs_tol=1 / row.count + 1e-9)
    assert len(chosen) >= 4


def test_without_noise_theorem_2_takes_the_largest_step() -> None:
    given = {**after(), "sigma": 0.0}
    row = ab.compare(**given).one(
        statement="theorem-2", optimizer="adamw", quantity="gradient-norm-squared"
    )
    c1, c2 = math.sqrt(given["delta"]), math.sqrt(given["c_inf"] ** 2 + given["delta"])
    least = 4 * c2 * given["smoothness"] * given["gap"] / (c1 * given["iterations"])
    assert math.isclose(row.value, least, rel_tol=1e-12)
    assert math.isclose(row.settings["beta1"], 1, rel_tol=1e-12)
    assert all(item.met for item in row.conditions)


def test_a_cap_on_the_step_from_weight_decay_is_met_exactly() -> None:
    given = {**after(), "sigma": 0.0, "lam": 1e5, "x0_norm": 0.0, "x_inf_norm": 1.0}
    row = ab.compare(**given).one(
        statement="theorem-2", optimizer="adamw", quantity="gradient-norm-squared"
    )
    assert math.isclose(row.settings["eta"] * given["lam"], 0.25, rel_tol=1e-11)
    c2 = math.sqrt(given["c_inf"] ** 2 + given["delta"])
    least = 2 * c2 * given["gap"] / (row.settings["eta"] * given["iterations"])
    assert math.isclose(row.value, least, rel_tol=1e-9)


@pytest.mark.slow
def test_only_steps_only_accuracy_or_both() -> None:
    steps = ab.compare(**{**after(), "epsilon": None})
    accuracy = ab.compare(**{**after(), "iterations": None})
    both = ab.compare(**after())
    found = {row.quantity for row in steps}
    assert {"gradient-norm-squared", "function-gap"} <= found <= set(BOUNDS.quantities)
    assert {row.quantity for row in accuracy} == {"iterations", "gradient-complexity"}
    assert {name_of(row) for row in both} == {name_of(row) for row in (*steps, *accuracy)}
    assert "iterations" not in accuracy.inputs
    assert not {"eta", "beta1", "beta2", "gamma"} & both.inputs.keys()
    with pytest.raises(ab.InputError) as error:
        ab.compare(**{**after(), "iterations": None, "epsilon": None})
    assert "epsilon" in {fault.name for fault in error.value.faults}


@pytest.mark.slow
def test_arrays_are_answered_point_by_point() -> None:
    deltas = np.array([1e-6, 1e-2])
    many = ab.compare(**after(delta=deltas))
    for place, delta in enumerate(deltas):
        for row in ab.compare(**after(delta=float(delta))):
            (twin,) = (other for other in many if name_of(other) == name_of(row))
            if row.log10 is None and twin.log10 is None:
                continue
            got = np.broadcast_to(twin.log10, deltas.shape)[place]
            if row.log10 is None:
                assert not np.isfinite(got)
            else:
                assert math.isclose(got, row.log10, rel_tol=1e-9, abs_tol=1e-9), row.statement


@pytest.mark.slow
def test_weight_decay_makes_losses_of_their_own() -> None:
    plain = {row.measure for row in ab.compare(**after()) if row.measure}
    assert len(plain) >= 2
    assert not any("decay" in measure for measure in plain)
    decayed = ab.compare(**after(lam=0.1, x0_norm=1.0, x_inf_norm=1.0))
    measures = {
        row.optimizer: row.measure
        for row in decayed.select(quantity="iterations")
        if row.schedule == "decaying" and row.measure.startswith("squared")
    }
    assert len(set(measures.values())) == 3
    sgd = decayed.one(statement="ghadimi2013-corollary-2-2", quantity="iterations")
    assert sgd.measure == measures["adam"]


def test_a_bound_whose_conditions_no_settings_meet_has_no_number() -> None:
    answer = ab.compare(**after(mu=10.0))  # μ > L
    row = answer.one(
        statement="here-pl-last-iterate",
        optimizer="adamw",
        schedule="constant",
        quantity="function-gap",
    )
    assert row.value is None
    assert not row.settings
    assert [item.name for item in row.conditions] == ["mu-smoothness"]


def test_a_constant_decay_voids_the_counts_of_statements_that_exclude_it() -> None:
    given = {**BASE, "delta": None, "adam_eps": 1e-2, "weight_decay": 0.01}
    answer = ab.compare(x0_norm=1.0, x_inf_norm=1.0, variant="sharp", schedule="constant", **given)
    row = answer.one(statement="here-constant-step", optimizer="adamw", quantity="iterations")
    assert any(note.startswith("NOT A GUARANTEE") for note in row.notes)
    adam = answer.one(statement="here-constant-step", optimizer="adam", quantity="iterations")
    assert not any(note.startswith("NOT A GUARANTEE") for note in adam.notes)


def test_a_note_names_no_option_that_the_question_lacks() -> None:
    """Only what is asked of a run has an update to choose."""
    env = {**BASE, "smoothness": 1.0}

    def named(answer: ab.Answer) -> set[bool]:
        notes = [row.notes for row in answer.select(statement="here-pytorch")]
        assert notes
        return {any("update paper" in note for note in row) for row in notes}

    assert named(ab.compare(**env)) == {False}
    run = {**env, "eta": 1e-5, "beta1": 0.1, "beta2": 1e-3}
    assert named(ab.conditions(theorem="here-pytorch", update="pytorch", **run)) == {True}


def test_the_search_over_three_settings_leaves_a_flat_valley() -> None:
    """Lion's bound is flat where β1 → 0, and lower near β1 = 0.75 β2."""
    given = {"c_inf": 1, "smoothness": 1, "sigma": 0.5, "gap": 1, "delta": 1e-8, "epsilon": 0.1}
    found = ab.compare(dim=1, variant="explicit", **given)
    row = found.one(statement="lion-decay", quantity="iterations")
    assert 10**row.log10 == pytest.approx(646730, rel=1e-5)
    assert 0.6 < row.settings["beta1"] / row.settings["beta2"] < 0.9
