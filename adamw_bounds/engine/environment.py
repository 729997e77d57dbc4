"""The inputs as one statement reads them for one optimizer: given, or by default."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Iterator, Mapping
from fractions import Fraction
from functools import cache
from typing import Any

from adamw_bounds.engine.evaluate import all_true, call, is_array, truth
from adamw_bounds.kernels import KERNELS, STATEMENTS, SYMBOLS
from adamw_bounds.kernels.calls import evaluate
from adamw_bounds.kernels.digits import exactly
from adamw_bounds.kernels.mathematics import Scalars
from adamw_bounds.kernels.types import DefaultKernel, Function, Kernel, StatementInfo

__all__ = ["Environment", "Group", "kernels_of", "schedules_of"]


def schedules_of(statement: str) -> tuple[str | None, ...]:
    """Return the schedules that a statement speaks of; (None,) where it speaks of none."""
    return _schedules().get(statement, (None,))


@cache
def _schedules() -> dict[str, tuple[str | None, ...]]:
    found: dict[str, dict[str | None, None]] = {}
    for kernel in KERNELS.values():
        if kernel.schedule is not None:
            found.setdefault(kernel.base, {})[kernel.schedule] = None
    return {statement: tuple(kinds) for statement, kinds in found.items()}


@cache
def _index() -> dict[tuple[str, str, str], list[Kernel]]:
    """Return the kernels by statement, variant and quantity."""
    found: dict[tuple[str, str, str], list[Kernel]] = {}
    for kernel in KERNELS.values():
        found.setdefault((kernel.base, kernel.variant, kernel.quantity), []).append(kernel)
    return found


class Group:
    """The rows that share a statement, a schedule, an optimizer and a variant.

    Parameters
    ----------
    statement : str
        The statement that is asked (whose reading may carry another identifier).
    schedule, optimizer, variant : str or None
        What else names the rows.
    """

    __slots__ = ("info", "optimizer", "schedule", "statement", "variant")

    def __init__(self, statement: str, schedule: str | None, optimizer: str, variant: str) -> None:
        self.statement = statement
        self.schedule = schedule
        self.optimizer = optimizer
        self.variant = variant
        self.info: StatementInfo = STATEMENTS[statement]

    def kernels(self, quantity: str) -> tuple[Kernel, ...]:
        """Return the kernels of a quantity: one for each of its cases."""
        return kernels_of(self.statement, self.schedule, self.optimizer, self.variant, quantity)


@cache
def kernels_of(
    statement: str, schedule: str | None, optimizer: str | None, variant: str, quantity: str
) -> tuple[Kernel, ...]:
    """Return the kernels that answer for a choice, those without a case first."""
    found = [
        kernel
        for kernel in _index().get((statement, variant, quantity), ())
        if kernel.schedule in (schedule, None)
        and (
            kernel.optimizer == optimizer
            or (kernel.optimizer is None and optimizer in STATEMENTS[statement].optimizers)
        )
    ]
    # A kernel of this very schedule goes before one of all schedules, an own optimizer's likewise.
    best: dict[str | None, Kernel] = {}
    for kernel in found:
        known = best.get(kernel.case)
        if known is None or _rank(kernel) > _rank(known):
            best[kernel.case] = kernel
    return tuple(sorted(best.values(), key=lambda kernel: kernel.case or ""))


def _rank(kernel: Kernel) -> tuple[bool, bool]:
    return (kernel.optimizer is not None, kernel.schedule is not None)


def _defaults(
    info: StatementInfo, optimizer: str, variant: str, name: str
) -> Iterator[DefaultKernel]:
    """Yield the defaults of an input, of all quantities."""
    for item in info.defaults:
        if (
            item.name == name
            and (not item.optimizers or optimizer in item.optimizers)
            and (not item.variants or variant in item.variants)
        ):
            yield item


@cache
def _behind(
    statement: str, schedule: str | None, optimizer: str, variant: str, name: str
) -> frozenset[str]:
    """Return the inputs that may enter a default of an input of a group, and itself."""
    info = STATEMENTS[statement]
    found: set[str] = set()
    left = [name]
    while left:
        one = left.pop()
        if one in found:
            continue
        found.add(one)
        functions = [SYMBOLS[one].default] if one in SYMBOLS else []
        for item in _defaults(info, optimizer, variant, one):
            functions += [item.when, item.value]
            if item.quantity:
                own = kernels_of(statement, schedule, optimizer, variant, item.quantity)
                left += [name for kernel in own for name in kernel.inputs]
        left += [name for what in functions if what is not None for name in what.inputs]
    return frozenset(found)


class Environment:
    """What is known where a group of rows is evaluated.

    Parameters
    ----------
    group : Group
        Whose rows.
    given : mapping
        The validated inputs.
    asked : collection of str
        The quantities that are asked for: a default of others alone is not taken. Empty: any.

    Attributes
    ----------
    taken : dict
        The defaults that stand for inputs which were not given, by input.
    used : set of str
        The inputs of the kernels that made rows.
    searches : dict
        What searches found here: one serves all counts that are made from it.
    """

    def __init__(self, group: Group, given: Mapping[str, Any], asked: Collection[str] = ()) -> None:
        self.group = group
        self.asked = asked
        self.given = given
        self.taken: dict[str, DefaultKernel | None] = {}
        self.used: set[str] = set()
        self.searches: dict[Any, Any] = {}
        #: What defaults came to.
        self._derived: dict[str, Any] = {}

    def with_values(self, **values: Any) -> Environment:
        """Return an environment in which more is known, or another value (a stage's accuracy)."""
        more = Environment(self.group, {**self.given, **values}, self.asked)
        more.taken = dict(self.taken)
        # What the new values do not enter need not be made again.
        for name, value in self._derived.items():
            if self._behind(name).isdisjoint(values):
                more._derived[name] = value
        return more

    def hangs_on(self, names: Iterable[str], other: str) -> bool:
        """Whether an input may enter a default of one of these."""
        return any(other in self._behind(name) for name in names if name != other)

    def _behind(self, name: str) -> frozenset[str]:
        """Return the inputs that may enter a default of an input, and itself."""
        group = self.group
        return _behind(group.statement, group.schedule, group.optimizer, group.variant, name)

    def with_defaults(self, values: Mapping[str, Any]) -> Environment:
        """Return an environment in which these are known where they are not already."""
        return self.with_values(**{**values, **self.given})

    def values(self, names: Iterable[str]) -> dict[str, Any] | None:
        """Return the inputs by name, None where one of them is missing."""
        found: dict[str, Any] = {}
        for name in names:
            value = self.given.get(name)
            if value is None:
                value = self._derived.get(name)
            if value is None and (value := self._value(name, ())) is None:
                return None
            found[name] = value
        return found

    def exact(
        self,
        name: str,
        place: int | None = None,
        shape: tuple[int, ...] = (),
        *,
        as_typed: bool = True,
    ) -> Fraction:
        """Return an input that is known, as the number that was meant: 0.1 is a tenth.

        Parameters
        ----------
        name : str
            The input.
        place, shape : int and tuple of int
            For arrays, which entry of the flattened ``shape`` is wanted.
        as_typed : bool
            Whether a short float stands for its decimal number, not for what it holds.
        """
        value = self._value(name, ())
        made = self.made_by(name)
        if made is not None:
            try:
                known = {
                    item: self.exact(item, place, shape, as_typed=as_typed) for item in made.inputs
                }
                return Fraction(made.function(None, **known))
            except (AttributeError, TypeError):
                pass  # it is not made of sums, products and quotients alone
        if place is not None and is_array(value):
            import numpy as np

            value = np.broadcast_to(value, shape).flat[place]
        if not isinstance(value, int):
            value = float(value)
        return exactly(value) if as_typed else Fraction(value)

    def made_by(self, name: str) -> Function | None:
        """Return the function that made an input by default; None where it was given."""
        if name in self.given or name not in self.taken:
            return None
        default = self.taken[name]
        return SYMBOLS[name].default if default is None else default.value

    def missing(self, names: Iterable[str]) -> set[str]:
        """Return which inputs would have to be given."""
        lacking: set[str] = set()
        for name in names:
            if self._value(name, ()) is None:
                lacking |= self._lacking(name, (name,))
        return lacking

    def entered(self, names: Iterable[str]) -> set[str]:
        """Return these inputs, and those that the defaults taken for them are made of."""
        found: set[str] = set()
        left = list(names)
        while left:
            name = left.pop()
            if name in found:
                continue
            found.add(name)
            if name in self.taken:
                default = self.taken[name]
                value = SYMBOLS[name].default if default is None else default.value
                left += () if value is None else value.inputs
        return found

    def instead(self, name: str) -> list[set[str]]:
        """Return what would do in the place of an input: for each default what it lacks."""
        found: list[set[str]] = []
        for default in self._defaults(name):
            if default.value is None:
                continue
            names = (*default.value.inputs, *(default.when.inputs if default.when else ()))
            lacking = self._lacking_of(names, (name,))
            if lacking:
                found.append(lacking)
        return found

    def _value(self, name: str, path: tuple[str, ...]) -> Any:
        if name in self.given:
            return self.given[name]
        if name in self._derived:
            return self._derived[name]
        if name in path:
            return None
        for default in self._defaults(name):
            value = self._of_default(default, (*path, name))
            if value is not None:
                self.taken[name] = default
                self._derived[name] = value
                return value
        entry = SYMBOLS.get(name)
        if entry is not None and entry.default is not None:
            value = self._call(entry.default, (*path, name))
            if value is not None:
                self.taken[name] = None
                self._derived[name] = value
                return value
        return None

    def _defaults(self, name: str) -> list[DefaultKernel]:
        return [
            item
            for item in _defaults(self.group.info, self.group.optimizer, self.group.variant, name)
            if not (self.asked and item.quantities and set(item.quantities).isdisjoint(self.asked))
        ]

    def _of_default(self, default: DefaultKernel, path: tuple[str, ...]) -> Any:
        if default.when is not None:
            inputs = self._inputs(default.when.inputs, path)
            if inputs is None or not all_true(truth(default.when, inputs)):
                return None
        if default.quantity:
            return self._own(default.quantity, path)
        return None if default.value is None else self._call(default.value, path)

    def _own(self, quantity: str, path: tuple[str, ...]) -> Any:
        """Return the statement's own value of a quantity (γ): as a number."""
        for kernel in self.group.kernels(quantity):
            inputs = self._inputs(kernel.inputs, path)
            if inputs is None:
                continue
            log = evaluate(kernel, inputs).log
            if kernel.linear:
                return log
            if is_array(log):
                import numpy as np

                with np.errstate(over="ignore"):
                    return np.exp(log)
            if isinstance(log, float):
                return None if math.isnan(log) else Scalars.exp(log)
            return log.backend.exp(log)
        return None

    def _call(self, value: Any, path: tuple[str, ...]) -> Any:
        """Evaluate the expression of a default: a plain number."""
        inputs = self._inputs(value.inputs, path)
        if inputs is None:
            return None
        return call(value.function, value.inputs, inputs)

    def _inputs(self, names: Iterable[str], path: tuple[str, ...]) -> dict[str, Any] | None:
        found = {name: self._value(name, path) for name in names}
        return None if any(value is None for value in found.values()) else found

    def _lacking(self, name: str, path: tuple[str, ...]) -> set[str]:
        """Return what would have to be given for an input to be known."""
        if len([item for item in self._defaults(name) if item.value is not None]) > 1:
            return {name}  # One of several ways: see ``instead``.
        for default in self._defaults(name):
            names: tuple[str, ...] = ()
            if default.quantity:
                kernels = self.group.kernels(default.quantity)
                names = kernels[0].inputs if kernels else ()
            elif default.when is None and default.value is not None:
                names = default.value.inputs
            if names and not set(names) & set(path):
                return self._lacking_of(names, path) or {name}
        entry = SYMBOLS.get(name)
        if entry is not None and entry.default is not None:
            return self._lacking_of(entry.default.inputs, path) or {name}
        return {name}

    def _lacking_of(self, names: Iterable[str], path: tuple[str, ...]) -> set[str]:
        found: set[str] = set()
        for inner in names:
            if inner not in path and self._value(inner, path) is None:
                found |= self._lacking(inner, (*path, inner))
        return found
