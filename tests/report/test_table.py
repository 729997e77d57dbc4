"""The terminal: widths, colours, nothing cut off."""

from __future__ import annotations

import os
import re
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adamw_bounds.report import Column, Report, Section, render

REPORTS = ["complexity", "conditions", "compare", "generalization", "theorems", "in_sections"]


def words(text: str) -> list[str]:
    return text.replace("─", " ").split()


@pytest.mark.parametrize("name", REPORTS)
@pytest.mark.parametrize("width", [60, 80, 100, 200])
def test_no_line_is_wider_than_the_terminal(samples: Any, name: str, width: int) -> None:
    text = render(getattr(samples, name)(), "table", width=width, color=False)
    assert max(map(len, text.splitlines())) <= width
    assert text.endswith("\n")


@pytest.mark.parametrize("name", REPORTS)
@pytest.mark.parametrize("width", [1, 20, 40, 80, 200])
def test_no_number_and_no_identifier_is_cut(samples: Any, name: str, width: int) -> None:
    report = getattr(samples, name)()
    if name == "theorems":  # its formulas are text, and wrap
        report = replace(report, columns=report.columns[:-1])
    text = render(report, "table", width=width, color=False)
    assert "…" not in text
    full = words(render(report, "table", width=400, color=False))
    numbers = {word for word in full if re.search(r"[⁰¹²³⁴⁵⁶⁷⁸⁹]|\d\.\d{3}", word)}
    ids = {word for word in full if re.fullmatch(r"(theorem|corollary)-\d|[a-z0-9]+-adam", word)}
    missing = (numbers | ids) - {*words(text)}
    if width >= 80:
        left_out = "Left out at this width" in text
        assert not missing or left_out
    else:
        assert not missing


def test_complexity_at_80_columns_is_one_table(samples: Any) -> None:
    lines = render(samples.complexity(), "table", width=80, color=False).splitlines()
    head = next(index for index, line in enumerate(lines) if line.startswith("quantity"))
    assert lines[head].split() == [
        "quantity",
        "printed",
        "corrected",
        "explicit",
        "large-step",
        "notes",
    ]
    assert set(lines[head + 1]) == {"─"}
    assert lines[head + 2] == "theorem-2 · adamw · constant"
    assert lines[head + 3].split() == [
        "iterations",
        "4.074×10¹⁴",
        "4.074×10¹⁴",
        "1.469×10¹⁶",
        "6.310×10¹⁴",
        "1",
    ]
    assert "Left out at this width: dominant (--format json has all)." in lines
    assert "2. printed: ε ≥ 1: the printed log(1/ε) is not positive, so no number." in lines


def test_a_wide_terminal_shows_everything(samples: Any) -> None:
    text = render(samples.complexity(), "table", width=120, color=False)
    assert "Left out" not in text
    assert "dominant" in text


def test_numbers_are_aligned_at_the_right(samples: Any) -> None:
    lines = render(samples.compare(), "table", width=80, color=False).splitlines()
    ends = {line.index("×10¹²") + 5 for line in lines if "1.000×10¹²" in line}
    ends |= {line.index("15849") + 5 for line in lines if "15849" in line}
    assert len(ends) == 1


def test_columns_go_in_the_stated_order() -> None:
    columns = (
        Column("statement", kind="id"),
        Column("a", kind="number", drop=1),
        Column("b", kind="number", drop=3),
        Column("c", kind="number", drop=2),
    )
    rows = [{"statement": "theorem-2", "a": 1e10, "b": 2e10, "c": 3e10}]
    report = Report(command="x", version="0", inputs={}, rows=rows, columns=columns)
    left_out = {
        width: re.findall(
            r"Left out at this width: ([a-c, ]+) \(",
            " ".join(render(report, "table", width=width).split()),
        )
        for width in (42, 41, 30, 19)
    }
    assert left_out == {42: [], 41: ["b"], 30: ["b, c"], 19: ["a, b, c"]}


def test_records_where_no_table_fits(samples: Any) -> None:
    text = render(samples.complexity(), "table", width=44, color=False)
    assert "theorem-2 · adamw · constant\n  quantity             iterations\n" in text
    assert "  explicit-large-step  6.310×10¹⁴\n" in text


@pytest.mark.parametrize("name", REPORTS)
def test_no_escape_code_without_color(samples: Any, name: str) -> None:
    assert "\x1b" not in render(getattr(samples, name)(), "table", width=80, color=False)


def test_color_changes_nothing_but_the_color(samples: Any) -> None:
    report = samples.conditions()
    colored = render(report, "table", width=80, color=True)
    assert "\x1b[1m" in colored
    bare = re.sub(r"\x1b\[[0-9;]*m", "", colored)
    bare = "".join(line.rstrip() + "\n" for line in bare.splitlines())
    assert bare == render(report, "table", width=80, color=False)


@pytest.mark.parametrize(
    "environment",
    [{"NO_COLOR": "1"}, {"TERM": "dumb"}, {"FORCE_COLOR": "0"}, {"CLICOLOR_FORCE": "1"}],
)
def test_default_is_plain_in_a_pipe(
    samples: Any, environment: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert "\x1b" not in render(samples.complexity(), "table", width=80)


@pytest.mark.parametrize(("no_color", "colored"), [("", True), ("1", False)])
def test_default_in_a_terminal(
    samples: Any, monkeypatch: pytest.MonkeyPatch, no_color: str, colored: bool
) -> None:
    monkeypatch.setenv("NO_COLOR", no_color)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    assert ("\x1b" in render(samples.complexity(), "table", width=80)) == colored


def test_default_width_is_columns(samples: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    report = samples.complexity()
    assert render(report, "table") == render(report, "table", width=60)
    monkeypatch.delenv("COLUMNS")
    monkeypatch.setattr("shutil.os.get_terminal_size", lambda _: os.terminal_size((0, 0)))
    assert render(report, "table") == render(report, "table", width=80)


def test_text_is_never_markup_or_a_command_to_the_terminal() -> None:
    rows = [{"case": "[red]a[/red] :smile: \x1b[31mx", "value": 1.0}]
    report = Report(command="x", version="0", inputs={}, rows=rows, before=["[bold]b[/bold]"])
    text = render(report, "table", width=80, color=True)
    assert "[red]a[/red] :smile: \\x1b[31mx" in text
    assert "[bold]b[/bold]" in text
    assert "\x1b[31m" not in text


def test_prose_wraps_and_commands_do_not() -> None:
    command = "  adamw-bounds complexity --c-inf 5 --smoothness 2"
    report = Report(
        command="demo",
        version="0",
        inputs={},
        rows=[],
        sections=[Section(title="Next", before=["one two three four five six seven", command])],
        before=["before"],
        after=["after"],
    )
    assert render(report, "table", width=20, color=False) == (
        f"before\n\nNext\none two three four\nfive six seven\n{command}\n\nafter\n"
    )


def test_no_rows_is_said() -> None:
    report = Report(command="x", version="0", inputs={}, rows=[], title="Nothing")
    assert render(report, "table", width=80, color=False) == "Nothing\nNo rows.\n"


_CELLS = st.fixed_dictionaries(
    {
        "statement": st.sampled_from(["theorem-2", "defossez2022-theorem-4", "lemma-5"]),
        "variant": st.sampled_from(["printed", "explicit", None]),
        "value": st.none() | st.floats(),
        "log10": st.none() | st.floats(-1e7, 1e7),
        "case": st.none() | st.text(max_size=30),
        "notes": st.lists(st.text(max_size=90), max_size=2),
    }
)


@given(
    rows=st.lists(_CELLS, max_size=5),
    width=st.integers(1, 120),
    pivot=st.sampled_from(["", "variant", "case"]),
)
def test_any_rows_at_any_width(rows: list[dict[str, Any]], width: int, pivot: str) -> None:
    report = Report(command="x", version="0", inputs={}, rows=rows, pivot=pivot)
    text = render(report, "table", width=width, color=False)
    assert "\x1b" not in text
    for row in rows:
        assert row["statement"] in text
