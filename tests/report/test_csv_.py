"""CSV: the rows as they are, a cell each."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

from any_rows import ROWS
from hypothesis import given

from adamw_bounds.report import render
from adamw_bounds.report.plain import json_ready


def read_csv(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline=""), strict=True))


def test_csv_has_one_header_and_a_line_a_row(samples: Any) -> None:
    text = render(samples.compare(), "csv")
    rows = samples.compare_rows()
    header, *lines = read_csv(text)
    assert header == list(dict.fromkeys(key for row in rows for key in row))
    assert header[-1] == "ratio"
    assert len(lines) == len(rows)
    assert text.count("\r\n") == len(rows) + 1
    for line, row in zip(lines, rows, strict=True):
        cells = dict(zip(header, line, strict=True))
        assert cells["value"] == repr(row["value"])
        assert cells["log10"] == repr(row["log10"])
        assert cells["statement"] == row["statement"]
        assert json.loads(cells["terms"]) == row["terms"]
        assert ": " not in cells["terms"]
        assert cells["dominant"] == (row["dominant"] or "")


@given(ROWS.filter(any))
def test_csv_is_the_rows(report, rows: list[dict[str, Any]]) -> None:
    header, *lines = read_csv(render(report(rows), "csv"))
    assert len(lines) == len(rows)
    for line, row in zip(lines, rows, strict=True):
        for key, cell in zip(header, line, strict=True):
            value = json_ready(row.get(key))
            if value is None:
                assert cell == ""
            elif isinstance(value, str):
                assert cell == value
            else:
                assert json.loads(cell) == value


def test_csv_of_no_rows_is_a_header_or_nothing(samples: Any, report) -> None:
    assert render(report([]), "csv") == ""
    assert render(samples.compare(rows=[]), "csv").startswith("statement,optimizer,")
