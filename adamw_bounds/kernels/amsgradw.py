"""Numeric kernels, generated from the formulas of adamw_bounds.theory: do not edit.

Regenerate with ``python -m adamw_bounds.theory.codegen``. Every function takes a backend ``m``
(adamw_bounds.kernels.mathematics) and plain inputs, and returns natural logarithms: the whole, then
its parts. Functions over single singular values return plain numbers.
"""
# ruff: noqa: D103, E501
# fmt: off

from __future__ import annotations

from typing import Any

from adamw_bounds.kernels.types import (
    Citation,
    ConditionKernel,
    Function,
    Kernel,
    PaperKernels,
    StatementInfo,
    SymbolText,
)


def amsgradw_contraction_amsgradw_explicit(m: Any, *, delta: Any, lam: Any, lipschitz_inf: Any) -> Any:
    log_delta = m.log(delta)
    log_lam = m.log(lam)
    log_lipschitz_inf = m.log(lipschitz_inf)
    t1 = m.dot(0.0, (-0.5, log_delta), (-1.0, log_lam), (1.0, log_lipschitz_inf))
    return t1, ()


def amsgradw_radius_amsgradw_explicit(m: Any, *, delta: Any, lam: Any, lipschitz_inf: Any, slope_at_zero: Any, x0_inf_norm: Any) -> Any:
    log_x0_inf_norm = m.log(x0_inf_norm)
    log_slope_at_zero = m.log(slope_at_zero)
    log_delta = m.log(delta)
    log_lam = m.log(lam)
    t1 = m.dot(0.0, (0.5, log_delta), (1.0, log_lam))
    log_lipschitz_inf = m.log(lipschitz_inf)
    t2 = m.logsubexp(t1, log_lipschitz_inf)
    t3 = m.dot(0.0, (1.0, log_slope_at_zero), (-1.0, t2))
    t4 = m.maximum(log_x0_inf_norm, t3)
    return t4, ()


def amsgradw_radius_amsgradw_explicit_exists(m: Any, *, delta: Any, lam: Any, lipschitz_inf: Any) -> Any:
    log_delta = m.log(delta)
    log_lam = m.log(lam)
    t1 = m.dot(0.0, (0.5, log_delta), (1.0, log_lam))
    log_lipschitz_inf = m.log(lipschitz_inf)
    return (t1 > log_lipschitz_inf)


def amsgradw_rest_radius_amsgradw_explicit(m: Any, *, delta: Any, lam: Any, lipschitz_inf: Any, slope_at_zero: Any) -> Any:
    log_slope_at_zero = m.log(slope_at_zero)
    log_delta = m.log(delta)
    log_lam = m.log(lam)
    t1 = m.dot(0.0, (0.5, log_delta), (1.0, log_lam))
    log_lipschitz_inf = m.log(lipschitz_inf)
    t2 = m.logsubexp(t1, log_lipschitz_inf)
    t3 = m.dot(0.0, (1.0, log_slope_at_zero), (-1.0, t2))
    return t3, ()


def amsgradw_condition_decay_above_curvature(m: Any, *, delta: Any, lam: Any, lipschitz_inf: Any) -> Any:
    log_lipschitz_inf = m.log(lipschitz_inf)
    log_delta = m.log(delta)
    log_lam = m.log(lam)
    t1 = m.dot(0.0, (0.5, log_delta), (1.0, log_lam))
    return log_lipschitz_inf, t1, t1


def amsgradw_condition_lambda_eta(m: Any, *, eta: Any, lam: Any) -> Any:
    log_eta = m.log(eta)
    log_lam = m.log(lam)
    t1 = m.dot(0.0, (1.0, log_eta), (1.0, log_lam))
    t2 = 0.0
    t3 = m.dot(0.0, (-1.0, log_lam))
    return t1, t2, t3


PAPER = PaperKernels(
    key='amsgradw',
    kernels={
        ('amsgradw', 'contraction', None, 'amsgradw', None, 'explicit'): Kernel(amsgradw_contraction_amsgradw_explicit, ('delta', 'lam', 'lipschitz_inf'), (), '', False, None, (), (), 'amsgradw', 'amsgradw', 'contraction', None, 'amsgradw', None, 'explicit'),
        ('amsgradw', 'radius', None, 'amsgradw', None, 'explicit'): Kernel(amsgradw_radius_amsgradw_explicit, ('delta', 'lam', 'lipschitz_inf', 'slope_at_zero', 'x0_inf_norm'), (), '', False, None, (), (), 'amsgradw', 'amsgradw', 'radius', None, 'amsgradw', None, 'explicit', exists=Function(amsgradw_radius_amsgradw_explicit_exists, ('delta', 'lam', 'lipschitz_inf')), missing_text='no number for L∞ ≥ λε: the decay must be stronger than the curvature over ε'),
        ('amsgradw', 'rest-radius', None, 'amsgradw', None, 'explicit'): Kernel(amsgradw_rest_radius_amsgradw_explicit, ('delta', 'lam', 'lipschitz_inf', 'slope_at_zero'), (), '', False, None, (), (), 'amsgradw', 'amsgradw', 'rest-radius', None, 'amsgradw', None, 'explicit', exists=Function(amsgradw_radius_amsgradw_explicit_exists, ('delta', 'lam', 'lipschitz_inf')), missing_text='no number for L∞ ≥ λε: the decay must be stronger than the curvature over ε'),
    },
    symbols={
        'lipschitz_inf': SymbolText('L∞', 'L_\\infty', 'Lipschitz constant of the gradient in the max norm: ‖∇F(x) − ∇F(y)‖∞ ≤ L∞‖x − y‖∞', '> 0', '𝓕·𝓧^-2'),
        'slope_at_zero': SymbolText('‖∇F(0)‖∞', '\\|\\nabla F(0)\\|_\\infty', 'largest entry of the gradient at 0', '>= 0', '𝓕·𝓧^-1'),
    },
    statements={
        'amsgradw': StatementInfo('AMSGrad with decoupled weight decay converges where the decay is strong', 'guide/proofs.md, Section 10; proved there', (), ('Then D_t tends to a D, and x_t to the one point with ∇F(x) + λD⊙x = 0; for a convex F it minimises F + (λ/2)ΣD_i x_i². D is known from the run alone: it holds the largest squares that the run has seen, so the limit depends on the start.', "ε is √δ in this package's inputs. L∞ < λε asks for an ε far above the usual 1e-8.", "AdamW's own D_t falls again, and no such statement is known for it."), ('amsgradw',), 'the convergence of AMSGradW', 'amsgradw', measure='limit of x_t', conditions=(ConditionKernel(amsgradw_condition_decay_above_curvature, ('delta', 'lam', 'lipschitz_inf'), ('explicit',), 'L∞ < λε', None, '', 'the map to the rest point must be a contraction', 'a larger λ or ε', 'decay-above-curvature', for_=('radius', 'rest-radius'), carrier='contraction'), ConditionKernel(amsgradw_condition_lambda_eta, ('eta', 'lam'), ('explicit',), 'λη ≤ 1', None, 'eta', 'x_{t+1} must be a mean of x_t and a pull', '', 'lambda-eta', for_=('radius',), carrier='contraction'),), hypotheses="Full batch; ‖∇F(x) − ∇F(y)‖∞ ≤ L∞‖x − y‖∞. x_{t+1} = (1 − ηλ)x_t − ηm_t/D_t with m_t PyTorch's average of the gradients, and D_t = ε + the root of the largest average of squares so far; with bias correction, as PyTorch's AdamW(amsgrad=True) has it, or without. 0 < ηλ ≤ 1 and L∞ < λε."),
    },
    claims={
        'amsgradw-rest': 'holds',
        'amsgradw-example': 'holds',
    },
    citation=Citation(('adamw-bounds contributors',), 'Where AMSGrad with decoupled weight decay converges', 'adamw-bounds, guide/proofs.md, Section 10', 2026, '', '', '@misc{adamwboundsamsgradw,\n  author = {{The adamw-bounds contributors}},\n  title = {Where {AMSGrad} with decoupled weight decay converges},\n  howpublished = {adamw-bounds, guide/proofs.md, Section 10},\n  year = {2026},\n}\n'),
)
