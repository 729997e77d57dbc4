"""What the graph of a loss shows of how the loss was computed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from adamw_bounds.measure._torch import torch
from adamw_bounds.measure.chunking import graph_nodes
from adamw_bounds.measure.twice import gains
from adamw_bounds.spectra.spectrum import MACHINE_EPSILON

__all__ = ["Graph", "coarsest", "plain"]


@dataclass(frozen=True, kw_only=True)
class Graph:
    """What a walk over a graph finds.

    Attributes
    ----------
    types : tuple of torch.dtype
        Real floating types of the values in it, each once.
    functions : tuple of str
        Autograd functions that are not PyTorch's own, by name.
    has_reentrant : bool
        Whether a re-entrant checkpoint is in it, which hides what it computes from
        ``torch.autograd.grad``.
    has_fused_weight_norm : bool
        Whether PyTorch's fused weight norm is in it, whose second derivative is wrong on a CPU.
    leaves : frozenset of int
        ``id`` of each tensor at which it ends.
    gains : bool
        Whether `adamw_bounds.measure.twice` has quicker second derivatives of operations in it.
    """

    types: tuple[Any, ...] = ()
    functions: tuple[str, ...] = ()
    has_reentrant: bool = False
    has_fused_weight_norm: bool = False
    leaves: frozenset[int] = frozenset()
    gains: bool = False

    @classmethod
    def behind(cls, roots: Iterable[Any]) -> Graph:
        """Walk over the graph behind tensors."""
        types: dict[Any, None] = {}
        functions: dict[str, None] = {}
        leaves: set[int] = set()
        reentrant = fused = False
        nodes = graph_nodes(roots)
        for node in nodes:
            variable = getattr(node, "variable", None)
            if variable is not None:
                leaves.add(id(variable))
            outputs = getattr(node, "_input_metadata", ())
            for value in outputs:
                if len(outputs) > 1 and not tuple(value.shape):
                    continue  # what an operation did not compute: of the default type, no shape
                dtype = value.dtype.to_real() if value.dtype.is_complex else value.dtype
                if plain(dtype) in MACHINE_EPSILON:
                    types[dtype] = None
            written = getattr(node, "_forward_cls", None)
            if written is not None:
                reentrant |= written.__name__ == "CheckpointFunction"
                if not f"{written.__module__}.".startswith("torch."):
                    functions[written.__name__] = None
            elif "WeightNormInterface" in type(node).__name__:
                fused = True
        return cls(
            types=tuple(types),
            functions=tuple(functions),
            has_reentrant=reentrant,
            has_fused_weight_norm=fused,
            leaves=frozenset(leaves),
            gains=gains(nodes),
        )


def plain(dtype: Any) -> str:
    """Return the name of a type: ``float32``."""
    return str(dtype).removeprefix("torch.")


def coarsest(types: Iterable[Any]) -> Any:
    """Return the type among `types` that rounds most."""
    return max(types, key=lambda dtype: float(torch.finfo(dtype).eps))
