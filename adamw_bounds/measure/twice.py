"""Convolutions and batch normalisation whose second derivatives cost what their gradients do.

PyTorch differentiates their gradients by ways that were made for any shape: a convolution whose
kernel is as large as the image, ten passes over the activations for a batch normalisation. Both
are linear in each argument, so that the kernels of the gradient itself serve:
⟨u, gradient⟩ is ⟨g, the layer applied to u⟩, again such a layer. Of a loss that holds gradients
itself third derivatives are taken: those are PyTorch's, of the kernels called here.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final

from adamw_bounds.measure._torch import torch

__all__ = ["gains", "twice"]

_aten: Any = torch.ops.aten
#: Operations of a graph that these functions take the place of.
_SLOW: Final = frozenset({"ConvolutionBackward0", "NativeBatchNormBackward0"})


def gains(nodes: Iterable[Any]) -> bool:
    """Tell whether a graph has operations that `twice` makes quicker."""
    return any(node.name() in _SLOW for node in nodes)


@contextlib.contextmanager
def twice(on: bool) -> Iterator[None]:
    """Compute convolutions, and batch normalisation in eval mode, by the functions of this module.

    Values and gradients are PyTorch's own, to the bit. What is computed again in a backward pass,
    by activation checkpointing, must be so within this context too.
    """
    if not on:
        yield
        return
    with _Mode():
        yield


class _Mode(torch.overrides.TorchFunctionMode):  # type: ignore[misc]
    """Takes the functions of this module where they fit."""

    def __torch_function__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        kwargs = kwargs or {}
        own = _OWN.get(func)
        if own is not None and torch.is_grad_enabled() and not _transforms():
            try:
                found = own(*args, **kwargs)
            except (TypeError, ValueError):  # what PyTorch refuses, or this module does not know
                found = None
            if found is not None:
                return found
        return func(*args, **kwargs)


def _transforms() -> bool:
    """Tell whether the code runs within ``torch.func``, or for many vectors at once."""
    return bool(torch._C._are_functorch_transforms_active())


def _plain(*tensors: Any) -> bool:
    """Tell whether all are plain tensors with entries of one floating type."""
    there = [tensor for tensor in tensors if tensor is not None]
    return (
        all(type(tensor) in {torch.Tensor, torch.nn.Parameter} for tensor in there)
        and all(tensor.layout == torch.strided and tensor.numel() > 0 for tensor in there)
        and len({tensor.dtype for tensor in there}) == 1
        and len({tensor.device for tensor in there}) == 1
        and there[0].device.type in {"cpu", "cuda"}
        and there[0].is_floating_point()
        and not torch.is_autocast_enabled(there[0].device.type)
        and any(tensor.requires_grad for tensor in there)
    )


# Convolutions


def _convolution(axes: int) -> Callable[..., Any]:
    def of(
        input: Any,
        weight: Any,
        bias: Any = None,
        stride: Any = 1,
        padding: Any = 0,
        dilation: Any = 1,
        groups: int = 1,
    ) -> Any | None:
        if isinstance(padding, str) or not _plain(input, weight, bias) or input.dim() != axes + 2:
            return None
        way = (_each(stride, axes), _each(padding, axes), _each(dilation, axes))
        return _Convolution.apply(input, weight, bias, (*way, False, [0] * axes, groups))

    return of


def _transposed(axes: int) -> Callable[..., Any]:
    def of(
        input: Any,
        weight: Any,
        bias: Any = None,
        stride: Any = 1,
        padding: Any = 0,
        output_padding: Any = 0,
        groups: int = 1,
        dilation: Any = 1,
    ) -> Any | None:
        if not _plain(input, weight, bias) or input.dim() != axes + 2:
            return None
        way = (_each(stride, axes), _each(padding, axes), _each(dilation, axes))
        more = (True, _each(output_padding, axes), groups)
        return _Convolution.apply(input, weight, bias, (*way, *more))

    return of


def _each(value: Any, axes: int) -> list[int]:
    """Return one number for each axis."""
    numbers = [int(value)] if isinstance(value, int) else [int(one) for one in value]
    return numbers * axes if len(numbers) == 1 else numbers


class _Convolution(torch.autograd.Function):  # type: ignore[misc]
    """A convolution; `way` is what ``aten::convolution`` takes after the bias."""

    @staticmethod
    def forward(ctx: Any, input: Any, weight: Any, bias: Any, way: Any) -> Any:
        ctx.save_for_backward(input, weight)
        ctx.way, ctx.sizes = way, None if bias is None else [bias.numel()]
        return _aten.convolution(input, weight, bias, *way)

    @staticmethod
    def backward(ctx: Any, slope: Any) -> Any:
        input, weight = ctx.saved_tensors
        mask = list(ctx.needs_input_grad[:3])
        if torch.is_grad_enabled():
            found = _ConvolutionBackward.apply(slope, input, weight, ctx.sizes, ctx.way, mask)
        else:
            found = _aten.convolution_backward(slope, input, weight, ctx.sizes, *ctx.way, mask)
        return (*found, None)


class _ConvolutionBackward(torch.autograd.Function):  # type: ignore[misc]
    """The gradient of a convolution: bilinear in the slope and the input, and in the weight."""

    @staticmethod
    def forward(
        ctx: Any,
        slope: Any,
        input: Any,
        weight: Any,
        sizes: Any,
        way: Any,
        mask: list[bool],
    ) -> Any:
        ctx.set_materialize_grads(False)
        ctx.save_for_backward(slope, input, weight)
        ctx.way = way
        return _aten.convolution_backward(slope, input, weight, sizes, *way, mask)

    @staticmethod
    def backward(ctx: Any, of_input: Any, of_weight: Any, of_bias: Any) -> Any:
        slope, input, weight = ctx.saved_tensors
        way, needed = ctx.way, ctx.needs_input_grad
        parts: list[Any] = [None, None, None]
        if needed[0]:
            if of_weight is not None:
                parts[0] = _aten.convolution(input, of_weight, of_bias, *way)
                of_bias = None
            if of_input is not None:
                found = _aten.convolution(of_input, weight, of_bias, *way)
                parts[0] = found if parts[0] is None else parts[0] + found
            elif of_bias is not None:
                shape = [1, -1, *[1] * (slope.dim() - 2)]
                parts[0] = of_bias.view(shape).expand(slope.shape)
        # The gradient with one argument replaced is that of the other.
        mask = [
            needed[1] and of_weight is not None,
            needed[2] and of_input is not None,
            False,
        ]
        if any(mask):
            parts[1], parts[2], _ = _aten.convolution_backward(
                slope,
                input if of_input is None else of_input,
                weight if of_weight is None else of_weight,
                None,
                *way,
                mask,
            )
        return (*parts, None, None, None)


# Batch normalisation in eval mode


def _batch_norm(
    input: Any,
    running_mean: Any,
    running_var: Any,
    weight: Any = None,
    bias: Any = None,
    training: bool = False,
    momentum: float = 0.1,
    eps: float = 1e-5,
    cudnn_enabled: bool | None = None,
) -> Any | None:
    if training or running_mean is None or running_var is None or weight is None or bias is None:
        return None
    tensors = (input, weight, bias, running_mean, running_var)
    if not _plain(*tensors) or running_mean.requires_grad or running_var.requires_grad:
        return None
    return _BatchNorm.apply(input, weight, bias, running_mean, running_var, eps)


class _BatchNorm(torch.autograd.Function):  # type: ignore[misc]
    """Batch normalisation by running statistics, which is linear in each argument."""

    @staticmethod
    def forward(
        ctx: Any,
        input: Any,
        weight: Any,
        bias: Any,
        mean: Any,
        variance: Any,
        eps: float,
    ) -> Any:
        ctx.save_for_backward(input, weight, mean, variance)
        ctx.eps = eps
        return _normed(input, weight, bias, mean, variance, eps)

    @staticmethod
    def backward(ctx: Any, slope: Any) -> Any:
        input, weight, mean, variance = ctx.saved_tensors
        mask = list(ctx.needs_input_grad[:3])
        given = (slope, input, weight, mean, variance, ctx.eps, mask)
        call = _BatchNormBackward.apply if torch.is_grad_enabled() else _normed_back
        return (*call(*given), None, None, None)


class _BatchNormBackward(torch.autograd.Function):  # type: ignore[misc]
    """Its gradient."""

    @staticmethod
    def forward(
        ctx: Any,
        slope: Any,
        input: Any,
        weight: Any,
        mean: Any,
        variance: Any,
        eps: float,
        mask: list[bool],
    ) -> Any:
        ctx.set_materialize_grads(False)
        ctx.save_for_backward(slope, input, weight, mean, variance)
        ctx.eps = eps
        return _normed_back(slope, input, weight, mean, variance, eps, mask)

    @staticmethod
    def backward(ctx: Any, of_input: Any, of_weight: Any, of_bias: Any) -> Any:
        slope, input, weight, mean, variance = ctx.saved_tensors
        needed = ctx.needs_input_grad
        parts: list[Any] = [None, None, None]
        shape = [1, -1, *[1] * (slope.dim() - 2)]
        if needed[0]:
            if of_weight is not None:
                shift = torch.zeros_like(of_weight) if of_bias is None else of_bias
                parts[0] = _normed(input, of_weight, shift, mean, variance, ctx.eps)
            elif of_bias is not None:
                parts[0] = of_bias.view(shape).expand(slope.shape)
            if of_input is not None:
                by = (weight * torch.rsqrt(variance + ctx.eps)).view(shape)
                parts[0] = (
                    of_input * by if parts[0] is None else torch.addcmul(parts[0], of_input, by)
                )
        # The gradient with one argument replaced is that of the other.
        mask = [needed[1] and of_weight is not None, needed[2] and of_input is not None, False]
        if any(mask):
            parts[1], parts[2], _ = _normed_back(
                slope,
                input if of_input is None else of_input,
                weight if of_weight is None else of_weight,
                torch.zeros_like(mean),
                variance,
                ctx.eps,
                mask,
            )
        return (*parts, None, None, None, None)


def _normed(input: Any, weight: Any, bias: Any, mean: Any, variance: Any, eps: float) -> Any:
    if not _has_many(input, weight, bias):
        return _aten.native_batch_norm(input, weight, bias, mean, variance, False, 0.0, eps)[0]
    shape = [1, -1, *[1] * (input.dim() - 2)]
    by = weight * torch.rsqrt(variance + eps)
    return torch.addcmul((bias - mean * by).view(shape), input, by.view(shape))


def _normed_back(
    slope: Any,
    input: Any,
    weight: Any,
    mean: Any,
    variance: Any,
    eps: float,
    mask: list[bool],
) -> Any:
    if not _has_many(slope, input, weight):
        return _aten.native_batch_norm_backward(
            slope, input, weight, mean, variance, None, None, False, eps, mask
        )
    shape = [1, -1, *[1] * (slope.dim() - 2)]
    inverse = torch.rsqrt(variance + eps)
    axes = [axis for axis in range(slope.dim()) if axis != 1]
    back = slope * (weight * inverse).view(shape) if mask[0] else None
    of_weight = None
    if mask[1]:
        of_weight = torch.sum(slope * (input - mean.view(shape)), axes) * inverse
    return back, of_weight, torch.sum(slope, axes) if mask[2] else None


def _has_many(*tensors: Any) -> bool:
    """Tell whether a tensor stands for many, one of each vector of a vectorised call."""
    return any(torch._C._functorch.is_batchedtensor(tensor) for tensor in tensors)


_OWN: Final[dict[Any, Callable[..., Any | None]]] = {
    torch.conv1d: _convolution(1),
    torch.conv2d: _convolution(2),
    torch.conv3d: _convolution(3),
    torch.conv_transpose1d: _transposed(1),
    torch.conv_transpose2d: _transposed(2),
    torch.conv_transpose3d: _transposed(3),
    torch.nn.functional.batch_norm: _batch_norm,
    torch.batch_norm: _batch_norm,
}
