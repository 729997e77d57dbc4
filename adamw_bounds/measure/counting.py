"""How large a problem is: parameters, samples and batches are counted, and no loss is computed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from adamw_bounds.measure._torch import torch
from adamw_bounds.measure.chunking import free_memory
from adamw_bounds.measure.cost import Scale
from adamw_bounds.measure.group import local_rank
from adamw_bounds.measure.own import own_parts
from adamw_bounds.measure.preflight import check_ahead
from adamw_bounds.measure.problem import load_problem
from adamw_bounds.measure.products import Function
from adamw_bounds.measure.settings import Settings
from adamw_bounds.measure.state import Randomness

__all__ = ["Counted", "count"]

#: Share of a GPU's free memory that the basis may take.
_DEVICE_SHARE: Final = 0.5


@dataclass(frozen=True, slots=True)
class Counted:
    """What was counted.

    Attributes
    ----------
    scale : Scale
        The size of the problem.
    blocks : tuple of int
        The dimensions of the blocks that the settings cut the parameters into; empty for none.
    device_bytes : float or None
        Room for vectors on the GPU; None where there is none or it would not be used.
    notes : tuple of (code, message)
        What is worth saying of the problem.
    own : tuple of str
        The spectra with the run's own preconditioner, where the settings ask for it.
    """

    scale: Scale
    blocks: tuple[int, ...]
    device_bytes: float | None
    notes: tuple[tuple[str, str], ...]
    own: tuple[str, ...]


def count(spec: str, settings: Settings, reading: Callable[[int], None] | None = None) -> Counted:
    """Load a problem and count.

    Parameters
    ----------
    spec : str
        ``module:function`` of the problem; its code runs.
    settings : Settings
        How it would be measured.
    reading : callable, optional
        Called with the number of batches that were read, where the data is walked over.

    Returns
    -------
    Counted

    Raises
    ------
    RunError
        If the problem cannot be loaded, or could not be measured.
    """
    problem = load_problem(spec)
    cut, notes = check_ahead(problem, settings)
    before = Randomness(problem.data)
    function = Function(problem, problem.model, problem.loss, seed=settings.seed)
    if reading is not None:
        function.reading = reading
    samples, batches, first = _of_data(function)
    before.restore()
    scale = Scale(
        dim=function.dim,
        samples=samples,
        batches=batches,
        first_batch=first,
        dtype=str(function.model_dtype).removeprefix("torch."),
    )
    blocks = tuple(part.dim for part in cut or ())
    own = () if settings.preconditioner is None else own_parts(problem, settings.optimizer_state)
    return Counted(scale, blocks, _device_room(settings.device), tuple(notes), own)


def _of_data(function: Function) -> tuple[int, int, int]:
    """Return n, the batches of a pass, and the samples of the first one.

    A loader that knows its numbers is asked for the first batch only; other data is walked over.
    """
    data = function.problem.data
    if isinstance(data, torch.utils.data.DataLoader) and data.batch_size is not None:
        try:
            samples, batches = len(data.sampler), len(data)
        except TypeError:  # a stream
            samples = batches = 0
        size = int(data.batch_size)
        if batches:
            samples = min(samples, batches * size)  # the last, smaller one may be dropped
            _, _, first = next(iter(function.batches()))
            if first == min(size, samples) and function.problem.samples_in is None:
                return samples, batches, first
    for _ in function.batches():
        pass
    return function.samples, len(function.counts), function.counts[0]


def _device_room(wanted: str) -> float | None:
    """Return the room on the device where that is a GPU which is there."""
    if wanted == "cpu" or not torch.cuda.is_available():
        return None
    _, _, index = wanted.partition(":")
    number = int(index or local_rank())
    if number >= torch.cuda.device_count():
        return None
    return _DEVICE_SHARE * free_memory(torch.device("cuda", number))
