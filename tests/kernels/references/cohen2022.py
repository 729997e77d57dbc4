"""Cohen et al. 2022: the threshold in the paper's letters, β1 near 1."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from references.numbers import Env, Key


def threshold(e: Env) -> Any:
    torch = 1 - e["beta1"]
    return (2 + 2 * torch) / ((1 - torch) * e["eta"])


_ID = "cohen2022-edge"
REFERENCES: dict[Key, Callable[[Env], Any]] = {
    (_ID, "edge-threshold", None, None, None, "printed"): threshold,
    (_ID, "edge-ratio", None, None, None, "printed"): lambda e: e["sharpness"] / threshold(e),
}
