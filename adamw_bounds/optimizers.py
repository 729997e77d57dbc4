"""What the optimizers are: one object each, with all the names that it goes by.

Everything that shows, runs or converts an optimizer takes its names and its kind of weight decay
from here. What a theorem says of it stands in the catalog.
"""

from __future__ import annotations

import re
from typing import Final, Literal, NamedTuple

__all__ = [
    "ADAM",
    "ADAMPROX",
    "ADAMW",
    "DECAYING",
    "L2_ADAM",
    "OPTIMIZERS",
    "OTHERS",
    "PYTORCH",
    "Optimizer",
    "in_words",
    "named",
]


class Optimizer(NamedTuple):
    """An optimizer and its names.

    Attributes
    ----------
    key : str
        What is typed, and what rows carry.
    text : str
        What a sentence or a picture calls it.
    phrase : str
        What a typeset table calls it; in letters that the LaTeX writer turns into formulas.
    torch : str
        The class of ``torch.optim`` that has its update rule.
    decay : {"decoupled", "none", "loss", "proximal"}
        Where weight decay acts: on the parameters beside the step, nowhere, in the loss, whose
        gradient then holds λx, or on the parameters after the step, by the proximal map of
        (λ/2)‖x‖².
    setting : str
        The input with its weight decay; empty where it has none.
    """

    key: str
    text: str
    phrase: str
    torch: str
    decay: Literal["decoupled", "none", "loss", "proximal"]
    setting: str

    @property
    def decays_parameters(self) -> bool:
        """Whether weight decay acts on the parameters, beside the step or after it."""
        return self.decay in ("decoupled", "proximal")

    @property
    def decays_loss(self) -> bool:
        """Whether weight decay is a part of the loss."""
        return self.decay == "loss"

    @property
    def has_decay(self) -> bool:
        """Whether it has a weight decay at all."""
        return self.decay != "none"


ADAMW: Final = Optimizer("adamw", "AdamW", "AdamW", "AdamW", "decoupled", "lam")
ADAM: Final = Optimizer("adam", "Adam", "Adam", "Adam", "none", "")
L2_ADAM: Final = Optimizer("l2-adam", "ℓ2-Adam", "ℓ₂-Adam", "Adam", "loss", "lam_l2")
#: AdamW's proximal relative of Zhuang et al. 2022; PyTorch has none.
ADAMPROX: Final = Optimizer("adamprox", "AdamProx", "AdamProx", "", "proximal", "lam")

#: Those that the theorems of the catalog are evaluated for, in the order in which rows stand.
OPTIMIZERS: Final[dict[str, Optimizer]] = {item.key: item for item in (ADAMW, ADAM, L2_ADAM)}

#: What a table or a sentence calls the optimizers of other papers.
OTHERS: Final = {
    "sgd": "SGD",
    "adagrad": "AdaGrad",
    "rmsprop": "RMSProp",
    "padam": "Padam",
    "adabelief": "AdaBelief",
    "lamb": "LAMB",
    ADAMPROX.key: ADAMPROX.text,
    "sign-descent": "sign descent",
    "lion": "Lion",
    "scion": "Scion",
    "amsgradw": "AMSGradW",
}

#: Those that have a weight decay.
DECAYING: Final = tuple(key for key, item in OPTIMIZERS.items() if item.has_decay)

#: PyTorch's settings, and the inputs in the paper's symbols that each stands for.
PYTORCH: Final[dict[str, tuple[str, ...]]] = {
    "lr": ("eta",),
    "betas": ("beta1", "beta2"),
    "adam_eps": ("delta",),
    "weight_decay": ("lam",),
}


def named(key: str) -> str:
    """Return what a sentence calls an optimizer; one that is not known keeps its key."""
    return OPTIMIZERS[key].text if key in OPTIMIZERS else OTHERS.get(key, key)


def in_words(text: str | None) -> str | None:
    """Return the key of the optimizer that free words name, as those of a spectrum file do.

    NAdam, Adamax and others whose names hold ``adam`` have update rules of their own: None.
    """
    found = re.search(r"(?<![a-z])adam(w?)(?![a-z])", (text or "").lower())
    if found is None:
        return None
    if found[1]:
        return ADAMW.key
    return L2_ADAM.key if re.search(r"[lℓ][2₂]", found.string) else ADAM.key
