from __future__ import annotations

import json
import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from adamw_bounds.errors import InputError
from adamw_bounds.spectra import Block, Meta, Spectrum, describe, generalization, merge, sketch


def exact(*values: float, **more: object) -> Spectrum:
    return Spectrum(eigenvalues=np.array(values), **more)  # type: ignore[arg-type]


def shares(lines: tuple[str, ...]) -> list[float]:
    """Return the shares that a sketch prints, in percent."""
    return [float(match[1]) for line in lines if (match := re.search(r"([\d.]+)%$", line))]


def test_figures_of_an_exact_spectrum() -> None:
    meta = Meta(model="MLP", eta=0.1, test_accuracy=0.97, rho=None, extra={"lr": 0.1})
    answer = describe(exact(2.0, -0.5, 0.0, 1e-20, meta=meta, label="net"))
    found = {row.quantity: row.value for row in answer}
    assert found["dim"] == 4
    assert found["eigenvalue-max"] == 2.0
    assert found["eigenvalue-min"] == -0.5
    assert found["singular-value-max"] == 2.0
    assert found["singular-value-min"] == 0.0
    assert found["share-below-1"] == 0.75
    assert found["share-negative"] == 0.25
    assert found["floor"] == 4 * 2.0**-52 * 2
    assert found["count-below-floor"] == 2
    assert found["trace"] == 1.5
    assert found["quantile-0.5"] == 1e-20
    assert found["quantile-0.99"] == 2.0
    assert found["eta"] == 0.1
    assert found["test-accuracy"] == 0.97
    assert "rho" not in found
    assert "probes" not in found
    assert answer.command == "spectrum show"
    assert answer.inputs["kind"] == "exact"
    assert answer.inputs["meta"] == {"model": "MLP", "eta": 0.1, "test_accuracy": 0.97, "lr": 0.1}
    assert answer.extra["sketch"] == sketch(exact(2.0, -0.5, 0.0, 1e-20))
    rows = [row.as_row() for row in answer]
    assert len({row["quantity"] for row in rows}) == len(rows)
    assert {row["case"] for row in rows} == {"net"}
    json.dumps(rows, allow_nan=False)
    for row in answer:
        assert (row.log10 is None) == (row.value is None or row.value <= 0)


def test_figures_of_a_quadrature() -> None:
    spectrum = Spectrum(
        dim=100, nodes=np.array([[1.0, 0.0], [3.0, 0.0]]), weights=np.full((2, 2), 0.5)
    )
    answer = describe(spectrum)
    found = {row.quantity: row.value for row in answer}
    assert (found["probes"], found["steps"], found["trace"]) == (2, 2, 100.0)
    # Traces 50 and 150: standard error of their mean 50.
    assert answer.one(quantity="trace").stderr == pytest.approx(50.0, rel=1e-14)
    assert answer.inputs["kind"] == "quadrature"
    assert [note.code for note in answer.warnings] == ["quadrature"]


def test_a_spectrum_without_dimension() -> None:
    answer = describe(Spectrum(nodes=np.array([[1.0, 3.0]]), weights=np.array([[0.5, 0.5]])))
    assert answer.one(quantity="dim").value is None
    assert not answer.select(quantity="floor")
    assert [note.code for note in answer.warnings] == ["quadrature", "dim"]


def test_what_is_no_hessian_or_no_whole_model_is_said() -> None:
    plain = describe(exact(1.0, 2.0, meta=Meta.from_mapping({"matrix": "hessian"})))
    assert not {"gauss-newton", "left-out"} & {note.code for note in plain.warnings}
    meta = Meta.from_mapping({"matrix": "ggn", "parameters_left_out": 7})
    said = {note.code: note.message for note in describe(exact(1.0, 2.0, meta=meta)).warnings}
    assert "Gauss–Newton matrix, NOT OF THE HESSIAN" in said["gauss-newton"]
    assert said["left-out"] == (
        "7 parameters of the model were not measured: the figures are of the 2 in the file, "
        "not of the whole model."
    )


@pytest.mark.parametrize(
    ("low", "dtype", "more", "told"),
    [
        (-0.5, "float64", {}, True),
        (-1e-12, "float64", {}, True),
        (-1e-17, "float64", {}, False),
        (-3e-8, "float32", {}, False),
        (-1e-4, "float32", {}, True),
        (-1e-4, "float32", {"node_rounding": 2e-4}, False),
    ],
)
def test_a_gauss_newton_matrix_far_from_semidefinite_is_told(
    low: float, dtype: str, more: dict[str, float], told: bool
) -> None:
    meta = Meta.from_mapping({"matrix": "ggn", "dtype": dtype, **more})
    nodes, weights = np.array([[low, 0.5, 1.0]]), np.array([[0.25, 0.25, 0.5]])
    rule = Spectrum(dim=100, nodes=nodes, weights=weights, meta=meta)
    # A block's products are rounded as those of the whole.
    small = Spectrum(dim=50, nodes=1e-3 * nodes, weights=weights, meta=meta)
    whole = Spectrum(blocks=[Block(name="a", spectrum=rule), Block(name="b", spectrum=small)])
    values = {"eta": 1e-3, "rho": 0.1, "batch_size": 8, "samples": 100, "x_star_norm": 1.0}
    for spectrum in (rule, exact(low, 0.5, 1.0, meta=meta), whole):
        for answer in (describe(spectrum), generalization(spectrum, lam=0.1, **values)):
            found = [note for note in answer.warnings if note.code == "not-semidefinite"]
            assert bool(found) == told
            assert not told or f"{low:.4g}" in found[0].message


def test_a_shipped_spectrum() -> None:
    answer = describe("shipped:digits_mlp_adamw")
    assert answer.inputs["spectrum"] == "shipped:digits_mlp_adamw"
    assert answer.one(quantity="count-below-floor").value == 131
    assert answer.one(quantity="share-negative").value == pytest.approx(641 / 2410)


def test_a_value_beyond_a_float_is_null() -> None:
    assert describe(exact(1.7e308, 1.7e308)).one(quantity="trace").value is None


# The sketch


def test_sketch_by_hand() -> None:
    # Half a decade a line; the longest bar, 30 %, has all 39 cells; zeros lie below the floor.
    spectrum = exact(1, 2, 3, 4, 5, 0.2, 0.3, -0.4, 0.0, 0.0)
    assert sketch(spectrum, width=60, rows=4) == (
        "   log10 |σ|                                           share",
        "  0.5 to 1.0 " + "█" * 26 + " " * 13 + "  20.00%",
        "  0.0 to 0.5 " + "█" * 39 + "  30.00%",
        " -0.5 to 0.0 " + "░" * 13 + " " * 26 + "  10.00%",
        "-1.0 to -0.5 " + "█" * 26 + " " * 13 + "  20.00%",
        " below 1e-14 " + "█" * 26 + " " * 13 + "  20.00%",
        "             █ positive  ░ negative",
    )


@given(
    values=arrays(
        np.float64,
        st.integers(1, 80),
        elements=st.just(0.0)
        | st.tuples(st.floats(-300, 300), st.sampled_from([-1.0, 1.0])).map(
            lambda pair: pair[1] * 10.0 ** pair[0]
        ),
    ),
    width=st.integers(40, 120),
    rows=st.integers(4, 30),
    ascii_only=st.booleans(),
)
@hypothesis_settings()
def test_any_spectrum_is_drawn_within_its_frame(
    values: np.ndarray, width: int, rows: int, ascii_only: bool
) -> None:
    spectrum = Spectrum(eigenvalues=values)
    lines = sketch(spectrum, width=width, rows=rows, ascii_only=ascii_only)
    assert all(len(line) <= width for line in lines)
    assert len(lines) <= rows + 3
    assert not any(line.endswith(" ") or "\n" in line for line in lines)
    if ascii_only:
        assert "".join(lines).isascii()
    small = sum(line.endswith("<0.01%") for line in lines)
    assert sum(shares(lines)) == pytest.approx(100, abs=0.01 * len(lines) + 0.01 * small)
    shaded = "-" if ascii_only else "░"
    assert lines[-1].endswith(" negative") == bool((values < 0).any())
    assert (shaded + " negative" in lines[-1]) == bool((values < 0).any())
    # Every interval that holds a value shows a bar.
    for line in lines[1:]:
        if "%" in line and not line.endswith(" 0.00%"):
            bar = line.replace("to -", "to ").lstrip().lstrip("-")
            assert any(mark in bar for mark in "█▏▎▍▌▋▊▉░#-")


def test_weights_make_the_bars() -> None:
    spectrum = Spectrum(
        dim=50, nodes=np.array([[2.0, -0.2, 9.9]]), weights=np.array([[0.75, 0.25, 0.0]])
    )
    lines = sketch(spectrum, width=50, rows=4)
    assert shares(lines) == [75.0, 0.0, 25.0]  # half a decade a line; weight 0 draws nothing


def test_all_zero_is_one_line() -> None:
    lines = sketch(exact(0.0, 0.0))
    assert len(lines) == 2
    assert lines[1].split()[0] == "zero"
    assert shares(lines) == [100.0]


def test_a_floor_above_everything_hides_nothing() -> None:
    # d·ε of bfloat16 exceeds 1 for d > 128.
    spectrum = exact(*np.geomspace(1e-3, 1, 500), dtype="bfloat16")
    assert spectrum.resolution() == 1
    assert not any("below" in line for line in sketch(spectrum))


def test_a_frame_that_is_too_small() -> None:
    with pytest.raises(InputError, match="width ≥ 40 and rows ≥ 4, not 39 and 4"):
        sketch(exact(1.0), width=39, rows=4)
    with pytest.raises(InputError, match="width ≥ 40 and rows ≥ 4"):
        sketch(exact(1.0), rows=3)


def test_steps_are_those_made_whatever_stands_beside_or_fills_up() -> None:
    nodes, beside = np.array([[0.5, 1.0, 2.0, 0.0]]), np.array([[False, False, False, True]])
    long = Spectrum(
        dim=8, nodes=nodes, weights=np.full((1, 4), 0.25), known=beside, apart=beside, label="a"
    )
    short = Spectrum(dim=8, nodes=nodes[:, :2], weights=np.full((1, 2), 0.5), label="b")
    # The shorter rule is filled up to the columns of the longer one, its zeros among them.
    together = merge([short, long], force=True)
    assert together.steps == 4
    for spectrum, steps in ((long, 3), (short, 2), (together, 3)):
        assert {row.quantity: row.value for row in describe(spectrum)}["steps"] == steps
    assert exact(1.0, 2.0).depth is None
