"""Lemma 5's setting: Adam on a quadratic whose gradient noise has the covariance H/b.

The run starts at the minimum, with n_t where it comes to rest, and ends long after the iterates
have forgotten it. Their variance is held against ρ/x_i, Corollary 3's, with the paper's Q and with
that of minibatches.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from adamw_bounds.kernels.calls import log_value
from adamw_bounds.optimizers import OPTIMIZERS
from adamw_bounds.simulate.problems import Array

__all__ = ["BATCHES", "Quadratic", "StationaryPlan", "plans"]

#: The batches that are run where none is asked for.
BATCHES: Final = (1, 16, 256)
#: η√(bσ) of the largest σ: so small that a step is nearly an instant.
_SPEED: Final = 0.005
#: The slowest direction forgets its start up to exp(−2·this).
_FORGETS: Final = 6.0
#: δ over the n_t at rest of the smallest σ, which must not see it.
_DELTA: Final = 1e-10


class Quadratic:
    """F(x) = ½Σσ_i x_i², with σ_i = 4^{−i}, and the noise of b samples: N(0, H/b).

    Parameters
    ----------
    dim : int
        d ≥ 1.
    batch_size : int
        b ≥ 1.
    """

    sigma = c_inf = math.inf
    gap = 0.0
    region = math.inf

    def __init__(self, dim: int = 4, *, batch_size: int = 1) -> None:
        self.dim = dim
        self.batch_size = batch_size
        self.spectrum: Array = 4.0 ** -np.arange(dim, dtype=np.float64)

    @property
    def smoothness(self) -> float:
        """L."""
        return float(self.spectrum.max())

    @property
    def mu(self) -> float:
        """μ."""
        return float(self.spectrum.min())

    def start(self) -> Array:
        """Return x₀ = 0, the minimum."""
        return np.zeros(self.dim)

    def value(self, x: Array) -> Array:
        """Return F(x), shape (seeds,)."""
        found: Array = self.spectrum @ (x * x) / 2
        return found

    def oracle(self, seeds: int) -> _Slope:
        """Return the gradient."""
        del seeds
        return _Slope(self.spectrum)

    def noise(self, rng: np.random.Generator, out: Array) -> None:
        """Fill ``out`` with normal noise of the covariance H/b."""
        rng.standard_normal(out=out)
        out *= np.sqrt(self.spectrum / self.batch_size)[:, None]


class _Slope:
    """Hx."""

    def __init__(self, spectrum: Array) -> None:
        self._spectrum = spectrum[:, None]

    def gradient(self, x: Array, out: Array) -> None:
        """Write Hx into ``out``."""
        np.multiply(x, self._spectrum, out=out)

    def peak(self) -> float:
        """Nothing is left."""
        return 0.0


@dataclass(frozen=True, slots=True)
class StationaryPlan:
    """One batch size.

    Attributes
    ----------
    name : str
        The case, ``b = 16``.
    problem : Quadratic
        The loss.
    eta, beta1, beta2, decay, delta : float
        The settings; λ is that of the optimizer.
    steps : int
        T.
    predicted : mapping
        Variant to ρ/x_i, in the order of the spectrum.
    bias : float
        By how much, relatively, a step that is no instant may change the variance.
    """

    name: str
    problem: Quadratic
    eta: float
    beta1: float
    beta2: float
    decay: float
    delta: float
    steps: int
    predicted: Mapping[str, Array]
    bias: float


def plans(optimizer: str, used: Mapping[str, Any]) -> tuple[StationaryPlan, ...]:
    """Return a run for each batch size.

    Parameters
    ----------
    optimizer : str
        Whose updates.
    used : mapping
        dim, beta1, beta2, lam; batch_size for a single one.
    """
    batches = (int(used["batch_size"]),) if "batch_size" in used else BATCHES
    who = OPTIMIZERS[optimizer]
    found = []
    for batch in batches:
        problem = Quadratic(int(used["dim"]), batch_size=batch)
        decay = float(used["lam"]) if who.has_decay else 0.0
        pulls = _pulls(problem, decay, decays_loss=who.decays_loss)
        eta = _SPEED / float(pulls.max())
        steps = math.ceil(_FORGETS / (eta * float(pulls.min())))
        settings: dict[str, Any] = {"eta": eta, "batch_size": float(batch), "rho": 1.0}
        settings["lam_l2" if who.decays_loss else "lam"] = decay
        # Adam is AdamW without decay: Corollary 3 has no formula of its own for it.
        reader = optimizer if who.has_decay else "adamw"
        predicted = {
            variant: np.array(
                [
                    math.exp(
                        -log_value(
                            "corollary-3",
                            "x",
                            variant,
                            optimizer=reader,
                            singular_value=float(sigma),
                            **settings,
                        )
                    )
                    for sigma in problem.spectrum
                ]
            )
            for variant in ("printed", "corrected")
        }
        # A discrete step adds half of η times the pull, a momentum that lags as much again, and
        # the scatter of n_t about its mean 3/8 of its relative variance, which is about β2.
        bias = _SPEED * (1 + (1 - used["beta1"]) / used["beta1"]) + used["beta2"]
        found.append(
            StationaryPlan(
                f"b = {batch}",
                problem,
                eta,
                float(used["beta1"]),
                float(used["beta2"]),
                decay,
                _DELTA * problem.mu / batch,
                steps,
                predicted,
                bias,
            )
        )
    return tuple(found)


def _pulls(problem: Quadratic, decay: float, *, decays_loss: bool) -> Array:
    """Return the rates, over η, at which the directions come to rest."""
    own: Array = np.sqrt(problem.batch_size * problem.spectrum)
    if decays_loss:
        return own * (1 + decay / problem.spectrum)
    return own + decay
