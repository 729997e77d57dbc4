"""Where the statements of this project stand."""

from __future__ import annotations

from adamw_bounds.theory.statements import Source

__all__ = ["here"]


def here(section: str) -> Source:
    """Return the source of a statement: a section of the proofs."""
    return Source(
        "adamw-bounds, proofs of the sharper bounds",
        f"guide/proofs.md, Section {section}",
        "",
        "proved there",
    )
