"""Nothing that is measured is changed, and what cannot be measured is refused by name."""

from __future__ import annotations

import os

import numpy as np
import pytest

if os.environ.get("ADAMW_BOUNDS_REQUIRE_TORCH"):
    import torch
else:
    torch = pytest.importorskip("torch")

import copy
import random

from torch import nn
from torch.nn import functional as F  # noqa: N812
from torch.utils.data import DataLoader, TensorDataset

from adamw_bounds.errors import InputError, RunError
from adamw_bounds.measure import Problem, measure

FEW = {"probes": 2, "steps": 4, "exact_below": 0, "gradient_samples": 5}


class Net(nn.Module):
    def __init__(self, middle: nn.Module | None = None) -> None:
        super().__init__()
        self.one, self.two = nn.Linear(5, 6), nn.Linear(6, 3)
        self.norm, self.drop = nn.BatchNorm1d(6), nn.Dropout(0.5)
        self.middle = middle or nn.Identity()

    def forward(self, x):
        return self.two(self.middle(self.drop(torch.tanh(self.norm(self.one(x))))))


def pairs(count: int = 12, *, seed: int = 1) -> TensorDataset:
    torch.manual_seed(seed)
    return TensorDataset(torch.randn(count, 5), torch.randint(0, 3, (count,)))


def problem(model=None, **more) -> Problem:
    torch.manual_seed(0)
    fields = {"model": model or Net(), "loss": nn.CrossEntropyLoss()}
    return Problem(**{**fields, "data": DataLoader(pairs(), batch_size=5), **more})


def states() -> list:
    numpy = np.random.get_state()
    return [random.getstate(), torch.get_rng_state().tolist(), numpy[1].tolist(), numpy[2:]]


@pytest.mark.parametrize("more", [FEW, {"gradient_samples": 3}], ids=["lanczos", "exact"])
def test_everything_is_left_as_it_was(more) -> None:
    """Modes, buffers, gradients, parameters and random states, to the bit; in train mode."""
    generator = torch.Generator().manual_seed(7)
    loader = DataLoader(pairs(), batch_size=5, shuffle=True, generator=generator)
    model = Net()
    model.train()
    model.two.eval()
    F.cross_entropy(model(torch.randn(4, 5)), torch.tensor([0, 1, 2, 0])).backward()
    model.two.bias.grad = None
    before = copy.deepcopy(model.state_dict())
    gradients = {
        name: (value.grad, None if value.grad is None else value.grad.clone())
        for name, value in model.named_parameters()
    }
    modes = [module.training for module in model.modules()]
    flags = [value.requires_grad for value in model.parameters()]
    kept, drawn = states(), generator.get_state().tolist()
    kernels = (torch.backends.cudnn.allow_tf32, torch.backends.mha.get_fastpath_enabled())
    measure(problem(model, data=loader), **more)
    assert states() != []
    assert kernels == (torch.backends.cudnn.allow_tf32, torch.backends.mha.get_fastpath_enabled())
    assert generator.get_state().tolist() == drawn
    torch.manual_seed(0)  # `problem` itself seeds
    assert kept[0] == states()[0]
    assert kept[2:] == states()[2:]
    after = model.state_dict()
    assert all(torch.equal(before[name], after[name]) for name in before)
    assert [module.training for module in model.modules()] == modes
    assert [value.requires_grad for value in model.parameters()] == flags
    for name, value in model.named_parameters():
        own, copied = gradients[name]
        assert value.grad is own
        assert own is None or torch.equal(own, copied)


def test_torchs_random_state_is_left_as_it_was() -> None:
    asked = problem()
    torch.manual_seed(123)
    before = states()
    measure(asked, **FEW)
    assert states() == before


def test_it_is_left_as_it_was_when_it_fails() -> None:
    model = Net()
    model.train()

    def loss(net, batch):
        if torch.is_grad_enabled() and not net.training and batch[0][0, 0] > -10:
            net.norm.running_mean.add_(1)
            torch.rand(3)
            random.random()
        raise ValueError("no luck")

    asked = problem(model, loss=loss)
    mean, before = model.norm.running_mean.clone(), states()
    with pytest.raises(RunError, match="the loss failed on batch 0: ValueError: no luck"):
        measure(asked, **FEW)
    assert model.training
    assert torch.equal(model.norm.running_mean, mean)
    assert states() == before


def test_a_sample_that_fails_leaves_the_batch_statistics_as_they_are() -> None:
    """A failure is looked into in train mode, where they would move: the matrix is not another."""

    class Fours(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.norm, self.out = nn.BatchNorm1d(5), nn.Linear(5, 3)
            self.asked = 1

        def forward(self, x):
            x = self.norm(x[:, :, None] + torch.arange(2)).tanh().mean(2)
            return self.out(x.unflatten(0, (-1, self.asked)).flatten(0, 1))

    model, data = Fours(), DataLoader(pairs(), batch_size=4)
    wanted = measure(problem(model, data=data)).spectrum.eigenvalues
    model.asked = 4  # samples at once, or a multiple of them
    for many in (0, 5):
        found = measure(problem(model, data=data), gradient_samples=many)
        np.testing.assert_allclose(found.spectrum.eigenvalues, wanted, atol=1e-12)


def test_dropout_and_batch_norm_are_measured_in_eval_mode() -> None:
    model = Net()
    model.train()
    found = measure(problem(model), dtype="float64")
    model.eval()
    again = measure(problem(model), dtype="float64")
    assert np.array_equal(found.spectrum.eigenvalues, again.spectrum.eigenvalues)
    x, y = pairs().tensors
    assert found.constants.loss == pytest.approx(
        float(F.cross_entropy(model(x), y).detach()), rel=1e-6
    )


def test_a_shuffling_loader_gives_one_order() -> None:
    torch.manual_seed(0)
    model = Net()
    shuffled = DataLoader(pairs(), batch_size=5, shuffle=True)
    one, other = (measure(problem(model, data=shuffled), **FEW).spectrum for _ in range(2))
    assert np.array_equal(one.nodes, other.nodes)
    plain = measure(problem(model), **FEW).spectrum
    np.testing.assert_allclose(one.nodes, plain.nodes, atol=1e-4)


def test_augmentation_by_torchs_numbers_is_held_still() -> None:
    class Noisy(TensorDataset):
        def __getitem__(self, index):
            x, y = super().__getitem__(index)
            return x + 0.3 * torch.randn(5) + random.random() + np.random.rand(), y

    model = Net()
    noisy = DataLoader(Noisy(*pairs().tensors), batch_size=5)
    found = measure(problem(model, data=noisy), **FEW)
    assert found.spectrum.probes == 2


class Random(nn.Module):
    def forward(self, x):
        return F.dropout(x, 0.3)  # training=True by default


class Counting(nn.Module):
    calls = 0

    def forward(self, x):
        self.calls += 1
        return x * (1 + 0.1 * self.calls)


class Own:
    """Batches that differ in each pass, by a random state that no one else knows."""

    def __init__(self, fault: str) -> None:
        self.fault, self.passes = fault, 0

    def __iter__(self):
        self.passes += 1
        x, y = pairs().tensors
        many = 12
        if self.fault == "values":
            x = x + 0.01 * self.passes
        elif self.fault == "fewer" and self.passes > 1:
            many = 10
        elif self.fault == "later" and self.passes > 4:
            many = 5
        elif self.fault == "gone" and self.passes > 1:
            many = 0
        yield from (
            zip(torch.split(x[:many], 5), torch.split(y[:many], 5), strict=True) if many else ()
        )


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"model": Net(Random())}, r"draws random numbers in eval mode: dropout called without"),
        ({"model": Net(Counting())}, "keeps a state that each call changes|the data changes"),
        ({"data": Own("values")}, "the data changes between passes: .* at batch 0. Shuffling"),
        ({"data": Own("fewer")}, "the first had 3 batches with 12 samples"),
        ({"data": Own("later")}, "the data changes between passes"),
        ({"data": Own("gone")}, "the data changes between passes"),
        ({"data": []}, "the data is empty"),
        ({"data": [(torch.zeros(0, 5), torch.zeros(0).long())]}, "a batch is empty"),
        ({"data": [(torch.zeros(4, 5), torch.zeros(3).long())]}, r"first dimensions \(3, 4\)"),
        ({"data": ["text"]}, "number of samples in a batch is not clear"),
        ({"data": [torch.zeros(4, 5)]}, r"needs batches \(inputs, target\), not Tensor"),
        (
            {"data": [(torch.full((4, 5), torch.nan), torch.zeros(4).long())]},
            "loss is nan on batch 0",
        ),
        (
            {"loss": lambda net, batch: net(batch[0])},
            r"scalar tensor, not a tensor of shape \(5, 3\)",
        ),
        ({"loss": lambda net, batch: 3.0}, "must be a scalar tensor, not float"),
        ({"loss": lambda net, batch: torch.tensor(1.0)}, "does not depend on the parameters"),
        (
            {
                "loss": lambda net, batch: (
                    net(batch[0]).abs().sqrt().sum() * 0 + (net.two.bias * 0).abs().sqrt().sum()
                )
            },
            "not finite",
        ),
        ({"samples_in": lambda batch: 0}, "samples_in must return a whole number ≥ 1"),
        ({"parameters": "nothing"}, "no parameter is left to measure"),
        ({"parameters": ["three.weight"]}, "has no parameter three.weight"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_cannot_be_measured_is_refused_by_name(more, said: str) -> None:
    with pytest.raises(RunError, match=said) as caught:
        measure(problem(**more), **FEW)
    assert "\n" not in caught.value.message


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_an_asymmetric_second_derivative_is_found(dtype: str) -> None:
    class Wrong(torch.autograd.Function):
        @staticmethod
        def forward(ctx, x):
            ctx.save_for_backward(x)
            return x**3

        @staticmethod
        def backward(ctx, g):
            (x,) = ctx.saved_tensors
            return g.detach() * 3 * x**2  # forgets that g depends on the layers above

    class Model(Net):
        def forward(self, x):
            return self.two(Wrong.apply(self.one(x)))

    with pytest.raises(RunError, match="not symmetric: ⟨u, Hv⟩"):
        measure(problem(Model()), dtype=dtype, **FEW)


def test_a_loss_that_writes_to_parameters_is_found() -> None:
    def loss(net, batch):
        with torch.no_grad():
            net.one.bias.copy_(net.one.bias)
        return F.cross_entropy(net(batch[0]), batch[1])

    with pytest.raises(RunError, match="the loss changed a parameter"):
        measure(problem(loss=loss), **FEW)


def test_an_operation_without_second_derivative() -> None:
    class Once(torch.autograd.Function):
        @staticmethod
        def forward(ctx, x):
            return x * 2

        @staticmethod
        @torch.autograd.function.once_differentiable
        def backward(ctx, g):
            return g * 2

    class Model(Net):
        def forward(self, x):
            return super().forward(Once.apply(self.one(x)) @ torch.ones(6, 5))

    with pytest.raises(RunError, match=r"not symmetric|second derivative"):
        measure(problem(Model()), **FEW)
    # Where everything goes through it, autograd takes the gradient for a constant.
    alone = problem(loss=lambda net, batch: Once.apply(net.two.bias).sum())
    with pytest.raises(RunError, match="or it goes through an operation that has no second"):
        measure(alone, **FEW)


def test_a_device_that_is_not_there() -> None:
    with pytest.raises(RunError, match="device cuda:97: there"):
        measure(problem(), device="cuda:97")


def test_all_settings_are_checked_at_once() -> None:
    with pytest.raises(InputError) as caught:
        measure(problem(), probes=0, steps="many", dtype="int8", device="tpu!", seed=-1, extra=1)
    for name in ("--probes", "--steps", "--dtype", "--device", "--seed", "--extra"):
        assert name in caught.value.message


def test_parameters_of_several_types_are_refused() -> None:
    model = Net()
    model.two.double()
    with pytest.raises(RunError, match=r"of several types \(torch.float32, torch.float64\)"):
        measure(problem(model))


def test_out_of_memory_in_the_loss_is_a_sentence() -> None:
    def loss(net, batch):
        raise RuntimeError("[enforce fail] DefaultCPUAllocator: can't allocate memory: 8e12 bytes")

    with pytest.raises(RunError, match="out of memory: give the data in smaller batches"):
        measure(problem(loss=loss), **FEW)


def eigenvalues(model, loss, **more):
    torch.manual_seed(3)
    x, y = torch.randn(20, 5), torch.randint(0, 3, (20,))
    answer = measure(Problem(model=model, loss=loss, data=[(x, y)]), gradient_samples=0, **more)
    return answer.spectrum.eigenvalues, dict(answer.warnings)


def plain_net() -> nn.Module:
    torch.manual_seed(0)
    return nn.Sequential(nn.Linear(5, 6), nn.Tanh(), nn.Linear(6, 3))


def hooks_of_parameters(model) -> list:
    return [value.register_hook(lambda slope: 2 * slope) for value in model.parameters()]


def hooks_of_modules(model) -> list:
    return [
        model[0].register_full_backward_hook(lambda module, into, out: (into[0],)),
        model[2].register_full_backward_hook(lambda module, into, out: (3 * into[0],)),
        model[2].register_full_backward_pre_hook(lambda module, out: (3 * out[0],)),
    ]


def hooks_that_raise(model) -> list:
    def refuse(slope):
        raise ValueError("no luck")

    return [model[0].weight.register_hook(refuse)]


def hooks_that_step(model) -> list:
    def step(parameter):
        with torch.no_grad():
            parameter.zero_()

    return [value.register_post_accumulate_grad_hook(step) for value in model.parameters()]


@pytest.mark.parametrize(
    "add", [hooks_of_parameters, hooks_of_modules, hooks_that_raise, hooks_that_step]
)
@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_hooks_on_gradients_change_nothing(add, dtype: str) -> None:
    """A loss does not depend on them; they stay where they were."""
    wanted, _ = eigenvalues(plain_net(), nn.CrossEntropyLoss(), dtype=dtype)
    model = plain_net()
    handles = add(model)
    found, notes = eigenvalues(model, nn.CrossEntropyLoss(), dtype=dtype)
    assert np.array_equal(found, wanted)
    assert list(notes) == ["hooks-set-aside"]
    assert all(handle.id in handle.hooks_dict_ref() for handle in handles)


def test_a_hook_within_the_model_that_raises_is_a_sentence() -> None:
    class Model(Net):
        def forward(self, x):
            x = torch.tanh(self.one(x))
            x.register_hook(self.refuse)
            return self.two(x)

        def refuse(self, slope):
            raise KeyError("no luck")

    with pytest.raises(RunError, match="cannot be differentiated: KeyError: 'no luck'"):
        measure(problem(Model()), **FEW)


class Words(nn.Module):
    def __init__(self, **more) -> None:
        super().__init__()
        torch.manual_seed(0)
        self.embed, self.out = nn.Embedding(7, 4, **more), nn.Linear(4, 3)

    def forward(self, tokens):
        return self.out(torch.tanh(self.embed(tokens)))


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_an_embedding_with_max_norm(dense_hessian, dtype: str) -> None:
    """Refused where a row is longer; without effect, and measured, where none is."""
    torch.manual_seed(1)
    tokens, y = torch.randint(0, 7, (20,)), torch.randint(0, 3, (20,))
    model = Words(max_norm=1.0)
    before = model.embed.weight.clone()
    asked = Problem(model=model, loss=nn.CrossEntropyLoss(), data=[(tokens, y)])
    with pytest.raises(RunError, match=r"embed has max_norm=1, and \d of its 7 rows are longer"):
        measure(asked, dtype=dtype)
    assert torch.equal(model.embed.weight, before)
    model.embed.weight.data.renorm_(2, 0, 1.0)
    before = model.embed.weight.clone()
    found = measure(asked, dtype=dtype, gradient_samples=0).spectrum.eigenvalues
    assert torch.equal(model.embed.weight, before)
    assert model.embed.max_norm == 1.0
    plain = Words().double()
    plain.load_state_dict(model.double().state_dict())
    names = [name for name, _ in plain.named_parameters()]
    wanted = dense_hessian(plain, names, lambda run: F.cross_entropy(run(tokens), y))
    np.testing.assert_allclose(found, np.linalg.eigvalsh(wanted), atol=1e-6)


def by_copy(weight) -> None:
    with torch.no_grad():
        weight.copy_(F.normalize(weight))


def by_new_data(weight) -> None:
    weight.data = F.normalize(weight.data)


def by_old_data(weight) -> None:
    weight.data.div_(weight.data.norm(dim=1, keepdim=True))


@pytest.mark.parametrize("rewrite", [by_copy, by_new_data, by_old_data])
@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_weights_that_are_renormalised_in_place_are_restored_and_refused(rewrite, dtype) -> None:
    class Model(Net):
        def forward(self, x):
            rewrite(self.one.weight)
            return super().forward(x)

    model = Model()
    before, place = model.one.weight.clone(), model.one.weight.data_ptr()
    with pytest.raises(RunError, match=r"changed a parameter .* \(one.weight\)"):
        measure(problem(model), dtype=dtype, gradient_samples=0)
    assert torch.equal(model.one.weight, before)
    assert model.one.weight.data_ptr() == place


@pytest.mark.parametrize("made", ["model", "data", "call"])
def test_inference_mode(made: str) -> None:
    wanted, _ = eigenvalues(plain_net(), nn.CrossEntropyLoss(), dtype="float32")
    with torch.inference_mode(made == "model"):
        model = plain_net()
    if made == "model":
        with pytest.raises(RunError, match=r"0.weight was made in inference mode"):
            eigenvalues(model, nn.CrossEntropyLoss(), dtype="float32")
        return
    with torch.inference_mode(made == "data"):
        torch.manual_seed(3)
        data = [(torch.randn(20, 5), torch.randint(0, 3, (20,)))]
    asked = Problem(model=model, loss=nn.CrossEntropyLoss(), data=data)
    with torch.inference_mode(made == "call"):
        found = measure(asked, gradient_samples=0, dtype="float32")
    assert np.array_equal(found.spectrum.eigenvalues, wanted)


def test_autocast_around_the_call_is_off_and_said() -> None:
    wanted, _ = eigenvalues(plain_net(), nn.CrossEntropyLoss(), dtype="float32")
    with torch.autocast("cpu", torch.bfloat16):
        found, notes = eigenvalues(plain_net(), nn.CrossEntropyLoss(), dtype="float32")
        assert torch.is_autocast_enabled("cpu")
    assert np.array_equal(found, wanted)
    assert list(notes) == ["autocast-off"]


def test_full_precision_of_matrix_products_is_asked_for_and_given_back() -> None:
    before = torch.get_float32_matmul_precision()
    torch.set_float32_matmul_precision("medium")
    try:
        seen = []

        def loss(model, batch):
            seen.append(torch.get_float32_matmul_precision())
            return F.cross_entropy(model(batch[0]), batch[1])

        eigenvalues(plain_net(), loss, dtype="float32")
        assert set(seen) == {"highest"}
        assert torch.get_float32_matmul_precision() == "medium"
    finally:
        torch.set_float32_matmul_precision(before)


@pytest.mark.skipif(not hasattr(torch.compiler, "set_stance"), reason="PyTorch before 2.6")
def test_what_was_compiled_is_measured_as_it_was_written() -> None:
    wanted, _ = eigenvalues(plain_net(), nn.CrossEntropyLoss())
    model = plain_net()
    compiled = torch.compile(model, backend="aot_eager")
    found, _ = eigenvalues(compiled, nn.CrossEntropyLoss())
    assert np.array_equal(found, wanted)
    model.compile(backend="aot_eager")
    found, _ = eigenvalues(model, nn.CrossEntropyLoss())
    assert np.array_equal(found, wanted)


@pytest.mark.parametrize("old", [False, True])
@pytest.mark.parametrize("dim", [0, 1, None])
@pytest.mark.filterwarnings("ignore:.*weight_norm.*is deprecated:FutureWarning")
def test_weight_norm_is_measured_by_its_definition(dense_hessian, dim, old: bool) -> None:
    """PyTorch's fused kernel has a wrong second derivative on a CPU."""
    wrap = nn.utils.weight_norm if old else nn.utils.parametrizations.weight_norm

    class Written(nn.Module):
        def __init__(self, values) -> None:
            super().__init__()
            values = [value.detach().double().clone() for value in values]
            self.values = nn.ParameterList(values)

        def forward(self, x):
            bias, length, direction, *out = self.values
            axis = (0, 1) if dim is None else 1 - dim
            weight = direction * length / direction.norm(dim=axis, keepdim=dim is not None)
            return F.linear(torch.tanh(F.linear(x, weight, bias)), *out)

    model = plain_net()
    wrap(model[0], dim=dim)
    written = Written(list(model.parameters()))
    torch.manual_seed(3)
    x, y = torch.randn(20, 5), torch.randint(0, 3, (20,))
    names = [name for name, _ in written.named_parameters()]
    wanted = dense_hessian(written, names, lambda run: F.cross_entropy(run(x.double()), y))
    for dtype, tolerance in (("float64", 1e-9), ("float32", 1e-5)):
        found, notes = eigenvalues(model, nn.CrossEntropyLoss(), dtype=dtype)
        np.testing.assert_allclose(found, np.linalg.eigvalsh(wanted), rtol=0, atol=tolerance)
        assert notes == {}
    with torch.no_grad():  # the fused kernel is back
        assert torch.allclose(model(x).double(), written(x.double()), atol=1e-6)


def test_the_fused_weight_norm_itself_is_refused_by_name() -> None:
    class Model(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.direction = nn.Parameter(torch.randn(3, 5))
            self.length = nn.Parameter(torch.ones(3, 1))

        def forward(self, x):
            return F.linear(x, torch._weight_norm(self.direction, self.length, 0))

    with pytest.raises(RunError, match="weight_norm") as caught:
        eigenvalues(Model(), nn.CrossEntropyLoss())
    assert caught.value.code in {"not-symmetric", "wrong-second-derivative"}


def test_sparse_gradients_and_sparse_parameters_are_refused_by_name() -> None:
    class Functional(Words):
        def forward(self, tokens):
            return self.out(F.embedding(tokens, self.embed.weight, sparse=True))

    tokens, y = torch.arange(12) % 7, torch.arange(12) % 3
    with pytest.raises(RunError, match=r"embed.weight\) is sparse.*sparse=False"):
        measure(Problem(model=Functional(), loss=nn.CrossEntropyLoss(), data=[(tokens, y)]))
    model = plain_net()
    model[0].weight = nn.Parameter(model[0].weight.detach().to_sparse())
    with pytest.raises(RunError, match=r"0.weight is a sparse tensor"):
        measure(problem(model))


def test_the_second_name_of_a_tied_parameter_is_told() -> None:
    model = nn.Sequential(nn.Linear(5, 5, bias=False), nn.Tanh(), nn.Linear(5, 5, bias=False))
    model[2].weight = model[0].weight
    with pytest.raises(RunError, match=r"2.weight is tied to 0.weight"):
        measure(problem(model, parameters="^2"))


def test_a_kernel_without_second_derivative_is_named_with_what_helps() -> None:
    from torch.nn.attention import SDPBackend, sdpa_kernel

    class Model(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.query, self.out = nn.Linear(5, 4), nn.Linear(4, 3)

        def forward(self, x):
            q = self.query(x)[:, None, None].expand(-1, -1, 3, -1)
            with sdpa_kernel(SDPBackend.FLASH_ATTENTION):
                return self.out(F.scaled_dot_product_attention(q, q, q).mean((1, 2)))

    with pytest.raises(RunError, match="attn_implementation='eager'") as caught:
        measure(problem(Model()), **FEW)
    assert caught.value.code == "no-second-derivative"


def test_an_asymmetry_shows_where_two_numbers_differ() -> None:
    from adamw_bounds.measure.checks import _told_apart

    assert _told_apart(0.25, -1.5) == ("0.25", "-1.5")
    one, other = _told_apart(0.170552123456, 0.170552198765)
    assert one != other
    assert float(one) == pytest.approx(0.170552123456, abs=1e-8)
    assert float(other) == pytest.approx(0.170552198765, abs=1e-8)
    assert _told_apart(1.0, 1.0 + 2**-52)[0] != _told_apart(1.0, 1.0 + 2**-52)[1]
