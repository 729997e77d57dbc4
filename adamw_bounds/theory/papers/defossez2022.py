"""Défossez, Bottou, Bach and Usunier 2022: Adagrad and Adam for bounded gradients; and a repair.

The paper weighs with β1 and β2 as PyTorch does, and its moments are sums, m_n = Σ β1^{n−j} g_j
and v_n = Σ β2^{n−j} g_j², beside which stands a constant ε. Here the weights are those of the new
gradient, as everywhere in this package (β = 1 − their β), the learning rate is the ordinary one
of the averaged moments, and δ = (1 − β2′)·ε is the constant beside the averaged squares. What the
paper writes with its own letters stands below as abbreviations of these.
"""

from __future__ import annotations

from typing import Any

import sympy as sp

from adamw_bounds.theory import symbols as s
from adamw_bounds.theory.audit import once
from adamw_bounds.theory.audit.evidence import Evidence, Finding, Relation, check, judge
from adamw_bounds.theory.audit.notation import text
from adamw_bounds.theory.special import LeastCount
from adamw_bounds.theory.statements import (
    Best,
    Claim,
    Condition,
    Formula,
    Note,
    Paper,
    Part,
    Source,
    Statement,
    Variant,
)
from adamw_bounds.theory.units import NONE

__all__ = ["PAPER"]

# --- the paper's letters ------------------------------------------------------------------------
beta1_bar = s.short(
    "defossez_beta1",
    r"{\beta_1'}",
    "β1′",
    "the paper's β1 and PyTorch's",
    NONE,
    1 - s.beta1,
    ">= 0",
)
beta2_bar = s.short(
    "defossez_beta2",
    r"{\beta_2'}",
    "β2′",
    "the paper's β2 and PyTorch's",
    NONE,
    1 - s.beta2,
    "(0, 1)",
)
epsilon_bar = s.short(
    "defossez_epsilon",
    r"{\varepsilon'}",
    "ε′",
    "the paper's ε, beside sums of squares",
    s.GRADIENT**2,
    s.delta / s.beta2,
)
R = s.short(
    "defossez_r",
    "R",
    "R",
    "the paper's bound: |g_i| ≤ R − √ε′",
    s.GRADIENT,
    s.c_inf + sp.sqrt(epsilon_bar),
)
R_adagrad = s.short(
    "defossez_r_adagrad",
    "R",
    "R",
    "the paper's bound for Adagrad: |g_i| ≤ R − √δ",
    s.GRADIENT,
    s.c_inf + sp.sqrt(s.delta),
)
lag = s.short(
    "defossez_lag",
    r"\varrho",
    "ϱ",
    "1 − β1′/β2′: how much slower the squares forget",
    NONE,
    s.beta1 * (1 - s.beta2 / s.beta1) / beta2_bar,
)
steps = s.short(
    "defossez_steps",
    r"{T'}",
    "T′",
    "steps that count: T − β1′/(1 − β1′)",
    NONE,
    s.T - (1 - s.beta1) / s.beta1,
)


def _noise(text: str, name: str, definition: Any) -> sp.Symbol:
    """Declare the factor E of a theorem's noise terms."""
    return s.short(f"defossez_e_{name}", "E", "E", text, s.GRADIENT**2, definition)


E_adagrad = _noise(
    "factor of the noise (Theorem 1)",
    "adagrad",
    4 * s.d * R_adagrad**2 + s.eta * s.d * R_adagrad * s.L,
)
E_plain = _noise(
    "factor of the noise (Theorem 2)",
    "plain",
    4 * s.d * R**2 / sp.sqrt(s.beta2) + s.eta * s.d * R * s.L / s.beta2,
)
E_momentum = _noise(
    "factor of the noise (Theorem 4)",
    "momentum",
    s.eta * s.d * R * s.L * s.beta1 / (lag * s.beta2)
    + 12 * s.d * R**2 * sp.sqrt(s.beta1) / (lag ** sp.Rational(3, 2) * sp.sqrt(s.beta2))
    + 2 * s.eta**2 * s.d * s.L**2 * beta1_bar / (lag * s.beta2 ** sp.Rational(3, 2)),
)
E_repaired = _noise(
    "factor of the noise (repaired)",
    "repaired",
    4 * s.d * s.c_inf * s.c2 / sp.sqrt(s.beta2) + s.eta * s.d * s.c2 * s.L / s.beta2,
)

#: −log β2′: what each step adds to the noise that stays; at least β2.
_forgets = sp.log(1 / beta2_bar)

# --- the bounds ---------------------------------------------------------------------------------
_GAP, _ONCE, _FLOOR = "gap", "initial-noise", "noise-floor"


def _bound(gap: Any, once: Any, always: Any) -> Variant:
    """Return a bound of three terms: the gap, the noise that fades, the noise that stays."""
    parts = (Part(_GAP, given=gap), Part(_ONCE, given=once), Part(_FLOOR, given=always))
    return Variant(parts, combine="sum")


_ADAGRAD = Variant(
    (
        Part(_GAP, given=2 * R_adagrad * s.gap / (s.eta * sp.sqrt(s.T))),
        Part(
            "noise",
            given=E_adagrad * sp.log(1 + s.T * R_adagrad**2 / s.delta) / sp.sqrt(s.T),
        ),
    ),
    combine="sum",
)
_PLAIN = _bound(
    2 * R * s.gap / (s.eta * s.T),
    E_plain * sp.log(1 + R**2 / s.delta) / s.T,
    E_plain * _forgets,
)
_MOMENTUM = _bound(
    2 * R * s.gap / (s.eta * steps),
    E_momentum * sp.log(1 + R**2 / s.delta) / steps,
    E_momentum * _forgets * s.T / steps,
)
_REPAIRED = _bound(
    2 * s.c2 * s.gap / (s.eta * s.T),
    E_repaired * sp.log(1 + s.c_inf**2 / (s.beta2 * s.delta)) / s.T,
    E_repaired * _forgets,
)

_SQUARED = "gradient-norm-squared"
_AVERAGE = r"\frac1T\sum_{k<T}\mathbb{E}\|\nabla F(x_k)\|_2^2"
_MEASURE = "avg E‖∇F(x_k)‖²"
_TRANSLATED = (
    "R = c∞ + √(δ/(1 − β2′)), where β′ = 1 − β is the paper's; its moments are sums, here "
    "averages, so "
    "its ε is δ/(1 − β2′), and η is the step of the averages"
)


def _formulas(optimizer: str, bound: Variant, over: tuple[Any, ...]) -> tuple[Formula, ...]:
    """Return a bound and the counts at its best settings."""
    best = Best(_SQUARED, over, s.eps**2, s.T)
    names = ", ".join(s.info(item).text for item in over)
    why = f"the least T whose bound is at most ε², at the best {names} where not given"
    least = LeastCount(bound.expr, best.target, best.count, *over)

    def counted(quantity: str, latex: str, count: Any) -> Formula:
        return Formula(
            quantity,
            latex,
            {"explicit": Variant(given=count, why=why)},
            "constant",
            optimizer,
            counts=("explicit",),
            best=best,
        )

    return (
        Formula(_SQUARED, _AVERAGE, {"explicit": bound}, "constant", optimizer, unit=s.GRADIENT**2),
        counted("iterations", "T", least),
        counted("gradient-complexity", r"b\,T", s.b * least),
    )


def _best_step(optimizer: str, gap: Any, noise: Any) -> Formula:
    """Return the η at which gap/η + noise·η is least."""
    step = Variant(given=sp.sqrt(gap) / sp.sqrt(noise))
    return Formula("eta", r"\eta", {"explicit": step}, "constant", optimizer, unit=s.STEP)


def _notes(bound: Variant) -> tuple[Note, ...]:
    return (
        Note(
            "vacuous: every point has ‖∇F‖² ≤ d·c∞²",
            when=sp.Ge(bound.expr, s.d * s.c_inf**2, evaluate=False),
            quantities=(_SQUARED,),
        ),
        Note(
            "NOT A GUARANTEE: the theorem is for λ = 0, and weight decay is given",
            when=sp.Gt(s.lam, 0, evaluate=False),
            quantities=(_SQUARED,),
            voids=True,
        ),
    )


_SMOOTH = "F is L-smooth and bounded below."
_BOUNDED = (
    "The stochastic gradient is unbiased, and each of its entries is at most c∞ in absolute value, "
    "always."
)
_NO_DECAY = "There is no weight decay: λ = 0."
_BATCH = (
    "No noise level and no batch size stand in it: c∞ bounds single gradients, and a larger batch "
    "does not lower the bound."
)
_UNIFORM = "The bound is on the average over x_0, …, x_{T−1}."
_SUMS = (
    "The constant inside the root is δ/(1 − β2′ⁿ) at step n, as ε′ = δ/(1 − β2′) stands beside a "
    "sum of squares: it starts at ε′ and falls to δ."
)


def _source(where: str) -> Source:
    return Source(
        "A. Défossez, L. Bottou, F. Bach, N. Usunier, A Simple Convergence Proof of Adam and "
        "Adagrad, Transactions on Machine Learning Research, 2022",
        where,
        "",
        "",
        "arXiv:2003.02395",
    )


THEOREM_1 = Statement(
    id="defossez2022-theorem-1",
    name="Theorem 1 of Défossez et al.",
    title="Adagrad without momentum, bounded gradients",
    assumptions=(
        _SMOOTH,
        _BOUNDED,
        "Adagrad: n_k = Σ_{j≤k} g_j², x_{k+1} = x_k − η g_k/√(n_k + δ).",
        _NO_DECAY,
        _UNIFORM,
    ),
    formulas=(
        *_formulas("adagrad", _ADAGRAD, (s.eta,)),
        _best_step(
            "adagrad",
            2 * s.gap,
            s.d * s.L * sp.log(1 + s.T * R_adagrad**2 / s.delta),
        ),
    ),
    source=_source("Theorem 1"),
    remarks=(_BATCH,),
    notes=_notes(_ADAGRAD),
    optimizers=("adagrad",),
    measure=_MEASURE,
    in_a_line="F L-smooth; g unbiased, |g_i| ≤ c∞; Adagrad without momentum; λ = 0",
    translated="R = c∞ + √δ; the paper's ε is δ",
)

THEOREM_2 = Statement(
    id="defossez2022-theorem-2",
    name="Theorem 2 of Défossez et al.",
    title="Adam without momentum (RMSProp with bias correction), bounded gradients",
    assumptions=(
        _SMOOTH,
        _BOUNDED,
        "Adam with β1 = 1, which is β1′ = 0: no momentum; bias correction; any β2.",
        _SUMS,
        _NO_DECAY,
        _UNIFORM,
    ),
    formulas=(
        *_formulas("rmsprop", _PLAIN, (s.eta, s.beta2)),
        _best_step(
            "rmsprop",
            2 * s.gap * s.beta2,
            s.d * s.L * (sp.log(1 + R**2 / s.delta) + s.T * _forgets),
        ),
    ),
    source=_source("Theorem 2"),
    remarks=(
        _BATCH,
        "R grows as β2′ tends to 1, so for a given δ the bound stays above 16·d·c∞·√δ, whatever "
        "T, η and β2 are. defossez2022-repaired has no such floor.",
    ),
    notes=_notes(_PLAIN),
    optimizers=("rmsprop",),
    measure=_MEASURE,
    in_a_line="F L-smooth; g unbiased, |g_i| ≤ c∞; Adam without momentum; λ = 0",
    translated=_TRANSLATED,
)

THEOREM_4 = Statement(
    id="defossez2022-theorem-4",
    name="Theorem 4 of Défossez et al.",
    title="Adam with momentum, bounded gradients",
    assumptions=(
        _SMOOTH,
        _BOUNDED,
        "Adam with 0 ≤ β1′ < β2′ < 1; bias correction of the squares, none of the momentum.",
        _SUMS,
        _NO_DECAY,
        "T > β1′/(1 − β1′). The output is drawn from x_0, …, x_{T−1} with weights 1 − β1′^{T−k}: "
        "all but the last ones alike; the bound is on the average with these weights.",
    ),
    formulas=(
        *_formulas("adam", _MOMENTUM, (s.eta, s.beta1, s.beta2)),
        Formula(
            "beta2-max",
            r"\beta_2",
            {"explicit": Variant((Part("beta2-max", given=s.beta1),))},
            "constant",
            "adam",
        ),
    ),
    conditions=(
        Condition(
            "beta2-below-beta1",
            s.beta2,
            s.beta1,
            ("explicit",),
            "β2 < β1, which is β1′ < β2′",
            limit_of="beta2",
            why="the squares must forget more slowly than the momentum",
            for_=(_SQUARED,),
            carrier="beta2-max",
        ),
        Condition(
            "enough-steps",
            (1 - s.beta1) / s.beta1,
            s.T,
            ("explicit",),
            "T > β1′/(1 − β1′)",
            why="the momentum must have had time to fill",
            remedy="more steps",
            for_=(_SQUARED,),
            carrier="beta2-max",
        ),
    ),
    source=_source("Theorem 4"),
    remarks=(
        _BATCH,
        "The bound grows with β1′: at its best there is no momentum, and it is Theorem 2 with 12 "
        "for 4. So its floor is 48·d·c∞·√δ.",
    ),
    notes=_notes(_MOMENTUM),
    optimizers=("adam",),
    measure=_MEASURE,
    in_a_line=(
        "F L-smooth; g unbiased, |g_i| ≤ c∞; Adam with 1 − β1 < 1 − β2; λ = 0; the last "
        "iterates weigh less"
    ),
    translated=_TRANSLATED,
)

REPAIRED = Statement(
    id="defossez2022-repaired",
    name="Theorem 2 of Défossez et al., repaired",
    title="RMSProp with bias correction and a constant δ: any δ",
    assumptions=(
        _SMOOTH,
        _BOUNDED,
        "RMSProp with bias correction: x_{k+1} = x_k − η g_k/√(v̂_k + δ), v̂_k PyTorch's.",
        _NO_DECAY,
        _UNIFORM,
    ),
    formulas=(
        *_formulas("rmsprop", _REPAIRED, (s.eta, s.beta2)),
        _best_step(
            "rmsprop",
            2 * s.gap * s.beta2,
            s.d * s.L * (sp.log(1 + s.c_inf**2 / (s.beta2 * s.delta)) + s.T * _forgets),
        ),
    ),
    source=_source("Theorem 2, its proof repaired here"),
    remarks=(
        "Not printed in the paper. Its proof, with two changes: √E g² ≤ c∞ is all that its lemma "
        "needs, and beside a sum of squares the constant of step n is δ(1 − β2′ⁿ)/(1 − β2′). Then "
        "c2 = √(c∞² + δ) stands where R did.",
        _BATCH,
    ),
    notes=_notes(_REPAIRED),
    optimizers=("rmsprop",),
    measure=_MEASURE,
    in_a_line="F L-smooth; g unbiased, |g_i| ≤ c∞; RMSProp with bias correction; λ = 0",
    translated="β2 is one minus the paper's; δ stands in the root at every step",
)

# --- claims -------------------------------------------------------------------------------------
_CLAIMS = (
    Claim(
        "defossez-delta",
        (THEOREM_2.id, THEOREM_4.id),
        "missing-hypothesis",
        "the bound depends on the constant inside the root only through a logarithm",
        "that needs δ ≤ (1 − β2′)c∞²: for a given δ, R grows as β2′ tends to 1, and the bound "
        "never falls below 16·d·c∞·√δ",
    ),
    Claim(
        "defossez-repair",
        (REPAIRED.id,),
        "holds",
        "the same proof gives c2 for R and a constant δ, for every δ",
    ),
    Claim(
        "defossez-momentum",
        (THEOREM_4.id,),
        "holds",
        "the bound grows with the momentum; without momentum it is Theorem 2's with 12 for 4",
    ),
)


def _floor(bound: Variant) -> Any:
    """Return what stays of a bound as T → ∞ and η → 0, without momentum, as −log(1 − x) ≥ x."""
    (stays,) = (part.given for part in bound.parts if part.label == _FLOOR)
    stays = s.expand(stays.xreplace({_forgets: s.beta2}))
    return once.simplify(stays.xreplace({s.beta1: sp.Integer(1), s.eta: sp.Integer(0)}))


def _least_floor(evidence: Evidence, name: str, floor: Any) -> Any:
    """Return the infimum over β2 of what stays."""
    evidence.say(f"{name}: as T → ∞ and η → 0 this stays at least, as −log(1 − x) ≥ x", floor)
    root = sp.Symbol("u", positive=True)
    in_root = once.factor(floor.xreplace({s.beta2: root**2}))
    above = sp.numer(once.factor(sp.diff(in_root, root)))
    if not above.is_polynomial(root):
        return sp.nan
    places = [place for place in sp.roots(above, root) if place.is_positive]
    if not places:
        bottom = once.limit(in_root, root, 0)
        evidence.say("it falls with β2, down to", bottom)
        return bottom
    (place,) = places
    bottom = once.simplify(in_root.xreplace({root: place}))
    evidence.say("it is least at β2 equal to", place**2)
    evidence.say("where it is", bottom)
    evidence.say(
        "above that it is by, with u = √β2", Relation(once.factor(in_root - bottom), "≥", 0)
    )
    return bottom


@check(
    "defossez-delta",
    unmoved={
        f"repaired.noise-floor: {kind}": "what falls to 0 with β2 does so times any number"
        for kind in ("factor", "sign", "zero")
    },
)
def dependence_on_delta(
    evidence: Evidence,
    bound: Variant = _PLAIN,
    momentum: Variant = _MOMENTUM,
    repaired: Variant = _REPAIRED,
) -> Finding:
    """Minimise over β2 what stays of the bounds however long the run is."""
    found = _least_floor(evidence, "Theorem 2", _floor(bound))
    other = _least_floor(evidence, "Theorem 4 without momentum", _floor(momentum))
    right = _least_floor(evidence, "repaired", _floor(repaired))
    largest = once.simplify(s.expand(R).xreplace({s.delta: s.beta2 * s.c_inf**2}))
    evidence.say("where δ ≤ β2 c∞², R is at most", largest)
    verdict = judge(printed=found == 0, repaired=right == 0, otherwise="missing-hypothesis")
    return verdict, (
        "nothing stays of it as β2 falls: δ enters through the logarithm alone"
        if found == 0
        else f"for a given δ it never falls below {text(found)}, with momentum {text(other)}; the "
        "repaired bound has no floor"
        if right == 0
        else "the repaired bound has a floor too"
    )


def _squares() -> tuple[tuple[str, Any], ...]:
    """Return what the proof's inequalities leave: squares, and a product that is not negative.

    G is the mean of a gradient entry g, q that of g²; v is the root's content with g² in it, w
    with q in its place: both hold the constant ε.
    """
    G, g, q, v, w, weight, constant = sp.symbols("G g q v w bbar e", positive=True)
    first = G**2 / (4 * sp.sqrt(w)) + g**2 * q**2 / (w ** sp.Rational(3, 2) * v)
    second = G**2 * g**2 / (4 * q * sp.sqrt(w)) + q * g**4 / (sp.sqrt(w) * v**2)
    root = sp.Rational(1, 4)
    return (
        (
            "G g q/(√v w) is at most G²/(4√w) + g²q²/(w^(3/2) v): the difference, less a square",
            first
            - G * g * q / (sp.sqrt(v) * w)
            - (G / (2 * w**root) - g * q / (w ** (3 * root) * sp.sqrt(v))) ** 2,
        ),
        (
            "G g³/(v √w) is at most G²g²/(4q√w) + q g⁴/(√w v²): the difference, less a square",
            second
            - G * g**3 / (v * sp.sqrt(w))
            - (G * g / (2 * sp.sqrt(q) * w**root) - sp.sqrt(q) * g**2 / (w**root * v)) ** 2,
        ),
        (
            "ε + β2′ v is at least β2′(ε + v): the difference, less ε(1 − β2′)",
            constant + weight * v - weight * (constant + v) - constant * (1 - weight),
        ),
    )


@check("defossez-repair")
def repaired_proof(evidence: Evidence, bound: Variant = _REPAIRED) -> Finding:
    """Verify the inequalities of the proof, and put its steps together."""
    sound = True
    for name, difference in _squares():
        rest = once.simplify(sp.expand(difference))
        sound = sound and rest == 0
        evidence.say(name, Relation(difference, "=" if rest == 0 else "≠", 0))
    evidence.say("so E[G g/√v] ≥ G²/(2√w) − 2c∞ E[g²/v], as g² ≤ v, q ≤ w and √q ≤ c∞")
    gain = s.eta / (2 * s.c2)
    evidence.say("a step gains at least this times ‖∇F‖², as w is at most c2² in its scale", gain)
    cost = 2 * s.eta * s.c_inf / sp.sqrt(s.beta2) + s.eta**2 * s.L / (2 * s.beta2)
    evidence.say("and costs at most this times Σ_i g_i²/v_i", cost)
    total = sp.log(1 + s.c_inf**2 / (s.beta2 * s.delta)) + s.T * _forgets
    evidence.say(
        "over all steps Σ g_i²/v_i is at most, as x ≤ −log(1 − x) and the constant is at least δ",
        total,
    )
    made = (s.gap + cost * s.d * total) / (gain * s.T)
    left = once.simplify(sp.expand(s.expand(made - bound.expr)))
    evidence.say(
        "gap and cost over gain and T, and the bound",
        Relation(made, "=" if left == 0 else "≠", bound.expr),
    )
    if sound and left == 0:
        return "holds", "the proof's steps hold with c2 for R, and add up to the bound"
    return "unsupported", "the proof's steps do not add up to the bound"


@check("defossez-momentum")
def price_of_momentum(
    evidence: Evidence, bound: Variant = _MOMENTUM, plain: Variant = _PLAIN
) -> Finding:
    """Take the momentum away, and differentiate the factors that hold it."""
    (stays,), (other,) = (
        [s.expand(part.given) for part in item.parts if part.label == _FLOOR]
        for item in (bound, plain)
    )
    without = sp.expand(stays.xreplace({s.beta1: sp.Integer(1)}))
    four = s.expand(4 * s.d * R**2 / sp.sqrt(s.beta2) * _forgets)
    same = once.simplify(without - sp.expand(other + 2 * four)) == 0
    evidence.say("without momentum this stays", without)
    evidence.say(
        "that, and Theorem 2's with 12 for 4",
        Relation(without, "=" if same else "≠", other + 2 * four),
    )
    above, below = sp.symbols("u w", positive=True)  # β2′ − β1′ and 1 − β2′
    bar1, bar2 = sp.symbols("x y", positive=True)
    grows = True
    for name, factor in (
        ("(1 − β1′)/ϱ", (1 - bar1) / (1 - bar1 / bar2)),
        ("√(1 − β1′)/ϱ^(3/2)", sp.sqrt(1 - bar1) / (1 - bar1 / bar2) ** sp.Rational(3, 2)),
    ):
        slope = sp.diff(sp.expand_log(sp.log(factor), force=True), bar1)
        slope = once.factor(slope.subs({bar1: 1 - above - below, bar2: 1 - below}))
        grows = grows and bool(slope.is_positive)
        text_ = f"d log {name}/dβ1′, with u = β2′ − β1′ and w = 1 − β2′"
        evidence.say(text_, Relation(slope, ">", 0))
    if same and grows:
        return "holds", "its factors grow with β1′; at β1′ = 0 it is Theorem 2's with 12 for 4"
    return "unsupported", "it is not Theorem 2's with 12 for 4, or does not grow with β1′"


PAPER = Paper(
    key="defossez2022",
    authors=("Défossez, Alexandre", "Bottou, Léon", "Bach, Francis", "Usunier, Nicolas"),
    title="A Simple Convergence Proof of Adam and Adagrad",
    venue="Transactions on Machine Learning Research",
    year=2022,
    statements=(THEOREM_1, THEOREM_2, THEOREM_4, REPAIRED),
    claims=_CLAIMS,
    symbols=(
        beta1_bar,
        beta2_bar,
        epsilon_bar,
        R,
        R_adagrad,
        lag,
        steps,
        E_adagrad,
        E_plain,
        E_momentum,
        E_repaired,
    ),
    arxiv="2003.02395",
    bibtex=r"""@article{defossez2022,
  author = {D{\'e}fossez, Alexandre and Bottou, L{\'e}on and Bach, Francis and Usunier, Nicolas},
  title = {A Simple Convergence Proof of {Adam} and {Adagrad}},
  journal = {Transactions on Machine Learning Research},
  year = {2022},
  eprint = {2003.02395},
  archiveprefix = {arXiv},
}
""",
    place=80,
)
