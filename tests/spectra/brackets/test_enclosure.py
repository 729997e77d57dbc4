"""The bracket of a functional from the quadrature, whole and block by block."""

from __future__ import annotations

import math
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from rules import BENCHMARK, LOG, SQUARE, VALUES, Array, mean_of_probes, measured, spectra

from adamw_bounds.errors import InputError
from adamw_bounds.spectra import Meta, Spectrum, generalization, shipped
from adamw_bounds.spectra.brackets import (
    Functional,
    combine,
    enclose,
    err_bracket,
    excess_functional,
)
from adamw_bounds.spectra.spectrum import Block


@pytest.mark.parametrize("refine", [0, 3])
@pytest.mark.parametrize("name", ["even", "decades", "network", "clusters"])
def test_quadrature_ends_hold_what_the_probes_have(name: str, refine: int) -> None:
    rng = np.random.default_rng(11)
    eigenvalues = spectra(rng)[name]
    for steps in (1, 2, 3, 7, 20, 60):
        starts = rng.choice([-1.0, 1.0], (1, eigenvalues.size)) * rng.uniform(
            0.1, 2, (1, eigenvalues.size)
        )
        spectrum, residuals = measured(eigenvalues, starts, steps)
        ends = (float(eigenvalues.min()), float(eigenvalues.max()))
        # Even one gap that is too narrow shows for one of these ramps.
        ramps = [
            Functional(
                function=lambda sigma, at=at: np.clip((sigma - at) / 1e-9, 0.0, 1.0),
                turning_points=(),
            )
            for at in (*np.quantile(eigenvalues, np.linspace(0.02, 0.98, 25)), 0.0)
        ]
        for options in ({}, {"residuals": residuals}):
            enclosure = enclose(spectrum, support=ends, refine=refine, **options)
            for functional in (LOG, SQUARE, *ramps):
                bracket = enclosure.bracket(functional)
                own = mean_of_probes(functional, eigenvalues, starts)
                slack = 1e-11
                assert bracket.quadrature[0] - slack <= own <= bracket.quadrature[1] + slack
                assert bracket.quadrature[0] <= bracket.estimate <= bracket.quadrature[1]


def test_every_measure_of_the_same_moments_is_inside() -> None:
    # The rules that continue a Jacobi matrix in any way have its moments: the bracket cannot tell
    # which of them was measured, and must hold all. They come as near to its ends as any.
    rng = np.random.default_rng(3)
    diagonal, off = BENCHMARK.lanczos(np.linspace(-1, 1, 100), rng.standard_normal(100), 9)
    nodes, weights = BENCHMARK.gauss(diagonal, off)
    spectrum = Spectrum(dim=100, nodes=nodes, weights=weights)
    at = float(nodes[4]) + 0.02
    ramp = Functional(function=lambda sigma: np.clip((sigma - at) / 1e-9, 0, 1), turning_points=())
    reached = []
    ends = enclose(spectrum, support=(-3.0, 3.0), refine=40).bracket(ramp).quadrature
    for _ in range(300):
        more = rng.integers(1, 4)
        longer = np.append(diagonal, rng.uniform(-1, 1, more))
        places, masses = BENCHMARK.gauss(longer, np.append(off[:8], rng.uniform(0.01, 1, more)))
        assert -3 <= places.min() <= places.max() <= 3
        reached.append(float(masses @ ramp.function(places)))
    assert ends[0] - 1e-12 <= min(reached)
    assert max(reached) <= ends[1] + 1e-12
    assert max(reached) - min(reached) > 0.8 * (ends[1] - ends[0])


def test_rules_between_the_nodes_narrow_the_bracket() -> None:
    rng = np.random.default_rng(2)
    exact = np.asarray(shipped("digits_mlp_adamw").eigenvalues)
    spectrum, residuals = measured(exact, rng.standard_normal((4, exact.size)), 40)
    # With b = 1 every reading of Q is the same.
    values = {**VALUES, "floor": 1e-12, "batch_size": 1, "rho": 128 / 192}
    for optimizer in ("adamw", "adam", "l2-adam"):
        widths = []
        for options in ({"refine": 0}, {}, {"residuals": residuals}):
            enclosure = enclose(spectrum, **options)
            assert enclosure.refined == (options.get("refine") != 0)
            ends = err_bracket(enclosure, optimizer, values).quadrature
            widths.append(ends[1] - ends[0])
        assert widths[1] < (0.95 if optimizer == "adam" else 0.9) * widths[0]
        assert widths[2] < widths[1]


def test_bracket_shrinks_with_the_steps_and_vanishes_at_d() -> None:
    rng = np.random.default_rng(4)
    eigenvalues = np.concatenate([rng.normal(0, 0.01, 50), [0.4, 0.7, 1.0]])
    starts = rng.standard_normal((3, eigenvalues.size))
    widths = []
    for steps in (5, 10, 20, 40, 53):
        spectrum, _ = measured(eigenvalues, starts, steps)
        bracket = enclose(spectrum).bracket(LOG)
        widths.append(bracket.quadrature[1] - bracket.quadrature[0])
        assert bracket.width > widths[-1]
    assert all(late < 0.8 * early for early, late in pairwise(widths))
    assert widths[-1] < 1e-9
    own = mean_of_probes(LOG, eigenvalues, starts)
    assert bracket.estimate == pytest.approx(own, rel=1e-10)


def test_a_residual_of_zero_says_that_the_rule_is_the_measure() -> None:
    rng = np.random.default_rng(6)
    eigenvalues = np.repeat([-0.2, 0.0, 0.3, 1.0], 25)
    starts = rng.standard_normal((2, 100))
    spectrum, residuals = measured(eigenvalues, starts, 4)
    assert (residuals < 1e-15).all()
    known = enclose(spectrum, residuals=residuals).bracket(LOG)
    blind = enclose(spectrum).bracket(LOG)
    assert known.quadrature[1] - known.quadrature[0] < 1e-12
    assert blind.quadrature[1] - blind.quadrature[0] > 0.5


def test_a_krylov_space_that_was_over_long_ago_is_over() -> None:
    # Five eigenvalues, each 40 times: rounding finds them again and again, to the last bit.
    eigenvalues = np.repeat([1e-5, 1e-3, 0.1, 1.0, 8.0], 40)
    rotation, _ = np.linalg.qr(np.random.default_rng(5).standard_normal((200, 200)))
    matrix = rotation * eigenvalues @ rotation.T
    starts = np.random.default_rng(6).standard_normal((2, 200))
    nodes, weights, left = [], [], []
    for start in starts:
        basis = np.zeros((41, 200))
        basis[0] = start / np.linalg.norm(start)
        diagonal, off = np.zeros(40), np.zeros(40)
        for step in range(40):
            vector = matrix @ basis[step]
            diagonal[step] = basis[step] @ vector
            for _ in range(2):
                vector -= (basis[: step + 1] @ vector) @ basis[: step + 1]
            off[step] = np.linalg.norm(vector)
            basis[step + 1] = vector / off[step]
        rule = BENCHMARK.gauss(diagonal, off)
        nodes.append(rule[0])
        weights.append(rule[1])
        left.append(off[-1])
    spectrum = Spectrum(
        dim=200, nodes=np.array(nodes), weights=np.array(weights), residuals=np.array(left)
    )
    values = {**VALUES, "floor": 1e-12}
    found = err_bracket(enclose(spectrum), "adam", values)
    functional = excess_functional(enclose(spectrum), "adam", values)
    own = mean_of_probes(functional, eigenvalues, starts @ rotation)
    low, high = (end / 200 - 1 for end in found.quadrature)
    assert low <= own <= high
    assert high - low < 0.01 * own


def test_nodes_of_weight_zero_change_nothing() -> None:
    rng = np.random.default_rng(7)
    eigenvalues = spectra(rng)["network"]
    spectrum, _ = measured(eigenvalues, rng.standard_normal((2, eigenvalues.size)), 8)
    assert spectrum.nodes is not None
    assert spectrum.weights is not None
    padded = Spectrum(
        dim=spectrum.dim,
        nodes=np.concatenate([spectrum.nodes, np.zeros((2, 2))], axis=1),
        weights=np.concatenate([spectrum.weights, np.zeros((2, 2))], axis=1),
    )
    first, second = (enclose(item, support=(-1.0, 3.0)).bracket(LOG) for item in (spectrum, padded))
    assert first.lower == pytest.approx(second.lower, rel=1e-9)
    assert first.upper == pytest.approx(second.upper, rel=1e-9)


def test_float32_is_widened_by_its_rounding() -> None:
    rng = np.random.default_rng(8)
    eigenvalues = np.concatenate([rng.normal(0, 1e-3, 60), [0.3, 1.0]])
    starts = rng.standard_normal((5, 62))
    for steps in (20, 62):
        spectrum, _ = measured(eigenvalues, starts, steps, "float32")
        enclosure = enclose(spectrum)
        shift, slack = enclosure.rounding
        largest = max(abs(enclosure.support.lower), abs(enclosure.support.upper))
        assert shift == pytest.approx(steps * 2.0**-23 * largest, rel=1e-3)
        assert slack >= steps * 2.0**-23
        bracket = enclosure.bracket(LOG)
        own = mean_of_probes(LOG, eigenvalues, starts)
        assert bracket.quadrature[0] <= own <= bracket.quadrature[1]
    # At d steps only rounding is left, and without the allowance it would show.
    windows = enclosure.windows[0]
    # Between two neighbouring nodes, twice the allowance of a partial sum may lie at either.
    either = windows.high - windows.low > 2.02 * shift
    assert windows.mass[either].sum() == pytest.approx(2 * 61 * slack, rel=0.1)
    places = np.abs(windows.low[:, None] + shift - enclosure.nodes[0]).min(axis=1)
    assert places.max() < 0.05 * shift
    places = np.abs(windows.high[:, None] - shift - enclosure.nodes[0]).min(axis=1)
    assert places.max() < 0.05 * shift
    assert spectrum.nodes is not None
    fine = Spectrum(dim=62, nodes=spectrum.nodes, weights=spectrum.weights)
    ends = enclose(fine).bracket(LOG).quadrature
    assert not ends[0] <= own <= ends[1]


def blocks_of(rng: np.random.Generator) -> tuple[Spectrum, dict[str, Array]]:
    eigenvalues = {"in": np.linspace(-0.1, 0.1, 120), "out": np.geomspace(1e-7, 1.0, 60)}
    blocks = [
        Block(
            name=name, spectrum=measured(part, rng.standard_normal((8, part.size)), 15)[0], rho=rho
        )
        for (name, part), rho in zip(eigenvalues.items(), (1 / 192, 1 / 96), strict=True)
    ]
    return Spectrum(blocks=blocks), eigenvalues


def test_sum_over_blocks_holds_the_exact_sum() -> None:
    rng = np.random.default_rng(18)
    spectrum, eigenvalues = blocks_of(rng)
    parts, exact = [], 0.0
    for block in spectrum.blocks:
        values = {**VALUES, "rho": block.rho}
        parts.append(err_bracket(enclose(block.spectrum), "l2-adam", values))
        known = Spectrum(eigenvalues=eigenvalues[block.name])
        exact += err_bracket(enclose(known), "l2-adam", values).estimate
    total = combine(parts)
    assert exact in total
    assert total.estimate == pytest.approx(sum(part.estimate for part in parts))
    # Independent errors add in squares: less than the sum of the widths, more than any one.
    assert max(part.width for part in parts) < total.width < sum(part.width for part in parts)
    alone = combine(parts[:1])
    assert (alone.lower, alone.upper) == pytest.approx((parts[0].lower, parts[0].upper))


def test_nodes_put_together_from_blocks_are_enclosed_block_by_block() -> None:
    rng = np.random.default_rng(19)
    spectrum, eigenvalues = blocks_of(rng)
    every = np.concatenate(list(eigenvalues.values()))
    whole = enclose(spectrum)
    exact = float(LOG.function(every).mean())
    found = whole.bracket(LOG)
    assert exact in found
    ends = [enclose(block.spectrum, among=2).bracket(LOG).quadrature for block in spectrum.blocks]
    for side in (0, 1):
        mixed = (120 * ends[0][side] + 60 * ends[1][side]) / 180
        assert found.quadrature[side] == pytest.approx(mixed, rel=1e-9)


def with_zeros(rest: Spectrum, zeros: int, dtype: str = "float64") -> Spectrum:
    """Put zero rows beside a quadrature of the others."""
    dim = rest.dim + zeros
    column = np.ones((rest.probes, 1), np.bool_)
    return Spectrum(
        dim=dim,
        nodes=np.hstack([rest.nodes, 0.0 * column]),
        weights=np.hstack([rest.weights * (rest.dim / dim), zeros / dim * column]),
        known=np.hstack([rest.nodes > np.inf, column]),
        apart=np.hstack([rest.nodes > np.inf, column]),
        residuals=rest.residuals,
        meta=Meta(dtype=dtype),
    )


@pytest.mark.parametrize("support", [None, (0.0, None)])
def test_zero_rows_stand_beside_the_bracket_of_the_rest(support: tuple[float, None] | None) -> None:
    rng = np.random.default_rng(23)
    eigenvalues = np.geomspace(1e-6, 1.0, 150)
    rest, residuals = measured(eigenvalues, rng.standard_normal((2, 150)), 25)
    rest = replace(rest, residuals=residuals)
    whole = with_zeros(rest, 50)
    assert whole.masses(0)[-1] == pytest.approx(0.25, rel=1e-15)
    values = {**VALUES, "floor": 0.0}
    for optimizer in ("adamw", "l2-adam"):
        values["floor"] = 0.0 if optimizer == "adamw" else 1e-9
        of_rest = err_bracket(enclose(rest, support=support), optimizer, values)
        found = err_bracket(enclose(whole, support=support), optimizer, values)
        zero = Spectrum(eigenvalues=np.zeros(50))
        sure = err_bracket(enclose(zero), optimizer, values).estimate
        assert found.quadrature == pytest.approx(
            [end + sure for end in of_rest.quadrature], rel=1e-6
        )
        assert found.reach == pytest.approx(of_rest.reach, rel=1e-3)


def test_zero_rows_are_resolved_in_float32() -> None:
    # All else unresolved is said to lie anywhere from the floor to the resolution.
    rng = np.random.default_rng(24)
    rest, residuals = measured(np.geomspace(1e-6, 1, 150), rng.standard_normal((2, 150)), 25)
    rest = replace(rest, residuals=residuals)
    given = {name: VALUES[name] for name in ("eta", "rho", "batch_size", "lam", "lam_l2")}
    ends = []
    for spectrum in (rest, with_zeros(rest, 50, "float32")):
        coarse = replace(spectrum, dtype="float32", meta=Meta(dtype="float32"))
        row = generalization(coarse, samples=1797, variant="corrected", floor=1e-12, **given).one(
            quantity="err", optimizer="l2-adam"
        )
        ends.append(np.array([row.lower, row.upper]))
    zeros = {**VALUES, "floor": 1e-12}
    sure = err_bracket(enclose(Spectrum(eigenvalues=np.zeros(50))), "l2-adam", zeros).estimate
    assert ends[1] == pytest.approx(ends[0] + sure, rel=3e-3)


def test_what_stands_apart_must_be_whole_eigenvalues() -> None:
    known = np.array([[False, False, True]])
    rule = {"nodes": np.array([[0.5, 1.0, 0.0]]), "known": known, "apart": known}
    for weights, more in (
        ([0.4, 0.35, 0.25], {"dim": 10}),
        ([0.4, 0.4, 0.2], {"dim": 10, "known": ~known}),
        ([0.4, 0.4, 0.2], {"dim": 10, "apart": known[:, :2]}),
        ([0.4, 0.4, 0.2], {"dim": 10, "known": None}),
    ):
        with pytest.raises(InputError):
            Spectrum(**{**rule, **more}, weights=np.array([weights]))
    good = Spectrum(**rule, weights=np.array([[0.4, 0.4, 0.2]]), dim=10)
    assert good.counts(0).tolist() == [0, 0, 2]


def test_bad_arguments_are_refused() -> None:
    spectrum = Spectrum(dim=9, nodes=np.array([[0.0, 1.0]]), weights=np.full((1, 2), 0.5))
    with pytest.raises(InputError, match="level must be a number between 0 and 1"):
        enclose(spectrum, level=1.0)
    with pytest.raises(InputError, match="refine must be an integer ≥ 0"):
        enclose(spectrum, refine=-1)
    with pytest.raises(InputError, match="residuals must be 1 finite numbers"):
        enclose(spectrum, residuals=[0.1, 0.2])
    with pytest.raises(InputError, match=r"the upper end of the support, 0\.9"):
        enclose(spectrum, support=(0.0, 0.9))
    with pytest.raises(InputError, match="the lower end of the support"):
        enclose(spectrum, support=(-math.inf, 2.0))
    nameless = Spectrum(nodes=np.array([[0.0, 1.0]]), weights=np.full((1, 2), 0.5))
    with pytest.raises(InputError, match="does not state its dimension"):
        enclose(nameless)
    with pytest.raises(InputError, match="one level"):
        combine([])


def test_a_small_block_below_the_given_end_is_not_refused_beside_a_large_one() -> None:
    # Below 0 by more than its own rounding, and by less than that of the whole.
    weights = np.full((2, 3), 1 / 3, dtype=np.float32)
    parts = [
        Spectrum(dim=50, nodes=np.tile(np.float32(row), (2, 1)), weights=weights)
        for row in ([1.0, 1e3, 1e5], [-1e-3, 1e-4, 1e-3])
    ]
    blocks = [Block(name=name, spectrum=part) for name, part in zip("ab", parts, strict=True)]
    found = enclose(Spectrum(blocks=blocks), support=(0.0, None))
    assert found.support.lower == pytest.approx(enclose(parts[1]).support.lower, rel=1e-12)
    # What no rounding explains is refused as before.
    with pytest.raises(InputError, match="support"):
        enclose(Spectrum(blocks=blocks), support=(1.0, None))
