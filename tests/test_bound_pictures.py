"""Pictures of bounds: what is drawn, and what is said where conditions fail."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import adamw_bounds as ab
from adamw_bounds.bound_pictures import (
    answer_figure,
    bars_of,
    chart_of,
    figure_of,
    map_of,
    trajectory_figure,
)
from adamw_bounds.cli.main import main
from adamw_bounds.engine.sweep import Sweep
from adamw_bounds.errors import InputError
from adamw_bounds.report import plot
from adamw_bounds.traces import FORMAT, load_trace

PROBLEM: dict[str, Any] = {"c_inf": 5, "smoothness": 2, "sigma": 0.5, "gap": 1.5}
WORDS = ["--c-inf", "5", "-L", "2", "--sigma", "0.5", "--gap", "1.5", "--delta", "1e-4"]


def over_epsilon() -> Sweep:
    return ab.sweep("complexity", {"epsilon": "1e-3:1:log:7"}, theorem=2, delta=1e-8, **PROBLEM)


def over_eta(**more: Any) -> Sweep:
    vary = {"eta": "1e-6:1:log:13", **more}
    inputs = {**PROBLEM, "beta1": 0.1, "iterations": 1e8}
    return ab.sweep("guarantee", vary, theorem=2, variant="explicit", **inputs)


def over_eta_at(delta: float) -> Sweep:
    inputs = {**PROBLEM, "delta": delta, "beta1": 0.1, "iterations": 1e8}
    return ab.sweep("guarantee", {"eta": "1e-6:1:log:13"}, theorem=2, variant="explicit", **inputs)


def texts(axes: Any) -> str:
    found = [*axes.texts, axes.title, axes._left_title, axes.xaxis.label, axes.yaxis.label]
    return "\n".join(item.get_text() for item in found)


def test_curves_are_the_bounds_and_those_that_coincide_are_one() -> None:
    found = over_epsilon()
    figure, chart = figure_of(found)
    rows = found.select(quantity="iterations")
    assert len(rows) == 4
    labels = [curve.label for curve in chart.curves]
    assert len(labels) == 3
    assert sum("printed and corrected" in label for label in labels) == 1
    explicit = found.one(quantity="iterations", variant="explicit")
    (curve,) = (curve for curve in chart.curves if "explicit" in curve.label)
    assert curve.log10.tolist() == explicit.log10.tolist()
    (axes,) = figure.axes
    assert not figure.legends
    assert len(axes.lines) == 3
    drawn = next(line for line in axes.lines if np.array_equal(line.get_ydata(), curve.log10))
    assert drawn.get_xdata() == pytest.approx(np.linspace(-3, 0, 7))
    said = texts(axes).replace("\n", " ")
    assert all(label in said for label in labels)
    assert "ε" in axes.get_xlabel()
    assert "T" in axes.get_ylabel()


def test_where_conditions_fail_it_is_hatched_and_said() -> None:
    figure, _ = figure_of(over_eta_at(1e-4))
    (axes,) = figure.axes
    (hatched,) = axes.patches
    assert hatched.get_hatch()
    assert "eta-coupling" in texts(axes)


def test_a_curve_is_dashed_where_its_own_conditions_fail() -> None:
    from adamw_bounds.report.charts import Chart, Curve
    from adamw_bounds.report.plot_bounds import curves_figure

    x, y = np.array([1.0, 10.0, 100.0]), np.array([0.0, 400.0, 800.0])
    holds, fails = np.array(["", "", ""]), np.array(["", "", "small"])
    figure = curves_figure(Chart([Curve("a", x, y, fails), Curve("b", x, y + 1, holds)], "x", "y"))
    (axes,) = figure.axes
    assert [line.get_linestyle() for line in axes.lines] == ["-", "--", "-"]
    assert np.isnan(axes.lines[0].get_ydata()).tolist() == [False, False, True]
    assert np.isnan(axes.lines[1].get_ydata()).tolist() == [True, False, False]
    assert not axes.patches
    assert "small" in texts(axes)


def test_a_map_has_the_numbers_and_parts_the_largest_terms() -> None:
    found = over_eta(delta="1e-10:1e-2:log:9")
    figure, item = figure_of(found)
    (row,) = found.results
    assert item.log10.shape == (13, 9)
    assert np.array_equal(item.log10, row.log10, equal_nan=True)
    axes, scale = figure.axes
    assert axes.get_xlim() == pytest.approx((-10.5, -1.5))
    said = texts(axes).replace("\n", " ")
    assert "δ" in axes.get_xlabel()
    assert "η" in axes.get_ylabel()
    for name in {*np.unique(item.dominant.astype(str)), "eta-coupling"} - {""}:
        assert name in said
    assert any(part.get_hatch() for part in axes.collections)
    assert "gradient norm squared" in scale.get_ylabel()


def test_bars_rank_the_numbers() -> None:
    found = ab.complexity(theorem=2, epsilon=0.1, delta=1e-8, **PROBLEM)
    bars, label = bars_of(found.results)
    assert [bar.log10 for bar in bars] == sorted({bar.log10 for bar in bars})
    assert len(bars) == 3
    assert "T" in label


def written_trace(path: Path) -> Path:
    lines = [{"step": 10 * k, "pairs": [pair]} for k, pair in enumerate((4.0, -8.0, 10.0, 2.0))]
    text = [{"format": FORMAT}, *lines]
    path.write_text("".join(json.dumps(line) + "\n" for line in text))
    return path


def test_a_trace_is_laid_over_the_guarantee(tmp_path: Path) -> None:
    trace = load_trace(written_trace(tmp_path / "run.jsonl"))
    inputs = {**PROBLEM, "delta": 1e-4, "beta1": 0.1, "eta": 1e-5}
    found = ab.sweep("guarantee", {"iterations": "1:1e6:log:7"}, theorem=2, **inputs)
    figure, chart = figure_of(found, [trace])
    *bounds, measured = chart.curves
    assert [curve.measured for curve in bounds] == [False] * len(bounds)
    assert measured.x.tolist() == [1, 11, 21, 31]
    # The mean of the first two is negative: it has no place on a logarithmic axis.
    wanted = [math.log10(4), math.nan, math.log10(2), math.log10(2)]
    assert measured.log10 == pytest.approx(wanted, nan_ok=True)
    assert "run" in texts(figure.axes[0])
    for vary in ({"eta": [1e-5, 1e-4]}, {"eta": [1e-5, 1e-4], "iterations": [10, 100]}):
        rest = {name: value for name, value in inputs.items() if name not in vary}
        rest |= {} if "iterations" in vary else {"iterations": 100}
        with pytest.raises(InputError, match="iterations"):
            figure_of(ab.sweep("guarantee", vary, theorem=2, **rest), [trace])


def test_a_trace_in_the_shell(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    trace = written_trace(tmp_path / "run.jsonl")
    words = ["sweep", "guarantee", "-t", "2", *WORDS, "--beta1", "0.1", "--eta", "1e-5"]
    words += ["--vary", "iterations=1:1e6:log:7", "--trace", str(trace)]
    assert main([*words, "-o", str(tmp_path / "g.svg")]) == 0
    assert (tmp_path / "g.svg").exists()
    capsys.readouterr()
    assert main(words) == 2
    assert "--plot" in capsys.readouterr().err


def test_bounds_side_by_side_are_grouped_by_what_they_bound(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    inputs = {**PROBLEM, "delta": 1e-4, "epsilon": 0.1, "dim": 10, "mu": 0.1}
    found = ab.compare(**inputs)
    bars, _ = bars_of(found.results)
    rows = [row for row in found.results if row.quantity == "iterations"]
    assert {bar.group for bar in bars} == {row.measure for row in rows if row.value is not None}
    assert len({bar.label for bar in bars}) == len(bars)
    figure, _ = answer_figure(found)
    (axes,) = figure.axes
    said = texts(axes)
    assert all(bar.group in said and bar.text in said for bar in bars)
    assert len(axes.get_yticklabels()) == len(bars)
    path = tmp_path / "c.svg"
    words = ["compare", *WORDS, "--epsilon", "0.1"]
    assert main([*words, "--plot", str(path)]) == 0
    assert "theorem-2" in capsys.readouterr().out
    assert path.read_bytes().startswith(b"<?xml")


@pytest.mark.parametrize("ending", ["png", "pdf", "svg"])
def test_a_sweep_is_drawn_and_its_table_still_written(
    ending: str, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    path, table = tmp_path / f"t.{ending}", tmp_path / "t.csv"
    words = ["sweep", "complexity", "-t", "2", *WORDS, "--vary", "epsilon=1e-3:1:log:4"]
    assert main([*words, "--plot", str(path), "-o", str(table)]) == 0
    assert path.read_bytes()[:4] in (b"\x89PNG", b"%PDF", b"<?xm")
    assert len(table.read_text().splitlines()) > 4
    capsys.readouterr()
    if ending == "svg":
        first = path.read_bytes()
        assert main([*words, "-o", str(path)]) == 0
        assert path.read_bytes() == first
        assert "theorem-2" in capsys.readouterr().out


def test_what_cannot_be_drawn(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    words = ["sweep", "complexity", "-t", "2", *WORDS, "--vary", "epsilon=1,2"]
    assert main([*words, "--plot", str(tmp_path / "t.jpg")]) == 2
    assert "--plot" in capsys.readouterr().err
    assert main([*words, "--plot", str(tmp_path / "t.svg"), "-o", str(tmp_path / "u.svg")]) == 2
    assert "--output" in capsys.readouterr().err
    vary = {"epsilon": [1, 2], "delta": [1, 2], "gap": [1, 2]}
    rest = {name: value for name, value in PROBLEM.items() if name != "gap"}
    with pytest.raises(InputError, match="one or two"):
        figure_of(ab.sweep("complexity", vary, theorem=2, **rest))
    assert not list(tmp_path.iterdir())


def test_a_curve_of_one_point_and_a_map_of_one_row() -> None:
    one = ab.sweep("complexity", {"epsilon": [0.1]}, theorem=2, delta=1e-8, **PROBLEM)
    assert len(chart_of(one).curves) == 3
    vary = {"epsilon": [0.1], "delta": [1e-8, 1e-4]}
    row = ab.sweep("complexity", vary, theorem=2, **PROBLEM)
    assert map_of(row).log10.shape == (1, 2)
    for found in (one, row):
        assert plot.encode(figure_of(found)[0], "png").startswith(b"\x89PNG")


def test_title_and_size(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = tmp_path / "t.png"
    words = ["sweep", "complexity", "-t", "2", *WORDS, "--vary", "epsilon=0.1,1"]
    assert main([*words, "-o", str(path), "--title", "A_{title}", "--size", "7x3"]) == 0
    data = path.read_bytes()
    assert [int.from_bytes(data[start : start + 4], "big") for start in (16, 20)] == [2100, 900]
    capsys.readouterr()
    assert main([*words, "-o", str(tmp_path / "u.png"), "--size", "900x3"]) == 2
    assert "--size" in capsys.readouterr().err
    assert main([*words, "--title", "a"]) == 2
    assert "--plot" in capsys.readouterr().err
    assert [file.name for file in tmp_path.iterdir()] == ["t.png"]


def test_what_is_known_roughly_is_a_band() -> None:
    inputs = {**PROBLEM, "delta": 1e-4, "sigma": "0.4..0.6", "variant": "explicit"}
    found = ab.sweep("complexity", {"epsilon": [0.1, 1.0]}, theorem=2, **inputs)
    figure, chart = figure_of(found)
    (curve,) = chart.curves
    row = found.one(quantity="iterations")
    assert curve.band is not None
    assert curve.band[0].tolist() == np.log10(row.lower).tolist()
    assert curve.band[1].tolist() == np.log10(row.upper).tolist()
    assert len(figure.axes[0].collections) == 1
    one = ab.complexity(2, epsilon=0.1, **inputs)
    ((bar,), _) = bars_of(one.results)
    assert " to " in bar.text


@pytest.mark.parametrize(
    ("theorem", "more", "curves"),
    [
        (2, {"epsilon": 1.0}, 3),
        (3, {"epsilon": 1.0}, 3),
        (4, {"epsilon": 0.9, "delta": 100}, 4),
        (1, {"k": 300}, 5),
        ("lemma-5", {"batch_size": 1, "dim": 2}, 2),
        ("sign-descent-decay", {"iterations": 50}, 2),
    ],
)
def test_runs_stand_below_their_bound_at_every_step(
    theorem: Any, more: dict[str, Any], curves: int
) -> None:
    found = ab.simulate(theorem, seeds=4, **more)
    figure, chart = trajectory_figure(found)
    assert len(chart.curves) == curves
    measured = [curve for curve in chart.curves if curve.measured]
    assert all(curve.strands.shape == (4, curve.x.size) for curve in measured)
    (axes,) = figure.axes
    assert len(axes.lines) == len(chart.curves) + 4 * len(measured)
    said = texts(axes).replace("\n", " ")
    for curve in chart.curves:
        assert curve.label in said
    for run in found.extra["trajectories"]:
        rows = found.select(variant="measured", quantity=run.quantity, schedule=run.schedule)
        cases = (run.name, f"{run.name}, corrected")
        values = [row.value for row in rows if row.case in cases]
        assert values[-1] == pytest.approx(float(run.values[-1].mean()), rel=1e-12)
        for limit in run.limits:
            if limit.variant == "explicit":
                places = np.searchsorted(run.steps, limit.steps)
                assert (np.log10(run.values[places].mean(axis=1)) <= limit.log10).all()


def test_the_bound_at_each_step_is_that_of_a_run_so_long() -> None:
    found = ab.simulate(2, epsilon=1.0, seeds=2)
    (run,) = found.extra["trajectories"]
    limit = run.limits[0]
    inputs = {key: value for key, value in found.inputs.items() if key in GUARANTEED}
    eta, beta1 = (found.one(quantity=name).value for name in ("eta", "beta1"))
    for place in (0, 40, -1):
        answer = ab.guarantee(
            2,
            variant="explicit",
            optimizer="adamw",
            eta=eta,
            beta1=beta1,
            iterations=int(limit.steps[place]),
            **inputs,
        )
        row = answer.one(quantity="gradient-norm-squared")
        assert limit.log10[place] == pytest.approx(row.log10, abs=1e-12)
    again = ab.simulate(2, epsilon=1.0, seeds=2)
    assert again == found
    assert again.extra["trajectories"] == found.extra["trajectories"]
    assert ab.simulate(2, epsilon=1.0, seeds=2, seed=1).extra != found.extra


#: What a guarantee takes of a simulated problem.
GUARANTEED = (
    "c_inf",
    "smoothness",
    "sigma",
    "delta",
    "gap",
    "batch_size",
    "lam",
    "x0_norm",
    "beta2",
)


def test_the_means_along_a_run_are_those_of_shorter_runs() -> None:
    (one, *_) = ab.simulate(3, gamma=0.5, iterations=400, seeds=3).extra["trajectories"]
    steps = int(one.steps[60])
    (other, *_) = ab.simulate(3, gamma=0.5, iterations=steps, seeds=3).extra["trajectories"]
    np.testing.assert_allclose(one.values[60], other.values[-1], rtol=1e-12)


def test_simulate_writes_a_picture_and_a_page(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    words = ["simulate", "--epsilon", "1", "--seeds", "2"]
    path = tmp_path / "run.svg"
    assert main([*words, "--plot", str(path)]) == 0
    assert path.read_bytes().startswith(b"<?xml")
    assert main([*words, "-f", "html"]) == 0
    assert "<svg" in capsys.readouterr().out


def test_a_page_of_a_sweep_shows_it(capsys: pytest.CaptureFixture[str]) -> None:
    words = ["sweep", "complexity", "-t", "2", *WORDS, "-f", "html", "--variant", "printed"]
    assert main([*words, "--vary", "epsilon=1e-3:1:log:5"]) == 0
    assert capsys.readouterr().out.count("<svg") == 1
    more = ["--vary", "epsilon=0.1,0.2", "--vary", "sigma=1,2", "--vary", "batch-size=1,2"]
    assert main([*words[:4], *WORDS[:4], *WORDS[6:], *words[-4:], *more]) == 0
    assert "<svg" not in capsys.readouterr().out
