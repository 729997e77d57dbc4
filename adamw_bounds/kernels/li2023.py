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
    key='li2023',
    kernels={
    },
    symbols={
        'li2023_constant': SymbolText('C_LRJ', 'C_{\\mathrm{LRJ}}', 'constant that the paper does not print', '> 0', '𝓕^4·𝓧^-4', is_input=False),
    },
    statements={
        'li2023-adam': StatementInfo('Adam under relaxed smoothness, an order', 'order, from the abstract; arXiv:2304.13972', (), (), ('adam',), 'li2023-adam', 'li2023', measure='‖∇F‖₂', hypotheses='As in the source: the local smoothness may grow with the gradient, and no bound of the gradients is assumed.'),
    },
    claims={
    },
    citation=Citation(('Li, Haochuan', 'Rakhlin, Alexander', 'Jadbabaie, Ali'), 'Convergence of Adam Under Relaxed Assumptions', 'Advances in Neural Information Processing Systems', 2023, '', '2304.13972', '@inproceedings{li2023,\n  author = {Li, Haochuan and Rakhlin, Alexander and Jadbabaie, Ali},\n  title = {Convergence of {Adam} Under Relaxed Assumptions},\n  booktitle = {Advances in Neural Information Processing Systems},\n  year = {2023},\n  eprint = {2304.13972},\n  archiveprefix = {arXiv},\n}\n'),
)
