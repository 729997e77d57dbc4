"""Products of the Hessian against a dense one that `torch.func.hessian` computes."""

from __future__ import annotations

import functools
import os
from typing import Any

import numpy as np
import pytest

if os.environ.get("ADAMW_BOUNDS_REQUIRE_TORCH"):
    import torch
else:
    torch = pytest.importorskip("torch")

from torch import nn
from torch.nn import functional as F  # noqa: N812
from torch.utils.checkpoint import checkpoint

from adamw_bounds.errors import RunError
from adamw_bounds.measure import Problem
from adamw_bounds.measure import products as products_module
from adamw_bounds.measure.batches import owned
from adamw_bounds.measure.chunking import fastest, graph_bytes
from adamw_bounds.measure.exact import dense
from adamw_bounds.measure.group import Group
from adamw_bounds.measure.products import Function, Products
from adamw_bounds.measure.state import numerics, untouched


def matrix_of(problem: Problem, *, chunk: int = 7, matrix: str = "hessian") -> np.ndarray:
    """Return the whole matrix, by the package's own products."""
    with untouched(problem.model, problem.data), numerics(problem.model):
        function = Function(problem, problem.model, problem.loss)
        function.gradient()
        return dense(Products(function, matrix=matrix, chunk=chunk))


def seeded(build):
    torch.manual_seed(0)
    return build().double().eval()


class Conv(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.conv = nn.Conv2d(1, 3, 3, padding=1)
        self.norm = nn.BatchNorm2d(3)
        self.out = nn.Linear(3, 4)

    def forward(self, x):
        return self.out(F.max_pool2d(torch.tanh(self.norm(self.conv(x))), 2).mean((2, 3)))


class Attention(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.embed = nn.Embedding(5, 4)
        self.attention = nn.MultiheadAttention(4, 2, batch_first=True)
        self.norm = nn.LayerNorm(4)
        self.out = nn.Linear(4, 3)

    def forward(self, tokens):
        x = self.embed(tokens)
        mixed, _ = self.attention(x, x, x, need_weights=False)
        return self.out(self.norm(x + mixed).mean(1))


def data(kind: str) -> tuple[Any, Any]:
    torch.manual_seed(1)
    if kind == "attention":
        return torch.randint(0, 5, (11, 6)), torch.randint(0, 3, (11,))
    shape = (11, 1, 6, 6) if kind == "conv" else (11, 5)
    return torch.randn(shape, dtype=torch.float64), torch.randint(0, 3, (11,))


MODELS = {
    "mlp": lambda: nn.Sequential(nn.Linear(5, 6), nn.Tanh(), nn.Linear(6, 3)),
    "conv": Conv,
    "attention": Attention,
}


def cut(x, y, sizes=(4, 4, 3)):
    return list(zip(torch.split(x, list(sizes)), torch.split(y, list(sizes)), strict=True))


@pytest.mark.parametrize("reduction", ["mean", "sum"])
@pytest.mark.parametrize("kind", MODELS)
def test_the_matrix_is_the_hessian_of_the_mean_over_samples(dense_hessian, kind, reduction) -> None:
    """Batches of 4, 4 and 3 samples: an uneven one counts as its samples do."""
    model = seeded(MODELS[kind])
    x, y = data(kind)
    criterion = nn.CrossEntropyLoss(reduction=reduction)
    problem = Problem(model=model, loss=criterion, data=cut(x, y))
    assert problem.reduction == reduction
    names = [name for name, _ in model.named_parameters()]
    slow = kind == "attention"
    wanted = dense_hessian(model, names, lambda run: F.cross_entropy(run(x), y), differences=slow)
    found = matrix_of(problem)
    assert np.abs(wanted).max() > 0.01
    np.testing.assert_allclose(found, wanted, rtol=0, atol=1e-9 if slow else 1e-13)


def test_a_mean_over_batches_would_be_wrong(dense_hessian) -> None:
    model = seeded(MODELS["mlp"])
    x, y = data("mlp")
    parts = cut(x, y, (10, 1))
    found = matrix_of(Problem(model=model, loss=nn.CrossEntropyLoss(), data=parts))
    names = [name for name, _ in model.named_parameters()]
    halves = [
        dense_hessian(model, names, lambda run, part=part: F.cross_entropy(run(part[0]), part[1]))
        for part in parts
    ]
    assert np.abs(found - sum(halves) / 2).max() > 0.05 * np.abs(found).max()
    np.testing.assert_allclose(found, (10 * halves[0] + halves[1]) / 11, atol=1e-12)


@pytest.mark.parametrize("chunk", [1, 2, 64])
def test_the_chunk_changes_nothing(chunk: int) -> None:
    model = seeded(MODELS["conv"])
    problem = Problem(model=model, loss=nn.CrossEntropyLoss(), data=cut(*data("conv")))
    np.testing.assert_allclose(matrix_of(problem, chunk=chunk), matrix_of(problem), atol=1e-13)


def test_frozen_and_filtered_parameters_do_not_count(dense_hessian) -> None:
    x, y = data("mlp")
    whole = seeded(MODELS["mlp"])
    names = ["2.weight", "2.bias"]
    wanted = dense_hessian(whole, names, lambda run: F.cross_entropy(run(x), y))
    frozen = seeded(MODELS["mlp"])
    frozen[0].requires_grad_(False)
    ways = {
        "frozen": Problem(model=frozen, loss=nn.CrossEntropyLoss(), data=cut(x, y)),
        **{
            way: Problem(model=whole, loss=nn.CrossEntropyLoss(), data=cut(x, y), parameters=given)
            for way, given in {
                "names": names,
                "pattern": r"^2\.",
                "function": lambda name, value: name in names,
            }.items()
        },
    }
    for problem in ways.values():
        np.testing.assert_allclose(matrix_of(problem), wanted, atol=1e-13)
    assert all(value.requires_grad for value in whole.parameters())


def test_tied_parameters_count_once(dense_hessian) -> None:
    class Tied(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.one, self.two = nn.Linear(5, 5), nn.Linear(5, 5)
            self.two.weight = self.one.weight

        def forward(self, x):
            return self.two(torch.tanh(self.one(x)))

    model = seeded(Tied)
    x, _ = data("mlp")
    y = torch.arange(11) % 5
    names = ["one.weight", "one.bias", "two.bias"]
    wanted = dense_hessian(model, names, lambda run: F.cross_entropy(run(x), y))
    found = matrix_of(Problem(model=model, loss=nn.CrossEntropyLoss(), data=cut(x, y)))
    assert found.shape == (35, 35)
    np.testing.assert_allclose(found, wanted, atol=1e-13)
    by_alias = Problem(
        model=model, loss=nn.CrossEntropyLoss(), data=cut(x, y), parameters=["two.weight"]
    )
    np.testing.assert_allclose(matrix_of(by_alias), wanted[:25, :25], atol=1e-13)


def test_a_parameter_without_dimensions(dense_hessian) -> None:
    """A learnt temperature, as CLIP's logit_scale."""

    class Scaled(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.linear, self.scale = nn.Linear(5, 3), nn.Parameter(torch.tensor(0.7))

        def forward(self, x):
            return self.linear(x) * self.scale.exp()

    model = seeded(Scaled)
    x, y = data("mlp")
    names = [name for name, _ in model.named_parameters()]
    wanted = dense_hessian(model, names, lambda run: F.cross_entropy(run(x), y))
    assert wanted.shape == (19, 19)
    for matrix_chunk in (1, 7):
        problem = Problem(model=model, loss=nn.CrossEntropyLoss(), data=cut(x, y))
        found = matrix_of(problem, chunk=matrix_chunk)
        np.testing.assert_allclose(found, wanted, rtol=0, atol=1e-13)


def test_unused_and_linear_parameters_have_zero_rows() -> None:
    class Odd(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.used = nn.Parameter(torch.tensor([0.3, -0.2]))
            self.unused = nn.Parameter(torch.ones(2))
            self.linear = nn.Parameter(torch.ones(3))

    def loss(model, batch):
        return (batch @ model.used).pow(4).mean() + model.linear.sum()

    x = torch.randn(6, 2, dtype=torch.float64)
    problem = Problem(model=seeded(Odd), loss=loss, data=[x])
    found = matrix_of(problem)
    wanted = np.zeros((7, 7))
    u = x.numpy() @ np.array([0.3, -0.2], dtype=np.float32).astype(float)
    wanted[:2, :2] = (x.numpy().T * (12 * u**2)) @ x.numpy() / 6
    np.testing.assert_allclose(found, wanted, atol=1e-13)
    flat = Problem(model=seeded(Odd), loss=lambda model, batch: model.linear.sum(), data=[x])
    assert not matrix_of(flat).any()


def test_several_inputs_names_and_integers(dense_hessian) -> None:
    class Two(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.embed = nn.Embedding(4, 3, sparse=True)
            self.out = nn.Linear(3, 1)

        def forward(self, tokens, scale):
            return self.out(torch.sigmoid(self.embed(tokens)) * scale[:, None]).squeeze(1)

    model = seeded(Two)
    tokens = torch.tensor([0, 1, 3, 1, 2])
    scale = torch.linspace(1, 2, 5, dtype=torch.float64)
    y = torch.linspace(-1, 1, 5, dtype=torch.float64)
    parts = [slice(0, 3), slice(3, 5)]
    by_place = Problem(
        model=model, loss=nn.MSELoss(), data=[(tokens[p], scale[p], y[p]) for p in parts]
    )
    by_name = Problem(
        model=model,
        loss=lambda model, batch: F.mse_loss(model(**batch["inputs"]), batch["y"]),
        data=[{"inputs": {"tokens": tokens[p], "scale": scale[p]}, "y": y[p]} for p in parts],
    )
    plain = seeded(Two)
    plain.embed.sparse = False  # the reference cannot differentiate a sparse gradient
    names = [name for name, _ in model.named_parameters()]
    wanted = dense_hessian(plain, names, lambda run: F.mse_loss(run(tokens, scale), y))
    for problem in (by_place, by_name):
        np.testing.assert_allclose(matrix_of(problem), wanted, atol=1e-13)
    assert model.embed.sparse


def test_models_that_return_their_loss() -> None:
    class Output(dict):
        loss = property(lambda self: self["loss"])

    class Model(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.net = MODELS["mlp"]()

        def forward(self, input_ids, labels):
            return Output(loss=F.cross_entropy(self.net(input_ids), labels))

        def training_step(self, batch, index):
            return {"loss": self(*batch)["loss"]}

    x, y = data("mlp")
    model = seeded(Model)
    wanted = matrix_of(Problem.supervised(model.net, F.cross_entropy, cut(x, y)))
    named = [{"input_ids": a, "labels": b} for a, b in cut(x, y)]
    for problem in (
        Problem.hugging_face(model, named),
        Problem.hugging_face(model, cut(x, y)),
        Problem.lightning(model, cut(x, y)),
    ):
        np.testing.assert_allclose(matrix_of(problem), wanted, atol=1e-14)


def test_the_gauss_newton_matrix() -> None:
    model = seeded(MODELS["mlp"])
    x, y = data("mlp")
    found = matrix_of(
        Problem(model=model, loss=nn.CrossEntropyLoss(), data=cut(x, y)), matrix="ggn"
    )
    parameters = list(model.parameters())
    wanted = np.zeros_like(found)
    for one in x:
        output = model(one)
        rows = [
            torch.cat(
                [g.reshape(-1) for g in torch.autograd.grad(part, parameters, retain_graph=True)]
            )
            for part in output
        ]
        J = torch.stack(rows).numpy()
        p = torch.softmax(output.detach(), 0).numpy()
        wanted += J.T @ (np.diag(p) - np.outer(p, p)) @ J / len(x)
    np.testing.assert_allclose(found, wanted, atol=1e-13)
    singly = matrix_of(
        Problem(model=model, loss=nn.CrossEntropyLoss(), data=cut(x, y)), matrix="ggn", chunk=1
    )
    np.testing.assert_allclose(singly, wanted, atol=1e-13)


def test_gauss_newton_needs_an_output() -> None:
    model = seeded(MODELS["mlp"])
    problem = Problem(model=model, loss=lambda m, b: m(b).sum(), data=[data("mlp")[0]])
    with pytest.raises(RunError, match="Gauss–Newton matrix needs a loss module"):
        matrix_of(problem, matrix="ggn")


def test_a_bfloat16_model_is_accumulated_in_float32() -> None:
    model = seeded(MODELS["mlp"])
    x, y = data("mlp")
    wanted = matrix_of(Problem(model=model, loss=nn.CrossEntropyLoss(), data=cut(x, y)))
    small = seeded(MODELS["mlp"]).bfloat16()
    problem = Problem(model=small, loss=nn.CrossEntropyLoss(), data=cut(x.bfloat16(), y))
    function = Function(problem, small, problem.loss)
    assert function.dtype == torch.float32
    found = matrix_of(problem)
    assert np.linalg.norm(found - wanted) < 0.05 * np.linalg.norm(wanted)
    # Sums of several batches are no bfloat16 numbers any more.
    kept = torch.from_numpy(found).float()
    assert not torch.equal(kept, kept.bfloat16().float())


def test_an_operation_that_cannot_be_vectorised_is_done_one_by_one() -> None:
    class Once(torch.autograd.Function):
        @staticmethod
        def forward(ctx, x):
            ctx.save_for_backward(x)
            return x.detach().sin()

        @staticmethod
        def backward(ctx, g):
            (x,) = ctx.saved_tensors
            return Cosine.apply(x, g)

    class Cosine(torch.autograd.Function):
        @staticmethod
        def forward(ctx, x, g):
            ctx.save_for_backward(x, g)
            return x.cos() * g

        @staticmethod
        def backward(ctx, u):
            x, g = ctx.saved_tensors
            # Numbers leave the tensor: no vmap can follow.
            total = torch.tensor(u.tolist(), dtype=u.dtype)
            return -x.sin() * g * total, x.cos() * total

    class Model(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.x = nn.Parameter(torch.tensor([0.3, 1.2, -0.7]))

    model = seeded(Model)
    problem = Problem(
        model=model, loss=lambda m, b: Once.apply(m.x).sum() * b.mean(), data=[torch.ones(4)]
    )
    with untouched(model, problem.data), numerics(model):
        function = Function(problem, model, problem.loss)
        function.gradient()
        products = Products(function, chunk=3)
        found = dense(products)
    assert products.chunk == 1
    np.testing.assert_allclose(found, np.diag(-np.sin(model.x.detach().numpy())), atol=1e-14)


def test_memory_that_runs_out_halves_the_chunk(monkeypatch: pytest.MonkeyPatch) -> None:
    model = seeded(MODELS["mlp"])
    problem = Problem(model=model, loss=nn.CrossEntropyLoss(), data=cut(*data("mlp")))
    wanted = matrix_of(problem)
    real, room, asked = torch.autograd.grad, [4], []

    def scarce(outputs, inputs, vectors=None, **more):
        many = len(vectors[0]) if more.get("is_grads_batched") else 1
        asked.append(many)
        if many > room[0]:
            raise RuntimeError("CUDA out of memory. Tried to allocate 3.00 GiB")
        return real(outputs, inputs, vectors, **more)

    monkeypatch.setattr(torch.autograd, "grad", scarce)
    np.testing.assert_allclose(matrix_of(problem, chunk=16), wanted, atol=1e-13)
    assert {16, 8, 4} <= set(asked)
    room[0] = 0
    with pytest.raises(RunError, match="out of memory") as caught:
        Products(_passed(problem), chunk=1).apply(torch.ones(1, 57, dtype=torch.float64))
    assert caught.value.code == "out-of-memory"


def test_a_lost_process_is_told_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Function, "quick", property(lambda self: not self.plainly))
    problem = Problem(
        model=seeded(MODELS["mlp"]), loss=nn.CrossEntropyLoss(), data=cut(*data("mlp"))
    )
    products = Products(_passed(problem), chunk=1)
    asked = []

    def lost(end: int) -> None:
        asked.append(end)
        if len(asked) == 1:  # later ones would find what was never filled
            raise RunError("gone", code="process-lost")

    vectors = torch.ones(1, 57, dtype=torch.float64)
    with pytest.raises(RunError, match="gone"):
        products.add_batch(0, problem.data[0], 1.0, vectors, torch.zeros_like(vectors), before=lost)
    assert asked == [1]


def _passed(problem: Problem) -> Function:
    function = Function(problem, problem.model, problem.loss)
    function.counts = (4, 4, 3)
    return function


class Read:
    """Batches that count how often they are read."""

    def __init__(self, batches) -> None:
        self.batches, self.passes = batches, 0

    def __iter__(self):
        self.passes += 1
        return iter(self.batches)


@pytest.mark.parametrize("chunk", [1, 2])
@pytest.mark.parametrize("matrix", ["hessian", "ggn"])
@pytest.mark.parametrize("kind", MODELS)
def test_kept_graphs_give_the_same_bits(kind: str, matrix: str, chunk: int) -> None:
    """In float32, where another order of sums would show."""
    model = seeded(MODELS[kind]).float()
    x, y = data(kind)
    parts = cut(x.float() if x.is_floating_point() else x, y)
    problem = Problem(model=model, loss=nn.CrossEntropyLoss(), data=Read(parts))
    with untouched(model, problem.data), numerics(model):
        function = Function(problem, model, problem.loss)
        function.gradient()
        anew = Products(function, matrix=matrix, chunk=chunk)
        kept = Products(function, matrix=matrix, chunk=chunk)
        kept.keep()
        for seed, many in enumerate((5, 5, 1, 4)):
            torch.manual_seed(seed)
            vectors = torch.randn(many, function.dim)
            before = problem.data.passes
            wanted = anew.apply(vectors)
            assert problem.data.passes == before + 1
            assert torch.equal(kept.apply(vectors), wanted)
            # Once all graphs are kept, the data is not read.
            assert problem.data.passes == before + (2 if seed == 0 else 1)
        kept.release()
        assert torch.equal(kept.apply(vectors), wanted)
        assert problem.data.passes == before + 2


def test_a_process_keeps_the_graphs_of_its_own_batches() -> None:
    model = seeded(MODELS["mlp"])
    problem = Problem(model=model, loss=nn.CrossEntropyLoss(), data=Read(cut(*data("mlp"))))
    with untouched(model, problem.data), numerics(model):
        function = Function(problem, model, problem.loss, group=Second())
        function.gradient()
        products = Products(function)
        products.keep()
        vectors = torch.randn(2, function.dim, dtype=torch.float64)
        wanted = products.apply(vectors)
        passes = problem.data.passes
        assert list(products._kept) == [1]
        assert torch.equal(products.apply(vectors), wanted)
        assert problem.data.passes == passes
        alone = torch.zeros_like(vectors)
        Products(function).add_batch(1, problem.data.batches[1], 4.0, vectors, alone)
        assert torch.equal(alone / 11, wanted)


def test_as_many_graphs_are_kept_as_memory_allows(monkeypatch: pytest.MonkeyPatch) -> None:
    model = seeded(MODELS["mlp"])
    problem = Problem(model=model, loss=nn.CrossEntropyLoss(), data=Read(cut(*data("mlp"))))
    built: list[int] = []
    real = Products._graph

    def graph(self, place, batch):
        built.append(place)
        return real(self, place, batch)

    monkeypatch.setattr(Products, "_graph", graph)
    with untouched(model, problem.data), numerics(model):
        function = Function(problem, model, problem.loss)
        function.gradient()
        vectors = torch.randn(2, function.dim, dtype=torch.float64)
        mine = owned(problem.data.batches[0])
        roots = real(Products(function), 0, mine)[1]
        size = graph_bytes([*roots, *mine], function.parameters)
        # What two graphs, one that is not kept, and the work on a vector take.
        room = 2 * size + size + (size + 3 * function.dim * 8)
        counts = {}
        for memory in (size, room, 10 * room):
            products = Products(function, chunk=1, memory=memory)
            products.keep()
            wanted = products.apply(vectors)
            built.clear()
            passes = problem.data.passes
            assert torch.equal(products.apply(vectors), wanted)
            counts[memory] = (list(built), problem.data.passes - passes)
    assert counts == {size: ([0, 1, 2], 1), room: ([2], 1), 10 * room: ([], 0)}


def test_memory_that_runs_out_lets_go_of_graphs_first(monkeypatch: pytest.MonkeyPatch) -> None:
    model = seeded(MODELS["mlp"])
    problem = Problem(model=model, loss=nn.CrossEntropyLoss(), data=cut(*data("mlp")))
    with untouched(model, problem.data), numerics(model):
        function = Function(problem, model, problem.loss)
        function.gradient()
        products = Products(function, chunk=2)
        products.keep()
        vectors = torch.randn(4, function.dim, dtype=torch.float64)
        wanted = products.apply(vectors)
        real, calls = torch.autograd.grad, []

        def scarce(*given, **more):
            calls.append(more)
            if len(calls) == 3:
                raise RuntimeError("CUDA out of memory. Tried to allocate 3.00 GiB")
            return real(*given, **more)

        monkeypatch.setattr(torch.autograd, "grad", scarce)
        assert torch.equal(products.apply(vectors), wanted)
        # Two products with the first graph and a failure; then two new graphs and their products.
        assert len(calls) == 3 + 2 * 3
        assert products.chunk == 2
        calls += [{}] * 9  # far from the third: memory suffices again
        assert torch.equal(products.apply(vectors), wanted)
        assert len(calls) == 9 + 9 + 3 * 3


def test_the_bytes_of_a_graph() -> None:
    """tanh(w·x) keeps its output, and so does its derivative, with what it is multiplied by."""
    w = torch.zeros(1000, requires_grad=True)
    x = torch.ones(1000)
    y = torch.tanh(w * x)
    assert graph_bytes([y], [w]) == 4000 + 4000  # y and x
    assert graph_bytes([y], [w, x]) == 4000
    assert graph_bytes([y, y[:10]], [w, x]) == 4000  # one storage
    assert graph_bytes([w], [w]) == 0
    (slope,) = torch.autograd.grad(y.sum(), w, create_graph=True)
    # Besides: the ones that tanh' was multiplied by (one number, expanded), the product with x.
    assert 8000 < graph_bytes([slope], [w]) <= 5 * 4000


def test_what_batches_and_the_model_share_is_no_memory_of_a_graph() -> None:
    """A batch that is a view of all the data, a frozen layer and a buffer are there anyway."""
    whole = torch.randn(1000, 5)
    model = nn.Sequential(nn.Linear(5, 40), nn.BatchNorm1d(40), nn.Tanh(), nn.Linear(40, 3)).eval()
    model[0].requires_grad_(False)
    targets = torch.zeros(10, dtype=torch.long)
    sizes = []
    for x in (whole[:10], whole[:10].clone()):
        problem = Problem(model=model, loss=nn.CrossEntropyLoss(), data=[(x, targets)])
        function = Function(problem, model, problem.loss)
        function.gradient()
        products = Products(function)
        products.apply(torch.randn(1, function.dim))
        assert products.weighed is not None
        sizes.append(products.weighed[0])
        # A chunk that one more copy of all the data would make 1.
        products.memory = sizes[0] + 4 * (sizes[0] + 12 * function.dim)
        assert products.choose_chunk(8) == 4
    assert sizes[0] == sizes[1] < 16_000 < whole.nbytes


@pytest.mark.filterwarnings("ignore:.*torch.jit.script:DeprecationWarning")
def test_a_loss_with_forward_mode_derivatives() -> None:
    """Zeros that take no memory are in its graph."""
    forward = torch.autograd.forward_ad
    model, (x, y) = seeded(MODELS["mlp"]), data("mlp")

    def loss(net, batch):
        with forward.dual_level():
            along = forward.make_dual(batch[0], torch.ones_like(batch[0]))
            slope = forward.unpack_dual(net(along)).tangent
        return slope.square().mean()

    def pushed(net, batch):
        one, two = net[0], net[2]
        bent = torch.tanh(one(batch[0]))
        slope = ((1 - bent**2) * one.weight.sum(1)) @ two.weight.T
        return slope.square().mean()

    found, wanted = (
        matrix_of(Problem(model=model, loss=how, data=cut(x, y))) for how in (loss, pushed)
    )
    assert np.abs(wanted).max() > 0.01
    np.testing.assert_allclose(found, wanted, rtol=0, atol=1e-13)


def test_the_bytes_of_a_graph_are_counted_without_computing_it_again() -> None:
    class Double(torch.autograd.Function):
        @staticmethod
        def forward(ctx, x):
            ctx.save_for_backward(x, torch.ones(70))
            return 2 * x

        @staticmethod
        def backward(ctx, g):
            return 2 * g

    calls = []

    def wide(x):
        calls.append(1)
        return torch.exp(torch.exp(x))

    w = torch.zeros(100, requires_grad=True)
    assert graph_bytes([Double.apply(w)], [w]) == 400 + 280  # the output; the 70 ones
    plain = graph_bytes([wide(w)], [w])
    assert plain == 800
    calls.clear()
    y = checkpoint(wide, w, use_reentrant=False)
    assert graph_bytes([y], [w]) <= plain
    assert len(calls) == 1


@pytest.mark.parametrize(("chunk", "memory"), [(1, 1), (3, None)])
def test_the_trial_keeps_to_what_was_asked(chunk: int, memory: int | None) -> None:
    """A chunk that was given, or so little memory that only one vector fits."""
    model = seeded(MODELS["mlp"])
    problem = Problem(model=model, loss=nn.CrossEntropyLoss(), data=cut(*data("mlp")))
    given = None if memory else chunk
    with untouched(model, problem.data), numerics(model):
        function = Function(problem, model, problem.loss)
        function.gradient()
        products = Products(function, chunk=given, memory=memory)
        assert products.choose_chunk(10, calls=100) == chunk == products.chunk


@pytest.mark.parametrize(("faster", "chosen"), [(False, 1), (True, 8)])
def test_the_chunk_is_what_a_trial_finds_fastest(monkeypatch, faster: bool, chosen: int) -> None:
    model = seeded(MODELS["mlp"])
    problem = Problem(model=model, loss=nn.CrossEntropyLoss(), data=cut(*data("mlp")))
    now, sizes = [0.0], []
    real = Products._attempt

    def attempt(self, product, vectors, size):
        sizes.append(size)
        assert vectors.shape == (vectors.shape[0], 57)
        now[0] += 1 if faster else size**1.5
        return real(self, product, vectors, size)

    monkeypatch.setattr(Products, "_attempt", attempt)
    clocked = functools.partial(fastest, clock=lambda: now[0])
    monkeypatch.setattr("adamw_bounds.measure.products.fastest", clocked)
    with untouched(model, problem.data), numerics(model):
        function = Function(problem, model, problem.loss)
        function.gradient()
        products = Products(function)
        assert products.choose_chunk(8, calls=16, timed=True) == 1  # too short a run
        assert not sizes
        assert products.choose_chunk(8, calls=100, timed=True) == chosen == products.chunk
    assert sizes == [1, 4, 1, 4, *([8] if faster else [])]


def test_on_a_cpu_the_chunk_is_counted_not_timed(monkeypatch) -> None:
    """Small operations are vectorised, large ones are not; and a clock has no say."""

    def never(*given):
        raise AssertionError("timed")

    monkeypatch.setattr("adamw_bounds.measure.products.fastest", never)
    for width, samples, many, wanted in ((8, 16, 10, 10), (64, 16, 200, 64), (256, 4096, 10, 1)):
        model = nn.Sequential(nn.Linear(4, width), nn.Tanh(), nn.Linear(width, 3))
        problem = Problem(
            model=model,
            loss=nn.CrossEntropyLoss(),
            data=[(torch.randn(samples, 4), torch.randint(3, (samples,)))],
        )
        with untouched(model, problem.data), numerics(model):
            function = Function(problem, model, problem.loss)
            function.gradient()
            assert Products(function).choose_chunk(many) == wanted


@pytest.mark.cuda
@pytest.mark.skipif(not torch.cuda.is_available(), reason="there is no CUDA device")
def test_a_trial_on_cuda_counts_its_memory() -> None:
    model = seeded(MODELS["conv"]).cuda()
    parts = [(x.cuda(), y.cuda()) for x, y in cut(*data("conv"))]
    problem = Problem(model=model, loss=nn.CrossEntropyLoss(), data=parts)
    with untouched(model, problem.data), numerics(model):
        function = Function(problem, model, problem.loss)
        function.gradient()
        products = Products(function)
        product, _ = products._graph(0, parts[0])
        vectors = torch.randn(4, function.dim, dtype=torch.float64, device="cuda")
        one, four = (products._attempt(product, vectors, size) for size in (1, 4))
        assert 0 < one < four
        assert products.choose_chunk(10, calls=100) in {1, 4, 10}
        products.keep()
        assert torch.equal(products.apply(vectors), products.apply(vectors))


def test_flash_attention_is_replaced() -> None:
    class Model(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.q = nn.Linear(4, 4)

        def forward(self, x):
            q = self.q(x).unsqueeze(1)
            return F.scaled_dot_product_attention(q, q, q).mean((1, 2))

    torch.manual_seed(0)
    model = Model()  # float32, for which the CPU has a fused kernel
    x = torch.randn(3, 6, 4)
    y = torch.randn(3, 4)
    problem = Problem(model=model, loss=nn.MSELoss(), data=[(x, y)])
    found = matrix_of(problem)
    wanted = matrix_of(
        Problem(model=Model.double(model), loss=nn.MSELoss(), data=[(x.double(), y.double())])
    )
    np.testing.assert_allclose(found, wanted, atol=1e-5 * np.abs(wanted).max())


def test_products_need_no_gradient_before(dense_hessian) -> None:
    """The first pass over the data tells how many samples there are."""
    x, y = data("plain")
    model = seeded(lambda: nn.Sequential(nn.Linear(5, 4), nn.Tanh(), nn.Linear(4, 3)))
    problem = Problem(
        model=model, loss=nn.CrossEntropyLoss(), data=[(x[:7], y[:7]), (x[7:], y[7:])]
    )
    products = Products(Function(problem, model, problem.loss))
    columns = products.apply(torch.eye(products.dim, dtype=torch.float64))
    names = [name for name, _ in model.named_parameters()]
    wanted = dense_hessian(model, names, lambda run: F.cross_entropy(run(x), y))
    np.testing.assert_allclose(columns, wanted, atol=1e-12)


class Second(Group):
    """The second of two processes; nothing that is tried here needs the other."""

    rank, size = 1, 2


class Passes:
    """Data whose passes give batches in the orders asked for, the last one from then on."""

    def __init__(self, batches, *orders) -> None:
        self.batches, self.orders, self.number = batches, orders, -1

    def __iter__(self):
        self.number += 1
        order = self.orders[min(self.number, len(self.orders) - 1)]
        return iter([self.batches[place] for place in order])


def later_pass(*orders):
    """Return what the second process gets of a second pass, and how many batches it looked at."""
    torch.manual_seed(0)
    values = [torch.randn(2, 3) for _ in range(6)]
    batches = [(value, torch.zeros(2, dtype=torch.long)) for value in values]
    data = Passes([*batches, (values[0] + 1, batches[0][1])], *orders)
    problem = Problem(model=nn.Linear(3, 2), loss=nn.CrossEntropyLoss(), data=data)
    function = Function(problem, problem.model, problem.loss, group=Second())
    assert [place for place, _, _ in function.batches()] == [1, 3, 5]
    looked = 0
    real = products_module.batch_print

    def seen(batch):
        nonlocal looked
        looked += 1
        return real(batch)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(products_module, "batch_print", seen)
        found = list(function.batches())
    for place, (x, _), count in found:
        assert count == 2
        torch.testing.assert_close(x, values[place], rtol=0, atol=0)
    return [place for place, _, _ in found], looked


ORDER = (0, 1, 2, 3, 4, 5)


@pytest.mark.parametrize(
    ("orders", "looked"),
    [
        ((ORDER,), 3),
        # What the first process has may stand in another order: that is for it to see.
        ((ORDER, (2, 1, 0, 3, 4, 5)), 3),
        ((ORDER, (6, 1, 2, 3, 4, 5)), 3),
        # Where its own do, all are looked at, on a walk from the start.
        ((ORDER, (0, 3, 2, 1, 4, 5), (0, 3, 2, 1, 4, 5)), 1 + 6),
        ((ORDER, (0, 1, 2, 5, 4, 3), (0, 1, 2, 5, 4, 3)), 2 + 6),
    ],
)
def test_each_process_looks_at_its_own_batches(orders, looked) -> None:
    found = later_pass(*orders)
    assert (sorted(found[0]), found[1]) == ([1, 3, 5], looked)


@pytest.mark.parametrize(
    "orders",
    [
        (ORDER, (0, 6, 2, 3, 4, 5)),
        (ORDER, (0, 1, 2, 3, 4)),
        (ORDER, (*ORDER, 0)),
        (ORDER, ()),
        (ORDER, (0, 1, 2, 3, 4, 4)),
    ],
)
def test_a_process_sees_that_its_own_batches_change(orders) -> None:
    with pytest.raises(RunError, match="the data changes between passes"):
        later_pass(*orders)
