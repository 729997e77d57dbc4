"""Residuals in a file, and spectra of one problem pooled into a study."""

from __future__ import annotations

import importlib.util
import json
import math
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

from adamw_bounds.errors import InputError, RunError
from adamw_bounds.spectra import (
    Block,
    Meta,
    Spectrum,
    describe,
    generalization,
    load_spectrum,
    merge,
    save_spectrum,
)
from adamw_bounds.spectra.brackets import Functional, enclose, support_bounds
from adamw_bounds.spectra.merge import pooled

Array = npt.NDArray[np.float64]


def _benchmark() -> Any:
    path = Path(__file__).parents[1] / "benchmarks" / "coverage.py"
    spec = importlib.util.spec_from_file_location("lanczos_for_merging", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    return module


BENCHMARK = _benchmark()
LOG = Functional(
    function=lambda sigma: np.log(np.maximum(np.abs(sigma), 1e-6)), turning_points=(0.0,)
)
SETTINGS: dict[str, Any] = {
    **{"eta": 1e-3, "lam": 0.01, "batch_size": 32, "samples": 1000, "rho": 0.01},
    **{"floor": 1e-9, "x_star_norm": 1.0},
}
PRINT = {
    **{"model": "aa" * 16, "data": "bb" * 16, "loss": "CrossEntropyLoss, mean"},
    **{"dtype": "float64", "matrix": "hessian", "parameters": "cc" * 16},
}
EIGENVALUES = np.concatenate(
    [np.random.default_rng(0).normal(0, 1e-2, 250), np.geomspace(1e-3, 2.0, 50)]
)


def measured(
    seed: int = 0,
    probes: Sequence[int] = range(5),
    steps: int = 20,
    eigenvalues: Array = EIGENVALUES,
    label: str = "",
    **meta: Any,
) -> Spectrum:
    """Measure a known diagonal matrix by probes that are uniform on the sphere."""
    nodes, weights, residuals = [], [], []
    for number in probes:
        start = np.random.default_rng([seed, number]).standard_normal(eigenvalues.size)
        diagonal, off = BENCHMARK.lanczos(eigenvalues, start, steps)
        places, masses = BENCHMARK.gauss(diagonal, off)
        nodes.append(places)
        weights.append(masses)
        residuals.append(abs(off[-1]))
    recorded = {
        "seed": seed,
        "dtype": "float64",
        "fingerprint": PRINT,
        "probes_drawn": [[seed, number] for number in probes],
        **meta,
    }
    return Spectrum(
        dim=eigenvalues.size,
        nodes=np.array(nodes),
        weights=np.array(weights),
        residuals=np.array(residuals),
        meta=Meta.from_mapping(
            {key: value for key, value in recorded.items() if value is not None}
        ),
        label=label or f"seed{seed}",
    )


def err(spectrum: Spectrum, optimizer: str = "adamw") -> Any:
    answer = generalization(spectrum, **SETTINGS)
    return next(
        row
        for row in answer.results
        if (row.quantity, row.optimizer, row.variant) == ("err", optimizer, "corrected")
    )


# Residuals


def test_residuals_are_kept_in_files_of_all_kinds(tmp_path: Path) -> None:
    spectrum = measured()
    save_spectrum(spectrum, tmp_path / "a.npz")
    again = load_spectrum(tmp_path / "a.npz")
    np.testing.assert_array_equal(again.residuals, spectrum.residuals)
    blocks = Spectrum(blocks=[Block(name="a/b", spectrum=spectrum, rho=0.1)])
    assert blocks.residuals is None
    save_spectrum(blocks, tmp_path / "b.npz")
    kept = load_spectrum(tmp_path / "b.npz").blocks[0].spectrum
    np.testing.assert_array_equal(kept.residuals, spectrum.residuals)
    density = {
        "eigenvalues": [[0.0, 1.0]],
        "weights": [[0.5, 0.5]],
        "residuals": [0.25],
    }
    (tmp_path / "c.json").write_text(json.dumps(density))
    found = load_spectrum(tmp_path / "c.json")
    assert found.residuals is not None
    assert found.residuals.tolist() == [0.25]


def test_known_eigenvalues_are_kept_and_merged(tmp_path: Path) -> None:
    nodes, weights = np.array([[0.0, 1.0, 9.0]] * 2), np.array([[0.5, 0.4, 0.1], [0.3, 0.6, 0.1]])
    known = np.array([[False, False, True], [True, False, True]])
    spectrum = Spectrum(dim=10, nodes=nodes, weights=weights, known=known)
    np.testing.assert_allclose(spectrum.masses(0), [0.5, 0.4, 0.1], rtol=1e-14)
    np.testing.assert_allclose(spectrum.masses(1), [0.1, 0.8, 0.1], rtol=1e-14)
    assert spectrum.traces == pytest.approx((13.0, 17.0))
    save_spectrum(spectrum, tmp_path / "a.npz")
    again = load_spectrum(tmp_path / "a.npz")
    np.testing.assert_array_equal(again.known, known)
    other = measured(seed=1)
    first = replace(measured(seed=0), known=np.eye(*other.nodes.shape, dtype=bool))
    study = merge([first, other], label="study")
    rows = len(other.nodes)
    np.testing.assert_array_equal(study.known[:rows], first.known)
    assert not study.known[rows:].any()
    block = Spectrum(blocks=[Block(name="a", spectrum=spectrum)])
    save_spectrum(block, tmp_path / "b.npz")
    np.testing.assert_array_equal(load_spectrum(tmp_path / "b.npz").blocks[0].spectrum.known, known)
    for wrong in (known[:1], known.astype(float), np.ones((2, 3), bool)):
        with pytest.raises(InputError, match="known"):
            Spectrum(dim=2, nodes=nodes, weights=weights, known=wrong)


def test_files_without_residuals_are_read(write_npz: Callable[..., Path]) -> None:
    path = write_npz(eigenvalues=None, nodes=np.array([[0.0, 1.0]]), weights=np.array([[0.5, 0.5]]))
    assert load_spectrum(path).residuals is None


WRONG_RESIDUALS = {
    "shape": (np.zeros(2), r"residuals must have the shape \(1,\)"),
    "two dimensions": (np.zeros((1, 1)), r"residuals must have the shape \(1,\)"),
    "nan": (np.array([math.nan]), "residuals must be finite"),
    "negative": (np.array([-0.5]), "residuals must be ≥ 0, but probe 0 has -0.5"),
    "integers": (np.array([1]), "residuals must be floating-point numbers, not integers"),
}


@pytest.mark.parametrize("name", WRONG_RESIDUALS)
def test_wrong_residuals(write_npz: Callable[..., Path], name: str) -> None:
    values, words = WRONG_RESIDUALS[name]
    arrays = {"nodes": np.array([[0.0, 1.0]]), "weights": np.array([[0.5, 0.5]])}
    with pytest.raises(InputError, match=words):
        Spectrum(dim=3, residuals=values, **arrays)
    path = write_npz(eigenvalues=None, residuals=values, **arrays)
    with pytest.raises(RunError, match=words):
        load_spectrum(path)


def test_residuals_belong_to_nodes(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="residuals beside eigenvalues"):
        Spectrum(eigenvalues=np.ones(3), residuals=np.zeros(1))
    for value in ([[0.1], [0.2]], "none", [True]):
        density = {"eigenvalues": [[0.0]], "weights": [[1.0]], "residuals": value}
        (tmp_path / "a.json").write_text(json.dumps(density))
        with pytest.raises(RunError, match="residuals"):
            load_spectrum(tmp_path / "a.json")


@pytest.mark.sampled(3)
@pytest.mark.parametrize("optimizer", ["adamw", "adam", "l2-adam"])
def test_residuals_narrow_the_interval_of_err(optimizer: str) -> None:
    exact = err(Spectrum(eigenvalues=EIGENVALUES), optimizer).value
    spectrum = measured(probes=range(8), steps=30)
    blunt = replace(spectrum, residuals=None)
    known, blind = err(spectrum, optimizer), err(blunt, optimizer)
    assert known.value == blind.value
    assert blind.lower <= known.lower <= exact <= known.upper <= blind.upper
    assert known.upper - known.lower < blind.upper - blind.lower
    # As blocks of one matrix, whose residuals stand with them.
    parts = [
        Block(name=name, spectrum=replace(item, meta=Meta()), rho=0.01)
        for name, item in {"a": spectrum, "b": measured(seed=1, probes=range(8), steps=30)}.items()
    ]
    bare = [replace(block, spectrum=replace(block.spectrum, residuals=None)) for block in parts]
    known, blind = err(Spectrum(blocks=parts), optimizer), err(Spectrum(blocks=bare), optimizer)
    assert blind.lower < known.lower <= 2 * exact <= known.upper < blind.upper


def test_a_krylov_space_that_ended_leaves_chance_alone() -> None:
    eigenvalues = np.repeat([-0.2, 0.0, 0.3, 1.0], 25)
    spectrum = measured(steps=4, eigenvalues=eigenvalues)
    assert spectrum.residuals is not None
    assert (spectrum.residuals < 1e-15).all()
    ended = enclose(spectrum)
    assert not ended.support.assumed
    assert (ended.support.lower, ended.support.upper) == pytest.approx((-0.2, 1.0), abs=1e-13)
    quadrature = ended.bracket(LOG).quadrature
    assert quadrature[1] - quadrature[0] < 1e-12


@pytest.mark.parametrize("dtype", ["float64", "float32", "bfloat16"])
def test_a_residual_above_rounding_is_no_end(dtype: str) -> None:
    # A few units in the last place say that the Krylov space ended. More do not, even where the
    # rounding of all steps together is more still; bfloat16 products have float32 vectors.
    spectrum = measured(steps=40)
    spectrum = replace(spectrum, dtype=dtype, meta=replace(spectrum.meta, dtype=dtype))
    unit = 2.0 * {"float64": 2.0**-52}.get(dtype, 2.0**-23)

    def support(residual: float) -> str:
        found = replace(spectrum, residuals=np.full(5, residual))
        return enclose(found, refine=0).support.text

    for residual in (0.0, 9 * unit):
        assert support(residual).startswith("Steps ≥ d")
    assert "beyond the extreme Ritz values" in support(20 * unit)


# Probes of different depths


def test_the_support_of_equal_depths_is_that_of_the_formula() -> None:
    spectrum = replace(measured(steps=60), residuals=None)
    bounds = support_bounds(spectrum, failure=1e-3)
    low, high = spectrum.extremes
    root = math.log(1.648 * math.sqrt(300)) - math.log(0.5e-3) / 5
    epsilon = (root / 119) ** 2
    margin = epsilon * (high - low) / (1 - 2 * epsilon) + 60 * 2.0**-52 * high
    assert bounds.upper == pytest.approx(high + margin, rel=1e-12)
    # Nodes of weight 0 are none: 40 of them more say nothing of the support.
    assert spectrum.nodes is not None
    assert spectrum.weights is not None
    padded = replace(
        spectrum,
        nodes=np.pad(spectrum.nodes, ((0, 0), (0, 40)), mode="edge"),
        weights=np.pad(spectrum.weights, ((0, 0), (0, 40))),
    )
    assert support_bounds(padded).upper == pytest.approx(bounds.upper, rel=1e-12)


def test_shallow_probes_neither_widen_nor_narrow_the_support_of_deep_ones_by_much() -> None:
    deep, shallow = measured(steps=60), measured(seed=1, steps=6)
    both = support_bounds(merge([deep, shallow]))
    alone = support_bounds(deep)
    every = support_bounds(merge([deep, measured(seed=1, steps=60)]))
    assert every.upper < both.upper <= alone.upper


def test_a_probe_that_was_filled_up_is_not_taken_for_exhausted() -> None:
    eigenvalues = EIGENVALUES[::10]
    whole = measured(steps=30, eigenvalues=eigenvalues)
    rough = measured(seed=1, steps=3, eigenvalues=eigenvalues)
    together = merge([whole, rough])
    assert together.nodes is not None
    assert together.weights is not None
    assert together.nodes.shape == (10, 30)
    assert (together.weights[5:, 3:] == 0).all()
    assert rough.nodes is not None
    np.testing.assert_array_equal(together.nodes[5:, 3:], np.repeat(rough.nodes[:, -1:], 27, 1))
    starts = np.array(
        [
            np.random.default_rng([seed, number]).standard_normal(30)
            for seed in (0, 1)
            for number in range(5)
        ]
    )
    shares = starts**2 / (starts**2).sum(axis=1, keepdims=True)
    own = float((shares @ LOG.function(eigenvalues)).mean())
    for spectrum in (together, replace(together, residuals=None)):
        low, high = enclose(spectrum).bracket(LOG).quadrature
        assert low <= own <= high
        assert high - low > 0.5


# A study


@pytest.mark.sampled(3)
@pytest.mark.parametrize("optimizer", ["adamw", "adam", "l2-adam"])
def test_four_files_are_narrower_than_one(optimizer: str) -> None:
    exact = err(Spectrum(eigenvalues=EIGENVALUES), optimizer).value
    files = [measured(seed=seed, steps=100) for seed in range(4)]
    study = merge(files, label="study")
    assert (study.probes, study.label, study.dim) == (20, "study", 300)
    rows = [err(item, optimizer) for item in files]
    found = err(study, optimizer)
    assert found.value == pytest.approx(np.mean([row.value for row in rows]), rel=1e-12)
    assert found.lower <= exact <= found.upper
    assert found.upper - found.lower < min(row.upper - row.lower for row in rows)
    # Four times as many probes: half the standard error, but for its own scatter.
    assert found.stderr < 0.75 * np.mean([row.stderr for row in rows])
    # The part of chance is the t interval's; that of the quadrature stays.
    wide, narrow = (enclose(item).bracket(LOG) for item in (files[0], study))
    assert wide.freedom == 4
    assert narrow.freedom == 19
    parts = [item.width - (item.quadrature[1] - item.quadrature[0]) for item in (wide, narrow)]
    assert parts[1] < 0.6 * parts[0]
    # What one run of all probes would have said.
    drawn = [[seed, number] for seed in range(4) for number in range(5)]
    assert study.meta.extra["probes_drawn"] == drawn
    np.testing.assert_array_equal(
        study.residuals, np.concatenate([item.residuals for item in files])
    )


def test_a_study_can_be_kept_and_gone_on_with(tmp_path: Path) -> None:
    files = [measured(seed=seed, steps=10 + seed) for seed in range(3)]
    for item in files:
        save_spectrum(item, tmp_path / f"{item.label}.npz")
    first = merge([load_spectrum(tmp_path / f"seed{seed}.npz") for seed in (0, 1)])
    save_spectrum(first, tmp_path / "first.npz")
    both = merge([load_spectrum(tmp_path / name) for name in ("first.npz", "seed2.npz")])
    once = merge(files)
    np.testing.assert_array_equal(both.nodes, once.nodes)
    np.testing.assert_array_equal(both.weights, once.weights)
    assert both.meta.extra["fingerprint"] == PRINT
    assert both.meta.extra["probes_drawn"] == once.meta.extra["probes_drawn"]
    assert both.meta.seed == once.meta.seed == [0, 1, 2]
    assert [entry["label"] for entry in both.meta.extra["merged"]] == ["seed0", "seed1", "seed2"]
    assert [entry["steps"] for entry in both.meta.extra["merged"]] == [10, 11, 12]


def test_probes_of_a_seed_may_be_shared_out() -> None:
    parts = [measured(probes=range(start, start + 2)) for start in (0, 2)]
    whole = measured(probes=range(4))
    found = merge(parts)
    np.testing.assert_array_equal(found.nodes, whole.nodes)
    assert found.meta.seed == 0


def test_eigenvalues_of_a_block_may_be_rounded_otherwise() -> None:
    rounded = replace(BLOCK, spectrum=Spectrum(eigenvalues=EIGENVALUES[::-1] * (1 + 1e-12)))
    found = merge([replace(measured(), blocks=[BLOCK]), replace(_other(), blocks=[rounded])])
    np.testing.assert_array_equal(found.blocks[0].spectrum.eigenvalues, EIGENVALUES)


# What may not be pooled


def _other(**more: Any) -> Spectrum:
    return measured(seed=1, label="other", **more)


def _print(key: str, value: str) -> Spectrum:
    return _other(fingerprint={**PRINT, key: value})


BLOCK = Block(name="a", spectrum=Spectrum(eigenvalues=EIGENVALUES), rho=0.1)
REFUSED: dict[str, tuple[Callable[[], list[Spectrum]], list[str]]] = {
    "one": (lambda: [measured()], ["two spectra or more"]),
    "exact": (
        lambda: [measured(), Spectrum(eigenvalues=EIGENVALUES, label="other")],
        ["other holds all eigenvalues", "use it alone"],
    ),
    "dim": (
        lambda: [measured(), _other(eigenvalues=EIGENVALUES[1:])],
        ["other has d = 299, but seed0 has 300"],
    ),
    "no dim": (
        lambda: [measured(), Spectrum(nodes=np.ones(1), weights=np.ones(1), label="other")],
        ["other does not state its dimension"],
    ),
    "model": (
        lambda: [measured(), _print("model", "dd" * 16)],
        [f"other has the model {'dd' * 16}, but seed0 has {'aa' * 16}"],
    ),
    "data": (lambda: [measured(), _print("data", "dd" * 16)], ["has the data dddd"]),
    "loss": (
        lambda: [measured(), _print("loss", "MSELoss, sum")],
        ["has the loss MSELoss, sum, but seed0 has CrossEntropyLoss, mean"],
    ),
    "dtype": (
        lambda: [measured(), _print("dtype", "float32")],
        ["has the floating type float32, but seed0 has float64"],
    ),
    "matrix": (
        lambda: [measured(), _print("matrix", "ggn")],
        ["has the matrix ggn, but seed0 has hessian"],
    ),
    "parameters": (
        lambda: [measured(), _print("parameters", "0")],
        ["has the choice of parameters 0"],
    ),
    "no fingerprint": (
        lambda: [measured(), _other(fingerprint=None)],
        ["other has no fingerprint", "--force"],
    ),
    "half a fingerprint": (
        lambda: [measured(), _other(fingerprint={"model": "aa" * 16})],
        ["other has no fingerprint"],
    ),
    "value of the loss": (
        lambda: [measured(loss_value=0.5), _other(loss_value=0.5001)],
        ["other has the loss F(x) = 0.5001, but seed0 has 0.5", "more than rounding apart"],
    ),
    "samples": (
        lambda: [measured(samples=100), _other(samples=99)],
        ["other has the samples 99, but seed0 has 100"],
    ),
    "one probe twice": (
        lambda: [measured(), measured(probes=range(3, 9), label="other")],
        ["other holds the probe 3 of seed 0 and 1 more, as seed0 does", "another --seed"],
    ),
    "itself": (lambda: [measured(), measured(label="other")], ["probe 0 of seed 0 and 4 more"]),
    "twice in one": (
        lambda: [measured(), _other(probes_drawn=[[1, 0], [1, 1], [1, 1], [1, 2], [1, 3]])],
        ["other holds one probe twice"],
    ),
    "damaged": (
        lambda: [measured(), _other(probes_drawn=[[1, 0]])],
        ["other is damaged: probes_drawn"],
    ),
    "damaged entries": (
        lambda: [measured(), _other(probes_drawn=[[1, 0], [1, 1], [1, 2], [1, 3], [1, 4, 5]])],
        ["other is damaged: probes_drawn"],
    ),
    "one probe twice, distribution by probe": (
        lambda: [
            measured(distribution="gaussian"),
            measured(label="other", probes_drawn=[[0, i, "gaussian"] for i in range(5)]),
        ],
        ["other holds the probe 0 of seed 0 and 4 more, as seed0 does"],
    ),
    "a distribution that one file does not say": (
        lambda: [measured(distribution="gaussian"), measured(label="other")],
        ["other holds the probe 0 of seed 0 and 4 more, as seed0 does"],
    ),
    "all at once": (
        lambda: [measured(), _print("data", "dd"), _other(fingerprint={**PRINT, "loss": "x"})],
        ["has the data dd", "has the loss x", "holds the probe 0 of seed 1 and 4 more"],
    ),
    "eigenvalues of a block": (
        lambda: [
            replace(measured(), blocks=[BLOCK]),
            replace(
                _other(),
                blocks=[replace(BLOCK, spectrum=Spectrum(eigenvalues=1.001 * EIGENVALUES))],
            ),
        ],
        ["other has eigenvalues in block a", "more than rounding apart"],
    ),
    "blocks": (
        lambda: [measured(), replace(_other(), blocks=[BLOCK])],
        ["other has 1 blocks (a), but seed0 has no blocks"],
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_refusals_say_what_differs(name: str) -> None:
    make, words = REFUSED[name]
    with pytest.raises(InputError) as caught:
        merge(make())
    for word in words:
        assert word in caught.value.message


def test_rounding_of_the_loss_is_no_difference() -> None:
    found = merge([measured(loss_value=0.5), _other(loss_value=0.5 * (1 + 1e-12))])
    assert found.meta.extra["loss_value"] == 0.5
    single = [
        replace(item, dtype="float32", meta=replace(item.meta, dtype="float32"))
        for item in (measured(loss_value=0.5), _other(loss_value=0.50001))
    ]
    assert merge(single).dtype == "float32"


def test_files_without_a_fingerprint_are_taken_on_trust() -> None:
    bare = measured(fingerprint=None, label="bare")
    found = pooled([bare, _other()], force=True, label="study")
    assert [note.code for note in found.notes] == ["not-verified"]
    assert "NOT VERIFIED" in found.notes[0].message
    assert found.spectrum.meta.extra["verified"] is False
    assert "fingerprint" not in found.spectrum.meta.extra
    # It is said wherever the file is used, and a study of such a file is no better.
    for answer in (describe(found.spectrum), generalization(found.spectrum, **SETTINGS)):
        assert [note.code for note in answer.warnings].count("not-verified") == 1
    with pytest.raises(InputError, match="no fingerprint"):
        merge([found.spectrum, measured(seed=7)])
    again = merge([found.spectrum, measured(seed=7)], force=True)
    assert again.meta.extra["verified"] is False
    assert again.probes == 15
    # Force is for what is missing, not for what differs.
    for other, words in (
        (_print("model", "dd"), "has the model dd"),
        (_other(eigenvalues=EIGENVALUES[1:]), "d = 299"),
        (measured(label="other"), "probe 0 of seed 0"),
    ):
        with pytest.raises(InputError, match=words):
            merge([measured(), other], force=True)
    with pytest.raises(InputError, match="has the matrix ggn"):
        merge(
            [measured(fingerprint=None, matrix="hessian"), _other(matrix="ggn", fingerprint=None)],
            force=True,
        )


def test_probes_of_unlike_distributions_are_unlike(tmp_path: Path) -> None:
    signs = measured(distribution="rademacher", label="signs")
    # Other vectors under the same seed and numbers, as another distribution draws them.
    drawn = [[0, number] for number in range(5)]
    normal = measured(seed=9, probes_drawn=drawn, distribution="gaussian", label="normal")
    save_spectrum(merge([signs, normal]), tmp_path / "both.npz")
    both = load_spectrum(tmp_path / "both.npz")
    assert both.meta.extra["distribution"] == "rademacher and gaussian"
    kinds = ["rademacher"] * 5 + ["gaussian"] * 5
    assert both.meta.extra["probes_drawn"] == [
        [*pair, kind] for pair, kind in zip(drawn * 2, kinds, strict=True)
    ]
    # What went in is found in it again, whatever form the other file has.
    for twice in (signs, normal):
        with pytest.raises(InputError, match="the probe 0 of seed 0 and 4 more"):
            merge([both, twice])
    more = merge([both, measured(seed=3, distribution="gaussian")])
    assert more.meta.extra["distribution"] == "rademacher and gaussian"
    assert more.meta.extra["probes_drawn"][10:] == [[3, i, "gaussian"] for i in range(5)]
    # An old study of both that does not say which is which may hold either.
    old = replace(
        both,
        meta=Meta.from_mapping({**both.meta.as_dict(), "probes_drawn": [*drawn, *_moved(drawn)]}),
    )
    with pytest.raises(InputError, match="the probe 0 of seed 0 and 4 more"):
        merge([old, signs])
    # A seed alone says which probes too, of that distribution.
    unnamed = measured(distribution="rademacher", probes_drawn=None)
    assert merge([unnamed, normal]).meta.extra["probes_drawn"][0] == [0, 0, "rademacher"]


def _moved(drawn: list[list[int]]) -> list[list[int]]:
    return [[seed + 100, number] for seed, number in drawn]


def test_probes_without_a_name_are_compared_to_the_bit() -> None:
    bare = {"fingerprint": None, "probes_drawn": None}
    one = replace(measured(**bare), meta=Meta(), label="one")
    two = replace(measured(probes=[7, 2], **bare), meta=Meta(), label="two")
    with pytest.raises(InputError, match="two holds a probe, to the bit, that one holds too"):
        merge([one, two], force=True)
    found = merge([one, replace(measured(seed=1, **bare), meta=Meta())], force=True)
    assert "probes_drawn" not in found.meta.extra


def test_a_seed_names_the_probes_where_the_file_does_not() -> None:
    found = merge([measured(probes_drawn=None), _other()])
    assert found.meta.extra["probes_drawn"][:5] == [[0, number] for number in range(5)]
    with pytest.raises(InputError, match="probe 0 of seed 1"):
        merge([measured(seed=1, probes_drawn=None), _other()])


# What is recorded


def test_measured_constants() -> None:
    one = {
        **{"c_inf": 2.0, "c_2": 5.0, "c_inf_quantile": 1.0, "sigma": 3.0, "sigma_stderr": 0.3},
        **{"gradients": 100, "gradients_of": "samples", "smoothness_lower": 1.0},
        **{"smoothness_residual": 0.1, "eigenvalue_max": 1.0, "eigenvalue_max_residual": 0.1},
        **{"eigenvalue_min": -0.5, "eigenvalue_min_residual": 0.2, "loss_value": 0.5},
        **{"gap_upper": 0.5, "mu_local": 0.02, "eta": 1e-3, "lam": 0.1, "batch_size": 8},
        **{"model": "Net", "data": "digits", "distribution": "rademacher", "samples": 1000},
        **{"versions": {"torch": "2.4", "numpy": "2.0"}, "betas": [0.9, 0.999]},
    }
    two = {
        **one,
        **{"c_inf": 1.0, "c_2": 6.0, "sigma": 4.0, "sigma_stderr": 0.4, "gradients": 300},
        **{"smoothness_lower": 1.5, "smoothness_residual": 0.01, "eigenvalue_max": 0.9},
        **{"eigenvalue_max_residual": 0.3, "eigenvalue_min": -1.5, "eigenvalue_min_residual": 0.01},
        **{"data": "list", "batch_size": 16, "versions": {"torch": "2.5", "numpy": "2.0"}},
    }
    found = pooled([measured(**one), _other(**two)])
    meta = found.spectrum.meta.as_dict()
    assert (meta["c_inf"], meta["c_2"]) == (2.0, 6.0)
    assert (meta["smoothness_lower"], meta["smoothness_residual"]) == (1.5, 0.01)
    assert (meta["eigenvalue_max"], meta["eigenvalue_max_residual"]) == (1.0, 0.1)
    assert (meta["eigenvalue_min"], meta["eigenvalue_min_residual"]) == (-1.5, 0.01)
    assert meta["sigma"] == pytest.approx(math.sqrt((100 * 9 + 300 * 16) / 400))
    error = math.hypot(100 * 2 * 3 * 0.3, 300 * 2 * 4 * 0.4) / 400
    assert meta["sigma_stderr"] == pytest.approx(error / (2 * meta["sigma"]))
    assert (meta["gradients"], meta["gradients_of"]) == (400, "samples")
    assert (meta["eta"], meta["lam"], meta["betas"]) == (1e-3, 0.1, [0.9, 0.999])
    assert meta["batch_size"] is None
    assert (meta["model"], meta["data"]) == ("Net", "digits; list")
    assert meta["versions"] == {"torch": ["2.4", "2.5"], "numpy": "2.0"}
    assert meta["seed"] == [0, 1]
    assert meta["method"] is None
    (note,) = found.notes
    assert note.message == "The files differ in batch_size: none of it is kept."


def test_the_error_of_a_pooled_sigma_is_that_of_one_large_draw() -> None:
    # Two halves of a sample, pooled, against the whole of it.
    rng = np.random.default_rng(4)
    squares = rng.gamma(2.0, 1.0, 2000)

    def of(values: Array) -> dict[str, Any]:
        sigma = math.sqrt(values.mean())
        error = values.std(ddof=1) / math.sqrt(values.size)
        return {
            "sigma": sigma,
            "sigma_stderr": error / (2 * sigma),
            "gradients": values.size,
            "gradients_of": "samples",
        }

    meta = merge([measured(**of(squares[:500])), _other(**of(squares[500:]))]).meta
    whole = of(squares)
    assert meta.sigma == pytest.approx(whole["sigma"], rel=1e-12)
    assert meta.extra["sigma_stderr"] == pytest.approx(whole["sigma_stderr"], rel=0.01)


def test_one_draw_of_samples_counts_once() -> None:
    # Probes of one seed shared out: the samples behind σ are the same ones.
    noise = {
        **{"sigma": 3.0, "sigma_stderr": 0.3, "gradients": 100, "gradients_of": "samples"},
    }
    meta = merge([measured(probes=range(2), **noise), measured(probes=range(2, 4), **noise)]).meta
    assert (meta.sigma, meta.extra["sigma_stderr"]) == (3.0, 0.3)
    assert meta.extra["gradients"] == 100
    # All samples leave nothing to estimate.
    every = {**noise, "sigma": 3.5, "sigma_stderr": 0.0, "gradients": 1000}
    meta = merge([measured(samples=1000, **noise), _other(samples=1000, **every)]).meta
    assert (meta.sigma, meta.extra["sigma_stderr"], meta.extra["gradients"]) == (3.5, 0, 1000)
    # No scatter is not yet all samples: two of equal gradients have none either.
    few = {**noise, "sigma": 5.0, "sigma_stderr": 0.0, "gradients": 2}
    meta = merge([measured(samples=1000, **noise), _other(samples=1000, **few)]).meta
    assert meta.sigma == pytest.approx(math.sqrt((100 * 9 + 2 * 25) / 102))
    assert meta.extra["gradients"] == 102
    # Nor are draws that add up to as many.
    half = {**noise, "sigma_stderr": 0.1, "gradients": 1000}
    meta = merge([measured(samples=1000, **noise), _other(samples=1000, **half)]).meta
    assert meta.extra["gradients"] == 1100
    # Those of minibatches are smaller than those of samples.
    batches = {**noise, "c_inf": 9.0, "sigma": 1.0, "gradients_of": "minibatches"}
    meta = merge([measured(c_inf=2.0, **noise), _other(**batches)]).meta
    assert (meta.c_inf, meta.sigma, meta.extra["gradients_of"]) == (2.0, 3.0, "samples")


def test_the_method_says_what_was_pooled() -> None:
    method = "Lanczos quadrature: 5 rademacher probes, 20 steps, reorthogonalised twice"
    found = merge([measured(method=method), _other(method=method, steps=12)])
    assert found.meta.method == (
        "Lanczos quadrature: 10 probes of 2 files, 12 to 20 steps, reorthogonalised twice"
    )


def test_residuals_that_one_file_lacks_are_dropped_and_said() -> None:
    found = pooled([measured(), replace(_other(), residuals=None)])
    assert found.spectrum.residuals is None
    assert [note.code for note in found.notes] == ["no-residuals"]


# Blocks


def blocked(
    seed: int, steps: int = 12, rho: float = 0.1, names: str = "ab", small: Array | None = None
) -> Spectrum:
    parts = {names[0]: EIGENVALUES[:200], names[1]: EIGENVALUES[200:]}
    blocks = [
        Block(
            name=name,
            spectrum=measured(
                seed, steps=steps, eigenvalues=part, fingerprint=None, x_star_norm=2.0
            ),
            rho=rho,
        )
        for name, part in parts.items()
    ]
    if small is not None:
        blocks.append(Block(name="small", spectrum=Spectrum(eigenvalues=small), rho=rho))
    meta = {"seed": seed, "fingerprint": PRINT, "samples": 1000}
    return Spectrum(blocks=blocks, meta=Meta.from_mapping(meta), label=f"seed{seed}")


@pytest.mark.sampled(2)
@pytest.mark.parametrize("small", [None, np.array([0.3, -0.1, 0.02])], ids=["all", "one exact"])
def test_blocks_are_pooled_one_by_one(tmp_path: Path, small: Array | None) -> None:
    files = [blocked(seed, steps=12 + seed, small=small) for seed in range(3)]
    for item in files:
        save_spectrum(item, tmp_path / f"{item.label}.npz")
    study = merge([load_spectrum(tmp_path / f"{item.label}.npz") for item in files])
    save_spectrum(study, tmp_path / "study.npz")
    study = load_spectrum(tmp_path / "study.npz")
    assert study.made_of_blocks
    assert study.probes == 15
    first = study.blocks[0]
    assert (first.name, first.rho, first.spectrum.meta.x_star_norm) == ("a", 0.1, 2.0)
    assert first.spectrum.nodes is not None
    assert first.spectrum.nodes.shape == (15, 14)
    assert first.spectrum.residuals is not None
    if small is not None:
        np.testing.assert_array_equal(study.blocks[2].spectrum.eigenvalues, small)
    values = {key: value for key, value in SETTINGS.items() if key != "rho"}
    exact = sum(
        err(Spectrum(eigenvalues=part), "adamw").value
        for part in (EIGENVALUES[:200], EIGENVALUES[200:], *([] if small is None else [small]))
    )

    def row(spectrum: Spectrum) -> Any:
        at_rho = [replace(block, rho=0.01) for block in spectrum.blocks]
        answer = generalization(replace(spectrum, blocks=at_rho, label="net"), **values)
        return answer.one(quantity="err", optimizer="adamw", variant="corrected", case="net")

    found = row(study)
    assert found.lower <= exact <= found.upper
    assert found.upper - found.lower < min(row(i).upper - row(i).lower for i in files)
    assert study.meta.extra["merged"][1]["steps"] == 13


def _stating(spectrum: Spectrum, **parameters: str) -> Spectrum:
    """Return the spectrum with the names of parameters, a letter each, in some blocks."""

    def of(block: Block) -> Block:
        if block.name not in parameters:
            return block
        extra = {**block.spectrum.meta.extra, "parameters": list(parameters[block.name])}
        meta = replace(block.spectrum.meta, extra=extra)
        return replace(block, spectrum=replace(block.spectrum, meta=meta))

    blocks = [of(block) for block in spectrum.blocks]
    return Spectrum(blocks=blocks, meta=spectrum.meta, label=spectrum.label)


def test_blocks_that_differ() -> None:
    with pytest.raises(InputError, match=r"seed1 has 2 blocks \(a, c\), but seed0 has 2 blocks"):
        merge([blocked(0), blocked(1, names="ac")])
    small, other = np.array([0.3, -0.1, 0.02]), np.array([0.3])
    with pytest.raises(InputError, match="d = 1 in block small, but seed0 has 3"):
        merge([blocked(0, small=small), blocked(1, small=other)])
    estimated = blocked(1, small=small)
    rule = Spectrum(dim=3, nodes=np.zeros((5, 1)), weights=np.ones((5, 1)))
    blocks = [*estimated.blocks[:2], Block(name="small", spectrum=rule, rho=0.1)]
    estimated = Spectrum(blocks=blocks, meta=estimated.meta, label="seed1")
    with pytest.raises(InputError, match="a quadrature in block small, but seed0 has all"):
        merge([blocked(0, small=small), estimated])
    found = pooled([blocked(0), blocked(1, rho=0.2)])
    assert [block.rho for block in found.spectrum.blocks] == [None, None]
    assert [note.message for note in found.notes] == [
        f"ρ of block {name} differs (0.1, 0.2): none is kept." for name in "ab"
    ]
    # Blocks of one name need not be of one kind of parameters.
    weights, biases = (_stating(blocked(seed), a=names) for seed, names in ((0, "wx"), (1, "by")))
    with pytest.raises(
        InputError, match="seed1 has the parameters b, y in block a, but seed0 has w, x"
    ):
        merge([weights, biases])
    with pytest.raises(InputError, match="seed1 has the parameters b, y in block a, but seed0"):
        merge([blocked(2), weights, biases])  # where the first does not say it, too
    same = merge([weights, _stating(blocked(1), a="wx"), blocked(2)])
    assert same.blocks[0].spectrum.meta.extra["parameters"] == ["w", "x"]
    # Exact blocks are compared no less.
    exact = [blocked(seed, small=np.array([0.3, -0.1, 0.02])) for seed in (0, 1)]
    with pytest.raises(InputError, match="the parameters b in block small, but seed0 has w"):
        merge([_stating(exact[0], small="w"), _stating(exact[1], small="b")])
    # In another order they are the same ones.
    mine = blocked(1)
    turned = Spectrum(blocks=mine.blocks[::-1], meta=mine.meta, label="turned")
    np.testing.assert_array_equal(
        merge([blocked(0), turned]).blocks[0].spectrum.nodes,
        merge([blocked(0), mine]).blocks[0].spectrum.nodes,
    )
    whole = measured(seed=1, samples=1000)
    own = replace(whole, blocks=mine.blocks, label="own")
    with pytest.raises(InputError, match="own has a spectrum of the whole besides its blocks"):
        merge([blocked(0), own])
    both = merge([own, replace(measured(seed=2), blocks=blocked(2).blocks)])
    assert both.nodes is not None
    assert both.nodes.shape == (10, 20)
    assert both.blocks[0].spectrum.nodes is not None
    assert both.blocks[0].spectrum.nodes.shape == (10, 12)
