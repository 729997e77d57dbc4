"""Traces: what `adamw_bounds.measure.Recorder` wrote of a training run, read without torch."""

from __future__ import annotations

from adamw_bounds.traces.certificates import (
    Estimate,
    kkt_bracket,
    noise_squared,
    squared_gradient,
)
from adamw_bounds.traces.files import FORMAT, Trace, load_trace
from adamw_bounds.traces.hypotheses import caveats
from adamw_bounds.traces.noise import NoiseScale, noise_scale, pair_batch_size

__all__ = [
    "FORMAT",
    "Estimate",
    "NoiseScale",
    "Trace",
    "caveats",
    "kkt_bracket",
    "load_trace",
    "noise_scale",
    "noise_squared",
    "pair_batch_size",
    "squared_gradient",
]
