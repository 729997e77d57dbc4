"""From rows to a grid of cells: columns chosen, rows pivoted and grouped, remarks numbered.

Terminal, Markdown and LaTeX all print this grid.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from adamw_bounds.numbers import format_log10, format_number
from adamw_bounds.optimizers import OPTIMIZERS
from adamw_bounds.quantities import MEANINGS
from adamw_bounds.report.model import IDENTITY, LOG10, VALUE, Column, Kind, Row, Section
from adamw_bounds.report.plain import DASH, json_ready, plain_text

__all__ = ["Cell", "Footnote", "Grid", "Group", "Line", "conditions_section", "make_grid"]

# Values of a pivot that have an order of their own; others stand as first seen.
_PIVOT_ORDER = {
    "variant": ("printed", "corrected", "explicit", "explicit-large-step", "sharp", "order"),
    "optimizer": tuple(OPTIMIZERS),
    "schedule": ("constant", "decaying"),
}
_GROUP_BY_WITH_PIVOT = ("statement", "optimizer", "schedule", "update", "case")
_UPDATES = {"paper": "the paper's update", "pytorch": "PyTorch's update"}
_IDS = {*IDENTITY, "dominant", "name", "id", "kind", "verdict"} - {"case", "stage"}
_FIRST = ("statement", "optimizer", "schedule", "variant", "case", "stage", "quantity")
_NEVER_A_COLUMN = {
    "terms",
    "conditions",
    "notes",
    "audit",
    "source",
    "count",
    "remedy",
    "stands_for",
}
_DROP = {"log10": 90, "stderr": 80, "dominant": 70, "lower": 50, "upper": 50, "ratio": 40}
_DROP_OTHER = 60
#: A computed count below this is no wider as a whole number than in four digits and a power.
_COUNT_BELOW = 10**9


@dataclass(frozen=True, slots=True)
class Cell:
    """One value in its place, as text and as what LaTeX needs to set it anew."""

    text: str
    value: Any = None
    log10: float | None = None
    math: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a grid: its cells, and the numbers of its footnotes."""

    cells: tuple[Cell, ...]
    marks: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """Lines under one heading; ``heading`` has a cell for each of the grid's group columns."""

    heading: tuple[Cell, ...]
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Footnote:
    """A remark below a table.

    Attributes
    ----------
    text : str
        The remark.
    variants : tuple of str
        The values of the pivot that it is about; empty where it is about the whole line.
    """

    text: str
    variants: tuple[str, ...] = ()

    def full(self) -> str:
        """Return the remark with what it is about."""
        return f"{', '.join(self.variants)}: {self.text}" if self.variants else self.text


@dataclass(frozen=True, slots=True)
class Grid:
    """A table before it takes the shape of a format."""

    columns: tuple[Column, ...]
    group_columns: tuple[Column, ...]
    groups: tuple[Group, ...]
    footnotes: tuple[Footnote, ...]

    def lines(self) -> tuple[Line, ...]:
        """Return all lines, without their headings."""
        return tuple(line for group in self.groups for line in group.lines)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _lookup(row: Row, key: str) -> Any:
    if key.startswith("terms."):
        return None  # a term has a logarithm only
    if key.startswith("settings."):
        return (row.get("settings") or {}).get(key.removeprefix("settings."))
    if key == "what_it_is":
        return MEANINGS.get(str(row.get("quantity")))
    return row.get(key)


def _log10(row: Row, column: Column) -> float | None:
    if column.key.startswith("terms."):
        label = column.key.removeprefix("terms.")
        found = [term["log10"] for term in row.get("terms") or () if term["label"] == label]
        return found[0] if found else None
    if column.log10_key:
        keys: Sequence[str] = (column.log10_key,)
    elif column.key == "value":
        keys = ("log10",)
    else:
        keys = (f"log10_{column.key}", f"{column.key}_log10")
    return next((row[key] for key in keys if _is_number(row.get(key))), None)


def _cell(row: Row, column: Column) -> Cell:
    value = _lookup(row, column.key)
    if column.kind == "number":
        count = row.get(column.instead) if column.instead else None
        if isinstance(count, int) and not isinstance(count, bool) and abs(count) < _COUNT_BELOW:
            return Cell(format_number(count), count)
        log10 = _log10(row, column)
        if value is not None and not _is_number(value):
            return Cell(plain_text(value), value)
        return Cell(format_number(value, log10, digits=column.digits), value, log10)
    if column.kind == "log10":
        if value is not None and not _is_number(value):
            return Cell(plain_text(value), value)
        return Cell(format_log10(value, digits=column.digits), value)
    if column.kind == "math":
        source = row.get(column.math_key or column.key)
        return Cell(plain_text(value), value, math=source if isinstance(source, str) else "")
    if column.key == "update" and value in _UPDATES:
        return Cell(_UPDATES[value], _UPDATES[value])
    return Cell(plain_text(value), value)


def _guess(key: str, rows: Iterable[Row]) -> Column:
    values = [row[key] for row in rows if row.get(key) is not None]
    if key == "value":
        return VALUE
    if key == "log10":
        return LOG10
    drop = 0 if key in IDENTITY else _DROP.get(key, _DROP_OTHER)
    kind: Kind = "text"
    if key in _IDS:
        kind = "id"
    elif values and all(_is_number(value) for value in values):
        kind = "log10" if "log10" in key else "number"
    elif values and all(isinstance(value, bool) for value in values):
        kind = "flag"
    elif values and all(isinstance(value, list) for value in values):
        kind = "list"
    return Column(key, kind=kind, drop=drop)


def _nested(value: Any) -> bool:
    if isinstance(value, Mapping):
        return True
    return isinstance(value, list) and any(isinstance(item, dict | list) for item in value)


def _choose(section: Section, rows: Sequence[Row]) -> tuple[Column, ...]:
    """Choose the columns of a table that names none: what tells rows apart, then numbers."""
    seen = list(dict.fromkeys(key for row in rows for key in row))
    skipped = _NEVER_A_COLUMN | {*section.footnotes, *section.group_by}
    keys = [
        key
        for key in seen
        if key not in skipped
        and (key == "value" or any(row.get(key) is not None for row in rows))
        and not any(_nested(row.get(key)) for row in rows)
    ]
    first = [key for key in _FIRST if key in keys]
    number = [key for key in ("value", "lower", "upper", "stderr", "ratio") if key in keys]
    rest = [key for key in keys if key not in {*first, *number, "dominant", "log10"}]
    last = [key for key in ("dominant", "log10") if key in keys]
    return tuple(_guess(key, rows) for key in [*first, *number, *rest, *last])


class _Remarks:
    """Footnotes numbered in the order in which they are first needed."""

    def __init__(self) -> None:
        self.found: dict[Footnote, int] = {}

    def number(self, remark: Footnote) -> int:
        return self.found.setdefault(remark, len(self.found) + 1)


def _remarks(row: Row, keys: Iterable[str]) -> list[str]:
    """Return the remarks that a row carries under the keys of footnotes."""
    texts: list[str] = []
    for key in keys:
        value = row.get(key)
        if value is None or value in ("", [], ()):
            continue
        if key in ("notes", "remedy"):
            texts += [plain_text(item) for item in (value if isinstance(value, list) else [value])]
        else:
            texts.append(f"{key.replace('_', ' ')}: {plain_text(value)}")
    return texts


def _marks_of_row(row: Row, section: Section, remarks: _Remarks) -> tuple[int, ...]:
    texts = dict.fromkeys(_remarks(row, section.footnotes))
    return tuple(sorted(remarks.number(Footnote(text)) for text in texts))


def _marks_of_line(rows: Mapping[str, Row], section: Section, remarks: _Remarks) -> tuple[int, ...]:
    about: dict[str, list[str]] = {}
    for variant, row in rows.items():
        for text in dict.fromkeys(_remarks(row, section.footnotes)):
            about.setdefault(text, []).append(variant)
    return tuple(
        sorted(
            remarks.number(Footnote(text, () if len(variants) == len(rows) else tuple(variants)))
            for text, variants in about.items()
        )
    )


def _hashable(value: Any) -> Any:
    return plain_text(value) if isinstance(value, dict | list | tuple) else value


def _merge(cells: Sequence[Cell]) -> Cell:
    """Return one cell for the rows that share a line: their value, or each, where they differ."""
    texts = list(dict.fromkeys(cell.text for cell in cells if cell.text != DASH))
    if len(texts) == 1:
        return next(cell for cell in cells if cell.text != DASH)
    if not texts:
        return cells[0]
    return Cell(" / ".join(cell.text for cell in cells), " / ".join(cell.text for cell in cells))


def _pivot_values(rows: Iterable[Row], key: str) -> list[str]:
    seen = list(dict.fromkeys(plain_text(row.get(key)) for row in rows))
    known = [value for value in _PIVOT_ORDER.get(key, ()) if value in seen]
    return known + [value for value in seen if value not in known]


def _pivoted(
    section: Section, rows: Sequence[Row], columns: Sequence[Column], remarks: _Remarks
) -> tuple[tuple[Column, ...], list[tuple[Row, Line]]]:
    """Return the columns and lines of a table in which one key's values are columns."""
    on = {column.key for column in section.pivot_on}
    fixed = [column for column in columns if column.key not in on | {section.pivot}]
    identity = [
        key
        for key in (*section.group_by, *(column.key for column in fixed if column.key in IDENTITY))
        if key != section.pivot
    ]
    values = _pivot_values(rows, section.pivot)

    # Rows of one identity share a line; a second row of the same variant starts another line,
    # so that no number is lost where the columns do not tell two rows apart.
    lines: dict[tuple[Any, ...], list[dict[str, Row]]] = {}
    for row in rows:
        variant = plain_text(row.get(section.pivot))
        shared = lines.setdefault(tuple(_hashable(row.get(key)) for key in identity), [])
        home = next((line for line in shared if variant not in line), None)
        if home is None:
            home = {}
            shared.append(home)
        home[variant] = row

    stubs = [column for column in fixed if column.key in IDENTITY]
    others = [column for column in fixed if column.key not in IDENTITY]
    spread = [
        (
            replace(
                column,
                key=f"{column.key}@{value}",
                title=value if index == 0 else f"{column.heading} {value}",
                latex="",
            ),
            column,
            value,
        )
        for index, column in enumerate(section.pivot_on)
        for value in values
    ]
    result: list[tuple[Row, Line]] = []
    for shared in lines.values():
        for found in shared:
            ordered = {value: found[value] for value in values if value in found}
            one = next(iter(ordered.values()))
            cells = (
                *(_cell(one, column) for column in stubs),
                *(_cell(ordered.get(value, {}), column) for _, column, value in spread),
                *(
                    _merge([_cell(ordered.get(value, {}), column) for value in values])
                    for column in others
                ),
            )
            result.append((one, Line(cells, _marks_of_line(ordered, section, remarks))))
    return (*stubs, *(column for column, _, _ in spread), *others), result


def _with_digits(columns: Sequence[Column], digits: int) -> tuple[Column, ...]:
    return tuple(replace(column, digits=digits) for column in columns)


def make_grid(section: Section) -> Grid:
    """Arrange the rows of a section.

    Parameters
    ----------
    section : Section
        What to show and how.

    Returns
    -------
    Grid
        Every row is in it; the order of groups and lines is that of the rows.
    """
    rows: list[Row] = [json_ready(row) for row in section.rows]
    if section.pivot:
        # What answers the same question stands on one line; of another update it is another one.
        rows = [
            {**row, "statement": row["stands_for"]}
            if row.get("stands_for") and row.get("update") != "pytorch"
            else row
            for row in rows
        ]
    if section.pivot and not section.group_by and not section.columns:
        present = {key for row in rows for key in row if row[key] is not None}
        section = replace(
            section,
            group_by=[
                key for key in _GROUP_BY_WITH_PIVOT if key in present and key != section.pivot
            ],
        )
    columns = tuple(section.columns) or _choose(section, rows)
    if section.digits:
        columns = _with_digits(columns, section.digits)
        section = replace(section, pivot_on=_with_digits(section.pivot_on, section.digits))
    if section.pivot and not section.columns:
        # Beside the pivoted numbers, only what explains them: other numbers would be merged text.
        keep = {*IDENTITY, "dominant"}
        columns = tuple(column for column in columns if column.key in keep)
    group_columns = tuple(
        Column(key, kind="id" if key in _IDS else "text") for key in section.group_by
    )
    columns = tuple(column for column in columns if column.key not in section.group_by)

    remarks = _Remarks()
    # Rows of one group stand together before anything is numbered: footnotes count downwards.
    order: dict[tuple[Any, ...], list[Row]] = {}
    for row in rows:
        order.setdefault(tuple(_hashable(row.get(key)) for key in section.group_by), []).append(row)
    rows = [row for members in order.values() for row in members]

    if section.pivot:
        columns, lines = _pivoted(section, rows, columns, remarks)
    else:
        lines = [
            (
                row,
                Line(
                    tuple(_cell(row, column) for column in columns),
                    _marks_of_row(row, section, remarks),
                ),
            )
            for row in rows
        ]
    groups: dict[tuple[Any, ...], list[tuple[Row, Line]]] = {}
    for row, line in lines:
        key = tuple(_hashable(row.get(name)) for name in section.group_by)
        groups.setdefault(key, []).append((row, line))
    return Grid(
        columns=columns,
        group_columns=group_columns,
        groups=tuple(
            Group(
                heading=tuple(_cell(members[0][0], column) for column in group_columns),
                lines=tuple(line for _, line in members),
            )
            for members in groups.values()
        ),
        footnotes=tuple(remarks.found),
    )


def conditions_section(
    rows: Sequence[Row], *, title: str = "Conditions", caption: str = ""
) -> Section | None:
    """Return the table of the conditions that rows carry.

    Parameters
    ----------
    rows : sequence of mappings
        Rows of an answer; each may hold a list ``conditions``.
    title, caption : str
        Of the table.

    Returns
    -------
    Section or None
        Grouped by statement, optimizer, schedule and variant, each condition once however many
        quantities carry it; what would meet it stands in the footnotes. None where no row carries
        a condition.
    """
    about = ("statement", "optimizer", "schedule", "update", "case", "stage")
    merged: dict[str, dict[str, Any]] = {}
    variants: dict[str, list[str]] = {}
    for row in rows:
        for condition in row.get("conditions") or ():
            entry = {
                **{key: row[key] for key in about if row.get(key) is not None},
                **json_ready(condition),
            }
            if entry.get("met") is True:
                # How much room is left is seen from the sides.
                entry["margin"] = None
            key = repr(sorted(entry.items()))
            merged.setdefault(key, entry)
            seen = variants.setdefault(key, [])
            if row.get("variant") is not None and row["variant"] not in seen:
                seen.append(row["variant"])
    if not merged:
        return None
    for key, entry in merged.items():
        if variants[key]:
            entry["variant"] = ", ".join(variants[key])
    entries = list(merged.values())
    present = {key for entry in entries for key in entry if entry[key] not in (None, "")}
    columns = [
        Column("name", "condition", kind="id"),
        Column("text", "in symbols"),
        Column("lhs", "left side", kind="number", drop=50, together="sides"),
        Column("rhs", "right side", kind="number", drop=50, together="sides"),
        Column("met", kind="flag"),
        Column("margin", "missed by the factor", kind="number"),
    ]
    return Section(
        rows=entries,
        title=title,
        columns=[column for column in columns if column.key in present or column.key != "text"],
        group_by=[key for key in (*about, "variant") if key in present],
        footnotes=("remedy", "notes"),
        caption=caption or title,
    )
