"""sympy's slow transformations, each result remembered.

A check that is run again on a mutant computes most of what it computed before: the formulas that
were not changed, and what the proof gives.
"""

from __future__ import annotations

from functools import cache

import sympy as sp

__all__ = [
    "cancel",
    "factor",
    "limit",
    "logcombine",
    "powdenest",
    "powsimp",
    "simplify",
    "summation",
    "together",
]

cancel = cache(sp.cancel)
factor = cache(sp.factor)
limit = cache(sp.limit)
logcombine = cache(sp.logcombine)
powdenest = cache(sp.powdenest)
powsimp = cache(sp.powsimp)
simplify = cache(sp.simplify)
summation = cache(sp.summation)
together = cache(sp.together)
