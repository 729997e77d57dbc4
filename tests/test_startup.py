"""What a command does not load: start-up time is a feature, and this is what holds it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.versions

HEAVY = {"numpy", "sympy", "scipy", "pydantic", "matplotlib", "torch"}

COMMANDS = [
    "complexity",
    "conditions",
    "guarantee",
    "rate",
    "kkt",
    "compare",
    "generalization",
    "spectrum",
    "theorem",
    "audit",
    "simulate",
    "scale-free",
    "convert",
    "demo",
]

# Runs the entry point as the installed script does, then writes down what is loaded.
SHELL = """
import json, sys
path, sys.argv = sys.argv[1], ["adamw-bounds", *sys.argv[2:]]
status = 0
try:
    from adamw_bounds.cli.main import main
    status = main()
except SystemExit as stop:
    status = stop.code
finally:
    with open(path, "w") as stream:
        json.dump(sorted(sys.modules), stream)
sys.exit(status)
"""

IMPORTER = """
import json, sys
path, code = sys.argv[1:]
exec(code)
with open(path, "w") as stream:
    json.dump(sorted(sys.modules), stream)
"""

NUMBERS = (
    "--c-inf 5 --delta 1e-4 --epsilon 0.1 --batch-size 32 --sigma 0.5 --smoothness 2 --gap 1.5"
).split()
PYTORCH = (
    "--lr 1e-3 --betas 0.9 0.999 --adam-eps 1e-8 --weight-decay 0.01 "
    "--c-inf 5 --epsilon 0.1 --batch-size 32 --sigma 0.5 --smoothness 2 --gap 1.5"
).split()


def loaded(
    tmp_path: Path, program: str, *arguments: str, **variables: str
) -> tuple[set[str], subprocess.CompletedProcess[str]]:
    """Run a program; return the top-level modules it loaded, and the process."""
    listing = tmp_path / "modules.json"
    done = subprocess.run(
        [sys.executable, "-c", program, str(listing), *arguments],
        env={**os.environ, "NO_COLOR": "1", "COLUMNS": "80", **variables},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    modules = json.loads(listing.read_text(encoding="utf-8"))
    return {name.partition(".")[0] for name in modules}, done


def test_the_probe_sees_what_is_loaded(tmp_path: Path) -> None:
    modules, _ = loaded(tmp_path, IMPORTER, "import numpy, sympy")
    assert modules & HEAVY == {"numpy", "sympy"}


@pytest.mark.sampled(3)
@pytest.mark.parametrize(
    "arguments", [["--help"], ["--version"], *([name, "--help"] for name in COMMANDS)], ids=" ".join
)
def test_help_and_version_load_nothing_heavy(tmp_path: Path, arguments: list[str]) -> None:
    modules, done = loaded(tmp_path, SHELL, *arguments)
    assert modules & HEAVY == set()
    assert "adamw_bounds" in modules
    assert done.stdout.strip()


@pytest.mark.parametrize(
    ("words", "answer"),
    [("adamw-bounds comp", "complexity"), ("adamw-bounds complexity --c-", "--c-inf")],
)
def test_completion_loads_nothing_heavy(tmp_path: Path, words: str, answer: str) -> None:
    modules, done = loaded(
        tmp_path,
        SHELL,
        _ADAMW_BOUNDS_COMPLETE="complete_bash",
        COMP_WORDS=words,
        COMP_CWORD=str(words.count(" ")),
    )
    assert modules & HEAVY == set()
    assert answer in done.stdout.split()


@pytest.mark.sampled(4)
@pytest.mark.parametrize("form", ["table", "json", "csv", "markdown", "latex", "html"])
@pytest.mark.parametrize(
    "arguments",
    [["complexity", *NUMBERS], ["conditions", *NUMBERS], ["conditions", *PYTORCH]],
    ids=["complexity", "conditions", "conditions-pytorch"],
)
def test_numbers_load_no_symbols(tmp_path: Path, arguments: list[str], form: str) -> None:
    modules, done = loaded(tmp_path, SHELL, *arguments, "--format", form)
    assert modules & HEAVY == set()
    assert "theorem-2" in done.stdout or "Theorem 2" in done.stdout


def test_only_a_table_loads_rich_table(tmp_path: Path) -> None:
    listing = tmp_path / "modules.json"
    loaded(tmp_path, SHELL, "complexity", *NUMBERS, "--format", "json")
    assert "rich.table" not in json.loads(listing.read_text(encoding="utf-8"))


def test_importing_the_package_loads_nothing_heavy(tmp_path: Path) -> None:
    modules, _ = loaded(tmp_path, IMPORTER, "import adamw_bounds; adamw_bounds.__version__")
    assert modules & HEAVY == set()


def test_the_api_on_scalars_loads_no_symbols(tmp_path: Path) -> None:
    call = (
        "import adamw_bounds as ab; answer = ab.complexity(theorem=2, c_inf=5, delta=1e-4,"
        " epsilon=0.1, batch_size=32, sigma=0.5, smoothness=2, gap=1.5); assert len(answer)"
    )
    modules, _ = loaded(tmp_path, IMPORTER, call)
    assert modules & HEAVY == set()
