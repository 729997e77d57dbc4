"""``conditions`` in the shell."""

from __future__ import annotations

import json

import pytest
from lines import PYTORCH, one, with_option


def test_conditions_say_what_would_meet_them(shell) -> None:
    ran = shell("conditions", "-t", "2", *PYTORCH, "--format", "json")
    told = json.loads(ran.out)
    assert "constant-weight-decay" in {item["code"] for item in told["warnings"]}
    row = one(told["rows"], quantity="eta-max", variant="explicit")
    coupling = next(item for item in row["conditions"] if item["name"] == "eta-coupling")
    assert coupling["met"] is False
    assert coupling["margin"] == pytest.approx(coupling["lhs"] / coupling["rhs"])
    assert coupling["remedy"].startswith("--lr at most ")
    table = shell("conditions", "-t", "2", *PYTORCH)
    assert "--lr at most" in table.out


def test_strict_decides_the_status(shell, tmp_path) -> None:
    line = ("conditions", "-t", "here-constant-decay", *PYTORCH)
    assert shell(*line).status == 0
    ran = shell(*line, "--strict", "-f", "json", "-o", "a.json")
    assert ran.status == 3
    (row,) = json.loads((tmp_path / "a.json").read_text())["rows"]
    assert not all(item["met"] for item in row["conditions"])
    met = with_option("--adam-eps", "1", line)
    assert shell(*met, "--strict").status == 0
    # Over a range it is met where it is met everywhere.
    assert shell(*with_option("--lr", "1e-3..10", met), "--strict").status == 3
    # Without settings there is nothing to miss.
    assert shell("conditions", "-t", "2", "--strict", "--delta", "1", *PYTORCH[9:]).status == 0
