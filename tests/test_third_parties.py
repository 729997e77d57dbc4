"""A paper from outside the package is found, generated once, and answered like any other."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from adamw_bounds import third_parties
from adamw_bounds.kernels import external
from adamw_bounds.theory import codegen
from adamw_bounds.theory.papers import _template
from adamw_bounds.third_parties import PaperError, Source, from_path

TEXT = Path(str(_template.__file__)).read_text(encoding="utf-8")
COUNT = (
    "from adamw_bounds.kernels.calls import log_value; import math, sys; "
    "print(math.exp(log_value('example2026-theorem-1', 'iterations', 'explicit', "
    "schedule='constant', smoothness=1.0, gap=1.0, sigma=0.5, epsilon=0.1, batch_size=1.0, "
    "relative_noise=0.0))); sys.exit('sympy' in sys.modules)"
)


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    path = tmp_path / "mine" / "example2026.py"
    path.parent.mkdir()
    path.write_text(TEXT, encoding="utf-8")
    return path


def run(*command: str, tmp_path: Path, papers: Any = "", path: Any = "") -> Any:
    cache = {name: str(tmp_path / "cache") for name in ("XDG_CACHE_HOME", "LOCALAPPDATA", "HOME")}
    env = {**os.environ, **cache, third_parties.VARIABLE: str(papers), "PYTHONPATH": str(path)}
    return subprocess.run(
        [sys.executable, *command], env=env, capture_output=True, text=True, check=False
    )


def shell(*arguments: str, **places: Any) -> Any:
    return run("-m", "adamw_bounds", *arguments, **places)


@pytest.mark.slow
def test_a_path_is_enough(paper: Path, tmp_path: Path) -> None:
    places = {"tmp_path": tmp_path, "papers": paper.parent}
    done = run("-c", COUNT, **places)
    assert done.returncode == 0, done.stderr
    assert float(done.stdout) == pytest.approx(2e4)
    (made,) = tmp_path.rglob("example2026-*.py")
    before = made.stat().st_mtime_ns
    assert run("-c", COUNT, **places).stdout == done.stdout
    assert made.stat().st_mtime_ns == before

    listed = json.loads(shell("theorem", "--format", "json", **places).stdout)
    assert listed["rows"][-1]["statement"] == "example2026-theorem-1"
    shown = json.loads(shell("theorem", "example2026-theorem-1", "-f", "json", **places).stdout)
    options = {row.get("option") for row in shown["rows"]}
    assert {"--relative-noise", "--smoothness"} <= options
    latex = shell("theorem", "example2026-theorem-1", "-f", "latex", **places).stdout
    assert r"L_\omega" in latex
    verdict = json.loads(shell("audit", "example2026-count", "-f", "json", **places).stdout)
    assert verdict["rows"][0]["verdict"] == "holds"

    constants = "--smoothness 1 --gap 1 --sigma 0.5 --relative-noise 0".split()
    others = "--epsilon 0.1 --c-inf 1 --delta 1e-8".split()
    compared = json.loads(shell("compare", *constants, *others, "-f", "json", **places).stdout)
    counts = {
        row["quantity"]: row["count"]
        for row in compared["rows"]
        if row["statement"] == "example2026-theorem-1"
    }
    assert counts == {"iterations": 20000, "gradient-complexity": 20000}
    asked = ("guarantee", "-t", "example2026-theorem-1", *constants, "-T", "20000", "-f", "json")
    bound = json.loads(shell(*asked, "--sgd-step", "0.01", **places).stdout)["rows"]
    # 2Δ/(ηT) + Lησ² at the template's own best step.
    assert [row["value"] for row in bound] == [pytest.approx(2 / 200 + 0.01 * 0.25)]
    refused = shell(*asked, **places)
    assert refused.returncode == 2
    assert json.loads(refused.stderr)["error"]["details"][0]["option"] == "--sgd-step"

    # Another formula is another paper: what was generated before is not taken for it.
    paper.write_text(TEXT.replace("Monomial(8, s.L", "Monomial(16, s.L"), encoding="utf-8")
    assert float(run("-c", COUNT, **places).stdout) == pytest.approx(4e4)


def test_kernels_beside_the_paper_are_used_while_they_are_fresh(
    paper: Path, tmp_path: Path
) -> None:
    command = ("-m", "adamw_bounds.theory.codegen", "--paper", str(paper))
    assert run(*command, "--check", tmp_path=tmp_path).returncode == 1
    assert run(*command, tmp_path=tmp_path).returncode == 0
    assert run(*command, "--check", tmp_path=tmp_path).returncode == 0
    assert (paper.parent / "example2026_kernels.py").is_file()
    done = run("-c", COUNT, tmp_path=tmp_path, papers=paper.parent)
    assert float(done.stdout) == pytest.approx(2e4), done.stderr
    assert not (tmp_path / "cache").exists()
    paper.write_text(TEXT.replace("Monomial(8, s.L", "Monomial(16, s.L"), encoding="utf-8")
    done = run("-c", COUNT, tmp_path=tmp_path, papers=paper.parent)
    assert float(done.stdout) == pytest.approx(4e4), done.stderr
    assert run(*command, "--check", tmp_path=tmp_path).returncode == 1


def test_a_package_declares_its_papers(tmp_path: Path) -> None:
    site = tmp_path / "site"
    package = site / "theirs"
    package.mkdir(parents=True)
    (package / "__init__.py").write_text("", encoding="utf-8")
    (package / "example2026.py").write_text(TEXT, encoding="utf-8")
    information = site / "theirs-1.0.dist-info"
    information.mkdir()
    (information / "METADATA").write_text("Metadata-Version: 2.1\nName: theirs\nVersion: 1.0\n")
    (information / "entry_points.txt").write_text(
        f"[{third_parties.GROUP}]\nexample2026 = theirs.example2026\n"
    )
    done = run("-c", COUNT, tmp_path=tmp_path, path=site)
    assert done.returncode == 0, done.stderr
    assert float(done.stdout) == pytest.approx(2e4)
    listed = json.loads(shell("theorem", "-f", "json", tmp_path=tmp_path, path=site).stdout)
    assert "example2026-theorem-1" in {row["statement"] for row in listed["rows"]}


@pytest.mark.sampled(3)
@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (('key="example2026"', 'key="other"'), "not its module's name"),
        (("symbols=(relative_noise, step, steepness)", "symbols=()"), "relative_noise"),
        (('"relative_noise",\n    r"', '"sigma",\n    r"'), "declared already"),
        (("PAPER = Paper(", "OTHER = Paper("), "exports no PAPER"),
        (("s.L * step * s.sigma**2", "sp.sin(s.L) * step * s.sigma**2"), "sin"),
        (("import sympy as sp", "import sympy as sp\n1 / 0"), "ZeroDivisionError"),
    ],
)
def test_what_is_wrong_with_a_paper_is_said(
    change: tuple[str, str], fault: str, paper: Path, tmp_path: Path
) -> None:
    assert change[0] in TEXT
    paper.write_text(TEXT.replace(*change), encoding="utf-8")
    places = {"tmp_path": tmp_path, "papers": paper}
    done = shell("convert", "--lr", "1e-3", "-f", "json", **places)
    if done.returncode == 0:  # a command that needs no kernel
        done = shell(
            "rate", *"--k 9 --alpha 1 --distance-bound 1 --grad-norm-bound 1".split(), **places
        )
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert fault in done.stderr, done.stderr
    assert "example2026" in done.stderr
    assert not list(tmp_path.rglob("example2026-*"))


def test_where_papers_are_looked_for(
    paper: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "long2025"
    folder.mkdir()
    (folder / "__init__.py").write_text("PAPER = 1\n", encoding="utf-8")
    (folder / "part.py").write_text("", encoding="utf-8")
    (folder / "_kernels.py").write_text("", encoding="utf-8")
    (paper.parent / "example2026_kernels.py").write_text("", encoding="utf-8")
    (paper.parent / "_draft.py").write_text("", encoding="utf-8")
    monkeypatch.setenv(third_parties.VARIABLE, os.pathsep.join([str(paper.parent), str(folder)]))
    one, many = third_parties.sources()
    assert (one.key, one.path, one.kernels.name) == (
        *("example2026", paper.resolve()),
        "example2026_kernels.py",
    )
    assert one.files() == [paper.resolve()]
    assert (many.key, many.kernels) == ("long2025", folder.resolve() / "_kernels.py")
    assert [path.name for path in many.files()] == ["__init__.py", "part.py"]
    assert one.digest() != many.digest() == Source(many.key, many.path).digest()
    twin = tmp_path / "twin"
    twin.mkdir()
    (twin / "example2026.py").write_text(TEXT, encoding="utf-8")
    monkeypatch.setenv(third_parties.VARIABLE, os.pathsep.join([str(paper), str(twin)]))
    with pytest.raises(PaperError, match="two papers have the key example2026"):
        third_parties.sources()
    for empty in (tmp_path / "nowhere", tmp_path / "cache.txt", tmp_path):
        with pytest.raises(PaperError, match="there is no paper at"):
            from_path(empty / "x")


def test_the_cache_is_the_users(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("XDG_CACHE_HOME", "LOCALAPPDATA"):
        monkeypatch.setenv(name, str(tmp_path))
    if sys.platform != "darwin":
        assert external.cache() == tmp_path / "adamw-bounds" / "papers"


def test_the_generator_says_what_it_cannot_do(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert codegen.main(["--paper", str(tmp_path / "nothing.py")]) == 1
    assert "neither a file nor a module" in capsys.readouterr().err
    assert codegen.main(["--output", str(tmp_path / "x.py")]) == 2
