"""Run the shell as ``python -m adamw_bounds``."""

from __future__ import annotations

import sys

from adamw_bounds.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
