"""A callback of Lightning and of Hugging Face's Trainer at once."""

from __future__ import annotations

import contextlib
import functools
import importlib
import sys
from typing import Any, Final, Self

__all__ = ["AnyFramework", "bases"]

#: Where the base classes of callbacks are.
_FRAMEWORKS: Final = (
    ("lightning.pytorch.callbacks", "Callback"),
    ("pytorch_lightning.callbacks", "Callback"),
    ("transformers.trainer_callback", "TrainerCallback"),
)


class AnyFramework:
    """Base of a class whose instances are callbacks of each framework that is loaded by then."""

    def __new__(cls, *args: Any, **named: Any) -> Self:
        """Make an instance that is a callback of each framework that is loaded by now."""
        whole: type[Self] = _combined(cls, bases())  # type: ignore[arg-type]
        return object.__new__(whole)

    def __reduce__(self) -> tuple[Any, ...]:
        # The combined class has no name to be found by.
        named = next(cls for cls in type(self).__mro__ if "_combines" not in cls.__dict__)
        return (_renewed, (named,), self._travelling())

    def _travelling(self) -> dict[str, Any]:
        """Return what a copy in another process needs."""
        return self.__dict__

    def __getattr__(self, name: str) -> Any:
        # Transformers loads its base class late: the hooks are there without it.
        if name.startswith("on_"):
            return _nothing
        raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")


def _nothing(*args: Any, **named: Any) -> None:
    """Do nothing."""


def bases() -> tuple[type, ...]:
    """Return the callback classes of the loaded frameworks; of the installed, if none is loaded."""
    found = [_base(sys.modules.get(module), name) for module, name in _FRAMEWORKS]
    if not any(found):
        for module, name in _FRAMEWORKS:
            with contextlib.suppress(ImportError):
                found.append(_base(importlib.import_module(module), name))
    return tuple(base for base in found if base is not None)


def _base(module: Any, name: str) -> type | None:
    base = getattr(module, name, None)
    return base if isinstance(base, type) else None


@functools.cache
def _combined(cls: type, bases: tuple[type, ...]) -> type:
    missing = tuple(base for base in bases if not issubclass(cls, base))
    if not missing:
        return cls
    body = {"__module__": cls.__module__, "__qualname__": cls.__qualname__, "__doc__": cls.__doc__}
    return type(cls)(cls.__name__, (cls, *missing), {**body, "_combines": True})


def _renewed(cls: type[AnyFramework]) -> AnyFramework:
    return cls.__new__(cls)
