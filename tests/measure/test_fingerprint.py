"""Fingerprints: what they depend on, and what they must not depend on."""

from __future__ import annotations

import os
import random
from collections import UserDict
from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest

if os.environ.get("ADAMW_BOUNDS_REQUIRE_TORCH"):
    import torch
else:
    torch = pytest.importorskip("torch")

from torch import nn
from torch.utils.data import DataLoader, TensorDataset

from adamw_bounds.errors import InputError, RunError
from adamw_bounds.measure import Problem, measure
from adamw_bounds.measure.fingerprint import DataDigest, fingerprint, model_digest
from adamw_bounds.spectra import generalization, merge

KEYS = ("model", "data", "loss", "dtype", "matrix", "parameters")


def net(activation: type[nn.Module] = nn.Tanh) -> nn.Module:
    torch.manual_seed(0)
    return nn.Sequential(nn.Linear(4, 5), nn.BatchNorm1d(5), activation(), nn.Linear(5, 3))


def samples(count: int = 20) -> tuple[Any, Any]:
    rng = torch.Generator().manual_seed(1)
    return torch.randn(count, 4, generator=rng), torch.arange(count) % 3


def problem(**more: Any) -> Problem:
    x, y = samples()
    parts = {"model": net(), "loss": nn.CrossEntropyLoss(), "data": [(x, y)]}
    return Problem(**{**parts, **more})


def of(*batches: Any, counts: tuple[int, ...] | None = None) -> str:
    digest = DataDigest()
    for place, batch in enumerate(batches):
        digest.add(batch, 1 if counts is None else counts[place])
    return digest.hexdigest()


def test_what_a_fingerprint_holds() -> None:
    found = fingerprint(problem(), matrix="ggn")
    assert tuple(sorted(found)) == tuple(sorted(KEYS))
    for key in ("model", "data", "parameters"):
        assert len(found[key]) == 32
        int(found[key], 16)
    assert (found["loss"], found["dtype"], found["matrix"]) == (
        "CrossEntropyLoss, mean",
        "float32",
        "ggn",
    )
    assert fingerprint(problem(), matrix="ggn") == found
    assert fingerprint(problem(), dtype="float64")["dtype"] == "float64"


def changed(**more: Any) -> set[str]:
    """Return the keys in which another problem differs."""
    one, two = fingerprint(problem()), fingerprint(problem(**more))
    return {key for key in KEYS if one[key] != two[key]}


def test_each_part_shows_in_its_own_key() -> None:
    x, y = samples()
    other = net()
    with torch.no_grad():
        other[0].weight[0, 0] += 1e-6
    buffers = net()
    buffers[1].running_mean[2] = 1e-6
    assert changed() == set()
    assert changed(model=other) == {"model"}
    assert changed(model=buffers) == {"model"}
    assert changed(model=net(nn.ReLU)) == {"model"}  # parameters of the same names and values
    assert changed(model=net().double()) == {"model", "dtype"}
    assert changed(parameters="3") == {"parameters"}
    assert changed(loss=nn.CrossEntropyLoss(reduction="sum")) == {"loss"}
    assert changed(loss_name="another") == {"loss"}
    assert changed(data=[(x, (y + 1) % 3)]) == {"data"}
    assert changed(data=[(x[:-1], y[:-1])]) == {"data"}
    assert changed(data=[(x.double(), y)]) == {"data"}


def test_the_model_is_the_users_on_any_device_and_in_any_mode() -> None:
    first = problem()
    before = model_digest(first)
    first.model.eval()
    for parameter in first.model.parameters():
        parameter.grad = torch.ones_like(parameter)
    assert model_digest(first) == before
    assert fingerprint(first, model="given")["model"] == "given"
    tied, apart = (nn.ModuleList([nn.Linear(3, 3), nn.Linear(3, 3)]) for _ in range(2))
    apart.load_state_dict(tied.state_dict())
    tied[1].weight = tied[0].weight
    with torch.no_grad():
        apart[1].weight.copy_(apart[0].weight)
        apart[1].bias.copy_(tied[1].bias)
    assert model_digest(problem(model=tied)) != model_digest(problem(model=apart))


def test_frozen_parameters_belong_to_the_model_but_are_not_measured() -> None:
    frozen = net()
    frozen[0].weight.requires_grad_(False)
    assert changed(model=frozen) == {"parameters"}


@pytest.mark.parametrize("sizes", [(20,), (7, 7, 6), (1,) * 20, (3, 17)])
def test_data_depends_neither_on_batches_nor_on_order(sizes: tuple[int, ...]) -> None:
    x, y = samples()
    order = torch.randperm(20, generator=torch.Generator().manual_seed(len(sizes)))
    parts = zip(torch.split(x[order], sizes), torch.split(y[order], sizes), strict=True)
    assert changed(data=list(parts)) == set()
    columns = torch.randn(4, 20).T  # not contiguous
    assert of((columns,)) != of((columns.flip(0) + 1,))
    assert of((columns,)) == of((columns.contiguous(),))


def test_a_loader_that_shuffles() -> None:
    data = TensorDataset(*samples())
    for seed in range(2):
        loader = DataLoader(
            data, batch_size=6, shuffle=True, generator=torch.Generator().manual_seed(seed)
        )
        assert changed(data=loader) == set()


def test_the_pass_that_is_made_leaves_random_states_alone() -> None:
    generator = torch.Generator().manual_seed(3)
    loader = DataLoader(TensorDataset(*samples()), batch_size=6, shuffle=True, generator=generator)
    asked = problem(data=loader)
    torch.manual_seed(5)
    random.seed(6)
    np.random.seed(7)
    states = (
        torch.get_rng_state(),
        generator.get_state(),
        random.getstate(),
        np.random.get_state(),
    )
    fingerprint(asked)
    assert torch.equal(torch.get_rng_state(), states[0])
    assert torch.equal(generator.get_state(), states[1])
    assert random.getstate() == states[2]
    assert all(np.array_equal(a, b) for a, b in zip(np.random.get_state(), states[3], strict=True))


def test_a_digest_that_was_fed_is_that_of_a_pass() -> None:
    x, y = samples()
    digest = DataDigest()
    for start in range(0, 20, 6):
        part = slice(start, start + 6)
        digest.add((x[part], y[part]), len(x[part]))
    assert fingerprint(problem(), digest) == fingerprint(problem())


def test_a_sample_is_what_stands_together() -> None:
    x, y = samples()
    assert of((x, y)) != of((x, y.flip(0)))  # the same inputs and the same labels, paired anew
    assert of((x, x + 1)) != of((x + 1, x))
    assert of({"a": x, "b": y}) == of({"b": y, "a": x}) == of(UserDict(a=x, b=y))
    assert of({"a": x, "b": y}) != of({"b": x, "a": y})
    assert of((x, y)) == of([x, y])
    doubled = of((x, y), (x, y))
    assert doubled != of((x, y))  # a sample counts as often as it is there
    assert of((x, y), counts=(20,)) != of((x, y), counts=(40,))


def test_every_leaf_counts() -> None:
    x, y = samples(4)
    texts = ["a", "b", "c", "d"]
    whole = {"x": x, "more": [{"y": y}, texts], "scale": 0.5, "name": "train", "none": None}
    base = of(whole)
    for key, value in {
        "more": [{"y": y + 1}, texts],
        "scale": 0.25,
        "name": "test",
        "none": 0,
    }.items():
        assert of({**whole, key: value}) != base, key
    assert of({**whole, "more": [{"y": y}, ["a", "b", "d", "c"]]}) != base
    # Texts are taken apart as tensors are, and numbers and single texts go with every sample.
    halves = [
        {**whole, "x": x[part], "more": [{"y": y[part]}, texts[part]]}
        for part in (slice(0, 1), slice(1, 4))
    ]
    assert of(*halves, counts=(1, 3)) == of(whole, counts=(4,))


def test_what_does_not_split_counts_batch_by_batch() -> None:
    edges, nodes = torch.arange(6).reshape(2, 3), torch.randn(5, 2)
    one, two = (nodes, edges), (nodes + 1, edges)
    assert of(one, two) == of(two, one)
    assert of(one) != of((nodes, edges.flip(0)))
    assert of(one) != of((nodes.flip(0), edges))
    packed = nn.utils.rnn.pack_sequence([torch.ones(3), torch.ones(2)])
    longer = nn.utils.rnn.pack_sequence([torch.ones(3), torch.ones(2) * 2])
    assert of(packed) != of(longer)


def test_numpy_and_other_objects() -> None:
    x, y = samples(4)

    @dataclass
    class Pair:
        x: Any
        y: Any

    class Graph:
        def __init__(self, x: Any, y: Any) -> None:
            self.x, self.y = x, y

    assert of(Pair(x, y)) == of({"x": x, "y": y}) == of(Graph(x, y))
    assert of(Pair(x, y)) != of(Pair(x, y + 1))
    assert of((x.numpy(),)) != of((x.numpy() + 1,))
    halves = ((x[:1].numpy(), y[:1]), (x[1:].numpy(), y[1:]))
    assert of(*halves, counts=(1, 3)) == of((x.numpy(), y), counts=(4,))
    assert of((x, np.float64(2.0))) != of((x, np.float64(3.0)))
    assert of((x, object())) == of((x, object()))  # where it lies in memory is no part of it
    endless: list[Any] = []
    endless.append(endless)
    with pytest.raises(RunError, match="nested more than 64 deep"):
        of((x, endless))


@pytest.mark.parametrize(
    "dtype", ["float16", "bfloat16", "float64", "uint8", "bool", "complex64", "int32"]
)
def test_types_of_tensors(dtype: str) -> None:
    kind = getattr(torch, dtype)
    x = (torch.arange(12).reshape(4, 3) % 2).to(kind)
    assert of((x,)) == of((x.flip(0),))
    assert of((x,)) != of((x.roll(1, 1),))
    assert of((x,)) != of(((torch.arange(12).reshape(4, 3) % 2).to(torch.int16),))
    assert of((x,)) != of((x.reshape(4, 3, 1),))
    assert of((torch.zeros(4, 0, dtype=kind),)) != of((torch.zeros(5, 0, dtype=kind),))


# What it is for


def study(seed: int, **more: Any) -> Any:
    """Measure the problem in float64, in batches that depend on the seed."""
    x, y = samples()
    batches = zip(torch.split(x.double(), 7 + seed), torch.split(y, 7 + seed), strict=True)
    parts = {"model": net().double(), "data": list(batches), **more}
    settings = {"probes": 4, "steps": 12 + seed, "exact_below": 0}
    return measure(problem(**parts), seed=seed, **settings).spectrum


def test_probes_measured_apart_are_pooled() -> None:
    parts = [study(seed) for seed in range(3)]
    found = merge(parts)
    assert found.probes == 12
    drawn = [[seed, number, "rademacher"] for seed in range(3) for number in range(4)]
    assert found.meta.extra["probes_drawn"] == drawn
    assert found.meta.extra["fingerprint"] == parts[0].meta.extra["fingerprint"]
    assert found.residuals is not None
    exact = measure(
        problem(model=net().double(), data=[(samples()[0].double(), samples()[1])])
    ).spectrum

    def err(spectrum: Any) -> Any:
        answer = generalization(spectrum, eta=1e-3, lam=0.01, batch_size=4, rho=0.1, floor=1e-9)
        return answer.one(quantity="err", optimizer="adamw", variant="corrected")

    assert err(found).lower <= err(exact).value <= err(found).upper


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"model": net(nn.ReLU).double()}, "has the model"),
        ({"parameters": "3"}, "has d = 18, but .* has the choice of parameters"),
        ({"loss": nn.CrossEntropyLoss(reduction="sum")}, "has the loss CrossEntropyLoss, sum"),
        ({"loss": nn.CrossEntropyLoss(label_smoothing=0.1)}, r"has the loss F\(x\) = "),
    ],
)
def test_unlike_problems_are_not_pooled(more: dict[str, Any], words: str) -> None:
    with pytest.raises(InputError, match=words):
        merge([study(0), study(1, **more)])
