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


def you2019_lamb_gradient_complexity_constant_lamb_order(m: Any, *, c_2: Any, dim: Any, epsilon: Any) -> Any:
    log_c_2 = m.log(c_2)
    log_dim = m.log(dim)
    log_epsilon = m.log(epsilon)
    t1 = m.dot(0.0, (1.0, log_c_2), (0.5, log_dim), (-4.0, log_epsilon))
    return t1, (t1,)


def you2019_lamb_gradient_complexity_constant_lamb_order_why(m: Any) -> Any:
    return False


PAPER = PaperKernels(
    key='you2019',
    kernels={
        ('you2019-lamb', 'gradient-complexity', 'constant', 'lamb', None, 'order'): Kernel(you2019_lamb_gradient_complexity_constant_lamb_order, ('c_2', 'dim', 'epsilon'), ('order',), 'an order: every constant that the paper does not print is taken as 1', False, None, (), (), 'you2019-lamb', 'you2019-lamb', 'gradient-complexity', 'constant', 'lamb', None, 'order', why_when=Function(you2019_lamb_gradient_complexity_constant_lamb_order_why, ())),
    },
    symbols={
    },
    statements={
        'you2019-lamb': StatementInfo('LAMB', 'quoted in Zhou et al. 2024, Sections 1, 2 and 4.3', (), (), ('lamb',), 'you2019-lamb', 'you2019'),
    },
    claims={
    },
    citation=Citation(('You, Yang', 'Li, Jing', 'Reddi, Sashank', 'Hseu, Jonathan', 'Kumar, Sanjiv', 'Bhojanapalli, Srinadh', 'Song, Xiaodan', 'Demmel, James', 'Hsieh, Cho-Jui'), 'Large Batch Optimization for Deep Learning: Training BERT in 76 Minutes', 'International Conference on Learning Representations', 2019, '', '', '@inproceedings{you2019,\n  author = {You, Yang and\n    Li, Jing and\n    Reddi, Sashank and\n    Hseu, Jonathan and\n    Kumar, Sanjiv and\n    Bhojanapalli, Srinadh and\n    Song, Xiaodan and\n    Demmel, James and\n    Hsieh, Cho-Jui},\n  title = {Large Batch Optimization for Deep Learning: Training {BERT} in 76 Minutes},\n  booktitle = {International Conference on Learning Representations},\n  year = {2019},\n}\n'),
)
