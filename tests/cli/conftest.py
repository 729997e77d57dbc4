"""Two ways to drive the shell: a real process, and the entry point in this one."""

from __future__ import annotations

import errno
import json
import os
import re
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Ran:
    """What a run of the shell left behind."""

    status: int
    out: str
    err: str


@dataclass(frozen=True)
class Shown:
    """What a run left on a terminal, which is its standard error, and on standard output."""

    status: int
    out: str
    seen: str


@dataclass(frozen=True)
class Refusal:
    """What a program reads of a refusal: status, code, and the options at fault."""

    status: int
    code: str
    options: frozenset[str]
    details: tuple[dict[str, Any], ...]


Shell = Callable[..., Ran]


def unwrapped(text: str) -> str:
    """Return what was said with every sentence on one line, however wide the screen was."""
    return re.sub(r"\n {2,}(?=[^\s\"{}\[\]])", " ", text)


Start = Callable[..., "subprocess.Popen[bytes]"]

#: No test waits longer than this, however loaded the machine is.
PATIENCE_S = 60


@pytest.fixture(autouse=True)
def _asked_in_a_shell() -> Iterator[None]:
    """Let what is called without the shell's entry point name options all the same."""
    from adamw_bounds.errors import in_the_shell

    with in_the_shell():
        yield


@pytest.fixture
def environment() -> dict[str, str]:
    """Return an environment in which the package is importable and nothing is coloured."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("_ADAMW")}
    paths = [str(ROOT), *filter(None, [kept.get("PYTHONPATH")])]
    return {**kept, "PYTHONPATH": os.pathsep.join(paths), "NO_COLOR": "1", "COLUMNS": "80"}


@pytest.fixture
def process(environment: dict[str, str], tmp_path: Path) -> Shell:
    """Return a function that runs the shell as a process of its own."""

    def run(*arguments: str, **more: str) -> Ran:
        done = subprocess.run(
            [sys.executable, "-m", "adamw_bounds", *arguments],
            capture_output=True,
            env={**environment, **more},
            cwd=tmp_path,
            timeout=120,
            check=False,
        )
        return Ran(done.returncode, done.stdout.decode(), unwrapped(done.stderr.decode()))

    return run


@pytest.fixture
def start(environment: dict[str, str], tmp_path: Path) -> Iterator[Start]:
    """Return a function that starts the shell; no child and no pipe outlives the test."""
    children: list[subprocess.Popen[bytes]] = []

    def begin(*arguments: str, environ: dict[str, str] | None = None, **more: Any) -> Any:
        # Whoever was started with nohup, or in the background by a script, ignores Ctrl-C and
        # passes that on to what it starts; a handler of Python's own is not passed on.
        before = signal.signal(signal.SIGINT, signal.default_int_handler)
        try:
            child = subprocess.Popen(
                [sys.executable, "-m", "adamw_bounds", *arguments],
                env=environ or environment,
                **{"stdin": subprocess.DEVNULL, "cwd": tmp_path, **more},
            )
        finally:
            signal.signal(signal.SIGINT, before)
        children.append(child)
        return child

    yield begin
    for child in children:
        child.kill()
        child.wait()
        for stream in (child.stdin, child.stdout, child.stderr):
            if stream is not None:
                stream.close()


@pytest.fixture
def feed() -> Iterator[Callable[[Path, subprocess.Popen[bytes]], None]]:
    """Return a function that opens a named pipe for a child, and writes nothing into it.

    It returns once the child reads there. The pipe is closed after the test.
    """
    opened: list[int] = []

    def attach(pipe: Path, child: subprocess.Popen[bytes]) -> None:
        deadline = time.monotonic() + PATIENCE_S
        while not opened:
            assert child.poll() is None, "the child ended before it read the pipe"
            assert time.monotonic() < deadline, "the child never read the pipe"
            try:
                opened.append(os.open(pipe, os.O_WRONLY | os.O_NONBLOCK))
            except OSError as error:
                if error.errno != errno.ENXIO:  # nobody reads yet
                    raise
                time.sleep(0.02)

    yield attach
    for writer in opened:
        os.close(writer)


@pytest.fixture
def interrupt() -> Callable[[subprocess.Popen[bytes]], int]:
    """Return a function that presses Ctrl-C until a child ends, and returns its status."""

    def press(child: subprocess.Popen[bytes]) -> int:
        deadline = time.monotonic() + PATIENCE_S
        while True:
            child.send_signal(signal.SIGINT)
            try:
                return child.wait(timeout=5)
            except subprocess.TimeoutExpired:
                assert time.monotonic() < deadline, "Ctrl-C does not end the child"

    return press


@pytest.fixture
def terminal(start: Start, environment: dict[str, str], tmp_path: Path) -> Callable[..., Shown]:
    """Return a function that runs the shell with standard error on a terminal."""
    pty = pytest.importorskip("pty")

    def run(*arguments: str, interrupted_at: str = "", cwd: Path = tmp_path, **more: str) -> Shown:
        leader, follower = pty.openpty()
        answer = tmp_path / "stdout.txt"
        try:
            with answer.open("wb") as stdout:
                child = start(
                    *arguments,
                    cwd=cwd,
                    stdout=stdout,
                    stderr=follower,
                    environ={**environment, "TERM": "xterm", **more},
                )
        finally:
            os.close(follower)
        seen, sent, deadline = b"", 0.0, time.monotonic() + PATIENCE_S
        try:
            while time.monotonic() < deadline:
                reached = interrupted_at != "" and interrupted_at.encode() in seen
                # Pressed again where a loaded machine has not answered.
                if reached and time.monotonic() > sent + 5:
                    child.send_signal(signal.SIGINT)
                    sent = time.monotonic()
                if not select.select([leader], [], [], 1)[0]:
                    continue
                try:
                    part = os.read(leader, 65536)
                except OSError:  # the other end is closed
                    break
                if not part:
                    break
                seen += part
            status = child.wait(timeout=30)
        finally:
            os.close(leader)
        return Shown(status, answer.read_text("utf-8"), seen.decode("utf-8", "replace"))

    return run


@pytest.fixture
def shell(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Shell:
    """Return a function that runs the shell inside this process, in a folder of its own."""
    from adamw_bounds.cli.main import main

    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "80")

    def run(*arguments: str) -> Ran:
        capsys.readouterr()
        status = main(arguments)
        said = capsys.readouterr()
        return Ran(status, said.out, unwrapped(said.err))

    return run


@pytest.fixture
def spectrum_meta() -> dict[str, Any]:
    """Return what a small spectrum file records."""
    return {
        **{"optimizer": "AdamW", "eta": 1e-3, "lam": 0.01, "batch_size": 8, "samples": 100},
        **{"c_inf": 2.0, "sigma": 0.5, "smoothness_lower": 3.0, "gap_upper": 1.5},
        **{"dtype": "float64"},
    }


@pytest.fixture
def write_spectrum(spectrum_meta: dict[str, Any]) -> Callable[..., Path]:
    """Return a function that writes a small spectrum file; a part that is None is left out."""
    import numpy as np

    def write(path: Path, **more: object) -> Path:
        parts: dict[str, object] = {
            "format": "adamw-bounds-spectrum/1",
            "dim": 3,
            "eigenvalues": np.array([0.5, 0.1, 0.01]),
            "meta": json.dumps(spectrum_meta),
            **more,
        }
        np.savez(path, **{name: value for name, value in parts.items() if value is not None})
        return path

    return write


@pytest.fixture
def spectrum(write_spectrum: Callable[..., Path], tmp_path: Path) -> Path:
    """Return a small spectrum file."""
    return write_spectrum(tmp_path / "own.npz")


@pytest.fixture
def refused(shell: Shell) -> Callable[..., Refusal]:
    """Return a function that runs the shell, and reads the error that it must give as JSON."""

    def run(*arguments: str) -> Refusal:
        ran = shell(*arguments, "-f", "json")
        assert ran.out == ""
        error = json.loads(ran.err[ran.err.index("{") :])["error"]
        named = frozenset(item["option"] for item in error["details"] if "option" in item)
        return Refusal(ran.status, error["code"], named, tuple(error["details"]))

    return run
