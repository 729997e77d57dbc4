"""Strict JSON: the rows as they are."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from adamw_bounds.report.plain import json_ready

if TYPE_CHECKING:
    from adamw_bounds.report.model import Report

__all__ = ["SCHEMA", "render_json"]

SCHEMA = "adamw-bounds/v1"


def render_json(report: Report) -> str:
    """Return the report as JSON: UTF-8, two spaces of indent, floats by ``repr``, no NaN.

    Parameters
    ----------
    report : Report
        The answer.

    Returns
    -------
    str
        One JSON object, with a line end.
    """
    document = {
        "schema": SCHEMA,
        "command": report.command,
        "version": report.version,
        "inputs": report.inputs,
        **report.extra,
        "rows": report.rows,
        "warnings": [remark._asdict() for remark in report.remarks()],
    }
    return json.dumps(json_ready(document), ensure_ascii=False, allow_nan=False, indent=2) + "\n"
