"""Diagonal blocks of the Hessian: groups of parameters, and the variance each one starts with.

The blocks of a spectrum are measured one by one, each as a problem of its own parameters
(`of_block`), and put together by `assemble`. What couples the blocks is left out.

ρ_ℓ of a block is the variance of the distribution that PyTorch draws its parameters from when the
module is built. It is read off the module's type and shapes, for trained parameters do not show
it. Where the parameters of a block start with different variances, or with none (the constants of
normalisation layers), there is no ρ_ℓ, and a person must say one.
"""

from __future__ import annotations

import difflib
import hashlib
import inspect
import math
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, NamedTuple

from adamw_bounds.errors import Fault, InputError, RunError
from adamw_bounds.measure._torch import torch
from adamw_bounds.measure.optimizer import Trainer, trainer_of
from adamw_bounds.measure.problem import Problem
from adamw_bounds.measure.wide import norm
from adamw_bounds.spectra import Block, Meta, Spectrum

__all__ = [
    "Part",
    "assemble",
    "block_seed",
    "initial_variance",
    "of_block",
    "of_block_meta",
    "parts",
]

nn = torch.nn

#: What is no regular expression.
_WORDS: Final = ("layer", "parameter", "group")
_ALLOWED: Final = f"must be {', '.join(_WORDS)} or a regular expression"
#: Names that a sentence lists before it counts the rest.
_SHOWN: Final = 8
#: Relative difference of two variances that rounding explains.
_EQUAL: Final = 1e-12
#: Names by which a class of a user's own draws parameters anew: its methods, and what its
#: constructor calls or uses (``nn.init``, ``self.apply``, ``weight.normal_``).
_DRAWING: Final = re.compile(
    r"_?init_?(ialize|ialise)?_?(weights?|parameters)?|_?reset_parameters|apply"
    r"|\w*(normal|uniform|orthogonal|dirac|sparse|eye|constant|zeros?|ones|fill|copy)_"
)
_PARAMETRIZED: Final = re.compile(r"(^|\.)parametrizations(\.|$).*")


@dataclass(frozen=True, slots=True)
class Part:
    """A block: parameters that are measured together.

    Attributes
    ----------
    name : str
        Of the module, of the parameter, or the text that the regular expression found.
    parameters : tuple of str
        Names of its parameters, in the model's order; a tied one stands under its first name.
    dim : int
        How many numbers they hold, ≥ 1.
    rho : float or None
        Variance ρ_ℓ > 0 of their initialisation; None where there is no one variance.
    how : str
        Where ρ_ℓ comes from, or why there is none.
    x_norm : float
        ‖x‖₂ of these parameters.
    eta, lam : float or None
        Learning rate η > 0 and weight decay λ of the optimizer; None where its groups differ
        within the block, or do not say.
    """

    name: str
    parameters: tuple[str, ...]
    dim: int
    rho: float | None
    how: str
    x_norm: float
    eta: float | None = None
    lam: float | None = None


class _Drawn(NamedTuple):
    """How parameters start: with a variance, at a constant (0), or unknown (None)."""

    variance: float | None
    how: str


# Which parameters are measured together


def parts(
    problem: Problem, spec: str, rho: Mapping[str, float] | None = None
) -> tuple[list[Part], list[tuple[str, str]]]:
    """Cut the parameters that are measured into blocks.

    Parameters
    ----------
    problem : Problem
        Its selected parameters are cut; frozen ones and those left out never count.
    spec : str
        ``layer`` (by the module that owns a parameter), ``parameter`` (each by itself), ``group``
        (by the optimizer's parameter group), or a regular expression: parameters in whose name it
        finds the same text are a block, that of its first group where this takes part, else of
        the whole match. Parameters in whose name it finds nothing, or an empty text, are in no
        block.
    rho : mapping, optional
        Variances ρ_ℓ > 0 by the name of the block. The empty name is that of the whole, which no
        block takes here: it stands in the file's meta.

    Returns
    -------
    blocks : list of Part
        In the order of their first parameters.
    notes : list of (str, str)
        Code and sentence of what a reader must know: one block of everything, parameters in no
        block, blocks without ρ, and that the variances are those of PyTorch's initialisation.

    Raises
    ------
    InputError
        If the regular expression is none, finds nothing, or is all but the word ``layer``,
        ``parameter`` or ``group`` (``layers``, ``Layer``, ``per-layer``); if the optimizer's
        groups are asked for and it does not say which parameters they hold; or `rho` names no
        block.
    RunError
        If no parameter is left to measure.
    """
    model = problem.model
    selected = {name: value for name, value in problem.selected(model).items() if value.numel() > 0}
    trainer = trainer_of(problem)
    name_of = _of_groups(trainer) if spec == "group" else _naming(model, spec)
    groups: dict[str, list[str]] = {}
    left: list[str] = []
    for name in selected:
        block = name_of(name)
        if block:
            groups.setdefault(block, []).append(name)
        else:
            left.append(name)
    if not groups:
        raise InputError(
            [
                Fault(
                    "blocks",
                    spec,
                    f"finds nothing in the names of the parameters, which are {_some(selected)}"
                    + _meant(spec),
                )
            ]
        )
    given = {name: value for name, value in (rho or {}).items() if name}
    _check_given(given, groups)
    owners = _owners(model)
    found = []
    for block, names in groups.items():
        drawn = _of_all([(name, _start(model, owners[name])) for name in names])
        if block in given:
            drawn = _Drawn(float(given[block]), "as given")
        found.append(
            Part(
                name=block,
                parameters=tuple(names),
                dim=sum(selected[name].numel() for name in names),
                rho=drawn.variance,
                how=drawn.how,
                x_norm=_norm([selected[name] for name in names]),
                # A schedule that has ended at 0 leaves no learning rate.
                eta=(trainer.common("lr", names) or None) if trainer else None,
                lam=trainer.common("weight_decay", names) if trainer else None,
            )
        )
    notes = list(_notes(found, {name: selected[name].numel() for name in left}, given))
    if spec not in _WORDS and len(found) == 1 and not left:
        text = (
            f"The regular expression {spec} finds one text, {found[0].name}, in the names of all "
            f"{len(selected)} parameters: they are a single block, which is the whole matrix. "
            "Blocks are told apart by what differs in the text found, or its first group."
        )
        notes.insert(0, ("blocks-one", text))
    return found, notes


def of_block(problem: Problem, part: Part) -> Problem:
    """Return the problem whose parameters are those of one block: its Hessian is H_BB."""
    return replace(problem, parameters=list(part.parameters))


def of_block_meta(part: Part, values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the meta of a block: the whole's ρ, η and λ stand in where it has none of its own."""
    own = {"rho": part.rho, "eta": part.eta, "lam": part.lam}
    stated = {name: value for name, value in own.items() if value is not None}
    return {**values, **stated, "x_star_norm": part.x_norm}


def block_seed(seed: int, name: str) -> int:
    """Return the seed of a block's probes.

    Probes of one seed and one dimension are the same vectors: blocks of equal shape would share
    them, and their errors would add up instead of averaging out.

    Parameters
    ----------
    seed : int
        Seed ≥ 0 of the run.
    name : str
        Name of the block.
    """
    digest = hashlib.sha256(f"{seed} {name}".encode()).digest()
    return int.from_bytes(digest[:6], "big")


def _plain(spec: str) -> str:
    """Return one of the words where `spec` is all but it."""
    word = re.sub(r"^(by|per|each|every)[-_ ]?", "", spec.strip().lower())
    word = re.sub(r"[-_ ]?wise$", "", word)
    word = re.sub(r"s$", "", word)
    word = re.sub(r"^(param|parameter|optimizer)[-_ ]?group$", "group", word)
    return "parameter" if word in {"param", "parameter"} else word


def _meant(spec: str) -> str:
    """Return ``; did you mean …?`` where `spec` is close to one of the words."""
    near = difflib.get_close_matches(_plain(spec), _WORDS, n=1, cutoff=0.75)
    return f"; did you mean {near[0]}?" if near else ""


def _of_groups(trainer: Trainer | None) -> Callable[[str], str]:
    """Return the function that names the optimizer's group of a parameter."""
    held = {
        name: group.name
        for group in (trainer.groups if trainer is not None else ())
        for name in group.names or ()
    }
    if not held:
        why = (
            "which parameters its groups hold is not known"
            if trainer is not None
            else "the problem has none"
        )
        raise InputError(
            [Fault("blocks", "group", f"needs the optimizer with its parameter groups: {why}")]
        )
    return lambda name: held.get(name, "")


def _naming(model: Any, spec: str) -> Callable[[str], str]:
    """Return the function that names the block of a parameter; the empty name is none."""
    if spec == "parameter":
        return lambda name: name
    if spec == "layer":
        root = type(model).__name__
        if any(name == root for name, _ in model.named_modules()):
            root += " (root)"
        return lambda name: _PARAMETRIZED.sub("", name.rpartition(".")[0]) or root
    if _plain(spec) in _WORDS:
        raise InputError(
            [
                Fault(
                    "blocks",
                    spec,
                    f"{_ALLOWED}{_meant(spec)} (as a regular expression, write ({spec}))",
                )
            ]
        )
    try:
        pattern = re.compile(spec)
    except re.error as error:
        raise InputError(
            [
                Fault(
                    "blocks",
                    spec,
                    f"must be layer, parameter, group or a regular expression: {error}",
                )
            ]
        ) from error

    def found(name: str) -> str:
        match = pattern.search(name)
        if match is None:
            return ""
        group = match[1] if pattern.groups else None
        return str(match[0] if group is None else group)

    return found


def _check_given(given: Mapping[str, float], groups: Iterable[str]) -> None:
    blocks = list(groups)
    faults = [
        Fault("rho", f"{name}={value:g}", f"names no block; the blocks are {', '.join(blocks)}")
        for name, value in given.items()
        if name not in blocks
    ]
    faults += [
        Fault("rho", f"{name}={value:g}", "must be a number > 0")
        for name, value in given.items()
        if name in blocks and not (math.isfinite(value) and value > 0)
    ]
    if faults:
        raise InputError(faults)


def _norm(values: Sequence[Any]) -> float:
    norms = []
    for value in values:
        norms.append(float(norm(value.detach())))
    return math.hypot(*norms)


def _some(names: Iterable[str], shown: int = _SHOWN) -> str:
    every = list(names)
    text = ", ".join(every[:shown])
    return text if len(every) <= shown else f"{text} and {len(every) - shown} more"


def _notes(
    found: Sequence[Part], left: Mapping[str, int], given: Mapping[str, float]
) -> Iterator[tuple[str, str]]:
    if left:
        count = sum(left.values())
        dim = count + sum(part.dim for part in found)
        yield (
            "blocks-left-out",
            f"{count} of {dim} parameters ({count / dim:.2%}) are in no block and are not "
            f"measured: {_some(left)}. Bounds over the blocks are not of the whole model.",
        )
    read = [part for part in found if part.rho is not None and part.name not in given]
    if read:
        yield (
            "block-rho",
            f"ρ of {len(read)} of {len(found)} blocks is the variance that PyTorch's own "
            "initialisation gives a module of that type and shape: a model that is initialised "
            "otherwise needs --rho NAME=ρ.",
        )
    without: dict[str, list[str]] = {}
    for part in found:
        if part.rho is None:
            without.setdefault(part.how, []).append(part.name)
    if without:
        reasons = "; ".join(f"{_some(names)}: {how}" for how, names in without.items())
        yield (
            "blocks-without-rho",
            f"{sum(map(len, without.values()))} of {len(found)} blocks have no ρ, which "
            f"generalization needs (--rho NAME=ρ here, or --rho there): {reasons}.",
        )


# How parameters start


class _Owner(NamedTuple):
    """A module, the name of a parameter in it, and the modules around it, the outermost first."""

    module: Any
    name: str
    around: tuple[Any, ...]


def _owners(model: Any) -> dict[str, list[_Owner]]:
    """Return who owns each parameter, by its first name; a tied one has several owners."""
    modules = dict(model.named_modules(remove_duplicate=False))
    first = {id(value): name for name, value in model.named_parameters()}
    found: dict[str, list[_Owner]] = {}
    for full, value in model.named_parameters(remove_duplicate=False):
        path, _, name = full.rpartition(".")
        steps = path.split(".") if path else []
        around = tuple(modules[".".join(steps[:end])] for end in range(len(steps)))
        found.setdefault(first[id(value)], []).append(_Owner(modules[path], name, around))
    return found


def _start(model: Any, owners: Sequence[_Owner]) -> _Drawn:
    """Return how a parameter starts; nothing where it is tied and its owners disagree."""
    drawn = [_drawn(owner) for owner in owners]
    if all(_same(item.variance, drawn[0].variance) for item in drawn):
        return drawn[0]
    types = ", ".join(dict.fromkeys(type(owner.module).__name__ for owner in owners))
    return _Drawn(None, f"tied between modules that start it differently ({types})")


def _same(one: float | None, other: float | None) -> bool:
    if one is None or other is None:
        return one is other
    return abs(one - other) <= _EQUAL * max(one, other)


def _of_all(items: Sequence[tuple[str, _Drawn]]) -> _Drawn:
    """Return the variance of a block: that of all its parameters, if it is one."""
    kinds: dict[str, list[str]] = {}
    for name, drawn in items:
        kinds.setdefault(drawn.how, []).append(name)
    first = items[0][1]
    if not all(_same(drawn.variance, first.variance) for _, drawn in items):
        texts = [f"{names[0].rpartition('.')[2]} ({how})" for how, names in kinds.items()]
        return _Drawn(None, f"its parameters start with different variances: {_some(texts, 3)}")
    how = "; ".join(kinds)
    if first.variance == 0:
        return _Drawn(None, f"{how}: no variance")
    return _Drawn(first.variance, how)


def initial_variance(
    module: Any, parameter_name: str, *, around: Sequence[Any] = ()
) -> tuple[float | None, str]:
    """Return the variance of PyTorch's own initialisation of a parameter.

    Parameters
    ----------
    module : torch.nn.Module
        The module that owns it.
    parameter_name : str
        Its name there: ``weight``, ``in_proj_bias``.
    around : sequence of torch.nn.Module
        The modules that hold `module`, the outermost first: some draw the parameters of what
        they hold anew.

    Returns
    -------
    variance : float or None
        > 0; None where the parameter starts at a constant or its initialisation is not known.
    how : str
        The distribution, or why there is no variance.
    """
    drawn = _of_all([(parameter_name, _drawn(_Owner(module, parameter_name, tuple(around))))])
    return drawn.variance, drawn.how


def _drawn(owner: _Owner) -> _Drawn:
    for module in (*owner.around, owner.module):
        what = _initialises(module)
        if what:
            return _Drawn(None, f"{type(module).__name__} initialises parameters itself ({what})")
    value = getattr(owner.module, owner.name, None)
    # torch.nn.Transformer draws all of its matrices anew.
    within = any(isinstance(outer, nn.Transformer) for outer in owner.around)
    if within and value is not None and value.dim() > 1:
        return _xavier(value, "Transformer")
    for kinds, rule in _RULES:
        if value is not None and isinstance(owner.module, kinds):
            found = rule(owner.module, owner.name, value)
            if found is not None:
                return _zero_bias(owner, found)
    kind = type(owner.module).__name__
    return _Drawn(None, f"no initialisation of PyTorch's own is known for it in {kind}")


def _initialises(module: Any) -> str:
    """Return by what a module of a user's own draws parameters anew; empty if by nothing seen."""
    for kind in type(module).__mro__:
        if f"{kind.__module__}.".startswith("torch.nn."):
            break
        members: list[str] = [name for name, value in vars(kind).items() if callable(value)]
        build = vars(kind).get("__init__")
        used: tuple[str, ...] = ()
        if callable(build):
            used = getattr(getattr(inspect.unwrap(build), "__code__", None), "co_names", ())
        for name in (*members, *used):
            if _DRAWING.fullmatch(name):
                return name
    return ""


def _zero_bias(owner: _Owner, found: _Drawn) -> _Drawn:
    """Return 0 for the bias of attention's output, which attention sets after the layer did."""
    if owner.name == "bias" and isinstance(owner.module, _ATTENTION_OUTPUT):
        return _Drawn(0.0, "MultiheadAttention's bias starts at 0")
    return found


_ATTENTION_OUTPUT: Final = nn.modules.linear.NonDynamicallyQuantizableLinear


def _uniform(module: Any, bound: str, variance: float) -> _Drawn:
    return _Drawn(variance, f"{type(module).__name__}: uniform on ±{bound}")


def _linear(module: Any, name: str, value: Any) -> _Drawn | None:
    # kaiming_uniform with a = √5 is uniform on ±1/√fan_in; fan_in as PyTorch counts it, from the
    # second dimension on, for transposed convolutions too.
    if name not in {"weight", "bias"}:
        return None
    shape = module.weight.shape
    fan_in = math.prod(shape[1:])
    return _uniform(module, f"1/√{fan_in}", 1.0 / (3.0 * fan_in))


def _bilinear(module: Any, name: str, value: Any) -> _Drawn | None:
    if name not in {"weight", "bias"}:
        return None
    features = int(module.weight.shape[1])
    return _uniform(module, f"1/√{features}", 1.0 / (3.0 * features))


def _recurrent(module: Any, name: str, value: Any) -> _Drawn | None:
    if not name.startswith(("weight_", "bias_")):
        return None
    hidden = int(module.hidden_size)
    return _uniform(module, f"1/√{hidden}", 1.0 / (3.0 * hidden))


def _embedding(module: Any, name: str, value: Any) -> _Drawn | None:
    if name != "weight":
        return None
    text = f"{type(module).__name__}: standard normal"
    if module.padding_idx is not None:
        text += f", but row {module.padding_idx} (padding), which starts at 0"
    return _Drawn(1.0, text)


def _attention(module: Any, name: str, value: Any) -> _Drawn | None:
    if name in {"in_proj_weight", "q_proj_weight", "k_proj_weight", "v_proj_weight"}:
        return _xavier(value, type(module).__name__)
    if name in {"bias_k", "bias_v"}:
        fans = int(value.shape[0] + value.shape[1]) * math.prod(value.shape[2:])
        return _Drawn(2.0 / fans, f"{type(module).__name__}: Xavier normal")
    if name == "in_proj_bias":
        return _Drawn(0.0, f"{type(module).__name__}'s bias starts at 0")
    return None


def _xavier(value: Any, whose: str) -> _Drawn:
    fans = int(value.shape[0] + value.shape[1]) * math.prod(value.shape[2:])
    return _Drawn(2.0 / fans, f"{whose}: Xavier uniform")


def _constant(module: Any, name: str, value: Any) -> _Drawn | None:
    kind = type(module).__name__
    if isinstance(module, nn.PReLU):
        return _Drawn(0.0, f"{kind} starts at {module.init:g}")
    if name in {"weight", "bias"}:
        return _Drawn(0.0, f"{kind} starts at constants")
    return None


_RULES: Final[tuple[tuple[tuple[type, ...], Callable[[Any, str, Any], _Drawn | None]], ...]] = (
    ((nn.Linear, nn.modules.conv._ConvNd), _linear),
    ((nn.Bilinear,), _bilinear),
    ((nn.RNNBase, nn.RNNCellBase), _recurrent),
    ((nn.Embedding, nn.EmbeddingBag), _embedding),
    ((nn.MultiheadAttention,), _attention),
    (
        (
            *(nn.LayerNorm, nn.GroupNorm, nn.modules.batchnorm._NormBase, nn.PReLU),
            *(getattr(nn, name) for name in ("RMSNorm",) if hasattr(nn, name)),
        ),
        _constant,
    ),
)


# One spectrum of all blocks


def assemble(
    whole_meta: Meta, dim: int, label: str, blocks: Sequence[tuple[Part, Spectrum]]
) -> Spectrum:
    """Put the blocks' spectra together: the spectrum of the block-diagonal matrix.

    Parameters
    ----------
    whole_meta : Meta
        What is recorded of the whole. ``smoothness_lower`` and ``eigenvalue_max`` become the
        largest of its own and of the blocks', ``eigenvalue_min`` the least: no block reaches
        beyond the Hessian's spectrum. ``method`` is that of the blocks.
    dim : int
        Number of parameters that the problem selects, at least that of all blocks together.
    label : str
        Name of the spectrum.
    blocks : sequence of (Part, Spectrum)
        Exact spectra and quadratures may be mixed; all quadratures have one number of probes.

    Returns
    -------
    Spectrum
        Its d is that of the blocks together. ``meta.extra`` says how many parameters are in no
        block, ``parameters_left_out``; then ``x_star_norm`` is that of the blocks. The meta of a
        block has ``x_star_norm``, ``rho``, ``eta``, ``lam``, ``parameters`` (names) and
        ``rho_from``.

    Raises
    ------
    RunError
        If a spectrum has another dimension than its block, or the blocks more than `dim`.
    InputError
        If the quadratures differ in their number of probes.
    """
    total = sum(part.dim for part, _ in blocks)
    for part, spectrum in blocks:
        if spectrum.dim != part.dim:
            raise RunError(
                f"block {part.name} has {part.dim} parameters, but its spectrum has "
                f"{spectrum.dim} eigenvalues",
                code="bad-blocks",
            )
    if total > dim:
        raise RunError(
            f"the blocks have {total} parameters, but the problem has {dim}", code="bad-blocks"
        )
    extra = {**whole_meta.extra, **_extremes(whole_meta, blocks), "blocks": "diagonal"}
    if total < dim:
        extra["parameters_left_out"] = dim - total
    norm = whole_meta.x_star_norm
    if total < dim or norm is None:
        norm = math.hypot(*(part.x_norm for part, _ in blocks))
    lower = [whole_meta.smoothness_lower, *(item.meta.smoothness_lower for _, item in blocks)]
    methods = dict.fromkeys(item.meta.method for _, item in blocks if item.meta.method)
    return Spectrum(
        label=label,
        meta=replace(
            whole_meta,
            x_star_norm=norm,
            smoothness_lower=max((value for value in lower if value is not None), default=None),
            method="by block: " + "; ".join(methods) if methods else whole_meta.method,
            extra=extra,
        ),
        blocks=[
            Block(
                name=part.name,
                spectrum=replace(
                    spectrum,
                    label=part.name,
                    meta=replace(
                        spectrum.meta,
                        x_star_norm=part.x_norm,
                        rho=part.rho,
                        eta=part.eta,
                        lam=part.lam,
                        extra={
                            **spectrum.meta.extra,
                            "parameters": list(part.parameters),
                            "rho_from": part.how,
                        },
                    ),
                ),
                rho=part.rho,
            )
            for part, spectrum in blocks
        ],
    )


def _extremes(whole: Meta, blocks: Sequence[tuple[Part, Spectrum]]) -> dict[str, Any]:
    """Return the extreme eigenvalues with residuals, of whichever spectrum reaches furthest."""
    found: dict[str, Any] = {}
    metas = [whole, *(spectrum.meta for _, spectrum in blocks)]
    for name, sign in (("eigenvalue_max", 1), ("eigenvalue_min", -1)):
        known = [meta.extra for meta in metas if isinstance(meta.extra.get(name), float)]
        if known:
            values = [sign * extra[name] for extra in known]
            best = known[values.index(max(values))]
            found |= {key: best.get(key) for key in (name, f"{name}_residual")}
    lower = [meta for meta in metas if meta.smoothness_lower is not None]
    if lower:
        steepest = max(lower, key=lambda meta: meta.smoothness_lower or 0.0)
        found["smoothness_residual"] = steepest.extra.get("smoothness_residual")
    return found
