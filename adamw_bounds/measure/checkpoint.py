"""A folder that keeps a measurement, so that it can go on after the process has ended.

It holds ``run.json``, which says of what measurement it is; for each probe a file of its Lanczos
vectors, one after the other, to which is only ever appended; and for each process that writes, a
``courses`` file that says how far its probes have come, with a digest of every vector. A
``courses`` file is replaced whole, after the vectors that it speaks of lie on the disk: whatever
happens in between, what was there before still counts. Blocks have such files each, with their
number before the name, and so do the spectra with the run's own preconditioner, ``own-s-`` and so
on, whose ``own-run.json`` says of which preconditioner they are.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
import secrets
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, NoReturn

import numpy as np

from adamw_bounds.errors import RunError
from adamw_bounds.measure._torch import torch
from adamw_bounds.measure.lanczos import Course

__all__ = ["FORMAT", "Checkpoint", "Kept"]

#: Name and version of the folder's format.
FORMAT: Final = "adamw-bounds-checkpoint/1"
_RUN: Final = "run.json"
#: Before the names of what a block, or the run's own preconditioner, has.
_OF: Final = r"(\d+-|own-([a-z_]+-)?)?"
#: What a process that was killed left of a file it wrote.
_PARTIAL: Final = re.compile(rf"\.{_OF}(courses-\d+|run)\.json\.[0-9a-f]{{8}}\.part")
_OURS: Final = re.compile(
    rf"{_OF}(probe-\d+\.vectors|courses-\d+\.json|run\.json)|lock|{_PARTIAL.pattern}"
)


def _digest(data: bytes | memoryview) -> str:
    return hashlib.blake2b(data, digest_size=16).hexdigest()


class Checkpoint:
    """The folder of one measurement, opened by one process.

    Parameters
    ----------
    folder : path-like
        Where it is kept; made where it is not there.
    minutes : float
        Time between two writings.
    rank : int
        The process's number: each that writes has files of its own.
    clock : callable
        Tells seconds.

    """

    def __init__(
        self,
        folder: str | os.PathLike[str],
        *,
        minutes: float = 10.0,
        rank: int = 0,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.folder, self.rank, self.clock = Path(folder), rank, clock
        self.seconds = 60.0 * minutes
        self.last = clock()
        self._lock: Any = None

    def begin(self) -> None:
        """Make the folder where it is not there, and keep other runs out of it.

        Raises
        ------
        RunError
            If it cannot be made, holds other things, or another run uses it.
        """
        if self.folder.is_file():
            raise RunError(
                f"{self.folder} is a file: a checkpoint needs a folder of its own",
                code="bad-checkpoint",
            )
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            strange = [
                item.name for item in self.folder.iterdir() if not _OURS.fullmatch(item.name)
            ]
        except OSError as error:
            self.fail("be used", error)
        if strange:
            raise RunError(
                f"the folder {self.folder} holds other things ({sorted(strange)[0]}): a checkpoint "
                "needs a folder of its own",
                code="bad-checkpoint",
            )
        self._lock_folder()

    def _lock_folder(self) -> None:
        try:
            import fcntl
        except ImportError:  # not on this system: nothing guards the folder
            return
        try:
            self._lock = (self.folder / "lock").open("ab")
            fcntl.lockf(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            self.close()
            raise RunError(
                f"another run keeps its checkpoint in {self.folder} now", code="bad-checkpoint"
            ) from error
        except OSError as error:
            self.close()
            self.fail("be locked", error)

    def close(self) -> None:
        """Let another run use the folder."""
        if self._lock is not None:
            self._lock.close()
            self._lock = None

    def fail(self, what: str, error: OSError) -> NoReturn:
        """Say that the folder cannot be used."""
        held = (self.folder / _RUN).exists()
        raise RunError(
            f"the checkpoint {self.folder} cannot {what}: {error.strerror or error}"
            f"{'; what it held before is intact' if held else ''}",
            code="checkpoint-failed",
        ) from error

    def damaged(self, name: str, why: str) -> NoReturn:
        """Say that a file is not what was written."""
        raise RunError(
            f"the checkpoint {self.folder} is damaged: {name} {why}; delete the folder to begin "
            "anew",
            code="bad-checkpoint",
        )

    def open(
        self,
        identity: Mapping[str, Any],
        choose: Callable[[], Mapping[str, Any]],
        name: str = _RUN,
    ) -> dict[str, Any]:
        """Say what is measured; refuse a folder that keeps something else.

        Parameters
        ----------
        identity : mapping
            What must be the same for a run to go on, ready for JSON.
        choose : callable
            Returns what is chosen for a run that begins, ready for JSON.
        name : str
            Its file; what stands before ``run.json`` stands before the names of what it speaks of.

        Returns
        -------
        dict
            What was chosen when the run began.

        Raises
        ------
        RunError
            If the folder keeps another measurement (names what differs), is damaged or cannot
            be written to.
        """
        wanted = json.loads(json.dumps(dict(identity)))
        path = self.folder / name
        if not path.exists():
            start = name.removesuffix(_RUN)
            left = sorted(item.name for item in self.folder.glob(f"{start}*.vectors"))
            if left:
                self.damaged(name, f"is missing beside {left[0]}")
            self._tidy()
            chosen = dict(choose())
            self.write_json(name, {"identity": wanted, "chosen": chosen})
            return chosen
        held = self.read_json(name)
        before = held.get("identity")
        if not isinstance(before, dict) or not isinstance(held.get("chosen"), dict):
            self.damaged(name, "lacks what it must hold")
        different = [
            f"{key} ({_short(before.get(key))} there, {_short(wanted.get(key))} here)"
            for key in (*wanted, *(key for key in before if key not in wanted))
            if before.get(key) != wanted.get(key)
        ]
        if different:
            raise RunError(
                f"the checkpoint {self.folder} is of another measurement: it differs in "
                f"{', '.join(different)}",
                code="other-checkpoint",
            )
        self._tidy()
        found: dict[str, Any] = held["chosen"]
        return found

    def _tidy(self) -> None:
        """Remove what a process that was killed left half written."""
        for item in self.folder.iterdir():
            if _PARTIAL.fullmatch(item.name):
                with contextlib.suppress(OSError):
                    item.unlink()

    def kept(self, dim: int, dtype: Any, prefix: str = "") -> Kept:
        """Return the part of the folder that keeps one Lanczos run of dimension d."""
        return Kept(self, dim, dtype, prefix)

    def is_due(self) -> bool:
        """Tell whether the time between two writings is over."""
        return self.clock() - self.last >= self.seconds

    # Files

    def write_json(self, name: str, content: Mapping[str, Any]) -> None:
        """Write a file with its digest; it appears whole or not at all."""
        inner = json.dumps({"format": FORMAT, **content}, ensure_ascii=False)
        text = json.dumps({"digest": _digest(inner.encode()), "content": inner})
        partial = self.folder / f".{name}.{secrets.token_hex(4)}.part"
        try:
            try:
                with partial.open("xb") as stream:
                    stream.write(text.encode())
                    stream.flush()
                    os.fsync(stream.fileno())
                partial.replace(self.folder / name)
                self._sync_folder()
            finally:
                with contextlib.suppress(OSError):
                    partial.unlink()
        except OSError as error:
            self.fail("be written", error)

    def _sync_folder(self) -> None:
        # A name in a folder is on the disk when the folder is.
        with contextlib.suppress(OSError):
            number = os.open(self.folder, os.O_RDONLY)
            try:
                os.fsync(number)
            finally:
                os.close(number)

    def read_json(self, name: str) -> dict[str, Any]:
        """Read such a file.

        Raises
        ------
        RunError
            If it is not what was written.
        """
        try:
            text = (self.folder / name).read_bytes()
        except OSError as error:
            self.fail("be read", error)
        try:
            outer = json.loads(text)
            inner = outer["content"]
            if outer["digest"] != _digest(inner.encode()):
                self.damaged(name, "is not what was written")
            content = json.loads(inner)
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
            self.damaged(name, "is cut short or is no checkpoint")
        if not isinstance(content, dict) or content.get("format") != FORMAT:
            self.damaged(name, f"is not of the format {FORMAT}")
        found: dict[str, Any] = content
        return found


def _short(value: Any) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 24 else f"{text[:20]}…"


@dataclass
class Kept:
    """One Lanczos run in a checkpoint: a `Keeper`.

    Parameters
    ----------
    checkpoint : Checkpoint
        The folder.
    dim : int
        d ≥ 1.
    dtype : torch.dtype
        Of the vectors, ``float32`` or ``float64``.
    prefix : str
        Before the names of its files.
    """

    checkpoint: Checkpoint
    dim: int
    dtype: Any
    prefix: str = ""
    #: Digests of the vectors that lie on the disk, by probe.
    digests: dict[int, list[str]] = field(default_factory=dict)
    #: What this process's own file says, by probe, once it was read.
    own: dict[str, Any] | None = None

    @property
    def _kind(self) -> np.dtype[Any]:
        return np.dtype("<f8" if self.dtype == torch.float64 else "<f4")

    def _name(self, probe: int) -> str:
        return f"{self.prefix}probe-{probe:05d}.vectors"

    def is_due(self) -> bool:
        """Tell whether it is time to keep what was done."""
        return self.checkpoint.is_due()

    def read(self, probe: int) -> tuple[Course, Sequence[Any]] | None:
        """Return what is kept of a probe, its course and its vectors (d,), or None.

        Raises
        ------
        RunError
            If what lies there is not what was written.
        """
        best: dict[str, Any] | None = None
        home = self.checkpoint
        for path in sorted(home.folder.glob(f"{self.prefix}courses-*.json")):
            content = home.read_json(path.name)
            held = content.get("probes", {}).get(str(probe))
            # After a change of the number of processes two may speak of one probe.
            if held is not None and (best is None or _reach(held) > _reach(best)):
                best = held
        if best is None:
            return None
        course = Course(
            [float.fromhex(text) for text in best["diagonal"]],
            [float.fromhex(text) for text in best["beside"]],
            bool(best["ended"]),
            [float.fromhex(text) for text in best.get("apart", ())],
        )
        self.digests[probe] = list(best["digests"])
        return course, _Vectors(self, probe)

    def append(self, probe: int, first: int, vectors: Iterator[Any]) -> None:
        """Keep vectors of a probe, numbers `first` and on. They count once they are committed."""
        name = self._name(probe)
        digests = self.digests.setdefault(probe, [])[:first]
        if len(digests) < first:
            raise ValueError(f"{first - len(digests)} vectors of probe {probe} are missing")
        path = self.checkpoint.folder / name
        try:
            # On another machine the folder may not be there yet.
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("r+b" if path.exists() else "xb") as stream:
                # What a process that was killed left behind the last commit does not count.
                stream.truncate(first * self.dim * self._kind.itemsize)
                stream.seek(0, os.SEEK_END)
                for vector in vectors:
                    data = np.ascontiguousarray(
                        vector.detach().cpu().numpy(), dtype=self._kind
                    ).data.cast("B")
                    stream.write(data)
                    digests.append(_digest(data))
                stream.flush()
                os.fsync(stream.fileno())
        except OSError as error:
            self.checkpoint.fail("be written", error)
        self.digests[probe] = digests

    def commit(self, courses: dict[int, Course]) -> None:
        """Make what was appended count, all at once.

        Probes, and steps of a probe, that this run did not ask for stay.
        """
        home = self.checkpoint
        name = f"{self.prefix}courses-{home.rank}.json"
        if self.own is None:
            there = (home.folder / name).exists()
            self.own = home.read_json(name).get("probes", {}) if there else {}
        for probe, course in courses.items():
            entry = {
                "diagonal": [value.hex() for value in course.diagonal],
                "beside": [value.hex() for value in course.beside],
                "ended": course.ended,
                "apart": [value.hex() for value in course.apart],
                "digests": self.digests.get(probe, []),
            }
            before = self.own.get(str(probe))
            if before is None or _reach(before) <= _reach(entry):
                self.own[str(probe)] = entry
        home.write_json(name, {"probes": self.own})
        home.last = home.clock()


def _reach(entry: Mapping[str, Any]) -> tuple[int, int]:
    """Return how far a probe has come: vectors, then steps."""
    return len(entry["digests"]), len(entry["diagonal"])


class _Vectors(Sequence[Any]):
    """The vectors of a probe in its file, each checked as it is read."""

    def __init__(self, kept: Kept, probe: int) -> None:
        self.kept, self.probe, self.digests = kept, probe, kept.digests[probe]

    def __len__(self) -> int:
        return len(self.digests)

    def __getitem__(self, place: Any) -> Any:
        if not 0 <= place < len(self.digests):
            raise IndexError(place)
        kept = self.kept
        name, size = kept._name(self.probe), kept.dim * kept._kind.itemsize
        try:
            with (kept.checkpoint.folder / name).open("rb") as stream:
                stream.seek(place * size)
                data = stream.read(size)
        except FileNotFoundError:
            kept.checkpoint.damaged(name, "is missing")
        except OSError as error:
            kept.checkpoint.fail("be read", error)
        if len(data) != size or _digest(data) != self.digests[place]:
            kept.checkpoint.damaged(
                name, "is cut short" if len(data) != size else "is not what was written"
            )
        return torch.from_numpy(np.frombuffer(data, dtype=kept._kind).copy())
