"""Products of the gradients that data-parallel processes have before they are averaged.

What the processes tell each other goes through the store that they met by, without waiting:
training never hangs on a process without a recorder, and a step that is not recorded costs nothing.
"""

from __future__ import annotations

import contextlib
import json
import math
from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any, Final

from adamw_bounds.measure._torch import torch
from adamw_bounds.measure.recording.scalars import fetched, pieces, squared
from adamw_bounds.measure.training.sampling import generator_of

__all__ = ["Replicas", "after_backward"]

#: Rounding of a sum of d numbers, as a share of their norm times √d.
_ROUNDING: Final = 2e-6
#: How long the last line waits for the other processes, in seconds.
_PATIENCE: Final = 1.0


class Replicas:
    """Tells the first of M processes the inner products of the gradients of all.

    With g_1 … g_M independent and ḡ their mean, P = (‖Mḡ‖² − Σ‖g‖²)/(M(M − 1)) is the mean of all
    ⟨g_i, g_j⟩, i ≠ j, and ‖∇F‖² on average. ḡ is what the processes agree on after ``backward()``.

    Parameters
    ----------
    name : str
        Of the recorder: the same in all processes.
    loader : DataLoader
        Of this process, which draws with replacement.
    count : int
        Processes M ≥ 2.
    """

    def __init__(self, name: str, loader: Any, count: int) -> None:
        self.name, self.loader, self.count = name, loader, count
        self.rank = int(torch.distributed.get_rank())
        self._store = _store()
        self._kept: tuple[float, float, int] | None = None
        self.begin()

    def begin(self) -> None:
        """Forget the step before."""
        self._local: dict[int, tuple[list[Any], list[Any]]] = {}
        self._passes: dict[int, int] = {}
        self._mean: tuple[float, float, int] | None = None

    def arrived(self, value: Any) -> None:
        """Take a gradient of this process, before it is averaged."""
        gradient, key = value.grad.detach(), id(value)
        with torch.no_grad():
            self._local[key] = squared(gradient), [piece.sum() for piece in pieces(gradient)]
        self._passes[key] = self._passes.get(key, 0) + 1

    def tell(self, step: int) -> None:
        """Let the first process know of this one's gradient."""
        if self._store is None or not self._local or set(self._passes.values()) != {1}:
            # Where several batches are accumulated, a gradient holds what was averaged before.
            return
        of_squares = [part for squares, _ in self._local.values() for part in squares]
        of_sums = [part for _, sums in self._local.values() for part in sums]
        squares, sums = fetched([*of_squares, *of_sums], len(of_squares))
        told = {"squares": math.fsum(squares), "sum": math.fsum(sums), "seed": _seed(self.loader)}
        with contextlib.suppress(RuntimeError):  # the group was left
            self._store.set(self._key(step, self.rank), json.dumps(told))

    def agreed(self, gradients: Sequence[Any]) -> None:
        """Take the gradients that the processes have averaged."""
        if set(self._passes.values()) != {1}:
            self._mean = None
            return
        with torch.no_grad():
            of_squares = [part for gradient in gradients for part in squared(gradient)]
            of_sums = [piece.sum() for gradient in gradients for piece in pieces(gradient)]
        squares, sums = fetched([*of_squares, *of_sums], len(of_squares))
        size = sum(gradient.numel() for gradient in gradients)
        self._mean = math.fsum(squares), math.fsum(sums), size

    def keep(self) -> None:
        """Hold what is known of the step that is made now, until the others have told theirs."""
        self._kept = self._mean

    def products(self, step: int, factor: float, *, wait: bool = False) -> dict[str, Any]:
        """Return ``pairs``, ``pair_squares``, ``flags`` of the step that was kept, {} without one.

        Parameters
        ----------
        step : int
            The step.
        factor : float
            By which gradients were scaled up while they arrived, inverted.
        wait : bool
            Whether to wait a little for what the other processes say.
        """
        kept, self._kept = self._kept, None
        if kept is None:
            return {}
        told = self._told(step, wait=wait)
        if len(told) < self.count:
            return {}
        squares, total, size = kept
        apart = math.fsum(one["squares"] for one in told)
        together = self.count**2 * squares
        if not math.isfinite(apart + together):
            return {}
        if len({one["seed"] for one in told}) < self.count:
            return {"flags": ["one-seed"]}
        off = abs(math.fsum(one["sum"] for one in told) - self.count * total)
        if off > _ROUNDING * math.sqrt(size) * math.fsum(math.sqrt(one["squares"]) for one in told):
            return {"flags": ["not-averaged"]}
        return {
            "pairs": [factor**2 * (together - apart) / (self.count * (self.count - 1))],
            "pair_squares": [factor**2 * apart / self.count],
        }

    def _told(self, step: int, *, wait: bool) -> list[dict[str, Any]]:
        keys = [self._key(step, rank) for rank in range(self.count)]
        try:
            if wait:
                self._store.wait(keys, timedelta(seconds=_PATIENCE))
            if not self._store.check(keys):
                return []
            found = [json.loads(self._store.get(key)) for key in keys]
        except (RuntimeError, ValueError):  # too late, or the group was left
            return []
        for key in keys:
            with contextlib.suppress(RuntimeError, NotImplementedError):
                self._store.delete_key(key)
        return found

    def _key(self, step: int, rank: int) -> str:
        return f"adamw-bounds/{self.name}/{step}/{rank}"


def after_backward(work: Callable[[], None], then: Callable[[], None]) -> bool:
    """Call a function at the end of this pass, and another when its gradients are averaged.

    Returns
    -------
    bool
        Whether this torch can.
    """
    queue = getattr(torch.autograd.Variable._execution_engine, "queue_callback", None)
    if queue is None:
        return False

    def end() -> None:
        work()
        queue(then)  # behind DDP's own, which waits for the processes

    queue(end)
    return True


def _store() -> Any:
    find = getattr(torch.distributed.distributed_c10d, "_get_default_store", None)
    return None if find is None else find()


def _seed(loader: Any) -> int:
    """Return the seed of what a loader draws."""
    generator = generator_of(loader)
    return int(torch.initial_seed() if generator is None else generator.initial_seed())
