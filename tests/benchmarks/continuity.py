"""Draw counts and guarantees across every boundary between two of their forms.

``python tests/benchmarks/continuity.py FILE.png`` draws each formula beside its boundary, from well
below to well above it, and prints how far the two sides differ where they meet.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from adamw_bounds.kernels.calls import log_value

RUN: dict[str, Any] = {
    **{"c_inf": 1.0, "delta": 0.01, "sigma": 1.5, "batch_size": 32, "smoothness": 2.0},
    **{"gap": 5.0, "lam": 0.0, "x0_norm": 0.0, "epsilon": 0.3},
}
C1, C2 = 0.1, math.sqrt(1.01)
#: A and S of Theorem 3 at the run's σ and gap 1.
GAP_TERM = 4 * C2**1.5 * RUN["smoothness"] / C1**1.5
NOISE = C2 / (C1 * RUN["batch_size"])
#: S/ε² at which L_c = 1 for A = 3ε²: log(2s) = −s/6.
ROOT_BEGINS = 0.4628772456783878


def theorem_3(quantity: str, **values: Any) -> float:
    """Return the logarithm of a number of Theorem 3."""
    return log_value("theorem-3", quantity, "explicit", schedule="decaying", **{**RUN, **values})


def at_noise(share: float, quantity: str, **values: Any) -> float:
    """Return a count where S is a share of ε²."""
    sigma = math.sqrt(share * RUN["epsilon"] ** 2 / NOISE)
    return theorem_3(quantity, **{**values, "sigma": sigma})


def stage(balance: float) -> float:
    """Return T_k of Theorem 4's decaying step, A_k/S_k being the balance."""
    epsilon, mu = 0.1, 0.2
    level = 8 * C2**0.5 * RUN["smoothness"] * epsilon / C1**0.5
    sigma = math.sqrt(RUN["batch_size"] * level / balance)
    values = {**RUN, "sigma": sigma, "mu": mu, "stage_epsilon": epsilon}
    return log_value(
        "theorem-4", "iterations", "explicit", schedule="decaying", case="stage", **values
    )


#: Title to: what is on the axis, the boundary there, and the logarithm of the formula.
BOUNDARIES: Mapping[str, tuple[str, float, Callable[[float], float]]] = {
    "Theorem 3, guarantee, T = 400": (
        *("γ", 1.0),
        lambda x: theorem_3("gradient-norm-squared", gamma=x, iterations=400),
    ),
    "Theorem 3, guarantee, γ = 20": (
        *("T", 400.0),
        lambda x: theorem_3("gradient-norm-squared", gamma=20.0, iterations=x),
    ),
    "Theorem 3, T": (
        *("A/S", 1.0),
        lambda x: at_noise(2.0, "iterations", gap=x * 2 * RUN["epsilon"] ** 2 / GAP_TERM),
    ),
    "Theorem 3, T, S = 0.42ε²": (
        *("A/S", 1 / 0.636892588524841),
        lambda x: at_noise(0.42, "iterations", gap=x * 0.42 * RUN["epsilon"] ** 2 / GAP_TERM),
    ),
    "Theorem 3, T, A = 3ε²": (
        *("S/ε²", 1 / 3),
        lambda x: at_noise(x, "iterations", gap=3 * RUN["epsilon"] ** 2 / GAP_TERM),
    ),
    # Here the root t − log t = L_c begins, as a square root does.
    "Theorem 3, T, A = 3ε², L_c = 1": (
        *("S/ε²", ROOT_BEGINS),
        lambda x: at_noise(x, "iterations", gap=3 * RUN["epsilon"] ** 2 / GAP_TERM),
    ),
    "Theorem 4, T_k, decaying step": ("A_k/S_k", 1.0, stage),
    "Theorem 2, T": (
        *("β1's cap", 0.5),
        lambda x: log_value(
            *("theorem-2", "iterations", "explicit"),
            schedule="constant",
            **{**RUN, "sigma": math.sqrt(C1 * 32 * 0.09 / (3 * C2 * x))},
        ),
    ),
}


def main(file: str) -> None:
    """Draw every boundary into one picture."""
    import matplotlib as mpl

    mpl.use("Agg")
    from matplotlib import pyplot as plt

    figure, places = plt.subplots(2, 4, figsize=(16, 7), layout="constrained")
    for place, (title, (name, at, of)) in zip(places.flat, BOUNDARIES.items(), strict=True):
        wide = 1.05 if "L_c" in title else 2
        x = np.geomspace(at / wide, wide * at, 401)
        place.semilogx(x, [of(value) / math.log(10) for value in x])
        place.axvline(at, color="0.7", zorder=0)
        place.minorticks_off()
        place.set(title=title, xlabel=name, ylabel="log₁₀")
        sides = [of(at * (1 + step)) for step in (-1e-9, 1e-9)]
        print(f"{title} at {name} = {at:g}: {abs(sides[1] - sides[0]):.1e}")
    figure.savefig(file, dpi=70)


if __name__ == "__main__":
    main(sys.argv[1])
