"""``adamw-bounds spectrum measure``: from a PyTorch model to a spectrum file."""

from __future__ import annotations

import contextlib
import math
import signal
import sys
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from adamw_bounds.cli import output
from adamw_bounds.cli.dry_run import DRY
from adamw_bounds.cli.progress import progress_bar
from adamw_bounds.cli.run import Request, argument, command, report_of
from adamw_bounds.errors import Fault, InputError

if TYPE_CHECKING:
    from adamw_bounds.engine.results import Answer
    from adamw_bounds.measure import Measurement, Settings
    from adamw_bounds.report import Report

#: Rows of `spectrum show` that are not repeated here: quantiles are read there.
_LEFT_OUT = ("quantile-", "singular-value-min", "count-below-floor")


@command(
    "spectrum measure",
    arguments=(
        argument(
            "problem",
            "PROBLEM",
            "module:function that returns the model, its loss and its data; loading it RUNS ITS "
            "CODE",
        ),
    ),
    options=(
        *("probes", "steps", "products", "seed", "distribution", "matrix", "exact_below", "device"),
        *("dtype", "basis", "chunk", "gradient_samples", "memory", "until_width", "floor"),
        *("blocks", "block_rho", "checkpoint", "checkpoint_minutes", "shard", "backend"),
        *("preconditioner", "own_matrix", "kappa", "optimizer_state", "vectors"),
        *("dry_run", *DRY),
    ),
    example="adamw-bounds spectrum measure mypkg.train:problem -o net.npz --probes 10 --steps 100",
    draws=True,
)
def answer(request: Request) -> Report:
    """Measure the Hessian spectrum of a PyTorch model, and the bounds' constants.

    PROBLEM is module:function. The function takes no arguments and returns a Problem, a mapping of
    its fields, or (model, loss, data). Modules in the current folder are found. LOADING RUNS THE
    USER'S CODE.

    The spectrum is written to --output, which ends in .npz. A summary goes to standard output, and
    what the code prints goes to standard error. This needs the extra: pip install
    'adamw-bounds[torch]'. Under torchrun the processes share the work, and the first one answers.
    With --dry-run nothing is measured, and --output is for the report.
    """
    inputs = dict(request.inputs)
    name = inputs.pop("backend", "torch")
    if "block_rho" in inputs:
        inputs["rho"] = inputs.pop("block_rho")
    spec = request.arguments["problem"]
    if inputs.pop("dry_run", False):
        from adamw_bounds.cli import dry_run

        return dry_run.answer(request, spec, inputs)
    faults = [
        Fault(name, inputs.pop(name), "is for --dry-run: a measurement finds it itself")
        for name in DRY
        if name in inputs
    ]
    if spec is None:
        faults.append(
            Fault("problem", None, "is missing: name a module:function", option="PROBLEM")
        )
    if request.output is None:
        faults.append(Fault("output", None, "is missing: name a file that ends in .npz"))
    elif not request.output.endswith(".npz"):
        faults.append(Fault("output", request.output, "must end in .npz"))
    settings = _settings(inputs, faults)
    if faults or spec is None or settings is None:
        raise InputError(faults)

    request.stop_before_writing()
    from adamw_bounds.measure import find

    measured = _measured(find(name), spec, settings)
    if measured.rank:
        raise SystemExit(0)  # the first process writes and answers
    measured.save(str(request.output))
    from adamw_bounds.report import VALUE, Column

    return report_of(
        request,
        _answer(measured, spec, name, settings),
        title=f"Written to {request.output}",
        columns=(
            Column("quantity", kind="id"),
            VALUE,
            Column("stderr", "±", kind="number", latex=r"$\pm$", digits=2),
            Column("notes", title="what", kind="list"),
        ),
        footnotes=(),
    )


def _settings(inputs: dict[str, Any], faults: list[Fault]) -> Settings | None:
    from adamw_bounds.measure.settings import Settings

    try:
        return Settings.checked(**inputs)
    except InputError as error:
        faults += error.faults
        return None


def _measured(backend: Any, spec: str, settings: Settings) -> Measurement:
    """Measure; what the user's code prints must not stand in the answer."""
    try:
        with contextlib.redirect_stdout(sys.stderr), progress_bar() as bar, _ended():
            show = partial(bar.reach, unit="batch gradients") if bar else None
            found: Measurement = backend(spec, settings, show)
    except KeyboardInterrupt:
        output.say(
            f"the checkpoint {settings.checkpoint} keeps what was last written to it: the same "
            "command goes on from there"
            if settings.checkpoint is not None
            else "nothing is kept: with --checkpoint DIR the same command would go on from there"
        )
        raise
    return found


@contextlib.contextmanager
def _ended() -> Iterator[None]:
    """Take SIGTERM, by which schedulers and torchrun end a process, as an interruption."""

    def interrupt(number: int, frame: object) -> None:
        raise KeyboardInterrupt

    try:
        before = signal.signal(signal.SIGTERM, interrupt)
    except ValueError:  # not in the main thread
        yield
        return
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _answer(measured: Measurement, spec: str, backend: str, settings: Settings) -> Answer:
    """Return the summary: rows of ``spectrum show`` with errors, then how it went."""
    from dataclasses import asdict

    from adamw_bounds.engine.results import Answer, Note, Result
    from adamw_bounds.spectra import describe

    shown = describe(measured.spectrum)
    constants = measured.constants
    rows: list[Result] = []
    of = ""
    if constants is not None and constants.gradients:
        of = f"{constants.gradients} {constants.gradients_of}"
    words = {
        "c-inf": f"Largest ‖g‖∞ of {of}.",
        "c-2": f"Largest ‖g‖₂ of {of}.",
        "sigma": f"Of one sample's gradient, from {of}.",
        "x-star-norm": "‖x‖₂ of the parameters measured.",
        "x-inf-norm": "‖x‖∞ of the parameters measured.",
        "samples": "In the data measured.",
        "gap-upper": "Loss less its lower bound.",
        "smoothness-lower": "Largest |eigenvalue| at x: a LOWER estimate of L.",
    }
    for row in shown.results:
        if row.quantity.startswith(_LEFT_OUT):
            continue
        extreme = {"eigenvalue-max": measured.largest, "eigenvalue-min": measured.smallest}.get(
            row.quantity
        )
        if extreme is not None:
            row = replace(  # noqa: PLW2901
                row, notes=(f"Residual {extreme.residual:.2g}: an eigenvalue lies that near.",)
            )
        elif row.quantity in words:
            row = replace(row, notes=(words[row.quantity],))  # noqa: PLW2901
            if row.quantity == "sigma" and constants is not None:
                row = replace(row, stderr=constants.sigma_stderr)  # noqa: PLW2901
        rows.append(row)

    def add(quantity: str, value: float | None, note: str) -> None:
        if value is None or not math.isfinite(value):
            return
        log10 = math.log10(value) if value > 0 else None
        rows.append(
            Result(
                statement="spectrum",
                optimizer=None,
                schedule=None,
                variant="measured",
                quantity=quantity,
                value=value,
                log10=log10,
                case=measured.spectrum.label,
                notes=(note,),
            )
        )

    add("eigenvalue-max-residual", measured.largest.residual, "‖Hy − θy‖.")
    add("eigenvalue-min-residual", measured.smallest.residual, "‖Hy − θy‖.")
    if constants is not None:
        add("loss", constants.loss, "F(x), without weight decay.")
        add("gradient-norm", constants.gradient_norm, "‖∇F(x)‖₂.")
        add("c-inf-quantile", constants.c_inf_quantile, "0.99 quantile of ‖g‖∞.")
        add("mu-local", constants.mu_local, "‖∇F‖²/(2·gap): μ can be no larger if F* is 0.")
    add("seconds", measured.seconds, "The spectrum, without constants and checks.")
    add("seconds-per-product", measured.seconds_per_product, "Matrix times one vector.")
    add("seconds-per-gradient", measured.seconds_per_gradient, "One gradient over the data.")
    add(
        "gradients-per-probe-step",
        measured.gradients_per_product,
        "Time of a probe's step (exact: of a column), all included, in gradients.",
    )
    if measured.spectrum.kind == "quadrature":
        add("orthogonalisation-share", measured.orthogonalisation_share, "Of the time.")
    return Answer(
        command="spectrum measure",
        inputs={
            "problem": spec,
            "backend": backend,
            **{name: value for name, value in asdict(settings).items() if value is not None},
            "device": measured.device,
            "kind": measured.spectrum.kind,
            "meta": shown.inputs["meta"],
        },
        results=tuple(rows),
        warnings=(*shown.warnings, *(Note(*warning) for warning in measured.warnings)),
    )
