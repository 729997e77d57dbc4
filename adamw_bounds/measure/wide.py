"""Sums in float64, also of what lies on a device that has none: MPS."""

from __future__ import annotations

from typing import Any, Final

from adamw_bounds.measure._torch import torch

__all__ = ["has_float64", "norm", "total", "wide"]

#: Kinds of device without float64.
_NARROW: Final = frozenset({"mps"})


def has_float64(device: Any) -> bool:
    """Tell whether a device computes in float64."""
    return device.type not in _NARROW


def _placed(tensor: Any) -> Any:
    return tensor if has_float64(tensor.device) else tensor.cpu()


def wide(tensor: Any) -> Any:
    """Return a tensor in float64, on the CPU where its device has none."""
    return _placed(tensor).double()


def norm(tensor: Any) -> Any:
    """Return the Euclidean norm of all entries, a scalar tensor in float64."""
    return torch.linalg.vector_norm(_placed(tensor), dtype=torch.float64)


def total(tensor: Any) -> Any:
    """Return the sum of all entries, a scalar tensor in float64."""
    return torch.sum(_placed(tensor), dtype=torch.float64)
