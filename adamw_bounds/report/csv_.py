"""CSV after RFC 4180: the rows as they are, nested values as JSON in their cell."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any

from adamw_bounds.report.plain import compact_json, json_ready

if TYPE_CHECKING:
    from adamw_bounds.report.model import Report

__all__ = ["render_csv"]


def _cell(value: Any) -> str:
    if isinstance(value, list | dict):
        return compact_json(value)
    value = json_ready(value)
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    return compact_json(value)  # true, 12, 0.1 (as repr)


def render_csv(report: Report) -> str:
    r"""Return the rows as CSV with one header line.

    Parameters
    ----------
    report : Report
        The answer.

    Returns
    -------
    str
        Lines that end in ``\r\n``. The header is the union of the keys, in the order in which
        they are first seen; a null is an empty cell; a list or mapping is compact JSON.
    """
    keys = list(dict.fromkeys(key for row in report.rows for key in row))
    if not keys:
        keys = [column.key for column in report.columns]
    if not keys:
        return ""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(keys)
    for row in report.rows:
        writer.writerow([_cell(row.get(key)) for key in keys])
    return stream.getvalue()
