"""Derivatives that autograd gets wrong in silence are refused; right ones never are."""

from __future__ import annotations

import os

import numpy as np
import pytest

if os.environ.get("ADAMW_BOUNDS_REQUIRE_TORCH"):
    import torch
else:
    torch = pytest.importorskip("torch")

from torch import nn
from torch.autograd import Function
from torch.nn import functional as F  # noqa: N812
from torch.utils.checkpoint import checkpoint

from adamw_bounds.errors import RunError
from adamw_bounds.measure import Problem, measure

LANCZOS = {"dtype": "float32", "exact_below": 0, "probes": 2, "steps": 8, "gradient_samples": 0}
#: Exact in float64 on a copy, and by Lanczos on the model itself.
WAYS = pytest.mark.parametrize("more", [{"gradient_samples": 0}, LANCZOS], ids=["exact", "lanczos"])


def pairs(count: int = 30):
    torch.manual_seed(1)
    return torch.randn(count, 4), torch.randint(0, 3, (count,))


class Net(nn.Module):
    """Two layers with something between them."""

    def __init__(self, between=None) -> None:
        super().__init__()
        torch.manual_seed(0)
        self.one, self.two, self.between = nn.Linear(4, 5), nn.Linear(5, 3), between

    def forward(self, x):
        h = torch.tanh(self.one(x))
        return self.two(h if self.between is None else self.between(h))


def found(model, more, *, loss=None, data=None, **fields):
    problem = Problem(
        model=model, loss=loss or nn.CrossEntropyLoss(), data=data or [pairs()], **fields
    )
    return measure(problem, **more)


def codes(answer) -> list[str]:
    return [code for code, _ in answer.warnings]


def refusal(model, more, **given) -> RunError:
    with pytest.raises(RunError) as caught:
        found(model, more, **given)
    assert "\n" not in caught.value.message
    return caught.value


class Wide(nn.Module):
    """A block behind a frozen stem, checkpointed or not."""

    def __init__(self, way, *, frozen: bool = True) -> None:
        super().__init__()
        torch.manual_seed(0)
        self.stem, self.head, self.way = nn.Linear(4, 6), nn.Linear(6, 3), way
        self.stem.requires_grad_(not frozen)
        self.block = nn.Sequential(nn.Tanh(), nn.Linear(6, 6), nn.Tanh())

    def forward(self, x):
        x = self.stem(x)
        if self.way is None:
            return self.head(self.block(x))
        return self.head(checkpoint(self.block, x.requires_grad_(), use_reentrant=self.way))


@WAYS
@pytest.mark.parametrize("frozen", [True, False])
def test_reentrant_checkpoints_are_refused_by_name(more, frozen) -> None:
    error = refusal(Wide(True, frozen=frozen), more)
    assert error.code == "hidden-gradient"
    assert "use_reentrant=False" in error.message
    if frozen:
        assert "42 of 63 parameters (66.7 %: block.1.weight, block.1.bias)" in error.message


@pytest.mark.parametrize("frozen", [True, False])
def test_other_checkpoints_are_measured(dense_hessian, frozen) -> None:
    x, y = pairs()
    plain = Wide(None, frozen=frozen).double()
    names = [name for name, value in plain.named_parameters() if value.requires_grad]
    wanted = dense_hessian(plain, names, lambda run: F.cross_entropy(run(x.double()), y))
    answer = found(Wide(False, frozen=frozen), {"gradient_samples": 0})
    np.testing.assert_allclose(
        answer.spectrum.eigenvalues, np.linalg.eigvalsh(wanted), rtol=0, atol=1e-9
    )
    assert answer.warnings == ()


class Unseen(nn.Module):
    """A stem that the loss changes with, and backward() does not see."""

    def __init__(self, way: str) -> None:
        super().__init__()
        torch.manual_seed(0)
        self.stem, self.head, self.way = nn.Linear(4, 6), nn.Linear(6, 3), way
        self.spare = nn.Linear(2, 2)

    def forward(self, x):
        if self.way == "re-entrant":  # the first inputs need no gradient
            return self.head(checkpoint(self.stem, x, use_reentrant=True))
        if self.way == "without gradients":
            with torch.no_grad():
                x = self.stem(x)
            return self.head(x)
        return self.head(self.stem(x).detach())


@pytest.mark.filterwarnings("ignore:None of the inputs have requires_grad=True")
@WAYS
@pytest.mark.parametrize("way", ["re-entrant", "without gradients", "detached"])
def test_parameters_that_backward_does_not_see_are_named(dense_hessian, way, more) -> None:
    """As training does, a measurement takes them for fixed; others the loss does without."""
    x, y = pairs()
    answer = found(Unseen(way), more)
    told = dict(answer.warnings)
    assert "30 of 57 parameters (52.6 %: stem.weight, stem.bias)" in told["detached-parameters"]
    assert "6 of 57 parameters (10.5 %: spare.weight, spare.bias)" in told["unused-parameters"]
    if not more.get("exact_below", 1):
        return
    plain = Unseen("detached").double()
    names = ["head.weight", "head.bias"]
    wanted = dense_hessian(plain, names, lambda run: F.cross_entropy(run(x.double()), y))
    ends = np.linalg.eigvalsh(wanted)
    np.testing.assert_allclose(answer.largest.value, ends[-1], rtol=1e-9)


class Inner(Function):
    """Computes a layer apart and calls backward() itself, as reversible networks do."""

    @staticmethod
    def forward(ctx, x, layer):
        ctx.layer = layer
        ctx.save_for_backward(x)
        return layer(x).detach()

    @staticmethod
    def backward(ctx, slope):
        x = ctx.saved_tensors[0].detach().requires_grad_()
        with torch.enable_grad():
            torch.autograd.backward(ctx.layer(x), slope)
        return x.grad, None


@WAYS
def test_gradients_that_only_backward_sees(more) -> None:
    class Model(Net):
        def __init__(self) -> None:
            super().__init__()
            self.apart = nn.Linear(5, 5)

        def forward(self, x):
            ones = torch.ones(len(x), 5, dtype=x.dtype).requires_grad_()
            return super().forward(x) + self.two(Inner.apply(ones, self.apart))

    model = Model()
    F.cross_entropy(model(pairs()[0]), pairs()[1]).backward()
    assert model.apart.weight.grad is not None
    error = refusal(model, more)
    assert error.code == "hidden-gradient"
    assert "apart.weight, apart.bias" in error.message


class Kept(Function):
    """exp, whose backward keeps a result that knows nothing of its inputs."""

    @staticmethod
    def forward(ctx, x):
        ctx.y = x.exp().detach()
        return ctx.y.clone()

    @staticmethod
    def backward(ctx, slope):
        return slope * ctx.y


class Saved(Function):
    """The same, done rightly."""

    @staticmethod
    def forward(ctx, x):
        y = x.exp()
        ctx.save_for_backward(y)
        return y

    @staticmethod
    def backward(ctx, slope):
        return slope * ctx.saved_tensors[0]


@WAYS
def test_a_function_that_keeps_a_detached_result(more) -> None:
    error = refusal(Net(Kept.apply), more)
    assert error.code == "wrong-second-derivative"
    assert "one.weight, one.bias" in error.message
    assert "Kept" in error.message


class Reversed(Function):
    @staticmethod
    def forward(ctx, x):
        return x.view_as(x)

    @staticmethod
    def backward(ctx, slope):
        return -0.5 * slope


class Rounded(Function):
    @staticmethod
    def forward(ctx, x):
        return torch.round(4 * x) / 4

    @staticmethod
    def backward(ctx, slope):
        return slope


def doubled(h):
    h.register_hook(lambda slope: 2 * slope)
    return h


@WAYS
@pytest.mark.parametrize(
    "between",
    [
        Reversed.apply,
        Rounded.apply,
        lambda h: h + (torch.round(4 * h) / 4 - h).detach(),
        lambda h: h * h.detach(),
        doubled,
    ],
    ids=["gradient reversal", "straight-through", "its detached form", "detached", "tensor hook"],
)
def test_a_gradient_that_is_not_that_of_the_loss(more, between) -> None:
    error = refusal(Net(between), more)
    assert error.code in {"no-gradient", "not-symmetric"}


def watched(h):
    h.register_hook(lambda slope: None)
    return h


class Kinked(Net):
    """ReLU at 0: blank samples and biases of 0, as in the first step on images."""

    def __init__(self) -> None:
        super().__init__(F.relu)
        nn.init.zeros_(self.one.bias)
        self.one.weight.data[0] = 0


@pytest.mark.parametrize(
    "build",
    [
        lambda: Net(Saved.apply),
        lambda: Net(watched),
        lambda: Net(lambda h: h.clamp(-0.2, 0.2)),
        lambda: Net(lambda h: F.max_pool1d(h[:, None], 3, 1)[:, 0].repeat(1, 2)[:, :5]),
        Kinked,
    ],
    ids=["function", "watching hook", "clamp", "max pool", "kinks at 0"],
)
def test_right_derivatives_pass(dense_hessian, build) -> None:
    """Whose reference is the dense Hessian of the same model without autograd functions."""
    x, y = pairs()
    x[::3] = 0
    model = build()
    plain = build().double()
    if isinstance(plain.between, type(Saved.apply)) and plain.between.__self__ is Saved:
        plain.between = torch.exp
    if plain.between is watched:
        plain.between = None
    names = [name for name, _ in plain.named_parameters()]
    wanted = dense_hessian(plain, names, lambda run: F.cross_entropy(run(x.double()), y))
    answer = found(model, {"gradient_samples": 0}, data=[(x, y)])
    np.testing.assert_allclose(
        answer.spectrum.eigenvalues, np.linalg.eigvalsh(wanted), rtol=0, atol=1e-9
    )
    assert answer.warnings == ()
    zeros = [*(["zero-rows"] if build is Kinked else []), "null-directions"]
    assert [code for code, _ in found(model, LANCZOS, data=[(x, y)]).warnings] == zeros


def test_a_row_of_padding_is_not_trained() -> None:
    """Its gradient is 0 by design, though the loss depends on it."""
    torch.manual_seed(0)
    tokens, y = torch.randint(0, 6, (20, 3)), torch.randint(0, 3, (20,))

    class Words(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.embed, self.out = nn.Embedding(6, 4, padding_idx=0), nn.Linear(4, 3)
            nn.init.normal_(self.embed.weight)

        def forward(self, tokens):
            return self.out(torch.tanh(self.embed(tokens).sum(1)))

    answer = found(Words(), LANCZOS, data=[(tokens, y)])
    assert [code for code, _ in answer.warnings] == ["zero-rows", "null-directions"]


def test_the_gauss_newton_matrix_is_checked_too() -> None:
    more = {**LANCZOS, "matrix": "ggn"}
    assert codes(found(Net(), more)) == ["null-directions"]
    assert codes(found(Net(Saved.apply), more)) == ["null-directions"]
    # A detached result does no harm: the matrix has no second derivative of the model.
    assert codes(found(Net(Kept.apply), more)) == ["null-directions"]
    assert refusal(Net(Rounded.apply), more).code == "no-gradient"


def test_gauss_newton_of_a_loss_that_is_linear_in_the_output() -> None:
    model = nn.Sequential(Net(), nn.LogSoftmax(1))
    error = refusal(model, {"matrix": "ggn"}, loss=nn.NLLLoss())
    assert error.code == "no-gauss-newton"
    assert "CrossEntropyLoss" in error.message


def test_parameters_in_which_the_loss_is_linear_are_named() -> None:
    class Odd(Net):
        def __init__(self) -> None:
            super().__init__()
            self.linear, self.unused = nn.Parameter(torch.ones(3)), nn.Parameter(torch.ones(2))

    def loss(model, batch):
        return F.cross_entropy(model(batch[0]), batch[1]) + model.linear.sum()

    notes = dict(found(Odd(), {"gradient_samples": 0}, loss=loss).warnings)
    assert set(notes) == {"linear-parameters", "unused-parameters"}
    assert "3 of 48 parameters (6.25 %: linear)" in notes["linear-parameters"]
    assert "2 of 48 parameters (4.17 %: unused)" in notes["unused-parameters"]


class Auxiliary(Net):
    """A second head whose loss exists in train mode only, as in GoogLeNet."""

    def __init__(self, *, frozen: bool = False) -> None:
        super().__init__()
        self.aux = nn.Linear(4, 3).requires_grad_(not frozen)
        self.norm = nn.BatchNorm1d(3)

    def forward(self, x):
        main = self.norm(super().forward(x))
        return (main, self.aux(x)) if self.training else main


def auxiliary_loss(model, batch):
    x, y = batch
    if not model.training:
        return F.cross_entropy(model(x), y)
    main, aux = model(x)
    return F.cross_entropy(main, y) + 0.4 * F.cross_entropy(aux, y)


@WAYS
def test_an_auxiliary_loss_of_train_mode_is_not_left_out(more) -> None:
    model = Auxiliary()
    model.train()
    before = [value.clone() for value in model.state_dict().values()]
    error = refusal(model, more, loss=auxiliary_loss)
    assert error.code == "train-mode-loss"
    assert "aux.weight, aux.bias" in error.message
    assert model.training
    after = model.state_dict().values()
    assert all(torch.equal(one, other) for one, other in zip(before, after, strict=True))
    found(Auxiliary(frozen=True), more, loss=auxiliary_loss)


def test_a_loss_that_exists_in_train_mode_only() -> None:
    """A detector: losses in train mode, detections in eval mode."""

    class Detector(Net):
        def forward(self, x, y):
            out = super().forward(x)
            return {"loss": F.cross_entropy(out, y)} if self.training else [{"scores": out}]

    error = refusal(Detector().train(), {}, loss=lambda model, batch: model(*batch)["loss"])
    assert error.code == "problem-failed"
    assert "train mode" in error.message
    assert "train mode" not in refusal(Net(), {}, loss=lambda model, batch: 1 / 0).message


def test_a_loss_of_a_copy_that_uses_the_model_itself() -> None:
    """In float64 the model is copied: what a closure holds would not be measured."""
    model = Net()

    def loss(given, batch):
        penalty = sum(value.pow(4).sum() for value in model.parameters())
        return F.cross_entropy(given(batch[0]), batch[1]) + penalty

    assert refusal(model, {"dtype": "float64"}, loss=loss).code == "bad-problem"
    found(model, LANCZOS, loss=loss)
