"""The PAC-Bayes bounds of McAllester, and of Langford and Seeger."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from references.numbers import Env, Key, M


def confidence(e: Env) -> Any:
    return e["kl"] + M.log(2 * M.sqrt(e["samples"]) / e["tau"])


REFERENCES: dict[Key, Callable[[Env], Any]] = {
    ("mcallester1999-pac-bayes", "pac-bayes-classic", None, None, None, "corrected"): (
        lambda e: M.sqrt(confidence(e) / (2 * e["samples"]))
    ),
    ("langford2001-pac-bayes-kl", "pac-bayes-kl-radius", None, None, None, "corrected"): (
        lambda e: confidence(e) / e["samples"]
    ),
}
