"""Pictures for a notebook or a file: what :mod:`adamw_bounds.report.plot` draws.

The bridge from spectra, sweeps and answers to drawings. matplotlib is loaded when a picture is
asked for.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final, Literal, get_args

from adamw_bounds.choice_names import HasGroups, OptimizerName
from adamw_bounds.engine.conventions import from_pytorch
from adamw_bounds.engine.torch_settings import is_optimizer, settings_of
from adamw_bounds.errors import Fault, InputError
from adamw_bounds.optimizers import DECAYING, OPTIMIZERS
from adamw_bounds.spelling import all_of, one_of

if TYPE_CHECKING:
    from adamw_bounds.engine.results import Answer
    from adamw_bounds.engine.sweep import Sweep
    from adamw_bounds.report.charts import Look
    from adamw_bounds.spectra import Spectrum
    from adamw_bounds.spectra.curves import LambdaCurve

__all__ = ["Drawing", "PlotKind", "plot"]

PlotKind = Literal["density", "cumulative", "lambda", "decades", "steps"]
LogAxes = Literal["x", "y", "xy", "none"]


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
    optimizer: OptimizerName | str | HasGroups | None = None,
    floor: Any = None,
    smooth: float | None = None,
    title: str = "",
    size: tuple[float, float] | str | None = None,
    log: LogAxes | None = None,
    xlim: tuple[float | None, float | None] | str | None = None,
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
    optimizer : {"adamw", "adam", "l2-adam"} or torch.optim.Optimizer, optional
        Whose err is drawn; by default that of AdamW and of ℓ2-Adam. A density has no optimizer. An
        optimizer object also says η and λ.
    floor : float, optional
        What smaller singular values are raised to.
    smooth : float, optional
        Standard deviation of a Gaussian kernel through which a density is seen: in decades of
        |σ|, in σ on a linear axis.
    title : str
        What stands above the picture.
    size : (float, float) or str, optional
        Width and height in inches, ``"7x3"``.
    log : {"x", "y", "xy", "none"}, optional
        Which axes are logarithmic.
    xlim : (float or None, float or None) or str, optional
        Ends of the horizontal axis, ``"1e-6:1"``.
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
    from adamw_bounds.report.charts import look_of

    own = [item for item in items if isinstance(item, Answer | Sweep)]
    faults: list[Fault] = []
    look = look_of({"title": title, "size": size, "log": log, "xlim": xlim}, faults)
    given = {"floor": floor, "smooth": smooth}
    asked = {**inputs, **{name: value for name, value in given.items() if value is not None}}
    if own:
        return _of_bounds(items, {"kind": kind, "optimizer": optimizer, **asked}, look, faults)
    chosen: str = "density" if kind is None else kind
    said = None
    if is_optimizer(optimizer):
        said = settings_of(optimizer, inputs, ("eta", "lam"), faults)
        optimizer = said.key
    spectra = [item for item in items if not isinstance(item, Answer | Sweep)]
    kinds = get_args(PlotKind)
    if chosen not in kinds:
        faults.append(Fault("kind", chosen, one_of(chosen, kinds)))
    if not spectra:
        faults.append(Fault("items", None, "is missing: give a spectrum, a sweep or an answer"))
    allowed = DECAYING if chosen == "lambda" else tuple(OPTIMIZERS)
    plain = chosen in SHAPES
    if optimizer is not None and (plain or optimizer not in allowed):
        text = f"has no place in {SHAPES[chosen]}" if plain else one_of(optimizer, allowed)
        faults.append(Fault("optimizer", optimizer, text))
    faults += misplaced(chosen, asked)
    if faults:
        raise InputError(faults)
    if said is not None:
        asked = {**asked, **from_pytorch(said.values, faults)}

    from adamw_bounds.spectra import resolve_spectrum

    found = [resolve_spectrum(one) if isinstance(one, str) else one for one in spectra]
    names = all_of(spectrum.label for spectrum in found)
    if plain:
        drawn_items, figure = shapes_of(chosen, found, asked, look)
        return Drawing(figure, drawn_items, f"{_TITLES[chosen]} of {names}")
    whose = DECAYING if optimizer is None else (str(optimizer),)
    pairs = [(spectrum, name) for spectrum in found for name in whose]
    drawn_items, figure = _CURVES[chosen](pairs, asked, look)
    return Drawing(figure, drawn_items, f"{_TITLES[chosen]} of {names}")


def _of_bounds(
    items: Sequence[Any], given: Mapping[str, Any], look: Look, faults: list[Fault]
) -> Drawing:
    """Return the picture of a sweep or of an answer."""
    from adamw_bounds.bound_pictures import answer_figure, figure_of, trajectory_figure
    from adamw_bounds.engine.sweep import Sweep

    faults += [
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
        figure, shown = figure_of(item, look=look)
        return Drawing(figure, (shown,), f"{item.question} over {' and '.join(item.points.names)}")
    if item.command == "simulate":
        figure, chart = trajectory_figure(item, look)
        return Drawing(figure, (chart,), "Runs against their bound")
    figure, bars = answer_figure(item, look)
    return Drawing(figure, tuple(bars), f"Bounds of {item.command}")


#: Kinds that show the eigenvalues alone, as they are spoken of.
SHAPES: Final[Mapping[str, str]] = {"density": "a density", "cumulative": "a share"}
#: The inputs that they take.
_TAKEN: Final = {"density": ("floor", "smooth"), "cumulative": ()}
_TITLES: Final[Mapping[str, str]] = {
    "density": "Density",
    "cumulative": "Shares",
    "lambda": "err against λ (Corollary 3, corrected)",
    "decades": "err by decade of σ (Corollary 3, corrected)",
    "steps": "err over the steps of training (Corollary 3, corrected)",
}


def misplaced(kind: str, given: Collection[str]) -> list[Fault]:
    """Return a fault for each input that a kind of picture does not take."""
    if kind in SHAPES:
        return [
            Fault(name, None, f"has no place in {SHAPES[kind]}")
            for name in given
            if name not in _TAKEN[kind]
        ]
    return [Fault("smooth", None, "is for a density alone")] if "smooth" in given else []


def shapes_of(
    kind: str, spectra: Sequence[Spectrum], given: Mapping[str, Any], look: Look
) -> tuple[tuple[Any, ...], Any]:
    """Return the shares of eigenvalues that a picture shows, and the picture.

    Parameters
    ----------
    kind : {"density", "cumulative"}
        Which.
    spectra : sequence of Spectrum
        Of what.
    given : mapping
        ``floor``, ``smooth``, numbers or their text; the rest is passed over.
    look : Look
        How it looks.
    """
    from adamw_bounds.domains import read_number
    from adamw_bounds.report import plot as drawn
    from adamw_bounds.spectra import shapes

    is_linear = not look.has_log("x", True)
    faults = [] if is_linear else positive_span(look)
    if kind == "cumulative":
        if faults:
            raise InputError(faults)
        shares = tuple(
            shapes.cumulative(one, is_linear=is_linear, span=look.xlim) for one in spectra
        )
        return shares, drawn.cumulative_figure(shares, look)
    floor, smooth = (
        None if name not in given else read_number(name, given[name], domain, faults)
        for name, domain in (("floor", ">= 0"), ("smooth", "> 0"))
    )
    if is_linear and "floor" in given:
        said = "is of a logarithmic axis, which has no place for what is smaller"
        faults.append(Fault("floor", given["floor"], said))
    if faults:
        raise InputError(faults)
    found = shapes.densities(
        spectra, floor=floor, smooth=smooth, is_linear=is_linear, span=look.xlim
    )
    return found, drawn.density_figure(found, look)


def lambda_of(
    pairs: Sequence[tuple[Spectrum, str]], given: Mapping[str, Any], look: Look
) -> tuple[tuple[LambdaCurve, ...], Any]:
    """Return the curves of err against λ, and their picture."""
    from adamw_bounds.report import plot as drawn
    from adamw_bounds.spectra import curves

    faults = positive_span(look)
    if faults:
        raise InputError(faults)
    found = curves.lambda_curves(pairs, span=look.xlim, **given)
    ylabel = "err per parameter\n(Corollary 3, corrected)"
    return found, drawn.lambda_figure(found, look, ylabel=ylabel)


def positive_span(look: Look) -> list[Fault]:
    """Return a fault where the ends of a logarithmic axis are not > 0."""
    if all(end is None or end > 0 for end in look.xlim):
        return []
    return [Fault("xlim", look.span, "must be > 0 here: a logarithmic axis has no 0")]


def _decades(pairs: list[tuple[Spectrum, str]], inputs: dict[str, Any], look: Look) -> Any:
    from adamw_bounds.report import plot as drawn

    items = _by_decade(pairs, inputs)
    return items, drawn.decades_figure(items, look)


def _over_steps(pairs: list[tuple[Spectrum, str]], inputs: dict[str, Any], look: Look) -> Any:
    from adamw_bounds.bound_pictures import steps_figure

    steps = _steps_of([spectrum for spectrum, _ in pairs])
    items = _by_decade(pairs, inputs)
    parts = [(steps[id(pair[0])], item) for pair, item in zip(pairs, items, strict=True)]
    return items, steps_figure(parts, look)


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
    "lambda": lambda_of,
    "decades": _decades,
    "steps": _over_steps,
}
