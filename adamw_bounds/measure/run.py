"""One measurement: from a problem to a spectrum and the constants of the bounds."""

from __future__ import annotations

import contextlib
import math
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from adamw_bounds.errors import Fault, InputError, RunError
from adamw_bounds.measure import blocks, cost
from adamw_bounds.measure._torch import torch
from adamw_bounds.measure.allocator import keeping_freed_memory
from adamw_bounds.measure.batches import unweighed
from adamw_bounds.measure.checkpoint import Checkpoint
from adamw_bounds.measure.checks import check_passes, check_products
from adamw_bounds.measure.constants import constants
from adamw_bounds.measure.derivatives import check_derivatives, check_training
from adamw_bounds.measure.devices import at, copied, device_of, owns_gpu, plain
from adamw_bounds.measure.exact import Exact, exact
from adamw_bounds.measure.fingerprint import DataDigest, fingerprint, model_digest
from adamw_bounds.measure.graph import Graph
from adamw_bounds.measure.group import ALONE, Group, joined, local_rank
from adamw_bounds.measure.inputs import Inputs, Layer
from adamw_bounds.measure.nulls import Nulls, Projected, proposed, proved
from adamw_bounds.measure.own import Beside, own_parts, with_own
from adamw_bounds.measure.preflight import check_ahead
from adamw_bounds.measure.problem import Problem, load_problem
from adamw_bounds.measure.products import Function, Operator, Products, is_out_of_memory
from adamw_bounds.measure.quadrature import (
    Choice,
    Keeper,
    Look,
    Quadrature,
    probe_vector,
    quadrature,
    sure,
)
from adamw_bounds.measure.results import Extreme, Measurement
from adamw_bounds.measure.rounding import symmetric_rounding
from adamw_bounds.measure.settings import Settings
from adamw_bounds.measure.spectrum_file import drawn_probes, extremes, of_problem, spectrum_of
from adamw_bounds.measure.splitting import Drawn, Halves, settle
from adamw_bounds.measure.state import Kept, autocast_devices, named, numerics, untouched
from adamw_bounds.measure.stopping import Width
from adamw_bounds.measure.wide import has_float64, norm, wide
from adamw_bounds.measure.zeros import with_zeros, zero_rows
from adamw_bounds.numbers import written
from adamw_bounds.spectra import Meta, Spectrum

__all__ = ["backend", "measure", "measure_operator"]

Float64Array = npt.NDArray[np.float64]
Progress = Callable[[float, float, str], None]
Found = Exact | Quadrature
Notes = list[tuple[str, str]]

_AGAIN: Final = (
    "A Krylov space{} ended. A start of entries ±1 may then have missed an eigenvector on few "
    "coordinates, which one of Gaussian entries never does: its probes were drawn anew with them."
)
#: Parameters from which one probe's chance, √(2/d), is a hundredth.
_MANY: Final = 20_000


def backend(spec: str, settings: Settings, progress: Progress | None = None) -> Measurement:
    """Measure the problem that ``module:function`` returns: the entry point ``torch``.

    Raises
    ------
    InputError
        If `spec` does not have that form.
    RunError
        If the problem cannot be loaded or measured.
    """
    with _at_home(settings.device):
        return _measured(load_problem(spec), settings, progress, None)


def measure(
    problem: Problem,
    *,
    progress: Progress | None = None,
    group: Group | None = None,
    **settings: Any,
) -> Measurement:
    """Measure the spectrum of a problem and the constants of the bounds.

    The model is left as it was: modes, buffers, gradients, random states. It is measured in eval
    mode, on a copy where another device or type is asked for.

    Parameters
    ----------
    problem : Problem
        What is measured.
    progress : callable, optional
        Called with the work done, the work there is and what is being done.
    group : Group, optional
        The processes that measure together, each of which must call this with the same problem.
        By default those of ``torch.distributed`` where it is set up, or that ``torchrun``
        started; `ALONE` for this process by itself.
    **settings
        Fields of `Settings`.

    Returns
    -------
    Measurement

    Raises
    ------
    InputError
        If a setting is wrong; names all that are.
    RunError
        If the problem cannot be measured: data that is empty or changes, a loss that is random,
        not finite or cannot be differentiated twice, a device that is not there, no memory, a
        checkpoint of another measurement, a process that died.
    """
    return _measured(problem, Settings.checked(**settings), progress, group)


def measure_operator(
    operator: Operator,
    *,
    meta: Meta | None = None,
    label: str = "operator",
    look_for_zeros: bool = True,
    **settings: Any,
) -> Measurement:
    """Measure the spectrum of any symmetric operator, `Matvec` for example.

    Parameters
    ----------
    operator : Operator
        What is applied to blocks of vectors.
    meta : Meta, optional
        What to record beside method, seed and versions.
    label : str
        Its name.
    look_for_zeros : bool
        Whether rows that are zero are looked for, with one product more, and counted: they show in
        the product with a Gaussian vector, where it is exactly 0. An operator whose zeros are
        rounding shows none.
    **settings
        ``probes``, ``steps``, ``products``, ``seed``, ``distribution``, ``exact_below``,
        ``basis``, ``until_width``, ``floor``, ``checkpoint`` and ``checkpoint_minutes`` of
        `Settings`.

    Raises
    ------
    InputError
        If a setting is wrong.
    RunError
        If a product is not finite, or there is no memory.

    Notes
    -----
    Beside the probes' products, ``products`` or probes·steps, there are two with the vectors of the
    ends, for their residuals, one where zero rows are looked for, and one with a checkpoint. Where
    Krylov spaces end, probes are drawn anew, with as many products as they took at first; where a
    row turns out not to be zero, all are made again.
    """
    chosen = Settings.checked(**settings)
    own = {"device", "dtype", "matrix", "chunk", "gradient_samples", "memory"} & settings.keys()
    none = {"blocks", "rho", "shard"} & settings.keys()
    if own | none:
        raise InputError(
            [Fault(name, None, "is the operator's own, no setting") for name in sorted(own)]
            + [Fault(name, None, "is no setting of an operator") for name in sorted(none)]
        )
    given = (meta or Meta()).as_dict()
    values = {**given, "dtype": given.get("dtype") or plain(operator.dtype)}
    identity: dict[str, Any] = {"operator": label, "meta": given}
    rows = None
    if look_for_zeros and operator.dim > chosen.exact_below:
        rows = zero_rows(operator, np.ones(operator.dim, np.bool_), chosen.seed)
    if rows is not None:
        identity["zero_rows"] = int(rows.sum())  # probes leave them out
    with _checkpoint(chosen, ALONE) as checkpoint:
        if checkpoint is not None:
            _open_for(operator, checkpoint, {**identity, **_drawn(operator, chosen)})
        way = _Way(chosen, ALONE, "data", checkpoint, [], rows=rows)
        found = way.found(operator, values)
    return Measurement(
        spectrum=spectrum_of(found, chosen, values, dim=operator.dim, label=label),
        largest=found.largest,
        smallest=found.smallest,
        seconds_per_product=found.seconds / max(way.columns, 1),
        seconds=found.seconds,
        orthogonalisation_share=way.orthogonalisation / found.seconds,
        device=str(operator.device),
        warnings=tuple(way.notes),
    )


def _open_for(operator: Operator, checkpoint: Checkpoint, identity: Mapping[str, Any]) -> None:
    """Open a checkpoint; one product of the matrix must be what it was when the run began.

    Raises
    ------
    RunError
        If it is another matrix's, or as `Checkpoint.open` does.
    """
    start = torch.from_numpy(probe_vector(operator.dim, 2**31, 0, "gaussian"))
    vector = start.to(device=operator.device, dtype=operator.dtype)[None]
    product = operator.apply(vector)
    seen = [
        float(torch.sum(wide(vector) * wide(product))),
        float(norm(product)),
    ]
    held = checkpoint.open(identity, lambda: {"product": seen})["product"]
    tolerance = math.sqrt(torch.finfo(operator.dtype).eps) * max(abs(held[1]), abs(seen[1]))
    if any(abs(one - other) > tolerance for one, other in zip(held, seen, strict=True)):
        raise RunError(
            f"the checkpoint {checkpoint.folder} is of another matrix: the norm of its product "
            f"with one vector is {held[1]:.6g} there, {seen[1]:.6g} here",
            code="other-checkpoint",
        )


@contextlib.contextmanager
def _at_home(wanted: str) -> Iterator[None]:
    """Let "cuda" mean this process's own GPU while the problem is made."""
    with at(torch.device("cuda", local_rank()) if owns_gpu(wanted) else torch.device("cpu")):
        yield


def _measured(
    problem: Problem, settings: Settings, progress: Progress | None, group: Group | None
) -> Measurement:
    try:
        first = next(iter(problem.selected(problem.model).values()))
        device = device_of(settings.device, first.device)
        with at(device), keeping_freed_memory(device.type):
            if group is not None:
                return _together(problem, settings, progress, group)
            with joined(device.type) as processes:
                return _together(problem, settings, progress, processes)
    except (RuntimeError, MemoryError) as error:
        if not is_out_of_memory(error):
            raise
        raise RunError(
            "out of memory: give the data in smaller batches, take fewer probes or steps, or keep "
            "the Lanczos vectors elsewhere (basis host or disk)",
            code="out-of-memory",
        ) from error


def _together(
    problem: Problem, settings: Settings, progress: Progress | None, group: Group
) -> Measurement:
    if group.size == 1:
        return _prepared(problem, settings, progress, group)
    try:
        return _prepared(problem, settings, progress if group.is_first else None, group)
    except RunError as error:
        error.message = f"process {group.rank} of {group.size}: {error.message}"
        raise


def _prepared(
    problem: Problem, settings: Settings, progress: Progress | None, group: Group
) -> Measurement:
    """Choose device and type, and fall back to the model's type where float64 does not work."""
    parameters = problem.selected(problem.model)
    first = next(iter(parameters.values()))
    notes: Notes = []
    cut, more = check_ahead(problem, settings)
    notes += [*more, *_rho_notes(problem, settings, cut or [])]
    dims = [part.dim for part in cut] if cut else [sum(one.numel() for one in parameters.values())]
    is_exact = max(dims) <= settings.exact_below
    device = device_of(settings.device, first.device)
    dtype = first.dtype if settings.dtype == "auto" else getattr(torch, settings.dtype)
    if settings.dtype == "auto" and is_exact and has_float64(device):
        dtype = torch.float64
    if min(dims) <= settings.exact_below < max(dims) and dtype != torch.float64:
        notes.append(
            (
                "exact-blocks-rounded",
                f"Exact blocks are measured in {plain(dtype)} beside blocks that are not "
                "exact: --dtype float64 measures all in float64.",
            )
        )
    if devices := autocast_devices():
        notes.append(
            (
                "autocast-off",
                f"Autocast ({', '.join(devices)}) was on around the call: the loss is measured "
                "without it.",
            )
        )
    with untouched(problem.model, problem.data) as kept, numerics(problem.model):
        notes += kept.notes
        if settings.dtype == "auto" and dtype != first.dtype:
            model, loss = copied(problem, device, dtype)
            try:
                trial = Function(problem, model, loss, cast=dtype, seed=settings.seed)
                place, batch, _ = next(iter(trial.batches()))
                trial.value(place, batch)
            except RunError as error:
                if error.code != "problem-failed":
                    raise
                notes.append(
                    (
                        "not-in-float64",
                        f"The loss does not run in float64, so {plain(first.dtype)} is used: "
                        f"{error.message}.",
                    )
                )
                dtype = first.dtype
        if device == first.device and dtype == first.dtype:
            model, loss = problem.model, problem.loss
        else:
            model, loss = copied(problem, device, dtype)
        cast = None if dtype == first.dtype else dtype
        work = _Work(progress)
        function = Function(
            problem, model, loss, cast=cast, seed=settings.seed, advance=work.advance, group=group
        )
        with _checkpoint(settings, group) as checkpoint:
            return _run(function, settings, cut, work, notes, checkpoint, kept)


def _rho_notes(problem: Problem, settings: Settings, cut: list[blocks.Part]) -> Notes:
    """Say which blocks take the ρ of the whole."""
    rho = dict(settings.rho).get("", problem.rho)
    without = sum(part.rho is None for part in cut)
    if rho is None or without == len(cut):
        return []
    return [
        (
            "block-rho-of-the-whole",
            f"ρ = {rho:g} is that of {without} of {len(cut)} blocks, which have none of their "
            "own: --rho NAME=ρ sets a block's.",
        )
    ]


class _Work:
    """Counts the work done in gradients of one batch, and tells it."""

    def __init__(self, progress: Progress | None) -> None:
        self.progress, self.done, self.total, self.stage = progress, 0.0, 0.0, ""
        self.clock, self.told = time.monotonic, time.monotonic()

    def read(self, batches: int) -> None:
        """Tell how many batches of the first pass were read: the data may have no end."""
        if self.progress is not None and (batches % 1000 == 0 or self.clock() - self.told > 1):
            self.told = self.clock()
            self.progress(0.0, 1.0, f"batch {written(batches)} read")

    def advance(self, cost: float) -> None:
        self.done += cost
        if self.progress is not None and self.total:
            self.progress(min(self.done, self.total), self.total, self.stage)


def _run(
    function: Function,
    settings: Settings,
    cut: list[blocks.Part] | None,
    work: _Work,
    notes: Notes,
    checkpoint: Checkpoint | None,
    kept: Kept,
) -> Measurement:
    group = function.group
    work.stage = "gradient"
    clock = time.perf_counter()
    model = model_digest(function.problem)
    digest, drawn = DataDigest(), Drawn(settings.seed)

    def watch(batch: Any, count: int) -> None:
        digest.add(batch, count)
        drawn.add(unweighed(batch)[0], count)

    function.watch, function.reading = watch, work.read
    loss, gradient, unused = function.gradient()
    function.watch = None
    kept.check(function.model)
    makeup, changed = settle(function, drawn)
    if changed:
        loss, gradient, unused = function.gradient()
    per_gradient = time.perf_counter() - clock
    scale = cost.Scale(
        dim=function.dim,
        batches=len(function.counts),
        samples=function.samples,
        first_batch=function.counts[0],
        dtype=plain(function.model_dtype),
    )
    total = cost.work(
        settings,
        scale,
        blocks=[part.dim for part in cut or ()],
        own=()
        if settings.preconditioner is None
        else own_parts(function.problem, settings.optimizer_state),
    )
    work.total = total / group.size
    clock = time.perf_counter()
    halves, inputs = Halves(function, makeup), Inputs()

    def look(*seen: Any) -> None:
        with inputs.asleep():
            halves.look(*seen)

    parameters = function.problem.selected(function.model)
    with contextlib.ExitStack() as stack:
        if max((part.dim for part in cut or ()), default=function.dim) > settings.exact_below:
            stack.enter_context(inputs.seen(function.model, parameters))
        again, _, _ = function.gradient(look)
    makeup = halves.found()
    beside = halves.seconds + inputs.seconds
    per_gradient = min(per_gradient, time.perf_counter() - clock - beside)
    inputs.gathered(group)
    check_passes(function, loss, again)
    prints = fingerprint(
        function.problem,
        digest,
        matrix=settings.matrix,
        dtype=plain(function.model_dtype),
        model=model,
    )
    if any(other != prints for other in group.each(prints)):
        raise RunError(
            "the processes hold different models or data: the problem must be the same in each",
            code="bad-problem",
        )
    products = Products(
        function, matrix=settings.matrix, chunk=settings.chunk, memory=settings.memory
    )
    work.stage = "checks"
    function.group = ALONE
    # Every process looks at the same batch, so that all refuse what one refuses.
    found_batch = function.trial_batch()
    assert found_batch is not None
    place, batch, count = found_batch
    function.graph = Graph.behind([function.value(place, batch)])
    _check_graph(function)
    check_products(function, products, place, batch)
    check_training(function, batch)
    try:
        notes += check_derivatives(function, batch, count, settings.matrix)
    except RunError:
        if not function.quick:
            raise
        # The quicker second derivatives may be to blame: PyTorch's own are tried.
        products.give_up_quick()
        notes += check_derivatives(function, batch, count, settings.matrix)
    rounded = None
    if function.dim > settings.exact_below and plain(function.model_dtype) != "float64":
        rounded, why = symmetric_rounding(
            function, settings.matrix, place, batch, count, settings.seed
        )
        if rounded is None:
            notes.append(
                (
                    "rounding-unseen",
                    "What rounding does to all products alike was not measured, since "
                    f"{why}: it is taken to be as large as what differs between them.",
                )
            )
    function.group = group
    rounded = group.first(rounded)
    work.stage = "constants"
    measured, more = constants(
        function,
        makeup=makeup,
        loss=loss,
        gradient=gradient,
        unused=unused,
        sample=settings.gradient_samples,
        seed=settings.seed,
        advance=work.advance,
    )
    notes += more
    if function.precision != function.model_dtype:
        own, inside = plain(function.model_dtype), plain(function.precision)
        notes.append(
            (
                f"not-in-{own}",
                f"The model or the loss computes in {inside} in places, though its parameters are "
                f"{own} here: the figures are rounded as {inside} is, which the file records.",
            )
        )
    if apart := set(function.unused) - set(function.detached):
        notes.append(
            (
                "unused-parameters",
                f"{function.share(apart)} do not take part in the loss: their rows of "
                "the matrix are zero.",
            )
        )
    values = {**of_problem(function, settings, measured, notes), "fingerprint": prints}
    if rounded is not None:
        values["symmetric_rounding"] = rounded
    split = cost.split(
        settings.shard,
        processes=group.size,
        probes=settings.probes,
        batches=len(function.counts),
    )
    work.stage = "trial"
    still = _still(function, gradient)
    slopes = dict(zip(parameters, function.split(gradient), strict=True))
    left_out = {"still": sum(int(part.sum()) for part in still.values())}
    if checkpoint is not None and cut is None:
        nulls = proposed(slopes, inputs.layers)
        left_out["nulls"] = 0 if nulls is None else nulls.count
    chunk = group.agree(lambda: _chunk(products, settings, checkpoint, prints, left_out))
    products.chunk = chunk
    if settings.chunk not in {None, chunk}:
        notes.append(
            (
                "chunk-kept",
                f"The checkpoint was begun with {chunk} vectors a call, which is kept so that "
                f"results agree to the bit: --chunk {settings.chunk} is not used.",
            )
        )
    function.group = group if split == "data" else ALONE
    way = _Way(settings, group, split, checkpoint, notes)
    way.still, way.slopes, way.inputs = still, slopes, inputs.layers
    work.stage = "matrix" if function.dim <= settings.exact_below else "Lanczos"
    label = function.problem.model_name
    if cut is None:
        found = way.found(products, values)
        spectrum = spectrum_of(found, settings, values, dim=function.dim, label=label)
        least, most = found.smallest, found.largest
        if settings.preconditioner is not None:
            work.stage = "preconditioner"
            surroundings = Beside(
                group=group,
                split=split,
                checkpoint=checkpoint,
                resumed=lambda probes, steps: way.skip(function, probes, steps),
            )
            preconditioned = with_own(function, settings, products, values, spectrum, surroundings)
            spectrum = replace(spectrum, preconditioned=preconditioned)
    else:
        spectrum, least, most = _by_block(function, cut, values, products, way)
    work.stage = "done"
    return Measurement(
        spectrum=spectrum,
        smallest=least,
        largest=most,
        constants=measured,
        seconds_per_product=products.seconds / max(products.products, 1),
        seconds_per_gradient=per_gradient,
        seconds=way.seconds,
        gradients_per_product=way.seconds / way.columns / per_gradient if way.columns else None,
        orthogonalisation_share=way.orthogonalisation / way.seconds,
        device=str(function.device),
        warnings=tuple(notes),
        rank=group.rank,
    )


def _still(function: Function, gradient: Any) -> dict[str, npt.NDArray[np.bool_]]:
    """Return where the gradient is exactly 0, by parameter; nothing where that is nowhere."""
    parts = [part == 0 for part in function.split(gradient)]
    if not any(bool(part.any()) for part in parts):
        return {}
    names = function.problem.selected(function.model)
    return {name: part.flatten().cpu().numpy() for name, part in zip(names, parts, strict=True)}


def _told_nulls(nulls: Nulls, dim: int, of: str) -> str:
    """Say how many directions the loss does not feel, and why."""
    inputs, shifts = nulls.inputs, nulls.shifts
    why = []
    if inputs:
        why.append(f"{written(inputs)} since inputs of a layer depend on each other")
    if shifts:
        why.append(f"{written(shifts)} since a shift common to a layer's outputs changes nothing")
    return (
        f"{_share(nulls.count, dim)} directions of the parameters{of}, no single parameter among "
        f"them, are not felt by the loss: {' and '.join(why)}. Their eigenvalues, 0 within "
        f"{nulls.rounding:.2g}, are counted, not estimated."
    )


def _share(many: int, dim: int) -> str:
    return f"{written(many)} of {written(dim)} ({100 * many / dim:.3g} %)"


def _check_graph(function: Function) -> None:
    """Refuse what the graph of the loss shows to be lost.

    Raises
    ------
    RunError
        If parameters lie behind a re-entrant checkpoint, or if the loss of a copy depends on the
        model that was copied.
    """
    if function.unused and function.graph.has_reentrant:
        raise RunError(
            f"torch.autograd.grad does not see {function.share(function.unused)}, and the model "
            "uses re-entrant checkpointing, which hides what it computes: pass "
            "use_reentrant=False to torch.utils.checkpoint",
            code="hidden-gradient",
        )
    model = function.problem.model
    if function.model is not model:
        foreign = [
            name for name, value in model.named_parameters() if id(value) in function.graph.leaves
        ]
        if foreign:
            raise RunError(
                f"the loss depends on parameters of the model itself ({named(foreign)}), where it "
                "is given a copy (in another type or on another device): it must use the model "
                "that it is given",
                code="bad-problem",
            )


def _chunk(
    products: Products,
    settings: Settings,
    checkpoint: Checkpoint | None,
    prints: dict[str, Any],
    left_out: Mapping[str, int],
) -> int:
    """Return how many vectors one call takes: what a checkpoint says, what is asked, a trial."""

    def chosen() -> int:
        # The trial needs no other process.
        group, products.function.group = products.function.group, ALONE
        try:
            exactly = products.dim <= settings.exact_below
            many = products.dim if exactly else settings.probes
            return products.choose_chunk(many, calls=1 if exactly else settings.steps)
        finally:
            products.function.group = group

    if checkpoint is None:
        return chosen()
    identity = {**prints, "blocks": settings.blocks, **_drawn(products, settings)}
    # Probes leave out zero rows and null spaces: those of a run that did not are others.
    identity |= {name: many for name, many in left_out.items() if many}
    return int(checkpoint.open(identity, lambda: {"chunk": chosen()})["chunk"])


def _drawn(operator: Operator, settings: Settings) -> dict[str, Any]:
    """Return what decides the vectors of a run, whatever their number."""
    return {
        "dim": operator.dim,
        "vectors": plain(operator.dtype),
        "seed": settings.seed,
        "distribution": settings.distribution,
    }


@contextlib.contextmanager
def _checkpoint(settings: Settings, group: Group) -> Iterator[Checkpoint | None]:
    if settings.checkpoint is None:
        yield None
        return
    checkpoint = Checkpoint(
        settings.checkpoint, minutes=settings.checkpoint_minutes, rank=group.rank
    )
    try:
        group.agree(checkpoint.begin)
        yield checkpoint
    finally:
        checkpoint.close()


@dataclass
class _Way:
    """How spectra are found, and what finding them took.

    Attributes
    ----------
    columns : int
        Products with one vector that the spectra took, those of other processes included.
    seconds, orthogonalisation : float
        Time of it all, and of reorthogonalisation.
    still : dict
        Where the gradient is exactly 0, by parameter.
    rows : ndarray of bool or None
        The zero rows of an operator without parameters.
    """

    settings: Settings
    group: Group
    split: str
    checkpoint: Checkpoint | None
    notes: Notes
    columns: int = 0
    seconds: float = 0.0
    orthogonalisation: float = 0.0
    still: dict[str, npt.NDArray[np.bool_]] = field(default_factory=dict)
    rows: npt.NDArray[np.bool_] | None = None
    slopes: dict[str, Any] = field(default_factory=dict)
    inputs: dict[str, Layer] = field(default_factory=dict)

    def found(
        self,
        operator: Operator,
        values: Mapping[str, Any],
        *,
        seed: int | None = None,
        block: tuple[int, str] | None = None,
        names: Sequence[str] | None = None,
    ) -> Found:
        """Return the spectrum of an operator.

        Parameters
        ----------
        operator : Operator
            The matrix.
        values : mapping
            The meta of the file.
        seed : int, optional
            Of the probes; by default that of the settings.
        block : tuple, optional
            Number and name of a block.
        names : sequence of str, optional
            The parameters of the block, in order.
        """
        settings = self.settings
        if operator.dim <= settings.exact_below:
            alone = self.group if self.split == "probes" else ALONE
            dense = exact(operator, alone, vectors=settings.vectors)
            self._tell_unused()
            self.columns += operator.dim
            self.seconds += dense.seconds
            return dense
        abreast = self._arrange(operator)
        seed = settings.seed if seed is None else seed
        rows = self.rows
        if self.still:
            still = [self.still[name] for name in (self.still if names is None else names)]
            rows = zero_rows(operator, np.concatenate(still), seed)
        nulls = self._nulls(operator, rows, seed, names)
        found = self._drawn(operator, values, seed, block, abreast, rows, nulls)
        if found.strays:
            # Products of more vectors see what one did not: all is made again, rows and all.
            assert rows is not None or nulls is not None
            self.checkpoint, rows, nulls = None, None, None
            found = self._drawn(operator, values, seed, block, abreast, None, None)
        if rows is not None or nulls is not None:
            found = with_zeros(found, rows, nulls)
            self._tell_zeros(operator.dim, rows, nulls, block)
        if isinstance(operator, Products):
            operator.release()
        return found

    def _drawn(
        self,
        operator: Operator,
        values: Mapping[str, Any],
        seed: int,
        block: tuple[int, str] | None,
        abreast: int,
        rows: npt.NDArray[np.bool_] | None,
        nulls: Nulls | None,
    ) -> Quadrature:
        """Return the quadratures of random probes.

        None has a part in the rows and the null space given.
        """
        settings = self.settings
        zeros = 0 if rows is None else int(rows.sum())
        measured: Operator = operator
        if nulls is not None:
            zeros += nulls.count
            measured = Projected(operator, nulls)
            values = {**values, "null_rounding": nulls.rounding}
        width = None
        if settings.until_width is not None:
            name = "" if block is None else block[1]
            width = Width(settings.until_width, values, operator.dim, name, settings.floor, zeros)
        keeper: Keeper | None = None
        if self.checkpoint is not None:
            prefix = f"{block[0]:04d}-" if block is not None else ""
            keeper = self.checkpoint.kept(operator.dim, operator.dtype, prefix)
        spent = 0 if nulls is None or settings.products is None else nulls.products

        def drawn(distribution: str, keeper: Keeper | None) -> Quadrature:
            return quadrature(
                measured,
                probes=settings.probes,
                steps=max(1, settings.steps - -(-spent // settings.probes)),
                seed=seed,
                distribution=distribution,
                basis=settings.basis,
                group=self.group,
                split=self.split,
                keeper=keeper,
                enough=None if width is None else width.is_enough,
                choose=self._choose(values, operator.dim, zeros) if block is None else None,
                resumed=None if keeper is None else lambda done: self._skip(operator, done),
                scale=None if rows is None else (~rows).astype(np.float32),
                nulls=nulls,
                vectors=settings.vectors,
                abreast=abreast,
            )

        found = sure(drawn, settings.distribution, keeper, operator.dim - zeros)
        if found.distribution != settings.distribution:
            of = "" if block is None else f" of block {block[1]}"
            self.notes.append(("probes-again", _AGAIN.format(of)))
        if width is not None:
            width.look(found.nodes, found.weights, found.residuals, found.known)
            self.notes.append(width.note(max(found.steps)))
        self.columns += found.made
        self.seconds += found.seconds
        self.orthogonalisation += found.orthogonalisation
        if isinstance(measured, Projected) and any(self.group.each(measured.strays)):
            found = replace(found, strays=True)
        return found

    def _nulls(
        self,
        operator: Operator,
        rows: npt.NDArray[np.bool_] | None,
        seed: int,
        names: Sequence[str] | None,
    ) -> Nulls | None:
        """Return the null space that shows in the model's structure; None where none does."""
        if not isinstance(operator, Products):
            return None
        slopes = {name: self.slopes[name] for name in (self.slopes if names is None else names)}
        nulls = proposed(slopes, self.inputs, rows)
        if nulls is not None:
            nulls = proved(nulls, operator, seed)
        return self.group.first(nulls)

    def _tell_zeros(
        self,
        dim: int,
        rows: npt.NDArray[np.bool_] | None,
        nulls: Nulls | None,
        block: tuple[int, str] | None,
    ) -> None:
        """Say which eigenvalues are counted as 0, and why."""
        of = "" if block is None else f" of block {block[1]}"
        if rows is not None:
            share = _share(int(rows.sum()), dim)
            told = (
                f"{share} parameters{of} do not touch the loss at this point: their rows of the "
                "matrix are zero, and their eigenvalues, 0, are counted, not estimated."
            )
            if self.rows is not None:
                told = (
                    f"{share} rows of the operator are zero: their eigenvalues, 0, are counted, "
                    "not estimated."
                )
            self.notes.append(("zero-rows", told))
        if nulls is not None:
            self.notes.append(("null-directions", _told_nulls(nulls, dim, of)))

    def _choose(
        self, values: Mapping[str, Any], dim: int, zeros: int
    ) -> Callable[[Look, Look], Choice] | None:
        """Return what chooses between more steps and a second probe; None where nothing does."""
        if self.settings.products is None:
            return None
        try:
            width = Width(math.inf, values, dim, floor=self.settings.floor, zeros=zeros)
        except RunError:  # err is not known yet: chance counts where there are few parameters
            return lambda now, before: Choice.PROBE if dim < _MANY else Choice.STEPS
        return width.choose

    def _tell_unused(self) -> None:
        """Say which settings have no meaning for an exact spectrum."""
        for code, given, sentence in (
            ("exact-width", self.settings.until_width, "There is no interval to narrow"),
            ("checkpoint-unused", self.checkpoint, "The checkpoint keeps nothing"),
        ):
            note = (code, f"{sentence}: a spectrum of at most --exact-below parameters is exact.")
            if given is not None and note not in self.notes:
                self.notes.append(note)

    def _skip(self, operator: Operator, steps: int) -> None:
        """Count the work of steps that an earlier run made as done."""
        if isinstance(operator, Products):
            probes = self.settings.probes / (self.group.size if self.split == "probes" else 1)
            self.skip(operator.function, probes, steps)

    def skip(self, function: Function, probes: float, steps: int) -> None:
        """Count as done what so many probes of this process made in an earlier run."""
        if steps:
            shared = self.group.size if self.split == "data" else 1
            function.advance(steps * (1 + 2 * probes) * len(function.counts) / shared)

    def _arrange(self, operator: Operator) -> int:
        """Return how many probes advance together, and keep graphs where that suits."""
        settings = self.settings
        shares_probes = self.split == "probes"
        probes = settings.probes
        if shares_probes:
            probes = max(1, len(range(probes)[self.group.part(probes)]))
        # These look at all probes after the same number of steps.
        turns = settings.until_width is None and self.checkpoint is None
        if not isinstance(operator, Products):
            return probes
        own = 1 if shares_probes else self.group.size
        near = settings.basis in {"auto", "device"} or (
            settings.basis == "host" and operator.device.type == "cpu"
        )
        return operator.arrange(
            probes,
            min(settings.steps, operator.dim),
            share=operator.dim // own,
            near=near,
            turns=turns,
        )


def _by_block(
    function: Function,
    cut: Sequence[blocks.Part],
    values: Mapping[str, Any],
    products: Products,
    way: _Way,
) -> tuple[Spectrum, Extreme, Extreme]:
    """Return the spectrum of the diagonal blocks, and its least and its largest eigenvalue."""
    settings = way.settings
    kept, ends = [], []
    for number, part in enumerate(cut):
        inner = function.of(blocks.of_block(function.problem, part))
        block = Products(
            inner, matrix=settings.matrix, chunk=settings.chunk, memory=settings.memory
        )
        block.chunk = products.chunk
        block.weighed = products.weighed  # its own graphs are smaller
        of_block = blocks.of_block_meta(part, values)
        seed = blocks.block_seed(settings.seed, part.name)
        found = way.found(
            block, of_block, seed=seed, block=(number, part.name), names=part.parameters
        )
        products.seconds += block.seconds
        products.products += block.products
        # Constants are the whole model's.
        own = {
            name: values[name]
            for name in ("dtype", "matrix", "symmetric_rounding")
            if name in values
        }
        drawn = replace(settings, seed=seed)
        kept.append((part, spectrum_of(found, drawn, own, dim=part.dim, label=part.name)))
        ends += [found.smallest, found.largest]
    least = min(ends, key=lambda end: end.value)
    most = max(ends, key=lambda end: end.value)
    of_all = {**values, **extremes(least, most, settings), "seed": settings.seed}
    if any(spectrum.kind == "quadrature" for _, spectrum in kept):
        of_all |= drawn_probes(settings, settings.probes)
    whole = blocks.assemble(
        Meta.from_mapping(of_all), function.dim, function.problem.model_name, kept
    )
    return whole, least, most
