"""What the figures of a run mean, in a phrase each: tables show it beside the number."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

__all__ = ["MEANINGS"]

MEANINGS: Final[Mapping[str, str]] = {
    # Weight decay along a run.
    "timescale-steps": "1/(ηλ): how many steps back weight decay remembers",
    "timescale-epochs": "1/(ηλ) in passes over the data",
    "timescale-share": "1/(ηλ) as a share of the run",
    "initial-share": "how much of the initial parameters is left at the end",
    "last-share": "how much the last part q of the run weighs in the result",
    "effective-updates": "how many updates the result averages",
    "equilibrium-rms": "the size of an entry at which decay and noise would settle",
    "equilibrium-max": "the largest of d such entries, about",
    "equilibrium-turn": "how far an entry of that size moves in a step, relative to its size",
    "equilibrium-ratio": "the measured size of an entry over the one at which it would settle",
    "timescale-share-fit": "the best time scale by the fit, as a share of the run",
    "lam-fit": "the weight decay that gives the best time scale of the fit",
    # How far a run can go.
    "radius": "no parameter is ever larger than this",
    "decay-radius": "U/λ: where the start no longer matters",
    "update-ratio": "U: no update is larger, before the learning rate",
    "largest-step": "no parameter moves further in one step",
    # Another batch size.
    "eta": "the learning rate",
    "lam": "the weight decay",
    "betas-1": "the first of PyTorch's betas",
    "betas-2": "the second of PyTorch's betas",
    "adam-eps": "PyTorch's eps",
    "signal-to-noise": "the gradient over the noise of a batch, at the larger batch size",
    "signal-dominated-share": "the share of entries in which the gradient may outweigh the noise",
    # The noise of gradients.
    "noise-scale": "the batch size above which a larger one helps little",
    "full-gradient-norm-squared": "‖∇F‖²",
    "noise-trace": "the variance of one sample's gradient, summed over its entries",
    "surge-batch": "the batch size at which the best learning rate of a sign update peaks",
    "steps-over-least": "the steps at this batch size, over the fewest possible",
    "samples-over-least": "the samples at this batch size, over the fewest possible",
    "sgd-lr-share": "SGD's best learning rate at this batch size, over that without noise",
    "surge-lr-share": "the best learning rate of a sign update here, over its peak",
    # Stability.
    "edge-threshold": "the largest stable sharpness",
    "edge-ratio": "the sharpness over the largest stable one: above 1 it is unstable",
    "stable-negative-curvature": "how negative a curvature weight decay keeps stable",
    "count-below-minus-lambda": "how many modes are unstable at the negative end",
    "count-above-threshold": "how many modes are unstable at the positive end",
    # Distance from where AdamW converges to.
    "kkt-score": "how far the point is from a KKT point of the box: 0 at one",
    "kkt-relative": "the score over ‖∇F‖₁",
}
