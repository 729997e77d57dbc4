"""AMSGradW: PyTorch's own runs in their radius and at rest, broken twins of the claims."""

from __future__ import annotations

import math

import numpy as np
import pytest
import sympy as sp

from adamw_bounds import log_value
from adamw_bounds.theory.audit import audit
from adamw_bounds.theory.catalog import CATALOG
from adamw_bounds.theory.statements import Variant


def formula(quantity: str, **inputs: float) -> float:
    return math.exp(log_value("amsgradw", quantity, "explicit", optimizer="amsgradw", **inputs))


@pytest.mark.parametrize("seed", range(4))
def test_pytorchs_amsgrad_comes_to_rest(seed: int) -> None:
    torch = pytest.importorskip("torch")
    rng = np.random.default_rng(seed)
    root = rng.normal(size=(5, 5))
    matrix, shift = root @ root.T / 5, rng.normal(size=5)
    epsilon = 10 ** rng.uniform(-1, 1)
    lipschitz = float(np.abs(matrix).sum(axis=1).max())
    lam = lipschitz / epsilon * rng.uniform(1.1, 3)
    start = rng.normal(size=5) * 3
    x = torch.tensor(start, requires_grad=True)
    A, c = torch.tensor(matrix), torch.tensor(shift)
    betas = (0.9, float(rng.choice([0.5, 0.9, 0.95])))
    run = torch.optim.AdamW(
        [x], lr=0.2 / lam, betas=betas, eps=epsilon, weight_decay=lam, amsgrad=True
    )
    given = {
        **{"lam": lam, "delta": epsilon**2, "lipschitz_inf": lipschitz},
        **{"x0_inf_norm": float(np.abs(start).max()), "slope_at_zero": float(np.abs(shift).max())},
    }
    radius = formula("radius", **given)
    for _ in range(3000):
        run.zero_grad()
        x.grad = A @ x.detach() + c
        run.step()
        assert float(x.detach().abs().max()) <= radius * (1 + 1e-12)
    D = run.state[x]["max_exp_avg_sq"].sqrt() + epsilon
    rest = A @ x.detach() + c + lam * D * x.detach()
    assert float(rest.abs().max()) < 1e-9
    small = {k: v for k, v in given.items() if k != "x0_inf_norm"}
    assert float(x.detach().abs().max()) <= formula("rest-radius", **small) * (1 + 1e-12)


# --- the claims' twins ---------------------------------------------------------------------------
def test_the_example() -> None:
    found = audit("amsgradw-example")
    assert found.verdict == "holds"
    assert "0.205623" in found.reason
    assert "1.93164" in found.reason
    # Too little decay: no contraction.
    assert audit("amsgradw-example", decay=0.5).verdict == "unsupported"


@pytest.mark.parametrize(
    ("parameter", "quantity"),
    [("ratio", "contraction"), ("radius", "radius"), ("rest", "rest-radius")],
)
def test_other_formulas_are_not_what_the_proof_gives(parameter: str, quantity: str) -> None:
    own = CATALOG["amsgradw"].formula(quantity).variants["explicit"]
    twin = Variant(given=own.given * sp.Rational(9, 10))
    assert audit("amsgradw-rest", **{parameter: twin}).verdict == "unsupported"
