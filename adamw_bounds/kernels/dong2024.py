"""Numeric kernels, generated from the formulas of adamw_bounds.theory: do not edit.

Regenerate with ``python -m adamw_bounds.theory.codegen``. Every function takes a backend ``m``
(adamw_bounds.kernels.mathematics) and plain inputs, and returns natural logarithms: the whole, then
its parts. Functions over single singular values return plain numbers.
"""
# ruff: noqa: E501
# fmt: off

from __future__ import annotations

from adamw_bounds.kernels.types import (
    Citation,
    PaperKernels,
    StatementInfo,
    SymbolText,
)

PAPER = PaperKernels(
    key='dong2024',
    kernels={
    },
    symbols={
        'dong2024_constant': SymbolText('C_DLL', 'C_{\\mathrm{DLL}}', 'constant that the paper does not print', '> 0', '𝓕·𝓧^-1', is_input=False),
    },
    statements={
        'dong2024-lion': StatementInfo('Lion with weight decay in the KKT score, an order', 'order, from the abstract; arXiv:2411.07724', (), ('lion-decay has the same order with its constants.',), ('lion',), 'dong2024-lion', 'dong2024', measure='avg E K(x_t)', hypotheses='As in the source.'),
    },
    claims={
    },
    citation=Citation(('Dong, Yiming', 'Li, Huan', 'Lin, Zhouchen'), 'Convergence Rate Analysis of LION', 'arXiv preprint', 2024, '', '2411.07724', '@misc{dong2024,\n  author = {Dong, Yiming and Li, Huan and Lin, Zhouchen},\n  title = {Convergence Rate Analysis of {LION}},\n  year = {2024},\n  eprint = {2411.07724},\n  archiveprefix = {arXiv},\n}\n'),
)
