"""Losses that are no plain mean over samples, and data whose samples lie elsewhere."""

from __future__ import annotations

import functools
import os
import re
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

if os.environ.get("ADAMW_BOUNDS_REQUIRE_TORCH"):
    import torch
else:
    torch = pytest.importorskip("torch")

from torch import nn
from torch.nn import functional as F  # noqa: N812
from torch.utils.data import DataLoader, TensorDataset

from adamw_bounds.errors import InputError, RunError
from adamw_bounds.measure import Problem, measure

DEEP = {"probes": 2, "steps": 100, "exact_below": 0}
N, CLASSES = 40, 3
WEIGHT = torch.tensor([0.1, 1.0, 5.0], dtype=torch.float64)


class Net(nn.Module):
    """Class scores of each sample, or of each of its places."""

    def __init__(self, places: int = 1) -> None:
        super().__init__()
        self.places = places
        self.one, self.two = nn.Linear(4, 3), nn.Linear(3, CLASSES * places)

    def forward(self, x):
        out = self.two(torch.tanh(self.one(x)))
        return out if self.places == 1 else out.view(len(x), CLASSES, self.places)


def made(places: int = 1) -> nn.Module:
    torch.manual_seed(0)
    return Net(places).double()


def inputs() -> Any:
    torch.manual_seed(1)
    return torch.randn(N, 4, dtype=torch.float64)


def sorted_labels() -> Any:
    return torch.arange(N) * CLASSES // N


def some_ignored() -> Any:
    """Sorted by class; whole batches are ignored, and some targets of others."""
    labels = sorted_labels()
    labels[4:12], labels[15], labels[-1] = -100, -100, -100
    return labels


def pixels() -> Any:
    torch.manual_seed(2)
    target = torch.randint(0, CLASSES, (N, 5))
    kept = (
        torch.arange(5)[None] < torch.cat([torch.full((8,), 5), torch.arange(N - 8) % 6])[:, None]
    )
    return torch.where(kept, target, 255)


def probabilities() -> Any:
    torch.manual_seed(3)
    return torch.softmax(torch.randn(N, CLASSES, dtype=torch.float64), 1)


def log_soft(criterion: Callable[..., Any]) -> Callable[..., Any]:
    return lambda output, target: criterion(F.log_softmax(output, 1), target)


def two_terms(output: Any, target: Any) -> Any:
    """Two means over targets that ignore and weigh differently, and a mean over samples."""
    first = F.cross_entropy(output, target)
    second = F.cross_entropy(2 * output, target.clamp(min=0), weight=WEIGHT)
    return first + 0.5 * second + 0.1 * output.pow(2).mean()


class Wrapped(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.inner = nn.CrossEntropyLoss(WEIGHT)

    def forward(self, output, target):
        return self.inner(output, target)


#: Criterion and targets; the reference is the criterion on all data in one batch.
LOSSES: dict[str, tuple[Any, Callable[[], Any], int]] = {
    "weight": (nn.CrossEntropyLoss(WEIGHT), sorted_labels, 1),
    "ignore": (nn.CrossEntropyLoss(), some_ignored, 1),
    "both": (nn.CrossEntropyLoss(WEIGHT), some_ignored, 1),
    "smoothed": (nn.CrossEntropyLoss(WEIGHT, label_smoothing=0.2), some_ignored, 1),
    "other index": (nn.CrossEntropyLoss(ignore_index=0), sorted_labels, 1),
    "nll": (log_soft(nn.NLLLoss(WEIGHT)), some_ignored, 1),
    "zero weight": (nn.CrossEntropyLoss(torch.tensor([0.0, 1, 2]).double()), sorted_labels, 1),
    "function": (F.cross_entropy, some_ignored, 1),
    "partial": (functools.partial(F.cross_entropy, weight=WEIGHT), sorted_labels, 1),
    "lambda": (lambda o, t: F.cross_entropy(o, t, WEIGHT, ignore_index=1), sorted_labels, 1),
    "scaled": (lambda o, t: 3 * F.cross_entropy(o, t, WEIGHT), sorted_labels, 1),
    "deprecated": (lambda o, t: F.cross_entropy(o, t, WEIGHT), sorted_labels, 1),
    "module": (Wrapped(), sorted_labels, 1),
    "two terms": (two_terms, some_ignored, 1),
    "segmentation": (nn.CrossEntropyLoss(ignore_index=255), pixels, 5),
    "soft targets": (nn.CrossEntropyLoss(WEIGHT), probabilities, 1),
    "divergence": (log_soft(nn.KLDivLoss(reduction="batchmean")), probabilities, 1),
    "logits": (
        nn.BCEWithLogitsLoss(pos_weight=WEIGHT, weight=torch.tensor([1.0, 2, 3]).double()),
        probabilities,
        1,
    ),
}
SIZES = {"one batch": (N,), "even": (8,) * 5, "uneven": (1, 3, 4, 4, 28), "single": (1,) * N}


def cut(x: Any, y: Any, sizes: tuple[int, ...]) -> list[Any]:
    return list(zip(x.split(list(sizes)), y.split(list(sizes)), strict=True))


def whole_loss(criterion: Any, target: Any) -> Callable[[Any], Any]:
    x = inputs()
    return lambda run: criterion(run(x), target)


@pytest.fixture(scope="module", params=LOSSES)
def reference(request, dense_hessian) -> tuple[str, Any, Any]:
    """The criterion on all data in one batch: its value, gradient and eigenvalues."""
    criterion, target, places = LOSSES[request.param]
    model = made(places)
    names = [name for name, _ in model.named_parameters()]
    loss = whole_loss(criterion, target())
    value = loss(model)
    slopes = torch.autograd.grad(value, list(model.parameters()))
    gradient = torch.cat([slope.reshape(-1) for slope in slopes]).numpy()
    values = np.linalg.eigvalsh(dense_hessian(model, names, loss))
    return request.param, (float(value.detach()), gradient), values


@pytest.mark.parametrize("sizes", SIZES)
def test_f_is_the_loss_over_all_data_whatever_the_batches(reference, sizes: str) -> None:
    name, (value, gradient), values = reference
    criterion, target, places = LOSSES[name]
    data = cut(inputs(), target(), SIZES[sizes])
    found = measure(Problem.supervised(made(places), criterion, data))
    constants = found.constants
    assert constants.loss == pytest.approx(value, rel=1e-12)
    assert constants.gradient_norm == pytest.approx(np.linalg.norm(gradient), rel=1e-11)
    np.testing.assert_allclose(found.spectrum.eigenvalues, values, atol=1e-12)
    assert (constants.samples, constants.gradients_of) == (N, "samples")
    assert constants.gradients == N
    # Whatever the batches, the summands are the same: so are the constants.
    summands = per_sample(name)
    np.testing.assert_allclose(summands.mean(axis=0), gradient, atol=1e-12)
    assert constants.c_inf == pytest.approx(np.abs(summands).max(), rel=1e-10)
    assert constants.c_2 == pytest.approx(np.linalg.norm(summands, axis=1).max(), rel=1e-10)
    variance = np.mean(np.sum((summands - gradient) ** 2, axis=1))
    assert constants.sigma == pytest.approx(np.sqrt(variance), rel=1e-10)
    assert not found.warnings


def per_sample(name: str) -> np.ndarray:
    """Return gradients of the n summands, n·(F with and without the sample), by linearity.

    A mean over targets is Σ s_i/Σ w_i: the summand n·s_i/W is what a sample adds to n·F where W
    stays as it is, which `reduction="none"` shows.
    """
    criterion, target, places = LOSSES[name]
    model, x, y = made(places), inputs(), target()

    def entropy(output: Any, labels: Any, weight: Any, ignored: int, smooth: float = 0.0) -> Any:
        each = F.cross_entropy(
            output, labels, weight, ignore_index=ignored, reduction="none", label_smoothing=smooth
        )
        kept = labels != ignored
        by = torch.ones(3).double() if weight is None else weight
        total = by[labels[kept]].sum()
        return N * each.reshape(N, -1).sum(1) / total

    output = model(x)
    if name in {"weight", "partial", "module", "deprecated"}:
        terms = entropy(output, y, WEIGHT, -100)
    elif name in {"ignore", "function"}:
        terms = entropy(output, y, None, -100)
    elif name in {"both", "nll"}:
        terms = entropy(output, y, WEIGHT, -100)
    elif name == "smoothed":
        terms = entropy(output, y, WEIGHT, -100, 0.2)
    elif name == "other index":
        terms = entropy(output, y, None, 0)
    elif name == "zero weight":
        terms = entropy(output, y, torch.tensor([0.0, 1, 2]).double(), -100)
    elif name == "lambda":
        terms = entropy(output, y, WEIGHT, 1)
    elif name == "scaled":
        terms = 3 * entropy(output, y, WEIGHT, -100)
    elif name == "two terms":
        terms = entropy(output, y, None, -100)
        terms = terms + 0.5 * entropy(2 * output, y.clamp(min=0), WEIGHT, -100)
        terms = terms + 0.1 * output.pow(2).mean(1)
    elif name == "segmentation":
        terms = entropy(output, y, None, 255)
    else:  # a mean over samples
        terms = torch.stack([criterion(output[i : i + 1], y[i : i + 1]) for i in range(N)])
    rows = []
    for term in terms:
        slopes = torch.autograd.grad(term, list(model.parameters()), retain_graph=True)
        rows.append(torch.cat([slope.reshape(-1) for slope in slopes]).numpy())
    return np.array(rows)


@pytest.mark.parametrize("memory", [None, "1KiB"])
@pytest.mark.parametrize("matrix", ["hessian", "ggn"])
def test_lanczos_weighs_likewise(matrix: str, memory: Any) -> None:
    criterion, target, _ = LOSSES["both"]
    asked = Problem(model=made(), loss=criterion, data=cut(inputs(), target(), SIZES["uneven"]))
    whole = Problem(model=made(), loss=criterion, data=[(inputs(), target())])
    found = measure(asked, matrix=matrix, memory=memory, **DEEP)
    exact = measure(whole, matrix=matrix)
    assert found.largest.value == pytest.approx(exact.largest.value, abs=1e-11)
    blocks = measure(asked, matrix=matrix, blocks="layer").spectrum.blocks
    others = measure(whole, matrix=matrix, blocks="layer").spectrum.blocks
    for block, other in zip(blocks, others, strict=True):
        one, two = block.spectrum.eigenvalues, other.spectrum.eigenvalues
        np.testing.assert_allclose(one, two, atol=1e-12)


def test_what_is_averaged_over_is_recorded() -> None:
    criterion, target, places = LOSSES["segmentation"]
    data = cut(inputs(), target(), SIZES["even"])
    meta = measure(Problem(model=made(places), loss=criterion, data=data)).spectrum.meta
    kept = int((target() != 255).sum())
    assert meta.samples == N
    assert (meta.extra["loss_over"], meta.extra["targets"]) == ("targets", kept)
    plain = Problem(
        model=made(), loss=nn.CrossEntropyLoss(), data=cut(inputs(), sorted_labels(), (20, 20))
    )
    meta = measure(plain).spectrum.meta
    assert meta.extra["loss_over"] == "samples"
    assert meta.extra["targets"] is meta.extra["batches_measured"] is None


def test_targets_that_are_all_ignored_are_refused() -> None:
    data = [(inputs(), torch.full((N,), -100))]
    with pytest.raises(RunError, match="every target of the data is ignored"):
        measure(Problem(model=made(), loss=nn.CrossEntropyLoss(), data=data))


# Losses that are not recognised


def normalised(output: Any, target: Any) -> Any:
    """A weighed mean of one's own, which nothing tells from other arithmetic."""
    each = F.cross_entropy(output, target, reduction="none")
    weights = WEIGHT[target]
    return (weights * each).sum() / weights.sum()


def coupled(output: Any, target: Any) -> Any:
    return F.cross_entropy(output, target) + output.std(dim=0, correction=0).sum()


@pytest.mark.parametrize("criterion", [normalised, coupled])
def test_a_loss_that_depends_on_the_batches_is_found_over_sorted_data(criterion) -> None:
    """The samples of any one batch have one class."""
    data = cut(inputs()[:36], torch.arange(36) // 12, (6,) * 5 + (4, 2))
    found = measure(Problem.supervised(made(), criterion, data))
    assert "depends-on-batches" in dict(found.warnings)
    assert found.constants.loss_over == "batches"
    assert found.constants.gradients_of == "minibatches"
    assert found.spectrum.meta.extra["batches_measured"] == [[2, 1], [4, 1], [6, 5]]
    even = measure(Problem.supervised(made(), F.cross_entropy, data))
    assert "depends-on-batches" not in dict(even.warnings)


@pytest.mark.parametrize("gradients", [0, 5, 200])
def test_a_rare_sample_is_seen_in_the_halves_of_its_batch(gradients: int) -> None:
    """Of 200 samples one weighs, which few draws of 32 hold."""
    torch.manual_seed(5)
    x = torch.randn(200, 4, dtype=torch.float64)
    y = torch.zeros(200).long()
    y[137] = 2
    problem = Problem.supervised(made(), normalised, cut(x, y, (10,) * 20))
    found = measure(problem, gradient_samples=gradients)
    assert found.constants.loss_over == "batches"
    assert "depends-on-batches" in dict(found.warnings)


def test_a_half_without_a_target_is_no_reason_to_refuse() -> None:
    """A masked mean over nothing is 0/0; that of the whole batch is finite."""
    torch.manual_seed(5)
    x, y = torch.randn(40, 4, dtype=torch.float64), torch.randint(0, 3, (40,))
    mask = torch.ones(40).double()
    mask[20:25] = 0

    def masked(model: Any, batch: Any) -> Any:
        x, y, mask = batch
        return (F.cross_entropy(model(x), y, reduction="none") * mask).sum() / mask.sum()

    data = list(zip(x.split(10), y.split(10), mask.split(10), strict=True))
    found = measure(Problem(model=made(), loss=masked, data=data), gradient_samples=0)
    assert found.constants.loss_over == "batches"


@pytest.mark.parametrize(
    "criterion",
    [
        lambda o, t: F.cross_entropy(o, t, reduction="sum"),
        lambda o, t: F.cross_entropy(o, t, reduction="none").sum(),
        lambda o, t: (o.sum(1) - t).pow(2).sum(),
        functools.partial(F.cross_entropy, size_average=False),
    ],
)
@pytest.mark.filterwarnings("ignore:size_average")
def test_a_sum_without_saying_is_refused(criterion) -> None:
    data = cut(inputs(), sorted_labels(), (20, 20))
    with pytest.raises(RunError, match="reduction='sum'") as caught:
        measure(Problem.supervised(made(), criterion, data))
    assert caught.value.code == "bad-reduction"
    said = measure(Problem.supervised(made(), criterion, data, reduction="sum"))
    assert said.constants.loss_over == "samples"
    assert not said.warnings


@pytest.mark.parametrize("criterion", [F.cross_entropy, lambda o, t: (o.sum(1) - t).pow(2).mean()])
def test_a_mean_that_is_stated_to_be_a_sum_is_refused(criterion) -> None:
    data = cut(inputs(), sorted_labels(), (20, 20))
    with pytest.raises(RunError, match="reduction='mean'") as caught:
        measure(Problem.supervised(made(), criterion, data, reduction="sum"))
    assert caught.value.code == "bad-reduction"


def test_reductions_are_read_where_they_are_stated() -> None:
    data = cut(inputs(), sorted_labels(), (N,))
    named = functools.partial(F.cross_entropy, reduction="sum")
    for loss, reduction in (
        (nn.KLDivLoss(reduction="batchmean"), "mean"),
        (nn.CrossEntropyLoss(reduction="sum"), "sum"),
        (named, "sum"),
        (functools.partial(named, label_smoothing=0.1), "sum"),
        (F.cross_entropy, "mean"),
        (F.mse_loss, "mean"),
    ):
        assert Problem(model=made(), loss=loss, data=data).reduction == reduction
    with pytest.raises(InputError, match="reduction"):
        Problem(model=made(), loss=nn.CrossEntropyLoss(reduction="none"), data=data)


def test_a_mean_of_means_stays_one() -> None:
    """A loop over sequences, each a mean over its own tokens: F is the mean of these."""
    target = pixels()
    kept = [row for row in range(N) if (target[row] != 255).any()]
    x, y = inputs()[kept], target[kept]

    def each(output: Any, labels: Any) -> Any:
        return sum(
            F.cross_entropy(one[None], label[None], ignore_index=255)
            for one, label in zip(output, labels, strict=True)
        ) / len(output)

    model = made(5)
    value = float(each(model(x), y).detach())
    for size in (2, 6, len(kept)):
        data = list(zip(x.split(size), y.split(size), strict=True))
        found = measure(Problem.supervised(made(5), each, data)).constants
        assert found.loss == pytest.approx(value, rel=1e-12)
        assert (found.loss_over, found.gradients_of) == ("samples", "samples")


# What a sample is


def pair_of_widths(kind: str) -> tuple[Any, Any, Any]:
    """Features, targets and a loss for single samples of a kind."""
    torch.manual_seed(4)
    x = torch.randn(12, 4, dtype=torch.float64)
    if kind == "classes":
        return x, torch.randint(0, 3, (12,)), nn.CrossEntropyLoss()
    # As many targets as features: the first dimension says 4.
    return x, torch.randn(12, 3, dtype=torch.float64), nn.MSELoss()


class Square(nn.Module):
    def __init__(self, out: int = 3) -> None:
        super().__init__()
        self.one, self.two = nn.Linear(4, 5), nn.Linear(5, out)

    def forward(self, x):
        return self.two(torch.tanh(self.one(x)))


@pytest.mark.parametrize("kind", ["list", "loader"])
@pytest.mark.parametrize("loss", ["module", "function", "same width"])
def test_single_samples_are_known_as_such(kind: str, loss: str) -> None:
    torch.manual_seed(4)
    x, y = torch.randn(12, 4, dtype=torch.float64), torch.randint(0, 3, (12,))
    given: Any = nn.CrossEntropyLoss()
    if loss == "function":
        given = lambda model, batch: F.cross_entropy(model(batch[0]), batch[1])  # noqa: E731
    elif loss == "same width":
        y, given = torch.randn(12, 4, dtype=torch.float64), nn.MSELoss()
    source = TensorDataset(x, y)
    torch.manual_seed(0)
    model = Square(4 if loss == "same width" else 3).double()
    single: Any = list(source) if kind == "list" else DataLoader(source, batch_size=None)
    found = measure(Problem(model=model, loss=given, data=single))
    whole = measure(Problem(model=model, loss=given, data=[(x, y)]))
    assert found.constants.samples == whole.constants.samples == 12
    for name in ("loss", "sigma", "c_inf", "c_2", "gradient_norm"):
        assert getattr(found.constants, name) == pytest.approx(
            getattr(whole.constants, name), rel=1e-10
        )
    np.testing.assert_allclose(found.spectrum.eigenvalues, whole.spectrum.eigenvalues, atol=1e-12)
    assert not found.warnings


class Recurrent(nn.Module):
    """Scores of the last step of (time, batch, features), or of every step."""

    def __init__(self, every: bool) -> None:
        super().__init__()
        self.every, self.rnn = every, nn.GRU(4, 3)

    def forward(self, x):
        out = self.rnn(x)[0]
        return out.reshape(-1, 3) if self.every else out[-1]


def recurrent(every: bool) -> nn.Module:
    torch.manual_seed(0)
    return Recurrent(every).double()


def test_sequences_of_one_target_each_count_alike() -> None:
    torch.manual_seed(0)
    data = [
        (torch.randn(int(n), 4, dtype=torch.float64), torch.tensor(int(n) % 3))
        for n in torch.randint(2, 20, (9,))
    ]
    found = measure(Problem(model=recurrent(False), loss=nn.CrossEntropyLoss(), data=data))
    run = recurrent(False)
    mean = sum(float(F.cross_entropy(run(x), y).detach()) for x, y in data) / 9
    assert found.constants.loss == pytest.approx(mean, rel=1e-12)
    assert (found.constants.samples, found.constants.gradients_of) == (9, "samples")


def tagged(model: Any, batch: Any) -> Any:
    return F.cross_entropy(model(batch[0]), batch[1].reshape(-1))


def test_time_first_is_asked_for() -> None:
    torch.manual_seed(0)
    x, y = torch.randn(5, 12, 4, dtype=torch.float64), torch.randint(0, 3, (5, 12))
    data = [(x[:, :7], y[:, :7]), (x[:, 7:], y[:, 7:])]
    asked = {"model": recurrent(True), "loss": tagged, "data": data}
    with pytest.raises(RunError, match="samples_in") as caught:
        measure(Problem(**asked))
    assert caught.value.code == "bad-data"
    found = measure(Problem(**asked, samples_in=lambda batch: batch[0].shape[1]))
    value = float(tagged(recurrent(True), (x, y)).detach())
    assert found.constants.loss == pytest.approx(value, rel=1e-12)
    assert (found.constants.samples, found.constants.gradients_of) == (12, "samples")
    one = measure(
        Problem(
            **{**asked, "data": [(x[:, i : i + 1], y[:, i : i + 1]) for i in range(12)]},
            samples_in=lambda batch: 1,
        )
    ).constants
    assert found.constants.sigma == pytest.approx(one.sigma, rel=1e-10)
    assert found.constants.c_inf == pytest.approx(one.c_inf, rel=1e-10)


def test_sequences_of_unlike_length_are_asked_for() -> None:
    torch.manual_seed(0)
    data = [
        (torch.randn(int(n), 4, dtype=torch.float64), torch.randint(0, 3, (int(n),)))
        for n in (3, 5, 2, 7)
    ]
    asked = {"model": recurrent(True), "loss": tagged, "data": data}
    with pytest.raises(RunError, match="samples_in"):
        measure(Problem(**asked))
    found = measure(Problem(**asked, samples_in=lambda batch: 1)).constants
    assert (found.samples, found.targets, found.gradients_of) == (4, 17, "samples")


@pytest.mark.parametrize("own", [False, True])
def test_a_count_in_tokens_keeps_both(own: bool) -> None:
    """Batches weigh as their tokens do, recognised or not; n is the number of sequences."""
    target = pixels()
    kept = [row for row in range(N) if (target[row] != 255).any()]
    x, y = inputs()[kept], target[kept]

    def mine(output: Any, labels: Any) -> Any:
        each = F.cross_entropy(output, labels, ignore_index=255, reduction="none")
        return each.sum() / (labels != 255).sum()

    criterion = mine if own else nn.CrossEntropyLoss(ignore_index=255)
    whole = float(mine(made(5)(x), y).detach())
    everything = measure(
        Problem.supervised(made(5), nn.CrossEntropyLoss(ignore_index=255), [(x, y)])
    ).constants
    data = list(zip(x.split(6), y.split(6), strict=True))
    asked = Problem.supervised(
        made(5), criterion, data, samples_in=lambda batch: int((batch[1] != 255).sum())
    )
    found = measure(asked).constants
    assert found.loss == pytest.approx(whole, rel=1e-12)
    assert (found.samples, found.targets) == (len(kept), int((y != 255).sum()))
    assert found.loss_over == "targets"
    assert found.gradients_of == "samples"
    for name in ("sigma", "c_inf", "c_2"):
        assert getattr(found, name) == pytest.approx(getattr(everything, name), rel=1e-10)


# Data that cannot be walked through


class Endless:
    def __iter__(self):
        while True:
            yield inputs(), sorted_labels()


def test_data_without_an_end_is_refused_at_a_stated_number() -> None:
    told: list[str] = []
    asked = {"model": made(), "loss": nn.CrossEntropyLoss(), "data": Endless()}
    with pytest.raises(RunError, match="has not ended after 2000 batches") as caught:
        measure(
            Problem(**asked, most_batches=2000),
            progress=lambda done, total, what: told.append(what),
        )
    assert caught.value.code == "endless-data"
    assert any(re.search(r"\b1\D?000\b", what) for what in told), told[:3]
    enough = Problem(**{**asked, "data": cut(inputs(), sorted_labels(), (1,) * N)}, most_batches=N)
    assert measure(enough).constants.samples == N
    with pytest.raises(InputError, match="most_batches"):
        Problem(**asked, most_batches=0)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (
            [(inputs(), sorted_labels()), (inputs()[:0], sorted_labels()[:0])],
            "batch 1: a batch is empty",
        ),
        ([(inputs().numpy(), sorted_labels().numpy())], "numpy arrays"),
    ],
)
def test_odd_batches_are_refused_by_name(data, said: str) -> None:
    with pytest.raises(RunError, match=said):
        measure(Problem(model=made(), loss=nn.CrossEntropyLoss(), data=data))
