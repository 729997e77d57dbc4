"""Pictures for a notebook or a file: what :mod:`adamw_bounds.report.plot` draws, of spectra.

The bridge from numbers to drawings; matplotlib is loaded when a picture is asked for.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Final, Literal, get_args

from adamw_bounds.errors import Fault, InputError
from adamw_bounds.optimizers import DECAYING, OPTIMIZERS
from adamw_bounds.spelling import all_of, one_of

if TYPE_CHECKING:
    from adamw_bounds.spectra import Spectrum

__all__ = ["Drawing", "PlotKind", "plot"]

PlotKind = Literal["density", "lambda", "decades"]


class Drawing:
    """A picture: a notebook shows it, :meth:`save` writes it.

    Attributes
    ----------
    figure : matplotlib.figure.Figure
        The figure, to change or to embed.
    items : tuple
        What is drawn, as numbers.
    """

    def __init__(self, figure: Any, items: tuple[Any, ...], what: str) -> None:
        self.figure = figure
        self.items = items
        self._what = what

    def __repr__(self) -> str:
        return f"{self._what}: .save(path) writes it as PNG, PDF or SVG"

    def _repr_svg_(self) -> str:
        return self.encode("svg").decode("utf-8")

    def encode(self, ending: str) -> bytes:
        """Return the content of a file that ends in ``png``, ``pdf`` or ``svg``."""
        from adamw_bounds.report import plot as drawn

        return drawn.encode(self.figure, ending)

    def save(self, path: str | os.PathLike[str]) -> None:
        """Write the picture; the ending of the path, .png, .pdf or .svg, says how.

        Raises
        ------
        InputError
            If the path ends otherwise.
        OSError
            If the file cannot be written.
        """
        ending = os.path.splitext(os.fspath(path))[1].lower().removeprefix(".")
        data = self.encode(ending)
        with open(path, "wb") as file:
            file.write(data)


def plot(
    *spectra: Spectrum | str,
    kind: PlotKind = "density",
    optimizer: str | None = None,
    floor: Any = None,
    **inputs: Any,
) -> Drawing:
    """Draw one spectrum or several, laid over each other.

    Parameters
    ----------
    *spectra : Spectrum or str
        Spectra, or names of files; ``shipped:digits_mlp_adamw``.
    kind : {"density", "lambda", "decades"}
        The density of the eigenvalues; err against λ; what each decade of σ adds to err.
    optimizer : {"adamw", "adam", "l2-adam"}, optional
        Whose err is drawn; by default that of AdamW and of ℓ2-Adam. A density has no optimizer.
    floor : float, optional
        What smaller singular values are raised to.
    **inputs
        For err: rho, eta, lam, lam_l2, batch_size, dim, where the files do not say them.

    Returns
    -------
    Drawing

    Raises
    ------
    InputError
        If an input is wrong or missing.
    RunError
        If matplotlib is not installed, or a file is no spectrum.
    """
    kinds = get_args(PlotKind)
    faults = []
    if kind not in kinds:
        faults.append(Fault("kind", kind, one_of(kind, kinds)))
    if not spectra:
        faults.append(Fault("spectra", None, "is missing: give one spectrum at least"))
    allowed = DECAYING if kind == "lambda" else tuple(OPTIMIZERS)
    if optimizer is not None and (kind == "density" or optimizer not in allowed):
        text = "has no place in a density" if kind == "density" else one_of(optimizer, allowed)
        faults.append(Fault("optimizer", optimizer, text))
    if kind == "density":
        faults += [Fault(name, None, "has no place in a density") for name in inputs]
    if faults:
        raise InputError(faults)

    from adamw_bounds.report import plot as drawn  # says what to install where it is missing
    from adamw_bounds.spectra import curves, resolve_spectrum

    found = [resolve_spectrum(one) if isinstance(one, str) else one for one in spectra]
    names = all_of(spectrum.label for spectrum in found)
    if kind == "density":
        densities = curves.densities(found, floor=floor)
        return Drawing(drawn.density_figure(densities), densities, f"Density of {names}")
    whose = DECAYING if optimizer is None else (optimizer,)
    pairs = [(spectrum, name) for spectrum in found for name in whose]
    asked = {**inputs, **({} if floor is None else {"floor": floor})}
    items, figure = _CURVES[kind](drawn, pairs, asked)
    return Drawing(figure, items, f"{_TITLES[kind]} of {names}")


_TITLES: Final[Mapping[str, str]] = {
    "lambda": "err against λ (Corollary 3, corrected)",
    "decades": "err by decade of σ (Corollary 3, corrected)",
}


def _lambda(drawn: Any, pairs: list[tuple[Spectrum, str]], inputs: dict[str, Any]) -> Any:
    from adamw_bounds.spectra import curves

    items = tuple(curves.lambda_curves(pairs, **inputs))
    return items, drawn.lambda_figure(items, ylabel="err per parameter\n(Corollary 3, corrected)")


def _decades(drawn: Any, pairs: list[tuple[Spectrum, str]], inputs: dict[str, Any]) -> Any:
    from adamw_bounds.spectra import curves

    items = tuple(
        curves.err_by_decade(spectrum, optimizer=name, **inputs) for spectrum, name in pairs
    )
    return items, drawn.decades_figure(items)


_CURVES: Final[Mapping[str, Callable[..., Any]]] = {"lambda": _lambda, "decades": _decades}
