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
    NoteKernel,
    PaperKernels,
    StatementInfo,
)


def here_radius_update_ratio_sharp(m: Any, *, beta1: Any, beta2: Any) -> Any:
    log_beta1 = m.log(beta1)
    log_beta2 = m.log(beta2)
    t1 = m.log_one_minus_exp(log_beta2)
    t2 = 0.6931471805599453
    t3, t4 = m.signed_add(t2, 1.0, log_beta1, -1.0)
    t5 = m.dot(0.0, (1.0, log_beta1), (1.0, t3))
    t6 = t4
    t7, t8 = m.signed_add(log_beta2, -1.0, t5, t6)
    t9 = m.where(t8 < 0, m.nan, t7)
    t10 = m.dot(0.0, (1.0, t1), (-1.0, t9))
    t11 = m.dot(0.0, (1.0, log_beta1), (-0.5, log_beta2), (0.5, t10))
    return t11, ()


def here_radius_update_ratio_sharp_exists(m: Any, *, beta1: Any, beta2: Any) -> Any:
    log_beta2 = m.log(beta2)
    log_beta1 = m.log(beta1)
    t1 = 0.6931471805599453
    t2, t3 = m.signed_add(t1, 1.0, log_beta1, -1.0)
    t4 = m.dot(0.0, (1.0, log_beta1), (1.0, t2))
    t5 = t3
    _, t7 = m.signed_add(log_beta2, 1.0, t4, -t5)
    return (t7 < 0.0)


def here_radius_update_ratio_first_steps_sharp(m: Any, *, beta1: Any, beta2: Any, iterations: Any) -> Any:
    log_beta1 = m.log(beta1)
    t1 = m.log_one_minus_exp(log_beta1)
    log_beta2 = m.log(beta2)
    t2 = m.log_one_minus_exp(log_beta2)
    t3 = m.dot(0.0, (2.0, t1), (-1.0, t2))
    t4 = m.log_power_sum(t3, iterations)
    t5 = m.log_power_sum(t1, iterations)
    t6 = m.log_power_sum(t2, iterations)
    t7 = m.dot(0.0, (0.5, t4), (-1.0, t5), (0.5, t6))
    return t7, ()


def here_radius_update_ratio_first_steps_uncorrected_sharp(m: Any, *, beta1: Any, beta2: Any, iterations: Any) -> Any:
    log_beta1 = m.log(beta1)
    log_beta2 = m.log(beta2)
    t1 = m.log_one_minus_exp(log_beta1)
    t2 = m.log_one_minus_exp(log_beta2)
    t3 = m.dot(0.0, (2.0, t1), (-1.0, t2))
    t4 = m.log_power_sum(t3, iterations)
    t5 = m.dot(0.0, (1.0, log_beta1), (-0.5, log_beta2), (0.5, t4))
    return t5, ()


def here_radius_decay_radius_sharp(m: Any, *, beta1: Any, beta2: Any, lam: Any) -> Any:
    log_lam = m.log(lam)
    log_beta1 = m.log(beta1)
    log_beta2 = m.log(beta2)
    t1 = m.log_one_minus_exp(log_beta2)
    t2 = 0.6931471805599453
    t3, t4 = m.signed_add(t2, 1.0, log_beta1, -1.0)
    t5 = m.dot(0.0, (1.0, log_beta1), (1.0, t3))
    t6 = t4
    t7, t8 = m.signed_add(log_beta2, -1.0, t5, t6)
    t9 = m.where(t8 < 0, m.nan, t7)
    t10 = m.dot(0.0, (1.0, t1), (-1.0, t9))
    t11 = m.dot(0.0, (1.0, log_beta1), (-0.5, log_beta2), (0.5, t10))
    t12 = m.dot(0.0, (-1.0, log_lam), (1.0, t11))
    return t12, ()


def here_radius_decay_radius_sharp_exists(m: Any, *, beta1: Any, beta2: Any, lam: Any) -> Any:
    log_beta2 = m.log(beta2)
    log_beta1 = m.log(beta1)
    t1 = 0.6931471805599453
    t2, t3 = m.signed_add(t1, 1.0, log_beta1, -1.0)
    t4 = m.dot(0.0, (1.0, log_beta1), (1.0, t2))
    t5 = t3
    _, t7 = m.signed_add(log_beta2, 1.0, t4, -t5)
    return m.both((lam > 0.0), (t7 < 0.0))


def here_radius_radius_sharp(m: Any, *, beta1: Any, beta2: Any, lam: Any, x0_inf_norm: Any) -> Any:
    log_x0_inf_norm = m.log(x0_inf_norm)
    log_lam = m.log(lam)
    log_beta1 = m.log(beta1)
    log_beta2 = m.log(beta2)
    t1 = m.log_one_minus_exp(log_beta2)
    t2 = 0.6931471805599453
    t3, t4 = m.signed_add(t2, 1.0, log_beta1, -1.0)
    t5 = m.dot(0.0, (1.0, log_beta1), (1.0, t3))
    t6 = t4
    t7, t8 = m.signed_add(log_beta2, -1.0, t5, t6)
    t9 = m.where(t8 < 0, m.nan, t7)
    t10 = m.dot(0.0, (1.0, t1), (-1.0, t9))
    t11 = m.dot(0.0, (1.0, log_beta1), (-0.5, log_beta2), (0.5, t10))
    t12 = m.dot(0.0, (-1.0, log_lam), (1.0, t11))
    t13 = m.maximum(log_x0_inf_norm, t12)
    return t13, ()


def here_radius_radius_first_steps_sharp(m: Any, *, beta1: Any, beta2: Any, iterations: Any, lam: Any, x0_inf_norm: Any) -> Any:
    log_x0_inf_norm = m.log(x0_inf_norm)
    log_lam = m.log(lam)
    log_beta1 = m.log(beta1)
    t1 = m.log_one_minus_exp(log_beta1)
    log_beta2 = m.log(beta2)
    t2 = m.log_one_minus_exp(log_beta2)
    t3 = m.dot(0.0, (2.0, t1), (-1.0, t2))
    t4 = m.log_power_sum(t3, iterations)
    t5 = m.log_power_sum(t1, iterations)
    t6 = m.log_power_sum(t2, iterations)
    t7 = m.dot(0.0, (-1.0, log_lam), (0.5, t4), (-1.0, t5), (0.5, t6))
    t8 = m.maximum(log_x0_inf_norm, t7)
    return t8, ()


def here_radius_radius_first_steps_sharp_exists(m: Any, *, lam: Any) -> Any:
    return (lam > 0.0)


def here_radius_radius_bounded_gradients_sharp(m: Any, *, beta1: Any, beta2: Any, c_inf: Any, delta: Any, lam: Any, x0_inf_norm: Any) -> Any:
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


def here_radius_largest_step_sharp(m: Any, *, beta1: Any, beta2: Any, eta: Any, lam: Any, x0_inf_norm: Any) -> Any:
    log_eta = m.log(eta)
    log_beta1 = m.log(beta1)
    log_beta2 = m.log(beta2)
    t1 = m.log_one_minus_exp(log_beta2)
    t2 = 0.6931471805599453
    t3, t4 = m.signed_add(t2, 1.0, log_beta1, -1.0)
    t5 = m.dot(0.0, (1.0, log_beta1), (1.0, t3))
    t6 = t4
    t7, t8 = m.signed_add(log_beta2, -1.0, t5, t6)
    t9 = m.where(t8 < 0, m.nan, t7)
    t10 = m.dot(0.0, (1.0, t1), (-1.0, t9))
    t11 = m.dot(0.0, (1.0, log_beta1), (-0.5, log_beta2), (0.5, t10))
    log_lam = m.log(lam)
    log_x0_inf_norm = m.log(x0_inf_norm)
    t12 = m.dot(0.0, (1.0, log_lam), (1.0, log_x0_inf_norm))
    t13 = m.maximum(t11, t12)
    t14 = m.logaddexp(t11, t13)
    t15 = m.dot(0.0, (1.0, log_eta), (1.0, t14))
    return t15, ()


def here_edge_edge_threshold_explicit(m: Any, *, beta1: Any, eta: Any, lam: Any) -> Any:
    log_beta1 = m.log(beta1)
    log_eta = m.log(eta)
    t1 = 0.6931471805599453
    t2, t3 = m.signed_add(t1, 1.0, log_beta1, -1.0)
    log_lam = m.log(lam)
    t4 = m.dot(0.0, (1.0, log_eta), (1.0, log_lam))
    t5, t6 = m.signed_add(t1, 1.0, t4, -1.0)
    t7 = m.dot(0.0, (-1.0, log_beta1), (-1.0, log_eta), (1.0, t2), (1.0, t5))
    t8 = t3 * t6
    t9 = m.where(t8 < 0, m.nan, t7)
    return t9, ()


def here_edge_edge_threshold_explicit_exists(m: Any, *, eta: Any, lam: Any) -> Any:
    log_eta = m.log(eta)
    log_lam = m.log(lam)
    t1 = m.dot(0.0, (1.0, log_eta), (1.0, log_lam))
    t2 = 0.6931471805599453
    return (t1 < t2)


def here_edge_edge_ratio_explicit(m: Any, *, beta1: Any, eta: Any, lam: Any, sharpness: Any) -> Any:
    log_beta1 = m.log(beta1)
    log_eta = m.log(eta)
    log_sharpness = m.log(sharpness)
    t1 = 0.6931471805599453
    t2, t3 = m.signed_add(t1, 1.0, log_beta1, -1.0)
    t4 = m.dot(0.0, (-1.0, t2))
    t5 = m.sign_power(t3, -1.0)
    log_lam = m.log(lam)
    t6 = m.dot(0.0, (1.0, log_eta), (1.0, log_lam))
    t7, t8 = m.signed_add(t1, 1.0, t6, -1.0)
    t9 = m.dot(0.0, (-1.0, t7))
    t10 = m.sign_power(t8, -1.0)
    t11 = m.dot(0.0, (1.0, log_beta1), (1.0, log_eta), (1.0, log_sharpness), (1.0, t4), (1.0, t9))
    t12 = t5 * t10
    t13 = m.where(t12 < 0, m.nan, t11)
    return t13, ()


def here_edge_stable_negative_curvature_explicit(m: Any, *, lam: Any) -> Any:
    log_lam = m.log(lam)
    return log_lam, ()


def here_equilibrium_equilibrium_rms_explicit(m: Any, *, beta1: Any, eta: Any, lam: Any) -> Any:
    log_beta1 = m.log(beta1)
    log_eta = m.log(eta)
    log_lam = m.log(lam)
    t1 = m.log_one_minus_exp(log_beta1)
    t2 = m.dot(0.0, (1.0, log_eta), (1.0, log_lam), (1.0, t1))
    t3 = m.logaddexp(log_beta1, t2)
    t4 = 0.6931471805599453
    t5, t6 = m.signed_add(t4, 1.0, log_beta1, -1.0)
    t7 = m.dot(0.0, (-1.0, t5))
    t8 = m.sign_power(t6, -1.0)
    t9 = m.dot(0.0, (1.0, log_eta), (1.0, log_lam))
    t10, t11 = m.signed_add(t4, 1.0, t9, -1.0)
    t12 = m.dot(0.0, (-1.0, t10))
    t13 = m.sign_power(t11, -1.0)
    t14 = m.dot(0.0, (1.0, log_beta1), (1.0, log_eta), (1.0, log_lam))
    t15, t16 = m.signed_add(m.logaddexp(t4, t14), 1.0, m.logaddexp(log_beta1, t9), -1.0)
    t17 = m.dot(0.0, (-1.0, log_lam), (-1.0, t3), (1.0, t7), (1.0, t12), (1.0, t15))
    t18 = t8 * t13 * t16
    t19 = m.where(t18 < 0, m.nan, t17)
    t20 = m.dot(0.0, (0.5, log_beta1), (0.5, log_eta), (0.5, t19))
    return t20, ()


def here_equilibrium_equilibrium_rms_explicit_exists(m: Any, *, eta: Any, lam: Any) -> Any:
    log_eta = m.log(eta)
    log_lam = m.log(lam)
    t1 = m.dot(0.0, (1.0, log_eta), (1.0, log_lam))
    t2 = 0.6931471805599453
    return m.both((lam > 0.0), (t1 < t2))


def here_equilibrium_equilibrium_max_explicit(m: Any, *, beta1: Any, dim: Any, eta: Any, lam: Any) -> Any:
    log_beta1 = m.log(beta1)
    log_eta = m.log(eta)
    log_lam = m.log(lam)
    t1 = m.log_one_minus_exp(log_beta1)
    t2 = m.dot(0.0, (1.0, log_eta), (1.0, log_lam), (1.0, t1))
    t3 = m.logaddexp(log_beta1, t2)
    t4 = 0.6931471805599453
    t5, t6 = m.signed_add(t4, 1.0, log_beta1, -1.0)
    t7 = m.dot(0.0, (-1.0, t5))
    t8 = m.sign_power(t6, -1.0)
    t9 = m.dot(0.0, (1.0, log_eta), (1.0, log_lam))
    t10, t11 = m.signed_add(t4, 1.0, t9, -1.0)
    t12 = m.dot(0.0, (-1.0, t10))
    t13 = m.sign_power(t11, -1.0)
    t14 = m.dot(0.0, (1.0, log_beta1), (1.0, log_eta), (1.0, log_lam))
    t15, t16 = m.signed_add(m.logaddexp(t4, t14), 1.0, m.logaddexp(log_beta1, t9), -1.0)
    t17 = m.dot(0.0, (-1.0, log_lam), (-1.0, t3), (1.0, t7), (1.0, t12), (1.0, t15))
    t18 = t8 * t13 * t16
    t19 = m.where(t18 < 0, m.nan, t17)
    log_dim = m.log(dim)
    t20 = m.log(log_dim)
    t21 = m.dot(0.34657359027997264, (0.5, log_beta1), (0.5, log_eta), (0.5, t19), (0.5, t20))
    return t21, ()


def here_equilibrium_equilibrium_turn_explicit(m: Any, *, beta1: Any, eta: Any, lam: Any) -> Any:
    log_beta1 = m.log(beta1)
    log_eta = m.log(eta)
    log_lam = m.log(lam)
    t1 = 0.6931471805599453
    t2 = m.dot(0.0, (1.0, log_beta1), (1.0, log_eta), (1.0, log_lam))
    t3 = m.dot(0.0, (1.0, log_eta), (1.0, log_lam))
    t4 = m.logsubexp(m.logaddexp(t1, t2), m.logaddexp(log_beta1, t3))
    t5 = m.dot(0.34657359027997264, (0.5, log_beta1), (0.5, log_eta), (0.5, log_lam), (-0.5, t4))
    return t5, ()


def here_equilibrium_equilibrium_ratio_explicit(m: Any, *, beta1: Any, dim: Any, eta: Any, lam: Any, x_norm: Any) -> Any:
    log_beta1 = m.log(beta1)
    log_dim = m.log(dim)
    log_eta = m.log(eta)
    log_x_norm = m.log(x_norm)
    log_lam = m.log(lam)
    t1 = m.log_one_minus_exp(log_beta1)
    t2 = m.dot(0.0, (1.0, log_eta), (1.0, log_lam), (1.0, t1))
    t3 = m.logaddexp(log_beta1, t2)
    t4 = 0.6931471805599453
    t5, t6 = m.signed_add(t4, 1.0, log_beta1, -1.0)
    t7 = m.dot(0.0, (-1.0, t5))
    t8 = m.sign_power(t6, -1.0)
    t9 = m.dot(0.0, (1.0, log_eta), (1.0, log_lam))
    t10, t11 = m.signed_add(t4, 1.0, t9, -1.0)
    t12 = m.dot(0.0, (-1.0, t10))
    t13 = m.sign_power(t11, -1.0)
    t14 = m.dot(0.0, (1.0, log_beta1), (1.0, log_eta), (1.0, log_lam))
    t15, t16 = m.signed_add(m.logaddexp(t4, t14), 1.0, m.logaddexp(log_beta1, t9), -1.0)
    t17 = m.dot(0.0, (-1.0, log_lam), (-1.0, t3), (1.0, t7), (1.0, t12), (1.0, t15))
    t18 = t8 * t13 * t16
    t19 = m.where(t18 < 0, m.nan, t17)
    t20 = m.dot(0.0, (-0.5, log_beta1), (-0.5, log_dim), (-0.5, log_eta), (1.0, log_x_norm), (-0.5, t19))
    return t20, ()


def here_square_root_decay_lam_explicit(m: Any, *, batch_size: Any, lam: Any, to: Any) -> Any:
    log_batch_size = m.log(batch_size)
    log_lam = m.log(lam)
    log_to = m.log(to)
    t1 = m.dot(0.0, (-0.5, log_batch_size), (1.0, log_lam), (0.5, log_to))
    return t1, ()


def here_square_root_decay_betas_1_half_life_explicit(m: Any, *, batch_size: Any, beta1: Any, to: Any) -> Any:
    t1 = m.twofold(beta1)
    t2 = m.twofold(to)
    t3 = m.twofold(batch_size)
    t4 = t2 / t3
    t5 = m.log_shrink(t1, t4)
    return t5, ()


def here_square_root_decay_betas_2_half_life_explicit(m: Any, *, batch_size: Any, beta2: Any, to: Any) -> Any:
    t1 = m.twofold(beta2)
    t2 = m.twofold(to)
    t3 = m.twofold(batch_size)
    t4 = t2 / t3
    t5 = m.log_shrink(t1, t4)
    return t5, ()


def here_radius_condition_decay_step(m: Any, *, eta: Any, lam: Any) -> Any:
    log_eta = m.log(eta)
    log_lam = m.log(lam)
    t1 = m.dot(0.0, (1.0, log_eta), (1.0, log_lam))
    t2 = 0.0
    t3 = m.dot(0.0, (-1.0, log_eta))
    return t1, t2, t3


def here_radius_note_1_when(m: Any, *, beta1: Any, beta2: Any, lam: Any, x0_inf_norm: Any, x_inf_norm: Any) -> Any:
    log_x_inf_norm = m.log(x_inf_norm)
    log_x0_inf_norm = m.log(x0_inf_norm)
    log_lam = m.log(lam)
    log_beta1 = m.log(beta1)
    log_beta2 = m.log(beta2)
    t1 = m.log_one_minus_exp(log_beta2)
    t2 = 0.6931471805599453
    t3, t4 = m.signed_add(t2, 1.0, log_beta1, -1.0)
    t5 = m.dot(0.0, (1.0, log_beta1), (1.0, t3))
    t6 = t4
    t7, t8 = m.signed_add(log_beta2, -1.0, t5, t6)
    t9 = m.where(t8 < 0, m.nan, t7)
    t10 = m.dot(0.0, (1.0, t1), (-1.0, t9))
    t11 = m.dot(0.0, (1.0, log_beta1), (-0.5, log_beta2), (0.5, t10))
    t12 = m.dot(0.0, (-1.0, log_lam), (1.0, t11))
    t13 = m.maximum(log_x0_inf_norm, t12)
    _, t15 = m.signed_add(log_beta2, 1.0, t5, -t6)
    return m.both(m.both((lam > 0.0), (log_x_inf_norm > t13)), (t15 < 0.0))


def here_equilibrium_note_2_when(m: Any, *, eta: Any, iterations: Any, lam: Any) -> Any:
    return m.both((lam > 0.0), (m.sign_one_minus_product((eta, 1), (iterations, 1), (lam, 1)) > 0.0))


def here_square_root_decay_condition_noise_dominated(m: Any, *, batch_size: Any, gradient_norm: Any, sigma: Any, to: Any) -> Any:
    log_gradient_norm = m.log(gradient_norm)
    log_batch_size = m.log(batch_size)
    log_to = m.log(to)
    t1 = m.maximum(log_batch_size, log_to)
    t2 = m.dot(0.0, (2.0, log_gradient_norm), (1.0, t1))
    log_sigma = m.log(sigma)
    t3 = m.dot(0.0, (2.0, log_sigma))
    return t2, t3, t3


PAPER = PaperKernels(
    key='here_scaling',
    kernels={
        ('here-radius', 'update-ratio', None, None, None, 'sharp'): Kernel(here_radius_update_ratio_sharp, ('beta1', 'beta2'), (), 'Cauchy and Schwarz on m and n; some gradients attain it', False, None, (), (), 'here-radius', 'here-radius', 'update-ratio', None, None, None, 'sharp', exists=Function(here_radius_update_ratio_sharp_exists, ('beta1', 'beta2')), missing_text="no bound for all steps: (1−β1)² ≥ 1−β2 (PyTorch's β1² ≥ β2), so updates can grow without end; give --iterations for those of T steps"),
        ('here-radius', 'update-ratio', None, None, 'first-steps', 'sharp'): Kernel(here_radius_update_ratio_first_steps_sharp, ('beta1', 'beta2', 'iterations'), (), 'of the first T steps, for any β1 and β2', False, None, (), (), 'here-radius', 'here-radius', 'update-ratio', None, None, 'first-steps', 'sharp'),
        ('here-radius', 'update-ratio', None, None, 'first-steps-uncorrected', 'sharp'): Kernel(here_radius_update_ratio_first_steps_uncorrected_sharp, ('beta1', 'beta2', 'iterations'), (), 'of the first T steps, for any β1 and β2', False, None, (), (), 'here-radius', 'here-radius', 'update-ratio', None, None, 'first-steps-uncorrected', 'sharp'),
        ('here-radius', 'decay-radius', None, None, None, 'sharp'): Kernel(here_radius_decay_radius_sharp, ('beta1', 'beta2', 'lam'), (), 'Cauchy and Schwarz on m and n; some gradients attain it', False, None, (), (), 'here-radius', 'here-radius', 'decay-radius', None, None, None, 'sharp', exists=Function(here_radius_decay_radius_sharp_exists, ('beta1', 'beta2', 'lam')), missing_text="no bound for all steps: it needs λ > 0, and (1−β1)² < 1−β2 (PyTorch's β1² < β2)"),
        ('here-radius', 'radius', None, None, None, 'sharp'): Kernel(here_radius_radius_sharp, ('beta1', 'beta2', 'lam', 'x0_inf_norm'), (), 'Cauchy and Schwarz on m and n; some gradients attain it', False, None, (), (), 'here-radius', 'here-radius', 'radius', None, None, None, 'sharp', exists=Function(here_radius_decay_radius_sharp_exists, ('beta1', 'beta2', 'lam')), missing_text="no bound for all steps: it needs λ > 0, and (1−β1)² < 1−β2 (PyTorch's β1² < β2)"),
        ('here-radius', 'radius', None, None, 'first-steps', 'sharp'): Kernel(here_radius_radius_first_steps_sharp, ('beta1', 'beta2', 'iterations', 'lam', 'x0_inf_norm'), (), 'of the first T steps, for any β1 and β2', False, None, (), (), 'here-radius', 'here-radius', 'radius', None, None, 'first-steps', 'sharp', exists=Function(here_radius_radius_first_steps_sharp_exists, ('lam',)), missing_text='λ = 0: without weight decay nothing holds the iterates'),
        ('here-radius', 'radius', None, None, 'bounded-gradients', 'sharp'): Kernel(here_radius_radius_bounded_gradients_sharp, ('beta1', 'beta2', 'c_inf', 'delta', 'lam', 'x0_inf_norm'), (), 'with ‖g_k‖∞ ≤ c∞ no update exceeds c∞/c1 either', False, None, (), (), 'here-radius', 'here-radius', 'radius', None, None, 'bounded-gradients', 'sharp', exists=Function(here_radius_radius_first_steps_sharp_exists, ('lam',)), missing_text='λ = 0: without weight decay nothing holds the iterates'),
        ('here-radius', 'largest-step', None, None, None, 'sharp'): Kernel(here_radius_largest_step_sharp, ('beta1', 'beta2', 'eta', 'lam', 'x0_inf_norm'), (), 'Cauchy and Schwarz on m and n; some gradients attain it', False, None, (), (), 'here-radius', 'here-radius', 'largest-step', None, None, None, 'sharp', exists=Function(here_radius_update_ratio_sharp_exists, ('beta1', 'beta2')), missing_text="no bound for all steps: (1−β1)² ≥ 1−β2 (PyTorch's β1² ≥ β2), so updates can grow without end; give --iterations for those of T steps"),
        ('here-edge', 'edge-threshold', None, None, None, 'explicit'): Kernel(here_edge_edge_threshold_explicit, ('beta1', 'eta', 'lam'), (), "Jury's conditions on one mode, momentum and decay included", False, None, (), (), 'here-edge', 'here-edge', 'edge-threshold', None, None, None, 'explicit', exists=Function(here_edge_edge_threshold_explicit_exists, ('eta', 'lam')), missing_text='ηλ ≥ 2: the decay alone makes the iteration unstable'),
        ('here-edge', 'edge-ratio', None, None, None, 'explicit'): Kernel(here_edge_edge_ratio_explicit, ('beta1', 'eta', 'lam', 'sharpness'), (), "Jury's conditions on one mode, momentum and decay included", False, None, (), (), 'here-edge', 'here-edge', 'edge-ratio', None, None, None, 'explicit', exists=Function(here_edge_edge_threshold_explicit_exists, ('eta', 'lam')), missing_text='ηλ ≥ 2: the decay alone makes the iteration unstable'),
        ('here-edge', 'stable-negative-curvature', None, None, None, 'explicit'): Kernel(here_edge_stable_negative_curvature_explicit, ('lam',), (), "Jury's conditions on one mode, momentum and decay included", False, None, (), (), 'here-edge', 'here-edge', 'stable-negative-curvature', None, None, None, 'explicit', exists=Function(here_edge_edge_threshold_explicit_exists, ('eta', 'lam')), missing_text='ηλ ≥ 2: the decay alone makes the iteration unstable'),
        ('here-equilibrium', 'equilibrium-rms', None, None, None, 'explicit'): Kernel(here_equilibrium_equilibrium_rms_explicit, ('beta1', 'eta', 'lam'), (), '', False, None, (), (), 'here-equilibrium', 'here-equilibrium', 'equilibrium-rms', None, None, None, 'explicit', exists=Function(here_equilibrium_equilibrium_rms_explicit_exists, ('eta', 'lam')), missing_text='no equilibrium: it needs 0 < ηλ < 2'),
        ('here-equilibrium', 'equilibrium-max', None, None, None, 'explicit'): Kernel(here_equilibrium_equilibrium_max_explicit, ('beta1', 'dim', 'eta', 'lam'), (), '', False, None, (), (), 'here-equilibrium', 'here-equilibrium', 'equilibrium-max', None, None, None, 'explicit', exists=Function(here_equilibrium_equilibrium_rms_explicit_exists, ('eta', 'lam')), missing_text='no equilibrium: it needs 0 < ηλ < 2'),
        ('here-equilibrium', 'equilibrium-turn', None, None, None, 'explicit'): Kernel(here_equilibrium_equilibrium_turn_explicit, ('beta1', 'eta', 'lam'), (), '', False, None, (), (), 'here-equilibrium', 'here-equilibrium', 'equilibrium-turn', None, None, None, 'explicit', exists=Function(here_equilibrium_equilibrium_rms_explicit_exists, ('eta', 'lam')), missing_text='no equilibrium: it needs 0 < ηλ < 2'),
        ('here-equilibrium', 'equilibrium-ratio', None, None, None, 'explicit'): Kernel(here_equilibrium_equilibrium_ratio_explicit, ('beta1', 'dim', 'eta', 'lam', 'x_norm'), (), '', False, None, (), (), 'here-equilibrium', 'here-equilibrium', 'equilibrium-ratio', None, None, None, 'explicit', exists=Function(here_equilibrium_equilibrium_rms_explicit_exists, ('eta', 'lam')), missing_text='no equilibrium: it needs 0 < ηλ < 2'),
        ('here-square-root-decay', 'lam', None, None, None, 'explicit'): Kernel(here_square_root_decay_lam_explicit, ('batch_size', 'lam', 'to'), (), '', False, None, (), (), 'here-square-root-decay', 'here-square-root-decay', 'lam', None, None, None, 'explicit'),
        ('here-square-root-decay', 'betas-1', None, None, 'half-life', 'explicit'): Kernel(here_square_root_decay_betas_1_half_life_explicit, ('batch_size', 'beta1', 'to'), (), 'the same half-life in samples, exactly; about 1 − κβ for a small κβ', False, None, (), (), 'here-square-root-decay', 'here-square-root-decay', 'betas-1', None, None, 'half-life', 'explicit'),
        ('here-square-root-decay', 'betas-2', None, None, 'half-life', 'explicit'): Kernel(here_square_root_decay_betas_2_half_life_explicit, ('batch_size', 'beta2', 'to'), (), 'the same half-life in samples, exactly; about 1 − κβ for a small κβ', False, None, (), (), 'here-square-root-decay', 'here-square-root-decay', 'betas-2', None, None, 'half-life', 'explicit'),
    },
    symbols={
    },
    statements={
        'here-radius': StatementInfo('Where constant weight decay holds the iterates', 'guide/scaling.md, Section 2; proved there', (), ('U = β1/√(β2(1−r)), r = (1−β1)²/(1−β2): exactly the supremum of |m̂_k|/√v̂_k, which rises with k to it.', "Holds for the paper's update and for PyTorch's, x_T included.", 'A checkpoint beyond the radius was not made by AdamW with this constant λ and these β, or its start was larger.'), ('adamw',), 'the radius bound', 'here_scaling', measure='‖x_k‖∞', conditions=(ConditionKernel(here_radius_condition_decay_step, ('eta', 'lam'), ('sharp',), 'λη ≤ 1', None, 'lam', 'a step is then a mean of x_k and −m_k/(λv_k)', '', 'decay-step', for_=('radius', 'decay-radius', 'largest-step'), carrier='radius'),), notes=(NoteKernel('the largest parameter given is beyond the radius: this run had another λ, other β, a larger start, or ηλ > 1', when=Function(here_radius_note_1_when, ('beta1', 'beta2', 'lam', 'x0_inf_norm', 'x_inf_norm')), quantities=('radius',), code='beyond-radius', given='x_inf_norm'),), hypotheses="Any gradients and any noise. The decay is decoupled and the same at every step, and η_kλ ≤ 1 for every k. v̂ and m̂ are PyTorch's, or the paper's without bias correction; ε and amsgrad only help."),
        'here-edge': StatementInfo('Where AdamW with a frozen preconditioner stops being stable', 'guide/scaling.md, Section 1; proved there', (), ('A mode is stable exactly where −λ < s < s_max: decay makes negative curvature down to −λ stable.', 'An observation, no theorem: that full-batch training drives this ratio to about 1 was observed, not proved; with minibatches it stays well below.'), ('adamw',), 'the edge of stability with weight decay', 'here_scaling', measure='preconditioned sharpness', when=Function(here_radius_radius_first_steps_sharp_exists, ('lam',)), hypotheses='The preconditioner √v̂ + ε is held fixed, and the loss is quadratic near the point: what is asked is whether the iteration is stable there. The gradient is that of the full batch. The decay is decoupled, and 0 < ηλ < 2.'),
        'here-equilibrium': StatementInfo('The size at which weight decay holds parameters whose gradients are noise', 'guide/scaling.md, Section 3; proved there', (), ('For ηλ ≪ β1 the size is √(η/(2λ)) and the turn a step √(2ηλβ1/(2−β1)): the rotational equilibrium that Kosson, Messmer and Jaggi (ICML 2024, arXiv:2305.17212) describe.', 'λ times the largest entry is about √(ηλ ln d), far below 1: noise does not reach the box of the radius bound.', 'A ratio near 1 says that noise decides the size; above 1 the gradients have a mean.'), ('adamw',), 'the equilibrium of weight decay and noise', 'here_scaling', measure='‖x‖₂/√d', notes=(NoteKernel('a diagnostic, no bound: it takes the gradients for white noise and v̂ for their variance'), NoteKernel('the run is shorter than 1/(ηλ) steps: no equilibrium is reached in it', when=Function(here_equilibrium_note_2_when, ('eta', 'iterations', 'lam')), given='iterations'),), hypotheses='Each entry of the gradient is white noise of constant variance, independent of the parameters; v̂ is that variance. η, λ and β1 are constant, and the run is long beside 1/(ηλ) and 1/β1 steps.'),
        'here-square-root-decay': StatementInfo('Weight decay at another batch size, and β with the same half-life in samples', 'guide/scaling.md, Section 4; proved there', (), ('With η → √κ η and λ → √κ λ both ηλ a sample and the size √(η/(2λ)) of the equilibrium stay. λ left alone changes both.',), ('adamw',), 'the square-root rule for weight decay', 'here_scaling', measure='settings', conditions=(ConditionKernel(here_square_root_decay_condition_noise_dominated, ('batch_size', 'gradient_norm', 'sigma', 'to'), ('explicit',), 'max(b, b′)‖∇F‖² ≤ σ²', None, '', 'the rule keeps the run only while the noise of a batch outweighs the gradient', 'a batch below the noise scale σ²/‖∇F‖²', 'noise-dominated', for_=('lam', 'betas-1', 'betas-2'), code='signal-dominated', warning='the larger batch is above the noise scale σ²/‖∇F‖²: there the gradient decides the step and not the noise, and no rule of this kind keeps the run'),), notes=(NoteKernel('keeps the run only where noise outweighs the gradient in every parameter, at both batch sizes', quantities=('lam', 'betas-1', 'betas-2')),), hypotheses='As for the square-root rule of Malladi et al.: noise outweighs the gradient in every parameter, at both batch sizes, and η goes to √κ η. The decay is decoupled: x loses ηλx a step.'),
    },
    claims={
        'here-radius-bound': 'holds',
        'here-update-rises': 'holds',
        'here-edge-decay': 'holds',
        'here-equilibrium-size': 'holds',
        'here-rescaled-decay': 'holds',
    },
    citation=Citation(('adamw-bounds contributors',), 'What weight decay, momentum and batch size do in AdamW', 'adamw-bounds, guide/scaling.md', 2026, '', '', '@misc{adamwboundsscaling,\n  author = {{The adamw-bounds contributors}},\n  title = {What weight decay, momentum and batch size do in {AdamW}},\n  howpublished = {adamw-bounds, guide/scaling.md},\n  year = {2026},\n}\n'),
)
