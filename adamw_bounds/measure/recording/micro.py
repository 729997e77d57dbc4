"""Products of the gradients of the batches that one optimizer step accumulates."""

from __future__ import annotations

import math
from typing import Any

from adamw_bounds.measure._torch import torch
from adamw_bounds.measure.recording.scalars import fetched, squared

__all__ = ["MicroBatches"]


class MicroBatches:
    """Sums over the batches of one step, taken as their gradients arrive.

    With g_1 … g_M independent, P = (‖Σg‖² − Σ‖g‖²)/(M(M − 1)) is the mean of all ⟨g_i, g_j⟩, i ≠ j,
    and ‖∇F‖² on average.

    Parameters
    ----------
    count : int
        Batches M ≥ 2 of a step, each with a share of 1/M of its gradient.
    """

    def __init__(self, count: int) -> None:
        self.count = count
        self.begin()

    def begin(self) -> None:
        """Forget the step before."""
        self._sums: dict[int, Any] = {}
        self._parts: list[Any] = []
        self._whole: list[Any] = []
        self._passes: dict[int, int] = {}

    def arrived(self, value: Any) -> None:
        """Take the gradient that a parameter has after one more batch."""
        gradient, key = value.grad.detach(), id(value)
        self._passes[key] = passes = self._passes.get(key, 0) + 1
        with torch.no_grad():
            if passes == 1:
                self._parts += squared(gradient)
                self._sums[key] = gradient.clone()
                return
            if passes > self.count:
                return  # of which the step is refused
            held = self._sums[key]
            self._parts += squared(torch.sub(gradient, held, out=held))
            if passes == self.count:
                self._whole += squared(gradient)
                del self._sums[key]
            else:
                held.copy_(gradient)

    def products(self, factor: float) -> dict[str, Any]:
        """Return ``pairs`` and ``pair_squares`` of the step, {} where a batch is missing.

        Parameters
        ----------
        factor : float
            By which gradients were scaled up while they arrived, inverted.
        """
        if not self._passes or set(self._passes.values()) != {self.count}:
            self.begin()
            return {}
        of_sum, of_parts = fetched([*self._whole, *self._parts], len(self._whole))
        scale = (factor * self.count) ** 2
        together, apart = scale * math.fsum(of_sum), scale * math.fsum(of_parts)
        self.begin()
        if not math.isfinite(together + apart):
            return {}
        return {
            "pairs": [(together - apart) / (self.count * (self.count - 1))],
            "pair_squares": [apart / self.count],
        }
