"""The checks of what is claimed of the bounds proved here: importing this registers them."""

from __future__ import annotations

from adamw_bounds.theory.papers.here.audit import (  # noqa: F401 - they register their checks
    certificates,
    convex,
    decaying_step,
    growth,
    largest_step,
    last_iterate,
    master,
    rest_points,
    stationarity,
)
