"""PyHessian's densities in JSON: nodes and weights of each probe, checked against a model."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError

from adamw_bounds.spectra.foreign import GridError, named
from adamw_bounds.spelling import all_of

__all__ = ["Density", "DensityError", "density_in"]


class DensityError(Exception):
    """Why a JSON value is no density: a phrase that follows the name of its file."""


def _probes(value: Any) -> Any:
    """Take a list of numbers for one probe."""
    is_one = isinstance(value, list) and value and not isinstance(value[0], list)
    return [value] if is_one else value


_Probes = Annotated[list[list[float]], BeforeValidator(_probes)]
_Masks = Annotated[list[list[bool]], BeforeValidator(_probes)]


class Density(BaseModel):
    """What a density holds; other names in it are passed over.

    Attributes
    ----------
    eigenvalues, weights : list of list of float
        Nodes and their weights, a list a probe.
    residuals : list of float, optional
        One a node of the only probe.
    known : list of list of bool, optional
        Which nodes are simple eigenvalues.
    apart : list of list of bool, optional
        Which of these stand beside the rule of their probe, each with a whole number over d.
    dim : int, optional
        Number of parameters.
    meta : dict, optional
        What is known of the measurement.
    """

    model_config = ConfigDict(strict=True, frozen=True)

    eigenvalues: _Probes
    weights: _Probes
    residuals: _Probes | None = None
    known: _Masks | None = None
    apart: _Masks | None = None
    dim: int | None = None
    meta: dict[str, Any] | None = None


def density_in(content: Any) -> Density:
    """Return the density in a parsed JSON value: an object, or the pair of both lists.

    Raises
    ------
    DensityError
        If it is none.
    """
    if isinstance(content, list) and len(content) == 2:
        content = dict(zip(("eigenvalues", "weights"), content, strict=True))
    if not isinstance(content, Mapping):
        raise DensityError(
            'is no density: it is neither {"eigenvalues": …, "weights": …} nor a pair of both lists'
        )
    try:
        names = named(content)
    except GridError as error:
        raise DensityError(str(error)) from error
    if names is not None:
        content = {
            **{name: value for name, value in content.items() if name not in names},
            **dict(zip(("eigenvalues", "weights"), (content[name] for name in names), strict=True)),
        }
    try:
        density = Density.model_validate(content)
    except ValidationError as error:
        raise DensityError(f"is no density: {_fault(error.errors())}") from error
    for name in ("eigenvalues", "weights", "residuals", "known", "apart"):
        rows = getattr(density, name)
        if rows is not None and not rows:
            raise DensityError(f"is no density: {name} is not a list of lists of numbers")
        if rows is not None and any(len(one) != len(other) for one, other in pairwise(rows)):
            raise DensityError(f"is no density: the lists in {name} differ in length")
    if density.residuals is not None and len(density.residuals) != 1:
        raise DensityError("is no density: residuals is not a list of numbers")
    return density


def _fault(errors: Sequence[Mapping[str, Any]]) -> str:
    """Say the first fault of pydantic's list, and all missing keys."""
    missing = [f"the key {error['loc'][0]}" for error in errors if error["type"] == "missing"]
    if missing:
        return f"{all_of(missing)} {'is' if len(missing) == 1 else 'are'} missing"
    name, *place = errors[0]["loc"]
    value = errors[0]["input"]
    if name == "dim":
        return "dim is not an integer"
    if name == "meta":
        return "meta in it is not a JSON object"
    if name in {"known", "apart"}:
        return f"{name} is not a list of lists of truth values"
    if len(place) < 2 or isinstance(value, list | dict):
        return f"{name} is not a list of lists of numbers"
    if isinstance(value, int) and not isinstance(value, bool):
        return f"{name} holds a number beyond a float"
    return f"{name} holds {value!r:.40}, which is no number"
