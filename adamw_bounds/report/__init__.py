"""Rows of an answer as a terminal table, JSON, CSV, Markdown, LaTeX or HTML.

Importing this package loads nothing; :func:`render` loads the one format that is asked for.

Examples
--------
>>> from adamw_bounds.report import Report, render
>>> rows = [{"statement": "theorem-2", "quantity": "iterations", "value": None, "log10": 400.0}]
>>> report = Report(command="complexity", version="0.1.0", inputs={}, rows=rows)
>>> print(render(report, "table", width=80, color=False), end="")
statement  quantity          value     log10
────────────────────────────────────────────
theorem-2  iterations  1.000×10⁴⁰⁰  400.0000
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from adamw_bounds.report.formats import FORMATS, TABLE, Format

if TYPE_CHECKING:
    from adamw_bounds.numbers import format_number
    from adamw_bounds.report.grid import conditions_section
    from adamw_bounds.report.model import LOG10, VALUE, Column, Picture, Placement, Report, Section

__all__ = [
    "FORMATS",
    "LOG10",
    "PICTURES",
    "VALUE",
    "Column",
    "Format",
    "Picture",
    "Placement",
    "Report",
    "Section",
    "conditions_section",
    "format_number",
    "render",
]

#: What a picture's file name may end in.
PICTURES = ("png", "pdf", "svg")

_HOMES = {
    "LOG10": "model",
    "Placement": "model",
    "VALUE": "model",
    "Column": "model",
    "Picture": "model",
    "Report": "model",
    "Section": "model",
    "conditions_section": "grid",
}


def __getattr__(name: str) -> Any:
    """Load a public name from its module when it is first used (PEP 562)."""
    if name == "format_number":
        from adamw_bounds.numbers import format_number

        return format_number
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    found = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})


def render(
    report: Report, fmt: str = "table", *, width: int | None = None, color: bool | None = None
) -> str:
    r"""Return an answer as text.

    Parameters
    ----------
    report : Report
        The answer.
    fmt : str
        The name of a format: one of ``FORMATS``.
    width : int, optional
        Columns of the terminal, for ``table`` alone. Default: ``COLUMNS``, else the width of
        the terminal, else 80.
    color : bool, optional
        Whether ``table`` may use ANSI styles. Default: when standard output is a terminal and
        ``TERM`` is not ``dumb``; ``NO_COLOR`` forbids it, ``FORCE_COLOR`` asks for it.

    Returns
    -------
    str
        Text that ends with a line end. CSV has the line ends of RFC 4180 (``\r\n``): write it to
        a stream that does not translate them.

    Raises
    ------
    InputError
        If the format is unknown.
    """
    if fmt not in FORMATS:
        from adamw_bounds.errors import Fault, InputError
        from adamw_bounds.spelling import one_of

        raise InputError([Fault("format", fmt, one_of(fmt, FORMATS))])
    chosen = FORMATS[fmt]
    if chosen is TABLE:
        return chosen.write(report, width=width, color=color)
    return chosen.write(report)
