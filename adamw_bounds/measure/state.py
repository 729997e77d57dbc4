"""Leaves everything as it was: the model, its gradients and every random state."""

from __future__ import annotations

import contextlib
import copy
import functools
import random
import sys
import types
import warnings
from collections.abc import Callable, Iterator
from typing import Any, Final

import numpy as np

from adamw_bounds.errors import RunError
from adamw_bounds.measure._torch import torch
from adamw_bounds.measure.chunking import free_memory
from adamw_bounds.measure.precision import full_precision

__all__ = [
    "Kept",
    "Randomness",
    "autocast_devices",
    "named",
    "numerics",
    "seed_torch",
    "untouched",
]

Notes = list[tuple[str, str]]

#: Share of free memory that copies of frozen parameters may take.
_FROZEN = 0.25
#: How far beyond ``max_norm`` rounding leaves a row that was renormalised.
_NORM_ROUNDING = 1e-5


class Randomness:
    """Every random state that a pass over the data may read, as it is now.

    Python's, numpy's, torch's on the CPU, on MPS and on each CUDA device in use, and those that
    the data holds itself: random states of numpy, Python and torch, and the numbers of epochs by
    which samplers seed themselves, in a loader, its samplers and its data set, in what these hold,
    and in the functions that they call.
    """

    def __init__(self, data: Any) -> None:
        self._own = list(_own_states(data))
        self._python, self._numpy = random.getstate(), np.random.get_state()
        self._torch = torch.get_rng_state()
        self._cuda = torch.cuda.get_rng_state_all() if torch.cuda.is_initialized() else None
        self._mps = torch.mps.get_rng_state() if torch.backends.mps.is_available() else None

    def restore(self) -> None:
        """Put every state back."""
        for restore, state in self._own:
            restore(state)
        random.setstate(self._python)
        np.random.set_state(self._numpy)
        torch.set_rng_state(self._torch)
        if self._cuda is not None:
            torch.cuda.set_rng_state_all(self._cuda)
        if self._mps is not None:
            torch.mps.set_rng_state(self._mps)


def seed_torch(seed: int) -> None:
    """Seed torch on the CPU and on the devices in use.

    ``torch.manual_seed`` also asks each device that is not in use to be seeded later, which takes
    milliseconds, and training would find that seed.
    """
    if torch.cuda.is_initialized() or torch.backends.mps.is_available():
        torch.manual_seed(seed)
    else:
        torch.default_generator.manual_seed(seed)


#: Objects that are looked through for random states, and the longest list among them.
_LOOKED: Final = 5000
_LONG: Final = 64


def _own_states(data: Any) -> Iterator[tuple[Callable[[Any], object], Any]]:
    """Yield how to set each random state that the data holds, and what it is now."""
    waiting, seen = [data], {id(data)}
    for _ in range(_LOOKED):
        if not waiting:
            return
        thing = waiting.pop()
        if isinstance(thing, torch.Generator | np.random.RandomState):
            yield thing.set_state, thing.get_state()
        elif isinstance(thing, np.random.Generator):
            bits: Any = thing.bit_generator
            yield functools.partial(setattr, bits, "state"), copy.deepcopy(bits.state)
        elif isinstance(thing, random.Random):
            if not isinstance(thing, random.SystemRandom):
                yield thing.setstate, thing.getstate()
        else:
            for name in ("epoch", "_epoch"):
                number = getattr(thing, "__dict__", {}).get(name)
                if type(number) is int:
                    yield functools.partial(setattr, thing, name), number
            for inner in _held(thing):
                if id(inner) not in seen:
                    seen.add(id(inner))
                    waiting.append(inner)


def _held(thing: Any) -> Iterator[Any]:
    """Yield what an object holds, or a function uses, where random states may be."""
    if isinstance(thing, type | types.ModuleType | torch.Tensor | torch.nn.Module | np.ndarray):
        return
    # Of these types themselves: to walk over what a user derived from them may do anything.
    if type(thing) in {list, tuple, set}:
        if len(thing) <= _LONG:
            yield from thing
    elif type(thing) is dict:
        if len(thing) <= _LONG:
            yield from thing.values()
    elif isinstance(thing, types.MethodType):
        yield from (thing.__self__, thing.__func__)
    elif isinstance(thing, functools.partial):
        yield from (thing.func, thing.args, thing.keywords)
    elif isinstance(thing, types.FunctionType):
        for cell in thing.__closure__ or ():
            with contextlib.suppress(ValueError):  # not filled yet
                yield cell.cell_contents
        yield thing.__defaults__
        for name in thing.__code__.co_names:
            used = thing.__globals__.get(name)
            if isinstance(used, _RANDOM):
                yield used
    elif type(thing).__module__ != "builtins":
        yield from getattr(thing, "__dict__", {}).values()
        for name in ("__iter__", "__getitem__", "__call__"):
            yield getattr(type(thing), name, None)


_RANDOM: Final = (torch.Generator, np.random.RandomState, np.random.Generator, random.Random)


def named(names: list[str], most: int = 4) -> str:
    """Return names as a text, the first few of many."""
    left = len(names) - most
    return ", ".join(names[:most]) + (f" and {left} more" if left > 0 else "")


class Kept:
    """What the parameters of a model were.

    Those that are trained are copied. Frozen ones are copied where they are small beside the free
    memory; of the others it is only noticed that something wrote to them.

    Attributes
    ----------
    notes : list of (str, str)
        Code and sentence of what was set aside while the model is measured.
    """

    def __init__(self, model: Any) -> None:
        self.notes: Notes = []
        lazy = torch.nn.parameter.UninitializedParameter
        self._parameters = {
            name: value
            for name, value in model.named_parameters()
            if not isinstance(value, lazy) and not value.is_inference()
        }
        self._storages = {name: value.data for name, value in self._parameters.items()}
        self._versions = {name: value._version for name, value in self._parameters.items()}
        frozen = [value for value in self._parameters.values() if not value.requires_grad]
        size = sum(value.nbytes for value in frozen)
        room = _FROZEN * free_memory(frozen[0].device) if frozen else 0.0
        self._copies = {
            name: value.detach().clone()
            for name, value in self._parameters.items()
            if value.requires_grad or size <= room
        }

    def changed(self) -> list[str]:
        """Return the names of parameters that something wrote to."""
        return [
            name
            for name, value in self._parameters.items()
            if value._version != self._versions[name]
            or (name in self._copies and not _is_same(value.detach(), self._copies[name]))
        ]

    def restore(self) -> list[str]:
        """Give each parameter back what it held; return the names of those that were changed."""
        found = self.changed()
        for name in found:
            value = self._parameters[name]
            value.data = self._storages[name]
            if name in self._copies:
                with torch.no_grad():
                    value.copy_(self._copies[name])
        return found

    def check(self, model: Any) -> None:
        """Compare the parameters with what they were; `model` is the model or a copy of it.

        Raises
        ------
        RunError
            If the loss changed one.
        """
        found = self.changed()
        if not found:
            for name, value in model.named_parameters():
                was = self._copies.get(name)
                if value is self._parameters.get(name) or was is None:
                    continue
                if not _is_same(value.detach(), was.to(device=value.device, dtype=value.dtype)):
                    found.append(name)
        if found:
            raise _rewritten(found)


def _is_same(one: Any, other: Any) -> bool:
    if one.dtype != other.dtype or one.shape != other.shape:
        return False
    if torch.equal(one, other):
        return True
    return bool(
        one.is_floating_point() and torch.allclose(one, other, rtol=0, atol=0, equal_nan=True)
    )


def _rewritten(names: list[str]) -> RunError:
    return RunError(
        f"the loss changed a parameter of the model while it was evaluated ({named(names)}), so "
        "that it is no function of the parameters: renormalise or clip weights before the "
        "measurement, and measure with a loss that only reads them",
        code="bad-problem",
    )


@contextlib.contextmanager
def untouched(model: Any, data: Any) -> Iterator[Kept]:
    """Put the model in eval mode, and restore it and all random states to the bit.

    Restored are the modes of every module, parameters, buffers, gradients and the states of
    `Randomness`. Hooks on gradients are set aside: no hook changes the loss, but autograd would
    take what a hook does for a part of its derivatives.

    Yields
    ------
    Kept

    Raises
    ------
    RunError
        If the loss changed a parameter, or an embedding with ``max_norm`` would.
    """
    randomness = Randomness(data)
    bounded = _within_norm(model)
    modes = [(module, module.training) for module in model.modules()]
    sparse = [module for module in model.modules() if getattr(module, "sparse", False) is True]
    buffers = [(buffer, buffer.detach().clone()) for buffer in model.buffers()]
    gradients = [
        (value, value.grad, None if value.grad is None else value.grad.detach().clone())
        for value in model.parameters()
    ]
    places = [
        (module, name, buffer)
        for module in model.modules()
        for name, buffer in module._buffers.items()
    ]
    kept = Kept(model)
    changed: list[str] = []
    with torch.inference_mode(False), _hooks_aside(model, kept.notes):
        try:
            model.eval()
            for module in sparse:
                module.sparse = False  # a sparse gradient has no second derivative
            for module, _ in bounded:
                module.max_norm = None
            yield kept
        finally:
            for module, mode in modes:
                module.training = mode
            for module in sparse:
                module.sparse = True
            for module, norm in bounded:
                module.max_norm = norm
            for module, name, buffer in places:
                module._buffers[name] = buffer
            with torch.no_grad():
                for buffer, was in buffers:
                    if not _is_same(buffer, was):
                        buffer.copy_(was)
                for value, gradient, was in gradients:
                    if gradient is not None and was is not None:
                        gradient.copy_(was)
                    value.grad = gradient
            changed = kept.restore()
            randomness.restore()
    if changed:
        raise _rewritten(changed)


def _within_norm(model: Any) -> list[tuple[Any, float]]:
    """Return the embeddings with ``max_norm``, whose rows must be within it.

    Raises
    ------
    RunError
        If a row is longer: the forward pass would rewrite it.
    """
    found = []
    for name, module in model.named_modules():
        norm = getattr(module, "max_norm", None)
        if norm is None or not isinstance(module, torch.nn.Embedding | torch.nn.EmbeddingBag):
            continue
        kind = float(module.norm_type)
        lengths = torch.linalg.vector_norm(module.weight.detach().float(), ord=kind, dim=1)
        longer = int(torch.sum(lengths > norm * (1 + _NORM_ROUNDING)))
        if longer:
            of = f"{name}." if name else ""
            raise RunError(
                f"embedding {name or type(module).__name__} has max_norm={norm:g}, and {longer} "
                f"of its {len(lengths)} rows are longer: each forward pass would rewrite them, so "
                "that the loss is no function of them. Bring them within it before the "
                f"measurement: model.{of}weight.data.renorm_({kind:g}, 0, {norm:g})",
                code="bad-problem",
            )
        found.append((module, norm))
    return found


@contextlib.contextmanager
def _hooks_aside(model: Any, notes: Notes) -> Iterator[None]:
    """Take away hooks on gradients of parameters and modules, and put them back."""
    everywhere = torch.nn.modules.module
    owners: list[tuple[str, Any]] = [
        *((f"parameter {name}", value) for name, value in model.named_parameters()),
        *((f"module {name or type(own).__name__}", own) for name, own in model.named_modules()),
    ]
    found: list[tuple[str, Any]] = [
        (name, getattr(owner, kind))
        for name, owner in owners
        for kind in ("_backward_hooks", "_backward_pre_hooks", "_post_accumulate_grad_hooks")
        if getattr(owner, kind, None)
    ]
    for kind in ("_global_backward_hooks", "_global_backward_pre_hooks"):
        if getattr(everywhere, kind, None):
            found.append(("all modules", getattr(everywhere, kind)))
    if not found:
        yield
        return
    names = list(dict.fromkeys(name for name, _ in found))
    notes.append(
        (
            "hooks-set-aside",
            f"Hooks on gradients ({named(names)}) were set aside: the loss does not depend on "
            "them, and neither do the figures. Where they change gradients, training does not "
            "follow the gradient of this loss.",
        )
    )
    before = [(hooks, list(hooks.items())) for _, hooks in found]
    # Autograd holds these very mappings.
    for hooks, _ in before:
        hooks.clear()
    try:
        yield
    finally:
        for hooks, items in before:
            hooks.clear()
            hooks.update(items)


@contextlib.contextmanager
def numerics(model: Any) -> Iterator[None]:
    """Choose kernels that have second derivatives and full precision, for a while.

    Attention takes the math path, weight norm its definition, products and convolutions round
    nothing to less (see `full_precision`), and cuDNN is off for recurrent networks, whose kernels
    cannot be differentiated twice. What ``torch.compile`` compiled runs as it was written,
    autocast and inference mode around the call are off.
    """
    from torch.nn.attention import SDPBackend, sdpa_kernel

    recurrent = any(isinstance(module, torch.nn.RNNBase) for module in model.modules())
    fast_path = torch.backends.mha.get_fastpath_enabled()
    with contextlib.ExitStack() as stack:
        stack.enter_context(torch.inference_mode(False))
        stack.enter_context(torch.enable_grad())
        for device in autocast_devices():
            stack.enter_context(torch.autocast(device, enabled=False))
        stack.enter_context(_eager())
        stack.enter_context(_defined_weight_norm(model))
        stack.enter_context(sdpa_kernel(SDPBackend.MATH))
        if recurrent:
            stack.enter_context(_without_cudnn())
        stack.enter_context(full_precision())
        stack.enter_context(warnings.catch_warnings())
        # Slower than vectorised, not wrong.
        warnings.filterwarnings("ignore", message=".*batching rule.*")
        torch.backends.mha.set_fastpath_enabled(False)
        try:
            yield
        finally:
            torch.backends.mha.set_fastpath_enabled(fast_path)


@contextlib.contextmanager
def _without_cudnn() -> Iterator[None]:
    # Its context manager ``flags`` reads all settings, and fails where the new interface to
    # precisions has set some that the old one cannot express.
    before = torch._C._get_cudnn_enabled()
    torch._C._set_cudnn_enabled(False)
    try:
        yield
    finally:
        torch._C._set_cudnn_enabled(before)


def autocast_devices() -> list[str]:
    """Return the kinds of device for which autocast is on."""
    return [kind for kind in ("cpu", "cuda", "mps", "xpu") if _is_autocast(kind)]


def _is_autocast(kind: str) -> bool:
    try:
        return bool(torch.is_autocast_enabled(kind))
    except RuntimeError:  # a kind that this PyTorch does not know
        return False


@contextlib.contextmanager
def _eager() -> Iterator[None]:
    """Run what ``torch.compile`` compiled as it was written: compiled, it has one derivative."""
    if "torch._dynamo" not in sys.modules or not hasattr(torch.compiler, "set_stance"):
        yield
        return
    with torch.compiler.set_stance("force_eager"):
        yield


@contextlib.contextmanager
def _defined_weight_norm(model: Any) -> Iterator[None]:
    """Compute weight norm by its definition: the fused kernel's second derivative is wrong."""
    from torch.nn.utils.parametrizations import _WeightNorm

    changed: list[tuple[Any, str]] = []
    for module in model.modules():
        if isinstance(module, _WeightNorm):
            module.__dict__["forward"] = functools.partial(_weight_norm, module.dim)
            changed.append((module, "forward"))
        for hook in module._forward_pre_hooks.values():  # torch.nn.utils.weight_norm
            if type(hook).__name__ == "WeightNorm" and hasattr(hook, "compute_weight"):
                vars(hook)["compute_weight"] = functools.partial(_normalised, hook.name, hook.dim)
                changed.append((hook, "compute_weight"))
    try:
        yield
    finally:
        for owner, name in changed:
            del vars(owner)[name]


def _normalised(name: str, dim: int, module: Any) -> Any:
    return _weight_norm(dim, getattr(module, f"{name}_g"), getattr(module, f"{name}_v"))


def _weight_norm(dim: int, length: Any, direction: Any) -> Any:
    return direction * (length / torch.norm_except_dim(direction, 2, dim))
