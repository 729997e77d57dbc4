"""Mutants of the formulas that a check reads: a check that answers the same to all is blind.

The catalog's objects are the defaults of a check's parameters. Each formula in them is replaced by
mutants, one at a time, and the check is run again. It must answer differently, or say in its
``unmoved`` why the claim does not depend on that.

``python -m adamw_bounds.theory.audit.mutation`` prints the table of every mutant of every claim.
"""

from __future__ import annotations

import contextlib
import fnmatch
import functools
import inspect
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

import sympy as sp
from sympy.matrices.expressions.matexpr import MatrixExpr

from adamw_bounds.theory.audit.evidence import Verdict
from adamw_bounds.theory.special import LogRoot, OuterRoot
from adamw_bounds.theory.statements import Condition, Formula, Monomial, Part, Variant
from adamw_bounds.theory.symbols import b as _batch

__all__ = ["RIGHT", "Mutant", "Outcome", "Place", "mutants", "outcomes", "places", "strangers"]

#: Parameters of a check that hold what is right in place of what is printed. Where one of them is
#: spoilt nothing is left that would repair the claim: the verdict itself must change.
RIGHT: Final = ("corrected", "repaired", "explicit", "large")
_PUT = Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class Place:
    """A formula that a check reads.

    Attributes
    ----------
    parameter : str
        The parameter of the check.
    name : str
        The parameter, and where in its object the formula stands.
    formula : sympy expression
        What stands there.
    put : callable
        Returns the parameter's object with another formula there.
    """

    parameter: str
    name: str
    formula: Any
    put: _PUT


@dataclass(frozen=True, slots=True)
class Mutant:
    """A formula that is not the catalog's.

    Attributes
    ----------
    place : Place
        Whose it is.
    kind : str
        ``factor``, ``power of`` a symbol, ``sign``, ``zero``.
    formula : sympy expression
        What stands in its place.
    """

    place: Place
    kind: str
    formula: Any

    @property
    def name(self) -> str:
        """Place and kind, in one line."""
        return f"{self.place.name}: {self.kind}"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a check says to a mutant.

    Attributes
    ----------
    claim : str
        The claim.
    mutant : Mutant
        What it was given.
    verdict : str or None
        Its verdict then.
    moved : {"verdict", "result", ""}
        Whether the verdict changed, or only the line that gives its reason, or nothing.
    why : str
        What the check says of its not depending on that formula; empty where it says nothing.
    """

    claim: str
    mutant: Mutant
    verdict: str | None
    moved: str
    why: str

    @property
    def enough(self) -> bool:
        """Whether so much changed as must."""
        if self.why:
            return True
        return self.moved == "verdict" or (self.moved == "result" and not self.must_turn)

    @property
    def must_turn(self) -> bool:
        """Whether the verdict itself must change: a claim that holds, or what is right instead."""
        from adamw_bounds.theory.catalog import CLAIMS

        holds = next(claim for claim in CLAIMS if claim.id == self.claim).kind == "holds"
        return holds or self.mutant.place.parameter in RIGHT


@contextlib.contextmanager
def recording() -> Iterator[dict[int, Any]]:
    """Record which objects of the catalog give away a formula, by their identity."""
    read: dict[int, Any] = {}
    with contextlib.ExitStack() as stack:
        for kind, names in _GIVES.items():
            stack.enter_context(_watched(kind, names, read))
        yield read


#: What holds formulas, and by which attributes it gives them away.
_GIVES: Final[Mapping[type, frozenset[str]]] = {
    Monomial: frozenset({"factors"}),
    Part: frozenset({"given"}),
    Variant: frozenset({"given"}),
    Condition: frozenset({"lhs", "rhs"}),
}


@contextlib.contextmanager
def _watched(kind: type, names: frozenset[str], read: dict[int, Any]) -> Iterator[None]:
    def get(self: Any, name: str) -> Any:
        value = object.__getattribute__(self, name)
        if name in names and value is not None:
            read[id(self)] = self
        return value

    kind.__getattribute__ = get  # type: ignore[assignment, method-assign]
    try:
        yield
    finally:
        del kind.__getattribute__


def places(check: Callable[..., Verdict]) -> tuple[Place, ...]:
    """Return every formula among the defaults of a check's parameters that the check reads.

    What an object of the catalog holds besides, and the check leaves alone, is not among them.
    """
    with recording() as read:
        check()
    return tuple(
        Place(name, f"{name}{where}", formula, put)
        for name, parameter in inspect.signature(check).parameters.items()
        if parameter.default is not inspect.Parameter.empty
        for where, formula, put in _inside(parameter.default, read)
    )


def strangers(check: Callable[..., Verdict]) -> tuple[Any, ...]:
    """Return what a check reads of the catalog beside its parameters: nothing may stand there."""
    with recording() as read:
        check()
    own: set[int] = set()
    for parameter in inspect.signature(check).parameters.values():
        _gather(parameter.default, own)
    return tuple(item for key, item in read.items() if key not in own)


def _gather(item: Any, found: set[int]) -> None:
    """Collect the identities of all that stands inside an object of the catalog."""
    found.add(id(item))
    if isinstance(item, Formula):
        inside: Iterable[Any] = item.variants.values()
    elif isinstance(item, Variant):
        inside = item.parts
    elif isinstance(item, Part):
        inside = item.alternatives
    elif isinstance(item, Mapping):
        inside = item.values()
    else:
        inside = item if isinstance(item, tuple) else ()
    for each in inside:
        _gather(each, found)


def _inside(item: Any, read: Mapping[int, Any]) -> Iterator[tuple[str, Any, _PUT]]:
    """Yield where, formula and putter for every formula that was read inside an object."""
    if isinstance(item, Monomial):
        if id(item) in read:
            yield "", item.expr, Monomial
        return
    if isinstance(item, sp.Basic):
        yield from _leaves(item, read)
        return
    for name, child, put in _children(item, read):
        yield from _under(name, child, read, put)


def _children(item: Any, read: Mapping[int, Any]) -> Iterator[tuple[str, Any, _PUT]]:
    """Yield the objects of an object, and what puts others there."""
    if isinstance(item, Formula):
        seen: list[Any] = []
        for name, variant in item.variants.items():
            if not any(variant is other for other in seen):
                seen.append(variant)
                yield f".{name}", variant, functools.partial(_in_formula, item, variant)
    elif isinstance(item, Variant | Part) and item.given is not None:
        if id(item) in read:
            yield "", sp.sympify(item.given), functools.partial(_set, item, "given")
        if isinstance(item, Variant):
            yield from _parts(item)
    elif isinstance(item, Variant):
        yield from _parts(item)
    elif isinstance(item, Part):
        for index, monomial in enumerate(item.alternatives):
            name = f"[{index}]" if len(item.alternatives) > 1 else ""
            yield name, monomial, functools.partial(_set_at, item, "alternatives", index)
    elif isinstance(item, Condition):
        for side in ("lhs", "rhs") if id(item) in read else ():
            put = functools.partial(_set, item, side)
            yield f".{side}", sp.sympify(getattr(item, side)), put
    elif isinstance(item, Mapping):
        for key, value in item.items():
            yield f"[{key}]", value, functools.partial(_in_mapping, item, key)
    elif isinstance(item, tuple):
        for index, value in enumerate(item):
            name = f".{value.name}" if isinstance(value, Condition) else f"[{index}]"
            yield name, value, functools.partial(_with, item, index)


def _parts(item: Variant) -> Iterator[tuple[str, Any, _PUT]]:
    for index, part in enumerate(item.parts):
        yield f".{part.label}", part, functools.partial(_set_at, item, "parts", index)


def _set(item: Any, name: str, new: Any) -> Any:
    return replace(item, **{name: new})


def _set_at(item: Any, name: str, index: int, new: Any) -> Any:
    return replace(item, **{name: _with(getattr(item, name), index, new)})


def _in_mapping(item: Mapping[Any, Any], key: Any, new: Any) -> dict[Any, Any]:
    return {**item, key: new}


def _in_formula(formula: Formula, old: Variant, new: Variant) -> Formula:
    """Return a formula with a variant in place of another, wherever that stands."""
    return replace(
        formula,
        variants={name: new if item is old else item for name, item in formula.variants.items()},
    )


def _with(items: tuple[Any, ...], index: int, new: Any) -> tuple[Any, ...]:
    return (*items[:index], new, *items[index + 1 :])


def _under(
    name: str, item: Any, read: Mapping[int, Any], put: _PUT
) -> Iterator[tuple[str, Any, _PUT]]:
    for where, formula, inner in _inside(item, read):
        yield name + where, formula, functools.partial(_through, put, inner)


def _through(outer: _PUT, inner: _PUT, new: Any) -> Any:
    return outer(inner(new))


def _leaves(expr: Any, read: Mapping[int, Any]) -> Iterator[tuple[str, Any, _PUT]]:
    """Yield the formulas that a formula is composed of: cases, sides, arguments of a root."""
    if isinstance(expr, sp.Piecewise):
        for index, (value, _) in enumerate(expr.args):
            put = functools.partial(_in_case, expr, index)
            yield from _under(f" case {index + 1}", value, read, put)
    elif isinstance(expr, sp.Equality):
        # Both sides scale together: a factor of one is the inverse factor of the other.
        yield "", expr.rhs, lambda new: sp.Eq(expr.lhs, new, evaluate=False)
    elif isinstance(expr, sp.Max | sp.Min | LogRoot | OuterRoot):
        for index, value in enumerate(expr.args):
            put = functools.partial(_in_side, expr, index)
            yield from _under(f" side {index + 1}", value, read, put)
    elif isinstance(expr, sp.Symbol) or not isinstance(expr, sp.logic.boolalg.Boolean):
        yield "", expr, lambda new: new


def _in_case(cases: sp.Piecewise, index: int, new: Any) -> Any:
    return cases.func(*_with(cases.args, index, (new, cases.args[index][1])))


def _in_side(whole: Any, index: int, new: Any) -> Any:
    sides = _with(whole.args, index, new)
    # Which of two sides is the larger takes sympy longer to ask than the check takes to run.
    known = {"evaluate": False} if isinstance(whole, sp.Max | sp.Min) else {}
    return whole.func(*sides, **known)


def mutants(place: Place, *, every_power: bool = True) -> Iterator[Mutant]:
    """Yield the mutants of a formula.

    Parameters
    ----------
    place : Place
        The formula.
    every_power : bool
        Whether the power of each of its symbols is changed, or that of one.
    """
    formula = place.formula
    yield Mutant(place, "factor", 2 * formula)
    scalars = sorted(
        (item for item in formula.free_symbols if isinstance(item, sp.Symbol)),
        key=lambda item: item.name,
    ) or [_batch]
    if not every_power:
        # Which one differs from formula to formula, and not from run to run.
        scalars = [scalars[sum(map(ord, place.name)) % len(scalars)]]
    for symbol in scalars:
        yield Mutant(place, f"power of {symbol}", symbol * formula)
    yield Mutant(place, "sign", -formula)
    zero = sp.ZeroMatrix(*formula.shape) if isinstance(formula, MatrixExpr) else sp.Integer(0)
    if formula != zero:
        yield Mutant(place, "zero", zero)


def outcomes(claim: str, *, every_power: bool = True) -> Iterator[Outcome]:
    """Run a claim's check on every mutant of every formula that it reads.

    Parameters
    ----------
    claim : str
        Its identifier.
    every_power : bool
        Whether the power of each symbol is changed, or that of one in each formula.
    """
    from adamw_bounds.theory.audit import CHECKS

    check = CHECKS[claim]
    unmoved: Mapping[str, str] = getattr(check, "unmoved", {})
    before = check()
    for place in places(check):
        for mutant in mutants(place, every_power=every_power):
            after = check(**{place.parameter: place.put(mutant.formula)})
            moved = (
                "verdict"
                if after.verdict != before.verdict
                else "result"
                if after.reason != before.reason
                else ""
            )
            why = next(
                (why for name, why in unmoved.items() if fnmatch.fnmatchcase(mutant.name, name)), ""
            )
            yield Outcome(claim, mutant, after.verdict, moved, why)


def _table() -> Iterator[str]:
    """Yield the whole table, a claim a paragraph, and the sums."""
    from adamw_bounds.theory.catalog import CLAIMS

    counts = {"verdict": 0, "result": 0, "": 0}
    missing = 0
    for claim in CLAIMS:
        yield f"{claim.id} ({claim.kind})"
        for found in outcomes(claim.id):
            counts[found.moved] += 1
            missing += not found.enough
            said = {"verdict": f"→ {found.verdict}", "result": "→ another result", "": "the same"}
            note = "" if not found.why else f" ({found.why})"
            mark = "  " if found.enough else "! "
            yield f"  {mark}{found.mutant.name}  {said[found.moved]}{note}"
    yield ""
    yield (
        f"{sum(counts.values())} mutants: {counts['verdict']} turn the verdict, "
        f"{counts['result']} change the result, {counts['']} change nothing; "
        f"{missing} without a reason."
    )


if __name__ == "__main__":
    for line in _table():
        print(line)  # noqa: T201 - a program of its own
