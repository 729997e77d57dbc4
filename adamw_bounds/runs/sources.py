"""Where the tables of a run come from: a file, a mapping, an optimizer."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any

from adamw_bounds.errors import Fault, InputError
from adamw_bounds.runs.files import parse_table, unreadable

__all__ = ["read_tables", "tables_of"]


def read_tables(path: str, option: str = "RUN") -> Mapping[str, Any]:
    """Return the tables of a run file.

    Raises
    ------
    RunError
        If it cannot be read.
    """
    try:
        with open(path, "rb") as file:
            data = file.read()
    except OSError as error:
        raise unreadable(path, f"cannot be read: {error.strerror or error}", option) from error
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise unreadable(path, "is no TOML or JSON file of a run", option) from error
    return parse_table(path, text, option)


def tables_of(
    run: Any, *, schedule: Any = None, measured: Any = None, data: Any = None
) -> tuple[dict[str, Any], str]:
    """Return the tables of a run, and the file that they are from.

    Raises
    ------
    InputError
        If it is nothing that a run can be read from.
    RunError
        If a file cannot be read.
    """
    where = ""
    if isinstance(run, str | os.PathLike):
        where = os.fspath(run)
        tables = dict(read_tables(where))
    elif isinstance(run, Mapping):
        tables = dict(run)
    else:
        what = "must be a run file, a mapping of its tables, or a torch optimizer"
        raise InputError([Fault("run", type(run).__name__, what, option="run")])
    for name, given in (("schedule", schedule), ("problem", measured), ("data", data)):
        if given is None:
            continue
        table = given if isinstance(given, Mapping) or name != "schedule" else {"kind": given}
        tables[name] = {**tables.get(name, {}), **table}
    return tables, where
