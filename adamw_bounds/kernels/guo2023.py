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


def guo2023_adam_type_gradient_complexity_decaying_adam_type_order(m: Any, *, c_inf: Any, delta: Any, epsilon: Any, sigma: Any, smoothness: Any) -> Any:
    log_c_inf = m.log(c_inf)
    log_delta = m.log(delta)
    log_epsilon = m.log(epsilon)
    log_sigma = m.log(sigma)
    log_smoothness = m.log(smoothness)
    t1 = m.dot(0.0, (-1.0, log_epsilon))
    t2 = m.log(t1)
    t3 = m.dot(0.0, (2.5, log_c_inf), (-2.5, log_delta), (-4.0, log_epsilon), (2.0, log_sigma), (2.0, log_smoothness), (1.0, t2))
    t4 = m.dot(0.0, (2.0, log_c_inf), (-2.0, log_delta), (-4.0, log_epsilon), (4.0, log_sigma), (1.0, t2))
    return m.maximum(t3, t4), (t3, t4,)


def guo2023_adam_type_gradient_complexity_decaying_adam_type_order_exists(m: Any, *, epsilon: Any) -> Any:
    return (epsilon < 1.0)


def guo2023_adam_type_gradient_complexity_decaying_adam_type_order_why(m: Any) -> Any:
    return False


PAPER = PaperKernels(
    key='guo2023',
    kernels={
        ('guo2023-adam-type', 'gradient-complexity', 'decaying', 'adam-type', None, 'order'): Kernel(guo2023_adam_type_gradient_complexity_decaying_adam_type_order, ('c_inf', 'delta', 'epsilon', 'sigma', 'smoothness'), ('bias', 'variance'), 'an order: every constant that the paper does not print is taken as 1', True, None, (), (), 'guo2023-adam-type', 'guo2023-adam-type', 'gradient-complexity', 'decaying', 'adam-type', None, 'order', exists=Function(guo2023_adam_type_gradient_complexity_decaying_adam_type_order_exists, ('epsilon',)), missing_text='no number for ε ≥ 1', why_when=Function(guo2023_adam_type_gradient_complexity_decaying_adam_type_order_why, ())),
    },
    symbols={
    },
    statements={
        'guo2023-adam-type': StatementInfo('Adam-type methods, decaying step, as quoted by Zhou et al.', 'quoted in Zhou et al. 2024, Section 4.3, after Theorem 3', (), ('As quoted, both terms have a unit.',), ('adam-type',), 'guo2023-adam-type', 'guo2023'),
    },
    claims={
    },
    citation=Citation(('Guo, Zhishuai', 'Xu, Yi', 'Yin, Wotao', 'Jin, Rong', 'Yang, Tianbao'), 'A Novel Convergence Analysis for Algorithms of the Adam Family', 'Workshop on Optimization for Machine Learning', 2023, '', '2112.03459', '@inproceedings{guo2023,\n  author = {Guo, Zhishuai and Xu, Yi and Yin, Wotao and Jin, Rong and Yang, Tianbao},\n  title = {A Novel Convergence Analysis for Algorithms of the {Adam} Family},\n  booktitle = {Workshop on Optimization for Machine Learning},\n  year = {2023},\n  eprint = {2112.03459},\n  archiveprefix = {arXiv},\n}\n'),
)
