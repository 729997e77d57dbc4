"""The functions of the kernels: :mod:`adamw_bounds.kernels.mathematics`."""

from __future__ import annotations

from adamw_bounds.kernels.mathematics import LN10, Arrays, Scalars

__all__ = ["LN10", "Arrays", "Scalars"]
