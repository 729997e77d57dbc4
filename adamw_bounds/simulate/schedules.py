"""Step, weight and decay schedules, evaluated from the package's own formulas."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

import numpy as np

from adamw_bounds.kernels import calls as kernels
from adamw_bounds.simulate.problems import Array
from adamw_bounds.simulate.updates import Schedule

__all__ = ["Decay", "constant_step", "decay_schedule", "decaying_step", "formula"]

#: ``explicit``: λ(1+q)^(−k/2), for every β2; ``printed``: λ(1−q)^k, which needs q = β2c∞²/δ ≤ 1.
Decay = Literal["explicit", "printed", "constant"]
Decaying = Literal["theorem-3", "theorem-4"]


def formula(
    statement: str,
    quantity: str,
    inputs: Mapping[str, Any],
    *,
    variant: str = "explicit",
    schedule: str | None = None,
    case: str | None = None,
) -> Array:
    """Return the value of a formula; floats or arrays in, an array (0-d for floats) out.

    Raises
    ------
    LookupError
        If there is no such formula.
    """
    kernel = kernels.find(statement, quantity, variant, schedule=schedule, case=case)
    if kernel is None:
        raise LookupError(f"no formula for {statement}, {quantity}, {variant}, {schedule}, {case}")
    return np.asarray(np.exp(kernels.evaluate(kernel, inputs).log), dtype=np.float64)


def decay_schedule(
    lam: float, *, beta2: float, c_inf: float, delta: float, form: Decay = "explicit"
) -> Schedule:
    """Return k ↦ λ_k as the third entry of a schedule whose other entries are NaN.

    Parameters
    ----------
    lam : float
        λ = λ_0 ≥ 0; unit 1/length.
    beta2, c_inf, delta : float
        Give q = β2c∞²/δ.
    form : {"explicit", "printed", "constant"}
        Which schedule. ``printed`` is the signed λ(1−q)^k.
    """

    def at(k: Array) -> tuple[Array, Array, Array]:
        nothing = np.full(k.shape, np.nan)
        if form == "constant" or lam == 0:
            return nothing, nothing, np.full(k.shape, lam)
        found = formula(
            "theorem-2",
            "lambda-k",
            {"beta2": beta2, "c_inf": c_inf, "delta": delta, "k": k, "lam": 1.0},
            variant=form,
        )
        if form == "printed" and beta2 * c_inf**2 > delta:
            # The formula gives the size: below 0 the base alternates in sign.
            found = np.where(k % 2 == 1, -found, found)
        # Multiplied here, not in the formula's logarithm, so that a change of units is exact.
        return nothing, nothing, lam * found

    return at


def constant_step(eta: float, beta1: float, decay: Schedule) -> Schedule:
    """Return the schedule of Theorem 2: η and β1 at every k, λ_k from ``decay``."""

    def at(k: Array) -> tuple[Array, Array, Array]:
        return np.full(k.shape, eta), np.full(k.shape, beta1), decay(k)[2]

    return at


def decaying_step(statement: Decaying, inputs: Mapping[str, Any], decay: Schedule) -> Schedule:
    """Return the schedule of Theorem 3, or of one stage of Theorem 4.

    η_k = r β_{k+1} with β_{k+1} = min(1, γ/√(k+1)), where β_{k+1} is the weight that forms m_{k+1}.

    Parameters
    ----------
    statement : {"theorem-3", "theorem-4"}
        Whose formulas.
    inputs : mapping
        c_inf, delta, smoothness, gamma, and lam for Theorem 3.
    decay : callable
        λ_k.
    """
    case = "stage" if statement == "theorem-4" else None

    def at(k: Array) -> tuple[Array, Array, Array]:
        def of(quantity: str, index: Array) -> Array:
            values = formula(
                statement, quantity, {**inputs, "k": index}, schedule="decaying", case=case
            )
            return np.broadcast_to(values, index.shape)

        # m_0 = g_0 has no weight; the value put there is not read.
        return of("eta-k", k), of("beta1-k", np.maximum(k, 1.0)), decay(k)[2]

    return at
