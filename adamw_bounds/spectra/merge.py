"""Several measurements of one problem as one study: their probes pooled."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt

from adamw_bounds.engine.results import Note
from adamw_bounds.errors import Fault, InputError
from adamw_bounds.spectra.merge_own import own_faults, own_pooled
from adamw_bounds.spectra.meta import Meta
from adamw_bounds.spectra.spectrum import MACHINE_EPSILON, Block, Spectrum

__all__ = ["FINGERPRINT", "Merged", "merge", "pooled", "unverified"]

#: What a fingerprint holds, and how a sentence names it.
FINGERPRINT: Final = {
    "model": "model",
    "data": "data",
    "loss": "loss",
    "dtype": "floating type",
    "matrix": "matrix",
    "parameters": "choice of parameters",
}
#: Relative difference of two evaluations of F(x) that another machine or batching explains.
_LOSS_TOLERANCE: Final = {"float64": 1e-9, "float32": 1e-4, "float16": 1e-2, "bfloat16": 3e-2}

#: Measured figures of which the largest is kept: bounds from below of what they estimate, or
#: figures that differ by rounding.
_LARGEST: Final = ("gap_upper", "x_star_norm", "x_inf_norm", "gradient_norm")
#: Figures of single-sample gradients.
_OF_GRADIENTS: Final = ("c_inf", "c_2", "c_inf_quantile")
_NOISE: Final = ("sigma", "sigma_stderr", "gradients", "gradients_of")
#: Between the distributions of a study that has probes of both.
_AND: Final = " and "
#: Names, which may differ where the fingerprints agree.
_NAMES: Final = ("model", "data", "loss", "optimizer")
_HANDLED: Final = frozenset(
    {
        *_LARGEST,
        *_OF_GRADIENTS,
        *_NOISE,
        *_NAMES,
        *("smoothness_lower", "smoothness_residual", "eigenvalue_max", "eigenvalue_max_residual"),
        *("eigenvalue_min", "eigenvalue_min_residual", "mu_local", "loss_value", "dtype"),
        *("method", "seed", "versions", "distribution", "fingerprint", "probes_drawn"),
        *("merged", "verified", "node_rounding", "null_rounding"),
    }
)

Array = npt.NDArray[np.floating[Any]]


@dataclass(frozen=True, kw_only=True)
class Merged:
    """Spectra put together, and what to say of it.

    Attributes
    ----------
    spectrum : Spectrum
        With the probes of all.
    probes : tuple of (str, int, int)
        Name, probes and steps of each that went in.
    notes : tuple of Note
        What a reader must know.
    """

    spectrum: Spectrum
    probes: tuple[tuple[str, int, int], ...]
    notes: tuple[Note, ...]


def merge(spectra: Sequence[Spectrum], *, force: bool = False, label: str = "merged") -> Spectrum:
    """Pool the probes of spectra of one problem that were measured apart.

    More probes narrow the part of an interval that chance over the probes is to blame for. Depths
    may differ: what a shorter rule lacks is filled up by nodes of weight 0. Blocks are pooled one
    by one.

    Parameters
    ----------
    spectra : sequence of Spectrum
        Two or more quadratures with fingerprints (`meta.extra["fingerprint"]`) that agree. Two
        files that hold one probe (same distribution, seed and number, where they say it) are
        refused: it would count twice. Blocks of one name must hold the same parameters.
    force : bool
        Take spectra without a fingerprint on trust; ``meta.extra["verified"]`` is then false.
    label : str
        Name of the result.

    Returns
    -------
    Spectrum
        Rows in the order given. Of the measured constants it has: the largest c∞, c₂, lower
        estimate of L and eigenvalue, the least eigenvalue, each with its residual; σ pooled over
        the draws of samples that differ (in squares, weighted by their gradients), one of those
        that are the same, or the one of all samples where a file has it. What the files record
        differently otherwise is null.

    Raises
    ------
    InputError
        If there are fewer than two, one is exact, two are of different problems (names what
        differs), or one probe is there twice: all that is wrong at once.
    """
    return pooled(spectra, force=force, label=label).spectrum


def pooled(
    spectra: Sequence[Spectrum],
    *,
    force: bool = False,
    label: str = "merged",
    names: Sequence[str] | None = None,
) -> Merged:
    """Return what `merge` returns, with what is to be said of it.

    Parameters
    ----------
    spectra, force, label
        As in `merge`.
    names : sequence of str, optional
        What errors call each spectrum; by default its file or its label.
    """
    if names is None:
        names = [str(item.path or item.label) for item in spectra]
    if len(spectra) < 2:
        raise InputError(
            [Fault("files", len(spectra), "must be two spectra or more", option="FILE")]
        )
    faults = [
        *_unfit(spectra, names),
        *_unlike(spectra, names, force=force),
        *_blocks_unlike(spectra, names),
    ]
    drawn = [_drawn(item, name, faults) for item, name in zip(spectra, names, strict=True)]
    faults += _twice(spectra, names, drawn)
    faults += own_faults(
        [
            (name, item.preconditioned)
            for name, item in zip(names, spectra, strict=True)
            if item.preconditioned is not None
        ],
        _drawn_twice,
    )
    if faults:
        raise InputError(faults)
    notes: list[Note] = []
    trusted = any(
        _fingerprint(item) is None or item.meta.extra.get("verified") is False for item in spectra
    )
    found = _spectrum(spectra, drawn, label, verified=not trusted, notes=notes)
    return Merged(
        spectrum=found,
        probes=tuple(
            (name, item.probes, _depth(item)) for item, name in zip(spectra, names, strict=True)
        ),
        notes=(*unverified(found), *notes),
    )


def unverified(spectrum: Spectrum) -> list[Note]:
    """Return the warning that a spectrum was merged from files that were taken on trust."""
    if spectrum.meta.extra.get("verified") is not False:
        return []
    return [
        Note(
            "not-verified",
            f"NOT VERIFIED: {spectrum.label} was merged from files without a fingerprint, taken to "
            "be of one problem on trust.",
            "voids",
            "NOT VERIFIED: merged from files without a fingerprint",
        )
    ]


# What may not be pooled


def _fault(name: str, allowed: str) -> Fault:
    return Fault("files", None, allowed, option=name)


def _unfit(spectra: Sequence[Spectrum], names: Sequence[str]) -> list[Fault]:
    """Say which are no quadratures, or not of one dimension."""
    faults = []
    first = next((place for place, item in enumerate(spectra) if item.dim is not None), 0)
    for item, name in zip(spectra, names, strict=True):
        if item.kind == "exact":
            faults.append(
                _fault(name, "holds all eigenvalues: there are no probes to pool, use it alone")
            )
        if item.dim is None:
            faults.append(_fault(name, "does not state its dimension d"))
        elif item.dim != spectra[first].dim:
            faults.append(
                _fault(name, f"has d = {item.dim}, but {names[first]} has {spectra[first].dim}")
            )
    return faults


def _fingerprint(spectrum: Spectrum) -> dict[str, str] | None:
    """Return the fingerprint; None where it is missing or not whole."""
    given = spectrum.meta.extra.get("fingerprint")
    if not isinstance(given, Mapping) or any(not given.get(key) for key in FINGERPRINT):
        return None
    return {key: str(given[key]) for key in FINGERPRINT}


def _unlike(spectra: Sequence[Spectrum], names: Sequence[str], *, force: bool) -> list[Fault]:
    """Say which spectra are of different problems, and how that shows."""
    faults = []
    prints = [_fingerprint(item) for item in spectra]
    known = [
        (name, print_) for name, print_ in zip(names, prints, strict=True) if print_ is not None
    ]
    for name, print_ in zip(names, prints, strict=True):
        if print_ is None:
            if not force:
                faults.append(
                    _fault(
                        name,
                        "has no fingerprint: nothing shows that it is of the same problem "
                        "(--force takes it on trust)",
                    )
                )
            continue
        reference, other = known[0]
        faults += [
            _fault(name, f"has the {word} {print_[key]}, but {reference} has {other[key]}")
            for key, word in FINGERPRINT.items()
            if print_[key] != other[key]
        ]
    for key in ("matrix", "samples"):
        stated = [
            (name, item.meta.as_dict().get(key), print_)
            for name, item, print_ in zip(names, spectra, prints, strict=True)
        ]
        stated = [entry for entry in stated if entry[1] is not None]
        faults += [
            _fault(name, f"has the {key} {value}, but {stated[0][0]} has {stated[0][1]}")
            for name, value, print_ in stated[1:]
            # A fingerprint has the matrix: what it says need not be said twice.
            if value != stated[0][1] and (key == "samples" or None in (print_, stated[0][2]))
        ]
    return faults + _losses_unlike(spectra, names)


def _losses_unlike(spectra: Sequence[Spectrum], names: Sequence[str]) -> list[Fault]:
    losses = [
        (name, item.meta.extra.get("loss_value"), _LOSS_TOLERANCE[item.dtype])
        for name, item in zip(names, spectra, strict=True)
    ]
    stated = [
        (name, float(value), tolerance)
        for name, value, tolerance in losses
        if isinstance(value, int | float) and not isinstance(value, bool)
    ]
    return [
        _fault(
            name,
            f"has the loss F(x) = {value!r}, but {stated[0][0]} has {stated[0][1]!r}: more than "
            "rounding apart",
        )
        for name, value, tolerance in stated[1:]
        if not abs(value - stated[0][1])
        <= max(tolerance, stated[0][2]) * max(abs(value), abs(stated[0][1]))
    ]


def _blocks_unlike(spectra: Sequence[Spectrum], names: Sequence[str]) -> list[Fault]:
    faults = []
    first, reference = spectra[0], names[0]
    mine = {block.name: block.spectrum for block in first.blocks}
    held: dict[str, tuple[str, Any]] = {}  # who says first which parameters a block has
    for item, name in zip(spectra[1:], names[1:], strict=True):
        others = {block.name: block.spectrum for block in item.blocks}
        if mine.keys() != others.keys():
            faults.append(
                _fault(name, f"has {_listed(others)}, but {reference} has {_listed(mine)}")
            )
            continue
        for key, block in others.items():
            if block.dim != mine[key].dim:
                faults.append(
                    _fault(
                        name,
                        f"has d = {block.dim} in block {key}, but {reference} has {mine[key].dim}",
                    )
                )
            elif block.kind != mine[key].kind:
                faults.append(
                    _fault(
                        name,
                        f"has {_kind(block)} in block {key}, but {reference} has "
                        f"{_kind(mine[key])}: blocks of one kind are pooled",
                    )
                )
            elif block.kind == "exact" and (off := _off(block, mine[key])) is not None:
                faults.append(
                    _fault(
                        name,
                        f"has eigenvalues in block {key} that are up to {off:.4g} from those of "
                        f"{reference}, more than rounding apart",
                    )
                )
        for whose, spectrum in ((reference, first), (name, item)):
            for key, parameters in _parameters(spectrum).items():
                said, others_have = held.setdefault(key, (whose, parameters))
                if parameters != others_have:
                    faults.append(
                        _fault(
                            whose,
                            f"has the parameters {_shown(parameters)} in block {key}, but {said} "
                            f"has {_shown(others_have)}",
                        )
                    )
        if mine and first.made_of_blocks != item.made_of_blocks:
            whole, parts = (name, reference) if first.made_of_blocks else (reference, name)
            faults.append(
                _fault(
                    whole,
                    f"has a spectrum of the whole besides its blocks, which {parts} has not",
                )
            )
    return faults


def _off(one: Spectrum, other: Spectrum) -> float | None:
    """Return how far the eigenvalues of a block differ; None where it is by rounding alone."""
    values, others = (np.sort(np.asarray(part.eigenvalues, np.float64)) for part in (one, other))
    off = float(np.abs(values - others).max())
    unit = max(MACHINE_EPSILON[part.dtype] for part in (one, other))
    size = max(one.max_singular_value, other.max_singular_value)
    # Sums over data in another order: nobody knows how many roundings that is.
    return off if off > math.sqrt(unit) * size else None


def _kind(spectrum: Spectrum) -> str:
    return "all eigenvalues" if spectrum.kind == "exact" else "a quadrature"


def _listed(blocks: Mapping[str, Spectrum]) -> str:
    return f"{len(blocks)} blocks ({_shown(list(blocks))})" if blocks else "no blocks"


def _shown(names: Sequence[Any]) -> str:
    return ", ".join([*map(str, names[:3]), *(["…"] if len(names) > 3 else [])])


def _parameters(spectrum: Spectrum) -> dict[str, list[Any]]:
    """Return the parameters of each block whose file says them."""
    stated = {block.name: block.spectrum.meta.extra.get("parameters") for block in spectrum.blocks}
    return {name: [*value] for name, value in stated.items() if isinstance(value, list | tuple)}


class Probe(NamedTuple):
    """What tells one probe from another; the distribution is None where a file does not say it."""

    seed: int
    number: int
    distribution: str | None

    def may_be(self, others: Collection[str | None]) -> bool:
        """Whether it may be one of the probes of its seed and number with `others` for theirs."""
        return bool(others) and (
            self.distribution is None or None in others or self.distribution in others
        )


Drawn = list[Probe]


def _drawn(spectrum: Spectrum, name: str, faults: list[Fault]) -> Drawn | None:
    """Return what names each probe; None where the file does not say it."""
    given = spectrum.meta.extra.get("probes_drawn")
    whole = spectrum.meta.extra.get("distribution")
    if not isinstance(whole, str) or _AND in whole:
        whole = None
    if given is not None:
        entries = given if isinstance(given, list | tuple) else ()
        probes = [probe for probe in (_probe(entry, whole) for entry in entries) if probe]
        if not len(probes) == len(entries) == spectrum.probes:
            faults.append(
                _fault(
                    name,
                    "is damaged: probes_drawn in its meta must be a seed, a number and at most a "
                    f"distribution for each of its {spectrum.probes} probes",
                )
            )
            return None
        return probes
    seed = spectrum.meta.seed
    if isinstance(seed, int) and not isinstance(seed, bool) and spectrum.kind == "quadrature":
        return [Probe(seed, number, whole) for number in range(spectrum.probes)]
    return None


def _probe(entry: Any, distribution: str | None) -> Probe | None:
    """Read ``[seed, number]`` or ``[seed, number, distribution]``; None where it is neither."""
    if not isinstance(entry, list | tuple) or len(entry) not in {2, 3}:
        return None
    if any(not isinstance(part, int) or isinstance(part, bool) for part in entry[:2]):
        return None
    own = entry[2] if len(entry) == 3 else distribution
    return Probe(entry[0], entry[1], own) if isinstance(own, str | None) else None


def _by_number(probes: Drawn) -> dict[tuple[int, int], list[str | None]]:
    found: dict[tuple[int, int], list[str | None]] = {}
    for probe in probes:
        found.setdefault(probe[:2], []).append(probe.distribution)
    return found


def _twice(
    spectra: Sequence[Spectrum], names: Sequence[str], drawn: Sequence[Drawn | None]
) -> list[Fault]:
    """Say which files hold one probe."""
    faults = []
    for name, mine in zip(names, drawn, strict=True):
        if mine is not None and any(
            len(set(kinds)) < len(kinds) or (None in kinds and len(kinds) > 1)
            for kinds in _by_number(mine).values()
        ):
            faults.append(_fault(name, "holds one probe twice"))
    parts = [*zip(spectra, names, drawn, strict=True)]
    for (one, first, mine), (two, second, others) in combinations(parts, 2):
        if mine is not None and others is not None:
            taken = _by_number(mine)
            shared = [probe for probe in others if probe.may_be(taken.get(probe[:2], ()))]
            if shared:
                seed, number, _ = min(shared, key=lambda probe: probe[:2])
                more = f" and {len(shared) - 1} more" if len(shared) > 1 else ""
                faults.append(
                    _fault(
                        second,
                        f"holds the probe {number} of seed {seed}{more}, as {first} does: measured "
                        "once it counts once, take another --seed",
                    )
                )
        elif _share_rows(one, two):
            faults.append(_fault(second, f"holds a probe, to the bit, that {first} holds too"))
    return faults


def _drawn_twice(spectra: Sequence[Spectrum], names: Sequence[str]) -> list[Fault]:
    """Say which of some spectra hold one probe, or are damaged."""
    faults: list[Fault] = []
    drawn = [_drawn(item, name, faults) for item, name in zip(spectra, names, strict=True)]
    return faults or _twice(spectra, names, drawn)


def _share_rows(one: Spectrum, two: Spectrum) -> bool:
    """Whether two spectra whose probes are not named have one in common."""
    if one.nodes is None or two.nodes is None or one.weights is None or two.weights is None:
        return False

    def rows(nodes: Array, weights: Array) -> set[bytes]:
        return {
            np.concatenate([row, mass]).astype(np.float64).tobytes()
            for row, mass in zip(nodes, weights, strict=True)
        }

    return bool(rows(one.nodes, one.weights) & rows(two.nodes, two.weights))


# What comes of it


def _spectrum(
    spectra: Sequence[Spectrum],
    drawn: Sequence[Drawn | None],
    label: str,
    *,
    verified: bool,
    notes: list[Note],
) -> Spectrum:
    first = spectra[0]
    meta = _meta(spectra, notes)
    prints = _fingerprint(first)
    meta["fingerprint"] = prints if verified else None
    meta["verified"] = None if verified else False
    meta["probes_drawn"] = _all_drawn(drawn)
    meta["merged"] = [entry for item in spectra for entry in _origins(item)]
    meta = {key: value for key, value in meta.items() if value is not None}
    blocks = [
        _block([_named(item, block.name) for item in spectra], notes) for block in first.blocks
    ]
    arrays = {} if first.made_of_blocks else _rows(spectra, notes)
    found = Spectrum(
        dim=first.dim,
        blocks=blocks,
        meta=Meta.from_mapping(meta),
        label=label,
        vectors=_vectors(spectra, notes),
        **arrays,
    )
    return replace(found, preconditioned=own_pooled(spectra, found, _quadratures, notes))


def _all_drawn(drawn: Sequence[Drawn | None]) -> list[list[Any]] | None:
    """Return what names the probes of all files; None where one does not say it."""
    known = [probes for probes in drawn if probes is not None]
    if len(known) < len(drawn):
        return None
    # Probes of both distributions may stand in one file: each says its own.
    return [
        [*probe[:2]] if probe.distribution is None else [*probe]
        for probes in known
        for probe in probes
    ]


def _quadratures(spectra: Sequence[Spectrum], name: str, notes: list[Note]) -> Spectrum:
    """Pool quadratures that stand beside those of the matrix itself."""
    mine: list[Note] = []
    meta = _meta(spectra, mine)
    meta["probes_drawn"] = _all_drawn([_drawn(item, name, []) for item in spectra])
    notes += [Note(note.code, f"{name} of the preconditioner: {note.message}") for note in mine]
    return Spectrum(
        dim=spectra[0].dim,
        meta=Meta.from_mapping({key: value for key, value in meta.items() if value is not None}),
        label=name,
        **_rows(spectra, notes),
    )


def _vectors(spectra: Sequence[Spectrum], notes: list[Note]) -> Array | None:
    """Return the eigenvectors of the ends, each from the file whose end it is."""
    if all(item.vectors is None for item in spectra):
        return None
    ends = [
        _end(spectra, row, sign, f"eigenvalue_{name}")
        for row, sign, name in ((0, 1.0, "max"), (1, -1.0, "min"))
    ]
    kept = [end for end in ends if end is not None]
    if len(kept) < len(ends):
        notes.append(
            Note(
                "no-vectors",
                "A file that has an end of the spectrum has no eigenvectors: none are kept.",
            )
        )
        return None
    return np.stack(kept)


def _end(spectra: Sequence[Spectrum], row: int, sign: float, key: str) -> Array | None:
    """Return the vector of the file whose end lies furthest out."""

    def out(item: Spectrum) -> float:
        stated = item.meta.extra.get(key)
        return sign * float(item.extremes[1 - row] if stated is None else stated)

    furthest = max(spectra, key=out)
    return None if furthest.vectors is None else furthest.vectors[row]


def _origins(spectrum: Spectrum) -> list[Any]:
    """Return what is recorded of a file that went in: of a merged one, what went into that."""
    earlier = spectrum.meta.extra.get("merged")
    if isinstance(earlier, list) and earlier:
        return list(earlier)
    return [
        {
            "label": spectrum.label,
            "probes": spectrum.probes,
            "steps": _depth(spectrum),
            "seed": spectrum.meta.seed,
            "versions": spectrum.meta.versions,
        }
    ]


def _depth(spectrum: Spectrum) -> int:
    """Return the steps of a probe; of the deepest block, where the whole is made of blocks."""
    if spectrum.made_of_blocks:
        return max(block.spectrum.depth or 0 for block in spectrum.blocks)
    return spectrum.depth or 0


def _named(spectrum: Spectrum, name: str) -> Block:
    return next(block for block in spectrum.blocks if block.name == name)


def _block(blocks: Sequence[Block], notes: list[Note]) -> Block:
    parts = [block.spectrum for block in blocks]
    name = blocks[0].name
    rho, *others = [block.rho for block in blocks]
    if any(other != rho for other in others):
        values = ", ".join(str(block.rho) for block in blocks)
        notes.append(Note("differs", f"ρ of block {name} differs ({values}): none is kept."))
        rho = None
    if parts[0].kind == "exact":
        return Block(name=name, spectrum=parts[0], rho=rho)  # the same in all, but for rounding
    mine: list[Note] = []
    meta = _meta(parts, mine)
    meta = {key: value for key, value in meta.items() if value is not None}
    notes += [Note(note.code, f"Block {name}: {note.message}") for note in mine]
    return Block(
        name=name,
        spectrum=Spectrum(
            dim=parts[0].dim, meta=Meta.from_mapping(meta), label=name, **_rows(parts, notes)
        ),
        rho=rho,
    )


def _rows(spectra: Sequence[Spectrum], notes: list[Note]) -> dict[str, Any]:
    """Stack the rules, the shorter ones filled up: weight 0 at their last node."""
    longest = max(int(item.steps or 0) for item in spectra)
    nodes, weights = [], []
    known: list[npt.NDArray[np.bool_]] = []
    apart: list[npt.NDArray[np.bool_]] = []
    for item in spectra:
        assert item.nodes is not None
        assert item.weights is not None
        rest = ((0, 0), (0, longest - item.nodes.shape[1]))
        for masks, mask in ((known, item.known), (apart, item.apart)):
            none = np.zeros(item.nodes.shape, dtype=np.bool_)
            masks.append(np.pad(none if mask is None else mask, rest))
        nodes.append(np.pad(item.nodes, rest, mode="edge"))
        weights.append(np.pad(item.weights, rest))
    left = [item.residuals for item in spectra if item.residuals is not None]
    if left and len(left) < len(spectra):
        note = Note(
            "no-residuals",
            "Not every file has the residuals of its probes: none are kept, and error bars are a "
            "little wider.",
        )
        if note not in notes:
            notes.append(note)
    return {
        "nodes": np.concatenate(nodes),
        "weights": np.concatenate(weights),
        "residuals": np.concatenate(left) if len(left) == len(spectra) else None,
        "known": np.concatenate(known),
        "apart": np.concatenate(apart),
    }


def _meta(spectra: Sequence[Spectrum], notes: list[Note]) -> dict[str, Any]:
    """Return the meta of the whole; what is null is null or differs."""
    metas = [item.meta.as_dict() for item in spectra]
    found: dict[str, Any] = {}
    differ = []
    for key in dict.fromkeys(key for meta in metas for key in meta):
        if key in _HANDLED:
            continue
        values = [meta[key] for meta in metas if meta.get(key) is not None]
        if values and all(value == values[0] for value in values):
            found[key] = values[0]
        elif values:
            differ.append(key)
    if differ:
        notes.append(
            Note("differs", f"The files differ in {', '.join(differ)}: none of it is kept.")
        )

    def stated(key: str) -> list[Any]:
        return [meta[key] for meta in metas if meta.get(key) is not None]

    for key in _NAMES:
        texts = dict.fromkeys(stated(key))
        found[key] = "; ".join(texts) if texts else None
    for key in _LARGEST:
        found[key] = max(stated(key), default=None)
    found["mu_local"] = min(stated("mu_local"), default=None)
    found["loss_value"] = next(iter(stated("loss_value")), None)
    found |= _extreme(metas, max, "smoothness_lower", "smoothness_residual")
    found |= _extreme(metas, max, "eigenvalue_max", "eigenvalue_max_residual")
    found |= _extreme(metas, min, "eigenvalue_min", "eigenvalue_min_residual")
    found |= _gradients(metas)
    found["dtype"] = max((item.dtype for item in spectra), key=MACHINE_EPSILON.__getitem__)
    kinds = [kind for text in stated("distribution") for kind in str(text).split(_AND)]
    found["distribution"] = _AND.join(dict.fromkeys(kinds)) or None
    found["seed"] = _one_or_all([meta.get("seed") for meta in metas])
    found["versions"] = _versions(stated("versions"))
    if stated("method"):
        found["method"] = _method(spectra, metas)
    # float64's is too small to be recorded.
    coarse = [item.node_rounding for item in spectra if item.dtype != "float64"]
    rounding = [value for value in coarse if value is not None]
    if rounding and len(rounding) == len(coarse):
        found["node_rounding"] = max(rounding)
    if nulls := max(item.null_rounding for item in spectra):
        found["null_rounding"] = nulls
    return found


def _extreme(
    metas: Sequence[Mapping[str, Any]], choose: Callable[..., Any], name: str, residual: str
) -> dict[str, Any]:
    """Return the extreme of a figure, with the residual of the file that has it."""
    stated = [meta for meta in metas if meta.get(name) is not None]
    if not stated:
        return {}
    best = choose(stated, key=lambda meta: meta[name])
    return {name: best[name], residual: best.get(residual)}


def _gradients(metas: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Pool what single-sample gradients say; minibatches' only where no file has those."""
    stated = [
        meta
        for meta in metas
        if any(meta.get(key) is not None for key in (*_OF_GRADIENTS, "sigma"))
    ]
    samples = [meta for meta in stated if meta.get("gradients_of") == "samples"]
    stated = samples or stated
    if not stated:
        return {}
    found: dict[str, Any] = {
        key: max((meta[key] for meta in stated if meta.get(key) is not None), default=None)
        for key in _OF_GRADIENTS
    }
    found["gradients_of"] = stated[0].get("gradients_of")
    # One gradient has no scatter, and draws put together may be as many as there are samples: both
    # signs together are those of all samples.
    whole = [
        meta
        for meta in stated
        if meta.get("sigma") is not None
        and meta.get("gradients_of") == "samples"
        and meta.get("gradients") is not None
        and meta["gradients"] == meta.get("samples")
        and meta.get("sigma_stderr") == 0
    ]
    if whole:  # there is nothing left to estimate
        return found | {key: whole[0].get(key) for key in _NOISE}
    draws: dict[str, Mapping[str, Any]] = {}
    for meta in stated:
        if meta.get("sigma") is not None:
            seed = meta.get("seed")
            key = [meta["sigma"]] if seed is None else [seed, meta.get("gradients")]
            draws.setdefault(json.dumps(key, default=str), meta)
    return found | _noise(list(draws.values()))


def _noise(draws: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Return σ of independent draws of samples: σ² is a mean over them, and so they add up."""
    if not draws:
        return {}
    counts = [int(meta.get("gradients") or 1) for meta in draws]
    total = sum(counts)
    sigma = math.sqrt(
        math.fsum(
            count * float(meta["sigma"]) ** 2 for count, meta in zip(counts, draws, strict=True)
        )
        / total
    )
    found: dict[str, Any] = {"sigma": sigma, "sigma_stderr": None}
    if any(meta.get("gradients") for meta in draws):
        found["gradients"] = total
    errors = [meta.get("sigma_stderr") for meta in draws]
    if all(error is not None for error in errors):
        # The error of σ² is 2σ times that of σ.
        squares = [
            (count * 2 * float(meta["sigma"]) * float(error or 0)) ** 2
            for count, meta, error in zip(counts, draws, errors, strict=True)
        ]
        error = math.sqrt(math.fsum(squares)) / total
        found["sigma_stderr"] = error / (2 * sigma) if sigma > 0 else 0.0
    return found


def _one_or_all(values: Sequence[Any]) -> Any:
    """Return the value that all have, else a list of what they have, lists taken apart."""
    if all(value == values[0] for value in values):
        return values[0]
    every: list[Any] = []
    for value in values:
        every += [
            item
            for item in (value if isinstance(value, list) else [value])
            if item is not None and item not in every
        ]
    return every or None


def _versions(given: Sequence[Any]) -> Any:
    if not given:
        return None
    if not all(isinstance(item, Mapping) for item in given):
        return _one_or_all(given)
    return {
        key: _one_or_all([item[key] for item in given if key in item])
        for key in dict.fromkeys(key for item in given for key in item)
    }


def _method(spectra: Sequence[Spectrum], metas: Sequence[Mapping[str, Any]]) -> str:
    files = sum(len(_origins(item)) for item in spectra)
    depths = sorted({_depth(item) for item in spectra})
    steps = f"{depths[0]} to {depths[-1]}" if len(depths) > 1 else str(depths[0])
    twice = all(str(meta.get("method")).endswith(", reorthogonalised twice") for meta in metas)
    return (
        f"Lanczos quadrature: {sum(item.probes for item in spectra)} probes of {files} files, "
        f"{steps} steps" + (", reorthogonalised twice" if twice else "")
    )
