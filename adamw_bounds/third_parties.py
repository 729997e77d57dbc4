"""Finds the papers that others add: their formulas and the kernels generated from them.

A paper is named by a package, in the entry-point group ``adamw_bounds.papers``, or by a path: the
environment variable ``ADAMW_BOUNDS_PAPERS`` lists files, folders that are one paper, and folders of
papers, separated as in ``PATH``. Nothing of a paper is run here.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

from adamw_bounds.errors import RunError

__all__ = ["FORMAT", "GROUP", "VARIABLE", "PaperError", "Source", "from_path", "sources"]

#: The entry-point group, and the variable.
GROUP: Final = "adamw_bounds.papers"
VARIABLE: Final = "ADAMW_BOUNDS_PAPERS"
#: Counts what generated code relies on: raise it when the types of the kernels or the functions
#: that they call change, so that kernels in users' caches are generated anew.
FORMAT: Final = 2
#: Beside a paper ``foo.py`` its kernels are ``foo_kernels.py``; in a folder they are this file.
_SUFFIX: Final = "_kernels"


class PaperError(RunError):
    """A paper that cannot be used."""

    default_code = "paper"


class Source(NamedTuple):
    """Where a paper of a third party stands.

    Attributes
    ----------
    key : str
        Its key, which is the name of its module.
    path : Path
        Its file, or the ``__init__.py`` of its folder.
    module : str
        The module's name where it belongs to an installed package, else empty.
    """

    key: str
    path: Path
    module: str = ""

    @property
    def is_folder(self) -> bool:
        """Whether the paper is a folder."""
        return self.path.name == "__init__.py"

    @property
    def kernels(self) -> Path:
        """The file beside it that its kernels may stand in."""
        return self.path.with_name(f"{'' if self.is_folder else self.key}{_SUFFIX}.py")

    def files(self) -> list[Path]:
        """Return the files that say what the paper says."""
        if not self.is_folder:
            return [self.path]
        found = sorted(self.path.parent.rglob("*.py"))
        return [path for path in found if not path.stem.endswith(_SUFFIX)]

    def digest(self) -> str:
        """Return the digest of what the paper says, and of what generated code relies on."""
        import hashlib

        total = hashlib.sha256(f"{FORMAT}\n{self.key}\n".encode())
        for path in self.files():
            total.update(path.read_bytes())
        return total.hexdigest()[:32]


def sources() -> list[Source]:
    """Return every paper of a third party, each once.

    Raises
    ------
    PaperError
        If a path names no paper, or two papers have one key.
    """
    found: dict[str, Source] = {}
    for source in (*_from_packages(), *_from_paths()):
        known = found.setdefault(source.key, source)
        if known.path != source.path:
            raise PaperError(f"two papers have the key {source.key}: {known.path}, {source.path}")
    return list(found.values())


def from_path(path: Path) -> list[Source]:
    """Return the papers at a path.

    Raises
    ------
    PaperError
        If there is none.
    """
    if path.is_file() and path.suffix == ".py":
        return [Source(path.stem, path.resolve())]
    inside = path / "__init__.py"
    if inside.is_file():
        return [Source(path.resolve().name, inside.resolve())]
    if path.is_dir():
        found = [
            source
            for entry in sorted(path.iterdir())
            if not entry.name.startswith(("_", ".")) and not entry.stem.endswith(_SUFFIX)
            if entry.suffix == ".py" or (entry / "__init__.py").is_file()
            for source in from_path(entry)
        ]
        if found:
            return found
    raise PaperError(f"{VARIABLE}: there is no paper at {path}")


def _from_paths() -> Iterator[Source]:
    for item in os.environ.get(VARIABLE, "").split(os.pathsep):
        if item.strip():
            yield from from_path(Path(item.strip()))


def _from_packages() -> Iterator[Source]:
    if not _declared():
        return
    from importlib.metadata import entry_points
    from importlib.util import find_spec

    for point in entry_points(group=GROUP):
        spec = find_spec(point.module)
        if spec is None or not spec.origin:
            raise PaperError(f"{GROUP}: {point.name} names {point.module}, which is not there")
        yield Source(point.module.rpartition(".")[2], Path(spec.origin), point.module)


def _declared() -> bool:
    """Whether an installed package declares papers; importlib.metadata takes 15 ms to load."""
    mark = GROUP.encode()
    for folder in sys.path:
        try:
            with os.scandir(folder or os.curdir) as entries:
                names = [e.path for e in entries if e.name.endswith((".dist-info", ".egg-info"))]
        except OSError:
            continue
        for name in names:
            try:
                with open(os.path.join(name, "entry_points.txt"), "rb") as file:
                    if mark in file.read():
                        return True
            except OSError:
                continue
    return False
