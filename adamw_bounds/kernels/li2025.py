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
    key='li2025',
    kernels={
    },
    symbols={
        'other_constant': SymbolText('C', 'C', 'constant that a quoted order leaves open', '> 0', '𝓕·𝓧^-1', is_input=False),
    },
    statements={
        'li2025-adamw': StatementInfo('AdamW in the ℓ1 norm of the gradient', 'order; arXiv:2505.11840', (), (), ('adamw',), 'li2025-adamw', 'li2025', hypotheses='As in the source; its constant C is not spelled out here.'),
    },
    claims={
    },
    citation=Citation(('Li, Huan', 'Dong, Yiming', 'Lin, Zhouchen'), 'On the O(√d/K^(1/4)) Convergence Rate of AdamW Measured by ℓ1 Norm', 'Advances in Neural Information Processing Systems', 2025, '', '2505.11840', '@inproceedings{li2025,\n  author = {Li, Huan and Dong, Yiming and Lin, Zhouchen},\n  title = {On the $O(\\sqrt{d}/K^{1/4})$ Convergence Rate of {AdamW} Measured by $\\ell_1$ Norm},\n  booktitle = {Advances in Neural Information Processing Systems},\n  year = {2025},\n  eprint = {2505.11840},\n  archiveprefix = {arXiv},\n}\n'),
)
