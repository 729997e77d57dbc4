"""What is derived in this project on stability, equilibrium, radius and batch size, once more."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from references.here import radius as bounded
from references.numbers import Env, Key, M, over

Figure = Callable[[Env], Any]


# --- stability, in PyTorch's β --------------------------------------------------------------------
def edge_threshold(e: Env) -> Any:
    torch = 1 - e["beta1"]
    return (1 + torch) * (2 - e["eta"] * e["lam"]) / ((1 - torch) * e["eta"])


# --- radius: U of t steps, as the sheet writes it -------------------------------------------------
def _powers(q: Any, t: Any) -> Any:
    return t if q == 1 else (1 - q**t) / (1 - q)


def largest(e: Env) -> Any:
    b1, b2 = 1 - e["beta1"], 1 - e["beta2"]
    return (1 - b1) / M.sqrt((1 - b2) * (1 - b1**2 / b2))


def largest_of(e: Env) -> Any:
    b1, b2, t = 1 - e["beta1"], 1 - e["beta2"], e["iterations"]
    corrected = (1 - b1) / (1 - b1**t) * M.sqrt((1 - b2**t) / (1 - b2))
    return corrected * M.sqrt(_powers(b1**2 / b2, t))


def uncorrected_of(e: Env) -> Any:
    b1, b2 = 1 - e["beta1"], 1 - e["beta2"]
    return (1 - b1) / M.sqrt(1 - b2) * M.sqrt(_powers(b1**2 / b2, e["iterations"]))


def _held(update: Figure) -> Figure:
    return lambda e: max(e["x0_inf_norm"], over(update(e), e["lam"]))


def largest_step(e: Env) -> Any:
    far = e["lam"] * e["x0_inf_norm"]
    return e["eta"] * (largest(e) + max(far, largest(e)))


# --- equilibrium, with a = 1 − ηλ -----------------------------------------------------------------
def rms(e: Env) -> Any:
    b1, a = 1 - e["beta1"], 1 - e["eta"] * e["lam"]
    square = e["eta"] ** 2 * (1 - b1) * (1 + a * b1) / ((1 + b1) * (1 - a**2) * (1 - a * b1))
    return M.sqrt(square)


def turn(e: Env) -> Any:
    """The correlation of neighbours of an AR(2) process with the roots a and b1."""
    b1, a = 1 - e["beta1"], 1 - e["eta"] * e["lam"]
    return M.sqrt(2 * (1 - (a + b1) / (1 + a * b1)))


# --- another batch size ---------------------------------------------------------------------------
def kappa(e: Env) -> Any:
    return e["to"] / e["batch_size"]


_ALL: dict[str, tuple[str, tuple[tuple[str, str | None, Figure], ...]]] = {
    "here-edge": (
        "explicit",
        (
            ("edge-threshold", None, edge_threshold),
            ("edge-ratio", None, lambda e: e["sharpness"] / edge_threshold(e)),
            ("stable-negative-curvature", None, lambda e: e["lam"]),
        ),
    ),
    "here-radius": (
        "sharp",
        (
            ("update-ratio", None, largest),
            ("update-ratio", "first-steps", largest_of),
            ("update-ratio", "first-steps-uncorrected", uncorrected_of),
            ("decay-radius", None, lambda e: over(largest(e), e["lam"])),
            ("radius", None, _held(largest)),
            ("radius", "first-steps", _held(largest_of)),
            ("radius", "bounded-gradients", bounded),
            ("largest-step", None, largest_step),
        ),
    ),
    "here-equilibrium": (
        "explicit",
        (
            ("equilibrium-rms", None, rms),
            ("equilibrium-max", None, lambda e: M.sqrt(2 * M.log(e["dim"])) * rms(e)),
            ("equilibrium-turn", None, turn),
            ("equilibrium-ratio", None, lambda e: e["x_norm"] / M.sqrt(e["dim"]) / rms(e)),
        ),
    ),
    "here-square-root-decay": (
        "explicit",
        (
            ("lam", None, lambda e: M.sqrt(kappa(e)) * e["lam"]),
            ("betas-1", "half-life", lambda e: (1 - e["beta1"]) ** kappa(e)),
            ("betas-2", "half-life", lambda e: (1 - e["beta2"]) ** kappa(e)),
        ),
    ),
}
REFERENCES: dict[Key, Figure] = {
    (statement, quantity, None, None, case, variant): function
    for statement, (variant, figures) in _ALL.items()
    for quantity, case, function in figures
}
