"""``adamw-bounds simulate``: the guarantees against real runs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from adamw_bounds.cli.progress import progress_bar
from adamw_bounds.cli.run import Request, command, report_of
from adamw_bounds.numbers import show_value
from adamw_bounds.report.charts import LOOK

if TYPE_CHECKING:
    from adamw_bounds.report import Report

#: What stands in the table for a quantity, and what it is.
_MEANINGS = {
    "distance": ("|x_k − x*|", "E|x_k − x*|"),
    "gap": ("F(x) − F*", "E F(x) − F(x*) at the output that a stage draws"),
    "gradient-norm-squared": ("‖∇F_k‖²", "avg E‖∇F_k(x_k)‖²"),
    "weighted-gradient-norm-squared": ("‖∇F_k‖² (η)", "the same with weights η_k"),
    "step-norm-squared": ("‖x_k − x_{k+1}‖²", "avg E‖x_k − x_{k+1}‖² in the norm of v_k"),
    "variance-ratio": ("variance/predicted", "variance at rest over Corollary 3's ρ/x_i"),
    "momentum-error": ("‖∇F(x_k) − m_k‖²", "avg E‖m_k − ∇F(x_k)‖²"),
    "kkt-score-average": ("K", "avg E[‖∇F(x_t)‖₁ + λ⟨x_t, ∇F(x_t)⟩]"),
    "regret": ("regret", "Σf_t(x_t) − Σf_t(−1); the guaranteed figure is a lower bound of it"),
    "rest-point": ("w", "where the run is at its end; guaranteed: 1/(1 + λD), D as it is there"),
}
_PROBLEMS = {
    "theorem-1": "F(x) = E ½(x − ξ)², ξ ~ N(E ξ, 1), in one dimension",
    "theorem-2": "rotated Σ √(4+y²) − 2 + ½(1 − cos y): nonconvex, bounded gradient, noise ±σ/√d",
    "theorem-3": "rotated Σ √(4+y²) − 2 + ½(1 − cos y): nonconvex, bounded gradient, noise ±σ/√d",
    "theorem-4": "rotated Σ ½ ln(1+y²): nonconvex, PŁ where |y| ≤ 1.5, noise ±σ/√d",
    **dict.fromkeys(
        ("sign-descent-decay", "lion-decay"),
        "rotated Σ √(4+y²) − 2 + ½(1 − cos y): nonconvex, H = d, noise ±σ/√d",
    ),
    "reddi2018-theorem-1": "f_t(x) = Cx for t = 1, 4, 7, …, and −x else, on [−1, 1]",
    "reddi2018-theorem-2": "f_t(x) = Cx once in C steps, and −x else, on [−1, 1]",
    "amsgradw": "(w − 1)²/2, from w = 0, without noise",
    "lemma-5": "½Σ σ_i x_i² with σ_i = 4^(−i), noise N(0, H/b)",
}
_CONSTANTS = {
    **{"c_inf": "c∞", "smoothness": "L", "sigma": "σ", "delta": "δ", "gap": "Δ", "mu": "μ"},
    **{"epsilon": "ε", "batch_size": "b", "lam": "λ", "lam_l2": "λ_ℓ2", "beta2": "β2", "dim": "d"},
    **{"k": "k", "alpha": "α", "grad_norm_bound": "τ", "distance_bound": "Λ"},
    **{"smoothness_inf": "H", "x0_inf_norm": "‖x₀‖∞", "rare_slope": "C"},
    **{"seed": "seed", "seeds": "seeds"},
}


@command(
    "simulate",
    options=(
        *("theorem", "optimizer", "schedule", "variant", "case"),
        *("epsilon", "sigma", "batch_size", "dim", "delta", "beta1", "beta2"),
        *("lam", "lam_l2", "x_inf_norm", "gamma", "iterations", "k", "alpha", "eta", "rare_slope"),
        *("seed", "seeds", "max_steps"),
        *("plot", *LOOK),
    ),
    example="adamw-bounds simulate --theorem 2 --case uncoupled",
)
def answer(request: Request) -> Report:
    """Run the paper's updates on losses with known constants, against the bounds.

    The loss and its constants c∞, L, Δ and μ come with the theorem; the step sizes and T are those
    that the proof gives. Statements of other papers run by their ids: sign-descent-decay,
    lion-decay, reddi2018-theorem-1 and -2 (Adam on rare gradients), amsgradw. --plot draws the run
    against its bound, step by step.

    Defaults: Theorem 2, with d = 8, σ = 0.5, ε = 0.4, δ = c∞², λ = 0.02 and β2 = 0.001. Theorem 3
    has ε = 0.5. Theorem 4 has d = 4, ε = 0.06 and λ = 0. Theorem 1 has k = 10000, α = 0.5 and δ =
    1. Lemma 5 lets a quadratic come to rest at b = 1, 16 and 256, with d = 4, λ = 0 and β1 = 0.1.
    """
    from adamw_bounds.cli.tables import doubts
    from adamw_bounds.simulate import run

    with progress_bar(counted="steps") as bar:

        def advance(done: int, total: int) -> None:
            request.stop_before_working()
            if bar:
                bar.advance(done, total=total)

        found = run(progress=advance if bar or request.is_faulty else None, **request.inputs)
    from adamw_bounds.bound_pictures import trajectory_figure
    from adamw_bounds.cli.pictures import picture_of, write_picture

    if request.picture is not None:
        write_picture(trajectory_figure(found, request.look)[0], request.picture)
    rows = [result.as_row() for result in found.results]
    shown = dict.fromkeys(row["quantity"] for row in rows if row["variant"] == "measured")
    theorem = str(rows[0]["statement"])
    return report_of(
        request,
        found,
        sections=_sections(rows),
        names_inputs=False,
        before=[
            f"Loss: {_PROBLEMS.get(theorem, _PROBLEMS['theorem-2'])}.",
            ", ".join(
                f"{symbol} = {show_value(found.inputs[name])}"
                for name, symbol in _CONSTANTS.items()
                if name in found.inputs
            )
            + ".",
        ],
        after=[
            *(f"{_MEANINGS[name][0]}: {name}, {_MEANINGS[name][1]}." for name in shown),
            *doubts(found.results),
        ],
        pictures=[picture_of("Runs against their bound", lambda: trajectory_figure(found)[0])],
    )


def _sections(rows: Sequence[Mapping[str, Any]]) -> list[Any]:
    """Return the tables: what was measured beside its bounds, and the settings."""
    from adamw_bounds.report import Column, Section

    name = ("statement", "optimizer", "schedule", "case", "stage", "quantity")
    bounds = {
        (*(row.get(key) for key in name), row["variant"]): row
        for row in rows
        if row["variant"] != "measured"
    }
    measured = []
    for row in rows:
        if row["variant"] != "measured":
            continue
        key = tuple(row.get(part) for part in name)
        guaranteed, printed = (bounds.get((*key, variant)) for variant in ("explicit", "printed"))
        line = {**row, "figure": _MEANINGS[row["quantity"]][0], "verdict": _verdict(row)}
        for label, found in (("guaranteed", guaranteed), ("printed", printed)):
            if found is not None:
                line[label] = found["value"]
        measured.append(line)
    seen = {tuple(row.get(part) for part in name) for row in measured}
    settings = [
        row
        for row in rows
        if row["variant"] != "measured" and tuple(row.get(part) for part in name) not in seen
    ]
    group = ("statement", "optimizer", "schedule", "case")
    stage = (Column("stage"),) if any("stage" in row for row in rows) else ()
    return [
        Section(
            rows=measured,
            title="Measured (mean over seeds, standard error) against guaranteed and printed",
            columns=(
                *stage,
                Column("figure", "average"),
                Column("value", "measured", kind="number"),
                Column("stderr", "±", kind="number", latex=r"$\pm$", digits=2),
                Column("guaranteed", kind="number"),
                Column("printed", kind="number"),
                Column("verdict", drop=1),
            ),
            group_by=group,
            footnotes=("notes",),
            label="tab:simulate",
        ),
        Section(
            rows=settings,
            title="Settings, from the theorem's own formulas",
            columns=(*stage,),
            group_by=group,
            pivot="quantity",
            footnotes=(),
            label="tab:simulate-settings",
        ),
    ]


def _verdict(row: Mapping[str, Any]) -> str:
    """Say which bounds the measured mean exceeds."""
    for item in row.get("conditions", ()):
        if item["name"] == "as-predicted":
            return "as predicted" if item["met"] else "not as predicted"
        if item["name"] == "above-guaranteed":
            return "above" if item["met"] else "below guaranteed"
    held = [item for item in row.get("conditions", ()) if item["name"].startswith("below-")]
    if not held:
        return "no bound"
    over = [item["name"].removeprefix("below-") for item in held if not item["met"]]
    return f"above {' and '.join(over)}" if over else "below"
