"""How far ∫f dμ can lie from its estimate, over all measures μ with the moments of one probe.

The largest ∫f dμ over the measures on [a, b] that have the moments of a Gauss rule is the least
∫p dμ over the polynomials p ≥ f on [a, b] whose integral the moments give: linear programmes that
are each other's dual. A probe of m steps fixes the moments up to degree 2m − 1, and that of degree
2m where the residual β of its last step is known. Then the measures of m + 1 nodes that have these
moments are the spectral measures of

    J(α) = ⎡ J    βe_m ⎤        with J the Jacobi matrix of the Gauss rule and any real number α;
           ⎣ βe_mᵀ α   ⎦

one of them has a node at any given place t. Without β they are those of J + τe_m e_mᵀ, of m nodes.
p is determined by one of these rules: it has the value of f at every node ξ_j, and its slope at
all but one, where its degree decides the slope. If p ≥ f, then both are optimal: ∫f over the rule
is ∫p dμ, and no other measure has more. For f with a cusp (err at σ = 0) it is the rule with a node
at the cusp, or the rule where ∫f is stationary in t; p then has every slope of f.

That p ≥ f is no theorem for every f: it is looked at. p(x) − f(x) is ℓ(x)²·R(x), with ℓ the product
of all x − ξ_j, and

    R(x) = Σ_j μ_j·[(f_j − f(x))·(1 − 2ℓ_j'·(x − ξ_j)) + f_j'·(x − ξ_j)]/(x − ξ_j)²,

where ℓ_j' = Σ_{i≠j} 1/(ξ_j − ξ_i) and μ_j = 1/Π_{i≠j}(ξ_j − ξ_i)². R has no poles: it is a divided
difference of f. Away from the cusp it changes on the scale of the distance from it, not on that of
the gaps between nodes, so that few points in each octave of |x| show its sign; more are taken near
the cusp, and wherever it changes fast. What is found below zero is lifted: ω_j·ℓ_j(x)² costs ω_j
and is 1 at its node, 0 at the others and positive elsewhere. Rounding of R is lifted in the same
way. So the bound holds whether or not the rule is the best one, and it is near to the best where
little had to be lifted.

Everything is computed from nodes, weights and β alone: with u_i² ∝ μ_i/w_i, Σu_i² = 1, the last
components of J's eigenvectors, the nodes of J(α) are the roots of x − α = β²Σu_i²/(x − θ_i), and a
Gauss node with u_i² of no weight is an eigenvalue that every such measure has.

References
----------
G. H. Golub and G. Meurant, Matrices, Moments and Quadrature with Applications, 2010, chapters 3
and 6; M. G. Krein and A. A. Nudelman, The Markov Moment Problem and Extremal Problems, 1977,
chapter III; R. Bojanić and R. DeVore, On polynomials of best one-sided approximation, 1966.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

__all__ = ["Moments", "Rule", "moments_of"]

Float64Array = npt.NDArray[np.float64]
Function = Callable[[Float64Array], Float64Array]

_EPSILON: Final = 2.0**-52
#: Share u² of the last component below which a Gauss node is an eigenvalue of every measure.
_SETTLED: Final = 1e-30
#: Relative step of numerical slopes: a slope that is a little off is lifted away.
_STEP: Final = 3e-6
#: Places of a node that are tried in the gap about σ = 0, and between the two best of them.
_LINEAR: Final = 8
_DECADES: Final = (1, 2, 3, 4, 6)
_INNER: Final = 5
#: Rules whose polynomials are looked at.
_PEAKS: Final = 3
#: Share of a width within which a bound is as good as the best one.
_NEAR: Final = 0.003
#: Points in each octave of |x|, most of them on one side, and points in each gap near the cusp.
_PER_OCTAVE: Final = 2
_MOST: Final = 900
_NEAR_NODES: Final = 12
_IN_GAP: Final = (0.03, 0.15, 0.35, 0.5, 0.65, 0.85, 0.97)
#: Between two points, where R falls below zero or changes by more than the factor.
_BETWEEN: Final = (0.2, 0.4, 0.6, 0.8)
_FAST: Final = 4.0
_ROUNDS: Final = 2
#: What is lifted beyond what was seen, and roundings of a sum.
_MORE: Final = 1.05
_ROUNDINGS: Final = 32
#: Differences that are multiplied before a logarithm is taken.
_FACTORS: Final = 8
#: Nodes that are not settled beyond which there is no gain worth the time: gaps are narrow there.
_LARGEST: Final = 800
#: Nodes at all.
_MOST_NODES: Final = 4000
#: Numbers that are worked on at a time.
_CHUNK: Final = 1 << 20
_ITERATIONS: Final = 80
#: Share of the moment of degree 2m that may be unknown.
_LOOSE: Final = 1e-3


class Rule(NamedTuple):
    """A rule with the moments of the probe.

    Attributes
    ----------
    nodes, weights : ndarray of shape (n,)
        ξ and ω, ascending; the settled eigenvalues are not among them.
    shares : ndarray of shape (n,)
        μ_j, scaled so that Σω_j·f_j of a p is Σw_i·p(θ_i) + Σμ_j·(…): see `Moments`.
    slopes : ndarray of shape (n,)
        ℓ_j'.
    free : int
        Which node was placed: the slope of p there is what its degree wants.
    poles : ndarray of shape (m,)
        b_i² with Σw_i·p(θ_i) = Σw_i·f(θ_i) + Σb_i²·R(θ_i).
    """

    nodes: Float64Array
    weights: Float64Array
    shares: Float64Array
    slopes: Float64Array
    free: int
    poles: Float64Array


@dataclass(frozen=True, slots=True, eq=False)
class Moments:
    """The moments of one probe, as nodes, weights and residual; built by `moments_of`.

    Attributes
    ----------
    nodes, weights : ndarray of shape (m,)
        Gauss nodes θ and weights w that are not settled.
    last : ndarray of shape (m,)
        u².
    residual : float or None
        β; None where the moment of degree 2m is unknown.
    settled, settled_weights : ndarray
        Nodes that every measure has, with their masses.
    counted : ndarray of bool
        Which of these belong to the integral: not those whose mass is known otherwise.
    ends : tuple of float
        Support of what is not settled.
    shift, slack : float
        Rounding: how far an eigenvalue may lie from where the moments have it, and how far partial
        sums may be off.
    weight_error : float
        How far √w may be off.
    loose : float
        Relative error of the moment of degree 2m.
    """

    nodes: Float64Array
    weights: Float64Array
    last: Float64Array
    residual: float | None
    settled: Float64Array
    settled_weights: Float64Array
    counted: npt.NDArray[np.bool_]
    ends: tuple[float, float]
    shift: float
    slack: float
    weight_error: float
    loose: float
    _kept: dict[float, Rule] = field(default_factory=dict)

    @property
    def mass(self) -> float:
        """Mass of what is integrated: 1 less that of the settled nodes that are not counted."""
        return 1.0 - float(self.settled_weights[~self.counted].sum())

    @property
    def trusted(self) -> bool:
        """Whether every weight is known well enough for partial sums of other rules."""
        return bool((2 * self.weight_error < 1e-6 * np.sqrt(self.weights)).all())

    def extremes(
        self,
        least: Function,
        most: Function,
        turning_points: Sequence[float],
        ends: tuple[float, float],
    ) -> tuple[float, float]:
        """Return bounds of ∫f dμ from below and from above.

        Parameters
        ----------
        least, most : callable
            Least and largest value of f within `shift` of each place.
        turning_points : sequence of float
            Where f has a cusp or turns.
        ends : tuple of float
            Bounds that are known.
        """
        low, high = ends
        with np.errstate(all="ignore"):
            width = high - low
            found = self._most(lambda x: -least(x), turning_points, width)
            low = max(low, -found) if math.isfinite(found) else low
            found = self._most(most, turning_points, width)
            high = min(high, found) if math.isfinite(found) else high
        return low, high

    def most(
        self,
        function: Function,
        turning_points: Sequence[float],
        bottoms: Sequence[float],
        known: float,
        width: float,
    ) -> float:
        """Return a bound of ∫f dμ from above, no larger than one that is `known`.

        Arguments as of `extremes`, `function` being the largest value within `shift`. `width` is
        the size of what matters. `bottoms` are where f turns, but from falling to rising without a
        cusp: no rule has its node there. Only the best of the rules is tried, for speed.
        """
        with np.errstate(all="ignore"):
            found = self._most(function, turning_points, width, bottoms, peaks=1)
        return min(known, found) if math.isfinite(found) else known

    def places(self, turning_points: Sequence[float] = (), linear: int = _LINEAR) -> Float64Array:
        """Return where a node is put in the gap about σ = 0, `linear` of them evenly spaced."""
        at = int(np.searchsorted(self.nodes, 0.0))
        low = self.nodes[at - 1] if at > 0 else min(self.ends[0], self.nodes[0])
        high = self.nodes[at] if at < self.nodes.size else max(self.ends[1], self.nodes[-1])
        zero = min(max(0.0, self.ends[0]), self.ends[1])
        tried = [zero, *self.ends, *turning_points]
        tried += list(low + (high - low) * np.arange(1, linear + 1) / (linear + 1))
        if low < zero < high and zero == 0.0:
            tried += [end * 10.0**-power for end in (low, high) for power in _DECADES]
        every = np.unique(np.array(tried, dtype=np.float64))
        inside = (low < every) & (every < high)
        inside |= (every == self.ends[0]) & (at == 0) & (every < high)
        found: Float64Array = every[inside]
        return found

    def rules(self, places: Float64Array) -> list[Rule]:
        """Return the rules with a node at each place; those that cannot be made are left out."""
        new = np.array([place for place in places.tolist() if place not in self._kept])
        if new.size:
            step = max(1, _CHUNK // (self.nodes.size + 1) ** 2)
            with np.errstate(all="ignore"):
                for first in range(0, new.size, step):
                    self._make(new[first : first + step])
        return [self._kept[place] for place in places.tolist() if place in self._kept]

    def partial(self, many: int) -> list[tuple[Float64Array, Float64Array]]:
        """Return nodes and weights of rules of what is integrated, as parts of its mass."""
        if not self.trusted:
            return []
        found = []
        for rule in self.rules(self.places(linear=many)):
            nodes = np.concatenate([rule.nodes, self.settled[self.counted]])
            masses = np.concatenate([rule.weights, self.settled_weights[self.counted]])
            order = np.argsort(nodes, kind="stable")
            found.append((nodes[order], masses[order] / self.mass))
        return found

    # The rules

    def _make(self, places: Float64Array) -> None:
        """Make the rules with a node at each place."""
        theta, count = self.nodes, self.nodes.size
        line = 0.0 if self.residual is None else 1.0
        squares = self.last if self.residual is None else self.residual**2 * self.last
        levels = line * places + (squares / (theta - places[:, None])).sum(axis=1)
        usable = np.isfinite(levels) & (levels != 0 if line == 0 else True)
        places, levels = places[usable], levels[usable]
        if not places.size:
            return
        gaps = np.broadcast_to(np.arange(count + 1), (places.size, count + 1))
        if line == 0:
            # One of the outer gaps has no node.
            keep = np.ones(gaps.shape, np.bool_)
            keep[:, 0] = levels > 0
            keep[:, -1] = levels < 0
            gaps = gaps[keep].reshape(places.size, count)
        base, offset = self._roots(gaps, levels, squares, line)
        for row, place in enumerate(places.tolist()):
            free = int(np.flatnonzero(gaps[row] == np.searchsorted(theta, place))[0])
            poles = squares
            if line == 0:
                poles = squares / levels[row] ** 2
            rule = self._rule(base[row], offset[row], place, free, poles, line)
            if (np.diff(rule.nodes) > 0).all() and all(
                np.isfinite(values).all() for values in rule[1:4]
            ):
                self._kept[place] = rule

    def _roots(
        self, gaps: npt.NDArray[np.int_], levels: Float64Array, squares: Float64Array, line: float
    ) -> tuple[Float64Array, Float64Array]:
        """Return the roots of line·x + Σ squares_i/(θ_i − x) = level, one in each gap given.

        Each as the nearest θ and the distance from it, which alone keeps its digits. What a root
        is taken for next solves the equation with the term of its nearest pole as it is and the
        rest replaced by a pole at the gap's other end that has the rest's slope (as in LAPACK's
        dlaed4); it stays within the bracket that the signs so far give.
        """
        theta, count = self.nodes, self.nodes.size
        shape = gaps.shape
        gap = gaps.ravel()
        level = np.repeat(levels, shape[1])
        reach = math.sqrt(float(squares.sum()))
        # Beyond the outer nodes: there the function has the other sign.
        if line:
            least = np.minimum(theta[0], level) - reach
            largest = np.maximum(theta[-1], level) + reach
        else:
            with np.errstate(all="ignore"):
                far = float(squares.sum()) / np.abs(level)
            least, largest = theta[0] - far, theta[-1] + far
        left = np.where(gap > 0, theta[np.maximum(gap - 1, 0)], least)
        right = np.where(gap < count, theta[np.minimum(gap, count - 1)], largest)
        middle = 0.5 * (left + right)
        with np.errstate(all="ignore"):
            inverse = 1.0 / (theta - middle[:, None])
            value = line * middle - level + (squares * inverse).sum(axis=1)
        leftmost, rightmost = gap == 0, gap == count
        nearer = ((value > 0) & ~leftmost) | rightmost  # to the left end
        pole = np.where(nearer, gap - 1, gap)
        base = theta[pole]
        low = np.where(nearer, 0.0, np.where(leftmost, left, middle) - base)
        high = np.where(nearer, np.where(rightmost, right, middle) - base, 0.0)
        other = np.where(nearer, right, left) - base
        outer = leftmost | rightmost
        mine = squares[pole]
        with np.errstate(all="ignore"):
            rest = value - mine / (base - middle)
            x = mine / rest
        x = np.where((x > low) & (x < high), x, 0.5 * (low + high))
        todo = np.arange(gap.size)
        for _ in range(_ITERATIONS):
            now, at = x[todo], base[todo]
            with np.errstate(all="ignore"):
                inverse = 1.0 / ((theta - at[:, None]) - now[:, None])
                terms = squares * inverse
                value = line * (at + now) - level[todo] + terms.sum(axis=1)
                slope = line + np.einsum("ij,ij->i", terms, inverse)
                low[todo] = np.where(value < 0, now, low[todo])
                high[todo] = np.where(value >= 0, now, high[todo])
                following = _next(now, value, slope, mine[todo], other[todo], outer[todo])
                start, end = low[todo], high[todo]
                bad = ~((following > start) & (following < end))
                centre = 0.5 * (start + end)
                mean = np.sign(centre) * np.sqrt(start * end)
                following = np.where(bad, np.where(start * end > 0, mean, centre), following)
                # Where the value is nothing but rounding it says no more.
                size = np.abs(terms).sum(axis=1) + line * np.abs(at) + np.abs(level[todo])
                ended = np.abs(value) <= 4 * _EPSILON * size
                x[todo] = np.where(ended, now, following)
                done = ended | (np.abs(following - now) <= 1e-13 * np.abs(following))
                done |= end - start <= 4 * _EPSILON * np.maximum(np.abs(start), np.abs(end))
            todo = todo[~done]
            if not todo.size:
                break
        return base.reshape(shape), x.reshape(shape)

    def _rule(
        self,
        base: Float64Array,
        offset: Float64Array,
        place: float,
        free: int,
        squares: Float64Array,
        line: float,
    ) -> Rule:
        offset[free] = place - base[free]
        inverse = 1.0 / ((self.nodes - base[:, None]) - offset[:, None])
        last = 1.0 / (line + np.einsum("ij,ij->i", squares * inverse, inverse))
        nodes = base + offset
        nodes[free] = place
        logs, slopes = _products(nodes, self.settled)
        shares = np.exp(logs - logs.max())
        weights = shares / last
        factor = (1.0 - float(self.settled_weights.sum())) / float(weights.sum())
        return Rule(nodes, weights * factor, shares * factor, slopes, free, squares)

    # The polynomials

    def _most(
        self,
        function: Function,
        turning_points: Sequence[float],
        width: float,
        bottoms: Sequence[float] = (),
        peaks: int = _PEAKS,
    ) -> float:
        """Return an upper bound of ∫f dμ; ∞ where f is infinite, or what was found is no number.

        A bound that is `_NEAR` of `width` above what a rule has is taken at once. `peaks` is how
        many local maxima over the rules are tried.
        """
        corners = [*turning_points, *bottoms, *self.ends, 0.0]
        corners = sorted({x for x in corners if self.ends[0] <= x <= self.ends[1]})
        values = function(np.array(corners))
        if not (values < math.inf).all():
            return math.inf
        finite = np.where(np.isfinite(values), values, values[np.isfinite(values)].min())
        variation = float(np.abs(np.diff(finite)).sum())
        inner = [x for x in corners if self.nodes[0] < x < self.nodes[-1] and x not in bottoms]
        places = self.places(inner)
        best = math.inf
        self.rules(places)
        places = np.array([place for place in places.tolist() if place in self._kept])
        if not places.size:
            return best
        tangents = self._tangents(places, function)
        totals = np.array([tangent.total for tangent in tangents])
        totals = np.where(np.isfinite(totals), totals, -math.inf)
        framed = np.concatenate([[-math.inf], totals, [-math.inf]])
        tops = np.flatnonzero((totals >= framed[:-2]) & (totals >= framed[2:]))
        enough = _NEAR * width if math.isfinite(width) else 0.0
        for peak in tops[np.argsort(-totals[tops], kind="stable")][:peaks].tolist():
            for tangent in self._summit(places, tangents, peak, function):
                bound = self._bound(tangent, function, corners)
                best = min(best, bound) if math.isfinite(bound) else best
                if best <= tangent.total + enough:
                    return best + self.slack * variation
        return best + self.slack * variation

    def _tangents(self, places: Float64Array, function: Function) -> list[_Tangent]:
        rules = self.rules(places)
        if not rules:
            return []
        nodes = np.concatenate([rule.nodes for rule in rules])
        step = _STEP * np.abs(nodes) + np.finfo(np.float64).tiny
        values = function(np.concatenate([nodes, nodes - step, nodes + step, self.settled]))
        here, before, after, apart = np.split(values, np.cumsum([nodes.size] * 3))
        slopes = (after - before) / (2 * step)
        slopes = np.where(np.isfinite(slopes), slopes, 0.0)
        fixed = float((self.settled_weights * apart)[self.counted].sum())
        cuts = np.cumsum([rule.nodes.size for rule in rules])[:-1]
        return [
            _Tangent.of(rule, own, slope, fixed)
            for rule, own, slope in zip(
                rules, np.split(here, cuts), np.split(slopes, cuts), strict=True
            )
        ]

    def _summit(
        self,
        places: Float64Array,
        tangents: list[_Tangent],
        peak: int,
        function: Function,
    ) -> Iterator[_Tangent]:
        """Yield the tangent at the place `peak`, and those where ∫f is stationary beside it."""
        yield tangents[peak]
        best = tangents[peak].total
        for first in (peak - 1, peak):
            if not 0 <= first < places.size - 1:
                continue
            left, right = tangents[first : first + 2]
            if not (right.excess < 0 if first == peak else left.excess > 0):
                continue
            ends = places[first : first + 2]
            inner = ends[0] + np.diff(ends) * np.arange(1, _INNER + 1) / (_INNER + 1)
            if ends[0] * ends[1] > 0 and max(abs(ends)) > 4 * min(abs(ends)):
                inner = (
                    np.sign(ends[0]) * np.geomspace(abs(ends[0]), abs(ends[1]), _INNER + 2)[1:-1]
                )
            self.rules(inner)
            kept = np.array([place for place in inner.tolist() if place in self._kept])
            if not kept.size:
                continue
            more = self._tangents(kept, function)
            kept = np.concatenate([ends[:1], kept, ends[1:]])
            more = [left, *more, right]
            highest = max(more[1:-1], key=lambda tangent: tangent.total)
            excess = np.array([tangent.excess for tangent in more])
            for index in np.flatnonzero((excess[:-1] > 0) & (excess[1:] < 0)).tolist():
                fall = excess[index] - excess[index + 1]
                place = kept[index] + (kept[index + 1] - kept[index]) * excess[index] / fall
                last = self._tangents(np.array([place]), function)
                if last and last[0].total >= highest.total:
                    highest = last[0]
            if highest.total > best:
                best = highest.total
                yield highest

    def _bound(self, tangent: _Tangent, function: Function, corners: Sequence[float]) -> float:
        """Return ∫p dμ of the tangent, lifted above f."""
        rule = tangent.rule
        points = self._points(rule, corners)
        found = _Looked(*self._look(points, tangent, function))
        for _ in range(_ROUNDS):
            between = found.between(points)
            if not between.size:
                break
            extra = _Looked(*self._look(between, tangent, function))
            points, found = found.with_(points, extra, between)
        lift = found.lift(rule.weights)
        # Its integral by the Gauss rule, where the rule's own might be off by rounding.
        at_gauss = _Looked(*self._look(self.nodes, tangent, function))
        rest = np.where(at_gauss.fine, rule.poles * at_gauss.value, 0.0)
        error = np.where(at_gauss.fine, rule.poles * at_gauss.error, 0.0)
        direct = float((self.weights * function(self.nodes)).sum()) + float(rest.sum())
        top = 0.0
        if self.residual is not None:
            top = float((rule.shares * (tangent.values + tangent.lines * rule.nodes)).sum())
        direct += tangent.fixed + top
        moved = float((2 * self.weight_error / np.sqrt(self.weights) * np.abs(rest)).sum())
        return (
            max(direct, tangent.total) + lift + float(error.sum()) + moved + self.loose * abs(top)
        )

    def _points(self, rule: Rule, corners: Sequence[float]) -> Float64Array:
        """Return where R is looked at."""
        low, high = self.ends
        sizes = np.abs(np.array([*corners, self.shift]))
        sizes = sizes[(sizes > 0) & (sizes < max(abs(low), abs(high)))]
        away = np.abs(rule.nodes[rule.nodes != 0])
        far = max(abs(low), abs(high))
        near = 0.5 * min([float(away.min()), *sizes.tolist(), far])
        many = min(_MOST, 2 + int(_PER_OCTAVE * math.log2(far / near)))
        octaves = np.geomspace(near, far, many)
        nodes = np.sort(rule.nodes[np.argsort(np.abs(rule.nodes))[:_NEAR_NODES]])
        gaps = (nodes[:-1, None] + np.diff(nodes)[:, None] * np.array(_IN_GAP)).ravel()
        beside = np.concatenate([sizes * (1 - 1e-9), sizes, sizes * (1 + 1e-9)])
        points = np.unique(np.concatenate([octaves, -octaves, gaps, beside, -beside, corners]))
        kept: Float64Array = points[(low <= points) & (points <= high)]
        return kept

    def _look(
        self, points: Float64Array, tangent: _Tangent, function: Function
    ) -> tuple[npt.NDArray[np.int_], Float64Array, Float64Array, Float64Array, Float64Array]:
        """Return gap, R and its rounding, and what ℓ_j² are there: of all and of the gap's ends."""
        rule = tangent.rule
        gap = np.searchsorted(rule.nodes, points)
        away = points[:, None] - rule.nodes
        values = function(points)
        inverse = 1.0 / away
        squares = inverse * inverse * rule.shares
        lower = tangent.values - values[:, None]
        first = lower * squares
        second = (inverse * rule.shares) * (tangent.slopes - 2 * rule.slopes * lower)
        found = first.sum(axis=1) + second.sum(axis=1)
        every = squares.sum(axis=1)
        error = (
            _ROUNDINGS
            * _EPSILON
            * (np.abs(first).sum(axis=1) + np.abs(second).sum(axis=1) + np.abs(values) * every)
        )
        rows, count = np.arange(points.size), rule.nodes.size
        ends = np.where(gap > 0, squares[rows, np.maximum(gap - 1, 0)], 0.0)
        ends += np.where(gap < count, squares[rows, np.minimum(gap, count - 1)], 0.0)
        # Where f is −∞ anything is above it.
        found = np.where(values == -math.inf, math.inf, found)
        return gap, found, np.where(np.isfinite(error), error, 0.0), every, ends


@dataclass(frozen=True, slots=True, eq=False)
class _Tangent:
    """The polynomial p of a rule.

    Attributes
    ----------
    rule : Rule
        Its nodes.
    values, slopes : ndarray
        p and p' at the nodes.
    lines : ndarray
        p' − 2ℓ_j'·p there.
    total, fixed : float
        ∫f over the rule with the settled nodes that are counted, and the part of these.
    excess : float
        How much steeper f is at the free node than p: dΦ/dt up to a positive factor.
    """

    rule: Rule
    values: Float64Array
    slopes: Float64Array
    lines: Float64Array
    total: float
    fixed: float
    excess: float

    @classmethod
    def of(cls, rule: Rule, values: Float64Array, slopes: Float64Array, fixed: float) -> _Tangent:
        lines = slopes - 2 * rule.slopes * values
        products = lines * rule.shares
        free = rule.free
        lines[free] = -(products.sum() - products[free]) / rule.shares[free]
        wanted = lines[free] + 2 * rule.slopes[free] * values[free]
        excess = float(slopes[free] - wanted)
        slopes = slopes.copy()
        slopes[free] = wanted
        total = float((rule.weights * values).sum()) + fixed
        return cls(rule, values, slopes, lines, total, fixed, excess)


class _Looked(NamedTuple):
    """R as it was found at some points, in their order; see `Moments._look`."""

    gap: npt.NDArray[np.int_]
    value: Float64Array
    error: Float64Array
    every: Float64Array
    ends: Float64Array

    @property
    def fine(self) -> npt.NDArray[np.bool_]:
        """Where it is a number: not at the nodes themselves."""
        found: npt.NDArray[np.bool_] = ~np.isnan(self.value) & (self.every < math.inf)
        return found

    def between(self, points: Float64Array) -> Float64Array:
        """Return points between those where R falls below zero, or changes fast."""
        kept = np.flatnonzero(self.fine)
        places, values = points[kept], self.value[kept]
        below = values < self.error[kept]
        one, other = values[:-1], values[1:]
        fast = (np.maximum(one, other) > _FAST * np.minimum(one, other)) & np.isfinite(one + other)
        cells = np.flatnonzero(below[:-1] | below[1:] | fast)
        width = places[cells + 1] - places[cells]
        cells = cells[width > 1e-12 * np.abs(places[cells])]
        width = places[cells + 1] - places[cells]
        found: Float64Array = (places[cells][:, None] + width[:, None] * np.array(_BETWEEN)).ravel()
        return found

    def with_(
        self, points: Float64Array, more: _Looked, places: Float64Array
    ) -> tuple[Float64Array, _Looked]:
        """Put what was found at other places in between."""
        every = np.concatenate([points, places])
        order = np.argsort(every, kind="stable")
        pairs = zip(self, more, strict=True)
        joined = [np.concatenate([one, other])[order] for one, other in pairs]
        return every[order], _Looked(*joined)

    def lift(self, weights: Float64Array) -> float:
        """Return what it costs to lift p above f.

        Either by ℓ_j² of the two nodes beside it, gap by gap, or by those of all nodes at once,
        up to the height that makes the sum of both least.
        """
        below = np.where(self.fine, np.maximum(self.error - self.value, 0.0), 0.0)
        below = np.where(self.fine, _MORE * below, 0.0)
        whole, apart = np.zeros(weights.size + 1), np.zeros(weights.size + 1)
        fine = self.fine
        np.maximum.at(whole, self.gap[fine], below[fine] / self.every[fine])
        np.maximum.at(apart, self.gap[fine], below[fine] / self.ends[fine])
        beside = np.concatenate([[0.0], weights]) + np.concatenate([weights, [0.0]])
        costs = np.where(apart > 0, apart * beside, 0.0)
        order = np.argsort(whole)
        above = np.concatenate([np.cumsum(costs[order][::-1])[::-1], [0.0]])
        heights = np.concatenate([[0.0], whole[order]])
        return float((heights + above).min())


def _next(
    now: Float64Array,
    value: Float64Array,
    slope: Float64Array,
    mine: Float64Array,
    other: Float64Array,
    outer: npt.NDArray[np.bool_],
) -> Float64Array:
    """Return what a root, as the distance from its nearest pole, is taken for next."""
    rest = value + mine / now
    steep = slope - mine / now**2
    across = other - now
    far = steep * across**2
    level = rest - far / across
    middle = mine + far + level * other
    under = np.sqrt(np.maximum(middle**2 - 4 * level * mine * other, 0.0))
    two = np.where(middle > 0, 2 * mine * other / (middle + under), (middle - under) / (2 * level))
    # In an outer gap: Newton's step for the function times the distance.
    one = now - value * now / (slope * now + value)
    return np.where(outer, one, two)


def _products(nodes: Float64Array, settled: Float64Array) -> tuple[Float64Array, Float64Array]:
    """Return −2Σ log|ξ_j − ξ_i| and Σ 1/(ξ_j − ξ_i) over all other nodes, settled ones too."""
    away = nodes[:, None] - nodes
    np.fill_diagonal(away, 1.0)
    logs = _logs(away)
    np.fill_diagonal(away, np.inf)
    slopes = (1.0 / away).sum(axis=1)
    if settled.size:
        apart = nodes[:, None] - settled
        logs += _logs(apart)
        slopes += (1.0 / apart).sum(axis=1)
    return logs, slopes


def _logs(away: Float64Array) -> Float64Array:
    """Return −2Σ log|x| over each row, one logarithm for a product of some."""
    rows, count = away.shape
    whole = count - count % _FACTORS
    products = away[:, :whole].reshape(rows, -1, _FACTORS).prod(axis=2)
    if whole and not (np.abs(products) > np.finfo(np.float64).tiny).all():
        whole, products = 0, away[:, :0]
    found: Float64Array = -2 * (
        np.log(np.abs(products)).sum(axis=1) + np.log(np.abs(away[:, whole:])).sum(axis=1)
    )
    return found


def moments_of(
    nodes: Float64Array,
    weights: Float64Array,
    *,
    residual: float | None,
    ends: tuple[float, float],
    shift: float,
    slack: float,
    known: npt.NDArray[np.bool_],
    weight_error: float,
) -> Moments | None:
    """Return the moments of a probe; None where its rule is not one that they can be had from.

    Parameters
    ----------
    nodes, weights : ndarray of shape (m,)
        Gauss rule, nodes ascending, weights > 0 with the sum 1.
    residual : float, optional
        Off-diagonal of the next step.
    ends : tuple of float
        Support of what is not known.
    shift, slack, weight_error : float
        See `Moments`.
    known : ndarray of bool of shape (m,)
        Nodes whose mass is known otherwise, which the integral leaves out.
    """
    if not 3 <= nodes.size <= _MOST_NODES or not (np.diff(nodes) > 0).all():
        return None
    with np.errstate(all="ignore"):
        logs, _ = _products(nodes, np.empty(0))
        logs = logs - np.log(weights)
        last = np.exp(logs - logs.max())
        last /= last.sum()
    if not np.isfinite(last).all():
        return None
    settled = known | (last < _SETTLED)
    if not 2 <= (~settled).sum() <= _LARGEST:
        return None
    loose = float((last * np.minimum(1.0, 2 * weight_error / np.sqrt(weights))).sum())
    return Moments(
        nodes=nodes[~settled],
        weights=weights[~settled],
        last=last[~settled],
        residual=None if residual is None or loose > _LOOSE else residual,
        settled=nodes[settled],
        settled_weights=weights[settled],
        counted=~known[settled],
        ends=ends,
        shift=shift,
        slack=slack,
        weight_error=weight_error,
        loose=loose,
    )
