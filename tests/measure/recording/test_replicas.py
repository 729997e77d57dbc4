"""Two processes that train together: who writes, and what their gradients say of each other."""

from __future__ import annotations

import os

import pytest

if os.environ.get("ADAMW_BOUNDS_REQUIRE_TORCH"):
    import torch
else:
    torch = pytest.importorskip("torch")

import json
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np

from adamw_bounds.traces import load_trace

pytestmark = pytest.mark.slow

SCRIPT = """
import copy, json, sys, warnings
import torch
from torch import nn
from torch.nn.parallel import DistributedDataParallel
from torch.utils.data import DataLoader, DistributedSampler, RandomSampler, TensorDataset
from adamw_bounds.measure import Recorder

warnings.simplefilter("ignore")
torch.set_num_threads(1)
torch.distributed.init_process_group("gloo")
rank, folder = torch.distributed.get_rank(), sys.argv[1]
torch.manual_seed(0)
data = TensorDataset(torch.randn(24, 5), torch.randint(0, 3, (24,)))


def run(name, seed=None, recorded=(0, 1), every=2, clip=None, local_passes=0, until=6):
    torch.manual_seed(0)
    net = nn.Sequential(nn.Linear(5, 4), nn.Tanh(), nn.Linear(4, 3))
    if seed is None:
        sampler = DistributedSampler(data)
    else:
        drawn = torch.Generator().manual_seed(seed)
        sampler = RandomSampler(data, replacement=True, num_samples=24, generator=drawn)
    loader = DataLoader(data, batch_size=4, sampler=sampler)
    model = DistributedDataParallel(net)
    optimizer = torch.optim.AdamW(model.parameters(), lr=1e-2)
    recorder = None
    if rank in recorded:
        path = f"{folder}/{name}.jsonl"
        recorder = Recorder(optimizer, path, every=every, loader=loader, model=model)
    own, steps = [], 0
    while steps < 6:
        for x, y in loader:
            alone = copy.deepcopy(net)
            alone.zero_grad()
            nn.functional.cross_entropy(alone(x), y).backward()
            own.append(torch.cat([p.grad.reshape(-1) for p in alone.parameters()]).tolist())
            for _ in range(local_passes):
                with model.no_sync():
                    nn.functional.cross_entropy(model(x), y).backward()
            nn.functional.cross_entropy(model(x), y).backward()
            if clip:
                nn.utils.clip_grad_norm_(model.parameters(), clip)
            optimizer.step()
            optimizer.zero_grad()
            steps += 1
            if steps == until and recorder is not None:
                recorder.close()
            if steps == 6:
                break
    weights = [value.tolist() for value in net.state_dict().values()]
    return {"weights": weights, "own": own}


told = {
    "plain": run("none", rank, recorded=()),
    "pairs": run("pairs", rank),
    "clipped": run("clipped", rank, clip=0.01, every=1),
    "one-seed": run("one-seed", 5),
    "shuffled": run("shuffled"),
    "first-alone": run("first-alone", rank, recorded=(0,)),
    "left": run("left", rank, every=1, until=6 if rank == 0 else 3),
    "accumulated": run("accumulated", rank, local_passes=1),
}
with open(f"{folder}/{rank}.json", "w") as stream:
    json.dump(told, stream)
torch.distributed.destroy_process_group()
"""


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[Any]]:
    folder = tmp_path_factory.mktemp("replicas")
    (folder / "script.py").write_text(SCRIPT)
    with socket.socket() as free:
        free.bind(("localhost", 0))
        port = free.getsockname()[1]
    meet = {"MASTER_ADDR": "localhost", "MASTER_PORT": str(port), "WORLD_SIZE": "2"}
    both = [
        subprocess.Popen(
            [sys.executable, str(folder / "script.py"), str(folder)],
            env={**os.environ, **meet, "RANK": str(rank)},
            stderr=subprocess.PIPE,
            text=True,
        )
        for rank in (0, 1)
    ]
    said = [process.communicate(timeout=150)[1] for process in both]
    assert [process.returncode for process in both] == [0, 0], "".join(said)[-3000:]
    return folder, [json.loads((folder / f"{rank}.json").read_text()) for rank in (0, 1)]


def test_pairs_are_products_of_the_gradients_of_both(trained: tuple[Path, list[Any]]) -> None:
    folder, told = trained
    for name, count in (("pairs", 3), ("clipped", 6)):
        trace = load_trace(folder / f"{name}.jsonl")
        assert trace.steps.size == count
        one, other = (np.array(of_rank[name]["own"])[trace.steps] for of_rank in told)
        wanted = (one * other).sum(axis=1)
        squares = ((one**2).sum(axis=1) + (other**2).sum(axis=1)) / 2
        np.testing.assert_allclose(trace.flat("pairs"), wanted, rtol=1e-4, atol=1e-6)
        np.testing.assert_allclose(trace.flat("pair_squares"), squares, rtol=1e-5)
        mean = np.linalg.norm((one + other) / 2, axis=1)
        np.testing.assert_allclose(trace.columns["raw_gradient_l2"], mean, rtol=1e-5)
    assert trace.flags == {"rescaled": trace.steps.tolist()}
    assert (trace.head["processes"], trace.head["batch_size"]) == (2, 8)


def test_training_comes_out_the_same_to_the_bit(trained: tuple[Path, list[Any]]) -> None:
    for of_rank in trained[1]:
        for name in ("pairs", "first-alone", "left"):
            assert of_rank[name]["weights"] == of_rank["plain"]["weights"]


@pytest.mark.parametrize(
    ("name", "flags"),
    [
        ("one-seed", ["one-seed"]),
        ("shuffled", []),
        ("first-alone", []),
        # A step's gradients of several batches are not taken apart.
        ("accumulated", []),
    ],
)
def test_what_is_not_independent_gives_no_pairs(
    trained: tuple[Path, list[Any]], name: str, flags: list[str]
) -> None:
    trace = load_trace(trained[0] / f"{name}.jsonl")
    assert trace.steps.size == 3
    assert trace.flat("pairs").size == 0
    assert sorted(trace.flags) == flags


def test_training_goes_on_where_one_process_stops_recording(
    trained: tuple[Path, list[Any]],
) -> None:
    trace = load_trace(trained[0] / "left.jsonl")
    assert trace.steps.tolist() == list(range(6))
    assert trace.flat("pairs").size == 3
