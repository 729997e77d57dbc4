"""The audit: what the paper claims, proved or refuted from the catalog's own formulas.

Each claim of :mod:`adamw_bounds.theory.claims` has one check. A check takes the objects that it
examines as parameters, the catalog's as defaults, so that a repaired or a broken twin can be fed
to it; it returns a verdict with the steps that lead to it. Nothing is stored: the evidence is
computed when it is asked for.

Examples
--------
>>> from adamw_bounds.theory.audit import audit
>>> found = audit("cor3-order")
>>> found.verdict
'holds'
"""

from __future__ import annotations

from typing import Any

from adamw_bounds.theory.audit import (  # noqa: F401 - they register their checks
    constant_step,
    decaying_step,
    least_squares,
    pac_bayes,
    posterior,
    stages,
    updates,
)
from adamw_bounds.theory.audit.evidence import CHECKS, Measured, Relation, Step, Verdict
from adamw_bounds.theory.audit.notation import latex, text

__all__ = ["CHECKS", "Measured", "Relation", "Step", "Verdict", "audit", "latex", "text"]


def audit(claim: str, **objects: Any) -> Verdict:
    """Check one claim.

    Parameters
    ----------
    claim : str
        Its identifier.
    **objects
        What the check takes in place of the catalog's own objects; ``simulated`` for the figures
        of a simulation, in the checks that take them.

    Returns
    -------
    Verdict
        The verdict and its evidence.

    Raises
    ------
    KeyError
        If there is no such claim.
    """
    return CHECKS[claim](**objects)
