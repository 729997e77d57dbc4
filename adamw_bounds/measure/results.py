"""What a measurement found. Loads no torch."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from typing import Any

from adamw_bounds.spectra import Spectrum, save_spectrum

__all__ = ["Constants", "Extreme", "Measurement"]


@dataclass(frozen=True, slots=True)
class Extreme:
    """An extreme eigenvalue as it was found.

    Attributes
    ----------
    value : float
        The eigenvalue, or the Ritz value θ, which lies inside the spectrum.
    residual : float
        ‖Hy − θy‖ for its unit vector y: an eigenvalue lies within this distance of θ. For an
        exact spectrum, the rounding d·ε_machine·‖H‖ that its solver may leave.
    vector : ndarray of shape (d,) or None
        y, where it was asked for.
    """

    value: float
    residual: float
    vector: Any = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Constants:
    """What the bounds need of the loss F at the parameters x that were measured.

    F is the mean loss over the data, without weight decay. None where it was not measured.

    Attributes
    ----------
    loss : float
        F(x).
    gradient_norm : float
        ‖∇F(x)‖₂.
    c_inf, c_2 : float or None
        Largest ‖g‖∞ and ‖g‖₂ among the gradients g that were seen.
    c_inf_quantile : float or None
        0.99 quantile of ‖g‖∞.
    sigma, sigma_stderr : float or None
        Standard deviation σ of one sample's gradient, √E‖g − ∇F‖², and the standard error of it;
        0 where every sample was seen.
    gradients : int
        Number of gradients behind c∞, c2 and σ.
    gradients_of : str
        ``samples``, or ``minibatches`` where the loss does not split into samples: then c∞ and
        c2 are those of minibatches, which are smaller than those of samples.
    x_star_norm, x_inf_norm : float
        ‖x‖₂ and ‖x‖∞ of the parameters that were measured.
    gap_upper : float or None
        F(x) less the known lower bound of the loss: an upper bound of F(x) − F(x*).
    mu_local : float or None
        ‖∇F‖²/(2·gap_upper): with the PŁ inequality ‖∇F‖² ≥ 2μ(F − F*), the largest μ that holds
        at x if F* is the lower bound; None where the gap is 0.
    samples : int
        Number of samples n.
    loss_over : str
        ``samples`` where F is the mean of losses of samples; ``targets`` where it is the mean over
        targets that weigh differently or are ignored, over all the data as if in one batch;
        ``batches`` where F depends on how the data is cut into batches.
    targets : int or None
        How many targets (tokens, pixels) count, where that is known and not n.
    unused_parameters : int
        Parameters that the loss does not depend on: their rows of the matrix are zero.
    """

    loss: float
    gradient_norm: float
    x_star_norm: float
    x_inf_norm: float
    samples: int
    loss_over: str = "samples"
    targets: int | None = None
    unused_parameters: int = 0
    c_inf: float | None = None
    c_2: float | None = None
    c_inf_quantile: float | None = None
    sigma: float | None = None
    sigma_stderr: float | None = None
    gradients: int = 0
    gradients_of: str = "samples"
    gap_upper: float | None = None
    mu_local: float | None = None


@dataclass(frozen=True, kw_only=True)
class Measurement:
    """A spectrum and the constants measured with it.

    Attributes
    ----------
    spectrum : Spectrum
        What a spectrum file holds, constants in ``spectrum.meta``.
    largest, smallest : Extreme
        Extreme eigenvalues (signed).
    constants : Constants or None
        None for a bare operator.
    seconds_per_product : float
        Time of one product of the matrix with one vector, over all data.
    seconds_per_gradient : float or None
        Time of one gradient over all data, best of two.
    seconds : float
        Time of the whole spectrum: products, orthogonalisation, eigenvalues.
    gradients_per_product : float or None
        Time of a probe's step (of a column, for an exact spectrum), all overheads included, in
        gradients.
    orthogonalisation_share : float
        Share of the spectrum's time that reorthogonalisation took.
    device : str
        Where it ran.
    warnings : tuple of (str, str)
        Code and sentence of all that a reader must know.
    rank : int
        Number of this process among those that measured together; process 0 writes the file.
    """

    spectrum: Spectrum
    largest: Extreme
    smallest: Extreme
    constants: Constants | None = None
    seconds_per_product: float = 0.0
    seconds_per_gradient: float | None = None
    seconds: float = 0.0
    gradients_per_product: float | None = None
    orthogonalisation_share: float = 0.0
    device: str = "cpu"
    warnings: tuple[tuple[str, str], ...] = ()
    rank: int = 0

    def save(self, path: str | os.PathLike[str]) -> None:
        """Write the spectrum file; it appears whole or not at all.

        Raises
        ------
        InputError
            If the name does not end in ``.npz``.
        RunError
            If the file cannot be written.
        """
        save_spectrum(self.spectrum, path)
