"""Certificates of a run: their golden numbers, and how often they hold on simulated noise."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from adamw_bounds.kernels.calls import evaluate, find

_MEASURED = "gradient-norm-squared-measured"


def value(statement: str, case: str | None = None, **inputs: Any) -> float:
    kernel = find(statement, _MEASURED, "sharp", case=case)
    assert kernel is not None
    return math.exp(evaluate(kernel, inputs).log)


DEVIATION = {"square_sum": 60.0, "noise_proxy": 1.3, "mixture_scale": 101.4, "tau": 0.05}
AVERAGE = {
    "ema_mean": 0.02,
    "ema_weight": 0.1,
    "batch_noise": 0.2,
    "gradient_change": 0.004,
    "iterations": 1500.0,
}


def test_golden_numbers() -> None:
    pairs = value(
        "here-pair-certificate",
        **DEVIATION,
        pair_mean=30 / 1500,
        iterations=1500.0,
        certificate_share=0.2,
    )
    assert pairs == pytest.approx(0.0752801230886838, rel=1e-13)
    mean = value("here-ema-certificate", **AVERAGE)
    assert math.sqrt(mean) == pytest.approx(0.19171139230337308, rel=1e-13)
    run = value(
        "here-ema-certificate", "one-run", **AVERAGE, **DEVIATION, first_noise=math.sqrt(0.05)
    )
    assert math.sqrt(run) == pytest.approx(0.311173094901471, rel=1e-13)


def _run(seed: int, steps: int = 400) -> dict[str, Any]:
    """Descend a quadratic by signs of noisy gradients; noise is uniform on a sphere of radius 1."""
    rng = np.random.default_rng(seed)
    curvature = np.linspace(0.1, 1.0, 6)
    x, weight = 2 * np.ones(6), 0.05

    def noise() -> np.ndarray:
        drawn = rng.normal(size=6)
        return drawn / np.linalg.norm(drawn)

    h = first = curvature * x + noise()
    pairs, squares, truths, products, averages, moved = [], [], [], [], [], []
    gradient = curvature * x
    for step in range(steps):
        x = x - 0.005 * (1 - step / steps) * np.sign(first if step == 0 else h)
        after = curvature * x
        moved.append(float((after - gradient) @ (after - gradient)))
        gradient = after
        g, other = gradient + noise(), gradient + noise()
        pairs.append(float(g @ other))
        squares.append(float(g @ g))
        truths.append(float(gradient @ gradient))
        products.append(float(g @ h))
        averages.append(float(h @ h))
        h = (1 - weight) * h + weight * g
    return {
        "truth": np.mean(truths),
        "pairs": np.mean(pairs),
        "squares": np.sum(squares),
        "products": np.mean(products),
        "averages": np.sum(averages),
        "change": math.sqrt(np.mean(moved)),
    }


def test_both_certificates_of_one_run_hold_and_are_not_empty() -> None:
    ratios: dict[str, list[float]] = {"pairs": [], "average": []}
    for seed in range(60):
        run = _run(seed)
        common = {"noise_proxy": 1.0, "tau": 0.05, "iterations": 400.0}
        pairs = value(
            "here-pair-certificate",
            **common,
            pair_mean=max(0.0, run["pairs"]),
            square_sum=run["squares"],
            mixture_scale=400.0,
            certificate_share=0.2,
        )
        average = value(
            "here-ema-certificate",
            "one-run",
            **common,
            ema_mean=max(0.0, run["products"]),
            square_sum=run["averages"],
            mixture_scale=400.0,
            ema_weight=0.05,
            batch_noise=1.0,
            first_noise=1.0,
            gradient_change=run["change"],
        )
        ratios["pairs"].append(pairs / run["truth"])
        ratios["average"].append(average / run["truth"])
    assert min(ratios["pairs"]) >= 1
    assert min(ratios["average"]) >= 1
    assert np.median(ratios["pairs"]) < 1.6
    assert np.median(ratios["average"]) < 2.2


def test_the_average_on_average_holds_and_is_near() -> None:
    runs = [_run(seed) for seed in range(60)]
    truth = np.mean([run["truth"] for run in runs])
    bound = value(
        "here-ema-certificate",
        ema_mean=max(0.0, float(np.mean([run["products"] for run in runs]))),
        ema_weight=0.05,
        batch_noise=1.0,
        gradient_change=float(np.mean([run["change"] for run in runs])),
        iterations=400.0,
    )
    assert 1 <= bound / truth < 2


def _adamw(seed: int, steps: int = 600) -> dict[str, float]:
    """Train a noisy quadratic with PyTorch's AdamW under a cosine, and keep the sums of descent."""
    rng = np.random.default_rng(seed)
    curvature, decay, cap = np.linspace(0.1, 1.0, 6), 0.1, 0.02
    first, second, eps = 0.9, 0.999, 1e-8
    x, m, s = 2 * np.ones(6), np.zeros(6), np.zeros(6)
    y, before = x, np.full(6, cap)
    sums = dict.fromkeys(("weight_sum", "apart_sum", "rest_sum", "moved_sum"), 0.0)
    truths = 0.0
    for step in range(steps):
        gradient = curvature * x
        drawn = rng.normal(size=6)
        g = gradient + 0.5 * drawn / np.linalg.norm(drawn)
        weight = np.minimum(before, cap)
        rate = 0.01 * (1 + math.cos(math.pi * step / steps)) / 2
        m, s = first * m + (1 - first) * g, second * s + (1 - second) * g**2
        after = rate / (1 - first ** (step + 1))
        after = after / (np.sqrt(s / (1 - second ** (step + 1))) + eps)
        following = x - after * m - rate * decay * x
        ahead = following - first / (1 - first) * after * m
        rest = y - ahead - weight * g
        sums["weight_sum"] += weight.min()
        sums["apart_sum"] += weight.max() * ((x - y) ** 2).sum()
        sums["rest_sum"] += (rest**2 / weight).sum()
        sums["moved_sum"] += ((ahead - y) ** 2).sum()
        truths += weight.min() * gradient @ gradient
        x, y, before = following, ahead, after
    return {**sums, "truth": truths / sums["weight_sum"]}


def test_descent_holds_for_one_run_of_adamw_and_is_not_empty() -> None:
    ratios = []
    for seed in range(30):
        run = _adamw(seed)
        truth = run.pop("truth")
        gap = float(np.linspace(0.1, 1.0, 6).sum() * 4 / 2)
        inputs = {"gap": gap, "smoothness": 1.0, "noise_proxy": 0.5, "weight_most": 0.02}
        ratios.append(value("here-descent-certificate", **run, **inputs, tau=0.05) / truth)
    assert min(ratios) >= 1
    assert np.median(ratios) < 8


def test_descent_is_its_formula_by_hand() -> None:
    found = value(
        "here-descent-certificate",
        gap=3.0,
        smoothness=2.0,
        apart_sum=0.5,
        rest_sum=0.25,
        moved_sum=1.5,
        noise_proxy=1.5,
        weight_most=0.2,
        weight_sum=4.0,
        tau=0.05,
    )
    # (6 + 2 + 0.5 + 3 + 1.8 ln 20)/4
    assert found == pytest.approx((11.5 + 1.8 * math.log(20)) / 4, rel=1e-13)
