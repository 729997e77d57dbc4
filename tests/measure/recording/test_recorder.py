"""`Recorder` in training loops of all kinds, which do not notice."""

from __future__ import annotations

import os

import pytest

if os.environ.get("ADAMW_BOUNDS_REQUIRE_TORCH"):
    import torch
else:
    torch = pytest.importorskip("torch")

import json
import warnings
from pathlib import Path
from typing import Any

import numpy as np
from torch import nn
from torch.nn import functional as F  # noqa: N812
from torch.utils.data import DataLoader, TensorDataset

from adamw_bounds.errors import InputError
from adamw_bounds.measure import Recorder
from adamw_bounds.traces import caveats, load_trace


def data(count: int = 48) -> TensorDataset:
    generator = torch.Generator().manual_seed(1)
    x = torch.randn(count, 5, generator=generator)
    return TensorDataset(x, x[:, :3].argmax(1))


class Run:
    """A training loop and its parts."""

    def __init__(self, *, replacement: bool = False, **settings: Any) -> None:
        torch.manual_seed(0)
        self.model = nn.Sequential(
            nn.Linear(5, 8), nn.BatchNorm1d(8), nn.Tanh(), nn.Dropout(0.2), nn.Linear(8, 3)
        )
        given = {"lr": 1e-2, "weight_decay": 0.1, **settings}
        self.optimizer = torch.optim.AdamW(self.model.parameters(), **given)
        sampler = torch.utils.data.RandomSampler(data(), replacement=True, num_samples=48)
        order: dict[str, Any] = {"sampler": sampler} if replacement else {"shuffle": True}
        self.loader = DataLoader(data(), batch_size=4, **order)
        self.norms: list[float] = []

    def recorder(self, path: Path, **options: Any) -> Recorder:
        return Recorder(self.optimizer, path, **{"every": 3, **options})

    def fit(
        self,
        recorder: Recorder | None = None,
        *,
        epochs: int = 2,
        accumulate: int = 1,
        clip: float | None = None,
        noted: bool = True,
    ) -> Run:
        torch.manual_seed(3)
        for _ in range(epochs):
            for place, (x, y) in enumerate(self.loader):
                loss = F.cross_entropy(self.model(x), y)
                (loss / accumulate).backward()
                if (place + 1) % accumulate:
                    continue
                flat = [value.grad.reshape(-1) for value in self.model.parameters()]
                self.norms.append(float(torch.cat(flat).double().norm()))
                if clip is not None:
                    nn.utils.clip_grad_norm_(self.model.parameters(), clip)
                if recorder is not None and noted:
                    recorder.note(loss=loss)
                self.optimizer.step()
                self.optimizer.zero_grad()
        if recorder is not None:
            recorder.close()
        return self


def weights(run: Run) -> torch.Tensor:
    return torch.cat([value.detach().reshape(-1) for value in run.model.state_dict().values()])


def test_training_comes_out_the_same_to_the_bit(tmp_path: Path) -> None:
    plain, run = Run().fit(), Run()
    probe = {"probe": run.loader, "model": run.model, "loss": nn.CrossEntropyLoss()}
    run.fit(run.recorder(tmp_path / "run.jsonl", **probe))
    assert torch.equal(weights(plain), weights(run))
    trace = load_trace(tmp_path / "run.jsonl")
    assert trace.flat("pairs").size == trace.steps.size == 8


def test_one_step_of_each_block_is_recorded_with_its_gradient_and_loss(tmp_path: Path) -> None:
    run = Run()
    run.fit(run.recorder(tmp_path / "run.jsonl", loader=run.loader))
    trace = load_trace(tmp_path / "run.jsonl")
    assert (trace.steps // 3).tolist() == list(range(8))
    assert len({step % 3 for step in trace.steps.tolist()}) > 1
    wanted = [run.norms[step] for step in trace.steps]
    np.testing.assert_allclose(trace.columns["gradient_l2"], wanted, rtol=1e-6)
    np.testing.assert_allclose(trace.columns["raw_gradient_l2"], wanted, rtol=1e-6)
    assert np.isfinite(trace.columns["loss"]).all()
    assert trace.head["batch_size"] == 4
    assert trace.head["samples"] == 48
    assert trace.head["training_sampling"] == "without-replacement"
    assert trace.head["dim"] == sum(value.numel() for value in run.model.parameters())
    assert trace.flags == {}


def test_each_line_stands_in_the_file_as_soon_as_its_step_is_made(tmp_path: Path) -> None:
    path, run = tmp_path / "run.jsonl", Run()
    recorder = run.recorder(path, every=1)
    seen = []
    for x, y in run.loader:
        run.optimizer.zero_grad()
        loss = F.cross_entropy(run.model(x), y)
        loss.backward()
        recorder.note(loss=loss)
        run.optimizer.step()
        seen.append(load_trace(path).steps.size)
    assert seen == list(range(1, len(seen) + 1))


@pytest.mark.parametrize("made", [False, True])
def test_a_loss_goes_to_its_own_step_whether_it_comes_before_or_after(
    tmp_path: Path, made: bool
) -> None:
    path, run = tmp_path / "run.jsonl", Run()
    recorder = run.recorder(path)
    losses = []
    for x, y in run.loader:
        run.optimizer.zero_grad()
        loss = F.cross_entropy(run.model(x), y)
        losses.append(float(loss.detach()))
        loss.backward()
        if not made:
            recorder.note(loss=loss)
        run.optimizer.step()
        if made:
            recorder.note(loss=loss, made=True)
    recorder.close()
    trace = load_trace(path)
    assert trace.columns["loss"].tolist() == [losses[step] for step in trace.steps]


def test_a_step_whose_loss_is_not_noted_has_none(tmp_path: Path) -> None:
    path, run = tmp_path / "run.jsonl", Run()
    run.fit(run.recorder(path), noted=False)
    trace = load_trace(path)
    assert trace.steps.size == 8
    assert np.isnan(trace.columns["loss"]).all()


def test_clipping_is_said_with_the_norm_before_and_after(tmp_path: Path) -> None:
    run = Run()
    run.fit(run.recorder(tmp_path / "run.jsonl", every=1), clip=0.3)
    trace = load_trace(tmp_path / "run.jsonl")
    norms = np.array(run.norms)
    assert trace.flags["rescaled"] == np.flatnonzero(norms > 0.3 * 1.001).tolist()
    np.testing.assert_allclose(trace.columns["raw_gradient_l2"], norms, rtol=1e-6)
    np.testing.assert_allclose(
        trace.columns["gradient_l2"], np.minimum(norms, 0.3), rtol=1e-4, atol=1e-6
    )


def test_a_resumed_run_goes_on_in_its_file(tmp_path: Path) -> None:
    path, run = tmp_path / "run.jsonl", Run()
    run.fit(run.recorder(path), epochs=1)
    saved = json.loads(json.dumps(load_trace(path).steps.tolist()))
    state = run.optimizer.state_dict()
    with path.open("a") as file:
        file.write('{"step": 11, "lo')  # where the run was killed
    again = Run()
    recorder = again.recorder(path)
    again.optimizer.load_state_dict(state)
    again.fit(recorder, epochs=1)
    steps = load_trace(path).steps.tolist()
    assert steps[: len(saved)] == saved
    assert [step // 3 for step in steps] == list(range(8))


def test_a_run_that_went_back_to_a_checkpoint_writes_its_steps_once(tmp_path: Path) -> None:
    path, run = tmp_path / "run.jsonl", Run()
    run.fit(run.recorder(path), epochs=2)
    before = load_trace(path)
    again = Run()
    again.fit(again.recorder(path, first_step=12), epochs=1)
    after = load_trace(path)
    assert after.steps.tolist() == before.steps.tolist()
    kept = before.steps < 12
    name = "gradient_l2"
    assert np.array_equal(after.columns[name][kept], before.columns[name][kept])
    assert not np.array_equal(after.columns[name], before.columns[name])


def test_the_trace_of_another_run_is_left_alone(tmp_path: Path) -> None:
    path, run = tmp_path / "run.jsonl", Run()
    run.fit(run.recorder(path))
    text = path.read_text()
    other = Run()
    recorder = other.recorder(path, seed=9)
    with pytest.warns(RuntimeWarning, match="another run"):
        other.fit(recorder)
    assert path.read_text() == text


def test_accumulated_batches_give_pairs_where_they_are_drawn_with_replacement(
    tmp_path: Path,
) -> None:
    path, run = tmp_path / "run.jsonl", Run(replacement=True)
    run.fit(run.recorder(path, every=1, loader=run.loader, accumulate=3), accumulate=3)
    trace = load_trace(path)
    assert trace.flat("pairs").size == trace.steps.size == 8
    # ‖Σg/3‖² = (Σ‖g‖² + 6 P)/9
    whole = (3 * trace.flat("pair_squares") + 6 * trace.flat("pairs")) / 9
    np.testing.assert_allclose(whole, trace.columns["gradient_l2"] ** 2, rtol=1e-5)
    assert trace.head["batch_size"] == 12
    assert trace.head["training_sampling"] == "with-replacement"


def test_shuffled_batches_give_no_pairs(tmp_path: Path) -> None:
    path, run = tmp_path / "run.jsonl", Run()
    run.fit(run.recorder(path, every=1, loader=run.loader, accumulate=3), accumulate=3)
    trace = load_trace(path)
    assert trace.steps.size == 8
    assert trace.flat("pairs").size == 0


def test_a_scaler_is_not_taken_for_clipping_and_its_skipped_steps_are_said(tmp_path: Path) -> None:
    path, run = tmp_path / "run.jsonl", Run()
    scaler = torch.amp.GradScaler("cpu", init_scale=64.0)
    recorder = run.recorder(path, every=1, scaler=scaler)
    for place, (x, y) in enumerate(run.loader):
        loss = F.cross_entropy(run.model(x), y) * (float("inf") if place == 4 else 1.0)
        run.optimizer.zero_grad()
        scaler.scale(loss).backward()
        scaler.step(run.optimizer)
        scaler.update()
    recorder.close()
    trace = load_trace(path)
    assert trace.flags == {"skipped-steps": [4]}
    np.testing.assert_allclose(
        trace.columns["raw_gradient_l2"], trace.columns["gradient_l2"], rtol=1e-5
    )


def test_a_fused_step_that_unscales_gradients_itself_is_refused(tmp_path: Path) -> None:
    path, run = tmp_path / "run.jsonl", Run(fused=True)
    scaler = torch.amp.GradScaler("cpu", init_scale=64.0)
    recorder = run.recorder(path, every=1, scaler=scaler)
    for place, (x, y) in enumerate(run.loader):
        run.optimizer.zero_grad()
        scaler.scale(F.cross_entropy(run.model(x), y)).backward()
        if place:
            scaler.step(run.optimizer)
        else:
            with pytest.warns(RuntimeWarning, match="fused=False"):
                scaler.step(run.optimizer)
        scaler.update()
    recorder.close()
    assert not path.exists()


def test_accelerate_and_compiled_models(tmp_path: Path) -> None:
    accelerate = pytest.importorskip("accelerate")
    run = Run()
    accelerator = accelerate.Accelerator(cpu=True)
    model, optimizer, loader = accelerator.prepare(run.model, run.optimizer, run.loader)
    recorder = Recorder(
        optimizer,
        tmp_path / "run.jsonl",
        every=4,
        probe=loader,
        model=model,
        loss=nn.CrossEntropyLoss(),
    )
    for x, y in loader:
        optimizer.zero_grad()
        accelerator.backward(F.cross_entropy(model(x), y))
        optimizer.step()
    recorder.close()
    trace = load_trace(tmp_path / "run.jsonl")
    assert trace.flat("pairs").size == trace.steps.size == 3


def test_what_fails_while_training_warns_and_training_goes_on(tmp_path: Path) -> None:
    run = Run()

    def wrong(model: Any, batch: Any) -> Any:
        raise ValueError("no such thing")

    recorder = run.recorder(tmp_path / "run.jsonl", probe=run.loader, model=run.model, loss=wrong)
    with pytest.warns(RuntimeWarning, match="no such thing"):
        run.fit(recorder)
    assert torch.equal(weights(Run().fit()), weights(run))


def test_a_closed_recorder_is_gone_from_the_optimizer(tmp_path: Path) -> None:
    run = Run()
    with run.recorder(tmp_path / "run.jsonl"):
        pass
    assert not run.optimizer._optimizer_step_pre_hooks
    assert not run.optimizer._optimizer_step_post_hooks
    for value in run.model.parameters():
        assert not value._post_accumulate_grad_hooks


def test_all_that_is_wrong_is_said_at_once(tmp_path: Path) -> None:
    run = Run()
    with pytest.raises(InputError) as caught:
        Recorder(
            run.optimizer,
            tmp_path / "none" / "run.jsonl",
            every=0,
            probe=run.loader,
            accumulate=True,
            first_step=-1,
            loss=3,
            seed=0.5,  # type: ignore[arg-type]
        )
    names = {fault.name for fault in caught.value.faults}
    assert names == {"path", "every", "model", "accumulate", "first_step", "loss", "seed"}
    with pytest.raises(InputError):
        Recorder(run.model, tmp_path / "run.jsonl")


def test_no_step_no_file_and_no_warning(tmp_path: Path) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        Run().recorder(tmp_path / "run.jsonl").close()
    assert not (tmp_path / "run.jsonl").exists()


def test_a_closure_that_computes_the_gradient_is_waited_for(tmp_path: Path) -> None:
    run = Run()
    recorder = run.recorder(tmp_path / "run.jsonl", every=1)
    norms = []
    for x, y in run.loader:

        def closure(x: Any = x, y: Any = y) -> Any:
            run.optimizer.zero_grad()
            loss = F.cross_entropy(run.model(x), y)
            loss.backward()
            flat = [value.grad.reshape(-1) for value in run.model.parameters()]
            norms.append(float(torch.cat(flat).norm()))
            return loss

        run.optimizer.step(closure)
    recorder.close()
    found = load_trace(tmp_path / "run.jsonl")
    np.testing.assert_allclose(found.columns["gradient_l2"], norms, rtol=1e-6)
    assert found.flags == {}


def test_what_bends_the_hypotheses_is_in_the_trace(tmp_path: Path) -> None:
    run = Run()
    path = tmp_path / "run.jsonl"
    parts = {"model": run.model, "loss": nn.CrossEntropyLoss(), "loader": run.loader}
    run.fit(run.recorder(path, every=1, probe=True, **parts), clip=0.3)
    trace = load_trace(path)
    assert trace.flat("pairs").size == trace.steps.size
    assert trace.head["batch_norm"] == "of-batch"
    assert [code for code, _ in caveats(trace)] == ["without-replacement", "batch-norm", "rescaled"]


def test_a_probe_of_no_loader_is_refused(tmp_path: Path) -> None:
    run = Run()
    with pytest.raises(InputError) as caught:
        run.recorder(tmp_path / "run.jsonl", probe=True)
    assert {fault.name for fault in caught.value.faults} == {"loader", "model"}
    with pytest.raises(InputError) as caught:
        run.recorder(tmp_path / "run.jsonl", probe=7, loader=3, model=run.model)
    assert {fault.name for fault in caught.value.faults} == {"loader", "probe"}
