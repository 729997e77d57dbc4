"""The generated kernels are what the formulas give, and `--check` notices when they are not."""

from __future__ import annotations

import math
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import sympy as sp

from adamw_bounds.kernels.calls import backend_for
from adamw_bounds.theory import codegen
from adamw_bounds.theory.catalog import CATALOG, PAPERS

Files = dict[str, str]


@pytest.fixture(scope="session")
def generated() -> Files:
    return codegen.generate()


@pytest.mark.slow
def test_generated_kernels_are_fresh(generated: Files) -> None:
    for name, text in generated.items():
        assert (codegen.TARGET / name).read_text(encoding="utf-8") == text
    assert set(generated) == {"_index.py", *(f"{key}.py" for key in PAPERS)}


def test_check_notices_what_is_stale(
    generated: Files,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(codegen, "TARGET", tmp_path)
    monkeypatch.setattr(codegen, "generate", lambda: generated)
    assert codegen.main(["--check"]) == 1
    assert codegen.main([]) == 0
    assert codegen.main(["--check"]) == 0
    assert "what the formulas give" in capsys.readouterr().out
    copy = tmp_path / "zhou2024.py"
    text = generated["zhou2024.py"]
    copy.write_text(text.replace("3.58351893845611", "3.58351893845612", 1), encoding="utf-8")
    assert copy.read_text(encoding="utf-8") != text
    assert codegen.main(["--check"]) == 1
    assert "zhou2024.py" in capsys.readouterr().err
    assert codegen.main([]) == 0
    # The kernels of a paper that is gone are noticed and removed; what is not generated stays.
    (tmp_path / "gone1999.py").write_text(generated["you2019.py"], encoding="utf-8")
    (tmp_path / "types.py").write_text("Kernel = tuple\n", encoding="utf-8")
    assert codegen.main(["--check"]) == 1
    assert "gone1999.py" in capsys.readouterr().err
    assert codegen.main([]) == 0
    assert codegen.main(["--check"]) == 0
    assert not (tmp_path / "gone1999.py").exists()
    assert (tmp_path / "types.py").exists()
    assert codegen.main(["--chekc"]) == 2


def test_a_changed_formula_changes_the_code(generated: Files) -> None:
    theorem = CATALOG["theorem-2"]
    (condition,) = (item for item in theorem.conditions if item.name == "lambda-eta")
    object.__setattr__(condition, "rhs", sp.Rational(1, 3))
    try:
        assert codegen.paper_code(PAPERS["zhou2024"]) != generated["zhou2024.py"]
    finally:
        object.__setattr__(condition, "rhs", sp.Rational(1, 4))
    assert codegen.paper_code(PAPERS["zhou2024"]) == generated["zhou2024.py"]


def test_conditions_of_one_name_keep_their_own_code() -> None:
    """Two that differ by schedule only: the later function must not replace the earlier."""
    paper = PAPERS["xie2024"]
    (theorem,) = (item for item in paper.statements if item.id == "xie2024-theorem-1-1")
    named = tuple(replace(item, name="same") for item in theorem.conditions)
    alike = replace(theorem, conditions=named)
    text = codegen.paper_code(replace(paper, statements=(alike,)))
    functions = re.findall(r"^def (\w+)", text, re.MULTILINE)
    assert len(functions) == len(set(functions))
    assert len([name for name in functions if "same" in name]) > 1
    built: dict[str, Any] = {}
    exec(text, built)
    at = {"lam": 0.5, "eta": 1.0, "iterations": 3.0}
    left = {
        item.schedule: item.function(backend_for(at), **{name: at[name] for name in item.inputs})[0]
        for item in built["PAPER"].statements[alike.id].conditions
        if item.limit_of == "" and item.text.startswith("Ση") and set(item.inputs) <= set(at)
    }
    assert left["constant"] == -math.inf
    assert left["linear"] == left["cosine"] == pytest.approx(-1.0)


def test_kernels_import_without_sympy() -> None:
    code = (
        "import sys, adamw_bounds.kernels.calls; "
        "sys.exit(any(name in sys.modules for name in ('sympy', 'scipy', 'numpy', 'torch')))"
    )
    assert subprocess.run([sys.executable, "-c", code], timeout=60, check=False).returncode == 0
