"""The evidence that the audit asks simulations for."""

from __future__ import annotations

import pytest

from adamw_bounds.simulate.evidence import EVIDENCE


@pytest.mark.sampled(3)
@pytest.mark.parametrize("claim", EVIDENCE)
def test_the_evidence_for_the_audit(claim: str) -> None:
    found = EVIDENCE[claim]()
    assert found.claim == claim
    assert (found.seed, found.steps > 1000) == (0, True)
    assert found.stderr < 0.1 * found.mean
    if claim in ("thm2-explicit", "lambda-const"):
        assert found.printed_holds
        assert not found.printed_broken
        assert found.proven_holds
    else:
        assert found.printed_broken
        assert not found.printed_holds
    if claim == "thm2-steps":
        assert found.proven_holds
    if claim in ("thm1-origin", "thm2-coupling"):
        assert found.proven is None
        assert found.proven_holds is None
