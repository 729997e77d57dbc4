"""What holds for all tests."""

from __future__ import annotations

from hypothesis import settings

# A machine that others use as well is slow at times, and that is no fault of what is tested.
settings.register_profile("adamw-bounds", deadline=None)
settings.load_profile("adamw-bounds")
