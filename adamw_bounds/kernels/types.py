"""What the generated tables are made of."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

__all__ = [
    "ConditionKernel",
    "Driver",
    "Kernel",
    "Key",
    "PaperKernels",
    "StatementInfo",
    "SymbolText",
]

#: Statement, quantity, schedule, optimizer, case, variant: what tells one kernel from all others.
Key = tuple[str, str, str | None, str | None, str | None, str]


class Driver(NamedTuple):
    """A product that a term can be: the term's label and its factors in plain symbols."""

    part: str
    factors: tuple[str, ...]


class Kernel(NamedTuple):
    """A generated function and what is known of the formula behind it.

    Attributes
    ----------
    function : callable
        ``function(m, **inputs)`` returns the logarithm of the whole and of each part.
    inputs : tuple of str
        Names of its inputs.
    parts : tuple of str
        Labels of the parts.
    why : str
        How the variant differs from the printed formula.
    bare_log : bool
        Whether it holds log(1/ε), which has no sense for ε >= 1.
    drivers : callable or None
        Returns, for each product, its logarithm and those of its factors.
    driver_inputs : tuple of str
        Names of the inputs of ``drivers``.
    driver_labels : tuple of Driver
        What the products and factors are.
    """

    function: Callable[..., Any]
    inputs: tuple[str, ...]
    parts: tuple[str, ...]
    why: str
    bare_log: bool
    drivers: Callable[..., Any] | None
    driver_inputs: tuple[str, ...]
    driver_labels: tuple[Driver, ...]


class ConditionKernel(NamedTuple):
    """A hypothesis ``lhs <= rhs``; its function returns the logs of lhs, rhs and the limit."""

    function: Callable[..., Any]
    inputs: tuple[str, ...]
    variants: tuple[str, ...]
    text: str
    schedule: str | None
    limit_of: str
    why: str
    remedy: str


class SymbolText(NamedTuple):
    """An input in words."""

    text: str
    latex: str
    meaning: str
    domain: str
    unit: str


class StatementInfo(NamedTuple):
    """A statement in words."""

    title: str
    source: str
    doubts: tuple[str, ...]
    remarks: tuple[str, ...]
    optimizers: tuple[str, ...]


class PaperKernels(NamedTuple):
    """All that is generated from one paper.

    Attributes
    ----------
    key : str
        The paper's key, ``zhou2024``.
    kernels : mapping of Key to Kernel
        Its formulas.
    conditions : mapping of (statement, name) to ConditionKernel
        Its hypotheses on numbers.
    symbols : mapping of str to SymbolText
        The inputs that it declares; those that papers share are in the index.
    statements : mapping of str to StatementInfo
        Its statements.
    claims : mapping of str to str
        Its claims and what is recorded of each.
    """

    key: str
    kernels: Mapping[Key, Kernel]
    conditions: Mapping[tuple[str, str], ConditionKernel]
    symbols: Mapping[str, SymbolText]
    statements: Mapping[str, StatementInfo]
    claims: Mapping[str, str]
