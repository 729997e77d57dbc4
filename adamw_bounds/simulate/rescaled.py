"""The question of ``scale-free``: how far rescaled gradients lead away from the iterates."""

from __future__ import annotations

import math
import os
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

import numpy as np

from adamw_bounds.domains import NotInDomain, is_plain, number_in, read_number
from adamw_bounds.engine.conventions import looks_like_pytorch
from adamw_bounds.engine.inputs import read
from adamw_bounds.engine.results import Answer, Condition, Note, Result
from adamw_bounds.engine.torch_settings import takes_optimizers
from adamw_bounds.errors import Fault, InputError, RunError
from adamw_bounds.kernels import STATEMENTS
from adamw_bounds.optimizers import ADAM, ADAMPROX, ADAMW, L2_ADAM, Optimizer
from adamw_bounds.simulate.problems import Array
from adamw_bounds.simulate.streams import Layer, Source, Stream, drawn, read_start, read_stream
from adamw_bounds.simulate.walks import RUN, Settings, Walked, block_size, walk

__all__ = ["scale_free"]

_FREE: Final = "zhuang2022-scale-free"
_PROX: Final = "zhuang2022-proximal-step"
_MEASURED: Final = "measured"
#: Where nothing is given.
_STEP: Final[Mapping[str, float]] = {"eta": 1e-3, "beta1": 0.1, "beta2": 0.001}
_DRAWN: Final[Mapping[str, int]] = {"dim": 64, "iterations": 100, "seed": 0}
_EPSILONS: Final = (1e-4, 1e-8, 0.0)
_DECAYS: Final = (0.1,)
_SCALES: Final = (1e-3, 1e3)
_SETTINGS: Final = ("eta", "lr", "beta1", "beta2", "betas")
#: The square of a number between these is a float with all its digits, times β2 ≥ 1e-16 as well.
_LARGEST: Final = 1e150
_SMALLEST: Final = 1e-145
#: The share of coordinates below and above the quantiles of a spread.
_OUTSIDE: Final = 0.01
#: What rounding may make of one step, in units of the last place of the largest number.
_ROUNDING: Final = 32 * 2.0**-53
Reporter = Callable[[int, int], None]


@takes_optimizers()
def scale_free(
    grads: Source | None = None,
    *,
    params: Source | None = None,
    scales: Any = None,
    adam_eps: Any = None,
    lam: Any = None,
    lam_l2: Any = None,
    weight_decay: Any = None,
    dim: Any = None,
    iterations: Any = None,
    seed: Any = None,
    progress: Reporter | None = None,
    **inputs: Any,
) -> Answer:
    """Run the update rules on a stream of gradients and on rescaled copies, and compare.

    AdamW, AdamProx, Adam and ℓ2-Adam, as PyTorch updates: zero start, bias correction, ε outside of
    the root, in float64. The stream is given, so that it does not depend on where the walks are.

    Parameters
    ----------
    grads : path-like, array_like or mapping, optional
        Gradients g_1 … g_T, recorded: ``.npy`` or an array of shape (T, d) (or (T, …)), ``.npz`` or
        a mapping with one such array a layer. When missing, T independent standard normal
        gradients of d numbers are drawn.
    params : path-like, array_like or mapping, optional
        x_0, under the same names; 0 when missing.
    scales : sequence of float, or of arrays of d numbers; text or ``.npy`` file
        The s > 0 of each copy: (1e-3, 1e3). The rules act on each coordinate by itself, so that
        the worst of several numbers is the worst of every mixture of them.
    adam_eps : float or sequence of float
        Every ε ≥ 0 to run: (1e-4, 1e-8, 0). Unit gradient.
    lam, weight_decay : float or sequence of float
        Every λ ≥ 0 to run (0.1); two names of one thing.
    lam_l2 : float or sequence of float, optional
        ℓ2-Adam's; that of the others when missing.
    dim, iterations, seed : int, optional
        Of a stream that is drawn: d ≥ 1 (64), T ≥ 1 (100), seed ≥ 0 (0).
    progress : callable, optional
        Called with the steps done since the last call, and the steps in all.
    **inputs
        lr or eta > 0 (0.001); betas, or beta1 and beta2, one minus PyTorch's (0.1, 0.001). Or
        ``optimizer``, an optimizer object of PyTorch, whose settings are taken.

    Returns
    -------
    Answer
        ``deviation``: the largest |x_t of a copy − x_t| over copies, steps and coordinates, over
        the largest |x_t − x_0|, for each optimizer, ε and λ; the worst scale in ``settings``.
        ``proximal-gap``: the largest |AdamProx − AdamW| on the same scale. Of the gradients, whole
        and for each layer (`case`): ``density`` ‖g‖₁²/(d‖g‖₂²), the mean over the steps;
        ``scale-spread``, log10 of the ratio of the 99 % to the 1 % quantile of √v̂ after the last
        step, over coordinates with v̂ > 0; ``scale-spread-layers``, the same over the root mean
        squares of layers; ``share-zero`` (v̂ = 0); ``share-below-eps`` (√v̂ < ε); ``rms``.

    Raises
    ------
    InputError
        If anything is wrong; everything is listed.
    RunError
        If a file is no stream of gradients, or an iterate is no finite number.

    Notes
    -----
    Source: Zhuang, Liu, Cutkosky and Orabona 2022, arXiv:2202.00089. A copy s⊙g walks as the
    original with ε/s (ℓ2-Adam: and λ/s) in the place of ε (and λ).

    Examples
    --------
    >>> from adamw_bounds.simulate import scale_free
    >>> answer = scale_free(adam_eps=0, scales=1024)
    >>> answer.one(quantity="deviation", optimizer="adamw").value
    0.0
    >>> answer.one(quantity="deviation", optimizer="l2-adam").value > 0.01
    True
    """
    faults: list[Fault] = []
    unknown = [name for name in inputs if name not in _SETTINGS]
    faults += [Fault(name, None, "is no input of this question") for name in unknown]
    many = [name for name, value in inputs.items() if name != "betas" and not is_plain(value)]
    faults += [Fault(name, None, "must be one number") for name in many if name in _SETTINGS]
    single = {name: inputs[name] for name in inputs if name in _SETTINGS and name not in many}
    known, wrong = read(single)
    faults += wrong
    for name in ("beta1", "beta2"):
        if not is_plain(known.get(name)):
            faults.append(Fault("betas", None, "must be two numbers"))
    if lam is not None and weight_decay is not None:
        faults.append(
            Fault("weight_decay", weight_decay, "cannot stand beside --lam: both say the same")
        )
    epsilons = _several("adam_eps", adam_eps, _EPSILONS, ">= 0", faults)
    decay_name = "lam" if weight_decay is None else "weight_decay"
    decays = _several(
        decay_name, lam if weight_decay is None else weight_decay, _DECAYS, ">= 0", faults
    )
    coupled = _several("lam_l2", lam_l2, decays, ">= 0", faults)
    of_a_drawn = {"dim": dim, "iterations": iterations, "seed": seed}
    stream = _stream(grads, of_a_drawn, faults)
    files = tuple(fault for fault in faults if fault.name == "grads")
    start: list[Array] | None = None
    if params is not None:
        start = read_start(params, stream, faults)
    elif stream is not None:
        start = [np.zeros(layer.dim) for layer in stream.layers]
    copies, labels = _copies(scales, stream, faults)
    if stream is not None and copies is not None:
        _within_floats(stream, copies, labels, faults)
    if faults:
        only = bool(files) and len(files) == len(faults) and isinstance(grads, str | os.PathLike)
        if only:
            raise RunError(
                f"{_path_of(grads)} is no stream of gradients: "
                f"{'; '.join(fault.allowed for fault in faults)}",
                code="bad-gradients-file",
            )
        raise InputError(faults)
    assert stream is not None
    assert start is not None
    assert copies is not None
    settings = {name: float(known.get(name) or default) for name, default in _STEP.items()}
    run = Settings(
        **settings,
        eps=epsilons,
        decays={ADAMW.key: decays, ADAMPROX.key: decays, ADAM.key: (0.0,), L2_ADAM.key: coupled},
    )
    layers = list(zip(stream.layers, start, _by_layer(copies, stream), strict=True))
    count = copies.shape[0]
    total = sum(-(-layer.dim // block_size(run, count)) * stream.steps for layer in stream.layers)
    seen = walk(layers, run, None if progress is None else (lambda done: progress(done, total)))
    results = [
        *_deviations(seen, run, stream, labels),
        *_gaps(seen, run),
        *_of_the_gradients(seen, run, stream),
    ]
    shown: dict[str, Any] = {
        **{"grads": _path_of(grads), "params": _path_of(params)},
        **settings,
        **{"adam_eps": _told(epsilons), "lam": _told(decays), "lam_l2": _told(coupled)},
        "scales": ",".join(map(str, labels)),
    }
    if stream.seed is not None:
        shown |= {"dim": stream.dim, "iterations": stream.steps, "seed": stream.seed}
    used = {name: value for name, value in shown.items() if value is not None}
    warnings = _warnings(stream, copies, known, inputs, params_given=params is not None)
    size = {"dim": stream.dim, "iterations": stream.steps}
    return Answer("scale-free", used, tuple(results), tuple(warnings), extra=size)


# --- What is given --------------------------------------------------------------------------------


def _several(
    name: str, given: Any, default: Sequence[float], domain: str, faults: list[Fault]
) -> tuple[float, ...]:
    """Return one or more numbers, each once and in their order; text has commas between them."""
    if given is None:
        return tuple(default)
    if isinstance(given, str):
        items: list[Any] = given.split(",") if given.strip() else []
    else:
        items = [given] if is_plain(given) else list(given)
    found: list[float] = []
    for item in items:
        try:
            found.append(float(number_in(item, domain, arrays=False)))
        except NotInDomain as error:
            faults.append(Fault(name, item if is_plain(item) else None, str(error)))
    if not items:
        faults.append(Fault(name, None, "must be at least one number"))
    return tuple(dict.fromkeys(found))


def _stream(
    grads: Source | None, of_a_drawn: Mapping[str, Any], faults: list[Fault]
) -> Stream | None:
    if grads is not None:
        for name, value in of_a_drawn.items():
            if value is not None:
                faults.append(Fault(name, value, "cannot stand beside --grads, which are recorded"))
        return read_stream(grads, faults)
    numbers = {}
    for name, value in of_a_drawn.items():
        domain = "integer >= 0" if name == "seed" else "integer >= 1"
        numbers[name] = read_number(name, _DRAWN[name] if value is None else value, domain, faults)
    if any(number is None for number in numbers.values()):
        return None
    if numbers["dim"] * numbers["iterations"] > _MOST:
        faults.append(
            Fault(
                "dim",
                numbers["dim"],
                f"times --iterations {numbers['iterations']} must be at most {_MOST:.0e} numbers",
            )
        )
        return None
    return drawn(**{"dim": numbers["dim"], "steps": numbers["iterations"], "seed": numbers["seed"]})


#: How many numbers are drawn at most: 800 MB.
_MOST: Final = 10**8


def _copies(
    given: Any, stream: Stream | None, faults: list[Fault]
) -> tuple[Array | None, list[Any]]:
    """Return s of shape (copies, 1) or (copies, d), and what a row calls each."""
    if isinstance(given, str) and given.strip().endswith(".npy"):
        try:
            given = np.load(given.strip(), allow_pickle=False)
        except OSError as error:
            faults.append(Fault("scales", given, f"cannot be read: {error.strerror}"))
            return None, []
        except ValueError:
            faults.append(Fault("scales", given, "must be a .npy file of numbers"))
            return None, []
    if getattr(given, "ndim", 0) == 2 or (
        isinstance(given, list | tuple) and any(not is_plain(item) for item in given)
    ):
        return _vectors(given, stream, faults)
    before = len(faults)
    numbers = _several("scales", given, _SCALES, "> 0", faults)
    if len(faults) > before:
        return None, []
    return np.array(numbers)[:, None], list(numbers)


def _vectors(
    given: Any, stream: Stream | None, faults: list[Fault]
) -> tuple[Array | None, list[Any]]:
    try:
        table = number_in(np.asarray(given), "> 0")
    except (NotInDomain, ValueError) as error:
        text = str(error) if isinstance(error, NotInDomain) else "must be of one length each"
        faults.append(Fault("scales", None, text))
        return None, []
    if stream is not None and (table.ndim != 2 or table.shape[1] != stream.dim):
        faults.append(
            Fault(
                "scales",
                None,
                f"must have {stream.dim} numbers a copy, one a coordinate, or one number a copy; "
                f"their shape is {table.shape}",
            )
        )
        return None, []
    return table, [f"vector {index + 1}" for index in range(len(table))]


def _by_layer(copies: Array, stream: Stream) -> list[Array]:
    if copies.shape[1] == 1:
        return [copies] * len(stream.layers)
    ends = np.cumsum([layer.dim for layer in stream.layers])
    return list(np.split(copies, ends[:-1], axis=1))


def _within_floats(
    stream: Stream, copies: Array, labels: Sequence[Any], faults: list[Fault]
) -> None:
    """Refuse what would overflow: v̂ averages the squares of s·g."""
    if stream.largest > _LARGEST:
        faults.append(Fault("grads", None, f"must be at most {_LARGEST:g}, so that g² is a float"))
        return
    for label, row in zip(labels, copies, strict=True):
        if stream.largest * float(row.max()) > _LARGEST:
            limit = _LARGEST / stream.largest
            faults.append(
                Fault(
                    "scales",
                    label,
                    f"must be at most {limit:.3g}: the largest |g| is {stream.largest:.3g}, and "
                    "(s·g)² must be a float",
                )
            )


def _path_of(source: Any) -> str | None:
    """Return the file's name, None for what is no file."""
    return os.fspath(source) if isinstance(source, str | os.PathLike) else None


def _told(numbers: Sequence[float]) -> float | str:
    """Return one number as it is, several as they are typed."""
    return numbers[0] if len(numbers) == 1 else ",".join(map(repr, numbers))


# --- What is answered -----------------------------------------------------------------------------


def _log10(value: float | None) -> float | None:
    return math.log10(value) if value else None


def _result(
    statement: str,
    quantity: str,
    value: float | None,
    *,
    optimizer: Optimizer | None = None,
    **more: Any,
) -> Result:
    return Result(
        statement=statement,
        optimizer=None if optimizer is None else optimizer.key,
        schedule=None,
        variant=_MEASURED,
        quantity=quantity,
        value=value,
        log10=_log10(value),
        source=STATEMENTS[statement].source,
        **more,
    )


def _shown(number: float) -> str:
    """Return a number with all its digits, so that no two look alike."""
    return repr(number).removesuffix(".0")


def _case(who: Optimizer, eps: float, lam: float) -> str:
    return f"ε = {_shown(eps)}" + (f", λ = {_shown(lam)}" if who.has_decay else "")


def _chosen(who: Optimizer, eps: float, lam: float) -> dict[str, Any]:
    return {"adam_eps": eps, **({who.setting: lam} if who.has_decay else {})}


def _deviations(seen: Walked, run: Settings, stream: Stream, labels: Sequence[Any]) -> list[Result]:
    """Return the deviation of every optimizer, ε and λ."""
    results = []
    for who in RUN:
        for index, (eps, lam) in enumerate(run.pairs(who)):
            apart, far = seen.apart[who.key][index], float(seen.far[who.key][index])
            worst = int(apart.argmax())
            # Nothing moved where no gradient and no decay moves it: the copies neither.
            value = float(apart[worst]) / far if far else 0.0
            rounding = _ROUNDING * stream.steps * (1 + _relative(seen, who, index))
            results.append(
                _result(
                    _FREE,
                    "deviation",
                    value,
                    optimizer=who,
                    case=_case(who, eps, lam),
                    settings={**_chosen(who, eps, lam), "scale": labels[worst]},
                    conditions=(
                        Condition(
                            name="scale-free",
                            lhs=value,
                            rhs=rounding,
                            met=value <= rounding,
                            margin=value / rounding,
                            text="deviation ≤ what rounding makes of so many steps",
                        ),
                    ),
                )
            )
    return results


def _relative(seen: Walked, who: Optimizer, index: int) -> float:
    """Return how large x is beside the way that it goes: rounding is of x, not of the way."""
    far = float(seen.far[who.key][index])
    return float(seen.high[who.key][index]) / far if far else 0.0


def _gaps(seen: Walked, run: Settings) -> list[Result]:
    results = []
    for index, (eps, lam) in enumerate(run.pairs(ADAMW)):
        far = float(seen.far[ADAMW.key][index])
        results.append(
            _result(
                _PROX,
                "proximal-gap",
                float(seen.gap[index]) / far if far else 0.0,
                optimizer=ADAMPROX,
                case=_case(ADAMW, eps, lam),
                settings=_chosen(ADAMW, eps, lam),
            )
        )
    return results


def _of_the_gradients(seen: Walked, run: Settings, stream: Stream) -> list[Result]:
    """Return how the scales of the gradients are spread: of the whole, then of each layer."""
    named = [layer.name for layer in stream.layers]
    sums = [_sums(layer) for layer in stream.layers]
    results = _scales(None, np.concatenate(seen.last), _joined(sums, stream), run)
    if len(named) > 1:
        rms = np.array([math.sqrt(float(np.mean(root**2))) for root in seen.last])
        spread, notes = _spread(rms)
        results.append(_result(_FREE, "scale-spread-layers", spread, notes=notes))
    if named != [""]:
        for name, root, (one, two) in zip(named, seen.last, sums, strict=True):
            results += _scales(name, root, _density(one, two, root.size), run)
    return results


def _scales(case: str | None, root: Array, density: Array, run: Settings) -> list[Result]:
    """Return the figures of some coordinates."""
    spread, notes = _spread(root)
    found: list[Result] = [
        _result(
            _FREE,
            "density",
            float(density.mean()) if density.size else None,
            case=case,
            settings={"least": float(density.min()), "largest": float(density.max())}
            if density.size
            else {},
            notes=() if density.size else ("every gradient is 0",),
        ),
        _result(_FREE, "scale-spread", spread, case=case, notes=notes),
        _result(_FREE, "rms", math.sqrt(float(np.mean(root**2))), case=case),
        _result(_FREE, "share-zero", float(np.mean(root == 0)), case=case),
    ]
    for eps in run.eps:
        text = f"ε = {_shown(eps)}"
        found.append(
            _result(
                _FREE,
                "share-below-eps",
                float(np.mean(root < eps)),
                case=text if case is None else f"{case}, {text}",
                settings={"adam_eps": eps},
            )
        )
    return found


def _spread(values: Array) -> tuple[float | None, tuple[str, ...]]:
    """Return log10 of the 99 % over the 1 % quantile of what is above 0."""
    above = values[values > 0]
    if not above.size:
        return None, ("no gradient is other than 0",)
    low, high = np.quantile(np.log10(above), (_OUTSIDE, 1 - _OUTSIDE))
    return float(high - low), ()


def _sums(layer: Layer) -> tuple[Array, Array]:
    """Return ‖g‖₁ and ‖g‖₂² of every step, of g over its layer's largest number."""
    unit = layer.largest or 1.0
    one, two = (np.empty(layer.gradients.shape[0]) for _ in range(2))
    for step, row in enumerate(layer.gradients):
        g = np.abs(row.astype(np.float64)) / unit
        one[step], two[step] = g.sum(), np.dot(g, g)
    return one, two


def _density(one: Array, two: Array, dim: int) -> Array:
    """Return φ of the steps with a gradient."""
    some = two > 0
    return np.asarray(one[some] ** 2 / (dim * two[some]))


def _joined(sums: Sequence[tuple[Array, Array]], stream: Stream) -> Array:
    """Return φ over all layers, whose sums are in units of their own."""
    top = stream.largest or 1.0
    units = [layer.largest / top for layer in stream.layers]
    one = sum(unit * item[0] for unit, item in zip(units, sums, strict=True))
    two = sum(unit**2 * item[1] for unit, item in zip(units, sums, strict=True))
    return _density(np.asarray(one), np.asarray(two), stream.dim)


def _warnings(
    stream: Stream,
    copies: Array,
    known: Mapping[str, Any],
    inputs: Mapping[str, Any],
    *,
    params_given: bool,
) -> list[Note]:
    notes = []
    confused = looks_like_pytorch(known, inputs)
    if confused:
        notes.append(Note("conventions", confused))
    least = float(copies.min())
    if stream.smallest and stream.smallest * least < _SMALLEST:
        notes.append(
            Note(
                "underflow",
                f"the smallest |g| is {stream.smallest:.3g}, and (s·g)² loses digits in float64 "
                f"for s = {least:.3g}: what deviates at ε = 0 may be that",
            )
        )
    if not params_given and stream.seed is None:
        notes.append(
            Note(
                "start-at-zero",
                "x_0 = 0 is taken: weight decay acts on what the walks themselves have gone; give "
                "--params for another start",
            )
        )
    return notes
