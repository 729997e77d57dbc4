"""What size and turning weight decay settles at where gradients are noise."""

from __future__ import annotations

import sympy as sp

from adamw_bounds.theory import symbols as s
from adamw_bounds.theory.papers.here_scaling.source import here
from adamw_bounds.theory.statements import Formula, Note, Statement, Variant

__all__ = ["DIAGNOSTIC", "EQUILIBRIUM"]

_pull = s.eta * s.lam
_there = sp.And(sp.Gt(s.lam, 0), sp.Lt(_pull, 2))
_NONE_THERE = "no equilibrium: it needs 0 < ηλ < 2"
_keep = 1 - s.beta1
#: (1−β1)(1−ηλ) + 1, and 1 − (1−β1)(1−ηλ), without differences of near numbers.
_one_plus = 2 + _pull * s.beta1 - _pull - s.beta1
_one_minus = s.beta1 + _pull * _keep
_square = s.eta**2 * s.beta1 * _one_plus / ((2 - s.beta1) * _pull * (2 - _pull) * _one_minus)
_rms = sp.sqrt(_square)
_turn = sp.sqrt(2 * _pull * s.beta1 / _one_plus)
_largest = sp.sqrt(2 * sp.log(s.d)) * _rms

#: What no row of it may be taken for.
DIAGNOSTIC = (
    "a diagnostic, no bound: it takes the gradients for white noise and v̂ for their variance"
)


def _figure(expr: sp.Expr) -> dict[str, Variant]:
    return {"explicit": Variant(given=expr, exists=_there, missing_text=_NONE_THERE)}


EQUILIBRIUM = Statement(
    id="here-equilibrium",
    name="the equilibrium of weight decay and noise",
    title="The size at which weight decay holds parameters whose gradients are noise",
    assumptions=(
        "Each entry of the gradient is white noise of constant variance, independent of the "
        "parameters; v̂ is that variance.",
        "η, λ and β1 are constant, and the run is long beside 1/(ηλ) and 1/β1 steps.",
    ),
    formulas=(
        Formula("equilibrium-rms", r"\sqrt{\mathbb{E}x_i^2}", _figure(_rms), unit=s.PARAM),
        Formula(
            "equilibrium-max",
            r"\sqrt{2\ln d}\,\sqrt{\mathbb{E}x_i^2}",
            _figure(_largest),
            unit=s.PARAM,
        ),
        Formula(
            "equilibrium-turn",
            r"\sqrt{\mathbb{E}(x_{i,t+1}-x_{i,t})^2/\mathbb{E}x_i^2}",
            _figure(_turn),
        ),
        Formula(
            "equilibrium-ratio",
            r"\|x\|_2/(\sqrt d\,\sqrt{\mathbb{E}x_i^2})",
            _figure(s.x_norm / (sp.sqrt(s.d) * _rms)),
        ),
    ),
    source=here("3"),
    remarks=(
        "For ηλ ≪ β1 the size is √(η/(2λ)) and the turn a step √(2ηλβ1/(2−β1)): the rotational "
        "equilibrium that Kosson, Messmer and Jaggi (ICML 2024, arXiv:2305.17212) describe.",
        "λ times the largest entry is about √(ηλ ln d), far below 1: noise does not reach the box "
        "of the radius bound.",
        "A ratio near 1 says that noise decides the size; above 1 the gradients have a mean.",
    ),
    notes=(
        Note(DIAGNOSTIC),
        Note(
            "the run is shorter than 1/(ηλ) steps: no equilibrium is reached in it",
            when=sp.And(sp.Gt(s.lam, 0), sp.Lt(_pull * s.T, 1)),
            given="iterations",
        ),
    ),
    measure="‖x‖₂/√d",
)
