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
    DefaultKernel,
    Doubt,
    Driver,
    Function,
    Kernel,
    NoteKernel,
    PaperKernels,
    StagedKernel,
    StatementInfo,
    SymbolText,
)


def theorem_1_distance_adamw_printed(m: Any, *, alpha: Any, distance_bound: Any, grad_norm_bound: Any, k: Any) -> Any:
    log_distance_bound = m.log(distance_bound)
    log_k = m.log(k)
    t1 = m.dot(0.4054651081081644, (1.0, log_k))
    t2 = m.exp(t1)
    t3 = m.dot(0.0, (-0.5, log_k))
    t4 = m.log_one_minus_exp(t3)
    t5 = m.times(t2, t4)
    t6 = m.dot(0.0, (1.0, log_distance_bound), (1.0, t5))
    log_grad_norm_bound = m.log(grad_norm_bound)
    t7 = alpha * (-1.0)
    t8 = -0.5 + t7
    t9 = m.times(t8, log_k)
    t10 = m.dot(0.0, (1.0, log_grad_norm_bound), (1.0, t9))
    return m.logaddexp(t6, t10), (t6, t10,)


def theorem_1_distance_adamw_explicit(m: Any, *, alpha: Any, distance_bound: Any, grad_norm_bound: Any, k: Any) -> Any:
    log_distance_bound = m.log(distance_bound)
    t1 = 0.0
    log_k = m.log(k)
    t2 = m.dot(0.4054651081081644, (-0.5, log_k))
    t3, t4 = m.signed_add(t1, 1.0, t2, -1.0)
    t5 = m.times(k, t3)
    t6 = m.sign_power(t4, k)
    t7 = m.where(t6 < 0, m.nan, t5)
    t8 = m.dot(0.0, (1.0, log_distance_bound), (1.0, t7))
    log_grad_norm_bound = m.log(grad_norm_bound)
    t9 = alpha * (-1.0)
    t10 = -0.5 + t9
    t11 = m.times(t10, log_k)
    t12 = m.dot(0.0, (1.0, log_grad_norm_bound), (1.0, t11))
    return m.logaddexp(t8, t12), (t8, t12,)


def theorem_1_distance_l2_adam_printed(m: Any, *, distance_bound: Any, grad_norm_bound: Any, k: Any) -> Any:
    log_distance_bound = m.log(distance_bound)
    log_k = m.log(k)
    t1 = m.dot(-0.6931471805599453, (1.0, log_k))
    t2 = m.exp(t1)
    t3 = m.dot(0.0, (-0.5, log_k))
    t4 = m.log_one_minus_exp(t3)
    t5 = m.times(t2, t4)
    t6 = m.dot(0.0, (1.0, log_distance_bound), (1.0, t5))
    log_grad_norm_bound = m.log(grad_norm_bound)
    t7 = m.dot(0.6931471805599453, (1.0, log_grad_norm_bound), (-0.5, log_k))
    return m.logaddexp(t6, t7), (t6, t7,)


def theorem_2_iterations_constant_printed(m: Any, *, batch_size: Any, c_inf: Any, delta: Any, epsilon: Any, gap: Any, sigma: Any, smoothness: Any) -> Any:
    log_batch_size = m.log(batch_size)
    log_c_inf = m.log(c_inf)
    log_delta = m.log(delta)
    log_epsilon = m.log(epsilon)
    log_gap = m.log(gap)
    log_sigma = m.log(sigma)
    log_smoothness = m.log(smoothness)
    t1 = m.dot(0.0, (-1.0, log_batch_size), (2.5, log_c_inf), (-1.25, log_delta), (-4.0, log_epsilon), (1.0, log_gap), (2.0, log_sigma), (1.0, log_smoothness))
    t2 = m.dot(0.0, (-2.0, log_batch_size), (2.0, log_c_inf), (-1.0, log_delta), (-4.0, log_epsilon), (4.0, log_sigma))
    return m.maximum(t1, t2), (t1, t2,)


def theorem_2_iterations_constant_printed_drivers(m: Any, *, batch_size: Any, c_inf: Any, delta: Any, epsilon: Any, gap: Any, sigma: Any, smoothness: Any) -> Any:
    log_c_inf = m.log(c_inf)
    log_delta = m.log(delta)
    t1 = m.dot(0.0, (2.5, log_c_inf), (-1.25, log_delta))
    log_epsilon = m.log(epsilon)
    log_gap = m.log(gap)
    log_smoothness = m.log(smoothness)
    t2 = m.dot(0.0, (-2.0, log_epsilon), (1.0, log_gap), (1.0, log_smoothness))
    log_batch_size = m.log(batch_size)
    log_sigma = m.log(sigma)
    t3 = m.dot(0.0, (-1.0, log_batch_size), (-2.0, log_epsilon), (2.0, log_sigma))
    t4 = m.dot(0.0, (-1.0, log_batch_size), (2.5, log_c_inf), (-1.25, log_delta), (-4.0, log_epsilon), (1.0, log_gap), (2.0, log_sigma), (1.0, log_smoothness))
    t5 = m.dot(0.0, (2.0, log_c_inf), (-1.0, log_delta))
    t6 = m.dot(0.0, (-2.0, log_batch_size), (-4.0, log_epsilon), (4.0, log_sigma))
    t7 = m.dot(0.0, (-2.0, log_batch_size), (2.0, log_c_inf), (-1.0, log_delta), (-4.0, log_epsilon), (4.0, log_sigma))
    return ((t4, (t1, t2, t3,)), (t7, (t5, t6,)),)


def theorem_2_iterations_constant_corrected(m: Any, *, batch_size: Any, c_inf: Any, delta: Any, epsilon: Any, gap: Any, lam: Any, sigma: Any, smoothness: Any, x0_norm: Any) -> Any:
    log_batch_size = m.log(batch_size)
    log_c_inf = m.log(c_inf)
    log_delta = m.log(delta)
    log_epsilon = m.log(epsilon)
    log_gap = m.log(gap)
    t1 = m.dot(0.0, (2.0, log_c_inf))
    t2 = m.logaddexp(t1, log_delta)
    log_lam = m.log(lam)
    log_x0_norm = m.log(x0_norm)
    t3 = m.dot(-0.6931471805599453, (0.5, t2), (1.0, log_lam), (2.0, log_x0_norm))
    t4 = m.logaddexp(log_gap, t3)
    log_sigma = m.log(sigma)
    log_smoothness = m.log(smoothness)
    t5 = m.dot(0.0, (-1.0, log_batch_size), (2.5, log_c_inf), (-1.25, log_delta), (-4.0, log_epsilon), (1.0, t4), (2.0, log_sigma), (1.0, log_smoothness))
    t6 = m.dot(0.0, (-2.0, log_batch_size), (2.0, log_c_inf), (-1.0, log_delta), (-4.0, log_epsilon), (4.0, log_sigma))
    return m.maximum(t5, t6), (t5, t6,)


def theorem_2_iterations_constant_corrected_drivers(m: Any, *, batch_size: Any, c_inf: Any, delta: Any, epsilon: Any, gap: Any, lam: Any, sigma: Any, smoothness: Any, x0_norm: Any) -> Any:
    log_c_inf = m.log(c_inf)
    log_delta = m.log(delta)
    t1 = m.dot(0.0, (2.5, log_c_inf), (-1.25, log_delta))
    log_epsilon = m.log(epsilon)
    log_gap = m.log(gap)
    t2 = m.dot(0.0, (2.0, log_c_inf))
    t3 = m.logaddexp(t2, log_delta)
    log_lam = m.log(lam)
    log_x0_norm = m.log(x0_norm)
    t4 = m.dot(-0.6931471805599453, (0.5, t3), (1.0, log_lam), (2.0, log_x0_norm))
    t5 = m.logaddexp(log_gap, t4)
    log_smoothness = m.log(smoothness)
    t6 = m.dot(0.0, (-2.0, log_epsilon), (1.0, t5), (1.0, log_smoothness))
    log_batch_size = m.log(batch_size)
    log_sigma = m.log(sigma)
    t7 = m.dot(0.0, (-1.0, log_batch_size), (-2.0, log_epsilon), (2.0, log_sigma))
    t8 = m.dot(0.0, (-1.0, log_batch_size), (2.5, log_c_inf), (-1.25, log_delta), (-4.0, log_epsilon), (1.0, t5), (2.0, log_sigma), (1.0, log_smoothness))
    t9 = m.dot(0.0, (2.0, log_c_inf), (-1.0, log_delta))
    t10 = m.dot(0.0, (-2.0, log_batch_size), (-4.0, log_epsilon), (4.0, log_sigma))
    t11 = m.dot(0.0, (-2.0, log_batch_size), (2.0, log_c_inf), (-1.0, log_delta), (-4.0, log_epsilon), (4.0, log_sigma))
    return ((t8, (t1, t6, t7,)), (t11, (t9, t10,)),)


def theorem_2_iterations_constant_explicit(m: Any, *, batch_size: Any, c_inf: Any, delta: Any, epsilon: Any, gap: Any, lam: Any, sigma: Any, smoothness: Any, x0_norm: Any) -> Any:
    log_c_inf = m.log(c_inf)
    t1 = m.dot(0.0, (2.0, log_c_inf))
    log_delta = m.log(delta)
    t2 = m.logaddexp(t1, log_delta)
    log_epsilon = m.log(epsilon)
    log_gap = m.log(gap)
    log_lam = m.log(lam)
    log_x0_norm = m.log(x0_norm)
    t3 = m.dot(-0.6931471805599453, (0.5, t2), (1.0, log_lam), (2.0, log_x0_norm))
    t4 = m.logaddexp(log_gap, t3)
    t5 = m.dot(3.1780538303479458, (0.5, t2), (-2.0, log_epsilon), (1.0, t4), (1.0, log_lam))
    log_smoothness = m.log(smoothness)
    t6 = m.dot(3.1780538303479458, (-0.75, log_delta), (0.75, t2), (-2.0, log_epsilon), (1.0, t4), (1.0, log_smoothness))
    log_batch_size = m.log(batch_size)
    log_sigma = m.log(sigma)
    t7 = m.dot(3.58351893845611, (-1.0, log_batch_size), (-1.25, log_delta), (1.25, t2), (-4.0, log_epsilon), (1.0, t4), (2.0, log_sigma), (1.0, log_smoothness))
    t8 = m.maximum(m.maximum(t5, t6), t7)
    t9 = m.dot(2.1972245773362196, (-2.0, log_batch_size), (-1.0, log_delta), (1.0, t2), (-4.0, log_epsilon), (4.0, log_sigma))
    t10 = m.dot(1.791759469228055, (-1.0, log_batch_size), (-0.5, log_delta), (0.5, t2), (-2.0, log_epsilon), (2.0, log_sigma))
    t11 = m.maximum(t9, t10)
    return m.maximum(t8, t11), (t8, t11,)


def theorem_2_iterations_constant_explicit_drivers(m: Any, *, batch_size: Any, c_inf: Any, delta: Any, epsilon: Any, gap: Any, lam: Any, sigma: Any, smoothness: Any, x0_norm: Any) -> Any:
    log_delta = m.log(delta)
    log_c_inf = m.log(c_inf)
    t1 = m.dot(0.0, (2.0, log_c_inf))
    t2 = m.logaddexp(t1, log_delta)
    t3 = m.dot(0.0, (-1.25, log_delta), (1.25, t2))
    log_epsilon = m.log(epsilon)
    log_gap = m.log(gap)
    log_lam = m.log(lam)
    log_x0_norm = m.log(x0_norm)
    t4 = m.dot(-0.6931471805599453, (0.5, t2), (1.0, log_lam), (2.0, log_x0_norm))
    t5 = m.logaddexp(log_gap, t4)
    log_smoothness = m.log(smoothness)
    t6 = m.dot(0.0, (-2.0, log_epsilon), (1.0, t5), (1.0, log_smoothness))
    log_batch_size = m.log(batch_size)
    log_sigma = m.log(sigma)
    t7 = m.dot(0.0, (-1.0, log_batch_size), (-2.0, log_epsilon), (2.0, log_sigma))
    t8 = m.dot(3.58351893845611, (-1.0, log_batch_size), (-1.25, log_delta), (1.25, t2), (-4.0, log_epsilon), (1.0, t5), (2.0, log_sigma), (1.0, log_smoothness))
    t9 = m.dot(0.0, (-0.75, log_delta), (0.75, t2))
    t10 = m.dot(3.1780538303479458, (-0.75, log_delta), (0.75, t2), (-2.0, log_epsilon), (1.0, t5), (1.0, log_smoothness))
    t11 = m.dot(0.0, (0.5, t2), (-2.0, log_epsilon), (1.0, t5), (1.0, log_lam))
    t12 = m.dot(3.1780538303479458, (0.5, t2), (-2.0, log_epsilon), (1.0, t5), (1.0, log_lam))
    t13 = m.dot(0.0, (-1.0, log_delta), (1.0, t2))
    t14 = m.dot(0.0, (-2.0, log_batch_size), (-4.0, log_epsilon), (4.0, log_sigma))
    t15 = m.dot(2.1972245773362196, (-2.0, log_batch_size), (-1.0, log_delta), (1.0, t2), (-4.0, log_epsilon), (4.0, log_sigma))
    t16 = m.dot(0.0, (-0.5, log_delta), (0.5, t2))
    t17 = m.dot(1.791759469228055, (-1.0, log_batch_size), (-0.5, log_delta), (0.5, t2), (-2.0, log_epsilon), (2.0, log_sigma))
    return ((t8, (t3, t6, t7,)), (t10, (t9, t6,)), (t12, (t11,)), (t15, (t13, t14,)), (t17, (t16, t7,)),)


def theorem_2_iterations_constant_explicit_exact(m: Any, *, batch_size: Any, c_inf: Any, delta: Any, epsilon: Any, gap: Any, lam: Any, sigma: Any, smoothness: Any, x0_norm: Any) -> Any:
    t1 = m.power(batch_size, -2, 1)
    t2 = m.power(delta, 1, 2)
    t3 = m.power(t2, -2, 1)
    t4 = m.power(c_inf, 2, 1)
    t5 = t4 + delta
    t6 = m.power(t5, 1, 2)
    t7 = m.power(t6, 2, 1)
    t8 = m.power(epsilon, -4, 1)
    t9 = m.power(sigma, 4, 1)
    t10 = m.product(m.number(9, 1), t1, t3, t7, t8, t9)
    t11 = m.power(batch_size, -1, 1)
    t12 = m.power(t2, -1, 1)
    t13 = m.power(epsilon, -2, 1)
    t14 = m.power(sigma, 2, 1)
    t15 = m.product(m.number(6, 1), t11, t12, t6, t13, t14)
    t16 = m.maximum(t10, t15)
    t17 = m.power(x0_norm, 2, 1)
    t18 = m.product(m.number(1, 2), t6, lam, t17)
    t19 = gap + t18
    t20 = m.product(m.number(24, 1), t6, t13, t19, lam)
    t21 = m.power(t2, -3, 2)
    t22 = m.power(t6, 3, 2)
    t23 = m.product(m.number(24, 1), t21, t22, t13, t19, smoothness)
    t24 = m.power(t2, -5, 2)
    t25 = m.power(t6, 5, 2)
    t26 = m.product(m.number(36, 1), t11, t24, t25, t8, t19, t14, smoothness)
    t27 = m.maximum(m.maximum(t20, t23), t26)
    t28 = m.maximum(t16, t27)
    return t28


def theorem_2_iterations_constant_explicit_large_step(m: Any, *, batch_size: Any, c_inf: Any, delta: Any, epsilon: Any, gap: Any, lam: Any, sigma: Any, smoothness: Any, x0_norm: Any) -> Any:
    log_c_inf = m.log(c_inf)
    t1 = m.dot(0.0, (2.0, log_c_inf))
    log_delta = m.log(delta)
    t2 = m.logaddexp(t1, log_delta)
    log_epsilon = m.log(epsilon)
    log_gap = m.log(gap)
    log_lam = m.log(lam)
    log_x0_norm = m.log(x0_norm)
    t3 = m.dot(-0.6931471805599453, (0.5, t2), (1.0, log_lam), (2.0, log_x0_norm))
    t4 = m.logaddexp(log_gap, t3)
    t5 = m.dot(3.1780538303479458, (0.5, t2), (-2.0, log_epsilon), (1.0, t4), (1.0, log_lam))
    log_smoothness = m.log(smoothness)
    t6 = m.dot(3.1780538303479458, (-0.5, log_delta), (0.5, t2), (-2.0, log_epsilon), (1.0, t4), (1.0, log_smoothness))
    log_batch_size = m.log(batch_size)
    log_sigma = m.log(sigma)
    t7 = m.dot(3.58351893845611, (-1.0, log_batch_size), (-1.0, log_delta), (1.0, t2), (-4.0, log_epsilon), (1.0, t4), (2.0, log_sigma), (1.0, log_smoothness))
    t8 = m.maximum(m.maximum(t5, t6), t7)
    t9 = m.dot(2.1972245773362196, (-2.0, log_batch_size), (-1.0, log_delta), (1.0, t2), (-4.0, log_epsilon), (4.0, log_sigma))
    t10 = m.dot(1.791759469228055, (-1.0, log_batch_size), (-0.5, log_delta), (0.5, t2), (-2.0, log_epsilon), (2.0, log_sigma))
    t11 = m.maximum(t9, t10)
    return m.maximum(t8, t11), (t8, t11,)


def theorem_2_iterations_constant_explicit_large_step_drivers(m: Any, *, batch_size: Any, c_inf: Any, delta: Any, epsilon: Any, gap: Any, lam: Any, sigma: Any, smoothness: Any, x0_norm: Any) -> Any:
    log_delta = m.log(delta)
    log_c_inf = m.log(c_inf)
    t1 = m.dot(0.0, (2.0, log_c_inf))
    t2 = m.logaddexp(t1, log_delta)
    t3 = m.dot(0.0, (-1.0, log_delta), (1.0, t2))
    log_epsilon = m.log(epsilon)
    log_gap = m.log(gap)
    log_lam = m.log(lam)
    log_x0_norm = m.log(x0_norm)
    t4 = m.dot(-0.6931471805599453, (0.5, t2), (1.0, log_lam), (2.0, log_x0_norm))
    t5 = m.logaddexp(log_gap, t4)
    log_smoothness = m.log(smoothness)
    t6 = m.dot(0.0, (-2.0, log_epsilon), (1.0, t5), (1.0, log_smoothness))
    log_batch_size = m.log(batch_size)
    log_sigma = m.log(sigma)
    t7 = m.dot(0.0, (-1.0, log_batch_size), (-2.0, log_epsilon), (2.0, log_sigma))
    t8 = m.dot(3.58351893845611, (-1.0, log_batch_size), (-1.0, log_delta), (1.0, t2), (-4.0, log_epsilon), (1.0, t5), (2.0, log_sigma), (1.0, log_smoothness))
    t9 = m.dot(0.0, (-0.5, log_delta), (0.5, t2))
    t10 = m.dot(3.1780538303479458, (-0.5, log_delta), (0.5, t2), (-2.0, log_epsilon), (1.0, t5), (1.0, log_smoothness))
    t11 = m.dot(0.0, (0.5, t2), (-2.0, log_epsilon), (1.0, t5), (1.0, log_lam))
    t12 = m.dot(3.1780538303479458, (0.5, t2), (-2.0, log_epsilon), (1.0, t5), (1.0, log_lam))
    t13 = m.dot(0.0, (-2.0, log_batch_size), (-4.0, log_epsilon), (4.0, log_sigma))
    t14 = m.dot(2.1972245773362196, (-2.0, log_batch_size), (-1.0, log_delta), (1.0, t2), (-4.0, log_epsilon), (4.0, log_sigma))
    t15 = m.dot(1.791759469228055, (-1.0, log_batch_size), (-0.5, log_delta), (0.5, t2), (-2.0, log_epsilon), (2.0, log_sigma))
    return ((t8, (t3, t6, t7,)), (t10, (t9, t6,)), (t12, (t11,)), (t14, (t3, t13,)), (t15, (t9, t7,)),)


def theorem_2_iterations_constant_explicit_large_step_exact(m: Any, *, batch_size: Any, c_inf: Any, delta: Any, epsilon: Any, gap: Any, lam: Any, sigma: Any, smoothness: Any, x0_norm: Any) -> Any:
    t1 = m.power(batch_size, -2, 1)
    t2 = m.power(delta, 1, 2)
    t3 = m.power(t2, -2, 1)
    t4 = m.power(c_inf, 2, 1)
    t5 = t4 + delta
    t6 = m.power(t5, 1, 2)
    t7 = m.power(t6, 2, 1)
    t8 = m.power(epsilon, -4, 1)
    t9 = m.power(sigma, 4, 1)
    t10 = m.product(m.number(9, 1), t1, t3, t7, t8, t9)
    t11 = m.power(batch_size, -1, 1)
    t12 = m.power(t2, -1, 1)
    t13 = m.power(epsilon, -2, 1)
    t14 = m.power(sigma, 2, 1)
    t15 = m.product(m.number(6, 1), t11, t12, t6, t13, t14)
    t16 = m.maximum(t10, t15)
    t17 = m.power(x0_norm, 2, 1)
    t18 = m.product(m.number(1, 2), t6, lam, t17)
    t19 = gap + t18
    t20 = m.product(m.number(24, 1), t6, t13, t19, lam)
    t21 = m.product(m.number(24, 1), t12, t6, t13, t19, smoothness)
    t22 = m.product(m.number(36, 1), t11, t3, t7, t8, t19, t14, smoothness)
    t23 = m.maximum(m.maximum(t20, t21), t22)
    t24 = m.maximum(t16, t23)
    return t24


def theorem_2_gradient_complexity_constant_printed(m: Any, *, batch_size: Any, c_inf: Any, delta: Any, epsilon: Any, gap: Any, sigma: Any, smoothness: Any) -> Any:
    log_c_inf = m.log(c_inf)
    log_delta = m.log(delta)
    log_epsilon = m.log(epsilon)
    log_gap = m.log(gap)
    log_sigma = m.log(sigma)
    log_smoothness = m.log(smoothness)
    t1 = m.dot(0.0, (2.5, log_c_inf), (-1.25, log_delta), (-4.0, log_epsilon), (1.0, log_gap), (2.0, log_sigma), (1.0, log_smoothness))
    log_batch_size = m.log(batch_size)
    t2 = m.dot(0.0, (-1.0, log_batch_size), (2.0, log_c_inf), (-1.0, log_delta), (-4.0, log_epsilon), (4.0, log_sigma))
    return m.maximum(t1, t2), (t1, t2,)


def theorem_2_gradient_complexity_constant_corrected(m: Any, *, batch_size: Any, c_inf: Any, delta: Any, epsilon: Any, gap: Any, lam: Any, sigma: Any, smoothness: Any, x0_norm: Any) -> Any:
    log_c_inf = m.log(c_inf)
    log_delta = m.log(delta)
    log_epsilon = m.log(epsilon)
    log_gap = m.log(gap)
    t1 = m.dot(0.0, (2.0, log_c_inf))
    t2 = m.logaddexp(t1, log_delta)
    log_lam = m.log(lam)
    log_x0_norm = m.log(x0_norm)
    t3 = m.dot(-0.6931471805599453, (0.5, t2), (1.0, log_lam), (2.0, log_x0_norm))
    t4 = m.logaddexp(log_gap, t3)
    log_sigma = m.log(sigma)
    log_smoothness = m.log(smoothness)
    t5 = m.dot(0.0, (2.5, log_c_inf), (-1.25, log_delta), (-4.0, log_epsilon), (1.0, t4), (2.0, log_sigma), (1.0, log_smoothness))
    log_batch_size = m.log(batch_size)
    t6 = m.dot(0.0, (-1.0, log_batch_size), (2.0, log_c_inf), (-1.0, log_delta), (-4.0, log_epsilon), (4.0, log_sigma))
    return m.maximum(t5, t6), (t5, t6,)


def theorem_2_gradient_complexity_constant_explicit(m: Any, *, batch_size: Any, c_inf: Any, delta: Any, epsilon: Any, gap: Any, lam: Any, sigma: Any, smoothness: Any, x0_norm: Any) -> Any:
    log_batch_size = m.log(batch_size)
    log_c_inf = m.log(c_inf)
    t1 = m.dot(0.0, (2.0, log_c_inf))
    log_delta = m.log(delta)
    t2 = m.logaddexp(t1, log_delta)
    log_epsilon = m.log(epsilon)
    log_gap = m.log(gap)
    log_lam = m.log(lam)
    log_x0_norm = m.log(x0_norm)
    t3 = m.dot(-0.6931471805599453, (0.5, t2), (1.0, log_lam), (2.0, log_x0_norm))
    t4 = m.logaddexp(log_gap, t3)
    t5 = m.dot(3.1780538303479458, (1.0, log_batch_size), (0.5, t2), (-2.0, log_epsilon), (1.0, t4), (1.0, log_lam))
    log_smoothness = m.log(smoothness)
    t6 = m.dot(3.1780538303479458, (1.0, log_batch_size), (-0.75, log_delta), (0.75, t2), (-2.0, log_epsilon), (1.0, t4), (1.0, log_smoothness))
    log_sigma = m.log(sigma)
    t7 = m.dot(3.58351893845611, (-1.25, log_delta), (1.25, t2), (-4.0, log_epsilon), (1.0, t4), (2.0, log_sigma), (1.0, log_smoothness))
    t8 = m.maximum(m.maximum(t5, t6), t7)
    t9 = m.dot(1.791759469228055, (-0.5, log_delta), (0.5, t2), (-2.0, log_epsilon), (2.0, log_sigma))
    t10 = m.dot(2.1972245773362196, (-1.0, log_batch_size), (-1.0, log_delta), (1.0, t2), (-4.0, log_epsilon), (4.0, log_sigma))
    t11 = m.maximum(t9, t10)
    return m.maximum(t8, t11), (t8, t11,)


def theorem_2_gradient_complexity_constant_explicit_large_step(m: Any, *, batch_size: Any, c_inf: Any, delta: Any, epsilon: Any, gap: Any, lam: Any, sigma: Any, smoothness: Any, x0_norm: Any) -> Any:
    log_batch_size = m.log(batch_size)
    log_c_inf = m.log(c_inf)
    t1 = m.dot(0.0, (2.0, log_c_inf))
    log_delta = m.log(delta)
    t2 = m.logaddexp(t1, log_delta)
    log_epsilon = m.log(epsilon)
    log_gap = m.log(gap)
    log_lam = m.log(lam)
    log_x0_norm = m.log(x0_norm)
    t3 = m.dot(-0.6931471805599453, (0.5, t2), (1.0, log_lam), (2.0, log_x0_norm))
    t4 = m.logaddexp(log_gap, t3)
    t5 = m.dot(3.1780538303479458, (1.0, log_batch_size), (0.5, t2), (-2.0, log_epsilon), (1.0, t4), (1.0, log_lam))
    log_smoothness = m.log(smoothness)
    t6 = m.dot(3.1780538303479458, (1.0, log_batch_size), (-0.5, log_delta), (0.5, t2), (-2.0, log_epsilon), (1.0, t4), (1.0, log_smoothness))
    log_sigma = m.log(sigma)
    t7 = m.dot(3.58351893845611, (-1.0, log_delta), (1.0, t2), (-4.0, log_epsilon), (1.0, t4), (2.0, log_sigma), (1.0, log_smoothness))
    t8 = m.maximum(m.maximum(t5, t6), t7)
    t9 = m.dot(1.791759469228055, (-0.5, log_delta), (0.5, t2), (-2.0, log_epsilon), (2.0, log_sigma))
    t10 = m.dot(2.1972245773362196, (-1.0, log_batch_size), (-1.0, log_delta), (1.0, t2), (-4.0, log_epsilon), (4.0, log_sigma))
    t11 = m.maximum(t9, t10)
    return m.maximum(t8, t11), (t8, t11,)


def theorem_2_eta_max_constant_printed(m: Any, *, batch_size: Any, c_inf: Any, delta: Any, epsilon: Any, sigma: Any, smoothness: Any) -> Any:
    log_batch_size = m.log(batch_size)
    log_delta = m.log(delta)
    log_epsilon = m.log(epsilon)
    log_sigma = m.log(sigma)
    log_smoothness = m.log(smoothness)
    log_c_inf = m.log(c_inf)
    t1 = m.dot(0.0, (2.0, log_c_inf))
    t2 = m.logaddexp(t1, log_delta)
    t3 = m.dot(-1.791759469228055, (1.0, log_batch_size), (1.25, log_delta), (2.0, log_epsilon), (-2.0, log_sigma), (-1.0, log_smoothness), (-0.75, t2))
    return t3, ()


def theorem_2_eta_max_constant_explicit(m: Any, *, batch_size: Any, c_inf: Any, delta: Any, epsilon: Any, lam: Any, sigma: Any, smoothness: Any) -> Any:
    log_lam = m.log(lam)
    t1 = m.dot(-1.3862943611198906, (-1.0, log_lam))
    log_delta = m.log(delta)
    log_c_inf = m.log(c_inf)
    t2 = m.dot(0.0, (2.0, log_c_inf))
    t3 = m.logaddexp(t2, log_delta)
    log_smoothness = m.log(smoothness)
    t4 = m.dot(-1.3862943611198906, (0.75, log_delta), (-0.25, t3), (-1.0, log_smoothness))
    log_batch_size = m.log(batch_size)
    log_epsilon = m.log(epsilon)
    log_sigma = m.log(sigma)
    t5 = m.dot(-1.791759469228055, (1.0, log_batch_size), (1.25, log_delta), (-0.75, t3), (2.0, log_epsilon), (-1.0, log_smoothness), (-2.0, log_sigma))
    t6 = m.minimum(m.minimum(t1, t4), t5)
    return t6, ()


def theorem_2_eta_max_constant_explicit_large_step(m: Any, *, batch_size: Any, c_inf: Any, delta: Any, epsilon: Any, lam: Any, sigma: Any, smoothness: Any) -> Any:
    log_lam = m.log(lam)
    t1 = m.dot(-1.3862943611198906, (-1.0, log_lam))
    log_delta = m.log(delta)
    log_smoothness = m.log(smoothness)
    t2 = m.dot(-1.3862943611198906, (0.5, log_delta), (-1.0, log_smoothness))
    log_batch_size = m.log(batch_size)
    log_c_inf = m.log(c_inf)
    t3 = m.dot(0.0, (2.0, log_c_inf))
    t4 = m.logaddexp(t3, log_delta)
    log_epsilon = m.log(epsilon)
    log_sigma = m.log(sigma)
    t5 = m.dot(-1.791759469228055, (1.0, log_batch_size), (1.0, log_delta), (-0.5, t4), (2.0, log_epsilon), (-2.0, log_sigma), (-1.0, log_smoothness))
    t6 = m.minimum(m.minimum(t1, t2), t5)
    return t6, ()


def theorem_2_beta1_max_constant_printed(m: Any, *, batch_size: Any, c_inf: Any, delta: Any, epsilon: Any, sigma: Any) -> Any:
    log_batch_size = m.log(batch_size)
    log_delta = m.log(delta)
    log_epsilon = m.log(epsilon)
    log_sigma = m.log(sigma)
    log_c_inf = m.log(c_inf)
    t1 = m.dot(0.0, (2.0, log_c_inf))
    t2 = m.logaddexp(t1, log_delta)
    t3 = m.dot(-1.0986122886681098, (1.0, log_batch_size), (0.5, log_delta), (2.0, log_epsilon), (-2.0, log_sigma), (-0.5, t2))
    return t3, ()


def theorem_2_beta1_max_constant_corrected(m: Any, *, batch_size: Any, c_inf: Any, delta: Any, epsilon: Any, sigma: Any) -> Any:
    t1 = 0.0
    log_batch_size = m.log(batch_size)
    log_delta = m.log(delta)
    log_c_inf = m.log(c_inf)
    t2 = m.dot(0.0, (2.0, log_c_inf))
    t3 = m.logaddexp(t2, log_delta)
    log_epsilon = m.log(epsilon)
    log_sigma = m.log(sigma)
    t4 = m.dot(-1.0986122886681098, (1.0, log_batch_size), (0.5, log_delta), (-0.5, t3), (2.0, log_epsilon), (-2.0, log_sigma))
    t5 = m.minimum(t1, t4)
    return t5, ()


def theorem_2_beta1_max_constant_explicit(m: Any, *, batch_size: Any, c_inf: Any, delta: Any, epsilon: Any, sigma: Any) -> Any:
    t1 = -0.6931471805599453
    log_batch_size = m.log(batch_size)
    log_delta = m.log(delta)
    log_c_inf = m.log(c_inf)
    t2 = m.dot(0.0, (2.0, log_c_inf))
    t3 = m.logaddexp(t2, log_delta)
    log_epsilon = m.log(epsilon)
    log_sigma = m.log(sigma)
    t4 = m.dot(-1.0986122886681098, (1.0, log_batch_size), (0.5, log_delta), (-0.5, t3), (2.0, log_epsilon), (-2.0, log_sigma))
    t5 = m.minimum(t1, t4)
    return t5, ()


def theorem_2_beta2_max_printed(m: Any) -> Any:
    t1 = 0.0
    return t1, ()


def theorem_2_beta2_max_corrected(m: Any, *, c_inf: Any, delta: Any, lam: Any) -> Any:
    t1 = 0.0
    log_c_inf = m.log(c_inf)
    log_delta = m.log(delta)
    t2 = m.dot(0.0, (-2.0, log_c_inf), (1.0, log_delta))
    t3 = m.minimum(t1, t2)
    t4 = m.where((lam == 0.0), t1, t3)
    return t4, ()


def theorem_2_beta2_max_corrected_why(m: Any, *, lam: Any) -> Any:
    return (lam > 0.0)


def theorem_2_lambda_k_printed(m: Any, *, beta2: Any, c_inf: Any, delta: Any, k: Any, lam: Any) -> Any:
    log_lam = m.log(lam)
    t1 = m.log_abs_one_minus_product((beta2, 1), (c_inf, 2), (delta, -1))
    t2 = m.sign_one_minus_product((beta2, 1), (c_inf, 2), (delta, -1))
    t3 = m.times(k, t1)
    t4 = m.sign_power(t2, k)
    t5 = m.dot(0.0, (1.0, log_lam), (1.0, t3))
    t6 = t4
    return t5, (), t6


def theorem_2_lambda_k_explicit(m: Any, *, beta2: Any, c_inf: Any, delta: Any, k: Any, lam: Any) -> Any:
    log_lam = m.log(lam)
    t1 = k * (-0.5)
    t2 = 0.0
    log_beta2 = m.log(beta2)
    log_c_inf = m.log(c_inf)
    log_delta = m.log(delta)
    t3 = m.dot(0.0, (1.0, log_beta2), (2.0, log_c_inf), (-1.0, log_delta))
    t4 = m.logaddexp(t2, t3)
    t5 = m.times(t1, t4)
    t6 = m.dot(0.0, (1.0, log_lam), (1.0, t5))
    return t6, (), 1.0


def theorem_2_gradient_norm_squared_constant_explicit(m: Any, *, batch_size: Any, beta1: Any, c_inf: Any, delta: Any, eta: Any, gap: Any, iterations: Any, lam: Any, sigma: Any, x0_norm: Any) -> Any:
    log_c_inf = m.log(c_inf)
    t1 = m.dot(0.0, (2.0, log_c_inf))
    log_delta = m.log(delta)
    t2 = m.logaddexp(t1, log_delta)
    log_eta = m.log(eta)
    log_gap = m.log(gap)
    log_lam = m.log(lam)
    log_x0_norm = m.log(x0_norm)
    t3 = m.dot(-0.6931471805599453, (0.5, t2), (1.0, log_lam), (2.0, log_x0_norm))
    t4 = m.logaddexp(log_gap, t3)
    log_iterations = m.log(iterations)
    t5 = m.dot(0.6931471805599453, (0.5, t2), (-1.0, log_eta), (1.0, t4), (-1.0, log_iterations))
    log_batch_size = m.log(batch_size)
    log_beta1 = m.log(beta1)
    log_sigma = m.log(sigma)
    t6 = m.dot(0.0, (-1.0, log_batch_size), (-1.0, log_beta1), (-0.5, log_delta), (0.5, t2), (-1.0, log_iterations), (2.0, log_sigma))
    t7 = m.dot(0.0, (-1.0, log_batch_size), (1.0, log_beta1), (-0.5, log_delta), (0.5, t2), (2.0, log_sigma))
    return m.logaddexp(m.logaddexp(t5, t6), t7), (t5, t6, t7,)


def theorem_2_step_norm_squared_constant_printed(m: Any, *, epsilon: Any, eta: Any) -> Any:
    log_epsilon = m.log(epsilon)
    log_eta = m.log(eta)
    t1 = m.dot(-1.3862943611198906, (2.0, log_epsilon), (2.0, log_eta))
    return t1, ()


def theorem_2_step_norm_squared_constant_corrected(m: Any, *, c_inf: Any, delta: Any, epsilon: Any, eta: Any) -> Any:
    log_c_inf = m.log(c_inf)
    t1 = m.dot(0.0, (2.0, log_c_inf))
    log_delta = m.log(delta)
    t2 = m.logaddexp(t1, log_delta)
    log_epsilon = m.log(epsilon)
    log_eta = m.log(eta)
    t3 = m.dot(1.3862943611198906, (-0.5, t2), (2.0, log_epsilon), (2.0, log_eta))
    return t3, ()


def theorem_2_momentum_error_constant_printed(m: Any, *, epsilon: Any) -> Any:
    log_epsilon = m.log(epsilon)
    t1 = m.dot(2.0794415416798357, (2.0, log_epsilon))
    return t1, ()


def theorem_2_momentum_error_constant_explicit(m: Any, *, c_inf: Any, delta: Any, epsilon: Any) -> Any:
    log_delta = m.log(delta)
    log_c_inf = m.log(c_inf)
    t1 = m.dot(0.0, (2.0, log_c_inf))
    t2 = m.logaddexp(t1, log_delta)
    log_epsilon = m.log(epsilon)
    t3 = -0.4054651081081644
    t4 = m.dot(0.0, (0.5, log_delta), (-0.5, t2))
    t5 = m.logaddexp(t3, t4)
    t6 = m.dot(0.0, (0.5, log_delta), (-0.5, t2), (2.0, log_epsilon), (1.0, t5))
    return t6, ()


def theorem_2_momentum_error_constant_explicit_large_step(m: Any, *, c_inf: Any, delta: Any, epsilon: Any) -> Any:
    log_delta = m.log(delta)
    log_c_inf = m.log(c_inf)
    t1 = m.dot(0.0, (2.0, log_c_inf))
    t2 = m.logaddexp(t1, log_delta)
    log_epsilon = m.log(epsilon)
    t3 = m.dot(0.5108256237659907, (0.5, log_delta), (-0.5, t2), (2.0, log_epsilon))
    return t3, ()


def corollary_2_iterations_constant_adam_explicit(m: Any, *, batch_size: Any, c_inf: Any, delta: Any, epsilon: Any, gap: Any, sigma: Any, smoothness: Any) -> Any:
    log_delta = m.log(delta)
    log_c_inf = m.log(c_inf)
    t1 = m.dot(0.0, (2.0, log_c_inf))
    t2 = m.logaddexp(t1, log_delta)
    log_epsilon = m.log(epsilon)
    log_gap = m.log(gap)
    log_smoothness = m.log(smoothness)
    t3 = m.dot(3.1780538303479458, (-0.75, log_delta), (0.75, t2), (-2.0, log_epsilon), (1.0, log_gap), (1.0, log_smoothness))
    log_batch_size = m.log(batch_size)
    log_sigma = m.log(sigma)
    t4 = m.dot(3.58351893845611, (-1.0, log_batch_size), (-1.25, log_delta), (1.25, t2), (-4.0, log_epsilon), (1.0, log_gap), (2.0, log_sigma), (1.0, log_smoothness))
    t5 = m.maximum(t3, t4)
    t6 = m.dot(2.1972245773362196, (-2.0, log_batch_size), (-1.0, log_delta), (1.0, t2), (-4.0, log_epsilon), (4.0, log_sigma))
    t7 = m.dot(1.791759469228055, (-1.0, log_batch_size), (-0.5, log_delta), (0.5, t2), (-2.0, log_epsilon), (2.0, log_sigma))
    t8 = m.maximum(t6, t7)
    return m.maximum(t5, t8), (t5, t8,)


def corollary_2_iterations_constant_adam_explicit_drivers(m: Any, *, batch_size: Any, c_inf: Any, delta: Any, epsilon: Any, gap: Any, sigma: Any, smoothness: Any) -> Any:
    log_delta = m.log(delta)
    log_c_inf = m.log(c_inf)
    t1 = m.dot(0.0, (2.0, log_c_inf))
    t2 = m.logaddexp(t1, log_delta)
    t3 = m.dot(0.0, (-1.25, log_delta), (1.25, t2))
    log_epsilon = m.log(epsilon)
    log_gap = m.log(gap)
    log_smoothness = m.log(smoothness)
    t4 = m.dot(0.0, (-2.0, log_epsilon), (1.0, log_gap), (1.0, log_smoothness))
    log_batch_size = m.log(batch_size)
    log_sigma = m.log(sigma)
    t5 = m.dot(0.0, (-1.0, log_batch_size), (-2.0, log_epsilon), (2.0, log_sigma))
    t6 = m.dot(3.58351893845611, (-1.0, log_batch_size), (-1.25, log_delta), (1.25, t2), (-4.0, log_epsilon), (1.0, log_gap), (2.0, log_sigma), (1.0, log_smoothness))
    t7 = m.dot(0.0, (-0.75, log_delta), (0.75, t2))
    t8 = m.dot(3.1780538303479458, (-0.75, log_delta), (0.75, t2), (-2.0, log_epsilon), (1.0, log_gap), (1.0, log_smoothness))
    t9 = m.dot(0.0, (-1.0, log_delta), (1.0, t2))
    t10 = m.dot(0.0, (-2.0, log_batch_size), (-4.0, log_epsilon), (4.0, log_sigma))
    t11 = m.dot(2.1972245773362196, (-2.0, log_batch_size), (-1.0, log_delta), (1.0, t2), (-4.0, log_epsilon), (4.0, log_sigma))
    t12 = m.dot(0.0, (-0.5, log_delta), (0.5, t2))
    t13 = m.dot(1.791759469228055, (-1.0, log_batch_size), (-0.5, log_delta), (0.5, t2), (-2.0, log_epsilon), (2.0, log_sigma))
    return ((t6, (t3, t4, t5,)), (t8, (t7, t4,)), (t11, (t9, t10,)), (t13, (t12, t5,)),)


def corollary_2_iterations_constant_adam_explicit_exact(m: Any, *, batch_size: Any, c_inf: Any, delta: Any, epsilon: Any, gap: Any, sigma: Any, smoothness: Any) -> Any:
    t1 = m.power(batch_size, -2, 1)
    t2 = m.power(delta, 1, 2)
    t3 = m.power(t2, -2, 1)
    t4 = m.power(c_inf, 2, 1)
    t5 = t4 + delta
    t6 = m.power(t5, 1, 2)
    t7 = m.power(t6, 2, 1)
    t8 = m.power(epsilon, -4, 1)
    t9 = m.power(sigma, 4, 1)
    t10 = m.product(m.number(9, 1), t1, t3, t7, t8, t9)
    t11 = m.power(batch_size, -1, 1)
    t12 = m.power(t2, -1, 1)
    t13 = m.power(epsilon, -2, 1)
    t14 = m.power(sigma, 2, 1)
    t15 = m.product(m.number(6, 1), t11, t12, t6, t13, t14)
    t16 = m.maximum(t10, t15)
    t17 = m.power(t2, -3, 2)
    t18 = m.power(t6, 3, 2)
    t19 = m.product(m.number(24, 1), t17, t18, t13, gap, smoothness)
    t20 = m.power(t2, -5, 2)
    t21 = m.power(t6, 5, 2)
    t22 = m.product(m.number(36, 1), t11, t20, t21, t8, gap, t14, smoothness)
    t23 = m.maximum(t19, t22)
    t24 = m.maximum(t16, t23)
    return t24


def corollary_2_iterations_constant_adam_explicit_large_step(m: Any, *, batch_size: Any, c_inf: Any, delta: Any, epsilon: Any, gap: Any, sigma: Any, smoothness: Any) -> Any:
    log_delta = m.log(delta)
    log_c_inf = m.log(c_inf)
    t1 = m.dot(0.0, (2.0, log_c_inf))
    t2 = m.logaddexp(t1, log_delta)
    log_epsilon = m.log(epsilon)
    log_gap = m.log(gap)
    log_smoothness = m.log(smoothness)
    t3 = m.dot(3.1780538303479458, (-0.5, log_delta), (0.5, t2), (-2.0, log_epsilon), (1.0, log_gap), (1.0, log_smoothness))
    log_batch_size = m.log(batch_size)
    log_sigma = m.log(sigma)
    t4 = m.dot(3.58351893845611, (-1.0, log_batch_size), (-1.0, log_delta), (1.0, t2), (-4.0, log_epsilon), (1.0, log_gap), (2.0, log_sigma), (1.0, log_smoothness))
    t5 = m.maximum(t3, t4)
    t6 = m.dot(2.1972245773362196, (-2.0, log_batch_size), (-1.0, log_delta), (1.0, t2), (-4.0, log_epsilon), (4.0, log_sigma))
    t7 = m.dot(1.791759469228055, (-1.0, log_batch_size), (-0.5, log_delta), (0.5, t2), (-2.0, log_epsilon), (2.0, log_sigma))
    t8 = m.maximum(t6, t7)
    return m.maximum(t5, t8), (t5, t8,)


def corollary_2_iterations_constant_adam_explicit_large_step_drivers(m: Any, *, batch_size: Any, c_inf: Any, delta: Any, epsilon: Any, gap: Any, sigma: Any, smoothness: Any) -> Any:
    log_delta = m.log(delta)
    log_c_inf = m.log(c_inf)
    t1 = m.dot(0.0, (2.0, log_c_inf))
    t2 = m.logaddexp(t1, log_delta)
    t3 = m.dot(0.0, (-1.0, log_delta), (1.0, t2))
    log_epsilon = m.log(epsilon)
    log_gap = m.log(gap)
    log_smoothness = m.log(smoothness)
    t4 = m.dot(0.0, (-2.0, log_epsilon), (1.0, log_gap), (1.0, log_smoothness))
    log_batch_size = m.log(batch_size)
    log_sigma = m.log(sigma)
    t5 = m.dot(0.0, (-1.0, log_batch_size), (-2.0, log_epsilon), (2.0, log_sigma))
    t6 = m.dot(3.58351893845611, (-1.0, log_batch_size), (-1.0, log_delta), (1.0, t2), (-4.0, log_epsilon), (1.0, log_gap), (2.0, log_sigma), (1.0, log_smoothness))
    t7 = m.dot(0.0, (-0.5, log_delta), (0.5, t2))
    t8 = m.dot(3.1780538303479458, (-0.5, log_delta), (0.5, t2), (-2.0, log_epsilon), (1.0, log_gap), (1.0, log_smoothness))
    t9 = m.dot(0.0, (-2.0, log_batch_size), (-4.0, log_epsilon), (4.0, log_sigma))
    t10 = m.dot(2.1972245773362196, (-2.0, log_batch_size), (-1.0, log_delta), (1.0, t2), (-4.0, log_epsilon), (4.0, log_sigma))
    t11 = m.dot(1.791759469228055, (-1.0, log_batch_size), (-0.5, log_delta), (0.5, t2), (-2.0, log_epsilon), (2.0, log_sigma))
    return ((t6, (t3, t4, t5,)), (t8, (t7, t4,)), (t10, (t3, t9,)), (t11, (t7, t5,)),)


def corollary_2_iterations_constant_adam_explicit_large_step_exact(m: Any, *, batch_size: Any, c_inf: Any, delta: Any, epsilon: Any, gap: Any, sigma: Any, smoothness: Any) -> Any:
    t1 = m.power(batch_size, -2, 1)
    t2 = m.power(delta, 1, 2)
    t3 = m.power(t2, -2, 1)
    t4 = m.power(c_inf, 2, 1)
    t5 = t4 + delta
    t6 = m.power(t5, 1, 2)
    t7 = m.power(t6, 2, 1)
    t8 = m.power(epsilon, -4, 1)
    t9 = m.power(sigma, 4, 1)
    t10 = m.product(m.number(9, 1), t1, t3, t7, t8, t9)
    t11 = m.power(batch_size, -1, 1)
    t12 = m.power(t2, -1, 1)
    t13 = m.power(epsilon, -2, 1)
    t14 = m.power(sigma, 2, 1)
    t15 = m.product(m.number(6, 1), t11, t12, t6, t13, t14)
    t16 = m.maximum(t10, t15)
    t17 = m.product(m.number(24, 1), t12, t6, t13, gap, smoothness)
    t18 = m.product(m.number(36, 1), t11, t3, t7, t8, gap, t14, smoothness)
    t19 = m.maximum(t17, t18)
    t20 = m.maximum(t16, t19)
    return t20


def corollary_2_gradient_complexity_constant_adam_explicit(m: Any, *, batch_size: Any, c_inf: Any, delta: Any, epsilon: Any, gap: Any, sigma: Any, smoothness: Any) -> Any:
    log_batch_size = m.log(batch_size)
    log_delta = m.log(delta)
    log_c_inf = m.log(c_inf)
    t1 = m.dot(0.0, (2.0, log_c_inf))
    t2 = m.logaddexp(t1, log_delta)
    log_epsilon = m.log(epsilon)
    log_gap = m.log(gap)
    log_smoothness = m.log(smoothness)
    t3 = m.dot(3.1780538303479458, (1.0, log_batch_size), (-0.75, log_delta), (0.75, t2), (-2.0, log_epsilon), (1.0, log_gap), (1.0, log_smoothness))
    log_sigma = m.log(sigma)
    t4 = m.dot(3.58351893845611, (-1.25, log_delta), (1.25, t2), (-4.0, log_epsilon), (1.0, log_gap), (2.0, log_sigma), (1.0, log_smoothness))
    t5 = m.maximum(t3, t4)
    t6 = m.dot(1.791759469228055, (-0.5, log_delta), (0.5, t2), (-2.0, log_epsilon), (2.0, log_sigma))
    t7 = m.dot(2.1972245773362196, (-1.0, log_batch_size), (-1.0, log_delta), (1.0, t2), (-4.0, log_epsilon), (4.0, log_sigma))
    t8 = m.maximum(t6, t7)
    return m.maximum(t5, t8), (t5, t8,)


def corollary_2_gradient_complexity_constant_adam_explicit_large_step(m: Any, *, batch_size: Any, c_inf: Any, delta: Any, epsilon: Any, gap: Any, sigma: Any, smoothness: Any) -> Any:
    log_batch_size = m.log(batch_size)
    log_delta = m.log(delta)
    log_c_inf = m.log(c_inf)
    t1 = m.dot(0.0, (2.0, log_c_inf))
    t2 = m.logaddexp(t1, log_delta)
    log_epsilon = m.log(epsilon)
    log_gap = m.log(gap)
    log_smoothness = m.log(smoothness)
    t3 = m.dot(3.1780538303479458, (1.0, log_batch_size), (-0.5, log_delta), (0.5, t2), (-2.0, log_epsilon), (1.0, log_gap), (1.0, log_smoothness))
    log_sigma = m.log(sigma)
    t4 = m.dot(3.58351893845611, (-1.0, log_delta), (1.0, t2), (-4.0, log_epsilon), (1.0, log_gap), (2.0, log_sigma), (1.0, log_smoothness))
    t5 = m.maximum(t3, t4)
    t6 = m.dot(1.791759469228055, (-0.5, log_delta), (0.5, t2), (-2.0, log_epsilon), (2.0, log_sigma))
    t7 = m.dot(2.1972245773362196, (-1.0, log_batch_size), (-1.0, log_delta), (1.0, t2), (-4.0, log_epsilon), (4.0, log_sigma))
    t8 = m.maximum(t6, t7)
    return m.maximum(t5, t8), (t5, t8,)


def corollary_2_eta_max_constant_adam_explicit(m: Any, *, batch_size: Any, c_inf: Any, delta: Any, epsilon: Any, sigma: Any, smoothness: Any) -> Any:
    log_delta = m.log(delta)
    log_c_inf = m.log(c_inf)
    t1 = m.dot(0.0, (2.0, log_c_inf))
    t2 = m.logaddexp(t1, log_delta)
    log_smoothness = m.log(smoothness)
    t3 = m.dot(-1.3862943611198906, (0.75, log_delta), (-0.25, t2), (-1.0, log_smoothness))
    log_batch_size = m.log(batch_size)
    log_epsilon = m.log(epsilon)
    log_sigma = m.log(sigma)
    t4 = m.dot(-1.791759469228055, (1.0, log_batch_size), (1.25, log_delta), (-0.75, t2), (2.0, log_epsilon), (-1.0, log_smoothness), (-2.0, log_sigma))
    t5 = m.minimum(t3, t4)
    return t5, ()


def corollary_2_eta_max_constant_adam_explicit_large_step(m: Any, *, batch_size: Any, c_inf: Any, delta: Any, epsilon: Any, sigma: Any, smoothness: Any) -> Any:
    log_delta = m.log(delta)
    log_smoothness = m.log(smoothness)
    t1 = m.dot(-1.3862943611198906, (0.5, log_delta), (-1.0, log_smoothness))
    log_batch_size = m.log(batch_size)
    log_c_inf = m.log(c_inf)
    t2 = m.dot(0.0, (2.0, log_c_inf))
    t3 = m.logaddexp(t2, log_delta)
    log_epsilon = m.log(epsilon)
    log_sigma = m.log(sigma)
    t4 = m.dot(-1.791759469228055, (1.0, log_batch_size), (1.0, log_delta), (-0.5, t3), (2.0, log_epsilon), (-2.0, log_sigma), (-1.0, log_smoothness))
    t5 = m.minimum(t1, t4)
    return t5, ()


def corollary_2_beta2_max_adam_corrected(m: Any, *, c_inf: Any, delta: Any) -> Any:
    t1 = 0.0
    return t1, ()


def corollary_2_beta2_max_adam_corrected_why(m: Any) -> Any:
    return False


def corollary_2_lambda_k_adam_printed(m: Any, *, beta2: Any, c_inf: Any, delta: Any, k: Any) -> Any:
    t1 = m.log(0.0)
    return t1, (), 1.0


def corollary_2_gradient_norm_squared_constant_adam_explicit(m: Any, *, batch_size: Any, beta1: Any, c_inf: Any, delta: Any, eta: Any, gap: Any, iterations: Any, sigma: Any) -> Any:
    log_c_inf = m.log(c_inf)
    t1 = m.dot(0.0, (2.0, log_c_inf))
    log_delta = m.log(delta)
    t2 = m.logaddexp(t1, log_delta)
    log_eta = m.log(eta)
    log_gap = m.log(gap)
    log_iterations = m.log(iterations)
    t3 = m.dot(0.6931471805599453, (0.5, t2), (-1.0, log_eta), (1.0, log_gap), (-1.0, log_iterations))
    log_batch_size = m.log(batch_size)
    log_beta1 = m.log(beta1)
    log_sigma = m.log(sigma)
    t4 = m.dot(0.0, (-1.0, log_batch_size), (-1.0, log_beta1), (-0.5, log_delta), (0.5, t2), (-1.0, log_iterations), (2.0, log_sigma))
    t5 = m.dot(0.0, (-1.0, log_batch_size), (1.0, log_beta1), (-0.5, log_delta), (0.5, t2), (2.0, log_sigma))
    return m.logaddexp(m.logaddexp(t3, t4), t5), (t3, t4, t5,)


def corollary_2_iterations_constant_l2_adam_corrected(m: Any, *, batch_size: Any, c_inf: Any, delta: Any, epsilon: Any, gap: Any, lam_l2: Any, sigma: Any, smoothness: Any, x0_norm: Any, x_inf_norm: Any) -> Any:
    log_batch_size = m.log(batch_size)
    log_c_inf = m.log(c_inf)
    log_lam_l2 = m.log(lam_l2)
    log_x_inf_norm = m.log(x_inf_norm)
    t1 = m.dot(0.0, (1.0, log_lam_l2), (1.0, log_x_inf_norm))
    t2 = m.logaddexp(log_c_inf, t1)
    log_delta = m.log(delta)
    log_epsilon = m.log(epsilon)
    log_gap = m.log(gap)
    log_x0_norm = m.log(x0_norm)
    t3 = m.dot(-0.6931471805599453, (1.0, log_lam_l2), (2.0, log_x0_norm))
    t4 = m.logaddexp(log_gap, t3)
    log_sigma = m.log(sigma)
    log_smoothness = m.log(smoothness)
    t5 = m.logaddexp(log_lam_l2, log_smoothness)
    t6 = m.dot(0.0, (-1.0, log_batch_size), (2.5, t2), (-1.25, log_delta), (-4.0, log_epsilon), (1.0, t4), (2.0, log_sigma), (1.0, t5))
    t7 = m.dot(0.0, (-2.0, log_batch_size), (2.0, t2), (-1.0, log_delta), (-4.0, log_epsilon), (4.0, log_sigma))
    return m.maximum(t6, t7), (t6, t7,)


def corollary_2_iterations_constant_l2_adam_corrected_drivers(m: Any, *, batch_size: Any, c_inf: Any, delta: Any, epsilon: Any, gap: Any, lam_l2: Any, sigma: Any, smoothness: Any, x0_norm: Any, x_inf_norm: Any) -> Any:
    log_c_inf = m.log(c_inf)
    log_lam_l2 = m.log(lam_l2)
    log_x_inf_norm = m.log(x_inf_norm)
    t1 = m.dot(0.0, (1.0, log_lam_l2), (1.0, log_x_inf_norm))
    t2 = m.logaddexp(log_c_inf, t1)
    log_delta = m.log(delta)
    t3 = m.dot(0.0, (2.5, t2), (-1.25, log_delta))
    log_epsilon = m.log(epsilon)
    log_gap = m.log(gap)
    log_x0_norm = m.log(x0_norm)
    t4 = m.dot(-0.6931471805599453, (1.0, log_lam_l2), (2.0, log_x0_norm))
    t5 = m.logaddexp(log_gap, t4)
    log_smoothness = m.log(smoothness)
    t6 = m.logaddexp(log_lam_l2, log_smoothness)
    t7 = m.dot(0.0, (-2.0, log_epsilon), (1.0, t5), (1.0, t6))
    log_batch_size = m.log(batch_size)
    log_sigma = m.log(sigma)
    t8 = m.dot(0.0, (-1.0, log_batch_size), (-2.0, log_epsilon), (2.0, log_sigma))
    t9 = m.dot(0.0, (-1.0, log_batch_size), (2.5, t2), (-1.25, log_delta), (-4.0, log_epsilon), (1.0, t5), (2.0, log_sigma), (1.0, t6))
    t10 = m.dot(0.0, (2.0, t2), (-1.0, log_delta))
    t11 = m.dot(0.0, (-2.0, log_batch_size), (-4.0, log_epsilon), (4.0, log_sigma))
    t12 = m.dot(0.0, (-2.0, log_batch_size), (2.0, t2), (-1.0, log_delta), (-4.0, log_epsilon), (4.0, log_sigma))
    return ((t9, (t3, t7, t8,)), (t12, (t10, t11,)),)


def corollary_2_iterations_constant_l2_adam_explicit(m: Any, *, batch_size: Any, c_inf: Any, delta: Any, epsilon: Any, gap: Any, lam_l2: Any, sigma: Any, smoothness: Any, x0_norm: Any, x_inf_norm: Any) -> Any:
    log_delta = m.log(delta)
    log_c_inf = m.log(c_inf)
    log_lam_l2 = m.log(lam_l2)
    log_x_inf_norm = m.log(x_inf_norm)
    t1 = m.dot(0.0, (1.0, log_lam_l2), (1.0, log_x_inf_norm))
    t2 = m.logaddexp(log_c_inf, t1)
    t3 = m.dot(0.0, (2.0, t2))
    t4 = m.logaddexp(t3, log_delta)
    log_epsilon = m.log(epsilon)
    log_gap = m.log(gap)
    log_x0_norm = m.log(x0_norm)
    t5 = m.dot(-0.6931471805599453, (1.0, log_lam_l2), (2.0, log_x0_norm))
    t6 = m.logaddexp(log_gap, t5)
    log_smoothness = m.log(smoothness)
    t7 = m.logaddexp(log_lam_l2, log_smoothness)
    t8 = m.dot(3.1780538303479458, (-0.75, log_delta), (0.75, t4), (-2.0, log_epsilon), (1.0, t6), (1.0, t7))
    log_batch_size = m.log(batch_size)
    log_sigma = m.log(sigma)
    t9 = m.dot(3.58351893845611, (-1.0, log_batch_size), (-1.25, log_delta), (1.25, t4), (-4.0, log_epsilon), (1.0, t6), (2.0, log_sigma), (1.0, t7))
    t10 = m.maximum(t8, t9)
    t11 = m.dot(2.1972245773362196, (-2.0, log_batch_size), (-1.0, log_delta), (1.0, t4), (-4.0, log_epsilon), (4.0, log_sigma))
    t12 = m.dot(1.791759469228055, (-1.0, log_batch_size), (-0.5, log_delta), (0.5, t4), (-2.0, log_epsilon), (2.0, log_sigma))
    t13 = m.maximum(t11, t12)
    return m.maximum(t10, t13), (t10, t13,)


def corollary_2_iterations_constant_l2_adam_explicit_drivers(m: Any, *, batch_size: Any, c_inf: Any, delta: Any, epsilon: Any, gap: Any, lam_l2: Any, sigma: Any, smoothness: Any, x0_norm: Any, x_inf_norm: Any) -> Any:
    log_delta = m.log(delta)
    log_c_inf = m.log(c_inf)
    log_lam_l2 = m.log(lam_l2)
    log_x_inf_norm = m.log(x_inf_norm)
    t1 = m.dot(0.0, (1.0, log_lam_l2), (1.0, log_x_inf_norm))
    t2 = m.logaddexp(log_c_inf, t1)
    t3 = m.dot(0.0, (2.0, t2))
    t4 = m.logaddexp(t3, log_delta)
    t5 = m.dot(0.0, (-1.25, log_delta), (1.25, t4))
    log_epsilon = m.log(epsilon)
    log_gap = m.log(gap)
    log_x0_norm = m.log(x0_norm)
    t6 = m.dot(-0.6931471805599453, (1.0, log_lam_l2), (2.0, log_x0_norm))
    t7 = m.logaddexp(log_gap, t6)
    log_smoothness = m.log(smoothness)
    t8 = m.logaddexp(log_lam_l2, log_smoothness)
    t9 = m.dot(0.0, (-2.0, log_epsilon), (1.0, t7), (1.0, t8))
    log_batch_size = m.log(batch_size)
    log_sigma = m.log(sigma)
    t10 = m.dot(0.0, (-1.0, log_batch_size), (-2.0, log_epsilon), (2.0, log_sigma))
    t11 = m.dot(3.58351893845611, (-1.0, log_batch_size), (-1.25, log_delta), (1.25, t4), (-4.0, log_epsilon), (1.0, t7), (2.0, log_sigma), (1.0, t8))
    t12 = m.dot(0.0, (-0.75, log_delta), (0.75, t4))
    t13 = m.dot(3.1780538303479458, (-0.75, log_delta), (0.75, t4), (-2.0, log_epsilon), (1.0, t7), (1.0, t8))
    t14 = m.dot(0.0, (-1.0, log_delta), (1.0, t4))
    t15 = m.dot(0.0, (-2.0, log_batch_size), (-4.0, log_epsilon), (4.0, log_sigma))
    t16 = m.dot(2.1972245773362196, (-2.0, log_batch_size), (-1.0, log_delta), (1.0, t4), (-4.0, log_epsilon), (4.0, log_sigma))
    t17 = m.dot(0.0, (-0.5, log_delta), (0.5, t4))
    t18 = m.dot(1.791759469228055, (-1.0, log_batch_size), (-0.5, log_delta), (0.5, t4), (-2.0, log_epsilon), (2.0, log_sigma))
    return ((t11, (t5, t9, t10,)), (t13, (t12, t9,)), (t16, (t14, t15,)), (t18, (t17, t10,)),)


def corollary_2_iterations_constant_l2_adam_explicit_exact(m: Any, *, batch_size: Any, c_inf: Any, delta: Any, epsilon: Any, gap: Any, lam_l2: Any, sigma: Any, smoothness: Any, x0_norm: Any, x_inf_norm: Any) -> Any:
    t1 = m.power(batch_size, -2, 1)
    t2 = m.power(delta, 1, 2)
    t3 = m.power(t2, -2, 1)
    t4 = m.product(lam_l2, x_inf_norm)
    t5 = c_inf + t4
    t6 = m.power(t5, 2, 1)
    t7 = t6 + delta
    t8 = m.power(t7, 1, 2)
    t9 = m.power(t8, 2, 1)
    t10 = m.power(epsilon, -4, 1)
    t11 = m.power(sigma, 4, 1)
    t12 = m.product(m.number(9, 1), t1, t3, t9, t10, t11)
    t13 = m.power(batch_size, -1, 1)
    t14 = m.power(t2, -1, 1)
    t15 = m.power(epsilon, -2, 1)
    t16 = m.power(sigma, 2, 1)
    t17 = m.product(m.number(6, 1), t13, t14, t8, t15, t16)
    t18 = m.maximum(t12, t17)
    t19 = m.power(t2, -3, 2)
    t20 = m.power(t8, 3, 2)
    t21 = m.power(x0_norm, 2, 1)
    t22 = m.product(m.number(1, 2), lam_l2, t21)
    t23 = gap + t22
    t24 = lam_l2 + smoothness
    t25 = m.product(m.number(24, 1), t19, t20, t15, t23, t24)
    t26 = m.power(t2, -5, 2)
    t27 = m.power(t8, 5, 2)
    t28 = m.product(m.number(36, 1), t13, t26, t27, t10, t23, t16, t24)
    t29 = m.maximum(t25, t28)
    t30 = m.maximum(t18, t29)
    return t30


def corollary_2_iterations_constant_l2_adam_explicit_large_step(m: Any, *, batch_size: Any, c_inf: Any, delta: Any, epsilon: Any, gap: Any, lam_l2: Any, sigma: Any, smoothness: Any, x0_norm: Any, x_inf_norm: Any) -> Any:
    log_delta = m.log(delta)
    log_c_inf = m.log(c_inf)
    log_lam_l2 = m.log(lam_l2)
    log_x_inf_norm = m.log(x_inf_norm)
    t1 = m.dot(0.0, (1.0, log_lam_l2), (1.0, log_x_inf_norm))
    t2 = m.logaddexp(log_c_inf, t1)
    t3 = m.dot(0.0, (2.0, t2))
    t4 = m.logaddexp(t3, log_delta)
    log_epsilon = m.log(epsilon)
    log_gap = m.log(gap)
    log_x0_norm = m.log(x0_norm)
    t5 = m.dot(-0.6931471805599453, (1.0, log_lam_l2), (2.0, log_x0_norm))
    t6 = m.logaddexp(log_gap, t5)
    log_smoothness = m.log(smoothness)
    t7 = m.logaddexp(log_lam_l2, log_smoothness)
    t8 = m.dot(3.1780538303479458, (-0.5, log_delta), (0.5, t4), (-2.0, log_epsilon), (1.0, t6), (1.0, t7))
    log_batch_size = m.log(batch_size)
    log_sigma = m.log(sigma)
    t9 = m.dot(3.58351893845611, (-1.0, log_batch_size), (-1.0, log_delta), (1.0, t4), (-4.0, log_epsilon), (1.0, t6), (2.0, log_sigma), (1.0, t7))
    t10 = m.maximum(t8, t9)
    t11 = m.dot(2.1972245773362196, (-2.0, log_batch_size), (-1.0, log_delta), (1.0, t4), (-4.0, log_epsilon), (4.0, log_sigma))
    t12 = m.dot(1.791759469228055, (-1.0, log_batch_size), (-0.5, log_delta), (0.5, t4), (-2.0, log_epsilon), (2.0, log_sigma))
    t13 = m.maximum(t11, t12)
    return m.maximum(t10, t13), (t10, t13,)


def corollary_2_iterations_constant_l2_adam_explicit_large_step_drivers(m: Any, *, batch_size: Any, c_inf: Any, delta: Any, epsilon: Any, gap: Any, lam_l2: Any, sigma: Any, smoothness: Any, x0_norm: Any, x_inf_norm: Any) -> Any:
    log_delta = m.log(delta)
    log_c_inf = m.log(c_inf)
    log_lam_l2 = m.log(lam_l2)
    log_x_inf_norm = m.log(x_inf_norm)
    t1 = m.dot(0.0, (1.0, log_lam_l2), (1.0, log_x_inf_norm))
    t2 = m.logaddexp(log_c_inf, t1)
    t3 = m.dot(0.0, (2.0, t2))
    t4 = m.logaddexp(t3, log_delta)
    t5 = m.dot(0.0, (-1.0, log_delta), (1.0, t4))
    log_epsilon = m.log(epsilon)
    log_gap = m.log(gap)
    log_x0_norm = m.log(x0_norm)
    t6 = m.dot(-0.6931471805599453, (1.0, log_lam_l2), (2.0, log_x0_norm))
    t7 = m.logaddexp(log_gap, t6)
    log_smoothness = m.log(smoothness)
    t8 = m.logaddexp(log_lam_l2, log_smoothness)
    t9 = m.dot(0.0, (-2.0, log_epsilon), (1.0, t7), (1.0, t8))
    log_batch_size = m.log(batch_size)
    log_sigma = m.log(sigma)
    t10 = m.dot(0.0, (-1.0, log_batch_size), (-2.0, log_epsilon), (2.0, log_sigma))
    t11 = m.dot(3.58351893845611, (-1.0, log_batch_size), (-1.0, log_delta), (1.0, t4), (-4.0, log_epsilon), (1.0, t7), (2.0, log_sigma), (1.0, t8))
    t12 = m.dot(0.0, (-0.5, log_delta), (0.5, t4))
    t13 = m.dot(3.1780538303479458, (-0.5, log_delta), (0.5, t4), (-2.0, log_epsilon), (1.0, t7), (1.0, t8))
    t14 = m.dot(0.0, (-2.0, log_batch_size), (-4.0, log_epsilon), (4.0, log_sigma))
    t15 = m.dot(2.1972245773362196, (-2.0, log_batch_size), (-1.0, log_delta), (1.0, t4), (-4.0, log_epsilon), (4.0, log_sigma))
    t16 = m.dot(1.791759469228055, (-1.0, log_batch_size), (-0.5, log_delta), (0.5, t4), (-2.0, log_epsilon), (2.0, log_sigma))
    return ((t11, (t5, t9, t10,)), (t13, (t12, t9,)), (t15, (t5, t14,)), (t16, (t12, t10,)),)


def corollary_2_iterations_constant_l2_adam_explicit_large_step_exact(m: Any, *, batch_size: Any, c_inf: Any, delta: Any, epsilon: Any, gap: Any, lam_l2: Any, sigma: Any, smoothness: Any, x0_norm: Any, x_inf_norm: Any) -> Any:
    t1 = m.power(batch_size, -2, 1)
    t2 = m.power(delta, 1, 2)
    t3 = m.power(t2, -2, 1)
    t4 = m.product(lam_l2, x_inf_norm)
    t5 = c_inf + t4
    t6 = m.power(t5, 2, 1)
    t7 = t6 + delta
    t8 = m.power(t7, 1, 2)
    t9 = m.power(t8, 2, 1)
    t10 = m.power(epsilon, -4, 1)
    t11 = m.power(sigma, 4, 1)
    t12 = m.product(m.number(9, 1), t1, t3, t9, t10, t11)
    t13 = m.power(batch_size, -1, 1)
    t14 = m.power(t2, -1, 1)
    t15 = m.power(epsilon, -2, 1)
    t16 = m.power(sigma, 2, 1)
    t17 = m.product(m.number(6, 1), t13, t14, t8, t15, t16)
    t18 = m.maximum(t12, t17)
    t19 = m.power(x0_norm, 2, 1)
    t20 = m.product(m.number(1, 2), lam_l2, t19)
    t21 = gap + t20
    t22 = lam_l2 + smoothness
    t23 = m.product(m.number(24, 1), t14, t8, t15, t21, t22)
    t24 = m.product(m.number(36, 1), t13, t3, t9, t10, t21, t16, t22)
    t25 = m.maximum(t23, t24)
    t26 = m.maximum(t18, t25)
    return t26


def corollary_2_gradient_complexity_constant_l2_adam_corrected(m: Any, *, batch_size: Any, c_inf: Any, delta: Any, epsilon: Any, gap: Any, lam_l2: Any, sigma: Any, smoothness: Any, x0_norm: Any, x_inf_norm: Any) -> Any:
    log_c_inf = m.log(c_inf)
    log_lam_l2 = m.log(lam_l2)
    log_x_inf_norm = m.log(x_inf_norm)
    t1 = m.dot(0.0, (1.0, log_lam_l2), (1.0, log_x_inf_norm))
    t2 = m.logaddexp(log_c_inf, t1)
    log_delta = m.log(delta)
    log_epsilon = m.log(epsilon)
    log_gap = m.log(gap)
    log_x0_norm = m.log(x0_norm)
    t3 = m.dot(-0.6931471805599453, (1.0, log_lam_l2), (2.0, log_x0_norm))
    t4 = m.logaddexp(log_gap, t3)
    log_sigma = m.log(sigma)
    log_smoothness = m.log(smoothness)
    t5 = m.logaddexp(log_lam_l2, log_smoothness)
    t6 = m.dot(0.0, (2.5, t2), (-1.25, log_delta), (-4.0, log_epsilon), (1.0, t4), (2.0, log_sigma), (1.0, t5))
    log_batch_size = m.log(batch_size)
    t7 = m.dot(0.0, (-1.0, log_batch_size), (2.0, t2), (-1.0, log_delta), (-4.0, log_epsilon), (4.0, log_sigma))
    return m.maximum(t6, t7), (t6, t7,)


def corollary_2_gradient_complexity_constant_l2_adam_explicit(m: Any, *, batch_size: Any, c_inf: Any, delta: Any, epsilon: Any, gap: Any, lam_l2: Any, sigma: Any, smoothness: Any, x0_norm: Any, x_inf_norm: Any) -> Any:
    log_batch_size = m.log(batch_size)
    log_delta = m.log(delta)
    log_c_inf = m.log(c_inf)
    log_lam_l2 = m.log(lam_l2)
    log_x_inf_norm = m.log(x_inf_norm)
    t1 = m.dot(0.0, (1.0, log_lam_l2), (1.0, log_x_inf_norm))
    t2 = m.logaddexp(log_c_inf, t1)
    t3 = m.dot(0.0, (2.0, t2))
    t4 = m.logaddexp(t3, log_delta)
    log_epsilon = m.log(epsilon)
    log_gap = m.log(gap)
    log_x0_norm = m.log(x0_norm)
    t5 = m.dot(-0.6931471805599453, (1.0, log_lam_l2), (2.0, log_x0_norm))
    t6 = m.logaddexp(log_gap, t5)
    log_smoothness = m.log(smoothness)
    t7 = m.logaddexp(log_lam_l2, log_smoothness)
    t8 = m.dot(3.1780538303479458, (1.0, log_batch_size), (-0.75, log_delta), (0.75, t4), (-2.0, log_epsilon), (1.0, t6), (1.0, t7))
    log_sigma = m.log(sigma)
    t9 = m.dot(3.58351893845611, (-1.25, log_delta), (1.25, t4), (-4.0, log_epsilon), (1.0, t6), (2.0, log_sigma), (1.0, t7))
    t10 = m.maximum(t8, t9)
    t11 = m.dot(1.791759469228055, (-0.5, log_delta), (0.5, t4), (-2.0, log_epsilon), (2.0, log_sigma))
    t12 = m.dot(2.1972245773362196, (-1.0, log_batch_size), (-1.0, log_delta), (1.0, t4), (-4.0, log_epsilon), (4.0, log_sigma))
    t13 = m.maximum(t11, t12)
    return m.maximum(t10, t13), (t10, t13,)


def corollary_2_gradient_complexity_constant_l2_adam_explicit_large_step(m: Any, *, batch_size: Any, c_inf: Any, delta: Any, epsilon: Any, gap: Any, lam_l2: Any, sigma: Any, smoothness: Any, x0_norm: Any, x_inf_norm: Any) -> Any:
    log_batch_size = m.log(batch_size)
    log_delta = m.log(delta)
    log_c_inf = m.log(c_inf)
    log_lam_l2 = m.log(lam_l2)
    log_x_inf_norm = m.log(x_inf_norm)
    t1 = m.dot(0.0, (1.0, log_lam_l2), (1.0, log_x_inf_norm))
    t2 = m.logaddexp(log_c_inf, t1)
    t3 = m.dot(0.0, (2.0, t2))
    t4 = m.logaddexp(t3, log_delta)
    log_epsilon = m.log(epsilon)
    log_gap = m.log(gap)
    log_x0_norm = m.log(x0_norm)
    t5 = m.dot(-0.6931471805599453, (1.0, log_lam_l2), (2.0, log_x0_norm))
    t6 = m.logaddexp(log_gap, t5)
    log_smoothness = m.log(smoothness)
    t7 = m.logaddexp(log_lam_l2, log_smoothness)
    t8 = m.dot(3.1780538303479458, (1.0, log_batch_size), (-0.5, log_delta), (0.5, t4), (-2.0, log_epsilon), (1.0, t6), (1.0, t7))
    log_sigma = m.log(sigma)
    t9 = m.dot(3.58351893845611, (-1.0, log_delta), (1.0, t4), (-4.0, log_epsilon), (1.0, t6), (2.0, log_sigma), (1.0, t7))
    t10 = m.maximum(t8, t9)
    t11 = m.dot(1.791759469228055, (-0.5, log_delta), (0.5, t4), (-2.0, log_epsilon), (2.0, log_sigma))
    t12 = m.dot(2.1972245773362196, (-1.0, log_batch_size), (-1.0, log_delta), (1.0, t4), (-4.0, log_epsilon), (4.0, log_sigma))
    t13 = m.maximum(t11, t12)
    return m.maximum(t10, t13), (t10, t13,)


def corollary_2_eta_max_constant_l2_adam_corrected(m: Any, *, batch_size: Any, c_inf: Any, delta: Any, epsilon: Any, lam_l2: Any, sigma: Any, smoothness: Any, x_inf_norm: Any) -> Any:
    log_batch_size = m.log(batch_size)
    log_delta = m.log(delta)
    log_epsilon = m.log(epsilon)
    log_sigma = m.log(sigma)
    log_lam_l2 = m.log(lam_l2)
    log_smoothness = m.log(smoothness)
    t1 = m.logaddexp(log_lam_l2, log_smoothness)
    log_c_inf = m.log(c_inf)
    log_x_inf_norm = m.log(x_inf_norm)
    t2 = m.dot(0.0, (1.0, log_lam_l2), (1.0, log_x_inf_norm))
    t3 = m.logaddexp(log_c_inf, t2)
    t4 = m.dot(0.0, (2.0, t3))
    t5 = m.logaddexp(t4, log_delta)
    t6 = m.dot(-1.791759469228055, (1.0, log_batch_size), (1.25, log_delta), (2.0, log_epsilon), (-2.0, log_sigma), (-1.0, t1), (-0.75, t5))
    return t6, ()


def corollary_2_eta_max_constant_l2_adam_explicit(m: Any, *, batch_size: Any, c_inf: Any, delta: Any, epsilon: Any, lam_l2: Any, sigma: Any, smoothness: Any, x_inf_norm: Any) -> Any:
    log_delta = m.log(delta)
    log_c_inf = m.log(c_inf)
    log_lam_l2 = m.log(lam_l2)
    log_x_inf_norm = m.log(x_inf_norm)
    t1 = m.dot(0.0, (1.0, log_lam_l2), (1.0, log_x_inf_norm))
    t2 = m.logaddexp(log_c_inf, t1)
    t3 = m.dot(0.0, (2.0, t2))
    t4 = m.logaddexp(t3, log_delta)
    log_smoothness = m.log(smoothness)
    t5 = m.logaddexp(log_lam_l2, log_smoothness)
    t6 = m.dot(-1.3862943611198906, (0.75, log_delta), (-0.25, t4), (-1.0, t5))
    log_batch_size = m.log(batch_size)
    log_epsilon = m.log(epsilon)
    log_sigma = m.log(sigma)
    t7 = m.dot(-1.791759469228055, (1.0, log_batch_size), (1.25, log_delta), (-0.75, t4), (2.0, log_epsilon), (-1.0, t5), (-2.0, log_sigma))
    t8 = m.minimum(t6, t7)
    return t8, ()


def corollary_2_eta_max_constant_l2_adam_explicit_large_step(m: Any, *, batch_size: Any, c_inf: Any, delta: Any, epsilon: Any, lam_l2: Any, sigma: Any, smoothness: Any, x_inf_norm: Any) -> Any:
    log_delta = m.log(delta)
    log_lam_l2 = m.log(lam_l2)
    log_smoothness = m.log(smoothness)
    t1 = m.logaddexp(log_lam_l2, log_smoothness)
    t2 = m.dot(-1.3862943611198906, (0.5, log_delta), (-1.0, t1))
    log_batch_size = m.log(batch_size)
    log_c_inf = m.log(c_inf)
    log_x_inf_norm = m.log(x_inf_norm)
    t3 = m.dot(0.0, (1.0, log_lam_l2), (1.0, log_x_inf_norm))
    t4 = m.logaddexp(log_c_inf, t3)
    t5 = m.dot(0.0, (2.0, t4))
    t6 = m.logaddexp(t5, log_delta)
    log_epsilon = m.log(epsilon)
    log_sigma = m.log(sigma)
    t7 = m.dot(-1.791759469228055, (1.0, log_batch_size), (1.0, log_delta), (-0.5, t6), (2.0, log_epsilon), (-2.0, log_sigma), (-1.0, t1))
    t8 = m.minimum(t2, t7)
    return t8, ()


def corollary_2_beta1_max_constant_l2_adam_corrected(m: Any, *, batch_size: Any, c_inf: Any, delta: Any, epsilon: Any, lam_l2: Any, sigma: Any, x_inf_norm: Any) -> Any:
    t1 = 0.0
    log_batch_size = m.log(batch_size)
    log_delta = m.log(delta)
    log_c_inf = m.log(c_inf)
    log_lam_l2 = m.log(lam_l2)
    log_x_inf_norm = m.log(x_inf_norm)
    t2 = m.dot(0.0, (1.0, log_lam_l2), (1.0, log_x_inf_norm))
    t3 = m.logaddexp(log_c_inf, t2)
    t4 = m.dot(0.0, (2.0, t3))
    t5 = m.logaddexp(t4, log_delta)
    log_epsilon = m.log(epsilon)
    log_sigma = m.log(sigma)
    t6 = m.dot(-1.0986122886681098, (1.0, log_batch_size), (0.5, log_delta), (-0.5, t5), (2.0, log_epsilon), (-2.0, log_sigma))
    t7 = m.minimum(t1, t6)
    return t7, ()


def corollary_2_beta1_max_constant_l2_adam_explicit(m: Any, *, batch_size: Any, c_inf: Any, delta: Any, epsilon: Any, lam_l2: Any, sigma: Any, x_inf_norm: Any) -> Any:
    t1 = -0.6931471805599453
    log_batch_size = m.log(batch_size)
    log_delta = m.log(delta)
    log_c_inf = m.log(c_inf)
    log_lam_l2 = m.log(lam_l2)
    log_x_inf_norm = m.log(x_inf_norm)
    t2 = m.dot(0.0, (1.0, log_lam_l2), (1.0, log_x_inf_norm))
    t3 = m.logaddexp(log_c_inf, t2)
    t4 = m.dot(0.0, (2.0, t3))
    t5 = m.logaddexp(t4, log_delta)
    log_epsilon = m.log(epsilon)
    log_sigma = m.log(sigma)
    t6 = m.dot(-1.0986122886681098, (1.0, log_batch_size), (0.5, log_delta), (-0.5, t5), (2.0, log_epsilon), (-2.0, log_sigma))
    t7 = m.minimum(t1, t6)
    return t7, ()


def corollary_2_gradient_norm_squared_constant_l2_adam_explicit(m: Any, *, batch_size: Any, beta1: Any, c_inf: Any, delta: Any, eta: Any, gap: Any, iterations: Any, lam_l2: Any, sigma: Any, x0_norm: Any, x_inf_norm: Any) -> Any:
    log_c_inf = m.log(c_inf)
    log_lam_l2 = m.log(lam_l2)
    log_x_inf_norm = m.log(x_inf_norm)
    t1 = m.dot(0.0, (1.0, log_lam_l2), (1.0, log_x_inf_norm))
    t2 = m.logaddexp(log_c_inf, t1)
    t3 = m.dot(0.0, (2.0, t2))
    log_delta = m.log(delta)
    t4 = m.logaddexp(t3, log_delta)
    log_eta = m.log(eta)
    log_gap = m.log(gap)
    log_x0_norm = m.log(x0_norm)
    t5 = m.dot(-0.6931471805599453, (1.0, log_lam_l2), (2.0, log_x0_norm))
    t6 = m.logaddexp(log_gap, t5)
    log_iterations = m.log(iterations)
    t7 = m.dot(0.6931471805599453, (0.5, t4), (-1.0, log_eta), (1.0, t6), (-1.0, log_iterations))
    log_batch_size = m.log(batch_size)
    log_beta1 = m.log(beta1)
    log_sigma = m.log(sigma)
    t8 = m.dot(0.0, (-1.0, log_batch_size), (-1.0, log_beta1), (-0.5, log_delta), (0.5, t4), (-1.0, log_iterations), (2.0, log_sigma))
    t9 = m.dot(0.0, (-1.0, log_batch_size), (1.0, log_beta1), (-0.5, log_delta), (0.5, t4), (2.0, log_sigma))
    return m.logaddexp(m.logaddexp(t7, t8), t9), (t7, t8, t9,)


def corollary_2_step_norm_squared_constant_l2_adam_corrected(m: Any, *, c_inf: Any, delta: Any, epsilon: Any, eta: Any, lam_l2: Any, x_inf_norm: Any) -> Any:
    log_c_inf = m.log(c_inf)
    log_lam_l2 = m.log(lam_l2)
    log_x_inf_norm = m.log(x_inf_norm)
    t1 = m.dot(0.0, (1.0, log_lam_l2), (1.0, log_x_inf_norm))
    t2 = m.logaddexp(log_c_inf, t1)
    t3 = m.dot(0.0, (2.0, t2))
    log_delta = m.log(delta)
    t4 = m.logaddexp(t3, log_delta)
    log_epsilon = m.log(epsilon)
    log_eta = m.log(eta)
    t5 = m.dot(1.3862943611198906, (-0.5, t4), (2.0, log_epsilon), (2.0, log_eta))
    return t5, ()


def corollary_2_momentum_error_constant_l2_adam_explicit(m: Any, *, c_inf: Any, delta: Any, epsilon: Any, lam_l2: Any, x_inf_norm: Any) -> Any:
    log_delta = m.log(delta)
    log_c_inf = m.log(c_inf)
    log_lam_l2 = m.log(lam_l2)
    log_x_inf_norm = m.log(x_inf_norm)
    t1 = m.dot(0.0, (1.0, log_lam_l2), (1.0, log_x_inf_norm))
    t2 = m.logaddexp(log_c_inf, t1)
    t3 = m.dot(0.0, (2.0, t2))
    t4 = m.logaddexp(t3, log_delta)
    log_epsilon = m.log(epsilon)
    t5 = -0.4054651081081644
    t6 = m.dot(0.0, (0.5, log_delta), (-0.5, t4))
    t7 = m.logaddexp(t5, t6)
    t8 = m.dot(0.0, (0.5, log_delta), (-0.5, t4), (2.0, log_epsilon), (1.0, t7))
    return t8, ()


def corollary_2_momentum_error_constant_l2_adam_explicit_large_step(m: Any, *, c_inf: Any, delta: Any, epsilon: Any, lam_l2: Any, x_inf_norm: Any) -> Any:
    log_delta = m.log(delta)
    log_c_inf = m.log(c_inf)
    log_lam_l2 = m.log(lam_l2)
    log_x_inf_norm = m.log(x_inf_norm)
    t1 = m.dot(0.0, (1.0, log_lam_l2), (1.0, log_x_inf_norm))
    t2 = m.logaddexp(log_c_inf, t1)
    t3 = m.dot(0.0, (2.0, t2))
    t4 = m.logaddexp(t3, log_delta)
    log_epsilon = m.log(epsilon)
    t5 = m.dot(0.5108256237659907, (0.5, log_delta), (-0.5, t4), (2.0, log_epsilon))
    return t5, ()


def corollary_2_c_inf_l2_adam_corrected(m: Any, *, c_inf: Any, lam_l2: Any, x_inf_norm: Any) -> Any:
    log_c_inf = m.log(c_inf)
    log_lam_l2 = m.log(lam_l2)
    log_x_inf_norm = m.log(x_inf_norm)
    t1 = m.dot(0.0, (1.0, log_lam_l2), (1.0, log_x_inf_norm))
    t2 = m.logaddexp(log_c_inf, t1)
    return t2, ()


def corollary_2_smoothness_l2_adam_corrected(m: Any, *, lam_l2: Any, smoothness: Any) -> Any:
    log_lam_l2 = m.log(lam_l2)
    log_smoothness = m.log(smoothness)
    t1 = m.logaddexp(log_lam_l2, log_smoothness)
    return t1, ()


def corollary_2_gap_l2_adam_corrected(m: Any, *, gap: Any, lam_l2: Any, x0_norm: Any) -> Any:
    log_gap = m.log(gap)
    log_lam_l2 = m.log(lam_l2)
    log_x0_norm = m.log(x0_norm)
    t1 = m.dot(-0.6931471805599453, (1.0, log_lam_l2), (2.0, log_x0_norm))
    t2 = m.logaddexp(log_gap, t1)
    return t2, ()


def theorem_3_iterations_decaying_printed(m: Any, *, batch_size: Any, c_inf: Any, delta: Any, epsilon: Any, gap: Any, sigma: Any, smoothness: Any) -> Any:
    log_batch_size = m.log(batch_size)
    log_c_inf = m.log(c_inf)
    log_delta = m.log(delta)
    log_epsilon = m.log(epsilon)
    log_gap = m.log(gap)
    log_sigma = m.log(sigma)
    log_smoothness = m.log(smoothness)
    t1 = m.dot(0.0, (-1.0, log_epsilon))
    t2 = m.log(t1)
    t3 = m.dot(0.0, (-1.0, log_batch_size), (1.25, log_c_inf), (-0.625, log_delta), (-4.0, log_epsilon), (0.5, log_gap), (1.0, log_sigma), (0.5, log_smoothness), (1.0, t2))
    t4 = m.dot(0.0, (-1.0, log_batch_size), (1.0, log_c_inf), (-0.5, log_delta), (-4.0, log_epsilon), (2.0, log_sigma), (1.0, t2))
    return m.maximum(t3, t4), (t3, t4,)


def theorem_3_iterations_decaying_printed_drivers(m: Any, *, batch_size: Any, c_inf: Any, delta: Any, epsilon: Any, gap: Any, sigma: Any, smoothness: Any) -> Any:
    log_batch_size = m.log(batch_size)
    t1 = m.dot(0.0, (-1.0, log_batch_size))
    log_c_inf = m.log(c_inf)
    log_delta = m.log(delta)
    t2 = m.dot(0.0, (1.25, log_c_inf), (-0.625, log_delta))
    log_epsilon = m.log(epsilon)
    log_gap = m.log(gap)
    log_smoothness = m.log(smoothness)
    t3 = m.dot(0.0, (-1.0, log_epsilon), (0.5, log_gap), (0.5, log_smoothness))
    log_sigma = m.log(sigma)
    t4 = m.dot(0.0, (-1.0, log_epsilon), (1.0, log_sigma))
    t5 = m.dot(0.0, (-2.0, log_epsilon))
    t6 = m.dot(0.0, (-1.0, log_epsilon))
    t7 = m.log(t6)
    t8 = m.dot(0.0, (-1.0, log_batch_size), (1.25, log_c_inf), (-0.625, log_delta), (-4.0, log_epsilon), (0.5, log_gap), (1.0, log_sigma), (0.5, log_smoothness), (1.0, t7))
    t9 = m.dot(0.0, (1.0, log_c_inf), (-0.5, log_delta))
    t10 = m.dot(0.0, (-2.0, log_epsilon), (2.0, log_sigma))
    t11 = m.dot(0.0, (-1.0, log_batch_size), (1.0, log_c_inf), (-0.5, log_delta), (-4.0, log_epsilon), (2.0, log_sigma), (1.0, t7))
    return ((t8, (t1, t2, t3, t4, t5, t7,)), (t11, (t1, t9, t10, t5, t7,)),)


def theorem_3_iterations_decaying_printed_exists(m: Any, *, epsilon: Any) -> Any:
    return (epsilon < 1.0)


def theorem_3_iterations_decaying_corrected(m: Any, *, batch_size: Any, c_inf: Any, delta: Any, epsilon: Any, gap: Any, lam: Any, sigma: Any, smoothness: Any, x0_norm: Any) -> Any:
    log_batch_size = m.log(batch_size)
    log_c_inf = m.log(c_inf)
    log_delta = m.log(delta)
    log_epsilon = m.log(epsilon)
    log_gap = m.log(gap)
    t1 = m.dot(0.0, (2.0, log_c_inf))
    t2 = m.logaddexp(t1, log_delta)
    log_lam = m.log(lam)
    log_x0_norm = m.log(x0_norm)
    t3 = m.dot(-0.6931471805599453, (0.5, t2), (1.0, log_lam), (2.0, log_x0_norm))
    t4 = m.logaddexp(log_gap, t3)
    log_sigma = m.log(sigma)
    log_smoothness = m.log(smoothness)
    t5 = m.dot(0.0, (-1.0, log_epsilon))
    t6 = m.log(t5)
    t7 = m.dot(0.0, (-1.0, log_batch_size), (2.5, log_c_inf), (-1.25, log_delta), (-4.0, log_epsilon), (1.0, t4), (2.0, log_sigma), (1.0, log_smoothness), (2.0, t6))
    t8 = m.dot(0.0, (-2.0, log_batch_size), (2.0, log_c_inf), (-1.0, log_delta), (-4.0, log_epsilon), (4.0, log_sigma), (2.0, t6))
    return m.maximum(t7, t8), (t7, t8,)


def theorem_3_iterations_decaying_corrected_drivers(m: Any, *, batch_size: Any, c_inf: Any, delta: Any, epsilon: Any, gap: Any, lam: Any, sigma: Any, smoothness: Any, x0_norm: Any) -> Any:
    log_epsilon = m.log(epsilon)
    t1 = m.dot(0.0, (-1.0, log_epsilon))
    t2 = m.log(t1)
    t3 = m.dot(0.0, (2.0, t2))
    log_c_inf = m.log(c_inf)
    log_delta = m.log(delta)
    t4 = m.dot(0.0, (2.5, log_c_inf), (-1.25, log_delta))
    log_gap = m.log(gap)
    t5 = m.dot(0.0, (2.0, log_c_inf))
    t6 = m.logaddexp(t5, log_delta)
    log_lam = m.log(lam)
    log_x0_norm = m.log(x0_norm)
    t7 = m.dot(-0.6931471805599453, (0.5, t6), (1.0, log_lam), (2.0, log_x0_norm))
    t8 = m.logaddexp(log_gap, t7)
    log_smoothness = m.log(smoothness)
    t9 = m.dot(0.0, (-2.0, log_epsilon), (1.0, t8), (1.0, log_smoothness))
    log_batch_size = m.log(batch_size)
    log_sigma = m.log(sigma)
    t10 = m.dot(0.0, (-1.0, log_batch_size), (-2.0, log_epsilon), (2.0, log_sigma))
    t11 = m.dot(0.0, (-1.0, log_batch_size), (2.5, log_c_inf), (-1.25, log_delta), (-4.0, log_epsilon), (1.0, t8), (2.0, log_sigma), (1.0, log_smoothness), (2.0, t2))
    t12 = m.dot(0.0, (2.0, log_c_inf), (-1.0, log_delta))
    t13 = m.dot(0.0, (-2.0, log_batch_size), (-4.0, log_epsilon), (4.0, log_sigma))
    t14 = m.dot(0.0, (-2.0, log_batch_size), (2.0, log_c_inf), (-1.0, log_delta), (-4.0, log_epsilon), (4.0, log_sigma), (2.0, t2))
    return ((t11, (t3, t4, t9, t10,)), (t14, (t3, t12, t13,)),)


def theorem_3_iterations_decaying_explicit(m: Any, *, batch_size: Any, c_inf: Any, delta: Any, epsilon: Any, gap: Any, lam: Any, sigma: Any, smoothness: Any, x0_norm: Any) -> Any:
    log_batch_size = m.log(batch_size)
    log_delta = m.log(delta)
    log_c_inf = m.log(c_inf)
    t1 = m.dot(0.0, (2.0, log_c_inf))
    t2 = m.logaddexp(t1, log_delta)
    log_epsilon = m.log(epsilon)
    log_gap = m.log(gap)
    log_lam = m.log(lam)
    log_x0_norm = m.log(x0_norm)
    t3 = m.dot(-0.6931471805599453, (0.5, t2), (1.0, log_lam), (2.0, log_x0_norm))
    t4 = m.logaddexp(log_gap, t3)
    log_sigma = m.log(sigma)
    log_smoothness = m.log(smoothness)
    t5 = m.dot(1.3862943611198906, (-1.0, log_batch_size), (-1.25, log_delta), (1.25, t2), (-4.0, log_epsilon), (1.0, t4), (2.0, log_sigma), (1.0, log_smoothness))
    t6 = m.dot(2.0794415416798357, (-1.0, log_batch_size), (-0.5, log_delta), (1.0, t2), (-4.0, log_epsilon), (1.0, t4), (1.0, log_lam), (2.0, log_sigma))
    t7 = m.maximum(t5, t6)
    t8 = m.dot(0.0, (-2.0, log_batch_size), (-1.0, log_delta), (1.0, t2), (-4.0, log_epsilon), (4.0, log_sigma))
    t9 = 0.0
    t10 = m.dot(-1.3862943611198906, (-1.0, log_lam))
    t11 = m.dot(-0.6931471805599453, (0.75, log_delta), (-0.25, t2), (-1.0, log_smoothness))
    t12 = m.minimum(t10, t11)
    t13 = m.dot(0.34657359027997264, (0.5, t4), (-0.5, t12), (0.5, log_batch_size), (0.25, log_delta), (-1.0, log_sigma))
    t14 = m.maximum(t9, t13)
    t15 = m.dot(0.0, (2.0, t14))
    t16 = m.dot(0.6931471805599453, (0.5, t2), (1.0, t4), (-1.0, t12))
    t40 = m.dot(0.0, (-1.0, log_batch_size), (-0.5, log_delta), (0.5, t2), (2.0, log_sigma))
    t41 = m.logaddexp(t16, t40)
    t42 = m.log(0.0)
    t43 = m.dot(0.0, (2.0, log_epsilon))
    t44 = m.logsubexp(t43, t40)
    t45 = m.maximum(t42, t44)
    t46 = m.dot(0.0, (1.0, t41), (-1.0, t45))
    def t47_no(t9: Any, t15: Any, log_batch_size: Any, log_delta: Any, t2: Any, log_sigma: Any, t16: Any, t14: Any, log_epsilon: Any) -> Any:
        t17 = m.logaddexp(t9, t15)
        t18 = m.dot(0.0, (-1.0, log_batch_size), (-0.5, log_delta), (0.5, t2), (2.0, log_sigma), (1.0, t17))
        t19 = m.logaddexp(t16, t18)
        t20 = m.dot(-0.6931471805599453, (1.0, log_batch_size), (0.5, log_delta), (-0.5, t2), (-2.0, log_sigma), (-2.0, t14), (1.0, t19))
        t21 = m.exp(t20)
        t22 = t14
        t23 = (-1.0) * t22
        t24 = m.dot(-0.6931471805599453, (2.0, log_epsilon), (-1.0, t14), (1.0, log_batch_size), (0.5, log_delta), (-0.5, t2), (-2.0, log_sigma))
        t25 = t24
        t26 = (-1.0) * t25
        t27 = t21 + t23 + t26
        def t38_no(t23: Any, t26: Any, t20: Any, t27: Any, log_epsilon: Any, t14: Any, log_batch_size: Any, log_delta: Any, t2: Any, log_sigma: Any) -> Any:
            def t36_far() -> Any:
                t28 = m.log_abs(t23)
                t29 = m.sign(t23)
                t30 = m.log_abs(t26)
                t31 = m.sign(t26)
                t32, t33 = m.signed_add(t20, 1.0, t28, t29)
                t34, _ = m.signed_add(t32, t33, t30, t31)
                return t34
            t36 = m.log_outer_root(t27, t36_far)
            t37 = m.dot(1.3862943611198906, (-4.0, log_epsilon), (2.0, t14), (-2.0, log_batch_size), (-1.0, log_delta), (1.0, t2), (4.0, log_sigma), (2.0, t36))
            return t37
        t38 = m.choose(t27 <= 1.0, t9, (t38_no, (t23, t26, t20, t27, log_epsilon, t14, log_batch_size, log_delta, t2, log_sigma, )))
        t39 = m.maximum(t15, t38)
        return t39
    t47 = m.choose(m.both(t15 >= t46, t40 < t43), t46, (t47_no, (t9, t15, log_batch_size, log_delta, t2, log_sigma, t16, t14, log_epsilon, )))
    t48 = m.dot(0.0, (-1.0, log_batch_size), (-0.5, log_delta), (0.5, t2), (2.0, log_sigma), (-2.0, log_epsilon))
    t49 = m.exp(t48)
    t50 = m.log_crest(t49)
    t51 = m.dot(0.6931471805599453, (0.5, t2), (1.0, t4), (-1.0, t12), (1.0, t50))
    t52 = m.dot(-1.0986122886681098, (2.0, log_epsilon))
    t53 = m.dot(-0.6931471805599453, (2.0, log_epsilon))
    def t66_yes(log_batch_size: Any, log_delta: Any, t2: Any, log_sigma: Any, log_epsilon: Any, t50: Any, t9: Any, t47: Any) -> Any:
        t54 = m.dot(0.6931471805599453, (-1.0, log_batch_size), (-0.5, log_delta), (0.5, t2), (2.0, log_sigma), (-2.0, log_epsilon))
        t55 = t54
        t56 = m.dot(-0.6931471805599453, (1.0, t50))
        t57 = m.exp(t56)
        t58 = 1.0 + t55 + t57
        def t63_far() -> Any:
            t59 = m.log_abs(t55)
            t60 = m.sign(t55)
            t61, _ = m.signed_add(m.logaddexp(t9, t56), 1.0, t59, t60)
            return t61
        t63 = m.log_outer_root(t58, t63_far)
        t64 = m.dot(1.3862943611198906, (-2.0, log_batch_size), (-1.0, log_delta), (1.0, t2), (4.0, log_sigma), (-4.0, log_epsilon), (-1.0, t50), (2.0, t63))
        t65 = m.maximum(t64, t47)
        return t65
    t66 = m.choose(m.both(m.both(t40 <= t51, t40 > t52), t40 < t53), (t66_yes, (log_batch_size, log_delta, t2, log_sigma, log_epsilon, t50, t9, t47, )), t47)
    return t66, (t7, t8,)


def theorem_3_iterations_decaying_explicit_drivers(m: Any, *, batch_size: Any, c_inf: Any, delta: Any, epsilon: Any, gap: Any, lam: Any, sigma: Any, smoothness: Any, x0_norm: Any) -> Any:
    log_delta = m.log(delta)
    log_c_inf = m.log(c_inf)
    t1 = m.dot(0.0, (2.0, log_c_inf))
    t2 = m.logaddexp(t1, log_delta)
    t3 = m.dot(0.0, (-1.25, log_delta), (1.25, t2))
    log_epsilon = m.log(epsilon)
    log_gap = m.log(gap)
    log_lam = m.log(lam)
    log_x0_norm = m.log(x0_norm)
    t4 = m.dot(-0.6931471805599453, (0.5, t2), (1.0, log_lam), (2.0, log_x0_norm))
    t5 = m.logaddexp(log_gap, t4)
    log_smoothness = m.log(smoothness)
    t6 = m.dot(0.0, (-2.0, log_epsilon), (1.0, t5), (1.0, log_smoothness))
    log_batch_size = m.log(batch_size)
    log_sigma = m.log(sigma)
    t7 = m.dot(0.0, (-1.0, log_batch_size), (-2.0, log_epsilon), (2.0, log_sigma))
    t8 = m.dot(1.3862943611198906, (-1.0, log_batch_size), (-1.25, log_delta), (1.25, t2), (-4.0, log_epsilon), (1.0, t5), (2.0, log_sigma), (1.0, log_smoothness))
    t9 = m.dot(0.0, (-0.5, log_delta), (0.5, t2))
    t10 = m.dot(0.0, (0.5, t2), (-2.0, log_epsilon), (1.0, t5), (1.0, log_lam))
    t11 = m.dot(2.0794415416798357, (-1.0, log_batch_size), (-0.5, log_delta), (1.0, t2), (-4.0, log_epsilon), (1.0, t5), (1.0, log_lam), (2.0, log_sigma))
    t12 = m.dot(0.0, (-1.0, log_delta), (1.0, t2))
    t13 = m.dot(0.0, (-2.0, log_batch_size), (-4.0, log_epsilon), (4.0, log_sigma))
    t14 = m.dot(0.0, (-2.0, log_batch_size), (-1.0, log_delta), (1.0, t2), (-4.0, log_epsilon), (4.0, log_sigma))
    return ((t8, (t3, t6, t7,)), (t11, (t9, t10, t7,)), (t14, (t12, t13,)),)


def theorem_3_iterations_decaying_explicit_exact(m: Any, *, batch_size: Any, c_inf: Any, delta: Any, epsilon: Any, gap: Any, lam: Any, sigma: Any, smoothness: Any, x0_norm: Any) -> Any:
    t1 = m.power(c_inf, 2, 1)
    t2 = t1 + delta
    t3 = m.power(t2, 1, 2)
    t4 = m.power(x0_norm, 2, 1)
    t5 = m.product(m.number(1, 2), t3, lam, t4)
    t6 = gap + t5
    t7 = m.power(lam, -1, 1)
    t8 = m.product(m.number(1, 4), t7)
    t9 = m.power(delta, 1, 2)
    t10 = m.power(t9, 3, 2)
    t11 = m.power(t3, -1, 2)
    t12 = m.power(smoothness, -1, 1)
    t13 = m.product(m.number(1, 2), t10, t11, t12)
    t14 = m.minimum(t8, t13)
    t15 = m.power(t14, -1, 1)
    t16 = m.product(m.number(2, 1), t3, t6, t15)
    t17 = m.power(t16, 1, 2)
    t18 = m.power(batch_size, -1, 1)
    t19 = m.power(t9, -1, 1)
    t20 = m.power(sigma, 2, 1)
    t21 = m.product(t18, t19, t3, t20)
    t22 = m.power(t21, -1, 2)
    t23 = m.product(t17, t22)
    t24 = m.maximum(m.number(1, 1), t23)
    t25 = m.power(t24, 2, 1)
    t26 = m.power(epsilon, 2, 1)
    t27 = m.product(t26, t24)
    t28 = m.power(t27, -2, 1)
    t29 = m.product(m.number(2, 1), t21, t25)
    t30 = m.power(t29, 2, 1)
    t31 = m.power(t29, -1, 1)
    t32 = m.number(1, 1) + t25
    t33 = m.product(t21, t32)
    t34 = t16 + t33
    t35 = m.product(t31, t34)
    t36 = m.log(t24)
    t37 = m.product(m.number(-1, 1), t36)
    t38 = m.product(t27, t31)
    t39 = m.log(t38)
    t40 = m.product(m.number(-1, 1), t39)
    t41 = t35 + t37 + t40
    t42 = m.outer_root(t41)
    t43 = m.power(t42, 2, 1)
    t44 = m.product(t28, t30, t43)
    t45 = m.where((t41 <= m.number(1, 1)), m.number(1, 1), t44)
    t46 = m.maximum(t25, t45)
    t47 = t16 + t21
    t48 = m.product(m.number(-1, 1), t21)
    t49 = t48 + t26
    t50 = m.maximum(m.number(0, 1), t49)
    t51 = m.power(t50, -1, 1)
    t52 = m.product(t47, t51)
    t53 = m.where(m.both((t25 >= t52), (t21 < t26)), t52, t46)
    t54 = m.power(epsilon, -2, 1)
    t55 = m.product(t21, t54)
    t56 = m.crest(t55)
    t57 = m.product(t16, t56)
    t58 = m.product(m.number(1, 3), t26)
    t59 = m.product(m.number(1, 2), t26)
    t60 = m.power(t21, 2, 1)
    t61 = m.power(epsilon, -4, 1)
    t62 = m.power(t56, -1, 1)
    t63 = m.product(m.number(2, 1), t21, t54)
    t64 = m.log(t63)
    t65 = m.product(m.number(1, 2), t56)
    t66 = m.number(1, 1) + t64 + t65
    t67 = m.outer_root(t66)
    t68 = m.power(t67, 2, 1)
    t69 = m.product(m.number(4, 1), t60, t61, t62, t68)
    t70 = m.maximum(t69, t53)
    t71 = m.where(m.both(m.both((t21 <= t57), (t21 > t58)), (t21 < t59)), t70, t53)
    return t71


def theorem_3_gradient_complexity_decaying_printed(m: Any, *, c_inf: Any, delta: Any, epsilon: Any, gap: Any, sigma: Any, smoothness: Any) -> Any:
    log_c_inf = m.log(c_inf)
    log_delta = m.log(delta)
    log_epsilon = m.log(epsilon)
    log_gap = m.log(gap)
    log_sigma = m.log(sigma)
    log_smoothness = m.log(smoothness)
    t1 = m.dot(0.0, (-1.0, log_epsilon))
    t2 = m.log(t1)
    t3 = m.dot(0.0, (1.25, log_c_inf), (-0.625, log_delta), (-4.0, log_epsilon), (0.5, log_gap), (1.0, log_sigma), (0.5, log_smoothness), (1.0, t2))
    t4 = m.dot(0.0, (1.0, log_c_inf), (-0.5, log_delta), (-4.0, log_epsilon), (2.0, log_sigma), (1.0, t2))
    return m.maximum(t3, t4), (t3, t4,)


def theorem_3_gradient_complexity_decaying_corrected(m: Any, *, batch_size: Any, c_inf: Any, delta: Any, epsilon: Any, gap: Any, lam: Any, sigma: Any, smoothness: Any, x0_norm: Any) -> Any:
    log_c_inf = m.log(c_inf)
    log_delta = m.log(delta)
    log_epsilon = m.log(epsilon)
    log_gap = m.log(gap)
    t1 = m.dot(0.0, (2.0, log_c_inf))
    t2 = m.logaddexp(t1, log_delta)
    log_lam = m.log(lam)
    log_x0_norm = m.log(x0_norm)
    t3 = m.dot(-0.6931471805599453, (0.5, t2), (1.0, log_lam), (2.0, log_x0_norm))
    t4 = m.logaddexp(log_gap, t3)
    log_sigma = m.log(sigma)
    log_smoothness = m.log(smoothness)
    t5 = m.dot(0.0, (-1.0, log_epsilon))
    t6 = m.log(t5)
    t7 = m.dot(0.0, (2.5, log_c_inf), (-1.25, log_delta), (-4.0, log_epsilon), (1.0, t4), (2.0, log_sigma), (1.0, log_smoothness), (2.0, t6))
    log_batch_size = m.log(batch_size)
    t8 = m.dot(0.0, (-1.0, log_batch_size), (2.0, log_c_inf), (-1.0, log_delta), (-4.0, log_epsilon), (4.0, log_sigma), (2.0, t6))
    return m.maximum(t7, t8), (t7, t8,)


def theorem_3_gradient_complexity_decaying_explicit(m: Any, *, batch_size: Any, c_inf: Any, delta: Any, epsilon: Any, gap: Any, lam: Any, sigma: Any, smoothness: Any, x0_norm: Any) -> Any:
    log_delta = m.log(delta)
    log_c_inf = m.log(c_inf)
    t1 = m.dot(0.0, (2.0, log_c_inf))
    t2 = m.logaddexp(t1, log_delta)
    log_epsilon = m.log(epsilon)
    log_gap = m.log(gap)
    log_lam = m.log(lam)
    log_x0_norm = m.log(x0_norm)
    t3 = m.dot(-0.6931471805599453, (0.5, t2), (1.0, log_lam), (2.0, log_x0_norm))
    t4 = m.logaddexp(log_gap, t3)
    log_sigma = m.log(sigma)
    log_smoothness = m.log(smoothness)
    t5 = m.dot(1.3862943611198906, (-1.25, log_delta), (1.25, t2), (-4.0, log_epsilon), (1.0, t4), (2.0, log_sigma), (1.0, log_smoothness))
    t6 = m.dot(2.0794415416798357, (-0.5, log_delta), (1.0, t2), (-4.0, log_epsilon), (1.0, t4), (1.0, log_lam), (2.0, log_sigma))
    t7 = m.maximum(t5, t6)
    log_batch_size = m.log(batch_size)
    t8 = m.dot(0.0, (-1.0, log_batch_size), (-1.0, log_delta), (1.0, t2), (-4.0, log_epsilon), (4.0, log_sigma))
    t9 = 0.0
    t10 = m.dot(-1.3862943611198906, (-1.0, log_lam))
    t11 = m.dot(-0.6931471805599453, (0.75, log_delta), (-0.25, t2), (-1.0, log_smoothness))
    t12 = m.minimum(t10, t11)
    t13 = m.dot(0.34657359027997264, (0.5, t4), (-0.5, t12), (0.5, log_batch_size), (0.25, log_delta), (-1.0, log_sigma))
    t14 = m.maximum(t9, t13)
    t15 = m.dot(0.0, (2.0, t14))
    t16 = m.dot(0.6931471805599453, (0.5, t2), (1.0, t4), (-1.0, t12))
    t40 = m.dot(0.0, (-1.0, log_batch_size), (-0.5, log_delta), (0.5, t2), (2.0, log_sigma))
    t41 = m.logaddexp(t16, t40)
    t42 = m.log(0.0)
    t43 = m.dot(0.0, (2.0, log_epsilon))
    t44 = m.logsubexp(t43, t40)
    t45 = m.maximum(t42, t44)
    t46 = m.dot(0.0, (1.0, t41), (-1.0, t45))
    def t47_no(t9: Any, t15: Any, log_batch_size: Any, log_delta: Any, t2: Any, log_sigma: Any, t16: Any, t14: Any, log_epsilon: Any) -> Any:
        t17 = m.logaddexp(t9, t15)
        t18 = m.dot(0.0, (-1.0, log_batch_size), (-0.5, log_delta), (0.5, t2), (2.0, log_sigma), (1.0, t17))
        t19 = m.logaddexp(t16, t18)
        t20 = m.dot(-0.6931471805599453, (1.0, log_batch_size), (0.5, log_delta), (-0.5, t2), (-2.0, log_sigma), (-2.0, t14), (1.0, t19))
        t21 = m.exp(t20)
        t22 = t14
        t23 = (-1.0) * t22
        t24 = m.dot(-0.6931471805599453, (2.0, log_epsilon), (-1.0, t14), (1.0, log_batch_size), (0.5, log_delta), (-0.5, t2), (-2.0, log_sigma))
        t25 = t24
        t26 = (-1.0) * t25
        t27 = t21 + t23 + t26
        def t38_no(t23: Any, t26: Any, t20: Any, t27: Any, log_epsilon: Any, t14: Any, log_batch_size: Any, log_delta: Any, t2: Any, log_sigma: Any) -> Any:
            def t36_far() -> Any:
                t28 = m.log_abs(t23)
                t29 = m.sign(t23)
                t30 = m.log_abs(t26)
                t31 = m.sign(t26)
                t32, t33 = m.signed_add(t20, 1.0, t28, t29)
                t34, _ = m.signed_add(t32, t33, t30, t31)
                return t34
            t36 = m.log_outer_root(t27, t36_far)
            t37 = m.dot(1.3862943611198906, (-4.0, log_epsilon), (2.0, t14), (-2.0, log_batch_size), (-1.0, log_delta), (1.0, t2), (4.0, log_sigma), (2.0, t36))
            return t37
        t38 = m.choose(t27 <= 1.0, t9, (t38_no, (t23, t26, t20, t27, log_epsilon, t14, log_batch_size, log_delta, t2, log_sigma, )))
        t39 = m.maximum(t15, t38)
        return t39
    t47 = m.choose(m.both(t15 >= t46, t40 < t43), t46, (t47_no, (t9, t15, log_batch_size, log_delta, t2, log_sigma, t16, t14, log_epsilon, )))
    t48 = m.dot(0.0, (-1.0, log_batch_size), (-0.5, log_delta), (0.5, t2), (2.0, log_sigma), (-2.0, log_epsilon))
    t49 = m.exp(t48)
    t50 = m.log_crest(t49)
    t51 = m.dot(0.6931471805599453, (0.5, t2), (1.0, t4), (-1.0, t12), (1.0, t50))
    t52 = m.dot(-1.0986122886681098, (2.0, log_epsilon))
    t53 = m.dot(-0.6931471805599453, (2.0, log_epsilon))
    def t66_yes(log_batch_size: Any, log_delta: Any, t2: Any, log_sigma: Any, log_epsilon: Any, t50: Any, t9: Any, t47: Any) -> Any:
        t54 = m.dot(0.6931471805599453, (-1.0, log_batch_size), (-0.5, log_delta), (0.5, t2), (2.0, log_sigma), (-2.0, log_epsilon))
        t55 = t54
        t56 = m.dot(-0.6931471805599453, (1.0, t50))
        t57 = m.exp(t56)
        t58 = 1.0 + t55 + t57
        def t63_far() -> Any:
            t59 = m.log_abs(t55)
            t60 = m.sign(t55)
            t61, _ = m.signed_add(m.logaddexp(t9, t56), 1.0, t59, t60)
            return t61
        t63 = m.log_outer_root(t58, t63_far)
        t64 = m.dot(1.3862943611198906, (-2.0, log_batch_size), (-1.0, log_delta), (1.0, t2), (4.0, log_sigma), (-4.0, log_epsilon), (-1.0, t50), (2.0, t63))
        t65 = m.maximum(t64, t47)
        return t65
    t66 = m.choose(m.both(m.both(t40 <= t51, t40 > t52), t40 < t53), (t66_yes, (log_batch_size, log_delta, t2, log_sigma, log_epsilon, t50, t9, t47, )), t47)
    t67 = m.dot(0.0, (1.0, log_batch_size), (1.0, t66))
    return t67, (t7, t8,)


def theorem_3_gamma_decaying_printed(m: Any, *, c_inf: Any, delta: Any, gap: Any, sigma: Any, smoothness: Any) -> Any:
    t1 = 0.0
    log_c_inf = m.log(c_inf)
    log_delta = m.log(delta)
    log_gap = m.log(gap)
    log_sigma = m.log(sigma)
    log_smoothness = m.log(smoothness)
    t2 = m.dot(0.0, (0.25, log_c_inf), (-0.125, log_delta), (0.5, log_gap), (-1.0, log_sigma), (0.5, log_smoothness))
    t3 = m.maximum(t1, t2)
    return t3, ()


def theorem_3_gamma_decaying_corrected(m: Any, *, batch_size: Any, c_inf: Any, delta: Any, gap: Any, lam: Any, sigma: Any, smoothness: Any, x0_norm: Any) -> Any:
    t1 = 0.0
    log_batch_size = m.log(batch_size)
    log_c_inf = m.log(c_inf)
    log_delta = m.log(delta)
    log_gap = m.log(gap)
    t2 = m.dot(0.0, (2.0, log_c_inf))
    t3 = m.logaddexp(t2, log_delta)
    log_lam = m.log(lam)
    log_x0_norm = m.log(x0_norm)
    t4 = m.dot(-0.6931471805599453, (0.5, t3), (1.0, log_lam), (2.0, log_x0_norm))
    t5 = m.logaddexp(log_gap, t4)
    log_sigma = m.log(sigma)
    log_smoothness = m.log(smoothness)
    t6 = m.dot(0.0, (0.5, log_batch_size), (0.25, log_c_inf), (-0.125, log_delta), (0.5, t5), (-1.0, log_sigma), (0.5, log_smoothness))
    t7 = m.maximum(t1, t6)
    return t7, ()


def theorem_3_gamma_decaying_explicit(m: Any, *, batch_size: Any, c_inf: Any, delta: Any, gap: Any, lam: Any, sigma: Any, smoothness: Any, x0_norm: Any) -> Any:
    t1 = 0.0
    log_c_inf = m.log(c_inf)
    t2 = m.dot(0.0, (2.0, log_c_inf))
    log_delta = m.log(delta)
    t3 = m.logaddexp(t2, log_delta)
    log_gap = m.log(gap)
    log_lam = m.log(lam)
    log_x0_norm = m.log(x0_norm)
    t4 = m.dot(-0.6931471805599453, (0.5, t3), (1.0, log_lam), (2.0, log_x0_norm))
    t5 = m.logaddexp(log_gap, t4)
    t6 = m.dot(-1.3862943611198906, (-1.0, log_lam))
    log_smoothness = m.log(smoothness)
    t7 = m.dot(-0.6931471805599453, (0.75, log_delta), (-0.25, t3), (-1.0, log_smoothness))
    t8 = m.minimum(t6, t7)
    log_batch_size = m.log(batch_size)
    log_sigma = m.log(sigma)
    t9 = m.dot(0.34657359027997264, (0.5, t5), (-0.5, t8), (0.5, log_batch_size), (0.25, log_delta), (-1.0, log_sigma))
    t10 = m.maximum(t1, t9)
    return t10, ()


def theorem_3_eta_k_decaying_printed(m: Any, *, c_inf: Any, delta: Any, gamma: Any, k: Any, smoothness: Any) -> Any:
    log_gamma = m.log(gamma)
    log_delta = m.log(delta)
    log_c_inf = m.log(c_inf)
    t1 = m.dot(0.0, (2.0, log_c_inf))
    t2 = m.logaddexp(t1, log_delta)
    log_smoothness = m.log(smoothness)
    t3 = 0.0
    log_k = m.log(k)
    t4 = m.logaddexp(t3, log_k)
    t5 = m.dot(-0.6931471805599453, (1.0, log_gamma), (0.75, log_delta), (-0.25, t2), (-1.0, log_smoothness), (-0.5, t4))
    return t5, ()


def theorem_3_eta_k_decaying_corrected(m: Any, *, c_inf: Any, delta: Any, gamma: Any, k: Any, smoothness: Any) -> Any:
    log_delta = m.log(delta)
    log_c_inf = m.log(c_inf)
    t1 = m.dot(0.0, (2.0, log_c_inf))
    t2 = m.logaddexp(t1, log_delta)
    log_smoothness = m.log(smoothness)
    t3 = 0.0
    log_gamma = m.log(gamma)
    log_k = m.log(k)
    t4 = m.logaddexp(t3, log_k)
    t5 = m.dot(0.0, (1.0, log_gamma), (-0.5, t4))
    t6 = m.minimum(t3, t5)
    t7 = m.dot(-0.6931471805599453, (0.75, log_delta), (-0.25, t2), (-1.0, log_smoothness), (1.0, t6))
    return t7, ()


def theorem_3_eta_k_decaying_explicit(m: Any, *, c_inf: Any, delta: Any, gamma: Any, k: Any, lam: Any, smoothness: Any) -> Any:
    log_lam = m.log(lam)
    t1 = m.dot(-1.3862943611198906, (-1.0, log_lam))
    log_delta = m.log(delta)
    log_c_inf = m.log(c_inf)
    t2 = m.dot(0.0, (2.0, log_c_inf))
    t3 = m.logaddexp(t2, log_delta)
    log_smoothness = m.log(smoothness)
    t4 = m.dot(-0.6931471805599453, (0.75, log_delta), (-0.25, t3), (-1.0, log_smoothness))
    t5 = m.minimum(t1, t4)
    t6 = 0.0
    log_gamma = m.log(gamma)
    log_k = m.log(k)
    t7 = m.logaddexp(t6, log_k)
    t8 = m.dot(0.0, (1.0, log_gamma), (-0.5, t7))
    t9 = m.minimum(t6, t8)
    t10 = m.dot(0.0, (1.0, t5), (1.0, t9))
    return t10, ()


def theorem_3_beta1_k_decaying_printed(m: Any, *, gamma: Any, k: Any) -> Any:
    log_gamma = m.log(gamma)
    t1 = 0.0
    log_k = m.log(k)
    t2 = m.logaddexp(t1, log_k)
    t3 = m.dot(0.0, (1.0, log_gamma), (-0.5, t2))
    return t3, ()


def theorem_3_beta1_k_decaying_corrected(m: Any, *, gamma: Any, k: Any) -> Any:
    t1 = 0.0
    log_gamma = m.log(gamma)
    log_k = m.log(k)
    t2 = m.logaddexp(t1, log_k)
    t3 = m.dot(0.0, (1.0, log_gamma), (-0.5, t2))
    t4 = m.minimum(t1, t3)
    return t4, ()


def theorem_3_beta1_k_decaying_explicit(m: Any, *, gamma: Any, k: Any) -> Any:
    t1 = 0.0
    log_gamma = m.log(gamma)
    log_k = m.log(k)
    t2 = m.dot(0.0, (1.0, log_gamma), (-0.5, log_k))
    t3 = m.minimum(t1, t2)
    return t3, ()


def theorem_3_gradient_norm_squared_decaying_explicit(m: Any, *, batch_size: Any, c_inf: Any, delta: Any, gamma: Any, gap: Any, iterations: Any, lam: Any, sigma: Any, smoothness: Any, x0_norm: Any) -> Any:
    log_c_inf = m.log(c_inf)
    t1 = m.dot(0.0, (2.0, log_c_inf))
    log_delta = m.log(delta)
    t2 = m.logaddexp(t1, log_delta)
    log_gap = m.log(gap)
    log_lam = m.log(lam)
    log_x0_norm = m.log(x0_norm)
    t3 = m.dot(-0.6931471805599453, (0.5, t2), (1.0, log_lam), (2.0, log_x0_norm))
    t4 = m.logaddexp(log_gap, t3)
    t5 = m.dot(-1.3862943611198906, (-1.0, log_lam))
    log_smoothness = m.log(smoothness)
    t6 = m.dot(-0.6931471805599453, (0.75, log_delta), (-0.25, t2), (-1.0, log_smoothness))
    t7 = m.minimum(t5, t6)
    log_gamma = m.log(gamma)
    log_iterations = m.log(iterations)
    t8 = m.dot(0.6931471805599453, (0.5, t2), (1.0, t4), (-1.0, t7), (-1.0, log_gamma), (-0.5, log_iterations))
    t9 = m.dot(0.0, (2.0, log_gamma))
    t10 = m.dot(0.6931471805599453, (0.5, t2), (1.0, t4), (-1.0, t7), (-1.0, log_iterations))
    t11 = m.where(m.both((gamma > 1.0), (log_iterations < t9)), t10, t8)
    log_batch_size = m.log(batch_size)
    log_sigma = m.log(sigma)
    t12 = m.dot(0.0, (-1.0, log_batch_size), (-0.5, log_delta), (0.5, t2), (2.0, log_sigma), (-1.0, log_gamma), (-0.5, log_iterations))
    t13 = m.dot(0.0, (-1.0, log_batch_size), (-0.5, log_delta), (0.5, t2), (2.0, log_sigma), (-1.0, log_iterations))
    t14 = m.where(m.both((gamma > 1.0), (log_iterations < t9)), t13, t12)
    t15 = log_iterations
    t16 = 1.0 + t15
    t17 = m.log(t16)
    t18 = m.dot(0.0, (-1.0, log_batch_size), (-0.5, log_delta), (0.5, t2), (2.0, log_sigma), (1.0, log_gamma), (-0.5, log_iterations), (1.0, t17))
    t19 = m.dot(0.0, (-2.0, log_gamma), (1.0, log_iterations))
    t20 = t19
    t21 = 1.0 + t20
    t22 = m.log(t21)
    t23 = m.dot(0.0, (-1.0, log_batch_size), (-0.5, log_delta), (0.5, t2), (2.0, log_sigma), (1.0, log_gamma), (-0.5, log_iterations), (1.0, t22))
    t24 = m.dot(0.0, (-1.0, log_batch_size), (-0.5, log_delta), (0.5, t2), (2.0, log_sigma))
    t25 = m.where(m.both((gamma > 1.0), (log_iterations < t9)), t24, m.where((gamma > 1.0), t23, t18))
    return m.logaddexp(m.logaddexp(t11, t14), t25), (t11, t14, t25,)


def theorem_3_gradient_norm_squared_decaying_weighted_output_explicit(m: Any, *, batch_size: Any, c_inf: Any, delta: Any, gamma: Any, gap: Any, iterations: Any, lam: Any, sigma: Any, smoothness: Any, x0_norm: Any) -> Any:
    log_c_inf = m.log(c_inf)
    t1 = m.dot(0.0, (2.0, log_c_inf))
    log_delta = m.log(delta)
    t2 = m.logaddexp(t1, log_delta)
    log_gap = m.log(gap)
    log_lam = m.log(lam)
    log_x0_norm = m.log(x0_norm)
    t3 = m.dot(-0.6931471805599453, (0.5, t2), (1.0, log_lam), (2.0, log_x0_norm))
    t4 = m.logaddexp(log_gap, t3)
    t5 = m.dot(-1.3862943611198906, (-1.0, log_lam))
    log_smoothness = m.log(smoothness)
    t6 = m.dot(-0.6931471805599453, (0.75, log_delta), (-0.25, t2), (-1.0, log_smoothness))
    t7 = m.minimum(t5, t6)
    log_gamma = m.log(gamma)
    t8 = 0.0
    log_iterations = m.log(iterations)
    t9 = m.logaddexp(t8, log_iterations)
    t10 = m.dot(0.0, (0.5, t9))
    t11 = m.logsubexp(t10, t8)
    t12 = m.dot(0.0, (0.5, t2), (1.0, t4), (-1.0, t7), (-1.0, log_gamma), (-1.0, t11))
    log_batch_size = m.log(batch_size)
    log_sigma = m.log(sigma)
    t13 = m.dot(-0.6931471805599453, (-1.0, log_batch_size), (-0.5, log_delta), (0.5, t2), (2.0, log_sigma), (-1.0, log_gamma), (-1.0, t11))
    t14 = log_iterations
    t15 = 1.0 + t14
    t16 = m.log(t15)
    t17 = m.dot(-0.6931471805599453, (-1.0, log_batch_size), (-0.5, log_delta), (0.5, t2), (2.0, log_sigma), (1.0, log_gamma), (-1.0, t11), (1.0, t16))
    return m.logaddexp(m.logaddexp(t12, t13), t17), (t12, t13, t17,)


def theorem_3_gradient_norm_squared_decaying_weighted_output_explicit_exists(m: Any, *, gamma: Any) -> Any:
    return (gamma <= 1.0)


def theorem_3_iterations_decaying_adam_corrected(m: Any, *, batch_size: Any, c_inf: Any, delta: Any, epsilon: Any, gap: Any, sigma: Any, smoothness: Any) -> Any:
    log_batch_size = m.log(batch_size)
    log_c_inf = m.log(c_inf)
    log_delta = m.log(delta)
    log_epsilon = m.log(epsilon)
    log_gap = m.log(gap)
    log_sigma = m.log(sigma)
    log_smoothness = m.log(smoothness)
    t1 = m.dot(0.0, (-1.0, log_epsilon))
    t2 = m.log(t1)
    t3 = m.dot(0.0, (-1.0, log_batch_size), (2.5, log_c_inf), (-1.25, log_delta), (-4.0, log_epsilon), (1.0, log_gap), (2.0, log_sigma), (1.0, log_smoothness), (2.0, t2))
    t4 = m.dot(0.0, (-2.0, log_batch_size), (2.0, log_c_inf), (-1.0, log_delta), (-4.0, log_epsilon), (4.0, log_sigma), (2.0, t2))
    return m.maximum(t3, t4), (t3, t4,)


def theorem_3_iterations_decaying_adam_corrected_drivers(m: Any, *, batch_size: Any, c_inf: Any, delta: Any, epsilon: Any, gap: Any, sigma: Any, smoothness: Any) -> Any:
    log_epsilon = m.log(epsilon)
    t1 = m.dot(0.0, (-1.0, log_epsilon))
    t2 = m.log(t1)
    t3 = m.dot(0.0, (2.0, t2))
    log_c_inf = m.log(c_inf)
    log_delta = m.log(delta)
    t4 = m.dot(0.0, (2.5, log_c_inf), (-1.25, log_delta))
    log_gap = m.log(gap)
    log_smoothness = m.log(smoothness)
    t5 = m.dot(0.0, (-2.0, log_epsilon), (1.0, log_gap), (1.0, log_smoothness))
    log_batch_size = m.log(batch_size)
    log_sigma = m.log(sigma)
    t6 = m.dot(0.0, (-1.0, log_batch_size), (-2.0, log_epsilon), (2.0, log_sigma))
    t7 = m.dot(0.0, (-1.0, log_batch_size), (2.5, log_c_inf), (-1.25, log_delta), (-4.0, log_epsilon), (1.0, log_gap), (2.0, log_sigma), (1.0, log_smoothness), (2.0, t2))
    t8 = m.dot(0.0, (2.0, log_c_inf), (-1.0, log_delta))
    t9 = m.dot(0.0, (-2.0, log_batch_size), (-4.0, log_epsilon), (4.0, log_sigma))
    t10 = m.dot(0.0, (-2.0, log_batch_size), (2.0, log_c_inf), (-1.0, log_delta), (-4.0, log_epsilon), (4.0, log_sigma), (2.0, t2))
    return ((t7, (t3, t4, t5, t6,)), (t10, (t3, t8, t9,)),)


def theorem_3_iterations_decaying_adam_explicit(m: Any, *, batch_size: Any, c_inf: Any, delta: Any, epsilon: Any, gap: Any, sigma: Any, smoothness: Any) -> Any:
    log_batch_size = m.log(batch_size)
    log_delta = m.log(delta)
    log_c_inf = m.log(c_inf)
    t1 = m.dot(0.0, (2.0, log_c_inf))
    t2 = m.logaddexp(t1, log_delta)
    log_epsilon = m.log(epsilon)
    log_gap = m.log(gap)
    log_sigma = m.log(sigma)
    log_smoothness = m.log(smoothness)
    t3 = m.dot(1.3862943611198906, (-1.0, log_batch_size), (-1.25, log_delta), (1.25, t2), (-4.0, log_epsilon), (1.0, log_gap), (2.0, log_sigma), (1.0, log_smoothness))
    t4 = m.dot(0.0, (-2.0, log_batch_size), (-1.0, log_delta), (1.0, t2), (-4.0, log_epsilon), (4.0, log_sigma))
    t5 = 0.0
    t6 = m.dot(0.6931471805599453, (0.125, t2), (0.5, log_gap), (-0.125, log_delta), (0.5, log_smoothness), (0.5, log_batch_size), (-1.0, log_sigma))
    t7 = m.maximum(t5, t6)
    t8 = m.dot(0.0, (2.0, t7))
    t9 = m.dot(1.3862943611198906, (0.75, t2), (1.0, log_gap), (-0.75, log_delta), (1.0, log_smoothness))
    t33 = m.dot(0.0, (-1.0, log_batch_size), (-0.5, log_delta), (0.5, t2), (2.0, log_sigma))
    t34 = m.logaddexp(t9, t33)
    t35 = m.log(0.0)
    t36 = m.dot(0.0, (2.0, log_epsilon))
    t37 = m.logsubexp(t36, t33)
    t38 = m.maximum(t35, t37)
    t39 = m.dot(0.0, (1.0, t34), (-1.0, t38))
    def t40_no(t5: Any, t8: Any, log_batch_size: Any, log_delta: Any, t2: Any, log_sigma: Any, t9: Any, t7: Any, log_epsilon: Any) -> Any:
        t10 = m.logaddexp(t5, t8)
        t11 = m.dot(0.0, (-1.0, log_batch_size), (-0.5, log_delta), (0.5, t2), (2.0, log_sigma), (1.0, t10))
        t12 = m.logaddexp(t9, t11)
        t13 = m.dot(-0.6931471805599453, (1.0, log_batch_size), (0.5, log_delta), (-0.5, t2), (-2.0, log_sigma), (-2.0, t7), (1.0, t12))
        t14 = m.exp(t13)
        t15 = t7
        t16 = (-1.0) * t15
        t17 = m.dot(-0.6931471805599453, (2.0, log_epsilon), (-1.0, t7), (1.0, log_batch_size), (0.5, log_delta), (-0.5, t2), (-2.0, log_sigma))
        t18 = t17
        t19 = (-1.0) * t18
        t20 = t14 + t16 + t19
        def t31_no(t16: Any, t19: Any, t13: Any, t20: Any, log_epsilon: Any, t7: Any, log_batch_size: Any, log_delta: Any, t2: Any, log_sigma: Any) -> Any:
            def t29_far() -> Any:
                t21 = m.log_abs(t16)
                t22 = m.sign(t16)
                t23 = m.log_abs(t19)
                t24 = m.sign(t19)
                t25, t26 = m.signed_add(t13, 1.0, t21, t22)
                t27, _ = m.signed_add(t25, t26, t23, t24)
                return t27
            t29 = m.log_outer_root(t20, t29_far)
            t30 = m.dot(1.3862943611198906, (-4.0, log_epsilon), (2.0, t7), (-2.0, log_batch_size), (-1.0, log_delta), (1.0, t2), (4.0, log_sigma), (2.0, t29))
            return t30
        t31 = m.choose(t20 <= 1.0, t5, (t31_no, (t16, t19, t13, t20, log_epsilon, t7, log_batch_size, log_delta, t2, log_sigma, )))
        t32 = m.maximum(t8, t31)
        return t32
    t40 = m.choose(m.both(t8 >= t39, t33 < t36), t39, (t40_no, (t5, t8, log_batch_size, log_delta, t2, log_sigma, t9, t7, log_epsilon, )))
    t41 = m.dot(0.0, (-1.0, log_batch_size), (-0.5, log_delta), (0.5, t2), (2.0, log_sigma), (-2.0, log_epsilon))
    t42 = m.exp(t41)
    t43 = m.log_crest(t42)
    t44 = m.dot(1.3862943611198906, (0.75, t2), (1.0, log_gap), (-0.75, log_delta), (1.0, log_smoothness), (1.0, t43))
    t45 = m.dot(-1.0986122886681098, (2.0, log_epsilon))
    t46 = m.dot(-0.6931471805599453, (2.0, log_epsilon))
    def t59_yes(log_batch_size: Any, log_delta: Any, t2: Any, log_sigma: Any, log_epsilon: Any, t43: Any, t5: Any, t40: Any) -> Any:
        t47 = m.dot(0.6931471805599453, (-1.0, log_batch_size), (-0.5, log_delta), (0.5, t2), (2.0, log_sigma), (-2.0, log_epsilon))
        t48 = t47
        t49 = m.dot(-0.6931471805599453, (1.0, t43))
        t50 = m.exp(t49)
        t51 = 1.0 + t48 + t50
        def t56_far() -> Any:
            t52 = m.log_abs(t48)
            t53 = m.sign(t48)
            t54, _ = m.signed_add(m.logaddexp(t5, t49), 1.0, t52, t53)
            return t54
        t56 = m.log_outer_root(t51, t56_far)
        t57 = m.dot(1.3862943611198906, (-2.0, log_batch_size), (-1.0, log_delta), (1.0, t2), (4.0, log_sigma), (-4.0, log_epsilon), (-1.0, t43), (2.0, t56))
        t58 = m.maximum(t57, t40)
        return t58
    t59 = m.choose(m.both(m.both(t33 <= t44, t33 > t45), t33 < t46), (t59_yes, (log_batch_size, log_delta, t2, log_sigma, log_epsilon, t43, t5, t40, )), t40)
    return t59, (t3, t4,)


def theorem_3_iterations_decaying_adam_explicit_drivers(m: Any, *, batch_size: Any, c_inf: Any, delta: Any, epsilon: Any, gap: Any, sigma: Any, smoothness: Any) -> Any:
    log_delta = m.log(delta)
    log_c_inf = m.log(c_inf)
    t1 = m.dot(0.0, (2.0, log_c_inf))
    t2 = m.logaddexp(t1, log_delta)
    t3 = m.dot(0.0, (-1.25, log_delta), (1.25, t2))
    log_epsilon = m.log(epsilon)
    log_gap = m.log(gap)
    log_smoothness = m.log(smoothness)
    t4 = m.dot(0.0, (-2.0, log_epsilon), (1.0, log_gap), (1.0, log_smoothness))
    log_batch_size = m.log(batch_size)
    log_sigma = m.log(sigma)
    t5 = m.dot(0.0, (-1.0, log_batch_size), (-2.0, log_epsilon), (2.0, log_sigma))
    t6 = m.dot(1.3862943611198906, (-1.0, log_batch_size), (-1.25, log_delta), (1.25, t2), (-4.0, log_epsilon), (1.0, log_gap), (2.0, log_sigma), (1.0, log_smoothness))
    t7 = m.dot(0.0, (-1.0, log_delta), (1.0, t2))
    t8 = m.dot(0.0, (-2.0, log_batch_size), (-4.0, log_epsilon), (4.0, log_sigma))
    t9 = m.dot(0.0, (-2.0, log_batch_size), (-1.0, log_delta), (1.0, t2), (-4.0, log_epsilon), (4.0, log_sigma))
    return ((t6, (t3, t4, t5,)), (t9, (t7, t8,)),)


def theorem_3_iterations_decaying_adam_explicit_exact(m: Any, *, batch_size: Any, c_inf: Any, delta: Any, epsilon: Any, gap: Any, sigma: Any, smoothness: Any) -> Any:
    t1 = m.power(c_inf, 2, 1)
    t2 = t1 + delta
    t3 = m.power(t2, 1, 2)
    t4 = m.power(delta, 1, 2)
    t5 = m.power(t4, 3, 2)
    t6 = m.power(t3, -1, 2)
    t7 = m.power(smoothness, -1, 1)
    t8 = m.product(m.number(1, 2), t5, t6, t7)
    t9 = m.power(t8, -1, 1)
    t10 = m.product(m.number(2, 1), t3, gap, t9)
    t11 = m.power(t10, 1, 2)
    t12 = m.power(batch_size, -1, 1)
    t13 = m.power(t4, -1, 1)
    t14 = m.power(sigma, 2, 1)
    t15 = m.product(t12, t13, t3, t14)
    t16 = m.power(t15, -1, 2)
    t17 = m.product(t11, t16)
    t18 = m.maximum(m.number(1, 1), t17)
    t19 = m.power(t18, 2, 1)
    t20 = m.power(epsilon, 2, 1)
    t21 = m.product(t20, t18)
    t22 = m.power(t21, -2, 1)
    t23 = m.product(m.number(2, 1), t15, t19)
    t24 = m.power(t23, 2, 1)
    t25 = m.power(t23, -1, 1)
    t26 = m.number(1, 1) + t19
    t27 = m.product(t15, t26)
    t28 = t10 + t27
    t29 = m.product(t25, t28)
    t30 = m.log(t18)
    t31 = m.product(m.number(-1, 1), t30)
    t32 = m.product(t21, t25)
    t33 = m.log(t32)
    t34 = m.product(m.number(-1, 1), t33)
    t35 = t29 + t31 + t34
    t36 = m.outer_root(t35)
    t37 = m.power(t36, 2, 1)
    t38 = m.product(t22, t24, t37)
    t39 = m.where((t35 <= m.number(1, 1)), m.number(1, 1), t38)
    t40 = m.maximum(t19, t39)
    t41 = t10 + t15
    t42 = m.product(m.number(-1, 1), t15)
    t43 = t42 + t20
    t44 = m.maximum(m.number(0, 1), t43)
    t45 = m.power(t44, -1, 1)
    t46 = m.product(t41, t45)
    t47 = m.where(m.both((t19 >= t46), (t15 < t20)), t46, t40)
    t48 = m.power(epsilon, -2, 1)
    t49 = m.product(t15, t48)
    t50 = m.crest(t49)
    t51 = m.product(t10, t50)
    t52 = m.product(m.number(1, 3), t20)
    t53 = m.product(m.number(1, 2), t20)
    t54 = m.power(t15, 2, 1)
    t55 = m.power(epsilon, -4, 1)
    t56 = m.power(t50, -1, 1)
    t57 = m.product(m.number(2, 1), t15, t48)
    t58 = m.log(t57)
    t59 = m.product(m.number(1, 2), t50)
    t60 = m.number(1, 1) + t58 + t59
    t61 = m.outer_root(t60)
    t62 = m.power(t61, 2, 1)
    t63 = m.product(m.number(4, 1), t54, t55, t56, t62)
    t64 = m.maximum(t63, t47)
    t65 = m.where(m.both(m.both((t15 <= t51), (t15 > t52)), (t15 < t53)), t64, t47)
    return t65


def theorem_3_gradient_complexity_decaying_adam_corrected(m: Any, *, batch_size: Any, c_inf: Any, delta: Any, epsilon: Any, gap: Any, sigma: Any, smoothness: Any) -> Any:
    log_c_inf = m.log(c_inf)
    log_delta = m.log(delta)
    log_epsilon = m.log(epsilon)
    log_gap = m.log(gap)
    log_sigma = m.log(sigma)
    log_smoothness = m.log(smoothness)
    t1 = m.dot(0.0, (-1.0, log_epsilon))
    t2 = m.log(t1)
    t3 = m.dot(0.0, (2.5, log_c_inf), (-1.25, log_delta), (-4.0, log_epsilon), (1.0, log_gap), (2.0, log_sigma), (1.0, log_smoothness), (2.0, t2))
    log_batch_size = m.log(batch_size)
    t4 = m.dot(0.0, (-1.0, log_batch_size), (2.0, log_c_inf), (-1.0, log_delta), (-4.0, log_epsilon), (4.0, log_sigma), (2.0, t2))
    return m.maximum(t3, t4), (t3, t4,)


def theorem_3_gradient_complexity_decaying_adam_explicit(m: Any, *, batch_size: Any, c_inf: Any, delta: Any, epsilon: Any, gap: Any, sigma: Any, smoothness: Any) -> Any:
    log_delta = m.log(delta)
    log_c_inf = m.log(c_inf)
    t1 = m.dot(0.0, (2.0, log_c_inf))
    t2 = m.logaddexp(t1, log_delta)
    log_epsilon = m.log(epsilon)
    log_gap = m.log(gap)
    log_sigma = m.log(sigma)
    log_smoothness = m.log(smoothness)
    t3 = m.dot(1.3862943611198906, (-1.25, log_delta), (1.25, t2), (-4.0, log_epsilon), (1.0, log_gap), (2.0, log_sigma), (1.0, log_smoothness))
    log_batch_size = m.log(batch_size)
    t4 = m.dot(0.0, (-1.0, log_batch_size), (-1.0, log_delta), (1.0, t2), (-4.0, log_epsilon), (4.0, log_sigma))
    t5 = 0.0
    t6 = m.dot(0.6931471805599453, (0.125, t2), (0.5, log_gap), (-0.125, log_delta), (0.5, log_smoothness), (0.5, log_batch_size), (-1.0, log_sigma))
    t7 = m.maximum(t5, t6)
    t8 = m.dot(0.0, (2.0, t7))
    t9 = m.dot(1.3862943611198906, (0.75, t2), (1.0, log_gap), (-0.75, log_delta), (1.0, log_smoothness))
    t33 = m.dot(0.0, (-1.0, log_batch_size), (-0.5, log_delta), (0.5, t2), (2.0, log_sigma))
    t34 = m.logaddexp(t9, t33)
    t35 = m.log(0.0)
    t36 = m.dot(0.0, (2.0, log_epsilon))
    t37 = m.logsubexp(t36, t33)
    t38 = m.maximum(t35, t37)
    t39 = m.dot(0.0, (1.0, t34), (-1.0, t38))
    def t40_no(t5: Any, t8: Any, log_batch_size: Any, log_delta: Any, t2: Any, log_sigma: Any, t9: Any, t7: Any, log_epsilon: Any) -> Any:
        t10 = m.logaddexp(t5, t8)
        t11 = m.dot(0.0, (-1.0, log_batch_size), (-0.5, log_delta), (0.5, t2), (2.0, log_sigma), (1.0, t10))
        t12 = m.logaddexp(t9, t11)
        t13 = m.dot(-0.6931471805599453, (1.0, log_batch_size), (0.5, log_delta), (-0.5, t2), (-2.0, log_sigma), (-2.0, t7), (1.0, t12))
        t14 = m.exp(t13)
        t15 = t7
        t16 = (-1.0) * t15
        t17 = m.dot(-0.6931471805599453, (2.0, log_epsilon), (-1.0, t7), (1.0, log_batch_size), (0.5, log_delta), (-0.5, t2), (-2.0, log_sigma))
        t18 = t17
        t19 = (-1.0) * t18
        t20 = t14 + t16 + t19
        def t31_no(t16: Any, t19: Any, t13: Any, t20: Any, log_epsilon: Any, t7: Any, log_batch_size: Any, log_delta: Any, t2: Any, log_sigma: Any) -> Any:
            def t29_far() -> Any:
                t21 = m.log_abs(t16)
                t22 = m.sign(t16)
                t23 = m.log_abs(t19)
                t24 = m.sign(t19)
                t25, t26 = m.signed_add(t13, 1.0, t21, t22)
                t27, _ = m.signed_add(t25, t26, t23, t24)
                return t27
            t29 = m.log_outer_root(t20, t29_far)
            t30 = m.dot(1.3862943611198906, (-4.0, log_epsilon), (2.0, t7), (-2.0, log_batch_size), (-1.0, log_delta), (1.0, t2), (4.0, log_sigma), (2.0, t29))
            return t30
        t31 = m.choose(t20 <= 1.0, t5, (t31_no, (t16, t19, t13, t20, log_epsilon, t7, log_batch_size, log_delta, t2, log_sigma, )))
        t32 = m.maximum(t8, t31)
        return t32
    t40 = m.choose(m.both(t8 >= t39, t33 < t36), t39, (t40_no, (t5, t8, log_batch_size, log_delta, t2, log_sigma, t9, t7, log_epsilon, )))
    t41 = m.dot(0.0, (-1.0, log_batch_size), (-0.5, log_delta), (0.5, t2), (2.0, log_sigma), (-2.0, log_epsilon))
    t42 = m.exp(t41)
    t43 = m.log_crest(t42)
    t44 = m.dot(1.3862943611198906, (0.75, t2), (1.0, log_gap), (-0.75, log_delta), (1.0, log_smoothness), (1.0, t43))
    t45 = m.dot(-1.0986122886681098, (2.0, log_epsilon))
    t46 = m.dot(-0.6931471805599453, (2.0, log_epsilon))
    def t59_yes(log_batch_size: Any, log_delta: Any, t2: Any, log_sigma: Any, log_epsilon: Any, t43: Any, t5: Any, t40: Any) -> Any:
        t47 = m.dot(0.6931471805599453, (-1.0, log_batch_size), (-0.5, log_delta), (0.5, t2), (2.0, log_sigma), (-2.0, log_epsilon))
        t48 = t47
        t49 = m.dot(-0.6931471805599453, (1.0, t43))
        t50 = m.exp(t49)
        t51 = 1.0 + t48 + t50
        def t56_far() -> Any:
            t52 = m.log_abs(t48)
            t53 = m.sign(t48)
            t54, _ = m.signed_add(m.logaddexp(t5, t49), 1.0, t52, t53)
            return t54
        t56 = m.log_outer_root(t51, t56_far)
        t57 = m.dot(1.3862943611198906, (-2.0, log_batch_size), (-1.0, log_delta), (1.0, t2), (4.0, log_sigma), (-4.0, log_epsilon), (-1.0, t43), (2.0, t56))
        t58 = m.maximum(t57, t40)
        return t58
    t59 = m.choose(m.both(m.both(t33 <= t44, t33 > t45), t33 < t46), (t59_yes, (log_batch_size, log_delta, t2, log_sigma, log_epsilon, t43, t5, t40, )), t40)
    t60 = m.dot(0.0, (1.0, log_batch_size), (1.0, t59))
    return t60, (t3, t4,)


def theorem_3_gamma_decaying_adam_corrected(m: Any, *, batch_size: Any, c_inf: Any, delta: Any, gap: Any, sigma: Any, smoothness: Any) -> Any:
    t1 = 0.0
    log_batch_size = m.log(batch_size)
    log_c_inf = m.log(c_inf)
    log_delta = m.log(delta)
    log_gap = m.log(gap)
    log_sigma = m.log(sigma)
    log_smoothness = m.log(smoothness)
    t2 = m.dot(0.0, (0.5, log_batch_size), (0.25, log_c_inf), (-0.125, log_delta), (0.5, log_gap), (-1.0, log_sigma), (0.5, log_smoothness))
    t3 = m.maximum(t1, t2)
    return t3, ()


def theorem_3_gamma_decaying_adam_explicit(m: Any, *, batch_size: Any, c_inf: Any, delta: Any, gap: Any, sigma: Any, smoothness: Any) -> Any:
    t1 = 0.0
    log_c_inf = m.log(c_inf)
    t2 = m.dot(0.0, (2.0, log_c_inf))
    log_delta = m.log(delta)
    t3 = m.logaddexp(t2, log_delta)
    log_gap = m.log(gap)
    log_smoothness = m.log(smoothness)
    log_batch_size = m.log(batch_size)
    log_sigma = m.log(sigma)
    t4 = m.dot(0.6931471805599453, (0.125, t3), (0.5, log_gap), (-0.125, log_delta), (0.5, log_smoothness), (0.5, log_batch_size), (-1.0, log_sigma))
    t5 = m.maximum(t1, t4)
    return t5, ()


def theorem_3_gradient_norm_squared_decaying_adam_explicit(m: Any, *, batch_size: Any, c_inf: Any, delta: Any, gamma: Any, gap: Any, iterations: Any, sigma: Any, smoothness: Any) -> Any:
    log_c_inf = m.log(c_inf)
    t1 = m.dot(0.0, (2.0, log_c_inf))
    log_delta = m.log(delta)
    t2 = m.logaddexp(t1, log_delta)
    log_gap = m.log(gap)
    log_smoothness = m.log(smoothness)
    log_gamma = m.log(gamma)
    log_iterations = m.log(iterations)
    t3 = m.dot(1.3862943611198906, (0.75, t2), (1.0, log_gap), (-0.75, log_delta), (1.0, log_smoothness), (-1.0, log_gamma), (-0.5, log_iterations))
    t4 = m.dot(0.0, (2.0, log_gamma))
    t5 = m.dot(1.3862943611198906, (0.75, t2), (1.0, log_gap), (-0.75, log_delta), (1.0, log_smoothness), (-1.0, log_iterations))
    t6 = m.where(m.both((gamma > 1.0), (log_iterations < t4)), t5, t3)
    log_batch_size = m.log(batch_size)
    log_sigma = m.log(sigma)
    t7 = m.dot(0.0, (-1.0, log_batch_size), (-0.5, log_delta), (0.5, t2), (2.0, log_sigma), (-1.0, log_gamma), (-0.5, log_iterations))
    t8 = m.dot(0.0, (-1.0, log_batch_size), (-0.5, log_delta), (0.5, t2), (2.0, log_sigma), (-1.0, log_iterations))
    t9 = m.where(m.both((gamma > 1.0), (log_iterations < t4)), t8, t7)
    t10 = log_iterations
    t11 = 1.0 + t10
    t12 = m.log(t11)
    t13 = m.dot(0.0, (-1.0, log_batch_size), (-0.5, log_delta), (0.5, t2), (2.0, log_sigma), (1.0, log_gamma), (-0.5, log_iterations), (1.0, t12))
    t14 = m.dot(0.0, (-2.0, log_gamma), (1.0, log_iterations))
    t15 = t14
    t16 = 1.0 + t15
    t17 = m.log(t16)
    t18 = m.dot(0.0, (-1.0, log_batch_size), (-0.5, log_delta), (0.5, t2), (2.0, log_sigma), (1.0, log_gamma), (-0.5, log_iterations), (1.0, t17))
    t19 = m.dot(0.0, (-1.0, log_batch_size), (-0.5, log_delta), (0.5, t2), (2.0, log_sigma))
    t20 = m.where(m.both((gamma > 1.0), (log_iterations < t4)), t19, m.where((gamma > 1.0), t18, t13))
    return m.logaddexp(m.logaddexp(t6, t9), t20), (t6, t9, t20,)


def theorem_3_gradient_norm_squared_decaying_adam_weighted_output_explicit(m: Any, *, batch_size: Any, c_inf: Any, delta: Any, gamma: Any, gap: Any, iterations: Any, sigma: Any, smoothness: Any) -> Any:
    log_c_inf = m.log(c_inf)
    t1 = m.dot(0.0, (2.0, log_c_inf))
    log_delta = m.log(delta)
    t2 = m.logaddexp(t1, log_delta)
    log_gap = m.log(gap)
    log_smoothness = m.log(smoothness)
    log_gamma = m.log(gamma)
    t3 = 0.0
    log_iterations = m.log(iterations)
    t4 = m.logaddexp(t3, log_iterations)
    t5 = m.dot(0.0, (0.5, t4))
    t6 = m.logsubexp(t5, t3)
    t7 = m.dot(0.6931471805599453, (0.75, t2), (1.0, log_gap), (-0.75, log_delta), (1.0, log_smoothness), (-1.0, log_gamma), (-1.0, t6))
    log_batch_size = m.log(batch_size)
    log_sigma = m.log(sigma)
    t8 = m.dot(-0.6931471805599453, (-1.0, log_batch_size), (-0.5, log_delta), (0.5, t2), (2.0, log_sigma), (-1.0, log_gamma), (-1.0, t6))
    t9 = log_iterations
    t10 = 1.0 + t9
    t11 = m.log(t10)
    t12 = m.dot(-0.6931471805599453, (-1.0, log_batch_size), (-0.5, log_delta), (0.5, t2), (2.0, log_sigma), (1.0, log_gamma), (-1.0, t6), (1.0, t11))
    return m.logaddexp(m.logaddexp(t7, t8), t12), (t7, t8, t12,)


def theorem_3_iterations_decaying_l2_adam_corrected(m: Any, *, batch_size: Any, c_inf: Any, delta: Any, epsilon: Any, gap: Any, lam_l2: Any, sigma: Any, smoothness: Any, x0_norm: Any, x_inf_norm: Any) -> Any:
    log_batch_size = m.log(batch_size)
    log_c_inf = m.log(c_inf)
    log_lam_l2 = m.log(lam_l2)
    log_x_inf_norm = m.log(x_inf_norm)
    t1 = m.dot(0.0, (1.0, log_lam_l2), (1.0, log_x_inf_norm))
    t2 = m.logaddexp(log_c_inf, t1)
    log_delta = m.log(delta)
    log_epsilon = m.log(epsilon)
    log_gap = m.log(gap)
    log_x0_norm = m.log(x0_norm)
    t3 = m.dot(-0.6931471805599453, (1.0, log_lam_l2), (2.0, log_x0_norm))
    t4 = m.logaddexp(log_gap, t3)
    log_sigma = m.log(sigma)
    log_smoothness = m.log(smoothness)
    t5 = m.logaddexp(log_lam_l2, log_smoothness)
    t6 = m.dot(0.0, (-1.0, log_epsilon))
    t7 = m.log(t6)
    t8 = m.dot(0.0, (-1.0, log_batch_size), (2.5, t2), (-1.25, log_delta), (-4.0, log_epsilon), (1.0, t4), (2.0, log_sigma), (1.0, t5), (2.0, t7))
    t9 = m.dot(0.0, (-2.0, log_batch_size), (2.0, t2), (-1.0, log_delta), (-4.0, log_epsilon), (4.0, log_sigma), (2.0, t7))
    return m.maximum(t8, t9), (t8, t9,)


def theorem_3_iterations_decaying_l2_adam_corrected_drivers(m: Any, *, batch_size: Any, c_inf: Any, delta: Any, epsilon: Any, gap: Any, lam_l2: Any, sigma: Any, smoothness: Any, x0_norm: Any, x_inf_norm: Any) -> Any:
    log_epsilon = m.log(epsilon)
    t1 = m.dot(0.0, (-1.0, log_epsilon))
    t2 = m.log(t1)
    t3 = m.dot(0.0, (2.0, t2))
    log_c_inf = m.log(c_inf)
    log_lam_l2 = m.log(lam_l2)
    log_x_inf_norm = m.log(x_inf_norm)
    t4 = m.dot(0.0, (1.0, log_lam_l2), (1.0, log_x_inf_norm))
    t5 = m.logaddexp(log_c_inf, t4)
    log_delta = m.log(delta)
    t6 = m.dot(0.0, (2.5, t5), (-1.25, log_delta))
    log_gap = m.log(gap)
    log_x0_norm = m.log(x0_norm)
    t7 = m.dot(-0.6931471805599453, (1.0, log_lam_l2), (2.0, log_x0_norm))
    t8 = m.logaddexp(log_gap, t7)
    log_smoothness = m.log(smoothness)
    t9 = m.logaddexp(log_lam_l2, log_smoothness)
    t10 = m.dot(0.0, (-2.0, log_epsilon), (1.0, t8), (1.0, t9))
    log_batch_size = m.log(batch_size)
    log_sigma = m.log(sigma)
    t11 = m.dot(0.0, (-1.0, log_batch_size), (-2.0, log_epsilon), (2.0, log_sigma))
    t12 = m.dot(0.0, (-1.0, log_batch_size), (2.5, t5), (-1.25, log_delta), (-4.0, log_epsilon), (1.0, t8), (2.0, log_sigma), (1.0, t9), (2.0, t2))
    t13 = m.dot(0.0, (2.0, t5), (-1.0, log_delta))
    t14 = m.dot(0.0, (-2.0, log_batch_size), (-4.0, log_epsilon), (4.0, log_sigma))
    t15 = m.dot(0.0, (-2.0, log_batch_size), (2.0, t5), (-1.0, log_delta), (-4.0, log_epsilon), (4.0, log_sigma), (2.0, t2))
    return ((t12, (t3, t6, t10, t11,)), (t15, (t3, t13, t14,)),)


def theorem_3_iterations_decaying_l2_adam_explicit(m: Any, *, batch_size: Any, c_inf: Any, delta: Any, epsilon: Any, gap: Any, lam_l2: Any, sigma: Any, smoothness: Any, x0_norm: Any, x_inf_norm: Any) -> Any:
    log_batch_size = m.log(batch_size)
    log_delta = m.log(delta)
    log_c_inf = m.log(c_inf)
    log_lam_l2 = m.log(lam_l2)
    log_x_inf_norm = m.log(x_inf_norm)
    t1 = m.dot(0.0, (1.0, log_lam_l2), (1.0, log_x_inf_norm))
    t2 = m.logaddexp(log_c_inf, t1)
    t3 = m.dot(0.0, (2.0, t2))
    t4 = m.logaddexp(t3, log_delta)
    log_epsilon = m.log(epsilon)
    log_gap = m.log(gap)
    log_x0_norm = m.log(x0_norm)
    t5 = m.dot(-0.6931471805599453, (1.0, log_lam_l2), (2.0, log_x0_norm))
    t6 = m.logaddexp(log_gap, t5)
    log_sigma = m.log(sigma)
    log_smoothness = m.log(smoothness)
    t7 = m.logaddexp(log_lam_l2, log_smoothness)
    t8 = m.dot(1.3862943611198906, (-1.0, log_batch_size), (-1.25, log_delta), (1.25, t4), (-4.0, log_epsilon), (1.0, t6), (2.0, log_sigma), (1.0, t7))
    t9 = m.dot(0.0, (-2.0, log_batch_size), (-1.0, log_delta), (1.0, t4), (-4.0, log_epsilon), (4.0, log_sigma))
    t10 = 0.0
    t11 = m.dot(0.6931471805599453, (0.125, t4), (0.5, t6), (-0.125, log_delta), (0.5, t7), (0.5, log_batch_size), (-1.0, log_sigma))
    t12 = m.maximum(t10, t11)
    t13 = m.dot(0.0, (2.0, t12))
    t14 = m.dot(1.3862943611198906, (0.75, t4), (1.0, t6), (-0.75, log_delta), (1.0, t7))
    t38 = m.dot(0.0, (-1.0, log_batch_size), (-0.5, log_delta), (0.5, t4), (2.0, log_sigma))
    t39 = m.logaddexp(t14, t38)
    t40 = m.log(0.0)
    t41 = m.dot(0.0, (2.0, log_epsilon))
    t42 = m.logsubexp(t41, t38)
    t43 = m.maximum(t40, t42)
    t44 = m.dot(0.0, (1.0, t39), (-1.0, t43))
    def t45_no(t10: Any, t13: Any, log_batch_size: Any, log_delta: Any, t4: Any, log_sigma: Any, t14: Any, t12: Any, log_epsilon: Any) -> Any:
        t15 = m.logaddexp(t10, t13)
        t16 = m.dot(0.0, (-1.0, log_batch_size), (-0.5, log_delta), (0.5, t4), (2.0, log_sigma), (1.0, t15))
        t17 = m.logaddexp(t14, t16)
        t18 = m.dot(-0.6931471805599453, (1.0, log_batch_size), (0.5, log_delta), (-0.5, t4), (-2.0, log_sigma), (-2.0, t12), (1.0, t17))
        t19 = m.exp(t18)
        t20 = t12
        t21 = (-1.0) * t20
        t22 = m.dot(-0.6931471805599453, (2.0, log_epsilon), (-1.0, t12), (1.0, log_batch_size), (0.5, log_delta), (-0.5, t4), (-2.0, log_sigma))
        t23 = t22
        t24 = (-1.0) * t23
        t25 = t19 + t21 + t24
        def t36_no(t21: Any, t24: Any, t18: Any, t25: Any, log_epsilon: Any, t12: Any, log_batch_size: Any, log_delta: Any, t4: Any, log_sigma: Any) -> Any:
            def t34_far() -> Any:
                t26 = m.log_abs(t21)
                t27 = m.sign(t21)
                t28 = m.log_abs(t24)
                t29 = m.sign(t24)
                t30, t31 = m.signed_add(t18, 1.0, t26, t27)
                t32, _ = m.signed_add(t30, t31, t28, t29)
                return t32
            t34 = m.log_outer_root(t25, t34_far)
            t35 = m.dot(1.3862943611198906, (-4.0, log_epsilon), (2.0, t12), (-2.0, log_batch_size), (-1.0, log_delta), (1.0, t4), (4.0, log_sigma), (2.0, t34))
            return t35
        t36 = m.choose(t25 <= 1.0, t10, (t36_no, (t21, t24, t18, t25, log_epsilon, t12, log_batch_size, log_delta, t4, log_sigma, )))
        t37 = m.maximum(t13, t36)
        return t37
    t45 = m.choose(m.both(t13 >= t44, t38 < t41), t44, (t45_no, (t10, t13, log_batch_size, log_delta, t4, log_sigma, t14, t12, log_epsilon, )))
    t46 = m.dot(0.0, (-1.0, log_batch_size), (-0.5, log_delta), (0.5, t4), (2.0, log_sigma), (-2.0, log_epsilon))
    t47 = m.exp(t46)
    t48 = m.log_crest(t47)
    t49 = m.dot(1.3862943611198906, (0.75, t4), (1.0, t6), (-0.75, log_delta), (1.0, t7), (1.0, t48))
    t50 = m.dot(-1.0986122886681098, (2.0, log_epsilon))
    t51 = m.dot(-0.6931471805599453, (2.0, log_epsilon))
    def t64_yes(log_batch_size: Any, log_delta: Any, t4: Any, log_sigma: Any, log_epsilon: Any, t48: Any, t10: Any, t45: Any) -> Any:
        t52 = m.dot(0.6931471805599453, (-1.0, log_batch_size), (-0.5, log_delta), (0.5, t4), (2.0, log_sigma), (-2.0, log_epsilon))
        t53 = t52
        t54 = m.dot(-0.6931471805599453, (1.0, t48))
        t55 = m.exp(t54)
        t56 = 1.0 + t53 + t55
        def t61_far() -> Any:
            t57 = m.log_abs(t53)
            t58 = m.sign(t53)
            t59, _ = m.signed_add(m.logaddexp(t10, t54), 1.0, t57, t58)
            return t59
        t61 = m.log_outer_root(t56, t61_far)
        t62 = m.dot(1.3862943611198906, (-2.0, log_batch_size), (-1.0, log_delta), (1.0, t4), (4.0, log_sigma), (-4.0, log_epsilon), (-1.0, t48), (2.0, t61))
        t63 = m.maximum(t62, t45)
        return t63
    t64 = m.choose(m.both(m.both(t38 <= t49, t38 > t50), t38 < t51), (t64_yes, (log_batch_size, log_delta, t4, log_sigma, log_epsilon, t48, t10, t45, )), t45)
    return t64, (t8, t9,)


def theorem_3_iterations_decaying_l2_adam_explicit_drivers(m: Any, *, batch_size: Any, c_inf: Any, delta: Any, epsilon: Any, gap: Any, lam_l2: Any, sigma: Any, smoothness: Any, x0_norm: Any, x_inf_norm: Any) -> Any:
    log_delta = m.log(delta)
    log_c_inf = m.log(c_inf)
    log_lam_l2 = m.log(lam_l2)
    log_x_inf_norm = m.log(x_inf_norm)
    t1 = m.dot(0.0, (1.0, log_lam_l2), (1.0, log_x_inf_norm))
    t2 = m.logaddexp(log_c_inf, t1)
    t3 = m.dot(0.0, (2.0, t2))
    t4 = m.logaddexp(t3, log_delta)
    t5 = m.dot(0.0, (-1.25, log_delta), (1.25, t4))
    log_epsilon = m.log(epsilon)
    log_gap = m.log(gap)
    log_x0_norm = m.log(x0_norm)
    t6 = m.dot(-0.6931471805599453, (1.0, log_lam_l2), (2.0, log_x0_norm))
    t7 = m.logaddexp(log_gap, t6)
    log_smoothness = m.log(smoothness)
    t8 = m.logaddexp(log_lam_l2, log_smoothness)
    t9 = m.dot(0.0, (-2.0, log_epsilon), (1.0, t7), (1.0, t8))
    log_batch_size = m.log(batch_size)
    log_sigma = m.log(sigma)
    t10 = m.dot(0.0, (-1.0, log_batch_size), (-2.0, log_epsilon), (2.0, log_sigma))
    t11 = m.dot(1.3862943611198906, (-1.0, log_batch_size), (-1.25, log_delta), (1.25, t4), (-4.0, log_epsilon), (1.0, t7), (2.0, log_sigma), (1.0, t8))
    t12 = m.dot(0.0, (-1.0, log_delta), (1.0, t4))
    t13 = m.dot(0.0, (-2.0, log_batch_size), (-4.0, log_epsilon), (4.0, log_sigma))
    t14 = m.dot(0.0, (-2.0, log_batch_size), (-1.0, log_delta), (1.0, t4), (-4.0, log_epsilon), (4.0, log_sigma))
    return ((t11, (t5, t9, t10,)), (t14, (t12, t13,)),)


def theorem_3_iterations_decaying_l2_adam_explicit_exact(m: Any, *, batch_size: Any, c_inf: Any, delta: Any, epsilon: Any, gap: Any, lam_l2: Any, sigma: Any, smoothness: Any, x0_norm: Any, x_inf_norm: Any) -> Any:
    t1 = m.product(lam_l2, x_inf_norm)
    t2 = c_inf + t1
    t3 = m.power(t2, 2, 1)
    t4 = t3 + delta
    t5 = m.power(t4, 1, 2)
    t6 = m.power(x0_norm, 2, 1)
    t7 = m.product(m.number(1, 2), lam_l2, t6)
    t8 = gap + t7
    t9 = m.power(delta, 1, 2)
    t10 = m.power(t9, 3, 2)
    t11 = m.power(t5, -1, 2)
    t12 = lam_l2 + smoothness
    t13 = m.power(t12, -1, 1)
    t14 = m.product(m.number(1, 2), t10, t11, t13)
    t15 = m.power(t14, -1, 1)
    t16 = m.product(m.number(2, 1), t5, t8, t15)
    t17 = m.power(t16, 1, 2)
    t18 = m.power(batch_size, -1, 1)
    t19 = m.power(t9, -1, 1)
    t20 = m.power(sigma, 2, 1)
    t21 = m.product(t18, t19, t5, t20)
    t22 = m.power(t21, -1, 2)
    t23 = m.product(t17, t22)
    t24 = m.maximum(m.number(1, 1), t23)
    t25 = m.power(t24, 2, 1)
    t26 = m.power(epsilon, 2, 1)
    t27 = m.product(t26, t24)
    t28 = m.power(t27, -2, 1)
    t29 = m.product(m.number(2, 1), t21, t25)
    t30 = m.power(t29, 2, 1)
    t31 = m.power(t29, -1, 1)
    t32 = m.number(1, 1) + t25
    t33 = m.product(t21, t32)
    t34 = t16 + t33
    t35 = m.product(t31, t34)
    t36 = m.log(t24)
    t37 = m.product(m.number(-1, 1), t36)
    t38 = m.product(t27, t31)
    t39 = m.log(t38)
    t40 = m.product(m.number(-1, 1), t39)
    t41 = t35 + t37 + t40
    t42 = m.outer_root(t41)
    t43 = m.power(t42, 2, 1)
    t44 = m.product(t28, t30, t43)
    t45 = m.where((t41 <= m.number(1, 1)), m.number(1, 1), t44)
    t46 = m.maximum(t25, t45)
    t47 = t16 + t21
    t48 = m.product(m.number(-1, 1), t21)
    t49 = t48 + t26
    t50 = m.maximum(m.number(0, 1), t49)
    t51 = m.power(t50, -1, 1)
    t52 = m.product(t47, t51)
    t53 = m.where(m.both((t25 >= t52), (t21 < t26)), t52, t46)
    t54 = m.power(epsilon, -2, 1)
    t55 = m.product(t21, t54)
    t56 = m.crest(t55)
    t57 = m.product(t16, t56)
    t58 = m.product(m.number(1, 3), t26)
    t59 = m.product(m.number(1, 2), t26)
    t60 = m.power(t21, 2, 1)
    t61 = m.power(epsilon, -4, 1)
    t62 = m.power(t56, -1, 1)
    t63 = m.product(m.number(2, 1), t21, t54)
    t64 = m.log(t63)
    t65 = m.product(m.number(1, 2), t56)
    t66 = m.number(1, 1) + t64 + t65
    t67 = m.outer_root(t66)
    t68 = m.power(t67, 2, 1)
    t69 = m.product(m.number(4, 1), t60, t61, t62, t68)
    t70 = m.maximum(t69, t53)
    t71 = m.where(m.both(m.both((t21 <= t57), (t21 > t58)), (t21 < t59)), t70, t53)
    return t71


def theorem_3_gradient_complexity_decaying_l2_adam_corrected(m: Any, *, batch_size: Any, c_inf: Any, delta: Any, epsilon: Any, gap: Any, lam_l2: Any, sigma: Any, smoothness: Any, x0_norm: Any, x_inf_norm: Any) -> Any:
    log_c_inf = m.log(c_inf)
    log_lam_l2 = m.log(lam_l2)
    log_x_inf_norm = m.log(x_inf_norm)
    t1 = m.dot(0.0, (1.0, log_lam_l2), (1.0, log_x_inf_norm))
    t2 = m.logaddexp(log_c_inf, t1)
    log_delta = m.log(delta)
    log_epsilon = m.log(epsilon)
    log_gap = m.log(gap)
    log_x0_norm = m.log(x0_norm)
    t3 = m.dot(-0.6931471805599453, (1.0, log_lam_l2), (2.0, log_x0_norm))
    t4 = m.logaddexp(log_gap, t3)
    log_sigma = m.log(sigma)
    log_smoothness = m.log(smoothness)
    t5 = m.logaddexp(log_lam_l2, log_smoothness)
    t6 = m.dot(0.0, (-1.0, log_epsilon))
    t7 = m.log(t6)
    t8 = m.dot(0.0, (2.5, t2), (-1.25, log_delta), (-4.0, log_epsilon), (1.0, t4), (2.0, log_sigma), (1.0, t5), (2.0, t7))
    log_batch_size = m.log(batch_size)
    t9 = m.dot(0.0, (-1.0, log_batch_size), (2.0, t2), (-1.0, log_delta), (-4.0, log_epsilon), (4.0, log_sigma), (2.0, t7))
    return m.maximum(t8, t9), (t8, t9,)


def theorem_3_gradient_complexity_decaying_l2_adam_explicit(m: Any, *, batch_size: Any, c_inf: Any, delta: Any, epsilon: Any, gap: Any, lam_l2: Any, sigma: Any, smoothness: Any, x0_norm: Any, x_inf_norm: Any) -> Any:
    log_delta = m.log(delta)
    log_c_inf = m.log(c_inf)
    log_lam_l2 = m.log(lam_l2)
    log_x_inf_norm = m.log(x_inf_norm)
    t1 = m.dot(0.0, (1.0, log_lam_l2), (1.0, log_x_inf_norm))
    t2 = m.logaddexp(log_c_inf, t1)
    t3 = m.dot(0.0, (2.0, t2))
    t4 = m.logaddexp(t3, log_delta)
    log_epsilon = m.log(epsilon)
    log_gap = m.log(gap)
    log_x0_norm = m.log(x0_norm)
    t5 = m.dot(-0.6931471805599453, (1.0, log_lam_l2), (2.0, log_x0_norm))
    t6 = m.logaddexp(log_gap, t5)
    log_sigma = m.log(sigma)
    log_smoothness = m.log(smoothness)
    t7 = m.logaddexp(log_lam_l2, log_smoothness)
    t8 = m.dot(1.3862943611198906, (-1.25, log_delta), (1.25, t4), (-4.0, log_epsilon), (1.0, t6), (2.0, log_sigma), (1.0, t7))
    log_batch_size = m.log(batch_size)
    t9 = m.dot(0.0, (-1.0, log_batch_size), (-1.0, log_delta), (1.0, t4), (-4.0, log_epsilon), (4.0, log_sigma))
    t10 = 0.0
    t11 = m.dot(0.6931471805599453, (0.125, t4), (0.5, t6), (-0.125, log_delta), (0.5, t7), (0.5, log_batch_size), (-1.0, log_sigma))
    t12 = m.maximum(t10, t11)
    t13 = m.dot(0.0, (2.0, t12))
    t14 = m.dot(1.3862943611198906, (0.75, t4), (1.0, t6), (-0.75, log_delta), (1.0, t7))
    t38 = m.dot(0.0, (-1.0, log_batch_size), (-0.5, log_delta), (0.5, t4), (2.0, log_sigma))
    t39 = m.logaddexp(t14, t38)
    t40 = m.log(0.0)
    t41 = m.dot(0.0, (2.0, log_epsilon))
    t42 = m.logsubexp(t41, t38)
    t43 = m.maximum(t40, t42)
    t44 = m.dot(0.0, (1.0, t39), (-1.0, t43))
    def t45_no(t10: Any, t13: Any, log_batch_size: Any, log_delta: Any, t4: Any, log_sigma: Any, t14: Any, t12: Any, log_epsilon: Any) -> Any:
        t15 = m.logaddexp(t10, t13)
        t16 = m.dot(0.0, (-1.0, log_batch_size), (-0.5, log_delta), (0.5, t4), (2.0, log_sigma), (1.0, t15))
        t17 = m.logaddexp(t14, t16)
        t18 = m.dot(-0.6931471805599453, (1.0, log_batch_size), (0.5, log_delta), (-0.5, t4), (-2.0, log_sigma), (-2.0, t12), (1.0, t17))
        t19 = m.exp(t18)
        t20 = t12
        t21 = (-1.0) * t20
        t22 = m.dot(-0.6931471805599453, (2.0, log_epsilon), (-1.0, t12), (1.0, log_batch_size), (0.5, log_delta), (-0.5, t4), (-2.0, log_sigma))
        t23 = t22
        t24 = (-1.0) * t23
        t25 = t19 + t21 + t24
        def t36_no(t21: Any, t24: Any, t18: Any, t25: Any, log_epsilon: Any, t12: Any, log_batch_size: Any, log_delta: Any, t4: Any, log_sigma: Any) -> Any:
            def t34_far() -> Any:
                t26 = m.log_abs(t21)
                t27 = m.sign(t21)
                t28 = m.log_abs(t24)
                t29 = m.sign(t24)
                t30, t31 = m.signed_add(t18, 1.0, t26, t27)
                t32, _ = m.signed_add(t30, t31, t28, t29)
                return t32
            t34 = m.log_outer_root(t25, t34_far)
            t35 = m.dot(1.3862943611198906, (-4.0, log_epsilon), (2.0, t12), (-2.0, log_batch_size), (-1.0, log_delta), (1.0, t4), (4.0, log_sigma), (2.0, t34))
            return t35
        t36 = m.choose(t25 <= 1.0, t10, (t36_no, (t21, t24, t18, t25, log_epsilon, t12, log_batch_size, log_delta, t4, log_sigma, )))
        t37 = m.maximum(t13, t36)
        return t37
    t45 = m.choose(m.both(t13 >= t44, t38 < t41), t44, (t45_no, (t10, t13, log_batch_size, log_delta, t4, log_sigma, t14, t12, log_epsilon, )))
    t46 = m.dot(0.0, (-1.0, log_batch_size), (-0.5, log_delta), (0.5, t4), (2.0, log_sigma), (-2.0, log_epsilon))
    t47 = m.exp(t46)
    t48 = m.log_crest(t47)
    t49 = m.dot(1.3862943611198906, (0.75, t4), (1.0, t6), (-0.75, log_delta), (1.0, t7), (1.0, t48))
    t50 = m.dot(-1.0986122886681098, (2.0, log_epsilon))
    t51 = m.dot(-0.6931471805599453, (2.0, log_epsilon))
    def t64_yes(log_batch_size: Any, log_delta: Any, t4: Any, log_sigma: Any, log_epsilon: Any, t48: Any, t10: Any, t45: Any) -> Any:
        t52 = m.dot(0.6931471805599453, (-1.0, log_batch_size), (-0.5, log_delta), (0.5, t4), (2.0, log_sigma), (-2.0, log_epsilon))
        t53 = t52
        t54 = m.dot(-0.6931471805599453, (1.0, t48))
        t55 = m.exp(t54)
        t56 = 1.0 + t53 + t55
        def t61_far() -> Any:
            t57 = m.log_abs(t53)
            t58 = m.sign(t53)
            t59, _ = m.signed_add(m.logaddexp(t10, t54), 1.0, t57, t58)
            return t59
        t61 = m.log_outer_root(t56, t61_far)
        t62 = m.dot(1.3862943611198906, (-2.0, log_batch_size), (-1.0, log_delta), (1.0, t4), (4.0, log_sigma), (-4.0, log_epsilon), (-1.0, t48), (2.0, t61))
        t63 = m.maximum(t62, t45)
        return t63
    t64 = m.choose(m.both(m.both(t38 <= t49, t38 > t50), t38 < t51), (t64_yes, (log_batch_size, log_delta, t4, log_sigma, log_epsilon, t48, t10, t45, )), t45)
    t65 = m.dot(0.0, (1.0, log_batch_size), (1.0, t64))
    return t65, (t8, t9,)


def theorem_3_gamma_decaying_l2_adam_corrected(m: Any, *, batch_size: Any, c_inf: Any, delta: Any, gap: Any, lam_l2: Any, sigma: Any, smoothness: Any, x0_norm: Any, x_inf_norm: Any) -> Any:
    t1 = 0.0
    log_batch_size = m.log(batch_size)
    log_c_inf = m.log(c_inf)
    log_lam_l2 = m.log(lam_l2)
    log_x_inf_norm = m.log(x_inf_norm)
    t2 = m.dot(0.0, (1.0, log_lam_l2), (1.0, log_x_inf_norm))
    t3 = m.logaddexp(log_c_inf, t2)
    log_delta = m.log(delta)
    log_gap = m.log(gap)
    log_x0_norm = m.log(x0_norm)
    t4 = m.dot(-0.6931471805599453, (1.0, log_lam_l2), (2.0, log_x0_norm))
    t5 = m.logaddexp(log_gap, t4)
    log_sigma = m.log(sigma)
    log_smoothness = m.log(smoothness)
    t6 = m.logaddexp(log_lam_l2, log_smoothness)
    t7 = m.dot(0.0, (0.5, log_batch_size), (0.25, t3), (-0.125, log_delta), (0.5, t5), (-1.0, log_sigma), (0.5, t6))
    t8 = m.maximum(t1, t7)
    return t8, ()


def theorem_3_gamma_decaying_l2_adam_explicit(m: Any, *, batch_size: Any, c_inf: Any, delta: Any, gap: Any, lam_l2: Any, sigma: Any, smoothness: Any, x0_norm: Any, x_inf_norm: Any) -> Any:
    t1 = 0.0
    log_c_inf = m.log(c_inf)
    log_lam_l2 = m.log(lam_l2)
    log_x_inf_norm = m.log(x_inf_norm)
    t2 = m.dot(0.0, (1.0, log_lam_l2), (1.0, log_x_inf_norm))
    t3 = m.logaddexp(log_c_inf, t2)
    t4 = m.dot(0.0, (2.0, t3))
    log_delta = m.log(delta)
    t5 = m.logaddexp(t4, log_delta)
    log_gap = m.log(gap)
    log_x0_norm = m.log(x0_norm)
    t6 = m.dot(-0.6931471805599453, (1.0, log_lam_l2), (2.0, log_x0_norm))
    t7 = m.logaddexp(log_gap, t6)
    log_smoothness = m.log(smoothness)
    t8 = m.logaddexp(log_lam_l2, log_smoothness)
    log_batch_size = m.log(batch_size)
    log_sigma = m.log(sigma)
    t9 = m.dot(0.6931471805599453, (0.125, t5), (0.5, t7), (-0.125, log_delta), (0.5, t8), (0.5, log_batch_size), (-1.0, log_sigma))
    t10 = m.maximum(t1, t9)
    return t10, ()


def theorem_3_eta_k_decaying_l2_adam_corrected(m: Any, *, c_inf: Any, delta: Any, gamma: Any, k: Any, lam_l2: Any, smoothness: Any, x_inf_norm: Any) -> Any:
    log_delta = m.log(delta)
    log_c_inf = m.log(c_inf)
    log_lam_l2 = m.log(lam_l2)
    log_x_inf_norm = m.log(x_inf_norm)
    t1 = m.dot(0.0, (1.0, log_lam_l2), (1.0, log_x_inf_norm))
    t2 = m.logaddexp(log_c_inf, t1)
    t3 = m.dot(0.0, (2.0, t2))
    t4 = m.logaddexp(t3, log_delta)
    log_smoothness = m.log(smoothness)
    t5 = m.logaddexp(log_lam_l2, log_smoothness)
    t6 = 0.0
    log_gamma = m.log(gamma)
    log_k = m.log(k)
    t7 = m.logaddexp(t6, log_k)
    t8 = m.dot(0.0, (1.0, log_gamma), (-0.5, t7))
    t9 = m.minimum(t6, t8)
    t10 = m.dot(-0.6931471805599453, (0.75, log_delta), (-0.25, t4), (-1.0, t5), (1.0, t9))
    return t10, ()


def theorem_3_gradient_norm_squared_decaying_l2_adam_explicit(m: Any, *, batch_size: Any, c_inf: Any, delta: Any, gamma: Any, gap: Any, iterations: Any, lam_l2: Any, sigma: Any, smoothness: Any, x0_norm: Any, x_inf_norm: Any) -> Any:
    log_c_inf = m.log(c_inf)
    log_lam_l2 = m.log(lam_l2)
    log_x_inf_norm = m.log(x_inf_norm)
    t1 = m.dot(0.0, (1.0, log_lam_l2), (1.0, log_x_inf_norm))
    t2 = m.logaddexp(log_c_inf, t1)
    t3 = m.dot(0.0, (2.0, t2))
    log_delta = m.log(delta)
    t4 = m.logaddexp(t3, log_delta)
    log_gap = m.log(gap)
    log_x0_norm = m.log(x0_norm)
    t5 = m.dot(-0.6931471805599453, (1.0, log_lam_l2), (2.0, log_x0_norm))
    t6 = m.logaddexp(log_gap, t5)
    log_smoothness = m.log(smoothness)
    t7 = m.logaddexp(log_lam_l2, log_smoothness)
    log_gamma = m.log(gamma)
    log_iterations = m.log(iterations)
    t8 = m.dot(1.3862943611198906, (0.75, t4), (1.0, t6), (-0.75, log_delta), (1.0, t7), (-1.0, log_gamma), (-0.5, log_iterations))
    t9 = m.dot(0.0, (2.0, log_gamma))
    t10 = m.dot(1.3862943611198906, (0.75, t4), (1.0, t6), (-0.75, log_delta), (1.0, t7), (-1.0, log_iterations))
    t11 = m.where(m.both((gamma > 1.0), (log_iterations < t9)), t10, t8)
    log_batch_size = m.log(batch_size)
    log_sigma = m.log(sigma)
    t12 = m.dot(0.0, (-1.0, log_batch_size), (-0.5, log_delta), (0.5, t4), (2.0, log_sigma), (-1.0, log_gamma), (-0.5, log_iterations))
    t13 = m.dot(0.0, (-1.0, log_batch_size), (-0.5, log_delta), (0.5, t4), (2.0, log_sigma), (-1.0, log_iterations))
    t14 = m.where(m.both((gamma > 1.0), (log_iterations < t9)), t13, t12)
    t15 = log_iterations
    t16 = 1.0 + t15
    t17 = m.log(t16)
    t18 = m.dot(0.0, (-1.0, log_batch_size), (-0.5, log_delta), (0.5, t4), (2.0, log_sigma), (1.0, log_gamma), (-0.5, log_iterations), (1.0, t17))
    t19 = m.dot(0.0, (-2.0, log_gamma), (1.0, log_iterations))
    t20 = t19
    t21 = 1.0 + t20
    t22 = m.log(t21)
    t23 = m.dot(0.0, (-1.0, log_batch_size), (-0.5, log_delta), (0.5, t4), (2.0, log_sigma), (1.0, log_gamma), (-0.5, log_iterations), (1.0, t22))
    t24 = m.dot(0.0, (-1.0, log_batch_size), (-0.5, log_delta), (0.5, t4), (2.0, log_sigma))
    t25 = m.where(m.both((gamma > 1.0), (log_iterations < t9)), t24, m.where((gamma > 1.0), t23, t18))
    return m.logaddexp(m.logaddexp(t11, t14), t25), (t11, t14, t25,)


def theorem_3_gradient_norm_squared_decaying_l2_adam_weighted_output_explicit(m: Any, *, batch_size: Any, c_inf: Any, delta: Any, gamma: Any, gap: Any, iterations: Any, lam_l2: Any, sigma: Any, smoothness: Any, x0_norm: Any, x_inf_norm: Any) -> Any:
    log_c_inf = m.log(c_inf)
    log_lam_l2 = m.log(lam_l2)
    log_x_inf_norm = m.log(x_inf_norm)
    t1 = m.dot(0.0, (1.0, log_lam_l2), (1.0, log_x_inf_norm))
    t2 = m.logaddexp(log_c_inf, t1)
    t3 = m.dot(0.0, (2.0, t2))
    log_delta = m.log(delta)
    t4 = m.logaddexp(t3, log_delta)
    log_gap = m.log(gap)
    log_x0_norm = m.log(x0_norm)
    t5 = m.dot(-0.6931471805599453, (1.0, log_lam_l2), (2.0, log_x0_norm))
    t6 = m.logaddexp(log_gap, t5)
    log_smoothness = m.log(smoothness)
    t7 = m.logaddexp(log_lam_l2, log_smoothness)
    log_gamma = m.log(gamma)
    t8 = 0.0
    log_iterations = m.log(iterations)
    t9 = m.logaddexp(t8, log_iterations)
    t10 = m.dot(0.0, (0.5, t9))
    t11 = m.logsubexp(t10, t8)
    t12 = m.dot(0.6931471805599453, (0.75, t4), (1.0, t6), (-0.75, log_delta), (1.0, t7), (-1.0, log_gamma), (-1.0, t11))
    log_batch_size = m.log(batch_size)
    log_sigma = m.log(sigma)
    t13 = m.dot(-0.6931471805599453, (-1.0, log_batch_size), (-0.5, log_delta), (0.5, t4), (2.0, log_sigma), (-1.0, log_gamma), (-1.0, t11))
    t14 = log_iterations
    t15 = 1.0 + t14
    t16 = m.log(t15)
    t17 = m.dot(-0.6931471805599453, (-1.0, log_batch_size), (-0.5, log_delta), (0.5, t4), (2.0, log_sigma), (1.0, log_gamma), (-1.0, t11), (1.0, t16))
    return m.logaddexp(m.logaddexp(t12, t13), t17), (t12, t13, t17,)


def theorem_4_iterations_constant_stage_printed(m: Any, *, batch_size: Any, c_inf: Any, delta: Any, mu: Any, sigma: Any, smoothness: Any, stage_epsilon: Any) -> Any:
    log_batch_size = m.log(batch_size)
    log_c_inf = m.log(c_inf)
    log_delta = m.log(delta)
    log_mu = m.log(mu)
    log_sigma = m.log(sigma)
    log_smoothness = m.log(smoothness)
    log_stage_epsilon = m.log(stage_epsilon)
    t1 = m.dot(0.0, (-1.0, log_batch_size), (2.5, log_c_inf), (-1.25, log_delta), (-2.0, log_mu), (2.0, log_sigma), (1.0, log_smoothness), (-1.0, log_stage_epsilon))
    t2 = m.dot(0.0, (-1.0, log_batch_size), (2.0, log_c_inf), (-1.0, log_delta), (-3.0, log_mu), (2.0, log_sigma), (-1.0, log_stage_epsilon))
    return m.maximum(t1, t2), (t1, t2,)


def theorem_4_iterations_constant_stage_printed_drivers(m: Any, *, batch_size: Any, c_inf: Any, delta: Any, mu: Any, sigma: Any, smoothness: Any, stage_epsilon: Any) -> Any:
    log_c_inf = m.log(c_inf)
    log_delta = m.log(delta)
    t1 = m.dot(0.0, (2.5, log_c_inf), (-1.25, log_delta))
    log_mu = m.log(mu)
    log_smoothness = m.log(smoothness)
    t2 = m.dot(0.0, (-1.0, log_mu), (1.0, log_smoothness))
    log_batch_size = m.log(batch_size)
    log_sigma = m.log(sigma)
    log_stage_epsilon = m.log(stage_epsilon)
    t3 = m.dot(0.0, (-1.0, log_batch_size), (-1.0, log_mu), (2.0, log_sigma), (-1.0, log_stage_epsilon))
    t4 = m.dot(0.0, (-1.0, log_batch_size), (2.5, log_c_inf), (-1.25, log_delta), (-2.0, log_mu), (2.0, log_sigma), (1.0, log_smoothness), (-1.0, log_stage_epsilon))
    t5 = m.dot(0.0, (2.0, log_c_inf), (-1.0, log_delta))
    t6 = m.dot(0.0, (-1.0, log_batch_size), (-3.0, log_mu), (2.0, log_sigma), (-1.0, log_stage_epsilon))
    t7 = m.dot(0.0, (-1.0, log_batch_size), (2.0, log_c_inf), (-1.0, log_delta), (-3.0, log_mu), (2.0, log_sigma), (-1.0, log_stage_epsilon))
    return ((t4, (t1, t2, t3,)), (t7, (t5, t6,)),)


def theorem_4_iterations_constant_stage_corrected(m: Any, *, batch_size: Any, c_inf: Any, delta: Any, mu: Any, sigma: Any, smoothness: Any, stage_epsilon: Any) -> Any:
    log_batch_size = m.log(batch_size)
    log_c_inf = m.log(c_inf)
    log_delta = m.log(delta)
    log_mu = m.log(mu)
    log_sigma = m.log(sigma)
    log_smoothness = m.log(smoothness)
    log_stage_epsilon = m.log(stage_epsilon)
    t1 = m.dot(0.0, (-1.0, log_batch_size), (2.5, log_c_inf), (-1.25, log_delta), (-2.0, log_mu), (2.0, log_sigma), (1.0, log_smoothness), (-1.0, log_stage_epsilon))
    t2 = m.dot(0.0, (-1.0, log_batch_size), (2.0, log_c_inf), (-1.0, log_delta), (-1.0, log_mu), (2.0, log_sigma), (-1.0, log_stage_epsilon))
    return m.maximum(t1, t2), (t1, t2,)


def theorem_4_iterations_constant_stage_corrected_drivers(m: Any, *, batch_size: Any, c_inf: Any, delta: Any, mu: Any, sigma: Any, smoothness: Any, stage_epsilon: Any) -> Any:
    log_c_inf = m.log(c_inf)
    log_delta = m.log(delta)
    t1 = m.dot(0.0, (2.5, log_c_inf), (-1.25, log_delta))
    log_mu = m.log(mu)
    log_smoothness = m.log(smoothness)
    t2 = m.dot(0.0, (-1.0, log_mu), (1.0, log_smoothness))
    log_batch_size = m.log(batch_size)
    log_sigma = m.log(sigma)
    log_stage_epsilon = m.log(stage_epsilon)
    t3 = m.dot(0.0, (-1.0, log_batch_size), (-1.0, log_mu), (2.0, log_sigma), (-1.0, log_stage_epsilon))
    t4 = m.dot(0.0, (-1.0, log_batch_size), (2.5, log_c_inf), (-1.25, log_delta), (-2.0, log_mu), (2.0, log_sigma), (1.0, log_smoothness), (-1.0, log_stage_epsilon))
    t5 = m.dot(0.0, (2.0, log_c_inf), (-1.0, log_delta))
    t6 = m.dot(0.0, (-1.0, log_batch_size), (2.0, log_c_inf), (-1.0, log_delta), (-1.0, log_mu), (2.0, log_sigma), (-1.0, log_stage_epsilon))
    return ((t4, (t1, t2, t3,)), (t6, (t5, t3,)),)


def theorem_4_iterations_constant_stage_explicit(m: Any, *, batch_size: Any, c_inf: Any, delta: Any, mu: Any, sigma: Any, smoothness: Any, stage_epsilon: Any) -> Any:
    log_delta = m.log(delta)
    log_c_inf = m.log(c_inf)
    t1 = m.dot(0.0, (2.0, log_c_inf))
    t2 = m.logaddexp(t1, log_delta)
    log_mu = m.log(mu)
    log_smoothness = m.log(smoothness)
    t3 = m.dot(3.1780538303479458, (-0.75, log_delta), (0.75, t2), (-1.0, log_mu), (1.0, log_smoothness))
    log_batch_size = m.log(batch_size)
    log_sigma = m.log(sigma)
    log_stage_epsilon = m.log(stage_epsilon)
    t4 = m.dot(2.8903717578961645, (-1.0, log_batch_size), (-1.25, log_delta), (1.25, t2), (-2.0, log_mu), (2.0, log_sigma), (1.0, log_smoothness), (-1.0, log_stage_epsilon))
    t5 = m.maximum(t3, t4)
    t6 = 2.995732273553991
    t7 = m.dot(2.70805020110221, (-1.0, log_batch_size), (-0.5, log_delta), (0.5, t2), (-1.0, log_mu), (2.0, log_sigma), (-1.0, log_stage_epsilon))
    t8 = m.maximum(t6, t7)
    return m.maximum(t5, t8), (t5, t8,)


def theorem_4_iterations_constant_stage_explicit_drivers(m: Any, *, batch_size: Any, c_inf: Any, delta: Any, mu: Any, sigma: Any, smoothness: Any, stage_epsilon: Any) -> Any:
    log_delta = m.log(delta)
    log_c_inf = m.log(c_inf)
    t1 = m.dot(0.0, (2.0, log_c_inf))
    t2 = m.logaddexp(t1, log_delta)
    t3 = m.dot(0.0, (-1.25, log_delta), (1.25, t2))
    log_mu = m.log(mu)
    log_smoothness = m.log(smoothness)
    t4 = m.dot(0.0, (-1.0, log_mu), (1.0, log_smoothness))
    log_batch_size = m.log(batch_size)
    log_sigma = m.log(sigma)
    log_stage_epsilon = m.log(stage_epsilon)
    t5 = m.dot(0.0, (-1.0, log_batch_size), (-1.0, log_mu), (2.0, log_sigma), (-1.0, log_stage_epsilon))
    t6 = m.dot(2.8903717578961645, (-1.0, log_batch_size), (-1.25, log_delta), (1.25, t2), (-2.0, log_mu), (2.0, log_sigma), (1.0, log_smoothness), (-1.0, log_stage_epsilon))
    t7 = m.dot(0.0, (-0.75, log_delta), (0.75, t2))
    t8 = m.dot(3.1780538303479458, (-0.75, log_delta), (0.75, t2), (-1.0, log_mu), (1.0, log_smoothness))
    t9 = m.dot(0.0, (-0.5, log_delta), (0.5, t2))
    t10 = m.dot(2.70805020110221, (-1.0, log_batch_size), (-0.5, log_delta), (0.5, t2), (-1.0, log_mu), (2.0, log_sigma), (-1.0, log_stage_epsilon))
    return ((t6, (t3, t4, t5,)), (t8, (t7, t4,)), (t10, (t9, t5,)),)


def theorem_4_iterations_constant_stage_explicit_exact(m: Any, *, batch_size: Any, c_inf: Any, delta: Any, mu: Any, sigma: Any, smoothness: Any, stage_epsilon: Any) -> Any:
    t1 = m.power(batch_size, -1, 1)
    t2 = m.power(delta, 1, 2)
    t3 = m.power(t2, -1, 1)
    t4 = m.power(c_inf, 2, 1)
    t5 = t4 + delta
    t6 = m.power(t5, 1, 2)
    t7 = m.power(mu, -1, 1)
    t8 = m.power(sigma, 2, 1)
    t9 = m.power(stage_epsilon, -1, 1)
    t10 = m.product(m.number(15, 1), t1, t3, t6, t7, t8, t9)
    t11 = m.maximum(m.number(20, 1), t10)
    t12 = m.power(t2, -3, 2)
    t13 = m.power(t6, 3, 2)
    t14 = m.product(m.number(24, 1), t12, t13, t7, smoothness)
    t15 = m.power(t2, -5, 2)
    t16 = m.power(t6, 5, 2)
    t17 = m.power(mu, -2, 1)
    t18 = m.product(m.number(18, 1), t1, t15, t16, t17, t8, smoothness, t9)
    t19 = m.maximum(t14, t18)
    t20 = m.maximum(t11, t19)
    return t20


def theorem_4_iterations_constant_stage_explicit_exists(m: Any, *, lam: Any) -> Any:
    return (lam == 0.0)


def theorem_4_iterations_constant_first_stage_explicit(m: Any, *, batch_size: Any, c_inf: Any, delta: Any, mu: Any, sigma: Any, smoothness: Any, stage_epsilon: Any) -> Any:
    log_delta = m.log(delta)
    log_c_inf = m.log(c_inf)
    t1 = m.dot(0.0, (2.0, log_c_inf))
    t2 = m.logaddexp(t1, log_delta)
    log_mu = m.log(mu)
    log_smoothness = m.log(smoothness)
    t3 = m.dot(3.1780538303479458, (-0.75, log_delta), (0.75, t2), (-1.0, log_mu), (1.0, log_smoothness))
    log_batch_size = m.log(batch_size)
    log_sigma = m.log(sigma)
    log_stage_epsilon = m.log(stage_epsilon)
    t4 = m.dot(2.8903717578961645, (-1.0, log_batch_size), (-1.25, log_delta), (1.25, t2), (-2.0, log_mu), (2.0, log_sigma), (1.0, log_smoothness), (-1.0, log_stage_epsilon))
    t5 = m.maximum(t3, t4)
    t6 = m.dot(0.8109302162163288, (-2.0, log_batch_size), (-1.0, log_delta), (1.0, t2), (-2.0, log_mu), (4.0, log_sigma), (-2.0, log_stage_epsilon))
    t7 = m.dot(0.0, (-1.0, log_batch_size), (-0.5, log_delta), (0.5, t2), (-1.0, log_mu), (2.0, log_sigma), (-1.0, log_stage_epsilon))
    t8 = 0.2876820724517809
    t9 = 2.995732273553991
    t10 = m.where((t7 < t8), t9, t6)
    return m.maximum(t5, t10), (t5, t10,)


def theorem_4_iterations_constant_first_stage_explicit_drivers(m: Any, *, batch_size: Any, c_inf: Any, delta: Any, mu: Any, sigma: Any, smoothness: Any, stage_epsilon: Any) -> Any:
    log_delta = m.log(delta)
    log_c_inf = m.log(c_inf)
    t1 = m.dot(0.0, (2.0, log_c_inf))
    t2 = m.logaddexp(t1, log_delta)
    t3 = m.dot(0.0, (-1.25, log_delta), (1.25, t2))
    log_mu = m.log(mu)
    log_smoothness = m.log(smoothness)
    t4 = m.dot(0.0, (-1.0, log_mu), (1.0, log_smoothness))
    log_batch_size = m.log(batch_size)
    log_sigma = m.log(sigma)
    log_stage_epsilon = m.log(stage_epsilon)
    t5 = m.dot(0.0, (-1.0, log_batch_size), (-1.0, log_mu), (2.0, log_sigma), (-1.0, log_stage_epsilon))
    t6 = m.dot(2.8903717578961645, (-1.0, log_batch_size), (-1.25, log_delta), (1.25, t2), (-2.0, log_mu), (2.0, log_sigma), (1.0, log_smoothness), (-1.0, log_stage_epsilon))
    t7 = m.dot(0.0, (-0.75, log_delta), (0.75, t2))
    t8 = m.dot(3.1780538303479458, (-0.75, log_delta), (0.75, t2), (-1.0, log_mu), (1.0, log_smoothness))
    return ((t6, (t3, t4, t5,)), (t8, (t7, t4,)),)


def theorem_4_iterations_constant_first_stage_explicit_exact(m: Any, *, batch_size: Any, c_inf: Any, delta: Any, mu: Any, sigma: Any, smoothness: Any, stage_epsilon: Any) -> Any:
    t1 = m.power(batch_size, -2, 1)
    t2 = m.power(delta, 1, 2)
    t3 = m.power(t2, -2, 1)
    t4 = m.power(c_inf, 2, 1)
    t5 = t4 + delta
    t6 = m.power(t5, 1, 2)
    t7 = m.power(t6, 2, 1)
    t8 = m.power(mu, -2, 1)
    t9 = m.power(sigma, 4, 1)
    t10 = m.power(stage_epsilon, -2, 1)
    t11 = m.product(m.number(9, 4), t1, t3, t7, t8, t9, t10)
    t12 = m.power(batch_size, -1, 1)
    t13 = m.power(t2, -1, 1)
    t14 = m.power(mu, -1, 1)
    t15 = m.power(sigma, 2, 1)
    t16 = m.power(stage_epsilon, -1, 1)
    t17 = m.product(t12, t13, t6, t14, t15, t16)
    t18 = m.where((t17 < m.number(4, 3)), m.number(20, 1), t11)
    t19 = m.power(t2, -3, 2)
    t20 = m.power(t6, 3, 2)
    t21 = m.product(m.number(24, 1), t19, t20, t14, smoothness)
    t22 = m.power(t2, -5, 2)
    t23 = m.power(t6, 5, 2)
    t24 = m.product(m.number(18, 1), t12, t22, t23, t8, t15, smoothness, t16)
    t25 = m.maximum(t21, t24)
    t26 = m.maximum(t18, t25)
    return t26


def theorem_4_gradient_complexity_constant_printed(m: Any, *, c_inf: Any, delta: Any, epsilon_gap: Any, mu: Any, sigma: Any, smoothness: Any) -> Any:
    log_c_inf = m.log(c_inf)
    log_delta = m.log(delta)
    log_epsilon_gap = m.log(epsilon_gap)
    log_mu = m.log(mu)
    log_sigma = m.log(sigma)
    log_smoothness = m.log(smoothness)
    t1 = m.dot(0.0, (2.5, log_c_inf), (-1.25, log_delta), (-1.0, log_epsilon_gap), (-2.0, log_mu), (2.0, log_sigma), (1.0, log_smoothness))
    t2 = m.dot(0.0, (2.0, log_c_inf), (-1.0, log_delta), (-1.0, log_epsilon_gap), (-1.0, log_mu), (2.0, log_sigma))
    return m.maximum(t1, t2), (t1, t2,)


def theorem_4_iterations_decaying_stage_printed(m: Any, *, batch_size: Any, c_inf: Any, delta: Any, epsilon_gap: Any, mu: Any, sigma: Any, smoothness: Any) -> Any:
    log_batch_size = m.log(batch_size)
    log_c_inf = m.log(c_inf)
    log_delta = m.log(delta)
    log_epsilon_gap = m.log(epsilon_gap)
    log_mu = m.log(mu)
    log_sigma = m.log(sigma)
    log_smoothness = m.log(smoothness)
    t1 = m.dot(0.0, (-1.0, log_batch_size), (2.5, log_c_inf), (-1.25, log_delta), (-1.0, log_epsilon_gap), (-2.0, log_mu), (2.0, log_sigma), (1.0, log_smoothness))
    return t1, (t1,)


def theorem_4_iterations_decaying_stage_printed_drivers(m: Any, *, batch_size: Any, c_inf: Any, delta: Any, epsilon_gap: Any, mu: Any, sigma: Any, smoothness: Any) -> Any:
    log_c_inf = m.log(c_inf)
    log_delta = m.log(delta)
    t1 = m.dot(0.0, (2.5, log_c_inf), (-1.25, log_delta))
    log_mu = m.log(mu)
    log_smoothness = m.log(smoothness)
    t2 = m.dot(0.0, (-1.0, log_mu), (1.0, log_smoothness))
    log_batch_size = m.log(batch_size)
    log_epsilon_gap = m.log(epsilon_gap)
    log_sigma = m.log(sigma)
    t3 = m.dot(0.0, (-1.0, log_batch_size), (-1.0, log_epsilon_gap), (-1.0, log_mu), (2.0, log_sigma))
    t4 = m.dot(0.0, (-1.0, log_batch_size), (2.5, log_c_inf), (-1.25, log_delta), (-1.0, log_epsilon_gap), (-2.0, log_mu), (2.0, log_sigma), (1.0, log_smoothness))
    return ((t4, (t1, t2, t3,)),)


def theorem_4_iterations_decaying_stage_corrected(m: Any, *, batch_size: Any, c_inf: Any, delta: Any, mu: Any, sigma: Any, smoothness: Any, stage_epsilon: Any, stage_start: Any) -> Any:
    log_batch_size = m.log(batch_size)
    log_c_inf = m.log(c_inf)
    log_delta = m.log(delta)
    log_mu = m.log(mu)
    log_sigma = m.log(sigma)
    log_smoothness = m.log(smoothness)
    log_stage_epsilon = m.log(stage_epsilon)
    t1 = m.log_quotient(stage_start, stage_epsilon)
    t2 = m.log_abs(t1)
    t4 = m.dot(0.0, (-1.0, log_batch_size), (2.5, log_c_inf), (-1.25, log_delta), (-2.0, log_mu), (2.0, log_sigma), (1.0, log_smoothness), (-1.0, log_stage_epsilon), (2.0, t2))
    return t4, (t4,)


def theorem_4_iterations_decaying_stage_corrected_drivers(m: Any, *, batch_size: Any, c_inf: Any, delta: Any, mu: Any, sigma: Any, smoothness: Any, stage_epsilon: Any, stage_start: Any) -> Any:
    log_c_inf = m.log(c_inf)
    log_delta = m.log(delta)
    t1 = m.dot(0.0, (2.5, log_c_inf), (-1.25, log_delta))
    log_mu = m.log(mu)
    log_smoothness = m.log(smoothness)
    t2 = m.dot(0.0, (-1.0, log_mu), (1.0, log_smoothness))
    log_batch_size = m.log(batch_size)
    log_sigma = m.log(sigma)
    log_stage_epsilon = m.log(stage_epsilon)
    t3 = m.dot(0.0, (-1.0, log_batch_size), (-1.0, log_mu), (2.0, log_sigma), (-1.0, log_stage_epsilon))
    t4 = m.log_quotient(stage_start, stage_epsilon)
    t5 = m.log_abs(t4)
    t7 = m.dot(0.0, (2.0, t5))
    t8 = m.dot(0.0, (-1.0, log_batch_size), (2.5, log_c_inf), (-1.25, log_delta), (-2.0, log_mu), (2.0, log_sigma), (1.0, log_smoothness), (-1.0, log_stage_epsilon), (2.0, t5))
    return ((t8, (t1, t2, t3, t7,)),)


def theorem_4_iterations_decaying_stage_explicit(m: Any, *, batch_size: Any, c_inf: Any, delta: Any, mu: Any, sigma: Any, smoothness: Any, stage_epsilon: Any) -> Any:
    log_delta = m.log(delta)
    log_c_inf = m.log(c_inf)
    t1 = m.dot(0.0, (2.0, log_c_inf))
    t2 = m.logaddexp(t1, log_delta)
    log_mu = m.log(mu)
    log_smoothness = m.log(smoothness)
    t3 = m.dot(1.3862943611198906, (-1.5, log_delta), (1.5, t2), (-2.0, log_mu), (2.0, log_smoothness))
    log_batch_size = m.log(batch_size)
    log_sigma = m.log(sigma)
    log_stage_epsilon = m.log(stage_epsilon)
    t4 = m.dot(-0.6931471805599453, (-1.0, log_batch_size), (-1.25, log_delta), (1.25, t2), (-2.0, log_mu), (2.0, log_sigma), (1.0, log_smoothness), (-1.0, log_stage_epsilon))
    t5 = m.maximum(t3, t4)
    t14 = m.dot(0.0, (-0.75, log_delta), (0.75, t2), (1.0, log_smoothness), (1.0, log_stage_epsilon))
    t15 = m.dot(-2.0794415416798357, (-1.0, log_batch_size), (-0.5, log_delta), (0.5, t2), (2.0, log_sigma))
    def t18_yes(log_delta: Any, t2: Any, log_mu: Any, log_smoothness: Any) -> Any:
        t16 = m.dot(0.6931471805599453, (-0.75, log_delta), (0.75, t2), (-1.0, log_mu), (1.0, log_smoothness))
        t17 = m.log_log_root(3.0, t16, 2.0)
        return t17
    def t18_no(log_batch_size: Any, log_delta: Any, t2: Any, log_sigma: Any, log_smoothness: Any, log_stage_epsilon: Any, log_mu: Any) -> Any:
        t6 = m.dot(-0.34657359027997264, (-0.5, log_batch_size), (0.125, log_delta), (-0.125, t2), (1.0, log_sigma), (-0.5, log_smoothness), (-0.5, log_stage_epsilon))
        t7 = m.exp(t6)
        t8 = 1.0 + t7
        t9 = m.dot(-0.34657359027997264, (-0.5, log_batch_size), (-0.625, log_delta), (0.625, t2), (-1.0, log_mu), (1.0, log_sigma), (0.5, log_smoothness), (-0.5, log_stage_epsilon))
        t10 = 0.0
        t11 = m.logaddexp(t10, t6)
        t12 = 0.6931471805599453
        t13 = m.log_log_root(t8, t9, 2.0, t11, t12)
        return t13
    t18 = m.choose(t14 >= t15, (t18_yes, (log_delta, t2, log_mu, log_smoothness, )), (t18_no, (log_batch_size, log_delta, t2, log_sigma, log_smoothness, log_stage_epsilon, log_mu, )))
    return t18, (t5,)


def theorem_4_iterations_decaying_stage_explicit_drivers(m: Any, *, batch_size: Any, c_inf: Any, delta: Any, mu: Any, sigma: Any, smoothness: Any, stage_epsilon: Any) -> Any:
    log_delta = m.log(delta)
    log_c_inf = m.log(c_inf)
    t1 = m.dot(0.0, (2.0, log_c_inf))
    t2 = m.logaddexp(t1, log_delta)
    t3 = m.dot(0.0, (-1.25, log_delta), (1.25, t2))
    log_mu = m.log(mu)
    log_smoothness = m.log(smoothness)
    t4 = m.dot(0.0, (-1.0, log_mu), (1.0, log_smoothness))
    log_batch_size = m.log(batch_size)
    log_sigma = m.log(sigma)
    log_stage_epsilon = m.log(stage_epsilon)
    t5 = m.dot(0.0, (-1.0, log_batch_size), (-1.0, log_mu), (2.0, log_sigma), (-1.0, log_stage_epsilon))
    t6 = m.dot(-0.6931471805599453, (-1.0, log_batch_size), (-1.25, log_delta), (1.25, t2), (-2.0, log_mu), (2.0, log_sigma), (1.0, log_smoothness), (-1.0, log_stage_epsilon))
    t7 = m.dot(0.0, (-1.5, log_delta), (1.5, t2))
    t8 = m.dot(0.0, (-2.0, log_mu), (2.0, log_smoothness))
    t9 = m.dot(1.3862943611198906, (-1.5, log_delta), (1.5, t2), (-2.0, log_mu), (2.0, log_smoothness))
    return ((t6, (t3, t4, t5,)), (t9, (t7, t8,)),)


def theorem_4_iterations_decaying_stage_explicit_exact(m: Any, *, batch_size: Any, c_inf: Any, delta: Any, mu: Any, sigma: Any, smoothness: Any, stage_epsilon: Any) -> Any:
    t1 = m.power(batch_size, -1, 2)
    t2 = m.power(delta, 1, 2)
    t3 = m.power(t2, 1, 4)
    t4 = m.power(c_inf, 2, 1)
    t5 = t4 + delta
    t6 = m.power(t5, 1, 2)
    t7 = m.power(t6, -1, 4)
    t8 = m.power(smoothness, -1, 2)
    t9 = m.power(stage_epsilon, -1, 2)
    t10 = m.product(m.number(1, 2), m.power(m.number(2, 1), 1, 2), t1, t3, t7, sigma, t8, t9)
    t11 = m.number(1, 1) + t10
    t12 = m.power(t2, -5, 4)
    t13 = m.power(t6, 5, 4)
    t14 = m.power(mu, -1, 1)
    t15 = m.power(smoothness, 1, 2)
    t16 = m.product(m.number(1, 2), m.power(m.number(2, 1), 1, 2), t1, t12, t13, t14, sigma, t15, t9)
    t17 = m.log_root(t11, t16, m.number(2, 1))
    t18 = m.power(t2, -3, 2)
    t19 = m.power(t6, 3, 2)
    t20 = m.product(t18, t19, smoothness, stage_epsilon)
    t21 = m.power(batch_size, -1, 1)
    t22 = m.power(t2, -1, 1)
    t23 = m.power(sigma, 2, 1)
    t24 = m.product(m.number(1, 8), t21, t22, t6, t23)
    t25 = m.product(m.number(2, 1), t18, t19, t14, smoothness)
    t26 = m.log_root(m.number(3, 1), t25, m.number(2, 1))
    t27 = m.where((t20 >= t24), t26, t17)
    return t27


def theorem_4_iterations_decaying_first_stage_explicit(m: Any, *, batch_size: Any, c_inf: Any, delta: Any, mu: Any, sigma: Any, smoothness: Any, stage_epsilon: Any) -> Any:
    log_delta = m.log(delta)
    log_c_inf = m.log(c_inf)
    t1 = m.dot(0.0, (2.0, log_c_inf))
    t2 = m.logaddexp(t1, log_delta)
    log_mu = m.log(mu)
    log_smoothness = m.log(smoothness)
    t3 = m.dot(1.3862943611198906, (-1.5, log_delta), (1.5, t2), (-2.0, log_mu), (2.0, log_smoothness))
    log_batch_size = m.log(batch_size)
    log_sigma = m.log(sigma)
    log_stage_epsilon = m.log(stage_epsilon)
    t4 = m.dot(-0.6931471805599453, (-1.0, log_batch_size), (-1.25, log_delta), (1.25, t2), (-2.0, log_mu), (2.0, log_sigma), (1.0, log_smoothness), (-1.0, log_stage_epsilon))
    t5 = m.maximum(t3, t4)
    t14 = m.dot(0.0, (-0.75, log_delta), (0.75, t2), (1.0, log_smoothness), (1.0, log_stage_epsilon))
    t15 = m.dot(-2.0794415416798357, (-1.0, log_batch_size), (-0.5, log_delta), (0.5, t2), (2.0, log_sigma))
    def t18_yes(log_delta: Any, t2: Any, log_mu: Any, log_smoothness: Any) -> Any:
        t16 = m.dot(0.6931471805599453, (-0.75, log_delta), (0.75, t2), (-1.0, log_mu), (1.0, log_smoothness))
        t17 = m.log_log_root(1.0, t16, 3.0)
        return t17
    def t18_no(log_batch_size: Any, log_delta: Any, t2: Any, log_mu: Any, log_sigma: Any, log_smoothness: Any, log_stage_epsilon: Any) -> Any:
        t6 = m.dot(-0.34657359027997264, (-0.5, log_batch_size), (-0.625, log_delta), (0.625, t2), (-1.0, log_mu), (1.0, log_sigma), (0.5, log_smoothness), (-0.5, log_stage_epsilon))
        t7 = m.dot(-2.0794415416798357, (-1.0, log_batch_size), (0.25, log_delta), (-0.25, t2), (2.0, log_sigma), (-1.0, log_smoothness), (-1.0, log_stage_epsilon))
        t8 = m.exp(t7)
        t9 = 2.0 + t8
        t10 = 0.0
        t11 = 0.6931471805599453
        t12 = m.logaddexp(t11, t7)
        t13 = m.log_log_root(1.0, t6, t9, t10, t12)
        return t13
    t18 = m.choose(t14 >= t15, (t18_yes, (log_delta, t2, log_mu, log_smoothness, )), (t18_no, (log_batch_size, log_delta, t2, log_mu, log_sigma, log_smoothness, log_stage_epsilon, )))
    return t18, (t5,)


def theorem_4_iterations_decaying_first_stage_explicit_exact(m: Any, *, batch_size: Any, c_inf: Any, delta: Any, mu: Any, sigma: Any, smoothness: Any, stage_epsilon: Any) -> Any:
    t1 = m.power(batch_size, -1, 2)
    t2 = m.power(delta, 1, 2)
    t3 = m.power(t2, -5, 4)
    t4 = m.power(c_inf, 2, 1)
    t5 = t4 + delta
    t6 = m.power(t5, 1, 2)
    t7 = m.power(t6, 5, 4)
    t8 = m.power(mu, -1, 1)
    t9 = m.power(smoothness, 1, 2)
    t10 = m.power(stage_epsilon, -1, 2)
    t11 = m.product(m.number(1, 2), m.power(m.number(2, 1), 1, 2), t1, t3, t7, t8, sigma, t9, t10)
    t12 = m.power(batch_size, -1, 1)
    t13 = m.power(t2, 1, 2)
    t14 = m.power(t6, -1, 2)
    t15 = m.power(sigma, 2, 1)
    t16 = m.power(smoothness, -1, 1)
    t17 = m.power(stage_epsilon, -1, 1)
    t18 = m.product(m.number(1, 8), t12, t13, t14, t15, t16, t17)
    t19 = m.number(2, 1) + t18
    t20 = m.log_root(m.number(1, 1), t11, t19)
    t21 = m.power(t2, -3, 2)
    t22 = m.power(t6, 3, 2)
    t23 = m.product(t21, t22, smoothness, stage_epsilon)
    t24 = m.power(t2, -1, 1)
    t25 = m.product(m.number(1, 8), t12, t24, t6, t15)
    t26 = m.product(m.number(2, 1), t21, t22, t8, smoothness)
    t27 = m.log_root(m.number(1, 1), t26, m.number(3, 1))
    t28 = m.where((t23 >= t25), t27, t20)
    return t28


def theorem_4_gradient_complexity_decaying_printed(m: Any, *, c_inf: Any, delta: Any, epsilon_gap: Any, mu: Any, sigma: Any, smoothness: Any) -> Any:
    log_c_inf = m.log(c_inf)
    log_delta = m.log(delta)
    log_epsilon_gap = m.log(epsilon_gap)
    log_mu = m.log(mu)
    log_sigma = m.log(sigma)
    log_smoothness = m.log(smoothness)
    t1 = m.dot(0.0, (2.5, log_c_inf), (-1.25, log_delta), (-1.0, log_epsilon_gap), (-2.0, log_mu), (2.0, log_sigma), (1.0, log_smoothness))
    return t1, (t1,)


def theorem_4_gradient_complexity_decaying_corrected(m: Any, *, c_inf: Any, delta: Any, epsilon_gap: Any, mu: Any, sigma: Any, smoothness: Any, stage_start: Any) -> Any:
    log_c_inf = m.log(c_inf)
    log_delta = m.log(delta)
    log_epsilon_gap = m.log(epsilon_gap)
    log_mu = m.log(mu)
    log_sigma = m.log(sigma)
    log_smoothness = m.log(smoothness)
    t1 = m.log_quotient(stage_start, epsilon_gap)
    t2 = m.log_abs(t1)
    t4 = m.dot(0.0, (2.5, log_c_inf), (-1.25, log_delta), (-1.0, log_epsilon_gap), (-2.0, log_mu), (2.0, log_sigma), (1.0, log_smoothness), (2.0, t2))
    return t4, (t4,)


def theorem_4_gradient_complexity_decaying_corrected_exists(m: Any, *, epsilon_gap: Any, stage_start: Any) -> Any:
    return (stage_start > epsilon_gap)


def theorem_4_eta_max_constant_stage_printed(m: Any, *, batch_size: Any, c_inf: Any, delta: Any, mu: Any, sigma: Any, smoothness: Any, stage_epsilon: Any) -> Any:
    log_batch_size = m.log(batch_size)
    log_delta = m.log(delta)
    log_mu = m.log(mu)
    log_sigma = m.log(sigma)
    log_smoothness = m.log(smoothness)
    log_stage_epsilon = m.log(stage_epsilon)
    log_c_inf = m.log(c_inf)
    t1 = m.dot(0.0, (2.0, log_c_inf))
    t2 = m.logaddexp(t1, log_delta)
    t3 = m.dot(-2.4849066497880004, (1.0, log_batch_size), (1.25, log_delta), (1.0, log_mu), (-2.0, log_sigma), (-1.0, log_smoothness), (1.0, log_stage_epsilon), (-0.75, t2))
    return t3, ()


def theorem_4_eta_max_constant_stage_explicit(m: Any, *, batch_size: Any, c_inf: Any, delta: Any, mu: Any, sigma: Any, smoothness: Any, stage_epsilon: Any) -> Any:
    log_delta = m.log(delta)
    log_c_inf = m.log(c_inf)
    t1 = m.dot(0.0, (2.0, log_c_inf))
    t2 = m.logaddexp(t1, log_delta)
    log_smoothness = m.log(smoothness)
    t3 = m.dot(-1.3862943611198906, (0.75, log_delta), (-0.25, t2), (-1.0, log_smoothness))
    log_batch_size = m.log(batch_size)
    log_mu = m.log(mu)
    log_sigma = m.log(sigma)
    log_stage_epsilon = m.log(stage_epsilon)
    t4 = m.dot(-1.0986122886681098, (1.0, log_batch_size), (1.25, log_delta), (-0.75, t2), (1.0, log_mu), (-1.0, log_smoothness), (-2.0, log_sigma), (1.0, log_stage_epsilon))
    t5 = m.minimum(t3, t4)
    return t5, ()


def theorem_4_beta1_max_constant_stage_printed(m: Any, *, batch_size: Any, c_inf: Any, delta: Any, mu: Any, sigma: Any, stage_epsilon: Any) -> Any:
    log_batch_size = m.log(batch_size)
    log_delta = m.log(delta)
    log_mu = m.log(mu)
    log_sigma = m.log(sigma)
    log_stage_epsilon = m.log(stage_epsilon)
    log_c_inf = m.log(c_inf)
    t1 = m.dot(0.0, (2.0, log_c_inf))
    t2 = m.logaddexp(t1, log_delta)
    t3 = m.dot(-1.791759469228055, (1.0, log_batch_size), (0.5, log_delta), (1.0, log_mu), (-2.0, log_sigma), (1.0, log_stage_epsilon), (-0.5, t2))
    return t3, ()


def theorem_4_beta1_max_constant_stage_corrected(m: Any, *, batch_size: Any, c_inf: Any, delta: Any, mu: Any, sigma: Any, stage_epsilon: Any) -> Any:
    t1 = 0.0
    log_batch_size = m.log(batch_size)
    log_delta = m.log(delta)
    log_mu = m.log(mu)
    log_sigma = m.log(sigma)
    log_stage_epsilon = m.log(stage_epsilon)
    log_c_inf = m.log(c_inf)
    t2 = m.dot(0.0, (2.0, log_c_inf))
    t3 = m.logaddexp(t2, log_delta)
    t4 = m.dot(-1.791759469228055, (1.0, log_batch_size), (0.5, log_delta), (1.0, log_mu), (-2.0, log_sigma), (1.0, log_stage_epsilon), (-0.5, t3))
    t5 = m.minimum(t1, t4)
    return t5, ()


def theorem_4_beta1_max_constant_stage_explicit(m: Any, *, batch_size: Any, c_inf: Any, delta: Any, mu: Any, sigma: Any, stage_epsilon: Any) -> Any:
    t1 = -0.6931471805599453
    log_batch_size = m.log(batch_size)
    log_delta = m.log(delta)
    log_c_inf = m.log(c_inf)
    t2 = m.dot(0.0, (2.0, log_c_inf))
    t3 = m.logaddexp(t2, log_delta)
    log_mu = m.log(mu)
    log_sigma = m.log(sigma)
    log_stage_epsilon = m.log(stage_epsilon)
    t4 = m.dot(-0.4054651081081644, (1.0, log_batch_size), (0.5, log_delta), (-0.5, t3), (1.0, log_mu), (-2.0, log_sigma), (1.0, log_stage_epsilon))
    t5 = m.minimum(t1, t4)
    return t5, ()


def theorem_4_gamma_decaying_stage_printed(m: Any, *, batch_size: Any, c_inf: Any, delta: Any, sigma: Any, smoothness: Any, stage_epsilon: Any) -> Any:
    t1 = 0.0
    log_batch_size = m.log(batch_size)
    log_delta = m.log(delta)
    log_sigma = m.log(sigma)
    log_smoothness = m.log(smoothness)
    log_stage_epsilon = m.log(stage_epsilon)
    log_c_inf = m.log(c_inf)
    t2 = m.dot(0.0, (2.0, log_c_inf))
    t3 = m.logaddexp(t2, log_delta)
    t4 = m.dot(0.0, (0.5, log_batch_size), (-0.125, log_delta), (-1.0, log_sigma), (0.5, log_smoothness), (0.5, log_stage_epsilon), (0.125, t3))
    t5 = m.maximum(t1, t4)
    return t5, ()


def theorem_4_gamma_decaying_stage_corrected(m: Any, *, batch_size: Any, c_inf: Any, delta: Any, sigma: Any, smoothness: Any, stage_epsilon: Any) -> Any:
    t1 = 0.0
    log_batch_size = m.log(batch_size)
    log_delta = m.log(delta)
    log_sigma = m.log(sigma)
    log_smoothness = m.log(smoothness)
    log_stage_epsilon = m.log(stage_epsilon)
    log_c_inf = m.log(c_inf)
    t2 = m.dot(0.0, (2.0, log_c_inf))
    t3 = m.logaddexp(t2, log_delta)
    t4 = m.dot(0.0, (0.5, log_batch_size), (-0.125, log_delta), (-1.0, log_sigma), (0.5, log_smoothness), (0.5, log_stage_epsilon), (0.125, t3))
    t5 = m.minimum(t1, t4)
    return t5, ()


def theorem_4_gamma_decaying_stage_explicit(m: Any, *, batch_size: Any, c_inf: Any, delta: Any, sigma: Any, smoothness: Any, stage_epsilon: Any) -> Any:
    t1 = 0.0
    log_batch_size = m.log(batch_size)
    log_delta = m.log(delta)
    log_c_inf = m.log(c_inf)
    t2 = m.dot(0.0, (2.0, log_c_inf))
    t3 = m.logaddexp(t2, log_delta)
    log_sigma = m.log(sigma)
    log_smoothness = m.log(smoothness)
    log_stage_epsilon = m.log(stage_epsilon)
    t4 = m.dot(1.0397207708399179, (0.5, log_batch_size), (-0.125, log_delta), (0.125, t3), (-1.0, log_sigma), (0.5, log_smoothness), (0.5, log_stage_epsilon))
    t5 = m.minimum(t1, t4)
    return t5, ()


def theorem_4_beta1_k_decaying_stage_explicit(m: Any, *, gamma: Any, k: Any) -> Any:
    log_gamma = m.log(gamma)
    log_k = m.log(k)
    t1 = m.dot(0.0, (1.0, log_gamma), (-0.5, log_k))
    return t1, ()


def theorem_4_iterations_constant_l2_adam_stage_corrected(m: Any, *, batch_size: Any, c_inf: Any, delta: Any, lam_l2: Any, mu: Any, sigma: Any, smoothness: Any, stage_epsilon: Any, x_inf_norm: Any) -> Any:
    log_batch_size = m.log(batch_size)
    log_c_inf = m.log(c_inf)
    log_lam_l2 = m.log(lam_l2)
    log_x_inf_norm = m.log(x_inf_norm)
    t1 = m.dot(0.0, (1.0, log_lam_l2), (1.0, log_x_inf_norm))
    t2 = m.logaddexp(log_c_inf, t1)
    log_delta = m.log(delta)
    log_mu = m.log(mu)
    log_sigma = m.log(sigma)
    log_smoothness = m.log(smoothness)
    t3 = m.logaddexp(log_lam_l2, log_smoothness)
    log_stage_epsilon = m.log(stage_epsilon)
    t4 = m.dot(0.0, (-1.0, log_batch_size), (2.5, t2), (-1.25, log_delta), (-2.0, log_mu), (2.0, log_sigma), (1.0, t3), (-1.0, log_stage_epsilon))
    t5 = m.dot(0.0, (-1.0, log_batch_size), (2.0, t2), (-1.0, log_delta), (-1.0, log_mu), (2.0, log_sigma), (-1.0, log_stage_epsilon))
    return m.maximum(t4, t5), (t4, t5,)


def theorem_4_iterations_constant_l2_adam_stage_corrected_drivers(m: Any, *, batch_size: Any, c_inf: Any, delta: Any, lam_l2: Any, mu: Any, sigma: Any, smoothness: Any, stage_epsilon: Any, x_inf_norm: Any) -> Any:
    log_c_inf = m.log(c_inf)
    log_lam_l2 = m.log(lam_l2)
    log_x_inf_norm = m.log(x_inf_norm)
    t1 = m.dot(0.0, (1.0, log_lam_l2), (1.0, log_x_inf_norm))
    t2 = m.logaddexp(log_c_inf, t1)
    log_delta = m.log(delta)
    t3 = m.dot(0.0, (2.5, t2), (-1.25, log_delta))
    log_mu = m.log(mu)
    log_smoothness = m.log(smoothness)
    t4 = m.logaddexp(log_lam_l2, log_smoothness)
    t5 = m.dot(0.0, (-1.0, log_mu), (1.0, t4))
    log_batch_size = m.log(batch_size)
    log_sigma = m.log(sigma)
    log_stage_epsilon = m.log(stage_epsilon)
    t6 = m.dot(0.0, (-1.0, log_batch_size), (-1.0, log_mu), (2.0, log_sigma), (-1.0, log_stage_epsilon))
    t7 = m.dot(0.0, (-1.0, log_batch_size), (2.5, t2), (-1.25, log_delta), (-2.0, log_mu), (2.0, log_sigma), (1.0, t4), (-1.0, log_stage_epsilon))
    t8 = m.dot(0.0, (2.0, t2), (-1.0, log_delta))
    t9 = m.dot(0.0, (-1.0, log_batch_size), (2.0, t2), (-1.0, log_delta), (-1.0, log_mu), (2.0, log_sigma), (-1.0, log_stage_epsilon))
    return ((t7, (t3, t5, t6,)), (t9, (t8, t6,)),)


def theorem_4_iterations_constant_l2_adam_stage_explicit(m: Any, *, batch_size: Any, c_inf: Any, delta: Any, lam_l2: Any, mu: Any, sigma: Any, smoothness: Any, stage_epsilon: Any, x_inf_norm: Any) -> Any:
    log_delta = m.log(delta)
    log_c_inf = m.log(c_inf)
    log_lam_l2 = m.log(lam_l2)
    log_x_inf_norm = m.log(x_inf_norm)
    t1 = m.dot(0.0, (1.0, log_lam_l2), (1.0, log_x_inf_norm))
    t2 = m.logaddexp(log_c_inf, t1)
    t3 = m.dot(0.0, (2.0, t2))
    t4 = m.logaddexp(t3, log_delta)
    log_mu = m.log(mu)
    log_smoothness = m.log(smoothness)
    t5 = m.logaddexp(log_lam_l2, log_smoothness)
    t6 = m.dot(3.1780538303479458, (-0.75, log_delta), (0.75, t4), (-1.0, log_mu), (1.0, t5))
    log_batch_size = m.log(batch_size)
    log_sigma = m.log(sigma)
    log_stage_epsilon = m.log(stage_epsilon)
    t7 = m.dot(2.8903717578961645, (-1.0, log_batch_size), (-1.25, log_delta), (1.25, t4), (-2.0, log_mu), (2.0, log_sigma), (1.0, t5), (-1.0, log_stage_epsilon))
    t8 = m.maximum(t6, t7)
    t9 = 2.995732273553991
    t10 = m.dot(2.70805020110221, (-1.0, log_batch_size), (-0.5, log_delta), (0.5, t4), (-1.0, log_mu), (2.0, log_sigma), (-1.0, log_stage_epsilon))
    t11 = m.maximum(t9, t10)
    return m.maximum(t8, t11), (t8, t11,)


def theorem_4_iterations_constant_l2_adam_stage_explicit_drivers(m: Any, *, batch_size: Any, c_inf: Any, delta: Any, lam_l2: Any, mu: Any, sigma: Any, smoothness: Any, stage_epsilon: Any, x_inf_norm: Any) -> Any:
    log_delta = m.log(delta)
    log_c_inf = m.log(c_inf)
    log_lam_l2 = m.log(lam_l2)
    log_x_inf_norm = m.log(x_inf_norm)
    t1 = m.dot(0.0, (1.0, log_lam_l2), (1.0, log_x_inf_norm))
    t2 = m.logaddexp(log_c_inf, t1)
    t3 = m.dot(0.0, (2.0, t2))
    t4 = m.logaddexp(t3, log_delta)
    t5 = m.dot(0.0, (-1.25, log_delta), (1.25, t4))
    log_mu = m.log(mu)
    log_smoothness = m.log(smoothness)
    t6 = m.logaddexp(log_lam_l2, log_smoothness)
    t7 = m.dot(0.0, (-1.0, log_mu), (1.0, t6))
    log_batch_size = m.log(batch_size)
    log_sigma = m.log(sigma)
    log_stage_epsilon = m.log(stage_epsilon)
    t8 = m.dot(0.0, (-1.0, log_batch_size), (-1.0, log_mu), (2.0, log_sigma), (-1.0, log_stage_epsilon))
    t9 = m.dot(2.8903717578961645, (-1.0, log_batch_size), (-1.25, log_delta), (1.25, t4), (-2.0, log_mu), (2.0, log_sigma), (1.0, t6), (-1.0, log_stage_epsilon))
    t10 = m.dot(0.0, (-0.75, log_delta), (0.75, t4))
    t11 = m.dot(3.1780538303479458, (-0.75, log_delta), (0.75, t4), (-1.0, log_mu), (1.0, t6))
    t12 = m.dot(0.0, (-0.5, log_delta), (0.5, t4))
    t13 = m.dot(2.70805020110221, (-1.0, log_batch_size), (-0.5, log_delta), (0.5, t4), (-1.0, log_mu), (2.0, log_sigma), (-1.0, log_stage_epsilon))
    return ((t9, (t5, t7, t8,)), (t11, (t10, t7,)), (t13, (t12, t8,)),)


def theorem_4_iterations_constant_l2_adam_stage_explicit_exact(m: Any, *, batch_size: Any, c_inf: Any, delta: Any, lam_l2: Any, mu: Any, sigma: Any, smoothness: Any, stage_epsilon: Any, x_inf_norm: Any) -> Any:
    t1 = m.power(batch_size, -1, 1)
    t2 = m.power(delta, 1, 2)
    t3 = m.power(t2, -1, 1)
    t4 = m.product(lam_l2, x_inf_norm)
    t5 = c_inf + t4
    t6 = m.power(t5, 2, 1)
    t7 = t6 + delta
    t8 = m.power(t7, 1, 2)
    t9 = m.power(mu, -1, 1)
    t10 = m.power(sigma, 2, 1)
    t11 = m.power(stage_epsilon, -1, 1)
    t12 = m.product(m.number(15, 1), t1, t3, t8, t9, t10, t11)
    t13 = m.maximum(m.number(20, 1), t12)
    t14 = m.power(t2, -3, 2)
    t15 = m.power(t8, 3, 2)
    t16 = lam_l2 + smoothness
    t17 = m.product(m.number(24, 1), t14, t15, t9, t16)
    t18 = m.power(t2, -5, 2)
    t19 = m.power(t8, 5, 2)
    t20 = m.power(mu, -2, 1)
    t21 = m.product(m.number(18, 1), t1, t18, t19, t20, t10, t16, t11)
    t22 = m.maximum(t17, t21)
    t23 = m.maximum(t13, t22)
    return t23


def theorem_4_iterations_constant_l2_adam_first_stage_explicit(m: Any, *, batch_size: Any, c_inf: Any, delta: Any, lam_l2: Any, mu: Any, sigma: Any, smoothness: Any, stage_epsilon: Any, x_inf_norm: Any) -> Any:
    log_delta = m.log(delta)
    log_c_inf = m.log(c_inf)
    log_lam_l2 = m.log(lam_l2)
    log_x_inf_norm = m.log(x_inf_norm)
    t1 = m.dot(0.0, (1.0, log_lam_l2), (1.0, log_x_inf_norm))
    t2 = m.logaddexp(log_c_inf, t1)
    t3 = m.dot(0.0, (2.0, t2))
    t4 = m.logaddexp(t3, log_delta)
    log_mu = m.log(mu)
    log_smoothness = m.log(smoothness)
    t5 = m.logaddexp(log_lam_l2, log_smoothness)
    t6 = m.dot(3.1780538303479458, (-0.75, log_delta), (0.75, t4), (-1.0, log_mu), (1.0, t5))
    log_batch_size = m.log(batch_size)
    log_sigma = m.log(sigma)
    log_stage_epsilon = m.log(stage_epsilon)
    t7 = m.dot(2.8903717578961645, (-1.0, log_batch_size), (-1.25, log_delta), (1.25, t4), (-2.0, log_mu), (2.0, log_sigma), (1.0, t5), (-1.0, log_stage_epsilon))
    t8 = m.maximum(t6, t7)
    t9 = m.dot(0.8109302162163288, (-2.0, log_batch_size), (-1.0, log_delta), (1.0, t4), (-2.0, log_mu), (4.0, log_sigma), (-2.0, log_stage_epsilon))
    t10 = m.dot(0.0, (-1.0, log_batch_size), (-0.5, log_delta), (0.5, t4), (-1.0, log_mu), (2.0, log_sigma), (-1.0, log_stage_epsilon))
    t11 = 0.2876820724517809
    t12 = 2.995732273553991
    t13 = m.where((t10 < t11), t12, t9)
    return m.maximum(t8, t13), (t8, t13,)


def theorem_4_iterations_constant_l2_adam_first_stage_explicit_drivers(m: Any, *, batch_size: Any, c_inf: Any, delta: Any, lam_l2: Any, mu: Any, sigma: Any, smoothness: Any, stage_epsilon: Any, x_inf_norm: Any) -> Any:
    log_delta = m.log(delta)
    log_c_inf = m.log(c_inf)
    log_lam_l2 = m.log(lam_l2)
    log_x_inf_norm = m.log(x_inf_norm)
    t1 = m.dot(0.0, (1.0, log_lam_l2), (1.0, log_x_inf_norm))
    t2 = m.logaddexp(log_c_inf, t1)
    t3 = m.dot(0.0, (2.0, t2))
    t4 = m.logaddexp(t3, log_delta)
    t5 = m.dot(0.0, (-1.25, log_delta), (1.25, t4))
    log_mu = m.log(mu)
    log_smoothness = m.log(smoothness)
    t6 = m.logaddexp(log_lam_l2, log_smoothness)
    t7 = m.dot(0.0, (-1.0, log_mu), (1.0, t6))
    log_batch_size = m.log(batch_size)
    log_sigma = m.log(sigma)
    log_stage_epsilon = m.log(stage_epsilon)
    t8 = m.dot(0.0, (-1.0, log_batch_size), (-1.0, log_mu), (2.0, log_sigma), (-1.0, log_stage_epsilon))
    t9 = m.dot(2.8903717578961645, (-1.0, log_batch_size), (-1.25, log_delta), (1.25, t4), (-2.0, log_mu), (2.0, log_sigma), (1.0, t6), (-1.0, log_stage_epsilon))
    t10 = m.dot(0.0, (-0.75, log_delta), (0.75, t4))
    t11 = m.dot(3.1780538303479458, (-0.75, log_delta), (0.75, t4), (-1.0, log_mu), (1.0, t6))
    return ((t9, (t5, t7, t8,)), (t11, (t10, t7,)),)


def theorem_4_iterations_constant_l2_adam_first_stage_explicit_exact(m: Any, *, batch_size: Any, c_inf: Any, delta: Any, lam_l2: Any, mu: Any, sigma: Any, smoothness: Any, stage_epsilon: Any, x_inf_norm: Any) -> Any:
    t1 = m.power(batch_size, -2, 1)
    t2 = m.power(delta, 1, 2)
    t3 = m.power(t2, -2, 1)
    t4 = m.product(lam_l2, x_inf_norm)
    t5 = c_inf + t4
    t6 = m.power(t5, 2, 1)
    t7 = t6 + delta
    t8 = m.power(t7, 1, 2)
    t9 = m.power(t8, 2, 1)
    t10 = m.power(mu, -2, 1)
    t11 = m.power(sigma, 4, 1)
    t12 = m.power(stage_epsilon, -2, 1)
    t13 = m.product(m.number(9, 4), t1, t3, t9, t10, t11, t12)
    t14 = m.power(batch_size, -1, 1)
    t15 = m.power(t2, -1, 1)
    t16 = m.power(mu, -1, 1)
    t17 = m.power(sigma, 2, 1)
    t18 = m.power(stage_epsilon, -1, 1)
    t19 = m.product(t14, t15, t8, t16, t17, t18)
    t20 = m.where((t19 < m.number(4, 3)), m.number(20, 1), t13)
    t21 = m.power(t2, -3, 2)
    t22 = m.power(t8, 3, 2)
    t23 = lam_l2 + smoothness
    t24 = m.product(m.number(24, 1), t21, t22, t16, t23)
    t25 = m.power(t2, -5, 2)
    t26 = m.power(t8, 5, 2)
    t27 = m.product(m.number(18, 1), t14, t25, t26, t10, t17, t23, t18)
    t28 = m.maximum(t24, t27)
    t29 = m.maximum(t20, t28)
    return t29


def theorem_4_gradient_complexity_constant_l2_adam_corrected(m: Any, *, c_inf: Any, delta: Any, epsilon_gap: Any, lam_l2: Any, mu: Any, sigma: Any, smoothness: Any, x_inf_norm: Any) -> Any:
    log_c_inf = m.log(c_inf)
    log_lam_l2 = m.log(lam_l2)
    log_x_inf_norm = m.log(x_inf_norm)
    t1 = m.dot(0.0, (1.0, log_lam_l2), (1.0, log_x_inf_norm))
    t2 = m.logaddexp(log_c_inf, t1)
    log_delta = m.log(delta)
    log_epsilon_gap = m.log(epsilon_gap)
    log_mu = m.log(mu)
    log_sigma = m.log(sigma)
    log_smoothness = m.log(smoothness)
    t3 = m.logaddexp(log_lam_l2, log_smoothness)
    t4 = m.dot(0.0, (2.5, t2), (-1.25, log_delta), (-1.0, log_epsilon_gap), (-2.0, log_mu), (2.0, log_sigma), (1.0, t3))
    t5 = m.dot(0.0, (2.0, t2), (-1.0, log_delta), (-1.0, log_epsilon_gap), (-1.0, log_mu), (2.0, log_sigma))
    return m.maximum(t4, t5), (t4, t5,)


def theorem_4_iterations_decaying_l2_adam_stage_corrected(m: Any, *, batch_size: Any, c_inf: Any, delta: Any, lam_l2: Any, mu: Any, sigma: Any, smoothness: Any, stage_epsilon: Any, stage_start: Any, x_inf_norm: Any) -> Any:
    log_batch_size = m.log(batch_size)
    log_c_inf = m.log(c_inf)
    log_lam_l2 = m.log(lam_l2)
    log_x_inf_norm = m.log(x_inf_norm)
    t1 = m.dot(0.0, (1.0, log_lam_l2), (1.0, log_x_inf_norm))
    t2 = m.logaddexp(log_c_inf, t1)
    log_delta = m.log(delta)
    log_mu = m.log(mu)
    log_sigma = m.log(sigma)
    log_smoothness = m.log(smoothness)
    t3 = m.logaddexp(log_lam_l2, log_smoothness)
    log_stage_epsilon = m.log(stage_epsilon)
    t4 = m.log_quotient(stage_start, stage_epsilon)
    t5 = m.log_abs(t4)
    t7 = m.dot(0.0, (-1.0, log_batch_size), (2.5, t2), (-1.25, log_delta), (-2.0, log_mu), (2.0, log_sigma), (1.0, t3), (-1.0, log_stage_epsilon), (2.0, t5))
    return t7, (t7,)


def theorem_4_iterations_decaying_l2_adam_stage_corrected_drivers(m: Any, *, batch_size: Any, c_inf: Any, delta: Any, lam_l2: Any, mu: Any, sigma: Any, smoothness: Any, stage_epsilon: Any, stage_start: Any, x_inf_norm: Any) -> Any:
    log_c_inf = m.log(c_inf)
    log_lam_l2 = m.log(lam_l2)
    log_x_inf_norm = m.log(x_inf_norm)
    t1 = m.dot(0.0, (1.0, log_lam_l2), (1.0, log_x_inf_norm))
    t2 = m.logaddexp(log_c_inf, t1)
    log_delta = m.log(delta)
    t3 = m.dot(0.0, (2.5, t2), (-1.25, log_delta))
    log_mu = m.log(mu)
    log_smoothness = m.log(smoothness)
    t4 = m.logaddexp(log_lam_l2, log_smoothness)
    t5 = m.dot(0.0, (-1.0, log_mu), (1.0, t4))
    log_batch_size = m.log(batch_size)
    log_sigma = m.log(sigma)
    log_stage_epsilon = m.log(stage_epsilon)
    t6 = m.dot(0.0, (-1.0, log_batch_size), (-1.0, log_mu), (2.0, log_sigma), (-1.0, log_stage_epsilon))
    t7 = m.log_quotient(stage_start, stage_epsilon)
    t8 = m.log_abs(t7)
    t10 = m.dot(0.0, (2.0, t8))
    t11 = m.dot(0.0, (-1.0, log_batch_size), (2.5, t2), (-1.25, log_delta), (-2.0, log_mu), (2.0, log_sigma), (1.0, t4), (-1.0, log_stage_epsilon), (2.0, t8))
    return ((t11, (t3, t5, t6, t10,)),)


def theorem_4_iterations_decaying_l2_adam_stage_explicit(m: Any, *, batch_size: Any, c_inf: Any, delta: Any, lam_l2: Any, mu: Any, sigma: Any, smoothness: Any, stage_epsilon: Any, x_inf_norm: Any) -> Any:
    log_delta = m.log(delta)
    log_c_inf = m.log(c_inf)
    log_lam_l2 = m.log(lam_l2)
    log_x_inf_norm = m.log(x_inf_norm)
    t1 = m.dot(0.0, (1.0, log_lam_l2), (1.0, log_x_inf_norm))
    t2 = m.logaddexp(log_c_inf, t1)
    t3 = m.dot(0.0, (2.0, t2))
    t4 = m.logaddexp(t3, log_delta)
    log_mu = m.log(mu)
    log_smoothness = m.log(smoothness)
    t5 = m.logaddexp(log_lam_l2, log_smoothness)
    t6 = m.dot(1.3862943611198906, (-1.5, log_delta), (1.5, t4), (-2.0, log_mu), (2.0, t5))
    log_batch_size = m.log(batch_size)
    log_sigma = m.log(sigma)
    log_stage_epsilon = m.log(stage_epsilon)
    t7 = m.dot(-0.6931471805599453, (-1.0, log_batch_size), (-1.25, log_delta), (1.25, t4), (-2.0, log_mu), (2.0, log_sigma), (1.0, t5), (-1.0, log_stage_epsilon))
    t8 = m.maximum(t6, t7)
    t17 = m.dot(0.0, (-0.75, log_delta), (0.75, t4), (1.0, t5), (1.0, log_stage_epsilon))
    t18 = m.dot(-2.0794415416798357, (-1.0, log_batch_size), (-0.5, log_delta), (0.5, t4), (2.0, log_sigma))
    def t21_yes(log_delta: Any, t4: Any, log_mu: Any, t5: Any) -> Any:
        t19 = m.dot(0.6931471805599453, (-0.75, log_delta), (0.75, t4), (-1.0, log_mu), (1.0, t5))
        t20 = m.log_log_root(3.0, t19, 2.0)
        return t20
    def t21_no(log_batch_size: Any, log_delta: Any, t4: Any, log_sigma: Any, t5: Any, log_stage_epsilon: Any, log_mu: Any) -> Any:
        t9 = m.dot(-0.34657359027997264, (-0.5, log_batch_size), (0.125, log_delta), (-0.125, t4), (1.0, log_sigma), (-0.5, t5), (-0.5, log_stage_epsilon))
        t10 = m.exp(t9)
        t11 = 1.0 + t10
        t12 = m.dot(-0.34657359027997264, (-0.5, log_batch_size), (-0.625, log_delta), (0.625, t4), (-1.0, log_mu), (1.0, log_sigma), (0.5, t5), (-0.5, log_stage_epsilon))
        t13 = 0.0
        t14 = m.logaddexp(t13, t9)
        t15 = 0.6931471805599453
        t16 = m.log_log_root(t11, t12, 2.0, t14, t15)
        return t16
    t21 = m.choose(t17 >= t18, (t21_yes, (log_delta, t4, log_mu, t5, )), (t21_no, (log_batch_size, log_delta, t4, log_sigma, t5, log_stage_epsilon, log_mu, )))
    return t21, (t8,)


def theorem_4_iterations_decaying_l2_adam_stage_explicit_drivers(m: Any, *, batch_size: Any, c_inf: Any, delta: Any, lam_l2: Any, mu: Any, sigma: Any, smoothness: Any, stage_epsilon: Any, x_inf_norm: Any) -> Any:
    log_delta = m.log(delta)
    log_c_inf = m.log(c_inf)
    log_lam_l2 = m.log(lam_l2)
    log_x_inf_norm = m.log(x_inf_norm)
    t1 = m.dot(0.0, (1.0, log_lam_l2), (1.0, log_x_inf_norm))
    t2 = m.logaddexp(log_c_inf, t1)
    t3 = m.dot(0.0, (2.0, t2))
    t4 = m.logaddexp(t3, log_delta)
    t5 = m.dot(0.0, (-1.25, log_delta), (1.25, t4))
    log_mu = m.log(mu)
    log_smoothness = m.log(smoothness)
    t6 = m.logaddexp(log_lam_l2, log_smoothness)
    t7 = m.dot(0.0, (-1.0, log_mu), (1.0, t6))
    log_batch_size = m.log(batch_size)
    log_sigma = m.log(sigma)
    log_stage_epsilon = m.log(stage_epsilon)
    t8 = m.dot(0.0, (-1.0, log_batch_size), (-1.0, log_mu), (2.0, log_sigma), (-1.0, log_stage_epsilon))
    t9 = m.dot(-0.6931471805599453, (-1.0, log_batch_size), (-1.25, log_delta), (1.25, t4), (-2.0, log_mu), (2.0, log_sigma), (1.0, t6), (-1.0, log_stage_epsilon))
    t10 = m.dot(0.0, (-1.5, log_delta), (1.5, t4))
    t11 = m.dot(0.0, (-2.0, log_mu), (2.0, t6))
    t12 = m.dot(1.3862943611198906, (-1.5, log_delta), (1.5, t4), (-2.0, log_mu), (2.0, t6))
    return ((t9, (t5, t7, t8,)), (t12, (t10, t11,)),)


def theorem_4_iterations_decaying_l2_adam_stage_explicit_exact(m: Any, *, batch_size: Any, c_inf: Any, delta: Any, lam_l2: Any, mu: Any, sigma: Any, smoothness: Any, stage_epsilon: Any, x_inf_norm: Any) -> Any:
    t1 = m.power(batch_size, -1, 2)
    t2 = m.power(delta, 1, 2)
    t3 = m.power(t2, 1, 4)
    t4 = m.product(lam_l2, x_inf_norm)
    t5 = c_inf + t4
    t6 = m.power(t5, 2, 1)
    t7 = t6 + delta
    t8 = m.power(t7, 1, 2)
    t9 = m.power(t8, -1, 4)
    t10 = lam_l2 + smoothness
    t11 = m.power(t10, -1, 2)
    t12 = m.power(stage_epsilon, -1, 2)
    t13 = m.product(m.number(1, 2), m.power(m.number(2, 1), 1, 2), t1, t3, t9, sigma, t11, t12)
    t14 = m.number(1, 1) + t13
    t15 = m.power(t2, -5, 4)
    t16 = m.power(t8, 5, 4)
    t17 = m.power(mu, -1, 1)
    t18 = m.power(t10, 1, 2)
    t19 = m.product(m.number(1, 2), m.power(m.number(2, 1), 1, 2), t1, t15, t16, t17, sigma, t18, t12)
    t20 = m.log_root(t14, t19, m.number(2, 1))
    t21 = m.power(t2, -3, 2)
    t22 = m.power(t8, 3, 2)
    t23 = m.product(t21, t22, t10, stage_epsilon)
    t24 = m.power(batch_size, -1, 1)
    t25 = m.power(t2, -1, 1)
    t26 = m.power(sigma, 2, 1)
    t27 = m.product(m.number(1, 8), t24, t25, t8, t26)
    t28 = m.product(m.number(2, 1), t21, t22, t17, t10)
    t29 = m.log_root(m.number(3, 1), t28, m.number(2, 1))
    t30 = m.where((t23 >= t27), t29, t20)
    return t30


def theorem_4_iterations_decaying_l2_adam_first_stage_explicit(m: Any, *, batch_size: Any, c_inf: Any, delta: Any, lam_l2: Any, mu: Any, sigma: Any, smoothness: Any, stage_epsilon: Any, x_inf_norm: Any) -> Any:
    log_delta = m.log(delta)
    log_c_inf = m.log(c_inf)
    log_lam_l2 = m.log(lam_l2)
    log_x_inf_norm = m.log(x_inf_norm)
    t1 = m.dot(0.0, (1.0, log_lam_l2), (1.0, log_x_inf_norm))
    t2 = m.logaddexp(log_c_inf, t1)
    t3 = m.dot(0.0, (2.0, t2))
    t4 = m.logaddexp(t3, log_delta)
    log_mu = m.log(mu)
    log_smoothness = m.log(smoothness)
    t5 = m.logaddexp(log_lam_l2, log_smoothness)
    t6 = m.dot(1.3862943611198906, (-1.5, log_delta), (1.5, t4), (-2.0, log_mu), (2.0, t5))
    log_batch_size = m.log(batch_size)
    log_sigma = m.log(sigma)
    log_stage_epsilon = m.log(stage_epsilon)
    t7 = m.dot(-0.6931471805599453, (-1.0, log_batch_size), (-1.25, log_delta), (1.25, t4), (-2.0, log_mu), (2.0, log_sigma), (1.0, t5), (-1.0, log_stage_epsilon))
    t8 = m.maximum(t6, t7)
    t17 = m.dot(0.0, (-0.75, log_delta), (0.75, t4), (1.0, t5), (1.0, log_stage_epsilon))
    t18 = m.dot(-2.0794415416798357, (-1.0, log_batch_size), (-0.5, log_delta), (0.5, t4), (2.0, log_sigma))
    def t21_yes(log_delta: Any, t4: Any, log_mu: Any, t5: Any) -> Any:
        t19 = m.dot(0.6931471805599453, (-0.75, log_delta), (0.75, t4), (-1.0, log_mu), (1.0, t5))
        t20 = m.log_log_root(1.0, t19, 3.0)
        return t20
    def t21_no(log_batch_size: Any, log_delta: Any, t4: Any, log_mu: Any, log_sigma: Any, t5: Any, log_stage_epsilon: Any) -> Any:
        t9 = m.dot(-0.34657359027997264, (-0.5, log_batch_size), (-0.625, log_delta), (0.625, t4), (-1.0, log_mu), (1.0, log_sigma), (0.5, t5), (-0.5, log_stage_epsilon))
        t10 = m.dot(-2.0794415416798357, (-1.0, log_batch_size), (0.25, log_delta), (-0.25, t4), (2.0, log_sigma), (-1.0, t5), (-1.0, log_stage_epsilon))
        t11 = m.exp(t10)
        t12 = 2.0 + t11
        t13 = 0.0
        t14 = 0.6931471805599453
        t15 = m.logaddexp(t14, t10)
        t16 = m.log_log_root(1.0, t9, t12, t13, t15)
        return t16
    t21 = m.choose(t17 >= t18, (t21_yes, (log_delta, t4, log_mu, t5, )), (t21_no, (log_batch_size, log_delta, t4, log_mu, log_sigma, t5, log_stage_epsilon, )))
    return t21, (t8,)


def theorem_4_iterations_decaying_l2_adam_first_stage_explicit_exact(m: Any, *, batch_size: Any, c_inf: Any, delta: Any, lam_l2: Any, mu: Any, sigma: Any, smoothness: Any, stage_epsilon: Any, x_inf_norm: Any) -> Any:
    t1 = m.power(batch_size, -1, 2)
    t2 = m.power(delta, 1, 2)
    t3 = m.power(t2, -5, 4)
    t4 = m.product(lam_l2, x_inf_norm)
    t5 = c_inf + t4
    t6 = m.power(t5, 2, 1)
    t7 = t6 + delta
    t8 = m.power(t7, 1, 2)
    t9 = m.power(t8, 5, 4)
    t10 = m.power(mu, -1, 1)
    t11 = lam_l2 + smoothness
    t12 = m.power(t11, 1, 2)
    t13 = m.power(stage_epsilon, -1, 2)
    t14 = m.product(m.number(1, 2), m.power(m.number(2, 1), 1, 2), t1, t3, t9, t10, sigma, t12, t13)
    t15 = m.power(batch_size, -1, 1)
    t16 = m.power(t2, 1, 2)
    t17 = m.power(t8, -1, 2)
    t18 = m.power(sigma, 2, 1)
    t19 = m.power(t11, -1, 1)
    t20 = m.power(stage_epsilon, -1, 1)
    t21 = m.product(m.number(1, 8), t15, t16, t17, t18, t19, t20)
    t22 = m.number(2, 1) + t21
    t23 = m.log_root(m.number(1, 1), t14, t22)
    t24 = m.power(t2, -3, 2)
    t25 = m.power(t8, 3, 2)
    t26 = m.product(t24, t25, t11, stage_epsilon)
    t27 = m.power(t2, -1, 1)
    t28 = m.product(m.number(1, 8), t15, t27, t8, t18)
    t29 = m.product(m.number(2, 1), t24, t25, t10, t11)
    t30 = m.log_root(m.number(1, 1), t29, m.number(3, 1))
    t31 = m.where((t26 >= t28), t30, t23)
    return t31


def theorem_4_gradient_complexity_decaying_l2_adam_corrected(m: Any, *, c_inf: Any, delta: Any, epsilon_gap: Any, lam_l2: Any, mu: Any, sigma: Any, smoothness: Any, stage_start: Any, x_inf_norm: Any) -> Any:
    log_c_inf = m.log(c_inf)
    log_lam_l2 = m.log(lam_l2)
    log_x_inf_norm = m.log(x_inf_norm)
    t1 = m.dot(0.0, (1.0, log_lam_l2), (1.0, log_x_inf_norm))
    t2 = m.logaddexp(log_c_inf, t1)
    log_delta = m.log(delta)
    log_epsilon_gap = m.log(epsilon_gap)
    log_mu = m.log(mu)
    log_sigma = m.log(sigma)
    log_smoothness = m.log(smoothness)
    t3 = m.logaddexp(log_lam_l2, log_smoothness)
    t4 = m.log_quotient(stage_start, epsilon_gap)
    t5 = m.log_abs(t4)
    t7 = m.dot(0.0, (2.5, t2), (-1.25, log_delta), (-1.0, log_epsilon_gap), (-2.0, log_mu), (2.0, log_sigma), (1.0, t3), (2.0, t5))
    return t7, (t7,)


def theorem_4_eta_max_constant_l2_adam_stage_corrected(m: Any, *, batch_size: Any, c_inf: Any, delta: Any, lam_l2: Any, mu: Any, sigma: Any, smoothness: Any, stage_epsilon: Any, x_inf_norm: Any) -> Any:
    log_batch_size = m.log(batch_size)
    log_delta = m.log(delta)
    log_mu = m.log(mu)
    log_sigma = m.log(sigma)
    log_lam_l2 = m.log(lam_l2)
    log_smoothness = m.log(smoothness)
    t1 = m.logaddexp(log_lam_l2, log_smoothness)
    log_stage_epsilon = m.log(stage_epsilon)
    log_c_inf = m.log(c_inf)
    log_x_inf_norm = m.log(x_inf_norm)
    t2 = m.dot(0.0, (1.0, log_lam_l2), (1.0, log_x_inf_norm))
    t3 = m.logaddexp(log_c_inf, t2)
    t4 = m.dot(0.0, (2.0, t3))
    t5 = m.logaddexp(t4, log_delta)
    t6 = m.dot(-2.4849066497880004, (1.0, log_batch_size), (1.25, log_delta), (1.0, log_mu), (-2.0, log_sigma), (-1.0, t1), (1.0, log_stage_epsilon), (-0.75, t5))
    return t6, ()


def theorem_4_eta_max_constant_l2_adam_stage_explicit(m: Any, *, batch_size: Any, c_inf: Any, delta: Any, lam_l2: Any, mu: Any, sigma: Any, smoothness: Any, stage_epsilon: Any, x_inf_norm: Any) -> Any:
    log_delta = m.log(delta)
    log_c_inf = m.log(c_inf)
    log_lam_l2 = m.log(lam_l2)
    log_x_inf_norm = m.log(x_inf_norm)
    t1 = m.dot(0.0, (1.0, log_lam_l2), (1.0, log_x_inf_norm))
    t2 = m.logaddexp(log_c_inf, t1)
    t3 = m.dot(0.0, (2.0, t2))
    t4 = m.logaddexp(t3, log_delta)
    log_smoothness = m.log(smoothness)
    t5 = m.logaddexp(log_lam_l2, log_smoothness)
    t6 = m.dot(-1.3862943611198906, (0.75, log_delta), (-0.25, t4), (-1.0, t5))
    log_batch_size = m.log(batch_size)
    log_mu = m.log(mu)
    log_sigma = m.log(sigma)
    log_stage_epsilon = m.log(stage_epsilon)
    t7 = m.dot(-1.0986122886681098, (1.0, log_batch_size), (1.25, log_delta), (-0.75, t4), (1.0, log_mu), (-1.0, t5), (-2.0, log_sigma), (1.0, log_stage_epsilon))
    t8 = m.minimum(t6, t7)
    return t8, ()


def theorem_4_beta1_max_constant_l2_adam_stage_corrected(m: Any, *, batch_size: Any, c_inf: Any, delta: Any, lam_l2: Any, mu: Any, sigma: Any, stage_epsilon: Any, x_inf_norm: Any) -> Any:
    t1 = 0.0
    log_batch_size = m.log(batch_size)
    log_delta = m.log(delta)
    log_mu = m.log(mu)
    log_sigma = m.log(sigma)
    log_stage_epsilon = m.log(stage_epsilon)
    log_c_inf = m.log(c_inf)
    log_lam_l2 = m.log(lam_l2)
    log_x_inf_norm = m.log(x_inf_norm)
    t2 = m.dot(0.0, (1.0, log_lam_l2), (1.0, log_x_inf_norm))
    t3 = m.logaddexp(log_c_inf, t2)
    t4 = m.dot(0.0, (2.0, t3))
    t5 = m.logaddexp(t4, log_delta)
    t6 = m.dot(-1.791759469228055, (1.0, log_batch_size), (0.5, log_delta), (1.0, log_mu), (-2.0, log_sigma), (1.0, log_stage_epsilon), (-0.5, t5))
    t7 = m.minimum(t1, t6)
    return t7, ()


def theorem_4_beta1_max_constant_l2_adam_stage_explicit(m: Any, *, batch_size: Any, c_inf: Any, delta: Any, lam_l2: Any, mu: Any, sigma: Any, stage_epsilon: Any, x_inf_norm: Any) -> Any:
    t1 = -0.6931471805599453
    log_batch_size = m.log(batch_size)
    log_delta = m.log(delta)
    log_c_inf = m.log(c_inf)
    log_lam_l2 = m.log(lam_l2)
    log_x_inf_norm = m.log(x_inf_norm)
    t2 = m.dot(0.0, (1.0, log_lam_l2), (1.0, log_x_inf_norm))
    t3 = m.logaddexp(log_c_inf, t2)
    t4 = m.dot(0.0, (2.0, t3))
    t5 = m.logaddexp(t4, log_delta)
    log_mu = m.log(mu)
    log_sigma = m.log(sigma)
    log_stage_epsilon = m.log(stage_epsilon)
    t6 = m.dot(-0.4054651081081644, (1.0, log_batch_size), (0.5, log_delta), (-0.5, t5), (1.0, log_mu), (-2.0, log_sigma), (1.0, log_stage_epsilon))
    t7 = m.minimum(t1, t6)
    return t7, ()


def theorem_4_gamma_decaying_l2_adam_stage_corrected(m: Any, *, batch_size: Any, c_inf: Any, delta: Any, lam_l2: Any, sigma: Any, smoothness: Any, stage_epsilon: Any, x_inf_norm: Any) -> Any:
    t1 = 0.0
    log_batch_size = m.log(batch_size)
    log_delta = m.log(delta)
    log_sigma = m.log(sigma)
    log_lam_l2 = m.log(lam_l2)
    log_smoothness = m.log(smoothness)
    t2 = m.logaddexp(log_lam_l2, log_smoothness)
    log_stage_epsilon = m.log(stage_epsilon)
    log_c_inf = m.log(c_inf)
    log_x_inf_norm = m.log(x_inf_norm)
    t3 = m.dot(0.0, (1.0, log_lam_l2), (1.0, log_x_inf_norm))
    t4 = m.logaddexp(log_c_inf, t3)
    t5 = m.dot(0.0, (2.0, t4))
    t6 = m.logaddexp(t5, log_delta)
    t7 = m.dot(0.0, (0.5, log_batch_size), (-0.125, log_delta), (-1.0, log_sigma), (0.5, t2), (0.5, log_stage_epsilon), (0.125, t6))
    t8 = m.minimum(t1, t7)
    return t8, ()


def theorem_4_gamma_decaying_l2_adam_stage_explicit(m: Any, *, batch_size: Any, c_inf: Any, delta: Any, lam_l2: Any, sigma: Any, smoothness: Any, stage_epsilon: Any, x_inf_norm: Any) -> Any:
    t1 = 0.0
    log_batch_size = m.log(batch_size)
    log_delta = m.log(delta)
    log_c_inf = m.log(c_inf)
    log_lam_l2 = m.log(lam_l2)
    log_x_inf_norm = m.log(x_inf_norm)
    t2 = m.dot(0.0, (1.0, log_lam_l2), (1.0, log_x_inf_norm))
    t3 = m.logaddexp(log_c_inf, t2)
    t4 = m.dot(0.0, (2.0, t3))
    t5 = m.logaddexp(t4, log_delta)
    log_sigma = m.log(sigma)
    log_smoothness = m.log(smoothness)
    t6 = m.logaddexp(log_lam_l2, log_smoothness)
    log_stage_epsilon = m.log(stage_epsilon)
    t7 = m.dot(1.0397207708399179, (0.5, log_batch_size), (-0.125, log_delta), (0.125, t5), (-1.0, log_sigma), (0.5, t6), (0.5, log_stage_epsilon))
    t8 = m.minimum(t1, t7)
    return t8, ()


def theorem_4_eta_k_decaying_l2_adam_stage_corrected(m: Any, *, c_inf: Any, delta: Any, gamma: Any, k: Any, lam_l2: Any, smoothness: Any, x_inf_norm: Any) -> Any:
    log_gamma = m.log(gamma)
    log_delta = m.log(delta)
    log_c_inf = m.log(c_inf)
    log_lam_l2 = m.log(lam_l2)
    log_x_inf_norm = m.log(x_inf_norm)
    t1 = m.dot(0.0, (1.0, log_lam_l2), (1.0, log_x_inf_norm))
    t2 = m.logaddexp(log_c_inf, t1)
    t3 = m.dot(0.0, (2.0, t2))
    t4 = m.logaddexp(t3, log_delta)
    log_smoothness = m.log(smoothness)
    t5 = m.logaddexp(log_lam_l2, log_smoothness)
    t6 = 0.0
    log_k = m.log(k)
    t7 = m.logaddexp(t6, log_k)
    t8 = m.dot(-0.6931471805599453, (1.0, log_gamma), (0.75, log_delta), (-0.25, t4), (-1.0, t5), (-0.5, t7))
    return t8, ()


def theorem_6_err_moments_printed(m: Any, *, batch_size: Any, dim: Any, eta: Any, log_det: Any, rho: Any, trace: Any) -> Any:
    t1 = -1 * log_det
    t2 = m.log(rho)
    t3 = -1 * dim * t2
    t4 = 2 * batch_size * rho
    t5 = t4 / eta
    t6 = m.log(t5)
    t7 = dim * t6
    t8 = eta * trace
    t9 = 2 * batch_size
    t10 = t8 / t9
    t11 = t1 + t3 + t7 + t10
    return t11, ()


def theorem_6_err_moments_corrected(m: Any, *, log_det: Any, trace: Any) -> Any:
    t1 = -1 * log_det
    t2 = t1 + trace
    return t2, ()


def theorem_6_c0_printed(m: Any, *, dim: Any, rho: Any, samples: Any, tau: Any, x_star_norm: Any) -> Any:
    t1 = -1 * dim
    t2 = t1 / 2
    t3 = x_star_norm * x_star_norm
    t4 = 2 * rho
    t5 = t3 / t4
    t6 = 2 * samples
    t7 = t6 / tau
    t8 = m.log(t7)
    t9 = 2 * t8
    t10 = t2 + t5 + t9
    return t10, ()


def theorem_6_c0_corrected(m: Any, *, dim: Any, rho: Any, samples: Any, tau: Any, x_star_norm: Any) -> Any:
    t1 = -1 * dim
    t2 = x_star_norm * x_star_norm
    t3 = t2 / rho
    t4 = 2 * samples
    t5 = t4 / tau
    t6 = m.log(t5)
    t7 = 2 * t6
    t8 = t1 + t3 + t7
    return t8, ()


def theorem_6_kl_corrected(m: Any, *, dim: Any, err: Any, rho: Any, x_star_norm: Any) -> Any:
    t1 = -1 * dim
    t2 = t1 / 2
    t3 = err / 2
    t4 = x_star_norm * x_star_norm
    t5 = 2 * rho
    t6 = t4 / t5
    t7 = t2 + t3 + t6
    return t7, ()


def theorem_6_phi_printed(m: Any, *, c0: Any, err: Any, samples: Any) -> Any:
    t1 = c0 + err
    t2 = m.sqrt(t1)
    t3 = 2 * m.sqrt(2) * t2
    t4 = m.sqrt(samples)
    t5 = t3 / t4
    return t5, ()


def corollary_3_x_adamw_printed(m: Any, *, batch_size: Any, eta: Any, lam: Any, rho: Any, singular_value: Any) -> Any:
    log_batch_size = m.log(batch_size)
    log_eta = m.log(eta)
    log_rho = m.log(rho)
    log_lam = m.log(lam)
    log_singular_value = m.log(singular_value)
    t1 = m.dot(0.0, (0.5, log_singular_value))
    t2 = m.logaddexp(log_lam, t1)
    t3 = m.dot(0.6931471805599453, (1.0, log_batch_size), (-1.0, log_eta), (1.0, log_rho), (1.0, t2))
    return t3, ()


def corollary_3_x_adamw_printed_why(m: Any, *, batch_size: Any) -> Any:
    return (batch_size > 1.0)


def corollary_3_x_adamw_corrected(m: Any, *, batch_size: Any, eta: Any, lam: Any, rho: Any, singular_value: Any) -> Any:
    log_batch_size = m.log(batch_size)
    log_eta = m.log(eta)
    log_rho = m.log(rho)
    log_singular_value = m.log(singular_value)
    t1 = m.dot(0.0, (0.5, log_singular_value))
    log_lam = m.log(lam)
    t2 = m.dot(0.0, (-0.5, log_batch_size), (1.0, log_lam))
    t3 = m.logaddexp(t1, t2)
    t4 = m.dot(0.6931471805599453, (0.5, log_batch_size), (-1.0, log_eta), (1.0, log_rho), (1.0, t3))
    return t4, ()


def corollary_3_x_l2_adam_printed(m: Any, *, batch_size: Any, eta: Any, lam_l2: Any, rho: Any, singular_value: Any) -> Any:
    log_batch_size = m.log(batch_size)
    log_eta = m.log(eta)
    log_rho = m.log(rho)
    log_singular_value = m.log(singular_value)
    t1 = m.dot(0.0, (0.5, log_singular_value))
    log_lam_l2 = m.log(lam_l2)
    t2 = m.dot(0.0, (1.0, log_lam_l2), (-0.5, log_singular_value))
    t3 = m.logaddexp(t1, t2)
    t4 = m.dot(0.6931471805599453, (1.0, log_batch_size), (-1.0, log_eta), (1.0, log_rho), (1.0, t3))
    return t4, ()


def corollary_3_x_l2_adam_corrected(m: Any, *, batch_size: Any, eta: Any, lam_l2: Any, rho: Any, singular_value: Any) -> Any:
    log_batch_size = m.log(batch_size)
    log_eta = m.log(eta)
    log_rho = m.log(rho)
    log_singular_value = m.log(singular_value)
    t1 = m.dot(0.0, (0.5, log_singular_value))
    log_lam_l2 = m.log(lam_l2)
    t2 = m.dot(0.0, (1.0, log_lam_l2), (-0.5, log_singular_value))
    t3 = m.logaddexp(t1, t2)
    t4 = m.dot(0.6931471805599453, (0.5, log_batch_size), (-1.0, log_eta), (1.0, log_rho), (1.0, t3))
    return t4, ()


def corollary_3_x_plain_adamw_printed(m: Any, *, batch_size: Any, eta: Any, lam: Any, rho: Any, singular_value: Any) -> Any:
    t1 = 2 * batch_size * rho
    t2 = t1 / eta
    t3 = m.sqrt(singular_value)
    t4 = lam + t3
    t5 = t2 * t4
    return t5, ()


def corollary_3_x_plain_adamw_corrected(m: Any, *, batch_size: Any, eta: Any, lam: Any, rho: Any, singular_value: Any) -> Any:
    t1 = m.sqrt(batch_size)
    t2 = 2 * t1 * rho
    t3 = t2 / eta
    t4 = m.sqrt(singular_value)
    t5 = lam / t1
    t6 = t4 + t5
    t7 = t3 * t6
    return t7, ()


def corollary_3_x_plain_l2_adam_printed(m: Any, *, batch_size: Any, eta: Any, lam_l2: Any, rho: Any, singular_value: Any) -> Any:
    t1 = 2 * batch_size * rho
    t2 = t1 / eta
    t3 = m.sqrt(singular_value)
    t4 = lam_l2 / t3
    t5 = t3 + t4
    t6 = t2 * t5
    return t6, ()


def corollary_3_x_plain_l2_adam_corrected(m: Any, *, batch_size: Any, eta: Any, lam_l2: Any, rho: Any, singular_value: Any) -> Any:
    t1 = m.sqrt(batch_size)
    t2 = 2 * t1 * rho
    t3 = t2 / eta
    t4 = m.sqrt(singular_value)
    t5 = lam_l2 / t4
    t6 = t4 + t5
    t7 = t3 * t6
    return t7, ()


def corollary_3_err_summand_adamw_printed(m: Any, *, batch_size: Any, eta: Any, lam: Any, rho: Any, singular_value: Any) -> Any:
    t1 = 2 * batch_size * rho
    t2 = t1 / eta
    t3 = m.sqrt(singular_value)
    t4 = lam + t3
    t5 = t2 * t4
    t6 = m.log(t5)
    t7 = 1 / t5
    return t6 + t7, (t6, t7,)


def corollary_3_err_summand_adamw_corrected(m: Any, *, batch_size: Any, eta: Any, lam: Any, rho: Any, singular_value: Any) -> Any:
    t1 = m.sqrt(batch_size)
    t2 = 2 * t1 * rho
    t3 = t2 / eta
    t4 = m.sqrt(singular_value)
    t5 = lam / t1
    t6 = t4 + t5
    t7 = t3 * t6
    t8 = m.log(t7)
    t9 = 1 / t7
    return t8 + t9, (t8, t9,)


def corollary_3_err_summand_l2_adam_printed(m: Any, *, batch_size: Any, eta: Any, lam_l2: Any, rho: Any, singular_value: Any) -> Any:
    t1 = 2 * batch_size * rho
    t2 = t1 / eta
    t3 = m.sqrt(singular_value)
    t4 = lam_l2 / t3
    t5 = t3 + t4
    t6 = t2 * t5
    t7 = m.log(t6)
    t8 = 1 / t6
    return t7 + t8, (t7, t8,)


def corollary_3_err_summand_l2_adam_corrected(m: Any, *, batch_size: Any, eta: Any, lam_l2: Any, rho: Any, singular_value: Any) -> Any:
    t1 = m.sqrt(batch_size)
    t2 = 2 * t1 * rho
    t3 = t2 / eta
    t4 = m.sqrt(singular_value)
    t5 = lam_l2 / t4
    t6 = t4 + t5
    t7 = t3 * t6
    t8 = m.log(t7)
    t9 = 1 / t7
    return t8 + t9, (t8, t9,)


def corollary_3_err_slope_adamw_corrected(m: Any, *, batch_size: Any, eta: Any, lam: Any, rho: Any, singular_value: Any) -> Any:
    t1 = m.sqrt(batch_size)
    t2 = m.sqrt(singular_value)
    t3 = lam / t1
    t4 = t2 + t3
    t5 = t1 * t4
    t6 = 1 / t5
    t7 = 2 * t1 * rho
    t8 = t7 / eta
    t9 = t4 * t4
    t10 = t8 * t1 * t9
    t11 = -1 / t10
    t12 = t6 + t11
    return t12, ()


def corollary_3_mean_summand_adamw_corrected(m: Any, *, batch_size: Any, lam: Any, rho: Any, singular_value: Any, x_star_component: Any) -> Any:
    t1 = x_star_component * x_star_component
    t2 = singular_value * t1
    t3 = m.sqrt(singular_value)
    t4 = m.sqrt(batch_size)
    t5 = lam / t4
    t6 = t3 + t5
    t7 = t6 * t6
    t8 = rho * t7
    t9 = t2 / t8
    return t9, ()


def corollary_3_mean_slope_adamw_corrected(m: Any, *, batch_size: Any, lam: Any, rho: Any, singular_value: Any, x_star_component: Any) -> Any:
    t1 = x_star_component * x_star_component
    t2 = -2 * singular_value * t1
    t3 = m.sqrt(batch_size)
    t4 = m.sqrt(singular_value)
    t5 = lam / t3
    t6 = t4 + t5
    t7 = t6 * t6 * t6
    t8 = t3 * rho * t7
    t9 = t2 / t8
    return t9, ()


def corollary_3_err_slope_l2_adam_corrected(m: Any, *, batch_size: Any, eta: Any, lam_l2: Any, rho: Any, singular_value: Any) -> Any:
    t1 = m.sqrt(singular_value)
    t2 = lam_l2 / t1
    t3 = t1 + t2
    t4 = t1 * t3
    t5 = 1 / t4
    t6 = m.sqrt(batch_size)
    t7 = 2 * t6 * rho
    t8 = t7 / eta
    t9 = t3 * t3
    t10 = t8 * t1 * t9
    t11 = -1 / t10
    t12 = t5 + t11
    return t12, ()


def corollary_3_mean_summand_l2_adam_corrected(m: Any, *, lam_l2: Any, rho: Any, singular_value: Any, x_star_component: Any) -> Any:
    t1 = singular_value * singular_value
    t2 = x_star_component * x_star_component
    t3 = t1 * t2
    t4 = lam_l2 + singular_value
    t5 = t4 * t4
    t6 = rho * t5
    t7 = t3 / t6
    return t7, ()


def corollary_3_mean_slope_l2_adam_corrected(m: Any, *, lam_l2: Any, rho: Any, singular_value: Any, x_star_component: Any) -> Any:
    t1 = singular_value * singular_value
    t2 = x_star_component * x_star_component
    t3 = -2 * t1 * t2
    t4 = lam_l2 + singular_value
    t5 = t4 * t4 * t4
    t6 = rho * t5
    t7 = t3 / t6
    return t7, ()


def corollary_3_lambda_cap_adamw_corrected(m: Any, *, batch_size: Any, eta: Any, rho: Any, singular_value: Any) -> Any:
    t1 = m.sqrt(batch_size)
    t2 = m.sqrt(singular_value)
    t3 = -1 * t1 * t2
    t4 = 2 * rho
    t5 = eta / t4
    t6 = t3 + t5
    return t6, ()


def theorem_1_adamw_condition_decay_step(m: Any, *, k: Any) -> Any:
    log_k = m.log(k)
    t1 = m.dot(0.4054651081081644, (-0.5, log_k))
    t2 = 0.0
    return t1, t2, t2


def theorem_2_adamw_adam_condition_eta(m: Any, *, batch_size: Any, c_inf: Any, delta: Any, epsilon: Any, eta: Any, sigma: Any, smoothness: Any) -> Any:
    log_eta = m.log(eta)
    log_batch_size = m.log(batch_size)
    log_delta = m.log(delta)
    log_epsilon = m.log(epsilon)
    log_sigma = m.log(sigma)
    log_smoothness = m.log(smoothness)
    log_c_inf = m.log(c_inf)
    t1 = m.dot(0.0, (2.0, log_c_inf))
    t2 = m.logaddexp(t1, log_delta)
    t3 = m.dot(-1.791759469228055, (1.0, log_batch_size), (1.25, log_delta), (2.0, log_epsilon), (-2.0, log_sigma), (-1.0, log_smoothness), (-0.75, t2))
    return log_eta, t3, t3


def theorem_2_l2_adam_condition_eta(m: Any, *, batch_size: Any, c_inf: Any, delta: Any, epsilon: Any, eta: Any, lam_l2: Any, sigma: Any, smoothness: Any, x_inf_norm: Any) -> Any:
    log_eta = m.log(eta)
    log_batch_size = m.log(batch_size)
    log_delta = m.log(delta)
    log_epsilon = m.log(epsilon)
    log_sigma = m.log(sigma)
    log_lam_l2 = m.log(lam_l2)
    log_smoothness = m.log(smoothness)
    t1 = m.logaddexp(log_lam_l2, log_smoothness)
    log_c_inf = m.log(c_inf)
    log_x_inf_norm = m.log(x_inf_norm)
    t2 = m.dot(0.0, (1.0, log_lam_l2), (1.0, log_x_inf_norm))
    t3 = m.logaddexp(log_c_inf, t2)
    t4 = m.dot(0.0, (2.0, t3))
    t5 = m.logaddexp(t4, log_delta)
    t6 = m.dot(-1.791759469228055, (1.0, log_batch_size), (1.25, log_delta), (2.0, log_epsilon), (-2.0, log_sigma), (-1.0, t1), (-0.75, t5))
    return log_eta, t6, t6


def theorem_2_adamw_adam_condition_beta1(m: Any, *, batch_size: Any, beta1: Any, c_inf: Any, delta: Any, epsilon: Any, sigma: Any) -> Any:
    log_beta1 = m.log(beta1)
    log_batch_size = m.log(batch_size)
    log_delta = m.log(delta)
    log_epsilon = m.log(epsilon)
    log_sigma = m.log(sigma)
    log_c_inf = m.log(c_inf)
    t1 = m.dot(0.0, (2.0, log_c_inf))
    t2 = m.logaddexp(t1, log_delta)
    t3 = m.dot(-1.0986122886681098, (1.0, log_batch_size), (0.5, log_delta), (2.0, log_epsilon), (-2.0, log_sigma), (-0.5, t2))
    return log_beta1, t3, t3


def theorem_2_l2_adam_condition_beta1(m: Any, *, batch_size: Any, beta1: Any, c_inf: Any, delta: Any, epsilon: Any, lam_l2: Any, sigma: Any, x_inf_norm: Any) -> Any:
    log_beta1 = m.log(beta1)
    log_batch_size = m.log(batch_size)
    log_delta = m.log(delta)
    log_epsilon = m.log(epsilon)
    log_sigma = m.log(sigma)
    log_c_inf = m.log(c_inf)
    log_lam_l2 = m.log(lam_l2)
    log_x_inf_norm = m.log(x_inf_norm)
    t1 = m.dot(0.0, (1.0, log_lam_l2), (1.0, log_x_inf_norm))
    t2 = m.logaddexp(log_c_inf, t1)
    t3 = m.dot(0.0, (2.0, t2))
    t4 = m.logaddexp(t3, log_delta)
    t5 = m.dot(-1.0986122886681098, (1.0, log_batch_size), (0.5, log_delta), (2.0, log_epsilon), (-2.0, log_sigma), (-0.5, t4))
    return log_beta1, t5, t5


def theorem_2_adamw_adam_condition_eta_coupling_printed(m: Any, *, beta1: Any, c_inf: Any, delta: Any, eta: Any, smoothness: Any) -> Any:
    log_eta = m.log(eta)
    log_beta1 = m.log(beta1)
    log_delta = m.log(delta)
    log_c_inf = m.log(c_inf)
    t1 = m.dot(0.0, (2.0, log_c_inf))
    t2 = m.logaddexp(t1, log_delta)
    log_smoothness = m.log(smoothness)
    t3 = m.dot(-0.6931471805599453, (1.0, log_beta1), (0.75, log_delta), (-0.25, t2), (-1.0, log_smoothness))
    return log_eta, t3, t3


def theorem_2_l2_adam_condition_eta_coupling_printed(m: Any, *, beta1: Any, c_inf: Any, delta: Any, eta: Any, lam_l2: Any, smoothness: Any, x_inf_norm: Any) -> Any:
    log_eta = m.log(eta)
    log_beta1 = m.log(beta1)
    log_delta = m.log(delta)
    log_c_inf = m.log(c_inf)
    log_lam_l2 = m.log(lam_l2)
    log_x_inf_norm = m.log(x_inf_norm)
    t1 = m.dot(0.0, (1.0, log_lam_l2), (1.0, log_x_inf_norm))
    t2 = m.logaddexp(log_c_inf, t1)
    t3 = m.dot(0.0, (2.0, t2))
    t4 = m.logaddexp(t3, log_delta)
    log_smoothness = m.log(smoothness)
    t5 = m.logaddexp(log_lam_l2, log_smoothness)
    t6 = m.dot(-0.6931471805599453, (1.0, log_beta1), (0.75, log_delta), (-0.25, t4), (-1.0, t5))
    return log_eta, t6, t6


def theorem_2_adamw_adam_condition_eta_coupling(m: Any, *, beta1: Any, delta: Any, eta: Any, smoothness: Any) -> Any:
    log_eta = m.log(eta)
    log_beta1 = m.log(beta1)
    log_delta = m.log(delta)
    log_smoothness = m.log(smoothness)
    t1 = m.dot(-0.6931471805599453, (1.0, log_beta1), (0.5, log_delta), (-1.0, log_smoothness))
    return log_eta, t1, t1


def theorem_2_l2_adam_condition_eta_coupling(m: Any, *, beta1: Any, delta: Any, eta: Any, lam_l2: Any, smoothness: Any) -> Any:
    log_eta = m.log(eta)
    log_beta1 = m.log(beta1)
    log_delta = m.log(delta)
    log_lam_l2 = m.log(lam_l2)
    log_smoothness = m.log(smoothness)
    t1 = m.logaddexp(log_lam_l2, log_smoothness)
    t2 = m.dot(-0.6931471805599453, (1.0, log_beta1), (0.5, log_delta), (-1.0, t1))
    return log_eta, t2, t2


def theorem_2_condition_beta1_weight(m: Any, *, beta1: Any) -> Any:
    log_beta1 = m.log(beta1)
    t1 = -0.6931471805599453
    return log_beta1, t1, t1


def theorem_2_adamw_condition_lambda_eta(m: Any, *, eta: Any, lam: Any) -> Any:
    log_eta = m.log(eta)
    log_lam = m.log(lam)
    t1 = m.dot(0.0, (1.0, log_eta), (1.0, log_lam))
    t2 = -1.3862943611198906
    t3 = m.dot(-1.3862943611198906, (-1.0, log_eta))
    return t1, t2, t3


def theorem_2_adam_l2_adam_condition_lambda_eta(m: Any, *, eta: Any) -> Any:
    t1 = m.log(0.0)
    t2 = -1.3862943611198906
    log_eta = m.log(eta)
    t3 = m.dot(-1.3862943611198906, (-1.0, log_eta))
    return t1, t2, t3


def theorem_2_adamw_condition_lambda_schedule_printed(m: Any, *, beta2: Any, c_inf: Any, delta: Any) -> Any:
    log_beta2 = m.log(beta2)
    log_c_inf = m.log(c_inf)
    log_delta = m.log(delta)
    t1 = m.dot(0.0, (1.0, log_beta2), (2.0, log_c_inf), (-1.0, log_delta))
    t2 = 0.0
    t3 = m.dot(0.0, (-2.0, log_c_inf), (1.0, log_delta))
    return t1, t2, t3


def theorem_2_adamw_condition_lambda_schedule_printed_when(m: Any, *, constant_decay: Any, lam: Any) -> Any:
    return m.both((constant_decay == 0.0), (lam > 0.0))


def theorem_2_adamw_condition_lambda_schedule(m: Any, *, beta2: Any, c_inf: Any, delta: Any) -> Any:
    t1 = 0.0
    log_beta2 = m.log(beta2)
    log_c_inf = m.log(c_inf)
    log_delta = m.log(delta)
    t2 = m.dot(0.0, (1.0, log_beta2), (2.0, log_c_inf), (-1.0, log_delta))
    t3 = m.logaddexp(t1, t2)
    t4 = m.dot(0.0, (-0.5, t3))
    return t1, t4, t4


def theorem_2_adamw_condition_lambda_schedule_when(m: Any, *, constant_decay: Any, lam: Any) -> Any:
    return m.both((constant_decay > 0.0), (lam > 0.0))


def theorem_2_note_7_values(m: Any, *, beta2: Any, c_inf: Any, delta: Any) -> Any:
    log_beta2 = m.log(beta2)
    log_c_inf = m.log(c_inf)
    log_delta = m.log(delta)
    t1 = m.dot(0.0, (1.0, log_beta2), (2.0, log_c_inf), (-1.0, log_delta))
    return (t1,)


def theorem_2_note_7_when(m: Any, *, beta2: Any, c_inf: Any, delta: Any, lam: Any) -> Any:
    return m.both((lam > 0.0), (m.sign_one_minus_product((beta2, 1), (c_inf, 2), (delta, -1)) < 0.0))


def theorem_2_note_8_when(m: Any, *, beta2: Any, c_inf: Any, delta: Any, k: Any, lam: Any) -> Any:
    t1 = (k % 2.0)
    return m.both(m.both((t1 == 1.0), (lam > 0.0)), (m.sign_one_minus_product((beta2, 1), (c_inf, 2), (delta, -1)) < 0.0))


def theorem_2_note_9_when(m: Any, *, sigma: Any) -> Any:
    return (sigma == 0.0)


def theorem_2_note_11_when(m: Any, *, gap: Any) -> Any:
    return (gap == 0.0)


def theorem_2_note_12_when(m: Any, *, c_inf: Any, delta: Any, gap: Any, lam: Any, x0_norm: Any) -> Any:
    log_gap = m.log(gap)
    log_c_inf = m.log(c_inf)
    t1 = m.dot(0.0, (2.0, log_c_inf))
    log_delta = m.log(delta)
    t2 = m.logaddexp(t1, log_delta)
    log_lam = m.log(lam)
    log_x0_norm = m.log(x0_norm)
    t3 = m.dot(-0.6931471805599453, (0.5, t2), (1.0, log_lam), (2.0, log_x0_norm))
    t4 = m.logaddexp(log_gap, t3)
    t5 = m.log(0.0)
    return (t4 == t5)


def theorem_2_note_14_when(m: Any, *, gap: Any, lam_l2: Any, x0_norm: Any) -> Any:
    log_gap = m.log(gap)
    log_lam_l2 = m.log(lam_l2)
    log_x0_norm = m.log(x0_norm)
    t1 = m.dot(-0.6931471805599453, (1.0, log_lam_l2), (2.0, log_x0_norm))
    t2 = m.logaddexp(log_gap, t1)
    t3 = m.log(0.0)
    return (t2 == t3)


def theorem_2_note_17_when(m: Any, *, batch_size: Any, c_inf: Any, delta: Any, epsilon: Any, sigma: Any) -> Any:
    log_batch_size = m.log(batch_size)
    log_delta = m.log(delta)
    log_epsilon = m.log(epsilon)
    log_sigma = m.log(sigma)
    log_c_inf = m.log(c_inf)
    t1 = m.dot(0.0, (2.0, log_c_inf))
    t2 = m.logaddexp(t1, log_delta)
    t3 = m.dot(-1.0986122886681098, (1.0, log_batch_size), (0.5, log_delta), (2.0, log_epsilon), (-2.0, log_sigma), (-0.5, t2))
    t4 = 0.0
    return (t3 > t4)


def theorem_2_note_19_when(m: Any, *, lam_l2: Any) -> Any:
    return (lam_l2 > 0.0)


def theorem_2_default_1_x0_norm(m: Any) -> Any:
    return 0


def theorem_2_default_2_x_inf_norm_when(m: Any, *, lam_l2: Any) -> Any:
    return (lam_l2 == 0.0)


def theorem_2_when(m: Any, *, group_lr_ratio: Any, pytorch_update: Any) -> Any:
    return m.both((group_lr_ratio == 1.0), (pytorch_update == 0.0))


def theorem_3_condition_beta1_weight(m: Any, *, gamma: Any, k: Any) -> Any:
    log_gamma = m.log(gamma)
    t1 = 0.0
    log_k = m.log(k)
    t2 = m.logaddexp(t1, log_k)
    t3 = m.dot(0.0, (1.0, log_gamma), (-0.5, t2))
    t4 = m.dot(0.0, (0.5, t2))
    return t3, t1, t4


def theorem_3_note_17_when(m: Any, *, gap: Any, sigma: Any) -> Any:
    return m.both((sigma == 0.0), (gap > 0.0))


def theorem_3_note_18_when(m: Any, *, c_inf: Any, delta: Any, gap: Any, lam: Any, sigma: Any, x0_norm: Any) -> Any:
    log_gap = m.log(gap)
    log_c_inf = m.log(c_inf)
    t1 = m.dot(0.0, (2.0, log_c_inf))
    log_delta = m.log(delta)
    t2 = m.logaddexp(t1, log_delta)
    log_lam = m.log(lam)
    log_x0_norm = m.log(x0_norm)
    t3 = m.dot(-0.6931471805599453, (0.5, t2), (1.0, log_lam), (2.0, log_x0_norm))
    t4 = m.logaddexp(log_gap, t3)
    t5 = m.log(0.0)
    return m.both((sigma == 0.0), (t4 > t5))


def theorem_3_note_20_when(m: Any, *, gap: Any, lam_l2: Any, sigma: Any, x0_norm: Any) -> Any:
    log_gap = m.log(gap)
    log_lam_l2 = m.log(lam_l2)
    log_x0_norm = m.log(x0_norm)
    t1 = m.dot(-0.6931471805599453, (1.0, log_lam_l2), (2.0, log_x0_norm))
    t2 = m.logaddexp(log_gap, t1)
    t3 = m.log(0.0)
    return m.both((sigma == 0.0), (t2 > t3))


def theorem_4_adamw_adam_condition_mu_below_l(m: Any, *, mu: Any, smoothness: Any) -> Any:
    log_mu = m.log(mu)
    log_smoothness = m.log(smoothness)
    return log_mu, log_smoothness, log_smoothness


def theorem_4_l2_adam_condition_mu_below_l(m: Any, *, lam_l2: Any, mu: Any, smoothness: Any) -> Any:
    log_mu = m.log(mu)
    log_lam_l2 = m.log(lam_l2)
    log_smoothness = m.log(smoothness)
    t1 = m.logaddexp(log_lam_l2, log_smoothness)
    return log_mu, t1, t1


def theorem_4_adamw_adam_condition_eta_stage(m: Any, *, batch_size: Any, c_inf: Any, delta: Any, eta: Any, mu: Any, sigma: Any, smoothness: Any, stage_epsilon: Any) -> Any:
    log_eta = m.log(eta)
    log_batch_size = m.log(batch_size)
    log_delta = m.log(delta)
    log_mu = m.log(mu)
    log_sigma = m.log(sigma)
    log_smoothness = m.log(smoothness)
    log_stage_epsilon = m.log(stage_epsilon)
    log_c_inf = m.log(c_inf)
    t1 = m.dot(0.0, (2.0, log_c_inf))
    t2 = m.logaddexp(t1, log_delta)
    t3 = m.dot(-2.4849066497880004, (1.0, log_batch_size), (1.25, log_delta), (1.0, log_mu), (-2.0, log_sigma), (-1.0, log_smoothness), (1.0, log_stage_epsilon), (-0.75, t2))
    return log_eta, t3, t3


def theorem_4_l2_adam_condition_eta_stage(m: Any, *, batch_size: Any, c_inf: Any, delta: Any, eta: Any, lam_l2: Any, mu: Any, sigma: Any, smoothness: Any, stage_epsilon: Any, x_inf_norm: Any) -> Any:
    log_eta = m.log(eta)
    log_batch_size = m.log(batch_size)
    log_delta = m.log(delta)
    log_mu = m.log(mu)
    log_sigma = m.log(sigma)
    log_lam_l2 = m.log(lam_l2)
    log_smoothness = m.log(smoothness)
    t1 = m.logaddexp(log_lam_l2, log_smoothness)
    log_stage_epsilon = m.log(stage_epsilon)
    log_c_inf = m.log(c_inf)
    log_x_inf_norm = m.log(x_inf_norm)
    t2 = m.dot(0.0, (1.0, log_lam_l2), (1.0, log_x_inf_norm))
    t3 = m.logaddexp(log_c_inf, t2)
    t4 = m.dot(0.0, (2.0, t3))
    t5 = m.logaddexp(t4, log_delta)
    t6 = m.dot(-2.4849066497880004, (1.0, log_batch_size), (1.25, log_delta), (1.0, log_mu), (-2.0, log_sigma), (-1.0, t1), (1.0, log_stage_epsilon), (-0.75, t5))
    return log_eta, t6, t6


def theorem_4_adamw_adam_condition_beta1_stage(m: Any, *, batch_size: Any, beta1: Any, c_inf: Any, delta: Any, mu: Any, sigma: Any, stage_epsilon: Any) -> Any:
    log_beta1 = m.log(beta1)
    log_batch_size = m.log(batch_size)
    log_delta = m.log(delta)
    log_mu = m.log(mu)
    log_sigma = m.log(sigma)
    log_stage_epsilon = m.log(stage_epsilon)
    log_c_inf = m.log(c_inf)
    t1 = m.dot(0.0, (2.0, log_c_inf))
    t2 = m.logaddexp(t1, log_delta)
    t3 = m.dot(-1.791759469228055, (1.0, log_batch_size), (0.5, log_delta), (1.0, log_mu), (-2.0, log_sigma), (1.0, log_stage_epsilon), (-0.5, t2))
    return log_beta1, t3, t3


def theorem_4_l2_adam_condition_beta1_stage(m: Any, *, batch_size: Any, beta1: Any, c_inf: Any, delta: Any, lam_l2: Any, mu: Any, sigma: Any, stage_epsilon: Any, x_inf_norm: Any) -> Any:
    log_beta1 = m.log(beta1)
    log_batch_size = m.log(batch_size)
    log_delta = m.log(delta)
    log_mu = m.log(mu)
    log_sigma = m.log(sigma)
    log_stage_epsilon = m.log(stage_epsilon)
    log_c_inf = m.log(c_inf)
    log_lam_l2 = m.log(lam_l2)
    log_x_inf_norm = m.log(x_inf_norm)
    t1 = m.dot(0.0, (1.0, log_lam_l2), (1.0, log_x_inf_norm))
    t2 = m.logaddexp(log_c_inf, t1)
    t3 = m.dot(0.0, (2.0, t2))
    t4 = m.logaddexp(t3, log_delta)
    t5 = m.dot(-1.791759469228055, (1.0, log_batch_size), (0.5, log_delta), (1.0, log_mu), (-2.0, log_sigma), (1.0, log_stage_epsilon), (-0.5, t4))
    return log_beta1, t5, t5


def theorem_4_adamw_adam_condition_beta1_stage_explicit(m: Any, *, batch_size: Any, beta1: Any, c_inf: Any, delta: Any, mu: Any, sigma: Any, stage_epsilon: Any) -> Any:
    log_beta1 = m.log(beta1)
    t1 = -0.6931471805599453
    log_batch_size = m.log(batch_size)
    log_delta = m.log(delta)
    log_c_inf = m.log(c_inf)
    t2 = m.dot(0.0, (2.0, log_c_inf))
    t3 = m.logaddexp(t2, log_delta)
    log_mu = m.log(mu)
    log_sigma = m.log(sigma)
    log_stage_epsilon = m.log(stage_epsilon)
    t4 = m.dot(-0.4054651081081644, (1.0, log_batch_size), (0.5, log_delta), (-0.5, t3), (1.0, log_mu), (-2.0, log_sigma), (1.0, log_stage_epsilon))
    t5 = m.minimum(t1, t4)
    return log_beta1, t5, t5


def theorem_4_l2_adam_condition_beta1_stage_explicit(m: Any, *, batch_size: Any, beta1: Any, c_inf: Any, delta: Any, lam_l2: Any, mu: Any, sigma: Any, stage_epsilon: Any, x_inf_norm: Any) -> Any:
    log_beta1 = m.log(beta1)
    t1 = -0.6931471805599453
    log_batch_size = m.log(batch_size)
    log_delta = m.log(delta)
    log_c_inf = m.log(c_inf)
    log_lam_l2 = m.log(lam_l2)
    log_x_inf_norm = m.log(x_inf_norm)
    t2 = m.dot(0.0, (1.0, log_lam_l2), (1.0, log_x_inf_norm))
    t3 = m.logaddexp(log_c_inf, t2)
    t4 = m.dot(0.0, (2.0, t3))
    t5 = m.logaddexp(t4, log_delta)
    log_mu = m.log(mu)
    log_sigma = m.log(sigma)
    log_stage_epsilon = m.log(stage_epsilon)
    t6 = m.dot(-0.4054651081081644, (1.0, log_batch_size), (0.5, log_delta), (-0.5, t5), (1.0, log_mu), (-2.0, log_sigma), (1.0, log_stage_epsilon))
    t7 = m.minimum(t1, t6)
    return log_beta1, t7, t7


def theorem_4_default_1_epsilon_gap(m: Any, *, epsilon: Any) -> Any:
    return epsilon


def theorem_4_default_2_stage_start(m: Any, *, gap: Any) -> Any:
    return gap


def theorem_4_default_4_stage_start(m: Any, *, gap: Any, lam_l2: Any, x0_norm: Any) -> Any:
    t1 = x0_norm * x0_norm
    t2 = lam_l2 * t1
    t3 = t2 / 2
    t4 = gap + t3
    return t4


PAPER = PaperKernels(
    key='zhou2024',
    kernels={
        ('theorem-1', 'distance', None, 'adamw', None, 'printed'): Kernel(theorem_1_distance_adamw_printed, ('alpha', 'distance_bound', 'grad_norm_bound', 'k'), ('contraction', 'noise'), '', False, None, (), (), 'theorem-1', 'theorem-1', 'distance', None, 'adamw', None, 'printed'),
        ('theorem-1', 'distance', None, 'adamw', None, 'corrected'): Kernel(theorem_1_distance_adamw_printed, ('alpha', 'distance_bound', 'grad_norm_bound', 'k'), ('contraction', 'noise'), '', False, None, (), (), 'theorem-1', 'theorem-1', 'distance', None, 'adamw', None, 'corrected'),
        ('theorem-1', 'distance', None, 'adamw', None, 'explicit'): Kernel(theorem_1_distance_adamw_explicit, ('alpha', 'distance_bound', 'grad_norm_bound', 'k'), ('contraction', 'noise'), "the supplement's chain before its last step: (1 − ηλ)^k with ηλ = 3/(2√k), never larger than the printed bound", False, None, (), (), 'theorem-1', 'theorem-1', 'distance', None, 'adamw', None, 'explicit'),
        ('theorem-1', 'distance', None, 'l2-adam', None, 'printed'): Kernel(theorem_1_distance_l2_adam_printed, ('distance_bound', 'grad_norm_bound', 'k'), ('contraction', 'noise'), '', False, None, (), (), 'theorem-1', 'theorem-1', 'distance', None, 'l2-adam', None, 'printed'),
        ('theorem-1', 'distance', None, 'l2-adam', None, 'corrected'): Kernel(theorem_1_distance_l2_adam_printed, ('distance_bound', 'grad_norm_bound', 'k'), ('contraction', 'noise'), '', False, None, (), (), 'theorem-1', 'theorem-1', 'distance', None, 'l2-adam', None, 'corrected'),
        ('theorem-2', 'iterations', 'constant', None, None, 'printed'): Kernel(theorem_2_iterations_constant_printed, ('batch_size', 'c_inf', 'delta', 'epsilon', 'gap', 'sigma', 'smoothness'), ('bias', 'variance'), '', False, theorem_2_iterations_constant_printed_drivers, ('batch_size', 'c_inf', 'delta', 'epsilon', 'gap', 'sigma', 'smoothness'), (Driver('bias', ('c∞^2.5/δ^1.25', 'L·Δ/ε²', 'σ²/(b·ε²)',)), Driver('variance', ('c∞²/δ', 'σ⁴/(b²·ε⁴)',)),), 'theorem-2', 'theorem-2', 'iterations', 'constant', None, None, 'printed'),
        ('theorem-2', 'iterations', 'constant', None, None, 'corrected'): Kernel(theorem_2_iterations_constant_corrected, ('batch_size', 'c_inf', 'delta', 'epsilon', 'gap', 'lam', 'sigma', 'smoothness', 'x0_norm'), ('bias', 'variance'), 'Δ is the gap of the regularised loss, Δ₀ = Δ + (λ/2)√(c∞²+δ)‖x₀‖²', False, theorem_2_iterations_constant_corrected_drivers, ('batch_size', 'c_inf', 'delta', 'epsilon', 'gap', 'lam', 'sigma', 'smoothness', 'x0_norm'), (Driver('bias', ('c∞^2.5/δ^1.25', 'L·Δ₀/ε²', 'σ²/(b·ε²)',)), Driver('variance', ('c∞²/δ', 'σ⁴/(b²·ε⁴)',)),), 'theorem-2', 'theorem-2', 'iterations', 'constant', None, None, 'corrected'),
        ('theorem-2', 'iterations', 'constant', None, None, 'explicit'): Kernel(theorem_2_iterations_constant_explicit, ('batch_size', 'c_inf', 'delta', 'epsilon', 'gap', 'lam', 'sigma', 'smoothness', 'x0_norm'), ('bias', 'variance'), "the proof's constants 36 and 9, √(c∞²+δ) for c∞, the coupling η ≤ r β1, β1 ≤ 1/2 (hence a noise-free term) and λη ≤ 1/4", False, theorem_2_iterations_constant_explicit_drivers, ('batch_size', 'c_inf', 'delta', 'epsilon', 'gap', 'lam', 'sigma', 'smoothness', 'x0_norm'), (Driver('bias', ('(c2/c1)^2.5', 'L·Δ₀/ε²', 'σ²/(b·ε²)',)), Driver('bias', ('(c2/c1)^1.5', 'L·Δ₀/ε²',)), Driver('bias', ('c2·Δ₀·λ/ε²',)), Driver('variance', ('(c2/c1)^2', 'σ⁴/(b²·ε⁴)',)), Driver('variance', ('c2/c1', 'σ²/(b·ε²)',)),), 'theorem-2', 'theorem-2', 'iterations', 'constant', None, None, 'explicit', counts=True, exact=Function(theorem_2_iterations_constant_explicit_exact, ('batch_size', 'c_inf', 'delta', 'epsilon', 'gap', 'lam', 'sigma', 'smoothness', 'x0_norm'))),
        ('theorem-2', 'iterations', 'constant', None, None, 'explicit-large-step'): Kernel(theorem_2_iterations_constant_explicit_large_step, ('batch_size', 'c_inf', 'delta', 'epsilon', 'gap', 'lam', 'sigma', 'smoothness', 'x0_norm'), ('bias', 'variance'), 'the proof also allows η = β1 √δ/(2L): better by √(c2/c1)', False, theorem_2_iterations_constant_explicit_large_step_drivers, ('batch_size', 'c_inf', 'delta', 'epsilon', 'gap', 'lam', 'sigma', 'smoothness', 'x0_norm'), (Driver('bias', ('(c2/c1)^2', 'L·Δ₀/ε²', 'σ²/(b·ε²)',)), Driver('bias', ('c2/c1', 'L·Δ₀/ε²',)), Driver('bias', ('c2·Δ₀·λ/ε²',)), Driver('variance', ('(c2/c1)^2', 'σ⁴/(b²·ε⁴)',)), Driver('variance', ('c2/c1', 'σ²/(b·ε²)',)),), 'theorem-2', 'theorem-2', 'iterations', 'constant', None, None, 'explicit-large-step', counts=True, exact=Function(theorem_2_iterations_constant_explicit_large_step_exact, ('batch_size', 'c_inf', 'delta', 'epsilon', 'gap', 'lam', 'sigma', 'smoothness', 'x0_norm'))),
        ('theorem-2', 'gradient-complexity', 'constant', None, None, 'printed'): Kernel(theorem_2_gradient_complexity_constant_printed, ('batch_size', 'c_inf', 'delta', 'epsilon', 'gap', 'sigma', 'smoothness'), ('bias', 'variance'), '', False, None, (), (), 'theorem-2', 'theorem-2', 'gradient-complexity', 'constant', None, None, 'printed'),
        ('theorem-2', 'gradient-complexity', 'constant', None, None, 'corrected'): Kernel(theorem_2_gradient_complexity_constant_corrected, ('batch_size', 'c_inf', 'delta', 'epsilon', 'gap', 'lam', 'sigma', 'smoothness', 'x0_norm'), ('bias', 'variance'), 'Δ is the gap of the regularised loss, Δ₀ = Δ + (λ/2)√(c∞²+δ)‖x₀‖²', False, None, (), (), 'theorem-2', 'theorem-2', 'gradient-complexity', 'constant', None, None, 'corrected'),
        ('theorem-2', 'gradient-complexity', 'constant', None, None, 'explicit'): Kernel(theorem_2_gradient_complexity_constant_explicit, ('batch_size', 'c_inf', 'delta', 'epsilon', 'gap', 'lam', 'sigma', 'smoothness', 'x0_norm'), ('bias', 'variance'), "the proof's constants 36 and 9, √(c∞²+δ) for c∞, the coupling η ≤ r β1, β1 ≤ 1/2 (hence a noise-free term) and λη ≤ 1/4", False, None, (), (), 'theorem-2', 'theorem-2', 'gradient-complexity', 'constant', None, None, 'explicit', counts=True),
        ('theorem-2', 'gradient-complexity', 'constant', None, None, 'explicit-large-step'): Kernel(theorem_2_gradient_complexity_constant_explicit_large_step, ('batch_size', 'c_inf', 'delta', 'epsilon', 'gap', 'lam', 'sigma', 'smoothness', 'x0_norm'), ('bias', 'variance'), 'the proof also allows η = β1 √δ/(2L): better by √(c2/c1)', False, None, (), (), 'theorem-2', 'theorem-2', 'gradient-complexity', 'constant', None, None, 'explicit-large-step', counts=True),
        ('theorem-2', 'eta-max', 'constant', None, None, 'printed'): Kernel(theorem_2_eta_max_constant_printed, ('batch_size', 'c_inf', 'delta', 'epsilon', 'sigma', 'smoothness'), (), '', False, None, (), (), 'theorem-2', 'theorem-2', 'eta-max', 'constant', None, None, 'printed'),
        ('theorem-2', 'eta-max', 'constant', None, None, 'corrected'): Kernel(theorem_2_eta_max_constant_printed, ('batch_size', 'c_inf', 'delta', 'epsilon', 'sigma', 'smoothness'), (), '', False, None, (), (), 'theorem-2', 'theorem-2', 'eta-max', 'constant', None, None, 'corrected'),
        ('theorem-2', 'eta-max', 'constant', None, None, 'explicit'): Kernel(theorem_2_eta_max_constant_explicit, ('batch_size', 'c_inf', 'delta', 'epsilon', 'lam', 'sigma', 'smoothness'), (), 'r β1 with β1 ≤ 1/2, and λη ≤ 1/4', False, None, (), (), 'theorem-2', 'theorem-2', 'eta-max', 'constant', None, None, 'explicit'),
        ('theorem-2', 'eta-max', 'constant', None, None, 'explicit-large-step'): Kernel(theorem_2_eta_max_constant_explicit_large_step, ('batch_size', 'c_inf', 'delta', 'epsilon', 'lam', 'sigma', 'smoothness'), (), 'the proof also allows η = β1 √δ/(2L): better by √(c2/c1)', False, None, (), (), 'theorem-2', 'theorem-2', 'eta-max', 'constant', None, None, 'explicit-large-step'),
        ('theorem-2', 'beta1-max', 'constant', None, None, 'printed'): Kernel(theorem_2_beta1_max_constant_printed, ('batch_size', 'c_inf', 'delta', 'epsilon', 'sigma'), (), '', False, None, (), (), 'theorem-2', 'theorem-2', 'beta1-max', 'constant', None, None, 'printed'),
        ('theorem-2', 'beta1-max', 'constant', None, None, 'corrected'): Kernel(theorem_2_beta1_max_constant_corrected, ('batch_size', 'c_inf', 'delta', 'epsilon', 'sigma'), (), 'a weight is at most 1', False, None, (), (), 'theorem-2', 'theorem-2', 'beta1-max', 'constant', None, None, 'corrected'),
        ('theorem-2', 'beta1-max', 'constant', None, None, 'explicit'): Kernel(theorem_2_beta1_max_constant_explicit, ('batch_size', 'c_inf', 'delta', 'epsilon', 'sigma'), (), 'the last two inequalities of (5) need β1 ≤ 1/2', False, None, (), (), 'theorem-2', 'theorem-2', 'beta1-max', 'constant', None, None, 'explicit'),
        ('theorem-2', 'beta1-max', 'constant', None, None, 'explicit-large-step'): Kernel(theorem_2_beta1_max_constant_explicit, ('batch_size', 'c_inf', 'delta', 'epsilon', 'sigma'), (), 'the last two inequalities of (5) need β1 ≤ 1/2', False, None, (), (), 'theorem-2', 'theorem-2', 'beta1-max', 'constant', None, None, 'explicit-large-step'),
        ('theorem-2', 'beta2-max', None, None, None, 'printed'): Kernel(theorem_2_beta2_max_printed, (), (), '', False, None, (), (), 'theorem-2', 'theorem-2', 'beta2-max', None, None, None, 'printed'),
        ('theorem-2', 'beta2-max', None, None, None, 'corrected'): Kernel(theorem_2_beta2_max_corrected, ('c_inf', 'delta', 'lam'), (), 'λ(1 − q)^k needs q = β2 c∞²/δ ≤ 1 (only where λ > 0)', False, None, (), (), 'theorem-2', 'theorem-2', 'beta2-max', None, None, None, 'corrected', why_when=Function(theorem_2_beta2_max_corrected_why, ('lam',))),
        ('theorem-2', 'beta2-max', None, None, None, 'explicit'): Kernel(theorem_2_beta2_max_printed, (), (), '', False, None, (), (), 'theorem-2', 'theorem-2', 'beta2-max', None, None, None, 'explicit'),
        ('theorem-2', 'lambda-k', None, None, None, 'printed'): Kernel(theorem_2_lambda_k_printed, ('beta2', 'c_inf', 'delta', 'k', 'lam'), (), '', False, None, (), (), 'theorem-2', 'theorem-2', 'lambda-k', None, None, None, 'printed', signed=True),
        ('theorem-2', 'lambda-k', None, None, None, 'corrected'): Kernel(theorem_2_lambda_k_printed, ('beta2', 'c_inf', 'delta', 'k', 'lam'), (), '', False, None, (), (), 'theorem-2', 'theorem-2', 'lambda-k', None, None, None, 'corrected', signed=True),
        ('theorem-2', 'lambda-k', None, None, None, 'explicit'): Kernel(theorem_2_lambda_k_explicit, ('beta2', 'c_inf', 'delta', 'k', 'lam'), (), 'keeps λ_k v_k from growing for every β2, not only for q ≤ 1', False, None, (), (), 'theorem-2', 'theorem-2', 'lambda-k', None, None, None, 'explicit', signed=True),
        ('theorem-2', 'gradient-norm-squared', 'constant', None, None, 'explicit'): Kernel(theorem_2_gradient_norm_squared_constant_explicit, ('batch_size', 'beta1', 'c_inf', 'delta', 'eta', 'gap', 'iterations', 'lam', 'sigma', 'x0_norm'), ('gap', 'initial-noise', 'noise-floor'), "from the supplement's Eq. (18), with Δ₀ for Δ", False, None, (), (), 'theorem-2', 'theorem-2', 'gradient-norm-squared', 'constant', None, None, 'explicit'),
        ('theorem-2', 'step-norm-squared', 'constant', None, None, 'printed'): Kernel(theorem_2_step_norm_squared_constant_printed, ('epsilon', 'eta'), (), '', False, None, (), (), 'theorem-2', 'theorem-2', 'step-norm-squared', 'constant', None, None, 'printed'),
        ('theorem-2', 'step-norm-squared', 'constant', None, None, 'corrected'): Kernel(theorem_2_step_norm_squared_constant_corrected, ('c_inf', 'delta', 'epsilon', 'eta'), (), 'the printed bound has another unit; the proof gives 4η²ε²/c2', False, None, (), (), 'theorem-2', 'theorem-2', 'step-norm-squared', 'constant', None, None, 'corrected'),
        ('theorem-2', 'step-norm-squared', 'constant', None, None, 'explicit'): Kernel(theorem_2_step_norm_squared_constant_corrected, ('c_inf', 'delta', 'epsilon', 'eta'), (), 'the printed bound has another unit; the proof gives 4η²ε²/c2', False, None, (), (), 'theorem-2', 'theorem-2', 'step-norm-squared', 'constant', None, None, 'explicit'),
        ('theorem-2', 'momentum-error', 'constant', None, None, 'printed'): Kernel(theorem_2_momentum_error_constant_printed, ('epsilon',), (), '', False, None, (), (), 'theorem-2', 'theorem-2', 'momentum-error', 'constant', None, None, 'printed'),
        ('theorem-2', 'momentum-error', 'constant', None, None, 'corrected'): Kernel(theorem_2_momentum_error_constant_printed, ('epsilon',), (), '', False, None, (), (), 'theorem-2', 'theorem-2', 'momentum-error', 'constant', None, None, 'corrected'),
        ('theorem-2', 'momentum-error', 'constant', None, None, 'explicit'): Kernel(theorem_2_momentum_error_constant_explicit, ('c_inf', 'delta', 'epsilon'), (), "what the proof's sum gives, at most (5/3)ε²", False, None, (), (), 'theorem-2', 'theorem-2', 'momentum-error', 'constant', None, None, 'explicit'),
        ('theorem-2', 'momentum-error', 'constant', None, None, 'explicit-large-step'): Kernel(theorem_2_momentum_error_constant_explicit_large_step, ('c_inf', 'delta', 'epsilon'), (), 'the proof also allows η = β1 √δ/(2L): better by √(c2/c1)', False, None, (), (), 'theorem-2', 'theorem-2', 'momentum-error', 'constant', None, None, 'explicit-large-step'),
        ('corollary-2', 'iterations', 'constant', 'adam', None, 'printed'): Kernel(theorem_2_iterations_constant_printed, ('batch_size', 'c_inf', 'delta', 'epsilon', 'gap', 'sigma', 'smoothness'), ('bias', 'variance'), '', False, theorem_2_iterations_constant_printed_drivers, ('batch_size', 'c_inf', 'delta', 'epsilon', 'gap', 'sigma', 'smoothness'), (Driver('bias', ('c∞^2.5/δ^1.25', 'L·Δ/ε²', 'σ²/(b·ε²)',)), Driver('variance', ('c∞²/δ', 'σ⁴/(b²·ε⁴)',)),), 'theorem-2', 'corollary-2', 'iterations', 'constant', 'adam', None, 'printed'),
        ('corollary-2', 'iterations', 'constant', 'adam', None, 'corrected'): Kernel(theorem_2_iterations_constant_printed, ('batch_size', 'c_inf', 'delta', 'epsilon', 'gap', 'sigma', 'smoothness'), ('bias', 'variance'), 'Δ is the gap of the regularised loss, Δ₀ = Δ + (λ/2)√(c∞²+δ)‖x₀‖²', False, theorem_2_iterations_constant_printed_drivers, ('batch_size', 'c_inf', 'delta', 'epsilon', 'gap', 'sigma', 'smoothness'), (Driver('bias', ('c∞^2.5/δ^1.25', 'L·Δ₀/ε²', 'σ²/(b·ε²)',)), Driver('variance', ('c∞²/δ', 'σ⁴/(b²·ε⁴)',)),), 'theorem-2', 'corollary-2', 'iterations', 'constant', 'adam', None, 'corrected'),
        ('corollary-2', 'iterations', 'constant', 'adam', None, 'explicit'): Kernel(corollary_2_iterations_constant_adam_explicit, ('batch_size', 'c_inf', 'delta', 'epsilon', 'gap', 'sigma', 'smoothness'), ('bias', 'variance'), "the proof's constants 36 and 9, √(c∞²+δ) for c∞, the coupling η ≤ r β1, β1 ≤ 1/2 (hence a noise-free term) and λη ≤ 1/4", False, corollary_2_iterations_constant_adam_explicit_drivers, ('batch_size', 'c_inf', 'delta', 'epsilon', 'gap', 'sigma', 'smoothness'), (Driver('bias', ('(c2/c1)^2.5', 'L·Δ₀/ε²', 'σ²/(b·ε²)',)), Driver('bias', ('(c2/c1)^1.5', 'L·Δ₀/ε²',)), Driver('variance', ('(c2/c1)^2', 'σ⁴/(b²·ε⁴)',)), Driver('variance', ('c2/c1', 'σ²/(b·ε²)',)),), 'theorem-2', 'corollary-2', 'iterations', 'constant', 'adam', None, 'explicit', counts=True, exact=Function(corollary_2_iterations_constant_adam_explicit_exact, ('batch_size', 'c_inf', 'delta', 'epsilon', 'gap', 'sigma', 'smoothness'))),
        ('corollary-2', 'iterations', 'constant', 'adam', None, 'explicit-large-step'): Kernel(corollary_2_iterations_constant_adam_explicit_large_step, ('batch_size', 'c_inf', 'delta', 'epsilon', 'gap', 'sigma', 'smoothness'), ('bias', 'variance'), 'the proof also allows η = β1 √δ/(2L): better by √(c2/c1)', False, corollary_2_iterations_constant_adam_explicit_large_step_drivers, ('batch_size', 'c_inf', 'delta', 'epsilon', 'gap', 'sigma', 'smoothness'), (Driver('bias', ('(c2/c1)^2', 'L·Δ₀/ε²', 'σ²/(b·ε²)',)), Driver('bias', ('c2/c1', 'L·Δ₀/ε²',)), Driver('variance', ('(c2/c1)^2', 'σ⁴/(b²·ε⁴)',)), Driver('variance', ('c2/c1', 'σ²/(b·ε²)',)),), 'theorem-2', 'corollary-2', 'iterations', 'constant', 'adam', None, 'explicit-large-step', counts=True, exact=Function(corollary_2_iterations_constant_adam_explicit_large_step_exact, ('batch_size', 'c_inf', 'delta', 'epsilon', 'gap', 'sigma', 'smoothness'))),
        ('corollary-2', 'gradient-complexity', 'constant', 'adam', None, 'printed'): Kernel(theorem_2_gradient_complexity_constant_printed, ('batch_size', 'c_inf', 'delta', 'epsilon', 'gap', 'sigma', 'smoothness'), ('bias', 'variance'), '', False, None, (), (), 'theorem-2', 'corollary-2', 'gradient-complexity', 'constant', 'adam', None, 'printed'),
        ('corollary-2', 'gradient-complexity', 'constant', 'adam', None, 'corrected'): Kernel(theorem_2_gradient_complexity_constant_printed, ('batch_size', 'c_inf', 'delta', 'epsilon', 'gap', 'sigma', 'smoothness'), ('bias', 'variance'), 'Δ is the gap of the regularised loss, Δ₀ = Δ + (λ/2)√(c∞²+δ)‖x₀‖²', False, None, (), (), 'theorem-2', 'corollary-2', 'gradient-complexity', 'constant', 'adam', None, 'corrected'),
        ('corollary-2', 'gradient-complexity', 'constant', 'adam', None, 'explicit'): Kernel(corollary_2_gradient_complexity_constant_adam_explicit, ('batch_size', 'c_inf', 'delta', 'epsilon', 'gap', 'sigma', 'smoothness'), ('bias', 'variance'), "the proof's constants 36 and 9, √(c∞²+δ) for c∞, the coupling η ≤ r β1, β1 ≤ 1/2 (hence a noise-free term) and λη ≤ 1/4", False, None, (), (), 'theorem-2', 'corollary-2', 'gradient-complexity', 'constant', 'adam', None, 'explicit', counts=True),
        ('corollary-2', 'gradient-complexity', 'constant', 'adam', None, 'explicit-large-step'): Kernel(corollary_2_gradient_complexity_constant_adam_explicit_large_step, ('batch_size', 'c_inf', 'delta', 'epsilon', 'gap', 'sigma', 'smoothness'), ('bias', 'variance'), 'the proof also allows η = β1 √δ/(2L): better by √(c2/c1)', False, None, (), (), 'theorem-2', 'corollary-2', 'gradient-complexity', 'constant', 'adam', None, 'explicit-large-step', counts=True),
        ('corollary-2', 'eta-max', 'constant', 'adam', None, 'printed'): Kernel(theorem_2_eta_max_constant_printed, ('batch_size', 'c_inf', 'delta', 'epsilon', 'sigma', 'smoothness'), (), '', False, None, (), (), 'theorem-2', 'corollary-2', 'eta-max', 'constant', 'adam', None, 'printed'),
        ('corollary-2', 'eta-max', 'constant', 'adam', None, 'corrected'): Kernel(theorem_2_eta_max_constant_printed, ('batch_size', 'c_inf', 'delta', 'epsilon', 'sigma', 'smoothness'), (), '', False, None, (), (), 'theorem-2', 'corollary-2', 'eta-max', 'constant', 'adam', None, 'corrected'),
        ('corollary-2', 'eta-max', 'constant', 'adam', None, 'explicit'): Kernel(corollary_2_eta_max_constant_adam_explicit, ('batch_size', 'c_inf', 'delta', 'epsilon', 'sigma', 'smoothness'), (), 'r β1 with β1 ≤ 1/2, and λη ≤ 1/4', False, None, (), (), 'theorem-2', 'corollary-2', 'eta-max', 'constant', 'adam', None, 'explicit'),
        ('corollary-2', 'eta-max', 'constant', 'adam', None, 'explicit-large-step'): Kernel(corollary_2_eta_max_constant_adam_explicit_large_step, ('batch_size', 'c_inf', 'delta', 'epsilon', 'sigma', 'smoothness'), (), 'the proof also allows η = β1 √δ/(2L): better by √(c2/c1)', False, None, (), (), 'theorem-2', 'corollary-2', 'eta-max', 'constant', 'adam', None, 'explicit-large-step'),
        ('corollary-2', 'beta1-max', 'constant', 'adam', None, 'printed'): Kernel(theorem_2_beta1_max_constant_printed, ('batch_size', 'c_inf', 'delta', 'epsilon', 'sigma'), (), '', False, None, (), (), 'theorem-2', 'corollary-2', 'beta1-max', 'constant', 'adam', None, 'printed'),
        ('corollary-2', 'beta1-max', 'constant', 'adam', None, 'corrected'): Kernel(theorem_2_beta1_max_constant_corrected, ('batch_size', 'c_inf', 'delta', 'epsilon', 'sigma'), (), 'a weight is at most 1', False, None, (), (), 'theorem-2', 'corollary-2', 'beta1-max', 'constant', 'adam', None, 'corrected'),
        ('corollary-2', 'beta1-max', 'constant', 'adam', None, 'explicit'): Kernel(theorem_2_beta1_max_constant_explicit, ('batch_size', 'c_inf', 'delta', 'epsilon', 'sigma'), (), 'the last two inequalities of (5) need β1 ≤ 1/2', False, None, (), (), 'theorem-2', 'corollary-2', 'beta1-max', 'constant', 'adam', None, 'explicit'),
        ('corollary-2', 'beta1-max', 'constant', 'adam', None, 'explicit-large-step'): Kernel(theorem_2_beta1_max_constant_explicit, ('batch_size', 'c_inf', 'delta', 'epsilon', 'sigma'), (), 'the last two inequalities of (5) need β1 ≤ 1/2', False, None, (), (), 'theorem-2', 'corollary-2', 'beta1-max', 'constant', 'adam', None, 'explicit-large-step'),
        ('corollary-2', 'beta2-max', None, 'adam', None, 'printed'): Kernel(theorem_2_beta2_max_printed, (), (), '', False, None, (), (), 'theorem-2', 'corollary-2', 'beta2-max', None, 'adam', None, 'printed'),
        ('corollary-2', 'beta2-max', None, 'adam', None, 'corrected'): Kernel(corollary_2_beta2_max_adam_corrected, ('c_inf', 'delta'), (), 'λ(1 − q)^k needs q = β2 c∞²/δ ≤ 1 (only where λ > 0)', False, None, (), (), 'theorem-2', 'corollary-2', 'beta2-max', None, 'adam', None, 'corrected', why_when=Function(corollary_2_beta2_max_adam_corrected_why, ())),
        ('corollary-2', 'beta2-max', None, 'adam', None, 'explicit'): Kernel(theorem_2_beta2_max_printed, (), (), '', False, None, (), (), 'theorem-2', 'corollary-2', 'beta2-max', None, 'adam', None, 'explicit'),
        ('corollary-2', 'lambda-k', None, 'adam', None, 'printed'): Kernel(corollary_2_lambda_k_adam_printed, ('beta2', 'c_inf', 'delta', 'k'), (), '', False, None, (), (), 'theorem-2', 'corollary-2', 'lambda-k', None, 'adam', None, 'printed', signed=True),
        ('corollary-2', 'lambda-k', None, 'adam', None, 'corrected'): Kernel(corollary_2_lambda_k_adam_printed, ('beta2', 'c_inf', 'delta', 'k'), (), '', False, None, (), (), 'theorem-2', 'corollary-2', 'lambda-k', None, 'adam', None, 'corrected', signed=True),
        ('corollary-2', 'lambda-k', None, 'adam', None, 'explicit'): Kernel(corollary_2_lambda_k_adam_printed, ('beta2', 'c_inf', 'delta', 'k'), (), 'keeps λ_k v_k from growing for every β2, not only for q ≤ 1', False, None, (), (), 'theorem-2', 'corollary-2', 'lambda-k', None, 'adam', None, 'explicit', signed=True),
        ('corollary-2', 'gradient-norm-squared', 'constant', 'adam', None, 'explicit'): Kernel(corollary_2_gradient_norm_squared_constant_adam_explicit, ('batch_size', 'beta1', 'c_inf', 'delta', 'eta', 'gap', 'iterations', 'sigma'), ('gap', 'initial-noise', 'noise-floor'), "from the supplement's Eq. (18), with Δ₀ for Δ", False, None, (), (), 'theorem-2', 'corollary-2', 'gradient-norm-squared', 'constant', 'adam', None, 'explicit'),
        ('corollary-2', 'step-norm-squared', 'constant', 'adam', None, 'printed'): Kernel(theorem_2_step_norm_squared_constant_printed, ('epsilon', 'eta'), (), '', False, None, (), (), 'theorem-2', 'corollary-2', 'step-norm-squared', 'constant', 'adam', None, 'printed'),
        ('corollary-2', 'step-norm-squared', 'constant', 'adam', None, 'corrected'): Kernel(theorem_2_step_norm_squared_constant_corrected, ('c_inf', 'delta', 'epsilon', 'eta'), (), 'the printed bound has another unit; the proof gives 4η²ε²/c2', False, None, (), (), 'theorem-2', 'corollary-2', 'step-norm-squared', 'constant', 'adam', None, 'corrected'),
        ('corollary-2', 'step-norm-squared', 'constant', 'adam', None, 'explicit'): Kernel(theorem_2_step_norm_squared_constant_corrected, ('c_inf', 'delta', 'epsilon', 'eta'), (), 'the printed bound has another unit; the proof gives 4η²ε²/c2', False, None, (), (), 'theorem-2', 'corollary-2', 'step-norm-squared', 'constant', 'adam', None, 'explicit'),
        ('corollary-2', 'momentum-error', 'constant', 'adam', None, 'printed'): Kernel(theorem_2_momentum_error_constant_printed, ('epsilon',), (), '', False, None, (), (), 'theorem-2', 'corollary-2', 'momentum-error', 'constant', 'adam', None, 'printed'),
        ('corollary-2', 'momentum-error', 'constant', 'adam', None, 'corrected'): Kernel(theorem_2_momentum_error_constant_printed, ('epsilon',), (), '', False, None, (), (), 'theorem-2', 'corollary-2', 'momentum-error', 'constant', 'adam', None, 'corrected'),
        ('corollary-2', 'momentum-error', 'constant', 'adam', None, 'explicit'): Kernel(theorem_2_momentum_error_constant_explicit, ('c_inf', 'delta', 'epsilon'), (), "what the proof's sum gives, at most (5/3)ε²", False, None, (), (), 'theorem-2', 'corollary-2', 'momentum-error', 'constant', 'adam', None, 'explicit'),
        ('corollary-2', 'momentum-error', 'constant', 'adam', None, 'explicit-large-step'): Kernel(theorem_2_momentum_error_constant_explicit_large_step, ('c_inf', 'delta', 'epsilon'), (), 'the proof also allows η = β1 √δ/(2L): better by √(c2/c1)', False, None, (), (), 'theorem-2', 'corollary-2', 'momentum-error', 'constant', 'adam', None, 'explicit-large-step'),
        ('corollary-2', 'iterations', 'constant', 'l2-adam', None, 'printed'): Kernel(theorem_2_iterations_constant_printed, ('batch_size', 'c_inf', 'delta', 'epsilon', 'gap', 'sigma', 'smoothness'), ('bias', 'variance'), '', False, theorem_2_iterations_constant_printed_drivers, ('batch_size', 'c_inf', 'delta', 'epsilon', 'gap', 'sigma', 'smoothness'), (Driver('bias', ('c∞^2.5/δ^1.25', 'L·Δ/ε²', 'σ²/(b·ε²)',)), Driver('variance', ('c∞²/δ', 'σ⁴/(b²·ε⁴)',)),), 'theorem-2', 'corollary-2', 'iterations', 'constant', 'l2-adam', None, 'printed'),
        ('corollary-2', 'gradient-complexity', 'constant', 'l2-adam', None, 'printed'): Kernel(theorem_2_gradient_complexity_constant_printed, ('batch_size', 'c_inf', 'delta', 'epsilon', 'gap', 'sigma', 'smoothness'), ('bias', 'variance'), '', False, None, (), (), 'theorem-2', 'corollary-2', 'gradient-complexity', 'constant', 'l2-adam', None, 'printed'),
        ('corollary-2', 'eta-max', 'constant', 'l2-adam', None, 'printed'): Kernel(theorem_2_eta_max_constant_printed, ('batch_size', 'c_inf', 'delta', 'epsilon', 'sigma', 'smoothness'), (), '', False, None, (), (), 'theorem-2', 'corollary-2', 'eta-max', 'constant', 'l2-adam', None, 'printed'),
        ('corollary-2', 'beta1-max', 'constant', 'l2-adam', None, 'printed'): Kernel(theorem_2_beta1_max_constant_printed, ('batch_size', 'c_inf', 'delta', 'epsilon', 'sigma'), (), '', False, None, (), (), 'theorem-2', 'corollary-2', 'beta1-max', 'constant', 'l2-adam', None, 'printed'),
        ('corollary-2', 'beta2-max', None, 'l2-adam', None, 'printed'): Kernel(theorem_2_beta2_max_printed, (), (), '', False, None, (), (), 'theorem-2', 'corollary-2', 'beta2-max', None, 'l2-adam', None, 'printed'),
        ('corollary-2', 'lambda-k', None, 'l2-adam', None, 'printed'): Kernel(corollary_2_lambda_k_adam_printed, ('beta2', 'c_inf', 'delta', 'k'), (), '', False, None, (), (), 'theorem-2', 'corollary-2', 'lambda-k', None, 'l2-adam', None, 'printed', signed=True),
        ('corollary-2', 'step-norm-squared', 'constant', 'l2-adam', None, 'printed'): Kernel(theorem_2_step_norm_squared_constant_printed, ('epsilon', 'eta'), (), '', False, None, (), (), 'theorem-2', 'corollary-2', 'step-norm-squared', 'constant', 'l2-adam', None, 'printed'),
        ('corollary-2', 'momentum-error', 'constant', 'l2-adam', None, 'printed'): Kernel(theorem_2_momentum_error_constant_printed, ('epsilon',), (), '', False, None, (), (), 'theorem-2', 'corollary-2', 'momentum-error', 'constant', 'l2-adam', None, 'printed'),
        ('corollary-2', 'iterations', 'constant', 'l2-adam', None, 'corrected'): Kernel(corollary_2_iterations_constant_l2_adam_corrected, ('batch_size', 'c_inf', 'delta', 'epsilon', 'gap', 'lam_l2', 'sigma', 'smoothness', 'x0_norm', 'x_inf_norm'), ('bias', 'variance'), '', False, corollary_2_iterations_constant_l2_adam_corrected_drivers, ('batch_size', 'c_inf', 'delta', 'epsilon', 'gap', 'lam_l2', 'sigma', 'smoothness', 'x0_norm', 'x_inf_norm'), (Driver('bias', ('c∞^2.5/δ^1.25', 'L·Δ₀/ε²', 'σ²/(b·ε²)',)), Driver('variance', ('c∞²/δ', 'σ⁴/(b²·ε⁴)',)),), 'theorem-2', 'corollary-2', 'iterations', 'constant', 'l2-adam', None, 'corrected'),
        ('corollary-2', 'iterations', 'constant', 'l2-adam', None, 'explicit'): Kernel(corollary_2_iterations_constant_l2_adam_explicit, ('batch_size', 'c_inf', 'delta', 'epsilon', 'gap', 'lam_l2', 'sigma', 'smoothness', 'x0_norm', 'x_inf_norm'), ('bias', 'variance'), "the proof's constants 36 and 9, √(c∞²+δ) for c∞, the coupling η ≤ r β1, β1 ≤ 1/2 (hence a noise-free term) and λη ≤ 1/4", False, corollary_2_iterations_constant_l2_adam_explicit_drivers, ('batch_size', 'c_inf', 'delta', 'epsilon', 'gap', 'lam_l2', 'sigma', 'smoothness', 'x0_norm', 'x_inf_norm'), (Driver('bias', ('(c2/c1)^2.5', 'L·Δ₀/ε²', 'σ²/(b·ε²)',)), Driver('bias', ('(c2/c1)^1.5', 'L·Δ₀/ε²',)), Driver('variance', ('(c2/c1)^2', 'σ⁴/(b²·ε⁴)',)), Driver('variance', ('c2/c1', 'σ²/(b·ε²)',)),), 'theorem-2', 'corollary-2', 'iterations', 'constant', 'l2-adam', None, 'explicit', counts=True, exact=Function(corollary_2_iterations_constant_l2_adam_explicit_exact, ('batch_size', 'c_inf', 'delta', 'epsilon', 'gap', 'lam_l2', 'sigma', 'smoothness', 'x0_norm', 'x_inf_norm'))),
        ('corollary-2', 'iterations', 'constant', 'l2-adam', None, 'explicit-large-step'): Kernel(corollary_2_iterations_constant_l2_adam_explicit_large_step, ('batch_size', 'c_inf', 'delta', 'epsilon', 'gap', 'lam_l2', 'sigma', 'smoothness', 'x0_norm', 'x_inf_norm'), ('bias', 'variance'), 'the proof also allows η = β1 √δ/(2L): better by √(c2/c1)', False, corollary_2_iterations_constant_l2_adam_explicit_large_step_drivers, ('batch_size', 'c_inf', 'delta', 'epsilon', 'gap', 'lam_l2', 'sigma', 'smoothness', 'x0_norm', 'x_inf_norm'), (Driver('bias', ('(c2/c1)^2', 'L·Δ₀/ε²', 'σ²/(b·ε²)',)), Driver('bias', ('c2/c1', 'L·Δ₀/ε²',)), Driver('variance', ('(c2/c1)^2', 'σ⁴/(b²·ε⁴)',)), Driver('variance', ('c2/c1', 'σ²/(b·ε²)',)),), 'theorem-2', 'corollary-2', 'iterations', 'constant', 'l2-adam', None, 'explicit-large-step', counts=True, exact=Function(corollary_2_iterations_constant_l2_adam_explicit_large_step_exact, ('batch_size', 'c_inf', 'delta', 'epsilon', 'gap', 'lam_l2', 'sigma', 'smoothness', 'x0_norm', 'x_inf_norm'))),
        ('corollary-2', 'gradient-complexity', 'constant', 'l2-adam', None, 'corrected'): Kernel(corollary_2_gradient_complexity_constant_l2_adam_corrected, ('batch_size', 'c_inf', 'delta', 'epsilon', 'gap', 'lam_l2', 'sigma', 'smoothness', 'x0_norm', 'x_inf_norm'), ('bias', 'variance'), '', False, None, (), (), 'theorem-2', 'corollary-2', 'gradient-complexity', 'constant', 'l2-adam', None, 'corrected'),
        ('corollary-2', 'gradient-complexity', 'constant', 'l2-adam', None, 'explicit'): Kernel(corollary_2_gradient_complexity_constant_l2_adam_explicit, ('batch_size', 'c_inf', 'delta', 'epsilon', 'gap', 'lam_l2', 'sigma', 'smoothness', 'x0_norm', 'x_inf_norm'), ('bias', 'variance'), "the proof's constants 36 and 9, √(c∞²+δ) for c∞, the coupling η ≤ r β1, β1 ≤ 1/2 (hence a noise-free term) and λη ≤ 1/4", False, None, (), (), 'theorem-2', 'corollary-2', 'gradient-complexity', 'constant', 'l2-adam', None, 'explicit', counts=True),
        ('corollary-2', 'gradient-complexity', 'constant', 'l2-adam', None, 'explicit-large-step'): Kernel(corollary_2_gradient_complexity_constant_l2_adam_explicit_large_step, ('batch_size', 'c_inf', 'delta', 'epsilon', 'gap', 'lam_l2', 'sigma', 'smoothness', 'x0_norm', 'x_inf_norm'), ('bias', 'variance'), 'the proof also allows η = β1 √δ/(2L): better by √(c2/c1)', False, None, (), (), 'theorem-2', 'corollary-2', 'gradient-complexity', 'constant', 'l2-adam', None, 'explicit-large-step', counts=True),
        ('corollary-2', 'eta-max', 'constant', 'l2-adam', None, 'corrected'): Kernel(corollary_2_eta_max_constant_l2_adam_corrected, ('batch_size', 'c_inf', 'delta', 'epsilon', 'lam_l2', 'sigma', 'smoothness', 'x_inf_norm'), (), '', False, None, (), (), 'theorem-2', 'corollary-2', 'eta-max', 'constant', 'l2-adam', None, 'corrected'),
        ('corollary-2', 'eta-max', 'constant', 'l2-adam', None, 'explicit'): Kernel(corollary_2_eta_max_constant_l2_adam_explicit, ('batch_size', 'c_inf', 'delta', 'epsilon', 'lam_l2', 'sigma', 'smoothness', 'x_inf_norm'), (), 'r β1 with β1 ≤ 1/2, and λη ≤ 1/4', False, None, (), (), 'theorem-2', 'corollary-2', 'eta-max', 'constant', 'l2-adam', None, 'explicit'),
        ('corollary-2', 'eta-max', 'constant', 'l2-adam', None, 'explicit-large-step'): Kernel(corollary_2_eta_max_constant_l2_adam_explicit_large_step, ('batch_size', 'c_inf', 'delta', 'epsilon', 'lam_l2', 'sigma', 'smoothness', 'x_inf_norm'), (), 'the proof also allows η = β1 √δ/(2L): better by √(c2/c1)', False, None, (), (), 'theorem-2', 'corollary-2', 'eta-max', 'constant', 'l2-adam', None, 'explicit-large-step'),
        ('corollary-2', 'beta1-max', 'constant', 'l2-adam', None, 'corrected'): Kernel(corollary_2_beta1_max_constant_l2_adam_corrected, ('batch_size', 'c_inf', 'delta', 'epsilon', 'lam_l2', 'sigma', 'x_inf_norm'), (), 'a weight is at most 1', False, None, (), (), 'theorem-2', 'corollary-2', 'beta1-max', 'constant', 'l2-adam', None, 'corrected'),
        ('corollary-2', 'beta1-max', 'constant', 'l2-adam', None, 'explicit'): Kernel(corollary_2_beta1_max_constant_l2_adam_explicit, ('batch_size', 'c_inf', 'delta', 'epsilon', 'lam_l2', 'sigma', 'x_inf_norm'), (), 'the last two inequalities of (5) need β1 ≤ 1/2', False, None, (), (), 'theorem-2', 'corollary-2', 'beta1-max', 'constant', 'l2-adam', None, 'explicit'),
        ('corollary-2', 'beta1-max', 'constant', 'l2-adam', None, 'explicit-large-step'): Kernel(corollary_2_beta1_max_constant_l2_adam_explicit, ('batch_size', 'c_inf', 'delta', 'epsilon', 'lam_l2', 'sigma', 'x_inf_norm'), (), 'the last two inequalities of (5) need β1 ≤ 1/2', False, None, (), (), 'theorem-2', 'corollary-2', 'beta1-max', 'constant', 'l2-adam', None, 'explicit-large-step'),
        ('corollary-2', 'beta2-max', None, 'l2-adam', None, 'corrected'): Kernel(corollary_2_beta2_max_adam_corrected, ('c_inf', 'delta'), (), 'λ(1 − q)^k needs q = β2 c∞²/δ ≤ 1 (only where λ > 0)', False, None, (), (), 'theorem-2', 'corollary-2', 'beta2-max', None, 'l2-adam', None, 'corrected', why_when=Function(corollary_2_beta2_max_adam_corrected_why, ())),
        ('corollary-2', 'beta2-max', None, 'l2-adam', None, 'explicit'): Kernel(theorem_2_beta2_max_printed, (), (), '', False, None, (), (), 'theorem-2', 'corollary-2', 'beta2-max', None, 'l2-adam', None, 'explicit'),
        ('corollary-2', 'lambda-k', None, 'l2-adam', None, 'corrected'): Kernel(corollary_2_lambda_k_adam_printed, ('beta2', 'c_inf', 'delta', 'k'), (), '', False, None, (), (), 'theorem-2', 'corollary-2', 'lambda-k', None, 'l2-adam', None, 'corrected', signed=True),
        ('corollary-2', 'lambda-k', None, 'l2-adam', None, 'explicit'): Kernel(corollary_2_lambda_k_adam_printed, ('beta2', 'c_inf', 'delta', 'k'), (), 'keeps λ_k v_k from growing for every β2, not only for q ≤ 1', False, None, (), (), 'theorem-2', 'corollary-2', 'lambda-k', None, 'l2-adam', None, 'explicit', signed=True),
        ('corollary-2', 'gradient-norm-squared', 'constant', 'l2-adam', None, 'explicit'): Kernel(corollary_2_gradient_norm_squared_constant_l2_adam_explicit, ('batch_size', 'beta1', 'c_inf', 'delta', 'eta', 'gap', 'iterations', 'lam_l2', 'sigma', 'x0_norm', 'x_inf_norm'), ('gap', 'initial-noise', 'noise-floor'), "from the supplement's Eq. (18), with Δ₀ for Δ", False, None, (), (), 'theorem-2', 'corollary-2', 'gradient-norm-squared', 'constant', 'l2-adam', None, 'explicit'),
        ('corollary-2', 'step-norm-squared', 'constant', 'l2-adam', None, 'corrected'): Kernel(corollary_2_step_norm_squared_constant_l2_adam_corrected, ('c_inf', 'delta', 'epsilon', 'eta', 'lam_l2', 'x_inf_norm'), (), 'the printed bound has another unit; the proof gives 4η²ε²/c2', False, None, (), (), 'theorem-2', 'corollary-2', 'step-norm-squared', 'constant', 'l2-adam', None, 'corrected'),
        ('corollary-2', 'step-norm-squared', 'constant', 'l2-adam', None, 'explicit'): Kernel(corollary_2_step_norm_squared_constant_l2_adam_corrected, ('c_inf', 'delta', 'epsilon', 'eta', 'lam_l2', 'x_inf_norm'), (), 'the printed bound has another unit; the proof gives 4η²ε²/c2', False, None, (), (), 'theorem-2', 'corollary-2', 'step-norm-squared', 'constant', 'l2-adam', None, 'explicit'),
        ('corollary-2', 'momentum-error', 'constant', 'l2-adam', None, 'corrected'): Kernel(theorem_2_momentum_error_constant_printed, ('epsilon',), (), '', False, None, (), (), 'theorem-2', 'corollary-2', 'momentum-error', 'constant', 'l2-adam', None, 'corrected'),
        ('corollary-2', 'momentum-error', 'constant', 'l2-adam', None, 'explicit'): Kernel(corollary_2_momentum_error_constant_l2_adam_explicit, ('c_inf', 'delta', 'epsilon', 'lam_l2', 'x_inf_norm'), (), "what the proof's sum gives, at most (5/3)ε²", False, None, (), (), 'theorem-2', 'corollary-2', 'momentum-error', 'constant', 'l2-adam', None, 'explicit'),
        ('corollary-2', 'momentum-error', 'constant', 'l2-adam', None, 'explicit-large-step'): Kernel(corollary_2_momentum_error_constant_l2_adam_explicit_large_step, ('c_inf', 'delta', 'epsilon', 'lam_l2', 'x_inf_norm'), (), 'the proof also allows η = β1 √δ/(2L): better by √(c2/c1)', False, None, (), (), 'theorem-2', 'corollary-2', 'momentum-error', 'constant', 'l2-adam', None, 'explicit-large-step'),
        ('corollary-2', 'c-inf', None, 'l2-adam', None, 'corrected'): Kernel(corollary_2_c_inf_l2_adam_corrected, ('c_inf', 'lam_l2', 'x_inf_norm'), (), 'the constants are those of the regularised loss: c∞+λ‖x‖∞, L+λ, Δ+(λ/2)‖x₀‖²', False, None, (), (), 'corollary-2', 'corollary-2', 'c-inf', None, 'l2-adam', None, 'corrected'),
        ('corollary-2', 'smoothness', None, 'l2-adam', None, 'corrected'): Kernel(corollary_2_smoothness_l2_adam_corrected, ('lam_l2', 'smoothness'), (), 'the constants are those of the regularised loss: c∞+λ‖x‖∞, L+λ, Δ+(λ/2)‖x₀‖²', False, None, (), (), 'corollary-2', 'corollary-2', 'smoothness', None, 'l2-adam', None, 'corrected'),
        ('corollary-2', 'gap', None, 'l2-adam', None, 'corrected'): Kernel(corollary_2_gap_l2_adam_corrected, ('gap', 'lam_l2', 'x0_norm'), (), 'the constants are those of the regularised loss: c∞+λ‖x‖∞, L+λ, Δ+(λ/2)‖x₀‖²', False, None, (), (), 'corollary-2', 'corollary-2', 'gap', None, 'l2-adam', None, 'corrected'),
        ('theorem-3', 'iterations', 'decaying', None, None, 'printed'): Kernel(theorem_3_iterations_decaying_printed, ('batch_size', 'c_inf', 'delta', 'epsilon', 'gap', 'sigma', 'smoothness'), ('bias', 'variance'), '', True, theorem_3_iterations_decaying_printed_drivers, ('batch_size', 'c_inf', 'delta', 'epsilon', 'gap', 'sigma', 'smoothness'), (Driver('bias', ('1/b', 'c∞^1.25/δ^0.625', '√L·√Δ/ε', 'σ/ε', '1/ε²', 'log(1/ε)',)), Driver('variance', ('1/b', 'c∞/√δ', '(σ/ε)^2', '1/ε²', 'log(1/ε)',)),), 'theorem-3', 'theorem-3', 'iterations', 'decaying', None, None, 'printed', exists=Function(theorem_3_iterations_decaying_printed_exists, ('epsilon',)), missing_text='no number: log(1/ε) makes no sense for ε ≥ 1', missing_code='log-epsilon', missing_warning="Theorem 3's log(1/ε) loses its sense for ε ≥ 1: its printed and corrected forms have no number there"),
        ('theorem-3', 'iterations', 'decaying', None, None, 'corrected'): Kernel(theorem_3_iterations_decaying_corrected, ('batch_size', 'c_inf', 'delta', 'epsilon', 'gap', 'lam', 'sigma', 'smoothness', 'x0_norm'), ('bias', 'variance'), 'the proof needs √T ≥ C log(1/ε)/ε² but squares only ε²: C and the logarithm must be squared too, which gives Theorem 2 times log²(1/ε)', True, theorem_3_iterations_decaying_corrected_drivers, ('batch_size', 'c_inf', 'delta', 'epsilon', 'gap', 'lam', 'sigma', 'smoothness', 'x0_norm'), (Driver('bias', ('log²(1/ε)', 'c∞^2.5/δ^1.25', 'L·Δ₀/ε²', 'σ²/(b·ε²)',)), Driver('variance', ('log²(1/ε)', 'c∞²/δ', 'σ⁴/(b²·ε⁴)',)),), 'theorem-3', 'theorem-3', 'iterations', 'decaying', None, None, 'corrected', exists=Function(theorem_3_iterations_decaying_printed_exists, ('epsilon',)), missing_text='no number: log(1/ε) makes no sense for ε ≥ 1', missing_code='log-epsilon', missing_warning="Theorem 3's log(1/ε) loses its sense for ε ≥ 1: its printed and corrected forms have no number there"),
        ('theorem-3', 'iterations', 'decaying', None, None, 'explicit'): Kernel(theorem_3_iterations_decaying_explicit, ('batch_size', 'c_inf', 'delta', 'epsilon', 'gap', 'lam', 'sigma', 'smoothness', 'x0_norm'), ('bias', 'variance'), 'the smallest T at which the guarantee of the decaying step is ε², for this gap and every smaller one, with β ≤ 1; the parts are its leading orders, without the logarithm', False, theorem_3_iterations_decaying_explicit_drivers, ('batch_size', 'c_inf', 'delta', 'epsilon', 'gap', 'lam', 'sigma', 'smoothness', 'x0_norm'), (Driver('bias', ('(c2/c1)^2.5', 'L·Δ₀/ε²', 'σ²/(b·ε²)',)), Driver('bias', ('c2/c1', 'c2·Δ₀·λ/ε²', 'σ²/(b·ε²)',)), Driver('variance', ('(c2/c1)^2', 'σ⁴/(b²·ε⁴)',)),), 'theorem-3', 'theorem-3', 'iterations', 'decaying', None, None, 'explicit', counts=True, exact=Function(theorem_3_iterations_decaying_explicit_exact, ('batch_size', 'c_inf', 'delta', 'epsilon', 'gap', 'lam', 'sigma', 'smoothness', 'x0_norm')), steep=('epsilon',), with_roots=True),
        ('theorem-3', 'gradient-complexity', 'decaying', None, None, 'printed'): Kernel(theorem_3_gradient_complexity_decaying_printed, ('c_inf', 'delta', 'epsilon', 'gap', 'sigma', 'smoothness'), ('bias', 'variance'), '', True, None, (), (), 'theorem-3', 'theorem-3', 'gradient-complexity', 'decaying', None, None, 'printed', exists=Function(theorem_3_iterations_decaying_printed_exists, ('epsilon',)), missing_text='no number: log(1/ε) makes no sense for ε ≥ 1', missing_code='log-epsilon', missing_warning="Theorem 3's log(1/ε) loses its sense for ε ≥ 1: its printed and corrected forms have no number there"),
        ('theorem-3', 'gradient-complexity', 'decaying', None, None, 'corrected'): Kernel(theorem_3_gradient_complexity_decaying_corrected, ('batch_size', 'c_inf', 'delta', 'epsilon', 'gap', 'lam', 'sigma', 'smoothness', 'x0_norm'), ('bias', 'variance'), 'the proof needs √T ≥ C log(1/ε)/ε² but squares only ε²: C and the logarithm must be squared too, which gives Theorem 2 times log²(1/ε)', True, None, (), (), 'theorem-3', 'theorem-3', 'gradient-complexity', 'decaying', None, None, 'corrected', exists=Function(theorem_3_iterations_decaying_printed_exists, ('epsilon',)), missing_text='no number: log(1/ε) makes no sense for ε ≥ 1', missing_code='log-epsilon', missing_warning="Theorem 3's log(1/ε) loses its sense for ε ≥ 1: its printed and corrected forms have no number there"),
        ('theorem-3', 'gradient-complexity', 'decaying', None, None, 'explicit'): Kernel(theorem_3_gradient_complexity_decaying_explicit, ('batch_size', 'c_inf', 'delta', 'epsilon', 'gap', 'lam', 'sigma', 'smoothness', 'x0_norm'), ('bias', 'variance'), 'the smallest T at which the guarantee of the decaying step is ε², for this gap and every smaller one, with β ≤ 1; the parts are its leading orders, without the logarithm', False, None, (), (), 'theorem-3', 'theorem-3', 'gradient-complexity', 'decaying', None, None, 'explicit', counts=True),
        ('theorem-3', 'gamma', 'decaying', None, None, 'printed'): Kernel(theorem_3_gamma_decaying_printed, ('c_inf', 'delta', 'gap', 'sigma', 'smoothness'), (), '', False, None, (), (), 'theorem-3', 'theorem-3', 'gamma', 'decaying', None, None, 'printed'),
        ('theorem-3', 'gamma', 'decaying', None, None, 'corrected'): Kernel(theorem_3_gamma_decaying_corrected, ('batch_size', 'c_inf', 'delta', 'gap', 'lam', 'sigma', 'smoothness', 'x0_norm'), (), 'with √b, which is lost in print, and Δ₀', False, None, (), (), 'theorem-3', 'theorem-3', 'gamma', 'decaying', None, None, 'corrected'),
        ('theorem-3', 'gamma', 'decaying', None, None, 'explicit'): Kernel(theorem_3_gamma_decaying_explicit, ('batch_size', 'c_inf', 'delta', 'gap', 'lam', 'sigma', 'smoothness', 'x0_norm'), (), '√(A/S): twice the printed scale, with √b', False, None, (), (), 'theorem-3', 'theorem-3', 'gamma', 'decaying', None, None, 'explicit'),
        ('theorem-3', 'eta-k', 'decaying', None, None, 'printed'): Kernel(theorem_3_eta_k_decaying_printed, ('c_inf', 'delta', 'gamma', 'k', 'smoothness'), (), '', False, None, (), (), 'theorem-3', 'theorem-3', 'eta-k', 'decaying', None, None, 'printed'),
        ('theorem-3', 'eta-k', 'decaying', None, None, 'corrected'): Kernel(theorem_3_eta_k_decaying_corrected, ('c_inf', 'delta', 'gamma', 'k', 'smoothness'), (), 'η_k = r β_k with β_k ≤ 1', False, None, (), (), 'theorem-3', 'theorem-3', 'eta-k', 'decaying', None, None, 'corrected'),
        ('theorem-3', 'eta-k', 'decaying', None, None, 'explicit'): Kernel(theorem_3_eta_k_decaying_explicit, ('c_inf', 'delta', 'gamma', 'k', 'lam', 'smoothness'), (), 'η_k = r_λ β_{k+1} with β ≤ 1 and λη ≤ 1/4', False, None, (), (), 'theorem-3', 'theorem-3', 'eta-k', 'decaying', None, None, 'explicit'),
        ('theorem-3', 'beta1-k', 'decaying', None, None, 'printed'): Kernel(theorem_3_beta1_k_decaying_printed, ('gamma', 'k'), (), '', False, None, (), (), 'theorem-3', 'theorem-3', 'beta1-k', 'decaying', None, None, 'printed'),
        ('theorem-3', 'beta1-k', 'decaying', None, None, 'corrected'): Kernel(theorem_3_beta1_k_decaying_corrected, ('gamma', 'k'), (), 'a weight is at most 1', False, None, (), (), 'theorem-3', 'theorem-3', 'beta1-k', 'decaying', None, None, 'corrected'),
        ('theorem-3', 'beta1-k', 'decaying', None, None, 'explicit'): Kernel(theorem_3_beta1_k_decaying_explicit, ('gamma', 'k'), (), 'the weight that forms m_k, with η_k = r_λ β_{k+1}; at most 1', False, None, (), (), 'theorem-3', 'theorem-3', 'beta1-k', 'decaying', None, None, 'explicit'),
        ('theorem-3', 'beta2-max', None, None, None, 'printed'): Kernel(theorem_2_beta2_max_printed, (), (), '', False, None, (), (), 'theorem-3', 'theorem-3', 'beta2-max', None, None, None, 'printed'),
        ('theorem-3', 'beta2-max', None, None, None, 'corrected'): Kernel(theorem_2_beta2_max_corrected, ('c_inf', 'delta', 'lam'), (), 'λ(1 − q)^k needs q = β2 c∞²/δ ≤ 1 (only where λ > 0)', False, None, (), (), 'theorem-3', 'theorem-3', 'beta2-max', None, None, None, 'corrected', why_when=Function(theorem_2_beta2_max_corrected_why, ('lam',))),
        ('theorem-3', 'beta2-max', None, None, None, 'explicit'): Kernel(theorem_2_beta2_max_printed, (), (), '', False, None, (), (), 'theorem-3', 'theorem-3', 'beta2-max', None, None, None, 'explicit'),
        ('theorem-3', 'lambda-k', None, None, None, 'printed'): Kernel(theorem_2_lambda_k_printed, ('beta2', 'c_inf', 'delta', 'k', 'lam'), (), '', False, None, (), (), 'theorem-3', 'theorem-3', 'lambda-k', None, None, None, 'printed', signed=True),
        ('theorem-3', 'lambda-k', None, None, None, 'corrected'): Kernel(theorem_2_lambda_k_printed, ('beta2', 'c_inf', 'delta', 'k', 'lam'), (), '', False, None, (), (), 'theorem-3', 'theorem-3', 'lambda-k', None, None, None, 'corrected', signed=True),
        ('theorem-3', 'lambda-k', None, None, None, 'explicit'): Kernel(theorem_2_lambda_k_explicit, ('beta2', 'c_inf', 'delta', 'k', 'lam'), (), 'keeps λ_k v_k from growing for every β2, not only for q ≤ 1', False, None, (), (), 'theorem-3', 'theorem-3', 'lambda-k', None, None, None, 'explicit', signed=True),
        ('theorem-3', 'gradient-norm-squared', 'decaying', None, None, 'explicit'): Kernel(theorem_3_gradient_norm_squared_decaying_explicit, ('batch_size', 'c_inf', 'delta', 'gamma', 'gap', 'iterations', 'lam', 'sigma', 'smoothness', 'x0_norm'), ('gap', 'initial-noise', 'noise-floor'), "from the supplement's Eq. (21), with β = min(1, γ/√(k+1)) and Δ₀ for Δ", False, None, (), (), 'theorem-3', 'theorem-3', 'gradient-norm-squared', 'decaying', None, None, 'explicit'),
        ('theorem-3', 'gradient-norm-squared', 'decaying', None, 'weighted-output', 'explicit'): Kernel(theorem_3_gradient_norm_squared_decaying_weighted_output_explicit, ('batch_size', 'c_inf', 'delta', 'gamma', 'gap', 'iterations', 'lam', 'sigma', 'smoothness', 'x0_norm'), ('gap', 'initial-noise', 'noise-floor'), 'the output drawn in proportion to η_k, for γ ≤ 1', False, None, (), (), 'theorem-3', 'theorem-3', 'gradient-norm-squared', 'decaying', None, 'weighted-output', 'explicit', exists=Function(theorem_3_gradient_norm_squared_decaying_weighted_output_explicit_exists, ('gamma',))),
        ('theorem-3', 'iterations', 'decaying', 'adam', None, 'printed'): Kernel(theorem_3_iterations_decaying_printed, ('batch_size', 'c_inf', 'delta', 'epsilon', 'gap', 'sigma', 'smoothness'), ('bias', 'variance'), '', True, theorem_3_iterations_decaying_printed_drivers, ('batch_size', 'c_inf', 'delta', 'epsilon', 'gap', 'sigma', 'smoothness'), (Driver('bias', ('1/b', 'c∞^1.25/δ^0.625', '√L·√Δ/ε', 'σ/ε', '1/ε²', 'log(1/ε)',)), Driver('variance', ('1/b', 'c∞/√δ', '(σ/ε)^2', '1/ε²', 'log(1/ε)',)),), 'theorem-3', 'theorem-3', 'iterations', 'decaying', 'adam', None, 'printed', exists=Function(theorem_3_iterations_decaying_printed_exists, ('epsilon',)), missing_text='no number: log(1/ε) makes no sense for ε ≥ 1', missing_code='log-epsilon', missing_warning="Theorem 3's log(1/ε) loses its sense for ε ≥ 1: its printed and corrected forms have no number there"),
        ('theorem-3', 'iterations', 'decaying', 'adam', None, 'corrected'): Kernel(theorem_3_iterations_decaying_adam_corrected, ('batch_size', 'c_inf', 'delta', 'epsilon', 'gap', 'sigma', 'smoothness'), ('bias', 'variance'), 'the proof needs √T ≥ C log(1/ε)/ε² but squares only ε²: C and the logarithm must be squared too, which gives Theorem 2 times log²(1/ε)', True, theorem_3_iterations_decaying_adam_corrected_drivers, ('batch_size', 'c_inf', 'delta', 'epsilon', 'gap', 'sigma', 'smoothness'), (Driver('bias', ('log²(1/ε)', 'c∞^2.5/δ^1.25', 'L·Δ₀/ε²', 'σ²/(b·ε²)',)), Driver('variance', ('log²(1/ε)', 'c∞²/δ', 'σ⁴/(b²·ε⁴)',)),), 'theorem-3', 'theorem-3', 'iterations', 'decaying', 'adam', None, 'corrected', exists=Function(theorem_3_iterations_decaying_printed_exists, ('epsilon',)), missing_text='no number: log(1/ε) makes no sense for ε ≥ 1', missing_code='log-epsilon', missing_warning="Theorem 3's log(1/ε) loses its sense for ε ≥ 1: its printed and corrected forms have no number there"),
        ('theorem-3', 'iterations', 'decaying', 'adam', None, 'explicit'): Kernel(theorem_3_iterations_decaying_adam_explicit, ('batch_size', 'c_inf', 'delta', 'epsilon', 'gap', 'sigma', 'smoothness'), ('bias', 'variance'), 'the smallest T at which the guarantee of the decaying step is ε², for this gap and every smaller one, with β ≤ 1; the parts are its leading orders, without the logarithm', False, theorem_3_iterations_decaying_adam_explicit_drivers, ('batch_size', 'c_inf', 'delta', 'epsilon', 'gap', 'sigma', 'smoothness'), (Driver('bias', ('(c2/c1)^2.5', 'L·Δ₀/ε²', 'σ²/(b·ε²)',)), Driver('variance', ('(c2/c1)^2', 'σ⁴/(b²·ε⁴)',)),), 'theorem-3', 'theorem-3', 'iterations', 'decaying', 'adam', None, 'explicit', counts=True, exact=Function(theorem_3_iterations_decaying_adam_explicit_exact, ('batch_size', 'c_inf', 'delta', 'epsilon', 'gap', 'sigma', 'smoothness')), steep=('epsilon',), with_roots=True),
        ('theorem-3', 'gradient-complexity', 'decaying', 'adam', None, 'printed'): Kernel(theorem_3_gradient_complexity_decaying_printed, ('c_inf', 'delta', 'epsilon', 'gap', 'sigma', 'smoothness'), ('bias', 'variance'), '', True, None, (), (), 'theorem-3', 'theorem-3', 'gradient-complexity', 'decaying', 'adam', None, 'printed', exists=Function(theorem_3_iterations_decaying_printed_exists, ('epsilon',)), missing_text='no number: log(1/ε) makes no sense for ε ≥ 1', missing_code='log-epsilon', missing_warning="Theorem 3's log(1/ε) loses its sense for ε ≥ 1: its printed and corrected forms have no number there"),
        ('theorem-3', 'gradient-complexity', 'decaying', 'adam', None, 'corrected'): Kernel(theorem_3_gradient_complexity_decaying_adam_corrected, ('batch_size', 'c_inf', 'delta', 'epsilon', 'gap', 'sigma', 'smoothness'), ('bias', 'variance'), 'the proof needs √T ≥ C log(1/ε)/ε² but squares only ε²: C and the logarithm must be squared too, which gives Theorem 2 times log²(1/ε)', True, None, (), (), 'theorem-3', 'theorem-3', 'gradient-complexity', 'decaying', 'adam', None, 'corrected', exists=Function(theorem_3_iterations_decaying_printed_exists, ('epsilon',)), missing_text='no number: log(1/ε) makes no sense for ε ≥ 1', missing_code='log-epsilon', missing_warning="Theorem 3's log(1/ε) loses its sense for ε ≥ 1: its printed and corrected forms have no number there"),
        ('theorem-3', 'gradient-complexity', 'decaying', 'adam', None, 'explicit'): Kernel(theorem_3_gradient_complexity_decaying_adam_explicit, ('batch_size', 'c_inf', 'delta', 'epsilon', 'gap', 'sigma', 'smoothness'), ('bias', 'variance'), 'the smallest T at which the guarantee of the decaying step is ε², for this gap and every smaller one, with β ≤ 1; the parts are its leading orders, without the logarithm', False, None, (), (), 'theorem-3', 'theorem-3', 'gradient-complexity', 'decaying', 'adam', None, 'explicit', counts=True),
        ('theorem-3', 'gamma', 'decaying', 'adam', None, 'printed'): Kernel(theorem_3_gamma_decaying_printed, ('c_inf', 'delta', 'gap', 'sigma', 'smoothness'), (), '', False, None, (), (), 'theorem-3', 'theorem-3', 'gamma', 'decaying', 'adam', None, 'printed'),
        ('theorem-3', 'gamma', 'decaying', 'adam', None, 'corrected'): Kernel(theorem_3_gamma_decaying_adam_corrected, ('batch_size', 'c_inf', 'delta', 'gap', 'sigma', 'smoothness'), (), 'with √b, which is lost in print, and Δ₀', False, None, (), (), 'theorem-3', 'theorem-3', 'gamma', 'decaying', 'adam', None, 'corrected'),
        ('theorem-3', 'gamma', 'decaying', 'adam', None, 'explicit'): Kernel(theorem_3_gamma_decaying_adam_explicit, ('batch_size', 'c_inf', 'delta', 'gap', 'sigma', 'smoothness'), (), '√(A/S): twice the printed scale, with √b', False, None, (), (), 'theorem-3', 'theorem-3', 'gamma', 'decaying', 'adam', None, 'explicit'),
        ('theorem-3', 'eta-k', 'decaying', 'adam', None, 'printed'): Kernel(theorem_3_eta_k_decaying_printed, ('c_inf', 'delta', 'gamma', 'k', 'smoothness'), (), '', False, None, (), (), 'theorem-3', 'theorem-3', 'eta-k', 'decaying', 'adam', None, 'printed'),
        ('theorem-3', 'eta-k', 'decaying', 'adam', None, 'corrected'): Kernel(theorem_3_eta_k_decaying_corrected, ('c_inf', 'delta', 'gamma', 'k', 'smoothness'), (), 'η_k = r β_k with β_k ≤ 1', False, None, (), (), 'theorem-3', 'theorem-3', 'eta-k', 'decaying', 'adam', None, 'corrected'),
        ('theorem-3', 'eta-k', 'decaying', 'adam', None, 'explicit'): Kernel(theorem_3_eta_k_decaying_corrected, ('c_inf', 'delta', 'gamma', 'k', 'smoothness'), (), 'η_k = r_λ β_{k+1} with β ≤ 1 and λη ≤ 1/4', False, None, (), (), 'theorem-3', 'theorem-3', 'eta-k', 'decaying', 'adam', None, 'explicit'),
        ('theorem-3', 'beta1-k', 'decaying', 'adam', None, 'printed'): Kernel(theorem_3_beta1_k_decaying_printed, ('gamma', 'k'), (), '', False, None, (), (), 'theorem-3', 'theorem-3', 'beta1-k', 'decaying', 'adam', None, 'printed'),
        ('theorem-3', 'beta1-k', 'decaying', 'adam', None, 'corrected'): Kernel(theorem_3_beta1_k_decaying_corrected, ('gamma', 'k'), (), 'a weight is at most 1', False, None, (), (), 'theorem-3', 'theorem-3', 'beta1-k', 'decaying', 'adam', None, 'corrected'),
        ('theorem-3', 'beta1-k', 'decaying', 'adam', None, 'explicit'): Kernel(theorem_3_beta1_k_decaying_explicit, ('gamma', 'k'), (), 'the weight that forms m_k, with η_k = r_λ β_{k+1}; at most 1', False, None, (), (), 'theorem-3', 'theorem-3', 'beta1-k', 'decaying', 'adam', None, 'explicit'),
        ('theorem-3', 'beta2-max', None, 'adam', None, 'printed'): Kernel(theorem_2_beta2_max_printed, (), (), '', False, None, (), (), 'theorem-3', 'theorem-3', 'beta2-max', None, 'adam', None, 'printed'),
        ('theorem-3', 'beta2-max', None, 'adam', None, 'corrected'): Kernel(corollary_2_beta2_max_adam_corrected, ('c_inf', 'delta'), (), 'λ(1 − q)^k needs q = β2 c∞²/δ ≤ 1 (only where λ > 0)', False, None, (), (), 'theorem-3', 'theorem-3', 'beta2-max', None, 'adam', None, 'corrected', why_when=Function(corollary_2_beta2_max_adam_corrected_why, ())),
        ('theorem-3', 'beta2-max', None, 'adam', None, 'explicit'): Kernel(theorem_2_beta2_max_printed, (), (), '', False, None, (), (), 'theorem-3', 'theorem-3', 'beta2-max', None, 'adam', None, 'explicit'),
        ('theorem-3', 'lambda-k', None, 'adam', None, 'printed'): Kernel(corollary_2_lambda_k_adam_printed, ('beta2', 'c_inf', 'delta', 'k'), (), '', False, None, (), (), 'theorem-3', 'theorem-3', 'lambda-k', None, 'adam', None, 'printed', signed=True),
        ('theorem-3', 'lambda-k', None, 'adam', None, 'corrected'): Kernel(corollary_2_lambda_k_adam_printed, ('beta2', 'c_inf', 'delta', 'k'), (), '', False, None, (), (), 'theorem-3', 'theorem-3', 'lambda-k', None, 'adam', None, 'corrected', signed=True),
        ('theorem-3', 'lambda-k', None, 'adam', None, 'explicit'): Kernel(corollary_2_lambda_k_adam_printed, ('beta2', 'c_inf', 'delta', 'k'), (), 'keeps λ_k v_k from growing for every β2, not only for q ≤ 1', False, None, (), (), 'theorem-3', 'theorem-3', 'lambda-k', None, 'adam', None, 'explicit', signed=True),
        ('theorem-3', 'gradient-norm-squared', 'decaying', 'adam', None, 'explicit'): Kernel(theorem_3_gradient_norm_squared_decaying_adam_explicit, ('batch_size', 'c_inf', 'delta', 'gamma', 'gap', 'iterations', 'sigma', 'smoothness'), ('gap', 'initial-noise', 'noise-floor'), "from the supplement's Eq. (21), with β = min(1, γ/√(k+1)) and Δ₀ for Δ", False, None, (), (), 'theorem-3', 'theorem-3', 'gradient-norm-squared', 'decaying', 'adam', None, 'explicit'),
        ('theorem-3', 'gradient-norm-squared', 'decaying', 'adam', 'weighted-output', 'explicit'): Kernel(theorem_3_gradient_norm_squared_decaying_adam_weighted_output_explicit, ('batch_size', 'c_inf', 'delta', 'gamma', 'gap', 'iterations', 'sigma', 'smoothness'), ('gap', 'initial-noise', 'noise-floor'), 'the output drawn in proportion to η_k, for γ ≤ 1', False, None, (), (), 'theorem-3', 'theorem-3', 'gradient-norm-squared', 'decaying', 'adam', 'weighted-output', 'explicit', exists=Function(theorem_3_gradient_norm_squared_decaying_weighted_output_explicit_exists, ('gamma',))),
        ('theorem-3', 'iterations', 'decaying', 'l2-adam', None, 'printed'): Kernel(theorem_3_iterations_decaying_printed, ('batch_size', 'c_inf', 'delta', 'epsilon', 'gap', 'sigma', 'smoothness'), ('bias', 'variance'), '', True, theorem_3_iterations_decaying_printed_drivers, ('batch_size', 'c_inf', 'delta', 'epsilon', 'gap', 'sigma', 'smoothness'), (Driver('bias', ('1/b', 'c∞^1.25/δ^0.625', '√L·√Δ/ε', 'σ/ε', '1/ε²', 'log(1/ε)',)), Driver('variance', ('1/b', 'c∞/√δ', '(σ/ε)^2', '1/ε²', 'log(1/ε)',)),), 'theorem-3', 'theorem-3', 'iterations', 'decaying', 'l2-adam', None, 'printed', exists=Function(theorem_3_iterations_decaying_printed_exists, ('epsilon',)), missing_text='no number: log(1/ε) makes no sense for ε ≥ 1', missing_code='log-epsilon', missing_warning="Theorem 3's log(1/ε) loses its sense for ε ≥ 1: its printed and corrected forms have no number there"),
        ('theorem-3', 'gradient-complexity', 'decaying', 'l2-adam', None, 'printed'): Kernel(theorem_3_gradient_complexity_decaying_printed, ('c_inf', 'delta', 'epsilon', 'gap', 'sigma', 'smoothness'), ('bias', 'variance'), '', True, None, (), (), 'theorem-3', 'theorem-3', 'gradient-complexity', 'decaying', 'l2-adam', None, 'printed', exists=Function(theorem_3_iterations_decaying_printed_exists, ('epsilon',)), missing_text='no number: log(1/ε) makes no sense for ε ≥ 1', missing_code='log-epsilon', missing_warning="Theorem 3's log(1/ε) loses its sense for ε ≥ 1: its printed and corrected forms have no number there"),
        ('theorem-3', 'gamma', 'decaying', 'l2-adam', None, 'printed'): Kernel(theorem_3_gamma_decaying_printed, ('c_inf', 'delta', 'gap', 'sigma', 'smoothness'), (), '', False, None, (), (), 'theorem-3', 'theorem-3', 'gamma', 'decaying', 'l2-adam', None, 'printed'),
        ('theorem-3', 'eta-k', 'decaying', 'l2-adam', None, 'printed'): Kernel(theorem_3_eta_k_decaying_printed, ('c_inf', 'delta', 'gamma', 'k', 'smoothness'), (), '', False, None, (), (), 'theorem-3', 'theorem-3', 'eta-k', 'decaying', 'l2-adam', None, 'printed'),
        ('theorem-3', 'beta1-k', 'decaying', 'l2-adam', None, 'printed'): Kernel(theorem_3_beta1_k_decaying_printed, ('gamma', 'k'), (), '', False, None, (), (), 'theorem-3', 'theorem-3', 'beta1-k', 'decaying', 'l2-adam', None, 'printed'),
        ('theorem-3', 'beta2-max', None, 'l2-adam', None, 'printed'): Kernel(theorem_2_beta2_max_printed, (), (), '', False, None, (), (), 'theorem-3', 'theorem-3', 'beta2-max', None, 'l2-adam', None, 'printed'),
        ('theorem-3', 'lambda-k', None, 'l2-adam', None, 'printed'): Kernel(corollary_2_lambda_k_adam_printed, ('beta2', 'c_inf', 'delta', 'k'), (), '', False, None, (), (), 'theorem-3', 'theorem-3', 'lambda-k', None, 'l2-adam', None, 'printed', signed=True),
        ('theorem-3', 'iterations', 'decaying', 'l2-adam', None, 'corrected'): Kernel(theorem_3_iterations_decaying_l2_adam_corrected, ('batch_size', 'c_inf', 'delta', 'epsilon', 'gap', 'lam_l2', 'sigma', 'smoothness', 'x0_norm', 'x_inf_norm'), ('bias', 'variance'), 'the proof needs √T ≥ C log(1/ε)/ε² but squares only ε²: C and the logarithm must be squared too, which gives Theorem 2 times log²(1/ε)', True, theorem_3_iterations_decaying_l2_adam_corrected_drivers, ('batch_size', 'c_inf', 'delta', 'epsilon', 'gap', 'lam_l2', 'sigma', 'smoothness', 'x0_norm', 'x_inf_norm'), (Driver('bias', ('log²(1/ε)', 'c∞^2.5/δ^1.25', 'L·Δ₀/ε²', 'σ²/(b·ε²)',)), Driver('variance', ('log²(1/ε)', 'c∞²/δ', 'σ⁴/(b²·ε⁴)',)),), 'theorem-3', 'theorem-3', 'iterations', 'decaying', 'l2-adam', None, 'corrected', exists=Function(theorem_3_iterations_decaying_printed_exists, ('epsilon',)), missing_text='no number: log(1/ε) makes no sense for ε ≥ 1', missing_code='log-epsilon', missing_warning="Theorem 3's log(1/ε) loses its sense for ε ≥ 1: its printed and corrected forms have no number there"),
        ('theorem-3', 'iterations', 'decaying', 'l2-adam', None, 'explicit'): Kernel(theorem_3_iterations_decaying_l2_adam_explicit, ('batch_size', 'c_inf', 'delta', 'epsilon', 'gap', 'lam_l2', 'sigma', 'smoothness', 'x0_norm', 'x_inf_norm'), ('bias', 'variance'), 'the smallest T at which the guarantee of the decaying step is ε², for this gap and every smaller one, with β ≤ 1; the parts are its leading orders, without the logarithm', False, theorem_3_iterations_decaying_l2_adam_explicit_drivers, ('batch_size', 'c_inf', 'delta', 'epsilon', 'gap', 'lam_l2', 'sigma', 'smoothness', 'x0_norm', 'x_inf_norm'), (Driver('bias', ('(c2/c1)^2.5', 'L·Δ₀/ε²', 'σ²/(b·ε²)',)), Driver('variance', ('(c2/c1)^2', 'σ⁴/(b²·ε⁴)',)),), 'theorem-3', 'theorem-3', 'iterations', 'decaying', 'l2-adam', None, 'explicit', counts=True, exact=Function(theorem_3_iterations_decaying_l2_adam_explicit_exact, ('batch_size', 'c_inf', 'delta', 'epsilon', 'gap', 'lam_l2', 'sigma', 'smoothness', 'x0_norm', 'x_inf_norm')), steep=('epsilon',), with_roots=True),
        ('theorem-3', 'gradient-complexity', 'decaying', 'l2-adam', None, 'corrected'): Kernel(theorem_3_gradient_complexity_decaying_l2_adam_corrected, ('batch_size', 'c_inf', 'delta', 'epsilon', 'gap', 'lam_l2', 'sigma', 'smoothness', 'x0_norm', 'x_inf_norm'), ('bias', 'variance'), 'the proof needs √T ≥ C log(1/ε)/ε² but squares only ε²: C and the logarithm must be squared too, which gives Theorem 2 times log²(1/ε)', True, None, (), (), 'theorem-3', 'theorem-3', 'gradient-complexity', 'decaying', 'l2-adam', None, 'corrected', exists=Function(theorem_3_iterations_decaying_printed_exists, ('epsilon',)), missing_text='no number: log(1/ε) makes no sense for ε ≥ 1', missing_code='log-epsilon', missing_warning="Theorem 3's log(1/ε) loses its sense for ε ≥ 1: its printed and corrected forms have no number there"),
        ('theorem-3', 'gradient-complexity', 'decaying', 'l2-adam', None, 'explicit'): Kernel(theorem_3_gradient_complexity_decaying_l2_adam_explicit, ('batch_size', 'c_inf', 'delta', 'epsilon', 'gap', 'lam_l2', 'sigma', 'smoothness', 'x0_norm', 'x_inf_norm'), ('bias', 'variance'), 'the smallest T at which the guarantee of the decaying step is ε², for this gap and every smaller one, with β ≤ 1; the parts are its leading orders, without the logarithm', False, None, (), (), 'theorem-3', 'theorem-3', 'gradient-complexity', 'decaying', 'l2-adam', None, 'explicit', counts=True),
        ('theorem-3', 'gamma', 'decaying', 'l2-adam', None, 'corrected'): Kernel(theorem_3_gamma_decaying_l2_adam_corrected, ('batch_size', 'c_inf', 'delta', 'gap', 'lam_l2', 'sigma', 'smoothness', 'x0_norm', 'x_inf_norm'), (), 'with √b, which is lost in print, and Δ₀', False, None, (), (), 'theorem-3', 'theorem-3', 'gamma', 'decaying', 'l2-adam', None, 'corrected'),
        ('theorem-3', 'gamma', 'decaying', 'l2-adam', None, 'explicit'): Kernel(theorem_3_gamma_decaying_l2_adam_explicit, ('batch_size', 'c_inf', 'delta', 'gap', 'lam_l2', 'sigma', 'smoothness', 'x0_norm', 'x_inf_norm'), (), '√(A/S): twice the printed scale, with √b', False, None, (), (), 'theorem-3', 'theorem-3', 'gamma', 'decaying', 'l2-adam', None, 'explicit'),
        ('theorem-3', 'eta-k', 'decaying', 'l2-adam', None, 'corrected'): Kernel(theorem_3_eta_k_decaying_l2_adam_corrected, ('c_inf', 'delta', 'gamma', 'k', 'lam_l2', 'smoothness', 'x_inf_norm'), (), 'η_k = r β_k with β_k ≤ 1', False, None, (), (), 'theorem-3', 'theorem-3', 'eta-k', 'decaying', 'l2-adam', None, 'corrected'),
        ('theorem-3', 'eta-k', 'decaying', 'l2-adam', None, 'explicit'): Kernel(theorem_3_eta_k_decaying_l2_adam_corrected, ('c_inf', 'delta', 'gamma', 'k', 'lam_l2', 'smoothness', 'x_inf_norm'), (), 'η_k = r_λ β_{k+1} with β ≤ 1 and λη ≤ 1/4', False, None, (), (), 'theorem-3', 'theorem-3', 'eta-k', 'decaying', 'l2-adam', None, 'explicit'),
        ('theorem-3', 'beta1-k', 'decaying', 'l2-adam', None, 'corrected'): Kernel(theorem_3_beta1_k_decaying_corrected, ('gamma', 'k'), (), 'a weight is at most 1', False, None, (), (), 'theorem-3', 'theorem-3', 'beta1-k', 'decaying', 'l2-adam', None, 'corrected'),
        ('theorem-3', 'beta1-k', 'decaying', 'l2-adam', None, 'explicit'): Kernel(theorem_3_beta1_k_decaying_explicit, ('gamma', 'k'), (), 'the weight that forms m_k, with η_k = r_λ β_{k+1}; at most 1', False, None, (), (), 'theorem-3', 'theorem-3', 'beta1-k', 'decaying', 'l2-adam', None, 'explicit'),
        ('theorem-3', 'beta2-max', None, 'l2-adam', None, 'corrected'): Kernel(corollary_2_beta2_max_adam_corrected, ('c_inf', 'delta'), (), 'λ(1 − q)^k needs q = β2 c∞²/δ ≤ 1 (only where λ > 0)', False, None, (), (), 'theorem-3', 'theorem-3', 'beta2-max', None, 'l2-adam', None, 'corrected', why_when=Function(corollary_2_beta2_max_adam_corrected_why, ())),
        ('theorem-3', 'beta2-max', None, 'l2-adam', None, 'explicit'): Kernel(theorem_2_beta2_max_printed, (), (), '', False, None, (), (), 'theorem-3', 'theorem-3', 'beta2-max', None, 'l2-adam', None, 'explicit'),
        ('theorem-3', 'lambda-k', None, 'l2-adam', None, 'corrected'): Kernel(corollary_2_lambda_k_adam_printed, ('beta2', 'c_inf', 'delta', 'k'), (), '', False, None, (), (), 'theorem-3', 'theorem-3', 'lambda-k', None, 'l2-adam', None, 'corrected', signed=True),
        ('theorem-3', 'lambda-k', None, 'l2-adam', None, 'explicit'): Kernel(corollary_2_lambda_k_adam_printed, ('beta2', 'c_inf', 'delta', 'k'), (), 'keeps λ_k v_k from growing for every β2, not only for q ≤ 1', False, None, (), (), 'theorem-3', 'theorem-3', 'lambda-k', None, 'l2-adam', None, 'explicit', signed=True),
        ('theorem-3', 'gradient-norm-squared', 'decaying', 'l2-adam', None, 'explicit'): Kernel(theorem_3_gradient_norm_squared_decaying_l2_adam_explicit, ('batch_size', 'c_inf', 'delta', 'gamma', 'gap', 'iterations', 'lam_l2', 'sigma', 'smoothness', 'x0_norm', 'x_inf_norm'), ('gap', 'initial-noise', 'noise-floor'), "from the supplement's Eq. (21), with β = min(1, γ/√(k+1)) and Δ₀ for Δ", False, None, (), (), 'theorem-3', 'theorem-3', 'gradient-norm-squared', 'decaying', 'l2-adam', None, 'explicit'),
        ('theorem-3', 'gradient-norm-squared', 'decaying', 'l2-adam', 'weighted-output', 'explicit'): Kernel(theorem_3_gradient_norm_squared_decaying_l2_adam_weighted_output_explicit, ('batch_size', 'c_inf', 'delta', 'gamma', 'gap', 'iterations', 'lam_l2', 'sigma', 'smoothness', 'x0_norm', 'x_inf_norm'), ('gap', 'initial-noise', 'noise-floor'), 'the output drawn in proportion to η_k, for γ ≤ 1', False, None, (), (), 'theorem-3', 'theorem-3', 'gradient-norm-squared', 'decaying', 'l2-adam', 'weighted-output', 'explicit', exists=Function(theorem_3_gradient_norm_squared_decaying_weighted_output_explicit_exists, ('gamma',))),
        ('theorem-4', 'iterations', 'constant', None, 'stage', 'printed'): Kernel(theorem_4_iterations_constant_stage_printed, ('batch_size', 'c_inf', 'delta', 'mu', 'sigma', 'smoothness', 'stage_epsilon'), ('bias', 'variance'), '', False, theorem_4_iterations_constant_stage_printed_drivers, ('batch_size', 'c_inf', 'delta', 'mu', 'sigma', 'smoothness', 'stage_epsilon'), (Driver('bias', ('c∞^2.5/δ^1.25', 'L/μ', 'σ²/(μ·b·ε_k)',)), Driver('variance', ('c∞²/δ', 'σ²/(μ³·b·ε_k)',)),), 'theorem-4', 'theorem-4', 'iterations', 'constant', None, 'stage', 'printed', staged=StagedKernel('stage_start', 'epsilon_gap', 'stage_epsilon', 'first-stage')),
        ('theorem-4', 'iterations', 'constant', None, 'stage', 'corrected'): Kernel(theorem_4_iterations_constant_stage_corrected, ('batch_size', 'c_inf', 'delta', 'mu', 'sigma', 'smoothness', 'stage_epsilon'), ('bias', 'variance'), 'μ³ is a misprint for μ: with it T_k has a unit, and the printed total has μ', False, theorem_4_iterations_constant_stage_corrected_drivers, ('batch_size', 'c_inf', 'delta', 'mu', 'sigma', 'smoothness', 'stage_epsilon'), (Driver('bias', ('c∞^2.5/δ^1.25', 'L/μ', 'σ²/(μ·b·ε_k)',)), Driver('variance', ('c∞²/δ', 'σ²/(μ·b·ε_k)',)),), 'theorem-4', 'theorem-4', 'iterations', 'constant', None, 'stage', 'corrected', staged=StagedKernel('stage_start', 'epsilon_gap', 'stage_epsilon', 'first-stage')),
        ('theorem-4', 'iterations', 'constant', None, 'stage', 'explicit'): Kernel(theorem_4_iterations_constant_stage_explicit, ('batch_size', 'c_inf', 'delta', 'mu', 'sigma', 'smoothness', 'stage_epsilon'), ('bias', 'variance'), "the proof's constants for λ = 0, all of (x, m, n) carried on from the drawn index, β ≤ 1/2", False, theorem_4_iterations_constant_stage_explicit_drivers, ('batch_size', 'c_inf', 'delta', 'mu', 'sigma', 'smoothness', 'stage_epsilon'), (Driver('bias', ('(c2/c1)^2.5', 'L/μ', 'σ²/(μ·b·ε_k)',)), Driver('bias', ('(c2/c1)^1.5', 'L/μ',)), Driver('variance', ('c2/c1', 'σ²/(μ·b·ε_k)',)),), 'theorem-4', 'theorem-4', 'iterations', 'constant', None, 'stage', 'explicit', counts=True, exists=Function(theorem_4_iterations_constant_stage_explicit_exists, ('lam',)), missing_code='theorem-4-decay', missing_warning='Theorem 4 has no explicit form for AdamW with λ > 0: both printed λ schedules break λ_{k+1}v_{k+1} ≤ λ_k v_k, and F_k(x*) > F*', staged=StagedKernel('stage_start', 'epsilon_gap', 'stage_epsilon', 'first-stage'), exact=Function(theorem_4_iterations_constant_stage_explicit_exact, ('batch_size', 'c_inf', 'delta', 'mu', 'sigma', 'smoothness', 'stage_epsilon'))),
        ('theorem-4', 'iterations', 'constant', None, 'first-stage', 'explicit'): Kernel(theorem_4_iterations_constant_first_stage_explicit, ('batch_size', 'c_inf', 'delta', 'mu', 'sigma', 'smoothness', 'stage_epsilon'), ('bias', 'variance'), 'stage 1 starts from m_0 = g_0, whose error is σ²/b', False, theorem_4_iterations_constant_first_stage_explicit_drivers, ('batch_size', 'c_inf', 'delta', 'mu', 'sigma', 'smoothness', 'stage_epsilon'), (Driver('bias', ('(c2/c1)^2.5', 'L/μ', 'σ²/(μ·b·ε_k)',)), Driver('bias', ('(c2/c1)^1.5', 'L/μ',)),), 'theorem-4', 'theorem-4', 'iterations', 'constant', None, 'first-stage', 'explicit', counts=True, exists=Function(theorem_4_iterations_constant_stage_explicit_exists, ('lam',)), missing_code='theorem-4-decay', missing_warning='Theorem 4 has no explicit form for AdamW with λ > 0: both printed λ schedules break λ_{k+1}v_{k+1} ≤ λ_k v_k, and F_k(x*) > F*', exact=Function(theorem_4_iterations_constant_first_stage_explicit_exact, ('batch_size', 'c_inf', 'delta', 'mu', 'sigma', 'smoothness', 'stage_epsilon'))),
        ('theorem-4', 'gradient-complexity', 'constant', None, None, 'printed'): Kernel(theorem_4_gradient_complexity_constant_printed, ('c_inf', 'delta', 'epsilon_gap', 'mu', 'sigma', 'smoothness'), ('bias', 'variance'), '', False, None, (), (), 'theorem-4', 'theorem-4', 'gradient-complexity', 'constant', None, None, 'printed'),
        ('theorem-4', 'gradient-complexity', 'constant', None, None, 'corrected'): Kernel(theorem_4_gradient_complexity_constant_printed, ('c_inf', 'delta', 'epsilon_gap', 'mu', 'sigma', 'smoothness'), ('bias', 'variance'), '', False, None, (), (), 'theorem-4', 'theorem-4', 'gradient-complexity', 'constant', None, None, 'corrected'),
        ('theorem-4', 'iterations', 'decaying', None, 'stage', 'printed'): Kernel(theorem_4_iterations_decaying_stage_printed, ('batch_size', 'c_inf', 'delta', 'epsilon_gap', 'mu', 'sigma', 'smoothness'), ('bias',), '', False, theorem_4_iterations_decaying_stage_printed_drivers, ('batch_size', 'c_inf', 'delta', 'epsilon_gap', 'mu', 'sigma', 'smoothness'), (Driver('bias', ('c∞^2.5/δ^1.25', 'L/μ', 'σ²/(μ·b·ε)',)),), 'theorem-4', 'theorem-4', 'iterations', 'decaying', None, 'stage', 'printed', staged=StagedKernel('stage_start', 'epsilon_gap', 'stage_epsilon', 'first-stage')),
        ('theorem-4', 'iterations', 'decaying', None, 'stage', 'corrected'): Kernel(theorem_4_iterations_decaying_stage_corrected, ('batch_size', 'c_inf', 'delta', 'mu', 'sigma', 'smoothness', 'stage_epsilon', 'stage_start'), ('bias',), 'ε_k for ε, and the log² that the proof drops', False, theorem_4_iterations_decaying_stage_corrected_drivers, ('batch_size', 'c_inf', 'delta', 'mu', 'sigma', 'smoothness', 'stage_epsilon', 'stage_start'), (Driver('bias', ('c∞^2.5/δ^1.25', 'L/μ', 'σ²/(μ·b·ε_k)', 'log²(ε₀/ε_k)',)),), 'theorem-4', 'theorem-4', 'iterations', 'decaying', None, 'stage', 'corrected', staged=StagedKernel('stage_start', 'epsilon_gap', 'stage_epsilon', 'first-stage')),
        ('theorem-4', 'iterations', 'decaying', None, 'stage', 'explicit'): Kernel(theorem_4_iterations_decaying_stage_explicit, ('batch_size', 'c_inf', 'delta', 'mu', 'sigma', 'smoothness', 'stage_epsilon'), ('bias',), 'solves for the smallest T_k, with γ_k = min(1, √(A_k/S_k)); the parts are its leading orders, without the logarithm', False, theorem_4_iterations_decaying_stage_explicit_drivers, ('batch_size', 'c_inf', 'delta', 'mu', 'sigma', 'smoothness', 'stage_epsilon'), (Driver('bias', ('(c2/c1)^2.5', 'L/μ', 'σ²/(μ·b·ε_k)',)), Driver('bias', ('(c2/c1)^3', '(L/μ)^2',)),), 'theorem-4', 'theorem-4', 'iterations', 'decaying', None, 'stage', 'explicit', counts=True, exists=Function(theorem_4_iterations_constant_stage_explicit_exists, ('lam',)), missing_code='theorem-4-decay', missing_warning='Theorem 4 has no explicit form for AdamW with λ > 0: both printed λ schedules break λ_{k+1}v_{k+1} ≤ λ_k v_k, and F_k(x*) > F*', staged=StagedKernel('stage_start', 'epsilon_gap', 'stage_epsilon', 'first-stage'), exact=Function(theorem_4_iterations_decaying_stage_explicit_exact, ('batch_size', 'c_inf', 'delta', 'mu', 'sigma', 'smoothness', 'stage_epsilon')), with_roots=True),
        ('theorem-4', 'iterations', 'decaying', None, 'first-stage', 'explicit'): Kernel(theorem_4_iterations_decaying_first_stage_explicit, ('batch_size', 'c_inf', 'delta', 'mu', 'sigma', 'smoothness', 'stage_epsilon'), ('bias',), 'stage 1 starts from m_0 = g_0, whose error is σ²/b', False, theorem_4_iterations_decaying_stage_explicit_drivers, ('batch_size', 'c_inf', 'delta', 'mu', 'sigma', 'smoothness', 'stage_epsilon'), (Driver('bias', ('(c2/c1)^2.5', 'L/μ', 'σ²/(μ·b·ε_k)',)), Driver('bias', ('(c2/c1)^3', '(L/μ)^2',)),), 'theorem-4', 'theorem-4', 'iterations', 'decaying', None, 'first-stage', 'explicit', counts=True, exists=Function(theorem_4_iterations_constant_stage_explicit_exists, ('lam',)), missing_code='theorem-4-decay', missing_warning='Theorem 4 has no explicit form for AdamW with λ > 0: both printed λ schedules break λ_{k+1}v_{k+1} ≤ λ_k v_k, and F_k(x*) > F*', exact=Function(theorem_4_iterations_decaying_first_stage_explicit_exact, ('batch_size', 'c_inf', 'delta', 'mu', 'sigma', 'smoothness', 'stage_epsilon')), with_roots=True),
        ('theorem-4', 'gradient-complexity', 'decaying', None, None, 'printed'): Kernel(theorem_4_gradient_complexity_decaying_printed, ('c_inf', 'delta', 'epsilon_gap', 'mu', 'sigma', 'smoothness'), ('bias',), '', False, None, (), (), 'theorem-4', 'theorem-4', 'gradient-complexity', 'decaying', None, None, 'printed'),
        ('theorem-4', 'gradient-complexity', 'decaying', None, None, 'corrected'): Kernel(theorem_4_gradient_complexity_decaying_corrected, ('c_inf', 'delta', 'epsilon_gap', 'mu', 'sigma', 'smoothness', 'stage_start'), ('bias',), "the supplement's sum of k 2^k is not O(2^K): a log² stays", False, None, (), (), 'theorem-4', 'theorem-4', 'gradient-complexity', 'decaying', None, None, 'corrected', exists=Function(theorem_4_gradient_complexity_decaying_corrected_exists, ('epsilon_gap', 'stage_start')), missing_text='no stage is run'),
        ('theorem-4', 'eta-max', 'constant', None, 'stage', 'printed'): Kernel(theorem_4_eta_max_constant_stage_printed, ('batch_size', 'c_inf', 'delta', 'mu', 'sigma', 'smoothness', 'stage_epsilon'), (), '', False, None, (), (), 'theorem-4', 'theorem-4', 'eta-max', 'constant', None, 'stage', 'printed'),
        ('theorem-4', 'eta-max', 'constant', None, 'stage', 'corrected'): Kernel(theorem_4_eta_max_constant_stage_printed, ('batch_size', 'c_inf', 'delta', 'mu', 'sigma', 'smoothness', 'stage_epsilon'), (), '', False, None, (), (), 'theorem-4', 'theorem-4', 'eta-max', 'constant', None, 'stage', 'corrected'),
        ('theorem-4', 'eta-max', 'constant', None, 'stage', 'explicit'): Kernel(theorem_4_eta_max_constant_stage_explicit, ('batch_size', 'c_inf', 'delta', 'mu', 'sigma', 'smoothness', 'stage_epsilon'), (), 'r β_k, four times the printed cap', False, None, (), (), 'theorem-4', 'theorem-4', 'eta-max', 'constant', None, 'stage', 'explicit', exists=Function(theorem_4_iterations_constant_stage_explicit_exists, ('lam',)), missing_code='theorem-4-decay', missing_warning='Theorem 4 has no explicit form for AdamW with λ > 0'),
        ('theorem-4', 'beta1-max', 'constant', None, 'stage', 'printed'): Kernel(theorem_4_beta1_max_constant_stage_printed, ('batch_size', 'c_inf', 'delta', 'mu', 'sigma', 'stage_epsilon'), (), '', False, None, (), (), 'theorem-4', 'theorem-4', 'beta1-max', 'constant', None, 'stage', 'printed'),
        ('theorem-4', 'beta1-max', 'constant', None, 'stage', 'corrected'): Kernel(theorem_4_beta1_max_constant_stage_corrected, ('batch_size', 'c_inf', 'delta', 'mu', 'sigma', 'stage_epsilon'), (), 'a weight is at most 1', False, None, (), (), 'theorem-4', 'theorem-4', 'beta1-max', 'constant', None, 'stage', 'corrected'),
        ('theorem-4', 'beta1-max', 'constant', None, 'stage', 'explicit'): Kernel(theorem_4_beta1_max_constant_stage_explicit, ('batch_size', 'c_inf', 'delta', 'mu', 'sigma', 'stage_epsilon'), (), 'four times the printed cap, and at most 1/2', False, None, (), (), 'theorem-4', 'theorem-4', 'beta1-max', 'constant', None, 'stage', 'explicit', exists=Function(theorem_4_iterations_constant_stage_explicit_exists, ('lam',)), missing_code='theorem-4-decay', missing_warning='Theorem 4 has no explicit form for AdamW with λ > 0'),
        ('theorem-4', 'gamma', 'decaying', None, 'stage', 'printed'): Kernel(theorem_4_gamma_decaying_stage_printed, ('batch_size', 'c_inf', 'delta', 'sigma', 'smoothness', 'stage_epsilon'), (), '', False, None, (), (), 'theorem-4', 'theorem-4', 'gamma', 'decaying', None, 'stage', 'printed'),
        ('theorem-4', 'gamma', 'decaying', None, 'stage', 'corrected'): Kernel(theorem_4_gamma_decaying_stage_corrected, ('batch_size', 'c_inf', 'delta', 'sigma', 'smoothness', 'stage_epsilon'), (), 'min, not max: with γ = 1 late stages need T_k of order ε_k^−2', False, None, (), (), 'theorem-4', 'theorem-4', 'gamma', 'decaying', None, 'stage', 'corrected'),
        ('theorem-4', 'gamma', 'decaying', None, 'stage', 'explicit'): Kernel(theorem_4_gamma_decaying_stage_explicit, ('batch_size', 'c_inf', 'delta', 'sigma', 'smoothness', 'stage_epsilon'), (), 'min(1, √(A_k/S_k))', False, None, (), (), 'theorem-4', 'theorem-4', 'gamma', 'decaying', None, 'stage', 'explicit', exists=Function(theorem_4_iterations_constant_stage_explicit_exists, ('lam',)), missing_code='theorem-4-decay', missing_warning='Theorem 4 has no explicit form for AdamW with λ > 0'),
        ('theorem-4', 'eta-k', 'decaying', None, 'stage', 'printed'): Kernel(theorem_3_eta_k_decaying_printed, ('c_inf', 'delta', 'gamma', 'k', 'smoothness'), (), '', False, None, (), (), 'theorem-4', 'theorem-4', 'eta-k', 'decaying', None, 'stage', 'printed'),
        ('theorem-4', 'eta-k', 'decaying', None, 'stage', 'corrected'): Kernel(theorem_3_eta_k_decaying_printed, ('c_inf', 'delta', 'gamma', 'k', 'smoothness'), (), '', False, None, (), (), 'theorem-4', 'theorem-4', 'eta-k', 'decaying', None, 'stage', 'corrected'),
        ('theorem-4', 'eta-k', 'decaying', None, 'stage', 'explicit'): Kernel(theorem_3_eta_k_decaying_printed, ('c_inf', 'delta', 'gamma', 'k', 'smoothness'), (), '', False, None, (), (), 'theorem-4', 'theorem-4', 'eta-k', 'decaying', None, 'stage', 'explicit', exists=Function(theorem_4_iterations_constant_stage_explicit_exists, ('lam',)), missing_code='theorem-4-decay', missing_warning='Theorem 4 has no explicit form for AdamW with λ > 0'),
        ('theorem-4', 'beta1-k', 'decaying', None, 'stage', 'printed'): Kernel(theorem_3_beta1_k_decaying_printed, ('gamma', 'k'), (), '', False, None, (), (), 'theorem-4', 'theorem-4', 'beta1-k', 'decaying', None, 'stage', 'printed'),
        ('theorem-4', 'beta1-k', 'decaying', None, 'stage', 'corrected'): Kernel(theorem_3_beta1_k_decaying_printed, ('gamma', 'k'), (), '', False, None, (), (), 'theorem-4', 'theorem-4', 'beta1-k', 'decaying', None, 'stage', 'corrected'),
        ('theorem-4', 'beta1-k', 'decaying', None, 'stage', 'explicit'): Kernel(theorem_4_beta1_k_decaying_stage_explicit, ('gamma', 'k'), (), 'the weight that forms m_{k_i}', False, None, (), (), 'theorem-4', 'theorem-4', 'beta1-k', 'decaying', None, 'stage', 'explicit', exists=Function(theorem_4_iterations_constant_stage_explicit_exists, ('lam',)), missing_code='theorem-4-decay', missing_warning='Theorem 4 has no explicit form for AdamW with λ > 0'),
        ('theorem-4', 'iterations', 'constant', 'adam', 'stage', 'printed'): Kernel(theorem_4_iterations_constant_stage_printed, ('batch_size', 'c_inf', 'delta', 'mu', 'sigma', 'smoothness', 'stage_epsilon'), ('bias', 'variance'), '', False, theorem_4_iterations_constant_stage_printed_drivers, ('batch_size', 'c_inf', 'delta', 'mu', 'sigma', 'smoothness', 'stage_epsilon'), (Driver('bias', ('c∞^2.5/δ^1.25', 'L/μ', 'σ²/(μ·b·ε_k)',)), Driver('variance', ('c∞²/δ', 'σ²/(μ³·b·ε_k)',)),), 'theorem-4', 'theorem-4', 'iterations', 'constant', 'adam', 'stage', 'printed', staged=StagedKernel('stage_start', 'epsilon_gap', 'stage_epsilon', 'first-stage')),
        ('theorem-4', 'iterations', 'constant', 'adam', 'stage', 'corrected'): Kernel(theorem_4_iterations_constant_stage_corrected, ('batch_size', 'c_inf', 'delta', 'mu', 'sigma', 'smoothness', 'stage_epsilon'), ('bias', 'variance'), 'μ³ is a misprint for μ: with it T_k has a unit, and the printed total has μ', False, theorem_4_iterations_constant_stage_corrected_drivers, ('batch_size', 'c_inf', 'delta', 'mu', 'sigma', 'smoothness', 'stage_epsilon'), (Driver('bias', ('c∞^2.5/δ^1.25', 'L/μ', 'σ²/(μ·b·ε_k)',)), Driver('variance', ('c∞²/δ', 'σ²/(μ·b·ε_k)',)),), 'theorem-4', 'theorem-4', 'iterations', 'constant', 'adam', 'stage', 'corrected', staged=StagedKernel('stage_start', 'epsilon_gap', 'stage_epsilon', 'first-stage')),
        ('theorem-4', 'iterations', 'constant', 'adam', 'stage', 'explicit'): Kernel(theorem_4_iterations_constant_stage_explicit, ('batch_size', 'c_inf', 'delta', 'mu', 'sigma', 'smoothness', 'stage_epsilon'), ('bias', 'variance'), "the proof's constants for λ = 0, all of (x, m, n) carried on from the drawn index, β ≤ 1/2", False, theorem_4_iterations_constant_stage_explicit_drivers, ('batch_size', 'c_inf', 'delta', 'mu', 'sigma', 'smoothness', 'stage_epsilon'), (Driver('bias', ('(c2/c1)^2.5', 'L/μ', 'σ²/(μ·b·ε_k)',)), Driver('bias', ('(c2/c1)^1.5', 'L/μ',)), Driver('variance', ('c2/c1', 'σ²/(μ·b·ε_k)',)),), 'theorem-4', 'theorem-4', 'iterations', 'constant', 'adam', 'stage', 'explicit', counts=True, missing_code='theorem-4-decay', missing_warning='Theorem 4 has no explicit form for AdamW with λ > 0: both printed λ schedules break λ_{k+1}v_{k+1} ≤ λ_k v_k, and F_k(x*) > F*', staged=StagedKernel('stage_start', 'epsilon_gap', 'stage_epsilon', 'first-stage'), exact=Function(theorem_4_iterations_constant_stage_explicit_exact, ('batch_size', 'c_inf', 'delta', 'mu', 'sigma', 'smoothness', 'stage_epsilon'))),
        ('theorem-4', 'iterations', 'constant', 'adam', 'first-stage', 'explicit'): Kernel(theorem_4_iterations_constant_first_stage_explicit, ('batch_size', 'c_inf', 'delta', 'mu', 'sigma', 'smoothness', 'stage_epsilon'), ('bias', 'variance'), 'stage 1 starts from m_0 = g_0, whose error is σ²/b', False, theorem_4_iterations_constant_first_stage_explicit_drivers, ('batch_size', 'c_inf', 'delta', 'mu', 'sigma', 'smoothness', 'stage_epsilon'), (Driver('bias', ('(c2/c1)^2.5', 'L/μ', 'σ²/(μ·b·ε_k)',)), Driver('bias', ('(c2/c1)^1.5', 'L/μ',)),), 'theorem-4', 'theorem-4', 'iterations', 'constant', 'adam', 'first-stage', 'explicit', counts=True, missing_code='theorem-4-decay', missing_warning='Theorem 4 has no explicit form for AdamW with λ > 0: both printed λ schedules break λ_{k+1}v_{k+1} ≤ λ_k v_k, and F_k(x*) > F*', exact=Function(theorem_4_iterations_constant_first_stage_explicit_exact, ('batch_size', 'c_inf', 'delta', 'mu', 'sigma', 'smoothness', 'stage_epsilon'))),
        ('theorem-4', 'gradient-complexity', 'constant', 'adam', None, 'printed'): Kernel(theorem_4_gradient_complexity_constant_printed, ('c_inf', 'delta', 'epsilon_gap', 'mu', 'sigma', 'smoothness'), ('bias', 'variance'), '', False, None, (), (), 'theorem-4', 'theorem-4', 'gradient-complexity', 'constant', 'adam', None, 'printed'),
        ('theorem-4', 'gradient-complexity', 'constant', 'adam', None, 'corrected'): Kernel(theorem_4_gradient_complexity_constant_printed, ('c_inf', 'delta', 'epsilon_gap', 'mu', 'sigma', 'smoothness'), ('bias', 'variance'), '', False, None, (), (), 'theorem-4', 'theorem-4', 'gradient-complexity', 'constant', 'adam', None, 'corrected'),
        ('theorem-4', 'iterations', 'decaying', 'adam', 'stage', 'printed'): Kernel(theorem_4_iterations_decaying_stage_printed, ('batch_size', 'c_inf', 'delta', 'epsilon_gap', 'mu', 'sigma', 'smoothness'), ('bias',), '', False, theorem_4_iterations_decaying_stage_printed_drivers, ('batch_size', 'c_inf', 'delta', 'epsilon_gap', 'mu', 'sigma', 'smoothness'), (Driver('bias', ('c∞^2.5/δ^1.25', 'L/μ', 'σ²/(μ·b·ε)',)),), 'theorem-4', 'theorem-4', 'iterations', 'decaying', 'adam', 'stage', 'printed', staged=StagedKernel('stage_start', 'epsilon_gap', 'stage_epsilon', 'first-stage')),
        ('theorem-4', 'iterations', 'decaying', 'adam', 'stage', 'corrected'): Kernel(theorem_4_iterations_decaying_stage_corrected, ('batch_size', 'c_inf', 'delta', 'mu', 'sigma', 'smoothness', 'stage_epsilon', 'stage_start'), ('bias',), 'ε_k for ε, and the log² that the proof drops', False, theorem_4_iterations_decaying_stage_corrected_drivers, ('batch_size', 'c_inf', 'delta', 'mu', 'sigma', 'smoothness', 'stage_epsilon', 'stage_start'), (Driver('bias', ('c∞^2.5/δ^1.25', 'L/μ', 'σ²/(μ·b·ε_k)', 'log²(ε₀/ε_k)',)),), 'theorem-4', 'theorem-4', 'iterations', 'decaying', 'adam', 'stage', 'corrected', staged=StagedKernel('stage_start', 'epsilon_gap', 'stage_epsilon', 'first-stage')),
        ('theorem-4', 'iterations', 'decaying', 'adam', 'stage', 'explicit'): Kernel(theorem_4_iterations_decaying_stage_explicit, ('batch_size', 'c_inf', 'delta', 'mu', 'sigma', 'smoothness', 'stage_epsilon'), ('bias',), 'solves for the smallest T_k, with γ_k = min(1, √(A_k/S_k)); the parts are its leading orders, without the logarithm', False, theorem_4_iterations_decaying_stage_explicit_drivers, ('batch_size', 'c_inf', 'delta', 'mu', 'sigma', 'smoothness', 'stage_epsilon'), (Driver('bias', ('(c2/c1)^2.5', 'L/μ', 'σ²/(μ·b·ε_k)',)), Driver('bias', ('(c2/c1)^3', '(L/μ)^2',)),), 'theorem-4', 'theorem-4', 'iterations', 'decaying', 'adam', 'stage', 'explicit', counts=True, missing_code='theorem-4-decay', missing_warning='Theorem 4 has no explicit form for AdamW with λ > 0: both printed λ schedules break λ_{k+1}v_{k+1} ≤ λ_k v_k, and F_k(x*) > F*', staged=StagedKernel('stage_start', 'epsilon_gap', 'stage_epsilon', 'first-stage'), exact=Function(theorem_4_iterations_decaying_stage_explicit_exact, ('batch_size', 'c_inf', 'delta', 'mu', 'sigma', 'smoothness', 'stage_epsilon')), with_roots=True),
        ('theorem-4', 'iterations', 'decaying', 'adam', 'first-stage', 'explicit'): Kernel(theorem_4_iterations_decaying_first_stage_explicit, ('batch_size', 'c_inf', 'delta', 'mu', 'sigma', 'smoothness', 'stage_epsilon'), ('bias',), 'stage 1 starts from m_0 = g_0, whose error is σ²/b', False, theorem_4_iterations_decaying_stage_explicit_drivers, ('batch_size', 'c_inf', 'delta', 'mu', 'sigma', 'smoothness', 'stage_epsilon'), (Driver('bias', ('(c2/c1)^2.5', 'L/μ', 'σ²/(μ·b·ε_k)',)), Driver('bias', ('(c2/c1)^3', '(L/μ)^2',)),), 'theorem-4', 'theorem-4', 'iterations', 'decaying', 'adam', 'first-stage', 'explicit', counts=True, missing_code='theorem-4-decay', missing_warning='Theorem 4 has no explicit form for AdamW with λ > 0: both printed λ schedules break λ_{k+1}v_{k+1} ≤ λ_k v_k, and F_k(x*) > F*', exact=Function(theorem_4_iterations_decaying_first_stage_explicit_exact, ('batch_size', 'c_inf', 'delta', 'mu', 'sigma', 'smoothness', 'stage_epsilon')), with_roots=True),
        ('theorem-4', 'gradient-complexity', 'decaying', 'adam', None, 'printed'): Kernel(theorem_4_gradient_complexity_decaying_printed, ('c_inf', 'delta', 'epsilon_gap', 'mu', 'sigma', 'smoothness'), ('bias',), '', False, None, (), (), 'theorem-4', 'theorem-4', 'gradient-complexity', 'decaying', 'adam', None, 'printed'),
        ('theorem-4', 'gradient-complexity', 'decaying', 'adam', None, 'corrected'): Kernel(theorem_4_gradient_complexity_decaying_corrected, ('c_inf', 'delta', 'epsilon_gap', 'mu', 'sigma', 'smoothness', 'stage_start'), ('bias',), "the supplement's sum of k 2^k is not O(2^K): a log² stays", False, None, (), (), 'theorem-4', 'theorem-4', 'gradient-complexity', 'decaying', 'adam', None, 'corrected', exists=Function(theorem_4_gradient_complexity_decaying_corrected_exists, ('epsilon_gap', 'stage_start')), missing_text='no stage is run'),
        ('theorem-4', 'eta-max', 'constant', 'adam', 'stage', 'printed'): Kernel(theorem_4_eta_max_constant_stage_printed, ('batch_size', 'c_inf', 'delta', 'mu', 'sigma', 'smoothness', 'stage_epsilon'), (), '', False, None, (), (), 'theorem-4', 'theorem-4', 'eta-max', 'constant', 'adam', 'stage', 'printed'),
        ('theorem-4', 'eta-max', 'constant', 'adam', 'stage', 'corrected'): Kernel(theorem_4_eta_max_constant_stage_printed, ('batch_size', 'c_inf', 'delta', 'mu', 'sigma', 'smoothness', 'stage_epsilon'), (), '', False, None, (), (), 'theorem-4', 'theorem-4', 'eta-max', 'constant', 'adam', 'stage', 'corrected'),
        ('theorem-4', 'eta-max', 'constant', 'adam', 'stage', 'explicit'): Kernel(theorem_4_eta_max_constant_stage_explicit, ('batch_size', 'c_inf', 'delta', 'mu', 'sigma', 'smoothness', 'stage_epsilon'), (), 'r β_k, four times the printed cap', False, None, (), (), 'theorem-4', 'theorem-4', 'eta-max', 'constant', 'adam', 'stage', 'explicit', missing_code='theorem-4-decay', missing_warning='Theorem 4 has no explicit form for AdamW with λ > 0'),
        ('theorem-4', 'beta1-max', 'constant', 'adam', 'stage', 'printed'): Kernel(theorem_4_beta1_max_constant_stage_printed, ('batch_size', 'c_inf', 'delta', 'mu', 'sigma', 'stage_epsilon'), (), '', False, None, (), (), 'theorem-4', 'theorem-4', 'beta1-max', 'constant', 'adam', 'stage', 'printed'),
        ('theorem-4', 'beta1-max', 'constant', 'adam', 'stage', 'corrected'): Kernel(theorem_4_beta1_max_constant_stage_corrected, ('batch_size', 'c_inf', 'delta', 'mu', 'sigma', 'stage_epsilon'), (), 'a weight is at most 1', False, None, (), (), 'theorem-4', 'theorem-4', 'beta1-max', 'constant', 'adam', 'stage', 'corrected'),
        ('theorem-4', 'beta1-max', 'constant', 'adam', 'stage', 'explicit'): Kernel(theorem_4_beta1_max_constant_stage_explicit, ('batch_size', 'c_inf', 'delta', 'mu', 'sigma', 'stage_epsilon'), (), 'four times the printed cap, and at most 1/2', False, None, (), (), 'theorem-4', 'theorem-4', 'beta1-max', 'constant', 'adam', 'stage', 'explicit', missing_code='theorem-4-decay', missing_warning='Theorem 4 has no explicit form for AdamW with λ > 0'),
        ('theorem-4', 'gamma', 'decaying', 'adam', 'stage', 'printed'): Kernel(theorem_4_gamma_decaying_stage_printed, ('batch_size', 'c_inf', 'delta', 'sigma', 'smoothness', 'stage_epsilon'), (), '', False, None, (), (), 'theorem-4', 'theorem-4', 'gamma', 'decaying', 'adam', 'stage', 'printed'),
        ('theorem-4', 'gamma', 'decaying', 'adam', 'stage', 'corrected'): Kernel(theorem_4_gamma_decaying_stage_corrected, ('batch_size', 'c_inf', 'delta', 'sigma', 'smoothness', 'stage_epsilon'), (), 'min, not max: with γ = 1 late stages need T_k of order ε_k^−2', False, None, (), (), 'theorem-4', 'theorem-4', 'gamma', 'decaying', 'adam', 'stage', 'corrected'),
        ('theorem-4', 'gamma', 'decaying', 'adam', 'stage', 'explicit'): Kernel(theorem_4_gamma_decaying_stage_explicit, ('batch_size', 'c_inf', 'delta', 'sigma', 'smoothness', 'stage_epsilon'), (), 'min(1, √(A_k/S_k))', False, None, (), (), 'theorem-4', 'theorem-4', 'gamma', 'decaying', 'adam', 'stage', 'explicit', missing_code='theorem-4-decay', missing_warning='Theorem 4 has no explicit form for AdamW with λ > 0'),
        ('theorem-4', 'eta-k', 'decaying', 'adam', 'stage', 'printed'): Kernel(theorem_3_eta_k_decaying_printed, ('c_inf', 'delta', 'gamma', 'k', 'smoothness'), (), '', False, None, (), (), 'theorem-4', 'theorem-4', 'eta-k', 'decaying', 'adam', 'stage', 'printed'),
        ('theorem-4', 'eta-k', 'decaying', 'adam', 'stage', 'corrected'): Kernel(theorem_3_eta_k_decaying_printed, ('c_inf', 'delta', 'gamma', 'k', 'smoothness'), (), '', False, None, (), (), 'theorem-4', 'theorem-4', 'eta-k', 'decaying', 'adam', 'stage', 'corrected'),
        ('theorem-4', 'eta-k', 'decaying', 'adam', 'stage', 'explicit'): Kernel(theorem_3_eta_k_decaying_printed, ('c_inf', 'delta', 'gamma', 'k', 'smoothness'), (), '', False, None, (), (), 'theorem-4', 'theorem-4', 'eta-k', 'decaying', 'adam', 'stage', 'explicit', missing_code='theorem-4-decay', missing_warning='Theorem 4 has no explicit form for AdamW with λ > 0'),
        ('theorem-4', 'beta1-k', 'decaying', 'adam', 'stage', 'printed'): Kernel(theorem_3_beta1_k_decaying_printed, ('gamma', 'k'), (), '', False, None, (), (), 'theorem-4', 'theorem-4', 'beta1-k', 'decaying', 'adam', 'stage', 'printed'),
        ('theorem-4', 'beta1-k', 'decaying', 'adam', 'stage', 'corrected'): Kernel(theorem_3_beta1_k_decaying_printed, ('gamma', 'k'), (), '', False, None, (), (), 'theorem-4', 'theorem-4', 'beta1-k', 'decaying', 'adam', 'stage', 'corrected'),
        ('theorem-4', 'beta1-k', 'decaying', 'adam', 'stage', 'explicit'): Kernel(theorem_4_beta1_k_decaying_stage_explicit, ('gamma', 'k'), (), 'the weight that forms m_{k_i}', False, None, (), (), 'theorem-4', 'theorem-4', 'beta1-k', 'decaying', 'adam', 'stage', 'explicit', missing_code='theorem-4-decay', missing_warning='Theorem 4 has no explicit form for AdamW with λ > 0'),
        ('theorem-4', 'iterations', 'constant', 'l2-adam', 'stage', 'printed'): Kernel(theorem_4_iterations_constant_stage_printed, ('batch_size', 'c_inf', 'delta', 'mu', 'sigma', 'smoothness', 'stage_epsilon'), ('bias', 'variance'), '', False, theorem_4_iterations_constant_stage_printed_drivers, ('batch_size', 'c_inf', 'delta', 'mu', 'sigma', 'smoothness', 'stage_epsilon'), (Driver('bias', ('c∞^2.5/δ^1.25', 'L/μ', 'σ²/(μ·b·ε_k)',)), Driver('variance', ('c∞²/δ', 'σ²/(μ³·b·ε_k)',)),), 'theorem-4', 'theorem-4', 'iterations', 'constant', 'l2-adam', 'stage', 'printed', staged=StagedKernel('stage_start', 'epsilon_gap', 'stage_epsilon', 'first-stage')),
        ('theorem-4', 'gradient-complexity', 'constant', 'l2-adam', None, 'printed'): Kernel(theorem_4_gradient_complexity_constant_printed, ('c_inf', 'delta', 'epsilon_gap', 'mu', 'sigma', 'smoothness'), ('bias', 'variance'), '', False, None, (), (), 'theorem-4', 'theorem-4', 'gradient-complexity', 'constant', 'l2-adam', None, 'printed'),
        ('theorem-4', 'iterations', 'decaying', 'l2-adam', 'stage', 'printed'): Kernel(theorem_4_iterations_decaying_stage_printed, ('batch_size', 'c_inf', 'delta', 'epsilon_gap', 'mu', 'sigma', 'smoothness'), ('bias',), '', False, theorem_4_iterations_decaying_stage_printed_drivers, ('batch_size', 'c_inf', 'delta', 'epsilon_gap', 'mu', 'sigma', 'smoothness'), (Driver('bias', ('c∞^2.5/δ^1.25', 'L/μ', 'σ²/(μ·b·ε)',)),), 'theorem-4', 'theorem-4', 'iterations', 'decaying', 'l2-adam', 'stage', 'printed', staged=StagedKernel('stage_start', 'epsilon_gap', 'stage_epsilon', 'first-stage')),
        ('theorem-4', 'gradient-complexity', 'decaying', 'l2-adam', None, 'printed'): Kernel(theorem_4_gradient_complexity_decaying_printed, ('c_inf', 'delta', 'epsilon_gap', 'mu', 'sigma', 'smoothness'), ('bias',), '', False, None, (), (), 'theorem-4', 'theorem-4', 'gradient-complexity', 'decaying', 'l2-adam', None, 'printed'),
        ('theorem-4', 'eta-max', 'constant', 'l2-adam', 'stage', 'printed'): Kernel(theorem_4_eta_max_constant_stage_printed, ('batch_size', 'c_inf', 'delta', 'mu', 'sigma', 'smoothness', 'stage_epsilon'), (), '', False, None, (), (), 'theorem-4', 'theorem-4', 'eta-max', 'constant', 'l2-adam', 'stage', 'printed'),
        ('theorem-4', 'beta1-max', 'constant', 'l2-adam', 'stage', 'printed'): Kernel(theorem_4_beta1_max_constant_stage_printed, ('batch_size', 'c_inf', 'delta', 'mu', 'sigma', 'stage_epsilon'), (), '', False, None, (), (), 'theorem-4', 'theorem-4', 'beta1-max', 'constant', 'l2-adam', 'stage', 'printed'),
        ('theorem-4', 'gamma', 'decaying', 'l2-adam', 'stage', 'printed'): Kernel(theorem_4_gamma_decaying_stage_printed, ('batch_size', 'c_inf', 'delta', 'sigma', 'smoothness', 'stage_epsilon'), (), '', False, None, (), (), 'theorem-4', 'theorem-4', 'gamma', 'decaying', 'l2-adam', 'stage', 'printed'),
        ('theorem-4', 'eta-k', 'decaying', 'l2-adam', 'stage', 'printed'): Kernel(theorem_3_eta_k_decaying_printed, ('c_inf', 'delta', 'gamma', 'k', 'smoothness'), (), '', False, None, (), (), 'theorem-4', 'theorem-4', 'eta-k', 'decaying', 'l2-adam', 'stage', 'printed'),
        ('theorem-4', 'beta1-k', 'decaying', 'l2-adam', 'stage', 'printed'): Kernel(theorem_3_beta1_k_decaying_printed, ('gamma', 'k'), (), '', False, None, (), (), 'theorem-4', 'theorem-4', 'beta1-k', 'decaying', 'l2-adam', 'stage', 'printed'),
        ('theorem-4', 'iterations', 'constant', 'l2-adam', 'stage', 'corrected'): Kernel(theorem_4_iterations_constant_l2_adam_stage_corrected, ('batch_size', 'c_inf', 'delta', 'lam_l2', 'mu', 'sigma', 'smoothness', 'stage_epsilon', 'x_inf_norm'), ('bias', 'variance'), 'μ³ is a misprint for μ: with it T_k has a unit, and the printed total has μ', False, theorem_4_iterations_constant_l2_adam_stage_corrected_drivers, ('batch_size', 'c_inf', 'delta', 'lam_l2', 'mu', 'sigma', 'smoothness', 'stage_epsilon', 'x_inf_norm'), (Driver('bias', ('c∞^2.5/δ^1.25', 'L/μ', 'σ²/(μ·b·ε_k)',)), Driver('variance', ('c∞²/δ', 'σ²/(μ·b·ε_k)',)),), 'theorem-4', 'theorem-4', 'iterations', 'constant', 'l2-adam', 'stage', 'corrected', staged=StagedKernel('stage_start', 'epsilon_gap', 'stage_epsilon', 'first-stage')),
        ('theorem-4', 'iterations', 'constant', 'l2-adam', 'stage', 'explicit'): Kernel(theorem_4_iterations_constant_l2_adam_stage_explicit, ('batch_size', 'c_inf', 'delta', 'lam_l2', 'mu', 'sigma', 'smoothness', 'stage_epsilon', 'x_inf_norm'), ('bias', 'variance'), "the proof's constants for λ = 0, all of (x, m, n) carried on from the drawn index, β ≤ 1/2", False, theorem_4_iterations_constant_l2_adam_stage_explicit_drivers, ('batch_size', 'c_inf', 'delta', 'lam_l2', 'mu', 'sigma', 'smoothness', 'stage_epsilon', 'x_inf_norm'), (Driver('bias', ('(c2/c1)^2.5', 'L/μ', 'σ²/(μ·b·ε_k)',)), Driver('bias', ('(c2/c1)^1.5', 'L/μ',)), Driver('variance', ('c2/c1', 'σ²/(μ·b·ε_k)',)),), 'theorem-4', 'theorem-4', 'iterations', 'constant', 'l2-adam', 'stage', 'explicit', counts=True, missing_code='theorem-4-decay', missing_warning='Theorem 4 has no explicit form for AdamW with λ > 0: both printed λ schedules break λ_{k+1}v_{k+1} ≤ λ_k v_k, and F_k(x*) > F*', staged=StagedKernel('stage_start', 'epsilon_gap', 'stage_epsilon', 'first-stage'), exact=Function(theorem_4_iterations_constant_l2_adam_stage_explicit_exact, ('batch_size', 'c_inf', 'delta', 'lam_l2', 'mu', 'sigma', 'smoothness', 'stage_epsilon', 'x_inf_norm'))),
        ('theorem-4', 'iterations', 'constant', 'l2-adam', 'first-stage', 'explicit'): Kernel(theorem_4_iterations_constant_l2_adam_first_stage_explicit, ('batch_size', 'c_inf', 'delta', 'lam_l2', 'mu', 'sigma', 'smoothness', 'stage_epsilon', 'x_inf_norm'), ('bias', 'variance'), 'stage 1 starts from m_0 = g_0, whose error is σ²/b', False, theorem_4_iterations_constant_l2_adam_first_stage_explicit_drivers, ('batch_size', 'c_inf', 'delta', 'lam_l2', 'mu', 'sigma', 'smoothness', 'stage_epsilon', 'x_inf_norm'), (Driver('bias', ('(c2/c1)^2.5', 'L/μ', 'σ²/(μ·b·ε_k)',)), Driver('bias', ('(c2/c1)^1.5', 'L/μ',)),), 'theorem-4', 'theorem-4', 'iterations', 'constant', 'l2-adam', 'first-stage', 'explicit', counts=True, missing_code='theorem-4-decay', missing_warning='Theorem 4 has no explicit form for AdamW with λ > 0: both printed λ schedules break λ_{k+1}v_{k+1} ≤ λ_k v_k, and F_k(x*) > F*', exact=Function(theorem_4_iterations_constant_l2_adam_first_stage_explicit_exact, ('batch_size', 'c_inf', 'delta', 'lam_l2', 'mu', 'sigma', 'smoothness', 'stage_epsilon', 'x_inf_norm'))),
        ('theorem-4', 'gradient-complexity', 'constant', 'l2-adam', None, 'corrected'): Kernel(theorem_4_gradient_complexity_constant_l2_adam_corrected, ('c_inf', 'delta', 'epsilon_gap', 'lam_l2', 'mu', 'sigma', 'smoothness', 'x_inf_norm'), ('bias', 'variance'), '', False, None, (), (), 'theorem-4', 'theorem-4', 'gradient-complexity', 'constant', 'l2-adam', None, 'corrected'),
        ('theorem-4', 'iterations', 'decaying', 'l2-adam', 'stage', 'corrected'): Kernel(theorem_4_iterations_decaying_l2_adam_stage_corrected, ('batch_size', 'c_inf', 'delta', 'lam_l2', 'mu', 'sigma', 'smoothness', 'stage_epsilon', 'stage_start', 'x_inf_norm'), ('bias',), 'ε_k for ε, and the log² that the proof drops', False, theorem_4_iterations_decaying_l2_adam_stage_corrected_drivers, ('batch_size', 'c_inf', 'delta', 'lam_l2', 'mu', 'sigma', 'smoothness', 'stage_epsilon', 'stage_start', 'x_inf_norm'), (Driver('bias', ('c∞^2.5/δ^1.25', 'L/μ', 'σ²/(μ·b·ε_k)', 'log²(ε₀/ε_k)',)),), 'theorem-4', 'theorem-4', 'iterations', 'decaying', 'l2-adam', 'stage', 'corrected', staged=StagedKernel('stage_start', 'epsilon_gap', 'stage_epsilon', 'first-stage')),
        ('theorem-4', 'iterations', 'decaying', 'l2-adam', 'stage', 'explicit'): Kernel(theorem_4_iterations_decaying_l2_adam_stage_explicit, ('batch_size', 'c_inf', 'delta', 'lam_l2', 'mu', 'sigma', 'smoothness', 'stage_epsilon', 'x_inf_norm'), ('bias',), 'solves for the smallest T_k, with γ_k = min(1, √(A_k/S_k)); the parts are its leading orders, without the logarithm', False, theorem_4_iterations_decaying_l2_adam_stage_explicit_drivers, ('batch_size', 'c_inf', 'delta', 'lam_l2', 'mu', 'sigma', 'smoothness', 'stage_epsilon', 'x_inf_norm'), (Driver('bias', ('(c2/c1)^2.5', 'L/μ', 'σ²/(μ·b·ε_k)',)), Driver('bias', ('(c2/c1)^3', '(L/μ)^2',)),), 'theorem-4', 'theorem-4', 'iterations', 'decaying', 'l2-adam', 'stage', 'explicit', counts=True, missing_code='theorem-4-decay', missing_warning='Theorem 4 has no explicit form for AdamW with λ > 0: both printed λ schedules break λ_{k+1}v_{k+1} ≤ λ_k v_k, and F_k(x*) > F*', staged=StagedKernel('stage_start', 'epsilon_gap', 'stage_epsilon', 'first-stage'), exact=Function(theorem_4_iterations_decaying_l2_adam_stage_explicit_exact, ('batch_size', 'c_inf', 'delta', 'lam_l2', 'mu', 'sigma', 'smoothness', 'stage_epsilon', 'x_inf_norm')), with_roots=True),
        ('theorem-4', 'iterations', 'decaying', 'l2-adam', 'first-stage', 'explicit'): Kernel(theorem_4_iterations_decaying_l2_adam_first_stage_explicit, ('batch_size', 'c_inf', 'delta', 'lam_l2', 'mu', 'sigma', 'smoothness', 'stage_epsilon', 'x_inf_norm'), ('bias',), 'stage 1 starts from m_0 = g_0, whose error is σ²/b', False, theorem_4_iterations_decaying_l2_adam_stage_explicit_drivers, ('batch_size', 'c_inf', 'delta', 'lam_l2', 'mu', 'sigma', 'smoothness', 'stage_epsilon', 'x_inf_norm'), (Driver('bias', ('(c2/c1)^2.5', 'L/μ', 'σ²/(μ·b·ε_k)',)), Driver('bias', ('(c2/c1)^3', '(L/μ)^2',)),), 'theorem-4', 'theorem-4', 'iterations', 'decaying', 'l2-adam', 'first-stage', 'explicit', counts=True, missing_code='theorem-4-decay', missing_warning='Theorem 4 has no explicit form for AdamW with λ > 0: both printed λ schedules break λ_{k+1}v_{k+1} ≤ λ_k v_k, and F_k(x*) > F*', exact=Function(theorem_4_iterations_decaying_l2_adam_first_stage_explicit_exact, ('batch_size', 'c_inf', 'delta', 'lam_l2', 'mu', 'sigma', 'smoothness', 'stage_epsilon', 'x_inf_norm')), with_roots=True),
        ('theorem-4', 'gradient-complexity', 'decaying', 'l2-adam', None, 'corrected'): Kernel(theorem_4_gradient_complexity_decaying_l2_adam_corrected, ('c_inf', 'delta', 'epsilon_gap', 'lam_l2', 'mu', 'sigma', 'smoothness', 'stage_start', 'x_inf_norm'), ('bias',), "the supplement's sum of k 2^k is not O(2^K): a log² stays", False, None, (), (), 'theorem-4', 'theorem-4', 'gradient-complexity', 'decaying', 'l2-adam', None, 'corrected', exists=Function(theorem_4_gradient_complexity_decaying_corrected_exists, ('epsilon_gap', 'stage_start')), missing_text='no stage is run'),
        ('theorem-4', 'eta-max', 'constant', 'l2-adam', 'stage', 'corrected'): Kernel(theorem_4_eta_max_constant_l2_adam_stage_corrected, ('batch_size', 'c_inf', 'delta', 'lam_l2', 'mu', 'sigma', 'smoothness', 'stage_epsilon', 'x_inf_norm'), (), '', False, None, (), (), 'theorem-4', 'theorem-4', 'eta-max', 'constant', 'l2-adam', 'stage', 'corrected'),
        ('theorem-4', 'eta-max', 'constant', 'l2-adam', 'stage', 'explicit'): Kernel(theorem_4_eta_max_constant_l2_adam_stage_explicit, ('batch_size', 'c_inf', 'delta', 'lam_l2', 'mu', 'sigma', 'smoothness', 'stage_epsilon', 'x_inf_norm'), (), 'r β_k, four times the printed cap', False, None, (), (), 'theorem-4', 'theorem-4', 'eta-max', 'constant', 'l2-adam', 'stage', 'explicit', missing_code='theorem-4-decay', missing_warning='Theorem 4 has no explicit form for AdamW with λ > 0'),
        ('theorem-4', 'beta1-max', 'constant', 'l2-adam', 'stage', 'corrected'): Kernel(theorem_4_beta1_max_constant_l2_adam_stage_corrected, ('batch_size', 'c_inf', 'delta', 'lam_l2', 'mu', 'sigma', 'stage_epsilon', 'x_inf_norm'), (), 'a weight is at most 1', False, None, (), (), 'theorem-4', 'theorem-4', 'beta1-max', 'constant', 'l2-adam', 'stage', 'corrected'),
        ('theorem-4', 'beta1-max', 'constant', 'l2-adam', 'stage', 'explicit'): Kernel(theorem_4_beta1_max_constant_l2_adam_stage_explicit, ('batch_size', 'c_inf', 'delta', 'lam_l2', 'mu', 'sigma', 'stage_epsilon', 'x_inf_norm'), (), 'four times the printed cap, and at most 1/2', False, None, (), (), 'theorem-4', 'theorem-4', 'beta1-max', 'constant', 'l2-adam', 'stage', 'explicit', missing_code='theorem-4-decay', missing_warning='Theorem 4 has no explicit form for AdamW with λ > 0'),
        ('theorem-4', 'gamma', 'decaying', 'l2-adam', 'stage', 'corrected'): Kernel(theorem_4_gamma_decaying_l2_adam_stage_corrected, ('batch_size', 'c_inf', 'delta', 'lam_l2', 'sigma', 'smoothness', 'stage_epsilon', 'x_inf_norm'), (), 'min, not max: with γ = 1 late stages need T_k of order ε_k^−2', False, None, (), (), 'theorem-4', 'theorem-4', 'gamma', 'decaying', 'l2-adam', 'stage', 'corrected'),
        ('theorem-4', 'gamma', 'decaying', 'l2-adam', 'stage', 'explicit'): Kernel(theorem_4_gamma_decaying_l2_adam_stage_explicit, ('batch_size', 'c_inf', 'delta', 'lam_l2', 'sigma', 'smoothness', 'stage_epsilon', 'x_inf_norm'), (), 'min(1, √(A_k/S_k))', False, None, (), (), 'theorem-4', 'theorem-4', 'gamma', 'decaying', 'l2-adam', 'stage', 'explicit', missing_code='theorem-4-decay', missing_warning='Theorem 4 has no explicit form for AdamW with λ > 0'),
        ('theorem-4', 'eta-k', 'decaying', 'l2-adam', 'stage', 'corrected'): Kernel(theorem_4_eta_k_decaying_l2_adam_stage_corrected, ('c_inf', 'delta', 'gamma', 'k', 'lam_l2', 'smoothness', 'x_inf_norm'), (), '', False, None, (), (), 'theorem-4', 'theorem-4', 'eta-k', 'decaying', 'l2-adam', 'stage', 'corrected'),
        ('theorem-4', 'eta-k', 'decaying', 'l2-adam', 'stage', 'explicit'): Kernel(theorem_4_eta_k_decaying_l2_adam_stage_corrected, ('c_inf', 'delta', 'gamma', 'k', 'lam_l2', 'smoothness', 'x_inf_norm'), (), '', False, None, (), (), 'theorem-4', 'theorem-4', 'eta-k', 'decaying', 'l2-adam', 'stage', 'explicit', missing_code='theorem-4-decay', missing_warning='Theorem 4 has no explicit form for AdamW with λ > 0'),
        ('theorem-4', 'beta1-k', 'decaying', 'l2-adam', 'stage', 'corrected'): Kernel(theorem_3_beta1_k_decaying_printed, ('gamma', 'k'), (), '', False, None, (), (), 'theorem-4', 'theorem-4', 'beta1-k', 'decaying', 'l2-adam', 'stage', 'corrected'),
        ('theorem-4', 'beta1-k', 'decaying', 'l2-adam', 'stage', 'explicit'): Kernel(theorem_4_beta1_k_decaying_stage_explicit, ('gamma', 'k'), (), 'the weight that forms m_{k_i}', False, None, (), (), 'theorem-4', 'theorem-4', 'beta1-k', 'decaying', 'l2-adam', 'stage', 'explicit', missing_code='theorem-4-decay', missing_warning='Theorem 4 has no explicit form for AdamW with λ > 0'),
        ('theorem-6', 'err-moments', None, None, None, 'printed'): Kernel(theorem_6_err_moments_printed, ('batch_size', 'dim', 'eta', 'log_det', 'rho', 'trace'), (), 'η/(2b) is counted twice', True, None, (), (), 'theorem-6', 'theorem-6', 'err-moments', None, None, None, 'printed', linear=True),
        ('theorem-6', 'err-moments', None, None, None, 'corrected'): Kernel(theorem_6_err_moments_corrected, ('log_det', 'trace'), (), "err by two numbers; in Theorem 7 as printed the determinant is M_AdamW's", False, None, (), (), 'theorem-6', 'theorem-6', 'err-moments', None, None, None, 'corrected', linear=True),
        ('theorem-6', 'c0', None, None, None, 'printed'): Kernel(theorem_6_c0_printed, ('dim', 'rho', 'samples', 'tau', 'x_star_norm'), (), '', False, None, (), (), 'theorem-6', 'theorem-6', 'c0', None, None, None, 'printed', linear=True),
        ('theorem-6', 'c0', None, None, None, 'corrected'): Kernel(theorem_6_c0_corrected, ('dim', 'rho', 'samples', 'tau', 'x_star_norm'), (), '2KL has ‖x*‖²/ρ − d; the printed halves are not implied when ‖x*‖² > dρ', False, None, (), (), 'theorem-6', 'theorem-6', 'c0', None, None, None, 'corrected', linear=True),
        ('theorem-6', 'kl', None, None, None, 'corrected'): Kernel(theorem_6_kl_corrected, ('dim', 'err', 'rho', 'x_star_norm'), (), 'of N(x*, M) from N(0, ρI)', False, None, (), (), 'theorem-6', 'theorem-6', 'kl', None, None, None, 'corrected', linear=True),
        ('theorem-6', 'phi', None, None, None, 'printed'): Kernel(theorem_6_phi_printed, ('c0', 'err', 'samples'), (), '', False, None, (), (), 'theorem-6', 'theorem-6', 'phi', None, None, None, 'printed', linear=True),
        ('theorem-6', 'phi', None, None, None, 'corrected'): Kernel(theorem_6_phi_printed, ('c0', 'err', 'samples'), (), '', False, None, (), (), 'theorem-6', 'theorem-6', 'phi', None, None, None, 'corrected', linear=True),
        ('theorem-7', 'err-moments', None, None, None, 'printed'): Kernel(theorem_6_err_moments_printed, ('batch_size', 'dim', 'eta', 'log_det', 'rho', 'trace'), (), 'η/(2b) is counted twice', True, None, (), (), 'theorem-7', 'theorem-7', 'err-moments', None, None, None, 'printed', linear=True),
        ('theorem-7', 'err-moments', None, None, None, 'corrected'): Kernel(theorem_6_err_moments_corrected, ('log_det', 'trace'), (), "err by two numbers; in Theorem 7 as printed the determinant is M_AdamW's", False, None, (), (), 'theorem-7', 'theorem-7', 'err-moments', None, None, None, 'corrected', linear=True),
        ('theorem-7', 'c0', None, None, None, 'printed'): Kernel(theorem_6_c0_printed, ('dim', 'rho', 'samples', 'tau', 'x_star_norm'), (), '', False, None, (), (), 'theorem-7', 'theorem-7', 'c0', None, None, None, 'printed', linear=True),
        ('theorem-7', 'c0', None, None, None, 'corrected'): Kernel(theorem_6_c0_corrected, ('dim', 'rho', 'samples', 'tau', 'x_star_norm'), (), '2KL has ‖x*‖²/ρ − d; the printed halves are not implied when ‖x*‖² > dρ', False, None, (), (), 'theorem-7', 'theorem-7', 'c0', None, None, None, 'corrected', linear=True),
        ('theorem-7', 'kl', None, None, None, 'corrected'): Kernel(theorem_6_kl_corrected, ('dim', 'err', 'rho', 'x_star_norm'), (), 'of N(x*, M) from N(0, ρI)', False, None, (), (), 'theorem-7', 'theorem-7', 'kl', None, None, None, 'corrected', linear=True),
        ('theorem-7', 'phi', None, None, None, 'printed'): Kernel(theorem_6_phi_printed, ('c0', 'err', 'samples'), (), '', False, None, (), (), 'theorem-7', 'theorem-7', 'phi', None, None, None, 'printed', linear=True),
        ('theorem-7', 'phi', None, None, None, 'corrected'): Kernel(theorem_6_phi_printed, ('c0', 'err', 'samples'), (), '', False, None, (), (), 'theorem-7', 'theorem-7', 'phi', None, None, None, 'corrected', linear=True),
        ('corollary-3', 'x', None, 'adamw', None, 'printed'): Kernel(corollary_3_x_adamw_printed, ('batch_size', 'eta', 'lam', 'rho', 'singular_value'), (), 'as printed: Q = diag(H_ii^{−1/2}), which is right only at b = 1', False, None, (), (), 'corollary-3', 'corollary-3', 'x', None, 'adamw', None, 'printed', why_when=Function(corollary_3_x_adamw_printed_why, ('batch_size',))),
        ('corollary-3', 'x', None, 'adamw', None, 'corrected'): Kernel(corollary_3_x_adamw_corrected, ('batch_size', 'eta', 'lam', 'rho', 'singular_value'), (), 'Q = √b·diag(H_ii^{−1/2}), as n_t averages squares of gradients of minibatches, not of single samples', False, None, (), (), 'corollary-3', 'corollary-3', 'x', None, 'adamw', None, 'corrected', why_when=Function(corollary_3_x_adamw_printed_why, ('batch_size',))),
        ('corollary-3', 'x', None, 'l2-adam', None, 'printed'): Kernel(corollary_3_x_l2_adam_printed, ('batch_size', 'eta', 'lam_l2', 'rho', 'singular_value'), (), 'as printed: Q = diag(H_ii^{−1/2}), which is right only at b = 1', False, None, (), (), 'corollary-3', 'corollary-3', 'x', None, 'l2-adam', None, 'printed', why_when=Function(corollary_3_x_adamw_printed_why, ('batch_size',))),
        ('corollary-3', 'x', None, 'l2-adam', None, 'corrected'): Kernel(corollary_3_x_l2_adam_corrected, ('batch_size', 'eta', 'lam_l2', 'rho', 'singular_value'), (), 'Q = √b·diag(H_ii^{−1/2}), as n_t averages squares of gradients of minibatches, not of single samples', False, None, (), (), 'corollary-3', 'corollary-3', 'x', None, 'l2-adam', None, 'corrected', why_when=Function(corollary_3_x_adamw_printed_why, ('batch_size',))),
        ('corollary-3', 'x-plain', None, 'adamw', None, 'printed'): Kernel(corollary_3_x_plain_adamw_printed, ('batch_size', 'eta', 'lam', 'rho', 'singular_value'), (), 'as printed: Q = diag(H_ii^{−1/2}), which is right only at b = 1', False, None, (), (), 'corollary-3', 'corollary-3', 'x-plain', None, 'adamw', None, 'printed', linear=True, why_when=Function(corollary_3_x_adamw_printed_why, ('batch_size',))),
        ('corollary-3', 'x-plain', None, 'adamw', None, 'corrected'): Kernel(corollary_3_x_plain_adamw_corrected, ('batch_size', 'eta', 'lam', 'rho', 'singular_value'), (), 'Q = √b·diag(H_ii^{−1/2}), as n_t averages squares of gradients of minibatches, not of single samples', False, None, (), (), 'corollary-3', 'corollary-3', 'x-plain', None, 'adamw', None, 'corrected', linear=True, why_when=Function(corollary_3_x_adamw_printed_why, ('batch_size',))),
        ('corollary-3', 'x-plain', None, 'l2-adam', None, 'printed'): Kernel(corollary_3_x_plain_l2_adam_printed, ('batch_size', 'eta', 'lam_l2', 'rho', 'singular_value'), (), 'as printed: Q = diag(H_ii^{−1/2}), which is right only at b = 1', False, None, (), (), 'corollary-3', 'corollary-3', 'x-plain', None, 'l2-adam', None, 'printed', linear=True, why_when=Function(corollary_3_x_adamw_printed_why, ('batch_size',))),
        ('corollary-3', 'x-plain', None, 'l2-adam', None, 'corrected'): Kernel(corollary_3_x_plain_l2_adam_corrected, ('batch_size', 'eta', 'lam_l2', 'rho', 'singular_value'), (), 'Q = √b·diag(H_ii^{−1/2}), as n_t averages squares of gradients of minibatches, not of single samples', False, None, (), (), 'corollary-3', 'corollary-3', 'x-plain', None, 'l2-adam', None, 'corrected', linear=True, why_when=Function(corollary_3_x_adamw_printed_why, ('batch_size',))),
        ('corollary-3', 'err-summand', None, 'adamw', None, 'printed'): Kernel(corollary_3_err_summand_adamw_printed, ('batch_size', 'eta', 'lam', 'rho', 'singular_value'), ('log', 'inverse'), 'as printed: Q = diag(H_ii^{−1/2}), which is right only at b = 1', False, None, (), (), 'corollary-3', 'corollary-3', 'err-summand', None, 'adamw', None, 'printed', linear=True, why_when=Function(corollary_3_x_adamw_printed_why, ('batch_size',))),
        ('corollary-3', 'err-summand', None, 'adamw', None, 'corrected'): Kernel(corollary_3_err_summand_adamw_corrected, ('batch_size', 'eta', 'lam', 'rho', 'singular_value'), ('log', 'inverse'), 'Q = √b·diag(H_ii^{−1/2}), as n_t averages squares of gradients of minibatches, not of single samples', False, None, (), (), 'corollary-3', 'corollary-3', 'err-summand', None, 'adamw', None, 'corrected', linear=True, why_when=Function(corollary_3_x_adamw_printed_why, ('batch_size',))),
        ('corollary-3', 'err-summand', None, 'l2-adam', None, 'printed'): Kernel(corollary_3_err_summand_l2_adam_printed, ('batch_size', 'eta', 'lam_l2', 'rho', 'singular_value'), ('log', 'inverse'), 'as printed: Q = diag(H_ii^{−1/2}), which is right only at b = 1', False, None, (), (), 'corollary-3', 'corollary-3', 'err-summand', None, 'l2-adam', None, 'printed', linear=True, why_when=Function(corollary_3_x_adamw_printed_why, ('batch_size',))),
        ('corollary-3', 'err-summand', None, 'l2-adam', None, 'corrected'): Kernel(corollary_3_err_summand_l2_adam_corrected, ('batch_size', 'eta', 'lam_l2', 'rho', 'singular_value'), ('log', 'inverse'), 'Q = √b·diag(H_ii^{−1/2}), as n_t averages squares of gradients of minibatches, not of single samples', False, None, (), (), 'corollary-3', 'corollary-3', 'err-summand', None, 'l2-adam', None, 'corrected', linear=True, why_when=Function(corollary_3_x_adamw_printed_why, ('batch_size',))),
        ('corollary-3', 'err-slope', None, 'adamw', None, 'corrected'): Kernel(corollary_3_err_slope_adamw_corrected, ('batch_size', 'eta', 'lam', 'rho', 'singular_value'), (), 'the derivative of a summand of err', False, None, (), (), 'corollary-3', 'corollary-3', 'err-slope', None, 'adamw', None, 'corrected', linear=True),
        ('corollary-3', 'mean-summand', None, 'adamw', None, 'corrected'): Kernel(corollary_3_mean_summand_adamw_corrected, ('batch_size', 'lam', 'rho', 'singular_value', 'x_star_component'), (), 'the stationary mean, not x*: decay pulls it towards 0', False, None, (), (), 'corollary-3', 'corollary-3', 'mean-summand', None, 'adamw', None, 'corrected', linear=True),
        ('corollary-3', 'mean-slope', None, 'adamw', None, 'corrected'): Kernel(corollary_3_mean_slope_adamw_corrected, ('batch_size', 'lam', 'rho', 'singular_value', 'x_star_component'), (), "the derivative of the mean's part of 2KL", False, None, (), (), 'corollary-3', 'corollary-3', 'mean-slope', None, 'adamw', None, 'corrected', linear=True),
        ('corollary-3', 'err-slope', None, 'l2-adam', None, 'corrected'): Kernel(corollary_3_err_slope_l2_adam_corrected, ('batch_size', 'eta', 'lam_l2', 'rho', 'singular_value'), (), 'the derivative of a summand of err', False, None, (), (), 'corollary-3', 'corollary-3', 'err-slope', None, 'l2-adam', None, 'corrected', linear=True),
        ('corollary-3', 'mean-summand', None, 'l2-adam', None, 'corrected'): Kernel(corollary_3_mean_summand_l2_adam_corrected, ('lam_l2', 'rho', 'singular_value', 'x_star_component'), (), 'the stationary mean, not x*: decay pulls it towards 0', False, None, (), (), 'corollary-3', 'corollary-3', 'mean-summand', None, 'l2-adam', None, 'corrected', linear=True),
        ('corollary-3', 'mean-slope', None, 'l2-adam', None, 'corrected'): Kernel(corollary_3_mean_slope_l2_adam_corrected, ('lam_l2', 'rho', 'singular_value', 'x_star_component'), (), "the derivative of the mean's part of 2KL", False, None, (), (), 'corollary-3', 'corollary-3', 'mean-slope', None, 'l2-adam', None, 'corrected', linear=True),
        ('corollary-3', 'lambda-cap', None, 'adamw', None, 'corrected'): Kernel(corollary_3_lambda_cap_adamw_corrected, ('batch_size', 'eta', 'rho', 'singular_value'), (), "an upper bound of AdamW's best λ, which is 0 where it is not positive; σ_i is the least singular value", False, None, (), (), 'corollary-3', 'corollary-3', 'lambda-cap', None, 'adamw', None, 'corrected', linear=True),
        ('corollary-3', 'c0', None, None, None, 'printed'): Kernel(theorem_6_c0_printed, ('dim', 'rho', 'samples', 'tau', 'x_star_norm'), (), '', False, None, (), (), 'corollary-3', 'corollary-3', 'c0', None, None, None, 'printed', linear=True),
        ('corollary-3', 'c0', None, None, None, 'corrected'): Kernel(theorem_6_c0_corrected, ('dim', 'rho', 'samples', 'tau', 'x_star_norm'), (), '2KL has ‖x*‖²/ρ − d; the printed halves are not implied when ‖x*‖² > dρ', False, None, (), (), 'corollary-3', 'corollary-3', 'c0', None, None, None, 'corrected', linear=True),
        ('corollary-3', 'kl', None, None, None, 'corrected'): Kernel(theorem_6_kl_corrected, ('dim', 'err', 'rho', 'x_star_norm'), (), 'of N(x*, M) from N(0, ρI)', False, None, (), (), 'corollary-3', 'corollary-3', 'kl', None, None, None, 'corrected', linear=True),
        ('corollary-3', 'phi', None, None, None, 'printed'): Kernel(theorem_6_phi_printed, ('c0', 'err', 'samples'), (), '', False, None, (), (), 'corollary-3', 'corollary-3', 'phi', None, None, None, 'printed', linear=True),
        ('corollary-3', 'phi', None, None, None, 'corrected'): Kernel(theorem_6_phi_printed, ('c0', 'err', 'samples'), (), '', False, None, (), (), 'corollary-3', 'corollary-3', 'phi', None, None, None, 'corrected', linear=True),
    },
    symbols={
        'alpha': SymbolText('α', '\\alpha', 'free exponent of Theorem 1', '> 0', 'none'),
        'distance_bound': SymbolText('Λ', '\\Lambda', 'Λ = η₀ + Δ, where Δ ≥ E‖x₀ − x*‖', '> 0', '𝓧'),
        'grad_norm_bound': SymbolText('τ', '\\tau', 'bound of E‖g_k‖ (Theorem 1)', '> 0', '𝓕·𝓧^-1'),
        'singular_value': SymbolText('σ_i', '\\sigma_i', 'i-th singular value of the Hessian', '> 0', '𝓕·𝓧^-2', is_input=False),
        'err': SymbolText('err', '\\mathrm{err}', 'error term of Corollary 3', '> 0', 'none', is_input=False),
        'x_star_component': SymbolText('|x*_i|', '|x_*^{(i)}|', 'size of x* along the i-th eigenvector of the Hessian', '>= 0', '𝓧', is_input=False),
        'log_det': SymbolText('log det(M/ρ)', '\\log\\det(M/\\rho)', "log-determinant of the posterior covariance over the prior's", 'real', 'none', is_input=False),
        'trace': SymbolText('Tr(M/ρ)', '\\operatorname{tr}(M/\\rho)', "trace of the posterior covariance over the prior's", '> 0', 'none', is_input=False),
        'c0': SymbolText('c0', 'c_0', 'constant beside err in Φ', '> 0', 'none', is_input=False),
        'rho_prime': SymbolText('ρ′', "\\rho'", 'constant with ‖v_k‖₂ ≤ ρ′‖∇F(x_k)‖₂', '> 0', 'none', is_input=False),
        'lam_k': SymbolText('λ_k', '\\lambda_k', 'weight decay at step k', '>= 0', '𝓧^-1', is_input=False),
        'surrogate_gradient': SymbolText('‖∇F_k(x_k)‖₂', '\\|\\nabla F_k(x_k)\\|_2', 'gradient norm of the regularised surrogate', '>= 0', '𝓕·𝓧^-1', is_input=False),
        'stage_epsilon': SymbolText('ε_k', '\\epsilon_k', 'accuracy of stage k, ε_0/2^k', '> 0', '𝓕', is_input=False),
        'stage_start': SymbolText('ε₀', '\\epsilon_0', 'gap at the start of Theorem 4, F_0(x_0) − F(x*)', '> 0', '𝓕', is_input=False),
        'stage_number': SymbolText('k', 'k', 'number of the stage', 'integer >= 1', 'none', is_input=False),
        'stage_step': SymbolText('i', 'i', 'step within its stage, from 0', '>= 0', 'none', is_input=False),
        'all_steps': SymbolText('t', 't', 'steps before this one, over all stages', '>= 0', 'none', is_input=False),
    },
    statements={
        'theorem-1': StatementInfo('Distance to the minimum on one-dimensional least squares', 'Theorem 1, Section 4.1, Eq. (3); pp. 6486–6493; proof: supplement G.1, pp. 5–8; doi:10.1109/TPAMI.2024.3382294', (Doubt('thm1-l2'), Doubt('thm1-small-k'), Doubt('thm1-origin'), Doubt('thm1-units'), Doubt('thm1-decay-order'),), ("x* = 0 is where decay pulls: with E ξ = 1 AdamW's error tends to 1, not to 0.", 'The rate of ℓ2-Adam rests on bounding a product of matrices by their spectral radii, which does not hold in general.', 'The two optimizers are given different step sizes, and Λ (a length) is added to a gradient.'), ('adamw', 'l2-adam'), 'Theorem 1', 'zhou2024', measure='E‖x_k − x*‖', conditions=(ConditionKernel(theorem_1_adamw_condition_decay_step, ('k',), ('corrected', 'explicit'), 'ηλ = 3/(2√k) ≤ 1, so k ≥ 3', None, '', 'the chain of the proof multiplies factors 1 − ηλ, which must not be negative', '', 'decay-step', for_=('distance',), carrier='distance', optimizers=('adamw',), code='small-k', warning="AdamW's bound of Theorem 1 is not implied at k = 1 and 2: the proof needs ηλ = 3/(2√k) ≤ 1, so k ≥ 3"),), notes=(NoteKernel('not supported by its proof: spectral radii do not bound the product', optimizers=('l2-adam',)), NoteKernel('Theorem 1 is about a minimum at 0, where weight decay pulls: it says nothing of others', code='theorem-1-origin', kind='method'),), hypotheses='F(x) = E ½(ax − ξ)² with ξ ~ N(0, 1), so that x* = 0: the point to which weight decay pulls. Λ = η₀ + Δ with Δ ≥ E‖x₀ − x*‖, and E‖g_k‖ ≤ τ. Horizon k fixed beforehand: λ = k^(1/2+α)/√δ and η = (3/2)√δ k^(−1−α), with α > 0 free.'),
        'theorem-2': StatementInfo('Stationarity of AdamW with a constant step', 'Theorem 2, Section 4.3, Eq. (5); pp. 6486–6493; proof: supplement G.2, pp. 8–10; doi:10.1109/TPAMI.2024.3382294', (Doubt('eq2-index'), Doubt('prox-term'), Doubt('thm2-steps'), Doubt('thm2-coupling'), Doubt('thm2-smaller-steps'), Doubt('thm2-beta2'), Doubt('thm2-gap'), Doubt('thm2-c-inf'), Doubt('thm2-limit'), Doubt('thm2-lower'), Doubt('asm2-variance'), Doubt('thm2-constant-decay'),), ('Constant λ > 0, which is what PyTorch does, violates λ_{k+1}v_{k+1} ≤ λ_k v_k: no statement of the paper covers it. With ‖x_k‖ ≤ R it costs an additive c2 λ β2 c∞² R²/(2 η c1).', 'σ² can be as large as d c∞², so a bound free of d compares other constants.'), ('adamw',), 'Theorem 2', 'zhou2024', measure='avg E‖∇F_k‖²', conditions=(ConditionKernel(theorem_2_adamw_adam_condition_eta, ('batch_size', 'c_inf', 'delta', 'epsilon', 'eta', 'sigma', 'smoothness'), ('printed', 'corrected'), 'η ≤ δ^1.25 b ε²/(6(c∞²+δ)^0.75 σ²L)', None, 'eta', '', '', 'eta', carrier='eta-max', optimizers=('adamw', 'adam')), ConditionKernel(theorem_2_adamw_adam_condition_eta, ('batch_size', 'c_inf', 'delta', 'epsilon', 'eta', 'sigma', 'smoothness'), ('printed',), 'η ≤ δ^1.25 b ε²/(6(c∞²+δ)^0.75 σ²L)', None, 'eta', '', '', 'eta', carrier='eta-max', optimizers=('l2-adam',)), ConditionKernel(theorem_2_l2_adam_condition_eta, ('batch_size', 'c_inf', 'delta', 'epsilon', 'eta', 'lam_l2', 'sigma', 'smoothness', 'x_inf_norm'), ('corrected',), 'η ≤ δ^1.25 b ε²/(6(c∞²+δ)^0.75 σ²L)', None, 'eta', '', '', 'eta', carrier='eta-max', optimizers=('l2-adam',)), ConditionKernel(theorem_2_adamw_adam_condition_beta1, ('batch_size', 'beta1', 'c_inf', 'delta', 'epsilon', 'sigma'), ('printed', 'corrected', 'explicit', 'explicit-large-step'), 'β1 ≤ δ^0.5 b ε²/(3(c∞²+δ)^0.5 σ²)', None, 'beta1', 'makes the noise floor at most ε²/3', '', 'beta1', carrier='beta1-max', optimizers=('adamw', 'adam')), ConditionKernel(theorem_2_adamw_adam_condition_beta1, ('batch_size', 'beta1', 'c_inf', 'delta', 'epsilon', 'sigma'), ('printed',), 'β1 ≤ δ^0.5 b ε²/(3(c∞²+δ)^0.5 σ²)', None, 'beta1', 'makes the noise floor at most ε²/3', '', 'beta1', carrier='beta1-max', optimizers=('l2-adam',)), ConditionKernel(theorem_2_l2_adam_condition_beta1, ('batch_size', 'beta1', 'c_inf', 'delta', 'epsilon', 'lam_l2', 'sigma', 'x_inf_norm'), ('corrected', 'explicit', 'explicit-large-step'), 'β1 ≤ δ^0.5 b ε²/(3(c∞²+δ)^0.5 σ²)', None, 'beta1', 'makes the noise floor at most ε²/3', '', 'beta1', carrier='beta1-max', optimizers=('l2-adam',)), ConditionKernel(theorem_2_adamw_adam_condition_eta_coupling_printed, ('beta1', 'c_inf', 'delta', 'eta', 'smoothness'), ('corrected',), 'η ≤ r β1 = δ^0.75 β1/(2(c∞²+δ)^0.25 L)', None, 'eta', "the supplement's proof needs it; the paper's statement leaves it out", 'at this β1', 'eta-coupling-printed', carrier='eta-max', optimizers=('adamw', 'adam')), ConditionKernel(theorem_2_l2_adam_condition_eta_coupling_printed, ('beta1', 'c_inf', 'delta', 'eta', 'lam_l2', 'smoothness', 'x_inf_norm'), ('corrected',), 'η ≤ r β1 = δ^0.75 β1/(2(c∞²+δ)^0.25 L)', None, 'eta', "the supplement's proof needs it; the paper's statement leaves it out", 'at this β1', 'eta-coupling-printed', carrier='eta-max', optimizers=('l2-adam',)), ConditionKernel(theorem_2_adamw_adam_condition_eta_coupling, ('beta1', 'delta', 'eta', 'smoothness'), ('explicit', 'explicit-large-step'), 'η ≤ β1 √δ/(2L)', None, 'eta', "the momentum's error is only absorbed when the step is small beside β1", 'at this β1', 'eta-coupling', for_=('gradient-norm-squared',), carrier='eta-max', optimizers=('adamw', 'adam')), ConditionKernel(theorem_2_l2_adam_condition_eta_coupling, ('beta1', 'delta', 'eta', 'lam_l2', 'smoothness'), ('explicit', 'explicit-large-step'), 'η ≤ β1 √δ/(2L)', None, 'eta', "the momentum's error is only absorbed when the step is small beside β1", 'at this β1', 'eta-coupling', for_=('gradient-norm-squared',), carrier='eta-max', optimizers=('l2-adam',)), ConditionKernel(theorem_2_condition_beta1_weight, ('beta1',), ('explicit', 'explicit-large-step'), 'β1 ≤ 1/2', None, 'beta1', 'needed by the bounds on the steps and on the momentum; the gradient bound needs only β1 ≤ 1', '', 'beta1-weight', carrier='beta1-max'), ConditionKernel(theorem_2_adamw_condition_lambda_eta, ('eta', 'lam'), ('explicit', 'explicit-large-step'), 'λη ≤ 1/4', None, 'lam', 'the decay of one step must leave the descent term positive', '', 'lambda-eta', for_=('gradient-norm-squared',), carrier='lambda-k', optimizers=('adamw',)), ConditionKernel(theorem_2_adam_l2_adam_condition_lambda_eta, ('eta',), ('explicit', 'explicit-large-step'), 'λη ≤ 1/4', None, 'lam', 'the decay of one step must leave the descent term positive', '', 'lambda-eta', for_=('gradient-norm-squared',), carrier='lambda-k', optimizers=('adam', 'l2-adam')), ConditionKernel(theorem_2_adamw_condition_lambda_schedule_printed, ('beta2', 'c_inf', 'delta'), ('corrected',), 'q = β2 c∞²/δ ≤ 1', None, 'beta2', 'for q > 1 the printed λ(1 − q)^k alternates in sign, for q > 2 it diverges', '', 'lambda-schedule-printed', carrier='beta2-max', when=Function(theorem_2_adamw_condition_lambda_schedule_printed_when, ('constant_decay', 'lam')), optimizers=('adamw',)), ConditionKernel(theorem_2_adamw_condition_lambda_schedule, ('beta2', 'c_inf', 'delta'), ('corrected', 'explicit', 'explicit-large-step'), 'λ_{k+1}/λ_k ≤ (1+q)^(−1/2)', None, '', 'λ_{k+1}v_{k+1} ≤ λ_k v_k; a constant λ > 0 has the ratio 1', 'a λ_k that falls by (1+q)^(−1/2) a step, or no weight decay', 'lambda-schedule', for_=('gradient-norm-squared',), carrier='lambda-k', when=Function(theorem_2_adamw_condition_lambda_schedule_when, ('constant_decay', 'lam')), optimizers=('adamw',), code='constant-weight-decay', warning='PyTorch holds the weight decay constant, λ_{k+1}/λ_k = 1; every convergence theorem of the paper needs λ_{k+1}v_{k+1} ≤ λ_k v_k, so none covers a constant λ > 0 (what is proved here does: see guarantee)', fails_unknown=True),), notes=(NoteKernel('PyTorch holds the weight decay constant, λ_{k+1}/λ_k = 1; every convergence theorem of the paper needs λ_{k+1}v_{k+1} ≤ λ_k v_k, so none covers a constant λ > 0 (what is proved here does: see guarantee)', when=Function(theorem_2_adamw_condition_lambda_schedule_when, ('constant_decay', 'lam')), optimizers=('adamw',), code='constant-weight-decay'), NoteKernel('NOT A GUARANTEE: λ > 0 adds (λ/2)√(c∞²+δ)‖x₀‖² to the gap, and --x0-norm is missing; it was taken as 0', when=Function(theorem_2_beta2_max_corrected_why, ('lam',)), optimizers=('adamw',), code='x0-norm-missing', voids=True, missing='x0_norm'), NoteKernel('holds for λ_k = λ(1+q)^(−k/2), which no β2 makes alternate', when=Function(theorem_2_beta2_max_corrected_why, ('lam',)), quantities=('gradient-norm-squared',), optimizers=('adamw',), own=True), NoteKernel('λ = 0: any β2 in (0, 1)', when=Function(theorem_4_iterations_constant_stage_explicit_exists, ('lam',)), quantities=('beta2-max',), optimizers=('adamw',), own=True), NoteKernel('λ = 0: any β2 in (0, 1)', quantities=('beta2-max',), optimizers=('adam',), own=True), NoteKernel('λ = 0: any β2 in (0, 1)', quantities=('beta2-max',), variants=('printed', 'corrected', 'explicit', 'explicit-large-step'), optimizers=('l2-adam',), own=True), NoteKernel('q = {q} > 1: λ(1 − q)^k alternates in sign', when=Function(theorem_2_note_7_when, ('beta2', 'c_inf', 'delta', 'lam')), quantities=('lambda-k',), variants=('printed', 'corrected'), optimizers=('adamw',), names=('q',), values=Function(theorem_2_note_7_values, ('beta2', 'c_inf', 'delta'))), NoteKernel('negative; log10 is that of |λ_k|', when=Function(theorem_2_note_8_when, ('beta2', 'c_inf', 'delta', 'k', 'lam')), quantities=('lambda-k',), variants=('printed', 'corrected'), optimizers=('adamw',)), NoteKernel('σ = 0: only the noise-free term is left', when=Function(theorem_2_note_9_when, ('sigma',)), quantities=('iterations', 'gradient-complexity'), variants=('explicit', 'explicit-large-step')), NoteKernel('with σ = 0 the printed and corrected counts are 0: the noise-free term is missing in print, see the explicit rows', when=Function(theorem_2_note_9_when, ('sigma',)), quantities=('iterations', 'gradient-complexity'), variants=('printed', 'corrected'), code='no-noise'), NoteKernel('Δ = 0: the bias term vanishes', when=Function(theorem_2_note_11_when, ('gap',)), quantities=('iterations', 'gradient-complexity'), variants=('printed',)), NoteKernel('Δ = 0: the bias term vanishes', when=Function(theorem_2_note_12_when, ('c_inf', 'delta', 'gap', 'lam', 'x0_norm')), quantities=('iterations', 'gradient-complexity'), variants=('corrected', 'explicit', 'explicit-large-step'), optimizers=('adamw',)), NoteKernel('Δ = 0: the bias term vanishes', when=Function(theorem_2_note_11_when, ('gap',)), quantities=('iterations', 'gradient-complexity'), variants=('corrected', 'explicit', 'explicit-large-step'), optimizers=('adam',)), NoteKernel('Δ = 0: the bias term vanishes', when=Function(theorem_2_note_14_when, ('gap', 'lam_l2', 'x0_norm')), quantities=('iterations', 'gradient-complexity'), variants=('corrected', 'explicit', 'explicit-large-step'), optimizers=('l2-adam',)), NoteKernel('without bound: σ = 0', when=Function(theorem_2_note_9_when, ('sigma',)), quantities=('eta-max',), variants=('printed', 'corrected')), NoteKernel('without bound: σ = 0', when=Function(theorem_2_note_9_when, ('sigma',)), quantities=('beta1-max',), variants=('printed',)), NoteKernel('above 1: no weight; a cap at 1 is missing in print', when=Function(theorem_2_note_17_when, ('batch_size', 'c_inf', 'delta', 'epsilon', 'sigma')), quantities=('beta1-max',), variants=('printed',)), NoteKernel('Adam: λ = 0', optimizers=('adam',), own=True), NoteKernel('as printed: the constants of the unregularised loss', when=Function(theorem_2_note_19_when, ('lam_l2',)), variants=('printed',), optimizers=('l2-adam',), own=True), NoteKernel('constants of the regularised loss: c∞+λ‖x‖∞, L+λ, Δ+(λ/2)‖x₀‖²; ε is the gradient norm of that loss', when=Function(theorem_2_note_19_when, ('lam_l2',)), variants=('corrected', 'explicit', 'explicit-large-step'), optimizers=('l2-adam',), own=True),), defaults=(DefaultKernel('x0_norm', value=Function(theorem_2_default_1_x0_norm, ()), optimizers=('adamw',)), DefaultKernel('x_inf_norm', value=Function(theorem_2_default_1_x0_norm, ()), when=Function(theorem_2_default_2_x_inf_norm_when, ('lam_l2',)), variants=('corrected', 'explicit', 'explicit-large-step'), optimizers=('l2-adam',)), DefaultKernel('x0_norm', value=Function(theorem_2_default_1_x0_norm, ()), when=Function(theorem_2_default_2_x_inf_norm_when, ('lam_l2',)), variants=('corrected', 'explicit', 'explicit-large-step'), optimizers=('l2-adam',)),), when=Function(theorem_2_when, ('group_lr_ratio', 'pytorch_update')), hypotheses='F L-smooth; ‖g‖∞ ≤ c∞; g unbiased, of variance σ²/b; λ_k v_k does not increase; constant step'),
        'corollary-1': StatementInfo("From the surrogate's gradient to that of the loss", 'Corollary 1, Section 4.3; pp. 6486–6493; proof: supplement G.3, p. 10; doi:10.1109/TPAMI.2024.3382294', (Doubt('cor1-stationary'),), (), ('adamw',), 'Corollary 1', 'zhou2024', hypotheses='‖v_k‖₂ ≤ ρ′‖∇F(x_k)‖₂ and λ_k ρ′‖x_k‖∞ < 1. Since v_k ≥ √δ in every coordinate, the first forces ‖∇F(x_k)‖₂ ≥ √(dδ)/ρ′.'),
        'corollary-2': StatementInfo("Adam and ℓ2-Adam have Theorem 2's complexity", 'Corollary 2, Section 4.3; pp. 6486–6493; proof: supplement G.4, p. 10; doi:10.1109/TPAMI.2024.3382294', (Doubt('cor2-constants'),), (), ('adam', 'l2-adam'), 'Corollary 2', 'zhou2024', measure='avg E‖∇F_k‖²', hypotheses='F is L-smooth (the paper asks it of every sample: more than the proof uses). E[g_k | past] = ∇F(x_k), ‖g_k‖∞ ≤ c∞ and E‖g_k − ∇F(x_k)‖² ≤ σ²/b; the paper prints σ² for the minibatch and then uses σ²/b. Adam: λ = 0, any β2. ℓ2-Adam: constant λ, and every constant that of F + (λ/2)‖x‖².'),
        'theorem-3': StatementInfo('Stationarity of AdamW with a decaying step', 'Theorem 3, Section 4.3; pp. 6486–6493; proof: supplement G.5, pp. 10–13; doi:10.1109/TPAMI.2024.3382294', (Doubt('eq2-index'), Doubt('thm2-beta2'), Doubt('asm2-variance'), Doubt('thm2-constant-decay'), Doubt('thm3-units'), Doubt('thm3-square'), Doubt('thm3-scaling'), Doubt('thm3-gamma'), Doubt('thm3-gamma-batch'), Doubt('thm3-factor1'), Doubt('thm3-factor2'),), ('The printed complexity has a unit, so it is no count: scaling loss and parameters changes it while the iterates stay the same.', 'log(1/ε) is kept in the corrected form as the paper writes it; it stands for half of log T.', 'After the repair a decaying step is never better than a constant one in these bounds.'), ('adamw',), 'Theorem 3', 'zhou2024', measure='avg E‖∇F_k‖²', conditions=(ConditionKernel(theorem_3_condition_beta1_weight, ('gamma', 'k'), ('printed',), 'β_{1k} = γ/√(k+1) ≤ 1', None, 'gamma', 'a weight; with the printed γ > 1 it fails for k + 1 < γ²', '', 'beta1-weight', carrier='beta1-k', at=(('k', 1.0),)), ConditionKernel(theorem_2_adamw_condition_lambda_schedule_printed, ('beta2', 'c_inf', 'delta'), ('corrected',), 'q = β2 c∞²/δ ≤ 1', None, 'beta2', 'for q > 1 the printed λ(1 − q)^k alternates in sign, for q > 2 it diverges', '', 'lambda-schedule-printed', carrier='beta2-max', when=Function(theorem_2_adamw_condition_lambda_schedule_printed_when, ('constant_decay', 'lam')), optimizers=('adamw',)), ConditionKernel(theorem_2_adamw_condition_lambda_schedule, ('beta2', 'c_inf', 'delta'), ('corrected', 'explicit', 'explicit-large-step'), 'λ_{k+1}/λ_k ≤ (1+q)^(−1/2)', None, '', 'λ_{k+1}v_{k+1} ≤ λ_k v_k; a constant λ > 0 has the ratio 1', 'a λ_k that falls by (1+q)^(−1/2) a step, or no weight decay', 'lambda-schedule', for_=('gradient-norm-squared',), carrier='lambda-k', when=Function(theorem_2_adamw_condition_lambda_schedule_when, ('constant_decay', 'lam')), optimizers=('adamw',), code='constant-weight-decay', warning='PyTorch holds the weight decay constant, λ_{k+1}/λ_k = 1; every convergence theorem of the paper needs λ_{k+1}v_{k+1} ≤ λ_k v_k, so none covers a constant λ > 0 (what is proved here does: see guarantee)', fails_unknown=True),), notes=(NoteKernel('PyTorch holds the weight decay constant, λ_{k+1}/λ_k = 1; every convergence theorem of the paper needs λ_{k+1}v_{k+1} ≤ λ_k v_k, so none covers a constant λ > 0 (what is proved here does: see guarantee)', when=Function(theorem_2_adamw_condition_lambda_schedule_when, ('constant_decay', 'lam')), optimizers=('adamw',), code='constant-weight-decay'), NoteKernel('NOT A GUARANTEE: λ > 0 adds (λ/2)√(c∞²+δ)‖x₀‖² to the gap, and --x0-norm is missing; it was taken as 0', when=Function(theorem_2_beta2_max_corrected_why, ('lam',)), optimizers=('adamw',), code='x0-norm-missing', voids=True, missing='x0_norm'), NoteKernel('holds for λ_k = λ(1+q)^(−k/2), which no β2 makes alternate', when=Function(theorem_2_beta2_max_corrected_why, ('lam',)), quantities=('gradient-norm-squared',), optimizers=('adamw',), own=True), NoteKernel('λ = 0: any β2 in (0, 1)', when=Function(theorem_4_iterations_constant_stage_explicit_exists, ('lam',)), quantities=('beta2-max',), optimizers=('adamw',), own=True), NoteKernel('λ = 0: any β2 in (0, 1)', quantities=('beta2-max',), optimizers=('adam',), own=True), NoteKernel('λ = 0: any β2 in (0, 1)', quantities=('beta2-max',), variants=('printed', 'corrected', 'explicit', 'explicit-large-step'), optimizers=('l2-adam',), own=True), NoteKernel('q = {q} > 1: λ(1 − q)^k alternates in sign', when=Function(theorem_2_note_7_when, ('beta2', 'c_inf', 'delta', 'lam')), quantities=('lambda-k',), variants=('printed', 'corrected'), optimizers=('adamw',), names=('q',), values=Function(theorem_2_note_7_values, ('beta2', 'c_inf', 'delta'))), NoteKernel('negative; log10 is that of |λ_k|', when=Function(theorem_2_note_8_when, ('beta2', 'c_inf', 'delta', 'k', 'lam')), quantities=('lambda-k',), variants=('printed', 'corrected'), optimizers=('adamw',)), NoteKernel('σ = 0: only the noise-free term is left', when=Function(theorem_2_note_9_when, ('sigma',)), quantities=('iterations', 'gradient-complexity'), variants=('explicit', 'explicit-large-step')), NoteKernel('with σ = 0 the printed and corrected counts are 0: the noise-free term is missing in print, see the explicit rows', when=Function(theorem_2_note_9_when, ('sigma',)), quantities=('iterations', 'gradient-complexity'), variants=('printed', 'corrected'), code='no-noise'), NoteKernel('Δ = 0: the bias term vanishes', when=Function(theorem_2_note_11_when, ('gap',)), quantities=('iterations', 'gradient-complexity'), variants=('printed',)), NoteKernel('Δ = 0: the bias term vanishes', when=Function(theorem_2_note_12_when, ('c_inf', 'delta', 'gap', 'lam', 'x0_norm')), quantities=('iterations', 'gradient-complexity'), variants=('corrected', 'explicit', 'explicit-large-step'), optimizers=('adamw',)), NoteKernel('Δ = 0: the bias term vanishes', when=Function(theorem_2_note_11_when, ('gap',)), quantities=('iterations', 'gradient-complexity'), variants=('corrected', 'explicit', 'explicit-large-step'), optimizers=('adam',)), NoteKernel('Δ = 0: the bias term vanishes', when=Function(theorem_2_note_14_when, ('gap', 'lam_l2', 'x0_norm')), quantities=('iterations', 'gradient-complexity'), variants=('corrected', 'explicit', 'explicit-large-step'), optimizers=('l2-adam',)), NoteKernel('a constant η is not the schedule of a decaying step: there Theorems 3 and 4 ask for the η_k that --k shows', quantities=('gamma', 'eta-k', 'beta1-k'), schedules=('decaying',), code='constant-step', given='eta'), NoteKernel('steps η_k = r_λ β, where r_λ = min(r, 1/(4λ))', when=Function(theorem_2_beta2_max_corrected_why, ('lam',)), quantities=('gradient-norm-squared',), optimizers=('adamw',), own=True), NoteKernel('without bound: σ = 0', when=Function(theorem_3_note_17_when, ('gap', 'sigma')), quantities=('gamma',), variants=('printed',)), NoteKernel('without bound: σ = 0', when=Function(theorem_3_note_18_when, ('c_inf', 'delta', 'gap', 'lam', 'sigma', 'x0_norm')), quantities=('gamma',), variants=('corrected', 'explicit'), optimizers=('adamw',)), NoteKernel('without bound: σ = 0', when=Function(theorem_3_note_17_when, ('gap', 'sigma')), quantities=('gamma',), variants=('corrected', 'explicit'), optimizers=('adam',)), NoteKernel('without bound: σ = 0', when=Function(theorem_3_note_20_when, ('gap', 'lam_l2', 'sigma', 'x0_norm')), quantities=('gamma',), variants=('corrected', 'explicit'), optimizers=('l2-adam',)), NoteKernel('Adam: λ = 0', optimizers=('adam',), own=True), NoteKernel('as printed: the constants of the unregularised loss', when=Function(theorem_2_note_19_when, ('lam_l2',)), variants=('printed',), optimizers=('l2-adam',), own=True), NoteKernel('constants of the regularised loss: c∞+λ‖x‖∞, L+λ, Δ+(λ/2)‖x₀‖²; ε is the gradient norm of that loss', when=Function(theorem_2_note_19_when, ('lam_l2',)), variants=('corrected', 'explicit', 'explicit-large-step'), optimizers=('l2-adam',), own=True),), defaults=(DefaultKernel('x0_norm', value=Function(theorem_2_default_1_x0_norm, ()), optimizers=('adamw',)), DefaultKernel('gamma', quantity='gamma', quantities=('eta-k', 'beta1-k')), DefaultKernel('gamma', quantity='gamma', note="γ = {value}, the statement's own", quantities=('gradient-norm-squared',)), DefaultKernel('x_inf_norm', value=Function(theorem_2_default_1_x0_norm, ()), when=Function(theorem_2_default_2_x_inf_norm_when, ('lam_l2',)), variants=('corrected', 'explicit', 'explicit-large-step'), optimizers=('l2-adam',)), DefaultKernel('x0_norm', value=Function(theorem_2_default_1_x0_norm, ()), when=Function(theorem_2_default_2_x_inf_norm_when, ('lam_l2',)), variants=('corrected', 'explicit', 'explicit-large-step'), optimizers=('l2-adam',)),), when=Function(theorem_2_when, ('group_lr_ratio', 'pytorch_update')), hypotheses='F L-smooth; ‖g‖∞ ≤ c∞; g unbiased, of variance σ²/b; λ_k v_k does not increase; steps ∝ 1/√(k+1)'),
        'theorem-4': StatementInfo('Function gap of AdamW in stages under the PŁ condition', 'Theorem 4, Section 4.4, Eq. (6); pp. 6486–6493; proof: supplement G.6, pp. 13–16; doi:10.1109/TPAMI.2024.3382294', (Doubt('eq2-index'), Doubt('asm2-variance'), Doubt('thm4-mu3'), Doubt('thm4-log'), Doubt('thm4-gamma'), Doubt('thm4-schedule'), Doubt('thm4-bias'), Doubt('thm4-sum'), Doubt('thm4-decaying-better'), Doubt('thm4-index'),), ('Both printed λ schedules break λ_{k+1}v_{k+1} ≤ λ_k v_k within a stage or across stages, and F_k(x*) > F* for λ > 0: for AdamW with λ > 0 there is no explicit form.', 'As μ ≤ L and c2 ≥ c1 the second term of the printed maximum never dominates.'), ('adamw',), 'Theorem 4', 'zhou2024', measure='F(x) − F*', conditions=(ConditionKernel(theorem_4_adamw_adam_condition_mu_below_l, ('mu', 'smoothness'), ('printed', 'corrected', 'explicit'), 'μ ≤ L', None, 'mu', 'an L-smooth loss with the PŁ condition has μ ≤ L', '', 'mu-below-l', for_=('iterations', 'gradient-complexity'), optimizers=('adamw', 'adam'), code='mu-above-l', warning='μ exceeds L: no L-smooth loss satisfies PŁ with such a μ, so Theorem 4 speaks of nothing'), ConditionKernel(theorem_4_adamw_adam_condition_mu_below_l, ('mu', 'smoothness'), ('printed',), 'μ ≤ L', None, 'mu', 'an L-smooth loss with the PŁ condition has μ ≤ L', '', 'mu-below-l', for_=('iterations', 'gradient-complexity'), optimizers=('l2-adam',), code='mu-above-l', warning='μ exceeds L: no L-smooth loss satisfies PŁ with such a μ, so Theorem 4 speaks of nothing'), ConditionKernel(theorem_4_l2_adam_condition_mu_below_l, ('lam_l2', 'mu', 'smoothness'), ('corrected', 'explicit'), 'μ ≤ L', None, 'mu', 'an L-smooth loss with the PŁ condition has μ ≤ L', '', 'mu-below-l', for_=('iterations', 'gradient-complexity'), optimizers=('l2-adam',), code='mu-above-l', warning='μ exceeds L: no L-smooth loss satisfies PŁ with such a μ, so Theorem 4 speaks of nothing'), ConditionKernel(theorem_4_adamw_adam_condition_eta_stage, ('batch_size', 'c_inf', 'delta', 'eta', 'mu', 'sigma', 'smoothness', 'stage_epsilon'), ('printed', 'corrected'), 'η ≤ δ^1.25 μbε_k/(12(c∞²+δ)^0.75 σ²L)', 'constant', 'eta', '', '', 'eta-stage', carrier='eta-max', optimizers=('adamw', 'adam')), ConditionKernel(theorem_4_adamw_adam_condition_eta_stage, ('batch_size', 'c_inf', 'delta', 'eta', 'mu', 'sigma', 'smoothness', 'stage_epsilon'), ('printed',), 'η ≤ δ^1.25 μbε_k/(12(c∞²+δ)^0.75 σ²L)', 'constant', 'eta', '', '', 'eta-stage', carrier='eta-max', optimizers=('l2-adam',)), ConditionKernel(theorem_4_l2_adam_condition_eta_stage, ('batch_size', 'c_inf', 'delta', 'eta', 'lam_l2', 'mu', 'sigma', 'smoothness', 'stage_epsilon', 'x_inf_norm'), ('corrected',), 'η ≤ δ^1.25 μbε_k/(12(c∞²+δ)^0.75 σ²L)', 'constant', 'eta', '', '', 'eta-stage', carrier='eta-max', optimizers=('l2-adam',)), ConditionKernel(theorem_4_adamw_adam_condition_beta1_stage, ('batch_size', 'beta1', 'c_inf', 'delta', 'mu', 'sigma', 'stage_epsilon'), ('printed', 'corrected'), 'β1 ≤ δ^0.5 μbε_k/(6(c∞²+δ)^0.5 σ²)', 'constant', 'beta1', '', '', 'beta1-stage', carrier='beta1-max', optimizers=('adamw', 'adam')), ConditionKernel(theorem_4_adamw_adam_condition_beta1_stage, ('batch_size', 'beta1', 'c_inf', 'delta', 'mu', 'sigma', 'stage_epsilon'), ('printed',), 'β1 ≤ δ^0.5 μbε_k/(6(c∞²+δ)^0.5 σ²)', 'constant', 'beta1', '', '', 'beta1-stage', carrier='beta1-max', optimizers=('l2-adam',)), ConditionKernel(theorem_4_l2_adam_condition_beta1_stage, ('batch_size', 'beta1', 'c_inf', 'delta', 'lam_l2', 'mu', 'sigma', 'stage_epsilon', 'x_inf_norm'), ('corrected',), 'β1 ≤ δ^0.5 μbε_k/(6(c∞²+δ)^0.5 σ²)', 'constant', 'beta1', '', '', 'beta1-stage', carrier='beta1-max', optimizers=('l2-adam',)), ConditionKernel(theorem_2_adamw_adam_condition_eta_coupling_printed, ('beta1', 'c_inf', 'delta', 'eta', 'smoothness'), ('explicit',), 'η ≤ r β1', 'constant', 'eta', '', 'at this β1', 'eta-stage-coupling', carrier='eta-max', optimizers=('adamw', 'adam')), ConditionKernel(theorem_2_l2_adam_condition_eta_coupling_printed, ('beta1', 'c_inf', 'delta', 'eta', 'lam_l2', 'smoothness', 'x_inf_norm'), ('explicit',), 'η ≤ r β1', 'constant', 'eta', '', 'at this β1', 'eta-stage-coupling', carrier='eta-max', optimizers=('l2-adam',)), ConditionKernel(theorem_4_adamw_adam_condition_beta1_stage_explicit, ('batch_size', 'beta1', 'c_inf', 'delta', 'mu', 'sigma', 'stage_epsilon'), ('explicit',), 'β1 ≤ min(1/2, 2√δ bμε_k/(3√(c∞²+δ) σ²))', 'constant', 'beta1', '', '', 'beta1-stage-explicit', carrier='beta1-max', optimizers=('adamw', 'adam')), ConditionKernel(theorem_4_l2_adam_condition_beta1_stage_explicit, ('batch_size', 'beta1', 'c_inf', 'delta', 'lam_l2', 'mu', 'sigma', 'stage_epsilon', 'x_inf_norm'), ('explicit',), 'β1 ≤ min(1/2, 2√δ bμε_k/(3√(c∞²+δ) σ²))', 'constant', 'beta1', '', '', 'beta1-stage-explicit', carrier='beta1-max', optimizers=('l2-adam',)),), notes=(NoteKernel('PyTorch holds the weight decay constant, λ_{k+1}/λ_k = 1; every convergence theorem of the paper needs λ_{k+1}v_{k+1} ≤ λ_k v_k, so none covers a constant λ > 0 (what is proved here does: see guarantee)', when=Function(theorem_2_adamw_condition_lambda_schedule_when, ('constant_decay', 'lam')), optimizers=('adamw',), code='constant-weight-decay'), NoteKernel('a constant η is not the schedule of a decaying step: there Theorems 3 and 4 ask for the η_k that --k shows', quantities=('gamma', 'eta-k', 'beta1-k'), schedules=('decaying',), code='constant-step', given='eta'), NoteKernel('σ = 0: only the noise-free term is left', when=Function(theorem_2_note_9_when, ('sigma',)), quantities=('iterations', 'gradient-complexity'), variants=('explicit', 'explicit-large-step')), NoteKernel('with σ = 0 the printed and corrected counts are 0: the noise-free term is missing in print, see the explicit rows', when=Function(theorem_2_note_9_when, ('sigma',)), quantities=('iterations', 'gradient-complexity'), variants=('printed', 'corrected'), code='no-noise'), NoteKernel('--gap is taken as ε₀ = F_0(x_0) − F(x*)', when=Function(theorem_2_beta2_max_corrected_why, ('lam',)), quantities=('iterations',), optimizers=('adamw',)), NoteKernel('an order of its own, not b times the row above', quantities=('gradient-complexity',), variants=('printed', 'corrected'), own=True), NoteKernel('the printed total has μ where the printed T_k has μ³', quantities=('gradient-complexity',), variants=('printed',), schedules=('constant',)), NoteKernel('--epsilon means two things here: a gradient norm in Theorems 2 and 3, a function gap in Theorem 4, where --gap is ε₀; do not compare the counts across them', quantities=('iterations', 'gradient-complexity'), code='epsilon-unit', beside=True), NoteKernel('without bound: σ = 0', when=Function(theorem_2_note_9_when, ('sigma',)), quantities=('eta-max',), variants=('printed', 'corrected')), NoteKernel('without bound: σ = 0', when=Function(theorem_2_note_9_when, ('sigma',)), quantities=('beta1-max',), variants=('printed',)), NoteKernel('without bound: σ = 0', when=Function(theorem_2_note_9_when, ('sigma',)), quantities=('gamma',), variants=('printed', 'corrected')), NoteKernel('Adam: λ = 0', optimizers=('adam',), own=True), NoteKernel('as printed: the constants of the unregularised loss', when=Function(theorem_2_note_19_when, ('lam_l2',)), variants=('printed',), optimizers=('l2-adam',), own=True), NoteKernel('constants of the regularised loss: c∞+λ‖x‖∞, L+λ, Δ+(λ/2)‖x₀‖²; ε is the gradient norm of that loss', when=Function(theorem_2_note_19_when, ('lam_l2',)), variants=('corrected', 'explicit', 'explicit-large-step'), optimizers=('l2-adam',), own=True), NoteKernel('ε, μ and the gap are those of the regularised loss', when=Function(theorem_2_note_19_when, ('lam_l2',)), quantities=('iterations',), variants=('corrected', 'explicit', 'explicit-large-step'), optimizers=('l2-adam',)),), defaults=(DefaultKernel('epsilon_gap', value=Function(theorem_4_default_1_epsilon_gap, ('epsilon',))), DefaultKernel('stage_start', value=Function(theorem_4_default_2_stage_start, ('gap',)), optimizers=('adamw', 'adam')), DefaultKernel('stage_start', value=Function(theorem_4_default_2_stage_start, ('gap',)), variants=('printed',), optimizers=('l2-adam',)), DefaultKernel('stage_start', value=Function(theorem_4_default_4_stage_start, ('gap', 'lam_l2', 'x0_norm')), variants=('corrected', 'explicit', 'explicit-large-step'), optimizers=('l2-adam',)), DefaultKernel('gamma', quantity='gamma', quantities=('eta-k', 'beta1-k')), DefaultKernel('x_inf_norm', value=Function(theorem_2_default_1_x0_norm, ()), when=Function(theorem_2_default_2_x_inf_norm_when, ('lam_l2',)), variants=('corrected', 'explicit', 'explicit-large-step'), optimizers=('l2-adam',)), DefaultKernel('x0_norm', value=Function(theorem_2_default_1_x0_norm, ()), when=Function(theorem_2_default_2_x_inf_norm_when, ('lam_l2',)), variants=('corrected', 'explicit', 'explicit-large-step'), optimizers=('l2-adam',)),), hypotheses='F L-smooth, 2μ(F − F*) ≤ ‖∇F‖²; ‖g‖∞ ≤ c∞; g unbiased, of variance σ²/b; λ = 0; in stages, each started from an iterate drawn from the last'),
        'lemma-5': StatementInfo('Stationary posterior of AdamW near a minimum', 'Lemma 5, Section 5.1, Eq. (7); pp. 6486–6493; proof: supplement H.1, p. 16; doi:10.1109/TPAMI.2024.3382294', (Doubt('lem5-indefinite'),), (), ('adamw', 'l2-adam'), 'lemma-5', 'zhou2024', hypotheses='F(x) = F(x*) + ½(x − x*)ᵀH(x − x*) with H symmetric; H ⪰ 0 is needed, not only QH + λI ⪰ 0. Gradient noise, Fisher matrix and Hessian agree near the minimum (Assumption 4), so the loss is measured in nats. Q = diag(H_ii^{−1/2}) as printed; √b·diag(H_ii^{−1/2}) for minibatches of b, whose gradients have the covariance H/b.'),
        'theorem-6': StatementInfo('Generalization bound of AdamW', 'Theorem 6, Section 5.1; pp. 6486–6493; proof: supplement Lemma 4 and H.2, pp. 16–17; doi:10.1109/TPAMI.2024.3382294', (Doubt('asm4-batch', quantities=('err', 'err-per-parameter', 'phi'), variants=('printed',)), Doubt('lem5-mean', quantities=('phi',)), Doubt('lem5-mean', quantities=('kl', 'c0'), variants=('corrected',)), Doubt('thm6-prefactor', quantities=('err', 'err-per-parameter', 'phi'), variants=('printed',)), Doubt('thm6-c0', quantities=('c0', 'phi'), variants=('printed',)), Doubt('thm6-loss-range', quantities=('phi',)),), (), ('adamw', 'adam'), 'theorem-6', 'zhou2024', defaults=(DefaultKernel('c0', quantity='c0'),), hypotheses='x_0 ~ N(0, ρI), with ρ fixed before the data are seen. The loss lies in [0, 1]: the PAC-Bayes lemma needs it, the paper does not say it. With probability at least 1 − τ over n training samples.'),
        'theorem-7': StatementInfo('Generalization bound of ℓ2-Adam', 'Theorem 7, Section 5.2; pp. 6486–6493; proof: supplement H.3, pp. 17–18; doi:10.1109/TPAMI.2024.3382294', (Doubt('asm4-batch', quantities=('err', 'err-per-parameter', 'phi'), variants=('printed',)), Doubt('lem5-l2', quantities=('err', 'err-per-parameter', 'phi'), variants=('printed',)), Doubt('lem5-mean', quantities=('phi',)), Doubt('lem5-mean', quantities=('kl', 'c0'), variants=('corrected',)), Doubt('thm6-prefactor', quantities=('err', 'err-per-parameter', 'phi'), variants=('printed',)), Doubt('thm6-c0', quantities=('c0', 'phi'), variants=('printed',)), Doubt('thm6-loss-range', quantities=('phi',)), Doubt('thm7-det', quantities=('err', 'err-per-parameter', 'phi'), variants=('printed',)),), (), ('l2-adam',), 'theorem-7', 'zhou2024', defaults=(DefaultKernel('c0', quantity='c0'),), hypotheses='x_0 ~ N(0, ρI), with ρ fixed before the data are seen. The loss lies in [0, 1]: the PAC-Bayes lemma needs it, the paper does not say it. With probability at least 1 − τ over n training samples.'),
        'corollary-3': StatementInfo("Generalization terms from the Hessian's singular values", 'Corollary 3, Section 5.2; pp. 6486–6493; proof: supplement H.4, p. 18; doi:10.1109/TPAMI.2024.3382294', (Doubt('asm4-batch', quantities=('err', 'err-per-parameter', 'phi'), variants=('printed',)), Doubt('lem5-mean', quantities=('phi',)), Doubt('lem5-mean', quantities=('kl',)), Doubt('thm6-c0', quantities=('c0', 'phi'), variants=('printed',)), Doubt('thm6-loss-range', quantities=('phi',)), Doubt('cor3-lambda', quantities=('err', 'err-per-parameter', 'lambda-star', 'err-at-lambda-star', 'lambda-minimum', 'err-at-lambda-minimum', 'lambda-star-kl', 'kl-at-lambda-star', 'lambda-minimum-kl', 'kl-at-lambda-minimum')), Doubt('cor3-rho', quantities=('err', 'err-per-parameter')), Doubt('cor3-scale', quantities=('err', 'err-per-parameter')),), ('err is the sum of h(x_i) over the d singular values; h ≥ 1, so err ≥ d.', 'x_ℓ2 > x_AdamW exactly where σ_i < b (equal λ > 0; as printed, where σ_i < 1); the two λ have different units, so the comparison depends on the scale of the parameters.', "Where all x_i > 1, the paper's own regime, λ = 0 is best for AdamW's err.", "AdamW's err has one minimum in λ, at λ* > 0 exactly if Σ1/σ_i > a_b·Σσ_i^{−1/2}, and λ* ≤ max(0, η/(2ρ) − √(b·min σ_i)); that of ℓ2-Adam can have several.", 'The posterior is that of small steps: η√(bσ_i) ≪ 1 and, for ℓ2-Adam, η√b(√σ_i + λ/√σ_i) ≪ 1, which is x_i ≪ 2ρ/η².', "As σ_i → 0 ℓ2-Adam's err grows without bound: near-zero singular values need a stated floor."), ('adamw', 'adam', 'l2-adam'), 'corollary-3', 'zhou2024', defaults=(DefaultKernel('c0', quantity='c0'),), hypotheses='Q ≈ H^{−1/2} as printed; corrected, Q ≈ √b·H^{−1/2}: near a minimum n_t averages to diag(H)/b, where ε² ≪ H_ii/b. x_0 ~ N(0, ρI), with ρ fixed before the data are seen. The loss lies in [0, 1]: the PAC-Bayes lemma needs it, the paper does not say it. With probability at least 1 − τ over n training samples.'),
    },
    claims={
        'thm1-ratio': 'holds',
        'thm1-l2': 'unsupported',
        'thm1-small-k': 'missing-hypothesis',
        'thm1-origin': 'unsupported',
        'thm1-units': 'missing-hypothesis',
        'thm1-decay-order': 'unsupported',
        'eq2-index': 'misprint',
        'prox-term': 'misprint',
        'thm2-order': 'holds',
        'thm2-explicit': 'holds',
        'thm2-steps': 'false-as-printed',
        'thm2-momentum': 'holds',
        'thm2-coupling': 'missing-hypothesis',
        'thm2-smaller-steps': 'missing-hypothesis',
        'thm2-beta2': 'missing-hypothesis',
        'thm2-gap': 'missing-hypothesis',
        'thm2-c-inf': 'missing-hypothesis',
        'thm2-limit': 'missing-hypothesis',
        'thm2-lower': 'unsupported',
        'asm2-variance': 'misprint',
        'thm2-constant-decay': 'unsupported',
        'cor2-constants': 'missing-hypothesis',
        'cor2-explicit': 'holds',
        'cor1-stationary': 'unsupported',
        'cor1-explicit': 'holds',
        'thm3-units': 'false-as-printed',
        'thm3-square': 'false-as-printed',
        'thm3-scaling': 'false-as-printed',
        'thm3-gamma': 'missing-hypothesis',
        'thm3-gamma-batch': 'misprint',
        'thm3-guarantee': 'holds',
        'thm3-lambert': 'holds',
        'thm3-factor1': 'false-as-printed',
        'thm3-factor2': 'misprint',
        'thm4-constant': 'holds',
        'thm4-decaying': 'holds',
        'thm4-mu3': 'misprint',
        'thm4-log': 'false-as-printed',
        'thm4-gamma': 'false-as-printed',
        'thm4-schedule': 'missing-hypothesis',
        'thm4-bias': 'missing-hypothesis',
        'thm4-sum': 'false-as-printed',
        'thm4-decaying-better': 'unsupported',
        'thm4-index': 'misprint',
        'asm4-batch': 'missing-hypothesis',
        'lem5-cov': 'holds',
        'lem5-l2': 'missing-hypothesis',
        'lem5-mean': 'false-as-printed',
        'lem5-indefinite': 'false-as-printed',
        'thm6-prefactor': 'false-as-printed',
        'thm6-c0': 'false-as-printed',
        'thm6-loss-range': 'missing-hypothesis',
        'thm7-det': 'misprint',
        'cor3-identity': 'holds',
        'cor3-h': 'holds',
        'cor3-order': 'holds',
        'cor3-lambda': 'false-as-printed',
        'cor3-criterion': 'holds',
        'cor3-unimodal': 'holds',
        'cor3-cap': 'holds',
        'cor3-rho': 'false-as-printed',
        'cor3-scale': 'unsupported',
    },
    citation=Citation(('Zhou, Pan', 'Xie, Xingyu', 'Lin, Zhouchen', 'Yan, Shuicheng'), 'Towards Understanding Convergence and Generalization of AdamW', 'IEEE Transactions on Pattern Analysis and Machine Intelligence 46(9), 6486–6493', 2024, '10.1109/TPAMI.2024.3382294', '', '@article{zhou2024,\n  author = {Zhou, Pan and Xie, Xingyu and Lin, Zhouchen and Yan, Shuicheng},\n  title = {Towards Understanding Convergence and Generalization of {AdamW}},\n  journal = {IEEE Transactions on Pattern Analysis and Machine Intelligence},\n  volume = {46},\n  number = {9},\n  pages = {6486--6493},\n  year = {2024},\n  doi = {10.1109/TPAMI.2024.3382294},\n}\n'),
)
