"""The cost that is told beforehand, held against what measurements really do."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from unittest import mock

import numpy as np
import pytest
from examples import examples
from hypothesis import given, settings
from hypothesis import strategies as st

if os.environ.get("ADAMW_BOUNDS_REQUIRE_TORCH"):
    import torch
else:
    torch = pytest.importorskip("torch")

from torch import nn
from torch.multiprocessing.reductions import StorageWeakRef
from torch.utils._python_dispatch import TorchDispatchMode

from adamw_bounds.measure import Problem, exact, measure, measure_operator
from adamw_bounds.measure import cost as model
from adamw_bounds.measure.cost import TRIED, Scale, cost, work
from adamw_bounds.measure.group import Group
from adamw_bounds.measure.products import Products
from adamw_bounds.measure.quadrature import quadrature
from adamw_bounds.measure.settings import Settings

DIM = 57


#: Gradients of a batch that the checks of the first one are worth: two graphs and three products,
#: and what is compared with differences.
CHECKS = {"hessian": 2 + 2 * 3 + 4 + 2, "ggn": 2 + 2 * 3 + 4 + 2}


def net(dtype: Any = torch.float64) -> nn.Module:
    torch.manual_seed(0)
    return nn.Sequential(nn.Linear(5, 6), nn.Tanh(), nn.Linear(6, 3)).to(dtype)


class Data(list):
    """Batches that count how often they are walked over to the end."""

    passes = 0

    def __iter__(self) -> Iterator[Any]:
        yield from super().__iter__()
        self.passes += 1


def batches(sizes: tuple[int, ...], dtype: Any = torch.float64) -> Data:
    torch.manual_seed(1)
    return Data((torch.randn(size, 5, dtype=dtype), torch.randint(0, 3, (size,))) for size in sizes)


class Ledger:
    """What was really computed, in samples and in batches."""

    def __init__(self) -> None:
        self.samples = 0  # that the model saw last
        self.losses = 0  # samples that went through the model
        self.gradients = 0  # samples whose loss was differentiated once
        self.products = 0  # samples × vectors
        self.batch_gradients = 0
        self.batch_products = 0
        self.applied: list[int] = []

    @contextlib.contextmanager
    def watching(self) -> Iterator[None]:
        grad, apply, backward = torch.autograd.grad, Products.apply, torch.Tensor.backward
        forward = nn.Sequential.forward
        inside = [False]

        @contextlib.contextmanager
        def once() -> Iterator[bool]:
            """Tell whether this is a call of its own: a torch function mode calls again."""
            before, inside[0] = inside[0], True
            try:
                yield not before
            finally:
                inside[0] = before

        def seen(module: Any, value: Any) -> Any:
            self.samples = len(value)
            self.losses += self.samples
            return forward(module, value)

        def differentiated() -> None:
            self.gradients += self.samples
            self.batch_gradients += 1

        def counted(outputs: Any, inputs: Any, grad_outputs: Any = None, **more: Any) -> Any:
            with once() as own:
                if own and grad_outputs is None:
                    differentiated()
                elif own and isinstance(outputs, list):  # a derivative, differentiated again
                    vectors = len(grad_outputs[0]) if more.get("is_grads_batched") else 1
                    self.products += self.samples * vectors
                    self.batch_products += vectors
                return grad(outputs, inputs, grad_outputs, **more)

        def left(value: Any, gradient: Any = None, **more: Any) -> None:
            with once() as own:
                if own and gradient is None:
                    differentiated()
                backward(value, gradient, **more)

        def noted(products: Products, vectors: Any) -> Any:
            self.applied.append(len(vectors))
            return apply(products, vectors)

        with (
            mock.patch.object(nn.Sequential, "forward", seen),
            mock.patch.object(torch.autograd, "grad", counted),
            mock.patch.object(torch.Tensor, "backward", left),
            mock.patch.object(Products, "apply", noted),
        ):
            yield


def run(
    sizes: tuple[int, ...], dtype: Any = torch.float64, optimizer: Any = None, **chosen: Any
) -> tuple[Any, ...]:
    """Measure; return the ledger, the data, what progress told and the estimate."""
    ledger, data, model = Ledger(), batches(sizes, dtype), net(dtype)
    told: list[tuple[float, float, str]] = []
    if optimizer is not None:
        optimizer = optimizer(model.parameters())
        nn.functional.cross_entropy(model(data[0][0]), data[0][1]).backward()
        optimizer.step()
        model.zero_grad()
    problem = Problem.supervised(model, nn.functional.cross_entropy, data, optimizer=optimizer)
    with ledger.watching():
        measure(problem, progress=lambda *what: told.append(what), **chosen)
    scale = Scale(
        dim=DIM,
        samples=sum(sizes),
        batches=len(sizes),
        first_batch=sizes[0],
        dtype=str(dtype).removeprefix("torch."),
    )
    return ledger, data, told, scale


def agree(
    sizes: tuple[int, ...],
    dtype: Any = torch.float64,
    optimizer: Any = None,
    own: tuple[str, ...] = (),
    **chosen: Any,
) -> None:
    ledger, data, told, scale = run(sizes, dtype, optimizer, **chosen)
    asked = Settings.checked(**chosen)
    found = cost(asked, scale, own=own)
    assert found.products == sum(ledger.applied)
    assert found.passes == data.passes
    assert found.sample_gradients == ledger.gradients + 2 * ledger.products
    # A batch of one has no halves.
    single = sum(size == 1 for size in sizes) if max(sizes) > 1 else 0
    assert found.sample_losses == ledger.losses - ledger.gradients + single
    total = work(asked, scale, own=own)
    assert total + CHECKS[asked.matrix] == ledger.batch_gradients + 2 * ledger.batch_products
    assert told[-1][:2] == (total, total)


ADAM = {
    "adamw": (lambda p: torch.optim.AdamW(p, lr=1e-3), ("s", "s_trace")),
    "l2": (lambda p: torch.optim.Adam(p, lr=1e-3, weight_decay=0.1), ("s", "h", "h_trace")),
}


@pytest.mark.parametrize("kind", ADAM)
@pytest.mark.parametrize("more", [{}, {"exact_below": 0, "probes": 1, "steps": 4, "memory": 1}])
def test_the_own_preconditioner_costs_what_was_told(kind: str, more: dict[str, Any]) -> None:
    optimizer, own = ADAM[kind]
    chosen = {"chunk": 2, "gradient_samples": 5, "preconditioner": "adam", "kappa": 0.1}
    agree((4, 8), optimizer=optimizer, own=own, **chosen, **more)


@settings(max_examples=examples(25))
@given(
    sizes=st.lists(st.sampled_from([1, 2, 3, 5, 8, 9, 12]), min_size=1, max_size=4).map(tuple),
    probes=st.integers(1, 4),
    steps=st.integers(1, 5),
    chunk=st.integers(1, 3),
    drawn=st.integers(0, 9),
    matrix=st.sampled_from(["hessian", "ggn"]),
)
def test_lanczos_costs_what_was_told(sizes, probes, steps, chunk, drawn, matrix) -> None:
    # A Gauss–Newton matrix of few samples is of low rank, and its Krylov space ends soon.
    sizes = (*sizes, 8)
    agree(
        sizes,
        probes=probes,
        steps=steps,
        chunk=chunk,
        gradient_samples=drawn,
        matrix=matrix,
        exact_below=0,
        memory=1,  # no graph is kept
    )


def test_graphs_that_are_kept_save_what_is_told_at_most() -> None:
    """One graph a batch for the whole run, and no pass after the first that builds them."""
    few = {"exact_below": 0, "probes": 3, "steps": 5, "chunk": 1}
    ledger, data, _, scale = run((4, 3), **few)
    found = cost(Settings.checked(**few), scale)
    assert found.products == sum(ledger.applied)
    applied = len(ledger.applied)
    assert found.passes - data.passes == applied - 1
    done = ledger.batch_gradients + 2 * ledger.batch_products
    assert (
        work(Settings.checked(**few), scale) + CHECKS["hessian"] - done
        == (applied - 1) * scale.batches
    )


@pytest.mark.parametrize("dtype", ["float64", "float32"])
@pytest.mark.parametrize("chunk", [1, 64])
@pytest.mark.parametrize("matrix", ["hessian", "ggn"])
@pytest.mark.parametrize("sizes", [(4, 3), (12, 3)])
def test_an_exact_spectrum_costs_what_was_told(
    dtype: str, chunk: int, matrix: str, sizes: tuple[int, ...]
) -> None:
    """In float32 a trial of float64 is made, one loss more."""
    agree(sizes, getattr(torch, dtype), chunk=chunk, gradient_samples=5, matrix=matrix)


def test_blocks_of_columns_are_passes_of_their_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exact, "BLOCK", 20 * DIM)
    monkeypatch.setattr(model, "BLOCK", 20 * DIM)
    agree((4, 3), chunk=8)
    assert cost(Settings(), Scale.of(dim=DIM, samples=7)).passes == 2 + 3 + 1


@pytest.mark.parametrize("chosen", [{}, {"exact_below": 0, "probes": 3, "steps": 5, "memory": 1}])
def test_the_trial_that_chooses_a_chunk_is_all_that_is_left_out(chosen) -> None:
    ledger, data, told, scale = run((4, 3), **chosen)
    asked = Settings.checked(**chosen)
    found = cost(asked, scale)
    assert (found.products, found.passes) == (sum(ledger.applied), data.passes)
    assert told[-1][:2] == (work(asked, scale), work(asked, scale))
    more = ledger.gradients + 2 * ledger.products - found.sample_gradients
    assert more >= 0
    assert more % scale.first_batch == 0  # the trial takes the first batch


def test_no_more_steps_than_parameters_are_counted() -> None:
    few = replace(Settings(), exact_below=0, probes=2, steps=100)
    found = cost(few, Scale.of(dim=DIM, samples=9))
    assert (found.steps, found.products) == (DIM, 2 * DIM + 2 + TRIED)
    assert found.basis_bytes == 2 * DIM * DIM * 4


class Scaling:
    """A diagonal matrix; d numbers and no memory of its own but the result."""

    def __init__(self, dim: int, dtype: Any) -> None:
        self.dim, self.dtype, self.device = dim, dtype, torch.device("cpu")
        self.values = torch.linspace(-1, 2, dim, dtype=dtype)
        self.types: set[Any] = set()

    def apply(self, vectors: Any) -> Any:
        self.types.add(vectors.dtype)
        return vectors * self.values


class Memory(TorchDispatchMode):
    """Bytes of all tensors that are alive, and what matrix times vector reads of the largest."""

    def __init__(self) -> None:
        super().__init__()
        self.alive: dict[int, tuple[Any, int]] = {}
        self.reads: dict[int, int] = {}
        self.peak = self.largest = 0

    def __torch_dispatch__(self, function: Any, types: Any, args: Any = (), kwargs: Any = None):
        found = function(*args, **(kwargs or {}))
        for tensor in (found, *args):
            if isinstance(tensor, torch.Tensor):
                storage = tensor.untyped_storage()
                self.alive[storage._cdata] = (StorageWeakRef(storage), storage.nbytes())
                self.largest = max(self.largest, storage.nbytes())
        self.alive = {key: kept for key, kept in self.alive.items() if not kept[0].expired()}
        self.peak = max(self.peak, sum(size for _, size in self.alive.values()))
        if function.__name__.partition(".")[0] in {"mv", "addmv_", "addmv", "mm", "addmm", "bmm"}:
            for tensor in args:
                size = tensor.untyped_storage().nbytes()
                self.reads[size] = self.reads.get(size, 0) + tensor.numel() * tensor.itemsize
        return found


@pytest.mark.parametrize("dtype", ["float64", "float32"])
@pytest.mark.parametrize(("probes", "steps"), [(1, 12), (3, 4), (5, 9)])
def test_the_bytes_of_the_basis_and_beside_it(dtype: str, probes: int, steps: int) -> None:
    dim = 5000
    operator = Scaling(dim, getattr(torch, dtype))
    asked = Settings(probes=probes, steps=steps, exact_below=0)
    found = cost(asked, Scale.of(dim=dim, samples=1, dtype=dtype))
    with Memory() as seen:
        measure_operator(operator, probes=probes, steps=steps, exact_below=0)
    assert found.basis_bytes == seen.largest == probes * steps * found.vector_bytes
    assert found.vector_bytes == dim * operator.values.itemsize
    # Beside them the matrix itself; the estimate has room for a gradient, which this has not.
    beside = seen.peak - found.basis_bytes - found.vector_bytes
    assert 2 * probes * found.vector_bytes <= beside <= found.working_bytes
    # The end of one sweep and the beginning of the next read a part twice, but once from memory.
    cached = probes * steps * (steps + 1) // 2 * found.vector_bytes
    assert found.basis_read_bytes == seen.reads[seen.largest] - cached


@pytest.mark.parametrize("abreast", [1, 3, 4])
def test_probes_that_take_turns_hold_the_vectors_of_few(abreast) -> None:
    dim, probes, steps = 5000, 4, 12
    operator = Scaling(dim, torch.float32)
    with Memory() as seen:
        found = quadrature(operator, probes=probes, steps=steps, abreast=abreast)
    wanted = quadrature(operator, probes=probes, steps=steps)
    assert seen.largest == abreast * steps * dim * 4
    for name in ("nodes", "weights", "residuals", "known"):
        assert np.array_equal(getattr(found, name), getattr(wanted, name)), name
    for name in ("steps", "largest", "smallest", "made"):
        assert getattr(found, name) == getattr(wanted, name), name


def test_a_measurement_holds_one_probe_and_no_gradients_of_batches() -> None:
    """Peak of all tensors on a network whose parameters outnumber its activations."""
    torch.manual_seed(0)
    model = nn.Sequential(nn.Linear(600, 200), nn.Tanh(), nn.Linear(200, 3))
    data = [(torch.randn(2, 600), torch.randint(3, (2,))) for _ in range(5)]
    problem = Problem(model=model, loss=nn.CrossEntropyLoss(), data=data)
    vector = 4 * sum(value.numel() for value in model.parameters())
    with Memory() as seen:
        measure(problem, probes=4, steps=20, exact_below=0, gradient_samples=0, chunk=1)
    # A probe's vectors; beside them whole vectors and small graphs, not all probes' vectors, 80.
    assert seen.largest == 20 * vector
    assert seen.peak < (20 + 16) * vector


class OneOf(Group):
    """The first of several processes, whose others have nothing but zeros."""

    def __init__(self, size: int) -> None:
        self.size = size

    def whole(self, part: Any, dim: int) -> Any:
        full = torch.zeros((*part.shape[:-1], dim), dtype=part.dtype)
        full[..., self.part(dim)] = part
        return full


@pytest.mark.parametrize("shard", ["data", "probes"])
@pytest.mark.parametrize("processes", [2, 3, 5])
def test_what_one_of_several_processes_holds(shard: str, processes: int) -> None:
    dim, probes, steps = 4000, 5, 20
    scale = Scale.of(dim=dim, samples=64, dtype="float32")
    found = cost(Settings(probes=probes, steps=steps, exact_below=0), scale)
    with Memory() as seen:
        quadrature(
            Scaling(dim, torch.float32),
            probes=probes,
            steps=steps,
            group=OneOf(processes),
            split=shard,
        )
    # The first holds no more than the others do.
    most = found.process_bytes(processes, shard)
    assert seen.peak - found.vector_bytes <= most
    assert most - seen.largest < found.basis_bytes // 2
    assert abs(seen.largest - found.basis_bytes / processes) <= found.basis_bytes / probes


@pytest.mark.parametrize("dtype", ["float64", "float32"])
def test_the_bytes_of_a_checkpoint(tmp_path, dtype: str) -> None:
    dim, probes, steps = 300, 3, 11
    measure_operator(
        Scaling(dim, getattr(torch, dtype)),
        probes=probes,
        steps=steps,
        exact_below=0,
        checkpoint=tmp_path / "kept",
        checkpoint_minutes=0,
    )
    asked = Settings(probes=probes, steps=steps, exact_below=0)
    found = cost(asked, Scale.of(dim=dim, samples=1, dtype=dtype))
    sizes = {path.name: path.stat().st_size for path in (tmp_path / "kept").iterdir()}
    vectors = sum(size for name, size in sizes.items() if name.endswith(".vectors"))
    assert vectors == found.basis_bytes
    assert found.basis_bytes < sum(sizes.values()) <= found.checkpoint_bytes + 2**10


def test_a_checkpoint_keeps_the_vectors_of_all_blocks(tmp_path) -> None:
    """The basis is that of one block at a time; the folder holds what every block took."""
    chosen = {"probes": 2, "steps": 4, "exact_below": 20, "blocks": "layer"}
    problem = Problem.supervised(net(), nn.functional.cross_entropy, batches((6,)))
    problem.model[2] = nn.Linear(6, 30).double()  # 36 and 210 parameters by Lanczos
    problem.model.append(nn.Linear(30, 3, bias=False).double())  # 90
    problem.model.append(nn.Linear(3, 3).double())  # 12, exactly
    measure(problem, checkpoint=tmp_path / "kept", checkpoint_minutes=0, **chosen)
    dims = [36, 210, 90, 12]
    scale = Scale.of(dim=sum(dims), samples=6, dtype="float64")
    found = cost(Settings.checked(**chosen), scale, blocks=dims)
    sizes = {path.name: path.stat().st_size for path in (tmp_path / "kept").iterdir()}
    vectors = sum(size for name, size in sizes.items() if name.endswith(".vectors"))
    assert vectors == 2 * 4 * (36 + 210 + 90) * 8
    assert found.basis_bytes == 2 * 4 * 210 * 8
    assert vectors < sum(sizes.values()) <= found.checkpoint_bytes + 2**10
    assert found.checkpoint_bytes < vectors + 2**15


def test_products_of_bfloat16_are_kept_in_float32() -> None:
    scale = Scale.of(dim=10**6, samples=8, dtype="bfloat16")
    found = cost(Settings(), scale)
    assert (found.dtype, found.vector_dtype, found.vector_bytes) == ("bfloat16", "float32", 4e6)
    seen: set[Any] = set()
    apply = Products.apply

    def noted(products: Products, vectors: Any) -> Any:
        result = apply(products, vectors)
        seen.update({vectors.dtype, result.dtype})
        return result

    asked = Problem.supervised(
        net(torch.bfloat16), nn.functional.cross_entropy, batches((6,), torch.bfloat16)
    )
    with mock.patch.object(Products, "apply", noted):
        measure(asked, probes=1, steps=2, exact_below=0, chunk=1, gradient_samples=0)
    # In float64 the directions are tried which the loss does not seem to feel.
    assert seen == {torch.float32, torch.float64}
