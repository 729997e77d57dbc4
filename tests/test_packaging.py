"""What is shipped: the wheel and the sdist, and that every file names the same version."""

from __future__ import annotations

import email
import re
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from email.message import Message
from pathlib import Path

import pytest

import adamw_bounds
from adamw_bounds import _version

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "adamw_bounds"
VERSION = _version.__version__

TOP_LEVEL = {
    "adamw_bounds",
    "tests",
    "pyproject.toml",
    "README.md",
    "CHANGELOG.md",
    "LICENSE",
    "CITATION.cff",
}
#: Made by builds and environments; git ignores them.
GENERATED = {"build", "dist", "venv", "htmlcov"}


def package_files() -> set[str]:
    """Return every file of the package, as a wheel names it."""
    return {
        path.relative_to(ROOT).as_posix()
        for path in PACKAGE.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts and path.suffix != ".pyc"
    }


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the sdist, and the wheel from the sdist."""
    folder = tmp_path_factory.mktemp("dist")
    done = subprocess.run(
        [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(folder), str(ROOT)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stdout
    return folder


@pytest.fixture(scope="module")
def wheel(built: Path) -> zipfile.ZipFile:
    (path,) = built.glob("*.whl")
    return zipfile.ZipFile(path)


@pytest.fixture(scope="module")
def metadata(wheel: zipfile.ZipFile) -> Message:
    return email.message_from_bytes(wheel.read(f"adamw_bounds-{VERSION}.dist-info/METADATA"))


def test_wheel_holds_the_package_and_nothing_else(wheel: zipfile.ZipFile) -> None:
    names = {name for name in wheel.namelist() if not name.endswith("/")}
    information = f"adamw_bounds-{VERSION}.dist-info/"
    assert {name for name in names if not name.startswith(information)} == package_files()


def test_wheel_holds_data_types_and_licence(wheel: zipfile.ZipFile) -> None:
    names = set(wheel.namelist())
    assert "adamw_bounds/py.typed" in names
    assert "adamw_bounds/guide/training.md" in names
    assert "adamw_bounds/guide/gradients.md" in names
    assert "adamw_bounds/kernels/zhou2024.py" in names
    assert any(re.fullmatch(r"adamw_bounds/data/.+\.npz", name) for name in names)
    assert f"adamw_bounds-{VERSION}.dist-info/licenses/LICENSE" in names


def test_wheel_metadata(metadata: Message, wheel: zipfile.ZipFile) -> None:
    assert metadata["Name"] == "adamw-bounds"
    assert metadata["License-Expression"] == "Apache-2.0"
    assert metadata["Requires-Python"] == ">=3.11"
    assert set(metadata.get_all("Provides-Extra", [])) == {
        *("lightning", "pandas", "parquet", "peers", "plot", "safetensors", "test", "torch"),
        "transformers",
    }
    required = {
        re.split(r"[<>=!~ ;\[]", line, maxsplit=1)[0]
        for line in metadata.get_all("Requires-Dist", [])
        if "extra ==" not in line
    }
    assert required == {"numpy", "pydantic", "rich", "scipy", "sympy", "typer"}
    scripts = wheel.read(f"adamw_bounds-{VERSION}.dist-info/entry_points.txt").decode()
    assert "adamw-bounds = adamw_bounds.__main__:main" in scripts


def test_sdist_holds_package_and_tests(built: Path) -> None:
    (path,) = built.glob("*.tar.gz")
    with tarfile.open(path) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    assert package_files() <= names
    assert {"LICENSE", "README.md", "CHANGELOG.md", "CITATION.cff", "pyproject.toml"} <= names
    assert "tests/test_packaging.py" in names
    assert "tests/constraints.txt" in names
    assert {name.partition("/")[0] for name in names} <= TOP_LEVEL | {"PKG-INFO", ".gitignore"}


def test_every_file_names_the_same_version(metadata: Message) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert "version" in project["project"]["dynamic"]
    assert project["tool"]["hatch"]["version"]["path"] == "adamw_bounds/_version.py"
    assert metadata["Version"] == VERSION
    assert adamw_bounds.__version__ == VERSION
    citation = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    assert re.search(r"^version: (.+)$", citation, re.M).group(1) == VERSION  # type: ignore[union-attr]
    changes = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    newest = re.search(r"^## \[?(\d[^\]\s]*)", changes, re.M)
    assert newest is not None
    assert newest.group(1) == VERSION


def test_licence_is_whole() -> None:
    text = (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert "Version 2.0, January 2004" in text
    assert "END OF TERMS AND CONDITIONS" in text


def test_constraints_pin_every_test_tool() -> None:
    lines = (ROOT / "tests" / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pins = [line for line in lines if line and not line.startswith("#")]
    assert all(re.fullmatch(r"[A-Za-z0-9._-]+==[A-Za-z0-9.+!]+", pin) for pin in pins)
    pinned = {pin.partition("==")[0].lower().replace("_", "-") for pin in pins}
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = [*project["dependencies"]]
    for extra in project["optional-dependencies"].values():
        wanted += extra
    assert {re.split(r"[<>=!~]", item, maxsplit=1)[0].lower() for item in wanted} <= pinned


def test_no_strays_at_the_top() -> None:
    found = {
        path.name
        for path in ROOT.iterdir()
        if not path.name.startswith(".") and path.suffix != ".egg-info"
    }
    assert found - GENERATED - {"__pycache__"} <= TOP_LEVEL
    assert found >= TOP_LEVEL
