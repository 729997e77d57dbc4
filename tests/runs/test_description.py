"""Run files: what they may hold, and all that is wrong with one at once."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from adamw_bounds.runs.description import overridden, read_run

RUN: dict[str, Any] = {
    "optimizer": {
        "name": "AdamW",
        "lr": "3e-4",
        "betas": ["0.9", "0.95"],
        "eps": "1e-8",
        "weight_decay": "0.1",
        "groups": [{"name": "no decay", "weight_decay": 0, "parameters": 120}],
    },
    "schedule": {"kind": "cosine", "warmup": 20, "steps": 1000, "final": "0.1"},
    "data": {"batch_size": 32, "samples": 1000},
    "problem": {"smoothness": 100, "dim": 1000, "sigma": "0.5..2"},
}


def places(tables: dict[str, Any], where: str = "") -> set[str]:
    return {fault.option for fault in read_run(tables, where).faults}


def test_every_table_and_groups_inherit() -> None:
    run = read_run(RUN)
    assert run.faults == ()
    base, other = run.groups
    assert run.of_group(base) == {
        **{"lr": "3e-4", "betas": ("0.9", "0.95"), "adam_eps": "1e-8", "weight_decay": "0.1"},
        **{"iterations": 1000, "warmup": 20, "final": "0.1", "batch_size": 32, "samples": 1000},
        **{"smoothness": 100, "dim": 1000, "sigma": "0.5..2"},
    }
    assert run.of_group(other) == {**run.of_group(base), "weight_decay": 0}
    assert (other.name, other.parameters, run.schedule) == ("no decay", 120, "cosine")


def test_a_flat_file_is_a_run_too() -> None:
    run = read_run({"lr": 1, "adam-eps": "1e-8", "L": 2, "iterations": 3, "schedule": "linear"})
    assert run.faults == ()
    assert run.schedule == "linear"
    assert run.of_group(run.base) == {
        **{"lr": 1, "adam_eps": "1e-8", "smoothness": 2, "iterations": 3}
    }


def test_a_file_of_learning_rates(tmp_path: Path) -> None:
    where = str(tmp_path / "run.toml")
    (tmp_path / "rates.txt").write_text("1e-3\n2e-3\n")
    run = read_run({"schedule": {"kind": "file", "file": "rates.txt"}}, where)
    assert (run.faults, run.schedule) == ((), str(tmp_path / "rates.txt"))
    (tmp_path / "rates.txt").write_text("1e-3\nfast\n")
    (fault,) = read_run({"schedule": {"file": "rates.txt"}}, where).faults
    assert fault.name == "file"


def test_adam_adds_its_decay_to_the_gradient() -> None:
    own = {"weight_decay": "0.1", "lr": 1, "betas": [0.5, 0.9], "eps": 1}
    rest = {"lr": 1, "betas": (0.5, 0.9), "adam_eps": 1}
    run = read_run({"optimizer": {"name": "Adam", **own}})
    assert run.of_group(run.base) == {"lam_l2": "0.1", **rest}
    run = read_run({"optimizer": {"name": "adam", "decoupled_weight_decay": True, **own}})
    assert run.of_group(run.base) == {"weight_decay": "0.1", **rest}
    assert run.notes == ()


@pytest.mark.parametrize(("name", "decay"), [("AdamW", "0.01"), ("Adam", "0")])
def test_what_is_not_said_is_pytorchs_default(name: str, decay: str) -> None:
    torch = pytest.importorskip("torch")
    run = read_run({"optimizer": {"name": name}})
    (group,) = getattr(torch.optim, name)([torch.nn.Parameter(torch.ones(2))]).param_groups
    for key, value in run.base.settings.items():
        assert group[key] == (tuple(map(float, value)) if key == "betas" else float(value))
    assert run.base.settings["weight_decay"] == decay
    assert [code for code, _ in run.notes] == ["pytorch-defaults"]


def test_paths_are_relative_to_the_file() -> None:
    run = read_run({"problem": {"spectrum": "a.npz", "trace": "b.jsonl"}}, "runs/x.toml")
    assert (run.spectrum, run.trace) == (str(Path("runs/a.npz")), str(Path("runs/b.jsonl")))
    assert read_run({"problem": {"spectrum": "shipped:a"}}, "runs/x.toml").spectrum == "shipped:a"


@pytest.mark.parametrize(
    ("tables", "at", "said"),
    [
        ({"optimiser": {}}, "[optimiser]", "did you mean optimizer"),
        ({"optimizer": {"learning_rate": 1}}, "optimizer.learning_rate", "is no setting"),
        ({"optimizer": {"wieght_decay": 1}}, "optimizer.wieght_decay", "weight_decay?"),
        ({"optimizer": {"lr": -1}}, "optimizer.lr", "> 0"),
        ({"optimizer": {"lr": "fast"}}, "optimizer.lr", "must be a number"),
        ({"optimizer": {"lr": True}}, "optimizer.lr", "must be a number"),
        ({"optimizer": {"lr": float("nan")}}, "optimizer.lr", "finite"),
        ({"optimizer": {"betas": [0.9, 1]}}, "optimizer.betas (second)", "(0, 1)"),
        ({"optimizer": {"betas": [1.5, 0.9]}}, "optimizer.betas (first)", "[0, 1)"),
        ({"optimizer": {"betas": 0.9}}, "optimizer.betas", "two numbers"),
        ({"optimizer": {"eps": -1e-8}}, "optimizer.eps", "≥ 0"),
        ({"optimizer": {"eps": 1e200}}, "optimizer.eps", "1e154"),
        ({"optimizer": {"eps": "1e-200..1e-8"}}, "optimizer.eps", "1e-161"),
        ({"optimizer": {"weight_decay": -1}}, "optimizer.weight_decay", "≥ 0"),
        ({"optimizer": {"amsgrad": 1}}, "optimizer.amsgrad", "true or false"),
        ({"optimizer": {"maximize": True}}, "optimizer.maximize", "falls"),
        ({"optimizer": {"name": "AdmaW"}}, "optimizer.name", "did you mean AdamW"),
        ({"optimizer": {"name": "SGD"}}, "optimizer.name", "AdamW or Adam"),
        ({"optimizer": {"warmup": 3}}, "optimizer.warmup", "[schedule]"),
        ({"optimizer": {"batch_size": 3}}, "optimizer.batch_size", "[data]"),
        ({"optimizer": {"sigma": 3}}, "optimizer.sigma", "[problem]"),
        ({"optimizer": {"groups": {}}}, "optimizer.groups", "[[optimizer.groups]]"),
        ({"groups": []}, "groups", "[optimizer]"),
        ({"optimizer": {"groups": [{"lr": 0}]}}, "optimizer.groups[1].lr", "> 0"),
        ({"optimizer": {"groups": [{"size": 3}]}}, "optimizer.groups[1].size", "no"),
        (
            {"optimizer": {"groups": [{"parameters": 0}]}},
            "optimizer.groups[1].parameters",
            "≥ 1",
        ),
        (
            {"optimizer": {"groups": [{"name": "a"}, {"name": "a"}]}},
            "optimizer.groups[2].name",
            "two groups",
        ),
        ({"schedule": {"kind": "cosin"}}, "schedule.kind", "did you mean cosine"),
        ({"schedule": {"kind": "file"}}, "schedule.file", "is missing"),
        ({"schedule": {"kind": "file", "file": "gone.txt"}}, "schedule.file", "there is none"),
        ({"schedule": {"kind": ["a"]}}, "schedule.kind", "learning rate"),
        ({"schedule": {"kind": [1e-3, -1]}}, "schedule.kind", "≥ 0"),
        ({"schedule": {"kind": []}}, "schedule.kind", "must"),
        ({"schedule": {"kind": "step"}}, "schedule.step_size", "is missing"),
        ({"schedule": {"steps": "1.5"}}, "schedule.steps", "whole"),
        ({"schedule": {"final": 2}}, "schedule.final", "[0, 1]"),
        ({"schedule": {"warmup": 10, "steps": 10}}, "schedule.warmup", "less than"),
        ({"schedule": {"lr": 1}}, "schedule.lr", "[optimizer]"),
        ({"data": {"batch_size": 0}}, "data.batch_size", "≥ 1"),
        ({"data": {"batch_size": 9, "samples": 8}}, "data.batch_size", "samples"),
        ({"data": {"bacth_size": 9}}, "data.bacth_size", "did you mean batch_size"),
        ({"data": 3}, "data", "must be a table"),
        ({"problem": {"smothness": 1}}, "smothness", "did you mean smoothness"),
        ({"problem": {"sigma": "3..1"}}, "sigma", "must rise"),
        ({"problem": {"sigma": "1..x"}}, "sigma", "must be a number"),
        ({"problem": {"sigma": "-1..1"}}, "sigma", "≥ 0"),
        ({"problem": {"sigma": "1e400"}}, "sigma", "finite"),
        ({"problem": {"sigma": [1, 2]}}, "sigma", "one number"),
        ({"problem": {"sigma": {"a": 1}}}, "sigma", "must be a number"),
        ({"problem": {"eps": 1}}, "eps", "two meanings"),
        ({"problem": {"spectrum": 3}}, "spectrum", "path"),
        ({"problem": {"batch_size": 3}, "data": {"batch_size": 4}}, "batch_size", "twice"),
        ({"problem": {"lr": 3}, "optimizer": {"lr": 4}}, "lr", "twice"),
        ({"problem": {"eta": 3}, "optimizer": {"lr": 4}}, "eta", "beside lr"),
        ({"sigma": 3, "problem": {"sigma": 4}}, "sigma", "twice"),
        (
            {"problem": {"dim": 3}, "optimizer": {"groups": [{"parameters": 4}]}},
            "optimizer.groups",
            "more parameters than dim",
        ),
    ],
    ids=str,
)
def test_one_slip_is_one_fault_that_says_what_would_be_right(tables, at, said) -> None:
    (fault,) = read_run(tables).faults
    assert fault.option == at
    assert said in fault.sentence()


def test_all_faults_at_once_each_with_the_file() -> None:
    found = places(
        {
            "optimizer": {"lr": -1, "betas": [2, 2], "momentum": 0.9},
            "schedule": {"kind": "cosinus", "warmup": -1},
            "data": {"batch": 3},
            "problem": {"sigma": "2..1", "L": 0},
            "model": {},
        },
        "run.toml",
    )
    assert found == {
        f"{at} in run.toml"
        for at in (
            *("optimizer.lr", "optimizer.betas (first)", "optimizer.betas (second)"),
            *("optimizer.momentum", "schedule.kind", "schedule.warmup", "data.batch", "sigma"),
            *("L", "[model]"),
        )
    }


def test_what_is_given_beside_the_file_replaces_it_under_every_name() -> None:
    tables, options = overridden(RUN, {"eta": "1e-3", "sigma": "1", "schedule": "linear"})
    run = read_run(tables, "run.toml", options=options)
    assert run.faults == ()
    given = run.of_group(run.base)
    assert (given["eta"], given["sigma"], run.schedule) == ("1e-3", "1", "linear")
    assert "lr" not in given
    tables, options = overridden(RUN, {"lr": "-1"})
    (fault,) = read_run(tables, "run.toml", options=options).faults
    assert fault.option == "--lr"
    assert RUN["optimizer"]["lr"] == "3e-4"


def test_every_file_that_is_not_there_is_said_at_once(tmp_path: Path) -> None:
    where = str(tmp_path / "run.toml")
    (tmp_path / "g.npz").write_bytes(b"PK")
    files = {"spectrum": "s.npz", "trace": "t.jsonl", "params": "p.npz", "grads": "g.npz"}
    tables = {"schedule": {"kind": "file", "file": "rates.csv"}, "problem": files}
    faults = read_run(tables, where).faults
    assert {fault.name for fault in faults} == {"file", "spectrum", "trace", "params"}
    assert read_run({"spectrum": "shipped:digits_mlp_adamw"}).faults == ()
