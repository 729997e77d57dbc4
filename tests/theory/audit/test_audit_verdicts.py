"""The audit finds what the code base records, and every step of it can be printed."""

from __future__ import annotations

import subprocess
import sys

import pytest

from adamw_bounds.theory.audit import CHECKS, Relation, Step, audit, latex, text
from adamw_bounds.theory.catalog import CATALOG, CLAIMS

METHODS = {
    "proved symbolically",
    "exact rational counterexample",
    "evaluated at stated points",
    "simulation",
    "looked up",
}


def test_every_claim_has_one_check() -> None:
    ids = [claim.id for claim in CLAIMS]
    assert len(ids) == len(set(ids))
    assert set(ids) == set(CHECKS)
    for claim in CLAIMS:
        assert set(claim.statements) <= set(CATALOG)
        assert claim.claim
        assert bool(claim.finding) == (claim.kind != "holds")


# The list of `audit` asks for all verdicts in every run: tests/cli/test_audit.py.
@pytest.mark.sampled(4)
@pytest.mark.parametrize("claim", CLAIMS, ids=lambda claim: claim.id)
def test_the_verdict_is_the_recorded_one(claim) -> None:
    found = audit(claim.id)
    assert found.verdict == claim.kind
    assert found.as_recorded
    assert found.reason
    assert "\n" not in found.reason
    assert found.method in METHODS
    assert len(found.steps) >= 2
    for step in found.steps:
        assert step.method in METHODS
        assert step.text


@pytest.mark.sampled(4)
@pytest.mark.parametrize("claim", CLAIMS, ids=lambda claim: claim.id)
def test_steps_print(claim) -> None:
    for step in audit(claim.id).steps:
        assert isinstance(step, Step)
        if step.formula is None:
            continue
        source = latex(step.formula)
        assert source.isascii(), source
        assert source.count("{") == source.count("}")
        line = text(step.formula)
        assert "\n" not in line
        # Names of symbols are not notation.
        for name in ("sigma", "lambda", "smoothness", "batch_size", "epsilon", "delta", "Matrix"):
            assert name not in line, line


def test_relations_print_their_signs() -> None:
    assert text(Relation(1, "≤", 2)) == "1 ≤ 2"
    assert latex(Relation(1, "→", 2)) == r"1 \to 2"


@pytest.mark.slow
def test_a_simulation_alone_never_turns_a_proof_around() -> None:
    # Every claim but one is decided without a run.
    assert all(audit(claim.id).verdict is not None for claim in CLAIMS)


def test_nothing_heavy_is_loaded() -> None:
    code = (
        "import sys; import adamw_bounds.theory.audit;"
        "bad = {'numpy', 'scipy', 'pydantic', 'matplotlib', 'torch', 'typer'} & set(sys.modules);"
        "sys.exit(str(bad) if bad else 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
