"""Names as types, so that an editor completes them; a test holds them against the catalog."""

from __future__ import annotations

from typing import Any, Literal, Protocol

__all__ = [
    "HasGroups",
    "OptimizerName",
    "QuestionName",
    "ScheduleName",
    "StatementName",
    "UpdateName",
    "VariantName",
]

StatementName = Literal[
    "all",
    "theorem-1",
    "theorem-2",
    "corollary-1",
    "corollary-2",
    "theorem-3",
    "theorem-4",
    "lemma-5",
    "theorem-6",
    "theorem-7",
    "corollary-3",
    "here-constant-step",
    "here-schedule",
    "here-pytorch",
    "here-decaying",
    "here-constant-decay",
    "here-anchored-decay",
    "here-regularised-decay",
    "here-amsgrad",
    "here-pl-last-iterate",
    "here-pl-decay",
    "here-pair-certificate",
    "here-ema-certificate",
    "here-descent-certificate",
    "here-master",
    "here-rest-points",
    "here-convex-rate",
    "chen2018-adam-type",
    "chen2018-adam-type-decaying",
    "zhou2020-rmsprop",
    "zhou2020-padam",
    "zhuang2020-adabelief",
    "you2019-lamb",
    "guo2023-adam-type",
    "arjevani2023-smooth",
    "arjevani2023-mean-squared-smooth",
    "li2025-adamw",
    "li2023-adam",
    "hong2024-adam",
    "dong2024-lion",
    "xie2025-adam",
    "sign-descent-decay",
    "lion-decay",
    "pethick2025-theorem-5-6",
    "pethick2025-theorem-5-7",
    "reddi2018-theorem-1",
    "reddi2018-theorem-2",
    "amsgradw",
    "mcallester1999-pac-bayes",
    "langford2001-pac-bayes-kl",
    "defossez2022-theorem-1",
    "defossez2022-theorem-2",
    "defossez2022-theorem-4",
    "defossez2022-repaired",
    "ghadimi2013-corollary-2-2",
    "zhuang2022-proximal-step",
    "zhuang2022-scale-free",
    "zhuang2022-condition-number",
    "xie2024-theorem-1-1",
    "xie2024-lemma-3-8",
    "cohen2022-edge",
    "mccandlish2018-noise-scale",
    "mccandlish2018-with-hessian",
    "mccandlish2018-two-batches",
    "li2024-surge",
    "malladi2022-square-root",
    "wang2024-ema",
    "bergsma2025-timescale",
    "here-radius",
    "here-edge",
    "here-equilibrium",
    "here-square-root-decay",
]
OptimizerName = Literal["adamw", "adam", "l2-adam", "all"]
VariantName = Literal["printed", "corrected", "explicit", "explicit-large-step", "sharp", "all"]
ScheduleName = Literal["constant", "decaying", "linear", "cosine", "inverse-sqrt", "step", "all"]
UpdateName = Literal["paper", "pytorch"]
QuestionName = Literal[
    "complexity",
    "conditions",
    "guarantee",
    "rate",
    "compare",
    "timescale",
    "radius",
    "rescale",
    "noise-scale",
    "edge",
    "generalization",
]


class HasGroups(Protocol):
    """An optimizer object, such as those of ``torch.optim``."""

    @property
    def param_groups(self) -> list[dict[str, Any]]:
        """Its groups of parameters, with their settings."""
