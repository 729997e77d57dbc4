"""``kkt``: every format, a problem of PyTorch, and what is refused."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

import adamw_bounds as ab
from adamw_bounds.report.formats import FORMATS

PROBLEM = """
import torch

def problem(name="AdamW", groups=False):
    torch.manual_seed(0)
    data, label = torch.randn(64, 5), torch.arange(64) % 2
    model = torch.nn.Sequential(torch.nn.Linear(5, 8), torch.nn.Tanh(), torch.nn.Linear(8, 2))
    own = [{"params": model[0].parameters()}, {"params": model[2].parameters(), "weight_decay": 0}]
    held = own if groups else model.parameters()
    optimizer = getattr(torch.optim, name)(held, lr=1e-2, weight_decay=0.5, eps=1e-4)
    print("loading")
    halves = [(data[:32], label[:32]), (data[32:], label[32:])]
    return {
        "model": model,
        "loss": torch.nn.functional.cross_entropy,
        "data": halves,
        "optimizer": optimizer,
    }

def l2():
    return problem("Adam")

def apart():
    return problem(groups=True)

def gradient():
    found = problem()
    data, label = (torch.cat(parts) for parts in zip(*found["data"]))
    model = found["model"].double()
    loss = torch.nn.functional.cross_entropy(model(data.double()), label)
    loss.backward()
    named = dict(model.named_parameters())
    return (
        {name: item.detach().numpy() for name, item in named.items()},
        {name: item.grad.numpy() for name, item in named.items()},
    )
"""


@pytest.fixture
def files(tmp_path: Path) -> tuple[str, ...]:
    rng = np.random.default_rng(0)
    np.save(tmp_path / "x.npy", rng.uniform(-1, 1, 50).astype(np.float32))
    np.save(tmp_path / "g.npy", rng.standard_normal(50).astype(np.float16))
    return ("--params", str(tmp_path / "x.npy"), "--grads", str(tmp_path / "g.npy"))


@pytest.mark.parametrize("fmt", FORMATS)
def test_every_format(shell, files, fmt: str) -> None:
    ran = shell("kkt", *files, "--weight-decay", "0.5", "--adam-eps", "1e-8", "-f", fmt)
    assert ran.status == 0
    assert ran.out.strip()


def test_json_is_the_answer_of_python(shell, files) -> None:
    ran = shell("kkt", *files, "--lam", "0.5", "--delta", "1e-4", "-f", "json")
    rows = {row["quantity"]: row["value"] for row in json.loads(ran.out)["rows"]}
    expected = ab.kkt(files[1], files[3], lam=0.5, delta=1e-4)
    assert rows == {row.quantity: row.value for row in expected}
    assert {
        *("kkt-score", "kkt-relative", "frank-wolfe-gap", "lambda-x-inf", "share-at-bound"),
        "adamw-residual",
    } <= rows.keys()


def test_refusals(shell, refused, files) -> None:
    assert refused("kkt", *files).options == {"--weight-decay"}
    assert refused("kkt", "--lam", "1").options == {"--params", "--grads"}
    both = refused("kkt", *files, "--lam", "1", "--weight-decay", "1")
    assert both.options == {"--weight-decay"}
    beside = refused("kkt", *files, "--problem", "a:b")
    assert beside.options == {"--params", "--grads"}
    assert shell("kkt", "--params", "gone.npy", "--grads", "gone.npy", "--lam", "1").status == 1


def test_a_problem(shell, refused, tmp_path, monkeypatch) -> None:
    pytest.importorskip("torch")
    (tmp_path / "kkt_problem.py").write_text(PROBLEM)
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(str(tmp_path))
    ran = shell("kkt", "--problem", "kkt_problem:problem", "-f", "json")
    assert ran.status == 0
    answer = json.loads(ran.out)
    import kkt_problem

    expected = ab.kkt(*kkt_problem.gradient(), weight_decay=0.5, adam_eps=1e-4)
    for row in answer["rows"]:
        value = expected.one(quantity=row["quantity"]).value
        assert row["value"] == pytest.approx(value, rel=1e-9)
    assert refused("kkt", "--problem", "kkt_problem:l2").options == {"--weight-decay"}
    apart = json.loads(shell("kkt", "--problem", "kkt_problem:apart", "-f", "json").out)["rows"]
    scores = {row.get("case"): row["value"] for row in apart if row["quantity"] == "kkt-score"}
    x, g = kkt_problem.gradient()
    parts = {
        label: sum(np.abs(g[n]).sum() + lam * (x[n] * g[n]).sum() for n in x if n[0] == layer)
        for label, layer, lam in (("decay 0.5", "0", 0.5), ("no decay", "2", 0))
    }
    assert scores == pytest.approx({None: sum(parts.values()), **parts})
    given = shell("kkt", "--problem", "kkt_problem:apart", "--weight-decay", "0.5", "-f", "json")
    assert json.loads(given.out)["rows"][0]["value"] == answer["rows"][0]["value"]


def test_drawn_batches_bracket_the_score(shell, refused, tmp_path, monkeypatch) -> None:
    pytest.importorskip("torch")
    (tmp_path / "kkt_drawn.py").write_text(
        PROBLEM.replace("[:32]", "[:20]").replace("[32:]", "[20:]")
    )
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(str(tmp_path))
    line = ("kkt", "--problem", "kkt_drawn:problem", "-f", "json")
    whole = {row["quantity"]: row["value"] for row in json.loads(shell(*line).out)["rows"]}
    found = []
    for seed in ("1", "2"):
        rows = json.loads(shell(*line, "--batches", "200", "--seed", seed).out)["rows"]
        found.append({row["quantity"]: row for row in rows})
    score = whole["kkt-score"]
    for rows in found:
        assert rows["kkt-score"]["lower"] == rows["kkt-lower"]["value"]
        for side, end in ((-1, rows["kkt-lower"]), (1, rows["kkt-upper"])):
            assert 0 < end["stderr"] < 0.1 * score
            assert side * (end["value"] - score) > -4 * end["stderr"]
            assert end["value"] == pytest.approx(score, rel=0.2)
    assert found[0]["kkt-lower"]["value"] != found[1]["kkt-lower"]["value"]
    # Many batches of unlike sizes are the whole on average: each sample is drawn as often.
    from adamw_bounds.measure import load_problem
    from adamw_bounds.measure.point import MOST, point_of

    point = point_of(load_problem("kkt_drawn:problem"), batches=4000)
    assert len(point.gradients) == MOST
    (exact,) = point_of(load_problem("kkt_drawn:problem")).gradients
    for name, gradient in exact.items():
        own = np.array([several[name] for several in point.gradients])
        error = own.std(axis=0, ddof=1) / MOST**0.5
        assert (np.abs(own.mean(axis=0) - gradient) < 6 * error + 1e-12).all()
    for wrong in (("--batches", "1"), ("--batches", "x"), ("--seed", "3")):
        assert refused(*line[:3], *wrong).options == {wrong[0]}
    assert refused("kkt", "--batches", "3").options == {"--batches"}


def test_a_run_file_names_the_point_and_its_decay(shell, refused, files, tmp_path) -> None:
    run = tmp_path / "a" / "run.toml"
    run.parent.mkdir()
    run.write_text(
        "[optimizer]\nweight_decay = 0.25\neps = 1e-3\n"
        '[problem]\nparams = "../x.npy"\ngrads = "../g.npy"\n'
    )
    plain = shell("kkt", *files, "--weight-decay", "0.25", "--adam-eps", "1e-3", "-f", "json")
    ran = shell("kkt", "--from", str(run), "-f", "json")
    assert json.loads(ran.out)["rows"] == json.loads(plain.out)["rows"]
    # The file's gradient is no gradient at another point.
    other = refused("kkt", "--from", str(run), "--params", files[1])
    assert other.options == {"--grads"}
    with run.open("a") as file:
        file.write("[[optimizer.groups]]\nname = 'b'\nweight_decay = 0\nparameters = 2\n")
    assert refused("kkt", "--from", str(run)).options == {"--weight-decay"}
