"""The progress bar: there on a terminal, nowhere else, and gone at the end."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable

import pytest

from adamw_bounds.cli.progress import progress_bar


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def on_terminal(monkeypatch: pytest.MonkeyPatch) -> Callable[[], Terminal]:
    """Return a function that puts standard error on a terminal from now on."""
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "100")

    def begin() -> Terminal:
        stream = Terminal()
        monkeypatch.setattr(sys, "stderr", stream)
        return stream

    return begin


def test_a_count(on_terminal: Callable[[], Terminal]) -> None:
    seen = on_terminal()
    with progress_bar(total=3, counted="simulations", remaining=False) as bar:
        assert bar
        for _ in range(3):
            bar.advance()
    assert "3 of 3 simulations" in seen.getvalue()


def test_a_count_whose_total_comes_later(on_terminal: Callable[[], Terminal]) -> None:
    seen = on_terminal()
    with progress_bar(counted="steps") as bar:
        bar.advance(2000, total=4000)
        bar.advance(2000, total=4000)
    assert "4,000 of 4,000 steps" in seen.getvalue()


def test_what_is_done_and_how_far(on_terminal: Callable[[], Terminal]) -> None:
    seen = on_terminal()
    with progress_bar() as bar:
        for done in (10.0, 40.0, 80.0):
            bar.reach(done, 80.0, "Lanczos", unit="gradients")
    shown = seen.getvalue()
    assert "loading" in shown
    assert "Lanczos" in shown
    assert "100%" in shown


def test_it_leaves_nothing(on_terminal: Callable[[], Terminal]) -> None:
    seen = on_terminal()

    def interrupted() -> None:
        with progress_bar(counted="steps") as bar:
            bar.advance(1, total=2)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    shown = seen.getvalue()
    assert shown.count("\x1b[?25l") == shown.count("\x1b[?25h") == 1
    assert shown.endswith("\x1b[2K")


@pytest.mark.parametrize("total", [0, 5, None])
def test_no_terminal_no_bar(capsys: pytest.CaptureFixture[str], total: int | None) -> None:
    with progress_bar(total=total, counted="steps") as bar:
        assert not bar
        bar.advance(1, total=5)
        bar.reach(1, 5, "x", unit="y")
    assert capsys.readouterr() == ("", "")


def test_nothing_to_do_shows_nothing(on_terminal: Callable[[], Terminal]) -> None:
    seen = on_terminal()
    with progress_bar(total=0, counted="simulations") as bar:
        assert not bar
    assert seen.getvalue() == ""


def test_a_closed_stream(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", None)
    with progress_bar(counted="steps") as bar:
        assert not bar
