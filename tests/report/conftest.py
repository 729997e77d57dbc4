"""Rows as the commands make them; the numbers are Theorem 2's and 3's for stated inputs."""

from __future__ import annotations

import math
import sys
from collections.abc import Callable
from types import ModuleType
from typing import Any

import pytest

from adamw_bounds.report import Column, Report, Section

INPUTS = {
    "c_inf": 5.0,
    "smoothness": 2.0,
    "sigma": 0.5,
    "delta": 1e-4,
    "gap": 1.5,
    "epsilon": 0.1,
    "batch_size": 32,
    "schedule": "all",
    "gamma": None,
}
INVOCATION = "adamw-bounds complexity --c-inf 5 -L 2 --sigma 0.5 --delta 1e-4 --gap 1.5 -f latex"
WARNINGS = [
    (
        "vacuous",
        "No one can run 1.6×10¹⁶ steps: (c2/c1)^2.5 = 5.590×10⁶ drives theorem-2.",
        "vacuous",
    ),
    ("orders", "The orders of other papers have every constant taken as 1.", "method"),
]


@pytest.fixture(scope="session")
def report() -> Callable[..., Report]:
    """Return a function that makes a report of rows."""

    def make(rows: Any, **more: Any) -> Report:
        return Report(**{"command": "x", "version": "0.1.0", "inputs": {}, "rows": rows, **more})

    return make


@pytest.fixture(scope="session")
def samples() -> ModuleType:
    """Return this module: the tests make the reports that they need."""
    return sys.modules[__name__]


def row(
    statement: str,
    optimizer: str | None,
    schedule: str | None,
    variant: str,
    quantity: str,
    log10: float | None,
    dominant: str | None = "bias",
    **more: Any,
) -> dict[str, Any]:
    value = None
    if log10 is not None and abs(log10) < 308:
        value = 10.0**log10
    found = {
        "statement": statement,
        "optimizer": optimizer,
        "schedule": schedule,
        "variant": variant,
        "quantity": quantity,
        "value": value,
        "log10": log10,
        "terms": [
            {"label": "bias", "log10": log10},
            {"label": "variance", "log10": None if log10 is None else log10 - 0.75},
        ],
        "dominant": dominant,
        "audit": [],
        "notes": [],
        "source": "Theorem 2, eq. (5), section 4.1, pp. 6487-6488, doi:10.1109/TPAMI.2024.3382294",
    }
    return {**found, **more}


def complexity_rows() -> list[dict[str, Any]]:
    rows = []
    tables: list[tuple[str, str, dict[str, float | None]]] = [
        (
            "theorem-2",
            "constant",
            {
                "printed": 14.61,
                "corrected": 14.61,
                "explicit": 16.1669,
                "explicit-large-step": 14.8,
            },
        ),
        ("theorem-3", "decaying", {"printed": None, "corrected": 15.33, "explicit": 19.5208}),
        ("theorem-4", "constant", {"printed": 400.25, "corrected": 9.9996, "explicit": 12.0}),
        ("theorem-4", "decaying", {"printed": 12.1, "corrected": 123456.789, "explicit": 2.31}),
    ]
    for statement, schedule, variants in tables:
        for quantity, factor in (("iterations", 0.0), ("gradient-complexity", math.log10(32))):
            for variant, log10 in variants.items():
                more: dict[str, Any] = {}
                if statement == "theorem-3" and variant == "printed":
                    more["notes"] = ["ε ≥ 1: the printed log(1/ε) is not positive, so no number."]
                    more["audit"] = ["thm3-units", "thm3-square"]
                if variant == "explicit":
                    more["notes"] = ["β1 is capped at 1/2, so λη ≤ 1/4 binds & 100% of c∞ stays."]
                    if log10 is not None and log10 < 6:
                        more["count"] = math.ceil(10 ** (log10 + factor))
                rows.append(
                    row(
                        statement,
                        "adamw",
                        schedule,
                        variant,
                        quantity,
                        None if log10 is None else log10 + factor,
                        "variance" if variant == "corrected" else "bias",
                        **more,
                    )
                )
    return rows


def complexity(**more: Any) -> Report:
    options: dict[str, Any] = {
        "command": "complexity",
        "version": "0.1.0",
        "inputs": INPUTS,
        "rows": complexity_rows(),
        "warnings": WARNINGS,
        "pivot": "variant",
        "title": "Steps T and stochastic gradients bT until the mean squared gradient is ε²",
        "after": [
            "theorem-3: printed and corrected differ because the proof's own √T is squared once "
            "too little; the repaired bound is Theorem 2's times log²(1/ε).",
        ],
        "invocation": INVOCATION,
    }
    return Report(**{**options, **more})


def conditions_rows() -> list[dict[str, Any]]:
    coupling = {
        "name": "eta-coupling",
        "lhs": 1e-3,
        "rhs": 2.5e-10,
        "met": False,
        "margin": 4.0e6,
        "text": "η ≤ β1·c1/(2L)",
        "remedy": "--eta at most 2.500×10⁻¹⁰, or --beta1 at least 1 (which is not below its cap)",
    }
    monotone = {
        "name": "lambda-monotone",
        "lhs": 1.0,
        "rhs": 3.1e-5,
        "met": False,
        "margin": 32258.06,
        "text": "λ_{k+1}/λ_k ≤ (1+q)^(−1/2)",
        "remedy": "a decreasing λ_k; constant weight decay is covered by no statement",
    }
    small = {
        "name": "beta1-range",
        "lhs": 0.1,
        "rhs": 1.0,
        "met": True,
        "margin": 0.1,
        "text": "β1 ≤ 1",
        "remedy": "",
    }
    rows = []
    for variant in ("printed", "corrected", "explicit"):
        conditions = [small] if variant == "printed" else [coupling, monotone, small]
        for quantity, log10 in (("eta-max", -9.6), ("beta1-max", -3.2), ("beta2-max", None)):
            rows.append(
                row(
                    "theorem-2",
                    "adamw",
                    "constant",
                    variant,
                    quantity,
                    log10,
                    None,
                    conditions=conditions,
                    terms=[],
                )
            )
    return rows


def conditions(**more: Any) -> Report:
    options: dict[str, Any] = {
        "command": "conditions",
        "version": "0.1.0",
        "inputs": {**INPUTS, "eta": 1e-3, "beta1": 0.1},
        "rows": conditions_rows(),
        "pivot": "variant",
        "conditions": True,
        "title": "Largest settings that the statements allow",
    }
    return Report(**{**options, **more})


def compare_rows() -> list[dict[str, Any]]:
    rows = []
    for optimizer, ratio in (("adamw", 1.0), ("adam", 0.93), ("l2-adam", 17.25)):
        for statement, schedule, log10 in (
            ("theorem-2", "constant", 12.0),
            ("theorem-3", "decaying", 13.5),
        ):
            for variant in ("printed", "corrected", "explicit"):
                identity = "corollary-2" if optimizer != "adamw" else statement
                rows.append(
                    row(
                        identity,
                        optimizer,
                        schedule,
                        variant,
                        "gradient-complexity",
                        log10 + math.log10(ratio),
                        ratio=ratio,
                    )
                )
    rows += [
        row(
            "defossez2022-theorem-4",
            "adam",
            "constant",
            "explicit",
            "gradient-complexity",
            17.3,
            None,
            ratio=None,
            terms=[],
            notes=["Another output index: drawn with weights 1−β1^(N−j); linear in d."],
        ),
        row(
            "ghadimi2013-theorem-2.1",
            "sgd",
            "constant",
            "explicit",
            "gradient-complexity",
            4.2,
            None,
            ratio=1.58e-8,
            terms=[],
        ),
    ]
    return rows


def compare(**more: Any) -> Report:
    options: dict[str, Any] = {
        "command": "compare",
        "version": "0.1.0",
        "inputs": INPUTS,
        "rows": compare_rows(),
        "group_by": ("quantity", "variant"),
        "columns": (
            Column("statement", kind="id"),
            Column("optimizer", kind="id"),
            Column("schedule", kind="id"),
            Column("value", kind="number", instead="count"),
            Column("ratio", "ratio to AdamW", kind="number"),
            Column("dominant", kind="id", drop=70),
        ),
        "title": "AdamW, Adam, ℓ2-Adam and the literature",
    }
    return Report(**{**options, **more})


def generalization_rows() -> list[dict[str, Any]]:
    rows = []
    for case in ("digits_mlp_adamw.npz", "digits_mlp_l2.npz"):
        for optimizer, err in (("adamw", -1234.5678), ("l2-adam", 98765.4321)):
            for quantity, value in (
                ("err", err),
                ("err-per-parameter", err / 4810),
                ("c0", 18.25),
                ("phi", 0.8125),
            ):
                rows.append(
                    {
                        "statement": "corollary-3",
                        "optimizer": optimizer,
                        "schedule": None,
                        "variant": "corrected",
                        "quantity": quantity,
                        "case": case,
                        "value": value,
                        "log10": math.log10(abs(value)),
                        "lower": value - 0.5 if quantity == "err" else None,
                        "upper": value + 0.5 if quantity == "err" else None,
                        "terms": [],
                        "dominant": None,
                        "audit": ["cor3-scale"],
                        "notes": ["floor = 4.270×10⁻¹³ = dim·ε_machine·max|σ|"],
                        "source": "Corollary 3",
                    }
                )
    return rows


def generalization(**more: Any) -> Report:
    options: dict[str, Any] = {
        "command": "generalization",
        "version": "0.1.0",
        "inputs": {"rho": 0.01, "samples": 1437},
        "rows": generalization_rows(),
        "pivot": "optimizer",
        "group_by": ("case",),
        "title": "Generalization from Hessian spectra",
    }
    return Report(**{**options, **more})


def theorems(**more: Any) -> Report:
    rows = [
        {
            "id": "theorem-2",
            "title": "AdamW, smooth nonconvex F, constant step: iterations until ‖∇F‖ ≤ ε",
            "variants": ["printed", "corrected", "explicit", "explicit-large-step"],
            "formula": "max(c∞^2.5 LΔσ²/(δ^1.25 b ε⁴), c∞² σ⁴/(δ b² ε⁴))",
            "latex": r"\max\left(\frac{c_\infty^{5/2} L \Delta \sigma^2}{\delta^{5/4} b"
            r" \epsilon^4}, \frac{c_\infty^2 \sigma^4}{\delta b^2 \epsilon^4}\right)",
            "printed_right": True,
        },
        {
            "id": "lemma-5",
            "title": "Stationary covariance of the Ornstein-Uhlenbeck process",
            "variants": ["printed", "corrected"],
            "formula": "|A| ≤ B",
            "latex": r"|A| \le B",
            "printed_right": False,
        },
    ]
    options: dict[str, Any] = {
        "command": "theorem",
        "version": "0.1.0",
        "inputs": {},
        "rows": rows,
        "columns": (
            Column("id", kind="id"),
            Column("title"),
            Column("variants", kind="list", drop=10),
            Column("printed_right", "right as printed", kind="flag"),
            Column("formula", kind="math", math_key="latex", drop=20),
        ),
    }
    return Report(**{**options, **more})


def in_sections() -> Report:
    """Return a report of two tables, as the demo prints it."""
    return complexity(
        sections=[
            Section(rows=generalization_rows(), title="Spectra", pivot="optimizer"),
            Section(
                rows=complexity_rows(), title="Complexity", pivot="variant", after=["  $ next --x"]
            ),
            Section(title="Next", before=["Try:", "  adamw-bounds complexity --c-inf 1 -e 0.1"]),
        ],
    )
