"""The entry point of the shell: the list of commands, and what every error becomes."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from typing import Annotated, Any

import typer

from adamw_bounds.cli import output
from adamw_bounds.cli.help import LazyGroup, Loader
from adamw_bounds.cli.options import FORMAT
from adamw_bounds.errors import BoundsError, InputError, in_the_shell
from adamw_bounds.report.formats import FORMATS, TABLE, Format
from adamw_bounds.spelling import meant, near

__all__ = ["COMMANDS", "SPECTRUM", "main"]

PROGRAM = "adamw-bounds"

#: Click's base of all usage errors, wherever this release of typer keeps it.
UsageError: type[Exception] = typer.BadParameter.__mro__[1]


def _command(module: str) -> Callable[[], Any]:
    def load() -> Any:
        return import_module(f"adamw_bounds.cli.{module}").answer.build()

    return load


def _help_when_alone(context: typer.Context) -> None:
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())


def _group(
    name: str,
    text: str,
    commands: Mapping[str, Loader],
    *,
    callback: Callable[..., None] = _help_when_alone,
    example: str | None = None,
    completion: bool = False,
) -> Any:
    """Return a group that prints its help page when no command is named."""
    app = typer.Typer(
        name=name,
        cls=type("Group", (LazyGroup,), {"lazy": commands}),
        help=text,
        epilog=example,
        rich_markup_mode=None,
        invoke_without_command=True,
        add_completion=completion,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    app.callback()(callback)
    return typer.main.get_command(app)


#: The commands of ``spectrum``: what loads each, and its line in ``--help``.
SPECTRUM: dict[str, Loader] = {
    "measure": (
        _command("spectrum_measure"),
        "Measure the Hessian spectrum of a PyTorch model, and the bounds' constants.",
    ),
    "show": (
        _command("spectrum_show"),
        "Show a spectrum file: its size, extremes and quantiles, and what it records.",
    ),
    "plot": (
        _command("spectrum_plot"),
        "Draw spectra: densities, shares, or err against λ, by decade or over training.",
    ),
    "convert": (
        _command("spectrum_convert"),
        "Read a spectrum in one format and write it in another.",
    ),
    "merge": (
        _command("spectrum_merge"),
        "Pool spectra of one problem whose random probes were measured apart.",
    ),
}


def _spectrum() -> Any:
    return _group("spectrum", "Measure Hessian spectra, look at them, and draw them.", SPECTRUM)


def _sweep() -> Any:
    from adamw_bounds.cli.sweep import SWEPT, swept

    commands = {name: (swept(name), COMMANDS[name][1]) for name in SWEPT}
    return _group(
        "sweep",
        "Ask a question at every point of a grid or of a table.",
        commands,
        example=f"{PROGRAM} sweep complexity --help",
    )


#: Every command: what loads it, and its line in ``--help``.
COMMANDS: dict[str, Loader] = {
    "complexity": (
        _command("complexity"),
        "Count the iterations T and gradients b·T that a theorem needs.",
    ),
    "conditions": (
        _command("conditions"),
        "Show which step sizes a theorem allows, and whether yours meet them.",
    ),
    "guarantee": (
        _command("guarantee"),
        "Bound the mean squared gradient norm after T steps.",
    ),
    "rate": (
        _command("rate"),
        "Bound the distance to the minimum at iteration k (Theorem 1).",
    ),
    "solve": (
        _command("solve"),
        "Find the ε, b, δ, η or other input at which a bound meets a target.",
    ),
    "compare": (
        _command("compare"),
        "Compare AdamW, Adam, ℓ2-Adam and the published bounds of others.",
    ),
    "generalization": (
        _command("generalization"),
        "Evaluate err and Φ of AdamW and ℓ2-Adam on a Hessian spectrum.",
    ),
    "kkt": (
        _command("kkt"),
        "Show how far a point is from the points that AdamW converges to.",
    ),
    "spectrum": (_spectrum, "Measure Hessian spectra, look at them, and draw them."),
    "cite": (
        _command("cite"),
        "Print the BibTeX of statements, of papers and of this software.",
    ),
    "theorem": (
        _command("theorem"),
        "Show the statements: what each assumes and says, and its source.",
    ),
    "audit": (
        _command("audit"),
        "Check what the paper claims: a verdict for each claim, with its evidence.",
    ),
    "sweep": (_sweep, "Ask a question at every point of a grid or of a table."),
    "simulate": (
        _command("simulate"),
        "Run the paper's updates on losses with known constants, against the bounds.",
    ),
    "scale-free": (
        _command("scale_free"),
        "Run the update rules on rescaled gradients, and show how far apart they go.",
    ),
    "check": (
        _command("check"),
        "Show on one page what the theory says of one training run.",
    ),
    "timescale": (
        _command("timescale"),
        "Show what weight decay does along a run: what it forgets and what it averages.",
    ),
    "radius": (
        _command("radius"),
        "Show how far constant weight decay lets the parameters go.",
    ),
    "rescale": (
        _command("rescale"),
        "Convert AdamW's settings to another batch size.",
    ),
    "noise-scale": (
        _command("noise_scale"),
        "Show from which batch size on a larger one helps little.",
    ),
    "edge": (
        _command("edge"),
        "Show up to which curvature AdamW is stable, and how near a run is to it.",
    ),
    "convert": (
        _command("convert"),
        "Convert PyTorch settings to the paper's symbols, and back.",
    ),
    "guide": (
        _command("guide"),
        "Read the manual, one page for each topic.",
    ),
    "demo": (
        _command("demo"),
        "Take a first look at real, shipped spectra; no option is needed.",
    ),
}


def _print_version(wanted: bool) -> None:
    if wanted:
        from adamw_bounds._version import __version__

        typer.echo(f"{PROGRAM} {__version__}")
        raise typer.Exit


def _root(
    context: typer.Context,
    version: Annotated[
        bool,
        typer.Option(
            "--version", callback=_print_version, is_eager=True, help="Print the version and exit."
        ),
    ] = False,
) -> None:
    _help_when_alone(context)


def main(argv: Sequence[str] | None = None) -> int:
    """Run the shell.

    Parameters
    ----------
    argv : sequence of str, optional
        What was typed behind the program's name; ``sys.argv[1:]`` when missing.

    Returns
    -------
    int
        0 answered, 1 the run failed, 2 the input is wrong, 3 no bound holds, 130 interrupted.
    """
    arguments = list(sys.argv[1:] if argv is None else argv)
    output.prepare_streams()
    # typer 0.29 and later load pydantic, which would look for plugins in all installed packages.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "true")
    debug = "--debug" in arguments
    chosen = _format_asked_for(arguments)
    with in_the_shell():
        return _run(arguments, debug=debug, chosen=chosen)


def _run(arguments: Sequence[str], *, debug: bool, chosen: Format) -> int:
    try:
        shell = _group(
            PROGRAM,
            "What the theory of AdamW says, in numbers: convergence and generalization bounds "
            "of AdamW, Adam and ℓ2-Adam (Zhou et al., TPAMI 2024), as printed, as corrected, "
            "and with the constants that the proofs give.",
            COMMANDS,
            callback=_root,
            example=f"{PROGRAM} demo",
            completion=True,
        )
        status = shell.main(
            arguments, prog_name=PROGRAM, standalone_mode=False, obj=tuple(arguments)
        )
        _flush()
    except SystemExit as stop:
        return stop.code if isinstance(stop.code, int) else 1
    except KeyboardInterrupt:
        status = 130
    except BrokenPipeError:
        # The reader has what it wanted, `| head` for example: nothing is left to say.
        return 1
    except Exception as error:
        return _fail(error, arguments, debug=debug, chosen=chosen)
    if status == 130:
        output.say("error: interrupted")
    return status if isinstance(status, int) else 0


def _flush() -> None:
    """Let an output that cannot be written fail here, not after the program's end."""
    output.write_answer("", None, TABLE)


def _fail(error: Exception, arguments: Sequence[str], *, debug: bool, chosen: Format) -> int:
    if debug:
        import traceback

        output.say("".join(traceback.format_exception(error)).rstrip())
    known = _known(error, arguments)
    output.report_error(known, chosen)
    return known.exit_code


def _known(error: Exception, arguments: Sequence[str]) -> BoundsError:
    """Return the error as one of ours, whatever it was."""
    if isinstance(error, BoundsError):
        return error
    if isinstance(error, UsageError):
        return InputError(_usage(error, arguments), code="usage")
    kind = type(error).__name__
    reason = output.one_line(str(error)) or "no reason given"
    return BoundsError(
        f"unexpected {kind}: {reason}; run again with --debug for the traceback",
        code="internal",
    )


def _usage(error: Any, arguments: Sequence[str]) -> str:
    """Say in one sentence what click found wrong with the command line."""
    context = getattr(error, "ctx", None)
    if context is not None:
        path = context.command_path
    else:
        path = " ".join([PROGRAM, *(word for word in arguments[:1] if word in COMMANDS)])
    option = getattr(error, "option_name", None)
    message: str = error.format_message()
    if option is not None and hasattr(error, "possibilities"):
        known = [
            name
            for parameter in (context.command.params if context is not None else ())
            for name in (*parameter.opts, *parameter.secondary_opts)
            if name.startswith("-")
        ]
        from adamw_bounds.cli.options import options

        elsewhere = any(option in (item.long, item.short) for item in options().values())
        if elsewhere:
            message = f"{path} takes no option {option}"
        else:
            message = f"there is no option {option}{near(option, known)}"
    message = message.rstrip(".")
    return f"{message[:1].lower()}{message[1:]} (see {path} --help)"


def _format_asked_for(arguments: Sequence[str]) -> Format:
    """Return the format that was asked for; needed where the line could not be read as a whole."""
    long, short = FORMAT.long, FORMAT.short
    wanted = ""
    for position, word in enumerate(arguments):
        if word in (long, short):
            wanted = "".join(arguments[position + 1 : position + 2])
        elif word.startswith(f"{long}="):
            wanted = word.removeprefix(f"{long}=")
        elif word.startswith(short):
            wanted = word.removeprefix(short)
    return FORMATS.get(meant(wanted, FORMATS) or wanted, TABLE)


if __name__ == "__main__":
    sys.exit(main())
