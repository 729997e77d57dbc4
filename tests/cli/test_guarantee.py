"""``guarantee`` in the shell."""

from __future__ import annotations

import json
import math
import pickle

import pytest
from lines import GUARANTEE, remarks_in

import adamw_bounds as ab


def test_a_guarantee(shell) -> None:
    ran = shell("guarantee", *GUARANTEE, "--eta", "1e-3", "-f", "json")
    row, sharp = json.loads(ran.out)["rows"]
    c2, noise = math.sqrt(2), 0.25 / 32
    expected = 2 * c2 / (1e-3 * 1e5) + c2 * noise / (0.01 * 1e5) + c2 * 0.01 * noise
    assert row["value"] == pytest.approx(expected, rel=1e-12)
    assert [term["label"] for term in row["terms"]] == ["gap", "initial-noise", "noise-floor"]
    assert sharp["value"] < row["value"]
    assert (sharp["stands_for"], set(sharp["settings"])) == ("theorem-2", {"z", "p"})


def test_no_guarantee_where_a_condition_fails(process) -> None:
    ran = process("guarantee", *GUARANTEE, "--eta", "1", "-f", "json", "-o", "out.json")
    assert (ran.status, ran.out) == (3, "")
    error = json.loads(ran.err)["error"]
    assert error["code"] == "no-bound"
    failed, sharp = error["details"]
    assert sharp["name"] == "sharp-step"
    assert (failed["name"], failed["lhs"]) == ("eta-coupling", 1.0)
    assert failed["rhs"] == pytest.approx(0.005, rel=1e-12)
    assert "--eta at most 0.005" in failed["remedy"]


def test_each_thing_that_fails_has_an_item_of_its_own(shell) -> None:
    ran = shell("guarantee", *GUARANTEE, "--eta", "1")
    head, *items = ran.err.replace("\n  ", " ").splitlines()
    assert head.startswith("error: ")
    assert len(items) == 2
    assert all(item.startswith("• ") for item in items)
    # The factor and what would help stand in the item, in the words of who asks.
    assert "by the factor 200 (1 > 0.005)" in items[0]
    assert "--eta at most 0.005" in items[0]
    named = (option[2:].replace("-", "_") for option in GUARANTEE[::2])
    given = dict(zip(named, GUARANTEE[1::2], strict=True))
    with pytest.raises(ab.NoBoundError) as refused:
        ab.guarantee(eta=1, **given)
    assert str(refused.value).splitlines()[1:] == items
    assert "\n" not in refused.value.message
    assert str(pickle.loads(pickle.dumps(refused.value))) == str(refused.value)


def test_force_marks_what_is_no_bound(shell) -> None:
    ran = shell("guarantee", *GUARANTEE, "--eta", "1", "--force")
    assert ran.status == 0
    assert "NOT A BOUND" in ran.out
    assert "NOT A BOUND" in shell("guarantee", *GUARANTEE, "--eta", "1", "--force", "-q").out
    said = shell("guarantee", *GUARANTEE, "--eta", "1", "--force", "-v").err
    assert remarks_in(said) == ["not-a-bound"]
