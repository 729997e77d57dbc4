"""The points of a sweep from a CSV, JSON or Parquet file, or from columns in memory."""

from __future__ import annotations

import csv
import json
import math
import os
import warnings
from collections.abc import Collection, Mapping
from typing import Any, Final

from adamw_bounds.domains import NotInDomain, number_in, plain_float
from adamw_bounds.engine.inputs import domain_of
from adamw_bounds.errors import Fault, RunError
from adamw_bounds.questions.vary import named
from adamw_bounds.spelling import all_of

__all__ = ["read_points"]

#: Lines of a CSV file that are named as wrong; what is wrong with more is counted.
_MOST_NAMED: Final = 3


def read_points(given: Any, known: Collection[str], faults: list[Fault]) -> dict[str, Any] | None:
    """Return columns of points by input; None and faults where they are wrong.

    Parameters
    ----------
    given : mapping or path-like
        Columns by input, or a file: CSV with a line of names; JSON: columns by name, a list of
        objects, or an answer; Parquet.
    known : collection of str
        The inputs that may vary.
    faults : list of Fault
        Takes what is wrong.

    Raises
    ------
    RunError
        If the file cannot be read.
    """
    before = len(faults)
    columns = _columns(given, faults)
    if columns is None:
        return None
    found: dict[str, Any] = {}
    for name, values in columns.items():
        full = named(str(name), known, faults, "--points")
        if full is None:
            continue
        if full in found:
            faults.append(Fault("points", full, "names an input twice"))
            continue
        option = f"--points, column {name},"
        try:
            array = number_in(values, domain_of(full))
        except NotInDomain as error:
            faults.append(Fault(full, _first_wrong(values), str(error), option))
            continue
        if getattr(array, "ndim", 0) != 1:
            faults.append(Fault(full, None, "must be a list of numbers", option))
            continue
        found[full] = array
    sizes = {int(array.size) for array in found.values()}
    if len(sizes) > 1:
        faults.append(Fault("points", None, "must have columns of one length"))
    if not columns:
        faults.append(Fault("points", None, "hold no column"))
    return found if len(faults) == before else None


def _first_wrong(values: Any) -> Any:
    """Return the first entry that is no finite number, with its place; None where all are."""
    for place, value in enumerate(values if hasattr(values, "__iter__") else ()):
        try:
            if math.isfinite(plain_float(value)):
                continue
        except NotInDomain:
            pass
        return f"{value} at point {place}, counted from 0"
    return None


def _columns(given: Any, faults: list[Fault]) -> Mapping[str, Any] | None:
    if isinstance(given, Mapping):
        return given
    if not isinstance(given, str | os.PathLike):
        faults.append(Fault("points", None, "must be columns by name, or a file"))
        return None
    path = os.fspath(given)
    ending = os.path.splitext(path)[1].lower()
    try:
        if ending == ".parquet":
            return _parquet(path, faults)
        with open(path, encoding="utf-8-sig", newline="") as stream:
            if ending == ".json":
                return _json(path, json.load(stream), faults)
            return _csv(stream, path, faults)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise RunError(f"--points {path} cannot be read: {reason}", code="cannot-read") from error
    except (UnicodeDecodeError, csv.Error) as error:
        raise RunError(
            f"--points {path} is no CSV, JSON or Parquet file: {error}", code="bad-points-file"
        ) from error
    except (ValueError, RecursionError) as error:
        raise RunError(
            f"--points {path} is no valid JSON: {error}", code="bad-points-file"
        ) from error


def _csv(stream: Any, path: str, faults: list[Fault]) -> Mapping[str, Any] | None:
    import numpy as np

    head = stream.readline()
    names = [name.strip() for name in next(csv.reader([head]), [])]
    if not any(names):
        faults.append(Fault("points", path, "has no line of names"))
        return None
    if all(_is_number(name) for name in names):
        faults.append(Fault("points", path, "must begin with a line of names, not of numbers"))
        return None
    twice = [name for name in dict.fromkeys(names) if names.count(name) > 1]
    if twice:
        faults.append(Fault("points", path, f"has more than one column {all_of(twice)}"))
        return None
    start = stream.tell()
    try:
        with warnings.catch_warnings(action="ignore"):  # no line of numbers is told below
            table = np.loadtxt(stream, delimiter=",", ndmin=2, comments=None)
        if table.shape[1] == len(names) and table.size and np.isfinite(table).all():
            return dict(zip(names, table.T, strict=True))
    except ValueError:
        pass
    stream.seek(start)
    return _slowly(stream, path, names, faults)


def _slowly(
    stream: Any, path: str, names: list[str], faults: list[Fault]
) -> Mapping[str, Any] | None:
    """Read a CSV file line by line, to tell which lines are wrong."""
    columns: list[list[float]] = [[] for _ in names]
    wrong: list[str] = []
    for number, line in enumerate(csv.reader(stream), start=2):
        if not line:
            continue
        if len(line) != len(names):
            wrong.append(f"line {number} has {len(line)} values, not {len(names)}")
            continue
        for name, word, column in zip(names, line, columns, strict=True):
            if _is_number(word):
                column.append(float(word))
            else:
                wrong.append(f"line {number}, {name}, is no finite number: {word.strip()[:20]!r}")
    if wrong:
        more = f", and {len(wrong) - _MOST_NAMED} more" if len(wrong) > _MOST_NAMED else ""
        faults.append(Fault("points", path, f"is wrong: {'; '.join(wrong[:_MOST_NAMED])}{more}"))
        return None
    if not columns[0]:
        faults.append(Fault("points", path, "has no point below its line of names"))
        return None
    return dict(zip(names, columns, strict=True))


def _is_number(word: str) -> bool:
    try:
        return math.isfinite(float(word))
    except ValueError:
        return False


def _json(path: str, table: Any, faults: list[Fault]) -> Mapping[str, Any] | None:
    if isinstance(table, list) and table and all(isinstance(item, Mapping) for item in table):
        names = list(table[0])
        if any(list(item) != names and set(item) != set(names) for item in table):
            faults.append(Fault("points", path, "must have the same keys in every object"))
            return None
        return {name: [item[name] for item in table] for name in names}
    if isinstance(table, Mapping) and table and all(isinstance(v, list) for v in table.values()):
        return table
    faults.append(
        Fault("points", path, "must be lists by name, or a list of objects with the same keys")
    )
    return None


def _parquet(path: str, faults: list[Fault]) -> Mapping[str, Any] | None:
    try:
        from pyarrow import parquet
    except ImportError as error:
        raise RunError(
            "a Parquet file needs the extra parquet: pip install 'adamw-bounds[parquet]'",
            code="needs-extra",
        ) from error
    import pyarrow

    try:
        # Opened here: pyarrow does not say why a file cannot be.
        with open(path, "rb") as stream, parquet.ParquetFile(stream) as file:
            names = file.schema_arrow.names
            twice = [name for name in dict.fromkeys(names) if names.count(name) > 1]
            if twice:
                faults.append(Fault("points", path, f"has more than one column {all_of(twice)}"))
                return None
            table = file.read()
    except pyarrow.ArrowException as error:
        raise RunError(
            f"--points {path} is no Parquet file, or is cut short or damaged",
            code="bad-points-file",
        ) from error
    return {name: table.column(name).to_numpy() for name in table.column_names}
