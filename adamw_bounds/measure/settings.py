"""How a spectrum is measured: every setting, checked at once. Loads no torch."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, Final

from adamw_bounds.domains import NotInDomain, number_in, read_number
from adamw_bounds.errors import Fault, InputError
from adamw_bounds.spelling import one_of

__all__ = ["BASES", "DISTRIBUTIONS", "DTYPES", "MATRICES", "SHARDS", "Settings"]

#: Floating types in which products are computed; ``auto`` is float64 for an exact spectrum and
#: the model's own otherwise.
DTYPES: Final = ("auto", "float64", "float32", "bfloat16")
#: Distributions of a probe's entries.
DISTRIBUTIONS: Final = ("rademacher", "gaussian")
#: Matrices whose spectrum is measured.
MATRICES: Final = ("hessian", "ggn")
#: Whose preconditioner is taken.
PRECONDITIONERS: Final = ("adam",)
#: Matrices that it is put around; ``auto`` is the Gauss–Newton matrix where the loss has one.
OWN_MATRICES: Final = ("auto", "ggn", "hessian")
#: Where Lanczos vectors are kept.
BASES: Final = ("auto", "device", "host", "disk")
#: What several processes share out.
SHARDS: Final = ("auto", "data", "probes")

_CHOICES: Final = {
    "dtype": DTYPES,
    "distribution": DISTRIBUTIONS,
    "matrix": MATRICES,
    "basis": BASES,
    "shard": SHARDS,
    "preconditioner": PRECONDITIONERS,
    "own_matrix": OWN_MATRICES,
}
#: The domain of each number.
_DOMAINS: Final = {
    "probes": "integer >= 1",
    "steps": "integer >= 1",
    "products": "integer >= 1",
    "seed": "integer >= 0",
    "exact_below": "integer >= 0",
    "chunk": "integer >= 1",
    "gradient_samples": "integer >= 0",
    "until_width": "> 0",
    "floor": ">= 0",
    "kappa": ">= 0",
    "checkpoint_minutes": ">= 0",
}
#: Probes and steps by default.
_PROBES: Final = 10
_STEPS: Final = 100
#: With any of these `until_width` does not choose probes and steps.
_FIXED: Final = frozenset({"probes", "steps", "products"})
_SIZE = re.compile(r"(\d{1,18}(?:\.\d*)?(?:[eE]\d{1,2})?)\s*([kKMGT]?)(?:i?B)?", re.ASCII)
_UNITS: Final = {"": 1, "K": 2**10, "M": 2**20, "G": 2**30, "T": 2**40}
_ALLOWED_BLOCKS: Final = "must be layer, parameter, group or a regular expression"
_DEVICE = re.compile(r"auto|cpu|mps|(cuda|xpu)(:\d{1,3})?", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How a spectrum is measured.

    Attributes
    ----------
    probes : int
        Random probes ≥ 1 of Lanczos quadrature. They advance together, or take turns where that
        saves memory and no time; together with `until_width` and `checkpoint`.
    steps : int
        Lanczos steps ≥ 1 of a probe; d steps at most are made.
    products : int or None
        Products ≥ 1 of the matrix with one vector, in the place of `probes` and `steps`, which are
        chosen: one probe makes half of them; then it goes on, or a second one is drawn, whatever
        makes the interval of err narrower. Where it goes on, a twelfth may show which of the
        eigenvalues found are simple. Each of several blocks has two probes.
    seed : int
        Seed ≥ 0 of probes, of the samples drawn and of the data's order. Probe j of a seed is
        the same vector whatever the number of probes.
    device : str
        ``auto`` (the model's own where it lies on an accelerator, else CUDA where there is one,
        else the CPU), ``cpu``, ``cuda``, ``cuda:1``.
    dtype : str
        Type of the products, one of `DTYPES`. They are accumulated in float32 at least.
    matrix : str
        ``hessian``, or ``ggn`` for the Gauss–Newton matrix.
    distribution : str
        ``rademacher`` (entries ±1) or ``gaussian``.
    exact_below : int
        Up to this d the whole matrix is computed, and its eigenvalues are exact; in float64, but
        for small blocks beside large ones, which take the type of those.
    basis : str
        Where Lanczos vectors are kept, one of `BASES`: ``auto`` takes the first of device, host
        and disk that has room.
    chunk : int or None
        Vectors whose products are computed by one vectorised call. None is what suits the size
        of the model's operations on a CPU, and what a short trial finds fastest on a GPU; 64 at
        most. Results differ by rounding only.
    gradient_samples : int
        Single-sample gradients from which σ, c∞ and c2 are taken; all samples where there are no
        more. 0 measures none of the three.
    memory : int or None
        Bytes that products may take, which the fastest way uses; texts as ``8GiB`` are read. None
        is at most half of what is free, for the fastest way among those that take little more
        than the leanest.
    until_width : float or None
        Stop once (upper − lower)/value of err per parameter is at most this; `steps` are made at
        most. Where neither probes nor steps are given, they are chosen as for 1000 `products`.
    floor : float or None
        The floor of singular values with which that err is computed, as of `generalization`.
    blocks : str or None
        ``layer``, ``parameter``, ``group`` (of the optimizer) or a regular expression: a spectrum
        for each diagonal block.
    rho : tuple of (str, float)
        Initialisation variances: name of the block, empty for the whole, and ρ > 0. Texts as
        ``0.01`` and ``NAME=0.01`` are read.
    checkpoint : str or None
        Folder in which the run is kept, to go on from there.
    checkpoint_minutes : float
        Minutes ≥ 0 between two checkpoints; 0 keeps every step.
    shard : str
        What several processes share out, one of `SHARDS`.
    preconditioner : str or None
        ``adam``: measure the spectra with the preconditioner of the finished run too, from the
        state of the problem's optimizer.
    own_matrix : str
        The matrix that it is put around, one of `OWN_MATRICES`.
    kappa : float or None
        κ ≥ 0, added to that matrix: H + κI. By default d·2⁻⁵²·max|σ|.
    optimizer_state : str or None
        A checkpoint of model and optimizer, to take the state from.
    vectors : bool
        Whether the file has the eigenvectors of the largest and the least eigenvalue.
    """

    probes: int = _PROBES
    steps: int = _STEPS
    products: int | None = None
    seed: int = 0
    device: str = "auto"
    dtype: str = "auto"
    matrix: str = "hessian"
    distribution: str = "rademacher"
    exact_below: int = 5000
    basis: str = "auto"
    chunk: int | None = None
    gradient_samples: int = 256
    memory: int | None = None
    until_width: float | None = None
    floor: float | None = None
    blocks: str | None = None
    rho: tuple[tuple[str, float], ...] = ()
    checkpoint: str | None = None
    checkpoint_minutes: float = 10.0
    shard: str = "auto"
    preconditioner: str | None = None
    own_matrix: str = "auto"
    kappa: float | None = None
    optimizer_state: str | None = None
    vectors: bool = False

    @classmethod
    def checked(cls, **given: Any) -> Settings:
        """Build from numbers or texts; None stands for the default.

        Raises
        ------
        InputError
            If a value is wrong; names all that are.
        """
        faults: list[Fault] = []
        values: dict[str, Any] = {}
        known = {item.name for item in fields(cls)}
        for name, value in given.items():
            if name not in known:
                faults.append(Fault(name, None, "is no setting of a measurement"))
            elif value is not None:
                values[name] = _checked(name, value, faults)
        if given.get("until_width") is None and given.get("floor") is not None:
            faults.append(Fault("floor", given["floor"], "is for --until-width: give both"))
        if given.get("vectors") and given.get("blocks") is not None:
            faults.append(Fault("vectors", None, "cannot stand beside --blocks"))
        if given.get("preconditioner") is None:
            faults += [
                Fault(name, given[name], "is for --preconditioner: give both")
                for name in ("own_matrix", "kappa", "optimizer_state")
                if given.get(name) is not None
            ]
        elif given.get("blocks") is not None:
            what = "cannot stand beside --blocks: Q is that of the whole model"
            faults.append(Fault("preconditioner", given["preconditioner"], what))
        if given.get("products") is not None:
            faults += [
                Fault(name, given[name], "cannot stand beside --products, which chooses it")
                for name in ("probes", "steps")
                if given.get(name) is not None
            ]
            if given.get("shard") == "probes":
                faults.append(Fault("shard", "probes", "cannot stand beside --products"))
        if given.get("blocks") is None and any(name for name, _ in values.get("rho", ())):
            faults.append(Fault("rho", None, "NAME=ρ is for --blocks; give one number"))
        if faults:
            raise InputError(faults)
        if "until_width" in values and not _FIXED & values.keys() and given.get("shard") is None:
            values["products"] = _PROBES * _STEPS
        return cls(**{**values, **_made(values.get("products"), blocks="blocks" in values)})


def _made(products: int | None, *, blocks: bool) -> dict[str, int]:
    """Return the probes that are sure, and the steps that there is room for."""
    if products is None:
        return {}
    probes = 2 if blocks and products > 1 else 1
    return {"probes": probes, "steps": products // probes}


def _checked(name: str, value: Any, faults: list[Fault]) -> Any:
    if name == "vectors":
        if not isinstance(value, bool):
            faults.append(Fault(name, value, "must be True or False"))
        return value
    if name in _DOMAINS:
        return read_number(name, value, _DOMAINS[name], faults)
    if name == "memory":
        return _size(value, faults)
    if name == "rho":
        return _variances(value, faults)
    if name == "blocks":
        return _blocks(str(value), faults)
    if name in {"checkpoint", "optimizer_state"}:
        return os.fspath(value)
    text = str(value).removeprefix("torch.")
    if name == "device":
        if not _DEVICE.fullmatch(text):
            faults.append(Fault(name, value, "must be auto, cpu, cuda or one device, cuda:1"))
    elif text not in _CHOICES[name]:
        faults.append(Fault(name, value, one_of(value, _CHOICES[name])))
    return text


def _size(value: Any, faults: list[Fault]) -> int | None:
    """Return a number of bytes from 8589934592, ``8GiB``, ``8 GB`` or ``512M``."""
    match = _SIZE.fullmatch(str(value).strip())
    number = int(float(match[1]) * _UNITS[match[2].upper()[:1]]) if match else 0
    if number < 1:
        faults.append(Fault("memory", value, "must be a size as 8GiB or 512MiB, > 0"))
        return None
    return number


def _variances(value: Any, faults: list[Fault]) -> tuple[tuple[str, float], ...]:
    items = value.items() if isinstance(value, Mapping) else value
    if isinstance(items, str | int | float):
        items = [items]
    found: dict[str, float] = {}
    for item in items:
        if isinstance(item, tuple):
            name, given = item
        else:
            name, _, given = str(item).rpartition("=")
        try:
            number = float(number_in(given, "> 0", arrays=False))
        except NotInDomain:
            faults.append(Fault("rho", item, "must be a number > 0, or NAME=number"))
            continue
        if name in found:
            faults.append(Fault("rho", item, "is given twice for the same block"))
        else:
            found[name] = number
    return tuple(found.items())


def _blocks(text: str, faults: list[Fault]) -> str:
    if text not in {"layer", "parameter", "group"}:
        try:
            re.compile(text)
        except re.error as error:
            faults.append(
                Fault(
                    "blocks",
                    text,
                    f"must be layer, parameter, group or a regular expression: {error}",
                )
            )
    if not text:
        faults.append(Fault("blocks", text, _ALLOWED_BLOCKS))
    return text
