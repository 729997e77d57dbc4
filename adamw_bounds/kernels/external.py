"""Loads the kernels of the papers that third parties add.

Kernels that a package brings are used where they are what its formulas give; else they are
generated once into the user's cache, in a process of its own, so that no answer loads sympy.
"""

from __future__ import annotations

import importlib.util
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from adamw_bounds.kernels.types import PaperKernels

if TYPE_CHECKING:
    from adamw_bounds.third_parties import Source

__all__ = ["cache", "load"]

#: How a generated file says which formulas it is from.
_MARK = "# From formulas with the digest "


def load() -> list[PaperKernels]:
    """Return the kernels of every paper that third parties add.

    Raises
    ------
    PaperError
        If a paper cannot be found, or its kernels cannot be generated.
    """
    from adamw_bounds.third_parties import sources

    return [_load(source) for source in sources()]


def cache() -> Path:
    """Return the folder of the user's cache that kernels are kept in."""
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local"
    elif sys.platform == "darwin":
        base = Path.home() / "Library" / "Caches"
    else:
        base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(base) / "adamw-bounds" / "papers"


def _load(source: Source) -> PaperKernels:
    digest = source.digest()
    path = source.kernels
    if not (path.is_file() and f"{_MARK}{digest}" in path.read_text(encoding="utf-8")):
        path = cache() / f"{source.key}-{digest}.py"
        if not path.is_file():
            _generate(source, path)
    spec = importlib.util.spec_from_file_location(f"adamw_bounds_kernels_{source.key}", path)
    assert spec is not None  # the path is that of a Python file
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    found: PaperKernels = module.PAPER
    return found


def _generate(source: Source, path: Path) -> None:
    import subprocess

    from adamw_bounds.third_parties import PaperError

    path.parent.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", "adamw_bounds.theory.codegen"]
    where = source.module or str(source.path.parent if source.is_folder else source.path)
    done = subprocess.run(
        [*command, "--paper", where, "--output", str(path)],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        said = done.stderr.strip().splitlines()[-1:] or ["its generation stopped without a word"]
        raise PaperError(f"no kernels for the paper {source.key}: {said[0]}")
