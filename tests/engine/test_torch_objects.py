"""An optimizer object stands for its settings, wherever settings are asked for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

import adamw_bounds as ab

PROBLEM = {"c_inf": 5, "sigma": 0.5, "smoothness": 2, "gap": 1.5, "batch_size": 32}
TORCH = {"lr": 1e-3, "betas": (0.9, 0.95), "adam_eps": 1e-4, "weight_decay": 0.0}
CONSTANTS = {name: TORCH[name] for name in ("adam_eps", "weight_decay")}
SETTINGS = {"eta": 1e-3, "lam": 0.0}
SHIPPED = "shipped:digits_mlp_adamw"


class AdamW:
    """What torch.optim's has: groups with their settings, and parameters."""

    def __init__(self, **changes: Any) -> None:
        own = {"lr": 1e-3, "betas": (0.9, 0.95), "eps": 1e-4, "weight_decay": 0.0, "params": []}
        self.param_groups = [{**own, **changes}]


class Adam(AdamW):
    """Decays the loss."""


#: A question with settings written out, and what it takes of them.
QUESTIONS: dict[str, tuple[Callable[..., Any], dict[str, Any], dict[str, Any]]] = {
    "complexity": (ab.complexity, {"theorem": 2, "epsilon": 0.1, **PROBLEM}, CONSTANTS),
    "compare": (
        ab.compare,
        {"epsilon": 0.1, "variant": "sharp", **PROBLEM},
        CONSTANTS,
    ),
    "solve": (
        ab.solve,
        {"for_": "lr", "reach": ("gradient-norm-squared", 9.0), "iterations": 1e9, **PROBLEM},
        {name: value for name, value in TORCH.items() if name != "lr"},
    ),
    "generalization": (ab.generalization, {"spectrum": SHIPPED, "rho": 1}, SETTINGS),
    "hessian": (
        ab.hessian_generalization,
        {"hessian": np.diag([1.0, 2.0]), "rho": 1, "samples": 100, "batch_size": 1},
        SETTINGS,
    ),
    "scale_free": (ab.scale_free, {"dim": 4, "iterations": 5}, TORCH),
    "timescale": (ab.timescale, {"iterations": 100}, TORCH),
}
#: Those that are asked of one optimizer.
OF_ONE = ("complexity", "solve", "generalization", "hessian")


@pytest.mark.parametrize("name", QUESTIONS)
def test_an_object_is_its_settings(name: str) -> None:
    question, rest, settings = QUESTIONS[name]
    own = {"optimizer": "adamw"} if name in OF_ONE else {}
    written = question(**rest, **settings, **own)
    told = question(**rest, optimizer=AdamW())
    assert [row.as_row() for row in told] == [row.as_row() for row in written]
    assert told.results
    assert {"eta", "lr"} & told.inputs.keys() == {"eta", "lr"} & written.inputs.keys()


def test_one_beta_beside_an_object_leaves_it_the_other() -> None:
    given = {"theorem": 2, "update": "paper", "iterations": 1e9, "delta": 1, **PROBLEM}
    told = ab.guarantee(optimizer=AdamW(lr=1e-5), beta1=0.05, **given)
    assert (told.inputs["beta1"], told.inputs["beta2"]) == (0.05, 0.05)
    assert told.inputs["eta"] == 1e-5


def test_a_sweep_takes_an_object_but_for_what_varies() -> None:
    found = ab.sweep("timescale", {"lr": [0.1, 1.0]}, optimizer=AdamW(weight_decay=0.1))
    assert found.one(quantity="timescale-steps").value.tolist() == pytest.approx([100, 10])
    assert "optimizer" not in found.inputs
    assert found.inputs["weight_decay"] == 0.1


def test_a_run_holds_an_object() -> None:
    optimizer = AdamW(weight_decay=0.1)
    problem, data = {"c_inf": 5, "x0_inf_norm": 1}, {"batch_size": 4, "samples": 400}
    found = ab.check({"optimizer": optimizer, "problem": problem, "data": data})
    assert found.one(quantity="timescale-epochs").value == pytest.approx(100)
    assert found.results == ab.check(optimizer, measured=problem, data=data).results


def test_a_picture_of_err_takes_an_object() -> None:
    pytest.importorskip("matplotlib")
    told = ab.plot(SHIPPED, kind="decades", rho=1, optimizer=AdamW(lr=0.01))
    written = ab.plot(SHIPPED, kind="decades", rho=1, optimizer="adamw", eta=0.01, lam=0.0)
    assert [item.err for item in told.items] == [item.err for item in written.items]


def test_what_takes_no_settings_says_so() -> None:
    told = ab.noise_scale(optimizer=AdamW(), sigma=1, gradient_norm=1)
    assert told.results == ab.noise_scale(sigma=1, gradient_norm=1).results
    with pytest.raises(ab.InputError, match="the theorem chooses"):
        ab.simulate(2, optimizer=AdamW())
    with pytest.raises(ab.InputError, match="all optimizers"):
        ab.compare(optimizer="adamw", epsilon=0.1, delta=1, **PROBLEM)


@pytest.mark.parametrize("question", [ab.timescale, ab.kkt])
def test_decay_of_the_loss_is_another_thing(question: Callable[..., Any]) -> None:
    with pytest.raises(ab.InputError, match="ℓ2"):
        question(optimizer=Adam(weight_decay=0.1))


def test_what_is_not_of_its_family_is_refused() -> None:
    optimizer = AdamW()
    del optimizer.param_groups[0]["betas"], optimizer.param_groups[0]["eps"]
    with pytest.raises(ab.InputError, match="no betas and no eps"):
        ab.compare(optimizer=optimizer, epsilon=0.1, **PROBLEM)


def test_the_point_of_a_real_optimizer() -> None:
    torch = pytest.importorskip("torch")
    model = torch.nn.Linear(4, 3)
    groups = [
        {"params": [model.weight], "weight_decay": 0.1},
        {"params": [model.bias], "weight_decay": 0.0},
    ]
    optimizer = torch.optim.AdamW(groups, lr=1e-3, eps=1e-6)
    with pytest.raises(ab.InputError, match=r"no \.grad"):
        ab.kkt(optimizer=optimizer)
    model(torch.randn(5, 4, generator=torch.Generator().manual_seed(1))).pow(2).sum().backward()
    found = ab.kkt(optimizer=optimizer)
    x, g = (value.detach().double().numpy() for value in (model.weight, model.weight.grad))
    score = np.abs(g).sum() + 0.1 * (x * g).sum()
    assert found.one(quantity="kkt-score", case="group 0").value == pytest.approx(score, rel=1e-12)
    assert ab.kkt(model, optimizer=optimizer).one(
        quantity="kkt-score", case="group 0"
    ).value == pytest.approx(score, rel=1e-12)
    with pytest.raises(ab.InputError, match="beside an optimizer object"):
        ab.kkt([1.0], [1.0], optimizer=optimizer)
