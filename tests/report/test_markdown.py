"""GitHub's tables: every line has as many cells as the head."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adamw_bounds.report import Column, Report, Section, render
from adamw_bounds.report.markdown import escape


def tables(text: str) -> list[list[list[str]]]:
    """Return the tables of a document as lists of lists of cells."""
    found: list[list[list[str]]] = [[]]
    for line in text.splitlines():
        if line.startswith("| ") and line.endswith(" |"):
            found[-1].append([cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]])
        elif found[-1]:
            found.append([])
    return [table for table in found if table]


@pytest.mark.parametrize(
    ("name", "count"),
    [
        ("complexity", 1),
        ("conditions", 2),
        ("compare", 1),
        ("generalization", 1),
        ("theorems", 1),
        ("in_sections", 2),
    ],
)
def test_every_line_has_the_cells_of_the_head(samples: Any, name: str, count: int) -> None:
    found = tables(render(getattr(samples, name)(), "markdown"))
    assert len(found) == count
    for table in found:
        assert {len(line) for line in table} == {len(table[0])}
        assert all(re.fullmatch("---:?", cell) for cell in table[1])


def test_pivot_and_groups_are_columns(samples: Any) -> None:
    text = render(samples.complexity(), "markdown")
    head, rule, first, *_ = tables(text)[0]
    assert head == [
        *("statement", "optimizer", "schedule", "quantity"),
        *("printed", "corrected", "explicit", "explicit-large-step"),
        *("dominant", "notes"),
    ]
    assert rule == ["---"] * 4 + ["---:"] * 4 + ["---"] * 2
    assert first[:5] == ["theorem-2", "adamw", "constant", "iterations", "4.074×10¹⁴"]
    assert first[-1] == "1"
    assert text.startswith("### Steps T")
    assert "\n1. explicit: β1 is capped at 1/2" in text
    assert text.endswith("log²(1/ε).\n")


def test_math_cells_are_formulas(samples: Any) -> None:
    text = render(samples.theorems(), "markdown")
    assert r"| $`\vert A\vert  \le B`$ |" in text
    assert r"$`\max\left(\frac{c_\infty^{5/2}" in text


def test_commands_are_code(samples: Any) -> None:
    text = render(samples.in_sections(), "markdown")
    assert "Try:\n\n    adamw-bounds complexity --c-inf 1 -e 0.1\n" in text


def test_no_rows_is_said() -> None:
    report = Report(command="x", version="0", inputs={}, rows=[])
    assert render(report, "markdown") == "No rows.\n"


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("a|b", r"a\|b"),
        ("x*_y_`z`", r"x\*\_y\_\`z\`"),
        ("<b>&", "&lt;b&gt;&amp;"),
        ("a\nb", "a b"),
        (r"\|", r"\\\|"),
        ("[1](x)", r"\[1\](x)"),
    ],
)
def test_escape(text: str, escaped: str) -> None:
    assert escape(text) == escaped


@given(st.lists(st.tuples(st.text(), st.text(), st.lists(st.text(min_size=1))), min_size=1))
def test_any_text_stays_in_its_cell(rows: list[tuple[str, str, list[str]]]) -> None:
    section = Section(
        rows=[{"case": case, "text": text, "notes": notes} for case, text, notes in rows],
        columns=[Column("text"), Column("math", kind="math", math_key="text")],
        group_by=("case",),
    )
    report = Report(command="x", version="0", inputs={}, rows=[], sections=[section])
    text = render(report, "markdown")
    lines = [line for line in text.split("\n") if line.startswith("| ")]
    assert len(lines) == len(rows) + 2
    # Cells end at bars that no odd number of backslashes escapes.
    cells = [re.sub(r"\\.", "", line).count("|") for line in lines]
    assert len(set(cells)) == 1
