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
    DefaultKernel,
    Kernel,
    PaperKernels,
    StatementInfo,
    SymbolText,
)


def here_own_preconditioner_own_log_summand_adamw_corrected(m: Any, *, lam: Any, preconditioned_eigenvalue: Any) -> Any:
    t1 = lam / preconditioned_eigenvalue
    t2 = 1 + t1
    t3 = m.log(t2)
    return t3, ()


def here_own_preconditioner_own_share_adamw_corrected(m: Any, *, lam: Any, preconditioned_eigenvalue: Any) -> Any:
    t1 = lam + preconditioned_eigenvalue
    t2 = preconditioned_eigenvalue / t1
    return t2, ()


def here_own_preconditioner_err_own_adamw_corrected(m: Any, *, batch_size: Any, dim: Any, eta: Any, log_det_q: Any, log_ratio: Any, rho: Any, trace_own: Any) -> Any:
    t1 = -1 * log_det_q
    t2 = 2 * batch_size * rho
    t3 = t2 / eta
    t4 = trace_own / t3
    t5 = m.log(t3)
    t6 = dim * t5
    return t1 + log_ratio + t4 + t6, (t1, log_ratio, t4, t6,)


def here_own_preconditioner_own_log_summand_l2_adam_corrected(m: Any, *, lam_l2: Any, singular_value: Any) -> Any:
    t1 = lam_l2 / singular_value
    t2 = 1 + t1
    t3 = m.log(t2)
    return t3, ()


def here_own_preconditioner_own_share_l2_adam_corrected(m: Any, *, lam_l2: Any, singular_value: Any) -> Any:
    t1 = lam_l2 + singular_value
    t2 = singular_value / t1
    return t2, ()


def here_own_preconditioner_own_trace_by_size_l2_adam_corrected(m: Any, *, lam_l2: Any, sigma_max: Any, trace_q: Any) -> Any:
    t1 = sigma_max * trace_q
    t2 = lam_l2 + sigma_max
    t3 = t1 / t2
    return t3, ()


def here_own_preconditioner_own_trace_by_balance_l2_adam_corrected(m: Any, *, lam_l2: Any, trace_s: Any) -> Any:
    log_lam_l2 = m.log(lam_l2)
    log_trace_s = m.log(trace_s)
    t1 = m.dot(0.0, (-1.0, log_lam_l2), (1.0, log_trace_s))
    return t1, ()


def here_own_preconditioner_err_own_lower_l2_adam_corrected(m: Any, *, batch_size: Any, dim: Any, eta: Any, log_det_q: Any, rho: Any, share_sum: Any, trace_own: Any) -> Any:
    t1 = -1 * log_det_q
    t2 = share_sum / dim
    t3 = m.log(t2)
    t4 = -1 * dim * t3
    t5 = 2 * batch_size * rho
    t6 = t5 / eta
    t7 = trace_own / t6
    t8 = m.log(t6)
    t9 = dim * t8
    return t1 + t4 + t7 + t9, (t1, t4, t7, t9,)


def here_own_preconditioner_err_own_upper_l2_adam_corrected(m: Any, *, batch_size: Any, dim: Any, eta: Any, log_det_q: Any, log_ratio: Any, rho: Any, trace_most: Any) -> Any:
    t1 = -1 * log_det_q
    t2 = 2 * batch_size * rho
    t3 = t2 / eta
    t4 = trace_most / t3
    t5 = m.log(t3)
    t6 = dim * t5
    return t1 + log_ratio + t4 + t6, (t1, log_ratio, t4, t6,)


def here_own_preconditioner_c0_printed(m: Any, *, dim: Any, rho: Any, samples: Any, tau: Any, x_star_norm: Any) -> Any:
    t1 = -1 * dim
    t2 = t1 / 2
    t3 = x_star_norm * x_star_norm
    t4 = 2 * rho
    t5 = t3 / t4
    t6 = 2 * samples
    t7 = t6 / tau
    t8 = m.log(t7)
    t9 = 2 * t8
    t10 = t2 + t5 + t9
    return t10, ()


def here_own_preconditioner_c0_corrected(m: Any, *, dim: Any, rho: Any, samples: Any, tau: Any, x_star_norm: Any) -> Any:
    t1 = -1 * dim
    t2 = x_star_norm * x_star_norm
    t3 = t2 / rho
    t4 = 2 * samples
    t5 = t4 / tau
    t6 = m.log(t5)
    t7 = 2 * t6
    t8 = t1 + t3 + t7
    return t8, ()


def here_own_preconditioner_kl_corrected(m: Any, *, dim: Any, err: Any, rho: Any, x_star_norm: Any) -> Any:
    t1 = -1 * dim
    t2 = t1 / 2
    t3 = err / 2
    t4 = x_star_norm * x_star_norm
    t5 = 2 * rho
    t6 = t4 / t5
    t7 = t2 + t3 + t6
    return t7, ()


def here_own_preconditioner_phi_printed(m: Any, *, c0: Any, err: Any, samples: Any) -> Any:
    t1 = c0 + err
    t2 = m.sqrt(t1)
    t3 = 2 * m.sqrt(2) * t2
    t4 = m.sqrt(samples)
    t5 = t3 / t4
    return t5, ()


PAPER = PaperKernels(
    key='here_preconditioner',
    kernels={
        ('here-own-preconditioner', 'own-log-summand', None, 'adamw', None, 'corrected'): Kernel(here_own_preconditioner_own_log_summand_adamw_corrected, ('lam', 'preconditioned_eigenvalue'), (), '−log det of S(S+λ)^{−1}', False, None, (), (), 'here-own-preconditioner', 'here-own-preconditioner', 'own-log-summand', None, 'adamw', None, 'corrected', linear=True),
        ('here-own-preconditioner', 'own-share', None, 'adamw', None, 'corrected'): Kernel(here_own_preconditioner_own_share_adamw_corrected, ('lam', 'preconditioned_eigenvalue'), (), 'an eigenvalue of S(S+λ)^{−1}', False, None, (), (), 'here-own-preconditioner', 'here-own-preconditioner', 'own-share', None, 'adamw', None, 'corrected', linear=True),
        ('here-own-preconditioner', 'err-own', None, 'adamw', None, 'corrected'): Kernel(here_own_preconditioner_err_own_adamw_corrected, ('batch_size', 'dim', 'eta', 'log_det_q', 'log_ratio', 'rho', 'trace_own'), ('preconditioner', 'decay', 'trace', 'prior'), 'Theorem 6 for the Q of the run, whose Lyapunov equation S = Q^(1/2)HQ^(1/2) solves', True, None, (), (), 'here-own-preconditioner', 'here-own-preconditioner', 'err-own', None, 'adamw', None, 'corrected', linear=True),
        ('here-own-preconditioner', 'own-log-summand', None, 'l2-adam', None, 'corrected'): Kernel(here_own_preconditioner_own_log_summand_l2_adam_corrected, ('lam_l2', 'singular_value'), (), '−log det of H(H+λ)^{−1}', False, None, (), (), 'here-own-preconditioner', 'here-own-preconditioner', 'own-log-summand', None, 'l2-adam', None, 'corrected', linear=True),
        ('here-own-preconditioner', 'own-share', None, 'l2-adam', None, 'corrected'): Kernel(here_own_preconditioner_own_share_l2_adam_corrected, ('lam_l2', 'singular_value'), (), 'an eigenvalue of H(H+λ)^{−1}', False, None, (), (), 'here-own-preconditioner', 'here-own-preconditioner', 'own-share', None, 'l2-adam', None, 'corrected', linear=True),
        ('here-own-preconditioner', 'own-trace-by-size', None, 'l2-adam', None, 'corrected'): Kernel(here_own_preconditioner_own_trace_by_size_l2_adam_corrected, ('lam_l2', 'sigma_max', 'trace_q'), (), 'N ⪯ (η/2b)·κ_max, κ_max = σ_max/(σ_max + λ)', False, None, (), (), 'here-own-preconditioner', 'here-own-preconditioner', 'own-trace-by-size', None, 'l2-adam', None, 'corrected', linear=True),
        ('here-own-preconditioner', 'own-trace-by-balance', None, 'l2-adam', None, 'corrected'): Kernel(here_own_preconditioner_own_trace_by_balance_l2_adam_corrected, ('lam_l2', 'trace_s'), (), 'Tr[(H+λ)M] = (η/2b)·Tr[HQ], and λM ⪯ (H+λ)M in the trace', False, None, (), (), 'here-own-preconditioner', 'here-own-preconditioner', 'own-trace-by-balance', None, 'l2-adam', None, 'corrected'),
        ('here-own-preconditioner', 'err-own-lower', None, 'l2-adam', None, 'corrected'): Kernel(here_own_preconditioner_err_own_lower_l2_adam_corrected, ('batch_size', 'dim', 'eta', 'log_det_q', 'rho', 'share_sum', 'trace_own'), ('preconditioner', 'decay', 'trace', 'prior'), "the mean of N's eigenvalues is known, and its determinant is at most that of equal ones", True, None, (), (), 'here-own-preconditioner', 'here-own-preconditioner', 'err-own-lower', None, 'l2-adam', None, 'corrected', linear=True),
        ('here-own-preconditioner', 'err-own-upper', None, 'l2-adam', None, 'corrected'): Kernel(here_own_preconditioner_err_own_upper_l2_adam_corrected, ('batch_size', 'dim', 'eta', 'log_det_q', 'log_ratio', 'rho', 'trace_most'), ('preconditioner', 'decay', 'trace', 'prior'), "Oppenheim's inequality for the determinant, and for the trace that 0 ⪯ N ⪯ (η/2b)·κ_max and Tr[(H+λ)M] = (η/2b)·Tr[HQ]; the closed form would need QH = HQ", True, None, (), (), 'here-own-preconditioner', 'here-own-preconditioner', 'err-own-upper', None, 'l2-adam', None, 'corrected', linear=True),
        ('here-own-preconditioner', 'c0', None, None, None, 'printed'): Kernel(here_own_preconditioner_c0_printed, ('dim', 'rho', 'samples', 'tau', 'x_star_norm'), (), '', False, None, (), (), 'here-own-preconditioner', 'here-own-preconditioner', 'c0', None, None, None, 'printed', linear=True),
        ('here-own-preconditioner', 'c0', None, None, None, 'corrected'): Kernel(here_own_preconditioner_c0_corrected, ('dim', 'rho', 'samples', 'tau', 'x_star_norm'), (), '2KL has ‖x*‖²/ρ − d; the printed halves are not implied when ‖x*‖² > dρ', False, None, (), (), 'here-own-preconditioner', 'here-own-preconditioner', 'c0', None, None, None, 'corrected', linear=True),
        ('here-own-preconditioner', 'kl', None, None, None, 'corrected'): Kernel(here_own_preconditioner_kl_corrected, ('dim', 'err', 'rho', 'x_star_norm'), (), 'of N(x*, M) from N(0, ρI)', False, None, (), (), 'here-own-preconditioner', 'here-own-preconditioner', 'kl', None, None, None, 'corrected', linear=True),
        ('here-own-preconditioner', 'phi', None, None, None, 'printed'): Kernel(here_own_preconditioner_phi_printed, ('c0', 'err', 'samples'), (), '', False, None, (), (), 'here-own-preconditioner', 'here-own-preconditioner', 'phi', None, None, None, 'printed', linear=True),
        ('here-own-preconditioner', 'phi', None, None, None, 'corrected'): Kernel(here_own_preconditioner_phi_printed, ('c0', 'err', 'samples'), (), '', False, None, (), (), 'here-own-preconditioner', 'here-own-preconditioner', 'phi', None, None, None, 'corrected', linear=True),
    },
    symbols={
        'preconditioned_eigenvalue': SymbolText('s_i', 's_i', 'eigenvalue of S = Q^(1/2) H Q^(1/2)', '> 0', '𝓧^-1', is_input=False),
        'log_det_q': SymbolText('log det Q', '\\log\\det Q', "log-determinant of the run's preconditioner, Σ log q_i", 'real', 'none', is_input=False),
        'log_ratio': SymbolText('Σlog(1 + λ/s_i)', '\\textstyle\\sum_i\\log(1+\\lambda/s_i)', 'what the decay adds to err: log det(I + λS^{−1}); with ℓ2-Adam log det(I + λH^{−1})', '>= 0', 'none', is_input=False),
        'trace_own': SymbolText('Tr[QS(S+λ)^{−1}]', '\\operatorname{Tr}[QS(S+\\lambda)^{-1}]', 'trace of the covariance over η/(2b); with ℓ2-Adam Tr[QH(H+λ)^{−1}]', '>= 0', '𝓧', is_input=False),
        'trace_q': SymbolText('Tr Q', '\\operatorname{Tr}Q', "trace of the run's preconditioner", '> 0', '𝓧', is_input=False),
        'trace_s': SymbolText('Tr S', '\\operatorname{Tr}S', 'trace of S = Q^(1/2) H Q^(1/2), which is Tr[QH]', '> 0', '𝓧^-1', is_input=False),
        'trace_most': SymbolText('Tr M at most', '\\overline{\\operatorname{Tr}M}', "upper bound of the trace of ℓ2-Adam's covariance over η/(2b)", '> 0', '𝓧', is_input=False),
        'share_sum': SymbolText('Tr[H(H+λ)^{−1}]', '\\operatorname{Tr}[H(H+\\lambda)^{-1}]', 'sum of σ_i/(σ_i + λ)', '> 0', 'none', is_input=False),
        'sigma_max': SymbolText('σ_max', '\\sigma_{\\max}', 'largest eigenvalue of the Hessian', '> 0', '𝓕·𝓧^-2', is_input=False),
        'err': SymbolText('err', '\\mathrm{err}', 'error term of Corollary 3', '> 0', 'none', is_input=False),
        'c0': SymbolText('c0', 'c_0', 'constant beside err in Φ', '> 0', 'none', is_input=False),
        'singular_value': SymbolText('σ_i', '\\sigma_i', 'i-th singular value of the Hessian', '> 0', '𝓕·𝓧^-2', is_input=False),
    },
    statements={
        'here-own-preconditioner': StatementInfo("Generalization terms with the run's own preconditioner", 'guide/preconditioner.md; proved there', (), ('err of AdamW and Adam is exact under the assumptions; of ℓ2-Adam it is a lower and an upper bound of it, since Q and H do not commute.', 'As s_i → 0 with λ > 0 err is infinite: the stationary law has no width there. Where S has a negative eigenvalue there is no such law, and formulas that return a number are wrong.', 'b·v̂_i/H_ii should be about 1: where it is not, the second assumption fails.'), ('adamw', 'adam', 'l2-adam'), 'here-own-preconditioner', 'here_preconditioner', defaults=(DefaultKernel('c0', quantity='c0'),), hypotheses="F(x) = F(x*) + ½(x − x*)ᵀH(x − x*) with H ≻ 0, in nats; the steps are small. The noise of one sample's gradient has the covariance H. Q = diag(q_i) is that of the finished run and held fixed, q_i = (η_i/η)/(√v̂_i + ε), with η_i the learning rate of the parameter's group; S = Q^(1/2) H Q^(1/2). x_0 ~ N(0, ρI), with ρ fixed before the data are seen. The loss lies in [0, 1]: the PAC-Bayes lemma needs it, the paper does not say it. With probability at least 1 − τ over n training samples."),
    },
    claims={
        'here-own-covariance': 'holds',
        'here-own-l2-bracket': 'holds',
    },
    citation=Citation(('adamw-bounds contributors',), 'Section 5 with the preconditioner of a finished run', 'adamw-bounds, guide/preconditioner.md', 2026, '', '', '@misc{adamwboundspreconditioner,\n  author = {{The adamw-bounds contributors}},\n  title = {Section 5 with the preconditioner of a finished run},\n  howpublished = {adamw-bounds, guide/preconditioner.md},\n  year = {2026},\n}\n'),
)
