"""Train and measure the networks whose spectra ship, the project's own Table 1.

    python tests/benchmarks/train_shipped.py [--output DIR] [--only NAME]... [--exact]

Two networks on scikit-learn's digits, each trained with AdamW, AdamW-D, ℓ2-Adam and ℓ2-Adam-D
(D: a decay λ_k that falls exponentially). Needs torch, and scikit-learn for the data.
"""

from __future__ import annotations

import argparse
import math
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from adamw_bounds.errors import BoundsError, RunError

__all__ = [
    "RUNS",
    "Data",
    "Network",
    "Run",
    "choose",
    "digits",
    "initial_variance",
    "main",
    "make",
    "score",
    "train",
    "trained",
]

#: Learning rate η, the same in all runs and constant: err depends on it by itself, so that runs
#: with other rates could not be compared.
ETA: Final = 1e-3
#: Minibatch size b, which divides the training set.
BATCH: Final = 100
#: Where the decaying λ_k ends: λ_K = c1 times this.
LAST: Final = 0.1
#: Images of each part; the parts are drawn by `SPLIT_SEED`.
PARTS: Final = {"train": 800, "validation": 297, "test": 700}
SPLIT_SEED: Final = 0
#: The first is the seed of the run that is measured; the others say how accuracies scatter.
SEEDS: Final = (0, 1, 2, 3, 4)
#: λ or c1 is that of these with the least loss on the validation images: decoupled, ℓ2 term.
GRIDS: Final = {
    True: (0.01, 0.03, 0.1, 0.3, 1.0, 3.0),
    False: (3e-5, 1e-4, 3e-4, 1e-3, 3e-3, 1e-2),
}
#: How spectra are measured; d ≤ 5,000 is exact.
SETTINGS: Final[Mapping[str, Any]] = {
    "probes": 10,
    "steps": 300,
    "seed": 0,
    "device": "cpu",
    "exact_below": 5000,
    "gradient_samples": PARTS["train"],
    "preconditioner": "adam",
}
#: With ``--exact`` both networks are.
_EXACT_BELOW: Final = 10_000


@dataclass(frozen=True, slots=True)
class Network:
    """An architecture and how long it is trained."""

    name: str
    build: Callable[[], Any]
    epochs: int


def _perceptron() -> Any:
    from adamw_bounds.measure._torch import torch

    nn = torch.nn
    return nn.Sequential(nn.Linear(64, 32), nn.Tanh(), nn.Linear(32, 10)).double()


def _convolutional() -> Any:
    from adamw_bounds.measure._torch import torch

    nn = torch.nn
    return nn.Sequential(
        nn.Unflatten(1, (1, 8, 8)),
        nn.Conv2d(1, 16, 3, stride=2),
        nn.Tanh(),
        nn.Conv2d(16, 32, 3),
        nn.Tanh(),
        nn.Flatten(),
        nn.Linear(32, 10),
    ).double()


_MLP: Final = Network("MLP 64-32-10, tanh", _perceptron, 400)
_CONV: Final = Network(
    "convolutional net, 3×3 kernels: 16 channels of stride 2, 32 channels, linear 32-10, tanh",
    _convolutional,
    200,
)


@dataclass(frozen=True, slots=True)
class Run:
    """One network trained with one optimizer.

    Attributes
    ----------
    network : Network
        What is trained.
    optimizer : str
        ``AdamW``, ``AdamW-D``, ``l2-Adam`` or ``l2-Adam-D``.
    """

    network: Network
    optimizer: str

    @property
    def decoupled(self) -> bool:
        """Whether the decay is AdamW's, and no term of the gradient."""
        return self.optimizer.startswith("AdamW")

    @property
    def decaying(self) -> bool:
        """Whether λ_k falls exponentially."""
        return self.optimizer.endswith("-D")

    @property
    def grid(self) -> tuple[float, ...]:
        """The λ, or c1, among which the validation images choose."""
        return GRIDS[self.decoupled]

    def decay(self, first: float, step: int, steps: int) -> float:
        """Return λ_k at a step k from 0: `first`, or c1·λ^k with λ_{steps−1} = `LAST`·c1."""
        if not self.decaying:
            return first
        return float(first * LAST ** (step / max(steps - 1, 1)))


RUNS: Final[Mapping[str, Run]] = {
    f"{key}_{optimizer.lower().replace('-', '_')}": Run(network, optimizer)
    for key, network in (("mlp", _MLP), ("conv", _CONV))
    for optimizer in ("AdamW", "AdamW-D", "l2-Adam", "l2-Adam-D")
}


@dataclass(frozen=True, slots=True)
class Data:
    """Images (m, 64) in float64 and labels (m,), by part: train, validation, test."""

    parts: Mapping[str, tuple[Any, Any]]


def digits() -> Data:
    """Return the UCI digits, pixels in [0, 1], split at random by a fixed seed.

    Raises
    ------
    RunError
        If scikit-learn, which carries them, is not installed.
    """
    from adamw_bounds.measure._torch import torch

    try:
        from sklearn.datasets import load_digits
    except ImportError as error:
        raise RunError(
            "the digits come with scikit-learn, which is not installed: pip install scikit-learn",
            code="missing-extra",
        ) from error
    raw = load_digits()
    images = torch.tensor(raw.data / 16, dtype=torch.float64)
    labels = torch.tensor(raw.target)
    order = torch.randperm(len(labels), generator=torch.Generator().manual_seed(SPLIT_SEED))
    parts = torch.split(order, list(PARTS.values()))
    return Data(
        {name: (images[part], labels[part]) for name, part in zip(PARTS, parts, strict=True)}
    )


def train(run: Run, data: Data, decay: float, *, seed: int = 0, epochs: int | None = None) -> Any:
    """Return the trained network, as `trained` does."""
    return trained(run, data, decay, seed=seed, epochs=epochs)[0]


def trained(
    run: Run, data: Data, decay: float, *, seed: int = 0, epochs: int | None = None
) -> tuple[Any, Any]:
    """Return the trained network, and its optimizer with the state that training left.

    Parameters
    ----------
    run : Run
        What is trained, and with which optimizer.
    data : Data
        Its part ``train`` is learned.
    decay : float
        λ ≥ 0; c1 where λ_k decays.
    seed : int
        Seed of initialisation and of the order of samples.
    epochs : int, optional
        By default the network's own.
    """
    from adamw_bounds.measure._torch import torch

    images, labels = data.parts["train"]
    epochs = run.network.epochs if epochs is None else epochs
    steps, step = epochs * math.ceil(len(labels) / BATCH), 0
    kind = torch.optim.AdamW if run.decoupled else torch.optim.Adam
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        model = run.network.build()
        optimizer = kind(model.parameters(), lr=ETA, weight_decay=decay)
        for _ in range(epochs):
            for chosen in torch.randperm(len(labels)).split(BATCH):
                optimizer.param_groups[0]["weight_decay"] = run.decay(decay, step, steps)
                optimizer.zero_grad()
                output = model(images[chosen])
                torch.nn.functional.cross_entropy(output, labels[chosen]).backward()
                optimizer.step()
                step += 1
    return model, optimizer


def score(model: Any, data: Data, part: str) -> tuple[float, float]:
    """Return the mean cross-entropy and the accuracy on a part of the data."""
    from adamw_bounds.measure._torch import torch

    images, labels = data.parts[part]
    with torch.no_grad():
        output = model(images)
        loss = torch.nn.functional.cross_entropy(output, labels)
        right = (output.argmax(dim=1) == labels).sum()
    return float(loss), int(right) / len(labels)


def choose(
    run: Run, data: Data, *, grid: Sequence[float] | None = None, epochs: int | None = None
) -> tuple[float, dict[str, float]]:
    """Return the λ, or c1, of the grid with the least validation loss, and all these losses."""
    values = run.grid if grid is None else grid
    losses = {
        decay: score(train(run, data, decay, epochs=epochs), data, "validation")[0]
        for decay in values
    }
    return min(losses, key=lambda decay: losses[decay]), {
        f"{decay:g}": loss for decay, loss in losses.items()
    }


def initial_variance(model: Any) -> float:
    """Return the variance of PyTorch's default initialisation, mean over the parameters.

    Weights and biases of a layer with m inputs are uniform in ±1/√m: variance 1/(3m). It does
    not depend on data or seed, so that it is a prior's in the sense of the bounds.
    """
    from adamw_bounds.measure._torch import torch

    total = count = 0.0
    for layer in model.modules():
        if isinstance(layer, torch.nn.Linear | torch.nn.Conv2d):
            inputs = layer.weight[0].numel()
            size = sum(value.numel() for value in layer.parameters())
            total, count = total + size / (3 * inputs), count + size
    return total / count


def make(
    name: str,
    folder: Path,
    data: Data,
    *,
    grid: Sequence[float] | None = None,
    epochs: int | None = None,
    seeds: Sequence[int] = SEEDS,
    **settings: Any,
) -> Path:
    """Train, measure and write one of `RUNS`; return the file.

    Parameters
    ----------
    name : str
        A key of `RUNS`.
    folder : Path
        Where NAME.npz is written.
    data : Data
        What `digits` returns.
    grid, epochs, seeds
        In place of the run's own.
    **settings
        In place of those in `SETTINGS`.
    """
    from adamw_bounds.measure import Problem, measure
    from adamw_bounds.measure._torch import torch

    run = RUNS[name]
    first, losses = choose(run, data, grid=grid, epochs=epochs)
    model, optimizer = trained(run, data, first, seed=seeds[0], epochs=epochs)
    models = {seeds[0]: model}
    models |= {seed: train(run, data, first, seed=seed, epochs=epochs) for seed in seeds[1:]}
    images, labels = data.parts["train"]
    epochs = run.network.epochs if epochs is None else epochs
    steps = epochs * math.ceil(len(labels) / BATCH)
    last = run.decay(first, steps - 1, steps)
    train_loss, train_accuracy = score(model, data, "train")
    accuracies = [score(network, data, "test")[1] for network in models.values()]
    schedule: dict[str, Any] = {"form": "constant", "first": first, "last": last}
    if run.decaying:
        schedule |= {"form": "c1·λ^k", "c1": first, "lambda": LAST ** (1 / max(steps - 1, 1))}
    asked = Problem(
        model=model,
        loss=torch.nn.CrossEntropyLoss(),
        data=[(images, labels)],
        batch_size=BATCH,
        rho=initial_variance(model),
        # Section 5 of the paper is about the end of training: λ is that of the last step.
        # Its state is that of the run: err with its own preconditioner is measured too.
        optimizer={"name": run.optimizer, **optimizer.state_dict()},
        test_accuracy=accuracies[0],
        model_name=run.network.name,
        data_name=(
            "UCI optical digits (scikit-learn load_digits, scaled by 1/16): "
            f"{len(labels)} images trained on, {len(data.parts['test'][1])} held out for testing"
        ),
        loss_name="cross-entropy",
        extra={
            "training": {
                "seed": seeds[0],
                "epochs": epochs,
                "steps": steps,
                "learning_rate": "constant",
                "loss": train_loss,
                "accuracy": train_accuracy,
            },
            "weight_decay_schedule": schedule,
            "weight_decay_validation_loss": losses,
            "split": {part: len(found[1]) for part, found in data.parts.items()}
            | {"seed": SPLIT_SEED},
            "test_accuracy_by_seed": dict(zip(map(str, seeds), accuracies, strict=True)),
            "rho_is": "variance of PyTorch's default initialisation, mean over the parameters",
        },
    )
    found = measure(asked, **{**SETTINGS, **settings})
    path = folder / f"{name}.npz"
    found.save(path)
    return path


def main(arguments: Sequence[str] | None = None) -> int:
    """Make the files; return the exit status."""
    parser = argparse.ArgumentParser(
        prog="python tests/benchmarks/train_shipped.py",
        description="Train and measure the networks whose spectra ship. Needs torch, and "
        "scikit-learn for the data.",
    )
    parser.add_argument(
        "--output", type=Path, default=Path(), metavar="DIR", help="folder of the files (default .)"
    )
    parser.add_argument(
        "--only", action="append", choices=[*RUNS], metavar="NAME", help=f"of {', '.join(RUNS)}"
    )
    parser.add_argument(
        "--exact",
        action="store_true",
        help="all eigenvalues of the convolutional net too, to hold its error bars against",
    )
    given = parser.parse_args(arguments)
    settings: dict[str, Any] = {"exact_below": _EXACT_BELOW} if given.exact else {}
    try:
        from adamw_bounds.measure._torch import torch

        threads = torch.get_num_threads()
        # One thread sums in one order, whatever the machine; for so small networks it is fast.
        torch.set_num_threads(1)
        try:
            data = digits()
            given.output.mkdir(parents=True, exist_ok=True)
            for name in given.only or RUNS:
                clock = time.perf_counter()
                path = make(name, given.output, data, **settings)
                sys.stderr.write(f"{path}: {time.perf_counter() - clock:.0f} s\n")
        finally:
            torch.set_num_threads(threads)
    except BoundsError as error:
        sys.stderr.write(f"error: {error}\n")
        return error.exit_code
    except OSError as error:
        sys.stderr.write(f"error: cannot write to {given.output}: {error.strerror}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
