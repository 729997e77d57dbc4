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


def chen2018_adam_type_gradient_complexity_constant_adam_type_order(m: Any, *, c_inf: Any, dim: Any, epsilon: Any) -> Any:
    log_c_inf = m.log(c_inf)
    log_dim = m.log(dim)
    log_epsilon = m.log(epsilon)
    t1 = m.dot(0.0, (1.0, log_c_inf), (0.5, log_dim), (-4.0, log_epsilon))
    return t1, (t1,)


def chen2018_adam_type_gradient_complexity_constant_adam_type_order_why(m: Any) -> Any:
    return False


def chen2018_adam_type_decaying_gradient_complexity_decaying_adam_type_order(m: Any, *, c_inf: Any, dim: Any, epsilon: Any) -> Any:
    log_c_inf = m.log(c_inf)
    log_dim = m.log(dim)
    log_epsilon = m.log(epsilon)
    t1 = m.dot(0.0, (-1.0, log_epsilon))
    t2 = m.log(t1)
    t3 = m.dot(0.0, (1.0, log_c_inf), (0.5, log_dim), (-4.0, log_epsilon), (1.0, t2))
    return t3, (t3,)


def chen2018_adam_type_decaying_gradient_complexity_decaying_adam_type_order_exists(m: Any, *, epsilon: Any) -> Any:
    return (epsilon < 1.0)


PAPER = PaperKernels(
    key='chen2018',
    kernels={
        ('chen2018-adam-type', 'gradient-complexity', 'constant', 'adam-type', None, 'order'): Kernel(chen2018_adam_type_gradient_complexity_constant_adam_type_order, ('c_inf', 'dim', 'epsilon'), ('order',), 'an order: every constant that the paper does not print is taken as 1', False, None, (), (), 'chen2018-adam-type', 'chen2018-adam-type', 'gradient-complexity', 'constant', 'adam-type', None, 'order', why_when=Function(chen2018_adam_type_gradient_complexity_constant_adam_type_order_why, ())),
        ('chen2018-adam-type-decaying', 'gradient-complexity', 'decaying', 'adam-type', None, 'order'): Kernel(chen2018_adam_type_decaying_gradient_complexity_decaying_adam_type_order, ('c_inf', 'dim', 'epsilon'), ('order',), 'an order: every constant that the paper does not print is taken as 1', True, None, (), (), 'chen2018-adam-type-decaying', 'chen2018-adam-type-decaying', 'gradient-complexity', 'decaying', 'adam-type', None, 'order', exists=Function(chen2018_adam_type_decaying_gradient_complexity_decaying_adam_type_order_exists, ('epsilon',)), missing_text='no number for ε ≥ 1', why_when=Function(chen2018_adam_type_gradient_complexity_constant_adam_type_order_why, ())),
    },
    symbols={
    },
    statements={
        'chen2018-adam-type': StatementInfo('Adam-type methods, constant step', 'quoted in Zhou et al. 2024, Sections 1, 2 and 4.3', (), (), ('adam-type',), 'chen2018-adam-type', 'chen2018'),
        'chen2018-adam-type-decaying': StatementInfo('Adam-type methods, decaying step', 'quoted in Zhou et al. 2024, Sections 1, 2 and 4.3', (), (), ('adam-type',), 'chen2018-adam-type-decaying', 'chen2018'),
    },
    claims={
    },
    citation=Citation(('Chen, Xiangyi', 'Liu, Sijia', 'Sun, Ruoyu', 'Hong, Mingyi'), 'On the Convergence of a Class of Adam-Type Algorithms for Non-Convex Optimization', 'International Conference on Learning Representations', 2018, '', '', '@inproceedings{chen2018,\n  author = {Chen, Xiangyi and Liu, Sijia and Sun, Ruoyu and Hong, Mingyi},\n  title = {On the Convergence of a Class of {Adam}-Type Algorithms for Non-Convex Optimization},\n  booktitle = {International Conference on Learning Representations},\n  year = {2018},\n}\n'),
)
