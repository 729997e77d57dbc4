"""Every entry of a bibliography parses, and says what its paper says."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

import pytest

import adamw_bounds as ab
from adamw_bounds.kernels import CLAIMS, PAPERS, STATEMENTS

CFF = Path(__file__).resolve().parents[2] / "CITATION.cff"
ACCENTS = {"'": "\u0301", "`": "\u0300", '"': "\u0308", "^": "\u0302", "~": "\u0303", "c": "\u0327"}


def parse(text: str) -> tuple[str, str, dict[str, str]]:
    """Return kind, key and fields of one entry; nothing but an entry passes."""
    head = re.match(r"@([a-z]+)\{([A-Za-z0-9_:-]+),\s*", text)
    assert head, text
    place, fields = head.end(), {}
    while text[place] != "}":
        name = re.match(r"([a-z]+)\s*=\s*\{", text[place:])
        assert name, text[place:]
        start = place + name.end()
        depth, place = 1, start
        while depth:
            depth += {"{": 1, "}": -1}.get(text[place], 0)
            place += 1
        assert name[1] not in fields
        fields[name[1]] = text[start : place - 1]
        comma = re.match(r",?\s*", text[place:])
        place += comma.end() if comma else 0
    assert text[place + 1 :].strip() == ""
    return head[1], head[2], fields


def plain(text: str) -> str:
    """Return what TeX source says, in letters."""
    text = re.sub(
        r"\{?\\([\'`\"^~c])\s*\{?\\?([A-Za-z])\}?\}?",
        lambda found: unicodedata.normalize("NFC", found[2] + ACCENTS[found[1]]),
        text,
    )
    text = text.replace("--", "–").replace("~", " ")
    return re.sub(r"[{}]", "", text)


def letters(text: str) -> str:
    """Return the plain letters of a text, for titles with formulas."""
    text = unicodedata.normalize("NFKD", plain(re.sub(r"\$[^$]*\$", "", text)))
    return re.sub(r"[^a-z]", "", text.lower())


@pytest.mark.parametrize("key", PAPERS)
def test_an_entry_parses_and_agrees_with_its_paper(key: str) -> None:
    (entry, *_) = ab.cite(key)
    entries = [parse(text) for text in re.split(r"\n+(?=@)", entry.bibtex)]
    for kind, _, fields in entries:
        assert kind in {"article", "inproceedings", "misc", "techreport"}
        assert {"author", "title", "year"} <= fields.keys()
    if len(entries) > 1:
        return  # several papers stand behind it
    _, bibkey, fields = entries[0]
    assert bibkey == entry.key
    names = [plain(name).strip() for name in re.split(r"\s+and\s+", fields["author"])]
    family = [name.removeprefix("The ").partition(",")[0] for name in names]
    assert family == [plain(name).partition(",")[0] for name in entry.authors]
    assert int(fields["year"]) == entry.year
    formula = re.search(r"[^\x00-\x7f]|\$", entry.title + fields["title"])
    if not formula:
        assert letters(fields["title"]) == letters(entry.title)
    if entry.doi:
        assert fields["doi"] == entry.doi
    if entry.arxiv and "eprint" in fields:
        assert fields["eprint"] == entry.arxiv


def test_keys_are_unique() -> None:
    found = ab.cite("software", *PAPERS)
    keys = re.findall(r"^@[a-z]+\{([^,]+),", str(found), re.MULTILINE)
    assert len(set(keys)) == len(keys) >= len(PAPERS) + 1
    assert {entry.key for entry in found} <= set(keys)


def test_statements_claims_and_the_software() -> None:
    for name, info in STATEMENTS.items():
        assert PAPERS[info.paper].citation in [entry[2:] for entry in ab.cite(name)]
    for claim in CLAIMS:
        assert "adamw_bounds" in {entry.key for entry in ab.cite(claim)}
    assert [entry.key for entry in ab.cite()] == ["adamw_bounds", "zhou2024"]
    assert [entry.key for entry in ab.cite("2")] == ["zhou2024"]
    assert {entry.key for entry in ab.cite("here-pytorch")} == {"adamwbounds", "adamw_bounds"}
    twice = ab.cite("theorem-2", "theorem-3")
    assert [entry.wanted_by for entry in twice] == [("theorem-2", "theorem-3")]
    assert str(twice).count("@") == 1


def test_the_software_is_what_citation_cff_says() -> None:
    (entry,) = ab.cite("software")
    _, _, fields = parse(entry.bibtex)
    lines = CFF.read_text(encoding="utf-8").splitlines()
    top = dict(line.split(": ", 1) for line in lines if re.match(r"[a-z-]+: ", line))
    assert fields["title"] == entry.title == top["title"].strip('"')
    assert fields["version"] == top["version"] == ab.__version__
    assert fields["license"] == top["license"]
    start = lines.index("authors:")
    author = re.fullmatch(r'  - name: "(.*)"', lines[start + 1])
    assert author
    assert plain(fields["author"]) == author[1]
    assert not lines[start + 2].startswith("  - name:")


def test_unknown_ids_are_told_together_with_what_is_near() -> None:
    with pytest.raises(ab.InputError) as error:
        ab.cite("theorm-2", "theorem-3", "ghadimi2014")
    assert [fault.value for fault in error.value.faults] == ["theorm-2", "ghadimi2014"]
    assert "theorem-2" in error.value.faults[0].sentence()
