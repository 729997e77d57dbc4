"""The notebook of the manual is one, and its cells answer as they did when it was executed."""

from __future__ import annotations

import ast
import contextlib
import importlib.resources
import io
import json
from typing import Any

import pytest

NOTEBOOK = json.loads(
    (importlib.resources.files("adamw_bounds") / "guide" / "notebook.ipynb").read_text("utf-8")
)
CELLS = [cell for cell in NOTEBOOK["cells"] if cell["cell_type"] == "code"]


def run(source: str, space: dict[str, Any]) -> tuple[str, Any]:
    """Run a cell; return what it prints, and the value of the expression at its end."""
    tree = ast.parse(source)
    last = tree.body.pop() if isinstance(tree.body[-1], ast.Expr) else None
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(compile(tree, "<cell>", "exec"), space)
        value = None
        if isinstance(last, ast.Expr):
            value = eval(compile(ast.Expression(last.value), "<cell>", "eval"), space)
    return printed.getvalue(), value


def test_it_was_executed_from_top_to_bottom() -> None:
    assert NOTEBOOK["nbformat"] == 4
    assert [cell["execution_count"] for cell in CELLS] == list(range(1, len(CELLS) + 1))


def test_every_cell_answers_as_it_did(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    space: dict[str, Any] = {}
    shown = 0
    for cell in CELLS:
        printed, value = run("".join(cell["source"]), space)
        for output in cell["outputs"]:
            if output["output_type"] == "stream":
                assert printed == "".join(output["text"])
            else:
                assert repr(value) == "".join(output["data"]["text/plain"])
                # A notebook shows the rich form, not the text.
                assert {"text/html", "text/markdown"} & output["data"].keys()
            shown += 1
    assert shown >= 6
