"""Blocks of the Hessian in a spectrum: files, block-diagonal err, prior variances of their own."""

from __future__ import annotations

import json
from collections.abc import Callable
from decimal import Decimal, localcontext
from pathlib import Path
from typing import Any

import mpmath
import numpy as np
import pytest

from adamw_bounds.engine.results import Answer
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
    with pytest.raises(InputError, match=r"--rho is missing.*for the block two"):
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


def rule(seed: int, dim: int, probes: int = 4, steps: int = 5) -> Spectrum:
    """Return nodes and weights as Lanczos would find them on a diagonal matrix."""
    rng = np.random.default_rng(seed)
    values = np.sort(10.0 ** rng.uniform(-4, 0, dim))
    nodes, weights = np.empty((probes, steps)), np.empty((probes, steps))
    for probe in range(probes):
        vector = rng.standard_normal(dim)
        basis, _ = np.linalg.qr(np.vander(values, steps, increasing=True) * vector[:, None])
        theta, vectors = np.linalg.eigh(basis.T @ (values[:, None] * basis))
        start = basis.T @ vector / np.linalg.norm(vector)
        nodes[probe], weights[probe] = theta, (vectors.T @ start) ** 2
    return Spectrum(dim=dim, nodes=nodes, weights=weights, meta=Meta(x_star_norm=1.0))


def mixed() -> Spectrum:
    return Spectrum(
        label="net",
        blocks=[
            block("small", FIRST, 0.5, 2.0),
            Block(name="large", spectrum=rule(1, 40), rho=0.02),
            block("other", SECOND, None, 0.3),
        ],
    )


def err_by_hand(sigma: np.ndarray, rho: float, optimizer: str, lam: float) -> list[mpmath.mpf]:
    """Return h(x_i) of Corollary 3, from its formula."""
    found = []
    for value in np.abs(sigma):
        b = SETTINGS["batch_size"]
        root = mpmath.sqrt(b * max(mpmath.mpf(float(value)), mpmath.mpf(SETTINGS["floor"])))
        shift = {"adamw": lam, "adam": 0, "l2-adam": b * lam / root}[optimizer]
        x = 2 * mpmath.mpf(rho) / mpmath.mpf(SETTINGS["eta"]) * (root + shift)
        found.append(mpmath.log(x) + 1 / x)
    return found


@pytest.mark.parametrize("optimizer", ["adamw", "adam", "l2-adam"])
def test_exact_blocks_beside_quadratures_by_hand(optimizer: str, tmp_path: Path) -> None:
    path = tmp_path / "net.npz"
    save_spectrum(mixed(), path)
    spectrum = load_spectrum(path)
    large = spectrum.blocks[1].spectrum
    with mpmath.workdps(40):
        lam = mpmath.mpf(0.01)
        total = mpmath.fsum(err_by_hand(FIRST, 0.5, optimizer, lam))
        total += mpmath.fsum(err_by_hand(SECOND, 0.7, optimizer, lam))
        for nodes, weights in zip(large.nodes, large.weights, strict=True):
            parts = err_by_hand(nodes, 0.02, optimizer, lam)
            mean = mpmath.fdot(parts, weights) / mpmath.fsum(weights)
            total += 40 * mean / 4
        size = mpmath.mpf(2) ** 2 / 0.5 + 1 / mpmath.mpf(0.02) + mpmath.mpf(0.3) ** 2 / 0.7
        kl = (total + size - 45) / 2
    answer = generalization(spectrum, **SETTINGS, rho=0.7, optimizer=optimizer)
    row = answer.one(quantity="err", variant="corrected", case="net")
    assert row.value == pytest.approx(float(total), rel=1e-13)
    found = answer.one(quantity="kl", variant="corrected")
    assert found.value == pytest.approx(float(kl), rel=1e-13)
    assert found.lower < found.value < found.upper
    # Only the quadrature has error bars: the others shift them.
    only = answer.one(quantity="err", variant="corrected", case="net/large")
    assert row.upper - row.lower == pytest.approx(only.upper - only.lower, rel=1e-12)
    assert row.stderr == pytest.approx(only.stderr, rel=1e-12)
    for case in ("net/small", "net/other"):
        exact = answer.one(quantity="err", variant="corrected", case=case)
        assert (exact.lower, exact.upper, exact.stderr) == (None, None, None)
    alone = generalization(large, **SETTINGS, rho=0.02, optimizer=optimizer)
    bars = alone.one(quantity="err", variant="corrected")
    assert (only.lower, only.upper) == pytest.approx((bars.lower, bars.upper), rel=1e-12)


def test_the_whole_of_mixed_blocks_is_their_diagonal(tmp_path: Path) -> None:
    spectrum = mixed()
    assert (spectrum.kind, spectrum.dim, spectrum.probes, spectrum.steps) == (
        *("quadrature", 45, 4),
        3 + 5 + 2,
    )
    exact, quadrature = np.concatenate([FIRST, SECOND]), spectrum.blocks[1].spectrum
    traces = [exact.sum() + part for part in quadrature.traces]
    np.testing.assert_allclose(spectrum.traces, traces, rtol=1e-13)
    assert spectrum.share_negative == pytest.approx(1 / 45)
    path = tmp_path / "net.npz"
    save_spectrum(spectrum, path)
    with np.load(path) as archive:
        # Nothing of an exact block is there once for each probe.
        assert "nodes" not in archive.files
        assert archive["blocks/small/eigenvalues"].shape == (3,)
    again = load_spectrum(path)
    np.testing.assert_array_equal(again.nodes, spectrum.nodes)
    np.testing.assert_array_equal(again.weights, spectrum.weights)
    assert again.made_of_blocks
    answer = generalization(again, **SETTINGS, rho=0.3, whole=True, optimizer="adam")
    with mpmath.workdps(40):
        total = mpmath.fsum(err_by_hand(exact, 0.3, "adam", 0))
        for nodes, weights in zip(quadrature.nodes, quadrature.weights, strict=True):
            parts = err_by_hand(nodes, 0.3, "adam", 0)
            total += 10 * mpmath.fdot(parts, weights) / mpmath.fsum(weights)
    row = answer.one(quantity="err", variant="corrected")
    assert row.value == pytest.approx(float(total), rel=1e-13)
    assert row.lower < row.value < row.upper


def test_the_printed_c0_is_judged_by_the_sum_over_blocks() -> None:
    spectrum = Spectrum(blocks=[block("one", FIRST, 0.5, 2.0), block("two", SECOND, 0.1, 0.3)])
    answer = generalization(spectrum, **SETTINGS, optimizer="adam")
    size = 2.0**2 / 0.5 + 0.3**2 / 0.1
    (condition,) = answer.one(quantity="phi", variant="printed").conditions
    assert condition.text == "Σ‖x*_ℓ‖²/ρ_ℓ ≤ d"
    assert not condition.met
    assert (condition.lhs, condition.rhs) == (pytest.approx(size), 5)
    assert condition.remedy == f"each ρ_ℓ {size / 5:.4g} times as large, or the corrected c0"
    (said,) = [note.message for note in answer.warnings if note.code == "printed-c0"]
    assert "Σ‖x*_ℓ‖²/ρ_ℓ = 8.9 exceeds d = 5" in said
    # With each ρ_ℓ that much larger the condition is met, just so.
    factor = size / 5 * (1 + 1e-12)
    blocks = [block("one", FIRST, 0.5 * factor, 2.0), block("two", SECOND, 0.1 * factor, 0.3)]
    again = generalization(Spectrum(blocks=blocks), **SETTINGS, optimizer="adam")
    (condition,) = again.one(quantity="phi", variant="printed").conditions
    assert condition.met


def test_show_says_dim_and_rho_of_each_block() -> None:
    from adamw_bounds.spectra import describe

    answer = describe(mixed())
    rows = {(row.case, row.quantity): row for row in answer.results}
    assert rows["net", "steps"].value == 5
    assert rows["net", "dim"].value == 45
    assert ("net", "rho") not in rows
    found = {name: rows[f"net/{name}", "dim"] for name in ("small", "large", "other")}
    assert [row.value for row in found.values()] == [3, 40, 2]
    assert found["large"].notes == ("Block large, quadrature.",)
    assert [rows[f"net/{name}", "rho"].value for name in found] == [0.5, 0.02, None]
    meta = Meta.from_mapping({"rho_from": "as given"})
    named = Block(name="a", spectrum=Spectrum(eigenvalues=FIRST, meta=meta), rho=2.0)
    answer = describe(Spectrum(blocks=[named]))
    assert answer.results[-1].notes == ("Block a: as given.",)


def test_a_whole_measured_by_itself_is_not_that_of_the_blocks() -> None:
    blocks = [block("one", FIRST, 0.5), block("two", SECOND, 0.1)]
    both = np.concatenate([FIRST, SECOND])
    assert Spectrum(blocks=blocks).made_of_blocks
    assert Spectrum(eigenvalues=both, blocks=blocks).made_of_blocks
    other = Spectrum(eigenvalues=both + 1e-9, blocks=blocks)
    assert not other.made_of_blocks
    assert not Spectrum(eigenvalues=both).made_of_blocks
    texts = [
        next(
            note.message
            for note in generalization(item, **SETTINGS).warnings
            if note.code == "blocks"
        )
        for item in (Spectrum(blocks=blocks), other)
    ]
    assert "--whole takes one ρ for all" in texts[0]
    assert "--whole takes the whole spectrum" in texts[1]


def test_every_block_without_rho_is_named() -> None:
    names = [f"norm{number}" for number in range(12)]
    spectrum = Spectrum(
        blocks=[block("fc", FIRST, 0.5), *(block(name, SECOND, None) for name in names)]
    )
    from adamw_bounds.spectra.curves import err_by_decade

    for question in (generalization, err_by_decade):
        settings = {name: SETTINGS[name] for name in ("eta", "lam", "batch_size", "floor")}
        more = {"samples": 10} if question is generalization else {}
        with pytest.raises(InputError) as caught:
            question(spectrum, **settings, **more)
        (fault,) = caught.value.faults
        assert fault.name == "rho"
        assert fault.sentence() == (
            "--rho is missing, and the spectrum file does not say it for the blocks "
            + ", ".join(names)
        )


def test_rho_of_the_file_fills_in_and_what_is_not_used_is_said() -> None:
    spectrum = Spectrum(
        blocks=[block("one", FIRST, 0.5, 1.0), block("two", SECOND, None, 2.0)],
        meta=Meta(rho=0.02),
    )

    def said(item: Spectrum, **more: float) -> tuple[Answer, str]:
        answer = generalization(item, **SETTINGS, **more)
        return answer, next(note.message for note in answer.warnings if note.code == "blocks")

    answer, text = said(spectrum)
    assert "1 of them; ρ = 0.02 of the file for the rest" in text
    assert "not used" not in text
    given, text = said(spectrum, rho=0.02, x_star_norm=9)
    assert "ρ = 0.02 as given for the rest" in text
    assert "‖x*‖₂ = 9 as given is not used" in text
    for quantity in ("err", "kl", "phi"):
        row = {
            "quantity": quantity,
            "optimizer": "adam",
            "variant": "corrected",
            "case": "spectrum",
        }
        assert given.one(**row).value == answer.one(**row).value
    _, text = said(Spectrum(blocks=[block("one", FIRST, None)]), rho=3)
    assert "1 diagonal blocks of the file, ρ = 3 as given for each, as none has its own" in text
    full = Spectrum(blocks=[block("one", FIRST, 0.5), block("two", SECOND, 0.1)])
    _, text = said(full, rho=3)
    assert "ρ = 3 as given is not used: every block has its own" in text
    # As a measurement with --blocks and a plain --rho leaves it.
    full = Spectrum(blocks=full.blocks, meta=Meta(rho=0.5))
    _, text = said(full)
    assert "ρ = 0.5 of the file is not used: every block has its own" in text
    assert "not used" not in said(Spectrum(blocks=full.blocks))[1]


def test_parameters_in_no_block_are_said() -> None:
    blocks = [block("one", FIRST, 0.5)]
    part = Spectrum(blocks=blocks, meta=Meta.from_mapping({"parameters_left_out": 7}))
    for whole in (False, True):
        answer = generalization(part, **SETTINGS, rho=1, whole=whole)
        (text,) = [note.message for note in answer.warnings if note.code == "left-out"]
        assert "7 parameters of the model were not measured" in text
        assert "of the 3 in the file" in text
    answer = generalization(Spectrum(blocks=blocks), **SETTINGS)
    assert not [note for note in answer.warnings if note.code == "left-out"]


def test_the_gauss_newton_matrix_is_not_taken_for_the_hessian() -> None:
    ggn = Meta.from_mapping({"matrix": "ggn"})
    inside = Block(name="a", spectrum=Spectrum(eigenvalues=FIRST, meta=ggn), rho=0.5)
    for spectrum in (
        Spectrum(eigenvalues=FIRST, meta=ggn, label="net"),
        Spectrum(blocks=[inside], label="net"),
    ):
        for whole in (False, True):
            answer = generalization(spectrum, **SETTINGS, rho=1, whole=whole)
            (text,) = [note.message for note in answer.warnings if note.code == "gauss-newton"]
            assert text.startswith(
                "net is the spectrum of the Gauss–Newton matrix, NOT OF THE HESSIAN: Corollary 3"
            )
    answer = generalization(Spectrum(eigenvalues=FIRST), **SETTINGS, rho=1)
    assert "gauss-newton" not in {note.code for note in answer.warnings}


@pytest.mark.slow
def test_many_blocks_keep_the_level_and_one_note() -> None:
    """The support of 40 blocks may fail with what is set aside for one spectrum, not 40 times."""
    from adamw_bounds.spectra.brackets import combine, enclose, err_bracket

    count = 40
    parts = [rule(seed, 30, steps=12) for seed in range(count)]
    spectrum = Spectrum(
        blocks=[Block(name=f"b{i}", spectrum=part, rho=0.1) for i, part in enumerate(parts)]
    )
    answer = generalization(spectrum, **SETTINGS, optimizer="adam")
    values = {**SETTINGS, "lam_l2": 0.01, "rho": 0.1}
    found = [enclose(part, among=count) for part in parts]
    assert sum(item.support.failure for item in found) == pytest.approx(0.02 * 0.05)
    brackets = [err_bracket(item, "adam", values) for item in found]
    wanted = combine(brackets)
    assert wanted.spent == pytest.approx(0.98 * 0.05)
    row = answer.one(quantity="err", variant="corrected", case="spectrum")
    assert (row.lower, row.upper) == pytest.approx((wanted.lower, wanted.upper), rel=1e-12)
    narrow = combine([err_bracket(enclose(part), "adam", values) for part in parts])
    assert narrow.spent < 0.6 * wanted.spent
    (text,) = [note.message for note in answer.warnings if note.code == "quadrature"]
    assert "4 × 12 quadrature nodes in each of 40 of the 40 blocks" in text
    assert text.count("lower and upper hold") == 1


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
                    *(
                        Block(
                            name=f"q{probes}",
                            spectrum=Spectrum(
                                dim=2, nodes=np.ones((probes, 1)), weights=np.ones((probes, 1))
                            ),
                        )
                        for probes in (1, 2)
                    ),
                ]
            ),
            "of different numbers of probes",
        ),
    ],
)
def test_faults(make: Callable[[], object], words: str) -> None:
    with pytest.raises(InputError, match=words):
        make()


def varied(seed: int) -> tuple[Spectrum, dict[str, Any]]:
    """Return a block of any size and kind with settings of its own: zeros, negatives, one value."""
    draw = np.random.default_rng(seed)
    values = 10.0 ** draw.uniform(-14, 2, int(draw.integers(1, 60)))
    values[draw.random(values.size) < 0.2] *= -1
    values[draw.random(values.size) < 0.1] = 0.0
    spectrum = Spectrum(eigenvalues=values)
    if seed % 5 == 0:
        spectrum = Spectrum(eigenvalues=np.full(3, 1e-300 * 10.0 ** -(seed % 15)))  # 1/x is vast
    if seed % 4 == 1:
        weights = draw.dirichlet(np.ones(values.size), size=1 + seed % 3)
        nodes = np.broadcast_to(np.where(values == 0, 1e-3, values), weights.shape)
        spectrum = Spectrum(dim=100 + seed, nodes=nodes, weights=weights)
    settings = {
        **{"eta": 10.0 ** draw.uniform(-4, -1), "rho": 10.0 ** draw.uniform(-2, 0)},
        **{"lam": float(draw.choice([0.0, 1e-3])), "lam_l2": 1e-2, "batch_size": 32},
        **{"dim": spectrum.dim, "floor": 1e-12, "floor_by_default": seed % 2 == 0},
    }
    return spectrum, settings


def test_blocks_together_have_the_sums_of_each_alone() -> None:
    from adamw_bounds.spectra._inputs import Piece
    from adamw_bounds.spectra._sums import CONTEXT, OPTIMIZERS, tallies, tally

    parts = [Piece(f"b{seed}", *varied(seed)) for seed in range(60)]
    kinds = ("printed", "corrected")
    with localcontext(CONTEXT), np.errstate(all="ignore"):
        together = tallies(parts, OPTIMIZERS, kinds)
        for part, found in zip(parts, together, strict=True):
            alone = tally(part.spectrum, OPTIMIZERS, part.values, kinds)
            assert found[1:] == pytest.approx(alone[1:], rel=1e-14)
            for key, mine in alone.of.items():
                for one, other in zip(found.of[key], mine, strict=True):
                    if one is None or other is None:
                        assert one is other
                    elif isinstance(one, float):
                        assert one == pytest.approx(other, rel=1e-14)
                    else:
                        scale = mine.err if other is mine.scatter else other
                        assert abs(one - other) <= Decimal("1e-14") * abs(scale)


@pytest.mark.parametrize("sizes", [(7,), (3, 8, 1, 21)])
def test_the_work_of_numpy_does_not_grow_with_the_number_of_blocks(
    sizes: tuple[int, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    from adamw_bounds.spectra import _formulas

    calls = 0

    def counted(function: Callable[..., Any]) -> Callable[..., Any]:
        def call(*given: Any, **named: Any) -> Any:
            nonlocal calls
            calls += 1
            return function(*given, **named)

        return call

    for name in ("log_x", "excesses", "x_values"):
        monkeypatch.setattr(_formulas, name, counted(getattr(_formulas, name)))
    found = []
    for count in (4, 400):
        draw = np.random.default_rng(0)
        blocks = [
            block(f"b{at}", 10.0 ** draw.uniform(-3, 1, sizes[at % len(sizes)]), 0.1 * (1 + at % 4))
            for at in range(count)
        ]
        calls = 0
        answer = generalization(Spectrum(blocks=blocks), **SETTINGS)
        assert len(answer.select(quantity="err", variant="corrected")) == 3 * (count + 1)
        found.append(calls)
    assert found[0] == found[1] > 0


def test_of_thousands_of_blocks_without_a_setting_a_few_are_named() -> None:
    blocks = [block(f"b{at}", SECOND, None) for at in range(3000)]
    with pytest.raises(InputError) as caught:
        generalization(Spectrum(blocks=blocks), **SETTINGS)
    (fault,) = caught.value.faults
    assert fault.name == "rho"
    assert "2980" in fault.sentence()
    assert len(fault.sentence()) < 1000


def test_who_asks_is_told_how_many_error_bars_there_are() -> None:
    parts = [rule(seed, 10, steps=4) for seed in range(3)]
    blocks = [Block(name=f"b{at}", spectrum=part, rho=0.1) for at, part in enumerate(parts)]
    blocks.append(block("exact", FIRST, 0.1))
    told: list[tuple[int, int]] = []
    more: dict[str, Any] = {"optimizer": "adam", "progress": lambda *it: told.append(it)}
    generalization(Spectrum(blocks=blocks), **SETTINGS, **more)
    # Three blocks are enclosed, and each has a bar in both readings.
    assert told == [(done, 9) for done in range(1, 10)]
    told.clear()
    generalization(Spectrum(blocks=blocks[3:]), **SETTINGS, **more)
    assert told == []
