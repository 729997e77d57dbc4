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
    Function,
    Kernel,
    NoteKernel,
    PaperKernels,
    StatementInfo,
    SymbolText,
)


def sign_descent_decay_kkt_score_average_constant_sign_descent_explicit(m: Any, *, batch_size: Any, beta1: Any, eta: Any, gap: Any, iterations: Any, lam: Any, sigma_l1: Any, smoothness_inf: Any) -> Any:
    log_eta = m.log(eta)
    log_gap = m.log(gap)
    log_iterations = m.log(iterations)
    t1 = m.dot(0.0, (-1.0, log_eta), (1.0, log_gap), (-1.0, log_iterations))
    t2 = 0.0
    t3 = 0.6931471805599453
    t4 = m.where((lam > 0.0), t3, t2)
    log_smoothness_inf = m.log(smoothness_inf)
    t5 = m.dot(-0.6931471805599453, (1.0, t4))
    log_beta1 = m.log(beta1)
    t6 = m.log_one_minus_exp(log_beta1)
    t7 = m.dot(0.6931471805599453, (-1.0, log_beta1), (1.0, t6))
    t8 = m.logaddexp(t5, t7)
    t9 = m.dot(0.0, (1.0, log_eta), (1.0, t4), (1.0, log_smoothness_inf), (1.0, t8))
    log_batch_size = m.log(batch_size)
    log_sigma_l1 = m.log(sigma_l1)
    t10 = m.logsubexp(t3, log_beta1)
    t11 = m.dot(0.6931471805599453, (-0.5, log_batch_size), (0.5, log_beta1), (1.0, log_sigma_l1), (-0.5, t10))
    t12 = m.dot(0.6931471805599453, (-0.5, log_batch_size), (-1.0, log_beta1), (-1.0, log_iterations), (1.0, log_sigma_l1))
    return m.logaddexp(m.logaddexp(m.logaddexp(t1, t9), t11), t12), (t1, t9, t11, t12,)


def sign_descent_decay_iterations_constant_sign_descent_explicit_share(m: Any, *, batch_size: Any, beta1: Any, epsilon: Any, eta: Any, gap: Any, iterations: Any, lam: Any, sigma_l1: Any, smoothness_inf: Any) -> Any:
    t1 = m.power(epsilon, -1, 1)
    t2 = m.power(eta, -1, 1)
    t3 = m.power(iterations, -1, 1)
    t4 = m.product(t2, gap, t3)
    t5 = m.power(batch_size, -1, 2)
    t6 = m.power(beta1, -1, 1)
    t7 = m.product(m.number(2, 1), t5, t6, t3, sigma_l1)
    t8 = m.power(beta1, 1, 2)
    t9 = m.product(m.number(-1, 1), beta1)
    t10 = m.number(2, 1) + t9
    t11 = m.power(t10, -1, 1)
    t12 = m.power(t11, 1, 2)
    t13 = m.product(m.number(2, 1), t5, t8, sigma_l1, t12)
    t14 = m.where((lam > m.number(0, 1)), m.number(2, 1), m.number(1, 1))
    t15 = m.product(m.number(1, 2), t14)
    t16 = m.number(1, 1) + t9
    t17 = m.product(m.number(2, 1), t6, t16)
    t18 = t15 + t17
    t19 = m.product(eta, t14, smoothness_inf, t18)
    t20 = t4 + t7 + t13 + t19
    t21 = m.product(t1, t20)
    return t21


def sign_descent_decay_iterations_constant_sign_descent_explicit_target(m: Any, *, epsilon: Any) -> Any:
    log_epsilon = m.log(epsilon)
    return log_epsilon


def sign_descent_decay_gradient_complexity_constant_sign_descent_explicit_times(m: Any, *, batch_size: Any) -> Any:
    log_batch_size = m.log(batch_size)
    return log_batch_size


def sign_descent_decay_eta_constant_sign_descent_explicit(m: Any, *, beta1: Any, gap: Any, iterations: Any, lam: Any, smoothness_inf: Any) -> Any:
    log_gap = m.log(gap)
    log_iterations = m.log(iterations)
    t1 = 0.0
    t2 = 0.6931471805599453
    t3 = m.where((lam > 0.0), t2, t1)
    log_smoothness_inf = m.log(smoothness_inf)
    t4 = m.dot(-0.6931471805599453, (1.0, t3))
    log_beta1 = m.log(beta1)
    t5 = m.log_one_minus_exp(log_beta1)
    t6 = m.dot(0.6931471805599453, (-1.0, log_beta1), (1.0, t5))
    t7 = m.logaddexp(t4, t6)
    t8 = m.dot(0.0, (0.5, log_gap), (-0.5, log_iterations), (-0.5, t3), (-0.5, log_smoothness_inf), (-0.5, t7))
    return t8, ()


def sign_descent_decay_eta_max_constant_sign_descent_explicit(m: Any, *, lam: Any) -> Any:
    log_lam = m.log(lam)
    t1 = m.dot(0.0, (-1.0, log_lam))
    return t1, (t1,)


def sign_descent_decay_eta_max_constant_sign_descent_explicit_exists(m: Any, *, lam: Any) -> Any:
    return (lam > 0.0)


def lion_decay_kkt_score_average_constant_lion_explicit(m: Any, *, batch_size: Any, beta1: Any, beta2: Any, eta: Any, gap: Any, iterations: Any, lam: Any, sigma_l1: Any, smoothness_inf: Any) -> Any:
    log_eta = m.log(eta)
    log_gap = m.log(gap)
    log_iterations = m.log(iterations)
    t1 = m.dot(0.0, (-1.0, log_eta), (1.0, log_gap), (-1.0, log_iterations))
    t2 = 0.0
    t3 = 0.6931471805599453
    t4 = m.where((lam > 0.0), t3, t2)
    log_smoothness_inf = m.log(smoothness_inf)
    t5 = m.dot(-0.6931471805599453, (1.0, t4))
    log_beta2 = m.log(beta2)
    log_beta1 = m.log(beta1)
    t6 = m.log_one_minus_exp(log_beta1)
    t7 = m.dot(0.6931471805599453, (-1.0, log_beta2), (1.0, t6))
    t8 = m.logaddexp(t5, t7)
    t9 = m.dot(0.0, (1.0, log_eta), (1.0, t4), (1.0, log_smoothness_inf), (1.0, t8))
    log_batch_size = m.log(batch_size)
    log_sigma_l1 = m.log(sigma_l1)
    t10 = m.dot(0.0, (2.0, log_beta1))
    t11, t12 = m.signed_add(t3, 1.0, log_beta2, -1.0)
    t13 = m.dot(0.0, (-1.0, t11))
    t14 = m.sign_power(t12, -1.0)
    t15 = m.dot(0.0, (1.0, log_beta2), (2.0, t6), (1.0, t13))
    t16 = t14
    t17, t18 = m.signed_add(t10, 1.0, t15, t16)
    t19 = m.where(t18 < 0, m.nan, t17)
    t20 = m.dot(0.6931471805599453, (-0.5, log_batch_size), (1.0, log_sigma_l1), (0.5, t19))
    t21 = m.dot(0.6931471805599453, (-0.5, log_batch_size), (-1.0, log_beta2), (-1.0, log_iterations), (1.0, log_sigma_l1), (1.0, t6))
    return m.logaddexp(m.logaddexp(m.logaddexp(t1, t9), t20), t21), (t1, t9, t20, t21,)


def lion_decay_iterations_constant_lion_explicit_share(m: Any, *, batch_size: Any, beta1: Any, beta2: Any, epsilon: Any, eta: Any, gap: Any, iterations: Any, lam: Any, sigma_l1: Any, smoothness_inf: Any) -> Any:
    t1 = m.power(epsilon, -1, 1)
    t2 = m.power(batch_size, -1, 2)
    t3 = m.power(beta1, 2, 1)
    t4 = m.product(m.number(-1, 1), beta1)
    t5 = m.number(1, 1) + t4
    t6 = m.power(t5, 2, 1)
    t7 = m.product(m.number(-1, 1), beta2)
    t8 = m.number(2, 1) + t7
    t9 = m.power(t8, -1, 1)
    t10 = m.product(beta2, t6, t9)
    t11 = t3 + t10
    t12 = m.power(t11, 1, 2)
    t13 = m.product(m.number(2, 1), t2, sigma_l1, t12)
    t14 = m.power(eta, -1, 1)
    t15 = m.power(iterations, -1, 1)
    t16 = m.product(t14, gap, t15)
    t17 = m.where((lam > m.number(0, 1)), m.number(2, 1), m.number(1, 1))
    t18 = m.product(m.number(1, 2), t17)
    t19 = m.power(beta2, -1, 1)
    t20 = m.product(m.number(2, 1), t19, t5)
    t21 = t18 + t20
    t22 = m.product(eta, t17, smoothness_inf, t21)
    t23 = m.product(m.number(2, 1), t2, t19, t15, sigma_l1, t5)
    t24 = t13 + t16 + t22 + t23
    t25 = m.product(t1, t24)
    return t25


def lion_decay_eta_constant_lion_explicit(m: Any, *, beta1: Any, beta2: Any, gap: Any, iterations: Any, lam: Any, smoothness_inf: Any) -> Any:
    log_gap = m.log(gap)
    log_iterations = m.log(iterations)
    t1 = 0.0
    t2 = 0.6931471805599453
    t3 = m.where((lam > 0.0), t2, t1)
    log_smoothness_inf = m.log(smoothness_inf)
    t4 = m.dot(-0.6931471805599453, (1.0, t3))
    log_beta2 = m.log(beta2)
    log_beta1 = m.log(beta1)
    t5 = m.log_one_minus_exp(log_beta1)
    t6 = m.dot(0.6931471805599453, (-1.0, log_beta2), (1.0, t5))
    t7 = m.logaddexp(t4, t6)
    t8 = m.dot(0.0, (0.5, log_gap), (-0.5, log_iterations), (-0.5, t3), (-0.5, log_smoothness_inf), (-0.5, t7))
    return t8, ()


def sign_descent_decay_condition_lambda_eta(m: Any, *, eta: Any, lam: Any) -> Any:
    log_eta = m.log(eta)
    log_lam = m.log(lam)
    t1 = m.dot(0.0, (1.0, log_eta), (1.0, log_lam))
    t2 = 0.0
    t3 = m.dot(0.0, (-1.0, log_lam))
    return t1, t2, t3


def sign_descent_decay_condition_start_in_box(m: Any, *, lam: Any, x0_inf_norm: Any) -> Any:
    log_lam = m.log(lam)
    log_x0_inf_norm = m.log(x0_inf_norm)
    t1 = m.dot(0.0, (1.0, log_lam), (1.0, log_x0_inf_norm))
    t2 = 0.0
    t3 = m.dot(0.0, (-1.0, log_lam))
    return t1, t2, t3


def sign_descent_decay_note_2_when(m: Any, *, lam: Any) -> Any:
    return (lam == 0.0)


def sign_descent_decay_note_4_when(m: Any, *, batch_size: Any, beta1: Any, eta: Any, gap: Any, iterations: Any, lam: Any, sigma_l1: Any, smoothness_inf: Any) -> Any:
    log_eta = m.log(eta)
    log_gap = m.log(gap)
    log_iterations = m.log(iterations)
    t1 = m.dot(0.0, (-1.0, log_eta), (1.0, log_gap), (-1.0, log_iterations))
    log_batch_size = m.log(batch_size)
    log_beta1 = m.log(beta1)
    log_sigma_l1 = m.log(sigma_l1)
    t2 = m.dot(0.6931471805599453, (-0.5, log_batch_size), (-1.0, log_beta1), (-1.0, log_iterations), (1.0, log_sigma_l1))
    t3 = 0.0
    t4 = 0.6931471805599453
    t5 = m.where((lam > 0.0), t4, t3)
    log_smoothness_inf = m.log(smoothness_inf)
    t6 = m.dot(-0.6931471805599453, (1.0, t5))
    t7 = m.log_one_minus_exp(log_beta1)
    t8 = m.dot(0.6931471805599453, (-1.0, log_beta1), (1.0, t7))
    t9 = m.logaddexp(t6, t8)
    t10 = m.dot(0.0, (1.0, log_eta), (1.0, t5), (1.0, log_smoothness_inf), (1.0, t9))
    t11 = m.logsubexp(t4, log_beta1)
    t12 = m.dot(0.0, (-0.5, t11))
    t13 = m.dot(0.6931471805599453, (-0.5, log_batch_size), (0.5, log_beta1), (1.0, log_sigma_l1), (1.0, t12))
    t14 = 1.0
    t15, t16 = m.signed_add(m.logaddexp(m.logaddexp(t1, t2), t10), 1.0, t13, t14)
    t17 = m.dot(0.34657359027997264, (0.5, log_gap), (1.0, t5), (0.5, log_smoothness_inf))
    _, t19 = m.signed_add(t15, t16, t17, -1.0)
    return (t19 >= 0.0)


def sign_descent_decay_default_1_x0_inf_norm(m: Any) -> Any:
    return 0


def sign_descent_decay_default_2_smoothness_inf(m: Any, *, smoothness: Any) -> Any:
    return smoothness


def sign_descent_decay_default_2_smoothness_inf_when(m: Any, *, dim: Any) -> Any:
    return (dim == 1.0)


def sign_descent_decay_default_3_smoothness_inf(m: Any, *, dim: Any, smoothness: Any) -> Any:
    t1 = dim * smoothness
    return t1


def lion_decay_note_3_when(m: Any, *, batch_size: Any, beta1: Any, beta2: Any, eta: Any, gap: Any, iterations: Any, lam: Any, sigma_l1: Any, smoothness_inf: Any) -> Any:
    log_eta = m.log(eta)
    log_gap = m.log(gap)
    log_iterations = m.log(iterations)
    t1 = m.dot(0.0, (-1.0, log_eta), (1.0, log_gap), (-1.0, log_iterations))
    t2 = 0.0
    t3 = 0.6931471805599453
    t4 = m.where((lam > 0.0), t3, t2)
    log_smoothness_inf = m.log(smoothness_inf)
    t5 = m.dot(-0.6931471805599453, (1.0, t4))
    log_beta2 = m.log(beta2)
    log_beta1 = m.log(beta1)
    t6 = m.log_one_minus_exp(log_beta1)
    t7 = m.dot(0.6931471805599453, (-1.0, log_beta2), (1.0, t6))
    t8 = m.logaddexp(t5, t7)
    t9 = m.dot(0.0, (1.0, log_eta), (1.0, t4), (1.0, log_smoothness_inf), (1.0, t8))
    log_batch_size = m.log(batch_size)
    log_sigma_l1 = m.log(sigma_l1)
    t10 = m.dot(0.6931471805599453, (-0.5, log_batch_size), (-1.0, log_beta2), (-1.0, log_iterations), (1.0, log_sigma_l1), (1.0, t6))
    t11 = m.dot(0.0, (2.0, log_beta1))
    t12, t13 = m.signed_add(t3, 1.0, log_beta2, -1.0)
    t14 = m.dot(0.0, (-1.0, t12))
    t15 = m.sign_power(t13, -1.0)
    t16 = m.dot(0.0, (1.0, log_beta2), (2.0, t6), (1.0, t14))
    t17 = t15
    t18, t19 = m.signed_add(t11, 1.0, t16, t17)
    t20 = m.where(t19 < 0, m.nan, t18)
    t21 = m.dot(0.0, (0.5, t20))
    t22 = m.dot(0.6931471805599453, (-0.5, log_batch_size), (1.0, log_sigma_l1), (1.0, t21))
    t23 = 1.0
    t24, t25 = m.signed_add(m.logaddexp(m.logaddexp(t1, t9), t10), 1.0, t22, t23)
    t26 = m.dot(0.34657359027997264, (0.5, log_gap), (1.0, t4), (0.5, log_smoothness_inf))
    _, t28 = m.signed_add(t24, t25, t26, -1.0)
    return (t28 >= 0.0)


PAPER = PaperKernels(
    key='sign_descent',
    kernels={
        ('sign-descent-decay', 'kkt-score-average', 'constant', 'sign-descent', None, 'explicit'): Kernel(sign_descent_decay_kkt_score_average_constant_sign_descent_explicit, ('batch_size', 'beta1', 'eta', 'gap', 'iterations', 'lam', 'sigma_l1', 'smoothness_inf'), ('gap', 'step', 'noise-floor', 'initial-noise'), '', False, None, (), (), 'sign-descent-decay', 'sign-descent-decay', 'kkt-score-average', 'constant', 'sign-descent', None, 'explicit'),
        ('sign-descent-decay', 'iterations', 'constant', 'sign-descent', None, 'explicit'): Kernel(sign_descent_decay_kkt_score_average_constant_sign_descent_explicit, ('batch_size', 'epsilon', 'gap', 'lam', 'sigma_l1', 'smoothness_inf'), (), 'the least T whose bound is at most ε, at the best η, β1 where not given', False, None, (), (), 'sign-descent-decay', 'sign-descent-decay', 'iterations', 'constant', 'sign-descent', None, 'explicit', counts=True, best=BestKernel('kkt-score-average', ('eta', 'beta1'), Function(sign_descent_decay_iterations_constant_sign_descent_explicit_target, ('epsilon',)), 'iterations', None, Function(sign_descent_decay_iterations_constant_sign_descent_explicit_share, ('batch_size', 'beta1', 'epsilon', 'eta', 'gap', 'iterations', 'lam', 'sigma_l1', 'smoothness_inf')))),
        ('sign-descent-decay', 'gradient-complexity', 'constant', 'sign-descent', None, 'explicit'): Kernel(sign_descent_decay_kkt_score_average_constant_sign_descent_explicit, ('batch_size', 'epsilon', 'gap', 'lam', 'sigma_l1', 'smoothness_inf'), (), 'the least T whose bound is at most ε, at the best η, β1 where not given', False, None, (), (), 'sign-descent-decay', 'sign-descent-decay', 'gradient-complexity', 'constant', 'sign-descent', None, 'explicit', counts=True, best=BestKernel('kkt-score-average', ('eta', 'beta1'), Function(sign_descent_decay_iterations_constant_sign_descent_explicit_target, ('epsilon',)), 'iterations', Function(sign_descent_decay_gradient_complexity_constant_sign_descent_explicit_times, ('batch_size',)), Function(sign_descent_decay_iterations_constant_sign_descent_explicit_share, ('batch_size', 'beta1', 'epsilon', 'eta', 'gap', 'iterations', 'lam', 'sigma_l1', 'smoothness_inf')))),
        ('sign-descent-decay', 'eta', 'constant', 'sign-descent', None, 'explicit'): Kernel(sign_descent_decay_eta_constant_sign_descent_explicit, ('beta1', 'gap', 'iterations', 'lam', 'smoothness_inf'), (), '', False, None, (), (), 'sign-descent-decay', 'sign-descent-decay', 'eta', 'constant', 'sign-descent', None, 'explicit'),
        ('sign-descent-decay', 'eta-max', 'constant', 'sign-descent', None, 'explicit'): Kernel(sign_descent_decay_eta_max_constant_sign_descent_explicit, ('lam',), ('eta-max',), '', False, None, (), (), 'sign-descent-decay', 'sign-descent-decay', 'eta-max', 'constant', 'sign-descent', None, 'explicit', exists=Function(sign_descent_decay_eta_max_constant_sign_descent_explicit_exists, ('lam',)), missing_text='any η: there is no weight decay'),
        ('lion-decay', 'kkt-score-average', 'constant', 'lion', None, 'explicit'): Kernel(lion_decay_kkt_score_average_constant_lion_explicit, ('batch_size', 'beta1', 'beta2', 'eta', 'gap', 'iterations', 'lam', 'sigma_l1', 'smoothness_inf'), ('gap', 'step', 'noise-floor', 'initial-noise'), '', False, None, (), (), 'lion-decay', 'lion-decay', 'kkt-score-average', 'constant', 'lion', None, 'explicit'),
        ('lion-decay', 'iterations', 'constant', 'lion', None, 'explicit'): Kernel(lion_decay_kkt_score_average_constant_lion_explicit, ('batch_size', 'epsilon', 'gap', 'lam', 'sigma_l1', 'smoothness_inf'), (), 'the least T whose bound is at most ε, at the best η, β1, β2 where not given', False, None, (), (), 'lion-decay', 'lion-decay', 'iterations', 'constant', 'lion', None, 'explicit', counts=True, best=BestKernel('kkt-score-average', ('eta', 'beta1', 'beta2'), Function(sign_descent_decay_iterations_constant_sign_descent_explicit_target, ('epsilon',)), 'iterations', None, Function(lion_decay_iterations_constant_lion_explicit_share, ('batch_size', 'beta1', 'beta2', 'epsilon', 'eta', 'gap', 'iterations', 'lam', 'sigma_l1', 'smoothness_inf')))),
        ('lion-decay', 'gradient-complexity', 'constant', 'lion', None, 'explicit'): Kernel(lion_decay_kkt_score_average_constant_lion_explicit, ('batch_size', 'epsilon', 'gap', 'lam', 'sigma_l1', 'smoothness_inf'), (), 'the least T whose bound is at most ε, at the best η, β1, β2 where not given', False, None, (), (), 'lion-decay', 'lion-decay', 'gradient-complexity', 'constant', 'lion', None, 'explicit', counts=True, best=BestKernel('kkt-score-average', ('eta', 'beta1', 'beta2'), Function(sign_descent_decay_iterations_constant_sign_descent_explicit_target, ('epsilon',)), 'iterations', Function(sign_descent_decay_gradient_complexity_constant_sign_descent_explicit_times, ('batch_size',)), Function(lion_decay_iterations_constant_lion_explicit_share, ('batch_size', 'beta1', 'beta2', 'epsilon', 'eta', 'gap', 'iterations', 'lam', 'sigma_l1', 'smoothness_inf')))),
        ('lion-decay', 'eta', 'constant', 'lion', None, 'explicit'): Kernel(lion_decay_eta_constant_lion_explicit, ('beta1', 'beta2', 'gap', 'iterations', 'lam', 'smoothness_inf'), (), '', False, None, (), (), 'lion-decay', 'lion-decay', 'eta', 'constant', 'lion', None, 'explicit'),
        ('lion-decay', 'eta-max', 'constant', 'lion', None, 'explicit'): Kernel(sign_descent_decay_eta_max_constant_sign_descent_explicit, ('lam',), ('eta-max',), '', False, None, (), (), 'lion-decay', 'lion-decay', 'eta-max', 'constant', 'lion', None, 'explicit', exists=Function(sign_descent_decay_eta_max_constant_sign_descent_explicit_exists, ('lam',)), missing_text='any η: there is no weight decay'),
    },
    symbols={
        'momentum_entry': SymbolText('|m_k|', '|m_k|', 'size of an entry of the momentum', '> 0', '𝓕·𝓧^-1', is_input=False),
        'momentum_surprise': SymbolText('w_k', 'w_k', 'average of (m_{k−1} − g_k)² with the weights of the momentum', '>= 0', '𝓕^2·𝓧^-2', is_input=False),
    },
    statements={
        'sign-descent-decay': StatementInfo('Sign descent with momentum and decoupled weight decay: a model of AdamW', 'guide/proofs.md, Section 9; proved there', (), ('K ≥ 0 in the box, and K = 0 is the KKT condition of min F subject to |x_i| ≤ 1/λ; K/λ is the Frank–Wolfe gap.', "Any norm: with the norm's own linear minimiser in the place of −sgn, K = ‖∇F‖_* + λ⟨x, ∇F⟩, H the smoothness from ‖·‖ to ‖·‖_*, and ϱσ for S, where ϱ = sup ‖·‖_*/‖·‖₂: √d for the max norm, √min(m, n) for the spectral norm of an m × n matrix.", 'The smallest steps alone do not help: for a constant η the bound keeps the term of the step.', 'At the best η and β1 and for large T with λ > 0 the bound tends to 2√(4√2)·(HΔS²/(bT))^(1/4), which is 4.757·(HΔS²/(bT))^(1/4); without noise and momentum it is 2√(2HΔ/T).'), ('sign-descent',), 'the rate of sign descent with weight decay', 'sign_descent', measure='avg E K(x_t)', conditions=(ConditionKernel(sign_descent_decay_condition_lambda_eta, ('eta', 'lam'), ('explicit',), 'λη ≤ 1', None, 'eta', 'a step must not leave the box |x_i| ≤ 1/λ', '', 'lambda-eta', for_=('kkt-score-average',), carrier='eta-max', when=Function(sign_descent_decay_eta_max_constant_sign_descent_explicit_exists, ('lam',))), ConditionKernel(sign_descent_decay_condition_start_in_box, ('lam', 'x0_inf_norm'), ('explicit',), 'λ‖x₀‖∞ ≤ 1', None, 'x0_inf_norm', 'the run must start in the box |x_i| ≤ 1/λ, which it then never leaves', '', 'start-in-box', for_=('kkt-score-average',), carrier='eta-max', when=Function(sign_descent_decay_eta_max_constant_sign_descent_explicit_exists, ('lam',))),), notes=(NoteKernel('a model of AdamW, its update replaced by signs: not a bound for AdamW itself', quantities=('kkt-score-average', 'iterations', 'gradient-complexity')), NoteKernel('λ = 0: K is ‖∇F‖₁', when=Function(sign_descent_decay_note_2_when, ('lam',)), quantities=('kkt-score-average',)), NoteKernel('it needs a start with λ‖x₀‖∞ ≤ 1, which the counts do not check', when=Function(sign_descent_decay_eta_max_constant_sign_descent_explicit_exists, ('lam',)), quantities=('iterations', 'gradient-complexity')), NoteKernel('no better than the start if F is as smooth everywhere: there ‖∇F‖₁ ≤ √(2HΔ)', when=Function(sign_descent_decay_note_4_when, ('batch_size', 'beta1', 'eta', 'gap', 'iterations', 'lam', 'sigma_l1', 'smoothness_inf')), quantities=('kkt-score-average',)),), defaults=(DefaultKernel('x0_inf_norm', value=Function(sign_descent_decay_default_1_x0_inf_norm, ()), when=Function(sign_descent_decay_note_2_when, ('lam',))), DefaultKernel('smoothness_inf', value=Function(sign_descent_decay_default_2_smoothness_inf, ('smoothness',)), when=Function(sign_descent_decay_default_2_smoothness_inf_when, ('dim',))), DefaultKernel('smoothness_inf', value=Function(sign_descent_decay_default_3_smoothness_inf, ('dim', 'smoothness')), note='H is not given: d·L is taken, which is never below it'),), hypotheses='‖∇F(x) − ∇F(y)‖₁ ≤ H‖x − y‖∞ (in the box |x_i| ≤ 1/λ, where λ > 0), and F ≥ F*. For a Hessian A, H is at most Σ|A_ij|; an ℓ2 constant L gives H ≤ dL. Given the past the gradient g_t has the mean ∇F(x_t), and its entry i has a variance of at most σ_i²/b; S = Σσ_i, at most √d·σ. x_{t+1} = (1 − λη)x_t − η sgn(m_t), m_t = (1 − β1)m_{t−1} + β1 g_t, m_0 = g_0. λ ≥ 0 is constant, λη ≤ 1 and λ‖x_0‖∞ ≤ 1; then λ‖x_t‖∞ ≤ 1 for every t.'),
        'lion-decay': StatementInfo('Lion with decoupled weight decay', 'guide/proofs.md, Section 9; proved there', (), ('K ≥ 0 in the box, and K = 0 is the KKT condition of min F subject to |x_i| ≤ 1/λ; K/λ is the Frank–Wolfe gap.', "Any norm: with the norm's own linear minimiser in the place of −sgn, K = ‖∇F‖_* + λ⟨x, ∇F⟩, H the smoothness from ‖·‖ to ‖·‖_*, and ϱσ for S, where ϱ = sup ‖·‖_*/‖·‖₂: √d for the max norm, √min(m, n) for the spectral norm of an m × n matrix.", 'The smallest steps alone do not help: for a constant η the bound keeps the term of the step.'), ('lion',), 'the rate of Lion', 'sign_descent', measure='avg E K(x_t)', conditions=(ConditionKernel(sign_descent_decay_condition_lambda_eta, ('eta', 'lam'), ('explicit',), 'λη ≤ 1', None, 'eta', 'a step must not leave the box |x_i| ≤ 1/λ', '', 'lambda-eta', for_=('kkt-score-average',), carrier='eta-max', when=Function(sign_descent_decay_eta_max_constant_sign_descent_explicit_exists, ('lam',))), ConditionKernel(sign_descent_decay_condition_start_in_box, ('lam', 'x0_inf_norm'), ('explicit',), 'λ‖x₀‖∞ ≤ 1', None, 'x0_inf_norm', 'the run must start in the box |x_i| ≤ 1/λ, which it then never leaves', '', 'start-in-box', for_=('kkt-score-average',), carrier='eta-max', when=Function(sign_descent_decay_eta_max_constant_sign_descent_explicit_exists, ('lam',))),), notes=(NoteKernel('λ = 0: K is ‖∇F‖₁', when=Function(sign_descent_decay_note_2_when, ('lam',)), quantities=('kkt-score-average',)), NoteKernel('it needs a start with λ‖x₀‖∞ ≤ 1, which the counts do not check', when=Function(sign_descent_decay_eta_max_constant_sign_descent_explicit_exists, ('lam',)), quantities=('iterations', 'gradient-complexity')), NoteKernel('no better than the start if F is as smooth everywhere: there ‖∇F‖₁ ≤ √(2HΔ)', when=Function(lion_decay_note_3_when, ('batch_size', 'beta1', 'beta2', 'eta', 'gap', 'iterations', 'lam', 'sigma_l1', 'smoothness_inf')), quantities=('kkt-score-average',)),), defaults=(DefaultKernel('x0_inf_norm', value=Function(sign_descent_decay_default_1_x0_inf_norm, ()), when=Function(sign_descent_decay_note_2_when, ('lam',))), DefaultKernel('smoothness_inf', value=Function(sign_descent_decay_default_2_smoothness_inf, ('smoothness',)), when=Function(sign_descent_decay_default_2_smoothness_inf_when, ('dim',))), DefaultKernel('smoothness_inf', value=Function(sign_descent_decay_default_3_smoothness_inf, ('dim', 'smoothness')), note='H is not given: d·L is taken, which is never below it'),), hypotheses="‖∇F(x) − ∇F(y)‖₁ ≤ H‖x − y‖∞ (in the box |x_i| ≤ 1/λ, where λ > 0), and F ≥ F*. For a Hessian A, H is at most Σ|A_ij|; an ℓ2 constant L gives H ≤ dL. Given the past the gradient g_t has the mean ∇F(x_t), and its entry i has a variance of at most σ_i²/b; S = Σσ_i, at most √d·σ. x_{t+1} = (1 − λη)x_t − η sgn(c_t), c_t = (1 − β1)m_{t−1} + β1 g_t, m_t = (1 − β2)m_{t−1} + β2 g_t, m_{−1} = g_0. Lion's published code starts at m_{−1} = 0. λ ≥ 0 is constant, λη ≤ 1 and λ‖x_0‖∞ ≤ 1; then λ‖x_t‖∞ ≤ 1 for every t."),
    },
    claims={
        'sign-identity': 'holds',
        'sign-rate': 'holds',
        'lion-rate': 'holds',
        'sign-best': 'holds',
        'lion-const': 'false-as-printed',
    },
    citation=Citation(('adamw-bounds contributors',), 'Explicit rates of sign descent and Lion with decoupled weight decay', 'adamw-bounds, guide/proofs.md, Section 9', 2026, '', '', '@misc{adamwboundssigns,\n  author = {{The adamw-bounds contributors}},\n  title = {Explicit rates of sign descent and {Lion} with decoupled weight decay},\n  howpublished = {adamw-bounds, guide/proofs.md, Section 9},\n  year = {2026},\n}\n'),
)
