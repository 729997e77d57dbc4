"""The KKT score of points: from arrays and files, at rest points of AdamW, after training."""

from __future__ import annotations

import itertools
import math
from pathlib import Path
from typing import Any

import mpmath
import numpy as np
import pytest

import adamw_bounds as ab
from adamw_bounds.questions import arrays
from adamw_bounds.questions.brackets import ends, jackknifed

DIGITS = 50


def values(answer: ab.Answer) -> dict[str, Any]:
    return {row.quantity: row.value for row in answer}


def plain(x: Any, g: Any, lam: float) -> float:
    """K entry by entry, in many digits."""
    with mpmath.workdps(DIGITS):
        return float(
            mpmath.fsum(
                abs(mpmath.mpf(float(b))) + lam * mpmath.mpf(float(a)) * mpmath.mpf(float(b))
                for a, b in zip(np.ravel(x), np.ravel(g), strict=True)
            )
        )


# --- golden numbers -------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("epsilon", "rest", "score"),
    [
        ({"adam_eps": 1e-2}, -1.0416667, 0.00833333),
        ({"delta": 1e-4}, -1.2257258, 0.000970966),
    ],
)
def test_golden_rest_points(epsilon: dict[str, float], rest: float, score: float) -> None:
    """λ = 0.8, g = 0.05, in 50 digits: where AdamW rests, and K there."""
    with mpmath.workdps(DIGITS):
        lam, g = mpmath.mpf("0.8"), mpmath.mpf("0.05")
        inside = "delta" in epsilon
        divisor = mpmath.sqrt(g**2 + mpmath.mpf("1e-4")) if inside else g + mpmath.mpf("0.01")
        x = -g / (lam * divisor)
        exact = g * (1 + lam * x)
        assert float(x) == pytest.approx(rest, abs=5e-8)
        assert float(exact) == pytest.approx(score, rel=1e-5)
    found = values(ab.kkt([float(x)], [0.05], lam=0.8, **epsilon))
    assert found["kkt-score"] == pytest.approx(float(exact), rel=1e-12)
    assert found["kkt-floor"] == pytest.approx(float(exact), rel=1e-12)
    assert found["frank-wolfe-gap"] == pytest.approx(float(exact) / 0.8, rel=1e-12)
    assert found["adamw-residual"] == pytest.approx(0, abs=1e-15)


def test_golden_largest_floor() -> None:
    """0.30028 d√δ, reached at λ|x| = 1/φ; dε is what K comes up to outside."""
    with mpmath.workdps(DIGITS):
        golden = (1 + mpmath.sqrt(5)) / 2
        most = golden ** (-mpmath.mpf(5) / 2)
        assert float(most) == pytest.approx(0.30028, abs=5e-6)
        # λ|x| = g/√(g²+δ) = 1/φ
        g = float(mpmath.sqrt(1 / (golden**2 - 1)) / 10)
    found = values(ab.kkt(np.zeros(7), np.full(7, g), lam=1, delta=1e-2))
    assert found["kkt-floor-max"] == pytest.approx(7 * float(most) * 0.1, rel=1e-12)
    assert found["kkt-floor"] == pytest.approx(found["kkt-floor-max"], rel=1e-12)
    found = values(ab.kkt(np.zeros(7), np.full(7, 1e9), lam=1, adam_eps=1e-2))
    assert found["kkt-floor"] == pytest.approx(0.07, rel=1e-9)
    assert found["kkt-floor-max"] == pytest.approx(0.07, rel=1e-12)


# --- sums -----------------------------------------------------------------------------------------
@pytest.mark.parametrize("dtype", ["float16", "float32", "float64"])
@pytest.mark.parametrize("chunk", [7, 1 << 20])
def test_sums_in_float64(dtype: str, chunk: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(arrays, "CHUNK", chunk)
    rng = np.random.default_rng(1)
    x = {"w": rng.uniform(-1, 1, (30, 20)).astype(dtype), "b": rng.normal(size=5).astype(dtype)}
    g = {name: rng.standard_normal(item.shape).astype(dtype) for name, item in x.items()}
    found = values(ab.kkt(x, g, weight_decay=0.5, adam_eps=0.1))
    flat = [np.concatenate([side[name].ravel() for name in x]).astype(float) for side in (x, g)]
    assert found["kkt-score"] == pytest.approx(plain(*flat, 0.5), rel=1e-13)
    a, y = np.abs(flat[1]), flat[0]
    assert found["gradient-l1"] == pytest.approx(a.sum(), rel=1e-13)
    assert found["kkt-relative"] == pytest.approx(plain(*flat, 0.5) / a.sum(), rel=1e-12)
    assert found["lambda-x-inf"] == pytest.approx(0.5 * abs(y).max())
    residual = np.linalg.norm(flat[1] + 0.5 * (a + 0.1) * y)
    assert found["adamw-residual"] == pytest.approx(residual, rel=1e-12)
    assert found["kkt-floor"] == pytest.approx((0.1 * a / (a + 0.1)).sum(), rel=1e-12)


def test_many_halves_do_not_overflow() -> None:
    x, g = np.full(200_000, 0.5, dtype=np.float16), np.ones(200_000, dtype=np.float16)
    assert values(ab.kkt(x, g, lam=1))["kkt-score"] == 300_000


def test_where_the_gradient_is_nothing() -> None:
    found = ab.kkt([0.3, -0.4], [0.0, 0.0], lam=1, adam_eps=0.1)
    assert values(found)["kkt-score"] == 0
    assert values(found)["kkt-relative"] is None
    assert values(found)["kkt-floor"] == 0
    # Weight decay still pulls: λε‖x‖.
    assert values(found)["adamw-residual"] == pytest.approx(0.05)
    assert values(ab.kkt([0.3], [0.0], lam=1))["kkt-floor"] == 0


def test_no_decay_and_outside_the_box() -> None:
    found = ab.kkt([5.0, -1.0], [1.0, -2.0], lam=0)
    assert values(found)["kkt-score"] == values(found)["gradient-l1"] == 3
    assert values(found)["frank-wolfe-gap"] is None
    assert "no-decay" in {note.code for note in found.warnings}
    found = ab.kkt([-5.0], [1.0], lam=1)
    assert values(found)["kkt-score"] == -4
    assert "outside-box" in {note.code for note in found.warnings}
    assert found.one(quantity="kkt-score").notes


def test_shares() -> None:
    x, g = [1.0, -0.9995, 0.5, 0.0], [10.0, 9.98, 10.0, 9.99]
    found = values(ab.kkt(x, g, lam=1, adam_eps=0.01))
    assert found["share-at-bound"] == 0.5
    # ε(1 − tol)/tol = 9.99: only what is above it can rest at the bound.
    assert found["share-above-epsilon"] == 0.5
    a = math.nextafter(9.99, 10)
    assert a / (a + 0.01) >= 1 - 1e-3
    inside = values(ab.kkt([0.0] * 3, [0.21, 0.23, 0.25], lam=1, delta=1e-4, tolerance=1e-3))
    assert inside["share-above-epsilon"] == pytest.approx(
        np.mean([b / math.sqrt(b * b + 1e-4) > 0.999 for b in (0.21, 0.23, 0.25)])
    )


# --- files ----------------------------------------------------------------------------------------
def test_files_are_the_arrays(tmp_path: Path) -> None:
    rng = np.random.default_rng(2)
    x, g = rng.normal(size=(4, 3)), rng.normal(size=(4, 3))
    np.save(tmp_path / "x.npy", x)
    np.savez(tmp_path / "g.npz", g)
    np.savez(tmp_path / "named.npz", w=g, b=x)
    expected = values(ab.kkt(x, g, lam=0.3))
    assert values(ab.kkt(tmp_path / "x.npy", tmp_path / "g.npz", lam=0.3)) == expected
    both = values(ab.kkt({"b": g, "w": x}, tmp_path / "named.npz", lam=0.3))
    assert both["kkt-score"] == pytest.approx(plain(x, g, 0.3) + plain(g, x, 0.3))


def test_wrong_arrays(tmp_path: Path) -> None:
    np.savez(tmp_path / "ab.npz", a=np.ones(2), b=np.ones(3))
    np.savez(tmp_path / "ac.npz", a=np.ones(2), c=np.ones(3))
    (tmp_path / "empty.npy").write_bytes(b"")
    (tmp_path / "cut.npy").write_bytes(b"\x93NUMPY\x01\x00")
    (tmp_path / "text.npy").write_text("1 2 3")
    objects = np.array([{}], dtype=object)
    np.save(tmp_path / "objects.npy", objects, allow_pickle=True)
    wrong: list[tuple[Any, Any]] = [
        ([1.0, 2.0], [1.0]),
        (np.ones((2, 1)), np.ones(2)),
        (tmp_path / "ab.npz", tmp_path / "ac.npz"),
        ([1j], [1.0]),
        ([True], [1.0]),
        (["a"], [1.0]),
        ([], []),
        ({}, {}),
        (None, [1.0]),
        ([1.0], None),
        ([1.0], [[0.1], [0.2, 0.3]]),
        (np.ma.masked_array([1.0, 2.0], mask=[True, False]), [1.0, 1.0]),
    ]
    for x, g in wrong:
        with pytest.raises(ab.InputError):
            ab.kkt(x, g, lam=1)
    for name in ("empty.npy", "cut.npy", "text.npy", "objects.npy", "missing.npy"):
        with pytest.raises(ab.RunError):
            ab.kkt(tmp_path / name, [1.0], lam=1)
    for bad in (math.nan, math.inf):
        with pytest.raises(ab.RunError, match="entry 1"):
            ab.kkt([0.0, bad], [0.0, 0.0], lam=1)
        with pytest.raises(ab.RunError, match="entry 1"):
            ab.kkt([0.0, 0.0], [0.0, bad], lam=1)


def test_wrong_numbers() -> None:
    for more in (
        {},
        {"lam": -1},
        {"lam": 1, "weight_decay": 1},
        {"lam": 1, "delta": 1e-4, "adam_eps": 1e-2},
        {"lam": 1, "adam_eps": -1e-8},
        {"lam": 1, "tolerance": 0},
        {"lam": 1, "tolerance": 1},
        {"lam": math.nan},
        {"lam": [1, 2]},
    ):
        with pytest.raises(ab.InputError):
            ab.kkt([1.0], [1.0], **more)
    with pytest.raises(ab.InputError) as all_at_once:
        ab.kkt(None, [1.0], lam=-1, tolerance=3)
    assert {fault.name for fault in all_at_once.value.faults} == {"params", "lam", "tolerance"}


# --- training -------------------------------------------------------------------------------------
def _logistic(rng: np.random.Generator) -> Any:
    """Return the mean logistic loss's gradient, of separable data with unequal features."""
    data = rng.normal(size=(60, 6)) * np.array([1, 2, 0.5, 1, 3, 0.2])
    label = np.sign(data @ np.array([1.0, -1, 2, 0.3, -0.2, 1]) + 0.1)

    def gradient(x: Any) -> Any:
        margin = label * (data @ x)
        return -(data * (label / (1 + np.exp(margin)))[:, None]).mean(axis=0)

    return gradient


def _trained(gradient: Any, *, decoupled: bool, lam: float, eps: float, steps: int) -> Any:
    """Full-batch Adam with PyTorch's bias correction; a step of 1/√k, whose sum diverges."""
    x, m, v = np.zeros(6), np.zeros(6), np.zeros(6)
    for k in range(1, steps + 1):
        eta = 0.3 / math.sqrt(k)
        g = gradient(x) + (0 if decoupled else lam * x)
        m, v = 0.9 * m + 0.1 * g, 0.99 * v + 0.01 * g * g
        u = (m / (1 - 0.9**k)) / (np.sqrt(v / (1 - 0.99**k)) + eps)
        x = x - eta * u - (eta * lam * x if decoupled else 0)
    return x


def test_adamw_comes_down_to_its_floor_and_adam_with_l2_does_not() -> None:
    gradient, lam, eps = _logistic(np.random.default_rng(5)), 0.5, 1e-3
    scores = []
    for steps in (30, 300, 30_000):
        x = _trained(gradient, decoupled=True, lam=lam, eps=eps, steps=steps)
        scores.append(values(ab.kkt(x, gradient(x), weight_decay=lam, adam_eps=eps)))
    assert all(
        after["kkt-score"] < before["kkt-score"] for before, after in itertools.pairwise(scores)
    )
    last = scores[-1]
    assert last["kkt-score"] == pytest.approx(last["kkt-floor"], rel=1e-3)
    assert last["kkt-floor"] <= last["kkt-floor-max"] == pytest.approx(6 * eps)
    assert last["adamw-residual-relative"] < 1e-3
    assert last["lambda-x-inf"] < 1
    x = _trained(gradient, decoupled=False, lam=lam, eps=eps, steps=30_000)
    # It has found its own minimiser, that of F + (λ/2)‖x‖²,
    assert np.linalg.norm(gradient(x) + lam * x) < 1e-3
    other = values(ab.kkt(x, gradient(x), weight_decay=lam, adam_eps=eps))
    # which is far from a KKT point of the box.
    assert other["kkt-relative"] > 0.3
    assert other["kkt-score"] > 50 * other["kkt-floor"]


@pytest.mark.parametrize("name", ["adam_eps", "delta"])
def test_an_epsilon_whose_floor_exceeds_a_float_has_no_floor(name: str) -> None:
    largest = 1.7e308
    answer = ab.kkt(np.ones(3), np.ones(3), weight_decay=0.1, **{name: largest})
    found = values(answer)
    assert (found["kkt-floor-max"] is None) == (name == "adam_eps")
    assert found["kkt-score"] == pytest.approx(3.3)


def test_wrong_numbers_are_said_before_a_missing_file(tmp_path: Path) -> None:
    missing = str(tmp_path / "none.npy")
    with pytest.raises(ab.InputError) as caught:
        ab.kkt(missing, missing, lam="x", adam_eps=-1)
    assert [fault.name for fault in caught.value.faults] == ["lam", "adam_eps"]
    with pytest.raises(ab.RunError):
        ab.kkt(missing, missing, lam=0.1)


# --- parameter groups -----------------------------------------------------------------------------
GROUPS = (
    {"name": "decay", "params": ["w"], "weight_decay": 0.5, "eps": 1e-2},
    {"name": "none", "params": ["b", "c"], "weight_decay": 0.0, "eps": 1e-4},
)


def test_each_group_is_a_point_of_its_own_and_the_whole_is_their_sum() -> None:
    rng = np.random.default_rng(3)
    x = {name: rng.uniform(-1, 1, size) for name, size in (("w", (4, 3)), ("b", 5), ("c", 2))}
    g = {name: rng.standard_normal(item.shape) for name, item in x.items()}
    answer = ab.kkt(x, g, groups=GROUPS)
    sums = dict.fromkeys(("kkt-score", "gradient-l1", "kkt-floor", "kkt-floor-max"), 0.0)
    for group in GROUPS:
        own = [{name: side[name] for name in group["params"]} for side in (x, g)]
        settings = {"weight_decay": group["weight_decay"], "adam_eps": group["eps"]}
        alone = values(ab.kkt(*own, **settings))
        found = {row.quantity: row.value for row in answer if row.case == group["name"]}
        share = alone["gradient-l1"] / sum(np.abs(item).sum() for item in g.values())
        assert found.pop("gradient-share") == pytest.approx(share, rel=1e-12)
        assert found == alone
        sums = {name: value + alone[name] for name, value in sums.items()}
    whole = {row.quantity: row.value for row in answer if row.case is None}
    assert sums == pytest.approx({name: whole[name] for name in sums}, rel=1e-12)
    assert whole["frank-wolfe-gap"] == pytest.approx(plain(x["w"], g["w"], 0.5) / 0.5, rel=1e-12)
    assert answer.inputs["dim"] == 19
    # One λ and one ε for all make one group of them.
    one = ab.kkt(x, g, groups=GROUPS, weight_decay=0.5, adam_eps=0)
    assert {row.case for row in one} == {None}
    assert values(one) == values(ab.kkt(x, g, weight_decay=0.5, adam_eps=0))


@pytest.mark.parametrize(
    "groups",
    [
        GROUPS[:1],
        (*GROUPS, {"params": ["w"], "weight_decay": 1}),
        ({**GROUPS[0], "params": ["w", "b", "c", "d"]},),
        ({**GROUPS[0], "params": ["w", "b", "c"], "weight_decay": -1},),
        ({"params": ["w", "b", "c"]},),
        ({"params": ["w", "b", "c"], "weight_decay": 1, "lr": 1},),
    ],
)
def test_wrong_groups(groups: Any) -> None:
    x = {name: np.ones(2) for name in "wbc"}
    with pytest.raises(ab.InputError):
        ab.kkt(x, x, groups=groups)


def test_checkpoints(tmp_path: Path) -> None:
    torch = pytest.importorskip("torch")
    torch.manual_seed(0)
    model = torch.nn.Sequential(torch.nn.Linear(3, 4), torch.nn.BatchNorm1d(4))
    held = dict(model.named_parameters())
    weights = [value for value in held.values() if value.ndim > 1]
    others = [value for value in held.values() if value.ndim == 1]
    groups = [{"params": weights, "weight_decay": 0.5}, {"params": others, "weight_decay": 0}]

    def saved(kind: Any, path: str, **more: Any) -> Path:
        optimizer = kind([dict(group) for group in groups], lr=1e-3, **more)
        optimizer.zero_grad()
        model(torch.randn(8, 3)).square().mean().backward()
        optimizer.step()
        state = {"model": model.state_dict(), "optimizer": optimizer.state_dict()}
        torch.save(state, tmp_path / path)
        return tmp_path / path

    path = saved(torch.optim.AdamW, "x.pt", eps=1e-6)
    torch.save({name: value.grad for name, value in held.items()}, tmp_path / "g.pt")
    answer = ab.kkt(path, tmp_path / "g.pt")
    x, g = (
        {n: item.detach().numpy() for n, item in side.items()}
        for side in (held, {name: value.grad for name, value in held.items()})
    )
    written = [
        {
            "name": f"decay {decay}" if decay else "no decay",
            "params": [name for name in x if (x[name].ndim > 1) == bool(decay)],
            "weight_decay": decay,
            "eps": 1e-6,
        }
        for decay in (0.5, 0)
    ]
    expected = ab.kkt(x, g, groups=written)
    own = [row for row in answer if "own" in row.quantity]
    assert [(row.case, row.quantity, row.value) for row in answer if row not in own] == [
        (row.case, row.quantity, row.value) for row in expected
    ]
    # After one step v̂ is the square of the gradient that made it, which is the one that was saved.
    for row in own:
        same = answer.one(case=row.case, quantity=row.quantity.replace("-own", ""))
        assert row.value == pytest.approx(same.value, rel=1e-5)
    # Tensors, lists of them and the model itself say the same.
    for given in (
        (held, {name: value.grad for name, value in held.items()}),
        (list(held.values()), [value.grad for value in held.values()]),
        (model, None),
    ):
        alone = values(ab.kkt(*given, lam=0.5, adam_eps=1e-6))
        assert alone == values(ab.kkt(x, g, lam=0.5, adam_eps=1e-6))
    # Only AdamW's own decay draws a box; given, it is the user's word.
    for kind, name in ((torch.optim.Adam, "adam.pt"), (torch.optim.SGD, "sgd.pt")):
        other = saved(kind, name)
        torch.save({name: value.grad for name, value in held.items()}, tmp_path / "other.pt")
        with pytest.raises(ab.InputError) as caught:
            ab.kkt(other, tmp_path / "other.pt")
        assert [fault.name for fault in caught.value.faults] == ["weight_decay"]
        assert len({row.case for row in ab.kkt(other, tmp_path / "other.pt", lam=0.5)}) == 1
    # A model's state is no gradient, and another model's gradient is told by its names.
    torch.save({name[:-1]: value for name, value in held.items()}, tmp_path / "names.pt")
    torch.save({name: value.flatten()[1:] for name, value in held.items()}, tmp_path / "shapes.pt")
    for wrong, count in ((path, 1), (tmp_path / "names.pt", 2), (tmp_path / "shapes.pt", 4)):
        with pytest.raises(ab.InputError) as caught:
            ab.kkt(path, wrong)
        assert len(caught.value.faults) == count
    np.savez(tmp_path / "whole.npz", **{name: np.ones(item.shape, int) for name, item in x.items()})
    with pytest.raises(ab.InputError):
        ab.kkt(path, tmp_path / "whole.npz")


# --- brackets -------------------------------------------------------------------------------------
def test_two_gradients_bracket_the_score() -> None:
    x = np.array([0.5, -0.25, 1.0, 0.0])
    a, b = np.array([1.0, -2.0, 0.5, 0.0]), np.array([-1.0, -1.0, 1.5, 2.0])
    answer = ab.kkt(x, [{"": a}, {"": b}], lam=0.5)
    drift = 0.5 * x @ (a + b) / 2
    lower = (np.sign(a) @ b + np.sign(b) @ a) / 2 + drift
    upper = np.abs((a + b) / 2).sum() + drift
    row = answer.one(quantity="kkt-score")
    assert (row.lower, row.value, row.upper) == pytest.approx((lower, upper, upper))
    assert answer.one(quantity="kkt-lower").stderr is None
    # Of two numbers the jackknife is half their distance.
    other = [np.abs(g).sum() + 0.5 * x @ g for g in (a, b)]
    expected = abs(other[0] - other[1]) / 2
    assert answer.one(quantity="kkt-upper").stderr == pytest.approx(expected)
    with pytest.raises(ab.InputError):
        ab.kkt({"w": x}, [{"w": a}, {"v": b}], lam=0.5)


@pytest.mark.parametrize("noise", [0.3, 3.0])
@pytest.mark.parametrize("count", [2, 5])
def test_the_ends_hold_the_score_on_average_and_know_their_error(noise: float, count: int) -> None:
    rng = np.random.default_rng(7)
    x, g, lam = rng.uniform(-1, 1, 40), rng.standard_normal(40), 0.7
    score = plain(x, g, lam)
    found = [
        [jackknifed(end) for end in ends(x, g + noise * rng.standard_t(5, (count, 40)), lam)]
        for _ in range(1500)
    ]
    for place, side in ((0, -1), (1, 1)):
        means = np.array([ends_[place][0] for ends_ in found])
        assert side * (means.mean() - score) > -4 * means.std() / math.sqrt(len(means))
        if found[0][place][1] is not None and count > 2:
            squared = np.mean([ends_[place][1] ** 2 for ends_ in found])
            assert 0.9 < squared / means.var() < 2.5  # a jackknife errs upwards
