"""What ``check`` certifies of a run from its trace, and which hypotheses the trace contradicts."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import pytest

import adamw_bounds as ab
from adamw_bounds.errors import InputError, RunError

GROUP = {"lr": 1e-3, "eps": 1.0, "weight_decay": 0.1, "betas": [0.9, 0.99], "parameters": 50}
HEAD = {
    **{"format": "adamw-bounds-trace/1", "optimizer": "AdamW", "groups": [GROUP], "dim": 50},
    **{"batch_size": 4, "samples": 100, "x0_l2": 2.0, "x0_inf": 1.0, "every": 1},
    **{"training_sampling": "with-replacement", "probe": {"batch_size": 16}},
}
#: Golden numbers of certificates.md's A2: mean 3, standard error 0.612372435695795.
PAIRS = (3.0, 1.0, 2.0, 5.0, 4.0)
RUN: dict[str, Any] = {
    "optimizer": {"lr": 1e-3, "betas": [0.9, 0.99], "eps": 1.0, "weight_decay": 0.1},
    "schedule": {"steps": 5},
    "data": {"batch_size": 4, "samples": 100},
    "problem": {"c_inf": 10, "sigma": 1, "smoothness": 3, "gap": 1},
}


def lines() -> list[dict[str, Any]]:
    return [
        {
            **{"step": step, "rates": [1e-3], "pairs": [pair], "pair_squares": [pair + 8.0]},
            **{"gradient_inf": 2.0, "momentum_dot_gradient": 0.5, "update_l2": 0.01, "flags": []},
            **{"x_l2": 3.0, "x_inf": 1.0, "decay_squared": 0.02},
            **{"kkt_lower": 1.0 + step, "kkt_upper": 9.0 + step},
        }
        for step, pair in enumerate(PAIRS)
    ]


def written(folder: Path, head: dict[str, Any] | None = None, steps: Any = None) -> Path:
    path = folder / "run.jsonl"
    told = [{**HEAD, **(head or {})}, *(lines() if steps is None else steps)]
    path.write_text("".join(json.dumps(line) + "\n" for line in told))
    return path


def asked(path: Path, **problem: Any) -> Any:
    return ab.check({**RUN, "problem": {**RUN["problem"], "trace": str(path), **problem}})


def test_pairs_come_first_then_what_holds_with_probability(tmp_path: Path) -> None:
    found = asked(written(tmp_path), sample_deviation=4, tau=0.1)
    rows = [row for row in found if row.quantity == "gradient-norm-squared-measured"]
    assert [row.case for row in rows] == [
        *("t-interval", "with-probability", "on-average", "measured-decay")
    ]
    interval, sure, average, decay = rows
    assert (interval.value, interval.stderr) == (3.0, pytest.approx(0.612372435695795, rel=1e-12))
    assert interval.lower < 3 < interval.upper
    assert "approximate" in interval.notes[0]

    # A3 of the certificates, written out: ς = 4/√16, V = Σ‖g_A‖², r = ς⁴T, c = 0.2.
    proxy, total, doubt = 1.0, 5, math.log(2 / 0.1)
    squares = sum(pair + 8 for pair in PAIRS)
    v, r = proxy**2 * squares, proxy**4 * total
    width = math.sqrt((v + r) * (math.log((v + r) / r) + 2 * doubt))
    expected = (sum(PAIRS) + width + proxy**2 * doubt / 0.2) / (total * (1 - 0.2 / 2))
    assert sure.value == pytest.approx(expected, rel=1e-12)

    # A5: a = 0.1, s = 1/√4, D = 3·0.01, A = 0.5.
    a, change = 0.1, 0.03
    error = 0.5 * math.sqrt(a / (2 - a) + 1 / (a * (2 - a) * 5)) + change / a
    root = (error + math.sqrt(error**2 + 4 * 0.5)) / 2
    assert average.value == pytest.approx(root**2, rel=1e-12)

    # The bound with λ²‖x‖²_v as it was, beside that with the radius of the iterates.
    plain = found.one(statement="here-constant-decay", quantity="gradient-norm-squared")
    assert decay.value < plain.value
    assert decay.notes[0].startswith("NOT A BOUND")


def test_figures_take_what_the_pairs_tell(tmp_path: Path) -> None:
    found = asked(written(tmp_path))
    # tr Σ = 16·E‖g − ∇F‖² = 16·8, ‖∇F‖² = 3.
    own = ab.noise_scale(sigma=math.sqrt(16 * 8), gradient_norm=math.sqrt(3), batch_size=4)
    expected = own.one(quantity="noise-scale").value
    assert found.one(quantity="noise-scale").value == pytest.approx(expected, rel=1e-12)
    score = found.one(quantity="kkt-score")
    assert score.lower < 3
    assert score.upper > 11


@pytest.mark.parametrize(
    ("head", "flags", "name"),
    [
        ({"training_sampling": "without-replacement"}, [], "independent-batches"),
        ({}, ["rescaled"], "no-clipping"),
        ({}, ["skipped-steps"], "no-skipped-steps"),
        ({}, ["not-finite"], "finite-gradients"),
    ],
)
def test_a_trace_that_contradicts_a_hypothesis(tmp_path: Path, head, flags, name) -> None:
    steps = lines()
    assert asked(written(tmp_path)).extra["verdict"]["covered"]
    steps[2]["flags"] = flags
    found = asked(written(tmp_path, head, steps))
    assert found.extra["verdict"]["covered"] == []
    row = found.one(statement="here-constant-decay", quantity="covered")
    assert [item.name for item in row.conditions if not item.met] == [name]
    # The pairs are those of the probe: what training did breaks nothing of them.
    cases = {row.case for row in found}
    assert "t-interval" in cases
    assert "on-average" not in cases


def test_a_gradient_beyond_its_bound(tmp_path: Path) -> None:
    found = asked(written(tmp_path), c_inf=1)
    (item,) = [
        item
        for item in found.one(statement="here-constant-decay", quantity="covered").conditions
        if item.name == "gradient-bound"
    ]
    assert (item.lhs, item.rhs, item.met, item.margin) == (2.0, 1.0, False, 2.0)


@pytest.mark.parametrize(
    "head",
    [
        {"optimizer": "SGD"},
        {"dim": 51},
        {"batch_size": 8},
        {"groups": [{**GROUP, "betas": [0.9, 0.999]}]},
        {"groups": [{**GROUP, "weight_decay": 0.2}]},
        {"groups": [{**GROUP, "eps": 1e-8}]},
    ],
    ids=str,
)
def test_the_trace_of_another_run(tmp_path: Path, head: dict[str, Any]) -> None:
    path = written(tmp_path, head)
    with pytest.raises(InputError) as caught:
        ab.check(
            {
                **RUN,
                "problem": {**RUN["problem"], "dim": 50, "trace": str(path)},
            }
        )
    (fault,) = caught.value.faults
    assert fault.name == "trace"


def test_a_trace_cut_in_its_last_line_and_one_with_nan(tmp_path: Path) -> None:
    path = written(tmp_path)
    path.write_text(path.read_text() + '{"step": 9, "lo')
    found = asked(path)
    assert "cut-trace" in {note.code for note in found.warnings}
    assert found.one(case="t-interval").value == 3.0
    path.write_text(path.read_text().replace('{"step": 9, "lo', '{"step": 9, "loss": NaN}\n'))
    with pytest.raises(RunError, match="line 7"):
        asked(path)
    (tmp_path / "no.jsonl").write_text("{}\n")
    with pytest.raises(RunError):
        asked(tmp_path / "no.jsonl")


def test_without_pairs_that_is_said(tmp_path: Path) -> None:
    steps = [{key: value for key, value in line.items() if "pair" not in key} for line in lines()]
    found = asked(written(tmp_path, {"probe": None}, steps))
    assert "no-pairs" in {note.code for note in found.warnings}
    assert found.extra["measured"][0].startswith("Certified")
