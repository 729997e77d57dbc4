"""Two implicit functions that the explicit complexities need, as sympy functions.

Both have a closed form in the branch ``W_{-1}`` of Lambert's function or a unique root, and both
are evaluated by :mod:`adamw_bounds.bounds.mathematics` without ever forming a number that
underflows.
"""

from __future__ import annotations

from typing import Any

import mpmath
import sympy as sp

__all__ = ["LogRoot", "OuterRoot"]


class OuterRoot(sp.Function):
    r"""The root t >= 1 of t - log t = x, for x >= 1: ``-W_{-1}(-exp(-x))``.

    The smallest y with ``p y >= Q + w log y`` is ``(w/p) OuterRoot(Q/w - log(p/w))``.
    """

    nargs = 1

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


def _braced(latex: str) -> str:
    return latex if latex.isalnum() else rf"\left({latex}\right)"


def _newton(function: Any, derivative: Any, start: Any) -> Any:
    """Newton's iteration for a convex increasing function from the right of its root."""
    point = start
    for _ in range(2000):
        step = function(point) / derivative(point)
        point -= step
        if abs(step) <= abs(point) * mpmath.eps * 8:
            break
    return point
