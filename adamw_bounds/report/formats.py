"""The formats of an answer: the one place that names them."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any, Final, Literal, NamedTuple

__all__ = ["ENDINGS", "FORMATS", "JSON", "LATEX", "TABLE", "Format"]


class Format(NamedTuple):
    """A format.

    Attributes
    ----------
    name : str
        What ``--format`` takes.
    kind : {"page", "rows"}
        A ``page`` is laid out for people, with prose and remarks; ``rows`` are for programs, every
        row with every key.
    endings : tuple of str
        What a file's name ends in that is of this format.
    writer : str
        ``module:function``, inside this package; the function turns a report into text.
    """

    name: str
    kind: Literal["page", "rows"]
    writer: str
    endings: tuple[str, ...] = ()

    def load(self) -> Callable[..., str]:
        """Return the writer; only now its module is imported."""
        module, _, function = self.writer.partition(":")
        found: Callable[..., str] = getattr(
            import_module(f"adamw_bounds.report.{module}"), function
        )
        return found

    def write(self, report: Any, **more: Any) -> str:
        """Return a report as text of this format."""
        return self.load()(report, **more)


TABLE: Final = Format("table", "page", "table:render_table", (".txt",))
#: The format in which errors are written too, and in which a letter can stand as an escape.
JSON: Final = Format("json", "rows", "json_:render_json", (".json",))

LATEX: Final = Format("latex", "page", "latex:render_latex", (".tex",))

#: The formats by name, in the order in which help texts list them.
FORMATS: Final[dict[str, Format]] = {
    item.name: item
    for item in (
        TABLE,
        JSON,
        Format("csv", "rows", "csv_:render_csv", (".csv",)),
        Format("markdown", "page", "markdown:render_markdown", (".md", ".markdown")),
        LATEX,
        Format("html", "page", "html:render_html", (".html", ".htm")),
    )
}

#: The format that the ending of a file's name stands for.
ENDINGS: Final[dict[str, Format]] = {
    ending: item for item in FORMATS.values() for ending in item.endings
}
