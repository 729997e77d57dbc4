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


def _probed(probes: int) -> ab.Spectrum:
    """Return the quadrature of a diagonal matrix, by Lanczos in float64 with all vectors kept."""
    matrix = np.geomspace(1e-4, 5, 60)
    draw = np.random.default_rng(3)
    nodes, weights, residuals = [], [], []
    for _ in range(probes):
        vectors = [draw.standard_normal(matrix.size)]
        vectors[0] /= np.linalg.norm(vectors[0])
        alphas: list[float] = []
        betas: list[float] = []
        for _ in range(8):
            rest = matrix * vectors[-1]
            alphas.append(float(rest @ vectors[-1]))
            for _ in range(2):
                for vector in vectors:
                    rest = rest - (rest @ vector) * vector
            betas.append(float(np.linalg.norm(rest)))
            vectors.append(rest / betas[-1])
        found, basis = np.linalg.eigh(
            np.diag(alphas) + np.diag(betas[:-1], 1) + np.diag(betas[:-1], -1)
        )
        nodes.append(found)
        weights.append(basis[0] ** 2)
        residuals.append(betas[-1])
    return ab.Spectrum(
        dim=matrix.size,
        nodes=np.array(nodes),
        weights=np.array(weights),
        residuals=np.array(residuals),
        label="probed",
    )


@pytest.mark.parametrize(
    ("name", "quantity", "share"),
    [("samples", "phi", 0.5), ("rho", "err", 1.2), ("x_star_norm", "kl", 2.0)],
)
def test_the_ends_are_where_the_error_bars_cross_the_target(
    name: str, quantity: str, share: float
) -> None:
    spectrum = _probed(6)
    only: dict[str, Any] = {"optimizer": "adamw", "variant": "corrected", "spectrum": spectrum}
    at = ab.generalization(**only, **RUN)
    target = share * at.one(quantity=quantity).value
    rows = [
        row
        for row in ab.solve(name, reach=(quantity, target), **only, **without(name))
        if row.value is not None
    ]
    assert rows
    for row in rows:
        assert row.lower is not None or row.upper is not None
        bars = []
        for end in (row.lower, row.upper):
            if end is not None:
                assert (end < row.value) == (end is row.lower)
                value = int(end) if name == "samples" else end
                there = ab.generalization(**only, **{**RUN, name: value}).one(quantity=quantity)
                near = [abs(bar / target - 1) < 1e-3 for bar in (there.lower, there.upper)]
                assert sum(near) == 1
                bars.append(near[0])
        # One end of the answer is that of the lower bar, the other that of the upper one.
        assert len(set(bars)) == len(bars)


def test_the_least_has_the_error_bars_of_its_settings() -> None:
    only: dict[str, Any] = {
        **{"optimizer": "l2-adam", "variant": "corrected", "spectrum": _probed(4)},
    }
    (row,) = ab.solve(minimize="err", over="rho", **only, **without("rho"))
    there = ab.generalization(**only, **{**RUN, "rho": row.settings["rho"]}).one(quantity="err")
    assert (row.lower, row.upper) == pytest.approx((there.lower, there.upper), rel=1e-9)
    assert row.lower < row.value < row.upper


def test_an_exact_spectrum_has_no_ends() -> None:
    answer = ab.solve("rho", reach="err=300", spectrum=SPECTRUM, **without("rho"))
    assert all(row.lower is None and row.upper is None for row in answer)
