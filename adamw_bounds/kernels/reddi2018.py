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
    NoteKernel,
    PaperKernels,
    StatementInfo,
    SymbolText,
)


def reddi2018_theorem_1_regret_constant_adam_explicit(m: Any, *, iterations: Any, rare_slope: Any) -> Any:
    log_iterations = m.log(iterations)
    log_rare_slope = m.log(rare_slope)
    t1 = m.dot(0.6931471805599453, (1.0, log_rare_slope))
    t2 = 1.3862943611198906
    t3 = m.logsubexp(t1, t2)
    t4 = m.dot(-1.0986122886681098, (1.0, log_iterations), (1.0, t3))
    return t4, ()


def reddi2018_theorem_1_regret_constant_adam_explicit_exists(m: Any, *, rare_slope: Any) -> Any:
    return (rare_slope > 2.0)


def reddi2018_theorem_1_beta2_constant_adam_explicit(m: Any, *, rare_slope: Any) -> Any:
    log_rare_slope = m.log(rare_slope)
    t1 = 0.0
    t2 = m.dot(0.0, (2.0, log_rare_slope))
    t3 = m.logaddexp(t1, t2)
    t4 = m.dot(0.0, (2.0, log_rare_slope), (-1.0, t3))
    return t4, ()


def reddi2018_theorem_2_regret_constant_adam_explicit(m: Any, *, iterations: Any, rare_slope: Any) -> Any:
    log_iterations = m.log(iterations)
    log_rare_slope = m.log(rare_slope)
    t1 = m.dot(0.0, (1.0, log_iterations), (-1.0, log_rare_slope))
    return t1, ()


def reddi2018_theorem_2_rare_period_constant_adam_explicit(m: Any, *, beta1: Any, beta2: Any) -> Any:
    log_beta2 = m.log(beta2)
    t1 = m.log_one_minus_exp(log_beta2)
    log_beta1 = m.log(beta1)
    t2 = 0.6931471805599453
    t3, t4 = m.signed_add(t2, 1.0, log_beta1, -1.0)
    t5 = m.dot(0.0, (1.0, log_beta1), (1.0, t3))
    t6 = t4
    t7, t8 = m.signed_add(log_beta2, -1.0, t5, t6)
    t9 = 0.0
    t10 = m.dot(0.0, (0.5, t1))
    t11, t12 = m.signed_add(m.logaddexp(t9, t10), 1.0, log_beta1, -1.0)
    t13 = m.dot(0.0, (-1.0, t11))
    t14 = m.sign_power(t12, -1.0)
    t15 = m.dot(0.0, (-0.5, t1), (1.0, t7), (1.0, t13))
    t16 = t8 * t14
    t17 = m.where(t16 < 0, m.nan, t15)
    t18 = m.dot(1.3862943611198906, (-0.5, log_beta2), (-1.0, t17))
    t19 = m.dot(0.0, (-1.0, t1))
    t20 = m.log(t19)
    t21 = m.dot(1.3862943611198906, (-1.0, t20))
    t22 = m.log(t21)
    t23 = m.maximum(t9, t22)
    t24 = m.exp(t23)
    t25 = m.log_outer_root(t24, t23)
    t26 = m.dot(0.6931471805599453, (-1.0, t20), (1.0, t25))
    t27 = m.maximum(t18, t26)
    t28 = m.dot(-1.0000000000005e-12, (1.0, t27))
    t29 = m.log_ceil(t28)
    t30 = m.dot(0.6931471805599453, (1.0, t29))
    return t30, ()


def reddi2018_theorem_2_rare_period_constant_adam_explicit_exists(m: Any, *, beta1: Any, beta2: Any) -> Any:
    log_beta1 = m.log(beta1)
    t1 = 0.6931471805599453
    t2, t3 = m.signed_add(t1, 1.0, log_beta1, -1.0)
    t4 = m.dot(0.0, (1.0, log_beta1), (1.0, t2))
    t5 = t3
    log_beta2 = m.log(beta2)
    _, t7 = m.signed_add(t4, t5, log_beta2, -1.0)
    return (t7 > 0.0)


def reddi2018_theorem_1_condition_rare_slope(m: Any, *, rare_slope: Any) -> Any:
    t1 = 0.6931471805599453
    log_rare_slope = m.log(rare_slope)
    return t1, log_rare_slope, log_rare_slope


def reddi2018_theorem_2_condition_squares_forget(m: Any, *, beta2: Any, rare_slope: Any) -> Any:
    t1 = 0.0
    log_rare_slope = m.log(rare_slope)
    t2 = m.maximum(t1, log_rare_slope)
    t3 = m.log(t2)
    t4 = m.dot(0.6931471805599453, (1.0, t3))
    log_beta2 = m.log(beta2)
    t5 = m.log_one_minus_exp(log_beta2)
    t6 = m.dot(0.0, (-1.0, t5))
    t7 = m.log(t6)
    t8 = m.dot(-0.6931471805599453, (1.0, log_rare_slope), (1.0, t7))
    return t4, t8, t8


def reddi2018_theorem_2_condition_small_steps_add_up(m: Any, *, beta1: Any, beta2: Any, rare_slope: Any) -> Any:
    t1 = 1.3862943611198906
    log_beta2 = m.log(beta2)
    log_rare_slope = m.log(rare_slope)
    t2 = m.log_one_minus_exp(log_beta2)
    log_beta1 = m.log(beta1)
    t3 = 0.6931471805599453
    t4, t5 = m.signed_add(t3, 1.0, log_beta1, -1.0)
    t6 = m.dot(0.0, (1.0, log_beta1), (1.0, t4))
    t7 = t5
    t8, t9 = m.signed_add(log_beta2, -1.0, t6, t7)
    t10 = 0.0
    t11 = m.dot(0.0, (0.5, t2))
    t12, t13 = m.signed_add(m.logaddexp(t10, t11), 1.0, log_beta1, -1.0)
    t14 = m.dot(0.0, (-1.0, t12))
    t15 = m.sign_power(t13, -1.0)
    t16 = m.dot(0.0, (-0.5, t2), (1.0, t8), (1.0, t14))
    t17 = t9 * t15
    t18 = m.where(t17 < 0, m.nan, t16)
    t19 = m.dot(-0.6931471805599453, (0.5, log_beta2), (1.0, log_rare_slope), (1.0, t18))
    return t1, t19, t19


def reddi2018_theorem_2_condition_enough_periods(m: Any, *, iterations: Any, rare_slope: Any) -> Any:
    log_rare_slope = m.log(rare_slope)
    t1 = m.dot(1.3862943611198906, (1.0, log_rare_slope))
    log_iterations = m.log(iterations)
    return t1, log_iterations, log_iterations


PAPER = PaperKernels(
    key='reddi2018',
    kernels={
        ('reddi2018-theorem-1', 'regret', 'constant', 'adam', None, 'explicit'): Kernel(reddi2018_theorem_1_regret_constant_adam_explicit, ('iterations', 'rare_slope'), (), '', False, None, (), (), 'reddi2018-theorem-1', 'reddi2018-theorem-1', 'regret', 'constant', 'adam', None, 'explicit', exists=Function(reddi2018_theorem_1_regret_constant_adam_explicit_exists, ('rare_slope',)), missing_text='no number for C ≤ 2: then x = 1 is best'),
        ('reddi2018-theorem-1', 'beta2', 'constant', 'adam', None, 'explicit'): Kernel(reddi2018_theorem_1_beta2_constant_adam_explicit, ('rare_slope',), (), '', False, None, (), (), 'reddi2018-theorem-1', 'reddi2018-theorem-1', 'beta2', 'constant', 'adam', None, 'explicit', exists=Function(reddi2018_theorem_1_regret_constant_adam_explicit_exists, ('rare_slope',))),
        ('reddi2018-theorem-2', 'regret', 'constant', 'adam', None, 'explicit'): Kernel(reddi2018_theorem_2_regret_constant_adam_explicit, ('iterations', 'rare_slope'), (), '', False, None, (), (), 'reddi2018-theorem-2', 'reddi2018-theorem-2', 'regret', 'constant', 'adam', None, 'explicit'),
        ('reddi2018-theorem-2', 'rare-period', 'constant', 'adam', None, 'explicit'): Kernel(reddi2018_theorem_2_rare_period_constant_adam_explicit, ('beta1', 'beta2'), (), 'the least even C = 2N that meets both conditions, but for a relative 10⁻¹²', False, None, (), (), 'reddi2018-theorem-2', 'reddi2018-theorem-2', 'rare-period', 'constant', 'adam', None, 'explicit', exists=Function(reddi2018_theorem_2_rare_period_constant_adam_explicit_exists, ('beta1', 'beta2')), missing_text='no period: β1′ is not below √β2′'),
    },
    symbols={
        'rare_slope': SymbolText('C', 'C', 'slope of the rare losses; the others have the slope −1', '> 0', 'none'),
    },
    statements={
        'reddi2018-theorem-1': StatementInfo('Adam without momentum keeps a regret on a period of three', 'Theorem 1; arXiv:1904.09237', (), ('The losses are chosen against the settings; it says nothing of another problem.', 'x_{3k+1} = 1 for every k: the two small steps of a period undo the large one. AMSGrad, whose squares do not forget, reaches −1.', "The paper's proof has 1/√(3t+3) ≥ 1/√(2(3t+1)), which is wrong at t = 0; there the exact v does it. See the claim reddi-step."), ('adam',), 'Theorem 1 of Reddi et al.', 'reddi2018', measure='regret', conditions=(ConditionKernel(reddi2018_theorem_1_condition_rare_slope, ('rare_slope',), ('explicit',), 'C > 2', None, '', 'only then is −1 the best point', 'a larger C', 'rare-slope', for_=('regret',), carrier='beta2'),), notes=(NoteKernel('a lower bound of the regret: Adam does not come nearer to the best point', quantities=('regret',)),), hypotheses="On [−1, 1]: f_t(x) = Cx for t = 1, 4, 7, …, and −x else; C > 2; x_1 = 1. Adam without momentum and bias correction, clipped to [−1, 1]: x_{t+1} = x_t − α_t g_t/√v_t, v_t = β2′v_{t−1} + (1 − β2′)g_t², v_0 = 0. β2′ = 1/(1 + C²) in PyTorch's β; α_t = α/√t with α < √(1 − β2′). T is a multiple of 3."),
        'reddi2018-theorem-2': StatementInfo('Adam with momentum keeps a regret where large gradients are rare enough', 'Theorem 2; arXiv:1904.09237', (), ('The losses are chosen against the settings; it says nothing of another problem.', 'The period is long where β2′ is near 1: gradients as rare as once in 42620 steps for β = (0.9, 0.999).'), ('adam',), 'Theorem 2 of Reddi et al.', 'reddi2018', measure='regret', conditions=(ConditionKernel(reddi2018_theorem_2_condition_squares_forget, ('beta2', 'rare_slope'), ('explicit',), 'β2′^N(2N)² ≤ 1, as 2 ln C ≤ (C/2) ln(1/β2′)', None, '', 'the squares must have forgotten the last large gradient', 'a longer period C', 'squares-forget', for_=('regret',), carrier='rare-period'), ConditionKernel(reddi2018_theorem_2_condition_small_steps_add_up, ('beta1', 'beta2', 'rare_slope'), ('explicit',), 'N√(1 − β2′)(1 − β1′/√β2′) ≥ 4', None, '', 'the small steps of a period must undo the large one', 'a longer period C', 'small-steps-add-up', for_=('regret',), carrier='rare-period'), ConditionKernel(reddi2018_theorem_2_condition_enough_periods, ('iterations', 'rare_slope'), ('explicit',), 'T ≥ 4C', None, '', 'the regret of the first periods must have been made up for', 'more steps', 'enough-periods', for_=('regret',), carrier='rare-period'),), notes=(NoteKernel('a lower bound of the regret: Adam does not come nearer to the best point', quantities=('regret',)),), hypotheses="On [−1, 1]: f_t(x) = Cx once in C steps, and −x else; C = 2N is an even whole number. Adam with β1′ < √β2′ in PyTorch's β, clipped to [−1, 1], α_t = α/√t. β2′^N(2N)² ≤ 1, N√(1 − β2′)(1 − β1′/√β2′) ≥ 4, and T ≥ 4C."),
    },
    claims={
        'reddi-step': 'false-as-printed',
        'reddi-regret': 'holds',
        'reddi-period': 'holds',
    },
    citation=Citation(('Reddi, Sashank J.', 'Kale, Satyen', 'Kumar, Sanjiv'), 'On the Convergence of Adam and Beyond', 'International Conference on Learning Representations', 2018, '', '1904.09237', '@inproceedings{reddi2018,\n  author = {Reddi, Sashank J. and Kale, Satyen and Kumar, Sanjiv},\n  title = {On the Convergence of {Adam} and Beyond},\n  booktitle = {International Conference on Learning Representations},\n  year = {2018},\n  eprint = {1904.09237},\n  archiveprefix = {arXiv},\n}\n'),
)
