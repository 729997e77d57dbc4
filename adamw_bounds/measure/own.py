"""Spectra with the run's own preconditioner: of S = Q^½ H Q^½, at z and at Q^½z."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from adamw_bounds.errors import RunError
from adamw_bounds.measure._torch import torch
from adamw_bounds.measure.blocks import block_seed
from adamw_bounds.measure.checkpoint import Checkpoint
from adamw_bounds.measure.cost import OWN_PROBES
from adamw_bounds.measure.exact import dense
from adamw_bounds.measure.group import ALONE, Group
from adamw_bounds.measure.optimizer import trainer_of
from adamw_bounds.measure.preconditioner import NO_STEPS, OwnQ, preconditioner_of
from adamw_bounds.measure.problem import Problem, Supervised
from adamw_bounds.measure.products import Function, Operator, Products
from adamw_bounds.measure.quadrature import Keeper, Quadrature, quadrature, sure
from adamw_bounds.measure.settings import Settings
from adamw_bounds.measure.spectrum_file import node_rounding
from adamw_bounds.measure.wide import norm as norm_of
from adamw_bounds.spectra import Meta, Spectrum
from adamw_bounds.spectra.decays import Decays, solved, top_of, trace_bounds, trace_ends
from adamw_bounds.spectra.preconditioned import Preconditioned
from adamw_bounds.spectra.spectrum import MACHINE_EPSILON

__all__ = ["Beside", "Scaled", "own_matrix", "own_parts", "with_own"]

Float64Array = npt.NDArray[np.float64]

_QUANTILES: Final = (0.1, 0.5, 0.9)
#: Share that chance may take of each end of Tr S.
_TAIL: Final = 0.025


class Scaled:
    """D (H + κI) D + E over some coordinates of H, D and E diagonal: an operator.

    Parameters
    ----------
    inner : Operator
        H.
    scale : ndarray or None
        The diagonal of D; None for the identity.
    kept : ndarray of int or None
        The coordinates; None for all.
    kappa : float
        κ ≥ 0.
    shift : ndarray or None
        The diagonal of E; None for none.
    """

    def __init__(
        self,
        inner: Operator,
        scale: Float64Array | None,
        kept: npt.NDArray[np.int64] | None,
        kappa: float,
        shift: Float64Array | None = None,
    ) -> None:
        self.inner, self.kappa = inner, kappa
        self.dtype, self.device = inner.dtype, inner.device
        self.dim = inner.dim if kept is None else kept.size
        self.kept = None if kept is None else torch.from_numpy(kept).to(self.device)
        self.scale = None
        if scale is not None:
            self.scale = torch.from_numpy(scale).to(device=self.device, dtype=self.dtype)
        self.shift = None
        if shift is not None:
            self.shift = torch.from_numpy(shift).to(device=self.device, dtype=self.dtype)

    def apply(self, vectors: Any) -> Any:
        """Return the products with `vectors` of shape (k, d), in the same shape."""
        scaled = vectors if self.scale is None else vectors * self.scale
        whole = scaled
        if self.kept is not None:
            shape = (vectors.shape[0], self.inner.dim)
            whole = torch.zeros(shape, dtype=self.dtype, device=self.device)
            whole[:, self.kept] = scaled
        found = self.inner.apply(whole)
        if self.kept is not None:
            found = found[:, self.kept]
        if self.kappa:
            found.add_(scaled, alpha=self.kappa)
        if self.scale is not None:
            found.mul_(self.scale)
        return found if self.shift is None else found.addcmul_(vectors, self.shift)


def own_matrix(function: Function, settings: Settings) -> str:
    """Return the matrix of these spectra: the Gauss–Newton matrix, ⪰ 0, where the loss has one."""
    if settings.own_matrix != "auto":
        return settings.own_matrix
    return "ggn" if isinstance(function.loss, Supervised) else "hessian"


def own_parts(problem: Problem, file: str | None = None) -> tuple[str, ...]:
    """Return which spectra are measured of a problem that is not small.

    Parameters
    ----------
    problem : Problem
        What is measured.
    file : str, optional
        The checkpoint that the optimizer's state is read from.
    """
    try:
        own = preconditioner_of(problem, file)
    except RunError as error:
        # Before the first step of a training loop.
        if error.code != NO_STEPS:
            raise
        is_l2, several = _is_l2(problem), False
    else:
        is_l2 = _is_l2(problem, own)
        several = _differ(_in_lam(own, is_l2=is_l2))
    parts = ("s", "h", "h_trace") if is_l2 else ("s", "s_trace")
    return (*parts, "w") if several else parts


def _is_l2(problem: Problem, own: OwnQ | None = None) -> bool:
    """Tell whether the run's weight decay is a term of the gradient, and no AdamW's.

    What the state says goes before the optimizer that the problem names.
    """
    if own is not None and own.is_l2 is not None:
        return own.is_l2
    trainer = trainer_of(problem)
    return trainer is not None and "l2" in str(trainer.record().get("optimizer"))


def _in_lam(own: OwnQ, *, is_l2: bool) -> Float64Array:
    """Return the decay of each coordinate in the unit of λ: AdamW's goes with the learning rate."""
    return own.decay if is_l2 else own.decay * own.rate


def _differ(decay: Float64Array) -> bool:
    return bool(decay.min() < decay.max())


@dataclass(frozen=True, kw_only=True)
class Beside:
    """What surrounds these measurements.

    Attributes
    ----------
    group, split
        The processes, and what they share out.
    checkpoint : Checkpoint or None
        Where they are kept.
    resumed : callable
        Told probes and steps that need not be made, because the checkpoint has them.
    """

    group: Group = ALONE
    split: str = "data"
    checkpoint: Checkpoint | None = None
    resumed: Callable[[int, int], None] = lambda probes, steps: None


def with_own(
    function: Function,
    settings: Settings,
    products: Products,
    values: Mapping[str, Any],
    spectrum: Spectrum,
    beside: Beside,
) -> Preconditioned:
    """Measure the spectra that err with the run's own Q needs.

    Parameters
    ----------
    function, settings, products, values
        Of the measurement.
    spectrum : Spectrum
        What was measured of the matrix itself: as many probes and steps are made.
    beside : Beside
        Processes and checkpoint.

    Raises
    ------
    RunError
        If the problem has no state of Adam's, or the checkpoint is of another one.
    """
    own = preconditioner_of(function.problem, settings.optimizer_state)
    is_l2 = _is_l2(function.problem, own)
    matrix = own_matrix(function, settings)
    inner = Products(function, matrix=matrix, chunk=settings.chunk, memory=settings.memory)
    inner.chunk = products.chunk
    size = float(max(map(abs, spectrum.extremes)))
    given = settings.kappa
    kappa = function.dim * MACHINE_EPSILON["float64"] * size if given is None else given
    group, split = beside.group, beside.split
    norm = _norm(function, own, values)
    if function.dim <= settings.exact_below:
        told = _told(own, values, matrix, kappa, norm, is_l2=is_l2)
        apart = group if split == "probes" else ALONE
        return _exact(own, inner, told, apart, values, is_l2=is_l2)
    checkpoint = beside.checkpoint
    if checkpoint is not None:
        kappa = group.agree(lambda: _kept_kappa(checkpoint, own, matrix, given, kappa))
    told = _told(own, values, matrix, kappa, norm, is_l2=is_l2)
    shift = _shift(own, is_l2=is_l2)
    probes, steps = own_size(settings, spectrum)
    root = np.sqrt(own.q)
    batch = values.get("batch_size")
    if batch and spectrum.trace > 0:
        told["ratio"] = {"trace": float(batch * own.second.sum() / spectrum.trace)}
    inner.weighed = products.weighed
    apart = group if split == "probes" else ALONE
    shared = 1 if split == "probes" else group.size
    mine = max(1, len(range(probes)[apart.part(probes)]))
    abreast = inner.arrange(
        mine,
        steps,
        share=own.q.size // shared,
        near=settings.basis in {"auto", "device"} or inner.device.type == "cpu",
        turns=checkpoint is None,
    )

    def found(name: str, scale: Float64Array | None, start: Float64Array | None) -> Spectrum:
        seed = block_seed(settings.seed, f"{name} of the run's own preconditioner")
        operator = Scaled(inner, scale, own.kept, kappa, shift if name == "w" else None)
        keeper = None
        if checkpoint is not None:
            keeper = checkpoint.kept(operator.dim, operator.dtype, f"own-{name}-")

        def drawn(distribution: str, keeper: Keeper | None) -> Quadrature:
            return quadrature(
                operator,
                probes=probes,
                steps=steps,
                seed=seed,
                distribution=distribution,
                basis=settings.basis,
                group=group,
                split=split,
                keeper=keeper,
                resumed=None if keeper is None else lambda done: beside.resumed(mine, done),
                scale=start,
                abreast=abreast,
            )

        # Of entries ±1 every start Q^½z has the norm Tr Q; the support is that of S or H.
        if start is None:
            made = sure(drawn, "rademacher", keeper, operator.dim)
        else:
            made = drawn("rademacher", keeper)
        extra = {
            "matrix": matrix,
            "distribution": made.distribution,
            "probes_drawn": [[settings.seed, probe] for probe in range(len(made.nodes))],
        }
        return _spectrum(made, name, values, extra, own.q.size, weighed=start is not None)

    operands: dict[str, tuple[Float64Array | None, Float64Array | None]] = {
        "s": (root, None),
        "s_trace": (root, root),
        "h": (None, None),
        "h_trace": (None, root),
        "w": (root, None),
    }
    names = own_parts(function.problem, settings.optimizer_state)
    parts: dict[str, Any] = {name: found(name, *operands[name]) for name in names}
    inner.release()
    if "w" in parts:
        told["decays"] = _bounded(own, parts, kappa, is_l2=is_l2)
    return Preconditioned(**told, **parts)


def own_size(settings: Settings, spectrum: Spectrum) -> tuple[int, int]:
    """Return probes, of which a t interval takes two, and steps: those of the matrix itself."""
    probes = len(spectrum.nodes) if spectrum.nodes is not None else settings.probes
    steps = spectrum.steps or settings.steps
    if spectrum.apart is not None:  # zeros stand beside the rule
        steps -= int(spectrum.apart.sum(axis=1).max())
    if probes < OWN_PROBES and settings.products is not None:
        steps = max(1, steps * probes // OWN_PROBES)
    return max(OWN_PROBES, probes), steps


def _kept_kappa(
    checkpoint: Checkpoint, own: OwnQ, matrix: str, given: float | None, kappa: float
) -> float:
    """Return κ of the checkpoint, which must be of the same preconditioner."""
    digest = hashlib.blake2b(own.q.tobytes(), digest_size=16)
    if own.kept is not None:
        digest.update(own.kept.tobytes())
    identity = {"preconditioner": digest.hexdigest(), "own_matrix": matrix, "kappa": given}
    chosen = checkpoint.open(identity, lambda: {"kappa": kappa}, "own-run.json")
    return float(chosen["kappa"])


def _told(
    own: OwnQ,
    values: Mapping[str, Any],
    matrix: str,
    kappa: float,
    norm: float | None,
    *,
    is_l2: bool,
) -> dict[str, Any]:
    name = str(values.get("optimizer") or "Adam")
    if own.is_l2 is not None and (is_l2 != ("l2" in name) or name == "Adam"):
        name = "Adam (l2-Adam)" if is_l2 else "AdamW"
    return {
        "kind": own.kind,
        "optimizer": name,
        "matrix": matrix,
        "kappa": float(kappa),
        "dim": int(own.q.size),
        "removed": own.removed,
        "steps": own.steps,
        "eta": own.eta,
        "lam": own.lam,
        "log_det_q": float(np.log(own.q).sum()),
        "trace_q": float(own.q.sum()),
        "q_min": float(own.q.min()),
        "q_median": float(np.median(own.q)),
        "q_max": float(own.q.max()),
        "dead": own.dead,
        "x_star_norm": norm,
    }


def _norm(function: Function, own: OwnQ, values: Mapping[str, Any]) -> float | None:
    """Return ‖x*‖₂ of the coordinates that are kept: the others are no part of the KL."""
    if own.kept is None:
        return values.get("x_star_norm")
    point = torch.cat([value.detach().reshape(-1) for value in function.parameters])
    return float(norm_of(point[torch.from_numpy(own.kept).to(point.device)]))


def _exact(
    own: OwnQ,
    inner: Products,
    told: dict[str, Any],
    group: Group,
    values: Mapping[str, Any],
    *,
    is_l2: bool,
) -> Preconditioned:
    """Return all eigenvalues of S and of H, with their shares of Tr Q."""
    whole = dense(inner, group)
    if own.kept is not None:
        whole = whole[np.ix_(own.kept, own.kept)]
    whole = 0.5 * (whole + whole.T)
    diagonal = np.diagonal(whole).copy()
    batch = values.get("batch_size")
    curved = diagonal > 0
    if batch and curved.any():
        ratios = batch * own.second[curved] / diagonal[curved]
        told["ratio"] = {
            **{f"{level:g}": float(np.quantile(ratios, level)) for level in _QUANTILES},
            "trace": float(batch * own.second.sum() / diagonal.sum()),
        }
    kappa = told["kappa"]
    h, h_trace, vectors = _eigen(whole, own.q, "h", told["matrix"], kappa)
    told["decays"], w = _solved(own, h, vectors, is_l2=is_l2)
    del vectors
    whole[np.diag_indices_from(whole)] += kappa
    root = np.sqrt(own.q)
    s, s_trace, _ = _eigen(root[:, None] * whole * root, own.q, "s", told["matrix"], 0.0)
    values_of_h = np.asarray(h.eigenvalues)
    log_det = None
    if values_of_h.min() > 0:
        log_det = told["log_det_q"] + float(np.log(values_of_h).sum())
    parts: dict[str, Any] = {"s": s, "s_trace": s_trace, "h": h, "h_trace": h_trace, "w": w}
    return Preconditioned(**told, log_det_s=log_det, **parts)


def _eigen(
    whole: Float64Array, q: Float64Array, name: str, matrix: str, kappa: float
) -> tuple[Spectrum, Spectrum, Float64Array]:
    """Return eigenvalues (with κ), the same with vᵀQv of each as weights, and the vectors."""
    found, vectors = np.linalg.eigh(whole)
    if matrix == "ggn":
        found = np.maximum(found, 0.0)  # what rounding took below
    found = found + kappa
    shares = np.einsum("ij,ij,i->j", vectors, vectors, q)
    meta = Meta(dtype="float64", method="exact", extra={"matrix": matrix})
    dim = found.size
    return (
        Spectrum(dim=dim, eigenvalues=found, meta=meta, label=name),
        Spectrum(
            dim=dim, nodes=found[None], weights=(shares / shares.sum())[None], meta=meta, label=name
        ),
        vectors,
    )


def _shift(own: OwnQ, *, is_l2: bool) -> Float64Array:
    """Return the diagonal of D."""
    in_lam = _in_lam(own, is_l2=is_l2)
    return own.q * in_lam if is_l2 else in_lam


def _solved(
    own: OwnQ, h: Spectrum, vectors: Float64Array, *, is_l2: bool
) -> tuple[Decays | None, Spectrum | None]:
    """Return the covariance with the run's decays where no closed form has it, and W."""
    in_lam, shift = _in_lam(own, is_l2=is_l2), _shift(own, is_l2=is_l2)
    values = np.asarray(h.eigenvalues)
    if not in_lam.max() > 0 or not (is_l2 or _differ(in_lam)) or not values.min() > 0:
        return None, None
    found = solved(values, vectors, own.q, shift)
    trace = float(np.einsum("ij,ij,i,j->", vectors, vectors, own.q, values))
    # S ⪯ σ_max Q.
    least, most = trace_bounds(
        own.q,
        shift,
        kappa=float(values[0]),
        trace_s=(trace, trace),
        s_max=float(values[-1] * own.q.max()),
        sigma_max=float(values[-1]),
    )
    decays = Decays(
        least=float(in_lam.min()),
        largest=float(in_lam.max()),
        trace_least=least,
        trace_most=most,
    )
    if found is None:
        return decays, None
    decays = replace(decays, log_det=found.log_det, trace=found.trace, rounding=found.rounding)
    return decays, Spectrum(eigenvalues=found.eigenvalues, meta=h.meta, label="w")


def _bounded(own: OwnQ, parts: Mapping[str, Spectrum], kappa: float, *, is_l2: bool) -> Decays:
    """Return what is known of the covariance with several decays where only spectra are."""
    in_lam = _in_lam(own, is_l2=is_l2)
    least, most = trace_bounds(
        own.q,
        _shift(own, is_l2=is_l2),
        kappa=kappa,
        trace_s=trace_ends(parts["s"], _TAIL),
        s_max=top_of(parts["s"]),
        sigma_max=top_of(parts["h"]) if "h" in parts else None,
    )
    return Decays(
        least=float(in_lam.min()),
        largest=float(in_lam.max()),
        trace_least=least,
        trace_most=most,
    )


def _spectrum(
    made: Quadrature,
    name: str,
    values: Mapping[str, Any],
    extra: Mapping[str, Any],
    dim: int,
    *,
    weighed: bool,
) -> Spectrum:
    return Spectrum(
        dim=dim,
        nodes=made.nodes,
        weights=made.weights,
        residuals=made.residuals,
        known=None if weighed else made.known,
        meta=Meta(
            dtype=values["dtype"],
            method=f"Lanczos quadrature: {len(made.nodes)} probes, {max(made.steps)} steps",
            extra={**extra, **node_rounding(made, values)},
        ),
        label=name,
    )
