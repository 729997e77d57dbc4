"""Numbers that are typed: every option of every command reads them alike."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from adamw_bounds.cli.main import COMMANDS, SPECTRUM
from adamw_bounds.cli.options import options
from adamw_bounds.measure.cost import TRIED

#: What only Python, or nobody, takes for a number that a float holds.
WRONG = ("1_0", "１", "1e400", "nan", "0x10")
SHIPPED = "shipped:digits_mlp_adamw"
#: What a command needs to come to its numbers.
BESIDE = {
    "compare": ("--spectrum", SHIPPED),
    "generalization": ("--spectrum", SHIPPED),
    "simulate": ("--theorem", "2"),
    "solve": ("--for", "gamma", "--reach", "iterations=100"),
    "spectrum measure": ("some:problem", "-o", "out.npz"),
    "spectrum plot": (SHIPPED, "--kind", "lambda", "-o", "out.pdf"),
    "spectrum convert": (SHIPPED, "out.npz"),
}


def loaders() -> Iterator[tuple[str, object]]:
    yield from (
        (name, load) for name, (load, _) in COMMANDS.items() if name not in {"spectrum", "sweep"}
    )
    yield from ((f"spectrum {name}", load) for name, (load, _) in SPECTRUM.items())


LOADERS = dict(loaders())


def typed(name: str, text: str) -> tuple[str, ...]:
    option = options()[name]
    if option.kind == "pair":
        return (option.long, "0.5", text)
    if name == "test_accuracy":
        return (f"{option.long}=x={text}", "--spectrum", f"x={SHIPPED}")
    return (f"{option.long}={text}",)


@pytest.mark.sampled(3)
@pytest.mark.parametrize("every", [False, pytest.param(True, marks=pytest.mark.slow)])
@pytest.mark.parametrize("command", LOADERS)
def test_what_is_no_number_is_refused_by_its_option(refused, command: str, every: bool) -> None:
    built = LOADERS[command]()  # type: ignore[operator]
    names = [
        parameter.name
        for parameter in built.params
        for option in [options().get(parameter.name)]
        if option is not None
        if option.kind in ("number", "pair") or option.name in ("block_rho", "test_accuracy")
    ]
    for place, name in enumerate(names):
        beside = () if name == "test_accuracy" else BESIDE.get(command, ())
        for text in WRONG if every else (WRONG[place % len(WRONG)],):
            found = refused(*command.split(), *beside, *typed(name, text))
            said = {str(option).split(" ")[0] for option in found.options}
            assert (found.status, found.code) == (2, "invalid-input"), (name, text)
            assert options()[name].long in said, (name, text, found.details)


@pytest.mark.parametrize("text", ["10", " 10 ", "+10", "1e1", "10.0", "0.1e2"])
def test_one_number_may_be_written_in_several_ways(shell, text: str) -> None:
    numbers = "--c-inf 5 --delta 1e-4 -e 0.1 --sigma 0.5 -L 2".split()
    ran = shell("complexity", *numbers, "-b", text, "--gap", text, "-f", "json")
    inputs = json.loads(ran.out)["inputs"]
    assert (inputs["gap"], inputs["batch_size"]) == (10, 10)
    ran = shell(*("generalization", "--spectrum", SHIPPED, "--rho", text, "-b", text, "-f", "json"))
    inputs = json.loads(ran.out)["inputs"]
    assert (inputs["rho"], inputs["batch_size"]) == (10, 10)
    ran = shell(
        *("spectrum", "measure", "--dry-run", "-d", text, "-n", text, "--probes", text),
        *("--exact-below", "0", "--steps", "2", "-f", "json"),
    )
    rows = {row["quantity"]: row["value"] for row in json.loads(ran.out)["rows"]}
    assert (rows["dim"], rows["samples"], rows["products"]) == (10, 10, 22 + TRIED)


def test_minus_zero_is_zero(shell) -> None:
    lines = [
        shell("generalization", "--spectrum", SHIPPED, "--rho", "1", "--lam", zero, "-f", "json")
        for zero in ("0", "-0", "-0.0")
    ]
    answers = [json.loads(ran.out) for ran in lines]
    for answer in answers[1:]:
        assert (answer["rows"], answer["inputs"]) == (answers[0]["rows"], answers[0]["inputs"])
