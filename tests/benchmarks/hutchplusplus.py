"""Hutch++ against Hutchinson for the trace in err with the run's own preconditioner.

    python tests/benchmarks/hutchplusplus.py [NAME]

For one of the shipped runs (mlp_l2_adam by default), trained anew, the trace of
Q^½ S (S + λ)^(−1) Q^½ is estimated from equal numbers of starts: by entries ±1 alone, and by
Hutch++, a third of them for the range, a third for the trace inside it and a third for the rest.
Printed are standard deviations over the trace, exactly for the first and of 40 draws for the
second. Needs torch, and scikit-learn for the data.
"""

from __future__ import annotations

import sys
from typing import Any, Final

import numpy as np
import numpy.typing as npt
from train_shipped import BATCH, RUNS, digits, trained  # type: ignore[import-not-found]

Float64Array = npt.NDArray[np.float64]

STARTS: Final = (12, 30)
DECAYS: Final = (0.1, 0.01, 3e-4)
DRAWS: Final = 40


def run_of(name: str) -> tuple[Float64Array, Float64Array]:
    """Return the Gauss–Newton matrix and q of a shipped run."""
    from adamw_bounds.measure import Problem
    from adamw_bounds.measure._torch import torch
    from adamw_bounds.measure.exact import dense
    from adamw_bounds.measure.preconditioner import preconditioner_of
    from adamw_bounds.measure.products import Function, Products
    from adamw_bounds.spectra import shipped

    data, run = digits(), RUNS[name]
    first = shipped(name).meta.extra["weight_decay_schedule"]["first"]
    model, optimizer = trained(run, data, first)
    problem = Problem(
        model=model,
        loss=torch.nn.CrossEntropyLoss(),
        data=[data.parts["train"]],
        optimizer=optimizer,
        batch_size=BATCH,
    )
    own = preconditioner_of(problem)
    function = Function(problem, model, problem.loss)
    function.gradient()
    whole = dense(Products(function, matrix="ggn", chunk=64))
    if own.kept is not None:
        whole = whole[np.ix_(own.kept, own.kept)]
    return 0.5 * (whole + whole.T), own.q


def hutchplusplus(matrix: Float64Array, third: int, rng: Any) -> float:
    """Return one estimate of the trace from 3·`third` products."""
    size = len(matrix)
    basis, _ = np.linalg.qr(matrix @ rng.choice([-1.0, 1.0], (size, third)))
    rest = rng.choice([-1.0, 1.0], (size, third))
    rest -= basis @ (basis.T @ rest)
    inside = np.einsum("ij,ij->", basis, matrix @ basis)
    return float(inside + np.einsum("ij,ij->", rest, matrix @ rest) / third)


def main(name: str = "mlp_l2_adam") -> None:
    """Print the table."""
    whole, q = run_of(name)
    size, root = len(q), np.sqrt(q)
    kappa = size * 2.0**-52 * float(np.linalg.norm(whole, 2))
    inner = root[:, None] * whole * root
    inner[np.diag_indices(size)] += kappa * q
    values, vectors = np.linalg.eigh(inner)
    values = np.maximum(values, kappa * q.min())
    rng = np.random.default_rng(0)
    for decay in DECAYS:
        matrix = root[:, None] * ((vectors * (values / (values + decay))) @ vectors.T) * root
        trace = float(np.trace(matrix))
        one = np.sqrt(2 * (np.sum(matrix**2) - np.sum(np.diag(matrix) ** 2)))
        for starts in STARTS:
            drawn = [hutchplusplus(matrix, starts // 3, rng) for _ in range(DRAWS)]
            print(
                f"λ = {decay:g}, {starts} starts: {one / np.sqrt(starts) / trace:.4f} by entries "
                f"±1, {np.std(drawn) / trace:.4f} by Hutch++"
            )


if __name__ == "__main__":
    main(*sys.argv[1:2])
