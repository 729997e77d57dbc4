"""``adamw-bounds scale-free``: the update rules on rescaled gradients."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from adamw_bounds.cli.progress import progress_bar
from adamw_bounds.cli.run import Request, command, report_of
from adamw_bounds.numbers import show_value, written

if TYPE_CHECKING:
    from adamw_bounds.report import Report, Section

_MANY = "one value, or several with commas between them"


def _changes() -> dict[str, dict[str, Any]]:
    """Return what this command's options differ in."""
    text = {"kind": "text", "metavar": "TEXT"}
    return {
        "adam_eps": {
            "help": f"ε ≥ 0, outside the root, {_MANY} [default: 1e-4,1e-8,0]",
            **text,
        },
        "lam": {"help": f"λ ≥ 0 of AdamW and AdamProx, {_MANY} [default: 0.1]", **text},
        "lam_l2": {"help": f"λ ≥ 0 of ℓ2-Adam, {_MANY} [default: that of AdamW]", **text},
        "weight_decay": {"help": "the same as --lam", **text},
        "eta": {"help": "η > 0: learning rate [default: 0.001]"},
        "beta1": {"help": "β1 in (0, 1]: one minus PyTorch's [default: 0.1]"},
        "beta2": {"help": "β2 in (0, 1): one minus PyTorch's [default: 0.001]"},
        "dim": {"help": "dimension d ≥ 1 of the drawn gradients [default: 64]"},
        "iterations": {"help": "number T ≥ 1 of the drawn gradients [default: 100]"},
        "seed": {"help": "seed, ≥ 0, of the drawn gradients [default: 0]"},
    }


@command(
    "scale-free",
    options=(
        *("grads", "params", "scales", "adam_eps", "lam", "lam_l2", "weight_decay"),
        *("eta", "beta1", "beta2", "lr", "betas", "dim", "iterations", "seed"),
    ),
    changes=_changes,
    example="adamw-bounds scale-free --adam-eps 1e-4,1e-8,0 --scales 1e-3,1e3",
)
def answer(request: Request) -> Report:
    """Run the update rules on rescaled gradients, and show how far apart they go.

    AdamW, AdamProx, Adam and ℓ2-Adam run as PyTorch updates in float64, on recorded or drawn
    gradients g_t and on copies s·g_t. The answer also says how widely the scales of the gradients
    are spread. At ε = 0, and only there, the first three do not depend on s (Zhuang et al. 2022).
    """
    from adamw_bounds.simulate.rescaled import scale_free

    with progress_bar(counted="steps") as bar:
        found = scale_free(
            progress=(lambda done, total: bar.advance(done, total=total)) if bar else None,
            **request.inputs,
        )
    rows = [result.as_row() for result in found.results]
    used = found.inputs
    size = found.extra
    whose = used.get("grads") or f"drawn, seed {used['seed']}"
    return report_of(
        request,
        found,
        sections=[_deviations(rows), *_scales(rows)],
        before=[
            f"Gradients: {whose}; T = {written(size['iterations'])}, d = {written(size['dim'])}. "
            f"Copies: s = {used['scales'].replace(',', ', ')}.",
            ", ".join(
                f"{symbol} = {show_value(used[name])}"
                for name, symbol in (("eta", "η"), ("beta1", "β1"), ("beta2", "β2"))
            )
            + ".",
        ],
        after=[
            "Deviation: max |x_t of a copy − x_t| over copies, steps and coordinates, in units of "
            "max |x_t − x_0|.",
            "AdamProx − AdamW: max |difference| over steps and coordinates, in the same units.",
            "Density: ‖g‖₁²/(d‖g‖₂²), the mean over the steps; 0.637 for Gaussian gradients.",
            "Spread: log10 of the 99 % over the 1 % quantile of √v̂ where v̂ > 0.",
        ],
    )


def _deviations(rows: Sequence[Mapping[str, Any]]) -> Section:
    """Return the table of walks: one line an optimizer, ε and λ."""
    from adamw_bounds.report import Column, Section

    gaps = {row["case"]: row["value"] for row in rows if row["quantity"] == "proximal-gap"}
    lines = []
    for row in rows:
        if row["quantity"] != "deviation":
            continue
        settings = row["settings"]
        lines.append(
            {
                **row,
                "eps": settings["adam_eps"],
                "lambda": settings.get("lam", settings.get("lam_l2")),
                "scale": settings["scale"],
                "rounding": row["conditions"][0]["met"],
                "gap": gaps.get(row["case"]) if row["optimizer"] == "adamprox" else None,
            }
        )
    words = any(isinstance(line["scale"], str) for line in lines)
    return Section(
        rows=lines,
        title="How far the copies are apart from the original",
        columns=(
            Column("optimizer", kind="id"),
            Column("eps", "ε", kind="number", latex=r"$\varepsilon$"),
            Column("lambda", "λ", kind="number", latex=r"$\lambda$"),
            Column("value", "deviation", kind="number"),
            Column("scale", "worst s", kind="text" if words else "number", drop=2),
            Column("rounding", "only rounding", kind="flag"),
            Column("gap", "AdamProx − AdamW", kind="number", drop=1),
        ),
        footnotes=("notes",),
        label="tab:scale-free",
    )


def _scales(rows: Sequence[Mapping[str, Any]]) -> list[Section]:
    """Return the table of the gradients' scales: the whole first, then each layer."""
    from adamw_bounds.report import Column, Section

    layers: dict[str, dict[str, Any]] = {}
    below: dict[str, Column] = {}
    for row in rows:
        quantity, case = row["quantity"], row.get("case")
        if quantity in ("deviation", "proximal-gap"):
            continue
        if quantity == "share-below-eps":
            eps = row["settings"]["adam_eps"]
            if eps == 0:
                continue
            name = (case or "").rpartition("ε = ")[0].removesuffix(", ")
            key = f"below-{eps!r}"
            below[key] = Column(
                key,
                f"√v̂ < {eps:g}",
                kind="number",
                latex=rf"$\sqrt{{\hat v}} < \num{{{eps:g}}}$",
            )
        else:
            name, key = case or "", quantity
        layers.setdefault(name, {"layer": name or "whole"})[key] = row["value"]
        if row["notes"]:
            layers[name].setdefault("notes", []).extend(
                note for note in row["notes"] if note not in layers[name].get("notes", ())
            )
    more = any("scale-spread-layers" in line for line in layers.values())
    return [
        Section(
            rows=list(layers.values()),
            title="How widely the scales of the gradients are spread",
            columns=(
                Column("layer"),
                Column("density", kind="number"),
                Column("scale-spread", "spread", kind="number"),
                *((Column("scale-spread-layers", "of layers", kind="number"),) if more else ()),
                Column("rms", "RMS of √v̂", kind="number", latex=r"RMS of $\sqrt{\hat v}$", drop=1),
                Column("share-zero", "v̂ = 0", kind="number", latex=r"$\hat v = 0$"),
                *below.values(),
            ),
            footnotes=("notes",),
            label="tab:scale-free-gradients",
        )
    ]
