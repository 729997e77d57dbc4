"""``cite`` in the shell."""

from __future__ import annotations

import json

import adamw_bounds as ab


def test_the_text_is_bibtex_alone(shell, tmp_path) -> None:
    ran = shell("cite", "theorem-2", "ghadimi2013-corollary-2-2")
    assert ran.out.strip() == str(ab.cite("theorem-2", "ghadimi2013-corollary-2-2")).strip()
    file = tmp_path / "refs.bib"
    shell("cite", "theorem-2", "--output", str(file))
    assert file.read_text(encoding="utf-8").strip() == str(ab.cite("theorem-2")).strip()
    assert shell("cite").out.count("@") == 2


def test_json_has_a_row_for_each_entry(shell) -> None:
    answer = json.loads(shell("cite", "thm3-square", "-f", "json").out)
    assert [row["key"] for row in answer["rows"]] == ["zhou2024", "adamw_bounds"]
    assert answer["rows"][0]["year"] == 2024


def test_every_page_has_them_and_unknown_ids_are_refused(shell) -> None:
    for page in ("csv", "markdown", "latex"):
        assert "zhou2024" in shell("cite", "2", "-f", page).out
    ran = shell("cite", "theorm-2")
    assert ran.status == 2
    assert "theorem-2" in ran.err
