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
    ConditionKernel,
    Doubt,
    Function,
    Kernel,
    PaperKernels,
    StatementInfo,
    SymbolText,
)


def li2024_surge_surge_batch_printed(m: Any, *, coupling: Any, hessian_trace: Any) -> Any:
    log_coupling = m.log(coupling)
    log_hessian_trace = m.log(hessian_trace)
    t1 = m.dot(0.4515827052894549, (-1.0, log_coupling), (1.0, log_hessian_trace))
    return t1, ()


def li2024_surge_surge_batch_printed_exists(m: Any, *, coupling: Any) -> Any:
    return (coupling > 0.0)


def li2024_surge_surge_lr_share_printed(m: Any, *, batch_size: Any, coupling: Any, hessian_trace: Any) -> Any:
    log_batch_size = m.log(batch_size)
    log_coupling = m.log(coupling)
    log_hessian_trace = m.log(hessian_trace)
    t1 = m.dot(0.4515827052894549, (-1.0, log_coupling), (1.0, log_hessian_trace))
    t2 = m.dot(0.0, (-0.5, log_batch_size), (0.5, t1))
    t3 = m.dot(0.0, (0.5, log_batch_size), (-0.5, t1))
    t4 = m.logaddexp(t2, t3)
    t5 = m.dot(0.6931471805599453, (-1.0, t4))
    return t5, ()


def li2024_surge_surge_lr_share_erf_printed(m: Any, *, batch_size: Any, coupling: Any, hessian_trace: Any, signal: Any) -> Any:
    log_coupling = m.log(coupling)
    log_hessian_trace = m.log(hessian_trace)
    log_signal = m.log(signal)
    log_batch_size = m.log(batch_size)
    t1 = m.dot(-0.34657359027997264, (0.5, log_batch_size), (1.0, log_signal))
    t2 = m.log_erf(t1)
    t3 = m.dot(0.0, (0.5, log_coupling), (-0.5, log_hessian_trace), (-1.0, log_signal), (1.0, t2))
    t4 = 0.0
    t5 = m.dot(0.0, (2.0, t3))
    t6 = m.logaddexp(t4, t5)
    t7 = m.dot(0.6931471805599453, (1.0, t3), (-1.0, t6))
    return t7, ()


def li2024_surge_condition_coupling_positive(m: Any, *, coupling: Any) -> Any:
    t1 = 0.0
    t2 = m.log(0.0)
    t3 = m.where((coupling > 0.0), t1, t2)
    return t1, t3, t3


PAPER = PaperKernels(
    key='li2024',
    kernels={
        ('li2024-surge', 'surge-batch', None, None, None, 'printed'): Kernel(li2024_surge_surge_batch_printed, ('coupling', 'hessian_trace'), (), '', False, None, (), (), 'li2024-surge', 'li2024-surge', 'surge-batch', None, None, None, 'printed', exists=Function(li2024_surge_surge_batch_printed_exists, ('coupling',)), missing_text='no peak: the coupling is not above 0, and the best learning rate grows like √b without end'),
        ('li2024-surge', 'surge-lr-share', None, None, None, 'printed'): Kernel(li2024_surge_surge_lr_share_printed, ('batch_size', 'coupling', 'hessian_trace'), (), '', False, None, (), (), 'li2024-surge', 'li2024-surge', 'surge-lr-share', None, None, None, 'printed', exists=Function(li2024_surge_surge_batch_printed_exists, ('coupling',)), missing_text='no peak: the coupling is not above 0, and the best learning rate grows like √b without end'),
        ('li2024-surge', 'surge-lr-share', None, None, 'erf', 'printed'): Kernel(li2024_surge_surge_lr_share_erf_printed, ('batch_size', 'coupling', 'hessian_trace', 'signal'), (), 'with erf itself, where every |μ_i|/σ_i is the same', False, None, (), (), 'li2024-surge', 'li2024-surge', 'surge-lr-share', None, None, 'erf', 'printed', exists=Function(li2024_surge_surge_batch_printed_exists, ('coupling',)), missing_text='no peak: the coupling is not above 0, and the best learning rate grows like √b without end'),
    },
    symbols={
        'hessian_trace': SymbolText('tr H', '\\operatorname{tr}H', 'trace of the Hessian', '> 0', '𝓕·𝓧^-2'),
        'coupling': SymbolText('Σ_{i≠j}H_ij μ_iμ_j/(σ_iσ_j)', '\\textstyle\\sum_{i\\ne j}H_{ij}\\mu_i\\mu_j/(\\sigma_i\\sigma_j)', "Hessian off its diagonal, between the gradient's entries over their noise", 'real', '𝓕·𝓧^-2'),
        'signal': SymbolText('|μ_i|/σ_i', '|\\mu_i|/\\sigma_i', 'gradient over noise of one sample, the same for every parameter', '> 0', 'none'),
    },
    statements={
        'li2024-surge': StatementInfo('The best learning rate of a sign update against the batch size', 'the optimum of the sign update, derived here with erf; arXiv:2405.14578', (Doubt('surge-peak'),), ('η_opt(b) = Σ E_iμ_i/(tr H + Σ_{i≠j} E_iE_jH_ij), E_i = erf(√(b/2) μ_i/σ_i).', 'Linearised, the fall behind the peak is overstated: E_i is below 1 at any batch.'), ('sign',), 'the surge of Li et al.', 'li2024', measure='share of the largest best learning rate', conditions=(ConditionKernel(li2024_surge_condition_coupling_positive, ('coupling',), ('printed',), 'Σ_{i≠j} H_ij μ_iμ_j/(σ_iσ_j) > 0', None, '', 'else the linearised optimum grows with b without end', '', 'coupling-positive', for_=('surge-batch', 'surge-lr-share')),), hypotheses="The update is the sign of the gradient: a model of Adam with β → 0, and not Adam. The loss is a quadratic near the point; the entries of a batch's gradient are independent and Gaussian, with mean μ_i and variance σ_i²/b. Linearised: b is small beside πσ_i²/(2μ_i²) for every parameter. Σ_{i≠j} H_ij μ_iμ_j/(σ_iσ_j) > 0. This is not stated there, and there is no peak without."),
    },
    claims={
        'surge-peak': 'missing-hypothesis',
        'surge-forms': 'holds',
    },
    citation=Citation(('Li, Shuaipeng', 'Zhao, Penghao', 'Zhang, Hailin', 'Sun, Xingwu', 'Wu, Hao', 'Jiao, Dian', 'Wang, Weiyan', 'Liu, Chengjun', 'Fang, Zheng', 'Xue, Jinbao', 'Tao, Yangyu', 'Cui, Bin', 'Wang, Di'), 'Surge Phenomenon in Optimal Learning Rate and Batch Size Scaling', 'Advances in Neural Information Processing Systems 37', 2024, '', '2405.14578', '@inproceedings{li2024,\n  author = {Li, Shuaipeng and Zhao, Penghao and Zhang, Hailin and Sun, Xingwu and Wu, Hao\n    and Jiao, Dian and Wang, Weiyan and Liu, Chengjun and Fang, Zheng and Xue, Jinbao\n    and Tao, Yangyu and Cui, Bin and Wang, Di},\n  title = {Surge Phenomenon in Optimal Learning Rate and Batch Size Scaling},\n  booktitle = {Advances in Neural Information Processing Systems},\n  volume = {37},\n  year = {2024},\n  eprint = {2405.14578},\n  archiveprefix = {arXiv},\n}\n'),
)
