"""From options and a ``--from`` file to the inputs of a question."""

from __future__ import annotations

import sys
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from adamw_bounds.cli.options import COUNTERPARTS, inputs, options
from adamw_bounds.errors import Fault
from adamw_bounds.runs.constants import OF_GRADIENTS, constants_beside, constants_of, voids
from adamw_bounds.runs.files import parse_table, unreadable
from adamw_bounds.spelling import all_of, near

if TYPE_CHECKING:
    from adamw_bounds.remarks import RemarkKind
    from adamw_bounds.spectra import Meta

__all__ = ["Source", "merge", "read_source"]

#: How a line names what was taken from the file, in its order; other names as they stand.
_NAMES = {
    **{"lr": "lr", "betas": "betas", "adam_eps": "adam_eps", "weight_decay": "weight_decay"},
    **{"lam_l2": "λ of ℓ2-Adam", "batch_size": "b", "samples": "n", "dim": "d", "rho": "ρ"},
    **{"c_inf": "c∞", "c_2": "c₂", "sigma": "σ", "smoothness": "L", "gap": "Δ"},
    **{"x0_norm": "‖x0‖₂", "x_star_norm": "‖x*‖₂", "x_inf_norm": "‖x‖∞"},
}


@dataclass(slots=True)
class Source:
    """What a ``--from`` file holds.

    Attributes
    ----------
    inputs : dict
        Inputs by their names in Python; numbers as they stand in the file.
    faults : list of Fault
        Keys that are no inputs, and values that cannot be one.
    notes : list of (code, message, kind)
        What a reader must know of where the inputs come from; see `used`.
    spectrum : str or None
        The path, where the file is a spectrum.
    measured : mapping
        The meta of that spectrum.
    said : dict
        What a reader must know of an input, by its name.
    asked : dict
        Why the file does not give an input that it might, by its name.
    path : str
        The file, where it is one of inputs.
    tables : mapping
        What it holds, where it describes a run; see :mod:`adamw_bounds.runs.description`.
    """

    inputs: dict[str, Any] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    notes: list[tuple[str, str, RemarkKind]] = field(default_factory=list)
    spectrum: str | None = None
    measured: Mapping[str, Any] = field(default_factory=dict)
    said: dict[str, str] = field(default_factory=dict)
    asked: dict[str, str] = field(default_factory=dict)
    path: str = ""
    tables: Mapping[str, Any] = field(default_factory=dict)

    def merged(
        self, line: Mapping[str, Any], wanted: Collection[str]
    ) -> tuple[dict[str, Any], list[Fault]]:
        """Merge what was given on the line with what the file holds, and note what is taken.

        Parameters
        ----------
        line : mapping
            What was given on the line; it wins.
        wanted : collection of str
            The names that the command takes.

        Returns
        -------
        inputs, faults
            As those of `merge`; a setting that the file might say, that the question needs and
            that nobody gives is a fault too.
        """
        if self.tables:
            return self._of_run(line, wanted)
        inputs, faults = merge(line, self._for(line, wanted), wanted)
        taken = [name for name in inputs if name not in line]
        self.notes = _notes(self, taken)
        if self.spectrum is None:
            return inputs, faults
        # A comparison over a range takes long: it keeps to the estimate.
        if "sigma" in taken and {"theorem", "sensitivity"} <= set(wanted):
            self._widen(inputs)
        decays = {"lam", "weight_decay"} & set(wanted)
        if decays and not decays & inputs.keys() and "epsilon" in wanted:
            self.notes.append(("decay-assumed", self._no_decay(), "answer"))
        # What needs a spectrum asks for itself, of the file that it reads.
        if "spectrum" not in wanted and "epsilon" in wanted and {"eta", "lr"} & set(wanted):
            why = self.asked.get("lr")
            if why and not {"eta", "lr"} & inputs.keys():
                faults.append(Fault("eta", None, f"is missing: {why}"))
        return inputs, faults

    def _of_run(
        self, line: Mapping[str, Any], wanted: Collection[str]
    ) -> tuple[dict[str, Any], list[Fault]]:
        """Return what a run file gives a command; what was given on the line replaces it there."""
        from adamw_bounds.questions.run_inputs import bound_inputs
        from adamw_bounds.runs.description import is_of_run, overridden, read_run

        tables, replaced = overridden(self.tables, line)
        run = read_run(tables, self.path, others=inputs(), options=replaced)
        found, faults = run.of_group(run.base), list[Fault]()
        if run.faults:
            # What is right in it is not missing.
            own = {name: value for name, value in line.items() if not is_of_run(name)}
            right = {key: value for key, value in {**found, **own}.items() if key in wanted}
            return right, list(run.faults)
        self.notes = [(code, message, "answer") for code, message in run.notes]
        several = [group.name for group in run.groups[1:]]
        if "group_decay" in wanted:
            made = bound_inputs(run)
            found = made.values
            self.notes += [(code, message, "answer") for code, message in made.notes]
            faults = [
                Fault(
                    "groups",
                    None,
                    f"in {self.path} differ: every bound assumes that {text}",
                    option="optimizer.groups",
                )
                for _, text in made.uncovered
            ]
        elif several and {"eta", "lr"} & set(wanted):
            self.notes += [
                (
                    "parameter-groups",
                    f"These are figures of the base group in {self.path}; {', '.join(several)}: "
                    "see adamw-bounds check",
                    "answer",
                )
            ]
        if run.schedule is not None and "warmup" in wanted:
            # Elsewhere a schedule is a choice between formulas, and not that of a run.
            found["schedule"] = run.schedule
        if run.spectrum is not None:
            self._take_constants(run.spectrum, found, wanted)
        if "params" in wanted and "problem" not in line:
            point = {"params": run.params}
            if "params" not in line:  # the file's gradient is that at the file's point
                point["grads"] = run.grads
            found |= {name: path for name, path in point.items() if path is not None}
            if several:  # which parameters are in which group only their optimizer tells
                settings = ("weight_decay", "lam", "adam_eps", "delta")
                found = {key: value for key, value in found.items() if key not in settings}
                found |= {key: line[key] for key in settings if key in line}
        rest = {name: value for name, value in line.items() if not is_of_run(name)}
        if "spectrum_adamw" in wanted and not {"spectrum", "spectrum_adamw"} & line.keys():
            # A comparison takes the number of samples beside a spectrum alone.
            found = {key: value for key, value in found.items() if key != "samples"}
        return {key: value for key, value in {**found, **rest}.items() if key in wanted}, faults

    def _take_constants(self, path: str, found: dict[str, Any], wanted: Collection[str]) -> None:
        """Take the constants of a run's spectrum where the run does not say them itself."""
        measured = _from_spectrum(path)
        more = constants_beside(found, measured.inputs)
        self.spectrum, self.measured, self.said = path, measured.measured, measured.said
        self.inputs = more
        self.notes += _notes(self, [name for name in more if name in wanted])
        found |= more

    def _widen(self, inputs: dict[str, Any]) -> None:
        """Take σ, where it was drawn at random, as the range that its standard error tells."""
        error = self.measured.get("sigma_stderr")
        if not error:
            return
        from adamw_bounds.engine.uncertain import Interval

        sigma = float(inputs["sigma"])
        inputs["sigma"] = Interval(max(0.0, sigma - 2 * error), sigma, sigma + 2 * error)
        text = f"σ is taken as the range {inputs['sigma']}: two standard errors to each side"
        self.notes.append(("measured-range", text, "answer"))

    def voids(self) -> list[str]:
        """Return what a row must say whose number rests on measured constants.

        A measurement at one point is an estimate of a constant that holds everywhere: what is
        computed from it is no guarantee, whatever the theorem says.
        """
        codes = {code for code, _, _ in self.notes}
        names = ["smoothness"] if "measured-smoothness" in codes else []
        return voids([*names, *(OF_GRADIENTS if "measured-gradients" in codes else ())])

    def _for(self, line: Mapping[str, Any], wanted: Collection[str]) -> dict[str, Any]:
        """Return what the file holds, under the names that a command takes."""
        if self.spectrum is None:
            return self.inputs
        found = dict(self.inputs)
        if "gap" in line:
            # ‖x0‖ belongs to the point that Δ is of.
            found.pop("x0_norm", None)
        for name, symbol in (("lr", "eta"), ("weight_decay", "lam")):
            if name in found and name not in wanted and symbol in wanted:
                found[symbol] = found.pop(name)
        return found

    def _no_decay(self) -> str:
        if "lam_l2" in self.inputs:
            return (
                f"λ = 0 is taken for AdamW: the weight decay in {self.spectrum} is that of "
                "ℓ2-Adam; give --weight-decay or --lam to replace it"
            )
        return (
            f"λ = 0 is assumed: {self.spectrum} does not say the weight decay; give "
            "--weight-decay or --lam"
        )


def read_source(path: str, *, lists: bool = False) -> Source:
    """Read a TOML or JSON file of inputs, or the constants of a spectrum file.

    Keys are option names with ``-`` or ``_``. The JSON answer of an earlier question is read
    too: its ``inputs`` are taken.

    Parameters
    ----------
    path : str
        The file, ``-`` for standard input, or ``shipped:NAME`` for the constants of a shipped
        spectrum.
    lists : bool
        Whether a list may stand for a number: the values that a sweep takes.

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
        data = _standard_input() if path == "-" else _bytes_of(path)
    except OSError as error:
        raise unreadable(path, f"cannot be read: {error.strerror or error}") from error
    if data.startswith(b"PK") or path.lower().endswith(".npz"):
        return _from_spectrum(path)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise unreadable(
            path, "is no TOML or JSON file of inputs and no spectrum file (.npz)"
        ) from error
    return _from_table(path, parse_table(path, text), lists)


def _bytes_of(path: str) -> bytes:
    with open(path, "rb") as file:
        return file.read()


def _standard_input() -> bytes:
    stream = getattr(sys.stdin, "buffer", None)
    if stream is None:
        raise unreadable("-", "cannot be read: standard input is closed")
    data: bytes = stream.read()
    if data.startswith(b"PK"):
        raise unreadable("-", "is a spectrum file: give its name")
    return data


def _from_table(path: str, table: Mapping[str, Any], lists: bool) -> Source:
    from adamw_bounds.runs.description import is_run

    source = Source(path=path)
    if is_run(table):
        source.tables = table
        return source
    for key, value in table.items():
        name = key.replace("-", "_")
        if name not in inputs():
            hint = near(name, inputs()).replace("_", "-")
            source.faults.append(_fault(key, None, f"in {path} is no input{hint}"))
            continue
        if value is None:
            continue
        if name in source.inputs:
            source.faults.append(_fault(key, None, f"stands twice in {path}"))
            continue
        problem = _problem(name, value, lists)
        if problem:
            source.faults.append(_fault(key, value, f"in {path} {problem}"))
        else:
            source.inputs[name] = tuple(value) if isinstance(value, list) else value
    return source


def _fault(key: str, value: Any, allowed: str) -> Fault:
    return Fault(key, value, allowed, option=key)


def _problem(name: str, value: Any, lists: bool) -> str:
    """Say why ``value`` cannot be that input; empty where it can."""
    kind = options()[name].kind
    if kind == "flag":
        return "" if isinstance(value, bool) else "must be true or false"
    if kind == "pair":
        fine = isinstance(value, list) and len(value) == 2 and all(map(_scalar, value))
        return "" if fine else "must be a list of two numbers"
    if kind == "number":
        if lists and isinstance(value, list):
            return "" if value and all(map(_scalar, value)) else "must be a list of numbers"
        return "" if _scalar(value) else "must be a number"
    if options()[name].many and isinstance(value, list):
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
    source = Source(spectrum=path, measured=meta)
    found = constants_of(spectrum)
    if "dim" in found:
        source.inputs["dim"] = found.pop("dim")
    _take_optimizer(source, spectrum.meta)
    source.inputs |= found
    if "gap" in source.inputs and meta.get("x_star_norm") is not None:
        if not meta.get("parameters_left_out"):
            # A run that starts at the measured point has both Δ and ‖x0‖ from there.
            source.inputs["x0_norm"] = meta["x_star_norm"]
        source.said["gap"] = (
            "Δ and ‖x0‖ are those of the point that was measured: counts and guarantees are of a "
            "run that starts there"
        )
    source.notes = _notes(source, source.inputs)
    return source


def _take_optimizer(source: Source, meta: Meta) -> None:
    """Take the settings of the optimizer that trained the model, as PyTorch's: λ is constant."""
    from adamw_bounds.spectra.training import adam_settings, largest_setting

    for setting, name in (("eta", "lr"), ("lam", "weight_decay")):
        found = largest_setting(meta, setting)
        if found.value is not None:
            source.inputs[name] = found.value
        if found.note:
            source.said[name] = found.note
        if found.why:
            source.asked[name] = f"in {source.spectrum}, {found.why}"
    own, note = adam_settings(meta)
    source.inputs |= own
    if note:
        source.said["optimizer"] = note
    if "weight_decay" in source.inputs and "l2" in str(meta.optimizer or "").lower():
        source.inputs["lam_l2"] = source.inputs.pop("weight_decay")


def _notes(source: Source, names: Collection[str]) -> list[tuple[str, str, RemarkKind]]:
    """Say which inputs the file gave, which of them were measured, and what that leaves open."""
    taken = [name for name in names if name in source.inputs or name in {"eta", "lam"}]
    notes: list[tuple[str, str, RemarkKind]] = []
    if source.spectrum is not None and taken:
        notes.append(("from-file", _from_file(source, taken), "method"))
        torch = {"eta": "lr", "lam": "weight_decay", "lam_l2": "weight_decay"}
        said = [source.said.get(torch.get(name, name)) for name in taken]
        if {"lr", "eta", "weight_decay", "lam"} & set(taken):
            said.append(source.said.get("optimizer"))
        notes += [
            ("run-settings", f"{text[0].upper()}{text[1:]}", "answer") for text in said if text
        ]
    if source.spectrum is not None and "smoothness" in taken:
        notes.append(
            (
                "measured-smoothness",
                f"L is the measured lower bound in {source.spectrum}: what follows from it is "
                "NOT A GUARANTEE; give --smoothness to replace it",
                "voids",
            )
        )
    symbols = [symbol for name, symbol in OF_GRADIENTS.items() if name in taken]
    if source.spectrum is not None and symbols:
        notes.append(("measured-gradients", _of_gradients(source, symbols), "voids"))
    return notes


def _from_file(source: Source, taken: list[str]) -> str:
    """Say which inputs the file gave, and their values."""
    known = {**source.inputs}
    known.setdefault("eta", known.get("lr"))
    known.setdefault("lam", known.get("weight_decay"))
    order = [*_NAMES, *(name for name in taken if name not in _NAMES)]
    shown = [f"{_NAMES.get(name, name)} = {_shown(known[name])}" for name in order if name in taken]
    return (
        f"From {source.spectrum}: {', '.join(shown)}. An option on the line replaces what it names"
    )


def _shown(value: Any) -> str:
    if isinstance(value, tuple):
        return " ".join(map(_shown, value))
    return f"{value:.6g}" if isinstance(value, float) else str(value)


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
        said.append(f"{all_of(largest)} {'is' if len(largest) == 1 else 'are'} the largest")
    if "σ" in symbols:
        said.append("σ is the deviation")
    return (
        f"{all_of(said)} of {which}, {where}, in {source.spectrum}: what follows is NOT A GUARANTEE"
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
        from adamw_bounds.engine.conventions import from_pytorch

        kept = "beta2" if "beta1" in line else "beta1"
        rest.setdefault(kept, from_pytorch({"betas": rest.pop("betas")}, [])[kept])
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
        f"cannot stand beside {options()[symbol].long}: both say {meaning}; give one of them",
        option=options()[name].long,
    )
