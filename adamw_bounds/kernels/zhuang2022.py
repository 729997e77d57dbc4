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
    Doubt,
    Kernel,
    PaperKernels,
    StatementInfo,
    SymbolText,
)


def zhuang2022_proximal_step_adamw_step_adamw_explicit(m: Any, *, adam_step: Any, coordinate: Any, eta: Any, lam: Any) -> Any:
    t1 = m.log_abs(adam_step)
    t2 = m.sign(adam_step)
    t3 = m.dot(0.0, (1.0, t1))
    t4 = -1.0 * t2
    t5 = m.log_abs(coordinate)
    t6 = m.sign(coordinate)
    t7 = m.log_abs_one_minus_product((eta, 1), (lam, 1))
    t8 = m.sign_one_minus_product((eta, 1), (lam, 1))
    t9 = m.dot(0.0, (1.0, t5), (1.0, t7))
    t10 = t6 * t8
    t11, t12 = m.signed_add(t3, t4, t9, t10)
    return t11, (), t12


def zhuang2022_proximal_step_proximal_step_adamprox_explicit(m: Any, *, adam_step: Any, coordinate: Any, eta: Any, lam: Any) -> Any:
    t1 = 0.0
    log_eta = m.log(eta)
    log_lam = m.log(lam)
    t2 = m.dot(0.0, (1.0, log_eta), (1.0, log_lam))
    t3 = m.logaddexp(t1, t2)
    t4 = m.log_abs(adam_step)
    t5 = m.sign(adam_step)
    t6 = m.dot(0.0, (1.0, t4))
    t7 = -1.0 * t5
    t8 = m.log_abs(coordinate)
    t9 = m.sign(coordinate)
    t10, t11 = m.signed_add(t6, t7, t8, t9)
    t12 = m.dot(0.0, (-1.0, t3), (1.0, t10))
    t13 = t11
    return t12, (), t13


def zhuang2022_proximal_step_proximal_gap_adamprox_explicit(m: Any, *, adam_step: Any, coordinate: Any, eta: Any, lam: Any) -> Any:
    log_eta = m.log(eta)
    log_lam = m.log(lam)
    t1 = 0.0
    t2 = m.dot(0.0, (1.0, log_eta), (1.0, log_lam))
    t3 = m.logaddexp(t1, t2)
    t4 = m.log_abs(adam_step)
    t5 = m.sign(adam_step)
    t6 = m.log_abs(coordinate)
    t7 = m.sign(coordinate)
    t8 = m.dot(0.0, (1.0, log_eta), (1.0, log_lam), (1.0, t6))
    t9 = t7
    t10, t11 = m.signed_add(t4, t5, t8, t9)
    t12 = m.dot(0.0, (1.0, log_eta), (1.0, log_lam), (-1.0, t3), (1.0, t10))
    t13 = t11
    return t12, (), t13


def zhuang2022_scale_free_step_ratio_adamw_explicit(m: Any, *, eps_outside: Any, gradient_scale: Any, root_v: Any) -> Any:
    log_eps_outside = m.log(eps_outside)
    log_root_v = m.log(root_v)
    t1 = m.logaddexp(log_eps_outside, log_root_v)
    log_gradient_scale = m.log(gradient_scale)
    t2 = m.dot(0.0, (1.0, log_eps_outside), (-1.0, log_gradient_scale))
    t3 = m.logaddexp(log_root_v, t2)
    t4 = m.dot(0.0, (1.0, t1), (-1.0, t3))
    return t4, ()


def zhuang2022_scale_free_step_deviation_adamw_explicit(m: Any, *, eps_outside: Any, gradient_scale: Any, root_v: Any) -> Any:
    log_eps_outside = m.log(eps_outside)
    log_gradient_scale = m.log(gradient_scale)
    log_root_v = m.log(root_v)
    t1 = m.dot(0.0, (1.0, log_gradient_scale), (1.0, log_root_v))
    t2 = m.logaddexp(log_eps_outside, t1)
    t3 = 0.0
    t4, t5 = m.signed_add(log_gradient_scale, 1.0, t3, -1.0)
    t6 = m.dot(0.0, (1.0, log_eps_outside), (-1.0, t2), (1.0, t4))
    t7 = t5
    return t6, (), t7


def zhuang2022_scale_free_copy_eps_explicit(m: Any, *, eps_outside: Any, gradient_scale: Any) -> Any:
    log_eps_outside = m.log(eps_outside)
    log_gradient_scale = m.log(gradient_scale)
    t1 = m.dot(0.0, (1.0, log_eps_outside), (-1.0, log_gradient_scale))
    return t1, ()


def zhuang2022_scale_free_copy_decay_l2_adam_explicit(m: Any, *, gradient_scale: Any, lam_l2: Any) -> Any:
    log_gradient_scale = m.log(gradient_scale)
    log_lam_l2 = m.log(lam_l2)
    t1 = m.dot(0.0, (-1.0, log_gradient_scale), (1.0, log_lam_l2))
    return t1, ()


PAPER = PaperKernels(
    key='zhuang2022',
    kernels={
        ('zhuang2022-proximal-step', 'adamw-step', None, 'adamw', None, 'explicit'): Kernel(zhuang2022_proximal_step_adamw_step_adamw_explicit, ('adam_step', 'coordinate', 'eta', 'lam'), (), '', False, None, (), (), 'zhuang2022-proximal-step', 'zhuang2022-proximal-step', 'adamw-step', None, 'adamw', None, 'explicit', signed=True),
        ('zhuang2022-proximal-step', 'proximal-step', None, 'adamprox', None, 'explicit'): Kernel(zhuang2022_proximal_step_proximal_step_adamprox_explicit, ('adam_step', 'coordinate', 'eta', 'lam'), (), '', False, None, (), (), 'zhuang2022-proximal-step', 'zhuang2022-proximal-step', 'proximal-step', None, 'adamprox', None, 'explicit', signed=True),
        ('zhuang2022-proximal-step', 'proximal-gap', None, 'adamprox', None, 'explicit'): Kernel(zhuang2022_proximal_step_proximal_gap_adamprox_explicit, ('adam_step', 'coordinate', 'eta', 'lam'), (), '', False, None, (), (), 'zhuang2022-proximal-step', 'zhuang2022-proximal-step', 'proximal-gap', None, 'adamprox', None, 'explicit', signed=True),
        ('zhuang2022-scale-free', 'step-ratio', None, 'adamw', None, 'explicit'): Kernel(zhuang2022_scale_free_step_ratio_adamw_explicit, ('eps_outside', 'gradient_scale', 'root_v'), (), '', False, None, (), (), 'zhuang2022-scale-free', 'zhuang2022-scale-free', 'step-ratio', None, 'adamw', None, 'explicit'),
        ('zhuang2022-scale-free', 'step-deviation', None, 'adamw', None, 'explicit'): Kernel(zhuang2022_scale_free_step_deviation_adamw_explicit, ('eps_outside', 'gradient_scale', 'root_v'), (), '', False, None, (), (), 'zhuang2022-scale-free', 'zhuang2022-scale-free', 'step-deviation', None, 'adamw', None, 'explicit', signed=True),
        ('zhuang2022-scale-free', 'copy-eps', None, None, None, 'explicit'): Kernel(zhuang2022_scale_free_copy_eps_explicit, ('eps_outside', 'gradient_scale'), (), '', False, None, (), (), 'zhuang2022-scale-free', 'zhuang2022-scale-free', 'copy-eps', None, None, None, 'explicit'),
        ('zhuang2022-scale-free', 'copy-decay', None, 'l2-adam', None, 'explicit'): Kernel(zhuang2022_scale_free_copy_decay_l2_adam_explicit, ('gradient_scale', 'lam_l2'), (), '', False, None, (), (), 'zhuang2022-scale-free', 'zhuang2022-scale-free', 'copy-decay', None, 'l2-adam', None, 'explicit'),
    },
    symbols={
        'coordinate': SymbolText('x', 'x', 'one parameter before the step', 'real', '𝓧', is_input=False),
        'adam_step': SymbolText('u', 'u', 'what Adam subtracts from it, η m̂/(√v̂ + ε)', 'real', '𝓧', is_input=False),
        'root_v': SymbolText('√v̂', '\\sqrt{\\hat v}', 'root of the second moment', '> 0', '𝓕·𝓧^-1', is_input=False),
        'eps_outside': SymbolText('ε_Adam', '\\varepsilon', "Adam's ε, which stands outside of the root", '>= 0', '𝓕·𝓧^-1', is_input=False),
        'gradient_scale': SymbolText('s', 's', 'factor of every gradient of one coordinate, the same at every step', '> 0', 'none', is_input=False),
        'h_11': SymbolText('H₁₁', 'H_{11}', 'curvature along x₁', '> 0', '𝓕·𝓧^-2', is_input=False),
        'h_22': SymbolText('H₂₂', 'H_{22}', 'curvature along x₂', '> 0', '𝓕·𝓧^-2', is_input=False),
        'h_12': SymbolText('H₁₂', 'H_{12}', 'coupling of x₁ and x₂', 'real', '𝓕·𝓧^-2', is_input=False),
        'scale_1': SymbolText('Λ₁', '\\Lambda_1', 'factor of the gradient along x₁', '> 0', 'none', is_input=False),
        'scale_2': SymbolText('Λ₂', '\\Lambda_2', 'factor of the gradient along x₂', '> 0', 'none', is_input=False),
    },
    statements={
        'zhuang2022-proximal-step': StatementInfo('AdamW is a proximal step to first order in ηλ', "the proximal update, beside AdamW's; arXiv:2202.00089", (), ('AdamProx minimises ½(y − (x − u))² + (ηλ/2)y²: the penalty enters by its proximal map, not by its gradient.', "The gap is of second order in ηλ where u is of first order in η. AdamProx never overshoots: for ηλ > 1 AdamW's decay alone turns the sign of x, AdamProx's does not."), ('adamw', 'adamprox'), 'the proximal step of Zhuang et al.', 'zhuang2022', hypotheses='One coordinate x, and u = η m̂/(√v̂ + ε), what Adam subtracts from it. AdamW, AdamProx (and Adam) have the same u at the same gradients. Decay as PyTorch has it, ηλx. The paper writes λη_t x with η_t the schedule alone, at most 1: its λ is λη_max here.'),
        'zhuang2022-scale-free': StatementInfo('Rescaled gradients give the same iterates, exactly if ε = 0', 'scale-freeness; arXiv:2202.00089', (), ("A copy with s⊙g_t walks exactly as the original with ε/s in the place of ε; ℓ2-Adam's also with λ/s in the place of λ. So AdamW, AdamProx and Adam are scale-free if and only if ε = 0, with any λ; ℓ2-Adam with λ > 0 never is.", 'The decay rates of ℓ2-Adam, λ/(√v̂ + ε), are spread over the coordinates as widely as 1/(√v̂ + ε) is.'), ('adamw', 'adamprox', 'adam', 'l2-adam'), 'scale-freeness of Zhuang et al.', 'zhuang2022', hypotheses='Every gradient g_t, its noise included, becomes s⊙g_t with s > 0 of one value a coordinate, the same at every step. The gradients are a given stream. Both moments start at 0, with or without bias correction; 0/0 is read as 0, where a coordinate never gets a gradient.'),
        'zhuang2022-condition-number': StatementInfo('A scale-free method does not see a diagonal rescaling of the gradient', 'on scale-free updates; worded here; arXiv:2202.00089', (Doubt('scale-cond'),), ('Worded and derived here, not quoted: it is what follows from scale-freeness for the gradients of a function.', 'The iterates on f and on f̃ are then the same, so that what is proved for the better conditioned of the two holds for both.', 'But f̃ exists only where Λ∇²f(x) is symmetric: (Λ_i − Λ_j)∂_i∂_j f(x) = 0 for all i, j, x. So Λ has one value on each connected component of the graph that joins i and j where ∂_i∂_j f is not identically 0. For a connected f it is a multiple of 1, and nothing is gained. It helps between blocks that have nothing to do with one another, not inside one.'), ('adamw', 'adamprox', 'adam'), 'the condition number of scale-free methods', 'zhuang2022', hypotheses='f is twice differentiable, Λ is diagonal with positive entries, and f̃ is a function whose gradient is Λ∇f. The method is scale-free (ε = 0); the noise of f̃ is Λ times that of f, not the same noise.'),
    },
    claims={
        'prox-gap': 'holds',
        'scale-free': 'holds',
        'scale-cond': 'unsupported',
    },
    citation=Citation(('Zhuang, Zhenxun', 'Liu, Mingrui', 'Cutkosky, Ashok', 'Orabona, Francesco'), 'Understanding AdamW through Proximal Methods and Scale-Freeness', 'Transactions on Machine Learning Research', 2022, '', '2202.00089', '@article{zhuang2022,\n  author = {Zhuang, Zhenxun and\n    Liu, Mingrui and\n    Cutkosky, Ashok and\n    Orabona, Francesco},\n  title = {Understanding {AdamW} through Proximal Methods and Scale-Freeness},\n  journal = {Transactions on Machine Learning Research},\n  year = {2022},\n  eprint = {2202.00089},\n  archiveprefix = {arXiv},\n  url = {https://openreview.net/forum?id=IKhEPWGdwK},\n}\n'),
)
