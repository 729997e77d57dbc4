"""The checks of the claims of Zhou et al. 2024: importing this registers them."""

from __future__ import annotations

from adamw_bounds.theory.papers.zhou2024.audit import (  # noqa: F401 - they register their checks
    batches,
    constant_step,
    corollaries,
    decaying_step,
    least_squares,
    pac_bayes,
    posterior,
    stages,
    updates,
)
