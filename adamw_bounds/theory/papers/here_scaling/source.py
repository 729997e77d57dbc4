"""Where these statements stand."""

from __future__ import annotations

from adamw_bounds.theory.statements import Source

__all__ = ["here"]


def here(section: str) -> Source:
    """Return the source of a statement: a section of the guide's page."""
    return Source(
        "adamw-bounds, what decay, momentum and batch size do",
        f"guide/scaling.md, Section {section}",
        "",
        "proved there",
    )
