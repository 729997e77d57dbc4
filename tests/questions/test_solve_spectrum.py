"""The inverse of a spectrum's figures, and their least, against many values of the inputs."""

from __future__ import annotations

import itertools
from typing import Any

import numpy as np
import pytest

import adamw_bounds as ab
from adamw_bounds.spectra.estimates import Figures

SIGMA = np.geomspace(1e-6, 30, 20)
SPECTRUM = ab.Spectrum(eigenvalues=np.append(SIGMA, -SIGMA[::4]), label="a")
RUN: dict[str, Any] = {
    **{"eta": 1e-2, "lam": 1e-3, "batch_size": 80, "samples": 500, "rho": 0.02},
    **{"tau": 0.05, "x_star_norm": 0.3},
}


def without(*names: str) -> dict[str, Any]:
    return {name: value for name, value in RUN.items() if name not in names}


def figure(row: Any, quantity: str, **inputs: Any) -> float:
    figures = Figures(SPECTRUM, (row.optimizer,), (row.variant,), {**RUN, **inputs})
    return figures.value_at({}, row.optimizer, row.variant, quantity)


def test_a_figure_alone_is_that_of_the_answer() -> None:
    for row in ab.generalization(SPECTRUM, train_risk=0.1, **RUN):
        if row.quantity != "c0":
            value = figure(row, row.quantity, train_risk=0.1)
            assert value == pytest.approx(row.value, rel=1e-12)


@pytest.mark.sampled(4)
@pytest.mark.parametrize(
    ("name", "quantity", "share"),
    [
        ("rho", "phi", 1.5),
        ("lr", "err", 1.2),
        ("lam", "err-per-parameter", 1.1),
        ("weight_decay", "kl", 1.3),
        ("batch_size", "kl", 1.2),
        ("samples", "pac-bayes-kl", 0.5),
        ("tau", "pac-bayes-classic", 0.9999),
        ("x_star_norm", "phi", 1.3),
    ],
)
def test_the_figure_at_the_answer_is_the_target(name: str, quantity: str, share: float) -> None:
    paper = {"lr": "eta", "weight_decay": "lam"}.get(name, name)
    at = ab.generalization(SPECTRUM, optimizer="adamw", variant="corrected", **RUN)
    target = share * at.one(quantity=quantity).value
    answer = ab.solve(
        name,
        reach=(quantity, target),
        spectrum=SPECTRUM,
        optimizer="adamw",
        variant="corrected",
        **without(paper),
    )
    assert answer.results
    for row in answer:
        if row.value is None:
            continue
        inner, outer = (0.999, 1.001) if row.case.startswith("at-most") else (1.001, 0.999)
        if row.count is not None:
            step = 1 if row.case.startswith("at-least") else -1
            inside, outside = {paper: row.count}, {paper: row.count - step}
        else:
            inside, outside = {paper: row.value * inner}, {paper: row.value * outer}
        assert figure(row, quantity, **inside) <= target * (1 + 1e-9)
        if paper != "tau" or outside[paper] < 1:
            assert figure(row, quantity, **outside) > target * (1 - 1e-9)


def test_all_stretches_are_found_and_nothing_lies_between() -> None:
    target = 90.0
    answer = ab.solve(
        "rho", reach=("err", target), spectrum=SPECTRUM, optimizer="l2-adam", **without("rho")
    )
    for optimizer, variant in {(row.optimizer, row.variant) for row in answer}:
        rows = answer.select(optimizer=optimizer, variant=variant)
        ends = {row.case: row.value for row in rows if row.value is not None}
        for rho in np.geomspace(1e-8, 1e4, 25):
            meets = figure(rows[0], "err", rho=float(rho)) <= target
            inside = bool(ends) and ends["at-least"] <= rho <= ends["at-most"]
            assert meets == inside


def test_where_no_value_serves_the_least_says_so() -> None:
    answer = ab.solve("rho", reach="phi=1e-3", spectrum=SPECTRUM, **without("rho"))
    least = ab.solve(minimize="phi", over="rho", spectrum=SPECTRUM, **without("rho"))
    for row in answer:
        assert row.value is None
        same = least.one(optimizer=row.optimizer, variant=row.variant)
        assert row.floor == pytest.approx(same.value, rel=1e-6)


@pytest.mark.parametrize("over", [("rho",), ("lam",), ("rho", "lam"), ("batch_size",)])
def test_nothing_that_is_tried_is_below_the_least(over: tuple[str, ...]) -> None:
    answer = ab.solve(
        minimize="kl", over=over, spectrum=SPECTRUM, variant="corrected", **without(*over)
    )
    size = 30 if len(over) == 1 else 7
    axes = {
        "rho": np.geomspace(1e-4, 10, size),
        "lam": np.geomspace(1e-8, 1e2, size),
        "batch_size": [1, 2, 3, 5, 10, 30, 100, 1000, 10**5],
    }
    for row in answer:
        assert row.case == "minimum"
        at = {name: row.settings[name] for name in over if name in row.settings}
        assert row.value == pytest.approx(figure(row, "kl", **at), rel=1e-12)
        for point in itertools.product(*(axes[name] for name in over)):
            tried = dict(zip(over, point, strict=True))
            assert row.value <= figure(row, "kl", **tried) * (1 + 1e-9)


def test_everything_that_is_wrong_is_said_at_once() -> None:
    with pytest.raises(ab.InputError) as caught:
        ab.solve("epsilon", reach="fi=1", spectrum=SPECTRUM, theorem=2, variant="sharp", **RUN)
    names = {fault.name for fault in caught.value.faults}
    assert names == {"for", "reach", "theorem", "variant"}
    with pytest.raises(ab.InputError) as caught:
        ab.solve("rho", reach="phi=1", **without("rho"))
    assert "spectrum" in str(caught.value)
    with pytest.raises(ab.InputError) as caught:
        ab.solve(
            minimize="phi", over=("samples", "tau"), spectrum=SPECTRUM, **without("samples", "tau")
        )
    assert len(caught.value.faults) == 2
