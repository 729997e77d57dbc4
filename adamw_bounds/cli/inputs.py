"""From options and a ``--from`` file to the inputs of a question."""

from __future__ import annotations

import difflib
import os
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from adamw_bounds.cli.options import COUNTERPARTS, INPUTS, OPTIONS
from adamw_bounds.errors import Fault, RunError

__all__ = ["Source", "merge", "near", "read_source"]

#: What a spectrum file may know, and the input that it stands for.
_MEASURED = {
    **{name: name for name in ("eta", "lam", "batch_size", "samples", "rho", "x_star_norm")},
    **{name: name for name in ("c_inf", "c_2", "sigma", "x_inf_norm")},
    "smoothness_lower": "smoothness",
    "gap_upper": "gap",
}
#: What was measured on single gradients at one point.
_OF_GRADIENTS = {"c_inf": "c∞", "c_2": "c₂", "sigma": "σ"}


@dataclass(slots=True)
class Source:
    """What a ``--from`` file holds.

    Attributes
    ----------
    inputs : dict
        Inputs by their names in Python; numbers as they stand in the file.
    faults : list of Fault
        Keys that are no inputs, and values that cannot be one.
    notes : list of (code, message)
        What a reader must know of where the inputs come from; see `used`.
    spectrum : str or None
        The path, where the file is a spectrum.
    measured : mapping
        The meta of that spectrum.
    """

    inputs: dict[str, Any] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)
    spectrum: str | None = None
    measured: Mapping[str, Any] = field(default_factory=dict)

    def used(self, line: Mapping[str, Any], merged: Mapping[str, Any]) -> None:
        """Leave the notes of what is taken from the file.

        Parameters
        ----------
        line, merged : mapping
            What was given on the line, and what `merge` made of both.
        """
        self.notes = _notes(self, [name for name in merged if name not in line])


def near(word: str, words: Collection[str]) -> str:
    """Return ``; did you mean …?`` where ``words`` has something close to ``word``."""
    found = difflib.get_close_matches(word, words, n=2)
    return f"; did you mean {' or '.join(found)}?" if found else ""


def read_source(path: str) -> Source:
    """Read a TOML or JSON file of inputs, or the constants of a spectrum file.

    Keys are option names with ``-`` or ``_``. The JSON answer of an earlier question is read
    too: its ``inputs`` are taken.

    Parameters
    ----------
    path : str
        The file, or ``shipped:NAME`` for the constants of a shipped spectrum.

    Returns
    -------
    Source

    Raises
    ------
    RunError
        If the file cannot be read, or is none of the three.
    """
    if path.startswith("shipped:"):
        return _from_spectrum(path)
    try:
        with open(path, "rb") as file:
            data = file.read()
    except OSError as error:
        raise _unreadable(path, f"cannot be read: {error.strerror or error}") from error
    if data.startswith(b"PK") or path.lower().endswith(".npz"):
        return _from_spectrum(path)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _unreadable(
            path, "is no TOML or JSON file of inputs and no spectrum file (.npz)"
        ) from error
    return _from_table(path, _parse(path, text))


def _unreadable(path: str, what: str) -> RunError:
    return RunError(
        f"--from {path} {what}",
        code="unreadable-file",
        details=[{"option": "--from", "value": path}],
    )


def _parse(path: str, text: str) -> Mapping[str, Any]:
    ending = os.path.splitext(path)[1].lower()
    if not text.strip():
        raise _unreadable(path, "is empty")
    if ending == ".json" or (ending != ".toml" and text.lstrip().startswith("{")):
        import json

        try:
            # Numbers stay text: they reach the validation as they were written.
            table = json.loads(text, parse_float=str, parse_int=str, parse_constant=str)
        except (ValueError, RecursionError) as error:
            raise _unreadable(path, f"is no valid JSON: {error}") from error
        if not isinstance(table, dict):
            raise _unreadable(path, "holds no JSON object of inputs")
        if str(table.get("schema", "")).startswith("adamw-bounds/"):
            table = table.get("inputs")
            if not isinstance(table, dict):
                raise _unreadable(path, "is an answer without inputs")
        return table
    import tomllib

    try:
        return tomllib.loads(text, parse_float=str)
    except (ValueError, RecursionError) as error:
        raise _unreadable(path, f"is no valid TOML: {error}") from error


def _from_table(path: str, table: Mapping[str, Any]) -> Source:
    source = Source()
    for key, value in table.items():
        name = key.replace("-", "_")
        if name not in INPUTS:
            hint = near(name, INPUTS).replace("_", "-")
            source.faults.append(_fault(key, None, f"in {path} is no input{hint}"))
            continue
        if value is None:
            continue
        if name in source.inputs:
            source.faults.append(_fault(key, None, f"stands twice in {path}"))
            continue
        problem = _problem(name, value)
        if problem:
            source.faults.append(_fault(key, value, f"in {path} {problem}"))
        else:
            source.inputs[name] = tuple(value) if isinstance(value, list) else value
    return source


def _fault(key: str, value: Any, allowed: str) -> Fault:
    return Fault(key, value, allowed, option=key)


def _problem(name: str, value: Any) -> str:
    """Say why ``value`` cannot be that input; empty where it can."""
    kind = OPTIONS[name].kind
    if kind == "flag":
        return "" if isinstance(value, bool) else "must be true or false"
    if kind == "pair":
        fine = isinstance(value, list) and len(value) == 2 and all(map(_scalar, value))
        return "" if fine else "must be a list of two numbers"
    if kind == "number":
        return "" if _scalar(value) else "must be a number"
    if OPTIONS[name].many and isinstance(value, list):
        fine = bool(value) and all(isinstance(item, str) for item in value)
        return "" if fine else "must be text, or a list of texts"
    fine = isinstance(value, str) or (name == "theorem" and _scalar(value))
    return "" if fine else "must be text"


def _scalar(value: Any) -> bool:
    return isinstance(value, str | int | float) and not isinstance(value, bool)


def _from_spectrum(path: str) -> Source:
    from adamw_bounds.spectra import resolve_spectrum

    spectrum = resolve_spectrum(path)
    meta: Mapping[str, Any] = spectrum.meta.as_dict()
    source = Source(spectrum=path)
    if spectrum.dim is not None:
        source.inputs["dim"] = spectrum.dim
    for key, name in _MEASURED.items():
        if meta.get(key) is not None:
            source.inputs[name] = meta[key]
    if "lam" in source.inputs and "l2" in str(meta.get("optimizer", "")).lower():
        # The file records the weight decay of the optimizer that trained the model.
        source.inputs["lam_l2"] = source.inputs.pop("lam")
    source.measured = meta
    source.notes = _notes(source, source.inputs)
    return source


def _notes(source: Source, names: Collection[str]) -> list[tuple[str, str]]:
    """Say which of these inputs were measured, and what that leaves open."""
    taken = [name for name in names if name in source.inputs]
    notes = []
    if source.spectrum is not None and "smoothness" in taken:
        notes.append(
            (
                "measured-smoothness",
                f"L is the measured lower bound in {source.spectrum}: what follows from it is "
                "NOT A GUARANTEE; give --smoothness to replace it",
            )
        )
    symbols = [symbol for name, symbol in _OF_GRADIENTS.items() if name in taken]
    if source.spectrum is not None and symbols:
        notes.append(("measured-gradients", _of_gradients(source, symbols)))
    return notes


def _of_gradients(source: Source, symbols: list[str]) -> str:
    """Say which gradients c∞, c₂ and σ were measured on."""
    meta = source.measured
    count, kind = meta.get("gradients"), meta.get("gradients_of")
    which, where = "the gradients measured", "at one point x only"
    if count is not None and kind is not None:
        which = f"{count} {kind}"
        # Draws put together may be as many as there are samples: then σ has an error.
        if kind == "samples" and count == meta.get("samples") and not meta.get("sigma_stderr"):
            which, where = f"all {count} samples", "but at one point x only"
        elif kind == "samples" and meta.get("samples") is not None:
            which += f" (of {meta['samples']})"
    largest = [symbol for symbol in symbols if symbol != "σ"]
    said = []
    if largest:
        said.append(f"{' and '.join(largest)} {'is' if len(largest) == 1 else 'are'} the largest")
    if "σ" in symbols:
        said.append("σ is the deviation")
    return (
        f"{' and '.join(said)} of {which}, {where}, in {source.spectrum}: what follows is "
        "NOT A GUARANTEE"
    )


def merge(
    line: Mapping[str, Any], source: Mapping[str, Any], wanted: Collection[str]
) -> tuple[dict[str, Any], list[Fault]]:
    """Merge what was given on the line with what a file holds; the line wins.

    Parameters
    ----------
    line, source : mapping
        Inputs given, by their names in Python.
    wanted : collection of str
        The names that the command takes: a file of constants serves many commands, so others
        are left out.

    Returns
    -------
    inputs : dict
        What the API is asked with.
    faults : list of Fault
        Each symbol of the paper that was given beside its PyTorch counterpart.
    """
    rest = dict(source)
    faults: list[Fault] = []
    if "betas" in rest and ("beta1" in line) != ("beta2" in line):
        # One of the two is replaced: the other keeps its value under the paper's name.
        from adamw_bounds.bounds.convert import complement

        kept = 1 if "beta1" in line else 0
        rest.setdefault(f"beta{kept + 1}", complement(rest.pop("betas")[kept]))
    for name, symbol, meaning in COUNTERPARTS:
        for given in (line, rest):
            if name in given and symbol in given:
                faults.append(_both(name, symbol, meaning, given[name]))
        if name in line:
            rest.pop(symbol, None)
        if symbol in line:
            rest.pop(name, None)
    merged = {key: value for key, value in {**rest, **line}.items() if key in wanted}
    for fault in faults:
        # Said once: the API need not find the same clash again.
        merged.pop(fault.name, None)
    return merged, faults


def _both(name: str, symbol: str, meaning: str, value: Any) -> Fault:
    given = " ".join(map(str, value)) if isinstance(value, tuple | list) else value
    return Fault(
        name,
        given,
        f"cannot stand beside {OPTIONS[symbol].long}: both say {meaning}; give one of them",
        option=OPTIONS[name].long,
    )
