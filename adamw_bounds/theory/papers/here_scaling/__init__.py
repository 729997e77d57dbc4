"""What is derived in this project on stability, radius, equilibrium and batch size."""

from __future__ import annotations

from adamw_bounds.theory.papers.here_scaling import audit as audit
from adamw_bounds.theory.papers.here_scaling.claims import CLAIMS
from adamw_bounds.theory.papers.here_scaling.equilibrium import EQUILIBRIUM
from adamw_bounds.theory.papers.here_scaling.radius import OWN, RADIUS
from adamw_bounds.theory.papers.here_scaling.rescaling import RESCALING
from adamw_bounds.theory.papers.here_scaling.stability import EDGE
from adamw_bounds.theory.statements import Paper

__all__ = ["PAPER"]

PAPER = Paper(
    key="here_scaling",
    authors=("adamw-bounds contributors",),
    title="What weight decay, momentum and batch size do in AdamW",
    venue="adamw-bounds, guide/scaling.md",
    year=2026,
    statements=(RADIUS, EDGE, EQUILIBRIUM, RESCALING),
    claims=CLAIMS,
    symbols=OWN,
    bibtex=r"""@misc{adamwboundsscaling,
  author = {{The adamw-bounds contributors}},
  title = {What weight decay, momentum and batch size do in {AdamW}},
  howpublished = {adamw-bounds, guide/scaling.md},
  year = {2026},
}
""",
    place=120,
)
