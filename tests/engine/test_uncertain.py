"""Uncertain inputs: how they are written, and what is refused."""

from __future__ import annotations

import pytest

import adamw_bounds as ab
from adamw_bounds.domains import NotInDomain
from adamw_bounds.engine.uncertain import in_paper, parse_interval, take_apart
from adamw_bounds.errors import Fault


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("1..4", (1, 2, 4)),
        ("1e-3..1e-1", (1e-3, 1e-2, 1e-1)),
        (" 1 .. 2.5 .. 3 ", (1, 2.5, 3)),
        ("0..4", (0, 2, 4)),
        (".5..2", (0.5, 1, 2)),
        ("1±0.1", (0.9, 1, 1.1)),
        ("2+-0.5", (1.5, 2, 2.5)),
        ("2 +/- 0.5", (1.5, 2, 2.5)),
        ("4±25%", (3, 4, 5)),
        ("9007199254740993..9007199254740995", (2**53 + 1, 2**53 + 2, 2**53 + 3)),
    ],
)
def test_an_interval_is_read_as_it_is_written(text: str, ends: tuple[float, ...]) -> None:
    found = parse_interval(text, whole=ends[0] >= 2**53)
    assert found is not None
    assert (found.lower, found.upper) == (ends[0], ends[2])
    assert found.estimate == pytest.approx(ends[1], rel=1e-15)
    assert parse_interval(str(found)) in (found, found.__class__(*map(float, ends)))


def test_a_whole_number_has_a_whole_estimate() -> None:
    found = take_apart({"b": "16..63", "T": ab.Interval(10, 20, 30)}, []).intervals
    assert found["b", None].estimate == 32
    assert found["T", None] == ab.Interval(10, 20, 30)


def test_what_is_no_interval_is_left_alone() -> None:
    values = {"sigma": "1e-3", "L": 2, "schedule": "a..b", "eta": [1, 2], "theorem": "2"}
    assert take_apart(values, []).intervals == {}


@pytest.mark.parametrize(
    "text", ["1...3", "a..b", "1..", "..2", "1±", "±1", "1..2..3..4", "1_0..20"]
)
def test_text_that_is_no_number_is_no_end(text: str) -> None:
    with pytest.raises(NotInDomain):
        parse_interval(text)


def test_everything_that_is_wrong_is_said_at_once() -> None:
    with pytest.raises(ab.InputError) as caught:
        ab.complexity(
            2,
            c_inf="1..x",
            smoothness="-1..2",
            sigma="3..1",
            delta=ab.Interval(2, 1, 3),
            gap="inf..inf",
            batch_size="1.5..3",
            epsilon="no",
        )
    assert {fault.name: fault.value for fault in caught.value.faults} == {
        "c_inf": "1..x",
        "smoothness": "-1..2",
        "sigma": "3..1",
        "delta": "2..1..3",
        "gap": "inf..inf",
        "batch_size": "1.5..3",
        "epsilon": "no",
    }


def test_each_end_of_pytorchs_settings_is_judged_in_its_own_domain() -> None:
    faults: list[Fault] = []
    take_apart({"betas": ("0.9..0.99", "0..0.999"), "lr": "0..1", "adam_eps": "1e-8..1e-6"}, faults)
    assert [(fault.option, fault.value) for fault in faults] == [
        ("--betas (second)", "0..0.999"),
        ("--lr", "0..1"),
    ]


def test_pytorchs_settings_are_turned_to_the_papers() -> None:
    assert in_paper("betas", 0, ab.Interval(0.9, 0.95, 0.99)) == (
        "beta1",
        ab.Interval(0.01, 0.05, 0.1),
        True,
    )
    assert in_paper("adam_eps", None, ab.Interval(1e-8, 1e-7, 1e-6))[1].upper == 1e-12
