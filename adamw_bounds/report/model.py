"""What is shown: a report, its sections (one table each) and their columns."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final, Literal, NamedTuple

from adamw_bounds.numbers import written
from adamw_bounds.remarks import RemarkKind

__all__ = [
    "ABOUT",
    "IDENTITY",
    "LOG10",
    "VALUE",
    "Column",
    "Kind",
    "Picture",
    "Placement",
    "Remark",
    "Report",
    "Row",
    "Section",
]

Kind = Literal["text", "id", "number", "log10", "flag", "list", "math"]
Row = Mapping[str, Any]

#: The keys that name a row: no two rows of an answer agree in all of them.
IDENTITY = ("statement", "optimizer", "schedule", "variant", "case", "stage", "quantity")


@dataclass(frozen=True, slots=True)
class Column:
    r"""One column of a table.

    Attributes
    ----------
    key : str
        Key of the row. ``terms.LABEL`` is the size of that term, ``settings.NAME`` that setting.
    title : str
        Heading; the key, with spaces for hyphens and underscores, when empty.
    kind : {"text", "id", "number", "log10", "flag", "list", "math"}
        ``text`` wraps; an ``id`` never does, and is written out in LaTeX (``l2-adam`` as
        ℓ₂-Adam); ``number`` has four significant digits; ``log10`` four decimals; a ``flag`` is
        yes or no; a ``list`` is joined by commas; ``math`` is LaTeX source in LaTeX and Markdown.
    latex : str
        Heading in LaTeX, used as it is; made from the title when empty.
    drop : int
        Where a terminal is too narrow the column with the largest number goes first; 0 stays.
    log10_key : str
        For ``number``: the key with the decimal logarithm that stands in where the number
        exceeds a float. When empty: ``log10`` for ``value``, else ``log10_KEY`` or ``KEY_log10``.
    instead : str
        For ``number``: a key whose integer, where there is one below 10⁶, is shown in its place.
    math_key : str
        For ``math``: the key with the LaTeX source; ``key`` itself when empty.
    digits : int
        Significant digits of a ``number``, decimals of a ``log10``.
    together : str
        Columns that share it are left out together.
    over : str
        What stands above the title: in LaTeX once, over all neighbours that have the same; before
        the title elsewhere.
    """

    key: str
    title: str = ""
    kind: Kind = "text"
    latex: str = ""
    drop: int = 0
    log10_key: str = ""
    instead: str = ""
    math_key: str = ""
    digits: int = 4
    over: str = ""
    together: str = ""

    @property
    def heading(self) -> str:
        """What stands over it and the title, or the key in words."""
        return f"{self.over} {self.own_heading}" if self.over else self.own_heading

    @property
    def own_heading(self) -> str:
        """The title, or the key in words."""
        return self.title or self.key.replace("_", " ").replace("-", " ").replace("terms.", "")


#: The heading of what a reader must know of an answer.
ABOUT = "About this answer"

#: The number of a row: its exact count where it has a small one, else value or log10.
VALUE = Column("value", kind="number", instead="count")
#: Its decimal logarithm.
LOG10 = Column("log10", kind="log10", latex=r"$\log_{10}$", drop=90)


@dataclass(frozen=True, slots=True)
class Section:
    """One table of an answer.

    Attributes
    ----------
    rows : sequence of mappings
        What the table shows.
    title : str
        Line above the table.
    columns : sequence of Column
        Chosen from the keys of the rows when empty. With ``pivot``, the keys of :data:`IDENTITY`
        among them decide which rows share a line.
    group_by : sequence of str
        Rows that agree in these keys stand together under a heading (in Markdown: in columns).
        When empty and ``pivot`` is given and no columns are: statement, optimizer, schedule, case.
    pivot : str
        A key whose values become columns, ``variant`` for example; empty for none.
    pivot_on : sequence of Column
        What stands in those columns.
    footnotes : sequence of str
        Keys whose text is printed below the table, numbered, instead of in a column.
    before, after : sequence of str
        Prose around the table; a line that begins with a space is never wrapped.
    caption, label : str
        Of the LaTeX table; made from the title and the command when empty.
    digits : int
        Significant digits of the numbers, decimals of the logarithms; 0: those of the columns.
    """

    rows: Sequence[Row] = ()
    title: str = ""
    columns: Sequence[Column] = ()
    group_by: Sequence[str] = ()
    pivot: str = ""
    pivot_on: Sequence[Column] = (VALUE,)
    footnotes: Sequence[str] = ("notes", "audit")
    before: Sequence[str] = ()
    after: Sequence[str] = ()
    caption: str = ""
    label: str = ""
    digits: int = 0


class Remark(NamedTuple):
    """A remark on the whole answer.

    Attributes
    ----------
    code : str
        Stable identifier.
    message : str
        One sentence or a few.
    kind : {"answer", "method", "finding", "vacuous", "voids"}
        What it is about, see `adamw_bounds.remarks`. On a page a ``finding`` stands before the
        tables; what is ``vacuous`` and what is of the ``answer`` below them; one that ``voids``
        is on the rows. The rest is shown on request.
    """

    code: str
    message: str
    kind: RemarkKind = "answer"


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that belongs to an answer, for formats that show one.

    Attributes
    ----------
    title : str
        What it shows, in a line: its caption, and what those hear who do not see it.
    draw : callable
        Returns the picture as SVG; called only where it is shown.
    """

    title: str
    draw: Callable[[], str]


@dataclass(frozen=True, slots=True)
class Placement:
    """How a LaTeX table stands in the text around it.

    Attributes
    ----------
    caption : str
        LaTeX, in the place of the first table's own caption; its own when empty.
    label : str
        In the place of the first table's own label; later tables add a number.
    bare : bool
        The tabular alone: no float, no caption, no notes.
    wide : bool
        Over both columns of a two-column page.
    """

    caption: str = ""
    label: str = ""
    bare: bool = False
    wide: bool = False


@dataclass(frozen=True, slots=True)
class Report:
    """An answer, ready for any format.

    Attributes
    ----------
    command, version : str
        Of the program.
    inputs : mapping
        Every input as it was used.
    rows : sequence of mappings
        The rows; JSON and CSV print these, whatever the tables show.
    warnings : sequence of (code, message) or (code, message, kind)
        Remarks on the whole answer, see :class:`Remark`. JSON holds all, LaTeX as comments.
    title, columns, group_by, pivot, pivot_on, footnotes, caption, label
        Of the one table of an answer without ``sections``; see :class:`Section`.
    sections : sequence of Section
        The tables, where an answer wants several; they take the place of the one above.
    ranges : bool
        Whether a table of its own lists the least and the most that each number can be.
    conditions : bool
        Whether a last table lists the conditions that the rows carry.
    before, after : sequence of str
        Prose around everything, in the terminal and in Markdown; comments in LaTeX.
    invocation : str
        The command line, for the comment in LaTeX.
    extra : mapping
        What stands at the top level of JSON beside the rows: a verdict.
    labels : mapping of str to str
        How an identifier is written out in LaTeX and HTML, before the built-in names.
    pictures : sequence of Picture
        Drawn in HTML.
    glossary : mapping of str to (symbol, meaning)
        What the inputs are, by name: HTML says it.
    placement : Placement
        How LaTeX tables stand in the text around them.
    names_inputs : bool
        Whether a line below the tables names the inputs; false where the prose does.
    digits : int
        Of the numbers in tables; 0: those of the columns.
    environments : sequence of str
        LaTeX that stands before the tables, in LaTeX alone: theorems.
    """

    command: str
    version: str
    inputs: Mapping[str, Any]
    rows: Sequence[Row]
    warnings: Sequence[tuple[str, ...]] = ()
    title: str = ""
    columns: Sequence[Column] = ()
    group_by: Sequence[str] = ()
    pivot: str = ""
    pivot_on: Sequence[Column] = (VALUE,)
    footnotes: Sequence[str] = ("notes", "audit")
    sections: Sequence[Section] = ()
    ranges: bool = False
    conditions: bool = False
    before: Sequence[str] = ()
    after: Sequence[str] = ()
    caption: str = ""
    label: str = ""
    invocation: str = ""
    extra: Mapping[str, Any] = field(default_factory=dict)
    labels: Mapping[str, str] = field(default_factory=dict)
    pictures: Sequence[Picture] = ()
    glossary: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    placement: Placement = Placement()
    names_inputs: bool = True
    digits: int = 0
    environments: Sequence[str] = ()

    def inputs_line(self) -> str:
        """Return the numbers that were asked with, in their symbols; empty where there are none.

        Of several questions in one answer, it names what they have in common.
        """
        if not self.names_inputs:
            return ""
        known = _numbers(self.inputs)
        parts = [item for item in self.inputs.values() if isinstance(item, Mapping)]
        if parts and not known:
            each = list(map(_numbers, parts[0].values() if len(parts) == 1 else parts)) or [{}]
            first, *rest = each
            known = {
                key: value
                for key, value in first.items()
                if all(other.get(key) == value for other in rest)
            }
        shown = [
            f"{self.glossary[name][0]} = {written(value)}"
            for name, value in known.items()
            if name in self.glossary
        ]
        return f"With {', '.join(shown)}." if shown else ""

    def remarks(self, *kinds: RemarkKind) -> tuple[Remark, ...]:
        """Return the remarks of some kinds, of all when none is named."""
        known = (Remark(*warning) for warning in self.warnings)  # type: ignore[arg-type]
        return tuple(remark for remark in known if not kinds or remark.kind in kinds)

    def tables_alone(self) -> Report:
        """Return the report without the prose around its tables and without remarks.

        What the rows note stays, and so do prose that is itself the answer, `before`, and
        sections that are prose.
        """
        return replace(
            self,
            after=(),
            warnings=(),
            names_inputs=False,
            sections=[
                replace(section, before=(), after=()) if section.rows else section
                for section in self.sections
            ],
        )

    def tables(self) -> tuple[Section, ...]:
        """Return the tables of the answer, in the order in which they are printed.

        Of many stages or cases a page shows the first and the last; rows for programs have them
        all.
        """
        rows = _few(self.rows)
        tables = tuple(replace(section, rows=_few(section.rows)) for section in self.sections) or (
            Section(
                rows=rows,
                title=self.title,
                columns=self.columns,
                group_by=self.group_by,
                pivot=self.pivot,
                pivot_on=self.pivot_on,
                footnotes=self.footnotes,
                caption=self.caption,
                label=self.label,
            ),
        )
        if self.ranges:
            tables = (*tables, *_ranges_section(rows))
        tables = (*tables, *_sensitivity_sections(rows))
        if self.digits:
            tables = tuple(replace(table, digits=self.digits) for table in tables)
        if self.conditions:
            from adamw_bounds.report.grid import conditions_section

            found = conditions_section(rows)
            if found is not None:
                tables = (*tables, replace(found, digits=self.digits))
        if len(rows) < len(self.rows):
            said = " ".join(kind.said for kind in _MANY if kind.middle(self.rows))
            tables = (*tables[:-1], replace(tables[-1], after=(*tables[-1].after, said)))
        return tables


class _Many(NamedTuple):
    """A key of rows of which a page shows the first and the last values, where there are many."""

    key: str
    kind: type
    most: int
    shown: int
    said: str

    def middle(self, rows: Sequence[Row]) -> set[Any]:
        """Return the values that are not shown."""
        found = dict.fromkeys(row[self.key] for row in rows if type(row.get(self.key)) is self.kind)
        if len(found) <= self.most:
            return set()
        values = list(found) if self.kind is str else sorted(found)
        return {*values[self.shown : -self.shown]}


_MANY: Final = (
    _Many(
        "stage",
        int,
        40,
        3,
        "Of the stages, the first and the last are shown: --format json has them all.",
    ),
    _Many(
        "case",
        str,
        500,
        10,
        "Of the cases, the first and the last are shown: --format json has them all.",
    ),
)


def _few(rows: Sequence[Row]) -> Sequence[Row]:
    """Return the rows without the stages and cases in the middle, where there are many."""
    for many in _MANY:
        middle = many.middle(rows)
        if middle:
            rows = [row for row in rows if row.get(many.key) not in middle]
    return rows


def _ranges_section(rows: Sequence[Row]) -> tuple[Section, ...]:
    """Return the table of the numbers that were given a range; none where no row has one."""
    ranged = [row for row in rows if row.get("lower") is not None or row.get("upper") is not None]
    if not ranged:
        return ()

    told = _several(ranged, "variant", "case", "stage", "update")
    return (
        Section(
            rows=ranged,
            title="Over the ranges of the inputs",
            columns=(
                *(Column(name, kind="id") for name in told),
                Column("quantity", kind="id"),
                *(Column(key, kind="number") for key in ("lower", "value", "upper")),
            ),
            group_by=_several(ranged, "statement", "optimizer", "schedule"),
            footnotes=(),
            label="tab:adamw-bounds-ranges",
        ),
    )


def _sensitivity_sections(rows: Sequence[Row]) -> tuple[Section, ...]:
    """Return the table of elasticities, and that of where other terms take over, if rows have them.

    Where it is one number on the row alone, as of an inverse, it has no table.
    """
    names = ("statement", "optimizer", "schedule", "quantity")

    def told(row: Row) -> dict[str, Any]:
        return {name: row.get(name) for name in (*names, "variant", "case", "update")}

    powers: dict[tuple[Any, ...], dict[str, Any]] = {}
    variants: dict[str, None] = {}
    for row in rows:
        if "takeovers" not in row:
            continue
        for name, power in row.get("elasticities", {}).items():
            key = (*(row.get(item) for item in names), row.get("case"), row.get("update"), name)
            line = {**told(row), "input": name.replace("_", "-")}
            powers.setdefault(key, line)[row["variant"]] = power
            variants[row["variant"]] = None
    takeovers = [
        {**told(row), **one, "input": one["input"].replace("_", "-")}
        for row in rows
        for one in row.get("takeovers", ())
    ]
    found = []
    if powers:
        found.append(
            Section(
                rows=tuple(powers.values()),
                title="Elasticities: by how many per cent the number changes for one of the input",
                columns=(
                    Column("input", kind="id"),
                    *(Column(variant, kind="number") for variant in variants),
                ),
                group_by=_several(tuple(powers.values()), *names),
                footnotes=(),
                label="tab:adamw-bounds-elasticities",
            )
        )
    if takeovers:
        found.append(
            Section(
                rows=takeovers,
                title="Where another term becomes the largest",
                columns=(
                    Column("input", kind="id"),
                    *(Column(name, kind="id") for name in _several(takeovers, "variant")),
                    Column("side", kind="id"),
                    Column("value", kind="number"),
                    Column("term", kind="id"),
                ),
                group_by=_several(takeovers, *names),
                footnotes=(),
                label="tab:adamw-bounds-takeovers",
            )
        )
    return tuple(found)


def _several(rows: Sequence[Row], *names: str) -> tuple[str, ...]:
    """Return the keys in which rows differ."""
    return tuple(name for name in names if len({row.get(name) for row in rows}) > 1)


def _numbers(inputs: Any) -> dict[str, Any]:
    """Return the inputs that are one number, or a range of them."""
    if not isinstance(inputs, Mapping):
        return {}
    return {
        name: value
        for name, value in inputs.items()
        if (isinstance(value, int | float) and not isinstance(value, bool))
        or hasattr(value, "estimate")
    }
