"""What products of gradients that a run recorded certify of that run's true gradients."""

from __future__ import annotations

import sympy as sp

from adamw_bounds.theory import symbols as s
from adamw_bounds.theory.papers.here.source import here
from adamw_bounds.theory.statements import Formula, Note, Statement, Variant
from adamw_bounds.theory.units import NONE

__all__ = ["DESCENT_CERTIFICATE", "EMA_CERTIFICATE", "OWN", "PAIR_CERTIFICATE"]

_BOUND = "gradient-norm-squared-measured"
_SQUARED = s.GRADIENT**2
#: Of a weight b of a gradient, whose step is b·g.
_WEIGHT = s.PARAM**2 * s.LOSS**-1
_latex = r"\frac1T\sum_k\|\nabla F(x_k)\|^2"

pair_mean = s.given(
    "pair_mean",
    r"\bar P",
    "P̄",
    "mean over the steps of ⟨g_A, g_B⟩ of two independent batches; 0 where it is negative",
    ">= 0",
    _SQUARED,
    is_input=False,
)
ema_mean = s.given(
    "ema_mean",
    "A",
    "A",
    "mean over the steps of ⟨g_k, h_{k−1}⟩, h an average of the gradients before; 0 where negative",
    ">= 0",
    _SQUARED,
    is_input=False,
)
square_sum = s.given(
    "square_sum",
    "V",
    "V",
    "sum over the steps of the squared norm that the noise meets: ‖g_A‖², or ‖h_{k−1}‖²",
    ">= 0",
    _SQUARED,
    is_input=False,
)
noise_proxy = s.given(
    "noise_proxy",
    r"\varsigma",
    "ς",
    "sub-Gaussian proxy of the noise of a batch: the largest ‖g_k − ∇F‖, or one sample's over √b",
    ">= 0",
    s.GRADIENT,
    is_input=False,
)
mixture_scale = s.given(
    "mixture_scale",
    "r",
    "r",
    "scale at which the deviation is sharpest, near ς²V; chosen before the run",
    "> 0",
    s.GRADIENT**4,
    is_input=False,
)
share = s.given(
    "certificate_share",
    "c",
    "c",
    "twice the share of ‖∇F‖² that the noise may take, less than 2; chosen before the run",
    "> 0",
    NONE,
    is_input=False,
)
ema_weight = s.given(
    "ema_weight",
    "a",
    "a",
    "weight of the new gradient in h_k = (1 − a)h_{k−1} + a g_k, h_0 = g_0",
    "(0, 1)",
    NONE,
    is_input=False,
)
batch_noise = s.given(
    "batch_noise",
    r"\varsigma_2",
    "ς₂",
    "bound of the root mean square of ‖g_k − ∇F(x_k)‖",
    ">= 0",
    s.GRADIENT,
    is_input=False,
    default=s.sigma / sp.sqrt(s.b),
)
gradient_change = s.given(
    "gradient_change",
    "D",
    "D",
    "root mean square of ‖∇F(x_{k+1}) − ∇F(x_k)‖, at most L times that of the steps",
    ">= 0",
    s.GRADIENT,
    is_input=False,
)
first_noise = s.given(
    "first_noise",
    r"\|\zeta_0\|",
    "‖ζ_0‖",
    "bound of ‖g_0 − ∇F(x_0)‖",
    ">= 0",
    s.GRADIENT,
    is_input=False,
)

weight_sum = s.given(
    "weight_sum",
    r"\sum_k\min_i b_{k,i}",
    "Σb",
    "sum over the steps of the least entry of b_k",
    "> 0",
    _WEIGHT,
    is_input=False,
)
weight_most = s.given(
    "weight_most",
    r"\bar b",
    "b̄",
    "largest entry that b_k may have; chosen before the run",
    "> 0",
    _WEIGHT,
    is_input=False,
)
apart_sum = s.given(
    "apart_sum",
    r"\sum_k\max_i b_{k,i}\|x_k-y_k\|^2",
    "Σb‖x − y‖²",
    "sum over the steps of the largest entry of b_k times ‖x_k − y_k‖²",
    ">= 0",
    _WEIGHT * s.PARAM**2,
    is_input=False,
)
rest_sum = s.given(
    "rest_sum",
    r"\sum_k\|r_k\|^2_{1/b_k}",
    "Σ‖r‖²",
    "sum over the steps of ‖r_k‖² with the weights 1/b_k, r_k = y_k − y_{k+1} − b_k g_k",
    ">= 0",
    s.LOSS,
    is_input=False,
)
moved_sum = s.given(
    "moved_sum",
    r"\sum_k\|y_{k+1}-y_k\|^2",
    "Σ‖Δy‖²",
    "sum over the steps of ‖y_{k+1} − y_k‖²",
    ">= 0",
    s.PARAM**2,
    is_input=False,
)

_doubt = sp.log(2 / s.tau)
deviation = s.short(
    "deviation",
    "W",
    "W",
    "what Σ⟨noise, h⟩ exceeds with a chance of at most τ/2, at any step",
    _SQUARED,
    sp.sqrt(
        (noise_proxy**2 * square_sum + mixture_scale)
        * (sp.log(1 + noise_proxy**2 * square_sum / mixture_scale) + 2 * _doubt)
    ),
)
_a = ema_weight
mean_error = s.short(
    "ema_error",
    "E",
    "E",
    "root mean square of the error of h, on average",
    s.GRADIENT,
    batch_noise * sp.sqrt(_a / (2 - _a) + 1 / (_a * (2 - _a) * s.T)) + gradient_change / _a,
    ">= 0",
)
run_error = s.short(
    "ema_error_of_run",
    "E_\\tau",
    "E_τ",
    "root mean square of the error of h in one run, exceeded with a chance of at most τ/2",
    s.GRADIENT,
    sp.sqrt(
        (_a * batch_noise**2 + (first_noise**2 / _a + 4 * noise_proxy**2 * _doubt) / s.T)
        / (sp.Rational(3, 2) - _a / 2)
    )
    + gradient_change / _a,
    ">= 0",
)

OWN = (
    *(pair_mean, ema_mean, square_sum, noise_proxy, mixture_scale, share, ema_weight),
    *(batch_noise, gradient_change, first_noise, deviation, mean_error, run_error),
    *(weight_sum, weight_most, apart_sum, rest_sum, moved_sum),
)

_assumed = (
    "g_k = ∇F(x_k) + ζ_k with E[ζ_k | past] = 0, and x_k is decided before batch k is drawn: any "
    "optimizer, schedule, clipping and decay. g_k is the gradient itself, not clipped and not "
    "scaled. Sampling without replacement over more than one epoch breaks it; a probe of batches "
    "drawn with replacement does not.",
)
_measured = Note("of the run that was made, from what it recorded; no forecast")

PAIR_CERTIFICATE = Statement(
    id="here-pair-certificate",
    title="The mean squared gradient of a run, from two independent batches at each step",
    assumptions=(
        *_assumed,
        "Batches A and B of a step are independent given the past, and their noise is "
        "ς-sub-Gaussian: ‖ζ‖ ≤ ς is enough.",
        "r and c < 2 are chosen before the run.",
    ),
    formulas=(
        Formula(
            _BOUND,
            _latex,
            {
                "sharp": Variant(
                    given=(s.T * pair_mean + deviation + noise_proxy**2 * _doubt / share)
                    / (s.T * (1 - share / 2)),
                    why="with probability at least 1 − τ, at all T at once",
                    exists=sp.Lt(share, 2),
                )
            },
            unit=_SQUARED,
        ),
    ),
    source=here("11"),
    name="pairs",
    measure="avg ‖∇F(x_k)‖² of one run",
    notes=(_measured,),
)


def _from_error(error: sp.Expr, product: sp.Expr) -> sp.Expr:
    """Return the square of the larger root of X² = product + error·X."""
    return ((error + sp.sqrt(error**2 + 4 * product)) / 2) ** 2


EMA_CERTIFICATE = Statement(
    id="here-ema-certificate",
    title="The mean squared gradient of a run, from an average of its own gradients",
    assumptions=(
        *_assumed,
        "D bounds the root mean square change of ∇F from step to step: L times that of the steps.",
        "On average over runs: E‖ζ_k‖² ≤ ς₂². For one run: the noise is ς-sub-Gaussian, "
        "ς₂² bounds the mean of ‖ζ_k‖² over it (‖ζ‖ ≤ ς₂ is enough), and r is chosen before.",
    ),
    formulas=(
        Formula(
            _BOUND,
            r"\frac1T\sum_k\mathbb{E}\|\nabla F(x_k)\|^2",
            {
                "sharp": Variant(
                    given=_from_error(mean_error, ema_mean),
                    why="on average over runs",
                )
            },
            unit=_SQUARED,
        ),
        Formula(
            _BOUND,
            _latex,
            {
                "sharp": Variant(
                    given=_from_error(run_error, ema_mean + deviation / s.T),
                    why="for one run, with probability at least 1 − τ, at all T at once",
                )
            },
            case="one-run",
            unit=_SQUARED,
        ),
    ),
    source=here("11"),
    name="average of gradients",
    measure="avg ‖∇F(x_k)‖² of one run",
    notes=(_measured,),
)

DESCENT_CERTIFICATE = Statement(
    id="here-descent-certificate",
    title="The mean squared gradient of a run, from how far the loss can fall",
    assumptions=(
        *_assumed,
        "F is L-smooth on the segments that the run walks along, and bounded below by F(x*).",
        "y_0 = x_0; y_k and the weights b_k > 0, one an entry and at most b̄, are decided before "
        "batch k is drawn. For Adam and AdamW with a_k = η_k/((1 − θ₁^{k+1})v_k), θ₁ PyTorch's "
        "first beta and M_k its exp_avg: y_k = x_k − (θ₁/(1 − θ₁))a_{k−1}M_{k−1} and "
        "b_k = min(a_{k−1}, b̄), with a_{−1} = b̄.",
        "The noise is ς-sub-Gaussian: ‖ζ‖ ≤ ς is enough.",
    ),
    formulas=(
        Formula(
            _BOUND,
            r"\sum_k w_k\|\nabla F(x_k)\|^2,\quad w_k\propto\min_i b_{k,i}",
            {
                "sharp": Variant(
                    given=(
                        2 * s.gap
                        + s.L**2 * apart_sum
                        + 2 * rest_sum
                        + s.L * moved_sum
                        + 4 * noise_proxy**2 * weight_most * sp.log(1 / s.tau)
                    )
                    / weight_sum,
                    why="for one run, with probability at least 1 − τ, at all T at once",
                )
            },
            unit=_SQUARED,
        ),
    ),
    source=here("11"),
    name="descent",
    measure="Σw_k‖∇F(x_k)‖² of one run, w_k like the least entry of b_k",
    notes=(_measured,),
)
