"""``conditions`` in the shell."""

from __future__ import annotations

import json

import pytest
from lines import PYTORCH, one


def test_conditions_say_what_would_meet_them(shell) -> None:
    ran = shell("conditions", "-t", "2", *PYTORCH, "--format", "json")
    rows = json.loads(ran.out)["rows"]
    row = one(rows, quantity="eta-max", variant="explicit")
    coupling = next(item for item in row["conditions"] if item["name"] == "eta-coupling")
    assert coupling["met"] is False
    assert coupling["margin"] == pytest.approx(coupling["lhs"] / coupling["rhs"])
    assert coupling["remedy"].startswith("--lr at most ")
    table = shell("conditions", "-t", "2", *PYTORCH)
    assert "--lr at most" in table.out
    assert "constant λ > 0" in table.err
