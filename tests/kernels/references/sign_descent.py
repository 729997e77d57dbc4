"""Sign descent and Lion with decay, in PyTorch's β, from the steps of the proof."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from references.numbers import Env, Key, M, over


def _reach(e: Env) -> int:
    return 2 if e["lam"] > 0 else 1


def _mean(e: Env, lag: Any, variance: Any, fading: Any) -> Any:
    """Gap, half a squared step, and twice the error: changes of the gradient, and noise."""
    step = e["eta"] * _reach(e)
    error = e["smoothness_inf"] * step * lag
    noise = e["sigma_l1"] / M.sqrt(e["batch_size"]) * (M.sqrt(variance) + fading / e["iterations"])
    fallen = e["gap"] / e["iterations"] + e["smoothness_inf"] * step**2 / 2
    return fallen / e["eta"] + 2 * (error + noise)


def sign_descent(e: Env) -> Any:
    beta = 1 - e["beta1"]
    return _mean(e, beta / (1 - beta), (1 - beta) / (1 + beta), 1 / (1 - beta))


def lion(e: Env) -> Any:
    beta1, beta2 = 1 - e["beta1"], 1 - e["beta2"]
    variance = (1 - beta1) ** 2 + beta1**2 * (1 - beta2) / (1 + beta2)
    return _mean(e, beta1 / (1 - beta2), variance, beta1 / (1 - beta2))


def best_step(lag: Callable[[Env], Any]) -> Callable[[Env], Any]:
    """Return where Δ/(ηT) and Hηs²/2 + 2Hηs·lag are equal."""

    def step(e: Env) -> Any:
        s = _reach(e)
        rises = e["smoothness_inf"] * (M.mpf(s) ** 2 / 2 + 2 * s * lag(e))
        return M.sqrt(e["gap"] / e["iterations"] / rises)

    return step


def _lag_sign(e: Env) -> Any:
    return (1 - e["beta1"]) / e["beta1"]


def _lag_lion(e: Env) -> Any:
    return (1 - e["beta1"]) / e["beta2"]


REFERENCES: dict[Key, Callable[[Env], Any]] = {}
for _id, _who, _bound, _lag in (
    ("sign-descent-decay", "sign-descent", sign_descent, _lag_sign),
    ("lion-decay", "lion", lion, _lag_lion),
):
    REFERENCES[_id, "kkt-score-average", "constant", _who, None, "explicit"] = _bound
    REFERENCES[_id, "eta", "constant", _who, None, "explicit"] = best_step(_lag)
    REFERENCES[_id, "eta-max", "constant", _who, None, "explicit"] = lambda e: over(1, e["lam"])
