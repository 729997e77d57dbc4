"""Where the tables of a run come from: a file of any kind, a mapping, or an optimizer."""

from __future__ import annotations

import contextlib
import json
import math
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from adamw_bounds.errors import Fault, InputError, RunError
from adamw_bounds.runs.files import parse_table, unreadable
from adamw_bounds.runs.schedulers import NoScheduleError, is_scheduler, with_rates

__all__ = ["Sources", "sources_of"]

#: Settings of a parameter group, by PyTorch's names.
_SETTINGS: Final = ("lr", "betas", "eps", "weight_decay", "amsgrad", "maximize")
#: Wrappers with an optimizer inside them, and where they keep it.
_INSIDE: Final = ("optimizer", "optim")


@dataclass(frozen=True, slots=True)
class Sources:
    """What a run is read from.

    Attributes
    ----------
    tables : dict
        Those of a run file.
    where : str
        The file, where they were written in one.
    point : mapping
        ``x_norm`` and ``x_inf_norm`` of a checkpoint: they are of one point of the run.
    checkpoint : str or None
        The checkpoint, where it holds gradients too.
    notes : tuple of (str, str)
        What a reader must know of it.
    """

    tables: dict[str, Any]
    where: str = ""
    point: Mapping[str, float] = field(default_factory=dict)
    checkpoint: str | None = None
    notes: tuple[tuple[str, str], ...] = ()


def sources_of(
    run: Any,
    *,
    schedule: Any = None,
    measured: Any = None,
    data: Any = None,
    option: str = "run",
) -> Sources:
    """Return the tables of a run, whatever says them.

    Parameters
    ----------
    run : path, mapping or torch.optim.Optimizer
        A path is of a run file, a checkpoint, a trace or a spectrum: its content tells.
    schedule, measured, data : optional
        What stands in ``[schedule]``, ``[problem]`` and ``[data]``; see `adamw_bounds.check`.
    option : str
        What a fault calls ``run``.

    Raises
    ------
    InputError
        If it is nothing that a run can be read from.
    RunError
        If a file cannot be read.
    """
    found = _sources_of(run, option)
    tables = {
        key: dict(value) if isinstance(value, Mapping) else value
        for key, value in found.tables.items()
    }
    faults: list[Fault] = []
    more = (
        ("schedule", _schedule(schedule, faults)),
        ("problem", _measured(measured, faults)),
        ("data", _data(data, faults)),
    )
    if faults:
        raise InputError(faults)
    for name, table in more:
        if table:
            there = tables.get(name, {})
            there = there if isinstance(there, Mapping) else {"kind": there}
            tables[name] = {**there, **table}
            # What was said of the same thing at the top of a flat file is replaced too.
            for key in table:
                tables.pop(key, None)
    return Sources(tables, found.where, found.point, found.checkpoint, found.notes)


def _sources_of(run: Any, option: str) -> Sources:
    if isinstance(run, str | os.PathLike):
        return _of_file(os.fspath(run), option)
    if isinstance(run, Mapping):
        optimizer = run.get("optimizer")
        if not isinstance(getattr(optimizer, "param_groups", None), list):
            return Sources(dict(run))
        found = _sources_of(optimizer, option)
        written = {key: value for key, value in run.items() if key != "optimizer"}
        measured = written.get("problem", {})
        if isinstance(measured, Mapping):
            written["problem"] = {**found.tables["problem"], **measured}
        return replace(found, tables={**found.tables, **written})
    optimizer = run
    for _ in range(4):
        if isinstance(getattr(optimizer, "param_groups", None), list):
            break
        inner = (getattr(optimizer, name, None) for name in _INSIDE)
        optimizer = next((item for item in inner if item is not None), None)
    groups = getattr(optimizer, "param_groups", None)
    if not isinstance(groups, list):
        what = "must be a run file, a checkpoint, a trace, a mapping of tables or a torch optimizer"
        raise InputError([Fault("run", type(run).__name__, what, option=option)])
    return _of_optimizer(optimizer, groups)


# --- Files ----------------------------------------------------------------------------------------


def _of_file(path: str, option: str) -> Sources:
    if path.startswith("shipped:"):
        return _of_spectrum(path)
    try:
        with open(path, "rb") as file:
            data = file.read()
    except OSError as error:
        raise unreadable(path, f"cannot be read: {error.strerror or error}", option) from error
    if path.lower().endswith(".npz"):
        return _of_spectrum(path)
    # A zip or a pickle of torch.save; safetensors begin with a length of eight bytes.
    if data[:2] == b"PK" or data[:1] == b"\x80" or (data[8:9] == b"{" and 0 in data[:8]):
        return _of_checkpoint(path)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        what = "is no run file (TOML or JSON), checkpoint, trace or spectrum"
        raise unreadable(path, what, option) from error
    if _is_trace(text):
        return _of_trace(path)
    table = parse_table(path, text, option)
    if isinstance(table.get("weight_map"), Mapping):  # the index of a model in several files
        return _of_checkpoint(path)
    return Sources(dict(table), path)


def _is_trace(text: str) -> bool:
    from adamw_bounds.traces import FORMAT

    first = text.partition("\n")[0]
    if not first.lstrip().startswith("{"):
        return False
    try:
        head = json.loads(first)
    except ValueError:
        return False
    # One of another version is a trace too: whoever reads it says which is read.
    kind = FORMAT.partition("/")[0] + "/"
    return isinstance(head, dict) and str(head.get("format")).startswith(kind)


def _of_spectrum(path: str) -> Sources:
    """Return the run whose end a spectrum was measured at."""
    from adamw_bounds.optimizers import L2_ADAM, in_words
    from adamw_bounds.spectra import resolve_spectrum
    from adamw_bounds.spectra.training import adam_settings, largest_setting

    meta = resolve_spectrum(path).meta
    own, note = adam_settings(meta)
    name = meta.optimizer or "AdamW"
    key = in_words(name)
    table: dict[str, Any] = {"name": "Adam" if key in ("adam", L2_ADAM.key) else "AdamW"}
    if key is None and meta.optimizer:
        table["name"] = meta.optimizer
    for setting, theirs in (("eta", "lr"), ("lam", "weight_decay")):
        found = largest_setting(meta, setting)
        if found.value is not None:
            table[theirs] = found.value
    if "adam_eps" in own:
        table["eps"] = own["adam_eps"]
    if "betas" in own:
        table["betas"] = own["betas"]
    table |= {flag: True for flag in ("amsgrad", "maximize") if meta.extra.get(flag) is True}
    notes = (("run-settings", f"{note[0].upper()}{note[1:]}"),) if note else ()
    data = {
        key: value for key in ("batch_size", "samples") if (value := getattr(meta, key)) is not None
    }
    absolute = path if path.startswith("shipped:") else os.path.abspath(path)
    return Sources({"optimizer": table, "data": data, "problem": {"spectrum": absolute}},
                   notes=notes)  # fmt: skip


def _of_trace(path: str) -> Sources:
    """Return the run that a recorder wrote down."""
    from adamw_bounds.traces import load_trace

    trace = load_trace(path)
    head = trace.head
    groups = [dict(group) for group in head.get("groups") or ()]
    rates = [[row[place] for row in trace.lists["rates"] if len(row) > place] for place in
             range(len(groups))]  # fmt: skip
    for group, own in zip(groups, rates, strict=True):
        if own and max(own) > 0:
            group["lr"] = max(map(float, own))
            group.pop("initial_lr", None)
    name = str(head.get("optimizer"))
    table, dim = _table_of(name, groups)
    problem: dict[str, Any] = {"trace": os.path.abspath(path), "dim": head.get("dim") or dim}
    for theirs, ours in (("x0_l2", "x0_norm"), ("x0_inf", "x0_inf_norm")):
        if head.get(theirs) is not None:
            problem[ours] = head[theirs]
    data = {key: head[key] for key in ("batch_size", "samples") if head.get(key) is not None}
    notes: list[tuple[str, str]] = []
    schedule: dict[str, Any] = {}
    if len(trace.steps):
        schedule["steps"] = int(trace.steps[-1]) + 1
        varied = rates and len(set(map(float, rates[0]))) > 1
        if varied:
            schedule["kind"] = _between(trace.steps, rates[0], schedule["steps"])
            notes.append(
                (
                    "rates-between",
                    "The learning rates between recorded steps are taken to lie on a line",
                )
            )
    tables = {"optimizer": table, "schedule": schedule, "data": data, "problem": problem}
    return Sources(tables, notes=tuple(notes))


def _between(steps: Any, rates: Sequence[Any], count: int) -> list[float]:
    """Return a learning rate for every step, on lines between those that were recorded."""
    import numpy as np

    return [float(rate) for rate in np.interp(np.arange(count), steps, np.array(rates, float))]


def _of_checkpoint(path: str) -> Sources:
    """Return the run that left a checkpoint."""
    from adamw_bounds.tensors import load_tensors

    saved = load_tensors(path)
    state = saved.optimizer
    problem: dict[str, Any] = {}
    notes: list[tuple[str, str]] = []
    if state is None:
        raise RunError(
            f"{path} holds no optimizer: save one beside the model, as in "
            'torch.save({"model": model.state_dict(), "optimizer": optimizer.state_dict()}, FILE)',
            code="no-optimizer",
        )
    if not state.adaptive:
        raise RunError(
            f"{path} is of an optimizer that is not Adam's kind: its groups have no betas",
            code="other-optimizer",
        )
    sizes = {number: math.prod(shape) for number, shape in state.shapes.items()}
    known = all(number in sizes for group in state.groups for number in group.numbers)
    groups = [
        {
            "name": group.name,
            **group.settings,
            **({"betas": group.betas} if group.betas is not None else {}),
            **dict.fromkeys(state.flags, True),
            "parameters": sum(sizes[number] for number in group.numbers) if known else None,
        }
        for group in state.groups
    ]
    decays = any(group.get("weight_decay") for group in groups)
    name = "Adam" if state.decoupled is False else "AdamW"
    if state.decoupled is None and decays:
        notes.append(
            ("assumed-adamw", f"{path} does not say whether its weight decay is AdamW's: it is "
             "taken to be")
        )  # fmt: skip
    table, dim = _table_of(name, groups)
    if dim is not None:
        problem["dim"] = dim
    schedule: dict[str, Any] = {}
    if state.steps:
        schedule["steps"] = int(max(state.steps.values()))
        notes.append(("steps-done", f"T is {schedule['steps']}, the steps that {path} has done"))
    point = _norms(saved.arrays, state.shapes.values())
    tables = {"optimizer": table, "schedule": schedule, "problem": problem}
    held = path if saved.gradients is not None else None
    return Sources(tables, point=point, checkpoint=held, notes=tuple(notes))


def _norms(arrays: Mapping[str, Any], shapes: Iterable[tuple[int, ...]]) -> dict[str, float]:
    """Return the norms of a model's parameters; of none where buffers cannot be told from them."""
    import numpy as np

    plain = [array for array in arrays.values() if array.dtype.kind == "f"]
    if not plain or sorted(array.shape for array in plain) != sorted(map(tuple, shapes)):
        return {}
    squares = math.fsum(float(np.square(array, dtype=np.float64).sum()) for array in plain)
    most = max((float(np.abs(array).max()) for array in plain if array.size), default=0.0)
    return {"x_norm": math.sqrt(squares), "x_inf_norm": most}


# --- Optimizers -----------------------------------------------------------------------------------


def _of_optimizer(optimizer: Any, groups: Sequence[Mapping[str, Any]]) -> Sources:
    listed = [
        {
            **{key: value for key, value in group.items() if key != "params"},
            "parameters": sum(int(value.numel()) for value in group.get("params", ())),
        }
        for group in groups
    ]
    table, dim = _table_of(type(optimizer).__name__, listed)
    problem: dict[str, Any] = {} if not dim else {"dim": dim}
    if not getattr(optimizer, "state", None):
        # Before its first step the parameters are x_0.
        values = [value.detach() for group in groups for value in group.get("params", ())]
        held = [value.double() for value in values if value.numel()]
        if held and all(bool(value.isfinite().all()) for value in held):
            problem["x0_norm"] = math.sqrt(math.fsum(float((v * v).sum()) for v in held))
            problem["x0_inf_norm"] = max(float(value.abs().max()) for value in held)
    return Sources({"optimizer": table, "problem": problem})


def _table_of(name: str, groups: Sequence[Mapping[str, Any]]) -> tuple[dict[str, Any], int | None]:
    """Return the table of an optimizer: its largest group, and those that differ from it."""
    counts = [group.get("parameters") for group in groups]
    if not groups:
        return {"name": name}, None
    place = max(range(len(groups)), key=lambda at: counts[at] or 0)
    base = _settings(groups[place])
    table: dict[str, Any] = {"name": name, **base}
    if any(group.get("decoupled_weight_decay") or group.get("decoupled") for group in groups):
        table["decoupled_weight_decay"] = True
    others: list[dict[str, Any]] = []
    for number, group in enumerate(groups):
        own = _settings(group)
        if number == place or own == base:
            continue
        called = str(group.get("name") or f"group {number}")
        taken = {item["name"] for item in others}
        one = {"name": f"{called} ({number})" if called in taken else called, **own}
        if counts[number]:
            one["parameters"] = counts[number]
        others.append(one)
    if others:
        table["groups"] = others
    total = None if None in counts else sum(count or 0 for count in counts)
    return table, total or None


def _settings(group: Mapping[str, Any]) -> dict[str, Any]:
    found = {key: _plain(group[key]) for key in _SETTINGS if group.get(key) is not None}
    if group.get("initial_lr") is not None:
        # The peak of a schedule, which changes lr itself.
        found["lr"] = _plain(group["initial_lr"])
    for flag in ("amsgrad", "maximize"):
        if not found.get(flag):
            found.pop(flag, None)
    if isinstance(found.get("betas"), list | tuple):
        found["betas"] = tuple(map(_plain, found["betas"]))
    return found


def _plain(value: Any) -> Any:
    """Return a number that a tensor holds."""
    return value.item() if callable(getattr(value, "item", None)) else value


# --- What is said beside --------------------------------------------------------------------------


def _schedule(given: Any, faults: list[Fault]) -> dict[str, Any]:
    if given is None:
        return {}
    if is_scheduler(given):
        given = {"kind": given}
    if isinstance(given, Mapping):
        if not is_scheduler(given.get("kind")):
            return dict(given)
        try:
            return with_rates(given)
        except NoScheduleError as error:
            faults.append(Fault("schedule", type(given["kind"]).__name__, str(error)))
            return {}
    if isinstance(given, str | list | tuple | os.PathLike) or hasattr(given, "ndim"):
        return {"kind": os.fspath(given) if isinstance(given, os.PathLike) else given}
    what = "must be a name, a file, a list of learning rates, a scheduler of torch or a mapping"
    faults.append(Fault("schedule", type(given).__name__, what))
    return {}


def _measured(given: Any, faults: list[Fault]) -> dict[str, Any]:
    if given is None:
        return {}
    if isinstance(given, Mapping):
        return dict(given)
    if isinstance(given, str | os.PathLike) or type(given).__name__ == "Spectrum":
        return {"spectrum": os.fspath(given) if isinstance(given, os.PathLike) else given}
    what = "must be a mapping of constants, a spectrum or its file"
    faults.append(Fault("measured", type(given).__name__, what))
    return {}


def _data(given: Any, faults: list[Fault]) -> dict[str, Any]:
    if given is None:
        return {}
    if isinstance(given, Mapping):
        return dict(given)
    size = getattr(given, "batch_size", None)
    if size is None:
        what = "must be a mapping with batch_size and samples, or a DataLoader"
        faults.append(Fault("data", type(given).__name__, what))
        return {}
    found: dict[str, Any] = {"batch_size": size}
    with contextlib.suppress(TypeError, AttributeError):
        found["samples"] = len(given.dataset)
    return found
