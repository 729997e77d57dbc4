"""Lemma 5's stationary posteriors of AdamW and ℓ2-Adam, exactly, for a Hessian as a matrix."""

from __future__ import annotations

import math
import os
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from adamw_bounds.domains import read_number
from adamw_bounds.errors import Fault, InputError, NoBoundError, RunError
from adamw_bounds.optimizers import OPTIMIZERS
from adamw_bounds.spectra.spectrum import MACHINE_EPSILON
from adamw_bounds.spelling import one_of

__all__ = [
    "RESIDUAL_LIMIT",
    "Curvature",
    "Posterior",
    "curvature",
    "posterior",
    "read_matrix",
    "read_vector",
    "with_floor",
]

Float64Array = npt.NDArray[np.float64]

#: Largest residual of a solve, relative to what stands in its equation: half the digits.
RESIDUAL_LIMIT = 1e-8


@dataclass(frozen=True, eq=False, slots=True, kw_only=True)
class Curvature:
    """A positive definite Hessian, decomposed: H = V diag(σ) Vᵀ, and the preconditioner Q.

    Attributes
    ----------
    matrix : ndarray of shape (d, d)
        H as it is used: symmetric, with all eigenvalues at least `floor`.
    eigenvalues, eigenvectors : ndarray of shape (d,) and (d, d)
        Of `matrix`; ascending, eigenvectors in columns.
    original : ndarray of shape (d,)
        Eigenvalues as given, signed, in the same order.
    q : ndarray of shape (d,)
        Diagonal of Q > 0.
    q_given : bool
        Whether it was given; else it is √b·diag(H_ii^{−1/2}).
    batch_size : int
        b, which is in Q where that was not given.
    floor : float
        Least eigenvalue allowed.
    raised : int
        How many were below it.
    absolute : bool
        Whether |H| was taken for an indefinite H.
    asymmetry : float
        max|H − Hᵀ| over max|H| as given.
    dtype : str
        Floating type of the matrix as given.
    """

    matrix: Float64Array
    eigenvalues: Float64Array
    eigenvectors: Float64Array
    original: Float64Array
    q: Float64Array
    q_given: bool
    batch_size: int
    floor: float
    raised: int
    absolute: bool
    asymmetry: float
    dtype: str

    @property
    def dim(self) -> int:
        """Number d of parameters."""
        return int(self.eigenvalues.size)


@dataclass(frozen=True, eq=False, slots=True, kw_only=True)
class Posterior:
    """The stationary distribution N(mean, (η/2b)·M′) of one optimizer.

    Attributes
    ----------
    optimizer : str
        ``adamw``, ``adam`` or ``l2-adam``.
    lam : float
        λ.
    covariance : ndarray of shape (d, d) or None
        M′, the covariance without the factor η/(2b); None where it was not kept.
    log_det : float
        log det M′.
    trace : float
        Tr M′.
    mean : ndarray of shape (d,) or None
        The stationary mean; None where x* is not known.
    residual : float
        Residual of the Lyapunov equation that M′ solves, over the sizes of its terms.
    mean_residual : float or None
        The same of the mean's equation.
    """

    optimizer: str
    lam: float
    covariance: Float64Array | None
    log_det: float
    trace: float
    mean: Float64Array | None
    residual: float
    mean_residual: float | None


def read_matrix(path: str | os.PathLike[str]) -> npt.NDArray[Any]:
    """Read a square matrix from an ``.npy`` file.

    Raises
    ------
    RunError
        If the file cannot be read or is no real square matrix of finite floating-point numbers.
    """
    return _checked_matrix(_load(path, "a Hessian"), f"{path} is no Hessian: it")


def read_vector(path: str | os.PathLike[str], what: str) -> npt.NDArray[Any]:
    """Read the array of Q or x* from an ``.npy`` file; its shape is checked against H later.

    Raises
    ------
    RunError
        If the file cannot be read or does not hold finite floating-point numbers.
    """
    values = _load(path, what)
    problem = _problem(values)
    if problem:
        raise RunError(f"{path} is no {what}: it {problem}", code="bad-matrix-file")
    return values


def _load(path: str | os.PathLike[str], what: str) -> npt.NDArray[Any]:
    try:
        if Path(path).is_dir():
            raise RunError(f"{path} is a folder, not {what}", code="bad-matrix-file")
        with Path(path).open("rb") as stream:
            if stream.read(6) != b"\x93NUMPY":
                raise RunError(
                    f"{path} is not {what}: an .npy file is wanted", code="bad-matrix-file"
                )
            stream.seek(0)
            values: npt.NDArray[Any] = np.load(stream, allow_pickle=False)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise RunError(f"{path} cannot be read: {reason}", code="bad-matrix-file") from error
    except (ValueError, EOFError, MemoryError, SyntaxError) as error:
        what_is = (
            "holds pickled Python objects, which are never loaded"
            if "pickle" in str(error) or "Python objects" in str(error)
            else "is damaged, cut short or larger than the memory at hand"
        )
        raise RunError(f"{path} {what_is}", code="bad-matrix-file") from error
    return values


def _problem(values: npt.NDArray[Any]) -> str:
    """Say what keeps an array from being finite real numbers; empty where nothing does."""
    if values.dtype.kind != "f":
        return f"holds {values.dtype.name}, not floating-point numbers"
    if values.size == 0:
        return "is empty"
    if not np.isfinite(values).all():
        place = tuple(int(part) for part in np.argwhere(~np.isfinite(values))[0])
        where = ", ".join(map(str, place))
        return f"holds {values[place]} at [{where}] (counted from 0)"
    return ""


def _at_least_0(name: str, value: Any) -> float:
    faults: list[Fault] = []
    number: float = read_number(name, value, ">= 0", faults)
    if faults:
        raise InputError(faults)
    return number


def _checked_matrix(values: npt.NDArray[Any], start: str) -> npt.NDArray[Any]:
    problem = ""
    if values.ndim != 2 or values.shape[0] != values.shape[-1]:
        problem = f"has the shape {values.shape}, and a square matrix is wanted"
    problem = problem or _problem(values)
    if problem:
        raise RunError(f"{start} {problem}", code="bad-matrix-file")
    return values


def _symmetric(given: npt.NDArray[Any]) -> tuple[Float64Array, float, str]:
    """Return (H + Hᵀ)/2 in float64, by how much H is not symmetric, and its type."""
    dtype = given.dtype.name if given.dtype.name in MACHINE_EPSILON else "float64"
    values = np.asarray(given, dtype=np.float64)
    size = float(np.abs(values).max())
    if size == 0:
        raise InputError("the Hessian is zero: there is no posterior")
    asymmetry = float(np.abs(values - values.T).max()) / size
    # What rounding in the type of the file may leave between H_ij and H_ji.
    limit = math.sqrt(MACHINE_EPSILON[dtype])
    if asymmetry > limit:
        place = np.unravel_index(int(np.argmax(np.abs(values - values.T))), values.shape)
        i, j = (int(part) for part in place)
        raise InputError(
            f"the Hessian must be symmetric: H[{i}, {j}] = {values[i, j]:.6g} but H[{j}, {i}] = "
            f"{values[j, i]:.6g}, apart by {asymmetry:.2g} of its largest entry ({limit:.2g} is "
            f"taken as rounding in {dtype})"
        )
    return 0.5 * (values + values.T), asymmetry, dtype


def _diagonal(q: npt.ArrayLike, dim: int) -> Float64Array:
    """Return the diagonal of Q as given: a vector, or a diagonal matrix."""
    values = np.asarray(q, dtype=np.float64)
    if values.shape == (dim, dim) and dim > 1:
        diagonal = np.diagonal(values).copy()
        if np.count_nonzero(values - np.diag(diagonal)):
            raise InputError("Q must be diagonal: off its diagonal it holds numbers other than 0")
        values = diagonal
    values = values.reshape(-1) if values.size == 1 else values
    if values.shape != (dim,):
        raise InputError(
            f"Q must hold {dim} numbers, one for each row of the Hessian, not an array of shape "
            f"{values.shape}"
        )
    if not (np.isfinite(values).all() and (values > 0).all()):
        place = int(np.flatnonzero(~(np.isfinite(values) & (values > 0)))[0])
        raise InputError(f"Q must be > 0 and finite, but entry {place} is {values[place]:.6g}")
    return values


def curvature(
    hessian: npt.ArrayLike,
    *,
    q: npt.ArrayLike | None = None,
    absolute: bool = False,
    floor: float | None = None,
    batch_size: int = 1,
) -> Curvature:
    """Check and decompose a Hessian.

    Parameters
    ----------
    hessian : array_like of shape (d, d)
        H, symmetric up to rounding in its floating type; it is made symmetric.
    q : array_like of shape (d,) or (d, d), optional
        Q > 0, diagonal; by default √b·diag(H_ii^{−1/2}).
    absolute : bool
        Take |H| = V|σ|Vᵀ where H is indefinite.
    floor : float, optional
        Eigenvalues below it are raised to it; by default d·ε_machine(dtype)·max|σ|.
    batch_size : int
        b ≥ 1, for the default of Q: n_t averages squares of gradients of minibatches, to H_ii/b.
        With 1 it is the paper's Q.

    Returns
    -------
    Curvature
        H as it is used, with its eigenvalues, eigenvectors and Q.

    Raises
    ------
    InputError
        If H or Q has a wrong shape, is not symmetric, or the floor is 0 for a singular H.
    RunError
        If H holds what is no finite number.
    NoBoundError
        If H is indefinite beyond the floor: Lemma 5 needs H ⪰ 0.

    Notes
    -----
    Source: Lemma 5 of Zhou et al. 2024, doi:10.1109/TPAMI.2024.3382294; that H ⪰ 0 is needed, and
    not only QH + λI ⪰ 0, is a correction.
    """
    given = np.asarray(hessian)
    if given.ndim != 2 or given.shape[0] != given.shape[1]:
        raise InputError(f"the Hessian must be a square matrix, not of shape {given.shape}")
    matrix, asymmetry, dtype = _symmetric(_checked_matrix(given, "the Hessian"))
    dim = matrix.shape[0]
    if floor is None and dim * MACHINE_EPSILON[dtype] > 1:
        raise InputError(
            f"the default floor d·ε_machine·max|σ| of {dtype} is above every eigenvalue for "
            f"d = {dim}: give --floor"
        )
    original, vectors = np.linalg.eigh(matrix)
    largest = float(np.abs(original).max())
    default = dim * MACHINE_EPSILON[dtype] * largest
    least_allowed = default if floor is None else _at_least_0("floor", floor)
    least = float(original[0])
    if least < -max(least_allowed, default) and not absolute:
        negative = int(np.count_nonzero(original < -max(least_allowed, default)))
        raise NoBoundError(
            f"the Hessian is indefinite: its least eigenvalue is {least:.6g}, and {negative} of "
            f"{dim} are negative beyond rounding ({max(least_allowed, default):.3g}). Lemma 5 "
            "needs H ⪰ 0; --absolute takes |H| in its place",
            code="indefinite-hessian",
            details=[
                {
                    "condition": "hessian-positive-semidefinite",
                    "statement": "lemma-5",
                    "lhs": 0.0,
                    "rhs": least,
                    "remedy": "--absolute takes |H|, with the same eigenvectors",
                }
            ],
        )
    sizes = np.abs(original) if absolute else np.maximum(original, 0.0)
    values = np.maximum(sizes, least_allowed)
    if float(values.min()) <= 0:
        raise InputError("the Hessian is singular: its floor must be > 0")
    if not np.array_equal(values, original):
        matrix = (vectors * values) @ vectors.T
        matrix = 0.5 * (matrix + matrix.T)
    diagonal = _own(matrix, batch_size) if q is None else _diagonal(q, dim)
    return Curvature(
        matrix=matrix,
        eigenvalues=values,
        eigenvectors=vectors,
        original=original,
        q=diagonal,
        q_given=q is not None,
        batch_size=batch_size,
        floor=least_allowed,
        raised=int(np.count_nonzero(sizes < least_allowed)),
        absolute=absolute and least < 0,
        asymmetry=asymmetry,
        dtype=dtype,
    )


def _own(matrix: Float64Array, batch_size: int) -> Float64Array:
    """Return the diagonal of √b·diag(H_ii^{−1/2})."""
    return math.sqrt(batch_size) * np.asarray(np.diagonal(matrix) ** -0.5, dtype=np.float64)


def with_floor(found: Curvature, floor: float) -> Curvature:
    """Return the same Hessian with another floor, the default of Q following it."""
    sizes = np.abs(found.original) if found.absolute else np.maximum(found.original, 0.0)
    values = np.maximum(sizes, floor)
    if np.array_equal(values, found.eigenvalues):
        return replace(found, floor=floor)
    matrix = (found.eigenvectors * values) @ found.eigenvectors.T
    matrix = 0.5 * (matrix + matrix.T)
    return replace(
        found,
        matrix=matrix,
        eigenvalues=values,
        q=found.q if found.q_given else _own(matrix, found.batch_size),
        floor=floor,
        raised=int(np.count_nonzero(sizes < floor)),
    )


def posterior(
    found: Curvature,
    optimizer: str,
    lam: float,
    *,
    x_star: npt.ArrayLike | None = None,
    keep_covariance: bool = True,
) -> Posterior:
    """Solve for covariance and mean of the stationary distribution.

    Parameters
    ----------
    found : Curvature
        H and Q.
    optimizer : str
        ``adamw``: (QH+λI)M′ + M′(QH+λI)ᵀ = 2QHQ, M′ = Q^½(S+λI)^{−1}SQ^½ with S = Q^½HQ^½;
        ``adam``: the same for λ = 0, M′ = Q; ``l2-adam``: Q(H+λI)M′ + M′(H+λI)Q = 2QHQ, by an
        eigendecomposition of Q^½(H+λI)Q^½.
    lam : float
        λ ≥ 0; not used for ``adam``.
    x_star : array_like of shape (d,), optional
        The minimum x*.
    keep_covariance : bool
        Whether the result holds M′.

    Returns
    -------
    Posterior
        M′ (symmetric, positive definite), its log-determinant and trace, and the mean.

    Raises
    ------
    InputError
        If an argument is wrong.
    RunError
        If M′ is not positive definite to rounding, or a residual is above 1e-8.

    Notes
    -----
    Source: Lemma 5 and Theorem 7 of Zhou et al. 2024, corrected: their closed form for ℓ2-Adam
    needs QH = HQ, and their mean is x*.
    """
    if optimizer not in OPTIMIZERS:
        raise InputError([Fault("optimizer", optimizer, one_of(optimizer, OPTIMIZERS))])
    lam = _at_least_0("lam", lam) if OPTIMIZERS[optimizer].has_decay else 0.0
    root = np.sqrt(found.q)
    log_det_q = float(np.log(found.q).sum())
    covariance: Float64Array
    if lam == 0:
        # S^{-1}S = I and, for ℓ2-Adam, W = S: both covariances are Q.
        covariance, residual = np.diag(found.q), 0.0
        log_det = log_det_q
    else:
        scaled = root[:, None] * found.matrix * root
        if OPTIMIZERS[optimizer].decays_parameters:
            shifted = scaled + lam * np.eye(found.dim)
            inner = np.linalg.solve(shifted, scaled)
            # log det S is known from H's eigenvalues: that of S(S+λI)^{-1} formed from rounded
            # entries would lose the small ones.
            log_det = 2 * log_det_q + float(np.log(found.eigenvalues).sum())
            log_det -= _log_det(shifted, optimizer)
        else:
            inner = _lyapunov(scaled, found.q, lam)
            log_det = log_det_q + _log_det(0.5 * (inner + inner.T), optimizer)
        inner = 0.5 * (inner + inner.T)
        residual = _residual(scaled, inner, found.q, optimizer, lam)
        _refuse(residual, "covariance", optimizer)
        covariance = root[:, None] * inner * root
    mean, mean_residual = None, None
    if x_star is not None:
        mean, mean_residual = _mean(found, optimizer, lam, x_star)
        _refuse(mean_residual, "mean", optimizer)
    return Posterior(
        optimizer=optimizer,
        lam=lam,
        covariance=covariance if keep_covariance else None,
        log_det=log_det,
        trace=float(np.trace(covariance)),
        mean=mean,
        residual=residual,
        mean_residual=mean_residual,
    )


def _lyapunov(scaled: Float64Array, q: Float64Array, lam: float) -> Float64Array:
    """Solve WN + NW = 2S for N, with W = S + λQ: one eigendecomposition of W."""
    values, vectors = np.linalg.eigh(scaled + lam * np.diag(q))
    inside = vectors.T @ scaled @ vectors
    inside *= 2.0
    inside /= values[:, None] + values
    result: Float64Array = vectors @ inside @ vectors.T
    return result


def _residual(
    scaled: Float64Array, inner: Float64Array, q: Float64Array, optimizer: str, lam: float
) -> float:
    """Return ‖AN + NA − 2S‖ over ‖A‖‖N‖·2 + 2‖S‖ (Frobenius), A the drift made symmetric."""
    shift = np.diag(q) if OPTIMIZERS[optimizer].decays_loss else np.eye(q.size)
    drift = scaled + lam * shift
    product = drift @ inner
    norms = 2 * np.linalg.norm(drift) * np.linalg.norm(inner) + 2 * np.linalg.norm(scaled)
    return float(np.linalg.norm(product + product.T - 2 * scaled) / norms)


def _log_det(inner: Float64Array, optimizer: str) -> float:
    try:
        factor = np.linalg.cholesky(inner)
    except np.linalg.LinAlgError as error:
        raise RunError(
            f"the covariance of {optimizer} is not positive definite to rounding: the Hessian's "
            "smallest eigenvalues are too small beside λ; a larger --floor or a smaller λ helps",
            code="ill-conditioned",
        ) from error
    return 2.0 * float(np.log(np.diagonal(factor)).sum())


def _mean(
    found: Curvature, optimizer: str, lam: float, x_star: npt.ArrayLike
) -> tuple[Float64Array, float]:
    """Return (QH+λI)^{−1}QHx*, or ℓ2-Adam's (H+λI)^{−1}Hx*, and the residual."""
    mean: Float64Array
    x = np.asarray(x_star, dtype=np.float64)
    if x.shape != (found.dim,):
        raise InputError(
            f"x* must hold {found.dim} numbers, one for each row of the Hessian, not an array of "
            f"shape {x.shape}"
        )
    if not np.isfinite(x).all():
        raise InputError(f"x* must be finite, but entry {int(np.argmin(np.isfinite(x)))} is not")
    pulled = found.matrix @ x
    if lam == 0:
        return x, 0.0
    if OPTIMIZERS[optimizer].decays_loss:
        shares = found.eigenvalues / (found.eigenvalues + lam)
        mean = found.eigenvectors @ (shares * (found.eigenvectors.T @ x))
        left = found.matrix @ mean + lam * mean
    else:
        # (H + λQ^{-1}) m = Hx*: the same equation, symmetric and positive definite.
        inverse = 1.0 / found.q
        mean = np.asarray(np.linalg.solve(found.matrix + lam * np.diag(inverse), pulled))
        left = found.matrix @ mean + lam * inverse * mean
    size = float(np.linalg.norm(left) + np.linalg.norm(pulled))
    return mean, float(np.linalg.norm(left - pulled)) / size if size > 0 else 0.0


def _refuse(residual: float, what: str, optimizer: str) -> None:
    if not residual <= RESIDUAL_LIMIT:
        raise RunError(
            f"the {what} of {optimizer} solves its equation only to {residual:.2g} (allowed: "
            f"{RESIDUAL_LIMIT:g}): the Hessian is too ill-conditioned for these settings",
            code="ill-conditioned",
        )
