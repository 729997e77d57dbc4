"""The run's own preconditioner: Q as PyTorch divides, and its spectra against dense matrices."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

if os.environ.get("ADAMW_BOUNDS_REQUIRE_TORCH"):
    import torch
else:
    torch = pytest.importorskip("torch")

from scipy.linalg import solve_continuous_lyapunov
from torch import nn
from torch.nn import functional as F  # noqa: N812

import adamw_bounds as ab
from adamw_bounds.errors import InputError, RunError
from adamw_bounds.measure import Problem, Settings, measure
from adamw_bounds.measure.optimizer import trainer_of
from adamw_bounds.measure.preconditioner import preconditioner_of
from adamw_bounds.spectra import load_spectrum
from adamw_bounds.spectra.own import CASE, DECAYS

ADAM = torch.optim.AdamW


def net(kind: Any = torch.float64, seed: int = 0) -> nn.Module:
    torch.manual_seed(seed)
    return nn.Sequential(nn.Linear(5, 6), nn.Tanh(), nn.Linear(6, 3)).to(kind)


def data(kind: Any = torch.float64) -> list[Any]:
    torch.manual_seed(1)
    return [(torch.randn(24, 5, dtype=kind), torch.randint(0, 3, (24,)))]


def trained(model: nn.Module, optimizer: Any, steps: int = 30) -> Problem:
    (x, y), generator = data()[0], torch.Generator().manual_seed(2)
    for _ in range(steps):
        rows = torch.randint(0, 24, (8,), generator=generator)
        optimizer.zero_grad()
        F.cross_entropy(model(x[rows]), y[rows]).backward()
        optimizer.step()
    return Problem(
        model=model,
        loss=nn.CrossEntropyLoss(),
        data=data(),
        optimizer=optimizer,
        batch_size=8,
        rho=0.1,
    )


def step_sizes(problem: Problem, optimizer: Any, eta: float) -> np.ndarray:
    """Read 1/denominator off the optimizer itself: one step from a first moment of 1 and g = 0."""
    before = [value.detach().clone() for value in problem.model.parameters()]
    sizes = []
    for group in optimizer.param_groups:
        group["weight_decay"] = 0.0
        for value in group["params"]:
            state = optimizer.state[value]
            # The step that is made multiplies both moments: they are set so that it restores them.
            second = group["betas"][1]
            count = float(state["step"])
            state["exp_avg"].fill_(1.0)
            for key in ("exp_avg_sq", "max_exp_avg_sq"):
                if key in state:
                    state[key] *= (1 - second ** (count + 1)) / (1 - second**count)
            state["exp_avg_sq"] /= second
            value.grad = torch.zeros_like(value)
    optimizer.step()
    for old, value in zip(before, problem.model.parameters(), strict=True):
        (group,) = (one for one in optimizer.param_groups if id(value) in map(id, one["params"]))
        count = float(optimizer.state[value]["step"])
        first = group["betas"][0]
        moved = (old - value.detach()) * (1 - first**count) / first / eta
        sizes.append(moved.reshape(-1).numpy())
        with torch.no_grad():
            value.copy_(old)
    return np.concatenate(sizes)


OPTIMIZERS = {
    "adamw": lambda p: ADAM(p, lr=1e-2, weight_decay=0.01),
    "adam": lambda p: torch.optim.Adam(p, lr=1e-2, eps=1e-3, betas=(0.8, 0.95)),
    "amsgrad": lambda p: ADAM(p, lr=1e-2, amsgrad=True, betas=(0.9, 0.6)),
    "foreach": lambda p: ADAM(p, lr=1e-2, foreach=True),
    "fused": lambda p: ADAM(p, lr=1e-2, fused=True),
    "tensor-lr": lambda p: ADAM(p, lr=torch.tensor(1e-2, dtype=torch.float64)),
}


@pytest.mark.parametrize("kind", OPTIMIZERS)
def test_q_is_what_pytorch_multiplies_by(kind: str) -> None:
    model = net()
    optimizer = OPTIMIZERS[kind](model.parameters())
    problem = trained(model, optimizer)
    found = preconditioner_of(problem)
    assert found.kind == ("amsgrad" if kind == "amsgrad" else "adam")
    assert (found.removed, found.steps, found.eta) == (0, 30, pytest.approx(1e-2))
    assert found.q == pytest.approx(step_sizes(problem, optimizer, 1e-2), rel=1e-9)


@pytest.mark.parametrize("way", ["file", "state-dict"])
@pytest.mark.parametrize("kind", [torch.optim.Adam, ADAM])
def test_a_saved_state_says_whose_the_decay_is(tmp_path: Path, kind: Any, way: str) -> None:
    """ℓ2-Adam's covariance is another one than AdamW's of the same λ."""
    model = net()
    optimizer = kind(model.parameters(), lr=1e-2, weight_decay=0.1)
    problem = trained(model, optimizer)
    saved = {"model": model.state_dict(), "optimizer": optimizer.state_dict()}
    torch.save(saved, tmp_path / "run.pt")
    # A file says more than the optimizer that the problem names.
    other = ADAM if kind is torch.optim.Adam else torch.optim.Adam
    given = optimizer.state_dict() if way == "state-dict" else other(net().parameters())
    file = tmp_path / "run.pt" if way == "file" else None
    ask = {"preconditioner": "adam", "gradient_samples": 0}
    want = measure(problem, **ask).spectrum.preconditioned
    read = replace(problem, optimizer=given)
    for more in ({}, {"exact_below": 0, "probes": 2, "steps": 3}):
        own = measure(read, **ask, **more, optimizer_state=file).spectrum.preconditioned
        assert own.is_l2 == want.is_l2 == (kind is torch.optim.Adam)
        assert own.optimizer == want.optimizer
        if not more:
            assert own.decays == want.decays


@pytest.mark.parametrize("kind", ["NAdam", "RAdam", "SparseAdam"])
def test_a_saved_state_of_another_optimizer_of_that_family(kind: str) -> None:
    """They have moments of the same names, and another update."""
    model = net()
    optimizer = getattr(torch.optim, kind)(list(model.parameters()), lr=1e-2)
    if kind == "SparseAdam":  # which takes sparse gradients only
        state = trained(model, ADAM(model.parameters())).optimizer.state_dict()
        given = {**state, "param_groups": optimizer.state_dict()["param_groups"]}
    else:
        given = trained(model, optimizer).optimizer.state_dict()
    problem = Problem(model=model, loss=nn.CrossEntropyLoss(), data=data(), optimizer=given)
    with pytest.raises(RunError, match="another optimizer") as refused:
        preconditioner_of(problem)
    assert refused.value.code == "no-preconditioner"
    renamed = trained(model, ADAM(model.parameters())).optimizer.state_dict()
    with pytest.raises(RunError, match=kind):
        preconditioner_of(replace(problem, optimizer={"name": kind, **renamed}))


def test_a_saved_state_that_lacks_what_q_needs() -> None:
    """Where amsgrad is set for one group only, the others' moments are not taken for none."""
    model = net()
    groups = [
        {"params": model[0].parameters(), "amsgrad": True},
        {"params": model[2].parameters()},
    ]
    problem = trained(model, ADAM(groups))
    for given in (problem.optimizer, problem.optimizer.state_dict()):
        with pytest.raises(RunError, match="amsgrad is set for some"):
            preconditioner_of(replace(problem, optimizer=given))
    whole = trained(model, ADAM(model.parameters())).optimizer.state_dict()
    for key, words in (("step", "how many steps"), ("exp_avg_sq", "no exp_avg_sq of 2.weight")):
        state = {number: dict(own) for number, own in whole["state"].items()}
        del state[2][key]
        with pytest.raises(RunError, match=words):
            preconditioner_of(replace(problem, optimizer={**whole, "state": state}))


def test_groups_have_their_own_rate_eps_and_beta() -> None:
    model = net()
    first, last = model[0], model[2]
    optimizer = ADAM(
        [
            {"params": first.parameters(), "lr": 1e-2, "eps": 1e-2},
            {"params": last.parameters(), "lr": 3e-3, "betas": (0.9, 0.9), "weight_decay": 0.0},
        ],
        weight_decay=0.1,
    )
    problem = trained(model, optimizer)
    found = preconditioner_of(problem)
    assert found.lam == (0.0, 0.1)
    assert found.eta == 1e-2
    assert found.q == pytest.approx(step_sizes(problem, optimizer, 1e-2), rel=1e-9)


def test_a_saved_state_without_names_says_which_group_is_whose() -> None:
    """Its parameters are numbers, and the shapes of the moments tell the groups apart."""
    model = net()
    groups = [
        {"params": [v for v in model.parameters() if v.dim() > 1]},
        {"params": [v for v in model.parameters() if v.dim() == 1], "weight_decay": 0.0},
    ]
    problem = trained(model, ADAM(groups, lr=1e-2, weight_decay=0.05), steps=2)
    want = trainer_of(problem)
    found = trainer_of(replace(problem, optimizer=problem.optimizer.state_dict()))
    assert [group.names for group in found.groups] == [group.names for group in want.groups]
    assert {**found.record(), "optimizer": "AdamW"} == want.record()
    assert found.record()["eta"] == 1e-2
    # Without moments nothing tells them apart.
    bare = {**problem.optimizer.state_dict(), "state": {}}
    unknown = trainer_of(replace(problem, optimizer=bare))
    assert [group.names for group in unknown.groups] == [None, None]
    spectrum = measure(replace(problem, optimizer=problem.optimizer.state_dict())).spectrum
    ab.generalization(spectrum)  # η and λ need not be given


@pytest.mark.parametrize("kind", ["adamw", "amsgrad"])
@pytest.mark.parametrize("way", ["file", "state-dict"])
def test_a_saved_state_says_the_same(tmp_path: Path, kind: str, way: str) -> None:
    model = net()
    optimizer = OPTIMIZERS[kind](model.parameters())
    problem = trained(model, optimizer)
    want = preconditioner_of(problem)
    path = tmp_path / "run.pt"
    torch.save({"model": model.state_dict(), "optimizer": optimizer.state_dict()}, path)
    if way == "file":
        found = preconditioner_of(problem, str(path))
    else:
        found = preconditioner_of(replace(problem, optimizer=optimizer.state_dict()))
    assert np.array_equal(found.q, want.q)
    assert (found.kind, found.steps, found.eta, found.lam) == (
        want.kind,
        want.steps,
        want.eta,
        want.lam,
    )


def dense(matrix: np.ndarray, q: np.ndarray, lam: float, eta: float, b: int, rho: float) -> float:
    root = np.sqrt(q)
    s, vectors = np.linalg.eigh(root[:, None] * matrix * root)
    a = 2 * rho * b / eta
    trace = (vectors**2 * q[:, None] * (s / (s + lam))).sum() / a
    return float(-np.log(q).sum() - np.log(s / (s + lam)).sum() + trace + len(q) * np.log(a))


def with_decays(
    matrix: np.ndarray, q: np.ndarray, decay: np.ndarray, eta: float, b: int, rho: float
) -> float:
    """Solve (QH + D)M + M(QH + D)ᵀ = (η/b)QHQ by the general solver."""
    noise = eta / b * q[:, None] * matrix * q
    covariance = solve_continuous_lyapunov(q[:, None] * matrix + np.diag(decay), noise)
    return float(np.trace(covariance) / rho - np.linalg.slogdet(covariance / rho)[1])


@pytest.mark.parametrize("steps", [None, 14])
@pytest.mark.parametrize("kind", ["adamw", "l2", "l2-groups", "rates"])
def test_err_with_the_runs_own_decays(dense_hessian: Any, kind: str, steps: int | None) -> None:
    """Biases without a decay, groups of other rates, and the ℓ2 term's, against dense matrices."""
    model = net()
    weights = [value for value in model.parameters() if value.dim() > 1]
    biases = [value for value in model.parameters() if value.dim() == 1]
    made, l2 = (torch.optim.Adam if "l2" in kind else ADAM), "l2" in kind
    groups: Any = [{"params": weights}, {"params": biases, "weight_decay": 0.0}]
    if kind == "rates":
        groups = [{"params": weights}, {"params": biases, "lr": 4e-3}]
    if kind == "l2":
        groups = model.parameters()
    problem = trained(model, made(groups, lr=1e-2, weight_decay=0.05))
    few = {} if steps is None else {"exact_below": 0, "probes": 10, "steps": steps}
    found = measure(problem, preconditioner="adam", own_matrix="hessian", kappa=0.5, **few)
    (x, y), names = data()[0], [name for name, _ in model.named_parameters()]
    matrix = dense_hessian(model, names, lambda call: F.cross_entropy(call(x), y))
    matrix = 0.5 * (matrix + matrix.T) + 0.5 * np.eye(len(matrix))
    q = preconditioner_of(problem).q
    is_bias = np.concatenate([np.full(p.numel(), p.dim() == 1) for p in model.parameters()])
    lam = np.where(is_bias, {"l2": 0.05, "rates": 0.4 * 0.05}.get(kind, 0.0), 0.05)
    want = with_decays(matrix, q, lam * q if l2 else lam, 1e-2, 8, 0.1)
    answer = ab.generalization(found.spectrum, lam=0.05, eta=1e-2)
    optimizer = "l2-adam" if l2 else "adamw"
    case = CASE if kind == "l2" else DECAYS
    (row,) = [
        one
        for one in answer.results
        if (one.case, one.optimizer, one.quantity) == (case, optimizer, "err")
    ]
    if steps is None:
        assert row.value == pytest.approx(want, rel=1e-9)
    else:
        assert row.lower <= want <= row.upper
        assert row.value == row.upper
        assert row.upper - row.lower < 0.6 * abs(want)
    own = found.spectrum.preconditioned
    assert (own.w is not None) == (steps is None or kind != "l2")
    if steps is None:
        root = np.sqrt(q)
        shifted = root[:, None] * matrix * root + np.diag(lam * q if l2 else lam)
        assert own.w.eigenvalues == pytest.approx(np.linalg.eigvalsh(shifted), rel=1e-9)
    if own.decays is not None:
        assert own.decays.trace_least <= own.decays.trace_most
    if kind != "l2":
        assert "own-decay" in {note.code for note in answer.warnings}
    # One λ for all of them is not the run's.
    marked = {
        one.case
        for one in answer.results
        if one.optimizer == optimizer and any("NOT A BOUND" in note for note in one.notes)
    }
    assert (CASE in marked, DECAYS in marked) == (kind != "l2", False)


@pytest.mark.parametrize("steps", [None, 12])
def test_err_is_that_of_dense_matrices(dense_hessian: Any, steps: int | None) -> None:
    model = net()
    problem = trained(model, ADAM(model.parameters(), lr=1e-2, weight_decay=0.05))
    few = {} if steps is None else {"exact_below": 0, "probes": 10, "steps": steps}
    # With a κ this large H + κI has no negative eigenvalue.
    found = measure(problem, preconditioner="adam", own_matrix="hessian", kappa=0.5, **few)
    (x, y), names = data()[0], [name for name, _ in model.named_parameters()]
    matrix = dense_hessian(model, names, lambda call: F.cross_entropy(call(x), y))
    matrix = 0.5 * (matrix + matrix.T) + 0.5 * np.eye(len(matrix))
    assert np.linalg.eigvalsh(matrix)[0] > 0
    q = preconditioner_of(problem).q
    answer = ab.generalization(found.spectrum)
    (row,) = [
        one
        for one in answer.results
        if (one.case, one.optimizer, one.quantity) == (CASE, "adamw", "err")
    ]
    want = dense(matrix, q, 0.05, 1e-2, 8, 0.1)
    if steps is None:
        assert row.value == pytest.approx(want, rel=1e-10)
        own = found.spectrum.preconditioned
        ratio = 8 * preconditioner_of(problem).second / (np.diag(matrix) - 0.5)
        assert own.ratio["0.5"] == pytest.approx(np.median(ratio[ratio > 0]), rel=1e-8)
    else:
        assert row.lower <= want <= row.upper
        assert row.upper - row.lower < 0.3 * abs(want)


def test_the_edge_reads_the_largest(tmp_path: Path) -> None:
    model = net()
    problem = trained(model, ADAM(model.parameters(), lr=1e-2, weight_decay=0.05))
    path = tmp_path / "own.npz"
    found = measure(problem, preconditioner="adam", own_matrix="hessian", kappa=0.0)
    found.save(path)
    largest = found.spectrum.preconditioned.s.extremes[1]
    asked = {"lr": 1e-2, "betas": (0.9, 0.999), "weight_decay": 0.05}
    answer = ab.edge(eigenvalues=path, **asked)
    limit = (1 + 0.9) * (2 - 1e-2 * 0.05) / ((1 - 0.9) * 1e-2)
    row = answer.one(quantity="edge-ratio")
    assert row.value == pytest.approx(largest / limit, rel=1e-12)
    assert not any("Gauss" in note for note in row.notes)
    measure(problem, preconditioner="adam").save(path)
    row = ab.edge(eigenvalues=path, **asked).one(quantity="edge-ratio")
    assert any("Gauss" in note for note in row.notes)


def test_dead_coordinates_are_left_out() -> None:
    model = net()
    with torch.no_grad():
        model[2].weight[:, 0] = 0.0  # its hidden unit gets no gradient
    problem = trained(model, ADAM(model.parameters(), lr=1e-2, weight_decay=0.05), steps=1)
    found = measure(problem, preconditioner="adam", kappa=1e-3)
    own = found.spectrum.preconditioned
    assert own.removed == 6
    assert own.dim == 57 - 6
    assert own.matrix == "ggn"
    # The KL is that of the coordinates that are left, ‖x*‖ too.
    live = [value.detach().clone() for value in model.parameters()]
    live[0][0], live[1][0] = 0.0, 0.0
    assert own.x_star_norm == pytest.approx(float(torch.cat([v.flatten() for v in live]).norm()))
    assert own.x_star_norm < 0.999 * found.constants.x_star_norm
    few = measure(problem, preconditioner="adam", exact_below=0, probes=2, steps=3)
    assert few.spectrum.preconditioned.x_star_norm == own.x_star_norm


@pytest.mark.parametrize(
    ("optimizer", "words"),
    [
        (lambda p: torch.optim.SGD(p, lr=0.1), "SGD"),
        (lambda p: torch.optim.RMSprop(p, lr=0.1), "RMSprop"),
        (lambda p: {"name": "AdamW", "lr": 0.1}, "state"),
        (lambda p: None, "no optimizer"),
        (lambda p: ADAM([torch.zeros(3, requires_grad=True)], lr=0.1), "another model"),
    ],
)
def test_what_has_no_such_state(optimizer: Any, words: str) -> None:
    model = net()
    made = optimizer(model.parameters())
    problem = Problem(model=model, loss=nn.CrossEntropyLoss(), data=data(), optimizer=made)
    with pytest.raises(RunError, match=words) as refused:
        measure(problem, preconditioner="adam")
    assert refused.value.code == "no-preconditioner"


def test_an_optimizer_that_made_no_step() -> None:
    model = net()
    problem = Problem(
        model=model,
        loss=nn.CrossEntropyLoss(),
        data=data(),
        optimizer=ADAM(model.parameters()),
    )
    with pytest.raises(RunError) as refused:
        measure(problem, preconditioner="adam")
    assert refused.value.code == "no-steps"


def test_a_training_loop_measures_it_from_the_first_step_on(tmp_path: Path) -> None:
    from adamw_bounds.measure import SpectrumRecorder

    model, (x, y) = net(), data()[0]
    optimizer = ADAM(model.parameters(), lr=1e-2)
    loader = torch.utils.data.DataLoader(torch.utils.data.TensorDataset(x, y), batch_size=8)
    loss = nn.CrossEntropyLoss()
    asked = {"loss": loss, "every": 3, "on_error": "raise", "preconditioner": "adam"}
    with SpectrumRecorder(tmp_path, model, optimizer, loader, **asked) as recorder:
        for inputs, target in loader:
            optimizer.zero_grad()
            loss(model(inputs), target).backward()
            optimizer.step()
            recorder.step()
    found = [load_spectrum(path).preconditioned for path in recorder.files]
    assert [None if own is None else own.steps for own in found] == [None, 3]


@pytest.mark.parametrize("change", ["other-shapes", "other-names", "other-values", "no-state"])
def test_checkpoints_of_other_runs(tmp_path: Path, change: str) -> None:
    model = net()
    optimizer = ADAM(model.parameters(), lr=1e-2)
    problem = trained(model, optimizer)
    state = {"model": model.state_dict(), "optimizer": optimizer.state_dict()}
    if change == "other-shapes":
        other = nn.Sequential(nn.Linear(5, 7), nn.Tanh(), nn.Linear(7, 3)).double()
        state["model"] = other.state_dict()
    elif change == "other-names":
        state["model"] = nn.Linear(5, 3).state_dict()
    elif change == "other-values":
        state["model"] = net(seed=5).state_dict()
    else:
        del state["optimizer"]
    path = tmp_path / "run.pt"
    torch.save(state, path)
    with pytest.raises(RunError) as refused:
        measure(problem, preconditioner="adam", optimizer_state=str(path))
    assert refused.value.code == "no-preconditioner"


def test_settings_that_need_each_other() -> None:
    with pytest.raises(InputError) as refused:
        Settings.checked(kappa=1.0, own_matrix="ggn")
    assert {fault.option for fault in refused.value.faults} == {"--kappa", "--own-matrix"}
    with pytest.raises(InputError):
        Settings.checked(preconditioner="adam", blocks="layer")
    with pytest.raises(InputError):
        Settings.checked(preconditioner="sgd")


@pytest.mark.parametrize("kind", ["adamw", "l2"])
def test_a_checkpoint_keeps_it_to_the_bit(tmp_path: Path, kind: str) -> None:
    """Cut short at any product; what is gone on with is the same file."""
    model = net()
    made = torch.optim.Adam if kind == "l2" else ADAM
    ready = trained(model, made(model.parameters(), lr=1e-2, weight_decay=0.05))
    calls, stop = 0, 0

    def loss(model: Any, batch: Any) -> Any:
        nonlocal calls
        calls += 1
        if calls == stop:
            raise KeyboardInterrupt
        return F.cross_entropy(model(batch[0]), batch[1])

    problem = replace(ready, loss=loss)
    few = {"exact_below": 0, "probes": 2, "steps": 4, "chunk": 2, "memory": 1}
    asked = {**few, "preconditioner": "adam", "own_matrix": "hessian", "checkpoint_minutes": 1000}

    def run(folder: Path | None, name: str, **more: Any) -> bytes:
        measure(problem, checkpoint=folder, **{**asked, **more}).save(tmp_path / name)
        return (tmp_path / name).read_bytes()

    whole = run(None, "whole.npz")
    # Each product of the last runs calls the loss: 2 or 3 of them, of 4 steps and their ends.
    parts = 3 if kind == "l2" else 2
    total = calls
    first = total - 5 * parts + 1
    for call in range(first, total + 1, 3):
        folder, calls, stop = tmp_path / str(call), 0, call
        with pytest.raises(KeyboardInterrupt):
            run(folder, "cut.npz")
        assert not (tmp_path / "cut.npz").exists()
        calls, stop = 0, 0
        assert run(folder, "found.npz") == whole
        # The steps that were made are not made again: 4 of the matrix itself, and of each run.
        done, left = divmod(call - first, 5)
        assert calls == total - 4 * (1 + done) - left
    calls = 0
    assert run(folder, "found.npz") == whole
    assert calls == total - 4 * (1 + parts)
    # Another κ is another matrix; what was drawn by default stays with more steps.
    with pytest.raises(RunError, match="kappa") as refused:
        run(folder, "found.npz", kappa=0.5)
    assert refused.value.code == "other-checkpoint"
    run(folder, "more.npz", steps=6)
    before, after = (load_spectrum(tmp_path / name) for name in ("whole.npz", "more.npz"))
    assert after.preconditioned.kappa == before.preconditioned.kappa
    assert after.preconditioned.s.steps == 6
    # The state of another step is refused.
    for value in model.parameters():
        ready.optimizer.state[value]["exp_avg_sq"] *= 1.5
    with pytest.raises(RunError, match="preconditioner"):
        run(folder, "found.npz")
