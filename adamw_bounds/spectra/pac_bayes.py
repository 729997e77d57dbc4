"""The classic PAC-Bayes bound and PAC-Bayes-kl, from a KL divergence."""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass
from decimal import Context, Decimal, localcontext

from adamw_bounds.domains import read_number
from adamw_bounds.engine.golden import golden
from adamw_bounds.errors import Fault, InputError
from adamw_bounds.spectra._bounds import CLASSIC, RADIUS, gaps

__all__ = ["PacBayes", "binary_kl", "invert_kl", "pac_bayes"]

_CONTEXT = Context(prec=50, Emax=10**8, Emin=-(10**8))
#: Largest step that is summed as a series.
_SMALL = 0.1
_SERIES = 18
_FAR = 1e300


@dataclass(frozen=True, slots=True, kw_only=True)
class PacBayes:
    """Two bounds of the gap between risk and training risk, for a loss in [0, 1].

    Attributes
    ----------
    classic : float
        √((KL + ln(2√n/τ))/(2n)), whatever the training risk; may exceed 1.
    kl_gap : float
        PAC-Bayes-kl: the largest risk with kl(training risk ‖ risk) ≤ (KL + ln(2√n/τ))/n, less
        the training risk. Where no training risk is known, the largest such gap over all of them.
    kl_risk : float or None
        That largest risk itself, at most 1; None where no training risk is known.
    radius : float
        (KL + ln(2√n/τ))/n.
    """

    classic: float
    kl_gap: float
    kl_risk: float | None
    radius: float


def pac_bayes(
    kl: float | Decimal, *, samples: int, tau: float, train_risk: float | None = None
) -> PacBayes:
    """Evaluate both bounds.

    Parameters
    ----------
    kl : float or Decimal
        KL(posterior ‖ prior) ≥ 0 in nats; a Decimal may exceed a float.
    samples : int
        n ≥ 1 training samples.
    tau : float
        In (0, 1): the bounds hold with probability 1 − τ.
    train_risk : float, optional
        Mean loss of the posterior on the training samples, in [0, 1].

    Returns
    -------
    PacBayes
        Both bounds; infinite where they exceed a float.

    Raises
    ------
    InputError
        If an argument is out of its domain.

    Notes
    -----
    Sources: McAllester 1999; Langford and Seeger 2001; the constant 2√n is Maurer's, 2004
    (arXiv:cs/0411099), who proves it for n ≥ 8; for n < 8 the same proof needs
    Σ C(n,k)(k/n)^k(1−k/n)^(n−k) ≤ 2√n, which holds by inspection.
    """
    faults: list[Fault] = []
    if not (isinstance(kl, Decimal) and kl >= 0):  # which may exceed a float
        kl = read_number("kl", kl, ">= 0", faults)
    samples = read_number("samples", samples, "integer >= 1", faults)
    tau = read_number("tau", tau, "(0, 1)", faults)
    if train_risk is not None:
        train_risk = read_number("train_risk", train_risk, "[0, 1]", faults)
    if faults:
        raise InputError(faults)
    with localcontext(_CONTEXT):
        rows = gaps(Decimal(kl), Decimal(samples), Decimal(tau))
        classic, radius = (float(rows[name].value) for name in (CLASSIC, RADIUS))
    if train_risk is None:
        return PacBayes(
            classic=classic, kl_gap=min(_widest(radius), classic), kl_risk=None, radius=radius
        )
    gap = _gap(train_risk, radius)
    return PacBayes(classic=classic, kl_gap=gap, kl_risk=min(1.0, train_risk + gap), radius=radius)


def binary_kl(p: float, q: float) -> float:
    """Return kl(p ‖ q) of two Bernoulli distributions in nats, for p, q in [0, 1].

    Infinite where q is 0 or 1 and p is not. Right to rounding even where p is near q.
    """
    return _kl_at(p, q, 1.0 - q, q - p)


def _kl_at(p: float, q: float, rest: float, gap: float) -> float:
    """Return kl(p ‖ q) for rest = 1 − q and gap = q − p: a sum of two terms that are not negative.

    Both are share·(r − log(1 + r)) for r = step/share, where log p/q is r to first order.
    """
    total = 0.0
    for share, step, left in ((p, gap, q), (1.0 - p, -gap, rest)):
        if share == 0:
            total += step
        elif left <= 0:
            return math.inf
        elif abs(step) <= _SMALL * share:
            total += share * _excess(step / share)
        elif step < _FAR * share:
            total += step - share * math.log(left / share)
        else:  # the quotient leaves a float; its logarithm does not
            total += step - share * (math.log(left) - math.log(share))
    return max(0.0, total)


def _excess(x: float) -> float:
    """Return x − log(1 + x) for small x, as a series: the difference would lose its digits."""
    total = 0.0
    for power in range(_SERIES, 1, -1):
        total = (1 if power % 2 == 0 else -1) / power + x * total
    return x * x * total


def invert_kl(p: float, radius: float) -> float:
    """Return the largest q in [p, 1] with kl(p ‖ q) ≤ radius, by bisection.

    Parameters
    ----------
    p : float
        In [0, 1].
    radius : float
        ≥ 0, may be infinite.

    Raises
    ------
    InputError
        If an argument is out of its domain.
    """
    if not 0 <= p <= 1 or not radius >= 0:
        raise InputError(f"kl is inverted for p in [0, 1] and a radius ≥ 0, not {p} and {radius}")
    return min(1.0, p + _gap(p, radius))


def _gap(p: float, radius: float) -> float:
    """Return q − p for the q of `invert_kl`, rounded up."""
    if p == 0:
        return -math.expm1(-radius)
    low, high = 0.0, 1.0 - p
    if math.isinf(radius):
        return high
    # kl ≥ 2·gap², so the gap is at most √(radius/2).
    high = min(high, math.sqrt(radius / 2) * (1 + 1e-15))
    for _ in range(200):
        middle = 0.5 * (low + high)
        if middle in (low, high):
            break
        if _kl_at(p, p + middle, (1.0 - p) - middle, middle) <= radius:
            low = middle
        else:
            high = middle
    return high


def _widest(radius: float) -> float:
    """Return the largest gap over all training risks: concave in them, by golden section."""
    sections = golden(lambda risk: -_gap(risk, radius), 0.0, 1.0)
    *_, last = itertools.islice(sections, 61)
    # The flat top: what golden section may miss is far below this.
    return min(1.0, max(-last.value, _gap(0.0, radius)) * (1 + 1e-12))
