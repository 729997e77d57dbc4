"""Small stochastic problems whose every outcome is enumerated, so that means are exact.

A loss has a piecewise linear derivative, so it is L-smooth with a known least value. The noise has
two values: T steps are 2^T paths, carried as one array. v_k is whatever an adversary likes between
c1 and c2: no theorem of this project asks more of it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

__all__ = ["Loss", "Noise", "Run", "random_loss", "random_noise", "run"]


@dataclass(frozen=True)
class Loss:
    """f with f' linear between knots, of slope L beyond them."""

    knots: Any
    slopes: Any  # one more than knots
    at_knots: Any  # f' there
    smoothness: float
    least: float

    def gradient(self, x: Any) -> Any:
        place = np.searchsorted(self.knots, x)
        base = np.clip(place - 1, 0, None)
        return self.at_knots[base] + self.slopes[place] * (x - self.knots[base])

    def value(self, x: Any) -> Any:
        return self._value(x)

    def _value(self, x: Any) -> Any:
        """Integrate f' from the first knot, piece by piece."""
        x = np.asarray(x, float)
        total = np.where(x < self.knots[0], self._piece(x, self.knots[0]), 0.0)
        for place, knot in enumerate(self.knots):
            end = self.knots[place + 1] if place + 1 < len(self.knots) else np.inf
            total = total + np.where(x > knot, self._piece(np.minimum(x, end), knot), 0.0)
        return total

    def _piece(self, x: Any, start: float) -> Any:
        return (self.gradient(x) + self.gradient(start)) / 2 * (x - start)


def _made(knots: Any, slopes: Any, first: float, smoothness: float) -> Loss:
    at_knots = first + np.concatenate([[0.0], np.cumsum(np.diff(knots) * slopes[1:-1])])
    loss = Loss(knots, slopes, at_knots, smoothness, 0.0)
    zeros = [knots[0] - at_knots[0] / slopes[0], knots[-1] - at_knots[-1] / slopes[-1]]
    for left, right, a, b in zip(knots, knots[1:], at_knots, at_knots[1:], strict=False):
        if a * b < 0:
            zeros.append(left + (right - left) * a / (a - b))
    points = np.array([*zeros, *knots])
    return Loss(knots, slopes, at_knots, smoothness, float(loss.value(points).min()))


def random_loss(random: Any, smoothness: float, *, curved: float = 0.0) -> Loss:
    """Return a loss: a parabola a third of the time, else one with bends of either sign.

    ``curved`` is the least second derivative: PŁ holds with that constant.
    """
    if random.random() < 1 / 3:
        low = max(curved, smoothness * random.choice([0.1, 0.5, 1.0]))
        return _made(np.array([0.0]), np.array([low, low]), 0.0, smoothness)
    count = int(random.integers(2, 6))
    knots = np.sort(random.uniform(-2, 2, count))
    lowest = curved if curved else -smoothness
    slopes = random.uniform(lowest, smoothness, count + 1)
    slopes[[0, -1]] = smoothness
    return _made(knots, slopes, float(random.normal()), smoothness)


@dataclass(frozen=True)
class Noise:
    """Two values with mean 0 and a variance of at most 1, times σ."""

    values: tuple[float, float]
    chances: tuple[float, float]


def random_noise(random: Any, sigma: float) -> Noise:
    chance = float(random.choice([0.5, 0.5, 0.2]))
    spread = np.sqrt((1 - chance) / chance)
    return Noise((sigma * spread, -sigma / spread), (chance, 1 - chance))


@dataclass
class Run:
    """Every path of a run: exact means step by step, and at the end."""

    gradients: list[float]  # E‖∇Φ_k(x_k)‖², Φ_k = F + ½‖x‖² in ω_k
    scaled: list[float]  # the same over v_k
    left: list[float]  # E‖(λv_k − ω_k)x_k‖² over v_k
    squares: list[float]  # E‖x_k‖²
    growth: float = 0.0  # ΣE⟨ω_{k+1} − ω_k, x_{k+1}²⟩
    drift: float = 0.0  # ΣE⟨(v_{k+1} − v_k)⁺, x_{k+1}²⟩
    gap: float = 0.0  # E F(x_T) − F*
    largest: float = 0.0  # of any entry of any x_k
    steepest: float = 0.0  # of any g_k
    reference: float = 0.0  # E ω_0 x_0²


def run(
    loss: Loss,
    noise: Noise,
    x0: float,
    rates: Any,
    weights: Any,
    adversary: Callable[[int, Any, Any], Any],
    *,
    decay: float = 0.0,
    reference: Callable[[int, Any], Any] | None = None,
) -> Run:
    """Run m_k = (1 − α_k) m + α_k g, x −= η_k (m/v + λx) over every path.

    Parameters
    ----------
    rates, weights : sequence of float
        η_k and α_k; α_0 = 1.
    adversary : callable
        v_k from (k, m_k, g_k).
    reference : callable or None
        ω_k from (k, v_k); without one it is 0.
    """
    x, m, chance = np.array([x0]), np.array([0.0]), np.array([1.0])
    found = Run([], [], [], [], largest=abs(x0))
    before = omega_before = np.array([0.0])
    for k, (rate, weight) in enumerate(zip(rates, weights, strict=True)):
        slope = loss.gradient(x)
        x, slope, m, before, omega_before = (
            np.repeat(item, 2) for item in (x, slope, m, before, omega_before)
        )
        chance = (chance[:, None] * np.array(noise.chances)).ravel()
        g = slope + np.tile(noise.values, x.size // 2)
        m = (1 - weight) * m + weight * g
        v = adversary(k, m, g)
        omega = reference(k, v) + 0.0 * v if reference is not None else 0.0 * v
        if k:
            found.growth += float(chance @ ((omega - omega_before) * x**2))
            found.drift += float(chance @ (np.maximum(v - before, 0) * x**2))
        else:
            found.reference = float(chance @ (omega * x**2))
        shown = slope + omega * x
        found.gradients.append(float(chance @ shown**2))
        found.scaled.append(float(chance @ (shown**2 / v)))
        found.left.append(float(chance @ (((decay * v - omega) * x) ** 2 / v)))
        found.squares.append(float(chance @ x**2))
        found.steepest = max(found.steepest, float(abs(g).max()))
        before, omega_before = v, omega
        x = x - rate * (m / v + decay * x)
        found.largest = max(found.largest, float(abs(x).max()))
    found.gap = float(chance @ loss.value(x)) - loss.least
    return found
