"""What holds for blocks, checkpoints and widths together: the way of a measurement."""

from __future__ import annotations

import os

import numpy as np
import pytest

if os.environ.get("ADAMW_BOUNDS_REQUIRE_TORCH"):
    import torch
else:
    torch = pytest.importorskip("torch")

from torch import nn
from torch.utils.data import DataLoader, TensorDataset

from adamw_bounds.errors import RunError
from adamw_bounds.measure import Matvec, Problem, measure, measure_operator
from adamw_bounds.spectra import describe, generalization

FEW = {"probes": 2, "steps": 6, "exact_below": 0}


def pairs(kind=torch.float64):
    torch.manual_seed(1)
    x, y = torch.randn(12, 4, dtype=kind), torch.randint(0, 3, (12,))
    return list(zip(torch.split(x, [5, 5, 2]), torch.split(y, [5, 5, 2]), strict=True))


def problem(**more) -> Problem:
    torch.manual_seed(0)
    model = nn.Sequential(nn.Linear(4, 7), nn.Tanh(), nn.Linear(7, 3)).double()
    return Problem(**{"model": model, "loss": nn.CrossEntropyLoss(), "data": pairs(), **more})


def test_blocks_are_measured_on_the_data_of_the_whole() -> None:
    """A loader that drops its last batch has other samples in a pass that begins otherwise."""
    generator = torch.Generator().manual_seed(3)
    x, y = torch.randn(50, 4, dtype=torch.float64), torch.randint(3, (50,))
    loader = DataLoader(
        TensorDataset(x, y), batch_size=16, shuffle=True, drop_last=True, generator=generator
    )
    asked = problem(data=loader)
    whole = measure(asked, gradient_samples=0).spectrum
    by_block = measure(asked, gradient_samples=0, blocks="layer").spectrum
    traces = sum(block.spectrum.trace for block in by_block.blocks)
    assert traces == pytest.approx(whole.trace, rel=1e-9)


def test_a_checkpoint_of_another_matrix_is_refused(tmp_path) -> None:
    full = np.diag(np.linspace(-1, 3, 30))
    few = {"probes": 2, "steps": 4, "exact_below": 0, "checkpoint": tmp_path / "kept"}
    first = measure_operator(Matvec(lambda columns: full @ columns, 30), **few)
    again = measure_operator(Matvec(lambda columns: full @ columns, 30), **few)
    assert np.array_equal(first.spectrum.nodes, again.spectrum.nodes)
    with pytest.raises(RunError, match="of another matrix") as caught:
        measure_operator(Matvec(lambda columns: 5 * full @ columns, 30), **few)
    assert caught.value.code == "other-checkpoint"


def test_what_an_earlier_run_made_is_not_counted_again(tmp_path) -> None:
    few = {**FEW, "checkpoint": tmp_path / "kept", "chunk": 2}
    told: list[tuple[float, float, str]] = []
    first = measure(problem(), **few)
    assert first.gradients_per_product is not None
    again = measure(problem(), **{**few, "chunk": 1}, progress=lambda *what: told.append(what))
    assert again.gradients_per_product is None
    assert "2 vectors a call" in dict(again.warnings)["chunk-kept"]
    assert "chunk-kept" not in dict(first.warnings)
    assert np.array_equal(first.spectrum.nodes, again.spectrum.nodes)
    assert told[-1][0] == told[-1][1]


def test_the_rho_of_the_whole_stands_in_where_a_block_has_none() -> None:
    class Normed(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.first, self.norm = nn.Linear(4, 7), nn.LayerNorm(7)
            self.last = nn.Linear(7, 3)

        def forward(self, x):
            return self.last(self.norm(self.first(x)))

    asked = {"blocks": "layer", "until_width": 5.0, "exact_below": 0, "probes": 2, "steps": 5}
    more = {"optimizer": {"lr": 1e-3, "weight_decay": 0.01}, "batch_size": 8}
    made = problem(model=Normed().double(), **more)
    with pytest.raises(RunError, match="block norm, which needs --rho"):
        measure(made, **asked)
    found = measure(made, **asked, rho=0.5)
    notes = dict(found.warnings)
    assert "1 of 3 blocks" in notes["block-rho-of-the-whole"]
    assert "ρ = 0." in notes["width-reached"]
    assert {block.name: block.rho for block in found.spectrum.blocks}["norm"] is None


def test_an_exact_spectrum_has_no_use_for_a_width_or_a_checkpoint(tmp_path) -> None:
    found = measure(problem(), until_width=0.1, checkpoint=tmp_path / "kept")
    assert {"exact-width", "checkpoint-unused"} <= set(dict(found.warnings))


def test_exact_blocks_beside_large_ones_say_their_type() -> None:
    model = nn.Sequential(nn.Linear(4, 40), nn.Tanh(), nn.Linear(40, 3))
    made = problem(model=model, data=pairs(torch.float32))
    asked = {"blocks": "layer", "exact_below": 150, "probes": 2, "steps": 4}
    found = measure(made, **asked)
    assert [block.spectrum.kind for block in found.spectrum.blocks] == ["quadrature", "exact"]
    assert "in float32" in dict(found.warnings)["exact-blocks-rounded"]
    assert "exact-blocks-rounded" not in dict(measure(made, **asked, dtype="float64").warnings)


def test_a_part_of_the_data_says_so_wherever_it_is_used() -> None:
    optimizer = {"lr": 1e-3, "weight_decay": 0.01}
    made = problem(population=100, optimizer=optimizer, batch_size=8, rho=0.1)
    spectrum = measure(made).spectrum
    assert (spectrum.meta.samples, spectrum.meta.extra["measured_samples"]) == (100, 12)
    for answer in (generalization(spectrum), describe(spectrum)):
        (note,) = [note.message for note in answer.warnings if note.code == "subsample"]
        assert "12 of 100 training samples" in note
    whole = describe(measure(problem()).spectrum)
    assert all(note.code != "subsample" for note in whole.warnings)
