"""Models that leave the type of their parameters: what is recorded is the least precise type."""

from __future__ import annotations

import os

import numpy as np
import pytest

if os.environ.get("ADAMW_BOUNDS_REQUIRE_TORCH"):
    import torch
else:
    torch = pytest.importorskip("torch")

from torch import nn
from torch.nn import functional as F  # noqa: N812

from adamw_bounds.measure import Problem, measure
from adamw_bounds.measure.precision import full_precision

ALL = {"gradient_samples": 0}


class Norm(nn.Module):
    """RMS norm as language models write it: computed in a type of its own."""

    def __init__(self, size: int, inside) -> None:
        super().__init__()
        self.weight, self.inside = nn.Parameter(torch.ones(size)), inside

    def forward(self, x):
        kind, x = x.dtype, x.to(self.inside or x.dtype)
        x = x * torch.rsqrt(x.pow(2).mean(-1, keepdim=True) + 1e-6)
        return self.weight * x.to(kind)


def net(seed: int, inside):
    torch.manual_seed(seed)
    return nn.Sequential(nn.Linear(4, 8), Norm(8, inside), nn.Tanh(), nn.Linear(8, 3))


def pairs(seed: int):
    torch.manual_seed(100 + seed)
    return torch.randn(32, 4), torch.randint(0, 3, (32,))


@pytest.mark.parametrize("seed", range(8))
def test_norms_in_float32_inside_float64(dense_hessian, seed: int) -> None:
    """Never refused by chance, right to float32, and recorded so."""
    x, y = pairs(seed)
    plain = net(seed, None).double()
    names = [name for name, _ in plain.named_parameters()]
    wanted = dense_hessian(plain, names, lambda run: F.cross_entropy(run(x.double()), y))
    asked = Problem(model=net(seed, torch.float32), loss=nn.CrossEntropyLoss(), data=[(x, y)])
    found = measure(asked, **ALL)
    assert found.spectrum.dtype == "float32"
    assert found.spectrum.meta.dtype == "float32"
    assert [code for code, _ in found.warnings] == ["not-in-float64"]
    size = np.abs(wanted).max()
    np.testing.assert_allclose(
        found.spectrum.eigenvalues, np.linalg.eigvalsh(wanted), atol=2e-5 * size
    )
    # What the solver may leave is that of float32, too.
    assert found.largest.residual > 1e-7 * found.largest.value


def test_logits_in_float32() -> None:
    x, y = pairs(0)
    model = net(0, None)
    ends = {}
    for name, loss in (
        ("float64", lambda model, batch: F.cross_entropy(model(batch[0]), batch[1])),
        ("float32", lambda model, batch: F.cross_entropy(model(batch[0]).float(), batch[1])),
    ):
        found = measure(Problem(model=model, loss=loss, data=[(x, y)]), **ALL)
        assert found.spectrum.dtype == name
        ends[name] = found.largest.value
    assert ends["float32"] == pytest.approx(ends["float64"], rel=1e-5)
    assert ends["float32"] != ends["float64"]


def test_a_model_in_its_own_type_says_nothing() -> None:
    for dtype in ("float64", "float32"):
        asked = Problem(model=net(0, None), loss=nn.CrossEntropyLoss(), data=[pairs(0)])
        found = measure(asked, dtype=dtype, **ALL)
        assert found.spectrum.dtype == dtype
        assert found.warnings == ()


@pytest.mark.parametrize("inside", [torch.bfloat16, torch.float16])
@pytest.mark.parametrize("seed", range(4))
def test_half_precision_inside(inside, seed: int) -> None:
    asked = Problem(model=net(seed, inside), loss=nn.CrossEntropyLoss(), data=[pairs(seed)])
    plain = Problem(model=net(seed, None), loss=nn.CrossEntropyLoss(), data=[pairs(seed)])
    wanted = measure(plain, **ALL).largest.value
    for more in (ALL, {**ALL, "dtype": "float32", "exact_below": 0, "probes": 2, "steps": 20}):
        found = measure(asked, **more)
        name = str(inside).removeprefix("torch.")
        assert found.spectrum.dtype == name
        own = "float64" if more is ALL else "float32"
        assert f"not-in-{own}" in dict(found.warnings)
        assert found.largest.value == pytest.approx(wanted, rel=0.05)


def test_autocast_within_the_loss() -> None:
    """Said, and without effect where the parameters are float64, which autocast leaves alone."""
    x, y = pairs(0)

    def loss(model, batch):
        with torch.autocast("cpu", torch.bfloat16):
            return F.cross_entropy(model(batch[0]).float(), batch[1])

    model = nn.Sequential(nn.Linear(4, 8), nn.Tanh(), nn.Linear(8, 3))
    asked = Problem(model=model, loss=loss, data=[(x, y)])
    found = measure(asked, dtype="float32", **ALL)
    assert found.spectrum.dtype == "bfloat16"
    assert "not-in-float32" in dict(found.warnings)
    wide = measure(asked, dtype="float64", **ALL)
    assert wide.spectrum.dtype == "float32"
    plain = Problem(model=model, loss=nn.CrossEntropyLoss(), data=[(x, y)])
    wanted = measure(plain, dtype="float64", **ALL).largest.value
    assert wide.largest.value == pytest.approx(wanted, rel=1e-5)
    assert found.largest.value == pytest.approx(wanted, rel=0.05)


SLOTS = [
    (kind, name)
    for kind, names in (
        ("generic", ["all"]),
        ("cuda", ["all", "matmul", "conv", "rnn"]),
        ("mkldnn", ["all", "matmul", "conv", "rnn"]),
    )
    for name in names
]
new = pytest.mark.skipif(
    not hasattr(torch._C, "_get_fp32_precision_getter"), reason="PyTorch before 2.9"
)


def read():
    return {slot: torch._C._get_fp32_precision_getter(*slot) for slot in SLOTS}


def old():
    found = []
    for setting in (torch.get_float32_matmul_precision, torch._C._get_cudnn_allow_tf32):
        try:
            found.append(setting())
        except RuntimeError:
            found.append(None)
    return found


@pytest.fixture
def settings():
    """Put back what a test sets of the precision of float32."""
    before, products = read(), torch.get_float32_matmul_precision()
    yield
    torch.set_float32_matmul_precision(products)
    for slot, value in before.items():
        if read()[slot] != value:
            torch._C._set_fp32_precision_setter(*slot, value)
    assert (read(), old()[0]) == (before, products)


@new
@pytest.mark.parametrize(
    ("common", "slots"),
    [
        (None, {}),
        (None, {("cuda", "matmul"): "tf32"}),
        (None, {("generic", "all"): "tf32"}),
        (None, {("cuda", "all"): "ieee"}),
        (None, {("mkldnn", "all"): "bf16", ("mkldnn", "conv"): "ieee"}),
        ("medium", {}),
        ("high", {("cuda", "matmul"): "ieee"}),
    ],
)
@pytest.mark.usefixtures("settings")
def test_float32_is_full_for_a_while_whatever_was_set(common: str | None, slots) -> None:
    if common:
        torch.set_float32_matmul_precision(common)
    for slot, value in slots.items():
        torch._C._set_fp32_precision_setter(*slot, value)
    before = read(), old()
    with full_precision(cuda=True):
        inside = read()
        assert {value for slot, value in inside.items() if slot[1] != "all"} == {"ieee"}
        assert torch.get_float32_matmul_precision() == "highest"
    assert (read(), old()) == before
    seen = []

    def loss(model, batch):
        seen.append(read()["mkldnn", "matmul"])
        return F.cross_entropy(model(batch[0]), batch[1])

    asked = Problem(model=nn.Linear(4, 3), loss=loss, data=[pairs(0)])
    measure(asked, dtype="float32", **ALL)
    assert set(seen) == {"ieee"}
    assert (read(), old()) == before


def test_half_precision_is_summed_in_float32() -> None:
    matmul = torch.backends.cuda.matmul
    names = [
        "allow_fp16_reduced_precision_reduction",
        "allow_bf16_reduced_precision_reduction",
    ]
    before = [getattr(matmul, name) for name in names]
    for given in (True, False):
        for name in names:
            setattr(matmul, name, given)
        with full_precision(cuda=True):
            assert not any(getattr(matmul, name) for name in names)
        assert [getattr(matmul, name) for name in names] == [given] * 2
    for name, value in zip(names, before, strict=True):
        setattr(matmul, name, value)
