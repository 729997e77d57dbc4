"""JSON: the rows as they are, strict and readable by any parser."""

from __future__ import annotations

import json
import math
from pathlib import PurePosixPath
from typing import Any

import numpy as np
from any_rows import ROWS
from hypothesis import given

from adamw_bounds.report import render
from adamw_bounds.report.plain import json_ready


def refuse(constant: str) -> Any:
    raise AssertionError(f"{constant} is no JSON")


def strict(text: str) -> Any:
    return json.loads(text.encode("utf-8"), parse_constant=refuse)


def test_json_has_the_documented_shape(samples: Any) -> None:
    text = render(samples.complexity(), "json")
    document = strict(text)
    assert text.endswith("}\n")
    assert list(document) == ["schema", "command", "version", "inputs", "rows", "warnings"]
    assert document["schema"] == "adamw-bounds/v1"
    assert document["inputs"] == samples.INPUTS
    assert document["rows"] == samples.complexity_rows()
    assert document["warnings"] == [
        {"code": code, "message": message, "kind": kind} for code, message, kind in samples.WARNINGS
    ]


def test_json_has_plain_rows_whatever_the_tables_show(samples: Any) -> None:
    assert render(samples.in_sections(), "json") == render(samples.complexity(pivot=""), "json")


def test_json_floats_are_exact_and_text_is_not_escaped(report) -> None:
    text = render(report([{"value": 0.1 + 0.2, "notes": ["c∞ ≤ ε"]}]), "json")
    assert "0.30000000000000004" in text
    assert "c∞ ≤ ε" in text


def test_json_takes_numpy_and_drops_what_json_has_not(report) -> None:
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


@given(ROWS)
def test_json_is_strict_for_any_rows(report, rows: Any) -> None:
    assert strict(render(report(rows), "json"))["rows"] == json_ready(rows)
