"""What is claimed of the bounds proved here, as data: the audit derives each of them."""

from __future__ import annotations

from adamw_bounds.theory.statements import Claim, Rows

__all__ = ["CLAIMS"]

CLAIMS: tuple[Claim, ...] = (
    Claim(
        "here-one-step",
        ("here-master",),
        "holds",
        "the master inequality is the sum of one step's, whose own squares the condition removes",
    ),
    Claim(
        "here-schedule-bound",
        ("here-constant-step", "here-schedule"),
        "holds",
        "with one β1 the master inequality gives the bound of any schedule, with the best p",
    ),
    Claim(
        "here-pytorch-bound",
        ("here-pytorch",),
        "holds",
        "the same for bias-corrected momentum, whose start adds C(β1)",
    ),
    Claim("here-bias-sum", ("here-pytorch",), "holds", "C(β1) is at most 1.715 for every β1"),
    Claim(
        "here-decay-bound",
        ("here-constant-decay",),
        "holds",
        "constant decay adds (1+1/s)λ²c2²R2² to the bound on ∇F, and needs no λη",
    ),
    Claim(
        "here-groups",
        (
            "here-pytorch",
            "here-constant-decay",
            "here-anchored-decay",
            "here-regularised-decay",
            "here-amsgrad",
            "here-pl-last-iterate",
            "here-pl-decay",
        ),
        "holds",
        "parameter groups with learning rates ητ_g and decays λ_g have c2/τ_min for c2, and "
        "Σ_g τ_gλ_g²R2_g² for λ²R2²",
    ),
    Claim(
        "here-anchored-bound",
        ("here-anchored-decay",),
        "holds",
        "beside a fixed v̄ constant decay adds (1+1/s)λ²φ²c2²R2²",
    ),
    Claim(
        "here-held-bound",
        ("here-regularised-decay", "here-amsgrad"),
        "holds",
        "for ∇F_k constant decay adds c2λV/Ση_k",
    ),
    Claim(
        "lambda-const",
        ("here-regularised-decay",),
        "holds",
        "Theorem 2's method covers a constant λ, with the measured growth of v_k",
    ),
    Claim(
        "here-drift",
        ("here-regularised-decay", "here-amsgrad"),
        "holds",
        "V is at most what the entries of v_k can rise, times dR∞²",
    ),
    Claim(
        "here-largest-step",
        (
            "here-schedule",
            "here-pytorch",
            "here-constant-decay",
            "here-anchored-decay",
            "here-regularised-decay",
            "here-amsgrad",
            "here-pl-last-iterate",
            "here-pl-decay",
        ),
        "holds",
        "the largest η at a given β1 meets each condition on the step with equality",
    ),
    Claim(
        "here-shortest-run",
        ("here-constant-step",),
        "holds",
        "after T steps with the chosen β1, η and p the bound is ε²",
    ),
    Claim(
        "here-decaying-bound",
        ("here-decaying",),
        "holds",
        "a step that falls as 1/√k is bounded with 1 + ln((T−1)/γ²), without a jump",
    ),
    Claim(
        "here-decaying-count",
        ("here-decaying",),
        "holds",
        "T and γ bring that bound to ε², and no other γ is shorter",
    ),
    Claim(
        "pair-certificate",
        ("here-pair-certificate",),
        "holds",
        "products of two independent batches' gradients bound a run's mean ‖∇F‖², at any T",
    ),
    Claim(
        "ema-certificate",
        ("here-ema-certificate",),
        "holds",
        "products of gradients with an average of those before bound a run's mean ‖∇F‖²",
    ),
    Claim(
        "descent-certificate",
        ("here-descent-certificate",),
        "holds",
        "how far the loss can fall bounds a run's weighted mean ‖∇F‖², whatever Adam's schedule",
    ),
    Claim(
        "here-last-iterate",
        ("here-pl-last-iterate",),
        "holds",
        "under PŁ the last iterate's gap falls by 1 − h a step, down to the noise",
    ),
    Claim(
        "here-last-count",
        ("here-pl-last-iterate",),
        "holds",
        "after T steps with a constant step the bound on the last iterate is ε",
    ),
    Claim(
        "here-falling-count",
        ("here-pl-last-iterate",),
        "holds",
        "after T steps with a decreasing step the bound on the last iterate is ε",
    ),
    Claim(
        "here-last-decay",
        ("here-pl-decay",),
        "holds",
        "constant decay adds (1+1/s)λ²c2²R2²/(2μ) to the bound on the last iterate",
    ),
    Claim(
        "here-rest-points",
        ("here-rest-points",),
        "holds",
        "with ε > 0 AdamW rests at stationary points of F + Φ, where K is at most dε",
    ),
    Claim(
        "kkt-eps",
        ("here-rest-points",),
        "false-as-printed",
        "as Xie and Li's theorem is often quoted: AdamW with ε > 0 reaches KKT points of the box",
        "The theorem is for ε = 0. With ε > 0 AdamW rests strictly inside the box, at stationary "
        "points of F + Φ, where K = Σ ε|∂_i|/(|∂_i| + ε)",
        # No row says that it reaches them.
        rows=(Rows(()),),
    ),
    Claim(
        "fw-rate",
        ("here-convex-rate",),
        "holds",
        "on a convex F sign descent with weight decay comes as near the least value in the box",
    ),
)
