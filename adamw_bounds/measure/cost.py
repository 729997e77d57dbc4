r"""What a measurement costs, counted before it is made. Loads no torch.

The model
---------
One gradient of a batch (forward and backward) is the unit of work. The graph that serves the
products of a batch costs as much, and each product with a vector, a backward pass through that
graph, costs 2. Over the data a measurement takes

* two gradients, which are held against each other;
* Lanczos: ``steps`` applications of the matrix to all probes, one to the two extreme Ritz
  vectors for their residuals, so probes·steps + 2 products (steps ≤ d); and up to 2²⁰ parameters
  three more, in float64, that try directions which the loss does not seem to feel: of ``products``
  these are a part; probes whose Krylov space ends before that are made twice, which is not counted;
* an exact spectrum: products with the d columns of the identity, in blocks of 2²⁶ numbers;
* min(``gradient_samples``, n) gradients of single samples;

on the first batch alone two graphs with three products and three losses (what the loss is made of,
that it is deterministic, the matrix symmetric), and one loss more where float64 is tried on a model
of another type; on eight samples of it at most, where it can be cut, derivatives beside differences
(`_Compared`); the losses of up to 32 samples drawn over the data, together and one by one, and
those of the halves of each batch of several samples (that the loss splits into samples). Where
targets weigh differently or are ignored, the first gradient is made once more, which is not
counted. A loss without a gradient counts as a third of one: a backward pass is two forward passes.
`work` counts what `progress` tells, in gradients of a batch, each sample's gradient as one.
`Cost.gradients` weighs every batch by its samples, in gradients over the data.

Where the graphs of all batches fit the memory they are kept from one application to the next, and
neither built again nor the data read: one gradient a pass less. Lanczos may end sooner than
``steps`` (an invariant space, ``until_width``). So these are the most that is done. Left out is
what depends on the machine: the trial that chooses ``chunk`` where it is not given, and what a
graph keeps of the activations. Left out, too, are a second difference and the second and the third
comparison with differences, which are made only where what is before finds something; a product
that looks for zero rows, where the gradient has an exact 0; and two more for each kind of null
direction, where some are felt and others are not.

The basis takes probes·steps·d numbers of the products' type at most: where the graphs are kept,
probes take turns, and it is that of the few that advance together. Reorthogonalisation reads the j
vectors of a probe at step j three times (two sweeps with one pass in common; four times on an
accelerator), 3/2·probes·steps·(steps+1) vectors in all; the extreme Ritz vectors read 2·steps
more. Beside the basis there are whole vectors: the gradient; in a step those that are multiplied,
their products, and what one call returns, in the model's type; at the end four for the extreme Ritz
vectors. Parts of them, of 2¹⁸ numbers, are taken to float64.

The spectra with the run's own preconditioner are runs of as many probes and steps, one after the
other: two for AdamW, three for ℓ2-Adam; where the spectrum is exact, the columns are made once
more, of the Gauss–Newton matrix. Coordinates whose gradient was always 0 are counted among d.

Diagonal blocks are measured one after the other: the basis is that of one block at a time. A
checkpoint keeps the vectors of every block that Lanczos is run on, to the end.

Several processes that share out the data hold d/processes numbers of each basis vector, but whole
vectors all the same. Where they share out the probes each holds its own probes' vectors, and makes
the two products with its own Ritz vectors.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from adamw_bounds.measure.settings import Settings

__all__ = [
    "BLOCK",
    "DRAWN",
    "EXACT_CHUNK",
    "MOST_TRIED",
    "OWN_PARTS",
    "OWN_PROBES",
    "TRIED",
    "Cost",
    "Scale",
    "cost",
    "disk_room",
    "host_memory",
    "host_room",
    "split",
    "work",
]

#: Numbers that one block of columns of an exact spectrum may hold: 512 MiB of float64.
BLOCK: Final = 1 << 26
#: Columns of the identity that one vectorised call takes.
EXACT_CHUNK: Final = 64

#: Where Linux says how much memory is free.
MEMINFO: Final = Path("/proc/meminfo")

#: What the checks do on the first batch: graphs, products over them, losses without a gradient.
_CHECK_GRAPHS: Final = 2
_CHECK_PRODUCTS: Final = 3
_CHECK_LOSSES: Final = 3
#: Products that try the null directions which a model's structure proposes: see `nulls`.
TRIED: Final = 3
#: Parameters up to which that is done: of more they are too small a share.
MOST_TRIED: Final = 1 << 20
#: Probes at least of the spectra with the run's own preconditioner: chance in the trace is told by
#: their scatter.
OWN_PROBES: Final = 2
#: Those spectra of AdamW's, where no problem says which there are.
OWN_PARTS: Final = ("s", "s_trace")
#: Matrices of d×d that are held at once where they are exact: H, S, and what a solver takes.
_OWN_MATRICES: Final = 5
#: Whole vectors of a probe more: scaled, and put among those coordinates that are left out.
_SCALED: Final = 2
#: Samples of the first batch on which a gradient and a product are compared with differences.
COMPARED: Final = 8
#: Samples, drawn over all the data, on which it is tried whether the loss splits into samples.
DRAWN: Final = 32

#: Bytes that a checkpoint notes of a step: its two numbers and the digest of its vector.
_NOTED: Final = 128
_BYTES: Final = {"float64": 8, "float32": 4, "bfloat16": 2, "float16": 2}
#: Whole vectors of a probe beside the basis: what is multiplied, and the product.
_WHOLE: Final = 2
#: Whole vectors and bytes a parameter beside the basis when the extreme Ritz vectors are made.
_ENDS: Final = (4, 32)
#: Numbers that are taken to float64 at once.
_PART: Final = 1 << 18


@dataclass(frozen=True, slots=True, kw_only=True)
class _Compared:
    """What comparing derivatives with differences once takes, for each sample.

    A second backward pass over one loss counts as a gradient, and one loss less.
    """

    gradients: int
    products: int
    losses: int


#: Two losses tell whether the copy of the model agrees with it. The gradient is computed in two
#: ways, from one loss; the product goes on from it. Then there is a difference of two points. A
#: Hessian's is of gradients. A Gauss–Newton matrix's is of outputs, which are computed beside the
#: losses; it goes back through a new output, and so does the product.
_COMPARED: Final = {
    "hessian": _Compared(gradients=2 + 2, products=1, losses=2 - 1),
    "ggn": _Compared(gradients=2 + 1 + 1, products=1, losses=2 - 1 + 1 + 4),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """How large a problem is.

    Attributes
    ----------
    dim : int
        d ≥ 1, the parameters that are measured.
    samples, batches : int
        n ≥ 1 and the batches of one pass over the data.
    first_batch : int
        Samples of the first batch, on which the checks are made.
    dtype : str
        The model's type: ``float64``, ``float32``, ``bfloat16`` or ``float16``.
    """

    dim: int
    samples: int
    batches: int
    first_batch: int
    dtype: str = "float32"

    @classmethod
    def of(cls, *, dim: int, samples: int, batch_size: int = 1, dtype: str = "float32") -> Scale:
        """Build from batches of one size; the last one may be smaller."""
        return cls(
            dim=dim,
            samples=samples,
            batches=-(-samples // batch_size),
            first_batch=min(batch_size, samples),
            dtype=dtype,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What a measurement costs at most; see the module for what is counted.

    Attributes
    ----------
    scale : Scale
        Of what.
    is_exact : bool
        Whether the whole matrix is computed.
    widest : int
        Dimension of what is measured at once: the largest block, d where there are none.
    probes, steps, chunk : int
        As they are used: the steps are d at most. An exact spectrum has neither probes nor steps.
    dtype, vector_dtype : str
        Type in which losses and derivatives are computed, and in which products are accumulated
        and vectors kept.
    products : int
        Products of the matrix with one vector.
    passes : int
        Whole passes over the data.
    sample_gradients : int
        Gradients of one sample that all derivatives are worth.
    sample_losses : int
        Losses of one sample that are computed without a gradient.
    vector_bytes : int
        One vector.
    basis_bytes : int
        The Lanczos vectors of all probes; 0 for an exact spectrum.
    matrix_bytes : int
        The whole matrix in float64; 0 for Lanczos.
    basis_read_bytes : int
        What is read of the basis where it does not lie on an accelerator.
    working_bytes : int
        Whole vectors beside the basis, in each process; without the model and its graphs.
    checkpoint_bytes : int
        A checkpoint at the last step: the Lanczos vectors of all blocks, and what is noted of each
        step; 0 for an exact spectrum.
    """

    scale: Scale
    is_exact: bool
    widest: int
    probes: int
    steps: int
    chunk: int
    dtype: str
    vector_dtype: str
    products: int
    passes: int
    sample_gradients: int
    sample_losses: int
    vector_bytes: int
    basis_bytes: int
    matrix_bytes: int
    basis_read_bytes: int
    working_bytes: int
    checkpoint_bytes: int

    @property
    def gradients(self) -> float:
        """The whole run, in gradients over the data."""
        return (3 * self.sample_gradients + self.sample_losses) / (3 * self.scale.samples)

    def place(self, basis: str, room: Mapping[str, float]) -> str | None:
        """Return where the basis would be kept.

        Parameters
        ----------
        basis : str
            ``auto`` (the first of device, host and disk that has room), or one of the three.
        room : mapping of str to int
            Bytes that the basis may take on ``device``, ``host`` and ``disk``; 0 where missing.

        Returns
        -------
        str or None
            None where there is no room.
        """
        places = ("device", "host", "disk") if basis == "auto" else (basis,)
        return next((name for name in places if self.basis_bytes <= room.get(name, 0)), None)

    def split(self, processes: int, shard: str = "auto") -> str:
        """Return what `processes` share out, ``data`` or ``probes``; see `Settings.shard`."""
        return split(
            shard, processes=processes, probes=self.probes or 1, batches=self.scale.batches
        )

    def process_bytes(self, processes: int, shard: str = "auto") -> int:
        """Return the bytes of basis and whole vectors that the largest of `processes` holds."""
        if self.split(processes, shard) == "probes":
            probes = -(-self.probes // processes)
            beside = _beside(probes, self.widest, self.vector_bytes, self._call_bytes)
            return probes * self.steps * self.vector_bytes + beside
        share = -(-self.widest // processes)
        return self.probes * self.steps * share * _BYTES[self.vector_dtype] + self.working_bytes

    def processes(self, room: int, shard: str = "auto") -> int | None:
        """Return the least number of processes with `room` bytes each that hold the basis.

        None where no number does: whole vectors alone take more, or one probe's basis does.
        """
        fewest = {
            "data": self._processes_by_data(room),
            "probes": self._processes_by_probes(room),
        }
        found = []
        for kind, many in fewest.items():
            if many is None:
                continue
            # Between data and probes auto changes over at most twice as processes are added.
            for more in (many, self.scale.batches // 4 + 1, self.probes + 1):
                if more >= many and self.split(more, shard) == kind:
                    found.append(more)
        return min(found, default=None)

    def _processes_by_data(self, room: int) -> int | None:
        a_coordinate = self.probes * self.steps * _BYTES[self.vector_dtype]
        most = (room - self.working_bytes) // a_coordinate
        return -(-self.widest // most) if most >= 1 else None

    def _processes_by_probes(self, room: int) -> int | None:
        # Both a step and the end must have room, see _beside.
        whole = self.vector_bytes
        end = _beside(0, self.widest, whole, 0)
        most = min(
            (room - whole - self._call_bytes) // ((self.steps + _WHOLE) * whole),
            (room - end) // (self.steps * whole),
        )
        return -(-self.probes // most) if most >= 1 else None

    @property
    def _call_bytes(self) -> int:
        return _call(self.chunk, self.widest, self.dtype)


def cost(
    settings: Settings,
    scale: Scale,
    *,
    blocks: Sequence[int] = (),
    own: Sequence[str] = OWN_PARTS,
) -> Cost:
    """Count what a measurement takes.

    Parameters
    ----------
    settings : Settings
        How it would be measured.
    scale : Scale
        What would be.
    blocks : sequence of int
        Dimensions of the diagonal blocks that are measured one after the other; empty for the
        whole matrix. Bytes in memory are then those of the largest; what is read of the basis,
        the checkpoint and all else are the sum.
    own : sequence of str
        The spectra with the run's own preconditioner, where the settings ask for it.

    Returns
    -------
    Cost
    """
    samples, first = scale.samples, scale.first_batch
    dims = tuple(blocks) or (scale.dim,)
    widest = max(dims)
    is_exact = widest <= settings.exact_below
    dtype, vector_dtype = _types(settings, scale, is_exact)
    size = _BYTES[vector_dtype]
    applied = [many for dim in dims for many in _applied(settings, dim)]
    applied += _own_applied(settings, scale.dim, own)
    products, graphs = sum(applied), len(applied)
    drawn = min(settings.gradient_samples, samples)
    compared = _COMPARED[settings.matrix]
    losses = _CHECK_LOSSES * first + compared.losses * min(first, COMPARED)
    if samples > 1:
        losses += 2 * min(samples, DRAWN)
    if samples > scale.batches:
        losses += samples
    if settings.dtype == "auto" and dtype != scale.dtype:
        losses += first
    probes = 0 if is_exact else settings.probes
    steps = 0 if is_exact else min(settings.steps, widest)
    read = working = matrix = kept = 0
    for dim in dims:
        held = max(_applied(settings, dim))
        call = _chunk(settings, dim, held) * dim * _BYTES[dtype]
        if dim <= settings.exact_below:
            matrix = max(matrix, 8 * dim * dim)
            working = max(working, (_WHOLE * held + 1) * dim * size + call)
        else:
            made = min(settings.steps, dim)
            kept += probes * made * (dim * size + _NOTED)
            read += (3 * probes * made * (made + 1) // 2 + 2 * made) * dim * size
            call = _call(_chunk(settings, dim, held), dim, dtype)
            working = max(working, _beside(probes, dim, dim * size, call))
    basis = probes * steps
    if settings.preconditioner is not None:
        if is_exact:
            matrix *= _OWN_MATRICES
        else:
            many, made = _own_size(settings, scale.dim)
            basis = max(basis, many * made)
            kept += len(own) * many * made * (scale.dim * size + _NOTED)
            each = 3 * many * made * (made + 1) // 2 + 2 * made
            read += len(own) * each * scale.dim * size
            call = _call(_chunk(settings, scale.dim, many), scale.dim, dtype)
            more = _SCALED * many * scale.dim * size
            working = max(working, more + _beside(many, scale.dim, scale.dim * size, call))
    return Cost(
        scale=scale,
        is_exact=is_exact,
        widest=widest,
        probes=probes,
        steps=steps,
        chunk=_chunk(settings, widest, max(_applied(settings, widest))),
        dtype=dtype,
        vector_dtype=vector_dtype,
        products=products,
        passes=2 + graphs + (drawn > 0),
        sample_gradients=(
            samples * (2 + graphs + 2 * products)
            + first * (_CHECK_GRAPHS + 2 * _CHECK_PRODUCTS)
            + (compared.gradients + 2 * compared.products) * min(first, COMPARED)
            + drawn
        ),
        sample_losses=losses,
        vector_bytes=widest * size,
        basis_bytes=basis * widest * size,
        matrix_bytes=matrix,
        basis_read_bytes=read,
        working_bytes=working,
        checkpoint_bytes=kept,
    )


def work(
    settings: Settings,
    scale: Scale,
    *,
    blocks: Sequence[int] = (),
    own: Sequence[str] = OWN_PARTS,
) -> int:
    """Return the work of a measurement in gradients of a batch: the total that progress tells.

    Parameters
    ----------
    settings : Settings
        How it is measured.
    scale : Scale
        What is.
    blocks : sequence of int
        Dimensions of the diagonal blocks; empty for the whole matrix.
    own : sequence of str
        As in `cost`.
    """
    applied = [many for dim in blocks or (scale.dim,) for many in _applied(settings, dim)]
    applied += _own_applied(settings, scale.dim, own)
    drawn = min(settings.gradient_samples, scale.samples)
    return scale.batches * (2 + len(applied) + 2 * sum(applied)) + drawn


def split(shard: str, *, processes: int, probes: int, batches: int) -> str:
    """Return what several processes share out: ``data``, or ``probes`` where the data is small.

    Parameters
    ----------
    shard : str
        ``data`` or ``probes`` where that is asked for, ``auto`` where it is not.
    processes, probes, batches : int
        How many there are.
    """
    if shard != "auto":
        return shard
    return "probes" if 1 < processes <= probes and batches < 4 * processes else "data"


def _applied(settings: Settings, dim: int) -> Iterator[int]:
    """Yield the number of vectors of each application of the matrix."""
    if dim <= settings.exact_below:
        block = max(1, min(dim, BLOCK // dim))
        for start in range(0, dim, block):
            yield min(block, dim - start)
        return
    if settings.products is None and dim <= MOST_TRIED:
        yield from [1] * TRIED
    for _ in range(min(settings.steps, dim)):
        yield settings.probes
    yield 2


def _own_size(settings: Settings, dim: int) -> tuple[int, int]:
    """Return probes and steps of a spectrum with the run's own preconditioner."""
    probes, steps = settings.probes, settings.steps
    if probes < OWN_PROBES:
        # Of --products the second probe takes its share; given steps are made by both.
        steps = max(1, steps // OWN_PROBES) if settings.products is not None else steps
        probes = OWN_PROBES
    return probes, min(steps, dim)


def _own_applied(settings: Settings, dim: int, own: Sequence[str]) -> list[int]:
    """Return the number of vectors of each application that the own preconditioner takes."""
    if settings.preconditioner is None:
        return []
    if dim <= settings.exact_below:
        return list(_applied(settings, dim))
    probes, steps = _own_size(settings, dim)
    return [many for _ in own for many in (*[probes] * steps, 2)]


def _call(chunk: int, dim: int, dtype: str) -> int:
    """Return the bytes of what one call returns, or of parts of two vectors in float64."""
    return max(chunk * _BYTES[dtype] * dim, 16 * min(dim, _PART))


def _beside(probes: int, dim: int, vector: int, call: int) -> int:
    """Return the bytes of whole vectors beside the basis, of `vector` bytes each."""
    vectors, more = _ENDS
    return vector + max(_WHOLE * probes * vector + call, vectors * vector + more * min(dim, _PART))


def _chunk(settings: Settings, dim: int, held: int) -> int:
    """Return how many of `held` vectors one call takes."""
    return min(settings.chunk or (EXACT_CHUNK if dim <= settings.exact_below else 1), held)


def _types(settings: Settings, scale: Scale, is_exact: bool) -> tuple[str, str]:
    """Return the type of the derivatives and that of the vectors, float32 at least."""
    chosen = settings.dtype
    if chosen == "auto":
        chosen = "float64" if is_exact else scale.dtype
    return chosen, "float64" if chosen == "float64" else "float32"


# What is free here


def host_memory() -> float:
    """Return how many bytes of host memory are free; infinity where that cannot be known."""
    try:
        for line in MEMINFO.read_text(encoding="ascii").splitlines():
            if line.startswith("MemAvailable:"):
                return 1024 * float(line.split()[1])
    except (OSError, ValueError):
        pass
    try:
        return float(os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE"))
    except (AttributeError, OSError, ValueError):
        return float("inf")  # not known here: try


def host_room() -> float:
    """Return how many bytes of host memory the basis may take: 0.6 of what is free."""
    return 0.6 * host_memory()


def disk_room() -> float:
    """Return how many bytes the basis may take among temporary files: 0.9 of what is free."""
    return 0.9 * shutil.disk_usage(tempfile.gettempdir()).free
