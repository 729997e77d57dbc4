"""Problems whose constants are known in closed form: L, σ, c∞, Δ, μ.

Every stochastic gradient is the gradient plus a noise that does not depend on the point, so that
the noise of many steps can be drawn at once. Points are arrays of shape (d, seeds): one column a
run, d coordinates; the loss has its minimum 0 at x* = 0 but for :class:`LeastSquares`.
"""

from __future__ import annotations

import math
from typing import ClassVar, Protocol

import numpy as np
import numpy.typing as npt

__all__ = [
    "Array",
    "LeastSquares",
    "Oracle",
    "PolyakLojasiewicz",
    "Problem",
    "RotatedNonconvex",
    "rotation",
]

Array = npt.NDArray[np.float64]


class Oracle(Protocol):
    """The gradient of a problem for one run of many seeds, with its own work space."""

    def gradient(self, x: Array, out: Array) -> None:
        """Write ∇F(x) into ``out``; both of shape (d, seeds)."""

    def peak(self) -> float:
        """Return how far the run has been, in the measure of the problem's region."""


class Problem(Protocol):
    """What a simulated loss offers.

    Attributes
    ----------
    dim : int
        d.
    smoothness, sigma, c_inf, gap, mu : float
        L, σ (one sample), c∞, Δ = F(x₀) − F(x*), μ; infinite or 0 where there is none.
    region : float
        The constants hold while :meth:`Oracle.peak` stays below it; infinite: everywhere.
    """

    dim: int

    @property
    def smoothness(self) -> float:
        """L."""

    @property
    def sigma(self) -> float:
        """σ, of one sample."""

    @property
    def c_inf(self) -> float:
        """c∞."""

    @property
    def gap(self) -> float:
        """Δ."""

    @property
    def mu(self) -> float:
        """μ."""

    @property
    def region(self) -> float:
        """Where the constants hold."""

    def start(self) -> Array:
        """Return x₀, shape (d,)."""

    def value(self, x: Array) -> Array:
        """Return F(x) − F(x*), shape (seeds,), for x of shape (d, seeds)."""

    def oracle(self, seeds: int) -> Oracle:
        """Return the gradient with a work space for ``seeds`` columns."""

    def noise(self, rng: np.random.Generator, out: Array) -> None:
        """Fill ``out``, shape (steps, d, seeds), with independent noise of mean 0."""


def rotation(dim: int) -> Array:
    """Return the orthonormal cosine transform, which mixes all coordinates.

    Parameters
    ----------
    dim : int
        d >= 1.

    Returns
    -------
    ndarray
        R of shape (d, d) with RRᵀ = I.
    """
    rows, columns = np.arange(dim)[:, None], np.arange(dim)[None, :]
    matrix = np.cos(math.pi * rows * (2 * columns + 1) / (2 * dim)) * math.sqrt(2 / dim)
    matrix[0] = 1 / math.sqrt(dim)
    return np.ascontiguousarray(matrix)


def _rademacher(rng: np.random.Generator, out: Array, scale: float, batch: int) -> None:
    """Fill ``out`` with means of ``batch`` signs times ``scale``."""
    if scale == 0:
        out.fill(0.0)
    elif batch == 1:
        size = out.size
        words = np.frombuffer(rng.bytes(4 * -(-size // 32)), dtype=np.uint8)
        bits = np.unpackbits(words, count=size).reshape(out.shape)
        np.multiply(bits, 2 * scale, out=out)
        out -= scale
    else:
        np.multiply(rng.binomial(batch, 0.5, size=out.shape), 2 * scale / batch, out=out)
        out -= scale


class _Separable:
    """F(x) = s t² Σ φ((Rx)_i/t): a rotated sum of one function φ of one variable.

    Parameters
    ----------
    dim : int
        d >= 1.
    sigma : float
        σ >= 0: E‖noise‖² = σ² for one sample; each coordinate is ±σ/√d.
    batch_size : int
        b >= 1 samples are averaged.
    loss_scale : float
        s > 0: multiplies the loss.
    length_scale : float
        t > 0 stretches the parameters, F(x) → F(x/t): divides gradients by t.
    """

    #: sup|φ″|, attained at 0; sup|φ′|; |(Rx₀)_i/t|.
    _curvature: ClassVar[float]
    _steepest: ClassVar[float]
    _start: ClassVar[float]

    def __init__(
        self,
        dim: int = 8,
        *,
        sigma: float = 0.5,
        batch_size: int = 1,
        loss_scale: float = 1.0,
        length_scale: float = 1.0,
    ) -> None:
        self.dim = dim
        self.batch_size = batch_size
        self.loss_scale = loss_scale
        self.length_scale = length_scale
        self._sigma = sigma
        self._matrix = rotation(dim)

    @property
    def smoothness(self) -> float:
        """L, attained at x = 0; unit loss/length²."""
        return self._curvature * self.loss_scale / self.length_scale**2

    @property
    def sigma(self) -> float:
        """σ of one sample: √E‖g − ∇F‖²; unit loss/length."""
        return self._sigma

    @property
    def gradient_bound(self) -> float:
        """Least upper bound of ‖∇F(x)‖∞ over all x: sup|φ′| times the largest column of |R|."""
        widest = float(np.abs(self._matrix).sum(axis=0).max())
        return self._steepest * self.loss_scale / self.length_scale * widest

    @property
    def c_inf(self) -> float:
        """c∞ = sup‖∇F‖∞ + σ/√d: no stochastic gradient exceeds it; unit loss/length."""
        return self.gradient_bound + self._sigma / math.sqrt(self.dim)

    @property
    def gap(self) -> float:
        """Δ = F(x₀) − F(x*); unit loss."""
        return float(self.value(self.start()[:, None])[0])

    @property
    def mu(self) -> float:
        """μ of the PŁ condition; 0: none."""
        return 0.0

    @property
    def region(self) -> float:
        """The constants hold everywhere."""
        return math.inf

    def start(self) -> Array:
        """Return x₀ with (Rx₀)_i/t the same in size for all i, the signs alternating."""
        signs = np.where(np.arange(self.dim) % 2, -1.0, 1.0)
        return np.asarray(self.length_scale * self._start * (self._matrix.T @ signs))

    def value(self, x: Array) -> Array:
        """Return F(x) − F(x*), shape (seeds,), for x of shape (d, seeds)."""
        inner = (self._matrix @ x) / self.length_scale
        total: Array = self.loss_scale * self._phi(inner).sum(axis=0)
        return total

    def noise(self, rng: np.random.Generator, out: Array) -> None:
        """Fill ``out`` with means of b signs of size σ/√d."""
        _rademacher(rng, out, self._sigma / math.sqrt(self.dim), self.batch_size)

    def oracle(self, seeds: int) -> _SeparableOracle:
        """Return the gradient with a work space for ``seeds`` columns."""
        return _SeparableOracle(self, self._matrix, seeds)

    def _phi(self, y: Array) -> Array:
        raise NotImplementedError

    def slope(self, y: Array, out: Array, work: Array) -> None:
        """Write φ′(y) into ``out``; ``work`` is overwritten."""
        raise NotImplementedError


class _SeparableOracle:
    def __init__(self, problem: _Separable, matrix: Array, seeds: int) -> None:
        self._problem = problem
        self._in = matrix / problem.length_scale
        self._out = np.ascontiguousarray(matrix.T) * (problem.loss_scale / problem.length_scale)
        shape = (problem.dim, seeds)
        self._y, self._work, self._slope = (np.empty(shape) for _ in range(3))
        self._peak = np.zeros(shape)
        self._watch = math.isfinite(problem.region)

    def gradient(self, x: Array, out: Array) -> None:
        """Write ∇F(x) = (s/t) Rᵀφ′(Rx/t) into ``out``."""
        np.matmul(self._in, x, out=self._y)
        if self._watch:
            np.absolute(self._y, out=self._work)
            np.maximum(self._peak, self._work, out=self._peak)
        self._problem.slope(self._y, self._slope, self._work)
        np.matmul(self._out, self._slope, out=out)

    def peak(self) -> float:
        """Return the largest |(Rx_k)_i/t| so far (0 where the problem has no region)."""
        return float(self._peak.max())


class RotatedNonconvex(_Separable):
    """A nonconvex loss with a bounded gradient: φ(y) = √(4+y²) − 2 + ½(1 − cos y).

    φ′(y) = (y/2)/√(1+y²/4) + ½ sin y, at most 3/2 (approached as y grows); φ″ = ½(1+y²/4)^(−3/2) +
    ½ cos y, at most 1 (attained at 0) and at least −½. Minimum 0 at 0; far away the gradient does
    not fade. Parameters as for the base: ``dim``, ``sigma``, ``batch_size``, ``loss_scale``,
    ``length_scale``.

    Examples
    --------
    >>> from adamw_bounds.simulate import RotatedNonconvex
    >>> RotatedNonconvex(loss_scale=4.0).smoothness
    4.0
    """

    _curvature = 1.0
    _steepest = 1.5
    _start = 3.0

    def _phi(self, y: Array) -> Array:
        square = y * y
        # √(4+y²) − 2 without the cancellation near 0.
        result: Array = square / (np.sqrt(4 + square) + 2) + np.sin(0.5 * y) ** 2
        return result

    def slope(self, y: Array, out: Array, work: Array) -> None:
        """Write φ′(y) into ``out``: (y/√(4+y²)) + ½ sin y."""
        np.multiply(y, y, out=work)
        work += 4.0
        np.sqrt(work, out=work)
        np.divide(y, work, out=work)
        np.sin(y, out=out)
        out *= 0.5
        out += work


class PolyakLojasiewicz(_Separable):
    """A nonconvex loss with the PŁ condition: φ(y) = ½ ln(1+y²).

    φ′ = y/(1+y²), at most ½ (attained at 1); φ″ = (1−y²)/(1+y²)², between −⅛ and 1 (attained at
    0). φ′²/(2φ) falls with |y|, so μ = Y²/((1+Y²)² ln(1+Y²)) where |(Rx)_i| ≤ Y t; the run is
    watched for leaving that region. Parameters as for :class:`RotatedNonconvex`.
    """

    _curvature = 1.0
    _steepest = 0.5
    _start = 1.1
    _reach: ClassVar[float] = 1.5

    @property
    def mu(self) -> float:
        """μ of the PŁ condition in the region; unit loss/length²."""
        square = self._reach**2
        worst = square / ((1 + square) ** 2 * math.log1p(square))
        return worst * self.loss_scale / self.length_scale**2

    @property
    def region(self) -> float:
        """Y: μ holds while |(Rx)_i/t| ≤ Y."""
        return self._reach

    def _phi(self, y: Array) -> Array:
        result: Array = 0.5 * np.log1p(y * y)
        return result

    def slope(self, y: Array, out: Array, work: Array) -> None:
        """Write φ′(y) = y/(1+y²) into ``out``."""
        np.multiply(y, y, out=work)
        work += 1.0
        np.divide(y, work, out=out)


class LeastSquares:
    """Theorem 1's F(x) = E ½(ax − ξ)² in one dimension, ξ ~ N(mean, 1), so x* = mean/a.

    Parameters
    ----------
    a : float
        a > 0.
    mean : float
        E ξ; the paper has 0, which puts x* where weight decay pulls.
    x0 : float
        The start.
    """

    def __init__(self, *, a: float = 1.0, mean: float = 0.0, x0: float = 2.0) -> None:
        self.dim = 1
        self.a = a
        self.mean = mean
        self.x0 = x0

    @property
    def minimum(self) -> float:
        """x*."""
        return self.mean / self.a

    @property
    def smoothness(self) -> float:
        """L = a²."""
        return self.a**2

    @property
    def mu(self) -> float:
        """μ = a²."""
        return self.a**2

    @property
    def sigma(self) -> float:
        """σ = a: the gradient is a(ax − ξ)."""
        return self.a

    @property
    def c_inf(self) -> float:
        """No bound: ξ is Gaussian."""
        return math.inf

    @property
    def gap(self) -> float:
        """Δ = F(x₀) − F(x*) = ½(ax₀ − mean)²."""
        return 0.5 * (self.a * self.x0 - self.mean) ** 2

    @property
    def region(self) -> float:
        """The constants hold everywhere."""
        return math.inf

    @property
    def mean_size(self) -> float:
        """E|ξ| in closed form: √(2/π) exp(−mean²/2) + mean·erf(mean/√2)."""
        return math.sqrt(2 / math.pi) * math.exp(-(self.mean**2) / 2) + self.mean * math.erf(
            self.mean / math.sqrt(2)
        )

    def grad_norm_bound(self, pull: float) -> float:
        """Return τ ≥ E|g_k| along AdamW's run with λ√δ = ``pull``.

        E|g| ≤ a²E|x| + a E|ξ|, and E|x_k| ≤ max(|x₀|, τ/(λ√δ)) as x_{k+1} is a mean of x_k and
        m_k/(λ v_k): the largest of both is max(|x₀|, a E|ξ|/(λ√δ − a²)).

        Parameters
        ----------
        pull : float
            λ√δ > a²; otherwise the argument gives no bound and the result is infinite.
        """
        if pull <= self.a**2:
            return math.inf
        farthest = max(abs(self.x0), self.a * self.mean_size / (pull - self.a**2))
        return self.a**2 * farthest + self.a * self.mean_size

    def start(self) -> Array:
        """Return x₀, shape (1,)."""
        return np.array([self.x0])

    def value(self, x: Array) -> Array:
        """Return F(x) − F(x*) = ½(ax − mean)², shape (seeds,)."""
        result: Array = 0.5 * (self.a * x[0] - self.mean) ** 2
        return result

    def noise(self, rng: np.random.Generator, out: Array) -> None:
        """Fill ``out`` with −a(ξ − mean)."""
        rng.standard_normal(out=out)
        out *= -self.a

    def oracle(self, seeds: int) -> _LeastSquaresOracle:
        """Return the gradient."""
        return _LeastSquaresOracle(self)


class _LeastSquaresOracle:
    def __init__(self, problem: LeastSquares) -> None:
        self._square, self._shift = problem.a**2, problem.a * problem.mean

    def gradient(self, x: Array, out: Array) -> None:
        """Write ∇F(x) = a²x − a·mean into ``out``."""
        np.multiply(x, self._square, out=out)
        out -= self._shift

    def peak(self) -> float:
        """Return 0: nothing is watched."""
        return 0.0
