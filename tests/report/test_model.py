"""What a report shows of its rows."""

from __future__ import annotations

from adamw_bounds.report import render


def test_of_many_stages_a_page_shows_the_first_and_the_last(report) -> None:
    rows = [
        {"statement": "theorem-4", "quantity": "iterations", "stage": stage, "value": float(stage)}
        for stage in range(1, 1001)
    ]
    made = report([{"statement": "theorem-4", "quantity": "iterations", "value": 7.0}, *rows])
    (table,) = made.tables()
    assert [row.get("stage") for row in table.rows] == [None, 1, 2, 3, 998, 999, 1000]
    assert table.after
    assert render(made, "json").count('"stage"') == 1000
    (few,) = report(rows[:40]).tables()
    assert len(few.rows) == 40


def test_of_many_cases_a_page_shows_the_first_and_the_last(report) -> None:
    rows = [
        {"statement": "corollary-3", "quantity": "err", "case": f"net/b{place}", "value": 1.0}
        for place in range(1000)
    ]
    made = report(rows)
    (table,) = made.tables()
    shown = [*range(10), *range(990, 1000)]
    assert [row["case"] for row in table.rows] == [f"net/b{place}" for place in shown]
    assert table.after
    assert render(made, "json").count('"case"') == 1000
    (few,) = report(rows[:500]).tables()
    assert len(few.rows) == 500
    assert not few.after
