"""The script behind the shipped spectra: what it trains, what it records."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import numpy as np
import pytest

if os.environ.get("ADAMW_BOUNDS_REQUIRE_TORCH"):
    import torch
else:
    torch = pytest.importorskip("torch")

import train_shipped as shipped
from torch.nn import functional as F  # noqa: N812
from train_shipped import (
    RUNS,
    Data,
    choose,
    digits,
    initial_variance,
    main,
    make,
    score,
    train,
)

from adamw_bounds.spectra import generalization, load_spectrum

SMALL = {"probes": 2, "steps": 4, "exact_below": 0, "gradient_samples": 20}


@pytest.fixture(autouse=True)
def _one_thread() -> None:
    """Matrices this small gain nothing from threads, and lose much where cores are shared."""
    torch.set_num_threads(1)


@pytest.fixture(scope="module")
def data() -> Data:
    """Images of the digits' shape, 210 of them trained on: three steps an epoch."""
    random = torch.Generator().manual_seed(7)
    parts = {}
    for part, count in (("train", 210), ("validation", 40), ("test", 50)):
        images = torch.rand(count, 64, generator=random, dtype=torch.float64)
        parts[part] = (images, (4 * images[:, :2].sum(dim=1)).long())
    return Data(parts)


def test_the_runs_are_two_networks_by_four_optimizers() -> None:
    assert list(RUNS) == [
        f"{network}_{optimizer}"
        for network in ("mlp", "conv")
        for optimizer in ("adamw", "adamw_d", "l2_adam", "l2_adam_d")
    ]
    sizes = {
        name: sum(p.numel() for p in run.network.build().parameters()) for name, run in RUNS.items()
    }
    assert {name.split("_")[0]: size for name, size in sizes.items()} == {"mlp": 2410, "conv": 5130}


@pytest.mark.parametrize("name", ["mlp_adamw_d", "mlp_l2_adam_d", "mlp_adamw", "mlp_l2_adam"])
def test_training_is_the_update_as_defined(name: str, data: Data) -> None:
    run, first, seed = RUNS[name], 0.3, 5
    state = torch.random.get_rng_state()
    model = train(run, data, first, seed=seed, epochs=2)
    assert torch.equal(torch.random.get_rng_state(), state)
    # PyTorch's Adam by hand: bias-corrected moments, ε outside the root.
    images, labels = data.parts["train"]
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        other = run.network.build()
        x = [p.detach().clone().requires_grad_() for p in other.parameters()]
        m, n = [torch.zeros_like(p) for p in x], [torch.zeros_like(p) for p in x]
        k = 0
        for _ in range(2):
            for chosen in torch.randperm(210).split(100):
                lam = first * 0.1 ** (k / 5) if run.decaying else first
                names = [name for name, _ in other.named_parameters()]
                output = torch.func.functional_call(
                    other, dict(zip(names, x, strict=True)), images[chosen]
                )
                slopes = torch.autograd.grad(F.cross_entropy(output, labels[chosen]), x)
                k += 1
                with torch.no_grad():
                    for i, slope in enumerate(slopes):
                        g = slope if run.decoupled else slope + lam * x[i]
                        m[i] = 0.9 * m[i] + 0.1 * g
                        n[i] = 0.999 * n[i] + 0.001 * g**2
                        root = (n[i] / (1 - 0.999**k)).sqrt() + 1e-8
                        pull = 1e-3 * lam * x[i] if run.decoupled else 0.0
                        x[i].sub_(1e-3 * m[i] / (1 - 0.9**k) / root + pull)
    for p, q in zip(model.parameters(), x, strict=True):
        torch.testing.assert_close(p.detach(), q.detach(), rtol=1e-9, atol=1e-12)


def test_the_least_validation_loss_chooses(data: Data) -> None:
    run, grid = RUNS["mlp_l2_adam"], (1e-3, 10.0, 0.1)
    chosen, losses = choose(run, data, grid=grid, epochs=3)
    again = {lam: score(train(run, data, lam, epochs=3), data, "validation")[0] for lam in grid}
    assert losses == {f"{lam:g}": loss for lam, loss in again.items()}
    assert chosen == min(again, key=again.__getitem__)
    assert len(set(again.values())) == 3


def test_the_score_counts_right_answers(data: Data) -> None:
    model = RUNS["mlp_adamw"].network.build()
    images, labels = data.parts["test"]
    with torch.no_grad():
        chances = torch.softmax(model(images), dim=1).numpy()
    loss, accuracy = score(model, data, "test")
    assert loss == pytest.approx(-np.log(chances[np.arange(50), labels.numpy()]).mean(), rel=1e-12)
    assert accuracy == (chances.argmax(axis=1) == labels.numpy()).mean()


@pytest.mark.parametrize("name", ["mlp_adamw", "conv_adamw"])
def test_the_prior_has_the_variance_of_the_initialisation(name: str) -> None:
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(0)
        models = [RUNS[name].network.build() for _ in range(60)]
    drawn = np.concatenate(
        [p.detach().numpy().ravel() for model in models for p in model.parameters()]
    )
    assert initial_variance(models[0]) == pytest.approx(np.mean(drawn**2), rel=0.02)


@pytest.mark.parametrize("name", ["mlp_adamw_d", "conv_l2_adam"])
def test_a_run_ends_in_a_file_that_says_all(name: str, data: Data, tmp_path: Path) -> None:
    run = RUNS[name]
    grid = (0.5, 0.05)
    path = make(name, tmp_path, data, grid=grid, epochs=2, seeds=(3, 4), **SMALL)
    assert path == tmp_path / f"{name}.npz"
    spectrum = load_spectrum(path)
    meta = spectrum.meta
    first, losses = choose(run, data, grid=grid, epochs=2)
    last = 0.1 * first if run.decaying else first
    assert (meta.eta, meta.lam) == (1e-3, pytest.approx(last, rel=1e-14))
    assert (meta.batch_size, meta.samples, meta.optimizer) == (100, 210, run.optimizer)
    assert meta.rho == initial_variance(run.network.build())
    assert meta.extra["weight_decay_validation_loss"] == losses
    schedule = meta.extra["weight_decay_schedule"]
    assert (schedule["first"], schedule["last"]) == (first, meta.lam)
    if run.decaying:
        assert schedule["c1"] * schedule["lambda"] ** 5 == pytest.approx(meta.lam, rel=1e-14)
    assert meta.extra["training"]["seed"] == 3
    assert (meta.extra["training"]["epochs"], meta.extra["training"]["steps"]) == (2, 6)
    assert meta.extra["split"] == {"train": 210, "validation": 40, "test": 50, "seed": 0}
    # The first of the seeds is the one that was measured.
    models = [train(run, data, first, seed=seed, epochs=2) for seed in (3, 4)]
    accuracies = [score(model, data, "test")[1] for model in models]
    assert meta.extra["test_accuracy_by_seed"] == dict(zip("34", accuracies, strict=True))
    assert meta.test_accuracy == accuracies[0]
    x = torch.cat([p.detach().reshape(-1) for p in models[0].parameters()])
    assert meta.x_star_norm == pytest.approx(float(x.norm()), rel=1e-12)
    assert None not in (meta.c_inf, meta.c_2, meta.sigma, meta.gap_upper, meta.smoothness_lower)
    # Nothing needs to be added to ask for the bound.
    optimizer = "adamw" if run.decoupled else "l2-adam"
    found = generalization(path, optimizer=optimizer, variant="corrected")
    row = found.one(quantity="err-per-parameter", optimizer=optimizer, case=name)
    assert row.lower <= row.value <= row.upper
    own = spectrum.preconditioned
    assert own is not None
    assert (own.steps, own.eta, own.matrix) == (6, 1e-3, "ggn")
    assert own.lam == (pytest.approx(meta.lam, rel=1e-14),)


def test_the_split_is_of_all_digits() -> None:
    pytest.importorskip("sklearn")
    parts = digits().parts
    assert {part: len(labels) for part, (_, labels) in parts.items()} == {
        "train": 800,
        "validation": 297,
        "test": 700,
    }
    rows = torch.cat([torch.cat([x, y[:, None]], dim=1) for x, y in parts.values()])
    from sklearn.datasets import load_digits

    raw = load_digits()
    every = np.column_stack([raw.data / 16, raw.target])
    assert sorted(map(tuple, rows.tolist())) == sorted(map(tuple, every.tolist()))
    assert float(parts["train"][0].max()) == 1


def test_without_scikit_learn_a_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setitem(sys.modules, "sklearn.datasets", None)
    assert main(["--output", str(tmp_path / "new")]) == 1
    said = capsys.readouterr().err
    assert said.startswith("error: the digits come with scikit-learn, which is not installed")
    assert len(said.splitlines()) == 1
    assert not (tmp_path / "new").exists()


def narrow_network() -> torch.nn.Module:
    return torch.nn.Sequential(torch.nn.Linear(64, 2), torch.nn.Linear(2, 10)).double()


def test_the_script_makes_what_is_asked_for(
    data: Data,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
) -> None:
    monkeypatch.setattr(shipped, "digits", lambda: data)
    monkeypatch.setattr(shipped, "GRIDS", {True: (0.1,), False: (1e-3,)})
    monkeypatch.setattr(shipped, "SETTINGS", SMALL)
    short = shipped.Network("short", RUNS["mlp_adamw"].network.build, 1)
    runs = {name: shipped.Run(short, name) for name in ("AdamW", "l2-Adam-D")}
    monkeypatch.setattr(shipped, "RUNS", runs)
    torch.set_num_threads(2)
    assert main(["--output", str(tmp_path / "new"), "--only", "l2-Adam-D"]) == 0
    assert torch.get_num_threads() == 2
    torch.set_num_threads(1)
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["l2-Adam-D.npz"]
    assert "l2-Adam-D.npz: " in capsys.readouterr().err
    assert load_spectrum(tmp_path / "new" / "l2-Adam-D.npz").kind == "quadrature"
    narrow = shipped.Network("narrow", narrow_network, 1)
    monkeypatch.setattr(shipped, "RUNS", {"AdamW": shipped.Run(narrow, "AdamW")})
    assert main(["--output", str(tmp_path / "new"), "--exact"]) == 0
    assert load_spectrum(tmp_path / "new" / "AdamW.npz").kind == "exact"
    (tmp_path / "file").touch()
    assert main(["--output", str(tmp_path / "file")]) == 1
    assert "error: cannot write to " in capsys.readouterr().err
    with pytest.raises(SystemExit) as stop:
        main(["--only", "resnet"])
    assert stop.value.code == 2
