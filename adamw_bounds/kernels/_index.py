"""Names of the papers and the shared symbols, generated from the formulas of adamw_bounds.theory: do not edit."""
# ruff: noqa: E501
# fmt: off

from __future__ import annotations

from adamw_bounds.kernels.types import SymbolText

#: Modules of the built-in papers, in the order of lists.
PAPERS = (
    'zhou2024',
    'chen2018',
    'zhou2020',
    'zhuang2020',
    'you2019',
    'guo2023',
    'arjevani2023',
    'li2025',
    'pac_bayes',
)

SHARED = {
    'c_inf': SymbolText('c∞', 'c_\\infty', 'ℓ∞ bound of the stochastic gradient', '> 0', '𝓕·𝓧^-1'),
    'c_2': SymbolText('G₂', 'G_2', 'ℓ2 bound of the stochastic gradient', '> 0', '𝓕·𝓧^-1'),
    'smoothness': SymbolText('L', 'L', 'smoothness constant of the loss', '> 0', '𝓕·𝓧^-2'),
    'sigma': SymbolText('σ', '\\sigma', 'gradient noise: standard deviation for one sample', '>= 0', '𝓕·𝓧^-1'),
    'delta': SymbolText('δ', '\\delta', 'constant inside the root, √(n_k + δ)', '> 0', '𝓕^2·𝓧^-2'),
    'gap': SymbolText('Δ', '\\Delta', 'initial gap F(x₀) − F(x*)', '>= 0', '𝓕'),
    'epsilon': SymbolText('ε', '\\epsilon', 'accuracy asked for: of the gradient norm', '> 0', '𝓕·𝓧^-1'),
    'batch_size': SymbolText('b', 'b', 'minibatch size', 'integer >= 1', 'none'),
    'mu': SymbolText('μ', '\\mu', 'Polyak–Łojasiewicz constant', '> 0', '𝓕·𝓧^-2'),
    'dim': SymbolText('d', 'd', 'number of parameters', 'integer >= 1', 'none'),
    'eta': SymbolText('η', '\\eta', 'learning rate', '> 0', '𝓧'),
    'beta1': SymbolText('β1', '\\beta_1', "weight of the new gradient in m (one minus PyTorch's)", '(0, 1]', 'none'),
    'beta2': SymbolText('β2', '\\beta_2', "weight of the new squared gradient in n (one minus PyTorch's)", '(0, 1)', 'none'),
    'lam': SymbolText('λ', '\\lambda', 'decoupled weight decay; λ₀ of the decreasing schedule', '>= 0', '𝓧^-1'),
    'lam_l2': SymbolText('λ_ℓ2', '\\lambda_{\\ell_2}', 'weight decay of ℓ2-Adam', '>= 0', '𝓕·𝓧^-2'),
    'x0_norm': SymbolText('‖x₀‖₂', '\\|x_0\\|_2', 'norm of the initial parameters', '>= 0', '𝓧'),
    'x_inf_norm': SymbolText('‖x‖∞', '\\|x_k\\|_\\infty', 'largest parameter along the run', '>= 0', '𝓧'),
    'gamma': SymbolText('γ', '\\gamma', 'scale of the decaying step (Theorem 3)', '> 0', 'none'),
    'k': SymbolText('k', 'k', 'iteration', 'integer >= 1', 'none'),
    'iterations': SymbolText('T', 'T', 'number of steps', 'integer >= 1', 'none'),
    'rho': SymbolText('ρ', '\\rho', 'variance of the prior (of the initialisation)', '> 0', '𝓧^2'),
    'samples': SymbolText('n', 'n', 'number of training samples', 'integer >= 1', 'none'),
    'tau': SymbolText('τ', '\\tau', 'confidence: the bound holds with probability 1 − τ', '(0, 1)', 'none'),
    'x_star_norm': SymbolText('‖x*‖₂', '\\|x_*\\|_2', 'norm of the trained parameters', '>= 0', '𝓧'),
}
