"""What can go wrong in a measurement while training runs, and what is done then."""

from __future__ import annotations

import os

import pytest

if os.environ.get("ADAMW_BOUNDS_REQUIRE_TORCH"):
    import torch
else:
    torch = pytest.importorskip("torch")

import random
import re
from pathlib import Path
from typing import Any

import numpy as np
from torch import nn
from torch.nn import functional as F  # noqa: N812
from torch.utils.data import DataLoader, TensorDataset

from adamw_bounds.errors import InputError, RunError
from adamw_bounds.measure import Problem, SpectrumCallback
from adamw_bounds.spectra import load_spectrum

#: A chunk that is given makes the bits the same each time.
FEW: dict[str, Any] = {
    "probes": 2,
    "steps": 3,
    "exact_below": 0,
    "gradient_samples": 0,
    "chunk": 1,
}


def pairs(count: int = 24, *, seed: int = 1, dtype: Any = torch.float32) -> TensorDataset:
    generator = torch.Generator().manual_seed(seed)
    x = torch.randn(count, 5, generator=generator, dtype=dtype)
    return TensorDataset(x, torch.randint(0, 3, (count,), generator=generator))


def numbers(folder: Path) -> list[int]:
    assert all(re.fullmatch(r"spectrum-\d{8}\.npz", path.name) for path in folder.iterdir())
    return sorted(int(path.stem[-8:]) for path in folder.iterdir())


def same(one: nn.Module, other: nn.Module) -> bool:
    first, second = one.state_dict(), other.state_dict()
    return first.keys() == second.keys() and all(torch.equal(first[k], second[k]) for k in first)


def states() -> list[Any]:
    numpy = np.random.get_state()
    return [random.getstate(), torch.get_rng_state().tolist(), numpy[1].tolist(), numpy[2:]]


class Loop:
    """The least that trains: calls the hooks as Lightning does, without it."""

    optimizers: list[Any]

    def __init__(self, loader: Any = None, model: Any = None) -> None:
        torch.manual_seed(0)
        self.model = model or nn.Sequential(nn.Linear(5, 4), nn.Tanh(), nn.Linear(4, 3))
        self.train_dataloader = DataLoader(pairs(), batch_size=4) if loader is None else loader
        self.optimizers = [torch.optim.AdamW(self.model.parameters(), lr=1e-2)]
        self.global_step = self.current_epoch = 0
        self.accumulate_grad_batches = self.world_size = 1

    def fit(self, callback: Any, steps: int = 4) -> nn.Module:
        callback.on_train_start(self, self.model)
        for batch, (x, y) in enumerate(self.train_dataloader):
            if batch == steps:
                break
            self.optimizers[0].zero_grad()
            F.cross_entropy(self.model(x), y).backward()
            callback.on_before_optimizer_step(self, self.model, self.optimizers[0])
            self.optimizers[0].step()
            self.global_step += 1
            callback.on_train_batch_end(self, self.model, None, (x, y), batch)
        callback.on_train_end(self, self.model)
        return self.model


def supervised(module: Any) -> Problem:
    return Problem.supervised(module, nn.CrossEntropyLoss(), [pairs(6).tensors])


def failing_at(step: int, error: BaseException) -> Any:
    """A problem whose loss fails at one step of training."""
    done = []

    def problem(module: Any) -> Problem:
        done.append(1)

        def loss(model: Any, batch: Any) -> Any:
            if len(done) == step + 2:  # one to prepare, one before the first step
                raise error
            return F.cross_entropy(model(batch[0]), batch[1])

        return Problem(model=module, loss=loss, data=[pairs(6).tensors])

    return problem


def test_a_measurement_that_fails_is_told_and_training_goes_on(tmp_path: Path) -> None:
    callback = SpectrumCallback(
        tmp_path, every=1, problem=failing_at(2, ValueError("no luck")), **FEW
    )
    with pytest.warns(RuntimeWarning, match=r"no spectrum at step 2: .*no luck; training goes on"):
        model = Loop().fit(callback)
    assert numbers(tmp_path) == [0, 1, 3, 4]
    idle = SpectrumCallback(tmp_path / "none", problem=supervised, at_start=False, at_end=False)
    plain = Loop().fit(idle)
    assert same(model, plain)


def test_a_measurement_that_fails_stops_training_where_it_shall(tmp_path: Path) -> None:
    problem = failing_at(2, ValueError("no luck"))
    callback = SpectrumCallback(tmp_path, every=1, problem=problem, on_error="raise", **FEW)
    loop = Loop()
    with pytest.raises(RunError, match=r"no spectrum at step 2: .*no luck$") as caught:
        loop.fit(callback)
    assert caught.value.code == "problem-failed"
    assert loop.global_step == 2
    assert numbers(tmp_path) == [0, 1]


def test_an_interrupt_is_no_failed_measurement(tmp_path: Path) -> None:
    callback = SpectrumCallback(
        tmp_path, every=1, problem=failing_at(2, KeyboardInterrupt()), **FEW
    )
    with pytest.raises(KeyboardInterrupt):
        Loop().fit(callback)
    assert numbers(tmp_path) == [0, 1]


def test_a_disk_that_is_full_later(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    callback = SpectrumCallback(tmp_path / "run", every=2, problem=supervised, **FEW)
    loop = Loop()

    def refuse(self: Any, path: Any) -> None:
        raise RunError(f"cannot write {path}: No space left on device")

    monkeypatch.setattr("adamw_bounds.measure.results.Measurement.save", refuse)
    with pytest.warns(RuntimeWarning, match="No space left on device; training goes on"):
        loop.fit(callback)
    assert loop.global_step == 4
    assert numbers(tmp_path / "run") == []
    assert callback.files == []


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    callback = SpectrumCallback(tmp_path / "file" / "run", problem=supervised)
    with pytest.raises(RunError, match=r"the folder .*run cannot be made: Not a directory"):
        Loop().fit(callback)


@pytest.mark.parametrize(
    ("problem", "sentence"),
    [
        (lambda module: (module, 1), "returns tuple, where a Problem is wanted"),
        (
            lambda module: Problem(model=module, loss=F.mse_loss, data=[1], parameters=["nope"]),
            "the model has no parameter nope",
        ),
    ],
)
def test_a_wrong_problem_is_found_before_training(
    tmp_path: Path, problem: Any, sentence: str
) -> None:
    callback = SpectrumCallback(tmp_path, at_start=False, problem=problem)
    loop = Loop()
    with pytest.raises(RunError, match=sentence):
        loop.fit(callback)
    assert loop.global_step == 0


ROOM: dict[str, Any] = {**FEW, "at_start": False, "every": 100}


@pytest.mark.parametrize(
    ("settings", "error", "sentence"),
    [
        ({"blocks": "nosuch"}, InputError, "finds nothing in the names of the parameters"),
        ({"blocks": "layer", "rho": {"zz": 1}}, InputError, "zz"),
        ({"until_width": 0.1}, RunError, "needs .*--rho"),
        ({"until_width": 0.1, "blocks": "^2", "rho": {}}, RunError, "of block 2"),
        ({"device": "cuda:99"}, RunError, "device cuda:99"),
        ({"matrix": "ggn"}, RunError, "Gauss–Newton"),
    ],
)
def test_wrong_settings_are_found_before_training(
    tmp_path: Path, settings: Any, error: type[Exception], sentence: str
) -> None:
    def problem(module: Any) -> Problem:
        return Problem(model=module, loss=lambda model, batch: 1 / 0, data=[1], parameters="weight")

    class Linear(nn.Linear):
        """Whose initialisation is not known."""

        def reset_parameters(self) -> None:
            nn.init.ones_(self.weight)
            nn.init.zeros_(self.bias)

    model = nn.Sequential(Linear(5, 4), nn.Tanh(), Linear(4, 3))
    callback = SpectrumCallback(tmp_path, problem=problem, **ROOM, **settings)
    loop = Loop(model=model)
    before = states()
    with pytest.raises(error, match=sentence):
        callback.on_train_start(loop, loop.model)
    assert states() == before
    SpectrumCallback(tmp_path, problem=problem, **ROOM).on_train_start(loop, loop.model)
    assert states() == before


def test_a_variance_of_a_block_needs_blocks(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="NAME=ρ is for --blocks"):
        SpectrumCallback(tmp_path, rho={"zz": 1})
    SpectrumCallback(tmp_path, rho={"": 1})
    SpectrumCallback(tmp_path, rho={"zz": 1}, blocks="layer")


def test_the_width_is_that_at_the_rate_of_the_last_step(tmp_path: Path) -> None:
    """A schedule that begins and ends at 0 has a rate in between."""
    loop = Loop()
    (group,) = loop.optimizers[0].param_groups
    rates = iter([0.02, 0.01, 0.005, 0.0])
    group["lr"] = 0.0
    callback = SpectrumCallback(
        tmp_path, problem=supervised, until_width=9.0, rho=0.1, on_error="raise", **ROOM
    )
    callback.on_train_start(loop, loop.model)
    for rate in rates:
        callback.on_before_optimizer_step(loop, loop.model, loop.optimizers[0])
        loop.global_step += 1
        group["lr"] = rate
    with pytest.warns(UserWarning, match=r"\(at ρ = 0.1, η = 0.005,"):
        callback.on_train_end(loop, loop.model)
    assert group["lr"] == 0.0
    assert load_spectrum(callback.files[-1]).meta.eta == 0.005


@pytest.mark.parametrize("states_next", [False, True], ids=["reads the optimizer", "is told"])
def test_a_mapping_states_the_rate_of_the_last_step(tmp_path: Path, states_next: bool) -> None:
    """A problem of one's own with a mapping: read off the optimizer, or of the schedule."""
    loop = Loop()
    (group,) = loop.optimizers[0].param_groups
    told = 0.02

    def problem(model: Any) -> Problem:
        given = {"lr": told if states_next else group["lr"], "betas": (0.9, 0.99)}
        same = {
            "name": "all",
            "lr": given["lr"],
            "parameters": [n for n, _ in model.named_parameters()],
        }
        return Problem(
            model=model,
            loss=nn.CrossEntropyLoss(),
            data=DataLoader(pairs(), 8),
            optimizer={**given, "groups": [same]},
            batch_size=8,
        )

    group["lr"] = told
    callback = SpectrumCallback(tmp_path, problem=problem, on_error="raise", **FEW)
    callback.on_train_start(loop, loop.model)
    callback.on_before_optimizer_step(loop, loop.model, loop.optimizers[0])
    loop.global_step += 1
    group["lr"] = told = 0.005
    callback.on_train_end(loop, loop.model)
    assert [load_spectrum(path).meta.eta for path in callback.files] == [0.02, 0.02]
    assert group["lr"] == 0.005


@pytest.mark.parametrize(
    "state",
    [lambda: torch.autocast("cpu", dtype=torch.bfloat16), torch.inference_mode, torch.no_grad],
    ids=["autocast", "inference", "no-grad"],
)
def test_a_hook_that_is_called_in_another_state(tmp_path: Path, state: Any) -> None:
    plain = SpectrumCallback(tmp_path / "a", every=9, problem=supervised, **FEW)
    loop = Loop()
    plain.on_train_start(loop, loop.model)
    callback = SpectrumCallback(tmp_path / "b", every=9, problem=supervised, **FEW)
    with state():
        before = torch.is_autocast_enabled("cpu"), torch.is_inference_mode_enabled()
        before = *before, torch.is_grad_enabled()
        callback.on_train_start(loop, loop.model)
        assert before[:2] == (torch.is_autocast_enabled("cpu"), torch.is_inference_mode_enabled())
        assert before[2] == torch.is_grad_enabled()
    one, other = (load_spectrum(found.files[0]) for found in (plain, callback))
    np.testing.assert_array_equal(one.nodes, other.nodes)


def test_a_sharded_model_is_refused_by_its_parameters(tmp_path: Path) -> None:
    """What `fully_shard` makes of a model, in a group of one process."""
    from torch.distributed.fsdp import fully_shard

    loop = Loop()
    torch.distributed.init_process_group(
        "gloo", init_method=f"file://{tmp_path}/meet", rank=0, world_size=1
    )
    try:
        mesh = torch.distributed.init_device_mesh("cpu", (1,))
        fully_shard(loop.model, mesh=mesh)
        with pytest.raises(RunError, match=r"a device mesh .* none holds all of it to measure"):
            SpectrumCallback(tmp_path, problem=supervised).on_train_start(loop, loop.model)
    finally:
        torch.distributed.destroy_process_group()


def test_processes_that_cannot_wait_are_refused(tmp_path: Path) -> None:
    loop = Loop()
    loop.world_size = 2
    with pytest.raises(RunError, match=r"without torch\.distributed"):
        loop.fit(SpectrumCallback(tmp_path, problem=supervised))
