"""Where two forms of a formula meet, they agree from both sides."""

import math

import pytest

from adamw_bounds.kernels import KERNELS
from adamw_bounds.kernels import calls as kernels


@pytest.mark.parametrize("case", [None, "first-stage"])
@pytest.mark.parametrize("mu", [1e-6, 0.01, 2.0])
@pytest.mark.parametrize("c_inf", [1e-3, 1.0, 1e3])
def test_stages_of_the_decaying_step_where_their_balance_is_1(
    case: str | None, mu: float, c_inf: float
) -> None:
    (key,) = (
        key
        for key in KERNELS
        if key[:4] == ("theorem-4", "iterations", "decaying", None)
        and key[-1] == "explicit"
        and ("first-stage" in key) == (case is not None)
        and ("stage" in key or case is not None)
    )
    env = {"c_inf": c_inf, "delta": 0.04, "smoothness": 2.0, "mu": mu, "stage_epsilon": 0.1}
    c1, c2 = math.sqrt(env["delta"]), math.sqrt(c_inf**2 + env["delta"])
    level = 8 * c2**0.5 * env["smoothness"] * env["stage_epsilon"] / c1**0.5
    found = []
    for side in (1 - 1e-9, 1 + 1e-9):
        values = {**env, "batch_size": 3.0, "sigma": math.sqrt(3 * level * side)}
        found.append(kernels.evaluate(KERNELS[key], values).log)
    assert found[0] == pytest.approx(found[1], rel=0, abs=1e-7)
