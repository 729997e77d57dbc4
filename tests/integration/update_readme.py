"""Run the blocks of README and of the manual, and write what they really print back into them.

    python tests/integration/update_readme.py            # rewrite README.md and guide/ in place
    python tests/integration/update_readme.py tour       # only these pages
    python tests/integration/update_readme.py --check    # say what differs, change nothing
    python tests/integration/update_readme.py --command first|tests   # print that one-line command

What a block means:

``console``
    Lines that start with ``$ `` are commands (``\\`` at the end continues one); the lines below
    a command are what it prints, standard output and error together. A command that exits with
    anything but 0 must be followed by ``$ echo $?``.
``python``
    A script; what it prints is the ``text`` block right below it (none: it prints nothing). All
    scripts share one namespace, from top to bottom.
``toml``
    Where its first line is ``# NAME.toml``, a file of that name in the folder of the page.
``sh``, ``py``
    Not run here. README's first ``sh`` is the first-run command, its second runs the tests; the
    manual's are run by tests/guide and tests/measure.

In expected output a line that is only ``...`` stands for any number of lines, but not for the
whole output. The blocks of a page run in one empty folder with the installed package, 80 columns
wide and without colour. Tables that are made from the catalog are filled too: see generated.py.
"""

from __future__ import annotations

import argparse
import difflib
import json
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
README = ROOT / "README.md"
GUIDE = ROOT / "adamw_bounds" / "guide"
#: README and the pages of the manual, by name.
PAGES = {"README": README, **{path.stem: path for path in sorted(GUIDE.glob("*.md"))}}
ELLIPSIS = "..."
TIMEOUT_S = 120

FENCE = re.compile(r"^```(\S*)\s*$")


@dataclass
class Block:
    """A fenced block: its language, its lines, and the index of its first line in the file."""

    language: str
    start: int
    lines: list[str] = field(default_factory=list)

    @property
    def end(self) -> int:
        """Index of the closing fence."""
        return self.start + len(self.lines)


@dataclass
class Step:
    """A command or a script with the lines expected of it, and where those stand in the file."""

    source: str
    expected: list[str]
    start: int  # the slice of file lines that the expected output takes
    end: int
    line: int  # 1-based, for messages
    fenced: bool = True  # False: a new ``text`` block must be made around the output


def blocks(lines: list[str]) -> Iterator[Block]:
    """Find the fenced blocks."""
    current: Block | None = None
    for number, line in enumerate(lines):
        match = FENCE.match(line)
        if current is None and match:
            current = Block(match.group(1), number + 1)
        elif current is not None and line.rstrip() == "```":
            yield current
            current = None
        elif current is not None:
            current.lines.append(line)
    if current is not None:
        raise ValueError(f"line {current.start}: the block is never closed")


def trim(lines: list[str]) -> list[str]:
    """Drop white space at line ends, and empty lines at the end."""
    kept = [line.rstrip() for line in lines]
    while kept and not kept[-1]:
        kept.pop()
    return kept


def console_steps(block: Block) -> list[Step]:
    """Split a session into its commands, each with the output below it."""
    steps: list[Step] = []
    index = 0
    while index < len(block.lines):
        if not block.lines[index].startswith("$ "):
            raise ValueError(f"line {block.start + index + 1}: output without a command above it")
        first = index
        command = block.lines[index][2:]
        while command.endswith("\\"):
            index += 1
            command = f"{command}\n{block.lines[index].removeprefix('> ')}"
        index += 1
        begin = index
        while index < len(block.lines) and not block.lines[index].startswith("$ "):
            index += 1
        steps.append(
            Step(
                command,
                trim(block.lines[begin:index]),
                block.start + begin,
                block.start + index,
                block.start + first + 1,
            )
        )
    return steps


def sessions(lines: list[str]) -> list[list[Step]]:
    """Return the commands of each ``console`` block, in order."""
    return [console_steps(block) for block in blocks(lines) if block.language == "console"]


def scripts(lines: list[str]) -> list[Step]:
    """Return the ``python`` blocks, each with the ``text`` block that directly follows."""
    found = list(blocks(lines))
    steps: list[Step] = []
    for position, block in enumerate(found):
        if block.language != "python":
            continue
        source = "\n".join(block.lines) + "\n"
        after = found[position + 1] if position + 1 < len(found) else None
        between = lines[block.end + 1 : after.start - 1] if after else ["x"]
        if after and after.language == "text" and not any(line.strip() for line in between):
            steps.append(Step(source, trim(after.lines), after.start, after.end, block.start))
        else:
            steps.append(Step(source, [], block.end + 1, block.end + 1, block.start, fenced=False))
    return steps


def needs_torch(steps: list[Step]) -> bool:
    """Return whether one of the scripts imports torch, which the base install does not have."""
    return any(re.search(r"^(import|from) torch\b", step.source, re.M) for step in steps)


def files(lines: list[str]) -> dict[str, str]:
    """Return the files that a page shows: their names and what they hold."""
    return {
        block.lines[0].removeprefix("# "): "\n".join(block.lines) + "\n"
        for block in blocks(lines)
        if block.language == "toml" and re.match(r"# [\w-]+\.toml$", block.lines[0])
    }


def prepare(lines: list[str], folder: Path) -> None:
    """Write the files that a page shows into the folder of its blocks."""
    for name, text in files(lines).items():
        (folder / name).write_text(text, encoding="utf-8")


def one_liner(lines: list[str], which: str) -> str:
    """Return README's ``first`` or ``tests`` command."""
    position, word = {"first": (0, "adamw-bounds demo"), "tests": (1, "pytest")}[which]
    commands = [block.lines for block in blocks(lines) if block.language == "sh"]
    if len(commands) <= position or len(commands[position]) != 1:
        raise ValueError(f"sh block {position + 1} of README is not one line")
    line = commands[position][0]
    if word not in line:
        raise ValueError(f"sh block {position + 1} of README does not run {word!r}: {line}")
    return line


def matches(expected: list[str], actual: list[str]) -> bool:
    """Compare line by line; ``...`` alone on a line stands for any number of lines."""
    parts: list[list[str]] = [[]]
    for line in expected:
        if line.strip() == ELLIPSIS:
            parts.append([])
        else:
            parts[-1].append(line)
    if len(parts) == 1:
        return expected == actual
    if not any(parts):
        return False  # nothing but "...": would agree with anything
    first, *middle, last = parts
    rest = actual[len(first) :]
    if actual[: len(first)] != first or len(rest) < len(last):
        return False
    if rest[len(rest) - len(last) :] != last:
        return False
    rest = rest[: len(rest) - len(last)]
    for part in middle:  # the earliest place of each part leaves the most for those after it
        places = range(len(rest) - len(part) + 1)
        place = next((at for at in places if rest[at : at + len(part)] == part), None)
        if place is None:
            return False
        rest = rest[place + len(part) :]
    return True


def abridge(expected: list[str], actual: list[str]) -> list[str]:
    """Shorten new output as the old one was: as many lines before and after its ``...``."""
    places = [index for index, line in enumerate(expected) if line.strip() == ELLIPSIS]
    if not places:
        return actual
    if len(places) > 1:
        raise ValueError("output with several '...' must be shortened by hand")
    head, tail = places[0], len(expected) - places[0] - 1
    if head + tail >= len(actual):
        return actual
    return [*actual[:head], expected[places[0]], *actual[len(actual) - tail :]]


def environment(home: Path) -> dict[str, str]:
    """Return what a plain terminal 80 columns wide, without colour, has in its environment."""
    tools = sysconfig.get_path("scripts")
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("ADAMW_BOUNDS", "PYTHON", "PYTEST"))
        and name not in {"FORCE_COLOR", "CLICOLOR_FORCE"}
    }
    return {
        **kept,
        "PATH": os.pathsep.join([tools, os.path.dirname(sys.executable), kept.get("PATH", "")]),
        "HOME": str(home),
        "COLUMNS": "80",
        "LINES": "40",
        "TERM": "dumb",
        "NO_COLOR": "1",
        "LC_ALL": "C.UTF-8",
        "PYTHONUNBUFFERED": "1",  # keeps standard output and error in the order of a terminal
    }


def run_session(steps: list[Step], folder: Path) -> list[list[str]]:
    """Run the commands of one block; return what each prints."""
    outputs: list[list[str]] = []
    status = 0
    for index, step in enumerate(steps):
        done = subprocess.run(
            ["bash", "-c", f"(exit {status})\n{step.source}"],
            cwd=folder,
            env=environment(folder),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=TIMEOUT_S,
            check=False,
        )
        status = done.returncode
        outputs.append(trim(done.stdout.decode().splitlines()))
        told = index + 1 < len(steps) and steps[index + 1].source == "echo $?"
        if status and not told:
            shown = "\n".join(outputs[-1])
            raise RuntimeError(f"line {step.line}: exit {status} from: {step.source}\n{shown}")
    return outputs


RUNNER = """
import contextlib, io, json, sys
space, outputs = {"__name__": "__main__"}, []
for number, source in enumerate(json.load(sys.stdin), start=1):
    stream = io.StringIO()
    with contextlib.redirect_stdout(stream):
        exec(compile(source, f"<python block {number}>", "exec"), space)
    outputs.append(stream.getvalue())
json.dump(outputs, sys.stdout)
"""


def run_scripts(steps: list[Step], folder: Path) -> list[list[str]]:
    """Run the scripts in one process; return what each prints."""
    done = subprocess.run(
        [sys.executable, "-c", RUNNER],
        cwd=folder,
        env=environment(folder),
        input=json.dumps([step.source for step in steps]).encode(),
        capture_output=True,
        timeout=TIMEOUT_S,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"a python block failed:\n{done.stderr.decode()}")
    return [trim(output.splitlines()) for output in json.loads(done.stdout)]


def difference(step: Step, actual: list[str]) -> str:
    """Say how the output differs from the page, as a unified diff."""
    return "\n".join(
        difflib.unified_diff(
            step.expected, actual, f"the page, line {step.line}", "what it prints", lineterm=""
        )
    )


def updated(lines: list[str], say: Callable[[str], None]) -> list[str]:
    """Return the lines of a page with the output that its blocks give now."""
    import generated

    if shutil.which("adamw-bounds", path=environment(Path.home())["PATH"]) is None:
        raise RuntimeError("adamw-bounds is not installed in this environment")
    results: list[tuple[Step, list[str]]] = []
    with tempfile.TemporaryDirectory() as name:
        prepare(lines, Path(name))
        for steps in sessions(lines):
            results += zip(steps, run_session(steps, Path(name)), strict=True)
        steps = scripts(lines)
        if steps:
            results += zip(steps, run_scripts(steps, Path(name)), strict=True)
    new = list(lines)
    for step, actual in sorted(results, key=lambda pair: -pair[0].start):
        if matches(step.expected, actual):
            continue
        say(difference(step, actual))
        output = abridge(step.expected, actual)
        new[step.start : step.end] = output if step.fenced else ["", "```text", *output, "```"]
    return generated.filled(new)


def main() -> int:
    """Do what the options say."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("pages", nargs="*", metavar="PAGE", help="default: all")
    group = parser.add_mutually_exclusive_group()
    group.add_argument("--check", action="store_true", help="change nothing; exit 1 if stale")
    group.add_argument("--command", choices=["first", "tests"], help="print a one-line command")
    options = parser.parse_args()
    if options.command:
        print(one_liner(README.read_text(encoding="utf-8").splitlines(), options.command))
        return 0
    stale = 0
    for name in options.pages or PAGES:
        lines = PAGES[name].read_text(encoding="utf-8").splitlines()
        new = updated(lines, lambda text: print(text, file=sys.stderr))
        if new == lines:
            continue
        stale = 1
        if not options.check:
            PAGES[name].write_text("\n".join(new) + "\n", encoding="utf-8")
            print(f"{PAGES[name].name} rewritten", file=sys.stderr)
    return stale if options.check else 0


if __name__ == "__main__":
    sys.exit(main())
