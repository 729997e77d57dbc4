"""Orders that the paper compares with: no constants, so not comparable from row to row.

``c_2`` (G₂) is an ℓ2 bound of the stochastic gradient, not the c2 = √(c∞² + δ) of the proofs.
"""

from __future__ import annotations

import sympy as sp

from adamw_bounds.theory import symbols as s
from adamw_bounds.theory.statements import Formula, Monomial, Part, Source, Statement, Variant

__all__ = ["LITERATURE"]

_log = sp.log(1 / s.eps)
_quoted = "quoted in Zhou et al. 2024, Sections 1, 2 and 4.3"


def _order(
    id_: str,
    title: str,
    paper: str,
    optimizer: str,
    schedule: str,
    *parts: tuple[str, sp.Expr],
    doi: str = "",
    assumptions: tuple[str, ...] = (),
    remarks: tuple[str, ...] = (),
    bare_log: bool = False,
    where: str = _quoted,
) -> Statement:
    variant = Variant(
        tuple(Part(label, (Monomial(expr),)) for label, expr in parts),
        why="an order: every constant that the paper does not print is taken as 1",
        bare_log=bare_log,
    )
    return Statement(
        id=id_,
        title=title,
        assumptions=assumptions,
        formulas=(
            Formula(
                "gradient-complexity",
                r"b\,T",
                {"order": variant},
                schedule,
                optimizer,
            ),
        ),
        source=Source(paper, where, "", "", doi),
        remarks=remarks,
        optimizers=(optimizer,),
    )


_zhou2020 = (
    "D. Zhou et al., On the convergence of adaptive gradient methods for nonconvex optimization, "
    "2020"
)
_e4 = s.eps**-4

LITERATURE: tuple[Statement, ...] = (
    _order(
        "chen2018-adam-type",
        "Adam-type methods, constant step",
        "X. Chen, S. Liu, R. Sun, M. Hong, On the convergence of a class of Adam-type "
        "algorithms, ICLR 2018",
        "adam-type",
        "constant",
        ("order", s.c_inf * sp.sqrt(s.d) * _e4),
    ),
    _order(
        "chen2018-adam-type-decaying",
        "Adam-type methods, decaying step",
        "X. Chen, S. Liu, R. Sun, M. Hong, On the convergence of a class of Adam-type "
        "algorithms, ICLR 2018",
        "adam-type",
        "decaying",
        ("order", s.c_inf * sp.sqrt(s.d) * _e4 * _log),
        bare_log=True,
    ),
    _order(
        "zhou2020-rmsprop",
        "RMSProp",
        _zhou2020,
        "rmsprop",
        "constant",
        ("order", sp.sqrt(s.c_inf) * s.d * _e4),
    ),
    _order(
        "zhou2020-padam",
        "Padam",
        _zhou2020,
        "padam",
        "constant",
        ("order", sp.sqrt(s.c_inf) * s.d * _e4),
    ),
    _order(
        "zhuang2020-adabelief",
        "AdaBelief",
        "J. Zhuang et al., AdaBelief optimizer, NeurIPS 2020",
        "adabelief",
        "constant",
        ("order", s.c_2**6 * _e4),
    ),
    _order(
        "you2019-lamb",
        "LAMB",
        "Y. You et al., Large batch optimization for deep learning, ICLR 2019",
        "lamb",
        "constant",
        ("order", s.c_2 * sp.sqrt(s.d) * _e4),
    ),
    _order(
        "guo2023-adam-type",
        "Adam-type methods, decaying step, as quoted by Zhou et al.",
        "Z. Guo, Y. Xu, W. Yin, R. Jin, T. Yang, A novel convergence analysis for algorithms "
        "of the "
        "Adam family, 2023",
        "adam-type",
        "decaying",
        (
            "bias",
            s.c_inf ** sp.Rational(5, 2)
            * s.L**2
            * s.sigma**2
            / s.delta ** sp.Rational(5, 2)
            * _e4
            * _log,
        ),
        ("variance", s.c_inf**2 * s.sigma**4 / s.delta**2 * _e4 * _log),
        bare_log=True,
        remarks=("As quoted, both terms have a unit.",),
        where="quoted in Zhou et al. 2024, Section 4.3, after Theorem 3",
    ),
    _order(
        "arjevani2023-smooth",
        "Lower bound for smooth losses",
        "Y. Arjevani et al., Lower bounds for non-convex stochastic optimization, Mathematical "
        "Programming 199, 2023",
        "lower-bound",
        "constant",
        ("order", s.L * s.gap * s.sigma**2 * _e4),
        doi="arXiv:1912.02365",
        assumptions=("F is L-smooth; unbiased gradients of variance σ².",),
        remarks=("A lower bound: no method needs fewer in the worst case.",),
        where="lower bound, F smooth",
    ),
    _order(
        "arjevani2023-mean-squared-smooth",
        "Lower bound for mean-squared smooth losses",
        "Y. Arjevani et al., Lower bounds for non-convex stochastic optimization, Mathematical "
        "Programming 199, 2023",
        "lower-bound",
        "constant",
        ("order", s.eps**-3),
        doi="arXiv:1912.02365",
        assumptions=(
            "Every sample's gradient is smooth on average: the class of the paper's Assumption 1.",
        ),
        remarks=(
            "This, not ε⁻⁴, is what is proved for the paper's Assumption 1: its bound need "
            "not be optimal there.",
        ),
        where="lower bound, mean-squared smooth",
    ),
    Statement(
        id="li2025-adamw",
        title="AdamW in the ℓ1 norm of the gradient",
        assumptions=("As in the source; its constant C is not spelled out here.",),
        formulas=(
            Formula(
                "gradient-l1-norm",
                r"\frac1T\sum_{k<T}\mathbb{E}\|\nabla F(x_k)\|_1",
                {
                    "order": Variant(
                        given=sp.sqrt(s.d) * s.C_other / s.T ** sp.Rational(1, 4),
                        why="an order, in another norm: no count, so compare has no row for it",
                    )
                },
                "constant",
                "adamw",
                unit=s.info(s.c_inf).unit,
                numeric=False,
            ),
        ),
        source=Source(
            "H. Li, Y. Dong, Z. Lin, on the convergence rate of AdamW in the ℓ1 norm, 2025",
            "order",
            "",
            "",
            "arXiv:2505.11840",
        ),
        optimizers=("adamw",),
    ),
)
