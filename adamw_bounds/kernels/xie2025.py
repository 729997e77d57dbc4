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
    key='xie2025',
    kernels={
    },
    symbols={
        'xie2025_constant': SymbolText('C_XWWL', 'C_{\\mathrm{XWWL}}', 'constant that the paper does not print', '> 0', 'none', is_input=False),
        'adaptive_smoothness': SymbolText('L_diag', 'L_{\\mathrm{diag}}', 'least trace of a diagonal matrix between which and its negative the Hessian stays', '> 0', '𝓕·𝓧^-2', is_input=False),
    },
    statements={
        'xie2025-adam': StatementInfo('Adam without noise by adaptive smoothness, an order', 'order; arXiv:2511.20584', (), (), ('adam',), 'xie2025-adam', 'xie2025', measure='avg ‖∇F‖₁', hypotheses='As in the source, without noise. The adaptive smoothness is at least the smoothness in the max norm, H.'),
    },
    claims={
    },
    citation=Citation(('Xie, Shuo', 'Wang, Tianhao', 'Wu, Beining', 'Li, Zhiyuan'), 'A Tale of Two Geometries: Adaptive Optimizers and Non-Euclidean Descent', 'arXiv preprint', 2025, '', '2511.20584', '@misc{xie2025,\n  author = {Xie, Shuo and Wang, Tianhao and Wu, Beining and Li, Zhiyuan},\n  title = {A Tale of Two Geometries: Adaptive Optimizers and Non-{Euclidean} Descent},\n  year = {2025},\n  eprint = {2511.20584},\n  archiveprefix = {arXiv},\n}\n'),
)
