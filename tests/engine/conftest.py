"""Makes the references and input strategies of the kernels' tests importable."""

from __future__ import annotations

import sys
from pathlib import Path

_kernels = str(Path(__file__).parent.parent / "kernels")
if _kernels not in sys.path:
    sys.path.insert(0, _kernels)
