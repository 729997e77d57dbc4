"""A question of each kind that tests vary, and how they read an answer."""

from __future__ import annotations

import re
from typing import Any

import adamw_bounds as ab

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


def remedied(env: dict[str, Any], remedy: str) -> dict[str, Any]:
    """Do what a remedy says."""
    remedy = re.sub(
        "(?<=\\d)[\u2009\u202f\u00a0](?=\\d)", "", remedy
    )  # whole numbers stand in groups
    found = re.fullmatch(
        r"([a-z0-9_]+) at most ([\d.e-]*)×?(?:10([⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+))?( at this β1)?", remedy
    )
    assert found, remedy
    power = (found[3] or "0").translate(str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789"))
    return {**env, found[1]: float(f"{found[2] or 1}e{power}")}
