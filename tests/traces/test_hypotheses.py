"""What bends the hypotheses of a certificate, as a trace says it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from adamw_bounds.traces import FORMAT, caveats, load_trace
from adamw_bounds.traces.files import FLAGS
from adamw_bounds.traces.hypotheses import _SO


def codes(path: Path, lines: list[dict[str, Any]], **head: Any) -> list[str]:
    text = [json.dumps(one) + "\n" for one in ({"format": FORMAT, **head}, *lines)]
    path.write_text("".join(text), encoding="utf-8")
    found = caveats(load_trace(path))
    assert all(sentence.endswith(".") for _, sentence in found)
    return [code for code, _ in found]


@pytest.mark.parametrize(
    ("head", "wanted"),
    [
        ({}, []),
        ({"training_sampling": None, "batch_norm": None}, []),
        ({"training_sampling": "with-replacement", "batch_norm": "none"}, []),
        ({"training_sampling": "without-replacement"}, ["without-replacement"]),
        ({"batch_norm": "of-batch", "probe": {"batch_size": 8}}, ["batch-norm"]),
        ({"batch_norm": "synchronised", "batch_size": 64}, ["batch-norm"]),
    ],
)
def test_the_head_tells_sampling_and_batch_norm(
    head: dict[str, Any], wanted: list[str], tmp_path: Path
) -> None:
    assert codes(tmp_path / "run.jsonl", [{"step": 0}], **head) == wanted


def test_every_flag_of_a_line_is_said_once(tmp_path: Path) -> None:
    lines = [{"step": 0, "flags": list(FLAGS)}, {"step": 1, "flags": ["rescaled", "of-later"]}]
    assert codes(tmp_path / "run.jsonl", lines) == [*FLAGS, "of-later"]
    assert set(_SO) == set(FLAGS)
