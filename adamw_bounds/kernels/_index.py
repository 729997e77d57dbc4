"""Names of the papers and the shared symbols, generated from the formulas of adamw_bounds.theory: do not edit."""
# ruff: noqa: E501
# fmt: off

from __future__ import annotations

from typing import Any

from adamw_bounds.kernels.types import (
    Function,
    SymbolText,
)


def default_c_2(m: Any, *, c_inf: Any, dim: Any) -> Any:
    t1 = m.sqrt(dim)
    t2 = c_inf * t1
    return t2


def default_sigma_l1(m: Any, *, dim: Any, sigma: Any) -> Any:
    t1 = m.sqrt(dim)
    t2 = t1 * sigma
    return t2


def default_batch_size(m: Any) -> Any:
    return 1


def default_lam(m: Any) -> Any:
    return 0


def default_lam_l2(m: Any, *, lam: Any) -> Any:
    return lam


def default_rate_sum(m: Any, *, eta: Any, iterations: Any) -> Any:
    t1 = eta * iterations
    return t1


def default_tau(m: Any) -> Any:
    return 0.05


#: Modules of the built-in papers, in the order of lists.
PAPERS = (
    'zhou2024',
    'here',
    'chen2018',
    'zhou2020',
    'zhuang2020',
    'you2019',
    'guo2023',
    'arjevani2023',
    'li2025',
    'li2023',
    'hong2024',
    'dong2024',
    'xie2025',
    'sign_descent',
    'pethick2025',
    'reddi2018',
    'amsgradw',
    'pac_bayes',
    'defossez2022',
    'ghadimi2013',
    'zhuang2022',
    'xie2024',
    'cohen2022',
    'mccandlish2018',
    'li2024',
    'malladi2022',
    'wang2024',
    'bergsma2025',
    'here_scaling',
    'here_preconditioner',
)

SHARED = {
    'c_inf': SymbolText('c∞', 'c_\\infty', 'ℓ∞ bound of the stochastic gradient', '> 0', '𝓕·𝓧^-1', how='the largest entry of any stochastic gradient; spectrum measure and a trace of Recorder hold the largest seen; usually 10⁻² to 10, and at most C where gradients are clipped to the norm C'),
    'c_2': SymbolText('G₂', 'G_2', 'ℓ2 bound of the stochastic gradient', '> 0', '𝓕·𝓧^-1', default=Function(default_c_2, ('c_inf', 'dim')), default_text='√d·c∞'),
    'smoothness': SymbolText('L', 'L', 'smoothness constant of the loss', '> 0', '𝓕·𝓧^-2', how='the largest Hessian eigenvalue, which spectrum measure gives, is never above it; usually 10 to 10⁴'),
    'sigma': SymbolText('σ', '\\sigma', 'gradient noise: standard deviation for one sample', '>= 0', '𝓕·𝓧^-1', how='spectrum measure and a trace of Recorder estimate it; that of a batch is σ/√b; usually 0.1 to 10²'),
    'smoothness_inf': SymbolText('H', 'H', 'smoothness in the max norm: ‖∇F(x) − ∇F(y)‖₁ ≤ H‖x − y‖∞', '> 0', '𝓕·𝓧^-2'),
    'sigma_l1': SymbolText('S', 'S', 'sum over the coordinates of the standard deviations of the gradient noise, for one sample', '>= 0', '𝓕·𝓧^-1', default=Function(default_sigma_l1, ('dim', 'sigma')), default_text='√d·σ'),
    'delta': SymbolText('δ', '\\delta', 'constant inside the root, √(n_k + δ)', '> 0', '𝓕^2·𝓧^-2', how="the square of Adam's ε, so --adam-eps says it too; PyTorch's default is 10⁻¹⁶"),
    'gap': SymbolText('Δ', '\\Delta', 'initial gap F(x₀) − F(x*)', '>= 0', '𝓕', how='the loss at the start, less the least that it can be: at most the loss at the start where losses are ≥ 0; about ln(classes) for cross-entropy'),
    'epsilon': SymbolText('ε', '\\epsilon', 'accuracy asked for: of the gradient norm', '> 0', '𝓕·𝓧^-1', how='your choice: a gradient norm at which you would call the run converged, 10⁻² to 1 for example'),
    'epsilon_gap': SymbolText('ε', '\\epsilon', 'accuracy asked for in Theorem 4: of the function gap', '> 0', '𝓕', is_input=False),
    'batch_size': SymbolText('b', 'b', 'minibatch size', 'integer >= 1', 'none', default=Function(default_batch_size, ()), default_text='1', how='samples of a step'),
    'mu': SymbolText('μ', '\\mu', 'Polyak–Łojasiewicz constant', '> 0', '𝓕·𝓧^-2', how='no measurement gives it: it is known for losses such as ridge regression, where it is the least eigenvalue'),
    'dim': SymbolText('d', 'd', 'number of parameters', 'integer >= 1', 'none', how='sum(p.numel() for p in model.parameters())'),
    'eta': SymbolText('η', '\\eta', 'learning rate', '> 0', '𝓧', how='the learning rate of the run, so --lr says it too; usually 10⁻⁵ to 10⁻²'),
    'beta1': SymbolText('β1', '\\beta_1', "weight of the new gradient in m (one minus PyTorch's)", '(0, 1]', 'none', how="one minus the first of PyTorch's betas, so --betas 0.9 0.999 says it too; usually 0.1"),
    'beta2': SymbolText('β2', '\\beta_2', "weight of the new squared gradient in n (one minus PyTorch's)", '(0, 1)', 'none', how="one minus the second of PyTorch's betas, so --betas 0.9 0.999 says it too; usually 10⁻³ to 0.05"),
    'lam': SymbolText('λ', '\\lambda', 'decoupled weight decay; λ₀ of the decreasing schedule', '>= 0', '𝓧^-1', default=Function(default_lam, ()), default_text='0', how="the weight decay of the run, so --weight-decay says it too; PyTorch's default is 0.01"),
    'lam_l2': SymbolText('λ_ℓ2', '\\lambda_{\\ell_2}', 'weight decay of ℓ2-Adam', '>= 0', '𝓕·𝓧^-2', default=Function(default_lam_l2, ('lam',)), default_text='λ'),
    'x0_norm': SymbolText('‖x₀‖₂', '\\|x_0\\|_2', 'norm of the initial parameters', '>= 0', '𝓧', how="root of the sum of squares of the model's parameters before the first step"),
    'x0_inf_norm': SymbolText('‖x₀‖∞', '\\|x_0\\|_\\infty', 'largest initial parameter', '>= 0', '𝓧', how='the largest parameter, in absolute value, before the first step; usually 0.1 to 1'),
    'x_inf_norm': SymbolText('‖x‖∞', '\\|x_k\\|_\\infty', 'largest parameter along the run', '>= 0', '𝓧', how='the largest parameter, in absolute value, in any step; a trace of Recorder holds it; usually 0.1 to 10'),
    'gamma': SymbolText('γ', '\\gamma', 'scale of the decaying step (Theorem 3)', '> 0', 'none'),
    'k': SymbolText('k', 'k', 'iteration', 'integer >= 1', 'none', how='a step of your choice'),
    'iterations': SymbolText('T', 'T', 'number of steps', 'integer >= 1', 'none', how='the steps of the run, or a number of your choice'),
    'rate_sum': SymbolText('Ση_k', '\\textstyle\\sum_k\\eta_k', 'sum of the learning rates of the run, of which η is the largest', '> 0', '𝓧', is_input=False, default=Function(default_rate_sum, ('eta', 'iterations')), default_text='η·T'),
    'rho': SymbolText('ρ', '\\rho', 'variance of the prior (of the initialisation)', '> 0', '𝓧^2', how='the variance with which PyTorch fills the layers, 1/(3·fan-in) for Linear and Conv; files of spectrum measure hold it where it is known; usually 10⁻³ to 0.1'),
    'samples': SymbolText('n', 'n', 'number of training samples', 'integer >= 1', 'none', how='length of the data set'),
    'tau': SymbolText('τ', '\\tau', 'confidence: the bound holds with probability 1 − τ', '(0, 1)', 'none', default=Function(default_tau, ()), default_text='1/20'),
    'x_star_norm': SymbolText('‖x*‖₂', '\\|x_*\\|_2', 'norm of the trained parameters', '>= 0', '𝓧', default=Function(default_lam, ()), default_text='0'),
    'kl': SymbolText('KL', '\\mathrm{KL}', 'KL divergence of the posterior from the prior, in nats', '>= 0', 'none', is_input=False),
    'x_norm': SymbolText('‖x_k‖₂', '\\|x_k\\|_2', 'norm of the parameters at step k, or its root mean square along the run', '>= 0', '𝓧', how='a trace of Recorder holds it; √d times a bound of the largest parameter is never below it'),
    'sharpness': SymbolText('s', 's', 'largest eigenvalue of the Hessian between two factors (√v̂+ε)^(-1/2)', '> 0', '𝓧^-1'),
    'gradient_norm': SymbolText('‖∇F‖₂', '\\|\\nabla F\\|_2', 'norm of the full gradient at the point that is looked at', '> 0', '𝓕·𝓧^-1', how='the norm of the gradient of all the data; pairs of batches in a trace of Recorder estimate it'),
    'to': SymbolText('b′', "b'", 'batch size to change to', 'integer >= 1', 'none'),
    'constant_decay': SymbolText('[λ_k = λ]', '[\\lambda_k = \\lambda]', '1 where the weight decay is held constant, as PyTorch does, else 0', '>= 0', 'none', is_input=False, default=Function(default_lam, ()), default_text='0'),
    'pytorch_update': SymbolText('[PyTorch]', '[\\text{PyTorch}]', "1 for PyTorch's update (bias-corrected, ε outside the root), 0 for the paper's", '>= 0', 'none', is_input=False, default=Function(default_lam, ()), default_text='0'),
    'constant_rate': SymbolText('[η_k = η]', '[\\eta_k = \\eta]', '1 where the learning rate is the same at every step, else 0', '>= 0', 'none', is_input=False, default=Function(default_batch_size, ()), default_text='1'),
    'group_lr_ratio': SymbolText('τ_min', '\\tau_{\\min}', 'smallest learning rate of a parameter group over the largest, which is η', '(0, 1]', 'none', default=Function(default_batch_size, ()), default_text='1'),
}
