"""The input that is looked for, and the quantities that a bound can be asked to reach."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from adamw_bounds.domains import DOMAINS as SETS
from adamw_bounds.engine.conventions import CONVENTIONS
from adamw_bounds.engine.inputs import ALIASES
from adamw_bounds.engine.invert import DOMAINS
from adamw_bounds.engine.question import Question
from adamw_bounds.errors import Fault
from adamw_bounds.kernels import SYMBOLS
from adamw_bounds.questions.complexity import QUESTION as COMPLEXITY
from adamw_bounds.questions.guarantee import QUESTION as GUARANTEE
from adamw_bounds.questions.rate import QUESTION as RATE
from adamw_bounds.spelling import near

__all__ = ["QUESTIONS", "REACHED", "Sought", "input_named", "sought_of"]

QUESTIONS: Final = (COMPLEXITY, GUARANTEE, RATE)
#: The quantities that a bound can be asked to reach, and the question that knows each.
REACHED: Final[Mapping[str, Question]] = {
    quantity: question for question in QUESTIONS for quantity in question.quantities
}


@dataclass(frozen=True, slots=True)
class Sought:
    """The input that is looked for.

    Attributes
    ----------
    name : str
        As it was asked for: ``epsilon``, ``lr``.
    paper : str
        The paper's symbol.
    domain : str
        Of the paper's symbol.
    """

    name: str
    paper: str
    domain: str

    @property
    def whole(self) -> bool:
        """Whether it is a whole number."""
        return SETS[self.domain].whole

    @property
    def ends(self) -> tuple[float, float]:
        """The ends of the stretch over which it is looked for."""
        return DOMAINS[self.domain]

    def theirs(self, number: float) -> float:
        """Return a value of the paper's symbol as it was asked for."""
        for item in CONVENTIONS:
            if item.setting == self.name:
                from decimal import Decimal

                return float(item.to_torch(Decimal(repr(number))))
        return number


def input_named(word: str) -> str:
    """Return the input that a word names: by its name, an alias, or the option of the shell."""
    name = word.strip().removeprefix("--").replace("-", "_")
    return ALIASES.get(name, name)


def sought_of(
    for_: Any, values: Mapping[str, Any], faults: list[Fault], *, option: str = "for"
) -> Sought | None:
    """Return the input that a name stands for; None and a fault where it is none.

    Parameters
    ----------
    for_ : str
        A name, an alias, an option, or a setting of PyTorch's.
    values : mapping
        The inputs that are given: it must not be among them.
    faults : list of Fault
        Takes what is wrong.
    option : str
        The option that named it.
    """
    name = input_named(str(for_))
    paper = next((item.paper for item in CONVENTIONS if item.setting == name), name)
    if name == "betas":
        faults.append(Fault(option, for_, "must be one number: --beta1 or --beta2"))
        return None
    symbol = SYMBOLS.get(paper)
    if symbol is None or not symbol.is_input or symbol.domain not in DOMAINS:
        known = [key for key, item in SYMBOLS.items() if item.is_input and item.domain in DOMAINS]
        known += [item.setting for item in CONVENTIONS]
        hint = near(name, [key.replace("_", "-") for key in known])
        text = f"must be the name of an input, as in --{option} epsilon{hint}"
        faults.append(Fault(option, for_, text))
        return None
    for given in {name, paper}:
        if values.get(given) is not None:
            faults.append(
                Fault(given, values[given], f"is what --{option} asks for: it cannot be given")
            )
    return Sought(name, paper, symbol.domain)
