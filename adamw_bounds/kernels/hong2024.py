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
    key='hong2024',
    kernels={
    },
    symbols={
        'hong2024_constant': SymbolText('C_HL', 'C_{\\mathrm{HL}}', 'constant that the paper does not print', '> 0', '𝓕^2·𝓧^-2', is_input=False),
        'hong2024_power': SymbolText('p', 'p', 'power that the paper does not print', '> 0', 'none', is_input=False),
    },
    statements={
        'hong2024-adam': StatementInfo('Adam with affine noise, with high probability, an order', 'order, from the abstract; arXiv:2402.03982', (), (), ('adam',), 'hong2024-adam', 'hong2024', measure='avg ‖∇F(x_k)‖², with high probability', hypotheses='As in the source: the noise is affine in the gradient, bounded or sub-Gaussian; it holds with high probability.'),
    },
    claims={
    },
    citation=Citation(('Hong, Yusu', 'Lin, Junhong'), 'On Convergence of Adam for Stochastic Optimization under Relaxed Assumptions', 'Advances in Neural Information Processing Systems', 2024, '', '2402.03982', '@inproceedings{hong2024,\n  author = {Hong, Yusu and Lin, Junhong},\n  title = {On Convergence of {Adam} for Stochastic Optimization under Relaxed Assumptions},\n  booktitle = {Advances in Neural Information Processing Systems},\n  year = {2024},\n  eprint = {2402.03982},\n  archiveprefix = {arXiv},\n}\n'),
)
