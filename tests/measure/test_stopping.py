"""Runs that end once the interval of err is narrow enough."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import numpy as np
import pytest

if os.environ.get("ADAMW_BOUNDS_REQUIRE_TORCH"):
    import torch
else:
    torch = pytest.importorskip("torch")

from torch import nn

from adamw_bounds.errors import InputError, RunError
from adamw_bounds.measure import Problem, measure, measure_operator
from adamw_bounds.measure import quadrature as quadrature_module
from adamw_bounds.measure.cost import TRIED
from adamw_bounds.measure.lanczos import Course, lanczos
from adamw_bounds.measure.products import Matvec
from adamw_bounds.measure.quadrature import Choice, Look, probe_vector
from adamw_bounds.measure.stopping import Width, width_of
from adamw_bounds.spectra import Meta, Spectrum, generalization, shipped

#: The node beside the rule: shifts of all logits, which the loss does not feel.
APART = 1
FEW = {"probes": 3, "exact_below": 0, "chunk": 3}
FEW_ = {"exact_below": 0, "chunk": 3}


def problem(**more: Any) -> Problem:
    torch.manual_seed(0)
    model = nn.Sequential(nn.Linear(8, 12), nn.Tanh(), nn.Linear(12, 4)).double()
    x, y = torch.randn(60, 8, dtype=torch.float64), torch.arange(60) % 4
    parts = {
        "model": model,
        "loss": nn.CrossEntropyLoss(),
        "data": [(x[:40], y[:40]), (x[40:], y[40:])],
        "optimizer": {"name": "AdamW", "lr": 1e-3, "weight_decay": 0.1},
        "batch_size": 10,
        "rho": 0.1,
    }
    return Problem(**{**parts, **more})


def widths(spectrum: Spectrum) -> list[float]:
    """Return the widths of err per parameter, from the rows that the command prints."""
    rows = generalization(spectrum, variant="corrected").results
    return [
        (row.upper - row.lower) / abs(row.value)
        for row in rows
        if row.quantity == "err-per-parameter" and row.optimizer in {"adamw", "l2-adam"}
    ]


def test_the_width_is_that_of_the_answer() -> None:
    spectrum = measure(problem(), steps=12, **FEW).spectrum
    both = widths(spectrum)
    assert len(both) == 2
    assert width_of(spectrum) == max(both) > min(both) > 0


def test_the_floor_that_is_asked_for_decides_the_width() -> None:
    spectrum = measure(problem(), steps=12, **FEW).spectrum
    assert width_of(spectrum, 1e-3) < width_of(spectrum, 1e-9)
    goal = 0.5 * (width_of(spectrum, 1e-3) + width_of(spectrum))
    found = dict(measure(problem(), steps=12, until_width=goal, floor=1e-3, **FEW).warnings)
    assert "width-reached" in found
    found = dict(measure(problem(), steps=12, until_width=goal, **FEW).warnings)
    assert "width-not-reached" in found
    with pytest.raises(InputError) as caught:
        measure(problem(), floor=1e-3)
    assert [fault.name for fault in caught.value.faults] == ["floor"]


def test_it_ends_at_the_first_look_that_is_narrow_enough() -> None:
    """Looks are ten steps apart: what is asked lies between the widths at 20 and at 30."""
    wide, middle, narrow = (
        width_of(measure(problem(), steps=steps, **FEW).spectrum) for steps in (10, 20, 30)
    )
    assert wide > middle > narrow
    goal = (middle * narrow) ** 0.5
    found = measure(problem(), steps=90, until_width=goal, **FEW)
    assert found.spectrum.nodes.shape == (3, 30 + APART)
    assert width_of(found.spectrum) == narrow <= goal
    said = dict(found.warnings)
    assert "width-not-reached" not in said
    assert f"{narrow:.3g} of err wide after 30 steps" in said["width-reached"]
    # It is the run of 30 steps, to the bit.
    wanted = measure(problem(), steps=30, **FEW).spectrum
    for name in ("nodes", "weights", "residuals"):
        np.testing.assert_array_equal(getattr(found.spectrum, name), getattr(wanted, name))


def test_what_was_reached_is_said_otherwise() -> None:
    found = measure(problem(), steps=14, until_width=1e-12, **FEW)
    assert found.spectrum.nodes.shape == (3, 14 + APART)
    said = dict(found.warnings)
    assert "width-reached" not in said
    reached = width_of(found.spectrum)
    assert f"{reached:.3g} of err wide after 14 steps" in said["width-not-reached"]
    assert "not the 1e-12 that was asked for" in said["width-not-reached"]


def test_one_that_had_enough_has_enough_when_taken_up_again(tmp_path: Path) -> None:
    """Killed between its last step and its file, a run makes no further step."""
    middle = width_of(measure(problem(), steps=20, **FEW).spectrum)
    asked = {**FEW, "steps": 90, "until_width": middle * 1.001, "checkpoint": tmp_path}
    first = measure(problem(), **asked)
    assert first.spectrum.nodes.shape == (3, 20 + APART)
    again = measure(problem(), **asked)
    np.testing.assert_array_equal(again.spectrum.nodes, first.spectrum.nodes)
    assert again.spectrum.meta == first.spectrum.meta
    # Asked for less width, it goes on from there; asked for more, it is content.
    closer = measure(problem(), **{**asked, "until_width": middle / 1.001})
    assert closer.spectrum.nodes.shape == (3, 30 + APART)
    content = measure(problem(), **{**asked, "until_width": 1e9})
    assert content.spectrum.nodes.shape == (3, 30 + APART)


@pytest.mark.parametrize("stop", [7, 20, 23])
def test_cut_short_it_ends_at_the_same_look(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stop: int
) -> None:
    wanted = measure(problem(), steps=30, **FEW).spectrum
    asked = {**FEW, "steps": 90, "until_width": width_of(wanted) * 1.001}
    real = quadrature_module._Run._step

    def step(self: Any, number: int, rows: list[int]) -> None:
        if number == stop:
            raise KeyboardInterrupt
        real(self, number, rows)

    with monkeypatch.context() as patched:
        patched.setattr(quadrature_module._Run, "_step", step)
        with pytest.raises(KeyboardInterrupt):
            measure(problem(), checkpoint=tmp_path, **asked)
    found = measure(problem(), checkpoint=tmp_path, **asked).spectrum
    np.testing.assert_array_equal(found.nodes, wanted.nodes)
    np.testing.assert_array_equal(found.weights, wanted.weights)


def test_of_each_probe_as_many_steps_are_looked_at_as_all_have_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A run whose processes had not come equally far ends where it would have ended."""
    measure(problem(), **{**FEW, "probes": 2}, steps=60, checkpoint=tmp_path)
    goal = width_of(measure(problem(), steps=10, **FEW).spectrum) * 1.001
    looks = []
    is_enough = Width.is_enough

    def look(self: Width, nodes: Any, weights: Any, left: Any) -> bool:
        looks.append(np.count_nonzero(weights, axis=1).tolist())
        return is_enough(self, nodes, weights, left)

    monkeypatch.setattr(Width, "is_enough", look)
    found = measure(problem(), checkpoint=tmp_path, steps=90, until_width=goal, **FEW).spectrum
    # The last step of the two is one to be made again, which did not come to pass.
    assert np.count_nonzero(found.weights, axis=1).tolist() == [59 + APART] * 2 + [10 + APART]
    assert looks == [[10, 10, 10]]  # and not at all of their steps


def test_each_block_ends_on_its_own() -> None:
    found = measure(problem(), steps=60, until_width=0.5, blocks="layer", **FEW)
    notes = [text for code, text in found.warnings if code.startswith("width-")]
    assert len(notes) == len(found.spectrum.blocks) == 2
    for block, note in zip(found.spectrum.blocks, notes, strict=True):
        assert f"of block {block.name} (at ρ = " in note
        apart = 0 if block.spectrum.apart is None else APART
        assert f"after {block.spectrum.nodes.shape[1] - apart} steps" in note


@pytest.mark.parametrize(
    ("lacks", "named"),
    [
        ({"rho": None}, "--rho"),
        ({"batch_size": None}, "--batch-size"),
        ({"optimizer": None}, "--eta"),
        ({"rho": None, "batch_size": None}, "--rho"),
    ],
    ids=lambda value: "-".join(value) if isinstance(value, dict) else "",
)
def test_a_problem_that_does_not_state_what_err_needs(
    monkeypatch: pytest.MonkeyPatch, lacks: dict[str, Any], named: str
) -> None:
    """Said before the first step."""

    def never(*arguments: Any) -> None:
        raise AssertionError("a step was made")

    monkeypatch.setattr(quadrature_module._Run, "_step", never)
    with pytest.raises(RunError) as told:
        measure(problem(**lacks), steps=30, until_width=0.1, **FEW)
    assert told.value.code == "no-err"
    sentence = told.value.message
    assert sentence.startswith("--until-width looks at err, which needs ")
    assert named in sentence
    assert "\n" not in sentence


def test_an_operator_with_its_meta() -> None:
    values = np.concatenate([np.logspace(-6, 0, 60), [5.0]])
    operator = Matvec(lambda columns: values[:, None] * columns, len(values))
    with pytest.raises(RunError, match="--until-width"):
        measure_operator(operator, until_width=0.1, probes=2, exact_below=0)
    meta = Meta.from_mapping(
        {
            **{"optimizer": "AdamW", "eta": 1e-3, "lam": 0.1, "batch_size": 10, "rho": 0.1},
            **{"samples": 1000, "x_star_norm": 2.0},
        }
    )
    asked = {"meta": meta, "probes": 2, "exact_below": 0}
    found = measure_operator(operator, until_width=1e9, steps=50, **asked)
    assert found.spectrum.nodes.shape == (2, 10)
    assert dict(found.warnings).keys() == {"width-reached"}


def test_an_interval_that_is_not_there_is_never_narrow() -> None:
    """A spectrum of zeros has an err that nothing is a share of."""
    meta = Meta.from_mapping(
        {"eta": 1e-3, "lam": 0.1, "batch_size": 10, "rho": 0.1, "samples": 9, "x_star_norm": 1.0}
    )
    width = Width(0.1, meta.as_dict(), 10)
    assert width.reached == float("inf")
    nodes, weights = np.array([[-1.0, 0.5, 3.0]]), np.array([[0.2, 0.3, 0.5]])
    assert not width.is_enough(nodes, weights, np.array([0.9]))
    assert 0.1 < width.reached < float("inf")
    first = width.reached
    width.look(np.tile(nodes, (2, 1)), np.tile(weights, (2, 1)), np.array([0.0, 0.0]))
    assert width.reached < first


def test_products_are_spent_on_steps_or_on_a_second_probe(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    asked = {"exact_below": 0, "chunk": 1, "products": 21}
    # Chance counts here: 160 parameters, whose err hangs on the least of them.
    shapes = set()
    for wanted in (Choice.PROBE, Choice.STEPS):
        monkeypatch.setattr(Width, "choose", lambda *_, wanted=wanted: wanted)
        folder = tmp_path / wanted.name
        found = measure(problem(), checkpoint=folder, **asked).spectrum
        shapes.add(found.nodes.shape)
        # Half of them, an even number, are the first probe's in either case.
        probes, steps = found.nodes.shape[0], found.nodes.shape[1] - APART
        assert probes * steps == 21 - TRIED
        fixed = measure(problem(), probes=probes, steps=steps, exact_below=0, chunk=1).spectrum
        np.testing.assert_allclose(found.nodes, fixed.nodes, rtol=1e-9, atol=1e-12)
        assert found.meta.extra["probes_drawn"] == [[0, probe] for probe in range(probes)]
        # Taken up again, it makes the same choice and no further step.
        again = measure(problem(), checkpoint=folder, **asked).spectrum
        np.testing.assert_array_equal(again.nodes, found.nodes)
    assert shapes == {(2, 9 + APART), (1, 18 + APART)}
    monkeypatch.undo()
    chosen = measure(problem(), **asked).spectrum
    assert chosen.nodes.shape in shapes
    assert width_of(chosen) < width_of(measure(problem(), probes=5, steps=4, **FEW_).spectrum)
    # More than one probe can make: whole probes.
    assert measure(problem(), **{**asked, "products": 500}).spectrum.nodes.shape[0] == 3
    blocks = measure(problem(), blocks="layer", **asked).spectrum
    first, last = (block.spectrum.nodes.shape for block in blocks.blocks)
    assert (first, last) == ((2, 10), (2, 8 + APART))  # three products tried the shifts
    with pytest.raises(InputError) as caught:
        measure(problem(), products=5, probes=2, steps=3, shard="probes")
    assert {fault.name for fault in caught.value.faults} == {"probes", "steps", "shard"}


def course_of(values: np.ndarray, steps: int) -> Course:
    vectors = torch.empty(1, steps, values.size, dtype=torch.float64)
    vectors[0, 0] = torch.from_numpy(probe_vector(values.size, 0, 0, "gaussian"))
    course = Course()
    operator = Matvec(lambda columns: values[:, None] * columns, values.size)
    for _ in lanczos(operator, vectors, [course]):
        pass
    return course


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        # Chance decides AdamW's width, and eigenvalues that are found hold half of it.
        ("mlp_adamw", Choice.SIMPLE),
        # What the quadrature leaves open decides both.
        ("mlp_l2_adam", Choice.STEPS),
        # Nothing is left open, and nothing is found for sure.
        ("dense", Choice.PROBE),
    ],
)
def test_what_the_other_half_of_the_products_is_spent_on(name: str, wanted: Choice) -> None:
    meta = shipped("mlp_adamw" if name == "dense" else name).meta
    values = np.random.default_rng(0).uniform(0.5, 1.5, 1500)
    if name != "dense":
        values = np.asarray(shipped(name).eigenvalues)
    course = course_of(values, 150)
    looks = []
    for steps in (150, 75):
        part = Course(course.diagonal[:steps], course.beside[:steps])
        looks.append(Look.of(part, 1e-14))
    assert Width(1.0, meta.as_dict(), values.size).choose(*looks) is wanted
