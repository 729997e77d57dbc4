"""What follows from err: KL, c0, Φ and the tighter bounds, asked of the statements."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any, Final

from adamw_bounds.engine.ask import ask
from adamw_bounds.engine.question import Question
from adamw_bounds.engine.results import Result
from adamw_bounds.kernels import KERNELS, STATEMENTS

__all__ = [
    "BOUND",
    "CLASSIC",
    "ERR",
    "GAPS",
    "RADIUS",
    "bound",
    "err_of_moments",
    "gaps",
    "statement_for",
    "statement_of",
]


def _alone(row: Result) -> Result:
    """Leave out what the catalog says of a formula wherever it stands."""
    return replace(row, notes=())


#: Statements of Section 5: err is one of their inputs.
BOUND: Final = Question(
    name="generalization", quantities=("kl", "c0", "phi"), optimizers="all", finish=_alone
)
#: Theorems 6 and 7: two numbers of the covariance are inputs.
ERR: Final = Question(
    name="generalization", quantities=("err-moments",), optimizers="all", finish=_alone
)
CLASSIC: Final = "pac-bayes-classic"
RADIUS: Final = "pac-bayes-kl-radius"
#: Lemmas of others: KL is one of their inputs.
GAPS: Final = Question(
    name="generalization", quantities=(CLASSIC, RADIUS), papers=("pac_bayes",), finish=_alone
)


def bound(
    statement: str, optimizer: str, variant: str, known: Mapping[str, Any]
) -> dict[str, Result]:
    """Return the rows of KL (corrected), c0 and Φ by quantity; decimals where the inputs are.

    Parameters
    ----------
    statement, optimizer, variant : str
        Whose rows, in which reading.
    known : mapping
        ``err``, ``x_star_norm``, ``rho``, ``dim``, ``samples``, ``tau``.
    """
    found = ask(BOUND, {}, theorem=statement, optimizer=optimizer, variant=variant, known=known)
    return {row.quantity: row for row in found}


def err_of_moments(
    statement: str, optimizer: str, variant: str, known: Mapping[str, Any]
) -> Decimal:
    """Return err of Theorem 6 or 7 from ``log_det`` and ``trace`` of M/ρ.

    As printed also from ``batch_size``, ``dim``, ``eta`` and ``rho``.
    """
    (row,) = ask(ERR, {}, theorem=statement, optimizer=optimizer, variant=variant, known=known)
    value: Decimal = row.value
    return value


def gaps(kl: Decimal, samples: Decimal, tau: Decimal) -> dict[str, Result]:
    """Return the rows of the classic bound of the gap and of the radius of PAC-Bayes-kl."""
    found = ask(GAPS, {}, known={"kl": kl, "samples": samples, "tau": tau})
    return {row.quantity: row for row in found}


def statement_of(quantity: str) -> str:
    """Return the one statement that has a quantity."""
    (found,) = {kernel.statement for kernel in KERNELS.values() if kernel.quantity == quantity}
    return found


def statement_for(optimizer: str) -> str:
    """Return the statement whose err is an optimizer's, from a covariance."""
    (found,) = {
        kernel.statement
        for kernel in KERNELS.values()
        if kernel.quantity in ERR.quantities
        and optimizer in STATEMENTS[kernel.statement].optimizers
    }
    return found
