"""Settings that a proof leaves free, chosen for the bound to be least, and a sum of momentum's.

What the statements proved here (``theory/papers/here``) need beside arithmetic: one closed form,
two searches, one series. They are written once, for numbers and for arrays, over the few functions
that both backends have. Arguments whose names start with ``log_`` are natural logarithms, so that
nothing overflows. What is chosen is a choice: a rough one would still give a valid bound.
"""

from __future__ import annotations

import math
from collections import deque
from functools import lru_cache
from hashlib import blake2b
from typing import Any, Final

from adamw_bounds.kernels.twofold import Twofold

__all__ = ["Chosen"]

_GOLDEN: Final = (math.sqrt(5.0) - 1) / 2
#: Golden sections of a search, then steps to the vertex of a parabola, each this wide.
_SECTIONS: Final = 20
_WIDTHS: Final = (2e-3, 1e-4)
#: Bisections for the split of the decay, in its logarithm: from 1400 wide to the last digit.
_BISECTIONS: Final = 64
#: The share stays below 1 by this factor, so that the step stays above 0.
_LEAST_REST: Final = math.log(1e-4)
#: The search for the weight of the new gradient begins this far below the largest that serves.
_MOST_BELOW: Final = math.log(1e6)
#: An end that is worse by no more than this, in the logarithm, is taken.
_EVEN: Final = 1e-15
#: The logit from which on a weight is 1.
_ONE: Final = 37.0
#: Below this h, by its logarithm, -log(1 - h) is h.
_TINY: Final = math.log(1e-17)
#: From here on a difference of numbers near 1 has lost no digits that count.
_CLEAR: Final = 0.01
#: Below this h a float begins to lose its digits; above the other 1 - h needs more of them.
_UNSEEN: Final = 1e-290
_NEAR_ONE: Final = 0.5
_LOG_LARGEST: Final = 700.0
#: Of the largest s that is looked at: its root is a float.
_LOG_MOST: Final = 1400.0
_EULER: Final = 0.57721566490153286061
#: B_{2j}^2 / (2j (2j)!): the series of sum d(n) e^{-nt}.
_LAMBERT: Final = (1 / 144, 1 / 86400, 1 / 7620480, 1 / 290304000, 1 / 6322821120)
#: Below these t the two series are taken from their expansions at 0.
_SLOW_DIVISORS: Final = 0.2
_SLOW_SUMS: Final = 1.0


class Chosen:
    """Functions that both backends inherit; each uses its own arithmetic."""

    log: Any
    exp: Any
    sqrt: Any
    log1p: Any
    expm1: Any
    where: Any
    maximum: Any
    minimum: Any
    logaddexp: Any
    log_one_minus_exp: Any
    twofold: Any
    negate: Any
    refined: Any

    def log_spare(self, number: Twofold) -> Any:
        """Return the logarithm of a number of twice the digits: -inf where it is negative."""
        return self.where(number.high < 0, -math.inf, number.log())

    def log_up_to_pole(self, log_x: Any, log_left: Any) -> Any:
        """Return log x, infinite where nothing is left before a pole."""
        return self.where(log_left == -math.inf, math.inf, log_x)

    # --- the proof's free weight ----------------------------------------------------------------

    def log_young(self, z: Twofold, decay: Twofold, beta1: Any, log_split: Any) -> Any:
        """Return log p for the best p that a step allows.

        Parameters
        ----------
        z : Twofold
            ηL/(β1 c1), the step beside β1.
        decay : Twofold
            λη; 0 without decay.
        beta1 : float or ndarray
            Weight of the new gradient, in (0, 1].
        log_split : float or ndarray
            Of s, the split of the decay's error; -inf where there is none.

        Returns
        -------
        float or ndarray
            The larger root of ``load (1 - p β1) = room p (2 - β1 - p)``, with
            ``load = (1 + s) z² (1 - β1)²`` and ``room = 1 - λη - z β1``. It is at least 1 and less
            than 2 - β1. Where the step is too large, load > room, it is 1.
        """
        room, spare, pull = self._room(z, decay, beta1)
        # s z² θ² in an order that neither factor's square leaves the floats.
        more = self.exp(log_split / 2) * pull
        more = more * more
        fits = more < spare
        divisor = self.where(fits, room, 1.0)
        used = self.where(fits, (pull * pull + more) / divisor, 1.0)
        left = self.where(fits, (spare - more) / divisor, 0.0)
        return self.log(self._young(used, left, beta1))

    def _young(self, used: Any, left: Any, beta1: Any) -> Any:
        """Return p where ``used = load/room`` and ``left = 1 - used``."""
        rest = 2 - beta1
        return (rest + beta1 * used + self.sqrt(left * (rest * rest - beta1 * beta1 * used))) / 2

    def _room(self, z: Twofold, decay: Twofold, beta1: Any) -> tuple[Any, Any, Any]:
        """Return 1 - λη - zβ1, what z²(1-β1)² leaves of it, and z(1-β1): floats, no digit lost."""
        number = z.number()
        pull = number * (1 - beta1)
        room = 1 - decay.number() - number * beta1
        spare = room - pull * pull
        near = self.negate(abs(spare) >= _CLEAR)
        rough = (room, spare, pull)
        found: tuple[Any, Any, Any] = self.refined(near, self._near_room, (z, decay, beta1), rough)
        return found

    def _near_room(self, z: Twofold, decay: Twofold, beta1: Any) -> tuple[Any, Any, Any]:
        """Return the same where a difference of floats has lost digits."""
        one, weight = self.twofold(1.0), self.twofold(beta1)
        pull = z * (one - weight)
        room = one - decay - z * weight
        return room.number(), (room - pull * pull).number(), pull.number()

    # --- bias correction ------------------------------------------------------------------------

    def log_bias_sum(self, beta1: Any) -> Any:
        """Return log C for the noise that bias-corrected momentum adds at the start.

        With θ = 1 - β1 and a_i = β1 θ^i/(1 - θ^i), C = Σ_{i≥1} (a_i² + 2 β1 a_i). As a series in
        θ this is β1² Σ_n (σ(n) + d(n)) θ^n with the sum and the number of n's divisors: two Lambert
        series, whose expansions at θ = 1 are known. So no sum here is long.
        """
        below = beta1 < 1
        t = self.where(below, -self.log1p(-self.where(below, beta1, 0.5)), 800.0)
        fast = self.maximum(t, _SLOW_DIVISORS)
        slow = self.minimum(t, _SLOW_DIVISORS)
        divisors = sums = 0.0  # each is times t²
        for n in range(1, 15):  # Clausen: Σ θ^{n²} (1 + θ^n)/(1 - θ^n)
            square = self.exp(-fast * (n * n))
            divisors = divisors - square * (1 + self.exp(-fast * n)) / self.expm1(-fast * n)
        near = slow * (_EULER - self.log(slow)) + 0.25 * slow * slow
        power = slow * slow * slow
        for coefficient in _LAMBERT:
            near = near - coefficient * power
            power = power * slow * slow
        divisors = self.where(t > _SLOW_DIVISORS, fast * fast * divisors, near)
        fast = self.maximum(t, _SLOW_SUMS)
        slow = self.minimum(t, _SLOW_SUMS)
        for n in range(1, 46):
            sums = sums - n * self.exp(-fast * n) / self.expm1(-fast * n)
        near = math.pi**2 / 6 - slow / 2 + slow * slow / 24
        sums = self.where(t > _SLOW_SUMS, fast * fast * sums, near)
        return 2 * (self.log(beta1) - self.log(t)) + self.log(divisors + sums)

    # --- contraction ----------------------------------------------------------------------------

    def log_rate(self, log_h: Any) -> Any:
        """Return log(-log(1 - h)): for a small h that of h, for h = 1 infinite."""
        small = log_h < _TINY
        whole = log_h >= 0
        inside = self.where(small | whole, -1.0, log_h)
        rate = self.where(small, log_h, self.log(-self.log_one_minus_exp(inside)))
        return self.where(whole, self.where(log_h > 0, math.nan, math.inf), rate)

    def log_shrink(self, h: Twofold, count: Twofold) -> Any:
        """Return log (1 - h)^T by T log1p(-h): a power of 1 - h has lost the digits of h."""
        number = h.number()
        tiny, large = number < _UNSEEN, number > _NEAR_ONE
        small = -self.log1p(-self.where(tiny | large, 0.0, number))
        rate = self.where(large, -self.log_spare(self.twofold(1.0) - h), small)
        whole = rate == math.inf
        product = self.twofold(self.where(whole, 0.0, rate)) * count
        power = self.where(tiny, (h * count).number(), product.number())
        return -self.where(whole, math.inf, power)

    # --- sums of powers ---------------------------------------------------------------------------

    def log_power_sum(self, log_q: Any, count: Any) -> Any:
        """Return log Σ_{j<count} q^j.

        A sum for 1/q is that for q but for the factor q^(count−1): so q is at most 1 inside.
        """
        falls = self.where(log_q > 0, -log_q, log_q)
        flat = falls > -1e-300
        inside = self.where(flat, -1.0, falls)
        whole = self.log_one_minus_exp(inside * count) - self.log_one_minus_exp(inside)
        grown = self.where(log_q > 0, self.where(flat, 0.0, -inside) * (count - 1), 0.0)
        return self.where(flat, self.log(count), whole) + grown

    # --- the split of a constant decay's error --------------------------------------------------

    def log_split(self, log_ratio: Any, z: Twofold, beta1: Any, decay: Twofold) -> Any:
        """Return log s for the s at which ``(1 + s)/p(s) + (1 + 1/s) ratio`` is least.

        Parameters
        ----------
        log_ratio : float or ndarray
            Of the decay's share of the bound over the noise's, both without their factors of s.
        z : Twofold
            ηL/(β1 c1).
        beta1 : float or ndarray
            Weight of the new gradient.
        decay : Twofold
            λη, where the step's condition has it.

        Returns
        -------
        float or ndarray
            log s, at most that of the largest s that the step allows.
        """
        room, spare, pull = self._room(z, decay, beta1)
        fits = spare >= 0
        # Where room is 0, z²(1-β1)² is 0 too: their quotient is that of a smaller step.
        divisor = self.where(fits & (room > 0), room, 1.0)
        spare = self.where(room == 0, 1.0, spare)
        most = self.log(self.where(fits, spare, 0.0)) - 2 * self.log(
            self.where(pull > 0, pull, 1.0)
        )
        most = self.where(fits & (pull == 0), _LOG_MOST, self.minimum(most, _LOG_MOST))
        high = most + self._zero(log_ratio)
        low = self.minimum(high, 0.0) - _LOG_LARGEST
        rest = 2 - beta1
        for _ in range(_BISECTIONS):
            middle = (low + high) / 2
            more = self.exp(middle / 2) * pull
            more = more * more
            taken = (pull * pull + more) / divisor
            left = self.maximum(spare - more, 0.0) / divisor
            root = self.sqrt(left * (rest * rest - beta1 * beta1 * taken))
            p = (rest + beta1 * taken + root) / 2
            # Twice -dp/d(taken); the root is 0 only where s is the largest, and the slope infinite.
            fall = (rest * rest + beta1 * beta1 * (left - taken)) / (2 * root + 1e-300) - beta1
            slope = 1 / p + taken * fall / (2 * p * p)
            above = self.log(slope) + 2 * middle > log_ratio
            high, low = self.where(above, middle, high), self.where(above, low, middle)
        return (low + high) / 2

    # --- the shortest run for an accuracy -------------------------------------------------------

    def log_best_momentum(self, log_gap: Any, log_noise: Any, log_decay: Any, starts: int) -> Any:
        """Return log β1 for the shortest sufficient run; arguments as of :meth:`log_best_rest`."""
        arguments = (log_gap, log_noise, log_decay)
        if isinstance(log_gap + log_noise + log_decay, float):
            return _momentum_of_numbers(self, *arguments, starts)
        # The formulas of one answer, and optimizers that are one without decay, ask the same.
        place = (starts, *(_print_of(item) for item in arguments))
        for known, found in tuple(_RECENT):
            if known == place:
                return found
        found = self._best_momentum(*arguments, starts)
        _RECENT.append((place, found))
        return found

    def _best_momentum(self, log_gap: Any, log_noise: Any, log_decay: Any, starts: int) -> Any:
        high = self.minimum(0.0, math.log(2.0) - log_noise)
        high = high + self._zero(log_gap) + self._zero(log_decay)
        low = high - _MOST_BELOW

        # In the logit, so that a weight next to 1 is told from 1.
        def log_weight(logit: Any) -> Any:
            return self.where(logit < _ONE, -self.log1p(self.exp(-logit)), 0.0)

        def steps(logit: Any) -> Any:
            log_beta1 = log_weight(logit)
            log_start = self._log_start(log_beta1, starts)

            def inner(log_rest: Any) -> Any:
                return self._log_steps(
                    log_gap, log_noise, log_decay, log_beta1, log_rest, log_start
                )

            zero = self._zero(log_beta1)
            return inner(self._least(inner, zero + _LEAST_REST, zero))

        ends = (end - self.log_one_minus_exp(end) for end in (low, high))
        return log_weight(self._least(steps, *(self.minimum(end, _ONE) for end in ends)))

    def log_best_rest(
        self, log_gap: Any, log_noise: Any, log_decay: Any, log_beta1: Any, starts: int
    ) -> Any:
        """Return log(1 - τ) for the share τ in p = 1 + τ(1 - β1) that makes a run shortest.

        Parameters
        ----------
        log_gap, log_noise, log_decay : float or ndarray
            Of 2 c2 L Δ/(c1 ε²), of c2 σ²/(c1 b ε²) and of λ c1/L.
        log_beta1 : float or ndarray
            Of the weight of the new gradient.
        starts : {0, 1}
            Whether the momentum starts at the first gradient, or is bias-corrected from 0.
        """
        log_start = self._log_start(log_beta1, starts)

        def steps(log_rest: Any) -> Any:
            return self._log_steps(log_gap, log_noise, log_decay, log_beta1, log_rest, log_start)

        zero = sum(self._zero(item) for item in (log_gap, log_noise, log_decay, log_beta1))
        return self._least(steps, zero + _LEAST_REST, zero)

    def log_step(self, log_decay: Any, log_beta1: Any, log_rest: Any) -> Any:
        """Return log z of the largest step at a given weight, share and decay.

        It solves β1 (1 + λ c1/L) z + K z² = 1, where K = (1-β1)(1-pβ1)/(p(1-τ)): the proof's
        condition. ``log_decay`` is of λ c1/L.
        """
        beta1 = self.exp(log_beta1)
        theta = -self.expm1(log_beta1)
        rest = self.exp(log_rest)
        share = -self.expm1(log_rest)
        k = theta * theta * (1 - share * beta1) / ((1 + share * theta) * rest)
        linear = beta1 * (1 + self.exp(log_decay))
        return math.log(2.0) - self.log(linear + self.sqrt(linear * linear + 4 * k))

    def _log_start(self, log_beta1: Any, starts: int) -> Any:
        """Return the logarithm of what the start of the momentum adds to the noise."""
        if starts:
            return self.log_bias_sum(self.exp(log_beta1))
        return self.log(-self.expm1(2 * log_beta1))

    def _log_steps(
        self,
        log_gap: Any,
        log_noise: Any,
        log_decay: Any,
        log_beta1: Any,
        log_rest: Any,
        log_start: Any,
    ) -> Any:
        """Return log T of a sufficient run, a large number where the noise alone is too much."""
        log_p = self.log1p(self.expm1(log_rest) * self.expm1(log_beta1))
        floor = log_beta1 + log_noise - log_p
        whole = self.logaddexp(
            log_gap - self.log_step(log_decay, log_beta1, log_rest), log_start + log_noise - log_p
        )
        left = self.log_one_minus_exp(self.minimum(floor, -1e-300))
        return self.where(floor < 0, whole - log_beta1 - left, 1e6 + floor)

    def _zero(self, like: Any) -> Any:
        """Return 0 in the shape of another number."""
        return self.where(like == like, 0.0, 0.0)  # noqa: PLR0124

    def _least(self, function: Any, low: Any, high: Any) -> Any:
        """Return where a function with one valley, or the end of one, is least."""
        start, end = low, high
        left, right = high - _GOLDEN * (high - low), low + _GOLDEN * (high - low)
        at_left, at_right = function(left), function(right)
        for _ in range(_SECTIONS):
            down = at_left <= at_right
            low, high = self.where(down, low, left), self.where(down, right, high)
            kept, at_kept = self.where(down, left, right), self.where(down, at_left, at_right)
            fresh = self.where(down, high - _GOLDEN * (high - low), low + _GOLDEN * (high - low))
            at_fresh = function(fresh)
            left, right = self.where(down, fresh, kept), self.where(down, kept, fresh)
            at_left = self.where(down, at_fresh, at_kept)
            at_right = self.where(down, at_kept, at_fresh)
        best = self.where(at_left <= at_right, left, right)
        at_best = self.where(at_left <= at_right, at_left, at_right)
        for share in _WIDTHS:
            width = share * (end - start)
            below, above = function(best - width), function(best + width)
            bend = below - 2 * at_best + above
            bends = bend > 0
            vertex = best + width * (below - above) / (2 * self.where(bends, bend, 1.0))
            vertex = self.where(bends, self.minimum(self.maximum(vertex, start), end), best)
            at_vertex = function(vertex)
            better = at_vertex < at_best
            best = self.where(better, vertex, best)
            at_best = self.where(better, at_vertex, at_best)
        return self.where(function(end) <= at_best + _EVEN, end, best)


#: What the last searches over arrays found, by what was asked.
_RECENT: Final[deque[tuple[Any, Any]]] = deque(maxlen=4)


def _print_of(values: Any) -> Any:
    """Return what tells a number, or an array, from all others."""
    if not getattr(values, "ndim", 0):
        return float(values)
    return values.shape, blake2b(values.tobytes()).digest()


@lru_cache(maxsize=256)
def _momentum_of_numbers(
    backend: Chosen, log_gap: float, log_noise: float, log_decay: float, starts: int
) -> Any:
    """Search once for the several formulas of one answer."""
    return backend._best_momentum(log_gap, log_noise, log_decay, starts)
