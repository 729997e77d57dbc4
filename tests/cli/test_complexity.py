"""``complexity`` in the shell."""

from __future__ import annotations

import json
import math

import pytest
from lines import CONSTANTS, one, with_option


def test_complexity_of_the_reference_setting(process) -> None:
    ran = process("complexity", *CONSTANTS, "--format", "json")
    answer = json.loads(ran.out)
    printed = one(answer["rows"], statement="theorem-2", variant="printed", quantity="iterations")
    noise = 0.5**2 / (32 * 0.1**2)
    bias = (5 / 0.01) ** 2.5 * 2 * 1.5 / 0.1**2 * noise
    assert printed["dominant"] == "bias"
    assert printed["log10"] == pytest.approx(math.log10(bias), abs=1e-12)
    assert printed["value"] == pytest.approx(bias, rel=1e-12)
    explicit = one(answer["rows"], statement="theorem-2", variant="explicit", quantity="iterations")
    assert explicit["count"] == math.ceil(explicit["value"])
    assert answer["inputs"]["batch_size"] == 32


def test_the_table_says_why_the_variants_differ(shell) -> None:
    out = shell("complexity", *CONSTANTS, "--theorem", "3").out
    for word in ("printed", "corrected", "explicit", "squares only ε²"):
        assert word in out


def test_vacuous_counts_are_called_so(shell) -> None:
    ran = shell("complexity", *with_option("--epsilon", "1e-6"), "-t", "2")
    assert ran.status == 0
    assert "vacuous" in ran.out
    assert "the factor that drives it" in " ".join(ran.out.split())
