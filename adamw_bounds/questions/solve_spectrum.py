"""The inverse of Corollary 3: where err, Φ or another figure of a spectrum meets a target.

err, KL and all bounds of them are convex in log ρ and in log η, or rise with what is: there is at
most one stretch of values that meet a target, and it is found whole. They move one way with n, τ
and ‖x*‖₂. In λ, and in b for AdamW, they may turn more than once: many values are looked at, and
rows say that this is no proof.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from adamw_bounds.engine.golden import golden
from adamw_bounds.engine.inputs import option_of
from adamw_bounds.engine.results import Answer, Note, Result
from adamw_bounds.engine.rows import figure
from adamw_bounds.errors import Fault, InputError
from adamw_bounds.numbers import show, show_value
from adamw_bounds.questions.sought import Sought, sought_of
from adamw_bounds.spelling import all_of, one_of

__all__ = ["FIGURES", "solved"]

#: The figures that can be asked to reach a number, or be made least.
FIGURES: Final = (
    *("err", "err-per-parameter", "kl", "phi", "pac-bayes-classic", "pac-bayes-kl"),
    *("risk-phi", "risk-classic", "risk-kl"),
)
#: The inputs that can be looked for, and between which numbers.
_ENDS: Final[Mapping[str, tuple[float, float]]] = {
    **{"rho": (1e-12, 1e12), "eta": (1e-12, 1e12), "lam": (1e-12, 1e6), "lam_l2": (1e-12, 1e6)},
    **{"batch_size": (1, 1e9), "samples": (1, 1e18), "tau": (1e-15, 1 - 1e-9)},
    "x_star_norm": (1e-12, 1e12),
}
#: Those in which a figure moves one way: down (−1) or up (1).
_ONE_WAY: Final = {"samples": -1, "tau": -1, "x_star_norm": 1}
#: Those in whose logarithm it is convex.
_CONVEX: Final = ("rho", "eta")
_PLACES: Final = 61
_HALVINGS: Final = 60
#: Of a search over several inputs: values of each at first, sweeps, and looks of a sweep.
_FIRST: Final = 13
_SWEEPS: Final = 12
_LOOKS: Final = 32
#: Steps towards where an end of the error bars crosses a target, and a change that ends them.
_TURNS: Final = 16
_SETTLED: Final = 2e-5
_OF_BARS: Final = (
    "lower and upper are where the ends of the spectrum's error bars cross it, to four digits"
)
_NO_END: Final = "no place was found where the {ends} end of the error bars of {figure} crosses it"
#: A step of a logarithm for which two values are no guide.
_FAR: Final = 5.0
_AT_THESE: Final = "lower and upper are of the spectrum's error bars at these settings"
#: Lines towards a crossing, how far from one its neighbours are looked at, and from how near on.
_LINES: Final = 16
_NEXT: Final = 1e-14
_FAR_OFF: Final = 1e-12
#: A stretch of logarithms within which all values of an input are one.
_NARROW: Final = 1e-12
_SCANNED: Final = (
    "NOT PROVED: {count} values of {name} and the least ones between them were looked at; there "
    "may be other stretches"
)
_TORCH: Final = {"lr": "eta", "weight_decay": "lam"}
Key = tuple[str, str]


def solved(
    for_: Any,
    reach: Any,
    minimize: Any,
    over: Any,
    given: Mapping[str, Any],
    faults: list[Fault],
    *,
    optimizer: Any,
    variant: Any,
    whole: bool,
) -> Answer:
    """Return the values at which a figure of a spectrum meets a target, or where it is least.

    Parameters
    ----------
    for_, reach, minimize, over
        As of `adamw_bounds.solve`.
    given : mapping
        ``spectrum``, and what `adamw_bounds.generalization` takes.
    faults : list of Fault
        What is wrong so far.
    optimizer, variant
        Whose figures, in which reading.
    whole : bool
        Whether blocks are left aside.
    """
    from adamw_bounds.optimizers import OPTIMIZERS
    from adamw_bounds.spectra.estimates import Figures
    from adamw_bounds.spectra.resolve import resolve_spectrum, source_name

    values = {_TORCH.get(name, name): value for name, value in given.items()}
    spectrum = values.pop("spectrum")
    names = [over] if isinstance(over, str) else list(over or ())
    looked = names if minimize is not None else [for_]
    option = "over" if minimize is not None else "for"
    sought = [sought_of(name, values, faults, option=option) for name in looked if name is not None]
    for item in sought:
        if item is not None and item.paper not in _ENDS:
            faults.append(Fault(option, item.name, one_of(item.paper, [*_ENDS, *_TORCH])))
    if not looked or None in looked:
        faults.append(Fault(option, None, "is missing: the input that is looked for"))
    papers = [item.paper for item in sought if item is not None]
    if len(set(papers)) < len(papers):
        faults.append(Fault("over", ", ".join(map(str, looked)), "must name each input once"))
    quantity, target = _wanted(reach, minimize, faults)
    if quantity.startswith("risk") and values.get("train_risk") is None:
        faults.append(Fault("train_risk", None, f"is missing: {quantity} needs it"))
    known = ("adamw", "adam", "l2-adam") if optimizer in (None, "all") else (str(optimizer),)
    if not set(known) <= set(OPTIMIZERS):
        faults.append(Fault("optimizer", optimizer, one_of(optimizer, ("all", *OPTIMIZERS))))
    kinds = ("printed", "corrected") if variant in (None, "all") else (str(variant),)
    if not set(kinds) <= {"printed", "corrected"}:
        faults.append(Fault("variant", variant, one_of(variant, ("all", "printed", "corrected"))))
    if faults:
        raise InputError(faults)
    figures = Figures(resolve_spectrum(spectrum), known, kinds, values, whole=whole)
    chosen = [item for item in sought if item is not None]
    problem = _Problem(figures, chosen, quantity, target)
    rows = list(problem.least() if minimize is not None else problem.rows())
    if not rows:
        what = all_of(option_of(item.name) for item in chosen)
        raise InputError([Fault(option, what, f"moves no {quantity} that is asked")])
    used = {
        name: value
        for name, value in figures.values.items()
        if name not in problem.names and value is not None and name != "floor_by_default"
    }
    if "lam" in problem.names and "lam_l2" not in values:
        used.pop("lam_l2", None)  # it is that λ
    told = {"reach": f"{quantity}={target!r}".removesuffix(".0"), "for": chosen[0].name}
    if minimize is not None:
        told = {"minimize": quantity, "over": ",".join(item.name for item in chosen)}
    notes = []
    if figures.spectrum.kind != "exact":
        said = (
            "The values are of the estimate of the spectrum. lower and upper are what its error "
            "bars make of them, to four digits"
        )
        notes.append(Note("estimate", said, "method"))
    return Answer(
        "solve", {"spectrum": source_name(spectrum), **used, **told}, tuple(rows), tuple(notes)
    )


def _wanted(reach: Any, minimize: Any, faults: list[Fault]) -> tuple[str, float]:
    """Return the figure that is asked for, and the number that it has to come down to."""
    if minimize is not None:
        quantity = str(minimize).strip().replace("_", "-")
        if quantity not in FIGURES:
            faults.append(Fault("minimize", minimize, one_of(quantity, FIGURES)))
        return quantity, math.nan
    if reach is None:
        faults.append(Fault("reach", None, "is missing: FIGURE=NUMBER, as in --reach phi=0.5"))
        return "", math.nan
    quantity, sign, text = reach.partition("=") if isinstance(reach, str) else (*reach, "")
    if isinstance(reach, str) and not sign:
        faults.append(Fault("reach", reach, "must be FIGURE=NUMBER"))
        return "", math.nan
    number = text if isinstance(reach, str) else sign
    quantity = str(quantity).strip().replace("_", "-")
    if quantity not in FIGURES:
        faults.append(Fault("reach", quantity, one_of(quantity, FIGURES)))
    from adamw_bounds.domains import NotInDomain, number_in

    try:
        return quantity, float(number_in(number, "> 0", arrays=False))
    except NotInDomain as error:
        faults.append(Fault("reach", str(number), str(error)))
        return quantity, math.nan


class _Problem:
    """The figures of a spectrum as functions of one input, or of several."""

    def __init__(
        self, figures: Any, sought: Sequence[Sought], quantity: str, target: float
    ) -> None:
        self.figures, self.sought, self.quantity, self.target = figures, sought, quantity, target
        self.names = tuple(item.paper for item in sought)
        self._seen: dict[tuple[float, ...], dict[Key, Result]] = {}
        self._values: dict[tuple[Key, tuple[float, ...]], float] = {}
        self._sums: dict[tuple[Key, tuple[float, ...]], float] = {}

    def at(self, point: tuple[float, ...]) -> dict[Key, Result]:
        """Return the rows of the figure at values of the inputs."""
        if point not in self._seen:
            self._seen[point] = {
                (str(row.optimizer), row.variant): row
                for row in self.figures.at(self._numbers(point))
                if row.quantity == self.quantity
            }
        return self._seen[point]

    def value(self, key: Key, point: tuple[float, ...]) -> float:
        """Return the figure of one optimizer in one reading; infinite beyond a float."""
        if (key, point) not in self._values:
            found = self.figures.value_at(self._numbers(point), *key, self.quantity)
            self._values[key, point] = math.inf if math.isnan(found) else found
        return self._values[key, point]

    def _places(self, place: int, count: int = _PLACES) -> list[float]:
        """Return values of an input from one end to the other."""
        name, item = self.names[place], self.sought[place]
        low, high = _ENDS[name]
        steps = [low * (high / low) ** (number / (count - 1)) for number in range(count)]
        if item.whole:
            return sorted({float(round(step)) for step in steps})
        return [0.0, *steps] if name in ("lam", "lam_l2", "x_star_norm") else steps

    # --- a target -------------------------------------------------------------------------------

    def rows(self) -> Iterator[Result]:
        """Yield a row for each value at which a figure begins, or ceases, to meet the target."""
        places = self._places(0)
        for key in self.at((places[0],)):
            yield from self._solved(key, places)

    def _solved(self, key: Key, places: list[float]) -> Iterator[Result]:
        (item,), name = self.sought, self.names[0]

        def at(number: float) -> float:
            return self.value(key, (number,))

        seen = {number: at(number) for number in places}
        sizes = {value for value in seen.values() if math.isfinite(value)}
        if len({f"{value:.12e}" for value in sizes}) == 1 and len(seen) == len(places):
            return  # it does not enter
        for left, middle, right in zip(places, places[1:], places[2:], strict=False):
            # A value that meets the target is enough: where the figure is least is not asked.
            if self.target < seen[middle] <= min(seen[left], seen[right]):
                least = self._dip(at, left, right)
                seen.setdefault(least, at(least))
        order = sorted(seen)
        meets = {number: seen[number] <= self.target for number in order}
        how = self._how(name, len(order))
        blank = self._blank(key)
        if not any(meets.values()):
            best = min(order, key=lambda number: seen[number])
            said = (
                f"no value does: the least {self.quantity} that was found is "
                f"{show_value(seen[best])}, at {option_of(item.name)} {show_value(best)}"
            )
            yield replace(blank, floor=seen[best], notes=(said, *how))
            return
        if all(meets.values()):
            said = f"every value does: {self.quantity} stays at most the target"
            yield replace(blank, notes=(said, *how))
            return
        cases: dict[str, int] = {}
        for left, right in itertools.pairwise(order):
            if meets[left] == meets[right]:
                continue
            number = self._crossing(at, left, right, meets[left], self.target)
            side = "at-most" if meets[left] else "at-least"
            cases[side] = cases.get(side, 0) + 1
            case = side if cases[side] == 1 else f"{side}-{cases[side]}"
            edge = side.replace("-", " ")
            said = (
                f"{self.quantity} is at most {show_value(self.target)} where "
                f"{option_of(item.name)} is {edge} this"
            )
            made = replace(
                blank,
                value=int(number) if item.whole else number,
                log10=math.log10(number) if number > 0 else None,
                count=int(number) if item.whole else None,
            )
            low, high, of_bars = self._ends(key, number, (left, right), seen, meets[left])
            notes = (said, *of_bars, *how)
            yield replace(made, case=case, lower=low, upper=high, notes=notes)

    def _ends(
        self,
        key: Key,
        number: float,
        around: tuple[float, float],
        seen: Mapping[float, float],
        falls_out: bool,
    ) -> tuple[float | None, float | None, tuple[str, ...]]:
        """Return where the ends of the error bars cross the target, and what is said of them.

        A bar is hardly wider at one value than at the next. So at first the estimate is looked for
        that is as far below the target as the bar's end was above it; from then on the line
        through the last two values leads on.
        """
        if self.figures.ends_at(self._numbers((number,)), *key, self.quantity) is None:
            return None, None, ()

        def at(one: float) -> float:
            return self.value(key, (one,))

        found: list[float] = []
        missing: list[str] = []
        for side, name in enumerate(("lower", "upper")):
            place = number
            known: list[tuple[float, float]] = []
            for _ in range(_TURNS):
                ends = self.figures.ends_at(self._numbers((place,)), *key, self.quantity)
                above = ends[side] - self.target
                known.append((place, above))
                goal = at(place) - above
                new = self._on_the_line(known[-2:], seen)
                if new is None:
                    new = self._elsewhere(at, goal, around, seen, falls_out)
                if new is None:
                    missing.append(name)
                    break
                last, place = place, new
                if abs(place - last) <= _SETTLED * abs(place):
                    # The lower end meets the target in a longer stretch, the upper in a shorter.
                    outwards = (place - number) * (1 if falls_out else -1)
                    is_right = outwards <= 0 if side else outwards >= 0
                    if is_right:
                        found.append(place)
                    else:
                        missing.append(name)
                    break
            else:
                missing.append(name)
        notes = [_OF_BARS] if found else []
        if missing:
            notes.append(_NO_END.format(ends=" and the ".join(missing), figure=self.quantity))
        low, high = (min(found), max(found)) if len(found) == 2 else (None, None)
        if len(found) == 1:
            low, high = (found[0], None) if found[0] < number else (None, found[0])
        return low, high, tuple(notes)

    def _on_the_line(
        self, known: Sequence[tuple[float, float]], seen: Mapping[float, float]
    ) -> float | None:
        """Return where the line through two values is 0, over the logarithm; None: not near."""
        if len(known) < 2:
            return None
        (one, of_one), (other, of_other) = known
        if one == other:
            return other
        if min(one, other) <= 0 or of_one == of_other or not math.isfinite(of_one + of_other):
            return None
        step = of_other * math.log(other / one) / (of_other - of_one)
        if abs(step) > _FAR:
            return None
        new = other * math.exp(-step)
        new = float(round(new)) if self.sought[0].whole else new
        return new if min(seen) <= new <= max(seen) else None

    def _elsewhere(
        self,
        at: Callable[[float], float],
        goal: float,
        around: tuple[float, float],
        seen: Mapping[float, float],
        falls_out: bool,
    ) -> float | None:
        """Return where the figure crosses another target in the same stretch; None: nowhere."""
        if not math.isfinite(goal):
            return None
        left, right = around
        inner, outer = (left, right) if falls_out else (right, left)
        tighter = goal < self.target
        # Away from the crossing, inwards or outwards, as long as it meets the target, or does not.
        start, before = (inner, outer) if tighter else (outer, inner)
        rest = [one for one in seen if (one <= start) == (start <= before) or one == start]
        for one in sorted(rest, key=lambda one: abs(one - start)):
            if (seen[one] <= self.target) != tighter:
                return None
            if (seen[one] <= goal) == tighter:
                meets, misses = (one, before) if tighter else (before, one)
                low, high = sorted((meets, misses))
                return self._crossing(at, low, high, meets < misses, goal)
            before = one
        return None

    def _blank(self, key: Key) -> Result:
        row = next(iter(self._seen.values()))[key]
        blank = figure(
            0.0,
            statement=row.statement,
            optimizer=row.optimizer,
            schedule=None,
            variant=row.variant,
            quantity=self.sought[0].name.replace("_", "-"),
        )
        return replace(blank, value=None, log10=None, source=row.source, audit=row.audit)

    def _how(self, name: str, count: int) -> tuple[str, ...]:
        """Say why the stretches that were found are all."""
        x = option_of(self.sought[0].name)
        if name in _ONE_WAY:
            verb = "falls" if _ONE_WAY[name] < 0 else "rises"
            return (f"{self.quantity} {verb} as {x} grows, wherever it changes",)
        if name in _CONVEX:
            return (
                f"{self.quantity} falls and then rises as {x} grows, for err and KL are convex in "
                "its logarithm: there is one stretch at most",
            )
        return (_SCANNED.format(count=count, name=x),)

    def _crossing(
        self,
        at: Callable[[float], float],
        left: float,
        right: float,
        falls_out: bool,
        target: float,
    ) -> float:
        """Return the last value, or the first, that meets the target between two."""
        inner, outer = (left, right) if falls_out else (right, left)
        if not self.sought[0].whole:
            inner, outer = _pinched(at, inner, outer, target)
        for _ in range(_HALVINGS):
            middle = self._middle(inner, outer)
            if middle in (inner, outer):
                break
            if at(middle) <= target:
                inner = middle
            else:
                outer = middle
        return inner

    def _middle(self, one: float, other: float) -> float:
        if self.sought[0].whole:
            low, high = sorted((one, other))
            middle = math.floor(math.sqrt(low) * math.sqrt(high))
            return float(middle if middle > low else (low + high) // 2)
        if min(one, other) <= 0:
            return max(one, other) / 2
        return math.sqrt(one) * math.sqrt(other)

    def _dip(self, at: Callable[[float], float], left: float, right: float) -> float:
        """Return where a figure is least between two values, as far as it has one dip there."""
        return _least(at, left, right, whole=self.sought[0].whole)

    # --- the least ------------------------------------------------------------------------------

    def least(self) -> Iterator[Result]:
        """Yield a row for each figure at the inputs at which it is least."""
        endless = [item for item in self.sought if item.paper in _ONE_WAY]
        if endless:
            faults = []
            for item in endless:
                verb = "more" if _ONE_WAY[item.paper] < 0 else "less"
                said = f"moves the figures one way: {verb} of it is always better"
                faults.append(Fault("over", item.name, said))
            raise InputError(faults)
        count = _PLACES if len(self.sought) == 1 else _FIRST
        axes = [self._places(place, count) for place in range(len(self.sought))]
        for key in self.at(tuple(axis[0] for axis in axes)):
            point = self._descended(key, axes)
            if point is not None:
                yield self._row(key, point)

    def _sum(self, key: Key, point: tuple[float, ...]) -> float:
        """Return what the figure rises with: err, and the part of the prior in it."""
        if (key, point) not in self._sums:
            share = 0.0 if self.quantity.startswith("err") else 1.0
            if self.quantity.endswith("phi") and key[1] == "printed":
                share = 0.5
            self._sums[key, point] = self.figures.sum_at(self._numbers(point), *key, share)
        return self._sums[key, point]

    def _descended(self, key: Key, axes: Sequence[Sequence[float]]) -> tuple[float, ...] | None:
        """Return where the figure ceases to fall, one input after the other."""
        points = list(itertools.product(*axes))
        point = min(points, key=lambda one: self._sum(key, one))
        best = self._sum(key, point)
        if not math.isfinite(best):
            return None
        looks = _HALVINGS if len(axes) == 1 else _LOOKS
        for sweep in range(_SWEEPS if len(axes) > 1 else 1):
            before = best
            for place, axis in enumerate(axes):
                # A later sweep looks nearer and nearer, and at the whole stretch once more.
                left, right = self._around(axis, point[place])
                if sweep:
                    near = 4.0 ** (1 - sweep)
                    low, high = max(left, 1e-300), right
                    left = max(left, point[place] * (low / high) ** near) if left else left
                    right = min(right, point[place] * (high / low) ** near) if left else right

                def at(number: float, place: int = place) -> float:
                    return self._sum(key, (*point[:place], number, *point[place + 1 :]))  # noqa: B023

                number = _least(at, left, right, whole=self.sought[place].whole, looks=looks)
                if at(number) < best:
                    best = at(number)
                    point = (*point[:place], number, *point[place + 1 :])
            if sweep > 2 and best > before * (1 - 1e-9):
                break
        return point

    def _around(self, axis: Sequence[float], number: float) -> tuple[float, float]:
        below = [one for one in axis if one < number]
        above = [one for one in axis if one > number]
        return (below[-1] if below else number), (above[0] if above else number)

    def _numbers(self, point: tuple[float, ...]) -> dict[str, float]:
        return {
            name: round(number) if item.whole else number
            for name, item, number in zip(self.names, self.sought, point, strict=True)
        }

    def _row(self, key: Key, point: tuple[float, ...]) -> Result:
        row = self.at(point)[key]
        settings = {
            item.name: int(number) if item.whole else number
            for item, number in zip(self.sought, point, strict=True)
        }
        chosen = all_of(
            f"{option_of(name)} {show(math.log(value)) if value > 0 else 0}"
            for name, value in settings.items()
        )
        proved = len(self.names) == 1 and self.names[0] in _CONVEX
        how = (
            f"{self.quantity} falls and then rises as {option_of(self.sought[0].name)} grows: it "
            "is least nowhere else"
            if proved
            else "NOT PROVED to be the least: the search went down from the best of "
            f"{len(self._sums)} points"
        )
        ends = [
            f"the search ends at this {option_of(item.name)}: the figure may be less beyond it"
            for name, item, number in zip(self.names, self.sought, point, strict=True)
            if number in _ENDS[name] and (name != "batch_size" or number > 1)
        ]
        bars = self.figures.ends_at(self._numbers(point), *key, self.quantity)
        low, high = (None, None) if bars is None else bars
        at_these = () if bars is None else (_AT_THESE,)
        notes = (f"least at {chosen}", how, *ends, *at_these, *row.notes)
        return replace(
            row,
            case="minimum",
            lower=low,
            upper=None if high is None or math.isinf(high) else high,
            settings={**row.settings, **settings},
            notes=notes,
        )


def _pinched(
    at: Callable[[float], float], inner: float, outer: float, target: float
) -> tuple[float, float]:
    """Return values far nearer to each other of which one meets a target and one does not.

    By lines through the figure over the logarithm; an end that stays twice counts half.
    """
    of_inner, of_outer = at(inner) - target, at(outer) - target
    stayed = 0
    for _ in range(_LINES):
        if min(inner, outer) <= 0 or not math.isfinite(of_inner) or not math.isfinite(of_outer):
            break
        new = inner * (outer / inner) ** (of_inner / (of_inner - of_outer))
        for there in (new, new * (1 - _NEXT), new * (1 + _NEXT)):
            if not min(inner, outer) < there < max(inner, outer):
                continue
            above = at(there) - target
            if above <= 0:
                of_outer /= 2 if stayed > 0 else 1
                inner, of_inner, stayed = there, above, 1
            else:
                of_inner /= 2 if stayed < 0 else 1
                outer, of_outer, stayed = there, above, -1
            if abs(above) > _FAR_OFF * abs(target):
                break  # the crossing is not beside it
        if abs(outer - inner) <= 4 * _NEXT * max(inner, outer):
            break
    return inner, outer


def _least(
    at: Callable[[float], float],
    left: float,
    right: float,
    *,
    whole: bool,
    looks: int = _HALVINGS,
) -> float:
    """Return where a function with one dip between two numbers is least."""
    if whole:
        first, last = int(left), int(right)
        while last - first > 2:
            third = (last - first) // 3
            one, other = first + third, last - third
            if at(float(one)) <= at(float(other)):
                last = other
            else:
                first = one
        return float(min(range(first, last + 1), key=lambda number: at(float(number))))
    if left == right:
        return left
    shift = 0.0 if left > 0 else right * 1e-9
    low, high = math.log(left + shift), math.log(right + shift)

    def of(log: float) -> float:
        return at(_back(log, shift, left, right))

    place = (low + high) / 2
    for section in itertools.islice(golden(of, low, high), looks + 1):
        place = section.place
        if section.high - section.low < _NARROW:
            break
    return min((left, right, _back(place, shift, left, right)), key=at)


def _back(log: float, shift: float, left: float, right: float) -> float:
    return min(max(math.exp(log) - shift, left), right)
