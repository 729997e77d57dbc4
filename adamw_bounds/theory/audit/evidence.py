"""What a check returns: a verdict, and the steps that lead to it."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Literal, TypeVar

from adamw_bounds.theory.statements import Claim, Kind

__all__ = [
    "CHECKS",
    "EVALUATED",
    "EXACT",
    "LOOKED_UP",
    "PROVED",
    "SIMULATED",
    "Evidence",
    "Finding",
    "Measured",
    "Method",
    "Relation",
    "Step",
    "Verdict",
    "check",
    "equation",
    "judge",
]

Method = Literal[
    "proved symbolically",
    "exact rational counterexample",
    "evaluated at stated points",
    "simulation",
    "looked up",
]
PROVED: Final[Method] = "proved symbolically"
EXACT: Final[Method] = "exact rational counterexample"
EVALUATED: Final[Method] = "evaluated at stated points"
SIMULATED: Final[Method] = "simulation"
LOOKED_UP: Final[Method] = "looked up"

#: A verdict and the line that says why.
Finding = tuple[Kind | None, str]


@dataclass(frozen=True, slots=True)
class Relation:
    """Two expressions and the sign between them, kept as they stand.

    sympy's own relations turn into ``True`` as soon as both sides are seen to agree.
    """

    lhs: Any
    sign: Literal["=", "≠", "<", "≤", ">", "≥", "→"]
    rhs: Any


def equation(left: Any, right: Any, *, holds: bool) -> Relation:
    """Return that two expressions are the same, or that they are not, as was found."""
    return Relation(left, "=" if holds else "≠", right)


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a derivation.

    Attributes
    ----------
    text : str
        What is done or found.
    formula : sympy expression, Relation or None
        The result as a formula.
    method : str
        How it was established.
    """

    text: str
    formula: Any = None
    method: Method = PROVED


@dataclass(frozen=True, slots=True)
class Measured:
    """A figure of a simulation, as a check takes it.

    Attributes
    ----------
    name : str
        What was measured, a phrase with the settings and the seeds.
    mean, stderr : float
        Over the seeds.
    bound : float
        What the claim says that it is at most.
    """

    name: str
    mean: float
    stderr: float
    bound: float

    @property
    def breaks(self) -> bool:
        """Whether the mean is above the bound by more than three standard errors."""
        return self.mean - 3 * self.stderr > self.bound

    @property
    def keeps(self) -> bool:
        """Whether the mean is not above the bound, up to three standard errors."""
        return not self.breaks


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the check of a claim found.

    Attributes
    ----------
    claim : Claim
        The claim, with the verdict that the code base records (``claim.kind``).
    verdict : str or None
        ``holds``, ``misprint``, ``false-as-printed``, ``missing-hypothesis``, ``unsupported``;
        None where only a simulation can tell and none was run.
    reason : str
        One line, made from the evidence.
    method : str
        How the decisive step was established.
    steps : tuple of Step
        The derivation.
    """

    claim: Claim
    verdict: Kind | None
    reason: str
    method: Method
    steps: tuple[Step, ...]

    @property
    def as_recorded(self) -> bool:
        """Whether the verdict is the recorded one; an open verdict does not count as different."""
        return self.verdict is None or self.verdict == self.claim.kind


#: Derivations that were done: their steps and results.
_DONE: dict[Callable[..., Any], tuple[tuple[Step, ...], Any]] = {}

Result = TypeVar("Result")


@dataclass(slots=True)
class Evidence:
    """Collects the steps of one check."""

    steps: list[Step] = field(default_factory=list)
    method: Method = PROVED

    def say(self, text: str, formula: Any = None, method: Method | None = None) -> None:
        """Add a step; its method is that of the whole check unless it is given."""
        self.steps.append(Step(text, formula, method or self.method))

    def follow(self, derivation: Callable[[Evidence], Result]) -> Result:
        """Add the steps of a derivation that depends on nothing, and return what it derives.

        It is done once, however often it is followed.
        """
        if derivation not in _DONE:
            own = Evidence()
            result = derivation(own)
            _DONE[derivation] = (tuple(own.steps), result)
        steps, result = _DONE[derivation]
        self.steps.extend(steps)
        return result

    def measured(self, figures: tuple[Measured, ...]) -> None:
        """Add the figures of a simulation."""
        for item in figures:
            sign: Literal[">", "≤"] = ">" if item.breaks else "≤"
            self.say(
                f"simulated: {item.name}: {item.mean:.4g} ± {item.stderr:.2g}, "
                f"{'above' if item.breaks else 'within'} {item.bound:.4g}",
                Relation(item.mean, sign, item.bound),
                SIMULATED,
            )


#: Claim id to its check. Every parameter of a check has the catalog's own object as its default.
CHECKS: dict[str, Callable[..., Verdict]] = {}


def check(
    id_: str, method: Method = PROVED, *, unmoved: Mapping[str, str] | None = None
) -> Callable[[Callable[..., Finding]], Callable[..., Verdict]]:
    """Register the check of a claim.

    Parameters
    ----------
    id_ : str
        The claim.
    method : str
        How it is established, unless the check changes ``evidence.method``.
    unmoved : mapping, optional
        Why the verdict does not follow a change of a formula that the check reads: the name of the
        mutant, ``iterations.bias: factor``, with wildcards, to the reason. See
        :mod:`adamw_bounds.theory.audit.mutation`.
    """

    def register(function: Callable[..., Finding]) -> Callable[..., Verdict]:
        def run(**objects: Any) -> Verdict:
            claim = _claim(id_)
            evidence = Evidence(method=method)
            verdict, reason = function(evidence, **objects)
            return Verdict(claim, verdict, reason, evidence.method, tuple(evidence.steps))

        functools.update_wrapper(run, function)
        run.unmoved = dict(unmoved or {})  # type: ignore[attr-defined]
        CHECKS[id_] = run
        return run

    return register


def _claim(id_: str) -> Claim:
    # Not at import: a paper's file holds its checks, and the catalog is made from those files.
    from adamw_bounds.theory.catalog import CLAIMS

    return next(claim for claim in CLAIMS if claim.id == id_)


def judge(*, printed: bool, repaired: bool, otherwise: Kind) -> Kind:
    """Return the verdict on a claim with a repair.

    Parameters
    ----------
    printed : bool
        Whether the claim as printed passes.
    repaired : bool
        Whether the repair passes.
    otherwise : str
        What is wrong where the claim fails and the repair passes. Where neither passes, nothing
        is left that would support the claim.
    """
    if printed:
        return "holds"
    return otherwise if repaired else "unsupported"
