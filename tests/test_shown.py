"""Answers as tables, frames and pages; arrays become rows."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from html.parser import HTMLParser

import numpy as np
import pytest

import adamw_bounds as ab

NUMBERS = {"c_inf": 5, "smoothness": 2, "sigma": 0.5, "delta": 1e-4, "gap": 1.5}
EPSILONS = [0.1, 0.01, 0.001]
SIZES = [1, 8]


@pytest.fixture(scope="module")
def one() -> ab.Answer:
    """Return an answer of single numbers."""
    return ab.complexity(2, **NUMBERS, epsilon=0.1)


@pytest.fixture(scope="module")
def many() -> ab.Answer:
    """Return an answer over a grid of two inputs."""
    return ab.complexity(
        2,
        **NUMBERS,
        variant="explicit",
        epsilon=np.array(EPSILONS),
        batch_size=np.array(SIZES)[:, None],
    )


def test_a_console_shows_a_table(one: ab.Answer) -> None:
    lines = repr(one).splitlines()
    assert lines[0].split()[:3] == ["quantity", "printed", "corrected"]
    assert max(map(len, lines)) <= 120
    assert not repr(one).startswith("Answer(")


def test_a_long_answer_is_cut_and_says_so() -> None:
    found = ab.complexity(2, **NUMBERS, variant="explicit", epsilon=np.linspace(0.1, 1, 500))
    assert len(repr(found).splitlines()) < 100
    assert "40 of 1000 rows" in repr(found)
    assert "40 of 1000 rows" in found._repr_html_()


def test_arrays_become_rows(many: ab.Answer) -> None:
    document = json.loads(many.to_json())
    assert document["schema"] == "adamw-bounds/v1"
    rows = document["rows"]
    assert len(rows) == len(EPSILONS) * len(SIZES) * 2
    for place, (b, epsilon) in enumerate((b, e) for b in SIZES for e in EPSILONS):
        alone = ab.complexity(2, **NUMBERS, variant="explicit", epsilon=epsilon, batch_size=b)
        for row, expected in zip(rows[2 * place : 2 * place + 2], alone.results, strict=True):
            assert (row["epsilon"], row["batch_size"]) == (epsilon, b)
            assert isinstance(row["batch_size"], int)
            assert row["quantity"] == expected.quantity
            assert row["log10"] == pytest.approx(expected.log10, rel=1e-14)
            assert row["dominant"] == expected.dominant
            assert isinstance(row["count"], int)
            for term, right in zip(row["terms"], expected.terms, strict=True):
                assert term["log10"] == pytest.approx(right.log10, rel=1e-14)


def test_a_frame_has_a_column_for_each_input_and_term(many: ab.Answer) -> None:
    pytest.importorskip("pandas")
    data = many.to_dataframe()
    assert len(data) == len(EPSILONS) * len(SIZES) * 2
    assert {"epsilon", "batch_size", "value", "log10", "terms.bias"} <= {*data.columns}
    chosen = data[(data.quantity == "iterations") & (data.batch_size == 8)]
    assert list(chosen.epsilon) == EPSILONS
    assert chosen["log10"].is_monotonic_increasing


def test_a_frame_of_conditions_tells_which_are_met() -> None:
    pytest.importorskip("pandas")
    data = ab.conditions(
        2, **NUMBERS, epsilon=0.1, lr=1e-3, betas=(0.9, 0.999), update="paper"
    ).to_dataframe()
    assert not data.met.all()
    assert data["conditions.eta-coupling"].max() > 1


def test_a_frame_needs_pandas() -> None:
    code = (
        "import sys; sys.modules['pandas'] = None\n"
        "import adamw_bounds as ab\n"
        "try:\n    ab.convert(lr=1e-3).to_dataframe()\n"
        "except ab.RunError as error:\n    print(error.code)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.split() == ["missing-extra"]


def test_the_other_formats(many: ab.Answer, one: ab.Answer) -> None:
    assert len(list(csv.DictReader(io.StringIO(many.to_csv(), newline="")))) == 12
    assert many.to_markdown().count("\n|") > 12
    assert r"\begin{tabular}" in one.to_latex()
    assert one._repr_latex_() == one.to_latex()
    assert one.to_html().startswith("<!DOCTYPE html>")


def test_answers_share_a_notebook(one: ab.Answer, many: ab.Answer) -> None:
    class Seen(HTMLParser):
        def __init__(self, text: str) -> None:
            super().__init__()
            self.names: list[str] = []
            self.feed(text)

        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            assert tag not in ("html", "body", "script", "style")
            self.names += [str(value) for key, value in attrs if key == "id"]

    names = Seen(one._repr_html_() + many._repr_html_()).names
    assert names
    assert len(names) == len(set(names))


def test_showing_loads_nothing_before_it_is_asked() -> None:
    code = (
        "import sys, adamw_bounds as ab\n"
        "ab.convert(lr=1e-3)\n"
        "print('rich' in sys.modules, 'adamw_bounds.report' in sys.modules)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.split() == ["False", "False"]
