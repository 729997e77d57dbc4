"""JSON and CSV: the rows as they are, readable by any parser."""

from __future__ import annotations

import csv
import doctest
import importlib
import io
import json
import math
import subprocess
import sys
from pathlib import PurePosixPath
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from adamw_bounds.report import Report, render
from adamw_bounds.report.plain import json_ready, one_line, plain_text

_VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text()
    | st.text(st.characters(codec=None)),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
_ROWS = st.lists(st.dictionaries(st.text(min_size=1), _VALUES, max_size=5), max_size=4)


def refuse(constant: str) -> Any:
    raise AssertionError(f"{constant} is no JSON")


def strict(text: str) -> Any:
    return json.loads(text.encode("utf-8"), parse_constant=refuse)


def report(rows: Any, **more: Any) -> Report:
    return Report(command="complexity", version="0.1.0", inputs={}, rows=rows, **more)


def test_json_has_the_documented_shape(samples: Any) -> None:
    text = render(samples.complexity(), "json")
    document = strict(text)
    assert text.endswith("}\n")
    assert list(document) == ["schema", "command", "version", "inputs", "rows", "warnings"]
    assert document["schema"] == "adamw-bounds/v1"
    assert document["inputs"] == samples.INPUTS
    assert document["rows"] == samples.complexity_rows()
    assert document["warnings"] == [
        {"code": code, "message": message} for code, message in samples.WARNINGS
    ]


def test_json_has_plain_rows_whatever_the_tables_show(samples: Any) -> None:
    assert render(samples.in_sections(), "json") == render(samples.complexity(pivot=""), "json")


def test_json_floats_are_exact_and_text_is_not_escaped() -> None:
    text = render(report([{"value": 0.1 + 0.2, "notes": ["c∞ ≤ ε"]}]), "json")
    assert "0.30000000000000004" in text
    assert "c∞ ≤ ε" in text


def test_json_takes_numpy_and_drops_what_json_has_not() -> None:
    rows = [
        {
            "a": np.float64(0.1),
            "b": np.array([1.0, np.nan, np.inf]),
            "c": np.bool_(True),
            "d": np.int64(3),
            "e": -math.inf,
            "f": (1, PurePosixPath("x/y")),
            "g": np.float32(0.5),
            "h": 10**5000,
        }
    ]
    assert strict(render(report(rows), "json"))["rows"] == [
        {
            "a": 0.1,
            "b": [1.0, None, None],
            "c": True,
            "d": 3,
            "e": None,
            "f": [1, "x/y"],
            "g": 0.5,
            "h": None,
        }
    ]


@given(_ROWS)
def test_json_is_strict_for_any_rows(rows: Any) -> None:
    assert strict(render(report(rows), "json"))["rows"] == json_ready(rows)


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


@given(_ROWS.filter(any))
def test_csv_is_the_rows(rows: list[dict[str, Any]]) -> None:
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


def test_csv_of_no_rows_is_a_header_or_nothing(samples: Any) -> None:
    assert render(report([]), "csv") == ""
    assert render(samples.compare(rows=[]), "csv").startswith("statement,optimizer,")


@given(st.text(st.characters(codec=None)))
def test_one_line_has_nothing_that_moves_a_cursor(text: str) -> None:
    line = one_line(text)
    assert not any(ord(char) < 32 or 127 <= ord(char) < 160 for char in line)
    assert len(line.splitlines()) <= 1
    line.encode("utf-8")


def test_plain_text_of_every_kind() -> None:
    assert plain_text(None) == plain_text([]) == plain_text("") == "–"
    assert (plain_text(True), plain_text(False)) == ("yes", "no")
    assert plain_text([1, "a", {"b": None}]) == '1, a, {"b":null}'
    assert plain_text({"b": 1.5}) == '{"b":1.5}'
    assert plain_text("a\x1b[31m\nb") == "a\\x1b[31m b"


def test_unknown_format_is_an_input_error(samples: Any) -> None:
    from adamw_bounds.errors import InputError

    with pytest.raises(InputError, match="table, json, csv, markdown, latex"):
        render(samples.complexity(), "yaml")


@pytest.mark.parametrize("fmt", ["json", "csv", "markdown", "latex", "table"])
def test_a_format_loads_only_what_it_needs(fmt: str) -> None:
    code = (
        "import sys\n"
        "import adamw_bounds.report as r\n"
        "assert 'adamw_bounds.report.model' not in sys.modules\n"
        "rows = [{'statement': 'theorem-2', 'value': 1.5, 'log10': None}]\n"
        "report = r.Report(command='c', version='0', inputs={}, rows=rows)\n"
        f"r.render(report, {fmt!r})\n"
        "print(*sorted({name.partition('.')[0] for name in sys.modules}))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout.split()
    assert not {"numpy", "sympy", "scipy", "pydantic", "matplotlib", "torch"} & {*done}
    assert ("rich" in done) == (fmt == "table")


def test_package_has_the_names_it_lists() -> None:
    import adamw_bounds.report as package

    assert {*package.__all__} <= {*dir(package)}
    assert all(hasattr(package, name) for name in package.__all__)
    with pytest.raises(AttributeError, match="nothing"):
        _ = package.nothing


@pytest.mark.parametrize("module", ["adamw_bounds.report", "adamw_bounds.report.numbers"])
def test_examples_of_the_docstrings(module: str) -> None:
    result = doctest.testmod(importlib.import_module(module))
    assert result.attempted > 0
    assert result.failed == 0
