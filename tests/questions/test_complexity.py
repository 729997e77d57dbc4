"""Counts, and what voids them."""

from __future__ import annotations

from typing import Any

from adamw_bounds import complexity

PROBLEM: dict[str, Any] = {
    **{"c_inf": 1, "smoothness": 1, "sigma": 0.5, "delta": 1e-4},
    **{"gap": 1, "epsilon": 0.1, "batch_size": 32},
}


def test_a_constant_decay_voids_the_counts_whose_statement_excludes_it() -> None:
    given = {**PROBLEM, "x0_norm": 1, "x_inf_norm": 1}
    held = complexity("all", optimizer="all", weight_decay=0.1, **given)
    falling = complexity("all", optimizer="all", lam=0.1, **given)
    for answer, is_held in ((held, True), (falling, False)):
        rows = [row for row in answer if row.variant in ("explicit", "sharp")]
        assert {row.optimizer for row in rows} == {"adamw", "adam", "l2-adam"}
        for row in rows:
            void = any(note.startswith("NOT A GUARANTEE") for note in row.notes)
            assert void == (is_held and row.optimizer == "adamw"), row
