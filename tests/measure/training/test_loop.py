"""Spectra in a training loop of one's own, which does not notice."""

from __future__ import annotations

import os

import pytest

if os.environ.get("ADAMW_BOUNDS_REQUIRE_TORCH"):
    import torch
else:
    torch = pytest.importorskip("torch")

import contextlib
import copy
import json
import random
import subprocess
import sys
import warnings
from pathlib import Path
from typing import Any

import numpy as np
from torch import nn
from torch.nn import functional as F  # noqa: N812
from torch.utils.data import DataLoader, SubsetRandomSampler, TensorDataset

from adamw_bounds.errors import InputError, RunError
from adamw_bounds.measure import Problem, SpectrumRecorder, measure
from adamw_bounds.spectra import load_spectrum

pytestmark = [
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
    pytest.mark.filterwarnings("ignore::FutureWarning"),
]

EXACT: dict[str, Any] = {"gradient_samples": 0, "on_error": "raise"}


def pairs(count: int = 24) -> TensorDataset:
    generator = torch.Generator().manual_seed(1)
    x = torch.randn(count, 5, generator=generator)
    return TensorDataset(x, torch.randint(0, 3, (count,), generator=generator))


def net() -> nn.Module:
    torch.manual_seed(0)
    return nn.Sequential(
        nn.Linear(5, 4), nn.BatchNorm1d(4), nn.Tanh(), nn.Dropout(0.3), nn.Linear(4, 3)
    )


class Run:
    """A loop of one's own: the parts that it needs, and what it does with them."""

    def __init__(self, model: nn.Module | None = None, **options: Any) -> None:
        self.model = net() if model is None else model
        self.loader = DataLoader(pairs(), **{"batch_size": 4, "shuffle": True, **options})
        self.optimizer = torch.optim.AdamW(self.model.parameters(), lr=1e-2, betas=(0.8, 0.99))
        self.schedule = torch.optim.lr_scheduler.ExponentialLR(self.optimizer, 0.5)

    def recorder(self, folder: Path, **options: Any) -> SpectrumRecorder:
        given = {"loss": nn.CrossEntropyLoss(), "every": 4, **EXACT, **options}
        return SpectrumRecorder(folder, self.model, self.optimizer, self.loader, **given)

    def fit(self, recorder: Any = None, *, epochs: int = 2, accumulate: int = 1) -> Run:
        torch.manual_seed(3)
        random.seed(3)
        np.random.seed(3)
        with contextlib.nullcontext() if recorder is None else recorder:
            for epoch in range(epochs):
                for place, (x, y) in enumerate(self.loader):
                    (F.cross_entropy(self.model(x), y) / accumulate).backward()
                    if (place + 1) % accumulate == 0:
                        self.optimizer.step()
                        self.schedule.step()
                        self.optimizer.zero_grad()
                    if recorder is not None:
                        recorder.step(epoch=epoch)
        return self


def same(one: nn.Module, other: nn.Module) -> bool:
    first, second = one.state_dict(), other.state_dict()
    return first.keys() == second.keys() and all(torch.equal(first[k], second[k]) for k in first)


def numbers(recorder: SpectrumRecorder) -> list[int]:
    return [int(path.stem[-8:]) for path in recorder.files]


def metas(recorder: SpectrumRecorder) -> list[Any]:
    return [load_spectrum(path).meta for path in recorder.files]


def eigenvalues_of(model: nn.Module) -> np.ndarray:
    """Of the whole training set, in one batch, by hand."""
    problem = Problem.supervised(model, nn.CrossEntropyLoss(), [pairs().tensors])
    return measure(problem, gradient_samples=0).spectrum.eigenvalues


def test_training_comes_out_the_same(tmp_path: Path) -> None:
    """Weights, buffers, the optimizer, modes, gradients and random states: to the bit."""
    plain = Run().fit()
    drawn = torch.get_rng_state(), random.getstate(), np.random.get_state()[1].tolist()
    run = Run()
    recorder = run.recorder(tmp_path)
    run.fit(recorder)
    assert torch.equal(torch.get_rng_state(), drawn[0])
    assert (random.getstate(), np.random.get_state()[1].tolist()) == drawn[1:]
    assert same(run.model, plain.model)
    assert str(run.optimizer.state_dict()) == str(plain.optimizer.state_dict())
    assert all(part.training for part in run.model.modules())
    assert numbers(recorder) == [0, 4, 8, 12]
    assert all(not value._post_accumulate_grad_hooks for value in run.model.parameters())
    assert not run.optimizer._optimizer_step_post_hooks


def test_a_file_says_where_training_was(tmp_path: Path) -> None:
    run = Run()
    recorder = run.recorder(tmp_path, samples=10)
    run.fit(recorder)
    found = metas(recorder)
    # That of the last step made: the schedule has halved it since.
    assert [meta.eta for meta in found] == pytest.approx([1e-2, *(1e-2 / 2**k for k in (3, 7, 11))])
    # How many batches a step takes is seen from the first step on.
    assert [meta.batch_size for meta in found] == [None, 4, 4, 4]
    last = found[-1]
    assert (last.optimizer, last.lam, last.extra["adam_eps"]) == ("AdamW", 0.01, 1e-8)
    assert last.extra["betas"] == [0.8, 0.99]
    assert (last.extra["training_step"], last.extra["epoch"]) == (12, 1)
    assert (last.samples, last.extra["measured_samples"]) == (24, 10)


def test_the_spectrum_is_that_of_the_model_then(tmp_path: Path, dense_hessian: Any) -> None:
    run = Run()
    recorder = run.recorder(tmp_path, at_start=False)
    run.fit(recorder)
    model = copy.deepcopy(run.model).double().eval()
    x, y = pairs().tensors
    names = [name for name, _ in model.named_parameters()]

    def loss(forward: Any) -> Any:
        return F.cross_entropy(forward(x.double()), y)

    expected = np.linalg.eigvalsh(dense_hessian(model, names, loss))
    found = load_spectrum(recorder.files[-1]).eigenvalues
    np.testing.assert_allclose(found, expected, atol=1e-10)


@pytest.mark.parametrize("given", [None, 3])
def test_accumulated_gradients(tmp_path: Path, given: int | None) -> None:
    """Steps are those of the optimizer; what one takes is said, or not recorded."""
    run = Run()
    recorder = run.recorder(tmp_path, every=2, accumulate=given)
    if given is None:
        with pytest.warns(UserWarning, match="ran 3 times .* give accumulate") as said:
            run.fit(recorder, accumulate=3)
        assert len([one for one in said if "ran 3 times" in str(one.message)]) == 1
    else:
        run.fit(recorder, accumulate=3)
    assert numbers(recorder) == [0, 2, 4]
    sizes = [meta.batch_size for meta in metas(recorder)]
    assert sizes == ([None] * 3 if given is None else [12] * 3)
    assert same(run.model, Run().fit(accumulate=3).model)


def test_what_is_said_of_accumulation_is_compared(tmp_path: Path) -> None:
    run = Run()
    with pytest.warns(UserWarning, match=r"accumulate = 2 was given, but backward\(\) ran 1 times"):
        run.fit(run.recorder(tmp_path, accumulate=2), epochs=1)


@pytest.mark.parametrize("compiled", [None, "wrapped", "in place", "part"])
def test_compiled_models(tmp_path: Path, compiled: str | None) -> None:
    """Measured as they were before they were compiled, and compiled as before after it."""

    def run_of() -> Run:
        model = net()
        if compiled == "part":
            model[0] = torch.compile(model[0], backend="aot_eager")
        run = Run(model)
        if compiled == "wrapped":
            run.model = torch.compile(model, backend="aot_eager")
        elif compiled == "in place":
            model.compile(backend="aot_eager")
        return run

    torch.compiler.reset()
    plain = run_of().fit(epochs=1)
    torch.compiler.reset()
    run = run_of()
    recorder = run.recorder(tmp_path, every=3)
    run.fit(recorder, epochs=1)
    assert same(run.model, plain.model)
    assert numbers(recorder) == [0, 3, 6]
    bare = net()
    values = [value.detach() for value in run.model.state_dict().values()]
    bare.load_state_dict(dict(zip(bare.state_dict(), values, strict=True)))
    found = load_spectrum(recorder.files[-1]).eigenvalues
    np.testing.assert_allclose(found, eigenvalues_of(bare), atol=1e-10)
    if compiled == "in place":
        assert run.model._compiled_call_impl is not None


def test_mixed_precision_and_steps_that_are_left_out(tmp_path: Path) -> None:
    """A step whose gradients overflow is none; the spectrum is that without autocast."""

    def fit(folder: Path | None) -> tuple[Run, Any]:
        run = Run()
        recorder = None if folder is None else run.recorder(folder, every=2)
        scaler = torch.amp.GradScaler("cpu", init_scale=2.0**10)
        torch.manual_seed(3)
        with contextlib.nullcontext() if recorder is None else recorder:
            for place, (x, y) in enumerate(run.loader):
                with torch.autocast("cpu", dtype=torch.bfloat16):
                    loss = F.cross_entropy(run.model(x), y)
                    if place == 2:
                        loss = loss * float("inf")
                    scaler.scale(loss).backward()
                    scaler.step(run.optimizer)
                    scaler.update()
                    run.optimizer.zero_grad()
                    if recorder is not None:
                        recorder.step()
        return run, recorder

    plain, _ = fit(None)
    run, recorder = fit(tmp_path)
    assert same(run.model, plain.model)
    assert recorder.steps == 5
    assert numbers(recorder) == [0, 2, 4, 5]
    assert metas(recorder)[-1].batch_size == 4
    found = load_spectrum(recorder.files[-1]).eigenvalues
    np.testing.assert_allclose(found, eigenvalues_of(run.model), atol=1e-10)


@pytest.mark.parametrize("kind", ["model", "state"])
def test_averaged_weights(tmp_path: Path, kind: str) -> None:
    run = Run()
    averaged = torch.optim.swa_utils.AveragedModel(
        run.model, multi_avg_fn=torch.optim.swa_utils.get_ema_multi_avg_fn(0.5), use_buffers=True
    )
    for value in averaged.parameters():
        value.requires_grad_(False)
    given = averaged if kind == "model" else averaged.module.state_dict()
    recorder = run.recorder(tmp_path, averaged=given, every=3)
    torch.manual_seed(3)
    with recorder:
        for x, y in run.loader:
            F.cross_entropy(run.model(x), y).backward()
            run.optimizer.step()
            run.optimizer.zero_grad()
            averaged.update_parameters(run.model)
            recorder.step()
    bare = net()
    bare.load_state_dict(averaged.module.state_dict())
    assert not same(bare, run.model)
    found = load_spectrum(recorder.files[-1])
    np.testing.assert_allclose(found.eigenvalues, eigenvalues_of(bare), atol=1e-10)
    assert found.meta.extra["weights"] == "averaged"
    assert numbers(recorder) == [0, 3, 6]


def test_groups_of_parameters(tmp_path: Path) -> None:
    """Each with the rate of the last step made, also where an average is measured."""
    run = Run()
    matrices = [value for value in run.model.parameters() if value.dim() > 1]
    others = [value for value in run.model.parameters() if value.dim() < 2]
    run.optimizer = torch.optim.AdamW(
        [
            {"params": matrices, "lr": 1e-2, "weight_decay": 0.1},
            {"params": others, "lr": 4e-3, "weight_decay": 0.0},
        ]
    )
    run.schedule = torch.optim.lr_scheduler.LinearLR(run.optimizer, 1.0, 0.0, total_iters=12)
    averaged = torch.optim.swa_utils.AveragedModel(run.model)
    recorder = run.recorder(tmp_path, averaged=averaged, on_error="warn")
    with pytest.warns(UserWarning, match="differs between the optimizer's parameter groups"):
        run.fit(recorder)
    assert [group["lr"] for group in run.optimizer.param_groups] == [0, 0]
    groups = metas(recorder)[-1].extra["parameter_groups"]
    assert [group["lr"] for group in groups] == pytest.approx([1e-2 / 12, 4e-3 / 12])
    assert [group["weight_decay"] for group in groups] == [0.1, 0.0]
    assert [group["parameters"] for group in groups] == [
        sum(value.numel() for value in part) for part in (matrices, others)
    ]


def test_averaged_weights_of_another_model(tmp_path: Path) -> None:
    run = Run()
    with pytest.raises(RunError, match=r"the averaged weights have no parameter 0\.weight"):
        run.fit(run.recorder(tmp_path, averaged=nn.Linear(2, 2)))


def test_accelerate(tmp_path: Path) -> None:
    """Its loaders, models and optimizers are wrapped; it steps where gradients are complete."""
    accelerate = pytest.importorskip("accelerate")

    def fit(folder: Path | None) -> tuple[Any, Any]:
        accelerate.state.AcceleratorState._reset_state(True)
        accelerator = accelerate.Accelerator(
            cpu=True, gradient_accumulation_steps=2, mixed_precision="bf16"
        )
        run = Run()
        model, optimizer, loader = accelerator.prepare(run.model, run.optimizer, run.loader)
        recorder = None
        if folder is not None:
            recorder = SpectrumRecorder(
                folder, model, optimizer, loader, loss=nn.CrossEntropyLoss(), every=2,
                accumulate=2, **EXACT,
            )  # fmt: skip
        torch.manual_seed(3)
        with contextlib.nullcontext() if recorder is None else recorder:
            for _ in range(2):
                for x, y in loader:
                    with accelerator.accumulate(model):
                        accelerator.backward(F.cross_entropy(model(x), y))
                        optimizer.step()
                        optimizer.zero_grad()
                    if recorder is not None:
                        recorder.step()
        return accelerator.unwrap_model(model, keep_fp32_wrapper=False), recorder

    plain, _ = fit(None)
    model, recorder = fit(tmp_path)
    assert same(model, plain)
    assert numbers(recorder) == [0, 2, 4, 6]
    last = metas(recorder)[-1]
    assert (last.batch_size, last.samples) == (8, 24)
    found = load_spectrum(recorder.files[-1]).eigenvalues
    np.testing.assert_allclose(found, eigenvalues_of(model), atol=1e-10)


def test_fabric(tmp_path: Path) -> None:
    fabric_of = pytest.importorskip("lightning_fabric")
    fabric = fabric_of.Fabric(accelerator="cpu", precision="bf16-mixed")
    run = Run()
    model, optimizer = fabric.setup(run.model, run.optimizer)
    loader = fabric.setup_dataloaders(run.loader)
    recorder = SpectrumRecorder(
        tmp_path, model, optimizer, loader, loss=F.cross_entropy, every=3, **EXACT
    )
    with recorder:
        for x, y in loader:
            fabric.backward(F.cross_entropy(model(x), y))
            optimizer.step()
            optimizer.zero_grad()
            recorder.step()
    assert numbers(recorder) == [0, 3, 6]
    assert metas(recorder)[-1].batch_size == 4
    found = load_spectrum(recorder.files[-1]).eigenvalues
    np.testing.assert_allclose(found, eigenvalues_of(run.model), atol=1e-10)


def test_persistent_workers(tmp_path: Path) -> None:
    """The loader's workers read on; the recorder reads the data set by itself."""
    options = {"num_workers": 1, "persistent_workers": True, "multiprocessing_context": "fork"}
    plain = Run(**options).fit()
    run = Run(**options)
    recorder = run.recorder(tmp_path)
    run.fit(recorder)
    assert same(run.model, plain.model)
    assert numbers(recorder) == [0, 4, 8, 12]


def test_a_fold(tmp_path: Path) -> None:
    run = Run(shuffle=False, sampler=SubsetRandomSampler(range(8)))
    recorder = run.recorder(tmp_path)
    run.fit(recorder, epochs=1)
    assert {meta.samples for meta in metas(recorder)} == {8}


def test_the_loss_that_a_model_returns(tmp_path: Path) -> None:
    class Model(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.net = net()

        def forward(self, x: Any, y: Any) -> Any:
            return {"loss": F.cross_entropy(self.net(x), y)}

    run = Run(Model())
    recorder = run.recorder(tmp_path, loss=None, at_end=False)
    with recorder:
        pass
    found = load_spectrum(recorder.files[0]).eigenvalues
    np.testing.assert_allclose(found, eigenvalues_of(run.model.net), atol=1e-10)


def failing(step: int) -> Any:
    calls: list[int] = []

    def problem(model: nn.Module) -> Problem:
        calls.append(1)

        def loss(model: Any, batch: Any) -> Any:
            if len(calls) == step + 2:  # one to prepare, one before the first step
                raise ValueError("no luck")
            return F.cross_entropy(model(batch[0]), batch[1])

        return Problem(model=model, loss=loss, data=[pairs().tensors])

    return problem


def test_a_measurement_that_fails_warns_and_training_goes_on(tmp_path: Path) -> None:
    run = Run()
    recorder = run.recorder(tmp_path, loss=None, problem=failing(1), on_error="warn")
    with pytest.warns(RuntimeWarning, match=r"no spectrum at step 4: .*no luck; training goes on"):
        run.fit(recorder)
    assert numbers(recorder) == [0, 8, 12]
    assert same(run.model, Run().fit().model)


def test_a_measurement_that_fails_stops_training_where_it_shall(tmp_path: Path) -> None:
    run = Run()
    recorder = run.recorder(tmp_path, loss=None, problem=failing(1))
    with pytest.raises(RunError, match="no spectrum at step 4"):
        run.fit(recorder)
    assert numbers(recorder) == [0]
    assert not run.optimizer._optimizer_step_post_hooks


def test_a_loop_that_fails_is_not_measured_again(tmp_path: Path) -> None:
    run = Run()
    recorder = run.recorder(tmp_path)
    with pytest.raises(KeyError), recorder:
        raise KeyError
    assert numbers(recorder) == [0]
    assert not run.optimizer._optimizer_step_post_hooks


def test_without_a_context(tmp_path: Path) -> None:
    run = Run()
    recorder = run.recorder(tmp_path, every=100)
    for call in (recorder.step, recorder.measure, recorder.stop):
        with pytest.raises(RunError, match="the recorder is not running") as caught:
            call()
        assert caught.value.code == "not-started"
    recorder.start()
    x, y = next(iter(run.loader))
    F.cross_entropy(run.model(x), y).backward()
    run.optimizer.step()
    recorder.step()
    assert recorder.measure() == tmp_path / "spectrum-00000001.npz"
    recorder.stop()
    assert numbers(recorder) == [0, 1]


def test_a_resumed_run_goes_on_with_its_numbers(tmp_path: Path) -> None:
    run = Run()
    recorder = run.recorder(tmp_path, first_step=6, at_start=False)
    run.fit(recorder)
    assert numbers(recorder) == [8, 12, 16, 18]


def test_an_optimizer_without_hooks_steps_where_it_is_said(tmp_path: Path) -> None:
    class Plain:
        def __init__(self, model: nn.Module) -> None:
            self.param_groups = [{"params": list(model.parameters()), "lr": 0.1}]

        def step(self) -> None:
            with torch.no_grad():
                for value in self.param_groups[0]["params"]:
                    value.sub_(0.1 * value.grad)

    run = Run()
    recorder = SpectrumRecorder(
        tmp_path, run.model, Plain(run.model), run.loader, loss=nn.CrossEntropyLoss(), every=2,
        **EXACT,
    )  # fmt: skip
    with recorder:
        for x, y in run.loader:
            run.model.zero_grad()
            F.cross_entropy(run.model(x), y).backward()
            recorder.optimizer.step()
            recorder.step()
    assert numbers(recorder) == [0, 2, 4, 6]


def test_wrong_arguments_are_named_at_once(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        SpectrumRecorder(
            tmp_path, 3, 4, [], loss=5, every=0, accumulate=0, averaged=6, first_step=-1,
            checkpoint="there",
        )  # fmt: skip
    assert {fault.name for fault in caught.value.faults} == {
        *("model", "optimizer", "loss", "every", "accumulate", "averaged", "first_step"),
        "checkpoint",
    }
    run = Run()
    with pytest.raises(InputError, match="loss goes with the default problem"):
        run.recorder(tmp_path, problem=failing(0))


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"blocks": "nosuch"}, "finds nothing in the names"),
        ({"device": "cuda:99"}, "device cuda:99"),
        ({"data": None, "loader": [1]}, r"\(list\) without disturbing"),
    ],
)
def test_what_must_fail_is_found_before_training(
    tmp_path: Path, options: Any, sentence: str
) -> None:
    run = Run()
    run.loader = options.pop("loader", run.loader)
    recorder = run.recorder(tmp_path, on_error="warn", **options)
    with pytest.raises((RunError, InputError), match=sentence):
        recorder.start()
    assert recorder.steps == 0


REPLICAS = """
import json, os, sys, warnings
import torch
from torch import nn
from torch.nn.parallel import DistributedDataParallel
from torch.utils.data import DataLoader, DistributedSampler, TensorDataset
from adamw_bounds.measure import SpectrumRecorder

warnings.simplefilter("ignore")
torch.set_num_threads(1)
torch.distributed.init_process_group("gloo")
rank, folder = torch.distributed.get_rank(), sys.argv[1]


def run(record):
    torch.manual_seed(0)
    data = TensorDataset(torch.randn(24, 5), torch.randint(0, 3, (24,)))
    loader = DataLoader(data, batch_size=4, sampler=DistributedSampler(data))
    net = nn.Sequential(nn.Linear(5, 4), nn.Dropout(0.3), nn.Linear(4, 3))
    model = DistributedDataParallel(net)
    optimizer = torch.optim.AdamW(model.parameters(), lr=1e-2)
    recorder = SpectrumRecorder(
        folder + "/run", model, optimizer, loader, loss=nn.CrossEntropyLoss(), every=2,
        on_error="raise", gradient_samples=0,
    )
    if record:
        recorder.start()
    for x, y in loader:
        nn.functional.cross_entropy(model(x), y).backward()
        optimizer.step()
        optimizer.zero_grad()
        if record:
            recorder.step()
    if record:
        recorder.stop()
    return [value.tolist() for value in model.state_dict().values()], recorder


plain, _ = run(False)
seen, recorder = run(True)
told = {"same": plain == seen, "files": [path.name for path in recorder.files]}
with open(f"{folder}/{rank}.json", "w") as stream:
    json.dump(told, stream)
torch.distributed.destroy_process_group()
"""


@pytest.mark.slow
def test_the_first_of_two_replicas_measures_and_the_other_waits(tmp_path: Path) -> None:
    (tmp_path / "script.py").write_text(REPLICAS)
    command = [sys.executable, "-m", "torch.distributed.run", "--standalone"]
    command += ["--nproc-per-node", "2", str(tmp_path / "script.py"), str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=150, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    first, other = (json.loads((tmp_path / f"{rank}.json").read_text()) for rank in (0, 1))
    assert first == {"same": True, "files": [f"spectrum-0000000{step}.npz" for step in (0, 2, 3)]}
    assert other == {"same": True, "files": []}
    meta = load_spectrum(tmp_path / "run" / "spectrum-00000002.npz").meta
    assert (meta.batch_size, meta.samples) == (8, 24)


def test_nothing_is_said_without_need(tmp_path: Path) -> None:
    run = Run()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        run.fit(run.recorder(tmp_path))
