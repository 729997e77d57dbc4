"""Formats: their names, their kinds, and what writes them."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest

from adamw_bounds.cli.main import _format_asked_for
from adamw_bounds.cli.options import options
from adamw_bounds.errors import InputError
from adamw_bounds.report import FORMATS, Report, render
from adamw_bounds.report.formats import JSON, TABLE

REPORT = Report("x", "0", {}, [{"quantity": "err", "value": 1.5}])


@pytest.mark.parametrize("name", FORMATS)
def test_each_format_has_a_writer(name: str) -> None:
    assert FORMATS[name].name == name
    assert FORMATS[name].load().__module__.startswith("adamw_bounds.report.")
    assert render(REPORT, name) == FORMATS[name].write(REPORT)
    assert "1.5" in render(REPORT, name)


def test_rows_are_for_programs() -> None:
    assert {name for name, item in FORMATS.items() if item.kind == "rows"} == {"json", "csv"}


def test_the_option_offers_these() -> None:
    offered = options()["format"]
    assert offered.choices == tuple(FORMATS)
    assert all(re.search(rf"\b{name}\b", offered.help) for name in FORMATS)


def test_another_name_is_refused() -> None:
    with pytest.raises(InputError) as caught:
        render(REPORT, "yaml")
    assert [fault.name for fault in caught.value.faults] == ["format"]


@pytest.mark.parametrize(
    ("line", "chosen"),
    [
        ("convert --format json", JSON),
        ("convert --format=json", JSON),
        ("convert -f json", JSON),
        ("convert -fjson", JSON),
        ("convert -f json -f table", TABLE),
        ("convert --format", TABLE),
        ("convert --formats json", TABLE),
        ("convert", TABLE),
    ],
)
def test_the_format_of_a_line_that_cannot_be_read(line: str, chosen: object) -> None:
    assert _format_asked_for(line.split()) is chosen


@pytest.mark.parametrize("fmt", FORMATS)
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
