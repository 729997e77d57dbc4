"""``adamw-bounds kkt``: how far a point is from what AdamW converges to."""

from __future__ import annotations

import contextlib
import sys
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from adamw_bounds.cli.run import Request, command, report_of
from adamw_bounds.domains import read_number
from adamw_bounds.errors import Fault, InputError

if TYPE_CHECKING:
    from adamw_bounds.report import Report


_POINT: Final = "The point"


def _changes() -> dict[str, dict[str, Any]]:
    return {
        "params": {
            "panel": _POINT,
            "help": "the parameters x: .npy, .npz, .safetensors or a PyTorch checkpoint, whose "
            "optimizer gives λ and ε of each parameter group",
        },
        "grads": {
            "panel": _POINT,
            "help": "the gradient of all the data at x, in a file of the same kinds; or, given "
            "several times, gradients of independent batches, which bracket K [default: those in "
            "--params]",
            "many": True,
        },
        "weight_decay": {"help": "λ of all parameters, held constant [default: the optimizer's]"},
        "adam_eps": {"help": "ε ≥ 0, outside the root [default: the optimizer's, or 0]"},
        "delta": {"help": "δ ≥ 0, inside the root, instead of ε"},
    }


@command(
    "kkt",
    changes=_changes,
    options=(
        *("params", "grads", "problem", "batches", "seed", "weight_decay", "adam_eps", "lam"),
        *("delta", "tolerance"),
    ),
    example="adamw-bounds kkt --params x.npy --grads g.npy --weight-decay 0.1 --adam-eps 1e-8",
)
def answer(request: Request) -> Report:
    """Show how far a point is from the points that AdamW converges to.

    If full-batch AdamW with ε = 0 converges, it converges to a KKT point of the box ‖x‖∞ ≤ 1/λ (Xie
    and Li 2024). The score K = ‖∇F‖₁ + λ⟨x, ∇F⟩ is 0 there. With ε > 0 AdamW rests a little inside
    the box, where K is kkt-floor.

    Give the gradient of all the data. A minibatch's gradient makes K too large, but those of two or
    more independent batches bracket it. With --problem the point and its gradient come from a
    PyTorch model, whose code is run. Each parameter group has rows of its own. Safetensors files
    need pip install 'adamw-bounds[safetensors]', checkpoints need 'adamw-bounds[torch]'.
    """
    from adamw_bounds.questions.kkt import kkt
    from adamw_bounds.report import VALUE, Column

    inputs = dict(request.inputs)
    spec = inputs.pop("problem", None)
    if spec is not None:
        beside = [
            Fault(name, inputs[name], "cannot stand beside --problem, which has them")
            for name in ("params", "grads")
            if name in inputs
        ]
        if beside:
            raise InputError(beside)
        inputs |= _of_problem(str(spec), inputs)
    elif alone := [name for name in _DRAWN if name in inputs]:
        raise InputError(
            [Fault(name, inputs[name], "is for --problem, whose data are drawn") for name in alone]
        )
    found = kkt(inputs.pop("params", None), inputs.pop("grads", None), **inputs)
    several = any(row.case is not None for row in found)
    return report_of(
        request,
        found,
        title=f"How far x is from a KKT point of the box, d = {found.inputs['dim']}",
        columns=(
            *((Column("case", title="group", kind="id"),) if several else ()),
            Column("quantity", kind="id"),
            VALUE,
            *(
                (Column("stderr", "±", kind="number", latex=r"$\pm$", digits=2),)
                if any(row.stderr is not None for row in found)
                else ()
            ),
            Column("notes", title="what", kind="list"),
        ),
        footnotes=(),
    )


#: Options of the batches that are drawn from a problem's data, and what they must be.
_DRAWN: Final = {"batches": "integer >= 1", "seed": "integer >= 0"}


def _of_problem(spec: str, inputs: dict[str, Any]) -> dict[str, Any]:
    """Return parameters and gradients of a problem, and what its optimizer says."""
    faults: list[Fault] = []
    given = {name: inputs.pop(name) for name in _DRAWN if name in inputs}
    drawn = {name: read_number(name, value, _DRAWN[name], faults) for name, value in given.items()}
    if drawn.get("batches") == 1:
        faults.append(Fault("batches", given["batches"], "must be ≥ 2, for a bracket"))
    if "seed" in drawn and "batches" not in drawn:
        faults.append(Fault("seed", given["seed"], "is for --batches, which are drawn"))
    if faults:
        raise InputError(faults)
    from adamw_bounds.measure.point import point_of

    # What the user's code prints must not stand in the answer.
    try:
        with contextlib.redirect_stdout(sys.stderr):
            decay_given = bool({"weight_decay", "lam"} & inputs.keys())
            found = point_of(spec, decay_given=decay_given, **drawn)
    except InputError as error:
        # It is an option here, elsewhere an argument.
        raise InputError([replace(fault, option="") for fault in error.faults]) from error
    more: dict[str, Any] = {"params": found.parameters, "grads": [*found.gradients]}
    if found.groups:
        more["groups"] = found.groups
    return more
