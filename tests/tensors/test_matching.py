"""Names that belong together, and the nearest of those that do not."""

from __future__ import annotations

from adamw_bounds.tensors import matched


def test_names() -> None:
    ours = {"a.weight": 1, "a.bias": 2}
    assert matched(ours, dict(reversed(ours.items()))) == ({name: name for name in ours}, None)
    assert matched({"": 1}, {"w": 2}) == ({"": "w"}, None)
    assert matched({"w": 1}, {"": 2}) == ({"w": ""}, None)


def test_a_prefix_of_all_names_does_not_matter() -> None:
    ours = {"weight": 1, "a.weight": 2}
    theirs = {f"module.{name}": value for name, value in ours.items()}
    pairs = {name: f"module.{name}" for name in ours}
    assert matched(ours, theirs) == (pairs, None)
    assert matched(theirs, ours) == ({value: key for key, value in pairs.items()}, None)
    # Of some names it does.
    assert matched(ours, {"module.weight": 1, "a.weight": 2})[1] is not None
    # No prefix ends within a word.
    assert matched({"xa": 1, "xb": 2}, {"a": 1, "b": 2})[1] is not None


def test_statistics_of_batch_norm_are_left_out() -> None:
    buffers = ("n.running_mean", "n.running_var", "n.num_batches_tracked", "running_mean")
    ours = dict.fromkeys(("n.weight", *buffers), 0)
    assert matched(ours, {"n.weight": 0}) == ({"n.weight": "n.weight"}, None)
    assert matched(ours, ours) == ({"n.weight": "n.weight"}, None)


def test_all_mismatches_are_said_with_the_nearest_names() -> None:
    ours = dict.fromkeys(("layer.weight", "layer.bias", "head.weight"), 0)
    pairs, mismatch = matched(ours, dict.fromkeys(("layer.weigth", "layer.bias", "zzz"), 0))
    assert pairs == {"layer.bias": "layer.bias"}
    assert mismatch is not None
    assert "layer.weight (nearest: layer.weigth)" in mismatch.lacking
    assert "head.weight" in mismatch.lacking
    assert "zzz" in mismatch.surplus
    many = matched(dict.fromkeys(map(str, range(50)), 0), {"a": 0})[1]
    assert many is not None
    assert "38 more" in many.lacking
