"""Loaders of every kind: memory that they own, orders that change, batches that are odd."""

from __future__ import annotations

import os
import random
import threading
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest

if os.environ.get("ADAMW_BOUNDS_REQUIRE_TORCH"):
    import torch
else:
    torch = pytest.importorskip("torch")

from torch import nn
from torch.nn import functional as F  # noqa: N812
from torch.utils.data import DataLoader, IterableDataset, RandomSampler, TensorDataset

from adamw_bounds.errors import RunError
from adamw_bounds.measure import Problem, measure
from adamw_bounds.measure.batches import bytes_in, owned, tensors_in
from adamw_bounds.measure.fingerprint import batch_print
from adamw_bounds.measure.state import Randomness

DEEP = {"probes": 2, "steps": 30, "exact_below": 0, "gradient_samples": 8}


def net(kind: Any = torch.float64) -> nn.Module:
    torch.manual_seed(0)
    return nn.Sequential(nn.Linear(6, 4), nn.Tanh(), nn.Linear(4, 3)).to(kind)


def pairs(kind: Any = torch.float64) -> tuple[Any, Any]:
    torch.manual_seed(1)
    # Samples of very different size: batches are unlike.
    x = torch.randn(48, 6) * torch.linspace(0.2, 3, 48)[:, None]
    return x.to(kind), torch.randint(0, 3, (48,))


class Reused:
    """Fills the same memory for each batch, as ring buffers do."""

    def __init__(self, kind: str = "tensors", buffers: int = 1) -> None:
        self.kind, self.passes = kind, 0
        x, y = pairs()
        self.ring = [(torch.empty_like(x[:12]), torch.empty_like(y[:12])) for _ in range(buffers)]

    def __iter__(self) -> Iterator[Any]:
        self.passes += 1
        x, y = pairs()
        for place, start in enumerate(range(0, 48, 12)):
            to_x, to_y = self.ring[place % len(self.ring)]
            to_x.copy_(x[start : start + 12])
            to_y.copy_(y[start : start + 12])
            yield {
                "tensors": (to_x, to_y),
                "views": (to_x[:], to_y.view(12)),
                "mapping": {"x": to_x, "y": [to_y]},
            }[self.kind]
        for to_x, to_y in self.ring:
            to_x.fill_(torch.nan)
            to_y.fill_(0)


def of_mapping(model: Any, batch: Any) -> Any:
    return F.cross_entropy(model(batch["x"]), batch["y"][0])


@pytest.mark.parametrize("kind", ["tensors", "views", "mapping"])
@pytest.mark.parametrize("matrix", ["hessian", "ggn"])
@pytest.mark.parametrize("memory", [None, "9KiB"])
def test_a_loader_may_fill_its_memory_anew(dense_hessian, kind, matrix, memory) -> None:
    if (kind, matrix) == ("mapping", "ggn"):
        pytest.skip("a function of a batch has no Gauss–Newton matrix")
    model, data = net(), Reused(kind, buffers=1 if memory else 2)
    loss = of_mapping if kind == "mapping" else nn.CrossEntropyLoss()
    found = measure(
        Problem(model=model, loss=loss, data=data), matrix=matrix, memory=memory, **DEEP
    )
    x, y = pairs()
    still = Problem(model=model, loss=nn.CrossEntropyLoss(), data=[(x, y)])
    exact = measure(still, matrix=matrix).spectrum.eigenvalues
    if matrix == "hessian":
        names = [name for name, _ in model.named_parameters()]
        dense = dense_hessian(model, names, lambda run: F.cross_entropy(run(x), y))
        np.testing.assert_allclose(exact, np.linalg.eigvalsh(dense), atol=1e-13)
        assert found.smallest.value == pytest.approx(exact[0], abs=1e-10)
    assert found.largest.value == pytest.approx(exact[-1], abs=1e-10)
    # Only where every graph is kept is the data not read in each step.
    assert (data.passes < 20) is (memory is None)


class Shuffled:
    """An order of its own in each pass, from a random state of a kind."""

    def __init__(self, kind: str, whole_batches: bool) -> None:
        self.whole = whole_batches
        self.kind, self.passes = kind, 0
        self.state: Any = {
            "numpy": lambda: np.random.default_rng(5),
            "legacy": lambda: np.random.RandomState(5),
            "python": lambda: random.Random(5),
            "torch": lambda: torch.Generator().manual_seed(5),
            "epoch": lambda: None,
            "count": lambda: None,
            "closure": lambda: None,
        }[kind]()
        self.epoch = 0
        hidden = np.random.default_rng(7)
        self.order: Callable[[int], Any] = hidden.permutation

    def permutation(self, many: int) -> Any:
        self.passes += 1
        if self.kind in {"numpy", "legacy"}:
            return self.state.permutation(many)
        if self.kind == "python":
            return self.state.sample(range(many), many)
        if self.kind == "torch":
            return torch.randperm(many, generator=self.state).numpy()
        if self.kind == "closure":
            return self.order(many)
        if self.kind == "epoch":
            self.epoch += 1
            return np.random.default_rng(self.epoch).permutation(many)
        return np.random.default_rng(self.passes).permutation(many)

    def __iter__(self) -> Iterator[Any]:
        x, y = pairs()
        if self.whole:
            for place in self.permutation(4):
                part = slice(12 * int(place), 12 * int(place) + 12)
                yield x[part], y[part]
            return
        order = torch.as_tensor(np.array(self.permutation(48)))
        for start in range(0, 48, 12):
            part = order[start : start + 12]
            yield x[part], y[part]


STATES = ["numpy", "legacy", "python", "torch", "epoch", "closure"]


@pytest.mark.parametrize("memory", [None, "9KiB"])
@pytest.mark.parametrize(
    ("kind", "whole"),
    [*((kind, False) for kind in STATES), ("numpy", True), ("count", True)],
)
def test_an_order_that_changes_from_pass_to_pass(kind: str, whole: bool, memory: Any) -> None:
    """A state that can be found is put back; batches that change places are known again."""
    model, data = net(), Shuffled(kind, whole)
    x, y = pairs()
    exact = measure(Problem(model=model, loss=nn.CrossEntropyLoss(), data=[(x, y)]))
    before = repr(getattr(data.state, "bit_generator", data.state)), data.epoch
    found = measure(
        Problem(model=model, loss=nn.CrossEntropyLoss(), data=data), memory=memory, **DEEP
    )
    assert found.largest.value == pytest.approx(exact.largest.value, abs=1e-10)
    assert found.smallest.value == pytest.approx(exact.smallest.value, abs=1e-10)
    assert (repr(getattr(data.state, "bit_generator", data.state)), data.epoch) == before


@pytest.mark.parametrize("memory", [None, "1KiB"])
def test_batches_that_are_made_anew_are_refused(memory: Any) -> None:
    data = Shuffled("count", whole_batches=False)
    with pytest.raises(RunError, match="between passes") as caught:
        measure(Problem(model=net(), loss=nn.CrossEntropyLoss(), data=data), memory=memory, **DEEP)
    assert caught.value.code == "data-changes"


def test_one_value_that_changes_late_is_seen() -> None:
    class Late:
        passes = 0

        def __iter__(self) -> Iterator[Any]:
            self.passes += 1
            x, y = pairs()
            x[40, 3] += 1e-9 if self.passes > 12 else 0.0
            yield from zip(x.split(12), y.split(12), strict=True)

    with pytest.raises(RunError) as caught:
        measure(
            Problem(model=net(), loss=nn.CrossEntropyLoss(), data=Late()), memory="1KiB", **DEEP
        )
    assert caught.value.code == "data-changes"


def test_a_thread_that_reads_ahead_may_refill() -> None:
    """A buffer is overwritten as soon as the next batch is asked for."""

    class Ahead:
        def __iter__(self) -> Iterator[Any]:
            x, y = pairs()
            buffers = [(torch.empty_like(x[:12]), torch.empty_like(y[:12])) for _ in range(2)]

            def fill(place: int) -> None:
                part = slice(12 * place, 12 * place + 12)
                buffers[place % 2][0].copy_(x[part])
                buffers[place % 2][1].copy_(y[part])

            fill(0)
            for place in range(4):
                reader = threading.Thread(target=fill, args=((place + 1) % 4,))
                reader.start()
                reader.join()
                yield buffers[place % 2]

    x, y = pairs()
    exact = measure(Problem(model=net(), loss=nn.CrossEntropyLoss(), data=[(x, y)]))
    found = measure(Problem(model=net(), loss=nn.CrossEntropyLoss(), data=Ahead()), **DEEP)
    assert found.largest.value == pytest.approx(exact.largest.value, abs=1e-10)


class Stream(IterableDataset):  # type: ignore[type-arg]
    def __iter__(self) -> Iterator[Any]:
        info = torch.utils.data.get_worker_info()
        part = slice(info.id if info else 0, None, info.num_workers if info else 1)
        yield from zip(*(both[part] for both in pairs()), strict=True)


@pytest.mark.parametrize("kind", ["map", "stream"])
@pytest.mark.parametrize("memory", [None, "1KiB"])
def test_workers_give_the_same_figures(kind: str, memory: Any) -> None:
    x, y = pairs()
    source = TensorDataset(x, y) if kind == "map" else Stream()
    given = {"sampler": RandomSampler(source)} if kind == "map" else {}
    loader = DataLoader(source, 12, num_workers=2, multiprocessing_context="fork", **given)
    short = {**DEEP, "steps": 6}
    exact = measure(Problem(model=net(), loss=nn.CrossEntropyLoss(), data=[(x, y)]), **short)
    found = measure(
        Problem(model=net(), loss=nn.CrossEntropyLoss(), data=loader), memory=memory, **short
    )
    assert found.largest.value == pytest.approx(exact.largest.value, abs=1e-10)


class Held:
    """What a user's own batch may look like."""

    def __init__(self, x: Any) -> None:
        self.inner = {"x": x}


@pytest.mark.filterwarnings("ignore:Sparse CSR tensor support is in beta")
def test_a_copy_shares_nothing() -> None:
    x = torch.randn(4, 3)
    sparse = torch.eye(4).to_sparse()
    batch = {"x": (x, [x[:2]]), "s": sparse, "c": sparse.to_sparse_csr(), "o": Held(x), "n": 3}
    mine = owned(batch)
    kept = [part.clone() for part in tensors_in(mine)]
    assert bytes_in(batch) == sum(part.numel() * part.element_size() for part in kept)
    before = batch_print(batch)
    assert batch_print(mine) == before
    x.fill_(7)
    sparse.values().zero_() if sparse.is_coalesced() else sparse._values().zero_()
    assert batch_print(batch) != before == batch_print(mine)
    for part, old in zip(tensors_in(mine), kept, strict=True):
        assert torch.equal(part, old)


@pytest.mark.parametrize(
    "change",
    [
        lambda x: x.flip(0),
        lambda x: -x,
        lambda x: x.T.contiguous(),
        lambda x: x.double(),
        lambda x: x[:, :-1],
        lambda x: x.roll(1, 0),
    ],
)
def test_a_batch_is_known_by_its_values(change: Callable[[Any], Any]) -> None:
    torch.manual_seed(0)
    x = torch.randn(16, 16)
    assert batch_print((x, 1)) == batch_print((x.clone(), 1))
    assert batch_print((x, 1)) != batch_print((change(x), 1))
    assert batch_print((x, 1)) != batch_print((x, 2)) != batch_print((x,))


SHARED = np.random.default_rng(3)


class Odd:
    """Random states in the places where loaders keep them."""

    def __init__(self) -> None:
        self.parts = {"one": [random.Random(1)], "self": self}
        self.system = random.SystemRandom()
        self.call = SHARED.permutation

    def __iter__(self) -> Iterator[Any]:
        yield self.parts["one"][0].random(), SHARED.random(), self.call(5).tolist()  # type: ignore[index]


def test_random_states_are_found_where_they_are() -> None:
    odd = Odd()
    states = Randomness(odd)
    first = next(iter(odd))
    assert next(iter(odd)) != first
    states.restore()
    assert next(iter(odd)) == first


class Mixed(nn.Module):
    """Takes rows of any layout, sequences of unlike length, or a packed batch of these."""

    def __init__(self) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.randn(4, 3) / 2)
        self.rnn = nn.GRU(4, 3)

    def forward(self, x):
        if isinstance(x, nn.utils.rnn.PackedSequence):
            return self.rnn(x)[1][0]
        if x.is_nested:
            return torch.stack([torch.tanh(row @ self.weight).mean(0) for row in x.unbind()])
        return x @ self.weight if x.layout == torch.strided else torch.sparse.mm(x, self.weight)


def sequences() -> list[Any]:
    torch.manual_seed(2)
    return [torch.randn(size, 4, dtype=torch.float64) for size in (3, 5, 2, 4, 6, 3)]


def rows() -> Any:
    torch.manual_seed(2)
    return torch.randn(6, 4, dtype=torch.float64).relu()


#: How a batch of some samples is made.
LAYOUTS: dict[str, Callable[[slice], Any]] = {
    "coo": lambda part: rows()[part].to_sparse(),
    "csr": lambda part: rows()[part].to_sparse_csr(),
    "nested": lambda part: torch.nested.nested_tensor(sequences()[part]),
    "jagged": lambda part: torch.nested.nested_tensor(sequences()[part], layout=torch.jagged),
    "packed": lambda part: nn.utils.rnn.pack_sequence(sequences()[part], enforce_sorted=False),
}


@pytest.mark.filterwarnings("ignore:Sparse CSR tensor support is in beta")
@pytest.mark.filterwarnings("ignore:The PyTorch API of nested tensors is in prototype stage")
@pytest.mark.parametrize("kind", LAYOUTS)
def test_tensors_of_every_layout_are_data(kind: str) -> None:
    torch.manual_seed(0)
    model = Mixed().double()
    y = torch.tensor([0, 1, 2, 0, 1, 1])
    weigh = nn.CrossEntropyLoss(torch.tensor([0.2, 1.0, 3.0], dtype=torch.float64))
    value = float(weigh(model(LAYOUTS[kind](slice(0, 6))), y).detach())
    data = [(LAYOUTS[kind](part), y[part]) for part in (slice(0, 3), slice(3, 6))]
    asked = Problem(model=model, loss=weigh, data=data)
    exact = measure(asked)
    assert exact.constants.loss == pytest.approx(value, rel=1e-12)
    assert exact.constants.samples == 6
    singles = kind not in {"csr", "packed"}
    assert exact.constants.gradients_of == ("samples" if singles else "minibatches")
    for memory in (None, "1KiB"):
        found = measure(asked, exact_below=0, probes=2, steps=60, memory=memory)
        assert found.largest.value == pytest.approx(exact.largest.value, abs=1e-10)
    other = [(LAYOUTS[kind](slice(0, 3)), y[:3]), (LAYOUTS[kind](slice(1, 4)), y[3:])]
    prints = [
        measure(Problem(model=model, loss=weigh, data=one)).spectrum.meta.extra["fingerprint"]
        for one in (data, other)
    ]
    assert prints[0]["data"] != prints[1]["data"]
