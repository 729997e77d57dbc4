"""How far a point is from a KKT point of the box that AdamW's weight decay draws.

Source: Theorem 1.1 and Lemma 3.8 of Xie and Li 2024; section 12 of the proofs for ε > 0.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from adamw_bounds.domains import DOMAINS, NotInDomain, number_in
from adamw_bounds.engine.results import Answer, Note, Result
from adamw_bounds.engine.rows import figure
from adamw_bounds.errors import Fault, InputError, RunError
from adamw_bounds.kernels.calls import find
from adamw_bounds.kernels.mathematics import Arrays
from adamw_bounds.optimizers import ADAMW
from adamw_bounds.questions.arrays import Pairs, paired

__all__ = ["TOLERANCE", "kkt"]

LEMMA: Final = "xie2024-lemma-3-8"
BOX: Final = "xie2024-theorem-1-1"
REST: Final = "here-rest-points"
OUTSIDE, INSIDE = "outside", "inside"
#: How near to 1 a ratio counts as 1.
TOLERANCE: Final = 1e-3


@dataclass(slots=True)
class _Sums:
    """What is summed over the entries; each chunk's sum once, added up exactly."""

    parts: dict[str, list[float]] = field(default_factory=dict)
    largest: float = 0.0
    bound: int = 0
    steep: int = 0

    def add(self, **sums: Any) -> None:
        for name, value in sums.items():
            self.parts.setdefault(name, []).append(float(value))

    def __getitem__(self, name: str) -> float:
        try:
            return math.fsum(self.parts.get(name, [0.0]))
        except OverflowError:
            return math.inf


def kkt(
    params: Any,
    grads: Any,
    *,
    weight_decay: Any = None,
    adam_eps: Any = None,
    lam: Any = None,
    delta: Any = None,
    tolerance: Any = TOLERANCE,
) -> Answer:
    """Return the KKT score of a point, and how AdamW itself rests beside such points.

    Parameters
    ----------
    params, grads : array, mapping of name to array, or path
        The parameters x, and ∇F(x) of the full batch in the same shapes; paths are of ``.npy``
        files or of ``.npz`` files with the same names. float16 and float32 are summed in float64.
    weight_decay, lam : float
        λ ≥ 0, by either name.
    adam_eps, delta : float, optional
        Adam's ε ≥ 0, which stands outside the root, or δ ≥ 0 inside it; 0 where neither is given.
    tolerance : float
        In (0, 1): what counts as at the bound, λ|x_i| ≥ 1 − tolerance.

    Returns
    -------
    Answer
        Rows ``kkt-score`` K = ‖∇F‖₁ + λ⟨x, ∇F⟩, ``kkt-relative`` K/‖∇F‖₁, ``frank-wolfe-gap`` K/λ,
        ``gradient-l1``, ``lambda-x-inf``, ``share-at-bound``, ``adamw-residual``
        ‖∇F + λ(√v̂+ε)x‖₂ at v̂ = ∇F², ``adamw-residual-relative``, ``kkt-floor`` (what K would be
        if x were a rest point of AdamW with this gradient), ``kkt-floor-max`` (the same for any
        gradient), ``share-above-epsilon``.

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
    decay = _one_of({"lam": lam, "weight_decay": weight_decay}, "λ", faults)
    inside = delta is not None and adam_eps is None
    constant = _one_of({"delta": delta, "adam_eps": adam_eps}, "δ", faults, missing=0.0)
    near = _number("tolerance", tolerance, "(0, 1)", faults)
    try:
        pairs = paired(params, grads, faults)
    except RunError:
        if not faults:
            raise
        pairs = None  # what is wrong with the numbers is said first
    if faults or pairs is None or decay is None or constant is None or near is None:
        raise InputError(faults)
    case = INSIDE if inside else OUTSIDE
    sums = _summed(pairs, decay, constant, case, near)
    rows = _rows(sums, pairs.size, decay, constant, case, near)
    inputs: dict[str, Any] = {
        "dim": pairs.size,
        "lam": decay,
        ("delta" if inside else "adam_eps"): constant,
        "tolerance": near,
    }
    warnings = _warnings(sums, decay)
    if delta is None and adam_eps is None:
        warnings.append(
            Note(
                "epsilon-missing",
                "--adam-eps was not given: the residual and the floor are those of ε = 0",
            )
        )
    return Answer("kkt", inputs, tuple(rows), tuple(warnings))


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


def _one_of(
    given: Mapping[str, Any], symbol: str, faults: list[Fault], missing: float | None = None
) -> float | None:
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
    if missing is None:
        faults.append(Fault("weight_decay", None, "is missing: λ, where 0 means none"))
    return missing


def _function(statement: str, quantity: str, variant: str, case: str | None = None) -> Any:
    kernel = find(statement, quantity, variant, case=case)
    assert kernel is not None  # every one of them is encoded
    return kernel


def _constants(case: str, constant: float) -> dict[str, float]:
    return {"eps_outside": constant} if case == OUTSIDE else {"delta": constant}


def _summed(pairs: Pairs, decay: float, constant: float, case: str, near: float) -> _Sums:
    """Go over all entries once."""
    import numpy as np

    score = _function(LEMMA, "kkt-summand", "printed")
    floor = _function(REST, "kkt-floor-summand", "sharp", case)
    residual = _function(REST, "residual-entry", "sharp", case)
    backend, sums = Arrays(), _Sums()
    steep = _steepness(case, constant, near)

    def evaluated(kernel: Any, values: Mapping[str, Any]) -> Any:
        return kernel.function(backend, **{name: values[name] for name in kernel.inputs})[0]

    with np.errstate(all="ignore"):
        for x, g in pairs.chunks():
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
            )
            scaled = decay * np.abs(x)
            sums.largest = max(sums.largest, float(scaled.max(initial=0.0)))
            sums.bound += int((scaled >= 1 - near).sum())
            sums.steep += int((size > steep).sum())
    return sums


def _idle(x: Any, decay: float, constant: float, case: str) -> Any:
    """Return the residual where the gradient is 0: λεx, whose sign its square forgets."""
    return decay * (constant if case == OUTSIDE else math.sqrt(constant)) * x


def _steepness(case: str, constant: float, near: float) -> float:
    """Return the gradient from which on a rest point lies at the bound, up to the tolerance."""
    if case == OUTSIDE:
        return constant * (1 - near) / near
    return math.sqrt(constant) * (1 - near) / math.sqrt(near * (2 - near))


def _rows(
    sums: _Sums, dim: int, decay: float, constant: float, case: str, near: float
) -> list[Result]:
    rows: list[Result] = []

    def add(statement: str, quantity: str, value: float | None, *notes: str) -> None:
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
            )
        )

    score, l1 = sums["score"], sums["l1"]
    beyond = (
        ()
        if sums.largest <= 1
        else ("x lies outside the box, where K may be negative and does not measure a distance",)
    )
    add(LEMMA, "kkt-score", score, *beyond)
    add(
        LEMMA,
        "kkt-relative",
        score / l1 if l1 > 0 else None,
        *(beyond if l1 > 0 else ("the gradient is 0: x is a KKT point if it lies in the box",)),
    )
    add(
        LEMMA,
        "frank-wolfe-gap",
        score / decay if decay > 0 else None,
        *(beyond if decay > 0 else ("λ = 0: without a box there is no Frank–Wolfe gap",)),
    )
    add(LEMMA, "gradient-l1", l1)
    add(BOX, "lambda-x-inf", sums.largest)
    add(BOX, "share-at-bound", sums.bound / dim, f"entries with λ|x_i| ≥ {1 - near:.6g}")
    length, residual = math.sqrt(sums["l2"]), math.sqrt(sums["residual"])
    own = "v̂ = ∇F², as at a rest point; not the optimizer's own v̂"
    add(REST, "adamw-residual", residual, own)
    add(REST, "adamw-residual-relative", residual / length if length > 0 else None, own)
    add(REST, "kkt-floor", sums["floor"], "what K is where AdamW rests with this gradient")
    kernel = _function(REST, "kkt-floor", "sharp", case)
    log = kernel.function(_scalars(), **{"dim": dim, **_constants(case, constant)})[0]
    try:
        most = math.exp(log)
    except OverflowError:
        most = math.inf
    add(REST, "kkt-floor-max", most, "the largest that K can be where AdamW rests")
    limit = _steepness(case, constant, near)
    add(
        REST,
        "share-above-epsilon",
        sums.steep / dim,
        f"entries with |∂_i| > {limit:.4g}: only there AdamW can rest at λ|x_i| ≥ {1 - near:.6g}",
    )
    return rows


def _scalars() -> Any:
    from adamw_bounds.kernels.mathematics import Scalars

    return Scalars()


def _warnings(sums: _Sums, decay: float) -> list[Note]:
    found = []
    if decay == 0:
        found.append(
            Note("no-decay", "λ = 0: there is no box, and K is ‖∇F‖₁, which is 0 where ∇F is")
        )
    if sums.largest > 1:
        found.append(
            Note(
                "outside-box",
                f"λ‖x‖∞ = {sums.largest:.4g} > 1: x lies outside the box ‖x‖∞ ≤ 1/λ, where K may "
                "be negative; the theorem is about the limit of a run, which lies in the box",
            )
        )
    return found
