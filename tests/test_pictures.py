"""Pictures of spectra from Python."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

import adamw_bounds as ab

NAME = "shipped:digits_mlp_adamw"


@pytest.fixture(scope="module")
def spectrum() -> ab.Spectrum:
    """Return a real spectrum."""
    pytest.importorskip("matplotlib")
    return ab.shipped("digits_mlp_adamw")


def test_a_spectrum_says_what_it_is(spectrum: ab.Spectrum) -> None:
    text = repr(spectrum)
    assert len(text) < 300
    for word in ("digits_mlp_adamw", "2410 eigenvalues", "float64"):
        assert word in text
    assert "<svg" in spectrum._repr_html_()


def test_a_quadrature_says_so() -> None:
    made = ab.Spectrum(dim=9, nodes=[[1.0, 2.0]], weights=[[0.5, 0.5]], label="a")
    assert "1 probe with 2 nodes" in repr(made)
    assert "dimension 9" in repr(made)


@pytest.mark.parametrize("kind", ["density", "cumulative", "lambda", "decades"])
def test_every_kind_is_drawn(spectrum: ab.Spectrum, kind: str, tmp_path: Path) -> None:
    inputs = {} if kind in ("density", "cumulative") else {"rho": 1.0}
    drawing = spectrum.plot(kind, **inputs)
    drawing.save(tmp_path / "a.svg")
    assert "<svg" in (tmp_path / "a.svg").read_text(encoding="utf-8")
    assert "<svg" in drawing._repr_svg_()
    assert drawing.items
    assert len(repr(drawing)) < 200


def test_several_are_laid_over_each_other(spectrum: ab.Spectrum) -> None:
    assert len(ab.plot(spectrum, "shipped:digits_mlp_l2_adam").items) == 2


@pytest.mark.parametrize(
    ("given", "names"),
    [
        ({"kind": "pie"}, ["kind"]),
        ({"optimizer": "adamw"}, ["optimizer"]),
        ({"rho": 1}, ["rho"]),
        ({"kind": "lambda", "optimizer": "adam"}, ["optimizer"]),
        ({"kind": "pie", "optimizer": "sgd"}, ["kind", "optimizer"]),
        ({"kind": "cumulative", "smooth": 0.3, "floor": 0.1}, ["floor", "smooth"]),
        ({"kind": "lambda", "rho": 1, "smooth": 0.3}, ["smooth"]),
        ({"log": "z", "xlim": (2, 1), "size": (0, 3)}, ["log", "size", "xlim"]),
        ({"xlim": (-1, 1)}, ["xlim"]),
        ({"xlim": (None, None, None)}, ["xlim"]),
        ({"kind": "lambda", "rho": 1, "xlim": (0, 1)}, ["xlim"]),
        ({"smooth": "wide"}, ["smooth"]),
        ({"log": "none", "floor": 1e-9}, ["floor"]),
    ],
)
def test_wrong_wishes_are_refused(given: dict[str, str], names: list[str]) -> None:
    with pytest.raises(ab.InputError) as caught:
        ab.plot(NAME, **given)
    assert [fault.name for fault in caught.value.faults] == names


def test_a_picture_looks_as_it_was_asked_to(spectrum: ab.Spectrum) -> None:
    drawing = spectrum.plot(title="A", size="5x4", log="y", xlim=(-0.1, 0.1), smooth=0.01)
    assert drawing.figure.get_size_inches().tolist() == [5, 4]
    assert drawing.figure.axes[0].get_xlim() == (-0.1, 0.1)
    assert drawing.items[0].smooth.width == 0.01


def test_nothing_to_draw_is_refused() -> None:
    with pytest.raises(ab.InputError):
        ab.plot()


def test_another_ending_is_refused(spectrum: ab.Spectrum, tmp_path: Path) -> None:
    with pytest.raises(ab.InputError):
        spectrum.plot().save(tmp_path / "a.gif")
    assert not list(tmp_path.iterdir())


def test_err_over_the_steps_of_training(spectrum: ab.Spectrum) -> None:
    parts = [
        replace(spectrum, label=f"step-{step}", eigenvalues=spectrum.eigenvalues * scale)
        for step, scale in ((200, 2.0), (100, 1.0))
    ]
    drawing = ab.plot(*parts, kind="steps", rho=1.0, optimizer="adamw")
    assert [item.label for item in drawing.items] == ["step-200", "step-100"]
    (axes,) = drawing.figure.axes
    assert axes.lines[0].get_xdata().tolist() == [100, 200]
    with pytest.raises(ab.InputError) as caught:
        ab.plot(parts[0], parts[0].with_dim(2410), kind="steps", rho=1.0)
    assert "200" in str(caught.value)


def test_sweeps_and_answers_are_drawn() -> None:
    pytest.importorskip("matplotlib")
    problem = {"c_inf": 5, "smoothness": 2, "sigma": 0.5, "gap": 1.5, "delta": 1e-4}
    vary = {"epsilon": "1e-3:1:log:5"}
    swept = ab.sweep("complexity", vary, theorem=2, variant="printed", **problem)
    answer = ab.complexity(2, epsilon=0.1, variant="printed", **problem)
    runs = ab.simulate(2, epsilon=1, seeds=2)
    for item in (swept, answer, runs):
        assert ab.plot(item)._repr_svg_().startswith("<?xml")
    with pytest.raises(ab.InputError):
        ab.plot(swept, answer)
    with pytest.raises(ab.InputError) as caught:
        ab.plot(answer, kind="density", rho=1)
    assert {fault.name for fault in caught.value.faults} == {"kind", "rho"}
