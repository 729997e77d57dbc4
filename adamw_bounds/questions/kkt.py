"""How far a point is from a KKT point of the box that AdamW's weight decay draws.

Source: Theorem 1.1 and Lemma 3.8 of Xie and Li 2024; section 12 of the proofs for ε > 0.
"""

from __future__ import annotations

import math
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from adamw_bounds.choice_names import HasGroups
from adamw_bounds.domains import DOMAINS, NotInDomain, number_in
from adamw_bounds.engine.results import Answer, Note, Result
from adamw_bounds.engine.rows import figure
from adamw_bounds.engine.torch_settings import EVERY, is_optimizer, settings_of
from adamw_bounds.errors import Fault, InputError, RunError
from adamw_bounds.kernels.calls import find
from adamw_bounds.kernels.mathematics import Arrays
from adamw_bounds.optimizers import ADAMW, L2_ADAM
from adamw_bounds.questions.arrays import Point, pointed
from adamw_bounds.questions.brackets import ends, jackknifed
from adamw_bounds.tensors import OptimizerState, groups_of, second_moments_of

__all__ = ["TOLERANCE", "kkt"]

LEMMA: Final = "xie2024-lemma-3-8"
BOX: Final = "xie2024-theorem-1-1"
REST: Final = "here-rest-points"
OUTSIDE, INSIDE = "outside", "inside"
#: How near to 1 a ratio counts as 1.
TOLERANCE: Final = 1e-3


@dataclass(frozen=True, slots=True, kw_only=True)
class _Group:
    """Parameters with one weight decay and one ε."""

    name: str
    decay: float
    constant: float
    names: tuple[str, ...]


@dataclass(slots=True)
class _Sums:
    """What is summed over the entries; each chunk's sum once, added up exactly."""

    parts: dict[str, list[Any]] = field(default_factory=dict)
    largest: float = 0.0
    bound: int = 0
    steep: int = 0
    dim: int = 0
    gap: float = 0.0
    most: float = 0.0
    boxed: bool = False

    def add(self, **sums: Any) -> None:
        for name, value in sums.items():
            self.parts.setdefault(name, []).append(value)

    def __getitem__(self, name: str) -> float:
        return _sum(self.parts.get(name, ()))

    def columns(self, name: str) -> list[float]:
        """Return sums of several numbers that were added together."""
        return [_sum(column) for column in zip(*self.parts.get(name, ()), strict=True)]

    def join(self, other: _Sums) -> None:
        """Add what was summed over other entries."""
        for name, values in other.parts.items():
            self.parts.setdefault(name, []).extend(values)
        self.largest = max(self.largest, other.largest)
        self.bound += other.bound
        self.steep += other.steep
        self.dim += other.dim
        self.gap += other.gap
        self.most += other.most
        self.boxed = self.boxed or other.boxed


def _sum(values: Iterable[Any]) -> float:
    try:
        return math.fsum(values)
    except OverflowError:
        return math.inf


def kkt(
    params: Any = None,
    grads: Any = None,
    *,
    optimizer: HasGroups | None = None,
    groups: Sequence[Mapping[str, Any]] | None = None,
    weight_decay: Any = None,
    adam_eps: Any = None,
    lam: Any = None,
    delta: Any = None,
    tolerance: Any = TOLERANCE,
) -> Answer:
    """Return the KKT score of a point, and how AdamW itself rests beside such points.

    Parameters
    ----------
    params : array, mapping of name to array, sequence of arrays, torch model, or path
        The parameters x. Paths are of ``.npy``, ``.npz`` and safetensors files, and of PyTorch
        checkpoints: a ``state_dict``, or a mapping with those of the model and of the optimizer.
        float16, bfloat16 and float32 are summed in float64.
    grads : the same, or a list of paths or of mappings
        ∇F(x) of the full batch, under the same names and in the same shapes. Several are
        gradients of independent batches, which bracket K. May be missing where a checkpoint has
        them, or a model's parameters do.
    optimizer : torch.optim.Optimizer, optional
        An optimizer object, which says λ and ε of each parameter group. Where nothing else is
        given, its parameters are x and their ``.grad`` is ∇F(x); beside ``params`` that must be
        the model whose parameters it holds.
    groups : sequence of mapping, optional
        Parameter groups, each with ``params`` (names), ``weight_decay`` and, if it likes, ``eps``
        and ``name``; by default those of a checkpoint's optimizer, where nothing else is given.
    weight_decay, lam : float
        λ ≥ 0 of all parameters, by either name.
    adam_eps, delta : float, optional
        Adam's ε ≥ 0, which stands outside the root, or δ ≥ 0 inside it; where neither is given the
        optimizer's own, else 0.
    tolerance : float
        In (0, 1): what counts as at the bound, λ|x_i| ≥ 1 − tolerance.

    Returns
    -------
    Answer
        Rows ``kkt-score`` K = ‖∇F‖₁ + λ⟨x, ∇F⟩, ``kkt-relative`` K/‖∇F‖₁, ``frank-wolfe-gap`` K/λ,
        ``gradient-l1``, ``lambda-x-inf``, ``share-at-bound``, ``adamw-residual``
        ‖∇F + λ(√v̂+ε)x‖₂ at v̂ = ∇F², ``adamw-residual-relative``, of a checkpoint both at the
        optimizer's own v̂ (``adamw-residual-own``), ``kkt-floor`` (what K would be if x were a rest
        point of AdamW with this gradient), ``kkt-floor-max`` (the same for any gradient),
        ``share-above-epsilon``; with several gradients ``kkt-lower`` and ``kkt-upper``.
        Several groups have the same rows, the group's name as ``case``, and ``gradient-share``.

    Raises
    ------
    InputError
        If an input is missing or wrong; all faults are listed.
    RunError
        If a file cannot be read, or an entry is not finite.

    Examples
    --------
    >>> import adamw_bounds as ab
    >>> answer = ab.kkt([-2.0, 0.5], [0.3, 0.1], weight_decay=0.5)
    >>> round(answer.one(quantity="kkt-score").value, 12)
    0.125
    """
    faults: list[Fault] = []
    if optimizer is not None:
        params, grads, groups = _of_optimizer(optimizer, params, grads, groups, faults)
    if faults:
        raise InputError(faults)
    decay = _one_of({"lam": lam, "weight_decay": weight_decay}, "λ", faults)
    decay_given = lam is not None or weight_decay is not None
    inside = delta is not None and adam_eps is None
    constant = _one_of({"delta": delta, "adam_eps": adam_eps}, "δ", faults)
    near = _number("tolerance", tolerance, "(0, 1)", faults)
    try:
        point = pointed(params, grads, faults)
    except RunError:
        if not faults:
            raise
        point = None  # what is wrong with the numbers is said first
    if faults or point is None or near is None:
        # A file may say what else is missing.
        said = decay_given or groups is not None or isinstance(params, str | os.PathLike)
        raise InputError([*faults, *([] if said else [_NO_DECAY])])
    notes: list[Note] = []
    found = _groups(point, decay, constant, groups, faults, notes)
    if faults:
        raise InputError(faults)
    case = INSIDE if inside else OUTSIDE
    own = _own_moments(point)
    each = [_summed(point, group, case, near, own) for group in found]
    whole = _Sums()
    for part in each:
        whole.join(part)
    count = len(point.gradients)
    rows = _rows(whole, found, case, near, count)
    if len(found) > 1:
        for group, part in zip(found, each, strict=True):
            rows += _rows(part, [group], case, near, count, of=whole)
    inputs: dict[str, Any] = {"dim": whole.dim, "tolerance": near}
    if len({group.decay for group in found}) == 1:
        inputs["lam"] = found[0].decay
    if len({group.constant for group in found}) == 1:
        inputs["delta" if inside else "adam_eps"] = found[0].constant
    return Answer("kkt", inputs, tuple(rows), (*_warnings(whole, found, count), *notes))


def _of_optimizer(
    optimizer: Any,
    params: Any,
    grads: Any,
    groups: Sequence[Mapping[str, Any]] | None,
    faults: list[Fault],
) -> tuple[Any, Any, Sequence[Mapping[str, Any]] | None]:
    """Return the parameters, gradients and groups that an optimizer object holds."""
    if not is_optimizer(optimizer):
        what = "must be an optimizer object of PyTorch"
        faults.append(Fault("optimizer", str(optimizer), what, option="optimizer"))
        return params, grads, groups
    name = type(optimizer).__name__
    if settings_of(optimizer, {}, EVERY, faults).key == L2_ADAM.key:
        what = "decays the loss (ℓ2): it does not converge to the points that kkt is about"
        faults.append(Fault("optimizer", name, what, option="optimizer"))
    known = {}
    if params is not None:
        if not callable(getattr(params, "named_parameters", None)):
            what = "must be the model, or left out, beside an optimizer object"
            faults.append(Fault("params", type(params).__name__, what, option="params"))
            return params, grads, groups
        known = {id(value): key for key, value in params.named_parameters()}
    found: dict[str, Any] = {}
    listed: list[dict[str, Any]] = []
    for place, group in enumerate(optimizer.param_groups):
        own = group.get("param_names") or [f"{place}.{at}" for at in range(len(group["params"]))]
        names = [known.get(id(value), key) for key, value in zip(own, group["params"], strict=True)]
        found |= dict(zip(names, group["params"], strict=True))
        called = str(group.get("name") or f"group {place}")
        shared = {key: group.get(key) for key in ("weight_decay", "eps")}
        listed.append({"name": called, "params": names, **shared})
    if known.keys() - {id(value) for value in found.values()}:
        what = "has parameters that the optimizer does not hold"
        faults.append(Fault("params", type(params).__name__, what, option="params"))
    if grads is None:
        bare = [key for key, value in found.items() if value.grad is None]
        if bare:
            what = f"have no .grad: call backward() first ({len(bare)} of {len(found)})"
            faults.append(Fault("params", ", ".join(bare[:3]), what, option="parameters"))
        grads = {key: value.grad for key, value in found.items()}
    return found, grads, listed if groups is None else groups


_NO_DECAY: Final = Fault("weight_decay", None, "is missing: λ, where 0 means none")


def _groups(
    point: Point,
    decay: float | None,
    constant: float | None,
    given: Sequence[Mapping[str, Any]] | None,
    faults: list[Fault],
    notes: list[Note],
) -> list[_Group]:
    """Return the parameter groups: those given, else the optimizer's; one where λ is given."""
    names, state = tuple(point.parameters), point.optimizer
    raw: list[_Raw] = [("", None, None, names)]
    if given is not None:
        raw = _given(given, names, faults)
    elif state is not None and (decay is None or constant is None):
        raw = _saved(state, point, decay, constant, faults, notes)
    if faults:
        return []
    if decay is None and any(own is None for _, own, _, _ in raw):
        faults.append(_NO_DECAY)
    if constant is None and any(eps is None for _, _, eps, _ in raw):
        notes.append(
            Note(
                "epsilon-missing",
                "--adam-eps was not given: the residual and the floor are those of ε = 0",
            )
        )
    found = [
        _Group(
            name=name,
            decay=(own or 0.0) if decay is None else decay,
            constant=(eps or 0.0) if constant is None else constant,
            names=held,
        )
        for name, own, eps, held in raw
    ]
    if decay is not None and len({group.constant for group in found}) == 1:
        # One λ and one ε for all: there is nothing to tell apart.
        return [replace(found[0], names=names)]
    return found


#: A group's name, λ, ε and parameters.
_Raw = tuple[str, float | None, float | None, tuple[str, ...]]


def _given(
    groups: Sequence[Mapping[str, Any]], names: tuple[str, ...], faults: list[Fault]
) -> list[_Raw]:
    """Return groups that were written down; each parameter must be in one of them."""
    found: list[_Raw] = []
    seen: dict[str, int] = {}
    for place, group in enumerate(groups):
        strange = [str(key) for key in group if key not in _KEYS]
        held = group.get("params", ())
        held = [held] if isinstance(held, str) else [str(name) for name in held]
        unknown = [name for name in held if name not in names]
        twice = [name for name in held if name in seen]
        for what, which in (
            (f"must have the keys {', '.join(_KEYS)} only", strange),
            ("must name parameters of the point", unknown),
            ("must have each parameter once", twice),
        ):
            if which:
                faults.append(Fault("groups", ", ".join(which[:8]), what))
        seen |= dict.fromkeys(held, place)
        decay, eps = (
            None if group.get(key) is None else _number(key, group[key], ">= 0", faults)
            for key in ("weight_decay", "eps")
        )
        found.append((str(group.get("name") or f"group {place}"), decay, eps, tuple(held)))
    left = [name for name in names if name not in seen]
    if left:
        faults.append(Fault("groups", ", ".join(left[:8]), "must hold every parameter"))
    labels = [name for name, *_ in found]
    if len(set(labels)) < len(labels):
        faults.append(Fault("groups", ", ".join(labels), "must have names of their own"))
    return [group for group in found if group[3]]


_KEYS: Final = ("name", "params", "weight_decay", "eps")


def _saved(
    state: OptimizerState,
    point: Point,
    decay: float | None,
    constant: float | None,
    faults: list[Fault],
    notes: list[Note],
) -> list[_Raw]:
    """Return the groups of a checkpoint's optimizer; λ is taken where it is AdamW's."""
    names = tuple(point.parameters)
    if decay is None:
        what = ""
        if not state.adaptive:
            what = "the checkpoint's optimizer is not of Adam's family, by its settings"
        elif state.decoupled is False:
            what = "the checkpoint's optimizer is Adam, whose weight decay is an ℓ2 penalty"
        if what:
            faults.append(Fault("weight_decay", None, f"must be given: {what}"))
            return []
    settings = [group.settings for group in state.groups]
    needed = [key for key, own in (("weight_decay", decay), ("eps", constant)) if own is None]
    alike = len({tuple(own.get(key) for key in needed) for own in settings}) == 1
    place = groups_of(state, point.shapes)
    if isinstance(place, str):
        if alike:
            # Which parameter is in which group does not matter then.
            return [("", settings[0].get("weight_decay"), settings[0].get("eps"), names)]
        name = "adam_eps" if decay is not None else "weight_decay"
        faults.append(
            Fault(name, None, f"must be given: the optimizer's groups differ, and {place}")
        )
        return []
    if (
        decay is None
        and state.decoupled is None
        and any(own.get("weight_decay", 0) > 0 for own in settings)
    ):
        notes.append(
            Note(
                "optimizer-unknown",
                "the checkpoint does not say whether its optimizer is AdamW or Adam, whose weight "
                "decay is another: AdamW is assumed",
            )
        )
    if "maximize" in state.flags:
        notes.append(
            Note("maximize", "the optimizer climbs the loss: its gradient has the other sign")
        )
    return [
        (group.name, own.get("weight_decay"), own.get("eps"), held)
        for index, (group, own) in enumerate(zip(state.groups, settings, strict=True))
        if (held := tuple(name for name in names if place[name] == index))
    ]


def _number(name: str, value: Any, domain: str, faults: list[Fault]) -> float | None:
    try:
        found = number_in(value, domain)
    except NotInDomain as error:
        faults.append(Fault(name, None if hasattr(value, "ndim") else value, str(error)))
        return None
    if getattr(found, "ndim", 0):
        faults.append(Fault(name, None, f"{DOMAINS[domain].allowed}, and be one number"))
        return None
    return float(found)


def _one_of(given: Mapping[str, Any], symbol: str, faults: list[Fault]) -> float | None:
    """Return the number that one of two names gives; a fault where both do, or none must."""
    names = [name for name, value in given.items() if value is not None]
    if len(names) > 1:
        ours, theirs = names
        faults.append(
            Fault(
                theirs,
                given[theirs],
                f"cannot stand beside --{ours}: both say {symbol}; give one of them",
            )
        )
        return None
    if names:
        return _number(names[0], given[names[0]], ">= 0", faults)
    return None


def _function(statement: str, quantity: str, variant: str, case: str | None = None) -> Any:
    kernel = find(statement, quantity, variant, case=case)
    assert kernel is not None  # every one of them is encoded
    return kernel


def _constants(case: str, constant: float) -> dict[str, float]:
    return {"eps_outside": constant} if case == OUTSIDE else {"delta": constant}


def _own_moments(point: Point) -> Mapping[str, tuple[Any, float]] | None:
    """Return the optimizer's own second moments, where a checkpoint has them."""
    if point.optimizer is None:
        return None
    place = groups_of(point.optimizer, point.shapes)
    return (
        None if isinstance(place, str) else second_moments_of(point.optimizer, point.shapes, place)
    )


def _add_own(
    sums: _Sums, group: _Group, case: str, point: Point, moments: Mapping[str, tuple[Any, float]]
) -> None:
    """Sum the squares of ∇F + λ(√v̂ + ε)x at the optimizer's own v̂."""
    import numpy as np

    for name in group.names:
        moment, mass = moments[name]
        squares = moment.reshape(-1)
        start = 0
        for x, several in point.chunks([name]):
            v = np.asarray(squares[start : start + x.size], dtype=np.float64) / mass
            start += x.size
            if not (v >= 0).all() or not np.isfinite(v).all():
                raise RunError(
                    f"the optimizer's exp_avg_sq of {name} has a value that is no number ≥ 0",
                    code="not-finite",
                )
            eps = group.constant
            root = np.sqrt(v) + eps if case == OUTSIDE else np.sqrt(v + eps)
            rest = several.mean(axis=0) + group.decay * root * x
            sums.add(own=np.square(rest).sum())


def _summed(
    point: Point,
    group: _Group,
    case: str,
    near: float,
    own: Mapping[str, tuple[Any, float]] | None,
) -> _Sums:
    """Go over all entries of a group once."""
    import numpy as np

    decay, constant = group.decay, group.constant
    score = _function(LEMMA, "kkt-summand", "printed")
    floor = _function(REST, "kkt-floor-summand", "sharp", case)
    residual = _function(REST, "residual-entry", "sharp", case)
    backend, sums = Arrays(), _Sums()
    steep = _steepness(case, constant, near)

    def evaluated(kernel: Any, values: Mapping[str, Any]) -> Any:
        return kernel.function(backend, **{name: values[name] for name in kernel.inputs})[0]

    with np.errstate(all="ignore"):
        for x, several in point.chunks(group.names):
            g = several[0] if len(several) == 1 else several.mean(axis=0)
            size = np.abs(g)
            values = {
                "gradient_entry": size,
                # Where g is 0 nothing is summed, whatever x is.
                "parameter_entry": x * np.sign(g),
                "lam": decay,
                **_constants(case, constant),
            }
            rest = evaluated(residual, values)
            sums.add(
                score=evaluated(score, values).sum(),
                l1=size.sum(),
                # 0/0 where an entry of the gradient and ε are 0: nothing rests above 0 there.
                floor=np.nan_to_num(evaluated(floor, values), nan=0.0).sum(),
                residual=np.square(np.where(g == 0, _idle(x, decay, constant, case), rest)).sum(),
                l2=np.square(g).sum(),
                apart=np.abs(x - g).sum(),
            )
            if len(several) > 1:
                lower, upper = ends(x, several, decay)
                sums.add(lower=lower, upper=upper)
            scaled = decay * np.abs(x)
            sums.largest = max(sums.largest, float(scaled.max(initial=0.0)))
            sums.bound += int((scaled >= 1 - near).sum())
            sums.steep += int((size > steep).sum())
        if own is not None:
            _add_own(sums, group, case, point, own)
    sums.dim = point.size(group.names)
    sums.boxed = decay > 0
    sums.gap = sums["score"] / decay if decay > 0 else 0.0
    sums.most = _most(sums.dim, case, constant)
    return sums


def _most(dim: int, case: str, constant: float) -> float:
    """Return the largest K of a rest point of AdamW."""
    kernel = _function(REST, "kkt-floor", "sharp", case)
    log = kernel.function(_scalars(), **{"dim": dim, **_constants(case, constant)})[0]
    try:
        return math.exp(log)
    except OverflowError:
        return math.inf


def _idle(x: Any, decay: float, constant: float, case: str) -> Any:
    """Return the residual where the gradient is 0: λεx, whose sign its square forgets."""
    return decay * (constant if case == OUTSIDE else math.sqrt(constant)) * x


def _steepness(case: str, constant: float, near: float) -> float:
    """Return the gradient from which on a rest point lies at the bound, up to the tolerance."""
    if case == OUTSIDE:
        return constant * (1 - near) / near
    return math.sqrt(constant) * (1 - near) / math.sqrt(near * (2 - near))


def _rows(
    sums: _Sums,
    groups: Sequence[_Group],
    case: str,
    near: float,
    count: int,
    *,
    of: _Sums | None = None,
) -> list[Result]:
    """Return the rows of one group, or of all together; `of` are the sums of all, for a group."""
    rows: list[Result] = []
    label = None if of is None else groups[0].name
    noisy = (_NOISE,) if count > 1 else ()

    def add(statement: str, quantity: str, value: float | None, *notes: str, **more: Any) -> None:
        if value is not None and not math.isfinite(value):
            value, notes = None, (*notes, "larger than a float holds")
        rows.append(
            figure(
                value,
                statement=statement,
                optimizer=ADAMW.key,
                schedule=None,
                variant="sharp" if statement == REST else "printed",
                quantity=quantity,
                notes=notes,
                case=label,
                **more,
            )
        )

    score, l1 = sums["score"], sums["l1"]
    beyond = (
        ()
        if sums.largest <= 1
        else ("x lies outside the box, where K may be negative and does not measure a distance",)
    )
    bracket = _bracket(sums) if count > 1 else {}
    if bracket:
        more = {end: found[0] for end, found in bracket.items()}
        add(LEMMA, "kkt-score", score, *beyond, *noisy, **more)
        for end, (value, stderr) in bracket.items():
            add(LEMMA, f"kkt-{end}", value, _ENDS[end], stderr=stderr)
    else:
        add(LEMMA, "kkt-score", score, *beyond)
    add(
        LEMMA,
        "kkt-relative",
        score / l1 if l1 > 0 else None,
        *(beyond if l1 > 0 else ("the gradient is 0: x is a KKT point if it lies in the box",)),
        *noisy,
    )
    without = any(group.decay == 0 for group in groups)
    add(
        LEMMA,
        "frank-wolfe-gap",
        sums.gap if sums.boxed else None,
        *(beyond if sums.boxed else ("λ = 0: without a box there is no Frank–Wolfe gap",)),
        *((_PARTLY,) if sums.boxed and without else ()),
        *noisy,
    )
    add(LEMMA, "gradient-l1", l1, *noisy)
    if of is not None:
        add(LEMMA, "gradient-share", l1 / of["l1"] if of["l1"] > 0 else None)
    add(BOX, "lambda-x-inf", sums.largest)
    add(BOX, "share-at-bound", sums.bound / sums.dim, f"entries with λ|x_i| ≥ {1 - near:.6g}")
    length, residual = math.sqrt(sums["l2"]), math.sqrt(sums["residual"])
    own = "v̂ = ∇F², as at a rest point; not the optimizer's own v̂"
    if "own" in sums.parts:
        seen = math.sqrt(sums["own"])
        what = "at the optimizer's own v̂; its parameters in the model's order"
        add(REST, "adamw-residual-own", seen, what, *noisy)
        add(REST, "adamw-residual-own-relative", seen / length if length > 0 else None, what)
    add(REST, "adamw-residual", residual, own)
    add(REST, "adamw-residual-relative", residual / length if length > 0 else None, own)
    add(REST, "kkt-floor", sums["floor"], "what K is where AdamW rests with this gradient")
    add(REST, "kkt-floor-max", sums.most, "the largest that K can be where AdamW rests")
    limits = {_steepness(case, group.constant, near) for group in groups}
    limit = f"{limits.pop():.4g}" if len(limits) == 1 else "what its group's ε asks for"
    add(
        REST,
        "share-above-epsilon",
        sums.steep / sums.dim,
        f"entries with |∂_i| > {limit}: only there AdamW can rest at λ|x_i| ≥ {1 - near:.6g}",
    )
    return rows


_NOISE: Final = "of the mean gradient, whose noise makes ‖∇F‖₁ larger"
_PARTLY: Final = (
    "of the groups with λ > 0: for a convex F it bounds F − F* only where the others' gradient is 0"
)
_ENDS: Final = {
    "lower": "on average K is not below it, whatever the noise",
    "upper": "on average K is not above it, whatever the noise",
}


def _bracket(sums: _Sums) -> dict[str, tuple[float, float | None]]:
    """Return both ends of K, each with its standard error where that can be told."""
    return {end: jackknifed(sums.columns(end)) for end in ("lower", "upper")}


def _scalars() -> Any:
    from adamw_bounds.kernels.mathematics import Scalars

    return Scalars()


def _warnings(sums: _Sums, groups: Sequence[_Group], count: int) -> list[Note]:
    found = []
    if not sums.boxed:
        found.append(
            Note("no-decay", "λ = 0: there is no box, and K is ‖∇F‖₁, which is 0 where ∇F is")
        )
    if sums["apart"] == 0 and sums["l1"] > 0:
        found.append(
            Note("same-arrays", "every entry of --grads is that of --params: is it the gradient?")
        )
    if sums.largest > 1:
        found.append(
            Note(
                "outside-box",
                f"λ‖x‖∞ = {sums.largest:.4g} > 1: x lies outside the box ‖x‖∞ ≤ 1/λ, where K may "
                "be negative; the theorem is about the limit of a run, which lies in the box",
            )
        )
    if count > 1 and (lower := _bracket(sums)["lower"][0]) <= 0:
        found.append(
            Note(
                "noise-floor",
                f"the lower end of K is {lower:.4g}, not above 0: the noise of the gradients hides "
                "K; larger batches, or more of them, may show it",
            )
        )
    return found
