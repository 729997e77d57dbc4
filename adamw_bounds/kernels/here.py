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
    Driver,
    Function,
    Kernel,
    NoteKernel,
    PaperKernels,
    StatementInfo,
    SymbolText,
)


def here_constant_step_iterations_constant_sharp(m: Any, *, batch_size: Any, c_inf: Any, delta: Any, epsilon: Any, gap: Any, lam: Any, sigma: Any, smoothness: Any, x0_norm: Any) -> Any:
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
    log_smoothness = m.log(smoothness)
    log_batch_size = m.log(batch_size)
    log_sigma = m.log(sigma)
    t5 = 0.0
    t6 = m.dot(0.6931471805599453, (-0.5, log_delta), (0.5, t2), (-2.0, log_epsilon), (1.0, t4), (1.0, log_smoothness))
    t7 = m.dot(0.0, (-1.0, log_batch_size), (-0.5, log_delta), (0.5, t2), (-2.0, log_epsilon), (2.0, log_sigma))
    t8 = m.dot(0.0, (0.5, log_delta), (1.0, log_lam), (-1.0, log_smoothness))
    t9 = m.log_best_momentum(t6, t7, t8, 0)
    t10 = m.log_one_minus_exp(t9)
    t11 = m.log_best_rest(t6, t7, t8, t9, 0)
    t12 = m.log_one_minus_exp(t11)
    t13 = m.dot(0.0, (1.0, t10), (1.0, t12))
    t14 = m.logaddexp(t5, t13)
    t15 = m.dot(0.0, (-1.0, log_batch_size), (-0.5, log_delta), (0.5, t2), (-2.0, log_epsilon), (2.0, log_sigma), (-1.0, t14), (1.0, t9))
    t16 = m.log_one_minus_exp(t15)
    t17 = m.log_step(t8, t9, t11)
    t18 = m.dot(0.6931471805599453, (-0.5, log_delta), (0.5, t2), (-2.0, log_epsilon), (1.0, t4), (1.0, log_smoothness), (-1.0, t16), (-1.0, t9), (-1.0, t17))
    t19 = m.dot(0.0, (2.0, t9))
    t20 = m.log_one_minus_exp(t19)
    t21 = m.dot(0.0, (-1.0, log_batch_size), (-0.5, log_delta), (0.5, t2), (-2.0, log_epsilon), (2.0, log_sigma), (-1.0, t16), (1.0, t20), (-1.0, t14), (-1.0, t9))
    return m.logaddexp(t18, t21), (t18, t21,)


def here_constant_step_iterations_constant_sharp_drivers(m: Any, *, batch_size: Any, c_inf: Any, delta: Any, epsilon: Any, gap: Any, lam: Any, sigma: Any, smoothness: Any, x0_norm: Any) -> Any:
    log_delta = m.log(delta)
    log_c_inf = m.log(c_inf)
    t1 = m.dot(0.0, (2.0, log_c_inf))
    t2 = m.logaddexp(t1, log_delta)
    t3 = m.dot(0.0, (-0.5, log_delta), (0.5, t2))
    log_epsilon = m.log(epsilon)
    log_gap = m.log(gap)
    log_lam = m.log(lam)
    log_x0_norm = m.log(x0_norm)
    t4 = m.dot(-0.6931471805599453, (0.5, t2), (1.0, log_lam), (2.0, log_x0_norm))
    t5 = m.logaddexp(log_gap, t4)
    log_smoothness = m.log(smoothness)
    t6 = m.dot(0.0, (-2.0, log_epsilon), (1.0, t5), (1.0, log_smoothness))
    t7 = m.dot(0.6931471805599453, (-0.5, log_delta), (0.5, t2), (-2.0, log_epsilon), (1.0, t5), (1.0, log_smoothness))
    log_batch_size = m.log(batch_size)
    log_sigma = m.log(sigma)
    t8 = m.dot(0.0, (-1.0, log_batch_size), (-0.5, log_delta), (0.5, t2), (-2.0, log_epsilon), (2.0, log_sigma))
    t9 = m.dot(0.0, (0.5, log_delta), (1.0, log_lam), (-1.0, log_smoothness))
    t10 = m.log_best_momentum(t7, t8, t9, 0)
    t11 = m.log_best_rest(t7, t8, t9, t10, 0)
    t12 = m.log_step(t9, t10, t11)
    t13 = m.dot(0.0, (-1.0, t10), (-1.0, t12))
    t14 = 0.0
    t15 = m.log_one_minus_exp(t10)
    t16 = m.log_one_minus_exp(t11)
    t17 = m.dot(0.0, (1.0, t15), (1.0, t16))
    t18 = m.logaddexp(t14, t17)
    t19 = m.dot(0.0, (-1.0, log_batch_size), (-0.5, log_delta), (0.5, t2), (-2.0, log_epsilon), (2.0, log_sigma), (-1.0, t18), (1.0, t10))
    t20 = m.log_one_minus_exp(t19)
    t21 = m.dot(0.0, (-1.0, t20))
    t22 = m.dot(0.6931471805599453, (-0.5, log_delta), (0.5, t2), (-2.0, log_epsilon), (1.0, t5), (1.0, log_smoothness), (-1.0, t20), (-1.0, t10), (-1.0, t12))
    t23 = m.dot(0.0, (-1.0, log_batch_size), (-2.0, log_epsilon), (2.0, log_sigma))
    t24 = m.dot(0.0, (2.0, t10))
    t25 = m.log_one_minus_exp(t24)
    t26 = m.dot(0.0, (1.0, t25), (-1.0, t18), (-1.0, t10))
    t27 = m.dot(0.0, (-1.0, log_batch_size), (-0.5, log_delta), (0.5, t2), (-2.0, log_epsilon), (2.0, log_sigma), (-1.0, t20), (1.0, t25), (-1.0, t18), (-1.0, t10))
    return ((t22, (t3, t6, t13, t21,)), (t27, (t3, t23, t26, t21,)),)


def here_constant_step_iterations_constant_sharp_exact(m: Any, *, batch_size: Any, beta1: Any, c_inf: Any, delta: Any, epsilon: Any, eta: Any, gap: Any, lam: Any, sigma: Any, smoothness: Any, x0_norm: Any) -> Any:
    t1 = m.power(epsilon, 2, 1)
    t2 = m.product(m.number(-1, 1), t1)
    t3 = m.power(batch_size, -1, 1)
    t4 = m.power(delta, 1, 2)
    t5 = m.power(t4, -1, 1)
    t6 = m.power(c_inf, 2, 1)
    t7 = t6 + delta
    t8 = m.power(t7, 1, 2)
    t9 = m.power(sigma, 2, 1)
    t10 = m.product(t3, t5, t8, t9)
    t11 = m.power(beta1, -1, 1)
    t12 = m.product(t11, t5, eta, smoothness)
    t13 = m.product(eta, lam)
    t14 = m.young(t12, t13, beta1, m.number(0, 1))
    t15 = m.power(t14, -1, 1)
    t16 = m.product(t10, beta1, t15)
    t17 = t2 + t16
    t18 = m.product(m.number(-1, 1), t10, beta1, t15)
    t19 = t1 + t18
    t20 = m.power(t19, -1, 1)
    t21 = m.power(eta, -1, 1)
    t22 = m.power(x0_norm, 2, 1)
    t23 = m.product(m.number(1, 2), t8, lam, t22)
    t24 = gap + t23
    t25 = m.product(m.number(2, 1), t8, t21, t24)
    t26 = m.power(beta1, 2, 1)
    t27 = m.product(m.number(-1, 1), t26)
    t28 = m.number(1, 1) + t27
    t29 = m.product(t10, t11, t28, t15)
    t30 = t25 + t29
    t31 = m.product(t20, t30)
    t32 = t10 + t2
    t33 = m.product(m.number(-1, 1), t10)
    t34 = t33 + t1
    t35 = m.power(t34, -1, 1)
    t36 = m.product(t4, lam)
    t37 = smoothness + t36
    t38 = m.product(m.number(2, 1), t5, t8, t24, t35, t37)
    t39 = m.where(m.both((beta1 == m.number(1, 1)), (t32 < m.number(0, 1))), t38, m.where(m.both((beta1 < m.number(1, 1)), (t17 < m.number(0, 1))), t31, m.infinity))
    return t39


def here_constant_step_iterations_constant_sharp_settings(m: Any, *, batch_size: Any, c_inf: Any, delta: Any, epsilon: Any, gap: Any, lam: Any, sigma: Any, smoothness: Any, x0_norm: Any) -> Any:
    log_delta = m.log(delta)
    log_smoothness = m.log(smoothness)
    log_c_inf = m.log(c_inf)
    t1 = m.dot(0.0, (2.0, log_c_inf))
    t2 = m.logaddexp(t1, log_delta)
    log_epsilon = m.log(epsilon)
    log_gap = m.log(gap)
    log_lam = m.log(lam)
    log_x0_norm = m.log(x0_norm)
    t3 = m.dot(-0.6931471805599453, (0.5, t2), (1.0, log_lam), (2.0, log_x0_norm))
    t4 = m.logaddexp(log_gap, t3)
    t5 = m.dot(0.6931471805599453, (-0.5, log_delta), (0.5, t2), (-2.0, log_epsilon), (1.0, t4), (1.0, log_smoothness))
    log_batch_size = m.log(batch_size)
    log_sigma = m.log(sigma)
    t6 = m.dot(0.0, (-1.0, log_batch_size), (-0.5, log_delta), (0.5, t2), (-2.0, log_epsilon), (2.0, log_sigma))
    t7 = m.dot(0.0, (0.5, log_delta), (1.0, log_lam), (-1.0, log_smoothness))
    t8 = m.log_best_momentum(t5, t6, t7, 0)
    t9 = m.log_best_rest(t5, t6, t7, t8, 0)
    t10 = m.log_step(t7, t8, t9)
    t11 = m.dot(0.0, (0.5, log_delta), (-1.0, log_smoothness), (1.0, t8), (1.0, t10))
    t12 = 0.0
    t13 = m.log_one_minus_exp(t8)
    t14 = m.log_one_minus_exp(t9)
    t15 = m.dot(0.0, (1.0, t13), (1.0, t14))
    t16 = m.logaddexp(t12, t15)
    return (t11, t8, t10, t16,)


def here_constant_step_gradient_complexity_constant_sharp(m: Any, *, batch_size: Any, c_inf: Any, delta: Any, epsilon: Any, gap: Any, lam: Any, sigma: Any, smoothness: Any, x0_norm: Any) -> Any:
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
    log_smoothness = m.log(smoothness)
    log_sigma = m.log(sigma)
    t5 = 0.0
    t6 = m.dot(0.6931471805599453, (-0.5, log_delta), (0.5, t2), (-2.0, log_epsilon), (1.0, t4), (1.0, log_smoothness))
    t7 = m.dot(0.0, (-1.0, log_batch_size), (-0.5, log_delta), (0.5, t2), (-2.0, log_epsilon), (2.0, log_sigma))
    t8 = m.dot(0.0, (0.5, log_delta), (1.0, log_lam), (-1.0, log_smoothness))
    t9 = m.log_best_momentum(t6, t7, t8, 0)
    t10 = m.log_one_minus_exp(t9)
    t11 = m.log_best_rest(t6, t7, t8, t9, 0)
    t12 = m.log_one_minus_exp(t11)
    t13 = m.dot(0.0, (1.0, t10), (1.0, t12))
    t14 = m.logaddexp(t5, t13)
    t15 = m.dot(0.0, (-1.0, log_batch_size), (-0.5, log_delta), (0.5, t2), (-2.0, log_epsilon), (2.0, log_sigma), (-1.0, t14), (1.0, t9))
    t16 = m.log_one_minus_exp(t15)
    t17 = m.log_step(t8, t9, t11)
    t18 = m.dot(0.6931471805599453, (1.0, log_batch_size), (-0.5, log_delta), (0.5, t2), (-2.0, log_epsilon), (1.0, t4), (1.0, log_smoothness), (-1.0, t16), (-1.0, t9), (-1.0, t17))
    t19 = m.dot(0.0, (2.0, t9))
    t20 = m.log_one_minus_exp(t19)
    t21 = m.dot(0.0, (-0.5, log_delta), (0.5, t2), (-2.0, log_epsilon), (2.0, log_sigma), (-1.0, t16), (1.0, t20), (-1.0, t14), (-1.0, t9))
    return m.logaddexp(t18, t21), (t18, t21,)


def here_constant_step_eta_max_constant_sharp(m: Any, *, batch_size: Any, c_inf: Any, delta: Any, epsilon: Any, gap: Any, lam: Any, sigma: Any, smoothness: Any, x0_norm: Any) -> Any:
    log_delta = m.log(delta)
    log_smoothness = m.log(smoothness)
    log_c_inf = m.log(c_inf)
    t1 = m.dot(0.0, (2.0, log_c_inf))
    t2 = m.logaddexp(t1, log_delta)
    log_epsilon = m.log(epsilon)
    log_gap = m.log(gap)
    log_lam = m.log(lam)
    log_x0_norm = m.log(x0_norm)
    t3 = m.dot(-0.6931471805599453, (0.5, t2), (1.0, log_lam), (2.0, log_x0_norm))
    t4 = m.logaddexp(log_gap, t3)
    t5 = m.dot(0.6931471805599453, (-0.5, log_delta), (0.5, t2), (-2.0, log_epsilon), (1.0, t4), (1.0, log_smoothness))
    log_batch_size = m.log(batch_size)
    log_sigma = m.log(sigma)
    t6 = m.dot(0.0, (-1.0, log_batch_size), (-0.5, log_delta), (0.5, t2), (-2.0, log_epsilon), (2.0, log_sigma))
    t7 = m.dot(0.0, (0.5, log_delta), (1.0, log_lam), (-1.0, log_smoothness))
    t8 = m.log_best_momentum(t5, t6, t7, 0)
    t9 = m.log_best_rest(t5, t6, t7, t8, 0)
    t10 = m.log_step(t7, t8, t9)
    t11 = m.dot(0.0, (0.5, log_delta), (-1.0, log_smoothness), (1.0, t8), (1.0, t10))
    return t11, ()


def here_constant_step_beta1_max_constant_sharp(m: Any, *, batch_size: Any, c_inf: Any, delta: Any, epsilon: Any, gap: Any, lam: Any, sigma: Any, smoothness: Any, x0_norm: Any) -> Any:
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
    log_smoothness = m.log(smoothness)
    t5 = m.dot(0.6931471805599453, (-0.5, log_delta), (0.5, t2), (-2.0, log_epsilon), (1.0, t4), (1.0, log_smoothness))
    log_batch_size = m.log(batch_size)
    log_sigma = m.log(sigma)
    t6 = m.dot(0.0, (-1.0, log_batch_size), (-0.5, log_delta), (0.5, t2), (-2.0, log_epsilon), (2.0, log_sigma))
    t7 = m.dot(0.0, (0.5, log_delta), (1.0, log_lam), (-1.0, log_smoothness))
    t8 = m.log_best_momentum(t5, t6, t7, 0)
    return t8, ()


def here_constant_step_gradient_norm_squared_constant_sharp(m: Any, *, batch_size: Any, beta1: Any, c_inf: Any, delta: Any, eta: Any, gap: Any, lam: Any, rate_sum: Any, sigma: Any, smoothness: Any, x0_norm: Any) -> Any:
    log_c_inf = m.log(c_inf)
    t1 = m.dot(0.0, (2.0, log_c_inf))
    log_delta = m.log(delta)
    t2 = m.logaddexp(t1, log_delta)
    log_gap = m.log(gap)
    log_lam = m.log(lam)
    log_x0_norm = m.log(x0_norm)
    t3 = m.dot(-0.6931471805599453, (0.5, t2), (1.0, log_lam), (2.0, log_x0_norm))
    t4 = m.logaddexp(log_gap, t3)
    log_rate_sum = m.log(rate_sum)
    t5 = m.dot(0.6931471805599453, (0.5, t2), (1.0, t4), (-1.0, log_rate_sum))
    log_beta1 = m.log(beta1)
    t6 = m.dot(0.0, (2.0, log_beta1))
    t7 = m.log_one_minus_exp(t6)
    log_batch_size = m.log(batch_size)
    log_sigma = m.log(sigma)
    log_eta = m.log(eta)
    t8 = m.twofold(eta)
    t9 = m.twofold(smoothness)
    t10 = m.twofold(beta1)
    t11 = m.twofold(delta)
    t12 = t11.sqrt()
    t13 = t8 * t9 / (t10 * t12)
    t14 = m.twofold(lam)
    t15 = t8 * t14
    t16 = m.log(0.0)
    t17 = m.log_young(t13, t15, beta1, t16)
    t18 = m.dot(0.0, (1.0, t7), (-1.0, log_batch_size), (-0.5, log_delta), (0.5, t2), (2.0, log_sigma), (-1.0, log_beta1), (1.0, log_eta), (-1.0, t17), (-1.0, log_rate_sum))
    t19 = m.dot(0.0, (-1.0, log_batch_size), (-0.5, log_delta), (0.5, t2), (2.0, log_sigma), (1.0, log_beta1), (-1.0, t17))
    return m.logaddexp(m.logaddexp(t5, t18), t19), (t5, t18, t19,)


def here_constant_step_gradient_norm_squared_constant_sharp_settings(m: Any, *, beta1: Any, delta: Any, eta: Any, lam: Any, smoothness: Any) -> Any:
    log_beta1 = m.log(beta1)
    log_delta = m.log(delta)
    log_eta = m.log(eta)
    log_smoothness = m.log(smoothness)
    t1 = m.dot(0.0, (-1.0, log_beta1), (-0.5, log_delta), (1.0, log_eta), (1.0, log_smoothness))
    t2 = m.twofold(eta)
    t3 = m.twofold(smoothness)
    t4 = m.twofold(beta1)
    t5 = m.twofold(delta)
    t6 = t5.sqrt()
    t7 = t2 * t3 / (t4 * t6)
    t8 = m.twofold(lam)
    t9 = t2 * t8
    t10 = m.log(0.0)
    t11 = m.log_young(t7, t9, beta1, t10)
    return (t1, t11,)


def here_constant_step_iterations_constant_adam_sharp(m: Any, *, batch_size: Any, c_inf: Any, delta: Any, epsilon: Any, gap: Any, sigma: Any, smoothness: Any) -> Any:
    log_delta = m.log(delta)
    log_c_inf = m.log(c_inf)
    t1 = m.dot(0.0, (2.0, log_c_inf))
    t2 = m.logaddexp(t1, log_delta)
    log_epsilon = m.log(epsilon)
    log_gap = m.log(gap)
    log_smoothness = m.log(smoothness)
    log_batch_size = m.log(batch_size)
    log_sigma = m.log(sigma)
    t3 = 0.0
    t4 = m.dot(0.6931471805599453, (-0.5, log_delta), (0.5, t2), (-2.0, log_epsilon), (1.0, log_gap), (1.0, log_smoothness))
    t5 = m.dot(0.0, (-1.0, log_batch_size), (-0.5, log_delta), (0.5, t2), (-2.0, log_epsilon), (2.0, log_sigma))
    t6 = m.log(0.0)
    t7 = m.log_best_momentum(t4, t5, t6, 0)
    t8 = m.log_one_minus_exp(t7)
    t9 = m.log_best_rest(t4, t5, t6, t7, 0)
    t10 = m.log_one_minus_exp(t9)
    t11 = m.dot(0.0, (1.0, t8), (1.0, t10))
    t12 = m.logaddexp(t3, t11)
    t13 = m.dot(0.0, (-1.0, log_batch_size), (-0.5, log_delta), (0.5, t2), (-2.0, log_epsilon), (2.0, log_sigma), (-1.0, t12), (1.0, t7))
    t14 = m.log_one_minus_exp(t13)
    t15 = m.log_step(t6, t7, t9)
    t16 = m.dot(0.6931471805599453, (-0.5, log_delta), (0.5, t2), (-2.0, log_epsilon), (1.0, log_gap), (1.0, log_smoothness), (-1.0, t14), (-1.0, t7), (-1.0, t15))
    t17 = m.dot(0.0, (2.0, t7))
    t18 = m.log_one_minus_exp(t17)
    t19 = m.dot(0.0, (-1.0, log_batch_size), (-0.5, log_delta), (0.5, t2), (-2.0, log_epsilon), (2.0, log_sigma), (-1.0, t14), (1.0, t18), (-1.0, t12), (-1.0, t7))
    return m.logaddexp(t16, t19), (t16, t19,)


def here_constant_step_iterations_constant_adam_sharp_drivers(m: Any, *, batch_size: Any, c_inf: Any, delta: Any, epsilon: Any, gap: Any, sigma: Any, smoothness: Any) -> Any:
    log_delta = m.log(delta)
    log_c_inf = m.log(c_inf)
    t1 = m.dot(0.0, (2.0, log_c_inf))
    t2 = m.logaddexp(t1, log_delta)
    t3 = m.dot(0.0, (-0.5, log_delta), (0.5, t2))
    log_epsilon = m.log(epsilon)
    log_gap = m.log(gap)
    log_smoothness = m.log(smoothness)
    t4 = m.dot(0.0, (-2.0, log_epsilon), (1.0, log_gap), (1.0, log_smoothness))
    t5 = m.dot(0.6931471805599453, (-0.5, log_delta), (0.5, t2), (-2.0, log_epsilon), (1.0, log_gap), (1.0, log_smoothness))
    log_batch_size = m.log(batch_size)
    log_sigma = m.log(sigma)
    t6 = m.dot(0.0, (-1.0, log_batch_size), (-0.5, log_delta), (0.5, t2), (-2.0, log_epsilon), (2.0, log_sigma))
    t7 = m.log(0.0)
    t8 = m.log_best_momentum(t5, t6, t7, 0)
    t9 = m.log_best_rest(t5, t6, t7, t8, 0)
    t10 = m.log_step(t7, t8, t9)
    t11 = m.dot(0.0, (-1.0, t8), (-1.0, t10))
    t12 = 0.0
    t13 = m.log_one_minus_exp(t8)
    t14 = m.log_one_minus_exp(t9)
    t15 = m.dot(0.0, (1.0, t13), (1.0, t14))
    t16 = m.logaddexp(t12, t15)
    t17 = m.dot(0.0, (-1.0, log_batch_size), (-0.5, log_delta), (0.5, t2), (-2.0, log_epsilon), (2.0, log_sigma), (-1.0, t16), (1.0, t8))
    t18 = m.log_one_minus_exp(t17)
    t19 = m.dot(0.0, (-1.0, t18))
    t20 = m.dot(0.6931471805599453, (-0.5, log_delta), (0.5, t2), (-2.0, log_epsilon), (1.0, log_gap), (1.0, log_smoothness), (-1.0, t18), (-1.0, t8), (-1.0, t10))
    t21 = m.dot(0.0, (-1.0, log_batch_size), (-2.0, log_epsilon), (2.0, log_sigma))
    t22 = m.dot(0.0, (2.0, t8))
    t23 = m.log_one_minus_exp(t22)
    t24 = m.dot(0.0, (1.0, t23), (-1.0, t16), (-1.0, t8))
    t25 = m.dot(0.0, (-1.0, log_batch_size), (-0.5, log_delta), (0.5, t2), (-2.0, log_epsilon), (2.0, log_sigma), (-1.0, t18), (1.0, t23), (-1.0, t16), (-1.0, t8))
    return ((t20, (t3, t4, t11, t19,)), (t25, (t3, t21, t24, t19,)),)


def here_constant_step_iterations_constant_adam_sharp_exact(m: Any, *, batch_size: Any, beta1: Any, c_inf: Any, delta: Any, epsilon: Any, eta: Any, gap: Any, sigma: Any, smoothness: Any) -> Any:
    t1 = m.power(epsilon, 2, 1)
    t2 = m.product(m.number(-1, 1), t1)
    t3 = m.power(batch_size, -1, 1)
    t4 = m.power(delta, 1, 2)
    t5 = m.power(t4, -1, 1)
    t6 = m.power(c_inf, 2, 1)
    t7 = t6 + delta
    t8 = m.power(t7, 1, 2)
    t9 = m.power(sigma, 2, 1)
    t10 = m.product(t3, t5, t8, t9)
    t11 = m.power(beta1, -1, 1)
    t12 = m.product(t11, t5, eta, smoothness)
    t13 = m.young(t12, m.number(0, 1), beta1, m.number(0, 1))
    t14 = m.power(t13, -1, 1)
    t15 = m.product(t10, beta1, t14)
    t16 = t2 + t15
    t17 = m.product(m.number(-1, 1), t10, beta1, t14)
    t18 = t1 + t17
    t19 = m.power(t18, -1, 1)
    t20 = m.power(eta, -1, 1)
    t21 = m.product(m.number(2, 1), t8, t20, gap)
    t22 = m.power(beta1, 2, 1)
    t23 = m.product(m.number(-1, 1), t22)
    t24 = m.number(1, 1) + t23
    t25 = m.product(t10, t11, t24, t14)
    t26 = t21 + t25
    t27 = m.product(t19, t26)
    t28 = t10 + t2
    t29 = m.product(m.number(-1, 1), t10)
    t30 = t29 + t1
    t31 = m.power(t30, -1, 1)
    t32 = m.product(m.number(2, 1), t5, t8, gap, smoothness, t31)
    t33 = m.where(m.both((beta1 == m.number(1, 1)), (t28 < m.number(0, 1))), t32, m.where(m.both((beta1 < m.number(1, 1)), (t16 < m.number(0, 1))), t27, m.infinity))
    return t33


def here_constant_step_iterations_constant_adam_sharp_settings(m: Any, *, batch_size: Any, c_inf: Any, delta: Any, epsilon: Any, gap: Any, sigma: Any, smoothness: Any) -> Any:
    log_delta = m.log(delta)
    log_smoothness = m.log(smoothness)
    log_c_inf = m.log(c_inf)
    t1 = m.dot(0.0, (2.0, log_c_inf))
    t2 = m.logaddexp(t1, log_delta)
    log_epsilon = m.log(epsilon)
    log_gap = m.log(gap)
    t3 = m.dot(0.6931471805599453, (-0.5, log_delta), (0.5, t2), (-2.0, log_epsilon), (1.0, log_gap), (1.0, log_smoothness))
    log_batch_size = m.log(batch_size)
    log_sigma = m.log(sigma)
    t4 = m.dot(0.0, (-1.0, log_batch_size), (-0.5, log_delta), (0.5, t2), (-2.0, log_epsilon), (2.0, log_sigma))
    t5 = m.log(0.0)
    t6 = m.log_best_momentum(t3, t4, t5, 0)
    t7 = m.log_best_rest(t3, t4, t5, t6, 0)
    t8 = m.log_step(t5, t6, t7)
    t9 = m.dot(0.0, (0.5, log_delta), (-1.0, log_smoothness), (1.0, t6), (1.0, t8))
    t10 = 0.0
    t11 = m.log_one_minus_exp(t6)
    t12 = m.log_one_minus_exp(t7)
    t13 = m.dot(0.0, (1.0, t11), (1.0, t12))
    t14 = m.logaddexp(t10, t13)
    return (t9, t6, t8, t14,)


def here_constant_step_gradient_complexity_constant_adam_sharp(m: Any, *, batch_size: Any, c_inf: Any, delta: Any, epsilon: Any, gap: Any, sigma: Any, smoothness: Any) -> Any:
    log_batch_size = m.log(batch_size)
    log_delta = m.log(delta)
    log_c_inf = m.log(c_inf)
    t1 = m.dot(0.0, (2.0, log_c_inf))
    t2 = m.logaddexp(t1, log_delta)
    log_epsilon = m.log(epsilon)
    log_gap = m.log(gap)
    log_smoothness = m.log(smoothness)
    log_sigma = m.log(sigma)
    t3 = 0.0
    t4 = m.dot(0.6931471805599453, (-0.5, log_delta), (0.5, t2), (-2.0, log_epsilon), (1.0, log_gap), (1.0, log_smoothness))
    t5 = m.dot(0.0, (-1.0, log_batch_size), (-0.5, log_delta), (0.5, t2), (-2.0, log_epsilon), (2.0, log_sigma))
    t6 = m.log(0.0)
    t7 = m.log_best_momentum(t4, t5, t6, 0)
    t8 = m.log_one_minus_exp(t7)
    t9 = m.log_best_rest(t4, t5, t6, t7, 0)
    t10 = m.log_one_minus_exp(t9)
    t11 = m.dot(0.0, (1.0, t8), (1.0, t10))
    t12 = m.logaddexp(t3, t11)
    t13 = m.dot(0.0, (-1.0, log_batch_size), (-0.5, log_delta), (0.5, t2), (-2.0, log_epsilon), (2.0, log_sigma), (-1.0, t12), (1.0, t7))
    t14 = m.log_one_minus_exp(t13)
    t15 = m.log_step(t6, t7, t9)
    t16 = m.dot(0.6931471805599453, (1.0, log_batch_size), (-0.5, log_delta), (0.5, t2), (-2.0, log_epsilon), (1.0, log_gap), (1.0, log_smoothness), (-1.0, t14), (-1.0, t7), (-1.0, t15))
    t17 = m.dot(0.0, (2.0, t7))
    t18 = m.log_one_minus_exp(t17)
    t19 = m.dot(0.0, (-0.5, log_delta), (0.5, t2), (-2.0, log_epsilon), (2.0, log_sigma), (-1.0, t14), (1.0, t18), (-1.0, t12), (-1.0, t7))
    return m.logaddexp(t16, t19), (t16, t19,)


def here_constant_step_eta_max_constant_adam_sharp(m: Any, *, batch_size: Any, c_inf: Any, delta: Any, epsilon: Any, gap: Any, sigma: Any, smoothness: Any) -> Any:
    log_delta = m.log(delta)
    log_smoothness = m.log(smoothness)
    log_c_inf = m.log(c_inf)
    t1 = m.dot(0.0, (2.0, log_c_inf))
    t2 = m.logaddexp(t1, log_delta)
    log_epsilon = m.log(epsilon)
    log_gap = m.log(gap)
    t3 = m.dot(0.6931471805599453, (-0.5, log_delta), (0.5, t2), (-2.0, log_epsilon), (1.0, log_gap), (1.0, log_smoothness))
    log_batch_size = m.log(batch_size)
    log_sigma = m.log(sigma)
    t4 = m.dot(0.0, (-1.0, log_batch_size), (-0.5, log_delta), (0.5, t2), (-2.0, log_epsilon), (2.0, log_sigma))
    t5 = m.log(0.0)
    t6 = m.log_best_momentum(t3, t4, t5, 0)
    t7 = m.log_best_rest(t3, t4, t5, t6, 0)
    t8 = m.log_step(t5, t6, t7)
    t9 = m.dot(0.0, (0.5, log_delta), (-1.0, log_smoothness), (1.0, t6), (1.0, t8))
    return t9, ()


def here_constant_step_beta1_max_constant_adam_sharp(m: Any, *, batch_size: Any, c_inf: Any, delta: Any, epsilon: Any, gap: Any, sigma: Any, smoothness: Any) -> Any:
    log_delta = m.log(delta)
    log_c_inf = m.log(c_inf)
    t1 = m.dot(0.0, (2.0, log_c_inf))
    t2 = m.logaddexp(t1, log_delta)
    log_epsilon = m.log(epsilon)
    log_gap = m.log(gap)
    log_smoothness = m.log(smoothness)
    t3 = m.dot(0.6931471805599453, (-0.5, log_delta), (0.5, t2), (-2.0, log_epsilon), (1.0, log_gap), (1.0, log_smoothness))
    log_batch_size = m.log(batch_size)
    log_sigma = m.log(sigma)
    t4 = m.dot(0.0, (-1.0, log_batch_size), (-0.5, log_delta), (0.5, t2), (-2.0, log_epsilon), (2.0, log_sigma))
    t5 = m.log(0.0)
    t6 = m.log_best_momentum(t3, t4, t5, 0)
    return t6, ()


def here_constant_step_gradient_norm_squared_constant_adam_sharp(m: Any, *, batch_size: Any, beta1: Any, c_inf: Any, delta: Any, eta: Any, gap: Any, rate_sum: Any, sigma: Any, smoothness: Any) -> Any:
    log_c_inf = m.log(c_inf)
    t1 = m.dot(0.0, (2.0, log_c_inf))
    log_delta = m.log(delta)
    t2 = m.logaddexp(t1, log_delta)
    log_gap = m.log(gap)
    log_rate_sum = m.log(rate_sum)
    t3 = m.dot(0.6931471805599453, (0.5, t2), (1.0, log_gap), (-1.0, log_rate_sum))
    log_beta1 = m.log(beta1)
    t4 = m.dot(0.0, (2.0, log_beta1))
    t5 = m.log_one_minus_exp(t4)
    log_batch_size = m.log(batch_size)
    log_sigma = m.log(sigma)
    log_eta = m.log(eta)
    t6 = m.twofold(eta)
    t7 = m.twofold(smoothness)
    t8 = m.twofold(beta1)
    t9 = m.twofold(delta)
    t10 = t9.sqrt()
    t11 = t6 * t7 / (t8 * t10)
    t12 = m.log(0.0)
    t13 = m.log_young(t11, m.twofold(0.0), beta1, t12)
    t14 = m.dot(0.0, (1.0, t5), (-1.0, log_batch_size), (-0.5, log_delta), (0.5, t2), (2.0, log_sigma), (-1.0, log_beta1), (1.0, log_eta), (-1.0, t13), (-1.0, log_rate_sum))
    t15 = m.dot(0.0, (-1.0, log_batch_size), (-0.5, log_delta), (0.5, t2), (2.0, log_sigma), (1.0, log_beta1), (-1.0, t13))
    return m.logaddexp(m.logaddexp(t3, t14), t15), (t3, t14, t15,)


def here_constant_step_gradient_norm_squared_constant_adam_sharp_settings(m: Any, *, beta1: Any, delta: Any, eta: Any, smoothness: Any) -> Any:
    log_beta1 = m.log(beta1)
    log_delta = m.log(delta)
    log_eta = m.log(eta)
    log_smoothness = m.log(smoothness)
    t1 = m.dot(0.0, (-1.0, log_beta1), (-0.5, log_delta), (1.0, log_eta), (1.0, log_smoothness))
    t2 = m.twofold(eta)
    t3 = m.twofold(smoothness)
    t4 = m.twofold(beta1)
    t5 = m.twofold(delta)
    t6 = t5.sqrt()
    t7 = t2 * t3 / (t4 * t6)
    t8 = m.log(0.0)
    t9 = m.log_young(t7, m.twofold(0.0), beta1, t8)
    return (t1, t9,)


def here_constant_step_iterations_constant_l2_adam_sharp(m: Any, *, batch_size: Any, c_inf: Any, delta: Any, epsilon: Any, gap: Any, lam_l2: Any, sigma: Any, smoothness: Any, x0_norm: Any, x_inf_norm: Any) -> Any:
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
    log_batch_size = m.log(batch_size)
    log_sigma = m.log(sigma)
    t8 = 0.0
    t9 = m.dot(0.6931471805599453, (-0.5, log_delta), (0.5, t4), (-2.0, log_epsilon), (1.0, t6), (1.0, t7))
    t10 = m.dot(0.0, (-1.0, log_batch_size), (-0.5, log_delta), (0.5, t4), (-2.0, log_epsilon), (2.0, log_sigma))
    t11 = m.log(0.0)
    t12 = m.log_best_momentum(t9, t10, t11, 0)
    t13 = m.log_one_minus_exp(t12)
    t14 = m.log_best_rest(t9, t10, t11, t12, 0)
    t15 = m.log_one_minus_exp(t14)
    t16 = m.dot(0.0, (1.0, t13), (1.0, t15))
    t17 = m.logaddexp(t8, t16)
    t18 = m.dot(0.0, (-1.0, log_batch_size), (-0.5, log_delta), (0.5, t4), (-2.0, log_epsilon), (2.0, log_sigma), (-1.0, t17), (1.0, t12))
    t19 = m.log_one_minus_exp(t18)
    t20 = m.log_step(t11, t12, t14)
    t21 = m.dot(0.6931471805599453, (-0.5, log_delta), (0.5, t4), (-2.0, log_epsilon), (1.0, t6), (1.0, t7), (-1.0, t19), (-1.0, t12), (-1.0, t20))
    t22 = m.dot(0.0, (2.0, t12))
    t23 = m.log_one_minus_exp(t22)
    t24 = m.dot(0.0, (-1.0, log_batch_size), (-0.5, log_delta), (0.5, t4), (-2.0, log_epsilon), (2.0, log_sigma), (-1.0, t19), (1.0, t23), (-1.0, t17), (-1.0, t12))
    return m.logaddexp(t21, t24), (t21, t24,)


def here_constant_step_iterations_constant_l2_adam_sharp_drivers(m: Any, *, batch_size: Any, c_inf: Any, delta: Any, epsilon: Any, gap: Any, lam_l2: Any, sigma: Any, smoothness: Any, x0_norm: Any, x_inf_norm: Any) -> Any:
    log_delta = m.log(delta)
    log_c_inf = m.log(c_inf)
    log_lam_l2 = m.log(lam_l2)
    log_x_inf_norm = m.log(x_inf_norm)
    t1 = m.dot(0.0, (1.0, log_lam_l2), (1.0, log_x_inf_norm))
    t2 = m.logaddexp(log_c_inf, t1)
    t3 = m.dot(0.0, (2.0, t2))
    t4 = m.logaddexp(t3, log_delta)
    t5 = m.dot(0.0, (-0.5, log_delta), (0.5, t4))
    log_epsilon = m.log(epsilon)
    log_gap = m.log(gap)
    log_x0_norm = m.log(x0_norm)
    t6 = m.dot(-0.6931471805599453, (1.0, log_lam_l2), (2.0, log_x0_norm))
    t7 = m.logaddexp(log_gap, t6)
    log_smoothness = m.log(smoothness)
    t8 = m.logaddexp(log_lam_l2, log_smoothness)
    t9 = m.dot(0.0, (-2.0, log_epsilon), (1.0, t7), (1.0, t8))
    t10 = m.dot(0.6931471805599453, (-0.5, log_delta), (0.5, t4), (-2.0, log_epsilon), (1.0, t7), (1.0, t8))
    log_batch_size = m.log(batch_size)
    log_sigma = m.log(sigma)
    t11 = m.dot(0.0, (-1.0, log_batch_size), (-0.5, log_delta), (0.5, t4), (-2.0, log_epsilon), (2.0, log_sigma))
    t12 = m.log(0.0)
    t13 = m.log_best_momentum(t10, t11, t12, 0)
    t14 = m.log_best_rest(t10, t11, t12, t13, 0)
    t15 = m.log_step(t12, t13, t14)
    t16 = m.dot(0.0, (-1.0, t13), (-1.0, t15))
    t17 = 0.0
    t18 = m.log_one_minus_exp(t13)
    t19 = m.log_one_minus_exp(t14)
    t20 = m.dot(0.0, (1.0, t18), (1.0, t19))
    t21 = m.logaddexp(t17, t20)
    t22 = m.dot(0.0, (-1.0, log_batch_size), (-0.5, log_delta), (0.5, t4), (-2.0, log_epsilon), (2.0, log_sigma), (-1.0, t21), (1.0, t13))
    t23 = m.log_one_minus_exp(t22)
    t24 = m.dot(0.0, (-1.0, t23))
    t25 = m.dot(0.6931471805599453, (-0.5, log_delta), (0.5, t4), (-2.0, log_epsilon), (1.0, t7), (1.0, t8), (-1.0, t23), (-1.0, t13), (-1.0, t15))
    t26 = m.dot(0.0, (-1.0, log_batch_size), (-2.0, log_epsilon), (2.0, log_sigma))
    t27 = m.dot(0.0, (2.0, t13))
    t28 = m.log_one_minus_exp(t27)
    t29 = m.dot(0.0, (1.0, t28), (-1.0, t21), (-1.0, t13))
    t30 = m.dot(0.0, (-1.0, log_batch_size), (-0.5, log_delta), (0.5, t4), (-2.0, log_epsilon), (2.0, log_sigma), (-1.0, t23), (1.0, t28), (-1.0, t21), (-1.0, t13))
    return ((t25, (t5, t9, t16, t24,)), (t30, (t5, t26, t29, t24,)),)


def here_constant_step_iterations_constant_l2_adam_sharp_exact(m: Any, *, batch_size: Any, beta1: Any, c_inf: Any, delta: Any, epsilon: Any, eta: Any, gap: Any, lam_l2: Any, sigma: Any, smoothness: Any, x0_norm: Any, x_inf_norm: Any) -> Any:
    t1 = m.power(epsilon, 2, 1)
    t2 = m.product(m.number(-1, 1), t1)
    t3 = m.power(batch_size, -1, 1)
    t4 = m.power(delta, 1, 2)
    t5 = m.power(t4, -1, 1)
    t6 = m.product(lam_l2, x_inf_norm)
    t7 = c_inf + t6
    t8 = m.power(t7, 2, 1)
    t9 = t8 + delta
    t10 = m.power(t9, 1, 2)
    t11 = m.power(sigma, 2, 1)
    t12 = m.product(t3, t5, t10, t11)
    t13 = m.power(beta1, -1, 1)
    t14 = lam_l2 + smoothness
    t15 = m.product(t13, t5, eta, t14)
    t16 = m.young(t15, m.number(0, 1), beta1, m.number(0, 1))
    t17 = m.power(t16, -1, 1)
    t18 = m.product(t12, beta1, t17)
    t19 = t2 + t18
    t20 = m.product(m.number(-1, 1), t12, beta1, t17)
    t21 = t1 + t20
    t22 = m.power(t21, -1, 1)
    t23 = m.power(eta, -1, 1)
    t24 = m.power(x0_norm, 2, 1)
    t25 = m.product(m.number(1, 2), lam_l2, t24)
    t26 = gap + t25
    t27 = m.product(m.number(2, 1), t10, t23, t26)
    t28 = m.power(beta1, 2, 1)
    t29 = m.product(m.number(-1, 1), t28)
    t30 = m.number(1, 1) + t29
    t31 = m.product(t12, t13, t30, t17)
    t32 = t27 + t31
    t33 = m.product(t22, t32)
    t34 = t12 + t2
    t35 = m.product(m.number(-1, 1), t12)
    t36 = t35 + t1
    t37 = m.power(t36, -1, 1)
    t38 = m.product(m.number(2, 1), t5, t10, t26, t14, t37)
    t39 = m.where(m.both((beta1 == m.number(1, 1)), (t34 < m.number(0, 1))), t38, m.where(m.both((beta1 < m.number(1, 1)), (t19 < m.number(0, 1))), t33, m.infinity))
    return t39


def here_constant_step_iterations_constant_l2_adam_sharp_settings(m: Any, *, batch_size: Any, c_inf: Any, delta: Any, epsilon: Any, gap: Any, lam_l2: Any, sigma: Any, smoothness: Any, x0_norm: Any, x_inf_norm: Any) -> Any:
    log_delta = m.log(delta)
    log_lam_l2 = m.log(lam_l2)
    log_smoothness = m.log(smoothness)
    t1 = m.logaddexp(log_lam_l2, log_smoothness)
    log_c_inf = m.log(c_inf)
    log_x_inf_norm = m.log(x_inf_norm)
    t2 = m.dot(0.0, (1.0, log_lam_l2), (1.0, log_x_inf_norm))
    t3 = m.logaddexp(log_c_inf, t2)
    t4 = m.dot(0.0, (2.0, t3))
    t5 = m.logaddexp(t4, log_delta)
    log_epsilon = m.log(epsilon)
    log_gap = m.log(gap)
    log_x0_norm = m.log(x0_norm)
    t6 = m.dot(-0.6931471805599453, (1.0, log_lam_l2), (2.0, log_x0_norm))
    t7 = m.logaddexp(log_gap, t6)
    t8 = m.dot(0.6931471805599453, (-0.5, log_delta), (0.5, t5), (-2.0, log_epsilon), (1.0, t7), (1.0, t1))
    log_batch_size = m.log(batch_size)
    log_sigma = m.log(sigma)
    t9 = m.dot(0.0, (-1.0, log_batch_size), (-0.5, log_delta), (0.5, t5), (-2.0, log_epsilon), (2.0, log_sigma))
    t10 = m.log(0.0)
    t11 = m.log_best_momentum(t8, t9, t10, 0)
    t12 = m.log_best_rest(t8, t9, t10, t11, 0)
    t13 = m.log_step(t10, t11, t12)
    t14 = m.dot(0.0, (0.5, log_delta), (-1.0, t1), (1.0, t11), (1.0, t13))
    t15 = 0.0
    t16 = m.log_one_minus_exp(t11)
    t17 = m.log_one_minus_exp(t12)
    t18 = m.dot(0.0, (1.0, t16), (1.0, t17))
    t19 = m.logaddexp(t15, t18)
    return (t14, t11, t13, t19,)


def here_constant_step_gradient_complexity_constant_l2_adam_sharp(m: Any, *, batch_size: Any, c_inf: Any, delta: Any, epsilon: Any, gap: Any, lam_l2: Any, sigma: Any, smoothness: Any, x0_norm: Any, x_inf_norm: Any) -> Any:
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
    log_sigma = m.log(sigma)
    t8 = 0.0
    t9 = m.dot(0.6931471805599453, (-0.5, log_delta), (0.5, t4), (-2.0, log_epsilon), (1.0, t6), (1.0, t7))
    t10 = m.dot(0.0, (-1.0, log_batch_size), (-0.5, log_delta), (0.5, t4), (-2.0, log_epsilon), (2.0, log_sigma))
    t11 = m.log(0.0)
    t12 = m.log_best_momentum(t9, t10, t11, 0)
    t13 = m.log_one_minus_exp(t12)
    t14 = m.log_best_rest(t9, t10, t11, t12, 0)
    t15 = m.log_one_minus_exp(t14)
    t16 = m.dot(0.0, (1.0, t13), (1.0, t15))
    t17 = m.logaddexp(t8, t16)
    t18 = m.dot(0.0, (-1.0, log_batch_size), (-0.5, log_delta), (0.5, t4), (-2.0, log_epsilon), (2.0, log_sigma), (-1.0, t17), (1.0, t12))
    t19 = m.log_one_minus_exp(t18)
    t20 = m.log_step(t11, t12, t14)
    t21 = m.dot(0.6931471805599453, (1.0, log_batch_size), (-0.5, log_delta), (0.5, t4), (-2.0, log_epsilon), (1.0, t6), (1.0, t7), (-1.0, t19), (-1.0, t12), (-1.0, t20))
    t22 = m.dot(0.0, (2.0, t12))
    t23 = m.log_one_minus_exp(t22)
    t24 = m.dot(0.0, (-0.5, log_delta), (0.5, t4), (-2.0, log_epsilon), (2.0, log_sigma), (-1.0, t19), (1.0, t23), (-1.0, t17), (-1.0, t12))
    return m.logaddexp(t21, t24), (t21, t24,)


def here_constant_step_eta_max_constant_l2_adam_sharp(m: Any, *, batch_size: Any, c_inf: Any, delta: Any, epsilon: Any, gap: Any, lam_l2: Any, sigma: Any, smoothness: Any, x0_norm: Any, x_inf_norm: Any) -> Any:
    log_delta = m.log(delta)
    log_lam_l2 = m.log(lam_l2)
    log_smoothness = m.log(smoothness)
    t1 = m.logaddexp(log_lam_l2, log_smoothness)
    log_c_inf = m.log(c_inf)
    log_x_inf_norm = m.log(x_inf_norm)
    t2 = m.dot(0.0, (1.0, log_lam_l2), (1.0, log_x_inf_norm))
    t3 = m.logaddexp(log_c_inf, t2)
    t4 = m.dot(0.0, (2.0, t3))
    t5 = m.logaddexp(t4, log_delta)
    log_epsilon = m.log(epsilon)
    log_gap = m.log(gap)
    log_x0_norm = m.log(x0_norm)
    t6 = m.dot(-0.6931471805599453, (1.0, log_lam_l2), (2.0, log_x0_norm))
    t7 = m.logaddexp(log_gap, t6)
    t8 = m.dot(0.6931471805599453, (-0.5, log_delta), (0.5, t5), (-2.0, log_epsilon), (1.0, t7), (1.0, t1))
    log_batch_size = m.log(batch_size)
    log_sigma = m.log(sigma)
    t9 = m.dot(0.0, (-1.0, log_batch_size), (-0.5, log_delta), (0.5, t5), (-2.0, log_epsilon), (2.0, log_sigma))
    t10 = m.log(0.0)
    t11 = m.log_best_momentum(t8, t9, t10, 0)
    t12 = m.log_best_rest(t8, t9, t10, t11, 0)
    t13 = m.log_step(t10, t11, t12)
    t14 = m.dot(0.0, (0.5, log_delta), (-1.0, t1), (1.0, t11), (1.0, t13))
    return t14, ()


def here_constant_step_beta1_max_constant_l2_adam_sharp(m: Any, *, batch_size: Any, c_inf: Any, delta: Any, epsilon: Any, gap: Any, lam_l2: Any, sigma: Any, smoothness: Any, x0_norm: Any, x_inf_norm: Any) -> Any:
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
    t8 = m.dot(0.6931471805599453, (-0.5, log_delta), (0.5, t4), (-2.0, log_epsilon), (1.0, t6), (1.0, t7))
    log_batch_size = m.log(batch_size)
    log_sigma = m.log(sigma)
    t9 = m.dot(0.0, (-1.0, log_batch_size), (-0.5, log_delta), (0.5, t4), (-2.0, log_epsilon), (2.0, log_sigma))
    t10 = m.log(0.0)
    t11 = m.log_best_momentum(t8, t9, t10, 0)
    return t11, ()


def here_constant_step_gradient_norm_squared_constant_l2_adam_sharp(m: Any, *, batch_size: Any, beta1: Any, c_inf: Any, delta: Any, eta: Any, gap: Any, lam_l2: Any, rate_sum: Any, sigma: Any, smoothness: Any, x0_norm: Any, x_inf_norm: Any) -> Any:
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
    log_rate_sum = m.log(rate_sum)
    t7 = m.dot(0.6931471805599453, (0.5, t4), (1.0, t6), (-1.0, log_rate_sum))
    log_beta1 = m.log(beta1)
    t8 = m.dot(0.0, (2.0, log_beta1))
    t9 = m.log_one_minus_exp(t8)
    log_batch_size = m.log(batch_size)
    log_sigma = m.log(sigma)
    log_eta = m.log(eta)
    t10 = m.twofold(eta)
    t11 = m.twofold(smoothness)
    t12 = m.twofold(lam_l2)
    t13 = t12 + t11
    t14 = m.twofold(beta1)
    t15 = m.twofold(delta)
    t16 = t15.sqrt()
    t17 = t10 * t13 / (t14 * t16)
    t18 = m.log(0.0)
    t19 = m.log_young(t17, m.twofold(0.0), beta1, t18)
    t20 = m.dot(0.0, (1.0, t9), (-1.0, log_batch_size), (-0.5, log_delta), (0.5, t4), (2.0, log_sigma), (-1.0, log_beta1), (1.0, log_eta), (-1.0, t19), (-1.0, log_rate_sum))
    t21 = m.dot(0.0, (-1.0, log_batch_size), (-0.5, log_delta), (0.5, t4), (2.0, log_sigma), (1.0, log_beta1), (-1.0, t19))
    return m.logaddexp(m.logaddexp(t7, t20), t21), (t7, t20, t21,)


def here_constant_step_gradient_norm_squared_constant_l2_adam_sharp_settings(m: Any, *, beta1: Any, delta: Any, eta: Any, lam_l2: Any, smoothness: Any) -> Any:
    log_beta1 = m.log(beta1)
    log_delta = m.log(delta)
    log_eta = m.log(eta)
    log_lam_l2 = m.log(lam_l2)
    log_smoothness = m.log(smoothness)
    t1 = m.logaddexp(log_lam_l2, log_smoothness)
    t2 = m.dot(0.0, (-1.0, log_beta1), (-0.5, log_delta), (1.0, log_eta), (1.0, t1))
    t3 = m.twofold(eta)
    t4 = m.twofold(smoothness)
    t5 = m.twofold(lam_l2)
    t6 = t5 + t4
    t7 = m.twofold(beta1)
    t8 = m.twofold(delta)
    t9 = t8.sqrt()
    t10 = t3 * t6 / (t7 * t9)
    t11 = m.log(0.0)
    t12 = m.log_young(t10, m.twofold(0.0), beta1, t11)
    return (t2, t12,)


def here_schedule_eta_max_sharp(m: Any, *, beta1: Any, delta: Any, lam: Any, smoothness: Any) -> Any:
    log_beta1 = m.log(beta1)
    log_delta = m.log(delta)
    log_smoothness = m.log(smoothness)
    log_lam = m.log(lam)
    t1 = m.dot(0.0, (0.5, log_delta), (1.0, log_lam))
    t2 = m.logaddexp(log_smoothness, t1)
    t3 = m.dot(0.0, (1.0, log_beta1), (1.0, t2))
    t4 = m.dot(0.0, (2.0, log_beta1), (2.0, t2))
    t5 = m.log_one_minus_exp(log_beta1)
    t6 = m.dot(1.3862943611198906, (2.0, log_smoothness), (2.0, t5))
    t7 = m.logaddexp(t4, t6)
    t8 = m.dot(0.0, (0.5, t7))
    t9 = m.logaddexp(t3, t8)
    t10 = m.dot(0.6931471805599453, (1.0, log_beta1), (0.5, log_delta), (-1.0, t9))
    return t10, ()


def here_schedule_eta_max_adam_sharp(m: Any, *, beta1: Any, delta: Any, smoothness: Any) -> Any:
    log_beta1 = m.log(beta1)
    log_delta = m.log(delta)
    log_smoothness = m.log(smoothness)
    t1 = m.dot(0.0, (1.0, log_beta1), (1.0, log_smoothness))
    t2 = m.dot(0.0, (2.0, log_beta1), (2.0, log_smoothness))
    t3 = m.log_one_minus_exp(log_beta1)
    t4 = m.dot(1.3862943611198906, (2.0, log_smoothness), (2.0, t3))
    t5 = m.logaddexp(t2, t4)
    t6 = m.dot(0.0, (0.5, t5))
    t7 = m.logaddexp(t1, t6)
    t8 = m.dot(0.6931471805599453, (1.0, log_beta1), (0.5, log_delta), (-1.0, t7))
    return t8, ()


def here_schedule_eta_max_l2_adam_sharp(m: Any, *, beta1: Any, delta: Any, lam_l2: Any, smoothness: Any) -> Any:
    log_beta1 = m.log(beta1)
    log_delta = m.log(delta)
    log_lam_l2 = m.log(lam_l2)
    log_smoothness = m.log(smoothness)
    t1 = m.logaddexp(log_lam_l2, log_smoothness)
    t2 = m.dot(0.0, (1.0, log_beta1), (1.0, t1))
    t3 = m.dot(0.0, (2.0, log_beta1), (2.0, t1))
    t4 = m.log_one_minus_exp(log_beta1)
    t5 = m.dot(1.3862943611198906, (2.0, t1), (2.0, t4))
    t6 = m.logaddexp(t3, t5)
    t7 = m.dot(0.0, (0.5, t6))
    t8 = m.logaddexp(t2, t7)
    t9 = m.dot(0.6931471805599453, (1.0, log_beta1), (0.5, log_delta), (-1.0, t8))
    return t9, ()


def here_pytorch_gradient_norm_squared_sharp(m: Any, *, batch_size: Any, beta1: Any, c_inf: Any, delta: Any, eta: Any, gap: Any, group_lr_ratio: Any, rate_sum: Any, sigma: Any, smoothness: Any) -> Any:
    log_c_inf = m.log(c_inf)
    log_delta = m.log(delta)
    t1 = m.dot(0.0, (0.5, log_delta))
    t2 = m.logaddexp(log_c_inf, t1)
    log_group_lr_ratio = m.log(group_lr_ratio)
    log_gap = m.log(gap)
    log_rate_sum = m.log(rate_sum)
    t3 = m.dot(0.6931471805599453, (1.0, t2), (-1.0, log_group_lr_ratio), (1.0, log_gap), (-1.0, log_rate_sum))
    t4 = m.log_bias_sum(beta1)
    log_batch_size = m.log(batch_size)
    log_sigma = m.log(sigma)
    log_beta1 = m.log(beta1)
    log_eta = m.log(eta)
    t5 = m.twofold(eta)
    t6 = m.twofold(smoothness)
    t7 = m.twofold(beta1)
    t8 = m.twofold(delta)
    t9 = t8.sqrt()
    t10 = t5 * t6 / (t7 * t9)
    t11 = m.log(0.0)
    t12 = m.log_young(t10, m.twofold(0.0), beta1, t11)
    t13 = m.dot(0.0, (1.0, t4), (-1.0, log_batch_size), (-0.5, log_delta), (1.0, t2), (-1.0, log_group_lr_ratio), (2.0, log_sigma), (-1.0, log_beta1), (1.0, log_eta), (-1.0, t12), (-1.0, log_rate_sum))
    t14 = m.dot(0.0, (-1.0, log_batch_size), (-0.5, log_delta), (1.0, t2), (-1.0, log_group_lr_ratio), (2.0, log_sigma), (1.0, log_beta1), (-1.0, t12))
    return m.logaddexp(m.logaddexp(t3, t13), t14), (t3, t13, t14,)


def here_pytorch_gradient_norm_squared_sharp_exists(m: Any, *, lam: Any) -> Any:
    return (lam == 0.0)


def here_pytorch_eta_max_sharp(m: Any, *, beta1: Any, delta: Any, smoothness: Any) -> Any:
    log_beta1 = m.log(beta1)
    log_delta = m.log(delta)
    log_smoothness = m.log(smoothness)
    t1 = m.dot(0.0, (2.0, log_beta1))
    t2 = m.log_one_minus_exp(log_beta1)
    t3 = m.dot(1.3862943611198906, (2.0, t2))
    t4 = m.logaddexp(t1, t3)
    t5 = m.dot(0.0, (0.5, t4))
    t6 = m.logaddexp(log_beta1, t5)
    t7 = m.dot(0.6931471805599453, (1.0, log_beta1), (0.5, log_delta), (-1.0, log_smoothness), (-1.0, t6))
    return t7, ()


def here_pytorch_gradient_norm_squared_l2_adam_sharp(m: Any, *, batch_size: Any, beta1: Any, c_inf: Any, delta: Any, eta: Any, gap: Any, group_lr_ratio: Any, lam_l2: Any, rate_sum: Any, sigma: Any, smoothness: Any, x0_norm: Any, x_inf_norm: Any) -> Any:
    log_c_inf = m.log(c_inf)
    log_lam_l2 = m.log(lam_l2)
    log_x_inf_norm = m.log(x_inf_norm)
    t1 = m.dot(0.0, (1.0, log_lam_l2), (1.0, log_x_inf_norm))
    t2 = m.logaddexp(log_c_inf, t1)
    log_delta = m.log(delta)
    t3 = m.dot(0.0, (0.5, log_delta))
    t4 = m.logaddexp(t2, t3)
    log_group_lr_ratio = m.log(group_lr_ratio)
    log_gap = m.log(gap)
    log_x0_norm = m.log(x0_norm)
    t5 = m.dot(-0.6931471805599453, (1.0, log_lam_l2), (2.0, log_x0_norm))
    t6 = m.logaddexp(log_gap, t5)
    log_rate_sum = m.log(rate_sum)
    t7 = m.dot(0.6931471805599453, (1.0, t4), (-1.0, log_group_lr_ratio), (1.0, t6), (-1.0, log_rate_sum))
    t8 = m.log_bias_sum(beta1)
    log_batch_size = m.log(batch_size)
    log_sigma = m.log(sigma)
    log_beta1 = m.log(beta1)
    log_eta = m.log(eta)
    t9 = m.twofold(eta)
    t10 = m.twofold(smoothness)
    t11 = m.twofold(lam_l2)
    t12 = t11 + t10
    t13 = m.twofold(beta1)
    t14 = m.twofold(delta)
    t15 = t14.sqrt()
    t16 = t9 * t12 / (t13 * t15)
    t17 = m.log(0.0)
    t18 = m.log_young(t16, m.twofold(0.0), beta1, t17)
    t19 = m.dot(0.0, (1.0, t8), (-1.0, log_batch_size), (-0.5, log_delta), (1.0, t4), (-1.0, log_group_lr_ratio), (2.0, log_sigma), (-1.0, log_beta1), (1.0, log_eta), (-1.0, t18), (-1.0, log_rate_sum))
    t20 = m.dot(0.0, (-1.0, log_batch_size), (-0.5, log_delta), (1.0, t4), (-1.0, log_group_lr_ratio), (2.0, log_sigma), (1.0, log_beta1), (-1.0, t18))
    return m.logaddexp(m.logaddexp(t7, t19), t20), (t7, t19, t20,)


def here_pytorch_eta_max_l2_adam_sharp(m: Any, *, beta1: Any, delta: Any, lam_l2: Any, smoothness: Any) -> Any:
    log_beta1 = m.log(beta1)
    log_delta = m.log(delta)
    log_lam_l2 = m.log(lam_l2)
    log_smoothness = m.log(smoothness)
    t1 = m.logaddexp(log_lam_l2, log_smoothness)
    t2 = m.dot(0.0, (2.0, log_beta1))
    t3 = m.log_one_minus_exp(log_beta1)
    t4 = m.dot(1.3862943611198906, (2.0, t3))
    t5 = m.logaddexp(t2, t4)
    t6 = m.dot(0.0, (0.5, t5))
    t7 = m.logaddexp(log_beta1, t6)
    t8 = m.dot(0.6931471805599453, (1.0, log_beta1), (0.5, log_delta), (-1.0, t1), (-1.0, t7))
    return t8, ()


def here_decaying_iterations_decaying_sharp(m: Any, *, batch_size: Any, c_inf: Any, delta: Any, epsilon: Any, gap: Any, lam: Any, sigma: Any, smoothness: Any, x0_norm: Any) -> Any:
    log_c_inf = m.log(c_inf)
    t1 = m.dot(0.0, (2.0, log_c_inf))
    log_delta = m.log(delta)
    t2 = m.logaddexp(t1, log_delta)
    log_gap = m.log(gap)
    log_lam = m.log(lam)
    log_x0_norm = m.log(x0_norm)
    t3 = m.dot(-0.6931471805599453, (0.5, t2), (1.0, log_lam), (2.0, log_x0_norm))
    t4 = m.logaddexp(log_gap, t3)
    log_smoothness = m.log(smoothness)
    t5 = m.dot(0.0, (0.5, log_delta), (1.0, log_lam))
    t6 = m.logaddexp(log_smoothness, t5)
    log_batch_size = m.log(batch_size)
    log_sigma = m.log(sigma)
    log_epsilon = m.log(epsilon)
    t7 = m.dot(1.3862943611198906, (-1.0, log_batch_size), (-0.5, log_delta), (0.5, t2), (2.0, log_sigma), (-2.0, log_epsilon))
    t8 = t7
    t9 = m.log_outer_root(t8)
    t10 = m.dot(0.6931471805599453, (1.0, t9))
    t11 = 0.0
    t12 = m.logsubexp(t10, t11)
    t13 = m.dot(3.4657359027997265, (1.0, t2), (1.0, t4), (-1.0, log_delta), (1.0, t6), (-1.0, log_batch_size), (2.0, log_sigma), (-4.0, log_epsilon), (-1.0, t12), (2.0, t9))
    t14 = m.log(0.0)
    t15 = m.dot(0.0, (2.0, log_epsilon))
    t16 = m.dot(0.0, (-1.0, log_batch_size), (-0.5, log_delta), (0.5, t2), (2.0, log_sigma))
    t17 = m.logsubexp(t15, t16)
    t18 = m.maximum(t14, t17)
    t19 = m.dot(0.6931471805599453, (0.5, t2), (1.0, t4), (-0.5, log_delta), (1.0, t6), (-1.0, t18))
    t20 = m.dot(0.6931471805599453, (0.5, t2), (1.0, t4), (-0.5, log_delta), (1.0, t6))
    t21 = m.logaddexp(t20, t16)
    t22, t23 = m.signed_add(t10, 1.0, t11, -1.0)
    t24 = m.dot(0.0, (-1.0, t22))
    t25 = m.sign_power(t23, -1.0)
    t26 = m.dot(2.772588722239781, (-1.0, log_batch_size), (-0.5, log_delta), (0.5, t2), (2.0, log_sigma), (-4.0, log_epsilon), (1.0, t21), (2.0, t9), (1.0, t24))
    t27 = t25
    _, t29 = m.signed_add(t19, 1.0, t26, -t27)
    t30 = m.dot(-0.38629436111989063, (2.0, log_epsilon))
    t31 = m.where(m.either(m.both((t29 <= 0.0), (t16 < t15)), (t16 <= t30)), t19, t13)
    t32 = m.dot(2.772588722239781, (-2.0, log_batch_size), (-1.0, log_delta), (1.0, t2), (4.0, log_sigma), (-4.0, log_epsilon), (-1.0, t12), (2.0, t9))
    _, t34 = m.signed_add(t19, 1.0, t26, -t27)
    t35 = m.where(m.either(m.both((t34 <= 0.0), (t16 < t15)), (t16 <= t30)), t14, t32)
    return m.logaddexp(t31, t35), (t31, t35,)


def here_decaying_iterations_decaying_sharp_exact(m: Any, *, batch_size: Any, c_inf: Any, delta: Any, epsilon: Any, gap: Any, lam: Any, sigma: Any, smoothness: Any, x0_norm: Any) -> Any:
    t1 = m.power(batch_size, -1, 1)
    t2 = m.power(delta, 1, 2)
    t3 = m.power(t2, -1, 1)
    t4 = m.power(c_inf, 2, 1)
    t5 = t4 + delta
    t6 = m.power(t5, 1, 2)
    t7 = m.power(sigma, 2, 1)
    t8 = m.product(t1, t3, t6, t7)
    t9 = m.power(t8, 2, 1)
    t10 = m.power(epsilon, -4, 1)
    t11 = m.power(epsilon, -2, 1)
    t12 = m.product(m.number(4, 1), t8, t11)
    t13 = m.log(t12)
    t14 = m.outer_root(t13)
    t15 = m.product(m.number(2, 1), t14)
    t16 = m.number(-1, 1) + t15
    t17 = m.power(t16, -1, 1)
    t18 = m.power(t14, 2, 1)
    t19 = m.product(m.number(16, 1), t9, t10, t17, t18)
    t20 = m.power(x0_norm, 2, 1)
    t21 = m.product(m.number(1, 2), t6, lam, t20)
    t22 = gap + t21
    t23 = m.product(t2, lam)
    t24 = smoothness + t23
    t25 = m.power(t24, -1, 1)
    t26 = m.product(t2, t25)
    t27 = m.power(t26, -1, 1)
    t28 = m.product(m.number(2, 1), t6, t22, t27)
    t29 = m.product(m.number(-1, 1), t8)
    t30 = m.power(epsilon, 2, 1)
    t31 = t29 + t30
    t32 = m.maximum(m.number(0, 1), t31)
    t33 = m.power(t32, -1, 1)
    t34 = m.product(t28, t33)
    t35 = t28 + t8
    t36 = m.product(m.number(16, 1), t8, t10, t35, t17, t18)
    t37 = m.product(m.number(1, 4), m.exp(m.number(1, 1)), t30)
    t38 = m.where(m.either(m.both((t34 <= t36), (t8 < t30)), (t8 <= t37)), m.number(0, 1), t19)
    t39 = m.product(m.number(16, 1), t28, t8, t10, t17, t18)
    t40 = m.where(m.either(m.both((t34 <= t36), (t8 < t30)), (t8 <= t37)), t34, t39)
    t41 = t38 + t40
    return t41


def here_decaying_iterations_decaying_sharp_settings(m: Any, *, batch_size: Any, c_inf: Any, delta: Any, epsilon: Any, gap: Any, lam: Any, sigma: Any, smoothness: Any, x0_norm: Any) -> Any:
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
    log_smoothness = m.log(smoothness)
    t6 = m.dot(0.0, (0.5, log_delta), (1.0, log_lam))
    t7 = m.logaddexp(log_smoothness, t6)
    log_batch_size = m.log(batch_size)
    log_sigma = m.log(sigma)
    t8 = m.dot(0.6931471805599453, (1.0, t5), (1.0, t7), (1.0, log_batch_size), (-2.0, log_sigma))
    t9 = m.logaddexp(t1, t8)
    log_epsilon = m.log(epsilon)
    t10 = m.dot(1.3862943611198906, (-1.0, log_batch_size), (-0.5, log_delta), (0.5, t3), (2.0, log_sigma), (-2.0, log_epsilon))
    t11 = t10
    t12 = m.log_outer_root(t11)
    t13 = m.dot(0.6931471805599453, (1.0, t12))
    t14 = m.logsubexp(t13, t1)
    t15 = m.dot(0.0, (1.0, t9), (-1.0, t14))
    t16 = m.dot(0.0, (0.5, t15))
    t17 = m.log(0.0)
    t18 = m.dot(0.0, (2.0, log_epsilon))
    t19 = m.dot(0.0, (-1.0, log_batch_size), (-0.5, log_delta), (0.5, t3), (2.0, log_sigma))
    t20 = m.logsubexp(t18, t19)
    t21 = m.maximum(t17, t20)
    t22 = m.dot(0.6931471805599453, (0.5, t3), (1.0, t5), (-0.5, log_delta), (1.0, t7), (-1.0, t21))
    t23 = m.dot(0.6931471805599453, (0.5, t3), (1.0, t5), (-0.5, log_delta), (1.0, t7))
    t24 = m.logaddexp(t23, t19)
    t25, t26 = m.signed_add(t13, 1.0, t1, -1.0)
    t27 = m.dot(0.0, (-1.0, t25))
    t28 = m.sign_power(t26, -1.0)
    t29 = m.dot(2.772588722239781, (-1.0, log_batch_size), (-0.5, log_delta), (0.5, t3), (2.0, log_sigma), (-4.0, log_epsilon), (1.0, t24), (2.0, t12), (1.0, t27))
    t30 = t28
    _, t32 = m.signed_add(t22, 1.0, t29, -t30)
    t33 = m.dot(-0.38629436111989063, (2.0, log_epsilon))
    t34 = m.logaddexp(t1, t22)
    t35 = m.dot(0.0, (0.5, t34))
    t36 = m.where(m.either(m.both((t32 <= 0.0), (t19 < t18)), (t19 <= t33)), t35, t16)
    return (t36,)


def here_decaying_gradient_complexity_decaying_sharp(m: Any, *, batch_size: Any, c_inf: Any, delta: Any, epsilon: Any, gap: Any, lam: Any, sigma: Any, smoothness: Any, x0_norm: Any) -> Any:
    log_batch_size = m.log(batch_size)
    log_c_inf = m.log(c_inf)
    t1 = m.dot(0.0, (2.0, log_c_inf))
    log_delta = m.log(delta)
    t2 = m.logaddexp(t1, log_delta)
    log_gap = m.log(gap)
    log_lam = m.log(lam)
    log_x0_norm = m.log(x0_norm)
    t3 = m.dot(-0.6931471805599453, (0.5, t2), (1.0, log_lam), (2.0, log_x0_norm))
    t4 = m.logaddexp(log_gap, t3)
    log_smoothness = m.log(smoothness)
    t5 = m.dot(0.0, (0.5, log_delta), (1.0, log_lam))
    t6 = m.logaddexp(log_smoothness, t5)
    log_sigma = m.log(sigma)
    log_epsilon = m.log(epsilon)
    t7 = m.dot(1.3862943611198906, (-1.0, log_batch_size), (-0.5, log_delta), (0.5, t2), (2.0, log_sigma), (-2.0, log_epsilon))
    t8 = t7
    t9 = m.log_outer_root(t8)
    t10 = m.dot(0.6931471805599453, (1.0, t9))
    t11 = 0.0
    t12 = m.logsubexp(t10, t11)
    t13 = m.dot(3.4657359027997265, (1.0, t2), (1.0, t4), (-1.0, log_delta), (1.0, t6), (-1.0, log_batch_size), (2.0, log_sigma), (-4.0, log_epsilon), (-1.0, t12), (2.0, t9))
    t14 = m.log(0.0)
    t15 = m.dot(0.0, (2.0, log_epsilon))
    t16 = m.dot(0.0, (-1.0, log_batch_size), (-0.5, log_delta), (0.5, t2), (2.0, log_sigma))
    t17 = m.logsubexp(t15, t16)
    t18 = m.maximum(t14, t17)
    t19 = m.dot(0.6931471805599453, (0.5, t2), (1.0, t4), (-0.5, log_delta), (1.0, t6), (-1.0, t18))
    t20 = m.dot(0.6931471805599453, (0.5, t2), (1.0, t4), (-0.5, log_delta), (1.0, t6))
    t21 = m.logaddexp(t20, t16)
    t22, t23 = m.signed_add(t10, 1.0, t11, -1.0)
    t24 = m.dot(0.0, (-1.0, t22))
    t25 = m.sign_power(t23, -1.0)
    t26 = m.dot(2.772588722239781, (-1.0, log_batch_size), (-0.5, log_delta), (0.5, t2), (2.0, log_sigma), (-4.0, log_epsilon), (1.0, t21), (2.0, t9), (1.0, t24))
    t27 = t25
    _, t29 = m.signed_add(t19, 1.0, t26, -t27)
    t30 = m.dot(-0.38629436111989063, (2.0, log_epsilon))
    t31 = m.where(m.either(m.both((t29 <= 0.0), (t16 < t15)), (t16 <= t30)), t19, t13)
    t32 = m.dot(0.0, (1.0, log_batch_size), (1.0, t31))
    t33 = m.dot(2.772588722239781, (-2.0, log_batch_size), (-1.0, log_delta), (1.0, t2), (4.0, log_sigma), (-4.0, log_epsilon), (-1.0, t12), (2.0, t9))
    _, t35 = m.signed_add(t19, 1.0, t26, -t27)
    t36 = m.where(m.either(m.both((t35 <= 0.0), (t16 < t15)), (t16 <= t30)), t14, t33)
    t37 = m.dot(0.0, (1.0, log_batch_size), (1.0, t36))
    return m.logaddexp(t32, t37), (t32, t37,)


def here_decaying_gamma_decaying_sharp(m: Any, *, batch_size: Any, c_inf: Any, delta: Any, epsilon: Any, gap: Any, lam: Any, sigma: Any, smoothness: Any, x0_norm: Any) -> Any:
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
    log_smoothness = m.log(smoothness)
    t6 = m.dot(0.0, (0.5, log_delta), (1.0, log_lam))
    t7 = m.logaddexp(log_smoothness, t6)
    log_batch_size = m.log(batch_size)
    log_sigma = m.log(sigma)
    t8 = m.dot(0.6931471805599453, (1.0, t5), (1.0, t7), (1.0, log_batch_size), (-2.0, log_sigma))
    t9 = m.logaddexp(t1, t8)
    log_epsilon = m.log(epsilon)
    t10 = m.dot(1.3862943611198906, (-1.0, log_batch_size), (-0.5, log_delta), (0.5, t3), (2.0, log_sigma), (-2.0, log_epsilon))
    t11 = t10
    t12 = m.log_outer_root(t11)
    t13 = m.dot(0.6931471805599453, (1.0, t12))
    t14 = m.logsubexp(t13, t1)
    t15 = m.dot(0.0, (1.0, t9), (-1.0, t14))
    t16 = m.dot(0.0, (0.5, t15))
    t17 = m.log(0.0)
    t18 = m.dot(0.0, (2.0, log_epsilon))
    t19 = m.dot(0.0, (-1.0, log_batch_size), (-0.5, log_delta), (0.5, t3), (2.0, log_sigma))
    t20 = m.logsubexp(t18, t19)
    t21 = m.maximum(t17, t20)
    t22 = m.dot(0.6931471805599453, (0.5, t3), (1.0, t5), (-0.5, log_delta), (1.0, t7), (-1.0, t21))
    t23 = m.dot(0.6931471805599453, (0.5, t3), (1.0, t5), (-0.5, log_delta), (1.0, t7))
    t24 = m.logaddexp(t23, t19)
    t25, t26 = m.signed_add(t13, 1.0, t1, -1.0)
    t27 = m.dot(0.0, (-1.0, t25))
    t28 = m.sign_power(t26, -1.0)
    t29 = m.dot(2.772588722239781, (-1.0, log_batch_size), (-0.5, log_delta), (0.5, t3), (2.0, log_sigma), (-4.0, log_epsilon), (1.0, t24), (2.0, t12), (1.0, t27))
    t30 = t28
    _, t32 = m.signed_add(t22, 1.0, t29, -t30)
    t33 = m.dot(-0.38629436111989063, (2.0, log_epsilon))
    t34 = m.logaddexp(t1, t22)
    t35 = m.dot(0.0, (0.5, t34))
    t36 = m.where(m.either(m.both((t32 <= 0.0), (t19 < t18)), (t19 <= t33)), t35, t16)
    return t36, ()


def here_decaying_eta_k_decaying_sharp(m: Any, *, delta: Any, gamma: Any, k: Any, lam: Any, smoothness: Any) -> Any:
    log_delta = m.log(delta)
    log_smoothness = m.log(smoothness)
    log_lam = m.log(lam)
    t1 = m.dot(0.0, (0.5, log_delta), (1.0, log_lam))
    t2 = m.logaddexp(log_smoothness, t1)
    t3 = 0.0
    log_gamma = m.log(gamma)
    log_k = m.log(k)
    t4 = m.logaddexp(t3, log_k)
    t5 = m.dot(0.0, (1.0, log_gamma), (-0.5, t4))
    t6 = m.minimum(t3, t5)
    t7 = m.dot(0.0, (0.5, log_delta), (-1.0, t2), (1.0, t6))
    return t7, ()


def here_decaying_beta1_k_decaying_sharp(m: Any, *, gamma: Any, k: Any) -> Any:
    t1 = 0.0
    log_gamma = m.log(gamma)
    log_k = m.log(k)
    t2 = m.dot(0.0, (1.0, log_gamma), (-0.5, log_k))
    t3 = m.minimum(t1, t2)
    return t3, ()


def here_decaying_gradient_norm_squared_decaying_sharp(m: Any, *, batch_size: Any, c_inf: Any, delta: Any, gamma: Any, gap: Any, iterations: Any, lam: Any, sigma: Any, smoothness: Any, x0_norm: Any) -> Any:
    log_c_inf = m.log(c_inf)
    t1 = m.dot(0.0, (2.0, log_c_inf))
    log_delta = m.log(delta)
    t2 = m.logaddexp(t1, log_delta)
    log_gap = m.log(gap)
    log_lam = m.log(lam)
    log_x0_norm = m.log(x0_norm)
    t3 = m.dot(-0.6931471805599453, (0.5, t2), (1.0, log_lam), (2.0, log_x0_norm))
    t4 = m.logaddexp(log_gap, t3)
    log_smoothness = m.log(smoothness)
    t5 = m.dot(0.0, (0.5, log_delta), (1.0, log_lam))
    t6 = m.logaddexp(log_smoothness, t5)
    log_iterations = m.log(iterations)
    t7 = 0.0
    log_gamma = m.log(gamma)
    t8 = m.minimum(t7, log_gamma)
    t9 = m.dot(0.0, (2.0, log_gamma))
    t10 = m.maximum(t7, t9)
    t11 = m.minimum(log_iterations, t10)
    t12 = m.dot(0.6931471805599453, (0.5, t2), (1.0, t4), (-0.5, log_delta), (1.0, t6), (-0.5, log_iterations), (-1.0, t8), (-0.5, t11))
    log_batch_size = m.log(batch_size)
    log_sigma = m.log(sigma)
    t13 = m.dot(0.0, (-1.0, log_batch_size), (-0.5, log_delta), (0.5, t2), (2.0, log_sigma), (-0.5, log_iterations), (-1.0, t8), (-0.5, t11))
    t14 = m.logsubexp(log_iterations, t7)
    t15 = m.dot(0.0, (1.0, t14), (-1.0, t10))
    t16 = m.maximum(t7, t15)
    t17 = t16
    t18 = 1.0 + t17
    t19 = m.log(t18)
    t20 = m.dot(0.0, (1.0, t19), (1.0, t10))
    t21 = m.logaddexp(t7, t10)
    t22 = m.where((log_iterations <= t21), t14, t20)
    t23 = m.dot(0.0, (-1.0, log_batch_size), (-0.5, log_delta), (0.5, t2), (2.0, log_sigma), (-0.5, log_iterations), (1.0, t22), (1.0, t8), (-0.5, t11))
    return m.logaddexp(m.logaddexp(t12, t13), t23), (t12, t13, t23,)


def here_decaying_gradient_norm_squared_decaying_weighted_output_sharp(m: Any, *, batch_size: Any, c_inf: Any, delta: Any, gamma: Any, gap: Any, iterations: Any, lam: Any, sigma: Any, smoothness: Any, x0_norm: Any) -> Any:
    log_c_inf = m.log(c_inf)
    t1 = m.dot(0.0, (2.0, log_c_inf))
    log_delta = m.log(delta)
    t2 = m.logaddexp(t1, log_delta)
    log_gap = m.log(gap)
    log_lam = m.log(lam)
    log_x0_norm = m.log(x0_norm)
    t3 = m.dot(-0.6931471805599453, (0.5, t2), (1.0, log_lam), (2.0, log_x0_norm))
    t4 = m.logaddexp(log_gap, t3)
    log_smoothness = m.log(smoothness)
    t5 = m.dot(0.0, (0.5, log_delta), (1.0, log_lam))
    t6 = m.logaddexp(log_smoothness, t5)
    log_iterations = m.log(iterations)
    t7 = 0.0
    log_gamma = m.log(gamma)
    t8 = m.dot(0.0, (2.0, log_gamma))
    t9 = m.maximum(t7, t8)
    t10 = m.dot(0.0, (-0.5, log_iterations), (0.5, t9))
    t11 = m.dot(0.6931471805599453, (0.5, log_iterations), (0.5, t9))
    t12 = m.logsubexp(m.logaddexp(t10, t11), m.logaddexp(t7, t9))
    t13 = m.dot(0.0, (-1.0, t12))
    t14 = m.dot(0.0, (-1.0, log_iterations))
    t15 = m.where((log_iterations <= t9), t14, t13)
    t16 = m.minimum(t7, log_gamma)
    t17 = m.dot(0.6931471805599453, (0.5, t2), (1.0, t4), (-0.5, log_delta), (1.0, t6), (1.0, t15), (-1.0, t16))
    log_batch_size = m.log(batch_size)
    log_sigma = m.log(sigma)
    t18 = m.dot(0.0, (-1.0, log_batch_size), (-0.5, log_delta), (0.5, t2), (2.0, log_sigma), (1.0, t15), (-1.0, t16))
    t21, t22 = m.signed_add(m.logaddexp(t10, t11), 1.0, m.logaddexp(t7, t9), -1.0)
    t23 = m.dot(0.0, (-1.0, t21))
    t24 = m.sign_power(t22, -1.0)
    t19 = m.where((log_iterations <= t9), t14, t23)
    t20 = m.where((log_iterations <= t9), 1.0, t24)
    t27, t28 = m.signed_add(log_iterations, 1.0, t7, -1.0)
    t29 = m.logsubexp(log_iterations, t7)
    t30 = m.dot(0.0, (1.0, t29), (-1.0, t9))
    t31 = m.maximum(t7, t30)
    t32 = t31
    t33 = 1.0 + t32
    t34 = m.log(t33)
    t35 = m.dot(0.0, (1.0, t34), (1.0, t9))
    t36 = m.logaddexp(t7, t9)
    t25 = m.where((log_iterations <= t36), t27, t35)
    t26 = m.where((log_iterations <= t36), t28, 1.0)
    t37 = m.dot(0.0, (-1.0, log_batch_size), (-0.5, log_delta), (0.5, t2), (2.0, log_sigma), (1.0, t16), (1.0, t19), (1.0, t25))
    t38 = t20 * t26
    t39 = m.where(t38 < 0, m.nan, t37)
    return m.logaddexp(m.logaddexp(t17, t18), t39), (t17, t18, t39,)


def here_decaying_iterations_decaying_adam_sharp(m: Any, *, batch_size: Any, c_inf: Any, delta: Any, epsilon: Any, gap: Any, sigma: Any, smoothness: Any) -> Any:
    log_c_inf = m.log(c_inf)
    t1 = m.dot(0.0, (2.0, log_c_inf))
    log_delta = m.log(delta)
    t2 = m.logaddexp(t1, log_delta)
    log_gap = m.log(gap)
    log_smoothness = m.log(smoothness)
    log_batch_size = m.log(batch_size)
    log_sigma = m.log(sigma)
    log_epsilon = m.log(epsilon)
    t3 = m.dot(1.3862943611198906, (-1.0, log_batch_size), (-0.5, log_delta), (0.5, t2), (2.0, log_sigma), (-2.0, log_epsilon))
    t4 = t3
    t5 = m.log_outer_root(t4)
    t6 = m.dot(0.6931471805599453, (1.0, t5))
    t7 = 0.0
    t8 = m.logsubexp(t6, t7)
    t9 = m.dot(3.4657359027997265, (1.0, t2), (1.0, log_gap), (-1.0, log_delta), (1.0, log_smoothness), (-1.0, log_batch_size), (2.0, log_sigma), (-4.0, log_epsilon), (-1.0, t8), (2.0, t5))
    t10 = m.log(0.0)
    t11 = m.dot(0.0, (2.0, log_epsilon))
    t12 = m.dot(0.0, (-1.0, log_batch_size), (-0.5, log_delta), (0.5, t2), (2.0, log_sigma))
    t13 = m.logsubexp(t11, t12)
    t14 = m.maximum(t10, t13)
    t15 = m.dot(0.6931471805599453, (0.5, t2), (1.0, log_gap), (-0.5, log_delta), (1.0, log_smoothness), (-1.0, t14))
    t16 = m.dot(0.6931471805599453, (0.5, t2), (1.0, log_gap), (-0.5, log_delta), (1.0, log_smoothness))
    t17 = m.logaddexp(t16, t12)
    t18, t19 = m.signed_add(t6, 1.0, t7, -1.0)
    t20 = m.dot(0.0, (-1.0, t18))
    t21 = m.sign_power(t19, -1.0)
    t22 = m.dot(2.772588722239781, (-1.0, log_batch_size), (-0.5, log_delta), (0.5, t2), (2.0, log_sigma), (-4.0, log_epsilon), (1.0, t17), (2.0, t5), (1.0, t20))
    t23 = t21
    _, t25 = m.signed_add(t15, 1.0, t22, -t23)
    t26 = m.dot(-0.38629436111989063, (2.0, log_epsilon))
    t27 = m.where(m.either(m.both((t25 <= 0.0), (t12 < t11)), (t12 <= t26)), t15, t9)
    t28 = m.dot(2.772588722239781, (-2.0, log_batch_size), (-1.0, log_delta), (1.0, t2), (4.0, log_sigma), (-4.0, log_epsilon), (-1.0, t8), (2.0, t5))
    _, t30 = m.signed_add(t15, 1.0, t22, -t23)
    t31 = m.where(m.either(m.both((t30 <= 0.0), (t12 < t11)), (t12 <= t26)), t10, t28)
    return m.logaddexp(t27, t31), (t27, t31,)


def here_decaying_iterations_decaying_adam_sharp_exact(m: Any, *, batch_size: Any, c_inf: Any, delta: Any, epsilon: Any, gap: Any, sigma: Any, smoothness: Any) -> Any:
    t1 = m.power(batch_size, -1, 1)
    t2 = m.power(delta, 1, 2)
    t3 = m.power(t2, -1, 1)
    t4 = m.power(c_inf, 2, 1)
    t5 = t4 + delta
    t6 = m.power(t5, 1, 2)
    t7 = m.power(sigma, 2, 1)
    t8 = m.product(t1, t3, t6, t7)
    t9 = m.power(t8, 2, 1)
    t10 = m.power(epsilon, -4, 1)
    t11 = m.power(epsilon, -2, 1)
    t12 = m.product(m.number(4, 1), t8, t11)
    t13 = m.log(t12)
    t14 = m.outer_root(t13)
    t15 = m.product(m.number(2, 1), t14)
    t16 = m.number(-1, 1) + t15
    t17 = m.power(t16, -1, 1)
    t18 = m.power(t14, 2, 1)
    t19 = m.product(m.number(16, 1), t9, t10, t17, t18)
    t20 = m.power(smoothness, -1, 1)
    t21 = m.product(t2, t20)
    t22 = m.power(t21, -1, 1)
    t23 = m.product(m.number(2, 1), t6, gap, t22)
    t24 = m.product(m.number(-1, 1), t8)
    t25 = m.power(epsilon, 2, 1)
    t26 = t24 + t25
    t27 = m.maximum(m.number(0, 1), t26)
    t28 = m.power(t27, -1, 1)
    t29 = m.product(t23, t28)
    t30 = t23 + t8
    t31 = m.product(m.number(16, 1), t8, t10, t30, t17, t18)
    t32 = m.product(m.number(1, 4), m.exp(m.number(1, 1)), t25)
    t33 = m.where(m.either(m.both((t29 <= t31), (t8 < t25)), (t8 <= t32)), m.number(0, 1), t19)
    t34 = m.product(m.number(16, 1), t23, t8, t10, t17, t18)
    t35 = m.where(m.either(m.both((t29 <= t31), (t8 < t25)), (t8 <= t32)), t29, t34)
    t36 = t33 + t35
    return t36


def here_decaying_iterations_decaying_adam_sharp_settings(m: Any, *, batch_size: Any, c_inf: Any, delta: Any, epsilon: Any, gap: Any, sigma: Any, smoothness: Any) -> Any:
    t1 = 0.0
    log_c_inf = m.log(c_inf)
    t2 = m.dot(0.0, (2.0, log_c_inf))
    log_delta = m.log(delta)
    t3 = m.logaddexp(t2, log_delta)
    log_gap = m.log(gap)
    log_smoothness = m.log(smoothness)
    log_batch_size = m.log(batch_size)
    log_sigma = m.log(sigma)
    t4 = m.dot(0.6931471805599453, (1.0, log_gap), (1.0, log_smoothness), (1.0, log_batch_size), (-2.0, log_sigma))
    t5 = m.logaddexp(t1, t4)
    log_epsilon = m.log(epsilon)
    t6 = m.dot(1.3862943611198906, (-1.0, log_batch_size), (-0.5, log_delta), (0.5, t3), (2.0, log_sigma), (-2.0, log_epsilon))
    t7 = t6
    t8 = m.log_outer_root(t7)
    t9 = m.dot(0.6931471805599453, (1.0, t8))
    t10 = m.logsubexp(t9, t1)
    t11 = m.dot(0.0, (1.0, t5), (-1.0, t10))
    t12 = m.dot(0.0, (0.5, t11))
    t13 = m.log(0.0)
    t14 = m.dot(0.0, (2.0, log_epsilon))
    t15 = m.dot(0.0, (-1.0, log_batch_size), (-0.5, log_delta), (0.5, t3), (2.0, log_sigma))
    t16 = m.logsubexp(t14, t15)
    t17 = m.maximum(t13, t16)
    t18 = m.dot(0.6931471805599453, (0.5, t3), (1.0, log_gap), (-0.5, log_delta), (1.0, log_smoothness), (-1.0, t17))
    t19 = m.dot(0.6931471805599453, (0.5, t3), (1.0, log_gap), (-0.5, log_delta), (1.0, log_smoothness))
    t20 = m.logaddexp(t19, t15)
    t21, t22 = m.signed_add(t9, 1.0, t1, -1.0)
    t23 = m.dot(0.0, (-1.0, t21))
    t24 = m.sign_power(t22, -1.0)
    t25 = m.dot(2.772588722239781, (-1.0, log_batch_size), (-0.5, log_delta), (0.5, t3), (2.0, log_sigma), (-4.0, log_epsilon), (1.0, t20), (2.0, t8), (1.0, t23))
    t26 = t24
    _, t28 = m.signed_add(t18, 1.0, t25, -t26)
    t29 = m.dot(-0.38629436111989063, (2.0, log_epsilon))
    t30 = m.logaddexp(t1, t18)
    t31 = m.dot(0.0, (0.5, t30))
    t32 = m.where(m.either(m.both((t28 <= 0.0), (t15 < t14)), (t15 <= t29)), t31, t12)
    return (t32,)


def here_decaying_gradient_complexity_decaying_adam_sharp(m: Any, *, batch_size: Any, c_inf: Any, delta: Any, epsilon: Any, gap: Any, sigma: Any, smoothness: Any) -> Any:
    log_batch_size = m.log(batch_size)
    log_c_inf = m.log(c_inf)
    t1 = m.dot(0.0, (2.0, log_c_inf))
    log_delta = m.log(delta)
    t2 = m.logaddexp(t1, log_delta)
    log_gap = m.log(gap)
    log_smoothness = m.log(smoothness)
    log_sigma = m.log(sigma)
    log_epsilon = m.log(epsilon)
    t3 = m.dot(1.3862943611198906, (-1.0, log_batch_size), (-0.5, log_delta), (0.5, t2), (2.0, log_sigma), (-2.0, log_epsilon))
    t4 = t3
    t5 = m.log_outer_root(t4)
    t6 = m.dot(0.6931471805599453, (1.0, t5))
    t7 = 0.0
    t8 = m.logsubexp(t6, t7)
    t9 = m.dot(3.4657359027997265, (1.0, t2), (1.0, log_gap), (-1.0, log_delta), (1.0, log_smoothness), (-1.0, log_batch_size), (2.0, log_sigma), (-4.0, log_epsilon), (-1.0, t8), (2.0, t5))
    t10 = m.log(0.0)
    t11 = m.dot(0.0, (2.0, log_epsilon))
    t12 = m.dot(0.0, (-1.0, log_batch_size), (-0.5, log_delta), (0.5, t2), (2.0, log_sigma))
    t13 = m.logsubexp(t11, t12)
    t14 = m.maximum(t10, t13)
    t15 = m.dot(0.6931471805599453, (0.5, t2), (1.0, log_gap), (-0.5, log_delta), (1.0, log_smoothness), (-1.0, t14))
    t16 = m.dot(0.6931471805599453, (0.5, t2), (1.0, log_gap), (-0.5, log_delta), (1.0, log_smoothness))
    t17 = m.logaddexp(t16, t12)
    t18, t19 = m.signed_add(t6, 1.0, t7, -1.0)
    t20 = m.dot(0.0, (-1.0, t18))
    t21 = m.sign_power(t19, -1.0)
    t22 = m.dot(2.772588722239781, (-1.0, log_batch_size), (-0.5, log_delta), (0.5, t2), (2.0, log_sigma), (-4.0, log_epsilon), (1.0, t17), (2.0, t5), (1.0, t20))
    t23 = t21
    _, t25 = m.signed_add(t15, 1.0, t22, -t23)
    t26 = m.dot(-0.38629436111989063, (2.0, log_epsilon))
    t27 = m.where(m.either(m.both((t25 <= 0.0), (t12 < t11)), (t12 <= t26)), t15, t9)
    t28 = m.dot(0.0, (1.0, log_batch_size), (1.0, t27))
    t29 = m.dot(2.772588722239781, (-2.0, log_batch_size), (-1.0, log_delta), (1.0, t2), (4.0, log_sigma), (-4.0, log_epsilon), (-1.0, t8), (2.0, t5))
    _, t31 = m.signed_add(t15, 1.0, t22, -t23)
    t32 = m.where(m.either(m.both((t31 <= 0.0), (t12 < t11)), (t12 <= t26)), t10, t29)
    t33 = m.dot(0.0, (1.0, log_batch_size), (1.0, t32))
    return m.logaddexp(t28, t33), (t28, t33,)


def here_decaying_gamma_decaying_adam_sharp(m: Any, *, batch_size: Any, c_inf: Any, delta: Any, epsilon: Any, gap: Any, sigma: Any, smoothness: Any) -> Any:
    t1 = 0.0
    log_c_inf = m.log(c_inf)
    t2 = m.dot(0.0, (2.0, log_c_inf))
    log_delta = m.log(delta)
    t3 = m.logaddexp(t2, log_delta)
    log_gap = m.log(gap)
    log_smoothness = m.log(smoothness)
    log_batch_size = m.log(batch_size)
    log_sigma = m.log(sigma)
    t4 = m.dot(0.6931471805599453, (1.0, log_gap), (1.0, log_smoothness), (1.0, log_batch_size), (-2.0, log_sigma))
    t5 = m.logaddexp(t1, t4)
    log_epsilon = m.log(epsilon)
    t6 = m.dot(1.3862943611198906, (-1.0, log_batch_size), (-0.5, log_delta), (0.5, t3), (2.0, log_sigma), (-2.0, log_epsilon))
    t7 = t6
    t8 = m.log_outer_root(t7)
    t9 = m.dot(0.6931471805599453, (1.0, t8))
    t10 = m.logsubexp(t9, t1)
    t11 = m.dot(0.0, (1.0, t5), (-1.0, t10))
    t12 = m.dot(0.0, (0.5, t11))
    t13 = m.log(0.0)
    t14 = m.dot(0.0, (2.0, log_epsilon))
    t15 = m.dot(0.0, (-1.0, log_batch_size), (-0.5, log_delta), (0.5, t3), (2.0, log_sigma))
    t16 = m.logsubexp(t14, t15)
    t17 = m.maximum(t13, t16)
    t18 = m.dot(0.6931471805599453, (0.5, t3), (1.0, log_gap), (-0.5, log_delta), (1.0, log_smoothness), (-1.0, t17))
    t19 = m.dot(0.6931471805599453, (0.5, t3), (1.0, log_gap), (-0.5, log_delta), (1.0, log_smoothness))
    t20 = m.logaddexp(t19, t15)
    t21, t22 = m.signed_add(t9, 1.0, t1, -1.0)
    t23 = m.dot(0.0, (-1.0, t21))
    t24 = m.sign_power(t22, -1.0)
    t25 = m.dot(2.772588722239781, (-1.0, log_batch_size), (-0.5, log_delta), (0.5, t3), (2.0, log_sigma), (-4.0, log_epsilon), (1.0, t20), (2.0, t8), (1.0, t23))
    t26 = t24
    _, t28 = m.signed_add(t18, 1.0, t25, -t26)
    t29 = m.dot(-0.38629436111989063, (2.0, log_epsilon))
    t30 = m.logaddexp(t1, t18)
    t31 = m.dot(0.0, (0.5, t30))
    t32 = m.where(m.either(m.both((t28 <= 0.0), (t15 < t14)), (t15 <= t29)), t31, t12)
    return t32, ()


def here_decaying_eta_k_decaying_adam_sharp(m: Any, *, delta: Any, gamma: Any, k: Any, smoothness: Any) -> Any:
    log_delta = m.log(delta)
    log_smoothness = m.log(smoothness)
    t1 = 0.0
    log_gamma = m.log(gamma)
    log_k = m.log(k)
    t2 = m.logaddexp(t1, log_k)
    t3 = m.dot(0.0, (1.0, log_gamma), (-0.5, t2))
    t4 = m.minimum(t1, t3)
    t5 = m.dot(0.0, (0.5, log_delta), (-1.0, log_smoothness), (1.0, t4))
    return t5, ()


def here_decaying_gradient_norm_squared_decaying_adam_sharp(m: Any, *, batch_size: Any, c_inf: Any, delta: Any, gamma: Any, gap: Any, iterations: Any, sigma: Any, smoothness: Any) -> Any:
    log_c_inf = m.log(c_inf)
    t1 = m.dot(0.0, (2.0, log_c_inf))
    log_delta = m.log(delta)
    t2 = m.logaddexp(t1, log_delta)
    log_gap = m.log(gap)
    log_smoothness = m.log(smoothness)
    log_iterations = m.log(iterations)
    t3 = 0.0
    log_gamma = m.log(gamma)
    t4 = m.minimum(t3, log_gamma)
    t5 = m.dot(0.0, (2.0, log_gamma))
    t6 = m.maximum(t3, t5)
    t7 = m.minimum(log_iterations, t6)
    t8 = m.dot(0.6931471805599453, (0.5, t2), (1.0, log_gap), (-0.5, log_delta), (1.0, log_smoothness), (-0.5, log_iterations), (-1.0, t4), (-0.5, t7))
    log_batch_size = m.log(batch_size)
    log_sigma = m.log(sigma)
    t9 = m.dot(0.0, (-1.0, log_batch_size), (-0.5, log_delta), (0.5, t2), (2.0, log_sigma), (-0.5, log_iterations), (-1.0, t4), (-0.5, t7))
    t10 = m.logsubexp(log_iterations, t3)
    t11 = m.dot(0.0, (1.0, t10), (-1.0, t6))
    t12 = m.maximum(t3, t11)
    t13 = t12
    t14 = 1.0 + t13
    t15 = m.log(t14)
    t16 = m.dot(0.0, (1.0, t15), (1.0, t6))
    t17 = m.logaddexp(t3, t6)
    t18 = m.where((log_iterations <= t17), t10, t16)
    t19 = m.dot(0.0, (-1.0, log_batch_size), (-0.5, log_delta), (0.5, t2), (2.0, log_sigma), (-0.5, log_iterations), (1.0, t18), (1.0, t4), (-0.5, t7))
    return m.logaddexp(m.logaddexp(t8, t9), t19), (t8, t9, t19,)


def here_decaying_gradient_norm_squared_decaying_adam_weighted_output_sharp(m: Any, *, batch_size: Any, c_inf: Any, delta: Any, gamma: Any, gap: Any, iterations: Any, sigma: Any, smoothness: Any) -> Any:
    log_c_inf = m.log(c_inf)
    t1 = m.dot(0.0, (2.0, log_c_inf))
    log_delta = m.log(delta)
    t2 = m.logaddexp(t1, log_delta)
    log_gap = m.log(gap)
    log_smoothness = m.log(smoothness)
    log_iterations = m.log(iterations)
    t3 = 0.0
    log_gamma = m.log(gamma)
    t4 = m.dot(0.0, (2.0, log_gamma))
    t5 = m.maximum(t3, t4)
    t6 = m.dot(0.0, (-0.5, log_iterations), (0.5, t5))
    t7 = m.dot(0.6931471805599453, (0.5, log_iterations), (0.5, t5))
    t8 = m.logsubexp(m.logaddexp(t6, t7), m.logaddexp(t3, t5))
    t9 = m.dot(0.0, (-1.0, t8))
    t10 = m.dot(0.0, (-1.0, log_iterations))
    t11 = m.where((log_iterations <= t5), t10, t9)
    t12 = m.minimum(t3, log_gamma)
    t13 = m.dot(0.6931471805599453, (0.5, t2), (1.0, log_gap), (-0.5, log_delta), (1.0, log_smoothness), (1.0, t11), (-1.0, t12))
    log_batch_size = m.log(batch_size)
    log_sigma = m.log(sigma)
    t14 = m.dot(0.0, (-1.0, log_batch_size), (-0.5, log_delta), (0.5, t2), (2.0, log_sigma), (1.0, t11), (-1.0, t12))
    t17, t18 = m.signed_add(m.logaddexp(t6, t7), 1.0, m.logaddexp(t3, t5), -1.0)
    t19 = m.dot(0.0, (-1.0, t17))
    t20 = m.sign_power(t18, -1.0)
    t15 = m.where((log_iterations <= t5), t10, t19)
    t16 = m.where((log_iterations <= t5), 1.0, t20)
    t23, t24 = m.signed_add(log_iterations, 1.0, t3, -1.0)
    t25 = m.logsubexp(log_iterations, t3)
    t26 = m.dot(0.0, (1.0, t25), (-1.0, t5))
    t27 = m.maximum(t3, t26)
    t28 = t27
    t29 = 1.0 + t28
    t30 = m.log(t29)
    t31 = m.dot(0.0, (1.0, t30), (1.0, t5))
    t32 = m.logaddexp(t3, t5)
    t21 = m.where((log_iterations <= t32), t23, t31)
    t22 = m.where((log_iterations <= t32), t24, 1.0)
    t33 = m.dot(0.0, (-1.0, log_batch_size), (-0.5, log_delta), (0.5, t2), (2.0, log_sigma), (1.0, t12), (1.0, t15), (1.0, t21))
    t34 = t16 * t22
    t35 = m.where(t34 < 0, m.nan, t33)
    return m.logaddexp(m.logaddexp(t13, t14), t35), (t13, t14, t35,)


def here_decaying_iterations_decaying_l2_adam_sharp(m: Any, *, batch_size: Any, c_inf: Any, delta: Any, epsilon: Any, gap: Any, lam_l2: Any, sigma: Any, smoothness: Any, x0_norm: Any, x_inf_norm: Any) -> Any:
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
    log_batch_size = m.log(batch_size)
    log_sigma = m.log(sigma)
    log_epsilon = m.log(epsilon)
    t8 = m.dot(1.3862943611198906, (-1.0, log_batch_size), (-0.5, log_delta), (0.5, t4), (2.0, log_sigma), (-2.0, log_epsilon))
    t9 = t8
    t10 = m.log_outer_root(t9)
    t11 = m.dot(0.6931471805599453, (1.0, t10))
    t12 = 0.0
    t13 = m.logsubexp(t11, t12)
    t14 = m.dot(3.4657359027997265, (1.0, t4), (1.0, t6), (-1.0, log_delta), (1.0, t7), (-1.0, log_batch_size), (2.0, log_sigma), (-4.0, log_epsilon), (-1.0, t13), (2.0, t10))
    t15 = m.log(0.0)
    t16 = m.dot(0.0, (2.0, log_epsilon))
    t17 = m.dot(0.0, (-1.0, log_batch_size), (-0.5, log_delta), (0.5, t4), (2.0, log_sigma))
    t18 = m.logsubexp(t16, t17)
    t19 = m.maximum(t15, t18)
    t20 = m.dot(0.6931471805599453, (0.5, t4), (1.0, t6), (-0.5, log_delta), (1.0, t7), (-1.0, t19))
    t21 = m.dot(0.6931471805599453, (0.5, t4), (1.0, t6), (-0.5, log_delta), (1.0, t7))
    t22 = m.logaddexp(t21, t17)
    t23, t24 = m.signed_add(t11, 1.0, t12, -1.0)
    t25 = m.dot(0.0, (-1.0, t23))
    t26 = m.sign_power(t24, -1.0)
    t27 = m.dot(2.772588722239781, (-1.0, log_batch_size), (-0.5, log_delta), (0.5, t4), (2.0, log_sigma), (-4.0, log_epsilon), (1.0, t22), (2.0, t10), (1.0, t25))
    t28 = t26
    _, t30 = m.signed_add(t20, 1.0, t27, -t28)
    t31 = m.dot(-0.38629436111989063, (2.0, log_epsilon))
    t32 = m.where(m.either(m.both((t30 <= 0.0), (t17 < t16)), (t17 <= t31)), t20, t14)
    t33 = m.dot(2.772588722239781, (-2.0, log_batch_size), (-1.0, log_delta), (1.0, t4), (4.0, log_sigma), (-4.0, log_epsilon), (-1.0, t13), (2.0, t10))
    _, t35 = m.signed_add(t20, 1.0, t27, -t28)
    t36 = m.where(m.either(m.both((t35 <= 0.0), (t17 < t16)), (t17 <= t31)), t15, t33)
    return m.logaddexp(t32, t36), (t32, t36,)


def here_decaying_iterations_decaying_l2_adam_sharp_exact(m: Any, *, batch_size: Any, c_inf: Any, delta: Any, epsilon: Any, gap: Any, lam_l2: Any, sigma: Any, smoothness: Any, x0_norm: Any, x_inf_norm: Any) -> Any:
    t1 = m.power(batch_size, -1, 1)
    t2 = m.power(delta, 1, 2)
    t3 = m.power(t2, -1, 1)
    t4 = m.product(lam_l2, x_inf_norm)
    t5 = c_inf + t4
    t6 = m.power(t5, 2, 1)
    t7 = t6 + delta
    t8 = m.power(t7, 1, 2)
    t9 = m.power(sigma, 2, 1)
    t10 = m.product(t1, t3, t8, t9)
    t11 = m.power(t10, 2, 1)
    t12 = m.power(epsilon, -4, 1)
    t13 = m.power(epsilon, -2, 1)
    t14 = m.product(m.number(4, 1), t10, t13)
    t15 = m.log(t14)
    t16 = m.outer_root(t15)
    t17 = m.product(m.number(2, 1), t16)
    t18 = m.number(-1, 1) + t17
    t19 = m.power(t18, -1, 1)
    t20 = m.power(t16, 2, 1)
    t21 = m.product(m.number(16, 1), t11, t12, t19, t20)
    t22 = m.power(x0_norm, 2, 1)
    t23 = m.product(m.number(1, 2), lam_l2, t22)
    t24 = gap + t23
    t25 = lam_l2 + smoothness
    t26 = m.power(t25, -1, 1)
    t27 = m.product(t2, t26)
    t28 = m.power(t27, -1, 1)
    t29 = m.product(m.number(2, 1), t8, t24, t28)
    t30 = m.product(m.number(-1, 1), t10)
    t31 = m.power(epsilon, 2, 1)
    t32 = t30 + t31
    t33 = m.maximum(m.number(0, 1), t32)
    t34 = m.power(t33, -1, 1)
    t35 = m.product(t29, t34)
    t36 = t29 + t10
    t37 = m.product(m.number(16, 1), t10, t12, t36, t19, t20)
    t38 = m.product(m.number(1, 4), m.exp(m.number(1, 1)), t31)
    t39 = m.where(m.either(m.both((t35 <= t37), (t10 < t31)), (t10 <= t38)), m.number(0, 1), t21)
    t40 = m.product(m.number(16, 1), t29, t10, t12, t19, t20)
    t41 = m.where(m.either(m.both((t35 <= t37), (t10 < t31)), (t10 <= t38)), t35, t40)
    t42 = t39 + t41
    return t42


def here_decaying_iterations_decaying_l2_adam_sharp_settings(m: Any, *, batch_size: Any, c_inf: Any, delta: Any, epsilon: Any, gap: Any, lam_l2: Any, sigma: Any, smoothness: Any, x0_norm: Any, x_inf_norm: Any) -> Any:
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
    t9 = m.dot(0.6931471805599453, (1.0, t7), (1.0, t8), (1.0, log_batch_size), (-2.0, log_sigma))
    t10 = m.logaddexp(t1, t9)
    log_epsilon = m.log(epsilon)
    t11 = m.dot(1.3862943611198906, (-1.0, log_batch_size), (-0.5, log_delta), (0.5, t5), (2.0, log_sigma), (-2.0, log_epsilon))
    t12 = t11
    t13 = m.log_outer_root(t12)
    t14 = m.dot(0.6931471805599453, (1.0, t13))
    t15 = m.logsubexp(t14, t1)
    t16 = m.dot(0.0, (1.0, t10), (-1.0, t15))
    t17 = m.dot(0.0, (0.5, t16))
    t18 = m.log(0.0)
    t19 = m.dot(0.0, (2.0, log_epsilon))
    t20 = m.dot(0.0, (-1.0, log_batch_size), (-0.5, log_delta), (0.5, t5), (2.0, log_sigma))
    t21 = m.logsubexp(t19, t20)
    t22 = m.maximum(t18, t21)
    t23 = m.dot(0.6931471805599453, (0.5, t5), (1.0, t7), (-0.5, log_delta), (1.0, t8), (-1.0, t22))
    t24 = m.dot(0.6931471805599453, (0.5, t5), (1.0, t7), (-0.5, log_delta), (1.0, t8))
    t25 = m.logaddexp(t24, t20)
    t26, t27 = m.signed_add(t14, 1.0, t1, -1.0)
    t28 = m.dot(0.0, (-1.0, t26))
    t29 = m.sign_power(t27, -1.0)
    t30 = m.dot(2.772588722239781, (-1.0, log_batch_size), (-0.5, log_delta), (0.5, t5), (2.0, log_sigma), (-4.0, log_epsilon), (1.0, t25), (2.0, t13), (1.0, t28))
    t31 = t29
    _, t33 = m.signed_add(t23, 1.0, t30, -t31)
    t34 = m.dot(-0.38629436111989063, (2.0, log_epsilon))
    t35 = m.logaddexp(t1, t23)
    t36 = m.dot(0.0, (0.5, t35))
    t37 = m.where(m.either(m.both((t33 <= 0.0), (t20 < t19)), (t20 <= t34)), t36, t17)
    return (t37,)


def here_decaying_gradient_complexity_decaying_l2_adam_sharp(m: Any, *, batch_size: Any, c_inf: Any, delta: Any, epsilon: Any, gap: Any, lam_l2: Any, sigma: Any, smoothness: Any, x0_norm: Any, x_inf_norm: Any) -> Any:
    log_batch_size = m.log(batch_size)
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
    log_sigma = m.log(sigma)
    log_epsilon = m.log(epsilon)
    t8 = m.dot(1.3862943611198906, (-1.0, log_batch_size), (-0.5, log_delta), (0.5, t4), (2.0, log_sigma), (-2.0, log_epsilon))
    t9 = t8
    t10 = m.log_outer_root(t9)
    t11 = m.dot(0.6931471805599453, (1.0, t10))
    t12 = 0.0
    t13 = m.logsubexp(t11, t12)
    t14 = m.dot(3.4657359027997265, (1.0, t4), (1.0, t6), (-1.0, log_delta), (1.0, t7), (-1.0, log_batch_size), (2.0, log_sigma), (-4.0, log_epsilon), (-1.0, t13), (2.0, t10))
    t15 = m.log(0.0)
    t16 = m.dot(0.0, (2.0, log_epsilon))
    t17 = m.dot(0.0, (-1.0, log_batch_size), (-0.5, log_delta), (0.5, t4), (2.0, log_sigma))
    t18 = m.logsubexp(t16, t17)
    t19 = m.maximum(t15, t18)
    t20 = m.dot(0.6931471805599453, (0.5, t4), (1.0, t6), (-0.5, log_delta), (1.0, t7), (-1.0, t19))
    t21 = m.dot(0.6931471805599453, (0.5, t4), (1.0, t6), (-0.5, log_delta), (1.0, t7))
    t22 = m.logaddexp(t21, t17)
    t23, t24 = m.signed_add(t11, 1.0, t12, -1.0)
    t25 = m.dot(0.0, (-1.0, t23))
    t26 = m.sign_power(t24, -1.0)
    t27 = m.dot(2.772588722239781, (-1.0, log_batch_size), (-0.5, log_delta), (0.5, t4), (2.0, log_sigma), (-4.0, log_epsilon), (1.0, t22), (2.0, t10), (1.0, t25))
    t28 = t26
    _, t30 = m.signed_add(t20, 1.0, t27, -t28)
    t31 = m.dot(-0.38629436111989063, (2.0, log_epsilon))
    t32 = m.where(m.either(m.both((t30 <= 0.0), (t17 < t16)), (t17 <= t31)), t20, t14)
    t33 = m.dot(0.0, (1.0, log_batch_size), (1.0, t32))
    t34 = m.dot(2.772588722239781, (-2.0, log_batch_size), (-1.0, log_delta), (1.0, t4), (4.0, log_sigma), (-4.0, log_epsilon), (-1.0, t13), (2.0, t10))
    _, t36 = m.signed_add(t20, 1.0, t27, -t28)
    t37 = m.where(m.either(m.both((t36 <= 0.0), (t17 < t16)), (t17 <= t31)), t15, t34)
    t38 = m.dot(0.0, (1.0, log_batch_size), (1.0, t37))
    return m.logaddexp(t33, t38), (t33, t38,)


def here_decaying_gamma_decaying_l2_adam_sharp(m: Any, *, batch_size: Any, c_inf: Any, delta: Any, epsilon: Any, gap: Any, lam_l2: Any, sigma: Any, smoothness: Any, x0_norm: Any, x_inf_norm: Any) -> Any:
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
    t9 = m.dot(0.6931471805599453, (1.0, t7), (1.0, t8), (1.0, log_batch_size), (-2.0, log_sigma))
    t10 = m.logaddexp(t1, t9)
    log_epsilon = m.log(epsilon)
    t11 = m.dot(1.3862943611198906, (-1.0, log_batch_size), (-0.5, log_delta), (0.5, t5), (2.0, log_sigma), (-2.0, log_epsilon))
    t12 = t11
    t13 = m.log_outer_root(t12)
    t14 = m.dot(0.6931471805599453, (1.0, t13))
    t15 = m.logsubexp(t14, t1)
    t16 = m.dot(0.0, (1.0, t10), (-1.0, t15))
    t17 = m.dot(0.0, (0.5, t16))
    t18 = m.log(0.0)
    t19 = m.dot(0.0, (2.0, log_epsilon))
    t20 = m.dot(0.0, (-1.0, log_batch_size), (-0.5, log_delta), (0.5, t5), (2.0, log_sigma))
    t21 = m.logsubexp(t19, t20)
    t22 = m.maximum(t18, t21)
    t23 = m.dot(0.6931471805599453, (0.5, t5), (1.0, t7), (-0.5, log_delta), (1.0, t8), (-1.0, t22))
    t24 = m.dot(0.6931471805599453, (0.5, t5), (1.0, t7), (-0.5, log_delta), (1.0, t8))
    t25 = m.logaddexp(t24, t20)
    t26, t27 = m.signed_add(t14, 1.0, t1, -1.0)
    t28 = m.dot(0.0, (-1.0, t26))
    t29 = m.sign_power(t27, -1.0)
    t30 = m.dot(2.772588722239781, (-1.0, log_batch_size), (-0.5, log_delta), (0.5, t5), (2.0, log_sigma), (-4.0, log_epsilon), (1.0, t25), (2.0, t13), (1.0, t28))
    t31 = t29
    _, t33 = m.signed_add(t23, 1.0, t30, -t31)
    t34 = m.dot(-0.38629436111989063, (2.0, log_epsilon))
    t35 = m.logaddexp(t1, t23)
    t36 = m.dot(0.0, (0.5, t35))
    t37 = m.where(m.either(m.both((t33 <= 0.0), (t20 < t19)), (t20 <= t34)), t36, t17)
    return t37, ()


def here_decaying_eta_k_decaying_l2_adam_sharp(m: Any, *, delta: Any, gamma: Any, k: Any, lam_l2: Any, smoothness: Any) -> Any:
    log_delta = m.log(delta)
    log_lam_l2 = m.log(lam_l2)
    log_smoothness = m.log(smoothness)
    t1 = m.logaddexp(log_lam_l2, log_smoothness)
    t2 = 0.0
    log_gamma = m.log(gamma)
    log_k = m.log(k)
    t3 = m.logaddexp(t2, log_k)
    t4 = m.dot(0.0, (1.0, log_gamma), (-0.5, t3))
    t5 = m.minimum(t2, t4)
    t6 = m.dot(0.0, (0.5, log_delta), (-1.0, t1), (1.0, t5))
    return t6, ()


def here_decaying_gradient_norm_squared_decaying_l2_adam_sharp(m: Any, *, batch_size: Any, c_inf: Any, delta: Any, gamma: Any, gap: Any, iterations: Any, lam_l2: Any, sigma: Any, smoothness: Any, x0_norm: Any, x_inf_norm: Any) -> Any:
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
    log_iterations = m.log(iterations)
    t8 = 0.0
    log_gamma = m.log(gamma)
    t9 = m.minimum(t8, log_gamma)
    t10 = m.dot(0.0, (2.0, log_gamma))
    t11 = m.maximum(t8, t10)
    t12 = m.minimum(log_iterations, t11)
    t13 = m.dot(0.6931471805599453, (0.5, t4), (1.0, t6), (-0.5, log_delta), (1.0, t7), (-0.5, log_iterations), (-1.0, t9), (-0.5, t12))
    log_batch_size = m.log(batch_size)
    log_sigma = m.log(sigma)
    t14 = m.dot(0.0, (-1.0, log_batch_size), (-0.5, log_delta), (0.5, t4), (2.0, log_sigma), (-0.5, log_iterations), (-1.0, t9), (-0.5, t12))
    t15 = m.logsubexp(log_iterations, t8)
    t16 = m.dot(0.0, (1.0, t15), (-1.0, t11))
    t17 = m.maximum(t8, t16)
    t18 = t17
    t19 = 1.0 + t18
    t20 = m.log(t19)
    t21 = m.dot(0.0, (1.0, t20), (1.0, t11))
    t22 = m.logaddexp(t8, t11)
    t23 = m.where((log_iterations <= t22), t15, t21)
    t24 = m.dot(0.0, (-1.0, log_batch_size), (-0.5, log_delta), (0.5, t4), (2.0, log_sigma), (-0.5, log_iterations), (1.0, t23), (1.0, t9), (-0.5, t12))
    return m.logaddexp(m.logaddexp(t13, t14), t24), (t13, t14, t24,)


def here_decaying_gradient_norm_squared_decaying_l2_adam_weighted_output_sharp(m: Any, *, batch_size: Any, c_inf: Any, delta: Any, gamma: Any, gap: Any, iterations: Any, lam_l2: Any, sigma: Any, smoothness: Any, x0_norm: Any, x_inf_norm: Any) -> Any:
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
    log_iterations = m.log(iterations)
    t8 = 0.0
    log_gamma = m.log(gamma)
    t9 = m.dot(0.0, (2.0, log_gamma))
    t10 = m.maximum(t8, t9)
    t11 = m.dot(0.0, (-0.5, log_iterations), (0.5, t10))
    t12 = m.dot(0.6931471805599453, (0.5, log_iterations), (0.5, t10))
    t13 = m.logsubexp(m.logaddexp(t11, t12), m.logaddexp(t8, t10))
    t14 = m.dot(0.0, (-1.0, t13))
    t15 = m.dot(0.0, (-1.0, log_iterations))
    t16 = m.where((log_iterations <= t10), t15, t14)
    t17 = m.minimum(t8, log_gamma)
    t18 = m.dot(0.6931471805599453, (0.5, t4), (1.0, t6), (-0.5, log_delta), (1.0, t7), (1.0, t16), (-1.0, t17))
    log_batch_size = m.log(batch_size)
    log_sigma = m.log(sigma)
    t19 = m.dot(0.0, (-1.0, log_batch_size), (-0.5, log_delta), (0.5, t4), (2.0, log_sigma), (1.0, t16), (-1.0, t17))
    t22, t23 = m.signed_add(m.logaddexp(t11, t12), 1.0, m.logaddexp(t8, t10), -1.0)
    t24 = m.dot(0.0, (-1.0, t22))
    t25 = m.sign_power(t23, -1.0)
    t20 = m.where((log_iterations <= t10), t15, t24)
    t21 = m.where((log_iterations <= t10), 1.0, t25)
    t28, t29 = m.signed_add(log_iterations, 1.0, t8, -1.0)
    t30 = m.logsubexp(log_iterations, t8)
    t31 = m.dot(0.0, (1.0, t30), (-1.0, t10))
    t32 = m.maximum(t8, t31)
    t33 = t32
    t34 = 1.0 + t33
    t35 = m.log(t34)
    t36 = m.dot(0.0, (1.0, t35), (1.0, t10))
    t37 = m.logaddexp(t8, t10)
    t26 = m.where((log_iterations <= t37), t28, t36)
    t27 = m.where((log_iterations <= t37), t29, 1.0)
    t38 = m.dot(0.0, (-1.0, log_batch_size), (-0.5, log_delta), (0.5, t4), (2.0, log_sigma), (1.0, t17), (1.0, t20), (1.0, t26))
    t39 = t21 * t27
    t40 = m.where(t39 < 0, m.nan, t38)
    return m.logaddexp(m.logaddexp(t18, t19), t40), (t18, t19, t40,)


def here_constant_decay_gradient_norm_squared_sharp(m: Any, *, batch_size: Any, beta1: Any, c_inf: Any, delta: Any, eta: Any, gap: Any, group_decay: Any, group_lr_ratio: Any, lam: Any, pytorch_update: Any, rate_sum: Any, sigma: Any, smoothness: Any) -> Any:
    log_c_inf = m.log(c_inf)
    t1 = m.dot(0.0, (2.0, log_c_inf))
    log_delta = m.log(delta)
    t2 = m.logaddexp(t1, log_delta)
    t3 = m.dot(0.0, (0.5, t2))
    t4 = m.dot(0.0, (0.5, log_delta))
    t5 = m.logaddexp(log_c_inf, t4)
    t6 = m.where((pytorch_update > 0.0), t5, t3)
    log_group_lr_ratio = m.log(group_lr_ratio)
    log_gap = m.log(gap)
    log_rate_sum = m.log(rate_sum)
    t7 = m.dot(0.6931471805599453, (1.0, t6), (-1.0, log_group_lr_ratio), (1.0, log_gap), (-1.0, log_rate_sum))
    log_beta1 = m.log(beta1)
    t8 = m.dot(0.0, (2.0, log_beta1))
    t9 = m.log_one_minus_exp(t8)
    t10 = m.log_bias_sum(beta1)
    t11 = m.where((pytorch_update > 0.0), t10, t9)
    log_batch_size = m.log(batch_size)
    log_sigma = m.log(sigma)
    log_eta = m.log(eta)
    t12 = m.twofold(eta)
    t13 = m.twofold(smoothness)
    t14 = m.twofold(beta1)
    t15 = m.twofold(delta)
    t16 = t15.sqrt()
    t17 = t12 * t13 / (t14 * t16)
    log_group_decay = m.log(group_decay)
    t18 = m.dot(0.0, (1.0, t11), (-1.0, log_beta1), (1.0, log_eta), (-1.0, log_rate_sum))
    t19 = m.logaddexp(log_beta1, t18)
    t20 = m.dot(0.0, (1.0, t6), (1.0, log_group_decay), (1.0, log_batch_size), (0.5, log_delta), (-2.0, log_sigma), (-1.0, t19))
    t21 = m.log_split(t20, t17, beta1, m.twofold(0.0))
    t22 = m.log_young(t17, m.twofold(0.0), beta1, t21)
    t23 = 0.0
    t24 = m.logaddexp(t23, t21)
    t25 = m.dot(0.0, (1.0, t11), (-1.0, log_batch_size), (-0.5, log_delta), (1.0, t6), (-1.0, log_group_lr_ratio), (2.0, log_sigma), (-1.0, log_beta1), (1.0, log_eta), (-1.0, t22), (-1.0, log_rate_sum), (1.0, t24))
    t26 = m.dot(0.0, (-1.0, log_batch_size), (-0.5, log_delta), (1.0, t6), (-1.0, log_group_lr_ratio), (2.0, log_sigma), (1.0, log_beta1), (-1.0, t22), (1.0, t24))
    t27 = m.dot(0.0, (-1.0, t21))
    t28 = m.logaddexp(t23, t27)
    t29 = m.dot(0.0, (2.0, t6), (-1.0, log_group_lr_ratio), (1.0, log_group_decay), (1.0, t28))
    t30 = m.dot(0.0, (2.0, t6), (-1.0, log_group_lr_ratio), (1.0, log_group_decay))
    t31 = m.log(0.0)
    t32 = m.where((t30 == t31), t31, t29)
    return m.logaddexp(m.logaddexp(m.logaddexp(t7, t25), t26), t32), (t7, t25, t26, t32,)


def here_constant_decay_gradient_norm_squared_sharp_exists(m: Any, *, lam: Any) -> Any:
    return (lam > 0.0)


def here_constant_decay_gradient_norm_squared_sharp_settings(m: Any, *, batch_size: Any, beta1: Any, c_inf: Any, delta: Any, eta: Any, group_decay: Any, group_lr_ratio: Any, pytorch_update: Any, rate_sum: Any, sigma: Any, smoothness: Any) -> Any:
    log_beta1 = m.log(beta1)
    log_delta = m.log(delta)
    log_eta = m.log(eta)
    log_smoothness = m.log(smoothness)
    t1 = m.dot(0.0, (-1.0, log_beta1), (-0.5, log_delta), (1.0, log_eta), (1.0, log_smoothness))
    t2 = m.twofold(eta)
    t3 = m.twofold(smoothness)
    t4 = m.twofold(beta1)
    t5 = m.twofold(delta)
    t6 = t5.sqrt()
    t7 = t2 * t3 / (t4 * t6)
    log_c_inf = m.log(c_inf)
    t8 = m.dot(0.0, (2.0, log_c_inf))
    t9 = m.logaddexp(t8, log_delta)
    t10 = m.dot(0.0, (0.5, t9))
    t11 = m.dot(0.0, (0.5, log_delta))
    t12 = m.logaddexp(log_c_inf, t11)
    t13 = m.where((pytorch_update > 0.0), t12, t10)
    log_group_decay = m.log(group_decay)
    log_batch_size = m.log(batch_size)
    log_sigma = m.log(sigma)
    t14 = m.dot(0.0, (2.0, log_beta1))
    t15 = m.log_one_minus_exp(t14)
    t16 = m.log_bias_sum(beta1)
    t17 = m.where((pytorch_update > 0.0), t16, t15)
    log_rate_sum = m.log(rate_sum)
    t18 = m.dot(0.0, (1.0, t17), (-1.0, log_beta1), (1.0, log_eta), (-1.0, log_rate_sum))
    t19 = m.logaddexp(log_beta1, t18)
    t20 = m.dot(0.0, (1.0, t13), (1.0, log_group_decay), (1.0, log_batch_size), (0.5, log_delta), (-2.0, log_sigma), (-1.0, t19))
    t21 = m.log_split(t20, t7, beta1, m.twofold(0.0))
    t22 = m.log_young(t7, m.twofold(0.0), beta1, t21)
    return (t1, t22, t21,)


def here_constant_decay_eta_max_sharp(m: Any, *, beta1: Any, delta: Any, lam: Any, smoothness: Any) -> Any:
    log_beta1 = m.log(beta1)
    log_delta = m.log(delta)
    log_smoothness = m.log(smoothness)
    t1 = m.dot(0.0, (2.0, log_beta1))
    t2 = m.log_one_minus_exp(log_beta1)
    t3 = m.dot(1.3862943611198906, (2.0, t2))
    t4 = m.logaddexp(t1, t3)
    t5 = m.dot(0.0, (0.5, t4))
    t6 = m.logaddexp(log_beta1, t5)
    t7 = m.dot(0.6931471805599453, (1.0, log_beta1), (0.5, log_delta), (-1.0, log_smoothness), (-1.0, t6))
    return t7, ()


def here_anchored_decay_gradient_norm_squared_sharp(m: Any, *, batch_size: Any, beta1: Any, c_inf: Any, delta: Any, eta: Any, gap: Any, group_decay: Any, group_lr_ratio: Any, lam: Any, pytorch_update: Any, rate_sum: Any, sigma: Any, smoothness: Any, v_spread: Any, x0_norm: Any) -> Any:
    log_c_inf = m.log(c_inf)
    t1 = m.dot(0.0, (2.0, log_c_inf))
    log_delta = m.log(delta)
    t2 = m.logaddexp(t1, log_delta)
    t3 = m.dot(0.0, (0.5, t2))
    t4 = m.dot(0.0, (0.5, log_delta))
    t5 = m.logaddexp(log_c_inf, t4)
    t6 = m.where((pytorch_update > 0.0), t5, t3)
    log_group_lr_ratio = m.log(group_lr_ratio)
    log_gap = m.log(gap)
    log_lam = m.log(lam)
    log_x0_norm = m.log(x0_norm)
    t7 = m.dot(-0.6931471805599453, (1.0, t6), (1.0, log_lam), (2.0, log_x0_norm))
    t8 = m.logaddexp(log_gap, t7)
    log_rate_sum = m.log(rate_sum)
    t9 = m.dot(0.6931471805599453, (1.0, t6), (-1.0, log_group_lr_ratio), (1.0, t8), (-1.0, log_rate_sum))
    log_beta1 = m.log(beta1)
    t10 = m.dot(0.0, (2.0, log_beta1))
    t11 = m.log_one_minus_exp(t10)
    t12 = m.log_bias_sum(beta1)
    t13 = m.where((pytorch_update > 0.0), t12, t11)
    log_batch_size = m.log(batch_size)
    log_sigma = m.log(sigma)
    log_eta = m.log(eta)
    t14 = m.twofold(eta)
    t15 = m.twofold(smoothness)
    t16 = m.twofold(beta1)
    t17 = m.twofold(delta)
    t18 = t17.sqrt()
    t19 = t14 * t15 / (t16 * t18)
    t20 = m.twofold(lam)
    t21 = m.twofold(v_spread)
    t22 = m.twofold(1.0) + t21
    t23 = t14 * t20 * t22
    log_group_decay = m.log(group_decay)
    log_v_spread = m.log(v_spread)
    t24 = m.dot(0.0, (1.0, t13), (-1.0, log_beta1), (1.0, log_eta), (-1.0, log_rate_sum))
    t25 = m.logaddexp(log_beta1, t24)
    t26 = m.dot(0.0, (1.0, t6), (1.0, log_group_decay), (2.0, log_v_spread), (1.0, log_batch_size), (0.5, log_delta), (-2.0, log_sigma), (-1.0, t25))
    t27 = m.log_split(t26, t19, beta1, t23)
    t28 = m.log_young(t19, t23, beta1, t27)
    t29 = 0.0
    t30 = m.logaddexp(t29, t27)
    t31 = m.dot(0.0, (1.0, t13), (-1.0, log_batch_size), (-0.5, log_delta), (1.0, t6), (-1.0, log_group_lr_ratio), (2.0, log_sigma), (-1.0, log_beta1), (1.0, log_eta), (-1.0, t28), (-1.0, log_rate_sum), (1.0, t30))
    t32 = m.dot(0.0, (-1.0, log_batch_size), (-0.5, log_delta), (1.0, t6), (-1.0, log_group_lr_ratio), (2.0, log_sigma), (1.0, log_beta1), (-1.0, t28), (1.0, t30))
    t33 = m.dot(0.0, (-1.0, t27))
    t34 = m.logaddexp(t29, t33)
    t35 = m.dot(0.0, (2.0, t6), (-1.0, log_group_lr_ratio), (1.0, log_group_decay), (2.0, log_v_spread), (1.0, t34))
    t36 = m.dot(0.0, (2.0, t6), (-1.0, log_group_lr_ratio), (1.0, log_group_decay), (2.0, log_v_spread))
    t37 = m.log(0.0)
    t38 = m.where((t36 == t37), t37, t35)
    return m.logaddexp(m.logaddexp(m.logaddexp(t9, t31), t32), t38), (t9, t31, t32, t38,)


def here_anchored_decay_eta_max_sharp(m: Any, *, beta1: Any, delta: Any, lam: Any, smoothness: Any, v_spread: Any) -> Any:
    log_beta1 = m.log(beta1)
    log_delta = m.log(delta)
    log_smoothness = m.log(smoothness)
    log_lam = m.log(lam)
    t1 = 0.0
    log_v_spread = m.log(v_spread)
    t2 = m.logaddexp(t1, log_v_spread)
    t3 = m.dot(0.0, (0.5, log_delta), (1.0, log_lam), (1.0, t2))
    t4 = m.logaddexp(log_smoothness, t3)
    t5 = m.dot(0.0, (1.0, log_beta1), (1.0, t4))
    t6 = m.dot(0.0, (2.0, log_beta1), (2.0, t4))
    t7 = m.log_one_minus_exp(log_beta1)
    t8 = m.dot(1.3862943611198906, (2.0, log_smoothness), (2.0, t7))
    t9 = m.logaddexp(t6, t8)
    t10 = m.dot(0.0, (0.5, t9))
    t11 = m.logaddexp(t5, t10)
    t12 = m.dot(0.6931471805599453, (1.0, log_beta1), (0.5, log_delta), (-1.0, t11))
    return t12, ()


def here_regularised_decay_gradient_norm_squared_sharp(m: Any, *, batch_size: Any, beta1: Any, c_inf: Any, delta: Any, drift: Any, eta: Any, gap: Any, group_lr_ratio: Any, lam: Any, pytorch_update: Any, rate_sum: Any, sigma: Any, smoothness: Any, x0_norm: Any) -> Any:
    log_c_inf = m.log(c_inf)
    t1 = m.dot(0.0, (2.0, log_c_inf))
    log_delta = m.log(delta)
    t2 = m.logaddexp(t1, log_delta)
    t3 = m.dot(0.0, (0.5, t2))
    t4 = m.dot(0.0, (0.5, log_delta))
    t5 = m.logaddexp(log_c_inf, t4)
    t6 = m.where((pytorch_update > 0.0), t5, t3)
    log_group_lr_ratio = m.log(group_lr_ratio)
    log_gap = m.log(gap)
    log_lam = m.log(lam)
    log_x0_norm = m.log(x0_norm)
    t7 = m.dot(-0.6931471805599453, (1.0, t6), (1.0, log_lam), (2.0, log_x0_norm))
    t8 = m.logaddexp(log_gap, t7)
    log_rate_sum = m.log(rate_sum)
    t9 = m.dot(0.6931471805599453, (1.0, t6), (-1.0, log_group_lr_ratio), (1.0, t8), (-1.0, log_rate_sum))
    log_beta1 = m.log(beta1)
    t10 = m.dot(0.0, (2.0, log_beta1))
    t11 = m.log_one_minus_exp(t10)
    t12 = m.log_bias_sum(beta1)
    t13 = m.where((pytorch_update > 0.0), t12, t11)
    log_batch_size = m.log(batch_size)
    log_sigma = m.log(sigma)
    log_eta = m.log(eta)
    t14 = m.twofold(eta)
    t15 = m.twofold(smoothness)
    t16 = m.twofold(beta1)
    t17 = m.twofold(delta)
    t18 = t17.sqrt()
    t19 = t14 * t15 / (t16 * t18)
    t20 = m.twofold(lam)
    t21 = t14 * t20
    t22 = m.log(0.0)
    t23 = m.log_young(t19, t21, beta1, t22)
    t24 = m.dot(0.0, (1.0, t13), (-1.0, log_batch_size), (-0.5, log_delta), (1.0, t6), (-1.0, log_group_lr_ratio), (2.0, log_sigma), (-1.0, log_beta1), (1.0, log_eta), (-1.0, t23), (-1.0, log_rate_sum))
    t25 = m.dot(0.0, (-1.0, log_batch_size), (-0.5, log_delta), (1.0, t6), (-1.0, log_group_lr_ratio), (2.0, log_sigma), (1.0, log_beta1), (-1.0, t23))
    log_drift = m.log(drift)
    t26 = m.dot(0.0, (1.0, t6), (-1.0, log_group_lr_ratio), (1.0, log_drift), (1.0, log_lam), (-1.0, log_rate_sum))
    return m.logaddexp(m.logaddexp(m.logaddexp(t9, t24), t25), t26), (t9, t24, t25, t26,)


def here_regularised_decay_drift_sharp(m: Any, *, beta2: Any, c_inf: Any, delta: Any, dim: Any, iterations: Any, pytorch_update: Any, x_inf_norm: Any) -> Any:
    log_dim = m.log(dim)
    log_x_inf_norm = m.log(x_inf_norm)
    log_c_inf = m.log(c_inf)
    log_delta = m.log(delta)
    t1 = m.dot(0.0, (0.5, log_delta))
    t2 = m.dot(0.0, (2.0, log_c_inf))
    t3 = m.logaddexp(t2, log_delta)
    t4 = m.dot(0.0, (0.5, t3))
    t5 = m.logaddexp(t1, t4)
    t6 = m.dot(0.0, (2.0, log_c_inf), (-1.0, t5))
    log_beta2 = m.log(beta2)
    t7 = m.log_one_minus_exp(log_beta2)
    t8 = m.dot(0.0, (2.0, log_c_inf), (1.0, t7))
    t9 = m.logaddexp(log_delta, t8)
    t10 = m.dot(0.0, (0.5, t9))
    t11 = m.logaddexp(t4, t10)
    log_iterations = m.log(iterations)
    t12 = 0.0
    t13, t14 = m.signed_add(log_iterations, 1.0, t12, -1.0)
    t15 = m.dot(0.0, (1.0, log_beta2), (2.0, log_c_inf), (-1.0, t11), (1.0, t13))
    t16 = t14
    t17, t18 = m.signed_add(t6, 1.0, t15, t16)
    t19 = m.where(t18 < 0, m.nan, t17)
    t20 = m.dot(0.0, (1.0, log_dim), (2.0, log_x_inf_norm), (1.0, t19))
    t21 = m.dot(0.0, (-1.0, log_beta2))
    t22 = m.log(t21)
    t23 = m.log(log_iterations)
    t24 = m.minimum(t22, t23)
    t25 = m.dot(-0.6931471805599453, (1.0, t24))
    t26 = m.log_rate(log_beta2)
    t27 = m.dot(-0.6931471805599453, (1.0, t26), (1.0, t13))
    t28 = t14
    t29, t30 = m.signed_add(m.logaddexp(t12, t25), 1.0, t27, t28)
    t31 = m.where(t30 < 0, m.nan, t29)
    t32 = m.dot(0.0, (1.0, log_c_inf), (1.0, log_dim), (2.0, log_x_inf_norm), (1.0, t31))
    t33 = m.where((pytorch_update > 0.0), t32, t20)
    return t33, ()


def here_amsgrad_drift_sharp(m: Any, *, beta2: Any, c_inf: Any, delta: Any, dim: Any, iterations: Any, pytorch_update: Any, x_inf_norm: Any) -> Any:
    log_c_inf = m.log(c_inf)
    log_dim = m.log(dim)
    log_x_inf_norm = m.log(x_inf_norm)
    log_delta = m.log(delta)
    t1 = m.dot(0.0, (0.5, log_delta))
    t2 = m.dot(0.0, (2.0, log_c_inf))
    t3 = m.logaddexp(t2, log_delta)
    t4 = m.dot(0.0, (0.5, t3))
    t5 = m.logaddexp(t1, t4)
    t6 = m.dot(0.0, (2.0, log_c_inf), (1.0, log_dim), (2.0, log_x_inf_norm), (-1.0, t5))
    t7 = 0.0
    log_beta2 = m.log(beta2)
    t8 = m.dot(0.0, (-1.0, log_beta2))
    t9 = m.log(t8)
    log_iterations = m.log(iterations)
    t10 = m.log(log_iterations)
    t11 = m.minimum(t9, t10)
    t12 = m.dot(-0.6931471805599453, (1.0, t11))
    t13 = m.logaddexp(t7, t12)
    t14 = m.dot(0.0, (1.0, log_c_inf), (1.0, log_dim), (2.0, log_x_inf_norm), (1.0, t13))
    t15 = m.where((pytorch_update > 0.0), t14, t6)
    return t15, ()


def here_pl_last_iterate_iterations_constant_sharp(m: Any, *, batch_size: Any, c_inf: Any, delta: Any, epsilon_gap: Any, gap: Any, group_lr_ratio: Any, mu: Any, pytorch_update: Any, sigma: Any, smoothness: Any) -> Any:
    t1 = 0.0
    t2 = m.log(0.0)
    log_gap = m.log(gap)
    log_batch_size = m.log(batch_size)
    log_sigma = m.log(sigma)
    log_smoothness = m.log(smoothness)
    log_group_lr_ratio = m.log(group_lr_ratio)
    log_c_inf = m.log(c_inf)
    log_delta = m.log(delta)
    t3 = m.dot(0.0, (2.0, log_c_inf), (-1.0, log_delta))
    t4 = m.logaddexp(t1, t3)
    t5 = m.dot(0.0, (-0.5, t4))
    t6 = m.dot(0.0, (-0.5, log_delta), (1.0, log_c_inf))
    t7 = m.logaddexp(t1, t6)
    t8 = m.dot(0.0, (-1.0, t7))
    t9 = m.where((pytorch_update > 0.0), t8, t5)
    t10 = m.log_quotient(mu, smoothness)
    t11 = m.dot(0.0, (1.0, log_group_lr_ratio), (1.0, t9), (1.0, t10))
    t12 = 1.3862943611198906
    t13 = m.dot(0.0, (2.0, log_group_lr_ratio), (2.0, t9), (2.0, t10))
    t14 = m.logaddexp(t12, t13)
    t15 = m.dot(0.0, (0.5, t14))
    t16 = m.logaddexp(t11, t15)
    t17 = m.dot(0.6931471805599453, (1.0, log_group_lr_ratio), (1.0, t9), (1.0, t10), (-1.0, t16))
    t18 = m.log_one_minus_exp(t17)
    t19 = m.dot(0.0, (-1.0, log_batch_size), (2.0, log_sigma), (-1.0, log_smoothness), (-1.0, t16), (-1.0, t18))
    log_epsilon_gap = m.log(epsilon_gap)
    t20 = m.dot(-0.6931471805599453, (1.0, log_epsilon_gap))
    t21 = m.dot(0.0, (2.0, log_c_inf))
    t22 = m.logaddexp(t21, log_delta)
    t23 = m.dot(0.0, (0.5, t22))
    t24 = m.dot(0.0, (0.5, log_delta))
    t25 = m.logaddexp(log_c_inf, t24)
    t26 = m.where((pytorch_update > 0.0), t25, t23)
    log_mu = m.log(mu)
    t27 = m.dot(-0.6931471805599453, (-1.0, log_batch_size), (-0.5, log_delta), (1.0, t26), (-1.0, log_group_lr_ratio), (-1.0, log_mu), (2.0, log_sigma), (-1.0, t18))
    t28 = m.logsubexp(log_epsilon_gap, t27)
    t29 = m.maximum(t20, t28)
    t30 = m.logsubexp(m.logaddexp(log_gap, t19), t29)
    t31 = m.maximum(t2, t30)
    t32 = m.dot(0.0, (1.0, t31), (-1.0, t29))
    t33 = m.logaddexp(t1, t32)
    t34 = m.log(t33)
    t35 = m.dot(-0.6931471805599453, (1.0, log_epsilon_gap), (-1.0, t27))
    t36 = m.minimum(t1, t35)
    t37 = m.dot(0.6931471805599453, (1.0, log_group_lr_ratio), (1.0, t9), (1.0, t10), (-1.0, t16), (1.0, t36))
    t38 = m.log_rate(t37)
    t39 = m.dot(0.0, (1.0, t34), (-1.0, t38))
    t40 = m.maximum(t1, t39)
    t41 = m.log_one_minus_exp(t11)
    t42 = m.dot(-0.6931471805599453, (-1.0, log_batch_size), (-0.5, log_delta), (1.0, t26), (-1.0, log_group_lr_ratio), (-1.0, log_mu), (2.0, log_sigma), (-1.0, t41))
    t43 = m.dot(-0.6931471805599453, (-1.0, log_batch_size), (2.0, log_sigma), (-1.0, log_smoothness), (-1.0, t41))
    t44 = m.logsubexp(m.logaddexp(m.logaddexp(t42, log_gap), t43), log_epsilon_gap)
    t45 = m.maximum(t2, t44)
    t46, t47 = m.signed_add(log_epsilon_gap, 1.0, t42, -1.0)
    t48 = m.dot(0.0, (-1.0, t46))
    t49 = m.sign_power(t47, -1.0)
    t50 = m.dot(0.0, (1.0, t45), (1.0, t48))
    t51 = t49
    t52, t53 = m.signed_add(t1, 1.0, t50, t51)
    t54 = m.where(t53 < 0, m.nan, t52)
    t55 = m.log(t54)
    t56 = m.log_rate(t11)
    t57 = m.dot(0.0, (1.0, t55), (-1.0, t56))
    t58 = m.maximum(t1, t57)
    t59 = m.minimum(t58, t40)
    t60 = m.logsubexp(log_gap, log_epsilon_gap)
    t61 = m.maximum(t2, t60)
    t62 = m.dot(0.0, (-1.0, log_epsilon_gap), (1.0, t61))
    t63 = m.logaddexp(t1, t62)
    t64 = m.log(t63)
    t65 = m.dot(0.0, (1.0, t64), (-1.0, t56))
    t66 = m.maximum(t1, t65)
    t67 = m.where((sigma == 0.0), t66, m.where(m.both((log_epsilon_gap > t42), (t11 < t1)), t59, t40))
    return t67, ()


def here_pl_last_iterate_iterations_constant_sharp_exact(m: Any, *, batch_size: Any, c_inf: Any, delta: Any, epsilon_gap: Any, gap: Any, group_lr_ratio: Any, mu: Any, pytorch_update: Any, sigma: Any, smoothness: Any) -> Any:
    t1 = m.power(batch_size, -1, 1)
    t2 = m.power(sigma, 2, 1)
    t3 = m.power(smoothness, -1, 1)
    t4 = m.power(c_inf, 2, 1)
    t5 = m.power(delta, -1, 1)
    t6 = m.product(t4, t5)
    t7 = m.number(1, 1) + t6
    t8 = m.power(t7, -1, 2)
    t9 = m.power(delta, 1, 2)
    t10 = m.power(t9, -1, 1)
    t11 = m.product(t10, c_inf)
    t12 = m.number(1, 1) + t11
    t13 = m.power(t12, -1, 1)
    t14 = m.where((pytorch_update > m.number(0, 1)), t13, t8)
    t15 = mu / smoothness
    t16 = m.product(group_lr_ratio, t14, t15)
    t17 = m.power(t16, 2, 1)
    t18 = m.number(4, 1) + t17
    t19 = m.power(t18, 1, 2)
    t20 = t16 + t19
    t21 = m.power(t20, -1, 1)
    t22 = m.product(m.number(2, 1), t21)
    t23 = m.product(m.number(-1, 1), t16, t22)
    t24 = m.number(1, 1) + t23
    t25 = m.power(t24, -1, 1)
    t26 = m.product(m.number(1, 2), t1, t2, t3, t22, t25)
    t27 = m.product(m.number(1, 2), epsilon_gap)
    t28 = t4 + delta
    t29 = m.power(t28, 1, 2)
    t30 = c_inf + t9
    t31 = m.where((pytorch_update > m.number(0, 1)), t30, t29)
    t32 = m.power(group_lr_ratio, -1, 1)
    t33 = m.product(t31, t32)
    t34 = m.power(mu, -1, 1)
    t35 = m.product(m.number(1, 2), t1, t10, t33, t34, t2, t25)
    t36 = m.product(m.number(-1, 1), t35)
    t37 = epsilon_gap + t36
    t38 = m.maximum(t27, t37)
    t39 = m.product(m.number(-1, 1), t38)
    t40 = gap + t26 + t39
    t41 = m.maximum(m.number(0, 1), t40)
    t42 = m.power(t38, -1, 1)
    t43 = m.product(t41, t42)
    t44 = m.log1p(t43)
    t45 = m.power(t35, -1, 1)
    t46 = m.product(m.number(1, 2), epsilon_gap, t45)
    t47 = m.minimum(m.number(1, 1), t46)
    t48 = m.product(t16, t22, t47)
    t49 = m.rate(t48)
    t50 = m.power(t49, -1, 1)
    t51 = m.product(t44, t50)
    t52 = m.maximum(m.number(1, 1), t51)
    t53 = m.product(m.number(-1, 1), t16)
    t54 = m.number(1, 1) + t53
    t55 = m.power(t54, -1, 1)
    t56 = m.product(m.number(1, 2), t1, t10, t33, t34, t2, t55)
    t57 = m.product(m.number(-1, 1), t56)
    t58 = epsilon_gap + t57
    t59 = m.power(t58, -1, 1)
    t60 = m.product(m.number(-1, 1), epsilon_gap)
    t61 = m.product(m.number(1, 2), t1, t2, t3, t55)
    t62 = t60 + t56 + gap + t61
    t63 = m.maximum(m.number(0, 1), t62)
    t64 = m.product(t59, t63)
    t65 = m.log1p(t64)
    t66 = m.rate(t16)
    t67 = m.power(t66, -1, 1)
    t68 = m.product(t65, t67)
    t69 = m.maximum(m.number(1, 1), t68)
    t70 = m.minimum(t69, t52)
    t71 = m.power(epsilon_gap, -1, 1)
    t72 = t60 + gap
    t73 = m.maximum(m.number(0, 1), t72)
    t74 = m.product(t71, t73)
    t75 = m.log1p(t74)
    t76 = m.product(t75, t67)
    t77 = m.maximum(m.number(1, 1), t76)
    t78 = m.where((sigma == m.number(0, 1)), t77, m.where(m.both((epsilon_gap > t56), (t16 < m.number(1, 1))), t70, t52))
    return t78


def here_pl_last_iterate_iterations_constant_sharp_settings(m: Any, *, batch_size: Any, c_inf: Any, delta: Any, epsilon_gap: Any, gap: Any, group_lr_ratio: Any, mu: Any, pytorch_update: Any, sigma: Any, smoothness: Any) -> Any:
    log_delta = m.log(delta)
    log_smoothness = m.log(smoothness)
    log_group_lr_ratio = m.log(group_lr_ratio)
    t1 = 0.0
    log_c_inf = m.log(c_inf)
    t2 = m.dot(0.0, (2.0, log_c_inf), (-1.0, log_delta))
    t3 = m.logaddexp(t1, t2)
    t4 = m.dot(0.0, (-0.5, t3))
    t5 = m.dot(0.0, (-0.5, log_delta), (1.0, log_c_inf))
    t6 = m.logaddexp(t1, t5)
    t7 = m.dot(0.0, (-1.0, t6))
    t8 = m.where((pytorch_update > 0.0), t7, t4)
    t9 = m.log_quotient(mu, smoothness)
    t10 = m.dot(0.0, (1.0, log_group_lr_ratio), (1.0, t8), (1.0, t9))
    t11 = 1.3862943611198906
    t12 = m.dot(0.0, (2.0, log_group_lr_ratio), (2.0, t8), (2.0, t9))
    t13 = m.logaddexp(t11, t12)
    t14 = m.dot(0.0, (0.5, t13))
    t15 = m.logaddexp(t10, t14)
    t16 = m.dot(0.6931471805599453, (-1.0, t15))
    t17 = m.log(0.0)
    log_batch_size = m.log(batch_size)
    t18 = m.dot(0.0, (2.0, log_c_inf))
    t19 = m.logaddexp(t18, log_delta)
    t20 = m.dot(0.0, (0.5, t19))
    t21 = m.dot(0.0, (0.5, log_delta))
    t22 = m.logaddexp(log_c_inf, t21)
    t23 = m.where((pytorch_update > 0.0), t22, t20)
    log_mu = m.log(mu)
    log_sigma = m.log(sigma)
    t24 = m.log_one_minus_exp(t10)
    t25 = m.dot(-0.6931471805599453, (-1.0, log_batch_size), (-0.5, log_delta), (1.0, t23), (-1.0, log_group_lr_ratio), (-1.0, log_mu), (2.0, log_sigma), (-1.0, t24))
    log_gap = m.log(gap)
    t26 = m.dot(-0.6931471805599453, (-1.0, log_batch_size), (2.0, log_sigma), (-1.0, log_smoothness), (-1.0, t24))
    log_epsilon_gap = m.log(epsilon_gap)
    t27 = m.logsubexp(m.logaddexp(m.logaddexp(t25, log_gap), t26), log_epsilon_gap)
    t28 = m.maximum(t17, t27)
    t29, t30 = m.signed_add(log_epsilon_gap, 1.0, t25, -1.0)
    t31 = m.dot(0.0, (-1.0, t29))
    t32 = m.sign_power(t30, -1.0)
    t33 = m.dot(0.0, (1.0, t28), (1.0, t31))
    t34 = t32
    t35, t36 = m.signed_add(t1, 1.0, t33, t34)
    t37 = m.where(t36 < 0, m.nan, t35)
    t38 = m.log(t37)
    t39 = m.log_rate(t10)
    t40 = m.dot(0.0, (1.0, t38), (-1.0, t39))
    t41 = m.maximum(t1, t40)
    t42 = m.dot(0.6931471805599453, (1.0, log_group_lr_ratio), (1.0, t8), (1.0, t9), (-1.0, t15))
    t43 = m.log_one_minus_exp(t42)
    t44 = m.dot(0.0, (-1.0, log_batch_size), (2.0, log_sigma), (-1.0, log_smoothness), (-1.0, t15), (-1.0, t43))
    t45 = m.dot(-0.6931471805599453, (1.0, log_epsilon_gap))
    t46 = m.dot(-0.6931471805599453, (-1.0, log_batch_size), (-0.5, log_delta), (1.0, t23), (-1.0, log_group_lr_ratio), (-1.0, log_mu), (2.0, log_sigma), (-1.0, t43))
    t47 = m.logsubexp(log_epsilon_gap, t46)
    t48 = m.maximum(t45, t47)
    t49 = m.logsubexp(m.logaddexp(log_gap, t44), t48)
    t50 = m.maximum(t17, t49)
    t51 = m.dot(0.0, (1.0, t50), (-1.0, t48))
    t52 = m.logaddexp(t1, t51)
    t53 = m.log(t52)
    t54 = m.dot(-0.6931471805599453, (1.0, log_epsilon_gap), (-1.0, t46))
    t55 = m.minimum(t1, t54)
    t56 = m.dot(0.6931471805599453, (1.0, log_group_lr_ratio), (1.0, t8), (1.0, t9), (-1.0, t15), (1.0, t55))
    t57 = m.log_rate(t56)
    t58 = m.dot(0.0, (1.0, t53), (-1.0, t57))
    t59 = m.maximum(t1, t58)
    t60 = m.where(m.both(m.both(m.either((sigma == 0.0), (t41 <= t59)), m.either((sigma == 0.0), (log_epsilon_gap > t25))), m.either((sigma == 0.0), (t10 < t1))), t1, t16)
    t61 = m.where(m.both(m.both(m.either((sigma == 0.0), (t41 <= t59)), m.either((sigma == 0.0), (log_epsilon_gap > t25))), m.either((sigma == 0.0), (t10 < t1))), t1, t55)
    t62 = m.dot(0.0, (0.5, log_delta), (-1.0, log_smoothness), (1.0, t60), (1.0, t61))
    return (t62, t61, t60,)


def here_pl_last_iterate_gradient_complexity_constant_sharp(m: Any, *, batch_size: Any, c_inf: Any, delta: Any, epsilon_gap: Any, gap: Any, group_lr_ratio: Any, mu: Any, pytorch_update: Any, sigma: Any, smoothness: Any) -> Any:
    log_batch_size = m.log(batch_size)
    t1 = 0.0
    t2 = m.log(0.0)
    log_gap = m.log(gap)
    log_sigma = m.log(sigma)
    log_smoothness = m.log(smoothness)
    log_group_lr_ratio = m.log(group_lr_ratio)
    log_c_inf = m.log(c_inf)
    log_delta = m.log(delta)
    t3 = m.dot(0.0, (2.0, log_c_inf), (-1.0, log_delta))
    t4 = m.logaddexp(t1, t3)
    t5 = m.dot(0.0, (-0.5, t4))
    t6 = m.dot(0.0, (-0.5, log_delta), (1.0, log_c_inf))
    t7 = m.logaddexp(t1, t6)
    t8 = m.dot(0.0, (-1.0, t7))
    t9 = m.where((pytorch_update > 0.0), t8, t5)
    t10 = m.log_quotient(mu, smoothness)
    t11 = m.dot(0.0, (1.0, log_group_lr_ratio), (1.0, t9), (1.0, t10))
    t12 = 1.3862943611198906
    t13 = m.dot(0.0, (2.0, log_group_lr_ratio), (2.0, t9), (2.0, t10))
    t14 = m.logaddexp(t12, t13)
    t15 = m.dot(0.0, (0.5, t14))
    t16 = m.logaddexp(t11, t15)
    t17 = m.dot(0.6931471805599453, (1.0, log_group_lr_ratio), (1.0, t9), (1.0, t10), (-1.0, t16))
    t18 = m.log_one_minus_exp(t17)
    t19 = m.dot(0.0, (-1.0, log_batch_size), (2.0, log_sigma), (-1.0, log_smoothness), (-1.0, t16), (-1.0, t18))
    log_epsilon_gap = m.log(epsilon_gap)
    t20 = m.dot(-0.6931471805599453, (1.0, log_epsilon_gap))
    t21 = m.dot(0.0, (2.0, log_c_inf))
    t22 = m.logaddexp(t21, log_delta)
    t23 = m.dot(0.0, (0.5, t22))
    t24 = m.dot(0.0, (0.5, log_delta))
    t25 = m.logaddexp(log_c_inf, t24)
    t26 = m.where((pytorch_update > 0.0), t25, t23)
    log_mu = m.log(mu)
    t27 = m.dot(-0.6931471805599453, (-1.0, log_batch_size), (-0.5, log_delta), (1.0, t26), (-1.0, log_group_lr_ratio), (-1.0, log_mu), (2.0, log_sigma), (-1.0, t18))
    t28 = m.logsubexp(log_epsilon_gap, t27)
    t29 = m.maximum(t20, t28)
    t30 = m.logsubexp(m.logaddexp(log_gap, t19), t29)
    t31 = m.maximum(t2, t30)
    t32 = m.dot(0.0, (1.0, t31), (-1.0, t29))
    t33 = m.logaddexp(t1, t32)
    t34 = m.log(t33)
    t35 = m.dot(-0.6931471805599453, (1.0, log_epsilon_gap), (-1.0, t27))
    t36 = m.minimum(t1, t35)
    t37 = m.dot(0.6931471805599453, (1.0, log_group_lr_ratio), (1.0, t9), (1.0, t10), (-1.0, t16), (1.0, t36))
    t38 = m.log_rate(t37)
    t39 = m.dot(0.0, (1.0, t34), (-1.0, t38))
    t40 = m.maximum(t1, t39)
    t41 = m.log_one_minus_exp(t11)
    t42 = m.dot(-0.6931471805599453, (-1.0, log_batch_size), (-0.5, log_delta), (1.0, t26), (-1.0, log_group_lr_ratio), (-1.0, log_mu), (2.0, log_sigma), (-1.0, t41))
    t43 = m.dot(-0.6931471805599453, (-1.0, log_batch_size), (2.0, log_sigma), (-1.0, log_smoothness), (-1.0, t41))
    t44 = m.logsubexp(m.logaddexp(m.logaddexp(t42, log_gap), t43), log_epsilon_gap)
    t45 = m.maximum(t2, t44)
    t46, t47 = m.signed_add(log_epsilon_gap, 1.0, t42, -1.0)
    t48 = m.dot(0.0, (-1.0, t46))
    t49 = m.sign_power(t47, -1.0)
    t50 = m.dot(0.0, (1.0, t45), (1.0, t48))
    t51 = t49
    t52, t53 = m.signed_add(t1, 1.0, t50, t51)
    t54 = m.where(t53 < 0, m.nan, t52)
    t55 = m.log(t54)
    t56 = m.log_rate(t11)
    t57 = m.dot(0.0, (1.0, t55), (-1.0, t56))
    t58 = m.maximum(t1, t57)
    t59 = m.minimum(t58, t40)
    t60 = m.logsubexp(log_gap, log_epsilon_gap)
    t61 = m.maximum(t2, t60)
    t62 = m.dot(0.0, (-1.0, log_epsilon_gap), (1.0, t61))
    t63 = m.logaddexp(t1, t62)
    t64 = m.log(t63)
    t65 = m.dot(0.0, (1.0, t64), (-1.0, t56))
    t66 = m.maximum(t1, t65)
    t67 = m.where((sigma == 0.0), t66, m.where(m.both((log_epsilon_gap > t42), (t11 < t1)), t59, t40))
    t68 = m.dot(0.0, (1.0, log_batch_size), (1.0, t67))
    return t68, ()


def here_pl_last_iterate_iterations_decaying_sharp(m: Any, *, batch_size: Any, c_inf: Any, delta: Any, epsilon_gap: Any, gap: Any, group_lr_ratio: Any, mu: Any, pytorch_update: Any, sigma: Any, smoothness: Any) -> Any:
    t1 = 0.0
    log_epsilon_gap = m.log(epsilon_gap)
    log_batch_size = m.log(batch_size)
    log_group_lr_ratio = m.log(group_lr_ratio)
    log_c_inf = m.log(c_inf)
    log_delta = m.log(delta)
    t2 = m.dot(0.0, (2.0, log_c_inf), (-1.0, log_delta))
    t3 = m.logaddexp(t1, t2)
    t4 = m.dot(0.0, (-0.5, t3))
    t5 = m.dot(0.0, (-0.5, log_delta), (1.0, log_c_inf))
    t6 = m.logaddexp(t1, t5)
    t7 = m.dot(0.0, (-1.0, t6))
    t8 = m.where((pytorch_update > 0.0), t7, t4)
    t9 = m.log_quotient(mu, smoothness)
    log_sigma = m.log(sigma)
    log_smoothness = m.log(smoothness)
    t10 = m.dot(-0.6931471805599453, (-1.0, log_group_lr_ratio), (-1.0, t8), (-1.0, t9))
    t11 = m.dot(0.0, (2.0, log_group_lr_ratio), (2.0, t8), (2.0, t9))
    t12 = -0.6931471805599453
    t13 = m.dot(0.0, (1.0, log_group_lr_ratio), (1.0, t8), (1.0, t9))
    t14 = 1.3862943611198906
    t15 = m.logaddexp(t14, t11)
    t16 = m.dot(0.0, (0.5, t15))
    t17 = m.logaddexp(t13, t16)
    t18 = m.dot(0.6931471805599453, (-1.0, t17))
    t19 = m.where((t11 <= t12), t18, t10)
    t20 = m.dot(0.0, (1.0, log_group_lr_ratio), (1.0, t8), (1.0, t9), (1.0, t19))
    t21 = m.log_one_minus_exp(t20)
    t22 = m.dot(-0.6931471805599453, (-1.0, log_batch_size), (-2.0, log_group_lr_ratio), (-2.0, t8), (-2.0, t9), (2.0, log_sigma), (-1.0, log_smoothness), (-1.0, t19), (-1.0, t21))
    t23 = m.dot(1.3862943611198906, (1.0, t22))
    t24 = 1.0986122886681098
    t25 = m.dot(0.0, (-1.0, log_group_lr_ratio), (-1.0, t8), (-1.0, t9), (1.0, t17))
    t26 = m.logsubexp(t25, t1)
    t27 = m.where((t11 <= t12), t26, t24)
    t28 = m.dot(0.6931471805599453, (1.0, t27))
    t29, t30 = m.signed_add(t28, 1.0, t1, -1.0)
    t31 = m.dot(0.0, (1.0, log_epsilon_gap), (1.0, t29))
    t32 = t30
    t33, t34 = m.signed_add(t23, -1.0, t31, t32)
    t35 = m.dot(0.0, (2.0, t33))
    t36, t37 = m.signed_add(t27, 1.0, t1, -1.0)
    log_gap = m.log(gap)
    t38, t39 = m.signed_add(t1, 1.0, t20, -1.0)
    t40 = m.dot(0.0, (-1.0, t38))
    t41 = m.sign_power(t39, -1.0)
    t42 = m.dot(-0.6931471805599453, (-1.0, log_batch_size), (2.0, log_sigma), (-1.0, log_smoothness), (1.0, t19), (1.0, t40))
    t43 = t41
    t44, t45 = m.signed_add(log_gap, 1.0, log_epsilon_gap, -1.0)
    t46, t47 = m.signed_add(t44, t45, t42, t43)
    t48 = m.dot(0.0, (1.0, t27), (1.0, t36), (1.0, t46))
    t49 = t37 * t47
    t50 = m.dot(1.3862943611198906, (1.0, log_epsilon_gap), (1.0, t48))
    t51 = t49
    t52, t53 = m.signed_add(t35, 1.0, t50, t51)
    t54 = m.where(t53 < 0, m.nan, t52)
    t55 = m.dot(0.0, (0.5, t54))
    t56 = m.dot(0.0, (1.0, t33))
    t57 = -1.0 * t34
    t58, t59 = m.signed_add(t55, 1.0, t56, t57)
    t60 = m.where(t59 < 0, m.nan, t58)
    t61 = m.dot(-0.6931471805599453, (-1.0, log_epsilon_gap), (1.0, t60))
    t62 = m.maximum(t1, t61)
    t63 = m.log(0.0)
    _, t65 = m.signed_add(t33, t34, t63, -1.0)
    t66, t67 = m.signed_add(t55, 1.0, t33, t34)
    t68 = m.dot(0.0, (-1.0, t66))
    t69 = m.sign_power(t67, -1.0)
    t70 = m.dot(0.6931471805599453, (1.0, t48), (1.0, t68))
    t71 = t49 * t69
    t72 = m.where(t71 < 0, m.nan, t70)
    t73 = m.maximum(t1, t72)
    _, t75 = m.signed_add(t52, t53, t63, -1.0)
    t76 = m.where((t75 < 0.0), t1, m.where((t65 > 0.0), t73, t62))
    return t76, ()


def here_pl_last_iterate_iterations_decaying_sharp_exact(m: Any, *, batch_size: Any, c_inf: Any, delta: Any, epsilon_gap: Any, gap: Any, group_lr_ratio: Any, mu: Any, pytorch_update: Any, sigma: Any, smoothness: Any) -> Any:
    t1 = m.power(epsilon_gap, -1, 1)
    t2 = m.power(batch_size, -1, 1)
    t3 = m.power(c_inf, 2, 1)
    t4 = m.power(delta, -1, 1)
    t5 = m.product(t3, t4)
    t6 = m.number(1, 1) + t5
    t7 = m.power(t6, -1, 2)
    t8 = m.power(delta, 1, 2)
    t9 = m.power(t8, -1, 1)
    t10 = m.product(t9, c_inf)
    t11 = m.number(1, 1) + t10
    t12 = m.power(t11, -1, 1)
    t13 = m.where((pytorch_update > m.number(0, 1)), t12, t7)
    t14 = mu / smoothness
    t15 = m.product(group_lr_ratio, t13, t14)
    t16 = m.power(t15, -2, 1)
    t17 = m.power(sigma, 2, 1)
    t18 = m.power(smoothness, -1, 1)
    t19 = m.power(t15, -1, 1)
    t20 = m.product(m.number(1, 2), t19)
    t21 = m.power(t15, 2, 1)
    t22 = m.number(4, 1) + t21
    t23 = m.power(t22, 1, 2)
    t24 = t15 + t23
    t25 = m.power(t24, -1, 1)
    t26 = m.product(m.number(2, 1), t25)
    t27 = m.where((t21 <= m.number(1, 2)), t26, t20)
    t28 = m.power(t27, -1, 1)
    t29 = m.product(m.number(-1, 1), t15, t27)
    t30 = m.number(1, 1) + t29
    t31 = m.power(t30, -1, 1)
    t32 = m.product(m.number(1, 2), t2, t16, t17, t18, t28, t31)
    t33 = m.product(m.number(-4, 1), t32)
    t34 = m.power(t26, -1, 1)
    t35 = m.product(m.number(2, 1), t19, t34)
    t36 = m.number(-1, 1) + t35
    t37 = m.where((t21 <= m.number(1, 2)), t36, m.number(3, 1))
    t38 = m.product(m.number(2, 1), t37)
    t39 = m.number(-1, 1) + t38
    t40 = m.product(epsilon_gap, t39)
    t41 = t33 + t40
    t42 = m.power(t41, 2, 1)
    t43 = m.number(-1, 1) + t37
    t44 = m.product(m.number(-1, 1), epsilon_gap)
    t45 = m.product(m.number(1, 2), t2, t17, t18, t27, t31)
    t46 = t44 + gap + t45
    t47 = m.product(t37, t43, t46)
    t48 = m.product(m.number(4, 1), epsilon_gap, t47)
    t49 = t42 + t48
    t50 = m.power(t49, 1, 2)
    t51 = m.product(m.number(-1, 1), t41)
    t52 = t50 + t51
    t53 = m.product(m.number(1, 2), t1, t52)
    t54 = m.maximum(m.number(1, 1), t53)
    t55 = t50 + t41
    t56 = m.power(t55, -1, 1)
    t57 = m.product(m.number(2, 1), t47, t56)
    t58 = m.maximum(m.number(1, 1), t57)
    t59 = m.where((t49 < m.number(0, 1)), m.number(1, 1), m.where((t41 > m.number(0, 1)), t58, t54))
    return t59


def here_pl_last_iterate_iterations_decaying_sharp_exists(m: Any, *, lam: Any, pytorch_update: Any) -> Any:
    return m.both((lam == 0.0), (pytorch_update == 0.0))


def here_pl_last_iterate_iterations_decaying_sharp_settings(m: Any, *, c_inf: Any, delta: Any, group_lr_ratio: Any, mu: Any, pytorch_update: Any, smoothness: Any) -> Any:
    log_group_lr_ratio = m.log(group_lr_ratio)
    t1 = 0.0
    log_c_inf = m.log(c_inf)
    log_delta = m.log(delta)
    t2 = m.dot(0.0, (2.0, log_c_inf), (-1.0, log_delta))
    t3 = m.logaddexp(t1, t2)
    t4 = m.dot(0.0, (-0.5, t3))
    t5 = m.dot(0.0, (-0.5, log_delta), (1.0, log_c_inf))
    t6 = m.logaddexp(t1, t5)
    t7 = m.dot(0.0, (-1.0, t6))
    t8 = m.where((pytorch_update > 0.0), t7, t4)
    t9 = m.log_quotient(mu, smoothness)
    t10 = m.dot(-0.6931471805599453, (-1.0, log_group_lr_ratio), (-1.0, t8), (-1.0, t9))
    t11 = m.dot(0.0, (2.0, log_group_lr_ratio), (2.0, t8), (2.0, t9))
    t12 = -0.6931471805599453
    t13 = m.dot(0.0, (1.0, log_group_lr_ratio), (1.0, t8), (1.0, t9))
    t14 = 1.3862943611198906
    t15 = m.logaddexp(t14, t11)
    t16 = m.dot(0.0, (0.5, t15))
    t17 = m.logaddexp(t13, t16)
    t18 = m.dot(0.6931471805599453, (-1.0, t17))
    t19 = m.where((t11 <= t12), t18, t10)
    t20 = 1.0986122886681098
    t21 = m.dot(0.0, (-1.0, log_group_lr_ratio), (-1.0, t8), (-1.0, t9), (1.0, t17))
    t22 = m.logsubexp(t21, t1)
    t23 = m.where((t11 <= t12), t22, t20)
    return (t19, t23,)


def here_pl_last_iterate_gradient_complexity_decaying_sharp(m: Any, *, batch_size: Any, c_inf: Any, delta: Any, epsilon_gap: Any, gap: Any, group_lr_ratio: Any, mu: Any, pytorch_update: Any, sigma: Any, smoothness: Any) -> Any:
    log_batch_size = m.log(batch_size)
    t1 = 0.0
    log_epsilon_gap = m.log(epsilon_gap)
    log_group_lr_ratio = m.log(group_lr_ratio)
    log_c_inf = m.log(c_inf)
    log_delta = m.log(delta)
    t2 = m.dot(0.0, (2.0, log_c_inf), (-1.0, log_delta))
    t3 = m.logaddexp(t1, t2)
    t4 = m.dot(0.0, (-0.5, t3))
    t5 = m.dot(0.0, (-0.5, log_delta), (1.0, log_c_inf))
    t6 = m.logaddexp(t1, t5)
    t7 = m.dot(0.0, (-1.0, t6))
    t8 = m.where((pytorch_update > 0.0), t7, t4)
    t9 = m.log_quotient(mu, smoothness)
    log_sigma = m.log(sigma)
    log_smoothness = m.log(smoothness)
    t10 = m.dot(-0.6931471805599453, (-1.0, log_group_lr_ratio), (-1.0, t8), (-1.0, t9))
    t11 = m.dot(0.0, (2.0, log_group_lr_ratio), (2.0, t8), (2.0, t9))
    t12 = -0.6931471805599453
    t13 = m.dot(0.0, (1.0, log_group_lr_ratio), (1.0, t8), (1.0, t9))
    t14 = 1.3862943611198906
    t15 = m.logaddexp(t14, t11)
    t16 = m.dot(0.0, (0.5, t15))
    t17 = m.logaddexp(t13, t16)
    t18 = m.dot(0.6931471805599453, (-1.0, t17))
    t19 = m.where((t11 <= t12), t18, t10)
    t20 = m.dot(0.0, (1.0, log_group_lr_ratio), (1.0, t8), (1.0, t9), (1.0, t19))
    t21 = m.log_one_minus_exp(t20)
    t22 = m.dot(-0.6931471805599453, (-1.0, log_batch_size), (-2.0, log_group_lr_ratio), (-2.0, t8), (-2.0, t9), (2.0, log_sigma), (-1.0, log_smoothness), (-1.0, t19), (-1.0, t21))
    t23 = m.dot(1.3862943611198906, (1.0, t22))
    t24 = 1.0986122886681098
    t25 = m.dot(0.0, (-1.0, log_group_lr_ratio), (-1.0, t8), (-1.0, t9), (1.0, t17))
    t26 = m.logsubexp(t25, t1)
    t27 = m.where((t11 <= t12), t26, t24)
    t28 = m.dot(0.6931471805599453, (1.0, t27))
    t29, t30 = m.signed_add(t28, 1.0, t1, -1.0)
    t31 = m.dot(0.0, (1.0, log_epsilon_gap), (1.0, t29))
    t32 = t30
    t33, t34 = m.signed_add(t23, -1.0, t31, t32)
    t35 = m.dot(0.0, (2.0, t33))
    t36, t37 = m.signed_add(t27, 1.0, t1, -1.0)
    log_gap = m.log(gap)
    t38, t39 = m.signed_add(t1, 1.0, t20, -1.0)
    t40 = m.dot(0.0, (-1.0, t38))
    t41 = m.sign_power(t39, -1.0)
    t42 = m.dot(-0.6931471805599453, (-1.0, log_batch_size), (2.0, log_sigma), (-1.0, log_smoothness), (1.0, t19), (1.0, t40))
    t43 = t41
    t44, t45 = m.signed_add(log_gap, 1.0, log_epsilon_gap, -1.0)
    t46, t47 = m.signed_add(t44, t45, t42, t43)
    t48 = m.dot(0.0, (1.0, t27), (1.0, t36), (1.0, t46))
    t49 = t37 * t47
    t50 = m.dot(1.3862943611198906, (1.0, log_epsilon_gap), (1.0, t48))
    t51 = t49
    t52, t53 = m.signed_add(t35, 1.0, t50, t51)
    t54 = m.where(t53 < 0, m.nan, t52)
    t55 = m.dot(0.0, (0.5, t54))
    t56 = m.dot(0.0, (1.0, t33))
    t57 = -1.0 * t34
    t58, t59 = m.signed_add(t55, 1.0, t56, t57)
    t60 = m.where(t59 < 0, m.nan, t58)
    t61 = m.dot(-0.6931471805599453, (-1.0, log_epsilon_gap), (1.0, t60))
    t62 = m.maximum(t1, t61)
    t63 = m.log(0.0)
    _, t65 = m.signed_add(t33, t34, t63, -1.0)
    t66, t67 = m.signed_add(t55, 1.0, t33, t34)
    t68 = m.dot(0.0, (-1.0, t66))
    t69 = m.sign_power(t67, -1.0)
    t70 = m.dot(0.6931471805599453, (1.0, t48), (1.0, t68))
    t71 = t49 * t69
    t72 = m.where(t71 < 0, m.nan, t70)
    t73 = m.maximum(t1, t72)
    _, t75 = m.signed_add(t52, t53, t63, -1.0)
    t76 = m.where((t75 < 0.0), t1, m.where((t65 > 0.0), t73, t62))
    t77 = m.dot(0.0, (1.0, log_batch_size), (1.0, t76))
    return t77, ()


def here_pl_last_iterate_function_gap_constant_sharp(m: Any, *, batch_size: Any, beta1: Any, c_inf: Any, delta: Any, eta: Any, gap: Any, group_lr_ratio: Any, iterations: Any, mu: Any, pytorch_update: Any, sigma: Any, smoothness: Any) -> Any:
    log_gap = m.log(gap)
    t1 = m.twofold(beta1)
    t2 = m.twofold(group_lr_ratio)
    t3 = m.twofold(c_inf)
    t4 = m.twofold(delta)
    t5 = t4.sqrt()
    t6 = t3 / t5
    t7 = m.twofold(1.0) + t6
    t8 = m.twofold(1.0) / t7
    t9 = t3 * t3
    t10 = t9 / t4
    t11 = m.twofold(1.0) + t10
    t12 = t11.sqrt()
    t13 = m.twofold(1.0) / t12
    t14 = t8.where((pytorch_update > 0.0), t13)
    t15 = m.twofold(mu)
    t16 = m.twofold(smoothness)
    t17 = t15 / t16
    t18 = t2 * t14 * t17
    t19 = m.twofold(eta)
    t20 = t19 * t16 / (t1 * t5)
    t21 = t1 * t18 * t20
    t22 = m.twofold(iterations)
    t23 = m.log_shrink(t21, t22)
    t24 = m.dot(0.0, (1.0, log_gap), (1.0, t23))
    log_batch_size = m.log(batch_size)
    log_sigma = m.log(sigma)
    log_beta1 = m.log(beta1)
    log_delta = m.log(delta)
    log_eta = m.log(eta)
    t25 = 0.0
    t26 = m.log_one_minus_exp(log_beta1)
    t27 = m.twofold(1.0) - t21
    t28 = m.log_spare(t27)
    t29 = m.dot(-0.43860718935211745, (3.0, t26), (-1.0, t28))
    t30 = t3 + t5
    t31 = t9 + t4
    t32 = t31.sqrt()
    t33 = t30.where((pytorch_update > 0.0), t32)
    t34 = t19 * t2 * t15 / (t1 * t33)
    t35 = m.twofold(1.0) - t34
    t36 = m.log_spare(t35)
    t37 = 0.6931471805599453
    t38, t39 = m.signed_add(t37, 1.0, log_beta1, -1.0)
    t40 = m.dot(0.0, (-1.0, t38))
    t41 = m.sign_power(t39, -1.0)
    t42 = m.dot(0.6931471805599453, (2.0, t26), (-1.0, t36), (1.0, t40))
    t43 = t41
    t44, t45 = m.signed_add(m.logaddexp(t25, t29), 1.0, t42, t43)
    t46 = m.where(t45 < 0, m.nan, t44)
    t47 = m.where((pytorch_update > 0.0), t46, t25)
    t48 = m.dot(-0.6931471805599453, (-1.0, log_batch_size), (2.0, log_sigma), (-1.0, log_beta1), (-0.5, log_delta), (1.0, log_eta), (1.0, t47), (1.0, t23), (-1.0, t36))
    t49 = m.log_up_to_pole(t48, t36)
    log_c_inf = m.log(c_inf)
    t50 = m.dot(0.0, (2.0, log_c_inf))
    t51 = m.logaddexp(t50, log_delta)
    t52 = m.dot(0.0, (0.5, t51))
    t53 = m.dot(0.0, (0.5, log_delta))
    t54 = m.logaddexp(log_c_inf, t53)
    t55 = m.where((pytorch_update > 0.0), t54, t52)
    log_group_lr_ratio = m.log(group_lr_ratio)
    log_mu = m.log(mu)
    t56 = m.dot(-0.6931471805599453, (-1.0, log_batch_size), (1.0, log_beta1), (-0.5, log_delta), (1.0, t55), (-1.0, log_group_lr_ratio), (-1.0, log_mu), (2.0, log_sigma), (-1.0, t36))
    t57 = m.log_up_to_pole(t56, t36)
    return m.logaddexp(m.logaddexp(t24, t49), t57), (t24, t49, t57,)


def here_pl_last_iterate_function_gap_constant_sharp_settings(m: Any, *, beta1: Any, delta: Any, eta: Any, smoothness: Any) -> Any:
    log_beta1 = m.log(beta1)
    log_delta = m.log(delta)
    log_eta = m.log(eta)
    log_smoothness = m.log(smoothness)
    t1 = m.dot(0.0, (-1.0, log_beta1), (-0.5, log_delta), (1.0, log_eta), (1.0, log_smoothness))
    return (t1,)


def here_pl_last_iterate_function_gap_decaying_sharp(m: Any, *, batch_size: Any, c_inf: Any, delta: Any, gap: Any, group_lr_ratio: Any, iterations: Any, mu: Any, pytorch_update: Any, sigma: Any, smoothness: Any) -> Any:
    log_gap = m.log(gap)
    t1 = 1.0986122886681098
    log_group_lr_ratio = m.log(group_lr_ratio)
    t2 = 0.0
    log_c_inf = m.log(c_inf)
    log_delta = m.log(delta)
    t3 = m.dot(0.0, (2.0, log_c_inf), (-1.0, log_delta))
    t4 = m.logaddexp(t2, t3)
    t5 = m.dot(0.0, (-0.5, t4))
    t6 = m.dot(0.0, (-0.5, log_delta), (1.0, log_c_inf))
    t7 = m.logaddexp(t2, t6)
    t8 = m.dot(0.0, (-1.0, t7))
    t9 = m.where((pytorch_update > 0.0), t8, t5)
    t10 = m.log_quotient(mu, smoothness)
    t11 = m.dot(0.0, (2.0, log_group_lr_ratio), (2.0, t9), (2.0, t10))
    t12 = -0.6931471805599453
    t13 = m.dot(0.0, (1.0, log_group_lr_ratio), (1.0, t9), (1.0, t10))
    t14 = 1.3862943611198906
    t15 = m.logaddexp(t14, t11)
    t16 = m.dot(0.0, (0.5, t15))
    t17 = m.logaddexp(t13, t16)
    t18 = m.dot(0.0, (-1.0, log_group_lr_ratio), (-1.0, t9), (-1.0, t10), (1.0, t17))
    t19 = m.logsubexp(t18, t2)
    t20 = m.where((t11 <= t12), t19, t1)
    log_iterations = m.log(iterations)
    t21 = m.logaddexp(log_iterations, t20)
    t22, t23 = m.signed_add(t20, 1.0, t2, -1.0)
    t24, t25 = m.signed_add(m.logaddexp(log_iterations, t20), 1.0, t2, -1.0)
    t26 = m.dot(0.0, (-1.0, t24))
    t27 = m.sign_power(t25, -1.0)
    t28 = m.dot(0.0, (1.0, log_gap), (1.0, t20), (-1.0, t21), (1.0, t22), (1.0, t26))
    t29 = t23 * t27
    t30 = m.where(t29 < 0, m.nan, t28)
    log_batch_size = m.log(batch_size)
    log_sigma = m.log(sigma)
    log_smoothness = m.log(smoothness)
    t31 = m.dot(-0.6931471805599453, (-1.0, log_group_lr_ratio), (-1.0, t9), (-1.0, t10))
    t32 = m.dot(0.6931471805599453, (-1.0, t17))
    t33 = m.where((t11 <= t12), t32, t31)
    t34 = m.dot(0.0, (1.0, log_group_lr_ratio), (1.0, t9), (1.0, t10), (1.0, t33))
    t35, t36 = m.signed_add(t2, 1.0, t34, -1.0)
    t37 = m.dot(0.0, (-1.0, t35))
    t38 = m.sign_power(t36, -1.0)
    t39 = m.dot(-0.6931471805599453, (-1.0, log_batch_size), (1.0, t20), (2.0, log_sigma), (-1.0, log_smoothness), (1.0, t33), (-1.0, t21), (1.0, t22), (1.0, t37), (1.0, t26))
    t40 = t23 * t38 * t27
    t41 = m.where(t40 < 0, m.nan, t39)
    t42 = m.log_one_minus_exp(t34)
    t43 = m.dot(-0.6931471805599453, (-1.0, log_batch_size), (-2.0, log_group_lr_ratio), (-2.0, t9), (-2.0, t10), (2.0, log_sigma), (-1.0, log_smoothness), (-1.0, t33), (-1.0, t42))
    t44 = m.logsubexp(m.logaddexp(log_iterations, t20), t2)
    t45 = m.dot(1.3862943611198906, (1.0, log_iterations), (1.0, t43), (-1.0, t21), (-1.0, t44))
    return m.logaddexp(m.logaddexp(t30, t41), t45), (t30, t41, t45,)


def here_pl_last_iterate_eta_max_constant_sharp(m: Any, *, beta1: Any, c_inf: Any, delta: Any, group_lr_ratio: Any, mu: Any, pytorch_update: Any, smoothness: Any) -> Any:
    log_beta1 = m.log(beta1)
    log_delta = m.log(delta)
    log_smoothness = m.log(smoothness)
    log_group_lr_ratio = m.log(group_lr_ratio)
    t1 = 0.0
    log_c_inf = m.log(c_inf)
    t2 = m.dot(0.0, (2.0, log_c_inf), (-1.0, log_delta))
    t3 = m.logaddexp(t1, t2)
    t4 = m.dot(0.0, (-0.5, t3))
    t5 = m.dot(0.0, (-0.5, log_delta), (1.0, log_c_inf))
    t6 = m.logaddexp(t1, t5)
    t7 = m.dot(0.0, (-1.0, t6))
    t8 = m.where((pytorch_update > 0.0), t7, t4)
    t9 = m.log_quotient(mu, smoothness)
    t10 = m.dot(0.0, (1.0, log_group_lr_ratio), (1.0, t8), (1.0, t9))
    t11 = m.log_one_minus_exp(log_beta1)
    t12 = m.dot(1.3862943611198906, (2.0, t11))
    t13, _ = m.signed_add(log_beta1, 1.0, t10, -1.0)
    t15 = m.dot(0.0, (2.0, t13))
    t16 = m.logaddexp(t12, t15)
    t17 = m.dot(0.0, (0.5, t16))
    t18 = m.logaddexp(m.logaddexp(log_beta1, t10), t17)
    t19 = m.dot(0.6931471805599453, (1.0, log_beta1), (0.5, log_delta), (-1.0, log_smoothness), (-1.0, t18))
    return t19, ()


def here_pl_last_iterate_iterations_decaying_adam_sharp_exists(m: Any, *, pytorch_update: Any) -> Any:
    return (pytorch_update == 0.0)


def here_pl_last_iterate_iterations_constant_l2_adam_sharp(m: Any, *, batch_size: Any, c_inf: Any, delta: Any, epsilon_gap: Any, gap: Any, group_lr_ratio: Any, lam_l2: Any, mu: Any, pytorch_update: Any, sigma: Any, smoothness: Any, x0_norm: Any, x_inf_norm: Any) -> Any:
    t1 = 0.0
    t2 = m.log(0.0)
    log_gap = m.log(gap)
    log_lam_l2 = m.log(lam_l2)
    log_x0_norm = m.log(x0_norm)
    t3 = m.dot(-0.6931471805599453, (1.0, log_lam_l2), (2.0, log_x0_norm))
    t4 = m.logaddexp(log_gap, t3)
    log_batch_size = m.log(batch_size)
    log_sigma = m.log(sigma)
    log_smoothness = m.log(smoothness)
    t5 = m.logaddexp(log_lam_l2, log_smoothness)
    log_group_lr_ratio = m.log(group_lr_ratio)
    log_c_inf = m.log(c_inf)
    log_x_inf_norm = m.log(x_inf_norm)
    t6 = m.dot(0.0, (1.0, log_lam_l2), (1.0, log_x_inf_norm))
    t7 = m.logaddexp(log_c_inf, t6)
    log_delta = m.log(delta)
    t8 = m.dot(0.0, (2.0, t7), (-1.0, log_delta))
    t9 = m.logaddexp(t1, t8)
    t10 = m.dot(0.0, (-0.5, t9))
    t11 = m.dot(0.0, (-0.5, log_delta), (1.0, t7))
    t12 = m.logaddexp(t1, t11)
    t13 = m.dot(0.0, (-1.0, t12))
    t14 = m.where((pytorch_update > 0.0), t13, t10)
    t15 = m.log_quotient(mu, (lam_l2 + smoothness))
    t16 = m.dot(0.0, (1.0, log_group_lr_ratio), (1.0, t14), (1.0, t15))
    t17 = 1.3862943611198906
    t18 = m.dot(0.0, (2.0, log_group_lr_ratio), (2.0, t14), (2.0, t15))
    t19 = m.logaddexp(t17, t18)
    t20 = m.dot(0.0, (0.5, t19))
    t21 = m.logaddexp(t16, t20)
    t22 = m.dot(0.6931471805599453, (1.0, log_group_lr_ratio), (1.0, t14), (1.0, t15), (-1.0, t21))
    t23 = m.log_one_minus_exp(t22)
    t24 = m.dot(0.0, (-1.0, log_batch_size), (2.0, log_sigma), (-1.0, t5), (-1.0, t21), (-1.0, t23))
    log_epsilon_gap = m.log(epsilon_gap)
    t25 = m.dot(-0.6931471805599453, (1.0, log_epsilon_gap))
    t26 = m.dot(0.0, (2.0, t7))
    t27 = m.logaddexp(t26, log_delta)
    t28 = m.dot(0.0, (0.5, t27))
    t29 = m.dot(0.0, (0.5, log_delta))
    t30 = m.logaddexp(t7, t29)
    t31 = m.where((pytorch_update > 0.0), t30, t28)
    log_mu = m.log(mu)
    t32 = m.dot(-0.6931471805599453, (-1.0, log_batch_size), (-0.5, log_delta), (1.0, t31), (-1.0, log_group_lr_ratio), (-1.0, log_mu), (2.0, log_sigma), (-1.0, t23))
    t33 = m.logsubexp(log_epsilon_gap, t32)
    t34 = m.maximum(t25, t33)
    t35 = m.logsubexp(m.logaddexp(t4, t24), t34)
    t36 = m.maximum(t2, t35)
    t37 = m.dot(0.0, (1.0, t36), (-1.0, t34))
    t38 = m.logaddexp(t1, t37)
    t39 = m.log(t38)
    t40 = m.dot(-0.6931471805599453, (1.0, log_epsilon_gap), (-1.0, t32))
    t41 = m.minimum(t1, t40)
    t42 = m.dot(0.6931471805599453, (1.0, log_group_lr_ratio), (1.0, t14), (1.0, t15), (-1.0, t21), (1.0, t41))
    t43 = m.log_rate(t42)
    t44 = m.dot(0.0, (1.0, t39), (-1.0, t43))
    t45 = m.maximum(t1, t44)
    t46 = m.log_one_minus_exp(t16)
    t47 = m.dot(-0.6931471805599453, (-1.0, log_batch_size), (-0.5, log_delta), (1.0, t31), (-1.0, log_group_lr_ratio), (-1.0, log_mu), (2.0, log_sigma), (-1.0, t46))
    t48 = m.dot(-0.6931471805599453, (-1.0, log_batch_size), (2.0, log_sigma), (-1.0, t5), (-1.0, t46))
    t49 = m.logsubexp(m.logaddexp(m.logaddexp(t47, t4), t48), log_epsilon_gap)
    t50 = m.maximum(t2, t49)
    t51, t52 = m.signed_add(log_epsilon_gap, 1.0, t47, -1.0)
    t53 = m.dot(0.0, (-1.0, t51))
    t54 = m.sign_power(t52, -1.0)
    t55 = m.dot(0.0, (1.0, t50), (1.0, t53))
    t56 = t54
    t57, t58 = m.signed_add(t1, 1.0, t55, t56)
    t59 = m.where(t58 < 0, m.nan, t57)
    t60 = m.log(t59)
    t61 = m.log_rate(t16)
    t62 = m.dot(0.0, (1.0, t60), (-1.0, t61))
    t63 = m.maximum(t1, t62)
    t64 = m.minimum(t63, t45)
    t65 = m.logsubexp(t4, log_epsilon_gap)
    t66 = m.maximum(t2, t65)
    t67 = m.dot(0.0, (-1.0, log_epsilon_gap), (1.0, t66))
    t68 = m.logaddexp(t1, t67)
    t69 = m.log(t68)
    t70 = m.dot(0.0, (1.0, t69), (-1.0, t61))
    t71 = m.maximum(t1, t70)
    t72 = m.where((sigma == 0.0), t71, m.where(m.both((log_epsilon_gap > t47), (t16 < t1)), t64, t45))
    return t72, ()


def here_pl_last_iterate_iterations_constant_l2_adam_sharp_exact(m: Any, *, batch_size: Any, c_inf: Any, delta: Any, epsilon_gap: Any, gap: Any, group_lr_ratio: Any, lam_l2: Any, mu: Any, pytorch_update: Any, sigma: Any, smoothness: Any, x0_norm: Any, x_inf_norm: Any) -> Any:
    t1 = m.power(x0_norm, 2, 1)
    t2 = m.product(m.number(1, 2), lam_l2, t1)
    t3 = gap + t2
    t4 = m.power(batch_size, -1, 1)
    t5 = m.power(sigma, 2, 1)
    t6 = lam_l2 + smoothness
    t7 = m.power(t6, -1, 1)
    t8 = m.product(lam_l2, x_inf_norm)
    t9 = c_inf + t8
    t10 = m.power(t9, 2, 1)
    t11 = m.power(delta, -1, 1)
    t12 = m.product(t10, t11)
    t13 = m.number(1, 1) + t12
    t14 = m.power(t13, -1, 2)
    t15 = m.power(delta, 1, 2)
    t16 = m.power(t15, -1, 1)
    t17 = m.product(t16, t9)
    t18 = m.number(1, 1) + t17
    t19 = m.power(t18, -1, 1)
    t20 = m.where((pytorch_update > m.number(0, 1)), t19, t14)
    t21 = mu / t6
    t22 = m.product(group_lr_ratio, t20, t21)
    t23 = m.power(t22, 2, 1)
    t24 = m.number(4, 1) + t23
    t25 = m.power(t24, 1, 2)
    t26 = t22 + t25
    t27 = m.power(t26, -1, 1)
    t28 = m.product(m.number(2, 1), t27)
    t29 = m.product(m.number(-1, 1), t22, t28)
    t30 = m.number(1, 1) + t29
    t31 = m.power(t30, -1, 1)
    t32 = m.product(m.number(1, 2), t4, t5, t7, t28, t31)
    t33 = m.product(m.number(1, 2), epsilon_gap)
    t34 = t10 + delta
    t35 = m.power(t34, 1, 2)
    t36 = t9 + t15
    t37 = m.where((pytorch_update > m.number(0, 1)), t36, t35)
    t38 = m.power(group_lr_ratio, -1, 1)
    t39 = m.product(t37, t38)
    t40 = m.power(mu, -1, 1)
    t41 = m.product(m.number(1, 2), t4, t16, t39, t40, t5, t31)
    t42 = m.product(m.number(-1, 1), t41)
    t43 = epsilon_gap + t42
    t44 = m.maximum(t33, t43)
    t45 = m.product(m.number(-1, 1), t44)
    t46 = t3 + t32 + t45
    t47 = m.maximum(m.number(0, 1), t46)
    t48 = m.power(t44, -1, 1)
    t49 = m.product(t47, t48)
    t50 = m.log1p(t49)
    t51 = m.power(t41, -1, 1)
    t52 = m.product(m.number(1, 2), epsilon_gap, t51)
    t53 = m.minimum(m.number(1, 1), t52)
    t54 = m.product(t22, t28, t53)
    t55 = m.rate(t54)
    t56 = m.power(t55, -1, 1)
    t57 = m.product(t50, t56)
    t58 = m.maximum(m.number(1, 1), t57)
    t59 = m.product(m.number(-1, 1), t22)
    t60 = m.number(1, 1) + t59
    t61 = m.power(t60, -1, 1)
    t62 = m.product(m.number(1, 2), t4, t16, t39, t40, t5, t61)
    t63 = m.product(m.number(-1, 1), t62)
    t64 = epsilon_gap + t63
    t65 = m.power(t64, -1, 1)
    t66 = m.product(m.number(-1, 1), epsilon_gap)
    t67 = m.product(m.number(1, 2), t4, t5, t7, t61)
    t68 = t66 + t62 + t3 + t67
    t69 = m.maximum(m.number(0, 1), t68)
    t70 = m.product(t65, t69)
    t71 = m.log1p(t70)
    t72 = m.rate(t22)
    t73 = m.power(t72, -1, 1)
    t74 = m.product(t71, t73)
    t75 = m.maximum(m.number(1, 1), t74)
    t76 = m.minimum(t75, t58)
    t77 = m.power(epsilon_gap, -1, 1)
    t78 = t66 + t3
    t79 = m.maximum(m.number(0, 1), t78)
    t80 = m.product(t77, t79)
    t81 = m.log1p(t80)
    t82 = m.product(t81, t73)
    t83 = m.maximum(m.number(1, 1), t82)
    t84 = m.where((sigma == m.number(0, 1)), t83, m.where(m.both((epsilon_gap > t62), (t22 < m.number(1, 1))), t76, t58))
    return t84


def here_pl_last_iterate_iterations_constant_l2_adam_sharp_settings(m: Any, *, batch_size: Any, c_inf: Any, delta: Any, epsilon_gap: Any, gap: Any, group_lr_ratio: Any, lam_l2: Any, mu: Any, pytorch_update: Any, sigma: Any, smoothness: Any, x0_norm: Any, x_inf_norm: Any) -> Any:
    log_delta = m.log(delta)
    log_lam_l2 = m.log(lam_l2)
    log_smoothness = m.log(smoothness)
    t1 = m.logaddexp(log_lam_l2, log_smoothness)
    log_group_lr_ratio = m.log(group_lr_ratio)
    t2 = 0.0
    log_c_inf = m.log(c_inf)
    log_x_inf_norm = m.log(x_inf_norm)
    t3 = m.dot(0.0, (1.0, log_lam_l2), (1.0, log_x_inf_norm))
    t4 = m.logaddexp(log_c_inf, t3)
    t5 = m.dot(0.0, (2.0, t4), (-1.0, log_delta))
    t6 = m.logaddexp(t2, t5)
    t7 = m.dot(0.0, (-0.5, t6))
    t8 = m.dot(0.0, (-0.5, log_delta), (1.0, t4))
    t9 = m.logaddexp(t2, t8)
    t10 = m.dot(0.0, (-1.0, t9))
    t11 = m.where((pytorch_update > 0.0), t10, t7)
    t12 = m.log_quotient(mu, (lam_l2 + smoothness))
    t13 = m.dot(0.0, (1.0, log_group_lr_ratio), (1.0, t11), (1.0, t12))
    t14 = 1.3862943611198906
    t15 = m.dot(0.0, (2.0, log_group_lr_ratio), (2.0, t11), (2.0, t12))
    t16 = m.logaddexp(t14, t15)
    t17 = m.dot(0.0, (0.5, t16))
    t18 = m.logaddexp(t13, t17)
    t19 = m.dot(0.6931471805599453, (-1.0, t18))
    t20 = m.log(0.0)
    log_batch_size = m.log(batch_size)
    t21 = m.dot(0.0, (2.0, t4))
    t22 = m.logaddexp(t21, log_delta)
    t23 = m.dot(0.0, (0.5, t22))
    t24 = m.dot(0.0, (0.5, log_delta))
    t25 = m.logaddexp(t4, t24)
    t26 = m.where((pytorch_update > 0.0), t25, t23)
    log_mu = m.log(mu)
    log_sigma = m.log(sigma)
    t27 = m.log_one_minus_exp(t13)
    t28 = m.dot(-0.6931471805599453, (-1.0, log_batch_size), (-0.5, log_delta), (1.0, t26), (-1.0, log_group_lr_ratio), (-1.0, log_mu), (2.0, log_sigma), (-1.0, t27))
    log_gap = m.log(gap)
    log_x0_norm = m.log(x0_norm)
    t29 = m.dot(-0.6931471805599453, (1.0, log_lam_l2), (2.0, log_x0_norm))
    t30 = m.logaddexp(log_gap, t29)
    t31 = m.dot(-0.6931471805599453, (-1.0, log_batch_size), (2.0, log_sigma), (-1.0, t1), (-1.0, t27))
    log_epsilon_gap = m.log(epsilon_gap)
    t32 = m.logsubexp(m.logaddexp(m.logaddexp(t28, t30), t31), log_epsilon_gap)
    t33 = m.maximum(t20, t32)
    t34, t35 = m.signed_add(log_epsilon_gap, 1.0, t28, -1.0)
    t36 = m.dot(0.0, (-1.0, t34))
    t37 = m.sign_power(t35, -1.0)
    t38 = m.dot(0.0, (1.0, t33), (1.0, t36))
    t39 = t37
    t40, t41 = m.signed_add(t2, 1.0, t38, t39)
    t42 = m.where(t41 < 0, m.nan, t40)
    t43 = m.log(t42)
    t44 = m.log_rate(t13)
    t45 = m.dot(0.0, (1.0, t43), (-1.0, t44))
    t46 = m.maximum(t2, t45)
    t47 = m.dot(0.6931471805599453, (1.0, log_group_lr_ratio), (1.0, t11), (1.0, t12), (-1.0, t18))
    t48 = m.log_one_minus_exp(t47)
    t49 = m.dot(0.0, (-1.0, log_batch_size), (2.0, log_sigma), (-1.0, t1), (-1.0, t18), (-1.0, t48))
    t50 = m.dot(-0.6931471805599453, (1.0, log_epsilon_gap))
    t51 = m.dot(-0.6931471805599453, (-1.0, log_batch_size), (-0.5, log_delta), (1.0, t26), (-1.0, log_group_lr_ratio), (-1.0, log_mu), (2.0, log_sigma), (-1.0, t48))
    t52 = m.logsubexp(log_epsilon_gap, t51)
    t53 = m.maximum(t50, t52)
    t54 = m.logsubexp(m.logaddexp(t30, t49), t53)
    t55 = m.maximum(t20, t54)
    t56 = m.dot(0.0, (1.0, t55), (-1.0, t53))
    t57 = m.logaddexp(t2, t56)
    t58 = m.log(t57)
    t59 = m.dot(-0.6931471805599453, (1.0, log_epsilon_gap), (-1.0, t51))
    t60 = m.minimum(t2, t59)
    t61 = m.dot(0.6931471805599453, (1.0, log_group_lr_ratio), (1.0, t11), (1.0, t12), (-1.0, t18), (1.0, t60))
    t62 = m.log_rate(t61)
    t63 = m.dot(0.0, (1.0, t58), (-1.0, t62))
    t64 = m.maximum(t2, t63)
    t65 = m.where(m.both(m.both(m.either((sigma == 0.0), (t46 <= t64)), m.either((sigma == 0.0), (log_epsilon_gap > t28))), m.either((sigma == 0.0), (t13 < t2))), t2, t19)
    t66 = m.where(m.both(m.both(m.either((sigma == 0.0), (t46 <= t64)), m.either((sigma == 0.0), (log_epsilon_gap > t28))), m.either((sigma == 0.0), (t13 < t2))), t2, t60)
    t67 = m.dot(0.0, (0.5, log_delta), (-1.0, t1), (1.0, t65), (1.0, t66))
    return (t67, t66, t65,)


def here_pl_last_iterate_gradient_complexity_constant_l2_adam_sharp(m: Any, *, batch_size: Any, c_inf: Any, delta: Any, epsilon_gap: Any, gap: Any, group_lr_ratio: Any, lam_l2: Any, mu: Any, pytorch_update: Any, sigma: Any, smoothness: Any, x0_norm: Any, x_inf_norm: Any) -> Any:
    log_batch_size = m.log(batch_size)
    t1 = 0.0
    t2 = m.log(0.0)
    log_gap = m.log(gap)
    log_lam_l2 = m.log(lam_l2)
    log_x0_norm = m.log(x0_norm)
    t3 = m.dot(-0.6931471805599453, (1.0, log_lam_l2), (2.0, log_x0_norm))
    t4 = m.logaddexp(log_gap, t3)
    log_sigma = m.log(sigma)
    log_smoothness = m.log(smoothness)
    t5 = m.logaddexp(log_lam_l2, log_smoothness)
    log_group_lr_ratio = m.log(group_lr_ratio)
    log_c_inf = m.log(c_inf)
    log_x_inf_norm = m.log(x_inf_norm)
    t6 = m.dot(0.0, (1.0, log_lam_l2), (1.0, log_x_inf_norm))
    t7 = m.logaddexp(log_c_inf, t6)
    log_delta = m.log(delta)
    t8 = m.dot(0.0, (2.0, t7), (-1.0, log_delta))
    t9 = m.logaddexp(t1, t8)
    t10 = m.dot(0.0, (-0.5, t9))
    t11 = m.dot(0.0, (-0.5, log_delta), (1.0, t7))
    t12 = m.logaddexp(t1, t11)
    t13 = m.dot(0.0, (-1.0, t12))
    t14 = m.where((pytorch_update > 0.0), t13, t10)
    t15 = m.log_quotient(mu, (lam_l2 + smoothness))
    t16 = m.dot(0.0, (1.0, log_group_lr_ratio), (1.0, t14), (1.0, t15))
    t17 = 1.3862943611198906
    t18 = m.dot(0.0, (2.0, log_group_lr_ratio), (2.0, t14), (2.0, t15))
    t19 = m.logaddexp(t17, t18)
    t20 = m.dot(0.0, (0.5, t19))
    t21 = m.logaddexp(t16, t20)
    t22 = m.dot(0.6931471805599453, (1.0, log_group_lr_ratio), (1.0, t14), (1.0, t15), (-1.0, t21))
    t23 = m.log_one_minus_exp(t22)
    t24 = m.dot(0.0, (-1.0, log_batch_size), (2.0, log_sigma), (-1.0, t5), (-1.0, t21), (-1.0, t23))
    log_epsilon_gap = m.log(epsilon_gap)
    t25 = m.dot(-0.6931471805599453, (1.0, log_epsilon_gap))
    t26 = m.dot(0.0, (2.0, t7))
    t27 = m.logaddexp(t26, log_delta)
    t28 = m.dot(0.0, (0.5, t27))
    t29 = m.dot(0.0, (0.5, log_delta))
    t30 = m.logaddexp(t7, t29)
    t31 = m.where((pytorch_update > 0.0), t30, t28)
    log_mu = m.log(mu)
    t32 = m.dot(-0.6931471805599453, (-1.0, log_batch_size), (-0.5, log_delta), (1.0, t31), (-1.0, log_group_lr_ratio), (-1.0, log_mu), (2.0, log_sigma), (-1.0, t23))
    t33 = m.logsubexp(log_epsilon_gap, t32)
    t34 = m.maximum(t25, t33)
    t35 = m.logsubexp(m.logaddexp(t4, t24), t34)
    t36 = m.maximum(t2, t35)
    t37 = m.dot(0.0, (1.0, t36), (-1.0, t34))
    t38 = m.logaddexp(t1, t37)
    t39 = m.log(t38)
    t40 = m.dot(-0.6931471805599453, (1.0, log_epsilon_gap), (-1.0, t32))
    t41 = m.minimum(t1, t40)
    t42 = m.dot(0.6931471805599453, (1.0, log_group_lr_ratio), (1.0, t14), (1.0, t15), (-1.0, t21), (1.0, t41))
    t43 = m.log_rate(t42)
    t44 = m.dot(0.0, (1.0, t39), (-1.0, t43))
    t45 = m.maximum(t1, t44)
    t46 = m.log_one_minus_exp(t16)
    t47 = m.dot(-0.6931471805599453, (-1.0, log_batch_size), (-0.5, log_delta), (1.0, t31), (-1.0, log_group_lr_ratio), (-1.0, log_mu), (2.0, log_sigma), (-1.0, t46))
    t48 = m.dot(-0.6931471805599453, (-1.0, log_batch_size), (2.0, log_sigma), (-1.0, t5), (-1.0, t46))
    t49 = m.logsubexp(m.logaddexp(m.logaddexp(t47, t4), t48), log_epsilon_gap)
    t50 = m.maximum(t2, t49)
    t51, t52 = m.signed_add(log_epsilon_gap, 1.0, t47, -1.0)
    t53 = m.dot(0.0, (-1.0, t51))
    t54 = m.sign_power(t52, -1.0)
    t55 = m.dot(0.0, (1.0, t50), (1.0, t53))
    t56 = t54
    t57, t58 = m.signed_add(t1, 1.0, t55, t56)
    t59 = m.where(t58 < 0, m.nan, t57)
    t60 = m.log(t59)
    t61 = m.log_rate(t16)
    t62 = m.dot(0.0, (1.0, t60), (-1.0, t61))
    t63 = m.maximum(t1, t62)
    t64 = m.minimum(t63, t45)
    t65 = m.logsubexp(t4, log_epsilon_gap)
    t66 = m.maximum(t2, t65)
    t67 = m.dot(0.0, (-1.0, log_epsilon_gap), (1.0, t66))
    t68 = m.logaddexp(t1, t67)
    t69 = m.log(t68)
    t70 = m.dot(0.0, (1.0, t69), (-1.0, t61))
    t71 = m.maximum(t1, t70)
    t72 = m.where((sigma == 0.0), t71, m.where(m.both((log_epsilon_gap > t47), (t16 < t1)), t64, t45))
    t73 = m.dot(0.0, (1.0, log_batch_size), (1.0, t72))
    return t73, ()


def here_pl_last_iterate_iterations_decaying_l2_adam_sharp(m: Any, *, batch_size: Any, c_inf: Any, delta: Any, epsilon_gap: Any, gap: Any, group_lr_ratio: Any, lam_l2: Any, mu: Any, pytorch_update: Any, sigma: Any, smoothness: Any, x0_norm: Any, x_inf_norm: Any) -> Any:
    t1 = 0.0
    log_epsilon_gap = m.log(epsilon_gap)
    log_batch_size = m.log(batch_size)
    log_group_lr_ratio = m.log(group_lr_ratio)
    log_c_inf = m.log(c_inf)
    log_lam_l2 = m.log(lam_l2)
    log_x_inf_norm = m.log(x_inf_norm)
    t2 = m.dot(0.0, (1.0, log_lam_l2), (1.0, log_x_inf_norm))
    t3 = m.logaddexp(log_c_inf, t2)
    log_delta = m.log(delta)
    t4 = m.dot(0.0, (2.0, t3), (-1.0, log_delta))
    t5 = m.logaddexp(t1, t4)
    t6 = m.dot(0.0, (-0.5, t5))
    t7 = m.dot(0.0, (-0.5, log_delta), (1.0, t3))
    t8 = m.logaddexp(t1, t7)
    t9 = m.dot(0.0, (-1.0, t8))
    t10 = m.where((pytorch_update > 0.0), t9, t6)
    t11 = m.log_quotient(mu, (lam_l2 + smoothness))
    log_sigma = m.log(sigma)
    log_smoothness = m.log(smoothness)
    t12 = m.logaddexp(log_lam_l2, log_smoothness)
    t13 = m.dot(-0.6931471805599453, (-1.0, log_group_lr_ratio), (-1.0, t10), (-1.0, t11))
    t14 = m.dot(0.0, (2.0, log_group_lr_ratio), (2.0, t10), (2.0, t11))
    t15 = -0.6931471805599453
    t16 = m.dot(0.0, (1.0, log_group_lr_ratio), (1.0, t10), (1.0, t11))
    t17 = 1.3862943611198906
    t18 = m.logaddexp(t17, t14)
    t19 = m.dot(0.0, (0.5, t18))
    t20 = m.logaddexp(t16, t19)
    t21 = m.dot(0.6931471805599453, (-1.0, t20))
    t22 = m.where((t14 <= t15), t21, t13)
    t23 = m.dot(0.0, (1.0, log_group_lr_ratio), (1.0, t10), (1.0, t11), (1.0, t22))
    t24 = m.log_one_minus_exp(t23)
    t25 = m.dot(-0.6931471805599453, (-1.0, log_batch_size), (-2.0, log_group_lr_ratio), (-2.0, t10), (-2.0, t11), (2.0, log_sigma), (-1.0, t12), (-1.0, t22), (-1.0, t24))
    t26 = m.dot(1.3862943611198906, (1.0, t25))
    t27 = 1.0986122886681098
    t28 = m.dot(0.0, (-1.0, log_group_lr_ratio), (-1.0, t10), (-1.0, t11), (1.0, t20))
    t29 = m.logsubexp(t28, t1)
    t30 = m.where((t14 <= t15), t29, t27)
    t31 = m.dot(0.6931471805599453, (1.0, t30))
    t32, t33 = m.signed_add(t31, 1.0, t1, -1.0)
    t34 = m.dot(0.0, (1.0, log_epsilon_gap), (1.0, t32))
    t35 = t33
    t36, t37 = m.signed_add(t26, -1.0, t34, t35)
    t38 = m.dot(0.0, (2.0, t36))
    t39, t40 = m.signed_add(t30, 1.0, t1, -1.0)
    log_gap = m.log(gap)
    log_x0_norm = m.log(x0_norm)
    t41 = m.dot(-0.6931471805599453, (1.0, log_lam_l2), (2.0, log_x0_norm))
    t42 = m.logaddexp(log_gap, t41)
    t43, t44 = m.signed_add(t1, 1.0, t23, -1.0)
    t45 = m.dot(0.0, (-1.0, t43))
    t46 = m.sign_power(t44, -1.0)
    t47 = m.dot(-0.6931471805599453, (-1.0, log_batch_size), (2.0, log_sigma), (-1.0, t12), (1.0, t22), (1.0, t45))
    t48 = t46
    t49, t50 = m.signed_add(t42, 1.0, log_epsilon_gap, -1.0)
    t51, t52 = m.signed_add(t49, t50, t47, t48)
    t53 = m.dot(0.0, (1.0, t30), (1.0, t39), (1.0, t51))
    t54 = t40 * t52
    t55 = m.dot(1.3862943611198906, (1.0, log_epsilon_gap), (1.0, t53))
    t56 = t54
    t57, t58 = m.signed_add(t38, 1.0, t55, t56)
    t59 = m.where(t58 < 0, m.nan, t57)
    t60 = m.dot(0.0, (0.5, t59))
    t61 = m.dot(0.0, (1.0, t36))
    t62 = -1.0 * t37
    t63, t64 = m.signed_add(t60, 1.0, t61, t62)
    t65 = m.where(t64 < 0, m.nan, t63)
    t66 = m.dot(-0.6931471805599453, (-1.0, log_epsilon_gap), (1.0, t65))
    t67 = m.maximum(t1, t66)
    t68 = m.log(0.0)
    _, t70 = m.signed_add(t36, t37, t68, -1.0)
    t71, t72 = m.signed_add(t60, 1.0, t36, t37)
    t73 = m.dot(0.0, (-1.0, t71))
    t74 = m.sign_power(t72, -1.0)
    t75 = m.dot(0.6931471805599453, (1.0, t53), (1.0, t73))
    t76 = t54 * t74
    t77 = m.where(t76 < 0, m.nan, t75)
    t78 = m.maximum(t1, t77)
    _, t80 = m.signed_add(t57, t58, t68, -1.0)
    t81 = m.where((t80 < 0.0), t1, m.where((t70 > 0.0), t78, t67))
    return t81, ()


def here_pl_last_iterate_iterations_decaying_l2_adam_sharp_exact(m: Any, *, batch_size: Any, c_inf: Any, delta: Any, epsilon_gap: Any, gap: Any, group_lr_ratio: Any, lam_l2: Any, mu: Any, pytorch_update: Any, sigma: Any, smoothness: Any, x0_norm: Any, x_inf_norm: Any) -> Any:
    t1 = m.power(epsilon_gap, -1, 1)
    t2 = m.power(batch_size, -1, 1)
    t3 = m.product(lam_l2, x_inf_norm)
    t4 = c_inf + t3
    t5 = m.power(t4, 2, 1)
    t6 = m.power(delta, -1, 1)
    t7 = m.product(t5, t6)
    t8 = m.number(1, 1) + t7
    t9 = m.power(t8, -1, 2)
    t10 = m.power(delta, 1, 2)
    t11 = m.power(t10, -1, 1)
    t12 = m.product(t11, t4)
    t13 = m.number(1, 1) + t12
    t14 = m.power(t13, -1, 1)
    t15 = m.where((pytorch_update > m.number(0, 1)), t14, t9)
    t16 = lam_l2 + smoothness
    t17 = mu / t16
    t18 = m.product(group_lr_ratio, t15, t17)
    t19 = m.power(t18, -2, 1)
    t20 = m.power(sigma, 2, 1)
    t21 = m.power(t16, -1, 1)
    t22 = m.power(t18, -1, 1)
    t23 = m.product(m.number(1, 2), t22)
    t24 = m.power(t18, 2, 1)
    t25 = m.number(4, 1) + t24
    t26 = m.power(t25, 1, 2)
    t27 = t18 + t26
    t28 = m.power(t27, -1, 1)
    t29 = m.product(m.number(2, 1), t28)
    t30 = m.where((t24 <= m.number(1, 2)), t29, t23)
    t31 = m.power(t30, -1, 1)
    t32 = m.product(m.number(-1, 1), t18, t30)
    t33 = m.number(1, 1) + t32
    t34 = m.power(t33, -1, 1)
    t35 = m.product(m.number(1, 2), t2, t19, t20, t21, t31, t34)
    t36 = m.product(m.number(-4, 1), t35)
    t37 = m.power(t29, -1, 1)
    t38 = m.product(m.number(2, 1), t22, t37)
    t39 = m.number(-1, 1) + t38
    t40 = m.where((t24 <= m.number(1, 2)), t39, m.number(3, 1))
    t41 = m.product(m.number(2, 1), t40)
    t42 = m.number(-1, 1) + t41
    t43 = m.product(epsilon_gap, t42)
    t44 = t36 + t43
    t45 = m.power(t44, 2, 1)
    t46 = m.number(-1, 1) + t40
    t47 = m.product(m.number(-1, 1), epsilon_gap)
    t48 = m.power(x0_norm, 2, 1)
    t49 = m.product(m.number(1, 2), lam_l2, t48)
    t50 = gap + t49
    t51 = m.product(m.number(1, 2), t2, t20, t21, t30, t34)
    t52 = t47 + t50 + t51
    t53 = m.product(t40, t46, t52)
    t54 = m.product(m.number(4, 1), epsilon_gap, t53)
    t55 = t45 + t54
    t56 = m.power(t55, 1, 2)
    t57 = m.product(m.number(-1, 1), t44)
    t58 = t56 + t57
    t59 = m.product(m.number(1, 2), t1, t58)
    t60 = m.maximum(m.number(1, 1), t59)
    t61 = t56 + t44
    t62 = m.power(t61, -1, 1)
    t63 = m.product(m.number(2, 1), t53, t62)
    t64 = m.maximum(m.number(1, 1), t63)
    t65 = m.where((t55 < m.number(0, 1)), m.number(1, 1), m.where((t44 > m.number(0, 1)), t64, t60))
    return t65


def here_pl_last_iterate_iterations_decaying_l2_adam_sharp_settings(m: Any, *, c_inf: Any, delta: Any, group_lr_ratio: Any, lam_l2: Any, mu: Any, pytorch_update: Any, smoothness: Any, x_inf_norm: Any) -> Any:
    log_group_lr_ratio = m.log(group_lr_ratio)
    t1 = 0.0
    log_c_inf = m.log(c_inf)
    log_lam_l2 = m.log(lam_l2)
    log_x_inf_norm = m.log(x_inf_norm)
    t2 = m.dot(0.0, (1.0, log_lam_l2), (1.0, log_x_inf_norm))
    t3 = m.logaddexp(log_c_inf, t2)
    log_delta = m.log(delta)
    t4 = m.dot(0.0, (2.0, t3), (-1.0, log_delta))
    t5 = m.logaddexp(t1, t4)
    t6 = m.dot(0.0, (-0.5, t5))
    t7 = m.dot(0.0, (-0.5, log_delta), (1.0, t3))
    t8 = m.logaddexp(t1, t7)
    t9 = m.dot(0.0, (-1.0, t8))
    t10 = m.where((pytorch_update > 0.0), t9, t6)
    t11 = m.log_quotient(mu, (lam_l2 + smoothness))
    t12 = m.dot(-0.6931471805599453, (-1.0, log_group_lr_ratio), (-1.0, t10), (-1.0, t11))
    t13 = m.dot(0.0, (2.0, log_group_lr_ratio), (2.0, t10), (2.0, t11))
    t14 = -0.6931471805599453
    t15 = m.dot(0.0, (1.0, log_group_lr_ratio), (1.0, t10), (1.0, t11))
    t16 = 1.3862943611198906
    t17 = m.logaddexp(t16, t13)
    t18 = m.dot(0.0, (0.5, t17))
    t19 = m.logaddexp(t15, t18)
    t20 = m.dot(0.6931471805599453, (-1.0, t19))
    t21 = m.where((t13 <= t14), t20, t12)
    t22 = 1.0986122886681098
    t23 = m.dot(0.0, (-1.0, log_group_lr_ratio), (-1.0, t10), (-1.0, t11), (1.0, t19))
    t24 = m.logsubexp(t23, t1)
    t25 = m.where((t13 <= t14), t24, t22)
    return (t21, t25,)


def here_pl_last_iterate_gradient_complexity_decaying_l2_adam_sharp(m: Any, *, batch_size: Any, c_inf: Any, delta: Any, epsilon_gap: Any, gap: Any, group_lr_ratio: Any, lam_l2: Any, mu: Any, pytorch_update: Any, sigma: Any, smoothness: Any, x0_norm: Any, x_inf_norm: Any) -> Any:
    log_batch_size = m.log(batch_size)
    t1 = 0.0
    log_epsilon_gap = m.log(epsilon_gap)
    log_group_lr_ratio = m.log(group_lr_ratio)
    log_c_inf = m.log(c_inf)
    log_lam_l2 = m.log(lam_l2)
    log_x_inf_norm = m.log(x_inf_norm)
    t2 = m.dot(0.0, (1.0, log_lam_l2), (1.0, log_x_inf_norm))
    t3 = m.logaddexp(log_c_inf, t2)
    log_delta = m.log(delta)
    t4 = m.dot(0.0, (2.0, t3), (-1.0, log_delta))
    t5 = m.logaddexp(t1, t4)
    t6 = m.dot(0.0, (-0.5, t5))
    t7 = m.dot(0.0, (-0.5, log_delta), (1.0, t3))
    t8 = m.logaddexp(t1, t7)
    t9 = m.dot(0.0, (-1.0, t8))
    t10 = m.where((pytorch_update > 0.0), t9, t6)
    t11 = m.log_quotient(mu, (lam_l2 + smoothness))
    log_sigma = m.log(sigma)
    log_smoothness = m.log(smoothness)
    t12 = m.logaddexp(log_lam_l2, log_smoothness)
    t13 = m.dot(-0.6931471805599453, (-1.0, log_group_lr_ratio), (-1.0, t10), (-1.0, t11))
    t14 = m.dot(0.0, (2.0, log_group_lr_ratio), (2.0, t10), (2.0, t11))
    t15 = -0.6931471805599453
    t16 = m.dot(0.0, (1.0, log_group_lr_ratio), (1.0, t10), (1.0, t11))
    t17 = 1.3862943611198906
    t18 = m.logaddexp(t17, t14)
    t19 = m.dot(0.0, (0.5, t18))
    t20 = m.logaddexp(t16, t19)
    t21 = m.dot(0.6931471805599453, (-1.0, t20))
    t22 = m.where((t14 <= t15), t21, t13)
    t23 = m.dot(0.0, (1.0, log_group_lr_ratio), (1.0, t10), (1.0, t11), (1.0, t22))
    t24 = m.log_one_minus_exp(t23)
    t25 = m.dot(-0.6931471805599453, (-1.0, log_batch_size), (-2.0, log_group_lr_ratio), (-2.0, t10), (-2.0, t11), (2.0, log_sigma), (-1.0, t12), (-1.0, t22), (-1.0, t24))
    t26 = m.dot(1.3862943611198906, (1.0, t25))
    t27 = 1.0986122886681098
    t28 = m.dot(0.0, (-1.0, log_group_lr_ratio), (-1.0, t10), (-1.0, t11), (1.0, t20))
    t29 = m.logsubexp(t28, t1)
    t30 = m.where((t14 <= t15), t29, t27)
    t31 = m.dot(0.6931471805599453, (1.0, t30))
    t32, t33 = m.signed_add(t31, 1.0, t1, -1.0)
    t34 = m.dot(0.0, (1.0, log_epsilon_gap), (1.0, t32))
    t35 = t33
    t36, t37 = m.signed_add(t26, -1.0, t34, t35)
    t38 = m.dot(0.0, (2.0, t36))
    t39, t40 = m.signed_add(t30, 1.0, t1, -1.0)
    log_gap = m.log(gap)
    log_x0_norm = m.log(x0_norm)
    t41 = m.dot(-0.6931471805599453, (1.0, log_lam_l2), (2.0, log_x0_norm))
    t42 = m.logaddexp(log_gap, t41)
    t43, t44 = m.signed_add(t1, 1.0, t23, -1.0)
    t45 = m.dot(0.0, (-1.0, t43))
    t46 = m.sign_power(t44, -1.0)
    t47 = m.dot(-0.6931471805599453, (-1.0, log_batch_size), (2.0, log_sigma), (-1.0, t12), (1.0, t22), (1.0, t45))
    t48 = t46
    t49, t50 = m.signed_add(t42, 1.0, log_epsilon_gap, -1.0)
    t51, t52 = m.signed_add(t49, t50, t47, t48)
    t53 = m.dot(0.0, (1.0, t30), (1.0, t39), (1.0, t51))
    t54 = t40 * t52
    t55 = m.dot(1.3862943611198906, (1.0, log_epsilon_gap), (1.0, t53))
    t56 = t54
    t57, t58 = m.signed_add(t38, 1.0, t55, t56)
    t59 = m.where(t58 < 0, m.nan, t57)
    t60 = m.dot(0.0, (0.5, t59))
    t61 = m.dot(0.0, (1.0, t36))
    t62 = -1.0 * t37
    t63, t64 = m.signed_add(t60, 1.0, t61, t62)
    t65 = m.where(t64 < 0, m.nan, t63)
    t66 = m.dot(-0.6931471805599453, (-1.0, log_epsilon_gap), (1.0, t65))
    t67 = m.maximum(t1, t66)
    t68 = m.log(0.0)
    _, t70 = m.signed_add(t36, t37, t68, -1.0)
    t71, t72 = m.signed_add(t60, 1.0, t36, t37)
    t73 = m.dot(0.0, (-1.0, t71))
    t74 = m.sign_power(t72, -1.0)
    t75 = m.dot(0.6931471805599453, (1.0, t53), (1.0, t73))
    t76 = t54 * t74
    t77 = m.where(t76 < 0, m.nan, t75)
    t78 = m.maximum(t1, t77)
    _, t80 = m.signed_add(t57, t58, t68, -1.0)
    t81 = m.where((t80 < 0.0), t1, m.where((t70 > 0.0), t78, t67))
    t82 = m.dot(0.0, (1.0, log_batch_size), (1.0, t81))
    return t82, ()


def here_pl_last_iterate_function_gap_constant_l2_adam_sharp(m: Any, *, batch_size: Any, beta1: Any, c_inf: Any, delta: Any, eta: Any, gap: Any, group_lr_ratio: Any, iterations: Any, lam_l2: Any, mu: Any, pytorch_update: Any, sigma: Any, smoothness: Any, x0_norm: Any, x_inf_norm: Any) -> Any:
    log_gap = m.log(gap)
    log_lam_l2 = m.log(lam_l2)
    log_x0_norm = m.log(x0_norm)
    t1 = m.dot(-0.6931471805599453, (1.0, log_lam_l2), (2.0, log_x0_norm))
    t2 = m.logaddexp(log_gap, t1)
    t3 = m.twofold(beta1)
    t4 = m.twofold(group_lr_ratio)
    t5 = m.twofold(lam_l2)
    t6 = m.twofold(x_inf_norm)
    t7 = t5 * t6
    t8 = m.twofold(c_inf)
    t9 = t8 + t7
    t10 = m.twofold(delta)
    t11 = t10.sqrt()
    t12 = t9 / t11
    t13 = m.twofold(1.0) + t12
    t14 = m.twofold(1.0) / t13
    t15 = t9 * t9
    t16 = t15 / t10
    t17 = m.twofold(1.0) + t16
    t18 = t17.sqrt()
    t19 = m.twofold(1.0) / t18
    t20 = t14.where((pytorch_update > 0.0), t19)
    t21 = m.twofold(mu)
    t22 = m.twofold(smoothness)
    t23 = t5 + t22
    t24 = t21 / t23
    t25 = t4 * t20 * t24
    t26 = m.twofold(eta)
    t27 = t26 * t23 / (t3 * t11)
    t28 = t3 * t25 * t27
    t29 = m.twofold(iterations)
    t30 = m.log_shrink(t28, t29)
    t31 = m.dot(0.0, (1.0, t2), (1.0, t30))
    log_batch_size = m.log(batch_size)
    log_sigma = m.log(sigma)
    log_beta1 = m.log(beta1)
    log_delta = m.log(delta)
    log_eta = m.log(eta)
    t33 = 0.0
    t34 = m.log_one_minus_exp(log_beta1)
    t35 = m.twofold(1.0) - t28
    t36 = m.log_spare(t35)
    t37 = m.dot(-0.43860718935211745, (3.0, t34), (-1.0, t36))
    t38 = t9 + t11
    t39 = t15 + t10
    t40 = t39.sqrt()
    t41 = t38.where((pytorch_update > 0.0), t40)
    t42 = t26 * t4 * t21 / (t3 * t41)
    t43 = m.twofold(1.0) - t42
    t44 = m.log_spare(t43)
    t45 = 0.6931471805599453
    t46, t47 = m.signed_add(t45, 1.0, log_beta1, -1.0)
    t48 = m.dot(0.0, (-1.0, t46))
    t49 = m.sign_power(t47, -1.0)
    t50 = m.dot(0.6931471805599453, (2.0, t34), (-1.0, t44), (1.0, t48))
    t51 = t49
    t52, t53 = m.signed_add(m.logaddexp(t33, t37), 1.0, t50, t51)
    t54 = m.where(t53 < 0, m.nan, t52)
    t55 = m.where((pytorch_update > 0.0), t54, t33)
    t56 = m.dot(-0.6931471805599453, (-1.0, log_batch_size), (2.0, log_sigma), (-1.0, log_beta1), (-0.5, log_delta), (1.0, log_eta), (1.0, t55), (1.0, t30), (-1.0, t44))
    t57 = m.log_up_to_pole(t56, t44)
    log_c_inf = m.log(c_inf)
    log_x_inf_norm = m.log(x_inf_norm)
    t58 = m.dot(0.0, (1.0, log_lam_l2), (1.0, log_x_inf_norm))
    t59 = m.logaddexp(log_c_inf, t58)
    t60 = m.dot(0.0, (2.0, t59))
    t61 = m.logaddexp(t60, log_delta)
    t62 = m.dot(0.0, (0.5, t61))
    t63 = m.dot(0.0, (0.5, log_delta))
    t64 = m.logaddexp(t59, t63)
    t65 = m.where((pytorch_update > 0.0), t64, t62)
    log_group_lr_ratio = m.log(group_lr_ratio)
    log_mu = m.log(mu)
    t66 = m.dot(-0.6931471805599453, (-1.0, log_batch_size), (1.0, log_beta1), (-0.5, log_delta), (1.0, t65), (-1.0, log_group_lr_ratio), (-1.0, log_mu), (2.0, log_sigma), (-1.0, t44))
    t67 = m.log_up_to_pole(t66, t44)
    return m.logaddexp(m.logaddexp(t31, t57), t67), (t31, t57, t67,)


def here_pl_last_iterate_function_gap_constant_l2_adam_sharp_settings(m: Any, *, beta1: Any, delta: Any, eta: Any, lam_l2: Any, smoothness: Any) -> Any:
    log_beta1 = m.log(beta1)
    log_delta = m.log(delta)
    log_eta = m.log(eta)
    log_lam_l2 = m.log(lam_l2)
    log_smoothness = m.log(smoothness)
    t1 = m.logaddexp(log_lam_l2, log_smoothness)
    t2 = m.dot(0.0, (-1.0, log_beta1), (-0.5, log_delta), (1.0, log_eta), (1.0, t1))
    return (t2,)


def here_pl_last_iterate_function_gap_decaying_l2_adam_sharp(m: Any, *, batch_size: Any, c_inf: Any, delta: Any, gap: Any, group_lr_ratio: Any, iterations: Any, lam_l2: Any, mu: Any, pytorch_update: Any, sigma: Any, smoothness: Any, x0_norm: Any, x_inf_norm: Any) -> Any:
    log_gap = m.log(gap)
    log_lam_l2 = m.log(lam_l2)
    log_x0_norm = m.log(x0_norm)
    t1 = m.dot(-0.6931471805599453, (1.0, log_lam_l2), (2.0, log_x0_norm))
    t2 = m.logaddexp(log_gap, t1)
    t3 = 1.0986122886681098
    log_group_lr_ratio = m.log(group_lr_ratio)
    t4 = 0.0
    log_c_inf = m.log(c_inf)
    log_x_inf_norm = m.log(x_inf_norm)
    t5 = m.dot(0.0, (1.0, log_lam_l2), (1.0, log_x_inf_norm))
    t6 = m.logaddexp(log_c_inf, t5)
    log_delta = m.log(delta)
    t7 = m.dot(0.0, (2.0, t6), (-1.0, log_delta))
    t8 = m.logaddexp(t4, t7)
    t9 = m.dot(0.0, (-0.5, t8))
    t10 = m.dot(0.0, (-0.5, log_delta), (1.0, t6))
    t11 = m.logaddexp(t4, t10)
    t12 = m.dot(0.0, (-1.0, t11))
    t13 = m.where((pytorch_update > 0.0), t12, t9)
    t14 = m.log_quotient(mu, (lam_l2 + smoothness))
    t15 = m.dot(0.0, (2.0, log_group_lr_ratio), (2.0, t13), (2.0, t14))
    t16 = -0.6931471805599453
    t17 = m.dot(0.0, (1.0, log_group_lr_ratio), (1.0, t13), (1.0, t14))
    t18 = 1.3862943611198906
    t19 = m.logaddexp(t18, t15)
    t20 = m.dot(0.0, (0.5, t19))
    t21 = m.logaddexp(t17, t20)
    t22 = m.dot(0.0, (-1.0, log_group_lr_ratio), (-1.0, t13), (-1.0, t14), (1.0, t21))
    t23 = m.logsubexp(t22, t4)
    t24 = m.where((t15 <= t16), t23, t3)
    log_iterations = m.log(iterations)
    t25 = m.logaddexp(log_iterations, t24)
    t26, t27 = m.signed_add(t24, 1.0, t4, -1.0)
    t28, t29 = m.signed_add(m.logaddexp(log_iterations, t24), 1.0, t4, -1.0)
    t30 = m.dot(0.0, (-1.0, t28))
    t31 = m.sign_power(t29, -1.0)
    t32 = m.dot(0.0, (1.0, t2), (1.0, t24), (-1.0, t25), (1.0, t26), (1.0, t30))
    t33 = t27 * t31
    t34 = m.where(t33 < 0, m.nan, t32)
    log_batch_size = m.log(batch_size)
    log_sigma = m.log(sigma)
    log_smoothness = m.log(smoothness)
    t35 = m.logaddexp(log_lam_l2, log_smoothness)
    t36 = m.dot(-0.6931471805599453, (-1.0, log_group_lr_ratio), (-1.0, t13), (-1.0, t14))
    t37 = m.dot(0.6931471805599453, (-1.0, t21))
    t38 = m.where((t15 <= t16), t37, t36)
    t39 = m.dot(0.0, (1.0, log_group_lr_ratio), (1.0, t13), (1.0, t14), (1.0, t38))
    t40, t41 = m.signed_add(t4, 1.0, t39, -1.0)
    t42 = m.dot(0.0, (-1.0, t40))
    t43 = m.sign_power(t41, -1.0)
    t44 = m.dot(-0.6931471805599453, (-1.0, log_batch_size), (1.0, t24), (2.0, log_sigma), (-1.0, t35), (1.0, t38), (-1.0, t25), (1.0, t26), (1.0, t42), (1.0, t30))
    t45 = t27 * t43 * t31
    t46 = m.where(t45 < 0, m.nan, t44)
    t47 = m.log_one_minus_exp(t39)
    t48 = m.dot(-0.6931471805599453, (-1.0, log_batch_size), (-2.0, log_group_lr_ratio), (-2.0, t13), (-2.0, t14), (2.0, log_sigma), (-1.0, t35), (-1.0, t38), (-1.0, t47))
    t49 = m.logsubexp(m.logaddexp(log_iterations, t24), t4)
    t50 = m.dot(1.3862943611198906, (1.0, log_iterations), (1.0, t48), (-1.0, t25), (-1.0, t49))
    return m.logaddexp(m.logaddexp(t34, t46), t50), (t34, t46, t50,)


def here_pl_last_iterate_eta_max_constant_l2_adam_sharp(m: Any, *, beta1: Any, c_inf: Any, delta: Any, group_lr_ratio: Any, lam_l2: Any, mu: Any, pytorch_update: Any, smoothness: Any, x_inf_norm: Any) -> Any:
    log_beta1 = m.log(beta1)
    log_delta = m.log(delta)
    log_lam_l2 = m.log(lam_l2)
    log_smoothness = m.log(smoothness)
    t1 = m.logaddexp(log_lam_l2, log_smoothness)
    log_group_lr_ratio = m.log(group_lr_ratio)
    t2 = 0.0
    log_c_inf = m.log(c_inf)
    log_x_inf_norm = m.log(x_inf_norm)
    t3 = m.dot(0.0, (1.0, log_lam_l2), (1.0, log_x_inf_norm))
    t4 = m.logaddexp(log_c_inf, t3)
    t5 = m.dot(0.0, (2.0, t4), (-1.0, log_delta))
    t6 = m.logaddexp(t2, t5)
    t7 = m.dot(0.0, (-0.5, t6))
    t8 = m.dot(0.0, (-0.5, log_delta), (1.0, t4))
    t9 = m.logaddexp(t2, t8)
    t10 = m.dot(0.0, (-1.0, t9))
    t11 = m.where((pytorch_update > 0.0), t10, t7)
    t12 = m.log_quotient(mu, (lam_l2 + smoothness))
    t13 = m.dot(0.0, (1.0, log_group_lr_ratio), (1.0, t11), (1.0, t12))
    t14 = m.log_one_minus_exp(log_beta1)
    t15 = m.dot(1.3862943611198906, (2.0, t14))
    t16, _ = m.signed_add(log_beta1, 1.0, t13, -1.0)
    t18 = m.dot(0.0, (2.0, t16))
    t19 = m.logaddexp(t15, t18)
    t20 = m.dot(0.0, (0.5, t19))
    t21 = m.logaddexp(m.logaddexp(log_beta1, t13), t20)
    t22 = m.dot(0.6931471805599453, (1.0, log_beta1), (0.5, log_delta), (-1.0, t1), (-1.0, t21))
    return t22, ()


def here_pl_decay_function_gap_constant_sharp(m: Any, *, batch_size: Any, beta1: Any, c_inf: Any, delta: Any, eta: Any, gap: Any, group_decay: Any, group_lr_ratio: Any, iterations: Any, lam: Any, mu: Any, pytorch_update: Any, sigma: Any, smoothness: Any) -> Any:
    log_gap = m.log(gap)
    t1 = m.twofold(beta1)
    t2 = m.twofold(group_lr_ratio)
    t3 = m.twofold(c_inf)
    t4 = m.twofold(delta)
    t5 = t4.sqrt()
    t6 = t3 / t5
    t7 = m.twofold(1.0) + t6
    t8 = m.twofold(1.0) / t7
    t9 = t3 * t3
    t10 = t9 / t4
    t11 = m.twofold(1.0) + t10
    t12 = t11.sqrt()
    t13 = m.twofold(1.0) / t12
    t14 = t8.where((pytorch_update > 0.0), t13)
    t15 = m.twofold(mu)
    t16 = m.twofold(smoothness)
    t17 = t15 / t16
    t18 = t2 * t14 * t17
    t19 = m.twofold(eta)
    t20 = t19 * t16 / (t1 * t5)
    t21 = t1 * t18 * t20
    t22 = m.twofold(iterations)
    t23 = m.log_shrink(t21, t22)
    t24 = m.dot(0.0, (1.0, log_gap), (1.0, t23))
    t25 = 0.0
    t26 = 138.62943611198907
    log_c_inf = m.log(c_inf)
    t27 = m.dot(0.0, (2.0, log_c_inf))
    log_delta = m.log(delta)
    t28 = m.logaddexp(t27, log_delta)
    t29 = m.dot(0.0, (0.5, t28))
    t30 = m.dot(0.0, (0.5, log_delta))
    t31 = m.logaddexp(log_c_inf, t30)
    t32 = m.where((pytorch_update > 0.0), t31, t29)
    log_group_lr_ratio = m.log(group_lr_ratio)
    log_group_decay = m.log(group_decay)
    log_mu = m.log(mu)
    log_batch_size = m.log(batch_size)
    log_beta1 = m.log(beta1)
    log_sigma = m.log(sigma)
    t33 = t3 + t5
    t34 = t9 + t4
    t35 = t34.sqrt()
    t36 = t33.where((pytorch_update > 0.0), t35)
    t37 = t19 * t2 * t15 / (t1 * t36)
    t38 = m.twofold(1.0) - t37
    t39 = m.log_spare(t38)
    t40 = m.dot(-0.6931471805599453, (-1.0, log_batch_size), (1.0, log_beta1), (-0.5, log_delta), (1.0, t32), (-1.0, log_group_lr_ratio), (-1.0, log_mu), (2.0, log_sigma), (-1.0, t39))
    log_eta = m.log(eta)
    t43 = m.log_one_minus_exp(log_beta1)
    t44 = m.twofold(1.0) - t21
    t45 = m.log_spare(t44)
    t46 = m.dot(-0.43860718935211745, (3.0, t43), (-1.0, t45))
    t47 = 0.6931471805599453
    t48, t49 = m.signed_add(t47, 1.0, log_beta1, -1.0)
    t50 = m.dot(0.0, (-1.0, t48))
    t51 = m.sign_power(t49, -1.0)
    t52 = m.dot(0.6931471805599453, (2.0, t43), (-1.0, t39), (1.0, t50))
    t53 = t51
    t54, t55 = m.signed_add(m.logaddexp(t25, t46), 1.0, t52, t53)
    t41 = m.where((pytorch_update > 0.0), t54, t25)
    t42 = m.where((pytorch_update > 0.0), t55, 1.0)
    t56 = m.dot(-0.6931471805599453, (-1.0, log_batch_size), (2.0, log_sigma), (-1.0, log_beta1), (-0.5, log_delta), (1.0, log_eta), (1.0, t23), (-1.0, t39), (1.0, t41))
    t57 = t42
    t58, t59 = m.signed_add(t40, 1.0, t56, t57)
    t60 = m.where(t59 < 0, m.nan, t58)
    t61 = m.dot(-0.34657359027997264, (1.0, t32), (-0.5, log_group_lr_ratio), (0.5, log_group_decay), (-0.5, log_mu), (-0.5, t60))
    t62 = m.twofold(1.0) - t1
    t63 = t62 * t62
    t64 = t20 * t20
    t65 = t63 * t64
    t66 = t1 * t20
    t67 = m.twofold(1.0) - t66
    t68 = t38 * t67
    t69 = t68 - t65
    t70 = t69 / (t63 * t64)
    t71 = m.log_spare(t70)
    t72 = m.log(0.0)
    t73 = t20 - m.twofold(1.0)
    t74 = m.log_spare(t73)
    t75 = m.where(m.both((beta1 == 1.0), (t74 == t72)), t26, m.where((beta1 == 1.0), t72, t71))
    t76 = m.minimum(m.minimum(t26, t61), t75)
    t77 = m.logaddexp(t25, t76)
    t78 = m.where(t55 < 0, m.nan, t54)
    t79 = m.where((pytorch_update > 0.0), t78, t25)
    t80 = m.dot(-0.6931471805599453, (-1.0, log_batch_size), (2.0, log_sigma), (-1.0, log_beta1), (-0.5, log_delta), (1.0, log_eta), (1.0, t79), (1.0, t23), (-1.0, t39))
    t81 = m.log_up_to_pole(t80, t39)
    t82 = m.dot(0.0, (1.0, t77), (1.0, t81))
    t83 = m.log_up_to_pole(t40, t39)
    t84 = m.dot(0.0, (1.0, t77), (1.0, t83))
    t85 = m.dot(0.0, (-1.0, t76))
    t86 = m.logaddexp(t25, t85)
    t87 = m.dot(-0.6931471805599453, (2.0, t32), (-1.0, log_group_lr_ratio), (1.0, log_group_decay), (-1.0, log_mu), (1.0, t86))
    t88 = m.where((group_decay == 0.0), t72, t87)
    return m.logaddexp(m.logaddexp(m.logaddexp(t24, t82), t84), t88), (t24, t82, t84, t88,)


def here_pl_decay_function_gap_constant_sharp_settings(m: Any, *, batch_size: Any, beta1: Any, c_inf: Any, delta: Any, eta: Any, group_decay: Any, group_lr_ratio: Any, iterations: Any, mu: Any, pytorch_update: Any, sigma: Any, smoothness: Any) -> Any:
    log_beta1 = m.log(beta1)
    log_delta = m.log(delta)
    log_eta = m.log(eta)
    log_smoothness = m.log(smoothness)
    t1 = m.dot(0.0, (-1.0, log_beta1), (-0.5, log_delta), (1.0, log_eta), (1.0, log_smoothness))
    t2 = 138.62943611198907
    log_c_inf = m.log(c_inf)
    t3 = m.dot(0.0, (2.0, log_c_inf))
    t4 = m.logaddexp(t3, log_delta)
    t5 = m.dot(0.0, (0.5, t4))
    t6 = m.dot(0.0, (0.5, log_delta))
    t7 = m.logaddexp(log_c_inf, t6)
    t8 = m.where((pytorch_update > 0.0), t7, t5)
    log_group_lr_ratio = m.log(group_lr_ratio)
    log_group_decay = m.log(group_decay)
    log_mu = m.log(mu)
    log_batch_size = m.log(batch_size)
    log_sigma = m.log(sigma)
    t9 = m.twofold(eta)
    t10 = m.twofold(group_lr_ratio)
    t11 = m.twofold(mu)
    t12 = m.twofold(beta1)
    t13 = m.twofold(delta)
    t14 = t13.sqrt()
    t15 = m.twofold(c_inf)
    t16 = t15 + t14
    t17 = t15 * t15
    t18 = t17 + t13
    t19 = t18.sqrt()
    t20 = t16.where((pytorch_update > 0.0), t19)
    t21 = t9 * t10 * t11 / (t12 * t20)
    t22 = m.twofold(1.0) - t21
    t23 = m.log_spare(t22)
    t24 = m.dot(-0.6931471805599453, (-1.0, log_batch_size), (1.0, log_beta1), (-0.5, log_delta), (1.0, t8), (-1.0, log_group_lr_ratio), (-1.0, log_mu), (2.0, log_sigma), (-1.0, t23))
    t25 = t15 / t14
    t26 = m.twofold(1.0) + t25
    t27 = m.twofold(1.0) / t26
    t28 = t17 / t13
    t29 = m.twofold(1.0) + t28
    t30 = t29.sqrt()
    t31 = m.twofold(1.0) / t30
    t32 = t27.where((pytorch_update > 0.0), t31)
    t33 = m.twofold(smoothness)
    t34 = t11 / t33
    t35 = t10 * t32 * t34
    t36 = t9 * t33 / (t12 * t14)
    t37 = t12 * t35 * t36
    t38 = m.twofold(iterations)
    t39 = m.log_shrink(t37, t38)
    t42 = 0.0
    t43 = m.log_one_minus_exp(log_beta1)
    t44 = m.twofold(1.0) - t37
    t45 = m.log_spare(t44)
    t46 = m.dot(-0.43860718935211745, (3.0, t43), (-1.0, t45))
    t47 = 0.6931471805599453
    t48, t49 = m.signed_add(t47, 1.0, log_beta1, -1.0)
    t50 = m.dot(0.0, (-1.0, t48))
    t51 = m.sign_power(t49, -1.0)
    t52 = m.dot(0.6931471805599453, (2.0, t43), (-1.0, t23), (1.0, t50))
    t53 = t51
    t54, t55 = m.signed_add(m.logaddexp(t42, t46), 1.0, t52, t53)
    t40 = m.where((pytorch_update > 0.0), t54, t42)
    t41 = m.where((pytorch_update > 0.0), t55, 1.0)
    t56 = m.dot(-0.6931471805599453, (-1.0, log_batch_size), (2.0, log_sigma), (-1.0, log_beta1), (-0.5, log_delta), (1.0, log_eta), (1.0, t39), (-1.0, t23), (1.0, t40))
    t57 = t41
    t58, t59 = m.signed_add(t24, 1.0, t56, t57)
    t60 = m.where(t59 < 0, m.nan, t58)
    t61 = m.dot(-0.34657359027997264, (1.0, t8), (-0.5, log_group_lr_ratio), (0.5, log_group_decay), (-0.5, log_mu), (-0.5, t60))
    t62 = m.twofold(1.0) - t12
    t63 = t62 * t62
    t64 = t36 * t36
    t65 = t63 * t64
    t66 = t12 * t36
    t67 = m.twofold(1.0) - t66
    t68 = t22 * t67
    t69 = t68 - t65
    t70 = t69 / (t63 * t64)
    t71 = m.log_spare(t70)
    t72 = m.log(0.0)
    t73 = t36 - m.twofold(1.0)
    t74 = m.log_spare(t73)
    t75 = m.where(m.both((beta1 == 1.0), (t74 == t72)), t2, m.where((beta1 == 1.0), t72, t71))
    t76 = m.minimum(m.minimum(t2, t61), t75)
    return (t1, t76,)


def here_pl_decay_eta_max_constant_sharp(m: Any, *, beta1: Any, c_inf: Any, delta: Any, group_lr_ratio: Any, lam: Any, mu: Any, pytorch_update: Any, smoothness: Any) -> Any:
    log_beta1 = m.log(beta1)
    log_delta = m.log(delta)
    log_smoothness = m.log(smoothness)
    log_group_lr_ratio = m.log(group_lr_ratio)
    t1 = 0.0
    log_c_inf = m.log(c_inf)
    t2 = m.dot(0.0, (2.0, log_c_inf), (-1.0, log_delta))
    t3 = m.logaddexp(t1, t2)
    t4 = m.dot(0.0, (-0.5, t3))
    t5 = m.dot(0.0, (-0.5, log_delta), (1.0, log_c_inf))
    t6 = m.logaddexp(t1, t5)
    t7 = m.dot(0.0, (-1.0, t6))
    t8 = m.where((pytorch_update > 0.0), t7, t4)
    t9 = m.log_quotient(mu, smoothness)
    t10 = m.dot(0.0, (1.0, log_group_lr_ratio), (1.0, t8), (1.0, t9))
    t11 = m.log_one_minus_exp(log_beta1)
    t12 = m.dot(1.3862943611198906, (2.0, t11))
    t13, _ = m.signed_add(log_beta1, 1.0, t10, -1.0)
    t15 = m.dot(0.0, (2.0, t13))
    t16 = m.logaddexp(t12, t15)
    t17 = m.dot(0.0, (0.5, t16))
    t18 = m.logaddexp(m.logaddexp(log_beta1, t10), t17)
    t19 = m.dot(0.6931471805599453, (1.0, log_beta1), (0.5, log_delta), (-1.0, log_smoothness), (-1.0, t18))
    return t19, ()


def here_pair_certificate_gradient_norm_squared_measured_sharp(m: Any, *, certificate_share: Any, iterations: Any, mixture_scale: Any, noise_proxy: Any, pair_mean: Any, square_sum: Any, tau: Any) -> Any:
    log_iterations = m.log(iterations)
    log_certificate_share = m.log(certificate_share)
    t1 = m.dot(-0.6931471805599453, (1.0, log_certificate_share))
    t2 = m.log_one_minus_exp(t1)
    log_mixture_scale = m.log(mixture_scale)
    log_noise_proxy = m.log(noise_proxy)
    log_square_sum = m.log(square_sum)
    t3 = m.dot(0.0, (2.0, log_noise_proxy), (1.0, log_square_sum))
    t4 = m.logaddexp(log_mixture_scale, t3)
    log_tau = m.log(tau)
    t5 = m.dot(0.6931471805599453, (-1.0, log_tau))
    t6 = m.log(t5)
    t7 = m.dot(0.6931471805599453, (1.0, t6))
    t8 = m.exp(t7)
    t9 = 0.0
    t10 = m.dot(0.0, (-1.0, log_mixture_scale), (2.0, log_noise_proxy), (1.0, log_square_sum))
    t11 = m.logaddexp(t9, t10)
    t12 = t11
    t13 = t8 + t12
    t14 = m.log(t13)
    t15 = m.dot(0.0, (0.5, t4), (0.5, t14))
    log_pair_mean = m.log(pair_mean)
    t16 = m.dot(0.0, (1.0, log_iterations), (1.0, log_pair_mean))
    t17 = m.dot(0.0, (-1.0, log_certificate_share), (2.0, log_noise_proxy), (1.0, t6))
    t18 = m.logaddexp(m.logaddexp(t15, t16), t17)
    t19 = m.dot(0.0, (-1.0, log_iterations), (-1.0, t2), (1.0, t18))
    return t19, ()


def here_pair_certificate_gradient_norm_squared_measured_sharp_exists(m: Any, *, certificate_share: Any) -> Any:
    return (certificate_share < 2.0)


def here_ema_certificate_gradient_norm_squared_measured_sharp(m: Any, *, batch_noise: Any, ema_mean: Any, ema_weight: Any, gradient_change: Any, iterations: Any) -> Any:
    log_ema_weight = m.log(ema_weight)
    log_gradient_change = m.log(gradient_change)
    t1 = m.dot(0.0, (-1.0, log_ema_weight), (1.0, log_gradient_change))
    log_batch_noise = m.log(batch_noise)
    t2 = 0.6931471805599453
    t3, t4 = m.signed_add(t2, 1.0, log_ema_weight, -1.0)
    t5 = m.dot(0.0, (-1.0, t3))
    t6 = m.sign_power(t4, -1.0)
    t7 = m.dot(0.0, (1.0, log_ema_weight), (1.0, t5))
    t8 = t6
    log_iterations = m.log(iterations)
    t9 = m.dot(0.0, (-1.0, log_ema_weight), (-1.0, log_iterations), (1.0, t5))
    t10 = t6
    t11, t12 = m.signed_add(t7, t8, t9, t10)
    t13 = m.where(t12 < 0, m.nan, t11)
    t14 = m.dot(0.0, (0.5, t13))
    t15 = m.dot(0.0, (1.0, log_batch_noise), (1.0, t14))
    t16 = 1.0
    t17, t18 = m.signed_add(t1, 1.0, t15, t16)
    t19 = m.where(t18 < 0, m.nan, t17)
    t20 = m.dot(-0.6931471805599453, (1.0, t19))
    t21 = m.dot(0.0, (2.0, t19))
    log_ema_mean = m.log(ema_mean)
    t22 = m.dot(1.3862943611198906, (1.0, log_ema_mean))
    t23 = m.logaddexp(t21, t22)
    t24 = m.dot(-0.6931471805599453, (0.5, t23))
    t25 = m.logaddexp(t20, t24)
    t26 = m.dot(0.0, (2.0, t25))
    return t26, ()


def here_ema_certificate_gradient_norm_squared_measured_one_run_sharp(m: Any, *, batch_noise: Any, ema_mean: Any, ema_weight: Any, first_noise: Any, gradient_change: Any, iterations: Any, mixture_scale: Any, noise_proxy: Any, square_sum: Any, tau: Any) -> Any:
    log_ema_weight = m.log(ema_weight)
    log_gradient_change = m.log(gradient_change)
    t1 = m.dot(0.0, (-1.0, log_ema_weight), (1.0, log_gradient_change))
    t2 = 0.4054651081081644
    t3 = m.dot(-0.6931471805599453, (1.0, log_ema_weight))
    t4 = m.logsubexp(t2, t3)
    log_batch_noise = m.log(batch_noise)
    t5 = m.dot(0.0, (2.0, log_batch_noise), (1.0, log_ema_weight))
    log_iterations = m.log(iterations)
    log_first_noise = m.log(first_noise)
    t6 = m.dot(0.0, (-1.0, log_ema_weight), (2.0, log_first_noise))
    log_noise_proxy = m.log(noise_proxy)
    log_tau = m.log(tau)
    t7 = m.dot(0.6931471805599453, (-1.0, log_tau))
    t8 = m.log(t7)
    t9 = m.dot(1.3862943611198906, (2.0, log_noise_proxy), (1.0, t8))
    t10 = m.logaddexp(t6, t9)
    t11 = m.dot(0.0, (-1.0, log_iterations), (1.0, t10))
    t12 = m.logaddexp(t5, t11)
    t13 = m.dot(0.0, (-1.0, t4), (1.0, t12))
    t14 = m.dot(0.0, (0.5, t13))
    t15, t16 = m.signed_add(t1, 1.0, t14, 1.0)
    t17 = m.where(t16 < 0, m.nan, t15)
    t18 = m.dot(-0.6931471805599453, (1.0, t17))
    t19 = m.dot(0.0, (2.0, t17))
    log_ema_mean = m.log(ema_mean)
    t20 = m.dot(1.3862943611198906, (1.0, log_ema_mean))
    log_mixture_scale = m.log(mixture_scale)
    log_square_sum = m.log(square_sum)
    t21 = m.dot(0.0, (2.0, log_noise_proxy), (1.0, log_square_sum))
    t22 = m.logaddexp(log_mixture_scale, t21)
    t23 = m.dot(0.6931471805599453, (1.0, t8))
    t24 = m.exp(t23)
    t25 = 0.0
    t26 = m.dot(0.0, (-1.0, log_mixture_scale), (2.0, log_noise_proxy), (1.0, log_square_sum))
    t27 = m.logaddexp(t25, t26)
    t28 = t27
    t29 = t24 + t28
    t30 = m.log(t29)
    t31 = m.dot(1.3862943611198906, (0.5, t22), (0.5, t30), (-1.0, log_iterations))
    t32 = m.logaddexp(m.logaddexp(t19, t20), t31)
    t33 = m.dot(-0.6931471805599453, (0.5, t32))
    t34 = m.logaddexp(t18, t33)
    t35 = m.dot(0.0, (2.0, t34))
    return t35, ()


def here_descent_certificate_gradient_norm_squared_measured_sharp(m: Any, *, apart_sum: Any, gap: Any, moved_sum: Any, noise_proxy: Any, rest_sum: Any, smoothness: Any, tau: Any, weight_most: Any, weight_sum: Any) -> Any:
    log_weight_sum = m.log(weight_sum)
    log_gap = m.log(gap)
    t1 = m.dot(0.6931471805599453, (1.0, log_gap))
    log_rest_sum = m.log(rest_sum)
    t2 = m.dot(0.6931471805599453, (1.0, log_rest_sum))
    log_apart_sum = m.log(apart_sum)
    log_smoothness = m.log(smoothness)
    t3 = m.dot(0.0, (1.0, log_apart_sum), (2.0, log_smoothness))
    log_moved_sum = m.log(moved_sum)
    t4 = m.dot(0.0, (1.0, log_moved_sum), (1.0, log_smoothness))
    log_noise_proxy = m.log(noise_proxy)
    log_weight_most = m.log(weight_most)
    log_tau = m.log(tau)
    t5 = m.dot(0.0, (-1.0, log_tau))
    t6 = m.log(t5)
    t7 = m.dot(1.3862943611198906, (2.0, log_noise_proxy), (1.0, log_weight_most), (1.0, t6))
    t8 = m.logaddexp(m.logaddexp(m.logaddexp(m.logaddexp(t1, t2), t3), t4), t7)
    t9 = m.dot(0.0, (-1.0, log_weight_sum), (1.0, t8))
    return t9, ()


def here_master_step_weight_sharp(m: Any, *, beta1: Any, eta: Any, split_given: Any, step_weight: Any, young_split: Any) -> Any:
    log_eta = m.log(eta)
    t1 = 0.0
    log_split_given = m.log(split_given)
    t2 = m.logaddexp(t1, log_split_given)
    t3 = m.dot(-0.6931471805599453, (1.0, log_eta), (1.0, t2))
    log_step_weight = m.log(step_weight)
    log_beta1 = m.log(beta1)
    t4 = m.log_one_minus_exp(log_beta1)
    log_young_split = m.log(young_split)
    t5 = m.logaddexp(t1, log_young_split)
    t6 = m.dot(0.0, (1.0, log_step_weight), (2.0, t4), (1.0, t5))
    t7 = m.logaddexp(t3, t6)
    return t7, ()


def here_master_weighted_gradients_sharp(m: Any, *, batch_size: Any, decay_left: Any, delta: Any, noise_weight: Any, reference_gap: Any, reference_growth: Any, sigma: Any, split_given: Any) -> Any:
    log_reference_gap = m.log(reference_gap)
    t1 = m.dot(0.6931471805599453, (1.0, log_reference_gap))
    log_batch_size = m.log(batch_size)
    log_delta = m.log(delta)
    log_noise_weight = m.log(noise_weight)
    log_sigma = m.log(sigma)
    t2 = m.dot(0.6931471805599453, (-1.0, log_batch_size), (-0.5, log_delta), (1.0, log_noise_weight), (2.0, log_sigma))
    log_decay_left = m.log(decay_left)
    t3 = 0.0
    log_split_given = m.log(split_given)
    t4 = m.dot(0.0, (-1.0, log_split_given))
    t5 = m.logaddexp(t3, t4)
    t6 = m.dot(0.0, (1.0, log_decay_left), (1.0, t5))
    log_reference_growth = m.log(reference_growth)
    return m.logaddexp(m.logaddexp(m.logaddexp(t1, t2), t6), log_reference_growth), (t1, t2, t6, log_reference_growth,)


def here_rest_points_rest_point_outside_sharp(m: Any, *, eps_outside: Any, gradient_entry: Any, lam: Any) -> Any:
    log_gradient_entry = m.log(gradient_entry)
    log_lam = m.log(lam)
    log_eps_outside = m.log(eps_outside)
    t1 = m.logaddexp(log_eps_outside, log_gradient_entry)
    t2 = m.dot(0.0, (1.0, log_gradient_entry), (-1.0, log_lam), (-1.0, t1))
    return t2, ()


def here_rest_points_rest_point_outside_sharp_exists(m: Any, *, gradient_entry: Any, lam: Any) -> Any:
    return m.both((gradient_entry > 0.0), (lam > 0.0))


def here_rest_points_rest_point_inside_sharp(m: Any, *, delta: Any, gradient_entry: Any, lam: Any) -> Any:
    log_gradient_entry = m.log(gradient_entry)
    log_lam = m.log(lam)
    log_delta = m.log(delta)
    t1 = m.dot(0.0, (2.0, log_gradient_entry))
    t2 = m.logaddexp(log_delta, t1)
    t3 = m.dot(0.0, (1.0, log_gradient_entry), (-1.0, log_lam), (-0.5, t2))
    return t3, ()


def here_rest_points_kkt_floor_summand_outside_sharp(m: Any, *, eps_outside: Any, gradient_entry: Any) -> Any:
    t1 = eps_outside * gradient_entry
    t2 = eps_outside + gradient_entry
    t3 = t1 / t2
    return t3, ()


def here_rest_points_kkt_floor_summand_inside_sharp(m: Any, *, delta: Any, gradient_entry: Any) -> Any:
    t1 = delta * gradient_entry
    t2 = gradient_entry * gradient_entry
    t3 = delta + t2
    t4 = m.sqrt(t3)
    t5 = gradient_entry + t4
    t6 = t4 * t5
    t7 = t1 / t6
    return t7, ()


def here_rest_points_kkt_floor_outside_sharp(m: Any, *, dim: Any, eps_outside: Any) -> Any:
    log_dim = m.log(dim)
    log_eps_outside = m.log(eps_outside)
    t1 = m.dot(0.0, (1.0, log_dim), (1.0, log_eps_outside))
    return t1, ()


def here_rest_points_kkt_floor_inside_sharp(m: Any, *, delta: Any, dim: Any) -> Any:
    log_delta = m.log(delta)
    log_dim = m.log(dim)
    t1 = m.dot(-1.2030295626490086, (0.5, log_delta), (1.0, log_dim))
    return t1, ()


def here_rest_points_residual_entry_outside_sharp(m: Any, *, eps_outside: Any, gradient_entry: Any, lam: Any, parameter_entry: Any) -> Any:
    t1 = eps_outside + gradient_entry
    t2 = lam * parameter_entry * t1
    t3 = gradient_entry + t2
    return t3, ()


def here_rest_points_residual_entry_inside_sharp(m: Any, *, delta: Any, gradient_entry: Any, lam: Any, parameter_entry: Any) -> Any:
    t1 = gradient_entry * gradient_entry
    t2 = delta + t1
    t3 = m.sqrt(t2)
    t4 = lam * parameter_entry * t3
    t5 = gradient_entry + t4
    return t5, ()


def here_convex_rate_box_gap_frank_wolfe_sign_descent_sharp(m: Any, *, iterations: Any, lam: Any, smoothness_inf: Any, x0_inf_norm: Any) -> Any:
    log_iterations = m.log(iterations)
    log_lam = m.log(lam)
    log_smoothness_inf = m.log(smoothness_inf)
    t1 = 0.0
    t2 = m.logaddexp(t1, log_iterations)
    log_x0_inf_norm = m.log(x0_inf_norm)
    t3 = m.dot(0.0, (1.0, log_lam), (1.0, log_x0_inf_norm))
    t4 = m.logaddexp(t1, t3)
    t5 = m.dot(0.0, (-1.0, log_iterations), (-2.0, log_lam), (1.0, log_smoothness_inf), (-1.0, t2), (2.0, t4))
    t6 = m.logsubexp(log_iterations, t1)
    t7 = m.dot(0.6931471805599453, (1.0, log_iterations))
    t8 = m.logaddexp(t1, t7)
    t9 = m.dot(1.3862943611198906, (-1.0, log_iterations), (-2.0, log_lam), (1.0, log_smoothness_inf), (1.0, t6), (-2.0, t2), (1.0, t8))
    return m.logaddexp(t5, t9), (t5, t9,)


def here_convex_rate_box_gap_constant_sign_descent_sharp(m: Any, *, eta: Any, gap: Any, iterations: Any, lam: Any, smoothness_inf: Any, x0_inf_norm: Any) -> Any:
    log_gap = m.log(gap)
    t1 = m.twofold(eta)
    t2 = m.twofold(lam)
    t3 = t1 * t2
    t4 = m.twofold(iterations)
    t5 = m.log_shrink(t3, t4)
    t6 = m.dot(0.0, (1.0, log_gap), (1.0, t5))
    log_eta = m.log(eta)
    log_lam = m.log(lam)
    log_smoothness_inf = m.log(smoothness_inf)
    t7 = m.log_one_minus_exp(t5)
    t8 = 0.0
    log_x0_inf_norm = m.log(x0_inf_norm)
    t9 = m.dot(0.0, (1.0, log_lam), (1.0, log_x0_inf_norm))
    t10 = m.maximum(t8, t9)
    t11 = m.logaddexp(t8, t10)
    t12 = m.dot(-0.6931471805599453, (1.0, log_eta), (-1.0, log_lam), (1.0, log_smoothness_inf), (1.0, t7), (2.0, t11))
    return m.logaddexp(t6, t12), (t6, t12,)


def here_convex_rate_box_gap_constant_sign_descent_sharp_exists(m: Any, *, eta: Any, lam: Any) -> Any:
    return m.both((m.sign_one_minus_product((eta, 1), (lam, 1)) >= 0.0), (lam > 0.0))


def here_convex_rate_eta_k_frank_wolfe_sign_descent_sharp(m: Any, *, k: Any, lam: Any) -> Any:
    log_lam = m.log(lam)
    t1 = 0.0
    log_k = m.log(k)
    t2 = m.logaddexp(t1, log_k)
    t3 = m.dot(0.6931471805599453, (-1.0, log_lam), (-1.0, t2))
    return t3, ()


def here_constant_step_adamw_condition_sharp_step(m: Any, *, beta1: Any, delta: Any, eta: Any, lam: Any, smoothness: Any) -> Any:
    log_beta1 = m.log(beta1)
    log_delta = m.log(delta)
    log_eta = m.log(eta)
    log_smoothness = m.log(smoothness)
    t1 = m.dot(0.0, (-0.5, log_delta), (1.0, log_eta), (1.0, log_smoothness))
    log_lam = m.log(lam)
    t2 = m.dot(0.0, (1.0, log_eta), (1.0, log_lam))
    t3 = m.log_one_minus_exp(log_beta1)
    t4 = m.dot(0.0, (2.0, t3), (-2.0, log_beta1), (-1.0, log_delta), (2.0, log_eta), (2.0, log_smoothness))
    t5 = m.logaddexp(m.logaddexp(t1, t2), t4)
    t6 = 0.0
    t7 = m.dot(0.0, (0.5, log_delta), (1.0, log_lam))
    t8 = m.logaddexp(log_smoothness, t7)
    t9 = m.dot(0.0, (1.0, log_beta1), (1.0, t8))
    t10 = m.dot(0.0, (2.0, log_beta1), (2.0, t8))
    t11 = m.dot(1.3862943611198906, (2.0, log_smoothness), (2.0, t3))
    t12 = m.logaddexp(t10, t11)
    t13 = m.dot(0.0, (0.5, t12))
    t14 = m.logaddexp(t9, t13)
    t15 = m.dot(0.6931471805599453, (1.0, log_beta1), (0.5, log_delta), (-1.0, t14))
    return t5, t6, t15


def here_constant_step_adam_condition_sharp_step(m: Any, *, beta1: Any, delta: Any, eta: Any, smoothness: Any) -> Any:
    log_beta1 = m.log(beta1)
    log_delta = m.log(delta)
    log_eta = m.log(eta)
    log_smoothness = m.log(smoothness)
    t1 = m.dot(0.0, (-0.5, log_delta), (1.0, log_eta), (1.0, log_smoothness))
    t2 = m.log_one_minus_exp(log_beta1)
    t3 = m.dot(0.0, (2.0, t2), (-2.0, log_beta1), (-1.0, log_delta), (2.0, log_eta), (2.0, log_smoothness))
    t4 = m.logaddexp(t1, t3)
    t5 = 0.0
    t6 = m.dot(0.0, (1.0, log_beta1), (1.0, log_smoothness))
    t7 = m.dot(0.0, (2.0, log_beta1), (2.0, log_smoothness))
    t8 = m.dot(1.3862943611198906, (2.0, log_smoothness), (2.0, t2))
    t9 = m.logaddexp(t7, t8)
    t10 = m.dot(0.0, (0.5, t9))
    t11 = m.logaddexp(t6, t10)
    t12 = m.dot(0.6931471805599453, (1.0, log_beta1), (0.5, log_delta), (-1.0, t11))
    return t4, t5, t12


def here_constant_step_l2_adam_condition_sharp_step(m: Any, *, beta1: Any, delta: Any, eta: Any, lam_l2: Any, smoothness: Any) -> Any:
    log_beta1 = m.log(beta1)
    log_delta = m.log(delta)
    log_eta = m.log(eta)
    log_lam_l2 = m.log(lam_l2)
    log_smoothness = m.log(smoothness)
    t1 = m.logaddexp(log_lam_l2, log_smoothness)
    t2 = m.dot(0.0, (-0.5, log_delta), (1.0, log_eta), (1.0, t1))
    t3 = m.log_one_minus_exp(log_beta1)
    t4 = m.dot(0.0, (2.0, t3), (-2.0, log_beta1), (-1.0, log_delta), (2.0, log_eta), (2.0, t1))
    t5 = m.logaddexp(t2, t4)
    t6 = 0.0
    t7 = m.dot(0.0, (1.0, log_beta1), (1.0, t1))
    t8 = m.dot(0.0, (2.0, log_beta1), (2.0, t1))
    t9 = m.dot(1.3862943611198906, (2.0, t1), (2.0, t3))
    t10 = m.logaddexp(t8, t9)
    t11 = m.dot(0.0, (0.5, t10))
    t12 = m.logaddexp(t7, t11)
    t13 = m.dot(0.6931471805599453, (1.0, log_beta1), (0.5, log_delta), (-1.0, t12))
    return t5, t6, t13


def here_constant_step_adamw_condition_lambda_schedule(m: Any, *, beta2: Any, c_inf: Any, delta: Any) -> Any:
    t1 = 0.0
    log_beta2 = m.log(beta2)
    log_c_inf = m.log(c_inf)
    log_delta = m.log(delta)
    t2 = m.dot(0.0, (1.0, log_beta2), (2.0, log_c_inf), (-1.0, log_delta))
    t3 = m.logaddexp(t1, t2)
    t4 = m.dot(0.0, (-0.5, t3))
    return t1, t4, t4


def here_constant_step_adamw_condition_lambda_schedule_when(m: Any, *, constant_decay: Any, lam: Any) -> Any:
    return m.both((constant_decay > 0.0), (lam > 0.0))


def here_constant_step_condition_one_learning_rate(m: Any, *, group_lr_ratio: Any) -> Any:
    t1 = 0.0
    log_group_lr_ratio = m.log(group_lr_ratio)
    return t1, log_group_lr_ratio, log_group_lr_ratio


def here_constant_step_condition_one_learning_rate_when(m: Any, *, group_lr_ratio: Any) -> Any:
    return (group_lr_ratio < 1.0)


def here_constant_step_note_4_when(m: Any, *, lam_l2: Any) -> Any:
    return (lam_l2 > 0.0)


def here_constant_step_default_1_x0_norm(m: Any) -> Any:
    return 0


def here_constant_step_default_2_gap(m: Any, *, batch_size: Any, epsilon: Any, sigma: Any, smoothness: Any) -> Any:
    t1 = epsilon * epsilon
    t2 = 1000000000000000000000000000000 * t1
    t3 = sigma * sigma
    t4 = 1000000000000000000000000000000 * t3
    t5 = t4 / batch_size
    t6 = t2 + t5
    t7 = t6 / smoothness
    return t7


def here_constant_step_default_3_gap(m: Any, *, batch_size: Any, epsilon: Any, lam_l2: Any, sigma: Any, smoothness: Any) -> Any:
    t1 = epsilon * epsilon
    t2 = 1000000000000000000000000000000 * t1
    t3 = sigma * sigma
    t4 = 1000000000000000000000000000000 * t3
    t5 = t4 / batch_size
    t6 = t2 + t5
    t7 = lam_l2 + smoothness
    t8 = t6 / t7
    return t8


def here_constant_step_default_4_x_inf_norm_when(m: Any, *, lam_l2: Any) -> Any:
    return (lam_l2 == 0.0)


def here_schedule_note_3_when(m: Any, *, constant_rate: Any) -> Any:
    return (constant_rate == 0.0)


def here_schedule_when(m: Any, *, constant_rate: Any, pytorch_update: Any) -> Any:
    return m.both((constant_rate == 0.0), (pytorch_update == 0.0))


def here_pytorch_adamw_adam_condition_sharp_step(m: Any, *, beta1: Any, delta: Any, eta: Any, smoothness: Any) -> Any:
    log_beta1 = m.log(beta1)
    log_delta = m.log(delta)
    log_eta = m.log(eta)
    log_smoothness = m.log(smoothness)
    t1 = m.dot(0.0, (-0.5, log_delta), (1.0, log_eta), (1.0, log_smoothness))
    t2 = m.log_one_minus_exp(log_beta1)
    t3 = m.dot(0.0, (2.0, t2), (-2.0, log_beta1), (-1.0, log_delta), (2.0, log_eta), (2.0, log_smoothness))
    t4 = m.logaddexp(t1, t3)
    t5 = 0.0
    t6 = m.dot(0.0, (2.0, log_beta1))
    t7 = m.dot(1.3862943611198906, (2.0, t2))
    t8 = m.logaddexp(t6, t7)
    t9 = m.dot(0.0, (0.5, t8))
    t10 = m.logaddexp(log_beta1, t9)
    t11 = m.dot(0.6931471805599453, (1.0, log_beta1), (0.5, log_delta), (-1.0, log_smoothness), (-1.0, t10))
    return t4, t5, t11


def here_pytorch_l2_adam_condition_sharp_step(m: Any, *, beta1: Any, delta: Any, eta: Any, lam_l2: Any, smoothness: Any) -> Any:
    log_beta1 = m.log(beta1)
    log_delta = m.log(delta)
    log_eta = m.log(eta)
    log_lam_l2 = m.log(lam_l2)
    log_smoothness = m.log(smoothness)
    t1 = m.logaddexp(log_lam_l2, log_smoothness)
    t2 = m.dot(0.0, (-0.5, log_delta), (1.0, log_eta), (1.0, t1))
    t3 = m.log_one_minus_exp(log_beta1)
    t4 = m.dot(0.0, (2.0, t3), (-2.0, log_beta1), (-1.0, log_delta), (2.0, log_eta), (2.0, t1))
    t5 = m.logaddexp(t2, t4)
    t6 = 0.0
    t7 = m.dot(0.0, (2.0, log_beta1))
    t8 = m.dot(1.3862943611198906, (2.0, t3))
    t9 = m.logaddexp(t7, t8)
    t10 = m.dot(0.0, (0.5, t9))
    t11 = m.logaddexp(log_beta1, t10)
    t12 = m.dot(0.6931471805599453, (1.0, log_beta1), (0.5, log_delta), (-1.0, t1), (-1.0, t11))
    return t5, t6, t12


def here_pytorch_note_1_when(m: Any, *, pytorch_update: Any) -> Any:
    return (pytorch_update > 0.0)


def here_decaying_default_3_gamma(m: Any, *, batch_size: Any, c_inf: Any, delta: Any, gap: Any, iterations: Any, lam: Any, sigma: Any, smoothness: Any, x0_norm: Any) -> Any:
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
    log_smoothness = m.log(smoothness)
    t6 = m.dot(0.0, (0.5, log_delta), (1.0, log_lam))
    t7 = m.logaddexp(log_smoothness, t6)
    log_batch_size = m.log(batch_size)
    log_sigma = m.log(sigma)
    t8 = m.dot(0.6931471805599453, (1.0, t5), (1.0, t7), (1.0, log_batch_size), (-2.0, log_sigma))
    t9 = m.logaddexp(t1, t8)
    log_iterations = m.log(iterations)
    t10 = m.dot(0.6931471805599453, (0.5, t3), (1.0, t5), (-0.5, log_delta), (1.0, t7))
    t11 = m.dot(0.0, (-1.0, log_batch_size), (-0.5, log_delta), (0.5, t3), (2.0, log_sigma))
    t12 = m.logaddexp(t10, t11)
    t13 = m.dot(0.0, (-1.0, log_batch_size), (-0.5, log_delta), (0.5, t3), (2.0, log_sigma), (1.0, log_iterations), (-1.0, t12))
    t14 = t13
    t15 = -1.0 + t14
    t16 = m.log_outer_root(t15)
    t17 = m.dot(0.0, (0.5, t9), (-0.5, t16))
    t18 = m.exp(t17)
    return t18


def here_decaying_default_4_gamma(m: Any, *, batch_size: Any, c_inf: Any, delta: Any, gap: Any, iterations: Any, sigma: Any, smoothness: Any) -> Any:
    t1 = 0.0
    log_c_inf = m.log(c_inf)
    t2 = m.dot(0.0, (2.0, log_c_inf))
    log_delta = m.log(delta)
    t3 = m.logaddexp(t2, log_delta)
    log_gap = m.log(gap)
    log_smoothness = m.log(smoothness)
    log_batch_size = m.log(batch_size)
    log_sigma = m.log(sigma)
    t4 = m.dot(0.6931471805599453, (1.0, log_gap), (1.0, log_smoothness), (1.0, log_batch_size), (-2.0, log_sigma))
    t5 = m.logaddexp(t1, t4)
    log_iterations = m.log(iterations)
    t6 = m.dot(0.6931471805599453, (0.5, t3), (1.0, log_gap), (-0.5, log_delta), (1.0, log_smoothness))
    t7 = m.dot(0.0, (-1.0, log_batch_size), (-0.5, log_delta), (0.5, t3), (2.0, log_sigma))
    t8 = m.logaddexp(t6, t7)
    t9 = m.dot(0.0, (-1.0, log_batch_size), (-0.5, log_delta), (0.5, t3), (2.0, log_sigma), (1.0, log_iterations), (-1.0, t8))
    t10 = t9
    t11 = -1.0 + t10
    t12 = m.log_outer_root(t11)
    t13 = m.dot(0.0, (0.5, t5), (-0.5, t12))
    t14 = m.exp(t13)
    return t14


def here_decaying_default_5_gamma(m: Any, *, batch_size: Any, c_inf: Any, delta: Any, gap: Any, iterations: Any, lam_l2: Any, sigma: Any, smoothness: Any, x0_norm: Any, x_inf_norm: Any) -> Any:
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
    t9 = m.dot(0.6931471805599453, (1.0, t7), (1.0, t8), (1.0, log_batch_size), (-2.0, log_sigma))
    t10 = m.logaddexp(t1, t9)
    log_iterations = m.log(iterations)
    t11 = m.dot(0.6931471805599453, (0.5, t5), (1.0, t7), (-0.5, log_delta), (1.0, t8))
    t12 = m.dot(0.0, (-1.0, log_batch_size), (-0.5, log_delta), (0.5, t5), (2.0, log_sigma))
    t13 = m.logaddexp(t11, t12)
    t14 = m.dot(0.0, (-1.0, log_batch_size), (-0.5, log_delta), (0.5, t5), (2.0, log_sigma), (1.0, log_iterations), (-1.0, t13))
    t15 = t14
    t16 = -1.0 + t15
    t17 = m.log_outer_root(t16)
    t18 = m.dot(0.0, (0.5, t10), (-0.5, t17))
    t19 = m.exp(t18)
    return t19


def here_decaying_when(m: Any, *, group_lr_ratio: Any, pytorch_update: Any) -> Any:
    return m.both((group_lr_ratio == 1.0), (pytorch_update == 0.0))


def here_constant_decay_default_1_x_norm(m: Any, *, dim: Any, x_inf_norm: Any) -> Any:
    t1 = m.sqrt(dim)
    t2 = t1 * x_inf_norm
    return t2


def here_constant_decay_default_2_x_norm(m: Any, *, beta1: Any, beta2: Any, c_inf: Any, delta: Any, dim: Any, lam: Any, x0_inf_norm: Any) -> Any:
    log_dim = m.log(dim)
    log_x0_inf_norm = m.log(x0_inf_norm)
    log_lam = m.log(lam)
    log_delta = m.log(delta)
    log_c_inf = m.log(c_inf)
    t1 = m.dot(0.0, (-0.5, log_delta), (1.0, log_c_inf))
    log_beta2 = m.log(beta2)
    log_beta1 = m.log(beta1)
    t2 = 0.6931471805599453
    t3, t4 = m.signed_add(t2, 1.0, log_beta1, -1.0)
    t5 = m.dot(0.0, (1.0, log_beta1), (1.0, t3))
    t6 = t4
    _, t8 = m.signed_add(log_beta2, 1.0, t5, -t6)
    t9 = m.log_one_minus_exp(log_beta2)
    t10, t11 = m.signed_add(log_beta2, -1.0, t5, t6)
    t12 = m.where(t11 < 0, m.nan, t10)
    t13 = m.dot(0.0, (1.0, t9), (-1.0, t12))
    t14 = m.dot(0.0, (0.5, t13))
    t15 = m.dot(0.0, (1.0, log_beta1), (-0.5, log_beta2), (1.0, t14))
    t16 = 1.0
    t17, t18 = m.signed_minimum(t1, 1.0, t15, t16)
    t19 = m.where(t18 < 0, m.nan, t17)
    t20 = m.where((t8 < 0.0), t19, t1)
    t21 = m.dot(0.0, (-1.0, log_lam), (1.0, t20))
    t22 = m.maximum(log_x0_inf_norm, t21)
    t23 = m.dot(0.0, (0.5, log_dim), (1.0, t22))
    t24 = m.exp(t23)
    return t24


def here_constant_decay_when(m: Any, *, constant_decay: Any) -> Any:
    return (constant_decay > 0.0)


def here_anchored_decay_condition_sharp_step(m: Any, *, beta1: Any, delta: Any, eta: Any, lam: Any, smoothness: Any, v_spread: Any) -> Any:
    log_eta = m.log(eta)
    log_lam = m.log(lam)
    t1 = 0.0
    log_v_spread = m.log(v_spread)
    t2 = m.logaddexp(t1, log_v_spread)
    t3 = m.dot(0.0, (1.0, log_eta), (1.0, log_lam), (1.0, t2))
    log_beta1 = m.log(beta1)
    log_delta = m.log(delta)
    log_smoothness = m.log(smoothness)
    t4 = m.dot(0.0, (-0.5, log_delta), (1.0, log_eta), (1.0, log_smoothness))
    t5 = m.log_one_minus_exp(log_beta1)
    t6 = m.dot(0.0, (2.0, t5), (-2.0, log_beta1), (-1.0, log_delta), (2.0, log_eta), (2.0, log_smoothness))
    t7 = m.logaddexp(m.logaddexp(t3, t4), t6)
    t8 = m.dot(0.0, (0.5, log_delta), (1.0, log_lam), (1.0, t2))
    t9 = m.logaddexp(log_smoothness, t8)
    t10 = m.dot(0.0, (1.0, log_beta1), (1.0, t9))
    t11 = m.dot(0.0, (2.0, log_beta1), (2.0, t9))
    t12 = m.dot(1.3862943611198906, (2.0, log_smoothness), (2.0, t5))
    t13 = m.logaddexp(t11, t12)
    t14 = m.dot(0.0, (0.5, t13))
    t15 = m.logaddexp(t10, t14)
    t16 = m.dot(0.6931471805599453, (1.0, log_beta1), (0.5, log_delta), (-1.0, t15))
    return t7, t1, t16


def here_regularised_decay_default_3_x_inf_norm(m: Any, *, beta1: Any, beta2: Any, c_inf: Any, delta: Any, lam: Any, x0_inf_norm: Any) -> Any:
    log_x0_inf_norm = m.log(x0_inf_norm)
    log_lam = m.log(lam)
    log_delta = m.log(delta)
    log_c_inf = m.log(c_inf)
    t1 = m.dot(0.0, (-0.5, log_delta), (1.0, log_c_inf))
    log_beta2 = m.log(beta2)
    log_beta1 = m.log(beta1)
    t2 = 0.6931471805599453
    t3, t4 = m.signed_add(t2, 1.0, log_beta1, -1.0)
    t5 = m.dot(0.0, (1.0, log_beta1), (1.0, t3))
    t6 = t4
    _, t8 = m.signed_add(log_beta2, 1.0, t5, -t6)
    t9 = m.log_one_minus_exp(log_beta2)
    t10, t11 = m.signed_add(log_beta2, -1.0, t5, t6)
    t12 = m.where(t11 < 0, m.nan, t10)
    t13 = m.dot(0.0, (1.0, t9), (-1.0, t12))
    t14 = m.dot(0.0, (0.5, t13))
    t15 = m.dot(0.0, (1.0, log_beta1), (-0.5, log_beta2), (1.0, t14))
    t16 = 1.0
    t17, t18 = m.signed_minimum(t1, 1.0, t15, t16)
    t19 = m.where(t18 < 0, m.nan, t17)
    t20 = m.where((t8 < 0.0), t19, t1)
    t21 = m.dot(0.0, (-1.0, log_lam), (1.0, t20))
    t22 = m.maximum(log_x0_inf_norm, t21)
    t23 = m.exp(t22)
    return t23


def here_pl_last_iterate_adamw_adam_condition_mu_smoothness(m: Any, *, mu: Any, smoothness: Any) -> Any:
    log_mu = m.log(mu)
    log_smoothness = m.log(smoothness)
    return log_mu, log_smoothness, log_smoothness


def here_pl_last_iterate_l2_adam_condition_mu_smoothness(m: Any, *, lam_l2: Any, mu: Any, smoothness: Any) -> Any:
    log_mu = m.log(mu)
    log_lam_l2 = m.log(lam_l2)
    log_smoothness = m.log(smoothness)
    t1 = m.logaddexp(log_lam_l2, log_smoothness)
    return log_mu, t1, t1


def here_pl_last_iterate_adamw_adam_condition_pl_step(m: Any, *, beta1: Any, c_inf: Any, delta: Any, eta: Any, group_lr_ratio: Any, mu: Any, pytorch_update: Any, smoothness: Any) -> Any:
    log_beta1 = m.log(beta1)
    log_delta = m.log(delta)
    log_eta = m.log(eta)
    log_smoothness = m.log(smoothness)
    t1 = m.dot(0.0, (-0.5, log_delta), (1.0, log_eta), (1.0, log_smoothness))
    log_group_lr_ratio = m.log(group_lr_ratio)
    t2 = 0.0
    log_c_inf = m.log(c_inf)
    t3 = m.dot(0.0, (2.0, log_c_inf), (-1.0, log_delta))
    t4 = m.logaddexp(t2, t3)
    t5 = m.dot(0.0, (-0.5, t4))
    t6 = m.dot(0.0, (-0.5, log_delta), (1.0, log_c_inf))
    t7 = m.logaddexp(t2, t6)
    t8 = m.dot(0.0, (-1.0, t7))
    t9 = m.where((pytorch_update > 0.0), t8, t5)
    t10 = m.log_quotient(mu, smoothness)
    t11 = m.dot(0.0, (1.0, log_group_lr_ratio), (1.0, t9), (1.0, t10), (-1.0, log_beta1), (-0.5, log_delta), (1.0, log_eta), (1.0, log_smoothness))
    t12 = m.log_one_minus_exp(log_beta1)
    t13 = m.dot(0.0, (2.0, t12), (-2.0, log_beta1), (-1.0, log_delta), (2.0, log_eta), (2.0, log_smoothness))
    t14 = m.logaddexp(m.logaddexp(t1, t11), t13)
    t15 = m.dot(0.0, (-1.0, log_beta1), (1.0, log_group_lr_ratio), (1.0, t9), (1.0, t10), (-1.0, log_delta), (2.0, log_eta), (2.0, log_smoothness))
    t16 = m.logaddexp(t2, t15)
    t17 = m.dot(0.0, (1.0, log_group_lr_ratio), (1.0, t9), (1.0, t10))
    t18 = m.dot(1.3862943611198906, (2.0, t12))
    t19, _ = m.signed_add(log_beta1, 1.0, t17, -1.0)
    t21 = m.dot(0.0, (2.0, t19))
    t22 = m.logaddexp(t18, t21)
    t23 = m.dot(0.0, (0.5, t22))
    t24 = m.logaddexp(m.logaddexp(log_beta1, t17), t23)
    t25 = m.dot(0.6931471805599453, (1.0, log_beta1), (0.5, log_delta), (-1.0, log_smoothness), (-1.0, t24))
    return t14, t16, t25


def here_pl_last_iterate_l2_adam_condition_pl_step(m: Any, *, beta1: Any, c_inf: Any, delta: Any, eta: Any, group_lr_ratio: Any, lam_l2: Any, mu: Any, pytorch_update: Any, smoothness: Any, x_inf_norm: Any) -> Any:
    log_beta1 = m.log(beta1)
    log_delta = m.log(delta)
    log_eta = m.log(eta)
    log_lam_l2 = m.log(lam_l2)
    log_smoothness = m.log(smoothness)
    t1 = m.logaddexp(log_lam_l2, log_smoothness)
    t2 = m.dot(0.0, (-0.5, log_delta), (1.0, log_eta), (1.0, t1))
    log_group_lr_ratio = m.log(group_lr_ratio)
    t3 = 0.0
    log_c_inf = m.log(c_inf)
    log_x_inf_norm = m.log(x_inf_norm)
    t4 = m.dot(0.0, (1.0, log_lam_l2), (1.0, log_x_inf_norm))
    t5 = m.logaddexp(log_c_inf, t4)
    t6 = m.dot(0.0, (2.0, t5), (-1.0, log_delta))
    t7 = m.logaddexp(t3, t6)
    t8 = m.dot(0.0, (-0.5, t7))
    t9 = m.dot(0.0, (-0.5, log_delta), (1.0, t5))
    t10 = m.logaddexp(t3, t9)
    t11 = m.dot(0.0, (-1.0, t10))
    t12 = m.where((pytorch_update > 0.0), t11, t8)
    t13 = m.log_quotient(mu, (lam_l2 + smoothness))
    t14 = m.dot(0.0, (1.0, log_group_lr_ratio), (1.0, t12), (1.0, t13), (-1.0, log_beta1), (-0.5, log_delta), (1.0, log_eta), (1.0, t1))
    t15 = m.log_one_minus_exp(log_beta1)
    t16 = m.dot(0.0, (2.0, t15), (-2.0, log_beta1), (-1.0, log_delta), (2.0, log_eta), (2.0, t1))
    t17 = m.logaddexp(m.logaddexp(t2, t14), t16)
    t18 = m.dot(0.0, (-1.0, log_beta1), (1.0, log_group_lr_ratio), (1.0, t12), (1.0, t13), (-1.0, log_delta), (2.0, log_eta), (2.0, t1))
    t19 = m.logaddexp(t3, t18)
    t20 = m.dot(0.0, (1.0, log_group_lr_ratio), (1.0, t12), (1.0, t13))
    t21 = m.dot(1.3862943611198906, (2.0, t15))
    t22, _ = m.signed_add(log_beta1, 1.0, t20, -1.0)
    t24 = m.dot(0.0, (2.0, t22))
    t25 = m.logaddexp(t21, t24)
    t26 = m.dot(0.0, (0.5, t25))
    t27 = m.logaddexp(m.logaddexp(log_beta1, t20), t26)
    t28 = m.dot(0.6931471805599453, (1.0, log_beta1), (0.5, log_delta), (-1.0, t1), (-1.0, t27))
    return t17, t19, t28


def here_pl_last_iterate_adamw_adam_condition_pl_rate(m: Any, *, beta1: Any, c_inf: Any, delta: Any, eta: Any, group_lr_ratio: Any, mu: Any, pytorch_update: Any, smoothness: Any) -> Any:
    log_group_lr_ratio = m.log(group_lr_ratio)
    t1 = 0.0
    log_c_inf = m.log(c_inf)
    log_delta = m.log(delta)
    t2 = m.dot(0.0, (2.0, log_c_inf), (-1.0, log_delta))
    t3 = m.logaddexp(t1, t2)
    t4 = m.dot(0.0, (-0.5, t3))
    t5 = m.dot(0.0, (-0.5, log_delta), (1.0, log_c_inf))
    t6 = m.logaddexp(t1, t5)
    t7 = m.dot(0.0, (-1.0, t6))
    t8 = m.where((pytorch_update > 0.0), t7, t4)
    t9 = m.log_quotient(mu, smoothness)
    log_beta1 = m.log(beta1)
    log_eta = m.log(eta)
    log_smoothness = m.log(smoothness)
    t10 = m.dot(0.0, (1.0, log_group_lr_ratio), (1.0, t8), (1.0, t9), (-1.0, log_beta1), (-0.5, log_delta), (1.0, log_eta), (1.0, log_smoothness))
    t11 = m.dot(0.0, (2.0, log_c_inf))
    t12 = m.logaddexp(t11, log_delta)
    t13 = m.dot(0.0, (0.5, t12))
    t14 = m.dot(0.0, (0.5, log_delta))
    t15 = m.logaddexp(log_c_inf, t14)
    t16 = m.where((pytorch_update > 0.0), t15, t13)
    log_mu = m.log(mu)
    t17 = m.dot(0.0, (1.0, log_beta1), (1.0, t16), (-1.0, log_group_lr_ratio), (-1.0, log_mu))
    return t10, t1, t17


def here_pl_last_iterate_l2_adam_condition_pl_rate(m: Any, *, beta1: Any, c_inf: Any, delta: Any, eta: Any, group_lr_ratio: Any, lam_l2: Any, mu: Any, pytorch_update: Any, smoothness: Any, x_inf_norm: Any) -> Any:
    log_group_lr_ratio = m.log(group_lr_ratio)
    t1 = 0.0
    log_c_inf = m.log(c_inf)
    log_lam_l2 = m.log(lam_l2)
    log_x_inf_norm = m.log(x_inf_norm)
    t2 = m.dot(0.0, (1.0, log_lam_l2), (1.0, log_x_inf_norm))
    t3 = m.logaddexp(log_c_inf, t2)
    log_delta = m.log(delta)
    t4 = m.dot(0.0, (2.0, t3), (-1.0, log_delta))
    t5 = m.logaddexp(t1, t4)
    t6 = m.dot(0.0, (-0.5, t5))
    t7 = m.dot(0.0, (-0.5, log_delta), (1.0, t3))
    t8 = m.logaddexp(t1, t7)
    t9 = m.dot(0.0, (-1.0, t8))
    t10 = m.where((pytorch_update > 0.0), t9, t6)
    t11 = m.log_quotient(mu, (lam_l2 + smoothness))
    log_beta1 = m.log(beta1)
    log_eta = m.log(eta)
    log_smoothness = m.log(smoothness)
    t12 = m.logaddexp(log_lam_l2, log_smoothness)
    t13 = m.dot(0.0, (1.0, log_group_lr_ratio), (1.0, t10), (1.0, t11), (-1.0, log_beta1), (-0.5, log_delta), (1.0, log_eta), (1.0, t12))
    t14 = m.dot(0.0, (2.0, t3))
    t15 = m.logaddexp(t14, log_delta)
    t16 = m.dot(0.0, (0.5, t15))
    t17 = m.dot(0.0, (0.5, log_delta))
    t18 = m.logaddexp(t3, t17)
    t19 = m.where((pytorch_update > 0.0), t18, t16)
    log_mu = m.log(mu)
    t20 = m.dot(0.0, (1.0, log_beta1), (1.0, t19), (-1.0, log_group_lr_ratio), (-1.0, log_mu))
    return t13, t1, t20


def here_pl_last_iterate_note_5_when(m: Any, *, epsilon_gap: Any, gap: Any) -> Any:
    return (epsilon_gap >= gap)


def here_pl_last_iterate_note_6_when(m: Any, *, epsilon_gap: Any, gap: Any, lam_l2: Any, x0_norm: Any) -> Any:
    log_epsilon_gap = m.log(epsilon_gap)
    log_gap = m.log(gap)
    log_lam_l2 = m.log(lam_l2)
    log_x0_norm = m.log(x0_norm)
    t1 = m.dot(-0.6931471805599453, (1.0, log_lam_l2), (2.0, log_x0_norm))
    t2 = m.logaddexp(log_gap, t1)
    return (log_epsilon_gap >= t2)


def here_pl_last_iterate_default_1_epsilon_gap(m: Any, *, epsilon: Any) -> Any:
    return epsilon


def here_master_condition_master_step(m: Any, *, beta1: Any, delta: Any, eta: Any, reference_ratio: Any, smoothness: Any, step_weight: Any, young_split: Any) -> Any:
    log_eta = m.log(eta)
    log_reference_ratio = m.log(reference_ratio)
    log_delta = m.log(delta)
    log_smoothness = m.log(smoothness)
    t1 = m.dot(0.0, (-0.5, log_delta), (1.0, log_smoothness))
    t2 = m.logaddexp(log_reference_ratio, t1)
    t3 = m.dot(0.0, (1.0, log_eta), (1.0, t2))
    log_step_weight = m.log(step_weight)
    log_beta1 = m.log(beta1)
    t4 = m.log_one_minus_exp(log_beta1)
    t5 = 0.0
    log_young_split = m.log(young_split)
    t6 = m.dot(0.0, (-1.0, log_young_split))
    t7 = m.logaddexp(t5, t6)
    t8 = m.dot(0.6931471805599453, (-1.0, log_delta), (1.0, log_eta), (2.0, log_smoothness), (1.0, log_step_weight), (2.0, t4), (1.0, t7))
    t9 = m.logaddexp(t3, t8)
    return t9, t5, t5


def here_convex_rate_condition_lambda_eta(m: Any, *, eta: Any, lam: Any) -> Any:
    log_eta = m.log(eta)
    log_lam = m.log(lam)
    t1 = m.dot(0.0, (1.0, log_eta), (1.0, log_lam))
    t2 = 0.0
    t3 = m.dot(0.0, (-1.0, log_lam))
    return t1, t2, t3


def default_group_decay(m: Any, *, lam: Any, x_norm: Any) -> Any:
    t1 = lam * lam
    t2 = x_norm * x_norm
    t3 = t1 * t2
    return t3


def default_v_spread(m: Any, *, c_inf: Any, delta: Any, pytorch_update: Any) -> Any:
    t1 = c_inf * c_inf
    t2 = m.sqrt(delta)
    t3 = t1 + delta
    t4 = m.sqrt(t3)
    t5 = t2 + t4
    t6 = t5 * t5
    t7 = t1 / t6
    t8 = 2 * t2
    t9 = t8 + c_inf
    t10 = c_inf / t9
    t11 = m.where((pytorch_update > 0), t10, t7)
    return t11


def default_batch_noise(m: Any, *, batch_size: Any, sigma: Any) -> Any:
    t1 = m.sqrt(batch_size)
    t2 = sigma / t1
    return t2


PAPER = PaperKernels(
    key='here',
    kernels={
        ('here-constant-step', 'iterations', 'constant', None, None, 'sharp'): Kernel(here_constant_step_iterations_constant_sharp, ('batch_size', 'c_inf', 'delta', 'epsilon', 'gap', 'lam', 'sigma', 'smoothness', 'x0_norm'), ('bias', 'variance'), 'the shortest run that the proof allows: β1, η and p are chosen for it', False, here_constant_step_iterations_constant_sharp_drivers, ('batch_size', 'c_inf', 'delta', 'epsilon', 'gap', 'lam', 'sigma', 'smoothness', 'x0_norm'), (Driver('bias', ('c2/c1', 'L·Δ₀/ε²', '1/(β1·z)', '1/(1 − β1·S/(ε²·p))',)), Driver('variance', ('c2/c1', 'σ²/(b·ε²)', 'C/(β1·p)', '1/(1 − β1·S/(ε²·p))',)),), 'here-constant-step', 'here-constant-step', 'iterations', 'constant', None, None, 'sharp', counts=True, exact=Function(here_constant_step_iterations_constant_sharp_exact, ('batch_size', 'beta1', 'c_inf', 'delta', 'epsilon', 'eta', 'gap', 'lam', 'sigma', 'smoothness', 'x0_norm')), steep=('batch_size', 'beta1', 'c_inf', 'delta', 'epsilon', 'eta', 'gap', 'lam', 'sigma', 'smoothness', 'x0_norm'), settings=Function(here_constant_step_iterations_constant_sharp_settings, ('batch_size', 'c_inf', 'delta', 'epsilon', 'gap', 'lam', 'sigma', 'smoothness', 'x0_norm')), setting_names=('eta', 'beta1', 'z', 'p')),
        ('here-constant-step', 'gradient-complexity', 'constant', None, None, 'sharp'): Kernel(here_constant_step_gradient_complexity_constant_sharp, ('batch_size', 'c_inf', 'delta', 'epsilon', 'gap', 'lam', 'sigma', 'smoothness', 'x0_norm'), ('bias', 'variance'), 'the shortest run that the proof allows: β1, η and p are chosen for it', False, None, (), (), 'here-constant-step', 'here-constant-step', 'gradient-complexity', 'constant', None, None, 'sharp', counts=True, settings=Function(here_constant_step_iterations_constant_sharp_settings, ('batch_size', 'c_inf', 'delta', 'epsilon', 'gap', 'lam', 'sigma', 'smoothness', 'x0_norm')), setting_names=('eta', 'beta1', 'z', 'p')),
        ('here-constant-step', 'eta-max', 'constant', None, None, 'sharp'): Kernel(here_constant_step_eta_max_constant_sharp, ('batch_size', 'c_inf', 'delta', 'epsilon', 'gap', 'lam', 'sigma', 'smoothness', 'x0_norm'), (), 'η of the shortest run', False, None, (), (), 'here-constant-step', 'here-constant-step', 'eta-max', 'constant', None, None, 'sharp'),
        ('here-constant-step', 'beta1-max', 'constant', None, None, 'sharp'): Kernel(here_constant_step_beta1_max_constant_sharp, ('batch_size', 'c_inf', 'delta', 'epsilon', 'gap', 'lam', 'sigma', 'smoothness', 'x0_norm'), (), 'β1 of the shortest run', False, None, (), (), 'here-constant-step', 'here-constant-step', 'beta1-max', 'constant', None, None, 'sharp'),
        ('here-constant-step', 'gradient-norm-squared', 'constant', None, None, 'sharp'): Kernel(here_constant_step_gradient_norm_squared_constant_sharp, ('batch_size', 'beta1', 'c_inf', 'delta', 'eta', 'gap', 'lam', 'rate_sum', 'sigma', 'smoothness', 'x0_norm'), ('gap', 'initial-noise', 'noise-floor'), '(1) of the proofs, with the best p that the step allows', False, None, (), (), 'here-constant-step', 'here-constant-step', 'gradient-norm-squared', 'constant', None, None, 'sharp', settings=Function(here_constant_step_gradient_norm_squared_constant_sharp_settings, ('beta1', 'delta', 'eta', 'lam', 'smoothness')), setting_names=('z', 'p')),
        ('here-constant-step', 'iterations', 'constant', 'adam', None, 'sharp'): Kernel(here_constant_step_iterations_constant_adam_sharp, ('batch_size', 'c_inf', 'delta', 'epsilon', 'gap', 'sigma', 'smoothness'), ('bias', 'variance'), 'the shortest run that the proof allows: β1, η and p are chosen for it', False, here_constant_step_iterations_constant_adam_sharp_drivers, ('batch_size', 'c_inf', 'delta', 'epsilon', 'gap', 'sigma', 'smoothness'), (Driver('bias', ('c2/c1', 'L·Δ₀/ε²', '1/(β1·z)', '1/(1 − β1·S/(ε²·p))',)), Driver('variance', ('c2/c1', 'σ²/(b·ε²)', 'C/(β1·p)', '1/(1 − β1·S/(ε²·p))',)),), 'here-constant-step', 'here-constant-step', 'iterations', 'constant', 'adam', None, 'sharp', counts=True, exact=Function(here_constant_step_iterations_constant_adam_sharp_exact, ('batch_size', 'beta1', 'c_inf', 'delta', 'epsilon', 'eta', 'gap', 'sigma', 'smoothness')), steep=('batch_size', 'beta1', 'c_inf', 'delta', 'epsilon', 'eta', 'gap', 'sigma', 'smoothness'), settings=Function(here_constant_step_iterations_constant_adam_sharp_settings, ('batch_size', 'c_inf', 'delta', 'epsilon', 'gap', 'sigma', 'smoothness')), setting_names=('eta', 'beta1', 'z', 'p')),
        ('here-constant-step', 'gradient-complexity', 'constant', 'adam', None, 'sharp'): Kernel(here_constant_step_gradient_complexity_constant_adam_sharp, ('batch_size', 'c_inf', 'delta', 'epsilon', 'gap', 'sigma', 'smoothness'), ('bias', 'variance'), 'the shortest run that the proof allows: β1, η and p are chosen for it', False, None, (), (), 'here-constant-step', 'here-constant-step', 'gradient-complexity', 'constant', 'adam', None, 'sharp', counts=True, settings=Function(here_constant_step_iterations_constant_adam_sharp_settings, ('batch_size', 'c_inf', 'delta', 'epsilon', 'gap', 'sigma', 'smoothness')), setting_names=('eta', 'beta1', 'z', 'p')),
        ('here-constant-step', 'eta-max', 'constant', 'adam', None, 'sharp'): Kernel(here_constant_step_eta_max_constant_adam_sharp, ('batch_size', 'c_inf', 'delta', 'epsilon', 'gap', 'sigma', 'smoothness'), (), 'η of the shortest run', False, None, (), (), 'here-constant-step', 'here-constant-step', 'eta-max', 'constant', 'adam', None, 'sharp'),
        ('here-constant-step', 'beta1-max', 'constant', 'adam', None, 'sharp'): Kernel(here_constant_step_beta1_max_constant_adam_sharp, ('batch_size', 'c_inf', 'delta', 'epsilon', 'gap', 'sigma', 'smoothness'), (), 'β1 of the shortest run', False, None, (), (), 'here-constant-step', 'here-constant-step', 'beta1-max', 'constant', 'adam', None, 'sharp'),
        ('here-constant-step', 'gradient-norm-squared', 'constant', 'adam', None, 'sharp'): Kernel(here_constant_step_gradient_norm_squared_constant_adam_sharp, ('batch_size', 'beta1', 'c_inf', 'delta', 'eta', 'gap', 'rate_sum', 'sigma', 'smoothness'), ('gap', 'initial-noise', 'noise-floor'), '(1) of the proofs, with the best p that the step allows', False, None, (), (), 'here-constant-step', 'here-constant-step', 'gradient-norm-squared', 'constant', 'adam', None, 'sharp', settings=Function(here_constant_step_gradient_norm_squared_constant_adam_sharp_settings, ('beta1', 'delta', 'eta', 'smoothness')), setting_names=('z', 'p')),
        ('here-constant-step', 'iterations', 'constant', 'l2-adam', None, 'sharp'): Kernel(here_constant_step_iterations_constant_l2_adam_sharp, ('batch_size', 'c_inf', 'delta', 'epsilon', 'gap', 'lam_l2', 'sigma', 'smoothness', 'x0_norm', 'x_inf_norm'), ('bias', 'variance'), 'the shortest run that the proof allows: β1, η and p are chosen for it; the constants are those of the regularised loss: c∞+λ‖x‖∞, L+λ, Δ+(λ/2)‖x₀‖²', False, here_constant_step_iterations_constant_l2_adam_sharp_drivers, ('batch_size', 'c_inf', 'delta', 'epsilon', 'gap', 'lam_l2', 'sigma', 'smoothness', 'x0_norm', 'x_inf_norm'), (Driver('bias', ('c2/c1', 'L·Δ₀/ε²', '1/(β1·z)', '1/(1 − β1·S/(ε²·p))',)), Driver('variance', ('c2/c1', 'σ²/(b·ε²)', 'C/(β1·p)', '1/(1 − β1·S/(ε²·p))',)),), 'here-constant-step', 'here-constant-step', 'iterations', 'constant', 'l2-adam', None, 'sharp', counts=True, exact=Function(here_constant_step_iterations_constant_l2_adam_sharp_exact, ('batch_size', 'beta1', 'c_inf', 'delta', 'epsilon', 'eta', 'gap', 'lam_l2', 'sigma', 'smoothness', 'x0_norm', 'x_inf_norm')), steep=('batch_size', 'beta1', 'c_inf', 'delta', 'epsilon', 'eta', 'gap', 'lam_l2', 'sigma', 'smoothness', 'x0_norm', 'x_inf_norm'), settings=Function(here_constant_step_iterations_constant_l2_adam_sharp_settings, ('batch_size', 'c_inf', 'delta', 'epsilon', 'gap', 'lam_l2', 'sigma', 'smoothness', 'x0_norm', 'x_inf_norm')), setting_names=('eta', 'beta1', 'z', 'p')),
        ('here-constant-step', 'gradient-complexity', 'constant', 'l2-adam', None, 'sharp'): Kernel(here_constant_step_gradient_complexity_constant_l2_adam_sharp, ('batch_size', 'c_inf', 'delta', 'epsilon', 'gap', 'lam_l2', 'sigma', 'smoothness', 'x0_norm', 'x_inf_norm'), ('bias', 'variance'), 'the shortest run that the proof allows: β1, η and p are chosen for it; the constants are those of the regularised loss: c∞+λ‖x‖∞, L+λ, Δ+(λ/2)‖x₀‖²', False, None, (), (), 'here-constant-step', 'here-constant-step', 'gradient-complexity', 'constant', 'l2-adam', None, 'sharp', counts=True, settings=Function(here_constant_step_iterations_constant_l2_adam_sharp_settings, ('batch_size', 'c_inf', 'delta', 'epsilon', 'gap', 'lam_l2', 'sigma', 'smoothness', 'x0_norm', 'x_inf_norm')), setting_names=('eta', 'beta1', 'z', 'p')),
        ('here-constant-step', 'eta-max', 'constant', 'l2-adam', None, 'sharp'): Kernel(here_constant_step_eta_max_constant_l2_adam_sharp, ('batch_size', 'c_inf', 'delta', 'epsilon', 'gap', 'lam_l2', 'sigma', 'smoothness', 'x0_norm', 'x_inf_norm'), (), 'η of the shortest run', False, None, (), (), 'here-constant-step', 'here-constant-step', 'eta-max', 'constant', 'l2-adam', None, 'sharp'),
        ('here-constant-step', 'beta1-max', 'constant', 'l2-adam', None, 'sharp'): Kernel(here_constant_step_beta1_max_constant_l2_adam_sharp, ('batch_size', 'c_inf', 'delta', 'epsilon', 'gap', 'lam_l2', 'sigma', 'smoothness', 'x0_norm', 'x_inf_norm'), (), 'β1 of the shortest run', False, None, (), (), 'here-constant-step', 'here-constant-step', 'beta1-max', 'constant', 'l2-adam', None, 'sharp'),
        ('here-constant-step', 'gradient-norm-squared', 'constant', 'l2-adam', None, 'sharp'): Kernel(here_constant_step_gradient_norm_squared_constant_l2_adam_sharp, ('batch_size', 'beta1', 'c_inf', 'delta', 'eta', 'gap', 'lam_l2', 'rate_sum', 'sigma', 'smoothness', 'x0_norm', 'x_inf_norm'), ('gap', 'initial-noise', 'noise-floor'), '(1) of the proofs, with the best p that the step allows', False, None, (), (), 'here-constant-step', 'here-constant-step', 'gradient-norm-squared', 'constant', 'l2-adam', None, 'sharp', settings=Function(here_constant_step_gradient_norm_squared_constant_l2_adam_sharp_settings, ('beta1', 'delta', 'eta', 'lam_l2', 'smoothness')), setting_names=('z', 'p')),
        ('here-schedule', 'gradient-norm-squared', None, None, None, 'sharp'): Kernel(here_constant_step_gradient_norm_squared_constant_sharp, ('batch_size', 'beta1', 'c_inf', 'delta', 'eta', 'gap', 'lam', 'rate_sum', 'sigma', 'smoothness', 'x0_norm'), ('gap', 'initial-noise', 'noise-floor'), '(1) of the proofs, with the best p that the step allows', False, None, (), (), 'here-schedule', 'here-schedule', 'gradient-norm-squared', None, None, None, 'sharp', settings=Function(here_constant_step_gradient_norm_squared_constant_sharp_settings, ('beta1', 'delta', 'eta', 'lam', 'smoothness')), setting_names=('z', 'p')),
        ('here-schedule', 'eta-max', None, None, None, 'sharp'): Kernel(here_schedule_eta_max_sharp, ('beta1', 'delta', 'lam', 'smoothness'), (), 'the largest learning rate that the proof allows at this β1', False, None, (), (), 'here-schedule', 'here-schedule', 'eta-max', None, None, None, 'sharp'),
        ('here-schedule', 'gradient-norm-squared', None, 'adam', None, 'sharp'): Kernel(here_constant_step_gradient_norm_squared_constant_adam_sharp, ('batch_size', 'beta1', 'c_inf', 'delta', 'eta', 'gap', 'rate_sum', 'sigma', 'smoothness'), ('gap', 'initial-noise', 'noise-floor'), '(1) of the proofs, with the best p that the step allows', False, None, (), (), 'here-schedule', 'here-schedule', 'gradient-norm-squared', None, 'adam', None, 'sharp', settings=Function(here_constant_step_gradient_norm_squared_constant_adam_sharp_settings, ('beta1', 'delta', 'eta', 'smoothness')), setting_names=('z', 'p')),
        ('here-schedule', 'eta-max', None, 'adam', None, 'sharp'): Kernel(here_schedule_eta_max_adam_sharp, ('beta1', 'delta', 'smoothness'), (), 'the largest learning rate that the proof allows at this β1', False, None, (), (), 'here-schedule', 'here-schedule', 'eta-max', None, 'adam', None, 'sharp'),
        ('here-schedule', 'gradient-norm-squared', None, 'l2-adam', None, 'sharp'): Kernel(here_constant_step_gradient_norm_squared_constant_l2_adam_sharp, ('batch_size', 'beta1', 'c_inf', 'delta', 'eta', 'gap', 'lam_l2', 'rate_sum', 'sigma', 'smoothness', 'x0_norm', 'x_inf_norm'), ('gap', 'initial-noise', 'noise-floor'), '(1) of the proofs, with the best p that the step allows', False, None, (), (), 'here-schedule', 'here-schedule', 'gradient-norm-squared', None, 'l2-adam', None, 'sharp', settings=Function(here_constant_step_gradient_norm_squared_constant_l2_adam_sharp_settings, ('beta1', 'delta', 'eta', 'lam_l2', 'smoothness')), setting_names=('z', 'p')),
        ('here-schedule', 'eta-max', None, 'l2-adam', None, 'sharp'): Kernel(here_schedule_eta_max_l2_adam_sharp, ('beta1', 'delta', 'lam_l2', 'smoothness'), (), 'the largest learning rate that the proof allows at this β1', False, None, (), (), 'here-schedule', 'here-schedule', 'eta-max', None, 'l2-adam', None, 'sharp'),
        ('here-pytorch', 'gradient-norm-squared', None, None, None, 'sharp'): Kernel(here_pytorch_gradient_norm_squared_sharp, ('batch_size', 'beta1', 'c_inf', 'delta', 'eta', 'gap', 'group_lr_ratio', 'rate_sum', 'sigma', 'smoothness'), ('gap', 'initial-noise', 'noise-floor'), '(1) of the proofs, with the best p that the step allows', False, None, (), (), 'here-pytorch', 'here-pytorch', 'gradient-norm-squared', None, None, None, 'sharp', exists=Function(here_pytorch_gradient_norm_squared_sharp_exists, ('lam',)), settings=Function(here_constant_step_gradient_norm_squared_constant_adam_sharp_settings, ('beta1', 'delta', 'eta', 'smoothness')), setting_names=('z', 'p')),
        ('here-pytorch', 'eta-max', None, None, None, 'sharp'): Kernel(here_pytorch_eta_max_sharp, ('beta1', 'delta', 'smoothness'), (), 'the largest learning rate that the proof allows at this β1', False, None, (), (), 'here-pytorch', 'here-pytorch', 'eta-max', None, None, None, 'sharp', exists=Function(here_pytorch_gradient_norm_squared_sharp_exists, ('lam',))),
        ('here-pytorch', 'gradient-norm-squared', None, 'adam', None, 'sharp'): Kernel(here_pytorch_gradient_norm_squared_sharp, ('batch_size', 'beta1', 'c_inf', 'delta', 'eta', 'gap', 'group_lr_ratio', 'rate_sum', 'sigma', 'smoothness'), ('gap', 'initial-noise', 'noise-floor'), '(1) of the proofs, with the best p that the step allows', False, None, (), (), 'here-pytorch', 'here-pytorch', 'gradient-norm-squared', None, 'adam', None, 'sharp', settings=Function(here_constant_step_gradient_norm_squared_constant_adam_sharp_settings, ('beta1', 'delta', 'eta', 'smoothness')), setting_names=('z', 'p')),
        ('here-pytorch', 'eta-max', None, 'adam', None, 'sharp'): Kernel(here_pytorch_eta_max_sharp, ('beta1', 'delta', 'smoothness'), (), 'the largest learning rate that the proof allows at this β1', False, None, (), (), 'here-pytorch', 'here-pytorch', 'eta-max', None, 'adam', None, 'sharp'),
        ('here-pytorch', 'gradient-norm-squared', None, 'l2-adam', None, 'sharp'): Kernel(here_pytorch_gradient_norm_squared_l2_adam_sharp, ('batch_size', 'beta1', 'c_inf', 'delta', 'eta', 'gap', 'group_lr_ratio', 'lam_l2', 'rate_sum', 'sigma', 'smoothness', 'x0_norm', 'x_inf_norm'), ('gap', 'initial-noise', 'noise-floor'), '(1) of the proofs, with the best p that the step allows', False, None, (), (), 'here-pytorch', 'here-pytorch', 'gradient-norm-squared', None, 'l2-adam', None, 'sharp', settings=Function(here_constant_step_gradient_norm_squared_constant_l2_adam_sharp_settings, ('beta1', 'delta', 'eta', 'lam_l2', 'smoothness')), setting_names=('z', 'p')),
        ('here-pytorch', 'eta-max', None, 'l2-adam', None, 'sharp'): Kernel(here_pytorch_eta_max_l2_adam_sharp, ('beta1', 'delta', 'lam_l2', 'smoothness'), (), 'the largest learning rate that the proof allows at this β1', False, None, (), (), 'here-pytorch', 'here-pytorch', 'eta-max', None, 'l2-adam', None, 'sharp'),
        ('here-decaying', 'iterations', 'decaying', None, None, 'sharp'): Kernel(here_decaying_iterations_decaying_sharp, ('batch_size', 'c_inf', 'delta', 'epsilon', 'gap', 'lam', 'sigma', 'smoothness', 'x0_norm'), ('bias', 'variance'), 'section 5 of the proofs: the least T at the best γ, or a step that never decays', False, None, (), (), 'here-decaying', 'here-decaying', 'iterations', 'decaying', None, None, 'sharp', counts=True, exact=Function(here_decaying_iterations_decaying_sharp_exact, ('batch_size', 'c_inf', 'delta', 'epsilon', 'gap', 'lam', 'sigma', 'smoothness', 'x0_norm')), steep=('epsilon',), with_roots=True, settings=Function(here_decaying_iterations_decaying_sharp_settings, ('batch_size', 'c_inf', 'delta', 'epsilon', 'gap', 'lam', 'sigma', 'smoothness', 'x0_norm')), setting_names=('gamma',)),
        ('here-decaying', 'gradient-complexity', 'decaying', None, None, 'sharp'): Kernel(here_decaying_gradient_complexity_decaying_sharp, ('batch_size', 'c_inf', 'delta', 'epsilon', 'gap', 'lam', 'sigma', 'smoothness', 'x0_norm'), ('bias', 'variance'), 'section 5 of the proofs: the least T at the best γ, or a step that never decays', False, None, (), (), 'here-decaying', 'here-decaying', 'gradient-complexity', 'decaying', None, None, 'sharp', counts=True, settings=Function(here_decaying_iterations_decaying_sharp_settings, ('batch_size', 'c_inf', 'delta', 'epsilon', 'gap', 'lam', 'sigma', 'smoothness', 'x0_norm')), setting_names=('gamma',)),
        ('here-decaying', 'gamma', 'decaying', None, None, 'sharp'): Kernel(here_decaying_gamma_decaying_sharp, ('batch_size', 'c_inf', 'delta', 'epsilon', 'gap', 'lam', 'sigma', 'smoothness', 'x0_norm'), (), 'the γ of the shortest run for this ε', False, None, (), (), 'here-decaying', 'here-decaying', 'gamma', 'decaying', None, None, 'sharp'),
        ('here-decaying', 'eta-k', 'decaying', None, None, 'sharp'): Kernel(here_decaying_eta_k_decaying_sharp, ('delta', 'gamma', 'k', 'lam', 'smoothness'), (), 'η_k = rβ_{k+1} with r = c1/(L+λc1)', False, None, (), (), 'here-decaying', 'here-decaying', 'eta-k', 'decaying', None, None, 'sharp'),
        ('here-decaying', 'beta1-k', 'decaying', None, None, 'sharp'): Kernel(here_decaying_beta1_k_decaying_sharp, ('gamma', 'k'), (), 'the weight of g_k in m_k', False, None, (), (), 'here-decaying', 'here-decaying', 'beta1-k', 'decaying', None, None, 'sharp'),
        ('here-decaying', 'gradient-norm-squared', 'decaying', None, None, 'sharp'): Kernel(here_decaying_gradient_norm_squared_decaying_sharp, ('batch_size', 'c_inf', 'delta', 'gamma', 'gap', 'iterations', 'lam', 'sigma', 'smoothness', 'x0_norm'), ('gap', 'initial-noise', 'noise-floor'), 'section 5 of the proofs, with p = 1', False, None, (), (), 'here-decaying', 'here-decaying', 'gradient-norm-squared', 'decaying', None, None, 'sharp'),
        ('here-decaying', 'gradient-norm-squared', 'decaying', None, 'weighted-output', 'sharp'): Kernel(here_decaying_gradient_norm_squared_decaying_weighted_output_sharp, ('batch_size', 'c_inf', 'delta', 'gamma', 'gap', 'iterations', 'lam', 'sigma', 'smoothness', 'x0_norm'), ('gap', 'initial-noise', 'noise-floor'), 'the output drawn in proportion to η_k', False, None, (), (), 'here-decaying', 'here-decaying', 'gradient-norm-squared', 'decaying', None, 'weighted-output', 'sharp'),
        ('here-decaying', 'iterations', 'decaying', 'adam', None, 'sharp'): Kernel(here_decaying_iterations_decaying_adam_sharp, ('batch_size', 'c_inf', 'delta', 'epsilon', 'gap', 'sigma', 'smoothness'), ('bias', 'variance'), 'section 5 of the proofs: the least T at the best γ, or a step that never decays', False, None, (), (), 'here-decaying', 'here-decaying', 'iterations', 'decaying', 'adam', None, 'sharp', counts=True, exact=Function(here_decaying_iterations_decaying_adam_sharp_exact, ('batch_size', 'c_inf', 'delta', 'epsilon', 'gap', 'sigma', 'smoothness')), steep=('epsilon',), with_roots=True, settings=Function(here_decaying_iterations_decaying_adam_sharp_settings, ('batch_size', 'c_inf', 'delta', 'epsilon', 'gap', 'sigma', 'smoothness')), setting_names=('gamma',)),
        ('here-decaying', 'gradient-complexity', 'decaying', 'adam', None, 'sharp'): Kernel(here_decaying_gradient_complexity_decaying_adam_sharp, ('batch_size', 'c_inf', 'delta', 'epsilon', 'gap', 'sigma', 'smoothness'), ('bias', 'variance'), 'section 5 of the proofs: the least T at the best γ, or a step that never decays', False, None, (), (), 'here-decaying', 'here-decaying', 'gradient-complexity', 'decaying', 'adam', None, 'sharp', counts=True, settings=Function(here_decaying_iterations_decaying_adam_sharp_settings, ('batch_size', 'c_inf', 'delta', 'epsilon', 'gap', 'sigma', 'smoothness')), setting_names=('gamma',)),
        ('here-decaying', 'gamma', 'decaying', 'adam', None, 'sharp'): Kernel(here_decaying_gamma_decaying_adam_sharp, ('batch_size', 'c_inf', 'delta', 'epsilon', 'gap', 'sigma', 'smoothness'), (), 'the γ of the shortest run for this ε', False, None, (), (), 'here-decaying', 'here-decaying', 'gamma', 'decaying', 'adam', None, 'sharp'),
        ('here-decaying', 'eta-k', 'decaying', 'adam', None, 'sharp'): Kernel(here_decaying_eta_k_decaying_adam_sharp, ('delta', 'gamma', 'k', 'smoothness'), (), 'η_k = rβ_{k+1} with r = c1/(L+λc1)', False, None, (), (), 'here-decaying', 'here-decaying', 'eta-k', 'decaying', 'adam', None, 'sharp'),
        ('here-decaying', 'beta1-k', 'decaying', 'adam', None, 'sharp'): Kernel(here_decaying_beta1_k_decaying_sharp, ('gamma', 'k'), (), 'the weight of g_k in m_k', False, None, (), (), 'here-decaying', 'here-decaying', 'beta1-k', 'decaying', 'adam', None, 'sharp'),
        ('here-decaying', 'gradient-norm-squared', 'decaying', 'adam', None, 'sharp'): Kernel(here_decaying_gradient_norm_squared_decaying_adam_sharp, ('batch_size', 'c_inf', 'delta', 'gamma', 'gap', 'iterations', 'sigma', 'smoothness'), ('gap', 'initial-noise', 'noise-floor'), 'section 5 of the proofs, with p = 1', False, None, (), (), 'here-decaying', 'here-decaying', 'gradient-norm-squared', 'decaying', 'adam', None, 'sharp'),
        ('here-decaying', 'gradient-norm-squared', 'decaying', 'adam', 'weighted-output', 'sharp'): Kernel(here_decaying_gradient_norm_squared_decaying_adam_weighted_output_sharp, ('batch_size', 'c_inf', 'delta', 'gamma', 'gap', 'iterations', 'sigma', 'smoothness'), ('gap', 'initial-noise', 'noise-floor'), 'the output drawn in proportion to η_k', False, None, (), (), 'here-decaying', 'here-decaying', 'gradient-norm-squared', 'decaying', 'adam', 'weighted-output', 'sharp'),
        ('here-decaying', 'iterations', 'decaying', 'l2-adam', None, 'sharp'): Kernel(here_decaying_iterations_decaying_l2_adam_sharp, ('batch_size', 'c_inf', 'delta', 'epsilon', 'gap', 'lam_l2', 'sigma', 'smoothness', 'x0_norm', 'x_inf_norm'), ('bias', 'variance'), 'section 5 of the proofs: the least T at the best γ, or a step that never decays', False, None, (), (), 'here-decaying', 'here-decaying', 'iterations', 'decaying', 'l2-adam', None, 'sharp', counts=True, exact=Function(here_decaying_iterations_decaying_l2_adam_sharp_exact, ('batch_size', 'c_inf', 'delta', 'epsilon', 'gap', 'lam_l2', 'sigma', 'smoothness', 'x0_norm', 'x_inf_norm')), steep=('epsilon',), with_roots=True, settings=Function(here_decaying_iterations_decaying_l2_adam_sharp_settings, ('batch_size', 'c_inf', 'delta', 'epsilon', 'gap', 'lam_l2', 'sigma', 'smoothness', 'x0_norm', 'x_inf_norm')), setting_names=('gamma',)),
        ('here-decaying', 'gradient-complexity', 'decaying', 'l2-adam', None, 'sharp'): Kernel(here_decaying_gradient_complexity_decaying_l2_adam_sharp, ('batch_size', 'c_inf', 'delta', 'epsilon', 'gap', 'lam_l2', 'sigma', 'smoothness', 'x0_norm', 'x_inf_norm'), ('bias', 'variance'), 'section 5 of the proofs: the least T at the best γ, or a step that never decays', False, None, (), (), 'here-decaying', 'here-decaying', 'gradient-complexity', 'decaying', 'l2-adam', None, 'sharp', counts=True, settings=Function(here_decaying_iterations_decaying_l2_adam_sharp_settings, ('batch_size', 'c_inf', 'delta', 'epsilon', 'gap', 'lam_l2', 'sigma', 'smoothness', 'x0_norm', 'x_inf_norm')), setting_names=('gamma',)),
        ('here-decaying', 'gamma', 'decaying', 'l2-adam', None, 'sharp'): Kernel(here_decaying_gamma_decaying_l2_adam_sharp, ('batch_size', 'c_inf', 'delta', 'epsilon', 'gap', 'lam_l2', 'sigma', 'smoothness', 'x0_norm', 'x_inf_norm'), (), 'the γ of the shortest run for this ε', False, None, (), (), 'here-decaying', 'here-decaying', 'gamma', 'decaying', 'l2-adam', None, 'sharp'),
        ('here-decaying', 'eta-k', 'decaying', 'l2-adam', None, 'sharp'): Kernel(here_decaying_eta_k_decaying_l2_adam_sharp, ('delta', 'gamma', 'k', 'lam_l2', 'smoothness'), (), 'η_k = rβ_{k+1} with r = c1/(L+λc1)', False, None, (), (), 'here-decaying', 'here-decaying', 'eta-k', 'decaying', 'l2-adam', None, 'sharp'),
        ('here-decaying', 'beta1-k', 'decaying', 'l2-adam', None, 'sharp'): Kernel(here_decaying_beta1_k_decaying_sharp, ('gamma', 'k'), (), 'the weight of g_k in m_k', False, None, (), (), 'here-decaying', 'here-decaying', 'beta1-k', 'decaying', 'l2-adam', None, 'sharp'),
        ('here-decaying', 'gradient-norm-squared', 'decaying', 'l2-adam', None, 'sharp'): Kernel(here_decaying_gradient_norm_squared_decaying_l2_adam_sharp, ('batch_size', 'c_inf', 'delta', 'gamma', 'gap', 'iterations', 'lam_l2', 'sigma', 'smoothness', 'x0_norm', 'x_inf_norm'), ('gap', 'initial-noise', 'noise-floor'), 'section 5 of the proofs, with p = 1', False, None, (), (), 'here-decaying', 'here-decaying', 'gradient-norm-squared', 'decaying', 'l2-adam', None, 'sharp'),
        ('here-decaying', 'gradient-norm-squared', 'decaying', 'l2-adam', 'weighted-output', 'sharp'): Kernel(here_decaying_gradient_norm_squared_decaying_l2_adam_weighted_output_sharp, ('batch_size', 'c_inf', 'delta', 'gamma', 'gap', 'iterations', 'lam_l2', 'sigma', 'smoothness', 'x0_norm', 'x_inf_norm'), ('gap', 'initial-noise', 'noise-floor'), 'the output drawn in proportion to η_k', False, None, (), (), 'here-decaying', 'here-decaying', 'gradient-norm-squared', 'decaying', 'l2-adam', 'weighted-output', 'sharp'),
        ('here-constant-decay', 'gradient-norm-squared', None, None, None, 'sharp'): Kernel(here_constant_decay_gradient_norm_squared_sharp, ('batch_size', 'beta1', 'c_inf', 'delta', 'eta', 'gap', 'group_decay', 'group_lr_ratio', 'lam', 'pytorch_update', 'rate_sum', 'sigma', 'smoothness'), ('gap', 'initial-noise', 'noise-floor', 'weight-decay'), '(3) of the proofs, with the best s and p that the step allows', False, None, (), (), 'here-constant-decay', 'here-constant-decay', 'gradient-norm-squared', None, None, None, 'sharp', exists=Function(here_constant_decay_gradient_norm_squared_sharp_exists, ('lam',)), settings=Function(here_constant_decay_gradient_norm_squared_sharp_settings, ('batch_size', 'beta1', 'c_inf', 'delta', 'eta', 'group_decay', 'group_lr_ratio', 'pytorch_update', 'rate_sum', 'sigma', 'smoothness')), setting_names=('z', 'p', 's')),
        ('here-constant-decay', 'eta-max', None, None, None, 'sharp'): Kernel(here_constant_decay_eta_max_sharp, ('beta1', 'delta', 'lam', 'smoothness'), (), 'the largest learning rate that the proof allows at this β1', False, None, (), (), 'here-constant-decay', 'here-constant-decay', 'eta-max', None, None, None, 'sharp', exists=Function(here_constant_decay_gradient_norm_squared_sharp_exists, ('lam',))),
        ('here-anchored-decay', 'gradient-norm-squared', None, None, None, 'sharp'): Kernel(here_anchored_decay_gradient_norm_squared_sharp, ('batch_size', 'beta1', 'c_inf', 'delta', 'eta', 'gap', 'group_decay', 'group_lr_ratio', 'lam', 'pytorch_update', 'rate_sum', 'sigma', 'smoothness', 'v_spread', 'x0_norm'), ('gap', 'initial-noise', 'noise-floor', 'weight-decay'), '(4) of the proofs, with the best s and p that the step allows', False, None, (), (), 'here-anchored-decay', 'here-anchored-decay', 'gradient-norm-squared', None, None, None, 'sharp', exists=Function(here_constant_decay_gradient_norm_squared_sharp_exists, ('lam',))),
        ('here-anchored-decay', 'eta-max', None, None, None, 'sharp'): Kernel(here_anchored_decay_eta_max_sharp, ('beta1', 'delta', 'lam', 'smoothness', 'v_spread'), (), 'the largest learning rate that the proof allows at this β1', False, None, (), (), 'here-anchored-decay', 'here-anchored-decay', 'eta-max', None, None, None, 'sharp', exists=Function(here_constant_decay_gradient_norm_squared_sharp_exists, ('lam',))),
        ('here-regularised-decay', 'gradient-norm-squared', None, None, None, 'sharp'): Kernel(here_regularised_decay_gradient_norm_squared_sharp, ('batch_size', 'beta1', 'c_inf', 'delta', 'drift', 'eta', 'gap', 'group_lr_ratio', 'lam', 'pytorch_update', 'rate_sum', 'sigma', 'smoothness', 'x0_norm'), ('gap', 'initial-noise', 'noise-floor', 'drift'), '(5) of the proofs: (1), and how much λv_k grows along the run', False, None, (), (), 'here-regularised-decay', 'here-regularised-decay', 'gradient-norm-squared', None, None, None, 'sharp', exists=Function(here_constant_decay_gradient_norm_squared_sharp_exists, ('lam',))),
        ('here-regularised-decay', 'drift', None, None, None, 'sharp'): Kernel(here_regularised_decay_drift_sharp, ('beta2', 'c_inf', 'delta', 'dim', 'iterations', 'pytorch_update', 'x_inf_norm'), (), 'v_{k+1} ≥ √(1−a)v_k, so what rises must fall no faster: c2 − c1 in all, and what it fell', False, None, (), (), 'here-regularised-decay', 'here-regularised-decay', 'drift', None, None, None, 'sharp'),
        ('here-regularised-decay', 'eta-max', None, None, None, 'sharp'): Kernel(here_schedule_eta_max_sharp, ('beta1', 'delta', 'lam', 'smoothness'), (), 'the largest learning rate that the proof allows at this β1', False, None, (), (), 'here-regularised-decay', 'here-regularised-decay', 'eta-max', None, None, None, 'sharp', exists=Function(here_constant_decay_gradient_norm_squared_sharp_exists, ('lam',))),
        ('here-amsgrad', 'gradient-norm-squared', None, None, None, 'sharp'): Kernel(here_regularised_decay_gradient_norm_squared_sharp, ('batch_size', 'beta1', 'c_inf', 'delta', 'drift', 'eta', 'gap', 'group_lr_ratio', 'lam', 'pytorch_update', 'rate_sum', 'sigma', 'smoothness', 'x0_norm'), ('gap', 'initial-noise', 'noise-floor', 'drift'), '(5) of the proofs: (1), and how much λv_k grows along the run', False, None, (), (), 'here-amsgrad', 'here-amsgrad', 'gradient-norm-squared', None, None, None, 'sharp', exists=Function(here_constant_decay_gradient_norm_squared_sharp_exists, ('lam',))),
        ('here-amsgrad', 'drift', None, None, None, 'sharp'): Kernel(here_amsgrad_drift_sharp, ('beta2', 'c_inf', 'delta', 'dim', 'iterations', 'pytorch_update', 'x_inf_norm'), (), "the largest v so far only rises, by c2 − c1 in all; PyTorch's correction lets it fall once", False, None, (), (), 'here-amsgrad', 'here-amsgrad', 'drift', None, None, None, 'sharp'),
        ('here-amsgrad', 'eta-max', None, None, None, 'sharp'): Kernel(here_schedule_eta_max_sharp, ('beta1', 'delta', 'lam', 'smoothness'), (), 'the largest learning rate that the proof allows at this β1', False, None, (), (), 'here-amsgrad', 'here-amsgrad', 'eta-max', None, None, None, 'sharp', exists=Function(here_constant_decay_gradient_norm_squared_sharp_exists, ('lam',))),
        ('here-pl-last-iterate', 'iterations', 'constant', None, None, 'sharp'): Kernel(here_pl_last_iterate_iterations_constant_sharp, ('batch_size', 'c_inf', 'delta', 'epsilon_gap', 'gap', 'group_lr_ratio', 'mu', 'pytorch_update', 'sigma', 'smoothness'), (), 'section 7 of the proofs: β1 = min(1, ε/(2f)), or 1 with the larger step', False, None, (), (), 'here-pl-last-iterate', 'here-pl-last-iterate', 'iterations', 'constant', None, None, 'sharp', counts=True, exists=Function(here_pytorch_gradient_norm_squared_sharp_exists, ('lam',)), exact=Function(here_pl_last_iterate_iterations_constant_sharp_exact, ('batch_size', 'c_inf', 'delta', 'epsilon_gap', 'gap', 'group_lr_ratio', 'mu', 'pytorch_update', 'sigma', 'smoothness')), steep=('batch_size', 'c_inf', 'delta', 'epsilon_gap', 'gap', 'group_lr_ratio', 'mu', 'pytorch_update', 'sigma', 'smoothness'), with_roots=True, settings=Function(here_pl_last_iterate_iterations_constant_sharp_settings, ('batch_size', 'c_inf', 'delta', 'epsilon_gap', 'gap', 'group_lr_ratio', 'mu', 'pytorch_update', 'sigma', 'smoothness')), setting_names=('eta', 'beta1', 'z')),
        ('here-pl-last-iterate', 'gradient-complexity', 'constant', None, None, 'sharp'): Kernel(here_pl_last_iterate_gradient_complexity_constant_sharp, ('batch_size', 'c_inf', 'delta', 'epsilon_gap', 'gap', 'group_lr_ratio', 'mu', 'pytorch_update', 'sigma', 'smoothness'), (), 'section 7 of the proofs: β1 = min(1, ε/(2f)), or 1 with the larger step', False, None, (), (), 'here-pl-last-iterate', 'here-pl-last-iterate', 'gradient-complexity', 'constant', None, None, 'sharp', counts=True, exists=Function(here_pytorch_gradient_norm_squared_sharp_exists, ('lam',)), settings=Function(here_pl_last_iterate_iterations_constant_sharp_settings, ('batch_size', 'c_inf', 'delta', 'epsilon_gap', 'gap', 'group_lr_ratio', 'mu', 'pytorch_update', 'sigma', 'smoothness')), setting_names=('eta', 'beta1', 'z')),
        ('here-pl-last-iterate', 'iterations', 'decaying', None, None, 'sharp'): Kernel(here_pl_last_iterate_iterations_decaying_sharp, ('batch_size', 'c_inf', 'delta', 'epsilon_gap', 'gap', 'group_lr_ratio', 'mu', 'pytorch_update', 'sigma', 'smoothness'), (), 'section 7 of the proofs: β_k = 2/((k+k0)zχ), η_k = zβ_kc1/L', False, None, (), (), 'here-pl-last-iterate', 'here-pl-last-iterate', 'iterations', 'decaying', None, None, 'sharp', counts=True, exists=Function(here_pl_last_iterate_iterations_decaying_sharp_exists, ('lam', 'pytorch_update')), exact=Function(here_pl_last_iterate_iterations_decaying_sharp_exact, ('batch_size', 'c_inf', 'delta', 'epsilon_gap', 'gap', 'group_lr_ratio', 'mu', 'pytorch_update', 'sigma', 'smoothness')), steep=('batch_size', 'c_inf', 'delta', 'epsilon_gap', 'gap', 'group_lr_ratio', 'mu', 'pytorch_update', 'sigma', 'smoothness'), settings=Function(here_pl_last_iterate_iterations_decaying_sharp_settings, ('c_inf', 'delta', 'group_lr_ratio', 'mu', 'pytorch_update', 'smoothness')), setting_names=('z', 'k0')),
        ('here-pl-last-iterate', 'gradient-complexity', 'decaying', None, None, 'sharp'): Kernel(here_pl_last_iterate_gradient_complexity_decaying_sharp, ('batch_size', 'c_inf', 'delta', 'epsilon_gap', 'gap', 'group_lr_ratio', 'mu', 'pytorch_update', 'sigma', 'smoothness'), (), 'section 7 of the proofs: β_k = 2/((k+k0)zχ), η_k = zβ_kc1/L', False, None, (), (), 'here-pl-last-iterate', 'here-pl-last-iterate', 'gradient-complexity', 'decaying', None, None, 'sharp', counts=True, exists=Function(here_pl_last_iterate_iterations_decaying_sharp_exists, ('lam', 'pytorch_update')), settings=Function(here_pl_last_iterate_iterations_decaying_sharp_settings, ('c_inf', 'delta', 'group_lr_ratio', 'mu', 'pytorch_update', 'smoothness')), setting_names=('z', 'k0')),
        ('here-pl-last-iterate', 'function-gap', 'constant', None, None, 'sharp'): Kernel(here_pl_last_iterate_function_gap_constant_sharp, ('batch_size', 'beta1', 'c_inf', 'delta', 'eta', 'gap', 'group_lr_ratio', 'iterations', 'mu', 'pytorch_update', 'sigma', 'smoothness'), ('gap', 'initial-noise', 'noise-floor'), 'section 7 of the proofs: (1−h)^T(Δ+W) + fβ1, where h = μη/c2', False, None, (), (), 'here-pl-last-iterate', 'here-pl-last-iterate', 'function-gap', 'constant', None, None, 'sharp', exists=Function(here_pytorch_gradient_norm_squared_sharp_exists, ('lam',)), settings=Function(here_pl_last_iterate_function_gap_constant_sharp_settings, ('beta1', 'delta', 'eta', 'smoothness')), setting_names=('z',)),
        ('here-pl-last-iterate', 'function-gap', 'decaying', None, None, 'sharp'): Kernel(here_pl_last_iterate_function_gap_decaying_sharp, ('batch_size', 'c_inf', 'delta', 'gap', 'group_lr_ratio', 'iterations', 'mu', 'pytorch_update', 'sigma', 'smoothness'), ('gap', 'initial-noise', 'noise-floor'), 'section 7 of the proofs: β_k = 2/((k+k0)zχ), η_k = zβ_kc1/L', False, None, (), (), 'here-pl-last-iterate', 'here-pl-last-iterate', 'function-gap', 'decaying', None, None, 'sharp', exists=Function(here_pl_last_iterate_iterations_decaying_sharp_exists, ('lam', 'pytorch_update')), settings=Function(here_pl_last_iterate_iterations_decaying_sharp_settings, ('c_inf', 'delta', 'group_lr_ratio', 'mu', 'pytorch_update', 'smoothness')), setting_names=('z', 'k0')),
        ('here-pl-last-iterate', 'eta-max', 'constant', None, None, 'sharp'): Kernel(here_pl_last_iterate_eta_max_constant_sharp, ('beta1', 'c_inf', 'delta', 'group_lr_ratio', 'mu', 'pytorch_update', 'smoothness'), (), 'the largest learning rate that the proof allows at this β1', False, None, (), (), 'here-pl-last-iterate', 'here-pl-last-iterate', 'eta-max', 'constant', None, None, 'sharp', exists=Function(here_pytorch_gradient_norm_squared_sharp_exists, ('lam',))),
        ('here-pl-last-iterate', 'iterations', 'constant', 'adam', None, 'sharp'): Kernel(here_pl_last_iterate_iterations_constant_sharp, ('batch_size', 'c_inf', 'delta', 'epsilon_gap', 'gap', 'group_lr_ratio', 'mu', 'pytorch_update', 'sigma', 'smoothness'), (), 'section 7 of the proofs: β1 = min(1, ε/(2f)), or 1 with the larger step', False, None, (), (), 'here-pl-last-iterate', 'here-pl-last-iterate', 'iterations', 'constant', 'adam', None, 'sharp', counts=True, exact=Function(here_pl_last_iterate_iterations_constant_sharp_exact, ('batch_size', 'c_inf', 'delta', 'epsilon_gap', 'gap', 'group_lr_ratio', 'mu', 'pytorch_update', 'sigma', 'smoothness')), steep=('batch_size', 'c_inf', 'delta', 'epsilon_gap', 'gap', 'group_lr_ratio', 'mu', 'pytorch_update', 'sigma', 'smoothness'), with_roots=True, settings=Function(here_pl_last_iterate_iterations_constant_sharp_settings, ('batch_size', 'c_inf', 'delta', 'epsilon_gap', 'gap', 'group_lr_ratio', 'mu', 'pytorch_update', 'sigma', 'smoothness')), setting_names=('eta', 'beta1', 'z')),
        ('here-pl-last-iterate', 'gradient-complexity', 'constant', 'adam', None, 'sharp'): Kernel(here_pl_last_iterate_gradient_complexity_constant_sharp, ('batch_size', 'c_inf', 'delta', 'epsilon_gap', 'gap', 'group_lr_ratio', 'mu', 'pytorch_update', 'sigma', 'smoothness'), (), 'section 7 of the proofs: β1 = min(1, ε/(2f)), or 1 with the larger step', False, None, (), (), 'here-pl-last-iterate', 'here-pl-last-iterate', 'gradient-complexity', 'constant', 'adam', None, 'sharp', counts=True, settings=Function(here_pl_last_iterate_iterations_constant_sharp_settings, ('batch_size', 'c_inf', 'delta', 'epsilon_gap', 'gap', 'group_lr_ratio', 'mu', 'pytorch_update', 'sigma', 'smoothness')), setting_names=('eta', 'beta1', 'z')),
        ('here-pl-last-iterate', 'iterations', 'decaying', 'adam', None, 'sharp'): Kernel(here_pl_last_iterate_iterations_decaying_sharp, ('batch_size', 'c_inf', 'delta', 'epsilon_gap', 'gap', 'group_lr_ratio', 'mu', 'pytorch_update', 'sigma', 'smoothness'), (), 'section 7 of the proofs: β_k = 2/((k+k0)zχ), η_k = zβ_kc1/L', False, None, (), (), 'here-pl-last-iterate', 'here-pl-last-iterate', 'iterations', 'decaying', 'adam', None, 'sharp', counts=True, exists=Function(here_pl_last_iterate_iterations_decaying_adam_sharp_exists, ('pytorch_update',)), exact=Function(here_pl_last_iterate_iterations_decaying_sharp_exact, ('batch_size', 'c_inf', 'delta', 'epsilon_gap', 'gap', 'group_lr_ratio', 'mu', 'pytorch_update', 'sigma', 'smoothness')), steep=('batch_size', 'c_inf', 'delta', 'epsilon_gap', 'gap', 'group_lr_ratio', 'mu', 'pytorch_update', 'sigma', 'smoothness'), settings=Function(here_pl_last_iterate_iterations_decaying_sharp_settings, ('c_inf', 'delta', 'group_lr_ratio', 'mu', 'pytorch_update', 'smoothness')), setting_names=('z', 'k0')),
        ('here-pl-last-iterate', 'gradient-complexity', 'decaying', 'adam', None, 'sharp'): Kernel(here_pl_last_iterate_gradient_complexity_decaying_sharp, ('batch_size', 'c_inf', 'delta', 'epsilon_gap', 'gap', 'group_lr_ratio', 'mu', 'pytorch_update', 'sigma', 'smoothness'), (), 'section 7 of the proofs: β_k = 2/((k+k0)zχ), η_k = zβ_kc1/L', False, None, (), (), 'here-pl-last-iterate', 'here-pl-last-iterate', 'gradient-complexity', 'decaying', 'adam', None, 'sharp', counts=True, exists=Function(here_pl_last_iterate_iterations_decaying_adam_sharp_exists, ('pytorch_update',)), settings=Function(here_pl_last_iterate_iterations_decaying_sharp_settings, ('c_inf', 'delta', 'group_lr_ratio', 'mu', 'pytorch_update', 'smoothness')), setting_names=('z', 'k0')),
        ('here-pl-last-iterate', 'function-gap', 'constant', 'adam', None, 'sharp'): Kernel(here_pl_last_iterate_function_gap_constant_sharp, ('batch_size', 'beta1', 'c_inf', 'delta', 'eta', 'gap', 'group_lr_ratio', 'iterations', 'mu', 'pytorch_update', 'sigma', 'smoothness'), ('gap', 'initial-noise', 'noise-floor'), 'section 7 of the proofs: (1−h)^T(Δ+W) + fβ1, where h = μη/c2', False, None, (), (), 'here-pl-last-iterate', 'here-pl-last-iterate', 'function-gap', 'constant', 'adam', None, 'sharp', settings=Function(here_pl_last_iterate_function_gap_constant_sharp_settings, ('beta1', 'delta', 'eta', 'smoothness')), setting_names=('z',)),
        ('here-pl-last-iterate', 'function-gap', 'decaying', 'adam', None, 'sharp'): Kernel(here_pl_last_iterate_function_gap_decaying_sharp, ('batch_size', 'c_inf', 'delta', 'gap', 'group_lr_ratio', 'iterations', 'mu', 'pytorch_update', 'sigma', 'smoothness'), ('gap', 'initial-noise', 'noise-floor'), 'section 7 of the proofs: β_k = 2/((k+k0)zχ), η_k = zβ_kc1/L', False, None, (), (), 'here-pl-last-iterate', 'here-pl-last-iterate', 'function-gap', 'decaying', 'adam', None, 'sharp', exists=Function(here_pl_last_iterate_iterations_decaying_adam_sharp_exists, ('pytorch_update',)), settings=Function(here_pl_last_iterate_iterations_decaying_sharp_settings, ('c_inf', 'delta', 'group_lr_ratio', 'mu', 'pytorch_update', 'smoothness')), setting_names=('z', 'k0')),
        ('here-pl-last-iterate', 'eta-max', 'constant', 'adam', None, 'sharp'): Kernel(here_pl_last_iterate_eta_max_constant_sharp, ('beta1', 'c_inf', 'delta', 'group_lr_ratio', 'mu', 'pytorch_update', 'smoothness'), (), 'the largest learning rate that the proof allows at this β1', False, None, (), (), 'here-pl-last-iterate', 'here-pl-last-iterate', 'eta-max', 'constant', 'adam', None, 'sharp'),
        ('here-pl-last-iterate', 'iterations', 'constant', 'l2-adam', None, 'sharp'): Kernel(here_pl_last_iterate_iterations_constant_l2_adam_sharp, ('batch_size', 'c_inf', 'delta', 'epsilon_gap', 'gap', 'group_lr_ratio', 'lam_l2', 'mu', 'pytorch_update', 'sigma', 'smoothness', 'x0_norm', 'x_inf_norm'), (), 'section 7 of the proofs: β1 = min(1, ε/(2f)), or 1 with the larger step', False, None, (), (), 'here-pl-last-iterate', 'here-pl-last-iterate', 'iterations', 'constant', 'l2-adam', None, 'sharp', counts=True, exact=Function(here_pl_last_iterate_iterations_constant_l2_adam_sharp_exact, ('batch_size', 'c_inf', 'delta', 'epsilon_gap', 'gap', 'group_lr_ratio', 'lam_l2', 'mu', 'pytorch_update', 'sigma', 'smoothness', 'x0_norm', 'x_inf_norm')), steep=('batch_size', 'c_inf', 'delta', 'epsilon_gap', 'gap', 'group_lr_ratio', 'lam_l2', 'mu', 'pytorch_update', 'sigma', 'smoothness', 'x0_norm', 'x_inf_norm'), with_roots=True, settings=Function(here_pl_last_iterate_iterations_constant_l2_adam_sharp_settings, ('batch_size', 'c_inf', 'delta', 'epsilon_gap', 'gap', 'group_lr_ratio', 'lam_l2', 'mu', 'pytorch_update', 'sigma', 'smoothness', 'x0_norm', 'x_inf_norm')), setting_names=('eta', 'beta1', 'z')),
        ('here-pl-last-iterate', 'gradient-complexity', 'constant', 'l2-adam', None, 'sharp'): Kernel(here_pl_last_iterate_gradient_complexity_constant_l2_adam_sharp, ('batch_size', 'c_inf', 'delta', 'epsilon_gap', 'gap', 'group_lr_ratio', 'lam_l2', 'mu', 'pytorch_update', 'sigma', 'smoothness', 'x0_norm', 'x_inf_norm'), (), 'section 7 of the proofs: β1 = min(1, ε/(2f)), or 1 with the larger step', False, None, (), (), 'here-pl-last-iterate', 'here-pl-last-iterate', 'gradient-complexity', 'constant', 'l2-adam', None, 'sharp', counts=True, settings=Function(here_pl_last_iterate_iterations_constant_l2_adam_sharp_settings, ('batch_size', 'c_inf', 'delta', 'epsilon_gap', 'gap', 'group_lr_ratio', 'lam_l2', 'mu', 'pytorch_update', 'sigma', 'smoothness', 'x0_norm', 'x_inf_norm')), setting_names=('eta', 'beta1', 'z')),
        ('here-pl-last-iterate', 'iterations', 'decaying', 'l2-adam', None, 'sharp'): Kernel(here_pl_last_iterate_iterations_decaying_l2_adam_sharp, ('batch_size', 'c_inf', 'delta', 'epsilon_gap', 'gap', 'group_lr_ratio', 'lam_l2', 'mu', 'pytorch_update', 'sigma', 'smoothness', 'x0_norm', 'x_inf_norm'), (), 'section 7 of the proofs: β_k = 2/((k+k0)zχ), η_k = zβ_kc1/L', False, None, (), (), 'here-pl-last-iterate', 'here-pl-last-iterate', 'iterations', 'decaying', 'l2-adam', None, 'sharp', counts=True, exists=Function(here_pl_last_iterate_iterations_decaying_adam_sharp_exists, ('pytorch_update',)), exact=Function(here_pl_last_iterate_iterations_decaying_l2_adam_sharp_exact, ('batch_size', 'c_inf', 'delta', 'epsilon_gap', 'gap', 'group_lr_ratio', 'lam_l2', 'mu', 'pytorch_update', 'sigma', 'smoothness', 'x0_norm', 'x_inf_norm')), steep=('batch_size', 'c_inf', 'delta', 'epsilon_gap', 'gap', 'group_lr_ratio', 'lam_l2', 'mu', 'pytorch_update', 'sigma', 'smoothness', 'x0_norm', 'x_inf_norm'), settings=Function(here_pl_last_iterate_iterations_decaying_l2_adam_sharp_settings, ('c_inf', 'delta', 'group_lr_ratio', 'lam_l2', 'mu', 'pytorch_update', 'smoothness', 'x_inf_norm')), setting_names=('z', 'k0')),
        ('here-pl-last-iterate', 'gradient-complexity', 'decaying', 'l2-adam', None, 'sharp'): Kernel(here_pl_last_iterate_gradient_complexity_decaying_l2_adam_sharp, ('batch_size', 'c_inf', 'delta', 'epsilon_gap', 'gap', 'group_lr_ratio', 'lam_l2', 'mu', 'pytorch_update', 'sigma', 'smoothness', 'x0_norm', 'x_inf_norm'), (), 'section 7 of the proofs: β_k = 2/((k+k0)zχ), η_k = zβ_kc1/L', False, None, (), (), 'here-pl-last-iterate', 'here-pl-last-iterate', 'gradient-complexity', 'decaying', 'l2-adam', None, 'sharp', counts=True, exists=Function(here_pl_last_iterate_iterations_decaying_adam_sharp_exists, ('pytorch_update',)), settings=Function(here_pl_last_iterate_iterations_decaying_l2_adam_sharp_settings, ('c_inf', 'delta', 'group_lr_ratio', 'lam_l2', 'mu', 'pytorch_update', 'smoothness', 'x_inf_norm')), setting_names=('z', 'k0')),
        ('here-pl-last-iterate', 'function-gap', 'constant', 'l2-adam', None, 'sharp'): Kernel(here_pl_last_iterate_function_gap_constant_l2_adam_sharp, ('batch_size', 'beta1', 'c_inf', 'delta', 'eta', 'gap', 'group_lr_ratio', 'iterations', 'lam_l2', 'mu', 'pytorch_update', 'sigma', 'smoothness', 'x0_norm', 'x_inf_norm'), ('gap', 'initial-noise', 'noise-floor'), 'section 7 of the proofs: (1−h)^T(Δ+W) + fβ1, where h = μη/c2', False, None, (), (), 'here-pl-last-iterate', 'here-pl-last-iterate', 'function-gap', 'constant', 'l2-adam', None, 'sharp', settings=Function(here_pl_last_iterate_function_gap_constant_l2_adam_sharp_settings, ('beta1', 'delta', 'eta', 'lam_l2', 'smoothness')), setting_names=('z',)),
        ('here-pl-last-iterate', 'function-gap', 'decaying', 'l2-adam', None, 'sharp'): Kernel(here_pl_last_iterate_function_gap_decaying_l2_adam_sharp, ('batch_size', 'c_inf', 'delta', 'gap', 'group_lr_ratio', 'iterations', 'lam_l2', 'mu', 'pytorch_update', 'sigma', 'smoothness', 'x0_norm', 'x_inf_norm'), ('gap', 'initial-noise', 'noise-floor'), 'section 7 of the proofs: β_k = 2/((k+k0)zχ), η_k = zβ_kc1/L', False, None, (), (), 'here-pl-last-iterate', 'here-pl-last-iterate', 'function-gap', 'decaying', 'l2-adam', None, 'sharp', exists=Function(here_pl_last_iterate_iterations_decaying_adam_sharp_exists, ('pytorch_update',)), settings=Function(here_pl_last_iterate_iterations_decaying_l2_adam_sharp_settings, ('c_inf', 'delta', 'group_lr_ratio', 'lam_l2', 'mu', 'pytorch_update', 'smoothness', 'x_inf_norm')), setting_names=('z', 'k0')),
        ('here-pl-last-iterate', 'eta-max', 'constant', 'l2-adam', None, 'sharp'): Kernel(here_pl_last_iterate_eta_max_constant_l2_adam_sharp, ('beta1', 'c_inf', 'delta', 'group_lr_ratio', 'lam_l2', 'mu', 'pytorch_update', 'smoothness', 'x_inf_norm'), (), 'the largest learning rate that the proof allows at this β1', False, None, (), (), 'here-pl-last-iterate', 'here-pl-last-iterate', 'eta-max', 'constant', 'l2-adam', None, 'sharp'),
        ('here-pl-decay', 'function-gap', 'constant', None, None, 'sharp'): Kernel(here_pl_decay_function_gap_constant_sharp, ('batch_size', 'beta1', 'c_inf', 'delta', 'eta', 'gap', 'group_decay', 'group_lr_ratio', 'iterations', 'lam', 'mu', 'pytorch_update', 'sigma', 'smoothness'), ('gap', 'initial-noise', 'noise-floor', 'weight-decay'), 'section 7 of the proofs, with the best s that the step allows', False, None, (), (), 'here-pl-decay', 'here-pl-decay', 'function-gap', 'constant', None, None, 'sharp', exists=Function(here_constant_decay_gradient_norm_squared_sharp_exists, ('lam',)), settings=Function(here_pl_decay_function_gap_constant_sharp_settings, ('batch_size', 'beta1', 'c_inf', 'delta', 'eta', 'group_decay', 'group_lr_ratio', 'iterations', 'mu', 'pytorch_update', 'sigma', 'smoothness')), setting_names=('z', 's')),
        ('here-pl-decay', 'eta-max', 'constant', None, None, 'sharp'): Kernel(here_pl_decay_eta_max_constant_sharp, ('beta1', 'c_inf', 'delta', 'group_lr_ratio', 'lam', 'mu', 'pytorch_update', 'smoothness'), (), 'the largest learning rate that the proof allows at this β1', False, None, (), (), 'here-pl-decay', 'here-pl-decay', 'eta-max', 'constant', None, None, 'sharp', exists=Function(here_constant_decay_gradient_norm_squared_sharp_exists, ('lam',))),
        ('here-pair-certificate', 'gradient-norm-squared-measured', None, None, None, 'sharp'): Kernel(here_pair_certificate_gradient_norm_squared_measured_sharp, ('certificate_share', 'iterations', 'mixture_scale', 'noise_proxy', 'pair_mean', 'square_sum', 'tau'), (), 'with probability at least 1 − τ, at all T at once', False, None, (), (), 'here-pair-certificate', 'here-pair-certificate', 'gradient-norm-squared-measured', None, None, None, 'sharp', exists=Function(here_pair_certificate_gradient_norm_squared_measured_sharp_exists, ('certificate_share',))),
        ('here-ema-certificate', 'gradient-norm-squared-measured', None, None, None, 'sharp'): Kernel(here_ema_certificate_gradient_norm_squared_measured_sharp, ('batch_noise', 'ema_mean', 'ema_weight', 'gradient_change', 'iterations'), (), 'on average over runs', False, None, (), (), 'here-ema-certificate', 'here-ema-certificate', 'gradient-norm-squared-measured', None, None, None, 'sharp'),
        ('here-ema-certificate', 'gradient-norm-squared-measured', None, None, 'one-run', 'sharp'): Kernel(here_ema_certificate_gradient_norm_squared_measured_one_run_sharp, ('batch_noise', 'ema_mean', 'ema_weight', 'first_noise', 'gradient_change', 'iterations', 'mixture_scale', 'noise_proxy', 'square_sum', 'tau'), (), 'for one run, with probability at least 1 − τ, at all T at once', False, None, (), (), 'here-ema-certificate', 'here-ema-certificate', 'gradient-norm-squared-measured', None, None, 'one-run', 'sharp'),
        ('here-descent-certificate', 'gradient-norm-squared-measured', None, None, None, 'sharp'): Kernel(here_descent_certificate_gradient_norm_squared_measured_sharp, ('apart_sum', 'gap', 'moved_sum', 'noise_proxy', 'rest_sum', 'smoothness', 'tau', 'weight_most', 'weight_sum'), (), 'for one run, with probability at least 1 − τ, at all T at once', False, None, (), (), 'here-descent-certificate', 'here-descent-certificate', 'gradient-norm-squared-measured', None, None, None, 'sharp'),
        ('here-master', 'step-weight', None, None, None, 'sharp'): Kernel(here_master_step_weight_sharp, ('beta1', 'eta', 'split_given', 'step_weight', 'young_split'), (), "takes the momentum's error out of the sum; w_T = 0", False, None, (), (), 'here-master', 'here-master', 'step-weight', None, None, None, 'sharp'),
        ('here-master', 'weighted-gradients', None, None, None, 'sharp'): Kernel(here_master_weighted_gradients_sharp, ('batch_size', 'decay_left', 'delta', 'noise_weight', 'reference_gap', 'reference_growth', 'sigma', 'split_given'), ('gap', 'noise', 'weight-decay', 'drift'), "(M) of the proofs: the sum of one step's inequality over the run", False, None, (), (), 'here-master', 'here-master', 'weighted-gradients', None, None, None, 'sharp'),
        ('here-rest-points', 'rest-point', None, None, 'outside', 'sharp'): Kernel(here_rest_points_rest_point_outside_sharp, ('eps_outside', 'gradient_entry', 'lam'), (), '', False, None, (), (), 'here-rest-points', 'here-rest-points', 'rest-point', None, None, 'outside', 'sharp', exists=Function(here_rest_points_rest_point_outside_sharp_exists, ('gradient_entry', 'lam'))),
        ('here-rest-points', 'rest-point', None, None, 'inside', 'sharp'): Kernel(here_rest_points_rest_point_inside_sharp, ('delta', 'gradient_entry', 'lam'), (), '', False, None, (), (), 'here-rest-points', 'here-rest-points', 'rest-point', None, None, 'inside', 'sharp', exists=Function(here_constant_decay_gradient_norm_squared_sharp_exists, ('lam',))),
        ('here-rest-points', 'kkt-floor-summand', None, None, 'outside', 'sharp'): Kernel(here_rest_points_kkt_floor_summand_outside_sharp, ('eps_outside', 'gradient_entry'), (), '', False, None, (), (), 'here-rest-points', 'here-rest-points', 'kkt-floor-summand', None, None, 'outside', 'sharp', linear=True),
        ('here-rest-points', 'kkt-floor-summand', None, None, 'inside', 'sharp'): Kernel(here_rest_points_kkt_floor_summand_inside_sharp, ('delta', 'gradient_entry'), (), '', False, None, (), (), 'here-rest-points', 'here-rest-points', 'kkt-floor-summand', None, None, 'inside', 'sharp', linear=True),
        ('here-rest-points', 'kkt-floor', None, None, 'outside', 'sharp'): Kernel(here_rest_points_kkt_floor_outside_sharp, ('dim', 'eps_outside'), (), '', False, None, (), (), 'here-rest-points', 'here-rest-points', 'kkt-floor', None, None, 'outside', 'sharp'),
        ('here-rest-points', 'kkt-floor', None, None, 'inside', 'sharp'): Kernel(here_rest_points_kkt_floor_inside_sharp, ('delta', 'dim'), (), '', False, None, (), (), 'here-rest-points', 'here-rest-points', 'kkt-floor', None, None, 'inside', 'sharp'),
        ('here-rest-points', 'residual-entry', None, None, 'outside', 'sharp'): Kernel(here_rest_points_residual_entry_outside_sharp, ('eps_outside', 'gradient_entry', 'lam', 'parameter_entry'), (), '', False, None, (), (), 'here-rest-points', 'here-rest-points', 'residual-entry', None, None, 'outside', 'sharp', linear=True),
        ('here-rest-points', 'residual-entry', None, None, 'inside', 'sharp'): Kernel(here_rest_points_residual_entry_inside_sharp, ('delta', 'gradient_entry', 'lam', 'parameter_entry'), (), '', False, None, (), (), 'here-rest-points', 'here-rest-points', 'residual-entry', None, None, 'inside', 'sharp', linear=True),
        ('here-convex-rate', 'box-gap', 'frank-wolfe', 'sign-descent', None, 'sharp'): Kernel(here_convex_rate_box_gap_frank_wolfe_sign_descent_sharp, ('iterations', 'lam', 'smoothness_inf', 'x0_inf_norm'), ('start', 'step'), 'section 13 of the proofs: T(T+1)h_T adds up; after one step the iterate is in the box', False, None, (), (), 'here-convex-rate', 'here-convex-rate', 'box-gap', 'frank-wolfe', 'sign-descent', None, 'sharp', exists=Function(here_constant_decay_gradient_norm_squared_sharp_exists, ('lam',)), missing_text='λ = 0: there is no box, and no bound'),
        ('here-convex-rate', 'box-gap', 'constant', 'sign-descent', None, 'sharp'): Kernel(here_convex_rate_box_gap_constant_sign_descent_sharp, ('eta', 'gap', 'iterations', 'lam', 'smoothness_inf', 'x0_inf_norm'), ('gap', 'step'), 'section 13 of the proofs: h falls by the factor 1 − λη a step, down to what η leaves', False, None, (), (), 'here-convex-rate', 'here-convex-rate', 'box-gap', 'constant', 'sign-descent', None, 'sharp', exists=Function(here_convex_rate_box_gap_constant_sign_descent_sharp_exists, ('eta', 'lam')), missing_text='it needs λ > 0 and λη ≤ 1'),
        ('here-convex-rate', 'eta-k', 'frank-wolfe', 'sign-descent', None, 'sharp'): Kernel(here_convex_rate_eta_k_frank_wolfe_sign_descent_sharp, ('k', 'lam'), (), '', False, None, (), (), 'here-convex-rate', 'here-convex-rate', 'eta-k', 'frank-wolfe', 'sign-descent', None, 'sharp', exists=Function(here_constant_decay_gradient_norm_squared_sharp_exists, ('lam',)), missing_text='λ = 0: there is no box, and no bound'),
    },
    symbols={
        'group_decay': SymbolText('Σ_g τ_gλ_g²R2_g²', '\\textstyle\\sum_g\\tau_g\\lambda_g^2R_{2,g}^2', 'sum over the parameter groups: share τ_g of the largest learning rate, times the squares of the constant decay and of R2 of the group', '>= 0', 'none', default=Function(default_group_decay, ('lam', 'x_norm')), default_text='λ²·‖x_k‖₂²'),
        'drift': SymbolText('V', 'V', 'bound of Σ_k E⟨(v_{k+1} − v_k)⁺, x_{k+1}²⟩: how much v_k grows where the parameters are large; entries of a group with decay λ_g count λ_g/λ', '>= 0', '𝓕·𝓧'),
        'v_spread': SymbolText('φ', '\\varphi', 'largest |v_k − v̄|/v_k of a fixed v̄, over the entries and steps of the run', '>= 0', 'none', default=Function(default_v_spread, ('c_inf', 'delta', 'pytorch_update')), default_text='{c∞/(c∞ + 2·c1) if [PyTorch] > 0; c∞²/(c2 + c1)² otherwise}'),
        'step_weight': SymbolText('w_{k+1}', 'w_{k+1}', "weight of the momentum's error after step k", '>= 0', '𝓧', is_input=False),
        'young_split': SymbolText('t', 't', "Young's split of the momentum's error: (1−β1)²(1+t) of it is kept", '> 0', 'none', is_input=False),
        'reference_ratio': SymbolText('ϖ_k', '\\varpi_k', 'largest entry of ω_k/v_k', '>= 0', '𝓧^-1', is_input=False),
        'noise_weight': SymbolText('w₀+Σw_kα_k²', 'w_0+\\textstyle\\sum_k w_k\\alpha_k^2', 'weight of the noise in the master inequality', '>= 0', '𝓧', is_input=False),
        'reference_gap': SymbolText('EΦ₀(x₀)−F*', '\\mathbb{E}\\Phi_0(x_0)-F_*', 'gap at the start of F + ½‖x‖², weighted with ω', '>= 0', '𝓕', is_input=False),
        'decay_left': SymbolText('Ση_kE‖d_k‖²', '\\textstyle\\sum_k\\eta_k\\mathbb{E}\\|d_k\\|_{1/v_k}^2', 'what ω leaves of the decay: squares of d_k = (λ_kv_k − ω_k)x_k over v_k', '>= 0', '𝓕', is_input=False),
        'reference_growth': SymbolText('ΣE⟨ω_{k+1}−ω_k,x_{k+1}²⟩', '\\textstyle\\sum_k\\mathbb{E}\\langle\\omega_{k+1}-\\omega_k,x_{k+1}^2\\rangle', "growth of ω along the run, weighted with the parameters' squares", '>= 0', '𝓕', is_input=False),
        'split_given': SymbolText('s', 's', "free split between the momentum's error and what is left of the decay", '> 0', 'none', is_input=False),
        'pair_mean': SymbolText('P̄', '\\bar P', 'mean over the steps of ⟨g_A, g_B⟩ of two independent batches; 0 where it is negative', '>= 0', '𝓕^2·𝓧^-2', is_input=False),
        'ema_mean': SymbolText('A', 'A', 'mean over the steps of ⟨g_k, h_{k−1}⟩, h an average of the gradients before; 0 where negative', '>= 0', '𝓕^2·𝓧^-2', is_input=False),
        'square_sum': SymbolText('V', 'V', 'sum over the steps of the squared norm that the noise meets: ‖g_A‖², or ‖h_{k−1}‖²', '>= 0', '𝓕^2·𝓧^-2', is_input=False),
        'noise_proxy': SymbolText('ς', '\\varsigma', "sub-Gaussian proxy of the noise of a batch: the largest ‖g_k − ∇F‖, or one sample's over √b", '>= 0', '𝓕·𝓧^-1', is_input=False),
        'mixture_scale': SymbolText('r', 'r', 'scale at which the deviation is sharpest, near ς²V; chosen before the run', '> 0', '𝓕^4·𝓧^-4', is_input=False),
        'certificate_share': SymbolText('c', 'c', 'twice the share of ‖∇F‖² that the noise may take, less than 2; chosen before the run', '> 0', 'none', is_input=False),
        'ema_weight': SymbolText('a', 'a', 'weight of the new gradient in h_k = (1 − a)h_{k−1} + a g_k, h_0 = g_0', '(0, 1)', 'none', is_input=False),
        'batch_noise': SymbolText('ς₂', '\\varsigma_2', 'bound of the root mean square of ‖g_k − ∇F(x_k)‖', '>= 0', '𝓕·𝓧^-1', is_input=False, default=Function(default_batch_noise, ('batch_size', 'sigma')), default_text='σ/√b'),
        'gradient_change': SymbolText('D', 'D', 'root mean square of ‖∇F(x_{k+1}) − ∇F(x_k)‖, at most L times that of the steps', '>= 0', '𝓕·𝓧^-1', is_input=False),
        'first_noise': SymbolText('‖ζ_0‖', '\\|\\zeta_0\\|', 'bound of ‖g_0 − ∇F(x_0)‖', '>= 0', '𝓕·𝓧^-1', is_input=False),
        'weight_sum': SymbolText('Σb', '\\sum_k\\min_i b_{k,i}', 'sum over the steps of the least entry of b_k', '> 0', '𝓕^-1·𝓧^2', is_input=False),
        'weight_most': SymbolText('b̄', '\\bar b', 'largest entry that b_k may have; chosen before the run', '> 0', '𝓕^-1·𝓧^2', is_input=False),
        'apart_sum': SymbolText('Σb‖x − y‖²', '\\sum_k\\max_i b_{k,i}\\|x_k-y_k\\|^2', 'sum over the steps of the largest entry of b_k times ‖x_k − y_k‖²', '>= 0', '𝓕^-1·𝓧^4', is_input=False),
        'rest_sum': SymbolText('Σ‖r‖²', '\\sum_k\\|r_k\\|^2_{1/b_k}', 'sum over the steps of ‖r_k‖² with the weights 1/b_k, r_k = y_k − y_{k+1} − b_k g_k', '>= 0', '𝓕', is_input=False),
        'moved_sum': SymbolText('Σ‖Δy‖²', '\\sum_k\\|y_{k+1}-y_k\\|^2', 'sum over the steps of ‖y_{k+1} − y_k‖²', '>= 0', '𝓧^2', is_input=False),
        'parameter_size': SymbolText('|x_i|', '|x_i|', 'absolute value of a parameter', '>= 0', '𝓧', is_input=False),
        'gradient_entry': SymbolText('|∂_i|', '|\\partial_i|', 'absolute value of an entry of the gradient', '>= 0', '𝓕·𝓧^-1', is_input=False),
        'parameter_entry': SymbolText('x_i sgn ∂_i', '(x_i\\,\\mathrm{sgn}\\,\\partial_i)', 'a parameter, with the sign of its entry of the gradient', 'real', '𝓧', is_input=False),
        'eps_outside': SymbolText('ε_Adam', '\\varepsilon', "Adam's ε, which stands outside of the root", '>= 0', '𝓕·𝓧^-1', is_input=False),
    },
    statements={
        'here-constant-step': StatementInfo('Stationarity of AdamW with a constant step, sharper', 'guide/proofs.md, Section 3 and 4; proved there', (), ('In closed form, λ = 0 and ε² ≤ 0.4935 c2σ²/(c1b): T = (32/(3√3)) c2²LΔσ²/(c1²bε⁴) + (16/9) c2²σ⁴/(c1²b²ε⁴), with β1 = 3c1bε²/(4c2σ²) and η = (√3/2)β1c1/L.',), ('adamw',), 'the sharper constant step', 'here', measure='avg E‖∇F_k‖²', conditions=(ConditionKernel(here_constant_step_adamw_condition_sharp_step, ('beta1', 'delta', 'eta', 'lam', 'smoothness'), ('sharp',), 'λη + zβ1 + z²(1−β1)² ≤ 1, where z = ηL/(β1√δ)', None, 'eta', "(c) of the proofs: the momentum's error is only absorbed when the step is small beside β1", 'at this β1', 'sharp-step', for_=('gradient-norm-squared',), carrier='eta-max', optimizers=('adamw',)), ConditionKernel(here_constant_step_adam_condition_sharp_step, ('beta1', 'delta', 'eta', 'smoothness'), ('sharp',), 'λη + zβ1 + z²(1−β1)² ≤ 1, where z = ηL/(β1√δ)', None, 'eta', "(c) of the proofs: the momentum's error is only absorbed when the step is small beside β1", 'at this β1', 'sharp-step', for_=('gradient-norm-squared',), carrier='eta-max', optimizers=('adam',)), ConditionKernel(here_constant_step_l2_adam_condition_sharp_step, ('beta1', 'delta', 'eta', 'lam_l2', 'smoothness'), ('sharp',), 'λη + zβ1 + z²(1−β1)² ≤ 1, where z = ηL/(β1√δ)', None, 'eta', "(c) of the proofs: the momentum's error is only absorbed when the step is small beside β1", 'at this β1', 'sharp-step', for_=('gradient-norm-squared',), carrier='eta-max', optimizers=('l2-adam',)), ConditionKernel(here_constant_step_adamw_condition_lambda_schedule, ('beta2', 'c_inf', 'delta'), ('sharp',), 'λ_{k+1}/λ_k ≤ (1+q)^(−1/2)', None, '', 'λ_{k+1}v_{k+1} ≤ λ_k v_k; a constant λ > 0 has the ratio 1', 'a λ_k that falls by (1+q)^(−1/2) a step, or no weight decay', 'lambda-schedule', for_=('gradient-norm-squared',), when=Function(here_constant_step_adamw_condition_lambda_schedule_when, ('constant_decay', 'lam')), optimizers=('adamw',), fails_unknown=True), ConditionKernel(here_constant_step_condition_one_learning_rate, ('group_lr_ratio',), ('sharp',), '1 ≤ τ_min: every parameter group has the same learning rate', None, '', 'λ_{k+1}v_{k+1} ≤ λ_kv_k is proved enough for one learning rate', "one learning rate; bounds of PyTorch's update (--update pytorch) take several", 'one-learning-rate', for_=('gradient-norm-squared', 'iterations', 'gradient-complexity'), carrier='eta-max', when=Function(here_constant_step_condition_one_learning_rate_when, ('group_lr_ratio',))),), notes=(NoteKernel('NOT A GUARANTEE: λ > 0 adds (λ/2)√(c∞²+δ)‖x₀‖² to the gap, and --x0-norm is missing; it was taken as 0', when=Function(here_constant_decay_gradient_norm_squared_sharp_exists, ('lam',)), quantities=('iterations', 'gradient-complexity', 'gradient-norm-squared'), optimizers=('adamw',), code='x0-norm-missing', voids=True, missing='x0_norm'), NoteKernel('holds for λ_k = λ(1+q)^(−k/2), which no β2 makes alternate', when=Function(here_constant_decay_gradient_norm_squared_sharp_exists, ('lam',)), quantities=('gradient-norm-squared',), optimizers=('adamw',), own=True), NoteKernel('Adam: λ = 0', optimizers=('adam',), own=True), NoteKernel('constants of the regularised loss: c∞+λ‖x‖∞, L+λ, Δ+(λ/2)‖x₀‖²; ε is the gradient norm of that loss', when=Function(here_constant_step_note_4_when, ('lam_l2',)), variants=('sharp',), optimizers=('l2-adam',), own=True),), defaults=(DefaultKernel('x0_norm', value=Function(here_constant_step_default_1_x0_norm, ()), optimizers=('adamw',)), DefaultKernel('gap', value=Function(here_constant_step_default_2_gap, ('batch_size', 'epsilon', 'sigma', 'smoothness')), note='without the initial gap: η and β1 of a long run, whatever the gap is', quantities=('eta-max', 'beta1-max'), optimizers=('adamw', 'adam')), DefaultKernel('gap', value=Function(here_constant_step_default_3_gap, ('batch_size', 'epsilon', 'lam_l2', 'sigma', 'smoothness')), note='without the initial gap: η and β1 of a long run, whatever the gap is', quantities=('eta-max', 'beta1-max'), variants=('sharp',), optimizers=('l2-adam',)), DefaultKernel('x_inf_norm', value=Function(here_constant_step_default_1_x0_norm, ()), when=Function(here_constant_step_default_4_x_inf_norm_when, ('lam_l2',)), variants=('sharp',), optimizers=('l2-adam',)), DefaultKernel('x0_norm', value=Function(here_constant_step_default_1_x0_norm, ()), when=Function(here_constant_step_default_4_x_inf_norm_when, ('lam_l2',)), variants=('sharp',), optimizers=('l2-adam',)),), stands_for='theorem-2', when=Function(here_pl_last_iterate_iterations_decaying_adam_sharp_exists, ('pytorch_update',)), hypotheses='F L-smooth; ‖g‖∞ ≤ c∞; g unbiased, of variance σ²/b; any β2; λ_k v_k does not increase; constant step'),
        'here-schedule': StatementInfo('Stationarity of AdamW with any schedule of the learning rate', 'guide/proofs.md, Section 3; proved there', (), (), ('adamw',), 'any schedule', 'here', measure='Σ(η_k/Ση)E‖∇F_k‖²', conditions=(ConditionKernel(here_constant_step_adamw_condition_sharp_step, ('beta1', 'delta', 'eta', 'lam', 'smoothness'), ('sharp',), 'λη + zβ1 + z²(1−β1)² ≤ 1, where z = ηL/(β1√δ)', None, 'eta', "(c) of the proofs: the momentum's error is only absorbed when the step is small beside β1", 'at this β1', 'sharp-step', for_=('gradient-norm-squared',), carrier='eta-max', optimizers=('adamw',)), ConditionKernel(here_constant_step_adam_condition_sharp_step, ('beta1', 'delta', 'eta', 'smoothness'), ('sharp',), 'λη + zβ1 + z²(1−β1)² ≤ 1, where z = ηL/(β1√δ)', None, 'eta', "(c) of the proofs: the momentum's error is only absorbed when the step is small beside β1", 'at this β1', 'sharp-step', for_=('gradient-norm-squared',), carrier='eta-max', optimizers=('adam',)), ConditionKernel(here_constant_step_l2_adam_condition_sharp_step, ('beta1', 'delta', 'eta', 'lam_l2', 'smoothness'), ('sharp',), 'λη + zβ1 + z²(1−β1)² ≤ 1, where z = ηL/(β1√δ)', None, 'eta', "(c) of the proofs: the momentum's error is only absorbed when the step is small beside β1", 'at this β1', 'sharp-step', for_=('gradient-norm-squared',), carrier='eta-max', optimizers=('l2-adam',)), ConditionKernel(here_constant_step_adamw_condition_lambda_schedule, ('beta2', 'c_inf', 'delta'), ('sharp',), 'λ_{k+1}/λ_k ≤ (1+q)^(−1/2)', None, '', 'λ_{k+1}v_{k+1} ≤ λ_k v_k; a constant λ > 0 has the ratio 1', 'a λ_k that falls by (1+q)^(−1/2) a step, or no weight decay', 'lambda-schedule', for_=('gradient-norm-squared',), when=Function(here_constant_step_adamw_condition_lambda_schedule_when, ('constant_decay', 'lam')), optimizers=('adamw',), fails_unknown=True), ConditionKernel(here_constant_step_condition_one_learning_rate, ('group_lr_ratio',), ('sharp',), '1 ≤ τ_min: every parameter group has the same learning rate', None, '', 'λ_{k+1}v_{k+1} ≤ λ_kv_k is proved enough for one learning rate', "one learning rate; bounds of PyTorch's update (--update pytorch) take several", 'one-learning-rate', for_=('gradient-norm-squared',), carrier='eta-max', when=Function(here_constant_step_condition_one_learning_rate_when, ('group_lr_ratio',))),), notes=(NoteKernel('NOT A GUARANTEE: λ > 0 adds (λ/2)√(c∞²+δ)‖x₀‖² to the gap, and --x0-norm is missing; it was taken as 0', when=Function(here_constant_decay_gradient_norm_squared_sharp_exists, ('lam',)), optimizers=('adamw',), code='x0-norm-missing', voids=True, missing='x0_norm'), NoteKernel('holds for λ_k = λ(1+q)^(−k/2), which no β2 makes alternate', when=Function(here_constant_decay_gradient_norm_squared_sharp_exists, ('lam',)), quantities=('gradient-norm-squared',), optimizers=('adamw',), own=True), NoteKernel('the mean weighs each step with η_k: it bounds an output that is drawn in proportion to η_k, not the last iterate', when=Function(here_schedule_note_3_when, ('constant_rate',)), quantities=('gradient-norm-squared',)), NoteKernel('Adam: λ = 0', optimizers=('adam',), own=True), NoteKernel('constants of the regularised loss: c∞+λ‖x‖∞, L+λ, Δ+(λ/2)‖x₀‖²; ε is the gradient norm of that loss', when=Function(here_constant_step_note_4_when, ('lam_l2',)), variants=('sharp',), optimizers=('l2-adam',), own=True),), defaults=(DefaultKernel('x0_norm', value=Function(here_constant_step_default_1_x0_norm, ()), optimizers=('adamw',)), DefaultKernel('x_inf_norm', value=Function(here_constant_step_default_1_x0_norm, ()), when=Function(here_constant_step_default_4_x_inf_norm_when, ('lam_l2',)), variants=('sharp',), optimizers=('l2-adam',)), DefaultKernel('x0_norm', value=Function(here_constant_step_default_1_x0_norm, ()), when=Function(here_constant_step_default_4_x_inf_norm_when, ('lam_l2',)), variants=('sharp',), optimizers=('l2-adam',)),), stands_for='theorem-2', when=Function(here_schedule_when, ('constant_rate', 'pytorch_update')), hypotheses='F L-smooth; ‖g‖∞ ≤ c∞; g unbiased, of variance σ²/b; any β2; λ_k v_k does not increase; rates fixed before the run'),
        'here-pytorch': StatementInfo("Stationarity of PyTorch's Adam: bias correction, zero start, ε outside the root", 'guide/proofs.md, Section 3; proved there', (), ('C(β1), what bias correction adds, is at most 1.715.',), ('adamw',), "PyTorch's update", 'here', measure='Σ(η_k/Ση)E‖∇F‖²', conditions=(ConditionKernel(here_pytorch_adamw_adam_condition_sharp_step, ('beta1', 'delta', 'eta', 'smoothness'), ('sharp',), 'zβ1 + z²(1−β1)² ≤ 1, where z = ηL/(β1ε)', None, 'eta', "(c) of the proofs: the momentum's error is only absorbed when the step is small beside β1", 'at this β1', 'sharp-step', for_=('gradient-norm-squared',), carrier='eta-max', optimizers=('adamw', 'adam')), ConditionKernel(here_pytorch_l2_adam_condition_sharp_step, ('beta1', 'delta', 'eta', 'lam_l2', 'smoothness'), ('sharp',), 'zβ1 + z²(1−β1)² ≤ 1, where z = ηL/(β1ε)', None, 'eta', "(c) of the proofs: the momentum's error is only absorbed when the step is small beside β1", 'at this β1', 'sharp-step', for_=('gradient-norm-squared',), carrier='eta-max', optimizers=('l2-adam',)),), notes=(NoteKernel("PyTorch's own update: bias correction, zero start, ε outside the root (--update paper takes the paper's)", when=Function(here_pytorch_note_1_when, ('pytorch_update',)), questions='runs'), NoteKernel("PyTorch's own update: bias correction, zero start, ε outside the root", when=Function(here_pytorch_note_1_when, ('pytorch_update',)), questions='others'), NoteKernel('assumed: minibatches drawn independently (a shuffled pass over the data is not), no clipping, learning rates fixed before the run (no ReduceLROnPlateau), a constant β1 (OneCycleLR moves it)', when=Function(here_pytorch_note_1_when, ('pytorch_update',))), NoteKernel('the mean weighs each step with η_k: it bounds an output that is drawn in proportion to η_k, not the last iterate', when=Function(here_schedule_note_3_when, ('constant_rate',)), quantities=('gradient-norm-squared',)), NoteKernel('Adam: λ = 0', optimizers=('adam',), own=True), NoteKernel('constants of the regularised loss: c∞+λ‖x‖∞, L+λ, Δ+(λ/2)‖x₀‖²; ε is the gradient norm of that loss', when=Function(here_constant_step_note_4_when, ('lam_l2',)), variants=('sharp',), optimizers=('l2-adam',), own=True),), defaults=(DefaultKernel('x_inf_norm', value=Function(here_constant_step_default_1_x0_norm, ()), when=Function(here_constant_step_default_4_x_inf_norm_when, ('lam_l2',)), variants=('sharp',), optimizers=('l2-adam',)), DefaultKernel('x0_norm', value=Function(here_constant_step_default_1_x0_norm, ()), when=Function(here_constant_step_default_4_x_inf_norm_when, ('lam_l2',)), variants=('sharp',), optimizers=('l2-adam',)),), stands_for='theorem-2', when=Function(here_pytorch_note_1_when, ('pytorch_update',)), hypotheses="PyTorch's update (bias correction, zero start, ε outside the root); F L-smooth; ‖g‖∞ ≤ c∞; g unbiased, of variance σ²/b; any β2, amsgrad too; λ = 0"),
        'here-decaying': StatementInfo('Stationarity of AdamW with a decaying step, sharper', 'guide/proofs.md, Section 5; proved there', (), ("For the paper's update: β1 varies, so PyTorch's bias correction is another.", 'No step without a horizon is free of the logarithm in this inequality.'), ('adamw',), 'the sharper decaying step', 'here', measure='avg E‖∇F_k‖²', conditions=(ConditionKernel(here_constant_step_adamw_condition_lambda_schedule, ('beta2', 'c_inf', 'delta'), ('sharp',), 'λ_{k+1}/λ_k ≤ (1+q)^(−1/2)', None, '', 'λ_{k+1}v_{k+1} ≤ λ_k v_k; a constant λ > 0 has the ratio 1', 'a λ_k that falls by (1+q)^(−1/2) a step, or no weight decay', 'lambda-schedule', for_=('gradient-norm-squared',), when=Function(here_constant_step_adamw_condition_lambda_schedule_when, ('constant_decay', 'lam')), optimizers=('adamw',), fails_unknown=True), ConditionKernel(here_constant_step_condition_one_learning_rate, ('group_lr_ratio',), ('sharp',), '1 ≤ τ_min: every parameter group has the same learning rate', None, '', 'λ_{k+1}v_{k+1} ≤ λ_kv_k is proved enough for one learning rate', "one learning rate; bounds of PyTorch's update (--update pytorch) take several", 'one-learning-rate', for_=('gradient-norm-squared', 'iterations', 'gradient-complexity'), carrier='eta-max', when=Function(here_constant_step_condition_one_learning_rate_when, ('group_lr_ratio',))),), notes=(NoteKernel('NOT A GUARANTEE: λ > 0 adds (λ/2)√(c∞²+δ)‖x₀‖² to the gap, and --x0-norm is missing; it was taken as 0', when=Function(here_constant_decay_gradient_norm_squared_sharp_exists, ('lam',)), quantities=('iterations', 'gradient-complexity', 'gradient-norm-squared'), optimizers=('adamw',), code='x0-norm-missing', voids=True, missing='x0_norm'), NoteKernel('holds for λ_k = λ(1+q)^(−k/2), which no β2 makes alternate', when=Function(here_constant_decay_gradient_norm_squared_sharp_exists, ('lam',)), quantities=('gradient-norm-squared',), optimizers=('adamw',), own=True), NoteKernel('Adam: λ = 0', optimizers=('adam',), own=True), NoteKernel('constants of the regularised loss: c∞+λ‖x‖∞, L+λ, Δ+(λ/2)‖x₀‖²; ε is the gradient norm of that loss', when=Function(here_constant_step_note_4_when, ('lam_l2',)), variants=('sharp',), optimizers=('l2-adam',), own=True),), defaults=(DefaultKernel('x0_norm', value=Function(here_constant_step_default_1_x0_norm, ()), optimizers=('adamw',)), DefaultKernel('gamma', quantity='gamma', quantities=('eta-k', 'beta1-k')), DefaultKernel('gamma', value=Function(here_decaying_default_3_gamma, ('batch_size', 'c_inf', 'delta', 'gap', 'iterations', 'lam', 'sigma', 'smoothness', 'x0_norm')), note='γ = {value}, the best for this T', quantities=('gradient-norm-squared',), optimizers=('adamw',)), DefaultKernel('gamma', value=Function(here_decaying_default_4_gamma, ('batch_size', 'c_inf', 'delta', 'gap', 'iterations', 'sigma', 'smoothness')), note='γ = {value}, the best for this T', quantities=('gradient-norm-squared',), optimizers=('adam',)), DefaultKernel('gamma', value=Function(here_decaying_default_5_gamma, ('batch_size', 'c_inf', 'delta', 'gap', 'iterations', 'lam_l2', 'sigma', 'smoothness', 'x0_norm', 'x_inf_norm')), note='γ = {value}, the best for this T', quantities=('gradient-norm-squared',), variants=('sharp',), optimizers=('l2-adam',)), DefaultKernel('x_inf_norm', value=Function(here_constant_step_default_1_x0_norm, ()), when=Function(here_constant_step_default_4_x_inf_norm_when, ('lam_l2',)), variants=('sharp',), optimizers=('l2-adam',)), DefaultKernel('x0_norm', value=Function(here_constant_step_default_1_x0_norm, ()), when=Function(here_constant_step_default_4_x_inf_norm_when, ('lam_l2',)), variants=('sharp',), optimizers=('l2-adam',)),), stands_for='theorem-3', when=Function(here_decaying_when, ('group_lr_ratio', 'pytorch_update')), hypotheses='F L-smooth; ‖g‖∞ ≤ c∞; g unbiased, of variance σ²/b; any β2; λ_k v_k does not increase; β_k = min(1, γ/√(k+1)) and η_k = rβ_k'),
        'here-constant-decay': StatementInfo('Stationarity of AdamW with a constant weight decay and any schedule', 'guide/proofs.md, Section 6; proved there', (), ('Parameter groups with learning rates ητ_g and decays λ_g have Σ_g τ_gλ_g²R2_g² for λ²R2² and c2/τ_min for c2 (--group-decay, --group-lr-ratio).', "One run's own ‖x_k‖ in the place of R2 makes it an estimate, not a bound."), ('adamw',), 'constant decay', 'here', measure='Σ(η_k/Ση)E‖∇F‖²', conditions=(ConditionKernel(here_pytorch_adamw_adam_condition_sharp_step, ('beta1', 'delta', 'eta', 'smoothness'), ('sharp',), 'zβ1 + z²(1−β1)² < 1, where z = ηL/(β1c1)', None, 'eta', "(c) of the proofs: the momentum's error is only absorbed when the step is small beside β1", 'at this β1', 'sharp-step', for_=('gradient-norm-squared',), carrier='eta-max', when=Function(here_constant_decay_gradient_norm_squared_sharp_exists, ('lam',))),), notes=(NoteKernel("PyTorch's own update: bias correction, zero start, ε outside the root (--update paper takes the paper's)", when=Function(here_pytorch_note_1_when, ('pytorch_update',)), questions='runs'), NoteKernel("PyTorch's own update: bias correction, zero start, ε outside the root", when=Function(here_pytorch_note_1_when, ('pytorch_update',)), questions='others'), NoteKernel('assumed: minibatches drawn independently (a shuffled pass over the data is not), no clipping, learning rates fixed before the run (no ReduceLROnPlateau), a constant β1 (OneCycleLR moves it)', when=Function(here_pytorch_note_1_when, ('pytorch_update',))), NoteKernel('the mean weighs each step with η_k: it bounds an output that is drawn in proportion to η_k, not the last iterate', when=Function(here_schedule_note_3_when, ('constant_rate',)), quantities=('gradient-norm-squared',)), NoteKernel('R2 was given: it must bound the mean over all runs; measured on one run it makes the number an estimate, not a bound', when=Function(here_constant_decay_gradient_norm_squared_sharp_exists, ('lam',)), given='x_norm'), NoteKernel('Σ_g τ_gλ_g²R2_g² was given: it must bound the mean over all runs; measured on one run it makes the number an estimate, not a bound', when=Function(here_constant_decay_gradient_norm_squared_sharp_exists, ('lam',)), given='group_decay'),), defaults=(DefaultKernel('x_norm', value=Function(here_constant_decay_default_1_x_norm, ('dim', 'x_inf_norm')), note='‖x_k‖₂ ≤ √d ‖x‖∞ = {value}'), DefaultKernel('x_norm', value=Function(here_constant_decay_default_2_x_norm, ('beta1', 'beta2', 'c_inf', 'delta', 'dim', 'lam', 'x0_inf_norm')), when=Function(here_convex_rate_box_gap_constant_sign_descent_sharp_exists, ('eta', 'lam')), note='‖x_k‖₂ ≤ {value}, from the radius bound'),), stands_for='theorem-2', when=Function(here_constant_decay_when, ('constant_decay',)), hypotheses='constant λ; root mean square of ‖x_k‖₂ at most R2; F L-smooth; ‖g‖∞ ≤ c∞; g unbiased, of variance σ²/b; any β2'),
        'here-anchored-decay': StatementInfo('Stationarity under constant weight decay, of the loss regularised with a fixed v̄', 'guide/proofs.md, Section 6; proved there', (), ('Where nothing is known of v_k, v̄ = 2c1c2/(c1+c2) has φ = (c2−c1)/(c2+c1).', 'φ of one run makes it an estimate, not a bound.', 'Parameter groups with learning rates ητ_g and decays λ_g: λ is the largest λ_g, and c2/τ_min stands for c2. ‖x₀‖² and V may then be sums over the groups in which each counts λ_g/λ.'), ('adamw',), 'constant decay beside a fixed v̄', 'here', measure='Σ(η_k/Ση)E‖∇F+λv̄x‖²', conditions=(ConditionKernel(here_anchored_decay_condition_sharp_step, ('beta1', 'delta', 'eta', 'lam', 'smoothness', 'v_spread'), ('sharp',), 'λη(1+φ) + zβ1 + z²(1−β1)² < 1, where z = ηL/(β1c1)', None, 'eta', "(c) of the proofs: the momentum's error is only absorbed when the step is small", 'at this β1', 'sharp-step', for_=('gradient-norm-squared',), carrier='eta-max', when=Function(here_constant_decay_gradient_norm_squared_sharp_exists, ('lam',))),), notes=(NoteKernel("PyTorch's own update: bias correction, zero start, ε outside the root (--update paper takes the paper's)", when=Function(here_pytorch_note_1_when, ('pytorch_update',)), questions='runs'), NoteKernel("PyTorch's own update: bias correction, zero start, ε outside the root", when=Function(here_pytorch_note_1_when, ('pytorch_update',)), questions='others'), NoteKernel('assumed: minibatches drawn independently (a shuffled pass over the data is not), no clipping, learning rates fixed before the run (no ReduceLROnPlateau), a constant β1 (OneCycleLR moves it)', when=Function(here_pytorch_note_1_when, ('pytorch_update',))), NoteKernel('the mean weighs each step with η_k: it bounds an output that is drawn in proportion to η_k, not the last iterate', when=Function(here_schedule_note_3_when, ('constant_rate',)), quantities=('gradient-norm-squared',)), NoteKernel('NOT A GUARANTEE: λ > 0 adds (λ/2)√(c∞²+δ)‖x₀‖² to the gap, and --x0-norm is missing; it was taken as 0', when=Function(here_constant_decay_gradient_norm_squared_sharp_exists, ('lam',)), optimizers=('adamw',), code='x0-norm-missing', voids=True, missing='x0_norm'), NoteKernel('R2 was given: it must bound the mean over all runs; measured on one run it makes the number an estimate, not a bound', when=Function(here_constant_decay_gradient_norm_squared_sharp_exists, ('lam',)), given='x_norm'), NoteKernel('Σ_g τ_gλ_g²R2_g² was given: it must bound the mean over all runs; measured on one run it makes the number an estimate, not a bound', when=Function(here_constant_decay_gradient_norm_squared_sharp_exists, ('lam',)), given='group_decay'), NoteKernel('φ was given: it must bound the mean over all runs; measured on one run it makes the number an estimate, not a bound', when=Function(here_constant_decay_gradient_norm_squared_sharp_exists, ('lam',)), given='v_spread'),), defaults=(DefaultKernel('x0_norm', value=Function(here_constant_step_default_1_x0_norm, ()), optimizers=('adamw',)), DefaultKernel('x_norm', value=Function(here_constant_decay_default_1_x_norm, ('dim', 'x_inf_norm')), note='‖x_k‖₂ ≤ √d ‖x‖∞ = {value}'), DefaultKernel('x_norm', value=Function(here_constant_decay_default_2_x_norm, ('beta1', 'beta2', 'c_inf', 'delta', 'dim', 'lam', 'x0_inf_norm')), when=Function(here_convex_rate_box_gap_constant_sign_descent_sharp_exists, ('eta', 'lam')), note='‖x_k‖₂ ≤ {value}, from the radius bound'),), hypotheses="F is L-smooth along the segments between iterates, and F ≥ F*. E[g_k | past] = ∇F(x_k) and E‖g_k − ∇F(x_k)‖² ≤ σ²/b. Sampling without replacement and clipping break the first. The learning rates are fixed before the run: ReduceLROnPlateau and steps that a GradScaler skips are not covered. β1 is constant: OneCycleLR, which moves it, is not covered. ‖g_k‖∞ ≤ c∞, so that c1 ≤ v_k ≤ c2: √δ and √(c∞²+δ) for the paper's update, ε and c∞+ε for PyTorch's. ε = 0 leaves no such bound. λ_k = λ is constant, and Ση_kE‖x_k‖²/Ση_k ≤ R2² along the run. |v_k − v̄| ≤ φv_k in every entry, for one v̄ > 0 that may be picked after the run."),
        'here-regularised-decay': StatementInfo('Stationarity under constant weight decay, of the loss regularised with v_k itself', 'guide/proofs.md, Section 6; proved there', (), ("PyTorch's a_k is β2/(1−(1−β2)^{k+1}): far larger than β2 in early steps.", 'V of one run makes it an estimate, not a bound.', 'Parameter groups with learning rates ητ_g and decays λ_g: λ is the largest λ_g, and c2/τ_min stands for c2. ‖x₀‖² and V may then be sums over the groups in which each counts λ_g/λ.'), ('adamw',), 'here-regularised-decay', 'here', measure='Σ(η_k/Ση)E‖∇F_k‖²', conditions=(ConditionKernel(here_constant_step_adamw_condition_sharp_step, ('beta1', 'delta', 'eta', 'lam', 'smoothness'), ('sharp',), 'λη + zβ1 + z²(1−β1)² ≤ 1, where z = ηL/(β1c1)', None, 'eta', "(c) of the proofs: the momentum's error is only absorbed when the step is small", 'at this β1', 'sharp-step', for_=('gradient-norm-squared',), carrier='eta-max', when=Function(here_constant_decay_gradient_norm_squared_sharp_exists, ('lam',))),), notes=(NoteKernel("PyTorch's own update: bias correction, zero start, ε outside the root (--update paper takes the paper's)", when=Function(here_pytorch_note_1_when, ('pytorch_update',)), questions='runs'), NoteKernel("PyTorch's own update: bias correction, zero start, ε outside the root", when=Function(here_pytorch_note_1_when, ('pytorch_update',)), questions='others'), NoteKernel('assumed: minibatches drawn independently (a shuffled pass over the data is not), no clipping, learning rates fixed before the run (no ReduceLROnPlateau), a constant β1 (OneCycleLR moves it)', when=Function(here_pytorch_note_1_when, ('pytorch_update',))), NoteKernel('the mean weighs each step with η_k: it bounds an output that is drawn in proportion to η_k, not the last iterate', when=Function(here_schedule_note_3_when, ('constant_rate',)), quantities=('gradient-norm-squared',)), NoteKernel('NOT A GUARANTEE: λ > 0 adds (λ/2)√(c∞²+δ)‖x₀‖² to the gap, and --x0-norm is missing; it was taken as 0', when=Function(here_constant_decay_gradient_norm_squared_sharp_exists, ('lam',)), optimizers=('adamw',), code='x0-norm-missing', voids=True, missing='x0_norm'), NoteKernel("what v_k's growth adds was bounded from ‖x‖∞, d and c∞", quantities=('gradient-norm-squared',), missing='drift'), NoteKernel('V was given: it must bound the mean over all runs; measured on one run it makes the number an estimate, not a bound', when=Function(here_constant_decay_gradient_norm_squared_sharp_exists, ('lam',)), given='drift'),), defaults=(DefaultKernel('x0_norm', value=Function(here_constant_step_default_1_x0_norm, ()), optimizers=('adamw',)), DefaultKernel('drift', quantity='drift'), DefaultKernel('x_inf_norm', value=Function(here_regularised_decay_default_3_x_inf_norm, ('beta1', 'beta2', 'c_inf', 'delta', 'lam', 'x0_inf_norm')), when=Function(here_convex_rate_box_gap_constant_sign_descent_sharp_exists, ('eta', 'lam')), note='‖x_k‖∞ ≤ {value}, from the radius bound'),), hypotheses="F is L-smooth along the segments between iterates, and F ≥ F*. E[g_k | past] = ∇F(x_k) and E‖g_k − ∇F(x_k)‖² ≤ σ²/b. Sampling without replacement and clipping break the first. The learning rates are fixed before the run: ReduceLROnPlateau and steps that a GradScaler skips are not covered. β1 is constant: OneCycleLR, which moves it, is not covered. ‖g_k‖∞ ≤ c∞, so that c1 ≤ v_k ≤ c2: √δ and √(c∞²+δ) for the paper's update, ε and c∞+ε for PyTorch's. ε = 0 leaves no such bound. λ_k = λ is constant. V ≥ Σ_kE⟨(v_{k+1}−v_k)⁺, x_{k+1}²⟩; a bound of ‖x_k‖∞ gives one."),
        'here-amsgrad': StatementInfo("Stationarity under constant weight decay with AMSGrad's v_k", 'guide/proofs.md, Section 6; proved there', (), ('PyTorch divides the largest n by a correction that grows, so its v_k is not monotone: it falls from 1 to 0.707 in one step where a zero gradient follows the first.', 'Parameter groups with learning rates ητ_g and decays λ_g: λ is the largest λ_g, and c2/τ_min stands for c2. ‖x₀‖² and V may then be sums over the groups in which each counts λ_g/λ.'), ('adamw',), 'here-amsgrad', 'here', measure='Σ(η_k/Ση)E‖∇F_k‖²', conditions=(ConditionKernel(here_constant_step_adamw_condition_sharp_step, ('beta1', 'delta', 'eta', 'lam', 'smoothness'), ('sharp',), 'λη + zβ1 + z²(1−β1)² ≤ 1, where z = ηL/(β1c1)', None, 'eta', "(c) of the proofs: the momentum's error is only absorbed when the step is small", 'at this β1', 'sharp-step', for_=('gradient-norm-squared',), carrier='eta-max', when=Function(here_constant_decay_gradient_norm_squared_sharp_exists, ('lam',))),), notes=(NoteKernel("PyTorch's own update: bias correction, zero start, ε outside the root (--update paper takes the paper's)", when=Function(here_pytorch_note_1_when, ('pytorch_update',)), questions='runs'), NoteKernel("PyTorch's own update: bias correction, zero start, ε outside the root", when=Function(here_pytorch_note_1_when, ('pytorch_update',)), questions='others'), NoteKernel('assumed: minibatches drawn independently (a shuffled pass over the data is not), no clipping, learning rates fixed before the run (no ReduceLROnPlateau), a constant β1 (OneCycleLR moves it)', when=Function(here_pytorch_note_1_when, ('pytorch_update',))), NoteKernel('the mean weighs each step with η_k: it bounds an output that is drawn in proportion to η_k, not the last iterate', when=Function(here_schedule_note_3_when, ('constant_rate',)), quantities=('gradient-norm-squared',)), NoteKernel('NOT A GUARANTEE: λ > 0 adds (λ/2)√(c∞²+δ)‖x₀‖² to the gap, and --x0-norm is missing; it was taken as 0', when=Function(here_constant_decay_gradient_norm_squared_sharp_exists, ('lam',)), optimizers=('adamw',), code='x0-norm-missing', voids=True, missing='x0_norm'), NoteKernel("what v_k's growth adds was bounded from ‖x‖∞, d and c∞", quantities=('gradient-norm-squared',), missing='drift'), NoteKernel('V was given: it must bound the mean over all runs; measured on one run it makes the number an estimate, not a bound', when=Function(here_constant_decay_gradient_norm_squared_sharp_exists, ('lam',)), given='drift'),), defaults=(DefaultKernel('x0_norm', value=Function(here_constant_step_default_1_x0_norm, ()), optimizers=('adamw',)), DefaultKernel('drift', quantity='drift'), DefaultKernel('x_inf_norm', value=Function(here_regularised_decay_default_3_x_inf_norm, ('beta1', 'beta2', 'c_inf', 'delta', 'lam', 'x0_inf_norm')), when=Function(here_convex_rate_box_gap_constant_sign_descent_sharp_exists, ('eta', 'lam')), note='‖x_k‖∞ ≤ {value}, from the radius bound'),), hypotheses="F is L-smooth along the segments between iterates, and F ≥ F*. E[g_k | past] = ∇F(x_k) and E‖g_k − ∇F(x_k)‖² ≤ σ²/b. Sampling without replacement and clipping break the first. The learning rates are fixed before the run: ReduceLROnPlateau and steps that a GradScaler skips are not covered. β1 is constant: OneCycleLR, which moves it, is not covered. ‖g_k‖∞ ≤ c∞, so that c1 ≤ v_k ≤ c2: √δ and √(c∞²+δ) for the paper's update, ε and c∞+ε for PyTorch's. ε = 0 leaves no such bound. λ_k = λ is constant. v_k is AMSGrad's: the paper's update with the largest v_j so far, or PyTorch's amsgrad=True."),
        'here-pl-last-iterate': StatementInfo('The last iterate under the Polyak–Łojasiewicz condition', 'guide/proofs.md, Section 7; proved there', (), ('Whole runs: nothing restarts, nothing is drawn, and the last iterate is what is bounded.', "The decreasing step is for the paper's update: β1 varies, so bias correction is another."), ('adamw',), 'the last iterate', 'here', measure='E F(x_T) − F*', conditions=(ConditionKernel(here_pl_last_iterate_adamw_adam_condition_mu_smoothness, ('mu', 'smoothness'), ('sharp',), 'μ ≤ L', None, 'mu', 'an L-smooth loss with the PŁ condition has μ ≤ L', '', 'mu-smoothness', for_=('iterations', 'gradient-complexity', 'function-gap'), optimizers=('adamw', 'adam'), code='mu-above-l', warning='μ exceeds L: no L-smooth loss satisfies PŁ with such a μ, so the bound on the last iterate speaks of nothing'), ConditionKernel(here_pl_last_iterate_l2_adam_condition_mu_smoothness, ('lam_l2', 'mu', 'smoothness'), ('sharp',), 'μ ≤ L', None, 'mu', 'an L-smooth loss with the PŁ condition has μ ≤ L', '', 'mu-smoothness', for_=('iterations', 'gradient-complexity', 'function-gap'), optimizers=('l2-adam',), code='mu-above-l', warning='μ exceeds L: no L-smooth loss satisfies PŁ with such a μ, so the bound on the last iterate speaks of nothing'), ConditionKernel(here_pl_last_iterate_adamw_adam_condition_pl_step, ('beta1', 'c_inf', 'delta', 'eta', 'group_lr_ratio', 'mu', 'pytorch_update', 'smoothness'), ('sharp',), 'zβ1 + z²(1−β1)²/(1−zχ) ≤ 1, where z = ηL/(β1c1)', 'constant', 'eta', "the momentum's error is only absorbed when the step is small beside β1", 'at this β1', 'pl-step', for_=('function-gap',), carrier='eta-max', optimizers=('adamw', 'adam')), ConditionKernel(here_pl_last_iterate_l2_adam_condition_pl_step, ('beta1', 'c_inf', 'delta', 'eta', 'group_lr_ratio', 'lam_l2', 'mu', 'pytorch_update', 'smoothness', 'x_inf_norm'), ('sharp',), 'zβ1 + z²(1−β1)²/(1−zχ) ≤ 1, where z = ηL/(β1c1)', 'constant', 'eta', "the momentum's error is only absorbed when the step is small beside β1", 'at this β1', 'pl-step', for_=('function-gap',), carrier='eta-max', optimizers=('l2-adam',)), ConditionKernel(here_pl_last_iterate_adamw_adam_condition_pl_rate, ('beta1', 'c_inf', 'delta', 'eta', 'group_lr_ratio', 'mu', 'pytorch_update', 'smoothness'), ('sharp',), 'zχ = ημ/(β1c2) < 1', 'constant', 'eta', "the momentum's error falls by 1 − β1 a step, the gap by h, which must be less", 'at this β1', 'pl-rate', for_=('function-gap',), carrier='eta-max', optimizers=('adamw', 'adam')), ConditionKernel(here_pl_last_iterate_l2_adam_condition_pl_rate, ('beta1', 'c_inf', 'delta', 'eta', 'group_lr_ratio', 'lam_l2', 'mu', 'pytorch_update', 'smoothness', 'x_inf_norm'), ('sharp',), 'zχ = ημ/(β1c2) < 1', 'constant', 'eta', "the momentum's error falls by 1 − β1 a step, the gap by h, which must be less", 'at this β1', 'pl-rate', for_=('function-gap',), carrier='eta-max', optimizers=('l2-adam',)),), notes=(NoteKernel("PyTorch's own update: bias correction, zero start, ε outside the root (--update paper takes the paper's)", when=Function(here_pytorch_note_1_when, ('pytorch_update',)), questions='runs'), NoteKernel("PyTorch's own update: bias correction, zero start, ε outside the root", when=Function(here_pytorch_note_1_when, ('pytorch_update',)), questions='others'), NoteKernel('assumed: minibatches drawn independently (a shuffled pass over the data is not), no clipping, learning rates fixed before the run (no ReduceLROnPlateau), a constant β1 (OneCycleLR moves it)', when=Function(here_pytorch_note_1_when, ('pytorch_update',))), NoteKernel('ε is a gap of the loss', quantities=('iterations',)), NoteKernel('ε ≥ Δ: the start is as near already; T is of a run that is made all the same', when=Function(here_pl_last_iterate_note_5_when, ('epsilon_gap', 'gap')), quantities=('iterations', 'gradient-complexity'), optimizers=('adamw', 'adam')), NoteKernel('ε ≥ Δ: the start is as near already; T is of a run that is made all the same', when=Function(here_pl_last_iterate_note_6_when, ('epsilon_gap', 'gap', 'lam_l2', 'x0_norm')), quantities=('iterations', 'gradient-complexity'), variants=('sharp',), optimizers=('l2-adam',)), NoteKernel('Adam: λ = 0', optimizers=('adam',), own=True), NoteKernel('constants of the regularised loss: c∞+λ‖x‖∞, L+λ, Δ+(λ/2)‖x₀‖²; ε is the gradient norm of that loss', when=Function(here_constant_step_note_4_when, ('lam_l2',)), variants=('sharp',), optimizers=('l2-adam',), own=True),), defaults=(DefaultKernel('epsilon_gap', value=Function(here_pl_last_iterate_default_1_epsilon_gap, ('epsilon',))), DefaultKernel('x_inf_norm', value=Function(here_constant_step_default_1_x0_norm, ()), when=Function(here_constant_step_default_4_x_inf_norm_when, ('lam_l2',)), variants=('sharp',), optimizers=('l2-adam',)), DefaultKernel('x0_norm', value=Function(here_constant_step_default_1_x0_norm, ()), when=Function(here_constant_step_default_4_x_inf_norm_when, ('lam_l2',)), variants=('sharp',), optimizers=('l2-adam',)),), stands_for='theorem-4', hypotheses='F L-smooth, 2μ(F − F*) ≤ ‖∇F‖²; ‖g‖∞ ≤ c∞; g unbiased, of variance σ²/b; any β2; λ = 0; the last iterate'),
        'here-pl-decay': StatementInfo('The last iterate under the Polyak–Łojasiewicz condition and a constant weight decay', 'guide/proofs.md, Section 7; proved there', (), ('Parameter groups with learning rates ητ_g and decays λ_g have Σ_g τ_gλ_g²R2_g² for λ²R2² and c2/τ_min for c2 (--group-decay, --group-lr-ratio).', "At every β1, z = 2/(χ+√(χ²+4(1+s))) leaves the decay's error the split s."), ('adamw',), 'the last iterate with decay', 'here', measure='E F(x_T) − F*', conditions=(ConditionKernel(here_pl_last_iterate_adamw_adam_condition_mu_smoothness, ('mu', 'smoothness'), ('sharp',), 'μ ≤ L', None, 'mu', 'an L-smooth loss with the PŁ condition has μ ≤ L', '', 'mu-smoothness', for_=('function-gap',), code='mu-above-l', warning='μ exceeds L: no L-smooth loss satisfies PŁ with such a μ, so the bound on the last iterate speaks of nothing'), ConditionKernel(here_pl_last_iterate_adamw_adam_condition_pl_step, ('beta1', 'c_inf', 'delta', 'eta', 'group_lr_ratio', 'mu', 'pytorch_update', 'smoothness'), ('sharp',), 'zβ1 + z²(1−β1)²/(1−zχ) < 1, where z = ηL/(β1c1)', 'constant', 'eta', "the momentum's error is only absorbed when the step is small beside β1", 'at this β1', 'pl-step', for_=('function-gap',), carrier='eta-max', when=Function(here_constant_decay_gradient_norm_squared_sharp_exists, ('lam',))), ConditionKernel(here_pl_last_iterate_adamw_adam_condition_pl_rate, ('beta1', 'c_inf', 'delta', 'eta', 'group_lr_ratio', 'mu', 'pytorch_update', 'smoothness'), ('sharp',), 'zχ = ημ/(β1c2) < 1', 'constant', 'eta', "the momentum's error falls by 1 − β1 a step, the gap by h, which must be less", 'at this β1', 'pl-rate', for_=('function-gap',), carrier='eta-max'),), notes=(NoteKernel("PyTorch's own update: bias correction, zero start, ε outside the root (--update paper takes the paper's)", when=Function(here_pytorch_note_1_when, ('pytorch_update',)), questions='runs'), NoteKernel("PyTorch's own update: bias correction, zero start, ε outside the root", when=Function(here_pytorch_note_1_when, ('pytorch_update',)), questions='others'), NoteKernel('assumed: minibatches drawn independently (a shuffled pass over the data is not), no clipping, learning rates fixed before the run (no ReduceLROnPlateau), a constant β1 (OneCycleLR moves it)', when=Function(here_pytorch_note_1_when, ('pytorch_update',))), NoteKernel('R2 was given: it must bound the mean over all runs; measured on one run it makes the number an estimate, not a bound', when=Function(here_constant_decay_gradient_norm_squared_sharp_exists, ('lam',)), given='x_norm'), NoteKernel('Σ_g τ_gλ_g²R2_g² was given: it must bound the mean over all runs; measured on one run it makes the number an estimate, not a bound', when=Function(here_constant_decay_gradient_norm_squared_sharp_exists, ('lam',)), given='group_decay'),), defaults=(DefaultKernel('x_norm', value=Function(here_constant_decay_default_1_x_norm, ('dim', 'x_inf_norm')), note='‖x_k‖₂ ≤ √d ‖x‖∞ = {value}'), DefaultKernel('x_norm', value=Function(here_constant_decay_default_2_x_norm, ('beta1', 'beta2', 'c_inf', 'delta', 'dim', 'lam', 'x0_inf_norm')), when=Function(here_convex_rate_box_gap_constant_sign_descent_sharp_exists, ('eta', 'lam')), note='‖x_k‖₂ ≤ {value}, from the radius bound'),), stands_for='theorem-4', when=Function(here_constant_decay_when, ('constant_decay',)), hypotheses='constant λ; E‖x_k‖² ≤ R2²; F L-smooth, 2μ(F − F*) ≤ ‖∇F‖²; ‖g‖∞ ≤ c∞; g unbiased, of variance σ²/b; any β2; the last iterate'),
        'here-pair-certificate': StatementInfo('The mean squared gradient of a run, from two independent batches at each step', 'guide/proofs.md, Section 11; proved there', (), (), ('adamw',), 'pairs', 'here', measure='avg ‖∇F(x_k)‖² of one run', notes=(NoteKernel('of the run that was made, from what it recorded; no forecast'),), hypotheses='g_k = ∇F(x_k) + ζ_k with E[ζ_k | past] = 0, and x_k is decided before batch k is drawn: any optimizer, schedule, clipping and decay. g_k is the gradient itself, not clipped and not scaled. Sampling without replacement over more than one epoch breaks it; a probe of batches drawn with replacement does not. Batches A and B of a step are independent given the past, and their noise is ς-sub-Gaussian: ‖ζ‖ ≤ ς is enough. r and c < 2 are chosen before the run.'),
        'here-ema-certificate': StatementInfo('The mean squared gradient of a run, from an average of its own gradients', 'guide/proofs.md, Section 11; proved there', (), (), ('adamw',), 'average of gradients', 'here', measure='avg ‖∇F(x_k)‖² of one run', notes=(NoteKernel('of the run that was made, from what it recorded; no forecast'),), hypotheses='g_k = ∇F(x_k) + ζ_k with E[ζ_k | past] = 0, and x_k is decided before batch k is drawn: any optimizer, schedule, clipping and decay. g_k is the gradient itself, not clipped and not scaled. Sampling without replacement over more than one epoch breaks it; a probe of batches drawn with replacement does not. D bounds the root mean square change of ∇F from step to step: L times that of the steps. On average over runs: E‖ζ_k‖² ≤ ς₂². For one run: the noise is ς-sub-Gaussian, ς₂² bounds the mean of ‖ζ_k‖² over it (‖ζ‖ ≤ ς₂ is enough), and r is chosen before.'),
        'here-descent-certificate': StatementInfo('The mean squared gradient of a run, from how far the loss can fall', 'guide/proofs.md, Section 11; proved there', (), (), ('adamw',), 'descent', 'here', measure='Σw_k‖∇F(x_k)‖² of one run, w_k like the least entry of b_k', notes=(NoteKernel('of the run that was made, from what it recorded; no forecast'),), hypotheses="g_k = ∇F(x_k) + ζ_k with E[ζ_k | past] = 0, and x_k is decided before batch k is drawn: any optimizer, schedule, clipping and decay. g_k is the gradient itself, not clipped and not scaled. Sampling without replacement over more than one epoch breaks it; a probe of batches drawn with replacement does not. F is L-smooth on the segments that the run walks along, and bounded below by F(x*). y_0 = x_0; y_k and the weights b_k > 0, one an entry and at most b̄, are decided before batch k is drawn. For Adam and AdamW with a_k = η_k/((1 − θ₁^{k+1})v_k), θ₁ PyTorch's first beta and M_k its exp_avg: y_k = x_k − (θ₁/(1 − θ₁))a_{k−1}M_{k−1} and b_k = min(a_{k−1}, b̄), with a_{−1} = b̄. The noise is ς-sub-Gaussian: ‖ζ‖ ≤ ς is enough."),
        'here-master': StatementInfo('The inequality that the bounds proved here follow from', 'guide/proofs.md, Section 2; proved there', (), ("β1 stands for α_{k+1}, and t for Young's split: the proof's ρ is (1−α)²(1+t).", 'The other statements choose ω: 0 for the gradient of F, λv_k for that of F_k, λv̄ between.'), ('adamw',), 'the master inequality', 'here', measure='Σ η_kE‖∇Φ_k(x_k)‖²_{1/v_k}', conditions=(ConditionKernel(here_master_condition_master_step, ('beta1', 'delta', 'eta', 'reference_ratio', 'smoothness', 'step_weight', 'young_split'), ('sharp',), 'η_k(L/c1 + ϖ_k) + 2w_{k+1}(1−α)²(1+1/t)(L/c1)²η_k ≤ 1, where α = α_{k+1}', None, '', "(b) of the proofs: then no step's square is left on the right", 'smaller steps, or other weights', 'master-step', for_=('weighted-gradients',)),), hypotheses='F is L-smooth along the segments between iterates, and F ≥ F*. E[g_k | past] = ∇F(x_k) and E‖g_k − ∇F(x_k)‖² ≤ σ²/b. m_0 = g_0, and m_k = (1−α_k)m_{k−1} + α_kg_k; c1 ≤ v_k ≤ c2, where v_k may depend on g_k. x_{k+1} = x_k − η_k(m_k/v_k + λ_kx_k); η_k, α_k and all weights are fixed before the run. ω_k ≥ 0 is any random vector; d_k = (λ_kv_k − ω_k)x_k, and s → 0 where every d_k is 0.'),
        'here-rest-points': StatementInfo('Where AdamW rests with ε > 0, and how far from a KKT point that is', 'guide/proofs.md, Section 12; proved there', (), ('Xie and Li (2024) prove that with ε = 0 a limit is a KKT point of the box ‖x‖∞ ≤ 1/λ. With ε > 0 it is a stationary point of F + ΣΦ_i instead, strictly inside the box, and there K = Σ_i K_i > 0 unless ∇F = 0.', 'For λ|x_i| ≪ 1 the barrier is about ελx_i²/2 (√δ for ε): an ordinary ℓ2 penalty.', 'A convex F has one rest point; any F has exactly one where ‖∇²F‖_{∞→∞} < λε everywhere.', 'With noise of variance s_i² and a slow v the mean of x_i rests where δ + s_i² stands for δ: minibatch AdamW does not come to K = 0.'), ('adamw',), 'the rest points of AdamW', 'here', measure='K(x)', hypotheses="Every gradient is that of the full batch, λ > 0 is constant, and x_k = x for every k: m̂ = ∇F(x) and v̂ = ∇F(x)². outside: x moves by η(m̂/(√v̂ + ε) + λx), as PyTorch's does. inside: by η(m̂/√(v̂ + δ) + λx)."),
        'here-convex-rate': StatementInfo('Sign descent with weight decay on a convex F: a model of AdamW', 'guide/proofs.md, Section 13; proved there', (), ('The least value is that in the box: F* itself, where a minimiser of F lies in it.', "With the step 2/(λ(k+1)) and B = max(‖x_0‖∞, 1/λ) the usual count for Frank and Wolfe's method gives 2H(1+λB)²/(λ²(T+2)), which is larger.", "Any norm: with the norm's own linear minimiser in the place of −sgn, and H the smoothness from ‖·‖ to ‖·‖_*.", 'constant: Δ = F(x_0) − F* may be replaced by F(x_0) less the least value in the box.'), ('sign-descent',), 'the convex rate of sign descent', 'here', measure='F(x_T) − min F over the box', conditions=(ConditionKernel(here_convex_rate_condition_lambda_eta, ('eta', 'lam'), ('sharp',), 'λη ≤ 1', 'constant', 'eta', 'a step must not leave the box |x_i| ≤ 1/λ', '', 'lambda-eta', for_=('box-gap',), carrier='box-gap', when=Function(here_constant_decay_gradient_norm_squared_sharp_exists, ('lam',))),), notes=(NoteKernel('a model of AdamW, its update replaced by signs: not a bound for AdamW itself', quantities=('box-gap',)), NoteKernel('for a convex F and full gradients', quantities=('box-gap',)),), hypotheses='F is convex and differentiable, and ‖∇F(x) − ∇F(y)‖₁ ≤ H‖x − y‖∞. For a Hessian A, H is at most Σ|A_ij|; an ℓ2 constant L gives H ≤ dL. Every gradient is that of the full batch. x_k = (1 − λη_k)x_{k−1} − η_k sgn ∇F(x_{k−1}), k = 1, …, T, with λ > 0; the start may lie outside the box ‖x‖∞ ≤ 1/λ. frank-wolfe: η_k = 2/(λ(k+1)). constant: η_k = η with λη ≤ 1.'),
    },
    claims={
        'here-one-step': 'holds',
        'here-schedule-bound': 'holds',
        'here-pytorch-bound': 'holds',
        'here-bias-sum': 'holds',
        'here-decay-bound': 'holds',
        'here-groups': 'holds',
        'here-anchored-bound': 'holds',
        'here-held-bound': 'holds',
        'lambda-const': 'holds',
        'here-drift': 'holds',
        'here-largest-step': 'holds',
        'here-shortest-run': 'holds',
        'here-decaying-bound': 'holds',
        'here-decaying-count': 'holds',
        'pair-certificate': 'holds',
        'ema-certificate': 'holds',
        'descent-certificate': 'holds',
        'here-last-iterate': 'holds',
        'here-last-count': 'holds',
        'here-falling-count': 'holds',
        'here-last-decay': 'holds',
        'here-rest-points': 'holds',
        'kkt-eps': 'false-as-printed',
        'fw-rate': 'holds',
    },
    citation=Citation(('adamw-bounds contributors',), 'Sharper bounds for AdamW, and bounds for the update that PyTorch runs', 'adamw-bounds, guide/proofs.md', 2026, '', '', '@misc{adamwbounds,\n  author = {{The adamw-bounds contributors}},\n  title = {Sharper bounds for {AdamW}, and bounds for the update that {PyTorch} runs},\n  howpublished = {adamw-bounds, guide/proofs.md},\n  year = {2026},\n}\n'),
)
