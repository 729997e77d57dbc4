"""The spectrum of a Hessian: exact eigenvalues, or Gauss quadrature of random probes."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import numpy.typing as npt

from adamw_bounds.domains import NotInDomain, whole_items
from adamw_bounds.errors import Fault, InputError
from adamw_bounds.spectra.meta import Meta
from adamw_bounds.spelling import one_of

if TYPE_CHECKING:
    from adamw_bounds.pictures import Drawing, PlotKind
    from adamw_bounds.spectra.preconditioned import Preconditioned

__all__ = ["CHUNK", "MACHINE_EPSILON", "WEIGHT_TOLERANCE", "Block", "Spectrum"]

#: How far the weights of a probe may sum from 1: float32 Lanczos squares leave about 1e-6.
WEIGHT_TOLERANCE = 1e-5

#: Share of the largest singular value within which nodes may be one eigenvalue, and the weight up
#: to which a node may be none.
_COPY = 1e-4

#: How far the norm of an eigenvector may be from 1: float16 leaves less.
_UNIT_TOLERANCE = 1e-2

#: Values that are worked on at a time: a few arrays of this length fit a processor's cache.
CHUNK = 1 << 15

#: ε_machine, the distance from 1 to the next number, of each type a Hessian is computed in.
MACHINE_EPSILON = {
    "float64": 2.0**-52,
    "float32": 2.0**-23,
    "float16": 2.0**-10,
    "bfloat16": 2.0**-7,
}
_DTYPE_ALIASES = {"double": "float64", "float": "float32", "half": "float16"}

FloatArray = npt.NDArray[np.floating[Any]]
Float64Array = npt.NDArray[np.float64]


class Chunk(NamedTuple):
    """Some values of one probe; `weights` is None where each counts once."""

    probe: int
    values: Float64Array
    weights: Float64Array | None


class _Scan(NamedTuple):
    """What one pass over the values finds; masses are shares of all values."""

    least_magnitude: float
    share_negative: float
    share_below_one: float
    traces: tuple[float, ...]


@dataclass(frozen=True, eq=False, kw_only=True, repr=False)
class Spectrum:
    """The spectrum of a symmetric matrix, as it was measured.

    Give either `eigenvalues`, or `nodes` with `weights`. Arrays keep their floating type and are
    read in chunks, so that a memory-mapped file need not fit in memory.

    Parameters
    ----------
    dim : int or None
        Number d ≥ 1 of eigenvalues. Taken from `eigenvalues` where they are given; None where a
        file of nodes and weights does not say.
    eigenvalues : ndarray of shape (d,), optional
        All eigenvalues, in any order.
    nodes, weights : ndarray of shape (probes, steps), optional
        Gauss quadrature of each random probe. Weights are ≥ 0, and a row sums to 1 within
        `WEIGHT_TOLERANCE`; every figure uses them divided by their row's sum. A node of weight 0
        counts for nothing. One probe may be given as one dimension.
    meta : Meta
        How it was measured.
    label : str
        Name of the spectrum in answers.
    path : Path or None
        Where it was read.
    dtype : str
        Floating type in which the spectrum was computed; by default the coarser of ``meta.dtype``
        and the arrays' own. Sets the resolution.
    blocks : sequence of Block
        Spectra of the Hessian's diagonal blocks, one for each group of parameters; their
        dimensions add up to d. Where neither eigenvalues nor nodes are given, the spectrum is
        that of the block-diagonal matrix; exact blocks may stand beside quadratures of one number
        of probes.
    residuals : ndarray of shape (probes,), optional
        Of nodes and weights from Lanczos: the off-diagonal β_m ≥ 0 that each probe's next step
        would have begun with; 0 where its Krylov space had ended. It narrows error bars.
    vectors : ndarray of shape (2, d), optional
        Unit eigenvectors of the largest and of the least eigenvalue.
    preconditioned : Preconditioned, optional
        What the run's own preconditioner makes of the matrix.
    known : ndarray of bool of shape (probes, steps), optional
        Which nodes are simple eigenvalues, found to the last digits: each counts 1/d, whatever its
        weight, and the other nodes of its probe share the rest.
    apart : ndarray of bool of shape (probes, steps), optional
        Which of the known nodes stand beside the rule of their probe, whose start had no part in
        their eigenvectors: the weight of each is the number of its eigenvalues over d, and it is
        exact. The zero rows of a matrix are one such node.

    Raises
    ------
    InputError
        If the arrays are no spectrum: says in a sentence what is wrong.
    """

    dim: int | None = None
    eigenvalues: FloatArray | None = None
    nodes: FloatArray | None = None
    weights: FloatArray | None = None
    meta: Meta = field(default_factory=Meta)
    label: str = "spectrum"
    path: Path | None = None
    dtype: str = ""
    blocks: Sequence[Block] = ()
    residuals: FloatArray | None = None
    known: npt.NDArray[np.bool_] | None = None
    apart: npt.NDArray[np.bool_] | None = None
    vectors: FloatArray | None = None
    preconditioned: Preconditioned | None = None

    def __post_init__(self) -> None:
        if self.dim is not None and (
            isinstance(self.dim, bool) or self.dim != int(self.dim) or self.dim < 1
        ):
            raise InputError(f"dim must be an integer ≥ 1, not {self.dim}")
        object.__setattr__(self, "blocks", tuple(self.blocks))
        if self.blocks:
            self._check_blocks()
        if self.eigenvalues is not None:
            if self.nodes is not None or self.weights is not None:
                raise InputError("there are both eigenvalues and nodes with weights: give one")
            self._check_eigenvalues(self.eigenvalues)
        elif self.nodes is not None and self.weights is not None:
            self._check_quadrature(self.nodes, self.weights)
        else:
            raise InputError("there are neither eigenvalues nor both nodes and weights")
        if self.residuals is not None:
            self._check_residuals(self.residuals)
        if self.known is not None:
            self._check_known(self.known)
        if self.apart is not None:
            self._check_apart(self.apart)
        if self.vectors is not None:
            self._check_vectors(self.vectors)
        own = self.preconditioned
        if own is not None and self.dim is not None and own.dim + own.removed != self.dim:
            raise InputError(
                f"the run's own preconditioner has {own.dim} coordinates and {own.removed} without "
                f"a gradient, but the spectrum has {self.dim}: they must agree"
            )
        object.__setattr__(self, "dtype", self._coarser_dtype())
        total = sum(block.spectrum.dim or 0 for block in self.blocks)
        if self.blocks and self.dim != total:
            raise InputError(
                f"the blocks have {total} parameters, but the spectrum has {self.dim}: they must "
                "agree"
            )

    def _check_blocks(self) -> None:
        """Check the blocks; where nothing else is given, put their spectra together."""
        for name, count in Counter(block.name for block in self.blocks).items():
            if count > 1:
                raise InputError(f"there are two blocks of the name {name!r}")
        if not (self.eigenvalues is None and self.nodes is None and self.weights is None):
            return
        for name, values in self._of_blocks().items():
            object.__setattr__(self, name, values)
        if self.dim is None:
            object.__setattr__(self, "dim", sum(block.spectrum.dim or 0 for block in self.blocks))

    def _of_blocks(self) -> dict[str, FloatArray]:
        """Return the arrays of the block-diagonal matrix.

        Beside quadratures, an exact block is a rule with all its eigenvalues as nodes, the same
        for every probe.
        """
        spectra = [block.spectrum for block in self.blocks]
        if all(part.eigenvalues is not None for part in spectra):
            values = [np.asarray(part.eigenvalues) for part in spectra]
            return {"eigenvalues": np.concatenate(values)}
        counts = {part.probes for part in spectra if part.eigenvalues is None}
        if len(counts) > 1:
            raise InputError(
                "blocks of different numbers of probes make no spectrum of the whole: give its "
                "eigenvalues, or its nodes and weights"
            )
        total = sum(part.dim or 0 for part in spectra)
        nodes, weights = [], []
        for part in spectra:
            if part.eigenvalues is not None:
                shape = (*counts, part.eigenvalues.size)
                nodes.append(np.broadcast_to(part.eigenvalues, shape))
                weights.append(np.full(shape, 1.0 / total))
            else:
                nodes.append(np.asarray(part.nodes))
                share = (part.dim or 0) / total
                weights.append(np.asarray(part.weights, dtype=np.float64) * share)
        return {
            "nodes": np.concatenate(nodes, axis=1),
            "weights": np.concatenate(weights, axis=1),
        }

    @cached_property
    def made_of_blocks(self) -> bool:
        """Whether it has blocks and is the spectrum of their block-diagonal matrix, no other."""
        if not self.blocks:
            return False
        try:
            arrays = self._of_blocks()
        except InputError:
            return False
        return all(
            mine is not None and np.array_equal(mine, values)
            for mine, values in ((getattr(self, name), values) for name, values in arrays.items())
        )

    def _check_eigenvalues(self, given: FloatArray) -> None:
        values = _floating("eigenvalues", given)
        if values.ndim != 1 or values.size == 0:
            raise InputError(
                "eigenvalues must be a list of at least one number, not an array of shape "
                f"{values.shape}"
            )
        if self.dim is not None and self.dim != values.size:
            raise InputError(
                f"dim is {self.dim}, but there are {values.size} eigenvalues: they must agree"
            )
        object.__setattr__(self, "dim", int(values.size))
        object.__setattr__(self, "eigenvalues", values)
        if not all(map(math.isfinite, self.extremes)):
            raise InputError(f"eigenvalues must be finite, but {_first_bad(values)}")

    def _check_quadrature(self, given_nodes: FloatArray, given_weights: FloatArray) -> None:
        nodes, weights = _floating("nodes", given_nodes), _floating("weights", given_weights)
        if nodes.shape != weights.shape:
            raise InputError(
                f"nodes of shape {nodes.shape} and weights of shape {weights.shape} must have "
                "one shape"
            )
        if nodes.ndim not in {1, 2} or nodes.size == 0:
            raise InputError(
                f"nodes and weights must have the shape (probes, steps), not {nodes.shape}"
            )
        nodes, weights = np.atleast_2d(nodes), np.atleast_2d(weights)
        for name, values in (("nodes", nodes), ("weights", weights)):
            if not np.isfinite(values).all():
                raise InputError(f"{name} must be finite, but {_first_bad(values)}")
        if (weights < 0).any():
            probe = int(np.argwhere(weights < 0)[0, 0])
            raise InputError(
                f"weights must be ≥ 0, but probe {probe} has {float(weights[probe].min()):.6g}"
            )
        with np.errstate(over="ignore"):
            sums = weights.sum(axis=1, dtype=np.float64)
        worst = int(np.argmax(np.abs(sums - 1.0)))
        if abs(sums[worst] - 1.0) > WEIGHT_TOLERANCE:
            raise InputError(
                f"the weights of each probe must sum to 1 within {WEIGHT_TOLERANCE:g}, but those "
                f"of probe {worst} sum to {sums[worst]:.9g}"
            )
        object.__setattr__(self, "dim", None if self.dim is None else int(self.dim))
        object.__setattr__(self, "nodes", nodes)
        object.__setattr__(self, "weights", weights)

    def _check_residuals(self, given: FloatArray) -> None:
        if self.eigenvalues is not None:
            raise InputError("there are residuals beside eigenvalues: they belong to nodes")
        values = _floating("residuals", given)
        if values.shape != (self.probes,):
            raise InputError(
                f"residuals must have the shape ({self.probes},), one for each probe, not "
                f"{values.shape}"
            )
        if not np.isfinite(values).all():
            raise InputError(f"residuals must be finite, but {_first_bad(values)}")
        if (values < 0).any():
            probe = int(np.argmax(values < 0))
            raise InputError(f"residuals must be ≥ 0, but probe {probe} has {values[probe]:.6g}")
        object.__setattr__(self, "residuals", values)

    def _check_vectors(self, given: FloatArray) -> None:
        values = _floating("vectors", given)
        if values.shape != (2, self.dim):
            raise InputError(
                f"vectors must have the shape (2, {self.dim}), those of the largest and of the "
                f"least eigenvalue, not {values.shape}"
            )
        if not np.isfinite(values).all():
            raise InputError(f"vectors must be finite, but {_first_bad(values)}")
        with np.errstate(over="ignore"):
            norms = np.linalg.norm(values.astype(np.float64), axis=1)
        if (np.abs(norms - 1.0) > _UNIT_TOLERANCE).any():
            raise InputError(
                f"vectors must have the norm 1 within {_UNIT_TOLERANCE:g}, not "
                f"{norms[0]:.6g} and {norms[1]:.6g}"
            )
        object.__setattr__(self, "vectors", values)

    def _check_known(self, given: npt.NDArray[np.bool_]) -> None:
        if self.nodes is None or self.weights is None:
            raise InputError("known stands beside eigenvalues: it belongs to nodes")
        mask = np.atleast_2d(np.asarray(given))
        if mask.shape != self.nodes.shape or mask.dtype != np.bool_:
            raise InputError(
                f"known must be truth values of the shape {self.nodes.shape}, one for each node, "
                f"not {mask.dtype} of shape {mask.shape}"
            )
        if (mask & (self.weights <= 0)).any():
            raise InputError("known holds a node of weight 0")
        if self.dim is None or int(mask.sum(axis=1).max()) > self.dim:
            raise InputError("known needs dim, which is at least the number of known eigenvalues")
        object.__setattr__(self, "known", mask if mask.any() else None)

    def _check_apart(self, given: npt.NDArray[np.bool_]) -> None:
        mask = np.atleast_2d(np.asarray(given))
        known = self.known
        if known is None or self.dim is None or self.weights is None:
            if mask.any():
                raise InputError("apart marks some of the known nodes, and no node is known")
            object.__setattr__(self, "apart", None)
            return
        if mask.shape != known.shape or mask.dtype != np.bool_ or (mask & ~known).any():
            raise InputError(
                f"apart must be truth values of the shape {known.shape}, and mark known nodes only"
            )
        counts = self.dim * np.asarray(self.weights, dtype=np.float64)[mask]
        near = 1e-6 + 4 * MACHINE_EPSILON[self.weights.dtype.name] * counts
        if (np.abs(counts - np.round(counts)) > near).any() or (np.round(counts) < 1).any():
            raise InputError(
                "the weight of a node that stands apart must be a whole number of eigenvalues "
                f"over d = {self.dim}"
            )
        object.__setattr__(self, "apart", mask if mask.any() else None)
        if max(int(self.counts(probe).sum()) for probe in range(self.probes)) > self.dim:
            raise InputError(f"more eigenvalues are known than the dimension d = {self.dim} has")

    def counts(self, probe: int) -> npt.NDArray[np.int64]:
        """Return how many eigenvalues each node of a probe is known to be; 0 where it is not."""
        assert self.weights is not None
        found = np.zeros(self.weights.shape[1], np.int64)
        if self.known is not None:
            found[self.known[probe]] = 1
        if self.apart is not None and self.dim is not None:
            mask = self.apart[probe]
            found[mask] = np.rint(self.dim * np.asarray(self.weights[probe], np.float64)[mask])
        return found

    def masses(self, probe: int) -> Float64Array:
        """Return what each node of a probe counts, 0 or more, with the sum 1; shape (steps,).

        Its weight over their sum; 1/d for each known eigenvalue, whose chance share is taken away.
        """
        assert self.weights is not None
        shares = np.asarray(self.weights[probe], dtype=np.float64)
        if self.known is None or not self.known[probe].any() or self.dim is None:
            return shares / float(shares.sum())
        mask = self.known[probe]
        rest = float(shares[~mask].sum())
        counts = self.counts(probe)
        left = 1.0 - int(counts.sum()) / self.dim if rest > 0 else 0.0
        masses = np.where(mask, counts / self.dim, shares * (left / rest if rest > 0 else 0.0))
        found: Float64Array = masses / float(masses.sum())
        return found

    def _coarser_dtype(self) -> str:
        names = [_type_name(values.dtype) for values in self._arrays]
        names += {block.spectrum.dtype for block in self.blocks}
        for source, name in (("dtype", self.dtype), ("dtype in meta", self.meta.dtype)):
            if name:
                plain = name.rpartition(".")[2]
                plain = _DTYPE_ALIASES.get(plain, plain)
                if plain not in MACHINE_EPSILON:
                    raise InputError(f"{source} {one_of(name, MACHINE_EPSILON)} (given: {name})")
                names.append(plain)
        return max(names, key=MACHINE_EPSILON.__getitem__)

    # What it is

    def __repr__(self) -> str:
        low, high = self.extremes
        if self.eigenvalues is not None:
            what = f"{self.dim} eigenvalues"
        else:
            probes = "1 probe" if self.probes == 1 else f"{self.probes} probes"
            size = "unknown dimension" if self.dim is None else f"dimension {self.dim}"
            what = f"quadrature of {probes} with {self.steps} nodes each, {size}"
        blocks = f", {len(self.blocks)} blocks" if self.blocks else ""
        known = [self.meta.model, self.meta.data, self.meta.optimizer]
        told = "; ".join(text for text in known if isinstance(text, str) and text)
        return (
            f"<Spectrum {self.label!r}: {what} from {low:.4g} to {high:.4g}{blocks}, {self.dtype}"
            f"{f' ({told})' if told else ''}>"
        )

    def _repr_html_(self) -> str:
        from html import escape

        from adamw_bounds.errors import RunError

        text = f"<p>{escape(repr(self))}</p>"
        try:
            picture = self.plot()._repr_svg_()
        except RunError:  # without matplotlib there is no picture
            return text
        return f"{text}\n{picture[picture.index('<svg') :]}"

    def plot(self, kind: PlotKind = "density", **inputs: Any) -> Drawing:
        """Draw the spectrum.

        Parameters
        ----------
        kind : {"density", "cumulative", "lambda", "decades"}
            The density of the eigenvalues; the share of at most a size; err against λ; what each
            decade of σ adds to err.
        **inputs
            As :func:`adamw_bounds.plot` takes them.

        Returns
        -------
        Drawing
            A notebook shows it; ``save(path)`` writes it, ``figure`` is matplotlib's.

        Raises
        ------
        RunError
            If matplotlib is not installed.
        """
        from adamw_bounds.pictures import plot

        return plot(self, kind=kind, **inputs)

    @property
    def _arrays(self) -> tuple[FloatArray, ...]:
        arrays = (self.eigenvalues, self.nodes, self.weights)
        return tuple(values for values in arrays if values is not None)

    @property
    def kind(self) -> str:
        """``exact`` or ``quadrature``."""
        return "quadrature" if self.eigenvalues is None else "exact"

    @property
    def probes(self) -> int:
        """Number of random probes; 1 for an exact spectrum."""
        return 1 if self.nodes is None else int(self.nodes.shape[0])

    @property
    def steps(self) -> int | None:
        """Quadrature nodes of a probe; None for an exact spectrum."""
        return None if self.nodes is None else int(self.nodes.shape[1])

    @property
    def depth(self) -> int | None:
        """Lanczos steps of a probe, the longest's; None for an exact spectrum.

        Nodes that stand apart are no step's, nor are those that fill up a shorter rule.
        """
        if self.nodes is None or self.weights is None:
            return None
        ends = self.nodes.shape[1] - np.argmax(self.weights[:, ::-1] > 0, axis=1)
        return int((ends if self.apart is None else ends - self.apart.sum(axis=1)).max())

    def with_dim(self, dim: int) -> Spectrum:
        """Return the same spectrum with the dimension d that it did not state.

        Raises
        ------
        InputError
            If a probe has more nodes apart from each other than a matrix of that size has
            eigenvalues.
        """
        if dim < 1:
            raise InputError(f"dim must be an integer ≥ 1, not {dim}")
        least = self._least_dim()
        if dim < least:
            what = (
                f"must be at least {least}: a probe has so many nodes of weight, apart from each "
                "other, and a matrix of size d has no more than d"
            )
            raise InputError([Fault("dim", dim, what)])
        return replace(self, dim=dim, vectors=None)

    def _least_dim(self) -> int:
        """Return how many eigenvalues there are at least, by the nodes of one probe.

        Lanczos without reorthogonalisation finds eigenvalues again: copies lie near each other, and
        what is on its way to one has little weight.
        """
        if self.nodes is None or self.weights is None:
            return 1
        apart = _COPY * self.max_singular_value
        least = 1
        for nodes, weights in zip(self.nodes, self.weights, strict=True):
            kept = np.sort(np.asarray(nodes[weights > _COPY], dtype=np.float64))
            least = max(least, 1 + int(np.count_nonzero(np.diff(kept) > apart)))
        return least

    # Walking over it

    def chunks(self) -> Iterator[Chunk]:
        """Walk over the eigenvalues (signed), at most `CHUNK` of one probe at a time.

        Yields
        ------
        Chunk
            Probe, float64 values, and float64 weights that sum to 1 over the probe (None for an
            exact spectrum, where each value counts once). Nodes of weight 0 are left out.
        """
        if self.eigenvalues is not None:
            for start in range(0, self.eigenvalues.size, CHUNK):
                part = self.eigenvalues[start : start + CHUNK]
                yield Chunk(0, np.asarray(part, dtype=np.float64), None)
            return
        assert self.nodes is not None
        assert self.weights is not None
        for probe, nodes in enumerate(self.nodes):
            shares = self.masses(probe)
            kept = shares > 0
            values = np.asarray(nodes[kept], dtype=np.float64)
            shares = shares[kept]
            for start in range(0, values.size, CHUNK):
                end = start + CHUNK
                yield Chunk(probe, values[start:end], shares[start:end])

    def shares(self, count: Callable[[Float64Array], npt.NDArray[np.bool_]]) -> float:
        """Return the share of eigenvalues (signed) for which `count` is true, over all probes."""
        totals: list[float] = []
        for _, values, weights in self.chunks():
            hit = count(values)
            totals.append(
                float(np.count_nonzero(hit)) if weights is None else float(weights[hit].sum())
            )
        # Weights that sum to 1 by rounding only must not give a share above 1.
        return min(1.0, math.fsum(totals) / self._mass)

    @property
    def _mass(self) -> int:
        return self.probes if self.eigenvalues is None else int(self.eigenvalues.size)

    @cached_property
    def extremes(self) -> tuple[float, float]:
        """Smallest and largest eigenvalue (signed); not finite where one of them is not."""
        if self.eigenvalues is not None:
            return float(self.eigenvalues.min()), float(self.eigenvalues.max())
        smallest, largest = math.inf, -math.inf
        for _, values, _weights in self.chunks():
            low, high = float(values.min()), float(values.max())
            if math.isnan(low):
                return low, high
            smallest, largest = min(smallest, low), max(largest, high)
        return smallest, largest

    @cached_property
    def _scan(self) -> _Scan:
        """Figures that take more than the extremes: a pass of their own, when they are asked."""
        least = math.inf
        negative: list[float] = []
        below: list[float] = []
        traces: list[list[float]] = [[] for _ in range(self.probes)]
        for probe, values, weights in self.chunks():
            magnitude = np.abs(values)
            least = min(least, float(magnitude.min()))
            with np.errstate(over="ignore", invalid="ignore"):
                if weights is None:
                    negative.append(float(np.count_nonzero(values < 0)))
                    below.append(float(np.count_nonzero(magnitude < 1)))
                    traces[probe].append(float(values.sum()))
                else:
                    negative.append(float(weights[values < 0].sum()))
                    below.append(float(weights[magnitude < 1].sum()))
                    traces[probe].append(float((weights * values).sum()))
        return _Scan(
            least,
            min(1.0, math.fsum(negative) / self._mass),
            min(1.0, math.fsum(below) / self._mass),
            tuple(_sum(parts) for parts in traces),
        )

    # Figures

    @property
    def max_singular_value(self) -> float:
        """Largest |σ|."""
        return max(map(abs, self.extremes))

    @property
    def min_singular_value(self) -> float:
        """Smallest |σ|."""
        smallest, largest = self.extremes
        if smallest >= 0 or largest <= 0:
            return min(abs(smallest), abs(largest))
        if self.eigenvalues is not None and self.eigenvalues.size <= CHUNK:
            return float(np.abs(self.eigenvalues).min())
        return self._scan.least_magnitude

    @property
    def share_below_one(self) -> float:
        """Share of singular values with |σ| < 1."""
        if self.max_singular_value < 1:
            return 1.0
        return self._scan.share_below_one

    @property
    def share_below_batch(self) -> float | None:
        """Share of singular values with |σ| < b, the run's batch size; None where it is unknown."""
        size = self.meta.batch_size
        if size is None:
            return None
        return 1.0 if self.max_singular_value < size else self.share_below(size)

    @property
    def share_negative(self) -> float:
        """Share of eigenvalues < 0."""
        return self._scan.share_negative if self.extremes[0] < 0 else 0.0

    @property
    def traces(self) -> tuple[float, ...]:
        """Trace, one estimate for each probe; for nodes without `dim`, the mean eigenvalue."""
        factor = (self.dim or 1) if self.eigenvalues is None else 1
        return tuple(factor * part for part in self._scan.traces)

    @property
    def trace(self) -> float:
        """Trace (exact), or its mean over probes; for nodes without `dim`, the mean eigenvalue."""
        return _sum(list(self.traces)) / self.probes

    def singular_values(self) -> tuple[Float64Array, Float64Array]:
        """Return |σ| and how often each counts, in memory.

        Returns
        -------
        sigma : ndarray of shape (m,)
            Singular values, ascending.
        multiplicity : ndarray of shape (m,)
            1 for each eigenvalue; for a node weight·d/probes (for nodes without `dim`,
            weight/probes).
        """
        values: list[Float64Array] = []
        counts: list[Float64Array] = []
        scale = (self.dim or 1) / self.probes
        for _, part, weights in self.chunks():
            values.append(np.abs(part))
            counts.append(np.ones_like(part) if weights is None else weights * scale)
        sigma, multiplicity = np.concatenate(values), np.concatenate(counts)
        order = np.argsort(sigma, kind="stable")
        return sigma[order], multiplicity[order]

    def quantiles(self, levels: Sequence[float]) -> Float64Array:
        """Return quantiles of |σ|: the least singular value that a share ≥ level does not exceed.

        Parameters
        ----------
        levels : sequence of float
            Shares in [0, 1].
        """
        wanted = np.asarray(levels, dtype=np.float64)
        if self.eigenvalues is not None:
            # Partial sorting in place: one copy of the values, no more.
            sigma = np.abs(np.asarray(self.eigenvalues, dtype=np.float64))
            ranks = np.clip(np.ceil(wanted * sigma.size).astype(np.int64) - 1, 0, sigma.size - 1)
            sigma.partition(np.unique(ranks))
            return np.asarray(sigma[ranks], dtype=np.float64)
        sigma, counts = self.singular_values()
        cumulative = np.cumsum(counts)
        cumulative /= cumulative[-1]
        # A level that equals a partial sum up to rounding belongs to that sum.
        places = np.searchsorted(cumulative, wanted - 1e-12, side="left")
        return np.asarray(sigma[np.minimum(places, sigma.size - 1)], dtype=np.float64)

    def default_floor(self) -> float:
        """Return d·2⁻⁵²·max|σ|: below it, no float64 eigenvalue solver tells |σ| from 0.

        It is the same whatever type the spectrum was computed in: what a coarser type leaves
        unresolved is no reason to look less far down.

        Raises
        ------
        InputError
            If the spectrum does not state its dimension.
        """
        return self._rounding("float64")

    def resolution(self) -> float:
        """Return d·ε_machine(dtype)·max|σ|, at most max|σ|: below it, |σ| as given is rounding.

        Raises
        ------
        InputError
            If the spectrum does not state its dimension.
        """
        return min(self._rounding(self.dtype), self.max_singular_value)

    def _rounding(self, dtype: str) -> float:
        if self.dim is None:
            raise InputError(f"the spectrum {self.label} does not state its dimension d")
        return self.dim * (MACHINE_EPSILON[dtype] * self.max_singular_value)

    @property
    def node_rounding(self) -> float | None:
        """How far rounding moved the nodes at most, as it was measured; None where it was not."""
        found = self.meta.extra.get("node_rounding")
        if isinstance(found, bool) or not isinstance(found, int | float):
            return None
        return float(found) if 0 <= found < math.inf else None

    @property
    def null_rounding(self) -> float:
        """How far from 0 the eigenvalues that stand apart may be, and how far others are moved."""
        found = self.meta.extra.get("null_rounding")
        if isinstance(found, bool) or not isinstance(found, int | float):
            return 0.0
        return float(found) if 0 <= found < math.inf else 0.0

    def share_below(self, floor: float) -> float:
        """Return the share of singular values with |σ| < `floor`."""
        return self.shares(lambda values: np.abs(values) < floor)

    def count(self, share: float) -> float:
        """Return how many of the d values a share is: a whole number for an exact spectrum."""
        number = share * (self.dim or 1)
        return round(number) if self.kind == "exact" else number


@dataclass(frozen=True, eq=False, kw_only=True)
class Block:
    """The spectrum of one diagonal block of the Hessian: a group of parameters with its own ρ.

    Parameters
    ----------
    name : str
        Name of the parameters, ``layer1.weight`` for example.
    spectrum : Spectrum
        Eigenvalues of the block, with its dimension; its ``meta.x_star_norm`` is that of these
        parameters.
    rho : float, optional
        Prior (initialisation) variance ρ_ℓ > 0 of these parameters.

    Raises
    ------
    InputError
        If the name is empty, ρ is not positive or the block states no dimension.
    """

    name: str
    spectrum: Spectrum
    rho: float | None = None

    def __post_init__(self) -> None:
        if not self.name:
            raise InputError("a block must have a name")
        if self.spectrum.dim is None:
            raise InputError(f"block {self.name} does not state its dimension d")
        if self.spectrum.blocks:
            raise InputError(f"block {self.name} has blocks itself")
        if self.rho is not None and not (
            not isinstance(self.rho, bool) and math.isfinite(self.rho) and self.rho > 0
        ):
            raise InputError(f"rho of block {self.name} must be a number > 0, not {self.rho}")


@lru_cache(maxsize=64)
def _type_name(dtype: np.dtype[Any]) -> str:
    """Return the name of a floating type among those a Hessian is computed in."""
    # numpy's long double is finer than any of them.
    return dtype.name if dtype.name in MACHINE_EPSILON else "float64"


def _floating(name: str, values: Any) -> FloatArray:
    """Return a read-only view of real floating numbers, or say what they are instead."""
    try:
        array = np.asarray(values)  # a memory map becomes a plain view of itself
    except ValueError as error:  # rows of different lengths
        raise InputError(
            f"{name} must be an array of numbers: its rows differ in length"
        ) from error
    if array.dtype.kind != "f":
        raise InputError(f"{name} must be floating-point numbers, not {_kind(array)}")
    if type(values) is not np.ndarray:
        try:
            whole_items(values)  # of a mask, and of a truth value in a list, nothing is left above
        except NotInDomain as error:
            raise InputError(f"{name} {error}") from error
    view = array.view()
    view.flags.writeable = False
    return view


def _kind(array: npt.NDArray[Any]) -> str:
    words = {"c": "complex numbers", "i": "integers", "u": "integers", "b": "truth values"}
    words |= {"U": "text", "S": "bytes", "O": "Python objects", "V": "records"}
    return words.get(array.dtype.kind, str(array.dtype))


def _first_bad(values: FloatArray) -> str:
    """Say where the first number that is not finite stands."""
    flat = values.reshape(-1)
    for start in range(0, flat.size, CHUNK):
        bad = np.flatnonzero(~np.isfinite(flat[start : start + CHUNK]))
        if bad.size:
            place = start + int(bad[0])
            where: Any = place if values.ndim == 1 else np.unravel_index(place, values.shape)
            if values.ndim > 1:
                where = "[" + ", ".join(str(int(part)) for part in where) + "]"
            return f"number {where} (counted from 0) is {flat[place]}"
    raise AssertionError("all numbers are finite")  # pragma: no cover - called on a bad array only


def _sum(parts: Sequence[float]) -> float:
    """Add without loss; infinite where the sum exceeds a float, NaN where infinities meet."""
    try:
        return math.fsum(parts)
    except (OverflowError, ValueError):
        with np.errstate(over="ignore", invalid="ignore"):
            return float(np.sum(parts))
