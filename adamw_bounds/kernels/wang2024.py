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
    Function,
    Kernel,
    PaperKernels,
    StatementInfo,
    SymbolText,
)


def wang2024_ema_timescale_steps_explicit(m: Any, *, eta: Any, lam: Any) -> Any:
    log_eta = m.log(eta)
    log_lam = m.log(lam)
    t1 = m.dot(0.0, (-1.0, log_eta), (-1.0, log_lam))
    return t1, ()


def wang2024_ema_timescale_steps_explicit_exists(m: Any, *, lam: Any) -> Any:
    return (lam > 0.0)


def wang2024_ema_timescale_epochs_explicit(m: Any, *, batch_size: Any, eta: Any, lam: Any, samples: Any) -> Any:
    log_batch_size = m.log(batch_size)
    log_eta = m.log(eta)
    log_lam = m.log(lam)
    log_samples = m.log(samples)
    t1 = m.dot(0.0, (1.0, log_batch_size), (-1.0, log_eta), (-1.0, log_lam), (-1.0, log_samples))
    return t1, ()


def wang2024_ema_timescale_share_explicit(m: Any, *, eta: Any, iterations: Any, lam: Any) -> Any:
    log_eta = m.log(eta)
    log_iterations = m.log(iterations)
    log_lam = m.log(lam)
    t1 = m.dot(0.0, (-1.0, log_eta), (-1.0, log_iterations), (-1.0, log_lam))
    return t1, ()


def wang2024_ema_initial_share_explicit(m: Any, *, decay_sum: Any, iterations: Any) -> Any:
    t1 = decay_sum * (-1.0)
    t2 = t1
    return t2, ()


def wang2024_ema_last_share_explicit(m: Any, *, decay_sum_last: Any, iterations: Any, last: Any) -> Any:
    t1 = decay_sum_last * (-1.0)
    t2 = t1
    t3 = m.log_one_minus_exp(t2)
    return t3, ()


def wang2024_ema_effective_updates_explicit(m: Any, *, decay_squares: Any, decay_sum: Any, iterations: Any) -> Any:
    log_decay_squares = m.log(decay_squares)
    t1 = 0.0
    t2 = decay_sum * (-1.0)
    t3 = t2
    t4, _ = m.signed_add(t1, 1.0, t3, -1.0)
    t6 = m.dot(0.0, (-1.0, log_decay_squares), (2.0, t4))
    return t6, ()


def wang2024_ema_effective_updates_explicit_exists(m: Any, *, decay_sum: Any) -> Any:
    return (decay_sum > 0.0)


def wang2024_ema_condition_decay_step(m: Any, *, eta: Any, lam: Any) -> Any:
    log_eta = m.log(eta)
    log_lam = m.log(lam)
    t1 = m.dot(0.0, (1.0, log_eta), (1.0, log_lam))
    t2 = 0.0
    t3 = m.dot(0.0, (-1.0, log_eta))
    return t1, t2, t3


def default_last(m: Any) -> Any:
    return 0.1


PAPER = PaperKernels(
    key='wang2024',
    kernels={
        ('wang2024-ema', 'timescale-steps', None, None, None, 'explicit'): Kernel(wang2024_ema_timescale_steps_explicit, ('eta', 'lam'), (), '', False, None, (), (), 'wang2024-ema', 'wang2024-ema', 'timescale-steps', None, None, None, 'explicit', exists=Function(wang2024_ema_timescale_steps_explicit_exists, ('lam',)), missing_text='λ = 0: nothing decays, so there is no time scale'),
        ('wang2024-ema', 'timescale-epochs', None, None, None, 'explicit'): Kernel(wang2024_ema_timescale_epochs_explicit, ('batch_size', 'eta', 'lam', 'samples'), (), '', False, None, (), (), 'wang2024-ema', 'wang2024-ema', 'timescale-epochs', None, None, None, 'explicit', exists=Function(wang2024_ema_timescale_steps_explicit_exists, ('lam',)), missing_text='λ = 0: nothing decays, so there is no time scale'),
        ('wang2024-ema', 'timescale-share', None, None, None, 'explicit'): Kernel(wang2024_ema_timescale_share_explicit, ('eta', 'iterations', 'lam'), (), '', False, None, (), (), 'wang2024-ema', 'wang2024-ema', 'timescale-share', None, None, None, 'explicit', exists=Function(wang2024_ema_timescale_steps_explicit_exists, ('lam',)), missing_text='λ = 0: nothing decays, so there is no time scale'),
        ('wang2024-ema', 'initial-share', None, None, None, 'explicit'): Kernel(wang2024_ema_initial_share_explicit, ('decay_sum', 'iterations'), (), '', False, None, (), (), 'wang2024-ema', 'wang2024-ema', 'initial-share', None, None, None, 'explicit'),
        ('wang2024-ema', 'last-share', None, None, None, 'explicit'): Kernel(wang2024_ema_last_share_explicit, ('decay_sum_last', 'iterations', 'last'), (), '', False, None, (), (), 'wang2024-ema', 'wang2024-ema', 'last-share', None, None, None, 'explicit'),
        ('wang2024-ema', 'effective-updates', None, None, None, 'explicit'): Kernel(wang2024_ema_effective_updates_explicit, ('decay_squares', 'decay_sum', 'iterations'), (), '', False, None, (), (), 'wang2024-ema', 'wang2024-ema', 'effective-updates', None, None, None, 'explicit', exists=Function(wang2024_ema_effective_updates_explicit_exists, ('decay_sum',)), missing_text='ηλ is 0: nothing decays, so no updates are averaged'),
    },
    symbols={
        'decay_sum': SymbolText('D', 'D', '−Σ log(1 − η_tλ) over the run', '>= 0', 'none', is_input=False),
        'decay_sum_last': SymbolText('D_q', 'D_q', '−Σ log(1 − η_tλ) over the last part of the run', '>= 0', 'none', is_input=False),
        'decay_squares': SymbolText('Σc_t²', '\\textstyle\\sum_t c_t^2', 'squares of the weights c_t = η_tλ Π_{s>t}(1 − η_sλ), summed over the run', '> 0', 'none', is_input=False),
        'last': SymbolText('q', 'q', 'which last part of the run is looked at', '(0, 1]', 'none', default=Function(default_last, ()), default_text='1/10'),
    },
    statements={
        'wang2024-ema': StatementInfo("AdamW's parameters as an average of its updates", "the exponential moving average of AdamW's updates; the identity is derived here for any schedule; arXiv:2405.13698", (), ('x_T = P x_0 + Σ c_t(−u_t/λ), c_t = η_tλ Π_{s>t}(1 − η_sλ), P = Π(1 − η_tλ), P + Σc_t = 1: an identity, for any gradients.', 'That the best time scale in epochs changes little with model and data size is an observation of the paper, no theorem.'), ('adamw',), 'the time scale of Wang and Aitchison', 'wang2024', measure='steps', conditions=(ConditionKernel(wang2024_ema_condition_decay_step, ('eta', 'lam'), ('explicit',), 'λη ≤ 1', None, 'lam', 'a step is then a mean of x_t and −u_t/λ', '', 'decay-step', for_=('initial-share', 'last-share', 'effective-updates')),), hypotheses='The decay is decoupled and held constant, 0 ≤ η_tλ ≤ 1 at every step: x_{t+1} = (1 − η_tλ)x_t − η_t u_t. η is the peak of the schedule; a time scale is that at the peak.'),
    },
    claims={
        'ema-identity': 'holds',
        'ema-timescale': 'holds',
    },
    citation=Citation(('Wang, Xi', 'Aitchison, Laurence'), "How to set AdamW's weight decay as you scale model and dataset size", 'arXiv 2405.13698', 2024, '', '2405.13698', "@misc{wang2024,\n  author = {Wang, Xi and Aitchison, Laurence},\n  title = {How to set {AdamW}'s weight decay as you scale model and dataset size},\n  year = {2024},\n  eprint = {2405.13698},\n  archiveprefix = {arXiv},\n}\n"),
)
