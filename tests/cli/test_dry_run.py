"""What a measurement would cost, from numbers alone and from a problem."""

from __future__ import annotations

import json
import os
import random
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from examples import examples
from hypothesis import given, settings
from hypothesis import strategies as st

from adamw_bounds.cli.dry_run import answer, in_units
from adamw_bounds.cli.progress import Bar
from adamw_bounds.cli.run import Request
from adamw_bounds.errors import InputError, RunError
from adamw_bounds.measure.cost import TRIED, Cost, Scale, cost
from adamw_bounds.measure.settings import Settings
from adamw_bounds.report import Report, render

RESNET = {"dim": "25557032", "samples": "1281167", "batch_size": "256"}
HERE = {"room": ["host=64GiB", "disk=4TiB"]}


def asked(spec: str | None = None, /, **inputs) -> Report:
    request = Request("spectrum measure", inputs, {"problem": spec}, "table", None, "")
    return answer(request, spec, inputs)


def values(report: Report) -> dict[str, float | None]:
    return {row["quantity"]: row["value"] for row in report.rows}


def codes(report: Report) -> set[str]:
    return {remark.code for remark in report.remarks()}


def test_a_resnet_from_numbers_alone() -> None:
    report = asked(**RESNET, **HERE)
    found = values(report)
    assert found["batches"] == 5005
    assert found["products"] == 10 * 100 + 2
    assert found["passes"] == 2 + 100 + 1 + 1
    # Two gradients; 101 graphs; two for each product; the losses of the halves of all batches;
    # single samples and checks are next to none.
    assert found["gradients"] == pytest.approx(2 + 101 + 2 * 1002 + 1 / 3, abs=0.01)
    assert found["vector-bytes"] == 4 * 25557032
    assert found["basis-bytes"] == 10 * 100 * 4 * 25557032
    assert found["checkpoint-bytes"] == found["basis-bytes"] + 128 * 10 * 100
    assert found["processes"] == 2
    assert report.inputs["basis_place"] == "disk"
    (basis,) = (row for row in report.rows if row["quantity"] == "basis-bytes")
    assert basis["case"] == "disk"
    assert basis["notes"] == ["95.2 GiB: the Lanczos vectors; would lie on disk."]
    assert "seconds" not in found
    assert codes(report) == set()


def test_seconds_are_told_only_where_a_gradient_is_timed() -> None:
    report = asked(**RESNET, **HERE, seconds_per_gradient="900")
    found = values(report)
    assert found["seconds"] == pytest.approx(900 * found["gradients"])


def test_what_has_no_room_is_said() -> None:
    report = asked(dim="6738415616", samples="1024", room=["host=512GiB", "disk=4TiB"])
    assert codes(report) == {"no-room", "no-processes"}
    assert values(report)["processes"] is None
    assert report.inputs["basis_place"] is None
    one = asked(dim="6738415616", samples="1024", room=["host=512GiB", "disk=4TiB"], probes="1")
    assert codes(one) == set()
    assert values(one)["processes"] == 7
    tight = asked(**RESNET, **HERE, memory="1GiB")
    assert codes(tight) == {"vectors-exceed-memory"}


@pytest.mark.parametrize(
    ("more", "place"),
    [
        ({"room": ["device=80GiB", "host=1TiB"]}, "host"),
        ({"room": ["device=96GiB", "host=1TiB"]}, "device"),
        ({"room": ["host=1TiB"], "basis": "disk"}, None),
        ({"room": ["host=1TiB", "disk=1TiB"], "basis": "disk"}, "disk"),
        ({"room": ["host=1TiB"], "basis": "device", "device": "cpu"}, "device"),
        ({"room": ["host=1TiB"], "basis": "device"}, None),
    ],
)
def test_where_the_basis_would_lie(more, place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("adamw_bounds.measure.cost.disk_room", lambda: 0.0)
    report = asked(**RESNET, **more)
    assert report.inputs["basis_place"] == place
    assert ("no-room" in codes(report)) == (place is None)


def test_the_room_is_what_is_free_here_where_none_is_given() -> None:
    report = asked(dim="1000", samples="5", exact_below="0")
    assert {"host", "disk"} <= report.inputs["room"].keys()
    assert report.inputs["basis_place"] == "host"
    assert values(report)["processes"] == 1


def test_an_exact_spectrum_has_a_matrix_and_no_basis() -> None:
    found = values(asked(dim="300", samples="50", batch_size="10"))
    assert found["products"] == 300
    assert found["matrix-bytes"] == 8 * 300 * 300
    assert not {"basis-bytes", "checkpoint-bytes", "processes"} & found.keys()
    assert values(asked(dim="300", samples="50", exact_below="299"))["products"] == 1002 + TRIED


def test_a_shared_probe_is_whole() -> None:
    """Fewer processes hold coordinates than hold probes: a probe cannot be cut."""
    data = values(asked(**RESNET, room=["host=16GiB"], shard="data"))["processes"]
    probes = values(asked(**RESNET, room=["host=16GiB"], shard="probes"))["processes"]
    assert (data, probes) == (7, 10)
    # Left to itself a run shares out probes where there are few batches to share.
    small = {"dim": "25557032", "samples": "256", "batch_size": "32"}
    assert values(asked(**small, room=["host=60GiB"]))["processes"] == 2
    assert values(asked(**small, room=["host=36GiB"]))["processes"] == 4
    assert values(asked(**small, room=["host=36GiB"], shard="data"))["processes"] == 3
    few = asked(dim="25557032", samples="8", batch_size="4", room=["host=16GiB"], shard="data")
    assert "few-batches" in codes(few)


@pytest.mark.parametrize(
    ("inputs", "named"),
    [
        ({}, {"dim": None, "samples": None}),
        ({"dim": "0", "samples": "1.5"}, {"dim": "0", "samples": "1.5"}),
        ({**RESNET, "batch_size": "many"}, {"batch_size": "many"}),
        ({**RESNET, "room": ["tape=3GiB"]}, {"room": "tape=3GiB"}),
        ({**RESNET, "room": ["host=much"]}, {"room": "host=much"}),
        ({**RESNET, "room": ["host=1G", "host=2G"]}, {"room": "host=2G"}),
        ({**RESNET, "seconds_per_gradient": "0"}, {"seconds_per_gradient": "0"}),
        ({**RESNET, "seconds_per_gradient": "nan"}, {"seconds_per_gradient": "nan"}),
        ({**RESNET, "blocks": "layer"}, {"blocks": "layer"}),
        ({"dim": "1", "samples": "x", "probes": "0"}, {"samples": "x", "probes": "0"}),
        ({**RESNET, "rho": ["a=1"]}, {"rho": None}),
        ({"dim": "1e400", "samples": "9"}, {"dim": "1e400"}),
    ],
)
def test_what_is_wrong_is_named_at_once(inputs, named) -> None:
    with pytest.raises(InputError) as caught:
        asked(**inputs)
    assert {fault.name: fault.value for fault in caught.value.faults} == named


def test_numbers_beside_a_problem_are_refused_before_it_is_loaded() -> None:
    with pytest.raises(InputError) as caught:
        asked("no.such:thing", dim="3", samples="4")
    assert [fault.name for fault in caught.value.faults] == ["dim", "samples"]


NUMBERS = ("--dim", "25557032", "--samples", "1281167", "--room", "host=64GiB")


def test_the_shell_tells_the_cost(shell, tmp_path: Path) -> None:
    ran = shell("spectrum", "measure", *NUMBERS, "--dry-run", "-f", "json")
    assert ran.status == 0, ran.err
    report = json.loads(ran.out)
    rows = {row["quantity"]: row["value"] for row in report["rows"]}
    assert rows["products"] == 1002
    assert rows["batches"] == rows["samples"] == 1281167
    assert report["inputs"]["room"]["host"] == 64 * 2**30
    assert [*tmp_path.iterdir()] == []


def test_the_cost_goes_to_a_file(shell, tmp_path: Path) -> None:
    ran = shell("spectrum", "measure", *NUMBERS, "--dry-run", "-o", "cost.json", "-f", "json")
    assert (ran.status, ran.out) == (0, ""), ran.err
    report = json.loads((tmp_path / "cost.json").read_text(encoding="utf-8"))
    assert report["inputs"]["dim"] == 25557032
    assert [path.name for path in tmp_path.iterdir()] == ["cost.json"]
    refused = shell("spectrum", "measure", *NUMBERS, "--dry-run", "-o", "net.npz")
    assert (refused.status, refused.out) == (2, "")
    assert "--output is for the spectrum; a dry run writes a report (given: net.npz)" in refused.err
    assert not (tmp_path / "net.npz").exists()


def test_the_first_process_of_several_answers(shell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WORLD_SIZE", "2")
    line = ("spectrum", "measure", *NUMBERS, "--dry-run")
    for more in ((), ("--probes", "0")):
        monkeypatch.setenv("RANK", "0")
        first = shell(*line, *more)
        assert (first.status, "--probes" in first.err) == ((2, True) if more else (0, False))
        assert bool(first.out) != bool(more)
        monkeypatch.setenv("RANK", "1")
        other = shell(*line, *more)
        assert (other.status, other.out, other.err) == (0, "", "")


def test_a_measurement_finds_its_numbers_itself(shell) -> None:
    ran = shell("spectrum", "measure", "no.such:thing", "-o", "net.npz", *NUMBERS)
    assert ran.status == 2
    for name in ("--dim", "--samples", "--room"):
        assert name in ran.err


@pytest.mark.parametrize("form", ["table", "json", "csv", "markdown", "latex"])
def test_every_format_shows_the_rows(form: str) -> None:
    text = render(asked(**RESNET, **HERE), form, width=80, color=False)
    assert re.search("basis.bytes", text)
    assert max(map(len, text.splitlines())) <= 80 or form != "table"
    if form == "json":
        assert json.loads(text)["inputs"]["dim"] == 25557032


@pytest.mark.parametrize(
    ("size", "text"),
    [(0, "0 bytes"), (999, "999 bytes"), (1000, "0.977 KiB"), (2**30, "1 GiB")],
)
def test_bytes_are_told_as_people_read_them(size: float, text: str) -> None:
    assert in_units(size) == text


# The model, where no torch is needed


SCALES = st.builds(
    Scale.of,
    dim=st.integers(1, 10**5),
    samples=st.integers(1, 100),
    batch_size=st.integers(1, 100),
    dtype=st.sampled_from(["float64", "float32", "bfloat16"]),
)
SETTINGS = st.builds(
    Settings,
    probes=st.integers(1, 20),
    steps=st.integers(1, 50),
    chunk=st.none() | st.integers(1, 30),
    exact_below=st.just(0),
)


@settings(max_examples=examples(200))
@given(SETTINGS, SCALES, st.sampled_from(["auto", "data", "probes"]), st.floats(0.01, 3))
def test_no_fewer_processes_are_enough(chosen, scale, shard, part) -> None:
    found = cost(chosen, scale)
    room = int(part * found.process_bytes(1, shard))
    many = found.processes(room, shard)
    if many is None:
        assert found.process_bytes(10**9, shard) > room
        return
    assert found.process_bytes(many, shard) <= room
    if many > 1:
        assert found.process_bytes(many - 1, shard) > room


@settings(max_examples=examples(100))
@given(SETTINGS, SCALES)
def test_a_place_is_the_first_with_room(chosen, scale) -> None:
    found = cost(chosen, scale)
    enough, less = found.basis_bytes, found.basis_bytes - 1
    assert found.place("auto", {"device": less, "host": enough, "disk": enough}) == "host"
    assert found.place("auto", {"device": enough, "host": enough}) == "device"
    assert found.place("auto", {"host": less, "disk": enough}) == "disk"
    assert found.place("host", {"host": less, "disk": enough}) is None
    assert found.place("auto", {}) is None


@given(st.lists(st.integers(1, 400), min_size=1, max_size=6), SETTINGS, st.integers(0, 300))
def test_blocks_cost_their_sum_and_hold_the_largest(dims, chosen, below) -> None:
    chosen = replace(chosen, exact_below=below, dtype="float64")
    scale = Scale.of(dim=sum(dims), samples=10)
    alone = [cost(chosen, replace(scale, dim=dim)) for dim in dims]
    together = cost(chosen, scale, blocks=dims)

    def largest(name: str) -> int:
        return max(getattr(one, name) for one in alone)

    def total(name: str) -> int:
        return sum(getattr(one, name) for one in alone)

    for name in ("basis_bytes", "matrix_bytes", "working_bytes"):
        assert getattr(together, name) == largest(name)
    for name in ("products", "basis_read_bytes"):
        assert getattr(together, name) == total(name)
    whole: Cost = cost(chosen, scale, blocks=(scale.dim,))
    assert whole == cost(chosen, scale)


def test_no_torch_is_needed() -> None:
    code = (
        "import sys\n"
        "from adamw_bounds.cli.dry_run import answer\n"
        "from adamw_bounds.cli.run import Request\n"
        "given = {'dim': '1000000000', 'samples': '5'}\n"
        "answer(Request('spectrum measure', given, {}, 'table', None, ''), None, given)\n"
        "sys.exit(bool({'torch', 'numpy', 'scipy', 'sympy'} & sys.modules.keys()))"
    )
    assert subprocess.run([sys.executable, "-c", code], timeout=60).returncode == 0


# A problem


SOURCE = """
import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

print("loading")

class Read(TensorDataset):
    rows = 0

    def __getitem__(self, place):
        Read.rows += 1
        return super().__getitem__(place)

def problem(**more):
    model = nn.Sequential(nn.Linear(6, 8), nn.Tanh(), nn.Linear(8, 3)).to(torch.bfloat16)
    data = Read(torch.randn(40, 6).bfloat16(), torch.randint(0, 3, (40,)))
    loss = nn.CrossEntropyLoss()
    loss.register_forward_hook(lambda *_: 1 / 0)  # nothing is computed
    loader = DataLoader(data, **{"batch_size": 16, **more})
    return {"model": model, "loss": loss, "data": loader}

def dropped():
    return problem(drop_last=True)

def doubled():  # batches twice as large as the loader says
    def pairs(rows):
        x, y = (torch.stack(part) for part in zip(*rows))
        return torch.cat([x, x]), torch.cat([y, y])
    return problem(collate_fn=pairs)

def listed():
    parts = problem()
    return {**parts, "data": [*parts["data"]]}

def endless():
    def walk():
        while True:
            yield torch.randn(4, 6).bfloat16(), torch.zeros(4).long()
    class Endless:
        def __iter__(self):
            return walk()
    return {**problem(), "data": Endless(), "most_batches": 300}

def empty():
    return {**problem(), "data": []}

made = problem(shuffle=True)
"""


@pytest.fixture
def module(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    if not os.environ.get("ADAMW_BOUNDS_REQUIRE_TORCH"):
        pytest.importorskip("torch")
    name = f"costly_{tmp_path.name.replace('-', '_')}"
    (tmp_path / f"{name}.py").write_text(SOURCE)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "path", [*sys.path])
    return f"{name}:problem"


def test_a_problem_is_counted_and_nothing_computed(
    module: str, capsys: pytest.CaptureFixture[str]
) -> None:
    report = asked(module, exact_below="0", probes="2", steps="3")
    assert capsys.readouterr().out == ""
    found = values(report)
    assert (found["dim"], found["samples"], found["batches"]) == (83, 40, 3)
    assert (report.inputs["dtype"], report.inputs["vector_dtype"]) == ("bfloat16", "float32")
    assert report.inputs["first_batch"] == 16
    assert found["basis-bytes"] == 2 * 3 * 83 * 4
    whole = values(asked(module))
    assert (whole["products"], whole["matrix-bytes"]) == (83, 8 * 83 * 83)


@pytest.mark.parametrize(
    ("kind", "samples", "batches", "first", "read"),
    [
        ("problem", 40, 3, 16, 16),
        ("dropped", 32, 2, 16, 16),
        ("doubled", 80, 3, 32, 56),
        ("listed", 40, 3, 16, 40),
    ],
)
def test_a_loader_that_knows_its_numbers_is_not_walked_over(
    module: str, kind: str, samples: int, batches: int, first: int, read: int
) -> None:
    """The measurement counts the same."""
    from adamw_bounds.measure.problem import load_problem
    from adamw_bounds.measure.products import Function

    spec = module.replace(":problem", f":{kind}")
    report = asked(spec)
    rows = sys.modules[spec.partition(":")[0]].Read.rows
    found = values(report)
    assert (found["samples"], found["batches"], report.inputs["first_batch"]) == (
        *(samples, batches),
        first,
    )
    assert rows == read
    problem = load_problem(spec)
    function = Function(problem, problem.model, problem.loss)
    counts = [count for _, _, count in function.batches()]
    assert (sum(counts), len(counts), counts[0]) == (samples, batches, first)


def test_random_states_stay(module: str) -> None:
    import torch

    spec = module.replace(":problem", ":made")
    asked(spec)
    before = torch.get_rng_state(), random.getstate()
    asked(spec)
    assert torch.equal(torch.get_rng_state(), before[0])
    assert random.getstate() == before[1]


def test_data_without_an_end_ends_with_a_sentence(
    module: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And what was read until then is shown."""
    told: list[str] = []
    monkeypatch.setattr(Bar, "reach", lambda bar, done, total, text: told.append(text))
    with pytest.raises(RunError, match="the data has not ended after 300 batches") as caught:
        asked(module.replace(":problem", ":endless"))
    assert caught.value.code == "endless-data"
    assert told == ["batch 100 read", "batch 200 read", "batch 300 read"]


def test_a_problem_without_data_is_a_sentence(module: str) -> None:
    with pytest.raises(RunError, match="the data is empty"):
        asked(module.replace(":problem", ":empty"))


def test_the_other_processes_load_the_problem_and_are_silent(
    module: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RANK", "1")
    with pytest.raises(SystemExit) as caught:
        asked(module)
    assert caught.value.code == 0
    assert sys.modules[module.partition(":")[0]].Read.rows == 16


@pytest.mark.parametrize(
    ("inputs", "sentence"),
    [
        ({"device": "cuda:99"}, "device cuda:99"),
        ({"until_width": "0.1", "exact_below": "0"}, "--until-width looks at err, which needs"),
    ],
)
def test_what_a_measurement_refuses_is_refused(module: str, inputs, sentence: str) -> None:
    with pytest.raises(RunError, match=sentence):
        asked(module, **inputs)


def test_only_what_is_not_exact_may_end_sooner(module: str) -> None:
    # Numbers alone name no device here.
    sizes = {"dim": "83", "samples": "40", "until_width": "0.1", "device": "cuda:99"}
    assert "sooner" in asked(**sizes, exact_below="0").before[0]
    assert "sooner" not in asked(**sizes).before[0]
    assert "sooner" not in asked(module, until_width="0.1").before[0]


def test_blocks_of_a_problem_are_counted(module: str) -> None:
    found = values(asked(module, exact_below="0", probes="2", steps="3", blocks="layer"))
    assert found["blocks"] == 2
    assert found["products"] == 2 * (2 * 3 + 2 + TRIED)
    assert found["basis-bytes"] == 2 * 3 * 56 * 4
