"""One measurement: from a problem to a spectrum and the constants of the bounds."""

from __future__ import annotations

import copy
import math
import time
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from adamw_bounds.errors import BoundsError, Fault, InputError, RunError
from adamw_bounds.measure._torch import torch
from adamw_bounds.measure.checks import check_determinism, check_passes, check_symmetry
from adamw_bounds.measure.constants import constants
from adamw_bounds.measure.exact import Exact, exact
from adamw_bounds.measure.guard import numerics, untouched
from adamw_bounds.measure.lanczos import Quadrature, lanczos
from adamw_bounds.measure.problem import Problem, Supervised, load_problem
from adamw_bounds.measure.products import Function, Operator, Products, is_out_of_memory
from adamw_bounds.measure.results import Constants, Measurement
from adamw_bounds.measure.settings import Settings
from adamw_bounds.spectra import Meta, Spectrum

__all__ = ["backend", "measure", "measure_operator"]

Progress = Callable[[float, float, str], None]

#: Columns of the identity that one vectorised call takes.
_EXACT_CHUNK = 64


def backend(spec: str, settings: Settings, progress: Progress | None = None) -> Measurement:
    """Measure the problem that ``module:function`` returns: the entry point ``torch``.

    Raises
    ------
    InputError
        If `spec` does not have that form.
    RunError
        If the problem cannot be loaded or measured.
    """
    return _measured(load_problem(spec), settings, progress)


def measure(problem: Problem, *, progress: Progress | None = None, **settings: Any) -> Measurement:
    """Measure the spectrum of a problem and the constants of the bounds.

    The model is left as it was: modes, buffers, gradients, random states. It is measured in eval
    mode, on a copy where another device or type is asked for.

    Parameters
    ----------
    problem : Problem
        What is measured.
    progress : callable, optional
        Called with the work done, the work there is and what is being done.
    **settings
        Fields of `Settings`.

    Returns
    -------
    Measurement

    Raises
    ------
    InputError
        If a setting is wrong; names all that are.
    RunError
        If the problem cannot be measured: data that is empty or changes, a loss that is random,
        not finite or cannot be differentiated twice, a device that is not there, no memory.
    """
    return _measured(problem, Settings.checked(**settings), progress)


def measure_operator(
    operator: Operator,
    *,
    meta: Meta | None = None,
    label: str = "operator",
    **settings: Any,
) -> Measurement:
    """Measure the spectrum of any symmetric operator, `Matvec` for example.

    Parameters
    ----------
    operator : Operator
        What is applied to blocks of vectors.
    meta : Meta, optional
        What to record beside method, seed and versions.
    label : str
        Its name.
    **settings
        ``probes``, ``steps``, ``seed``, ``distribution``, ``exact_below`` and ``basis`` of
        `Settings`.

    Raises
    ------
    InputError
        If a setting is wrong.
    RunError
        If a product is not finite, or there is no memory.
    """
    chosen = Settings.checked(**settings)
    other = {"device", "dtype", "matrix", "chunk", "gradient_samples"} & settings.keys()
    if other:
        raise InputError(
            [Fault(name, None, "is the operator's own, no setting") for name in sorted(other)]
        )
    dtype = str(operator.dtype).removeprefix("torch.")
    found, share = _spectrum_of(operator, chosen)
    given = (meta or Meta()).as_dict()
    return _result(
        found,
        chosen,
        {**given, "dtype": given.get("dtype") or dtype},
        dim=operator.dim,
        device=str(operator.device),
        label=label,
        orthogonalisation=share,
    )


def _measured(problem: Problem, settings: Settings, progress: Progress | None) -> Measurement:
    try:
        return _prepared(problem, settings, progress)
    except (RuntimeError, MemoryError) as error:
        if not is_out_of_memory(error):
            raise
        raise RunError(
            "out of memory: give the data in smaller batches, take fewer probes or steps, or keep "
            "the Lanczos vectors elsewhere (basis host or disk)",
            code="out-of-memory",
        ) from error


def _prepared(problem: Problem, settings: Settings, progress: Progress | None) -> Measurement:
    """Choose device and type, and fall back to the model's type where float64 does not work."""
    parameters = problem.selected(problem.model)
    first = next(iter(parameters.values()))
    dim = sum(value.numel() for value in parameters.values())
    is_exact = dim <= settings.exact_below
    device = _device(settings.device, first.device)
    notes: list[tuple[str, str]] = []
    dtype = first.dtype if settings.dtype == "auto" else getattr(torch, settings.dtype)
    if settings.dtype == "auto" and is_exact:
        dtype = torch.float64
    with untouched(problem.model, problem.data), numerics(problem.model):
        if settings.dtype == "auto" and dtype != first.dtype:
            model, loss = _copied(problem, device, dtype)
            try:
                trial = Function(problem, model, loss, cast=dtype, seed=settings.seed)
                place, batch, _ = next(iter(trial.batches()))
                trial.value(place, batch)
            except RunError as error:
                if error.code != "problem-failed":
                    raise
                notes.append(
                    (
                        "not-in-float64",
                        f"The loss does not run in float64, so {_plain(first.dtype)} is used: "
                        f"{error.message}.",
                    )
                )
                dtype = first.dtype
        if device == first.device and dtype == first.dtype:
            model, loss = problem.model, problem.loss
        else:
            model, loss = _copied(problem, device, dtype)
        cast = None if dtype == first.dtype else dtype
        work = _Work(progress)
        function = Function(
            problem, model, loss, cast=cast, seed=settings.seed, advance=work.advance
        )
        return _run(function, settings, is_exact, work, notes)


class _Work:
    """Counts the work done in gradients of one batch, and tells it."""

    def __init__(self, progress: Progress | None) -> None:
        self.progress, self.done, self.total, self.stage = progress, 0.0, 0.0, ""

    def advance(self, cost: float) -> None:
        self.done += cost
        if self.progress is not None and self.total:
            self.progress(min(self.done, self.total), self.total, self.stage)


def _run(
    function: Function,
    settings: Settings,
    is_exact: bool,
    work: _Work,
    notes: list[tuple[str, str]],
) -> Measurement:
    work.stage = "gradient"
    clock = time.perf_counter()
    loss, gradient, unused = function.gradient()
    per_gradient = time.perf_counter() - clock
    batches = len(function.counts)
    steps = min(settings.steps, function.dim)
    per_pass = (
        1 + 2 * function.dim if is_exact else (1 + 2 * settings.probes) * steps + 5
    ) * batches
    extra = min(settings.gradient_samples, function.samples)
    work.total = work.done + batches + per_pass + extra
    clock = time.perf_counter()
    again, _, _ = function.gradient()
    per_gradient = min(per_gradient, time.perf_counter() - clock)
    check_passes(function, loss, again)
    chunk = settings.chunk or (_EXACT_CHUNK if is_exact else 1)
    products = Products(function, matrix=settings.matrix, chunk=chunk)
    work.stage = "checks"
    check_determinism(function, products)
    check_symmetry(function, products)
    work.stage = "constants"
    measured, more = constants(
        function,
        loss=loss,
        gradient=gradient,
        unused=unused,
        sample=settings.gradient_samples,
        seed=settings.seed,
        advance=work.advance,
    )
    notes += more
    if unused:
        notes.append(
            (
                "unused-parameters",
                f"{unused} of {function.dim} parameters do not take part in the loss: their rows "
                "of the matrix are zero.",
            )
        )
    work.stage = "matrix" if is_exact else "Lanczos"
    found, orthogonalisation = _spectrum_of(products, settings)
    work.stage = "done"
    values = _meta(function, settings, measured, found, notes)
    return _result(
        found,
        settings,
        values,
        dim=function.dim,
        device=str(function.device),
        label=function.problem.model_name,
        orthogonalisation=orthogonalisation,
        measured=measured,
        per_gradient=per_gradient,
        per_product=products.seconds / max(products.products, 1),
        notes=notes,
    )


def _spectrum_of(operator: Operator, settings: Settings) -> tuple[Exact | Quadrature, float]:
    """Return what was found, and the share of time that reorthogonalisation took."""
    if operator.dim <= settings.exact_below:
        return exact(operator), 0.0
    found = lanczos(
        operator,
        probes=settings.probes,
        steps=settings.steps,
        seed=settings.seed,
        distribution=settings.distribution,
        basis=settings.basis,
    )
    return found, found.orthogonalisation / found.seconds


def _result(
    found: Exact | Quadrature,
    settings: Settings,
    values: Mapping[str, Any],
    *,
    dim: int,
    device: str,
    label: str,
    orthogonalisation: float,
    measured: Constants | None = None,
    per_gradient: float | None = None,
    per_product: float | None = None,
    notes: list[tuple[str, str]] | None = None,
) -> Measurement:
    if isinstance(found, Exact):
        method = "exact: dense assembly, symmetric eigenvalue solver"
        columns = dim
        arrays: dict[str, Any] = {"eigenvalues": found.eigenvalues}
    else:
        method = (
            f"Lanczos quadrature: {settings.probes} {settings.distribution} probes, "
            f"{max(found.steps)} steps, reorthogonalised twice"
        )
        columns = settings.probes * max(found.steps)
        arrays = {"nodes": found.nodes, "weights": found.weights}
    low, high = found.smallest, found.largest
    top = high if abs(high.value) >= abs(low.value) else low
    meta = {
        **values,
        "method": method,
        "seed": settings.seed,
        "versions": {**_versions(), **(values.get("versions") or {})},
        # A Ritz value never exceeds ‖H‖: a lower estimate of L, which it falls short of. The
        # Gauss–Newton matrix says nothing of L.
        "smoothness_lower": abs(top.value) if settings.matrix == "hessian" else None,
        "smoothness_residual": top.residual if settings.matrix == "hessian" else None,
        "eigenvalue_max": high.value,
        "eigenvalue_max_residual": high.residual,
        "eigenvalue_min": low.value,
        "eigenvalue_min_residual": low.residual,
    }
    if isinstance(found, Exact):
        meta["asymmetry"] = found.asymmetry
    else:
        meta["distribution"] = settings.distribution
    spectrum = Spectrum(dim=dim, meta=Meta.from_mapping(meta), label=label, **arrays)
    return Measurement(
        spectrum=spectrum,
        largest=high,
        smallest=low,
        constants=measured,
        seconds_per_product=per_product if per_product is not None else found.seconds / columns,
        seconds_per_gradient=per_gradient,
        seconds=found.seconds,
        gradients_per_product=found.seconds / columns / per_gradient if per_gradient else None,
        orthogonalisation_share=orthogonalisation,
        device=device,
        warnings=tuple(notes or ()),
    )


def _versions() -> dict[str, str]:
    from adamw_bounds._version import __version__

    return {"adamw-bounds": __version__, "torch": str(torch.__version__), "numpy": np.__version__}


def _meta(
    function: Function,
    settings: Settings,
    measured: Constants,
    found: Exact | Quadrature,
    notes: list[tuple[str, str]],
) -> dict[str, Any]:
    problem = function.problem
    return {
        **problem.extra,
        **_optimizer(function, notes),
        "model": problem.model_name,
        "data": problem.data_name,
        "loss": f"{problem.loss_name}, {problem.reduction}",
        "batch_size": problem.batch_size,
        "rho": problem.rho,
        "test_accuracy": problem.test_accuracy,
        "samples": measured.samples,
        "dtype": _plain(function.model_dtype),
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


def _optimizer(function: Function, notes: list[tuple[str, str]]) -> dict[str, Any]:
    """Return what the file records of the optimizer that trained the model."""
    problem = function.problem
    given = problem.optimizer
    if given is None:
        return {}
    if isinstance(given, Mapping):
        groups: list[Mapping[str, Any]] = [given]
        name = str(given.get("name", "")) or None
        decoupled = bool(given.get("decoupled_weight_decay", name == "AdamW"))
    else:
        groups = [*given.param_groups]
        name = type(given).__name__
        decoupled = any(bool(group.get("decoupled_weight_decay")) for group in groups)
        if problem.batch_size is None:
            notes.append(
                (
                    "batch-size",
                    "The problem does not say the minibatch size of training: the file records "
                    "none, and η/b needs it.",
                )
            )

    def common(key: str) -> Any:
        values = [group.get(key) for group in groups]
        if any(value != values[0] for value in values):
            notes.append(
                (
                    "parameter-groups",
                    f"{key} differs between the optimizer's parameter groups: the file records "
                    "none.",
                )
            )
            return None
        value = values[0]
        return float(value) if value is not None else None

    rate, decay, epsilon = common("lr"), common("weight_decay"), common("eps")
    betas = [group.get("betas") for group in groups]
    if name == "Adam" and decay:
        name = "AdamW" if decoupled else "Adam (l2-Adam)"
    return {
        "optimizer": name,
        # A schedule may have ended at 0, which is no learning rate.
        "eta": rate if rate and math.isfinite(rate) and rate > 0 else None,
        "lam": decay,
        "adam_eps": epsilon,
        "betas": [float(value) for value in betas[0]]
        if betas[0] is not None and all(pair == betas[0] for pair in betas)
        else None,
    }


def _plain(dtype: Any) -> str:
    return str(dtype).removeprefix("torch.")


def _device(wanted: str, own: Any) -> Any:
    if wanted == "auto":
        if own.type not in {"cpu", "meta"}:
            return own
        return torch.device("cuda", 0) if torch.cuda.is_available() else torch.device("cpu")
    kind, _, index = wanted.partition(":")
    if kind == "cuda":
        there = torch.cuda.device_count() if torch.cuda.is_available() else 0
        if int(index or 0) >= there:
            known = f"there are {there} CUDA devices" if there else "there is no CUDA device here"
            raise RunError(f"device {wanted}: {known}", code="no-device")
        return torch.device("cuda", int(index or 0))
    try:
        device = torch.device(wanted)
        torch.empty(0, device=device)
    except (RuntimeError, AssertionError, NotImplementedError) as error:
        raise RunError(f"device {wanted} is not there: {error}", code="no-device") from error
    return device


def _copied(problem: Problem, device: Any, dtype: Any) -> tuple[Any, Any]:
    """Return the model and the loss on another device or in another type; the user's stay."""
    try:
        model = copy.deepcopy(problem.model).to(device=device, dtype=dtype)
        loss = problem.loss
        if isinstance(loss, Supervised) and isinstance(loss.criterion, torch.nn.Module):
            loss = Supervised(copy.deepcopy(loss.criterion).to(device=device, dtype=dtype))
    except BoundsError:
        raise
    except Exception as error:
        if is_out_of_memory(error):
            raise
        raise RunError(
            f"the model cannot be copied to {device} in {_plain(dtype)}: {error}; give it there "
            "and in that type already",
            code="bad-problem",
        ) from error
    return model.eval(), loss
