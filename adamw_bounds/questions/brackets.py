"""Both ends of K = ‖∇F‖₁ + λ⟨x, ∇F⟩ from gradients of independent batches.

For independent unbiased A and B, E⟨sgn A, B⟩ ≤ ‖∇F‖₁ ≤ E‖A‖₁, whatever the noise: no sign pattern
gives more than ‖∇F‖₁ on average, and a norm is convex. The first is nearest with all the other
batches behind the signs, the second with all of them in one mean.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

__all__ = ["ends", "jackknifed"]


def ends(x: Any, gradients: Any, decay: float) -> tuple[list[float], list[float]]:
    """Return the lower and the upper end, each once from all gradients and once without each.

    Parameters
    ----------
    x : ndarray, shape (n,)
        Parameters.
    gradients : ndarray, shape (count, n)
        Of two or more independent batches. With two, none can be left out of the lower end.
    decay : float
        λ.
    """
    import numpy as np

    count, total = len(gradients), gradients.sum(axis=0)
    drift = decay * (gradients @ x)
    # Σ_b ⟨sgn(all but b), g_b⟩.
    crossed = [float(np.sign(total - own) @ own) for own in gradients]
    lower = [(math.fsum(crossed) + math.fsum(drift)) / count]
    upper = [(float(np.abs(total).sum()) + math.fsum(drift)) / count]
    for left in range(count):
        rest = total - gradients[left]
        drifted = math.fsum(drift) - drift[left]
        upper.append(float(np.abs(rest).sum() + drifted) / (count - 1))
        if count > 2:
            others = (own for place, own in enumerate(gradients) if place != left)
            held = math.fsum(float(np.sign(rest - own) @ own) for own in others)
            lower.append((held + drifted) / (count - 1))
    return lower, upper


def jackknifed(figures: Sequence[float]) -> tuple[float, float | None]:
    """Return a figure and its standard error, from what it is without each of the batches."""
    whole, *parts = figures
    if len(parts) < 2:
        return whole, None
    mean = math.fsum(parts) / len(parts)
    spread = math.fsum((part - mean) ** 2 for part in parts)
    return whole, math.sqrt(spread * (len(parts) - 1) / len(parts))
