"""The page: well-formed, whole by itself, and what rows hold is never read as markup."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Any

import pytest
from any_rows import ROWS
from hypothesis import given
from hypothesis import strategies as st

from adamw_bounds.errors import RunError
from adamw_bounds.report import Column, Picture, Report, Section, render
from adamw_bounds.report.html import STYLE, raised

_VOID = {"meta", "br", "hr", "img", "link"}
_ALLOWED = {
    *("html", "head", "meta", "title", "style", "body", "main", "footer", "section", "div"),
    *("h1", "h2", "p", "pre", "ul", "ol", "li", "a", "sup", "sub", "figure", "figcaption"),
    *("table", "thead", "tbody", "tr", "th", "td", "svg", "g", "path", "use", "defs"),
}
SVG = (
    '<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg"><metadata>x</metadata>'
    '<defs><path id="a" d=""/></defs><use href="#a" clip-path="url(#a)"/></svg>'
)


class Seen(HTMLParser):
    """What a page holds: its elements, in order, its text, and the names in it."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text: list[str] = []
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in _VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text.append(data)

    def values(self, name: str) -> list[str]:
        return [str(attrs[name]) for _, attrs in self.tags if name in attrs]


def check(text: str) -> Seen:
    """Hold a page against what holds for every page."""
    seen = Seen(text)
    assert {tag for tag, _ in seen.tags} <= _ALLOWED
    named = seen.values("id")
    assert len(named) == len(set(named))
    for link in (*seen.values("href"), *seen.values("aria-labelledby")):
        assert link.removeprefix("#") in named
    assert not any(name.startswith("on") for _, attrs in seen.tags for name in attrs)
    assert seen.values("src") == []
    return seen


@pytest.mark.parametrize(
    ("name", "tables"),
    [
        *(("complexity", 2), ("conditions", 3), ("compare", 2)),
        *(("generalization", 2), ("theorems", 1), ("in_sections", 3)),
    ],
)
def test_a_page_is_whole(samples: Any, name: str, tables: int) -> None:
    seen = check(render(getattr(samples, name)(), "html"))
    assert sum(tag == "table" for tag, _ in seen.tags) == tables
    assert sum(tag == "h1" for tag, _ in seen.tags) == 1


def test_every_line_fills_its_columns(samples: Any) -> None:
    text = render(samples.complexity(), "html")
    table = text[text.index("<table") : text.index("</table>")]
    lines = [Seen(line) for line in re.findall(r"<tr>.*?</tr>", table, re.DOTALL)]
    wide = [
        sum(int(attrs.get("colspan") or 1) for tag, attrs in line.tags if tag in ("th", "td"))
        for line in lines
    ]
    assert len(lines) > 4
    assert len(set(wide)) == 1


@given(ROWS, st.text(), st.dictionaries(st.text(), st.text()))
def test_nothing_is_read_as_markup(rows: Any, text: str, inputs: Any) -> None:
    section = Section(
        rows=[{"a": text, **row} for row in rows],
        columns=[Column("a", kind="math"), Column("b"), Column("statement", kind="id")],
        title=text,
        before=[text],
        after=[f" {text}"],
    )
    report = Report(
        *(text, text, inputs, rows),
        warnings=[("x", text)],
        sections=[section, Section(rows=rows)],
        invocation=text,
        labels={text: text},
        glossary={text: (text, text)},
    )
    check(render(report, "html"))


def test_markup_in_rows_is_text() -> None:
    evil = "</style><script>alert(1)</script><img src=x onerror=y>&amp;"
    report = Report("x", "0", {evil: evil}, [{"statement": evil, "value": 1.0, "source": evil}])
    seen = check(render(report, "html"))
    assert "".join(seen.text).count(evil) >= 3


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("δ^1.25·b", "δ<sup>1.25</sup>·b"),
        ("λ_{k+1}v_k", "λ<sub>k+1</sub>v<sub>k</sub>"),
        ("(1 + q)^(−k/2)", "(1 + q)<sup>−k/2</sup>"),
        ("a^<b>", "a^&lt;b&gt;"),
    ],
)
def test_powers_are_raised(text: str, html: str) -> None:
    assert raised(text) == html


def test_names_in_prose_keep_their_underscores() -> None:
    text = "digits_mlp_adamw: x_i^2 and Ση_k in eta_k.npz"
    assert raised(text, prose=True) == (
        "digits_mlp_adamw: x<sub>i</sub><sup>2</sup> and Ση<sub>k</sub> in eta_k.npz"
    )


def test_pictures_share_a_page() -> None:
    pictures = [Picture("one <1>", lambda: SVG), Picture("two", lambda: SVG)]
    text = render(Report("x", "0", {}, [], pictures=pictures), "html")
    seen = check(text)
    assert seen.values("aria-label") == ["one <1>", "two"]
    assert len(seen.values("href")) == 2
    assert set(re.findall(r"url\(#([^)]*)\)", text)) <= {*seen.values("id")}


def test_a_page_without_its_picture_says_so() -> None:
    def draw() -> str:
        raise RunError("a picture needs <matplotlib>", code="missing-extra")

    seen = check(render(Report("x", "0", {}, [], pictures=[Picture("one", draw)]), "html"))
    assert any("<matplotlib>" in text for text in seen.text)


def _luminance(color: str) -> float:
    parts = [int(color[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [
        part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return sum(share * part for share, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize("ink", ["ink", "soft", "link", "good", "bad"])
@pytest.mark.parametrize("ground", ["ground", "stripe"])
def test_colours_can_be_read(scheme: int, ink: str, ground: str) -> None:
    shades = [_luminance(re.findall(rf"--{name}: (#\w+)", STYLE)[scheme]) for name in (ink, ground)]
    assert (max(shades) + 0.05) / (min(shades) + 0.05) >= 4.5
