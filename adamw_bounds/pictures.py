"""Pictures for a notebook or a file: what :mod:`adamw_bounds.report.plot` draws.

The bridge from spectra, sweeps and answers to drawings. matplotlib is loaded when a picture is
asked for.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final, Literal, get_args

from adamw_bounds.errors import Fault, InputError
from adamw_bounds.optimizers import DECAYING, OPTIMIZERS
from adamw_bounds.spelling import all_of, one_of

if TYPE_CHECKING:
    from adamw_bounds.engine.results import Answer
    from adamw_bounds.engine.sweep import Sweep
    from adamw_bounds.spectra import Spectrum

__all__ = ["Drawing", "PlotKind", "plot"]

PlotKind = Literal["density", "cumulative", "lambda", "decades", "steps"]


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
    *items: Spectrum | Sweep | Answer | str,
    kind: PlotKind | None = None,
    optimizer: str | None = None,
    floor: Any = None,
    **inputs: Any,
) -> Drawing:
    """Draw spectra, a sweep, the bounds of an answer, or runs against their bound.

    Parameters
    ----------
    *items : Spectrum, Sweep, Answer or str
        Spectra, or names of files; ``shipped:digits_mlp_adamw``. Or one sweep over one input (a
        curve a bound) or two (a map). Or one answer: of `simulate` the runs against the bound, of
        another question its numbers side by side.
    kind : {"density", "cumulative", "lambda", "decades", "steps"}
        Of spectra: the density of the eigenvalues (what is drawn if nothing is said); the share of
        at most a size; err against λ; what each decade of σ adds to err; err over the training
        steps that the files were measured at.
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
    from adamw_bounds.engine.results import Answer
    from adamw_bounds.engine.sweep import Sweep

    own = [item for item in items if isinstance(item, Answer | Sweep)]
    if own:
        return _of_bounds(items, {"kind": kind, "optimizer": optimizer, "floor": floor, **inputs})
    chosen: str = "density" if kind is None else kind
    spectra = [item for item in items if not isinstance(item, Answer | Sweep)]
    kinds = get_args(PlotKind)
    faults = []
    if chosen not in kinds:
        faults.append(Fault("kind", chosen, one_of(chosen, kinds)))
    if not spectra:
        faults.append(Fault("items", None, "is missing: give a spectrum, a sweep or an answer"))
    allowed = DECAYING if chosen == "lambda" else tuple(OPTIMIZERS)
    plain = chosen in _PLAIN
    if optimizer is not None and (plain or optimizer not in allowed):
        text = f"has no place in {_PLAIN[chosen]}" if plain else one_of(optimizer, allowed)
        faults.append(Fault("optimizer", optimizer, text))
    if plain:
        given = {**inputs, **({} if floor is None or chosen == "density" else {"floor": floor})}
        faults += [Fault(name, None, f"has no place in {_PLAIN[chosen]}") for name in given]
    if faults:
        raise InputError(faults)

    from adamw_bounds.report import plot as drawn  # says what to install where it is missing
    from adamw_bounds.spectra import curves, resolve_spectrum

    found = [resolve_spectrum(one) if isinstance(one, str) else one for one in spectra]
    names = all_of(spectrum.label for spectrum in found)
    if chosen == "density":
        densities = curves.densities(found, floor=floor)
        return Drawing(drawn.density_figure(densities), densities, f"Density of {names}")
    if chosen == "cumulative":
        shares = tuple(curves.cumulative(spectrum) for spectrum in found)
        return Drawing(drawn.cumulative_figure(shares), shares, f"Shares of {names}")
    whose = DECAYING if optimizer is None else (optimizer,)
    pairs = [(spectrum, name) for spectrum in found for name in whose]
    asked = {**inputs, **({} if floor is None else {"floor": floor})}
    drawn_items, figure = _CURVES[chosen](drawn, pairs, asked)
    return Drawing(figure, drawn_items, f"{_TITLES[chosen]} of {names}")


def _of_bounds(items: Sequence[Any], given: Mapping[str, Any]) -> Drawing:
    """Return the picture of a sweep or of an answer."""
    from adamw_bounds.bound_pictures import answer_figure, figure_of, trajectory_figure
    from adamw_bounds.engine.sweep import Sweep

    faults = [
        Fault(name, None, "is of spectra: a sweep or an answer is drawn as it was asked")
        for name, value in given.items()
        if value is not None
    ]
    if len(items) > 1:
        faults.append(Fault("items", None, "must be one sweep or one answer, or spectra alone"))
    if faults:
        raise InputError(faults)
    (item,) = items
    if isinstance(item, Sweep):
        figure, shown = figure_of(item)
        return Drawing(figure, (shown,), f"{item.question} over {' and '.join(item.points.names)}")
    if item.command == "simulate":
        figure, chart = trajectory_figure(item)
        return Drawing(figure, (chart,), "Runs against their bound")
    figure, bars = answer_figure(item)
    return Drawing(figure, tuple(bars), f"Bounds of {item.command}")


#: Kinds that show the eigenvalues alone, as they are spoken of.
_PLAIN: Final[Mapping[str, str]] = {"density": "a density", "cumulative": "a share"}
_TITLES: Final[Mapping[str, str]] = {
    "lambda": "err against λ (Corollary 3, corrected)",
    "decades": "err by decade of σ (Corollary 3, corrected)",
    "steps": "err over the steps of training (Corollary 3, corrected)",
}


def _lambda(drawn: Any, pairs: list[tuple[Spectrum, str]], inputs: dict[str, Any]) -> Any:
    from adamw_bounds.spectra import curves

    items = tuple(curves.lambda_curves(pairs, **inputs))
    return items, drawn.lambda_figure(items, ylabel="err per parameter\n(Corollary 3, corrected)")


def _decades(drawn: Any, pairs: list[tuple[Spectrum, str]], inputs: dict[str, Any]) -> Any:
    items = _by_decade(pairs, inputs)
    return items, drawn.decades_figure(items)


def _over_steps(drawn: Any, pairs: list[tuple[Spectrum, str]], inputs: dict[str, Any]) -> Any:
    from adamw_bounds.bound_pictures import steps_figure

    del drawn
    steps = _steps_of([spectrum for spectrum, _ in pairs])
    items = _by_decade(pairs, inputs)
    parts = [(steps[id(pair[0])], item) for pair, item in zip(pairs, items, strict=True)]
    return items, steps_figure(parts)


def _by_decade(pairs: list[tuple[Spectrum, str]], inputs: dict[str, Any]) -> tuple[Any, ...]:
    from adamw_bounds.spectra import curves

    return tuple(
        curves.err_by_decade(spectrum, optimizer=name, **inputs) for spectrum, name in pairs
    )


def _steps_of(spectra: Sequence[Spectrum]) -> dict[int, int]:
    """Return the training step of each spectrum, each at another one."""
    from adamw_bounds.spectra.curves import training_step

    found: dict[int, int] = {}
    known: dict[int, str] = {}
    faults = []
    for spectrum in {id(one): one for one in spectra}.values():
        step = training_step(spectrum, spectrum.label)
        if step is None:
            said = "says no training step: neither training_step in the file nor its name"
            faults.append(Fault("items", spectrum.label, said))
            continue
        if step in known:
            faults.append(Fault("items", spectrum.label, f"is of step {step}, as {known[step]} is"))
        known.setdefault(step, spectrum.label)
        found[id(spectrum)] = step
    if faults:
        raise InputError(faults)
    return found


_CURVES: Final[Mapping[str, Callable[..., Any]]] = {
    "lambda": _lambda,
    "decades": _decades,
    "steps": _over_steps,
}
