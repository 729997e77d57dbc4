"""The audit: what the paper claims, proved or refuted from the catalog's own formulas.

Each claim of each paper has one check, in the paper's own file or in its folder's ``audit``. A
check takes the objects that it examines as parameters, the catalog's as defaults, so that a
repaired or a broken twin can be fed to it; it returns a verdict with the steps that lead to it.
Nothing is stored: the evidence is computed when it is asked for.

Examples
--------
>>> from adamw_bounds.theory.audit import audit
>>> found = audit("cor3-order")
>>> found.verdict
'holds'
"""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache
from typing import TYPE_CHECKING, Any

from adamw_bounds.theory.audit.evidence import Measured, Relation, Step, Verdict
from adamw_bounds.theory.audit.notation import latex, text

__all__ = ["CHECKS", "Measured", "Relation", "Step", "Verdict", "audit", "latex", "prepare", "text"]

if TYPE_CHECKING:
    from collections.abc import Callable

    CHECKS: dict[str, Callable[..., Verdict]]


@cache
def _checks() -> dict[str, Callable[..., Verdict]]:
    """Return the check of every claim, once every paper has registered its own."""
    from adamw_bounds.theory.audit.evidence import CHECKS
    from adamw_bounds.theory.catalog import CLAIMS
    from adamw_bounds.theory.papers import modules

    for module in modules():
        for entry in pkgutil.iter_modules(getattr(module, "__path__", [])):
            if entry.name == "audit":
                importlib.import_module(f"{module.__name__}.audit")
    return {claim.id: CHECKS[claim.id] for claim in CLAIMS if claim.id in CHECKS}


def __getattr__(name: str) -> Any:
    if name == "CHECKS":
        return _checks()
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def prepare() -> None:
    """Load every check, which the first call of :func:`audit` does otherwise."""
    _checks()


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
    return _checks()[claim](**objects)
