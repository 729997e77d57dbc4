"""Every kind of number comes in by the same way, under every name, and nothing is dropped."""

from __future__ import annotations

import math
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from answers import BASE as PROBLEM

import adamw_bounds as ab
from adamw_bounds import InputError, complexity, guarantee
from adamw_bounds.engine.inputs import validate
from adamw_bounds.kernels import SYMBOLS

#: A value of each domain, and the number that δ or the paper's β is for it.
OF_DOMAIN = {
    "> 0": 1e-8,
    ">= 0": 0.25,
    "(0, 1)": 0.001,
    "(0, 1]": 0.1,
    "[0, 1)": 0.1,
    "[0, 1]": 0.1,
    "real": 0.5,
    "integer >= 1": 12.0,
    "integer >= 0": 12.0,
}
NAMES = [name for name, symbol in SYMBOLS.items() if symbol.is_input]


def tensor(value: float) -> Any:
    torch = pytest.importorskip("torch")
    return torch.tensor([value, value], dtype=torch.float64, requires_grad=True)


class Column:
    """What pandas and its like are to numpy: it has axes, and gives its array."""

    def __init__(self, values: Any) -> None:
        self._values = np.asarray(values)
        self.ndim, self.shape = self._values.ndim, self._values.shape

    def __array__(self, dtype: Any = None, copy: Any = None) -> Any:
        return self._values if dtype is None else self._values.astype(dtype)

    def __len__(self) -> int:
        return len(self._values)

    def __iter__(self) -> Any:
        return iter(self._values)


def series(value: float) -> Any:
    return Column([value, value])


ONE: dict[str, Callable[[float], Any]] = {
    "float": lambda value: value,
    "text": repr,
    "padded text": lambda value: f" {value!r} ",
    "Decimal": lambda value: Decimal(repr(value)),
    "Fraction": lambda value: Fraction(repr(value)),
    "numpy scalar": np.float64,
    "array without axes": np.array,
    "tensor without axes": lambda value: tensor(value)[0],
}
MANY: dict[str, Callable[[float], Any]] = {
    "list": lambda value: [value, value],
    "tuple": lambda value: (value, value),
    "list of texts": lambda value: [repr(value), repr(value)],
    "list of Decimals": lambda value: [Decimal(repr(value)), Decimal(repr(value))],
    "array": lambda value: np.array([value, value]),
    "nested list": lambda value: [[value], [value]],
    "array of objects": lambda value: np.array([value, repr(value)], dtype=object),
    "series": series,
    "frame": lambda value: Column([[value], [value]]),
    "tensor": tensor,
    "array without a masked entry": lambda value: np.ma.masked_array([value, value], mask=False),
}
REFUSED: dict[str, Any] = {
    "complex": 1 + 0j,
    "array of complex": np.array([1 + 0j, 1]),
    "truth value": True,
    "array of truth values": np.array([True, True]),
    "list of truth values": [True, True],
    "masked": np.ma.masked_array([0.5, 0.5], mask=[True, False]),
    "not a number": math.nan,
    "infinite": math.inf,
    "an infinite entry": [0.5, math.inf],
    "words": "half",
    "words in a list": ["half", 0.5],
    "underscore": "1_0",
    "empty": [],
    "ragged": [[0.5], [0.5, 0.5]],
    "bytes": b"0.5",
    "mapping": {"a": 0.5},
}


def taken(name: str, value: Any) -> Any:
    return validate({name: value})[name]


@pytest.mark.parametrize("name", NAMES)
def test_every_kind_of_number_is_the_same_number(name: str) -> None:
    value = OF_DOMAIN[SYMBOLS[name].domain]
    for kind, make in ONE.items():
        found = taken(name, make(value))
        assert not getattr(found, "ndim", 0), kind
        assert found == value, kind
    for kind, make in MANY.items():
        found = taken(name, make(value))
        assert found.size == 2, kind
        assert found.dtype == np.float64, kind
        assert (found == value).all(), kind


#: PyTorch's setting, the paper's symbol, what is given and what it is there.
TORCH = (
    ("lr", "eta", 1e-3, 1e-3),
    ("weight_decay", "lam", 0.1, 0.1),
    ("adam_eps", "delta", 1e-8, 1e-16),
)


@pytest.mark.parametrize(("setting", "symbol", "value", "expected"), TORCH)
def test_every_kind_of_pytorchs_settings_is_converted(
    setting: str, symbol: str, value: float, expected: float
) -> None:
    for kind, make in {**ONE, **MANY}.items():
        found = validate({setting: make(value)})[symbol]
        assert np.all(found == expected), kind


@pytest.mark.parametrize("outer", [list, tuple, np.array])
def test_every_kind_of_betas_is_converted(outer: Callable[[Any], Any]) -> None:
    found = validate({"betas": outer([0.9, 0.999])})
    assert (found["beta1"], found["beta2"]) == (0.1, 0.001)
    for kind, make in ONE.items():
        if outer is np.array:
            continue
        found = validate({"betas": outer([make(0.9), make(0.999)])})
        assert (found["beta1"], found["beta2"]) == (0.1, 0.001), kind
    for kind, make in MANY.items():
        if outer is np.array:
            continue
        found = validate({"betas": outer([make(0.9), make(0.999)])})
        assert (found["beta1"] == 0.1).all(), kind
        assert (found["beta2"] == 0.001).all(), kind


def test_betas_of_columns_and_tensors() -> None:
    torch = pytest.importorskip("torch")
    for pair in (Column([0.9, 0.999]), torch.tensor([0.9, 0.999], dtype=torch.float64)):
        found = validate({"betas": pair})
        assert (found["beta1"], found["beta2"]) == (0.1, 0.001)


@pytest.mark.parametrize("kind", REFUSED)
@pytest.mark.parametrize(
    "name", ["c_inf", "sigma", "beta1", "batch_size", "lr", "adam_eps", "weight_decay"]
)
def test_what_would_lose_a_part_is_refused(name: str, kind: str) -> None:
    with pytest.raises(InputError) as caught:
        validate({name: REFUSED[kind]})
    assert name in str(caught.value)


@pytest.mark.parametrize("kind", REFUSED)
def test_betas_that_would_lose_a_part_are_refused(kind: str) -> None:
    for pair in ((REFUSED[kind], 0.999), (0.9, REFUSED[kind])):
        with pytest.raises(InputError) as caught:
            validate({"betas": pair})
        assert "betas" in str(caught.value)
    if kind != "ragged":  # a pair of lists
        with pytest.raises(InputError):
            validate({"betas": REFUSED[kind]})


@pytest.mark.parametrize(
    "pair", [0.9, "0.9", (0.9,), (0.9, 0.99, 0.999), {}, {"a": 1, "b": 2}, "ab"]
)
def test_betas_are_a_pair(pair: Any) -> None:
    with pytest.raises(InputError) as caught:
        validate({"betas": pair})
    assert "betas" in str(caught.value)


# --- whole numbers --------------------------------------------------------------------------------

BASE: dict[str, Any] = {
    "c_inf": 1.0,
    "delta": 1e-4,
    "smoothness": 10.0,
    "gap": 1.0,
    "sigma": 0.5,
    "epsilon": 0.1,
}


@pytest.mark.parametrize("whole", [2**53 + 1, 10**18 + 7, 2**64 + 1, 10**30 + 7])
@pytest.mark.parametrize("kind", [int, str, Decimal, Fraction])
def test_whole_numbers_keep_all_their_digits(whole: int, kind: Callable[[int], Any]) -> None:
    answer = complexity(2, variant="explicit", batch_size=kind(whole), **BASE)
    assert answer.inputs["batch_size"] == whole
    steps = answer.one(quantity="iterations").count
    assert answer.one(quantity="gradient-complexity").count == steps * whole
    assert not [note for note in answer.warnings if note.code == "rounded"]


def test_arrays_say_that_they_round_whole_numbers() -> None:
    answer = complexity(2, batch_size=[2**53 + 1, 3], **BASE)
    (note,) = (note for note in answer.warnings if note.code == "rounded")
    assert "batch_size" in note.message
    answer = complexity(2, batch_size=[5, 3], **{**BASE, "epsilon": 1e-6})
    (note,) = (note for note in answer.warnings if note.code == "rounded")
    assert note.message.startswith("count")
    answer = complexity(2, batch_size=[5, 3], **BASE)
    assert not [note for note in answer.warnings if note.code == "rounded"]


def test_a_large_whole_number_stands_beside_arrays() -> None:
    large, near = 10**30 + 1, 1e30
    rest = {name: value for name, value in BASE.items() if name not in ("epsilon", "gap")}
    found = [
        guarantee(2, iterations=steps, eta=1e-6, beta1=0.1, gap=np.array([1.0, 2.0]), **rest)
        for steps in (large, near)
    ]
    for one, other in zip(*found, strict=True):
        assert (one.value == other.value).all()


@pytest.mark.parametrize("value", ["9007199254740993.5", Decimal("9007199254740993.5"), "1e400"])
def test_what_is_not_whole_is_refused_beyond_floats_too(value: Any) -> None:
    with pytest.raises(InputError):
        complexity(2, batch_size=value, **BASE)


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
        ab.complexity(2, **PROBLEM | {name: wrong})
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
        ab.conditions(2, **PROBLEM, **settings_)
    assert {fault.name for fault in caught.value.faults} == wrong


def test_none_counts_as_not_given() -> None:
    plain = ab.complexity(2, **PROBLEM)
    assert ab.complexity(2, L=None, mu=None, lam=None, lr=None, **PROBLEM).results == plain.results
    with pytest.raises(InputError, match="gap is missing"):
        ab.complexity(2, **PROBLEM | {"gap": None})


def test_choices_that_leave_nothing_are_refused() -> None:
    with pytest.raises(InputError, match="schedule"):
        ab.complexity(3, schedule="constant", **PROBLEM)
    with pytest.raises(InputError):
        ab.complexity(3, variant="explicit-large-step", **PROBLEM)
    chosen = ab.complexity(
        "2,3", variant="printed,explicit", optimizer=["adam", "adamw"], **PROBLEM
    )
    assert {row.variant for row in chosen} == {"printed", "explicit"}
    assert {row.optimizer for row in chosen} == {"adam", "adamw"}


@pytest.mark.parametrize("name", ["adam_eps", "betas", "lr", "weight_decay", "gap", "iterations"])
@pytest.mark.parametrize(
    "wrong",
    [
        [0.5, -1.0],
        [0.5, None],
        [0.5, True],
        [],
        {0.5},
        {"a": 0.5},
        np.array([]),
        np.array([1j]),
        np.array([True]),
        np.array(-1.0),
        np.ma.array([0.5, 0.5], mask=[True, False]),
        np.ma.masked,
        np.array([{}], dtype=object),
        Decimal("sNaN"),
        -(10**400),
        -(10**5000),
    ],
    ids=lambda value: type(value).__name__,
)
def test_whatever_was_given_becomes_a_fault_of_one_short_line(name: str, wrong: Any) -> None:
    problem = {key: value for key, value in PROBLEM.items() if key not in ("delta", "epsilon")}
    settings: dict[str, Any] = {
        **{"lr": 1e-3, "betas": (0.9, 0.999), "adam_eps": 1e-3, "weight_decay": 0.0},
        "iterations": 10,
    }
    given = {**problem, **settings, name: (0.9, wrong) if name == "betas" else wrong}
    with pytest.raises(InputError) as caught:
        ab.guarantee(**given)
    (fault,) = caught.value.faults
    assert fault.name == name
    assert "\n" not in fault.sentence()
    assert len(fault.sentence()) < 200
    assert isinstance(hash(fault), int)


def test_an_unused_setting_has_the_name_that_it_was_given_under() -> None:
    for name in ("weight_decay", "lam"):
        answer = ab.edge(lr=1e-3, betas=(0.9, 0.999), sharpness=1.0, **{name: 0.0})
        (note,) = (note for note in answer.warnings if note.code == "unused-input")
        assert note.message.startswith(f"{name} was given")


def test_arrays_whose_shapes_do_not_go_together_are_a_fault() -> None:
    given = {"epsilon": np.ones((2, 1)), "sigma": np.ones(3), "delta": np.ones(4), "gap": -1.0}
    with pytest.raises(InputError) as caught:
        validate(given)
    faults = {fault.name: fault.allowed for fault in caught.value.faults}
    assert len(faults) == 2
    (text,) = (text for name, text in faults.items() if name != "gap")
    assert "(4,)" in text or "(3,)" in text
    right = validate({**given, "delta": 1.0, "gap": 1.0})
    assert (right["epsilon"].shape, right["sigma"].shape) == ((2, 1), (3,))
