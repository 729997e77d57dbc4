"""What the shell completes words with."""

from __future__ import annotations

from pathlib import Path

import pytest

from adamw_bounds.cli import completion
from adamw_bounds.kernels import CLAIMS, STATEMENTS
from adamw_bounds.spectra import shipped


def test_shipped_spectra_are_those_that_there_are() -> None:
    assert completion.shipped() == [f"shipped:{name}" for name in shipped()]


def test_a_spectrum_may_be_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "net[1].npz").touch()
    (tmp_path / "nets").mkdir()
    assert completion.spectra("ne") == ["net[1].npz", "nets/"]
    assert completion.spectra("net[") == ["net[1].npz"]
    assert set(completion.shipped()) < set(completion.spectra(""))
    assert all(name.startswith("shipped:conv") for name in completion.spectra("shipped:conv"))


def test_every_statement_and_claim_is_offered() -> None:
    assert set(STATEMENTS) < set(completion.statements())
    assert {"2", "7", "all"} < set(completion.statements())
    assert set(CLAIMS) | set(STATEMENTS) < set(completion.claims())
