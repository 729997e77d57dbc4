r"""Tables for a paper: booktabs rules, siunitx columns, text that LaTeX prints as it stands.

The output is ASCII below the leading comment, whatever the rows hold, and compiles with the
packages that the comment names. A table that would be too wide for the text of an article gets a
smaller size, then loses the columns that say they may go; in a narrower column, or on a slide, it
is scaled to the line. One longer than a page goes on in a second table, as no environment that
breaks over pages works in two columns.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import TYPE_CHECKING

from adamw_bounds.numbers import Figure, figure
from adamw_bounds.report.grid import Cell, Grid, Line, make_grid
from adamw_bounds.report.latex_text import escape, written_out
from adamw_bounds.report.plain import DASH, compact_json, one_line

if TYPE_CHECKING:
    from adamw_bounds.report.model import Column, Report, Section

__all__ = ["render_latex"]

# Widths in points of Computer Modern at 10 pt; only the choice of a size depends on them.
_TEXT_WIDTH = 345.0
_ROOM = 0.95 * _TEXT_WIDTH  # the widths of letters are estimates
_WIDE = 480.0  # both columns of a two-column page
_TIGHT = r"\footnotesize\setlength{\tabcolsep}{3pt}"
_SIZES = ((r"\small", 0.92, 12.0), (r"\footnotesize", 0.85, 12.0), (_TIGHT, 0.85, 6.0))
_CHAR = 4.7
_DIGIT = 5.0
_POWER = 22.0  # times sign, spaces around it, 10
_SMALL_DIGIT = 3.5
_SEPARATION = 12.0
_WRAPPED = 40  # a longer text wraps
_LINE = 75  # characters of a small size that fit a line
_PAGE = 42  # lines of a table that fit a page


@dataclass(frozen=True, slots=True)
class _Set:
    """One column set in LaTeX."""

    spec: str
    heading: str
    cells: tuple[str, ...]
    width: float
    wraps: bool = False


def _plain_length(text: str) -> int:
    """Return about how many characters LaTeX source prints."""
    return len(re.sub(r"[{}$^_]", "", re.sub(r"\\[A-Za-z]+ ?|\\.", "x", text)))


def _heading(column: Column, labels: Mapping[str, str]) -> str:
    if column.latex:
        return column.latex
    title = column.own_heading
    if "@" in column.key:  # a value of the pivot
        title = written_out(title, labels)
    # Not a symbol: "β1" stays as it is.
    return escape(title[:1].upper() + title[1:] if title[:1].isascii() else title)


def _figure_of(column: Column, cell: Cell, low: int, high: int, whole: int = 15) -> Figure | None:
    if column.kind == "log10":
        if not isinstance(cell.value, int | float):
            return None
        return Figure(f"{cell.value:.{column.digits}f}")
    value = cell.value if isinstance(cell.value, int | float) else None
    return figure(value, cell.log10, digits=column.digits, low=low, high=high, whole=whole)


def _number_column(column: Column, cells: Sequence[Cell], heading: str) -> _Set:
    figures = [_figure_of(column, cell, -4, 6) for cell in cells]
    if any(found is not None and found.exponent is not None for found in figures):
        # Beside powers of ten a plain number has few digits before its point: narrow columns.
        figures = [_figure_of(column, cell, -2, 3, 3) for cell in cells]
    numbers = [found for found in figures if found is not None and not found.special]
    texts = tuple(
        found.siunitx()
        if found is not None and not found.special
        else f"{{{_special(found, cell)}}}"
        for found, cell in zip(figures, cells, strict=True)
    )
    if not numbers:
        width = max(_plain_length(text) for text in (*texts, heading)) * _CHAR
        return _Set("c", heading, texts, width)
    integers = max(len(found.mantissa.lstrip("-").partition(".")[0]) for found in numbers)
    decimals = max(len(found.mantissa.partition(".")[2]) for found in numbers)
    sign = "-" if any(found.mantissa.startswith("-") for found in numbers) else ""
    exponents = [found.exponent for found in numbers if found.exponent is not None]
    power = ""
    width = (integers + decimals + bool(decimals)) * _DIGIT + (8.0 if sign else 0.0)
    if exponents:
        digits = max(len(str(abs(exponent))) for exponent in exponents)
        minus = "-" if min(exponents) < 0 else ""
        power = f"e{minus}{digits}"
        width += _POWER + _SMALL_DIGIT * (digits + (2 if minus else 0))
    spec = f"S[table-format={sign}{integers}.{decimals}{power}]"
    heading = _stacked(heading, width)
    widest = max(
        width,
        *(_plain_length(part) * _CHAR for part in _parts(heading)),
        *(_plain_length(text) * _CHAR for text in texts if text.startswith("{")),
    )
    return _Set(spec, f"{{{heading}}}", texts, widest)


def _stacked(heading: str, width: float) -> str:
    """Return a heading on two lines where it is wider than what stands below it."""
    words = heading.split(" ")
    if len(words) == 1 or _plain_length(heading) * _CHAR <= width or "$" in heading:
        return heading
    cuts = [(" ".join(words[:cut]), " ".join(words[cut:])) for cut in range(1, len(words))]
    first, second = min(cuts, key=lambda cut: max(map(_plain_length, cut)))
    return rf"\shortstack{{{first}\\{second}}}"


def _parts(heading: str) -> list[str]:
    return heading.removeprefix(r"\shortstack{").split(r"\\")


def _special(found: Figure | None, cell: Cell) -> str:
    return escape(found.text() if found is not None else cell.text)


def _text_of(column: Column, cell: Cell, labels: Mapping[str, str]) -> str:
    if column.kind == "math" and cell.math:
        return f"${one_line(cell.math)}$"
    if column.kind == "id" and isinstance(cell.value, str) and cell.text != DASH:
        return escape(
            " / ".join(written_out(part, labels) for part in one_line(cell.value).split(" / "))
        )
    return escape(cell.text)


def _text_column(
    column: Column, cells: Sequence[Cell], heading: str, labels: Mapping[str, str]
) -> _Set:
    texts = tuple(_text_of(column, cell, labels) for cell in cells)
    if column.kind == "flag":
        heading = _stacked(heading, 3 * _CHAR)
    longest = max(_plain_length(text) for text in (*texts, *_parts(heading)))
    if longest > _WRAPPED and column.kind in ("text", "list"):
        return _Set("", heading, texts, min(longest, 3 * _WRAPPED), wraps=True)
    return _Set("l", heading, texts, longest * _CHAR)


def _set_columns(grid: Grid, labels: Mapping[str, str]) -> list[_Set]:
    lines = grid.lines()
    columns = []
    for index, column in enumerate(grid.columns):
        cells = [line.cells[index] for line in lines]
        heading = _heading(column, labels)
        if column.kind in ("number", "log10"):
            columns.append(_number_column(column, cells, heading))
        else:
            columns.append(_text_column(column, cells, heading, labels))
    stub = _marked(grid)
    marks = max((len(",".join(map(_letter, line.marks))) for line in lines), default=0)
    columns[stub] = replace(columns[stub], width=columns[stub].width + marks * _SMALL_DIGIT)
    wrapping = [place for place, column in enumerate(columns) if column.wraps]
    if wrapping:
        # They share what the others leave, the longer ones more of it; their width is a length yet.
        total = sum(columns[place].width for place in wrapping)
        fixed = sum(0.0 if column.wraps else column.width for column in columns)
        free = max(0.22 * len(wrapping), 0.94 - (fixed + _SEPARATION * len(columns)) / _TEXT_WIDTH)
        for place in wrapping:
            share = free * columns[place].width / total
            columns[place] = replace(
                columns[place],
                spec=rf">{{\raggedright\arraybackslash}}p{{{share:.2f}\linewidth}}",
                width=share * _TEXT_WIDTH,
            )
    return columns


def _group_heading(grid: Grid, heading: Sequence[Cell], labels: Mapping[str, str]) -> str:
    parts: list[str] = []
    for column, cell in zip(grid.group_columns, heading, strict=True):
        if cell.value is None:
            continue
        text = _text_of(column, cell, labels)
        if column.key == "schedule":
            text += " step"
        if not parts and column.kind == "id":  # a file's name keeps its case
            text = text[:1].upper() + text[1:]
        parts.append(text)
    return ", ".join(parts)


def _marks(line: Line) -> str:
    if not line.marks:
        return ""
    return rf"\textsuperscript{{{','.join(map(_letter, line.marks))}}}"


def _body(grid: Grid, columns: Sequence[_Set], labels: Mapping[str, str]) -> list[list[str]]:
    """Return the lines of the table's body, page by page."""
    pages: list[list[str]] = [[]]
    marked = _marked(grid)
    heights = _heights(columns)
    used = 0.0
    number = 0
    for group in grid.groups:
        heading = _group_heading(grid, group.heading, labels)
        for place, line in enumerate(group.lines):
            if pages[-1] and used + heights[number] > _PAGE:
                pages.append([])
                used = 0.0
            if place == 0 or not pages[-1]:
                if pages[-1] and group.heading:
                    pages[-1].append(r"\addlinespace")
                    used += 0.5
                if heading:
                    again = heading if place == 0 else f"{heading} (continued)"
                    pages[-1].append(_spread(again, columns))
                    used += 1 + _plain_length(again) // _LINE
            cells = [column.cells[number] for column in columns]
            mark = _marks(line)
            if mark:
                # Behind a number siunitx takes text in braces alone.
                cells[marked] += f"{{{mark}}}" if columns[marked].spec[0] == "S" else mark
            if heading and columns[0].spec[:1] != "S":
                # A text that wraps hangs: all its lines stand as far in.
                hangs = columns[0].wraps
                cells[0] = (
                    rf"\hangindent=1em\hspace*{{1em}}{cells[0]}" if hangs else rf"\quad {cells[0]}"
                )
            pages[-1].append(" & ".join(cells) + r" \\")
            used += heights[number]
            number += 1
    return pages


def _spread(heading: str, columns: Sequence[_Set]) -> str:
    """Return the line of a group's heading, over all columns."""
    wraps = any(column.wraps for column in columns)
    long = wraps and _plain_length(heading) > _LINE
    spec = r"p{0.97\linewidth}@{}" if long else "l"
    ragged = r"\raggedright" if long else ""
    return rf"\multicolumn{{{len(columns)}}}{{@{{}}{spec}}}{{{ragged}\emph{{{heading}}}}} \\"


def _marked(grid: Grid) -> int:
    """Return the column that carries the marks of footnotes: the last name before the numbers."""
    kinds = [column.kind for column in grid.columns]
    numbers = [index for index, kind in enumerate(kinds) if kind in ("number", "log10")]
    stub = kinds[: numbers[0]] if numbers else kinds
    names = [index for index, kind in enumerate(stub) if kind == "id"]
    if not stub:
        # No name stands before the numbers: the first one behind them.
        names = [index for index, kind in enumerate(kinds) if kind not in ("number", "log10")][:1]
    return names[-1] if names else max(len(stub) - 1, 0)


def _letter(number: int) -> str:
    """Return a, b, ..., z, aa, ...: a raised numeral could be read as a power."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("a") + rest) + letters
    return letters


def _notes(grid: Grid, labels: Mapping[str, str]) -> list[str]:
    out = []
    for number, note in enumerate(grid.footnotes, start=1):
        about = ", ".join(written_out(variant, labels) for variant in note.variants)
        text = escape(f"{about}: {note.text}" if about else note.text)
        out.append(rf"\textsuperscript{{{_letter(number)}}}~{text}")
    return [*(f"{line}\\\\" for line in out[:-1]), *out[-1:]]


def _size(columns: Sequence[_Set], indented: bool, room: float) -> str | None:
    """Return the commands with which a table fits the page, None where none do."""
    natural = sum(column.width for column in columns) + (10.0 if indented else 0.0)
    for size, factor, between in _SIZES:
        if natural * factor + between * (len(columns) - 1) <= room:
            return size
    return None


def _fitted(
    grid: Grid, labels: Mapping[str, str], *, wide: bool
) -> tuple[Grid, list[_Set], str, list[str]]:
    """Return the grid that fits the page, set; its size; what it lost."""
    indented = any(group.heading for group in grid.groups)
    room = _WIDE if wide else _ROOM
    dropped: list[str] = []
    while True:
        columns = _set_columns(grid, labels)
        size = _size(columns, indented, room)
        worst = max(range(len(grid.columns)), key=lambda index: (grid.columns[index].drop, index))
        if size is not None or grid.columns[worst].drop == 0:
            return grid, columns, size or _SIZES[-1][0], dropped
        dropped.append(grid.columns[worst].heading)
        grid = _without(grid, worst)


def _without(grid: Grid, index: int) -> Grid:
    def rest(cells: Sequence[Cell]) -> tuple[Cell, ...]:
        return (*cells[:index], *cells[index + 1 :])

    groups = tuple(
        replace(group, lines=tuple(replace(line, cells=rest(line.cells)) for line in group.lines))
        for group in grid.groups
    )
    columns = (*grid.columns[:index], *grid.columns[index + 1 :])
    return replace(grid, columns=columns, groups=groups)


def _spanning(grid: Grid) -> list[str]:
    """Return the line above the headings, and the rules below its parts; none where it is empty."""
    if not any(column.over for column in grid.columns):
        return []
    parts: list[str] = []
    rules: list[str] = []
    place = 1
    for over, members in groupby(grid.columns, key=lambda column: column.over):
        group = list(members)
        numbers = group[0].kind in ("number", "log10")
        text = escape(over)
        spec = "c" if numbers else "l" if place > 1 else "@{}l"
        parts.append(rf"\multicolumn{{{len(group)}}}{{{spec}}}{{{text}}}")
        if over and numbers:
            rules.append(rf"\cmidrule(lr){{{place}-{place + len(group) - 1}}}")
        place += len(group)
    return [" & ".join(parts) + r" \\", *([" ".join(rules)] if rules else [])]


def _indent(lines: Iterable[str], by: int = 2) -> list[str]:
    return [" " * by + line if line else line for line in lines]


def _heights(columns: Sequence[_Set]) -> list[float]:
    """Return about how many lines each row takes."""
    lines = [1.0] * len(columns[0].cells) if columns else []
    for column in columns:
        share = re.search(r"p\{([\d.]+)\\linewidth", column.spec)
        if share is None:
            continue
        per_line = max(1.0, float(share[1]) * _TEXT_WIDTH / _CHAR)
        for place, cell in enumerate(column.cells):
            lines[place] = max(lines[place], 1.0 + int(_plain_length(cell) / per_line))
    return lines


def _tables(section: Section, caption: str, label: str, report: Report) -> list[str]:
    """Return a section as one table, or as several where it is longer than a page."""
    labels = report.labels
    grid, columns, size, dropped = _fitted(make_grid(section), labels, wide=report.placement.wide)
    spec = "\n    ".join(["@{}", *(column.spec for column in columns), "@{}"])
    head = [*_spanning(grid), " & ".join(column.heading for column in columns) + r" \\"]
    pages = _body(grid, columns, labels)
    out = [_comment(f"left out for its width: {', '.join(dropped)}")] if dropped else []
    for number, body in enumerate(pages, start=1):
        tabular = [
            rf"\begin{{tabular}}{{{spec}}}",
            *_indent([r"\toprule", *head, r"\midrule", *body, r"\bottomrule"]),
            r"\end{tabular}",
        ]
        if report.placement.bare:
            out += tabular
            continue
        title = caption if number == 1 else f"{caption} (continued)"
        name = label if number == 1 else f"{label}-part-{number}"
        notes = _notes(grid, labels) if number == len(pages) else []
        out += _float(tabular, title, name, size, notes, wide=report.placement.wide)
    return out


def _float(
    tabular: list[str], caption: str, label: str, size: str, notes: list[str], *, wide: bool
) -> list[str]:
    environment, place = ("table*", "[tp]") if wide else ("table", "[htbp]")
    under = []
    if notes:
        under = [
            r"\par\smallskip",
            r"\begin{minipage}{\linewidth}",
            *_indent([r"\footnotesize", *notes]),
            r"\end{minipage}",
        ]
    return [
        rf"\begin{{{environment}}}{place}",
        *_indent(
            [
                r"\centering",
                size,
                r"\setlength{\belowcaptionskip}{6pt}",
                rf"\caption{{{caption}}}",
                rf"\label{{{label}}}",
                # Box 0 is free for such use; \usebox begins the paragraph.
                r"\setbox0=\hbox{%",
                *tabular[:-1],
                tabular[-1] + "}%",
                r"\ifdim\wd0>\linewidth\resizebox{\linewidth}{!}{\usebox0}\else\usebox0\fi",
                *under,
            ]
        ),
        rf"\end{{{environment}}}",
    ]


def _packages(body: str) -> list[str]:
    needs = (
        ("array", r"\arraybackslash"),
        ("booktabs", r"\toprule"),
        ("graphicx", r"\resizebox"),
        ("siunitx", "S[table-format"),
    )
    found = [name for name, sign in needs if sign in body]
    if re.search(r"\\mathbb|\\lesssim|\\gtrsim", body):
        found.insert(0, "amssymb")
    amsmath = r"text\{|[td]frac|operatorname|binom|[lr][Vv]ert|begin\{(aligned|cases)"
    if re.search(rf"\\({amsmath})", body):
        found.insert(0, "amsmath")
    return [
        rf"\usepackage{{{name}}}" + (" % acmart has it already" if name == "amssymb" else "")
        for name in found
    ]


def _comment(text: str) -> str:
    """Return a comment of one line."""
    return f"% {one_line(text)}".rstrip()


def render_latex(report: Report) -> str:
    r"""Return the report as LaTeX tables to ``\input``, one for each section.

    Parameters
    ----------
    report : Report
        The answer.

    Returns
    -------
    str
        ASCII, apart from the leading comment, which tells the command, version, inputs and
        warnings and has the ``\usepackage`` lines of the preamble.
    """
    sections = [section for section in report.tables() if section.rows]
    if report.environments and not report.sections:
        sections = []
    fallback = report.caption or report.title or f"Answer of adamw-bounds {report.command}"
    name = report.label or f"tab:adamw-bounds-{report.command}"
    tables: list[str] = []
    own = report.placement
    for number, section in enumerate(sections, start=1):
        caption = escape(section.caption or section.title or fallback)
        label = section.label or (name if number == 1 else f"{name}-{number}")
        if number == 1 and own.caption:
            caption = own.caption
        if own.label:
            label = own.label if number == 1 else f"{own.label}-{number}"
        tables += ["", *_tables(section, caption, label, report)]
    if not sections and not report.environments:
        tables = ["", "% No rows."]
    tables = ["", *report.environments, *tables]
    body = "\n".join(tables)
    comments = [f"adamw-bounds {report.version}: {report.invocation or report.command}"]
    inputs = ", ".join(f"{key}={compact_json(value)}" for key, value in report.inputs.items())
    if inputs:
        comments.append(f"inputs: {inputs}")
    if report.inputs_line():
        comments.append(report.inputs_line())
    comments += [f"warning ({remark.code}): {remark.message}" for remark in report.remarks()]
    prose = [*report.before]
    for section in sections:
        prose += [*section.before, *section.after]
    comments += [line for line in (*prose, *report.after) if line.strip()]
    packages = _packages(body)
    if r"\begin{theorem}" in body:
        packages.append(r"\newtheorem{theorem}{Theorem} % unless the class has one")
    if packages:
        comments += ["needs in the preamble:", *packages]
    return "\n".join(_comment(text) for text in comments) + body + "\n"
