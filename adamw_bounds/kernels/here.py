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
    log_batch_size = m.log(batch_size)
    log_sigma = m.log(sigma)
    t7 = 0.0
    t8 = m.dot(0.6931471805599453, (-0.5, log_delta), (0.5, t2), (-2.0, log_epsilon), (1.0, t5), (1.0, log_smoothness))
    t9 = m.dot(0.0, (-1.0, log_batch_size), (-0.5, log_delta), (0.5, t2), (-2.0, log_epsilon), (2.0, log_sigma))
    t10 = m.dot(0.0, (0.5, log_delta), (1.0, log_lam), (-1.0, log_smoothness))
    t11 = m.log_best_momentum(t8, t9, t10, 0)
    t12 = m.log_one_minus_exp(t11)
    t13 = m.log_best_rest(t8, t9, t10, t11, 0)
    t14 = m.log_one_minus_exp(t13)
    t15 = m.dot(0.0, (1.0, t12), (1.0, t14))
    t16 = m.logaddexp(t7, t15)
    t17 = m.dot(0.0, (-1.0, log_batch_size), (-0.5, log_delta), (0.5, t2), (-2.0, log_epsilon), (2.0, log_sigma), (-1.0, t16), (1.0, t11))
    t18 = m.log_one_minus_exp(t17)
    t19 = m.log_step(t10, t11, t13)
    t20 = m.dot(0.0, (-1.0, t18), (-1.0, t11), (-1.0, t19))
    t21 = m.dot(0.6931471805599453, (-0.5, log_delta), (0.5, t2), (-2.0, log_epsilon), (1.0, t5), (1.0, log_smoothness), (-1.0, t18), (-1.0, t11), (-1.0, t19))
    t22 = m.dot(0.0, (-1.0, log_batch_size), (-2.0, log_epsilon), (2.0, log_sigma))
    t23 = m.dot(0.0, (2.0, t11))
    t24 = m.log_one_minus_exp(t23)
    t25 = m.dot(0.0, (-1.0, t18), (1.0, t24), (-1.0, t16), (-1.0, t11))
    t26 = m.dot(0.0, (-1.0, log_batch_size), (-0.5, log_delta), (0.5, t2), (-2.0, log_epsilon), (2.0, log_sigma), (-1.0, t18), (1.0, t24), (-1.0, t16), (-1.0, t11))
    return ((t21, (t3, t6, t20,)), (t26, (t3, t22, t25,)),)


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
    log_smoothness = m.log(smoothness)
    t8 = m.dot(0.0, (-1.0, log_beta1), (-0.5, log_delta), (1.0, log_eta), (1.0, log_smoothness))
    t9 = m.dot(0.0, (1.0, log_eta), (1.0, log_lam))
    t10 = m.log(0.0)
    t11 = m.log_young(t8, t9, beta1, t10)
    t12 = m.dot(0.0, (1.0, t7), (-1.0, log_batch_size), (-0.5, log_delta), (0.5, t2), (2.0, log_sigma), (-1.0, log_beta1), (1.0, log_eta), (-1.0, t11), (-1.0, log_rate_sum))
    t13 = m.dot(0.0, (-1.0, log_batch_size), (-0.5, log_delta), (0.5, t2), (2.0, log_sigma), (1.0, log_beta1), (-1.0, t11))
    return m.logaddexp(m.logaddexp(t5, t12), t13), (t5, t12, t13,)


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
    log_batch_size = m.log(batch_size)
    log_sigma = m.log(sigma)
    t5 = 0.0
    t6 = m.dot(0.6931471805599453, (-0.5, log_delta), (0.5, t2), (-2.0, log_epsilon), (1.0, log_gap), (1.0, log_smoothness))
    t7 = m.dot(0.0, (-1.0, log_batch_size), (-0.5, log_delta), (0.5, t2), (-2.0, log_epsilon), (2.0, log_sigma))
    t8 = m.log(0.0)
    t9 = m.log_best_momentum(t6, t7, t8, 0)
    t10 = m.log_one_minus_exp(t9)
    t11 = m.log_best_rest(t6, t7, t8, t9, 0)
    t12 = m.log_one_minus_exp(t11)
    t13 = m.dot(0.0, (1.0, t10), (1.0, t12))
    t14 = m.logaddexp(t5, t13)
    t15 = m.dot(0.0, (-1.0, log_batch_size), (-0.5, log_delta), (0.5, t2), (-2.0, log_epsilon), (2.0, log_sigma), (-1.0, t14), (1.0, t9))
    t16 = m.log_one_minus_exp(t15)
    t17 = m.log_step(t8, t9, t11)
    t18 = m.dot(0.0, (-1.0, t16), (-1.0, t9), (-1.0, t17))
    t19 = m.dot(0.6931471805599453, (-0.5, log_delta), (0.5, t2), (-2.0, log_epsilon), (1.0, log_gap), (1.0, log_smoothness), (-1.0, t16), (-1.0, t9), (-1.0, t17))
    t20 = m.dot(0.0, (-1.0, log_batch_size), (-2.0, log_epsilon), (2.0, log_sigma))
    t21 = m.dot(0.0, (2.0, t9))
    t22 = m.log_one_minus_exp(t21)
    t23 = m.dot(0.0, (-1.0, t16), (1.0, t22), (-1.0, t14), (-1.0, t9))
    t24 = m.dot(0.0, (-1.0, log_batch_size), (-0.5, log_delta), (0.5, t2), (-2.0, log_epsilon), (2.0, log_sigma), (-1.0, t16), (1.0, t22), (-1.0, t14), (-1.0, t9))
    return ((t19, (t3, t4, t18,)), (t24, (t3, t20, t23,)),)


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
    log_smoothness = m.log(smoothness)
    t6 = m.dot(0.0, (-1.0, log_beta1), (-0.5, log_delta), (1.0, log_eta), (1.0, log_smoothness))
    t7 = m.log(0.0)
    t8 = m.log_young(t6, t7, beta1, t7)
    t9 = m.dot(0.0, (1.0, t5), (-1.0, log_batch_size), (-0.5, log_delta), (0.5, t2), (2.0, log_sigma), (-1.0, log_beta1), (1.0, log_eta), (-1.0, t8), (-1.0, log_rate_sum))
    t10 = m.dot(0.0, (-1.0, log_batch_size), (-0.5, log_delta), (0.5, t2), (2.0, log_sigma), (1.0, log_beta1), (-1.0, t8))
    return m.logaddexp(m.logaddexp(t3, t9), t10), (t3, t9, t10,)


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
    log_batch_size = m.log(batch_size)
    log_sigma = m.log(sigma)
    t10 = 0.0
    t11 = m.dot(0.6931471805599453, (-0.5, log_delta), (0.5, t4), (-2.0, log_epsilon), (1.0, t7), (1.0, t8))
    t12 = m.dot(0.0, (-1.0, log_batch_size), (-0.5, log_delta), (0.5, t4), (-2.0, log_epsilon), (2.0, log_sigma))
    t13 = m.log(0.0)
    t14 = m.log_best_momentum(t11, t12, t13, 0)
    t15 = m.log_one_minus_exp(t14)
    t16 = m.log_best_rest(t11, t12, t13, t14, 0)
    t17 = m.log_one_minus_exp(t16)
    t18 = m.dot(0.0, (1.0, t15), (1.0, t17))
    t19 = m.logaddexp(t10, t18)
    t20 = m.dot(0.0, (-1.0, log_batch_size), (-0.5, log_delta), (0.5, t4), (-2.0, log_epsilon), (2.0, log_sigma), (-1.0, t19), (1.0, t14))
    t21 = m.log_one_minus_exp(t20)
    t22 = m.log_step(t13, t14, t16)
    t23 = m.dot(0.0, (-1.0, t21), (-1.0, t14), (-1.0, t22))
    t24 = m.dot(0.6931471805599453, (-0.5, log_delta), (0.5, t4), (-2.0, log_epsilon), (1.0, t7), (1.0, t8), (-1.0, t21), (-1.0, t14), (-1.0, t22))
    t25 = m.dot(0.0, (-1.0, log_batch_size), (-2.0, log_epsilon), (2.0, log_sigma))
    t26 = m.dot(0.0, (2.0, t14))
    t27 = m.log_one_minus_exp(t26)
    t28 = m.dot(0.0, (-1.0, t21), (1.0, t27), (-1.0, t19), (-1.0, t14))
    t29 = m.dot(0.0, (-1.0, log_batch_size), (-0.5, log_delta), (0.5, t4), (-2.0, log_epsilon), (2.0, log_sigma), (-1.0, t21), (1.0, t27), (-1.0, t19), (-1.0, t14))
    return ((t24, (t5, t9, t23,)), (t29, (t5, t25, t28,)),)


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
    log_smoothness = m.log(smoothness)
    t10 = m.logaddexp(log_lam_l2, log_smoothness)
    t11 = m.dot(0.0, (-1.0, log_beta1), (-0.5, log_delta), (1.0, log_eta), (1.0, t10))
    t12 = m.log(0.0)
    t13 = m.log_young(t11, t12, beta1, t12)
    t14 = m.dot(0.0, (1.0, t9), (-1.0, log_batch_size), (-0.5, log_delta), (0.5, t4), (2.0, log_sigma), (-1.0, log_beta1), (1.0, log_eta), (-1.0, t13), (-1.0, log_rate_sum))
    t15 = m.dot(0.0, (-1.0, log_batch_size), (-0.5, log_delta), (0.5, t4), (2.0, log_sigma), (1.0, log_beta1), (-1.0, t13))
    return m.logaddexp(m.logaddexp(t7, t14), t15), (t7, t14, t15,)


def here_pytorch_gradient_norm_squared_sharp(m: Any, *, batch_size: Any, beta1: Any, c_inf: Any, delta: Any, eta: Any, gap: Any, rate_sum: Any, sigma: Any, smoothness: Any) -> Any:
    log_c_inf = m.log(c_inf)
    log_delta = m.log(delta)
    t1 = m.dot(0.0, (0.5, log_delta))
    t2 = m.logaddexp(log_c_inf, t1)
    log_gap = m.log(gap)
    log_rate_sum = m.log(rate_sum)
    t3 = m.dot(0.6931471805599453, (1.0, t2), (1.0, log_gap), (-1.0, log_rate_sum))
    t4 = m.log_bias_sum(beta1)
    log_batch_size = m.log(batch_size)
    log_sigma = m.log(sigma)
    log_beta1 = m.log(beta1)
    log_eta = m.log(eta)
    log_smoothness = m.log(smoothness)
    t5 = m.dot(0.0, (-1.0, log_beta1), (-0.5, log_delta), (1.0, log_eta), (1.0, log_smoothness))
    t6 = m.log(0.0)
    t7 = m.log_young(t5, t6, beta1, t6)
    t8 = m.dot(0.0, (1.0, t4), (-1.0, log_batch_size), (-0.5, log_delta), (1.0, t2), (2.0, log_sigma), (-1.0, log_beta1), (1.0, log_eta), (-1.0, t7), (-1.0, log_rate_sum))
    t9 = m.dot(0.0, (-1.0, log_batch_size), (-0.5, log_delta), (1.0, t2), (2.0, log_sigma), (1.0, log_beta1), (-1.0, t7))
    return m.logaddexp(m.logaddexp(t3, t8), t9), (t3, t8, t9,)


def here_pytorch_gradient_norm_squared_sharp_exists(m: Any, *, lam: Any) -> Any:
    return (lam == 0.0)


def here_constant_decay_gradient_norm_squared_sharp(m: Any, *, batch_size: Any, beta1: Any, c_inf: Any, delta: Any, eta: Any, gap: Any, lam: Any, pytorch_update: Any, rate_sum: Any, sigma: Any, smoothness: Any, x_norm: Any) -> Any:
    log_c_inf = m.log(c_inf)
    t1 = m.dot(0.0, (2.0, log_c_inf))
    log_delta = m.log(delta)
    t2 = m.logaddexp(t1, log_delta)
    t3 = m.dot(0.0, (0.5, t2))
    t4 = m.dot(0.0, (0.5, log_delta))
    t5 = m.logaddexp(log_c_inf, t4)
    t6 = m.where((pytorch_update > 0.0), t5, t3)
    log_gap = m.log(gap)
    log_rate_sum = m.log(rate_sum)
    t7 = m.dot(0.6931471805599453, (1.0, t6), (1.0, log_gap), (-1.0, log_rate_sum))
    log_beta1 = m.log(beta1)
    t8 = m.dot(0.0, (2.0, log_beta1))
    t9 = m.log_one_minus_exp(t8)
    t10 = m.log_bias_sum(beta1)
    t11 = m.where((pytorch_update > 0.0), t10, t9)
    log_batch_size = m.log(batch_size)
    log_sigma = m.log(sigma)
    log_eta = m.log(eta)
    log_smoothness = m.log(smoothness)
    t12 = m.dot(0.0, (-1.0, log_beta1), (-0.5, log_delta), (1.0, log_eta), (1.0, log_smoothness))
    t13 = m.log(0.0)
    log_lam = m.log(lam)
    log_x_norm = m.log(x_norm)
    t14 = m.dot(0.0, (1.0, t11), (-1.0, log_beta1), (1.0, log_eta), (-1.0, log_rate_sum))
    t15 = m.logaddexp(log_beta1, t14)
    t16 = m.dot(0.0, (1.0, log_batch_size), (0.5, log_delta), (1.0, t6), (-2.0, log_sigma), (2.0, log_lam), (2.0, log_x_norm), (-1.0, t15))
    t17 = m.log_split(t16, t12, beta1)
    t18 = m.log_young(t12, t13, beta1, t17)
    t19 = 0.0
    t20 = m.logaddexp(t19, t17)
    t21 = m.dot(0.0, (1.0, t11), (-1.0, log_batch_size), (-0.5, log_delta), (1.0, t6), (2.0, log_sigma), (-1.0, log_beta1), (1.0, log_eta), (-1.0, t18), (-1.0, log_rate_sum), (1.0, t20))
    t22 = m.dot(0.0, (-1.0, log_batch_size), (-0.5, log_delta), (1.0, t6), (2.0, log_sigma), (1.0, log_beta1), (-1.0, t18), (1.0, t20))
    t23 = m.dot(0.0, (-1.0, t17))
    t24 = m.logaddexp(t19, t23)
    t25 = m.dot(0.0, (2.0, t6), (2.0, log_lam), (2.0, log_x_norm), (1.0, t24))
    return m.logaddexp(m.logaddexp(m.logaddexp(t7, t21), t22), t25), (t7, t21, t22, t25,)


def here_constant_decay_gradient_norm_squared_sharp_exists(m: Any, *, lam: Any) -> Any:
    return (lam > 0.0)


def here_pl_last_iterate_iterations_constant_sharp(m: Any, *, batch_size: Any, c_inf: Any, delta: Any, epsilon_gap: Any, gap: Any, mu: Any, pytorch_update: Any, sigma: Any, smoothness: Any) -> Any:
    t1 = 0.0
    t2 = m.log(0.0)
    log_gap = m.log(gap)
    log_batch_size = m.log(batch_size)
    log_sigma = m.log(sigma)
    log_smoothness = m.log(smoothness)
    log_delta = m.log(delta)
    log_c_inf = m.log(c_inf)
    t3 = m.dot(0.0, (2.0, log_c_inf))
    t4 = m.logaddexp(t3, log_delta)
    t5 = m.dot(0.0, (0.5, t4))
    t6 = m.dot(0.0, (0.5, log_delta))
    t7 = m.logaddexp(log_c_inf, t6)
    t8 = m.where((pytorch_update > 0.0), t7, t5)
    log_mu = m.log(mu)
    t9 = m.dot(0.0, (0.5, log_delta), (-1.0, t8), (1.0, log_mu), (-1.0, log_smoothness))
    t10 = 1.3862943611198906
    t11 = m.dot(0.0, (1.0, log_delta), (-2.0, t8), (2.0, log_mu), (-2.0, log_smoothness))
    t12 = m.logaddexp(t10, t11)
    t13 = m.dot(0.0, (0.5, t12))
    t14 = m.logaddexp(t9, t13)
    t15 = m.dot(0.6931471805599453, (0.5, log_delta), (-1.0, t8), (1.0, log_mu), (-1.0, log_smoothness), (-1.0, t14))
    t16 = m.log_one_minus_exp(t15)
    t17 = m.dot(0.0, (-1.0, log_batch_size), (2.0, log_sigma), (-1.0, log_smoothness), (-1.0, t14), (-1.0, t16))
    log_epsilon_gap = m.log(epsilon_gap)
    t18 = m.dot(-0.6931471805599453, (1.0, log_epsilon_gap))
    t19 = m.dot(-0.6931471805599453, (-1.0, log_batch_size), (-0.5, log_delta), (1.0, t8), (-1.0, log_mu), (2.0, log_sigma), (-1.0, t16))
    t20 = m.logsubexp(log_epsilon_gap, t19)
    t21 = m.maximum(t18, t20)
    t22 = m.logsubexp(m.logaddexp(log_gap, t17), t21)
    t23 = m.maximum(t2, t22)
    t24 = m.dot(0.0, (1.0, t23), (-1.0, t21))
    t25 = m.logaddexp(t1, t24)
    t26 = m.log(t25)
    t27 = m.dot(-0.6931471805599453, (1.0, log_epsilon_gap), (-1.0, t19))
    t28 = m.minimum(t1, t27)
    t29 = m.dot(0.6931471805599453, (0.5, log_delta), (-1.0, t8), (1.0, log_mu), (-1.0, log_smoothness), (-1.0, t14), (1.0, t28))
    t30 = m.log_rate(t29)
    t31 = m.dot(0.0, (1.0, t26), (-1.0, t30))
    t32 = m.maximum(t1, t31)
    t33 = m.log_one_minus_exp(t9)
    t34 = m.dot(-0.6931471805599453, (-1.0, log_batch_size), (-0.5, log_delta), (1.0, t8), (-1.0, log_mu), (2.0, log_sigma), (-1.0, t33))
    t35 = m.dot(-0.6931471805599453, (-1.0, log_batch_size), (2.0, log_sigma), (-1.0, log_smoothness), (-1.0, t33))
    t36 = m.logsubexp(m.logaddexp(m.logaddexp(t34, log_gap), t35), log_epsilon_gap)
    t37 = m.maximum(t2, t36)
    t38, t39 = m.signed_add(log_epsilon_gap, 1.0, t34, -1.0)
    t40 = m.dot(0.0, (-1.0, t38))
    t41 = m.sign_power(t39, -1.0)
    t42 = m.dot(0.0, (1.0, t37), (1.0, t40))
    t43 = t41
    t44, t45 = m.signed_add(t1, 1.0, t42, t43)
    t46 = m.where(t45 < 0, m.nan, t44)
    t47 = m.log(t46)
    t48 = m.log_rate(t9)
    t49 = m.dot(0.0, (1.0, t47), (-1.0, t48))
    t50 = m.maximum(t1, t49)
    t51 = m.minimum(t50, t32)
    t52 = m.logsubexp(log_gap, log_epsilon_gap)
    t53 = m.maximum(t2, t52)
    t54 = m.dot(0.0, (-1.0, log_epsilon_gap), (1.0, t53))
    t55 = m.logaddexp(t1, t54)
    t56 = m.log(t55)
    t57 = m.dot(0.0, (1.0, t56), (-1.0, t48))
    t58 = m.maximum(t1, t57)
    t59 = m.where((sigma == 0.0), t58, m.where(m.both((log_epsilon_gap > t34), (t9 < t1)), t51, t32))
    return t59, ()


def here_pl_last_iterate_gradient_complexity_constant_sharp(m: Any, *, batch_size: Any, c_inf: Any, delta: Any, epsilon_gap: Any, gap: Any, mu: Any, pytorch_update: Any, sigma: Any, smoothness: Any) -> Any:
    log_batch_size = m.log(batch_size)
    t1 = 0.0
    t2 = m.log(0.0)
    log_gap = m.log(gap)
    log_sigma = m.log(sigma)
    log_smoothness = m.log(smoothness)
    log_delta = m.log(delta)
    log_c_inf = m.log(c_inf)
    t3 = m.dot(0.0, (2.0, log_c_inf))
    t4 = m.logaddexp(t3, log_delta)
    t5 = m.dot(0.0, (0.5, t4))
    t6 = m.dot(0.0, (0.5, log_delta))
    t7 = m.logaddexp(log_c_inf, t6)
    t8 = m.where((pytorch_update > 0.0), t7, t5)
    log_mu = m.log(mu)
    t9 = m.dot(0.0, (0.5, log_delta), (-1.0, t8), (1.0, log_mu), (-1.0, log_smoothness))
    t10 = 1.3862943611198906
    t11 = m.dot(0.0, (1.0, log_delta), (-2.0, t8), (2.0, log_mu), (-2.0, log_smoothness))
    t12 = m.logaddexp(t10, t11)
    t13 = m.dot(0.0, (0.5, t12))
    t14 = m.logaddexp(t9, t13)
    t15 = m.dot(0.6931471805599453, (0.5, log_delta), (-1.0, t8), (1.0, log_mu), (-1.0, log_smoothness), (-1.0, t14))
    t16 = m.log_one_minus_exp(t15)
    t17 = m.dot(0.0, (-1.0, log_batch_size), (2.0, log_sigma), (-1.0, log_smoothness), (-1.0, t14), (-1.0, t16))
    log_epsilon_gap = m.log(epsilon_gap)
    t18 = m.dot(-0.6931471805599453, (1.0, log_epsilon_gap))
    t19 = m.dot(-0.6931471805599453, (-1.0, log_batch_size), (-0.5, log_delta), (1.0, t8), (-1.0, log_mu), (2.0, log_sigma), (-1.0, t16))
    t20 = m.logsubexp(log_epsilon_gap, t19)
    t21 = m.maximum(t18, t20)
    t22 = m.logsubexp(m.logaddexp(log_gap, t17), t21)
    t23 = m.maximum(t2, t22)
    t24 = m.dot(0.0, (1.0, t23), (-1.0, t21))
    t25 = m.logaddexp(t1, t24)
    t26 = m.log(t25)
    t27 = m.dot(-0.6931471805599453, (1.0, log_epsilon_gap), (-1.0, t19))
    t28 = m.minimum(t1, t27)
    t29 = m.dot(0.6931471805599453, (0.5, log_delta), (-1.0, t8), (1.0, log_mu), (-1.0, log_smoothness), (-1.0, t14), (1.0, t28))
    t30 = m.log_rate(t29)
    t31 = m.dot(0.0, (1.0, t26), (-1.0, t30))
    t32 = m.maximum(t1, t31)
    t33 = m.log_one_minus_exp(t9)
    t34 = m.dot(-0.6931471805599453, (-1.0, log_batch_size), (-0.5, log_delta), (1.0, t8), (-1.0, log_mu), (2.0, log_sigma), (-1.0, t33))
    t35 = m.dot(-0.6931471805599453, (-1.0, log_batch_size), (2.0, log_sigma), (-1.0, log_smoothness), (-1.0, t33))
    t36 = m.logsubexp(m.logaddexp(m.logaddexp(t34, log_gap), t35), log_epsilon_gap)
    t37 = m.maximum(t2, t36)
    t38, t39 = m.signed_add(log_epsilon_gap, 1.0, t34, -1.0)
    t40 = m.dot(0.0, (-1.0, t38))
    t41 = m.sign_power(t39, -1.0)
    t42 = m.dot(0.0, (1.0, t37), (1.0, t40))
    t43 = t41
    t44, t45 = m.signed_add(t1, 1.0, t42, t43)
    t46 = m.where(t45 < 0, m.nan, t44)
    t47 = m.log(t46)
    t48 = m.log_rate(t9)
    t49 = m.dot(0.0, (1.0, t47), (-1.0, t48))
    t50 = m.maximum(t1, t49)
    t51 = m.minimum(t50, t32)
    t52 = m.logsubexp(log_gap, log_epsilon_gap)
    t53 = m.maximum(t2, t52)
    t54 = m.dot(0.0, (-1.0, log_epsilon_gap), (1.0, t53))
    t55 = m.logaddexp(t1, t54)
    t56 = m.log(t55)
    t57 = m.dot(0.0, (1.0, t56), (-1.0, t48))
    t58 = m.maximum(t1, t57)
    t59 = m.where((sigma == 0.0), t58, m.where(m.both((log_epsilon_gap > t34), (t9 < t1)), t51, t32))
    t60 = m.dot(0.0, (1.0, log_batch_size), (1.0, t59))
    return t60, ()


def here_pl_last_iterate_iterations_decaying_sharp(m: Any, *, batch_size: Any, c_inf: Any, delta: Any, epsilon_gap: Any, gap: Any, mu: Any, pytorch_update: Any, sigma: Any, smoothness: Any) -> Any:
    t1 = 0.0
    log_epsilon_gap = m.log(epsilon_gap)
    log_batch_size = m.log(batch_size)
    log_delta = m.log(delta)
    log_c_inf = m.log(c_inf)
    t2 = m.dot(0.0, (2.0, log_c_inf))
    t3 = m.logaddexp(t2, log_delta)
    t4 = m.dot(0.0, (0.5, t3))
    t5 = m.dot(0.0, (0.5, log_delta))
    t6 = m.logaddexp(log_c_inf, t5)
    t7 = m.where((pytorch_update > 0.0), t6, t4)
    log_mu = m.log(mu)
    log_smoothness = m.log(smoothness)
    log_sigma = m.log(sigma)
    t8 = m.dot(-0.6931471805599453, (-0.5, log_delta), (1.0, t7), (-1.0, log_mu), (1.0, log_smoothness))
    t9 = m.dot(0.0, (1.0, log_delta), (-2.0, t7), (2.0, log_mu), (-2.0, log_smoothness))
    t10 = -0.6931471805599453
    t11 = m.dot(0.0, (0.5, log_delta), (-1.0, t7), (1.0, log_mu), (-1.0, log_smoothness))
    t12 = 1.3862943611198906
    t13 = m.logaddexp(t12, t9)
    t14 = m.dot(0.0, (0.5, t13))
    t15 = m.logaddexp(t11, t14)
    t16 = m.dot(0.6931471805599453, (-1.0, t15))
    t17 = m.where((t9 <= t10), t16, t8)
    t18 = m.dot(0.0, (0.5, log_delta), (-1.0, t7), (1.0, log_mu), (-1.0, log_smoothness), (1.0, t17))
    t19 = m.log_one_minus_exp(t18)
    t20 = m.dot(-0.6931471805599453, (-1.0, log_batch_size), (-1.0, log_delta), (2.0, t7), (-2.0, log_mu), (1.0, log_smoothness), (2.0, log_sigma), (-1.0, t17), (-1.0, t19))
    t21 = m.dot(1.3862943611198906, (1.0, t20))
    t22 = m.dot(0.0, (-0.5, log_delta), (1.0, t7), (-1.0, log_mu), (1.0, log_smoothness), (1.0, t15))
    t23 = m.log_ceil(t22)
    t24 = m.where((t9 <= t10), t23, t12)
    t25 = m.dot(0.6931471805599453, (1.0, t24))
    t26, t27 = m.signed_add(t25, 1.0, t1, -1.0)
    t28 = m.dot(0.0, (1.0, log_epsilon_gap), (1.0, t26))
    t29 = t27
    t30, t31 = m.signed_add(t21, -1.0, t28, t29)
    t32 = m.dot(0.0, (2.0, t30))
    t33, t34 = m.signed_add(t24, 1.0, t1, -1.0)
    log_gap = m.log(gap)
    t35, t36 = m.signed_add(t1, 1.0, t18, -1.0)
    t37 = m.dot(0.0, (-1.0, t35))
    t38 = m.sign_power(t36, -1.0)
    t39 = m.dot(-0.6931471805599453, (-1.0, log_batch_size), (2.0, log_sigma), (-1.0, log_smoothness), (1.0, t17), (1.0, t37))
    t40 = t38
    t41, t42 = m.signed_add(log_gap, 1.0, log_epsilon_gap, -1.0)
    t43, t44 = m.signed_add(t41, t42, t39, t40)
    t45 = m.dot(0.0, (1.0, t24), (1.0, t33), (1.0, t43))
    t46 = t34 * t44
    t47 = m.dot(1.3862943611198906, (1.0, log_epsilon_gap), (1.0, t45))
    t48 = t46
    t49, t50 = m.signed_add(t32, 1.0, t47, t48)
    t51 = m.where(t50 < 0, m.nan, t49)
    t52 = m.dot(0.0, (0.5, t51))
    t53 = m.dot(0.0, (1.0, t30))
    t54 = -1.0 * t31
    t55, t56 = m.signed_add(t52, 1.0, t53, t54)
    t57 = m.where(t56 < 0, m.nan, t55)
    t58 = m.dot(-0.6931471805599453, (-1.0, log_epsilon_gap), (1.0, t57))
    t59 = m.maximum(t1, t58)
    t60 = m.log(0.0)
    _, t62 = m.signed_add(t30, t31, t60, -1.0)
    t63, t64 = m.signed_add(t52, 1.0, t30, t31)
    t65 = m.dot(0.0, (-1.0, t63))
    t66 = m.sign_power(t64, -1.0)
    t67 = m.dot(0.6931471805599453, (1.0, t45), (1.0, t65))
    t68 = t46 * t66
    t69 = m.where(t68 < 0, m.nan, t67)
    t70 = m.maximum(t1, t69)
    _, t72 = m.signed_add(t49, t50, t60, -1.0)
    t73 = m.where((t72 < 0.0), t1, m.where((t62 > 0.0), t70, t59))
    return t73, ()


def here_pl_last_iterate_gradient_complexity_decaying_sharp(m: Any, *, batch_size: Any, c_inf: Any, delta: Any, epsilon_gap: Any, gap: Any, mu: Any, pytorch_update: Any, sigma: Any, smoothness: Any) -> Any:
    log_batch_size = m.log(batch_size)
    t1 = 0.0
    log_epsilon_gap = m.log(epsilon_gap)
    log_delta = m.log(delta)
    log_c_inf = m.log(c_inf)
    t2 = m.dot(0.0, (2.0, log_c_inf))
    t3 = m.logaddexp(t2, log_delta)
    t4 = m.dot(0.0, (0.5, t3))
    t5 = m.dot(0.0, (0.5, log_delta))
    t6 = m.logaddexp(log_c_inf, t5)
    t7 = m.where((pytorch_update > 0.0), t6, t4)
    log_mu = m.log(mu)
    log_smoothness = m.log(smoothness)
    log_sigma = m.log(sigma)
    t8 = m.dot(-0.6931471805599453, (-0.5, log_delta), (1.0, t7), (-1.0, log_mu), (1.0, log_smoothness))
    t9 = m.dot(0.0, (1.0, log_delta), (-2.0, t7), (2.0, log_mu), (-2.0, log_smoothness))
    t10 = -0.6931471805599453
    t11 = m.dot(0.0, (0.5, log_delta), (-1.0, t7), (1.0, log_mu), (-1.0, log_smoothness))
    t12 = 1.3862943611198906
    t13 = m.logaddexp(t12, t9)
    t14 = m.dot(0.0, (0.5, t13))
    t15 = m.logaddexp(t11, t14)
    t16 = m.dot(0.6931471805599453, (-1.0, t15))
    t17 = m.where((t9 <= t10), t16, t8)
    t18 = m.dot(0.0, (0.5, log_delta), (-1.0, t7), (1.0, log_mu), (-1.0, log_smoothness), (1.0, t17))
    t19 = m.log_one_minus_exp(t18)
    t20 = m.dot(-0.6931471805599453, (-1.0, log_batch_size), (-1.0, log_delta), (2.0, t7), (-2.0, log_mu), (1.0, log_smoothness), (2.0, log_sigma), (-1.0, t17), (-1.0, t19))
    t21 = m.dot(1.3862943611198906, (1.0, t20))
    t22 = m.dot(0.0, (-0.5, log_delta), (1.0, t7), (-1.0, log_mu), (1.0, log_smoothness), (1.0, t15))
    t23 = m.log_ceil(t22)
    t24 = m.where((t9 <= t10), t23, t12)
    t25 = m.dot(0.6931471805599453, (1.0, t24))
    t26, t27 = m.signed_add(t25, 1.0, t1, -1.0)
    t28 = m.dot(0.0, (1.0, log_epsilon_gap), (1.0, t26))
    t29 = t27
    t30, t31 = m.signed_add(t21, -1.0, t28, t29)
    t32 = m.dot(0.0, (2.0, t30))
    t33, t34 = m.signed_add(t24, 1.0, t1, -1.0)
    log_gap = m.log(gap)
    t35, t36 = m.signed_add(t1, 1.0, t18, -1.0)
    t37 = m.dot(0.0, (-1.0, t35))
    t38 = m.sign_power(t36, -1.0)
    t39 = m.dot(-0.6931471805599453, (-1.0, log_batch_size), (2.0, log_sigma), (-1.0, log_smoothness), (1.0, t17), (1.0, t37))
    t40 = t38
    t41, t42 = m.signed_add(log_gap, 1.0, log_epsilon_gap, -1.0)
    t43, t44 = m.signed_add(t41, t42, t39, t40)
    t45 = m.dot(0.0, (1.0, t24), (1.0, t33), (1.0, t43))
    t46 = t34 * t44
    t47 = m.dot(1.3862943611198906, (1.0, log_epsilon_gap), (1.0, t45))
    t48 = t46
    t49, t50 = m.signed_add(t32, 1.0, t47, t48)
    t51 = m.where(t50 < 0, m.nan, t49)
    t52 = m.dot(0.0, (0.5, t51))
    t53 = m.dot(0.0, (1.0, t30))
    t54 = -1.0 * t31
    t55, t56 = m.signed_add(t52, 1.0, t53, t54)
    t57 = m.where(t56 < 0, m.nan, t55)
    t58 = m.dot(-0.6931471805599453, (-1.0, log_epsilon_gap), (1.0, t57))
    t59 = m.maximum(t1, t58)
    t60 = m.log(0.0)
    _, t62 = m.signed_add(t30, t31, t60, -1.0)
    t63, t64 = m.signed_add(t52, 1.0, t30, t31)
    t65 = m.dot(0.0, (-1.0, t63))
    t66 = m.sign_power(t64, -1.0)
    t67 = m.dot(0.6931471805599453, (1.0, t45), (1.0, t65))
    t68 = t46 * t66
    t69 = m.where(t68 < 0, m.nan, t67)
    t70 = m.maximum(t1, t69)
    _, t72 = m.signed_add(t49, t50, t60, -1.0)
    t73 = m.where((t72 < 0.0), t1, m.where((t62 > 0.0), t70, t59))
    t74 = m.dot(0.0, (1.0, log_batch_size), (1.0, t73))
    return t74, ()


def here_pl_last_iterate_function_gap_constant_sharp(m: Any, *, batch_size: Any, beta1: Any, c_inf: Any, delta: Any, eta: Any, gap: Any, iterations: Any, mu: Any, pytorch_update: Any, sigma: Any, smoothness: Any) -> Any:
    log_gap = m.log(gap)
    log_beta1 = m.log(beta1)
    log_delta = m.log(delta)
    log_c_inf = m.log(c_inf)
    t1 = m.dot(0.0, (2.0, log_c_inf))
    t2 = m.logaddexp(t1, log_delta)
    t3 = m.dot(0.0, (0.5, t2))
    t4 = m.dot(0.0, (0.5, log_delta))
    t5 = m.logaddexp(log_c_inf, t4)
    t6 = m.where((pytorch_update > 0.0), t5, t3)
    log_mu = m.log(mu)
    log_eta = m.log(eta)
    t7 = m.dot(0.0, (-1.0, t6), (1.0, log_mu), (1.0, log_eta))
    log_iterations = m.log(iterations)
    t8 = m.log_shrink(t7, log_iterations)
    t9 = m.dot(0.0, (1.0, log_gap), (1.0, t8))
    log_batch_size = m.log(batch_size)
    log_sigma = m.log(sigma)
    t10 = 0.0
    t11 = m.dot(0.0, (-1.0, t6), (1.0, log_mu), (-1.0, log_beta1), (1.0, log_eta))
    t12, t13 = m.signed_add(t10, 1.0, t11, -1.0)
    t14 = m.dot(0.0, (-1.0, t12))
    t15 = m.sign_power(t13, -1.0)
    t18 = m.log_one_minus_exp(log_beta1)
    t19 = 0.6931471805599453
    t20, t21 = m.signed_add(t19, 1.0, log_beta1, -1.0)
    t22 = m.dot(0.0, (-1.0, t20))
    t23 = m.sign_power(t21, -1.0)
    t24 = m.dot(0.6931471805599453, (2.0, t18), (1.0, t22), (1.0, t14))
    t25 = t23 * t15
    t26, t27 = m.signed_add(t10, 1.0, t7, -1.0)
    t28 = m.dot(0.0, (-1.0, t26))
    t29 = m.sign_power(t27, -1.0)
    t30 = m.dot(-0.43860718935211745, (3.0, t18), (1.0, t28))
    t31 = t29
    t32, t33 = m.signed_add(t10, 1.0, t24, t25)
    t34, t35 = m.signed_add(t32, t33, t30, t31)
    t16 = m.where((pytorch_update > 0.0), t34, t10)
    t17 = m.where((pytorch_update > 0.0), t35, 1.0)
    t36 = m.dot(-0.6931471805599453, (-1.0, log_batch_size), (2.0, log_sigma), (-1.0, log_beta1), (-0.5, log_delta), (1.0, log_eta), (1.0, t8), (1.0, t14), (1.0, t16))
    t37 = t15 * t17
    t38 = m.where(t37 < 0, m.nan, t36)
    t39 = m.log_one_minus_exp(t11)
    t40 = m.dot(-0.6931471805599453, (-1.0, log_batch_size), (1.0, log_beta1), (-0.5, log_delta), (1.0, t6), (-1.0, log_mu), (2.0, log_sigma), (-1.0, t39))
    return m.logaddexp(m.logaddexp(t9, t38), t40), (t9, t38, t40,)


def here_radius_radius_sharp(m: Any, *, beta1: Any, beta2: Any, c_inf: Any, delta: Any, lam: Any, x0_inf_norm: Any) -> Any:
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
    return t22, ()


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


def here_constant_step_note_3_when(m: Any, *, lam_l2: Any) -> Any:
    return (lam_l2 > 0.0)


def here_constant_step_default_1_x0_norm(m: Any) -> Any:
    return 0


def here_constant_step_default_2_x_inf_norm_when(m: Any, *, lam_l2: Any) -> Any:
    return (lam_l2 == 0.0)


def here_pytorch_condition_sharp_step(m: Any, *, beta1: Any, delta: Any, eta: Any, smoothness: Any) -> Any:
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


def here_constant_decay_default_2_x_norm_when(m: Any, *, eta: Any, lam: Any) -> Any:
    return m.both((m.sign_one_minus_product((eta, 1), (lam, 1)) >= 0.0), (lam > 0.0))


def here_pl_last_iterate_condition_mu_smoothness(m: Any, *, mu: Any, smoothness: Any) -> Any:
    log_mu = m.log(mu)
    log_smoothness = m.log(smoothness)
    return log_mu, log_smoothness, log_smoothness


def here_pl_last_iterate_condition_pl_step(m: Any, *, beta1: Any, c_inf: Any, delta: Any, eta: Any, mu: Any, pytorch_update: Any, smoothness: Any) -> Any:
    log_beta1 = m.log(beta1)
    log_delta = m.log(delta)
    log_eta = m.log(eta)
    log_smoothness = m.log(smoothness)
    t1 = m.dot(0.0, (-0.5, log_delta), (1.0, log_eta), (1.0, log_smoothness))
    log_c_inf = m.log(c_inf)
    t2 = m.dot(0.0, (2.0, log_c_inf))
    t3 = m.logaddexp(t2, log_delta)
    t4 = m.dot(0.0, (0.5, t3))
    t5 = m.dot(0.0, (0.5, log_delta))
    t6 = m.logaddexp(log_c_inf, t5)
    t7 = m.where((pytorch_update > 0.0), t6, t4)
    log_mu = m.log(mu)
    t8 = m.dot(0.0, (-1.0, t7), (1.0, log_mu), (-1.0, log_beta1), (1.0, log_eta))
    t9 = m.log_one_minus_exp(log_beta1)
    t10 = m.dot(0.0, (2.0, t9), (-2.0, log_beta1), (-1.0, log_delta), (2.0, log_eta), (2.0, log_smoothness))
    t11 = m.logaddexp(m.logaddexp(t1, t8), t10)
    t12 = 0.0
    t13 = m.dot(0.0, (-1.0, log_beta1), (-0.5, log_delta), (-1.0, t7), (1.0, log_mu), (1.0, log_smoothness), (2.0, log_eta))
    t14 = m.logaddexp(t12, t13)
    return t11, t14, t14


def here_pl_last_iterate_condition_pl_rate(m: Any, *, beta1: Any, c_inf: Any, delta: Any, eta: Any, mu: Any, pytorch_update: Any, smoothness: Any) -> Any:
    log_delta = m.log(delta)
    log_c_inf = m.log(c_inf)
    t1 = m.dot(0.0, (2.0, log_c_inf))
    t2 = m.logaddexp(t1, log_delta)
    t3 = m.dot(0.0, (0.5, t2))
    t4 = m.dot(0.0, (0.5, log_delta))
    t5 = m.logaddexp(log_c_inf, t4)
    t6 = m.where((pytorch_update > 0.0), t5, t3)
    log_mu = m.log(mu)
    log_beta1 = m.log(beta1)
    log_eta = m.log(eta)
    t7 = m.dot(0.0, (-1.0, t6), (1.0, log_mu), (-1.0, log_beta1), (1.0, log_eta))
    t8 = 0.0
    return t7, t8, t8


def here_pl_last_iterate_default_1_epsilon_gap(m: Any, *, epsilon: Any) -> Any:
    return epsilon


def here_radius_condition_decay_step(m: Any, *, eta: Any, lam: Any) -> Any:
    log_eta = m.log(eta)
    log_lam = m.log(lam)
    t1 = m.dot(0.0, (1.0, log_eta), (1.0, log_lam))
    t2 = 0.0
    t3 = m.dot(0.0, (-1.0, log_eta))
    return t1, t2, t3


def default_rate_sum(m: Any, *, eta: Any, iterations: Any) -> Any:
    t1 = eta * iterations
    return t1


PAPER = PaperKernels(
    key='here',
    kernels={
        ('here-constant-step', 'iterations', 'constant', None, None, 'sharp'): Kernel(here_constant_step_iterations_constant_sharp, ('batch_size', 'c_inf', 'delta', 'epsilon', 'gap', 'lam', 'sigma', 'smoothness', 'x0_norm'), ('bias', 'variance'), 'the shortest run that the proof allows: β1, η and p are chosen for it', False, here_constant_step_iterations_constant_sharp_drivers, ('batch_size', 'c_inf', 'delta', 'epsilon', 'gap', 'lam', 'sigma', 'smoothness', 'x0_norm'), (Driver('bias', ('c2/c1', 'L·Δ₀/ε²', '1/((1 − c2·σ²·BestMomentum(2·c2·L·Δ₀/(c1·ε²), c2·σ²/(c1·b·ε²), c1·λ/L, 0)/(c1·b·ε²·(1 + (1 − BestMomentum(2·c2·L·Δ₀/(c1·ε²), c2·σ²/(c1·b·ε²), c1·λ/L, 0))·(1 − BestRest(2·c2·L·Δ₀/(c1·ε²), c2·σ²/(c1·b·ε²), c1·λ/L, BestMomentum(2·c2·L·Δ₀/(c1·ε²), c2·σ²/(c1·b·ε²), c1·λ/L, 0), 0)))))·BestMomentum(2·c2·L·Δ₀/(c1·ε²), c2·σ²/(c1·b·ε²), c1·λ/L, 0)·LargestStep(c1·λ/L, BestMomentum(2·c2·L·Δ₀/(c1·ε²), c2·σ²/(c1·b·ε²), c1·λ/L, 0), BestRest(2·c2·L·Δ₀/(c1·ε²), c2·σ²/(c1·b·ε²), c1·λ/L, BestMomentum(2·c2·L·Δ₀/(c1·ε²), c2·σ²/(c1·b·ε²), c1·λ/L, 0), 0)))',)), Driver('variance', ('c2/c1', 'σ²/(b·ε²)', '(1 − BestMomentum(2·c2·L·Δ₀/(c1·ε²), c2·σ²/(c1·b·ε²), c1·λ/L, 0)²)/((1 + (1 − BestMomentum(2·c2·L·Δ₀/(c1·ε²), c2·σ²/(c1·b·ε²), c1·λ/L, 0))·(1 − BestRest(2·c2·L·Δ₀/(c1·ε²), c2·σ²/(c1·b·ε²), c1·λ/L, BestMomentum(2·c2·L·Δ₀/(c1·ε²), c2·σ²/(c1·b·ε²), c1·λ/L, 0), 0)))·(1 − c2·σ²·BestMomentum(2·c2·L·Δ₀/(c1·ε²), c2·σ²/(c1·b·ε²), c1·λ/L, 0)/(c1·b·ε²·(1 + (1 − BestMomentum(2·c2·L·Δ₀/(c1·ε²), c2·σ²/(c1·b·ε²), c1·λ/L, 0))·(1 − BestRest(2·c2·L·Δ₀/(c1·ε²), c2·σ²/(c1·b·ε²), c1·λ/L, BestMomentum(2·c2·L·Δ₀/(c1·ε²), c2·σ²/(c1·b·ε²), c1·λ/L, 0), 0)))))·BestMomentum(2·c2·L·Δ₀/(c1·ε²), c2·σ²/(c1·b·ε²), c1·λ/L, 0))',)),), 'here-constant-step', 'here-constant-step', 'iterations', 'constant', None, None, 'sharp', counts=True),
        ('here-constant-step', 'gradient-complexity', 'constant', None, None, 'sharp'): Kernel(here_constant_step_gradient_complexity_constant_sharp, ('batch_size', 'c_inf', 'delta', 'epsilon', 'gap', 'lam', 'sigma', 'smoothness', 'x0_norm'), ('bias', 'variance'), 'the shortest run that the proof allows: β1, η and p are chosen for it', False, None, (), (), 'here-constant-step', 'here-constant-step', 'gradient-complexity', 'constant', None, None, 'sharp', counts=True),
        ('here-constant-step', 'eta-max', 'constant', None, None, 'sharp'): Kernel(here_constant_step_eta_max_constant_sharp, ('batch_size', 'c_inf', 'delta', 'epsilon', 'gap', 'lam', 'sigma', 'smoothness', 'x0_norm'), (), 'η of the shortest run', False, None, (), (), 'here-constant-step', 'here-constant-step', 'eta-max', 'constant', None, None, 'sharp'),
        ('here-constant-step', 'beta1-max', 'constant', None, None, 'sharp'): Kernel(here_constant_step_beta1_max_constant_sharp, ('batch_size', 'c_inf', 'delta', 'epsilon', 'gap', 'lam', 'sigma', 'smoothness', 'x0_norm'), (), 'β1 of the shortest run', False, None, (), (), 'here-constant-step', 'here-constant-step', 'beta1-max', 'constant', None, None, 'sharp'),
        ('here-constant-step', 'gradient-norm-squared', 'constant', None, None, 'sharp'): Kernel(here_constant_step_gradient_norm_squared_constant_sharp, ('batch_size', 'beta1', 'c_inf', 'delta', 'eta', 'gap', 'lam', 'rate_sum', 'sigma', 'smoothness', 'x0_norm'), ('gap', 'initial-noise', 'noise-floor'), '(1) of the proofs, with the best p that the step allows', False, None, (), (), 'here-constant-step', 'here-constant-step', 'gradient-norm-squared', 'constant', None, None, 'sharp'),
        ('here-constant-step', 'iterations', 'constant', 'adam', None, 'sharp'): Kernel(here_constant_step_iterations_constant_adam_sharp, ('batch_size', 'c_inf', 'delta', 'epsilon', 'gap', 'sigma', 'smoothness'), ('bias', 'variance'), 'the shortest run that the proof allows: β1, η and p are chosen for it', False, here_constant_step_iterations_constant_adam_sharp_drivers, ('batch_size', 'c_inf', 'delta', 'epsilon', 'gap', 'sigma', 'smoothness'), (Driver('bias', ('c2/c1', 'L·Δ₀/ε²', '1/((1 − c2·σ²·BestMomentum(2·c2·L·Δ₀/(c1·ε²), c2·σ²/(c1·b·ε²), c1·λ/L, 0)/(c1·b·ε²·(1 + (1 − BestMomentum(2·c2·L·Δ₀/(c1·ε²), c2·σ²/(c1·b·ε²), c1·λ/L, 0))·(1 − BestRest(2·c2·L·Δ₀/(c1·ε²), c2·σ²/(c1·b·ε²), c1·λ/L, BestMomentum(2·c2·L·Δ₀/(c1·ε²), c2·σ²/(c1·b·ε²), c1·λ/L, 0), 0)))))·BestMomentum(2·c2·L·Δ₀/(c1·ε²), c2·σ²/(c1·b·ε²), c1·λ/L, 0)·LargestStep(c1·λ/L, BestMomentum(2·c2·L·Δ₀/(c1·ε²), c2·σ²/(c1·b·ε²), c1·λ/L, 0), BestRest(2·c2·L·Δ₀/(c1·ε²), c2·σ²/(c1·b·ε²), c1·λ/L, BestMomentum(2·c2·L·Δ₀/(c1·ε²), c2·σ²/(c1·b·ε²), c1·λ/L, 0), 0)))',)), Driver('variance', ('c2/c1', 'σ²/(b·ε²)', '(1 − BestMomentum(2·c2·L·Δ₀/(c1·ε²), c2·σ²/(c1·b·ε²), c1·λ/L, 0)²)/((1 + (1 − BestMomentum(2·c2·L·Δ₀/(c1·ε²), c2·σ²/(c1·b·ε²), c1·λ/L, 0))·(1 − BestRest(2·c2·L·Δ₀/(c1·ε²), c2·σ²/(c1·b·ε²), c1·λ/L, BestMomentum(2·c2·L·Δ₀/(c1·ε²), c2·σ²/(c1·b·ε²), c1·λ/L, 0), 0)))·(1 − c2·σ²·BestMomentum(2·c2·L·Δ₀/(c1·ε²), c2·σ²/(c1·b·ε²), c1·λ/L, 0)/(c1·b·ε²·(1 + (1 − BestMomentum(2·c2·L·Δ₀/(c1·ε²), c2·σ²/(c1·b·ε²), c1·λ/L, 0))·(1 − BestRest(2·c2·L·Δ₀/(c1·ε²), c2·σ²/(c1·b·ε²), c1·λ/L, BestMomentum(2·c2·L·Δ₀/(c1·ε²), c2·σ²/(c1·b·ε²), c1·λ/L, 0), 0)))))·BestMomentum(2·c2·L·Δ₀/(c1·ε²), c2·σ²/(c1·b·ε²), c1·λ/L, 0))',)),), 'here-constant-step', 'here-constant-step', 'iterations', 'constant', 'adam', None, 'sharp', counts=True),
        ('here-constant-step', 'gradient-complexity', 'constant', 'adam', None, 'sharp'): Kernel(here_constant_step_gradient_complexity_constant_adam_sharp, ('batch_size', 'c_inf', 'delta', 'epsilon', 'gap', 'sigma', 'smoothness'), ('bias', 'variance'), 'the shortest run that the proof allows: β1, η and p are chosen for it', False, None, (), (), 'here-constant-step', 'here-constant-step', 'gradient-complexity', 'constant', 'adam', None, 'sharp', counts=True),
        ('here-constant-step', 'eta-max', 'constant', 'adam', None, 'sharp'): Kernel(here_constant_step_eta_max_constant_adam_sharp, ('batch_size', 'c_inf', 'delta', 'epsilon', 'gap', 'sigma', 'smoothness'), (), 'η of the shortest run', False, None, (), (), 'here-constant-step', 'here-constant-step', 'eta-max', 'constant', 'adam', None, 'sharp'),
        ('here-constant-step', 'beta1-max', 'constant', 'adam', None, 'sharp'): Kernel(here_constant_step_beta1_max_constant_adam_sharp, ('batch_size', 'c_inf', 'delta', 'epsilon', 'gap', 'sigma', 'smoothness'), (), 'β1 of the shortest run', False, None, (), (), 'here-constant-step', 'here-constant-step', 'beta1-max', 'constant', 'adam', None, 'sharp'),
        ('here-constant-step', 'gradient-norm-squared', 'constant', 'adam', None, 'sharp'): Kernel(here_constant_step_gradient_norm_squared_constant_adam_sharp, ('batch_size', 'beta1', 'c_inf', 'delta', 'eta', 'gap', 'rate_sum', 'sigma', 'smoothness'), ('gap', 'initial-noise', 'noise-floor'), '(1) of the proofs, with the best p that the step allows', False, None, (), (), 'here-constant-step', 'here-constant-step', 'gradient-norm-squared', 'constant', 'adam', None, 'sharp'),
        ('here-constant-step', 'iterations', 'constant', 'l2-adam', None, 'sharp'): Kernel(here_constant_step_iterations_constant_l2_adam_sharp, ('batch_size', 'c_inf', 'delta', 'epsilon', 'gap', 'lam_l2', 'sigma', 'smoothness', 'x0_norm', 'x_inf_norm'), ('bias', 'variance'), 'the shortest run that the proof allows: β1, η and p are chosen for it; the constants are those of the regularised loss: c∞+λ‖x‖∞, L+λ, Δ+(λ/2)‖x₀‖²', False, here_constant_step_iterations_constant_l2_adam_sharp_drivers, ('batch_size', 'c_inf', 'delta', 'epsilon', 'gap', 'lam_l2', 'sigma', 'smoothness', 'x0_norm', 'x_inf_norm'), (Driver('bias', ('c2/c1', 'L·Δ₀/ε²', '1/((1 − c2·σ²·BestMomentum(2·c2·L·Δ₀/(c1·ε²), c2·σ²/(c1·b·ε²), c1·λ/L, 0)/(c1·b·ε²·(1 + (1 − BestMomentum(2·c2·L·Δ₀/(c1·ε²), c2·σ²/(c1·b·ε²), c1·λ/L, 0))·(1 − BestRest(2·c2·L·Δ₀/(c1·ε²), c2·σ²/(c1·b·ε²), c1·λ/L, BestMomentum(2·c2·L·Δ₀/(c1·ε²), c2·σ²/(c1·b·ε²), c1·λ/L, 0), 0)))))·BestMomentum(2·c2·L·Δ₀/(c1·ε²), c2·σ²/(c1·b·ε²), c1·λ/L, 0)·LargestStep(c1·λ/L, BestMomentum(2·c2·L·Δ₀/(c1·ε²), c2·σ²/(c1·b·ε²), c1·λ/L, 0), BestRest(2·c2·L·Δ₀/(c1·ε²), c2·σ²/(c1·b·ε²), c1·λ/L, BestMomentum(2·c2·L·Δ₀/(c1·ε²), c2·σ²/(c1·b·ε²), c1·λ/L, 0), 0)))',)), Driver('variance', ('c2/c1', 'σ²/(b·ε²)', '(1 − BestMomentum(2·c2·L·Δ₀/(c1·ε²), c2·σ²/(c1·b·ε²), c1·λ/L, 0)²)/((1 + (1 − BestMomentum(2·c2·L·Δ₀/(c1·ε²), c2·σ²/(c1·b·ε²), c1·λ/L, 0))·(1 − BestRest(2·c2·L·Δ₀/(c1·ε²), c2·σ²/(c1·b·ε²), c1·λ/L, BestMomentum(2·c2·L·Δ₀/(c1·ε²), c2·σ²/(c1·b·ε²), c1·λ/L, 0), 0)))·(1 − c2·σ²·BestMomentum(2·c2·L·Δ₀/(c1·ε²), c2·σ²/(c1·b·ε²), c1·λ/L, 0)/(c1·b·ε²·(1 + (1 − BestMomentum(2·c2·L·Δ₀/(c1·ε²), c2·σ²/(c1·b·ε²), c1·λ/L, 0))·(1 − BestRest(2·c2·L·Δ₀/(c1·ε²), c2·σ²/(c1·b·ε²), c1·λ/L, BestMomentum(2·c2·L·Δ₀/(c1·ε²), c2·σ²/(c1·b·ε²), c1·λ/L, 0), 0)))))·BestMomentum(2·c2·L·Δ₀/(c1·ε²), c2·σ²/(c1·b·ε²), c1·λ/L, 0))',)),), 'here-constant-step', 'here-constant-step', 'iterations', 'constant', 'l2-adam', None, 'sharp', counts=True),
        ('here-constant-step', 'gradient-complexity', 'constant', 'l2-adam', None, 'sharp'): Kernel(here_constant_step_gradient_complexity_constant_l2_adam_sharp, ('batch_size', 'c_inf', 'delta', 'epsilon', 'gap', 'lam_l2', 'sigma', 'smoothness', 'x0_norm', 'x_inf_norm'), ('bias', 'variance'), 'the shortest run that the proof allows: β1, η and p are chosen for it; the constants are those of the regularised loss: c∞+λ‖x‖∞, L+λ, Δ+(λ/2)‖x₀‖²', False, None, (), (), 'here-constant-step', 'here-constant-step', 'gradient-complexity', 'constant', 'l2-adam', None, 'sharp', counts=True),
        ('here-constant-step', 'eta-max', 'constant', 'l2-adam', None, 'sharp'): Kernel(here_constant_step_eta_max_constant_l2_adam_sharp, ('batch_size', 'c_inf', 'delta', 'epsilon', 'gap', 'lam_l2', 'sigma', 'smoothness', 'x0_norm', 'x_inf_norm'), (), 'η of the shortest run', False, None, (), (), 'here-constant-step', 'here-constant-step', 'eta-max', 'constant', 'l2-adam', None, 'sharp'),
        ('here-constant-step', 'beta1-max', 'constant', 'l2-adam', None, 'sharp'): Kernel(here_constant_step_beta1_max_constant_l2_adam_sharp, ('batch_size', 'c_inf', 'delta', 'epsilon', 'gap', 'lam_l2', 'sigma', 'smoothness', 'x0_norm', 'x_inf_norm'), (), 'β1 of the shortest run', False, None, (), (), 'here-constant-step', 'here-constant-step', 'beta1-max', 'constant', 'l2-adam', None, 'sharp'),
        ('here-constant-step', 'gradient-norm-squared', 'constant', 'l2-adam', None, 'sharp'): Kernel(here_constant_step_gradient_norm_squared_constant_l2_adam_sharp, ('batch_size', 'beta1', 'c_inf', 'delta', 'eta', 'gap', 'lam_l2', 'rate_sum', 'sigma', 'smoothness', 'x0_norm', 'x_inf_norm'), ('gap', 'initial-noise', 'noise-floor'), '(1) of the proofs, with the best p that the step allows', False, None, (), (), 'here-constant-step', 'here-constant-step', 'gradient-norm-squared', 'constant', 'l2-adam', None, 'sharp'),
        ('here-schedule', 'gradient-norm-squared', None, None, None, 'sharp'): Kernel(here_constant_step_gradient_norm_squared_constant_sharp, ('batch_size', 'beta1', 'c_inf', 'delta', 'eta', 'gap', 'lam', 'rate_sum', 'sigma', 'smoothness', 'x0_norm'), ('gap', 'initial-noise', 'noise-floor'), '(1) of the proofs, with the best p that the step allows', False, None, (), (), 'here-schedule', 'here-schedule', 'gradient-norm-squared', None, None, None, 'sharp'),
        ('here-schedule', 'gradient-norm-squared', None, 'adam', None, 'sharp'): Kernel(here_constant_step_gradient_norm_squared_constant_adam_sharp, ('batch_size', 'beta1', 'c_inf', 'delta', 'eta', 'gap', 'rate_sum', 'sigma', 'smoothness'), ('gap', 'initial-noise', 'noise-floor'), '(1) of the proofs, with the best p that the step allows', False, None, (), (), 'here-schedule', 'here-schedule', 'gradient-norm-squared', None, 'adam', None, 'sharp'),
        ('here-schedule', 'gradient-norm-squared', None, 'l2-adam', None, 'sharp'): Kernel(here_constant_step_gradient_norm_squared_constant_l2_adam_sharp, ('batch_size', 'beta1', 'c_inf', 'delta', 'eta', 'gap', 'lam_l2', 'rate_sum', 'sigma', 'smoothness', 'x0_norm', 'x_inf_norm'), ('gap', 'initial-noise', 'noise-floor'), '(1) of the proofs, with the best p that the step allows', False, None, (), (), 'here-schedule', 'here-schedule', 'gradient-norm-squared', None, 'l2-adam', None, 'sharp'),
        ('here-pytorch', 'gradient-norm-squared', None, None, None, 'sharp'): Kernel(here_pytorch_gradient_norm_squared_sharp, ('batch_size', 'beta1', 'c_inf', 'delta', 'eta', 'gap', 'rate_sum', 'sigma', 'smoothness'), ('gap', 'initial-noise', 'noise-floor'), '(1) of the proofs, with the best p that the step allows', False, None, (), (), 'here-pytorch', 'here-pytorch', 'gradient-norm-squared', None, None, None, 'sharp', exists=Function(here_pytorch_gradient_norm_squared_sharp_exists, ('lam',))),
        ('here-constant-decay', 'gradient-norm-squared', None, None, None, 'sharp'): Kernel(here_constant_decay_gradient_norm_squared_sharp, ('batch_size', 'beta1', 'c_inf', 'delta', 'eta', 'gap', 'lam', 'pytorch_update', 'rate_sum', 'sigma', 'smoothness', 'x_norm'), ('gap', 'initial-noise', 'noise-floor', 'weight-decay'), '(3) of the proofs, with the best s and p that the step allows', False, None, (), (), 'here-constant-decay', 'here-constant-decay', 'gradient-norm-squared', None, None, None, 'sharp', exists=Function(here_constant_decay_gradient_norm_squared_sharp_exists, ('lam',))),
        ('here-pl-last-iterate', 'iterations', 'constant', None, None, 'sharp'): Kernel(here_pl_last_iterate_iterations_constant_sharp, ('batch_size', 'c_inf', 'delta', 'epsilon_gap', 'gap', 'mu', 'pytorch_update', 'sigma', 'smoothness'), (), 'section 7 of the proofs: β1 = min(1, ε/(2f)), or 1 with the larger step', False, None, (), (), 'here-pl-last-iterate', 'here-pl-last-iterate', 'iterations', 'constant', None, None, 'sharp', counts=True, exists=Function(here_pytorch_gradient_norm_squared_sharp_exists, ('lam',))),
        ('here-pl-last-iterate', 'gradient-complexity', 'constant', None, None, 'sharp'): Kernel(here_pl_last_iterate_gradient_complexity_constant_sharp, ('batch_size', 'c_inf', 'delta', 'epsilon_gap', 'gap', 'mu', 'pytorch_update', 'sigma', 'smoothness'), (), 'section 7 of the proofs: β1 = min(1, ε/(2f)), or 1 with the larger step', False, None, (), (), 'here-pl-last-iterate', 'here-pl-last-iterate', 'gradient-complexity', 'constant', None, None, 'sharp', counts=True, exists=Function(here_pytorch_gradient_norm_squared_sharp_exists, ('lam',))),
        ('here-pl-last-iterate', 'iterations', 'decaying', None, None, 'sharp'): Kernel(here_pl_last_iterate_iterations_decaying_sharp, ('batch_size', 'c_inf', 'delta', 'epsilon_gap', 'gap', 'mu', 'pytorch_update', 'sigma', 'smoothness'), (), 'section 7 of the proofs: β_k = 2/((k+k0)zχ), η_k = zβ_kc1/L', False, None, (), (), 'here-pl-last-iterate', 'here-pl-last-iterate', 'iterations', 'decaying', None, None, 'sharp', counts=True, exists=Function(here_pytorch_gradient_norm_squared_sharp_exists, ('lam',))),
        ('here-pl-last-iterate', 'gradient-complexity', 'decaying', None, None, 'sharp'): Kernel(here_pl_last_iterate_gradient_complexity_decaying_sharp, ('batch_size', 'c_inf', 'delta', 'epsilon_gap', 'gap', 'mu', 'pytorch_update', 'sigma', 'smoothness'), (), 'section 7 of the proofs: β_k = 2/((k+k0)zχ), η_k = zβ_kc1/L', False, None, (), (), 'here-pl-last-iterate', 'here-pl-last-iterate', 'gradient-complexity', 'decaying', None, None, 'sharp', counts=True, exists=Function(here_pytorch_gradient_norm_squared_sharp_exists, ('lam',))),
        ('here-pl-last-iterate', 'function-gap', 'constant', None, None, 'sharp'): Kernel(here_pl_last_iterate_function_gap_constant_sharp, ('batch_size', 'beta1', 'c_inf', 'delta', 'eta', 'gap', 'iterations', 'mu', 'pytorch_update', 'sigma', 'smoothness'), ('gap', 'initial-noise', 'noise-floor'), 'section 7 of the proofs: (1−h)^T(Δ+W) + fβ1, where h = μη/c2', False, None, (), (), 'here-pl-last-iterate', 'here-pl-last-iterate', 'function-gap', 'constant', None, None, 'sharp', exists=Function(here_pytorch_gradient_norm_squared_sharp_exists, ('lam',))),
        ('here-radius', 'radius', None, None, None, 'sharp'): Kernel(here_radius_radius_sharp, ('beta1', 'beta2', 'c_inf', 'delta', 'lam', 'x0_inf_norm'), (), 'Cauchy and Schwarz on m and n', False, None, (), (), 'here-radius', 'here-radius', 'radius', None, None, None, 'sharp', exists=Function(here_constant_decay_gradient_norm_squared_sharp_exists, ('lam',))),
    },
    symbols={
        'rate_sum': SymbolText('Ση_k', '\\textstyle\\sum_k\\eta_k', 'sum of the learning rates of the run, of which η is the largest', '> 0', '𝓧', is_input=False, default=Function(default_rate_sum, ('eta', 'iterations')), default_text='η·T'),
        'pytorch_update': SymbolText('[PyTorch]', '[\\text{PyTorch}]', "1 for PyTorch's update (bias-corrected, ε outside the root), 0 for the paper's", '>= 0', 'none', is_input=False, default=Function(here_constant_step_default_1_x0_norm, ()), default_text='0'),
        'x0_inf_norm': SymbolText('‖x₀‖∞', '\\|x_0\\|_\\infty', 'largest initial parameter', '>= 0', '𝓧'),
    },
    statements={
        'here-constant-step': StatementInfo('Stationarity of AdamW with a constant step, sharper', 'guide/proofs.md, Section 3 and 4; proved there', (), ('In closed form, λ = 0 and ε² ≤ 0.4935 c2σ²/(c1b): T = (32/(3√3)) c2²LΔσ²/(c1²bε⁴) + (16/9) c2²σ⁴/(c1²b²ε⁴), with β1 = 3c1bε²/(4c2σ²) and η = (√3/2)β1c1/L.',), ('adamw',), 'the sharper constant step', 'here', measure='avg E‖∇F_k‖²', conditions=(ConditionKernel(here_constant_step_adamw_condition_sharp_step, ('beta1', 'delta', 'eta', 'lam', 'smoothness'), ('sharp',), 'λη + zβ1 + z²(1−β1)² ≤ 1, where z = ηL/(β1√δ)', None, 'eta', "(c) of the proofs: the momentum's error is only absorbed when the step is small beside β1", 'at this β1', 'sharp-step', for_=('gradient-norm-squared',), carrier='eta-max', optimizers=('adamw',)), ConditionKernel(here_constant_step_adam_condition_sharp_step, ('beta1', 'delta', 'eta', 'smoothness'), ('sharp',), 'λη + zβ1 + z²(1−β1)² ≤ 1, where z = ηL/(β1√δ)', None, 'eta', "(c) of the proofs: the momentum's error is only absorbed when the step is small beside β1", 'at this β1', 'sharp-step', for_=('gradient-norm-squared',), carrier='eta-max', optimizers=('adam',)), ConditionKernel(here_constant_step_l2_adam_condition_sharp_step, ('beta1', 'delta', 'eta', 'lam_l2', 'smoothness'), ('sharp',), 'λη + zβ1 + z²(1−β1)² ≤ 1, where z = ηL/(β1√δ)', None, 'eta', "(c) of the proofs: the momentum's error is only absorbed when the step is small beside β1", 'at this β1', 'sharp-step', for_=('gradient-norm-squared',), carrier='eta-max', optimizers=('l2-adam',)), ConditionKernel(here_constant_step_adamw_condition_lambda_schedule, ('beta2', 'c_inf', 'delta'), ('sharp',), 'λ_{k+1}/λ_k ≤ (1+q)^(−1/2)', None, '', 'λ_{k+1}v_{k+1} ≤ λ_k v_k; a constant λ > 0 has the ratio 1', 'a λ_k that falls by (1+q)^(−1/2) a step, or no weight decay', 'lambda-schedule', for_=('gradient-norm-squared',), when=Function(here_constant_step_adamw_condition_lambda_schedule_when, ('constant_decay', 'lam')), optimizers=('adamw',), fails_unknown=True),), notes=(NoteKernel('NOT A GUARANTEE: λ > 0 adds (λ/2)√(c∞²+δ)‖x₀‖² to the gap, and --x0-norm is missing; it was taken as 0', when=Function(here_constant_decay_gradient_norm_squared_sharp_exists, ('lam',)), optimizers=('adamw',), code='x0-norm-missing', voids=True, missing='x0_norm'), NoteKernel('Adam: λ = 0', optimizers=('adam',), own=True), NoteKernel('constants of the regularised loss: c∞+λ‖x‖∞, L+λ, Δ+(λ/2)‖x₀‖²; ε is the gradient norm of that loss', when=Function(here_constant_step_note_3_when, ('lam_l2',)), variants=('sharp',), optimizers=('l2-adam',), own=True),), defaults=(DefaultKernel('x0_norm', value=Function(here_constant_step_default_1_x0_norm, ()), optimizers=('adamw',)), DefaultKernel('x_inf_norm', value=Function(here_constant_step_default_1_x0_norm, ()), when=Function(here_constant_step_default_2_x_inf_norm_when, ('lam_l2',)), variants=('sharp',), optimizers=('l2-adam',)), DefaultKernel('x0_norm', value=Function(here_constant_step_default_1_x0_norm, ()), when=Function(here_constant_step_default_2_x_inf_norm_when, ('lam_l2',)), variants=('sharp',), optimizers=('l2-adam',)),)),
        'here-schedule': StatementInfo('Stationarity of AdamW with any schedule of the learning rate', 'guide/proofs.md, Section 3; proved there', (), (), ('adamw',), 'any schedule', 'here', measure='Σ(η_k/Ση)E‖∇F_k‖²', conditions=(ConditionKernel(here_constant_step_adamw_condition_sharp_step, ('beta1', 'delta', 'eta', 'lam', 'smoothness'), ('sharp',), 'λη + zβ1 + z²(1−β1)² ≤ 1, where z = ηL/(β1√δ)', None, 'eta', "(c) of the proofs: the momentum's error is only absorbed when the step is small beside β1", 'at this β1', 'sharp-step', for_=('gradient-norm-squared',), carrier='eta-max', optimizers=('adamw',)), ConditionKernel(here_constant_step_adam_condition_sharp_step, ('beta1', 'delta', 'eta', 'smoothness'), ('sharp',), 'λη + zβ1 + z²(1−β1)² ≤ 1, where z = ηL/(β1√δ)', None, 'eta', "(c) of the proofs: the momentum's error is only absorbed when the step is small beside β1", 'at this β1', 'sharp-step', for_=('gradient-norm-squared',), carrier='eta-max', optimizers=('adam',)), ConditionKernel(here_constant_step_l2_adam_condition_sharp_step, ('beta1', 'delta', 'eta', 'lam_l2', 'smoothness'), ('sharp',), 'λη + zβ1 + z²(1−β1)² ≤ 1, where z = ηL/(β1√δ)', None, 'eta', "(c) of the proofs: the momentum's error is only absorbed when the step is small beside β1", 'at this β1', 'sharp-step', for_=('gradient-norm-squared',), carrier='eta-max', optimizers=('l2-adam',)), ConditionKernel(here_constant_step_adamw_condition_lambda_schedule, ('beta2', 'c_inf', 'delta'), ('sharp',), 'λ_{k+1}/λ_k ≤ (1+q)^(−1/2)', None, '', 'λ_{k+1}v_{k+1} ≤ λ_k v_k; a constant λ > 0 has the ratio 1', 'a λ_k that falls by (1+q)^(−1/2) a step, or no weight decay', 'lambda-schedule', for_=('gradient-norm-squared',), when=Function(here_constant_step_adamw_condition_lambda_schedule_when, ('constant_decay', 'lam')), optimizers=('adamw',), fails_unknown=True),), notes=(NoteKernel('NOT A GUARANTEE: λ > 0 adds (λ/2)√(c∞²+δ)‖x₀‖² to the gap, and --x0-norm is missing; it was taken as 0', when=Function(here_constant_decay_gradient_norm_squared_sharp_exists, ('lam',)), optimizers=('adamw',), code='x0-norm-missing', voids=True, missing='x0_norm'), NoteKernel('the mean weighs each step with η_k: it bounds an output that is drawn in proportion to η_k, not the last iterate', quantities=('gradient-norm-squared',)), NoteKernel('Adam: λ = 0', optimizers=('adam',), own=True), NoteKernel('constants of the regularised loss: c∞+λ‖x‖∞, L+λ, Δ+(λ/2)‖x₀‖²; ε is the gradient norm of that loss', when=Function(here_constant_step_note_3_when, ('lam_l2',)), variants=('sharp',), optimizers=('l2-adam',), own=True),), defaults=(DefaultKernel('x0_norm', value=Function(here_constant_step_default_1_x0_norm, ()), optimizers=('adamw',)), DefaultKernel('x_inf_norm', value=Function(here_constant_step_default_1_x0_norm, ()), when=Function(here_constant_step_default_2_x_inf_norm_when, ('lam_l2',)), variants=('sharp',), optimizers=('l2-adam',)), DefaultKernel('x0_norm', value=Function(here_constant_step_default_1_x0_norm, ()), when=Function(here_constant_step_default_2_x_inf_norm_when, ('lam_l2',)), variants=('sharp',), optimizers=('l2-adam',)),)),
        'here-pytorch': StatementInfo("Stationarity of PyTorch's Adam: bias correction, zero start, ε outside the root", 'guide/proofs.md, Section 3; proved there', (), ('C(β1), what bias correction adds, is at most 1.715.',), ('adamw', 'adam'), "PyTorch's update", 'here', measure='Σ(η_k/Ση)E‖∇F‖²', conditions=(ConditionKernel(here_pytorch_condition_sharp_step, ('beta1', 'delta', 'eta', 'smoothness'), ('sharp',), 'zβ1 + z²(1−β1)² ≤ 1, where z = ηL/(β1ε)', None, 'eta', "(c) of the proofs: the momentum's error is only absorbed when the step is small beside β1", 'at this β1', 'sharp-step', for_=('gradient-norm-squared',), carrier='eta-max'),), notes=(NoteKernel('the mean weighs each step with η_k: it bounds an output that is drawn in proportion to η_k, not the last iterate', quantities=('gradient-norm-squared',)),)),
        'here-constant-decay': StatementInfo('Stationarity of AdamW with a constant weight decay and any schedule', 'guide/proofs.md, Section 6; proved there', (), ('For parameter groups with decays λ_g put Σλ_g²R2_g² in the place of λ²R2².', "One run's own ‖x_k‖ in the place of R2 makes it an estimate, not a bound."), ('adamw',), 'constant decay', 'here', measure='Σ(η_k/Ση)E‖∇F‖²', conditions=(ConditionKernel(here_pytorch_condition_sharp_step, ('beta1', 'delta', 'eta', 'smoothness'), ('sharp',), 'zβ1 + z²(1−β1)² < 1, where z = ηL/(β1c1)', None, 'eta', "(c) of the proofs: the momentum's error is only absorbed when the step is small beside β1", 'at this β1', 'sharp-step', for_=('gradient-norm-squared',), carrier='eta-max', when=Function(here_constant_decay_gradient_norm_squared_sharp_exists, ('lam',))),), notes=(NoteKernel('the mean weighs each step with η_k: it bounds an output that is drawn in proportion to η_k, not the last iterate', quantities=('gradient-norm-squared',)),), defaults=(DefaultKernel('x_norm', value=Function(here_constant_decay_default_1_x_norm, ('dim', 'x_inf_norm')), note='‖x_k‖₂ ≤ √d ‖x‖∞ = {value}'), DefaultKernel('x_norm', value=Function(here_constant_decay_default_2_x_norm, ('beta1', 'beta2', 'c_inf', 'delta', 'dim', 'lam', 'x0_inf_norm')), when=Function(here_constant_decay_default_2_x_norm_when, ('eta', 'lam')), note='‖x_k‖₂ ≤ {value}, from the radius bound'),)),
        'here-pl-last-iterate': StatementInfo('The last iterate under the Polyak–Łojasiewicz condition', 'guide/proofs.md, Section 7; proved there', (), ('Whole runs: nothing restarts, nothing is drawn, and the last iterate is what is bounded.', "The decreasing step is for the paper's update: β1 varies, so bias correction is another."), ('adamw',), 'the last iterate', 'here', measure='E F(x_T) − F*', conditions=(ConditionKernel(here_pl_last_iterate_condition_mu_smoothness, ('mu', 'smoothness'), ('sharp',), 'μ ≤ L', None, 'mu', 'an L-smooth loss with the PŁ condition has μ ≤ L', '', 'mu-smoothness', for_=('iterations', 'gradient-complexity', 'function-gap'), code='mu-above-l', warning='μ exceeds L: no L-smooth loss satisfies PŁ with such a μ, so the bound on the last iterate speaks of nothing'), ConditionKernel(here_pl_last_iterate_condition_pl_step, ('beta1', 'c_inf', 'delta', 'eta', 'mu', 'pytorch_update', 'smoothness'), ('sharp',), 'zβ1 + z²(1−β1)²/(1−zχ) ≤ 1, where z = ηL/(β1c1)', None, '', "the momentum's error is only absorbed when the step is small beside β1", 'a smaller learning rate', 'pl-step', for_=('function-gap',)), ConditionKernel(here_pl_last_iterate_condition_pl_rate, ('beta1', 'c_inf', 'delta', 'eta', 'mu', 'pytorch_update', 'smoothness'), ('sharp',), 'zχ = ημ/(β1c2) < 1', None, '', "the momentum's error falls by 1 − β1 a step, the gap by h, which must be less", 'a smaller learning rate', 'pl-rate', for_=('function-gap',)),), notes=(NoteKernel('ε is a gap of the loss', quantities=('iterations',)),), defaults=(DefaultKernel('epsilon_gap', value=Function(here_pl_last_iterate_default_1_epsilon_gap, ('epsilon',))),)),
        'here-radius': StatementInfo('Where constant weight decay holds the iterates', 'guide/proofs.md, Section 6; proved there', (), ("Holds for the paper's update and for PyTorch's, x_T included.",), ('adamw',), 'the radius bound', 'here', measure='‖x_k‖∞', conditions=(ConditionKernel(here_radius_condition_decay_step, ('eta', 'lam'), ('sharp',), 'λη ≤ 1', None, 'lam', 'a step is then a mean of x_k and −m_k/(λv_k)', '', 'decay-step', for_=('radius',), carrier='radius'),)),
    },
    claims={
    },
)
