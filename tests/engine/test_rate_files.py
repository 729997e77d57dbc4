"""Files of learning rates: what is read, and what is refused with what sentence's gist."""

from __future__ import annotations

from pathlib import Path

import pytest

from adamw_bounds.engine.rate_files import NoRates, read_rates, right_rates

RATES = [0.0, 5e-4, 1e-3, 2.5e-4]
LINES = "0\n5e-4\n1e-3\n2.5e-4\n"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("plain.txt", LINES),
        ("commented.txt", "# warm-up first\n\n" + LINES),
        ("one.csv", "rate of the scheduler\n" + LINES),
        ("bom.csv", "\ufefflr\n" + LINES),
        ("several.csv", "step,LR,loss\n0,0,2\n1,5e-4,1\n2,1e-3,1\n3,2.5e-4,nan\n"),
        ("list.json", "[0, 5e-4, 0.001, 2.5e-4]"),
        ("object.json", '{"steps": 4, "learning_rate": [0, 5e-4, 1e-3, 2.5e-4]}'),
        ("objects.json", '[{"lr": 0}, {"lr": 5e-4}, {"lr": 1e-3}, {"lr": 2.5e-4}]'),
        ("run.jsonl", '{"lr": 0}\n{"lr": 5e-4}\n{"lr": 1e-3}\n{"lr": 2.5e-4}\n'),
    ],
)
def test_one_number_a_step(tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    assert read_rates(str(tmp_path / name)) == RATES


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "empty"),
        (b"\n# nothing\n", "empty"),
        (b"1e-3\n-1e-3\n", "number 2 is -1e-3"),
        (b"1e-3\nnan\n", "number 2 is nan"),
        (b"1e-3\n1_0\n", "number 2 is 1_0"),
        (b"1e-3\nfast\n", "number 2 is fast"),
        (b"0\n0\n", "> 0"),
        (b"a,b\n1,2\n", "column"),
        (b"lr,eta\n1,2\n", "one column"),
        (b"lr,loss\n1e-3,1\n,2\n", "number 2 is empty"),
        (b"{", "JSON"),
        (b"[" * 100_000, "JSON"),
        (b'{"rates": [1]}', "key lr"),
        (b'{"lr": 1e-3}', "JSON list"),
        (b"[true]", "number 1 is True"),
        (b"[[1e-3]]", "number 1"),
        (b"\x80\x02X", "text"),
        (b'"1\n', "CSV"),
    ],
)
def test_what_is_no_list_of_learning_rates(tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "rates"
    path.write_bytes(content)
    with pytest.raises(NoRates, match=said):
        read_rates(str(path))


def test_what_is_no_file(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "missing"):
        with pytest.raises(NoRates, match="cannot be read"):
            read_rates(str(path))


def test_a_large_file_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "rates"
    with path.open("wb") as file:
        file.truncate(2**40)
    with pytest.raises(NoRates, match="too large"):
        read_rates(str(path))


def test_a_list_is_held_to_the_same() -> None:
    assert right_rates(["1e-3", 2]) == [1e-3, 2.0]
    with pytest.raises(NoRates, match="number 1"):
        right_rates([1j])


@pytest.mark.parametrize("slip", ["1_0e-3", "１e-3", "1e-3x", ".5.5", "-", "1e-3 1e-3"])
def test_a_slip_in_the_first_line_is_no_heading(tmp_path: Path, slip: str) -> None:
    (tmp_path / "rates.txt").write_text(f"{slip}\n{LINES}", encoding="utf-8")
    with pytest.raises(NoRates, match="number 1"):
        read_rates(str(tmp_path / "rates.txt"))
