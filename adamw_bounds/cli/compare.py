"""``adamw-bounds compare``: optimizers and published bounds, side by side."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from adamw_bounds.cli.asking import changes_of, options_of
from adamw_bounds.cli.run import Request, command, report_of
from adamw_bounds.cli.terms import SPECTRA
from adamw_bounds.engine.evaluate import is_array
from adamw_bounds.errors import Fault, InputError
from adamw_bounds.kernels.mathematics import LN10
from adamw_bounds.optimizers import ADAMW, L2_ADAM
from adamw_bounds.report.charts import LOOK

if TYPE_CHECKING:
    from adamw_bounds.engine.results import Answer
    from adamw_bounds.report import Column, Report, Section

#: Inputs of the generalization terms alone.
_GENERALIZATION = ("rho", "samples", "tau", "x_star_norm", "floor")
#: Settings that only they take: the counts are at each bound's own best settings.
_SETTINGS = ("eta", "lr")


def _changes() -> dict[str, Mapping[str, Any]]:
    """Return how the options differ from the general ones: ε is needed only without steps."""
    found = dict(changes_of("compare")())
    text = str(found["epsilon"]["help"])
    return {
        **found,
        "epsilon": {"help": text.replace("[needed]", "[needed unless --iterations is given]")},
    }


@command(
    "compare",
    options=options_of(
        "compare",
        "schedule",
        "variant",
        "crossover",
        "between",
        "sensitivity",
        "plot",
        *LOOK,
        *SPECTRA,
        *_GENERALIZATION,
        *_SETTINGS,
    ),
    changes=_changes,
    example=(
        "adamw-bounds compare --c-inf 5 --delta 1e-4 --epsilon 0.1 --batch-size 32 \\\n"
        "    --sigma 0.5 --smoothness 2 --gap 1.5 --mu 0.1 --dim 2410"
    ),
)
def answer(request: Request) -> Report:
    """Compare AdamW, Adam, ℓ2-Adam and the published bounds of others.

    With --epsilon: the steps that each bound needs. With --iterations: what each bound guarantees
    after that many steps. Each bound stands at its own best settings, in a table of the bounds that
    are counted in the same measure. --spectrum (or --spectrum-adamw and --spectrum-l2) adds the
    generalization terms. --plot draws the steps of each bound, or what each guarantees.
    """
    from adamw_bounds.cli.tables import doubts, notes_of
    from adamw_bounds.cli.terms import (
        asked,
        facts,
        given,
        inputs_by_case,
        paths_of,
        rows_of,
        settings,
        spectra_of,
        terms,
    )
    from adamw_bounds.questions.compare import compare

    inputs = dict(request.inputs)
    paths = paths_of(inputs)
    asked_with = given(request)
    own = {name: inputs.pop(name) for name in _GENERALIZATION if name in inputs}
    if own and not paths:
        raise InputError(
            [
                Fault(name, value, "needs --spectrum, or --spectrum-adamw and --spectrum-l2")
                for name, value in own.items()
            ]
        )
    for name in _SETTINGS:
        # Only the generalization terms use them; a file's were not given for the counts.
        if paths or name not in request.line:
            inputs.pop(name, None)
    spectra = spectra_of(paths)
    for name, value in facts(list(spectra.values())).items():
        inputs.setdefault(name, value)
    faults: list[Fault] = []
    if inputs.get("crossover") is not None:
        if request.picture is not None:
            raise InputError([Fault("plot", None, "cannot be used with --crossover")])
        if paths:
            raise InputError(
                [Fault("crossover", inputs["crossover"], "cannot be used with a spectrum")]
            )
        return _crossover(request, compare(**inputs))
    convergence = asked(faults, lambda: compare(**inputs))
    own = {name: asked_with[name] for name in own if name in asked_with}
    generalizations = asked(faults, lambda: terms(spectra, {**settings(asked_with), **own}))
    if faults or convergence is None or generalizations is None:
        raise InputError(list(dict.fromkeys(faults)))
    if request.picture is not None:
        from adamw_bounds.bound_pictures import answer_figure
        from adamw_bounds.cli.pictures import write_picture

        write_picture(answer_figure(convergence, request.look)[0], request.picture)
    report = report_of(request, convergence)
    more = rows_of(generalizations)
    # Each bound has a paragraph: too much for a screen.
    told = request.verbose or request.format != "table"
    return replace(
        report,
        rows=[*report.rows, *more],
        inputs={
            **convergence.inputs,
            **(inputs_by_case(generalizations, paths) if generalizations else {}),
        },
        warnings=[*report.warnings, *notes_of(generalizations)],
        before=_best(report.rows, report.inputs),
        sections=_sections(report.rows, more, report.inputs, told=told),
        after=[*([] if told else [_TOLD]), *doubts(convergence.results)],
    )


# Crossovers


def _crossover(request: Request, found: Answer) -> Report:
    """Return the report of where bounds overtake each other."""
    from adamw_bounds.kernels import SYMBOLS
    from adamw_bounds.numbers import show_value
    from adamw_bounds.report import VALUE, Column, Section

    report = report_of(request, found)
    first = report.rows[0]
    name, (low, high) = first["input"], first["range"]
    text = SYMBOLS[name].text
    span = f"{text} in [{show_value(low)}, {show_value(high)}]"
    sections = []
    for measure in dict.fromkeys(row["measure"] for row in report.rows):
        rows = [row for row in report.rows if row["measure"] == measure]
        never: dict[str, list[str]] = {}
        for row in rows:
            if row["value"] is None:
                other = _other(row)
                never.setdefault(row["smaller_below"], []).append(other)
        sections.append(
            Section(
                rows=[row for row in rows if row["value"] is not None],
                title=f"Where the {first['compared']} cross, {span}: {measure}",
                columns=(
                    replace(VALUE, title=text),
                    Column("smaller_below", "smaller below", kind="id"),
                    Column("smaller_above", "smaller above", kind="id"),
                ),
                footnotes=(),
                after=[
                    f"Never: {smaller} stays below {', '.join(others)}."
                    for smaller, others in never.items()
                ],
            )
        )
    return replace(report, sections=sections)


def _other(row: Mapping[str, Any]) -> str:
    """Return the side of a pair that is never the smaller one."""
    sides = (str(row["statement"]), str(row["against"]))
    if sides[0] == sides[1]:
        named = f"{row['statement']} {row['optimizer']} {row['schedule']} {row['variant']}"
        return named if row["smaller_below"] != named else str(row["case"])
    return sides[1] if row["smaller_below"] == sides[0] else sides[0]


# Tables

#: The paper that the others are held against.
_PAPER = "zhou2024"
_TOLD = (
    "With -v: what each bound assumes and measures, and its settings. adamw-bounds theorem ID "
    "shows one of them."
)
#: Two numbers that differ by less than this, relatively, are one.
_SAME = 1e-9
_NUMBERS = ("steps", "gradients", "after")


def _sections(
    rows: Sequence[Mapping[str, Any]],
    terms: Sequence[Mapping[str, Any]],
    inputs: Mapping[str, Any],
    *,
    told: bool,
) -> list[Section]:
    from adamw_bounds.cli.tables import generalization_sections
    from adamw_bounds.questions.compare import is_guarantee

    guarantees = [row for row in rows if is_guarantee(row)]
    orders = [row for row in rows if not is_guarantee(row)]
    found = [
        *_guarantees(guarantees, inputs, told=told),
        *_ratios(rows),
        *_orders(orders),
        *(
            replace(section, label=f"tab:adamw-bounds-compare-generalization{place or ''}")
            for place, section in enumerate(generalization_sections(terms, _terms_title(terms)))
        ),
    ]
    return [section for section in found if section.rows]


def _ranked(rows: Sequence[Mapping[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    """Return the lines of each measure, the best first: unlike measures are not ranked."""
    by_measure: dict[str, list[Mapping[str, Any]]] = {}
    for row in rows:
        by_measure.setdefault(row["measure"], []).append(row)
    found = {}
    for measure, own in by_measure.items():
        lines = _merged([_line(group) for group in _by_bound(own)])
        found[measure] = sorted(lines, key=_rank)
    return found


def _best(rows: Sequence[Mapping[str, Any]], inputs: Mapping[str, Any]) -> list[str]:
    """Say which bound is the best for AdamW, and how much better than the paper's it is."""
    from adamw_bounds.optimizers import named
    from adamw_bounds.questions.compare import is_guarantee

    who = named(ADAMW.key)
    found = []
    for measure, lines in _ranked([row for row in rows if is_guarantee(row)]).items():
        own = [line for line in lines if who in line["whose"]]
        sure = [line for line in own if not any(note.startswith("NOT ") for note in line["notes"])]
        key = "steps" if any(_log10(line, "steps") is not None for line in sure) else "after"
        if own and not sure:
            head = f"{measure[:1].upper()}{measure[1:]}"
            found.append(
                f"{head}: none of these bounds is a guarantee for {who}; the notes say why."
            )
        sure = [line for line in sure if _log10(line, key) is not None]
        if sure:
            found.append(_said(who, measure, key, sure, inputs.get("iterations")))
    return found


def _said(who: str, measure: str, key: str, lines: Sequence[Mapping[str, Any]], steps: Any) -> str:
    """Say which of the lines is the best, and compare it with the first of the paper."""
    from adamw_bounds.kernels import STATEMENTS
    from adamw_bounds.numbers import format_number, in_powers

    best = min(lines, key=lambda line: _log10(line, key) or 0.0)
    size = _log10(best, key) or 0.0
    count = best.get(f"{key}_count")
    whole = format_number(count if isinstance(count, int) and count < 10**9 else best[key], size)
    head = f"{measure[:1].upper()}{measure[1:]}"
    text = (
        f"{head}: {who} reaches ε in at most {whole} steps, by {best['statement']}."
        if key == "steps"
        else f"{head}: after {_whole(steps)} steps of {who} at most {whole}, by "
        f"{best['statement']}."
    )
    theirs = [line for line in lines if STATEMENTS[line["statement"]].paper == _PAPER]
    if theirs and best not in theirs:
        least = min(theirs, key=lambda line: _log10(line, key) or 0.0)
        times = 10.0 ** min(300.0, (_log10(least, key) or 0.0) - size)
        what = "it takes" if key == "steps" else "the bound is"
        many = "many" if key == "steps" else "large"
        text += f" By {least['statement']} {what} {in_powers(f'{times:.3g}')} times as {many}."
    return text


def _log10(line: Mapping[str, Any], key: str) -> float | None:
    found = line.get(f"{key}_log10")
    return None if found is None or is_array(found) or found != found else float(found)  # noqa: PLR0124


def _guarantees(
    rows: Sequence[Mapping[str, Any]], inputs: Mapping[str, Any], *, told: bool
) -> Iterable[Section]:
    """Return a table for each measure: bounds that are counted in unlike things are not ranked."""
    from adamw_bounds.report import Column, Section

    steps = inputs.get("iterations")
    for place, (measure, lines) in enumerate(_ranked(rows).items()):
        has = {key for key in _NUMBERS for line in lines if key in line}
        columns = (
            Column("statement", "bound", kind="id"),
            Column("methods", "of"),
            Column("schedule", "step", kind="id"),
            *_number("steps", "T for ε", has),
            *_number("gradients", "b·T for ε", has, drop=1),
            *_number("after", f"after {_whole(steps)} steps", has),
        )
        ranked = ", fewest steps first" if "steps" in has else ", least first"
        yield Section(
            rows=lines,
            title=f"Guarantees on the {measure}{ranked if len(lines) > 1 else ''}",
            before=_coincide(lines, inputs),
            after=_told(lines) if told else [],
            columns=columns,
            footnotes=("notes",),
            label=f"tab:adamw-bounds-compare{f'-{place}' if place else ''}",
        )


def _told(lines: Sequence[Mapping[str, Any]]) -> list[str]:
    """Return a paragraph for each bound: its settings, what it assumes, what was translated."""
    return [f"{line['statement']}. {'. '.join(line['told'])}." for line in lines]


def _number(key: str, title: str, has: Collection[str], drop: int = 0) -> tuple[Column, ...]:
    from adamw_bounds.report import Column

    if key not in has:
        return ()
    return (
        Column(
            key, title, kind="number", log10_key=f"{key}_log10", instead=f"{key}_count", drop=drop
        ),
    )


def _whole(steps: Any) -> str:
    from adamw_bounds.numbers import brief

    return brief(steps) or "T"


def _by_bound(rows: Sequence[Mapping[str, Any]]) -> Iterable[list[Mapping[str, Any]]]:
    """Return the rows of one bound of one optimizer together: its counts, and its value after T."""
    from adamw_bounds.engine.after_steps import AT_BEST

    found: dict[tuple[Any, ...], list[Mapping[str, Any]]] = {}
    for row in rows:
        case = None if row.get("case") == AT_BEST else row.get("case")
        key = (row["statement"], row["optimizer"], row["schedule"], row["variant"], case)
        found.setdefault(key, []).append(row)
    return found.values()


def _line(rows: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Return the line of a bound: the steps that it needs, and what it says after T steps."""
    from adamw_bounds.engine.best import shown_settings
    from adamw_bounds.numbers import show
    from adamw_bounds.questions.compare import base_of

    first = rows[0]
    line: dict[str, Any] = {
        "statement": base_of({"statement": first["statement"]}),
        "optimizer": first["optimizer"],
        "schedule": first["schedule"],
        "variant": first["variant"],
    }
    notes: dict[str, None] = {}
    told: dict[str, None] = {}
    own = None
    for row in rows:
        key = {"iterations": "steps", "gradient-complexity": "gradients"}.get(
            row["quantity"], "after"
        )
        if key == "steps":
            own = line.get("steps_log10")
        line[key] = row["value"]
        line[f"{key}_log10"] = row["log10"]
        line[f"{key}_count"] = row.get("count")
        notes.update(dict.fromkeys(_remarks(row)))
        if key != "gradients" and (chosen := shown_settings(row.get("settings") or {})):
            told[f"For {'ε' if key == 'steps' else 'T steps'}: {chosen}"] = None
    if own is not None and not is_array(own):
        told[f"Its own settings need T = {show(own * LN10)} for ε"] = None
    told[f"Assumes: {first['hypotheses'].removesuffix('.')}"] = None
    told[f"Measured: {first['measured']}"] = None
    if first.get("translated"):
        told[f"Translated: {first['translated']}"] = None
    return {**line, "notes": list(notes), "told": list(told)}


def _remarks(row: Mapping[str, Any]) -> list[str]:
    """Return the notes that bear on the number; settings and derivation are said elsewhere."""
    from adamw_bounds.engine.after_steps import AT_BEST
    from adamw_bounds.kernels import KERNELS

    derived = {kernel.why for kernel in KERNELS.values() if kernel.statement == row["statement"]}
    if row.get("case") not in (None, AT_BEST):
        derived = set()  # what tells this row from another one of its bound
    chosen = ("at its best settings: ", f"{row['statement']}: ")
    return [note for note in row["notes"] if note not in derived and not note.startswith(chosen)]


def _merged(lines: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return lines of one bound that have the same numbers as one, with all its optimizers."""
    from adamw_bounds.optimizers import named

    found: list[dict[str, Any]] = []
    for line in lines:
        twin = next((other for other in found if _equal(line, other)), None)
        if twin is None:
            found.append({**line, "whose": [named(line["optimizer"])]})
        else:
            twin["whose"].append(named(line["optimizer"]))
    for line in found:
        line["methods"] = ", ".join(line["whose"])
    return found


def _equal(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    if any(one[key] != other[key] for key in ("statement", "schedule", "variant")):
        return False
    return all(_same(one.get(f"{key}_log10"), other.get(f"{key}_log10")) for key in _NUMBERS)


def _same(one: Any, other: Any) -> bool:
    if one is None or other is None:
        return one is other
    import numpy as np

    return bool(np.allclose(one, other, rtol=0, atol=_SAME / LN10, equal_nan=True))


def _rank(line: Mapping[str, Any]) -> tuple[float, float]:
    """Return what lines are sorted by: the steps to ε, then the bound; those without come last."""
    import math

    def of(key: str) -> float:
        log10 = _log10(line, key)
        return math.inf if log10 is None else log10

    return of("steps"), of("after")


def _coincide(lines: Sequence[Mapping[str, Any]], inputs: Mapping[str, Any]) -> list[str]:
    """Say which optimizers share their lines."""
    sets = {tuple(line["whose"]) for line in lines if len(line["whose"]) > 1}
    if len(sets) != 1:
        return []
    *others, last = next(iter(sets))
    lam = inputs.get("lam", 0.0)
    free = not is_array(lam) and lam == 0
    return [f"{'λ = 0: ' if free else ''}{', '.join(others)} and {last} coincide."]


def _ratios(rows: Sequence[Mapping[str, Any]]) -> Iterable[Section]:
    """Return the ratios to AdamW's counts, of the optimizers that do not coincide with it."""
    from adamw_bounds.questions.compare import base_of
    from adamw_bounds.report import Column, Section

    known = [
        {**row, "statement": base_of(row), "stands_for": ""}
        for row in rows
        if row.get("ratio") is not None and row["optimizer"] != ADAMW.key
    ]
    apart = {
        (row["statement"], row["schedule"], row["optimizer"])
        for row in known
        if is_array(row["ratio"]) or abs(row["ratio"] - 1) > _SAME
    }
    yield Section(
        rows=[
            row for row in known if (row["statement"], row["schedule"], row["optimizer"]) in apart
        ],
        title="Ratios to AdamW's count of the same theorem and reading, where they are not 1",
        columns=(Column("optimizer", kind="id"),),
        group_by=("statement", "schedule"),
        pivot="variant",
        pivot_on=(Column("ratio", kind="number", digits=3),),
        footnotes=(),
        label="tab:adamw-bounds-compare-ratios",
    )


def _orders(rows: Sequence[Mapping[str, Any]]) -> Iterable[Section]:
    """Return the table of what has no constants: it stands apart from every guarantee."""
    from adamw_bounds.questions.compare import base_of
    from adamw_bounds.report import VALUE, Column, Section

    lines = _merged(
        [
            {
                **row,
                "statement": base_of(row),
                "bound": _read(base_of(row), row["variant"]),
                "steps_log10": row["log10"],
                "steps": row["value"],
            }
            for row in rows
        ]
    )
    yield Section(
        rows=lines,
        title=(
            "Orders of b·T, with every constant taken as 1. They are no guarantees: compare them "
            "neither with the tables above nor with each other"
        ),
        columns=(
            Column("bound", kind="id"),
            Column("methods", "of"),
            Column("schedule", "step", kind="id"),
            VALUE,
        ),
        footnotes=("notes",),
        label="tab:adamw-bounds-compare-orders",
    )


def _read(statement: str, variant: str) -> str:
    """Return an order with its reading, where the statement has several."""
    return statement if variant == "order" else f"{statement}, {variant}"


def _terms_title(terms: Sequence[Mapping[str, Any]]) -> str:
    """Say which spectrum each optimizer's terms come from."""
    cases = {row["optimizer"]: row["case"] for row in terms if row["quantity"] == "phi"}
    if len(set(cases.values())) > 1:
        return f"Corollary 3: AdamW on {cases[ADAMW.key]}, ℓ2-Adam on {cases[L2_ADAM.key]}"
    return f"Corollary 3 on {next(iter(cases.values()), '')}"
