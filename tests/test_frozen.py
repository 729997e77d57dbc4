"""Every object that the package answers with can be copied, pickled, and does not change."""

from __future__ import annotations

import copy
import json
import pickle
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import pytest

import adamw_bounds as ab
from adamw_bounds.frozen import Frozen

PROBLEM = {"c_inf": 5, "smoothness": 2, "sigma": 0.5, "gap": 1.5, "delta": 1e-4}
RUN = {"lr": 1e-3, "betas": (0.9, 0.999), "adam_eps": 1e-8, "weight_decay": 0.1}
SPECTRUM = "shipped:digits_mlp_adamw"


def complexity(**more: Any) -> Any:
    return ab.complexity(2, epsilon=0.1, **PROBLEM, **more)


def swept() -> Any:
    return ab.sweep("complexity", {"epsilon": "1e-3:1:log:5"}, theorem=2, **PROBLEM)


def spectrum() -> Any:
    return ab.Spectrum(eigenvalues=np.array([0.5, 1.0, 3.0]), label="three")


def at_a_matrix() -> Any:
    settings = {"eta": 0.1, "lam": 0.1, "rho": 1, "samples": 9, "batch_size": 1}
    return ab.hessian_generalization(np.array([[2.0, 0.5], [0.5, 1.0]]), **settings)


MADE: dict[str, Callable[[], Any]] = {
    "complexity": complexity,
    "ranges": lambda: complexity(batch_size="1..3", variant="printed"),
    "sensitivity": lambda: complexity(sensitivity=True),
    "guarantee": lambda: ab.guarantee(2, eta=1e-6, beta1=0.1, iterations=1e6, **PROBLEM),
    "solve": lambda: ab.solve("epsilon", theorem=2, variant="printed", iterations=1e6, **PROBLEM),
    "generalization": lambda: ab.generalization(SPECTRUM, rho=1, optimize_lambda=True),
    "hessian": at_a_matrix,
    "simulate": lambda: ab.simulate(2, epsilon=1, seeds=2),
    "convert": lambda: ab.convert(**RUN),
    "cite": lambda: ab.cite("theorem-2"),
    "sweep": swept,
    "Answer": complexity,
    "Result": lambda: complexity().results[0],
    "Condition": lambda: (
        ab.guarantee(2, eta=1e-6, beta1=0.1, iterations=1e6, **PROBLEM).results[0].conditions[0]
    ),
    "Term": lambda: complexity().results[0].terms[0],
    "Note": lambda: ab.Note("code", "message"),
    "Interval": lambda: ab.Interval(1, 2, 3),
    "Fault": lambda: ab.Fault("c_inf", -1, "must be > 0"),
    "BoundsError": lambda: ab.BoundsError("message", code="some-code", details=[{"a": 1}]),
    "InputError": lambda: ab.InputError([ab.Fault("c_inf", -1, "must be > 0")]),
    "NoBoundError": lambda: ab.NoBoundError("message", details=[{"a": 1}]),
    "RunError": lambda: ab.RunError("message", code="some-code"),
    "Spectrum": spectrum,
    "Block": lambda: ab.Block(name="first", spectrum=spectrum(), rho=0.5),
    "Theorem": lambda: ab.theorem(2),
    "Audit": lambda: ab.audit("thm3-square"),
}


def shown(item: Any) -> Any:
    """Return what tells two objects apart, whatever arrays they hold."""
    if hasattr(item, "to_json"):
        return json.loads(item.to_json())
    if isinstance(item, ab.BoundsError):
        return type(item), str(item), vars(item)
    return repr(item)


WAYS: dict[str, Callable[[Any], Any]] = {
    "pickle": lambda item: pickle.loads(pickle.dumps(item)),
    "copy": copy.copy,
    "deepcopy": copy.deepcopy,
}


@pytest.mark.parametrize("name", MADE)
def test_a_copy_is_the_same(name: str) -> None:
    item = MADE[name]()
    before = shown(item)
    for way in WAYS.values():
        other = way(item)
        assert type(other) is type(item)
        assert shown(other) == before


def test_every_public_class_is_here() -> None:
    classes = {name for name in ab.__all__ if isinstance(getattr(ab, name), type)}
    assert classes - {"Drawing"} <= set(MADE)


def test_a_drawing_is_copied() -> None:
    pytest.importorskip("matplotlib")
    drawing = ab.plot(SPECTRUM)
    for way in WAYS.values():
        assert way(drawing).encode("png") == drawing.encode("png")


def test_what_a_copy_of_a_sweep_computes() -> None:
    expected = list(swept().rows())
    other = pickle.loads(pickle.dumps(swept()))
    assert list(other.rows()) == expected


def test_it_does_not_change() -> None:
    answer = ab.convert(**RUN)
    changes: list[Callable[[Any], Any]] = [
        lambda it: it.__setitem__("lr", 2),
        lambda it: it.update(lr=2),
        lambda it: it.pop("lr"),
        lambda it: it.clear(),
        lambda it: it.setdefault("more", 2),
        lambda it: it.popitem(),
        lambda it: it.__delitem__("lr"),
        lambda it: it.__ior__({"lr": 2}),
    ]
    before = dict(answer.inputs)
    for change in changes:
        with pytest.raises(TypeError):
            change(answer.inputs)
        with pytest.raises(TypeError):
            change(pickle.loads(pickle.dumps(answer)).inputs)
    assert answer.inputs == before
    changed: Mapping[str, Any] = {**answer.inputs, "lr": 2}
    assert changed["lr"] == 2
    assert isinstance(Frozen({"a": 1}) | {"a": 2}, dict)
    assert json.dumps(Frozen({"a": 1})) == '{"a": 1}'
