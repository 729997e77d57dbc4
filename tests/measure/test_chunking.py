"""The trial that finds the fastest chunk, by a clock that tests turn."""

from __future__ import annotations

import os

import pytest

if os.environ.get("ADAMW_BOUNDS_REQUIRE_TORCH"):
    import torch
else:
    torch = pytest.importorskip("torch")

from adamw_bounds.measure.chunking import TRIAL, Plan, arranged, fastest, free_memory, steady


class Machine:
    """Takes `price` seconds for a chunk; what is in `fails` does not work."""

    def __init__(self, price, fails=(), first: float = 0.0) -> None:
        self.price, self.fails, self.first = price, fails, first
        self.now, self.tried = 0.0, []

    def attempt(self, chunk: int) -> bool:
        self.now += self.price(chunk) + (self.first if chunk not in self.tried else 0.0)
        self.tried.append(chunk)
        return chunk not in self.fails

    def fastest(self, largest: int, work: int) -> int:
        return fastest(self.attempt, largest, work, clock=lambda: self.now)


@pytest.mark.parametrize(
    ("price", "chosen", "tried"),
    [
        (lambda chunk: chunk, 1, [1, 4, 1, 4]),  # vectorising saves nothing, and costs memory
        (lambda chunk: 0.98 * chunk, 1, [1, 4, 1, 4]),
        (lambda chunk: 1 + chunk, 10, [1, 4, 1, 4, 10]),
        (lambda chunk: 3 + chunk * (1 if chunk < 10 else 2), 4, [1, 4, 1, 4, 10]),
    ],
)
def test_the_chunk_with_the_cheapest_vectors_is_chosen(price, chosen, tried) -> None:
    machine = Machine(price)
    assert machine.fastest(10, 1000) == chosen
    assert machine.tried == tried


def test_first_calls_do_not_count() -> None:
    assert Machine(lambda chunk: 1 + chunk, first=100.0).fastest(4, 1000) == 4


@pytest.mark.parametrize(
    ("largest", "work", "chosen", "cost"),
    [
        (1, 10**6, 1, 0),
        (2, 10**6, 2, 6),
        (64, 10**6, 64, 74),
        (64, 1200, 20, 30),  # a fortieth of the work
        (64, 500, 4, 10),
        (64, TRIAL, 4, 10),
    ],
)
def test_the_trial_is_a_small_share_of_the_run(largest, work, chosen, cost) -> None:
    machine = Machine(lambda chunk: 1 + chunk)
    assert machine.fastest(largest, work) == chosen
    assert sum(machine.tried) == cost <= work / 40


@pytest.mark.parametrize(("fails", "chosen"), [({4}, 1), ({1, 4}, 1), ({64}, 4)])
def test_what_does_not_work_is_not_chosen(fails, chosen) -> None:
    machine = Machine(lambda chunk: 1 + chunk, fails)
    assert machine.fastest(64, 10**6) == chosen
    assert len(machine.tried) <= 5


def test_free_memory_without_a_table_is_what_there_is(tmp_path, monkeypatch) -> None:
    table = tmp_path / "meminfo"
    monkeypatch.setattr("adamw_bounds.measure.cost.MEMINFO", table)
    pages = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    assert free_memory(torch.device("cpu")) == pages
    table.write_text("MemTotal: 9 kB\nMemAvailable:    7 kB\n")
    assert free_memory(torch.device("cpu")) == 7 * 1024


@pytest.mark.parametrize(
    ("size", "nodes", "largest", "chosen"),
    [
        (27 * 4_600, 27, 64, 64),  # a small perceptron
        (41 * 52_000, 41, 64, 10),  # a wide one, as far as the cache goes
        (41 * 52_000, 41, 4, 4),
        (221 * 455_000, 221, 64, 1),  # a residual net
        (0, 0, 8, 8),
    ],
)
def test_the_chunk_of_a_cpu_is_a_matter_of_counts(size, nodes, largest, chosen) -> None:
    assert steady(size, nodes, largest) == chosen


MIB = 2**20


def plan(**more) -> Plan:
    given = {"probes": 8, "chunk": 1, "each": 50 * MIB, "graph": MIB, "graphs": 8 * MIB}
    return arranged(**{**given, "room": 2**40, **more})


def test_probes_take_turns_where_their_vectors_are_large() -> None:
    assert plan() == Plan(1, keeps=True)
    # The same vectors share a call, as many as are asked for, else as many as memory is worth.
    assert plan(chunk=3, fixed=True) == Plan(3, keeps=True, chunk=3)
    assert plan(chunk=8, fixed=True) == Plan(8, keeps=True, chunk=8)
    assert plan(chunk=8) == Plan(1, keeps=True, chunk=1)
    assert plan(chunk=8, each=5 * MIB, graph=10 * MIB, graphs=2000 * MIB).chunk == 1
    assert plan(chunk=8, turns=False) == Plan(8, keeps=True, chunk=8)
    # All of little, and what a stated memory allows, is one call.
    small = {"each": 1000, "graph": 1000, "graphs": 8000}
    assert plan(chunk=8, **small) == Plan(8, keeps=True, chunk=8)
    assert plan(**small) == Plan(8, keeps=True)
    assert plan(chunk=8, stated=True) == Plan(8, keeps=True, chunk=8)


def test_graphs_are_not_kept_where_they_are_large() -> None:
    assert plan(graph=2000 * MIB, graphs=8000 * MIB) == Plan(8, keeps=False)
    # Stated memory is there to be used.
    assert plan(graph=2000 * MIB, graphs=8000 * MIB, stated=True).keeps
    assert not plan(graph=2000 * MIB, graphs=8000 * MIB, stated=True, room=7999 * MIB).keeps
    assert plan(graphs=2000, room=1000) == Plan(1, keeps=False)
    assert plan(graphs=2000, room=1000, stated=True) == Plan(8, keeps=False)
    # As many share a graph as take little beside it.
    assert plan(graph=200 * MIB, graphs=8000 * MIB) == Plan(4, keeps=False)
    assert plan(graph=200 * MIB, graphs=8000 * MIB, turns=False) == Plan(8, keeps=False)
    assert plan(turns=False) == Plan(8, keeps=True)


def test_work_is_saved_where_that_takes_little_in_all() -> None:
    # 31 MiB, where 12 are the least: a third of the work.
    assert plan(each=10 * MIB, graphs=20 * MIB) == Plan(1, keeps=True)
    # What saves nothing takes nothing: two probes beside kept graphs would fit.
    assert plan(each=20 * MIB, graphs=20 * MIB) == Plan(1, keeps=True)
    # Graphs that do not fit are shared by as many probes as do.
    assert plan(each=10 * MIB, graphs=60 * MIB) == Plan(6, keeps=False)
    assert plan(each=10 * MIB, graphs=20 * MIB, room=0) == Plan(6, keeps=False)
    # Processes that meet in each step do so less often.
    assert plan(each=10 * MIB, graphs=20 * MIB, meets=True) == Plan(4, keeps=True)
    assert plan(meets=True) == plan()
    # From 64 MiB on, what others take is the measure.
    assert plan(each=40 * MIB, graphs=40 * MIB) == Plan(1, keeps=False)
