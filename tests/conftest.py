"""What holds for all tests."""

from __future__ import annotations

import math
import zlib
from collections import defaultdict

import pytest
from examples import THOROUGH, examples
from hypothesis import settings

# A machine that others use as well is slow at times, and that is no fault of what is tested.
settings.register_profile("adamw-bounds", deadline=None, max_examples=examples(100))
settings.load_profile("adamw-bounds")


# Last: of what -m leaves, a share is kept.
@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Keep a share of the cases of a test that is marked `sampled`; CI runs all of them.

    The choice hangs on the names of the cases alone: the same cases run everywhere, on every
    worker, and one more case does not exchange the others. Cases that are named on the command
    line run.
    """
    if THOROUGH or any("::" in argument for argument in config.args):
        return
    cases: dict[tuple[str, int], list[pytest.Item]] = defaultdict(list)
    for item in items:
        marker = item.get_closest_marker("sampled")
        if marker is not None:
            (every,) = marker.args
            cases[item.nodeid.split("[")[0], every].append(item)
    left = set()
    for (_, every), of_one in cases.items():
        ordered = sorted(of_one, key=lambda item: zlib.crc32(item.nodeid.encode()))
        left.update(ordered[math.ceil(len(ordered) / every) :])
    if left:
        config.hook.pytest_deselected(items=list(left))
        items[:] = [item for item in items if item not in left]
