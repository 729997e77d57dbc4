"""Several spectra in one question: ``LABEL=FILE:OPTIMIZER``."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from several import networks

from adamw_bounds.cli.labelled import keys_of, parse, read_labelled, repeated
from adamw_bounds.errors import InputError


def test_parts_of_a_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("a.npz", "lr=0.1.npz", "odd:adamw"):
        np.savez(tmp_path / "x.npz", x=np.ones(1))
        (tmp_path / "x.npz").rename(tmp_path / name)
    for text, wanted in {
        "a.npz": (None, "a.npz", ""),
        "a.npz:l2-adam": (None, "a.npz", "l2-adam"),
        "ViT-S AdamW=a.npz:adamw": ("ViT-S AdamW", "a.npz", "adamw"),
        " spaced = a.npz": ("spaced", " a.npz", ""),
        "lr=0.1.npz": (None, "lr=0.1.npz", ""),
        "lr=0.1.npz:adam": (None, "lr=0.1.npz", "adam"),
        "λ=1=a.npz": ("λ=1", "a.npz", ""),
        "odd:adamw": (None, "odd:adamw", ""),
        "odd:adamw:adam": (None, "odd:adamw", "adam"),
        "shipped:x": (None, "shipped:x", ""),
        "shipped:x:adamw": (None, "shipped:x", "adamw"),
        "N=shipped:x:adamw": ("N", "shipped:x", "adamw"),
        r"C:\x.npz": (None, r"C:\x.npz", ""),
        "none=b.npz": ("none", "b.npz", ""),
        "=a.npz": ("", "a.npz", ""),
    }.items():
        assert parse(text) == wanted, text


def test_what_is_wrong_with_names_is_said_of_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    networks(tmp_path)
    with pytest.raises(InputError) as caught:
        read_labelled(["=a.npz", "x=a.npz:adamm", "x="], "files", "FILE")
    assert [fault.value for fault in caught.value.faults] == ["=a.npz", "x=a.npz:adamm", "x="]


def test_rows_that_could_not_be_told_apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    networks(tmp_path)
    cases = read_labelled(["x=a.npz:adamw", "x=b.npz:l2-adam", "c.npz"], "files", "FILE")
    assert [case.spectrum.label for case in cases] == ["x", "x", "c"]
    assert keys_of(cases) == ["x:adamw", "x:l2-adam", "c"]
    assert repeated(cases, [("adamw",), ("l2-adam",), ("adamw",)], "files", "FILE") == []
    (fault,) = repeated(cases, [("adamw",), ("adam", "adamw"), ("adamw",)], "files", "FILE")
    assert fault.value == "x=b.npz:l2-adam"
