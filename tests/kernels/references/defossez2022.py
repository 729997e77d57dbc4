"""Défossez et al. 2022, as the paper writes it: their β, sums with their ε, R."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from references.numbers import Env, Key, M


def _letters(e: Env) -> dict[str, Any]:
    """Return the paper's letters: β as in PyTorch, ε beside sums, α the ordinary rate."""
    beta2 = 1 - e["beta2"] if "beta2" in e else None
    eps = e["delta"] / e["beta2"] if "beta2" in e else e["delta"]
    return {
        "b1": 1 - e.get("beta1", M.mpf(1)),
        "b2": beta2,
        "eps": eps,
        "R": e["c_inf"] + M.sqrt(eps),
        "alpha": e.get("eta"),
        "N": e["iterations"],
        "d": e["dim"],
        "L": e["smoothness"],
        "gap": e["gap"],
    }


def theorem_1(e: Env) -> Any:
    p = _letters(e)
    noise = 4 * p["d"] * p["R"] ** 2 + p["alpha"] * p["d"] * p["R"] * p["L"]
    log = M.log(1 + p["N"] * p["R"] ** 2 / p["eps"])
    return (2 * p["R"] * p["gap"] / p["alpha"] + noise * log) / M.sqrt(p["N"])


def theorem_2(e: Env) -> Any:
    p = _letters(e)
    b2, R, N = p["b2"], p["R"], p["N"]
    E = 4 * p["d"] * R**2 / M.sqrt(1 - b2) + p["alpha"] * p["d"] * R * p["L"] / (1 - b2)
    log = M.log(1 + R**2 / ((1 - b2) * p["eps"]))
    return 2 * R * p["gap"] / (p["alpha"] * N) + E * (log / N - M.log(b2))


def theorem_4(e: Env) -> Any:
    p = _letters(e)
    b1, b2, R, N, d, L = (p[name] for name in ("b1", "b2", "R", "N", "d", "L"))
    left = N - b1 / (1 - b1)
    lag = 1 - b1 / b2
    E = (
        p["alpha"] * d * R * L * (1 - b1) / (lag * (1 - b2))
        + 12 * d * R**2 * M.sqrt(1 - b1) / (M.sqrt(lag) ** 3 * M.sqrt(1 - b2))
        + 2 * p["alpha"] ** 2 * d * L**2 * b1 / (lag * M.sqrt(1 - b2) ** 3)
    )
    log = M.log(1 + R**2 / ((1 - b2) * p["eps"]))
    return 2 * R * p["gap"] / (p["alpha"] * left) + E * (log / left - N / left * M.log(b2))


def repaired(e: Env) -> Any:
    p = _letters(e)
    c2 = M.sqrt(e["c_inf"] ** 2 + e["delta"])
    E = 4 * p["d"] * e["c_inf"] * c2 / M.sqrt(1 - p["b2"]) + p["alpha"] * p["d"] * c2 * p["L"] / (
        1 - p["b2"]
    )
    log = M.log(1 + e["c_inf"] ** 2 / ((1 - p["b2"]) * e["delta"]))
    return 2 * c2 * p["gap"] / (p["alpha"] * p["N"]) + E * (log / p["N"] - M.log(p["b2"]))


def least_step(bound: Callable[[Env], Any]) -> Callable[[Env], Any]:
    """Return the η at which A + B/η + Cη is least, from three values of the bound."""

    def step(e: Env) -> Any:
        if e["gap"] == 0:
            return M.mpf(0)
        with M.workdps(400):  # differences of terms of very different size
            one, two, four = (bound({**e, "eta": M.mpf(at)}) for at in (1, 2, 4))
            first, second = two - one, four - two  # C − B/2, 2C − B/4
            rises = (second - first / 2) * 2 / 3
            falls = 2 * (rises - first)
            return M.sqrt(falls / rises)

    return step


REFERENCES: dict[Key, Callable[[Env], Any]] = {}
for _id, _who, _bound in (
    ("defossez2022-theorem-1", "adagrad", theorem_1),
    ("defossez2022-theorem-2", "rmsprop", theorem_2),
    ("defossez2022-theorem-4", "adam", theorem_4),
    ("defossez2022-repaired", "rmsprop", repaired),
):
    REFERENCES[_id, "gradient-norm-squared", "constant", _who, None, "explicit"] = _bound
    if _bound is not theorem_4:
        REFERENCES[_id, "eta", "constant", _who, None, "explicit"] = least_step(_bound)
_LIMIT = ("defossez2022-theorem-4", "beta2-max", "constant", "adam", None, "explicit")
REFERENCES[_LIMIT] = lambda e: e["beta1"]
