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

__all__ = ["read_checkpoint"]

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
    if torch is None:
        raise RunError(
            f"reading {path} needs PyTorch, which is not installed: "
            "pip install 'adamw-bounds[torch]'",
            code="missing-extra",
        )
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


def _loaded(path: str) -> Any:
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
