"""Traces: what `adamw_bounds.measure.Recorder` wrote of a training run, read without torch."""

from __future__ import annotations

from adamw_bounds.traces.files import FORMAT, Trace, load_trace

__all__ = ["FORMAT", "Trace", "load_trace"]
