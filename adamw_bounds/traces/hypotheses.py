"""What a trace says of the hypotheses of the certificates: unbiased, independent gradients."""

from __future__ import annotations

from typing import Final

from adamw_bounds.traces.files import FLAGS, Trace

__all__ = ["caveats"]

#: What a flag means for the numbers of a trace.
_SO: Final = {
    "rescaled": "norms of those steps are of the changed gradient; a probe's pairs are not touched",
    "skipped-steps": "they count as no step, and what is said of steps leaves them out",
    "not-finite": "those steps enter no average",
    "no-gradient": "it counts as 0 there",
    "one-seed": "their products are left out: give each process a seed of its own",
    "not-averaged": "the products of the processes' gradients are left out",
}


def caveats(trace: Trace) -> tuple[tuple[str, str], ...]:
    """Return what breaks or bends the hypotheses under which a trace certifies its run.

    Parameters
    ----------
    trace : Trace
        A trace.

    Returns
    -------
    tuple of (str, str)
        Code and sentence of each: flags of its lines, ``without-replacement``, ``batch-norm``,
        and the notes of the file.
    """
    found = list(trace.notes)
    if trace.head.get("training_sampling") == "without-replacement":
        held = bool(trace.flat("pairs").size)
        way = "pairs are of a probe" if held else "record with probe, which draws with replacement"
        found.append(
            (
                "without-replacement",
                "Training draws its batches without replacement, so that they are not independent "
                f"of the point that they meet: products of their gradients are not used; {way}.",
            )
        )
    norms = trace.head.get("batch_norm")
    if norms in {"of-batch", "synchronised"}:
        found.append(
            (
                "batch-norm",
                "The model has BatchNorm: F is the mean loss of a batch of the size that was "
                f"drawn ({_size(trace)}), not that of a sample.",
            )
        )
    count = len(trace.steps)
    for flag, steps in trace.flags.items():
        said, so = FLAGS.get(flag, flag), _SO.get(flag)
        text = f"In {len(steps)} of {count} recorded steps {said}{'; ' + so if so else ''}."
        found.append((flag, text))
    return tuple(found)


def _size(trace: Trace) -> str:
    probe = trace.head.get("probe")
    size = probe.get("batch_size") if isinstance(probe, dict) else trace.head.get("batch_size")
    return "unknown" if size is None else f"{size} samples"
