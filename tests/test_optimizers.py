"""Optimizers: one object each, and PyTorch's class with the same kind of decay."""

from __future__ import annotations

import pytest

from adamw_bounds.optimizers import ADAM, ADAMW, L2_ADAM, OPTIMIZERS, Optimizer, in_words, named


def test_each_is_found_by_its_key() -> None:
    assert list(OPTIMIZERS.values()) == [ADAMW, ADAM, L2_ADAM]
    assert all(OPTIMIZERS[item.key] is item for item in OPTIMIZERS.values())
    assert [named(key) for key in (*OPTIMIZERS, "sgd", "lion", "muon")] == [
        *("AdamW", "Adam", "ℓ2-Adam", "SGD", "Lion", "muon"),
    ]


@pytest.mark.parametrize("optimizer", OPTIMIZERS.values(), ids=lambda item: item.key)
def test_the_decay_is_that_of_pytorchs_class(optimizer: Optimizer) -> None:
    """One step from x = 1 with gradient 2: decoupled decay adds to Adam's step, the loss's not."""
    torch = pytest.importorskip("torch")
    lr, lam = 0.5, 0.25
    x = torch.nn.Parameter(torch.ones(1, dtype=torch.float64))
    update = getattr(torch.optim, optimizer.torch)(
        [x], lr=lr, eps=0.0, weight_decay=lam if optimizer.has_decay else 0.0
    )
    (2 * x).sum().backward()
    update.step()
    # The first step of Adam is lr·sign(g), whatever λx adds to g.
    assert float(x.detach()) == pytest.approx(
        1 - lr - lr * lam * optimizer.decays_parameters, rel=1e-12
    )
    moment = float(update.state[x]["exp_avg"])
    assert moment == pytest.approx(0.1 * (2 + lam * optimizer.decays_loss), rel=1e-12)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        *(("AdamW", "adamw"), ("torch.optim.AdamW", "adamw"), ("adamw8bit", "adamw")),
        *(
            ("Adam", "adam"),
            ("l2-Adam", "l2-adam"),
            ("ℓ₂-Adam", "l2-adam"),
            ("Adam, L2", "l2-adam"),
        ),
        *((word, None) for word in ("NAdam", "Adamax", "SGD with l2", "madamw", "", None)),
    ],
)
def test_free_words_name_an_optimizer(text: str | None, key: str | None) -> None:
    assert in_words(text) == key
