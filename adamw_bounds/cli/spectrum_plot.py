"""``adamw-bounds spectrum plot``: pictures of spectra, for a paper."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from adamw_bounds.cli.completion import spectra
from adamw_bounds.cli.labelled import Labelled, read_labelled, repeated
from adamw_bounds.cli.options import PYTORCH, options
from adamw_bounds.cli.run import Request, argument, command, report_of
from adamw_bounds.errors import Fault, InputError
from adamw_bounds.optimizers import ADAM, DECAYING, OPTIMIZERS
from adamw_bounds.report.charts import LOOK
from adamw_bounds.spelling import any_of, one_of

if TYPE_CHECKING:
    from adamw_bounds.engine.results import Result
    from adamw_bounds.report import Report
    from adamw_bounds.report.charts import Look
    from adamw_bounds.spectra.curves import Decades, LambdaCurve
    from adamw_bounds.spectra.shapes import Cumulative, Density


@command(
    "spectrum plot",
    arguments=(
        argument(
            "files",
            "[LABEL=]FILE[:OPTIMIZER]...",
            "spectrum files, or shipped:NAME, laid over each other",
            many=True,
            completion=spectra,
        ),
    ),
    options=(
        *("kind", "optimizer", "floor", "rho", "eta", "lam", "lam_l2", "batch_size", "dim"),
        *("lr", "weight_decay", "smooth", *LOOK),
    ),
    example=(
        "adamw-bounds spectrum plot shipped:digits_mlp_adamw shipped:digits_mlp_l2_adam \\\n"
        "    -o density.pdf"
    ),
    draws=True,
)
def answer(request: Request) -> Report:
    """Draw spectra: densities, shares, or err against λ, by decade or over training.

    The picture is written to --output, which ends in .png, .pdf or .svg; its numbers go to standard
    output. err (Corollary 3) is drawn for AdamW and ℓ2-Adam, unless --optimizer or the name of the
    file says otherwise. A picture of err needs --rho where the file does not record it.
    """
    from adamw_bounds.cli.output import write_file
    from adamw_bounds.cli.terms import given
    from adamw_bounds.pictures import SHAPES, misplaced
    from adamw_bounds.report import PICTURES, VALUE, Column, Picture

    inputs = given(request)
    kind = inputs.pop("kind", "density")
    optimizer = inputs.pop("optimizer", "")
    texts = list(request.arguments["files"] or [request.source.spectrum])
    ending = os.path.splitext(request.output or "")[1].lower().removeprefix(".")
    faults = misplaced(kind, [name for name in inputs if name in request.line])
    if texts == [None]:
        faults.append(Fault("files", None, "is missing: name a spectrum file", option="FILE"))
    endings = f".{', .'.join(PICTURES[:-1])} or .{PICTURES[-1]}"
    if request.output is None:
        faults.append(Fault("output", None, f"is missing: name a file that ends in {endings}"))
    elif ending not in PICTURES:
        faults.append(Fault("output", request.output, f"must end in {endings}"))
    kinds = options()["kind"].choices
    if kind not in kinds:
        faults.append(Fault("kind", kind, one_of(kind, kinds)))
    if optimizer not in ("", "all", *OPTIMIZERS):
        faults.append(Fault("optimizer", optimizer, one_of(optimizer, (*OPTIMIZERS, "all"))))
    if kind == "lambda" and optimizer == ADAM.key:
        faults.append(
            Fault("optimizer", optimizer, f"has no λ: {any_of(DECAYING)} for --kind lambda")
        )
    if faults:
        raise InputError(faults)

    from adamw_bounds.report import plot  # says what to install where matplotlib is missing

    cases = read_labelled(texts, "files", "FILE")
    whose = [("",) if kind in SHAPES else _whose(kind, case, optimizer) for case in cases]
    faults = repeated(cases, whose, "files", "FILE")
    if faults:
        raise InputError(faults)
    items, figure = _draw(plot, kind, cases, whose, inputs, request.look)
    request.stop_before_writing()
    write_file(plot.encode(figure, ending), str(request.output))

    def drawn() -> str:
        return plot.encode(figure, "svg").decode("utf-8")

    results = [row for item in items for row in _rows(item)]
    if kind == "steps":
        results = [row for row in results if row.quantity == "err-per-parameter"]
    return report_of(
        request,
        _answered(texts, kind, items, results),
        title=f"Drawn to {request.output}",
        columns=(
            Column("case", "spectrum", kind="id"),
            Column("optimizer", kind="id"),
            Column("quantity", kind="id"),
            Column("stage", "decade"),
            VALUE,
        )
        if kind == "decades"
        else (Column("case", "spectrum", kind="id"), Column("optimizer", kind="id"), VALUE)
        if kind == "steps"
        else (Column("quantity", kind="id"), VALUE),
        group_by=() if kind in ("decades", "steps") else ("case", "optimizer"),
        footnotes=("notes",),
        after=_settings(items),
        pictures=[Picture(f"Drawn to {request.output}", drawn)],
    )


def _settings(items: Sequence[Any]) -> list[str]:
    """Say what err was computed by and with, reading, η, b, ρ, floor: what a caption has to say."""
    from adamw_bounds.report import format_number
    from adamw_bounds.spectra import reading_of

    signs = {"eta": "η", "batch_size": "b", "rho": "ρ", "floor": "floor of σ"}
    lines: dict[str, list[str]] = {}
    for item in items:
        if hasattr(item, "settings"):
            parts = [
                f"{sign} of each block"
                if isinstance(item.settings[name], Mapping)
                else f"{sign} = {format_number(item.settings[name])}"
                if name == "floor"
                else f"{sign} = {item.settings[name]:g}"
                for name, sign in signs.items()
            ]
            labels = lines.setdefault(", ".join(parts), [])
            labels += [item.label] if item.label not in labels else []
    said = dict.fromkeys(
        f"Corollary 3, {reading_of(item.optimizer, item.variant)}."
        for item in items
        if hasattr(item, "settings")
    )
    return [*said, *(f"{', '.join(labels)}: {line}." for line, labels in lines.items())]


def _draw(
    plot: Any,
    kind: str,
    cases: Sequence[Labelled],
    whose: Sequence[Sequence[str]],
    inputs: dict[str, Any],
    look: Look,
) -> tuple[Sequence[Any], Any]:
    """Return what is drawn, as numbers and as a figure."""
    from adamw_bounds.cli.terms import asked, settings
    from adamw_bounds.pictures import SHAPES, lambda_of, shapes_of
    from adamw_bounds.spectra import curves

    if kind in SHAPES:
        return shapes_of(kind, [case.spectrum for case in cases], inputs, look)
    faults: list[Fault] = []
    steps = _steps(cases, faults) if kind == "steps" else {}
    torch = asked(faults, lambda: settings(inputs))
    question = {name: value for name, value in inputs.items() if name not in PYTORCH}
    question |= torch or {}
    pairs = [
        (case.spectrum, name) for case, names in zip(cases, whose, strict=True) for name in names
    ]
    if kind == "lambda":
        found = asked(faults, lambda: lambda_of(pairs, question, look))
        if faults or found is None:
            raise InputError(list(dict.fromkeys(faults)))
        return found
    parts: list[Decades] = []
    for spectrum, name in pairs:
        part = asked(
            faults,
            lambda: curves.err_by_decade(spectrum, optimizer=name, **question),  # noqa: B023
        )
        parts += [part] if part is not None else []
    if faults:
        raise InputError(list(dict.fromkeys(faults)))
    if kind == "steps":
        from adamw_bounds.bound_pictures import steps_figure

        return parts, steps_figure([(steps[part.label], part) for part in parts], look)
    return parts, plot.decades_figure(parts, look)


def _steps(cases: Sequence[Labelled], faults: list[Fault]) -> dict[str, int]:
    """Return the training step of each spectrum by its label, each at another one."""
    from adamw_bounds.spectra.curves import training_step

    found: dict[str, int] = {}
    known: dict[int, str] = {}
    for case in cases:
        step = training_step(case.spectrum, case.text)
        if step is None:
            said = "says no training step: neither training_step in the file nor its name"
            faults.append(Fault("files", case.text, said, option="FILE"))
            continue
        if step in known:
            said = f"is of step {step}, as {known[step]} is"
            faults.append(Fault("files", case.text, said, option="FILE"))
        known.setdefault(step, case.text)
        found[case.spectrum.label] = step
    return found


def _whose(kind: str, case: Labelled, optimizer: str) -> tuple[str, ...]:
    """Return the optimizers whose err is drawn on a spectrum."""
    chosen = case.optimizer or optimizer or "both"
    if kind == "lambda" and case.optimizer == ADAM.key:
        raise InputError(
            [Fault("files", case.text, f"names {ADAM.key}, which has no λ", option="FILE")]
        )
    if chosen == "both" or (chosen == "all" and kind == "lambda"):
        return tuple(DECAYING)
    return tuple(OPTIMIZERS) if chosen == "all" else (chosen,)


def _answered(
    texts: Sequence[str], kind: str, items: Sequence[Any], results: Sequence[Result]
) -> Any:
    from adamw_bounds.engine.results import Answer

    used = {
        f"{item.label}:{item.optimizer}": dict(item.settings)
        for item in items
        if hasattr(item, "settings")
    }
    return Answer(
        command="spectrum plot",
        inputs={"files": list(texts), "kind": kind, **({"drawn": used} if used else {})},
        results=tuple(results),
    )


def _rows(item: Density | Cumulative | LambdaCurve | Decades) -> Iterator[Result]:
    """Return what a reader takes from the picture, in numbers."""
    from adamw_bounds.cli.terms import decade_rows, figure_row
    from adamw_bounds.spectra.curves import Decades
    from adamw_bounds.spectra.shapes import Cumulative, Density

    if isinstance(item, Cumulative):
        # The size of half of the eigenvalues, and what is known of the share there.
        place = next((k for k, share in enumerate(item.share) if share >= 0.5), -1)
        for name, value in (
            ("sigma-of-half", item.sigma[place]),
            ("share-at-most", item.share[place]),
            ("share-at-most-lower", item.lower[place]),
            ("share-at-most-upper", item.upper[place]),
        ):
            yield figure_row(
                name,
                value,
                statement="spectrum",
                optimizer=None,
                variant="measured",
                case=item.label,
            )
        return
    if isinstance(item, Decades):
        whole = {"statement": "corollary-3", "variant": item.variant, "case": item.label}
        yield figure_row("err-per-parameter", item.total, optimizer=item.optimizer, **whole)
        yield from decade_rows(item)
        return
    spectral = isinstance(item, Density)

    def row(quantity: str, value: float | None, *notes: str) -> Result:
        return figure_row(
            quantity,
            value,
            statement="spectrum" if spectral else "corollary-3",
            optimizer=None if isinstance(item, Density) else item.optimizer,
            variant="measured" if isinstance(item, Density) else item.variant,
            case=item.label,
            notes=notes,
        )

    if isinstance(item, Density):
        yield row("share-below-1", item.share_below_one, "Share of |σ| < 1.")
        if item.share_below_batch is not None:
            text = f"Share of |σ| < b = {item.batch_size}."
            yield row("share-below-b", item.share_below_batch, text)
        yield row("share-negative", item.share_negative, "Share of eigenvalues < 0.")
        yield row("floor", item.floor)
        yield row("share-below-floor", sum(item.below))
    else:
        yield row("err-per-parameter-at-0", item.at_zero)
        if item.lam_used is not None:
            yield row("lambda", item.lam_used)
            yield row("err-per-parameter", item.at_used)
        if item.lam_star is not None:
            yield row("lambda-star", item.lam_star)
            yield row("err-per-parameter-at-lambda-star", item.at_star)
