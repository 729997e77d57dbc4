"""Hold ``rescale`` against real runs: one network at a batch of b, and at κb with other settings.

    python tests/benchmarks/rescaled.py [--ratio 4] [--seeds 8] [--labels 0.4] [--samples 32000]

A network with one hidden layer learns the digits that ship with scikit-learn, a part of whose
labels is drawn at random, so that noise stays large to the end. torch.optim.AdamW trains all seeds
at once. Time is counted in samples: at κ times the batch a run makes 1/κ of the steps. The settings
at κb are those that ``adamw_bounds.rescale`` gives, and what one might take in their place. Printed
is how far the mean curves over the seeds lie from those of the small batch (root mean square along
the run of the difference of logarithms): of the loss on all data, and of the norm of the
parameters. Beside them stands how far another set of seeds at the small batch lies from it, which
is what chance does, and what ``rescale(grads=…)`` finds of the hypothesis at the middle of the run.

Measured with 8 seeds, κ = 4, b = 8, 40 % of the labels drawn at random, 32,000 samples:

    settings at κb                    loss   norm of x
    chance (other seeds)            0.0023      0.0048
    rescale                         0.0154      0.0399
    rescale, 1 − κ(1 − β)           0.0154      0.0403
    all settings left alone         0.0376      0.1643
    η → κη alone                    0.0782      0.2521
    rescale but λ                   0.0559      0.2042
    parameters with more signal than noise at κb: 0 to 0.507
    κb‖∇F‖²/σ² = 0.104
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from sklearn.datasets import load_digits

import adamw_bounds as ab

HIDDEN = 16
#: Marks along a run at which it is looked at.
MARKS = 40
BASE: Mapping[str, Any] = {
    "lr": 1e-3,
    "betas": (0.9, 0.99),
    "adam_eps": 1e-6,
    "weight_decay": 1.0,
    "batch_size": 8,
}


@dataclass(frozen=True)
class Curves:
    """Loss on all data and norm of the parameters at each mark, of every seed."""

    loss: Any
    norm: Any
    #: Gradients of independent batches at the middle of the run, of the first seed.
    gradients: list[Any]


def data(labels: float) -> tuple[Any, Any]:
    """Return the digits, and labels of which a share is drawn at random."""
    x, y = load_digits(return_X_y=True)
    rng = np.random.default_rng(0)
    wrong = rng.random(len(y)) < labels
    y = np.where(wrong, rng.integers(0, 10, len(y)), y)
    return torch.tensor(x / 16, dtype=torch.float32), torch.tensor(y)


def start(seeds: int, first: int) -> list[Any]:
    generator = torch.Generator().manual_seed(first)
    shapes = ((64, HIDDEN), (1, HIDDEN), (HIDDEN, 10), (1, 10))
    return [
        (
            torch.randn((seeds, *shape), generator=generator) / shape[0] ** 0.5 * (shape[0] > 1)
        ).requires_grad_()
        for shape in shapes
    ]


def losses(parameters: list[Any], x: Any, y: Any) -> Any:
    """Return the mean loss of each seed's batch: x of shape (seeds, batch, 64)."""
    one, shift, two, bias = parameters
    scores = torch.tanh(x @ one + shift) @ two + bias
    own = torch.nn.functional.cross_entropy(scores.flatten(0, 1), y.flatten(), reduction="none")
    return own.view(y.shape).mean(dim=1)


def run(
    settings: Mapping[str, Any],
    samples: int,
    seeds: int,
    labels: float,
    first: int = 0,
    look: int = 1,
) -> Curves:
    """Train all seeds at once on batches that are drawn with replacement.

    The batches whose gradients are returned are `look` times as large.
    """
    x, y = data(labels)
    parameters = start(seeds, first)
    optimizer = torch.optim.AdamW(
        parameters,
        lr=settings["lr"],
        betas=settings["betas"],
        eps=settings["adam_eps"],
        weight_decay=settings["weight_decay"],
    )
    batch = settings["batch_size"]
    generator = torch.Generator().manual_seed(1000 + first)

    def drawn(times: int = 1) -> Any:
        places = torch.randint(len(y), (seeds, times * batch), generator=generator)
        return losses(parameters, x[places], y[places])

    steps = samples // batch
    marks = {round(steps * (mark + 1) / MARKS) for mark in range(MARKS)}
    found: tuple[list[Any], list[Any]] = ([], [])
    gradients: list[Any] = []
    for step in range(1, steps + 1):
        optimizer.zero_grad()
        drawn().sum().backward()
        optimizer.step()
        if step in marks:
            with torch.no_grad():
                whole = losses(parameters, x.expand(seeds, -1, -1), y.expand(seeds, -1))
                squares = sum(value.flatten(1).square().sum(dim=1) for value in parameters)
            found[0].append(whole.numpy())
            found[1].append(squares.sqrt().numpy())
        if step == steps // 2:
            for _ in range(4):
                taken = torch.autograd.grad(drawn(look).sum(), parameters)
                gradients.append(np.concatenate([part[0].numpy().ravel() for part in taken]))
    return Curves(np.array(found[0]), np.array(found[1]), gradients)


def apart(one: Curves, other: Curves) -> tuple[float, float]:
    """Return how far two mean curves lie from each other, in logarithms: loss, norm."""

    def distance(a: Any, b: Any) -> float:
        difference = np.log(a.mean(axis=1)) - np.log(b.mean(axis=1))
        return float(np.sqrt(np.mean(difference**2)))

    return distance(one.loss, other.loss), distance(one.norm, other.norm)


def rescaled(ratio: int, case: str | None = "half-life") -> dict[str, Any]:
    """Return the settings of ``rescale``, with β^κ or 1 − κ(1 − β)."""
    found = ab.rescale(**BASE, to=ratio * BASE["batch_size"])

    def value(quantity: str, **more: Any) -> float:
        return float(found.one(quantity=quantity, **more).value)

    return {
        "lr": value("eta"),
        "weight_decay": value("lam"),
        "betas": tuple(value(f"betas-{place}", case=case) for place in (1, 2)),
        "adam_eps": value("adam-eps"),
        "batch_size": ratio * BASE["batch_size"],
    }


def compare(
    ratio: int, samples: int, seeds: int, labels: float
) -> tuple[dict[str, tuple[float, float]], ab.Answer]:
    """Return distances from the small batch's curves, and what checks the hypothesis."""
    small = run(BASE, samples, seeds, labels, look=ratio)
    rule = rescaled(ratio)
    ways = {
        "chance (other seeds)": None,
        "rescale": rule,
        "rescale, 1 − κ(1 − β)": rescaled(ratio, None),
        "all settings left alone": {**BASE, "batch_size": rule["batch_size"]},
        "η → κη alone": {**BASE, "batch_size": rule["batch_size"], "lr": ratio * BASE["lr"]},
        "rescale but λ": {**rule, "weight_decay": BASE["weight_decay"]},
    }
    found = {
        name: apart(small, run(BASE if way is None else way, samples, seeds, labels, 1))
        for name, way in ways.items()
    }
    large = rule["batch_size"]
    check = ab.rescale(**BASE, to=large, grads=small.gradients, grads_batch_size=large)
    return found, check


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--ratio", type=int, default=4)
    parser.add_argument("--seeds", type=int, default=8)
    parser.add_argument("--labels", type=float, default=0.4)
    parser.add_argument("--samples", type=int, default=32_000)
    given = parser.parse_args()
    began = time.perf_counter()
    found, check = compare(given.ratio, given.samples, given.seeds, given.labels)
    print(f"κ = {given.ratio}, {given.seeds} seeds, {time.perf_counter() - began:.0f} s")
    print(f"{'settings at κb':28}{'loss':>10}{'norm of x':>12}")
    for name, (loss, norm) in found.items():
        print(f"{name:28}{loss:10.4f}{norm:12.4f}")
    share = check.one(quantity="signal-dominated-share")
    print(f"parameters with more signal than noise at κb: {share.lower:.3g} to {share.upper:.3g}")
    for row in check.select(quantity="signal-to-noise"):
        print(f"κb‖∇F‖²/σ² = {row.value:.3g}")


if __name__ == "__main__":
    torch.set_num_threads(1)
    main()
