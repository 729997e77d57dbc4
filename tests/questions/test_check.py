"""``check``: the verdict, and rows that equal those of the questions that it is made of."""

from __future__ import annotations

import math
from typing import Any

import pytest

import adamw_bounds as ab
from adamw_bounds.questions.run_inputs import bound_inputs, radius_of
from adamw_bounds.runs.description import read_run

CONSTANTS = {
    **{"c_inf": 1, "sigma": 1, "smoothness": 100, "gap": 10, "dim": 1000},
    **{"x0_norm": 5, "x0_inf_norm": 1},
}
SETTINGS = {"lr": "3e-4", "betas": ["0.9", "0.95"], "eps": "1e-8", "weight_decay": "0.1"}
NO_DECAY = {"name": "no decay", "weight_decay": 0, "parameters": 100}


def run(problem: dict[str, Any] | None = None, **optimizer: Any) -> dict[str, Any]:
    return {
        "optimizer": {**SETTINGS, **optimizer},
        "schedule": {"kind": "cosine", "warmup": 100, "steps": 10_000, "final": "0.1"},
        "data": {"batch_size": 64, "samples": 50_000},
        "problem": {**CONSTANTS, **(problem or {})},
    }


def verdict(tables: dict[str, Any]) -> dict[str, Any]:
    return ab.check(tables).extra["verdict"]


def test_pytorchs_defaults_are_refused_and_the_named_change_helps() -> None:
    found = verdict(run())
    assert (found["covered"], found["best"]) == ([], None)
    assert found["cause"] in found["sentence"]
    words = found["sentence"].rstrip(".").split()
    lr = words[words.index("lr") + 3].rstrip(".").replace("×10⁻¹¹", "e-11")
    eps = words[words.index("eps") + 3]
    for change in ({"lr": lr}, {"eps": eps}):
        assert "here-constant-decay" in verdict(run(**change))["covered"]
    assert verdict(run(lr=float(lr) * 1.02))["covered"] == []
    assert verdict(run(eps=float(eps) * 0.98))["covered"] == []


def test_a_bound_that_says_something() -> None:
    found = ab.check(run(eps=1, weight_decay=0))
    told = found.extra["verdict"]
    assert told["best"] == "here-pytorch"
    assert told["cause"] == ""
    bound = found.one(statement="here-pytorch", quantity="gradient-norm-squared")
    assert bound.value < 1000
    # The same run in a space where even the largest gradient is smaller than that.
    assert "vacuous" in verdict(run({"dim": 1}, eps=1, weight_decay=0))["cause"]


def test_without_constants_it_cannot_be_told() -> None:
    found = ab.check({"optimizer": SETTINGS})
    assert found.extra["verdict"]["covered"] == []
    rows = {row.statement: row.value for row in found.select(quantity="covered")}
    assert rows["here-constant-decay"] is None
    assert rows["theorem-2"] == 0


@pytest.mark.parametrize(
    "change",
    [
        {},
        {"eps": 1},
        {"eps": 1, "weight_decay": 0},
        {"eps": 1, "groups": [NO_DECAY]},
        {"eps": 1, "groups": [NO_DECAY, {"name": "slow", "lr": "1e-4", "parameters": 300}]},
        {"eps": 1, "name": "Adam"},
        {"eps": 1, "amsgrad": True},
    ],
    ids=str,
)
def test_every_row_is_that_of_the_question_itself(change: dict[str, Any]) -> None:
    tables = run(**change)
    described = read_run(tables)
    found = ab.check(tables)
    schedule = described.schedule
    bounds = bound_inputs(described).values
    for row in found.select(quantity="gradient-norm-squared"):
        inputs = {name: value for name, value in bounds.items() if name != "samples"}
        answer = ab.guarantee(row.statement, schedule=schedule, optimizer=row.optimizer, **inputs)
        assert row.value == answer.one(statement=row.statement).value
    for group in described.groups:
        own = [row for row in found if row.case == (group.name or None)]
        answer = ab.timescale(
            schedule=schedule,
            **{
                name: value
                for name, value in described.of_group(group).items()
                if name in {"lr", "weight_decay", "lam", "betas", "iterations", "warmup", "final"}
                or name in {"batch_size", "samples", "dim"}
            },
        ) if not described.is_l2 else ()  # fmt: skip
        for row in own:
            if row.statement in {"wang2024-ema", "here-equilibrium"}:
                assert row.value == answer.one(quantity=row.quantity).value


def test_the_decay_of_groups_is_summed_with_their_own_radii() -> None:
    tables = run(groups=[NO_DECAY, {"name": "more", "weight_decay": 1, "lr": "1e-4",
                                    "parameters": 50}])  # fmt: skip
    described = read_run(tables)
    made = bound_inputs(described)
    assert made.values["group_lr_ratio"] == pytest.approx(1 / 3, rel=1e-12)
    assert made.values["weight_decay"] == pytest.approx(1 / 3, rel=1e-12)
    radii = [radius_of(described, group) for group in described.groups if group.name != "no decay"]
    # U of PyTorch's betas (0.9, 0.95) is 1.165; ‖x_0‖∞ = 1.
    u = 0.1 / math.sqrt(0.05 * (1 - 0.81 / 0.95))
    assert radii == pytest.approx([max(1, u / 0.1), max(1, u / 1)], rel=1e-12)
    expected = 850 * 0.1**2 * radii[0] ** 2 + 50 * radii[1] ** 2 / 3
    assert made.values["group_decay"] == pytest.approx(expected, rel=1e-12)


def test_a_slow_group_with_much_decay_counts_with_its_own_lambda() -> None:
    groups = [{"name": "slow", "lr": "3e-5", "weight_decay": 1, "parameters": 500}]
    for problem, square in (({"x_norm": 7}, 49), ({"x_inf_norm": 2}, 1000 * 4)):
        made = bound_inputs(read_run(run(problem, weight_decay=0, groups=groups)))
        # τλ² = 0.1, where (τλ)² is 0.01.
        assert made.values["group_decay"] == pytest.approx(0.1 * square, rel=1e-12)


def test_adam_without_decay_is_adamw_without_decay() -> None:
    adam, adamw = (ab.check(run(eps=1, name=name, weight_decay=0)) for name in ("Adam", "AdamW"))
    assert adam.extra["verdict"] == adamw.extra["verdict"]
    assert [row.value for row in adam] == [row.value for row in adamw]


@pytest.mark.parametrize(
    "group", [{"betas": ["0.5", "0.95"]}, {"eps": "1e-6"}], ids=["betas", "eps"]
)
def test_groups_that_no_bound_is_about(group: dict[str, Any]) -> None:
    assert verdict(run(eps=1, groups=[{"name": "other", "parameters": 1, **group}]))[
        "covered"
    ] == []  # fmt: skip


def test_a_bound_of_0_is_a_bound() -> None:
    found = ab.check(run({"gap": 0, "sigma": 0}, eps=1, weight_decay=0))
    assert found.extra["verdict"]["best"] == "here-pytorch"
    assert found.one(statement="here-pytorch", quantity="gradient-norm-squared").value == 0


def test_a_range_is_covered_where_all_of_it_is() -> None:
    wide = ab.check(run({"sigma": "0.5..2", "smoothness": "10..200"}, eps=1, weight_decay=0))
    assert wide.extra["verdict"]["covered"] == ["here-pytorch"]
    row = wide.one(statement="here-pytorch", quantity="gradient-norm-squared")
    least, most = (
        ab.check(run({"sigma": sigma, "smoothness": smooth}, eps=1, weight_decay=0))
        .one(statement="here-pytorch", quantity="gradient-norm-squared")
        .value
        for sigma, smooth in ((0.5, 10), (2, 200))
    )
    assert (row.lower, row.upper) == pytest.approx((least, most), rel=1e-6)
    # At the upper end of L the step is too large.
    assert verdict(run({"smoothness": "10..1e5"}, eps=1, weight_decay=0))["covered"] == []


def test_the_bounds_of_l2_adam_are_not_held_against_those_of_the_loss() -> None:
    found = verdict(run({"x_inf_norm": 1, "dim": 1}, eps=1, name="Adam"))
    assert (found["best"], found["cause"]) == ("here-pytorch", "")


def test_the_verdict_says_where_its_number_is_not_proved_over_the_ranges() -> None:
    ranged = run({"sigma": "0.5..1", "x_norm": "1..2"}, eps="0.5..1", weight_decay="0.05..0.1")
    ranged["schedule"] = {"kind": "constant", "steps": 1000}
    answer = ab.check(ranged)
    best = answer.extra["verdict"]["best"]
    notes = [note for row in answer.select(statement=best) for note in row.notes]
    assert any("NOT PROVED" in note for note in notes)
    assert "NOT PROVED" in answer.extra["verdict"]["sentence"]
    plain = ab.check(run({"x_norm": "1"}, eps="1"))
    assert "NOT PROVED" not in plain.extra["verdict"]["sentence"]


def test_a_range_of_the_decay_stands_beside_a_schedule() -> None:
    ranged, *ends = (
        ab.check(run(eps="1", weight_decay=decay)) for decay in ("0.05..0.1", "0.05", "0.1")
    )
    for name in ("initial-share", "effective-updates"):
        row = ranged.one(quantity=name)
        values = sorted(end.one(quantity=name).value for end in ends)
        assert [row.lower, row.upper] == pytest.approx(values, rel=1e-12)
