"""Where the answer goes: whole or not at all, in every encoding, to every reader."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from adamw_bounds.cli import output

ASK = ("convert", "--eta", "0.1", "--delta", "1e-8")


def test_a_file_appears_whole_and_alone(process, tmp_path: Path) -> None:
    ran = process(*ASK, "-f", "json", "--output", "a.json")
    assert (ran.status, ran.out) == (0, "")
    assert json.loads((tmp_path / "a.json").read_text("utf-8"))["command"] == "convert"
    assert os.listdir(tmp_path) == ["a.json"]


def test_a_file_is_replaced_with_its_permissions(shell, tmp_path: Path) -> None:
    target = tmp_path / "a.txt"
    target.write_text("old")
    target.chmod(0o640)
    (tmp_path / "link.txt").symlink_to(target)
    assert shell(*ASK, "-o", "link.txt").status == 0
    assert "eta" in target.read_text("utf-8") or "lr" in target.read_text("utf-8")
    assert stat.S_IMODE(target.stat().st_mode) == 0o640
    assert (tmp_path / "link.txt").is_symlink()


def test_a_new_file_has_the_usual_permissions(shell, tmp_path: Path) -> None:
    previous = os.umask(0o027)
    try:
        assert shell(*ASK, "-o", "new.txt").status == 0
    finally:
        os.umask(previous)
    assert stat.S_IMODE((tmp_path / "new.txt").stat().st_mode) == 0o640


def test_an_old_file_survives_a_failed_question(shell, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("old")
    assert shell("convert", "--eta", "-1", "-o", "a.txt").status == 2
    assert (tmp_path / "a.txt").read_text() == "old"
    assert os.listdir(tmp_path) == ["a.txt"]


def test_an_old_file_survives_a_failed_write(
    shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.txt").write_text("old")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    ran = shell(*ASK, "-o", "a.txt")
    assert ran.status == 1
    assert "No space left" in ran.err
    assert (tmp_path / "a.txt").read_text() == "old"
    assert os.listdir(tmp_path) == ["a.txt"]


def test_a_missing_folder(process, tmp_path: Path) -> None:
    ran = process(*ASK, "-o", "nowhere/a.txt")
    assert (ran.status, ran.out) == (1, "")
    assert ran.err.startswith("error: --output nowhere/a.txt cannot be written: there is no folder")
    assert len(ran.err.splitlines()) == 1
    assert os.listdir(tmp_path) == []


def test_a_folder_that_is_not_writable(
    shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o500)
    if os.access(closed, os.W_OK):  # Root may write everywhere.
        monkeypatch.setattr(os, "access", lambda *_: False)
    ran = shell(*ASK, "-o", "closed/a.txt")
    assert ran.status == 1
    assert "is not writable" in ran.err
    assert os.listdir(closed) == []


def test_a_file_that_takes_nothing(process) -> None:
    if not os.path.exists("/dev/full"):
        pytest.skip("no /dev/full here")
    ran = process(*ASK, "-o", "/dev/full")
    assert ran.status == 1
    assert ran.err.endswith("No space left on device\n")
    assert "Traceback" not in ran.err


def test_a_folder_is_no_output(shell, tmp_path: Path) -> None:
    ran = shell(*ASK, "-o", str(tmp_path))
    assert ran.status == 1
    assert "is a folder" in ran.err


def test_a_file_is_no_folder(shell, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    ran = shell(*ASK, "-o", "file/a.txt")
    assert ran.status == 1
    assert "cannot be written" in ran.err


def test_standard_output_that_takes_nothing(environment: dict[str, str]) -> None:
    if not os.path.exists("/dev/full"):
        pytest.skip("no /dev/full here")
    with open("/dev/full", "wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "adamw_bounds", "convert", "--eta", "1"],
            stdout=full,
            stderr=subprocess.PIPE,
            env=environment,
            timeout=60,
            check=False,
        )
    assert done.returncode == 1
    assert done.stderr.decode() == (
        "error: standard output cannot be written: No space left on device\n"
    )


@pytest.mark.parametrize("arguments", [("convert", "--eta", "1"), ("--help",)], ids=" ".join)
def test_a_reader_that_leaves(environment: dict[str, str], arguments: tuple[str, ...]) -> None:
    reader, writer = os.pipe()
    os.close(reader)  # Nobody reads: the first write breaks.
    try:
        done = subprocess.run(
            [sys.executable, "-m", "adamw_bounds", *arguments],
            stdout=writer,
            stderr=subprocess.PIPE,
            env=environment,
            timeout=60,
            check=False,
        )
    finally:
        os.close(writer)
    assert done.returncode == 1
    assert done.stderr == b""


def test_a_reader_that_leaves_before_a_file(shell, tmp_path: Path) -> None:
    assert shell(*ASK, "-o", "-").out.strip()
    assert os.listdir(tmp_path) == []


@pytest.mark.parametrize("arguments", [(*ASK, "-f", "table"), ("--help",), (*ASK, "-f", "json")])
def test_ascii_terminals_get_readable_text(process, arguments: tuple[str, ...]) -> None:
    ran = process(*arguments, PYTHONIOENCODING="ascii")
    assert ran.status == 0
    assert (ran.out + ran.err).isascii()
    assert "?" not in ran.out + ran.err
    assert "Traceback" not in ran.err


def test_ascii_json_is_the_same_json(process) -> None:
    plain = process(*ASK, "-f", "json", PYTHONIOENCODING="utf-8")
    spelled = process(*ASK, "-f", "json", PYTHONIOENCODING="ascii")
    assert not plain.out.isascii()
    assert json.loads(plain.out) == json.loads(spelled.out)


@pytest.mark.parametrize(
    ("text", "spelled"),
    [
        ("4.7×10¹⁰", "4.7x10^10"),
        ("δ ≤ c∞²", "delta <= c_inf^2"),
        ("10⁻¹²", "10^-12"),
        ("√(n+δ)", "sqrt(n+delta)"),
        ("ε₀", "epsilon0"),
    ],
)
def test_transliteration(text: str, spelled: str) -> None:
    output.prepare_streams()
    assert output.transliterate(text) == spelled
    assert text.encode("ascii", output.TRANSLITERATE).decode() == spelled
    # Latin-1 knows some of the letters itself; what it does not know is spelled out.
    assert "?" not in text.encode("latin-1", output.TRANSLITERATE).decode("latin-1")


def unspelled(texts: list[str]) -> set[str]:
    letters = {letter for text in texts for letter in text if letter != "?"}
    return {letter for letter in letters if "?" in output.transliterate(letter)}


def test_every_letter_of_the_help_pages_can_be_spelled() -> None:
    from adamw_bounds.cli.main import COMMANDS
    from adamw_bounds.cli.options import options

    texts = [option.help for option in options().values()] + [text for _, text in COMMANDS.values()]
    assert not unspelled(texts)


def test_every_letter_of_the_statements_can_be_spelled() -> None:
    from adamw_bounds.kernels import STATEMENTS, SYMBOLS

    texts = [symbol.text + symbol.meaning for symbol in SYMBOLS.values()]
    for item in STATEMENTS.values():
        texts += [item.title, item.name, item.hypotheses]
        texts += [note.text for note in item.notes]
        texts += [condition.text for condition in item.conditions]
    assert not unspelled(texts)


def test_json_escapes_letters_beyond_the_basic_plane() -> None:
    text = json.dumps({"a": "δ𝓕"}, ensure_ascii=False)
    escaped = output._escape(text, "ascii")
    assert escaped.isascii()
    assert json.loads(escaped) == {"a": "δ𝓕"}


def test_what_is_said_is_wrapped_between_words(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from adamw_bounds.cli.output import report_error, say_remarks
    from adamw_bounds.errors import Fault, InputError, NoBoundError
    from adamw_bounds.report.formats import TABLE
    from adamw_bounds.report.model import Remark

    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "40")
    words = [f"condition{number}" for number in range(40)]
    report_error(NoBoundError(" ".join(words)), TABLE)
    faults = [Fault("eta", "x" * 9, " ".join(words)), Fault("c_inf", None, "is missing")]
    report_error(InputError(faults), TABLE)
    say_remarks([Remark("floor", " ".join(words), "method")], verbose=True)
    said = capsys.readouterr().err
    assert max(map(len, said.splitlines())) <= 40
    for word in words:
        assert said.split().count(word) == 3


def test_errors_stand_out_where_colours_are_wanted(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from adamw_bounds.cli.output import report_error
    from adamw_bounds.errors import RunError
    from adamw_bounds.report.formats import TABLE

    for force, colored in (("1", True), ("0", False)):
        monkeypatch.delenv("NO_COLOR", raising=False)
        monkeypatch.setenv("FORCE_COLOR", force)
        report_error(RunError("no"), TABLE)
        assert ("\x1b[" in capsys.readouterr().err) is colored
