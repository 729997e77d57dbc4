"""Numbers over a grid are those of the logarithms, and take no exponential a point."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from adamw_bounds.kernels import KERNELS, SYMBOLS
from adamw_bounds.kernels.calls import evaluate, evaluate_number, find
from adamw_bounds.kernels.products import NoProducts, Products

PLAIN = [
    kernel
    for kernel in KERNELS.values()
    if kernel.best is None and not (kernel.linear or kernel.signed or kernel.with_roots)
]


def grid(names: tuple[str, ...], shape: tuple[int, ...], wide: float) -> dict[str, Any]:
    """Return inputs of which as many as there are axes vary, each along one; zeros among them."""
    draw = np.random.default_rng(len(names))
    varied = dict(
        zip(draw.permutation(names)[: len(shape)].tolist(), range(len(shape)), strict=True)
    )
    found: dict[str, Any] = {}
    for name in names:
        domain = SYMBOLS[name].domain
        axis = varied.get(name)
        count = 1 if axis is None else shape[axis]
        values = 10 ** draw.uniform(-wide, wide, count)
        if domain.startswith("integer"):
            values = np.ceil(10 ** draw.uniform(0, 3, count))
        elif domain.startswith(("(0, 1", "[0, 1")):
            values = draw.random(count)
        elif domain == ">= 0" and axis is not None:
            values[0] = 0.0
        if axis is None:
            found[name] = float(values[0])
        else:
            found[name] = values.reshape(
                [-1 if other == axis else 1 for other in range(len(shape))]
            )
    return found


@pytest.mark.parametrize(("shape", "wide"), [((5, 4), 2.0), ((3, 4, 2), 2.0), ((6, 5), 100.0)])
def test_numbers_are_those_of_the_logarithms(shape: tuple[int, ...], wide: float) -> None:
    """Wide inputs leave the floats on both sides."""
    seen = 0
    for kernel in PLAIN:
        if len(kernel.inputs) < len(shape):
            continue
        inputs = grid(kernel.inputs, shape, wide)
        found = evaluate_number(kernel, inputs)
        if found.number is None:
            continue
        logs = evaluate(kernel, inputs).log
        with np.errstate(all="ignore"):
            wanted = np.exp(logs)
        np.testing.assert_allclose(found.number, wanted, rtol=1e-12, err_msg=str(kernel))
        by_log = evaluate_number(kernel, inputs, by_log=True)
        assert by_log.number is None
        np.testing.assert_allclose(by_log.log, logs, rtol=1e-13, atol=1e-13, err_msg=str(kernel))
        seen += found.number.shape == shape
    assert seen > 50


class Counting:
    """A ufunc that counts the numbers that it is given."""

    def __init__(self, ufunc: Any) -> None:
        self.ufunc, self.count = ufunc, 0

    def __call__(self, *values: Any, **options: Any) -> Any:
        self.count += math.prod(np.broadcast_shapes(*map(np.shape, values)))
        return self.ufunc(*values, **options)


@pytest.mark.parametrize("variant", ["printed", "corrected", "explicit"])
def test_exponentials_and_logarithms_are_taken_of_the_axes_alone(
    monkeypatch: pytest.MonkeyPatch, variant: str
) -> None:
    kernel = find("theorem-2", "iterations", variant, schedule="constant")
    assert kernel is not None
    inputs: dict[str, Any] = dict.fromkeys(kernel.inputs, 1.5)
    inputs |= {
        "epsilon": np.geomspace(1e-4, 1, 500)[:, None],
        "delta": np.geomspace(1e-16, 1, 400),
    }
    counted = {name: Counting(getattr(np, name)) for name in ("exp", "log", "logaddexp")}
    for name, ufunc in counted.items():
        monkeypatch.setattr(np, name, ufunc)
    found = evaluate_number(kernel, inputs).number
    monkeypatch.undo()
    assert found.shape == (500, 400)
    assert 900 <= sum(ufunc.count for ufunc in counted.values()) < 20 * 900


@pytest.mark.parametrize(
    "point", [{"sigma": math.nan}, {"sigma": math.inf}, {"gap": 1e300, "smoothness": 1e300}]
)
def test_what_is_no_float_is_evaluated_by_its_logarithm(point: dict[str, float]) -> None:
    kernel = find("theorem-2", "iterations", "explicit", schedule="constant")
    assert kernel is not None
    inputs: dict[str, Any] = {**dict.fromkeys(kernel.inputs, 1e-80), **point}
    inputs |= {"epsilon": np.array([[1e-3], [1.0]]), "delta": np.array([1e-9, 1.0, 2.0])}
    assert np.array_equal(evaluate_number(kernel, inputs).log, evaluate(kernel, inputs).log)


def test_a_product_is_used_for_nothing_else() -> None:
    backend = Products()
    rows, columns = np.linspace(0, 1, 4)[:, None], np.linspace(-1, 1, 3)
    product = backend.dot(0.5, (2.0, rows), (1.0, columns))
    twice = backend.dot(0.0, (2.0, product), (-2.0, columns))
    np.testing.assert_allclose(
        backend.number(twice), np.exp(1 + 4 * rows + 0 * columns), rtol=1e-14
    )
    with pytest.raises(NoProducts):
        backend.exp(product)
    with pytest.raises(NoProducts):
        backend.log_ceil(rows)
    with pytest.raises(NoProducts):
        backend.dot(0.0, (2.0, backend.maximum(product, 0.0)))
