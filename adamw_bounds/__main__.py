"""Run the shell: ``adamw-bounds``, or ``python -m adamw_bounds``."""

from __future__ import annotations

import gc
import os
import signal
import sys

__all__ = ["main"]

#: New objects after which Python looks for those that only hold each other; 700 by default.
_ALLOCATIONS = 50_000


def _stop(number: int, frame: object) -> None:
    """End at once, in one line: what is being imported has nothing to put away."""
    os.write(2, b"error: interrupted\n")
    os._exit(130)


def main() -> int:
    """Run the shell, which an interrupt ends quietly from its first moment on."""
    # Where interrupts are ignored, as in the background of a script, they stay ignored.
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, _stop)
    # An answer of thousands of rows is made of objects that all stay: looking through them again
    # and again for some that could go takes a fifth of the time.
    gc.set_threshold(_ALLOCATIONS)
    from adamw_bounds.cli.main import main as run

    return run()


if __name__ == "__main__":
    sys.exit(main())
