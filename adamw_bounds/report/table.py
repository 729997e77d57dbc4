"""Tables for a terminal or a pipe. The only module that imports rich.

Nothing is ever cut off: where the width does not do, headings and prose wrap, then columns that
say so are left out (and named), and at last every row becomes a record of its own.
"""

from __future__ import annotations

import shutil
import sys
import textwrap
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from io import StringIO
from itertools import zip_longest
from typing import TYPE_CHECKING

from rich import box
from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

from adamw_bounds.numbers import in_powers
from adamw_bounds.report.colors import BAD, DIM, GOOD, GROUP, wanted
from adamw_bounds.report.grid import Cell, Grid, Line, make_grid
from adamw_bounds.report.model import ABOUT
from adamw_bounds.report.plain import DASH, one_line
from adamw_bounds.wrapping import wrap

if TYPE_CHECKING:
    from adamw_bounds.report.model import Column, Report, Section

__all__ = ["render_table"]

_GAP = 2
_WRAPPED = 14  # text that may wrap is not squeezed below this many columns
_RIGHT = {"number", "log10"}
_WRAPS = {"text", "list", "math"}
_NOTES = "notes"
_ITEM = "• "


def _break(text: str, width: int) -> list[str]:
    """Wrap text, never inside a word (a number or an identifier has no spaces)."""
    return textwrap.wrap(text, max(1, width), break_long_words=False, break_on_hyphens=False) or [
        ""
    ]


def _break_heading(text: str, width: int) -> list[str]:
    return textwrap.wrap(text, max(1, width), break_long_words=False) or [""]


def _longest(words: Iterable[str]) -> int:
    return max((cell_len(word) for word in words), default=0)


@dataclass(frozen=True, slots=True)
class _Spread:
    """The columns that fit, by index, with their widths and the blanks between them."""

    indices: tuple[int, ...]
    widths: tuple[int, ...]
    dropped: tuple[str, ...]
    notes_width: int
    gap: int


def _limits(grid: Grid, index: int) -> tuple[int, int]:
    """Return the least and the natural width of a column."""
    column = grid.columns[index]
    texts = [line.cells[index].text for line in grid.lines()]
    full = _longest(texts)
    least = full
    if column.kind in _WRAPS:
        least = min(
            full, max(_WRAPPED, _longest(word for text in texts for word in text.split(" ")))
        )
    heading = column.heading
    return (
        max(least, _longest(_break_heading(heading, 1))),
        max(full, _longest([heading])),
    )


def _spread(grid: Grid, width: int, indent: int) -> _Spread | None:
    """Fit the columns into a width; None where even the indispensable ones do not fit."""
    notes_width = 0
    if grid.footnotes:
        notes_width = max(len(_NOTES), _longest(_marks(line) for line in grid.lines()))
    kept = list(range(len(grid.columns)))
    dropped: list[int] = []
    while kept:
        limits = [_limits(grid, index) for index in kept]
        gaps = len(kept) - (0 if notes_width else 1)
        least = indent + notes_width + sum(least for least, _ in limits)
        # Closer columns before fewer ones.
        gap = next((gap for gap in (_GAP, 1) if least + gap * gaps <= width), 0)
        if gap:
            spare = width - least - gap * gaps
            widths = []
            for narrow, natural in limits:
                extra = min(spare, natural - narrow)
                widths.append(narrow + extra)
                spare -= extra
            names = tuple(grid.columns[index].heading for index in sorted(dropped))
            return _Spread(tuple(kept), tuple(widths), names, notes_width, gap)
        worst = max(kept, key=lambda index: (grid.columns[index].drop, index))
        if grid.columns[worst].drop == 0:
            return None
        shared = grid.columns[worst].together
        gone = [
            index
            for index in kept
            if index == worst or (shared and grid.columns[index].together == shared)
        ]
        kept = [index for index in kept if index not in gone]
        dropped += gone
    return None


def _marks(line: Line) -> str:
    return " ".join(str(mark) for mark in line.marks)


def _style(column: Column, cell: Cell) -> str:
    if column.kind == "flag" and isinstance(cell.value, bool):
        return GOOD if cell.value else BAD
    return DIM if cell.text == DASH else ""


def _heading(cells: Sequence[Cell]) -> str:
    return " · ".join(cell.text for cell in cells if cell.value is not None)


class _Screen:
    """Where the lines are collected, with or without styles."""

    def __init__(self, width: int, color: bool) -> None:
        self.width = width
        self._stream = StringIO()
        # An environment of its own: FORCE_COLOR, COLUMNS or a notebook change nothing here.
        self.console: Console = Console(
            file=self._stream,
            width=width,
            force_terminal=color,
            force_jupyter=False,
            force_interactive=False,
            color_system="256" if color else None,
            no_color=not color,
            legacy_windows=False,
            highlight=False,
            markup=False,
            emoji=False,
            _environ={},
        )
        self.color = color

    def line(self, text: str = "", style: str = "") -> None:
        """Print one line as it is."""
        if not self.color:
            self.plain(text.split("\n"))
            return
        self.console.print(self.text(text, style), soft_wrap=True)

    def prose(self, lines: Iterable[str], style: str = "") -> None:
        """Print paragraphs wrapped; a line that begins with a space is printed as it is."""
        for paragraph in lines:
            if not paragraph or paragraph.startswith(" "):
                self.line(one_line(paragraph) if paragraph else "", style)
                continue
            rest = "  " if paragraph.startswith(_ITEM) else ""
            for part in wrap(in_powers(one_line(paragraph)), self.width, rest=rest) or [""]:
                self.line(part, style)

    def items(self, texts: Iterable[str]) -> None:
        """Print the items of a list, each wrapped behind its mark."""
        for text in texts:
            for place, part in enumerate(wrap(in_powers(one_line(text)), self.width - len(_ITEM))):
                self.line((_ITEM if place == 0 else " " * len(_ITEM)) + part)

    def plain(self, lines: Iterable[str]) -> None:
        """Print lines as they are, without styles."""
        for line in lines:
            self._stream.write(f"{line}\n")

    def text(self, text: str, style: str = "") -> Text:
        """Return text that is never read as markup."""
        return Text(text, style=style if self.color else "")

    def value(self) -> str:
        """Return what was printed, without blanks at the ends of lines."""
        return "".join(f"{line.rstrip()}\n" for line in self._stream.getvalue().splitlines())


def _print_grid(screen: _Screen, grid: Grid, spread: _Spread, indent: int) -> None:
    screen.console.print(_table(screen, grid, spread, indent, ()))
    for number, group in enumerate(grid.groups):
        heading = _heading(group.heading)
        if heading:
            if number:
                screen.line()
            screen.prose([heading], GROUP)
        if screen.color:
            screen.console.print(_table(screen, grid, spread, indent, group.lines))
        else:
            screen.plain(_plain_lines(grid, spread, indent, group.lines))


def _plain_lines(grid: Grid, spread: _Spread, indent: int, lines: Sequence[Line]) -> Iterator[str]:
    """Yield lines without styles as rich would print them, thousands in a moment."""
    columns = [grid.columns[index] for index in spread.indices]
    for line in lines:
        cells: list[list[str]] = []
        for place, (index, column, width) in enumerate(
            zip(spread.indices, columns, spread.widths, strict=True)
        ):
            text = line.cells[index].text
            parts = _break(text, width) if column.kind in _WRAPS else [text]
            pad = " " * indent if place == 0 else ""
            cells.append([pad + _set(part, width, column) for part in parts])
        widths = [width + (indent if not place else 0) for place, width in enumerate(spread.widths)]
        if spread.notes_width:
            cells.append([_marks(line)])
            widths.append(spread.notes_width)
        for row in zip_longest(*cells):
            yield (" " * spread.gap).join(
                " " * width if part is None else part
                for part, width in zip(row, widths, strict=True)
            )


def _set(text: str, width: int, column: Column) -> str:
    """Return a text in its column."""
    blanks = " " * (width - cell_len(text))
    return blanks + text if column.kind in _RIGHT else text + blanks


def _table(
    screen: _Screen, grid: Grid, spread: _Spread, indent: int, lines: Sequence[Line]
) -> Table:
    """Return lines as a table of fixed widths, or the head of the table where there are none."""
    columns = [grid.columns[index] for index in spread.indices]
    table = Table(
        box=box.SIMPLE_HEAD,  # a rule below the head, and one blank between columns
        show_header=not lines,
        show_edge=False,
        pad_edge=False,
        padding=(0, spread.gap - 1, 0, 0),
        header_style="bold" if screen.color else "",
    )
    for place, (column, width) in enumerate(zip(columns, spread.widths, strict=True)):
        table.add_column(
            screen.text("\n".join(_break_heading(column.heading, width))),
            justify="right" if column.kind in _RIGHT else "left",
            width=width + (indent if place == 0 else 0),
            overflow="fold",
            vertical="bottom" if not lines else "top",
        )
    if spread.notes_width:
        table.add_column(
            screen.text(_NOTES),
            width=spread.notes_width,
            vertical="bottom" if not lines else "top",
        )
    for line in lines:
        cells = []
        for place, (index, column, width) in enumerate(
            zip(spread.indices, columns, spread.widths, strict=True)
        ):
            cell = line.cells[index]
            pad = " " * indent if place == 0 else ""
            parts = _break(cell.text, width) if column.kind in _WRAPS else [cell.text]
            text = "\n".join(pad + part for part in parts)
            cells.append(screen.text(text, _style(column, cell)))
        if spread.notes_width:
            cells.append(screen.text(_marks(line), DIM))
        table.add_row(*cells)
    return table


def _print_records(screen: _Screen, grid: Grid) -> None:
    """Print every line of the grid as a record, for widths that no table fits."""
    blank = False
    for group in grid.groups:
        heading = _heading(group.heading)
        if heading:
            if blank:
                screen.line()
            screen.prose([heading], GROUP)
        for number, line in enumerate(group.lines):
            if (number or not heading) and blank:
                screen.line()
            pairs = [
                (column.heading, cell)
                for column, cell in zip(grid.columns, line.cells, strict=True)
            ]
            wide = _longest(name for name, _ in pairs)
            for name, cell in pairs:
                room = screen.width - wide - 2 * _GAP
                parts = _break(cell.text, room if room >= _WRAPPED else screen.width)
                screen.line(f"  {name:<{wide}}  {parts[0]}")
                for part in parts[1:]:
                    screen.line(" " * (wide + 2 * _GAP) + part)
            if line.marks:
                screen.line(f"  {_NOTES:<{wide}}  {_marks(line)}")
            blank = True


def _print_footnotes(screen: _Screen, grid: Grid) -> None:
    for number, note in enumerate(grid.footnotes, start=1):
        mark = f"{number}. "
        for place, part in enumerate(
            wrap(in_powers(one_line(note.full())), screen.width - len(mark))
        ):
            screen.line((mark if place == 0 else " " * len(mark)) + part)


def _print_section(screen: _Screen, section: Section) -> None:
    if section.title:
        screen.prose([section.title], "bold")
    screen.prose(section.before)
    if (section.title or section.before) and section.rows:
        screen.line()
    if section.rows:
        grid = make_grid(section)
        indent = _GAP if any(_heading(group.heading) for group in grid.groups) else 0
        spread = _spread(grid, screen.width, indent)
        if spread is None:
            _print_records(screen, grid)
        else:
            _print_grid(screen, grid, spread, indent)
        if grid.footnotes:
            screen.line()
            _print_footnotes(screen, grid)
        if spread is not None and spread.dropped:
            screen.prose(
                [f"Left out at this width: {', '.join(spread.dropped)} (--format json has all)."],
                DIM,
            )
    elif not (section.before or section.after):
        screen.line("No rows.")
    if section.after:
        if section.rows:
            screen.line()
        screen.prose(section.after)


def render_table(report: Report, *, width: int | None = None, color: bool | None = None) -> str:
    """Return the report as text for a terminal.

    Parameters
    ----------
    report : Report
        The answer.
    width : int, optional
        Columns; by default those of the terminal, 80 where there is none.
    color : bool, optional
        Whether to use ANSI styles; by default in a terminal, and as ``NO_COLOR`` and
        ``FORCE_COLOR`` say.

    Returns
    -------
    str
        Lines without trailing blanks, each at most ``width`` wide unless one word is wider.
    """
    width = shutil.get_terminal_size((80, 24)).columns if width is None else width
    screen = _Screen(max(1, width), wanted(sys.stdout) if color is None else color)
    if report.before:
        screen.prose(report.before)
        screen.line()
    findings = report.remarks("finding")
    if findings:
        screen.items(remark.message for remark in findings)
        screen.line()
    for number, section in enumerate(report.tables()):
        if number:
            screen.line()
        _print_section(screen, section)
    inputs = report.inputs_line()
    if inputs:
        screen.line()
        screen.prose([inputs])
    about = report.remarks("vacuous", "answer")
    if about:
        screen.line()
        screen.prose([ABOUT], "bold")
        screen.items(remark.message for remark in about)
    if report.after:
        screen.line()
        screen.prose(report.after)
    return screen.value()
