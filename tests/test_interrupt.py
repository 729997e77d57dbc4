"""An interrupt ends the shell quietly from its first moment on, and leaves no file half written."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals of another kind")

#: Says that the interpreter has started, and goes on as the shell does: its imports come then.
#: Jobs in the background of a shell ignore the signal, and hand that on: here it counts.
_START = """
import signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)
from adamw_bounds.__main__ import main
print("here", flush=True)
sys.exit(main())
"""


@pytest.mark.parametrize("delay", [0.06, 0.12, 0.2, 0.4, 1.5])
def test_an_interrupt_at_any_time_says_so_in_a_line(tmp_path: Path, delay: float) -> None:
    path = tmp_path / "t.csv"
    path.write_text("what was there before")
    words = ["sweep", "complexity", "-t", "2", "--c-inf", "5", "--sigma", "1", "-L", "2"]
    words += ["--gap", "1", "--delta", "1", "--vary", "epsilon=1e-3:1:log:3000000", "-o", str(path)]
    with subprocess.Popen(
        [sys.executable, "-c", _START, *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as run:
        assert run.stdout is not None
        run.stdout.readline()
        time.sleep(delay)
        run.send_signal(signal.SIGINT)
        try:
            _, said = run.communicate(timeout=60)
        finally:
            run.kill()
    assert (run.returncode, said.decode().strip()) == (130, "error: interrupted")
    assert path.read_text() == "what was there before"
    assert list(tmp_path.iterdir()) == [path]
