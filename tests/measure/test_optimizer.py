"""What a file records of the optimizer: groups, kinds, flags; and blocks by group."""

from __future__ import annotations

import copy
import os
from typing import Any

import numpy as np
import pytest

if os.environ.get("ADAMW_BOUNDS_REQUIRE_TORCH"):
    import torch
else:
    torch = pytest.importorskip("torch")

from torch import nn

from adamw_bounds.errors import InputError
from adamw_bounds.measure import Problem, measure
from adamw_bounds.measure.optimizer import trainer_of
from adamw_bounds.spectra import generalization


def _model() -> Any:
    torch.manual_seed(0)
    return nn.Sequential(nn.Linear(4, 6), nn.Tanh(), nn.Linear(6, 3))


def _data() -> list[Any]:
    drawn = torch.Generator().manual_seed(1)
    return [(torch.randn(40, 4, generator=drawn), torch.randint(0, 3, (40,), generator=drawn))]


def _problem(model: Any, optimizer: Any, **more: Any) -> Problem:
    return Problem(
        **{
            **{"model": model, "loss": nn.CrossEntropyLoss(), "data": _data()},
            **{"optimizer": optimizer, "batch_size": 8, **more},
        }
    )


def _split(model: Any) -> list[dict[str, Any]]:
    return [
        {"params": [p for p in model.parameters() if p.ndim > 1], "weight_decay": 0.1},
        {"params": [p for p in model.parameters() if p.ndim < 2], "weight_decay": 0.0},
    ]


def _recorded(problem: Problem) -> dict[str, Any]:
    trainer = trainer_of(problem)
    assert trainer is not None
    return trainer.record()


def _codes(problem: Problem) -> list[str]:
    trainer = trainer_of(problem)
    assert trainer is not None
    return [code for code, _ in trainer.notes(51)]


def test_groups_are_recorded_with_their_sizes() -> None:
    model = _model()
    problem = _problem(model, torch.optim.AdamW(_split(model), lr=1e-3))
    found = _recorded(problem)
    assert (found["eta"], found["lam"], found["adam_eps"]) == (1e-3, None, 1e-8)
    assert found["betas"] == [0.9, 0.999]
    assert found["parameter_groups"] == [
        {"name": "decay 0.1", "parameters": 42, "lr": 1e-3, "weight_decay": 0.1},
        {"name": "no decay", "parameters": 9, "lr": 1e-3, "weight_decay": 0.0},
    ]
    assert _codes(problem) == ["parameter-groups"]


def test_one_group_says_nothing() -> None:
    model = _model()
    problem = _problem(model, torch.optim.AdamW(model.parameters(), lr=2e-3, weight_decay=0.05))
    found = _recorded(problem)
    assert (found["eta"], found["lam"]) == (2e-3, 0.05)
    assert _codes(problem) == []


@pytest.mark.parametrize("kind", [torch.tensor, np.float32, np.array])
def test_settings_may_be_tensors(kind: Any) -> None:
    model = _model()
    optimizer = torch.optim.AdamW(model.parameters(), lr=torch.tensor(0.5), foreach=False)
    optimizer.param_groups[0]["weight_decay"] = kind(0.25)
    found = _recorded(_problem(model, optimizer))
    assert (found["eta"], found["lam"]) == (0.5, 0.25)


def test_empty_and_frozen_groups_do_not_decide() -> None:
    model = _model()
    for value in model[0].parameters():
        value.requires_grad_(False)
    groups = [
        {"params": list(model[2].parameters()), "weight_decay": 0.1, "name": "head"},
        {"params": list(model[0].parameters()), "weight_decay": 0.3, "name": "frozen"},
        {"params": [], "weight_decay": 0.7, "name": "empty"},
    ]
    problem = _problem(model, torch.optim.AdamW(groups, lr=1e-3))
    found = _recorded(problem)
    assert found["lam"] == 0.1
    counts = [(one["name"], one["parameters"]) for one in found["parameter_groups"]]
    assert counts == [("head", 21), ("frozen", 0), ("empty", 0)]
    assert found["parameter_groups"][1]["not_measured"] == 30
    assert _codes(problem) == []


def test_three_groups_with_two_decays() -> None:
    model = _model()
    groups = [
        {"params": [model[0].weight], "weight_decay": 0.1},
        {"params": [model[2].weight], "weight_decay": 0.1},
        {"params": [model[0].bias, model[2].bias], "weight_decay": 0.01},
    ]
    names = [
        one["name"]
        for one in _recorded(_problem(model, torch.optim.AdamW(groups, lr=1)))["parameter_groups"]
    ]
    assert names == ["decay 0.1", "decay 0.1 (2)", "decay 0.01"]


def test_learning_rates_by_layer_keep_the_names_that_a_schedule_would_move() -> None:
    model = _model()
    groups = [{"params": model[0].parameters(), "lr": 1e-4}, {"params": model[2].parameters()}]
    optimizer = torch.optim.AdamW(groups, lr=1e-3, weight_decay=0.1)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: 1.0 - step / 2)
    before = _recorded(_problem(model, optimizer))
    optimizer.step()
    schedule.step()
    after = _recorded(_problem(model, optimizer))
    assert [one["name"] for one in after["parameter_groups"]] == ["lr 0.0001", "lr 0.001"]
    assert [one["name"] for one in before["parameter_groups"]] == ["lr 0.0001", "lr 0.001"]
    assert [one["lr"] for one in after["parameter_groups"]] == pytest.approx([5e-5, 5e-4])
    assert after["eta"] is None
    assert after["lam"] == 0.1


def test_the_end_of_a_schedule_is_recorded_and_said() -> None:
    model = _model()
    optimizer = torch.optim.AdamW(model.parameters(), lr=1e-3)
    schedule = torch.optim.lr_scheduler.LinearLR(optimizer, 1.0, 0.0, total_iters=1)
    optimizer.step()
    schedule.step()
    problem = _problem(model, optimizer)
    found = _recorded(problem)
    assert found["eta"] is None
    (group,) = found["parameter_groups"]
    assert (group["lr"], group["initial_lr"]) == (0.0, 1e-3)
    assert _codes(problem) == ["learning-rate"]


def test_kinds_of_optimizer() -> None:
    model = _model()

    def name(optimizer: Any) -> Any:
        return _recorded(_problem(model, optimizer))["optimizer"]

    assert name(torch.optim.Adam(model.parameters())) == "Adam"
    assert name(torch.optim.Adam(model.parameters(), weight_decay=0.1)) == "Adam (l2-Adam)"
    assert name(torch.optim.AdamW(_split(model))) == "AdamW"
    assert name(torch.optim.SGD(model.parameters(), lr=1)) == "SGD"
    problem = _problem(model, torch.optim.AdamW(model.parameters(), amsgrad=True, maximize=True))
    found = _recorded(problem)
    assert found["amsgrad"] is True
    assert found["maximize"] is True
    assert _codes(problem) == ["amsgrad", "maximize"]


def test_what_is_no_number_of_adams_is_not_recorded_as_one() -> None:
    class Factored(torch.optim.Optimizer):
        def __init__(self, params: Any) -> None:
            super().__init__(
                params,
                {
                    **{"lr": None, "eps": (1e-30, 1e-3), "betas": (0.9, 0.95, 0.99)},
                    **{"weight_decay": "none", "clip_threshold": 1.0, "own": object()},
                },
            )

    found = _recorded(_problem(model := _model(), Factored(model.parameters())))
    assert [found[key] for key in ("eta", "lam", "adam_eps", "betas")] == [None] * 4
    assert found["parameter_groups"] == [{"name": "group 0", "parameters": 51}]


def test_an_optimizer_of_some_parameters() -> None:
    model = _model()
    problem = _problem(model, torch.optim.AdamW(model[2].parameters(), weight_decay=0.1))
    found = _recorded(problem)
    assert found["parameters_in_no_group"] == 30
    # λ is not that of all; what reads the file says of how many it is.
    assert found["lam"] is None
    assert _codes(problem) == ["optimizer-parameters"]


def test_an_optimizer_of_none_of_the_parameters() -> None:
    other = nn.Linear(9, 9)
    problem = _problem(_model(), torch.optim.AdamW(other.parameters(), weight_decay=0.1))
    found = _recorded(problem)
    assert (found["lam"], found["parameter_groups"][0]["parameters"]) == (0.1, None)
    assert _codes(problem) == ["optimizer-parameters"]
    with pytest.raises(InputError, match="--blocks"):
        measure(problem, blocks="group")


def test_a_copy_of_the_model_is_told_by_names() -> None:
    model = _model()
    averaged = copy.deepcopy(model)
    optimizer = torch.optim.AdamW(_split(model), lr=1e-3)
    named = _recorded(_problem(averaged, optimizer, trained_model=model))
    assert [one["parameters"] for one in named["parameter_groups"]] == [42, 9]
    cut = measure(_problem(averaged, optimizer, trained_model=model), blocks="group")
    assert [block.spectrum.dim for block in cut.spectrum.blocks] == [42, 9]


def test_names_that_the_optimizer_keeps_tell_too() -> None:
    model = _model()
    try:
        optimizer = torch.optim.AdamW(model.named_parameters(), weight_decay=0.1)
    except TypeError:
        pytest.skip("this PyTorch takes no names")
    if "param_names" not in optimizer.param_groups[0]:
        pytest.skip("this PyTorch keeps no names")
    found = _recorded(_problem(copy.deepcopy(model), optimizer))
    assert (found["lam"], found["parameter_groups"][0]["parameters"]) == (0.1, 51)


def test_tied_parameters_count_once() -> None:
    class Tied(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.first, self.second = nn.Linear(4, 4), nn.Linear(4, 4)
            self.second.weight = self.first.weight

    model = Tied()
    groups = [
        {"params": [model.second.weight], "weight_decay": 0.1},
        {"params": [model.first.bias, model.second.bias], "weight_decay": 0.0},
    ]
    found = _recorded(_problem(model, torch.optim.AdamW(groups)))
    assert [one["parameters"] for one in found["parameter_groups"]] == [16, 8]


def test_groups_that_are_written_down() -> None:
    model = _model()
    given = {
        **{"name": "AdamW", "lr": 1e-3, "weight_decay": 0.1, "betas": (0.9, 0.95), "eps": 1e-6},
        "groups": [
            {"name": "matrices", "parameters": ["0.weight", "2.weight"]},
            {"name": "rest", "parameters": ["0.bias", "2.bias"], "weight_decay": 0},
        ],
    }
    found = _recorded(_problem(model, given))
    assert found["optimizer"] == "AdamW"
    assert [
        (one["name"], one["parameters"], one["weight_decay"]) for one in found["parameter_groups"]
    ] == [("matrices", 42, 0.1), ("rest", 9, 0.0)]
    plain = _recorded(_problem(model, {"name": "AdamW", "lr": 1e-3, "weight_decay": 0.1}))
    assert (plain["eta"], plain["lam"]) == (1e-3, 0.1)
    wrong = {"groups": [{"parameters": ["2.wieght"]}]}
    with pytest.raises(InputError, match=r"2\.wieght"):
        trainer_of(_problem(model, wrong))
    # The state of an optimizer: its order is not known, its settings are.
    state = torch.optim.AdamW(_split(model), lr=1e-3).state_dict()
    kept = _recorded(_problem(model, {"name": "AdamW", **state}))
    assert (kept["eta"], kept["lam"]) == (1e-3, None)
    assert [one["parameters"] for one in kept["parameter_groups"]] == [None, None]


# Blocks by group


@pytest.mark.parametrize("optimizer", ["adamw", "l2-adam"])
def test_err_takes_each_groups_own_decay(optimizer: str) -> None:
    import mpmath

    model = _model()
    problem = _problem(model, torch.optim.AdamW(_split(model), lr=1e-3), rho=0.01)
    found = measure(problem, blocks="group")
    assert [block.spectrum.meta.lam for block in found.spectrum.blocks] == [0.1, 0.0]
    answer = generalization(found.spectrum, variant="corrected", floor=1e-6)

    # The same blocks, dense in float64, by other means.
    double = copy.deepcopy(model).double()
    inputs, targets = _data()[0]
    names = [name for name, _ in double.named_parameters()]
    shapes = [value.shape for value in double.parameters()]
    sizes = [value.numel() for value in double.parameters()]

    def loss(flat: Any) -> Any:
        parts = [part.reshape(shape) for part, shape in zip(flat.split(sizes), shapes, strict=True)]
        values = dict(zip(names, parts, strict=True))
        out = torch.func.functional_call(double, values, (inputs.double(),))
        return nn.functional.cross_entropy(out, targets)

    point = nn.utils.parameters_to_vector(double.parameters()).detach()
    hessian = torch.autograd.functional.hessian(loss, point).numpy()
    owners = np.repeat(names, sizes)
    total = mpmath.mpf(0)
    for ending, lam in (("weight", 0.1), ("bias", 0.0)):
        mine = np.flatnonzero([name.endswith(ending) for name in owners])
        matrix = hessian[np.ix_(mine, mine)]
        for value in np.linalg.eigvalsh((matrix + matrix.T) / 2):
            root = mpmath.sqrt(max(abs(float(value)), 1e-6))
            decay = lam / (root if optimizer == "l2-adam" else mpmath.sqrt(8))  # b = 8
            x = 2 * mpmath.mpf("0.01") * mpmath.sqrt(8) / mpmath.mpf("0.001") * (root + decay)
            total += mpmath.log(x) + 1 / x
    label = found.spectrum.label
    row = answer.one(quantity="err", optimizer=optimizer, case=label)
    assert row.value == pytest.approx(float(total), rel=1e-11)
    # One λ for all would have said something else.
    one = generalization(found.spectrum, variant="corrected", floor=1e-6, lam=0.1)
    other = one.one(quantity="err", optimizer=optimizer, case=label).value
    assert abs(other - row.value) > 0.005 * row.value


def test_blocks_of_other_kinds_know_the_decay_of_their_group() -> None:
    model = _model()
    problem = _problem(model, torch.optim.AdamW(_split(model), lr=1e-3))
    each = measure(problem, blocks="parameter").spectrum.blocks
    assert [block.spectrum.meta.lam for block in each] == [0.1, 0.0, 0.1, 0.0]
    mixed = measure(problem, blocks="layer").spectrum.blocks
    assert [block.spectrum.meta.lam for block in mixed] == [None, None]
    assert [block.spectrum.meta.eta for block in mixed] == [1e-3, 1e-3]


def test_parameters_in_no_group_are_left_out_and_said() -> None:
    model = _model()
    optimizer = torch.optim.AdamW(model[2].parameters(), weight_decay=0.1)
    found = measure(_problem(model, optimizer), blocks="group")
    assert found.spectrum.dim == 21
    assert found.spectrum.meta.extra["parameters_left_out"] == 30
    assert {"blocks-left-out", "optimizer-parameters"} <= {code for code, _ in found.warnings}


@pytest.mark.parametrize("word", ["groups", "Group", "param_group", "parameter-groups"])
def test_a_word_that_is_all_but_group(word: str) -> None:
    model = _model()
    with pytest.raises(InputError, match="did you mean group"):
        measure(_problem(model, torch.optim.AdamW(model.parameters())), blocks=word)
    with pytest.raises(InputError, match="the problem has none"):
        measure(_problem(model, None), blocks="group")


def test_the_width_takes_the_settings_of_a_block() -> None:
    model = _model()
    problem = _problem(model, torch.optim.AdamW(_split(model), lr=1e-3), rho=0.01)
    found = measure(problem, blocks="group", exact_below=0, probes=2, steps=5, until_width=1e9)
    notes = [text for code, text in found.warnings if code == "width-reached"]
    assert any("λ = 0.1" in text for text in notes)
    assert any("λ = 0)" in text for text in notes)
