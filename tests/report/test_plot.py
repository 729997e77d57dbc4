"""Pictures: what is in them, that they can be read, and that they are the same every time."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import matplotlib as mpl
import numpy as np
import pytest
from matplotlib.colors import to_rgb

from adamw_bounds.errors import InputError
from adamw_bounds.report import plot
from adamw_bounds.report.charts import Look
from adamw_bounds.spectra import Spectrum, shipped
from adamw_bounds.spectra.curves import err_by_decade, lambda_curve, lambda_curves
from adamw_bounds.spectra.shapes import cumulative, densities

pytestmark = pytest.mark.versions

ROOT = Path(__file__).resolve().parents[2]
SETTINGS = {"eta": 1e-3, "rho": 0.01, "batch_size": 8}


@pytest.fixture(scope="module")
def spectra() -> list[Spectrum]:
    return [shipped("digits_mlp_adamw"), shipped("digits_mlp_l2_adam")]


@pytest.fixture(scope="module")
def figures(spectra: list[Spectrum]) -> dict[str, Callable[[], Any]]:
    """Return a maker of each kind of figure, over two spectra and two optimizers."""
    pairs = [(spectrum, name) for spectrum in spectra for name in ("adamw", "l2-adam")]
    shapes = densities(spectra)
    curves = lambda_curves(pairs, rho=0.01)
    parts = [err_by_decade(spectrum, optimizer=name, rho=0.01) for spectrum, name in pairs]
    return {
        "density": lambda: plot.density_figure(shapes),
        "lambda": lambda: plot.lambda_figure(curves),
        "decades": lambda: plot.decades_figure(parts),
    }


def exact(*values: float, **more: object) -> Spectrum:
    return Spectrum(eigenvalues=np.array(values), **more)  # type: ignore[arg-type]


def legend(figure: Any) -> list[str]:
    """Return the entries in the axes and below them, each on one line."""
    found = [figure.axes[0].get_legend(), *figure.legends]
    return [
        text.get_text().replace("\n", " ").replace("\u00a0", " ")
        for one in found
        if one is not None
        for text in one.get_texts()
    ]


def names(axes: Any) -> list[str]:
    """Return what stands beside curves, each on one line."""
    return [text.get_text().replace("\n", " ") for text in axes.texts]


def axes_of(figure: Any) -> Any:
    (axes,) = figure.axes
    return axes


@pytest.mark.sampled(4)
@pytest.mark.parametrize("kind", ["density", "lambda", "decades"])
@pytest.mark.parametrize("ending", ["png", "pdf", "svg"])
def test_files(figures: dict[str, Callable[[], Any]], kind: str, ending: str) -> None:
    data = plot.encode(figures[kind](), ending)
    if ending == "png":
        assert data.startswith(b"\x89PNG\r\n\x1a\n")
        width = int.from_bytes(data[16:20], "big")
        assert width == 1050  # 3.5 inches at 300 dots each
        assert b"Software" not in data
    elif ending == "pdf":
        assert data.startswith(b"%PDF-")
        assert b"/FontFile2" in data  # embedded, as TrueType
        assert b"/Type3" not in data
        assert b"CreationDate" not in data
    else:
        root = ElementTree.fromstring(data)
        assert root.tag == "{http://www.w3.org/2000/svg}svg"
        assert not list(root.iter("{http://www.w3.org/2000/svg}text"))  # outlines, no fonts
        assert b"<dc:date>" not in data
    # Another figure of the same data, under settings of the user's own.
    with mpl.rc_context({"font.size": 30, "lines.linewidth": 9, "pdf.fonttype": 3}):
        assert plot.encode(figures[kind](), ending) == data
        assert mpl.rcParams["font.size"] == 30


def test_density(figures: dict[str, Callable[[], Any]], spectra: list[Spectrum]) -> None:
    figure = figures["density"]()
    axes = axes_of(figure)
    assert axes.get_xlabel() == "absolute eigenvalue |σ| of the Hessian"
    assert axes.get_ylabel() == "eigenvalues per decade (%)"
    assert legend(figure) == [
        "digits_mlp_adamw: 26.6 % negative",
        "digits_mlp_l2_adam: 17.8 % negative",
    ]
    assert {text.get_text() for text in axes.texts} == {"σ = b = 128", "σ < 0", "σ > 0"}
    assert "below\nfloor" in [label.get_text() for label in axes.get_xticklabels()]
    assert "$10^{-6}$" in [label.get_text() for label in axes.get_xticklabels()]
    # Of each spectrum and sign a fill, an outline and a slot below the floor.
    steps = [patch for patch in axes.patches if type(patch).__name__ == "StepPatch"]
    assert len(steps) == 12
    for spectrum, chosen in zip(spectra, (steps[:6], steps[6:]), strict=True):
        outlines = [patch for patch in chosen if not patch.get_fill()]
        area = sum(
            float(np.sum(np.abs(data.values) * np.diff(data.edges)))
            for data in (patch.get_data() for patch in outlines)
        )
        assert area == pytest.approx(100), spectrum.label
        below = sum(
            float(-np.sum(np.minimum(data.values, 0) * np.diff(data.edges)))
            for data in (patch.get_data() for patch in outlines)
        )
        assert below == pytest.approx(100 * spectrum.share_negative)
    low, high = axes.get_ylim()
    assert low < 0 < high
    assert not any("-" in label.get_text() for label in axes.get_yticklabels())


def test_density_without_negative_or_tiny_values() -> None:
    figure = plot.density_figure(densities([exact(*np.geomspace(1e-3, 0.5, 50), label="net")]))
    axes = axes_of(figure)
    assert legend(figure) == ["net"]
    assert {text.get_text() for text in axes.texts} == {"σ = 1"}
    assert axes.get_ylim()[0] == 0
    assert "below\nfloor" not in [label.get_text() for label in axes.get_xticklabels()]


def test_lambda(figures: dict[str, Callable[[], Any]], spectra: list[Spectrum]) -> None:
    figure = figures["lambda"]()
    axes = axes_of(figure)
    assert (axes.get_xlabel(), axes.get_xscale()) == ("weight decay λ", "log")
    assert axes.get_ylabel() == "err per parameter"
    assert names(axes) == [
        "AdamW, digits_mlp_adamw",
        "ℓ2-Adam, digits_mlp_adamw",
        "AdamW, digits_mlp_l2_adam",
        "ℓ2-Adam, digits_mlp_l2_adam",
    ]
    assert legend(figure) == ["λ = 0 (Adam)", "λ*, of least err", "λ in use"]
    curves = [line for line in axes.lines if len(line.get_xdata()) > 2]
    assert len(curves) == 4
    wanted = lambda_curve(spectra[0], optimizer="adamw", lams=list(curves[0].get_xdata()), rho=0.01)
    assert np.array_equal(curves[0].get_ydata(), wanted.err)
    stars = [line for line in axes.lines if line.get_marker() == "*"]
    used = [line for line in axes.lines if line.get_marker() == "x" and len(line.get_xdata()) == 1]
    assert (len(stars), len(used)) == (4, 4)
    assert all(line.get_xdata()[0] == 0.01 for line in used)
    for curve, star in zip(curves, stars, strict=True):
        assert star.get_ydata()[0] <= min(curve.get_ydata()) * (1 + 1e-9)
    # Without colour, dashes and markers tell them apart; with it, Okabe and Ito's colours.
    assert len({str(line.get_linestyle()) + str(line._dash_pattern) for line in curves}) == 4
    assert len({line.get_marker() for line in curves}) == 4
    assert [line.get_color() for line in curves] == ["#0072B2", "#D55E00", "#009E73", "#CC79A7"]
    levels = [line for line in axes.lines if line.get_linestyle() == ":"]
    assert len(levels) >= 4


def test_lambda_star_of_zero_stands_at_the_edge() -> None:
    curves = lambda_curves([(exact(0.5, 0.9), "adamw")], lam=0.1, **SETTINGS)
    figure = plot.lambda_figure(curves)
    axes = axes_of(figure)
    (star,) = [line for line in axes.lines if line.get_marker() == "*"]
    assert star.get_xdata()[0] == axes.get_xlim()[0]
    assert "λ*, of least err (left edge: λ* = 0)" in legend(figure)
    bare = plot.lambda_figure(
        lambda_curves([(exact(0.5, 0.9), "adamw")], optimum=False, **SETTINGS)
    )
    assert (names(axes_of(bare)), legend(bare)) == (["AdamW, spectrum"], ["λ = 0 (Adam)"])


def test_decades(spectra: list[Spectrum]) -> None:
    parts = [err_by_decade(spectra[0], optimizer=name, rho=0.01) for name in ("adamw", "l2-adam")]
    figure = plot.decades_figure(parts)
    axes = axes_of(figure)
    assert axes.get_xlabel() == "singular value |σ| of the Hessian"
    assert axes.get_ylabel() == "part of err per parameter\n(Corollary 3, corrected)"
    assert legend(figure) == [
        "AdamW (sum 1.700)",
        "ℓ2-Adam (sum 7.051)",
        "the least possible: the share of the singular values",
    ]
    assert axes.get_legend().get_title().get_text() == "digits_mlp_adamw"
    assert len(axes.containers) == 2
    for part, bars in zip(parts, axes.containers, strict=True):
        heights = [bar.get_height() for bar in bars]
        assert sum(heights) == pytest.approx(part.total)
        assert len(heights) == len(part.err) + 1
        first = bars[0]
        # Inside its decade.
        assert part.first <= first.get_x() < first.get_x() + first.get_width() <= part.first + 1
    hatches = [bars[0].get_hatch() or "" for bars in axes.containers]
    assert len(set(hatches)) == 2


def test_the_first_two_curves_differ_in_grey() -> None:
    light = [0.2126 * r + 0.7152 * g + 0.0722 * b for r, g, b in map(to_rgb, plot.COLORS)]
    assert all(value < 0.75 for value in light)  # seen on white paper
    assert light[1] - light[0] > 0.05


def test_labels_are_no_markup_and_fit() -> None:
    labels = ["_hidden $x$ %", "漢\n字", "a" * 70 + "1" + "b" * 70, "a" * 70 + "2" + "b" * 70]
    items = [exact(0.1, 0.2, label=label) for label in labels]
    figure = plot.density_figure(densities(items))
    found = legend(figure)
    assert found[:2] == ["1. _hidden $x$ %", "2. 漢 字"]
    assert len(set(found)) == 4
    assert all(len(text) < 65 for text in found)
    for ending in ("png", "pdf", "svg"):
        assert plot.encode(figure, ending)
    # Beside them there is no room for long names: they stand below.
    for many in (items[2:], [exact(0.1, 0.2, label=f"{k}" * 40) for k in range(9)]):
        figure = plot.density_figure(densities(many))
        plot.encode(figure, "png")
        figure.set_dpi(300)  # at fewer dots the letters are rounded to wider ones
        room = figure.get_window_extent().padded(1)
        (written,) = [*filter(None, [axes_of(figure).get_legend()]), *figure.legends]
        assert room.x0 <= written.get_window_extent().x0
        assert written.get_window_extent().x1 <= room.x1
    (below,) = figure.legends
    assert not below.get_window_extent().overlaps(axes_of(figure).get_window_extent())


@pytest.mark.sampled(3)
@pytest.mark.parametrize(
    "values", [(0.0, 0.0), (1.0,), (-1.0, -2.0), (1e-300, 1e300), (0.25, 0.25)], ids=str
)
def test_strange_spectra_are_drawn(values: tuple[float, ...]) -> None:
    spectrum = exact(*values)
    assert plot.encode(plot.density_figure(densities([spectrum])), "pdf")
    if max(values) > 0:
        part = err_by_decade(spectrum, lam=0.1, **SETTINGS)
        assert plot.encode(plot.decades_figure([part]), "pdf")
        curve = lambda_curve(spectrum, lam=0.1, **SETTINGS)
        assert plot.encode(plot.lambda_figure([curve]), "pdf")


def test_what_is_wrong() -> None:
    for draw in (plot.density_figure, plot.lambda_figure, plot.decades_figure):
        with pytest.raises(InputError, match="nothing to draw"):
            draw([])
    figure = plot.density_figure(densities([exact(1.0)]))
    with pytest.raises(InputError, match="must be one of png, pdf, svg"):
        plot.encode(figure, "bmp")


def test_no_pyplot() -> None:
    code = """
import sys
from adamw_bounds.report import plot
from adamw_bounds.spectra import shipped
from adamw_bounds.spectra.shapes import densities
for ending in ("png", "pdf", "svg"):
    plot.encode(plot.density_figure(densities([shipped("digits_mlp_adamw")])), ending)
print("matplotlib" in sys.modules, "matplotlib.pyplot" in sys.modules)
"""
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["True", "False"]


def test_only_the_modules_that_draw_import_matplotlib() -> None:
    package = ROOT / "adamw_bounds"
    found = [
        path.relative_to(package).as_posix()
        for path in package.rglob("*.py")
        if re.search(r"^\s*(import|from)\s+matplotlib", path.read_text("utf-8"), re.M)
    ]
    assert sorted(found) == ["report/drawing.py", "report/plot.py", "report/plot_bounds.py"]


def quadrature() -> Spectrum:
    rng = np.random.default_rng(0)
    nodes = np.sort(rng.normal(size=(4, 8)) ** 3, axis=1)
    return Spectrum(nodes=nodes, weights=np.full((4, 8), 0.125), dim=50, label="rule")


def test_a_quadrature_is_no_histogram() -> None:
    (item,) = densities([quadrature()])
    assert item.known is not None
    axes = axes_of(plot.density_figure([item]))
    # Boxes that hold the shares, strokes at the estimates, and one box for all smaller ones.
    boxes = len(axes.collections)
    seen = [max(ends) > 0 for ends in zip(*item.known.positive, strict=True)]
    seen += [max(ends) > 0 for ends in zip(*item.known.negative, strict=True)]
    assert boxes == sum(seen)
    steps = [patch for patch in axes.patches if type(patch).__name__ == "StepPatch"]
    assert [patch.get_hatch() for patch in steps] == ["/////"]
    below = steps[0].get_data()
    assert (below.baseline[0], below.values[0]) == pytest.approx(
        [100 * end for end in item.known.below]
    )
    (item,) = densities([quadrature()], smooth=0.5)
    figure = plot.density_figure([item])
    assert not [patch for patch in axes_of(figure).patches if type(patch).__name__ == "StepPatch"]
    assert len(axes_of(figure).collections) == 2  # a band for each sign
    assert any("0.5 decades" in text for text in legend(figure))
    assert any("95 %" in text for text in legend(figure))


def test_heights_by_their_logarithms_grow_both_ways() -> None:
    spectrum = exact(*([0.5] * 900 + [-0.05] * 90 + [3.0] * 10))
    items = densities([spectrum])
    plain, logged = (axes_of(plot.density_figure(items, Look(log=log))) for log in ("x", "xy"))
    tall, taller = (
        [patch.get_data().values for patch in axes.patches if not patch.get_fill()]
        for axes in (plain, logged)
    )
    for before, after in zip(tall, taller, strict=True):
        filled = np.abs(before) > 0
        assert (np.sign(after[filled]) == np.sign(before[filled])).all()
        assert not after[~filled].any()
        # One foot for all.
        feet = np.log10(np.abs(before[filled])) - np.abs(after[filled])
        assert feet == pytest.approx(np.round(feet))
    assert logged.get_yticklabels()[0].get_text().startswith("$10^")


def test_axes_are_as_they_were_asked_for(spectra: list[Spectrum]) -> None:
    linear = plot.density_figure(densities(spectra, is_linear=True), Look(log="none"))
    assert axes_of(linear).get_xlabel() == "eigenvalue σ of the Hessian"
    items = densities(spectra, span=(1e-6, 1e-2))
    axes = axes_of(plot.density_figure(items, Look(xlim=(1e-6, 1e-2))))
    assert axes.get_xlim() == pytest.approx((-6, -2))
    assert not names(axes)[0].startswith("σ = b")  # it is not within
    curves = lambda_curves([(spectra[0], "adamw")], rho=0.01, span=(1e-4, 1.0))
    axes = axes_of(plot.lambda_figure(curves, Look(log="none", xlim=(1e-4, 1.0), title="$T_x$")))
    assert (axes.get_xscale(), axes.get_yscale()) == ("linear", "linear")
    assert axes.get_xlim() == pytest.approx((1e-4, 1.0))
    assert axes.figure.get_suptitle() == "$T_x$"
    for span in ((1e5, None), (None, 1e-30)):
        with pytest.raises(InputError) as caught:
            plot.cumulative_figure([cumulative(spectra[0])], Look(xlim=span))
        assert [fault.name for fault in caught.value.faults] == ["xlim"]
    part = err_by_decade(spectra[0], rho=0.01)
    with pytest.raises(InputError) as caught:
        plot.decades_figure([part], Look(log="y"))
    assert [fault.name for fault in caught.value.faults] == ["log"]


def test_a_band_does_not_hide_the_curves() -> None:
    (item,) = lambda_curves([(quadrature(), "adamw")], lam=0.1, **SETTINGS)
    assert item.band is not None
    figure = plot.lambda_figure([item])
    assert len(axes_of(figure).collections) == 1
    assert axes_of(figure).get_ylim()[1] < 100 * max(item.err)
    assert any("95 %" in text for text in legend(figure))
