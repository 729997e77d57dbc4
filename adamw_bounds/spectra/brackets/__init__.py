"""Error bars of a stochastic Lanczos quadrature: lower, estimate and upper of ∫f dμ and of err.

Two errors are kept apart. The quadrature error of one probe is bracketed rigorously, by the
inequalities of Chebyshev, Markov and Stieltjes on the probe's spectral distribution and by
polynomials above and below the function; what chance does over the probes is bracketed by a t
interval.

The bracket of one probe
------------------------
Let μ be the spectral measure of a symmetric matrix at a unit vector, F(t) = μ((−∞, t]), and let a
rule with nodes ξ_1 < … < ξ_m and weights ω_j > 0 integrate every polynomial of degree ≤ 2m − 2
exactly against μ. For each i there is a polynomial p of that degree with p = 1 at ξ_1 … ξ_i, p = 0
at the other nodes, p' = 0 at every node but ξ_i, and it lies above the step function of (−∞, ξ_i]
everywhere; another one lies below that of (−∞, ξ_i). Integrating both,

    Σ_{j<i} ω_j ≤ F(ξ_i⁻)   and   F(ξ_i) ≤ Σ_{j≤i} ω_j        (Chebyshev, Markov, Stieltjes).

It holds at the Gauss nodes, and between them at the nodes of every other rule with the moments of
the probe: those of the Jacobi matrix with one more row, of any last entry, where the residual of
the last step is known.

The largest and the least ∫f dF over all F with L_k ≤ F(t_k⁻), F(t_k) ≤ U_k on a support [a, b] have
a closed form. Write ∫f dF = ∫_0^1 f(q(u)) du with the quantile function q. The constraints say:
q(u) ≥ t_k for u > U_k, and q(u) ≤ t_k for u ≤ L_k. Between two neighbouring values of {L_k, U_k}
they leave q one window [A, B] and nothing else, for both ends of the windows rise with u, so that
values chosen freely in their windows and then sorted are a quantile function that obeys them too,
of the same ∫f. Hence the extremes are Σ Δu · max_{[A, B]} f and Σ Δu · min_{[A, B]} f; for f with
finitely many monotone pieces each is attained at an end of the window or at a turning point in it.
With the Gauss nodes alone the mass w_i lies in [θ_{i−1}, θ_{i+1}], θ_0 = a and θ_{m+1} = b.

For functions whose derivatives alternate in sign from a known lower end of the support on, the
Gauss rule lies on one side of ∫f dμ and the Gauss–Radau rule with a node at that end on the other:
the tighter of both enclosures is taken (see `radau`).

What partial sums say of every f at once is up to four times wider than what the moments say of one
f, err for example. There polynomials above and below f take over, near to the best ones:
`adamw_bounds.spectra.brackets.moments`.

What is added for the rest
--------------------------
*Support.* An extreme Ritz value lies inside the spectrum. Unless outer bounds are given, the ends
are moved out by ε·(λ_max − λ_min) with the ε for which all probes miss with a stated, small
probability, by Kuczyński and Woźniakowski's bound P(λ_max − θ_max ≥ ε(λ_max − λ_min)) ≤
1.648√d·exp(−√ε(2m − 1)) for a start uniform on the sphere (Gaussian probes); m is each probe's own
number of nodes, d where its Krylov space ended. For Rademacher probes it is an assumption: one of
them misses an eigenvector on a few coordinates with a probability of up to 1/2. Where their Krylov
space ends, `measure` draws Gaussian ones anew; fewer than five get a remark. For
too few steps the ends are an assumption, and marked as one.

*Rounding.* Nodes may be off by m·ε_machine·max|σ| and partial sums by m·ε_machine (plus what the
weights as stored miss of 1): windows are widened, partial sums loosened by as much. That is the
size of the backward error of Lanczos with full reorthogonalisation, without which no bracket is
claimed; in float32 on matrices of known spectrum the largest excess was below a hundredth of it.
Where the measurement recorded how far its products were from those of a symmetric matrix, three
times that takes the place of the first, and √m·ε that of the second; more where products in float64
of a few samples showed that the symmetric part of the error is larger than the other.

*Chance.* Each probe has l ≤ ∫f dμ ≤ u, and the mean of ∫f dμ over probes is tr f(H)/d. The variance
V of a probe is Hutchinson's, ≤ (2/d)·mean (f − c)² for probes uniform on the sphere or Rademacher,
its mean bracketed from above by the same windows. Where the mass that the quadrature has not placed
lies decides ∫f and V at once: an end is that of one measure with the moments, the furthest with its
own V. What chance adds, g√V with a g that rises with the kurtosis, lies below a line in V for every
measure, which makes it the integral of f ± a(f − c)²: for that there are polynomials, too. From
four probes on a t interval of E l and E u takes its place where it is far narrower. The mass of a
probe at one eigenvalue is χ²₁/d, which is skewed: where a few eigenvalues decide the variance,
either is widened by what a χ² of that many degrees of freedom asks for. Eigenvalues that every
probe found, each with the same one vector, are simple: they count 1/d each, without chance, and the
rest of each probe is a probe of the rest of the space. With one probe, a fresh start in the space
beside all vectors found shows which are simple: those beyond the support there. Those of zero rows
and of a null space, in which no start has a part, are counted; what rounding leaves in doubt of the
latter widens it and moves all nodes.

References
----------
G. Szegő, Orthogonal Polynomials, Section 3.41; G. H. Golub and G. Meurant, Matrices, Moments and
Quadrature with Applications, 2010; J. Kuczyński and H. Woźniakowski, SIAM J. Matrix Anal. Appl.
13(4):1094-1122, 1992, Theorem 4.2; M. F. Hutchinson, Comm. Statist. Simul. 19(2):433-450, 1990.
"""

from __future__ import annotations

from adamw_bounds.spectra.brackets.enclosure import Enclosure, Functional, enclose
from adamw_bounds.spectra.brackets.err import (
    bound_brackets,
    err_bracket,
    exact_excess,
    excess_bracket,
    excess_functional,
)
from adamw_bounds.spectra.brackets.interval import Bracket, combine
from adamw_bounds.spectra.brackets.radau import Alternating
from adamw_bounds.spectra.brackets.support import (
    Support,
    lower_end,
    support_bounds,
    support_of_matrix,
)
from adamw_bounds.spectra.brackets.weighed import weighed_bracket
from adamw_bounds.spectra.brackets.windows import Windows, quantile_windows

__all__ = [
    "Alternating",
    "Bracket",
    "Enclosure",
    "Functional",
    "Support",
    "Windows",
    "bound_brackets",
    "combine",
    "enclose",
    "err_bracket",
    "exact_excess",
    "excess_bracket",
    "excess_functional",
    "lower_end",
    "quantile_windows",
    "support_bounds",
    "support_of_matrix",
    "weighed_bracket",
]
