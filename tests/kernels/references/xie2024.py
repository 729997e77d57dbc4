"""Xie and Li 2024: the box of Theorem 1.1, and the score of Lemma 3.8 as sums over one entry."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from references.numbers import Env, Key, over


def box(e: Env) -> Any:
    return over(1, e["lam"])


def score(e: Env) -> Any:
    return e["gradient_l1"] + e["lam"] * e["alignment"]


_LEMMA = "xie2024-lemma-3-8"
REFERENCES: dict[Key, Callable[[Env], Any]] = {
    **{
        ("xie2024-theorem-1-1", "limit-x-inf", schedule, None, None, "printed"): box
        for schedule in (
            *("constant", "inverse-sqrt", "inverse-time", "linear", "cosine", "warm-up"),
            *("step", "file"),
        )
    },
    **{
        (_LEMMA, quantity, None, None, None, "printed"): function
        for quantity, function in (
            ("kkt-score", score),
            ("kkt-relative", lambda e: score(e) / e["gradient_l1"]),
            ("frank-wolfe-gap", lambda e: score(e) / e["lam"]),
            (
                "kkt-summand",
                lambda e: (
                    e["gradient_entry"] + e["lam"] * e["gradient_entry"] * e["parameter_entry"]
                ),
            ),
        )
    },
}
