"""Whether callbacks beside ours change batches after they are loaded, which a measurement misses.

Lightning hands each batch to every callback before it is trained on, and one of them may mix or
scale it in place. Such a callback is not run on what is measured: it may count, write or draw. So
batches are looked at before and after the callbacks while training runs.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from adamw_bounds.measure._torch import torch
from adamw_bounds.measure.batches import _leaves as leaves
from adamw_bounds.measure.fingerprint import batch_print

__all__ = ["Ends"]

#: Batches whose numbers are compared. Later ones are known by what torch counts, which costs less.
_COMPARED: Final = 2


class Ends:
    """Two callbacks, one before and one after those of a trainer, while it trains.

    Parameters
    ----------
    base : type
        Class of the framework's callbacks.
    tell : callable
        Called with the number of a batch that was changed between the two.
    """

    def __init__(self, base: type, tell: Callable[[int], None]) -> None:
        self._before: tuple[Any, ...] = ()
        self._seen = 0

        def starts(callback: Any, trainer: Any, module: Any, batch: Any, number: int) -> None:
            self._before = self._state(batch)

        def ends(callback: Any, trainer: Any, module: Any, batch: Any, number: int) -> None:
            after, place = self._state(batch), self._seen
            self._seen += 1
            if after != self._before:
                tell(place)

        self._first, self._last = (
            type(f"Batches{where}", (base,), {"on_train_batch_start": hook})()
            for where, hook in (("Before", starts), ("After", ends))
        )

    def enter(self, trainer: Any) -> None:
        """Put the two around the callbacks of a trainer, whose hooks may be running."""
        trainer.callbacks = [self._first, *trainer.callbacks, self._last]

    def leave(self, trainer: Any) -> None:
        """Take them away again."""
        trainer.callbacks = [one for one in trainer.callbacks if one not in self._own]

    @property
    def _own(self) -> tuple[Any, Any]:
        return self._first, self._last

    def _state(self, batch: Any) -> tuple[Any, ...]:
        """Return what changes where a batch is changed."""
        found: list[Any] = []
        for leaf in leaves(batch):
            is_counted = isinstance(leaf, torch.Tensor) and not leaf.is_inference()
            found.append((id(leaf), leaf._version if is_counted else None))
        if self._seen < _COMPARED:
            found.append(batch_print(batch))
        return tuple(found)
