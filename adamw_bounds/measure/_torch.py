"""PyTorch, or a sentence that says how to get it."""

from __future__ import annotations

from adamw_bounds.errors import RunError

try:
    import torch
except ImportError as error:
    raise RunError(
        "measuring needs PyTorch, which is not installed: pip install 'adamw-bounds[torch]'",
        code="missing-extra",
    ) from error

__all__ = ["torch"]
