"""Where a run is read from: optimizers, checkpoints, traces, spectra; and what is none of them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from adamw_bounds.errors import InputError, RunError
from adamw_bounds.runs.description import read_run
from adamw_bounds.runs.sources import sources_of

torch = pytest.importorskip("torch")


def made(**more: Any) -> tuple[Any, Any]:
    torch.manual_seed(0)
    model = torch.nn.Sequential(torch.nn.Linear(8, 4), torch.nn.Linear(4, 3))
    groups = [
        {"params": [p for p in model.parameters() if p.ndim < 2], "weight_decay": 0.0},
        {"params": [p for p in model.parameters() if p.ndim > 1], "name": "weights"},
    ]
    settings = {"lr": 0.5, "weight_decay": 0.25, "betas": (0.5, 0.75), "eps": 0.125}
    return model, torch.optim.AdamW(groups, **settings, **more)


def test_an_optimizer_says_its_settings_and_where_it_starts() -> None:
    model, optimizer = made(amsgrad=True)
    torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: (step + 1) / 10)
    run = read_run(sources_of(optimizer).tables)
    assert run.faults == ()
    flat = torch.cat([value.detach().flatten() for value in model.parameters()]).double()
    base, other = run.groups
    # The largest group is the base; lr is the schedule's peak, not that of its first step.
    assert run.of_group(base) == {
        **{"lr": 0.5, "betas": (0.5, 0.75), "adam_eps": 0.125, "weight_decay": 0.25, "dim": 51},
        **{"x0_norm": pytest.approx(float(flat.norm()), rel=1e-12)},
        **{"x0_inf_norm": float(flat.abs().max())},
    }
    assert (other.settings["weight_decay"], other.parameters) == (0.0, 7)
    assert base.settings["amsgrad"] is True


def test_a_checkpoint_says_what_it_has_done(tmp_path: Path) -> None:
    model, optimizer = made()
    for value in model.parameters():
        value.grad = torch.ones_like(value)
    optimizer.step()
    path = tmp_path / "c.pt"
    torch.save({"model": model.state_dict(), "optimizer": optimizer.state_dict()}, path)
    found = sources_of(path)
    run = read_run(found.tables)
    assert (run.faults, run.optimizer) == ((), "AdamW")
    given = run.of_group(run.base)
    assert (given["iterations"], given["dim"], given["betas"]) == (1, 51, (0.5, 0.75))
    flat = torch.cat([value.detach().flatten() for value in model.parameters()]).double()
    assert found.point == {
        "x_norm": pytest.approx(float(flat.norm()), rel=1e-12),
        "x_inf_norm": float(flat.abs().max()),
    }
    # Norms of its end are no start.
    assert "x0_norm" not in given


def test_checkpoints_that_say_nothing_of_a_run(tmp_path: Path) -> None:
    model, optimizer = made()
    torch.save(model.state_dict(), tmp_path / "plain.pt")
    torch.save({"model": model, "optimizer": optimizer.state_dict()}, tmp_path / "code.pt")
    other = torch.optim.SGD(model.parameters(), lr=1)
    torch.save({"m": model.state_dict(), "o": other.state_dict()}, tmp_path / "sgd.pt")
    (tmp_path / "cut.pt").write_bytes((tmp_path / "plain.pt").read_bytes()[:200])
    for name, code in (
        *(("plain", "no-optimizer"), ("code", "pickled-code"), ("sgd", "other-optimizer")),
        ("cut", "bad-array-file"),
    ):
        with pytest.raises(RunError) as caught:
            sources_of(tmp_path / f"{name}.pt")
        assert caught.value.code == code


def test_another_optimizer_is_named_and_refused() -> None:
    model, _ = made()
    (fault,) = read_run(sources_of(torch.optim.NAdam(model.parameters())).tables).faults
    assert (fault.option, fault.value) == ("optimizer.name", "NAdam")
    with pytest.raises(InputError):
        sources_of(model)


def test_a_trace_and_a_spectrum(tmp_path: Path) -> None:
    path = tmp_path / "run.jsonl"
    group = {"lr": 1e-3, "eps": 1e-8, "weight_decay": 0.1, "betas": [0.9, 0.99], "parameters": 5}
    head = {
        **{"format": "adamw-bounds-trace/1", "optimizer": "AdamW", "groups": [group], "dim": 5},
        **{"batch_size": 4, "samples": 8, "x0_l2": 2.0, "x0_inf": 1.0},
    }
    lines = [{"step": 1, "rates": [0.25]}, {"step": 3, "rates": [0.75]}]
    path.write_text("".join(json.dumps(line) + "\n" for line in (head, *lines)))
    run = read_run(sources_of(path).tables)
    given = run.of_group(run.base)
    assert (given["lr"], given["iterations"], given["x0_norm"]) == (0.75, 4, 2.0)
    assert run.schedule == [0.25, 0.25, 0.5, 0.75]
    assert run.trace == str(path)
    path.write_text(path.read_text().replace("trace/1", "trace/9"))
    with pytest.raises(RunError) as caught:
        sources_of(path)
    assert caught.value.code == "no-trace"
    run = read_run(sources_of("shipped:digits_mlp_adamw").tables)
    assert (run.faults, run.spectrum) == ((), "shipped:digits_mlp_adamw")
    assert run.of_group(run.base)["lr"] > 0


def test_what_is_said_beside() -> None:
    _, optimizer = made()
    data = torch.utils.data.DataLoader(torch.utils.data.TensorDataset(torch.ones(9, 1)), 3)
    tables = sources_of(optimizer, schedule="linear", measured={"smoothness": 2}, data=data).tables
    run = read_run(tables)
    assert (run.schedule, run.problem["batch_size"], run.problem["samples"]) == ("linear", 3, 9)
    assert run.problem["smoothness"] == 2
    with pytest.raises(InputError) as caught:
        sources_of(optimizer, schedule=3, measured=4, data=5)
    assert {fault.name for fault in caught.value.faults} == {"schedule", "measured", "data"}
