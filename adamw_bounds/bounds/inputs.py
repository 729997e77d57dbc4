"""The inputs of every question: validated once, all faults together.

The names and domains come from the symbol table; only PyTorch's settings are added here.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import Annotated, Any, Final, TypedDict

from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError, create_model
from pydantic_core import PydanticCustomError

from adamw_bounds.bounds._kernels import SYMBOLS
from adamw_bounds.bounds.convert import complement, square
from adamw_bounds.errors import Fault, InputError

__all__ = [
    "ALIASES",
    "PYTORCH",
    "InputValues",
    "Inputs",
    "in_their_terms",
    "option_of",
    "require",
    "validate",
]

#: Short names that Python users may write for the long ones.
ALIASES: Final = {
    "L": "smoothness",
    "b": "batch_size",
    "d": "dim",
    "n": "samples",
    "T": "iterations",
    "eps": "epsilon",
    "lambda_": "lam",
}
#: PyTorch's setting to the paper's symbol.
PYTORCH: Final = {
    "lr": ("eta",),
    "betas": ("beta1", "beta2"),
    "adam_eps": ("delta",),
    "weight_decay": ("lam",),
}


class InputValues(TypedDict, total=False):
    """Inputs by name; each a float, its text, or an array that broadcasts with the others.

    Units, domains and meanings stand in :data:`adamw_bounds.theory.symbols.SYMBOLS` and in README.
    """

    c_inf: Any
    c_2: Any
    smoothness: Any
    sigma: Any
    delta: Any
    gap: Any
    epsilon: Any
    batch_size: Any
    mu: Any
    dim: Any
    eta: Any
    beta1: Any
    beta2: Any
    lam: Any
    lam_l2: Any
    x0_norm: Any
    x_inf_norm: Any
    gamma: Any
    k: Any
    iterations: Any
    alpha: Any
    distance_bound: Any
    grad_norm_bound: Any
    rho: Any
    samples: Any
    tau: Any
    x_star_norm: Any
    lr: Any
    betas: Any
    adam_eps: Any
    weight_decay: Any
    L: Any
    b: Any
    d: Any
    n: Any
    T: Any
    eps: Any
    lambda_: Any


def option_of(name: str) -> str:
    """Return the option of the shell for an input."""
    return "--" + name.replace("_", "-")


_ALLOWED: Final = {
    "> 0": "must be > 0",
    ">= 0": "must be ≥ 0",
    "(0, 1)": "must be in (0, 1)",
    "(0, 1]": "must be in (0, 1]",
    "integer >= 1": "must be a whole number ≥ 1",
}


def _inside(value: Any, domain: str) -> Any:
    """Return whether a float, or every entry of an array, lies in a domain."""
    if domain == "> 0":
        return value > 0
    if domain == ">= 0":
        return value >= 0
    if domain == "(0, 1)":
        return (value > 0) & (value < 1)
    if domain == "(0, 1]":
        return (value > 0) & (value <= 1)
    return (value >= 1) & (value % 1 == 0)


def _fault(text: str) -> PydanticCustomError:
    return PydanticCustomError("domain", "{text}", {"text": text})


def _number(domain: str) -> BeforeValidator:
    allowed = _ALLOWED[domain]

    def check(value: Any) -> Any:
        if value is None:
            return None
        if not _is_plain(value):
            return _array(value, domain, allowed)
        if isinstance(value, bool):
            raise _fault("must be a number")
        try:
            number = float(value)
        except (TypeError, ValueError, OverflowError):
            raise _fault("must be a number") from None
        if not math.isfinite(number):
            raise _fault("must be a finite number")
        if not _inside(number, domain):
            raise _fault(allowed)
        return number

    return BeforeValidator(check)


def _array(value: Any, domain: str, allowed: str) -> Any:
    import numpy as np

    try:
        array = np.asarray(value, dtype=np.float64)
    except (TypeError, ValueError):
        raise _fault("must be an array of numbers") from None
    if array.size == 0:
        raise _fault("must not be empty")
    if not np.isfinite(array).all():
        raise _fault("must be finite everywhere")
    if not np.all(_inside(array, domain)):
        raise _fault(f"{allowed} everywhere")
    return array


class _Base(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)


#: The validated inputs: one field for each option of the symbol table, None where not given.
Inputs: Any = create_model(
    "Inputs",
    __base__=_Base,
    **{  # type: ignore[call-overload]
        name: (Annotated[Any, _number(entry.domain)], None) for name, entry in SYMBOLS.items()
    },
)


def _settings(given: dict[str, Any], faults: list[Fault]) -> dict[str, Any]:
    """Replace PyTorch's settings by the paper's symbols; a setting on both sides is a fault."""
    for setting, names in PYTORCH.items():
        value = given.pop(setting, None)
        if value is None:
            continue
        clash = [name for name in names if given.get(name) is not None]
        if clash:
            faults.append(
                Fault(
                    setting,
                    value,
                    f"cannot stand beside {' and '.join(map(option_of, clash))}: both say the same",
                )
            )
            continue
        if setting == "betas":
            if not _is_pair(value):
                faults.append(Fault(setting, value, "must be two numbers"))
                continue
            given.update(zip(names, map(complement, value), strict=True))
        else:
            given[names[0]] = square(value) if setting == "adam_eps" else value
    return given


def validate(
    values: Mapping[str, Any], extra: Iterable[Fault] = (), needed: Iterable[str] = ()
) -> dict[str, Any]:
    """Return the inputs that were given, as floats or float64 arrays, in the paper's symbols.

    Parameters
    ----------
    values : mapping
        Inputs by name, alias or PyTorch setting; None counts as not given.
    extra : iterable of Fault
        Faults found elsewhere, to be reported together with those found here.
    needed : iterable of str
        Inputs that the question cannot do without.

    Returns
    -------
    dict
        Only what was given.

    Raises
    ------
    InputError
        If anything is wrong; all faults are listed.
    """
    faults = list(extra)
    given: dict[str, Any] = {}
    for name, value in values.items():
        if value is None:
            continue
        full = ALIASES.get(name, name)
        if full in given:
            faults.append(Fault(full, value, f"is given twice, as {full} and {name}"))
        given[full] = value
    torch_values = {name: given.get(name) for name in PYTORCH}
    given = _settings(given, faults)
    try:
        model = Inputs(**given)
    except ValidationError as error:
        for item in error.errors():
            name = str(item["loc"][0])
            if item["type"] == "extra_forbidden":
                faults.append(Fault(name, None, "is no input of this question"))
                continue
            faults.append(_named(name, given[name], str(item["msg"]), torch_values))
        model = None
    faults += _missing(given, needed)
    if faults:
        raise InputError(faults)
    result = {name: getattr(model, name) for name in SYMBOLS}
    return {name: value for name, value in result.items() if value is not None}


def _named(name: str, value: Any, allowed: str, torch_values: Mapping[str, Any]) -> Fault:
    """Name a fault by what the user typed: PyTorch's setting where that is where it came from."""
    for setting, names in PYTORCH.items():
        if name in names and torch_values[setting] is not None:
            if setting == "betas":
                index = names.index(name)
                limits = "must be in [0, 1)" if index == 0 else "must be in (0, 1)"
                shown = torch_values["betas"][index]
                word = "first" if index == 0 else "second"
                text = limits if allowed.startswith("must be in") else allowed
                return Fault("betas", shown, text, option=f"--betas ({word})")
            return Fault(setting, torch_values[setting], allowed)
    return Fault(name, value if _is_plain(value) else None, allowed)


def _is_pair(value: Any) -> bool:
    try:
        return not isinstance(value, str) and len(value) == 2
    except TypeError:
        return False


#: How a limit of the paper's symbol reads in PyTorch's terms.
_TORCH_LIMITS: Final = {
    "--eta at most ": ("lr", "--lr at most "),
    "--beta1 at most ": ("betas", "--betas (first) at least 1 − "),
    "--beta2 at most ": ("betas", "--betas (second) at least 1 − "),
    "--delta at most ": ("adam_eps", "--adam-eps at most the root of "),
    "--lam at most ": ("weight_decay", "--weight-decay at most "),
}


def in_their_terms(remedy: str, values: Mapping[str, Any]) -> str:
    """Return a remedy in PyTorch's terms where the question was asked in them."""
    for ours, (setting, theirs) in _TORCH_LIMITS.items():
        if remedy.startswith(ours) and values.get(setting) is not None:
            return theirs + remedy.removeprefix(ours)
    return remedy


def _is_plain(value: Any) -> bool:
    return not getattr(value, "ndim", 0) and not isinstance(value, list | tuple)


def _missing(given: Mapping[str, Any], names: Iterable[str]) -> list[Fault]:
    return [Fault(name, None, "is missing") for name in dict.fromkeys(names) if name not in given]


def require(given: Mapping[str, Any], names: Iterable[str]) -> None:
    """Raise one error that names every missing input.

    Raises
    ------
    InputError
        If any of ``names`` is not in ``given``.
    """
    faults = _missing(given, names)
    if faults:
        raise InputError(faults)
