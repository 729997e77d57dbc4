"""From a problem to a file: what is recorded, and what the other commands make of it."""

from __future__ import annotations

import itertools
import os

import numpy as np
import pytest

if os.environ.get("ADAMW_BOUNDS_REQUIRE_TORCH"):
    import torch
else:
    torch = pytest.importorskip("torch")

from torch import nn
from torch.nn import functional as F  # noqa: N812

import adamw_bounds as ab
from adamw_bounds.errors import InputError, RunError
from adamw_bounds.measure import Problem, available, find, load_problem, measure
from adamw_bounds.measure.backends import GROUP
from adamw_bounds.measure.run import backend

FEW = {"probes": 2, "steps": 6, "exact_below": 0}


def net(kind=torch.float64) -> nn.Module:
    torch.manual_seed(0)
    return nn.Sequential(nn.Linear(5, 6), nn.Tanh(), nn.Linear(6, 3)).to(kind)


def pairs(kind=torch.float64, sizes=(5, 5, 2)):
    torch.manual_seed(1)
    x, y = torch.randn(12, 5, dtype=kind), torch.randint(0, 3, (12,))
    return list(zip(torch.split(x, list(sizes)), torch.split(y, list(sizes)), strict=True))


def problem(**more) -> Problem:
    return Problem(**{"model": net(), "loss": nn.CrossEntropyLoss(), "data": pairs(), **more})


def per_sample(asked: Problem) -> np.ndarray:
    rows = []
    for x, y in asked.data:
        for one, label in zip(x, y, strict=True):
            value = F.cross_entropy(asked.model(one[None]), label[None])
            parts = torch.autograd.grad(value, list(asked.model.parameters()))
            rows.append(torch.cat([part.reshape(-1) for part in parts]).numpy())
    return np.array(rows)


@pytest.mark.parametrize("reduction", ["mean", "sum"])
def test_the_constants_are_those_of_single_samples(reduction: str) -> None:
    asked = problem(loss=nn.CrossEntropyLoss(reduction=reduction))
    found = measure(asked).constants
    rows = per_sample(asked)
    mean = rows.mean(axis=0)
    assert found.gradient_norm == pytest.approx(np.linalg.norm(mean), rel=1e-12)
    assert found.c_inf == pytest.approx(np.abs(rows).max(), rel=1e-12)
    assert found.c_2 == pytest.approx(np.linalg.norm(rows, axis=1).max(), rel=1e-12)
    variance = np.mean(np.sum((rows - mean) ** 2, axis=1))
    assert found.sigma == pytest.approx(np.sqrt(variance), rel=1e-12)
    assert (found.sigma_stderr, found.gradients, found.gradients_of) == (0, 12, "samples")
    x = torch.cat([part.reshape(-1) for part in asked.model.parameters()]).detach().numpy()
    assert found.x_star_norm == pytest.approx(np.linalg.norm(x), rel=1e-13)
    assert found.x_inf_norm == pytest.approx(np.abs(x).max(), rel=1e-13)
    inputs, labels = (torch.cat(part) for part in zip(*asked.data, strict=True))
    loss = float(F.cross_entropy(asked.model(inputs), labels).detach())
    assert found.loss == found.gap_upper == pytest.approx(loss, rel=1e-13)
    assert found.mu_local == pytest.approx(np.linalg.norm(mean) ** 2 / (2 * loss), rel=1e-12)
    assert found.samples == 12


def test_the_error_of_sigma_is_that_of_the_samples_drawn() -> None:
    torch.manual_seed(3)
    x, y = torch.randn(400, 5, dtype=torch.float64), torch.randint(0, 3, (400,))
    asked = problem(data=[(x, y)])
    whole = measure(asked, gradient_samples=400).constants.sigma
    misses = []
    for seed in range(25):
        found = measure(asked, gradient_samples=60, seed=seed, steps=1, probes=1, exact_below=0)
        assert found.constants.gradients == 60
        assert "sampled-gradients" in dict(found.warnings)
        misses.append((found.constants.sigma - whole) / found.constants.sigma_stderr)
    assert len(set(misses)) == 25
    assert 0.6 < np.sqrt(np.mean(np.square(misses))) < 1.5


def test_sigma_of_a_part_is_an_estimate_for_all() -> None:
    """The mean of its square over every part of a kind is that of all, and its error is known."""
    once = {"probes": 1, "steps": 1, "exact_below": 0}
    torch.manual_seed(3)
    x, y = torch.randn(6, 5, dtype=torch.float64), torch.randint(0, 3, (6,))
    whole = measure(problem(data=[(x, y)]), **once).constants
    squares = []
    for size in (2, 5):
        parts = [list(part) for part in itertools.combinations(range(6), size)]
        found = [
            measure(problem(data=[(x[part], y[part])], population=6), **once) for part in parts
        ]
        squares = [one.constants.sigma**2 for one in found]
        assert np.mean(squares) == pytest.approx(whole.sigma**2, rel=1e-9)
        note = dict(found[0].warnings)["sampled-gradients"]
        assert f"the largest of {size} of 6 samples" in note
        assert found[0].constants.samples == size
    rows = per_sample(problem(data=[(x[:5], y[:5])]))
    seen = np.sum((rows - rows.mean(axis=0)) ** 2, axis=1) * (5 / 4) * (5 / 6)
    first = found[0].constants
    error = np.std(seen, ddof=1) / np.sqrt(5) * np.sqrt(1 - 5 / 6)
    assert first.sigma_stderr == pytest.approx(error / (2 * first.sigma), rel=1e-9)
    one = measure(problem(data=[(x[:1], y[:1])], population=6), **once).constants
    assert (one.sigma, one.sigma_stderr) == (None, None)
    more = measure(problem(data=[(x, y)], population=4), **once)
    assert (more.constants.sigma, more.constants.sigma_stderr) == (whole.sigma, 0)
    assert "sampled-gradients" not in dict(more.warnings)


def test_a_part_in_minibatches_is_told() -> None:
    data = [{"x": x, "y": y, "what": object()} for x, y in pairs()]
    asked = {"data": data, "loss": lambda m, b: F.cross_entropy(m(b["x"]), b["y"])}
    part = measure(problem(**asked, population=40), **FEW)
    every = measure(problem(**asked), **FEW)
    assert part.constants.gradients_of == "minibatches"
    assert "12 of 40 samples" in dict(part.warnings)["sampled-gradients"]
    assert "sampled-gradients" not in dict(every.warnings)
    ratio = part.constants.sigma**2 / every.constants.sigma**2
    assert ratio == pytest.approx(12 / 11 * 39 / 40)


@pytest.mark.parametrize("population", [0, True, 2.5, "9"])
def test_a_population_is_a_number_of_samples(population) -> None:
    with pytest.raises(InputError, match="population must be an integer ≥ 1"):
        problem(population=population)


def test_a_loss_that_does_not_split_is_measured_by_minibatches() -> None:
    """The samples of a batch repel each other here: no sample has a loss of its own."""

    def loss(model, batch):
        output = model(batch[0])
        return F.cross_entropy(output, batch[1]) + output.std(dim=0, correction=0).sum()

    torch.manual_seed(2)
    x, y = torch.randn(1000, 5, dtype=torch.float64), torch.randint(0, 3, (1000,))
    parts = list(zip(x.split(25), y.split(25), strict=True))
    found = measure(problem(loss=loss, data=parts), **FEW)
    assert (found.constants.gradients, found.constants.gradients_of) == (40, "minibatches")
    assert "minibatch-gradients" in dict(found.warnings)
    # The same estimator, where single samples can be had to hold against it.
    whole = problem(
        data=[{"x": a, "y": b, "what": object()} for a, b in parts],
        loss=lambda m, b: F.cross_entropy(m(b["x"]), b["y"]),
    )
    by_batch = measure(whole, **FEW).constants
    by_sample = measure(problem(data=parts), gradient_samples=1000, **FEW).constants
    assert by_batch.gradients_of == "minibatches"
    assert abs(by_batch.sigma - by_sample.sigma) < 4 * by_batch.sigma_stderr < by_sample.sigma
    assert by_batch.c_inf < by_sample.c_inf
    one = measure(problem(loss=loss, data=[(x, y)]), **FEW).constants
    assert one.sigma is None


def test_a_loss_below_its_bound_gives_no_gap() -> None:
    found = measure(problem(loss_lower_bound=100.0), **FEW)
    assert found.constants.gap_upper is None
    assert found.constants.mu_local is None
    assert "below-lower-bound" in dict(found.warnings)
    shifted = measure(problem(loss_lower_bound=-1.0), **FEW).constants
    assert shifted.gap_upper == pytest.approx(shifted.loss + 1)


def test_no_gradient_samples_measure_no_noise() -> None:
    found = measure(problem(), gradient_samples=0, **FEW).constants
    assert (found.c_inf, found.c_2, found.sigma, found.gradients) == (None, None, None, 0)


MODEL = net()
OPTIMIZERS = {
    "AdamW": (torch.optim.AdamW(MODEL.parameters(), lr=2e-3, weight_decay=0.1), "AdamW", 0.1),
    "l2": (torch.optim.Adam(MODEL.parameters(), lr=2e-3, weight_decay=0.1), "Adam (l2-Adam)", 0.1),
    "Adam": (torch.optim.Adam(MODEL.parameters(), lr=2e-3), "Adam", 0.0),
    "mapping": ({"name": "AdamW", "lr": 2e-3, "weight_decay": 0.1}, "AdamW", 0.1),
    "mapping-l2": ({"name": "Adam", "lr": 2e-3, "weight_decay": 0.1}, "Adam (l2-Adam)", 0.1),
}


@pytest.mark.parametrize("kind", OPTIMIZERS)
def test_the_optimizer_is_recorded(kind: str) -> None:
    given, name, decay = OPTIMIZERS[kind]
    meta = measure(problem(optimizer=given, batch_size=32), **FEW).spectrum.meta
    assert (meta.optimizer, meta.eta, meta.lam, meta.batch_size) == (name, 2e-3, decay, 32)
    if not isinstance(given, dict):
        assert meta.extra["betas"] == [0.9, 0.999]
        assert meta.extra["adam_eps"] == 1e-8


def test_settings_that_differ_between_groups_are_not_recorded() -> None:
    model = net()
    groups = [
        {"params": [model[0].weight], "weight_decay": 0.1},
        {"params": [model[0].bias], "weight_decay": 0.0},
    ]
    found = measure(problem(model=model, optimizer=torch.optim.AdamW(groups, lr=0.0)), **FEW)
    assert found.spectrum.meta.lam is None
    assert found.spectrum.meta.eta is None  # 0 is no learning rate
    assert {"parameter-groups", "batch-size"} <= dict(found.warnings).keys()


def test_a_file_holds_all_and_the_other_commands_take_it(tmp_path) -> None:
    asked = problem(
        optimizer={"name": "AdamW", "lr": 1e-3, "weight_decay": 0.01},
        batch_size=5,
        rho=0.05,
        test_accuracy=0.75,
        data_name="made up",
        extra={"note": "kept"},
    )
    found = measure(asked, seed=11)
    found.save(tmp_path / "net.npz")
    spectrum = ab.load_spectrum(tmp_path / "net.npz")
    np.testing.assert_array_equal(spectrum.eigenvalues, found.spectrum.eigenvalues)
    meta = spectrum.meta
    assert (meta.model, meta.loss, meta.data) == ("Sequential", "CrossEntropyLoss, mean", "made up")
    assert (meta.rho, meta.test_accuracy, meta.seed) == (0.05, 0.75, 11)
    assert (meta.dtype, meta.samples, spectrum.dim) == ("float64", 12, 57)
    assert meta.extra["note"] == "kept"
    assert set(meta.versions) == {"adamw-bounds", "torch", "numpy"}
    assert meta.smoothness_lower == pytest.approx(np.abs(spectrum.eigenvalues).max(), rel=1e-12)
    assert meta.x_star_norm == found.constants.x_star_norm
    answer = ab.generalization(spectrum)
    err = answer.select(optimizer="adamw", quantity="err")
    assert err
    assert err[0].value > 0


def test_ritz_values_never_exceed_the_exact_ends() -> None:
    exact = measure(problem())
    short = measure(problem(), probes=3, steps=4, exact_below=0)
    assert short.spectrum.kind == "quadrature"
    assert short.largest.value <= exact.largest.value + 1e-12
    assert short.smallest.value >= exact.smallest.value - 1e-12
    assert exact.largest.value - short.largest.value <= short.largest.residual + 1e-12
    assert short.spectrum.meta.smoothness_lower <= exact.spectrum.meta.smoothness_lower + 1e-12
    assert short.gradients_per_product > 0
    assert 0 < short.orthogonalisation_share < 1


def test_the_gauss_newton_matrix_says_nothing_of_smoothness() -> None:
    found = measure(problem(), matrix="ggn")
    assert found.smallest.value > -1e-14
    assert found.spectrum.meta.smoothness_lower is None
    assert found.spectrum.meta.extra["matrix"] == "ggn"


def test_an_exact_spectrum_is_computed_in_float64() -> None:
    small = problem(model=net(torch.float32), data=pairs(torch.float32))
    found = measure(small)
    assert found.spectrum.dtype == "float64"
    assert next(small.model.parameters()).dtype == torch.float32
    kept = measure(small, dtype="float32")
    assert kept.spectrum.dtype == "float32"
    np.testing.assert_allclose(kept.spectrum.eigenvalues, found.spectrum.eigenvalues, atol=1e-6)


def test_a_loss_that_does_not_run_in_float64_is_measured_in_its_own_type() -> None:
    def loss(model, batch):
        return F.cross_entropy(model(batch[0].float()), batch[1])

    asked = problem(model=net(torch.float32), data=pairs(torch.float32), loss=loss)
    found = measure(asked)
    assert found.spectrum.dtype == "float32"
    assert "not-in-float64" in dict(found.warnings)
    with pytest.raises(RunError, match="the loss failed on batch 0"):
        measure(asked, dtype="float64")


def test_a_seed_gives_the_same_bits() -> None:
    one, same, other = (measure(problem(), seed=seed, **FEW).spectrum for seed in (4, 4, 5))
    assert np.array_equal(one.nodes, same.nodes)
    assert np.array_equal(one.weights, same.weights)
    assert one.meta.as_dict() == same.meta.as_dict()
    assert one.meta.extra["distribution"] == "rademacher"
    assert not np.array_equal(one.nodes, other.nodes)


@pytest.mark.parametrize("more", [FEW, {}], ids=["lanczos", "exact"])
def test_progress_grows_to_its_end(more) -> None:
    told: list[tuple[float, float, str]] = []
    measure(problem(), progress=lambda *what: told.append(what), **more)
    done = [part for part, _, _ in told]
    assert done == sorted(done)
    assert len({total for _, total, _ in told}) == 1
    assert done[-1] == pytest.approx(told[-1][1], rel=0.02)
    assert {"constants", "matrix" if not more else "Lanczos"} <= {stage for _, _, stage in told}


def test_data_is_read_once_a_step_and_not_at_all_where_graphs_are_kept() -> None:
    class Counted(list):
        passes = 0

        def __iter__(self):
            self.passes += 1
            return super().__iter__()

    def passes(steps: int, **more) -> int:
        data = Counted(pairs())
        measure(problem(data=data), probes=5, steps=steps, exact_below=0, **more)
        return data.passes

    assert passes(14, memory="1KiB") - passes(4, memory="1KiB") == 10
    assert passes(14) == passes(4)


# Problems


def test_all_that_is_wrong_with_a_problem_is_named() -> None:
    with pytest.raises(InputError) as caught:
        Problem(model=3, loss="mse", data=iter([]), parameters="(", optimizer=1, samples_in=2)
    for name in ("model", "loss", "data", "parameters", "optimizer", "samples_in"):
        assert name in caught.value.message
    assert "only once" in caught.value.message
    with pytest.raises(InputError, match="reduction must be mean or sum"):
        problem(loss=nn.CrossEntropyLoss(reduction="none"))
    with pytest.raises(InputError, match="training_step"):
        Problem.lightning(net(), pairs())


SOURCE = """
import torch
from torch import nn
from adamw_bounds.measure import Problem

def parts():
    model = nn.Linear(2, 2)
    return {"model": model, "loss": nn.MSELoss(), "data": [(torch.ones(3, 2), torch.ones(3, 2))]}

def mapping(): return parts()
def whole(): return Problem(**parts())
def triple(): return tuple(parts().values())
made = whole()
class Inner:
    problem = staticmethod(whole)
def number(): return 3
def wrong(): return {"model": 3, "los": 1}
def broken(): raise ValueError("no data\\nhere")
def leaves(): raise SystemExit(4)
def bad(): return {"model": 3, "loss": 4, "data": 5}
"""


@pytest.fixture
def module(tmp_path, monkeypatch: pytest.MonkeyPatch) -> str:
    import sys

    name = f"problems_{tmp_path.name.replace('-', '_')}"
    (tmp_path / f"{name}.py").write_text(SOURCE)
    (tmp_path / f"{name}_lost.py").write_text("import there_is_no_such_thing\n")
    (tmp_path / f"{name}_syntax.py").write_text("def\n")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "path", [*sys.path])
    return name


@pytest.mark.parametrize("name", ["mapping", "whole", "triple", "made", "Inner.problem"])
def test_a_problem_is_loaded(module: str, name: str) -> None:
    assert load_problem(f"{module}:{name}").loss_name == "MSELoss"


@pytest.mark.parametrize(
    ("spec", "said"),
    [
        ("{}:number", "returns int, where a Problem"),
        ("{}:wrong", "there is no field los; loss is missing; data is missing"),
        ("{}:bad", "returns no problem: model must be a torch.nn.Module"),
        ("{}:broken", "raised ValueError: no data"),
        ("{}:leaves", "raised SystemExit: 4"),
        ("{}:missing", "has no missing"),
        ("no_such_module_at_all:f", "there is no module no_such_module_at_all"),
        ("no_such.module:f", "there is no module no_such "),
        ("{}_lost:f", "cannot be imported: ModuleNotFoundError: No module named 'there_is"),
        ("{}_syntax:f", "cannot be imported: SyntaxError"),
    ],
)
def test_what_is_no_problem_is_a_sentence(module: str, spec: str, said: str) -> None:
    with pytest.raises(RunError, match=said):
        load_problem(spec.format(module))


@pytest.mark.parametrize("spec", ["train", "train:", ":problem", "a b:c", "train.py:f()", "a:b:c"])
def test_what_is_no_spec_is_an_input_error(spec: str) -> None:
    with pytest.raises(InputError, match="PROBLEM must be module:function"):
        load_problem(spec)


# Backends


def test_the_torch_backend_is_an_entry_point() -> None:
    assert "torch" in available()
    assert find() is backend
    assert find("torch") is backend
    with pytest.raises(InputError, match=r"--backend must be one of .*torch"):
        find("jax")


def test_backends_of_others_are_found(tmp_path, monkeypatch: pytest.MonkeyPatch) -> None:
    info = tmp_path / "other-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: other\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text(
        f"[{GROUP}]\nother = other_backend:run\nlost = other_backend:nothing\n"
        "odd = other_backend:odd\n"
    )
    (tmp_path / "other_backend.py").write_text(
        "odd = 3\ndef run(spec, settings, progress):\n    return spec\n"
    )
    monkeypatch.syspath_prepend(str(tmp_path))
    assert {"other", "torch"} <= set(available())
    assert find("other")("here", None, None) == "here"
    with pytest.raises(RunError, match="lost cannot be loaded: AttributeError"):
        find("lost")
    with pytest.raises(RunError, match="odd is no function"):
        find("odd")
