"""The questions as a user of Python asks them: rows, conditions, warnings, refusals, faults."""

from __future__ import annotations

import dataclasses
import doctest
import importlib
import itertools
import math
import re
from typing import Any

import numpy as np
import pytest
from hypothesis import Phase, assume, given, settings
from hypothesis import strategies as st
from input_strategies import inputs
from references import REFERENCES, M, exact, log
from references.here import z
from references.zhou2024 import gamma_explicit

import adamw_bounds as ab
from adamw_bounds import InputError, NoBoundError

BASE: dict[str, Any] = {
    "c_inf": 5.0,
    "delta": 1e-4,
    "epsilon": 0.1,
    "batch_size": 32,
    "sigma": 0.5,
    "smoothness": 2.0,
    "gap": 1.5,
}
RUN = {name: value for name, value in BASE.items() if name != "epsilon"} | {"iterations": 10**6}
NAMES = ("c_inf", "delta", "epsilon", "batch_size", "sigma", "smoothness", "gap")
IDENTITY = ("statement", "optimizer", "schedule", "variant", "quantity", "case", "stage")


def codes(answer: ab.Answer) -> set[str]:
    return {note.code for note in answer.warnings}


def message(answer: ab.Answer, code: str) -> str:
    return " ".join(note.message for note in answer.warnings if note.code == code)


# --- rows -------------------------------------------------------------------------------------


@settings(max_examples=60, deadline=None)
@given(
    env=inputs((*NAMES, "lam", "x0_norm", "mu", "dim", "lam_l2", "x_inf_norm"), zeros=True),
    beta2=st.floats(1e-6, 0.9),
)
def test_every_answer_has_sound_rows(env: dict[str, float], beta2: float) -> None:
    run = {"iterations": 1000, "eta": 1e-3, "beta1": 0.1}
    without = {name: value for name, value in env.items() if name not in ("dim", "mu")}
    answers = [
        ab.complexity("all", optimizer="all", **env),
        ab.complexity(2, optimizer="all", variant="explicit-large-step", **env),
        ab.conditions("all", optimizer="all", beta2=beta2, k=7, **env),
        ab.compare(**env),
        ab.guarantee(schedule="constant,decaying", optimizer="all", force=True, **without, **run),
    ]
    for answer in answers:
        seen = [tuple(getattr(row, name) for name in IDENTITY) for row in answer]
        assert len(set(seen)) == len(seen) > 0
        for row in answer:
            assert row.source
            assert row.log10 is None or math.isfinite(row.log10)
            assert row.value is None or math.isfinite(row.value)
            if row.value and row.log10 is not None:
                assert math.isclose(
                    math.log10(abs(row.value)), row.log10, abs_tol=1e-9, rel_tol=1e-12
                )
            if row.dominant is not None:
                parts = {term.label: term.log10 for term in row.terms}
                largest = max(value for value in parts.values() if value is not None)
                assert parts[row.dominant] == largest
            if row.count is not None:
                assert isinstance(row.count, int)
                assert row.variant.startswith("explicit") or row.variant == "sharp"
                if row.statement != "theorem-4":
                    assert row.count >= 1
            for condition in row.conditions:
                assert condition.text
                assert condition.met == (condition.margin is not None and condition.margin <= 1)


@settings(max_examples=40, deadline=None)
@given(
    data=st.data(),
    theorem=st.sampled_from([2, 3]),
    optimizer=st.sampled_from(["adamw", "adam", "l2-adam"]),
)
def test_rows_are_the_formulas_with_the_optimizers_constants(
    data: Any, theorem: int, optimizer: str
) -> None:
    """AdamW with Δ₀, Adam with λ = 0, ℓ2-Adam with the constants of its regularised loss."""
    env = data.draw(inputs((*NAMES, "lam", "lam_l2", "x0_norm", "x_inf_norm")))
    assume(env["epsilon"] < 1)
    printed = ("printed", "corrected", "explicit")
    answer = ab.complexity(theorem, optimizer=optimizer, variant=printed, **env)
    assert len(answer) == 6
    for row in answer:
        e = exact(env)
        if optimizer != "adamw":
            e["lam"] = M.mpf(0)
        if optimizer == "l2-adam" and row.variant != "printed":
            e["gap"] += e["lam_l2"] * e["x0_norm"] ** 2 / 2
            e["c_inf"] += e["lam_l2"] * e["x_inf_norm"]
            e["smoothness"] += e["lam_l2"]
        key = (f"theorem-{theorem}", row.quantity, row.schedule, None, None, row.variant)
        expected = log(REFERENCES[key](e)) / M.log(10)
        assert abs(M.mpf(row.log10) - expected) <= 1e-12 * max(1, abs(expected))
        owner = "corollary-2" if theorem == 2 and optimizer != "adamw" else f"theorem-{theorem}"
        assert row.statement == owner


def test_arrays_in_arrays_out() -> None:
    env = {**BASE, "c_inf": np.array([[1.0], [5.0]]), "epsilon": np.array([0.1, 0.2, 0.4])}
    for theorem, mu in ((2, {}), (3, {}), (4, {"mu": 0.1})):
        many = ab.complexity(theorem, optimizer="all", lam_l2=0.0, **env, **mu)
        for row in many.select(stage=None):
            assert row.value.shape in {(2, 3), (2, 1)}
            for i in range(2):
                for j in range(3):
                    point = {**env, "c_inf": env["c_inf"][i, 0], "epsilon": env["epsilon"][j]}
                    wanted = {name: getattr(row, name) for name in IDENTITY}
                    single = ab.complexity(theorem, optimizer="all", **point, **mu).one(**wanted)
                    full = np.broadcast_to(row.log10, (2, 3))
                    assert math.isclose(full[i, j], single.log10, rel_tol=1e-12)
    rates = ab.rate(k=np.array([3.0, 100.0]), alpha=0.5, distance_bound=1, grad_norm_bound=1)
    assert rates.one(optimizer="l2-adam", variant="printed").value.shape == (2,)


def test_a_number_may_be_text_and_is_reported_after_conversion() -> None:
    text = {name: str(value) for name, value in BASE.items()}
    assert ab.complexity(2, **text).results == ab.complexity("theorem-2", **BASE).results
    short = {"c_inf": 5, "delta": 1e-4, "eps": 0.1, "b": 32, "sigma": 0.5, "L": 2, "gap": 1.5}
    assert ab.complexity("2", **short).results == ab.complexity(2, **BASE).results
    answer = ab.conditions(
        2, lr=1e-3, betas=(0.9, 0.999), adam_eps=1e-8, weight_decay=0.01, **BASE | {"delta": None}
    )
    used = answer.inputs
    assert used["beta1"] == 0.1
    assert used["beta2"] == 0.001
    assert used["delta"] == 1e-16
    assert (used["eta"], used["lam"]) == (1e-3, 0.01)
    assert used["batch_size"] == 32
    assert isinstance(used["batch_size"], int)
    assert not {"lr", "betas", "adam_eps", "weight_decay"} & set(used)


def test_results_are_frozen_and_selected_by_their_names() -> None:
    answer = ab.complexity("all", mu=0.1, **BASE)
    for thing in (answer, answer.results[0], answer.results[0].terms[0], answer.warnings[0]):
        field = dataclasses.fields(thing)[0].name
        with pytest.raises(dataclasses.FrozenInstanceError):
            setattr(thing, field, None)
    chosen = answer.select(statement="theorem-2", quantity="iterations")
    assert [row.variant for row in chosen] == ["printed", "corrected", "explicit"]
    assert answer.one(statement="theorem-2", quantity="iterations", variant="printed") is chosen[0]
    with pytest.raises(LookupError, match="3 results"):
        answer.one(statement="theorem-2", quantity="iterations")
    with pytest.raises(LookupError, match="0 results"):
        answer.one(statement="theorem-9")
    assert len(answer) == len(list(answer)) == len(answer.results)
    assert answer.results[0].as_row()["terms"][0]["label"] == "bias"


def test_the_issues_example() -> None:
    """c∞=5, δ=1e-4, ε=0.1, b=32, σ=0.5, L=2, Δ=1.5: by hand."""
    answer = ab.complexity(2, **BASE)
    bias = 5**2.5 * 2 * 1.5 * 0.25 / (1e-4**1.25 * 32 * 1e-4)
    row = answer.one(quantity="iterations", variant="printed")
    assert math.isclose(row.value, bias, rel_tol=1e-12)
    assert row.dominant == "bias"
    work = answer.one(quantity="gradient-complexity", variant="printed")
    assert math.isclose(work.value, 32 * bias, rel_tol=1e-12)
    explicit = answer.one(quantity="iterations", variant="explicit")
    assert math.isclose(explicit.value, 36 * bias * (1 + 1e-4 / 25) ** 1.25, rel_tol=1e-12)
    assert explicit.count == math.ceil(explicit.value)
    both = answer.one(quantity="gradient-complexity", variant="explicit")
    assert both.count == 32 * explicit.count


# --- edges ------------------------------------------------------------------------------------


def test_without_noise_the_print_is_silent_and_the_proof_is_not() -> None:
    answer = ab.complexity("all", **BASE | {"sigma": 0}, mu=0.1)
    assert "no-noise" in codes(answer)
    for row in answer.select(variant="printed", stage=None):
        assert (row.value, row.log10) == (0.0, None)
    for row in answer.select(variant="explicit", quantity="iterations", stage=None):
        assert row.value > 1
        assert any("σ = 0" in note for note in row.notes)
    caps = ab.conditions(2, **BASE | {"sigma": 0})
    printed = caps.one(variant="printed", quantity="eta-max")
    assert (printed.value, printed.log10) == (None, None)
    assert any("without bound" in note for note in printed.notes)
    assert caps.one(variant="explicit", quantity="beta1-max").value == 0.5


def test_without_gap_only_the_noise_is_left() -> None:
    answer = ab.complexity(2, **BASE | {"gap": 0})
    for row in answer:
        assert row.dominant == "variance"
        assert row.terms[0].log10 is None
        assert row.variant == "sharp" or any("Δ = 0" in note for note in row.notes)
    nothing = ab.complexity("all", **BASE | {"gap": 0, "sigma": 0})
    for row in nothing.select(variant="explicit", quantity="iterations"):
        assert (row.value, row.log10, row.count) == (0.0, None, 1)
        assert row.dominant is None


@pytest.mark.parametrize("epsilon", [1.0, 1.5, 100.0])
def test_log_of_one_over_epsilon_loses_its_sense(epsilon: float) -> None:
    answer = ab.complexity(3, **BASE | {"epsilon": epsilon})
    assert "log-epsilon" in codes(answer)
    for row in answer:
        if row.variant in ("explicit", "sharp"):
            assert row.value is not None
        else:
            assert (row.value, row.log10, row.dominant) == (None, None, None)
            assert {term.log10 for term in row.terms} == {None}
    below = ab.complexity(3, **BASE | {"epsilon": 0.999})
    assert "log-epsilon" not in codes(below)
    array = ab.complexity(3, **BASE | {"epsilon": np.array([0.5, epsilon])})
    assert "log-epsilon" in codes(array)
    row = array.one(variant="printed", quantity="iterations")
    assert np.isfinite(row.value[0])
    assert np.isnan(row.value[1])
    orders = ab.compare(dim=10, **BASE | {"epsilon": epsilon}).select(variant="order")
    assert {row.statement for row in orders if row.value is None} == {
        "chen2018-adam-type-decaying",
        "guo2023-adam-type",
    }


def test_corrected_says_where_it_equals_the_print() -> None:
    same = ab.complexity(2, **BASE).one(variant="corrected", quantity="iterations")
    assert any("equal to the printed" in note for note in same.notes)
    other = ab.complexity(2, lam=0.1, x0_norm=3, **BASE).one(
        variant="corrected", quantity="iterations"
    )
    assert not any("equal to the printed" in note for note in other.notes)
    assert any("Δ₀" in note for note in other.notes)


def test_decay_without_the_norm_of_the_start_is_no_guarantee() -> None:
    for ask in (
        lambda **more: ab.complexity(2, **BASE, **more),
        lambda **more: ab.guarantee(eta=1e-9, beta1=1e-2, **RUN, **more),
    ):
        assert "NOT A GUARANTEE" in message(ask(lam=0.1), "x0-norm-missing")
        assert "x0-norm-missing" not in codes(ask(lam=0.1, x0_norm=2))
        assert "x0-norm-missing" not in codes(ask())
    small = ab.complexity(2, lam=0.1, **BASE).one(variant="explicit", quantity="iterations")
    large = ab.complexity(2, lam=0.1, x0_norm=10, **BASE).one(
        variant="explicit", quantity="iterations"
    )
    assert large.value > small.value


def test_l2_adam_with_decay_asks_for_its_norms() -> None:
    def caps(**more: Any) -> ab.Answer:
        return ab.conditions(2, optimizer="l2-adam", **BASE, **more)

    for ask in (
        lambda **more: ab.complexity(2, optimizer="l2-adam", **BASE, **more),
        caps,
        lambda **more: ab.guarantee(optimizer="l2-adam", eta=1e-9, beta1=1e-2, **RUN, **more),
    ):
        with pytest.raises(InputError) as caught:
            ask(lam_l2=0.1)
        # ‖x₀‖ belongs to the gap, which no cap depends on.
        needed = {"x_inf_norm"} if ask is caps else {"x_inf_norm", "x0_norm"}
        assert {fault.name for fault in caught.value.faults} == needed
        with pytest.raises(InputError):
            ask(lam=0.1, x0_norm=1)
        assert len(ask(lam_l2=0.1, x_inf_norm=1, x0_norm=1)) > 0
        assert len(ask(lam=0.1, lam_l2=0)) > 0
    beside = ab.compare(lam=0.1, x0_norm=1, **BASE)
    assert "l2-adam-missing" in codes(beside)
    left = beside.select(optimizer="l2-adam")
    assert {row.variant for row in left} == {"printed"}


def test_theorem_4_beside_the_others() -> None:
    assert "mu-missing" in codes(ab.complexity("all", **BASE))
    with pytest.raises(InputError, match="mu is missing"):
        ab.complexity(4, **BASE)
    whole = ab.complexity("all", mu=0.1, **BASE)
    assert "epsilon-unit" in codes(whole)
    assert "epsilon-unit" not in codes(ab.complexity(4, mu=0.1, **BASE))
    assert "mu-above-l" in codes(ab.complexity(4, mu=3, **BASE))
    assert "mu-above-l" not in codes(ab.complexity(4, mu=2, **BASE))
    decay = ab.complexity(4, mu=0.1, lam=0.1, x0_norm=1, **BASE)
    assert decay.select(variant="explicit") == ()
    assert "theorem-4-decay" in codes(decay)
    assert ab.complexity(4, optimizer="adam", mu=0.1, lam=0.1, **BASE).select(variant="explicit")


@pytest.mark.parametrize("epsilon", [1.5, 2.0])
def test_no_stage_is_run_where_the_accuracy_is_reached(epsilon: float) -> None:
    answer = ab.complexity(4, mu=0.1, **BASE | {"epsilon": epsilon})
    assert {row.stage for row in answer} == {None}
    staged = [row for row in answer if row.statement == "theorem-4"]
    for row in staged:
        assert row.quantity != "iterations" or (row.value, row.log10) == (0.0, None)
    assert all(any("no stage" in note for note in row.notes) for row in staged)
    # A run of at least one step has a bound of its own.
    assert all("ε ≥ Δ" in " ".join(row.notes) for row in answer.select(variant="sharp"))


def test_stages_halve_the_gap() -> None:
    answer = ab.complexity(4, mu=0.1, variant="corrected", **BASE | {"gap": 1.6})
    stages = answer.select(schedule="constant", quantity="iterations")[1:]
    assert [row.stage for row in stages] == [1, 2, 3, 4]
    for first, second in itertools.pairwise(stages):
        assert math.isclose(second.value / first.value, 2, rel_tol=1e-12)
    totals = {
        row.variant: row
        for row in ab.complexity(4, mu=0.1, **BASE).select(
            schedule="constant", quantity="gradient-complexity"
        )
    }
    assert totals["printed"].value == totals["corrected"].value


def test_vacuous_counts_name_what_drives_them() -> None:
    base = {"c_inf": 1.0, "delta": 1.0, "sigma": 1.0, "smoothness": 1.0, "gap": 1.0, "epsilon": 0.1}
    assert "vacuous" not in codes(ab.complexity(2, variant="printed", **base))
    for change, name, size in (
        ({"delta": 1e-16}, "c∞^2.5/δ^1.25", "10²⁰"),
        ({"gap": 1e17}, "L·Δ/ε²", "10¹⁹"),
        ({"sigma": 1e8}, "σ⁴/(b²·ε⁴)", "10³⁶"),
    ):
        text = message(ab.complexity(2, variant="printed", **base | change), "vacuous")
        found, value = text.split("the factor that drives it is ")[1].split(" = ")
        assert found == name
        assert size in value
    just = base | {"epsilon": 1.0}
    below = ab.complexity(2, variant="printed", **just | {"gap": 0.999e15})
    assert "vacuous" not in codes(below)
    assert "vacuous" in codes(ab.complexity(2, variant="printed", **just | {"gap": 1.001e15}))
    stage = ab.complexity(4, mu=1e-12, variant="corrected", schedule="constant", **BASE)
    assert "L/μ" in message(stage, "vacuous").split("the factor that drives it is ")[1]


def test_beyond_a_float_the_logarithm_stays_right() -> None:
    env = {"c_inf": 1e200, "delta": 1e-200, "sigma": 1.0, "smoothness": 1.0, "gap": 1.0}
    row = ab.complexity(2, epsilon=1e-3, **env).one(variant="explicit", quantity="iterations")
    assert row.value is None
    assert row.count is None
    assert math.isclose(row.log10, 750 + 12 + math.log10(36), rel_tol=1e-13)
    schedule = ab.conditions(2, lam=1.0, beta2=0.5, k=10**12, **BASE).one(
        variant="printed", quantity="lambda-k"
    )
    assert schedule.value is None
    assert math.isclose(schedule.log10, 1e12 * math.log10(0.5 * 25 / 1e-4 - 1), rel_tol=1e-12)


FLOATS = st.one_of(
    st.floats(5e-324, 1.79e308, allow_subnormal=True),
    st.floats(-323, 308).map(lambda power: 10.0**power),
    st.sampled_from([5e-324, 1e-300, 1e-200, 1e-100, 1.0, 1e100, 1e200, 1e300, 1.7e308]),
)


@settings(max_examples=40, deadline=None, phases=(Phase.explicit, Phase.generate))
@given(
    env=st.fixed_dictionaries(
        dict.fromkeys(
            (*NAMES, "mu", "lam", "x0_norm", "x_inf_norm", "lam_l2", "eta", "gamma"), FLOATS
        )
        | {"batch_size": st.sampled_from([1, 32, 10**300])}
    ),
    beta2=st.sampled_from([1e-300, 0.5, 0.999]),
    k=st.sampled_from([1, 2, 10**12, 10**300]),
)
def test_no_finite_input_breaks_an_answer(env: dict[str, float], beta2: float, k: int) -> None:
    """Far outside the promised domain: numbers or a stated refusal, never a crash."""
    # Thousands of stages only take long; their number is tested elsewhere.
    env["epsilon"] = max(env["epsilon"], env["gap"] * 1e-5)
    common = {name: value for name, value in env.items() if name not in ("eta", "gamma", "mu")}
    for ask in (
        lambda: ab.complexity("all", optimizer="all", mu=env["mu"], **common),
        lambda: ab.conditions("all", optimizer="all", beta2=beta2, beta1=0.1, k=k, **env),
        lambda: ab.compare(dim=10, **common),
        lambda: ab.guarantee(
            schedule="constant,decaying",
            optimizer="all",
            force=True,
            iterations=k,
            beta1=0.1,
            **{n: v for n, v in env.items() if n not in ("mu", "gamma", "epsilon")},
        ),
        lambda: ab.rate(
            k=k, alpha=env["c_inf"], distance_bound=env["gap"], grad_norm_bound=env["eta"]
        ),
    ):
        try:
            answer = ask()
        except (InputError, NoBoundError):
            continue
        for row in answer:
            for number in (row.value, row.log10, row.ratio):
                assert number is None or math.isfinite(number)


# --- what is wrong with the input -------------------------------------------------------------


def test_all_that_is_wrong_is_said_at_once() -> None:
    with pytest.raises(InputError) as caught:
        ab.complexity(
            9,
            optimizer="sgd",
            schedule="cosine",
            variant="best",
            c_inf=-1,
            delta=math.nan,
            sigma="much",
            batch_size=1.5,
            mu=math.inf,
            lam=-0.0001,
            nonsense=1,
            L=1,
            smoothness=2,
        )
    allowed = {fault.name: fault.allowed for fault in caught.value.faults}
    assert "must be one of 2, 3, 4" in allowed["theorem"]
    assert "adamw, adam, l2-adam, all" in allowed["optimizer"]
    assert "constant, decaying, all" in allowed["schedule"]
    assert "printed, corrected, explicit" in allowed["variant"]
    assert allowed["c_inf"] == "must be > 0"
    assert "finite" in allowed["delta"]
    assert allowed["sigma"] == "must be a number"
    assert allowed["batch_size"] == "must be a whole number ≥ 1"
    assert "finite" in allowed["mu"]
    assert allowed["lam"] == "must be ≥ 0"
    assert allowed["nonsense"] == "is no input of this question"
    assert "twice" in allowed["smoothness"]
    # Missing ones are said in the same breath.
    assert allowed["gap"] == allowed["epsilon"] == "is missing"
    assert set(allowed) == {
        *("theorem", "optimizer", "schedule", "variant", "c_inf", "delta", "sigma", "batch_size"),
        *("mu", "lam", "nonsense", "smoothness", "gap", "epsilon"),
    }
    assert caught.value.exit_code == 2
    details = {item["option"]: item for item in caught.value.details}
    assert details["--c-inf"] == {"option": "--c-inf", "value": -1, "allowed": "must be > 0"}
    assert "sigma must be a number (given: much)" in str(caught.value)


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("c_inf", 0),
        ("c_inf", "-3"),
        ("c_inf", "nan"),
        ("c_inf", "inf"),
        ("c_inf", ""),
        ("c_inf", True),
        ("c_inf", 1j),
        ("c_inf", [1.0, -1.0]),
        ("c_inf", []),
        ("c_inf", [1.0, math.nan]),
        ("c_inf", np.array(["a"])),
        ("sigma", -1e-300),
        ("gap", -1),
        ("delta", 0.0),
        ("epsilon", 0),
        ("batch_size", 0),
        ("batch_size", "2.5"),
        ("batch_size", np.array([1, 2.5])),
        ("mu", 0),
        ("lam", -1),
        ("x0_norm", -1),
    ],
)
def test_one_wrong_input_is_named(name: str, wrong: Any) -> None:
    with pytest.raises(InputError) as caught:
        ab.complexity(2, **BASE | {name: wrong})
    assert [fault.name for fault in caught.value.faults] == [name]
    assert caught.value.faults[0].allowed.startswith("must")


@pytest.mark.parametrize(
    ("settings_", "wrong"),
    [
        ({"lr": 1e-3, "eta": 1e-3}, {"lr"}),
        ({"betas": (0.9, 0.999), "beta2": 0.1}, {"betas"}),
        ({"adam_eps": 1e-8}, {"adam_eps"}),
        ({"weight_decay": 0.1, "lam": 0.1}, {"weight_decay"}),
        ({"betas": (1.0, 1.5)}, {"betas"}),
        ({"betas": 0.9}, {"betas"}),
        ({"betas": (0.9,)}, {"betas"}),
        ({"betas": "0.9 0.999"}, {"betas"}),
        ({"betas": ("x", 0.999)}, {"betas"}),
        ({"lr": -1}, {"lr"}),
        ({"weight_decay": "no"}, {"weight_decay"}),
    ],
)
def test_pytorch_settings_are_named_as_they_were_given(
    settings_: dict[str, Any], wrong: set[str]
) -> None:
    with pytest.raises(InputError) as caught:
        ab.conditions(2, **BASE, **settings_)
    assert {fault.name for fault in caught.value.faults} == wrong


def test_none_counts_as_not_given() -> None:
    plain = ab.complexity(2, **BASE)
    assert ab.complexity(2, L=None, mu=None, lam=None, lr=None, **BASE).results == plain.results
    with pytest.raises(InputError, match="gap is missing"):
        ab.complexity(2, **BASE | {"gap": None})


def test_choices_that_leave_nothing_are_refused() -> None:
    with pytest.raises(InputError, match="schedule"):
        ab.complexity(3, schedule="constant", **BASE)
    with pytest.raises(InputError):
        ab.complexity(3, variant="explicit-large-step", **BASE)
    chosen = ab.complexity("2,3", variant="printed,explicit", optimizer=["adam", "adamw"], **BASE)
    assert {row.variant for row in chosen} == {"printed", "explicit"}
    assert {row.optimizer for row in chosen} == {"adam", "adamw"}


# --- conditions -------------------------------------------------------------------------------

MARGINS = {
    ("theorem-2", "eta"): lambda e: e["eta"] / REFERENCES[KEY("eta-max", "printed")](e),
    ("theorem-2", "beta1"): lambda e: e["beta1"] / REFERENCES[KEY("beta1-max", "printed")](e),
    ("theorem-2", "eta-coupling"): lambda e: (
        e["eta"] * 2 * e["smoothness"] / (e["beta1"] * M.sqrt(e["delta"]))
    ),
    ("theorem-2", "eta-coupling-printed"): lambda e: (
        2
        * e["eta"]
        * M.root(e["c_inf"] ** 2 + e["delta"], 4)
        * e["smoothness"]
        / (e["beta1"] * M.root(e["delta"], 4) ** 3)
    ),
    ("theorem-2", "beta1-weight"): lambda e: 2 * e["beta1"],
    ("here-constant-step", "sharp-step"): lambda e: (
        e["lam"] * e["eta"] + z(e) * e["beta1"] + (z(e) * (1 - e["beta1"])) ** 2
    ),
    ("theorem-2", "lambda-eta"): lambda e: 4 * e["lam"] * e["eta"],
    ("theorem-2", "lambda-schedule-printed"): lambda e: e["beta2"] * e["c_inf"] ** 2 / e["delta"],
    ("theorem-3", "lambda-schedule-printed"): lambda e: e["beta2"] * e["c_inf"] ** 2 / e["delta"],
    ("theorem-3", "beta1-weight"): lambda e: e["gamma"] / M.sqrt(e["k"] + 1),
    ("theorem-4", "mu-below-l"): lambda e: e["mu"] / e["smoothness"],
    # Of the last stage, whose ε_k is ε.
    ("theorem-4", "eta-stage"): lambda e: (
        12
        * e["eta"]
        * M.root(e["c_inf"] ** 2 + e["delta"], 4) ** 3
        * e["sigma"] ** 2
        * e["smoothness"]
        / (M.root(e["delta"], 4) ** 5 * e["mu"] * e["batch_size"] * e["epsilon"])
    ),
    ("theorem-4", "beta1-stage"): lambda e: (
        6
        * e["beta1"]
        * M.sqrt(e["c_inf"] ** 2 + e["delta"])
        * e["sigma"] ** 2
        / (M.sqrt(e["delta"]) * e["mu"] * e["batch_size"] * e["epsilon"])
    ),
}


def KEY(quantity: str, variant: str) -> tuple[Any, ...]:
    return ("theorem-2", quantity, "constant", None, None, variant)


GIVEN = ("eta", "beta1", "lam", "gamma", "mu", "beta2", "k")


def asked(env: dict[str, Any]) -> dict[tuple[str, str, str], ab.Condition]:
    answer = ab.conditions("all", **env)
    return {
        (row.statement, row.variant, condition.name): condition
        for row in answer
        for condition in row.conditions
    }


def remedied(env: dict[str, Any], remedy: str) -> dict[str, Any]:
    """Do what a remedy says."""
    found = re.fullmatch(
        r"([a-z0-9_]+) at most ([\d.e-]+)(?:×10([⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+))?( at this β1)?", remedy
    )
    assert found, remedy
    power = (found[3] or "0").translate(str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789"))
    return {**env, found[1]: float(f"{found[2]}e{power}")}


@settings(max_examples=60, deadline=None)
@given(env=inputs((*NAMES, *GIVEN, "x0_norm")))
def test_conditions_have_true_margins_and_remedies_that_work(env: dict[str, float]) -> None:
    # Enough stages for Theorem 4's rows to stand, not thousands.
    env["gap"] = 8 * env["epsilon"]
    conditions = asked(env)
    assert {name for _, _, name in conditions} == {name for _, name in MARGINS}
    for (statement, variant, name), condition in conditions.items():
        expected = MARGINS[statement, name](exact(env))
        assert condition.met == (expected <= 1) or abs(expected - 1) < 1e-11
        if M.mpf("1e-290") < expected < M.mpf("1e290"):
            assert abs(condition.margin / expected - 1) < 1e-11
        if condition.met:
            assert condition.remedy == ""
        else:
            again = asked(remedied(env, condition.remedy))
            assert again[statement, variant, name].met


def test_stages_judge_the_settings_by_their_own_caps() -> None:
    settings_ = {"eta": 1e-3, "beta1": 0.1, "mu": 0.1}
    answer = ab.conditions(4, schedule="constant", variant="explicit", **BASE | settings_)
    for row in answer.select(quantity="eta-max"):
        (coupling,) = (item for item in row.conditions if item.name == "eta-stage-coupling")
        c1, c2 = math.sqrt(BASE["delta"]), math.sqrt(BASE["c_inf"] ** 2 + BASE["delta"])
        r = c1**1.5 / (2 * math.sqrt(c2) * BASE["smoothness"])
        assert coupling.margin == pytest.approx(1e-3 / (r * 0.1), rel=1e-11)
        assert not coupling.met
    for row in answer.select(quantity="beta1-max"):
        (cap,) = (item for item in row.conditions if item.name == "beta1-stage-explicit")
        assert cap.margin == pytest.approx(0.1 / row.value, rel=1e-11)
    assert len(answer.select(quantity="beta1-max")) == 4


def test_limits_read_from_an_answer_meet_the_conditions() -> None:
    """What conditions allows, guarantee accepts: no refusal by a rounding."""
    rng = np.random.default_rng(0)
    for _ in range(200):
        env = {name: float(10 ** rng.uniform(-3, 3)) for name in NAMES if name != "batch_size"}
        env["batch_size"] = int(rng.integers(1, 100))
        caps = ab.conditions(2, variant="explicit-large-step", **env)
        eta, beta1 = (caps.one(quantity=name).value for name in ("eta-max", "beta1-max"))
        run = {name: value for name, value in env.items() if name != "epsilon"}
        assert ab.guarantee(eta=eta, beta1=beta1, iterations=10, **run).results[0].value > 0
        checked = ab.conditions(2, variant="explicit-large-step", eta=eta, beta1=beta1, **env)
        for row in checked:
            assert all(condition.met for condition in row.conditions)
        with pytest.raises(NoBoundError):
            ab.guarantee(eta=eta * 1.0001, beta1=beta1, iterations=10, variant="explicit", **run)


def test_pytorch_settings_of_today_against_theorem_2() -> None:
    answer = ab.conditions(
        2,
        lr=1e-3,
        betas=(0.9, 0.999),
        adam_eps=1e-8,
        weight_decay=0.01,
        **BASE | {"delta": None},
    )
    assert "constant-weight-decay" in codes(answer)
    missed = {
        condition.name
        for row in answer.select(variant="explicit")
        for condition in row.conditions
        if not condition.met
    }
    assert {"eta-coupling", "beta1", "lambda-schedule"} <= missed
    schedule = next(
        condition
        for row in answer.select(variant="explicit")
        for condition in row.conditions
        if condition.name == "lambda-schedule"
    )
    q = 0.001 * 25 / 1e-16
    assert math.isclose(schedule.margin, math.sqrt(1 + q), rel_tol=1e-12)
    assert schedule.remedy
    # Decay by the theorem's own schedule is not judged by the constant one's ratio.
    own = ab.conditions(2, lam=0.01, beta2=0.001, eta=1e-3, beta1=0.1, **BASE)
    assert "constant-weight-decay" not in codes(own)
    assert "lambda-schedule" not in {c.name for row in own for c in row.conditions}
    none = ab.conditions(2, weight_decay=0, betas=(0.9, 0.999), lr=1e-3, **BASE)
    assert "constant-weight-decay" not in codes(none)


def test_printed_caps_above_one_and_beta2() -> None:
    loose = BASE | {"sigma": 1e-3}
    answer = ab.conditions(2, lam=0.1, **loose)
    printed = answer.one(variant="printed", quantity="beta1-max")
    assert printed.value > 1
    assert any("above 1" in note for note in printed.notes)
    assert answer.one(variant="corrected", quantity="beta1-max").value == 1
    assert answer.one(variant="explicit", quantity="beta1-max").value == 0.5
    assert math.isclose(answer.one(variant="corrected", quantity="beta2-max").value, 1e-4 / 25)
    free = ab.conditions(2, **loose)
    assert free.one(variant="corrected", quantity="beta2-max").value == 1


def test_printed_schedule_alternates_where_q_is_above_one() -> None:
    base = BASE | {"delta": 1.0, "c_inf": 2.0}
    for k, sign in ((1, -1), (2, 1), (3, -1)):
        row = ab.conditions(2, lam=0.5, beta2=0.75, k=k, **base).one(
            variant="printed", quantity="lambda-k"
        )
        assert math.isclose(row.value, 0.5 * (1 - 3.0) ** k)
        assert sign * row.value > 0
        assert any("alternates" in note for note in row.notes)
    many = ab.conditions(2, lam=0.5, beta2=0.75, k=np.array([1, 2, 3]), **base).one(
        variant="printed", quantity="lambda-k"
    )
    np.testing.assert_allclose(many.value, 0.5 * (-2.0) ** np.array([1, 2, 3]))
    below = ab.conditions(2, lam=0.5, beta2=0.125, k=np.array([1, 2, 3]), **base).one(
        variant="printed", quantity="lambda-k"
    )
    np.testing.assert_allclose(below.value, 0.5 * 0.5 ** np.array([1, 2, 3]))
    explicit = ab.conditions(2, lam=0.5, beta2=0.75, k=3, **base).one(
        variant="explicit", quantity="lambda-k"
    )
    assert math.isclose(explicit.value, 0.5 * 4**-1.5)


def test_theorem_3_steps_use_the_statements_gamma() -> None:
    answer = ab.conditions(3, k=3, **BASE)
    for variant in ("printed", "corrected", "explicit"):
        gamma = answer.one(variant=variant, quantity="gamma").value
        beta = answer.one(variant=variant, quantity="beta1-k").value
        assert gamma > 1
        # The proof's β_{k+1} = γ/√(k+1) forms m_{k+1}: the weight in m_k is γ/√k.
        root = math.sqrt(3) if variant == "explicit" else 2
        expected = gamma / root if variant == "printed" else min(1, gamma / root)
        assert math.isclose(beta, expected, rel_tol=1e-12)
    printed = answer.one(variant="printed", quantity="beta1-k")
    (condition,) = (item for item in printed.conditions if item.name == "beta1-weight")
    assert not condition.met
    given = ab.conditions(3, k=3, gamma=0.5, **BASE)
    assert given.one(variant="printed", quantity="beta1-k").value == pytest.approx(0.25, rel=1e-14)


# --- guarantee --------------------------------------------------------------------------------


def test_guarantee_is_the_reference_for_every_optimizer() -> None:
    env = {**RUN, "lam": 0.1, "lam_l2": 3.0, "x0_norm": 2.0, "x_inf_norm": 1.0}
    env["variant"] = "explicit"
    together = ab.guarantee(schedule="decaying", optimizer="all", **env)
    for optimizer in ("adamw", "adam", "l2-adam"):
        e = exact({name: value for name, value in env.items() if name != "variant"})
        if optimizer != "adamw":
            e["lam"] = M.mpf(0)
        if optimizer == "l2-adam":
            e["gap"] += e["lam_l2"] * e["x0_norm"] ** 2 / 2
            e["c_inf"] += e["lam_l2"] * e["x_inf_norm"]
            e["smoothness"] += e["lam_l2"]
        e["gamma"] = gamma_explicit(e)
        key = ("theorem-3", "gradient-norm-squared", "decaying", None, None, "explicit")
        alone = ab.guarantee(schedule="decaying", optimizer=optimizer, **env)
        assert abs(alone.results[0].value / REFERENCES[key](e) - 1) < 1e-11
        assert abs(alone.inputs["gamma"] / e["gamma"] - 1) < 1e-12
        # Each optimizer takes its own γ, also beside the others.
        assert together.one(optimizer=optimizer).value == alone.results[0].value
        fixed = {**env, "eta": 1e-9, "beta1": 1e-2}
        e |= {"eta": M.mpf(1e-9), "beta1": M.mpf(1e-2)}
        key = ("theorem-2", "gradient-norm-squared", "constant", None, None, "explicit")
        row = ab.guarantee(optimizer=optimizer, **fixed).results[0]
        assert abs(row.value / REFERENCES[key](e) - 1) < 1e-11
        assert [term.label for term in row.terms] == ["gap", "initial-noise", "noise-floor"]


def test_weighted_output_only_where_the_weights_are_below_one() -> None:
    run = {**RUN, "schedule": "decaying", "variant": "explicit"}
    low = ab.guarantee(gamma=0.5, **run)
    assert [row.case for row in low] == [None, "weighted-output"]
    high = ab.guarantee(gamma=2, **run)
    assert [row.case for row in high] == [None]
    still = ab.guarantee(**run | {"sigma": 0})
    e = exact(RUN | {"lam": 0, "x0_norm": 0})
    expected = 4 * M.sqrt(M.sqrt(e["c_inf"] ** 2 + e["delta"])) ** 3 * 2 * M.mpf(1.5)
    expected /= M.sqrt(M.sqrt(e["delta"])) ** 3 * 10**6
    assert abs(still.results[0].value / expected - 1) < 1e-12


def test_guarantee_refuses_and_says_what_would_meet_it() -> None:
    with pytest.raises(NoBoundError) as caught:
        ab.guarantee(eta=1e-2, beta1=1e-3, lam=1000, x0_norm=1, **RUN)
    error = caught.value
    assert error.exit_code == 3
    named = {item["name"]: item for item in error.details}
    assert set(named) == {"eta-coupling", "lambda-eta", "sharp-step"}
    coupling = named["eta-coupling"]
    assert coupling["lhs"] == pytest.approx(1e-2)
    assert coupling["rhs"] == pytest.approx(1e-3 * 1e-2 / 4)
    assert coupling["margin"] == pytest.approx(4000)
    assert coupling["met"] is False
    assert coupling["remedy"] in str(error)
    env = remedied({**RUN, "eta": 1e-2, "beta1": 1e-3}, coupling["remedy"])
    assert ab.guarantee(**env).results[0].value > 0


def test_force_marks_what_is_no_bound() -> None:
    answer = ab.guarantee(eta=1e-2, beta1=1e-3, force=True, **RUN)
    assert [row.variant for row in answer] == ["explicit", "sharp"]
    assert all(any("NOT A BOUND" in note for note in row.notes) for row in answer)
    assert "not-a-bound" in codes(answer)
    fine = ab.guarantee(eta=1e-9, beta1=1e-3, force=True, **RUN)
    assert not any("NOT A BOUND" in note for note in fine.results[0].notes)
    assert "not-a-bound" not in codes(fine)


@pytest.mark.parametrize("schedule", ["constant", "decaying"])
@pytest.mark.parametrize("decay", [0.01, "0.01", np.array([0.01, 0.02]), np.array([0.0, 0.1])])
@pytest.mark.parametrize("betas", [{"betas": (0.999, 0.999)}, {"beta1": 1e-3}])
def test_constant_decay_is_covered_by_no_theorem_of_the_paper(
    schedule: str, decay: Any, betas: dict[str, Any]
) -> None:
    run = {**RUN, **betas, "schedule": schedule, "lr": 1e-9, "update": "paper"}
    with pytest.raises(NoBoundError, match="constant") as caught:
        ab.guarantee(weight_decay=decay, x0_norm=1, **run)
    assert "lambda-schedule" in {item["name"] for item in caught.value.details}
    # The theorem's own decreasing schedule, and no decay, are covered.
    assert ab.guarantee(lam=0.01, x0_norm=1, **run).results
    assert ab.guarantee(weight_decay=0, **run).results


# --- rate, compare ----------------------------------------------------------------------------


def test_rate_at_small_k() -> None:
    base = {"alpha": 0.5, "distance_bound": 1.0, "grad_norm_bound": 1.0}
    first = ab.rate(k=1, **base)
    assert first.one(optimizer="adamw", variant="printed").terms[0].log10 is None
    for k in (1, 2):
        answer = ab.rate(k=k, **base)
        assert "small-k" in codes(answer)
        assert not answer.select(variant="explicit")
    assert "small-k" not in codes(ab.rate(k=3, **base))
    third = ab.rate(k=3, **base).one(variant="explicit")
    assert math.isclose(third.value, (1 - math.sqrt(0.75)) ** 3 + 1 / 3, rel_tol=1e-12)
    with pytest.raises(NoBoundError, match="k ≥ 3"):
        ab.rate(k=2, optimizer="adamw", variant="explicit", **base)
    with pytest.raises(InputError):
        ab.rate(k=9, optimizer="l2-adam", variant="explicit", **base)
    with pytest.raises(InputError) as caught:
        ab.rate(k=0)
    assert {fault.name for fault in caught.value.faults} == {
        "k",
        "alpha",
        "distance_bound",
        "grad_norm_bound",
    }


def test_compare_sets_counts_of_one_kind_in_ratio() -> None:
    env = {**BASE, "mu": 0.1, "lam": 0.1, "x0_norm": 2.0, "x_inf_norm": 1.0, "dim": 1000}
    answer = ab.compare(**env)
    theirs = ("defossez2022", "ghadimi2013")
    others = [row for row in answer if row.statement.startswith(theirs)]
    assert {row.quantity for row in others} == {"iterations", "gradient-complexity"}
    assert all(row.ratio is None for row in others)
    ours = [row for row in answer if row.variant != "order" and row not in others]
    assert {row.quantity for row in ours} == {"gradient-complexity"}
    for row in ours:
        of_row = (row.stands_for or row.statement).replace("corollary-2", "theorem-2")
        base = [
            other
            for other in ours
            if other.optimizer == "adamw"
            and (other.schedule, other.variant) == (row.schedule, row.variant)
            and (other.stands_for or other.statement) == of_row
        ]
        if not base:
            assert row.ratio is None
            assert of_row == "theorem-4"
            assert row.variant in ("explicit", "sharp")
            continue
        assert math.isclose(row.ratio, row.value / base[0].value, rel_tol=1e-11)
        if row.optimizer == "adamw":
            assert row.ratio == 1
    orders = answer.select(variant="order")
    assert len(orders) == 9
    assert all(row.ratio is None for row in orders)
    assert "orders" in codes(answer)
    assert answer.inputs["c_2"] == pytest.approx(math.sqrt(1000) * 5)
    lamb = answer.one(statement="you2019-lamb")
    assert math.isclose(lamb.value, 5 * 1000 / 1e-4, rel_tol=1e-12)
    own = ab.compare(c_2=7, **env).one(statement="you2019-lamb")
    assert math.isclose(own.value, 7 * math.sqrt(1000) / 1e-4, rel_tol=1e-12)
    fewer = ab.compare(**BASE)
    assert "dim" in message(fewer, "orders-missing")
    assert {row.schedule for row in ab.compare(schedule="constant", **env)} == {"constant"}


# --- doctests ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "module",
    ["adamw_bounds", "adamw_bounds.questions.complexity", "adamw_bounds.questions.convert"],
)
def test_examples_of_the_docstrings(module: str) -> None:
    found = doctest.testmod(importlib.import_module(module), raise_on_error=False)
    assert found.attempted > 0
    assert found.failed == 0


# --- what does not enter, and what no theorem covers --------------------------------------------


def test_inputs_that_do_not_enter_are_named() -> None:
    assert "gamma" in message(ab.complexity(3, gamma=2, **BASE), "unused-input")
    run = {name: value for name, value in BASE.items() if name != "epsilon"}
    decaying = ab.guarantee(schedule="decaying", eta=1e-3, iterations=100, **run)
    assert "eta" in message(decaying, "unused-input")
    assert "unused-input" not in codes(ab.complexity(3, **BASE))


def test_a_constant_decay_is_said_in_every_count() -> None:
    assert "constant-weight-decay" in codes(ab.complexity(2, weight_decay=0.01, **BASE))
    assert "constant-weight-decay" in codes(ab.compare(weight_decay=0.01, **BASE))
    assert "constant-weight-decay" not in codes(ab.complexity(2, weight_decay=0, **BASE))


def test_corollary_2_is_asked_for_by_name() -> None:
    answer = ab.complexity("corollary-2", **BASE)
    assert {(row.stands_for or row.statement, row.optimizer) for row in answer} == {
        ("corollary-2", "adam"),
        ("corollary-2", "l2-adam"),
    }


def test_remedies_speak_in_the_terms_of_the_question() -> None:
    base = {name: value for name, value in BASE.items() if name not in ("gap", "delta")}
    answer = ab.conditions(2, lr=1e-3, betas=(0.9, 0.999), adam_eps=1e-2, **base)
    remedies = {item.name: item.remedy for row in answer for item in row.conditions if not item.met}
    assert remedies["eta"].startswith("lr at most ")
    assert remedies["beta1"].startswith("betas (first) at least 1 − ")
    assert remedies["eta-coupling"].endswith("at this β1")


def test_a_guarantee_with_decay_names_the_schedule_that_it_holds_for() -> None:
    run = {name: value for name, value in BASE.items() if name != "epsilon"}
    answer = ab.guarantee(
        lam=0.1, x0_norm=1, beta2=1e-3, eta=1e-5, beta1=0.01, iterations=1000, **run
    )
    assert [row.variant for row in answer] == ["explicit", "sharp"]
    assert all(any("λ(1+q)^(−k/2)" in note for note in row.notes) for row in answer)


def test_no_form_is_called_equal_to_print_where_there_is_no_number() -> None:
    rows_ = ab.complexity(3, **BASE | {"epsilon": 1.0}).select(variant="corrected")
    assert all(row.value is None for row in rows_)
    assert not any("equal to the printed" in note for row in rows_ for note in row.notes)
