"""From rows to cells: pivot, groups, footnotes, conditions."""

from __future__ import annotations

from typing import Any

from adamw_bounds.report import LOG10, VALUE, Column, Section, conditions_section
from adamw_bounds.report.grid import Grid, make_grid
from adamw_bounds.report.plain import DASH


def texts(grid: Grid) -> list[list[str]]:
    return [[cell.text for cell in line.cells] for line in grid.lines()]


def headings(grid: Grid) -> list[str]:
    return [column.heading for column in grid.columns]


def test_pivot_puts_the_variants_side_by_side(samples: Any) -> None:
    rows = samples.complexity_rows()
    grid = make_grid(Section(rows=rows, pivot="variant"))
    assert headings(grid) == [
        "quantity",
        "printed",
        "corrected",
        "explicit",
        "explicit-large-step",
        "dominant",
    ]
    assert [[cell.text for cell in group.heading] for group in grid.groups] == [
        ["theorem-2", "adamw", "constant"],
        ["theorem-3", "adamw", "decaying"],
        ["theorem-4", "adamw", "constant"],
        ["theorem-4", "adamw", "decaying"],
    ]
    assert texts(grid)[0][:5] == [
        "iterations",
        "4.074×10¹⁴",
        "4.074×10¹⁴",
        "1.469×10¹⁶",
        "6.310×10¹⁴",
    ]
    assert texts(grid)[2][:5] == ["iterations", "–", "2.138×10¹⁵", "3.317×10¹⁹", "–"]


def test_pivot_shows_every_row_once(samples: Any) -> None:
    rows = samples.complexity_rows()
    grid = make_grid(Section(rows=rows, pivot="variant"))
    shown = sum(
        cell.value is not None or cell.log10 is not None
        for line in grid.lines()
        for cell in line.cells[1:5]
    )
    assert shown == sum(row["log10"] is not None for row in rows)


def test_pivot_keeps_rows_that_the_columns_do_not_tell_apart() -> None:
    rows = [
        {"statement": "a", "variant": "printed", "value": 1.0},
        {"statement": "b", "variant": "printed", "value": 2.0},
        {"statement": "b", "variant": "explicit", "value": 3.0},
    ]
    grid = make_grid(Section(rows=rows, pivot="variant", columns=[Column("quantity"), VALUE]))
    assert texts(grid) == [["–", "1.000", "3.000"], ["–", "2.000", "–"]]


def test_pivot_order_is_printed_corrected_explicit_then_as_seen() -> None:
    rows = [
        {"statement": "a", "variant": name, "value": 1.0}
        for name in ("mine", "explicit", "printed", "corrected")
    ]
    grid = make_grid(Section(rows=rows, pivot="variant"))
    assert headings(grid) == ["printed", "corrected", "explicit", "mine"]


def test_pivot_on_two_numbers(samples: Any) -> None:
    rows = samples.complexity_rows()[:4]
    grid = make_grid(Section(rows=rows, pivot="variant", pivot_on=(VALUE, LOG10)))
    assert headings(grid)[1:] == [
        "printed",
        "corrected",
        "explicit",
        "explicit-large-step",
        "log10 printed",
        "log10 corrected",
        "log10 explicit",
        "log10 explicit-large-step",
        "dominant",
    ]
    assert texts(grid)[0][5] == "14.6100"
    assert grid.columns[5].drop == 90


def test_small_counts_stand_for_their_values() -> None:
    rows = [
        {"statement": "a", "value": 0.25, "log10": -0.602, "count": 1},
        {"statement": "b", "value": 1e9, "log10": 9.0, "count": 10**9},
    ]
    assert [line[1] for line in texts(make_grid(Section(rows=rows)))] == ["1", "1.000×10⁹"]


def test_dominant_parts_are_merged_only_where_they_agree(samples: Any) -> None:
    rows = [
        {"statement": "a", "variant": "printed", "value": 1.0, "dominant": "bias"},
        {"statement": "a", "variant": "corrected", "value": 1.0, "dominant": "bias"},
        {"statement": "b", "variant": "printed", "value": 1.0, "dominant": None},
        {"statement": "b", "variant": "corrected", "value": 1.0, "dominant": "bias"},
        {"statement": "c", "variant": "printed", "value": 1.0, "dominant": "bias"},
        {"statement": "c", "variant": "corrected", "value": 1.0, "dominant": "variance"},
    ]
    grid = make_grid(Section(rows=rows, pivot="variant"))
    assert [line[-1] for line in texts(grid)] == ["bias", "bias", "bias / variance"]


def test_footnotes_are_numbered_once_and_say_which_variant(samples: Any) -> None:
    grid = make_grid(Section(rows=samples.complexity_rows(), pivot="variant"))
    assert [note.full() for note in grid.footnotes] == [
        "explicit: β1 is capped at 1/2, so λη ≤ 1/4 binds & 100% of c∞ stays.",
        "printed: ε ≥ 1: the printed log(1/ε) is not positive, so no number.",
        "printed: audit: thm3-units, thm3-square",
    ]
    assert [line.marks for line in grid.lines()][:3] == [(1,), (1,), (1, 2, 3)]


def test_a_footnote_of_all_variants_names_none() -> None:
    rows = [
        {"statement": "a", "variant": variant, "value": 1.0, "notes": ["same"]}
        for variant in ("printed", "corrected")
    ]
    grid = make_grid(Section(rows=rows, pivot="variant"))
    assert [note.full() for note in grid.footnotes] == ["same"]


def test_other_keys_become_footnotes_on_demand(samples: Any) -> None:
    rows = samples.complexity_rows()[:1]
    grid = make_grid(Section(rows=rows, footnotes=("source",)))
    assert grid.footnotes[0].text.startswith("source: Theorem 2, eq. (5)")


def test_chosen_columns_leave_out_what_is_empty_or_nested(samples: Any) -> None:
    grid = make_grid(Section(rows=samples.compare_rows()))
    assert headings(grid) == [
        "statement",
        "optimizer",
        "schedule",
        "variant",
        "quantity",
        "value",
        "ratio",
        "dominant",
        "log10",
    ]
    grid = make_grid(Section(rows=samples.generalization_rows()))
    assert "schedule" not in headings(grid)
    assert {"case", "lower", "upper"} <= {*headings(grid)}


def test_rows_of_a_group_stand_together_in_their_order(samples: Any) -> None:
    rows = [{"case": case, "n": n} for n, case in enumerate("abab")]
    grid = make_grid(Section(rows=rows, group_by=("case",), columns=[Column("n", kind="number")]))
    assert [[line.cells[0].text for line in group.lines] for group in grid.groups] == [
        ["0", "2"],
        ["1", "3"],
    ]


def test_terms_are_columns_on_demand(samples: Any) -> None:
    rows = samples.complexity_rows()[:1]
    columns = [Column("terms.bias", kind="number"), Column("terms.none", kind="number")]
    grid = make_grid(Section(rows=rows, columns=columns))
    assert headings(grid) == ["bias", "none"]
    assert texts(grid) == [["4.074×10¹⁴", "–"]]


def test_logarithm_of_another_number() -> None:
    rows = [{"ratio": None, "log10_ratio": 500.0, "x": None, "y": 2.0}]
    columns = [Column("ratio", kind="number"), Column("x", kind="number", log10_key="y")]
    assert texts(make_grid(Section(rows=rows, columns=columns))) == [["1.000×10⁵⁰⁰", "100.0"]]


def test_conditions_are_listed_once_with_all_their_variants(samples: Any) -> None:
    section = conditions_section(samples.conditions_rows())
    assert section is not None
    grid = make_grid(section)
    assert headings(grid) == [
        "condition",
        "in symbols",
        "left side",
        "right side",
        "met",
        "missed by the factor",
    ]
    assert [[cell.text for cell in group.heading] for group in grid.groups] == [
        ["theorem-2", "adamw", "constant", "printed, corrected, explicit"],
        ["theorem-2", "adamw", "constant", "corrected, explicit"],
    ]
    assert texts(grid) == [
        ["beta1-range", "β1 ≤ 1", "0.1000", "1.000", "yes", DASH],
        ["eta-coupling", "η ≤ β1·c1/(2L)", "0.001000", "2.500×10⁻¹⁰", "no", "4.000×10⁶"],
        [
            *("lambda-monotone", "λ_{k+1}/λ_k ≤ (1+q)^(−1/2)", "1.000"),
            *("3.100×10⁻⁵", "no", "32\u202f258"),
        ],
    ]
    assert [note.text[:5] for note in grid.footnotes] == ["--eta", "a dec"]


def test_no_conditions_no_table(samples: Any) -> None:
    assert conditions_section(samples.complexity_rows()) is None
    assert len(samples.complexity(conditions=True).tables()) == 1
    assert len(samples.conditions().tables()) == 2


def test_array_rows_are_shown_without_numpy_types() -> None:
    import numpy as np

    grid = make_grid(Section(rows=[{"statement": "a", "value": np.float64(2.0)}]))
    assert texts(grid) == [["a", "2.000"]]
