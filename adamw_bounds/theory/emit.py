"""Turns expressions into lines of Python that compute with logarithms.

Every real expression becomes the logarithm of its absolute value and its sign; the sign is left out
where the domains of the symbols say that the expression is not negative. So no value overflows,
whatever the inputs. Numbers and logarithms are of moderate size: they alone are added up as they
are. What has no such code is an error, never a plain float in silence.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import sympy as sp

from adamw_bounds.theory.branches import NoCodeError, logic, nest, ordered, piecewise
from adamw_bounds.theory.signs import Facts
from adamw_bounds.theory.special import KernelFunction, LogRoot, OuterRoot, Quotient, Spare
from adamw_bounds.theory.symbols import SYMBOLS, definition_of, expand

__all__ = ["Emitter", "NoCodeError"]

_HALF = sp.Rational(1, 2)
_TURNED = {"<=": ">=", "<": ">", ">=": "<=", ">": "<"}

#: What can be negated by negating what it is made of.
_TURNS_INSIDE = (sp.Add, sp.Max, sp.Min, sp.Piecewise, sp.log)


class Emitter:
    """Turns expressions into lines of Python, each subexpression once.

    Parameters
    ----------
    linear : bool
        Emit plain arithmetic, for formulas that run over whole spectra.
    where : sympy boolean
        What holds wherever the results are used.

    Attributes
    ----------
    lines : list of str
        The lines so far.
    inputs : dict
        Names of the inputs that they use.
    """

    def __init__(self, *, linear: bool = False, where: Any = sp.true) -> None:
        self.linear = linear
        self.facts = Facts(where)
        self.lines: list[str] = []
        self.inputs: dict[str, None] = {}
        self._names: dict[tuple[str, Any], Any] = {}
        self._count = 0

    # --- naming -------------------------------------------------------------------------------
    def _fresh(self) -> str:
        self._count += 1
        return f"t{self._count}"

    def _assign(self, mode: str, expr: Any, code: str, name: str = "") -> str:
        name = name or self._fresh()
        self.lines.append(f"{name} = {code}")
        self._names[(mode, expr)] = name
        return name

    def _raw(self, symbol: sp.Symbol) -> str:
        self.inputs[symbol.name] = None
        return str(symbol.name)

    def _definition(self, symbol: sp.Symbol) -> Any:
        try:
            return definition_of(symbol)
        except KeyError:
            raise NoCodeError(f"{symbol} is not declared") from None

    # --- logarithm of an expression that is not negative ------------------------------------------
    def log(self, expr: Any) -> str:
        """Return the name of the variable that holds log(expr), NaN where expr is negative."""
        known = self._names.get(("log", expr))
        if known is not None:
            return str(known)
        if isinstance(expr, sp.Symbol):
            definition = self._definition(expr)
            if definition is not None:
                name = self.log(definition)
                self._names[("log", expr)] = name
                return name
            return self._assign("log", expr, f"m.log({self._raw(expr)})", f"log_{expr.name}")
        return self._assign("log", expr, self._log_code(expr))

    def _log_code(self, expr: Any) -> str:
        if expr.is_number:
            return _number_log(expr)
        if isinstance(expr, (sp.Max, sp.Min)):
            return self._extremum(expr)
        if isinstance(expr, sp.Piecewise):
            return self._piecewise(expr, self.log)
        if isinstance(expr, sp.log):
            return f"m.log({self._logarithm(expr)})"
        if isinstance(expr, sp.exp):
            return self.value(expr.args[0])
        if isinstance(expr, OuterRoot):
            return self._outer_root(expr)
        if isinstance(expr, LogRoot):
            return self._log_root(expr)
        if isinstance(expr, KernelFunction):
            return self._kernel_function(expr)
        if isinstance(expr, (sp.ceiling, sp.floor)):
            name = "ceil" if isinstance(expr, sp.ceiling) else "floor"
            return f"m.log_{name}({self.log(expr.args[0])})"
        if isinstance(expr, sp.Abs):
            return self.pair(expr.args[0])[0]
        if isinstance(expr, sp.Mod):
            return f"m.log({self.value(expr)})"
        if isinstance(expr, sp.Add):
            return self._log_sum(expr)
        if isinstance(expr, (sp.Mul, sp.Pow)):
            return self._log_product(expr)
        raise NoCodeError(f"no logarithm of {expr}")

    def _extremum(self, expr: Any) -> str:
        """Return the code of a maximum or minimum; NaN, a negative argument, is no maximum."""
        biggest = isinstance(expr, sp.Max)
        args = ordered(expr.args)
        if not biggest and not all(self.facts.nonnegative(arg) for arg in args):
            return self._guarded(expr)
        if biggest and not any(self.facts.nonnegative(arg) for arg in args):
            return self._guarded(expr)
        if biggest:
            args = [a for a in args if self.facts.nonnegative(a) or not self.facts.nonpositive(a)]
        return nest("m.maximum" if biggest else "m.minimum", [self.log(arg) for arg in args])

    def _guarded(self, expr: Any) -> str:
        """Return the code of the logarithm of an expression of any sign: NaN where negative."""
        log, sign = self.pair(expr)
        return f"m.where({sign} < 0, m.nan, {log})"

    def _outer_root(self, expr: Any) -> str:
        argument = expr.args[0]
        if _moderate(argument):
            return f"m.log_outer_root({self.value(argument)})"
        # Beyond a float the root is the argument itself.
        return f"m.log_outer_root({self.value(argument)}, {self.pair(argument)[0]})"

    def _log_root(self, expr: Any) -> str:
        alpha, beta, kappa = expr.args
        code = f"m.log_log_root({self.value(alpha)}, {self.log(beta)}, {self.value(kappa)}"
        if _moderate(alpha) and _moderate(kappa):
            return f"{code})"
        return f"{code}, {self.log(alpha)}, {self.log(kappa)})"

    def _kernel_function(self, expr: Any) -> str:
        """Return the call of a function that the backends have under a name of its own."""
        take = {
            "log": self.log,
            "value": self.value,
            "sum": self._written_out,
            "twofold": self._twofold,
            "number": lambda arg: str(int(arg)),
        }
        taken = [take[kind](arg) for kind, arg in zip(expr.takes, expr.args, strict=True)]
        return f"m.{expr.kernel}({', '.join(taken)})"

    def _written_out(self, expr: Any) -> str:
        """Return a sum of products of inputs as plain arithmetic: an exponential loses digits."""
        if isinstance(expr, sp.Symbol):
            definition = self._definition(expr)
            return self._raw(expr) if definition is None else self._written_out(definition)
        if isinstance(expr, sp.Add):
            return f"({' + '.join(self._written_out(arg) for arg in ordered(expr.args))})"
        if isinstance(expr, sp.Mul):
            return " * ".join(self._written_out(arg) for arg in ordered(expr.args))
        return self.value(expr)

    def _twofold(self, expr: Any) -> str:
        """Return the name (or code) of a number in twice a float's digits, made of the inputs."""
        if isinstance(expr, Spare):
            return self._twofold(expr.args[0])
        if expr.is_Rational:
            return f"m.twofold({self._float(expr)!r})"
        known = self._names.get(("twofold", expr))
        if known is not None:
            return str(known)
        if isinstance(expr, sp.Symbol) and (definition := self._definition(expr)) is not None:
            return self._twofold(definition)
        return self._assign("twofold", expr, self._twofold_code(expr))

    @staticmethod
    def _float(expr: Any) -> float:
        if sp.Rational(float(expr)) != expr:
            raise NoCodeError(f"{expr} is not a float")
        return float(expr)

    def _twofold_code(self, expr: Any) -> str:
        if isinstance(expr, sp.Symbol):
            return f"m.twofold({self._raw(expr)})"
        if isinstance(expr, Quotient):
            return " / ".join(self._twofold(arg) for arg in expr.args)
        if isinstance(expr, sp.Add):
            first, *others = sorted(ordered(expr.args), key=_is_turned)
            if _is_turned(first):
                return f"-{self._twofold(-expr)}"
            codes = [
                f"- {self._twofold(-arg)}" if _is_turned(arg) else f"+ {self._twofold(arg)}"
                for arg in others
            ]
            return " ".join([self._twofold(first), *codes])
        if isinstance(expr, sp.Mul):
            above = [arg for arg in ordered(expr.args) if not _is_below(arg)]
            below = [1 / arg for arg in ordered(expr.args) if _is_below(arg)]
            code = " * ".join(self._twofold(arg) for arg in above or [sp.Integer(1)])
            divisor = " * ".join(self._twofold(arg) for arg in below)
            if not below:
                return code
            return f"{code} / {divisor}" if len(below) == 1 else f"{code} / ({divisor})"
        if isinstance(expr, sp.Pow):
            base, exponent = expr.as_base_exp()
            if exponent.is_negative:
                return f"m.twofold(1.0) / {self._twofold(1 / expr)}"
            if exponent == _HALF:
                return f"{self._twofold(base)}.sqrt()"
            if exponent.is_Integer:
                return " * ".join([self._twofold(base)] * int(exponent))
        if isinstance(expr, sp.Piecewise):
            (yes, condition), *others = expr.args
            if not others:
                return self._twofold(yes)
            no = sp.Piecewise(*others, evaluate=False) if len(others) > 1 else others[0][0]
            yes, no = self._twofold(yes), self._twofold(no)
            return f"{yes}.where({self._truth(condition)}, {no})"
        raise NoCodeError(f"no code of twice the digits for {expr}")

    def _log_sum(self, expr: sp.Add) -> str:
        facts = self.facts
        if _moderate(expr):
            return f"m.log({self.value(expr)})"
        positive = [arg for arg in ordered(expr.args) if facts.nonnegative(arg)]
        negative = [
            self._negated(arg)
            for arg in ordered(expr.args)
            if not facts.nonnegative(arg) and facts.nonpositive(arg)
        ]
        if len(positive) + len(negative) != len(expr.args) or not positive:
            return self._guarded(expr)
        if not negative:
            return nest("m.logaddexp", [self.log(arg) for arg in positive])
        if len(positive) == 1 and positive[0] == 1 and len(negative) == 1:
            if _integer_product(negative[0]) is not None and not facts.nonnegative(expr):
                return self._guarded(expr)
            return f"m.log_one_minus_exp({self.log(negative[0])})"
        above = nest("m.logaddexp", [self.log(arg) for arg in positive])
        below = nest("m.logaddexp", [self.log(arg) for arg in negative])
        return f"m.logsubexp({above}, {below})"

    def _log_product(self, expr: Any) -> str:
        if not isinstance(expr, sp.Mul):
            return _dot(*self._collect(expr))
        factors, unknown, sign = self._factors(expr)
        turned = all(isinstance(item, _TURNS_INSIDE) for item in unknown)
        if len(unknown) > 1 or (sign < 0 and not (unknown and turned)):
            return self._guarded(expr)
        factors += [item if sign > 0 else self._negated(item) for item in unknown]
        return _dot(*self._collected(factors))

    def _factors(self, expr: sp.Mul) -> tuple[list[Any], list[Any], int]:
        """Return factors that are not negative, those of unknown sign, and the sign of the rest."""
        factors: list[Any] = []
        unknown: list[Any] = []
        sign = 1
        for arg in expr.args:
            if self.facts.nonnegative(arg):
                factors.append(arg)
            elif self.facts.nonpositive(arg):
                factors.append(self._negated(arg))
                sign = -sign
            else:
                unknown.append(arg)
        return factors, unknown, sign

    def _negated(self, expr: Any) -> Any:
        """Return −expr, written so that its parts are seen not to be negative."""
        if isinstance(expr, sp.log):
            return sp.log(1 / expr.args[0])
        if isinstance(expr, (sp.Max, sp.Min)):
            other = sp.Min if isinstance(expr, sp.Max) else sp.Max
            return other(*(self._negated(arg) for arg in expr.args), evaluate=False)
        if isinstance(expr, sp.Piecewise):
            pairs = [(self._negated(value), when) for value, when in expr.args]
            return sp.Piecewise(*pairs, evaluate=False)
        if isinstance(expr, sp.Add):
            return sp.Add(*(self._negated(arg) for arg in expr.args))
        return -expr

    def _collected(self, factors: Iterable[Any]) -> tuple[sp.Expr, dict[str, sp.Rational]]:
        constant: sp.Expr = sp.Integer(0)
        atoms: dict[str, sp.Rational] = {}
        for arg in ordered(factors):
            part, inner = self._collect(arg)
            constant += part
            for name, coefficient in inner.items():
                atoms[name] = atoms.get(name, sp.Integer(0)) + coefficient
        return constant, atoms

    def _collect(self, expr: Any) -> tuple[sp.Expr, dict[str, sp.Rational]]:
        """Write log(expr) as a constant and coefficients of variables."""
        if isinstance(expr, sp.Symbol):
            definition = self._definition(expr)
            if definition is not None and isinstance(definition, (sp.Mul, sp.Pow, sp.Symbol)):
                return self._collect(definition)
            return sp.Integer(0), {self.log(expr): sp.Integer(1)}
        if expr.is_number:
            if not (expr.is_real and expr > 0):
                raise NoCodeError(f"no logarithm of the number {expr}")
            return sp.log(expr), {}
        if isinstance(expr, sp.Mul):
            factors, unknown, sign = self._factors(expr)
            if unknown or sign < 0:
                return sp.Integer(0), {self.log(expr): sp.Integer(1)}
            return self._collected(factors)
        if isinstance(expr, sp.Pow):
            base, exponent = expr.as_base_exp()
            if exponent.is_number:
                if not self.facts.nonnegative(base) and exponent.is_Integer:
                    return self._integer_power(expr, base, exponent)
                constant, atoms = self._collect(base)
                return exponent * constant, {name: exponent * c for name, c in atoms.items()}
            known = self._names.get(("log", expr))
            if known is None:
                code = self._symbolic_power(expr, base, exponent)
                known = self._assign("log", expr, code)
            return sp.Integer(0), {known: sp.Integer(1)}
        return sp.Integer(0), {self.log(expr): sp.Integer(1)}

    def _integer_power(
        self, expr: Any, base: Any, exponent: Any
    ) -> tuple[sp.Expr, dict[str, sp.Rational]]:
        """Write the logarithm of a whole power of a base of any sign."""
        if exponent % 2 == 0:
            return sp.Integer(0), {self.pair(base)[0]: exponent}
        return sp.Integer(0), {self.log(base): exponent}

    def _symbolic_power(self, expr: Any, base: Any, exponent: Any) -> str:
        if not self.facts.nonnegative(base) and exponent.is_integer:
            return self._guarded(expr)
        return f"m.times({self.value(exponent)}, {self.log(base)})"

    # --- logarithm and sign of any expression -----------------------------------------------------
    def pair(self, expr: Any) -> tuple[str, str]:
        """Return the names of the variables that hold log|expr| and the sign of expr."""
        if self.facts.nonnegative(expr):
            return self.log(expr), "1.0"
        if self.facts.nonpositive(expr):
            return self.log(self._negated(expr)), "-1.0"
        known = self._names.get(("pair", expr))
        if known is None:
            known = self._names[("pair", expr)] = self._pair(expr)
        log, sign = known
        return log, sign

    def _pair(self, expr: Any) -> tuple[str, str]:
        if isinstance(expr, sp.Symbol):
            definition = self._definition(expr)
            return self.pair(definition) if definition is not None else self._plain_pair(expr)
        if _moderate(expr):
            return self._plain_pair(expr)
        if isinstance(expr, sp.Mul):
            return self._pair_product(expr)
        if isinstance(expr, sp.Add):
            return self._pair_sum(expr)
        if isinstance(expr, sp.Pow):
            return self._pair_power(expr)
        if isinstance(expr, (sp.Max, sp.Min)):
            name = "m.signed_maximum" if isinstance(expr, sp.Max) else "m.signed_minimum"
            return self._pair_nest(name, [self.pair(arg) for arg in ordered(expr.args)])
        if isinstance(expr, sp.Piecewise):
            log, sign = self._fresh(), self._fresh()
            pairs = [(self.pair(value), when) for value, when in expr.args]
            codes = list(pairs[-1][0])
            for pair, when in reversed(pairs[:-1]):
                truth = self._truth(when)
                codes = [
                    f"m.where({truth}, {new}, {old})" for new, old in zip(pair, codes, strict=True)
                ]
            self.lines += [f"{log} = {codes[0]}", f"{sign} = {codes[1]}"]
            return log, sign
        raise NoCodeError(f"no logarithm of {expr}, whose sign is not known")

    def _plain_pair(self, expr: Any) -> tuple[str, str]:
        value = self.value(expr)
        log, sign = self._fresh(), self._fresh()
        self.lines += [f"{log} = m.log_abs({value})", f"{sign} = m.sign({value})"]
        return log, sign

    def _pair_product(self, expr: sp.Mul) -> tuple[str, str]:
        factors, unknown, turn = self._factors(expr)
        constant, atoms = self._collected(factors)
        signs = [] if turn > 0 else ["-1.0"]
        for arg in ordered(unknown):
            log, sign = self.pair(arg)
            atoms[log] = atoms.get(log, sp.Integer(0)) + 1
            signs.append(sign)
        log, sign = self._fresh(), self._fresh()
        self.lines += [f"{log} = {_dot(constant, atoms)}", f"{sign} = {' * '.join(signs)}"]
        return log, sign

    def _pair_sum(self, expr: sp.Add) -> tuple[str, str]:
        terms = ordered(expr.args)
        if len(terms) == 2 and sp.Integer(1) in terms:
            (other,) = (term for term in terms if term != 1)
            factors = _integer_product(-other) if self.facts.nonpositive(other) else None
            if factors is not None:
                pairs = ", ".join(f"({self._raw(base)}, {power})" for base, power in factors)
                log, sign = self._fresh(), self._fresh()
                self.lines += [
                    f"{log} = m.log_abs_one_minus_product({pairs})",
                    f"{sign} = m.sign_one_minus_product({pairs})",
                ]
                return log, sign
        above = [self.log(term) for term in terms if self.facts.nonnegative(term)]
        below = [
            self.log(self._negated(term))
            for term in terms
            if not self.facts.nonnegative(term) and self.facts.nonpositive(term)
        ]
        found = [
            (nest("m.logaddexp", side), sign)
            for side, sign in ((above, "1.0"), (below, "-1.0"))
            if side
        ]
        found += [
            self.pair(term)
            for term in terms
            if not self.facts.nonnegative(term) and not self.facts.nonpositive(term)
        ]
        return self._pair_nest("m.signed_add", found)

    def _pair_nest(self, function: str, pairs: list[tuple[str, str]]) -> tuple[str, str]:
        log, sign = pairs[0]
        for other, turn in pairs[1:]:
            new, side = self._fresh(), self._fresh()
            self.lines.append(f"{new}, {side} = {function}({log}, {sign}, {other}, {turn})")
            log, sign = new, side
        return log, sign

    def _pair_power(self, expr: sp.Pow) -> tuple[str, str]:
        base, exponent = expr.as_base_exp()
        if not exponent.is_integer:
            return self.log(expr), "1.0"  # NaN where the base is negative: there is no real power
        log, sign = self.pair(base)
        times = self.value(exponent)
        name, side = self._fresh(), self._fresh()
        code = f"m.dot(0.0, ({times}, {log}))" if exponent.is_number else f"m.times({times}, {log})"
        self.lines += [f"{name} = {code}", f"{side} = m.sign_power({sign}, {times})"]
        return name, side

    # --- plain values ---------------------------------------------------------------------------
    def value(self, expr: Any) -> str:
        """Return the name (or literal) of the variable that holds expr itself."""
        if expr.is_number:
            return self._linear_number(expr) if self.linear else repr(float(expr))
        known = self._names.get(("value", expr))
        if known is not None:
            return str(known)
        if isinstance(expr, sp.Symbol):
            definition = self._definition(expr)
            if definition is None:
                return self._raw(expr)
            if self.linear or not self.facts.nonnegative(expr):
                return self.value(definition)
        return self._assign("value", expr, self._value_code(expr))

    @staticmethod
    def _linear_number(expr: Any) -> str:
        """Return a number that keeps its digits whatever it meets: a float, an array, a Decimal."""
        if expr.is_Integer:
            return str(int(expr))
        if isinstance(expr, sp.Pow) and expr.exp == _HALF:
            return f"m.sqrt({int(expr.base)})"
        raise NoCodeError(f"no linear code for the number {expr}")

    def _value_code(self, expr: Any) -> str:
        if isinstance(expr, sp.log):
            return f"m.log({self.value(expr.args[0])})" if self.linear else self._logarithm(expr)
        if isinstance(expr, sp.Mod):
            return f"({self.value(expr.args[0])} % {self.value(expr.args[1])})"
        if isinstance(expr, sp.Piecewise):
            return self._piecewise(expr, self.value)
        if isinstance(expr, sp.Add) and (self.linear or self._adds_up(expr)):
            return " + ".join(self.value(arg) for arg in ordered(expr.args)).replace("+ -", "- ")
        if self.linear:
            return self._linear(expr)
        if isinstance(expr, sp.Mul):
            product = [arg for arg in expr.args if self.facts.nonnegative(arg)]
            rest = [arg for arg in ordered(expr.args) if arg not in product]
            if rest and (_moderate(expr) or len(rest) == 1):
                names = [self.value(arg) for arg in rest]
                if product:
                    names.insert(0, self.value(sp.Mul(*product)))
                return " * ".join(f"({name})" if name.startswith("-") else name for name in names)
        if _moderate(expr) and isinstance(expr, sp.Pow) and expr.exp.is_Integer and expr.exp > 0:
            return " * ".join([self.value(expr.base)] * int(expr.exp))
        if self.facts.nonnegative(expr):
            return f"m.exp({self.log(expr)})"
        log, sign = self.pair(expr)
        return f"{sign} * m.exp({log})"

    def _adds_up(self, expr: sp.Add) -> bool:
        """Whether a sum of plain values is right: what is large in it has one sign."""
        large = [arg for arg in expr.args if not _moderate(arg)]
        return all(self.facts.nonnegative(arg) for arg in large) or all(
            self.facts.nonpositive(arg) for arg in large
        )

    def _logarithm(self, expr: sp.log) -> str:
        """Return the name of the variable that holds the plain value of a logarithm."""
        known = self._names.get(("value", expr))
        if known is not None:
            return str(known)
        quotient = _quotient(expr.args[0])
        if quotient is not None:
            top, bottom = map(self._raw, quotient)
            return f"m.log_quotient({top}, {bottom})"
        return self.log(expr.args[0])

    def _linear(self, expr: Any) -> str:
        """Return plain arithmetic."""
        if isinstance(expr, sp.Mul):
            top, bottom = sp.fraction(expr)
            if bottom != 1:
                return f"{self.value(top)} / {self.value(bottom)}"
            return " * ".join(self.value(arg) for arg in ordered(expr.args))
        if isinstance(expr, sp.Pow):
            base, exponent = expr.as_base_exp()
            if exponent == _HALF:
                return f"m.sqrt({self.value(base)})"
            if exponent.is_negative:
                return f"1.0 / {self.value(base ** (-exponent))}"
            if exponent.is_Integer:
                return " * ".join([self.value(base)] * int(exponent))
        raise NoCodeError(f"no linear code for {expr}")

    # --- truth values -----------------------------------------------------------------------------
    def truth(self, condition: Any) -> str:
        """Return the code of a truth value."""
        return self._truth(condition)

    def _piecewise(self, expr: sp.Piecewise, emit: Callable[[Any], str]) -> str:
        return piecewise(expr, emit, self._truth)

    def _truth(self, condition: Any) -> str:
        return logic(condition, self._relation)

    def _relation(self, condition: Any, sign: str) -> str:
        left, right = condition.args
        if _plain(left) and _plain(right):
            return f"({self.value(left)} {sign} {self.value(right)})"
        factors = _integer_product(left) if right == 1 else None
        if factors is not None and len(factors) > 1 and not self.linear:
            # 1 - product, whose sign is exact: a difference of rounded logarithms is not.
            pairs = ", ".join(f"({self._raw(base)}, {power})" for base, power in factors)
            turned = _TURNED.get(sign, sign)
            return f"(m.sign_one_minus_product({pairs}) {turned} 0.0)"
        if self.facts.nonnegative(left) and self.facts.nonnegative(right):
            return f"({self.log(left)} {sign} {self.log(right)})"
        if self._compares(left) and self._compares(right):
            return f"({self.value(left)} {sign} {self.value(right)})"
        log, turn = self._pair_nest(
            "m.signed_add", [self.pair(left), (self.pair(right)[0], f"-{self.pair(right)[1]}")]
        )
        del log
        return f"({turn} {sign} 0.0)"

    def _compares(self, expr: Any) -> bool:
        return (
            _moderate(expr)
            or (isinstance(expr, sp.Symbol) and self._compares_inside(expr))
            or (isinstance(expr, sp.Add) and self._adds_up(expr))
        )

    def _compares_inside(self, symbol: sp.Symbol) -> bool:
        definition = self._definition(symbol)
        return definition is None or self._compares(definition)


def _plain(expr: Any) -> bool:
    """Whether it is a given number, or a number, or a remainder: compared as it is."""
    if isinstance(expr, sp.Mod):
        return all(_plain(arg) for arg in expr.args)
    return bool(expr.is_number) or (
        isinstance(expr, sp.Symbol)
        and expr.name in SYMBOLS
        and SYMBOLS[expr.name].definition is None
    )


def _moderate(expr: Any) -> bool:
    """Whether it is made of numbers and logarithms alone, which no input makes overflow."""
    if expr.is_number or isinstance(expr, (sp.log, sp.Mod)):
        return True
    if isinstance(expr, (sp.Add, sp.Mul)):
        return all(_moderate(arg) for arg in expr.args)
    if isinstance(expr, sp.Pow):
        return bool(_moderate(expr.base) and expr.exp.is_Integer and 0 < expr.exp <= 8)
    return False


def _is_turned(expr: Any) -> bool:
    """Whether it has a minus sign."""
    return bool(expr.as_coeff_Mul()[0].is_negative)


def _is_below(expr: Any) -> bool:
    """Whether it divides."""
    return bool(isinstance(expr, sp.Pow) and expr.exp.is_negative)


def _number_log(expr: Any) -> str:
    if expr == 0:
        return "m.log(0.0)"
    if expr == sp.oo:
        return "m.infinity"
    if not expr.is_real:
        raise NoCodeError(f"no logarithm of the number {expr}")
    if expr < 0:
        return "m.nan"
    return repr(float(sp.log(expr)))


def _dot(constant: Any, atoms: dict[str, Any]) -> str:
    pairs = "".join(f", ({float(c)!r}, {name})" for name, c in atoms.items() if c != 0)
    return f"m.dot({float(constant)!r}{pairs})"


def _quotient(expr: Any) -> tuple[sp.Symbol, sp.Symbol] | None:
    """Return numerator and denominator of a quotient of two inputs, None if it is none."""
    sides = sp.fraction(expr)
    if all(isinstance(side, sp.Symbol) and definition_of(side) is None for side in sides):
        return sides
    return None


def _integer_product(expr: Any) -> list[tuple[sp.Symbol, int]] | None:
    """Return the factors of a product of integer powers of inputs, None if it is none."""
    factors = []
    for factor in sp.Mul.make_args(expand(expr)):
        base, exponent = factor.as_base_exp()
        if not (isinstance(base, sp.Symbol) and exponent.is_Integer and base.is_nonnegative):
            return None
        factors.append((base, int(exponent)))
    return sorted(factors, key=lambda pair: str(pair[0]))
