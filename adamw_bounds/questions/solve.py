"""The inverse of a bound: the value of one input at which it meets a target."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, Unpack

from adamw_bounds.choice_names import (
    HasGroups,
    InputName,
    OptimizerName,
    ScheduleName,
    StatementName,
    TargetName,
    UpdateName,
    VariantName,
)
from adamw_bounds.domains import NotInDomain, is_plain, number_in
from adamw_bounds.engine.ask import Session, ask, sessions_of
from adamw_bounds.engine.conditions import applying
from adamw_bounds.engine.entering import of_question
from adamw_bounds.engine.environment import Group
from adamw_bounds.engine.inputs import ALIASES, InputValues, option_of
from adamw_bounds.engine.invert import Piece, Shape, common, pieces, shape_of
from adamw_bounds.engine.question import Question
from adamw_bounds.engine.results import Answer, Note, Result
from adamw_bounds.engine.scanned import scanned
from adamw_bounds.engine.slopes import (
    Extent,
    OfBox,
    extents,
    kernel_name,
    kernels_asked,
    log_of,
    margin_of,
    most_of,
    name_of,
)
from adamw_bounds.engine.torch_settings import EVERY, is_optimizer, settings_of, with_notes
from adamw_bounds.engine.uncertain import take_apart
from adamw_bounds.errors import Fault, InputError, NoBoundError
from adamw_bounds.kernels.mathematics import LN10
from adamw_bounds.kernels.types import Kernel
from adamw_bounds.numbers import show
from adamw_bounds.questions.complexity import QUESTION as COMPLEXITY
from adamw_bounds.questions.sought import QUESTIONS, REACHED, Sought, input_named, sought_of
from adamw_bounds.spelling import one_of

__all__ = ["QUESTION", "QUESTIONS", "REACHED", "solve"]

QUESTION: Final = COMPLEXITY
_STEPS: Final = "iterations"
#: What stands for the input that is looked for, while it is seen what else is missing.
_HALF: Final = 0.5
#: How a value is told from another one of the same bound.
_AT_LEAST, _AT_MOST = "at-least", "at-most"
#: To how much of itself a number is the target.
_ROUNDING: Final = 1e-12
#: What is no more than this is 0, of an elasticity; a share of the domain that may stay unknown.
_NOTHING: Final = 1e-9
_LITTLE: Final = 0.02
_FAR_LOW, _FAR_HIGH = 1e-299, 1e299


def solve(
    for_: InputName | str | None = None,
    *,
    reach: str | tuple[TargetName | str, float] | None = None,
    minimize: TargetName | str | None = None,
    over: InputName | str | Sequence[InputName | str] = (),
    theorem: StatementName | str | int | Sequence[str | int] = "all",
    optimizer: OptimizerName | str | Sequence[str] | HasGroups | None = None,
    schedule: ScheduleName | str | Sequence[str] | None = None,
    variant: VariantName | str | Sequence[str] = "all",
    update: UpdateName | None = None,
    force: bool = False,
    spectrum: Any = None,
    floor: Any = None,
    train_risk: Any = None,
    whole: bool = False,
    **inputs: Unpack[InputValues],
) -> Answer:
    """Return the value of one input at which each bound meets a target, or where a bound is least.

    Parameters
    ----------
    for_ : str
        The input that is looked for: ``epsilon``, ``delta``, ``batch_size``, ``lr``, any other.
    reach : str or (str, float), optional
        What the bound has to come down to, ``"gradient-complexity=1e9"`` or
        ``("gradient-norm-squared", 0.01)``; by default the number of ``iterations`` that is given.
    minimize : str, optional
        In the place of ``for_``: the quantity that is made least, ``"gradient-complexity"``.
    over : str or sequence of str
        With ``minimize``: the inputs that are chosen for it. Over the learning rate and the weights
        of the momentum, counts are those that the bound after T steps allows for ``epsilon``.
    theorem, optimizer, schedule, variant, update : optional
        Whose bounds, as in `complexity`, `guarantee` and `rate`. An optimizer object of PyTorch
        says all settings but the one that is looked for.
    force : bool
        Return values even where a condition of the bound fails, marked NOT A BOUND.
    spectrum : Spectrum or path-like, optional
        A spectrum, whose figures are asked then (Corollary 3): ``reach="phi=0.5"``, ``"kl=1000"``,
        ``"err-per-parameter=2"``; over ``rho``, ``eta``, ``lam``, ``batch_size``, ``samples`` …
    floor, train_risk, whole
        With a spectrum, as in `adamw_bounds.generalization`.
    **inputs
        Every other input of the bound.

    Returns
    -------
    Answer
        Rows whose quantity is the input that is looked for. ``case`` says on which side of the
        value the bound meets the target: ``at-least`` or ``at-most``. Where no value does, there
        is none, and ``floor`` is what the bound stays above.

    Raises
    ------
    InputError
        If an input is missing or wrong.
    NoBoundError
        If the conditions of every bound fail where the target is met.

    Examples
    --------
    >>> from adamw_bounds import solve
    >>> answer = solve("epsilon", theorem=2, variant="printed", iterations=1e4,
    ...                c_inf=1, smoothness=1, sigma=1, delta=1, gap=1)
    >>> round(answer.results[0].value, 12)
    0.1
    """
    faults: list[Fault] = []
    values: dict[str, Any] = {
        ALIASES.get(name, name): value for name, value in inputs.items() if value is not None
    }
    apart = take_apart(values, faults)
    faults += [
        Fault(name, str(values[name]), "must be one number here") for name, _ in apart.intervals
    ]
    values = apart.at({})
    faults += [
        Fault(name, None, "must be one number here")
        for name, value in values.items()
        if not is_plain(value) and name != "betas"
    ]
    said = None
    if is_optimizer(optimizer):
        # What is looked for is no setting, whatever the object has there.
        free = [for_, *([over] if isinstance(over, str) else over)]
        named = dict.fromkeys((input_named(str(name)) for name in free if name is not None), 0.0)
        reached = reach.partition("=")[0] if isinstance(reach, str) else (reach or [_STEPS])[0]
        question = REACHED.get(str(reached).strip().replace("_", "-"), QUESTION)
        wanted = of_question(question) if minimize is None else EVERY
        said = settings_of(optimizer, {**values, **named}, wanted, faults)
        if faults:
            raise InputError(faults)
        values, optimizer = {**values, **said.values}, said.key
    of_spectrum = {"floor": floor, "train_risk": train_risk, "whole": whole or None}
    own = {name: value for name, value in of_spectrum.items() if value is not None}
    if spectrum is not None:
        from adamw_bounds.questions.solve_spectrum import solved

        faults += [
            Fault(name, str(value), "has no place beside a spectrum")
            for name, value in (("theorem", theorem), ("schedule", schedule), ("update", update))
            if value not in (None, "all")
        ]
        given = {**values, **own, "spectrum": spectrum}
        given.pop("whole", None)
        asked: dict[str, Any] = {"optimizer": optimizer, "variant": variant, "whole": whole}
        answer = solved(for_, reach, minimize, over, given, faults, **asked)
        return answer if said is None else with_notes(answer, said)
    faults += [Fault(name, str(value), "needs a spectrum") for name, value in own.items()]
    answer = _solved(
        *(for_, reach, minimize, over),
        *((theorem, optimizer, schedule, variant), update, force),
        *(values, faults),
    )
    return answer if said is None else with_notes(answer, said)


def _solved(
    for_: Any,
    reach: Any,
    minimize: Any,
    over: Any,
    choices: tuple[Any, Any, Any, Any],
    update: Any,
    force: bool,
    values: dict[str, Any],
    faults: list[Fault],
) -> Answer:
    """Return the answer where the settings are numbers."""
    theorem, optimizer, schedule, variant = choices
    if minimize is not None:
        for name, given in (("for", for_), ("reach", reach)):
            if given is not None:
                faults.append(Fault(name, str(given), "cannot stand beside --minimize"))
        from adamw_bounds.questions.minimize import minimized

        return minimized(minimize, over, values, choices, update, force=force, faults=faults)
    if over:
        faults.append(Fault("over", str(over), "needs --minimize"))
    if for_ is None:
        faults.append(Fault("for", None, "is missing: the input that is looked for"))
        raise InputError(faults)
    sought = sought_of(for_, values, faults)
    target = _target(reach, sought, values, faults)
    if sought is None or target is None:
        raise InputError(faults)
    question = REACHED[target.quantity]
    schedule = question.schedules if schedule is None else schedule
    choices = (theorem, optimizer, schedule, variant)
    problem = _Problem(question, choices, update, values, sought, target, force)
    return problem.answer(faults)


@dataclass(frozen=True, slots=True)
class _Target:
    """What a bound has to come down to."""

    quantity: str
    value: float

    @property
    def log(self) -> float:
        """Its natural logarithm."""
        return math.log(self.value)


def _target(
    reach: Any, sought: Sought | None, values: dict[str, Any], faults: list[Fault]
) -> _Target | None:
    """Return what is to be reached; a budget of steps is taken out of the inputs."""
    if reach is None:
        steps = values.pop(_STEPS, None)
        if sought is not None and sought.paper not in of_question(COMPLEXITY):
            settings = f"no number of steps hangs on {option_of(sought.name)}"
            example = "--reach gradient-norm-squared=0.01"
            said = f"is missing: {settings}, which is of the bound after T steps, as in {example}"
            faults.append(Fault("reach", None, said))
            return None
        if steps is None:
            if (sought is not None and sought.name == "epsilon") or values.get(
                "epsilon"
            ) is not None:
                faults.append(
                    Fault(_STEPS, None, "is missing: how many steps may be made, or --reach")
                )
            else:
                faults.append(
                    Fault(
                        "reach",
                        None,
                        "is missing: what the bound has to come down to, as in "
                        "--reach gradient-norm-squared=0.01",
                    )
                )
            return None
        quantity, value = _STEPS, steps
    elif isinstance(reach, str):
        quantity, sign, text = reach.partition("=")
        if not sign:
            faults.append(Fault("reach", reach, "must be QUANTITY=NUMBER"))
            return None
        quantity, value = quantity.strip().replace("_", "-"), text
    else:
        try:
            quantity, value = reach
        except (TypeError, ValueError):
            faults.append(Fault("reach", reach, "must be a quantity and a number"))
            return None
    if quantity not in REACHED:
        from adamw_bounds.questions.solve_spectrum import FIGURES

        said = one_of(quantity, (*REACHED, *FIGURES))
        if quantity in FIGURES:
            said = "is a figure of a spectrum: --spectrum is missing"
        faults.append(Fault("reach", quantity, said))
        return None
    whole = REACHED[quantity] is COMPLEXITY
    try:
        number = number_in(value, "integer >= 1" if whole else "> 0", arrays=False)
    except NotInDomain as error:
        faults.append(Fault(_STEPS if reach is None else "reach", value, str(error)))
        return None
    return _Target(quantity, number)


class _Problem:
    """One question's bounds as functions of one input."""

    def __init__(
        self,
        question: Question,
        choices: tuple[Any, Any, Any, Any],
        update: Any,
        values: Mapping[str, Any],
        sought: Sought,
        target: _Target,
        force: bool,
    ) -> None:
        self.question, self.choices, self.update = question, choices, update
        self.values, self.sought, self.target, self.force = values, sought, target, force
        self.warnings: list[Note] = []

    def at(self, number: Any) -> Answer:
        """Return the answer at a value of the paper's symbol, by force."""
        theorem, optimizer, schedule, variant = self.choices
        number = number if getattr(number, "ndim", 0) else self.sought.theirs(number)
        return ask(
            self.question,
            {**self.values, self.sought.name: number},
            theorem=theorem,
            optimizer=optimizer,
            schedule=schedule,
            variant=variant,
            update=self.update,
            force=True,
        )

    def answer(self, faults: list[Fault]) -> Answer:
        """Return a row for each value at which a bound begins, or ceases, to meet the target."""
        start = 1.0 if self.sought.whole else _HALF
        values = {**self.values, self.sought.name: start}
        sessions = sessions_of(self.question, values, self.choices, self.update, faults=faults)
        self._must_enter(sessions)
        found: list[Result] = []
        refused: dict[str, None] = {}
        for session in sessions:
            known: dict[Any, Any] = {}
            for group, kernel in kernels_asked(session):
                name = kernel_name(session, group, kernel)
                if kernel.quantity != self.target.quantity or name in known:
                    continue
                known[name] = kernel
                if self.sought.paper not in self._entered(session, group, kernel):
                    continue
                for row in self._rows(session, group, kernel, refused):
                    if all(_key(row) != _key(other) for other in found):
                        found.append(row)
        if not found:
            raise NoBoundError(
                "no bound holds where the target is met"
                if refused
                else f"no bound of this choice depends on {option_of(self.sought.name)}",
                items=refused,
            )
        left = [Note("no-bound", f"left out: {text}") for text in refused]
        inputs = {
            name: value
            for name, value in sessions[0].shown().items()
            if name not in (self.sought.name, self.sought.paper)
        }
        if self.target.quantity == _STEPS:
            inputs[_STEPS] = int(self.target.value)
        else:
            said = f"{self.target.quantity}={self.target.value!r}"
            inputs["reach"] = said.removesuffix(".0")
        inputs["for"] = self.sought.name
        notes = [note for session in sessions for note in session.warnings]
        return Answer("solve", inputs, tuple(found), tuple(dict.fromkeys((*notes, *left))))

    def _must_enter(self, sessions: Sequence[Session]) -> None:
        """Refuse an input that no formula of the choice has."""
        for session in sessions:
            for group, kernel in kernels_asked(session):
                if self.sought.paper in self._entered(session, group, kernel):
                    return
        text = "must be an input that enters one of the bounds that are asked"
        raise InputError([Fault("for", self.sought.name, text)])

    def _entered(self, session: Session, group: Group, kernel: Kernel) -> set[str]:
        from adamw_bounds.engine.environment import Environment

        environment = Environment(group, session.given, session.question.quantities)
        for name in kernel.inputs:
            environment.values((name,))
        names = environment.entered(kernel.inputs)
        staged = kernel.staged
        if staged is not None:
            for name in (staged.start, staged.target):
                environment.values((name,))
                names |= environment.entered((name,))
        if session.run is not None and "rate_sum" in names:
            names |= {"eta", _STEPS}
        return names

    # --- one bound --------------------------------------------------------------------------------

    def _rows(
        self, session: Session, group: Group, kernel: Kernel, refused: dict[str, None]
    ) -> Iterator[Result]:
        """Yield the rows of a bound."""
        name = kernel_name(session, group, kernel)
        function = log_of(session, group, kernel)
        shape = Shape(None, -math.inf, math.inf)
        exact = kernel.best is None and kernel.staged is None
        exact = exact and not kernel.signed and not kernel.linear
        lists: list[list[Piece]] = []
        if exact:
            shape = shape_of(function, self.sought.paper, self.sought.ends)
            # Each look at a formula that searches for its settings takes long.
            if "beta1" not in kernel.setting_names or shape.sign is not None:
                lists.append(pieces(function, self.sought.paper, self.sought.ends, self.target.log))
            exact = bool(lists) and _unknown(lists[0]) < _LITTLE
        proof = ""
        if not exact:
            extent = extents(session, {self.sought.paper: self.sought.ends}).get(name)
            lists, proof = [self._scanned(name)], _proof_of(extent, self.sought.paper)
            if extent is not None and extent.log_upper is None:
                shape = Shape(extent.signs[self.sought.paper], -math.inf, math.inf)
        alone = lists[0]
        if not self.force and self.question.unmet != "say":
            lists += self._conditions(session, group, kernel)
        whole = common(lists) if len(lists) > 1 else alone
        good = [piece for piece in whole if piece.side == "meets"]
        how = self._how(shape, proof, exact)
        if not good and any(piece.side == "meets" for piece in alone):
            refused[
                f"{kernel.statement} ({group.optimizer}, {kernel.variant}): its conditions "
                f"fail wherever {self.target.quantity} is at most {_said(self.target.value)}"
            ] = None
            return
        blank = Result(
            kernel.statement,
            group.optimizer,
            name[2],
            kernel.variant,
            self.sought.name.replace("_", "-"),
            None,
            None,
            update=name[6],
            source=group.info.source,
            audit=group.info.doubts_of(kernel.quantity, kernel.variant),
            elasticities={self.sought.name: shape.power} if shape.power is not None else {},
        )
        if not good:
            yield self._none(blank, name, function if exact else None, shape, how, alone)
            return
        if len(whole) == 1:
            said = f"every value does: {self.target.quantity} stays at most the target"
            yield replace(blank, notes=(said, *how))
            return
        ends = [
            (piece, side)
            for piece in good
            for side, inner in (
                (_AT_LEAST, piece.lower > self.sought.ends[0]),
                (_AT_MOST, piece.upper < self.sought.ends[1]),
            )
            if inner
        ]
        cases: dict[str, int] = {}
        for piece, side in ends:
            cases[side] = cases.get(side, 0) + 1
            case = side if cases[side] == 1 else f"{side}-{cases[side]}"
            row = self._row(blank, name, piece, side, alone)
            if row is not None:
                unknown = [
                    f"between {show(math.log(item.lower))} and {show(math.log(item.upper))} the "
                    "bound has no value that could be decided"
                    for item in whole
                    if item.side == "unknown" and item.upper / item.lower > 1 + 1e-9
                ]
                yield replace(row, case=case, notes=(*row.notes, *how, *unknown))

    def _conditions(self, session: Session, group: Group, kernel: Kernel) -> list[list[Piece]]:
        """Return where the conditions of a bound are met, as far as that can be told."""
        found = []
        for item in applying(group):
            if kernel.quantity not in item.for_:
                continue
            function = margin_of(session, group, item)
            try:
                listed = pieces(function, self.sought.paper, self.sought.ends, 0.0)
            except (TypeError, AttributeError, ValueError):
                continue
            if all(piece.side != "unknown" for piece in listed):
                found.append(listed)
        return found

    def _scanned(self, name: Any) -> list[Piece]:
        """Return the pieces of a bound that only whole answers tell."""

        def logs(numbers: Any) -> Any:
            import numpy as np

            try:
                rows = [row for row in self.at(numbers) if name_of(row) == name]
            except NoBoundError:
                rows = []
            totals = [row for row in rows if row.stage is None]
            if not totals:
                return np.full(np.shape(numbers), np.nan)
            return np.broadcast_to(totals[0].log10, np.shape(numbers)) * LN10

        return scanned(logs, self.sought.ends, self.target.log, whole=self.sought.whole)

    def _how(self, shape: Shape, proof: str, exact: bool) -> tuple[str, ...]:
        """Say in which direction a bound moves, and why that is known."""
        what, x = self.target.quantity, option_of(self.sought.name)
        if shape.power is not None and exact:
            if shape.power == 0:
                return (f"{what} does not change with {x}",)
            return (f"closed form: {what} is proportional to {x} to the power {shape.power:g}",)
        verb = {1: "never falls", -1: "never rises", 0: "does not change"}.get(shape.sign or 0)
        if shape.sign is None:
            if exact:
                return (f"{what} is not monotone in {x} over its whole domain",)
            return (proof,)
        if not exact:
            return (f"{what} {verb} as {x} grows: {proof}",)
        low, high = shape.low, shape.high
        if math.isfinite(low) and math.isfinite(high):
            span = f"stays between {low:.4g} and {high:.4g}"
        else:
            # The end that gives the direction may be rounded away from 0: its sign is what holds.
            span = f"is never {'positive' if shape.sign < 0 else 'negative'}"
        return (f"{what} {verb} as {x} grows: its elasticity {span}",)

    def _row(
        self, blank: Result, name: Any, piece: Piece, side: str, alone: Sequence[Piece]
    ) -> Result | None:
        """Return the row of an end of a stretch, with what the bound says there."""
        number: float = piece.lower if side == _AT_LEAST else piece.upper
        if self.sought.whole:
            near = round(number)
            if abs(near - number) <= _ROUNDING * number:
                number = float(near)
            number = float(math.ceil(number) if side == _AT_LEAST else math.floor(number))
            if not piece.lower * (1 - 1e-9) <= number <= piece.upper * (1 + 1e-9):
                return None
        there = [row for row in self.at(number) if name_of(row) == name and row.stage is None]
        shown = self.sought.theirs(number)
        row = replace(
            blank,
            value=shown,
            log10=math.log10(shown) if shown > 0 else None,
            count=int(shown) if self.sought.whole else None,
        )
        if not there:
            return replace(row, notes=("no bound is given at this value",))
        (bound,) = there[:1]
        edge = "at least" if side == _AT_LEAST else "at most"
        said = [
            f"{self.target.quantity} is at most {_said(self.target.value)} where "
            f"{option_of(self.sought.name)} is {edge} this"
        ]
        other = piece.upper if side == _AT_LEAST else piece.lower
        if _FAR_LOW < other < _FAR_HIGH and other not in self.sought.ends:
            until = "up to" if side == _AT_LEAST else "down to"
            said[0] += f", {until} {show(math.log(other))}"
        if (
            not any(
                math.isclose(number, end, rel_tol=1e-9)
                for item in alone
                for end in (item.lower, item.upper)
            )
            and not self.sought.whole
        ):
            said.append("a condition of the bound ends it there, not the target")
        voids = [note for note in bound.notes if note.startswith("NOT ")]
        return replace(
            row,
            terms=bound.terms,
            dominant=bound.dominant,
            conditions=bound.conditions,
            settings=bound.settings,
            notes=(*voids, *said),
        )

    def _none(
        self,
        blank: Result,
        name: Any,
        function: OfBox | None,
        shape: Shape,
        how: tuple[str, ...],
        alone: Sequence[Piece],
    ) -> Result:
        """Return the row of a bound that meets the target nowhere, with the limit that shows it."""
        ends = self.sought.ends
        best = ends[0] if shape.sign == 1 else ends[1]
        floor = None
        where = " wherever it has a value"
        if shape.sign is not None:
            there = [row for row in self.at(best) if name_of(row) == name and row.stage is None]
            floor = there[0].log10 if there else None
            where = f", its limit as {option_of(self.sought.name)} goes to " + (
                show(math.log(best))
                if _FAR_LOW < best < _FAR_HIGH
                else "0"
                if best < 1
                else "infinity"
            )
        elif function is not None:
            least = most_of(function, {self.sought.paper: ends}, -1)
            floor = None if least is None else -least / LN10
        what = self.target.quantity
        if _unknown(alone) > _LITTLE:
            text = f"no value was found: {what} has no value that could be decided everywhere"
        elif floor is not None:
            text = (
                f"no value reaches the target, {_said(self.target.value)}: {what} stays above "
                f"{show(floor * LN10)}{where}"
            )
        else:
            target = _said(self.target.value)
            text = f"no value reaches the target, {target}: {what} stays above it everywhere"
        number = None if floor is None or abs(floor) > 300 else 10.0**floor
        return replace(blank, floor=number, notes=(text, *how))


def _unknown(found: Sequence[Piece]) -> float:
    """Return the share of a stretch of which nothing is known, by the logarithm."""
    widths = {True: 0.0, False: 0.0}
    for piece in found:
        widths[piece.side == "unknown"] += math.log(piece.upper / piece.lower)
    return widths[True] / max(sum(widths.values()), 1e-300)


def _shown(elasticity: float) -> str:
    return f"{0.0 if abs(elasticity) < _NOTHING else elasticity:.4g}"


def _key(row: Result) -> tuple[Any, ...]:
    names = (row.statement, row.optimizer, row.schedule, row.variant)
    return (*names, row.quantity, row.case, row.update)


def _said(number: float) -> str:
    return show(math.log(number))


def _proof_of(extent: Extent | None, name: str) -> str:
    if extent is not None and extent.log_upper is None and name in extent.signs:
        return "it does so at any settings that the bound may take"
    return (
        "NOT PROVED to be all: the bound was looked at in many places, and the target may be met "
        "between two of them"
    )
