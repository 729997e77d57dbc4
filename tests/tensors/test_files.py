"""Files of arrays: each kind, each type, and what is no such file."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from adamw_bounds.errors import RunError
from adamw_bounds.tensors import NotArrayError, as_array, load_tensors

VALUES = {"a.weight": [[1.5, -2.0], [0.25, 4.0]], "a.bias": [0.5, -0.125]}


def same(found: Any) -> bool:
    return found.keys() == VALUES.keys() and all(
        np.array_equal(found[name], np.array(value)) for name, value in VALUES.items()
    )


def test_numpy_and_safetensors(tmp_path: Path) -> None:
    numpy_of_safetensors = pytest.importorskip("safetensors.numpy")
    arrays = {name: np.array(value, dtype=np.float16) for name, value in VALUES.items()}
    np.savez(tmp_path / "x.npz", **arrays)
    np.save(tmp_path / "x.npy", arrays["a.weight"])
    numpy_of_safetensors.save_file(arrays, tmp_path / "x.safetensors")
    # What a file holds decides, not its name.
    (tmp_path / "renamed.bin").write_bytes((tmp_path / "x.safetensors").read_bytes())
    for name, kind in (
        ("x.npz", "npz"),
        ("x.safetensors", "safetensors"),
        ("renamed.bin", "safetensors"),
    ):
        saved = load_tensors(tmp_path / name)
        assert same(saved.arrays)
        assert saved.kind == kind
        assert saved.arrays["a.bias"].dtype == np.float16
    assert np.array_equal(load_tensors(tmp_path / "x.npy").arrays[""], VALUES["a.weight"])


def test_a_model_in_several_files(tmp_path: Path) -> None:
    save_file = pytest.importorskip("safetensors.numpy").save_file
    index = tmp_path / "model.safetensors.index.json"
    places = {}
    for number, (name, value) in enumerate(VALUES.items()):
        places[name] = f"model-{number}.safetensors"
        save_file({name: np.array(value)}, tmp_path / places[name])
    index.write_text(json.dumps({"metadata": {"total_size": 48}, "weight_map": places}))
    saved = load_tensors(index)
    assert same(saved.arrays)
    assert saved.kind == "safetensors"

    def told(text: str) -> str:
        index.write_text(text)
        with pytest.raises(RunError) as caught:
            load_tensors(index)
        return str(caught.value)

    def mapped(**changed: Any) -> str:
        return told(json.dumps({"weight_map": places | changed}))

    assert "model-9.safetensors" in mapped(**{"a.bias": "model-9.safetensors"})
    assert "no name of a file beside it" in mapped(**{"a.bias": "../model-0.safetensors"})
    assert "does not hold a.bias" in mapped(**{"a.bias": places["a.weight"]})
    assert "weight_map" in told('{"metadata": {}}')
    assert "JSON" in told('{"weight_map": {')


def test_bfloat16(tmp_path: Path) -> None:
    torch = pytest.importorskip("torch")
    save_file = pytest.importorskip("safetensors.torch").save_file
    generator = torch.Generator().manual_seed(0)
    tensors = {
        name: torch.randn(shape, generator=generator).to(dtype)
        for name, shape, dtype in (
            ("half", (3, 5), torch.bfloat16),
            ("whole", (4,), torch.float32),
            ("single", (), torch.bfloat16),
        )
    }
    save_file(tensors, tmp_path / "x.safetensors")
    torch.save(tensors, tmp_path / "x.pt")
    torch.save(tensors, tmp_path / "old.pt", _use_new_zipfile_serialization=False)
    for name in ("x.safetensors", "x.pt", "old.pt"):
        found = load_tensors(tmp_path / name).arrays
        assert found.keys() == tensors.keys()
        for key, tensor in tensors.items():
            assert np.array_equal(found[key], tensor.float().numpy())
    tensors["half"].requires_grad_()
    assert as_array(tensors["half"]).dtype == np.float32


def test_a_checkpoint(tmp_path: Path) -> None:
    torch = pytest.importorskip("torch")
    torch.manual_seed(0)
    model = torch.nn.Sequential(torch.nn.Linear(3, 2), torch.nn.BatchNorm1d(2))
    optimizer = torch.optim.AdamW(
        [
            {"params": [model[0].weight], "weight_decay": 0.25},
            {"params": [model[0].bias, *model[1].parameters()], "weight_decay": 0, "eps": 1e-6},
        ]
    )
    model(torch.randn(4, 3)).square().sum().backward()
    optimizer.step()
    gradients = {name: value.grad for name, value in model.named_parameters()}
    state = {"model_state_dict": model.state_dict(), "optimizer": optimizer.state_dict()}
    torch.save({**state, "epoch": 3}, tmp_path / "x.pt")
    torch.save({**state, "gradients": gradients}, tmp_path / "g.pt")
    torch.save(
        {"state_dict": model.state_dict(), "optimizer_states": [optimizer.state_dict()]},
        tmp_path / "lightning.ckpt",
    )
    for name in ("x.pt", "g.pt", "lightning.ckpt"):
        saved = load_tensors(tmp_path / name)
        assert saved.arrays.keys() == model.state_dict().keys()
        assert (saved.gradients is not None) == (name == "g.pt")
        assert saved.optimizer is not None
        assert saved.optimizer.decoupled is True
        assert [group.settings["weight_decay"] for group in saved.optimizer.groups] == [0.25, 0]
        assert [group.settings["eps"] for group in saved.optimizer.groups] == [1e-8, 1e-6]
        moments = saved.optimizer.second_moments
        own = [optimizer.state[value]["exp_avg_sq"].numpy() for value in model.parameters()]
        assert all(np.array_equal(moments[place], v) for place, v in enumerate(own))


class Pickled:
    """Something that is no tensor."""


def test_what_is_no_file_of_arrays(tmp_path: Path) -> None:
    torch = pytest.importorskip("torch")
    save_file = pytest.importorskip("safetensors.torch").save_file
    torch.save({"model": {"w": torch.ones(500)}, "other": Pickled()}, tmp_path / "pickled.pt")
    torch.save(torch.nn.Linear(2, 2), tmp_path / "whole.pt")
    torch.save({"epoch": 3}, tmp_path / "none.pt")
    torch.save({"a": {"w": torch.ones(2)}, "b": {"w": torch.ones(2)}}, tmp_path / "two.pt")
    torch.save({"w": torch.ones(500)}, tmp_path / "x.pt")
    save_file({"w": torch.ones(500)}, tmp_path / "x.safetensors")
    save_file({"w": torch.ones(4).to(torch.float8_e4m3fn)}, tmp_path / "eight.safetensors")
    np.savez(tmp_path / "x.npz", w=np.ones(500))
    np.save(tmp_path / "x.npy", np.ones(500))
    np.savez(tmp_path / "objects.npz", w=np.array([{}], dtype=object))
    np.save(tmp_path / "objects.npy", np.array([{}], dtype=object))
    for name in ("x.pt", "x.safetensors", "x.npz", "x.npy"):
        data = (tmp_path / name).read_bytes()
        for size in (3, 40, len(data) // 2, len(data) - 1):
            (tmp_path / f"cut-{size}-{name}").write_bytes(data[:size])
    (tmp_path / "empty.pt").write_bytes(b"")
    (tmp_path / "text.safetensors").write_text("weights")
    (tmp_path / "text.txt").write_text("1 2 3")
    (tmp_path / "folder").mkdir()
    expected = {
        **dict.fromkeys(("pickled.pt", "whole.pt", "objects.npz", "objects.npy"), "pickled-code"),
        **dict.fromkeys(("folder", "missing.npy"), "cannot-read"),
    }
    sound = {"x.pt", "x.safetensors", "x.npz", "x.npy"}
    for name in {*(item.name for item in tmp_path.iterdir()), "missing.npy"} - sound:
        with pytest.raises(RunError) as caught:
            load_tensors(tmp_path / name)
        assert caught.value.code == expected.get(name, "bad-array-file"), name
        assert "\n" not in caught.value.message
        assert name in caught.value.message


@pytest.mark.parametrize("given", [[[1.0], [1.0, 2.0]], ["a"], [1j], [True], object()])
def test_what_is_no_array(given: Any) -> None:
    with pytest.raises(NotArrayError):
        as_array(given)
