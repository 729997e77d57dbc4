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


def zhou2020_rmsprop_gradient_complexity_constant_rmsprop_order(m: Any, *, c_inf: Any, dim: Any, epsilon: Any) -> Any:
    log_c_inf = m.log(c_inf)
    log_dim = m.log(dim)
    log_epsilon = m.log(epsilon)
    t1 = m.dot(0.0, (0.5, log_c_inf), (1.0, log_dim), (-4.0, log_epsilon))
    return t1, (t1,)


def zhou2020_rmsprop_gradient_complexity_constant_rmsprop_order_why(m: Any) -> Any:
    return False


PAPER = PaperKernels(
    key='zhou2020',
    kernels={
        ('zhou2020-rmsprop', 'gradient-complexity', 'constant', 'rmsprop', None, 'order'): Kernel(zhou2020_rmsprop_gradient_complexity_constant_rmsprop_order, ('c_inf', 'dim', 'epsilon'), ('order',), 'an order: every constant that the paper does not print is taken as 1', False, None, (), (), 'zhou2020-rmsprop', 'zhou2020-rmsprop', 'gradient-complexity', 'constant', 'rmsprop', None, 'order', why_when=Function(zhou2020_rmsprop_gradient_complexity_constant_rmsprop_order_why, ())),
        ('zhou2020-padam', 'gradient-complexity', 'constant', 'padam', None, 'order'): Kernel(zhou2020_rmsprop_gradient_complexity_constant_rmsprop_order, ('c_inf', 'dim', 'epsilon'), ('order',), 'an order: every constant that the paper does not print is taken as 1', False, None, (), (), 'zhou2020-padam', 'zhou2020-padam', 'gradient-complexity', 'constant', 'padam', None, 'order', why_when=Function(zhou2020_rmsprop_gradient_complexity_constant_rmsprop_order_why, ())),
    },
    symbols={
    },
    statements={
        'zhou2020-rmsprop': StatementInfo('RMSProp', 'quoted in Zhou et al. 2024, Sections 1, 2 and 4.3', (), (), ('rmsprop',), 'zhou2020-rmsprop', 'zhou2020'),
        'zhou2020-padam': StatementInfo('Padam', 'quoted in Zhou et al. 2024, Sections 1, 2 and 4.3', (), (), ('padam',), 'zhou2020-padam', 'zhou2020'),
    },
    claims={
    },
    citation=Citation(('Zhou, Dongruo', 'Chen, Jinghui', 'Cao, Yuan', 'Tang, Yiqi', 'Yang, Ziyan', 'Gu, Quanquan'), 'On the Convergence of Adaptive Gradient Methods for Nonconvex Optimization', 'Workshop on Optimization for Machine Learning', 2020, '', '', '@inproceedings{zhou2020,\n  author = {Zhou, Dongruo and\n    Chen, Jinghui and\n    Cao, Yuan and\n    Tang, Yiqi and\n    Yang, Ziyan and\n    Gu, Quanquan},\n  title = {On the Convergence of Adaptive Gradient Methods for Nonconvex Optimization},\n  booktitle = {Workshop on Optimization for Machine Learning},\n  year = {2020},\n}\n'),
)
