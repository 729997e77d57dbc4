"""Where in the paper things stand."""

from __future__ import annotations

from adamw_bounds.theory.statements import Source

__all__ = ["zhou2024"]

_PAPER = (
    "P. Zhou, X. Xie, Z. Lin, S. Yan, Towards Understanding Convergence and Generalization of "
    "AdamW, IEEE Transactions on Pattern Analysis and Machine Intelligence 46(9), 2024"
)


def zhou2024(where: str, proof: str) -> Source:
    """Return the source of a statement of the paper.

    Parameters
    ----------
    where : str
        Statement, equation and section.
    proof : str
        Appendix and pages of the authors' supplement.
    """
    return Source(
        paper=_PAPER,
        where=where,
        pages="6486–6493",
        proof=f"proof: supplement {proof}",
        doi="doi:10.1109/TPAMI.2024.3382294",
    )
