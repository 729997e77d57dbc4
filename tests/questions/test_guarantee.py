"""What a guarantee is told of a run: its update, its learning rates, its decay."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from answers import RUN, codes, remedied
from examples import examples
from hypothesis import given, settings
from hypothesis import strategies as st
from references import REFERENCES, M, exact
from references.zhou2024 import gamma_explicit

import adamw_bounds as ab
from adamw_bounds import InputError, NoBoundError
from adamw_bounds.engine.schedules import rate_share

#: README's example, and PyTorch's settings of the same step.
PROBLEM = {
    **{"c_inf": 5.0, "sigma": 0.5, "smoothness": 2.0, "gap": 1.5, "batch_size": 32},
    "iterations": 10**8,
}
PAPERS = {**PROBLEM, "eta": 1e-4, "beta1": 0.1, "beta2": 1e-6, "delta": 1e-4}
TORCH = {**PROBLEM, "lr": 1e-4, "betas": (0.9, 0.999), "adam_eps": 1e-2}
NAMES = ("here-constant-step", "here-schedule", "here-pytorch", "here-constant-decay")


def reference(statement: str, schedule: str | None, **more: Any) -> float:
    env = {**PAPERS, "beta2": 1e-3, "lam": 0.0, "x0_norm": 0.0, "pytorch_update": 1.0}
    env = {**env, "rate_sum": env["eta"] * env["iterations"], "group_lr_ratio": 1.0, **more}
    key = (statement, "gradient-norm-squared", schedule, None, None, "sharp")
    return float(REFERENCES[key](exact(env)))


def test_readmes_example_falls() -> None:
    explicit, sharp = ab.guarantee(**PAPERS)
    assert (explicit.statement, sharp.statement) == ("theorem-2", "here-constant-step")
    assert sharp.stands_for == "theorem-2"
    assert explicit.value == pytest.approx(0.392126174875, rel=1e-11)
    assert sharp.value == pytest.approx(reference("here-constant-step", "constant"), rel=1e-12)
    assert sharp.value == pytest.approx(0.208643660745, rel=1e-11)
    assert sharp.settings["z"] == pytest.approx(0.2, rel=1e-12)
    assert 1 < sharp.settings["p"] < 1.9


def test_a_step_that_only_the_sharper_proof_allows() -> None:
    answer = ab.guarantee(**PAPERS | {"eta": 4e-4})
    assert [row.statement for row in answer] == ["here-constant-step"]
    assert "no-bound" in {note.code for note in answer.warnings}
    with pytest.raises(NoBoundError):
        ab.guarantee(variant="explicit", **PAPERS | {"eta": 4e-4})


@pytest.mark.parametrize("theorem", ["all", 2, "theorem-2"])
def test_pytorchs_settings_get_pytorchs_update(theorem: Any) -> None:
    (row,) = ab.guarantee(theorem, **TORCH)
    assert (row.statement, row.schedule) == ("here-pytorch", "constant")
    assert row.value == pytest.approx(reference("here-pytorch", None), rel=1e-12)


def test_the_papers_update_on_request() -> None:
    answer = ab.guarantee(update="paper", **TORCH)
    assert [row.statement for row in answer] == ["theorem-2", "here-constant-step"]
    again = ab.guarantee(**PAPERS)
    assert [row.value for row in answer] == pytest.approx([row.value for row in again], rel=1e-14)


def test_pytorchs_update_of_the_papers_symbols_on_request() -> None:
    (row,) = ab.guarantee(update="pytorch", **PAPERS)
    assert row.value == ab.guarantee(**TORCH).results[0].value


def test_an_answers_inputs_ask_the_same_question() -> None:
    run = {**TORCH, "weight_decay": 0.1, "x_norm": 2.0, "schedule": "cosine", "warmup": 1000}
    answer = ab.guarantee(**run)
    again = ab.guarantee(**answer.inputs)
    assert (again.results, again.warnings) == (answer.results, answer.warnings)


@pytest.mark.parametrize("update", ["paper", "pytorch"])
def test_constant_decay_is_covered(update: str) -> None:
    answer = ab.guarantee(weight_decay=0.1, x_norm=2.0, update=update, **TORCH)
    (row,) = answer
    assert row.statement == "here-constant-decay"
    of = {"lam": 0.1, "group_decay": 0.04, "pytorch_update": float(update == "pytorch")}
    assert row.value == pytest.approx(reference(row.statement, None, **of), rel=1e-12)
    assert set(row.settings) == {"z", "p", "s"}
    assert row.dominant == "weight-decay"


def test_what_bounds_the_iterates_is_taken_where_it_is_known() -> None:
    decay = {**TORCH, "weight_decay": 0.1}
    with pytest.raises(InputError) as caught:
        ab.guarantee(**decay)
    for name in ("x_norm", "dim", "x_inf_norm", "x0_inf_norm"):
        assert name in str(caught.value)
    (radius,) = ab.guarantee(dim=100, x0_inf_norm=1e3, **decay)
    (norm,) = ab.guarantee(x_norm=1e4, **decay)
    (largest,) = ab.guarantee(dim=100, x_inf_norm=1e3, **decay)
    assert radius.value == pytest.approx(norm.value, rel=1e-12)
    assert largest.value == pytest.approx(norm.value, rel=1e-12)
    assert sum("radius" in note for note in radius.notes) == 1
    assert not any("radius" in note for note in (*norm.notes, *largest.notes))


def test_no_decay_and_some_in_one_array() -> None:
    answer = ab.guarantee(weight_decay=np.array([0.0, 0.1]), x_norm=2.0, **TORCH)
    rows = {row.statement: row.value for row in answer}
    without = ab.guarantee(weight_decay=0, **TORCH).results[0].value
    with_decay = ab.guarantee(weight_decay=0.1, x_norm=2.0, **TORCH).results[0].value
    assert rows["here-pytorch"] == pytest.approx([without, math.nan], nan_ok=True)
    assert rows["here-constant-decay"] == pytest.approx([math.nan, with_decay], nan_ok=True)


SCHEDULES = {
    "linear": {"final": 0.1, "warmup": 1000},
    "cosine": {"final": 0.01, "warmup": 2000},
    "inverse-sqrt": {"warmup": 4000},
    "step": {"step_size": 10**7, "step_factor": 0.5},
    "constant": {"warmup": 5000},
}


@pytest.mark.parametrize("kind", SCHEDULES)
@pytest.mark.parametrize(("given", "statement"), [(PAPERS, NAMES[1]), (TORCH, NAMES[2])])
def test_any_schedule(kind: str, given: dict[str, Any], statement: str) -> None:
    options = SCHEDULES[kind]
    answer = ab.guarantee(schedule=kind, **options, **given)
    (row,) = answer
    assert (row.statement, row.schedule) == (statement, kind)
    total = 1e-4 * rate_share(kind, 1e8, **options)
    assert row.value == pytest.approx(reference(statement, None, rate_sum=total), rel=1e-12)
    assert answer.inputs.items() >= options.items()


@settings(max_examples=examples(30))
@given(
    rates=st.lists(st.just(0.0) | st.floats(1e-12, 2e-4), min_size=1, max_size=50).filter(any),
    cut=st.integers(1, 50),
)
def test_a_list_of_learning_rates(rates: list[float], cut: int) -> None:
    run = {key: value for key, value in TORCH.items() if key not in ("lr", "iterations")}
    steps = min(cut, len(rates))
    if not any(rates[:steps]):
        with pytest.raises(InputError, match="> 0"):
            ab.guarantee(schedule=rates, iterations=steps, **run)
        return
    peak, total = max(rates[:steps]), math.fsum(rates[:steps])
    (row,) = ab.guarantee(schedule=np.array(rates), iterations=steps, **run)
    of = {"eta": peak, "rate_sum": total, "iterations": steps}
    expected = reference("here-pytorch", None, **of)
    assert row.value == pytest.approx(expected, rel=1e-10)


def test_a_file_of_learning_rates(tmp_path: Path) -> None:
    path = tmp_path / "rates.csv"
    path.write_text("step,lr\n0,0\n1,5e-5\n2,1e-4\n3,5e-5\n")
    run = {key: value for key, value in TORCH.items() if key not in ("lr", "iterations")}
    answer = ab.guarantee(schedule=str(path), **run)
    (row,) = answer
    assert row.schedule == "file"
    assert (answer.inputs["eta"], answer.inputs["iterations"]) == (1e-4, 4)
    listed = ab.guarantee(schedule=[0, 5e-5, 1e-4, 5e-5], **run)
    assert listed.results[0].value == row.value
    assert ab.guarantee(schedule=path, **run).results == answer.results
    # The largest rate may be said as well, another one not.
    assert ab.guarantee(schedule=str(path), lr=1e-4, **run).results[0].value == row.value
    with pytest.raises(InputError, match="largest"):
        ab.guarantee(schedule=str(path), lr=2e-4, **run)
    with pytest.raises(InputError, match="at most 4") as caught:
        ab.guarantee(schedule=str(path), iterations=5, **run)
    assert len(caught.value.faults) == 1
    path.write_text("fast\nfaster\n")
    with pytest.raises(InputError, match="number 1 is faster"):
        ab.guarantee(schedule=str(path), **run)


def test_equal_rates_are_a_constant_step() -> None:
    run = {key: value for key, value in PAPERS.items() if key not in ("eta", "iterations")}
    answer = ab.guarantee(schedule=[1e-4] * 1000, **run)
    again = ab.guarantee(eta=1e-4, iterations=1000, **run)
    sharp = answer.one(variant="sharp")
    assert sharp.value == pytest.approx(again.one(variant="sharp").value, rel=1e-12)


def test_arrays_in_arrays_out() -> None:
    steps, warmup = np.array([10**4, 10**6, 10**8]), np.array([[0], [500]])
    run = {**TORCH, "iterations": steps, "warmup": warmup, "schedule": "cosine"}
    (row,) = ab.guarantee(**run)
    assert row.value.shape == (2, 3)
    assert np.all(row.settings["p"] == ab.guarantee(**TORCH).results[0].settings["p"])
    for place in np.ndindex(2, 3):
        one = {**run, "iterations": steps[place[1]], "warmup": warmup[place[0], 0]}
        assert row.value[place] == pytest.approx(ab.guarantee(**one).results[0].value, rel=1e-12)


def test_l2_adam_in_pytorch_has_the_constants_of_its_loss() -> None:
    norms = {"x_inf_norm": 3.0, "x0_norm": 2.0}
    (row,) = ab.guarantee(optimizer="l2-adam", weight_decay=0.1, **norms, **TORCH)
    assert (row.statement, row.stands_for) == ("here-pytorch", "corollary-2")
    of = {"c_inf": 5.3, "smoothness": 2.1, "gap": 1.7}
    assert row.value == pytest.approx(reference("here-pytorch", None, **of), rel=1e-12)


def test_the_last_iterate_stands_beside_where_mu_is_known() -> None:
    answer = ab.guarantee(mu=0.5, **TORCH)
    assert [row.quantity for row in answer] == ["gradient-norm-squared", "function-gap"]
    assert "unused-input" in {
        note.code for note in ab.guarantee(mu=0.5, schedule="cosine", **TORCH).warnings
    }


def test_every_variant_stands_beside_the_others() -> None:
    problem = {
        key: value
        for key, value in PAPERS.items()
        if key not in ("eta", "beta1", "beta2", "iterations")
    }
    found = ab.compare(epsilon=0.1, mu=0.1, dim=100, **problem)
    for statement in ("theorem-2", "theorem-4"):
        rows = [row for row in found if statement in (row.statement, row.stands_for)]
        assert {"printed", "corrected", "explicit", "sharp"} == {row.variant for row in rows}
        own = [row for row in rows if row.optimizer == "adamw" and row.case is None]
        counts = [row for row in own if row.quantity == "gradient-complexity"]
        assert all(row.ratio == 1 for row in counts if row.statement != "here-pytorch")
    sharp = ab.complexity(2, variant="sharp", epsilon=0.1, **problem)
    row = sharp.one(quantity="iterations")
    assert row.value == pytest.approx(360852155, rel=1e-2)
    chosen = {name: row.settings[name] for name in ("eta", "beta1")}
    run = {**problem, "iterations": row.count, **chosen}
    assert ab.guarantee(variant="sharp", **run).results[0].value <= 0.01 * (1 + 1e-12)
    # A run of 0.1 per cent less does not do at any settings near these.
    run["iterations"] = int(row.count * 0.999)
    for factor in (0.99, 1.0, 1.01):
        run["beta1"], run["eta"] = chosen["beta1"] * factor, chosen["eta"] * factor
        assert ab.guarantee(variant="sharp", **run).results[0].value > 0.01


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        ({"schedule": "onecycle"}, "schedule"),
        ({"schedule": "nowhere/rates.csv"}, "schedule"),
        ({"schedule": []}, "schedule"),
        ({"schedule": 5}, "schedule"),
        ({"schedule": np.ones((2, 2))}, "schedule"),
        ({"schedule": "cosine", "warmup": 10**8}, "warmup"),
        ({"schedule": "cosine", "warmup": -1}, "warmup"),
        ({"schedule": "cosine", "warmup": 0.5}, "warmup"),
        ({"schedule": "cosine", "final": 1.5}, "final"),
        ({"schedule": "cosine", "final": "x"}, "final"),
        ({"schedule": "step"}, "step_size"),
        ({"schedule": "step", "step_size": 0}, "step_size"),
        ({"schedule": "step", "step_size": 5, "step_factor": 0}, "step_factor"),
        ({"update": "tensorflow"}, "update"),
        ({"adam_eps": 0}, "adam_eps"),
        ({"schedule": "decaying"}, "update"),
    ],
)
def test_one_wrong_input_is_named(wrong: dict[str, Any], named: str) -> None:
    with pytest.raises(InputError) as caught:
        ab.guarantee(**TORCH | wrong)
    assert named in str(caught.value)
    assert len(caught.value.faults) <= 1


def test_options_that_say_nothing_of_the_schedule_are_named() -> None:
    answer = ab.guarantee(final=0.1, **TORCH)
    (note,) = [note for note in answer.warnings if note.code == "unused-input"]
    assert "final" in note.message


def test_guarantee_is_the_reference_for_every_optimizer() -> None:
    env = {**RUN, "lam": 0.1, "lam_l2": 3.0, "x0_norm": 2.0, "x_inf_norm": 1.0}
    env["variant"] = "explicit"
    together = ab.guarantee(schedule="decaying", optimizer="all", **env)
    for optimizer in ("adamw", "adam", "l2-adam"):
        e = exact({name: value for name, value in env.items() if name != "variant"})
        if optimizer != "adamw":
            e["lam"] = M.mpf(0)
        if optimizer == "l2-adam":
            e["gap"] += e["lam_l2"] * e["x0_norm"] ** 2 / 2
            e["c_inf"] += e["lam_l2"] * e["x_inf_norm"]
            e["smoothness"] += e["lam_l2"]
        e["gamma"] = gamma_explicit(e)
        key = ("theorem-3", "gradient-norm-squared", "decaying", None, None, "explicit")
        alone = ab.guarantee(schedule="decaying", optimizer=optimizer, **env)
        assert abs(alone.results[0].value / REFERENCES[key](e) - 1) < 1e-11
        assert abs(alone.inputs["gamma"] / e["gamma"] - 1) < 1e-12
        # Each optimizer takes its own γ, also beside the others.
        assert together.one(optimizer=optimizer).value == alone.results[0].value
        fixed = {**env, "eta": 1e-9, "beta1": 1e-2}
        e |= {"eta": M.mpf(1e-9), "beta1": M.mpf(1e-2)}
        key = ("theorem-2", "gradient-norm-squared", "constant", None, None, "explicit")
        row = ab.guarantee(optimizer=optimizer, **fixed).results[0]
        assert abs(row.value / REFERENCES[key](e) - 1) < 1e-11
        assert [term.label for term in row.terms] == ["gap", "initial-noise", "noise-floor"]


def test_weighted_output_only_where_the_weights_are_below_one() -> None:
    run = {**RUN, "schedule": "decaying", "variant": "explicit"}
    low = ab.guarantee(gamma=0.5, **run)
    assert [row.case for row in low] == [None, "weighted-output"]
    high = ab.guarantee(gamma=2, **run)
    assert [row.case for row in high] == [None]
    still = ab.guarantee(**run | {"sigma": 0})
    e = exact(RUN | {"lam": 0, "x0_norm": 0})
    expected = 4 * M.sqrt(M.sqrt(e["c_inf"] ** 2 + e["delta"])) ** 3 * 2 * M.mpf(1.5)
    expected /= M.sqrt(M.sqrt(e["delta"])) ** 3 * 10**6
    assert abs(still.results[0].value / expected - 1) < 1e-12


def test_guarantee_refuses_and_says_what_would_meet_it() -> None:
    with pytest.raises(NoBoundError) as caught:
        ab.guarantee(eta=1e-2, beta1=1e-3, lam=1000, x0_norm=1, **RUN)
    error = caught.value
    assert error.exit_code == 3
    named = {item["name"]: item for item in error.details}
    assert set(named) == {"eta-coupling", "lambda-eta", "sharp-step"}
    coupling = named["eta-coupling"]
    assert coupling["lhs"] == pytest.approx(1e-2)
    assert coupling["rhs"] == pytest.approx(1e-3 * 1e-2 / 4)
    assert coupling["margin"] == pytest.approx(4000)
    assert coupling["met"] is False
    assert coupling["remedy"] in str(error)
    env = remedied({**RUN, "eta": 1e-2, "beta1": 1e-3}, coupling["remedy"])
    assert ab.guarantee(**env).results[0].value > 0


def test_force_marks_what_is_no_bound() -> None:
    answer = ab.guarantee(eta=1e-2, beta1=1e-3, force=True, **RUN)
    assert [row.variant for row in answer] == ["explicit", "sharp"]
    assert all(any("NOT A BOUND" in note for note in row.notes) for row in answer)
    assert "not-a-bound" in codes(answer)
    fine = ab.guarantee(eta=1e-9, beta1=1e-3, force=True, **RUN)
    assert not any("NOT A BOUND" in note for note in fine.results[0].notes)
    assert "not-a-bound" not in codes(fine)


@pytest.mark.parametrize("schedule", ["constant", "decaying"])
@pytest.mark.parametrize("decay", [0.01, "0.01", np.array([0.01, 0.02])])
@pytest.mark.parametrize("betas", [{"betas": (0.999, 0.999)}, {"beta1": 1e-3}])
def test_constant_decay_is_covered_by_no_theorem_of_the_paper(
    schedule: str, decay: Any, betas: dict[str, Any]
) -> None:
    run = {**RUN, **betas, "schedule": schedule, "lr": 1e-9, "update": "paper"}
    if np.ndim(decay) and np.min(decay) == 0 and "betas" in betas:
        # Where it is known that nothing decays, the number stands.
        for row in ab.guarantee(weight_decay=decay, x0_norm=1, **run):
            assert [np.isfinite(value) for value in row.value] == [True, False]
        return
    with pytest.raises(NoBoundError, match="constant") as caught:
        ab.guarantee(weight_decay=decay, x0_norm=1, **run)
    assert "lambda-schedule" in {item["name"] for item in caught.value.details}
    # The theorem's own decreasing schedule, and no decay, are covered.
    assert ab.guarantee(lam=0.01, x0_norm=1, **run).results
    assert ab.guarantee(weight_decay=0, **run).results


@pytest.mark.parametrize("schedule", ["constant", "decaying"])
def test_only_the_points_without_decay_have_a_guarantee(schedule: str) -> None:
    run = {**RUN, "betas": (0.999, 0.999), "schedule": schedule, "lr": 1e-9, "update": "paper"}
    answer = ab.guarantee(weight_decay=np.array([0.0, 0.1]), x0_norm=1, **run)
    alone = ab.guarantee(weight_decay=0, x0_norm=1, **run)
    assert "no-bound" in codes(answer)
    for row, found in zip(alone, answer, strict=True):
        assert (found.statement, found.variant) == (row.statement, row.variant)
        assert found.value[0] == pytest.approx(row.value, rel=1e-12)
        assert math.isnan(found.value[1])


# --- parameter groups -----------------------------------------------------------------------------
GROUPS = {
    "c_inf": 1.0,
    "sigma": 0.5,
    "smoothness": 1.0,
    "gap": 1.0,
    "batch_size": 32,
    "iterations": 10**5,
    "lr": 1e-4,
    "betas": (0.9, 0.999),
    "adam_eps": 1e-2,
    "weight_decay": 0.1,
}


def test_one_group_is_what_no_group_is() -> None:
    plain = ab.guarantee(**GROUPS, x_norm=0.5).one(variant="sharp")
    groups = ab.guarantee(**GROUPS, group_decay=0.1**2 * 0.5**2, group_lr_ratio=1).one()
    assert groups.value == pytest.approx(plain.value, rel=1e-14)
    # A group without decay and with the same rate adds nothing.
    less = ab.guarantee(**GROUPS, group_decay=0.1**2 * 0.3**2).one()
    assert less.value < plain.value


def test_a_smaller_rate_of_a_group_makes_the_bound_larger_as_c2_does() -> None:
    """c2/τ_min stands for c2: in the gap, in the noise, and once in the decay's square."""
    known = {**GROUPS, "group_decay": 1e-6, "sigma": 0.0}
    whole, half_ = (ab.guarantee(**known, group_lr_ratio=share).one() for share in (1, 0.5))
    for one, other in zip(whole.terms, half_.terms, strict=True):
        if one.log10 is not None and one.label in ("gap", "weight-decay"):
            assert other.log10 - one.log10 == pytest.approx(math.log10(2), abs=1e-12)


@pytest.mark.parametrize("schedule", ["constant", "cosine", "decaying"])
def test_the_papers_falling_decay_is_refused_for_several_rates(schedule: str) -> None:
    run = {name: value for name, value in GROUPS.items() if name != "weight_decay"}
    with pytest.raises((NoBoundError, InputError)):
        ab.guarantee(**run, schedule=schedule, update="paper", group_lr_ratio=0.5)


@pytest.mark.parametrize(
    ("statement", "name", "value"),
    [("here-anchored-decay", "v_spread", 0.01), ("here-regularised-decay", "drift", 1e-3)],
)
def test_what_was_measured_of_v_replaces_what_is_assumed_of_it(
    statement: str, name: str, value: float
) -> None:
    known = {**GROUPS, "dim": 10, "x0_inf_norm": 1.0, "x0_norm": 1.0}
    assumed = ab.guarantee(statement, **known).one()
    measured = ab.guarantee(statement, **known, **{name: value}).one()
    assert measured.value < assumed.value
    assert set(measured.notes) - set(assumed.notes)


def test_the_root_is_of_the_upper_end_where_inputs_are_ranges() -> None:
    known = {key: value for key, value in PAPERS.items() if key != "sigma"}
    row = ab.guarantee("2", variant="explicit", sigma="0.5..2", **known).one()
    most = ab.guarantee("2", variant="explicit", sigma=2, **known).one()
    (root,) = (note for note in row.notes if "root mean square" in note)
    (alone,) = (note for note in most.notes if "root mean square" in note)
    assert root.startswith(alone)
