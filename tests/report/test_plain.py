"""Values of any origin as one line of text."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from adamw_bounds.report.plain import one_line, plain_text


@given(st.text(st.characters(codec=None)))
def test_one_line_has_nothing_that_moves_a_cursor(text: str) -> None:
    line = one_line(text)
    assert not any(ord(char) < 32 or 127 <= ord(char) < 160 for char in line)
    assert len(line.splitlines()) <= 1
    line.encode("utf-8")


def test_plain_text_of_every_kind() -> None:
    assert plain_text(None) == plain_text([]) == plain_text("") == "–"
    assert (plain_text(True), plain_text(False)) == ("yes", "no")
    assert plain_text([1, "a", {"b": None}]) == '1, a, {"b":null}'
    assert plain_text({"b": 1.5}) == '{"b":1.5}'
    assert plain_text("a\x1b[31m\nb") == "a\\x1b[31m b"
