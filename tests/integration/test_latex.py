"""What ``--format latex`` prints compiles as it stands, and the page shows what it should.

Skipped where pdflatex, siunitx or pdftotext is missing, unless ADAMW_BOUNDS_REQUIRE_LATEX is set.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

NUMBERS = (
    "--c-inf 5 --delta 1e-4 --epsilon 0.1 --batch-size 32 --sigma 0.5 --smoothness 2 --gap 1.5"
)
SPECTRUM = Path(__file__).resolve().parents[2] / "adamw_bounds" / "data" / "digits_mlp_adamw.npz"
SPECTRUM_L2 = SPECTRUM.with_name("digits_mlp_l2_adam.npz")
STATEMENTS = [f"theorem-{number}" for number in (1, 2, 3, 4, 6, 7)] + [
    "lemma-5",
    "corollary-1",
    "corollary-2",
    "corollary-3",
]

COMMANDS = {
    "complexity": f"complexity {NUMBERS} --mu 0.1",
    "conditions": f"conditions {NUMBERS}",
    "conditions-pytorch": (
        "conditions --lr 1e-3 --betas 0.9 0.999 --adam-eps 1e-8 --weight-decay 0.01 "
        "--c-inf 5 --epsilon 0.1 --batch-size 32 --sigma 0.5 --smoothness 2 --gap 1.5"
    ),
    "compare": f"compare {NUMBERS} --mu 0.1 --dim 1000",
    "generalization": f"generalization --spectrum {SPECTRUM} --rho 1 --samples 1000",
    "models": (
        f"generalization --spectrum {SPECTRUM}:adamw --spectrum {SPECTRUM_L2}:l2-adam --rho 1 "
        "--test-accuracy digits_mlp_adamw=0.5"
    ),
    "theorem-all": "theorem all",
    "simulate": "simulate --theorem 1",
    "audit": "audit",
    "audit-matrices": "audit lem5-l2",
    "audit-long": "audit thm2-explicit",
    "audit-square": "audit thm3-square",
}
#: Figures of one run: each with words that its page shows.
FIGURES = {
    "timescale": (
        "timescale --lr 3e-4 --weight-decay 0.1 -T 100000 --schedule cosine --betas 0.9 0.95 "
        "--dim 1000 --samples 50000 --tokens-per-parameter 20 --fit-constant 1"
    ),
    "radius": (
        "radius --lr 1e-3 --betas 0.9 0.999 --weight-decay 0.1 --x0-inf-norm 0.5 -T 10 "
        "--c-inf 1 --delta 1e-16 --x-inf-norm 80"
    ),
    "rescale": (
        "rescale --batch-size 512 --to 8192 --lr 3e-4 --betas 0.9 0.95 --weight-decay 0.1 "
        "--adam-eps 1e-8 --gradient-norm 1 --sigma 9"
    ),
    "noise-scale": (
        "noise-scale --batch-small 8 --norm-squared-small 2 --batch-big 64 --norm-squared-big 0.6 "
        "--hessian-trace 3 --coupling 1 --signal 0.1 --batch-size 32"
    ),
    "edge": "edge --lr 1e-3 --betas 0.9 0.999 --weight-decay 0.1 --sharpness 9000",
}


def missing() -> list[str]:
    """Name what is not there of the tools that compile and read a page."""
    tools = [tool for tool in ("pdflatex", "kpsewhich", "pdftotext") if shutil.which(tool) is None]
    if tools:
        return tools
    return [
        name
        for name in ("siunitx.sty", "booktabs.sty")
        if subprocess.run(["kpsewhich", name], capture_output=True, check=False).returncode
    ]


@cache
def fragment(command: str) -> str:
    """Return what a command prints as LaTeX."""
    return shell([*command.split(), "--format", "latex"])


def shell(arguments: list[str]) -> str:
    """Run the shell as a process; return what it prints."""
    done = subprocess.run(
        [sys.executable, "-m", "adamw_bounds", *arguments],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def document(source: str) -> str:
    """Put a fragment into a paper that loads only the packages that the fragment asks for."""
    assert "\\documentclass" not in source, "a fragment for a paper, not a paper"
    packages = re.findall(r"^%\s*(\\usepackage.*)$", source, re.M)
    assert packages, "the leading comment must name the packages"
    lines = ["\\documentclass{article}", *packages, *theorems(source)]
    lines += ["\\begin{document}", source, "\\end{document}"]
    return "\n".join(lines) + "\n"


def theorems(source: str) -> list[str]:
    """Return what the leading comment asks for beside packages, for a class that lacks it."""
    asked = re.findall(r"^%\s*(\\newtheorem\{(\w+)\}.*)$", source, re.M)
    return sorted({rf"\ifcsname {name}\endcsname\else{line}" + "\n\\fi" for line, name in asked})


def page(source: str, folder: Path) -> tuple[str, str]:
    """Compile a fragment; return the text of the page and the log."""
    return compiled(document(source), folder)


def compiled(source: str, folder: Path) -> tuple[str, str]:
    """Compile a paper; return its text and the log."""
    (folder / "paper.tex").write_text(source, encoding="utf-8")
    done = subprocess.run(
        ["pdflatex", "-interaction=nonstopmode", "-halt-on-error", "paper.tex"],
        cwd=folder,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=120,
        check=False,
    )
    log = (folder / "paper.log").read_text(encoding="utf-8", errors="replace")
    assert done.returncode == 0, log[-3000:]
    text = subprocess.run(
        ["pdftotext", "-layout", "paper.pdf", "-"],
        cwd=folder,
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    return text.stdout, log


@pytest.fixture(scope="module", autouse=True)
def latex() -> None:
    """Skip, or fail where LaTeX was promised, when it is not there."""
    lacking = missing()
    if lacking and os.environ.get("ADAMW_BOUNDS_REQUIRE_LATEX"):
        pytest.fail(f"missing: {', '.join(lacking)}")
    if lacking:
        pytest.skip(f"missing: {', '.join(lacking)} (texlive-latex-recommended, texlive-science)")


@pytest.mark.sampled(4)
@pytest.mark.latex
@pytest.mark.parametrize("name", COMMANDS)
def test_compiles(name: str, tmp_path: Path) -> None:
    text, log = page(fragment(COMMANDS[name]), tmp_path)
    assert "Missing character" not in log
    wide = [float(size) for size in re.findall(r"Overfull \\hbox \(([\d.]+)pt too wide", log)]
    assert not wide or max(wide) < 20, f"wider than the page by {max(wide)} pt"
    if name == "theorem-all":
        for statement in STATEMENTS:
            kind, _, number = statement.partition("-")
            assert re.search(rf"{kind} {number}\b", text, re.I), statement
    else:
        assert re.search(r"(theorem|corollary)[ -]?\d", text, re.I)
        assert re.search(r"\d", text)


#: Where tables are pasted, and the file that Debian's texlive-publishers, or -pictures, brings.
CLASSES = {
    "twocolumn": (r"\documentclass[twocolumn]{article}", "article.cls"),
    "ieee": (r"\documentclass[conference]{IEEEtran}", "IEEEtran.cls"),
    "acm": (r"\documentclass[sigconf,nonacm]{acmart}", "xstring.sty"),
    "llncs": (r"\documentclass{llncs}", "llncs.cls"),
    "beamer": (r"\documentclass{beamer}", "pgfmath.sty"),
}


@pytest.mark.sampled(3)
@pytest.mark.latex
@pytest.mark.parametrize("name", CLASSES)
def test_every_table_fits_where_it_is_pasted(name: str, tmp_path: Path) -> None:
    """All of them on one paper: no error, and no line that is wider than its column."""
    head, needed = CLASSES[name]
    if subprocess.run(["kpsewhich", needed], capture_output=True, check=False).returncode:
        if os.environ.get("ADAMW_BOUNDS_REQUIRE_LATEX"):
            pytest.fail(f"missing: {needed}")
        pytest.skip(f"missing: {needed} (texlive-publishers, -pictures, -latex-extra)")
    sources = [fragment(command) for command in (*COMMANDS.values(), *FIGURES.values())]
    packages = {
        line for one in sources for line in re.findall(r"^%\s*(\\usepackage.*)$", one, re.M)
    }
    if name == "acm":
        packages = {line for line in packages if "acmart has it" not in line}
    opening, closing = (
        ("\\begin{frame}[allowframebreaks]\n", "\n\\end{frame}") if name == "beamer" else ("", "")
    )
    body = "\n\\clearpage\n".join(f"{opening}{source}{closing}" for source in sources)
    title = r"\title{x}\maketitle" if name == "acm" else ""
    head = "\n".join([head, *sorted(packages), *theorems("\n".join(sources))])
    paper = [head, r"\begin{document}", title, body, r"\end{document}"]
    _, log = compiled("\n".join(paper), tmp_path)
    wide = [float(size) for size in re.findall(r"Overfull \\hbox \(([\d.]+)pt too wide", log)]
    assert not [size for size in wide if size > 12]


@pytest.mark.latex
def test_every_statement_fits_the_narrowest_column(tmp_path: Path) -> None:
    """At normal size: nothing is scaled."""
    from adamw_bounds.statements import environment_of
    from adamw_bounds.theory.catalog import CATALOG

    body = "\n".join(environment_of(statement) for statement in CATALOG.values())
    assert "resizebox" not in body
    head = [r"\documentclass[twocolumn]{article}", r"\usepackage{amsmath,amssymb}"]
    head += [r"\newtheorem{theorem}{Theorem}", r"\begin{document}"]
    _, log = compiled("\n".join([*head, body, r"\end{document}"]), tmp_path)
    wide = [float(size) for size in re.findall(r"Overfull \\hbox \(([\d.]+)pt too wide", log)]
    assert not [size for size in wide if size > 14]


@pytest.mark.latex
def test_theorem_3_shows_printed_and_corrected(tmp_path: Path) -> None:
    text, _ = page(shell(["theorem", "3", "--format", "latex"]), tmp_path)
    for word in ("Theorem 3", "printed", "corrected", "explicit", "supplement G.5"):
        assert re.search(word, text, re.I), word


@pytest.mark.latex
def test_the_check_sees_a_broken_fragment(tmp_path: Path) -> None:
    with pytest.raises(AssertionError, match="Undefined control sequence"):
        page("% \\usepackage{booktabs}\n\\nosuchcommand", tmp_path)


@pytest.mark.latex
@pytest.mark.parametrize("name", FIGURES)
def test_figures_of_a_run_compile(name: str, tmp_path: Path) -> None:
    text, log = page(fragment(FIGURES[name]), tmp_path)
    assert "Missing character" not in log
    wide = [float(size) for size in re.findall(r"Overfull \\hbox \(([\d.]+)pt too wide", log)]
    assert not wide or max(wide) < 20, f"wider than the page by {max(wide)} pt"
    assert len(re.findall(r"\d\.?\d", text)) >= 2
