"""A mapping that does not change, and that can be copied, pickled and written as JSON."""

from __future__ import annotations

from typing import Any, NoReturn, TypeVar

__all__ = ["Frozen"]

K = TypeVar("K")
V = TypeVar("V")


class Frozen(dict[K, V]):
    """A dictionary that refuses changes; `dict` of it is one that may change.

    A ``types.MappingProxyType`` does not change either, but neither `pickle` nor `copy.deepcopy`
    takes one, and so no process could hand an answer to another one.
    """

    __slots__ = ()

    def _refuse(self, *_: Any, **__: Any) -> NoReturn:
        raise TypeError("this mapping does not change: take dict(…) of it")

    __setitem__ = __delitem__ = __ior__ = _refuse
    clear = pop = popitem = setdefault = update = _refuse

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (dict(self),)

    def copy(self) -> Frozen[K, V]:
        """Return it: what does not change needs no copy."""
        return self
