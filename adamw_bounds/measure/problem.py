"""What is measured: a model, its loss and its data."""

from __future__ import annotations

import functools
import importlib
import inspect
import numbers
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from adamw_bounds.errors import Fault, InputError, RunError
from adamw_bounds.measure._torch import torch

__all__ = ["Problem", "load_problem"]

_SPEC = re.compile(r"[^\W\d]\w*(\.[^\W\d]\w*)*:[^\W\d]\w*(\.[^\W\d]\w*)*")


class Supervised:
    """``criterion(model(*inputs), target)`` of batches ``(*inputs, target)``."""

    def __init__(self, criterion: Callable[[Any, Any], Any]) -> None:
        self.criterion = criterion

    def __call__(self, model: Any, batch: Any) -> Any:
        return self.of_output(self.output(model, batch), batch)

    def output(self, model: Any, batch: Any) -> Any:
        """Return what the model says of the inputs."""
        if not isinstance(batch, tuple | list) or len(batch) < 2:
            raise RunError(
                "a loss of (output, target) needs batches (inputs, target), not "
                f"{type(batch).__name__}: give a function loss(model, batch) instead",
                code="bad-data",
            )
        return model(*batch[:-1])

    def of_output(self, output: Any, batch: Any) -> Any:
        """Return the loss of an output."""
        return self.criterion(output, batch[-1])


def _model_loss(model: Any, batch: Any) -> Any:
    """Return the ``.loss`` of what a Hugging Face-style model returns."""
    if isinstance(batch, Mapping):
        output = model(**batch)
    else:
        output = model(*batch) if isinstance(batch, tuple | list) else model(batch)
    loss = output.get("loss") if isinstance(output, Mapping) else getattr(output, "loss", None)
    if loss is None:
        raise RunError(
            f"the model returns {type(output).__name__} without a loss: the batches must hold "
            "its labels",
            code="bad-problem",
        )
    return loss


class _LightningLoss:
    """``training_step`` of a Lightning module."""

    def __call__(self, model: Any, batch: Any) -> Any:
        return self.of_number(model, batch, 0)

    def of_number(self, model: Any, batch: Any, number: int) -> Any:
        """Return the loss of a batch with a number, which a module may leave out."""
        one = len(inspect.signature(model.training_step).parameters) == 1
        step = model.training_step(batch) if one else model.training_step(batch, number)
        return step["loss"] if isinstance(step, Mapping) else step


@dataclass(frozen=True, eq=False, kw_only=True)
class Problem:
    """A model, its loss and its data: all that a measurement needs.

    The function measured is F(x) = Σ_B w_B ℓ_B(x) over the batches B of one pass over the data,
    with w_B = n_B/n for a loss that is a mean over its batch and 1/n for one that is a sum. An
    uneven last batch therefore counts as its samples do. Weight decay is no part of F.

    Where ``cross_entropy`` or ``nll_loss`` weigh classes or ignore targets, as language models
    ignore padding, F is their mean over all the data as if in one batch, whatever the batches. Of
    any other loss it is tried, on samples drawn over all the data, whether it is a mean (or sum)
    over samples; where it is not, F depends on how the data is cut into batches, which is said and
    recorded.

    Parameters
    ----------
    model : torch.nn.Module
        The model, with the parameters x at which F is measured. It is put in eval mode while it
        is measured, and left as it was.
    loss : callable
        A function ``loss(model, batch)`` that returns a scalar tensor; or a loss module, or a
        function of ``torch.nn.functional``, of ``(output, target)`` for batches
        ``(*inputs, target)``.
    data : iterable
        Batches; anything that can be walked over again and again (a list, a ``DataLoader``), the
        training data for the paper's bounds. A loader that shuffles gives one and the same order
        in each pass, because random states are reset before it.
    reduction : str, optional
        ``mean`` or ``sum``, over a batch; by default that of the loss module, else ``mean``.
    samples_in : callable, optional
        Number of samples of a batch; by default the first dimension that all tensors of the
        batch share, or 1 where the data is seen to give single samples. A function that counts
        tokens weighs batches by them; n is the number of samples all the same.
    parameters : callable, str or sequence of str, optional
        Which parameters are measured: a function of (name, parameter), a regular expression that
        is searched in names, or a list of names. By default all that require a gradient. Those
        that do not never count; tied ones count once.
    optimizer : torch.optim.Optimizer or mapping, optional
        Its ``lr``, ``betas``, ``eps`` and ``weight_decay`` are written to the file, for each of
        its parameter groups. A mapping may hold ``name`` besides, and ``groups``: a list of
        mappings that override it for the ``parameters`` (names) that each lists.
    trained_model : torch.nn.Module, optional
        The model whose parameters the optimizer holds, where `model` is a copy of it, of averaged
        weights for example: names tell which parameter is which.
    batch_size : int, optional
        Minibatch size of training. It is not taken from the data, which may be batched otherwise
        here than in training.
    population : int, optional
        Number of training samples n ≥ 1 of which the data is a part, drawn at random, for σ and
        its error; by default, and at least, the data's own number.
    most_batches : int, optional
        Batches ≥ 1 after which the data is taken for endless, and refused; by default 10,000, or
        twice what ``len(data)`` says if that is more.
    rho : float, optional
        Variance of the initialisation, ρ > 0.
    loss_lower_bound : float
        A number that F is never below; 0 for all usual losses.
    test_accuracy : float, optional
        To be recorded.
    model_name, data_name, loss_name : str
        Names to be recorded; types of the objects by default.
    extra : mapping
        What else to record, ready for JSON.

    Raises
    ------
    InputError
        If something is of the wrong kind; names all that is.
    """

    model: Any
    loss: Any
    data: Iterable[Any]
    reduction: str | None = None
    samples_in: Callable[[Any], int] | None = None
    parameters: Callable[[str, Any], bool] | str | Sequence[str] | None = None
    optimizer: Any = None
    trained_model: Any = None
    batch_size: int | None = None
    population: int | None = None
    most_batches: int | None = None
    rho: float | None = None
    loss_lower_bound: float = 0.0
    test_accuracy: float | None = None
    model_name: str = ""
    data_name: str = ""
    loss_name: str = ""
    extra: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        faults = list(_faults(self))
        if faults:
            raise InputError(faults)
        if not self.loss_name:
            object.__setattr__(self, "loss_name", _name(self.loss))
        if isinstance(self.loss, torch.nn.Module) or _is_functional(self.loss):
            object.__setattr__(self, "loss", Supervised(self.loss))
        if self.reduction is None:
            given = _reduction(getattr(self.loss, "criterion", None))
            object.__setattr__(self, "reduction", given)
        if self.reduction not in {"mean", "sum"}:
            what = "must be mean or sum: another loss module gives no scalar to measure"
            raise InputError([_fault("reduction", self.reduction, what)])
        if not self.model_name:
            object.__setattr__(self, "model_name", type(self.model).__name__)
        if not self.data_name:
            source = getattr(self.data, "dataset", self.data)
            object.__setattr__(self, "data_name", type(source).__name__)

    @classmethod
    def supervised(
        cls, model: Any, criterion: Callable[[Any, Any], Any], data: Iterable[Any], **more: Any
    ) -> Problem:
        """Build from a criterion of (output, target), a function or a module.

        Batches are ``(*inputs, target)``: all but the last go to the model.
        """
        more.setdefault("loss_name", _name(criterion))
        return cls(model=model, loss=Supervised(criterion), data=data, **more)

    @classmethod
    def hugging_face(cls, model: Any, data: Iterable[Any], **more: Any) -> Problem:
        """Build from a model whose output has ``.loss`` (or ``["loss"]``).

        Batches that are mappings go to the model by name, tuples and lists by position. A mean
        over the labels that are not -100 is taken over those of all the data.
        """
        more.setdefault("loss_name", f"{type(model).__name__}.loss")
        return cls(model=model, loss=_model_loss, data=data, **more)

    @classmethod
    def lightning(cls, module: Any, data: Iterable[Any], **more: Any) -> Problem:
        """Build from a module with ``training_step(batch[, batch_idx])``, as Lightning has.

        ``training_step`` is called outside a trainer: what it logs goes nowhere, and what it asks
        its trainer fails. Within training, `SpectrumCallback` lets it ask.
        """
        if not callable(getattr(module, "training_step", None)):
            raise InputError([_fault("model", type(module).__name__, "must have training_step")])
        more.setdefault("loss_name", f"{type(module).__name__}.training_step")
        return cls(model=module, loss=_LightningLoss(), data=data, **more)

    def selected(self, model: Any) -> dict[str, Any]:
        """Return the parameters of `model` that are measured, by name; tied ones once.

        Raises
        ------
        RunError
            If there is none, or one has a type or a place that cannot be measured.
        """
        wanted = self.parameters
        every = dict(model.named_parameters())
        if wanted is None:
            chosen = every
        elif isinstance(wanted, str):
            pattern = re.compile(wanted)
            chosen = {name: value for name, value in every.items() if pattern.search(name)}
            if not chosen:
                _blame_second_names(model, wanted, pattern)
        elif callable(wanted):
            chosen = {name: value for name, value in every.items() if wanted(name, value)}
        else:
            tied = dict(model.named_parameters(remove_duplicate=False))
            missing = [name for name in wanted if name not in tied]
            if missing:
                raise RunError(
                    f"the model has no parameter {', '.join(missing)}", code="bad-problem"
                )
            asked = {id(tied[name]) for name in wanted}
            chosen = {name: value for name, value in every.items() if id(value) in asked}
        chosen = {name: value for name, value in chosen.items() if value.requires_grad}
        if not chosen:
            raise RunError(
                "no parameter is left to measure: none that was chosen requires a gradient",
                code="bad-problem",
            )
        _check_parameters(chosen)
        return chosen


def _blame_second_names(model: Any, wanted: str, pattern: re.Pattern[str]) -> None:
    """Say under which name a tied parameter stands whose other name a pattern matches."""
    first = {id(value): name for name, value in model.named_parameters()}
    tied = [
        f"{name} is tied to {first[id(value)]}"
        for name, value in model.named_parameters(remove_duplicate=False)
        if pattern.search(name)
    ]
    if tied:
        raise RunError(
            f"parameters {wanted}: {'; '.join(tied)}: a tied parameter counts once, under its "
            "first name, which the pattern must match",
            code="bad-problem",
        )


def _check_parameters(chosen: Mapping[str, Any]) -> None:
    for name, value in chosen.items():
        if value.layout != torch.strided or value.is_nested:
            kind = "nested" if value.is_nested else "sparse"
            raise RunError(
                f"parameter {name} is a {kind} tensor: only dense ones are measured",
                code="bad-problem",
            )
        if value.is_inference():
            raise RunError(
                f"parameter {name} was made in inference mode, where autograd cannot follow it: "
                "build or load the model outside of torch.inference_mode()",
                code="bad-problem",
            )
    _check_one_kind(chosen)
    for name, value in chosen.items():
        if isinstance(value, torch.nn.parameter.UninitializedParameter):
            raise RunError(
                f"parameter {name} has no shape yet: run the model once on a batch",
                code="bad-problem",
            )
        if value.is_meta:
            raise RunError(
                f"parameter {name} has no values: it is on the meta device", code="bad-problem"
            )
        if value.is_complex():
            raise RunError(f"parameter {name} is complex: only real ones are measured")
        if not bool(torch.isfinite(value).all()):
            raise RunError(f"parameter {name} has a value that is not finite", code="not-finite")


def _check_one_kind(chosen: Mapping[str, Any]) -> None:
    for what, found in (
        ("devices", {str(value.device) for value in chosen.values()}),
        ("types", {str(value.dtype) for value in chosen.values()}),
    ):
        if len(found) > 1:
            raise RunError(
                f"the parameters are of several {what} ({', '.join(sorted(found))}): a model is "
                "measured on one device and in one type",
                code="bad-problem",
            )


def _fault(name: str, value: Any, allowed: str) -> Fault:
    return Fault(name, value, allowed, option=name)


def _faults(problem: Problem) -> Iterator[Fault]:
    if not isinstance(problem.model, torch.nn.Module):
        yield _fault("model", type(problem.model).__name__, "must be a torch.nn.Module")
    if not callable(problem.loss):
        yield _fault(
            "loss",
            type(problem.loss).__name__,
            "must be a function loss(model, batch) or a loss module",
        )
    if isinstance(problem.data, str | bytes | Mapping) or not isinstance(problem.data, Iterable):
        yield _fault("data", type(problem.data).__name__, "must be an iterable of batches")
    elif isinstance(problem.data, Iterator):
        yield _fault(
            "data",
            type(problem.data).__name__,
            "can be walked over only once, but each step reads it again: give a list of batches "
            "or a DataLoader",
        )
    if isinstance(problem.parameters, str):
        try:
            re.compile(problem.parameters)
        except re.error as error:
            yield _fault("parameters", problem.parameters, f"is no regular expression: {error}")
    if problem.samples_in is not None and not callable(problem.samples_in):
        yield _fault("samples_in", problem.samples_in, "must be a function of a batch")
    for name in ("population", "most_batches"):
        number = getattr(problem, name)
        if number is not None and (
            isinstance(number, bool) or not isinstance(number, numbers.Integral) or number < 1
        ):
            yield _fault(name, number, "must be an integer ≥ 1")
    if problem.optimizer is not None and not isinstance(
        problem.optimizer, Mapping | torch.optim.Optimizer
    ):
        yield _fault(
            "optimizer",
            type(problem.optimizer).__name__,
            "must be a torch optimizer or a mapping of its settings",
        )


def _is_functional(loss: Any) -> bool:
    """Tell whether a function is one of ``torch.nn.functional``, of (output, target)."""
    while isinstance(loss, functools.partial):
        loss = loss.func
    return getattr(torch.nn.functional, getattr(loss, "__name__", ""), None) is loss


def _reduction(criterion: Any) -> Any:
    """Return the reduction of a loss module, or that which a function was given."""
    given = getattr(criterion, "reduction", None)
    while given is None and isinstance(criterion, functools.partial):
        given, criterion = criterion.keywords.get("reduction"), criterion.func
    # KLDivLoss divides by the samples, not by the numbers.
    return "mean" if given in {None, "batchmean"} else given


def _name(thing: Any) -> str:
    if isinstance(thing, functools.partial):
        return _name(thing.func)
    if isinstance(thing, torch.nn.Module):
        return type(thing).__name__
    return str(getattr(thing, "__name__", type(thing).__name__))


def load_problem(spec: str) -> Problem:
    """Load the problem that ``module:function`` returns. This runs the user's code.

    The current folder is importable. The function takes no argument and returns a `Problem`, a
    mapping of its fields, or ``(model, loss, data)``; the name may also be that of a `Problem`.

    Raises
    ------
    InputError
        If `spec` does not have that form.
    RunError
        If it cannot be imported, fails, or returns something else.
    """
    if not _SPEC.fullmatch(spec):
        raise InputError(
            [
                Fault(
                    "problem",
                    spec,
                    "must be module:function, mypkg.train:problem for example",
                    option="PROBLEM",
                )
            ]
        )
    module_name, _, path = spec.partition(":")
    here = str(Path.cwd())
    if not {here, ""} & set(sys.path):
        sys.path.insert(0, here)
    thing: Any = _imported(spec, module_name)
    for part in path.split("."):
        if not hasattr(thing, part):
            raise RunError(f"{spec}: {module_name} has no {path}", code="bad-problem")
        thing = getattr(thing, part)
    if callable(thing):
        thing = _ran(spec, "raised", thing)
    try:
        return _as_problem(spec, thing)
    except InputError as error:
        raise RunError(f"{spec} returns no problem: {error.message}", code="bad-problem") from error


def _imported(spec: str, name: str) -> Any:
    try:
        return _ran(spec, "cannot be imported:", lambda: importlib.import_module(name))
    except RunError as error:
        cause = error.__cause__
        if isinstance(cause, ModuleNotFoundError) and f"{name}.".startswith(f"{cause.name}."):
            raise RunError(
                f"{spec}: there is no module {cause.name} in the current folder or among the "
                "installed ones",
                code="bad-problem",
            ) from cause
        raise


def _ran(spec: str, verb: str, call: Callable[[], Any]) -> Any:
    """Call the user's code; whatever it raises becomes a sentence."""
    try:
        return call()
    except (Exception, SystemExit) as error:
        reason = f"{type(error).__name__}: {error}".removesuffix(": ")
        raise RunError(f"{spec} {verb} {reason}", code="bad-problem") from error


def _as_problem(spec: str, thing: Any) -> Problem:
    if isinstance(thing, Problem):
        return thing
    if isinstance(thing, Mapping):
        known = [item.name for item in fields(Problem)]
        unknown = [str(key) for key in thing if key not in known]
        missing = [name for name in ("model", "loss", "data") if name not in thing]
        if not unknown and not missing:
            return Problem(**thing)
        parts = [f"there is no field {name}" for name in unknown]
        parts += [f"{name} is missing" for name in missing]
        raise RunError(f"{spec} returns no problem: {'; '.join(parts)}", code="bad-problem")
    if isinstance(thing, tuple) and len(thing) == 3:
        model, loss, data = thing
        return Problem(model=model, loss=loss, data=data)
    raise RunError(
        f"{spec} returns {type(thing).__name__}, where a Problem, a mapping of its fields or "
        "(model, loss, data) is wanted",
        code="bad-problem",
    )
