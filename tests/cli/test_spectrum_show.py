"""``spectrum show``: what a file holds, at a glance."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

pytestmark = pytest.mark.versions


def test_show(shell, spectrum: Path) -> None:
    out = shell("spectrum", "show", str(spectrum)).out
    for word in ("eigenvalue-max", "0.5000", "share", "optimizer: AdamW"):
        assert word in out
    assert max(map(len, out.splitlines())) <= 80
    ran = shell("spectrum", "show", str(spectrum), "-f", "json")
    rows = {row["quantity"]: row["value"] for row in json.loads(ran.out)["rows"]}
    assert rows["dim"] == 3
    assert rows["eigenvalue-max"] == 0.5


def test_show_needs_a_file(refused) -> None:
    found = refused("spectrum", "show")
    assert (found.status, found.options) == (2, {"FILE"})


def test_show_draws_within_80_columns_in_ascii(process) -> None:
    ran = process("spectrum", "show", "shipped:digits_mlp_adamw", PYTHONIOENCODING="ascii")
    assert ran.status == 0, ran.err
    assert ran.out.isascii()
    assert "# positive  - negative" in ran.out
    assert max(map(len, ran.out.splitlines())) <= 80
    assert "\x1b" not in ran.out
