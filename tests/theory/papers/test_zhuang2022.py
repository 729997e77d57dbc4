"""Zhuang et al. 2022: figures at 50 digits, signs, and twins that turn each verdict."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import mpmath
import pytest
import sympy as sp

from adamw_bounds.kernels import KERNELS
from adamw_bounds.kernels.mathematics import Scalars
from adamw_bounds.theory.audit import CHECKS, audit
from adamw_bounds.theory.papers import zhuang2022 as paper
from adamw_bounds.theory.statements import Variant

PROX, FREE, COND = (statement.id for statement in paper.PAPER.statements)


def value(statement: str, quantity: str, optimizer: str | None, **inputs: float) -> float:
    """Return a number with its sign from the generated kernel."""
    kernel = KERNELS[statement, quantity, None, optimizer, None, "explicit"]
    log, _, *sign = kernel.function(Scalars(), **inputs)
    return (sign[0] if sign else 1.0) * float(mpmath.exp(log))


@pytest.mark.parametrize("u", [0.3, -0.3, 2.5, 0.0])
@pytest.mark.parametrize("x", [1.5, -1.5, 0.0])
@pytest.mark.parametrize("z", [0.0, 1e-5, 0.25, 3.0])
def test_the_gap_with_its_sign(x: float, u: float, z: float) -> None:
    given = {"coordinate": x, "adam_step": u, "eta": 0.5, "lam": 2 * z}
    with mpmath.workdps(50):
        share = mpmath.mpf("0.5") * mpmath.mpf(2 * z)
        adamw = (1 - share) * x - mpmath.mpf(u)
        prox = (mpmath.mpf(x) - u) / (1 + share)
    for name, who, exact in (
        ("adamw-step", "adamw", adamw),
        ("proximal-step", "adamprox", prox),
        ("proximal-gap", "adamprox", prox - adamw),
    ):
        assert value(PROX, name, who, **given) == pytest.approx(float(exact), rel=1e-13, abs=1e-18)


@pytest.mark.parametrize("s", [1e-3, 0.5, 1.0, 1e3])
@pytest.mark.parametrize("eps", [0.0, 1e-8, 1e-4])
def test_a_copy_is_the_original_with_another_epsilon(s: float, eps: float) -> None:
    with mpmath.workdps(50):
        root, m = mpmath.mpf("0.37"), mpmath.mpf("-0.2")
        own, copy = m / (root + eps), s * m / (s * root + mpmath.mpf(eps))
        ratio = copy / own
    given = {"eps_outside": eps, "gradient_scale": s, "root_v": 0.37}
    assert value(FREE, "step-ratio", "adamw", **given) == pytest.approx(float(ratio), rel=1e-13)
    deviation = value(FREE, "step-deviation", "adamw", **given)
    assert deviation == pytest.approx(float(ratio - 1), rel=1e-12, abs=0)
    assert (deviation == 0) == (eps == 0 or s == 1)


TWINS: list[tuple[str, dict[str, Any], str]] = [
    ("prox-gap", {"gap": Variant(given=paper.z * paper.u / (1 + paper.z))}, "false-as-printed"),
    ("prox-gap", {"gap": Variant(given=paper.z * (paper.x + paper.u))}, "false-as-printed"),
    (
        "prox-gap",
        {"proximal": Variant(given=paper.x / (1 + paper.z) - paper.u)},
        "false-as-printed",
    ),
    ("prox-gap", {"adamw": Variant(given=(1 - paper.z) * (paper.x - paper.u))}, "false-as-printed"),
    # A moment that averages |g| in the place of g².
    (
        "scale-free",
        {"moment": lambda before, new, weight: (1 - weight) * before + weight * sp.sqrt(new)},
        "false-as-printed",
    ),
    ("scale-free", {"eps_of_copy": Variant(given=paper.eps_outside)}, "false-as-printed"),
    # If it were so, ℓ2-Adam would be scale-free.
    ("scale-free", {"decay_of_copy": Variant(given=paper.s.lam_l2)}, "false-as-printed"),
    ("scale-free", {"deviation": Variant(given=sp.Integer(0))}, "false-as-printed"),
    # Two blocks that have nothing to do with one another, and no coupling at all.
    ("scale-cond", {"coupled": ((0, 1), (2, 3))}, "holds"),
    ("scale-cond", {"coupled": ()}, "holds"),
    ("scale-cond", {"coupled": ((0, 3), (1, 3), (2, 3))}, "unsupported"),
    ("scale-cond", {"asymmetry": Variant(given=sp.Integer(0))}, "false-as-printed"),
]


@pytest.mark.parametrize(
    ("claim", "objects", "verdict"), TWINS, ids=[f"{n}-{t[0]}" for n, t in enumerate(TWINS)]
)
def test_twins(claim: str, objects: dict[str, Any], verdict: str) -> None:
    assert claim in CHECKS
    assert audit(claim, **objects).verdict == verdict


def test_exact_walks_find_a_wrong_rule(monkeypatch) -> None:
    """The algebra of one step and the runs are two ways: each must be able to say no."""
    right = paper.walk

    def forgets_epsilon(gradients, *, eps, decay, in_the_loss):
        return right(gradients, eps=sp.Integer(0), decay=decay, in_the_loss=in_the_loss)

    monkeypatch.setattr(paper, "walk", forgets_epsilon)
    assert audit("scale-free").verdict == "false-as-printed"


def test_the_printed_claims_are_the_recorded_ones() -> None:
    found = {claim.id: audit(claim.id).verdict for claim in paper.PAPER.claims}
    assert found == {"prox-gap": "holds", "scale-free": "holds", "scale-cond": "unsupported"}
    assert replace(paper.PAPER.claims[0]).statements == (PROX,)
    assert COND in paper.PAPER.claims[2].statements
