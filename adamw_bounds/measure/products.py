"""The loss over the data, its gradient, and products of its curvature with many vectors.

One graph a batch serves all vectors: a product with k of them costs about 2k + 1 gradients, and
2k where the graph is kept from one product to the next.
"""

from __future__ import annotations

import copy
import functools
import itertools
import math
import operator
import random
import time
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from typing import Any, Final, NoReturn, Protocol

import numpy as np

from adamw_bounds.errors import RunError
from adamw_bounds.measure._torch import torch
from adamw_bounds.measure.batches import (
    Weighed,
    bytes_in,
    count_samples,
    cut,
    moved,
    owned,
    strided,
    tensors_in,
    unweighed,
)
from adamw_bounds.measure.chunking import (
    LIMIT,
    TRIAL,
    Plan,
    arranged,
    fastest,
    free_memory,
    graph_bytes,
    graph_nodes,
    steady,
)
from adamw_bounds.measure.fingerprint import batch_print
from adamw_bounds.measure.graph import Graph, coarsest
from adamw_bounds.measure.group import ALONE, Group
from adamw_bounds.measure.problem import Problem, Supervised
from adamw_bounds.measure.state import Randomness, named, seed_torch
from adamw_bounds.measure.twice import twice
from adamw_bounds.measure.twins import twins
from adamw_bounds.measure.weighing import Heard, Listener

__all__ = ["MOST", "Function", "Matvec", "Operator", "Products", "is_out_of_memory"]

#: Batches after which data that does not say its length is taken for endless.
MOST: Final = 10_000


class Operator(Protocol):
    """A symmetric matrix that can be applied to vectors.

    One that several processes share may have ``apply_parts`` too, as `Products` has.

    Attributes
    ----------
    dim : int
        Its dimension d.
    dtype, device
        Of the vectors that it takes and returns.
    """

    dim: int
    dtype: Any
    device: Any

    def apply(self, vectors: Any) -> Any:
        """Return the products with `vectors`, a tensor of shape (k, d), in the same shape."""


class Matvec:
    """An operator given as a function of a matrix with k columns.

    Parameters
    ----------
    function : callable
        Takes vectors of shape (d, k) and returns their products in that shape; ``matmat`` of
        scipy's ``LinearOperator``, or ``lambda V: A @ V`` for curvlinops and
        hessian-eigenthings.
    dim : int
        d ≥ 1.
    arrays : str
        ``numpy`` or ``torch``: what the function takes and returns.
    dtype : str
        ``float64`` or ``float32``.
    device : str
        Of torch tensors.
    """

    def __init__(
        self,
        function: Callable[[Any], Any],
        dim: int,
        *,
        arrays: str = "numpy",
        dtype: str = "float64",
        device: str = "cpu",
    ) -> None:
        self.function, self.dim, self.arrays = function, dim, arrays
        self.dtype, self.device = getattr(torch, dtype), torch.device(device)

    def apply(self, vectors: Any) -> Any:
        """Return the products with `vectors` of shape (k, d), in the same shape."""
        columns = vectors.T if self.arrays == "torch" else vectors.cpu().numpy().T
        found = self.function(columns)
        if tuple(found.shape) != tuple(columns.shape):
            raise RunError(
                f"the operator returns the shape {tuple(found.shape)} for vectors of shape "
                f"{tuple(columns.shape)}: both must be (d, k)",
                code="bad-operator",
            )
        if self.arrays != "torch":
            found = torch.from_numpy(np.array(found.T, order="C"))
        else:
            found = found.T.contiguous()
        return found.detach().to(device=self.device, dtype=self.dtype)


def _most_batches(problem: Problem) -> int:
    """Return how many batches are read of data before it is taken for endless."""
    if problem.most_batches is not None:
        return problem.most_batches
    try:
        stated = len(problem.data)  # type: ignore[arg-type]
    except Exception:  # data without a length
        stated = 0
    return max(MOST, 2 * stated)


def is_out_of_memory(error: BaseException) -> bool:
    """Tell whether an allocation failed, on whatever device."""
    if isinstance(error, MemoryError | torch.cuda.OutOfMemoryError):
        return True
    text = str(error).lower()
    return isinstance(error, RuntimeError) and (
        "out of memory" in text
        or "can't allocate memory" in text
        or "not enough memory" in text
        or "alloc_failed" in text  # CUBLAS_STATUS_ALLOC_FAILED and those of its kin
        or "allocation_failed" in text
    )


class Function:
    """F(x) = Σ w_B ℓ_B(x) over the data, as a function of the parameters that are measured.

    Every pass begins with the same random states, so that a loader that shuffles or augments
    gives the same batches each time. Each batch is known again by its checksums, wherever it
    stands in a later pass; a batch that was not in the first pass is refused.

    Parameters
    ----------
    problem : Problem
        Where loss and data come from.
    model : torch.nn.Module
        The model, on the device and in the type of the measurement.
    loss : callable
        The loss, moved likewise.
    cast : torch.dtype or None
        Type that floating tensors of batches take.
    seed : int
        Seed of the random states at the start of a pass.
    advance : callable or None
        Called after each batch with its cost in gradients of the batch.
    group : Group
        The processes among which batches are shared out: each walks over all of them and
        computes with every size-th one. By default one alone.

    Attributes
    ----------
    model_dtype, dtype
        Type of the parameters, and of the sums of products.
    precision
        The least precise type in which the loss is computed, once a pass was made: a model may
        leave the type of its parameters.
    graph : Graph
        What the graph of the first batch's loss shows, once a pass was made.
    unused : tuple of int
        Numbers of the parameters that F leaves out, once a pass was made.
    """

    def __init__(
        self,
        problem: Problem,
        model: Any,
        loss: Callable[[Any, Any], Any],
        *,
        cast: Any = None,
        seed: int = 0,
        advance: Callable[[float], None] | None = None,
        group: Group = ALONE,
    ) -> None:
        self.problem, self.model, self.loss, self.cast = problem, model, loss, cast
        self.group = group
        self.parameters = list(problem.selected(model).values())
        first = self.parameters[0]
        self.device, self.model_dtype = first.device, first.dtype
        self.dtype = torch.float64 if first.dtype == torch.float64 else torch.float32
        self.precision, self.graph = first.dtype, Graph()
        #: Whether quicker second derivatives have failed, and PyTorch's own are taken.
        self.plainly = False
        self.unused: tuple[int, ...] = ()
        #: Those of them that F depends on all the same, in a way that backward() does not see.
        self.detached: tuple[int, ...] = ()
        self.dim = sum(parameter.numel() for parameter in self.parameters)
        self.advance = advance or (lambda cost: None)
        #: Samples of each batch, once a pass was made.
        self.counts: tuple[int, ...] = ()
        #: Weights of the means of batches; for sums, what they are divided by in all.
        self.weights: tuple[int, ...] = ()
        #: How often training draws each sample of a batch; None where it draws all alike.
        self.factors: tuple[float, ...] | None = None
        #: Weight of a sample in each mean over targets, on average; None where all weigh the same.
        self.means: tuple[float, ...] | None = None
        #: Dimension along which the samples of a batch lie.
        self.axis = 0
        #: What was heard of the loss of each batch in the first pass.
        self.heard: dict[int, Heard] = {}
        #: Checksums of the batches, in the order of the first pass, once it was made.
        self._prints: tuple[tuple[int, int], ...] = ()
        #: Called in the first pass with the number of batches that were read.
        self.reading: Callable[[int], None] = lambda many: None
        #: Called with each batch, as the data gives it, and its number of samples.
        self.watch: Callable[[Any, int], None] | None = None
        random.seed(seed)
        np.random.seed(seed % 2**32)
        seed_torch(seed)
        self._start = Randomness(problem.data)

    def of(self, problem: Problem) -> Function:
        """Return the same function over the same batches, of other parameters of the model."""
        inner = copy.copy(self)
        inner.problem = problem
        inner.parameters = list(problem.selected(self.model).values())
        inner.dim = sum(parameter.numel() for parameter in inner.parameters)
        return inner

    @property
    def quick(self) -> bool:
        """Whether second derivatives are those of `adamw_bounds.measure.twice`."""
        return self.graph.gains and not self.plainly

    @property
    def samples(self) -> int:
        """Number n of samples, once a pass was made."""
        return sum(self.counts)

    @property
    def total(self) -> float:
        """What Σ weight·loss over the batches is divided by."""
        return self._drawn(self.weights)

    def _drawn(self, weights: Sequence[int]) -> float:
        """Return Σ weight·factor over the batches."""
        if self.factors is None:
            return sum(weights)
        return math.fsum(map(operator.mul, weights, self.factors))

    @property
    def chances(self) -> Any | None:
        """The chance of each sample to be drawn, in their order; None where all have the same."""
        if self.factors is None:
            return None
        return np.repeat(np.array(self.factors) / self._drawn(self.counts), self.counts)

    @property
    def is_sum(self) -> bool:
        """Whether the loss of a batch is a sum over its samples."""
        return self.problem.reduction == "sum"

    def batches(self) -> Iterator[tuple[int, Any, int]]:
        """Walk over the data once: place, batch on the device, and number of its samples.

        Of several processes each gets its own batches only.

        Raises
        ------
        RunError
            If there is no batch, or a later pass gives other batches than the first.
        """
        if self._prints and self.group.size > 1 and self.watch is None:
            yield from self._own_batches()
        else:
            yield from self._all_batches()

    def _own_batches(self) -> Iterator[tuple[int, Any, int]]:
        """Walk over a later pass, where each of several processes looks at its own batches.

        A batch that changed is seen by the process whose it is. Where one does not stand where it
        stood, all are looked at.
        """
        done: set[int] = set()
        many = 0
        given = self._given()
        for place, raw in enumerate(given):
            many = place + 1
            if many > len(self.counts):
                self._changed(place)
            if place % self.group.size != self.group.rank:
                continue
            if batch_print(raw) != self._prints[place]:
                given.close()
                yield from (found for found in self._all_batches() if found[0] not in done)
                return
            done.add(place)
            yield place, moved(unweighed(raw)[0], self.device, self.cast), self.counts[place]
        if many != len(self.counts):
            self._changed(max(many - 1, 0))

    def _given(self) -> Generator[Any, None, None]:
        """Walk over the data with the random states of every pass."""
        self._start.restore()
        try:
            source = iter(self.problem.data)
        except Exception as error:
            self._blame(error, "the data cannot be walked over")
        for place in itertools.count():
            try:
                batch = next(source)
            except StopIteration:
                return
            except Exception as error:
                self._blame(error, f"the data failed at batch {place}")
            yield batch

    def _all_batches(self) -> Iterator[tuple[int, Any, int]]:
        """Walk over a pass and look at all batches."""
        first = not self._prints
        most = _most_batches(self.problem)
        counts: list[int] = []
        factors: list[float] = []
        prints: list[tuple[int, int]] = []
        waiting: dict[tuple[int, int], list[int]] = {}
        for place in reversed(range(len(self._prints))):
            waiting.setdefault(self._prints[place], []).append(place)
        for number, raw in enumerate(self._given()):
            place = number
            key = batch_print(raw)
            batch, factor = unweighed(raw)
            if first:
                if isinstance(raw, Weighed):
                    factors.append(factor)
                    self.factors = tuple(factors)
                count = self._counted(batch, place)
                prints.append(key)
                self.reading(place + 1)
                if place + 1 > most:
                    self._endless(most)
            else:
                if not waiting.get(key):
                    self._changed(number)
                place = waiting[key].pop()
                count = self.counts[place]
            counts.append(count)
            if self.watch is not None:
                self.watch(raw, count)
            if place % self.group.size == self.group.rank:
                yield place, moved(batch, self.device, self.cast), count
        if not counts:
            if self.counts:
                self._changed(0)
            raise RunError("the data is empty: there is no batch in it", code="bad-data")
        if first:
            self.counts = self.weights = tuple(counts)
            self._prints = tuple(prints)
        elif len(counts) != len(self.counts):
            self._changed(len(counts) - 1)

    def trial_batch(self) -> tuple[int, Any, int] | None:
        """Return a batch to try things on: the first whose targets are not all ignored.

        None where other processes have all batches.
        """
        for place, batch, count in self.batches():
            heard = self.heard.get(place)
            if heard is None or not heard.calls or any(call.weight for call in heard.calls):
                return place, batch, count
        return None

    def _counted(self, batch: Any, place: int) -> int:
        if self.problem.samples_in is None and isinstance(self.loss, Supervised):
            target = batch[-1] if isinstance(batch, tuple | list) and batch else None
            if isinstance(target, torch.Tensor) and target.dim() == 0:
                return 1  # one target is that of one sample
        try:
            return count_samples(batch, self.problem.samples_in)
        except RunError as error:
            raise RunError(f"batch {place}: {error.message}", code=error.code) from error

    @staticmethod
    def _endless(most: int) -> NoReturn:
        raise RunError(
            f"the data has not ended after {most} batches. If it has no end, give a part of it, "
            "list(itertools.islice(data, 500)) for example; if it does end, give the problem "
            "most_batches, a number of batches that it ends within",
            code="endless-data",
        )

    def _changed(self, place: int) -> NoReturn:
        raise RunError(
            f"the data changes between passes: the first had {len(self.counts)} batches with "
            f"{self.samples} samples, a later one differs at batch {place}. "
            "Shuffling or augmentation with a random state of its own is the likely culprit: give "
            "data that can be walked over again and again, list(loader) for example",
            code="data-changes",
        )

    @staticmethod
    def _blame(error: Exception, what: str, hint: str = "") -> NoReturn:
        if is_out_of_memory(error) or isinstance(error, RunError):
            raise error
        text = f"{what}: {type(error).__name__}: {error}".rstrip(": ")
        if hint:
            text = f"{what}: {type(error).__name__}: {_first_line(error)}".rstrip(":. ")
        raise RunError(f"{text}{hint}", code="problem-failed") from error

    def weight(self, place: int, count: int) -> float:
        """Return the weight of the loss of a batch in Σ weight·loss; `total` divides it."""
        factor = 1.0 if self.factors is None else self.factors[place]
        if self.is_sum:
            return factor
        return factor * (self.weights[place] if self.weights else count)

    def part(self, batch: Any, count: int, row: int) -> Any | None:
        """Return one sample of a batch as a batch of its own, None where it does not split."""
        found = cut(batch, count, [row], axis=self.axis)
        return None if found is None else found.batch

    def summand(self, place: int, part: Any, count: int) -> float:
        """Return what the loss of `count` samples is multiplied by for a mean of n·F's summands.

        F is the mean of n summands, one a sample, each as often as training draws it.

        Parameters
        ----------
        place : int
            Of the batch.
        part
            The samples, the whole batch if `count` is its number of samples.
        count : int
            How many there are.
        """
        if self.is_sum:
            share = 1.0
        elif self.weights == self.counts:
            return 1.0
        elif count == self.counts[place]:
            share = float(self.weights[place])
        else:
            assert self.problem.samples_in is not None
            share = float(self.problem.samples_in(part))
        return share * self._drawn(self.counts) / (count * self.total)

    def value(self, place: int, batch: Any, count: int | None = None) -> Any:
        """Return the loss of a batch, a finite scalar that can be differentiated.

        Parameters
        ----------
        place : int
            Number of the batch.
        batch
            The batch, or samples of it.
        count : int, optional
            How many samples there are, where it is not the whole batch.
        """
        return self.evaluated(place, lambda: self.loss(self.model, batch), count)

    def evaluated(self, place: int, loss: Callable[[], Any], count: int | None = None) -> Any:
        """Return what `loss` returns, weighed as the loss over all data is; see `value`."""
        listener = None
        if self.means is not None:
            listener = Listener(self.means, self.counts[place] if count is None else count)
        elif not self._prints:
            listener = Listener()
        try:
            if listener is None:
                found = loss()
            else:
                with listener:
                    found = loss()
        except Exception as error:
            self._blame(error, f"the loss failed on batch {place}", self._hint(loss))
        if listener is not None and self.means is None:
            self.heard[place] = listener.told(found)
        return self.checked(place, found, lambda: self._hint(loss))

    def _hint(self, loss: Callable[[], Any]) -> str:
        """Say whether the loss that fails in eval mode can be had in train mode."""
        if self.model.training:
            return ""
        modes = [(module, module.training) for module in self.model.modules()]
        before = Randomness(self.problem.data)
        try:
            with twins([self.model]):  # whose batch statistics train mode may change
                self.model.train()
                found = loss()
        except Exception:
            return ""
        finally:
            for module, mode in modes:
                module.training = mode
            before.restore()
        if not (isinstance(found, torch.Tensor) and found.numel() == 1 and found.requires_grad):
            return ""
        return (
            ". In train mode it does not fail, but a model is measured in eval mode, where "
            "dropout and batch statistics stand still: give a loss function that puts into train "
            "mode only the module that returns the losses (module.training = True)"
        )

    def checked(self, place: int, found: Any, hint: Callable[[], str] = str) -> Any:
        """Return a loss that is a finite scalar, or say what it is instead, and a hint."""
        if not isinstance(found, torch.Tensor) or found.numel() != 1:
            kind = (
                f"a tensor of shape {tuple(found.shape)}"
                if isinstance(found, torch.Tensor)
                else type(found).__name__
            )
            raise RunError(
                f"the loss must be a scalar tensor, not {kind}{hint()}", code="bad-problem"
            )
        if not found.requires_grad:
            raise RunError(
                "the loss does not depend on the parameters that are measured: it must use the "
                "model that it is given, with gradients on",
                code="bad-problem",
            )
        number = float(found.detach())
        if not np.isfinite(number):
            raise RunError(f"the loss is {number} on batch {place}", code="not-finite")
        return found.reshape(())

    def gradient(
        self, seen: Callable[[int, Any, int, float], None] | None = None
    ) -> tuple[float, Any, int]:
        """Return F(x), ∇F(x) as a tensor of shape (d,), and how many parameters F leaves out.

        Parameters
        ----------
        seen : callable, optional
            Called with each batch once it was differentiated: place, batch, samples and loss.

        Raises
        ------
        RunError
            If one of them is not finite.
        """
        total = 0.0
        sums = torch.zeros(self.dim, dtype=self.dtype, device=self.device)
        parts = self.split(sums)
        used = [False] * len(parts)
        graph: Graph | None = None
        for place, batch, count in self.batches():
            found = self.value(place, batch)
            if graph is None:
                graph = self.graph = Graph.behind([found])
            weight = self.weight(place, count)
            loss = float(found.detach())
            total += weight * loss
            for index, part in enumerate(self.gradients_of(found)):
                if part is not None:
                    used[index] = True
                    parts[index].add_(part, alpha=weight)
            del found
            if seen is not None:
                seen(place, batch, count, loss)
            self.advance(1.0)
        self.group.sum(sums)
        told = self.group.each((total, used, self.graph.types))
        total = sum(part for part, _, _ in told)
        used = [any(column) for column in zip(*(part for _, part, _ in told), strict=True)]
        self.precision = coarsest({self.model_dtype, *(kind for *_, own in told for kind in own)})
        if not bool(torch.isfinite(sums).all()):
            raise RunError("the gradient of the loss is not finite", code="not-finite")
        self.unused = tuple(place for place, there in enumerate(used) if not there)
        unused = sum(self.parameters[place].numel() for place in self.unused)
        if unused == self.dim:
            raise RunError(
                "the loss does not depend on the parameters that are measured: it must use the "
                "model that it is given",
                code="bad-problem",
            )
        return total / self.total, sums / self.total, unused

    def gradients_of(self, value: Any) -> tuple[Any, ...]:
        """Return the gradient of a batch's loss, None for each parameter that it leaves out."""
        try:
            found = torch.autograd.grad(value, self.parameters, allow_unused=True)
        except Exception as error:  # hooks and autograd functions raise what they like
            if self.graph.has_reentrant and not is_out_of_memory(error):
                raise RunError(
                    "the gradient cannot be computed by torch.autograd.grad, because the model "
                    "uses re-entrant checkpointing: pass use_reentrant=False to "
                    "torch.utils.checkpoint",
                    code="hidden-gradient",
                ) from error
            self._blame(error, "the loss cannot be differentiated")
        for place, part in enumerate(found):
            if part is not None and part.layout != torch.strided:
                raise RunError(
                    f"the gradient of {self.share([place])} is sparse, which has no second "
                    "derivative: sparse=False gives the same gradient, dense",
                    code="no-second-derivative",
                )
        return tuple(found)

    def share(self, places: Iterable[int]) -> str:
        """Name parameters by their numbers, with their share of all that are measured."""
        names = list(self.problem.selected(self.model))
        found = sorted(places)
        many = sum(self.parameters[place].numel() for place in found)
        return (
            f"{many} of {self.dim} parameters ({100 * many / self.dim:.3g} %: "
            f"{named([names[place] for place in found])})"
        )

    def split(self, flat: Any) -> list[Any]:
        """Return views of a tensor (…, d), one in the shape of each parameter."""
        views, start = [], 0
        for parameter in self.parameters:
            end = start + parameter.numel()
            views.append(flat[..., start:end].view((*flat.shape[:-1], *parameter.shape)))
            start = end
        return views


#: Products of a batch with vectors: vectors of each parameter, whether the graph is needed again,
#: and whether there are many vectors (on a first axis) or one.
_Product = Callable[[list[Any], bool, bool], Sequence[Any]]


class Products:
    """Products of the Hessian, or the Gauss–Newton matrix, of a `Function` with vectors.

    They are a function of the vectors and of the chunk, to the bit: whether the graph of a batch
    was kept or is built anew does not show in them.

    Parameters
    ----------
    function : Function
        Whose curvature it is.
    matrix : str
        ``hessian`` or ``ggn``.
    chunk : int or None
        Vectors that one vectorised call takes. None is 1, until `choose_chunk` finds a better
        one. It shrinks where memory runs out, and falls to 1 where an operation of the model
        cannot be vectorised.
    memory : int or None
        Bytes that products may take. None is half of what is free when `choose_chunk` or `keep`
        is called.

    Raises
    ------
    RunError
        If the Gauss–Newton matrix is asked for and the loss does not split into a model's output
        and a criterion.
    """

    def __init__(
        self,
        function: Function,
        *,
        matrix: str = "hessian",
        chunk: int | None = None,
        memory: int | None = None,
    ) -> None:
        if matrix == "ggn" and not isinstance(function.loss, Supervised):
            raise RunError(
                "the Gauss–Newton matrix needs a loss module, or Problem.supervised: a function "
                "loss(model, batch) does not show the model's output",
                code="no-gauss-newton",
            )
        self.function, self.matrix, self.memory = function, matrix, memory
        self.chunk, self._chosen = chunk or 1, chunk is not None
        self.dim, self.dtype, self.device = function.dim, function.dtype, function.device
        self.precision = function.precision
        self.seconds = 0.0
        self.products = 0
        #: What is said where a product is not finite.
        self.not_finite = (
            "a product with the matrix of second derivatives is not finite: the loss has no second "
            "derivative at these parameters, as √x has none at 0"
        )
        self._room = 0.0
        #: Bytes of the graph of the first batch that was seen, and how many samples it had.
        self.weighed: tuple[int, int] | None = None
        # By place: the product of a batch, and a copy of the batch, which its graph is of.
        self._kept: dict[int, tuple[_Product, Any]] = {}

    def choose_chunk(self, many: int, *, calls: int = 100, timed: bool | None = None) -> int:
        """Choose the chunk, unless it was given.

        On a CPU by the size of one batch's graph, so that a seed gives the same bits each
        time (unless memory is short); elsewhere by a short trial on that batch.

        Parameters
        ----------
        many : int
            Vectors k ≥ 1 of a call of `apply`.
        calls : int
            Calls ≥ 1 of `apply` to come: steps of Lanczos, 1 for an exact spectrum. A run too
            short for a trial takes one vector at a time.
        timed : bool, optional
            Whether a trial is made; by default where the device is no CPU.

        Returns
        -------
        int
            The chunk. It is `chunk` from now on; a trial may choose another one each time.

        Raises
        ------
        RunError
            If the products of the first batch cannot be computed.
        """
        function = self.function
        work = many * calls * len(function.counts)
        if timed is None:
            timed = self.device.type != "cpu"
        if self._chosen or (timed and work < TRIAL):
            return self.chunk
        first = function.trial_batch()
        if first is None:  # other processes have them all
            return self.chunk
        place, batch, _ = first
        product, roots = self._graph(place, batch)
        graph = graph_bytes(roots, self._apart(batch))
        vectors = torch.randn(1, self.dim, device=self.device, dtype=function.model_dtype)
        cuda = self.device.type == "cuda"
        taken = (self._attempt(product, vectors, 1) or 0) if cuda else 0
        fit = (self._budget() - graph) / max(taken, self._vector_bytes(graph))
        largest = max(1, int(min(many, LIMIT, fit)))
        if not timed:
            self.chunk = steady(graph, len(graph_nodes(roots)), largest)
            return self.chunk
        vectors = vectors.repeat(largest, 1)
        self.chunk = fastest(
            lambda size: self._attempt(product, vectors, size) is not None,
            largest,
            work,
        )
        return self.chunk

    def arrange(
        self, probes: int, steps: int, *, share: int | None = None, near: bool = True, turns: bool
    ) -> int:
        """Choose how many probes advance together, and whether graphs are kept meanwhile.

        Where no memory was stated it is the fastest way among those that take little more of it
        than the leanest one. All processes that share the data choose alike.

        Parameters
        ----------
        probes, steps : int
            Probes ≥ 1 of this process, and Lanczos steps ≥ 1.
        share : int, optional
            Coordinates of each Lanczos vector that this process holds; by default all.
        near : bool
            Whether the Lanczos vectors may lie beside the graphs.
        turns : bool
            Whether some probes may be done before others begin.

        Returns
        -------
        int
            Probes that advance together.
        """
        function = self.function
        vectors = self.dtype.itemsize * steps * (self.dim if share is None else share)
        plan = Plan(probes, True, self.chunk)
        if self.weighed is not None:
            graph, samples = self.weighed
            own = function.counts[function.group.rank :: function.group.size]
            plan = arranged(
                probes=probes,
                chunk=min(self.chunk, probes),
                each=(vectors if near else 0) + 3 * self.dim * self.dtype.itemsize,
                graph=graph,
                graphs=round(graph * sum(own) / samples),
                room=self._budget(vectors if near else 0),
                turns=turns,
                stated=self.memory is not None,
                fixed=self._chosen,
                meets=function.group.size > 1,
            )
        plan = function.group.first(plan)
        self.chunk = plan.chunk
        if plan.keeps or self.memory is not None:
            self.keep(reserve=plan.abreast * vectors if near else 0)
        else:
            self.release()
        return plan.abreast

    def keep(self, *, reserve: int = 0) -> None:
        """From now on keep the graphs of batches between calls, as far as there is memory.

        Where all of them are kept, the data is not read again.

        Parameters
        ----------
        reserve : int
            Bytes of the device that something else will take, the Lanczos vectors.
        """
        self.release()
        self._room = self._budget(reserve)

    def release(self) -> None:
        """Let go of all graphs that were kept, and keep no more."""
        self._kept.clear()
        self._room = 0.0

    def _budget(self, reserve: int = 0) -> float:
        if self.memory is not None:
            return float(self.memory)
        free = free_memory(self.device)
        # Vectors that do not fit there go elsewhere.
        return max(free - reserve, free / 2) / 2

    def _vector_bytes(self, graph: int) -> int:
        """Return the bytes that one vector of a call takes: its way back, and its products."""
        return graph + int(3 * self.dim * self.function.parameters[0].element_size())

    def _attempt(self, product: _Product, vectors: Any, size: int) -> int | None:
        """Multiply the first `size` vectors; return the bytes it took (CUDA), None if it fails."""
        batched = size > 1
        views = self.function.split(vectors[:size] if batched else vectors[0])
        cuda = torch.cuda if self.device.type == "cuda" else None
        before: Any = 0
        if cuda:
            cuda.reset_peak_memory_stats(self.device)
            before = cuda.memory_allocated(self.device)
        try:
            with twice(self.function.quick):
                product(views, True, batched)
        except Exception as error:
            if not batched:
                self._narrow(error)
            return None
        if cuda:
            cuda.synchronize(self.device)
            return int(cuda.max_memory_allocated(self.device) - before)
        return 0

    def apply(self, vectors: Any) -> Any:
        """Return the products with `vectors` of shape (k, d), over all data."""
        began = time.perf_counter()
        sums = torch.zeros_like(vectors)
        function = self.function
        for place, batch, count in self._walk():
            self.add_batch(place, batch, function.weight(place, count), vectors, sums)
            function.advance(1.0 + 2.0 * len(vectors))
        function.group.sum(sums)
        sums /= function.total
        # A sum is quick, and finite only where all are; it may overflow.
        if not math.isfinite(float(sums.sum())) and not bool(torch.isfinite(sums).all()):
            raise RunError(self.not_finite, code="not-finite")
        self.seconds += time.perf_counter() - began
        self.products += len(vectors)
        return sums

    def apply_parts(self, parts: Any) -> Any:
        """Return this process's part of the products with vectors that the processes share.

        Each has its part of the coordinates, see `Group.part`, of all vectors. What is sent runs
        beside the work: vectors come in while the first graph is built and earlier ones are
        multiplied, and sums leave while the last batch is multiplied by later ones.

        Parameters
        ----------
        parts : tensor of shape (k, own coordinates)
            This process's part of each vector.

        Returns
        -------
        tensor
            In the same shape. It is not looked at whether it is finite, which no process could
            say of the others' parts.
        """
        began = time.perf_counter()
        function = self.function
        group, many = function.group, len(parts)
        vectors = torch.empty((many, self.dim), dtype=self.dtype, device=self.device)
        coming = [group.gather(part, vector) for part, vector in zip(parts, vectors, strict=True)]
        sums = torch.zeros_like(vectors)
        leaving: list[Callable[[], Any]] = []

        def await_vectors(end: int) -> None:
            for place in range(end):
                coming[place]()

        def send(end: int) -> None:
            leaving.extend(group.exchange(sums[row]) for row in range(len(leaving), end))

        left = self._many_own
        for place, batch, count in self._walk():
            left -= 1
            self.add_batch(
                place,
                batch,
                function.weight(place, count),
                vectors,
                sums,
                before=await_vectors,
                after=None if left else send,
            )
            function.advance(1.0 + 2.0 * many)
        # A process without a batch takes part all the same.
        await_vectors(many)
        coming.clear()
        del vectors
        send(many)
        found = torch.stack([receive() for receive in leaving])
        found /= function.total
        self.seconds += time.perf_counter() - began
        self.products += many
        return found

    @property
    def _many_own(self) -> int:
        """How many batches are this process's."""
        group = self.function.group
        return len(range(group.rank, len(self.function.counts), group.size))

    def _walk(self) -> Iterator[tuple[int, Any, int]]:
        """Walk over this process's batches; the data is not read where all graphs are kept."""
        function = self.function
        if not function.counts or len(self._kept) < self._many_own:
            yield from function.batches()
            return
        # Were memory to run out, a batch would be needed to build its graph anew.
        for place, (_, batch) in list(self._kept.items()):
            yield place, batch, function.counts[place]

    def add_batch(
        self,
        place: int,
        batch: Any,
        weight: float,
        vectors: Any,
        sums: Any,
        *,
        before: Callable[[int], None] = lambda end: None,
        after: Callable[[int], None] | None = None,
    ) -> None:
        """Add the products of one batch, times `weight`, to `sums`; both of shape (k, d).

        `before` is called with n before the first n vectors are read, `after` when the first n
        products were added.
        """
        function = self.function
        dtype = function.model_dtype
        product: _Product | None
        found: Sequence[Any] | None
        if dtype == torch.float16:
            before(len(vectors))
        scale = _scale(vectors, dtype)
        given = function.split(vectors if scale == 1 else vectors * scale)
        results = function.split(sums)
        done, many = 0, len(vectors)
        while done < many:
            try:
                kept = self._kept.get(place)
                product = self._built(place, batch) if kept is None else kept[0]
                again = place in self._kept
                while done < many:
                    end = min(done + self.chunk, many)
                    batched = end - done > 1
                    part = slice(done, end) if batched else done
                    before(end)
                    shares = [view[part].to(dtype) for view in given]
                    with twice(self.function.quick):
                        found = product(shares, again or end < many, batched)
                    for result, value in zip(results, found, strict=True):
                        if value is not None:
                            result[part].add_(value, alpha=weight / scale)
                    done = end
                    if after is not None:
                        after(done)
            except RunError as error:
                # Vectors that a lost process did not send are not there at a second attempt.
                if error.code == "process-lost" or not self.function.quick:
                    raise
                product = kept = found = None
                self.give_up_quick()
            except Exception as error:  # hooks and autograd functions raise what they like
                product = kept = found = None  # frees the graph before the next attempt
                self._narrow(error)

    def _narrow(self, error: Exception) -> None:
        """Take less memory after a failure, or say why nothing smaller helps."""
        memory = is_out_of_memory(error)
        if memory and self._kept:
            self.release()
        elif self.chunk > 1:
            self.chunk = self.chunk // 2 if memory else 1
        elif self.function.quick and not memory:
            self.give_up_quick()
        elif memory:
            raise RunError(
                "out of memory at one vector at a time: give the data in smaller batches, or keep "
                "the Lanczos vectors elsewhere (basis host or disk)",
                code="out-of-memory",
            ) from error
        else:
            raise RunError(
                f"the second derivative of the loss cannot be computed: {_told(error)}",
                code="no-second-derivative",
            ) from error
        if memory and torch.cuda.is_initialized():
            torch.cuda.empty_cache()

    def give_up_quick(self) -> None:
        """Take PyTorch's own second derivatives from now on: a model may depend on them."""
        self.function.plainly = True
        self._kept.clear()

    def _built(self, place: int, batch: Any) -> _Product:
        """Build the graph of a batch, and keep it where there is room."""
        keeps = self._room > bytes_in(batch)
        if keeps:
            # The loader may fill its memory anew, which a graph that is kept must not see.
            try:
                batch = owned(batch)
            except Exception:  # what cannot be copied is not kept
                keeps = False
        product, roots = self._graph(place, batch)
        if self.weighed is None and self.function.counts:
            size = graph_bytes(roots, self._apart(batch)) + bytes_in(batch)
            self.weighed = size, self.function.counts[place]
        if keeps:
            size = graph_bytes(roots, self._apart(batch)) + bytes_in(batch)
            if not self._kept:
                # One graph that is not kept, and what the vectors of a call take in it.
                self._room -= size + self.chunk * self._vector_bytes(size)
            if size <= self._room:
                self._room -= size
                self._kept[place] = product, batch
        return product

    def _apart(self, batch: Any) -> list[Any]:
        """Return what a graph holds and does not take: the model, and the batch.

        The batch may be a view of all the data.
        """
        model = self.function.model
        held = [
            part
            for tensor in (*self.function.parameters, *model.parameters(), *model.buffers())
            for part in strided(tensor.detach())
        ]
        return [*held, *tensors_in(batch)]

    def _graph(self, place: int, batch: Any) -> tuple[_Product, list[Any]]:
        """Build the graph of a batch: what multiplies by it, and the tensors it is entered by."""
        build = self._hessian if self.matrix == "hessian" else self._gauss_newton
        with twice(self.function.quick):
            return build(place, batch)

    def _hessian(self, place: int, batch: Any) -> tuple[_Product, list[Any]]:
        parameters = self.function.parameters
        value = self.function.value(place, batch)
        first = torch.autograd.grad(value, parameters, create_graph=True, allow_unused=True)
        # What does not depend on x any more, the gradient of a linear term, has no derivative.
        curved = [
            index for index, part in enumerate(first) if part is not None and part.requires_grad
        ]
        outputs = [_edge(first[index]) for index in curved]

        def product(vectors: list[Any], retain: bool, batched: bool) -> Sequence[Any]:
            if not curved:
                return [None] * len(parameters)
            return tuple(
                torch.autograd.grad(
                    outputs,
                    parameters,
                    [vectors[index] for index in curved],
                    retain_graph=retain,
                    allow_unused=True,
                    is_grads_batched=batched,
                )
            )

        return product, outputs

    def _gauss_newton(self, place: int, batch: Any) -> tuple[_Product, list[Any]]:
        function = self.function
        parameters = function.parameters
        loss: Any = function.loss
        output = loss.output(function.model, batch)
        if not isinstance(output, torch.Tensor) or not output.requires_grad:
            raise RunError(
                f"the Gauss–Newton matrix needs a model that returns one tensor, not "
                f"{type(output).__name__}",
                code="no-gauss-newton",
            )
        inner = output.detach().requires_grad_()
        value = function.evaluated(place, lambda: loss.of_output(inner, batch))
        (slope,) = torch.autograd.grad(value, inner, create_graph=True)
        # Jᵀu is linear in u: its derivative along u is J, whatever u is.
        dummy = torch.zeros_like(output).requires_grad_()
        pulled = torch.autograd.grad(
            output, parameters, dummy, create_graph=True, allow_unused=True
        )
        there = [index for index, part in enumerate(pulled) if part is not None]
        pulled = tuple(_edge(part) for part in pulled)

        def product(vectors: list[Any], retain: bool, batched: bool) -> Sequence[Any]:
            if not slope.requires_grad:
                return [None] * len(parameters)
            (pushed,) = torch.autograd.grad(
                [pulled[index] for index in there],
                dummy,
                [vectors[index] for index in there],
                retain_graph=True,
                is_grads_batched=batched,
            )
            (curved,) = torch.autograd.grad(
                slope, inner, pushed, retain_graph=True, is_grads_batched=batched
            )
            return tuple(
                torch.autograd.grad(
                    output,
                    parameters,
                    curved,
                    retain_graph=retain,
                    allow_unused=True,
                    is_grads_batched=batched,
                )
            )

        return product, [*(pulled[index] for index in there), output, slope]


def _edge(tensor: Any) -> Any:
    """Return where a graph is entered, without the numbers there: no product needs them.

    They are as many as there are parameters, for each batch whose graph is kept.
    """
    if type(tensor) is not torch.Tensor or tensor.grad_fn is None or not _takes_edges():
        return tensor
    return torch.autograd.graph.get_gradient_edge(tensor)


@functools.cache
def _takes_edges() -> bool:
    """Tell whether this PyTorch differentiates from edges."""
    one = torch.ones(1, device="cpu", requires_grad=True)
    try:
        edge = torch.autograd.graph.get_gradient_edge(2 * one)
        torch.autograd.grad(edge, one, torch.ones(1, 1, device="cpu"), is_grads_batched=True)
    except Exception:  # an older one
        return False
    return True


def _scale(vectors: Any, dtype: Any) -> float:
    """Return a power of two by which vectors are multiplied before float16 takes them.

    Entries of a unit vector of many coordinates are below what float16 can hold.
    """
    if dtype != torch.float16:
        return 1.0
    largest = float(vectors.abs().max())
    if not (math.isfinite(largest) and largest > 0):
        return 1.0
    return 2.0 ** -math.frexp(largest)[1]


def _told(error: Exception) -> str:
    """Return what an error says, and what helps where that is known."""
    text = _first_line(error)
    if not isinstance(error, RuntimeError):
        text = f"{type(error).__name__}: {text}"
    elif "attention" in text:
        text += (
            ". Attention has a second derivative on its math path only: let the model choose no "
            "kernel itself (sdpa_kernel, flash attention; attn_implementation='eager' in "
            "transformers)"
        )
    elif "compiled" in text or "aot_autograd" in text:
        text += (
            ". What torch.compile compiled has no second derivative: measure the model that was "
            "compiled, model._orig_mod"
        )
    return text


def _first_line(error: BaseException) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0]
