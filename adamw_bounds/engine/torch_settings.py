"""The settings of an optimizer object, wherever settings are asked for.

No framework is loaded: an optimizer is what has ``param_groups``, as those of ``torch.optim`` have.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import replace
from functools import wraps
from typing import Any, Final, NamedTuple, ParamSpec

from adamw_bounds.engine.conventions import from_pytorch
from adamw_bounds.engine.results import Answer, Note
from adamw_bounds.errors import Fault, InputError
from adamw_bounds.optimizers import ADAM, ADAMW, L2_ADAM, PYTORCH
from adamw_bounds.spelling import all_of

__all__ = ["EVERY", "Settings", "is_optimizer", "settings_of", "takes_optimizers", "with_notes"]

#: Every setting of an optimizer, in the paper's symbols.
EVERY: Final = tuple(name for names in PYTORCH.values() for name in names)

#: What the groups of an optimizer call the settings.
_NAMES: Final = {
    "lr": "lr",
    "betas": "betas",
    "eps": "adam_eps",
    "weight_decay": "weight_decay",
}


class Settings(NamedTuple):
    """What an optimizer object says.

    Attributes
    ----------
    key : str
        Which optimizer it is: ``adamw``, ``adam``, ``l2-adam``.
    values : mapping
        PyTorch's settings, by the names of inputs.
    notes : tuple of Note
        What must be said of them.
    """

    key: str
    values: Mapping[str, Any]
    notes: tuple[Note, ...]


def is_optimizer(value: Any) -> bool:
    """Whether it is an optimizer object, and no name of one."""
    return isinstance(getattr(value, "param_groups", None), list)


def settings_of(
    optimizer: Any, given: Mapping[str, Any], wanted: Collection[str], faults: list[Fault]
) -> Settings:
    """Return what an optimizer object says that was not given beside it.

    Parameters
    ----------
    optimizer : object with ``param_groups``
        AdamW or Adam of PyTorch, or one that has their settings.
    given : mapping
        The inputs beside it: each goes before the optimizer's own.
    wanted : collection of str
        The inputs that the question can use, in the paper's symbols.
    faults : list of Fault
        Takes what is wrong.
    """
    groups = [dict(group) for group in optimizer.param_groups]
    name = type(optimizer).__name__
    lacking = [key for key in _NAMES if not groups or any(key not in group for group in groups)]
    if lacking:
        what = f"has no {' and no '.join(lacking)}: it is not of Adam's family"
        faults.append(Fault("optimizer", name, what, option="optimizer"))
        return Settings("", {}, ())
    base = max(groups, key=_size)
    notes = []
    if any(group.get("maximize") for group in groups):
        faults.append(
            Fault("optimizer", name, "climbs (maximize=True), but the loss is to fall", "optimizer")
        )
    own = {ours: _plain(base[theirs]) for theirs, ours in _NAMES.items()}
    if base.get("initial_lr") is not None and _plain(base["initial_lr"]) != own["lr"]:
        # A schedule changes lr itself, and keeps where it started.
        own["lr"] = _plain(base["initial_lr"])
        notes.append(
            Note("learning-rate", f"η = {own['lr']:g} is the optimizer's initial learning rate")
        )
    apart = [
        theirs for theirs in _NAMES if len({repr(_plain(group[theirs])) for group in groups}) > 1
    ]
    if apart:
        notes.append(
            Note(
                "optimizer-groups",
                f"the optimizer's {len(groups)} groups differ in {all_of(apart)}: the "
                "settings are those of the group with the most parameters",
            )
        )
    if any(group.get("amsgrad") for group in groups):
        notes.append(
            Note(
                "amsgrad",
                "the optimizer is amsgrad=True: what is said of the paper's own update is not "
                "said of it",
            )
        )
    values: dict[str, Any] = {}
    for setting, ours in PYTORCH.items():
        if not set(ours) & set(wanted) or given.get(setting) is not None:
            continue
        free = [item for item in ours if given.get(item) is None]
        if len(free) == len(ours):
            values[setting] = own[setting]
        elif free:
            # One of the two betas is given: the other one is the optimizer's still.
            both = from_pytorch({setting: own[setting]}, [])
            values.update({item: both[item] for item in free if item in both})
    return Settings(_key(name, groups, own["weight_decay"]), values, tuple(notes))


def with_notes(answer: Answer, said: Settings) -> Answer:
    """Return an answer with what must be said of the optimizer that it was asked with.

    That it did not need all settings of the optimizer is no remark: no one gave them one by one.
    """
    own = {"--" + name.replace("_", "-") for ours in PYTORCH for name in (ours, *PYTORCH[ours])}
    kept = [
        note
        for note in answer.warnings
        if note.code != "unused-input"
        or not {word.strip(",") for word in note.message.split() if word.startswith("--")} <= own
    ]
    return replace(answer, warnings=(*said.notes, *kept))


Asked = ParamSpec("Asked")


def takes_optimizers(
    *,
    wanted: Collection[str] = EVERY,
    chooses: bool = False,
    decoupled: bool = False,
    symbols: bool = False,
) -> Callable[[Callable[Asked, Answer]], Callable[Asked, Answer]]:
    """Let a question take an optimizer object, ``optimizer``, in the place of its settings.

    For questions that look at their settings before they ask.

    Parameters
    ----------
    wanted : collection of str
        The settings that the question can use, in the paper's symbols.
    chooses : bool
        Whether the question can be asked of one optimizer: then it is asked of this one.
    decoupled : bool
        Whether the question is about decoupled weight decay alone.
    symbols : bool
        Whether the question takes the paper's symbols alone.
    """

    def decorate(question: Callable[Asked, Answer]) -> Callable[Asked, Answer]:
        @wraps(question)
        def asked(*args: Asked.args, **given: Asked.kwargs) -> Answer:
            told = given.get("optimizer")
            if not is_optimizer(told):
                return question(*args, **given)
            faults: list[Fault] = []
            said = settings_of(told, given, wanted, faults)
            if decoupled and said.key == L2_ADAM.key:
                what = "decays the loss (ℓ2), and the question is about decay of the parameters"
                faults.append(Fault("optimizer", type(told).__name__, what, option="optimizer"))
            if faults:
                raise InputError(faults)
            rest: dict[str, Any] = {
                name: value for name, value in given.items() if name != "optimizer"
            }
            rest.update(from_pytorch(said.values, faults) if symbols else said.values)
            if chooses:
                rest["optimizer"] = said.key
            return with_notes(question(*args, **rest), said)

        return asked

    return decorate


def _size(group: Mapping[str, Any]) -> int:
    return sum(_numbers(item) for item in group.get("params", ()))


def _numbers(item: Any) -> int:
    return int(item.numel()) if callable(getattr(item, "numel", None)) else 1


def _plain(value: Any) -> Any:
    """Return numbers that tensors hold."""
    if isinstance(value, list | tuple):
        return tuple(map(_plain, value))
    return value.item() if callable(getattr(value, "item", None)) else value


def _key(name: str, groups: Iterable[Mapping[str, Any]], decay: Any) -> str:
    decoupled = any(
        group.get("decoupled_weight_decay") or group.get("decoupled") for group in groups
    )
    if "adamw" in name.lower() or decoupled:
        return ADAMW.key
    return L2_ADAM.key if decay else ADAM.key
