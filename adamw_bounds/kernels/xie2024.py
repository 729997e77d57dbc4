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
    NoteKernel,
    PaperKernels,
    StatementInfo,
    SymbolText,
)


def xie2024_theorem_1_1_limit_x_inf_constant_printed(m: Any, *, lam: Any) -> Any:
    log_lam = m.log(lam)
    t1 = m.dot(0.0, (-1.0, log_lam))
    return t1, ()


def xie2024_theorem_1_1_limit_x_inf_constant_printed_exists(m: Any, *, lam: Any) -> Any:
    return (lam > 0.0)


def xie2024_lemma_3_8_kkt_score_printed(m: Any, *, alignment: Any, gradient_l1: Any, lam: Any) -> Any:
    log_gradient_l1 = m.log(gradient_l1)
    log_lam = m.log(lam)
    t1 = m.log_abs(alignment)
    t2 = m.sign(alignment)
    t3 = m.dot(0.0, (1.0, log_lam), (1.0, t1))
    t4 = t2
    t5, t6 = m.signed_add(log_gradient_l1, 1.0, t3, t4)
    return t5, (), t6


def xie2024_lemma_3_8_kkt_relative_printed(m: Any, *, alignment: Any, gradient_l1: Any, lam: Any) -> Any:
    log_gradient_l1 = m.log(gradient_l1)
    log_lam = m.log(lam)
    t1 = m.log_abs(alignment)
    t2 = m.sign(alignment)
    t3 = m.dot(0.0, (1.0, log_lam), (1.0, t1))
    t4 = t2
    t5, t6 = m.signed_add(log_gradient_l1, 1.0, t3, t4)
    t7 = m.dot(0.0, (-1.0, log_gradient_l1), (1.0, t5))
    t8 = t6
    return t7, (), t8


def xie2024_lemma_3_8_kkt_relative_printed_exists(m: Any, *, gradient_l1: Any) -> Any:
    return (gradient_l1 > 0.0)


def xie2024_lemma_3_8_frank_wolfe_gap_printed(m: Any, *, alignment: Any, gradient_l1: Any, lam: Any) -> Any:
    log_gradient_l1 = m.log(gradient_l1)
    log_lam = m.log(lam)
    t1 = m.dot(0.0, (1.0, log_gradient_l1), (-1.0, log_lam))
    t2 = m.log_abs(alignment)
    t3 = m.sign(alignment)
    t4, t5 = m.signed_add(t1, 1.0, t2, t3)
    return t4, (), t5


def xie2024_lemma_3_8_kkt_summand_printed(m: Any, *, gradient_entry: Any, lam: Any, parameter_entry: Any) -> Any:
    t1 = lam * parameter_entry
    t2 = 1 + t1
    t3 = gradient_entry * t2
    return t3, ()


def xie2024_theorem_1_1_condition_beta_order(m: Any, *, beta1: Any, beta2: Any) -> Any:
    log_beta2 = m.log(beta2)
    log_beta1 = m.log(beta1)
    return log_beta2, log_beta1, log_beta1


def xie2024_theorem_1_1_condition_no_epsilon(m: Any, *, delta: Any) -> Any:
    log_delta = m.log(delta)
    t1 = m.log(0.0)
    return log_delta, t1, t1


def xie2024_theorem_1_1_condition_rate_sum(m: Any) -> Any:
    t1 = m.log(0.0)
    return t1, t1, t1


def xie2024_theorem_1_1_condition_rate_sum_ending(m: Any, *, eta: Any, iterations: Any, lam: Any) -> Any:
    log_eta = m.log(eta)
    log_lam = m.log(lam)
    t1 = 0.0
    log_iterations = m.log(iterations)
    t2 = m.logaddexp(t1, log_iterations)
    t3 = m.dot(0.0, (1.0, log_eta), (1.0, log_lam), (1.0, t2))
    t4 = m.exp(t3)
    t5 = t4 * (-0.5)
    t6 = t5
    t7 = m.log(0.0)
    return t6, t7, t7


def xie2024_theorem_1_1_condition_rate_falls(m: Any, *, rate_rise: Any) -> Any:
    log_rate_rise = m.log(rate_rise)
    t1 = 0.0
    return log_rate_rise, t1, t1


def xie2024_theorem_1_1_condition_rate_rises(m: Any) -> Any:
    t1 = 0.6931471805599453
    t2 = 0.0
    return t1, t2, t2


def xie2024_theorem_1_1_condition_rate_sum_of_run(m: Any, *, lam: Any, rate_sum: Any) -> Any:
    log_lam = m.log(lam)
    log_rate_sum = m.log(rate_sum)
    t1 = m.dot(0.0, (1.0, log_lam), (1.0, log_rate_sum))
    t2 = m.exp(t1)
    t3 = t2 * (-1.0)
    t4 = t3
    t5 = m.log(0.0)
    return t4, t5, t5


def xie2024_theorem_1_1_note_3_when(m: Any, *, rate_rise: Any) -> Any:
    return (rate_rise > 1.0)


def xie2024_theorem_1_1_note_4_when(m: Any, *, beta1: Any, beta2: Any) -> Any:
    return (beta2 > beta1)


def default_rate_rise(m: Any) -> Any:
    return 1


PAPER = PaperKernels(
    key='xie2024',
    kernels={
        ('xie2024-theorem-1-1', 'limit-x-inf', 'constant', None, None, 'printed'): Kernel(xie2024_theorem_1_1_limit_x_inf_constant_printed, ('lam',), (), '', False, None, (), (), 'xie2024-theorem-1-1', 'xie2024-theorem-1-1', 'limit-x-inf', 'constant', None, None, 'printed', exists=Function(xie2024_theorem_1_1_limit_x_inf_constant_printed_exists, ('lam',)), missing_text='λ = 0: there is no box, and the theorem says nothing'),
        ('xie2024-theorem-1-1', 'limit-x-inf', 'inverse-sqrt', None, None, 'printed'): Kernel(xie2024_theorem_1_1_limit_x_inf_constant_printed, ('lam',), (), '', False, None, (), (), 'xie2024-theorem-1-1', 'xie2024-theorem-1-1', 'limit-x-inf', 'inverse-sqrt', None, None, 'printed', exists=Function(xie2024_theorem_1_1_limit_x_inf_constant_printed_exists, ('lam',)), missing_text='λ = 0: there is no box, and the theorem says nothing'),
        ('xie2024-theorem-1-1', 'limit-x-inf', 'inverse-time', None, None, 'printed'): Kernel(xie2024_theorem_1_1_limit_x_inf_constant_printed, ('lam',), (), '', False, None, (), (), 'xie2024-theorem-1-1', 'xie2024-theorem-1-1', 'limit-x-inf', 'inverse-time', None, None, 'printed', exists=Function(xie2024_theorem_1_1_limit_x_inf_constant_printed_exists, ('lam',)), missing_text='λ = 0: there is no box, and the theorem says nothing'),
        ('xie2024-theorem-1-1', 'limit-x-inf', 'linear', None, None, 'printed'): Kernel(xie2024_theorem_1_1_limit_x_inf_constant_printed, ('lam',), (), '', False, None, (), (), 'xie2024-theorem-1-1', 'xie2024-theorem-1-1', 'limit-x-inf', 'linear', None, None, 'printed', exists=Function(xie2024_theorem_1_1_limit_x_inf_constant_printed_exists, ('lam',)), missing_text='λ = 0: there is no box, and the theorem says nothing'),
        ('xie2024-theorem-1-1', 'limit-x-inf', 'cosine', None, None, 'printed'): Kernel(xie2024_theorem_1_1_limit_x_inf_constant_printed, ('lam',), (), '', False, None, (), (), 'xie2024-theorem-1-1', 'xie2024-theorem-1-1', 'limit-x-inf', 'cosine', None, None, 'printed', exists=Function(xie2024_theorem_1_1_limit_x_inf_constant_printed_exists, ('lam',)), missing_text='λ = 0: there is no box, and the theorem says nothing'),
        ('xie2024-theorem-1-1', 'limit-x-inf', 'warm-up', None, None, 'printed'): Kernel(xie2024_theorem_1_1_limit_x_inf_constant_printed, ('lam',), (), '', False, None, (), (), 'xie2024-theorem-1-1', 'xie2024-theorem-1-1', 'limit-x-inf', 'warm-up', None, None, 'printed', exists=Function(xie2024_theorem_1_1_limit_x_inf_constant_printed_exists, ('lam',)), missing_text='λ = 0: there is no box, and the theorem says nothing'),
        ('xie2024-theorem-1-1', 'limit-x-inf', 'step', None, None, 'printed'): Kernel(xie2024_theorem_1_1_limit_x_inf_constant_printed, ('lam',), (), '', False, None, (), (), 'xie2024-theorem-1-1', 'xie2024-theorem-1-1', 'limit-x-inf', 'step', None, None, 'printed', exists=Function(xie2024_theorem_1_1_limit_x_inf_constant_printed_exists, ('lam',)), missing_text='λ = 0: there is no box, and the theorem says nothing'),
        ('xie2024-theorem-1-1', 'limit-x-inf', 'file', None, None, 'printed'): Kernel(xie2024_theorem_1_1_limit_x_inf_constant_printed, ('lam',), (), '', False, None, (), (), 'xie2024-theorem-1-1', 'xie2024-theorem-1-1', 'limit-x-inf', 'file', None, None, 'printed', exists=Function(xie2024_theorem_1_1_limit_x_inf_constant_printed_exists, ('lam',)), missing_text='λ = 0: there is no box, and the theorem says nothing'),
        ('xie2024-lemma-3-8', 'kkt-score', None, None, None, 'printed'): Kernel(xie2024_lemma_3_8_kkt_score_printed, ('alignment', 'gradient_l1', 'lam'), (), '', False, None, (), (), 'xie2024-lemma-3-8', 'xie2024-lemma-3-8', 'kkt-score', None, None, None, 'printed', signed=True),
        ('xie2024-lemma-3-8', 'kkt-relative', None, None, None, 'printed'): Kernel(xie2024_lemma_3_8_kkt_relative_printed, ('alignment', 'gradient_l1', 'lam'), (), '', False, None, (), (), 'xie2024-lemma-3-8', 'xie2024-lemma-3-8', 'kkt-relative', None, None, None, 'printed', signed=True, exists=Function(xie2024_lemma_3_8_kkt_relative_printed_exists, ('gradient_l1',))),
        ('xie2024-lemma-3-8', 'frank-wolfe-gap', None, None, None, 'printed'): Kernel(xie2024_lemma_3_8_frank_wolfe_gap_printed, ('alignment', 'gradient_l1', 'lam'), (), '', False, None, (), (), 'xie2024-lemma-3-8', 'xie2024-lemma-3-8', 'frank-wolfe-gap', None, None, None, 'printed', signed=True, exists=Function(xie2024_theorem_1_1_limit_x_inf_constant_printed_exists, ('lam',)), missing_text='λ = 0: without a box there is no Frank–Wolfe gap'),
        ('xie2024-lemma-3-8', 'kkt-summand', None, None, None, 'printed'): Kernel(xie2024_lemma_3_8_kkt_summand_printed, ('gradient_entry', 'lam', 'parameter_entry'), (), '', False, None, (), (), 'xie2024-lemma-3-8', 'xie2024-lemma-3-8', 'kkt-summand', None, None, None, 'printed', linear=True),
    },
    symbols={
        'gradient_l1': SymbolText('‖∇F‖₁', '\\|\\nabla F\\|_1', 'sum of the absolute entries of the gradient', '>= 0', '𝓕·𝓧^-1', is_input=False),
        'alignment': SymbolText('⟨x, ∇F⟩', '\\langle x,\\nabla F\\rangle', 'inner product of the parameters and the gradient', 'real', '𝓕', is_input=False),
        'gradient_entry': SymbolText('|∂_i|', '|\\partial_i|', 'absolute value of an entry of the gradient', '>= 0', '𝓕·𝓧^-1', is_input=False),
        'parameter_entry': SymbolText('x_i sgn ∂_i', '(x_i\\,\\mathrm{sgn}\\,\\partial_i)', 'a parameter, with the sign of its entry of the gradient', 'real', '𝓧', is_input=False),
        'rate_rise': SymbolText('max η_{k+1}/η_k', '\\max_k\\eta_{k+1}/\\eta_k', 'largest ratio of two learning rates in a row; at least 1', '> 0', 'none', is_input=False, default=Function(default_rate_rise, ()), default_text='1'),
    },
    statements={
        'xie2024-theorem-1-1': StatementInfo('What AdamW converges to, if it converges', 'Theorem 1.1, Section 1; pp. 54488–54510; arXiv:2404.04454', (Doubt('kkt-schedule'),), ('It is no rate, and no bound on any iterate: radius bounds those.', 'Parameter groups with decays λ_G have the box |x_i| ≤ 1/λ_G, i in G; where λ_G = 0 the entry ∂_i is 0. The learning rate of a group does not enter.', 'A decay that is not multiplied by the learning rate is λ/η_k here: constant only where η_k is.'), ('adamw',), 'Theorem 1.1 of Xie and Li', 'xie2024', measure='‖lim x_k‖∞', conditions=(ConditionKernel(xie2024_theorem_1_1_condition_beta_order, ('beta1', 'beta2'), ('printed',), "β2 ≤ β1 (in PyTorch's terms β1 ≤ β2)", None, 'beta2', 'v must forget no faster than m, or single updates stay large', '', 'beta-order', for_=('limit-x-inf',), carrier='limit-x-inf'), ConditionKernel(xie2024_theorem_1_1_condition_no_epsilon, ('delta',), ('printed',), 'ε = 0', None, '', 'with ε > 0 AdamW rests strictly inside the box, where K > 0', 'ε = 0; where AdamW rests with ε > 0 is said by here-rest-points', 'no-epsilon', for_=('limit-x-inf',), carrier='limit-x-inf'), ConditionKernel(xie2024_theorem_1_1_condition_rate_sum, (), ('printed',), 'Ση_k = ∞, so that exp(−λΣη_k) = 0', 'constant', '', 'the sum diverges', 'a schedule whose sum diverges: constant, 1/√k or 1/k', 'rate-sum', for_=('limit-x-inf',), carrier='limit-x-inf', when=Function(xie2024_theorem_1_1_limit_x_inf_constant_printed_exists, ('lam',))), ConditionKernel(xie2024_theorem_1_1_condition_rate_sum, (), ('printed',), 'Ση_k = ∞, so that exp(−λΣη_k) = 0', 'inverse-sqrt', '', 'the sum diverges', 'a schedule whose sum diverges: constant, 1/√k or 1/k', 'rate-sum', for_=('limit-x-inf',), carrier='limit-x-inf', when=Function(xie2024_theorem_1_1_limit_x_inf_constant_printed_exists, ('lam',))), ConditionKernel(xie2024_theorem_1_1_condition_rate_sum, (), ('printed',), 'Ση_k = ∞, so that exp(−λΣη_k) = 0', 'inverse-time', '', 'the sum diverges', 'a schedule whose sum diverges: constant, 1/√k or 1/k', 'rate-sum', for_=('limit-x-inf',), carrier='limit-x-inf', when=Function(xie2024_theorem_1_1_limit_x_inf_constant_printed_exists, ('lam',))), ConditionKernel(xie2024_theorem_1_1_condition_rate_sum_ending, ('eta', 'iterations', 'lam'), ('printed',), 'Ση_k = ∞, so that exp(−λΣη_k) = 0', 'linear', '', 'a schedule that ends at 0 moves the parameters by a finite total: they stop anywhere', 'a schedule whose sum diverges: constant, 1/√k or 1/k', 'rate-sum-ending', for_=('limit-x-inf',), carrier='limit-x-inf', when=Function(xie2024_theorem_1_1_limit_x_inf_constant_printed_exists, ('lam',)), fails_unknown=True), ConditionKernel(xie2024_theorem_1_1_condition_rate_sum_ending, ('eta', 'iterations', 'lam'), ('printed',), 'Ση_k = ∞, so that exp(−λΣη_k) = 0', 'cosine', '', 'a schedule that ends at 0 moves the parameters by a finite total: they stop anywhere', 'a schedule whose sum diverges: constant, 1/√k or 1/k', 'rate-sum-ending', for_=('limit-x-inf',), carrier='limit-x-inf', when=Function(xie2024_theorem_1_1_limit_x_inf_constant_printed_exists, ('lam',)), fails_unknown=True), ConditionKernel(xie2024_theorem_1_1_condition_rate_sum, (), ('printed',), 'Ση_k = ∞, so that exp(−λΣη_k) = 0', 'warm-up', '', 'the sum diverges', 'a schedule whose sum diverges: constant, 1/√k or 1/k', 'rate-sum', for_=('limit-x-inf',), carrier='limit-x-inf', when=Function(xie2024_theorem_1_1_limit_x_inf_constant_printed_exists, ('lam',))), ConditionKernel(xie2024_theorem_1_1_condition_rate_falls, ('rate_rise',), ('printed',), 'η_{k+1}/η_k ≤ 1 for every k', 'constant', '', '', 'no warm-up; from its end on the theorem holds where m and v are started anew', 'rate-falls', for_=('limit-x-inf',), carrier='limit-x-inf'), ConditionKernel(xie2024_theorem_1_1_condition_rate_falls, ('rate_rise',), ('printed',), 'η_{k+1}/η_k ≤ 1 for every k', 'inverse-sqrt', '', '', 'no warm-up; from its end on the theorem holds where m and v are started anew', 'rate-falls', for_=('limit-x-inf',), carrier='limit-x-inf'), ConditionKernel(xie2024_theorem_1_1_condition_rate_falls, ('rate_rise',), ('printed',), 'η_{k+1}/η_k ≤ 1 for every k', 'inverse-time', '', '', 'no warm-up; from its end on the theorem holds where m and v are started anew', 'rate-falls', for_=('limit-x-inf',), carrier='limit-x-inf'), ConditionKernel(xie2024_theorem_1_1_condition_rate_falls, ('rate_rise',), ('printed',), 'η_{k+1}/η_k ≤ 1 for every k', 'linear', '', '', 'no warm-up; from its end on the theorem holds where m and v are started anew', 'rate-falls', for_=('limit-x-inf',), carrier='limit-x-inf'), ConditionKernel(xie2024_theorem_1_1_condition_rate_falls, ('rate_rise',), ('printed',), 'η_{k+1}/η_k ≤ 1 for every k', 'cosine', '', '', 'no warm-up; from its end on the theorem holds where m and v are started anew', 'rate-falls', for_=('limit-x-inf',), carrier='limit-x-inf'), ConditionKernel(xie2024_theorem_1_1_condition_rate_rises, (), ('printed',), 'η_{k+1}/η_k ≤ 1 for every k', 'warm-up', '', 'the second step of a warm-up is twice its first', 'no warm-up; from its end on the theorem holds where m and v are started anew', 'rate-rises', for_=('limit-x-inf',), carrier='limit-x-inf'), ConditionKernel(xie2024_theorem_1_1_condition_rate_sum_of_run, ('lam', 'rate_sum'), ('printed',), 'Ση_k = ∞, so that exp(−λΣη_k) = 0', 'step', '', 'steps that fall by a factor have a finite sum, however long the run is', 'a schedule whose sum diverges: constant, 1/√k or 1/k', 'rate-sum-of-run', for_=('limit-x-inf',), carrier='limit-x-inf', when=Function(xie2024_theorem_1_1_limit_x_inf_constant_printed_exists, ('lam',)), fails_unknown=True), ConditionKernel(xie2024_theorem_1_1_condition_rate_sum_of_run, ('lam', 'rate_sum'), ('printed',), 'Ση_k = ∞, so that exp(−λΣη_k) = 0', 'file', '', 'a list of learning rates ends, and has a finite sum', 'a schedule whose sum diverges: constant, 1/√k or 1/k', 'rate-sum-of-run', for_=('limit-x-inf',), carrier='limit-x-inf', when=Function(xie2024_theorem_1_1_limit_x_inf_constant_printed_exists, ('lam',)), fails_unknown=True), ConditionKernel(xie2024_theorem_1_1_condition_rate_falls, ('rate_rise',), ('printed',), 'η_{k+1}/η_k ≤ 1 for every k', 'step', '', '', 'no warm-up; from its end on the theorem holds where m and v are started anew', 'rate-falls', for_=('limit-x-inf',), carrier='limit-x-inf'), ConditionKernel(xie2024_theorem_1_1_condition_rate_falls, ('rate_rise',), ('printed',), 'η_{k+1}/η_k ≤ 1 for every k', 'file', '', '', 'no warm-up; from its end on the theorem holds where m and v are started anew', 'rate-falls', for_=('limit-x-inf',), carrier='limit-x-inf'),), notes=(NoteKernel('NOT A BOUND: the learning rates have a finite sum, and the theorem asks for an infinite one', schedules=('linear', 'cosine', 'step', 'file'), voids=True), NoteKernel('NOT A BOUND: the learning rates rise, as in a warm-up, and the theorem asks that they never do', schedules=('warm-up',), voids=True), NoteKernel('NOT A BOUND: the learning rates rise, as in a warm-up, and the theorem asks that they never do', when=Function(xie2024_theorem_1_1_note_3_when, ('rate_rise',)), schedules=('constant', 'inverse-sqrt', 'inverse-time', 'linear', 'cosine', 'step', 'file'), voids=True), NoteKernel('NOT A BOUND: v forgets faster than m, and the theorem asks for the opposite', when=Function(xie2024_theorem_1_1_note_4_when, ('beta1', 'beta2')), voids=True), NoteKernel('NOT COVERED: the theorem is for ε = 0; with ε > 0 AdamW rests inside the box, where here-rest-points says', given='delta'), NoteKernel('holds for the limit, if there is one; the theorem does not say that there is'), NoteKernel('a constant step usually ends in a cycle whose size is about η', schedules=('constant',)),), hypotheses='F is continuously differentiable, and every gradient is that of the full batch. m_0 = v_0 = 0, no bias correction, ε = 0, β1 ≤ β2 < 1 as PyTorch writes them. The learning rates η_k never rise, and Ση_k = ∞. The iterates converge. The theorem does not say that they do. Then the limit is a KKT point of min F(x) subject to ‖x‖∞ ≤ 1/λ; a minimiser where F is convex.'),
        'xie2024-lemma-3-8': StatementInfo('Which points are KKT points of the box', 'Lemma 3.8, Section 3; pp. 54488–54510; arXiv:2404.04454', (), ('In the box K ≥ 0 and K/‖∇F‖₁ lies in [0, 2]: 0 at a KKT point, 1 where decay and gradient have nothing to do with each other. Outside the box K may be negative.', 'K has the unit of a gradient, the gap K/λ that of F. For a convex F the gap is at least F(x) − min F over the box.', 'λ = 0: K = ‖∇F‖₁.', "The norm of a minibatch's gradient is larger than that of its mean: K from one minibatch is too large on average."), ('adamw',), 'Lemma 3.8 of Xie and Li', 'xie2024', measure='K(x)', hypotheses='F is continuously differentiable, λ > 0. x is a KKT point of min F(x) subject to ‖x‖∞ ≤ 1/λ exactly where ‖x‖∞ ≤ 1/λ and K(x) = 0. That is, for each i: |x_i| < 1/λ and ∂_i = 0, or x_i = −sgn(∂_i)/λ.'),
    },
    claims={
        'kkt-score': 'holds',
        'kkt-schedule': 'false-as-printed',
    },
    citation=Citation(('Xie, Shuo', 'Li, Zhiyuan'), 'Implicit Bias of AdamW: ℓ∞-Norm Constrained Optimization', 'Proceedings of the 41st International Conference on Machine Learning, PMLR 235, 54488–54510', 2024, '', '2404.04454', '@inproceedings{xie2024,\n  author = {Xie, Shuo and Li, Zhiyuan},\n  title = {Implicit Bias of {AdamW}: $\\ell_\\infty$-Norm Constrained Optimization},\n  booktitle = {Proceedings of the 41st International Conference on Machine Learning},\n  series = {Proceedings of Machine Learning Research},\n  volume = {235},\n  pages = {54488--54510},\n  publisher = {PMLR},\n  year = {2024},\n  url = {https://proceedings.mlr.press/v235/xie24e.html},\n  eprint = {2404.04454},\n  archiveprefix = {arXiv},\n}\n'),
)
