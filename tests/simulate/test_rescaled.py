"""The walks on rescaled gradients: figures at 50 digits, exact powers of 2, what is refused."""

from __future__ import annotations

import math
from pathlib import Path

import mpmath
import numpy as np
import pytest
from examples import examples
from hypothesis import given, settings
from hypothesis import strategies as st

import adamw_bounds as ab
from adamw_bounds.errors import BoundsError, InputError, RunError

OPTIMIZERS = ("adamw", "adamprox", "adam", "l2-adam")


def exact_walk(who: str, column, *, s, eps, lam, eta, betas, start):
    """Return x_1 … x_T of one coordinate in 50 digits, as PyTorch's page writes the update."""
    mpf = mpmath.mpf
    s, eps, lam, eta, x = (mpf(item) for item in (s, eps, lam, eta, start))
    b1, b2 = mpf(betas[0]), mpf(betas[1])
    m = v = mpf(0)
    found = []
    for t, raw in enumerate(column, 1):
        g = s * mpf(float(raw)) + (lam * x if who == "l2-adam" else 0)
        m, v = b1 * m + (1 - b1) * g, b2 * v + (1 - b2) * g**2
        below = mpmath.sqrt(v / (1 - b2**t)) + eps
        u = eta * (m / (1 - b1**t)) / below if below else mpf(0)
        if who == "adamw":
            x = (1 - eta * lam) * x - u
        elif who == "adamprox":
            x = (x - u) / (1 + eta * lam)
        else:
            x = x - u
        found.append(x)
    return found


def exact_deviation(who: str, table, scales, **settings):
    """Return the deviation that the definition gives: over copies, steps and coordinates."""
    start = settings.pop("start")
    apart = far = mpmath.mpf(0)
    for i in range(table.shape[1]):
        own = exact_walk(who, table[:, i], s=1, start=start[i], **settings)
        far = max(far, *(abs(x - start[i]) for x in own))
        for s in scales:
            copy = exact_walk(who, table[:, i], s=s, start=start[i], **settings)
            apart = max(apart, *(abs(x - y) for x, y in zip(own, copy, strict=True)))
    return apart / far


@pytest.mark.parametrize("who", OPTIMIZERS)
@pytest.mark.parametrize("eps", [1e-4, 1e-8, 0.0])
def test_against_50_digits(who: str, eps: float) -> None:
    table = np.random.default_rng(3).standard_normal((12, 4))
    table[:, 2] = 0.0  # a coordinate that never gets a gradient
    table[:5, 3] = 0.0
    start = [0.5, -0.25, 1.0, 0.125]
    answer = ab.scale_free(
        table, params=np.array(start), scales=(1e-3, 7.0), adam_eps=eps, lam=0.5, lr=0.01
    )
    row = answer.one(quantity="deviation", optimizer=who)
    with mpmath.workdps(50):
        exact = exact_deviation(
            who,
            table,
            (0.001, 7.0),
            eps=eps,
            lam=0.5 if who != "adam" else 0,
            eta=0.01,
            # One minus 0.1 and 0.001, which are floats here.
            betas=(1 - mpmath.mpf(0.1), 1 - mpmath.mpf(0.001)),
            start=start,
        )
        if eps == 0 and who != "l2-adam":
            assert exact < 1e-45
            assert row.value < 1e-13
            assert row.conditions[0].met
        else:
            assert row.value == pytest.approx(float(exact), rel=1e-9)
            assert not row.conditions[0].met


def test_golden() -> None:
    """The orders that the theory names for s drawn from 10^±3, on 100 Gaussian gradients."""
    rng = np.random.default_rng(0)
    table = rng.standard_normal((100, 64))
    scales = 10 ** rng.uniform(-3, 3, (1, 64))
    answer = ab.scale_free(table, scales=scales)
    found = {
        (row.optimizer, row.settings["adam_eps"]): row.value
        for row in answer.select(quantity="deviation")
    }
    for who in ("adamw", "adamprox", "adam"):
        for eps, golden in ((1e-4, 3e-2), (1e-8, 3e-6), (0.0, 1e-16)):
            assert abs(math.log10(found[who, eps] / golden)) < (0.5 if eps else 1)
    for eps in (1e-4, 1e-8, 0.0):
        assert abs(math.log10(found["l2-adam", eps] / 0.34)) < 0.5


def test_powers_of_2_change_no_bit() -> None:
    answer = ab.scale_free(adam_eps=0, scales=[2.0**-40, 2.0**30], lam=(0, 0.1, 3))
    for row in answer.select(quantity="deviation"):
        if row.optimizer != "l2-adam":
            assert row.value == 0.0
            assert row.log10 is None
    # ℓ2-Adam without decay is Adam; with more decay it deviates more or less, but never not.
    ell = {r.settings["lam_l2"]: r.value for r in answer.select(optimizer="l2-adam")}
    assert ell[0.0] == 0.0
    assert min(ell[0.1], ell[3.0]) > 1e-3


def test_a_copy_walks_as_the_original_with_another_epsilon() -> None:
    """The statement's identity: s·g with ε is g with ε/s, and ℓ2-Adam's λ is λ/s."""
    table = np.random.default_rng(1).standard_normal((30, 6))
    s, eps, lam = 2.0**-10, 1e-3, 0.2
    start = np.full(6, 0.7)
    # The original under ε, λ against itself under ε/s, λ/s: run as streams of s·g.
    one = ab.scale_free(table, params=start, scales=s, adam_eps=eps, lam=lam)
    other = ab.scale_free(s * table, params=start, scales=1 / s, adam_eps=eps, lam=lam, lam_l2=lam)
    for who in OPTIMIZERS:
        a, b = (item.one(quantity="deviation", optimizer=who).value for item in (one, other))
        assert a > 0
        assert b > 0
        assert a != b  # the travel of the other is the unit
    again = ab.scale_free(
        s * table, params=start, scales=1.0, adam_eps=eps * s, lam=lam, lam_l2=lam * s
    )
    same = ab.scale_free(table, params=start, scales=1.0, adam_eps=eps, lam=lam)
    for who in ("adamw", "adamprox"):
        gaps = [
            item.one(quantity="proximal-gap", optimizer="adamprox").value for item in (again, same)
        ]
        assert gaps[0] == pytest.approx(gaps[1], rel=1e-12), who


def test_the_worst_of_numbers_is_the_worst_of_mixtures() -> None:
    table = np.random.default_rng(2).standard_normal((20, 8))
    numbers = ab.scale_free(table, scales=[1e-2, 1e2], lam=0.4)
    rng = np.random.default_rng(5)
    mixed = ab.scale_free(table, scales=rng.choice([1e-2, 1e2], (300, 8)), lam=0.4)
    for who in OPTIMIZERS:
        case = {"quantity": "deviation", "optimizer": who}
        for a, b in zip(numbers.select(**case), mixed.select(**case), strict=True):
            assert b.value <= a.value * (1 + 1e-9) or a.value < 1e-13
    assert numbers.one(**{**case, "case": "ε = 0, λ = 0.4"}).settings["scale"] == 1e-2


def test_the_proximal_gap_of_one_step() -> None:
    """After one step the gap is the statement's formula; the unit is AdamW's own way."""
    x, eta, lam = 2.0, 0.25, 0.4
    answer = ab.scale_free([[3.0]], params=[x], adam_eps=0, lam=lam, eta=eta)
    z, u = eta * lam, eta
    way = abs(-z * x - u)
    assert answer.one(quantity="proximal-gap").value == pytest.approx(
        (z**2 * x + z * u) / (1 + z) / way, rel=1e-12
    )


def test_blocks_do_not_show(monkeypatch) -> None:
    from adamw_bounds.simulate import walks

    table = np.random.default_rng(4).standard_normal((150, 50))
    whole = ab.scale_free(table)
    monkeypatch.setattr(walks, "_BLOCK", 60)
    seen: list[tuple[int, int]] = []
    parts = ab.scale_free(table, progress=lambda done, total: seen.append((done, total)))
    assert [row.value for row in parts] == [row.value for row in whole]
    assert sum(done for done, _ in seen) == seen[0][1]


# --- how multi-scale ------------------------------------------------------------------------------


def test_the_scales_of_the_gradients(tmp_path: Path) -> None:
    rng = np.random.default_rng(6)
    spread = 10.0 ** np.linspace(-3, 3, 601)
    layers = {
        "wide": rng.choice([-1.0, 1.0], (50, 601)) * spread,
        "dead": np.zeros((50, 2, 3)),
        "flat": rng.choice([-1.0, 1.0], (50, 4)) * 10.0,
    }
    np.savez(tmp_path / "run.npz", **layers)
    answer = ab.scale_free(tmp_path / "run.npz", adam_eps=(0.01, 0))
    get = {(row.quantity, row.case): row.value for row in answer}
    # √v̂ is the size of each coordinate exactly, as its square never changes.
    low, high = np.quantile(np.log10(spread), (0.01, 0.99))
    assert get["scale-spread", "wide"] == pytest.approx(high - low, rel=1e-9)
    assert get["scale-spread", "flat"] == pytest.approx(0, abs=1e-12)
    assert get["scale-spread", "dead"] is None
    assert get["share-zero", None] == pytest.approx(6 / 611)
    assert get["share-zero", "dead"] == 1
    assert get["share-below-eps", "wide, ε = 0.01"] == pytest.approx((spread < 0.01).mean())
    assert get["share-below-eps", "wide, ε = 0"] == 0
    assert get["density", "flat"] == pytest.approx(1)
    one, two = spread.sum(), (spread**2).sum()
    assert get["density", "wide"] == pytest.approx(one**2 / (601 * two), rel=1e-12)
    whole = (one + 40) ** 2 / (611 * (two + 400))
    assert get["density", None] == pytest.approx(whole, rel=1e-12)
    assert get["density", "dead"] is None
    assert get["rms", "flat"] == pytest.approx(10)
    # Two layers with a gradient: their quantiles lie 1 % inside of the two.
    ratio = math.log10(10 / math.sqrt(two / 601))
    assert get["scale-spread-layers", None] == pytest.approx(abs(ratio) * 0.98, rel=1e-9)
    assert {warning.code for warning in answer.warnings} == {"start-at-zero"}


def test_density_has_no_unit_and_no_overflow() -> None:
    table = np.random.default_rng(7).standard_normal((5, 30))
    rows = [
        ab.scale_free(unit * table, scales=1).one(quantity="density").value
        for unit in (1.0, 1e140, 1e-140)
    ]
    assert rows[1] == pytest.approx(rows[0], rel=1e-12)
    assert rows[2] == pytest.approx(rows[0], rel=1e-12)


@pytest.mark.parametrize("kind", ["float16", "bfloat16", "float32", "float64", "int32"])
def test_tensors_of_every_type(kind: str) -> None:
    torch = pytest.importorskip("torch")
    table = torch.tensor([[1.0, -2.0], [4.0, 0.0]])
    plain = ab.scale_free(table.numpy())
    given = table.to(getattr(torch, kind)).requires_grad_(kind != "int32")
    assert [row.value for row in ab.scale_free(given)] == [row.value for row in plain]


def test_whole_numbers_in_words() -> None:
    answer = ab.scale_free(dim="1e1", iterations="5.0", seed=" 7")
    assert {name: answer.inputs[name] for name in ("dim", "iterations", "seed")} == {
        **{"dim": 10, "iterations": 5, "seed": 7}
    }
    assert [row.value for row in ab.scale_free(dim=10, iterations=5, seed=7)] == [
        row.value for row in answer
    ]


def test_pytorchs_betas_under_the_papers_names_are_said() -> None:
    answer = ab.scale_free(beta1=0.9, beta2=0.999)
    assert [warning.code for warning in answer.warnings] == ["conventions"]
    assert not ab.scale_free(betas=(0.9, 0.999)).warnings


def test_nothing_moves() -> None:
    answer = ab.scale_free(np.zeros((3, 2)))
    assert all(row.value == 0 for row in answer.select(quantity="deviation"))
    assert answer.one(quantity="density").value is None


def test_small_squares_are_said() -> None:
    table = np.array([[1e-160, 1.0], [2e-160, -1.0]])
    answer = ab.scale_free(table, params=np.ones(2))
    assert [warning.code for warning in answer.warnings] == ["underflow"]


# --- what is refused ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("wrong", "names"),
    [
        ({"scales": [1e3, -1]}, ["scales"]),
        ({"scales": []}, ["scales"]),
        ({"scales": np.array([1.0, 0.0]), "lam": np.array([])}, ["lam", "scales"]),
        ({"scales": "a,1e3,0"}, ["scales", "scales"]),
        ({"scales": "1,,2"}, ["scales"]),
        ({"scales": 1e300}, ["scales"]),
        ({"scales": np.ones((2, 3))}, ["scales"]),
        ({"scales": [[1.0, 2.0], [1.0]]}, ["scales"]),
        ({"adam_eps": -1e-8, "lam": -1, "lam_l2": math.nan}, ["adam_eps", "lam", "lam_l2"]),
        ({"lam": 1, "weight_decay": 1}, ["weight_decay"]),
        ({"eta": 0, "beta2": 1.0}, ["eta", "beta2"]),
        ({"lr": [1e-3, 1e-2], "betas": (0.9, [0.9, 0.99])}, ["lr", "betas"]),
        ({"delta": 1e-8}, ["delta"]),
        ({"dim": 0, "iterations": 0, "seed": -1}, ["dim", "iterations", "seed"]),
        ({"dim": 10**6, "iterations": 10**6}, ["dim"]),
        ({"grads": np.ones(3)}, ["grads"]),
        ({"grads": np.ones((0, 3))}, ["grads"]),
        ({"grads": np.ones((3, 0))}, ["grads"]),
        ({"grads": {}}, ["grads"]),
        ({"grads": np.array([["a"]])}, ["grads"]),
        ({"grads": np.ones((2, 2), dtype=complex)}, ["grads"]),
        ({"grads": [[1.0, math.nan], [math.inf, 1]]}, ["grads"]),
        ({"grads": {"a": np.ones((2, 2)), "b": np.ones((3, 2))}}, ["grads"]),
        ({"grads": {"a": np.ones(2), "b": [[math.nan]]}}, ["grads", "grads"]),
        ({"grads": np.full((2, 2), 1e200)}, ["grads"]),
        ({"grads": np.ones((2, 2)), "seed": 1, "dim": 2}, ["dim", "seed"]),
        ({"grads": np.ones((2, 2)), "params": np.ones(3)}, ["params"]),
        ({"grads": {"a": np.ones((2, 2))}, "params": {"b": np.ones(2)}}, ["params"]),
        ({"grads": np.ones((2, 2)), "params": [math.nan, 1]}, ["params"]),
        ({"grads": np.ones(2), "params": [math.nan, 1], "lam": -1}, ["lam", "grads", "params"]),
    ],
)
def test_all_faults_at_once(wrong: dict, names: list[str]) -> None:
    with pytest.raises(InputError) as refused:
        ab.scale_free(**wrong)
    assert [fault.name for fault in refused.value.faults] == names


@pytest.mark.parametrize(
    ("name", "write"),
    [
        ("missing.npy", None),
        ("text.npy", lambda path: path.write_text("1 2 3")),
        ("cut.npy", lambda path: path.write_bytes(b"\x93NUMPY\x01\x00v\x00{'descr'")),
        ("cut.npz", lambda path: path.write_bytes(b"PK\x03\x04 nothing")),
        ("pickled.npy", lambda path: np.save(path, np.array([{}]), allow_pickle=True)),
        ("empty.npz", np.savez),
        ("nan.npy", lambda path: np.save(path, np.full((2, 2), np.nan))),
        ("flat.npy", lambda path: np.save(path, np.ones(4))),
    ],
)
def test_files_that_are_no_streams(tmp_path: Path, name: str, write) -> None:
    path = tmp_path / name
    if write is not None:
        write(path)
    with pytest.raises(RunError) as refused:
        ab.scale_free(path)
    assert refused.value.code == "bad-gradients-file"
    assert name in str(refused.value)
    # Beside another fault it is one of all.
    with pytest.raises(InputError) as listed:
        ab.scale_free(path, lam=-1)
    assert {fault.name for fault in listed.value.faults} == {"grads", "lam"}


@pytest.mark.parametrize(
    "large",
    [
        # AdamW's decay multiplies by 1 − ηλ = −999 a step.
        {"params": np.ones(2), "lam": 1e3, "eta": 1.0},
        # (λx)² is no float: v̂ would be infinite, and every step 0.
        {"params": np.ones(2), "lam": 0, "lam_l2": 1e200},
        {"params": np.full(2, 1e300)},
    ],
)
def test_what_explodes_is_no_answer(large: dict) -> None:
    with pytest.raises(BoundsError) as refused:
        ab.scale_free(np.ones((400, 2)), **large)
    assert refused.value.code == "diverged"


def test_cases_of_near_numbers_differ() -> None:
    answer = ab.scale_free(adam_eps=(1e-8, 1.00000001e-8), lam=(0.1, 0.1000000001))
    names = [(row.optimizer, row.quantity, row.case) for row in answer]
    assert len(names) == len(set(names))


def test_the_first_step_is_the_statements() -> None:
    """On one gradient the deviation of Adam is the formula of one step, s by s."""
    from adamw_bounds.kernels import KERNELS
    from adamw_bounds.kernels.mathematics import Scalars

    key = ("zhuang2022-scale-free", "step-deviation", None, "adamw", None, "explicit")
    for s in (1e-3, 0.3, 5.0, 1e6):
        for eps in (1e-2, 1e-8):
            measured = ab.scale_free([[0.25]], scales=s, adam_eps=eps).one(
                quantity="deviation", optimizer="adam"
            )
            log, _, sign = KERNELS[key].function(
                Scalars(), eps_outside=eps, gradient_scale=s, root_v=0.25
            )
            assert sign == (1 if s > 1 else -1)
            assert measured.value == pytest.approx(math.exp(log), rel=1e-7)


@settings(max_examples=examples(60))
@given(
    st.integers(0, 2**32 - 1),
    st.floats(-8, 0),
    st.floats(-8, -0.01),
    st.floats(-6, 1),
    st.floats(0, 12),
)
def test_nothing_but_rounding_at_epsilon_0(
    seed: int, beta1: float, beta2: float, eta: float, wide: float
) -> None:
    rng = np.random.default_rng(seed)
    table = rng.standard_normal((rng.integers(1, 80), 5)) * 10 ** rng.uniform(-wide, wide, 5)
    answer = ab.scale_free(
        table,
        params=rng.standard_normal(5) * 10 ** rng.uniform(-3, 3),
        scales=10 ** rng.uniform(-6, 6, 3),
        adam_eps=0,
        beta1=10**beta1,
        beta2=10**beta2,
        eta=10**eta,
    )
    for row in answer.select(quantity="deviation"):
        if row.optimizer != "l2-adam":
            assert row.conditions[0].met, row
