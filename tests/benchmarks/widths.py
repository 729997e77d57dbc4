"""How wide the interval of err is at equal products, and how much of that no method could avoid.

    python tests/benchmarks/widths.py [NAME …] [--products 300] [--probes 1 2 3 10] [--runs 3]
    python tests/benchmarks/widths.py --chosen [NAME …]

Spectra that ship with all their eigenvalues, probes uniform on the sphere: Lanczos on the diagonal
matrix of the eigenvalues is Lanczos on the Hessian (see coverage.py). Every width is in units of
err. "quadrature" is what the moments of the probes leave open; "of optimum" is that over the
distance between two measures that were found to have these moments: the optimum of the linear
programme over all measures is at least as far apart, so that the true ratio is no larger. "Gauss
alone" is what partial sums at the Gauss nodes leave open. With ``--chosen`` the products are
spent as ``measure --products`` spends them, on the network itself, trained anew (needs torch and
scikit-learn): its zero rows are counted, and simple eigenvalues that were found are without chance.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

sys.path.insert(0, str(Path(__file__).parent))

from coverage import gauss, lanczos, settings

from adamw_bounds.spectra import Spectrum, shipped
from adamw_bounds.spectra.brackets import Enclosure, Functional, enclose, excess_functional

Array = npt.NDArray[np.floating[Any]]

SPECTRA = ("mlp_adamw", "mlp_l2_adam", "digits_mlp_adamw", "digits_mlp_l2_adam")
OPTIMIZERS = ("adamw", "l2-adam")
#: Places of a node at which rules are looked at.
_PLACES = 400


class Width(NamedTuple):
    """Widths in units of err."""

    whole: float
    quadrature: float
    ratio: float
    gauss_alone: float


def attained(enclosure: Enclosure, functional: Functional) -> float:
    """Return how far apart ∫f of two measures with the moments is, the mean over the probes."""
    found = []
    for (part,) in enclosure.parts:
        moments = part.moments
        assert moments is not None
        low, high = moments.ends
        sums = []
        for rule in moments.rules(moments.places(functional.turning_points, _PLACES)):
            if low <= rule.nodes[0] and rule.nodes[-1] <= high:
                rest = moments.settled_weights @ functional.function(moments.settled)
                sums.append(float(rule.weights @ functional.function(rule.nodes) + rest))
        found.append(max(sums) - min(sums))
    return float(np.mean(found))


def widths(name: str, probes: int, steps: int, seed: int) -> dict[str, Width]:
    """Return the widths of one run by optimizer."""
    spectrum = shipped(name)
    exact = np.asarray(spectrum.eigenvalues, dtype=np.float64)
    values = {
        **settings(spectrum),
        "rho": spectrum.meta.rho or 1 / 192,
        "floor": spectrum.default_floor(),
        "floor_by_default": True,
    }
    starts = np.random.default_rng(seed).standard_normal((probes, exact.size))
    made = [lanczos(exact, start, steps) for start in starts]
    rules = [gauss(*one) for one in made]
    measured = Spectrum(
        dim=exact.size,
        nodes=np.array([rule[0] for rule in rules]),
        weights=np.array([rule[1] for rule in rules]),
        residuals=np.array([float(off[-1]) for _, off in made]),
    )
    found, plain = enclose(measured), enclose(measured, refine=0)
    answer = {}
    for kind in OPTIMIZERS:
        functional = excess_functional(found, kind, values)
        err = 1 + float(functional.function(exact).mean())
        bracket = found.bracket(functional)
        low, high = bracket.quadrature
        alone = plain.bracket(functional).quadrature
        answer[kind] = Width(
            bracket.width / err,
            (high - low) / err,
            (high - low) / attained(found, functional),
            (alone[1] - alone[0]) / err,
        )
    return answer


def chosen(name: str, products: int, runs: int) -> None:
    """Train a network of the shipped runs, measure it by so many products, and print widths."""
    import torch
    from train_shipped import BATCH, RUNS, digits, initial_variance, trained

    from adamw_bounds.measure import Problem, measure
    from adamw_bounds.spectra import generalization

    run, whole, data = RUNS[name], shipped(name), digits()
    schedule = whole.meta.extra["weight_decay_schedule"]
    model, optimizer = trained(run, data, schedule["first"], seed=0)
    images, labels = data.parts["train"]
    exact = generalization(whole, variant="corrected")
    for seed in range(runs):
        measured = measure(
            Problem(
                model=model,
                loss=torch.nn.CrossEntropyLoss(),
                data=[(images, labels)],
                batch_size=BATCH,
                rho=initial_variance(model),
                optimizer={"name": run.optimizer, **optimizer.state_dict()},
            ),
            products=products,
            exact_below=0,
            gradient_samples=0,
            seed=seed,
        ).spectrum
        found = generalization(measured, variant="corrected")
        for kind in OPTIMIZERS:
            row, truth = (
                next(
                    row
                    for row in answer.results
                    if row.quantity == "err-per-parameter" and row.optimizer == kind
                )
                for answer in (found, exact)
            )
            known = 0 if measured.known is None else int(measured.counts(0).sum())
            way = f"{measured.probes} × {measured.steps}"
            held = "held" if row.lower <= truth.value <= row.upper else "MISSED"
            print(
                f"{name:20} {way:>14} {kind:9} {(row.upper - row.lower) / truth.value:8.2%} "
                f"{known:5} known  {held}",
                flush=True,
            )


def main() -> None:
    """Print a table, medians over the runs."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument(
        "names", nargs="*", metavar="NAME", help="spectra that ship exact; four by default"
    )
    parser.add_argument("--products", type=int, default=300)
    parser.add_argument("--probes", type=int, nargs="+", default=[1, 2, 3, 10])
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--chosen", action="store_true", help="as measure --products spends them")
    options = parser.parse_args()
    if options.chosen:
        for name in options.names or ("mlp_adamw", "mlp_adamw_d", "mlp_l2_adam", "mlp_l2_adam_d"):
            chosen(name, options.products, options.runs)
        return
    print(
        f"{'spectrum':20} {'probes × steps':>14} {'optimizer':9} {'width':>8} {'quadrature':>10} "
        f"{'of optimum':>10} {'Gauss alone':>11}"
    )
    for name in options.names or SPECTRA:
        for probes in options.probes:
            steps = options.products // probes
            runs = [widths(name, probes, steps, seed) for seed in range(options.runs)]
            for kind in OPTIMIZERS:
                middle = np.median(np.array([run[kind] for run in runs]), axis=0)
                print(
                    f"{name:20} {f'{probes} × {steps}':>14} {kind:9} {middle[0]:8.2%} "
                    f"{middle[1]:10.2%} {middle[2]:10.3f} {middle[3]:11.2%}",
                    flush=True,
                )


if __name__ == "__main__":
    main()
