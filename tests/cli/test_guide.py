"""``adamw-bounds guide``: every page is shown, at every width."""

from __future__ import annotations

from pathlib import Path

import pytest
from rich.cells import cell_len

from adamw_bounds.cli.main import main
from adamw_bounds.guide import page, topics


def test_the_list_names_every_page(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["guide"]) == 0
    shown = capsys.readouterr().out
    assert len(topics()) >= 15
    for name, title in topics().items():
        assert f" {name} " in shown
        assert title


@pytest.mark.parametrize("topic", ["numbers", "glossary", "Tour", "which-theorem.md"])
@pytest.mark.parametrize("width", [60, 100])
def test_a_page_fits_the_width(
    topic: str, width: int, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    assert main(["guide", topic]) == 0
    shown = capsys.readouterr().out
    assert max(map(cell_len, shown.splitlines())) <= width
    assert "<!--" not in shown


def test_markdown_as_it_stands(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["guide", "tour", "--markdown"]) == 0
    assert capsys.readouterr().out == page("tour")
    assert main(["guide", "tour", "-o", str(tmp_path / "tour.md")]) == 0
    assert (tmp_path / "tour.md").read_text("utf-8") == page("tour")


def test_an_unknown_topic_has_a_near_one(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["guide", "glosary"]) == 2
    assert "did you mean glossary?" in " ".join(capsys.readouterr().err.split())
