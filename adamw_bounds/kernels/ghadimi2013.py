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
    NoteKernel,
    PaperKernels,
    StatementInfo,
)


def ghadimi2013_corollary_2_2_gradient_norm_squared_constant_sgd_explicit(m: Any, *, batch_size: Any, gap: Any, iterations: Any, sigma: Any, smoothness: Any) -> Any:
    log_gap = m.log(gap)
    log_iterations = m.log(iterations)
    log_smoothness = m.log(smoothness)
    t1 = m.dot(0.6931471805599453, (1.0, log_gap), (-1.0, log_iterations), (1.0, log_smoothness))
    log_batch_size = m.log(batch_size)
    log_sigma = m.log(sigma)
    t2 = m.dot(1.0397207708399179, (-0.5, log_batch_size), (0.5, log_gap), (-0.5, log_iterations), (1.0, log_sigma), (0.5, log_smoothness))
    return m.logaddexp(t1, t2), (t1, t2,)


def ghadimi2013_corollary_2_2_iterations_constant_sgd_explicit(m: Any, *, batch_size: Any, epsilon: Any, gap: Any, sigma: Any, smoothness: Any) -> Any:
    log_epsilon = m.log(epsilon)
    log_gap = m.log(gap)
    log_smoothness = m.log(smoothness)
    log_batch_size = m.log(batch_size)
    log_sigma = m.log(sigma)
    t1 = m.dot(0.0, (-0.5, log_batch_size), (1.0, log_sigma))
    t2 = m.dot(0.0, (2.0, log_epsilon))
    t3 = m.dot(0.0, (-1.0, log_batch_size), (2.0, log_sigma))
    t4 = m.logaddexp(t2, t3)
    t5 = m.dot(0.0, (0.5, t4))
    t6 = m.logaddexp(t1, t5)
    t7 = m.dot(0.6931471805599453, (-4.0, log_epsilon), (1.0, log_gap), (1.0, log_smoothness), (2.0, t6))
    return t7, ()


def ghadimi2013_corollary_2_2_iterations_constant_sgd_explicit_exact(m: Any, *, batch_size: Any, epsilon: Any, gap: Any, sigma: Any, smoothness: Any) -> Any:
    t1 = m.power(epsilon, -4, 1)
    t2 = m.power(batch_size, -1, 2)
    t3 = m.product(t2, sigma)
    t4 = m.power(epsilon, 2, 1)
    t5 = m.power(batch_size, -1, 1)
    t6 = m.power(sigma, 2, 1)
    t7 = m.product(t5, t6)
    t8 = t4 + t7
    t9 = m.power(t8, 1, 2)
    t10 = t3 + t9
    t11 = m.power(t10, 2, 1)
    t12 = m.product(m.number(2, 1), t1, gap, smoothness, t11)
    return t12


def ghadimi2013_corollary_2_2_gradient_complexity_constant_sgd_explicit(m: Any, *, batch_size: Any, epsilon: Any, gap: Any, sigma: Any, smoothness: Any) -> Any:
    log_batch_size = m.log(batch_size)
    log_epsilon = m.log(epsilon)
    log_gap = m.log(gap)
    log_smoothness = m.log(smoothness)
    log_sigma = m.log(sigma)
    t1 = m.dot(0.0, (-0.5, log_batch_size), (1.0, log_sigma))
    t2 = m.dot(0.0, (2.0, log_epsilon))
    t3 = m.dot(0.0, (-1.0, log_batch_size), (2.0, log_sigma))
    t4 = m.logaddexp(t2, t3)
    t5 = m.dot(0.0, (0.5, t4))
    t6 = m.logaddexp(t1, t5)
    t7 = m.dot(0.6931471805599453, (1.0, log_batch_size), (-4.0, log_epsilon), (1.0, log_gap), (1.0, log_smoothness), (2.0, t6))
    return t7, ()


def ghadimi2013_corollary_2_2_eta_constant_sgd_explicit(m: Any, *, batch_size: Any, gap: Any, iterations: Any, sigma: Any, smoothness: Any) -> Any:
    log_smoothness = m.log(smoothness)
    t1 = m.dot(0.0, (-1.0, log_smoothness))
    log_batch_size = m.log(batch_size)
    log_gap = m.log(gap)
    log_iterations = m.log(iterations)
    log_sigma = m.log(sigma)
    t2 = m.dot(0.34657359027997264, (0.5, log_batch_size), (0.5, log_gap), (-0.5, log_iterations), (-1.0, log_sigma), (-0.5, log_smoothness))
    t3 = m.minimum(t1, t2)
    return t3, ()


def ghadimi2013_corollary_2_2_note_1_when(m: Any, *, batch_size: Any, gap: Any, iterations: Any, sigma: Any, smoothness: Any) -> Any:
    log_gap = m.log(gap)
    log_iterations = m.log(iterations)
    log_smoothness = m.log(smoothness)
    t1 = m.dot(0.6931471805599453, (1.0, log_gap), (-1.0, log_iterations), (1.0, log_smoothness))
    log_batch_size = m.log(batch_size)
    log_sigma = m.log(sigma)
    t2 = m.dot(1.0397207708399179, (-0.5, log_batch_size), (0.5, log_gap), (-0.5, log_iterations), (1.0, log_sigma), (0.5, log_smoothness))
    t3 = m.logaddexp(t1, t2)
    t4 = m.dot(0.6931471805599453, (1.0, log_gap), (1.0, log_smoothness))
    return (t3 >= t4)


PAPER = PaperKernels(
    key='ghadimi2013',
    kernels={
        ('ghadimi2013-corollary-2-2', 'gradient-norm-squared', 'constant', 'sgd', None, 'explicit'): Kernel(ghadimi2013_corollary_2_2_gradient_norm_squared_constant_sgd_explicit, ('batch_size', 'gap', 'iterations', 'sigma', 'smoothness'), ('gap', 'noise'), '', False, None, (), (), 'ghadimi2013-corollary-2-2', 'ghadimi2013-corollary-2-2', 'gradient-norm-squared', 'constant', 'sgd', None, 'explicit'),
        ('ghadimi2013-corollary-2-2', 'iterations', 'constant', 'sgd', None, 'explicit'): Kernel(ghadimi2013_corollary_2_2_iterations_constant_sgd_explicit, ('batch_size', 'epsilon', 'gap', 'sigma', 'smoothness'), (), 'the least T whose bound is at most ε², solved for T', False, None, (), (), 'ghadimi2013-corollary-2-2', 'ghadimi2013-corollary-2-2', 'iterations', 'constant', 'sgd', None, 'explicit', counts=True, exact=Function(ghadimi2013_corollary_2_2_iterations_constant_sgd_explicit_exact, ('batch_size', 'epsilon', 'gap', 'sigma', 'smoothness'))),
        ('ghadimi2013-corollary-2-2', 'gradient-complexity', 'constant', 'sgd', None, 'explicit'): Kernel(ghadimi2013_corollary_2_2_gradient_complexity_constant_sgd_explicit, ('batch_size', 'epsilon', 'gap', 'sigma', 'smoothness'), (), 'the least T whose bound is at most ε², solved for T', False, None, (), (), 'ghadimi2013-corollary-2-2', 'ghadimi2013-corollary-2-2', 'gradient-complexity', 'constant', 'sgd', None, 'explicit', counts=True),
        ('ghadimi2013-corollary-2-2', 'eta', 'constant', 'sgd', None, 'explicit'): Kernel(ghadimi2013_corollary_2_2_eta_constant_sgd_explicit, ('batch_size', 'gap', 'iterations', 'sigma', 'smoothness'), (), '', False, None, (), (), 'ghadimi2013-corollary-2-2', 'ghadimi2013-corollary-2-2', 'eta', 'constant', 'sgd', None, 'explicit'),
    },
    symbols={
    },
    statements={
        'ghadimi2013-corollary-2-2': StatementInfo('SGD with a constant step, smooth loss', 'Corollary 2.2, from Theorem 2.1(a); pp. 2341–2368; doi:10.1137/120880811', (), ("No ℓ∞ bound, no dimension and no δ stand in it: it is the measure of what an adaptive method's bound costs.", "SGD's step is in other units than AdamW's: it multiplies the gradient itself."), ('sgd',), 'Corollary 2.2 of Ghadimi and Lan', 'ghadimi2013', measure='avg E‖∇F(x_k)‖²', notes=(NoteKernel('no better than the start, where ‖∇F‖² ≤ 2LΔ', when=Function(ghadimi2013_corollary_2_2_note_1_when, ('batch_size', 'gap', 'iterations', 'sigma', 'smoothness')), quantities=('gradient-norm-squared',)),), hypotheses='F L-smooth; g unbiased, of variance σ²/b; the step is set from T, L, Δ and σ', translated="σ²/b is the paper's σ²"),
    },
    claims={
        'ghadimi-step': 'holds',
        'ghadimi-count': 'holds',
    },
    citation=Citation(('Ghadimi, Saeed', 'Lan, Guanghui'), 'Stochastic First- and Zeroth-Order Methods for Nonconvex Stochastic Programming', 'SIAM Journal on Optimization 23(4), 2341–2368', 2013, '10.1137/120880811', '1309.5549', '@article{ghadimi2013,\n  author = {Ghadimi, Saeed and Lan, Guanghui},\n  title = {Stochastic First- and Zeroth-Order Methods for Nonconvex Stochastic Programming},\n  journal = {SIAM Journal on Optimization},\n  volume = {23},\n  number = {4},\n  pages = {2341--2368},\n  year = {2013},\n  doi = {10.1137/120880811},\n  eprint = {1309.5549},\n  archiveprefix = {arXiv},\n}\n'),
)
