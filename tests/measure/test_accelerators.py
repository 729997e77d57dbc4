"""What a GPU would show, shown on a CPU: by devices that are not there, and by counting calls."""

from __future__ import annotations

import os
from types import SimpleNamespace

import numpy as np
import pytest

if os.environ.get("ADAMW_BOUNDS_REQUIRE_TORCH"):
    import torch
else:
    torch = pytest.importorskip("torch")

from torch import nn
from torch.overrides import TorchFunctionMode

from adamw_bounds.errors import RunError
from adamw_bounds.measure import Problem, chunking, group, measure
from adamw_bounds.measure.basis import _room
from adamw_bounds.measure.batches import moved
from adamw_bounds.measure.counting import _device_room
from adamw_bounds.measure.devices import at, device_of
from adamw_bounds.measure.products import Function, Products, is_out_of_memory
from adamw_bounds.measure.state import Randomness, numerics, seed_torch, untouched
from adamw_bounds.measure.wide import has_float64, norm, total, wide

CUDA = torch.device("cuda", 0)
LANCZOS = {"exact_below": 0, "probes": 2, "steps": 8, "gradient_samples": 0}


def problem(dtype=torch.float32) -> Problem:
    torch.manual_seed(0)
    model = nn.Sequential(nn.Linear(4, 6), nn.Tanh(), nn.Linear(6, 3)).to(dtype)
    data = [(torch.randn(16, 4, dtype=dtype), torch.randint(0, 3, (16,)))]
    return Problem(model=model, loss=nn.CrossEntropyLoss(), data=data)


def test_batches_are_waited_for() -> None:
    """A copy to the host that is not waited for is read before it is there."""

    class Watch(TorchFunctionMode):
        def __torch_function__(self, func, types, args=(), kwargs=None):
            if (kwargs or {}).get("non_blocking"):
                pytest.fail("a copy is not waited for")
            return func(*args, **(kwargs or {}))

    with Watch():
        batch = moved({"x": torch.ones(3)}, torch.device("cpu"), torch.float64)
    assert batch["x"].dtype == torch.float64


def test_what_the_allocator_holds_and_does_not_use_is_free(monkeypatch) -> None:
    monkeypatch.setattr(torch.cuda, "is_available", lambda: True)
    monkeypatch.setattr(torch.cuda, "device_count", lambda: 1)
    monkeypatch.setattr(torch.cuda, "mem_get_info", lambda device: (1000, 64000))
    monkeypatch.setattr(torch.cuda, "memory_reserved", lambda device: 50000)
    monkeypatch.setattr(torch.cuda, "memory_allocated", lambda device: 20000)
    assert chunking.free_memory(CUDA) == 31000
    assert _room("device", CUDA) == 15500
    assert _device_room("cuda") == 15500


@pytest.mark.parametrize(
    ("message", "wanted"),
    [
        ("CUDA error: CUBLAS_STATUS_ALLOC_FAILED when calling `cublasCreate(handle)`", True),
        ("cuDNN error: CUDNN_STATUS_INTERNAL_ERROR_HOST_ALLOCATION_FAILED", True),
        ("MPS backend out of memory (MPS allocated: 1 GB)", True),
        ("CUDA error: CUBLAS_STATUS_EXECUTION_FAILED when calling `cublasSgemm`", False),
    ],
)
def test_failed_allocations_of_libraries_are_out_of_memory(message: str, wanted: bool) -> None:
    assert is_out_of_memory(RuntimeError(message)) is wanted


def test_what_a_device_without_float64_holds_is_summed_on_the_cpu() -> None:
    class OnMps:
        """Refuses what MPS refuses: float64 where it lies."""

        device = SimpleNamespace(type="mps")

        def cpu(self):
            return torch.full((3,), 2.0)

    assert not has_float64(OnMps.device)
    assert has_float64(torch.device("cpu"))
    assert wide(OnMps()).dtype == norm(OnMps()).dtype == total(OnMps()).dtype == torch.float64
    assert float(norm(OnMps())) == pytest.approx(12**0.5)
    assert float(total(OnMps())) == 6


@pytest.mark.parametrize("more", [{"gradient_samples": 4}, LANCZOS])
def test_another_default_device_changes_nothing(more) -> None:
    wanted = measure(problem(), **more)
    asked = problem()
    with torch.device("meta"):  # whatever is made there by mistake has no numbers
        found = measure(asked, **more)
    assert found.largest.value == wanted.largest.value
    assert found.constants == wanted.constants


def test_random_states_of_gpus_are_not_asked_to_be_seeded(monkeypatch) -> None:
    """Seeded later, when a GPU is first used, training would find that seed."""
    asked = []
    monkeypatch.setattr(torch.cuda, "manual_seed_all", asked.append)
    given = problem()
    del asked[:]
    measure(given, gradient_samples=0)
    assert asked == []


def test_random_states_of_gpus_in_use_are_put_back(monkeypatch) -> None:
    state = {"seed": 7}
    monkeypatch.setattr(torch.cuda, "is_initialized", lambda: True)
    monkeypatch.setattr(torch.cuda, "get_rng_state_all", lambda: [state["seed"]])
    monkeypatch.setattr(
        torch.cuda, "set_rng_state_all", lambda states: state.update(seed=states[0])
    )
    monkeypatch.setattr(torch.cuda, "_is_in_bad_fork", lambda: False)
    monkeypatch.setattr(torch.cuda, "manual_seed_all", lambda seed: state.update(seed=seed))
    before = Randomness([])
    seed_torch(3)
    assert state["seed"] == 3
    before.restore()
    assert state["seed"] == 7


def test_the_gpu_is_in_use_before_random_states_are_kept(monkeypatch) -> None:
    calls = []
    monkeypatch.setattr(torch.cuda, "init", lambda: calls.append("init"))

    class Current:
        def __init__(self, device) -> None:
            self.device = device

        def __enter__(self) -> None:
            calls.append(str(self.device))

        def __exit__(self, *_: object) -> None:
            calls.append("left")

    monkeypatch.setattr(torch.cuda, "device", Current)
    with at(torch.device("cuda", 2)):
        calls.append("in")
    assert calls == ["init", "cuda:2", "in", "left"]


def test_each_process_has_its_own_gpu(monkeypatch) -> None:
    monkeypatch.setattr(torch.cuda, "is_available", lambda: True)
    monkeypatch.setattr(torch.cuda, "device_count", lambda: 4)
    assert device_of("auto", CUDA) == CUDA
    monkeypatch.setenv("WORLD_SIZE", "4")
    monkeypatch.setenv("LOCAL_RANK", "3")
    for wanted in ("auto", "cuda"):
        assert device_of(wanted, CUDA) == torch.device("cuda", 3)
    assert device_of("cuda:1", CUDA) == torch.device("cuda", 1)


def test_a_group_of_gpus_sends_no_tensor_of_the_cpu(monkeypatch) -> None:
    """NCCL refuses them: they travel by way of a tensor on the GPU, here another one."""
    distributed, sent = torch.distributed, []
    monkeypatch.setattr(distributed, "get_rank", lambda: 0)
    monkeypatch.setattr(distributed, "get_world_size", lambda: 2)
    world = SimpleNamespace(_device_types=[torch.device("cuda")])
    monkeypatch.setattr(distributed, "group", SimpleNamespace(WORLD=world))
    many = group._Many()
    monkeypatch.setattr(torch.cuda, "current_device", lambda: 1)
    vector = torch.ones(3)
    assert many._carrier(vector) == torch.device("cuda", 1)
    world._device_types = [torch.device("cpu"), torch.device("cuda")]
    assert many._carrier(vector) == torch.device("cpu")
    world._device_types = []  # not known: as it is
    assert many._carrier(vector) == torch.device("cpu")
    # Another type stands for another device: `to` makes a tensor of it in both cases.
    monkeypatch.setattr(many, "_carrier", lambda tensor: torch.float64)

    def doubled(tensor) -> None:
        sent.append(tensor)
        tensor.mul_(2)

    monkeypatch.setattr(distributed, "all_reduce", doubled)
    assert many.sum(vector) is vector
    assert vector.tolist() == [2, 2, 2]
    assert sent[0] is not vector

    def other_half(came, sent, comes, goes, *, async_op):
        assert async_op
        told.append((sent.dtype, sent.tolist(), comes, goes))
        came.copy_(torch.arange(1.0, 1 + came.numel()))
        return SimpleNamespace(wait=lambda: None)

    told: list[tuple] = []
    monkeypatch.setattr(distributed, "all_to_all_single", other_half, raising=False)
    whole = torch.empty(5)
    assert many.gather(torch.tensor([7.0, 8.0]), whole)() is whole
    assert whole.tolist() == [1, 2, 3, 4, 5]
    # The first of two processes has two of five coordinates.
    found = many.exchange(torch.tensor([1.0, 2.0, 3.0, 4.0, 5.0]))()
    assert found.tolist() == [1 + 3, 2 + 4]
    assert told == [
        (torch.float64, [7, 8, 7, 8], [2, 3], [2, 2]),
        (torch.float64, [1, 2, 3, 4, 5], [2, 2], [2, 3]),
    ]


@pytest.mark.parametrize("said", ["Backend own does not support alltoall_base", "lost"])
def test_a_backend_that_sends_the_same_to_all(monkeypatch, said: str) -> None:
    """What cannot be sent apart is added up whole; any other failure is told."""
    distributed = torch.distributed
    monkeypatch.setattr(distributed, "get_rank", lambda: 1)
    monkeypatch.setattr(distributed, "get_world_size", lambda: 2)
    monkeypatch.setattr(distributed, "group", SimpleNamespace(WORLD=None))
    asked = []

    def refuse(*given, **more) -> None:
        asked.append(given)
        raise RuntimeError(said)

    monkeypatch.setattr(distributed, "all_to_all_single", refuse, raising=False)
    monkeypatch.setattr(distributed, "all_reduce", lambda tensor: tensor.add_(1))
    many, whole = group._Many(), torch.empty(5)
    if said == "lost":
        with pytest.raises(RunError, match="another process of this measurement has died"):
            many.gather(torch.ones(3), whole)
        return
    assert many.gather(torch.tensor([7.0, 8.0, 9.0]), whole)().tolist() == [1, 1, 8, 9, 10]
    assert many.exchange(torch.arange(5.0))().tolist() == [3, 4, 5]
    assert len(asked) == 1


def test_small_entries_are_scaled_for_float16() -> None:
    """Entries of a unit vector of 10¹⁰ coordinates are below what float16 can hold."""
    asked = problem(torch.float16)
    with untouched(asked.model, asked.data), numerics(asked.model):
        function = Function(asked, asked.model, asked.loss)
        function.gradient()
        products = Products(function, chunk=2)
        vectors = torch.randn(3, function.dim)
        wanted = products.apply(vectors)
        for scale in (2.0**-40, 2.0**20):
            found = products.apply(vectors * scale) / scale
            np.testing.assert_allclose(found.numpy(), wanted.numpy(), rtol=1e-3, atol=1e-4)
        assert not products.apply(0 * vectors).any()


def test_a_model_that_is_split_over_processes_is_refused() -> None:
    from torch.distributed import HashStore
    from torch.distributed.device_mesh import init_device_mesh

    try:
        from torch.distributed.fsdp import fully_shard
    except ImportError:
        pytest.skip("PyTorch before 2.6")
    asked = problem()
    torch.distributed.init_process_group("gloo", store=HashStore(), rank=0, world_size=1)
    try:
        fully_shard(asked.model, mesh=init_device_mesh("cpu", (1,)))
        with pytest.raises(RunError) as caught:
            measure(asked, **LANCZOS)
        assert caught.value.code == "sharded-model"
    finally:
        torch.distributed.destroy_process_group()
