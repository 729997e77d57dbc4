from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import mpmath
import numpy as np
import pytest
from examples import examples
from hypothesis import assume, example, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from adamw_bounds.engine.results import Answer
from adamw_bounds.errors import InputError, RunError
from adamw_bounds.spectra import Meta, Spectrum, generalization, save_spectrum
from adamw_bounds.spectra import spectrum as spectrum_module

OPTIMIZERS = ("adamw", "adam", "l2-adam")
mp = mpmath.mp.clone()
mp.dps = 50


def reference(
    sigmas: Any,
    optimizer: str,
    *,
    eta: float,
    rho: float,
    batch_size: int,
    lam: float,
    floor: float,
    variant: str = "corrected",
) -> Any:
    """Err of Corollary 3 in 50 digits: ρ over the stationary variance along each eigenvector.

    With the drift Q(σ + …), the noise Q²σ/b and the step η that variance is ηQ²σ/(2b·drift).
    """
    total = mp.mpf(0)
    decay = mp.mpf(0 if optimizer == "adam" else lam)
    for sigma in sigmas:
        # Where AdamW has no floor, its limit at 0 stands in for 0: far below any float.
        s = max(abs(mp.mpf(float(sigma))), mp.mpf(floor)) or mp.mpf("1e-2000")
        # 1/Q² is σ/b, what the squares of minibatch gradients average to; the paper has σ.
        q = 1 / mp.sqrt(s / (batch_size if variant == "corrected" else 1))
        drift = q * (s + decay) if optimizer == "l2-adam" else q * s + decay
        x = mp.mpf(rho) / (mp.mpf(eta) * q**2 * s / (2 * batch_size * drift))
        total += mp.log(x) + 1 / x
    return total


def exact(*values: float, **more: Any) -> Spectrum:
    return Spectrum(eigenvalues=np.array(values), **more)


def figure(
    answer: Answer, quantity: str, optimizer: str = "adamw", variant: str = "corrected"
) -> Any:
    row = answer.one(quantity=quantity, optimizer=optimizer, variant=variant)
    return row.value


def codes(answer: Answer) -> list[str]:
    return [note.code for note in answer.warnings]


def message(answer: Answer, code: str) -> str:
    (found,) = [note.message for note in answer.warnings if note.code == code]
    return found


# err

MAGNITUDE = st.floats(-30, 30).map(lambda exponent: 10.0**exponent)


@given(
    values=arrays(
        np.float64,
        st.integers(1, 12),
        elements=st.tuples(st.floats(-40, 40), st.booleans()).map(
            lambda pair: (-1.0 if pair[1] else 1.0) * 10.0 ** pair[0]
        ),
    ),
    eta=MAGNITUDE,
    rho=MAGNITUDE,
    lam=st.just(0.0) | MAGNITUDE,
    batch_size=st.integers(1, 10**6),
    floor=st.none() | st.floats(-45, 5).map(lambda exponent: 10.0**exponent),
)
@hypothesis_settings(max_examples=examples(150))
def test_err_agrees_with_50_digits(
    values: np.ndarray, eta: float, rho: float, lam: float, batch_size: int, floor: float | None
) -> None:
    inputs = {"eta": eta, "rho": rho, "lam": lam, "batch_size": batch_size}
    answer = generalization(exact(*values), samples=10, floor=floor, **inputs)
    for optimizer in OPTIMIZERS:
        free = floor is None and optimizer == "adamw" and lam > 0  # finite at σ = 0
        used = 0.0 if free else answer.inputs["floor"]
        for variant in ("printed", "corrected"):
            row = answer.one(quantity="err", optimizer=optimizer, variant=variant)
            expected = reference(values, optimizer, floor=used, variant=variant, **inputs)
            assert abs(row.log10 - mp.log10(expected)) <= 1e-12 * max(1, abs(mp.log10(expected)))
            assert abs(row.value / expected - 1) < 1e-12


def test_golden_numbers_at_batch_16() -> None:
    # Computed once in 40 digits, of the formulas as the corrected Corollary 3 states them.
    spectrum = exact(1e-3, 0.1, 2.0, 50.0)
    answer = generalization(
        spectrum, eta=0.01, batch_size=16, rho=0.02, lam=0.05, samples=10, floor=0
    )
    for optimizer, printed, corrected in (
        ("adamw", 15.716721110898378, 10.829460812039331),
        ("l2-adam", 18.751545405144941, 13.373213893498442),
    ):
        assert figure(answer, "err", optimizer, "printed") == pytest.approx(printed, rel=1e-15)
        assert figure(answer, "err", optimizer) == pytest.approx(corrected, rel=1e-15)


def test_at_batch_1_the_variants_agree_and_beyond_each_row_says_which_it_is() -> None:
    rng = np.random.default_rng(3)
    spectrum = exact(*10 ** rng.uniform(-8, 2, 50))
    inputs = {"eta": 1e-3, "rho": 0.02, "lam": 0.05, "samples": 10}
    for size in (1, 16):
        answer = generalization(spectrum, batch_size=size, **inputs)
        for optimizer in OPTIMIZERS:
            rows = [
                answer.one(quantity="err", optimizer=optimizer, variant=variant)
                for variant in ("printed", "corrected")
            ]
            assert (rows[0].value == rows[1].value) == (size == 1)
            assert [len(row.notes) for row in rows] == [int(size > 1)] * 2
        assert ("batch-size" in codes(answer)) == (size > 1)


def test_the_order_of_the_optimizers_turns_at_the_batch_size() -> None:
    inputs = {"eta": 1e-3, "rho": 0.02, "lam": 0.05, "samples": 10, "batch_size": 16}
    for variant, turn in (("printed", 1.0), ("corrected", 16.0)):
        for sigma, larger in ((turn * 0.99, "l2-adam"), (turn * 1.01, "adamw")):
            answer = generalization(exact(sigma), **inputs)
            found = {name: figure(answer, "err", name, variant) for name in ("adamw", "l2-adam")}
            assert max(found, key=found.__getitem__) == larger


@pytest.mark.parametrize(
    ("loss", "said"),
    [
        (None, True),
        ("MSELoss, mean", True),
        ("cross-entropy, mean", False),
        ("CrossEntropyLoss, mean", False),
        ("cross_entropy, sum", False),
        ("NLLLoss, mean", False),
    ],
)
def test_a_loss_that_may_not_be_in_nats_is_said(
    loss: str | None, said: bool, settings: Mapping[str, Any]
) -> None:
    answer = generalization(exact(0.1, 0.5, meta=Meta(loss=loss)), **settings)
    assert ("loss-unit" in codes(answer)) == said


def test_steps_that_are_not_small_are_said() -> None:
    inputs = {"eta": 1e-3, "rho": 0.02, "samples": 10, "batch_size": 16, "floor": 0}
    assert "step-size" not in codes(generalization(exact(1e-10, 0.5), lam=0, **inputs))
    # η√b·λ/√σ = 4 for ℓ2-Adam alone.
    said = message(generalization(exact(1e-10, 0.5), lam=0.01, **inputs), "step-size")
    assert "ℓ2-Adam" in said
    assert "AdamW" not in said
    # η√(bσ) = 0.4
    assert "AdamW" in message(generalization(exact(1e4), lam=0, **inputs), "step-size")


@pytest.mark.parametrize(
    ("eta", "rho", "lam", "sigmas"),
    [
        (1e300, 1e-20, 0.0, [1e-300, 1e-250, 3.0]),  # 1/x beyond a float
        (1e-300, 1e300, 1e300, [1e-300, 1e-250, 3.0]),  # a beyond a float
        (1e300, 1e-300, 1e-5, [1e-3, 2.0, 1.0]),  # a below a float
        (1.0, 1.0, 1e308, [5e-324, 1e308]),  # λ/√σ beyond a float
        (1.0, 1e-310, 0.0, [1e-2, 1e2]),  # x is not a normal float
    ],
)
def test_err_beyond_a_float(eta: float, rho: float, lam: float, sigmas: list[float]) -> None:
    inputs = {"eta": eta, "rho": rho, "lam": lam, "batch_size": 1}
    floor = min(sigmas)
    beyond = 0
    for spectrum in (
        exact(*sigmas),
        Spectrum(
            dim=len(sigmas),
            nodes=np.array([sigmas]),
            weights=np.full((1, len(sigmas)), 1 / len(sigmas)),
        ),
    ):
        answer = generalization(spectrum, samples=1000, floor=floor, **inputs)
        for optimizer in OPTIMIZERS:
            row = answer.one(quantity="err", optimizer=optimizer, variant="corrected")
            expected = reference(sigmas, optimizer, floor=floor, **inputs)
            assert abs(row.log10 / mp.log10(expected) - 1) < 1e-12
            beyond += row.value is None
            assert (row.value is None) == (expected > mp.mpf(1.797e308))
            phi = answer.one(quantity="phi", optimizer=optimizer, variant="corrected")
            c0 = 2 * mp.log(mp.mpf(2000) / mp.mpf(0.05)) - len(sigmas)
            assert abs(phi.log10 - mp.log10(mp.sqrt(mp.mpf(8) / 1000 * (expected + c0)))) < 1e-9
    assert beyond or lam > 0 or rho == 1e-310


@pytest.mark.parametrize("lam", [0.0, 0.3])
def test_one_singular_value_in_closed_form(lam: float) -> None:
    # 2ρ/η = 1, and √(bσ) = 1
    answer = generalization(exact(-0.25), eta=1.0, rho=0.5, batch_size=4, lam=lam, samples=5)
    x = {"adamw": 1 + lam, "adam": 1.0, "l2-adam": 1 + 4 * lam}
    for optimizer in OPTIMIZERS:
        expected = math.log(x[optimizer]) + 1 / x[optimizer]
        assert figure(answer, "err", optimizer) == pytest.approx(expected, rel=1e-15)
    # h is least, and 1, at x = 1: KL is ‖x*‖²/(2ρ) there.
    assert figure(answer, "err", "adam") == 1.0
    assert figure(answer, "kl", "adam") == 0.0


def test_equal_singular_values_scale_with_the_dimension(settings: Mapping[str, Any]) -> None:
    one = generalization(exact(0.3), **settings)
    many = generalization(exact(*[0.3] * 1000), **settings)
    for optimizer in OPTIMIZERS:
        single = figure(one, "err", optimizer)
        assert figure(many, "err", optimizer) == pytest.approx(1000 * single, rel=1e-14)
        assert figure(many, "err-per-parameter", optimizer) == pytest.approx(single, rel=1e-14)


SINGULAR = arrays(np.float64, st.integers(1, 50), elements=st.floats(1e-9, 1e3))


@given(values=SINGULAR)
def test_without_decay_all_optimizers_agree(values: np.ndarray) -> None:
    answer = generalization(
        Spectrum(eigenvalues=values), eta=1e-3, rho=0.1, batch_size=8, samples=100, lam=0
    )
    for quantity in ("err", "kl", "phi", "err-per-parameter", "c0"):
        found = {figure(answer, quantity, optimizer) for optimizer in OPTIMIZERS}
        assert len(found) == 1


@given(values=SINGULAR, lam=st.floats(0, 10), scale=st.floats(1e-6, 1e6))
def test_err_is_at_least_the_dimension_and_kl_not_negative(
    values: np.ndarray, lam: float, scale: float
) -> None:
    answer = generalization(
        Spectrum(eigenvalues=values), eta=1.0, rho=scale, batch_size=1, samples=100, lam=lam
    )
    for optimizer in OPTIMIZERS:
        assert figure(answer, "err", optimizer) >= values.size * (1 - 1e-14)
        assert figure(answer, "kl", optimizer) >= 0
        assert figure(answer, "phi", optimizer) > 0


@given(sigma=st.floats(1e-6, 1e6), lam=st.floats(1e-6, 1e3))
@example(sigma=1.0, lam=0.5)
def test_the_order_of_adamw_and_l2_turns_at_one(sigma: float, lam: float) -> None:
    assume(sigma == 1 or abs(sigma - 1) > 1e-6)
    # a is so large that all x exceed 1, where h grows: err is ordered as x is.
    answer = generalization(exact(sigma), eta=1e-9, rho=1.0, batch_size=1, samples=9, lam=lam)
    adamw, l2 = figure(answer, "err"), figure(answer, "err", "l2-adam")
    gap = lam * abs(1 - sigma**-0.5) / (sigma**0.5 + lam)
    if sigma == 1 or gap < 1e-12:
        assert l2 == pytest.approx(adamw, rel=1e-12)
    else:
        assert (l2 > adamw) == (sigma < 1)


@given(values=SINGULAR, lam=st.floats(0, 1), floor=st.floats(1e-8, 10), probes=st.integers(1, 3))
@hypothesis_settings()
def test_equal_weights_are_the_exact_spectrum(
    values: np.ndarray, lam: float, floor: float, probes: int
) -> None:
    inputs = {"eta": 0.1, "rho": 0.2, "batch_size": 4, "samples": 50, "lam": lam, "floor": floor}
    one = generalization(Spectrum(eigenvalues=values), **inputs)
    nodes = np.tile(values, (probes, 1))
    other = generalization(
        Spectrum(dim=values.size, nodes=nodes, weights=np.full_like(nodes, 1 / values.size)),
        **inputs,
    )
    for left, right in zip(one, other, strict=True):
        assert (left.optimizer, left.variant, left.quantity) == (
            right.optimizer,
            right.variant,
            right.quantity,
        )
        assert right.value == pytest.approx(left.value, rel=1e-11, abs=1e-11)
    left, right = one.extra["floor"], other.extra["floor"]
    assert right["raised"] == pytest.approx(left["raised"], abs=1e-9)
    for optimizer in OPTIMIZERS:
        assert right["err_per_parameter"][optimizer] == pytest.approx(
            left["err_per_parameter"][optimizer], rel=1e-11
        )
        assert other.extra["share_x_above_one"][optimizer] == pytest.approx(
            one.extra["share_x_above_one"][optimizer], abs=1e-9
        )


def test_chunks_do_not_change_the_answer(
    monkeypatch: pytest.MonkeyPatch, settings: Mapping[str, Any]
) -> None:
    rng = np.random.default_rng(1)
    values = 10 ** rng.uniform(-20, 1, 1000)
    whole = generalization(Spectrum(eigenvalues=values), floor=1e-6, **settings)
    monkeypatch.setattr(spectrum_module, "CHUNK", 13)
    parts = generalization(Spectrum(eigenvalues=values), floor=1e-6, **settings)
    for left, right in zip(whole, parts, strict=True):
        assert right.value == pytest.approx(left.value, rel=1e-13)
    assert parts.extra["share_x_above_one"] == whole.extra["share_x_above_one"]


def test_a_million_values_are_summed_without_loss(tmp_path: Path) -> None:
    # 10⁶ copies of a few values: the sum is known in 50 digits.
    few = np.array([1e-7, 3e-4, 0.02, 0.7, 11.0])
    path = tmp_path / "many.npy"
    np.save(path, np.tile(few, 200_000))
    inputs = {"eta": 1e-3, "rho": 0.01, "batch_size": 7, "lam": 0.02}
    answer = generalization(path, samples=1000, floor=1e-12, **inputs)
    for optimizer in OPTIMIZERS:
        expected = 200_000 * reference(few, optimizer, floor=1e-12, **inputs)
        assert abs(figure(answer, "err", optimizer) / expected - 1) < 1e-14


# The other quantities


def test_c0_kl_and_phi_by_hand(settings: Mapping[str, Any]) -> None:
    spectrum = exact(0.1, 0.2, 0.5)
    answer = generalization(spectrum, tau=0.1, **settings)
    rho, norm, n, d = mp.mpf(0.01), mp.mpf(2), 1000, 3
    logarithm = 2 * mp.log(2 * n / mp.mpf(0.1))
    c0 = {
        "printed": norm**2 / (2 * rho) - mp.mpf(d) / 2 + logarithm,
        "corrected": norm**2 / rho - d + logarithm,
    }
    inputs = {"eta": 1e-3, "rho": 0.01, "batch_size": 32, "lam": 0.01, "floor": 0.0}
    for optimizer in OPTIMIZERS:
        for variant in ("printed", "corrected"):
            err = reference([0.1, 0.2, 0.5], optimizer, variant=variant, **inputs)
            phi = mp.sqrt(mp.mpf(8) / n) * mp.sqrt(err + c0[variant])
            assert figure(answer, "err", optimizer, variant) == pytest.approx(float(err), rel=1e-14)
            assert figure(answer, "c0", optimizer, variant) == pytest.approx(
                float(c0[variant]), rel=1e-14
            )
            assert figure(answer, "phi", optimizer, variant) == pytest.approx(float(phi), rel=1e-14)
        kl = (err + norm**2 / rho - d) / 2
        assert figure(answer, "kl", optimizer) == pytest.approx(float(kl), rel=1e-14)
        # The form in which the PAC-Bayes lemma states the same bound.
        phi = 4 * mp.sqrt((kl + mp.log(2 * n / mp.mpf(0.1))) / n)
        assert figure(answer, "phi", optimizer) == pytest.approx(float(phi), rel=1e-14)


def test_err_is_the_kl_divergence_of_two_gaussians(settings: Mapping[str, Any]) -> None:
    # Independent of h: KL(N(x*, M) ‖ N(0, ρI)) from determinant and trace, Q diagonal. v² averages
    # squares of gradients whose covariance is H/b.
    sigma = np.array([0.02, 0.3, 1.7])
    eta, b, rho, lam = (settings[name] for name in ("eta", "batch_size", "rho", "lam"))
    answer = generalization(Spectrum(eigenvalues=sigma), **settings)
    q = (sigma / b) ** -0.5
    for optimizer, drift in {
        "adamw": q * sigma + lam,
        "adam": q * sigma,
        "l2-adam": q * (sigma + lam),
    }.items():
        # 2·drift·M = η·Q(H/b)Q
        covariance = eta * q**2 * sigma / b / (2 * drift)
        kl = 0.5 * (
            np.sum(covariance) / rho
            + settings["x_star_norm"] ** 2 / rho
            - sigma.size
            + sigma.size * math.log(rho)
            - np.sum(np.log(covariance))
        )
        assert figure(answer, "kl", optimizer) == pytest.approx(kl, rel=1e-13)


def test_kl_is_accurate_where_all_but_nothing_cancels() -> None:
    # ‖x*‖²/ρ = 1e18 beside err and d: the difference keeps err's digits.
    spectrum = exact(0.25)
    answer = generalization(
        spectrum, eta=1.0, rho=0.5, batch_size=4, lam=0, samples=5, x_star_norm=5e8
    )
    assert figure(answer, "kl") == 2.5e17
    answer = generalization(spectrum, eta=1.0, rho=0.5, batch_size=4, lam=0, samples=10**15, dim=1)
    assert figure(answer, "c0") == pytest.approx(-1 + 2 * math.log(4e16), rel=1e-15)


# Rows


def test_rows_have_names_of_their_own(settings: Mapping[str, Any]) -> None:
    answer = generalization(exact(0.1, 0.2, label="ViT"), **settings)
    rows = [result.as_row() for result in answer]
    keys = {(row["optimizer"], row["variant"], row["quantity"]) for row in rows}
    assert len(keys) == len(rows) == 33
    assert {row["statement"] for row in rows} == {
        "corollary-3",
        "mcallester1999-pac-bayes",
        "langford2001-pac-bayes-kl",
    }
    assert {row["case"] for row in rows} == {"ViT"}
    assert {row["schedule"] for row in rows} == {None}
    assert not answer.select(quantity="kl", variant="printed")
    assert "stderr" not in rows[0]
    json.dumps(rows, allow_nan=False)
    for row in answer:
        assert row.log10 == pytest.approx(math.log10(row.value), rel=1e-13)
        assert ("thm6-c0" in row.audit) == (
            row.variant == "printed" and row.quantity in {"c0", "phi"}
        )


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
@pytest.mark.parametrize("variant", ["printed", "corrected"])
def test_one_optimizer_and_variant(
    optimizer: str, variant: str, settings: Mapping[str, Any]
) -> None:
    spectrum = exact(0.1, 0.2)
    every = generalization(spectrum, **settings)
    one = generalization(spectrum, optimizer=optimizer, variant=variant, **settings)
    assert one.results == every.select(optimizer=optimizer, variant=variant)
    assert ("lam_l2" in one.inputs) == (optimizer == "l2-adam")


def test_inputs_as_used(settings: Mapping[str, Any]) -> None:
    answer = generalization(exact(0.5, 1.0), lam_l2="0.2", tau="1e-1", **settings)
    expected = {**settings, "lam_l2": 0.2, "tau": 0.1, "dim": 2, "spectrum": "spectrum"}
    expected["floor"] = 2 * 2.0**-52
    assert dict(answer.inputs) == expected
    assert answer.command == "generalization"


def test_lam_l2_is_lam_unless_given(settings: Mapping[str, Any]) -> None:
    spectrum = exact(0.1, 0.2)
    default = generalization(spectrum, **settings)
    same = generalization(spectrum, lam_l2=0.01, **settings)
    other = generalization(spectrum, lam_l2=0.5, **settings)
    assert default.results == same.results
    assert figure(default, "err") == figure(other, "err")
    assert figure(default, "err", "l2-adam") < figure(other, "err", "l2-adam")
    assert "Here λ is 0.01 for AdamW and 0.5 for ℓ2-Adam" in message(other, "regime")
    assert "Here λ" not in message(default, "regime")


def test_meta_fills_what_is_not_given(tmp_path: Path) -> None:
    meta = Meta(eta=0.1, lam=0.2, batch_size=3, samples=40, rho=0.5, x_star_norm=1.5)
    spectrum = exact(0.1, 0.7, meta=meta)
    answer = generalization(spectrum)
    given = generalization(
        exact(0.1, 0.7), eta=0.1, lam=0.2, batch_size=3, samples=40, rho=0.5, x_star_norm=1.5
    )
    assert answer.results == given.results
    assert set(answer.extra["from_file"]) == {
        "eta",
        "lam",
        "batch_size",
        "samples",
        "rho",
        "x_star_norm",
        "dim",
    }
    # What is given wins.
    assert generalization(spectrum, rho=0.25).inputs["rho"] == 0.25
    path = tmp_path / "net.npz"
    save_spectrum(spectrum, path)
    read = generalization(path)
    assert [row.value for row in read] == [row.value for row in answer]
    assert {row.case for row in read} == {"net"}
    assert read.inputs["spectrum"] == str(path)


# Faults


def faults(**inputs: Any) -> dict[str, str]:
    spectrum = inputs.pop("spectrum", exact(0.5, 1.0))
    with pytest.raises(InputError) as caught:
        generalization(spectrum, **inputs)
    assert caught.value.exit_code == 2
    return {fault.option: fault.allowed for fault in caught.value.faults}


def test_everything_that_is_missing_is_named_at_once() -> None:
    missing = faults()
    assert list(missing) == ["--eta", "--lam", "--batch-size", "--samples", "--rho"]
    open_ended = Spectrum(nodes=np.array([[1.0]]), weights=np.array([[1.0]]))
    assert "--dim" in faults(spectrum=open_ended)


def test_every_fault_is_reported_at_once() -> None:
    found = faults(
        eta=-1,
        lam="x",
        lam_l2=-2,
        batch_size=2.5,
        samples=0,
        rho=math.inf,
        tau=1,
        x_star_norm=math.nan,
        dim=0,
        floor=-1,
        optimizer="sgd",
        variant="explicit",
        lr=3,
    )
    assert set(found) == {
        "--eta",
        "--lam",
        "--lam-l2",
        "--batch-size",
        "--samples",
        "--rho",
        "--tau",
        "--x-star-norm",
        "--dim",
        "--floor",
        "--optimizer",
        "--variant",
        "--lr",
    }
    assert "no O() constant" in found["--variant"]
    assert "adamw, adam, l2-adam" in found["--optimizer"]
    assert found["--lr"] == "is no input of generalization"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("eta", 0),
        ("eta", "1_0"),
        ("eta", True),
        ("eta", [1.0]),
        ("eta", np.array([1.0, 2.0])),
        ("eta", "nan"),
        ("eta", 10**400),
        ("rho", 0.0),
        ("tau", 0),
        ("tau", 1.0),
        ("train_risk", 1.5),
        ("train_risk", -0.1),
        ("batch_size", "2.5"),
        ("samples", -3),
        ("lam", -1e-300),
        ("variant", "explicit-large-step"),
        ("variant", "Printed"),
        ("optimizer", "AdamW"),
    ],
)
def test_values_out_of_their_domain(settings: Mapping[str, Any], name: str, value: Any) -> None:
    assert list(faults(**{**settings, name: value})) == ["--" + name.replace("_", "-")]


@pytest.mark.parametrize("value", ["32", "3.2e1", 32.0, np.int64(32), np.float32(32), np.array(32)])
def test_numbers_come_in_many_forms(settings: Mapping[str, Any], value: Any) -> None:
    answer = generalization(exact(0.5), **{**settings, "batch_size": value})
    assert answer.inputs["batch_size"] == 32
    assert type(answer.inputs["batch_size"]) is int


def test_dimension_must_fit_an_exact_spectrum(settings: Mapping[str, Any]) -> None:
    (said,) = faults(**settings, dim=3).items()
    assert said[0] == "--dim"
    assert said[1].startswith("must be 2, the number of eigenvalues in the file")
    assert generalization(exact(0.5, 1.0), **settings, dim=2).inputs["dim"] == 2


def test_dimension_of_a_quadrature_may_be_given(settings: Mapping[str, Any]) -> None:
    nodes, weights = np.array([[0.1, 0.9]]), np.array([[0.5, 0.5]])
    open_ended = generalization(Spectrum(nodes=nodes, weights=weights), dim=100, **settings)
    stated = Spectrum(dim=100, nodes=nodes, weights=weights)
    assert open_ended.results == generalization(stated, **settings).results
    assert "dim" not in codes(open_ended)
    other = generalization(stated, dim=50, **settings)
    assert "the spectrum file says 100" in message(other, "dim")
    assert figure(other, "err") == pytest.approx(figure(open_ended, "err") / 2, rel=1e-12)


def test_a_file_that_is_none(tmp_path: Path, settings: Mapping[str, Any]) -> None:
    with pytest.raises(RunError, match="does not exist"):
        generalization(tmp_path / "none.npz", **settings)


# The floor


def test_zeros_are_raised_to_the_floor_and_it_is_said(settings: Mapping[str, Any]) -> None:
    values = [0.0, 1e-30, -1e-18, 0.1, 0.5]
    answer = generalization(exact(*values), **settings)
    floor = 5 * 2.0**-52 * 0.5
    assert answer.inputs["floor"] == floor
    raised = generalization(exact(floor, floor, floor, 0.1, 0.5), **settings)
    for optimizer in ("adam", "l2-adam"):
        assert figure(answer, "err", optimizer) == pytest.approx(
            figure(raised, "err", optimizer), rel=1e-14
        )
    # AdamW's err is finite at σ = 0 and needs none, unless λ is 0 or a floor is asked for.
    known = {name: settings[name] for name in ("eta", "rho", "batch_size", "lam")}
    bare = reference(values, "adamw", floor=0.0, **known)
    assert figure(answer, "err") == pytest.approx(float(bare), rel=1e-14)
    asked = generalization(exact(*values), floor=floor, **settings)
    with_floor = reference(values, "adamw", floor=floor, **known)
    assert abs(with_floor / bare - 1) > 1e-10
    assert figure(asked, "err") == pytest.approx(float(with_floor), rel=1e-14)
    alone = generalization(exact(*values), optimizer="adamw", **settings)
    assert alone.inputs["floor"] == 0
    none = generalization(exact(*values), optimizer="adamw", **{**settings, "lam": 0})
    assert none.inputs["floor"] == floor
    said = message(answer, "floor")
    assert said.startswith(
        f"The floor of σ is {floor:.4g} (by default d·2⁻⁵²·max|σ|, float64's resolution of the "
        "spectrum). It is a choice"
    )
    assert "raises 3 of 5 singular values" in said
    assert "More than half of the spectrum" in said
    assert answer.extra["floor"]["raised"] == 3
    assert answer.extra["floor"]["share_raised"] == 0.6


@pytest.mark.sampled(2)
@pytest.mark.parametrize("kind", ["exact", "quadrature"])
def test_the_effect_of_the_floor_is_that_of_other_floors(
    kind: str, settings: Mapping[str, Any]
) -> None:
    rng = np.random.default_rng(5)
    values = 10 ** rng.uniform(-8, 1, (2, 40))
    weights = rng.uniform(0.5, 1, (2, 40))
    weights /= weights.sum(axis=1, keepdims=True)
    spectrum = (
        Spectrum(eigenvalues=values.ravel())
        if kind == "exact"
        else Spectrum(dim=500, nodes=values, weights=weights)
    )
    middle = generalization(spectrum, floor=1e-3, **settings)
    for optimizer in OPTIMIZERS:
        found = middle.extra["floor"]["err_per_parameter"][optimizer]
        for place, floor in enumerate((1e-4, 1e-3, 1e-2)):
            other = generalization(spectrum, floor=floor, **settings)
            expected = figure(other, "err-per-parameter", optimizer)
            assert found[place] == pytest.approx(expected, rel=1e-13)
        assert found[0] != found[1] != found[2]
    said = message(middle, "floor")
    assert "as given" in said
    for name, optimizer in (("AdamW", "adamw"), ("Adam", "adam"), ("ℓ2-Adam", "l2-adam")):
        found = middle.extra["floor"]["err_per_parameter"][optimizer]
        assert f"{found[0]:.5g}, {found[1]:.5g} and {found[2]:.5g} ({name})" in said


def test_it_is_said_where_the_floor_decides(settings: Mapping[str, Any]) -> None:
    # One zero in two: Adam's 1/x there grows as the floor falls, AdamW's is held by λ.
    answer = generalization(exact(0.0, 0.5), **{**settings, "lam_l2": 0})
    said = message(answer, "floor")
    assert "err of Adam and ℓ2-Adam moves by more than 10 %" in said
    whole = generalization(exact(0.1, 0.5), **settings)
    assert "10 %" not in message(whole, "floor")


def test_share_of_x_above_one_counts_raised_values(settings: Mapping[str, Any]) -> None:
    # Adam: x = 20·√(32σ) > 1 from σ = 7.8125e-5 on.
    spectrum = exact(1e-12, 1e-7, 7.8e-5, 7.82e-5, 1.0)
    low = generalization(spectrum, floor=1e-10, **settings)
    assert low.extra["share_x_above_one"]["adam"] == 0.4
    high = generalization(spectrum, floor=1e-3, **settings)
    assert high.extra["share_x_above_one"]["adam"] == 1.0
    assert "40 % (Adam)" in message(low, "regime")


def test_the_floor_is_always_said(settings: Mapping[str, Any]) -> None:
    said = message(generalization(exact(0.1, 0.5), **settings), "floor")
    assert "0 of 2 singular values" in said
    assert "More than half" not in said


def test_a_floor_of_zero(settings: Mapping[str, Any]) -> None:
    answer = generalization(exact(1e-200, 0.5), floor=0, **settings)
    assert "no decade to move it by" in message(answer, "floor")
    assert answer.extra["floor"]["raised"] == 0
    assert (
        "singular values that are 0"
        in faults(spectrum=exact(0.0, 0.5), floor=0, **settings)["--floor"]
    )
    # Where all are 0, so is the default.
    assert "--floor" in faults(spectrum=exact(0.0, 0.0), **settings)
    assert figure(generalization(exact(0.0, 0.0), floor=0.25, **settings), "err") == pytest.approx(
        figure(generalization(exact(0.25, 0.25), **settings), "err"), rel=1e-14
    )


def test_many_float32_parameters_are_answered(settings: Mapping[str, Any]) -> None:
    # d·ε of float32 exceeds 1 from d = 8,388,609 on: that is no floor.
    nodes, weights = np.array([[1e-3, 2.0]], dtype=np.float32), np.array([[0.5, 0.5]])
    spectrum = Spectrum(dim=10**7, nodes=nodes, weights=weights)
    answer = generalization(spectrum, **settings)
    assert answer.inputs["floor"] == 10**7 * 2.0**-52 * 2.0
    asked = generalization(spectrum, floor=1e-6, **settings)
    for name in ("AdamW", "Adam", "ℓ2-Adam"):
        # Three figures: a decade lower, as it is, a decade higher.
        assert re.search(rf"[\d.]+, [\d.]+ and [\d.]+ \({name}\)", message(asked, "floor"))
    coarse = exact(1e-3, 2.0, dtype="bfloat16")
    assert generalization(coarse, **settings).inputs["floor"] == 2 * 2.0**-52 * 2.0


def test_the_interval_reaches_from_the_floor_to_the_resolution(
    settings: Mapping[str, Any],
) -> None:
    rng = np.random.default_rng(2)
    values = np.concatenate([np.zeros(30), 10 ** rng.uniform(-9, 0, 70)])
    known = {name: settings[name] for name in ("eta", "rho", "batch_size", "lam")}
    given = {**settings, "variant": "corrected"}
    spectrum = exact(*values.astype(np.float32).astype(np.float64), dtype="float32")
    answer = generalization(spectrum, **given)
    floor, resolution = 100 * 2.0**-52 * values.max(), 100 * 2.0**-23 * values.max()
    found = answer.extra["floor"]
    assert (found["value"], found["by_default"]) == (pytest.approx(floor), True)
    assert found["resolution"] == pytest.approx(resolution)
    for optimizer in OPTIMIZERS:
        row = answer.one(quantity="err", optimizer=optimizer)
        for moved in (values, values + 0.9 * resolution, np.maximum(values, resolution)):
            least = 0.0 if optimizer == "adamw" else floor
            truth = float(reference(moved, optimizer, floor=least, **known))
            assert row.lower <= truth <= row.upper
        assert row.stderr is None
    # Adam's answer depends on what the zeros are raised to, ℓ2-Adam's less, AdamW's not at all.
    shares = found["share_of_width"]
    assert shares["adam"] > 0.9
    assert 0 < shares["l2-adam"] < 1
    assert shares["adamw"] == 0
    assert "resolution" in codes(answer)
    # A floor that is asked for is the lowest place; one above the resolution leaves nothing open.
    higher = generalization(spectrum, floor=1e-7, **given)
    assert (
        higher.one(quantity="err", optimizer="adam").upper
        < answer.one(quantity="err", optimizer="adam").upper
    )
    above = generalization(spectrum, floor=2 * resolution, **given)
    assert set(above.extra["floor"]["share_of_width"].values()) == {0.0}
    fine = generalization(exact(*values), **given)
    assert fine.one(quantity="err", optimizer="adam").lower is None


def test_the_smallest_floor_there_is(settings: Mapping[str, Any]) -> None:
    answer = generalization(exact(0.0, 0.5), floor=5e-324, **settings)
    assert all(math.isfinite(row.value) for row in answer if row.quantity == "err")


# What is said beside the numbers


def test_what_is_always_said(settings: Mapping[str, Any]) -> None:
    answer = generalization(exact(0.1, 0.5, meta=Meta(loss="cross-entropy")), **settings)
    assert "in [0, 1]" in message(answer, "loss-range")
    assert "this spectrum's loss is cross-entropy" in message(answer, "loss-range")
    assert "stationary mean is another point" in message(answer, "mean")
    assert "x-star-norm" not in codes(answer)
    assert "negative-eigenvalues" not in codes(answer)
    assert "quadrature" not in codes(answer)
    without = generalization(exact(0.1, 0.5), **{**settings, "lam": 0, "x_star_norm": 0})
    assert "mean" not in codes(without)  # at λ = 0 the mean is x*
    assert "taken as 0" in message(without, "x-star-norm")


def test_the_printed_c0_is_no_bound_for_large_parameters(settings: Mapping[str, Any]) -> None:
    spectrum = exact(*[0.5] * 10)
    large = generalization(spectrum, **{**settings, "x_star_norm": 0.4})  # 0.16 > 10·0.01
    assert "‖x*‖² = 0.16 exceeds dρ = 0.1" in message(large, "printed-c0")
    # At b = 1 err is the same in both variants.
    large = generalization(spectrum, **{**settings, "x_star_norm": 0.4, "batch_size": 1})
    for quantity in ("c0", "phi"):
        row = large.one(quantity=quantity, optimizer="adamw", variant="printed")
        (condition,) = row.conditions
        assert (condition.name, condition.met) == ("printed-c0", False)
        assert condition.margin == pytest.approx(1.6, rel=1e-14)
        assert "0.016" in condition.remedy
        assert any("too small" in note for note in row.notes)
        assert row.value < figure(large, quantity)
        right = large.one(quantity=quantity, optimizer="adamw", variant="corrected")
        assert right.conditions == ()
    assert "printed-c0" not in codes(
        generalization(spectrum, variant="corrected", **{**settings, "x_star_norm": 0.4})
    )
    small = generalization(spectrum, **{**settings, "x_star_norm": 0.3, "batch_size": 1})
    assert "printed-c0" not in codes(small)
    row = small.one(quantity="phi", optimizer="adamw", variant="printed")
    assert row.conditions[0].met
    assert row.conditions[0].remedy == ""
    assert row.value > figure(small, "phi")


def test_vacuous_bounds_are_said(settings: Mapping[str, Any]) -> None:
    spectrum = exact(0.1, 0.5)
    few = generalization(spectrum, **settings)
    assert "every Φ here is at least 1" in message(few, "vacuous")
    many = {**settings, "samples": 10**9, "x_star_norm": 0.1}
    assert "vacuous" not in codes(generalization(spectrum, **many))
    flat = {**settings, "samples": 20_000, "x_star_norm": 0.1, "lam": 0.5, "eta": 1e3}
    mixed = generalization(exact(*[1e-7] * 50), **flat)
    said = message(mixed, "vacuous")
    assert said.startswith("Vacuous: Φ of ")
    for row in mixed.select(quantity="phi"):
        names = {"adamw": "AdamW", "adam": "Adam", "l2-adam": "ℓ2-Adam"}
        vacuous = row.value >= 1
        assert (f" {names[str(row.optimizer)]} ({row.variant})" in said) == vacuous
        assert any("Vacuous" in note for note in row.notes) == vacuous


def test_a_negative_c0_has_no_logarithm() -> None:
    # d = 1000 and all x = 1: err = d, the least there is, so both roots stay real.
    answer = generalization(
        exact(*[0.25] * 1000), eta=1.0, rho=0.5, batch_size=4, lam=0, samples=10**6
    )
    assert figure(answer, "err") == 1000.0
    assert figure(answer, "kl") == 0.0
    for variant, share in (("printed", 0.5), ("corrected", 1.0)):
        row = answer.one(quantity="c0", optimizer="adamw", variant=variant)
        assert row.value == pytest.approx(-share * 1000 + 2 * math.log(4e7), rel=1e-14)
        assert row.log10 is None
        phi = math.sqrt(8e-6 * (figure(answer, "err", variant=variant) + row.value))
        assert figure(answer, "phi", variant=variant) == pytest.approx(phi, rel=1e-14)


def test_rounding_takes_nothing_below_the_least_err() -> None:
    # x a little above 1 in 10¹⁵ dimensions: summed err may round below d, KL must not be negative.
    sigma = 0.25 * (1 + 1e-12)
    nodes, weights = np.full((1, 3), sigma), np.full((1, 3), 1 / 3)
    spectrum = Spectrum(dim=10**17, nodes=nodes, weights=weights)
    answer = generalization(spectrum, eta=1.0, rho=0.5, batch_size=4, lam=0, samples=10, floor=1e-9)
    assert figure(answer, "err") >= 1e17
    assert figure(answer, "kl") >= 0
    assert figure(answer, "phi") >= math.sqrt(0.8 * 2 * math.log(400)) * (1 - 1e-14)


def test_whose_spectrum_it_is(settings: Mapping[str, Any]) -> None:
    spectrum = exact(0.1, 0.5, meta=Meta(optimizer="AdamW"))
    assert "trained with AdamW" in message(generalization(spectrum, **settings), "one-spectrum")
    assert "one-spectrum" not in codes(generalization(spectrum, optimizer="adamw", **settings))


def test_negative_eigenvalues_are_counted(settings: Mapping[str, Any]) -> None:
    mixed = generalization(exact(0.1, -0.5, 0.7, -0.01), **settings)
    positive = generalization(exact(0.1, 0.5, 0.7, 0.01), **settings)
    assert mixed.results == positive.results
    assert "2 of 4 eigenvalues are negative (50 %, least -0.5)" in message(
        mixed, "negative-eigenvalues"
    )
    assert "takes |σ|" in message(mixed, "negative-eigenvalues")


def test_the_regime_of_the_papers_comparison(settings: Mapping[str, Any]) -> None:
    inside = generalization(exact(0.1, 0.5), **settings)
    assert "σ_i < b = 32 for 100 % of the spectrum" in message(inside, "regime")
    assert "ranks Adam ≤ AdamW ≤ ℓ2-Adam" in message(inside, "regime")
    errs = [figure(inside, "err", name) for name in ("adam", "adamw", "l2-adam")]
    assert errs == sorted(errs)
    outside = generalization(exact(0.1, 32.5), **settings)
    assert outside.extra["share_sigma_below_batch"] == 0.5
    assert "50 %" in message(outside, "regime")
    assert "ranks" not in message(outside, "regime")
    printed = generalization(exact(0.1, 2.0), variant="printed", **settings)
    assert printed.extra["share_sigma_below_one"] == 0.5
    assert "σ_i < 1 for 50 % of the spectrum" in message(printed, "regime")
    assert "ranks" not in message(printed, "regime")
    # x_i > 1 with λ, but not without: decay may lower err, so nothing is ranked.
    slow = {**settings, "eta": 1.0, "lam": 5.0}
    assert "ranks" not in message(generalization(exact(0.1, 0.5), **slow), "regime")


# Estimates


def test_scatter_over_probes(settings: Mapping[str, Any]) -> None:
    rng = np.random.default_rng(2)
    nodes = 10 ** rng.uniform(-6, 0, (5, 8))
    weights = np.full((5, 8), 1 / 8)
    answer = generalization(Spectrum(dim=200, nodes=nodes, weights=weights), **settings)
    for optimizer in OPTIMIZERS:
        alone = [
            figure(
                generalization(
                    Spectrum(dim=200, nodes=nodes[[i]], weights=weights[[i]]),
                    floor=answer.inputs["floor"],
                    **settings,
                ),
                "err",
                optimizer,
            )
            for i in range(5)
        ]
        bar = float(np.std(alone, ddof=1) / math.sqrt(5))

        def stderr(quantity: str, name: str = optimizer) -> Any:
            return answer.one(quantity=quantity, optimizer=name, variant="corrected").stderr

        assert figure(answer, "err", optimizer) == pytest.approx(np.mean(alone), rel=1e-13)
        assert stderr("err") == pytest.approx(bar, rel=1e-10)
        assert stderr("err-per-parameter") == pytest.approx(bar / 200, rel=1e-10)
        assert stderr("kl") == pytest.approx(bar / 2, rel=1e-10)
        assert stderr("c0") is None
        # Φ to first order: dΦ/d err by a difference.
        step = 1e-6
        err, c0 = figure(answer, "err", optimizer), figure(answer, "c0", optimizer)
        slope = (
            math.sqrt(8 / 1000 * (err * (1 + step) + c0))
            - math.sqrt(8 / 1000 * (err * (1 - step) + c0))
        ) / (2 * err * step)
        assert stderr("phi") == pytest.approx(slope * bar, rel=1e-6)
    said = message(answer, "quadrature")
    assert "5 × 8 quadrature nodes" in said
    assert "scatter over 5 probes alone" in said
    assert "lower and upper hold the exact figure at a level of 95 %" in said
    for row in answer.select(variant="corrected"):
        if row.quantity in ("err", "err-per-parameter", "kl", "phi"):
            assert row.lower <= row.value <= row.upper
            # The quadrature's own error is in the bars: they are wider than the scatter.
            assert row.upper - row.lower > 2 * row.stderr


def test_one_probe_has_no_scatter(settings: Mapping[str, Any]) -> None:
    answer = generalization(
        Spectrum(dim=9, nodes=np.array([[0.1, 0.2]]), weights=np.array([[0.5, 0.5]])), **settings
    )
    assert all(row.stderr is None for row in answer)
    assert "one probe gives no stderr" in message(answer, "quadrature")


def test_nodes_of_weight_zero_count_for_nothing(settings: Mapping[str, Any]) -> None:
    padded = Spectrum(dim=9, nodes=np.array([[0.1, 0.2, 0.0]]), weights=np.array([[0.5, 0.5, 0.0]]))
    plain = Spectrum(dim=9, nodes=np.array([[0.1, 0.2]]), weights=np.array([[0.5, 0.5]]))
    # The error bars allow for rounding by the number of steps, which the padding is part of.
    with_nodes, without = (
        [replace(row, lower=None, upper=None) for row in generalization(item, **settings).results]
        for item in (padded, plain)
    )
    assert with_nodes == without


def test_few_probes_of_signs_are_told() -> None:
    for probes, kind, told in (
        (4, "rademacher", True),
        (5, "rademacher", False),
        (1, "gaussian", False),
    ):
        spectrum = Spectrum(
            dim=50,
            nodes=np.tile([0.1, 1.0, 2.0], (probes, 1)),
            weights=np.full((probes, 3), 1 / 3),
            meta=Meta(extra={"distribution": kind}),
        )
        answer = generalization(spectrum, eta=1e-3, lam=0.1, batch_size=8, samples=100, rho=0.01)
        assert ("few-sign-probes" in {note.code for note in answer.warnings}) == told
