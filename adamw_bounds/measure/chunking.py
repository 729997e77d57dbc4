"""How many vectors one call takes, how many probes advance, and what memory there is for it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, MutableMapping
from typing import Any, Final, NamedTuple
from weakref import WeakKeyDictionary

from adamw_bounds.measure._torch import torch
from adamw_bounds.measure.batches import strided
from adamw_bounds.measure.cost import host_memory

__all__ = [
    "LIMIT",
    "TRIAL",
    "Plan",
    "arranged",
    "fastest",
    "free_memory",
    "graph_bytes",
    "graph_nodes",
    "steady",
]

#: Vectors that one vectorised call takes at most.
LIMIT: Final = 64
#: Products of a batch with a vector in a run that a trial is worth: it makes 10 or more of them.
TRIAL: Final = 400
#: What a larger chunk must save: it takes more memory, and times are not that exact.
_GAIN: Final = 0.1
#: Bytes that an operation of a graph works on, on average, below which calling it takes a good
#: part of its time on a CPU (measured: 50 KiB on perceptrons, where vectorising takes 0.4 to 0.6
#: of the time; 70 KiB and more on transformers and convolutional nets, where it saves nothing).
_SMALL: Final = 1 << 16
#: Bytes that a vectorised operation should work on at most: more leave a core's cache.
_WIDE: Final = 1 << 19
#: How much more memory than the leanest way a faster one may take,
_SPARE: Final = 1.4
#: and bytes that are too few to count.
_LITTLE: Final = 1 << 22
#: Bytes that a run may take anyway where that saves work: a process with PyTorch has several times
#: as many.
_MODEST: Final = 1 << 26
#: A first chunk that shows whether vectorising pays.
_SOME: Final = 4


def fastest(
    attempt: Callable[[int], bool],
    largest: int,
    work: int,
    *,
    clock: Callable[[], float] = time.perf_counter,
) -> int:
    """Return the chunk whose vectors take the least time each.

    One vector and four take turns, twice, so that first calls, which cost more, do not count.
    Where four are faster, the largest chunk is tried too.

    Parameters
    ----------
    attempt : callable
        Computes the products of one batch with as many vectors at once as it is told; False
        where it cannot.
    largest : int
        Vectors ≥ 1 for which there is room.
    work : int
        Products of a batch with a vector in the whole run, `TRIAL` or more. The trial makes at
        most 1/40 of them.
    clock : callable
        Seconds.
    """
    some = min(_SOME, largest)
    if some == 1:
        return 1
    each: dict[int, float] = {}
    for chunk in (1, some, 1, some):
        began = clock()
        if not attempt(chunk):
            return 1
        each[chunk] = min(each.get(chunk, float("inf")), (clock() - began) / chunk)
    if each[some] > (1 - _GAIN) * each[1]:
        return 1
    most = min(largest, max(work // 40 - 2 * (1 + some), 0))
    if most > some:
        began = clock()
        if attempt(most) and (clock() - began) / most < (1 - _GAIN) * each[some]:
            return most
    return some


def steady(size: int, nodes: int, largest: int) -> int:
    """Return a chunk that suits a CPU, by counts alone: the same one each time.

    Parameters
    ----------
    size : int
        Bytes of a batch's graph.
    nodes : int
        Its operations.
    largest : int
        Vectors ≥ 1 for which there is room.
    """
    each = size / max(nodes, 1)
    if each > _SMALL:
        return 1
    return max(1, min(largest, int(_WIDE / max(each, 1.0))))


class Plan(NamedTuple):
    """How the probes of a run go on.

    Attributes
    ----------
    abreast : int
        Probes ≥ 1 that advance together; the next ones begin when these are done.
    keeps : bool
        Whether the graphs of batches are kept from one step to the next.
    chunk : int
        Vectors ≥ 1 of one vectorised call, no more than advance together.
    """

    abreast: int
    keeps: bool
    chunk: int = 1


def arranged(
    *,
    probes: int,
    chunk: int,
    each: int,
    graph: int,
    graphs: int,
    room: float,
    turns: bool = True,
    stated: bool = False,
    fixed: bool = False,
    meets: bool = False,
) -> Plan:
    """Choose the fastest way among those that take little memory, or little more than the leanest.

    A probe-step costs 2 gradients where graphs are kept, and 2 + 1/k where k probes share the
    graph that is built in each step. Either way takes memory: the graphs of all batches, or the
    Lanczos vectors of k probes.

    Parameters
    ----------
    probes : int
        Probes ≥ 1 of this process.
    chunk : int
        Vectors ≥ 1 of one vectorised call. Probes advance in multiples of it, so that the same
        vectors share a call however many advance together. It is halved where so many Lanczos
        vectors take more memory than vectorising is worth.
    each : int
        Bytes that a probe takes while it advances: its Lanczos vectors, and whole vectors beside.
    graph, graphs : int
        Bytes of the graph of one batch, and of all.
    room : float
        Bytes that kept graphs may take.
    turns : bool
        Whether some probes may be done before others begin.
    stated : bool
        Whether the user stated the room: then memory within it costs nothing.
    fixed : bool
        Whether the chunk stays as it is.
    meets : bool
        Whether processes meet in each step: the more probes advance together, the less often.
    """
    chunks = [chunk]
    while turns and not fixed and chunks[-1] > 1:
        chunks.append(chunks[-1] // 2)
    found = []
    for size in chunks:
        beside = size * graph
        for width in [*range(size, probes, size), probes] if turns else [probes]:
            taken = width * each + beside
            found.append((2 + 1 / width, taken + graph, Plan(width, False, size)))
            if graphs <= room:
                found.append((2.0, taken + graphs, Plan(width, True, size)))
    most = max(_SPARE * min(taken for _, taken, _ in found), _LITTLE)
    allowed = [one for one in found if stated or one[1] <= most]
    # Vectorising saves more than graphs that are kept. Fewer calls are quicker where all else is
    # equal.
    best = min(
        allowed, key=lambda one: (-one[2].chunk, one[0], one[1] if stated else -one[2].abreast)
    )
    quicker = [
        one
        for one in found
        if one[1] <= _MODEST
        and one[2].chunk >= best[2].chunk
        and one[0] <= (1 if meets else 1 - _GAIN) * best[0]
    ]
    return min(
        quicker,
        key=lambda one: (-one[2].chunk, one[0], -one[2].abreast if meets else one[1]),
        default=best,
    )[2]


def free_memory(device: Any) -> float:
    """Return how many bytes are free on a device; infinity where that cannot be known."""
    if device.type == "cuda":
        # What the allocator holds and does not use is free, too.
        held = torch.cuda.memory_reserved(device) - torch.cuda.memory_allocated(device)
        return float(torch.cuda.mem_get_info(device)[0] + held)
    return host_memory()


def graph_nodes(roots: Iterable[Any]) -> set[Any]:
    """Return the operations of the graph behind `roots`, tensors or edges."""
    stack: list[Any] = [root.grad_fn if hasattr(root, "grad_fn") else root.node for root in roots]
    seen: set[Any] = set()
    while stack:
        node = stack.pop()
        if node is None or node in seen:
            continue
        seen.add(node)
        stack.extend(following for following, _ in node.next_functions)
    return seen


#: Attributes by which operations of a kind show what they keep.
_SAVED: Final[MutableMapping[type, tuple[str, ...]]] = WeakKeyDictionary()


def _saved(kind: type, prefixes: tuple[str, ...]) -> tuple[str, ...]:
    """Name the attributes by which operations of a kind show what they keep."""
    found = _SAVED.get(kind)
    if found is None:
        _SAVED[kind] = found = tuple(name for name in dir(kind) if name.startswith(prefixes))
    return found


def graph_bytes(roots: Iterable[Any], apart: Iterable[Any] = ()) -> int:
    """Return the bytes of all tensors that the graph behind `roots` keeps, each storage once.

    Tensors that hooks pack do not count.

    Parameters
    ----------
    roots : iterable of tensor or edge
        Where the graph is entered; tensors count too.
    apart : iterable of tensor
        Tensors that do not count: they are there anyway.
    """
    # Unpacked, what a hook has packed would be computed again (activation checkpointing).
    packed = hasattr(torch._C._autograd.SavedTensor, "data")
    prefixes = ("_raw_saved_",) if packed else ("_saved_", "saved_tensors")
    roots = list(roots)
    known = {tensor.untyped_storage().data_ptr() for tensor in apart}
    sizes: dict[int, int] = {}

    def count(value: Any) -> None:
        if isinstance(value, torch.Tensor):
            if value._is_zerotensor():
                return  # forward-mode derivatives have zeros that take no memory
            for part in strided(value.detach()):
                storage = part.untyped_storage()
                sizes[storage.data_ptr()] = storage.nbytes()
        elif isinstance(value, tuple | list):
            for part in value:
                count(part)
        elif packed and isinstance(value, torch._C._autograd.SavedTensor):
            count(value.data)

    count(roots)
    for node in graph_nodes(roots):
        for name in _saved(type(node), prefixes):
            count(getattr(node, name))
    return sum(size for place, size in sizes.items() if place not in known)
