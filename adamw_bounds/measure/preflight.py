"""What can be known to be wrong before anything is computed."""

from __future__ import annotations

from typing import Any

from adamw_bounds.measure.blocks import Part, of_block_meta, parts
from adamw_bounds.measure.devices import device_of
from adamw_bounds.measure.problem import Problem
from adamw_bounds.measure.products import Function, Products
from adamw_bounds.measure.results import Constants
from adamw_bounds.measure.settings import Settings
from adamw_bounds.measure.spectrum_file import of_problem
from adamw_bounds.measure.state import Randomness
from adamw_bounds.measure.stopping import Width

__all__ = ["check_ahead"]


def check_ahead(
    problem: Problem, settings: Settings, *, eta: float | None = None
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
        matrix, or ``until_width`` is asked for and the problem does not state what err needs.
    """
    first = next(iter(problem.selected(problem.model).values()))
    device_of(settings.device, first.device)
    cut: list[Part] | None = None
    notes: list[tuple[str, str]] = []
    if settings.blocks is not None:
        cut, notes = parts(problem, settings.blocks, dict(settings.rho))
    before = Randomness(problem.data)
    try:
        function = Function(problem, problem.model, problem.loss, seed=settings.seed)
        Products(function, matrix=settings.matrix)
        if settings.until_width is not None:
            _check_width(function, settings, settings.until_width, cut, eta)
    finally:
        before.restore()
    return cut, notes


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
