"""Help pages: plain text under headings, so that they cost no import and fit every terminal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any

from typer.core import TyperCommand, TyperGroup

from adamw_bounds.cli.output import fit
from adamw_bounds.errors import Fault, InputError
from adamw_bounds.spelling import all_of, near

__all__ = ["LazyGroup", "PlainCommand"]

#: Where a command comes from: a function that loads it, and its line in the list of commands.
Loader = tuple[Callable[[], Any], str]


def _write_options(command: Any, context: Any, formatter: Any) -> None:
    """Write the options under the heading of their panel, in the order of declaration."""
    sections: dict[str, list[tuple[str, str]]] = {}
    for parameter in command.get_params(context):
        record = parameter.get_help_record(context)
        if record is None:
            continue
        if parameter.param_type_name == "argument":
            heading = "Arguments"
        else:
            heading = getattr(parameter, "rich_help_panel", None) or "Options"
        sections.setdefault(heading, []).append(record)
    if "Options" in sections:  # --help itself comes last.
        sections["Options"] = sections.pop("Options")
    for heading, records in sections.items():
        with formatter.section(heading):
            formatter.write_dl(records, col_max=24)


def _write_example(command: Any, formatter: Any) -> None:
    if command.epilog:
        with formatter.section("Example"):
            for line in command.epilog.splitlines():
                formatter.write(f"{'':>{formatter.current_indent}}{line}\n")


def _quick(parameters: list[Any]) -> list[Any]:
    """Let what was typed pass as it is: text, which the validation of the inputs reads.

    From typer 0.29 on, pydantic converts every value, the missing ones too. To load it and to
    build a converter for each of forty options would double the time of an answer.
    """
    for parameter in parameters:
        if getattr(parameter, "is_flag", False) and parameter.default is None:
            parameter.default = False
        elif parameter.callback is None and not parameter.required:
            parameter.process_value = _as_typed(parameter)
    return parameters


def _as_typed(parameter: Any) -> Callable[[Any, Any], Any]:
    several = parameter.multiple or parameter.nargs == -1

    def process_value(context: Any, value: Any) -> Any:
        return list(value) if several and value is not None else value

    return process_value


def _parted(command: Any, args: list[str]) -> list[str]:
    """Return what was typed with the two values of a pair apart: ``--betas 0.9,0.95``."""
    pairs = {
        name for item in command.params if getattr(item, "nargs", 1) == 2 for name in item.opts
    }
    found: list[str] = []
    for word in args:
        name, equals, value = word.partition("=")
        if equals and name in pairs:
            found += [name, *_two(value)]
        elif found and found[-1] in pairs:
            found += _two(word)
        else:
            found.append(word)
    return found


def _two(text: str) -> list[str]:
    parts = [part.strip() for part in text.strip("()[] ").split(",")]
    return parts if len(parts) == 2 and all(parts) else [text]


_TIED = "\u2011"  # a hyphen at which no line is broken


#: Of the click that typer brings, or of click itself.
_CLICK: Any = TyperCommand.context_class


class _Formatter(_CLICK.formatter_class):  # type: ignore[misc]
    """Wraps help pages, and breaks no option or identifier at a hyphen."""

    def write_text(self, text: str) -> None:
        super().write_text(text.replace("-", _TIED))

    def write_dl(self, rows: Any, *more: Any, **named: Any) -> None:
        super().write_dl(
            [(first.replace("-", _TIED), second.replace("-", _TIED)) for first, second in rows],
            *more,
            **named,
        )

    def getvalue(self) -> str:
        return str(super().getvalue()).replace(_TIED, "-")


class _Context(_CLICK):  # type: ignore[misc]
    formatter_class = _Formatter


class PlainCommand(TyperCommand):
    """A command whose help page groups its options and ends with one worked example."""

    context_class = _Context

    def get_params(self, ctx: Any) -> list[Any]:
        """Return the parameters, quick where they were not typed."""
        return _quick(super().get_params(ctx))

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Refuse an option of one value that is given more than once; part pairs at a comma."""
        args = _parted(self, args)
        _, _, order = self.make_parser(ctx).parse_args(args=list(args))
        counts = Counter(
            parameter.opts[0]
            for parameter in order
            if parameter.param_type_name == "option" and not parameter.multiple
            if not getattr(parameter, "is_flag", False)
        )
        repeated = [
            Fault(option.lstrip("-"), None, f"is given {count} times; it takes one value", option)
            for option, count in counts.items()
            if count > 1
        ]
        if repeated:
            raise InputError(repeated)
        return super().parse_args(ctx, args)

    def get_help(self, ctx: Any) -> str:
        """Return the help page in letters that the terminal has."""
        return fit(super().get_help(ctx))

    def format_options(self, ctx: Any, formatter: Any) -> None:
        """Write the options, grouped."""
        _write_options(self, ctx, formatter)

    def format_epilog(self, ctx: Any, formatter: Any) -> None:
        """Write the example, line by line as it stands."""
        _write_example(self, formatter)


class LazyGroup(TyperGroup):
    """A group that loads a command when it is named, and lists all without loading any."""

    context_class = _Context
    lazy: Mapping[str, Loader] = {}

    def get_params(self, ctx: Any) -> list[Any]:
        """Return the parameters, quick where they were not typed."""
        return _quick(super().get_params(ctx))

    def list_commands(self, ctx: Any) -> list[str]:
        """Return the names of the commands, in the order of a user's way."""
        return list(self.lazy)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """Load a command; None where there is none of that name."""
        if cmd_name not in self.lazy:
            return None
        if cmd_name not in self.commands:
            load, _ = self.lazy[cmd_name]
            self.commands[cmd_name] = load()
        return self.commands[cmd_name]

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Find the command that ``args`` names; suggest a near one where there is none."""
        name = args[0]
        if name not in self.lazy and not name.startswith("-"):
            if self.name == "sweep":
                from adamw_bounds.questions.sweep import NOT_SWEPT

                if name in NOT_SWEPT:
                    ctx.fail(f"{name} cannot be swept: it {NOT_SWEPT[name]}")
            ctx.fail(f"there is no command {name!r}{near(name, self.lazy) or self._all()}")
        return super().resolve_command(ctx, args)

    def _all(self) -> str:
        return f"; the commands are {all_of(self.lazy)}"

    def get_help(self, ctx: Any) -> str:
        """Return the help page in letters that the terminal has."""
        return fit(super().get_help(ctx))

    def format_options(self, ctx: Any, formatter: Any) -> None:
        """Write the commands, then the options."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, text) in self.lazy.items()])
        _write_options(self, ctx, formatter)

    def format_epilog(self, ctx: Any, formatter: Any) -> None:
        """Write the example, line by line as it stands."""
        _write_example(self, formatter)
