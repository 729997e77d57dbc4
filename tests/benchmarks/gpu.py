"""What measuring does on a GPU, in ten minutes: is it right, how fast, and in how much memory.

    pip install -e '.[torch]' scikit-learn
    python tests/benchmarks/gpu.py [--device cuda] [--part right peers large]
    python tests/benchmarks/gpu.py --tiny      # all of it on a CPU, in a minute, at small size

Three parts, each a Markdown table:

* right: products of the Hessian and the Gauss–Newton matrix with random vectors, on the device in
  float32 and float64, against the CPU's in float64; with TF32 asked for beforehand, which
  measuring must not follow. The difference is relative to the norm of the product; float32's may
  be 20 times that of the CPU's float32. ResNet-50 and ViT-S are among the models, with two images.
* peers: `peers.py` on the device, with the packages that are installed;
* large: ResNet-50 and ViT-S/16 at full size (224 × 224, 1,000 classes, random images): seconds a
  gradient, gradients a product of the matrix with one vector, peak memory.

It ends with exit status 1 if a difference is larger than its type explains. The networks are
defined here: torchvision is not needed. Where a part fails, the others are still made.
"""

from __future__ import annotations

import argparse
import importlib.util
import math
import subprocess
import sys
import time
import traceback
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import torch
from peers import resident
from problems import PROBLEMS, Layer, Task
from torch import nn
from torch.nn import functional as F  # noqa: N812

#: Relative difference of products in float64 that rounding explains.
ALLOWED = 1e-9
#: Times that of the CPU's own float32, for float32: TF32 makes thousands of times as much.
SHARE = 20
#: Names of packages in peers.py and of their modules.
MODULES = {
    "adamw-bounds": "adamw_bounds",
    "PyHessian 0.1, patched": "pyhessian",
    "hessian-eigenthings 1.0.0a5": "hessian_eigenthings",
    "curvlinops 3.0.1": "curvlinops",
}
#: Parameters at full size, as published.
PUBLISHED = {"resnet50": 25_557_032, "vit-s": 22_050_664}


class Bottleneck(nn.Module):
    """1 × 1, 3 × 3 and 1 × 1 convolutions beside a shortcut."""

    def __init__(self, into: int, width: int, stride: int) -> None:
        super().__init__()
        out = 4 * width
        self.path = nn.Sequential(
            nn.Conv2d(into, width, 1, bias=False),
            nn.BatchNorm2d(width),
            nn.ReLU(),
            nn.Conv2d(width, width, 3, stride, 1, bias=False),
            nn.BatchNorm2d(width),
            nn.ReLU(),
            nn.Conv2d(width, out, 1, bias=False),
            nn.BatchNorm2d(out),
        )
        self.shortcut: nn.Module = nn.Identity()
        if stride != 1 or into != out:
            self.shortcut = nn.Sequential(
                nn.Conv2d(into, out, 1, stride, bias=False), nn.BatchNorm2d(out)
            )

    def forward(self, x: Any) -> Any:
        return F.relu(self.path(x) + self.shortcut(x))


def resnet(width: int, layers: Sequence[int], classes: int) -> nn.Module:
    """ResNet of bottlenecks (He et al. 2016, table 1); 64 and (3, 4, 6, 3) are ResNet-50."""
    blocks: list[nn.Module] = [nn.Conv2d(3, width, 7, 2, 3, bias=False), nn.BatchNorm2d(width)]
    blocks += [nn.ReLU(), nn.MaxPool2d(3, 2, 1)]
    into = width
    for stage, count in enumerate(layers):
        for number in range(count):
            inner = width << stage
            blocks.append(Bottleneck(into, inner, 2 if stage and not number else 1))
            into = 4 * inner
    return nn.Sequential(*blocks, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(into, classes))


class ViT(nn.Module):
    """Vision transformer (Dosovitskiy et al. 2021), pre-norm; 384, 12 and 6 are ViT-S."""

    def __init__(self, size: int, patch: int, width: int, depth: int, heads: int, classes: int):
        super().__init__()
        self.patches = nn.Conv2d(3, width, patch, patch)
        self.token = nn.Parameter(torch.zeros(1, 1, width))
        self.places = nn.Parameter(0.02 * torch.randn(1, (size // patch) ** 2 + 1, width))
        self.layers = nn.Sequential(*(Layer(width, heads) for _ in range(depth)))
        self.norm, self.head = nn.LayerNorm(width), nn.Linear(width, classes)

    def forward(self, x: Any) -> Any:
        x = self.patches(x).flatten(2).transpose(1, 2)
        x = torch.cat([self.token.expand(len(x), -1, -1), x], dim=1) + self.places
        return self.head(self.norm(self.layers(x))[:, 0])


def large(name: str, *, tiny: bool) -> tuple[nn.Module, int, int]:
    """Return a network, the side of its images and its classes."""
    if name == "resnet50":
        if tiny:
            return resnet(4, (1, 1, 1, 1), 10), 32, 10
        return resnet(64, (3, 4, 6, 3), 1000), 224, 1000
    if tiny:
        return ViT(32, 8, 24, 2, 3, 10), 32, 10
    return ViT(224, 16, 384, 12, 6, 1000), 224, 1000


def task_of(name: str, images: int, batches: int, options: argparse.Namespace) -> Task:
    """Return a large problem, whose batch normalisation has seen its first batch."""
    torch.manual_seed(0)
    model, side, classes = large(name, tiny=options.tiny)
    data = [
        (torch.randn(images, 3, side, side), torch.randint(0, classes, (images,)))
        for _ in range(batches)
    ]
    for module in model.modules():
        if isinstance(module, nn.BatchNorm2d):
            module.momentum = 1.0
    with torch.no_grad():
        model.train()(data[0][0][:8])
    return Task(model.eval(), nn.CrossEntropyLoss(), data)


def product(task: Task, device: Any, dtype: Any, matrix: str, vectors: Any) -> Any:
    """Return products with vectors, on the CPU in float64."""
    from adamw_bounds.measure import Problem
    from adamw_bounds.measure.devices import at, copied
    from adamw_bounds.measure.products import Function, Products
    from adamw_bounds.measure.state import numerics, untouched

    problem = Problem(model=task.model, loss=task.criterion, data=task.batches)
    with at(device), untouched(task.model, task.batches), numerics(task.model):
        model, loss = copied(problem, device, dtype)
        function = Function(problem, model, loss, cast=dtype)
        function.gradient()
        products = Products(function, matrix=matrix, chunk=len(vectors))
        found = products.apply(vectors.to(device=function.device, dtype=function.dtype))
        return found.cpu().double()


def right(options: argparse.Namespace) -> bool:
    """Print how far products are from the CPU's in float64; return whether all are near."""
    samples, batch = (16, 8) if options.tiny else (256, 64)
    tasks: list[tuple[str, Callable[[], Task]]] = [
        (name, lambda name=name: PROBLEMS[name](samples, batch))  # type: ignore[misc]
        for name in (("digits",) if options.tiny else PROBLEMS)
    ]
    tasks += [
        (name, lambda name=name: task_of(name, 2, 1, options))  # type: ignore[misc]
        for name in PUBLISHED
    ]
    print("\n| problem | matrix | type | difference | allowed | |")
    print("| --- | --- | --- | ---: | ---: | --- |")
    good = True
    torch.set_float32_matmul_precision("high")  # TF32, as many scripts ask for
    torch.backends.cudnn.allow_tf32 = True
    for name, make in tasks:
        torch.manual_seed(0)
        task = make()
        vectors = torch.randn(2, task.dim, dtype=torch.float64)
        vectors /= vectors.norm(dim=1, keepdim=True)
        for matrix in ("hessian", "ggn"):
            wanted = product(task, torch.device("cpu"), torch.float64, matrix, vectors)
            narrow = product(task, torch.device("cpu"), torch.float32, matrix, vectors)
            rounded = SHARE * float((narrow - wanted).norm() / wanted.norm())
            for kind, allowed in (("float64", ALLOWED), ("float32", rounded)):
                if kind == "float64" and options.device == "mps":
                    continue
                device, dtype = torch.device(options.device), getattr(torch, kind)
                found = product(task, device, dtype, matrix, vectors)
                apart = float((found - wanted).norm() / wanted.norm())
                near = math.isfinite(apart) and apart <= allowed
                good &= near
                print(
                    f"| {name} (d = {task.dim:,}) | {matrix} | {kind} | {apart:.1e} | "
                    f"{allowed:.0e} | {'right' if near else 'WRONG'} |",
                    flush=True,
                )
    torch.set_float32_matmul_precision("highest")
    return good


def peers(options: argparse.Namespace) -> bool:
    """Print the table of peers.py with the packages that are here."""
    packages = [name for name, module in MODULES.items() if importlib.util.find_spec(module)]
    words = [sys.executable, str(Path(__file__).with_name("peers.py"))]
    words += ["--device", options.device, "--package", *packages]
    if options.tiny:
        words += ["--problem", "digits", "--samples", "64", "--steps", "5", "--probes", "2"]
        words += ["--repeats", "1", "--no-memory", "--threads", "1"]
    else:
        words += ["--repeats", "1", "--samples", "1024"]
    print(flush=True)
    return subprocess.run(words, check=False, stderr=subprocess.DEVNULL).returncode == 0


def sizes(options: argparse.Namespace) -> bool:
    """Print time and memory of the large networks."""
    from adamw_bounds.measure import measure

    images, batches, steps = (4, 2, 3) if options.tiny else (16, 4, 10)
    cuda = options.device.startswith("cuda")
    print(f"\nLarge networks, {batches} batches of {images} images, 2 probes of {steps} steps\n")
    print("| network | d | gradient (s) | gradients a product | whole (s) | peak memory (GiB) |")
    print("| --- | ---: | ---: | ---: | ---: | ---: |")
    for name, known in PUBLISHED.items():
        task = task_of(name, images, batches, options).to(options.device)
        if not options.tiny and task.dim != known:
            raise RuntimeError(f"{name} has {task.dim} parameters, not {known}")
        task.gradient()
        if cuda:
            torch.cuda.reset_peak_memory_stats()
        began = time.perf_counter()
        found = measure(
            as_problem(task), probes=2, steps=steps, exact_below=0, gradient_samples=0, seed=0
        )
        whole = time.perf_counter() - began
        # On a CPU it is the process's, from its start on.
        room = torch.cuda.max_memory_allocated() / 2**30 if cuda else resident("VmHWM") / 1024
        print(
            f"| {name} | {task.dim:,} | {found.seconds_per_gradient:.3g} | "
            f"{found.gradients_per_product or math.nan:.2f} | {whole:.1f} | {room:.2f} |",
            flush=True,
        )
        del task, found
        if cuda:
            torch.cuda.empty_cache()
    return True


def as_problem(task: Task) -> Any:
    """Return a task as `measure` takes it."""
    from adamw_bounds.measure import Problem

    return Problem(model=task.model, loss=task.criterion, data=task.batches)


PARTS: dict[str, Callable[[argparse.Namespace], bool]] = {
    "right": right,
    "peers": peers,
    "large": sizes,
}


def main() -> int:
    """Run the parts, and return the exit status."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--device")
    parser.add_argument("--part", nargs="+", choices=PARTS, default=list(PARTS))
    parser.add_argument("--tiny", action="store_true", help="small sizes, for a CPU")
    options = parser.parse_args()
    options.device = options.device or ("cpu" if options.tiny else "cuda")
    what = options.device
    if what.startswith("cuda"):
        if not torch.cuda.is_available():
            print("there is no CUDA device here: --tiny runs everything on a CPU", file=sys.stderr)
            return 2
        what = torch.cuda.get_device_name(torch.device(what))
    print(f"PyTorch {torch.__version__}, {what}")
    status = 0
    for name in options.part:
        began = time.perf_counter()
        try:
            good = PARTS[name](options)
        except Exception:  # the other parts are worth having
            traceback.print_exc()
            good = False
        print(f"\n{name}: {'done' if good else 'FAILED'}, {time.perf_counter() - began:.0f} s")
        status |= not good
    return int(status)


if __name__ == "__main__":
    sys.exit(main())
