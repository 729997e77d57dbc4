"""Runs that are cut short and gone on with: to the bit, or not at all."""

from __future__ import annotations

import contextlib
import errno
import io
import itertools
import json
import os
import shutil
import subprocess
import sys
import tempfile
import textwrap
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from examples import examples
from hypothesis import given, settings
from hypothesis import strategies as st

if os.environ.get("ADAMW_BOUNDS_REQUIRE_TORCH"):
    import torch
else:
    torch = pytest.importorskip("torch")

from torch import nn

from adamw_bounds.cli.main import main
from adamw_bounds.errors import RunError
from adamw_bounds.measure import Measurement, Problem, measure, measure_operator
from adamw_bounds.measure import checkpoint as checkpoint_module
from adamw_bounds.measure import quadrature as quadrature_module
from adamw_bounds.measure.checkpoint import Checkpoint
from adamw_bounds.measure.lanczos import Course
from adamw_bounds.measure.products import Matvec
from adamw_bounds.measure.quadrature import (
    Choice,
    Quadrature,
    probe_vector,
    quadrature,
    steps_that_show,
)
from adamw_bounds.spectra import Meta

ROOT = Path(__file__).resolve().parents[2]
DIM = 30
VALUES = np.concatenate([np.logspace(-6, 0, DIM - 4), [-0.5, -0.1, 5.0, 40.0]])
Stop = Callable[[int], None]


def matrix(values: np.ndarray) -> np.ndarray:
    rotation, _ = np.linalg.qr(np.random.default_rng(0).standard_normal((len(values),) * 2))
    full = rotation * values @ rotation.T
    return (full + full.T) / 2


class Counted:
    """An operator that counts its calls; `stop` is told of each before it is answered."""

    def __init__(
        self, values: np.ndarray = VALUES, dtype: str = "float64", stop: Stop | None = None
    ) -> None:
        # With few different values Krylov spaces end: to rounding, where the matrix is diagonal.
        ends = len(set(values)) < 5
        self.full = (np.diag(values) if ends else matrix(values)).astype(dtype)
        self.stop, self.calls = stop, 0
        self.evidence = probe_vector(len(values), 2**31, 0, "gaussian").astype(dtype)
        self.columns: list[int] = []
        self.operator = Matvec(self._product, len(values), dtype=dtype)

    def _product(self, columns: Any) -> Any:
        if columns.shape[1] == 1 and np.array_equal(columns[:, 0], self.evidence):
            return self.full @ columns  # which tells the matrix from others
        self.calls += 1
        if self.stop is not None:
            self.stop(self.calls)
        self.columns.append(columns.shape[1])
        return self.full @ columns


def at(call: int, error: BaseException) -> Stop:
    def stop(number: int) -> None:
        if number == call:
            raise error

    return stop


def run(counted: Counted, folder: Path | None, **more: Any) -> Measurement:
    given_ = {"probes": 3, "steps": 6, "seed": 4, "checkpoint_minutes": 0, **more}
    place = None if folder is None else str(folder)
    # The product that looks for zero rows is no step.
    given_ = {"look_for_zeros": False, **given_}
    return measure_operator(counted.operator, exact_below=0, checkpoint=place, **given_)


def same(one: Measurement, other: Measurement) -> bool:
    """Whether two runs gave the same bits."""
    first, second = one.spectrum, other.spectrum
    return (
        all(
            np.array_equal(getattr(first, name), getattr(second, name))
            for name in ("nodes", "weights", "residuals")
        )
        and (one.largest, one.smallest) == (other.largest, other.smallest)
        and first.meta == second.meta
    )


def held(folder: Path) -> dict[str, bytes]:
    return {item.name: item.read_bytes() for item in folder.iterdir()}


def kept_steps(folder: Path, name: str = "courses-0.json") -> dict[str, int]:
    """Return how many steps of each probe a folder speaks of."""
    if not (folder / name).exists():
        return {}
    content = json.loads(json.loads((folder / name).read_text())["content"])
    return {probe: len(entry["diagonal"]) for probe, entry in content["probes"].items()}


# Going on


def test_what_shows_simple_eigenvalues_is_not_made_again(tmp_path: Path) -> None:
    """Of a finished run nothing; of one that was cut short the fresh start alone."""
    rng = np.random.default_rng(2)
    values = np.concatenate([rng.uniform(-1, 1, 400), [-7.0, 40.0]])
    calls, last = 0, 0

    def product(columns: Any) -> Any:
        nonlocal calls
        calls += 1
        if calls == last:
            raise KeyboardInterrupt
        return values[:, None] * columns

    def run(stop: int = 0, products: int = 240) -> tuple[Any, int]:
        nonlocal calls, last
        calls, last = 0, stop
        with contextlib.closing(Checkpoint(tmp_path / "kept")) as folder:
            folder.begin()
            folder.open({"it": 1}, dict)
            found = quadrature(
                Matvec(product, values.size),
                probes=1,
                steps=products,
                keeper=folder.kept(values.size, torch.float64),
                choose=lambda *_: Choice.SIMPLE,
            )
        return found, calls - 1  # the last one is that of the extremes

    with pytest.raises(KeyboardInterrupt):
        run(stop=230)  # 220 steps, then the fresh start
    first, made = run()
    assert (made, first.made) == (steps_that_show(240), steps_that_show(240))
    assert first.nodes[first.known] == pytest.approx([-7, 40])
    again, made = run()
    assert (made, again.made) == (0, 0)
    np.testing.assert_array_equal(again.known, first.known)
    np.testing.assert_array_equal(again.nodes, first.nodes)
    # With more products the probe goes on, and the start beside it is another.
    more, made = run(products=300)
    assert made == 300 - (240 - steps_that_show(240))
    assert more.nodes[more.known] == pytest.approx([-7, 40])


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("error", [KeyboardInterrupt(), OSError("gone")], ids=["ctrl-c", "raises"])
@pytest.mark.parametrize("minutes", [0, 1000])
def test_cut_short_at_every_product_and_gone_on_with(
    tmp_path: Path, dtype: str, error: BaseException, minutes: float
) -> None:
    """Only what an error cuts off between two writings is computed again."""
    whole = Counted(dtype=dtype)
    wanted = run(whole, None)
    wanted.save(tmp_path / "whole.npz")
    assert whole.calls == 7  # six steps, and the residuals of the ends
    for call in range(1, whole.calls + 1):
        folder = tmp_path / str(call)
        with pytest.raises(type(error)):
            run(Counted(dtype=dtype, stop=at(call, error)), folder, checkpoint_minutes=minutes)
        kept = isinstance(error, KeyboardInterrupt) or minutes == 0 or call == 7
        on = Counted(dtype=dtype)
        found = run(on, folder, checkpoint_minutes=minutes)
        assert same(found, wanted)
        assert on.calls == (8 - call if kept else 7)
        found.save(tmp_path / "found.npz")
        assert (tmp_path / "found.npz").read_bytes() == (tmp_path / "whole.npz").read_bytes()
    # What is done is not done again.
    again = Counted(dtype=dtype)
    assert same(run(again, folder), wanted)
    assert again.columns == [2]


def test_cut_short_again_and_again(tmp_path: Path) -> None:
    wanted = run(Counted(), None)
    for _ in range(6):
        with pytest.raises(KeyboardInterrupt):
            run(Counted(stop=at(2, KeyboardInterrupt())), tmp_path)
    on = Counted()
    assert same(run(on, tmp_path), wanted)
    assert on.columns == [2]


def test_a_signal_between_any_two_lines_of_a_step(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A step that some probes made is made again by all, and half a step is none."""
    wanted = run(Counted(), None)
    left = itertools.count()
    last = -1

    class Trap(list[float]):
        def append(self, value: float) -> None:
            super().append(value)
            if next(left) == last:
                raise KeyboardInterrupt

    def trapped(
        diagonal: list[float],
        beside: list[float],
        ended: bool = False,
        apart: Sequence[float] = (),
    ) -> Course:
        return Course(Trap(diagonal), Trap(beside), ended, Trap(apart))

    appends = 3 * 3 * 6
    for last in range(appends + 1):
        left = itertools.count()
        folder = tmp_path / str(last)
        with monkeypatch.context() as patched:
            patched.setattr(quadrature_module, "Course", trapped)
            if last == appends:
                assert same(run(Counted(), folder), wanted)
                break
            with pytest.raises(KeyboardInterrupt):
                run(Counted(), folder, checkpoint_minutes=1000)
        assert set(kept_steps(folder).values()) == {last // 9}
        on = Counted()
        assert same(run(on, folder), wanted)
        content = json.loads(json.loads((folder / "courses-0.json").read_text())["content"])
        assert {len(entry["apart"]) for entry in content["probes"].values()} == {6}
        assert on.columns == [3] * (6 - last // 9) + [2]


def net() -> nn.Module:
    torch.manual_seed(0)
    return nn.Sequential(nn.Linear(4, 5), nn.Tanh(), nn.Linear(5, 3)).double()


def problem(stop: Stop | None = None, **more: Any) -> Problem:
    rng = torch.Generator().manual_seed(1)
    x, y = torch.randn(10, 4, dtype=torch.float64, generator=rng), torch.arange(10) % 3
    calls = itertools.count(1)

    def loss(model: Any, batch: Any) -> Any:
        if stop is not None:
            stop(next(calls))
        return nn.functional.cross_entropy(model(batch[0]), batch[1])

    parts = {"model": net(), "loss": loss, "data": [(x[:6], y[:6]), (x[6:], y[6:])]}
    optimizer = {"name": "AdamW", "lr": 1e-3, "weight_decay": 0.1}
    return Problem(**{**parts, "optimizer": optimizer, "batch_size": 4, "rho": 0.1, **more})


@pytest.mark.parametrize("blocks", [None, "layer"])
def test_a_model_cut_short_at_any_loss(tmp_path: Path, blocks: str | None) -> None:
    count = 0

    def counting(number: int) -> None:
        nonlocal count
        count = number

    # With so little memory no graph is kept: each product calls the loss.
    few = {"probes": 2, "steps": 4, "exact_below": 0, "chunk": 2, "blocks": blocks, "memory": 1}
    measure(problem(counting), **few).save(tmp_path / "whole.npz")
    whole = (tmp_path / "whole.npz").read_bytes()
    assert count > 30
    for call in [*range(1, count - 16, 5), *range(count - 16, count + 1, 2)]:
        folder = tmp_path / str(call)
        with pytest.raises(KeyboardInterrupt):
            measure(
                problem(at(call, KeyboardInterrupt())),
                checkpoint=folder,
                checkpoint_minutes=1000 if call % 2 else 0,
                **few,
            )
        measure(problem(), checkpoint=folder, **few).save(tmp_path / "found.npz")
        assert (tmp_path / "found.npz").read_bytes() == whole
    names = {item.name for item in folder.iterdir()}
    assert {"run.json", "lock"} < names
    assert ("0001-probe-00001.vectors" if blocks else "probe-00001.vectors") in names
    # Of the last run all was kept: there is no product of a step any more.
    done = count
    measure(problem(counting), checkpoint=folder, **few)
    assert count <= done - 4 * 2


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_more_steps_and_more_probes_than_before(tmp_path: Path, dtype: str) -> None:
    few = Counted(dtype=dtype)
    run(few, tmp_path, probes=2, steps=5)
    more = Counted(dtype=dtype)
    found = run(more, tmp_path, probes=4, steps=9)
    # The two that are there begin at their last step, whose vector had not been made.
    assert more.columns == [2] * 4 + [4] * 5 + [2]
    wanted = run(Counted(dtype=dtype), None, probes=4, steps=9)
    tolerance = 1e-11 if dtype == "float64" else 2e-5
    for name in ("nodes", "weights"):
        one, other = getattr(found.spectrum, name), getattr(wanted.spectrum, name)
        np.testing.assert_allclose(one, other, rtol=0, atol=40 * tolerance)
    np.testing.assert_allclose(
        found.spectrum.residuals, wanted.spectrum.residuals, rtol=1e4 * tolerance
    )
    # The same probes, drawn by number.
    assert found.spectrum.meta == wanted.spectrum.meta or dtype == "float32"


def test_fewer_steps_or_probes_lose_nothing(tmp_path: Path) -> None:
    wanted = run(Counted(), tmp_path, probes=4, steps=9)
    before = held(tmp_path)
    fewer = Counted()
    found = run(fewer, tmp_path, probes=2, steps=5)
    assert fewer.columns == [2]  # only the residuals of the ends
    assert found.spectrum.nodes.shape == (2, 5)
    scratch = run(Counted(), None, probes=2, steps=5)
    np.testing.assert_allclose(found.spectrum.nodes, scratch.spectrum.nodes, atol=1e-12)
    np.testing.assert_allclose(found.spectrum.residuals, scratch.spectrum.residuals, rtol=1e-11)
    assert held(tmp_path) == before
    again = Counted()
    assert same(run(again, tmp_path, probes=4, steps=9), wanted)
    assert again.columns == [2]


def test_a_krylov_space_that_ends(tmp_path: Path) -> None:
    """Probes that have ended stay so; others go on beside them."""
    # Those of entries ±1 would be drawn anew.
    gaussian = {"distribution": "gaussian"}
    values = np.repeat([0.0, 1.0, 3.0], [20, 5, 5])
    wanted = run(Counted(values), None, steps=12, **gaussian)
    calls = 4
    assert wanted.spectrum.residuals.tolist() == [0, 0, 0]
    for call in range(1, calls + 1):
        folder = tmp_path / str(call)
        with pytest.raises(KeyboardInterrupt):
            run(Counted(values, stop=at(call, KeyboardInterrupt())), folder, steps=12, **gaussian)
        on = Counted(values)
        assert same(run(on, folder, steps=12, **gaussian), wanted)
        assert on.calls == calls + 1 - call
    # Further steps add nothing; another probe ends as well, beside those that have.
    on = Counted(values)
    found = run(on, folder, steps=20, probes=4, **gaussian)
    assert on.columns == [1, 1, 1, 2]
    np.testing.assert_array_equal(found.spectrum.nodes[:3, :3], wanted.spectrum.nodes[:, :3])
    assert np.count_nonzero(found.spectrum.weights, axis=1).tolist() == [3, 3, 3, 3]


def _kept(folder: Path, **more: Any) -> Checkpoint:
    home = Checkpoint(folder, **more)
    home.begin()
    home.open({}, dict)
    return home


def _quadratures_agree(one: Quadrature, other: Quadrature) -> bool:
    return all(
        np.array_equal(getattr(one, name), getattr(other, name))
        for name in ("nodes", "weights", "residuals")
    )


def test_it_is_kept_after_so_many_minutes(tmp_path: Path) -> None:
    now = 0.0
    seen: list[int] = []

    def stop(call: int) -> None:
        nonlocal now
        seen.append(max(kept_steps(tmp_path).values(), default=0))
        now += 180

    counted = Counted(stop=stop)
    home = _kept(tmp_path, minutes=10, clock=lambda: now)
    found = quadrature(
        counted.operator, probes=2, steps=11, keeper=home.kept(DIM, counted.operator.dtype)
    )
    # Three minutes a step: 12 minutes are the first that are more than ten.
    assert seen == [0] * 4 + [4] * 4 + [8] * 3 + [11]
    home.close()
    assert _quadratures_agree(found, quadrature(Counted().operator, probes=2, steps=11))


def test_what_lies_behind_the_last_commit_does_not_count(tmp_path: Path) -> None:
    wanted = run(Counted(), None)
    with pytest.raises(KeyboardInterrupt):
        run(Counted(stop=at(4, KeyboardInterrupt())), tmp_path)
    vectors = tmp_path / "probe-00001.vectors"
    size = vectors.stat().st_size
    with vectors.open("ab") as stream:
        stream.write(b"left behind" * 50)
    left = tmp_path / ".courses-0.json.0123abcd.part"
    left.write_bytes(b'{"digest": "')
    # A file of vectors that nothing speaks of.
    (tmp_path / "probe-00007.vectors").write_bytes(b"nothing")
    found = run(Counted(), tmp_path)
    assert same(found, wanted)
    assert not left.exists()
    assert vectors.stat().st_size == 6 * DIM * 8 > size
    assert same(run(Counted(), tmp_path), wanted)


# Damage


@pytest.fixture(scope="module")
def cut_short(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Measurement]:
    folder = tmp_path_factory.mktemp("cut-short")
    with pytest.raises(KeyboardInterrupt):
        run(Counted(stop=at(4, KeyboardInterrupt())), folder)
    return folder, run(Counted(), None)


def attempt(begin: Callable[[], Any]) -> tuple[Any, RunError | None]:
    """Return a result, or how a run was refused."""
    try:
        return begin(), None
    except RunError as error:
        return None, error


def refused(folder: Path, begin: Callable[[], object], code: str = "bad-checkpoint") -> str:
    """Return the sentence of a refusal that left everything as it was."""
    before = held(folder) if folder.is_dir() else None
    with pytest.raises(RunError) as told:
        begin()
    assert told.value.code == code
    sentence = told.value.message
    assert str(folder) in sentence
    assert "\n" not in sentence
    assert not sentence.endswith(".")
    if before is not None:
        after = held(folder)
        after.pop("lock", None)
        before.pop("lock", None)
        assert after == before
    return sentence


FILES = ("run.json", "courses-0.json", *(f"probe-{probe:05d}.vectors" for probe in range(3)))


@settings(max_examples=examples(200))
@given(
    name=st.sampled_from(FILES),
    share=st.floats(0, 1, exclude_max=True),
    mask=st.integers(1, 255),
    cut=st.booleans(),
)
def test_any_damage_is_refused_or_does_not_count(
    cut_short: tuple[Path, Measurement], name: str, share: float, mask: int, cut: bool
) -> None:
    source, wanted = cut_short
    with tempfile.TemporaryDirectory() as home:
        folder = Path(home) / "kept"
        shutil.copytree(source, folder)
        data = bytearray((folder / name).read_bytes())
        place = int(share * len(data))
        if cut:
            del data[place:]
        else:
            data[place] ^= mask
        (folder / name).write_bytes(data)
        before = held(folder)
        found, error = attempt(lambda: run(Counted(), folder))
        if error is None:
            # White space between the parts of a JSON file is all that does not count.
            assert not cut
            assert name.endswith(".json")
            assert bytes([data[place]]) in b" \n\t\r"
            assert same(found, wanted)
            return
        assert error.code == "bad-checkpoint"
        assert str(folder) in error.message
        assert name in error.message
        assert "\n" not in error.message
        assert held(folder) == before


def test_every_file_truncated_at_every_place_of_its_ends(
    cut_short: tuple[Path, Measurement], tmp_path: Path
) -> None:
    folder = tmp_path / "kept"
    shutil.copytree(cut_short[0], folder)
    for name in FILES:
        data = (folder / name).read_bytes()
        for size in {*range(12), *range(len(data) - 12, len(data))}:
            (folder / name).write_bytes(data[:size])
            assert name in refused(folder, lambda: run(Counted(), folder))
        (folder / name).write_bytes(data)
    assert same(run(Counted(), folder), cut_short[1])


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_is_missing(
    cut_short: tuple[Path, Measurement], tmp_path: Path, name: str
) -> None:
    """Without the courses nothing counts, and all begins anew."""
    folder = tmp_path / "kept"
    shutil.copytree(cut_short[0], folder)
    (folder / name).unlink()
    if name == "courses-0.json":
        assert same(run(Counted(), folder), cut_short[1])
        return
    assert f"{name} is missing" in refused(folder, lambda: run(Counted(), folder))


@pytest.mark.parametrize(
    "text",
    [
        b"[]",
        b"{}",
        b"null",
        b'{"digest": 1, "content": 2}',
        b"\xff\xfe",
        b'{"digest": "", "content": "\\ud800"}',
        b"[" * 100_000,
    ],
    ids=["list", "empty", "null", "numbers", "no-text", "surrogate", "deep"],
)
def test_a_file_that_is_something_else(
    cut_short: tuple[Path, Measurement], tmp_path: Path, text: bytes
) -> None:
    for name in ("run.json", "courses-0.json"):
        folder = tmp_path / name
        shutil.copytree(cut_short[0], folder)
        (folder / name).write_bytes(text)
        assert name in refused(folder, lambda where=folder: run(Counted(), where))


# Another measurement


@pytest.mark.parametrize(
    ("change", "names"),
    [
        ({"seed": 5}, ["seed (4 there, 5 here)"]),
        ({"distribution": "gaussian"}, ["distribution (rademacher there, gaussian here)"]),
        ({"label": "another"}, ["operator (operator there, another here)"]),
        ({"meta": Meta(model="another")}, ["meta"]),
        ({"dtype": "float32"}, ["vectors (float64 there, float32 here)"]),
        ({"values": VALUES[1:]}, ["dim (30 there, 29 here)"]),
        ({"seed": 5, "distribution": "gaussian"}, ["seed", "distribution"]),
    ],
    ids=lambda value: "-".join(value) if isinstance(value, dict) else "",
)
def test_another_operator_is_refused(
    cut_short: tuple[Path, Measurement], change: dict[str, Any], names: list[str]
) -> None:
    own = {key: change[key] for key in ("values", "dtype") if key in change}
    more = {key: value for key, value in change.items() if key not in own}
    sentence = refused(
        cut_short[0], lambda: run(Counted(**own), cut_short[0], **more), "other-checkpoint"
    )
    assert "is of another measurement: it differs in " in sentence
    for name in names:
        assert name in sentence
    for name in {"seed", "distribution", "operator", "dim"} - {text.split()[0] for text in names}:
        assert f"{name} (" not in sentence


def test_another_problem_is_refused(tmp_path: Path) -> None:
    few = {"probes": 2, "steps": 3, "exact_below": 0, "chunk": 2, "checkpoint": tmp_path}
    measure(problem(), **few)
    other = net()
    with torch.no_grad():
        other[0].bias[0] += 1e-12
    x = torch.zeros(10, 4, dtype=torch.float64)
    data = [(x[:6], torch.arange(6) % 3), (x[6:], torch.arange(4) % 3)]

    def another(model: Any, batch: Any) -> Any:
        return nn.functional.cross_entropy(model(batch[0]), batch[1], label_smoothing=0.1)

    def summed(model: Any, batch: Any) -> Any:
        return nn.functional.cross_entropy(model(batch[0]), batch[1], reduction="sum")

    supervised = Problem.supervised(net(), nn.CrossEntropyLoss(), problem().data, loss_name="loss")
    for asked, more, name in (
        (problem(model=other), {}, "model"),
        (problem(data=data), {}, "data"),
        (problem(loss=another), {}, "loss"),
        (problem(loss=summed, reduction="sum"), {}, "loss"),
        (problem(parameters="weight"), {}, "parameters"),
        (problem(), {"dtype": "float32"}, "dtype"),
        (problem(), {"seed": 1}, "seed"),
        (problem(), {"blocks": "layer"}, "blocks"),
        (supervised, {"matrix": "ggn"}, "matrix"),
    ):
        sentence = refused(
            tmp_path, lambda a=asked, m=more: measure(a, **{**few, **m}), "other-checkpoint"
        )
        assert f" {name} (" in sentence, sentence
    # What is only recorded, and how the same samples are cut into batches, may change.
    parts = [tuple(part[:5] for part in pair) for pair in problem().data]
    rest = [tuple(part[5:] for part in pair) for pair in problem().data if len(pair[0]) > 5]
    measure(problem(rho=0.5, batch_size=99, data=[*parts, *rest]), **few)


# Folders that cannot be used


def test_a_folder_that_holds_other_things(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("all of it")
    counted = Counted()
    assert "holds other things (thesis.txt)" in refused(tmp_path, lambda: run(counted, tmp_path))
    assert counted.calls == 0


def test_a_path_that_is_a_file(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_text("mine")
    for folder in (path, path / "inside"):
        counted = Counted()
        code = "bad-checkpoint" if folder == path else "checkpoint-failed"
        assert "intact" not in refused(folder, lambda f=folder, c=counted: run(c, f), code)
        assert counted.calls == 0
    assert path.read_text() == "mine"


@pytest.mark.parametrize("call", ["mkdir", "open"])
def test_a_folder_that_cannot_be_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    """Tests may run as root, whom no permission stops."""

    def denied(self: Path, *arguments: Any, **more: Any) -> Any:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(self))

    folder = tmp_path / "kept"
    counted = Counted()
    with monkeypatch.context() as patched:
        patched.setattr(Path, call, denied)
        sentence = refused(folder, lambda: run(counted, folder), "checkpoint-failed")
    assert "Permission denied" in sentence
    assert counted.calls == 0


def test_a_folder_that_another_run_uses(tmp_path: Path) -> None:
    """Until it ends, however it ends: the lock is the system's."""
    code = textwrap.dedent(
        """
        import sys
        from adamw_bounds.measure.checkpoint import Checkpoint
        home = Checkpoint(sys.argv[1])
        home.begin()
        print("there", flush=True)
        sys.stdin.read()
        """
    )
    paths = [str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]
    with subprocess.Popen(
        [sys.executable, "-c", code, str(tmp_path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(paths)},
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"there\n"
        counted = Counted()
        sentence = refused(tmp_path, lambda: run(counted, tmp_path))
        assert "another run keeps its checkpoint" in sentence
        assert counted.calls == 0
        other.kill()
    wanted = run(Counted(), None)
    assert same(run(Counted(), tmp_path), wanted)
    # A run that was refused or that failed lets go of it too.
    with pytest.raises(KeyboardInterrupt):
        run(Counted(stop=at(1, KeyboardInterrupt())), tmp_path)
    assert same(run(Counted(), tmp_path), wanted)


# A disk that fills


class Disk:
    """Stands for a disk: counts what is asked of it, and is full from some time on."""

    def __init__(self, room: float = float("inf")) -> None:
        self.room, self.asked = room, 0

    def ask(self) -> None:
        self.asked += 1
        if self.asked > self.room:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


class Stream(io.FileIO):
    """A file on that disk, of which half a piece is written before there is no room."""

    disk: Disk

    def write(self, data: Any) -> int:
        try:
            self.disk.ask()
        except OSError:
            piece = memoryview(data).cast("B")
            super().write(piece[: len(piece) // 2])
            raise
        return super().write(data) or 0


@pytest.fixture
def on_disk(monkeypatch: pytest.MonkeyPatch) -> Callable[[Disk], Any]:
    """Return a context in which whatever the package writes goes to a `Disk`."""
    real_open, real_sync, real_replace = Path.open, os.fsync, Path.replace

    def use(disk: Disk) -> Any:
        def opened(self: Path, mode: str = "r", *arguments: Any, **more: Any) -> Any:
            if mode not in {"wb", "xb", "r+b"}:
                return real_open(self, mode, *arguments, **more)
            disk.ask()
            stream = Stream(self, mode.replace("b", ""))
            stream.disk = disk
            return io.BufferedRandom(stream) if "+" in mode else io.BufferedWriter(stream)

        def synced(number: int) -> None:
            disk.ask()
            real_sync(number)

        def replaced(self: Path, target: Any) -> Any:
            disk.ask()
            return real_replace(self, target)

        context = pytest.MonkeyPatch.context()
        patched = context.__enter__()
        patched.setattr(Path, "open", opened)
        patched.setattr(os, "fsync", synced)
        patched.setattr(Path, "replace", replaced)
        return context

    return use


@pytest.fixture
def full_disk(on_disk: Callable[[Disk], Any]) -> Callable[[Disk, Callable[[], Any]], Any]:
    def call(disk: Disk, function: Callable[[], Any]) -> Any:
        context = on_disk(disk)
        try:
            return function()
        finally:
            context.__exit__(None, None, None)

    return call


def test_a_disk_that_fills_at_any_write(
    tmp_path: Path, full_disk: Callable[[Disk, Callable[[], Any]], Any]
) -> None:
    wanted = run(Counted(), None, probes=2, steps=4)
    endless = Disk()
    assert same(
        full_disk(endless, lambda: run(Counted(), tmp_path / "all", probes=2, steps=4)), wanted
    )
    assert endless.asked > 40
    reached = set()
    for room in range(endless.asked):
        folder = tmp_path / str(room)
        counted = Counted()
        ask = lambda f=folder, c=counted: run(c, f, probes=2, steps=4)  # noqa: E731
        _, error = full_disk(Disk(room), lambda a=ask: attempt(a))
        if error is None:
            # That a name is on the disk is more than can be had everywhere: not an error.
            assert room == endless.asked - 1
        else:
            assert error.code == "checkpoint-failed"
            assert f"the checkpoint {folder} cannot be written: No space left" in error.message
            assert ("is intact" in error.message) == (folder / "run.json").exists()
        assert not list(folder.glob(".*.part"))
        kept = kept_steps(folder)
        done = min(kept.values(), default=0)
        reached.add(done)
        # All that was kept before the step that failed still counts.
        assert done >= counted.calls - 1
        on = Counted()
        assert same(run(on, folder, probes=2, steps=4), wanted)
        assert on.calls == 4 - done + 1
    assert reached == {0, 1, 2, 3, 4}


MODULE = """
import torch
from torch import nn

torch.set_num_threads(1)

def problem():
    torch.manual_seed(0)
    model = nn.Sequential(nn.Linear(4, 5), nn.Tanh(), nn.Linear(5, 3)).double()
    x, y = torch.randn(12, 4, dtype=torch.float64), torch.arange(12) % 3
    return model, nn.CrossEntropyLoss(), [(x[:8], y[:8]), (x[8:], y[8:])]
"""


@pytest.fixture
def shell(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Iterator[Callable[..., tuple[int, str, str]]]:
    """Return the shell in this process, in a folder that holds a user's module."""
    (tmp_path / "mynet.py").write_text(MODULE)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "path", [*sys.path])

    def call(*arguments: str) -> tuple[int, str, str]:
        capsys.readouterr()
        status = main(["spectrum", "measure", "mynet:problem", "-o", "net.npz", *arguments])
        out, err = capsys.readouterr()
        return status, out, err

    yield call
    sys.modules.pop("mynet", None)


FEW = ("--exact-below", "0", "--probes", "2", "--steps", "3", "--chunk", "2")


def test_the_shell_says_in_one_sentence_that_the_disk_is_full(
    tmp_path: Path,
    shell: Callable[..., tuple[int, str, str]],
    full_disk: Callable[[Disk, Callable[[], Any]], Any],
) -> None:
    status, _, _ = shell(*FEW)
    assert status == 0
    target = tmp_path / "net.npz"
    wanted = target.read_bytes()
    target.write_bytes(b"older")
    # Written last, after all of the checkpoint, is the file itself.
    named = set()
    for room in itertools.count(0, 5):
        folder = f"kept-{room}"
        options = (*FEW, "--checkpoint", folder, "--checkpoint-minutes", "0")
        before = {item.name for item in tmp_path.iterdir()}
        disk = Disk(room)
        status, out, err = full_disk(disk, lambda o=options: shell(*o))
        if disk.asked <= room:
            assert status == 0
            break
        assert (status, out) == (1, "")
        # A long sentence goes on in indented lines.
        said = err.replace("\n  ", " ").splitlines()
        lines = [line for line in said if not line.startswith("warning: ")]
        assert len(lines) == 1
        assert lines[0].startswith("error: ")
        assert "no space left" in lines[0].lower()
        named.add("checkpoint" if folder in lines[0] else "file")
        assert target.read_bytes() == b"older"
        assert {item.name for item in tmp_path.iterdir()} - before <= {folder}
        status, _, err = shell(*options)
        assert status == 0, err
        assert target.read_bytes() == wanted
        target.write_bytes(b"older")
    assert "checkpoint" in named
    assert target.read_bytes() == wanted


def test_ctrl_c_says_how_to_go_on(
    tmp_path: Path,
    shell: Callable[..., tuple[int, str, str]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    options = (*FEW, "--checkpoint", "kept")
    assert shell(*FEW)[0] == 0
    wanted = (tmp_path / "net.npz").read_bytes()
    (tmp_path / "net.npz").unlink()
    steps = itertools.count()
    real = quadrature_module._Run._step

    def step(self: Any, *arguments: Any) -> None:
        if next(steps) == 2:
            raise KeyboardInterrupt
        real(self, *arguments)

    for given_, said in ((FEW, "with --checkpoint DIR"), (options, "the same command goes on")):
        steps = itertools.count()
        with monkeypatch.context() as patched:
            patched.setattr(quadrature_module._Run, "_step", step)
            status, out, err = shell(*given_)
        assert (status, out) == (130, "")
        assert said in err
        assert not (tmp_path / "net.npz").exists()
    assert kept_steps(tmp_path / "kept") == {"0": 2, "1": 2}
    assert shell(*options)[0] == 0
    assert (tmp_path / "net.npz").read_bytes() == wanted


# Killed


def forked(tmp_path: Path, body: str, *arguments: str) -> dict[str, Any]:
    """Run code in a process that has loaded torch and may fork; it prints one JSON object."""
    script = tmp_path / "forks.py"
    script.write_text(FORKS + textwrap.dedent(body))
    paths = [str(tmp_path), str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]
    done = subprocess.run(
        [sys.executable, "-W", "ignore", str(script), *arguments],
        capture_output=True,
        text=True,
        check=False,
        cwd=tmp_path,
        timeout=300,
        env={
            **os.environ,
            "PYTHONPATH": os.pathsep.join(paths),
            "OMP_NUM_THREADS": "1",
            "OPENBLAS_NUM_THREADS": "1",
        },
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


FORKS = '''
import contextlib, io, json, os, random, signal, sys, time
from pathlib import Path

import torch
torch.set_num_threads(1)  # and no autograd before a fork
import numpy as np
import adamw_bounds.measure.run
from adamw_bounds.cli.main import main
import adamw_bounds.cli.spectrum_measure, adamw_bounds.report, adamw_bounds.spectra


def child(function):
    number = os.fork()
    if number:
        return number
    status = 99
    try:
        sys.stdout = sys.stderr = io.StringIO()
        status = function()
    except BaseException:
        import traceback
        Path("trouble").write_text(traceback.format_exc())
    os._exit(status or 0)


def ended(number):
    return os.waitstatus_to_exitcode(os.waitpid(number, 0)[1])


def progress(folder):
    """Steps that a folder keeps, over all probes."""
    path = Path(folder) / "courses-0.json"
    if not path.exists():
        return 0
    probes = json.loads(json.loads(path.read_text())["content"])["probes"]
    return sum(len(entry["diagonal"]) for entry in probes.values())
'''

SLOW = MODULE.replace(
    "    return model, nn.CrossEntropyLoss(),",
    """
    class Slow(nn.CrossEntropyLoss):
        def forward(self, output, target):
            time.sleep(0.003)
            return super().forward(output, target)

    return model, Slow(),""",
).replace("import torch\n", "import time\nimport torch\n", 1)


def test_killed_at_random_moments_and_gone_on_with(tmp_path: Path) -> None:
    """The file is that of a run that nobody killed, to the last byte."""
    (tmp_path / "mynet.py").write_text(SLOW)
    found = forked(
        tmp_path,
        """
        STEPS, PROBES = 25, 2
        COMMAND = ["spectrum", "measure", "mynet:problem", "--exact-below", "0", "--probes",
                   str(PROBES), "--steps", str(STEPS), "--chunk", "2", "--memory", "1",
                   "--gradient-samples", "2"]
        KEPT = ["--checkpoint", "kept", "--checkpoint-minutes", "0"]
        began = time.perf_counter()
        assert ended(child(lambda: main([*COMMAND, "-o", "whole.npz"]))) == 0
        length = time.perf_counter() - began
        whole = Path("whole.npz").read_bytes()
        draw = random.Random(7)
        kills, middle, part, lives, same = 0, 0, 0, 0, 0
        deadline = time.perf_counter() + 120
        while kills < 20 or middle < 6 or lives < 1:
            assert time.perf_counter() < deadline, (kills, middle, lives)
            before = progress("kept")
            number = child(lambda: main([*COMMAND, *KEPT, "-o", "net.npz"]))
            # One that was killed after its last step lives: it would never be in the middle again.
            if (kills < 20 or middle < 6) and before < STEPS * PROBES:
                time.sleep(draw.uniform(0.5, 0.95) * length)
                os.kill(number, signal.SIGKILL)
            status = ended(number)
            if status == -signal.SIGKILL:
                kills += 1
                after = progress("kept")
                middle += before < after < STEPS * PROBES
                part += any(Path("kept").glob(".*.part")) if Path("kept").exists() else 0
                assert after >= before
                continue
            assert status == 0, (status, Path("trouble").exists())
            lives += 1
            same += Path("net.npz").read_bytes() == whole
            Path("net.npz").unlink()
            for item in Path("kept").iterdir():
                item.unlink()
        print(json.dumps({"kills": kills, "middle": middle, "lives": lives, "same": same,
                          "part": part, "length": length}))
        """,
    )
    print(found)
    assert found["kills"] >= 20
    assert found["middle"] >= 6
    assert found["same"] == found["lives"] >= 1


def test_killed_at_every_call_that_writes(tmp_path: Path) -> None:
    """While vectors are half written, before and after a file takes its place."""
    found = forked(
        tmp_path,
        """
        from adamw_bounds.measure import measure_operator
        from adamw_bounds.measure.products import Matvec

        full = np.random.default_rng(0).standard_normal((20, 20))
        full += full.T

        def run(folder):
            operator = Matvec(lambda columns: full @ columns, 20)
            measured = measure_operator(operator, probes=2, steps=2, seed=1, exact_below=0,
                                        checkpoint=folder, checkpoint_minutes=0)
            measured.save("net.npz")
            return 0

        def killing(folder, last):
            '''Run, and die at the given call; files are written without a buffer, in halves.'''
            seen = 0

            def count():
                nonlocal seen
                seen += 1
                if seen == last:
                    os.kill(os.getpid(), signal.SIGKILL)

            class Halves(io.FileIO):
                def write(self, data):
                    data = memoryview(data).cast("B")
                    for piece in (data[:len(data) // 2], data[len(data) // 2:]):
                        count()
                        super().write(piece)
                    return len(data)

                def truncate(self, size=None):
                    count()
                    return super().truncate(size)

            def opened(self, mode="r", *more, **others):
                if mode in {"wb", "xb", "r+b"}:
                    count()
                    return Halves(self, mode.replace("b", ""))
                return before[0](self, mode, *more, **others)

            def wrapped(function):
                def call(*arguments):
                    count()
                    result = function(*arguments)
                    count()
                    return result
                return call

            before = Path.open, Path.replace, os.fsync
            Path.open, Path.replace, os.fsync = opened, wrapped(Path.replace), wrapped(os.fsync)
            run(folder)
            Path("count").write_text(str(seen))
            return 0

        run("whole")
        whole = Path("net.npz").read_bytes()
        assert ended(child(lambda: killing("count-all", 0))) == 0
        total = int(Path("count").read_text())
        # The last calls of all write the file itself, after the checkpoint.
        kept, same, killed = [], 0, 0
        for last in range(1, total + 1):
            folder = f"kept-{last}"
            killed += ended(child(lambda: killing(folder, last))) == -signal.SIGKILL
            kept.append(progress(folder))
            Path("net.npz").unlink()
            run(folder)
            same += Path("net.npz").read_bytes() == whole
            assert not list(Path(folder).glob(".*.part"))
        print(json.dumps({"total": total, "same": same, "killed": killed, "kept": kept}))
        """,
    )
    assert found["total"] > 50
    assert found["same"] == found["killed"] == found["total"]
    assert found["kept"] == sorted(found["kept"])  # what was kept is never lost
    assert set(found["kept"]) == {0, 2, 4}


def test_the_format_is_said_in_the_folder(cut_short: tuple[Path, Measurement]) -> None:
    outer = json.loads((cut_short[0] / "run.json").read_text())
    inner = json.loads(outer["content"])
    assert inner["format"] == checkpoint_module.FORMAT
    assert inner["identity"]["dim"] == DIM
