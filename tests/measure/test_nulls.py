"""Null directions that are no single parameter: found by structure, proved, counted, left out."""

from __future__ import annotations

import os

import numpy as np
import pytest

if os.environ.get("ADAMW_BOUNDS_REQUIRE_TORCH"):
    import torch
else:
    torch = pytest.importorskip("torch")

from torch import nn

from adamw_bounds.measure import Problem, measure
from adamw_bounds.measure import run as running
from adamw_bounds.measure.inputs import Relations
from adamw_bounds.spectra import generalization, load_spectrum, merge, save_spectrum

CROSS_ENTROPY = nn.CrossEntropyLoss()


def dependent(many: int, width: int, *, off: float = 0.0) -> torch.Tensor:
    """Return integers, the last column the sum of the first two, the one before it 3."""
    rng = torch.Generator().manual_seed(1)
    x = torch.randint(-4, 5, (many, width), generator=rng).double()
    x[:, -2], x[:, -1] = 3.0, x[:, 0] + x[:, 1]
    x[:, -1] += off * torch.randn(many, generator=rng)
    return x


def problem(model: nn.Module, x: torch.Tensor, loss=CROSS_ENTROPY, **more) -> Problem:
    torch.manual_seed(2)
    with torch.no_grad():
        for value in model.parameters():
            value.copy_(0.4 * torch.randn_like(value))
    y = torch.randint(0, 3, (len(x),))
    cut = len(x) // 2 + 1
    return Problem(
        model=model,
        loss=loss,
        data=[(x[:cut], y[:cut]), (x[cut:], y[cut:])],
        rho=0.01,
        batch_size=5,
        optimizer={"name": "AdamW", "lr": 1e-3, "weight_decay": 0.1},
        **more,
    )


def counted(spectrum) -> list[int]:
    """Return how many eigenvalues are counted as 0, by probe."""
    assert spectrum.apart is not None
    return [int(spectrum.counts(probe)[mask].sum()) for probe, mask in enumerate(spectrum.apart)]


def zeros_of(task: Problem, **more) -> int:
    """Return how many eigenvalues of the dense matrix in float64 are 0."""
    values = np.abs(measure(task, dtype="float64", **more).spectrum.eigenvalues)
    return int((values < 1e-12 * values.max()).sum())


def mlp(width: int = 6, *, bias: bool = True) -> nn.Module:
    return nn.Sequential(nn.Linear(width, 5, bias=bias), nn.Tanh(), nn.Linear(5, 3)).double()


class Attended(nn.Module):
    """Tokens that a layer normalisation reads: shifts of the embedding's rows are not felt."""

    def __init__(self) -> None:
        super().__init__()
        self.embed = nn.Embedding(7, 4)
        self.norm = nn.LayerNorm(4)
        self.out = nn.Linear(4, 3)

    def forward(self, tokens):
        return self.out(self.norm(self.embed(tokens)).tanh().mean(1))


def tokens() -> torch.Tensor:
    return torch.randint(0, 6, (20, 3), generator=torch.Generator().manual_seed(3))


def images() -> torch.Tensor:
    """Return images whose second channel is twice the first."""
    x = torch.randint(0, 9, (60, 1, 5, 5), generator=torch.Generator().manual_seed(4)).double()
    return torch.cat([x, 2 * x], dim=1)


def convolutional() -> nn.Module:
    return nn.Sequential(
        nn.Conv2d(2, 3, 2, stride=2, padding=1), nn.Tanh(), nn.Flatten(), nn.Linear(27, 3)
    ).double()


CASES = {
    "mlp": (mlp, lambda: dependent(40, 6), 2 * 5 + 6),
    "no bias": (lambda: mlp(bias=False), lambda: dependent(40, 6), 5 + 6),
    # 1⊗(inputs and bias) and (relations)⊗(outputs) have 1⊗(relations) in common.
    "one layer": (lambda: nn.Linear(6, 3).double(), lambda: dependent(40, 6), 2 * 3 + 7 - 2),
    "few samples": (mlp, lambda: torch.randn(4, 6).double(), None),
    "convolution": (convolutional, images, 4 * 3 + 28),
    "embedding": (lambda: Attended().double(), tokens, 6 + 5),
}


@pytest.mark.parametrize("matrix", ["hessian", "ggn"])
@pytest.mark.parametrize("case", CASES)
def test_as_many_are_counted_as_the_dense_matrix_has(case: str, matrix: str) -> None:
    build, data, many = CASES[case]
    x = data()
    task = problem(build(), x)
    dense = zeros_of(task, matrix=matrix)
    found = measure(problem(build(), x), steps=9, probes=2, exact_below=0, matrix=matrix)
    number = counted(found.spectrum)
    rows = 4 if case == "embedding" else 0
    if many is not None:
        assert number == [many + rows] * 2
        assert matrix == "ggn" or dense == many + rows
    assert number[0] <= dense
    assert "null-directions" in dict(found.warnings)
    assert found.spectrum.null_rounding < 1e-12 * found.largest.value


@pytest.mark.parametrize("dtype", ["float64", "float32"])
def test_the_exact_err_lies_within(dtype: str, tmp_path) -> None:
    exact = generalization(measure(problem(mlp(), dependent(40, 6))).spectrum, variant="corrected")
    spectra = []
    for seed in range(4):
        task = problem(mlp(), dependent(40, 6))
        spectrum = measure(task, probes=1, steps=20, exact_below=0, dtype=dtype, seed=seed).spectrum
        spectra.append(spectrum)
        assert counted(spectrum) == [16]
        answer = generalization(spectrum, variant="corrected")
        for row in answer.results:
            if row.quantity == "err-per-parameter" and row.lower is not None:
                truth = exact.one(quantity=row.quantity, optimizer=row.optimizer).value
                assert row.lower <= truth <= row.upper
    file = tmp_path / "nulls.npz"
    save_spectrum(spectra[0], file)
    assert load_spectrum(file).null_rounding == spectra[0].null_rounding > 0
    pooled = merge(spectra)
    assert counted(pooled) == [16] * 4
    assert pooled.null_rounding == max(one.null_rounding for one in spectra)


@pytest.mark.parametrize("off", [1e-3, 1e-7, 1e-10])
def test_inputs_that_are_all_but_dependent_are_not_taken_for_it(off: float) -> None:
    found = measure(
        problem(mlp(), dependent(40, 6, off=off)), steps=9, probes=1, exact_below=0
    ).spectrum
    assert counted(found) == [5 + 6]  # the constant column and the bias, and the logits


class Decayed:
    """Cross-entropy with weight decay of its own, which feels every direction."""

    def __init__(self, size: float) -> None:
        self.size = size

    def __call__(self, model, batch):
        decay = sum((value**2).sum() for value in model.parameters())
        return CROSS_ENTROPY(model(batch[0]), batch[1]) + self.size * decay


@pytest.mark.parametrize("size", [1e-2, 1e-8])
def test_weight_decay_in_the_loss_is_felt(size: float) -> None:
    task = problem(mlp(), dependent(40, 6), loss=Decayed(size), reduction="mean")
    found = measure(task, steps=9, probes=1, exact_below=0)
    assert found.spectrum.apart is None
    assert "null-directions" not in dict(found.warnings)


def test_what_is_proposed_and_felt_is_refused_and_the_rest_kept(monkeypatch) -> None:
    # As if the gradient had not shown it.
    from adamw_bounds.measure import nulls

    monkeypatch.setattr(nulls, "_small", lambda value, whole: True)
    found = measure(problem(mlp(), dependent(40, 6)), steps=9, probes=1, exact_below=0)
    # All shifts of the last layer and its bias are proposed, along both sides.
    assert counted(found.spectrum) <= [2 * 5 + 6]


def test_another_loss_feels_a_shift() -> None:
    def squared(model, batch):
        return ((model(batch[0]) - batch[1][:, None]) ** 2).mean()

    task = problem(mlp(), dependent(40, 6), loss=squared, reduction="mean")
    spectrum = measure(task, steps=9, probes=1, exact_below=0).spectrum
    assert counted(spectrum) == [2 * 5]


@pytest.mark.parametrize(
    "loss",
    [
        nn.CrossEntropyLoss(label_smoothing=0.1),
        nn.CrossEntropyLoss(weight=torch.tensor([1.0, 2.0, 0.5]).double()),
        nn.CrossEntropyLoss(reduction="sum"),
    ],
)
def test_other_kinds_of_cross_entropy(loss) -> None:
    spectrum = measure(
        problem(mlp(), dependent(40, 6), loss=loss), steps=9, probes=1, exact_below=0
    ).spectrum
    assert counted(spectrum) == [2 * 5 + 6]


def test_blocks_have_their_own_and_frozen_parameters_none() -> None:
    found = measure(
        problem(mlp(), dependent(40, 6)),
        probes=2,
        steps=10,
        exact_below=0,
        blocks=r"^(0\.\w+|2)",
    ).spectrum
    weight, bias, last = (block.spectrum for block in found.blocks)
    assert counted(weight) == [5] * 2  # without the bias's 1
    assert bias.apart is None
    assert counted(last) == [6] * 2
    frozen = mlp()
    frozen[0].bias.requires_grad_(False)
    spectrum = measure(problem(frozen, dependent(40, 6)), probes=1, steps=9, exact_below=0).spectrum
    assert counted(spectrum) == [5 + 6]


def test_no_probe_makes_more_steps_than_the_space_beside_has_dimensions() -> None:
    # Rounding went on where a small block's space had ended, and found more than d eigenvalues.
    for seed in range(4):
        task = problem(mlp(20), torch.randn(5, 20, dtype=torch.float64))
        found = measure(task, probes=3, steps=12, exact_below=0, blocks="parameter", seed=seed)
        for part in (block.spectrum for block in found.spectrum.blocks):
            assert part.depth <= part.dim - (0 if part.apart is None else counted(part)[0])


class Tied(nn.Module):
    """The first weight is the last one's transpose as well."""

    def __init__(self) -> None:
        super().__init__()
        self.first = nn.Linear(6, 5)

    def forward(self, x):
        return self.first(x).tanh() @ self.first.weight


def test_a_tied_weight_feels_what_its_second_use_does() -> None:
    x = dependent(40, 6)
    dense = zeros_of(problem(Tied().double(), x))
    spectrum = measure(problem(Tied().double(), x), probes=1, steps=9, exact_below=0).spectrum
    assert (0 if spectrum.apart is None else counted(spectrum)[0]) <= dense


def test_a_run_is_taken_up_again(tmp_path) -> None:
    asked = {"probes": 2, "exact_below": 0, "checkpoint": tmp_path / "kept"}
    task = problem(mlp(), dependent(40, 6))
    measure(task, steps=4, **asked)
    resumed = measure(task, steps=9, **asked).spectrum
    whole = measure(task, steps=9, probes=2, exact_below=0).spectrum
    assert (resumed.nodes == whole.nodes).all()
    assert (resumed.apart == whole.apart).all()


def test_products_that_have_a_part_in_the_space_have_all_made_again(monkeypatch) -> None:
    def wrong(nulls, operator, seed):
        return nulls  # whatever it is

    def loss(model, batch):
        return CROSS_ENTROPY(model(batch[0]), batch[1]) + 1e-6 * (model[2].weight ** 2).sum()

    monkeypatch.setattr(running, "proved", wrong)
    task = problem(mlp(), dependent(40, 6), loss=loss, reduction="mean")
    monkeypatch.setattr("adamw_bounds.measure.nulls._small", lambda value, whole: True)
    found = measure(task, probes=1, steps=8, exact_below=0)
    assert found.spectrum.apart is None
    assert "null-directions" not in dict(found.warnings)


def test_vectors_of_a_null_space_at_the_end_of_the_spectrum() -> None:
    found = measure(
        problem(mlp(), dependent(40, 6)),
        probes=1,
        steps=30,
        exact_below=0,
        matrix="ggn",
        vectors=True,
    )
    matrix = found.spectrum
    assert matrix.vectors.shape == (2, matrix.dim)
    assert np.linalg.norm(matrix.vectors, axis=1) == pytest.approx([1, 1])


def test_products_are_counted_among_those_asked_for() -> None:
    task = problem(mlp(), dependent(40, 6))
    found = measure(task, products=30, exact_below=0).spectrum
    probes, steps = found.nodes.shape
    assert probes * (steps - 1) + 3 in {29, 30}


def test_relations_of_rows_that_come_in_parts() -> None:
    x = dependent(200, 9).numpy()
    x[:50, 4] = 0  # seen to differ in later rows only
    whole = np.hstack([x, np.ones((200, 1))])
    relations = Relations(10)
    for part in np.split(whole, 20):
        relations.add(part)
    basis, beside = relations.basis(np.ones(10, np.bool_))
    assert basis.shape == (10, 2)
    assert np.abs(whole @ basis).max() < 1e-11
    assert np.abs(basis.T @ beside).max() < 1e-12
    assert basis.T @ basis == pytest.approx(np.eye(2), abs=1e-12)
    some, _ = relations.basis(np.arange(10) < 9)
    assert some.shape == (10, 1)
    assert (some[9] == 0).all()
    assert Relations(4).basis(np.ones(4, np.bool_))[0].shape == (4, 0)  # nothing was seen
