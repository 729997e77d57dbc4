"""How an optimizer remembers gradients and moves: the update rules, once, in place on arrays.

The moments are m ← (1−β1)m + β1 g and n ← (1−β2)n + β2 g²; the step is
x ← x − η m/v, with the weight decay λ where the optimizer has it: AdamW takes ηλx off as well,
AdamProx divides by 1 + ηλ instead, ℓ2-Adam has λx in g. What v is differs: the paper's is √(n+δ),
PyTorch's √n̂ + ε with bias-corrected moments m̂, n̂. β1, β2 are one minus PyTorch's.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from adamw_bounds.optimizers import Optimizer
from adamw_bounds.simulate.problems import Array

__all__ = ["correction", "displacement", "paper_root", "regularise", "remember", "torch_root"]


def _acts(decay: Any) -> bool:
    """Whether a decay changes anything; arrays are not looked through at every step."""
    return decay != 0 if isinstance(decay, float) else True


def regularise(optimizer: Optimizer, gradient: Array, x: Array, lam: Any, scratch: Array) -> None:
    """Add λx to a gradient where the optimizer has its weight decay in the loss."""
    if optimizer.decays_loss and _acts(lam):
        np.multiply(x, lam, out=scratch)
        gradient += scratch


def remember(m: Array, n: Array, g: Array, beta1: float, beta2: float, scratch: Array) -> None:
    """Move the averages of the gradient and of its square towards a new one."""
    m *= 1.0 - beta1
    np.multiply(g, beta1, out=scratch)
    m += scratch
    n *= 1.0 - beta2
    np.multiply(g, g, out=scratch)
    scratch *= beta2
    n += scratch


def paper_root(n: Array, delta: float, out: Array) -> None:
    """Write v = √(n + δ)."""
    np.add(n, delta, out=out)
    np.sqrt(out, out=out)


def correction(beta: float, step: int) -> float:
    """Return 1 − (1−β)^t, what PyTorch divides a moment of zero start by after t ≥ 1 steps."""
    return -math.expm1(step * math.log1p(-beta)) if beta < 1 else 1.0


def torch_root(n: Array, corrected: float, out: Array) -> None:
    """Write √n̂, to which PyTorch adds ε: n over its bias correction, under the root."""
    np.divide(n, corrected, out=out)
    np.sqrt(out, out=out)


def displacement(
    optimizer: Optimizer,
    x: Array,
    m: Array,
    v: Array,
    *,
    rate: Any,
    share: Any,
    out: Array,
    scratch: Array,
) -> None:
    """Write x_k − x_{k+1}.

    Parameters
    ----------
    optimizer : Optimizer
        Where the decay acts.
    x, m, v : ndarray
        The parameters, the first moment, and what it is divided by.
    rate : float or ndarray
        η; with bias correction η over that of m.
    share : float or ndarray
        ηλ, without any correction: what the decay of one step takes.
    out, scratch : ndarray
        Take the result, and what is made on the way.
    """
    np.divide(m, v, out=out)
    out *= rate
    if optimizer.decays_parameters and _acts(share):
        np.multiply(x, share, out=scratch)
        out += scratch
        if optimizer.decay == "proximal":
            out /= 1.0 + share
