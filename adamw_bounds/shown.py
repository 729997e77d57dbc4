"""How answers show themselves: in a console, in a notebook, in a data frame, in a paper.

What an answer is stands in the engine, how rows are laid out in :mod:`adamw_bounds.report`; neither
knows the other. This is the one bridge, and nothing is loaded before it is crossed.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from adamw_bounds.errors import RunError

if TYPE_CHECKING:
    from adamw_bounds.report import Report

__all__ = ["Shown", "exploded", "frame"]

#: So many rows of a longer answer stand in its ``repr``.
_MOST: Final = 40
_WIDEST: Final = 120


def _is_array(value: Any) -> bool:
    return hasattr(value, "shape") and value.shape != ()


def _arrays(value: Any) -> Iterable[Any]:
    """Yield the arrays that a value holds, at any depth."""
    if _is_array(value):
        yield value
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from _arrays(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _arrays(item)


def _at(value: Any, place: tuple[int, ...]) -> Any:
    """Return a value with every array in it replaced by its entry at a place of the whole."""
    if _is_array(value):
        # An array of fewer axes, or of length 1 in one, is the same along it.
        own = place[len(place) - len(value.shape) :]
        index = tuple(0 if size == 1 else at for size, at in zip(value.shape, own, strict=True))
        one = value[index]
        return one.item() if hasattr(one, "item") else one
    if isinstance(value, Mapping):
        return {key: _at(item, place) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_at(item, place) for item in value]
    return value


def exploded(rows: Sequence[Mapping[str, Any]], inputs: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return rows of single numbers: a row for each entry of the arrays that were asked with.

    Parameters
    ----------
    rows : sequence of mappings
        Rows that may hold arrays.
    inputs : mapping
        The inputs; those that are arrays stand in each row, under their names.

    Returns
    -------
    list of dict
        The rows of the first entry, then those of the next, in the order of the arrays (the last
        axis varies fastest). Rows without arrays are returned as they are.
    """
    varied = {name: value for name, value in inputs.items() if _is_array(value)}
    found = [*varied.values(), *_arrays(list(rows))]
    if not found:
        return [dict(row) for row in rows]
    import numpy as np

    shape = np.broadcast_shapes(*(value.shape for value in found))
    return [
        {
            **{name: _whole(name, _at(value, place)) for name, value in varied.items()},
            **{key: _whole(key, _at(value, place)) for key, value in row.items()},
        }
        for place in np.ndindex(*shape)
        for row in rows
    ]


def _whole(name: str, value: Any) -> Any:
    """Return a number as an integer where its name says that it is one: arrays hold floats."""
    from adamw_bounds.kernels import SYMBOLS

    whole = name == "count" or (name in SYMBOLS and SYMBOLS[name].domain.startswith("integer"))
    return int(value) if whole and isinstance(value, float) and value.is_integer() else value


def _flat(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return a row without anything nested, for a column each."""
    flat: dict[str, Any] = {}
    for key, value in row.items():
        if key == "terms":
            flat.update({f"terms.{term['label']}": term["log10"] for term in value})
        elif key == "conditions":
            flat["met"] = all(condition["met"] for condition in value)
            flat.update({f"conditions.{item['name']}": item["margin"] for item in value})
        elif isinstance(value, Mapping):
            flat.update({f"{key}.{name}": item for name, item in value.items()})
        elif isinstance(value, list | tuple):
            flat[key] = "; ".join(map(str, value))
        else:
            flat[key] = value
    return flat


def frame(rows: Sequence[Mapping[str, Any]]) -> Any:
    """Return rows as a data frame of pandas.

    Raises
    ------
    RunError
        If pandas is not installed.
    """
    try:
        import pandas
    except ModuleNotFoundError as missing:
        if (missing.name or "").partition(".")[0] != "pandas":
            raise
        raise RunError(
            "a data frame needs pandas, which is not installed: pip install 'adamw-bounds[pandas]'",
            code="missing-extra",
        ) from missing
    return pandas.DataFrame.from_records([_flat(row) for row in rows])


def _over(varied: Sequence[str]) -> dict[str, Any]:
    """Return the layout of rows over arrays: what varies stands first."""
    from adamw_bounds.report import VALUE, Column

    return {
        "columns": (
            *(Column(name, name.replace("_", "-"), kind="number") for name in varied),
            VALUE,
            Column("dominant", kind="id", drop=1),
        ),
        "group_by": ("quantity", "statement", "optimizer", "schedule", "variant", "case"),
    }


#: What stands over the rows that share it.
_PLACE: Final = ("statement", "optimizer", "schedule", "case")


class Shown:
    """An answer that shows itself; a base of what holds ``command``, ``inputs``, ``results``."""

    __slots__ = ()

    def _rows(self: Any) -> list[dict[str, Any]]:
        return exploded([result.as_row() for result in self.results], self.inputs)

    def _report(self: Any, rows: Sequence[Mapping[str, Any]]) -> Report:
        """Return the answer as what every format prints."""
        from adamw_bounds._version import __version__
        from adamw_bounds.phrases import glossary, statement_labels
        from adamw_bounds.report import Report

        varied = [name for name, value in self.inputs.items() if _is_array(value)]
        several = len({row.get("variant") for row in rows} - {None}) > 1
        met = all(condition["met"] for row in rows for condition in row.get("conditions") or ())
        report = Report(
            command=self.command,
            version=__version__,
            inputs=self.inputs,
            rows=rows,
            warnings=[(note.code, note.message, note.kind) for note in self.warnings],
            pivot="variant" if several and not varied else "",
            footnotes=("notes",),
            # Conditions that are all met need no table of their own, unless they are the answer.
            conditions=not met or self.command == "conditions",
            # What names many rows alike stands over them: the table keeps room for the numbers.
            **(_over(varied) if varied else {"group_by": _PLACE}),
        )
        labels = statement_labels(report)
        return replace(report, labels=labels, glossary=glossary(self.inputs))

    def _render(self, fmt: str) -> str:
        from adamw_bounds.report import render

        return render(self._report(self._rows()), fmt)

    def __repr__(self: Any) -> str:
        from adamw_bounds.report import render

        rows = self._rows()
        report = self._report(rows[:_MOST])
        width = min(_WIDEST, shutil.get_terminal_size((80, 24)).columns)
        text = render(report, "table", width=width, color=False).rstrip("\n")
        lines = [text]
        if len(rows) > _MOST:
            lines.append(f"The first {_MOST} of {len(rows)} rows; .to_dataframe() has all.")
        if self.warnings:
            codes = ", ".join(dict.fromkeys(note.code for note in self.warnings))
            lines.append(f"Warnings (.warnings): {codes}.")
        return "\n\n".join([lines[0], "\n".join(lines[1:])]) if len(lines) > 1 else text

    def _repr_html_(self: Any) -> str:
        from adamw_bounds.report.html import html_fragment

        rows = self._rows()
        report = self._report(rows[:_MOST])
        # Answers of one notebook share a page: names in them must differ.
        mark = hashlib.sha256(repr(rows).encode("utf-8", "replace")).hexdigest()[:8]
        left = len(rows) - _MOST
        more = (
            [f"The first {_MOST} of {len(rows)} rows; .to_dataframe() has all."] if left > 0 else ()
        )
        return html_fragment(report, prefix=f"ab-{mark}-", after=more)

    def _repr_latex_(self) -> str:
        return self.to_latex()

    def to_dataframe(self) -> Any:
        """Return the rows as a data frame of pandas, arrays exploded.

        Returns
        -------
        pandas.DataFrame
            A line for each row, and for each entry of the arrays that were asked with: the inputs
            that are arrays are columns. ``terms.LABEL`` is log10 of a term, ``met`` says whether
            all conditions are met, ``conditions.NAME`` is left side over right side, and
            ``settings.NAME`` what was chosen for the bound.

        Raises
        ------
        RunError
            If pandas is not installed.
        """
        return frame(self._rows())

    def to_json(self) -> str:
        """Return the answer as the shell prints it with ``--format json``, arrays exploded."""
        return self._render("json")

    def to_csv(self) -> str:
        """Return the rows as CSV, arrays exploded."""
        return self._render("csv")

    def to_markdown(self) -> str:
        """Return the answer as tables in GitHub's Markdown, arrays exploded."""
        return self._render("markdown")

    def to_latex(self) -> str:
        """Return the answer as LaTeX tables, arrays exploded."""
        return self._render("latex")

    def to_html(self) -> str:
        """Return the answer as one self-contained HTML page, arrays exploded."""
        return self._render("html")
