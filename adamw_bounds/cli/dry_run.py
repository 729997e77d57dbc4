"""``spectrum measure --dry-run``: what a measurement would cost. Nothing is measured.

With a PROBLEM its code is loaded, and parameters, samples and batches are counted. With ``--dim``
and ``--samples`` in its place no torch is needed.
"""

from __future__ import annotations

import math
import os
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from adamw_bounds.cli.progress import progress_bar
from adamw_bounds.domains import read_number
from adamw_bounds.errors import Fault, InputError
from adamw_bounds.numbers import written

if TYPE_CHECKING:
    from adamw_bounds.cli.run import Request
    from adamw_bounds.engine.results import Result
    from adamw_bounds.measure.cost import Cost, Scale
    from adamw_bounds.measure.settings import Settings
    from adamw_bounds.report import Report

__all__ = ["DRY", "answer"]

#: Options that only a dry run takes.
DRY: Final = ("dim", "samples", "batch_size", "room", "seconds_per_gradient")

_SIZES: Final = ("dim", "samples", "batch_size")
_PLACES: Final = ("device", "host", "disk")
_WHERE: Final = {"device": "on the device", "host": "in host memory", "disk": "on disk"}
_ROOM: Final = re.compile(r"(device|host|disk)\s*=\s*(.+)")
_UNITS: Final = ("bytes", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB")


def answer(request: Request, spec: str | None, inputs: Mapping[str, Any]) -> Report:
    """Count what the measurement of the request would cost.

    Parameters
    ----------
    request : Request
        The question, for the report's frame.
    spec : str or None
        ``module:function`` of the problem; None where ``dim`` and ``samples`` say how large it is.
    inputs : mapping
        The options: those of `DRY` as they were typed, the rest fields of `Settings`.

    Raises
    ------
    InputError
        If an option is wrong; names all that are.
    RunError
        If the problem cannot be loaded, or could not be measured.
    SystemExit
        With status 0 in all processes of ``torchrun`` but the first, which answers.
    """
    from adamw_bounds.measure.settings import Settings

    given = {name: value for name, value in inputs.items() if name in DRY}
    faults: list[Fault] = []
    settings = Settings()
    try:
        settings = Settings.checked(**{k: v for k, v in inputs.items() if k not in DRY})
    except InputError as error:
        faults += error.faults
    rooms = _rooms(given.get("room"), faults)
    seconds = given.get("seconds_per_gradient")
    if seconds is not None:
        seconds = read_number("seconds_per_gradient", seconds, "> 0", faults)
    sizes = _sizes(given, spec, settings, faults)
    if (request.output or "").endswith(".npz"):
        faults.append(
            Fault("output", request.output, "is for the spectrum; a dry run writes a report")
        )
    is_first = os.environ.get("RANK") in {None, "", "0"}
    if not is_first and (faults or spec is None):
        raise SystemExit(0)
    if faults:
        raise InputError(faults)
    from adamw_bounds.measure.cost import OWN_PARTS

    blocks: tuple[int, ...] = ()
    own: tuple[str, ...] = OWN_PARTS
    notes: list[tuple[str, str]] = []
    known: dict[str, float] = {}
    if spec is None:
        scale = _from_numbers(sizes, settings)
    else:
        # Each process loads it: its code may wait for the others.
        scale, blocks, own, known = _from_problem(spec, settings, notes)
        if not is_first:
            raise SystemExit(0)
    rooms = {**known, **rooms}
    return _report(request, spec, settings, scale, blocks, own, rooms, seconds, notes)


# What was given


def _sizes(
    given: Mapping[str, Any], spec: str | None, settings: Settings, faults: list[Fault]
) -> dict[str, int]:
    found: dict[str, int] = {}
    for name in _SIZES:
        if name not in given:
            if spec is None and name != "batch_size":
                faults.append(Fault(name, None, "or a PROBLEM is missing"))
            continue
        if spec is not None:
            faults.append(Fault(name, given[name], "is the problem's own, not to be given"))
            continue
        number = read_number(name, given[name], "integer >= 1", faults)
        if number is not None:
            found[name] = number
    if spec is None and settings.blocks is not None:
        faults.append(Fault("blocks", settings.blocks, "needs a PROBLEM, whose layers it names"))
    return found


def _rooms(given: Any, faults: list[Fault]) -> dict[str, float]:
    """Return bytes by place from ``host=64GiB`` and the like."""
    from adamw_bounds.measure.settings import Settings

    if isinstance(given, Mapping):
        given = [f"{name}={value}" for name, value in given.items()]
    found: dict[str, float] = {}
    for text in [given] if isinstance(given, str) else given or ():
        match = _ROOM.fullmatch(str(text).strip())
        size: int | None = None
        if match:
            try:
                size = Settings.checked(memory=match[2]).memory
            except InputError:
                match = None
        if match is None or size is None:
            faults.append(Fault("room", text, "must be device, host or disk = SIZE: host=64GiB"))
        elif match[1] in found:
            faults.append(Fault("room", text, "is given twice for the same place"))
        else:
            found[match[1]] = float(size)
    return found


def _from_numbers(sizes: Mapping[str, int], settings: Settings) -> Scale:
    from adamw_bounds.measure.cost import Scale

    return Scale.of(
        dim=sizes["dim"],
        samples=sizes["samples"],
        batch_size=sizes.get("batch_size", 1),
        dtype="float32" if settings.dtype == "auto" else settings.dtype,
    )


def _from_problem(
    spec: str, settings: Settings, notes: list[tuple[str, str]]
) -> tuple[Scale, tuple[int, ...], tuple[str, ...], dict[str, float]]:
    """Load the problem and count; no loss is computed."""
    import contextlib
    import sys

    with contextlib.redirect_stdout(sys.stderr):  # what the user's code prints is no answer
        from adamw_bounds.measure.counting import count

        with progress_bar(remaining=False) as bar:
            found = count(
                spec,
                settings,
                lambda many: None if many % 100 else bar.reach(0, 1, f"batch {written(many)} read"),
            )
    notes += found.notes
    room = {} if found.device_bytes is None else {"device": found.device_bytes}
    return found.scale, found.blocks, found.own, room


# The answer


def _report(
    request: Request,
    spec: str | None,
    settings: Settings,
    scale: Scale,
    blocks: tuple[int, ...],
    own: tuple[str, ...],
    rooms: Mapping[str, float],
    seconds: float | None,
    notes: list[tuple[str, str]],
) -> Report:
    from dataclasses import asdict

    from adamw_bounds.cli.run import report_of
    from adamw_bounds.engine.results import Answer, Note
    from adamw_bounds.measure.cost import cost, disk_room, host_room
    from adamw_bounds.report import VALUE, Column

    found = cost(settings, scale, blocks=blocks, own=own)
    room = {"host": host_room(), "disk": disk_room(), **rooms}
    if settings.basis == "device" and (settings.device == "cpu" or spec is not None):
        room.setdefault("device", room["host"])  # the device is the CPU
    place = found.place(settings.basis, room) if found.basis_bytes else None
    notes = [*notes, *_warnings(found, settings, room, place)]
    if settings.preconditioner is not None and spec is None and not found.is_exact:
        notes.append(
            (
                "preconditioner-of-adamw",
                f"--preconditioner is counted as of AdamW, {len(own)} runs beside that of the "
                "matrix itself: ℓ2-Adam takes one more.",
            )
        )
    method = "The whole matrix"
    if not found.is_exact:
        method = f"{_many(found.probes, 'probe')} × {_many(found.steps, 'step')}"
    sooner = ""
    if settings.until_width is not None and not found.is_exact:
        sooner = " --until-width may end it sooner."
    return report_of(
        request,
        Answer(
            command="spectrum measure",
            inputs={
                "problem": spec,
                "dry_run": True,
                **asdict(scale),
                **{
                    name: value
                    for name, value in asdict(settings).items()
                    if value is not None and name != "dtype"
                },
                "vector_dtype": found.vector_dtype,
                "basis_place": place,
                "room": {name: value for name, value in room.items() if math.isfinite(value)},
            },
            results=tuple(_rows(found, settings, room, place, seconds, blocks)),
            warnings=tuple(Note(*note) for note in notes),
        ),
        title="What the measurement would cost; nothing was measured",
        before=(f"{method}, {found.dtype}, vectors in {found.vector_dtype}.{sooner}",),
        columns=(
            Column("quantity", kind="id"),
            VALUE,
            Column("notes", title="what", kind="list"),
        ),
        footnotes=(),
    )


def _rows(
    found: Cost,
    settings: Settings,
    room: Mapping[str, float],
    place: str | None,
    seconds: float | None,
    blocks: tuple[int, ...],
) -> list[Result]:
    from adamw_bounds.cli.terms import figure_row

    rows: list[Result] = []

    def add(quantity: str, value: float | None, note: str, case: str | None = None) -> None:
        shared: dict[str, Any] = {"statement": "spectrum", "optimizer": None, "case": case}
        rows.append(figure_row(quantity, value, variant="estimated", notes=(note,), **shared))

    def size(quantity: str, value: int, note: str, case: str | None = None) -> None:
        add(quantity, value, f"{in_units(value)}: {note}", case)

    scale = found.scale
    add("dim", scale.dim, "Parameters d.")
    add("samples", scale.samples, "n, in the data.")
    add("batches", scale.batches, "Of one pass over the data.")
    if blocks:
        add("blocks", len(blocks), f"Measured one by one; the largest has d = {max(blocks)}.")
    again = ""
    if settings.preconditioner is not None:
        again = " For each of the spectra, those with Q included."
    if found.is_exact:
        add("products", found.products, f"Matrix times vector: each column.{again}")
    else:
        what = "Matrix times vector: probes·steps, 2 for the residuals."
        add("products", found.products, f"{what}{again}")
    add(
        "passes",
        found.passes,
        "Over the data, all probes at once; fewer where graphs fit in memory.",
    )
    add("gradients", found.gradients, "All of it, in gradients of the loss over the data.")
    if seconds is not None:
        add("seconds", found.gradients * seconds, f"At {seconds:g} s a gradient.")
    size("vector-bytes", found.vector_bytes, "one vector.")
    size("working-bytes", found.working_bytes, "whole vectors of a step, in each process.")
    if found.matrix_bytes:
        size("matrix-bytes", found.matrix_bytes, "the matrix, in host memory.", "host")
    if found.basis_bytes:
        where = f"would lie {_WHERE[place]}" if place else "there is no room for it"
        size("basis-bytes", found.basis_bytes, f"the Lanczos vectors; {where}.", place)
        size("basis-read-bytes", found.basis_read_bytes, "read of them, to orthogonalise.")
        size("checkpoint-bytes", found.checkpoint_bytes, "with --checkpoint, on disk.")
        _add_processes(add, found, settings, room)
    return rows


def _add_processes(add: Any, found: Cost, settings: Settings, room: Mapping[str, float]) -> None:
    kind = settings.basis if settings.basis in _PLACES else "host"
    here = room.get(kind, math.inf)
    if math.isinf(here):
        return
    each = f"of {in_units(here)} {_WHERE[kind]} each"
    many = found.processes(int(here), settings.shard)
    if many is None:
        add("processes", None, f"No number {each} is enough: see the warning.")
        return
    held = in_units(found.process_bytes(many, settings.shard))
    add("processes", many, f"{each[0].upper()}{each[1:]}; one holds {held}.")


def _warnings(
    found: Cost, settings: Settings, room: Mapping[str, float], place: str | None
) -> list[tuple[str, str]]:
    notes = []
    if settings.memory is not None and found.working_bytes > settings.memory:
        notes.append(
            (
                "vectors-exceed-memory",
                f"The whole vectors of a step take {in_units(found.working_bytes)}, more than "
                f"--memory {in_units(settings.memory)}: take fewer probes.",
            )
        )
    if not found.basis_bytes:
        return notes
    if place is None:
        tried = _PLACES if settings.basis == "auto" else (settings.basis,)
        rooms = ", ".join(
            f"{in_units(room[name])} {_WHERE[name]}" for name in tried if name in room
        )
        notes.append(
            (
                "no-room",
                f"The Lanczos vectors take {in_units(found.basis_bytes)}, for which there is no "
                f"room ({rooms or 'none is stated'}): take fewer probes or steps, measure blocks "
                "or fewer parameters, or share them out to more processes.",
            )
        )
    kind = settings.basis if settings.basis in _PLACES else "host"
    here = room.get(kind, math.inf)
    if not math.isinf(here):
        many = found.processes(int(here), settings.shard)
        if many is None:
            notes.append(
                (
                    "no-processes",
                    f"A process holds {in_units(found.working_bytes)} of whole vectors however "
                    f"many there are, and has {in_units(here)}: take fewer probes (--probes 1 "
                    "and another --seed for each run), or measure fewer parameters.",
                )
            )
        elif settings.shard == "data" and many > found.scale.batches:
            notes.append(
                (
                    "few-batches",
                    f"{many} processes share out {found.scale.batches} batches: some have none. "
                    "Give the data in smaller batches.",
                )
            )
    return notes


def _many(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def in_units(value: float) -> str:
    """Return a number of bytes as a person reads it, ``95.2 GiB``."""
    if math.isinf(value):
        return "unknown"
    power = 0
    while value >= 1000 and power < len(_UNITS) - 1:
        value /= 1024
        power += 1
    return f"{value:.0f} {_UNITS[0]}" if power == 0 else f"{value:.3g} {_UNITS[power]}"
