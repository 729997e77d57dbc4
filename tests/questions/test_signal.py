"""The hypothesis of the square-root rule, against gradients of known signal and noise."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import adamw_bounds as ab

SETTINGS: dict[str, Any] = {"lr": 1e-3, "weight_decay": 0.1, "batch_size": 4, "to": 16}
SIZE = 20_000


def drawn(snr: Any, batch: int, count: int, seed: int = 0) -> list[Any]:
    """Gradients of batches: σ_i = 1, ∂_i² = SNR_i/16, so that SNR_i is that of a batch of 16."""
    rng = np.random.default_rng(seed)
    signal = np.sqrt(np.broadcast_to(snr, SIZE) / 16) * rng.choice([-1, 1], SIZE)
    return [signal + rng.standard_normal(SIZE) / math.sqrt(batch) for _ in range(count)]


@pytest.mark.parametrize("share", [0.0, 0.1, 0.5, 1.0])
@pytest.mark.parametrize("batch", [4, 16, 64])
@pytest.mark.parametrize("count", [2, 4])
def test_the_share_of_signal_lies_in_its_bracket(share: float, batch: int, count: int) -> None:
    snr = np.where(np.arange(SIZE) < share * SIZE, 9.0, 0.01)
    found = ab.rescale(grads=drawn(snr, batch, count), grads_batch_size=batch, **SETTINGS)
    row = found.one(quantity="signal-dominated-share")
    assert 0 <= row.lower <= share + 1e-3
    assert share <= row.value == row.upper <= 1
    if batch == 16 and share in {0, 1}:
        # Seen at the batch size that is asked about, and clear: the bracket tells.
        assert row.upper - row.lower < 0.06
    norm, sigma = math.sqrt(snr.sum() / 16), math.sqrt(SIZE)
    exact = 16 * norm**2 / sigma**2
    assert found.one(quantity="signal-to-noise").value == pytest.approx(exact, rel=0.15, abs=0.05)
    codes = {note.code for note in found.warnings}
    assert ("signal-dominated-entries" in codes) == (row.lower > 0)
    assert ("signal-dominated" in codes) == (found.one(quantity="signal-to-noise").value > 1)


def test_what_is_not_checked_says_so() -> None:
    def notes(**more: Any) -> str:
        return " ".join(ab.rescale(**SETTINGS, **more).one(quantity="eta").notes)

    assert "not checked" in notes()
    assert "not checked" not in notes(gradient_norm=1, sigma=10)
    assert "not checked" not in notes(grads=drawn(0.01, 4, 2))


@pytest.mark.parametrize(("snr", "low", "high"), [(0.001, 0.0, 0.1), (25.0, 0.75, 1.0)])
def test_the_state_of_adam(tmp_path: Path, snr: float, low: float, high: float) -> None:
    torch = pytest.importorskip("torch")
    rng = np.random.default_rng(1)
    parameter = torch.nn.Parameter(torch.zeros(2000, dtype=torch.float64))
    optimizer = torch.optim.AdamW([parameter], lr=0.0, betas=(0.9, 0.99))
    for _ in range(200):
        # At batch 4 a fourth of the signal to noise of batch 16.
        noise = rng.standard_normal(2000)
        parameter.grad = torch.from_numpy(math.sqrt(snr / 4) + noise)
        optimizer.step()
    path = tmp_path / "optimizer.pt"
    torch.save(optimizer.state_dict(), path)
    row = ab.rescale(state=path, **SETTINGS).one(quantity="signal-dominated-share")
    assert low <= row.lower <= row.upper <= 1
    assert row.lower >= low
    assert row.upper <= high or high == 1


def test_wrong_checks(tmp_path: Path) -> None:
    one, other = drawn(1.0, 4, 2)
    np.savez(tmp_path / "a.npz", w=one, v=other)
    np.savez(tmp_path / "b.npz", w=one, u=other)
    wrong: list[tuple[dict[str, Any], set[str]]] = [
        ({"grads": [one]}, {"grads"}),
        ({"grads": [one, other[:5]]}, {"grads"}),
        ({"grads": [tmp_path / "a.npz", tmp_path / "b.npz"]}, {"grads"}),
        ({"grads": [one, other], "sigma": 1, "gradient_norm": 1}, {"sigma", "gradient_norm"}),
        ({"grads": [one, other], "state": "x.pt"}, {"state"}),
        ({"grads": [one, other], "grads_batch_size": 0}, {"grads_batch_size"}),
        ({"grads_batch_size": 4}, {"grads_batch_size"}),
        ({"grads": [one, other], "to": 1.5}, {"to"}),
    ]
    for more, names in wrong:
        with pytest.raises(ab.InputError) as caught:
            ab.rescale(**{**SETTINGS, **more})
        assert {fault.name for fault in caught.value.faults} == names
    for path in (tmp_path / "a.npz", tmp_path / "none.pt"):
        with pytest.raises(ab.RunError):
            ab.rescale(state=path, **SETTINGS)
