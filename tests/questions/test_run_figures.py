"""Time scale, radius, rescale, noise scale and edge: what is answered, refused and left out."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from answers import codes

import adamw_bounds as ab
from adamw_bounds import InputError, RunError
from adamw_bounds.traces import FORMAT

RUN: dict[str, Any] = {"lr": 3e-4, "weight_decay": 0.1, "iterations": 100_000}
TORCH: dict[str, Any] = {"lr": 1e-3, "betas": (0.9, 0.999), "weight_decay": 0.1}


def value(answer: ab.Answer, quantity: str, **more: Any) -> float:
    found = answer.one(quantity=quantity, **more).value
    return float(found)


def faults(question: Any, **inputs: Any) -> set[str]:
    with pytest.raises(InputError) as caught:
        question(**inputs)
    return {fault.name for fault in caught.value.faults}


# --- time scale -----------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("schedule", "more", "initial", "last"),
    [
        ("constant", {}, 0.0498, 0.259),
        ("linear", {}, 0.2231, 0.0149),
        ("cosine", {"final": 0.1}, 0.192, 0.0317),
    ],
)
def test_the_sheet(schedule: str, more: dict[str, float], initial: float, last: float) -> None:
    found = ab.timescale(schedule=schedule, **RUN, **more)
    assert value(found, "initial-share") == pytest.approx(initial, rel=2e-3)
    assert value(found, "last-share") == pytest.approx(last, rel=2e-3)
    assert value(found, "timescale-steps") == pytest.approx(1 / 3e-5)
    assert {row.schedule for row in found} == {schedule}
    assert not codes(found)


def test_a_list_of_rates_is_its_schedule() -> None:
    rates = [1e-2 * (1 - k / 50) for k in range(50)]
    listed = ab.timescale(schedule=rates, weight_decay=5.0)
    named = ab.timescale(schedule="linear", lr=1e-2, weight_decay=5.0, iterations=50)
    for quantity in ("initial-share", "last-share", "effective-updates", "timescale-share"):
        assert value(listed, quantity) == pytest.approx(value(named, quantity), rel=1e-12)


def test_arrays_of_runs() -> None:
    many = ab.timescale(schedule="cosine", **{**RUN, "lr": np.array([1e-4, 3e-4])})
    one = ab.timescale(schedule="cosine", **RUN)
    for quantity in ("initial-share", "effective-updates", "timescale-steps"):
        assert many.one(quantity=quantity).value[1] == pytest.approx(value(one, quantity))


def test_no_decay_has_no_time_scale() -> None:
    found = ab.timescale(**{**RUN, "weight_decay": 0})
    row = found.one(quantity="timescale-steps")
    assert row.value is None
    assert row.notes
    assert value(found, "initial-share") == 1.0
    assert found.one(quantity="effective-updates").value is None


def test_a_step_beyond_one_leaves_no_mean() -> None:
    found = ab.timescale(lr=30, weight_decay=0.5, iterations=10)
    assert not found.select(quantity="initial-share")
    assert "no-bound" in codes(found)


def test_what_adds_rows() -> None:
    quantities = {row.quantity for row in ab.timescale(lr=1e-2, weight_decay=0.5)}
    assert quantities == {"timescale-steps"}
    more = ab.timescale(
        **{"lr": 1e-2, "weight_decay": 0.5, "betas": (0.9, 0.999), "samples": 1000},
        **{"batch_size": 10, "dim": 100, "x_norm": 9.783},
    )
    assert value(more, "timescale-epochs") == pytest.approx(2.0)
    assert value(more, "equilibrium-rms") == pytest.approx(0.09783, abs=5e-6)
    assert value(more, "equilibrium-ratio") == pytest.approx(10.0, rel=1e-3)
    notes = [
        ab.timescale(lr=1e-2, weight_decay=0.5, betas=(0.9, 0.99), iterations=steps)
        .one(quantity="equilibrium-rms")
        .notes
        for steps in (100, 1000)
    ]
    assert [len(item) for item in notes] == [2, 1]  # a run of half a time scale is too short
    fit = ab.timescale(**RUN, tokens_per_parameter=20, fit_constant=1)
    assert value(fit, "timescale-share-fit") == pytest.approx(20**-0.527)
    assert fit.one(quantity="lam-fit").notes
    assert faults(ab.timescale, lr=1e-3) == {"lam"}
    assert faults(ab.timescale, schedule="cosine", lr=1e-3) == {"lam", "iterations"}
    assert faults(ab.timescale, lr=-1, weight_decay="x", last=2) == {"lr", "weight_decay", "last"}


# --- radius ---------------------------------------------------------------------------------------
def test_the_radius() -> None:
    found = ab.radius(**TORCH, x0_inf_norm=0.5)
    assert value(found, "update-ratio") == pytest.approx(7.2703, abs=5e-5)
    assert value(found, "radius") == pytest.approx(72.703, abs=5e-4)
    assert value(found, "largest-step") == pytest.approx(2 * 7.2703e-3, abs=5e-7)
    far = ab.radius(**TORCH, x0_inf_norm=500)
    assert value(far, "radius") == pytest.approx(500, rel=1e-14)
    assert {note.code for note in far.warnings} == set()
    early = ab.radius(**TORCH, x0_inf_norm=0.5, iterations=1)
    assert value(early, "update-ratio", case="first-steps") == pytest.approx(1.0)


def test_a_checkpoint_beyond_the_radius() -> None:
    inside = ab.radius(**TORCH, x0_inf_norm=0.5, x_inf_norm=72.0)
    beyond = ab.radius(**TORCH, x0_inf_norm=0.5, x_inf_norm=73.0)
    assert "beyond-radius" not in codes(inside)
    assert "beyond-radius" in codes(beyond)


def test_what_the_radius_needs() -> None:
    lacking = ab.radius(**TORCH)
    assert "x0_inf_norm-missing" in codes(lacking)
    assert value(lacking, "decay-radius") == pytest.approx(72.703, abs=5e-4)
    no_memory = ab.radius(lr=1e-3, betas=(0.99, 0.9), weight_decay=0.1, x0_inf_norm=1, iterations=9)
    assert no_memory.one(quantity="update-ratio", case=None).value is None
    assert value(no_memory, "radius", case="first-steps") > 1
    assert faults(ab.radius, lr=0, betas=(2, 0.9)) == {"lr", "betas"}
    refused = ab.radius(lr=30, betas=(0.9, 0.999), weight_decay=1, x0_inf_norm=1)
    assert {row.quantity for row in refused} == {"update-ratio"}
    assert "no-bound" in codes(refused)
    forced = ab.radius(lr=30, betas=(0.9, 0.999), weight_decay=1, x0_inf_norm=1, force=True)
    assert forced.one(quantity="radius").notes[0].startswith("NOT A BOUND")


# --- another batch size ---------------------------------------------------------------------------
def test_settings_for_another_batch() -> None:
    found = ab.rescale(batch_size=512, to=2048, adam_eps=1e-8, **{**TORCH, "betas": (0.9, 0.98)})
    assert value(found, "eta") == pytest.approx(2e-3)
    assert value(found, "lam") == pytest.approx(0.2)
    assert value(found, "betas-1", case=None) == pytest.approx(0.6)
    assert value(found, "betas-1", case="half-life") == pytest.approx(0.9**4)
    assert value(found, "betas-2", case=None) == pytest.approx(0.92)
    assert value(found, "adam-eps") == pytest.approx(5e-9)
    back = ab.rescale(batch_size=2048, to=512, lr=2e-3)
    assert [row.quantity for row in back] == ["eta"]
    assert value(back, "eta") == pytest.approx(1e-3)


def test_a_batch_for_which_the_rule_gives_no_beta() -> None:
    found = ab.rescale(batch_size=32, to=512, betas=(0.9, 0.999))
    assert found.one(quantity="betas-1", case=None).value is None
    assert value(found, "betas-1", case="half-life") == pytest.approx(0.9**16)
    assert value(found, "betas-2", case=None) == pytest.approx(0.984)


@pytest.mark.parametrize(("norm", "met"), [(0.01, True), (1.0, False)])
def test_the_hypothesis_is_checked(norm: float, *, met: bool) -> None:
    found = ab.rescale(batch_size=8, to=64, lr=1e-3, gradient_norm=norm, sigma=2.0)
    (condition,) = found.one(quantity="eta").conditions
    assert condition.met is met
    assert value(found, "signal-to-noise") == pytest.approx(64 * norm**2 / 4)
    assert ("signal-dominated" in codes(found)) is not met


def test_what_a_rescaling_needs() -> None:
    assert faults(ab.rescale, to=64, lr=1e-3) == {"batch_size"}
    assert faults(ab.rescale, batch_size=0, lr=-1) == {"batch_size", "to", "lr"}
    assert faults(ab.rescale, batch_size=8, to=64) == {"lr"}


# --- noise scale ----------------------------------------------------------------------------------
PAIR: dict[str, Any] = {"batch_small": 8, "norm_squared_small": 2.0}
PAIR |= {"batch_big": 64, "norm_squared_big": 0.6}


def test_the_noise_scale() -> None:
    found = ab.noise_scale(**PAIR)
    assert value(found, "noise-scale") == pytest.approx(32)
    assert value(found, "full-gradient-norm-squared") == pytest.approx(0.4)
    assert value(found, "noise-trace") == pytest.approx(12.8)
    assert {row.quantity for row in found} == {
        *("noise-scale", "full-gradient-norm-squared", "noise-trace")
    }
    at = ab.noise_scale(**PAIR, batch_size=32)
    assert value(at, "steps-over-least") == pytest.approx(2)
    both = ab.noise_scale(**PAIR, sigma=math.sqrt(12.8), gradient_norm=math.sqrt(0.4))
    assert [row.value for row in both.select(quantity="noise-scale")] == pytest.approx([32, 32])
    curved = ab.noise_scale(noise_curvature=6, gradient_curvature=2, batch_size=3)
    assert value(curved, "sgd-lr-share") == pytest.approx(0.5)


def test_an_estimate_below_zero_is_no_estimate() -> None:
    noisy = ab.noise_scale(**{**PAIR, "norm_squared_big": 0.2})
    row = noisy.one(quantity="full-gradient-norm-squared")
    assert row.value is None
    assert row.notes
    assert noisy.one(quantity="noise-scale").value is None
    assert value(noisy, "noise-trace") > 0


def test_norms_that_are_near_keep_their_digits() -> None:
    small = 2.0
    big = small - 2.0**-40
    found = ab.noise_scale(**{**PAIR, "norm_squared_big": big})
    assert value(found, "noise-trace") == pytest.approx(2.0**-40 / (1 / 8 - 1 / 64), rel=1e-12)
    # 1000 times 0.1 is 100 but for the last digit of 0.1: nothing is left of ‖G‖².
    none = ab.noise_scale(
        batch_small=1, norm_squared_small=100, batch_big=1000, norm_squared_big=0.1
    )
    assert none.one(quantity="full-gradient-norm-squared").value is None


def test_the_surge() -> None:
    known = {"hessian_trace": 32 / math.pi, "coupling": 1}
    found = ab.noise_scale(**known, batch_size=64)
    assert value(found, "surge-batch") == pytest.approx(16)
    assert value(found, "surge-lr-share") == pytest.approx(0.8)
    assert not found.select(case="erf")
    flat = ab.noise_scale(**{**known, "coupling": -1})
    row = flat.one(quantity="surge-batch")
    assert row.value is None
    assert [item.met for item in row.conditions] == [False]
    assert "surge-peak" in row.audit


def trace_of(path: Path, lines: list[dict[str, Any]], **head: Any) -> Path:
    written = [{"format": FORMAT, **head}, *({"step": k, **line} for k, line in enumerate(lines))]
    path.write_text("".join(json.dumps(line) + "\n" for line in written))
    return path


def test_the_noise_scale_of_a_trace(tmp_path: Path) -> None:
    lines = [{"pairs": [x], "pair_squares": [y, y + 2]} for x, y in ((3, 5), (1, 4), (2, 9))]
    path = trace_of(tmp_path / "run.jsonl", lines, probe={"batch_size": 8})
    found = ab.noise_scale(trace=path, batch_size=4)
    assert value(found, "full-gradient-norm-squared") == 2
    # Half of ‖A − B‖² of each pair, times 8: 3, 4, 8 are the noise of a batch.
    assert value(found, "noise-trace") == pytest.approx(8 * 5)
    assert value(found, "noise-scale") == pytest.approx(20)
    assert value(found, "steps-over-least") == pytest.approx(1 + 20 / 4)
    assert value(found, "samples-over-least") == pytest.approx(1 + 4 / 20)
    assert "few-pairs" in codes(found)
    row = found.one(quantity="noise-scale")
    assert row.upper is None  # three pairs do not tell 2 from 0
    cost = found.one(quantity="samples-over-least")
    assert (row.lower, cost.lower, cost.upper) == (0, None, None)
    # Accumulated batches: a quarter of a step's.
    micro = trace_of(tmp_path / "micro.jsonl", lines, batch_size=32, accumulate=4)
    assert value(ab.noise_scale(trace=micro), "noise-scale") == pytest.approx(20)
    processes = trace_of(tmp_path / "many.jsonl", lines, batch_size=32, accumulate=2, processes=4)
    assert value(ab.noise_scale(trace=processes), "noise-scale") == pytest.approx(20)
    with pytest.raises(RunError):
        ab.noise_scale(trace=trace_of(tmp_path / "unknown.jsonl", lines))
    with pytest.raises(RunError):
        ab.noise_scale(trace=trace_of(tmp_path / "none.jsonl", [{}], batch_size=8))
    beside = {"trace": path, "sigma": 1, "hessian_trace": 2}
    assert faults(ab.noise_scale, **beside) == {"sigma", "hessian_trace"}


def test_the_interval_of_a_noise_scale_covers_it(tmp_path: Path) -> None:
    """Pairs of batches of 4 in 30 dimensions: tr Σ = 30·9, ‖∇F‖² = 30·0.25."""
    rng = np.random.default_rng(11)
    covered = 0
    for _ in range(200):
        one, other = (0.5 + 3 / 2 * rng.standard_normal((60, 30)) for _ in "ab")
        lines = [
            {"pairs": [float(a @ b)], "pair_squares": [float(a @ a), float(b @ b)]}
            for a, b in zip(one, other, strict=True)
        ]
        path = trace_of(tmp_path / "run.jsonl", lines, probe={"batch_size": 4})
        row = ab.noise_scale(trace=path).one(quantity="noise-scale")
        covered += row.lower <= 36 <= (math.inf if row.upper is None else row.upper)
    assert 180 <= covered <= 198


def test_what_a_noise_scale_needs() -> None:
    assert faults(ab.noise_scale) == {"sigma"}
    assert faults(ab.noise_scale, sigma=1) == {"gradient_norm"}
    wrong = {**PAIR, "batch_small": 64, "norm_squared_big": "x"}
    assert faults(ab.noise_scale, **wrong) == {"batch_small", "norm_squared_big"}


# --- edge -----------------------------------------------------------------------------------------
def test_the_edge() -> None:
    plain = ab.edge(lr=1e-3, betas=(0.9, 0.999))
    assert [(row.statement, row.quantity) for row in plain] == [
        ("cohen2022-edge", "edge-threshold")
    ]
    assert value(plain, "edge-threshold") == pytest.approx(38_000)
    decayed = ab.edge(**TORCH, sharpness=np.array([380.0, 37998.1]))
    assert value(decayed, "edge-threshold") == pytest.approx(37998.1)
    assert decayed.one(quantity="edge-ratio").value == pytest.approx([0.01, 1], rel=1e-3)
    assert value(decayed, "stable-negative-curvature") == pytest.approx(0.1)
    beyond = ab.edge(lr=30, betas=(0.9, 0.999), weight_decay=1)
    assert beyond.one(quantity="edge-threshold").value is None
    assert faults(ab.edge, lr=1e-3) == {"beta1"}


def test_unstable_modes_are_counted(tmp_path: Path) -> None:
    """A dense Hessian and a frozen v̂, run as AdamW runs: the modes that grow are those counted."""
    rng = np.random.default_rng(4)
    size, eta, beta, lam, eps = 12, 0.02, 0.9, 0.5, 1e-3
    root = rng.standard_normal((size, size))
    hessian = (root + root.T) / 2 * 400 / size**0.5
    scale = 1 / np.sqrt(rng.uniform(0.1, 2, size) + eps)
    eigenvalues = np.linalg.eigvalsh(scale[:, None] * hessian * scale)
    found = ab.edge(eigenvalues=eigenvalues, lr=eta, betas=(beta, 0.99), weight_decay=lam)
    grown = 0
    for s in eigenvalues:
        # (x, m) → (x(1 − ηλ) − ηm⁺, m⁺), m⁺ = βm + (1 − β)sx
        step = [[1 - eta * lam - eta * (1 - beta) * s, -eta * beta], [(1 - beta) * s, beta]]
        grown += bool(np.abs(np.linalg.eigvals(np.array(step))).max() > 1)
    below, above = (
        value(found, quantity) for quantity in ("count-below-minus-lambda", "count-above-threshold")
    )
    assert below + above == grown
    assert below == (eigenvalues < -lam).sum() > 0
    threshold = 19 * (2 - eta * lam) / eta
    assert value(found, "edge-ratio") == pytest.approx(eigenvalues.max() / threshold, rel=1e-12)
    np.save(tmp_path / "s.npy", eigenvalues)
    np.savez(tmp_path / "s.npz", eigenvalues)
    np.savetxt(tmp_path / "s.csv", eigenvalues, fmt="%.17g")
    # With its type, which every file says.
    ab.save_spectrum(ab.Spectrum(eigenvalues=eigenvalues), tmp_path / "file.npz")
    for name in ("s.npy", "s.npz", "s.csv", "file.npz"):
        again = ab.edge(eigenvalues=tmp_path / name, lr=eta, betas=(beta, 0.99), weight_decay=lam)
        assert [row.value for row in again] == [row.value for row in found]


@pytest.mark.parametrize("name", ["mlp_adamw", "mlp_l2_adam"])
def test_other_settings_than_the_run_s_are_told(name: str) -> None:
    own = ab.shipped(name).preconditioned
    asked = {"eigenvalues": f"shipped:{name}", "betas": (0.9, 0.999)}
    lam = own.lam[0]

    def notes(**more: float) -> set[str]:
        return set(ab.edge(**asked, **more).one(quantity="edge-ratio").notes)

    as_run = notes(lr=own.eta, weight_decay=lam)
    assert len(notes(lr=2 * own.eta, weight_decay=lam) - as_run) == 1
    assert len(notes(lr=own.eta, weight_decay=2 * lam) - as_run) == 1
    # Of ℓ2-Adam's the decay is in s, and needs not be given.
    assert len(notes(lr=own.eta) - as_run) == (0 if own.is_l2 else 1)


def test_the_spectrum_that_edge_takes() -> None:
    settings = {"lr": 1e-3, "betas": (0.9, 0.999)}
    assert faults(ab.edge, eigenvalues="shipped:digits_mlp_adamw", **settings) == {"eigenvalues"}
    assert faults(ab.edge, eigenvalues=[1.0], sharpness=2) == {"sharpness", "eta", "beta1"}
    assert faults(ab.edge, eigenvalues=[], **settings) == {"eigenvalues"}
    assert faults(ab.edge, eigenvalues=[[1.0], [2.0, 3.0]], **settings) == {"eigenvalues"}
    nodes, weights = np.array([[-2.0, 10.0, 5e4]]), np.array([[0.25, 0.5, 0.25]])
    meta = ab.shipped("digits_mlp_adamw").meta
    marked = replace(meta, extra={**meta.extra, "preconditioner": "own"})
    held = ab.Spectrum(dim=100, nodes=nodes, weights=weights, meta=marked)
    found = ab.edge(eigenvalues=held, **settings)
    assert value(found, "edge-ratio") == pytest.approx(5e4 / 38000)
    assert found.one(quantity="edge-ratio").notes
    assert value(found, "count-below-minus-lambda") == pytest.approx(25)
    # A file may have the run's own q without s, which is then only bounded.
    with pytest.raises(InputError) as caught:
        ab.edge(eigenvalues="shipped:conv_l2_adam", **settings)
    own = ab.shipped("conv_l2_adam").preconditioned
    assert own.s is None
    text = caught.value.faults[0].allowed
    assert f"{own.q_min * own.h.extremes[1]:.4g}" in text
    assert caught.value.faults[0].value == "shipped:conv_l2_adam"
    # Where nothing curves upwards there is no ratio.
    assert not ab.edge(eigenvalues=[-1.0], **settings).select(quantity="edge-ratio")
