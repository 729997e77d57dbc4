"""One self-contained page: tables, pictures, inputs and sources, to send to a colleague.

The page loads nothing and runs nothing: no script, no font, no picture from elsewhere, and a
content policy that forbids them. It follows the reader's choice of light or dark.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape as escape_html
from typing import TYPE_CHECKING, Final

from adamw_bounds.errors import RunError
from adamw_bounds.optimizers import OPTIMIZERS, OTHERS
from adamw_bounds.report.grid import Cell, Grid, Group, Line, make_grid
from adamw_bounds.report.model import ABOUT
from adamw_bounds.report.plain import DASH, one_line, plain_text

if TYPE_CHECKING:
    from adamw_bounds.report.model import Column, Remark, Report, Section

__all__ = ["escape", "html_fragment", "raised", "render_html"]

_RIGHT = {"number", "log10"}
_OPTIMIZERS: Final = {key: item.text for key, item in OPTIMIZERS.items()} | OTHERS

#: A power or an index in a formula of plain text: ``δ^1.25``, ``q^(−k/2)``, ``λ_{k+1}``.
_RAISED = re.compile(
    r"\^\(([^()]*)\)|\^\{([^{}]*)\}|\^([-−+]?(?:\d+(?:\.\d+)?|\w))|_\{([^{}]*)\}|_(\w+)"
)

#: Colours have a contrast of at least 4.5 : 1 on their ground, in both schemes.
STYLE: Final = """
:root { color-scheme: light dark; --ink: #1b1f24; --soft: #57606a; --ground: #ffffff;
  --line: #c9d1d9; --stripe: #f5f7f9; --link: #0550ae; --good: #116329; --bad: #a40e26; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6edf3; --soft: #a3adb8; --ground: #0d1117;
  --line: #3d444d; --stripe: #151b23; --link: #79b8ff; --good: #7ee787; --bad: #ff9492; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--ink);
  font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "DejaVu Sans", sans-serif; }
main, footer { max-width: 62rem; margin: 0 auto; padding: 1rem 1.25rem; }
h1 { font-size: 1.6rem; line-height: 1.25; margin: 1rem 0 .5rem; }
h2 { font-size: 1.15rem; line-height: 1.3; margin: 2rem 0 .5rem; }
p { margin: .5rem 0; max-width: 46rem; }
pre { background: var(--stripe); padding: .6rem .8rem; margin: .5rem 0; overflow-x: auto;
  font: .875rem/1.45 ui-monospace, "DejaVu Sans Mono", monospace;
  white-space: pre-wrap; overflow-wrap: anywhere; }
.table { overflow-x: auto; margin: .75rem 0; background:
  linear-gradient(to right, var(--ground) 40%, transparent) left / 2.5rem 100% no-repeat local,
  linear-gradient(to left, var(--ground) 40%, transparent) right / 2.5rem 100% no-repeat local,
  linear-gradient(to right, var(--line), transparent) left / .8rem 100% no-repeat scroll,
  linear-gradient(to left, var(--line), transparent) right / .8rem 100% no-repeat scroll; }
table { border-collapse: collapse; font-size: .925rem; font-variant-numeric: tabular-nums; }
caption { text-align: left; color: var(--soft); padding-bottom: .3rem; }
th, td { padding: .3rem .75rem; text-align: left; vertical-align: top; }
th:first-child, td:first-child { padding-left: 0; }
thead th { border-bottom: 2px solid var(--line); vertical-align: bottom; }
tbody tr + tr > * { border-top: 1px solid var(--line); }
tbody th { font-weight: normal; }
tbody th.group { font-weight: 600; padding-top: .9rem; color: var(--soft); }
.number { text-align: right; white-space: nowrap; }
.id { white-space: nowrap; }
.math { font-family: "STIX Two Text", "Cambria Math", "DejaVu Serif", serif; }
.yes { color: var(--good); }
.no { color: var(--bad); font-weight: 600; }
.none { color: var(--soft); }
a { color: var(--link); }
ol.notes { font-size: .875rem; color: var(--soft); padding-left: 1.5rem; max-width: 46rem; }
figure { margin: 1rem 0; }
figure svg { width: min(100%, 38rem); height: auto; background: #ffffff; }
figcaption, footer { color: var(--soft); font-size: .875rem; }
sup { line-height: 0; }
@media print { .table { overflow: visible; background: none; } }
"""

_POLICY: Final = (
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
)

#: The same in prose, where underscores stand in names of files too: a letter and its index alone.
_RAISED_IN_PROSE = re.compile(
    r"\^\(([^()]*)\)|\^\{([^{}]*)\}|\^([-−+]?(?:\d+(?:\.\d+)?|\w\b))"
    r"|(?<=\w)_\{([^{}]*)\}|(?<=(?<![A-Za-z0-9_])[^\W\d_])_([^\W_]{1,2})(?!\w)"
)


def escape(text: str) -> str:
    """Return text that a browser shows as it is, inside an element or a quoted attribute.

    Examples
    --------
    >>> escape('<b title="x">')
    '&lt;b title=&quot;x&quot;&gt;'
    """
    return escape_html(one_line(text), quote=True)


def raised(text: str, *, prose: bool = False) -> str:
    """Return a formula of plain text with its powers raised and its indices lowered.

    Parameters
    ----------
    text : str
        The formula.
    prose : bool
        Whether it is a sentence that holds formulas and other names.

    Returns
    -------
    str
        HTML.

    Examples
    --------
    >>> raised("c∞^2.5·L/η_k")
    'c∞<sup>2.5</sup>·L/η<sub>k</sub>'
    """

    def mark(found: re.Match[str]) -> str:
        power = next((part for part in found.groups()[:3] if part is not None), None)
        if power is not None:
            return f"<sup>{power}</sup>"
        index = found[4] if found[4] is not None else found[5]
        return f"<sub>{index}</sub>"

    # What is escaped holds no mark that the pattern reads.
    return (_RAISED_IN_PROSE if prose else _RAISED).sub(mark, escape(text))


class _Page:
    """A page in the making: it numbers what needs a name of its own."""

    def __init__(self, labels: Mapping[str, str], level: int = 2, prefix: str = "") -> None:
        self.labels = labels
        self.level = level
        self.prefix = prefix
        self._tables = 0
        self._pictures = 0

    def section(self, section: Section) -> Iterator[str]:
        """Yield a table with its title, prose and footnotes."""
        self._tables += 1
        name = f"{self.prefix}table-{self._tables}"
        if section.title:
            yield f'<h{self.level} id="{name}">{escape(section.title)}</h{self.level}>'
        yield from _prose(section.before)
        if section.rows:
            grid = make_grid(section)
            yield from self._table(grid, name, section)
            if grid.footnotes:
                yield '<ol class="notes">'
                for number, note in enumerate(grid.footnotes, 1):
                    yield f'<li id="{name}-note-{number}">{raised(note.full(), prose=True)}</li>'
                yield "</ol>"
        elif not (section.before or section.after):
            yield "<p>No rows.</p>"
        yield from _prose(section.after)

    def _table(self, grid: Grid, name: str, section: Section) -> Iterator[str]:
        label = f'aria-labelledby="{name}"' if section.title else 'aria-label="table"'
        # One that is wider than the page scrolls by itself, with the keyboard too.
        yield f'<div class="table" role="region" {label} tabindex="0">'
        yield f"<table {label}>"
        yield "<thead>"
        yield "<tr>"
        for column in grid.columns:
            side = ' class="number"' if column.kind in _RIGHT else ""
            yield f'<th scope="col"{side}>{self._heading(column)}</th>'
        yield "</tr>"
        yield "</thead>"
        stub = _stub(grid)
        for group in grid.groups:
            yield "<tbody>"
            yield from self._group_heading(grid, group)
            for line in group.lines:
                yield f"<tr>{''.join(self._cells(grid, line, stub, name))}</tr>"
            yield "</tbody>"
        yield "</table>"
        yield "</div>"

    def _heading(self, column: Column) -> str:
        # A value of the pivot is a name like those in the cells.
        return escape(self._phrase(column.heading) if "@" in column.key else column.heading)

    def _phrase(self, name: str) -> str:
        return self.labels.get(name) or _OPTIMIZERS.get(name, name)

    def _group_heading(self, grid: Grid, group: Group) -> Iterator[str]:
        parts = [
            self._content(column, cell)
            for column, cell in zip(grid.group_columns, group.heading, strict=True)
            if cell.value is not None
        ]
        if parts:
            spread = f'scope="rowgroup" colspan="{len(grid.columns)}"'
            yield f'<tr><th class="group" {spread}>{", ".join(parts)}</th></tr>'

    def _cells(self, grid: Grid, line: Line, stub: int, name: str) -> Iterator[str]:
        marks = ", ".join(
            f'<a href="#{name}-note-{mark}" aria-label="note {mark}">{mark}</a>'
            for mark in line.marks
        )
        for place, (column, cell) in enumerate(zip(grid.columns, line.cells, strict=True)):
            content = self._content(column, cell)
            if place == stub and marks:
                content += f" <sup>{marks}</sup>"
            if place == 0 and column.kind not in _RIGHT:
                yield f'<th scope="row"{_class(column, cell)}>{content}</th>'
            else:
                yield f"<td{_class(column, cell)}>{content}</td>"

    def _content(self, column: Column, cell: Cell) -> str:
        if column.kind == "math":
            return raised(cell.text)
        if column.kind == "id" and isinstance(cell.value, str):
            return escape(" / ".join(map(self._phrase, cell.text.split(" / "))))
        return raised(cell.text, prose=True) if column.kind == "text" else escape(cell.text)

    def picture(self, svg: str, caption: str) -> Iterator[str]:
        """Yield a picture; its own names are made different from those of its neighbours."""
        self._pictures += 1
        yield "<figure>"
        yield _inline(svg, f"{self.prefix}picture-{self._pictures}-", caption)
        yield f"<figcaption>{escape(caption)}</figcaption>"
        yield "</figure>"


def _class(column: Column, cell: Cell | None = None) -> str:
    names = []
    if column.kind in _RIGHT:
        names.append("number")
    elif column.kind in ("id", "math"):
        names.append(column.kind)
    if cell is not None and column.kind == "flag" and isinstance(cell.value, bool):
        names.append("yes" if cell.value else "no")
    if cell is not None and cell.text == DASH:
        names.append("none")
    return f' class="{" ".join(names)}"' if names else ""


def _stub(grid: Grid) -> int:
    """Return the column that carries the marks: no power may be read into them."""
    kinds = [column.kind for column in grid.columns]
    numbers = [index for index, kind in enumerate(kinds) if kind in _RIGHT]
    names = [
        index
        for index, kind in enumerate(kinds[: numbers[0]] if numbers else kinds)
        if kind in ("id", "text")
    ]
    return names[-1] if names else 0


def _prose(lines: Sequence[str]) -> Iterator[str]:
    """Yield paragraphs; lines that begin with a space are commands or figures: as they stand."""
    code: list[str] = []
    for line in (*lines, ""):
        if line.startswith(" "):
            code.append(escape(line.lstrip()))
            continue
        if code:
            yield f"<pre>{chr(10).join(code)}</pre>"
            code = []
        if line:
            yield f"<p>{raised(line, prose=True)}</p>"


_SVG = re.compile(r"<svg\b.*</svg>", re.DOTALL)
_NAMED = re.compile(r'(\bid="|href="#|url\(#)')
_METADATA = re.compile(r"<metadata>.*?</metadata>", re.DOTALL)


def _inline(svg: str, prefix: str, caption: str) -> str:
    """Return the SVG element of a file for use inside a page."""
    found = _SVG.search(svg)
    if found is None:
        raise ValueError("the picture has no svg element")
    element = _NAMED.sub(rf"\g<1>{prefix}", _METADATA.sub("", found[0]))
    return element.replace("<svg", f'<svg role="img" aria-label="{escape(caption)}"', 1)


def _inputs(report: Report, level: int) -> Iterator[str]:
    """Yield the table of the inputs as they were used."""
    given = {name: value for name, value in report.inputs.items() if value is not None}
    if not given:
        return
    known = report.glossary
    yield f'<h{level} id="inputs">Inputs</h{level}>'
    yield '<div class="table" role="region" aria-labelledby="inputs" tabindex="0">'
    yield '<table aria-labelledby="inputs"><thead><tr>'
    heads = ("input", "value", *(("symbol", "meaning") if known else ()))
    yield "".join(f'<th scope="col">{head}</th>' for head in heads)
    yield "</tr></thead><tbody>"
    for name, value in given.items():
        symbol, meaning = known.get(name, ("", ""))
        more = (
            f'<td class="math">{raised(symbol)}</td><td>{raised(meaning, prose=True)}</td>'
            if known
            else ""
        )
        yield (
            f'<tr><th scope="row" class="id">{escape(name)}</th>'
            f"<td>{escape(_as_given(value))}</td>{more}</tr>"
        )
    yield "</tbody></table></div>"


def _as_given(value: object) -> str:
    """Return an input in full: it is repeated, not rounded."""
    if isinstance(value, float) and math.isfinite(value):
        return f"{value:.15g}"
    return plain_text(value)


def _sources(report: Report, labels: Mapping[str, str], level: int) -> Iterator[str]:
    """Yield where the statements of the rows stand."""
    found: dict[str, list[str]] = {}
    for row in report.rows:
        source, statement = row.get("source"), row.get("statement")
        if isinstance(source, str) and source:
            named = found.setdefault(source, [])
            if isinstance(statement, str) and statement not in named:
                named.append(statement)
    if not found:
        return
    yield f"<h{level}>Sources</h{level}>"
    yield "<ul>"
    for source, statements in found.items():
        names = ", ".join(labels.get(name, name) for name in statements)
        yield f"<li>{escape(f'{names}: {source}' if names else source)}</li>"
    yield "</ul>"


def html_fragment(report: Report, *, prefix: str, after: Sequence[str] = ()) -> str:
    """Return the tables and the prose of a report for a notebook, which has the page and its style.

    Parameters
    ----------
    report : Report
        The answer.
    prefix : str
        What the names of elements begin with: several answers share a page.
    after : sequence of str
        Prose below.

    Returns
    -------
    str
        HTML. Remarks are folded.
    """
    page = _Page(report.labels, level=4, prefix=prefix)
    rest = report.remarks("method", "voids")
    remarks = [f"<li>{raised(remark.message, prose=True)}</li>" for remark in rest]
    folded = (
        ["<details>", f"<summary>Remarks: {len(remarks)}</summary>", "<ul>", *remarks, "</ul>"]
        if remarks
        else []
    )
    return _joined(
        (
            '<div class="adamw-bounds">',
            *_body(report, page),
            *_prose(after),
            *folded,
            *(["</details>"] if folded else []),
            "</div>",
        )
    )


def _body(report: Report, page: _Page) -> Iterator[str]:
    yield from _prose(report.before)
    yield from _items(report.remarks("finding"))
    for section in report.tables():
        yield from page.section(section)
    for picture in report.pictures:
        try:
            svg = picture.draw()
        except RunError as error:
            # Without matplotlib the page is whole but for the picture, and says so.
            yield f"<p>{escape(f'{picture.title}: {error.message}.')}</p>"
            continue
        yield from page.picture(svg, picture.title)
    yield from _remarks(ABOUT, report.remarks("vacuous", "answer"), page.level)
    yield from _prose(report.after)


def _remarks(heading: str, remarks: Sequence[Remark], level: int) -> Iterator[str]:
    if remarks:
        yield f"<h{level}>{heading}</h{level}>"
        yield from _items(remarks)


def _items(remarks: Sequence[Remark]) -> Iterator[str]:
    if remarks:
        yield "<ul>"
        yield from (f"<li>{raised(item.message, prose=True)}</li>" for item in remarks)
        yield "</ul>"


def _joined(parts: Iterable[str]) -> str:
    return "\n".join(parts)


def render_html(report: Report) -> str:
    """Return the report as one page that needs nothing beside it.

    Parameters
    ----------
    report : Report
        The answer.

    Returns
    -------
    str
        A whole HTML document, in UTF-8: tables, pictures, remarks, inputs and sources.
    """
    titles = [section.title for section in report.tables() if section.title]
    title = report.title or (titles[0] if titles else f"adamw-bounds {report.command}")
    program = f"adamw-bounds {report.version}"
    page = _Page(report.labels)
    body = _joined(_body(report, page))
    command = [f"<pre>{escape(report.invocation)}</pre>"] if report.invocation else []
    return (
        _joined(
            (
                "<!DOCTYPE html>",
                '<html lang="en">',
                "<head>",
                '<meta charset="utf-8">',
                f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">',
                '<meta name="viewport" content="width=device-width, initial-scale=1">',
                f'<meta name="generator" content="{escape(program)}">',
                f"<title>{escape(title)}</title>",
                f"<style>{STYLE}</style>",
                "</head>",
                "<body>",
                "<main>",
                f"<h1>adamw-bounds {escape(report.command)}</h1>",
                *command,
                body,
                *_remarks("Remarks", report.remarks("method", "voids"), 2),
                *_inputs(report, 2),
                *_sources(report, report.labels, 2),
                "</main>",
                f"<footer>Made by {escape(program)}.</footer>",
                "</body>",
                "</html>",
            )
        )
        + "\n"
    )
