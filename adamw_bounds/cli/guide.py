"""``adamw-bounds guide``: the manual, in the terminal."""

from __future__ import annotations

import re
import shutil
import sys
from typing import Annotated, Any

import typer

from adamw_bounds.cli import output
from adamw_bounds.cli.help import PlainCommand
from adamw_bounds.errors import Fault, InputError
from adamw_bounds.report.formats import TABLE
from adamw_bounds.spelling import meant, one_of

__all__ = ["answer"]

_EXAMPLE = "adamw-bounds guide tour"


def _topics(incomplete: str = "") -> list[str]:
    from adamw_bounds.guide import topics

    return [name for name in topics() if name.startswith(incomplete)]


def _show(
    topic: Annotated[
        str | None,
        typer.Argument(
            metavar="TOPIC", help="a page; without it, the list of pages", autocompletion=_topics
        ),
    ] = None,
    markdown: Annotated[
        bool, typer.Option("--markdown", help="print the page's Markdown as it stands")
    ] = False,
    path: Annotated[
        str | None,
        typer.Option("--output", "-o", metavar="FILE", help="write the page's Markdown to a file"),
    ] = None,
) -> int:
    """Read the manual: a page a topic.

    Without TOPIC: the list of pages. In a terminal a page opens in your pager; in a pipe it is
    plain text.
    """
    from adamw_bounds.guide import page, topics

    known = topics()
    if topic is None:
        width = max(map(len, known))
        text = "# The manual\n\n" + "\n".join(
            f"    {name:{width}}  {title}" for name, title in known.items()
        )
        text += "\n\n`adamw-bounds guide TOPIC` shows one of them.\n"
    else:
        name = topic.lower().removesuffix(".md")
        name = meant(name, known) or name
        if name not in known:
            raise InputError([Fault("topic", topic, one_of(name, known), option="TOPIC")])
        text = page(name)
    if markdown or path is not None:
        output.write_answer(text, path, TABLE)
        return 0
    _print(text)
    return 0


def _print(text: str) -> None:
    """Lay a page out for the width of the terminal; page it where somebody looks at one."""
    shown = _rendered(text, shutil.get_terminal_size((80, 24)).columns)
    stream = sys.stdout
    if stream is not None and stream.isatty():
        import pydoc

        pydoc.pager(shown)
    else:
        output.write_answer(shown, None, TABLE)


def _rendered(text: str, width: int) -> str:
    from io import StringIO

    from rich.console import Console
    from rich.markdown import Markdown

    # What a generator needs is nothing that a reader wants to see.
    text = re.sub(r"^<!--.*-->\n", "", text, flags=re.M)
    held = StringIO()
    console = Console(file=held, width=width, color_system=None, highlight=False)
    console.print(Markdown(text, hyperlinks=False))
    return held.getvalue()


class _Guide:
    """The declaration, which typer builds only when it is asked for."""

    def build(self) -> Any:
        """Return the command object that typer makes of it."""
        app = typer.Typer(add_completion=False, rich_markup_mode=None)
        app.command("guide", cls=PlainCommand, epilog=_EXAMPLE)(_show)
        return typer.main.get_command(app)


answer = _Guide()
