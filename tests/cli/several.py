"""Spectrum files of three small networks, and how a test asks for several of them."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np


def write(path: Path, scale: float, **meta: object) -> str:
    known = {"eta": 1e-3, "lam": 0.01, "batch_size": 8, "samples": 100, "rho": 0.1, **meta}
    np.savez(
        path,
        format="adamw-bounds-spectrum/1",
        dim=4,
        eigenvalues=scale * np.array([0.5, 0.1, 0.01, -0.02]),
        meta=json.dumps(known),
    )
    return path.name


def networks(folder: Path) -> dict[str, str]:
    """Write the spectra of three networks, and return the names of their files."""
    return {
        "vit-w": write(folder / "a.npz", 1.0, optimizer="AdamW", test_accuracy=0.761),
        "vit-l2": write(folder / "b.npz", 0.5, optimizer="l2-Adam", test_accuracy=0.75),
        "res-w": write(folder / "c.npz", 0.2, optimizer="AdamW", eta=2e-3),
    }


def spectra(*texts: str) -> tuple[str, ...]:
    return tuple(word for text in texts for word in ("--spectrum", text))


def errs(rows: list[dict[str, object]]) -> dict[tuple[object, object], object]:
    return {
        (row["case"], row["optimizer"]): row["value"]
        for row in rows
        if (row["quantity"], row["variant"]) == ("err-per-parameter", "corrected")
    }
