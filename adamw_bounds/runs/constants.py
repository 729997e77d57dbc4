"""The constants that a spectrum file holds, and what rests on them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from adamw_bounds.spectra import Spectrum

__all__ = ["MEASURED", "OF_GRADIENTS", "constants_beside", "constants_of", "voids"]

#: What a spectrum file may know, and the input that it stands for.
MEASURED: Final[Mapping[str, str]] = {
    **{name: name for name in ("batch_size", "samples", "rho", "x_star_norm")},
    **{name: name for name in ("c_inf", "c_2", "sigma", "x_inf_norm")},
    "smoothness_lower": "smoothness",
    "gap_upper": "gap",
}
#: What was measured on single gradients at one point.
OF_GRADIENTS: Final[Mapping[str, str]] = {"c_inf": "c∞", "c_2": "c₂", "sigma": "σ"}


def constants_of(spectrum: Spectrum) -> dict[str, Any]:
    """Return the inputs that a spectrum's file knows, without the optimizer's settings."""
    meta: Mapping[str, Any] = spectrum.meta.as_dict()
    found: dict[str, Any] = {}
    if spectrum.dim is not None:
        found["dim"] = spectrum.dim
    for key, name in MEASURED.items():
        if meta.get(key) is not None:
            found[name] = meta[key]
    return found


def constants_beside(given: Mapping[str, Any], measured: Mapping[str, Any]) -> dict[str, Any]:
    """Return those of the measured constants that stand beside what a run file says.

    Settings of the optimizer and of the data are the run's own: they are never taken.
    """
    found = {
        name: value
        for name, value in measured.items()
        if name not in given and (name in MEASURED.values() or name in ("dim", "x0_norm"))
    }
    if "gap" in given:
        # ‖x0‖ belongs to the point that Δ is of.
        found.pop("x0_norm", None)
    return found


def voids(names: Collection[str]) -> list[str]:
    """Return what a row must say whose number rests on these measured constants.

    A measurement at one point is an estimate of a constant that holds everywhere: what is
    computed from it is no guarantee, whatever the theorem says.
    """
    what = []
    if "smoothness" in names:
        what.append("L is a measured lower bound")
    if set(OF_GRADIENTS) & set(names):
        what.append("the gradients' constants were measured at one point")
    return [f"NOT A GUARANTEE: {', and '.join(what)}"] if what else []
