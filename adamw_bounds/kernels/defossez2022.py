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
    Doubt,
    Function,
    Kernel,
    NoteKernel,
    PaperKernels,
    StatementInfo,
)


def defossez2022_theorem_1_gradient_norm_squared_constant_adagrad_explicit(m: Any, *, c_inf: Any, delta: Any, dim: Any, eta: Any, gap: Any, iterations: Any, smoothness: Any) -> Any:
    log_c_inf = m.log(c_inf)
    log_delta = m.log(delta)
    t1 = m.dot(0.0, (0.5, log_delta))
    t2 = m.logaddexp(log_c_inf, t1)
    log_eta = m.log(eta)
    log_gap = m.log(gap)
    log_iterations = m.log(iterations)
    t3 = m.dot(0.6931471805599453, (1.0, t2), (-1.0, log_eta), (1.0, log_gap), (-0.5, log_iterations))
    log_dim = m.log(dim)
    t4 = m.dot(1.3862943611198906, (2.0, t2), (1.0, log_dim))
    log_smoothness = m.log(smoothness)
    t5 = m.dot(0.0, (1.0, t2), (1.0, log_dim), (1.0, log_eta), (1.0, log_smoothness))
    t6 = m.logaddexp(t4, t5)
    t7 = 0.0
    t8 = m.dot(0.0, (2.0, t2), (-1.0, log_delta), (1.0, log_iterations))
    t9 = m.logaddexp(t7, t8)
    t10 = m.log(t9)
    t11 = m.dot(0.0, (1.0, t6), (-0.5, log_iterations), (1.0, t10))
    return m.logaddexp(t3, t11), (t3, t11,)


def defossez2022_theorem_1_iterations_constant_adagrad_explicit_share(m: Any, *, c_inf: Any, delta: Any, dim: Any, epsilon: Any, eta: Any, gap: Any, iterations: Any, smoothness: Any) -> Any:
    t1 = m.power(epsilon, -2, 1)
    t2 = m.power(delta, 1, 2)
    t3 = c_inf + t2
    t4 = m.power(t3, 2, 1)
    t5 = m.product(m.number(4, 1), t4, dim)
    t6 = m.product(t3, dim, eta, smoothness)
    t7 = t5 + t6
    t8 = m.power(iterations, -1, 2)
    t9 = m.power(delta, -1, 1)
    t10 = m.product(t4, t9, iterations)
    t11 = m.log1p(t10)
    t12 = m.product(t7, t8, t11)
    t13 = m.power(eta, -1, 1)
    t14 = m.product(m.number(2, 1), t3, t13, gap, t8)
    t15 = t12 + t14
    t16 = m.product(t1, t15)
    return t16


def defossez2022_theorem_1_iterations_constant_adagrad_explicit_target(m: Any, *, epsilon: Any) -> Any:
    log_epsilon = m.log(epsilon)
    t1 = m.dot(0.0, (2.0, log_epsilon))
    return t1


def defossez2022_theorem_1_gradient_complexity_constant_adagrad_explicit_times(m: Any, *, batch_size: Any) -> Any:
    log_batch_size = m.log(batch_size)
    return log_batch_size


def defossez2022_theorem_1_eta_constant_adagrad_explicit(m: Any, *, c_inf: Any, delta: Any, dim: Any, gap: Any, iterations: Any, smoothness: Any) -> Any:
    log_dim = m.log(dim)
    log_gap = m.log(gap)
    log_smoothness = m.log(smoothness)
    t1 = 0.0
    log_c_inf = m.log(c_inf)
    log_delta = m.log(delta)
    t2 = m.dot(0.0, (0.5, log_delta))
    t3 = m.logaddexp(log_c_inf, t2)
    log_iterations = m.log(iterations)
    t4 = m.dot(0.0, (2.0, t3), (-1.0, log_delta), (1.0, log_iterations))
    t5 = m.logaddexp(t1, t4)
    t6 = m.log(t5)
    t7 = m.dot(0.34657359027997264, (-0.5, log_dim), (0.5, log_gap), (-0.5, log_smoothness), (-0.5, t6))
    return t7, ()


def defossez2022_theorem_2_gradient_norm_squared_constant_rmsprop_explicit(m: Any, *, beta2: Any, c_inf: Any, delta: Any, dim: Any, eta: Any, gap: Any, iterations: Any, smoothness: Any) -> Any:
    log_c_inf = m.log(c_inf)
    log_beta2 = m.log(beta2)
    log_delta = m.log(delta)
    t1 = m.dot(0.0, (-0.5, log_beta2), (0.5, log_delta))
    t2 = m.logaddexp(log_c_inf, t1)
    log_eta = m.log(eta)
    log_gap = m.log(gap)
    log_iterations = m.log(iterations)
    t3 = m.dot(0.6931471805599453, (1.0, t2), (-1.0, log_eta), (1.0, log_gap), (-1.0, log_iterations))
    log_dim = m.log(dim)
    t4 = m.dot(1.3862943611198906, (-0.5, log_beta2), (2.0, t2), (1.0, log_dim))
    log_smoothness = m.log(smoothness)
    t5 = m.dot(0.0, (-1.0, log_beta2), (1.0, t2), (1.0, log_dim), (1.0, log_eta), (1.0, log_smoothness))
    t6 = m.logaddexp(t4, t5)
    t7 = 0.0
    t8 = m.dot(0.0, (2.0, t2), (-1.0, log_delta))
    t9 = m.logaddexp(t7, t8)
    t10 = m.log(t9)
    t11 = m.dot(0.0, (1.0, t6), (-1.0, log_iterations), (1.0, t10))
    t12 = m.log_one_minus_exp(log_beta2)
    t13 = m.dot(0.0, (-1.0, t12))
    t14 = m.log(t13)
    t15 = m.dot(0.0, (1.0, t6), (1.0, t14))
    return m.logaddexp(m.logaddexp(t3, t11), t15), (t3, t11, t15,)


def defossez2022_theorem_2_iterations_constant_rmsprop_explicit_share(m: Any, *, beta2: Any, c_inf: Any, delta: Any, dim: Any, epsilon: Any, eta: Any, gap: Any, iterations: Any, smoothness: Any) -> Any:
    t1 = m.power(epsilon, -2, 1)
    t2 = m.power(beta2, -1, 2)
    t3 = m.power(beta2, -1, 1)
    t4 = m.product(t3, delta)
    t5 = m.power(t4, 1, 2)
    t6 = c_inf + t5
    t7 = m.power(t6, 2, 1)
    t8 = m.product(m.number(4, 1), t2, t7, dim)
    t9 = m.product(t3, t6, dim, eta, smoothness)
    t10 = t8 + t9
    t11 = m.rate(beta2)
    t12 = m.product(t10, t11)
    t13 = m.power(iterations, -1, 1)
    t14 = m.power(delta, -1, 1)
    t15 = m.product(t7, t14)
    t16 = m.log1p(t15)
    t17 = m.product(t10, t13, t16)
    t18 = m.power(eta, -1, 1)
    t19 = m.product(m.number(2, 1), t6, t18, gap, t13)
    t20 = t12 + t17 + t19
    t21 = m.product(t1, t20)
    return t21


def defossez2022_theorem_2_eta_constant_rmsprop_explicit(m: Any, *, beta2: Any, c_inf: Any, delta: Any, dim: Any, gap: Any, iterations: Any, smoothness: Any) -> Any:
    log_beta2 = m.log(beta2)
    log_dim = m.log(dim)
    log_gap = m.log(gap)
    log_smoothness = m.log(smoothness)
    log_iterations = m.log(iterations)
    t1 = m.log_one_minus_exp(log_beta2)
    t2 = m.dot(0.0, (-1.0, t1))
    t3 = m.log(t2)
    t4 = m.dot(0.0, (1.0, log_iterations), (1.0, t3))
    t5 = 0.0
    log_c_inf = m.log(c_inf)
    log_delta = m.log(delta)
    t6 = m.dot(0.0, (-0.5, log_beta2), (0.5, log_delta))
    t7 = m.logaddexp(log_c_inf, t6)
    t8 = m.dot(0.0, (2.0, t7), (-1.0, log_delta))
    t9 = m.logaddexp(t5, t8)
    t10 = m.log(t9)
    t11 = m.logaddexp(t4, t10)
    t12 = m.dot(0.34657359027997264, (0.5, log_beta2), (-0.5, log_dim), (0.5, log_gap), (-0.5, log_smoothness), (-0.5, t11))
    return t12, ()


def defossez2022_theorem_4_gradient_norm_squared_constant_adam_explicit(m: Any, *, beta1: Any, beta2: Any, c_inf: Any, delta: Any, dim: Any, eta: Any, gap: Any, iterations: Any, smoothness: Any) -> Any:
    log_c_inf = m.log(c_inf)
    log_beta2 = m.log(beta2)
    log_delta = m.log(delta)
    t1 = m.dot(0.0, (-0.5, log_beta2), (0.5, log_delta))
    t2 = m.logaddexp(log_c_inf, t1)
    log_iterations = m.log(iterations)
    log_beta1 = m.log(beta1)
    t3 = m.log_one_minus_exp(log_beta1)
    t4 = m.dot(0.0, (-1.0, log_beta1), (1.0, t3))
    t5 = m.logsubexp(log_iterations, t4)
    log_eta = m.log(eta)
    log_gap = m.log(gap)
    t6 = m.dot(0.6931471805599453, (1.0, t2), (-1.0, t5), (-1.0, log_eta), (1.0, log_gap))
    t7 = m.log_one_minus_exp(log_beta2)
    t8 = m.log_abs_one_minus_product((beta1, -1), (beta2, 1))
    t9 = m.sign_one_minus_product((beta1, -1), (beta2, 1))
    t10 = m.where(t9 < 0, m.nan, t8)
    t11 = m.dot(0.0, (1.0, log_beta1), (-1.0, t7), (1.0, t10))
    log_dim = m.log(dim)
    t12 = m.dot(2.4849066497880004, (0.5, log_beta1), (-0.5, log_beta2), (-1.5, t11), (2.0, t2), (1.0, log_dim))
    log_smoothness = m.log(smoothness)
    t13 = m.dot(0.6931471805599453, (-1.5, log_beta2), (1.0, t3), (-1.0, t11), (1.0, log_dim), (2.0, log_eta), (2.0, log_smoothness))
    t14 = m.dot(0.0, (1.0, log_beta1), (-1.0, log_beta2), (-1.0, t11), (1.0, t2), (1.0, log_dim), (1.0, log_eta), (1.0, log_smoothness))
    t15 = m.logaddexp(m.logaddexp(t12, t13), t14)
    t16 = 0.0
    t17 = m.dot(0.0, (2.0, t2), (-1.0, log_delta))
    t18 = m.logaddexp(t16, t17)
    t19 = m.log(t18)
    t20 = m.dot(0.0, (1.0, t15), (-1.0, t5), (1.0, t19))
    t21 = m.dot(0.0, (-1.0, t7))
    t22 = m.log(t21)
    t23 = m.dot(0.0, (1.0, t15), (-1.0, t5), (1.0, log_iterations), (1.0, t22))
    return m.logaddexp(m.logaddexp(t6, t20), t23), (t6, t20, t23,)


def defossez2022_theorem_4_iterations_constant_adam_explicit_share(m: Any, *, beta1: Any, beta2: Any, c_inf: Any, delta: Any, dim: Any, epsilon: Any, eta: Any, gap: Any, iterations: Any, smoothness: Any) -> Any:
    t1 = m.power(epsilon, -2, 1)
    t2 = m.power(beta1, 1, 2)
    t3 = m.power(beta2, -1, 2)
    t4 = m.product(m.number(-1, 1), beta2)
    t5 = m.number(1, 1) + t4
    t6 = m.power(t5, -1, 1)
    t7 = m.power(beta1, -1, 1)
    t8 = m.product(m.number(-1, 1), t7, beta2)
    t9 = m.number(1, 1) + t8
    t10 = m.product(beta1, t6, t9)
    t11 = m.power(t10, -3, 2)
    t12 = m.power(beta2, -1, 1)
    t13 = m.product(t12, delta)
    t14 = m.power(t13, 1, 2)
    t15 = c_inf + t14
    t16 = m.power(t15, 2, 1)
    t17 = m.product(m.number(12, 1), t2, t3, t11, t16, dim)
    t18 = m.power(beta2, -3, 2)
    t19 = m.product(m.number(-1, 1), beta1)
    t20 = m.number(1, 1) + t19
    t21 = m.power(t10, -1, 1)
    t22 = m.power(eta, 2, 1)
    t23 = m.power(smoothness, 2, 1)
    t24 = m.product(m.number(2, 1), t18, t20, t21, dim, t22, t23)
    t25 = m.product(beta1, t12, t21, t15, dim, eta, smoothness)
    t26 = t17 + t24 + t25
    t27 = m.product(m.number(-1, 1), t7, t20)
    t28 = iterations + t27
    t29 = m.power(t28, -1, 1)
    t30 = m.power(delta, -1, 1)
    t31 = m.product(t16, t30)
    t32 = m.log1p(t31)
    t33 = m.product(t26, t29, t32)
    t34 = m.rate(beta2)
    t35 = m.product(t26, t29, iterations, t34)
    t36 = m.power(eta, -1, 1)
    t37 = m.product(m.number(2, 1), t15, t29, t36, gap)
    t38 = t33 + t35 + t37
    t39 = m.product(t1, t38)
    return t39


def defossez2022_theorem_4_beta2_max_constant_adam_explicit(m: Any, *, beta1: Any) -> Any:
    log_beta1 = m.log(beta1)
    return log_beta1, (log_beta1,)


def defossez2022_repaired_gradient_norm_squared_constant_rmsprop_explicit(m: Any, *, beta2: Any, c_inf: Any, delta: Any, dim: Any, eta: Any, gap: Any, iterations: Any, smoothness: Any) -> Any:
    log_c_inf = m.log(c_inf)
    t1 = m.dot(0.0, (2.0, log_c_inf))
    log_delta = m.log(delta)
    t2 = m.logaddexp(t1, log_delta)
    log_eta = m.log(eta)
    log_gap = m.log(gap)
    log_iterations = m.log(iterations)
    t3 = m.dot(0.6931471805599453, (0.5, t2), (-1.0, log_eta), (1.0, log_gap), (-1.0, log_iterations))
    log_beta2 = m.log(beta2)
    log_dim = m.log(dim)
    t4 = m.dot(1.3862943611198906, (-0.5, log_beta2), (0.5, t2), (1.0, log_c_inf), (1.0, log_dim))
    log_smoothness = m.log(smoothness)
    t5 = m.dot(0.0, (-1.0, log_beta2), (0.5, t2), (1.0, log_dim), (1.0, log_eta), (1.0, log_smoothness))
    t6 = m.logaddexp(t4, t5)
    t7 = 0.0
    t8 = m.dot(0.0, (-1.0, log_beta2), (2.0, log_c_inf), (-1.0, log_delta))
    t9 = m.logaddexp(t7, t8)
    t10 = m.log(t9)
    t11 = m.dot(0.0, (1.0, t6), (-1.0, log_iterations), (1.0, t10))
    t12 = m.log_one_minus_exp(log_beta2)
    t13 = m.dot(0.0, (-1.0, t12))
    t14 = m.log(t13)
    t15 = m.dot(0.0, (1.0, t6), (1.0, t14))
    return m.logaddexp(m.logaddexp(t3, t11), t15), (t3, t11, t15,)


def defossez2022_repaired_iterations_constant_rmsprop_explicit_share(m: Any, *, beta2: Any, c_inf: Any, delta: Any, dim: Any, epsilon: Any, eta: Any, gap: Any, iterations: Any, smoothness: Any) -> Any:
    t1 = m.power(epsilon, -2, 1)
    t2 = m.power(beta2, -1, 2)
    t3 = m.power(c_inf, 2, 1)
    t4 = t3 + delta
    t5 = m.power(t4, 1, 2)
    t6 = m.product(m.number(4, 1), t2, t5, c_inf, dim)
    t7 = m.power(beta2, -1, 1)
    t8 = m.product(t7, t5, dim, eta, smoothness)
    t9 = t6 + t8
    t10 = m.rate(beta2)
    t11 = m.product(t9, t10)
    t12 = m.power(iterations, -1, 1)
    t13 = m.power(delta, -1, 1)
    t14 = m.product(t7, t3, t13)
    t15 = m.log1p(t14)
    t16 = m.product(t9, t12, t15)
    t17 = m.power(eta, -1, 1)
    t18 = m.product(m.number(2, 1), t5, t17, gap, t12)
    t19 = t11 + t16 + t18
    t20 = m.product(t1, t19)
    return t20


def defossez2022_repaired_eta_constant_rmsprop_explicit(m: Any, *, beta2: Any, c_inf: Any, delta: Any, dim: Any, gap: Any, iterations: Any, smoothness: Any) -> Any:
    log_beta2 = m.log(beta2)
    log_dim = m.log(dim)
    log_gap = m.log(gap)
    log_smoothness = m.log(smoothness)
    log_iterations = m.log(iterations)
    t1 = m.log_one_minus_exp(log_beta2)
    t2 = m.dot(0.0, (-1.0, t1))
    t3 = m.log(t2)
    t4 = m.dot(0.0, (1.0, log_iterations), (1.0, t3))
    t5 = 0.0
    log_c_inf = m.log(c_inf)
    log_delta = m.log(delta)
    t6 = m.dot(0.0, (-1.0, log_beta2), (2.0, log_c_inf), (-1.0, log_delta))
    t7 = m.logaddexp(t5, t6)
    t8 = m.log(t7)
    t9 = m.logaddexp(t4, t8)
    t10 = m.dot(0.34657359027997264, (0.5, log_beta2), (-0.5, log_dim), (0.5, log_gap), (-0.5, log_smoothness), (-0.5, t9))
    return t10, ()


def defossez2022_theorem_1_note_1_when(m: Any, *, c_inf: Any, delta: Any, dim: Any, eta: Any, gap: Any, iterations: Any, smoothness: Any) -> Any:
    log_c_inf = m.log(c_inf)
    log_delta = m.log(delta)
    t1 = m.dot(0.0, (0.5, log_delta))
    t2 = m.logaddexp(log_c_inf, t1)
    log_dim = m.log(dim)
    t3 = m.dot(1.3862943611198906, (2.0, t2), (1.0, log_dim))
    log_eta = m.log(eta)
    log_smoothness = m.log(smoothness)
    t4 = m.dot(0.0, (1.0, t2), (1.0, log_dim), (1.0, log_eta), (1.0, log_smoothness))
    t5 = m.logaddexp(t3, t4)
    log_iterations = m.log(iterations)
    t6 = 0.0
    t7 = m.dot(0.0, (2.0, t2), (-1.0, log_delta), (1.0, log_iterations))
    t8 = m.logaddexp(t6, t7)
    t9 = m.log(t8)
    t10 = m.dot(0.0, (1.0, t5), (-0.5, log_iterations), (1.0, t9))
    log_gap = m.log(gap)
    t11 = m.dot(0.6931471805599453, (1.0, t2), (-1.0, log_eta), (1.0, log_gap), (-0.5, log_iterations))
    t12 = m.logaddexp(t10, t11)
    t13 = m.dot(0.0, (2.0, log_c_inf), (1.0, log_dim))
    return (t12 >= t13)


def defossez2022_theorem_1_note_2_when(m: Any, *, lam: Any) -> Any:
    return (lam > 0.0)


def defossez2022_theorem_2_note_1_when(m: Any, *, beta2: Any, c_inf: Any, delta: Any, dim: Any, eta: Any, gap: Any, iterations: Any, smoothness: Any) -> Any:
    log_beta2 = m.log(beta2)
    log_c_inf = m.log(c_inf)
    log_delta = m.log(delta)
    t1 = m.dot(0.0, (-0.5, log_beta2), (0.5, log_delta))
    t2 = m.logaddexp(log_c_inf, t1)
    log_dim = m.log(dim)
    t3 = m.dot(1.3862943611198906, (-0.5, log_beta2), (2.0, t2), (1.0, log_dim))
    log_eta = m.log(eta)
    log_smoothness = m.log(smoothness)
    t4 = m.dot(0.0, (-1.0, log_beta2), (1.0, t2), (1.0, log_dim), (1.0, log_eta), (1.0, log_smoothness))
    t5 = m.logaddexp(t3, t4)
    t6 = m.log_one_minus_exp(log_beta2)
    t7 = m.dot(0.0, (-1.0, t6))
    t8 = m.log(t7)
    t9 = m.dot(0.0, (1.0, t5), (1.0, t8))
    log_iterations = m.log(iterations)
    t10 = 0.0
    t11 = m.dot(0.0, (2.0, t2), (-1.0, log_delta))
    t12 = m.logaddexp(t10, t11)
    t13 = m.log(t12)
    t14 = m.dot(0.0, (1.0, t5), (-1.0, log_iterations), (1.0, t13))
    log_gap = m.log(gap)
    t15 = m.dot(0.6931471805599453, (1.0, t2), (-1.0, log_eta), (1.0, log_gap), (-1.0, log_iterations))
    t16 = m.logaddexp(m.logaddexp(t9, t14), t15)
    t17 = m.dot(0.0, (2.0, log_c_inf), (1.0, log_dim))
    return (t16 >= t17)


def defossez2022_theorem_4_condition_beta2_below_beta1(m: Any, *, beta1: Any, beta2: Any) -> Any:
    log_beta2 = m.log(beta2)
    log_beta1 = m.log(beta1)
    return log_beta2, log_beta1, log_beta1


def defossez2022_theorem_4_condition_enough_steps(m: Any, *, beta1: Any, iterations: Any) -> Any:
    log_beta1 = m.log(beta1)
    t1 = m.log_one_minus_exp(log_beta1)
    t2 = m.dot(0.0, (-1.0, log_beta1), (1.0, t1))
    log_iterations = m.log(iterations)
    return t2, log_iterations, log_iterations


def defossez2022_theorem_4_note_1_when(m: Any, *, beta1: Any, beta2: Any, c_inf: Any, delta: Any, dim: Any, eta: Any, gap: Any, iterations: Any, smoothness: Any) -> Any:
    log_beta1 = m.log(beta1)
    log_beta2 = m.log(beta2)
    t1 = m.log_one_minus_exp(log_beta2)
    t2 = m.log_abs_one_minus_product((beta1, -1), (beta2, 1))
    t3 = m.sign_one_minus_product((beta1, -1), (beta2, 1))
    t4 = m.where(t3 < 0, m.nan, t2)
    t5 = m.dot(0.0, (1.0, log_beta1), (-1.0, t1), (1.0, t4))
    log_c_inf = m.log(c_inf)
    log_delta = m.log(delta)
    t6 = m.dot(0.0, (-0.5, log_beta2), (0.5, log_delta))
    t7 = m.logaddexp(log_c_inf, t6)
    log_dim = m.log(dim)
    t8 = m.dot(2.4849066497880004, (0.5, log_beta1), (-0.5, log_beta2), (-1.5, t5), (2.0, t7), (1.0, log_dim))
    t9 = m.log_one_minus_exp(log_beta1)
    log_eta = m.log(eta)
    log_smoothness = m.log(smoothness)
    t10 = m.dot(0.6931471805599453, (-1.5, log_beta2), (1.0, t9), (-1.0, t5), (1.0, log_dim), (2.0, log_eta), (2.0, log_smoothness))
    t11 = m.dot(0.0, (1.0, log_beta1), (-1.0, log_beta2), (-1.0, t5), (1.0, t7), (1.0, log_dim), (1.0, log_eta), (1.0, log_smoothness))
    t12 = m.logaddexp(m.logaddexp(t8, t10), t11)
    log_iterations = m.log(iterations)
    t13 = m.dot(0.0, (-1.0, log_beta1), (1.0, t9))
    t14 = m.logsubexp(log_iterations, t13)
    t15 = 0.0
    t16 = m.dot(0.0, (2.0, t7), (-1.0, log_delta))
    t17 = m.logaddexp(t15, t16)
    t18 = m.log(t17)
    t19 = m.dot(0.0, (1.0, t12), (-1.0, t14), (1.0, t18))
    t20 = m.dot(0.0, (-1.0, t1))
    t21 = m.log(t20)
    t22 = m.dot(0.0, (1.0, t12), (-1.0, t14), (1.0, log_iterations), (1.0, t21))
    log_gap = m.log(gap)
    t23 = m.dot(0.6931471805599453, (1.0, t7), (-1.0, t14), (-1.0, log_eta), (1.0, log_gap))
    t24 = m.logaddexp(m.logaddexp(t19, t22), t23)
    t25 = m.dot(0.0, (2.0, log_c_inf), (1.0, log_dim))
    return (t24 >= t25)


def defossez2022_repaired_note_1_when(m: Any, *, beta2: Any, c_inf: Any, delta: Any, dim: Any, eta: Any, gap: Any, iterations: Any, smoothness: Any) -> Any:
    log_beta2 = m.log(beta2)
    log_c_inf = m.log(c_inf)
    t1 = m.dot(0.0, (2.0, log_c_inf))
    log_delta = m.log(delta)
    t2 = m.logaddexp(t1, log_delta)
    log_dim = m.log(dim)
    t3 = m.dot(1.3862943611198906, (-0.5, log_beta2), (0.5, t2), (1.0, log_c_inf), (1.0, log_dim))
    log_eta = m.log(eta)
    log_smoothness = m.log(smoothness)
    t4 = m.dot(0.0, (-1.0, log_beta2), (0.5, t2), (1.0, log_dim), (1.0, log_eta), (1.0, log_smoothness))
    t5 = m.logaddexp(t3, t4)
    t6 = m.log_one_minus_exp(log_beta2)
    t7 = m.dot(0.0, (-1.0, t6))
    t8 = m.log(t7)
    t9 = m.dot(0.0, (1.0, t5), (1.0, t8))
    log_iterations = m.log(iterations)
    t10 = 0.0
    t11 = m.dot(0.0, (-1.0, log_beta2), (2.0, log_c_inf), (-1.0, log_delta))
    t12 = m.logaddexp(t10, t11)
    t13 = m.log(t12)
    t14 = m.dot(0.0, (1.0, t5), (-1.0, log_iterations), (1.0, t13))
    log_gap = m.log(gap)
    t15 = m.dot(0.6931471805599453, (0.5, t2), (-1.0, log_eta), (1.0, log_gap), (-1.0, log_iterations))
    t16 = m.logaddexp(m.logaddexp(t9, t14), t15)
    t17 = m.dot(0.0, (2.0, log_c_inf), (1.0, log_dim))
    return (t16 >= t17)


PAPER = PaperKernels(
    key='defossez2022',
    kernels={
        ('defossez2022-theorem-1', 'gradient-norm-squared', 'constant', 'adagrad', None, 'explicit'): Kernel(defossez2022_theorem_1_gradient_norm_squared_constant_adagrad_explicit, ('c_inf', 'delta', 'dim', 'eta', 'gap', 'iterations', 'smoothness'), ('gap', 'noise'), '', False, None, (), (), 'defossez2022-theorem-1', 'defossez2022-theorem-1', 'gradient-norm-squared', 'constant', 'adagrad', None, 'explicit'),
        ('defossez2022-theorem-1', 'iterations', 'constant', 'adagrad', None, 'explicit'): Kernel(defossez2022_theorem_1_gradient_norm_squared_constant_adagrad_explicit, ('c_inf', 'delta', 'dim', 'epsilon', 'gap', 'smoothness'), (), 'the least T whose bound is at most ε², at the best η where not given', False, None, (), (), 'defossez2022-theorem-1', 'defossez2022-theorem-1', 'iterations', 'constant', 'adagrad', None, 'explicit', counts=True, best=BestKernel('gradient-norm-squared', ('eta',), Function(defossez2022_theorem_1_iterations_constant_adagrad_explicit_target, ('epsilon',)), 'iterations', None, Function(defossez2022_theorem_1_iterations_constant_adagrad_explicit_share, ('c_inf', 'delta', 'dim', 'epsilon', 'eta', 'gap', 'iterations', 'smoothness')))),
        ('defossez2022-theorem-1', 'gradient-complexity', 'constant', 'adagrad', None, 'explicit'): Kernel(defossez2022_theorem_1_gradient_norm_squared_constant_adagrad_explicit, ('batch_size', 'c_inf', 'delta', 'dim', 'epsilon', 'gap', 'smoothness'), (), 'the least T whose bound is at most ε², at the best η where not given', False, None, (), (), 'defossez2022-theorem-1', 'defossez2022-theorem-1', 'gradient-complexity', 'constant', 'adagrad', None, 'explicit', counts=True, best=BestKernel('gradient-norm-squared', ('eta',), Function(defossez2022_theorem_1_iterations_constant_adagrad_explicit_target, ('epsilon',)), 'iterations', Function(defossez2022_theorem_1_gradient_complexity_constant_adagrad_explicit_times, ('batch_size',)), Function(defossez2022_theorem_1_iterations_constant_adagrad_explicit_share, ('c_inf', 'delta', 'dim', 'epsilon', 'eta', 'gap', 'iterations', 'smoothness')))),
        ('defossez2022-theorem-1', 'eta', 'constant', 'adagrad', None, 'explicit'): Kernel(defossez2022_theorem_1_eta_constant_adagrad_explicit, ('c_inf', 'delta', 'dim', 'gap', 'iterations', 'smoothness'), (), '', False, None, (), (), 'defossez2022-theorem-1', 'defossez2022-theorem-1', 'eta', 'constant', 'adagrad', None, 'explicit'),
        ('defossez2022-theorem-2', 'gradient-norm-squared', 'constant', 'rmsprop', None, 'explicit'): Kernel(defossez2022_theorem_2_gradient_norm_squared_constant_rmsprop_explicit, ('beta2', 'c_inf', 'delta', 'dim', 'eta', 'gap', 'iterations', 'smoothness'), ('gap', 'initial-noise', 'noise-floor'), '', False, None, (), (), 'defossez2022-theorem-2', 'defossez2022-theorem-2', 'gradient-norm-squared', 'constant', 'rmsprop', None, 'explicit'),
        ('defossez2022-theorem-2', 'iterations', 'constant', 'rmsprop', None, 'explicit'): Kernel(defossez2022_theorem_2_gradient_norm_squared_constant_rmsprop_explicit, ('c_inf', 'delta', 'dim', 'epsilon', 'gap', 'smoothness'), (), 'the least T whose bound is at most ε², at the best η, β2 where not given', False, None, (), (), 'defossez2022-theorem-2', 'defossez2022-theorem-2', 'iterations', 'constant', 'rmsprop', None, 'explicit', counts=True, best=BestKernel('gradient-norm-squared', ('eta', 'beta2'), Function(defossez2022_theorem_1_iterations_constant_adagrad_explicit_target, ('epsilon',)), 'iterations', None, Function(defossez2022_theorem_2_iterations_constant_rmsprop_explicit_share, ('beta2', 'c_inf', 'delta', 'dim', 'epsilon', 'eta', 'gap', 'iterations', 'smoothness')))),
        ('defossez2022-theorem-2', 'gradient-complexity', 'constant', 'rmsprop', None, 'explicit'): Kernel(defossez2022_theorem_2_gradient_norm_squared_constant_rmsprop_explicit, ('batch_size', 'c_inf', 'delta', 'dim', 'epsilon', 'gap', 'smoothness'), (), 'the least T whose bound is at most ε², at the best η, β2 where not given', False, None, (), (), 'defossez2022-theorem-2', 'defossez2022-theorem-2', 'gradient-complexity', 'constant', 'rmsprop', None, 'explicit', counts=True, best=BestKernel('gradient-norm-squared', ('eta', 'beta2'), Function(defossez2022_theorem_1_iterations_constant_adagrad_explicit_target, ('epsilon',)), 'iterations', Function(defossez2022_theorem_1_gradient_complexity_constant_adagrad_explicit_times, ('batch_size',)), Function(defossez2022_theorem_2_iterations_constant_rmsprop_explicit_share, ('beta2', 'c_inf', 'delta', 'dim', 'epsilon', 'eta', 'gap', 'iterations', 'smoothness')))),
        ('defossez2022-theorem-2', 'eta', 'constant', 'rmsprop', None, 'explicit'): Kernel(defossez2022_theorem_2_eta_constant_rmsprop_explicit, ('beta2', 'c_inf', 'delta', 'dim', 'gap', 'iterations', 'smoothness'), (), '', False, None, (), (), 'defossez2022-theorem-2', 'defossez2022-theorem-2', 'eta', 'constant', 'rmsprop', None, 'explicit'),
        ('defossez2022-theorem-4', 'gradient-norm-squared', 'constant', 'adam', None, 'explicit'): Kernel(defossez2022_theorem_4_gradient_norm_squared_constant_adam_explicit, ('beta1', 'beta2', 'c_inf', 'delta', 'dim', 'eta', 'gap', 'iterations', 'smoothness'), ('gap', 'initial-noise', 'noise-floor'), '', False, None, (), (), 'defossez2022-theorem-4', 'defossez2022-theorem-4', 'gradient-norm-squared', 'constant', 'adam', None, 'explicit'),
        ('defossez2022-theorem-4', 'iterations', 'constant', 'adam', None, 'explicit'): Kernel(defossez2022_theorem_4_gradient_norm_squared_constant_adam_explicit, ('c_inf', 'delta', 'dim', 'epsilon', 'gap', 'smoothness'), (), 'the least T whose bound is at most ε², at the best η, β1, β2 where not given', False, None, (), (), 'defossez2022-theorem-4', 'defossez2022-theorem-4', 'iterations', 'constant', 'adam', None, 'explicit', counts=True, best=BestKernel('gradient-norm-squared', ('eta', 'beta1', 'beta2'), Function(defossez2022_theorem_1_iterations_constant_adagrad_explicit_target, ('epsilon',)), 'iterations', None, Function(defossez2022_theorem_4_iterations_constant_adam_explicit_share, ('beta1', 'beta2', 'c_inf', 'delta', 'dim', 'epsilon', 'eta', 'gap', 'iterations', 'smoothness')))),
        ('defossez2022-theorem-4', 'gradient-complexity', 'constant', 'adam', None, 'explicit'): Kernel(defossez2022_theorem_4_gradient_norm_squared_constant_adam_explicit, ('batch_size', 'c_inf', 'delta', 'dim', 'epsilon', 'gap', 'smoothness'), (), 'the least T whose bound is at most ε², at the best η, β1, β2 where not given', False, None, (), (), 'defossez2022-theorem-4', 'defossez2022-theorem-4', 'gradient-complexity', 'constant', 'adam', None, 'explicit', counts=True, best=BestKernel('gradient-norm-squared', ('eta', 'beta1', 'beta2'), Function(defossez2022_theorem_1_iterations_constant_adagrad_explicit_target, ('epsilon',)), 'iterations', Function(defossez2022_theorem_1_gradient_complexity_constant_adagrad_explicit_times, ('batch_size',)), Function(defossez2022_theorem_4_iterations_constant_adam_explicit_share, ('beta1', 'beta2', 'c_inf', 'delta', 'dim', 'epsilon', 'eta', 'gap', 'iterations', 'smoothness')))),
        ('defossez2022-theorem-4', 'beta2-max', 'constant', 'adam', None, 'explicit'): Kernel(defossez2022_theorem_4_beta2_max_constant_adam_explicit, ('beta1',), ('beta2-max',), '', False, None, (), (), 'defossez2022-theorem-4', 'defossez2022-theorem-4', 'beta2-max', 'constant', 'adam', None, 'explicit'),
        ('defossez2022-repaired', 'gradient-norm-squared', 'constant', 'rmsprop', None, 'explicit'): Kernel(defossez2022_repaired_gradient_norm_squared_constant_rmsprop_explicit, ('beta2', 'c_inf', 'delta', 'dim', 'eta', 'gap', 'iterations', 'smoothness'), ('gap', 'initial-noise', 'noise-floor'), '', False, None, (), (), 'defossez2022-repaired', 'defossez2022-repaired', 'gradient-norm-squared', 'constant', 'rmsprop', None, 'explicit'),
        ('defossez2022-repaired', 'iterations', 'constant', 'rmsprop', None, 'explicit'): Kernel(defossez2022_repaired_gradient_norm_squared_constant_rmsprop_explicit, ('c_inf', 'delta', 'dim', 'epsilon', 'gap', 'smoothness'), (), 'the least T whose bound is at most ε², at the best η, β2 where not given', False, None, (), (), 'defossez2022-repaired', 'defossez2022-repaired', 'iterations', 'constant', 'rmsprop', None, 'explicit', counts=True, best=BestKernel('gradient-norm-squared', ('eta', 'beta2'), Function(defossez2022_theorem_1_iterations_constant_adagrad_explicit_target, ('epsilon',)), 'iterations', None, Function(defossez2022_repaired_iterations_constant_rmsprop_explicit_share, ('beta2', 'c_inf', 'delta', 'dim', 'epsilon', 'eta', 'gap', 'iterations', 'smoothness')))),
        ('defossez2022-repaired', 'gradient-complexity', 'constant', 'rmsprop', None, 'explicit'): Kernel(defossez2022_repaired_gradient_norm_squared_constant_rmsprop_explicit, ('batch_size', 'c_inf', 'delta', 'dim', 'epsilon', 'gap', 'smoothness'), (), 'the least T whose bound is at most ε², at the best η, β2 where not given', False, None, (), (), 'defossez2022-repaired', 'defossez2022-repaired', 'gradient-complexity', 'constant', 'rmsprop', None, 'explicit', counts=True, best=BestKernel('gradient-norm-squared', ('eta', 'beta2'), Function(defossez2022_theorem_1_iterations_constant_adagrad_explicit_target, ('epsilon',)), 'iterations', Function(defossez2022_theorem_1_gradient_complexity_constant_adagrad_explicit_times, ('batch_size',)), Function(defossez2022_repaired_iterations_constant_rmsprop_explicit_share, ('beta2', 'c_inf', 'delta', 'dim', 'epsilon', 'eta', 'gap', 'iterations', 'smoothness')))),
        ('defossez2022-repaired', 'eta', 'constant', 'rmsprop', None, 'explicit'): Kernel(defossez2022_repaired_eta_constant_rmsprop_explicit, ('beta2', 'c_inf', 'delta', 'dim', 'gap', 'iterations', 'smoothness'), (), '', False, None, (), (), 'defossez2022-repaired', 'defossez2022-repaired', 'eta', 'constant', 'rmsprop', None, 'explicit'),
    },
    symbols={
    },
    statements={
        'defossez2022-theorem-1': StatementInfo('Adagrad without momentum, bounded gradients', 'Theorem 1; arXiv:2003.02395', (), ('No noise level and no batch size stand in it: c∞ bounds single gradients, and a larger batch does not lower the bound.',), ('adagrad',), 'Theorem 1 of Défossez et al.', 'defossez2022', measure='avg E‖∇F(x_k)‖²', notes=(NoteKernel('vacuous: every point has ‖∇F‖² ≤ d·c∞²', when=Function(defossez2022_theorem_1_note_1_when, ('c_inf', 'delta', 'dim', 'eta', 'gap', 'iterations', 'smoothness')), quantities=('gradient-norm-squared',)), NoteKernel('NOT A GUARANTEE: the theorem is for λ = 0, and weight decay is given', when=Function(defossez2022_theorem_1_note_2_when, ('lam',)), quantities=('gradient-norm-squared',), voids=True),), hypotheses='F L-smooth; g unbiased, |g_i| ≤ c∞; Adagrad without momentum; λ = 0', translated="R = c∞ + √δ; the paper's ε is δ"),
        'defossez2022-theorem-2': StatementInfo('Adam without momentum (RMSProp with bias correction), bounded gradients', 'Theorem 2; arXiv:2003.02395', (Doubt('defossez-delta'),), ('No noise level and no batch size stand in it: c∞ bounds single gradients, and a larger batch does not lower the bound.', 'R grows as β2′ tends to 1, so for a given δ the bound stays above 16·d·c∞·√δ, whatever T, η and β2 are. defossez2022-repaired has no such floor.'), ('rmsprop',), 'Theorem 2 of Défossez et al.', 'defossez2022', measure='avg E‖∇F(x_k)‖²', notes=(NoteKernel('vacuous: every point has ‖∇F‖² ≤ d·c∞²', when=Function(defossez2022_theorem_2_note_1_when, ('beta2', 'c_inf', 'delta', 'dim', 'eta', 'gap', 'iterations', 'smoothness')), quantities=('gradient-norm-squared',)), NoteKernel('NOT A GUARANTEE: the theorem is for λ = 0, and weight decay is given', when=Function(defossez2022_theorem_1_note_2_when, ('lam',)), quantities=('gradient-norm-squared',), voids=True),), hypotheses='F L-smooth; g unbiased, |g_i| ≤ c∞; Adam without momentum; λ = 0', translated="R = c∞ + √(δ/(1 − β2′)), where β′ = 1 − β is the paper's; its moments are sums, here averages, so its ε is δ/(1 − β2′), and η is the step of the averages"),
        'defossez2022-theorem-4': StatementInfo('Adam with momentum, bounded gradients', 'Theorem 4; arXiv:2003.02395', (Doubt('defossez-delta'),), ('No noise level and no batch size stand in it: c∞ bounds single gradients, and a larger batch does not lower the bound.', 'The bound grows with β1′: at its best there is no momentum, and it is Theorem 2 with 12 for 4. So its floor is 48·d·c∞·√δ.'), ('adam',), 'Theorem 4 of Défossez et al.', 'defossez2022', measure='avg E‖∇F(x_k)‖²', conditions=(ConditionKernel(defossez2022_theorem_4_condition_beta2_below_beta1, ('beta1', 'beta2'), ('explicit',), 'β2 < β1, which is β1′ < β2′', None, 'beta2', 'the squares must forget more slowly than the momentum', '', 'beta2-below-beta1', for_=('gradient-norm-squared',), carrier='beta2-max'), ConditionKernel(defossez2022_theorem_4_condition_enough_steps, ('beta1', 'iterations'), ('explicit',), 'T > β1′/(1 − β1′)', None, '', 'the momentum must have had time to fill', 'more steps', 'enough-steps', for_=('gradient-norm-squared',), carrier='beta2-max'),), notes=(NoteKernel('vacuous: every point has ‖∇F‖² ≤ d·c∞²', when=Function(defossez2022_theorem_4_note_1_when, ('beta1', 'beta2', 'c_inf', 'delta', 'dim', 'eta', 'gap', 'iterations', 'smoothness')), quantities=('gradient-norm-squared',)), NoteKernel('NOT A GUARANTEE: the theorem is for λ = 0, and weight decay is given', when=Function(defossez2022_theorem_1_note_2_when, ('lam',)), quantities=('gradient-norm-squared',), voids=True),), hypotheses='F L-smooth; g unbiased, |g_i| ≤ c∞; Adam with 1 − β1 < 1 − β2; λ = 0; the last iterates weigh less', translated="R = c∞ + √(δ/(1 − β2′)), where β′ = 1 − β is the paper's; its moments are sums, here averages, so its ε is δ/(1 − β2′), and η is the step of the averages"),
        'defossez2022-repaired': StatementInfo('RMSProp with bias correction and a constant δ: any δ', 'Theorem 2, its proof repaired here; arXiv:2003.02395', (), ('Not printed in the paper. Its proof, with two changes: √E g² ≤ c∞ is all that its lemma needs, and beside a sum of squares the constant of step n is δ(1 − β2′ⁿ)/(1 − β2′). Then c2 = √(c∞² + δ) stands where R did.', 'No noise level and no batch size stand in it: c∞ bounds single gradients, and a larger batch does not lower the bound.'), ('rmsprop',), 'Theorem 2 of Défossez et al., repaired', 'defossez2022', measure='avg E‖∇F(x_k)‖²', notes=(NoteKernel('vacuous: every point has ‖∇F‖² ≤ d·c∞²', when=Function(defossez2022_repaired_note_1_when, ('beta2', 'c_inf', 'delta', 'dim', 'eta', 'gap', 'iterations', 'smoothness')), quantities=('gradient-norm-squared',)), NoteKernel('NOT A GUARANTEE: the theorem is for λ = 0, and weight decay is given', when=Function(defossez2022_theorem_1_note_2_when, ('lam',)), quantities=('gradient-norm-squared',), voids=True),), hypotheses='F L-smooth; g unbiased, |g_i| ≤ c∞; RMSProp with bias correction; λ = 0', translated="β2 is one minus the paper's; δ stands in the root at every step"),
    },
    claims={
        'defossez-delta': 'missing-hypothesis',
        'defossez-repair': 'holds',
        'defossez-momentum': 'holds',
    },
    citation=Citation(('Défossez, Alexandre', 'Bottou, Léon', 'Bach, Francis', 'Usunier, Nicolas'), 'A Simple Convergence Proof of Adam and Adagrad', 'Transactions on Machine Learning Research', 2022, '', '2003.02395', "@article{defossez2022,\n  author = {D{\\'e}fossez, Alexandre and Bottou, L{\\'e}on and Bach, Francis and Usunier, Nicolas},\n  title = {A Simple Convergence Proof of {Adam} and {Adagrad}},\n  journal = {Transactions on Machine Learning Research},\n  year = {2022},\n  eprint = {2003.02395},\n  archiveprefix = {arXiv},\n}\n"),
)
