"""One question on its way: inputs, defaults, constants for each optimizer, warnings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any, Final

from adamw_bounds.bounds import kernels, rows
from adamw_bounds.bounds._kernels import SYMBOLS
from adamw_bounds.bounds.inputs import require
from adamw_bounds.bounds.results import Answer, Note, Result
from adamw_bounds.errors import InputError

__all__ = ["CONSTANT_DECAY", "NAMES", "Question", "any_positive", "constant_decay", "owner"]

NAMES: Final = {
    "theorem-1": "Theorem 1",
    "theorem-2": "Theorem 2",
    "theorem-3": "Theorem 3",
    "theorem-4": "Theorem 4",
    "corollary-2": "Corollary 2",
}
#: The constants that ℓ2-Adam's regularised loss changes, and Corollary 2's quantity for each.
_REGULARISED: Final = {"c_inf": "c-inf", "smoothness": "smoothness", "gap": "gap"}

CONSTANT_DECAY: Final = (
    "PyTorch holds the weight decay constant, λ_{k+1}/λ_k = 1; every convergence theorem of "
    "the paper needs λ_{k+1}v_{k+1} ≤ λ_k v_k, so none covers a constant λ > 0"
)


def owner(theorem: str, optimizer: str) -> str:
    """Return the statement that speaks of an optimizer: Corollary 2 for Adam in Theorem 2."""
    return "corollary-2" if theorem == "theorem-2" and optimizer != "adamw" else theorem


def constant_decay(inputs: Mapping[str, Any], optimizer: str) -> bool:
    """Whether PyTorch settings bring a constant decoupled decay into the question."""
    value = inputs.get("weight_decay")
    if value is None or optimizer != "adamw":
        return False
    if rows.is_array(value) or isinstance(value, list | tuple):
        import numpy as np

        return bool((np.asarray(value, dtype=np.float64) > 0).any())
    return float(value) > 0


def any_positive(value: Any) -> bool:
    """Whether a number, or any entry of an array, is above 0."""
    return bool((value > 0).any()) if rows.is_array(value) else value > 0


class Question:
    """What is asked, and what the answer must say beside its numbers.

    Parameters
    ----------
    command : str
        The question's name.
    given : dict
        Validated inputs.
    """

    def __init__(self, command: str, given: dict[str, Any]) -> None:
        self.command = command
        self.given = dict(given)
        self.warnings: list[Note] = []
        self._regularised: dict[str, Any] | None = None
        self._shared: dict[tuple[str, str], list[str]] = {}

    def warn(self, code: str, message: str) -> None:
        """Say something once."""
        note = Note(code, message)
        if note not in self.warnings:
            self.warnings.append(note)

    def warn_for(self, optimizer: str, code: str, message: str) -> None:
        """Say something of an optimizer's row; what holds for several is said once."""
        self._shared.setdefault((code, message), []).append(optimizer)

    def defaults(self, **values: Any) -> None:
        """Take defaults for what was not given."""
        for name, value in values.items():
            self.given.setdefault(name, value)

    def require_regularised(self, optimizers: Iterable[str]) -> None:
        """Ask for what ℓ2-Adam with λ > 0 needs, where ℓ2-Adam was chosen.

        Raises
        ------
        InputError
            If ‖x‖∞ or ‖x₀‖₂ is missing.
        """
        if "l2-adam" in optimizers and any_positive(self.lam_l2):
            require(self.given, ("x_inf_norm", "x0_norm"))

    @property
    def lam_l2(self) -> Any:
        """Weight decay of ℓ2-Adam: that of AdamW unless given."""
        return self.given.get("lam_l2", self.given.get("lam", 0.0))

    def constants(
        self, optimizer: str, variant: str, *, needs_gap: bool = True
    ) -> dict[str, Any] | None:
        """Return the inputs as the theorem has to read them for an optimizer.

        AdamW: as given, with ‖x₀‖ = 0 (and a warning) where λ > 0 and it is missing. Adam: λ = 0.
        ℓ2-Adam: λ = 0 and, but for the printed reading, the constants of the regularised loss;
        None, with a warning, where they cannot be had. ``needs_gap`` says whether the gap, which
        ‖x₀‖ belongs to, enters the answer.
        """
        env = dict(self.given)
        env.setdefault("lam", 0.0)
        if optimizer == "adamw":
            if "x0_norm" not in env:
                env["x0_norm"] = 0.0
                if needs_gap and variant != "printed" and any_positive(env["lam"]):
                    self.warn(
                        "x0-norm-missing",
                        "NOT A GUARANTEE: λ > 0 adds (λ/2)√(c∞²+δ)‖x₀‖² to the gap, and "
                        "--x0-norm is "
                        "missing; it was taken as 0",
                    )
            return env
        env.update(lam=0.0, x0_norm=0.0)
        if optimizer == "adam" or variant == "printed" or not any_positive(self.lam_l2):
            return env
        missing = [name for name in ("x_inf_norm", "x0_norm") if name not in self.given]
        if missing:
            self.warn(
                "l2-adam-missing",
                "ℓ2-Adam's corrected and explicit rows are left out: with λ > 0 they need "
                + " and ".join("--" + name.replace("_", "-") for name in missing),
            )
            return None
        if self._regularised is None:
            base = {**self.given, "lam_l2": self.lam_l2}
            self._regularised = {}
            for name, quantity in _REGULARISED.items():
                kernel = kernels.find("corollary-2", quantity, "corrected", optimizer="l2-adam")
                if kernel is not None and all(item in base for item in kernel.inputs):
                    value = rows.numbers(kernels.evaluate(kernel, base).log)[0]
                    if value is None:
                        raise InputError("a constant of the regularised loss exceeds a float")
                    self._regularised[name] = value
        return {**env, **self._regularised}

    def remarks(self, optimizer: str, variant: str) -> Iterable[str]:
        """Return what a row must say of how its optimizer is read."""
        if optimizer == "adam":
            yield "Adam: λ = 0"
        if optimizer == "l2-adam" and any_positive(self.lam_l2):
            if variant == "printed":
                yield "as printed: the constants of the unregularised loss"
            else:
                yield (
                    "constants of the regularised loss: c∞+λ‖x‖∞, L+λ, Δ+(λ/2)‖x₀‖²; ε is the "
                    "gradient norm of that loss"
                )

    def warn_unused(self, used: Iterable[str]) -> None:
        """Name the inputs that were given and do not enter the answer."""
        left = [name for name in self.given if name not in set(used)]
        if left:
            options = ", ".join("--" + name.replace("_", "-") for name in left)
            self.warn("unused-input", f"{options} given, but no part of this answer")

    def nothing(self, reason: str) -> InputError:
        """Return the error for an answer without rows, with what was to be said of it."""
        return InputError("; ".join([reason, *(note.message for note in self.warnings)]))

    def shown(self) -> dict[str, Any]:
        """Return the inputs as an answer reports them, whole numbers as int."""
        values: dict[str, Any] = {}
        for name in SYMBOLS:
            if name in self.given:
                value = self.given[name]
                whole = SYMBOLS[name].domain.startswith("integer") and not rows.is_array(value)
                values[name] = int(value) if whole else value
        return values

    def answer(self, results: Iterable[Result], **extra: Any) -> Answer:
        """Return the answer."""
        for (code, message), optimizers in self._shared.items():
            self.warn(code, f"{', '.join(optimizers)}: {message}")
        found: Mapping[str, Any] = MappingProxyType(extra)
        return Answer(self.command, self.shown(), tuple(results), tuple(self.warnings), found)
