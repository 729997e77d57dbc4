"""What is proved in this project: sharper constants, PyTorch's own update, constant decay, PŁ."""

from __future__ import annotations

from adamw_bounds.theory.papers.here.certificates import (
    DESCENT_CERTIFICATE,
    EMA_CERTIFICATE,
    PAIR_CERTIFICATE,
)
from adamw_bounds.theory.papers.here.certificates import OWN as OWN_CERTIFICATES
from adamw_bounds.theory.papers.here.claims import CLAIMS
from adamw_bounds.theory.papers.here.convex import CONVEX_RATE
from adamw_bounds.theory.papers.here.decaying import DECAYING
from adamw_bounds.theory.papers.here.held_decay import AMSGRAD, ANCHORED_DECAY, REGULARISED_DECAY
from adamw_bounds.theory.papers.here.master import MASTER
from adamw_bounds.theory.papers.here.polyak_lojasiewicz import DECAYED_LAST_ITERATE, LAST_ITERATE
from adamw_bounds.theory.papers.here.polyak_lojasiewicz import OWN as OWN_LAST
from adamw_bounds.theory.papers.here.rest_points import OWN as OWN_REST
from adamw_bounds.theory.papers.here.rest_points import REST_POINTS
from adamw_bounds.theory.papers.here.stationarity import (
    CONSTANT_DECAY,
    CONSTANT_STEP,
    PYTORCH,
    SCHEDULE,
)
from adamw_bounds.theory.papers.here.symbols import OWN
from adamw_bounds.theory.statements import Paper

__all__ = ["PAPER"]

PAPER = Paper(
    key="here",
    authors=("adamw-bounds contributors",),
    title="Sharper bounds for AdamW, and bounds for the update that PyTorch runs",
    venue="adamw-bounds, guide/proofs.md",
    year=2026,
    statements=(
        CONSTANT_STEP,
        SCHEDULE,
        PYTORCH,
        DECAYING,
        CONSTANT_DECAY,
        ANCHORED_DECAY,
        REGULARISED_DECAY,
        AMSGRAD,
        LAST_ITERATE,
        DECAYED_LAST_ITERATE,
        PAIR_CERTIFICATE,
        EMA_CERTIFICATE,
        DESCENT_CERTIFICATE,
        MASTER,
        REST_POINTS,
        CONVEX_RATE,
    ),
    claims=CLAIMS,
    symbols=(*OWN, *OWN_LAST, *OWN_CERTIFICATES, *OWN_REST),
    bibtex=r"""@misc{adamwbounds,
  author = {{The adamw-bounds contributors}},
  title = {Sharper bounds for {AdamW}, and bounds for the update that {PyTorch} runs},
  howpublished = {adamw-bounds, guide/proofs.md},
  year = {2026},
}
""",
    place=1,
)
