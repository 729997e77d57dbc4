"""Help, version and completion answer at once, and load nothing heavy."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest

from adamw_bounds._version import __version__
from adamw_bounds.cli.main import COMMANDS, SPECTRUM

HEAVY = ("numpy", "sympy", "scipy", "pydantic", "pydantic_core", "matplotlib", "torch", "rich")

SNIPPET = """
import sys
from adamw_bounds.cli.main import main
status = main(sys.argv[1:])
heavy = {heavy!r}
print("LOADED", status, *sorted(set(heavy) & sys.modules.keys()))
"""


def _loaded(environment: dict[str, str], *arguments: str, **more: str) -> tuple[str, str]:
    done = subprocess.run(
        [sys.executable, "-c", SNIPPET.format(heavy=HEAVY), *arguments],
        capture_output=True,
        env={**environment, **more},
        timeout=60,
        check=True,
    )
    said, _, loaded = done.stdout.decode().rpartition("LOADED ")
    return said, loaded.strip()


@pytest.mark.parametrize(
    "arguments",
    [(), ("--help",), ("--version",), ("convert", "--help"), ("spectrum", "show", "-h")],
    ids=" ".join,
)
def test_help_and_version_load_nothing_heavy(
    environment: dict[str, str], arguments: tuple[str, ...]
) -> None:
    said, loaded = _loaded(environment, *arguments)
    assert said.strip()
    assert loaded == "0"


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("adamw-bounds conv", "convert"),
        ("adamw-bounds convert --adam", "--adam-eps"),
        ("adamw-bounds convert --format m", "markdown"),
        ("adamw-bounds spectrum s", "show"),
        ("adamw-bounds theorem lem", "lemma-5"),
        ("adamw-bounds audit thm3-sq", "thm3-square"),
        ("adamw-bounds spectrum show shipped:digits_mlp_a", "shipped:digits_mlp_adamw"),
        ("adamw-bounds generalization --spectrum shipped:conv_a", "shipped:conv_adamw"),
        ("adamw-bounds complexity --theorem theorem-", "theorem-3"),
    ],
)
def test_completion_works_and_loads_nothing_heavy(
    environment: dict[str, str], typed: str, expected: str
) -> None:
    said, loaded = _loaded(
        environment,
        _ADAMW_BOUNDS_COMPLETE="complete_bash",
        COMP_WORDS=typed,
        COMP_CWORD=str(len(typed.split()) - 1),
    )
    assert expected in said.split()
    assert loaded == "0"


def test_completion_script_names_the_program(shell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("_ADAMW_BOUNDS_COMPLETE", "source_bash")
    ran = shell()
    assert ran.status == 0
    assert "complete -o default -F" in ran.out
    assert "adamw-bounds" in ran.out


def test_version(process) -> None:
    ran = process("--version")
    assert (ran.status, ran.out, ran.err) == (0, f"adamw-bounds {__version__}\n", "")


def test_no_command_shows_the_commands(shell) -> None:
    ran = shell()
    assert ran.status == 0
    for name, (_, text) in COMMANDS.items():
        assert name in ran.out
        assert text.split()[0] in ran.out


def test_a_group_alone_shows_its_commands(shell) -> None:
    ran = shell("spectrum")
    assert ran.status == 0
    assert "show" in ran.out


#: ``spectrum`` has commands of its own; ``guide`` shows pages, which are no answers.
ANSWERING = [name for name in COMMANDS if name not in {"spectrum", "guide", "sweep"}]


@pytest.mark.parametrize("name", ANSWERING)
def test_help_of_each_command_has_one_worked_example(shell, name: str) -> None:
    ran = shell(name, "--help")
    assert ran.status == 0
    text = " ".join(ran.out.split())
    # The list of commands says what the command's own page says first.
    assert COMMANDS[name][1] in text
    assert len(re.findall(rf"^Example:\n  adamw-bounds {name}", ran.out, re.M)) == 1
    for common in ("--format", "--output", "--from", "--help", "-f", "-o"):
        assert common in text


@pytest.mark.parametrize("name", ["complexity", "noise-scale"])
def test_help_of_each_sweep_has_its_question_s_options_and_one_worked_example(shell, name) -> None:
    ran = shell("sweep", name, "--help")
    assert ran.status == 0
    assert len(re.findall(rf"^Example:\n  adamw-bounds sweep {name} ", ran.out, re.M)) == 1
    asked = set(re.findall(r"--[a-z0-9-]+", shell(name, "--help").out))
    assert asked | {"--vary", "--points", "--summary", "--dry-run"} <= set(
        re.findall(r"--[a-z0-9-]+", ran.out)
    )


def test_help_of_spectrum_show_has_one_worked_example(shell) -> None:
    ran = shell("spectrum", "show", "--help")
    assert SPECTRUM["show"][1] in " ".join(ran.out.split())
    assert re.search(r"^Example:\n  adamw-bounds spectrum show ", ran.out, re.M)
