"""Blocks of the Hessian in a spectrum: files, block-diagonal err, prior variances of their own."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from adamw_bounds.bounds.results import Answer
from adamw_bounds.errors import InputError
from adamw_bounds.spectra import (
    Block,
    Meta,
    Spectrum,
    generalization,
    load_spectrum,
    save_spectrum,
)

SETTINGS: dict[str, Any] = {
    **{"eta": 1e-3, "lam": 0.01, "batch_size": 32, "samples": 1000, "floor": 1e-12},
}
FIRST, SECOND = np.array([0.5, 0.1, -0.02]), np.array([1.5, 1e-4])


def block(name: str, values: np.ndarray, rho: float | None, norm: float | None = None) -> Block:
    return Block(
        name=name, spectrum=Spectrum(eigenvalues=values, meta=Meta(x_star_norm=norm)), rho=rho
    )


def err(answer: Answer, optimizer: str, case: str | None = None) -> float:
    case = case or str(answer.results[0].case)
    row = answer.one(quantity="err", optimizer=optimizer, variant="corrected", case=case)
    return float(row.value)


def test_a_round_trip(tmp_path: Path) -> None:
    spectrum = Spectrum(
        eigenvalues=np.array([1.0, 0.5, 0.1, 0.0, -0.1]),
        blocks=[block("net/layer1.weight", FIRST, 0.5, 2.0), block("bias", SECOND, None)],
    )
    path = tmp_path / "s.npz"
    save_spectrum(spectrum, path)
    again = load_spectrum(path)
    np.testing.assert_array_equal(again.eigenvalues, spectrum.eigenvalues)
    assert [item.name for item in again.blocks] == ["net/layer1.weight", "bias"]
    assert [item.rho for item in again.blocks] == [0.5, None]
    np.testing.assert_array_equal(again.blocks[0].spectrum.eigenvalues, FIRST)
    assert again.blocks[0].spectrum.meta.x_star_norm == 2.0
    quadrature = Spectrum(dim=40, nodes=np.ones((2, 3)), weights=np.full((2, 3), 1 / 3))
    other = Spectrum(blocks=[Block(name="q", spectrum=quadrature, rho=1.0)])
    save_spectrum(other, path)
    np.testing.assert_array_equal(load_spectrum(path).blocks[0].spectrum.nodes, np.ones((2, 3)))


def test_a_file_of_blocks_alone(write_npz: Callable[..., Path]) -> None:
    path = write_npz(
        dim=5,
        eigenvalues=None,
        **{
            "blocks/a/dim": np.array(3),
            "blocks/a/eigenvalues": FIRST,
            "blocks/a/rho": np.array(0.1),
            "blocks/b/dim": np.array(2),
            "blocks/b/eigenvalues": SECOND,
            "blocks/b/meta": json.dumps({"x_star_norm": 3}),
        },
    )
    found = load_spectrum(path)
    assert found.dim == 5
    np.testing.assert_array_equal(found.eigenvalues, [*FIRST, *SECOND])
    assert found.blocks[1].spectrum.meta.x_star_norm == 3


def test_err_is_the_sum_over_blocks_with_their_own_rho() -> None:
    spectrum = Spectrum(
        blocks=[block("one", FIRST, 0.5, 2.0), block("two", SECOND, 0.01, 0.3)], label="net"
    )
    answer = generalization(spectrum, **SETTINGS, tau=0.1)
    alone = [
        generalization(
            Spectrum(eigenvalues=values, label=f"net/{name}"), **SETTINGS, rho=rho, tau=0.1
        )
        for name, values, rho in (("one", FIRST, 0.5), ("two", SECOND, 0.01))
    ]
    for optimizer in ("adamw", "adam", "l2-adam"):
        total = sum(err(item, optimizer) for item in alone)
        assert err(answer, optimizer, "net") == pytest.approx(total, rel=1e-14)
        for item in alone:
            case = str(item.results[0].case)
            assert err(answer, optimizer, case) == pytest.approx(err(item, optimizer), rel=1e-14)
        # 2KL = err + Σ‖x*_ℓ‖²/ρ_ℓ − d
        kl = answer.one(quantity="kl", optimizer=optimizer).value
        assert kl == pytest.approx((total + 2.0**2 / 0.5 + 0.3**2 / 0.01 - 5) / 2, rel=1e-13)
        downs = [item.extra["floor"]["err_per_parameter"][optimizer] for item in alone]
        found = answer.extra["floor"]["err_per_parameter"][optimizer]
        for place in range(3):
            expected = (3 * downs[0][place] + 2 * downs[1][place]) / 5
            assert found[place] == pytest.approx(expected, rel=1e-13)
    assert answer.extra["share_sigma_below_one"] == pytest.approx(0.8)
    assert answer.extra["share_negative"] == pytest.approx(0.2)
    assert answer.inputs["rho"] is None
    (said,) = [note.message for note in answer.warnings if note.code == "blocks"]
    assert "2 diagonal blocks" in said
    assert "‖x*‖ of every block" not in said
    keys = [(row.statement, row.optimizer, row.variant, row.quantity, row.case) for row in answer]
    assert len(set(keys)) == len(keys)


def test_rho_fills_in_and_overrides_nothing() -> None:
    spectrum = Spectrum(blocks=[block("one", FIRST, 0.5), block("two", SECOND, None)], label="net")
    answer = generalization(spectrum, **SETTINGS, rho=0.02, x_star_norm=1.5)
    full = generalization(
        Spectrum(blocks=[block("one", FIRST, 0.5), block("two", SECOND, 0.02)], label="net"),
        **SETTINGS,
        rho=77,
        x_star_norm=1.5,
    )
    assert err(answer, "adamw") == err(full, "adamw")
    with pytest.raises(InputError, match="--rho is missing"):
        generalization(spectrum, **SETTINGS)
    # Without ‖x*‖ of each block, ‖x*‖²/min ρ is at least the right sum.
    kl = answer.one(quantity="kl", optimizer="adam").value
    assert kl == pytest.approx((err(answer, "adam") + 1.5**2 / 0.02 - 5) / 2)
    (said,) = [note.message for note in answer.warnings if note.code == "blocks"]
    assert "1 of them; ρ = 0.02 as given for the rest" in said
    assert "‖x*‖ of every block" in said


def test_equal_blocks_are_the_whole() -> None:
    spectrum = Spectrum(blocks=[block("one", FIRST, 0.3), block("two", SECOND, 0.3)])
    blocked = generalization(spectrum, **SETTINGS)
    whole = generalization(spectrum, **SETTINGS, rho=0.3, whole=True)
    for optimizer in ("adamw", "adam", "l2-adam"):
        assert err(blocked, optimizer) == pytest.approx(err(whole, optimizer), rel=1e-14)
    assert not [note for note in whole.warnings if note.code == "blocks"]
    assert len(whole) < len(blocked)


def test_scatter_of_independent_blocks() -> None:
    rng = np.random.default_rng(1)

    def part(dim: int) -> Spectrum:
        nodes = 10.0 ** rng.uniform(-4, 0, (4, 5))
        return Spectrum(dim=dim, nodes=nodes, weights=np.full((4, 5), 0.2))

    parts = [part(30), part(70)]
    spectrum = Spectrum(
        blocks=[Block(name=str(i), spectrum=item, rho=0.1) for i, item in enumerate(parts)]
    )
    assert spectrum.dim == 100
    answer = generalization(spectrum, **SETTINGS)
    alone = [generalization(item, **SETTINGS, rho=0.1) for item in parts]
    for optimizer in ("adamw", "l2-adam"):
        bars = [
            item.one(quantity="err", optimizer=optimizer, variant="corrected").stderr
            for item in alone
        ]
        row = answer.one(quantity="err", optimizer=optimizer, variant="corrected", case="spectrum")
        assert row.stderr == pytest.approx(float(np.hypot(*bars)), rel=1e-12)
        assert row.value == pytest.approx(sum(err(item, optimizer) for item in alone), rel=1e-13)


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: block("", FIRST, 1.0), "must have a name"),
        (lambda: block("a", FIRST, 0.0), "rho of block a"),
        (lambda: block("a", FIRST, float("inf")), "rho of block a"),
        (
            lambda: Block(name="a", spectrum=Spectrum(nodes=np.ones(1), weights=np.ones(1))),
            "does not state its dimension",
        ),
        (
            lambda: Spectrum(blocks=[block("a", FIRST, 1.0), block("a", SECOND, 1.0)]),
            "two blocks of the name 'a'",
        ),
        (
            lambda: Spectrum(eigenvalues=FIRST, blocks=[block("a", SECOND, 1.0)]),
            "the blocks have 2 parameters, but the spectrum has 3",
        ),
        (
            lambda: Block(name="b", spectrum=Spectrum(blocks=[block("a", FIRST, 1.0)])),
            "has blocks itself",
        ),
        (
            lambda: Spectrum(
                blocks=[
                    block("a", FIRST, 1.0),
                    Block(
                        name="q",
                        spectrum=Spectrum(dim=2, nodes=np.ones((1, 1)), weights=np.ones((1, 1))),
                    ),
                ]
            ),
            "of different kinds",
        ),
    ],
)
def test_faults(make: Callable[[], object], words: str) -> None:
    with pytest.raises(InputError, match=words):
        make()
