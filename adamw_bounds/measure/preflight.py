"""What can be known to be wrong before anything is computed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from adamw_bounds.errors import RunError
from adamw_bounds.measure.blocks import Part, of_block_meta, parts
from adamw_bounds.measure.devices import device_of
from adamw_bounds.measure.own import own_matrix
from adamw_bounds.measure.preconditioner import NO_STEPS, preconditioner_of
from adamw_bounds.measure.problem import Problem
from adamw_bounds.measure.products import Function, Products
from adamw_bounds.measure.results import Constants
from adamw_bounds.measure.settings import Settings
from adamw_bounds.measure.spectrum_file import of_problem
from adamw_bounds.measure.state import Randomness
from adamw_bounds.measure.stopping import Width
from adamw_bounds.measure.wide import has_float64

__all__ = ["check_ahead"]


def check_ahead(
    problem: Problem,
    settings: Settings,
    *,
    eta: float | None = None,
    begun: bool = True,
) -> tuple[list[Part] | None, list[tuple[str, str]]]:
    """Check settings against a problem, whose data is not read and whose loss is not computed.

    Parameters
    ----------
    problem : Problem
        What would be measured.
    settings : Settings
        How.
    eta : float, optional
        Learning rate η > 0 to suppose where the optimizer has none yet.
    begun : bool
        Whether the optimizer must have made a step, where its preconditioner is asked for.

    Returns
    -------
    blocks : list of Part or None
        The blocks that the settings ask for.
    notes : list of (str, str)
        Code and sentence of what a reader must know of them.

    Raises
    ------
    InputError
        If the blocks, or ρ of one, name nothing.
    RunError
        If no parameter can be measured, the device is not there, the loss has no Gauss–Newton
        matrix, the optimizer has no state to read a preconditioner from, or ``until_width`` is
        asked for and the problem does not state what err needs.
    """
    parameters = problem.selected(problem.model)
    _check_whole(parameters)
    first = next(iter(parameters.values()))
    device = device_of(settings.device, first.device)
    if settings.dtype == "float64" and not has_float64(device):
        raise RunError(
            f"dtype float64: {device.type} has none; float32 is measured there, and float64 on a "
            "CPU (--device cpu)",
            code="no-float64",
        )
    if settings.preconditioner is not None:
        try:
            preconditioner_of(problem, settings.optimizer_state)
        except RunError as error:
            if begun or error.code != NO_STEPS:
                raise
    cut: list[Part] | None = None
    notes: list[tuple[str, str]] = []
    if settings.blocks is not None:
        cut, notes = parts(problem, settings.blocks, dict(settings.rho))
    before = Randomness(problem.data)
    try:
        function = Function(problem, problem.model, problem.loss, seed=settings.seed)
        Products(function, matrix=settings.matrix)
        if settings.preconditioner is not None:
            Products(function, matrix=own_matrix(function, settings))
        if settings.until_width is not None:
            _check_width(function, settings, settings.until_width, cut, eta)
    finally:
        before.restore()
    return cut, notes


def _check_whole(parameters: Mapping[str, Any]) -> None:
    """Refuse a model of which this process holds a part only."""
    for name, value in parameters.items():
        if hasattr(value, "device_mesh") or hasattr(value, "ds_id"):
            raise RunError(
                f"the parameter {name} is split over several processes (FSDP, tensor parallel, "
                "DeepSpeed), whose second derivatives PyTorch does not give: measure the whole "
                "model, for example from its full state dict, and let torchrun share the work out",
                code="sharded-model",
            )


def _check_width(
    function: Function, settings: Settings, goal: float, cut: list[Part] | None, eta: float | None
) -> None:
    # What is measured later; whether err can be evaluated does not depend on the numbers.
    later = Constants(loss=0.0, gradient_norm=0.0, x_star_norm=1.0, x_inf_norm=1.0, samples=1000)
    values: dict[str, Any] = of_problem(function, settings, later, [])
    if values.get("eta") is None:
        values["eta"] = eta
    if cut is None and function.dim > settings.exact_below:
        Width(goal, values, function.dim, floor=settings.floor)
    for part in cut or ():
        if part.dim > settings.exact_below:
            Width(goal, of_block_meta(part, values), part.dim, part.name, settings.floor)
