"""``check`` in the shell: the page, its formats, its exit status."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

RUN = Path(__file__).parent.parent / "runs" / "run.toml"


def test_the_verdict_stands_first_and_decides_the_status(shell) -> None:
    ran = shell("check", str(RUN))
    assert ran.status == 3
    assert ran.out.startswith("No statement covers this run: ")
    ran = shell("check", str(RUN), "--adam-eps", "1", "-f", "json")
    assert ran.status == 0
    told = json.loads(ran.out)
    assert told["verdict"]["best"] in told["verdict"]["covered"]
    rows = {row["statement"]: row for row in told["rows"] if row["quantity"] == "covered"}
    assert rows[told["verdict"]["best"]]["value"] == 1
    assert all(item["met"] for item in rows[told["verdict"]["best"]]["conditions"])


@pytest.mark.parametrize("form", ["table", "json", "csv", "markdown", "latex"])
def test_every_format(shell, form: str) -> None:
    ran = shell("check", str(RUN), "-f", form)
    assert ran.status == 3
    assert "sharp" in ran.out
    assert ran.out.count("No statement covers this run") == (form != "csv")


def test_from_is_another_name_of_the_file(shell) -> None:
    direct, other = shell("check", str(RUN)), shell("check", "--from", str(RUN))
    assert (direct.status, direct.out, direct.err) == (other.status, other.out, other.err)


def test_a_run_file_serves_every_command(shell) -> None:
    ran = shell("timescale", "--from", str(RUN), "-f", "json")
    assert json.loads(ran.out)["inputs"]["schedule"] == "cosine"
    page = json.loads(shell("check", str(RUN), "-f", "json").out)["rows"]
    for row in json.loads(ran.out)["rows"]:
        for mine in page:
            if (mine["quantity"], mine.get("case")) == (row["quantity"], row.get("case")):
                assert mine["value"] == row["value"]
    ran = shell("guarantee", "--from", str(RUN), "--adam-eps", "1", "-f", "json")
    page = json.loads(shell("check", str(RUN), "--adam-eps", "1", "-f", "json").out)["rows"]
    (bound,) = json.loads(ran.out)["rows"]
    mine = [row for row in page if row["quantity"] == bound["quantity"]]
    assert bound["value"] in {
        row["value"] for row in mine if row["statement"] == bound["statement"]
    }


def test_what_is_wrong_on_the_line_and_in_the_file_is_said_at_once(refused, tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text("[optimizer]\nbetas = [2, 3]\n[data]\nsample = 1\n")
    for line in (
        ("check", "a.toml"),
        ("check", "--from", "a.toml"),
        ("guarantee", "--from", "a.toml"),
    ):
        found = refused(*line, "--lr", "-1")
        assert (found.status, found.code) == (2, "invalid-input")
        assert {
            *("optimizer.betas (first) in a.toml", "optimizer.betas (second) in a.toml"),
            *("data.sample in a.toml", "--lr"),
        } <= found.options


@pytest.mark.parametrize(
    ("name", "data", "status"),
    [
        ("gone.toml", None, 1),
        ("empty.toml", b"", 1),
        ("bad.toml", b"[optimizer", 1),
        ("twice.toml", b"[data]\n[data]\n", 1),
        ("twice.json", b'{"data": {"samples": 1, "samples": 2}}', 1),
        ("binary.pt", b"\x80\x02}q\x00.", 1),
        (".", None, 1),
    ],
)
def test_files_that_are_no_run(refused, tmp_path: Path, name, data, status) -> None:
    if data is not None:
        (tmp_path / name).write_bytes(data)
    assert refused("check", name).status == status


def test_without_a_run(refused) -> None:
    assert refused("check").options == {"RUN"}


def test_constants_of_a_runs_spectrum_serve_every_command(shell, tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text(
        "[optimizer]\nlr = 1e-3\neps = 1\nweight_decay = 0\n[schedule]\nsteps = 100\n"
        '[data]\nbatch_size = 32\n[problem]\nspectrum = "shipped:mlp_adamw"\ngap = 1\n'
    )
    (bound,) = json.loads(shell("guarantee", "--from", "a.toml", "-f", "json").out)["rows"]
    page = json.loads(shell("check", "a.toml", "-f", "json").out)["rows"]
    (mine,) = [row for row in page if row["quantity"] == "gradient-norm-squared"]
    assert mine["statement"] == bound["statement"]
    assert all(row["notes"][0].startswith("NOT A GUARANTEE") for row in (mine, bound))
    assert mine["value"] == bound["value"]
