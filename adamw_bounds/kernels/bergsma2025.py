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
    NoteKernel,
    PaperKernels,
    StatementInfo,
    SymbolText,
)


def bergsma2025_timescale_timescale_share_fit_printed(m: Any, *, fit_constant: Any, fit_exponent: Any, tokens_per_parameter: Any) -> Any:
    log_fit_constant = m.log(fit_constant)
    t1 = fit_exponent * (-1.0)
    log_tokens_per_parameter = m.log(tokens_per_parameter)
    t2 = m.times(t1, log_tokens_per_parameter)
    t3 = m.dot(0.0, (1.0, log_fit_constant), (1.0, t2))
    return t3, ()


def bergsma2025_timescale_lam_fit_printed(m: Any, *, eta: Any, fit_constant: Any, fit_exponent: Any, iterations: Any, tokens_per_parameter: Any) -> Any:
    log_eta = m.log(eta)
    log_fit_constant = m.log(fit_constant)
    log_iterations = m.log(iterations)
    log_tokens_per_parameter = m.log(tokens_per_parameter)
    t1 = m.times(fit_exponent, log_tokens_per_parameter)
    t2 = m.dot(0.0, (-1.0, log_eta), (-1.0, log_fit_constant), (-1.0, log_iterations), (1.0, t1))
    return t2, ()


def default_fit_exponent(m: Any) -> Any:
    return 0.527


PAPER = PaperKernels(
    key='bergsma2025',
    kernels={
        ('bergsma2025-timescale', 'timescale-share-fit', None, None, None, 'printed'): Kernel(bergsma2025_timescale_timescale_share_fit_printed, ('fit_constant', 'fit_exponent', 'tokens_per_parameter'), (), '', False, None, (), (), 'bergsma2025-timescale', 'bergsma2025-timescale', 'timescale-share-fit', None, None, None, 'printed'),
        ('bergsma2025-timescale', 'lam-fit', None, None, None, 'printed'): Kernel(bergsma2025_timescale_lam_fit_printed, ('eta', 'fit_constant', 'fit_exponent', 'iterations', 'tokens_per_parameter'), (), '', False, None, (), (), 'bergsma2025-timescale', 'bergsma2025-timescale', 'lam-fit', None, None, None, 'printed'),
    },
    symbols={
        'tokens_per_parameter': SymbolText('D/N', 'D/N', 'tokens of the whole run over parameters', '> 0', 'none'),
        'fit_constant': SymbolText('c', 'c', 'constant of the fit of the best time scale', '> 0', 'none'),
        'fit_exponent': SymbolText('m', 'm', 'how fast the fitted time scale falls with D/N', '> 0', 'none', default=Function(default_fit_exponent, ()), default_text='527/1000'),
    },
    statements={
        'bergsma2025-timescale': StatementInfo('A fit of the best time scale of decay', 'the power law of the best time scale in tokens per parameter; arXiv:2505.13738', (), ('τ = 1/(ηλT) is the time scale as a share of the run; λ follows from it at given η and T.', 'The exponent 0.527 is that of a secondary text; the constant could not be confirmed, so that it is asked for.'), ('adamw',), 'the fit of Bergsma et al.', 'bergsma2025', measure='settings', notes=(NoteKernel('an empirical fit (µP, SlimPajama, up to 3.3 billion parameters), no theorem; its constant is the c that was given'),), hypotheses='None: a fit to runs, and no theorem.'),
    },
    claims={
        'bergsma-lambda': 'holds',
    },
    citation=Citation(('Bergsma, Shane', 'Dey, Nolan', 'Gosal, Gurpreet', 'Gray, Gavia', 'Soboleva, Daria', 'Hestness, Joel'), 'Power Lines: Scaling Laws for Weight Decay and Batch Size in LLM Pre-training', 'arXiv 2505.13738', 2025, '', '2505.13738', '@misc{bergsma2025,\n  author = {Bergsma, Shane and Dey, Nolan and Gosal, Gurpreet and Gray, Gavia\n    and Soboleva, Daria and Hestness, Joel},\n  title = {Power Lines: Scaling Laws for Weight Decay and Batch Size in {LLM} Pre-training},\n  year = {2025},\n  eprint = {2505.13738},\n  archiveprefix = {arXiv},\n}\n'),
)
