"""Every formula of the paper and of its proofs once more, in 60 digits, from the mathematics alone.

Nothing here is imported from the package. A function takes the inputs as ``M.mpf`` by name and
returns the quantity itself (not its logarithm): mpmath's exponents do not end.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

from references.numbers import Env, Key, M, half, over


# --- what the statements share ----------------------------------------------------------------
def c1(e: Env) -> Any:
    return M.sqrt(e["delta"])


def c2(e: Env) -> Any:
    return M.sqrt(e["c_inf"] ** 2 + e["delta"])


def gap0(e: Env) -> Any:
    return e["gap"] + e["lam"] / 2 * c2(e) * e["x0_norm"] ** 2


def r(e: Env) -> Any:
    return c1(e) ** 1.5 / (2 * M.sqrt(c2(e)) * e["smoothness"])


def q(e: Env) -> Any:
    return e["beta2"] * e["c_inf"] ** 2 / e["delta"]


# --- Theorem 1 --------------------------------------------------------------------------------
def rate_adamw(e: Env) -> Any:
    k = e["k"]
    shrink = M.exp(3 * k / 2 * M.log1p(-1 / M.sqrt(k))) if k > 1 else 0
    return shrink * e["distance_bound"] + e["grad_norm_bound"] / k ** (half + e["alpha"])


def rate_adamw_proof(e: Env) -> Any:
    k = e["k"]
    return (1 - 3 / (2 * M.sqrt(k))) ** k * e["distance_bound"] + e["grad_norm_bound"] / k ** (
        half + e["alpha"]
    )


def rate_l2(e: Env) -> Any:
    k = e["k"]
    shrink = M.exp(k / 2 * M.log1p(-1 / M.sqrt(k))) if k > 1 else 0
    return shrink * e["distance_bound"] + 2 * e["grad_norm_bound"] / M.sqrt(k)


# --- Theorem 2 --------------------------------------------------------------------------------
def _t2(e: Env, gap: Any) -> Any:
    L, s, d, b, eps, c = (
        e[n] for n in ("smoothness", "sigma", "delta", "batch_size", "epsilon", "c_inf")
    )
    first = M.sqrt(c) ** 5 * L * gap * s**2 / (M.root(d, 4) ** 5 * b * eps**4)
    return max(first, c**2 * s**4 / (d * b**2 * eps**4))


def t2_printed(e: Env) -> Any:
    return _t2(e, e["gap"])


def t2_corrected(e: Env) -> Any:
    return _t2(e, gap0(e))


def beta1_explicit(e: Env) -> Any:
    cap = over(c1(e) * e["batch_size"] * e["epsilon"] ** 2, 3 * c2(e) * e["sigma"] ** 2)
    return min(half, cap)


def eta_explicit(e: Env, ratio: Callable[[Env], Any] = r) -> Any:
    return min(ratio(e) * beta1_explicit(e), over(1, 4 * e["lam"]))


def r_large(e: Env) -> Any:
    return c1(e) / (2 * e["smoothness"])


def t2_explicit(e: Env, ratio: Callable[[Env], Any] = r) -> Any:
    """Through the step sizes: the two thirds of ε² that fall with T."""
    beta, eta = beta1_explicit(e), eta_explicit(e, ratio)
    eps = e["epsilon"]
    return max(
        6 * c2(e) * gap0(e) / (eta * eps**2),
        3 * c2(e) * e["sigma"] ** 2 / (c1(e) * beta * e["batch_size"] * eps**2),
    )


def t2_large(e: Env) -> Any:
    return t2_explicit(e, r_large)


def eta2_printed(e: Env) -> Any:
    d, c = e["delta"], e["c_inf"]
    bottom = 6 * M.root((c**2 + d) ** 3, 4) * e["sigma"] ** 2 * e["smoothness"]
    return over(M.root(d, 4) ** 5 * e["batch_size"] * e["epsilon"] ** 2, bottom)


def beta1_printed(e: Env) -> Any:
    top = M.sqrt(e["delta"]) * e["batch_size"] * e["epsilon"] ** 2
    return over(top, 3 * M.sqrt(e["c_inf"] ** 2 + e["delta"]) * e["sigma"] ** 2)


def lambda_printed(e: Env) -> Any:
    """|λ_k|: the kernels give the logarithm of the absolute value."""
    return e["lam"] * abs(1 - q(e)) ** e["k"]


def lambda_explicit(e: Env) -> Any:
    return e["lam"] * (1 + q(e)) ** (-e["k"] / 2)


def guarantee_constant(e: Env) -> Any:
    noise = e["sigma"] ** 2 / e["batch_size"]
    return (
        2 * c2(e) * gap0(e) / (e["eta"] * e["iterations"])
        + c2(e) * noise / (c1(e) * e["beta1"] * e["iterations"])
        + c2(e) * e["beta1"] * noise / c1(e)
    )


def steps_right(e: Env) -> Any:
    return 4 * e["eta"] ** 2 * e["epsilon"] ** 2 / c2(e)


# --- Theorem 3 --------------------------------------------------------------------------------
def _c3(e: Env) -> Any:
    L, s, d, eps, c, gap = (
        e[n] for n in ("smoothness", "sigma", "delta", "epsilon", "c_inf", "gap")
    )
    bias = M.root(c, 4) ** 5 * M.sqrt(L * gap) * s / (M.root(d, 8) ** 5 * eps**4)
    return max(bias, c * s**2 / (M.sqrt(d) * eps**4)) * M.log(1 / eps)


def t3_corrected(e: Env) -> Any:
    return t2_corrected(e) * M.log(1 / e["epsilon"]) ** 2


def r_lam(e: Env) -> Any:
    return min(r(e), over(1, 4 * e["lam"]))


def A(e: Env) -> Any:
    return 2 * c2(e) * gap0(e) / r_lam(e)


def S(e: Env) -> Any:
    return c2(e) * e["sigma"] ** 2 / (c1(e) * e["batch_size"])


def gamma_explicit(e: Env) -> Any:
    a, s = A(e), S(e)
    if s == 0:
        return M.inf if a > 0 else M.mpf(1)
    return max(M.mpf(1), M.sqrt(a / s))


def decaying(a: Any, s: Any, gamma: Any, T: Any) -> Any:
    """The guarantee of the decaying step after T steps: three regimes."""
    if gamma <= 1:
        return (a + s * (1 + gamma**2 * (1 + M.log(T)))) / (gamma * M.sqrt(T))
    if gamma**2 <= T:
        return (a + s * (1 + gamma**2 * (1 + M.log(T / gamma**2)))) / (gamma * M.sqrt(T))
    return (a + s * (1 + T)) / T


def guarantee_decaying(e: Env) -> Any:
    return decaying(A(e), S(e), e["gamma"], e["iterations"])


def guarantee_weighted(e: Env) -> Any:
    g, T = e["gamma"], e["iterations"]
    return (A(e) + S(e) * (1 + g**2 * (1 + M.log(T)))) / (2 * g * (M.sqrt(T + 1) - 1))


def convex_root(function: Callable[[Any], Any], slope: Callable[[Any], Any], start: Any) -> Any:
    """Newton from the right of the larger root of a convex function."""
    y = start
    assert function(y) >= 0
    for _ in range(500):
        step = function(y) / slope(y)
        y -= step
        if abs(step) <= abs(y) * M.mpf(10) ** -50:
            return y
    raise AssertionError("Newton's iteration did not end")


def t3_explicit(e: Env) -> Any:
    """The real T at which the guarantee is ε² for this gap and for every smaller one."""
    a, s, eps2 = A(e), S(e), e["epsilon"] ** 2
    return max(t3_of(gap, s, eps2) for gap in {a, hardest(a, s, eps2)})


def hardest(a: Any, s: Any, eps2: Any) -> Any:
    """The gap term up to ``a`` with the largest T: T rises with it up to S/u.

    Then it falls while γ² = A/S catches up with T, until that is below γ².
    """
    if not eps2 < 3 * s or not 2 * s < eps2:
        return a
    noise, low, high = s / eps2, M.mpf(0), M.mpf(1)
    for _ in range(250):
        middle = (low + high) / 2
        rises = 2 * noise * (1 + middle) > M.exp(middle / 2)
        low, high = (low, middle) if rises else (middle, high)
    return min(a, s / high)


def t3_of(a: Any, s: Any, eps2: Any) -> Any:
    """The smaller of the two regimes' answers."""
    gamma = M.mpf(1) if a == 0 else M.inf if s == 0 else max(M.mpf(1), M.sqrt(a / s))
    if s < eps2:
        flat = (a + s) / (eps2 - s)
        if flat <= gamma**2:
            return flat
    p, w = gamma * eps2, 2 * s * gamma**2
    # Past γ = 1 the first steps have the weight 1, and the logarithm starts at γ².
    Q = a + s * (1 + gamma**2) - w * M.log(gamma)
    lowest = w / p
    if p * lowest >= Q + w * M.log(lowest):
        return gamma**2
    start = 2 * (abs(Q) / p + lowest * (2 + abs(M.log(lowest)))) + 2 * lowest
    while p * start < Q + w * M.log(start):
        start *= 2
    y = convex_root(lambda y: p * y - Q - w * M.log(y), lambda y: p - w / y, start)
    return max(gamma**2, y**2)


def gamma3(e: Env, gap: Any, batch: Any) -> Any:
    top = M.root(e["c_inf"], 4) * M.sqrt(e["smoothness"] * gap * batch)
    if top == 0:
        return M.mpf(1)
    return max(M.mpf(1), over(top, M.root(e["delta"], 8) * e["sigma"]))


def weight(e: Env) -> Any:
    return e["gamma"] / M.sqrt(e["k"] + 1)


# --- Theorem 4 --------------------------------------------------------------------------------
def level(e: Env) -> Any:
    """σ²/(b μ ε_k)."""
    return e["sigma"] ** 2 / (e["batch_size"] * e["mu"] * e["stage_epsilon"])


def stage_printed(e: Env, power_of_mu: int) -> Any:
    c, d = e["c_inf"], e["delta"]
    first = M.sqrt(c) ** 5 * e["smoothness"] * e["sigma"] ** 2
    first /= e["mu"] ** 2 * M.root(d, 4) ** 5 * e["batch_size"] * e["stage_epsilon"]
    second = c**2 * e["sigma"] ** 2
    second /= e["mu"] ** power_of_mu * d * e["batch_size"] * e["stage_epsilon"]
    return max(first, second)


def total_bias(e: Env, accuracy: Any) -> Any:
    c, d = e["c_inf"], e["delta"]
    top = M.sqrt(c) ** 5 * e["smoothness"] * e["sigma"] ** 2
    return top / (e["mu"] ** 2 * M.root(d, 4) ** 5 * accuracy)


def total_constant(e: Env) -> Any:
    second = e["c_inf"] ** 2 * e["sigma"] ** 2 / (e["mu"] * e["delta"] * e["epsilon_gap"])
    return max(total_bias(e, e["epsilon_gap"]), second)


def stage_explicit(e: Env, first_stage: bool = False) -> Any:
    ratio, kappa, noise = c2(e) / c1(e), e["smoothness"] / e["mu"], level(e)
    if 3 * ratio * noise <= 4:  # 2 c1 b mu eps/(3 c2 sigma^2) >= 1/2: beta is capped
        return max(24 * ratio**1.5 * kappa, M.mpf(20))
    second = 9 * ratio**2 * noise**2 / 4 if first_stage else 15 * ratio * noise
    return max(18 * ratio**2.5 * kappa * noise, second)


def smallest_log_root(alpha: Any, beta: Any, kappa: Any) -> Any:
    """Smallest T >= 1 with sqrt(T+1) >= alpha + beta (kappa + log T), by bisection in log T."""

    def short(u: Any) -> bool:
        return M.sqrt(M.exp(u) + 1) < alpha + beta * (kappa + u)

    low = M.mpf(0)
    if not short(low):
        return M.mpf(1)
    high = M.mpf(1)
    while short(high):
        low, high = high, 2 * high
    for _ in range(130):
        middle = (low + high) / 2
        if short(middle):
            low = middle
        else:
            high = middle
    return M.exp(high)


def stage_AS(e: Env) -> tuple[Any, Any]:
    ratio = c2(e) / c1(e)
    a = 4 * c2(e) ** 1.5 * e["smoothness"] * e["stage_epsilon"] / c1(e) ** 1.5
    return a, ratio * e["sigma"] ** 2 / (2 * e["batch_size"])


def stage_decaying_arguments(e: Env, first_stage: bool = False) -> tuple[Any, Any, Any]:
    """α, β, κ of the stage's inequality sqrt(T+1) >= α + β (κ + log T)."""
    a, s = stage_AS(e)
    ratio, kappa = c2(e) / c1(e), e["smoothness"] / e["mu"]
    if a >= s:  # gamma = 1
        flat = 2 * ratio**1.5 * kappa
        return (M.mpf(1), flat, M.mpf(3)) if first_stage else (M.mpf(3), flat, M.mpf(2))
    root = M.sqrt(ratio**2.5 * kappa * level(e) / 2)
    if first_stage:
        return M.mpf(1), root, 2 + s / a
    return 1 + 2 * M.sqrt(s / a), root, M.mpf(2)


def stage_decaying(e: Env, first_stage: bool = False) -> Any:
    return smallest_log_root(*stage_decaying_arguments(e, first_stage))


def beta4_printed(e: Env) -> Any:
    top = M.sqrt(e["delta"]) * e["mu"] * e["batch_size"] * e["stage_epsilon"]
    return over(top, 6 * c2(e) * e["sigma"] ** 2)


def beta4_explicit(e: Env) -> Any:
    top = 2 * c1(e) * e["batch_size"] * e["mu"] * e["stage_epsilon"]
    return min(half, over(top, 3 * c2(e) * e["sigma"] ** 2))


def eta4_printed(e: Env) -> Any:
    top = M.root(e["delta"], 4) ** 5 * e["mu"] * e["batch_size"] * e["stage_epsilon"]
    return over(top, 12 * M.sqrt(c2(e)) ** 3 * e["sigma"] ** 2 * e["smoothness"])


def gamma4(e: Env) -> Any:
    top = M.root(c2(e), 4) * M.sqrt(e["smoothness"] * e["batch_size"] * e["stage_epsilon"])
    return over(top, M.root(e["delta"], 8) * e["sigma"])


def gamma4_explicit(e: Env) -> Any:
    a, s = stage_AS(e)
    return min(M.mpf(1), M.sqrt(over(a, s)))


def stages(start: float, target: float) -> int:
    """K, exactly: the least K >= 0 with ε₀/2^K <= ε."""
    count, have, want = 0, Fraction(start), Fraction(target)
    while have > want:
        have /= 2
        count += 1
    return count


# --- Section 5 --------------------------------------------------------------------------------
def x_adamw(e: Env) -> Any:
    a = 2 * e["rho"] * e["batch_size"] / e["eta"]
    return a * (M.sqrt(e["singular_value"]) + e["lam"])


def x_l2(e: Env) -> Any:
    a = 2 * e["rho"] * e["batch_size"] / e["eta"]
    root = M.sqrt(e["singular_value"])
    return a * (root + e["lam_l2"] / root)


def x_adamw_batch(e: Env) -> Any:
    """ρ over (η/2)/(√(bσ) + λ), the stationary variance where v² averages to σ/b."""
    return 2 * e["rho"] / e["eta"] * (M.sqrt(e["batch_size"] * e["singular_value"]) + e["lam"])


def x_l2_batch(e: Env) -> Any:
    root = M.sqrt(e["singular_value"])
    a = 2 * e["rho"] * M.sqrt(e["batch_size"]) / e["eta"]
    return a * (root + e["lam_l2"] / root)


def h(x: Any) -> Any:
    return M.log(x) + 1 / x


def c0(e: Env, share: Any) -> Any:
    confidence = 2 * M.log(2 * e["samples"] / e["tau"])
    return share * (e["x_star_norm"] ** 2 / e["rho"] - e["dim"]) + confidence


def phi(e: Env) -> Any:
    return M.sqrt(8) / M.sqrt(e["samples"]) * M.sqrt(e["err"] + e["c0"])


def kl(e: Env) -> Any:
    return (e["err"] + e["x_star_norm"] ** 2 / e["rho"] - e["dim"]) / 2


# --- the table: kernel -> formula -------------------------------------------------------------
def _times_b(function: Callable[[Env], Any]) -> Callable[[Env], Any]:
    return lambda e: e["batch_size"] * function(e)


def _log_epsilon(e: Env) -> Any:
    return M.log(1 / e["epsilon"])


REFERENCES: dict[Key, Callable[[Env], Any]] = {}


def _put(
    statement: str,
    quantity: str,
    schedule: str | None = None,
    optimizer: str | None = None,
    case: str | None = None,
    **variants: Callable[[Env], Any],
) -> None:
    for name, function in variants.items():
        key = (statement, quantity, schedule, optimizer, case, name.replace("_", "-"))
        REFERENCES[key] = function


_put(
    "theorem-1",
    "distance",
    optimizer="adamw",
    printed=rate_adamw,
    corrected=rate_adamw,
    explicit=rate_adamw_proof,
)
_put("theorem-1", "distance", optimizer="l2-adam", printed=rate_l2, corrected=rate_l2)
_t2_variants = {
    "printed": t2_printed,
    "corrected": t2_corrected,
    "explicit": t2_explicit,
    "explicit_large_step": t2_large,
}
_put("theorem-2", "iterations", "constant", **_t2_variants)
_put(
    "theorem-2",
    "gradient-complexity",
    "constant",
    **{name: _times_b(function) for name, function in _t2_variants.items()},
)
_put(
    "theorem-2",
    "eta-max",
    "constant",
    printed=eta2_printed,
    corrected=eta2_printed,
    explicit=eta_explicit,
    explicit_large_step=lambda e: eta_explicit(e, r_large),
)
_put(
    "theorem-2",
    "beta1-max",
    "constant",
    printed=beta1_printed,
    corrected=lambda e: min(M.mpf(1), beta1_printed(e)),
    explicit=beta1_explicit,
    explicit_large_step=beta1_explicit,
)
for _theorem in ("theorem-2", "theorem-3"):
    _put(
        _theorem,
        "beta2-max",
        printed=lambda e: M.mpf(1),
        # Without decay nothing depends on how λ_k falls.
        corrected=lambda e: (
            min(M.mpf(1), e["delta"] / e["c_inf"] ** 2) if e["lam"] > 0 else M.mpf(1)
        ),
        explicit=lambda e: M.mpf(1),
    )
    _put(
        _theorem,
        "lambda-k",
        printed=lambda_printed,
        corrected=lambda_printed,
        explicit=lambda_explicit,
    )
_put("theorem-2", "gradient-norm-squared", "constant", explicit=guarantee_constant)
_put(
    "theorem-2",
    "step-norm-squared",
    "constant",
    printed=lambda e: (e["eta"] * e["epsilon"] / 2) ** 2,
    corrected=steps_right,
    explicit=steps_right,
)
_put(
    "theorem-2",
    "momentum-error",
    "constant",
    printed=lambda e: 8 * e["epsilon"] ** 2,
    corrected=lambda e: 8 * e["epsilon"] ** 2,
    explicit=lambda e: c1(e) / c2(e) * (M.mpf(2) / 3 + c1(e) / c2(e)) * e["epsilon"] ** 2,
    explicit_large_step=lambda e: M.mpf(5) / 3 * c1(e) / c2(e) * e["epsilon"] ** 2,
)
_put(
    "corollary-2",
    "c-inf",
    optimizer="l2-adam",
    corrected=lambda e: e["c_inf"] + e["lam_l2"] * e["x_inf_norm"],
)
_put(
    "corollary-2",
    "smoothness",
    optimizer="l2-adam",
    corrected=lambda e: e["smoothness"] + e["lam_l2"],
)
_put(
    "corollary-2",
    "gap",
    optimizer="l2-adam",
    corrected=lambda e: e["gap"] + e["lam_l2"] * e["x0_norm"] ** 2 / 2,
)
_put(
    "theorem-3",
    "iterations",
    "decaying",
    printed=lambda e: _c3(e) / e["batch_size"],
    corrected=t3_corrected,
    explicit=t3_explicit,
)
_put(
    "theorem-3",
    "gradient-complexity",
    "decaying",
    printed=_c3,
    corrected=_times_b(t3_corrected),
    explicit=_times_b(t3_explicit),
)
_put(
    "theorem-3",
    "gamma",
    "decaying",
    printed=lambda e: gamma3(e, e["gap"], 1),
    corrected=lambda e: gamma3(e, gap0(e), e["batch_size"]),
    explicit=gamma_explicit,
)
_put(
    "theorem-3",
    "eta-k",
    "decaying",
    printed=lambda e: r(e) * weight(e),
    corrected=lambda e: r(e) * min(M.mpf(1), weight(e)),
    explicit=lambda e: r_lam(e) * min(M.mpf(1), weight(e)),
)
_put(
    "theorem-3",
    "beta1-k",
    "decaying",
    printed=weight,
    corrected=lambda e: min(M.mpf(1), weight(e)),
    explicit=lambda e: min(M.mpf(1), e["gamma"] / M.sqrt(e["k"])),
)
_put("theorem-3", "gradient-norm-squared", "decaying", explicit=guarantee_decaying)
_put(
    "theorem-3",
    "gradient-norm-squared",
    "decaying",
    case="weighted-output",
    explicit=guarantee_weighted,
)
_put(
    "theorem-4",
    "iterations",
    "constant",
    case="stage",
    printed=lambda e: stage_printed(e, 3),
    corrected=lambda e: stage_printed(e, 1),
    explicit=stage_explicit,
)
_put(
    "theorem-4",
    "iterations",
    "constant",
    case="first-stage",
    explicit=lambda e: stage_explicit(e, first_stage=True),
)
_put(
    "theorem-4",
    "gradient-complexity",
    "constant",
    printed=total_constant,
    corrected=total_constant,
)
_put(
    "theorem-4",
    "iterations",
    "decaying",
    case="stage",
    printed=lambda e: total_bias(e, e["epsilon_gap"]) / e["batch_size"],
    corrected=lambda e: (
        total_bias(e, e["stage_epsilon"])
        / e["batch_size"]
        * M.log(e["stage_start"] / e["stage_epsilon"]) ** 2
    ),
    explicit=stage_decaying,
)
_put(
    "theorem-4",
    "iterations",
    "decaying",
    case="first-stage",
    explicit=lambda e: stage_decaying(e, first_stage=True),
)
_put(
    "theorem-4",
    "gradient-complexity",
    "decaying",
    printed=lambda e: total_bias(e, e["epsilon_gap"]),
    corrected=lambda e: (
        total_bias(e, e["epsilon_gap"]) * M.log(e["stage_start"] / e["epsilon_gap"]) ** 2
    ),
)
_put(
    "theorem-4",
    "eta-max",
    "constant",
    case="stage",
    printed=eta4_printed,
    corrected=eta4_printed,
    explicit=lambda e: r(e) * beta4_explicit(e),
)
_put(
    "theorem-4",
    "beta1-max",
    "constant",
    case="stage",
    printed=beta4_printed,
    corrected=lambda e: min(M.mpf(1), beta4_printed(e)),
    explicit=beta4_explicit,
)
_put(
    "theorem-4",
    "gamma",
    "decaying",
    case="stage",
    printed=lambda e: max(M.mpf(1), gamma4(e)),
    corrected=lambda e: min(M.mpf(1), gamma4(e)),
    explicit=gamma4_explicit,
)
for _name, _function in (("eta-k", lambda e: r(e) * weight(e)), ("beta1-k", weight)):
    _put(
        "theorem-4",
        _name,
        "decaying",
        case="stage",
        printed=_function,
        corrected=_function,
        explicit=_function if _name == "eta-k" else lambda e: e["gamma"] / M.sqrt(e["k"]),
    )
for _theorem in ("theorem-6", "theorem-7", "corollary-3"):
    _put(_theorem, "c0", printed=lambda e: c0(e, half), corrected=lambda e: c0(e, 1))
    _put(_theorem, "phi", printed=phi, corrected=phi)
    _put(_theorem, "kl", corrected=kl)
for _optimizer, _x, _batch in (
    ("adamw", x_adamw, x_adamw_batch),
    ("l2-adam", x_l2, x_l2_batch),
):
    for _quantity in ("x", "x-plain"):
        _put("corollary-3", _quantity, optimizer=_optimizer, printed=_x, corrected=_batch)
    _put(
        "corollary-3",
        "err-summand",
        optimizer=_optimizer,
        printed=lambda e, x=_x: h(x(e)),
        corrected=lambda e, x=_batch: h(x(e)),
    )


def err_printed(e: Env) -> Any:
    """−ln det M + (η/2bρ) Tr M + d ln(2bρ/η) for M itself, from ln det and Tr of M/ρ."""
    a = 2 * e["rho"] * e["batch_size"] / e["eta"]
    log_det_m = e["log_det"] + e["dim"] * M.log(e["rho"])
    return -log_det_m + e["rho"] * e["trace"] / a + e["dim"] * M.log(a)


for _theorem in ("theorem-6", "theorem-7"):
    _put(
        _theorem,
        "err-moments",
        printed=err_printed,
        corrected=lambda e: e["trace"] - e["log_det"],
    )
for _optimizer, _x, _slope in (
    ("adamw", x_adamw_batch, lambda e: 2 * e["rho"] / e["eta"]),
    (
        "l2-adam",
        x_l2_batch,
        lambda e: 2 * e["rho"] / e["eta"] * M.sqrt(M.mpf(e["batch_size"]) / e["singular_value"]),
    ),
):
    _put(
        "corollary-3",
        "err-slope",
        optimizer=_optimizer,
        corrected=lambda e, x=_x, slope=_slope: (x(e) - 1) / x(e) ** 2 * slope(e),
    )
_put(
    "corollary-3",
    "mean-summand",
    optimizer="adamw",
    corrected=lambda e: (
        e["batch_size"]
        * e["singular_value"]
        * e["x_star_component"] ** 2
        / (e["rho"] * (M.sqrt(e["batch_size"] * e["singular_value"]) + e["lam"]) ** 2)
    ),
)
_put(
    "corollary-3",
    "mean-slope",
    optimizer="adamw",
    corrected=lambda e: (
        -2
        * e["batch_size"]
        * e["singular_value"]
        * e["x_star_component"] ** 2
        / (e["rho"] * (M.sqrt(e["batch_size"] * e["singular_value"]) + e["lam"]) ** 3)
    ),
)
_put(
    "corollary-3",
    "mean-summand",
    optimizer="l2-adam",
    corrected=lambda e: (
        (e["singular_value"] * e["x_star_component"] / (e["singular_value"] + e["lam_l2"])) ** 2
        / e["rho"]
    ),
)
_put(
    "corollary-3",
    "mean-slope",
    optimizer="l2-adam",
    corrected=lambda e: (
        -2
        * (e["singular_value"] * e["x_star_component"]) ** 2
        / (e["rho"] * (e["singular_value"] + e["lam_l2"]) ** 3)
    ),
)
_put(
    "corollary-3",
    "lambda-cap",
    optimizer="adamw",
    corrected=lambda e: e["eta"] / (2 * e["rho"]) - M.sqrt(e["batch_size"] * e["singular_value"]),
)


# --- Adam and ℓ2-Adam -------------------------------------------------------------------------
def undecayed(e: Env) -> dict[str, Any]:
    """Adam: no decay."""
    return {**e, "lam": M.mpf(0), "x0_norm": M.mpf(0)}


def regularised(e: Env) -> dict[str, Any]:
    """ℓ2-Adam: no decoupled decay, and the constants of the loss with λ/2‖x‖² added."""
    if "lam_l2" not in e:  # where the formula does not depend on the constants
        return undecayed(e)
    lam = e["lam_l2"]
    more = {
        "c_inf": lambda value: value + lam * e["x_inf_norm"],
        "smoothness": lambda value: value + lam,
        "gap": lambda value: value + lam / 2 * e["x0_norm"] ** 2,
    }
    return {
        **undecayed(e),
        **{name: change(e[name]) for name, change in more.items() if name in e},
    }


def _read(function: Callable[[Env], Any], change: Callable[[Env], Any]) -> Callable[[Env], Any]:
    return lambda e: function(change(e))


for _key, _function in list(REFERENCES.items()):
    _theorem, _quantity, _schedule, _optimizer, _case, _variant = _key
    if _theorem not in ("theorem-2", "theorem-3", "theorem-4"):
        continue
    _owner = "corollary-2" if _theorem == "theorem-2" else _theorem
    for _who, _change in (
        ("adam", undecayed),
        ("l2-adam", undecayed if _variant == "printed" else regularised),
    ):
        _place = (_owner, _quantity, _schedule, _who, _case, _variant)
        REFERENCES[_place] = _read(_function, _change)
