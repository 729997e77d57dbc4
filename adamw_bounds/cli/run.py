"""How a command is declared, and the one way from its options to its answer."""

from __future__ import annotations

import inspect
import os
import shlex
import signal
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from adamw_bounds.cli.help import PlainCommand
from adamw_bounds.cli.inputs import Source, read_source
from adamw_bounds.cli.options import COMMON, options, parameters
from adamw_bounds.errors import BoundsError, Fault, InputError, RunError
from adamw_bounds.report import PICTURES
from adamw_bounds.report.charts import LOOK, Look, look_of
from adamw_bounds.report.formats import ENDINGS, FORMATS, JSON, LATEX, TABLE
from adamw_bounds.spelling import meant, one_of

if TYPE_CHECKING:
    from adamw_bounds.engine.results import Answer, Result
    from adamw_bounds.report import Placement, Report

__all__ = ["Command", "Request", "Written", "command", "names_range", "report_of"]


@dataclass(frozen=True, slots=True)
class Request:
    """One question: what was given, merged and not yet validated.

    Attributes
    ----------
    command : str
        The command as it is typed: ``complexity``, ``spectrum show``.
    inputs : dict
        Options of the question that were given, numbers as raw text; arguments of the command
        and switches are in ``arguments``.
    arguments : dict
        Positional arguments and flags.
    format : str
        The output format.
    output : str or None
        The output file; None for standard output.
    invocation : str
        The command line, quoted for a shell.
    source : Source
        What the ``--from`` file held.
    line : mapping
        Those of the inputs that were given on the line.
    picture : str or None
        Where a picture of the answer goes.
    look : Look
        How it was asked to look.
    is_faulty : bool
        Whether something is wrong already, which is said when the command has found its own
        faults.
    """

    command: str
    inputs: dict[str, Any]
    arguments: dict[str, Any]
    format: str
    output: str | None
    invocation: str
    source: Source = field(default_factory=Source)
    line: Mapping[str, Any] = field(default_factory=dict)
    picture: str | None = None
    look: Look = field(default_factory=Look)
    verbose: bool = False
    is_faulty: bool = False

    def stop_before_writing(self) -> None:
        """Stop a command that is about to write a file, where something is wrong already."""
        if self.is_faulty:
            raise RunError("nothing is written: the input is wrong")

    def stop_before_working(self) -> None:
        """Stop a command that is about to work for seconds, where something is wrong already."""
        if self.is_faulty:
            raise RunError("nothing is computed: the input is wrong")


@dataclass(frozen=True, slots=True)
class Written:
    """An answer that its command has written itself, piece by piece.

    Attributes
    ----------
    told : Report
        A report without rows: what is said of the answer on standard error.
    """

    told: Report


#: Options that place a LaTeX table in the text around it.
_PLACING = ("caption", "label", "bare", "wide")

#: Endings of files that a sweep writes itself, beside those of the formats.
SWEPT: Final = (".npy", ".parquet")
Handler = Callable[[Request], "Report | Written"]
#: The names of a command's options, or a function that says them when they are needed.
Options = Sequence[str] | Callable[[], Sequence[str]]


@dataclass(frozen=True, slots=True)
class Command:
    """A command of the shell, which typer builds only when it is asked for."""

    name: str
    handler: Handler
    options: Options
    example: str
    arguments: tuple[inspect.Parameter, ...] = ()
    status: Callable[[Report], int] | None = None
    draws: bool = False
    changes: Callable[[], Mapping[str, Mapping[str, Any]]] | None = None
    sweeps: bool = False
    ending: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the options; asked of the statements where they decide it."""
        return tuple(self.options() if callable(self.options) else self.options)

    def build(self) -> Any:
        """Return the command object that typer makes of the declaration."""
        app = typer.Typer(add_completion=False, rich_markup_mode=None)
        app.command(
            self.name.split()[-1],
            cls=PlainCommand,
            help=inspect.getdoc(self.handler),
            epilog=self.example,
        )(self._function())
        return typer.main.get_command(app)

    def _function(self) -> Callable[..., int]:
        def function(context: typer.Context, **given: Any) -> int:
            return execute(self, given, context.obj)

        function.__doc__ = self.handler.__doc__
        shown = [
            inspect.Parameter(
                "context", inspect.Parameter.POSITIONAL_OR_KEYWORD, annotation=typer.Context
            ),
            *self.arguments,
            *parameters((*self.names, *COMMON), None if self.changes is None else self.changes()),
        ]
        # typer reads a command's options from its signature and its annotations.
        function.__signature__ = inspect.Signature(shown)  # type: ignore[attr-defined]
        function.__annotations__ = {item.name: item.annotation for item in shown}
        return function


def command(
    name: str,
    *,
    options: Options,
    example: str,
    arguments: Sequence[inspect.Parameter] = (),
    status: Callable[[Report], int] | None = None,
    draws: bool = False,
    changes: Callable[[], Mapping[str, Mapping[str, Any]]] | None = None,
    sweeps: bool = False,
    ending: str = "",
) -> Callable[[Handler], Command]:
    """Declare a command.

    Parameters
    ----------
    name : str
        What is typed.
    options : sequence of str, or callable
        Names of the options it takes, or a function that returns them; those that every command
        has are added.
    example : str
        One worked example, printed by ``--help``.
    arguments : sequence of inspect.Parameter
        Positional arguments, see `argument`.
    status : callable, optional
        Turns the report into the exit status of a question that was answered; 0 when missing.
    draws : bool
        Whether ``--output`` is a picture or a spectrum, which the command writes itself; its
        rows go to standard output. With ``--dry-run`` it is a report like any other.
    changes : callable, optional
        Returns what this command's own options differ in: help texts, choices.
    sweeps : bool
        Whether a list in a file may stand for a number.
    ending : str
        What a file's name may end in for the format of a terminal, beside ``.txt``.

    Returns
    -------
    callable
        A decorator for the function that turns a request into a report. The first line of its
        docstring is what the list of commands says.
    """

    def declare(handler: Handler) -> Command:
        return Command(
            name,
            handler,
            options,
            example,
            tuple(arguments),
            status,
            draws,
            changes,
            sweeps,
            ending,
        )

    return declare


def argument(
    name: str,
    metavar: str,
    text: str,
    *,
    many: bool = False,
    words: Callable[[], Sequence[str]] | None = None,
    completion: Callable[[str], list[str]] | None = None,
) -> inspect.Parameter:
    """Return the parameter of an optional positional argument, or of any number of them.

    ``words`` says what the shell completes it with; ``completion`` what a beginning may become.
    """
    taken: Any = list[str] | None if many else str | None

    def complete(incomplete: str) -> list[str]:
        return [] if words is None else [one for one in words() if one.startswith(incomplete)]

    return inspect.Parameter(
        name,
        inspect.Parameter.KEYWORD_ONLY,
        default=None,
        annotation=Annotated[
            taken,
            typer.Argument(
                metavar=metavar,
                help=text,
                show_default=False,
                autocompletion=completion if words is None else complete,
            ),
        ],
    )


def execute(declared: Command, given: Mapping[str, Any], argv: Sequence[str] | None) -> int:
    """Answer one question: merge, ask, render, write; return the exit status.

    Raises
    ------
    BoundsError
        If the input is wrong, the run fails, or no bound holds.
    """
    from adamw_bounds.cli import output

    values = {key: value for key, value in given.items() if value is not None and value != []}
    faults: list[Fault] = []
    path = values.pop("output", None)
    named = "plot" if "plot" in values else "output"
    picture, path = _picture(declared, values.pop("plot", None), path, faults)
    look = _look(values, picture is not None or declared.draws, faults)
    if faults or values.get("dry_run"):
        picture = None
    of_report = path if not declared.draws or values.get("dry_run") else None
    own: tuple[str, ...] = (
        (declared.ending,) if declared.ending else SWEPT if declared.sweeps else ()
    )
    if "plot" in declared.names:
        own += tuple(f".{ending}" for ending in PICTURES)
    chosen = _format(values.pop("format", None), of_report, own, faults)
    output.check_output(path)
    output.check_output(picture, named)
    digits = _digits(values.pop("digits", None), faults)
    values.pop("debug", None)
    quiet, verbose = bool(values.pop("quiet", False)), bool(values.pop("verbose", False))
    if quiet and verbose:
        faults.append(Fault("quiet", None, "cannot stand beside --verbose"))
    placement = _placement(values, chosen, faults)
    source_path = values.pop("source", None)
    source = Source() if source_path is None else read_source(source_path, lists=declared.sweeps)
    faults += source.faults
    arguments = {item.name: values.pop(item.name, None) for item in declared.arguments}
    for name, value in values.items():
        if isinstance(value, str) and (same := meant(value, options()[name].choices)):
            # Whatever the case; a file of such a name is meant as it stands.
            values[name] = value if os.path.exists(value) else same
    # A switch that is off was not given: a file may turn it on.
    line = {key: value for key, value in values.items() if value is not False}
    inputs, clashes = source.merged(line, declared.names)
    faults += clashes
    if source.spectrum is not None and "spectrum" in declared.names:
        inputs.setdefault("spectrum", source.spectrum)
    request = Request(
        command=declared.name,
        inputs=inputs,
        arguments=arguments,
        format=chosen,
        output=path,
        invocation=shlex.join(["adamw-bounds", *(argv or ())]),
        source=source,
        line=line,
        picture=None if faults else picture,
        look=look,
        verbose=verbose,
        is_faulty=bool(faults),
    )
    _catch_interrupts()
    report = _ask(declared, request, faults)
    if picture is not None and not quiet:
        output.say(f"wrote {picture} (picture)")
    if isinstance(report, Written):
        if not quiet:
            if request.output not in (None, "-"):
                output.say(f"wrote {request.output}")
            shown = report.told.remarks("finding", "vacuous", "answer")
            output.say_items(remark.message for remark in shown)
            rest = [remark for remark in report.told.remarks() if remark not in shown]
            output.say_remarks(rest, verbose=verbose)
        return 0
    from adamw_bounds.phrases import glossary, statement_labels
    from adamw_bounds.report import render

    report = replace(report, placement=placement)
    # A dry run has nothing to draw: --output is for its report.
    if declared.draws and not inputs.get("dry_run"):
        path = None
    if FORMATS[chosen].kind == "page":
        report = replace(
            report,
            labels={**statement_labels(report), **report.labels},
            glossary={**glossary(_names(report.inputs)), **report.glossary},
        )
        remarks = [item for item in report.remarks() if item.kind in ("method", "voids")]
        if quiet:
            report = report.tables_alone()
        if digits:
            report = replace(report, digits=digits)
    else:
        remarks = list(report.remarks())
        if FORMATS[chosen] is not JSON and not quiet:
            # Rows alone have no place for what is said of the answer.
            shown = report.remarks("finding", "vacuous", "answer")
            output.say_items(remark.message for remark in shown)
            remarks = [remark for remark in remarks if remark not in shown]
    to_file = path is not None and path != "-"
    text = render(report, chosen, color=False if to_file else None)
    output.write_answer(text, path, FORMATS[chosen])
    if to_file and not quiet:
        output.say(f"wrote {path} ({chosen})")
    if not quiet:
        output.say_remarks(remarks, verbose=verbose)
    return 0 if declared.status is None else declared.status(report)


def _placement(values: dict[str, Any], chosen: str, faults: list[Fault]) -> Placement:
    """Take from ``values`` how a LaTeX table stands in the text around it."""
    from adamw_bounds.report import Placement

    taken = {name: values.pop(name) for name in _PLACING if name in values}
    given = {name: value for name, value in taken.items() if value is not False}
    if given and chosen != LATEX.name:
        faults += [Fault(name, None, "is only for --format latex") for name in given]
    for name in ("caption", "label"):
        text = str(given.get(name, ""))
        if not _balanced(text):
            faults.append(Fault(name, text, "must have a closing brace for each that opens"))
    if given.get("bare"):
        faults += [
            Fault(name, None, "cannot stand beside --bare, which has no float")
            for name in ("caption", "label", "wide")
            if given.get(name)
        ]
    return Placement(**given)


def _balanced(text: str) -> bool:
    """Say whether a piece of LaTeX is whole: its braces close, and no comment eats its end."""
    plain = text.replace(r"\\", "").replace(r"\{", "").replace(r"\}", "").replace(r"\%", "")
    depth = 0
    for letter in plain:
        depth += {"{": 1, "}": -1}.get(letter, 0)
        if depth < 0:
            return False
    return depth == 0 and "%" not in plain


def _look(values: dict[str, Any], is_drawn: bool, faults: list[Fault]) -> Look:
    """Take from ``values`` how a picture looks."""
    found: dict[str, Any] = {name: values.pop(name) for name in LOOK if name in values}
    if not is_drawn:
        faults += [Fault(name, None, "needs --plot: it is of the picture") for name in found]
        return Look()
    return look_of(found, faults)


def _picture(
    declared: Command, given: str | None, path: str | None, faults: list[Fault]
) -> tuple[str | None, str | None]:
    """Return where a picture goes, by ``--plot`` or the ending of ``--output``, and the answer."""

    def drawn(name: str) -> bool:
        return os.path.splitext(name)[1].lower().removeprefix(".") in PICTURES

    if given is not None and not drawn(given):
        faults.append(Fault("plot", given, f"must end in {', '.join(f'.{e}' for e in PICTURES)}"))
        given = None
    if path is None or not drawn(path) or "plot" not in declared.names:
        return given, path
    if given is not None:
        faults.append(Fault("output", path, "is a picture, as --plot is: name one of them"))
        path = None
    return path, None


def _format(given: str | None, path: str | None, own: Sequence[str], faults: list[Fault]) -> str:
    """Return the name of the format: as it was given, else that of the file's ending."""
    if given is not None:
        chosen = meant(given, FORMATS) or given
        if chosen not in FORMATS:
            faults.append(Fault("format", given, one_of(given, FORMATS)))
        return chosen
    if path is None or path == "-" or (os.path.exists(path) and not os.path.isfile(path)):
        return TABLE.name
    found = os.path.splitext(path)[1].lower()
    if found in own:
        return TABLE.name
    if found not in ENDINGS:
        known = [*ENDINGS, *own]
        allowed = f"must end in one of {', '.join(known)}, or stand beside --format"
        faults.append(Fault("output", path, allowed))
        return TABLE.name
    return ENDINGS[found].name


#: Of a float of 64 bits, more digits than these say nothing.
_MOST_DIGITS = 17


def _digits(given: str | None, faults: list[Fault]) -> int:
    """Return the digits that were asked for; 0 where none were."""
    if given is None:
        return 0
    if given.isascii() and given.isdecimal() and 1 <= int(given) <= _MOST_DIGITS:
        return int(given)
    faults.append(Fault("digits", given, f"must be a whole number from 1 to {_MOST_DIGITS}"))
    return 0


def _catch_interrupts() -> None:
    """Let an interrupt raise from here on: a file may be half written, and has to go."""
    handler = signal.getsignal(signal.SIGINT)
    if callable(handler) and getattr(handler, "__module__", "").endswith("__main__"):
        signal.signal(signal.SIGINT, signal.default_int_handler)


def _ask(declared: Command, request: Request, faults: list[Fault]) -> Report | Written:
    """Call the command, and put its faults beside those found before."""
    try:
        report = declared.handler(request)
    except InputError as error:
        if not faults:
            raise
        if not error.faults:
            raise InputError(
                "; ".join([*(fault.sentence() for fault in faults), error.message])
            ) from error
        # An input that is wrong, or whose lack was explained, is not called missing once more.
        known = {fault.name.replace("-", "_") for fault in faults}
        rest = [
            fault for fault in error.faults if fault.name not in known or fault.value is not None
        ]
        raise InputError(dict.fromkeys((*faults, *rest)), code=error.code) from error
    except BoundsError:
        if not faults:
            raise
    if faults:
        raise InputError(faults)
    return report


def _names(inputs: Mapping[str, Any]) -> Iterator[str]:
    """Yield the names of inputs, those of several questions in one answer too."""
    for name, value in inputs.items():
        yield name
        if isinstance(value, Mapping):
            yield from _names(value)


def _row(result: Result, voids: Sequence[str]) -> dict[str, Any]:
    """Return the row of a result; what voids its number comes first among its notes."""
    row = result.as_row()
    if voids and result.value is not None:
        row["notes"] = [*voids, *row["notes"]]
    return row


def names_range(inputs: Mapping[str, Any]) -> bool:
    """Say whether an input is a range, of one question or of several in one answer."""
    from adamw_bounds.engine.uncertain import Interval

    return any(
        names_range(value) if isinstance(value, Mapping) else isinstance(value, Interval)
        for value in inputs.values()
    )


def _is_range(result: Result) -> bool:
    """Say whether an uncertain input moves a number: its ends are then apart."""
    from adamw_bounds.engine.evaluate import is_array

    ends = (result.lower, result.upper)
    if any(map(is_array, ends)):
        return True
    return bool(ends[0] != ends[1])


def report_of(request: Request, answer: Answer, **more: Any) -> Report:
    """Return the report of an answer.

    Parameters
    ----------
    request : Request
        The question.
    answer : Answer
        What the API says.
    **more
        Fields of the report that replace what is made from the answer.
    """
    from adamw_bounds._version import __version__
    from adamw_bounds.report import Report

    fields: dict[str, Any] = {
        "command": request.command,
        "version": __version__,
        "inputs": answer.inputs,
        "rows": more["rows"]
        if "rows" in more
        else [_row(result, request.source.voids()) for result in answer.results],
        "warnings": [
            *request.source.notes,
            *((note.code, note.message, note.kind) for note in answer.warnings),
        ],
        "invocation": request.invocation,
        "ranges": names_range(answer.inputs)
        and any(_is_range(result) for result in answer.results),
    }
    return Report(**{**fields, **more})
