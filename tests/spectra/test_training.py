"""What a file says of the optimizer, and what err makes of groups that differ."""

from __future__ import annotations

from typing import Any

import mpmath
import numpy as np
import pytest

from adamw_bounds.errors import InputError
from adamw_bounds.spectra import Block, Meta, Spectrum, generalization
from adamw_bounds.spectra.curves import err_by_decade, lambda_curve
from adamw_bounds.spectra.training import (
    adam_settings,
    groups_of,
    largest_setting,
    setting_of,
)

RUN = {"eta": 1e-3, "batch_size": 8, "samples": 100, "rho": 0.02}


def _meta(*groups: tuple[str, int | None, float, float], **more: Any) -> Meta:
    names = ("name", "parameters", "lr", "weight_decay")
    recorded = [dict(zip(names, group, strict=True)) for group in groups]
    return Meta.from_mapping({"parameter_groups": recorded, **more})


MATRICES, NORMS = ("matrices", 6, 1e-3, 0.1), ("norms", 2, 1e-3, 0.0)


def test_what_all_share_is_the_runs() -> None:
    assert setting_of(Meta(lam=0.1, eta=1e-3), "lam").value == 0.1
    assert setting_of(Meta(), "lam").value is None
    alike = _meta(MATRICES, ("more", 1, 1e-3, 0.1), lam=0.1)
    assert setting_of(alike, "lam") == largest_setting(alike, "lam")
    assert not setting_of(alike, "lam").note
    # No decay at all is known, and is no gap.
    assert setting_of(_meta(NORMS), "lam").value == 0.0


def test_most_parameters_decide_and_it_is_said() -> None:
    found = setting_of(_meta(MATRICES, NORMS), "lam")
    assert found.value == 0.1
    for part in ("0.1", "6 of 8", "75 %", "norms", "2 parameters"):
        assert part in found.note
    assert "NOT A BOUND" in found.brief
    # Two of three groups share a value.
    three = _meta(("a", 3, 1e-3, 0.1), ("b", 3, 1e-3, 0.1), ("c", 5, 1e-3, 0.05))
    assert setting_of(three, "lam").value == 0.1
    # A group that holds nothing that is measured says nothing.
    assert not setting_of(_meta(MATRICES, ("empty", 0, 9.0, 9.0)), "eta").note


@pytest.mark.parametrize(
    "meta",
    [
        _meta(("a", 4, 1e-3, 0.1), ("b", 4, 1e-3, 0.05)),  # half is no majority
        _meta(("a", 3, 1e-3, 0.1), ("b", 5, 1e-3, 0.0)),  # most do not decay
        _meta(("a", 4, 1e-3, 0.1), ("b", 1, 1e-3, 0.0), parameters_in_no_group=9),
        _meta(("a", None, 1e-3, 0.1), ("b", None, 1e-3, 0.0)),
    ],
)
def test_without_a_majority_it_is_asked_for(meta: Meta) -> None:
    found = setting_of(meta, "lam")
    assert found.value is None
    assert "0.1 (a" in found.why
    spectrum = Spectrum(eigenvalues=np.array([0.5, 0.1]), meta=meta)
    with pytest.raises(InputError) as caught:
        generalization(spectrum, **RUN)
    (fault,) = caught.value.faults
    assert fault.name == "lam"
    assert "0.1 (a" in fault.allowed


def test_parameters_that_no_group_holds_count() -> None:
    found = setting_of(_meta(MATRICES, parameters_in_no_group=2), "lam")
    assert found.value == 0.1
    assert "2 are in no parameter group" in found.note


def test_the_largest_is_for_conditions() -> None:
    meta = _meta(("slow", 9, 1e-4, 0.0), ("fast", 1, 1e-2, 0.3))
    assert largest_setting(meta, "eta").value == 1e-2
    assert largest_setting(meta, "lam").value == 0.3
    assert "largest" in largest_setting(meta, "eta").note


def test_a_learning_rate_of_zero_is_no_learning_rate() -> None:
    meta = _meta(("all", 2, 0.0, 0.1), lam=0.1)
    for reader in (setting_of, largest_setting):
        found = reader(meta, "eta")
        assert found.value is None
        assert "schedule" in found.why
    spectrum = Spectrum(eigenvalues=np.array([0.5, 0.1]), meta=meta)
    with pytest.raises(InputError, match="schedule") as caught:
        generalization(spectrum, batch_size=8, samples=10, rho=1)
    assert [fault.name for fault in caught.value.faults] == ["eta"]


@pytest.mark.parametrize(
    "groups",
    [
        "all",
        [3],
        [{"lr": "fast"}],
        [{"lr": -1.0}],
        [{"lr": True}],
        [{"parameters": 1.5}],
        [{"parameters": -1}],
        [{"weight_decay": float("inf")}],
    ],
)
def test_what_is_no_list_of_groups(groups: Any) -> None:
    with pytest.raises(InputError, match="parameter_groups in meta"):
        groups_of(Meta.from_mapping({"parameter_groups": groups}))


def test_settings_of_adam() -> None:
    recorded = {"betas": [0.9, 0.99], "adam_eps": 1e-6}
    own, note = adam_settings(Meta.from_mapping({"optimizer": "AdamW", **recorded}))
    assert own == {"betas": (0.9, 0.99), "adam_eps": 1e-6}
    assert not note
    for name in ("Adam (l2-Adam)", "FusedAdam", "AdamW8bit", "PagedAdamW"):
        assert adam_settings(Meta.from_mapping({"optimizer": name, **recorded}))[0] == own
    for name in ("Lion", "SGD", "Adamax", "NAdam", "RAdam", "Adafactor"):
        own, note = adam_settings(Meta.from_mapping({"optimizer": name, **recorded}))
        assert own == {}
        assert name in note
    flagged = Meta.from_mapping({"optimizer": "AdamW", "amsgrad": True, "maximize": True})
    assert all(word in adam_settings(flagged)[1] for word in ("amsgrad", "maximize"))


# err, with what each block has of its own


def _reference(values: list[float], lam: float, eta: float, rho: float, optimizer: str) -> Any:
    """Return Σ(log x + 1/x) of Corollary 3 at b = 8, at 50 digits."""
    with mpmath.workdps(50):
        a = 2 * mpmath.mpf(rho) / mpmath.mpf(eta)
        total = mpmath.mpf(0)
        for value in values:
            root = mpmath.sqrt(8 * mpmath.mpf(abs(value)))
            decay = mpmath.mpf(lam) * (8 / root if optimizer == "l2-adam" else 1)
            x = a * (root + (0 if optimizer == "adam" else decay))
            total += mpmath.log(x) + 1 / x
        return total


FIRST, SECOND = [0.5, 0.1, -0.02], [1.5, 1e-3]


def _blocks(first: dict[str, Any], second: dict[str, Any], **whole: Any) -> Spectrum:
    return Spectrum(
        blocks=[
            Block(
                name=name,
                spectrum=Spectrum(eigenvalues=np.array(values), meta=Meta.from_mapping(meta)),
                rho=meta.get("rho"),
            )
            for name, values, meta in (("a", FIRST, first), ("b", SECOND, second))
        ],
        meta=Meta.from_mapping(whole),
        label="net",
    )


def _err(answer: Any, optimizer: str = "adamw", case: str = "net") -> float:
    return float(
        answer.one(quantity="err", optimizer=optimizer, case=case, variant="corrected").value
    )


OWN = ({"eta": 1e-3, "lam": 0.1, "rho": 0.02}, {"eta": 2e-3, "lam": 0.0, "rho": 0.5})
REST = {"batch_size": 8, "samples": 100, "floor": 1e-12}


@pytest.mark.parametrize("optimizer", ["adamw", "adam", "l2-adam"])
def test_each_block_has_its_own_settings(optimizer: str) -> None:
    answer = generalization(_blocks(*OWN), **REST)
    first = _reference(FIRST, 0.1, 1e-3, 0.02, optimizer)
    second = _reference(SECOND, 0.0, 2e-3, 0.5, optimizer)
    assert _err(answer, optimizer, "net/a") == pytest.approx(float(first), rel=1e-14)
    assert _err(answer, optimizer, "net/b") == pytest.approx(float(second), rel=1e-14)
    assert _err(answer, optimizer) == pytest.approx(float(first + second), rel=1e-14)
    assert (answer.inputs["eta"], answer.inputs["lam"]) == (None, None)
    decades = err_by_decade(
        _blocks(*OWN), optimizer=optimizer, **{k: REST[k] for k in ("batch_size", "floor")}
    )
    assert sum(decades.err) * 5 == pytest.approx(float(first + second), rel=1e-13)


def test_what_is_given_is_for_all_blocks() -> None:
    answer = generalization(_blocks(*OWN), lam=0.3, **REST)
    right = _reference(FIRST, 0.3, 1e-3, 0.02, "adamw") + _reference(
        SECOND, 0.3, 2e-3, 0.5, "adamw"
    )
    assert _err(answer) == pytest.approx(float(right), rel=1e-14)
    # λ of ℓ2-Adam alone leaves AdamW's to the blocks.
    answer = generalization(_blocks(*OWN), lam_l2=0.3, **REST)
    right = _reference(FIRST, 0.3, 1e-3, 0.02, "l2-adam") + _reference(
        SECOND, 0.3, 2e-3, 0.5, "l2-adam"
    )
    assert _err(answer, "l2-adam") == pytest.approx(float(right), rel=1e-14)
    own = generalization(_blocks(*OWN), **REST)
    assert _err(answer) == _err(own)


def test_a_block_without_its_own_takes_that_of_most() -> None:
    mixed = {"eta": 1e-3, "rho": 0.5}
    groups = _meta(("decay", 4, 1e-3, 0.1), ("norms", 1, 1e-3, 0.0)).extra["parameter_groups"]
    spectrum = _blocks(OWN[0], mixed, parameter_groups=groups)
    answer = generalization(spectrum, **REST)
    right = _reference(FIRST, 0.1, 1e-3, 0.02, "adamw") + _reference(
        SECOND, 0.1, 1e-3, 0.5, "adamw"
    )
    assert _err(answer) == pytest.approx(float(right), rel=1e-14)
    row = answer.one(quantity="phi", optimizer="adamw", variant="corrected")
    assert any("NOT A BOUND" in note for note in row.notes)
    # Adam has no λ, and nothing to be said of it.
    other = answer.one(quantity="phi", optimizer="adam", variant="corrected")
    assert not any("NOT A BOUND" in note for note in other.notes)
    with pytest.raises(InputError, match="for the block b"):
        generalization(_blocks(OWN[0], mixed), **REST)


def test_lambda_is_asked_for_where_it_enters() -> None:
    spectrum = Spectrum(eigenvalues=np.array([0.5, 0.1]))
    with pytest.raises(InputError, match="--lam is missing"):
        generalization(spectrum, **RUN)
    with pytest.raises(InputError, match="--lam is missing"):
        generalization(spectrum, lam_l2=0.1, **RUN)
    with pytest.raises(InputError, match="--lam is missing"):
        err_by_decade(spectrum, **{**RUN, "samples": None})
    assert generalization(spectrum, optimizer="adam", **RUN)
    only = generalization(spectrum, optimizer="l2-adam", lam_l2=0.1, **RUN)
    assert "lam" not in only.inputs
    assert generalization(spectrum, lam=0, **RUN).inputs["lam"] == 0


def test_the_best_decay_and_curves_of_blocks_that_differ() -> None:
    answer = generalization(_blocks(*OWN), optimize_lambda=True, **REST)
    star = answer.one(quantity="lambda-star", optimizer="adamw").value
    at = answer.one(quantity="err-at-lambda-star", optimizer="adamw").value
    given = generalization(_blocks(*OWN), lam=star, **REST)
    assert at == pytest.approx(_err(given), rel=1e-12)
    more = {name: REST[name] for name in ("batch_size", "floor")}
    curve = lambda_curve(_blocks(*OWN), **more)
    assert curve.lam_used is None
    assert curve.settings["eta"] == {"a": 1e-3, "b": 2e-3}
