"""A JSON value is a density, or one sentence says why it is none."""

import json
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adamw_bounds.spectra.densities import DensityError, density_in

NUMBERS = st.lists(st.floats(allow_nan=False, allow_infinity=False), min_size=1, max_size=4)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=3),
    lambda held: (
        st.lists(held, max_size=3)
        | st.dictionaries(
            st.sampled_from(["eigenvalues", "weights", "residuals", "dim", "meta", "more"]), held
        )
    ),
    max_leaves=12,
)


@given(st.lists(NUMBERS, min_size=1, max_size=3).filter(lambda rows: len({*map(len, rows)}) == 1))
def test_both_forms_of_several_probes_and_of_one(rows: list[list[float]]) -> None:
    for content in ([rows, rows], {"eigenvalues": rows, "weights": rows, "more": 1}):
        density = density_in(json.loads(json.dumps(content)))
        assert density.eigenvalues == density.weights == rows
        assert density.dim is density.meta is density.residuals is None
    assert density_in([rows[0], rows[0]]).eigenvalues == rows[:1]


def whole(**more: Any) -> dict[str, Any]:
    return {"eigenvalues": [[1, 2.5]], "weights": [[0.5, 0.5]], **more}


def test_what_else_it_may_hold() -> None:
    density = density_in(whole(dim=9, residuals=[0.0, 1], meta={"eta": 0.5}))
    assert (density.dim, density.residuals, density.meta) == (9, [[0.0, 1.0]], {"eta": 0.5})


@pytest.mark.parametrize(
    ("content", "named"),
    [
        (3, "neither"),
        ([[1.0], [1.0], [1.0]], "neither"),
        ({"weights": [[1.0]]}, "key eigenvalues is"),
        ({}, "key eigenvalues and the key weights are"),
        ([[], []], "eigenvalues"),
        ([1.0, 2.0], "eigenvalues"),
        ([[[1.0], 2.0], [[1.0], [1.0]]], "eigenvalues"),
        ([[[1.0], [1.0]], [[1.0], {}]], "weights"),
        ([[[1.0, 2.0], [1.0]], [[0.5, 0.5], [1.0]]], "eigenvalues differ in length"),
        ([[["1.0"]], [[1.0]]], "'1.0'"),
        ([[[True]], [[1.0]]], "True"),
        ([[[None]], [[1.0]]], "None"),
        ([[10**400], [1.0]], "beyond a float"),
        (whole(dim=2.5), "dim"),
        (whole(dim=True), "dim"),
        (whole(meta=1), "meta"),
        (whole(residuals=[[1.0, 0.0], [1.0, 0.0]]), "residuals"),
        (whole(known=[[1, 0]]), "known is not"),
        (whole(residuals=["0", 0]), "residuals holds '0'"),
    ],
)
def test_what_is_no_density(content: Any, named: str) -> None:
    with pytest.raises(DensityError, match="is no density: ") as found:
        density_in(content)
    assert named in str(found.value)
    assert len(str(found.value)) < 150


@given(JSON)
def test_anything_else_is_refused_by_this_error_alone(content: Any) -> None:
    density = None
    with suppress(DensityError):
        density = density_in(content)
    assert density is None or len({len(row) for row in density.eigenvalues}) == 1
