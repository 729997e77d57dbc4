"""The inputs of every question: validated once, all faults together.

The names and domains come from the symbol tables of the papers; PyTorch's settings are the one
convention beside them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final, TypedDict

from adamw_bounds.domains import NotInDomain, is_plain, number_in
from adamw_bounds.engine.conventions import WHY_POSITIVE, decimal_of, from_pytorch
from adamw_bounds.errors import Fault, InputError
from adamw_bounds.kernels import SYMBOLS
from adamw_bounds.optimizers import PYTORCH
from adamw_bounds.spelling import all_of

__all__ = [
    "ALIASES",
    "InputValues",
    "RunValues",
    "domain_of",
    "missing_faults",
    "option_of",
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


class InputValues(TypedDict, total=False):
    """Inputs by name; each a float, its text, or an array that broadcasts with the others.

    Units, domains and meanings stand in the symbol tables of the papers and in the glossary of the
    manual. Papers have symbols of their own beside these.
    """

    c_inf: Any
    c_2: Any
    smoothness: Any
    smoothness_inf: Any
    sigma: Any
    sigma_l1: Any
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
    x0_inf_norm: Any
    x_norm: Any
    x_inf_norm: Any
    group_decay: Any
    group_lr_ratio: Any
    v_spread: Any
    drift: Any
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
    warmup: Any
    final: Any
    step_size: Any
    step_factor: Any
    sharpness: Any
    gradient_norm: Any
    to: Any
    last: Any
    batch_small: Any
    batch_big: Any
    norm_squared_small: Any
    norm_squared_big: Any
    gradient_curvature: Any
    noise_curvature: Any
    hessian_trace: Any
    coupling: Any
    signal: Any
    tokens_per_parameter: Any
    fit_constant: Any
    fit_exponent: Any
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


class RunValues(InputValues, total=False):
    """The same, or an optimizer object that has PyTorch's settings."""

    optimizer: Any


#: Domains of inputs that enter no formula of a paper, or that PyTorch names.
_OTHERS: Final = {"adam_eps": ">= 0", "floor": ">= 0", "train_risk": "[0, 1]"}


def domain_of(name: str) -> str:
    """Return the domain of an input, of PyTorch's setting by that of the paper's symbol."""
    name = ALIASES.get(name, name)
    if name in _OTHERS:
        return _OTHERS[name]
    ours = PYTORCH.get(name, (name,))[0]
    return SYMBOLS[ours].domain if ours in SYMBOLS else "real"


def option_of(name: str) -> str:
    """Return the option of the shell for an input."""
    return "--" + name.replace("_", "-")


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
        Only what was given, in the order of the symbol tables.

    Raises
    ------
    InputError
        If anything is wrong; all faults are listed.
    """
    given, faults = read(values)
    faults = [*extra, *faults, *missing_faults(given, needed)]
    if faults:
        raise InputError(faults)
    return given


def read(values: Mapping[str, Any]) -> tuple[dict[str, Any], list[Fault]]:
    """Return the inputs that were given and are right, and a fault for each that is not.

    An input that is given but wrong stands in the first result with None, so that it is not
    called missing as well.
    """
    faults: list[Fault] = []
    given: dict[str, Any] = {}
    beside_torch = [name for name in ("lr", "betas") if values.get(name) is not None]
    for name, value in values.items():
        if value is None:
            continue
        full = ALIASES.get(name, name)
        if name == "eps" and beside_torch:
            faults.append(
                Fault(
                    "eps",
                    value,
                    "has two meanings beside "
                    f"{all_of(beside_torch)}: write adam_eps for the ε of Adam, epsilon for "
                    "the accuracy",
                    option="eps",
                )
            )
        if full in given:
            faults.append(Fault(full, value, f"is given twice, as {full} and {name}"))
        given[full] = value
    torch_values = {name: given.get(name) for name in PYTORCH}
    given = from_pytorch(given, faults)
    right: dict[str, Any] = {}
    for name, symbol in SYMBOLS.items():
        if not symbol.is_input or given.get(name) is None:
            continue
        try:
            right[name] = number_in(given[name], symbol.domain)
        except NotInDomain as error:
            right[name] = None
            faults.append(_named(name, given[name], str(error), torch_values))
    for name in given:
        if name not in SYMBOLS or not SYMBOLS[name].is_input:
            right[name] = None
            faults.append(Fault(name, None, "is no input of this question"))
    faults += _apart(right)
    return right, faults


def _apart(given: Mapping[str, Any]) -> list[Fault]:
    """Return a fault for the first array whose shape does not go with those before it."""
    shapes = {name: item.shape for name, item in given.items() if getattr(item, "ndim", 0)}
    if len(set(shapes.values())) < 2:
        return []
    import numpy as np

    known: tuple[int, ...] = ()
    for place, (name, shape) in enumerate(shapes.items()):
        try:
            known = np.broadcast_shapes(known, shape)
        except ValueError:
            others = all_of([*shapes][:place])
            text = f"has the shape {shape}, which does not go with that of {others}: {known}"
            return [Fault(name, None, text)]
    return []


def _named(name: str, value: Any, allowed: str, torch_values: Mapping[str, Any]) -> Fault:
    """Name a fault by what the user typed: PyTorch's setting where that is where it came from."""
    for setting, names in PYTORCH.items():
        if name in names and torch_values[setting] is not None:
            if setting == "betas":
                index = names.index(name)
                limits = "must be in [0, 1)" if index == 0 else "must be in (0, 1)"
                shown = _one(torch_values["betas"][index])
                word = "first" if index == 0 else "second"
                text = limits if allowed.startswith("must be in") else allowed
                return Fault("betas", shown, text, option=f"--betas ({word})")
            return Fault(setting, _one(torch_values[setting]), _because(setting, value, allowed))
    return Fault(name, _one(value), _because(name, value, allowed))


def _one(value: Any) -> Any:
    """Return a value that a message can show: of an array none."""
    return value if is_plain(value) else None


def _because(name: str, value: Any, allowed: str) -> str:
    """Say why an input may not be 0, where it is and there is something to say."""
    number = decimal_of(value) if is_plain(value) else None
    why = WHY_POSITIVE.get(name) if number == 0 else None
    return f"{allowed}: {why}" if why else allowed


def missing_faults(given: Mapping[str, Any], names: Iterable[str]) -> list[Fault]:
    """Return a fault for each of ``names`` that was not given."""
    return [Fault(name, None, "is missing") for name in dict.fromkeys(names) if name not in given]
