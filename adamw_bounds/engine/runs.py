"""What a question is told of a run: its learning rates, and whose update it makes."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from adamw_bounds.engine.environment import Group
from adamw_bounds.engine.rates import Rates, any_schedule
from adamw_bounds.errors import Fault
from adamw_bounds.optimizers import PYTORCH

__all__ = ["UPDATES", "Run", "update_of"]

#: Whose update a run makes: that of the paper's Algorithm 1, or PyTorch's.
UPDATES: Final = ("paper", "pytorch")
_PYTORCH_UPDATE: Final = "pytorch_update"


def update_of(update: Any, values: Mapping[str, Any], faults: list[Fault]) -> str:
    """Return whose update a run makes: PyTorch's by default where one of its settings is given."""
    if update is None:
        torch = any(values.get(name) is not None for name in PYTORCH)
        return "pytorch" if torch else "paper"
    word = str(update).strip().lower()
    if word not in UPDATES:
        faults.append(Fault("update", update, f"must be {' or '.join(UPDATES)}"))
        return "paper"
    return word


@dataclass(frozen=True, slots=True)
class Run:
    """A run that a question is about."""

    rates: Rates
    update: str

    @property
    def is_pytorchs(self) -> bool:
        """Whether the update is PyTorch's."""
        return self.update == "pytorch"

    def enter(self, given: dict[str, Any]) -> list[Fault]:
        """Put what the formulas ask of a run among the inputs; return what is wrong."""
        given[_PYTORCH_UPDATE] = float(self.is_pytorchs)
        return self.rates.enter(given)

    def has(self, group: Group, quantities: Collection[str]) -> bool:
        """Whether a formula for any schedule may answer: one of a schedule of its own may."""
        return bool(self.rates.name) or not any(
            any_schedule(kernel) for quantity in quantities for kernel in group.kernels(quantity)
        )

    def shown(self) -> dict[str, Any]:
        """Return what the answer's inputs say of the run."""
        return {**({"update": self.update} if self.is_pytorchs else {}), **self.rates.shown()}

    def hints(self) -> Iterator[str]:
        """Say what of the run may stand in the way of an answer."""
        if self.is_pytorchs:
            yield (
                "PyTorch's update has sharp bounds only, for a constant β1; choose --update paper "
                "for the paper's"
            )
