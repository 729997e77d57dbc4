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
    BestKernel,
    Citation,
    ConditionKernel,
    DefaultKernel,
    Doubt,
    Function,
    Kernel,
    NoteKernel,
    PaperKernels,
    StatementInfo,
)


def pethick2025_theorem_5_6_frank_wolfe_gap_average_constant_scion_explicit(m: Any, *, batch_size: Any, beta1: Any, dim: Any, eta: Any, gap: Any, iterations: Any, lam: Any, sigma: Any, smoothness: Any, smoothness_inf: Any) -> Any:
    log_gap = m.log(gap)
    log_iterations = m.log(iterations)
    log_eta = m.log(eta)
    log_lam = m.log(lam)
    t1 = m.dot(0.0, (1.0, log_gap), (-1.0, log_iterations), (-1.0, log_eta), (-1.0, log_lam))
    log_smoothness_inf = m.log(smoothness_inf)
    t2 = m.dot(0.6931471805599453, (1.0, log_eta), (-1.0, log_lam), (1.0, log_smoothness_inf))
    log_beta1 = m.log(beta1)
    log_dim = m.log(dim)
    log_smoothness = m.log(smoothness)
    t3 = m.dot(2.0794415416798357, (-1.0, log_beta1), (1.0, log_dim), (-1.0, log_lam), (1.0, log_eta), (1.0, log_smoothness))
    t4 = m.logaddexp(t2, t3)
    log_batch_size = m.log(batch_size)
    log_sigma = m.log(sigma)
    t5 = m.dot(1.0397207708399179, (-0.5, log_batch_size), (0.5, log_beta1), (0.5, log_dim), (-1.0, log_lam), (1.0, log_sigma))
    t6 = m.dot(-0.6931471805599453, (1.0, log_beta1))
    t7 = m.log_one_minus_exp(t6)
    t8 = 0.0
    t9 = m.dot(0.0, (0.5, t7))
    t10 = m.logaddexp(t8, t9)
    t11 = m.dot(1.3862943611198906, (-0.5, log_batch_size), (-1.0, log_beta1), (-1.0, log_iterations), (0.5, log_dim), (-1.0, log_lam), (0.5, t7), (1.0, log_sigma), (1.0, t10))
    return m.logaddexp(m.logaddexp(m.logaddexp(t1, t4), t5), t11), (t1, t4, t5, t11,)


def pethick2025_theorem_5_6_frank_wolfe_gap_average_constant_scion_explicit_exists(m: Any, *, lam: Any) -> Any:
    return (lam > 0.0)


def pethick2025_theorem_5_6_iterations_constant_scion_explicit_share(m: Any, *, batch_size: Any, beta1: Any, dim: Any, epsilon: Any, eta: Any, gap: Any, iterations: Any, lam: Any, sigma: Any, smoothness: Any, smoothness_inf: Any) -> Any:
    t1 = m.power(epsilon, -1, 1)
    t2 = m.power(iterations, -1, 1)
    t3 = m.product(eta, lam)
    t4 = m.power(t3, -1, 1)
    t5 = m.product(gap, t2, t4)
    t6 = m.power(lam, -1, 1)
    t7 = m.power(t6, 2, 1)
    t8 = m.product(m.number(2, 1), t3, t7, smoothness_inf)
    t9 = m.power(beta1, -1, 1)
    t10 = m.power(dim, 1, 2)
    t11 = m.product(m.number(2, 1), t10, t6)
    t12 = m.power(t11, 2, 1)
    t13 = m.product(m.number(2, 1), t9, t12, t3, smoothness)
    t14 = m.power(batch_size, -1, 2)
    t15 = m.power(beta1, 1, 2)
    t16 = m.product(m.power(m.number(2, 1), 1, 2), t14, t15, t11, sigma)
    t17 = m.product(m.number(-1, 2), beta1)
    t18 = m.number(1, 1) + t17
    t19 = m.power(t18, 1, 2)
    t20 = m.number(1, 1) + t19
    t21 = m.product(m.number(2, 1), t14, t9, t2, t11, t19, sigma, t20)
    t22 = t5 + t8 + t13 + t16 + t21
    t23 = m.product(t1, lam, t22)
    return t23


def pethick2025_theorem_5_6_iterations_constant_scion_explicit_target(m: Any, *, epsilon: Any, lam: Any) -> Any:
    log_epsilon = m.log(epsilon)
    log_lam = m.log(lam)
    t1 = m.dot(0.0, (1.0, log_epsilon), (-1.0, log_lam))
    return t1


def pethick2025_theorem_5_6_gradient_complexity_constant_scion_explicit_times(m: Any, *, batch_size: Any) -> Any:
    log_batch_size = m.log(batch_size)
    return log_batch_size


def pethick2025_theorem_5_6_eta_max_constant_scion_explicit(m: Any, *, lam: Any) -> Any:
    log_lam = m.log(lam)
    t1 = m.dot(0.0, (-1.0, log_lam))
    return t1, (t1,)


def pethick2025_theorem_5_7_frank_wolfe_gap_average_constant_scion_explicit(m: Any, *, batch_size: Any, dim: Any, gap: Any, iterations: Any, lam: Any, sigma: Any, smoothness: Any, smoothness_inf: Any) -> Any:
    log_gap = m.log(gap)
    log_iterations = m.log(iterations)
    t1 = m.dot(0.6931471805599453, (1.0, log_gap), (-0.25, log_iterations))
    log_dim = m.log(dim)
    log_lam = m.log(lam)
    log_batch_size = m.log(batch_size)
    log_sigma = m.log(sigma)
    t2 = m.dot(1.3862943611198906, (-1.0, log_batch_size), (2.0, log_sigma))
    log_smoothness = m.log(smoothness)
    t3 = m.dot(3.4657359027997265, (1.0, log_dim), (-2.0, log_lam), (2.0, log_smoothness))
    t4 = m.logaddexp(t2, t3)
    t5 = m.dot(0.9808292530117262, (-0.25, log_iterations), (0.5, log_dim), (-1.0, log_lam), (0.5, t4))
    log_smoothness_inf = m.log(smoothness_inf)
    t6 = m.dot(0.6931471805599453, (-0.75, log_iterations), (-2.0, log_lam), (1.0, log_smoothness_inf))
    return m.logaddexp(m.logaddexp(t1, t5), t6), (t1, t5, t6,)


def pethick2025_theorem_5_7_iterations_constant_scion_explicit_share(m: Any, *, batch_size: Any, dim: Any, epsilon: Any, gap: Any, iterations: Any, lam: Any, sigma: Any, smoothness: Any, smoothness_inf: Any) -> Any:
    t1 = m.power(epsilon, -1, 1)
    t2 = m.power(iterations, -1, 4)
    t3 = m.product(m.number(2, 1), gap, t2)
    t4 = m.power(iterations, -3, 4)
    t5 = m.power(lam, -1, 1)
    t6 = m.power(t5, 2, 1)
    t7 = m.product(m.number(2, 1), t4, t6, smoothness_inf)
    t8 = m.power(dim, 1, 2)
    t9 = m.product(m.number(2, 1), t8, t5)
    t10 = m.power(batch_size, -1, 1)
    t11 = m.power(sigma, 2, 1)
    t12 = m.product(m.number(4, 1), t10, t11)
    t13 = m.power(t9, 2, 1)
    t14 = m.power(smoothness, 2, 1)
    t15 = m.product(m.number(8, 1), t13, t14)
    t16 = t12 + t15
    t17 = m.power(t16, 1, 2)
    t18 = m.product(m.number(4, 3), t2, t9, t17)
    t19 = t3 + t7 + t18
    t20 = m.product(t1, lam, t19)
    return t20


def pethick2025_theorem_5_7_eta_max_constant_scion_explicit(m: Any, *, iterations: Any, lam: Any) -> Any:
    log_iterations = m.log(iterations)
    log_lam = m.log(lam)
    t1 = m.dot(0.0, (-0.75, log_iterations), (-1.0, log_lam))
    return t1, (t1,)


def pethick2025_theorem_5_6_condition_lambda_eta(m: Any, *, eta: Any, lam: Any) -> Any:
    log_eta = m.log(eta)
    log_lam = m.log(lam)
    t1 = m.dot(0.0, (1.0, log_eta), (1.0, log_lam))
    t2 = 0.0
    t3 = m.dot(0.0, (-1.0, log_lam))
    return t1, t2, t3


def pethick2025_theorem_5_6_condition_start_in_box(m: Any, *, lam: Any, x0_inf_norm: Any) -> Any:
    log_lam = m.log(lam)
    log_x0_inf_norm = m.log(x0_inf_norm)
    t1 = m.dot(0.0, (1.0, log_lam), (1.0, log_x0_inf_norm))
    t2 = 0.0
    t3 = m.dot(0.0, (-1.0, log_lam))
    return t1, t2, t3


def pethick2025_theorem_5_6_note_1_values(m: Any, *, batch_size: Any, beta1: Any, dim: Any, eta: Any, gap: Any, iterations: Any, lam: Any, sigma: Any, smoothness: Any, smoothness_inf: Any) -> Any:
    log_lam = m.log(lam)
    log_gap = m.log(gap)
    log_iterations = m.log(iterations)
    log_eta = m.log(eta)
    t1 = m.dot(0.0, (1.0, log_gap), (-1.0, log_iterations), (-1.0, log_eta), (-1.0, log_lam))
    log_smoothness_inf = m.log(smoothness_inf)
    t2 = m.dot(0.6931471805599453, (1.0, log_eta), (-1.0, log_lam), (1.0, log_smoothness_inf))
    log_beta1 = m.log(beta1)
    log_dim = m.log(dim)
    log_smoothness = m.log(smoothness)
    t3 = m.dot(2.0794415416798357, (-1.0, log_beta1), (1.0, log_dim), (-1.0, log_lam), (1.0, log_eta), (1.0, log_smoothness))
    log_batch_size = m.log(batch_size)
    log_sigma = m.log(sigma)
    t4 = m.dot(1.0397207708399179, (-0.5, log_batch_size), (0.5, log_beta1), (0.5, log_dim), (-1.0, log_lam), (1.0, log_sigma))
    t5 = m.dot(-0.6931471805599453, (1.0, log_beta1))
    t6 = m.log_one_minus_exp(t5)
    t7 = 0.0
    t8 = m.dot(0.0, (0.5, t6))
    t9 = m.logaddexp(t7, t8)
    t10 = m.dot(1.3862943611198906, (-0.5, log_batch_size), (-1.0, log_beta1), (-1.0, log_iterations), (0.5, log_dim), (-1.0, log_lam), (0.5, t6), (1.0, log_sigma), (1.0, t9))
    t11 = m.logaddexp(m.logaddexp(m.logaddexp(m.logaddexp(t1, t2), t3), t4), t10)
    t12 = m.dot(0.0, (1.0, log_lam), (1.0, t11))
    return (t12,)


def pethick2025_theorem_5_6_default_1_smoothness_inf(m: Any, *, dim: Any, smoothness: Any) -> Any:
    t1 = dim * smoothness
    return t1


def pethick2025_theorem_5_7_condition_step_not_too_large(m: Any, *, eta: Any, iterations: Any, lam: Any) -> Any:
    log_eta = m.log(eta)
    log_lam = m.log(lam)
    t1 = m.dot(0.0, (1.0, log_eta), (1.0, log_lam))
    log_iterations = m.log(iterations)
    t2 = m.dot(0.0, (-0.75, log_iterations))
    t3 = m.dot(0.0, (-0.75, log_iterations), (-1.0, log_lam))
    return t1, t2, t3


def pethick2025_theorem_5_7_condition_step_not_too_small(m: Any, *, eta: Any, iterations: Any, lam: Any) -> Any:
    log_iterations = m.log(iterations)
    t1 = m.dot(-0.6931471805599453, (-0.75, log_iterations))
    log_eta = m.log(eta)
    log_lam = m.log(lam)
    t2 = m.dot(0.0, (1.0, log_eta), (1.0, log_lam))
    return t1, t2, t2


def pethick2025_theorem_5_7_note_1_values(m: Any, *, batch_size: Any, dim: Any, gap: Any, iterations: Any, lam: Any, sigma: Any, smoothness: Any, smoothness_inf: Any) -> Any:
    log_lam = m.log(lam)
    log_gap = m.log(gap)
    log_iterations = m.log(iterations)
    t1 = m.dot(0.6931471805599453, (1.0, log_gap), (-0.25, log_iterations))
    log_smoothness_inf = m.log(smoothness_inf)
    t2 = m.dot(0.6931471805599453, (-0.75, log_iterations), (-2.0, log_lam), (1.0, log_smoothness_inf))
    log_dim = m.log(dim)
    log_batch_size = m.log(batch_size)
    log_sigma = m.log(sigma)
    t3 = m.dot(1.3862943611198906, (-1.0, log_batch_size), (2.0, log_sigma))
    log_smoothness = m.log(smoothness)
    t4 = m.dot(3.4657359027997265, (1.0, log_dim), (-2.0, log_lam), (2.0, log_smoothness))
    t5 = m.logaddexp(t3, t4)
    t6 = m.dot(0.9808292530117262, (-0.25, log_iterations), (0.5, log_dim), (-1.0, log_lam), (0.5, t5))
    t7 = m.logaddexp(m.logaddexp(t1, t2), t6)
    t8 = m.dot(0.0, (1.0, log_lam), (1.0, t7))
    return (t8,)


def pethick2025_theorem_5_7_default_2_eta(m: Any, *, iterations: Any, lam: Any) -> Any:
    log_iterations = m.log(iterations)
    log_lam = m.log(lam)
    t1 = m.dot(-0.2876820724517809, (-0.75, log_iterations), (-1.0, log_lam))
    t2 = m.exp(t1)
    return t2


PAPER = PaperKernels(
    key='pethick2025',
    kernels={
        ('pethick2025-theorem-5-6', 'frank-wolfe-gap-average', 'constant', 'scion', None, 'explicit'): Kernel(pethick2025_theorem_5_6_frank_wolfe_gap_average_constant_scion_explicit, ('batch_size', 'beta1', 'dim', 'eta', 'gap', 'iterations', 'lam', 'sigma', 'smoothness', 'smoothness_inf'), ('gap', 'step', 'noise-floor', 'initial-noise'), '', False, None, (), (), 'pethick2025-theorem-5-6', 'pethick2025-theorem-5-6', 'frank-wolfe-gap-average', 'constant', 'scion', None, 'explicit', exists=Function(pethick2025_theorem_5_6_frank_wolfe_gap_average_constant_scion_explicit_exists, ('lam',)), missing_text='no number for λ = 0: the ball has the radius 1/λ'),
        ('pethick2025-theorem-5-6', 'iterations', 'constant', 'scion', None, 'explicit'): Kernel(pethick2025_theorem_5_6_frank_wolfe_gap_average_constant_scion_explicit, ('batch_size', 'dim', 'epsilon', 'gap', 'lam', 'sigma', 'smoothness', 'smoothness_inf'), (), 'the least T whose bound is at most ε/λ, which is K ≤ ε, at the best η, β1 where not given', False, None, (), (), 'pethick2025-theorem-5-6', 'pethick2025-theorem-5-6', 'iterations', 'constant', 'scion', None, 'explicit', counts=True, exists=Function(pethick2025_theorem_5_6_frank_wolfe_gap_average_constant_scion_explicit_exists, ('lam',)), missing_text='no number for λ = 0: the ball has the radius 1/λ', best=BestKernel('frank-wolfe-gap-average', ('eta', 'beta1'), Function(pethick2025_theorem_5_6_iterations_constant_scion_explicit_target, ('epsilon', 'lam')), 'iterations', None, Function(pethick2025_theorem_5_6_iterations_constant_scion_explicit_share, ('batch_size', 'beta1', 'dim', 'epsilon', 'eta', 'gap', 'iterations', 'lam', 'sigma', 'smoothness', 'smoothness_inf')))),
        ('pethick2025-theorem-5-6', 'gradient-complexity', 'constant', 'scion', None, 'explicit'): Kernel(pethick2025_theorem_5_6_frank_wolfe_gap_average_constant_scion_explicit, ('batch_size', 'dim', 'epsilon', 'gap', 'lam', 'sigma', 'smoothness', 'smoothness_inf'), (), 'the least T whose bound is at most ε/λ, which is K ≤ ε, at the best η, β1 where not given', False, None, (), (), 'pethick2025-theorem-5-6', 'pethick2025-theorem-5-6', 'gradient-complexity', 'constant', 'scion', None, 'explicit', counts=True, exists=Function(pethick2025_theorem_5_6_frank_wolfe_gap_average_constant_scion_explicit_exists, ('lam',)), missing_text='no number for λ = 0: the ball has the radius 1/λ', best=BestKernel('frank-wolfe-gap-average', ('eta', 'beta1'), Function(pethick2025_theorem_5_6_iterations_constant_scion_explicit_target, ('epsilon', 'lam')), 'iterations', Function(pethick2025_theorem_5_6_gradient_complexity_constant_scion_explicit_times, ('batch_size',)), Function(pethick2025_theorem_5_6_iterations_constant_scion_explicit_share, ('batch_size', 'beta1', 'dim', 'epsilon', 'eta', 'gap', 'iterations', 'lam', 'sigma', 'smoothness', 'smoothness_inf')))),
        ('pethick2025-theorem-5-6', 'eta-max', 'constant', 'scion', None, 'explicit'): Kernel(pethick2025_theorem_5_6_eta_max_constant_scion_explicit, ('lam',), ('eta-max',), '', False, None, (), (), 'pethick2025-theorem-5-6', 'pethick2025-theorem-5-6', 'eta-max', 'constant', 'scion', None, 'explicit', exists=Function(pethick2025_theorem_5_6_frank_wolfe_gap_average_constant_scion_explicit_exists, ('lam',)), missing_text='no number for λ = 0: the ball has the radius 1/λ'),
        ('pethick2025-theorem-5-7', 'frank-wolfe-gap-average', 'constant', 'scion', None, 'explicit'): Kernel(pethick2025_theorem_5_7_frank_wolfe_gap_average_constant_scion_explicit, ('batch_size', 'dim', 'gap', 'iterations', 'lam', 'sigma', 'smoothness', 'smoothness_inf'), ('gap', 'noise', 'step'), '', False, None, (), (), 'pethick2025-theorem-5-7', 'pethick2025-theorem-5-7', 'frank-wolfe-gap-average', 'constant', 'scion', None, 'explicit', exists=Function(pethick2025_theorem_5_6_frank_wolfe_gap_average_constant_scion_explicit_exists, ('lam',)), missing_text='no number for λ = 0: the ball has the radius 1/λ'),
        ('pethick2025-theorem-5-7', 'iterations', 'constant', 'scion', None, 'explicit'): Kernel(pethick2025_theorem_5_7_frank_wolfe_gap_average_constant_scion_explicit, ('batch_size', 'dim', 'epsilon', 'gap', 'lam', 'sigma', 'smoothness', 'smoothness_inf'), (), 'the least T whose bound is at most ε/λ, which is K ≤ ε', False, None, (), (), 'pethick2025-theorem-5-7', 'pethick2025-theorem-5-7', 'iterations', 'constant', 'scion', None, 'explicit', counts=True, exists=Function(pethick2025_theorem_5_6_frank_wolfe_gap_average_constant_scion_explicit_exists, ('lam',)), missing_text='no number for λ = 0: the ball has the radius 1/λ', best=BestKernel('frank-wolfe-gap-average', (), Function(pethick2025_theorem_5_6_iterations_constant_scion_explicit_target, ('epsilon', 'lam')), 'iterations', None, Function(pethick2025_theorem_5_7_iterations_constant_scion_explicit_share, ('batch_size', 'dim', 'epsilon', 'gap', 'iterations', 'lam', 'sigma', 'smoothness', 'smoothness_inf')))),
        ('pethick2025-theorem-5-7', 'gradient-complexity', 'constant', 'scion', None, 'explicit'): Kernel(pethick2025_theorem_5_7_frank_wolfe_gap_average_constant_scion_explicit, ('batch_size', 'dim', 'epsilon', 'gap', 'lam', 'sigma', 'smoothness', 'smoothness_inf'), (), 'the least T whose bound is at most ε/λ, which is K ≤ ε', False, None, (), (), 'pethick2025-theorem-5-7', 'pethick2025-theorem-5-7', 'gradient-complexity', 'constant', 'scion', None, 'explicit', counts=True, exists=Function(pethick2025_theorem_5_6_frank_wolfe_gap_average_constant_scion_explicit_exists, ('lam',)), missing_text='no number for λ = 0: the ball has the radius 1/λ', best=BestKernel('frank-wolfe-gap-average', (), Function(pethick2025_theorem_5_6_iterations_constant_scion_explicit_target, ('epsilon', 'lam')), 'iterations', Function(pethick2025_theorem_5_6_gradient_complexity_constant_scion_explicit_times, ('batch_size',)), Function(pethick2025_theorem_5_7_iterations_constant_scion_explicit_share, ('batch_size', 'dim', 'epsilon', 'gap', 'iterations', 'lam', 'sigma', 'smoothness', 'smoothness_inf')))),
        ('pethick2025-theorem-5-7', 'eta-max', 'constant', 'scion', None, 'explicit'): Kernel(pethick2025_theorem_5_7_eta_max_constant_scion_explicit, ('iterations', 'lam'), ('eta-max',), '', False, None, (), (), 'pethick2025-theorem-5-7', 'pethick2025-theorem-5-7', 'eta-max', 'constant', 'scion', None, 'explicit', exists=Function(pethick2025_theorem_5_6_frank_wolfe_gap_average_constant_scion_explicit_exists, ('lam',)), missing_text='no number for λ = 0: the ball has the radius 1/λ'),
    },
    symbols={
    },
    statements={
        'pethick2025-theorem-5-6': StatementInfo('Scion (conditional gradient with momentum) at constant settings', 'Theorem 5.6, equation (22); pp. 49069–49104; arXiv:2502.07529', (Doubt('scion-max'),), ("The paper's theorem is for any norm, radius ρ and step γ; this is its case of the max norm. Its L is H here, and its L₂ is L.", 'The paper states it for one fixed u. Its proof holds for every path and every u at once, so the maximum over u may stand inside the mean; see the claim scion-max.'), ('scion',), 'Theorem 5.6 of Pethick et al.', 'pethick2025', measure='E max_u ⟨∇F, x̄ − u⟩', conditions=(ConditionKernel(pethick2025_theorem_5_6_condition_lambda_eta, ('eta', 'lam'), ('explicit',), 'λη ≤ 1', None, 'eta', 'a step must not leave the ball', '', 'lambda-eta', for_=('frank-wolfe-gap-average',), carrier='eta-max'), ConditionKernel(pethick2025_theorem_5_6_condition_start_in_box, ('lam', 'x0_inf_norm'), ('explicit',), 'λ‖x₀‖∞ ≤ 1', None, 'x0_inf_norm', 'the run must start in the ball, which it then never leaves', '', 'start-in-box', for_=('frank-wolfe-gap-average',), carrier='eta-max'),), notes=(NoteKernel('the KKT score K is λ times the gap: at most {score}', when=Function(pethick2025_theorem_5_6_frank_wolfe_gap_average_constant_scion_explicit_exists, ('lam',)), quantities=('frank-wolfe-gap-average',), names=('score',), values=Function(pethick2025_theorem_5_6_note_1_values, ('batch_size', 'beta1', 'dim', 'eta', 'gap', 'iterations', 'lam', 'sigma', 'smoothness', 'smoothness_inf'))), NoteKernel('a model of AdamW, its update replaced by signs: not a bound for AdamW itself', quantities=('frank-wolfe-gap-average', 'iterations', 'gradient-complexity')), NoteKernel('it needs a start with λ‖x₀‖∞ ≤ 1, which the counts do not check', when=Function(pethick2025_theorem_5_6_frank_wolfe_gap_average_constant_scion_explicit_exists, ('lam',)), quantities=('iterations', 'gradient-complexity')),), defaults=(DefaultKernel('smoothness_inf', value=Function(pethick2025_theorem_5_6_default_1_smoothness_inf, ('dim', 'smoothness')), note='H is not given: d·L is taken, which is never below it'),), hypotheses="The ball: |x_i| ≤ 1/λ with λ > 0. F has ‖∇F(x) − ∇F(y)‖₁ ≤ H‖x − y‖∞ and ‖∇F(x) − ∇F(y)‖₂ ≤ L‖x − y‖₂ there, and F ≥ F*. The gradient g_t is unbiased, with a variance of at most σ²/b. x_{t+1} = (1 − λη)x_t − η sgn(m_t), m_t = (1 − β1)m_{t−1} + β1 g_t the paper's α = β1 constant but for the first step, where m is g; λη ≤ 1. x̄ is drawn uniformly from the T iterates; u runs through the ball."),
        'pethick2025-theorem-5-7': StatementInfo('Scion with a decaying weight of the new gradient', 'Theorem 5.7; pp. 49069–49104; arXiv:2502.07529', (), ("The paper's theorem is for any norm, radius ρ and step γ; this is its case of the max norm. Its L is H here, and its L₂ is L.", 'The paper states it for one fixed u. Its proof holds for every path and every u at once, so the maximum over u may stand inside the mean; see the claim scion-max.'), ('scion',), 'Theorem 5.7 of Pethick et al.', 'pethick2025', measure='E max_u ⟨∇F, x̄ − u⟩', conditions=(ConditionKernel(pethick2025_theorem_5_7_condition_step_not_too_large, ('eta', 'iterations', 'lam'), ('explicit',), 'λη ≤ T^(−3/4)', None, 'eta', 'the gradient must not change faster than the momentum forgets', '', 'step-not-too-large', for_=('frank-wolfe-gap-average',), carrier='eta-max'), ConditionKernel(pethick2025_theorem_5_7_condition_step_not_too_small, ('eta', 'iterations', 'lam'), ('explicit',), 'λη ≥ ½T^(−3/4)', None, '', 'the gap at the start must be made up for', 'a larger η', 'step-not-too-small', for_=('frank-wolfe-gap-average',), carrier='eta-max'), ConditionKernel(pethick2025_theorem_5_6_condition_start_in_box, ('lam', 'x0_inf_norm'), ('explicit',), 'λ‖x₀‖∞ ≤ 1', None, 'x0_inf_norm', 'the run must start in the ball, which it then never leaves', '', 'start-in-box', for_=('frank-wolfe-gap-average',), carrier='eta-max'),), notes=(NoteKernel('the KKT score K is λ times the gap: at most {score}', when=Function(pethick2025_theorem_5_6_frank_wolfe_gap_average_constant_scion_explicit_exists, ('lam',)), quantities=('frank-wolfe-gap-average',), names=('score',), values=Function(pethick2025_theorem_5_7_note_1_values, ('batch_size', 'dim', 'gap', 'iterations', 'lam', 'sigma', 'smoothness', 'smoothness_inf'))), NoteKernel('a model of AdamW, its update replaced by signs: not a bound for AdamW itself', quantities=('frank-wolfe-gap-average', 'iterations', 'gradient-complexity')), NoteKernel('it needs a start with λ‖x₀‖∞ ≤ 1, which the counts do not check', when=Function(pethick2025_theorem_5_6_frank_wolfe_gap_average_constant_scion_explicit_exists, ('lam',)), quantities=('iterations', 'gradient-complexity')),), defaults=(DefaultKernel('smoothness_inf', value=Function(pethick2025_theorem_5_6_default_1_smoothness_inf, ('dim', 'smoothness')), note='H is not given: d·L is taken, which is never below it'), DefaultKernel('eta', value=Function(pethick2025_theorem_5_7_default_2_eta, ('iterations', 'lam')), note='η = ¾T^(−3/4)/λ is taken: {value}', quantities=('frank-wolfe-gap-average',)),), hypotheses='The ball: |x_i| ≤ 1/λ with λ > 0. F has ‖∇F(x) − ∇F(y)‖₁ ≤ H‖x − y‖∞ and ‖∇F(x) − ∇F(y)‖₂ ≤ L‖x − y‖₂ there, and F ≥ F*. The gradient g_t is unbiased, with a variance of at most σ²/b. x_{t+1} = (1 − λη)x_t − η sgn(m_t), m_k = (1 − α_k)m_{k−1} + α_k g_k with α_k = 1/√k, k from 1 on, and a constant η with ½T^(−3/4) ≤ λη ≤ T^(−3/4). x̄ is drawn uniformly from the T iterates; u runs through the ball.'),
    },
    claims={
        'scion-max': 'missing-hypothesis',
        'scion-decaying': 'holds',
    },
    citation=Citation(('Pethick, Thomas', 'Xie, Wanyun', 'Antonakopoulos, Kimon', 'Zhu, Zhenyu', 'Silveti-Falls, Antonio', 'Cevher, Volkan'), 'Training Deep Learning Models with Norm-Constrained LMOs', 'Proceedings of the 42nd International Conference on Machine Learning, PMLR 267', 2025, '', '2502.07529', '@inproceedings{pethick2025,\n  author = {Pethick, Thomas and Xie, Wanyun and Antonakopoulos, Kimon and Zhu, Zhenyu and\n    Silveti-Falls, Antonio and Cevher, Volkan},\n  title = {Training Deep Learning Models with Norm-Constrained {LMO}s},\n  booktitle = {Proceedings of the 42nd International Conference on Machine Learning},\n  series = {Proceedings of Machine Learning Research},\n  volume = {267},\n  pages = {49069--49104},\n  publisher = {PMLR},\n  year = {2025},\n  eprint = {2502.07529},\n  archiveprefix = {arXiv},\n}\n'),
)
