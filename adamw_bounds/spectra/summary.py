"""What `spectrum show` says of a spectrum: figures as rows, and a sketch of the density."""

from __future__ import annotations

import math
import os
from collections.abc import Iterator

import numpy as np

from adamw_bounds.engine.conventions import from_pytorch
from adamw_bounds.engine.results import Answer, Note, Result
from adamw_bounds.errors import InputError
from adamw_bounds.frozen import Frozen
from adamw_bounds.spectra._rows import gauss_newton, left_out, subsample
from adamw_bounds.spectra.merge import unverified
from adamw_bounds.spectra.meta import Meta
from adamw_bounds.spectra.preconditioned import Preconditioned, names
from adamw_bounds.spectra.resolve import resolve_spectrum, source_name
from adamw_bounds.spectra.shapes import density
from adamw_bounds.spectra.spectrum import Spectrum
from adamw_bounds.spectra.training import adam_settings, groups_of, setting_of

__all__ = ["QUANTILES", "describe", "sketch"]

#: Shares at which the quantiles of |σ| are given.
QUANTILES = (0.01, 0.1, 0.25, 0.5, 0.75, 0.9, 0.99)

_META_NUMBERS = (
    "eta",
    "lam",
    "batch_size",
    "samples",
    "rho",
    "x_star_norm",
    "x_inf_norm",
    "c_inf",
    "c_2",
    "sigma",
    "smoothness_lower",
    "gap_upper",
    "test_accuracy",
)
_EIGHTHS = " ▏▎▍▌▋▊▉█"


def describe(source: Spectrum | str | os.PathLike[str]) -> Answer:
    """Return the figures of a spectrum.

    Parameters
    ----------
    source : Spectrum or path-like
        The spectrum, a file of one, or ``shipped:NAME``.

    Returns
    -------
    Answer
        Rows of the statement ``spectrum``, variant ``measured``: ``dim``, ``probes`` and ``steps``
        (quadrature), ``eigenvalue-max``, ``eigenvalue-min``, ``singular-value-max``,
        ``singular-value-min``, ``share-below-1``,
        ``share-below-b`` (where the file says b), ``share-negative``, ``floor``,
        ``count-below-floor``, ``trace``, ``quantile-0.5`` and its like (of the singular
        values), then every number of the meta under its own name, ``beta1``, ``beta2`` and
        ``delta`` of the run (the paper's), ``eta`` and ``lam`` of each parameter group where they
        differ, ``case`` LABEL/NAME, where it was measured what the run's own preconditioner is
        (``preconditioner-trace``, ``preconditioned-eigenvalue-max`` and so on), and for each block
        ``dim`` and ``rho`` likewise. Texts of the meta stand in ``inputs["meta"]``,
        ``inputs["kind"]`` is ``exact`` or ``quadrature``, and
        ``extra["sketch"]`` holds `sketch`.

    Raises
    ------
    RunError
        If the file is no spectrum.
    """
    spectrum = resolve_spectrum(source)
    warnings: list[Note] = []
    rows: list[Result] = []

    def add(
        quantity: str,
        value: float | None,
        *notes: str,
        stderr: float | None = None,
        case: str = spectrum.label,
    ) -> None:
        if value is not None and not math.isfinite(value):
            value = None
        rows.append(
            Result(
                statement="spectrum",
                optimizer=None,
                schedule=None,
                variant="measured",
                quantity=quantity,
                value=value,
                log10=math.log10(value) if value is not None and value > 0 else None,
                case=case,
                stderr=stderr,
                notes=notes,
            )
        )

    add(
        "dim",
        spectrum.dim,
        "The number of parameters." if spectrum.dim else "The file does not say it.",
    )
    if spectrum.kind == "quadrature":
        add("probes", spectrum.probes)
        parts = [block.spectrum for block in spectrum.blocks] if spectrum.made_of_blocks else []
        add("steps", max([part.depth or 0 for part in parts], default=spectrum.depth))
        warnings.append(
            Note(
                "quadrature",
                "Shares, quantiles and extremes are those of the quadrature's nodes: estimates of "
                "the spectrum's own, and poor ones near σ = 0.",
                "method",
            )
        )
    warnings += unverified(spectrum)
    warnings += gauss_newton(spectrum, "its figures say nothing of L or of σ_i")
    warnings += left_out(spectrum, "the figures")
    warnings += subsample(spectrum)
    smallest, largest = spectrum.extremes
    add("eigenvalue-max", largest)
    add("eigenvalue-min", smallest)
    add("singular-value-max", spectrum.max_singular_value, "The largest |σ|.")
    add("singular-value-min", spectrum.min_singular_value, "The smallest |σ|.")
    add("share-below-1", spectrum.share_below_one, "Share of |σ| < 1.")
    if spectrum.share_below_batch is not None:
        # There x_i of ℓ2-Adam is larger than AdamW's at equal λ; as printed where |σ| < 1.
        text = f"Share of |σ| < b = {spectrum.meta.batch_size} (Corollary 3, corrected)."
        add("share-below-b", spectrum.share_below_batch, text)
    add("share-negative", spectrum.share_negative, "Share of eigenvalues < 0.")
    if spectrum.dim is None:
        warnings.append(
            Note("dim", "The file does not state d: no floor, and the trace is that of one value.")
        )
    else:
        floor = spectrum.default_floor()
        add("floor", floor, "d·2⁻⁵²·max|σ|: what float64 resolves.")
        count = spectrum.count(spectrum.share_below(floor))
        add("count-below-floor", count, "How many |σ| lie below the floor.")
    traces = spectrum.traces
    scatter = float(np.std(traces, ddof=1)) / math.sqrt(len(traces)) if len(traces) > 1 else None
    add("trace", spectrum.trace, "The sum of the eigenvalues.", stderr=scatter)
    for level, value in zip(QUANTILES, spectrum.quantiles(QUANTILES), strict=True):
        add(f"quantile-{level:g}", float(value), "Of |σ|.")
    meta = spectrum.meta.as_dict()
    for name in _META_NUMBERS:
        if meta[name] is not None:
            add(name.replace("_", "-"), meta[name], "As the file says.")
    for quantity, value, note in _of_the_run(spectrum.meta):
        add(quantity, value, note)
    for group in groups_of(spectrum.meta):
        case = f"{spectrum.label}/{group.name}"
        held = "" if group.parameters is None else f", {group.parameters} measured parameters"
        for name, value in (("eta", group.lr), ("lam", group.weight_decay)):
            if value is not None and meta[name] is None:
                add(name, value, f"Parameter group {group.name}{held}.", case=case)
    for name in ("eta", "lam"):
        why = setting_of(spectrum.meta, name).why
        if why:
            text = f"{why[0].upper()}{why[1:]}."
            warnings.append(Note("run-settings", text, "method"))
    other = adam_settings(spectrum.meta)[1]
    if other:
        warnings.append(Note("run-optimizer", f"In {spectrum.label}, {other}.", "method"))
    if spectrum.vectors is not None:
        text = "Unit eigenvectors in the file (vectors): of the largest and the least eigenvalue."
        add("eigenvectors", len(spectrum.vectors), text)
    if spectrum.preconditioned is not None:
        for quantity, value, note in _of_own(spectrum.preconditioned):
            add(quantity, value, note)
    for block in spectrum.blocks:
        case = f"{spectrum.label}/{block.name}"
        add("dim", block.spectrum.dim, f"Block {block.name}, {block.spectrum.kind}.", case=case)
        origin = block.spectrum.meta.extra.get("rho_from")
        source = f": {origin}" if isinstance(origin, str) else ""
        add("rho", block.rho, f"Block {block.name}{source}.", case=case)
    return Answer(
        command="spectrum show",
        inputs=Frozen(
            {
                "spectrum": source_name(source),
                "kind": spectrum.kind,
                "dtype": spectrum.dtype,
                "meta": {name: value for name, value in meta.items() if value is not None},
            }
        ),
        results=tuple(rows),
        warnings=tuple(warnings),
        extra=Frozen({"sketch": sketch(spectrum)}),
    )


def _of_the_run(meta: Meta) -> list[tuple[str, float, str]]:
    """Return β1, β2 and δ of the run in the paper's terms, with what each comes from."""
    own, _ = adam_settings(meta)
    if not own:
        return []
    symbols = {name: float(text) for name, text in from_pytorch(own, []).items()}
    found = []
    if "betas" in own:
        for place, name in enumerate(("beta1", "beta2")):
            text = f"1 − PyTorch's {own['betas'][place]:g}, which the file says."
            found.append((name, symbols[name], text))
    if "adam_eps" in own:
        text = f"The square of PyTorch's ε = {own['adam_eps']:g}, which the file says."
        found.append(("delta", symbols["delta"], text))
    return found


def _of_own(own: Preconditioned) -> Iterator[tuple[str, float, str]]:
    """Yield what the file says of the run's own preconditioner Q."""
    matrix = "Gauss–Newton matrix" if own.matrix == "ggn" else "Hessian"
    yield (
        "preconditioner-median",
        own.q_median,
        f"Of q = 1/(√v̂ + ε) after {own.steps} steps of {own.optimizer}"
        f"{' with amsgrad' if own.kind == 'amsgrad' else ''}, from {own.q_min:.4g} to "
        f"{own.q_max:.4g}.",
    )
    yield "preconditioner-trace", own.trace_q, f"Tr Q, over d = {own.dim} coordinates."
    if own.removed:
        yield "preconditioner-removed", own.removed, "Coordinates whose gradient was always 0."
    if own.dead:
        share = sum(item.share for item in own.dead)
        text = f"Share of Tr Q of coordinates with q above 1000 medians: {names(own.dead)}."
        yield "preconditioner-dead-share", share, text
    yield "preconditioner-kappa", own.kappa, f"κ that was added to the {matrix}."
    if own.s is not None:
        low, high = own.s.extremes
        yield "preconditioned-eigenvalue-max", high, f"s of Q^½HQ^½, H the {matrix} + κI."
        yield "preconditioned-eigenvalue-min", low, "As above."
    for level, value in (own.ratio or {}).items():
        what = "b·Σv̂/Tr H." if level == "trace" else f"Quantile {level} of b·v̂_i/H_ii."
        yield f"noise-ratio-{level}", value, f"{what} 1 where the noise is as Section 5 assumes."


def sketch(
    spectrum: Spectrum, *, width: int = 80, rows: int = 24, ascii_only: bool = False
) -> tuple[str, ...]:
    """Draw the density of log10|σ| for a terminal.

    One line for each interval of |σ|, largest first: full bars for positive eigenvalues, then
    shaded ones for negative. Values below the default floor share the last line, as rounding.

    Parameters
    ----------
    spectrum : Spectrum
        What to draw.
    width : int
        Columns at most, 40 or more.
    rows : int
        Intervals at most, 4 or more; an interval covers 0.1, 0.2, 0.5, 1, 2, 5, … decades.
    ascii_only : bool
        Draw with ``#`` and ``-``, and write no symbol outside ASCII.

    Returns
    -------
    tuple of str
        Lines without line ends, none longer than `width`.

    Raises
    ------
    InputError
        If `width` or `rows` is too small.
    """
    if width < 40 or rows < 4:
        raise InputError(f"a sketch needs width ≥ 40 and rows ≥ 4, not {width} and {rows}")
    found = density(spectrum, most=rows)
    step, floor = found.step, found.floor
    lines = [
        (f"{_exponent(low, step)} to {_exponent(low + step, step)}", positive, negative)
        for low, positive, negative in zip(
            found.edges[:-1], found.positive, found.negative, strict=True
        )
    ][::-1]
    if sum(found.below) > 0:
        lines.append((f"below {floor:.0e}" if floor > 0 else "zero", *found.below))
    return _draw(lines, width, ascii_only)


def _exponent(value: float, step: float) -> str:
    return f"{value:.1f}" if step < 1 else f"{value:.0f}"


def _draw(lines: list[tuple[str, float, float]], width: int, ascii_only: bool) -> tuple[str, ...]:
    """Set the bars: the longest fills the width that labels and shares leave."""
    full, shaded = ("#", "-") if ascii_only else ("█", "░")
    name = "log10 |sigma|" if ascii_only else "log10 |σ|"
    head = max(len(name), *(len(label) for label, _, _ in lines))
    tail = 7
    room = width - head - tail - 2
    scale = room / max(positive + negative for _, positive, negative in lines)
    drawn = [f"{name:>{head}} {'':{room}} {'share':>{tail}}"]
    any_negative = False
    for label, positive, negative in lines:
        bar = _bar(positive * scale, full, ascii_only)
        if negative > 0:
            any_negative = True
            # Any negative part shows, even where it is too small for its share.
            cells = max(1, round(negative * scale))
            bar = bar[: room - cells].rstrip() + shaded * cells
        share = positive + negative
        text = f"{share:.2%}" if share == 0 or share >= 5e-5 else "<0.01%"
        drawn.append(f"{label:>{head}} {bar:{room}} {text:>{tail}}")
    if any_negative:
        drawn.append(f"{'':{head}} {full} positive  {shaded} negative")
    return tuple(line.rstrip() for line in drawn)


def _bar(cells: float, full: str, ascii_only: bool) -> str:
    """Return a bar of so many cells, to an eighth of one where the letters allow it."""
    if ascii_only:
        return full * max(round(cells), int(cells > 0))
    eighths = max(round(8 * cells), int(cells > 0))
    whole, part = divmod(eighths, 8)
    return full * whole + (_EIGHTHS[part] if part else "")
