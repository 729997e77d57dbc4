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


def malladi2022_square_root_eta_printed(m: Any, *, batch_size: Any, eta: Any, to: Any) -> Any:
    log_batch_size = m.log(batch_size)
    log_to = m.log(to)
    log_eta = m.log(eta)
    t1 = m.dot(0.0, (-0.5, log_batch_size), (0.5, log_to), (1.0, log_eta))
    return t1, ()


def malladi2022_square_root_betas_1_printed(m: Any, *, batch_size: Any, beta1: Any, to: Any) -> Any:
    log_batch_size = m.log(batch_size)
    log_to = m.log(to)
    log_beta1 = m.log(beta1)
    t1 = m.dot(0.0, (-1.0, log_batch_size), (1.0, log_to), (1.0, log_beta1))
    t2 = m.log_one_minus_exp(t1)
    return t2, ()


def malladi2022_square_root_betas_1_printed_exists(m: Any, *, batch_size: Any, beta1: Any, to: Any) -> Any:
    return (m.sign_one_minus_product((batch_size, -1), (beta1, 1), (to, 1)) > 0.0)


def malladi2022_square_root_betas_2_printed(m: Any, *, batch_size: Any, beta2: Any, to: Any) -> Any:
    log_batch_size = m.log(batch_size)
    log_to = m.log(to)
    log_beta2 = m.log(beta2)
    t1 = m.dot(0.0, (-1.0, log_batch_size), (1.0, log_to), (1.0, log_beta2))
    t2 = m.log_one_minus_exp(t1)
    return t2, ()


def malladi2022_square_root_betas_2_printed_exists(m: Any, *, batch_size: Any, beta2: Any, to: Any) -> Any:
    return (m.sign_one_minus_product((batch_size, -1), (beta2, 1), (to, 1)) > 0.0)


def malladi2022_square_root_adam_eps_printed(m: Any, *, batch_size: Any, delta: Any, to: Any) -> Any:
    log_batch_size = m.log(batch_size)
    log_to = m.log(to)
    log_delta = m.log(delta)
    t1 = m.dot(0.0, (0.5, log_batch_size), (-0.5, log_to), (0.5, log_delta))
    return t1, ()


def malladi2022_square_root_signal_to_noise_printed(m: Any, *, batch_size: Any, gradient_norm: Any, sigma: Any, to: Any) -> Any:
    log_gradient_norm = m.log(gradient_norm)
    log_sigma = m.log(sigma)
    log_batch_size = m.log(batch_size)
    log_to = m.log(to)
    t1 = m.maximum(log_batch_size, log_to)
    t2 = m.dot(0.0, (2.0, log_gradient_norm), (-2.0, log_sigma), (1.0, t1))
    return t2, ()


def malladi2022_square_root_condition_noise_dominated(m: Any, *, batch_size: Any, gradient_norm: Any, sigma: Any, to: Any) -> Any:
    log_gradient_norm = m.log(gradient_norm)
    log_batch_size = m.log(batch_size)
    log_to = m.log(to)
    t1 = m.maximum(log_batch_size, log_to)
    t2 = m.dot(0.0, (2.0, log_gradient_norm), (1.0, t1))
    log_sigma = m.log(sigma)
    t3 = m.dot(0.0, (2.0, log_sigma))
    return t2, t3, t3


PAPER = PaperKernels(
    key='malladi2022',
    kernels={
        ('malladi2022-square-root', 'eta', None, None, None, 'printed'): Kernel(malladi2022_square_root_eta_printed, ('batch_size', 'eta', 'to'), (), '', False, None, (), (), 'malladi2022-square-root', 'malladi2022-square-root', 'eta', None, None, None, 'printed'),
        ('malladi2022-square-root', 'betas-1', None, None, None, 'printed'): Kernel(malladi2022_square_root_betas_1_printed, ('batch_size', 'beta1', 'to'), (), '', False, None, (), (), 'malladi2022-square-root', 'malladi2022-square-root', 'betas-1', None, None, None, 'printed', exists=Function(malladi2022_square_root_betas_1_printed_exists, ('batch_size', 'beta1', 'to')), missing_text='κ(1 − β) is not below 1 (β as in PyTorch): the rule gives no β for this batch'),
        ('malladi2022-square-root', 'betas-2', None, None, None, 'printed'): Kernel(malladi2022_square_root_betas_2_printed, ('batch_size', 'beta2', 'to'), (), '', False, None, (), (), 'malladi2022-square-root', 'malladi2022-square-root', 'betas-2', None, None, None, 'printed', exists=Function(malladi2022_square_root_betas_2_printed_exists, ('batch_size', 'beta2', 'to')), missing_text='κ(1 − β) is not below 1 (β as in PyTorch): the rule gives no β for this batch'),
        ('malladi2022-square-root', 'adam-eps', None, None, None, 'printed'): Kernel(malladi2022_square_root_adam_eps_printed, ('batch_size', 'delta', 'to'), (), '', False, None, (), (), 'malladi2022-square-root', 'malladi2022-square-root', 'adam-eps', None, None, None, 'printed'),
        ('malladi2022-square-root', 'signal-to-noise', None, None, None, 'printed'): Kernel(malladi2022_square_root_signal_to_noise_printed, ('batch_size', 'gradient_norm', 'sigma', 'to'), (), '', False, None, (), (), 'malladi2022-square-root', 'malladi2022-square-root', 'signal-to-noise', None, None, None, 'printed'),
    },
    symbols={
    },
    statements={
        'malladi2022-square-root': StatementInfo("Adam's settings at another batch size", 'the square-root scaling rule for Adam; arXiv:2205.10287', (), ("Where the gradient outweighs the noise, Adam's step is about the sign of the gradient whatever b is: a larger batch gains nothing per step.", "The linear rule, κη, keeps neither the mean nor the spread of Adam's run."), ('adamw',), 'the square-root rule of Malladi et al.', 'malladi2022', measure='settings', conditions=(ConditionKernel(malladi2022_square_root_condition_noise_dominated, ('batch_size', 'gradient_norm', 'sigma', 'to'), ('printed',), 'max(b, b′)‖∇F‖² ≤ σ²', None, '', 'the rule keeps the run only while the noise of a batch outweighs the gradient', 'a batch below the noise scale σ²/‖∇F‖²', 'noise-dominated', for_=('eta', 'betas-1', 'betas-2', 'adam-eps'), code='signal-dominated', warning='the larger batch is above the noise scale σ²/‖∇F‖²: there the gradient decides the step and not the noise, and no rule of this kind keeps the run'),), notes=(NoteKernel('keeps the run only where noise outweighs the gradient in every parameter, at both batch sizes', quantities=('eta', 'betas-1', 'betas-2', 'adam-eps')),), hypotheses="The noise of a batch outweighs the gradient in every parameter: σ_i/√b ≫ |∂_i|, at both batch sizes. Both runs follow one stochastic differential equation: ηκ is small, and κ(1−β) < 1 for PyTorch's two β. Time is counted in samples: κ times the batch takes 1/κ of the steps."),
    },
    claims={
        'square-root-rule': 'holds',
    },
    citation=Citation(('Malladi, Sadhika', 'Lyu, Kaifeng', 'Panigrahi, Abhishek', 'Arora, Sanjeev'), 'On the SDEs and Scaling Rules for Adaptive Gradient Algorithms', 'Advances in Neural Information Processing Systems 35', 2022, '', '2205.10287', '@inproceedings{malladi2022,\n  author = {Malladi, Sadhika and Lyu, Kaifeng and Panigrahi, Abhishek and Arora, Sanjeev},\n  title = {On the {SDEs} and Scaling Rules for Adaptive Gradient Algorithms},\n  booktitle = {Advances in Neural Information Processing Systems},\n  volume = {35},\n  year = {2022},\n  eprint = {2205.10287},\n  archiveprefix = {arXiv},\n}\n'),
)
