"""The blocks of README and of the manual do what the pages show."""

from __future__ import annotations

import shutil
from pathlib import Path

import generated
import pytest
import update_readme as readme

from adamw_bounds.cli.main import COMMANDS, SPECTRUM

PAGES = {name: path.read_text("utf-8").splitlines() for name, path in readme.PAGES.items()}
LINES = PAGES["README"]
SESSIONS = [(name, steps) for name, lines in PAGES.items() for steps in readme.sessions(lines)]
#: Those that import torch are run by test_readme_torch.py.
SCRIPTS = {
    name: found
    for name, lines in PAGES.items()
    if (found := readme.scripts(lines)) and not readme.needs_torch(found)
}


def test_one_line_commands() -> None:
    assert readme.one_liner(LINES, "first").endswith("adamw-bounds demo")
    tests = readme.one_liner(LINES, "tests")
    assert "-c tests/constraints.txt" in tests
    assert "pytest" in tests


def test_readme_shows_the_shell_and_the_api() -> None:
    assert len(readme.sessions(LINES)) >= 3
    assert readme.scripts(LINES)


def test_the_table_of_commands_is_whole() -> None:
    start = LINES.index("## Commands")
    listed = [line.split("`")[1] for line in LINES[start:] if line.startswith("| `")]
    commands = {name for name in listed if " " not in name}
    spectrum = {name.partition(" ")[2] for name in listed if " " in name}
    assert commands >= COMMANDS.keys() - {"spectrum"}
    assert spectrum == SPECTRUM.keys()


def test_readme_is_short() -> None:
    assert len(LINES) <= 150


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Return a folder for all blocks of a page."""
    found = {name: tmp_path_factory.mktemp(name) for name in PAGES}
    for name, folder in found.items():
        readme.prepare(PAGES[name], folder)
    tools = readme.environment(found["README"])["PATH"]
    assert shutil.which("adamw-bounds", path=tools), "install the package: pip install -e ."
    return found


@pytest.mark.readme
@pytest.mark.parametrize(
    ("page", "steps"),
    [
        pytest.param(
            *(name, steps),
            id=f"{name}-{steps[0].line}",
            marks=() if name == "README" else pytest.mark.sampled(4),
        )
        for name, steps in SESSIONS
    ],
)
def test_console_block(page: str, steps: list[readme.Step], folders: dict[str, Path]) -> None:
    for step, actual in zip(steps, readme.run_session(steps, folders[page]), strict=True):
        assert readme.matches(step.expected, actual), readme.difference(step, actual)


@pytest.mark.readme
@pytest.mark.parametrize("page", SCRIPTS)
def test_python_blocks(page: str, folders: dict[str, Path]) -> None:
    steps = SCRIPTS[page]
    for step, actual in zip(steps, readme.run_scripts(steps, folders[page]), strict=True):
        assert readme.matches(step.expected, actual), readme.difference(step, actual)


@pytest.mark.parametrize("page", PAGES)
def test_generated_tables_are_fresh(page: str) -> None:
    assert generated.filled(PAGES[page]) == PAGES[page]


# The checker itself.


@pytest.mark.parametrize(
    ("expected", "actual", "same"),
    [
        ([], [], True),
        ([], ["a"], False),
        (["a"], [], False),
        (["a", "..."], ["a", "b", "c"], True),
        (["a", "...", "d"], ["a", "d"], True),
        (["a", "...", "d"], ["a", "b", "c"], False),
        (["...", "b", "...", "d"], ["a", "b", "c", "b", "d"], True),
        (["a ... b"], ["a x b"], False),
        (["..."], ["a"], False),
    ],
)
def test_matches(expected: list[str], actual: list[str], same: bool) -> None:
    assert readme.matches(expected, actual) is same


def test_abridge_keeps_the_shape_of_the_old_output() -> None:
    assert readme.abridge(["a", "...", "z"], list("bcdef")) == ["b", "...", "f"]
    assert readme.abridge(["a"], list("bc")) == ["b", "c"]


def test_blocks_run_and_differences_show(tmp_path: Path) -> None:
    text = [
        "```console",
        "$ echo one \\",
        ">   two; exit 3",
        "one two",
        "$ echo $?",
        "3",
        "```",
        "",
        "```python",
        "x = 1",
        "```",
        "```python",
        "print(x + 1)",
        "```",
        "```text",
        "3",
        "```",
    ]
    (steps,) = readme.sessions(text)
    assert readme.run_session(steps, tmp_path) == [["one two"], ["3"]]
    assert [step.expected for step in steps] == [["one two"], ["3"]]
    silent, wrong = readme.scripts(text)
    assert readme.run_scripts([silent, wrong], tmp_path) == [[], ["2"]]
    assert silent.expected == []
    assert not readme.matches(wrong.expected, ["2"])
    assert "+2" in readme.difference(wrong, ["2"])


def test_a_failing_command_must_show_its_status(tmp_path: Path) -> None:
    (steps,) = readme.sessions(["```console", "$ exit 3", "```"])
    with pytest.raises(RuntimeError, match="exit 3"):
        readme.run_session(steps, tmp_path)
