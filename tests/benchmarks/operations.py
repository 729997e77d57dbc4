"""Multiplications of a product of the Hessian with a vector, in those of a gradient: counts.

    python tests/benchmarks/operations.py [--problem digits mlp resnet20 transformer] [--samples 2]

No clock is read: what matrix products and convolutions multiply is counted by PyTorch's
``FlopCounterMode``, for one batch, so that the counts are the same on every machine and depend on
the model alone. A layer's forward pass is one unit of work and its gradient two more (for its
input, and for its weight): three. Differentiated twice, the gradient's own three units make two
each, one for each of their arguments: six, which is 2 gradients. (The first layer's input has no
derivative; there a gradient takes two units, a product three.) No way through the graph takes
less: forward over reverse has a tangent beside each of the six. So a probe-step costs 2 gradients
where the graph is kept, 2 + 1/k where k probes share one that is built anew (k = 8: 2.1), and 3
where each builds its own, as other packages do.

What a clock shows beyond that is PyTorch's way to the same numbers. The last columns say how many
passes over large tensors are made (operations that write 256 numbers or more for each sample), by
PyTorch's own second derivatives and by those of `adamw_bounds.measure.twice`, and the largest
kernel of a convolution: a second derivative of PyTorch's has kernels as large as images, for which
CPUs have no quick way.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import Any, NamedTuple

import torch
from problems import PROBLEMS, Task
from torch.utils._python_dispatch import TorchDispatchMode
from torch.utils.flop_counter import FlopCounterMode

from adamw_bounds.measure.twice import twice


class Count(NamedTuple):
    """What a computation does.

    Attributes
    ----------
    multiplications : int
        Of matrix products and convolutions, each with its addition counted as two.
    passes : int
        Operations with a large result.
    kernel : int
        Entries of the longest side of a convolution's kernel, 0 without one.
    """

    multiplications: int
    passes: int
    kernel: int


class _Passes(TorchDispatchMode):
    def __init__(self, least: int) -> None:
        super().__init__()
        self.least, self.count, self.kernel = least, 0, 0

    def __torch_dispatch__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        found = func(*args, **(kwargs or {}))
        results = found if isinstance(found, tuple | list) else (found,)
        sizes = [part.numel() for part in results if isinstance(part, torch.Tensor)]
        if not func.is_view and max(sizes, default=0) >= self.least:
            self.count += 1
        if func.overloadpacket.__name__ == "convolution":
            self.kernel = max(self.kernel, *args[1].shape[2:])
        return found


def counted(call: Callable[[], Any], least: int) -> tuple[Count, Any]:
    """Count what a call does; `least` is the size of a large result."""
    # Each counter alone: one within the other would see what the other one computes.
    with FlopCounterMode(display=False) as flops:
        call()
    with _Passes(least) as passes:
        found = call()
    return Count(flops.get_total_flops(), passes.count, passes.kernel), found


def operations(task: Task, *, own: bool) -> tuple[Count, Count, Count]:
    """Count a gradient, a gradient whose graph is kept, and a product in that graph.

    Parameters
    ----------
    task : Task
        Its first batch counts.
    own : bool
        Whether second derivatives are those of `adamw_bounds.measure.twice`.
    """
    parameters = list(task.model.parameters())
    vectors = [torch.ones_like(value) for value in parameters]
    x, y = task.batches[0]
    least = 256 * len(x)

    def gradient(*, keep: bool = False) -> Any:
        with twice(own):
            value = task.criterion(task.model(x), y)
            return torch.autograd.grad(value, parameters, create_graph=keep)

    plain, _ = counted(gradient, least)
    graph, first = counted(lambda: gradient(keep=True), least)
    product, _ = counted(
        lambda: torch.autograd.grad(first, parameters, vectors, retain_graph=True), least
    )
    return plain, graph, product


def row(problem: str, samples: int) -> str:
    """Return the table's row of a problem."""
    task = PROBLEMS[problem](samples, samples)
    plain, graph, product = operations(task, own=False)
    _, _, own = operations(task, own=True)
    unit = plain.multiplications
    cells = [
        problem,
        f"{unit / samples:,.0f}",
        f"{graph.multiplications / unit:.3f}",
        f"{product.multiplications / unit:.3f}",
        f"{own.multiplications / unit:.3f}",
        f"{own.multiplications / unit + graph.multiplications / unit / 8:.3f}",
        f"{plain.passes}",
        f"{product.passes}",
        f"{own.passes}",
        f"{product.kernel} and {own.kernel}",
    ]
    return f"| {' | '.join(cells)} |"


def main() -> None:
    """Count, and print a Markdown table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--problem", nargs="+", choices=PROBLEMS, default=list(PROBLEMS))
    parser.add_argument("--samples", type=int, default=2)
    options = parser.parse_args()
    titles = [
        "problem",
        "multiplications of a gradient, a sample",
        "graph",
        "product, PyTorch's",
        "product, ours",
        "ours with an eighth of a graph",
        "passes of a gradient",
        "of a product, PyTorch's",
        "of a product, ours",
        "largest kernel",
    ]
    print(f"| {' | '.join(titles)} |\n|{' --- |' * len(titles)}")
    for problem in options.problem:
        print(row(problem, options.samples), flush=True)


if __name__ == "__main__":
    main()
