"""Pairs of batches that are never trained on: an unbiased look at the true gradient.

Two batches that are drawn independently, with replacement, have gradients whose inner product is
‖∇F‖² on average, whatever the noise. Training does not notice that they are drawn.
"""

from __future__ import annotations

import contextlib
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final

import numpy as np

from adamw_bounds.errors import RunError
from adamw_bounds.measure._torch import torch
from adamw_bounds.measure.batches import moved
from adamw_bounds.measure.recording.scalars import fetched, pieces, product
from adamw_bounds.measure.state import Randomness, seed_torch
from adamw_bounds.measure.training.data import read, seeded
from adamw_bounds.measure.training.observer import calm, sentence_of
from adamw_bounds.measure.training.sampling import Sampling, sampling_of

__all__ = ["Probe", "products"]

#: Apart from all else that a seed decides.
_STREAM: Final = 3
#: Between this squared norm and its inverse, single precision loses no square that counts.
_SAFE: Final = 1e-25


class Probe:
    """Draws pairs of batches from a loader's data, and returns the products of their gradients.

    Parameters
    ----------
    loader : DataLoader
        Whose sampler says which samples training draws, and how often. It is not read.
    model : torch.nn.Module
        As it is trained, without what DDP or a compiler wraps around it.
    loss : callable
        ``loss(model, batch)``.
    seed : int
        Decides what is drawn, together with the step.
    processes : int
        Processes that train.

    Raises
    ------
    RunError
        If what training draws cannot be known.
    """

    def __init__(
        self,
        loader: Any,
        model: Any,
        loss: Callable[[Any, Any], Any],
        seed: int,
        *,
        processes: int = 1,
    ) -> None:
        loader = getattr(loader, "_dataloader", loader)
        dataset = getattr(loader, "dataset", None)
        data = torch.utils.data
        if (
            not isinstance(loader, data.DataLoader)
            or isinstance(dataset, data.IterableDataset)
            or not hasattr(dataset, "__getitem__")
        ):
            kind = type(loader if dataset is None else dataset).__name__
            raise RunError(
                f"no batch can be drawn from {kind} without disturbing training: probe must be a "
                "DataLoader of a data set with __getitem__",
                code="bad-data",
            )
        self.loader, self.model, self.loss, self.seed = loader, model, loss, seed
        self.sampling: Sampling = sampling_of(loader, processes=processes)

    @property
    def batch_size(self) -> int:
        """Samples of each batch of a pair."""
        return self.sampling.size

    def pair(self, step: int, groups: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
        """Return products of the gradients of two batches, at the parameters as they are.

        Parameters
        ----------
        step : int
            Names the pair: the same step draws the same two batches.
        groups : sequence of mappings
            Parameter groups of the optimizer.
        """
        held = [
            (value, float(group.get("weight_decay") or 0.0))
            for group in groups
            for value in group["params"]
            if value.requires_grad
        ]
        flat = [value for value, _ in held]
        generator = np.random.default_rng([self.seed, _STREAM, step])
        buffers = [(buffer, buffer.detach().clone()) for buffer in self.model.buffers()]
        randomness = Randomness(self.loader)
        try:
            with calm(self.model), torch.enable_grad(), _no_hooks(flat):
                one, other = (
                    self._gradient(generator, flat, self.seed + 2 * step + turn) for turn in (0, 1)
                )
        except RunError:
            raise
        except Exception as error:
            raise RunError(f"the probe failed: {sentence_of(error)}", code="probe") from error
        finally:
            randomness.restore()
            with torch.no_grad():
                for buffer, was in buffers:
                    buffer.copy_(was)
        return products(held, one, other)

    def _gradient(self, generator: Any, flat: Sequence[Any], seed: int) -> list[Any]:
        sampling = self.sampling
        weights = sampling.weights
        chances = None if weights is None else weights / weights.sum()
        places = generator.choice(len(sampling.keys), size=sampling.size, p=chances)
        with seeded(self.loader, seed % 2**63):
            keys = [sampling.keys[place] for place in places]
            batches = list(read(self.loader, keys, None, sampling))
        device = flat[0].device
        seed_torch(seed % 2**63)
        loss = self.loss(self.model, moved(batches[0], device))
        found = torch.autograd.grad(loss, flat, allow_unused=True)
        return [
            torch.zeros_like(value) if gradient is None else gradient.detach()
            for value, gradient in zip(flat, found, strict=True)
        ]


def products(
    held: Sequence[tuple[Any, float]], one: Sequence[Any], other: Sequence[Any]
) -> dict[str, Any]:
    """Return what two independent gradients say of the true one.

    Parameters
    ----------
    held : sequence of (tensor, float)
        Each parameter x and its weight decay λ.
    one, other : sequence of tensor
        The gradients g_A and g_B of each parameter.

    Returns
    -------
    dict
        ``pairs`` ⟨g_A, g_B⟩, ``pair_squares`` both squared norms; ``kkt_lower``, the mean over both
        orders of ⟨sgn g_A, g_B⟩ + ⟨λx, g_B⟩, and ``kkt_upper``, that of ‖g_A‖₁ + ⟨λx, g_A⟩: bounds
        on the KKT score on average.
    """
    found = _sums(held, one, other, wide=False)
    if not all(_SAFE < squares < 1 / _SAFE for squares in found[1:3]):
        found = _sums(held, one, other, wide=True)
    inner, of_a, of_b, signed, size, along = found
    return {
        "pairs": [inner],
        "pair_squares": [of_a, of_b],
        "kkt_lower": (signed + along) / 2,
        "kkt_upper": (size + along) / 2,
    }


def _sums(
    held: Sequence[tuple[Any, float]], one: Sequence[Any], other: Sequence[Any], *, wide: bool
) -> list[float]:
    kept: list[list[tuple[float, Any]]] = [[] for _ in range(6)]
    with torch.no_grad():
        for (value, decay), first, second in zip(held, one, other, strict=True):
            wider = wide and value.device.type != "mps"
            for parts in zip(pieces(value), pieces(first), pieces(second), strict=True):
                x, a, b = (part.double() for part in parts) if wider else parts
                together = a * b
                size = a.abs().add_(b.abs())
                kept[0].append((1.0, together.sum()))
                kept[1].append((1.0, product(a, a)))
                kept[2].append((1.0, product(b, b)))
                kept[4].append((1.0, size.sum()))
                # sgn a · b + sgn b · a = sgn ab · (|a| + |b|)
                kept[3].append((1.0, product(together.sign_(), size)))
                if decay:
                    kept[5].append((decay, product(x, a.add(b))))
    numbers = fetched([number for name in kept for _, number in name])[0]
    found, place = [], 0
    for name in kept:
        values = numbers[place : place + len(name)]
        place += len(name)
        found.append(
            math.fsum(factor * number for (factor, _), number in zip(name, values, strict=True))
        )
    return found


@contextlib.contextmanager
def _no_hooks(values: Sequence[Any]) -> Iterator[None]:
    """Keep hooks on the gradients of parameters from seeing those of a probe."""
    found = [
        hooks for value in values if (hooks := getattr(value, "_backward_hooks", None)) is not None
    ]
    before = [(hooks, list(hooks.items())) for hooks in found]
    for hooks in found:
        hooks.clear()
    try:
        yield
    finally:
        for hooks, items in before:
            hooks.clear()
            hooks.update(items)
