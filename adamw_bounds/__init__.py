"""adamw-bounds: a calculator for the theory of AdamW.

Everything is loaded when it is first used, so that importing the package costs nothing.

>>> import adamw_bounds as ab
>>> answer = ab.complexity(2, c_inf=1, smoothness=1, sigma=1, delta=1, gap=1, epsilon=0.1)
>>> round(answer.results[0].log10, 12)
4.0
"""

from __future__ import annotations

import importlib

from adamw_bounds._version import __version__

TYPE_CHECKING = False  # that of typing, which takes longer to load than all that is here

if TYPE_CHECKING:
    from adamw_bounds.audits import Audit as Audit
    from adamw_bounds.audits import audit as audit
    from adamw_bounds.engine.results import (
        Answer as Answer,
    )
    from adamw_bounds.engine.results import (
        Condition as Condition,
    )
    from adamw_bounds.engine.results import (
        Note as Note,
    )
    from adamw_bounds.engine.results import (
        Result as Result,
    )
    from adamw_bounds.engine.results import (
        Term as Term,
    )
    from adamw_bounds.engine.uncertain import (
        Interval as Interval,
    )
    from adamw_bounds.errors import (
        BoundsError as BoundsError,
    )
    from adamw_bounds.errors import (
        Fault as Fault,
    )
    from adamw_bounds.errors import (
        InputError as InputError,
    )
    from adamw_bounds.errors import (
        NoBoundError as NoBoundError,
    )
    from adamw_bounds.errors import (
        RunError as RunError,
    )
    from adamw_bounds.kernels.calls import log_value as log_value
    from adamw_bounds.pictures import Drawing as Drawing
    from adamw_bounds.pictures import plot as plot
    from adamw_bounds.questions.api import (
        check as check,
    )
    from adamw_bounds.questions.api import (
        cite as cite,
    )
    from adamw_bounds.questions.api import (
        compare as compare,
    )
    from adamw_bounds.questions.api import (
        complexity as complexity,
    )
    from adamw_bounds.questions.api import (
        conditions as conditions,
    )
    from adamw_bounds.questions.api import (
        convert as convert,
    )
    from adamw_bounds.questions.api import (
        edge as edge,
    )
    from adamw_bounds.questions.api import (
        guarantee as guarantee,
    )
    from adamw_bounds.questions.api import (
        kkt as kkt,
    )
    from adamw_bounds.questions.api import (
        noise_scale as noise_scale,
    )
    from adamw_bounds.questions.api import (
        radius as radius,
    )
    from adamw_bounds.questions.api import (
        rate as rate,
    )
    from adamw_bounds.questions.api import (
        rescale as rescale,
    )
    from adamw_bounds.questions.api import (
        solve as solve,
    )
    from adamw_bounds.questions.api import (
        sweep as sweep,
    )
    from adamw_bounds.questions.api import (
        timescale as timescale,
    )
    from adamw_bounds.simulate import run as simulate
    from adamw_bounds.simulate.rescaled import scale_free as scale_free
    from adamw_bounds.spectra import (
        Block as Block,
    )
    from adamw_bounds.spectra import (
        Spectrum as Spectrum,
    )
    from adamw_bounds.spectra import (
        generalization as generalization,
    )
    from adamw_bounds.spectra import (
        hessian_generalization as hessian_generalization,
    )
    from adamw_bounds.spectra import (
        load_spectrum as load_spectrum,
    )
    from adamw_bounds.spectra import (
        optimal_decay as optimal_decay,
    )
    from adamw_bounds.spectra import (
        pac_bayes as pac_bayes,
    )
    from adamw_bounds.spectra import (
        save_spectrum as save_spectrum,
    )
    from adamw_bounds.spectra import (
        shipped as shipped,
    )
    from adamw_bounds.statements import Theorem as Theorem
    from adamw_bounds.statements import theorem as theorem
    from adamw_bounds.theory.catalog import CATALOG as CATALOG

_HOMES = {
    "adamw_bounds.questions.api": (
        "check",
        "cite",
        "compare",
        "complexity",
        "conditions",
        "convert",
        "edge",
        "guarantee",
        "kkt",
        "noise_scale",
        "radius",
        "rate",
        "rescale",
        "solve",
        "sweep",
        "timescale",
    ),
    "adamw_bounds.kernels.calls": ("log_value",),
    "adamw_bounds.engine.results": ("Answer", "Condition", "Note", "Result", "Term"),
    "adamw_bounds.engine.uncertain": ("Interval",),
    "adamw_bounds.errors": ("BoundsError", "Fault", "InputError", "NoBoundError", "RunError"),
    "adamw_bounds.pictures": ("Drawing", "plot"),
    "adamw_bounds.simulate.rescaled": ("scale_free",),
    "adamw_bounds.spectra": (
        "Block",
        "Spectrum",
        "generalization",
        "hessian_generalization",
        "load_spectrum",
        "optimal_decay",
        "pac_bayes",
        "save_spectrum",
        "shipped",
    ),
    "adamw_bounds.audits": ("Audit", "audit"),
    "adamw_bounds.statements": ("Theorem", "theorem"),
    "adamw_bounds.theory.catalog": ("CATALOG",),
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}

__all__ = [
    "CATALOG",
    "Answer",
    "Audit",
    "Block",
    "BoundsError",
    "Condition",
    "Drawing",
    "Fault",
    "InputError",
    "Interval",
    "NoBoundError",
    "Note",
    "Result",
    "RunError",
    "Spectrum",
    "Term",
    "Theorem",
    "__version__",
    "audit",
    "check",
    "cite",
    "compare",
    "complexity",
    "conditions",
    "convert",
    "edge",
    "generalization",
    "guarantee",
    "hessian_generalization",
    "kkt",
    "load_spectrum",
    "log_value",
    "noise_scale",
    "optimal_decay",
    "pac_bayes",
    "plot",
    "radius",
    "rate",
    "rescale",
    "save_spectrum",
    "scale_free",
    "shipped",
    "simulate",
    "solve",
    "sweep",
    "theorem",
    "timescale",
]


def __getattr__(name: str) -> object:
    if name == "simulate":
        # A package that is a question as well: where it is loaded it stands under this name.
        return importlib.import_module("adamw_bounds.simulate")
    home = _HOME_OF.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(importlib.import_module(home), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
