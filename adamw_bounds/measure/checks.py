"""Checks that the loss is a function of the parameters, and its Hessian symmetric."""

from __future__ import annotations

import math
from typing import Any, Final

from adamw_bounds.errors import RunError
from adamw_bounds.measure._torch import torch
from adamw_bounds.measure.guard import Randomness
from adamw_bounds.measure.lanczos import probe_vector
from adamw_bounds.measure.products import Function, Products

__all__ = ["LOSS_TOLERANCE", "check_determinism", "check_passes", "check_symmetry"]

#: Relative difference of two evaluations of one loss that rounding explains, by type.
LOSS_TOLERANCE: Final = {"float64": 1e-10, "float32": 1e-5, "bfloat16": 0.02, "float16": 5e-3}
#: The same for a product; it is a sum of terms that cancel.
_PRODUCT_TOLERANCE: Final = {"float64": 1e-7, "float32": 1e-2, "bfloat16": 0.2, "float16": 0.1}


def _tolerance(table: dict[str, float], function: Function) -> float:
    return table[str(function.model_dtype).removeprefix("torch.")]


def _apart(first: float, second: float, tolerance: float) -> bool:
    return abs(first - second) > tolerance * max(abs(first), abs(second))


def _trial(function: Function) -> tuple[int, Any, int]:
    """Return the batch on which things are tried, in a process that has them all."""
    found = function.trial_batch()
    assert found is not None
    return found


def check_determinism(function: Function, products: Products) -> None:
    """Evaluate loss and one product of the first batch twice.

    Raises
    ------
    RunError
        If they differ; names the likely culprit.
    """
    place, batch, _ = _trial(function)
    tolerance = _tolerance(LOSS_TOLERANCE, function)
    randomness = Randomness(function.problem.data)
    first = float(function.value(place, batch).detach())
    drawn = not torch.equal(torch.get_rng_state(), randomness._torch)
    second = float(function.value(place, batch).detach())
    if _apart(first, second, tolerance):
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
    vectors = _pair(function)[:1]
    results = []
    for _ in range(2):
        sums = torch.zeros_like(vectors)
        products.add_batch(place, batch, 1.0, vectors, sums)
        results.append(sums)
    difference = float(torch.linalg.vector_norm(results[0] - results[1]))
    size = float(torch.linalg.vector_norm(results[0]))
    if difference > _tolerance(_PRODUCT_TOLERANCE, function) * size:
        raise RunError(
            f"the product of one batch with one vector differs by {difference / size:.3g} of its "
            "norm between two calls: a kernel of the model is not deterministic "
            "(see torch.use_deterministic_algorithms)",
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


def check_symmetry(function: Function, products: Products) -> float:
    """Compare ⟨u, Hv⟩ with ⟨v, Hu⟩ on the first batch, for random unit vectors.

    Returns
    -------
    float
        The difference, in units of ‖Hu‖/√d: what rounding errors of that relative size make.

    Raises
    ------
    RunError
        If they differ beyond rounding, or both products are zero.
    """
    place, batch, _ = _trial(function)
    vectors = _pair(function)
    sums = torch.zeros_like(vectors)
    products.add_batch(place, batch, 1.0, vectors, sums)
    size = float(torch.linalg.vector_norm(sums, dim=1).max())
    if size == 0:
        raise RunError(
            "the gradient of the loss does not change with the parameters: the loss is linear in "
            "them, or it goes through an operation that has no second derivative",
            code="no-second-derivative",
        )
    one = float(torch.sum(vectors[0].double() * sums[1].double()))
    other = float(torch.sum(vectors[1].double() * sums[0].double()))
    found: float = abs(one - other) * math.sqrt(function.dim) / size
    if found > _tolerance(_PRODUCT_TOLERANCE, function):
        raise RunError(
            f"the matrix of second derivatives is not symmetric: ⟨u, Hv⟩ = {one:.6g}, but "
            f"⟨v, Hu⟩ = {other:.6g}; an operation of the model or the loss has a wrong derivative, "
            "or values are detached",
            code="not-symmetric",
        )
    return found


def _pair(function: Function) -> Any:
    vectors = [
        torch.from_numpy(probe_vector(function.dim, 2**31 + place, 0, "gaussian"))
        for place in range(2)
    ]
    return torch.stack(vectors).to(device=function.device, dtype=function.dtype)
