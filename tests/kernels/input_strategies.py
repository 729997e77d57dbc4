"""Inputs over the whole domain, log-uniform, with the corners of the box and the zeros."""

from __future__ import annotations

import itertools
from collections.abc import Iterable

from hypothesis import strategies as st

#: name -> (lowest, highest) power of ten.
BOX = {
    "c_inf": (-6, 6),
    "c_2": (-6, 12),
    "delta": (-16, 2),
    "epsilon": (-8, 0),
    "epsilon_gap": (-8, 0),
    "stage_epsilon": (-8, 8),
    "stage_start": (-8, 8),
    "sigma": (-8, 8),
    "smoothness": (-8, 8),
    "smoothness_inf": (-8, 8),
    "sigma_l1": (-8, 8),
    "rare_slope": (-3, 8),
    "lipschitz_inf": (-8, 8),
    "slope_at_zero": (-8, 8),
    "gap": (-8, 8),
    "mu": (-8, 8),
    "lam": (-8, 8),
    "lam_l2": (-8, 8),
    "x0_norm": (-8, 8),
    "x_inf_norm": (-8, 8),
    "x_star_norm": (-8, 8),
    "x_norm": (-8, 8),
    "x0_inf_norm": (-8, 8),
    "rate_sum": (-8, 12),
    "group_decay": (-16, 16),
    "drift": (-8, 12),
    "v_spread": (-8, 4),
    "step_weight": (-16, 8),
    "young_split": (-8, 8),
    "split_given": (-8, 8),
    "group_lr_ratio": (-6, 0),
    "noise_weight": (-16, 8),
    "reference_gap": (-8, 8),
    "reference_ratio": (-8, 8),
    "decay_left": (-8, 8),
    "reference_growth": (-8, 8),
    "eta": (-16, 4),
    "beta1": (-12, 0),
    "gamma": (-8, 12),
    "alpha": (-3, 1),
    "distance_bound": (-8, 8),
    "grad_norm_bound": (-8, 8),
    "rho": (-12, 4),
    "singular_value": (-16, 8),
    "err": (-3, 14),
    "c0": (-3, 14),
    "kl": (-3, 14),
    "trace": (-3, 14),
    "log_det": (-3, 14),
    "x_star_component": (-8, 8),
    "coordinate": (-8, 8),
    "adam_step": (-8, 8),
    "root_v": (-8, 8),
    "eps_outside": (-16, 2),
    "gradient_scale": (-8, 8),
    "rate_rise": (0, 4),
    "gradient_l1": (-8, 8),
    "alignment": (-8, 8),
    "gradient_entry": (-8, 8),
    "parameter_entry": (-8, 8),
    "sharpness": (-8, 12),
    "gradient_norm": (-8, 8),
    "norm_squared_small": (-2, 2),
    "norm_squared_big": (-2, 2),
    "gradient_curvature": (-8, 8),
    "noise_curvature": (-8, 8),
    "hessian_trace": (-8, 8),
    "coupling": (-8, 8),
    "signal": (-8, 4),
    "decay_sum": (-12, 3),
    "decay_sum_last": (-12, 3),
    "decay_squares": (-12, 0),
    "last": (-6, 0),
    "tokens_per_parameter": (-2, 6),
    "fit_constant": (-4, 4),
    "fit_exponent": (-3, 1),
    "pair_mean": (-12, 12),
    "ema_mean": (-12, 12),
    "square_sum": (-12, 12),
    "noise_proxy": (-8, 8),
    "mixture_scale": (-16, 16),
    "certificate_share": (-8, 0.3),
    "batch_noise": (-8, 8),
    "gradient_change": (-8, 8),
    "first_noise": (-8, 8),
    "weight_sum": (-8, 8),
    "weight_most": (-8, 8),
    "apart_sum": (-12, 12),
    "rest_sum": (-12, 12),
    "moved_sum": (-12, 12),
    "preconditioned_eigenvalue": (-16, 12),
    "log_det_q": (-3, 14),
    "log_ratio": (-8, 14),
    "trace_own": (-12, 12),
    "trace_q": (-12, 12),
    "trace_s": (-12, 12),
    "trace_most": (-12, 12),
    "share_sum": (-12, 12),
    "sigma_max": (-12, 8),
}
WHOLE = {
    "batch_size": 6,
    "to": 6,
    "batch_small": 6,
    "batch_big": 6,
    "k": 12,
    "iterations": 15,
    "dim": 12,
    "samples": 12,
}
OPEN = ("beta2", "tau", "ema_weight")
#: Whether something is so.
SWITCHES = ("pytorch_update", "constant_decay")
#: Inputs whose domain holds 0.
ZERO = (
    "sigma",
    "sigma_l1",
    "slope_at_zero",
    "gap",
    "lam",
    "lam_l2",
    "x0_norm",
    "x_inf_norm",
    "x_star_norm",
    "group_decay",
    "drift",
    "v_spread",
    "decay_left",
    "reference_growth",
    "reference_gap",
    "eps_outside",
    "x0_inf_norm",
    "decay_sum",
    "decay_sum_last",
    "pair_mean",
    "ema_mean",
    "square_sum",
    "noise_proxy",
    "batch_noise",
    "gradient_change",
    "first_noise",
    "log_ratio",
    "trace_own",
)


def one(name: str, *, zeros: bool = False) -> st.SearchStrategy[float]:
    """Return values of one input."""
    if name in WHOLE:
        top = WHOLE[name]
        return st.one_of(
            st.floats(0, top).map(lambda power: float(round(10**power))),
            st.sampled_from([1.0, 2.0, 3.0, 10.0**top]),
        )
    if name in OPEN:
        return st.one_of(
            st.floats(-15, -0.001).map(lambda power: 10**power),
            st.sampled_from([1e-15, 0.5, 0.999]),
        )
    if name in SWITCHES:
        return st.sampled_from([0.0, 1.0])
    low, high = BOX[name]
    values = st.one_of(
        st.floats(low, high).map(lambda power: 10.0**power),
        st.sampled_from([10.0**low, 10.0**high]),
    )
    if zeros and name in ZERO:
        values = st.one_of(values, st.just(0.0))
    return values


def inputs(names: Iterable[str], *, zeros: bool = False) -> st.SearchStrategy[dict[str, float]]:
    """Return whole sets of inputs."""
    return st.fixed_dictionaries({name: one(name, zeros=zeros) for name in sorted(names)})


def corners(names: Iterable[str], limit: int = 128) -> list[dict[str, float]]:
    """Return corners of the box, evenly spread where there are more than ``limit``."""
    ordered = sorted(names)
    ends = []
    for name in ordered:
        if name in WHOLE:
            ends.append((1.0, 10.0 ** WHOLE[name]))
        elif name in OPEN:
            ends.append((1e-15, 0.999))
        elif name in SWITCHES:
            ends.append((0.0, 1.0))
        else:
            low, high = BOX[name]
            ends.append((10.0**low, 10.0**high))
    count = 2 ** len(ordered)
    picked = (
        range(count) if count <= limit else {i * (count - 1) // (limit - 1) for i in range(limit)}
    )
    every = itertools.product(*ends)
    chosen = set(picked)
    return [dict(zip(ordered, point, strict=True)) for i, point in enumerate(every) if i in chosen]
