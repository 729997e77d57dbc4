"""What layers are given, and which combinations of it are 0 in all the data.

A weight that multiplies data alone is not felt along such a combination: pixels that are always
dark or always equal, columns that add up to the bias's 1.
"""

from __future__ import annotations

import contextlib
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt

from adamw_bounds.measure._torch import torch
from adamw_bounds.measure.wide import wide

__all__ = ["MOST_INPUTS", "Inputs", "Layer", "Relations"]

Float64Array = npt.NDArray[np.float64]

#: Inputs of a layer, its bias among them, up to which relations are looked for: a decomposition
#: of that many takes a second.
MOST_INPUTS: Final = 1025
#: Share of a row's length below which a combination of it is 0: rounding of sums in float64.
_ZERO: Final = 1e-11
#: Numbers of a layer's input that are looked at at once.
_AT_ONCE: Final = 1 << 22


class Relations:
    """The combinations of some columns that are 0 in every row; rows come a few at a time.

    Without any row there is none.

    Parameters
    ----------
    width : int
        How many columns.

    Notes
    -----
    Of rows that agree with what is 0 so far nothing is kept: most are only looked at.
    """

    def __init__(self, width: int) -> None:
        self.width = width
        self._factor: Float64Array = np.zeros((0, width))
        self._left: Float64Array = np.eye(width)
        self._waiting: list[Float64Array] = []
        self.seen = False

    @property
    def none(self) -> bool:
        """Whether it is known that there is none."""
        return not self._left.shape[1]

    def add(self, rows: Float64Array) -> None:
        """Look at rows of shape (n, width)."""
        self.seen |= len(rows) > 0
        if self.none:
            return
        sizes = np.linalg.norm(rows, axis=1)
        apart = np.linalg.norm(rows @ self._left, axis=1) > _ZERO * sizes
        if not apart.any():
            return
        self._waiting.append(rows[apart])
        if sum(map(len, self._waiting)) >= 2 * self.width:
            self._settle()

    def _settle(self) -> None:
        """Take in what waits."""
        if self._waiting:
            together = np.concatenate([self._factor, *self._waiting])
            self._factor = np.asarray(np.linalg.qr(together, mode="r"))
            basis, cut = _split(self._factor)
            self._left, self._waiting = np.ascontiguousarray(basis[:, :cut]), []

    def told(self) -> Float64Array:
        """Return rows that say what all that were seen said; shape (m ≤ width, width)."""
        self._settle()
        return self._factor

    def basis(self, columns: npt.NDArray[np.bool_]) -> tuple[Float64Array, Float64Array]:
        """Return orthonormal bases of the combinations of some columns, (width, k), and the rest.

        That of what is 0 in all rows, and that of what is beside it.
        """
        self._settle()
        many = int(columns.sum())
        found = np.zeros((self.width, many))
        cut = 0
        if self.seen and not self.none and many:
            found[columns], cut = _split(self._factor[:, columns])
        return found[:, :cut], found[:, cut:]


def _split(matrix: Float64Array) -> tuple[Float64Array, int]:
    """Return an orthonormal basis, and how many of it, the first ones, span the null space."""
    width = matrix.shape[1]
    if not len(matrix):
        return np.eye(width), width
    _, sizes, rows = np.linalg.svd(matrix, full_matrices=True)
    rank = int(np.count_nonzero(sizes > _ZERO * sizes[0])) if sizes.size else 0
    return np.ascontiguousarray(rows[::-1].T), width - rank


class Layer(NamedTuple):
    """A layer whose weight multiplies data alone.

    Attributes
    ----------
    relations : Relations
        Of its inputs; the last column is the bias's 1.
    bias : str or None
        Name of its bias, where that is measured.
    """

    relations: Relations
    bias: str | None


class Inputs:
    """What the layers of a model are given, where that depends on no parameter.

    Attributes
    ----------
    layers : dict
        By the name of the weight.
    seconds : float
        Time that looking took.
    """

    def __init__(self) -> None:
        self.layers: dict[str, Layer] = {}
        self.seconds = 0.0
        self._asleep = False

    @contextlib.contextmanager
    def asleep(self) -> Iterator[None]:
        """Look at nothing in the meantime."""
        self._asleep = True
        try:
            yield
        finally:
            self._asleep = False

    @contextlib.contextmanager
    def seen(self, model: Any, selected: Mapping[str, Any]) -> Iterator[None]:
        """Look at what layers of `selected` weights are given in the meantime."""
        names = {id(value): name for name, value in selected.items()}
        used = Counter(
            id(value) for module in model.modules() for value in module.parameters(recurse=False)
        )
        hooks = []
        for module in model.modules():
            weight = module._parameters.get("weight")
            name = names.get(id(weight))
            if name is None or used[id(weight)] > 1 or not _is_known(module):
                continue
            width = weight[0].numel() + 1
            if not 1 < width <= MOST_INPUTS:
                continue
            bias = module._parameters.get("bias")
            own = names.get(id(bias)) if used[id(bias)] == 1 else None
            self.layers[name] = Layer(Relations(width), own)
            hook = self._hook(name)
            hooks.append(module.register_forward_pre_hook(hook, with_kwargs=True))
        try:
            yield
        finally:
            for handle in hooks:
                handle.remove()

    def _hook(self, name: str) -> Any:
        def look(module: Any, args: Any, kwargs: Any) -> None:
            found = self.layers.get(name)
            if found is None or self._asleep or found.relations.none:
                return
            began = time.perf_counter()
            given = args[0] if args else kwargs.get("input")
            try:
                fits = _is_data(given) and _add(found.relations, module, given.detach())
            except Exception:  # what the layer itself may refuse
                fits = False
            if not fits:
                del self.layers[name]
            self.seconds += time.perf_counter() - began

        return look

    def gathered(self, group: Any) -> None:
        """Put together what several processes saw."""
        if group.size == 1:
            return
        there = {name: layer.relations.told() for name, layer in self.layers.items()}
        told = group.each(there)
        for name in list(self.layers):
            if any(name not in other for other in told):
                del self.layers[name]
                continue
            for rank, other in enumerate(told):
                if rank != group.rank:
                    self.layers[name].relations.add(other[name])


def _is_known(module: Any) -> bool:
    """Tell whether it is known what a module does with its weight."""
    nn = torch.nn
    if type(module) in {nn.Linear, nn.modules.linear.NonDynamicallyQuantizableLinear}:
        return True
    return (
        type(module) in {nn.Conv1d, nn.Conv2d}
        and module.groups == 1
        and module.padding_mode == "zeros"
        and not isinstance(module.padding, str)
    )


def _is_data(given: Any) -> bool:
    return (
        isinstance(given, torch.Tensor)
        and not given.requires_grad
        and given.layout == torch.strided
        and given.is_floating_point()
    )


def _add(relations: Relations, module: Any, given: Any) -> bool:
    """Add the rows that a module's weight multiplies; False where that cannot be."""
    if isinstance(module, torch.nn.Linear):
        rows = given.reshape(-1, relations.width - 1)
        for part in rows.split(max(1, _AT_ONCE // relations.width)):
            relations.add(_with_one(part))
        return True
    axes = len(module.kernel_size)
    images = given if given.dim() == axes + 2 else given[None]
    if images.dim() != axes + 2:
        return False
    if axes == 1:
        images = images[:, :, None]
    ways = {
        key: ((0,) if key == "padding" else (1,)) * (2 - axes) + tuple(getattr(module, key))
        for key in ("kernel_size", "dilation", "padding", "stride")
    }
    many = max(1, _AT_ONCE // (relations.width * max(1, images[0, 0].numel())))
    for part in images.split(many):
        if relations.none:
            break
        patches = torch.nn.functional.unfold(wide(part), **ways)
        relations.add(_with_one(patches.transpose(1, 2).flatten(0, 1)))
    return True


def _with_one(rows: Any) -> Float64Array:
    found = np.ones((rows.shape[0], rows.shape[1] + 1))
    found[:, :-1] = wide(rows).cpu().numpy()
    return found
