"""Tables in GitHub's Markdown."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from adamw_bounds.numbers import in_powers
from adamw_bounds.report.grid import Cell, Grid, Line, make_grid
from adamw_bounds.report.model import ABOUT
from adamw_bounds.report.plain import one_line

if TYPE_CHECKING:
    from adamw_bounds.report.model import Column, Remark, Report, Section

__all__ = ["escape", "render_markdown"]

_SPECIAL = re.compile(r"([\\`*_\[\]|~$#])")


def escape(text: str) -> str:
    """Return text that Markdown prints as it is, inside a cell of a table or outside."""
    escaped = _SPECIAL.sub(r"\\\1", one_line(text))
    return escaped.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _cell(column: Column, cell: Cell) -> str:
    if column.kind == "math" and cell.math:
        # A bar would end the cell, a backtick the formula.
        source = (
            one_line(cell.math).replace(r"\|", r"\Vert ").replace("|", r"\vert ").replace("`", "'")
        )
        return f"$`{source}`$"
    return escape(cell.text)


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _table(grid: Grid) -> list[str]:
    columns = (*grid.group_columns, *grid.columns)
    notes = bool(grid.footnotes)
    lines = [
        _row([*(escape(column.heading) for column in columns), *(["notes"] if notes else [])]),
        _row(
            [
                *("---:" if column.kind in ("number", "log10") else "---" for column in columns),
                *(["---"] if notes else []),
            ]
        ),
    ]
    for group in grid.groups:
        for line in group.lines:
            cells = (*group.heading, *line.cells)
            lines.append(
                _row(
                    [
                        *(_cell(column, cell) for column, cell in zip(columns, cells, strict=True)),
                        *([_marks(line)] if notes else []),
                    ]
                )
            )
    return lines


def _marks(line: Line) -> str:
    return ", ".join(str(mark) for mark in line.marks)


def _prose(lines: Sequence[str]) -> list[str]:
    """Return paragraphs; a line that begins with a space is a command or a figure: as code."""
    out: list[str] = []
    for line in lines:
        if not line:
            continue
        if out:
            out.append("")
        out.append(
            f"    {one_line(line.lstrip())}" if line.startswith(" ") else escape(in_powers(line))
        )
    return out


def _items(remarks: Sequence[Remark]) -> list[str]:
    return [f"- {escape(in_powers(remark.message))}" for remark in remarks]


def _section(section: Section) -> list[list[str]]:
    blocks: list[list[str]] = []
    if section.title:
        blocks.append([f"### {escape(section.title)}"])
    blocks.append(_prose(section.before))
    if section.rows:
        grid = make_grid(section)
        blocks.append(_table(grid))
        blocks.append(
            [
                f"{number}. {escape(in_powers(note.full()))}"
                for number, note in enumerate(grid.footnotes, start=1)
            ]
        )
    elif not (section.before or section.after):
        blocks.append(["No rows."])
    blocks.append(_prose(section.after))
    return blocks


def render_markdown(report: Report) -> str:
    """Return the report as GitHub tables, footnotes as the numbered list below each.

    Parameters
    ----------
    report : Report
        The answer.

    Returns
    -------
    str
        Markdown; keys that head groups in a terminal are columns here.
    """
    blocks = [_prose(report.before), _items(report.remarks("finding"))]
    for section in report.tables():
        blocks += _section(section)
    inputs = report.inputs_line()
    if inputs:
        blocks.append([escape(inputs)])
    about = _items(report.remarks("vacuous", "answer"))
    if about:
        blocks += [[f"**{ABOUT}**"], about]
    blocks.append(_prose(report.after))
    return "\n\n".join("\n".join(block) for block in blocks if block) + "\n"
