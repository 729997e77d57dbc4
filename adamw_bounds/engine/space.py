"""The settings that a bound leaves free, as a box: its conditions become the ends of the axes.

A bound holds where its conditions do: η ≤ β1c1/(2L), λη ≤ 1/4. Its best settings often lie where
one of them is an equality. So a setting that is bounded from above is searched as a share of the
largest value that the other settings allow, and that value is then found exactly.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any, Final

from adamw_bounds.engine.conditions import applying
from adamw_bounds.engine.environment import Environment, Group
from adamw_bounds.engine.evaluate import call, is_array, truth
from adamw_bounds.engine.least import FRACTION, POSITIVE, UP_TO_ONE, Axis
from adamw_bounds.kernels import SYMBOLS
from adamw_bounds.kernels.types import ConditionKernel, Kernel

__all__ = ["Space"]

_AXES: Final[Mapping[str, Axis]] = {"> 0": POSITIVE, "(0, 1)": FRACTION, "(0, 1]": UP_TO_ONE}
#: Logarithms of the least and the largest positive setting that is tried.
_LEAST, _LARGEST = POSITIVE.low, POSITIVE.high
#: To how much of a natural logarithm the sides of a condition are told apart, as on the rows.
_ROUNDING: Final = 1e-12
_MOST_STEPS: Final = 100
#: A largest value that moves by less than this, in its logarithm, is found; on a grid of many
#: points, which only looks for valleys, by less than the second.
_STILL, _COARSE = 1e-14, 1e-2
_FEW: Final = 400
#: A share of the largest value that is so near to 1 is all of it.
_AT_CAP: Final = 1e-6


def _share(coordinate: Any) -> Any:
    import numpy as np

    return np.exp(coordinate)


#: A share of the largest value that is allowed, up to all of it.
_SHARE: Final = Axis(2 * POSITIVE.low, 0.0, _share)


class Space:
    """The free settings of a bound.

    Parameters
    ----------
    group : Group
        Whose bound it is.
    bound : Kernel
        The bound.
    names : sequence of str
        The settings that are free, all inputs of the bound.
    known : mapping
        Everything else that is given: floats, or columns (problems by one).
    """

    def __init__(
        self, group: Group, bound: Kernel, names: Sequence[str], known: Mapping[str, Any]
    ) -> None:
        self.group = group
        self.bound = bound
        self.names = tuple(names)
        self.known = known
        self.conditions = [
            item for item in applying(group) if bound.quantity in item.for_ and self._asks(item)
        ]
        self._capping: dict[str, list[ConditionKernel]] = {}
        for item in self.conditions:
            name = self._capped_by(item)
            if name is not None:
                self._capping.setdefault(name, []).append(item)
        # A setting is settled after those that its largest value depends on.
        self.order = sorted(self.names, key=lambda name: name in self._capping)
        self.axes = tuple(
            _SHARE if name in self._capping else _AXES[SYMBOLS[name].domain] for name in self.names
        )

    def at_cap(self, raw: Sequence[Any]) -> Any:
        """Return where a setting is the largest that a condition allows, of values on the axes."""
        import numpy as np

        found: Any = np.zeros((), bool)
        for name, values in zip(self.names, raw, strict=True):
            if name in self._capping:
                found = found | (np.asarray(values) > 1 - _AT_CAP)
        return found

    def _asks(self, item: ConditionKernel) -> bool:
        """Whether a condition is asked for at any of the problems."""
        if item.when is None:
            return True
        inputs = self._at({}).values(item.when.inputs)
        if inputs is None:
            return True  # it hangs on a setting
        asked = truth(item.when, inputs)
        return bool(asked.any()) if is_array(asked) else bool(asked)

    def _capped_by(self, item: ConditionKernel) -> str | None:
        """Return the setting that a condition bounds from above; one that caps nothing else yet.

        Two settings that bound each other cannot both be shares: the second condition then only
        tells where the bound holds.
        """
        free = [name for name in self.names if name in item.inputs]
        if not free:
            return None
        name = item.limit_of if item.limit_of in free else "eta" if "eta" in free else free[-1]
        others = {
            other
            for other, items in self._capping.items()
            if other != name and any(name in one.inputs for one in items)
        }
        if others & set(item.inputs):
            return None
        return name

    def _at(self, settings: Mapping[str, Any]) -> Environment:
        return Environment(self.group, {**self.known, **settings}, (self.bound.quantity,))

    def settings(self, raw: Sequence[Any], **more: Any) -> dict[str, Any]:
        """Return the settings that belong to values on the axes.

        Parameters
        ----------
        raw : sequence of ndarray
            A value for each of ``names``: the setting itself, or the share of its largest value.
        **more
            What else is known at this point: the count.
        """
        import numpy as np

        values = dict(zip(self.names, raw, strict=True))
        found: dict[str, Any] = {}
        with np.errstate(all="ignore"):
            for name in self.order:
                value = np.asarray(values[name], float)
                if name in self._capping:
                    most = self._most(name, {**more, **found})
                    value = np.exp(np.minimum(np.log(value) + most, _LARGEST))
                found[name] = value
        return {name: found[name] for name in self.names}

    def _most(self, name: str, settings: Mapping[str, Any]) -> Any:
        """Return the logarithm of the largest value that the other settings allow."""
        import numpy as np

        domain = SYMBOLS[name].domain
        most: Any = np.asarray(_LARGEST if domain == "> 0" else 0.0)
        for item in self._capping[name]:
            if item.limit_of == name:
                limit = self._sides(item, {**settings, name: np.asarray(1.0)})
                if limit is not None:
                    most = np.fmin(most, np.where(limit[3], limit[2], np.inf))
            else:
                most = self._solved(item, name, settings, most)
        return most

    def _sides(
        self, item: ConditionKernel, settings: Mapping[str, Any]
    ) -> tuple[Any, Any, Any, Any] | None:
        """Return the logarithms of both sides and of the limit, and where the condition is asked.

        None where an input is missing.
        """
        there = self._at({**dict(item.at), **settings} if item.at else settings)
        inputs = there.values(item.inputs)
        if inputs is None:
            return None
        applies: Any = True
        if item.when is not None:
            known = there.values(item.when.inputs)
            applies = True if known is None else truth(item.when, known)
        return (*call(item.function, item.inputs, inputs), applies)

    def _solved(
        self, item: ConditionKernel, name: str, settings: Mapping[str, Any], most: Any
    ) -> Any:
        """Return the largest value at which a condition holds that holds at all smaller ones.

        The secant method on the logarithms of the sides, kept between a value that is allowed and
        one that is not. Where the smallest value is not allowed, the condition bounds from below:
        it caps nothing.
        """
        import numpy as np

        def excess(log: Any) -> Any:
            sides = self._sides(item, {**settings, name: np.exp(log)})
            if sides is None:
                return np.full(np.shape(log), -np.inf)
            over = np.where(sides[3], sides[0] - sides[1], -np.inf)
            return np.where(np.isnan(over), np.inf, over)

        shape = np.broadcast_shapes(*(np.shape(value) for value in (*settings.values(), most)))
        shape = np.broadcast_shapes(
            shape, *(np.shape(value) for value in self.known.values() if is_array(value))
        )
        high = np.broadcast_to(np.asarray(most, float), shape).copy()
        low = np.full(shape, float(_LEAST))
        free = excess(high) <= 0
        caps = ~free & (excess(low) <= 0)
        if not np.any(caps):
            return most
        still = _STILL if math.prod(shape) <= _FEW else _COARSE
        last, over_last = low, excess(low)
        here = high.copy()
        for _ in range(_MOST_STEPS):
            over = excess(here)
            low = np.where(over <= 0, np.maximum(low, here), low)
            high = np.where(over > 0, np.minimum(high, here), high)
            step = here - over * (here - last) / (over - over_last)
            inside = np.isfinite(step) & (step > low) & (step < high)
            moved = np.where(inside, step, (low + high) / 2)
            near = still * np.maximum(1.0, np.abs(here))
            arrived = (high - low <= near) | (inside & (np.abs(step - here) <= near))
            if np.all(arrived | ~caps):
                break
            last, over_last = here, over
            here = moved
        met = excess(here) <= _ROUNDING
        return np.where(caps, np.where(met, here, low), most)

    def log_bound(self, settings: Mapping[str, Any], **more: Any) -> Any:
        """Return the logarithm of the bound at settings: NaN where it does not hold."""
        import numpy as np

        there = self._at({**more, **settings})
        inputs = there.values(self.bound.inputs)
        if inputs is None:
            return np.asarray(np.nan)
        log = call(self.bound.function, self.bound.inputs, inputs)[0]
        for item in self.conditions:
            sides = self._sides(item, {**more, **settings})
            if sides is None:
                # What cannot be met whatever the inputs are is not met; the rest is not known.
                log = np.where(item.fails_unknown, np.nan, log)
                continue
            lhs, rhs, _, applies = sides
            near = _ROUNDING * np.maximum(1.0, np.abs(np.where(np.isfinite(lhs), lhs, 1.0)))
            log = np.where((lhs <= rhs + near) | ~np.asarray(applies), log, np.nan)
        return log

    def fixed(self, environment: Environment, counted: str = "") -> list[str]:
        """Return the inputs of the bound that hang neither on its free settings nor on a count.

        An input whose default is made of a free setting, the sum of the learning rates, is not one.
        """
        free = {*self.names, counted}
        found: dict[str, None] = {}
        left = list(self.bound.inputs)
        while left:
            name = left.pop(0)
            if name in free:
                continue
            entry = SYMBOLS.get(name)
            made = [
                item.value
                for item in self.group.info.defaults
                if item.name == name and item.value is not None
            ]
            made += [entry.default] if entry is not None and entry.default is not None else []
            hanging = [item for item in made if set(item.inputs) & free]
            if name in environment.given or not hanging:
                found[name] = None
            else:
                left += [inner for item in hanging for inner in item.inputs]
        return list(found)
