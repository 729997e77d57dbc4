"""Lines that answer, and how a row is found in an answer."""

from __future__ import annotations

CONSTANTS = (
    *("--c-inf", "5", "--delta", "1e-4", "--epsilon", "0.1", "--batch-size", "32"),
    *("--sigma", "0.5", "--smoothness", "2", "--gap", "1.5"),
)

PYTORCH = (
    *("--lr", "1e-3", "--betas", "0.9", "0.999", "--adam-eps", "1e-8", "--weight-decay", "0.01"),
    *("--c-inf", "5", "--sigma", "0.5", "-L", "2", "-e", "0.1", "-b", "32"),
)

GUARANTEE = (
    *("--c-inf", "1", "--sigma", "0.5", "--smoothness", "1", "--gap", "1", "--delta", "1"),
    *("--beta1", "0.01", "--beta2", "0.001", "--batch-size", "32", "--iterations", "100000"),
)

SPECTRA = (
    *("--spectrum-adamw", "shipped:digits_mlp_adamw"),
    *("--spectrum-l2", "shipped:digits_mlp_l2_adam", "--rho", "1"),
)

IDENTITY = ("statement", "optimizer", "schedule", "variant", "quantity", "case", "stage")


def remarks_in(said: str) -> list[str]:
    """Return the codes of the remarks that ``-v`` prints, in order."""
    listed = [line for line in said.splitlines() if line.startswith("• ")]
    return [line.removeprefix("• ").partition(":")[0] for line in listed]


def with_option(option: str, value: str, line: tuple[str, ...] = CONSTANTS) -> tuple[str, ...]:
    """Return a line in which an option has another value; it is added where it is not there."""
    if option not in line:
        return (*line, option, value)
    place = line.index(option)
    return (*line[: place + 1], value, *line[place + 2 :])


def one(rows: list[dict], **wanted: object) -> dict:
    """Return the only row with these values."""
    found = [row for row in rows if all(row.get(key) == value for key, value in wanted.items())]
    assert len(found) == 1
    return found[0]
