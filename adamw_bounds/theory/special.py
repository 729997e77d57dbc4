"""Functions that the formulas need beyond powers and logarithms, as sympy functions.

Two are roots of equations, with a closed form in the branch ``W_{-1}`` of Lambert's function or a
unique root. Others belong to the sharper proofs: the best values of what a proof leaves free, and
sums. They are evaluated by :mod:`adamw_bounds.kernels.mathematics` without ever forming a number
that underflows; here they are defined, in any number of digits. The least count of a bound is a
search, which :mod:`adamw_bounds.engine.least` does.
"""

from __future__ import annotations

import re
from typing import Any

import mpmath
import sympy as sp

__all__ = [
    "BestMomentum",
    "BestRest",
    "BiasSum",
    "Crest",
    "DecaySplit",
    "Erf",
    "KernelFunction",
    "LargestStep",
    "LeastCount",
    "LogRoot",
    "OuterRoot",
    "PowerSum",
    "Quotient",
    "Rate",
    "Shrink",
    "Spare",
    "UpToPole",
    "YoungWeight",
]


class OuterRoot(sp.Function):
    r"""The root t >= 1 of t - log t = x, for x >= 1: ``-W_{-1}(-exp(-x))``.

    The smallest y with ``p y >= Q + w log y`` is ``(w/p) OuterRoot(Q/w - log(p/w))``.
    """

    nargs = 1
    meaning = (
        r"$W_{-1}$ is the lower branch of Lambert's function: $-W_{-1}(-e^{-x})$ is the root "
        r"$t \ge 1$ of $t - \log t = x$."
    )

    def fdiff(self, argindex: int = 1) -> sp.Expr:
        """Return the derivative, t/(t - 1)."""
        return self / (self - 1)

    def _eval_is_positive(self) -> bool:
        return True

    def _eval_rewrite_as_LambertW(self, arg: sp.Expr, **kwargs: Any) -> sp.Expr:  # noqa: N802
        return -sp.LambertW(-sp.exp(-arg), -1)

    def _eval_evalf(self, prec: int) -> sp.Expr:
        arg = self.args[0].evalf()
        if not arg.is_Float and not arg.is_Integer:
            return self
        with mpmath.workprec(prec + 20):
            x = mpmath.mpf(str(self.args[0].evalf(int(prec / 3.3) + 10)))
            start = x + mpmath.log(x) + mpmath.mpf(1) / 2
            root = _newton(lambda t: t - mpmath.log(t) - x, lambda t: 1 - 1 / t, start)
            return sp.Float(root, precision=prec)

    def _latex(self, printer: Any, exp: str | None = None) -> str:
        inner = printer.doprint(self.args[0])
        text = rf"-W_{{-1}}\left(-e^{{-{_braced(inner)}}}\right)"
        return text if exp is None else rf"\left({text}\right)^{{{exp}}}"


class LogRoot(sp.Function):
    r"""The smallest T >= 1 with sqrt(T+1) >= alpha + beta (kappa + log T), and all larger T too.

    Arguments are ``(alpha, beta, kappa)`` with alpha >= 1, beta > 0, kappa > 0.
    """

    nargs = 3

    def _eval_is_positive(self) -> bool:
        return True

    def _eval_evalf(self, prec: int) -> sp.Expr:
        digits = int(prec / 3.3) + 10
        numbers = [arg.evalf(digits) for arg in self.args]
        if not all(number.is_number for number in numbers):
            return self
        with mpmath.workprec(prec + 20):
            alpha, beta, kappa = (mpmath.mpf(str(number)) for number in numbers)
            if mpmath.sqrt(2) >= alpha + beta * kappa:
                return sp.Float(1, precision=prec)
            # Convex in y = sqrt(T+1) and positive at the start: Newton falls on the larger root.
            start = 2 * (alpha + beta * kappa) + 8 * beta * (1 + abs(mpmath.log(1 + beta))) + 2
            root = _newton(
                lambda y: y - alpha - beta * (kappa + mpmath.log(y * y - 1)),
                lambda y: 1 - 2 * beta * y / (y * y - 1),
                start,
            )
            return sp.Float(max(root * root - 1, mpmath.mpf(1)), precision=prec)

    def _latex(self, printer: Any, exp: str | None = None) -> str:
        alpha, beta, kappa = (printer.doprint(arg) for arg in self.args)
        if self.args[1].is_Add:
            beta = rf"\left({beta}\right)"
        text = (
            rf"\min\left\{{T \ge 1 : \sqrt{{T+1}} \ge {alpha} + {beta}"
            rf"\left({kappa} + \log T\right)\right\}}"
        )
        return text if exp is None else rf"\left({text}\right)^{{{exp}}}"


class KernelFunction(sp.Function):
    """A function that a backend has under a name of its own.

    Attributes
    ----------
    kernel : str
        The backend's method; it returns the natural logarithm of the function.
    takes : tuple of {"log", "value", "sum", "twofold", "number"}
        How it takes each argument: as a logarithm, as it is, as it is and written out as a sum of
        inputs, in twice a float's digits from the inputs on, or as a whole number in the code.
    at_least_one, at_most_one : bool
        What is known of its size; it is never negative.
    text : str
        How it is called in Unicode.
    meaning : str
        What it is, a sentence of LaTeX; empty where its formula says it.
    """

    kernel = ""
    takes: tuple[str, ...] = ()
    at_least_one = False
    at_most_one = False
    _symbol = ""
    text = ""
    meaning: str

    def _eval_is_nonnegative(self) -> bool:
        return True

    def _eval_evalf(self, prec: int) -> sp.Expr:
        digits = int(prec / 3.3) + 15
        numbers = [arg.evalf(digits) for arg in self.args]
        if not all(number.is_number for number in numbers):
            return self
        with mpmath.workprec(prec + 40):
            values = [mpmath.mpf(str(number)) for number in numbers]
            return sp.Float(self._number(*values), precision=prec)

    @staticmethod
    def _number(*values: Any) -> Any:
        """Return the function of numbers, by its definition."""
        raise NotImplementedError

    def _latex(self, printer: Any, exp: str | None = None) -> str:
        inner = ", ".join(printer.doprint(arg) for arg in self.args)
        text = rf"{self._symbol}\left({inner}\right)"
        return text if exp is None else rf"{{{text}}}^{{{exp}}}"


class YoungWeight(KernelFunction):
    r"""The best free weight p of the proof: arguments ``(z, decay, beta1, s)``.

    The larger root of ``(1+s) z² (1-β1)² (1 - p β1) = (1 - λη - z β1) p (2 - β1 - p)``, with
    ``z = ηL/(β1 c1)``, ``decay = λη`` and the split s of a constant decay's error (0 without).
    """

    nargs = 4
    kernel = "log_young"
    takes = ("twofold", "twofold", "value", "log")
    at_least_one = True
    _symbol = r"p_{\ast}"
    text = "p*"
    meaning = (
        r"$p_{\ast}(z, h, \beta_1, s)$ is the larger root $p$ of "
        r"$(1 + s) z^2 (1 - \beta_1)^2 (1 - p \beta_1) = (1 - h - z \beta_1) p (2 - \beta_1 - p)$, "
        r"and $1$ where $(1 + s) z^2 (1 - \beta_1)^2 \ge 1 - h - z \beta_1$."
    )

    @staticmethod
    def _number(*values: Any) -> Any:
        z, decay, beta1, split = values
        room = 1 - decay - z * beta1
        load = (1 + split) * (z * (1 - beta1)) ** 2
        if load >= room:
            return mpmath.mpf(1)
        used, rest = load / room, 2 - beta1
        root = mpmath.sqrt((1 - used) * (rest**2 - beta1**2 * used))
        return (rest + beta1 * used + root) / 2


class BiasSum(KernelFunction):
    r"""What bias-corrected momentum adds to the noise at the start, of ``(beta1)``.

    ``Σ_{i≥1} (a_i² + 2 β1 a_i)`` with ``a_i = β1 θ^i/(1 - θ^i)``, ``θ = 1 - β1``. At most 1.715.
    """

    nargs = 1
    kernel = "log_bias_sum"
    takes = ("value",)
    _symbol = "C"
    text = "C"
    meaning = (
        r"$C(\beta_1) = \sum_{i \ge 1} (a_i^2 + 2 \beta_1 a_i)$ with "
        r"$a_i = \beta_1 \theta^i/(1 - \theta^i)$ and $\theta = 1 - \beta_1$."
    )

    @staticmethod
    def _number(*values: Any) -> Any:
        (beta1,) = values
        if beta1 >= 1:
            return mpmath.mpf(0)
        # Two Lambert series: β1² Σ (Σ_{d|n} d + Σ_{d|n} 1) θ^n, the first by its modular form.
        t = -mpmath.log1p(-beta1)
        sums = mpmath.mpf(0)
        dual = 4 * mpmath.pi**2 / t
        rate = t if t > 2 * mpmath.pi else dual
        for n in range(1, int(mpmath.mp.prec / rate) + 3):
            sums += n / mpmath.expm1(rate * n)
        if rate is not t:
            sums = mpmath.pi**2 / (6 * t**2) - 1 / (2 * t) + mpmath.mpf(1) / 24 - dual / t * sums
        divisors = mpmath.mpf(0)
        if t > 0.1:
            for n in range(1, int(mpmath.sqrt(mpmath.mp.prec / t)) + 3):
                one = mpmath.exp(-t * n)
                divisors += mpmath.exp(-t * n * n) * (1 + one) / -mpmath.expm1(-t * n)
        else:  # their expansion at 0 diverges only after e^{-39/t}
            divisors = (mpmath.euler - mpmath.log(t)) / t + mpmath.mpf(1) / 4
            for j in range(1, 40):
                even = 2 * j
                bernoulli = mpmath.bernoulli(even)
                divisors -= bernoulli**2 * t ** (even - 1) / (even * mpmath.factorial(even))
        return beta1**2 * (sums + divisors)


class Quotient(KernelFunction):
    r"""``x/y`` of ``(x, y)`` in one unit, whose logarithm keeps its digits where x is next to y.

    A difference of two logarithms has lost them: 1 − x/y is then noise.
    """

    nargs = 2
    kernel = "log_quotient"
    takes = ("sum", "sum")

    @staticmethod
    def _number(*values: Any) -> Any:
        return values[0] / values[1]

    def _latex(self, printer: Any, exp: str | None = None) -> str:
        top, bottom = (printer.doprint(arg) for arg in self.args)
        text = rf"\frac{{{top}}}{{{bottom}}}"
        return text if exp is None else rf"\left({text}\right)^{{{exp}}}"


class Spare(KernelFunction):
    r"""What is spare, max(x, 0) of ``(x)``, in twice a float's digits from the inputs on.

    For a difference that cancels where it matters: next to the largest step that a proof allows.
    """

    nargs = 1
    kernel = "log_spare"
    takes = ("twofold",)

    @staticmethod
    def _number(*values: Any) -> Any:
        return max(values[0], mpmath.mpf(0))

    def _latex(self, printer: Any, exp: str | None = None) -> str:
        text = str(printer.doprint(self.args[0]))
        return rf"\left({text}\right)" + ("" if exp is None else rf"^{{{exp}}}")


class UpToPole(KernelFunction):
    r"""``x`` of ``(x, left)`` where ``left`` is positive; infinite where it is 0.

    For a bound over ``left`` whose other factors may be 0 there too.
    """

    nargs = 2
    kernel = "log_up_to_pole"
    takes = ("log", "log")

    @staticmethod
    def _number(*values: Any) -> Any:
        return values[0] if values[1] > 0 else mpmath.inf

    def _latex(self, printer: Any, exp: str | None = None) -> str:
        text = str(printer.doprint(self.args[0]))
        return text if exp is None else rf"\left({text}\right)^{{{exp}}}"


class Rate(KernelFunction):
    r"""``-log(1 - h)`` of ``(h)``: how fast (1 - h)^T falls."""

    nargs = 1
    kernel = "log_rate"
    takes = ("log",)
    _symbol = r"\operatorname{rate}"
    text = "rate"

    @staticmethod
    def _number(*values: Any) -> Any:
        return -mpmath.log1p(-values[0])

    def _latex(self, printer: Any, exp: str | None = None) -> str:
        text = rf"\left(-\log\left(1 - {printer.doprint(self.args[0])}\right)\right)"
        return text if exp is None else rf"{text}^{{{exp}}}"


class Shrink(KernelFunction):
    r"""``(1 - h)^T`` of ``(h, T)``, which needs the digits of h and not those of 1 - h."""

    nargs = 2
    kernel = "log_shrink"
    takes = ("twofold", "twofold")
    at_most_one = True
    text = "shrink"

    @staticmethod
    def _number(*values: Any) -> Any:
        h, count = values
        return mpmath.exp(count * mpmath.log1p(-h)) if h < 1 else mpmath.mpf(0)

    def _latex(self, printer: Any, exp: str | None = None) -> str:
        h, count = (printer.doprint(arg) for arg in self.args)
        text = rf"\left(1 - {h}\right)^{{{count}}}"
        return text if exp is None else rf"\left({text}\right)^{{{exp}}}"


class PowerSum(KernelFunction):
    r"""``Σ_{j<T} q^j`` of ``(q, T)`` for q ≥ 0, below 1 or above."""

    nargs = 2
    kernel = "log_power_sum"
    takes = ("log", "value")
    at_least_one = True
    text = "Σ_j"

    @staticmethod
    def _number(*values: Any) -> Any:
        q, count = values
        return count if q == 1 else (1 - q**count) / (1 - q)

    def _latex(self, printer: Any, exp: str | None = None) -> str:
        q, count = (printer.doprint(arg) for arg in self.args)
        text = rf"\sum_{{j<{count}}} \left({q}\right)^j"
        return text if exp is None else rf"\left({text}\right)^{{{exp}}}"


class Erf(KernelFunction):
    """The error function of a number that is not negative."""

    nargs = 1
    kernel = "log_erf"
    takes = ("log",)
    at_most_one = True
    _symbol = r"\operatorname{erf}"
    text = "erf"
    meaning = r"$\operatorname{erf}$ is the error function."

    @staticmethod
    def _number(*values: Any) -> Any:
        return mpmath.erf(values[0])


class Crest(KernelFunction):
    r"""The share u = S/A at which the decaying step's T stops rising with the gap: ``(s)``.

    With γ² = A/S = 1/u and the noise s = S/ε², T = x/u where s (2 + u + log x) = sqrt(x). For s in
    (1/3, 1/2) and T near γ², it falls while the gap A grows from S/u on: u solves
    2 s (1 + u) = exp(u/2), and is 1 where that has no root in (0, 1).
    """

    nargs = 1
    kernel = "log_crest"
    takes = ("value",)
    at_most_one = True
    _symbol = r"u_{\ast}"
    text = "u*"
    meaning = (
        r"$u_{\ast}(s)$ is the root $u$ in $(0, 1)$ of $2 s (1 + u) = e^{u/2}$, "
        r"and $1$ where there is none."
    )

    @staticmethod
    def _number(*values: Any) -> Any:
        (noise,) = values
        level = mpmath.log(4 * noise) - mpmath.mpf(1) / 2
        if level <= 0 or noise >= mpmath.mpf(1) / 2:
            return mpmath.mpf(1)
        # With (1 + u)/2 = 1 - q: -q - log(1 - q) = level, convex; from the right Newton falls.
        q = _newton(
            lambda q: -q - mpmath.log1p(-q) - level, lambda q: q / (1 - q), mpmath.sqrt(2 * level)
        )
        return 1 - 2 * q


class DecaySplit(KernelFunction):
    r"""The best split s of a constant decay's error: arguments ``(ratio, z, beta1, decay)``.

    The s > 0 at which ``(1+s)/p(s) + (1 + 1/s) ratio`` is least, p(s) being the
    :class:`YoungWeight` with ``decay = λη`` (0 where the gradient is that of F alone).
    """

    nargs = 4
    kernel = "log_split"
    takes = ("log", "twofold", "value", "twofold")
    _symbol = r"s_{\ast}"
    text = "s*"
    meaning = (
        r"$s_{\ast}(r, z, \beta_1, h)$ is the $s > 0$ at which "
        r"$(1 + s)/p_{\ast}(z, h, \beta_1, s) + (1 + 1/s) r$ is least."
    )

    @staticmethod
    def _number(*values: Any) -> Any:
        ratio, z, beta1, decay = values
        load = (z * (1 - beta1)) ** 2
        if load == 0:
            return mpmath.sqrt(ratio)
        most = (1 - decay - z * beta1) / load - 1
        if ratio == 0 or most <= 0:
            return mpmath.mpf(0)

        def bound(log_split: Any) -> Any:
            s = mpmath.exp(log_split)
            p = YoungWeight._number(z, decay, beta1, s)
            return (1 + s) / p + (1 + 1 / s) * ratio

        high = mpmath.log(most)
        return mpmath.exp(_least(bound, min(high, mpmath.log(ratio) / 2) - 50, high))


class LargestStep(KernelFunction):
    r"""The largest z = ηL/(β1 c1) that the proof allows: arguments ``(decay, beta1, rest)``.

    ``decay = λ c1/L``, and ``p = 1 + (1 - rest)(1 - β1)`` is the proof's free weight.
    """

    nargs = 3
    kernel = "log_step"
    takes = ("log", "log", "log")
    _symbol = r"z_{\ast}"
    text = "z*"
    meaning = (
        r"$z_{\ast}(q, \beta_1, \rho) = 2/(a + \sqrt{a^2 + 4 k})$ with $a = \beta_1 (1 + q)$ and "
        r"$k = (1 - \beta_1)^2 (1 - (1 - \rho) \beta_1)/((1 + (1 - \rho)(1 - \beta_1)) \rho)$."
    )

    @staticmethod
    def _number(*values: Any) -> Any:
        decay, beta1, rest = values
        theta = 1 - beta1
        share = 1 - rest
        k = theta**2 * (1 - share * beta1) / ((1 + share * theta) * rest)
        linear = beta1 * (1 + decay)
        return 2 / (linear + mpmath.sqrt(linear**2 + 4 * k))


class BestMomentum(KernelFunction):
    r"""The weight β1 of the shortest sufficient run: arguments ``(gap, noise, decay, starts)``.

    ``gap = 2 c2 L Δ/(c1 ε²)``, ``noise = c2 σ²/(c1 b ε²)``, ``decay = λ c1/L``; ``starts`` is 0
    where the momentum starts at the first gradient and 1 where it is bias-corrected from 0. A
    choice: the run's length hardly depends on its last digits.
    """

    nargs = 4
    kernel = "log_best_momentum"
    takes = ("log", "log", "log", "number")
    at_most_one = True
    _symbol = r"\beta_{\ast}"
    text = "β*"
    meaning = (
        r"$\beta_{\ast}(g, n, q, i)$ is the $\beta_1$ that makes the sufficient run shortest; "
        r"$i = 1$ where the momentum is bias-corrected, else $0$."
    )

    @staticmethod
    def _number(*values: Any) -> Any:
        gap, noise, decay, starts = values

        def steps(logit: Any) -> Any:
            beta1 = 1 / (1 + mpmath.exp(-logit))
            return _least_rest(gap, noise, decay, beta1, starts)[1]

        high = mpmath.mpf(1) if noise <= 2 else 2 / noise
        ends = [
            mpmath.mpf(90) if end >= 1 else mpmath.log(end / (1 - end))
            for end in (high / 10**6, high)
        ]
        best = _least(steps, *ends)
        at_one = _steps(gap, noise, decay, mpmath.mpf(1), mpmath.mpf(1), mpmath.mpf(0))
        if high == 1 and at_one <= steps(best):
            return mpmath.mpf(1)
        return 1 / (1 + mpmath.exp(-best))


class BestRest(KernelFunction):
    r"""1 - τ for the share τ in p = 1 + τ(1 - β1): ``(gap, noise, decay, beta1, starts)``.

    The share that makes a sufficient run shortest at the given β1; arguments as of
    :class:`BestMomentum`.
    """

    nargs = 5
    kernel = "log_best_rest"
    takes = ("log", "log", "log", "log", "number")
    at_most_one = True
    _symbol = r"\rho_{\ast}"
    text = "ρ*"
    meaning = (
        r"$\rho_{\ast}(g, n, q, \beta_1, i)$ is the $\rho$ that makes the sufficient run shortest, "
        r"with $p = 1 + (1 - \rho)(1 - \beta_1)$; $i = 1$ where the momentum is bias-corrected, "
        r"else $0$."
    )

    @staticmethod
    def _number(*values: Any) -> Any:
        return _least_rest(*values)[0]


def _start(beta1: Any, starts: Any) -> Any:
    """Return what the start of the momentum adds to the noise."""
    return BiasSum._number(beta1) if starts else 1 - beta1**2


def _steps(gap: Any, noise: Any, decay: Any, beta1: Any, rest: Any, start: Any) -> Any:
    """Return the length of a sufficient run at chosen settings."""
    p = 1 + (1 - rest) * (1 - beta1)
    left = 1 - beta1 * noise / p
    if left <= 0:
        return mpmath.mpf("1e400") * (1 - left)
    return (gap / LargestStep._number(decay, beta1, rest) + start * noise / p) / (beta1 * left)


def _least_rest(gap: Any, noise: Any, decay: Any, beta1: Any, starts: Any) -> tuple[Any, Any]:
    """Return the best rest at a weight, and the length of the run there."""
    start = _start(beta1, starts)

    def steps(log_rest: Any) -> Any:
        return _steps(gap, noise, decay, beta1, mpmath.exp(log_rest), start)

    best = _least(steps, mpmath.log(mpmath.mpf("1e-4")), mpmath.mpf(0))
    at_best, at_end = steps(best), steps(mpmath.mpf(0))
    return (mpmath.exp(best), at_best) if at_best < at_end else (mpmath.mpf(1), at_end)


def _least(function: Any, low: Any, high: Any) -> Any:
    """Return where a function with one valley is least, by golden sections."""
    golden = (mpmath.sqrt(5) - 1) / 2
    left, right = high - golden * (high - low), low + golden * (high - low)
    at_left, at_right = function(left), function(right)
    for _ in range(60):
        if at_left <= at_right:
            high, right, at_right = right, left, at_left
            left = high - golden * (high - low)
            at_left = function(left)
        else:
            low, left, at_left = left, right, at_right
            right = low + golden * (high - low)
            at_right = function(right)
    return (low + high) / 2


class LeastCount(sp.Function):
    r"""The least whole number at which the best settings bring a bound down to a target.

    Arguments are ``(bound, target, count, *settings)``: the count and the settings are symbols of
    the bound.
    """

    @property
    def bound(self) -> sp.Expr:
        """What has to come down to the target."""
        return self.args[0]

    @property
    def target(self) -> sp.Expr:
        """What it has to come down to."""
        return self.args[1]

    @property
    def count(self) -> sp.Symbol:
        """What is counted."""
        return self.args[2]

    @property
    def settings(self) -> tuple[sp.Symbol, ...]:
        """What is chosen for the bound to be least."""
        return tuple(self.args[3:])

    def _eval_is_positive(self) -> bool:
        return True

    def _latex(self, printer: Any, exp: str | None = None) -> str:
        bound, target, count = (printer.doprint(arg) for arg in self.args[:3])
        names = ", ".join(printer.doprint(arg) for arg in self.settings)
        text = (
            rf"\min\left\{{{count} \ge 1 : \min_{{{names}}} \left({bound}\right) \le {target}"
            r"\right\}"
        )
        return text if exp is None else rf"\left({text}\right)^{{{exp}}}"


def _braced(latex: str) -> str:
    plain = re.fullmatch(r"\\?\w+(_(\w|\{\w+\}))?", latex)
    return latex if plain else rf"\left({latex}\right)"


def _newton(function: Any, derivative: Any, start: Any) -> Any:
    """Newton's iteration for a convex increasing function from the right of its root."""
    point = start
    for _ in range(2000):
        step = function(point) / derivative(point)
        point -= step
        if abs(step) <= abs(point) * mpmath.eps * 8:
            break
    return point
