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
)


def arjevani2023_smooth_gradient_complexity_constant_lower_bound_order(m: Any, *, epsilon: Any, gap: Any, sigma: Any, smoothness: Any) -> Any:
    log_epsilon = m.log(epsilon)
    log_gap = m.log(gap)
    log_sigma = m.log(sigma)
    log_smoothness = m.log(smoothness)
    t1 = m.dot(0.0, (-4.0, log_epsilon), (1.0, log_gap), (2.0, log_sigma), (1.0, log_smoothness))
    return t1, (t1,)


def arjevani2023_smooth_gradient_complexity_constant_lower_bound_order_why(m: Any) -> Any:
    return False


def arjevani2023_mean_squared_smooth_gradient_complexity_constant_lower_bound_order(m: Any, *, epsilon: Any) -> Any:
    log_epsilon = m.log(epsilon)
    t1 = m.dot(0.0, (-3.0, log_epsilon))
    return t1, (t1,)


PAPER = PaperKernels(
    key='arjevani2023',
    kernels={
        ('arjevani2023-smooth', 'gradient-complexity', 'constant', 'lower-bound', None, 'order'): Kernel(arjevani2023_smooth_gradient_complexity_constant_lower_bound_order, ('epsilon', 'gap', 'sigma', 'smoothness'), ('order',), 'an order: every constant that the paper does not print is taken as 1', False, None, (), (), 'arjevani2023-smooth', 'arjevani2023-smooth', 'gradient-complexity', 'constant', 'lower-bound', None, 'order', why_when=Function(arjevani2023_smooth_gradient_complexity_constant_lower_bound_order_why, ())),
        ('arjevani2023-mean-squared-smooth', 'gradient-complexity', 'constant', 'lower-bound', None, 'order'): Kernel(arjevani2023_mean_squared_smooth_gradient_complexity_constant_lower_bound_order, ('epsilon',), ('order',), 'an order: every constant that the paper does not print is taken as 1', False, None, (), (), 'arjevani2023-mean-squared-smooth', 'arjevani2023-mean-squared-smooth', 'gradient-complexity', 'constant', 'lower-bound', None, 'order', why_when=Function(arjevani2023_smooth_gradient_complexity_constant_lower_bound_order_why, ())),
    },
    symbols={
    },
    statements={
        'arjevani2023-smooth': StatementInfo('Lower bound for smooth losses', 'lower bound, F smooth; arXiv:1912.02365', (), ('A lower bound: no method needs fewer in the worst case.',), ('lower-bound',), 'arjevani2023-smooth', 'arjevani2023', hypotheses='F is L-smooth; unbiased gradients of variance σ².'),
        'arjevani2023-mean-squared-smooth': StatementInfo('Lower bound for mean-squared smooth losses', 'lower bound, mean-squared smooth; arXiv:1912.02365', (), ("This, not ε⁻⁴, is what is proved for the paper's Assumption 1: its bound need not be optimal there.",), ('lower-bound',), 'arjevani2023-mean-squared-smooth', 'arjevani2023', hypotheses="Every sample's gradient is smooth on average: the class of the paper's Assumption 1."),
    },
    claims={
    },
    citation=Citation(('Arjevani, Yossi', 'Carmon, Yair', 'Duchi, John C.', 'Foster, Dylan J.', 'Srebro, Nathan', 'Woodworth, Blake'), 'Lower Bounds for Non-Convex Stochastic Optimization', 'Mathematical Programming 199(1–2), 165–214', 2023, '', '1912.02365', '@article{arjevani2023,\n  author = {Arjevani, Yossi and\n    Carmon, Yair and\n    Duchi, John C. and\n    Foster, Dylan J. and\n    Srebro, Nathan and\n    Woodworth, Blake},\n  title = {Lower Bounds for Non-Convex Stochastic Optimization},\n  journal = {Mathematical Programming},\n  volume = {199},\n  number = {1-2},\n  pages = {165--214},\n  year = {2023},\n  eprint = {1912.02365},\n  archiveprefix = {arXiv},\n}\n'),
)
