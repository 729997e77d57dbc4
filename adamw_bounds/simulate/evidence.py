"""Short runs with a fixed seed, for the claims of the paper that only a run can settle.

Each function returns the measured mean, its standard error, the printed and the proven bound, in
a few seconds; `EVIDENCE` maps the identifier of a claim to its function.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from adamw_bounds.engine.results import Answer
from adamw_bounds.kernels.calls import log_value
from adamw_bounds.simulate.answers import run
from adamw_bounds.simulate.problems import RotatedNonconvex
from adamw_bounds.simulate.schedules import constant_step, decay_schedule
from adamw_bounds.simulate.updates import Estimate, iterate

__all__ = [
    "EVIDENCE",
    "Evidence",
    "batches_at_rest",
    "decay_away_from_minimum",
    "decay_held_constant",
    "explicit_constants",
    "step_sizes_uncoupled",
    "step_sizes_with_units",
]


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a run says of a claim.

    Attributes
    ----------
    claim : str
        Identifier of the claim.
    quantity : str
        What was measured.
    mean, stderr : float
        Mean over seeds and its standard error.
    printed : float
        The bound as the paper prints it.
    proven : float or None
        The bound that the proof gives; None where it gives none.
    seed, seeds, steps : int
        How it was run; the steps of the longest run.
    text : str
        The setting, in one line.
    """

    claim: str
    quantity: str
    mean: float
    stderr: float
    printed: float
    proven: float | None
    seed: int
    seeds: int
    steps: int
    text: str

    @property
    def printed_holds(self) -> bool:
        """Whether the run fits the printed bound: mean ≤ bound + 3 standard errors."""
        return self.mean <= self.printed + 3 * self.stderr

    @property
    def printed_broken(self) -> bool:
        """Whether the run breaks the printed bound: mean − 3 standard errors > bound."""
        return self.mean - 3 * self.stderr > self.printed

    @property
    def proven_holds(self) -> bool | None:
        """Whether the run fits the proven bound; None where there is none."""
        return None if self.proven is None else self.mean <= self.proven + 3 * self.stderr


def _of(answer: Answer, claim: str, quantity: str, case: str, text: str, *, steps: int) -> Evidence:
    measured = answer.one(quantity=quantity, case=case, variant="measured")
    proven = answer.select(quantity=quantity, case=case, variant="explicit")
    return Evidence(
        claim=claim,
        quantity=quantity,
        mean=measured.value,
        stderr=measured.stderr,
        printed=answer.one(quantity=quantity, case=case, variant="printed").value,
        proven=proven[0].value if proven else None,
        seed=answer.inputs["seed"],
        seeds=answer.inputs["seeds"],
        steps=steps,
        text=text,
    )


def decay_away_from_minimum(*, seed: int = 0, seeds: int = 256) -> Evidence:
    """Run Theorem 1's AdamW with E ξ = 1: its error tends to |x*| = 1, not to 0.

    Parameters
    ----------
    seed, seeds : int
        Seed and number of runs.
    """
    answer = run(1, case="off-origin", seed=seed, seeds=seeds)
    k = answer.inputs["k"]
    text = f"least squares with E ξ = 1, x* = 1, AdamW at k = {k}"
    return _of(answer, "thm1-origin", "distance", f"off-origin, k = {k}", text, steps=k)


def _second(claim: str, quantity: str, case: str, text: str, seed: int, seeds: int) -> Evidence:
    answer = run(2, case=case, seed=seed, seeds=seeds)
    steps = answer.one(quantity="iterations", case=case).count
    return _of(answer, claim, quantity, case, text, steps=steps)


def explicit_constants(*, seed: int = 0, seeds: int = 16) -> Evidence:
    """Run Theorem 2 at its explicit step sizes and T: avg ‖∇F_k‖² is below ε².

    Parameters
    ----------
    seed, seeds : int
        Seed and number of runs.
    """
    text = "rotated nonconvex loss, explicit η, β1 and T with the constants 36 and 9"
    return _second("thm2-explicit", "gradient-norm-squared", "rotated", text, seed, seeds)


def step_sizes_with_units(*, seed: int = 0, seeds: int = 16) -> Evidence:
    """Run Theorem 2 on a loss of small scale: the steps exceed the printed η²ε²/4.

    Parameters
    ----------
    seed, seeds : int
        Seed and number of runs.
    """
    text = "the same loss times 2⁻⁶, with σ, ε and √δ scaled along"
    return _second("thm2-steps", "step-norm-squared", "small-gradient", text, seed, seeds)


def step_sizes_uncoupled(*, seed: int = 0, seeds: int = 16) -> Evidence:
    """Run Theorem 2 with β1 = 1e-6 and η at its cap, as printed: avg ‖∇F_k‖² exceeds ε².

    Parameters
    ----------
    seed, seeds : int
        Seed and number of runs.
    """
    text = "β1 = 1e-6 and η at its printed cap: both below their caps, η above β1√δ/(2L)"
    return _second("thm2-coupling", "gradient-norm-squared", "uncoupled", text, seed, seeds)


def batches_at_rest(*, seed: int = 0, seeds: int = 512) -> Evidence:
    """Run Adam on a quadratic at b = 256: its variance is √b times what the paper's Q predicts.

    Parameters
    ----------
    seed, seeds : int
        Seed and number of runs.
    """
    answer = run("lemma-5", optimizer="adam", batch_size=256, seed=seed, seeds=seeds)
    measured = answer.one(variant="measured", case="b = 256, printed")
    return Evidence(
        claim="asm4-batch",
        quantity="variance-ratio",
        mean=measured.value,
        stderr=measured.stderr,
        printed=1.0,
        # With Q = √b·H^{−1/2} the variance is √b times as large.
        proven=math.sqrt(256),
        seed=answer.inputs["seed"],
        seeds=answer.inputs["seeds"],
        steps=answer.one(quantity="iterations").count,
        text="Adam at rest on a quadratic with noise H/b, b = 256: its variance over Corollary 3's",
    )


def decay_held_constant(*, seed: int = 0, seeds: int = 16) -> Evidence:
    """Run AdamW with a constant λ: less what v_k's growth adds, Theorem 2's bound holds.

    Parameters
    ----------
    seed, seeds : int
        Seed and number of runs.
    """
    problem = RotatedNonconvex(dim=8, sigma=0.5)
    delta, beta2, lam, beta1, steps = 1.0, 0.02, 0.5, 0.05, 4000
    c1, c2 = math.sqrt(delta), math.sqrt(problem.c_inf**2 + delta)
    eta = min(beta1 * c1 / (2 * problem.smoothness), 1 / (4 * lam))
    decay = decay_schedule(lam, beta2=beta2, c_inf=problem.c_inf, delta=delta, form="constant")
    done = iterate(
        problem,
        optimizer="adamw",
        delta=delta,
        beta2=beta2,
        schedule=constant_step(eta, beta1, decay),
        steps=steps,
        seeds=seeds,
        rng=np.random.default_rng(seed),
        watch_growth=True,
    )
    added = c2 * done.growth / (eta * steps)
    found = Estimate.of(done.gradient - added)
    inputs: dict[str, Any] = {
        **{"c_inf": problem.c_inf, "delta": delta, "sigma": problem.sigma, "batch_size": 1},
        **{"smoothness": problem.smoothness, "gap": problem.gap, "lam": lam},
        **{"x0_norm": float(np.linalg.norm(problem.start())), "beta2": beta2},
        **{"eta": eta, "beta1": beta1, "iterations": steps},
    }
    bound = log_value(
        "theorem-2", "gradient-norm-squared", "explicit", schedule="constant", **inputs
    )
    return Evidence(
        claim="lambda-const",
        quantity="gradient-norm-squared",
        mean=found.mean,
        stderr=found.stderr,
        printed=math.exp(bound),
        proven=math.exp(bound),
        seed=seed,
        seeds=seeds,
        steps=steps,
        text=f"rotated nonconvex loss, constant λ = {lam:g}, less the {added.mean():.2g} that the "
        "growth of v_k adds",
    )


#: Identifier of a claim to the run that settles it.
EVIDENCE: Final[dict[str, Callable[..., Evidence]]] = {
    "thm1-origin": decay_away_from_minimum,
    "thm2-explicit": explicit_constants,
    "thm2-steps": step_sizes_with_units,
    "thm2-coupling": step_sizes_uncoupled,
    "asm4-batch": batches_at_rest,
    "lambda-const": decay_held_constant,
}
