"""Two processes that measure together, against one."""

from __future__ import annotations

import importlib.util
import json
import os
import pickle
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest

if os.environ.get("ADAMW_BOUNDS_REQUIRE_TORCH"):
    import torch
else:
    torch = pytest.importorskip("torch")

if not torch.distributed.is_available():
    pytest.skip("needs torch.distributed", allow_module_level=True)

from adamw_bounds.cli.main import main
from adamw_bounds.measure import measure
from adamw_bounds.spectra import load_spectrum

ROOT = Path(__file__).resolve().parents[2]

#: What both sides know: problems, what is asked of them, and counts of what was computed.
CASES = '''
import os, signal
from collections import Counter

import torch
from torch import nn

from adamw_bounds.measure import Problem, measure
from adamw_bounds.measure import quadrature
from adamw_bounds.measure.products import Matvec, Products

CALLS, COLUMNS = Counter(), []
UNEVEN, EVEN = (7, 7, 7, 7, 2), (3,) * 10
real_step = quadrature._Run._step
real = {name: getattr(Products, name) for name in ("apply", "apply_parts")}


def counted(name):
    def products(self, vectors):
        COLUMNS.append(len(vectors))
        return real[name](self, vectors)

    return products


for name in real:
    setattr(Products, name, counted(name))


def problem(sizes=UNEVEN, kind=torch.float64, whole=False, dark=0, felt=True, **more):
    torch.manual_seed(0)
    model = nn.Sequential(nn.Linear(5, 6), nn.Tanh(), nn.Linear(6, 3)).to(kind)
    x, y = torch.randn(sum(sizes), 5, dtype=kind), torch.arange(sum(sizes)) % 3
    x[:, :dark] = 0  # six zero rows for each
    parts = zip(x.split(list(sizes)), y.split(list(sizes)))
    data = [{"x": a, "y": b, "place": place} for place, (a, b) in enumerate(parts)]

    def loss(model, batch):
        CALLS[batch["place"]] += 1
        output = model(batch["x"])
        # Samples that repel each other have no loss of their own.
        extra = output.std(dim=0, correction=0).sum() if whole else 0
        if felt:  # a shift of all outputs, which no null direction then is
            extra = extra + 0.01 * torch.logsumexp(output, 1).square().mean()
        return nn.functional.cross_entropy(output, batch["y"]) + extra

    return Problem(**{
        "model": model, "loss": loss, "data": data, "batch_size": 4, "rho": 0.1,
        "optimizer": {"name": "AdamW", "lr": 1e-3, "weight_decay": 0.1}, **more,
    })


# With so little memory no graph is kept: each product calls the loss of its batches.
FEW = {"probes": 3, "steps": 6, "exact_below": 0, "chunk": 3, "memory": 1}
#: Name: arguments of `problem`, then of `measure`.
CASES = {
    "data": ({}, {**FEW, "shard": "data"}),
    "probes": ({}, {**FEW, "shard": "probes"}),
    "data-float32": ({"kind": torch.float32}, {**FEW, "shard": "data"}),
    "exact-data": ({}, {"shard": "data", "chunk": 8, "memory": 1}),
    "exact-probes": ({}, {"shard": "probes", "chunk": 8, "memory": 1}),
    "one-batch": ({"sizes": (9,)}, {**FEW, "shard": "data"}),
    "one-probe": ({}, {**FEW, "shard": "probes", "probes": 1}),
    "blocks-data": ({}, {**FEW, "shard": "data", "blocks": "layer"}),
    "blocks-probes": ({}, {**FEW, "shard": "probes", "blocks": "layer"}),
    "blocks-exact": ({}, {"shard": "probes", "blocks": "layer", "chunk": 8}),
    "minibatches": ({"whole": True}, {**FEW, "shard": "data"}),
    "few-gradients": ({}, {**FEW, "shard": "data", "gradient_samples": 5}),
    "width-data": ({}, {**FEW, "shard": "data", "steps": 40, "until_width": 0.2}),
    "width-probes": ({}, {**FEW, "shard": "probes", "steps": 40, "until_width": 0.2}),
    "auto-small": ({}, FEW),
    "auto-large": ({"sizes": EVEN}, FEW),
    "chosen-chunk": ({}, {"probes": 3, "steps": 6, "exact_below": 0, "shard": "data"}),
    "dark-data": ({"dark": 2}, {**FEW, "shard": "data"}),
    "dark-probes": ({"dark": 2}, {**FEW, "shard": "probes"}),
    "dark-blocks": ({"dark": 2}, {**FEW, "shard": "data", "blocks": "layer"}),
    "null-data": ({"felt": False}, {**FEW, "shard": "data"}),
    "null-probes": ({"felt": False, "dark": 2}, {**FEW, "shard": "probes"}),
    "null-blocks": ({"felt": False}, {**FEW, "shard": "data", "blocks": "layer"}),
    "end": ({}, {**FEW, "shard": "data", "steps": 200}),
    "end-probes": ({}, {**FEW, "shard": "probes", "steps": 200}),
}


def ask(name, **more):
    made, asked = CASES[name]
    CALLS.clear()
    COLUMNS.clear()
    found = measure(problem(**made), **{**asked, **more})
    spectrum = found.spectrum
    return {
        "rank": found.rank,
        "arrays": {
            key: getattr(spectrum, key)
            for key in ("eigenvalues", "nodes", "weights", "residuals")
            if getattr(spectrum, key) is not None
        } | ({} if spectrum.known is None else {"known": spectrum.known.astype(float)}),
        "blocks": [
            (block.name, block.rho, block.spectrum.dim, block.spectrum.nodes,
             block.spectrum.eigenvalues)
            for block in spectrum.blocks
        ],
        "constants": found.constants,
        "meta": spectrum.meta.as_dict(),
        "ends": (found.smallest.value, found.largest.value),
        "codes": sorted(code for code, _ in found.warnings),
        "calls": dict(CALLS),
        "columns": list(COLUMNS),
    }


def simple(group, keeper=None):
    """What a fresh start beside a single probe shows, of a matrix with known eigenvalues."""
    values = torch.linspace(-1, 1, 405, dtype=torch.float64)
    values[[3, 50, 200, 201, 400]] = torch.tensor([-7.0, 4.0, 9.0, 9.0, 40.0]).double()
    operator = Matvec(lambda columns: values[:, None] * columns, 405, arrays="torch")
    found = quadrature.quadrature(
        operator, probes=1, steps=240, group=group, keeper=keeper,
        choose=lambda *_: quadrature.Choice.SIMPLE,
    )
    return {"nodes": found.nodes, "known": found.known, "made": found.made}


class Stopped(Exception):
    pass


def stopped(name, at, **more):
    """Run and stop before a step, with what was kept until then."""

    def step(self, number, rows):
        if number == at:
            raise Stopped
        real_step(self, number, rows)

    quadrature._Run._step = step
    try:
        ask(name, checkpoint_minutes=0, **more)
    except Stopped:
        return True
    finally:
        quadrature._Run._step = real_step
    return False


def dying():
    """A problem whose second process kills itself at some call of its loss."""
    last, calls = int(os.environ.get("DIE_AT", "0")), 0
    made = problem()
    loss = made.loss

    def deadly(model, batch):
        nonlocal calls
        calls += 1
        if calls == last and os.environ.get("RANK") == "1":
            os.kill(os.getpid(), signal.SIGKILL)
        return loss(model, batch)

    return problem(loss=deadly, loss_name="deadly")
'''

WORKER = """
import contextlib, json, os, pickle, sys
from datetime import timedelta
from pathlib import Path

import torch
torch.set_num_threads(1)
import torch.distributed as dist

import cases
from adamw_bounds.errors import BoundsError
from adamw_bounds.measure import checkpoint, group as groups

dist.init_process_group("gloo", timeout=timedelta(seconds=60))
rank = dist.get_rank()
found = {}
sent = {"sums": [], "apart": []}


def counted(name, real):
    def send(*tensors, **more):
        sent[name].append(tensors[-1 if name == "sums" else 1].numel())
        return real(*tensors, **more)

    return send


dist.all_reduce = counted("sums", dist.all_reduce)
dist.all_to_all_single = counted("apart", dist.all_to_all_single)


def tried(call):
    try:
        return call()
    except BoundsError as error:
        if error.code == "process-lost":  # all that follows would fail too
            raise
        return {"code": error.code, "message": error.message}


for name in cases.CASES:
    found[name] = tried(lambda: cases.ask(name))
for steps in (4, 5):
    for told in sent.values():
        told.clear()
    cases.ask("data", steps=steps)
    found[f"sent-{steps}"] = {name: list(told) for name, told in sent.items()}
for split in ("data", "probes", "dark-data", "dark-probes"):
    # What one process kept.
    found[f"from-one-{split}"] = tried(lambda: cases.ask(split, checkpoint=f"one-{split}"))
    found[f"stopped-{split}"] = tried(lambda: cases.stopped(split, 3, checkpoint=f"two-{split}"))
found["simple"] = [cases.simple(cases.quadrature.ALONE)]
with contextlib.closing(checkpoint.Checkpoint("simple", rank=rank)) as folder:
    group = groups._Many()
    group.agree(folder.begin)
    keeper = folder.kept(405, torch.float64)
    found["simple"] += [cases.simple(group, keeper) for _ in range(2)]
# Shared out otherwise, and stopped again.
found["stopped-again"] = [
    tried(lambda: cases.stopped("data", 2, checkpoint="mixed")),
    tried(lambda: cases.stopped("probes", 4, checkpoint="mixed")),
]
found["mixed"] = tried(lambda: cases.ask("data", checkpoint="mixed", steps=5))
# Unlike problems.
bias = cases.problem().model[0].bias
with torch.no_grad():
    bias += rank * 1e-9
other = cases.problem()
with torch.no_grad():
    other.model[0].bias.copy_(bias)
found["other-model"] = tried(lambda: cases.measure(other, **cases.FEW))
other = cases.problem()
if rank:
    other.data[4]["x"] += 1
found["other-data"] = tried(lambda: cases.measure(other, **cases.FEW))
# What the first process refuses, all refuse.
found["other-checkpoint"] = tried(lambda: cases.ask("data", checkpoint="two-data", seed=1))
found["damaged"] = tried(lambda: cases.ask("data", checkpoint="damaged"))
found["a-file"] = tried(lambda: cases.ask("data", checkpoint="cases.py"))
append = checkpoint.Kept.append


def full(self, probe, first, vectors):
    if probe == 1 and first:
        next(vectors)
        self.checkpoint.fail("be written", OSError(28, "No space left on device"))
    append(self, probe, first, vectors)


checkpoint.Kept.append = full
found["full-disk"] = tried(
    lambda: cases.ask("data", checkpoint="full", checkpoint_minutes=0)
)
checkpoint.Kept.append = append
found["after"] = tried(lambda: cases.ask("data", checkpoint="full"))
Path(f"found-{rank}.pickle").write_bytes(pickle.dumps(found))
dist.barrier()
dist.destroy_process_group()
"""

LAUNCH = (sys.executable, "-m", "torch.distributed.run", "--standalone", "--nproc-per-node", "2")


def launched(folder: Path, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    """Run something in two processes."""
    paths = [str(folder), str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]
    kept = {key: value for key, value in os.environ.items() if key != "PYTHONWARNINGS"}
    return subprocess.run(
        [*LAUNCH, *arguments],
        cwd=folder,
        env={**kept, "PYTHONPATH": os.pathsep.join(paths), "OMP_NUM_THREADS": "1", **more},
        capture_output=True,
        text=True,
        check=False,
        timeout=240,
    )


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("processes")
    (folder / "cases.py").write_text(CASES)
    (folder / "worker.py").write_text(WORKER)
    return folder


@pytest.fixture(scope="module")
def cases(home: Path) -> Any:
    """Return the module of the cases, loaded into this process."""
    torch.set_num_threads(1)
    spec = importlib.util.spec_from_file_location("cases", home / "cases.py")
    assert spec is not None
    assert spec.loader is not None
    module: ModuleType = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    yield module
    for name, method in module.real.items():
        setattr(module.Products, name, method)


@pytest.fixture(scope="module")
def alone(cases: Any) -> Callable[[str], dict[str, Any]]:
    """Return what one process finds."""
    known: dict[str, dict[str, Any]] = {}

    def ask(name: str) -> dict[str, Any]:
        if name not in known:
            known[name] = cases.ask(name)
        return known[name]

    return ask


@pytest.fixture(scope="module")
def two(home: Path, cases: Any) -> list[dict[str, Any]]:
    """Return what each of two processes found."""
    for split in ("data", "probes", "dark-data", "dark-probes"):
        assert cases.stopped(split, 3, checkpoint=home / f"one-{split}")
    assert cases.stopped("data", 3, checkpoint=home / "damaged")
    vectors = home / "damaged" / "probe-00001.vectors"
    data = bytearray(vectors.read_bytes())
    data[-5] ^= 1
    vectors.write_bytes(data)
    done = launched(home, "worker.py")
    assert done.returncode == 0, done.stderr
    return [pickle.loads((home / f"found-{rank}.pickle").read_bytes()) for rank in range(2)]


def agree(found: dict[str, Any], wanted: dict[str, Any], *, tolerance: float = 1e-10) -> None:
    """Compare what was found, to rounding."""
    assert "message" not in found, found
    assert found["arrays"].keys() == wanted["arrays"].keys()
    for key, value in wanted["arrays"].items():
        np.testing.assert_allclose(found["arrays"][key], value, rtol=0, atol=tolerance, err_msg=key)
    np.testing.assert_allclose(found["ends"], wanted["ends"], rtol=0, atol=tolerance)
    for one, other in zip(found["blocks"], wanted["blocks"], strict=True):
        assert one[:3] == other[:3]
        for part, whole in zip(one[3:], other[3:], strict=True):
            assert (part is None) == (whole is None)
            if whole is not None:
                np.testing.assert_allclose(part, whole, rtol=0, atol=tolerance)
    for key, value in vars_of(wanted["constants"]).items():
        if isinstance(value, float):
            assert vars_of(found["constants"])[key] == pytest.approx(value, rel=tolerance), key
        else:
            assert vars_of(found["constants"])[key] == value, key
    assert found["codes"] == wanted["codes"]
    ours, theirs = found["meta"], wanted["meta"]
    assert ours.keys() == theirs.keys()
    for key, value in theirs.items():
        if isinstance(value, float):
            assert ours[key] == pytest.approx(value, rel=1e3 * tolerance, abs=tolerance), key
        else:
            assert ours[key] == value, key


def vars_of(constants: Any) -> dict[str, Any]:
    return {name: getattr(constants, name) for name in constants.__slots__}


NAMES = (
    *("data", "probes", "data-float32", "exact-data", "exact-probes", "one-batch", "one-probe"),
    *("blocks-data", "blocks-probes", "blocks-exact", "minibatches", "few-gradients"),
    *("width-data", "width-probes", "auto-small", "auto-large", "chosen-chunk"),
    *("dark-data", "dark-probes", "dark-blocks", "null-data", "null-probes", "null-blocks"),
)


@pytest.mark.parametrize("name", NAMES)
def test_two_processes_agree_with_one(
    two: list[dict[str, Any]], alone: Callable[[str], dict[str, Any]], name: str
) -> None:
    wanted = alone(name)
    assert [found[name].get("rank") for found in two] == [0, 1], two[0][name]
    for found in two:
        agree(found[name], wanted, tolerance=2e-5 if name == "data-float32" else 1e-10)
    # All processes hold the same bits, whoever writes them.
    for key, value in two[0][name]["arrays"].items():
        np.testing.assert_array_equal(two[1][name]["arrays"][key], value)


def test_a_fresh_start_shows_simple_eigenvalues_to_several_processes(
    two: list[dict[str, Any]],
) -> None:
    for found in two:
        alone, first, again = found["simple"]
        # 9 is there twice, and so may be what lies below it.
        np.testing.assert_allclose(first["nodes"][first["known"]], [-7, 40], atol=1e-10)
        np.testing.assert_array_equal(first["known"], alone["known"])
        np.testing.assert_allclose(first["nodes"], alone["nodes"], atol=1e-7)
        assert first["made"] == alone["made"] == 240
        # Taken up again, no step is made.
        np.testing.assert_array_equal(again["known"], first["known"])
        np.testing.assert_array_equal(again["nodes"], first["nodes"])
        assert again["made"] == 0


def test_a_krylov_space_that_is_all_there_is(
    two: list[dict[str, Any]], alone: Callable[[str], dict[str, Any]]
) -> None:
    """After d steps the nodes are all eigenvalues, however d was shared out."""
    eigenvalues = alone("exact-data")["arrays"]["eigenvalues"]
    for found in two:
        nodes = found["end"]["arrays"]["nodes"]
        assert nodes.shape[0] == 3
        for row, weight in zip(nodes, found["end"]["arrays"]["weights"], strict=True):
            apart = np.abs(row[:, None] - eigenvalues).min(axis=1)
            assert apart[weight > 1e-12].max() < 1e-9
    # Which eigenvalues are simple is seen whoever has the probes.
    for found in two:
        known = found["end-probes"]["arrays"]["known"]
        assert known.sum() > 0
        np.testing.assert_array_equal(known, alone("end-probes")["arrays"]["known"])


def test_each_computes_its_share(
    two: list[dict[str, Any]], alone: Callable[[str], dict[str, Any]]
) -> None:
    one = alone("data")
    assert one["columns"] == [3] * 6 + [2]
    for name in ("data", "width-data", "blocks-data", "minibatches"):
        wanted = alone(name)["calls"]
        # Whether a loss of one's own splits into samples is looked at by the first process, on
        # samples of all the data: a few calls a batch, none of them in a step.
        looked = two[0][name]["calls"].get(1, 0)
        assert looked in {0, 8}
        for rank, found in enumerate(two):
            calls = found[name]["calls"]
            for place in range(1, 5):
                if place % 2 == rank:
                    assert calls[place] == wanted[place] - (looked if rank else 0), name
                else:
                    assert calls.get(place, 0) == (0 if rank else looked), name
            # The checks look at the first batch in every process.
            assert rank == 0 or 0 < calls[0] < wanted[0] / 2
        assert [found[name]["columns"] for found in two] == [alone(name)["columns"]] * 2
    assert [found["probes"]["columns"] for found in two] == [[1] * 6 + [2], [2] * 6 + [2]]
    assert [found["one-probe"]["columns"] for found in two] == [[], [1] * 6 + [2]]
    dim = len(alone("exact-data")["arrays"]["eigenvalues"])
    assert [sum(found["exact-data"]["columns"]) for found in two] == [dim, dim]
    assert [sum(found["exact-probes"]["columns"]) for found in two] == [dim // 2, dim - dim // 2]
    # A process without a batch has nothing to compute.
    assert 0 < two[1]["one-batch"]["calls"][0] < alone("one-batch")["calls"][0] / 2
    # Constants are shared out in either case.
    for rank, found in enumerate(two):
        calls, wanted = found["few-gradients"]["calls"], alone("few-gradients")["calls"]
        looked = two[0]["few-gradients"]["calls"].get(1, 0)
        for place in range(1, 5):
            if place % 2 == rank:
                assert calls[place] == wanted[place] - (looked if rank else 0)
            else:
                assert calls.get(place, 0) == (0 if rank else looked)


def test_how_often_the_processes_meet(two: list[dict[str, Any]], alone: Any) -> None:
    """In a step: each vector is sent once each way, and all probes' sums twice."""
    dim = len(alone("exact-data")["arrays"]["eigenvalues"])
    for rank, found in enumerate(two):
        fewer, more = found["sent-4"], found["sent-5"]
        own = (rank + 1) * dim // 2 - rank * dim // 2
        step = Counter(more["apart"]) - Counter(fewer["apart"])
        assert step == Counter([2 * own] * 3) + Counter([dim] * 3)
        assert len(more["sums"]) - len(fewer["sums"]) == 2
        # The last step's: α, or the square of β, and the components of each of three probes.
        assert more["sums"].count(3 * 6) == 2
        assert fewer["sums"].count(3 * 6) == 0


def test_what_is_shared_out_where_nobody_says_it(two: list[dict[str, Any]]) -> None:
    """Probes where there are fewer than four batches for each process."""
    assert [max(found["auto-small"]["columns"][:-1]) for found in two] == [1, 2]
    assert [max(found["auto-large"]["columns"][:-1]) for found in two] == [3, 3]


def test_the_number_of_processes_may_change(
    two: list[dict[str, Any]],
    alone: Callable[[str], dict[str, Any]],
    cases: Any,
    home: Path,
) -> None:
    """From one to two, from two to one, and from sharing data to sharing probes."""
    wanted = alone("data")
    for found in two:
        agree(found["from-one-data"], wanted)
        agree(found["from-one-probes"], wanted)
        assert found["stopped-data"] is found["stopped-probes"] is True
        assert found["stopped-again"] == [True, True]
    assert [found["from-one-data"]["columns"] for found in two] == [[3] * 3 + [2]] * 2
    assert [found["from-one-probes"]["columns"] for found in two] == [
        [1] * 3 + [2],
        [2] * 3 + [2],
    ]
    # Stopped before step 3 (data: all alike), and gone on with by one.
    for split in ("data", "probes"):
        assert {item.name for item in (home / f"two-{split}").glob("courses-*")} == (
            {"courses-0.json"} if split == "data" else {"courses-0.json", "courses-1.json"}
        )
        copy = home / f"copy-{split}"
        shutil.copytree(home / f"two-{split}", copy)
        on = cases.ask("data", checkpoint=copy)
        agree(on, wanted)
        assert on["columns"] == [3] * 3 + [2]
    # Two steps shared by data, two by probes, one by data, and the last one alone.
    assert [found["mixed"]["columns"] for found in two] == [[3, 2], [3, 2]]
    on = cases.ask("data", checkpoint=home / "mixed")
    agree(on, wanted)
    # The last vector of a run that ended was not made: its last step is made again.
    assert on["columns"] == [3, 3, 2]
    assert cases.ask("data", checkpoint=home / "mixed")["columns"] == [2]


@pytest.mark.parametrize("split", ["data", "probes"])
def test_zero_rows_are_left_out_by_a_run_that_goes_on(
    two: list[dict[str, Any]],
    alone: Callable[[str], dict[str, Any]],
    cases: Any,
    home: Path,
    split: str,
) -> None:
    """What one process kept two go on with, and the other way round, beside the same zero rows."""
    name = f"dark-{split}"
    wanted = alone(name)
    assert "zero-rows" in wanted["codes"]
    weights = wanted["arrays"]["weights"][wanted["arrays"]["nodes"] == 0]
    assert len(weights) == 3
    # Two inputs that are dark touch six weights each.
    np.testing.assert_allclose(weights, 12 / len(alone("exact-data")["arrays"]["eigenvalues"]))
    for found in two:
        agree(found[f"from-one-{name}"], wanted)
        assert found[f"stopped-{name}"] is True
    on = cases.ask(name, checkpoint=home / f"two-{name}")
    agree(on, wanted)
    assert on["columns"] == [1, 3, 3, 3, 2]  # the first one shows the zero rows


@pytest.mark.parametrize(
    ("name", "code", "said"),
    [
        ("other-model", "bad-problem", "the processes hold different models or data"),
        ("other-data", "bad-problem", "the processes hold different models or data"),
        ("other-checkpoint", "other-checkpoint", "two-data is of another measurement"),
        ("damaged", "bad-checkpoint", "damaged is damaged: probe-00001.vectors is not what was"),
        ("a-file", "bad-checkpoint", "cases.py is a file"),
        ("full-disk", "checkpoint-failed", "full cannot be written: No space left on device"),
    ],
)
def test_all_refuse_what_one_refuses(
    two: list[dict[str, Any]], name: str, code: str, said: str
) -> None:
    for rank, found in enumerate(two):
        assert found[name]["code"] == code
        sentence = found[name]["message"]
        assert sentence.startswith(f"process {rank} of 2: ")
        assert said in sentence
        assert "\n" not in sentence


def test_after_a_disk_was_full(
    two: list[dict[str, Any]], alone: Callable[[str], dict[str, Any]]
) -> None:
    for found in two:
        agree(found["after"], alone("data"))
        assert found["after"]["columns"] == [3] * 5 + [2]  # its first step had been kept


COMMAND = (
    *("spectrum", "measure", "cases:dying", "--exact-below", "0", "--probes", "3", "--steps", "8"),
    *("--chunk", "3", "--memory", "1", "--shard", "data", "--gradient-samples", "4"),
    *("--checkpoint", "kept", "--checkpoint-minutes", "0", "-o", "net.npz", "-f", "json"),
)


def test_a_process_that_dies(
    home: Path,
    tmp_path: Path,
    cases: Any,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """The run ends and says why; the same command, or one process, goes on from what was kept."""
    shutil.copy(home / "cases.py", tmp_path)
    asked = {"exact_below": 0, "probes": 3, "steps": 8, "chunk": 3, "memory": 1}
    cases.CALLS.clear()
    wanted = measure(cases.dying(), gradient_samples=4, **asked).spectrum
    died = launched(tmp_path, "-m", "adamw_bounds", *COMMAND, DIE_AT="24")
    assert died.returncode != 0
    assert died.stdout == ""
    assert not (tmp_path / "net.npz").exists()
    # What the one that is left sees first: that the other is gone, or torchrun's signal.
    said = ("process 0 of 2: another process of this measurement has died", "kept keeps what was")
    assert any(text in died.stderr for text in said), died.stderr
    content = json.loads((tmp_path / "kept" / "courses-0.json").read_text())["content"]
    steps = {len(entry["diagonal"]) for entry in json.loads(content)["probes"].values()}
    assert len(steps) == 1
    assert 0 < min(steps) < 8
    # One process, on a copy.
    one = tmp_path / "one"
    shutil.copytree(tmp_path / "kept", one / "kept")
    shutil.copy(home / "cases.py", one)
    monkeypatch.chdir(one)
    monkeypatch.setitem(sys.modules, "cases", cases)
    cases.COLUMNS.clear()
    assert main(list(COMMAND)) == 0
    capsys.readouterr()
    columns = list(cases.COLUMNS)
    assert columns == [3] * (8 - min(steps)) + [2]
    # Two again.
    again = launched(tmp_path, "-m", "adamw_bounds", *COMMAND)
    assert again.returncode == 0, again.stderr
    answer = json.loads(again.stdout)  # one answer: the second process prints nothing
    assert answer["command"] == "spectrum measure"
    rows = {row["quantity"]: row["value"] for row in answer["rows"]}
    assert rows["eigenvalue-max"] == pytest.approx(wanted.nodes.max(), rel=1e-9)
    for folder in (tmp_path, one):
        found = load_spectrum(folder / "net.npz")
        for name in ("nodes", "weights", "residuals"):
            np.testing.assert_allclose(
                getattr(found, name), getattr(wanted, name), rtol=0, atol=1e-10
            )
        assert {item.name for item in folder.glob("*.npz")} == {"net.npz"}
        assert not list(folder.glob(".*"))
