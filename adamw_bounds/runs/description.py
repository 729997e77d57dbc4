"""What is known of a training run, read from the tables of a run file.

``[optimizer]`` has the names of ``torch.optim``, where ``eps`` is Adam's;
``[[optimizer.groups]]`` replaces some of them for a group of parameters. ``[schedule]``, ``[data]``
and ``[problem]`` say the rest. Every fault is found before anything is computed.
"""

from __future__ import annotations

import math
import os
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from adamw_bounds.domains import DOMAINS, NotInDomain, number_in
from adamw_bounds.engine.conventions import CONVENTIONS
from adamw_bounds.engine.inputs import ALIASES
from adamw_bounds.engine.rate_files import NoRates, read_rates, right_rates
from adamw_bounds.engine.schedules import SHAPES
from adamw_bounds.engine.uncertain import Interval, parse_interval
from adamw_bounds.errors import Fault
from adamw_bounds.kernels import SYMBOLS
from adamw_bounds.optimizers import PYTORCH
from adamw_bounds.spelling import all_of, any_of, near

__all__ = ["TABLES", "Description", "Group", "is_of_run", "is_run", "overridden", "read_run"]

#: PyTorch's settings of a parameter group, and the domain of each number.
_SETTINGS: Final[Mapping[str, str]] = {
    "lr": "> 0",
    "betas": "pair",
    "eps": ">= 0",
    "weight_decay": ">= 0",
    "amsgrad": "flag",
    "maximize": "flag",
    "decoupled_weight_decay": "flag",
}
#: Arguments of torch.optim that do not change what the update is.
_IDLE: Final = ("foreach", "fused", "capturable", "differentiable")
_BETAS: Final = tuple(item.domain for item in CONVENTIONS if item.setting == "betas")
#: What torch.optim takes where nothing is said; its weight decay is each optimizer's own.
_DEFAULTS: Final[Mapping[str, Any]] = {"lr": "1e-3", "betas": ("0.9", "0.999"), "eps": "1e-8"}
#: The optimizers of torch.optim whose update is known here.
_OPTIMIZERS: Final = ("AdamW", "Adam")
_SCHEDULE: Final[Mapping[str, str]] = {
    "kind": "text",
    "warmup": "integer >= 0",
    "steps": "integer >= 1",
    "final": "[0, 1]",
    "step_size": "integer >= 1",
    "step_factor": "(0, 1]",
    "file": "text",
}
_DATA: Final[Mapping[str, str]] = {"batch_size": "integer >= 1", "samples": "integer >= 1"}
_FILES: Final = ("spectrum", "trace", "params", "grads")
#: What a run file may say of a problem beside inputs of formulas: for certificates of a trace.
_BESIDE: Final[Mapping[str, str]] = {"sample_deviation": ">= 0"}
#: What each table may hold, beside what `[problem]` takes.
TABLES: Final[Mapping[str, Collection[str]]] = {
    "optimizer": ("name", *_SETTINGS, *_IDLE, "groups"),
    "schedule": tuple(_SCHEDULE),
    "data": tuple(_DATA),
    "problem": (*_FILES, *_BESIDE),
}
#: Where an input stands that has a place of its own.
_PLACES: Final[Mapping[str, tuple[str, str]]] = {
    "lr": ("optimizer", "lr"),
    "betas": ("optimizer", "betas"),
    "adam_eps": ("optimizer", "eps"),
    "weight_decay": ("optimizer", "weight_decay"),
    "iterations": ("schedule", "steps"),
    "schedule": ("schedule", "kind"),
    **{name: ("schedule", name) for name in ("warmup", "final", "step_size", "step_factor")},
    **{name: ("data", name) for name in _DATA},
}


@dataclass(frozen=True, slots=True)
class Group:
    """A parameter group of the optimizer.

    Attributes
    ----------
    name : str
        What it is called; empty for the parameters that are in no group of their own.
    settings : mapping
        ``lr``, ``betas``, ``eps``, ``weight_decay``, ``amsgrad``, as they were written.
    parameters : int or None
        How many numbers are in it.
    """

    name: str
    settings: Mapping[str, Any]
    parameters: int | None = None


@dataclass(frozen=True, slots=True)
class Description:
    """What is known of a training run.

    Attributes
    ----------
    where : str
        The file, or what else it was read from.
    optimizer : str
        ``AdamW`` or ``Adam``; empty where nothing is said.
    groups : tuple of Group
        The base group first. Empty where no setting of PyTorch's is said.
    schedule : str, list or None
        Kind, file or learning rates of the schedule.
    problem : mapping
        Every other input by its name: constants, ``iterations``, ``batch_size``, ``warmup``.
    spectrum, trace, params, grads : str or None
        Paths of the files; a spectrum may be one itself.
    faults : tuple of Fault
        All that is wrong.
    notes : tuple of (str, str)
        Code and sentence of what was taken that no one gave.
    """

    where: str = ""
    optimizer: str = ""
    groups: tuple[Group, ...] = ()
    schedule: Any = None
    problem: Mapping[str, Any] = field(default_factory=dict)
    spectrum: Any = None
    trace: str | None = None
    params: str | None = None
    grads: str | None = None
    faults: tuple[Fault, ...] = ()
    notes: tuple[tuple[str, str], ...] = ()

    @property
    def base(self) -> Group:
        """The group of the parameters that are in none of their own."""
        return self.groups[0] if self.groups else Group("", {})

    @property
    def is_l2(self) -> bool:
        """Whether weight decay is part of the gradient: Adam's, not AdamW's."""
        decoupled = _is_true(self.base.settings.get("decoupled_weight_decay"))
        return self.optimizer == "Adam" and not decoupled

    def of_group(self, group: Group) -> dict[str, Any]:
        """Return the inputs of the run as one group of parameters lives it."""
        found = dict(self.problem)
        for theirs, ours in (("lr", "lr"), ("betas", "betas"), ("eps", "adam_eps")):
            if group.settings.get(theirs) is not None:
                found[ours] = group.settings[theirs]
        decay = group.settings.get("weight_decay")
        if decay is not None:
            # Without any, Adam's and AdamW's are one update.
            is_none = not _is_range(decay) and number_in(decay, "real") == 0
            found["lam_l2" if self.is_l2 and not is_none else "weight_decay"] = decay
        return found


def is_run(table: Mapping[str, Any]) -> bool:
    """Whether a table is that of a run: one with tables in it, where inputs are plain values."""
    return any(isinstance(value, Mapping) for value in table.values())


def overridden(
    tables: Mapping[str, Any], line: Mapping[str, Any]
) -> tuple[dict[str, Any], dict[str, str]]:
    """Replace what was given beside the file; settings of the optimizer are the base group's.

    Parameters
    ----------
    tables : mapping
        As for `read_run`.
    line : mapping
        Inputs by name.

    Returns
    -------
    tables : dict
        With the inputs in their places.
    options : dict
        The option of each place that was replaced, for faults.
    """
    found: dict[str, Any] = {
        key: dict(value) if isinstance(value, Mapping) else value for key, value in tables.items()
    }
    options: dict[str, str] = {}
    for name, value in line.items():
        full = ALIASES.get(name, name)
        if not is_of_run(full):
            continue
        for other in {name, full, *_same_as(full)}:
            table, key = _PLACES.get(other, ("problem", other))
            for place, word in ((found, other), (found.get("problem"), other)):
                if isinstance(place, dict) and word not in TABLES:
                    for spelled in (word, word.replace("_", "-")):
                        place.pop(spelled, None)
            if isinstance(found.get(table), dict):
                found[table].pop(key, None)
        table, key = _PLACES.get(full, ("problem", full))
        if table == "schedule" and not isinstance(found.get("schedule", {}), Mapping):
            found["schedule"] = {"kind": found["schedule"]}
        if not isinstance(found.get(table, {}), Mapping):
            continue
        found.setdefault(table, {})[key] = value
        options[f"{table}.{key}" if table != "problem" else key] = "--" + full.replace("_", "-")
    return found, options


def is_of_run(name: str) -> bool:
    """Whether an input says something of a run, and stands in one of its tables."""
    full = ALIASES.get(name, name)
    known = full in SYMBOLS and SYMBOLS[full].is_input
    return known or full in PYTORCH or full in _PLACES


def _same_as(name: str) -> Iterator[str]:
    """Return the names that say the same as an input, in the other's terms."""
    for theirs, ours in PYTORCH.items():
        if name == theirs:
            yield from ours
        elif name in ours:
            yield theirs


def read_run(
    tables: Mapping[str, Any],
    where: str = "",
    *,
    others: Collection[str] = (),
    options: Mapping[str, str] | None = None,
) -> Description:
    """Read the tables of a run file.

    Parameters
    ----------
    tables : mapping
        ``optimizer``, ``schedule``, ``data``, ``problem``, each a mapping; what stands beside them
        is read as ``problem``.
    where : str
        The file, for faults; paths in the tables are relative to its folder.
    others : collection of str
        Names that stand beside the inputs in a file of options, and say nothing of a run.
    options : mapping
        What a fault calls a place that was given as an option.
    """
    return _Reader(where, others, options or {}).read(tables)


class _Reader:
    def __init__(self, where: str, others: Collection[str], options: Mapping[str, str]) -> None:
        self.where = where
        self.options = options
        self.others = set(others)
        self.faults: list[Fault] = []
        self.notes: list[tuple[str, str]] = []
        #: Settings that were given, but wrong.
        self.wrong: set[str] = set()
        self.inputs = {name for name, symbol in SYMBOLS.items() if symbol.is_input}
        self.known = {*self.inputs, *PYTORCH, *_PLACES, *ALIASES, *_BESIDE} - {"eps"}

    def read(self, tables: Mapping[str, Any]) -> Description:
        loose: dict[str, Any] = {}
        found: dict[str, Mapping[str, Any]] = {}
        for key, value in tables.items():
            name = str(key).replace("-", "_")
            if name in TABLES:
                if isinstance(value, Mapping):
                    found[name] = value
                elif name == "schedule" and not isinstance(value, bool):
                    found[name] = {"kind": value}
                else:
                    self._fault(name, None, f"must be a table, [{name}]")
            elif isinstance(value, Mapping):
                hint = near(name, TABLES) or f"; tables are {all_of(TABLES)}"
                self._fault(f"[{key}]", None, f"is no table of a run{hint}")
            elif name == "groups":
                self._fault("groups", None, "belongs in [optimizer], as [[optimizer.groups]]")
            else:
                loose[key] = value
        name, groups = self._optimizer(found.get("optimizer", {}))
        schedule, problem = self._schedule(found.get("schedule", {}))
        problem |= self._numbers("data", found.get("data", {}), _DATA)
        problem, files = self._problem({**loose, **found.get("problem", {})}, problem)
        listed = found.get("problem", {})
        for key in loose:
            if key in listed:
                self._fault(str(key), None, "stands twice, at the top and in [problem]")
        if not groups or problem.keys() & PYTORCH.keys():
            groups = self._settings_of_problem(groups, problem)
        schedule = problem.pop("schedule", schedule)
        if "optimizer" in found:
            groups = self._defaults(name, groups or [Group("", {})], problem)
        self._together(groups, problem, schedule)
        return Description(
            where=self.where,
            optimizer=name or ("AdamW" if groups else ""),
            groups=tuple(groups),
            schedule=schedule,
            problem=problem,
            spectrum=files.get("spectrum"),
            trace=files.get("trace"),
            params=files.get("params"),
            grads=files.get("grads"),
            faults=tuple(self.faults),
            notes=tuple(self.notes),
        )

    def _defaults(self, name: str, groups: list[Group], problem: Mapping[str, Any]) -> list[Group]:
        """Take PyTorch's own defaults for what ``[optimizer]`` does not say."""
        own = {**_DEFAULTS, "weight_decay": "0" if name == "Adam" else "0.01"}
        paper = {"lr": ("eta",), "betas": ("beta1", "beta2"), "eps": ("delta",)}
        paper["weight_decay"] = ("lam", "lam_l2")
        left = {
            key: value
            for key, value in own.items()
            if groups[0].settings.get(key) is None
            and key not in self.wrong
            and not any(ours in problem for ours in paper[key])
        }
        if left:
            shown = ", ".join(f"{key} = {_shown(value)}" for key, value in left.items())
            self.notes.append(
                ("pytorch-defaults", f"[optimizer] does not say all: PyTorch's {shown}")
            )
        return [replace(group, settings={**left, **group.settings}) for group in groups]

    # --- the optimizer --------------------------------------------------------------------------

    def _optimizer(self, table: Mapping[str, Any]) -> tuple[str, list[Group]]:
        if not table:
            return "", []
        name = table.get("name", "AdamW")
        right = {item.lower(): item for item in _OPTIMIZERS}
        if not isinstance(name, str) or name.lower() not in right:
            hint = near(str(name), _OPTIMIZERS)
            self._fault("optimizer.name", name, f"must be {any_of(_OPTIMIZERS)}{hint}")
        base = self._settings("optimizer", table, ("name", "groups"))
        groups = [Group("", base)]
        listed = table.get("groups", [])
        if not isinstance(listed, list) or not all(isinstance(item, Mapping) for item in listed):
            self._fault("optimizer.groups", None, "must be tables, [[optimizer.groups]]")
            listed = []
        for place, item in enumerate(listed, start=1):
            at = f"optimizer.groups[{place}]"
            own = self._settings(at, item, ("name", "parameters"))
            count = item.get("parameters")
            if count is not None:
                count = self._number(f"{at}.parameters", count, "integer >= 1")
            called = item.get("name")
            if called is None or not isinstance(called, str) or not called.strip():
                if called is not None:
                    self._fault(f"{at}.name", called, "must be a word")
                called = f"group {place}"
            if any(group.name == called for group in groups):
                self._fault(f"{at}.name", called, "stands for two groups")
            groups.append(Group(called, {**base, **own}, count))
        return right.get(str(name).lower(), "AdamW"), groups

    def _settings(self, at: str, table: Mapping[str, Any], also: Collection[str]) -> dict[str, Any]:
        found: dict[str, Any] = {}
        allowed = (*_SETTINGS, *_IDLE, *also)
        for key, value in table.items():
            name = str(key).replace("-", "_")
            if name in also or name in _IDLE or value is None:
                continue
            if name not in _SETTINGS:
                self._unknown(at, key, name, allowed)
                continue
            found[name] = self._setting(f"{at}.{name}", _SETTINGS[name], value)
            if found[name] is None:
                self.wrong.add(name)
        if _is_true(found.get("maximize")):
            self._fault(
                f"{at}.maximize", True, "must be false: the statements are of a loss that falls"
            )
        return {name: value for name, value in found.items() if value is not None}

    def _setting(self, at: str, domain: str, value: Any) -> Any:
        if domain == "flag":
            if isinstance(value, bool):
                return value
            self._fault(at, value, "must be true or false")
            return None
        if domain != "pair":
            return self._number(at, value, domain)
        if not isinstance(value, list | tuple) or len(value) != 2:
            self._fault(at, value, "must be a list of two numbers")
            return None
        places = zip(("first", "second"), value, _BETAS, strict=True)
        pair = [self._number(f"{at} ({place})", one, domain) for place, one, domain in places]
        return None if None in pair else tuple(pair)

    def _settings_of_problem(self, groups: list[Group], problem: dict[str, Any]) -> list[Group]:
        """Take PyTorch's settings out of the inputs, where a flat file has them."""
        own: dict[str, Any] = {}
        for name in PYTORCH:
            if name not in problem:
                continue
            value = problem.pop(name)
            theirs = _PLACES[name][1]
            if groups and groups[0].settings.get(theirs) is not None:
                self._fault(name, value, f"stands twice: it is {theirs} of [optimizer]")
            else:
                own[theirs] = value
        if not own:
            return groups
        base = groups[0] if groups else Group("", {})
        rest = [replace(group, settings={**own, **group.settings}) for group in groups[1:]]
        return [replace(base, settings={**own, **base.settings}), *rest]

    # --- schedule, data, problem ----------------------------------------------------------------

    def _schedule(self, table: Mapping[str, Any]) -> tuple[Any, dict[str, Any]]:
        found = self._numbers("schedule", table, _SCHEDULE)
        kind = table.get("kind")
        path = found.pop("file", None)
        if "steps" in found:
            found["iterations"] = found.pop("steps")
        if path is not None and not isinstance(path, str):
            self._fault("schedule.file", path, "must be the path of a file of learning rates")
            path = None
        if path is not None:
            path = self._path(path)
            if not os.path.isfile(path):
                what = "must be a file of learning rates: there is none"
                self._fault("schedule.file", path, what)
            else:
                try:
                    read_rates(path)
                except NoRates as error:
                    self._fault("schedule.file", path, str(error))
        if kind is None:
            return path, found
        if isinstance(kind, list | tuple) or hasattr(kind, "ndim"):
            try:
                right_rates(kind.tolist() if hasattr(kind, "tolist") else kind)
            except (NoRates, TypeError, ValueError) as error:
                what = str(error) if isinstance(error, NoRates) else "must be learning rates"
                self._fault("schedule.kind", None, what)
                return None, found
            return kind, found
        word = str(kind).strip().lower() if isinstance(kind, str) else ""
        if word == "file":
            if path is None:
                self._fault("schedule.file", None, "is missing: the file of learning rates")
            return path, found
        if word in SHAPES:
            if path is not None:
                self._fault("schedule.file", path, f'is for kind = "file", not for {word}')
            return word, found
        if isinstance(kind, str) and os.path.isfile(self._path(kind)):
            return self._path(kind), found
        hint = near(word, SHAPES) or f": {any_of((*SHAPES, 'file'))}"
        self._fault("schedule.kind", kind, f"must be a schedule{hint}")
        return None, found

    def _numbers(
        self, at: str, table: Mapping[str, Any], domains: Mapping[str, str]
    ) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key, value in table.items():
            name = str(key).replace("-", "_")
            if value is None:
                continue
            if name not in domains:
                self._unknown(at, key, name, domains)
            elif domains[name] == "text":
                if name != "kind":
                    found[name] = value
            elif (number := self._number(f"{at}.{name}", value, domains[name])) is not None:
                found[name] = number
        return found

    def _problem(
        self, table: Mapping[str, Any], found: dict[str, Any]
    ) -> tuple[dict[str, Any], dict[str, Any]]:
        files: dict[str, Any] = {}
        for key, value in table.items():
            name = str(key).replace("-", "_")
            full = ALIASES.get(name, name)
            if value is None or name in self.others - self.known - set(_FILES):
                continue
            if name in _FILES:
                if name == "spectrum" and type(value).__name__ == "Spectrum":
                    files[name] = value
                elif isinstance(value, str):
                    shipped = value.startswith("shipped:")
                    files[name] = path = value if shipped else self._path(value)
                    if not shipped and not os.path.exists(path):
                        self._fault(name, path, "must be a file: there is none")
                else:
                    self._fault(name, value, "must be the path of a file")
                continue
            if name == "eps":
                self._fault(
                    "eps", value, "has two meanings here: write epsilon for the accuracy, and eps "
                    "in [optimizer] for Adam's"
                )  # fmt: skip
                continue
            if name not in self.known:
                self._unknown("", key, name, (*self.known, *_FILES))
                continue
            if full in found:
                place = _PLACES.get(full)
                also = f": it is {place[1]} of [{place[0]}]" if place else ""
                self._fault(str(key), value, f"stands twice{also}")
                continue
            known = self._input(str(key), full, value)
            if known is not None:
                found[full] = known
        return found, files

    def _input(self, at: str, name: str, value: Any) -> Any:
        if name == "schedule":
            return self._schedule({"kind": value})[0]
        if name in PYTORCH:
            theirs = _PLACES[name][1]
            return self._setting(at, _SETTINGS[theirs], value)
        domain = _SCHEDULE.get(name) or _BESIDE.get(name) or SYMBOLS[name].domain
        return self._number(at, value, domain)

    # --- one number -----------------------------------------------------------------------------

    def _number(self, at: str, value: Any, domain: str) -> Any:
        """Return a number, or a text that writes one or an interval; None where it is wrong."""
        try:
            interval = value if isinstance(value, Interval) else None
            if isinstance(value, str):
                interval = parse_interval(value, whole=DOMAINS[domain].whole)
            ends: tuple[Any, ...] = (value,)
            if interval is not None:
                ends = (interval.lower, interval.estimate, interval.upper)
            read = [float(number_in(number, domain, arrays=False)) for number in ends]
            if at.endswith(".eps") and not all(
                one == 0 or 0 < one * one < math.inf for one in read
            ):
                raise NotInDomain("must be 0, or from 1e-161 to 1e154: δ is its square")
            if read != sorted(read):
                raise NotInDomain("must rise from its lower end to its upper end")
        except NotInDomain as error:
            self._fault(at, value, str(error))
            return None
        return value

    def _together(self, groups: list[Group], problem: Mapping[str, Any], schedule: Any) -> None:
        """Find what is right alone and wrong beside the rest."""
        steps, warmup = _plain(problem.get("iterations")), _plain(problem.get("warmup"))
        if steps is not None and warmup is not None and warmup >= steps:
            self._fault("schedule.warmup", problem["warmup"], "must be less than the steps")
        batch, samples = _plain(problem.get("batch_size")), _plain(problem.get("samples"))
        if batch is not None and samples is not None and batch > samples:
            self._fault("data.batch_size", problem["batch_size"], "must be at most the samples")
        counts = [group.parameters for group in groups if group.parameters is not None]
        dim = _plain(problem.get("dim"))
        if counts and dim is not None and sum(map(_whole, counts)) > dim:
            self._fault(
                "optimizer.groups",
                sum(map(_whole, counts)),
                f"have more parameters than dim, {dim:g}",
            )
        for name in ("lr", "weight_decay"):
            values = [group.settings.get(name) for group in groups]
            if len(set(map(str, values))) > 1 and any(map(_is_range, values)):
                self._fault(
                    f"optimizer.{name}", None, "must be plain numbers where groups differ in it"
                )
        for mine, paper in (("lr", "eta"), ("weight_decay", "lam"), ("eps", "delta")):
            if groups and paper in problem and groups[0].settings.get(mine) is not None:
                self._fault(paper, problem[paper], f"cannot stand beside {mine}: both say the same")
        if groups and groups[0].settings.get("betas") is not None:
            for paper in ("beta1", "beta2"):
                if paper in problem:
                    self._fault(
                        paper, problem[paper], "cannot stand beside betas: both say the same"
                    )
        if schedule == "step" and "step_size" not in problem:
            self._fault("schedule.step_size", None, "is missing: the steps between two drops")

    # --- faults ---------------------------------------------------------------------------------

    def _unknown(self, at: str, key: Any, name: str, allowed: Collection[str]) -> None:
        label = f"{at}.{key}" if at else str(key)
        home = _home(name, at.partition(".")[0])
        if home:
            self._fault(label, None, f"belongs in [{home}]")
            return
        every = [word.replace("_", "-") if "-" in str(key) else word for word in sorted(allowed)]
        hint = near(str(key), every)
        what = f"is no setting of [{at}]" if at and "[" not in at else "is no input"
        self._fault(label, None, what + hint)

    def _fault(self, at: str, value: Any, allowed: str) -> None:
        shown = value if isinstance(value, str | int | float) else None
        if isinstance(value, list | tuple | Interval):
            shown = str(value)
        name = at.rpartition(".")[2].strip("[]") or at
        inside = f"{at} in {self.where}" if self.where else at
        place, _, which = at.partition(" ")
        if place in self.options:
            inside = f"{self.options[place]} {which}".strip()
        fault = Fault(name, shown, allowed, option=inside)
        if fault not in self.faults:
            self.faults.append(fault)

    def _path(self, path: str) -> str:
        return os.path.join(os.path.dirname(self.where), path) if self.where else path


def _home(name: str, here: str) -> str:
    """Return the table that a name belongs in, where it is another one."""
    for table, names in TABLES.items():
        if table != here and name in names:
            return table
    if name in _PLACES and _PLACES[name][0] != here:
        return _PLACES[name][0]
    return "problem" if name in SYMBOLS and SYMBOLS[name].is_input and here != "problem" else ""


def _is_true(value: Any) -> bool:
    return value is True


def _is_range(value: Any) -> bool:
    text = isinstance(value, str) and parse_interval(value) is not None
    return text or isinstance(value, Interval)


def _plain(value: Any) -> float | None:
    """Return the least number that an input may be; None where none is said."""
    if value is None:
        return None
    interval = value if isinstance(value, Interval) else None
    if isinstance(value, str):
        interval = parse_interval(value)
    return float(number_in(value, "real") if interval is None else interval.lower)


def _shown(value: Any) -> str:
    return f"({', '.join(value)})" if isinstance(value, tuple) else str(value)


def _whole(value: Any) -> int:
    return int(_plain(value) or 0)
