"""LaTeX: escaped text, siunitx columns, and pages that compile."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adamw_bounds.report import Column, Placement, Section, render

REPORTS = ["complexity", "conditions", "compare", "generalization", "theorems", "in_sections"]


def body_lines(text: str) -> list[str]:
    """Return the lines between the rule below the head and the last rule, without headings."""
    inner = text.partition(r"\midrule")[2].partition(r"\bottomrule")[0]
    return [
        line.strip()
        for line in inner.splitlines()
        if line.strip().endswith(r"\\") and r"\multicolumn" not in line
    ]


def cells(line: str) -> list[str]:
    return [cell.strip() for cell in re.split(r"(?<!\\)&", line.removesuffix(r"\\"))]


def test_labels_go_first(report) -> None:
    rows = [{"statement": "defossez2022-theorem-4", "value": 1.0}]
    labels = {"defossez2022-theorem-4": "Défossez et al. (2022), Theorem 4"}
    text = render(report(rows, labels=labels), "latex")
    assert r"D{\'e}fossez et al. (2022), Theorem 4 & 1.000 \\" in text


def test_leading_comment_tells_what_was_asked(samples: Any) -> None:
    lines = render(samples.complexity(), "latex").splitlines()
    assert lines[0] == f"% adamw-bounds 0.1.0: {samples.INVOCATION}"
    assert lines[1].startswith("% inputs: c_inf=5.0, smoothness=2.0, sigma=0.5, delta=0.0001")
    assert lines[2].startswith("% warning (vacuous): No one can run 1.6×10¹⁶ steps")
    assert r"% \usepackage{booktabs}" in lines
    assert r"% \usepackage{siunitx}" in lines


def test_below_the_comment_all_is_ascii(samples: Any) -> None:
    for name in REPORTS:
        text = render(getattr(samples, name)(), "latex")
        assert "\n".join(line for line in text.splitlines() if not line.startswith("%")).isascii()


def test_a_line_end_does_not_leave_the_comment(report) -> None:
    text = render(
        report([], invocation="a\n\\evil\r\x85\u2028b", warnings=[("c", "x\ny")]), "latex"
    )
    assert all(line.startswith("%") for line in text.splitlines() if line)


def test_pivoted_table(samples: Any) -> None:
    labels = {"theorem-2": "Theorem 2", "theorem-3": "Theorem 3"}
    text = render(replace(samples.complexity(), labels=labels), "latex")
    assert text.count(r"\begin{table}") == 1
    assert r"\caption{Steps $T$ and" in text
    assert r"\label{tab:adamw-bounds-complexity}" in text
    assert r"{Printed} & {Corrected} & {Explicit}" in text
    assert r"\multicolumn{5}{@{}l}{\emph{Theorem 2, AdamW, constant step}} \\" in text
    assert "% left out for its width: dominant" in text
    first = cells(body_lines(text)[0])
    assert first == [
        r"\quad iterations $T$\textsuperscript{a}",
        "4.074e14",
        "4.074e14",
        "1.469e16",
        "6.310e14",
    ]
    # A number that no float holds, and a null.
    assert cells(body_lines(text)[4])[1] == "1.778e400"
    assert cells(body_lines(text)[2])[1] == "{--}"
    assert r"\textsuperscript{c}~printed: audit: thm3-units, thm3-square" in text


@pytest.mark.parametrize("name", REPORTS)
def test_every_line_has_as_many_cells_as_columns(samples: Any, name: str) -> None:
    text = render(getattr(samples, name)(), "latex")
    for table in text.split(r"\begin{tabular}")[1:]:
        spec = re.findall(r"^ {4}(l|c|S\[.*?\]|>.*)$", table.partition(r"\toprule")[0], re.M)
        head = table.partition(r"\toprule")[2].partition(r"\midrule")[0].strip()
        lines = [head, *body_lines(table)]
        assert {len(cells(line)) for line in lines} == {len(spec)}


@pytest.mark.parametrize("name", REPORTS)
def test_every_entry_of_a_number_column_is_a_number_or_braced(samples: Any, name: str) -> None:
    text = render(getattr(samples, name)(), "latex")
    for table in text.split(r"\begin{tabular}")[1:]:
        spec = re.findall(r"^ {4}(l|c|S\[.*?\]|>.*)$", table.partition(r"\toprule")[0], re.M)
        for line in body_lines(table):
            for column, cell in zip(spec, cells(line), strict=True):
                if column.startswith("S"):
                    assert re.fullmatch(r"-?\d+(\.\d+)?(e-?\d+)?|\{.*\}", cell)


@given(
    st.lists(
        st.tuples(st.none() | st.floats(), st.none() | st.floats(-1e8, 1e8)),
        min_size=1,
        max_size=6,
    )
)
def test_table_format_holds_every_number(
    report, numbers: list[tuple[float | None, float | None]]
) -> None:
    rows = [
        {"case": str(place), "value": value, "log10": log10}
        for place, (value, log10) in enumerate(numbers)
    ]
    text = render(report(rows, columns=[Column("case"), Column("value", kind="number")]), "latex")
    found = re.search(r"S\[table-format=(-?)(\d+)\.(\d+)(?:e(-?)(\d+))?\]", text)
    for line in body_lines(text):
        cell = cells(line)[1]
        number = re.fullmatch(r"(-?)(\d+)(?:\.(\d+))?(?:e(-?)(\d+))?", cell)
        if number is None:
            assert cell.startswith("{")
            continue
        assert found is not None
        assert len(number[1]) <= len(found[1])
        assert len(number[2]) <= int(found[2])
        assert len(number[3] or "") <= int(found[3])
        assert len(number[4] or "") <= len(found[4] or "")
        assert len(number[5] or "") <= int(found[5] or 0)


def test_marks_are_letters_on_the_last_name(samples: Any, report) -> None:
    text = render(samples.complexity(), "latex")
    assert cells(body_lines(text)[2])[0] == r"\quad iterations $T$\textsuperscript{a,b,c}"
    text = render(samples.conditions(), "latex").rpartition(r"\begin{table}")[2]
    assert cells(body_lines(text)[2])[0] == r"\quad $\lambda$ monotone\textsuperscript{b}"
    rows = [{"value": 1.0, "notes": [f"note {n}" for n in range(28)]}]
    only = render(report(rows, columns=[Column("value", kind="number")]), "latex")
    assert "1.000{\\textsuperscript{a,b,c," in only
    assert "z,aa,ab}} " in only


@pytest.mark.latex
def test_marks_behind_a_number_compile(tmp_path: Path, report) -> None:
    rows = [{"value": value, "notes": ["note"]} for value in (1.0, 2e30, None)]
    compiled(tmp_path, [render(report(rows, columns=[Column("value", kind="number")]), "latex")])


def test_a_column_without_numbers_is_no_number_column(report) -> None:
    text = render(report([{"statement": "lemma-5", "value": None, "log10": None}]), "latex")
    assert "S[table-format" not in text
    assert "siunitx" not in text


def test_math_cells_are_formulas(report) -> None:
    rows = [{"formula": "a ≤ b", "latex": r"\tfrac{a}{b}"}, {"formula": "a_1x", "latex": None}]
    section = Section(rows=rows, columns=[Column("formula", kind="math", math_key="latex")])
    text = render(report([], sections=[section]), "latex")
    assert r"$\tfrac{a}{b}$ \\" in text
    assert r"a\_1x \\" in text
    assert r"% \usepackage{amsmath}" in text


def test_many_rows_go_on_in_a_second_table(report) -> None:
    rows = [{"case": f"run {n}", "statement": "theorem-2", "value": float(n)} for n in range(60)]
    section = Section(rows=rows, title="Long", group_by=["statement"])
    text = render(report([], sections=[section]), "latex")
    first, second = text.split(r"\end{table}")[:2]
    assert r"\caption{Long}" in first
    assert r"\caption{Long (continued)}" in second
    assert r"\label{tab:adamw-bounds-x-part-2}" in second
    assert "(continued)" in second.partition(r"\midrule")[2]
    assert len(re.findall(r"run \d+ &", text, re.M)) == 60


def test_a_table_is_placed_as_it_was_asked_for(report) -> None:
    rows = [{"case": "c", "value": 1.0}]
    sections = [Section(rows=rows, title="One"), Section(rows=rows, title="Two")]

    def placed(**how: Any) -> str:
        return render(replace(report([], sections=sections), placement=Placement(**how)), "latex")

    named = placed(caption=r"$T$ and \emph{more}", label="tab:mine")
    assert r"\caption{$T$ and \emph{more}}" in named
    assert r"\caption{Two}" in named
    assert re.findall(r"\\label\{(.*)\}", named) == ["tab:mine", "tab:mine-2"]
    assert placed(wide=True).count(r"\begin{table*}[tp]") == 2
    bare = placed(bare=True)
    assert bare.count(r"\begin{tabular}") == 2
    assert "caption" not in bare
    assert "{table}" not in bare


def test_sections_have_labels_of_their_own(samples: Any) -> None:
    labels = re.findall(r"\\label\{(.*)\}", render(samples.conditions(), "latex"))
    assert labels == ["tab:adamw-bounds-conditions", "tab:adamw-bounds-conditions-2"]


def compiled(folder: Path, parts: Iterable[str], document_class: str = "article") -> str:
    """Compile LaTeX with the packages that its comments name; return the log."""
    if shutil.which("pdflatex") is None:
        pytest.skip("pdflatex is not installed")
    text = "\n".join(parts)
    packages = sorted({*re.findall(r"^% (\\usepackage\{\w+\})$", text, re.M)})
    (folder / "page.tex").write_text(
        "\n".join(
            [
                rf"\documentclass{{{document_class}}}",
                *packages,
                r"\begin{document}",
                text,
                r"\end{document}",
                "",
            ]
        ),
        encoding="utf-8",
    )
    for _ in range(2):
        done = subprocess.run(
            ["pdflatex", "-interaction=nonstopmode", "-halt-on-error", "page.tex"],
            cwd=folder,
            capture_output=True,
            check=False,
            timeout=240,
        )
        log = done.stdout.decode("utf-8", "replace")
        assert done.returncode == 0, log[-3000:]
    return log


@pytest.mark.latex
@pytest.mark.parametrize("name", REPORTS)
def test_tables_compile_and_fit_the_page(samples: Any, name: str, tmp_path: Path) -> None:
    log = compiled(tmp_path, [render(getattr(samples, name)(), "latex")])
    assert "Overfull" not in log
    assert "undefined" not in log
    assert (tmp_path / "page.pdf").stat().st_size > 1000


@pytest.mark.latex
def test_a_realistic_complexity_needs_no_scaling(samples: Any, tmp_path: Path) -> None:
    rows = [row for row in samples.complexity_rows() if (row["log10"] or 0) < 100]
    text = render(samples.complexity(rows=rows), "latex")
    # An unknown command is an error where it is reached, and only there.
    text = text.replace(r"\resizebox", r"\thatIsScaled")
    assert "Overfull" not in compiled(tmp_path, [text])


@pytest.mark.latex
def test_hostile_text_and_long_tables_compile(tmp_path: Path, report) -> None:
    every = "".join(chr(code) for code in (*range(32, 0x250), *range(0x370, 0x400)))
    signs = "".join(chr(code) for code in (*range(0x2000, 0x2400), *range(0x2A00, 0x2B00)))
    rows = [
        {"case": text, "value": value, "log10": log10, "notes": [text]}
        for text, value, log10 in [
            ("x²^3 ⁴ ₂_2 x' ²″ √( √√x √(a(b) ^{", 1.5, None),
            ("[1] *2* --a---b \\\\ \\[ $$ %", None, 400.0),
            ("(c2/c1)^2.5·√(c∞²+δ)_k ‖x‖₂² ∞^∞ β^{x_1} β_{1^2}", -2.5e-300, None),
            ("𝑏𝑇 𝔼 ℝ 漢字 🎉 é̂ \u202e ﬁ", None, 1e15),
        ]
    ]
    rows += [
        {"case": " ".join(text[at : at + 8]), "value": float(at), "log10": None}
        for text in (every, signs)
        for at in range(0, len(text), 8)
    ]
    log = compiled(tmp_path, [render(report(rows, title="Hostile & “long” 100%"), "latex")])
    assert "Missing character" not in log
