"""When the interval of err is narrow enough to stop."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from adamw_bounds.errors import InputError, RunError
from adamw_bounds.measure.quadrature import Choice, Look, steps_that_show
from adamw_bounds.measure.zeros import beside_zeros
from adamw_bounds.optimizers import DECAYING
from adamw_bounds.spectra import Meta, Spectrum, generalization
from adamw_bounds.spectra.brackets import enclose, excess_bracket, support_of_matrix

__all__ = ["Width"]

Float64Array = npt.NDArray[np.float64]

#: What a second probe leaves of the part of chance: 1/√2, less what both find.
_PROBE_LEAVES: Final = 0.6


class Width:
    """Width of the interval of err per parameter, in units of err, as a run goes on.

    It is the larger one of AdamW's and ℓ2-Adam's, at the settings that the problem states.

    Parameters
    ----------
    goal : float
        Where it is narrow enough.
    values : mapping
        The meta of the file, which states η, λ, b, n, ρ and ‖x*‖.
    dim : int
        d.
    where : str
        Name of the block that is measured; empty for the whole.
    floor : float, optional
        Floor of the singular values, as of `generalization`.
    zeros : int
        Eigenvalues that are known to be 0, which the quadratures leave out.

    Raises
    ------
    RunError
        If something that err needs is not stated.

    Attributes
    ----------
    reached : float
        The width when it was last looked at; infinite before.
    """

    def __init__(
        self,
        goal: float,
        values: Mapping[str, Any],
        dim: int,
        where: str = "",
        floor: float | None = None,
        zeros: int = 0,
    ) -> None:
        self.zeros = zeros
        self.goal, self.dim, self.where, self.reached = goal, dim, where, math.inf
        self.floor = floor
        self.meta = Meta.from_mapping(values)
        try:
            self._width(np.array([[0.0, 1.0]]), np.array([[0.5, 0.5]]), np.array([1.0]))
        except InputError as error:
            missing = ", ".join(fault.option for fault in error.faults) or error.message
            of = f" of block {where}" if where else ""
            raise RunError(
                f"--until-width looks at err{of}, which needs {missing}: the problem must state "
                "the optimizer, batch_size and rho (or give --rho"
                f"{f' {where}=…' if where else ''})",
                code="no-err",
            ) from error

    def is_enough(self, nodes: Float64Array, weights: Float64Array, left: Float64Array) -> bool:
        """Look at quadratures of shape (probes, steps) and their residuals."""
        self.look(nodes, weights, left)
        return self.reached <= self.goal

    def look(
        self,
        nodes: Float64Array,
        weights: Float64Array,
        left: Float64Array,
        known: npt.NDArray[np.bool_] | None = None,
    ) -> None:
        """Set `reached` by quadratures of shape (probes, steps), residuals and known nodes."""
        self.reached = self._width(nodes, weights, left, known)

    def choose(self, now: Look, before: Look) -> Choice:
        """Return what narrows the interval most: steps, or a second probe of as many.

        Twice the steps leave of what the quadrature leaves open what the last doubling left,
        from `before` to `now`. Another probe leaves `_PROBE_LEAVES` of what chance does. A fresh
        start that takes a few of the steps shows which eigenvalues are simple and takes their
        chance away: whether that is worth them is seen by the product of both optimizers'
        widths, all else by the larger one.
        """
        plain, earlier = self._parts(now), self._parts(before)
        sure = self._parts(now, known=True)
        total = 2 * now.nodes.shape[1]
        steps, simple, probe = [], [], []
        for name in DECAYING:
            open_, chance = plain[name]
            left = min(open_ / earlier[name][0], 1.0) if earlier[name][0] > 0 else 1.0
            steps.append(left * open_ + chance)
            fewer = total / (total - steps_that_show(total))
            lost = fewer ** -math.log2(left) if left > 0 else 1.0
            simple.append(lost * left * open_ + sure[name][1])
            probe.append(open_ + _PROBE_LEAVES * chance)
        can = steps_that_show(total) > 0 and math.prod(simple) < math.prod(steps)
        if max(probe) < max(simple if can else steps):
            return Choice.PROBE
        return Choice.SIMPLE if can else Choice.STEPS

    def _parts(self, look: Look, *, known: bool = False) -> dict[str, tuple[float, float]]:
        """Return what the quadrature leaves open and what chance does, in units of err."""
        spectrum = self._spectrum(
            look.nodes, look.weights, look.residuals, look.known if known else None
        )
        answer = generalization(spectrum, variant="corrected", floor=self.floor)
        values = {**answer.inputs, "floor_by_default": self.floor is None}
        enclosure = enclose(spectrum, support=support_of_matrix(spectrum))
        found = {}
        for name in DECAYING:
            row = answer.one(quantity="err", optimizer=name)
            bracket = excess_bracket(enclosure, name, values)
            size = abs(row.value) if row.value else 1.0
            open_ = bracket.quadrature[1] - bracket.quadrature[0]
            found[name] = (open_ / size, sum(bracket.reach) / size)
        return found

    def _width(
        self,
        nodes: Float64Array,
        weights: Float64Array,
        left: Float64Array,
        known: npt.NDArray[np.bool_] | None = None,
    ) -> float:
        return width_of(self._spectrum(nodes, weights, left, known), self.floor)

    def _spectrum(
        self,
        nodes: Float64Array,
        weights: Float64Array,
        left: Float64Array,
        known: npt.NDArray[np.bool_] | None = None,
    ) -> Spectrum:
        rules = {"nodes": nodes, "weights": weights, "residuals": left, "known": known}
        return Spectrum(dim=self.dim, meta=self.meta, **beside_zeros(rules, self.zeros, self.dim))

    def note(self, steps: int) -> tuple[str, str]:
        """Return code and sentence of what was reached in `steps` steps."""
        meta = self.meta
        of = f" of block {self.where}" if self.where else ""
        what = (
            f"The interval of err{of} (at ρ = {meta.rho:g}, η = {meta.eta:g}, b = "
            f"{meta.batch_size}, λ = {meta.lam or 0:g}) is {self.reached:.3g} of err wide after "
            f"{steps} steps"
        )
        if self.reached <= self.goal:
            return "width-reached", f"{what}, within the {self.goal:g} that was asked for."
        return (
            "width-not-reached",
            f"{what}, not the {self.goal:g} that was asked for: more --steps narrow what the "
            "quadrature leaves open, more --probes what chance does.",
        )


def width_of(spectrum: Spectrum, floor: float | None = None) -> float:
    """Return (upper − lower)/|err| per parameter, the larger of AdamW's and ℓ2-Adam's."""
    answer = generalization(spectrum, variant="corrected", floor=floor)
    widths = [
        (row.upper - row.lower) / abs(row.value) if row.value else math.inf
        for row in answer.results
        if row.quantity == "err-per-parameter"
        and row.optimizer in DECAYING
        and row.value is not None
        and row.lower is not None
        and row.upper is not None
    ]
    return max(widths, default=math.inf)
