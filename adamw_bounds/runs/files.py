"""The tables of a TOML or JSON file, numbers as they were written."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any

from adamw_bounds.errors import RunError

__all__ = ["parse_table", "unreadable"]


def unreadable(path: str, what: str, option: str = "--from") -> RunError:
    """Return the error of a file that cannot be used."""
    return RunError(
        f"{option} {path} {what}".strip(),
        code="unreadable-file",
        details=[{"option": option, "value": path}],
    )


def parse_table(path: str, text: str, option: str = "--from") -> Mapping[str, Any]:
    """Return what a TOML or JSON file holds; the JSON answer of a question is its inputs.

    Parameters
    ----------
    path : str
        Whose ending says which of the two it is; without one, a brace at the beginning does.
    text : str
        The file's text. Numbers stay as they were written: they reach the validation so.
    option : str
        What an error calls the file.

    Raises
    ------
    RunError
        If it is neither.
    """
    ending = os.path.splitext(path)[1].lower()
    if not text.strip():
        raise unreadable(path, "is empty", option)
    if ending == ".json" or (ending != ".toml" and text.lstrip().startswith("{")):
        import json

        try:
            table = json.loads(
                text,
                parse_float=str,
                parse_int=str,
                parse_constant=str,
                object_pairs_hook=_once(path, option),
            )
        except (ValueError, RecursionError) as error:
            raise unreadable(path, f"is no valid JSON: {error}", option) from error
        if not isinstance(table, dict):
            raise unreadable(path, "holds no JSON object of inputs", option)
        if str(table.get("schema", "")).startswith("adamw-bounds/"):
            table = table.get("inputs")
            if not isinstance(table, dict):
                raise unreadable(path, "is an answer without inputs", option)
        return table
    import tomllib

    try:
        return tomllib.loads(text, parse_float=str)
    except (ValueError, RecursionError) as error:
        raise unreadable(path, f"is no valid TOML: {error}", option) from error


def _once(path: str, option: str) -> Any:
    """Return what refuses a JSON object with a name twice, as TOML does by itself."""

    def pairs(items: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(items)
        if len(found) < len(items):
            names = [name for name, _ in items]
            twice = next(name for name in names if names.count(name) > 1)
            raise unreadable(path, f"has {twice} twice in one table", option)
        return found

    return pairs
