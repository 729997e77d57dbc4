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
    Function,
    Kernel,
    PaperKernels,
    StatementInfo,
    SymbolText,
)


def mccandlish2018_noise_scale_noise_scale_printed(m: Any, *, gradient_norm: Any, sigma: Any) -> Any:
    log_gradient_norm = m.log(gradient_norm)
    log_sigma = m.log(sigma)
    t1 = m.dot(0.0, (-2.0, log_gradient_norm), (2.0, log_sigma))
    return t1, ()


def mccandlish2018_noise_scale_steps_over_least_printed(m: Any, *, batch_size: Any, gradient_norm: Any, sigma: Any) -> Any:
    t1 = 0.0
    log_batch_size = m.log(batch_size)
    log_gradient_norm = m.log(gradient_norm)
    log_sigma = m.log(sigma)
    t2 = m.dot(0.0, (-1.0, log_batch_size), (-2.0, log_gradient_norm), (2.0, log_sigma))
    t3 = m.logaddexp(t1, t2)
    return t3, ()


def mccandlish2018_noise_scale_samples_over_least_printed(m: Any, *, batch_size: Any, gradient_norm: Any, sigma: Any) -> Any:
    t1 = 0.0
    log_batch_size = m.log(batch_size)
    log_gradient_norm = m.log(gradient_norm)
    log_sigma = m.log(sigma)
    t2 = m.dot(0.0, (1.0, log_batch_size), (2.0, log_gradient_norm), (-2.0, log_sigma))
    t3 = m.logaddexp(t1, t2)
    return t3, ()


def mccandlish2018_with_hessian_noise_scale_printed(m: Any, *, gradient_curvature: Any, noise_curvature: Any) -> Any:
    log_gradient_curvature = m.log(gradient_curvature)
    log_noise_curvature = m.log(noise_curvature)
    t1 = m.dot(0.0, (-1.0, log_gradient_curvature), (1.0, log_noise_curvature))
    return t1, ()


def mccandlish2018_with_hessian_sgd_lr_share_printed(m: Any, *, batch_size: Any, gradient_curvature: Any, noise_curvature: Any) -> Any:
    t1 = 0.0
    log_batch_size = m.log(batch_size)
    log_gradient_curvature = m.log(gradient_curvature)
    log_noise_curvature = m.log(noise_curvature)
    t2 = m.dot(0.0, (-1.0, log_batch_size), (-1.0, log_gradient_curvature), (1.0, log_noise_curvature))
    t3 = m.logaddexp(t1, t2)
    t4 = m.dot(0.0, (-1.0, t3))
    return t4, ()


def mccandlish2018_with_hessian_steps_over_least_printed(m: Any, *, batch_size: Any, gradient_curvature: Any, noise_curvature: Any) -> Any:
    t1 = 0.0
    log_batch_size = m.log(batch_size)
    log_gradient_curvature = m.log(gradient_curvature)
    log_noise_curvature = m.log(noise_curvature)
    t2 = m.dot(0.0, (-1.0, log_batch_size), (-1.0, log_gradient_curvature), (1.0, log_noise_curvature))
    t3 = m.logaddexp(t1, t2)
    return t3, ()


def mccandlish2018_with_hessian_samples_over_least_printed(m: Any, *, batch_size: Any, gradient_curvature: Any, noise_curvature: Any) -> Any:
    t1 = 0.0
    log_batch_size = m.log(batch_size)
    log_gradient_curvature = m.log(gradient_curvature)
    log_noise_curvature = m.log(noise_curvature)
    t2 = m.dot(0.0, (1.0, log_batch_size), (1.0, log_gradient_curvature), (-1.0, log_noise_curvature))
    t3 = m.logaddexp(t1, t2)
    return t3, ()


def mccandlish2018_two_batches_full_gradient_norm_squared_printed(m: Any, *, batch_big: Any, batch_small: Any, norm_squared_big: Any, norm_squared_small: Any) -> Any:
    log_norm_squared_big = m.log(norm_squared_big)
    t1 = m.log_abs_one_minus_product((batch_big, -1), (batch_small, 1), (norm_squared_big, -1), (norm_squared_small, 1))
    t2 = m.sign_one_minus_product((batch_big, -1), (batch_small, 1), (norm_squared_big, -1), (norm_squared_small, 1))
    t3 = 0.0
    t4 = m.log_quotient(batch_small, batch_big)
    t5, t6 = m.signed_add(t3, 1.0, t4, -1.0)
    t7 = m.dot(0.0, (-1.0, t5))
    t8 = m.sign_power(t6, -1.0)
    t9 = m.dot(0.0, (1.0, log_norm_squared_big), (1.0, t1), (1.0, t7))
    t10 = t2 * t8
    t11 = m.where(t10 < 0, m.nan, t9)
    return t11, ()


def mccandlish2018_two_batches_full_gradient_norm_squared_printed_exists(m: Any, *, batch_big: Any, batch_small: Any, norm_squared_big: Any, norm_squared_small: Any) -> Any:
    log_batch_big = m.log(batch_big)
    log_norm_squared_big = m.log(norm_squared_big)
    t1 = m.dot(0.0, (1.0, log_batch_big), (1.0, log_norm_squared_big))
    log_batch_small = m.log(batch_small)
    log_norm_squared_small = m.log(norm_squared_small)
    t2 = m.dot(0.0, (1.0, log_batch_small), (1.0, log_norm_squared_small))
    return m.both((t1 > t2), (batch_small < batch_big))


def mccandlish2018_two_batches_noise_trace_printed(m: Any, *, batch_big: Any, batch_small: Any, norm_squared_big: Any, norm_squared_small: Any) -> Any:
    log_batch_small = m.log(batch_small)
    log_norm_squared_small = m.log(norm_squared_small)
    t1 = 0.0
    t2 = m.log_quotient(batch_small, batch_big)
    t3, t4 = m.signed_add(t1, 1.0, t2, -1.0)
    t5 = m.dot(0.0, (-1.0, t3))
    t6 = m.sign_power(t4, -1.0)
    t7 = m.log_quotient(norm_squared_big, norm_squared_small)
    t8, t9 = m.signed_add(t1, 1.0, t7, -1.0)
    t10 = m.dot(0.0, (1.0, log_batch_small), (1.0, log_norm_squared_small), (1.0, t5), (1.0, t8))
    t11 = t6 * t9
    t12 = m.where(t11 < 0, m.nan, t10)
    return t12, ()


def mccandlish2018_two_batches_noise_trace_printed_exists(m: Any, *, batch_big: Any, batch_small: Any, norm_squared_big: Any, norm_squared_small: Any) -> Any:
    return m.both((batch_small < batch_big), (m.sign_one_minus_product((norm_squared_big, 1), (norm_squared_small, -1)) > 0.0))


def mccandlish2018_two_batches_noise_scale_printed(m: Any, *, batch_big: Any, batch_small: Any, norm_squared_big: Any, norm_squared_small: Any) -> Any:
    log_batch_small = m.log(batch_small)
    log_norm_squared_big = m.log(norm_squared_big)
    log_norm_squared_small = m.log(norm_squared_small)
    t1 = m.log_abs_one_minus_product((batch_big, -1), (batch_small, 1), (norm_squared_big, -1), (norm_squared_small, 1))
    t2 = m.sign_one_minus_product((batch_big, -1), (batch_small, 1), (norm_squared_big, -1), (norm_squared_small, 1))
    t3 = m.dot(0.0, (-1.0, t1))
    t4 = m.sign_power(t2, -1.0)
    t5 = 0.0
    t6 = m.log_quotient(norm_squared_big, norm_squared_small)
    t7, t8 = m.signed_add(t5, 1.0, t6, -1.0)
    t9 = m.dot(0.0, (1.0, log_batch_small), (-1.0, log_norm_squared_big), (1.0, log_norm_squared_small), (1.0, t3), (1.0, t7))
    t10 = t4 * t8
    t11 = m.where(t10 < 0, m.nan, t9)
    return t11, ()


def mccandlish2018_two_batches_noise_scale_printed_exists(m: Any, *, batch_big: Any, batch_small: Any, norm_squared_big: Any, norm_squared_small: Any) -> Any:
    log_batch_big = m.log(batch_big)
    log_norm_squared_big = m.log(norm_squared_big)
    t1 = m.dot(0.0, (1.0, log_batch_big), (1.0, log_norm_squared_big))
    log_batch_small = m.log(batch_small)
    log_norm_squared_small = m.log(norm_squared_small)
    t2 = m.dot(0.0, (1.0, log_batch_small), (1.0, log_norm_squared_small))
    return m.both(m.both((t1 > t2), (batch_small < batch_big)), (m.sign_one_minus_product((norm_squared_big, 1), (norm_squared_small, -1)) > 0.0))


def mccandlish2018_two_batches_steps_over_least_printed(m: Any, *, batch_big: Any, batch_size: Any, batch_small: Any, norm_squared_big: Any, norm_squared_small: Any) -> Any:
    t1 = 0.0
    log_batch_size = m.log(batch_size)
    log_batch_small = m.log(batch_small)
    log_norm_squared_big = m.log(norm_squared_big)
    log_norm_squared_small = m.log(norm_squared_small)
    t2 = m.log_abs_one_minus_product((batch_big, -1), (batch_small, 1), (norm_squared_big, -1), (norm_squared_small, 1))
    t3 = m.sign_one_minus_product((batch_big, -1), (batch_small, 1), (norm_squared_big, -1), (norm_squared_small, 1))
    t4 = m.dot(0.0, (-1.0, t2))
    t5 = m.sign_power(t3, -1.0)
    t6 = m.log_quotient(norm_squared_big, norm_squared_small)
    t7, t8 = m.signed_add(t1, 1.0, t6, -1.0)
    t9 = m.dot(0.0, (-1.0, log_batch_size), (1.0, log_batch_small), (-1.0, log_norm_squared_big), (1.0, log_norm_squared_small), (1.0, t4), (1.0, t7))
    t10 = t5 * t8
    t11, t12 = m.signed_add(t1, 1.0, t9, t10)
    t13 = m.where(t12 < 0, m.nan, t11)
    return t13, ()


def mccandlish2018_two_batches_samples_over_least_printed(m: Any, *, batch_big: Any, batch_size: Any, batch_small: Any, norm_squared_big: Any, norm_squared_small: Any) -> Any:
    t1 = 0.0
    log_batch_size = m.log(batch_size)
    log_batch_small = m.log(batch_small)
    log_norm_squared_big = m.log(norm_squared_big)
    log_norm_squared_small = m.log(norm_squared_small)
    t2 = m.log_abs_one_minus_product((batch_big, -1), (batch_small, 1), (norm_squared_big, -1), (norm_squared_small, 1))
    t3 = m.sign_one_minus_product((batch_big, -1), (batch_small, 1), (norm_squared_big, -1), (norm_squared_small, 1))
    t4 = m.log_quotient(norm_squared_big, norm_squared_small)
    t5, t6 = m.signed_add(t1, 1.0, t4, -1.0)
    t7 = m.dot(0.0, (-1.0, t5))
    t8 = m.sign_power(t6, -1.0)
    t9 = m.dot(0.0, (1.0, log_batch_size), (-1.0, log_batch_small), (1.0, log_norm_squared_big), (-1.0, log_norm_squared_small), (1.0, t2), (1.0, t7))
    t10 = t3 * t8
    t11, t12 = m.signed_add(t1, 1.0, t9, t10)
    t13 = m.where(t12 < 0, m.nan, t11)
    return t13, ()


PAPER = PaperKernels(
    key='mccandlish2018',
    kernels={
        ('mccandlish2018-noise-scale', 'noise-scale', None, None, None, 'printed'): Kernel(mccandlish2018_noise_scale_noise_scale_printed, ('gradient_norm', 'sigma'), (), '', False, None, (), (), 'mccandlish2018-noise-scale', 'mccandlish2018-noise-scale', 'noise-scale', None, None, None, 'printed', missing_text='the estimate is not positive: the means need more batches'),
        ('mccandlish2018-noise-scale', 'steps-over-least', None, None, None, 'printed'): Kernel(mccandlish2018_noise_scale_steps_over_least_printed, ('batch_size', 'gradient_norm', 'sigma'), (), '', False, None, (), (), 'mccandlish2018-noise-scale', 'mccandlish2018-noise-scale', 'steps-over-least', None, None, None, 'printed', missing_text='the estimate is not positive: the means need more batches'),
        ('mccandlish2018-noise-scale', 'samples-over-least', None, None, None, 'printed'): Kernel(mccandlish2018_noise_scale_samples_over_least_printed, ('batch_size', 'gradient_norm', 'sigma'), (), '', False, None, (), (), 'mccandlish2018-noise-scale', 'mccandlish2018-noise-scale', 'samples-over-least', None, None, None, 'printed', missing_text='the estimate is not positive: the means need more batches'),
        ('mccandlish2018-with-hessian', 'noise-scale', None, None, None, 'printed'): Kernel(mccandlish2018_with_hessian_noise_scale_printed, ('gradient_curvature', 'noise_curvature'), (), '', False, None, (), (), 'mccandlish2018-with-hessian', 'mccandlish2018-with-hessian', 'noise-scale', None, None, None, 'printed', missing_text='the estimate is not positive: the means need more batches'),
        ('mccandlish2018-with-hessian', 'sgd-lr-share', None, None, None, 'printed'): Kernel(mccandlish2018_with_hessian_sgd_lr_share_printed, ('batch_size', 'gradient_curvature', 'noise_curvature'), (), '', False, None, (), (), 'mccandlish2018-with-hessian', 'mccandlish2018-with-hessian', 'sgd-lr-share', None, None, None, 'printed', missing_text='the estimate is not positive: the means need more batches'),
        ('mccandlish2018-with-hessian', 'steps-over-least', None, None, None, 'printed'): Kernel(mccandlish2018_with_hessian_steps_over_least_printed, ('batch_size', 'gradient_curvature', 'noise_curvature'), (), '', False, None, (), (), 'mccandlish2018-with-hessian', 'mccandlish2018-with-hessian', 'steps-over-least', None, None, None, 'printed', missing_text='the estimate is not positive: the means need more batches'),
        ('mccandlish2018-with-hessian', 'samples-over-least', None, None, None, 'printed'): Kernel(mccandlish2018_with_hessian_samples_over_least_printed, ('batch_size', 'gradient_curvature', 'noise_curvature'), (), '', False, None, (), (), 'mccandlish2018-with-hessian', 'mccandlish2018-with-hessian', 'samples-over-least', None, None, None, 'printed', missing_text='the estimate is not positive: the means need more batches'),
        ('mccandlish2018-two-batches', 'full-gradient-norm-squared', None, None, None, 'printed'): Kernel(mccandlish2018_two_batches_full_gradient_norm_squared_printed, ('batch_big', 'batch_small', 'norm_squared_big', 'norm_squared_small'), (), '', False, None, (), (), 'mccandlish2018-two-batches', 'mccandlish2018-two-batches', 'full-gradient-norm-squared', None, None, None, 'printed', exists=Function(mccandlish2018_two_batches_full_gradient_norm_squared_printed_exists, ('batch_big', 'batch_small', 'norm_squared_big', 'norm_squared_small')), missing_text='the estimate is not positive: the means need more batches'),
        ('mccandlish2018-two-batches', 'noise-trace', None, None, None, 'printed'): Kernel(mccandlish2018_two_batches_noise_trace_printed, ('batch_big', 'batch_small', 'norm_squared_big', 'norm_squared_small'), (), '', False, None, (), (), 'mccandlish2018-two-batches', 'mccandlish2018-two-batches', 'noise-trace', None, None, None, 'printed', exists=Function(mccandlish2018_two_batches_noise_trace_printed_exists, ('batch_big', 'batch_small', 'norm_squared_big', 'norm_squared_small')), missing_text='the estimate is not positive: the means need more batches'),
        ('mccandlish2018-two-batches', 'noise-scale', None, None, None, 'printed'): Kernel(mccandlish2018_two_batches_noise_scale_printed, ('batch_big', 'batch_small', 'norm_squared_big', 'norm_squared_small'), (), '', False, None, (), (), 'mccandlish2018-two-batches', 'mccandlish2018-two-batches', 'noise-scale', None, None, None, 'printed', exists=Function(mccandlish2018_two_batches_noise_scale_printed_exists, ('batch_big', 'batch_small', 'norm_squared_big', 'norm_squared_small')), missing_text='the estimate is not positive: the means need more batches'),
        ('mccandlish2018-two-batches', 'steps-over-least', None, None, None, 'printed'): Kernel(mccandlish2018_two_batches_steps_over_least_printed, ('batch_big', 'batch_size', 'batch_small', 'norm_squared_big', 'norm_squared_small'), (), '', False, None, (), (), 'mccandlish2018-two-batches', 'mccandlish2018-two-batches', 'steps-over-least', None, None, None, 'printed', exists=Function(mccandlish2018_two_batches_noise_scale_printed_exists, ('batch_big', 'batch_small', 'norm_squared_big', 'norm_squared_small')), missing_text='the estimate is not positive: the means need more batches'),
        ('mccandlish2018-two-batches', 'samples-over-least', None, None, None, 'printed'): Kernel(mccandlish2018_two_batches_samples_over_least_printed, ('batch_big', 'batch_size', 'batch_small', 'norm_squared_big', 'norm_squared_small'), (), '', False, None, (), (), 'mccandlish2018-two-batches', 'mccandlish2018-two-batches', 'samples-over-least', None, None, None, 'printed', exists=Function(mccandlish2018_two_batches_noise_scale_printed_exists, ('batch_big', 'batch_small', 'norm_squared_big', 'norm_squared_small')), missing_text='the estimate is not positive: the means need more batches'),
    },
    symbols={
        'batch_small': SymbolText('b₁', 'b_1', 'smaller of two batch sizes', 'integer >= 1', 'none'),
        'batch_big': SymbolText('b₂', 'b_2', 'larger of two batch sizes', 'integer >= 1', 'none'),
        'norm_squared_small': SymbolText('q₁', 'q_1', 'mean squared norm of the gradient of a batch of b₁', '> 0', '𝓕^2·𝓧^-2'),
        'norm_squared_big': SymbolText('q₂', 'q_2', 'mean squared norm of the gradient of a batch of b₂', '> 0', '𝓕^2·𝓧^-2'),
        'gradient_curvature': SymbolText('GᵀHG', 'G^\\top HG', 'curvature along the full gradient, times its squared norm', '> 0', '𝓕^3·𝓧^-4'),
        'noise_curvature': SymbolText('tr(HΣ)', '\\operatorname{tr}(H\\Sigma)', "curvature that the noise of one sample's gradient feels", '> 0', '𝓕^3·𝓧^-4'),
    },
    statements={
        'mccandlish2018-noise-scale': StatementInfo('The gradient noise scale, and what a batch size costs', 'the noise scale and its estimate from two batch sizes; derived here from a quadratic model; arXiv:1812.06162', (), ('The critical batch size is the noise scale: there a run takes twice the least steps and twice the least samples.', 'It grows along a run, as the gradient falls.', 'B_simple = tr Σ/‖G‖² is B_noise = tr(HΣ)/(GᵀHG) where H is a multiple of I.'), ('sgd',), 'the noise scale of McCandlish et al.', 'mccandlish2018', measure='batch size', hypotheses="The loss is a quadratic near the point: what follows is a model of one step of SGD there, and no theorem about a run. Samples are drawn independently; Σ is the covariance of one sample's gradient, G the full gradient, H the Hessian."),
        'mccandlish2018-with-hessian': StatementInfo("The gradient noise scale in the Hessian's measure, and SGD's best step", 'the noise scale and its estimate from two batch sizes; derived here from a quadratic model; arXiv:1812.06162', (), ('The critical batch size is the noise scale: there a run takes twice the least steps and twice the least samples.', 'It grows along a run, as the gradient falls.', 'η_opt/η_max is of plain SGD; the decrease of the loss in a step has the same share.'), ('sgd',), 'the noise scale of McCandlish et al., with the Hessian', 'mccandlish2018', measure='batch size', hypotheses="The loss is a quadratic near the point: what follows is a model of one step of SGD there, and no theorem about a run. Samples are drawn independently; Σ is the covariance of one sample's gradient, G the full gradient, H the Hessian."),
        'mccandlish2018-two-batches': StatementInfo("The noise scale from the gradients' norms at two batch sizes", 'the noise scale and its estimate from two batch sizes; derived here from a quadratic model; arXiv:1812.06162', (), ('The critical batch size is the noise scale: there a run takes twice the least steps and twice the least samples.', 'It grows along a run, as the gradient falls.', '‖G‖² and tr Σ are unbiased, their ratio is not: average the parts over the run first.'), ('sgd',), 'the noise scale from two batch sizes', 'mccandlish2018', measure='batch size', hypotheses="The loss is a quadratic near the point: what follows is a model of one step of SGD there, and no theorem about a run. Samples are drawn independently; Σ is the covariance of one sample's gradient, G the full gradient, H the Hessian. q₁ and q₂ are means over many independent batches of b₁ and of b₂ samples."),
    },
    claims={
        'noise-scale-model': 'holds',
        'noise-scale-trade': 'holds',
        'noise-scale-pairs': 'holds',
    },
    citation=Citation(('McCandlish, Sam', 'Kaplan, Jared', 'Amodei, Dario', 'OpenAI Dota Team'), 'An Empirical Model of Large-Batch Training', 'arXiv 1812.06162', 2018, '', '1812.06162', '@misc{mccandlish2018,\n  author = {McCandlish, Sam and Kaplan, Jared and Amodei, Dario and {OpenAI Dota Team}},\n  title = {An Empirical Model of Large-Batch Training},\n  year = {2018},\n  eprint = {1812.06162},\n  archiveprefix = {arXiv},\n}\n'),
)
