"""How long a command takes, as a ratio to ``python -c "import typer"``.

    python tests/benchmarks/startup.py [--rounds 30]

Whole processes, interleaved: each round runs every command once, and a ratio is taken within its
round, so that what slows the machine slows both sides of it. Goals: ``--help`` at most 2.5,
``complexity`` at most 3.5. Install the package as a user does (a wheel or an editable install) and
run on an idle machine.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import subprocess
import sys
import sysconfig
import time
from pathlib import Path

NUMBERS = (
    "--c-inf 5 --delta 1e-4 --epsilon 0.1 --batch-size 32 --sigma 0.5 --smoothness 2 --gap 1.5"
).split()


def seconds(command: list[str]) -> float:
    """Run a command, and return how long the whole process took."""
    begin = time.perf_counter()
    subprocess.run(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        check=True,
    )
    return time.perf_counter() - begin


def main() -> None:
    """Measure, and print the ratios."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rounds", type=int, default=30)
    rounds = parser.parse_args().rounds

    tool = shutil.which("adamw-bounds", path=sysconfig.get_path("scripts"))
    if tool is None:
        sys.exit(f"adamw-bounds is not installed beside {Path(sys.executable)}")
    unit = [sys.executable, "-c", "import typer"]
    commands: dict[str, tuple[list[str], float | None]] = {
        "--help": ([tool, "--help"], 2.5),
        "--version": ([tool, "--version"], None),
        "complexity": ([tool, "complexity", *NUMBERS], 3.5),
        "complexity -f json": ([tool, "complexity", *NUMBERS, "-f", "json"], None),
        "complexity -t 2 -f json": ([tool, "complexity", *NUMBERS, "-t", "2", "-f", "json"], None),
        "conditions": ([tool, "conditions", *NUMBERS], None),
    }

    for command in [unit, *(command for command, _ in commands.values())]:
        seconds(command)  # warms the byte code and the file cache
    units: list[float] = []
    ratios: dict[str, list[float]] = {name: [] for name in commands}
    for _ in range(rounds):
        units.append(seconds(unit))
        for name, (command, _) in commands.items():
            ratios[name].append(seconds(command) / units[-1])

    print(f"unit: python -c 'import typer' = {1e3 * statistics.median(units):.0f} ms (median)")
    print(f"{'command':26}{'min':>8}{'median':>8}{'goal':>8}   ({rounds} rounds)")
    for name, (_, goal) in commands.items():
        middle = statistics.median(ratios[name])
        verdict = "" if goal is None else f"{goal:8.1f}   {'met' if middle <= goal else 'MISSED'}"
        print(f"{name:26}{min(ratios[name]):8.2f}{middle:8.2f}{verdict}")


if __name__ == "__main__":
    main()
