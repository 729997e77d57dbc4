"""How far AdamW's iterates can go: the largest update, the radius, the largest step."""

from __future__ import annotations

import sympy as sp

from adamw_bounds.theory import symbols as s
from adamw_bounds.theory.papers.here.symbols import radius as bounded_radius
from adamw_bounds.theory.papers.here.symbols import x0_inf_norm
from adamw_bounds.theory.papers.here_scaling.source import here
from adamw_bounds.theory.special import PowerSum
from adamw_bounds.theory.statements import Condition, Formula, Note, Statement, Variant
from adamw_bounds.theory.units import NONE

__all__ = ["OWN", "RADIUS"]

_keep1, _keep2 = 1 - s.beta1, 1 - s.beta2
_growth = _keep1**2 / _keep2
#: 1 − (1−β1)²/(1−β2) is this over 1 − β2, less β2/(1−β2): no difference of near numbers.
_memory = s.beta1 * (2 - s.beta1)
_reaches = sp.Lt(s.beta2, _memory)
_decays = sp.Gt(s.lam, 0)
_NO_MEMORY = (
    "no bound for all steps: (1−β1)² ≥ 1−β2 (PyTorch's β1² ≥ β2), so updates can grow without end; "
    "give --iterations for those of T steps"
)
_NEITHER = "no bound for all steps: it needs λ > 0, and (1−β1)² < 1−β2 (PyTorch's β1² < β2)"
_NO_DECAY = "λ = 0: without weight decay nothing holds the iterates"

_largest = s.beta1 * sp.sqrt(_keep2 / (s.beta2 * (_memory - s.beta2)))
_U = s.short(
    "largest_update",
    "U",
    "U",
    "largest entry of any update before the learning rate",
    NONE,
    _largest,
)
_corrected = sp.sqrt(PowerSum(_keep2, s.T) * PowerSum(_growth, s.T)) / PowerSum(_keep1, s.T)
_U_T = s.short(
    "largest_update_of", "U_T", "U_T", "the same of the first T updates", NONE, _corrected
)
_uncorrected = s.beta1 * sp.sqrt(PowerSum(_growth, s.T) / s.beta2)


def _always(expr: sp.Expr, *, decays: bool = False) -> dict[str, Variant]:
    """Return a figure of every step, however many there are."""
    return {
        "sharp": Variant(
            given=expr,
            why="Cauchy and Schwarz on m and n; some gradients attain it",
            exists=sp.And(_reaches, _decays) if decays else _reaches,
            missing_text=_NEITHER if decays else _NO_MEMORY,
        )
    }


def _first(expr: sp.Expr, *, decays: bool = False) -> dict[str, Variant]:
    """Return a figure of the first T steps."""
    return {
        "sharp": Variant(
            given=expr,
            why="of the first T steps, for any β1 and β2",
            exists=_decays if decays else sp.true,
            missing_text=_NO_DECAY if decays else "",
        )
    }


def _held(update: sp.Expr) -> sp.Expr:
    return sp.Max(x0_inf_norm, update / s.lam)


def _step(update: sp.Expr) -> sp.Expr:
    """Return η(U + λ‖x‖∞) with ‖x‖∞ at its bound: U/λ, or ‖x₀‖∞ where that is larger."""
    return s.eta * (update + sp.Max(s.lam * x0_inf_norm, update))


RADIUS = Statement(
    id="here-radius",
    main="radius",
    name="the radius bound",
    title="Where constant weight decay holds the iterates",
    assumptions=(
        "Any gradients and any noise. The decay is decoupled and the same at every step, and "
        "η_kλ ≤ 1 for every k.",
        "v̂ and m̂ are PyTorch's, or the paper's without bias correction; ε and amsgrad only help.",
    ),
    formulas=(
        Formula("update-ratio", r"\sup_k|\hat m_k|/\sqrt{\hat v_k}", _always(_largest)),
        Formula(
            "update-ratio",
            r"\max_{k\le T}|\hat m_k|/\sqrt{\hat v_k}",
            _first(_corrected),
            case="first-steps",
        ),
        Formula(
            "update-ratio",
            r"\max_{k\le T}|m_k|/\sqrt{v_k}",
            _first(_uncorrected),
            case="first-steps-uncorrected",
        ),
        Formula(
            "decay-radius",
            r"\sup_k|\hat m_k|/(\lambda\sqrt{\hat v_k})",
            _always(_U / s.lam, decays=True),
            unit=s.PARAM,
        ),
        Formula(
            "radius",
            r"\max_k\|x_k\|_\infty",
            _always(_held(_U), decays=True),
            unit=s.PARAM,
        ),
        Formula(
            "radius",
            r"\max_{k\le T}\|x_k\|_\infty",
            _first(_held(_U_T), decays=True),
            case="first-steps",
            unit=s.PARAM,
        ),
        Formula(
            "radius",
            r"\max_k\|x_k\|_\infty",
            {
                "sharp": Variant(
                    given=bounded_radius,
                    why="with ‖g_k‖∞ ≤ c∞ no update exceeds c∞/c1 either",
                    exists=_decays,
                    missing_text=_NO_DECAY,
                )
            },
            case="bounded-gradients",
            unit=s.PARAM,
        ),
        Formula(
            "largest-step",
            r"\max_k\|x_{k+1}-x_k\|_\infty",
            _always(_step(_U)),
            unit=s.PARAM,
        ),
    ),
    conditions=(
        Condition(
            "decay-step",
            s.lam * s.eta,
            sp.Integer(1),
            ("sharp",),
            "λη ≤ 1",
            limit_of="lam",
            limit=1 / s.eta,
            why="a step is then a mean of x_k and −m_k/(λv_k)",
            for_=("radius", "decay-radius", "largest-step"),
            carrier="radius",
        ),
    ),
    source=here("2"),
    remarks=(
        "U = β1/√(β2(1−r)), r = (1−β1)²/(1−β2): exactly the supremum of |m̂_k|/√v̂_k, which rises "
        "with k to it.",
        "Holds for the paper's update and for PyTorch's, x_T included.",
        "A checkpoint beyond the radius was not made by AdamW with this constant λ and these β, or "
        "its start was larger.",
    ),
    notes=(
        Note(
            "the largest parameter given is beyond the radius: this run had another λ, other β, "
            "a larger start, or ηλ > 1",
            when=sp.And(
                _reaches,
                _decays,
                sp.Gt(s.x_inf_norm, _held(_U), evaluate=False),
            ),
            quantities=("radius",),
            given="x_inf_norm",
            code="beyond-radius",
        ),
    ),
    measure="‖x_k‖∞",
)

#: The symbols that are declared here.
OWN = (_U, _U_T)
