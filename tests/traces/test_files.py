"""Reading traces: whole ones, cut ones, and what is none."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from adamw_bounds.errors import RunError
from adamw_bounds.traces import FORMAT, load_trace

HEAD = {"format": FORMAT, "optimizer": "AdamW", "dim": 3}


def written(path: Path, *lines: Any, end: str = "\n") -> Path:
    texts = [line if isinstance(line, str) else json.dumps(line) for line in (HEAD, *lines)]
    path.write_text("\n".join(texts) + end)
    return path


def test_numbers_lists_and_flags(tmp_path: Path) -> None:
    path = written(
        tmp_path / "run.jsonl",
        {"step": 0, "loss": 2.5, "pairs": [1.0], "flags": ["rescaled"]},
        {"step": 7, "gradient_l2": 3, "pairs": None, "of a later version": True},
        {"step": 9, "pairs": [2.0, 4.0], "flags": []},
    )
    trace = load_trace(path)
    assert trace.head["optimizer"] == "AdamW"
    assert trace.steps.tolist() == [0, 7, 9]
    np.testing.assert_array_equal(trace.columns["loss"], [2.5, np.nan, np.nan])
    np.testing.assert_array_equal(trace.columns["gradient_l2"], [np.nan, 3.0, np.nan])
    assert trace.flat("pairs").tolist() == [1.0, 2.0, 4.0]
    assert trace.flat("rates").size == 0
    assert trace.flags == {"rescaled": [0]}
    assert trace.notes == ()


@pytest.mark.parametrize("cut", [1, 5, 12])
def test_a_last_line_that_was_cut_is_left_out_and_said_to_be(tmp_path: Path, cut: int) -> None:
    path = written(tmp_path / "run.jsonl", {"step": 0, "loss": 1.0}, {"step": 4, "loss": 2.0})
    text = path.read_text()
    path.write_text(text[:-cut])
    trace = load_trace(path)
    assert trace.steps.tolist() == [0]
    assert [code for code, _ in trace.notes] == ["cut-trace"]


@pytest.mark.parametrize(
    "line",
    [
        "{",
        "[1, 2]",
        '{"step": 1, "loss": NaN}',
        '{"step": 1, "loss": Infinity}',
        '{"step": 1, "loss": 1e999}',
        '{"step": 1, "loss": "2"}',
        '{"step": 1, "loss": true}',
        '{"step": 1, "pairs": 2.0}',
        '{"step": 1, "pairs": [null, "x"]}',
        '{"step": 1, "flags": "rescaled"}',
        '{"step": 1.5}',
        '{"step": -1}',
        '{"step": true}',
        '{"loss": 1.0}',
        '{"step": 0}',
        "",
        "[" * 100_000,
    ],
)
def test_a_line_that_is_none_is_named(tmp_path: Path, line: str) -> None:
    path = written(tmp_path / "run.jsonl", {"step": 0}, line, {"step": 5})
    with pytest.raises(RunError, match="line 3") as caught:
        load_trace(path)
    assert caught.value.code == "bad-trace"


@pytest.mark.parametrize("text", ["", "\n", "{}\n", '{"format": "other"}\n'])
def test_what_is_no_trace_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "run.jsonl"
    path.write_text(text)
    with pytest.raises(RunError):
        load_trace(path)


def test_a_file_that_cannot_be_read_is_a_sentence(tmp_path: Path) -> None:
    for path in (tmp_path / "none.jsonl", tmp_path):
        with pytest.raises(RunError) as caught:
            load_trace(path)
        assert caught.value.code == "unreadable"


@given(st.binary(max_size=200))
def test_any_bytes_are_a_trace_or_a_sentence(tmp_path_factory: Any, content: bytes) -> None:
    path = tmp_path_factory.mktemp("trace") / "run.jsonl"
    path.write_bytes(json.dumps(HEAD).encode() + b"\n" + content)
    refused = None
    try:
        load_trace(path)
    except RunError as error:
        refused = error.message
    assert refused is None or str(path) in refused
