"""Numeric kernels, generated from the formulas of adamw_bounds.theory: do not edit.

Regenerate with ``python -m adamw_bounds.theory.codegen``. Every function takes a backend ``m``
(adamw_bounds.kernels.mathematics) and plain inputs, and returns natural logarithms: the whole, then
its parts. Functions over single singular values return plain numbers.
"""
# ruff: noqa: E501
# fmt: off

from __future__ import annotations

from adamw_bounds.kernels.types import (
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
)
