"""Theorem 1's bounds on the distance."""

from __future__ import annotations

import math

import pytest
from answers import codes

import adamw_bounds as ab
from adamw_bounds import InputError, NoBoundError


def test_rate_at_small_k() -> None:
    base = {"alpha": 0.5, "distance_bound": 1.0, "grad_norm_bound": 1.0}
    first = ab.rate(k=1, **base)
    assert first.one(optimizer="adamw", variant="printed").terms[0].log10 is None
    for k in (1, 2):
        answer = ab.rate(k=k, **base)
        assert "small-k" in codes(answer)
        assert not answer.select(variant="explicit")
    assert "small-k" not in codes(ab.rate(k=3, **base))
    third = ab.rate(k=3, **base).one(variant="explicit")
    assert math.isclose(third.value, (1 - math.sqrt(0.75)) ** 3 + 1 / 3, rel_tol=1e-12)
    with pytest.raises(NoBoundError, match="k ≥ 3"):
        ab.rate(k=2, optimizer="adamw", variant="explicit", **base)
    with pytest.raises(InputError):
        ab.rate(k=9, optimizer="l2-adam", variant="explicit", **base)
    with pytest.raises(InputError) as caught:
        ab.rate(k=0)
    assert {fault.name for fault in caught.value.faults} == {
        "k",
        "alpha",
        "distance_bound",
        "grad_norm_bound",
    }
