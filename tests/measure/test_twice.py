"""Second derivatives of convolutions and batch normalisation against PyTorch's own."""

from __future__ import annotations

import collections
import os
from typing import Any

import pytest

if os.environ.get("ADAMW_BOUNDS_REQUIRE_TORCH"):
    import torch
else:
    torch = pytest.importorskip("torch")

from torch import nn
from torch.nn import functional as F  # noqa: N812
from torch.utils._python_dispatch import TorchDispatchMode
from torch.utils.checkpoint import checkpoint

from adamw_bounds.measure import Problem, measure
from adamw_bounds.measure import twice as module
from adamw_bounds.measure.graph import Graph
from adamw_bounds.measure.products import Function, Products
from adamw_bounds.measure.twice import twice

WIDE = {"dtype": torch.float64}


def norm(channels: int, **more: Any) -> Any:
    """Return batch normalisation that a training has moved."""
    made = nn.BatchNorm2d(channels, **more).double()
    if made.running_mean is not None:
        made.running_mean.normal_()
        made.running_var.uniform_(0.5, 2)
    for value in made.parameters():
        nn.init.normal_(value)
    return made


def net(*layers: Any) -> Any:
    return nn.Sequential(*layers).double().eval()


IMAGES = (2, 4, 7, 6)
NETS = {
    "plain": (lambda: net(nn.Conv2d(4, 6, 3), nn.Tanh(), nn.Conv2d(6, 2, 2)), IMAGES),
    "strides": (
        lambda: net(
            nn.Conv2d(4, 6, (3, 2), stride=(2, 1), padding=(1, 2), dilation=(1, 2), groups=2),
            nn.Softplus(),
            nn.Conv2d(6, 6, 3, padding=1, groups=6, bias=False),
        ),
        IMAGES,
    ),
    "transposed": (
        lambda: net(
            nn.Conv2d(4, 4, 3, bias=False),
            nn.Tanh(),
            nn.ConvTranspose2d(4, 6, 3, stride=2, padding=1, output_padding=1, groups=2),
            nn.Tanh(),
            nn.ConvTranspose2d(6, 2, (2, 3), dilation=2, bias=False),
        ),
        IMAGES,
    ),
    "norm": (
        lambda: net(norm(4), nn.Conv2d(4, 3, 2, bias=False), norm(3), nn.ReLU(inplace=True)),
        IMAGES,
    ),
    "mixed": (
        # Padding by name, statistics of the batch and no weights are left to PyTorch.
        lambda: net(
            nn.Conv2d(4, 3, 3, padding="same"),
            norm(3, track_running_stats=False),
            nn.Tanh(),
            nn.BatchNorm2d(3, affine=False),
        ),
        IMAGES,
    ),
    "frozen": (
        lambda: net(
            nn.Conv2d(4, 3, 2).requires_grad_(False),
            norm(3).requires_grad_(False),
            nn.Tanh(),
            norm(3),
            nn.Conv2d(3, 2, 2),
        ),
        IMAGES,
    ),
    "one axis": (
        lambda: net(nn.Conv1d(4, 3, 3, padding=1), nn.BatchNorm1d(3), nn.Tanh()),
        (3, 4, 9),
    ),
    "three axes": (
        lambda: net(nn.Conv3d(2, 3, 2), nn.BatchNorm3d(3), nn.Tanh(), nn.ConvTranspose3d(3, 1, 2)),
        (2, 2, 3, 4, 3),
    ),
}


def measured(model: Any, x: Any) -> list[Any]:
    return [value for value in (*model.parameters(), x) if value.requires_grad]


def derivatives(model: Any, x: Any, vectors: list[Any], *, on: bool) -> tuple[Any, ...]:
    """Return loss, gradient, products one by one and products all at once."""
    of = measured(model, x)
    with twice(on):
        value = (model(x) ** 3).sum()
        first = torch.autograd.grad(value, of, create_graph=True)
        one = [
            torch.autograd.grad(first, of, [part[row] for part in vectors], retain_graph=True)
            for row in range(2)
        ]
        many = torch.autograd.grad(first, of, vectors, is_grads_batched=True)
    return value, first, one, many


@pytest.mark.parametrize("kind", NETS)
def test_derivatives_are_those_of_pytorch(kind: str) -> None:
    torch.manual_seed(3)
    build, shape = NETS[kind]
    model, x = build(), torch.randn(shape, **WIDE).requires_grad_()
    vectors = [torch.randn(2, *value.shape, **WIDE) for value in measured(model, x)]
    value, first, one, many = derivatives(model, x, vectors, on=False)
    with torch.no_grad():
        assert not Graph.behind([(model(x.detach()) ** 2).sum().requires_grad_()]).gains
    assert Graph.behind([value]).gains
    again, same, own, abreast = derivatives(model, x, vectors, on=True)
    assert torch.equal(again, value)
    assert all(torch.equal(a, b) for a, b in zip(same, first, strict=True))
    for index, part in enumerate(many):
        for row in range(2):
            torch.testing.assert_close(own[row][index], one[row][index])
        torch.testing.assert_close(abreast[index], part)


class Counts(TorchDispatchMode):
    """Counts operations by name, and the largest kernel of a convolution."""

    def __init__(self) -> None:
        super().__init__()
        self.calls: collections.Counter[str] = collections.Counter()
        self.kernel = 0

    def __torch_dispatch__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        name = func.overloadpacket.__name__
        self.calls[name] += 1
        if name == "convolution":
            self.kernel = max(self.kernel, *args[1].shape[2:])
        return func(*args, **(kwargs or {}))


def test_a_product_is_made_of_what_gradients_are_made_of() -> None:
    """Two convolutions and two of their gradients a layer: twice the work of a gradient."""
    model = net(nn.Conv2d(4, 4, 3), nn.Tanh(), nn.Conv2d(4, 4, 3), nn.Tanh(), nn.Conv2d(4, 2, 3))
    x = torch.randn(2, 4, 16, 16, **WIDE)
    problem = Problem(model=model, loss=lambda m, b: (m(b) ** 4).sum(), data=[x])
    function = Function(problem, model, problem.loss)
    function.gradient()
    assert function.graph.gains
    found = {}
    for own in (True, False):
        products = Products(function)
        function.plainly = not own
        product, _ = products._graph(0, x)
        views = function.split(torch.ones(function.dim, **WIDE))
        with Counts() as counts, twice(own):
            product(views, False, False)
        found[own] = counts
    # The first layer's input has no derivative: one of each less.
    assert found[True].calls["convolution"] == 2 * 3 - 1
    assert found[True].calls["convolution_backward"] == 2 * 3 - 1
    assert found[True].kernel == 3
    assert found[False].kernel > 3  # PyTorch's way: kernels as large as images


def product_of(model: Any, loss: Any, x: Any, **more: Any) -> tuple[Any, Products]:
    problem = Problem(model=model, loss=loss, data=[x])
    function = Function(problem, model, problem.loss)
    function.gradient()
    products = Products(function, **more)
    vectors = torch.randn(2, function.dim, generator=torch.Generator().manual_seed(0), **WIDE)
    return products.apply(vectors), products


@pytest.mark.parametrize("chunk", [1, 2])
def test_activation_checkpoints_compute_the_same_again(chunk: int) -> None:
    torch.manual_seed(0)
    model = net(nn.Conv2d(4, 3, 2), norm(3), nn.Tanh(), nn.Conv2d(3, 2, 2))
    x = torch.randn(IMAGES, **WIDE)
    whole, _ = product_of(model, lambda m, b: (m(b) ** 2).sum(), x)

    def loss(m: Any, b: Any) -> Any:
        inner = checkpoint(m[:3], b, use_reentrant=False)
        return (m[3](inner) ** 2).sum()

    found, _ = product_of(model, loss, x, chunk=chunk)
    torch.testing.assert_close(found, whole)


def test_what_depends_on_pytorchs_own_graph_gets_it() -> None:
    torch.manual_seed(0)
    model = net(nn.Conv2d(4, 3, 2), nn.Tanh())
    x = torch.randn(IMAGES, **WIDE)

    def loss(m: Any, b: Any) -> Any:
        inner = m[0](b)
        assert inner.grad_fn.name() == "ConvolutionBackward0"
        return (m[1](inner) ** 2).sum()

    found, products = product_of(model, loss, x)
    assert products.function.plainly
    want, products = product_of(model, lambda m, b: (m(b) ** 2).sum(), x)
    assert not products.function.plainly
    torch.testing.assert_close(found, want)


def test_half_precision_and_functional_transforms_are_left_alone() -> None:
    conv = nn.Conv2d(4, 3, 2)
    x = torch.randn(2, 4, 5, 5)
    with twice(True):
        assert conv(x).grad_fn.name() == "_ConvolutionBackward"
        with torch.autocast("cpu", torch.bfloat16):
            assert conv(x).dtype == torch.bfloat16
        rows = torch.func.vmap(lambda row: F.conv2d(row[None], conv.weight))(x)
        with torch.no_grad():
            assert conv(x).grad_fn is None
        with pytest.raises(RuntimeError):
            conv(x[:, :2])  # PyTorch's own refusal
    torch.testing.assert_close(rows[:, 0], F.conv2d(x, conv.weight))


@pytest.mark.parametrize("chunk", [1, 2])
def test_a_loss_that_holds_a_gradient_has_its_third_derivatives(chunk: int) -> None:
    torch.manual_seed(0)
    model = net(nn.Conv2d(4, 3, 2), norm(3), nn.Tanh(), nn.ConvTranspose2d(3, 2, 2))
    x = torch.randn(IMAGES, **WIDE)

    def loss(m: Any, b: Any) -> Any:
        inputs = b.clone().requires_grad_()
        found = m(inputs)
        (slope,) = torch.autograd.grad((found**3).sum(), inputs, create_graph=True)
        return (found**2).mean() + (slope**2).mean()

    found, products = product_of(model, loss, x, chunk=chunk)
    assert products.function.quick
    products.give_up_quick()
    vectors = torch.randn(
        2, products.function.dim, generator=torch.Generator().manual_seed(0), **WIDE
    )
    torch.testing.assert_close(found, products.apply(vectors))


def classes() -> list[Any]:
    torch.manual_seed(0)
    return [(torch.randn(IMAGES, **WIDE), torch.tensor([0, 1]))]


def test_a_wrong_second_derivative_is_seen_and_not_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    data = classes()
    model = net(nn.Conv2d(4, 3, 2), nn.Tanh(), nn.Flatten(), nn.Linear(90, 2))
    problem = Problem(model=model, loss=nn.CrossEntropyLoss(), data=data)
    want = measure(problem, probes=1, steps=3, exact_below=0)
    of = module._ConvolutionBackward.backward
    less = staticmethod(lambda ctx, *given: (of(ctx, *given)[0], *(None,) * 6))
    monkeypatch.setattr(module._ConvolutionBackward, "backward", less)
    found = measure(problem, probes=1, steps=3, exact_below=0)
    assert found.spectrum.nodes == pytest.approx(want.spectrum.nodes, rel=1e-9)


class Standardised(nn.Module):
    """A convolution of standardised weights, whose bias the normalisation takes away again."""

    def __init__(self) -> None:
        super().__init__()
        self.conv, self.norm, self.last = nn.Conv2d(4, 3, 3), nn.GroupNorm(3, 3), nn.Linear(3, 2)

    def forward(self, x: Any) -> Any:
        weight = self.conv.weight
        weight = weight - weight.mean((1, 2, 3), keepdim=True)
        found = self.norm(F.conv2d(x, weight, self.conv.bias, padding=1))
        return self.last(torch.tanh(found).mean((2, 3)))


def test_a_bias_that_is_taken_away_again_is_measured() -> None:
    """Its gradient is rounding alone, another one each time that it is computed."""
    data = classes()
    problem = Problem(model=Standardised().double(), loss=nn.CrossEntropyLoss(), data=data)
    found = measure(problem, probes=1, steps=3, exact_below=0).spectrum
    assert found.steps == 3 + 1  # and the null directions beside them
