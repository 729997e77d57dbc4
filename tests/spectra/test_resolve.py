from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import numpy as np
import pytest

from adamw_bounds.errors import InputError, RunError
from adamw_bounds.spectra import (
    Spectrum,
    generalization,
    load_spectrum,
    resolve_spectrum,
    save_spectrum,
    shipped,
)
from adamw_bounds.spectra.resolve import source_name

NAMES = ("digits_mlp_adamw", "digits_mlp_l2_adam")
TABLE = tuple(
    f"{network}_{optimizer}"
    for network in ("conv", "mlp")
    for optimizer in ("adamw", "adamw_d", "l2_adam", "l2_adam_d")
)


def test_names() -> None:
    assert shipped() == tuple(sorted((*NAMES, *TABLE)))


@pytest.mark.parametrize("name", NAMES)
def test_shipped_spectra_are_whole_and_say_how_they_were_made(name: str) -> None:
    spectrum = shipped(name)
    assert (spectrum.label, spectrum.kind, spectrum.dim) == (name, "exact", 2410)
    assert spectrum.dtype == "float64"
    assert spectrum.path is None
    meta = spectrum.meta
    assert (meta.eta, meta.lam, meta.batch_size, meta.samples) == (1e-3, 0.01, 128, 1797)
    assert meta.rho is None  # a choice of prior
    assert meta.x_star_norm
    assert meta.optimizer
    described = (files("adamw_bounds") / "data" / "README.md").read_text(encoding="utf-8")
    assert f"`{name}`" in described
    assert f"{meta.x_star_norm:.4g}" in described
    for extreme in spectrum.extremes:
        # As the table writes them: four digits, a plain minus or a typographic one.
        figure = f"{extreme:.4g}".replace("e-0", "e-").replace("-0.000343", "-3.430e-4")
        assert figure in described.replace("−", "-")


@pytest.mark.parametrize(
    ("name", "optimizer", "printed", "corrected"),
    [
        ("digits_mlp_adamw", "adamw", 3.1447267105715517, 2.45986947457738),
        ("digits_mlp_adamw", "adam", 90.45213698900089, 1010.5952930943386),
        ("digits_mlp_adamw", "l2-adam", 8.821441119849986, 6.4015259695529707),
        ("digits_mlp_l2_adam", "adamw", 3.9780327623881484, 2.3405454741609435),
        ("digits_mlp_l2_adam", "adam", 39.31052580408195, 412.70972329890713),
        ("digits_mlp_l2_adam", "l2-adam", 7.223398858988685, 4.8170718930448182),
    ],
)
def test_their_figures_stay(name: str, optimizer: str, printed: float, corrected: float) -> None:
    answer = generalization(f"shipped:{name}", rho=1 / 192)
    for variant, value in (("printed", printed), ("corrected", corrected)):
        row = answer.one(quantity="err-per-parameter", optimizer=optimizer, variant=variant)
        assert row.value == pytest.approx(value, rel=1e-12)
        assert row.case == name
    assert answer.inputs["spectrum"] == f"shipped:{name}"


def test_an_unknown_name_lists_those_that_ship() -> None:
    with pytest.raises(InputError, match="there are ") as caught:
        shipped("resnet")
    assert all(name in str(caught.value) for name in (*NAMES, *TABLE))
    with pytest.raises(InputError, match="no spectrum ships as ''"):
        resolve_spectrum("shipped:")
    with pytest.raises(InputError, match="no spectrum ships as"):
        shipped("../data/digits_mlp_adamw")


def test_resolving(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    spectrum = Spectrum(eigenvalues=np.ones(2))
    assert resolve_spectrum(spectrum) is spectrum
    assert resolve_spectrum("shipped:digits_mlp_adamw").label == "digits_mlp_adamw"
    path = tmp_path / "net.npz"
    save_spectrum(spectrum, path)
    assert resolve_spectrum(path).label == "net"
    assert resolve_spectrum(str(path)).path == path
    monkeypatch.chdir(tmp_path)
    with pytest.raises(RunError, match="the spectrum that ships is shipped:digits_mlp_adamw"):
        resolve_spectrum("digits_mlp_adamw")


def test_how_an_answer_names_its_spectrum(tmp_path: Path) -> None:
    spectrum = Spectrum(eigenvalues=np.ones(2), label="net")
    assert source_name(spectrum) == "net"
    assert source_name("shipped:digits_mlp_adamw") == "shipped:digits_mlp_adamw"
    path = tmp_path / "a.npz"
    save_spectrum(spectrum, path)
    assert source_name(load_spectrum(path)) == str(path)
    assert source_name(path) == str(path)


@pytest.mark.parametrize("wrong", [[1.0, 0.1], 3, None, b"spectrum.npz"])
def test_what_is_no_spectrum_is_named(wrong: object) -> None:
    with pytest.raises(InputError) as caught:
        resolve_spectrum(wrong)  # type: ignore[arg-type]
    assert [fault.name for fault in caught.value.faults] == ["spectrum"]
