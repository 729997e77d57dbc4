"""Checks that the loss is a function of the parameters, and its Hessian symmetric."""

from __future__ import annotations

import math
from typing import Any, Final

from adamw_bounds.errors import RunError
from adamw_bounds.measure._torch import torch
from adamw_bounds.measure.graph import plain
from adamw_bounds.measure.products import Function, Products
from adamw_bounds.measure.quadrature import probe_vector
from adamw_bounds.measure.state import Randomness, named
from adamw_bounds.measure.wide import wide

__all__ = ["LOSS_TOLERANCE", "check_passes", "check_products", "culprits"]

#: Relative difference of two evaluations of one loss that rounding explains, by type.
LOSS_TOLERANCE: Final = {"float64": 1e-10, "float32": 1e-5, "bfloat16": 0.02, "float16": 5e-3}
#: The same for a product; it is a sum of terms that cancel.
_PRODUCT_TOLERANCE: Final = {"float64": 1e-7, "float32": 1e-2, "bfloat16": 0.2, "float16": 0.1}


def _tolerance(table: dict[str, float], function: Function) -> float:
    return table[plain(function.precision)]


def _apart(first: float, second: float, tolerance: float) -> bool:
    return abs(first - second) > tolerance * max(abs(first), abs(second))


def check_products(function: Function, products: Products, place: int, batch: Any) -> None:
    """Evaluate loss and product of a batch twice, and compare ⟨u, Hv⟩ with ⟨v, Hu⟩.

    Parameters
    ----------
    function : Function
        F, after a pass.
    products : Products
        Its products.
    place : int
        Number of the batch.
    batch : any
        The batch.

    Raises
    ------
    RunError
        If two evaluations differ (names the likely culprit), if the products of random vectors
        are not symmetric beyond rounding, or if they are zero.
    """
    _check_loss(function, place, batch)
    vectors = _pair(function)
    both, again = torch.zeros_like(vectors), torch.zeros_like(vectors[:1])
    products.add_batch(place, batch, 1.0, vectors, both)
    products.add_batch(place, batch, 1.0, vectors[:1], again)
    difference = float(torch.linalg.vector_norm(both[:1] - again))
    size = float(torch.linalg.vector_norm(again))
    if difference > _tolerance(_PRODUCT_TOLERANCE, function) * size:
        raise RunError(
            f"the product of one batch with one vector differs by {difference / size:.3g} of its "
            "norm between two calls: a kernel of the model is not deterministic "
            "(see torch.use_deterministic_algorithms)",
            code="not-deterministic",
        )
    _check_symmetry(function, products, vectors, both)


def _check_loss(function: Function, place: int, batch: Any) -> None:
    tolerance = _tolerance(LOSS_TOLERANCE, function)
    randomness = Randomness(function.problem.data)
    first = float(function.value(place, batch).detach())
    drawn = not torch.equal(torch.get_rng_state(), randomness._torch)
    second = float(function.value(place, batch).detach())
    if not _apart(first, second, tolerance):
        return
    randomness.restore()
    again = float(function.value(place, batch).detach())
    if _apart(first, again, tolerance) and not drawn:
        culprit = (
            "the model or the loss keeps a state that each call changes, or a kernel is not "
            "deterministic"
        )
    else:
        culprit = (
            "the model or the loss draws random numbers in eval mode: dropout called without "
            "training=self.training, or noise"
        )
    raise RunError(
        f"the loss of one batch is {first:.9g} and then {second:.9g}: {culprit}",
        code="not-deterministic",
    )


def check_passes(function: Function, first: float, second: float) -> None:
    """Compare F(x) of two passes over the data.

    Raises
    ------
    RunError
        If they differ beyond rounding.
    """
    if _apart(first, second, _tolerance(LOSS_TOLERANCE, function)):
        raise RunError(
            f"the data changes between passes: the loss over it is {first:.9g} and then "
            f"{second:.9g}; shuffling or augmentation with a random state of its own is the likely "
            "culprit",
            code="data-changes",
        )


def _check_symmetry(function: Function, products: Products, vectors: Any, sums: Any) -> None:
    size = float(torch.linalg.vector_norm(sums, dim=1).max())
    if size == 0 and products.matrix == "ggn":
        raise RunError(
            f"the Gauss–Newton matrix is zero, because the loss ({function.problem.loss_name}) is "
            "linear in the model's output. NLLLoss is, for one: give CrossEntropyLoss, and the "
            "logits that come before LogSoftmax as the output",
            code="no-gauss-newton",
        )
    if size == 0:
        raise RunError(
            "the gradient of the loss does not change with the parameters: the loss is linear in "
            "them, or it goes through an operation that has no second derivative",
            code="no-second-derivative",
        )
    one = float(torch.sum(wide(vectors[0]) * wide(sums[1])))
    other = float(torch.sum(wide(vectors[1]) * wide(sums[0])))
    # In units of ‖Hu‖/√d: what rounding errors of that relative size make.
    found: float = abs(one - other) * math.sqrt(function.dim) / size
    tolerance = _tolerance(_PRODUCT_TOLERANCE, function)
    if found > tolerance:
        first, second = _told_apart(one, other)
        raise RunError(
            f"the matrix of second derivatives is not symmetric: ⟨u, Hv⟩ = {first}, but "
            f"⟨v, Hu⟩ = {second}, a difference {found / tolerance:.3g} times as large as "
            f"{plain(function.precision)} explains; {culprits(function)}",
            code="not-symmetric",
        )


def _told_apart(one: float, other: float) -> tuple[str, str]:
    """Return two numbers with as many digits as show where they differ, six at least."""
    for digits in range(6, 17):
        texts = f"{one:.{digits}g}", f"{other:.{digits}g}"
        if texts[0] != texts[1]:
            # One digit more: the last one alone may be rounding.
            return (f"{one:.{digits + 1}g}", f"{other:.{digits + 1}g}") if digits > 6 else texts
    return f"{one!r}", f"{other!r}"


def culprits(function: Function, *, whole: bool = False) -> str:
    """Say what in the model may have a wrong derivative.

    Parameters
    ----------
    function : Function
        F, after a pass.
    whole : bool
        Whether it is a sentence of its own.
    """
    graph = function.graph
    if graph.has_fused_weight_norm:
        text = (
            "the model uses weight_norm (torch._weight_norm), whose second derivative PyTorch "
            "computes wrongly; write direction * (length / direction.norm()) instead"
        )
    elif graph.functions:
        text = (
            f"the model uses autograd functions of its own ({named(list(graph.functions))}), "
            "whose derivative or its derivative may be wrong"
        )
    else:
        text = (
            "an operation of the model or the loss has a wrong derivative, or values are detached"
        )
    return f"{text[0].upper()}{text[1:]}" if whole else text


def _pair(function: Function) -> Any:
    vectors = [
        torch.from_numpy(probe_vector(function.dim, 2**31 + place, 0, "gaussian"))
        for place in range(2)
    ]
    return torch.stack(vectors).to(device=function.device, dtype=function.dtype)
