"""What a question is told of a run: its learning rates, and whose update it makes."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from adamw_bounds.engine.decay import DECAY_SUMS, enter_decay
from adamw_bounds.engine.environment import Group
from adamw_bounds.engine.rates import Rates, any_schedule
from adamw_bounds.errors import Fault
from adamw_bounds.kernels import KERNELS, STATEMENTS
from adamw_bounds.optimizers import PYTORCH
from adamw_bounds.spelling import one_of

__all__ = ["UPDATES", "Run", "is_in_pytorchs_terms", "tells_updates_apart", "update_of"]

#: Whose update a run makes: that of the paper's Algorithm 1, or PyTorch's.
UPDATES: Final = ("paper", "pytorch")
_PYTORCH_UPDATE: Final = "pytorch_update"
_CONSTANT_DECAY: Final = "constant_decay"


def is_in_pytorchs_terms(values: Mapping[str, Any]) -> bool:
    """Whether one of PyTorch's settings is given."""
    return any(values.get(name) is not None for name in PYTORCH)


@cache
def tells_updates_apart(statement: str) -> bool:
    """Whether a statement is of one update, or other numbers stand in it for each."""
    when = STATEMENTS[statement].when
    kernels = (kernel.inputs for kernel in KERNELS.values() if kernel.base == statement)
    return any(_PYTORCH_UPDATE in names for names in kernels) or (
        when is not None and bool({_PYTORCH_UPDATE, _CONSTANT_DECAY} & set(when.inputs))
    )


def update_of(update: Any, values: Mapping[str, Any], faults: list[Fault]) -> str:
    """Return whose update a run makes: PyTorch's by default where one of its settings is given."""
    if update is None:
        return "pytorch" if is_in_pytorchs_terms(values) else "paper"
    word = str(update).strip().lower()
    if word not in UPDATES:
        faults.append(Fault("update", update, one_of(update, UPDATES)))
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

    def enter(self, given: dict[str, Any], wanted: Collection[str] = ()) -> list[Fault]:
        """Put what the formulas ask of a run among the inputs; return what is wrong.

        ``wanted`` are inputs that can enter the answer: sums over the run are made where they can.
        """
        given[_PYTORCH_UPDATE] = float(self.is_pytorchs)
        faults = self.rates.enter(given)
        if not faults and not set(DECAY_SUMS).isdisjoint(wanted):
            faults = enter_decay(self.rates, given)
        return faults

    def has(self, group: Group) -> bool:
        """Whether a formula for any schedule may answer: one of a schedule of its own may."""
        return bool(self.rates.name) or not (
            group.schedule is None and any_schedule(group.statement)
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
