"""How the model of a spectrum was trained: what its file says of the optimizer.

An optimizer holds parameters in groups, each with its own learning rate and weight decay: almost
every training script decays matrices and leaves biases and norms alone. ``parameter_groups`` in
the meta lists them. Where they differ, there is no one η or λ of the run.
"""

from __future__ import annotations

import math
import numbers
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from adamw_bounds.errors import InputError
from adamw_bounds.spectra.meta import Meta
from adamw_bounds.spelling import all_of

__all__ = [
    "ParameterGroup",
    "Setting",
    "adam_settings",
    "groups_of",
    "largest_setting",
    "setting_of",
]

#: Names by which a file may record a setting, and what a sentence calls it.
_RECORDED: Final = {"eta": ("lr", "learning rate η"), "lam": ("weight_decay", "weight decay λ")}
#: Optimizers that take after Adam in name and have another update.
_OTHERS: Final = ("adamax", "nadam", "radam", "adamp", "adabelief", "adamod", "adamini")
#: Values, or groups, that a sentence lists before it counts the rest.
_SHOWN: Final = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class ParameterGroup:
    """A parameter group of the optimizer.

    Attributes
    ----------
    name : str
        Its own name, or what tells it from the others.
    parameters : int or None
        How many of the measured parameters it holds; None where that is not known.
    lr, weight_decay : float or None
        Its learning rate η ≥ 0 and its weight decay λ ≥ 0.
    initial_lr : float or None
        Its learning rate before a schedule changed it.
    """

    name: str
    parameters: int | None = None
    lr: float | None = None
    weight_decay: float | None = None
    initial_lr: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """One setting of the optimizer, as far as a file tells it.

    Attributes
    ----------
    value : float or None
        The setting.
    note : str
        What a reader must know of the value; empty where it is that of all parameters.
    brief : str
        The same in a few words, for a row.
    why : str
        Why there is no value; empty where there is one, or where the file says nothing.
    """

    value: float | None = None
    note: str = ""
    brief: str = ""
    why: str = ""


def groups_of(meta: Meta) -> tuple[ParameterGroup, ...]:
    """Return the parameter groups that a file records; none where it records none.

    Raises
    ------
    InputError
        If what it records are no parameter groups.
    """
    recorded = meta.extra.get("parameter_groups")
    if recorded is None:
        return ()
    if not isinstance(recorded, Sequence) or isinstance(recorded, str):
        raise InputError("parameter_groups in meta must be a list of groups")
    return tuple(_group(item, place) for place, item in enumerate(recorded))


def _group(item: Any, place: int) -> ParameterGroup:
    if not isinstance(item, Mapping):
        raise InputError(f"group {place} of parameter_groups in meta must be an object")
    found: dict[str, Any] = {}
    for name in ("lr", "weight_decay", "initial_lr"):
        value = item.get(name)
        if value is not None and not (_is_real(value) and math.isfinite(value) and value >= 0):
            raise InputError(
                f"{name} of group {place} of parameter_groups in meta must be a number ≥ 0, not "
                f"{value!r}"
            )
        found[name] = None if value is None else float(value)
    count = item.get("parameters")
    if count is not None and not (_is_real(count) and count >= 0 and count == int(count)):
        raise InputError(
            f"parameters of group {place} of parameter_groups in meta must be an integer ≥ 0, not "
            f"{count!r}"
        )
    return ParameterGroup(
        name=str(item.get("name") or f"group {place}"),
        parameters=None if count is None else int(count),
        **found,
    )


def _is_real(value: Any) -> bool:
    return isinstance(value, numbers.Real) and not isinstance(value, bool)


def setting_of(meta: Meta, name: str) -> Setting:
    """Return η or λ of the run; where groups differ, that of most parameters.

    Parameters
    ----------
    meta : Meta
        What the file says.
    name : str
        ``eta`` or ``lam``.

    Returns
    -------
    Setting
        Of the groups that differ, the value > 0 that more than half of all measured parameters
        share; its note says of how many. Where there is none, the setting must be asked for.
    """
    plain = getattr(meta, name)
    if plain is not None:
        return Setting(value=plain)
    found = _by_value(meta, name)
    if not found:
        return Setting()
    values = list(found)
    if values == [0.0]:
        return _zero(meta, name)
    if len(values) == 1 and not meta.extra.get("parameters_in_no_group"):
        return Setting(value=values[0])
    total = _total(meta)
    if total is not None:
        most = max(values, key=lambda value: _count(found[value]))
        held = _count(found[most])
        if most > 0 and 2 * held > total:
            return Setting(
                value=most,
                note=_share(name, most, held, total, found),
                brief=f"NOT A BOUND of the run: {_RECORDED[name][1][-1]} = {most:g} is that of "
                f"{100 * held / total:.4g} % of the parameters, taken for all.",
            )
    what = _RECORDED[name][1]
    return Setting(
        why=f"the {what} differs between the optimizer's parameter groups: {_listed(found)}"
    )


def largest_setting(meta: Meta, name: str) -> Setting:
    """Return the largest η or λ of any parameter group, for conditions that ask for a small one.

    Parameters
    ----------
    meta : Meta
        What the file says.
    name : str
        ``eta`` or ``lam``.
    """
    plain = getattr(meta, name)
    if plain is not None:
        return Setting(value=plain)
    found = _by_value(meta, name)
    if not found:
        return Setting()
    if list(found) == [0.0]:
        return _zero(meta, name)
    most = max(found)
    if len(found) == 1:
        return Setting(value=most)
    what = _RECORDED[name][1]
    return Setting(
        value=most,
        note=f"{most:g} is the largest {what} of the optimizer's parameter groups, which no "
        f"theorem here tells apart: {_listed(found)}",
    )


def adam_settings(meta: Meta) -> tuple[dict[str, Any], str]:
    """Return ``betas`` and ``adam_eps`` of Adam or AdamW, and what a reader must know.

    Returns
    -------
    settings : dict
        What the file records of the two, nothing where another optimizer trained the model:
        what it calls by these names is something else.
    note : str
        Says that the file's optimizer has another update than AdamW; empty where it has not.
    """
    optimizer = meta.optimizer or ""
    name = optimizer.lower()
    flags = [flag for flag in ("amsgrad", "maximize") if meta.extra.get(flag) is True]
    if optimizer and ("adam" not in name or any(other in name for other in _OTHERS)):
        return {}, f"the model was trained with {optimizer}, which is not AdamW"
    found: dict[str, Any] = {}
    betas, epsilon = meta.extra.get("betas"), meta.extra.get("adam_eps")
    if isinstance(betas, Sequence) and len(betas) == 2 and all(map(_is_real, betas)):
        found["betas"] = tuple(float(value) for value in betas)
    if _is_real(epsilon):
        found["adam_eps"] = float(epsilon)  # type: ignore[arg-type]
    said = {
        "amsgrad": "with amsgrad, which divides by the largest second moment so far",
        "maximize": "with maximize: it climbs F, where the bounds descend",
    }
    note = f"{optimizer or 'the optimizer'} ran " + all_of(said[flag] for flag in flags)
    return found, note if flags else ""


def _by_value(meta: Meta, name: str) -> dict[float, list[ParameterGroup]]:
    """Return the groups that hold measured parameters, by their value of a setting."""
    key = _RECORDED[name][0]
    found: dict[float, list[ParameterGroup]] = {}
    for group in groups_of(meta):
        value = getattr(group, key)
        if value is not None and group.parameters != 0:
            found.setdefault(value, []).append(group)
    return found


def _count(groups: Iterable[ParameterGroup]) -> int:
    return sum(group.parameters or 0 for group in groups)


def _total(meta: Meta) -> int | None:
    """Return how many parameters were measured, in any group or in none; None if not known."""
    counts = [group.parameters for group in groups_of(meta)]
    if None in counts:
        return None
    left = meta.extra.get("parameters_in_no_group")
    return sum(count or 0 for count in counts) + (left if isinstance(left, int) else 0)


def _share(
    name: str,
    value: float,
    held: int,
    total: int,
    found: Mapping[float, Sequence[ParameterGroup]],
) -> str:
    text = f"{value:g} is the {_RECORDED[name][1]} of {held} of {total} parameters"
    text += f" ({100 * held / total:.4g} %)"
    rest = {other: groups for other, groups in found.items() if other != value}
    if rest:
        text += f", taken for all; the others have {_listed(rest)}"
    left = total - sum(_count(groups) for groups in found.values())
    if left:
        text += f"; {left} are in no parameter group of the optimizer"
    return text


def _listed(found: Mapping[float, Sequence[ParameterGroup]]) -> str:
    """Return '0.1 (decay: 42 parameters), 0 (no decay: 9 parameters)'."""
    parts = []
    for value, groups in found.items():
        names = [group.name for group in groups[:_SHOWN]]
        if len(groups) > _SHOWN:
            names.append(f"{len(groups) - _SHOWN} more groups")
        known = all(group.parameters is not None for group in groups)
        count = f": {_count(groups)} parameters" if known else ""
        parts.append(f"{value:g} ({', '.join(names)}{count})")
    if len(parts) > _SHOWN:
        parts = [*parts[:_SHOWN], f"and {len(parts) - _SHOWN} other values"]
    return ", ".join(parts)


def _zero(meta: Meta, name: str) -> Setting:
    """Return what is to be said of a setting that is 0 in every group."""
    if name == "lam":
        return Setting(value=0.0)
    initial = {group.initial_lr for group in groups_of(meta) if group.initial_lr}
    before = f"; the schedule began from {max(initial):g}" if initial else ""
    return Setting(
        why=f"the file's learning rate is 0, as at the end (or before the first step) of a "
        f"schedule{before}. Give the η that the answer is to be for"
    )
