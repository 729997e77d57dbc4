"""Plain code for expressions: it gives what sympy gives, and says where it cannot."""

from __future__ import annotations

from decimal import Context, Decimal, localcontext
from typing import Any

import pytest
import sympy as sp

from adamw_bounds.kernels.digits import Digits
from adamw_bounds.theory import symbols as s
from adamw_bounds.theory.branches import NoCodeError
from adamw_bounds.theory.plain import Plain
from adamw_bounds.theory.special import BiasSum, LogRoot, OuterRoot

VALUES = {"sigma": "0.3", "batch_size": "4", "delta": "0.01", "epsilon": "1.7"}
HALF = sp.Rational(1, 2)


def run(expr: Any) -> Decimal:
    emitter = Plain()
    result = emitter.value(expr)
    with localcontext(Context(prec=40, traps=[])):
        scope: dict[str, Any] = {"m": Digits}
        scope |= {name: Decimal(VALUES[name]) for name in emitter.inputs}
        for line in emitter.lines:
            name, code = line.split(" = ", 1)
            scope[name] = eval(code, scope)
        found: Decimal = eval(result, scope)
    return found


@pytest.mark.parametrize(
    "expr",
    [
        36 * s.sigma**2 / (s.b * s.eps**4),
        s.c1 ** sp.Rational(5, 4) + sp.sqrt(2) * s.sigma,
        sp.Max(s.sigma, s.b, s.eps) - sp.Min(s.sigma, s.b),
        sp.Piecewise((s.sigma, sp.Lt(s.eps, 1)), (s.b / 3, True)),
        sp.Piecewise((s.sigma, sp.And(sp.Gt(s.eps, 1), sp.Ne(s.b, 4))), (s.b / 7, True)),
        sp.Piecewise((s.sigma, sp.Or(sp.Gt(s.eps, 1), sp.Not(sp.Le(s.b, 4)))), (s.b, True)),
        sp.ceiling(s.eps * s.b) * sp.log(s.b),
        sp.E * s.eps + sp.exp(sp.Rational(1, 3)) * sp.exp(s.b),
        OuterRoot(s.eps * s.b),
        LogRoot(3, s.b, 2),
        sp.log(3) * s.eps ** (-HALF),
    ],
    ids=str,
)
def test_plain_code_is_the_expression(expr: Any) -> None:
    known = {symbol: sp.Rational(VALUES[symbol.name]) for symbol in s.expand(expr).free_symbols}
    expected = Decimal(str(sp.N(s.expand(expr).subs(known), 40)))
    assert abs(run(expr) / expected - 1) < Decimal("1e-30")


@pytest.mark.parametrize("expr", [BiasSum(s.sigma), s.sigma**s.eps, sp.sin(s.sigma)], ids=str)
def test_a_search_and_what_is_not_known_have_no_plain_code(expr: Any) -> None:
    with pytest.raises(NoCodeError):
        Plain().value(expr)
