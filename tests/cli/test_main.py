"""Wrong lines, interruptions and faults of our own: one sentence and the right status."""

from __future__ import annotations

import json
import os
import signal
import subprocess
from pathlib import Path

import pytest

from adamw_bounds.questions import convert as conversion
from adamw_bounds.report.formats import FORMATS


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("comvert",), "there is no command 'comvert'; did you mean convert?"),
        (("xyzzy",), "there is no command 'xyzzy'; the commands are complexity,"),
        (("spectrum", "shw"), "there is no command 'shw'; did you mean show?"),
        (("--verion",), "there is no option --verion; did you mean --version?"),
        (("convert", "--etta", "1"), "there is no option --etta; did you mean --eta"),
        (("convert", "-z"), "there is no option -z"),
        (("complexity", "--eta", "1"), "adamw-bounds complexity takes no option --eta (see "),
        (("convert", "--eta"), "option '--eta' requires an argument"),
        (("convert", "--betas", "0.9"), "option '--betas' requires 2 arguments"),
        (("convert", "extra"), "unexpected extra argument"),
        (("convert", "--debug=yes"), "does not take a value"),
    ],
)
def test_lines_that_cannot_be_read(shell, arguments: tuple[str, ...], said: str) -> None:
    ran = shell(*arguments)
    assert ran.status == 2
    assert ran.out == ""
    assert ran.err.startswith(f"error: {said}") or said in ran.err
    assert "--help)" in ran.err
    assert len(ran.err.splitlines()) == 1


@pytest.mark.parametrize("flag", [("-f", "json"), ("-fjson",), ("--format=json",)], ids=" ".join)
def test_a_wrong_line_in_json(shell, flag: tuple[str, ...]) -> None:
    ran = shell("convert", *flag, "--etta", "1")
    assert (ran.status, ran.out) == (2, "")
    answer = json.loads(ran.err)
    assert answer["schema"] == "adamw-bounds/v1"
    assert answer["error"]["code"] == "usage"
    assert answer["error"]["details"] == []


def test_an_error_in_json_lists_all(process) -> None:
    ran = process("convert", "--eta", "-1", "--delta", "nan", "--betas", "2", "x", "-f", "json")
    assert (ran.status, ran.out) == (2, "")
    error = json.loads(ran.err)["error"]
    assert error["code"] == "invalid-input"
    assert [detail["value"] for detail in error["details"]] == ["-1", "2", "x", "nan"]
    for detail in error["details"]:
        assert detail["option"] in error["message"]
        assert detail["allowed"] in error["message"]


def test_each_fault_stands_on_a_line(process) -> None:
    ran = process("convert", "--eta", "ten", "--delta", "0", "--format", "yaml")
    assert (ran.status, ran.out) == (2, "")
    first, form, *rest = ran.err.splitlines()
    assert first.startswith("error: 3 ")
    assert form == f"• --format must be one of {', '.join(FORMATS)} (given: yaml)"
    assert rest == [
        "• --eta must be a finite number (given: ten)",
        "• --delta must be > 0 (given: 0)",
    ]


def test_text_that_steers_a_terminal_is_not_passed_on(shell) -> None:
    ran = shell("convert", "--eta", "\x1b[31mred\nnext")
    assert ran.status == 2
    assert "\x1b" not in ran.err
    assert len(ran.err.splitlines()) == 1


def _break(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(**_: object) -> None:
        raise ZeroDivisionError("float division by zero")

    monkeypatch.setattr(conversion, "convert", broken)


def test_a_fault_of_our_own_is_one_sentence(shell, monkeypatch: pytest.MonkeyPatch) -> None:
    _break(monkeypatch)
    ran = shell("convert", "--eta", "1")
    assert ran.status == 1
    assert ran.err == (
        "error: unexpected ZeroDivisionError: float division by zero; "
        "run again with --debug for the traceback\n"
    )


def test_debug_shows_the_traceback(shell, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "Traceback" in shell("convert", "--eta", "-1", "--debug").err
    _break(monkeypatch)
    ran = shell("convert", "--eta", "1", "--debug")
    assert ran.status == 1
    assert "Traceback (most recent call last)" in ran.err
    assert "in broken" in ran.err


def test_an_interruption(start, feed, interrupt, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.toml"
    os.mkfifo(pipe)
    child = start("convert", "--from", str(pipe), stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    feed(pipe, child)  # from here on it is inside the command
    assert interrupt(child) == 130
    assert child.stdout.read() == b""
    assert child.stderr.read() == b"error: interrupted\n"


def test_an_interruption_where_ctrl_c_is_ignored(start, feed, interrupt, tmp_path: Path) -> None:
    """As under nohup, whose children would inherit that."""
    pipe = tmp_path / "pipe.toml"
    os.mkfifo(pipe)
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        child = start("convert", "--from", str(pipe), stderr=subprocess.PIPE)
        assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN
    finally:
        signal.signal(signal.SIGINT, before)
    feed(pipe, child)
    assert interrupt(child) == 130


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("simulate", "-e", "1e-3"), "asks for 5.36×10¹⁴ steps, more than --max-steps 2000000"),
        (("simulate", "--theorem", "4", "--lam", "0.1"), "would be met by --lam 0"),
        (("spectrum", "plot"), "FILE is missing"),
        (("spectrum", "plot", "x.npz", "-o", "a.bmp"), "--output must end in .png, .pdf or .svg"),
        (("spectrum", "show"), "FILE is missing"),
        (("generalization", "--spectrum", "shipped:digits_mlp_adamw"), "--rho is missing"),
    ],
)
def test_the_sentence_of_a_refusal(shell, arguments: tuple[str, ...], said: str) -> None:
    ran = shell(*arguments)
    assert ran.status in {1, 2, 3}
    assert ran.out == ""
    assert said in ran.err
    # One sentence, or a line that counts them and one for each.
    first, *rest = ran.err.splitlines()
    assert first.startswith("error: ")
    assert all(line.startswith("• ") for line in rest)
    assert len(rest) != 1
