"""From a described run to the inputs of questions.

A bound is about all parameter groups at once; figures are about one of them.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from adamw_bounds.engine.conventions import decimal_of
from adamw_bounds.engine.entering import of_question
from adamw_bounds.engine.question import Question
from adamw_bounds.engine.rates import OPTIONS
from adamw_bounds.errors import InputError, NoBoundError
from adamw_bounds.numbers import show_value
from adamw_bounds.optimizers import PYTORCH
from adamw_bounds.runs.description import Description, Group

__all__ = ["BoundInputs", "accepted", "bound_inputs", "is_range", "most", "taken"]


@dataclass(frozen=True, slots=True)
class BoundInputs:
    """The inputs of a bound that holds for all parameter groups.

    Attributes
    ----------
    values : dict
        Inputs by name.
    notes : tuple of (str, str)
        Code and sentence of what was taken for groups that differ.
    uncovered : tuple of (str, str)
        Name and sentence of each reason for which no bound is about these groups.
    """

    values: dict[str, Any]
    notes: tuple[tuple[str, str], ...] = ()
    uncovered: tuple[tuple[str, str], ...] = ()


@dataclass(slots=True)
class _Found:
    values: dict[str, Any]
    notes: list[tuple[str, str]] = field(default_factory=list)
    uncovered: list[tuple[str, str]] = field(default_factory=list)


def accepted(question: Question) -> set[str]:
    """Return the names of the inputs that a question can use, PyTorch's names included."""
    known = set(of_question(question)) - set(question.refused)
    torch = {name for name, ours in PYTORCH.items() if known & set(ours)}
    return known | torch | (set(OPTIONS) if question.of_a_run else set())


def taken(values: Mapping[str, Any], names: Collection[str]) -> dict[str, Any]:
    """Return those of the inputs that have one of these names."""
    return {name: value for name, value in values.items() if name in names}


def bound_inputs(run: Description) -> BoundInputs:
    """Return what a bound is asked with, for a run whose parameter groups may differ.

    Learning rates of groups are shares τ_g of the largest. The decay of a bound is the largest
    τ_gλ_g; where groups differ in it, Σ_g τ_gλ_g²R2_g² takes the place of λ²R2², each group with
    the radius that its own decay holds it in.
    """
    found = _Found(run.of_group(run.base))
    if not _differ(run.groups):
        return BoundInputs(found.values)
    for theirs, name, text in (
        ("betas", "one-beta", "all parameter groups have the same betas"),
        ("eps", "one-epsilon", "all parameter groups have the same eps"),
    ):
        if len({str(group.settings.get(theirs)) for group in run.groups}) > 1:
            found.uncovered.append((name, text))
    rates = [most(group.settings.get("lr")) for group in run.groups]
    decays = [most(group.settings.get("weight_decay")) or 0.0 for group in run.groups]
    known = [rate for rate in rates if rate is not None]
    peak = max(known, default=None)
    shares = [1.0 if rate is None or peak is None else rate / peak for rate in rates]
    if peak is not None:
        found.values["lr"] = run.groups[rates.index(peak)].settings["lr"]
        if min(shares) < 1:
            found.values.setdefault("group_lr_ratio", min(shares))
    pulls = [share * decay for share, decay in zip(shares, decays, strict=True)]
    setting = "lam_l2" if run.is_l2 and max(decays) > 0 else "weight_decay"
    if any(group.settings.get("weight_decay") is not None for group in run.groups):
        place = pulls.index(max(pulls))
        exact = run.groups[place].settings.get("weight_decay")
        found.values[setting] = exact if shares[place] == 1 else pulls[place]
    if run.is_l2 and max(decays) > 0:
        found.values.pop("weight_decay", None)
        if len(set(pulls)) > 1:
            found.uncovered.append(
                ("one-decay", "all parameter groups have the same weight decay in the loss")
            )
    elif max(pulls) > 0:
        _add_group_decay(run, shares, decays, found)
    return BoundInputs(found.values, tuple(found.notes), tuple(found.uncovered))


def _differ(groups: Collection[Group]) -> bool:
    names = ("lr", "betas", "eps", "weight_decay")
    return len({tuple(str(group.settings.get(name)) for name in names) for group in groups}) > 1


def _add_group_decay(
    run: Description, shares: list[float], decays: list[float], found: _Found
) -> None:
    if "group_decay" in found.values:
        return
    listed = list(zip(run.groups, shares, decays, strict=True))
    norm = most(found.values.get("x_norm"))
    largest = most(found.values.get("x_inf_norm"))
    dim = most(run.problem.get("dim"))
    pull = max(share * decay**2 for _, share, decay in listed)
    if norm is not None:
        total, how = pull * norm**2, "from ‖x_k‖₂ of all groups"
    elif largest is not None and dim is not None:
        total, how = pull * dim * largest**2, "from ‖x‖∞ of all groups"
    else:
        sizes = _sizes(run)
        radii = [radius_of(run, group) if decay > 0 else 0.0 for group, _, decay in listed]
        if None in radii or (sizes is None and dim is None):
            return
        pulls = [
            share * (decay * (radius or 0.0)) ** 2
            for (_, share, decay), radius in zip(listed, radii, strict=True)
        ]
        if sizes is None:
            total, how = (dim or 0.0) * max(pulls), "as if all parameters had the largest decay"
        else:
            total = sum(size * pull for size, pull in zip(sizes, pulls, strict=True))
            how = "from the radius of each group"
    found.values["group_decay"] = total
    shown = ", ".join(
        f"{show_value(decay)} ({group.name or 'the others'})" for group, _, decay in listed
    )
    found.notes.append(
        (
            "parameter-groups",
            f"The weight decay differs between the groups: {shown}; Σ_g τ_gλ_g²R2_g² = "
            f"{show_value(total)}, {how}",
        )
    )


def radius_of(run: Description, group: Group) -> float | None:
    """Return the least radius in which the decay of a group holds it; None where none is known."""
    from adamw_bounds.questions.radius import QUESTION, radius

    inputs = taken(run.of_group(group), accepted(QUESTION))
    # A bound of the mean holds at every step, T included.
    inputs.pop("iterations", None)
    if most(inputs.get("adam_eps")) == 0:
        inputs.pop("adam_eps")
    try:
        rows = radius(**inputs).select(quantity="radius")
    except (InputError, NoBoundError):
        return None
    known = [row.value if row.upper is None else row.upper for row in rows]
    return min((value for value in known if value is not None), default=None)


def _sizes(run: Description) -> list[float] | None:
    """Return how many parameters each group has; None where it is not said of all."""
    first, *others = run.groups
    counts = [most(group.parameters) for group in others]
    if any(count is None for count in counts):
        return None
    rest = [count for count in counts if count is not None]
    own = most(first.parameters)
    if own is None:
        dim = most(run.problem.get("dim"))
        if dim is None:
            return None
        own = dim - sum(rest)
    return [own, *rest]


def is_range(value: Any) -> bool:
    """Whether an input is uncertain."""
    from adamw_bounds.engine.uncertain import Interval, parse_interval

    if isinstance(value, list | tuple):
        return any(map(is_range, value))
    if isinstance(value, str):
        return parse_interval(value) is not None
    return isinstance(value, Interval)


def most(value: Any) -> float | None:
    """Return a plain number; of an uncertain one its upper end, at which bounds are largest."""
    from adamw_bounds.engine.uncertain import Interval, parse_interval

    if value is None:
        return None
    interval = value if isinstance(value, Interval) else None
    if isinstance(value, str):
        interval = parse_interval(value)
    if interval is not None:
        return float(interval.upper)
    number = decimal_of(value)
    return None if number is None else float(number)
