"""Processes that measure together: what ``torchrun`` starts, or one alone."""

from __future__ import annotations

import contextlib
import itertools
import os
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any, TypeVar, cast

from adamw_bounds.errors import BoundsError, RunError
from adamw_bounds.measure._torch import torch

__all__ = ["ALONE", "Group", "joined", "local_rank", "number_in"]

T = TypeVar("T")

#: How long a process waits for the others before it takes them for lost. With probes shared out
#: they meet only at the end, and one that dies is noticed by its connection, not by this.
_PATIENCE = timedelta(days=30)


class Group:
    """One process alone: every operation gives back what it was given.

    Attributes
    ----------
    rank, size : int
        Number of this process, from 0, and how many there are.
    """

    rank: int = 0
    size: int = 1

    @property
    def is_first(self) -> bool:
        """Whether this process writes files and answers."""
        return self.rank == 0

    def part(self, dim: int) -> slice:
        """Return this process's contiguous part of `dim` entries; parts differ by one at most."""
        return slice(self.rank * dim // self.size, (self.rank + 1) * dim // self.size)

    def sum(self, tensor: Any) -> Any:
        """Add the tensors of all processes, in place; all get the same bits."""
        return tensor

    def whole(self, part: Any, dim: int) -> Any:
        """Return a tensor (…, dim) from the parts that the processes hold of its last axis."""
        return part

    def gather(self, part: Any, whole: Any) -> Callable[[], Any]:
        """Begin to fill `whole`, shape (d,), with the parts that the processes hold.

        Returns a function that waits for it, and gives `whole` back. All processes begin and end
        in the same order.
        """
        whole.copy_(part)
        return lambda: whole

    def exchange(self, tensor: Any) -> Callable[[], Any]:
        """Begin to add the tensors of all processes, shape (d,).

        Returns a function that waits for this process's part of the sum, and gives it back.
        """
        return lambda: tensor

    def first(self, value: T) -> T:
        """Return what the first process has."""
        return value

    def each(self, value: T) -> list[T]:
        """Return what every process has, in the order of their ranks."""
        return [value]

    def spread(self, vector: Any, like: Any) -> Any:
        """Return the first process's vector, shape (d,), with dim, dtype and device of `like`."""
        return vector.to(device=like.device, dtype=like.dtype)

    def agree(self, function: Callable[[], T]) -> T:
        """Return what `function` returns in the first process; all raise what it raises."""
        told: tuple[T | None, BoundsError | None] = (None, None)
        if self.is_first:
            try:
                told = function(), None
            except BoundsError as error:
                if self.size == 1:
                    raise
                told = None, error
        value, refusal = self.first(told)
        if refusal is not None:
            raise refusal
        return cast("T", value)


#: One process alone.
ALONE = Group()


class _Many(Group):
    """The processes of a ``torch.distributed`` group."""

    def __init__(self) -> None:
        self.rank, self.size = torch.distributed.get_rank(), torch.distributed.get_world_size()
        #: Whether unlike messages can be sent to each process: a backend of one's own may not.
        self._sends_apart = True

    def sum(self, tensor: Any) -> Any:
        carried = tensor.to(self._carrier(tensor))
        with _told():
            torch.distributed.all_reduce(carried)
        if carried is not tensor:
            tensor.copy_(carried)
        return tensor

    def _carrier(self, tensor: Any) -> Any:
        """Return a device whose tensors this group sends: NCCL sends none of the CPU's."""
        kinds = _kinds()
        if not kinds or tensor.device.type in kinds:
            return tensor.device
        if "cuda" in kinds:
            return torch.device("cuda", torch.cuda.current_device())
        return torch.device(sorted(kinds)[0])

    def whole(self, part: Any, dim: int) -> Any:
        full = torch.empty((*part.shape[:-1], dim), dtype=part.dtype, device=part.device)
        rows = zip(part.reshape(-1, part.shape[-1]), full.view(-1, dim), strict=True)
        for waits in [self.gather(own, row) for own, row in rows]:
            waits()
        return full

    def gather(self, part: Any, whole: Any) -> Callable[[], Any]:
        own, parts = part.numel(), self._parts(whole.numel())
        carrier = self._carrier(whole)
        sent = part.to(carrier).repeat(self.size)
        came = whole.to(carrier)
        work = self._sent(came, sent, parts, [own] * self.size)
        if work is None:
            whole.zero_()[self.part(whole.numel())] = part
            self.sum(whole)
            return lambda: whole
        waiting: list[Any] = [(work, sent, came)]

        def wait() -> Any:
            if waiting:
                work, _, came = waiting.pop()
                with _told():
                    work.wait()
                if came is not whole:
                    whole.copy_(came)
            return whole

        return wait

    def exchange(self, tensor: Any) -> Callable[[], Any]:
        parts = self._parts(tensor.numel())
        own = parts[self.rank]
        sent = tensor.to(self._carrier(tensor))
        came = torch.empty(self.size * own, dtype=sent.dtype, device=sent.device)
        work = self._sent(came, sent, [own] * self.size, parts)
        if work is None:
            self.sum(tensor)
            return lambda: tensor[self.part(tensor.numel())]
        waiting: list[Any] = [work, sent]

        def wait() -> Any:
            with _told():
                waiting[0].wait()
            waiting.clear()
            return came.view(self.size, own).sum(dim=0).to(tensor.device)

        return wait

    def _parts(self, dim: int) -> list[int]:
        """Return how many of `dim` entries each process holds."""
        ends = [rank * dim // self.size for rank in range(self.size + 1)]
        return [end - start for start, end in itertools.pairwise(ends)]

    def _sent(self, came: Any, sent: Any, comes: list[int], goes: list[int]) -> Any | None:
        """Begin to send each process its piece; None where the backend has no way to."""
        if not self._sends_apart:
            return None
        try:
            with _told():
                return torch.distributed.all_to_all_single(came, sent, comes, goes, async_op=True)
        except (NotImplementedError, RunError) as error:
            if "support" not in str(error).lower() and "implement" not in str(error).lower():
                raise
            self._sends_apart = False  # in all processes alike: no message was sent
            return None

    def first(self, value: T) -> T:
        box = [value]
        with _told():
            torch.distributed.broadcast_object_list(box, src=0)
        return box[0]

    def spread(self, vector: Any, like: Any) -> Any:
        if vector is None:
            vector = torch.empty(like.dim, dtype=like.dtype, device=like.device)
        else:
            vector = vector.to(device=like.device, dtype=like.dtype)
        carried = vector.to(self._carrier(vector))
        with _told():
            torch.distributed.broadcast(carried, src=0)
        return vector if carried is vector else vector.copy_(carried)

    def each(self, value: T) -> list[T]:
        boxes: list[Any] = [None] * self.size
        with _told():
            torch.distributed.all_gather_object(boxes, value)
        return boxes


def _kinds() -> set[str]:
    """Return the kinds of device whose tensors the group of all processes sends."""
    group = torch.distributed.group.WORLD
    return {device.type for device in getattr(group, "_device_types", ())}


@contextlib.contextmanager
def _told() -> Iterator[None]:
    """Turn a connection that breaks into a sentence."""
    try:
        yield
    except RuntimeError as error:
        raise RunError(
            "another process of this measurement has died or cannot be reached "
            f"({_first_line(error)}): run the same command again; with --checkpoint it goes on "
            "from the last checkpoint",
            code="process-lost",
        ) from error


def _first_line(error: BaseException) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0]


def number_in(name: str, default: int) -> int:
    """Return a whole number from the environment, `default` where there is none."""
    try:
        return int(os.environ.get(name) or default)
    except ValueError:
        return default


def local_rank() -> int:
    """Return this process's number on its machine, 0 when it is alone."""
    return number_in("LOCAL_RANK", 0)


@contextlib.contextmanager
def joined(device_type: str) -> Iterator[Group]:
    """Join the processes that ``torchrun`` started, or the group that the caller has set up.

    Parameters
    ----------
    device_type : str
        ``cuda`` takes NCCL, everything else gloo.

    Raises
    ------
    RunError
        If the processes do not find each other.
    """
    distributed = torch.distributed
    if distributed.is_available() and distributed.is_initialized():
        yield _Many() if distributed.get_world_size() > 1 else ALONE
        return
    if number_in("WORLD_SIZE", 1) <= 1 or "MASTER_ADDR" not in os.environ:
        yield ALONE
        return
    if not distributed.is_available():
        raise RunError("this PyTorch was built without torch.distributed", code="no-distributed")
    try:
        distributed.init_process_group(
            "cpu:gloo,cuda:nccl" if device_type == "cuda" else "gloo", timeout=_PATIENCE
        )
    except (RuntimeError, ValueError) as error:
        raise RunError(
            f"the processes that torchrun started do not find each other: {error}",
            code="process-lost",
        ) from error
    try:
        yield _Many()
    finally:
        with contextlib.suppress(RuntimeError):
            distributed.destroy_process_group()
