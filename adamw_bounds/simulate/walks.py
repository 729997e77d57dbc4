"""Many walks on one stream of gradients at once: rescaled copies, several ε and λ.

The rules act on each coordinate by itself, so the coordinates are taken block by block, and arrays
are of shape (settings, copies, coordinates). The update is PyTorch's: zero start, bias correction,
ε outside of the root.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from adamw_bounds.errors import RunError
from adamw_bounds.optimizers import ADAM, ADAMPROX, ADAMW, L2_ADAM, Optimizer
from adamw_bounds.simulate.problems import Array
from adamw_bounds.simulate.rules import (
    correction,
    displacement,
    regularise,
    remember,
    torch_root,
)
from adamw_bounds.simulate.streams import Layer

__all__ = ["RUN", "Settings", "Walked", "walk"]

#: Whose walks are run.
RUN: Final = (ADAMW, ADAMPROX, ADAM, L2_ADAM)
#: Numbers that a walk moves in one go.
_BLOCK: Final = 1 << 16
#: Progress is told after so many steps: a bar takes longer than a step.
_TELL: Final = 64


@dataclass(frozen=True, slots=True)
class Settings:
    """What the optimizers run with.

    Attributes
    ----------
    eta, beta1, beta2 : float
        Learning rate; weights of a new gradient and of its square, one minus PyTorch's.
    eps : tuple of float
        Every ε ≥ 0 outside of the root.
    decays : mapping of optimizer to tuple of float
        Every λ ≥ 0; Adam has 0.
    """

    eta: float
    beta1: float
    beta2: float
    eps: tuple[float, ...]
    decays: dict[str, tuple[float, ...]]

    def pairs(self, optimizer: Optimizer) -> list[tuple[float, float]]:
        """Return every (ε, λ) of an optimizer."""
        return [(eps, lam) for eps in self.eps for lam in self.decays[optimizer.key]]


@dataclass(slots=True)
class Walked:
    """What was seen of all walks, one row a pair (ε, λ).

    Attributes
    ----------
    apart : mapping of optimizer to ndarray
        Largest |x_t − x_t of the copy| over steps and coordinates, for each copy.
    far : mapping of optimizer to ndarray
        Largest |x_t − x_0| of the original.
    high : mapping of optimizer to ndarray
        Largest |x_t| of the original, and of x_0.
    gap : ndarray
        Largest |AdamProx − AdamW| of the original.
    last : list of ndarray
        √v̂ of the original after the last step, a layer each.
    """

    apart: dict[str, Array] = field(default_factory=dict)
    far: dict[str, Array] = field(default_factory=dict)
    high: dict[str, Array] = field(default_factory=dict)
    gap: Array = field(default_factory=lambda: np.zeros(0))
    last: list[Array] = field(default_factory=list)


def walk(
    layers: Sequence[tuple[Layer, Array, Array]],
    settings: Settings,
    progress: Callable[[int], None] | None = None,
) -> Walked:
    """Run every optimizer on every copy of every layer.

    Parameters
    ----------
    layers : sequence of (layer, start, scales)
        Gradients; x_0 of shape (d,); s of shape (copies, d) or (copies, 1).
    settings : Settings
        What the optimizers run with.
    progress : callable, optional
        Told of the steps of blocks done.

    Raises
    ------
    RunError
        If an iterate is no finite number.
    """
    seen = Walked()
    for who in RUN:
        rows = len(settings.pairs(who))
        seen.apart[who.key] = np.zeros((rows, layers[0][2].shape[0]))
        seen.far[who.key] = np.zeros(rows)
        seen.high[who.key] = np.full(rows, max(np.abs(start).max() for _, start, _ in layers))
    seen.gap = np.zeros(len(settings.pairs(ADAMW)))
    for layer, start, scales in layers:
        roots = np.empty(layer.dim)
        size = block_size(settings, scales.shape[0])
        for begin in range(0, layer.dim, size):
            part = slice(begin, min(begin + size, layer.dim))
            own = scales[:, part] if scales.shape[1] > 1 else scales
            with np.errstate(over="ignore", invalid="ignore", under="ignore"):
                roots[part] = _block(layer, part, start[part], own, settings, seen, progress)
        seen.last.append(roots)
    if not all(np.isfinite(item).all() for item in (*seen.high.values(), *seen.apart.values())):
        raise _diverged()
    return seen


def _diverged() -> RunError:
    return RunError(
        "the iterates are no finite numbers: λ is too large for this η, x_0 and so many steps",
        code="diverged",
    )


def block_size(settings: Settings, copies: int) -> int:
    """Return how many coordinates are taken at a time."""
    widest = max(len(settings.pairs(who)) for who in RUN)
    return max(1, _BLOCK // (widest * (copies + 1)))


def _block(
    layer: Layer,
    part: slice,
    start: Array,
    scales: Array,
    settings: Settings,
    seen: Walked,
    progress: Callable[[int], None] | None,
) -> Array:
    """Run all walks on some coordinates; return √v̂ of the original at the end."""
    # The original is the copy with s = 1.
    factors = np.concatenate([np.ones((1, scales.shape[1])), scales])
    shape = (factors.shape[0], start.size)
    memory = {"": _Memory(shape)}
    walkers = []
    for who in RUN:
        pairs = np.array(settings.pairs(who))[:, :, None, None]
        walker = _Walker(who, start, pairs[:, 0], pairs[:, 1], shape)
        if who.decays_loss:
            # Its gradient holds λx: every walk remembers another one.
            memory[who.key] = _Memory(walker.x.shape)
        walkers.append(walker)
    g = np.empty(shape)
    steps = int(layer.gradients.shape[0])
    for step in range(1, steps + 1):
        np.multiply(layer.gradients[step - 1, part].astype(np.float64), factors, out=g)
        memory[""].add(g, settings, step)
        for walker in walkers:
            own = memory.get(walker.who.key)
            if own is not None:
                own.gradient[...] = g
                regularise(walker.who, own.gradient, walker.x, walker.lam, own.scratch)
                own.add(own.gradient, settings, step)
            walker.move(own or memory[""], settings, step)
            walker.watch(seen)
        adamw, adamprox = walkers[:2]
        np.maximum(seen.gap, np.abs(adamprox.x[:, 0] - adamw.x[:, 0]).max(axis=1), out=seen.gap)
        if progress is not None and (step % _TELL == 0 or step == steps):
            progress(step % _TELL or _TELL)
    # What overflowed stays so, and would divide every later step down to 0.
    if not all(np.isfinite(item.n).all() for item in memory.values()):
        raise _diverged()
    found: Array = memory[""].root[0].copy()
    return found


class _Memory:
    """The two moments, and √v̂."""

    def __init__(self, shape: tuple[int, ...]) -> None:
        self.m, self.n = np.zeros(shape), np.zeros(shape)
        self.root, self.scratch, self.gradient = (np.empty(shape) for _ in range(3))

    def add(self, g: Array, settings: Settings, step: int) -> None:
        remember(self.m, self.n, g, settings.beta1, settings.beta2, self.scratch)
        torch_root(self.n, correction(settings.beta2, step), self.root)


class _Walker:
    """One optimizer on all copies, with every ε and λ."""

    def __init__(
        self, who: Optimizer, start: Array, eps: Array, lam: Array, shape: tuple[int, ...]
    ) -> None:
        self.who, self.start, self.eps, self.lam = who, start, eps, lam
        self.x = np.empty((eps.shape[0], *shape))
        self.x[...] = start
        self.v, self.u, self.scratch = (np.empty(self.x.shape) for _ in range(3))

    def move(self, memory: _Memory, settings: Settings, step: int) -> None:
        np.add(memory.root, self.eps, out=self.v)
        # 0/0 is read as 0: nothing divided by infinity.
        self.v[self.v == 0] = np.inf
        displacement(
            self.who,
            self.x,
            memory.m,
            self.v,
            rate=settings.eta / correction(settings.beta1, step),
            share=settings.eta * self.lam,
            out=self.u,
            scratch=self.scratch,
        )
        self.x -= self.u

    def watch(self, seen: Walked) -> None:
        key = self.who.key
        original = self.x[:, 0]
        np.abs(self.x[:, 1:] - original[:, None], out=self.u[:, 1:])
        np.maximum(seen.apart[key], self.u[:, 1:].max(axis=2), out=seen.apart[key])
        np.maximum(seen.far[key], np.abs(original - self.start).max(axis=1), out=seen.far[key])
        np.maximum(seen.high[key], np.abs(original).max(axis=1), out=seen.high[key])
