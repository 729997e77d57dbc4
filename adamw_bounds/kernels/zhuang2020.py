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


def zhuang2020_adabelief_gradient_complexity_constant_adabelief_order(m: Any, *, c_2: Any, epsilon: Any) -> Any:
    log_c_2 = m.log(c_2)
    log_epsilon = m.log(epsilon)
    t1 = m.dot(0.0, (6.0, log_c_2), (-4.0, log_epsilon))
    return t1, (t1,)


def zhuang2020_adabelief_gradient_complexity_constant_adabelief_order_why(m: Any) -> Any:
    return False


PAPER = PaperKernels(
    key='zhuang2020',
    kernels={
        ('zhuang2020-adabelief', 'gradient-complexity', 'constant', 'adabelief', None, 'order'): Kernel(zhuang2020_adabelief_gradient_complexity_constant_adabelief_order, ('c_2', 'epsilon'), ('order',), 'an order: every constant that the paper does not print is taken as 1', False, None, (), (), 'zhuang2020-adabelief', 'zhuang2020-adabelief', 'gradient-complexity', 'constant', 'adabelief', None, 'order', why_when=Function(zhuang2020_adabelief_gradient_complexity_constant_adabelief_order_why, ())),
    },
    symbols={
    },
    statements={
        'zhuang2020-adabelief': StatementInfo('AdaBelief', 'quoted in Zhou et al. 2024, Sections 1, 2 and 4.3', (), (), ('adabelief',), 'zhuang2020-adabelief', 'zhuang2020'),
    },
    claims={
    },
    citation=Citation(('Zhuang, Juntang', 'Tang, Tommy', 'Ding, Yifan', 'Tatikonda, Sekhar C.', 'Dvornek, Nicha', 'Papademetris, Xenophon', 'Duncan, James'), 'AdaBelief Optimizer: Adapting Stepsizes by the Belief in Observed Gradients', 'Advances in Neural Information Processing Systems 33, 18795–18806', 2020, '', '', '@inproceedings{zhuang2020,\n  author = {Zhuang, Juntang and\n    Tang, Tommy and\n    Ding, Yifan and\n    Tatikonda, Sekhar C. and\n    Dvornek, Nicha and\n    Papademetris, Xenophon and\n    Duncan, James},\n  title = {{AdaBelief} Optimizer: Adapting Stepsizes by the Belief in Observed Gradients},\n  booktitle = {Advances in Neural Information Processing Systems},\n  volume = {33},\n  pages = {18795--18806},\n  year = {2020},\n}\n'),
)
