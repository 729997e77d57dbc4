"""In what a bound is counted: the words of a statement's measure, and what may stand beside it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from adamw_bounds.engine.evaluate import any_true
from adamw_bounds.kernels import KERNELS, STATEMENTS
from adamw_bounds.optimizers import ADAMW, L2_ADAM

__all__ = ["kind_of", "measure_of"]

#: What the measures that papers write are called; one that none of these fits is its own kind.
_KINDS: Final = (
    ("regret", re.compile(r"regret", re.IGNORECASE)),
    ("Frank–Wolfe gap", re.compile(r"⟨∇[^⟩]*⟩")),
    ("KKT score", re.compile(r"\bK\(")),
    ("ℓ1 norm of the gradient", re.compile(r"‖∇[^‖]*‖₁")),
    ("squared ℓ2 norm of the gradient", re.compile(r"‖∇[^‖]*‖(?:_2)?²")),
    ("function gap", re.compile(r"F\*")),
    ("distance to the minimum", re.compile(r"‖x[^‖]*x\*‖")),
)
#: A gradient of the loss with its weight decay, which is another function where λ > 0.
_REGULARISED: Final = re.compile(r"F_k|\+λ")


def kind_of(measure: str) -> str:
    """Return what kind of measure a statement's own words are about.

    >>> kind_of("avg E‖∇F_k‖²"), kind_of("avg E K(x_t)"), kind_of("something new")
    ('squared ℓ2 norm of the gradient', 'KKT score', 'something new')
    """
    return next((kind for kind, pattern in _KINDS if pattern.search(measure)), measure)


def measure_of(
    statement: str,
    optimizer: str | None,
    schedule: str | None,
    variant: str,
    given: Mapping[str, Any],
) -> str:
    """Return what the rows of a bound are counted in: rows that differ in it are not compared.

    With weight decay the regularised losses of AdamW and of ℓ2-Adam are functions of their own.

    Parameters
    ----------
    statement, optimizer, schedule, variant : str or None
        The rows; the statement that has the formulas.
    given : mapping
        The inputs: whether there is weight decay.
    """
    words = STATEMENTS[statement].measure
    kind = kind_of(words)
    inputs = {
        name
        for kernel in KERNELS.values()
        if kernel.base == statement
        and kernel.variant == variant
        and kernel.schedule in (None, schedule)
        and kernel.optimizer in (optimizer, None)
        for name in kernel.inputs
    }
    decay = given.get(ADAMW.setting, 0.0)
    if L2_ADAM.setting in inputs and any_true(given.get(L2_ADAM.setting, decay) > 0):
        return f"{kind}, of the loss with {L2_ADAM.text}'s decay"
    own = optimizer in (None, ADAMW.key) and ADAMW.setting in inputs
    if own and _REGULARISED.search(words) and any_true(decay > 0):
        return f"{kind}, of the loss with {ADAMW.text}'s decay"
    return kind
