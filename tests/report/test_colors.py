"""Colours read on white and on black, and are used where they are wanted."""

from __future__ import annotations

import io
import re

import pytest

from adamw_bounds.report import colors, render

#: The levels of the cube of 6 × 6 × 6 colours that begins at 16; grey begins at 232.
LEVELS = (0, 95, 135, 175, 215, 255)


def _luminance(number: int) -> float:
    place = number - 16
    rgb = (
        (8 + 10 * (number - 232),) * 3
        if number >= 232
        else (LEVELS[place // 36], LEVELS[place // 6 % 6], LEVELS[place % 6])
    )
    parts = [
        part / 255 / 12.92 if part / 255 <= 0.03928 else ((part / 255 + 0.055) / 1.055) ** 2.4
        for part in rgb
    ]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


@pytest.mark.parametrize("name", colors.NUMBERS)
def test_a_colour_reads_on_white_and_on_black(name: str) -> None:
    light = _luminance(colors.NUMBERS[name])
    assert 1.05 / (light + 0.05) >= 4.5
    assert (light + 0.05) / 0.05 >= 4.5


def test_a_page_uses_no_other_colours(samples) -> None:
    text = render(samples.complexity(conditions=True), "table", color=True)
    used = set(re.findall(r"\x1b\[([\d;]*)m", text))
    known = {f"38;5;{number}" for number in colors.NUMBERS.values()}
    assert used & known
    for codes in used:
        assert codes in {"0", "1", *known, *(f"1;{code}" for code in known)}


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("environ", "on_terminal", "in_pipe"),
    [
        ({}, True, False),
        ({"NO_COLOR": "1"}, False, False),
        ({"FORCE_COLOR": "1"}, True, True),
        ({"FORCE_COLOR": "0"}, True, False),
        ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, False, False),
        ({"TERM": "dumb"}, False, False),
        ({"TERM": "dumb", "FORCE_COLOR": "1"}, True, True),
    ],
)
def test_who_decides(
    monkeypatch: pytest.MonkeyPatch, environ: dict[str, str], on_terminal: bool, in_pipe: bool
) -> None:
    for name in ("NO_COLOR", "FORCE_COLOR", "TERM"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environ.items():
        monkeypatch.setenv(name, value)
    assert colors.wanted(_Terminal()) is on_terminal
    assert colors.wanted(io.StringIO()) is in_pipe
    assert colors.wanted(None) is (in_pipe and "NO_COLOR" not in environ)
