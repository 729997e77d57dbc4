"""``demo``."""

from __future__ import annotations

import json
import math

import pytest


def test_the_demo_shows_what_the_tool_is_for(process) -> None:
    ran = process("demo")
    assert ran.status == 0, ran.err
    for word in ("err-per-parameter", "l2-adam", "iterations", "Theorem 3 is wrong", "Next:"):
        assert word in ran.out
    rows = json.loads(process("demo", "-f", "json").out)["rows"]
    steps = {
        (row.get("case"), row["variant"]): row["log10"]
        for row in rows
        if row["statement"] == "theorem-3" and row["quantity"] == "iterations"
    }
    scaled = "loss-divided-by-10"
    # What the third part says: the explicit count is invariant, the printed one is not.
    assert steps[scaled, "explicit"] == pytest.approx(steps[None, "explicit"], abs=1e-9)
    assert steps[scaled, "printed"] == pytest.approx(
        steps[None, "printed"] + 2 + math.log10(2), abs=1e-9
    )
