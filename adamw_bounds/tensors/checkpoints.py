"""Reads what ``torch.save`` wrote, without running what is pickled in it."""

from __future__ import annotations

import re
import warnings
from collections.abc import Mapping
from typing import Any, Final

from adamw_bounds.errors import RunError
from adamw_bounds.tensors.files import NotArrayError, Saved, as_array, bad
from adamw_bounds.tensors.optimizers import OptimizerState, state_of

try:
    import torch
except ImportError:
    torch = None

__all__ = ["read_checkpoint", "read_numbers"]

#: Under what a training script keeps the model's state, the likeliest first.
_MODEL: Final = (
    *("model_state_dict", "state_dict", "model", "module", "net", "network"),
    *("params", "parameters"),
)
_GRADIENTS: Final = re.compile(r"(model_)?grad(s|ient|ients)?(_(state_)?dict)?", re.IGNORECASE)
_GLOBAL: Final = re.compile(r"GLOBAL ([\w.]+)")


def read_checkpoint(path: str) -> Saved:
    """Read a file of PyTorch with ``weights_only=True``.

    Raises
    ------
    RunError
        If it holds pickled code, is damaged, or holds no tensors.
    """
    found = _loaded(path)
    if isinstance(found, torch.Tensor):
        return Saved(path=path, kind="torch", arrays=_arrays(path, {"": found}))
    if isinstance(found, list | tuple) and _is_tensors(dict(enumerate(found))):
        return Saved(path=path, kind="torch", arrays=_arrays(path, dict(enumerate(found))))
    if not isinstance(found, Mapping):
        bad(path, f"it holds {type(found).__name__}, and no tensors by name")
    if _is_tensors(found):
        return Saved(path=path, kind="torch", arrays=_arrays(path, found))
    model, gradients = _states(path, found)
    return Saved(
        path=path,
        kind="torch",
        arrays=_arrays(path, model),
        gradients=None if gradients is None else _arrays(path, gradients),
        optimizer=_optimizer(path, found),
    )


def read_numbers(path: str) -> Saved:
    """Read tensors, numbers and lists of them, alone, in a list or by name, ``weights_only``.

    Raises
    ------
    RunError
        If it holds pickled code, is damaged, or holds none of these.
    """
    found = _loaded(path)
    if not isinstance(found, Mapping):
        alone = _array(found)
        if alone is None and isinstance(found, list | tuple):
            found = dict(enumerate(found))
        else:
            found = {"": found}
    arrays = {
        str(name): array for name, value in found.items() if (array := _array(value)) is not None
    }
    if not arrays:
        names = ", ".join(map(str, found)) or "nothing"
        bad(path, f"none of what it holds ({names:.200}) is a tensor or a list of numbers")
    halves = frozenset(str(name) for name, value in found.items() if _is_bfloat16(value))
    return Saved(path=path, kind="torch", arrays=arrays, bfloat16=halves)


def _array(value: Any) -> Any:
    """Return a tensor, a number or a list of them as an array; None for anything else."""
    if isinstance(value, str | bool | bytes):
        return None
    if isinstance(value, list | tuple):
        if not value or any(isinstance(item, str | bool | bytes) for item in value):
            return None
        rows = [_array(item) for item in value]
        if any(row is None or row.shape != rows[0].shape for row in rows):
            return None
        value = rows if all(row.shape for row in rows) else [row.item() for row in rows]
    if not isinstance(value, torch.Tensor | list | int | float):
        return None
    try:
        return as_array(value)
    except NotArrayError:
        return None


def _is_bfloat16(value: Any) -> bool:
    if isinstance(value, list | tuple):
        return any(map(_is_bfloat16, value))
    return isinstance(value, torch.Tensor) and value.dtype == torch.bfloat16


def _loaded(path: str) -> Any:
    if torch is None:
        raise RunError(
            f"reading {path} needs PyTorch, which is not installed: "
            "pip install 'adamw-bounds[torch]'",
            code="missing-extra",
        )

    def load(**more: Any) -> Any:
        return torch.load(path, map_location="cpu", weights_only=True, **more)

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            try:
                return load(mmap=True)
            except (RuntimeError, ValueError) as error:
                if "mmap" not in str(error):
                    raise
                return load()  # a file of the old format cannot be mapped
        except OSError:
            raise
        except Exception as error:  # an unpickler fails in as many ways as files are wrong
            text = str(error)
            if "weights_only" in text or "Weights only" in text or "global" in text:
                code = _GLOBAL.search(text)
                what = f" ({code[1]})" if code else ""
                raise RunError(
                    f"{path} holds pickled code{what}, which is not run: save the state_dict of "
                    "model and optimizer, as in torch.save(model.state_dict(), FILE)",
                    code="pickled-code",
                ) from error
            reason = text.splitlines()[0][:100] if text else "it ends too early"
            raise RunError(
                f"{path} is no file of arrays: the checkpoint is cut short or damaged ({reason})",
                code="bad-array-file",
            ) from error


def _is_tensors(found: Mapping[Any, Any]) -> bool:
    """Tell whether it is a mapping of tensors; a gradient may be None."""
    held = [value for value in found.values() if value is not None]
    return bool(held) and all(isinstance(value, torch.Tensor) for value in held)


def _is_optimizer(found: Any) -> bool:
    return isinstance(found, Mapping) and isinstance(found.get("param_groups"), list)


def _states(path: str, found: Mapping[str, Any]) -> tuple[Mapping[str, Any], Any]:
    """Return the model's state and the gradients among what a script put together."""
    held = {
        str(key): value
        for key, value in found.items()
        if isinstance(value, Mapping) and _is_tensors(value)
    }
    gradients = next((held.pop(key) for key in list(held) if _GRADIENTS.fullmatch(key)), None)
    key = next((key for key in _MODEL if key in held), None)
    if key is None and len(held) > 1:
        bad(
            path,
            f"it holds several mappings of tensors ({', '.join(held)}), and none is named model or "
            "state_dict",
        )
    if key is None and not held and gradients is None and _optimizer(path, found) is None:
        bad(path, f"none of what it holds ({', '.join(map(str, found))}) is a mapping of tensors")
    model = held[key] if key is not None else next(iter(held.values()), {})
    return model, gradients


def _optimizer(path: str, found: Mapping[str, Any]) -> OptimizerState | None:
    """Return the optimizer's settings, where there is one optimizer."""
    if _is_optimizer(found):
        held = [found]
    else:
        held = [value for value in found.values() if _is_optimizer(value)]
        for value in found.values():  # Lightning keeps a list of them
            if isinstance(value, list) and value and all(map(_is_optimizer, value)):
                held += value
    if len(held) > 1:
        bad(path, f"it holds {len(held)} optimizers, and which trained what is not said")
    if not held:
        return None
    state = {
        number: {key: _plain(value) for key, value in own.items()}
        for number, own in held[0].get("state", {}).items()
        if isinstance(own, Mapping)
    }
    groups = [
        {key: _plain(value) for key, value in group.items()} for group in held[0]["param_groups"]
    ]
    return state_of({"state": state, "param_groups": groups})


def _plain(value: Any) -> Any:
    return as_array(value) if isinstance(value, torch.Tensor) else value


def _arrays(path: str, tensors: Mapping[Any, Any]) -> dict[str, Any]:
    """Return tensors as arrays that share their memory; those that are None are left out."""
    found = {}
    for name, tensor in tensors.items():
        if tensor is None:
            continue
        try:
            found[str(name)] = as_array(tensor)
        except NotArrayError as error:
            bad(path, f"{name}: {error}")
    return found
