"""Full precision of matrix products and convolutions, for a while."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from typing import Any, Final

from adamw_bounds.measure._torch import torch

__all__ = ["full_precision"]

#: Where PyTorch 2.9 and later keep how float32 is rounded: of a kind of device, then of each
#: operation, which takes the kind's where it has none of its own.
_SLOTS: Final = {
    "mkldnn": ("all", "matmul", "conv", "rnn"),
    "cuda": ("all", "matmul", "conv", "rnn"),
}
_REDUCED: Final = (
    "allow_fp16_reduced_precision_reduction",
    "allow_bf16_reduced_precision_reduction",
)
_ACCUMULATION: Final = "allow_fp16_accumulation"


@contextlib.contextmanager
def full_precision(*, cuda: bool | None = None) -> Iterator[None]:
    """Round no float32 to TF32 or bfloat16, and add up no half precision in half precision.

    PyTorch has an old and a new interface to this, and its old one raises an error once the new
    one has set what it cannot express. Both are read with care, and both are left as they were.

    Parameters
    ----------
    cuda : bool, optional
        Whether the settings of CUDA are changed, too; by default where there is such a device.
    """
    with contextlib.ExitStack() as stack:
        kinds = ["mkldnn"]
        if torch.cuda.is_available() if cuda is None else cuda:
            kinds.append("cuda")
            stack.enter_context(_full_sums())
        stack.enter_context(_full_float32(kinds))
        yield


@contextlib.contextmanager
def _full_float32(kinds: list[str]) -> Iterator[None]:
    read: Any = getattr(torch._C, "_get_fp32_precision_getter", None)
    write: Any = getattr(torch._C, "_set_fp32_precision_setter", None)
    slots = [(kind, name) for kind in _SLOTS for name in _SLOTS[kind]] if read and write else []
    seen = {slot: read(*slot) for slot in slots}
    old: list[tuple[Callable[[Any], object], Any]] = []
    own: list[tuple[tuple[str, str], str]] = []
    try:
        products = _read(torch.get_float32_matmul_precision)
        if products not in {None, "highest"}:
            old.append((torch.set_float32_matmul_precision, products))
            torch.set_float32_matmul_precision("highest")
        if "cuda" in kinds and _read(torch._C._get_cudnn_allow_tf32):
            old.append((torch._C._set_cudnn_allow_tf32, True))
            torch._C._set_cudnn_allow_tf32(False)
        for slot in slots:
            # One that takes its kind's setting reads "ieee" by now, and is not written to.
            if slot[0] in kinds and (before := read(*slot)) != "ieee":
                own.append((slot, before))
                write(*slot, "ieee")
        yield
    finally:
        for slot, before in reversed(own):
            write(*slot, before)
        for restore, value in reversed(old):
            restore(value)
        # The old interface writes to the new one's operations.
        for slot, before in seen.items():
            if read(*slot) != before:
                write(*slot, before)


def _read(setting: Callable[[], Any]) -> Any:
    """Return a setting of the old interface; None where it cannot express what was set."""
    try:
        return setting()
    except RuntimeError:
        return None


@contextlib.contextmanager
def _full_sums() -> Iterator[None]:
    matmul = torch.backends.cuda.matmul
    before: list[tuple[str, Any]] = []
    try:
        for name in _REDUCED:
            value = getattr(matmul, name, None)
            if value is None:
                continue
            split = getattr(matmul, f"{name}_split_k", None)  # both are set at once
            before.append((name, value if split is None else (value, split)))
            setattr(matmul, name, False if split is None else (False, split))
        accumulation = getattr(matmul, _ACCUMULATION, None)
        if accumulation:
            before.append((_ACCUMULATION, accumulation))
            setattr(matmul, _ACCUMULATION, False)
        yield
    finally:
        for name, value in before:
            setattr(matmul, name, value)
