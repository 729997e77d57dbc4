"""What a spectrum file records of a measurement."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any, Final

import numpy as np

from adamw_bounds.measure._torch import torch
from adamw_bounds.measure.devices import plain
from adamw_bounds.measure.exact import Exact
from adamw_bounds.measure.optimizer import trainer_of
from adamw_bounds.measure.products import Function
from adamw_bounds.measure.quadrature import Quadrature
from adamw_bounds.measure.results import Constants, Extreme
from adamw_bounds.measure.settings import Settings
from adamw_bounds.measure.zeros import beside_zeros
from adamw_bounds.spectra import Meta, Spectrum

__all__ = ["drawn_probes", "extremes", "node_rounding", "of_problem", "spectrum_of"]

#: How far rounding may move a node beside what is symmetric in it, in units of what is not: that
#: itself, and once more to be safe.
_SAFE: Final = 2.0

Notes = list[tuple[str, str]]


def spectrum_of(
    found: Exact | Quadrature,
    settings: Settings,
    values: Mapping[str, Any],
    *,
    dim: int,
    label: str,
) -> Spectrum:
    """Return what was found as a spectrum, with how it was found in its meta.

    Parameters
    ----------
    found : Exact or Quadrature
        What was found.
    settings : Settings
        How.
    values : mapping
        What else the meta records.
    dim : int
        d.
    label : str
        Name of the spectrum.
    """
    meta = {
        **values,
        **extremes(found.smallest, found.largest, settings),
        "seed": settings.seed,
        "versions": {**_versions(), **(values.get("versions") or {})},
    }
    if isinstance(found, Exact):
        meta["method"] = "exact: dense assembly, symmetric eigenvalue solver"
        meta["asymmetry"] = found.asymmetry
        arrays: dict[str, Any] = {"eigenvalues": found.eigenvalues}
    else:
        probes = len(found.nodes)
        meta["method"] = (
            f"Lanczos quadrature: {probes} {found.distribution} probes, "
            f"{max(found.steps)} steps, reorthogonalised twice"
        )
        meta |= drawn_probes(settings, probes) | {"distribution": found.distribution}
        meta |= node_rounding(found, meta)
        if found.null_rounding:
            meta["null_rounding"] = found.null_rounding
        rules = {
            "nodes": found.nodes,
            "weights": found.weights,
            "residuals": found.residuals,
            "known": found.known,
        }
        arrays = beside_zeros(rules, found.zeros, dim)
    if settings.vectors and found.largest.vector is not None:
        arrays["vectors"] = np.array([found.largest.vector, found.smallest.vector])
    return Spectrum(dim=dim, meta=Meta.from_mapping(meta), label=label, **arrays)


def node_rounding(found: Quadrature, meta: Mapping[str, Any]) -> dict[str, float]:
    """Return how far rounding moved the nodes at most, where products are not in float64."""
    if found.asymmetry is None or meta.get("dtype") == "float64":
        return {}
    # What is symmetric is as large as a product in float64 says, at least as what is not.
    share = max(1.0, float(meta.get("symmetric_rounding") or 1.0))
    return {"node_rounding": (_SAFE + share) * found.asymmetry}


def drawn_probes(settings: Settings, probes: int) -> dict[str, Any]:
    """Return what tells the probes of a run from those of another."""
    return {
        "distribution": settings.distribution,
        "probes_drawn": [[settings.seed, probe] for probe in range(probes)],
    }


def extremes(least: Extreme, most: Extreme, settings: Settings) -> dict[str, Any]:
    """Return what the file records of the ends of a spectrum."""
    top = most if abs(most.value) >= abs(least.value) else least
    is_hessian = settings.matrix == "hessian"
    return {
        # A Ritz value never exceeds ‖H‖: a lower estimate of L, which it falls short of. The
        # Gauss–Newton matrix says nothing of L.
        "smoothness_lower": abs(top.value) if is_hessian else None,
        "smoothness_residual": top.residual if is_hessian else None,
        "eigenvalue_max": most.value,
        "eigenvalue_max_residual": most.residual,
        "eigenvalue_min": least.value,
        "eigenvalue_min_residual": least.residual,
    }


def _versions() -> dict[str, str]:
    from adamw_bounds._version import __version__

    return {"adamw-bounds": __version__, "torch": str(torch.__version__), "numpy": np.__version__}


def of_problem(
    function: Function, settings: Settings, measured: Constants, notes: Notes
) -> dict[str, Any]:
    """Return what the file records of the problem, its constants and its optimizer."""
    problem = function.problem
    rho = dict(settings.rho).get("", problem.rho)
    return {
        **problem.extra,
        **_optimizer(function, notes),
        "model": problem.model_name,
        "data": problem.data_name,
        "loss": f"{problem.loss_name}, {problem.reduction}",
        "batch_size": problem.batch_size,
        "rho": rho,
        "test_accuracy": problem.test_accuracy,
        "samples": max(measured.samples, problem.population or 0),
        "measured_samples": measured.samples,
        "loss_over": measured.loss_over,
        "targets": measured.targets,
        "batches_measured": _cut(function) if measured.loss_over == "batches" else None,
        "dtype": plain(function.precision),
        "matrix": settings.matrix,
        "x_star_norm": measured.x_star_norm,
        "x_inf_norm": measured.x_inf_norm,
        "c_inf": measured.c_inf,
        "c_inf_quantile": measured.c_inf_quantile,
        "c_2": measured.c_2,
        "sigma": measured.sigma,
        "sigma_stderr": measured.sigma_stderr,
        "gradients": measured.gradients,
        "gradients_of": measured.gradients_of,
        "gap_upper": measured.gap_upper,
        "mu_local": measured.mu_local,
        "loss_value": measured.loss,
        "loss_lower_bound": problem.loss_lower_bound,
        "gradient_norm": measured.gradient_norm,
        "unused_parameters": measured.unused_parameters,
    }


def _cut(function: Function) -> list[list[int]]:
    """Return how the data was cut: pairs of (samples of a batch, how many such batches)."""
    return [[size, many] for size, many in sorted(Counter(function.counts).items())]


def _optimizer(function: Function, notes: Notes) -> dict[str, Any]:
    """Return what the file records of the optimizer that trained the model."""
    problem = function.problem
    trainer = trainer_of(problem)
    if trainer is None:
        return {}
    if problem.batch_size is None and not isinstance(problem.optimizer, Mapping):
        notes.append(
            (
                "batch-size",
                "The problem does not say the minibatch size of training: the file records "
                "none, and η/b needs it.",
            )
        )
    notes += trainer.notes(function.dim)
    return trainer.record()
