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


def cohen2022_edge_edge_threshold_printed(m: Any, *, beta1: Any, eta: Any) -> Any:
    log_beta1 = m.log(beta1)
    log_eta = m.log(eta)
    t1 = 1.3862943611198906
    t2 = m.dot(0.6931471805599453, (1.0, log_beta1))
    t3 = m.logsubexp(t1, t2)
    t4 = m.dot(0.0, (-1.0, log_beta1), (-1.0, log_eta), (1.0, t3))
    return t4, ()


def cohen2022_edge_edge_ratio_printed(m: Any, *, beta1: Any, eta: Any, sharpness: Any) -> Any:
    log_beta1 = m.log(beta1)
    log_eta = m.log(eta)
    log_sharpness = m.log(sharpness)
    t1 = 1.3862943611198906
    t2 = m.dot(0.6931471805599453, (1.0, log_beta1))
    t3 = m.logsubexp(t1, t2)
    t4 = m.dot(0.0, (1.0, log_beta1), (1.0, log_eta), (1.0, log_sharpness), (-1.0, t3))
    return t4, ()


def cohen2022_edge_when(m: Any, *, lam: Any) -> Any:
    return (lam == 0.0)


PAPER = PaperKernels(
    key='cohen2022',
    kernels={
        ('cohen2022-edge', 'edge-threshold', None, None, None, 'printed'): Kernel(cohen2022_edge_edge_threshold_printed, ('beta1', 'eta'), (), '', False, None, (), (), 'cohen2022-edge', 'cohen2022-edge', 'edge-threshold', None, None, None, 'printed'),
        ('cohen2022-edge', 'edge-ratio', None, None, None, 'printed'): Kernel(cohen2022_edge_edge_ratio_printed, ('beta1', 'eta', 'sharpness'), (), '', False, None, (), (), 'cohen2022-edge', 'cohen2022-edge', 'edge-ratio', None, None, None, 'printed'),
    },
    symbols={
    },
    statements={
        'cohen2022-edge': StatementInfo('Where Adam with a frozen preconditioner stops being stable, without weight decay', 'the stability threshold of preconditioned gradient descent with momentum; arXiv:2207.14484', (), ('s is the largest eigenvalue of P^(-1/2) ∇²F P^(-1/2), P = diag(√v̂ + ε) with bias-corrected v̂.', 'An observation, no theorem: that full-batch training drives this ratio to about 1 was observed, not proved; with minibatches it stays well below.'), ('adamw',), 'the edge of stability of Cohen et al.', 'cohen2022', measure='preconditioned sharpness', when=Function(cohen2022_edge_when, ('lam',)), hypotheses='The preconditioner √v̂ + ε is held fixed, and the loss is quadratic near the point: what is asked is whether the iteration is stable there. The gradient is that of the full batch. There is no weight decay.'),
    },
    claims={
        'edge-38': 'holds',
    },
    citation=Citation(('Cohen, Jeremy M.', 'Ghorbani, Behrooz', 'Krishnan, Shankar', 'Agarwal, Naman', 'Medapati, Sourabh', 'Badura, Michal', 'Suo, Daniel', 'Cardoze, David', 'Nado, Zachary', 'Dahl, George E.', 'Gilmer, Justin'), 'Adaptive Gradient Methods at the Edge of Stability', 'arXiv 2207.14484', 2022, '', '2207.14484', '@misc{cohen2022,\n  author = {Cohen, Jeremy M. and Ghorbani, Behrooz and Krishnan, Shankar and Agarwal, Naman\n    and Medapati, Sourabh and Badura, Michal and Suo, Daniel and Cardoze, David and Nado, Zachary\n    and Dahl, George E. and Gilmer, Justin},\n  title = {Adaptive Gradient Methods at the Edge of Stability},\n  year = {2022},\n  eprint = {2207.14484},\n  archiveprefix = {arXiv},\n}\n'),
)
