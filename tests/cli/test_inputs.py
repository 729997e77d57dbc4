"""``--from``: what a file may hold, what wins, and what a wrong file gets."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from adamw_bounds.cli.inputs import merge, read_source
from adamw_bounds.errors import RunError


def _inputs(text: str) -> dict[str, float]:
    return json.loads(text)["inputs"]


def test_toml_with_hyphens_and_underscores(shell, tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text(
        'lr = 1e-3\nbetas = [0.9, 0.999]\nadam-eps = "1e-8"\nweight_decay = 0\nc-inf = 3\n'
    )
    ran = shell("convert", "--from", "a.toml", "-f", "json")
    assert ran.status == 0, ran.err
    assert _inputs(ran.out) == {
        **{"eta": 1e-3, "beta1": 0.1, "beta2": 1e-3},
        **{"delta": 1e-16, "lam": 0.0},
    }


def test_json_and_the_line_wins(shell, tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text('{"eta": 0.5, "delta": 1e-16, "lam": null}')
    ran = shell("convert", "--from", "a.json", "--eta", "0.25", "-f", "json")
    assert _inputs(ran.out) == {"eta": 0.25, "delta": 1e-16}


def test_the_line_wins_under_the_other_name_too(shell, tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text("eta = 0.5\nbetas = [0.9, 0.999]\n")
    ran = shell("convert", "--from", "a.toml", "--lr", "0.25", "--beta1", "0.5", "-f", "json")
    assert ran.status == 0, ran.err
    assert _inputs(ran.out) == {"eta": 0.25, "beta1": 0.5, "beta2": 0.001}


def test_an_earlier_answer_is_a_file_of_inputs(shell) -> None:
    first = shell("convert", "--lr", "0.1", "--adam-eps", "1e-4", "-f", "json", "-o", "first.json")
    assert first.status == 0
    ran = shell("convert", "--from", "first.json", "-f", "json")
    assert _inputs(ran.out) == {"eta": 0.1, "delta": 1e-8}


def test_every_wrong_key_and_value_is_named_at_once(refused, tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text(
        "etta = 1\nlearning-rate = 2\nbetas = 0.9\ndelta = true\nlam = [1]\neta = -1\n"
    )
    found = refused("convert", "--from", "a.toml")
    assert (found.status, found.code) == (2, "invalid-input")
    assert found.options == {"etta", "learning-rate", "betas", "delta", "lam", "--eta"}


def test_a_symbol_beside_its_counterpart_lists_all(shell, tmp_path: Path) -> None:
    ran = shell(
        *("convert", "--lr", "1", "--eta", "1", "--betas", "0.9", "0.99", "--beta1", "0.1"),
        *("--beta2", "0.1", "--adam-eps", "1", "--delta", "1", "--weight-decay", "0", "--lam", "0"),
        *("-f", "json"),
    )
    assert ran.status == 2
    error = json.loads(ran.err)["error"]
    assert error["code"] == "invalid-input"
    named = [detail["option"] for detail in error["details"]]
    assert named == ["--lr", "--betas", "--betas", "--adam-eps", "--weight-decay"]
    (tmp_path / "both.toml").write_text("lr = 1\neta = 1\n")
    assert shell("convert", "--from", "both.toml").status == 2


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("gone.toml", None),
        ("empty.toml", b""),
        ("bad.toml", b"eta = = 1"),
        ("bad.json", b'{"eta": 1'),
        ("list.json", b"[1, 2]"),
        ("binary.dat", b"\xff\xfe\x00\x01"),
        ("answer.json", b'{"schema": "adamw-bounds/v1"}'),
        ("deep.json", b"[" * 100_000),
        (".", None),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_files_that_hold_no_inputs(refused, tmp_path: Path, name, data) -> None:
    if data is not None:
        (tmp_path / name).write_bytes(data)
    found = refused("convert", "--from", name)
    assert (found.status, found.code) == (1, "unreadable-file")


def test_an_unknown_suffix_is_read_by_what_is_inside(tmp_path: Path) -> None:
    file = tmp_path / "inputs"
    file.write_text(' {"eta": 1}')
    assert read_source(str(file)).inputs == {"eta": "1"}
    file.write_text("eta = 1.50")
    assert read_source(str(file)).inputs == {"eta": "1.50"}
    file.write_text("{")
    with pytest.raises(RunError):
        read_source(str(file))


# What was measured is no bound of everything

CONSTANTS = {"c_inf": 2.0, "c_2": 5.0, "sigma": 0.5, "smoothness_lower": 3.0, "samples": 100}
REST = ("--delta", "1e-4", "--epsilon", "0.1", "-b", "8", "--gap", "1")


def _file(path: Path, **meta: object) -> None:
    import numpy as np

    from adamw_bounds.spectra import Meta, Spectrum, save_spectrum

    spectrum = Spectrum(eigenvalues=np.ones(3), meta=Meta.from_mapping({**CONSTANTS, **meta}))
    save_spectrum(spectrum, path)


def _notes_of(shell, *line: str) -> dict[str, str]:
    ran = shell(*line, "-f", "json")
    assert ran.status == 0, ran.err
    return {note["code"]: note["message"] for note in json.loads(ran.out)["warnings"]}


@pytest.mark.parametrize(
    ("meta", "said"),
    [
        (
            {"gradients": 50, "gradients_of": "samples", "sigma_stderr": 0.1},
            "of 50 samples (of 100), at one point x only, in net.npz",
        ),
        (
            {"gradients": 100, "gradients_of": "samples", "sigma_stderr": 0.0},
            "of all 100 samples, but at one point x only, in net.npz",
        ),
        # Two draws that overlap.
        (
            {"gradients": 100, "gradients_of": "samples", "sigma_stderr": 0.1},
            "of 100 samples (of 100), at one point x only, in net.npz",
        ),
        (
            {"gradients": 13, "gradients_of": "minibatches", "sigma_stderr": 0.1},
            "of 13 minibatches, at one point x only, in net.npz",
        ),
        ({}, "of the gradients measured, at one point x only, in net.npz"),
    ],
)
def test_measured_gradients_are_no_guarantee(shell, tmp_path: Path, meta, said: str) -> None:
    _file(tmp_path / "net.npz", **meta)
    notes = _notes_of(shell, "complexity", "--from", "net.npz", *REST)
    end = ": what follows is NOT A GUARANTEE"
    assert notes["measured-gradients"] == f"c∞ is the largest and σ is the deviation {said}{end}"
    if meta:
        return  # compare searches for seconds
    line = ("compare", "--from", "net.npz", *REST, "--eta", "1e-3", "--rho", "1", "--lam", "0")
    both = _notes_of(shell, *line)["measured-gradients"]
    assert both == f"c∞ and c₂ are the largest and σ is the deviation {said}{end}"


def test_a_deviation_that_was_drawn_is_a_range(shell, tmp_path: Path) -> None:
    _file(tmp_path / "net.npz", sigma_stderr=0.05)
    line = ("complexity", "--from", "net.npz", *REST, "-t", "2", "--variant", "printed")
    answer = json.loads(shell(*line, "-f", "json").out)
    assert answer["inputs"]["sigma"] == "0.4..0.5..0.6"
    row = answer["rows"][0]
    # T is proportional to σ² here.
    assert row["lower"] == pytest.approx(row["value"] * 0.8**2, rel=1e-12)
    assert row["upper"] == pytest.approx(row["value"] * 1.2**2, rel=1e-12)


def test_only_what_comes_from_the_file_is_noted(shell, tmp_path: Path) -> None:
    _file(tmp_path / "net.npz", gradients=50, gradients_of="samples")
    line = ("complexity", "--from", "net.npz", *REST)
    notes = _notes_of(shell, *line)
    assert "L is the measured lower bound in net.npz" in notes["measured-smoothness"]
    notes = _notes_of(shell, *line, "--smoothness", "2")
    assert "measured-smoothness" not in notes
    assert "σ is the deviation" in notes["measured-gradients"]
    notes = _notes_of(shell, *line, "--c-inf", "2")
    assert notes["measured-gradients"].startswith("σ is the deviation of 50 samples (of 100)")
    given = ("--c-inf", "2", "--sigma", "1", "--smoothness", "2")
    assert not {"measured-smoothness", "measured-gradients"} & set(_notes_of(shell, *line, *given))
    # convert takes none of them.
    assert not _notes_of(shell, "convert", "--from", "net.npz", "--eta", "1")


# The optimizer's settings in the file

ADAMW = {"optimizer": "AdamW", "eta": 1e-3, "lam": 0.01, "betas": [0.9, 0.999], "adam_eps": 1e-8}
WHOLE = {**ADAMW, "batch_size": 8, "gap_upper": 1.5, "x_star_norm": 3.0}


def _answer(shell, *line: str):
    ran = shell(*line, "-f", "json")
    assert ran.status == 0, ran.err
    return json.loads(ran.out)


@pytest.mark.parametrize("question", ["complexity", "conditions"])
def test_a_file_answers_alone(shell, tmp_path: Path, question: str) -> None:
    _file(tmp_path / "net.npz", **WHOLE)
    found = _answer(shell, question, "--from", "net.npz", "-e", "0.1")
    typed = _answer(
        *(shell, question, "-e", "0.1", "--c-inf", "2", "--sigma", "0.5", "-L", "3", "-b", "8"),
        *("--gap", "1.5", "--x0-norm", "3", "--adam-eps", "1e-8", "--weight-decay", "0.01"),
        *(("--lr", "1e-3", "--betas", "0.9", "0.999") if question == "conditions" else ()),
    )
    for row in found["rows"]:
        # What voids a number that rests on a measurement stands on the row, and first.
        void = row["value"] is not None
        assert (
            row["notes"][:1]
            == [
                "NOT A GUARANTEE: L is a measured lower bound, and the "
                "gradients' constants were measured at one point"
            ]
            or not void
        )
        row["notes"] = row["notes"][1:] if void else row["notes"]
    assert found["rows"] == typed["rows"]
    assert found["inputs"]["delta"] == 1e-16
    codes = [note["code"] for note in found["warnings"]]
    assert {"from-file", "constant-weight-decay", "measured-smoothness"} <= set(codes)
    said = next(note["message"] for note in found["warnings"] if note["code"] == "from-file")
    for part in ("adam_eps = 1e-08", "weight_decay = 0.01", "b = 8", "c∞ = 2", "σ = 0.5", "L = 3"):
        assert part in said


def test_the_line_replaces_either_name_of_a_setting(shell, tmp_path: Path) -> None:
    _file(tmp_path / "net.npz", **WHOLE)
    line = ("conditions", "--from", "net.npz", "-e", "0.1")
    given = _answer(shell, *line, "--eta", "0.5", "--delta", "1", "--lam", "0", "--beta1", "0.2")
    assert [given["inputs"][name] for name in ("eta", "delta", "lam", "beta1", "beta2")] == [
        *(0.5, 1.0, 0.0, 0.2, 0.001)
    ]


def test_the_start_is_where_the_gap_is_measured(shell, tmp_path: Path) -> None:
    _file(tmp_path / "net.npz", **WHOLE)
    line = ("complexity", "--from", "net.npz", "-e", "0.1", "-t", "2")
    assert _answer(shell, *line)["inputs"]["x0_norm"] == 3.0
    # A gap of another point leaves ‖x0‖ open, which is said.
    other = _answer(shell, *line, "--gap", "9")
    assert "x0_norm" not in other["inputs"]
    assert "x0-norm-missing" in [note["code"] for note in other["warnings"]]
    # Where parameters were left out, ‖x*‖ is not that of the whole.
    _file(tmp_path / "part.npz", **WHOLE, parameters_left_out=2)
    assert "x0_norm" not in _answer(shell, *line[:2], "part.npz", *line[3:])["inputs"]


def _groups(*groups: tuple[str, int, float, float]) -> list[dict[str, object]]:
    names = ("name", "parameters", "lr", "weight_decay")
    return [dict(zip(names, group, strict=True)) for group in groups]


def test_groups_that_differ_give_their_largest(shell, tmp_path: Path) -> None:
    groups = _groups(("decay", 2, 1e-3, 0.1), ("norms", 1, 5e-3, 0.0), ("empty", 0, 7.0, 7.0))
    _file(tmp_path / "net.npz", **{**WHOLE, "eta": None, "lam": None}, parameter_groups=groups)
    found = _answer(shell, "conditions", "--from", "net.npz", "-e", "0.1")
    assert (found["inputs"]["eta"], found["inputs"]["lam"]) == (5e-3, 0.1)
    said = [note["message"] for note in found["warnings"] if note["code"] == "run-settings"]
    assert any(text.startswith("0.005 is the largest") for text in said)
    assert any(text.startswith("0.1 is the largest") for text in said)


def test_the_end_of_a_schedule_is_asked_for(shell, refused, tmp_path: Path) -> None:
    groups = [{**group, "initial_lr": 2e-3} for group in _groups(("all", 3, 0.0, 0.01))]
    _file(tmp_path / "net.npz", **{**WHOLE, "eta": None}, parameter_groups=groups)
    line = ("conditions", "--from", "net.npz", "-e", "0.1")
    found = refused(*line)
    assert (found.status, found.options) == (2, {"--eta"})
    assert _answer(shell, *line, "--lr", "1e-4")["inputs"]["eta"] == 1e-4
    # A count does not depend on η, and a guarantee calls it missing once.
    assert shell("complexity", "--from", "net.npz", "-e", "0.1").status == 0
    found = refused("guarantee", "--from", "net.npz", "-T", "10")
    assert found.status == 2
    assert [item["option"] for item in found.details].count("--eta") == 1


def test_settings_of_another_optimizer_are_not_adams(shell, refused, tmp_path: Path) -> None:
    _file(tmp_path / "net.npz", **{**WHOLE, "optimizer": "Lion"})
    asked = refused("complexity", "--from", "net.npz", "-e", "0.1")
    assert (asked.status, asked.options) == (2, {"--delta"})
    found = _answer(shell, "complexity", "--from", "net.npz", "-e", "0.1", "--delta", "1")
    assert any("Lion" in note["message"] for note in found["warnings"])
    _file(tmp_path / "ams.npz", **WHOLE, amsgrad=True)
    found = _answer(shell, "complexity", "--from", "ams.npz", "-e", "0.1")
    assert any("amsgrad" in note["message"] for note in found["warnings"])


def test_no_decay_is_never_taken_in_silence(shell, tmp_path: Path) -> None:
    _file(tmp_path / "net.npz", **{**WHOLE, "lam": None})
    line = ("complexity", "--from", "net.npz", "-e", "0.1")
    codes = [note["code"] for note in _answer(shell, *line)["warnings"]]
    assert "decay-assumed" in codes
    given = _answer(shell, *line, "--weight-decay", "0")
    assert "decay-assumed" not in [note["code"] for note in given["warnings"]]
    # ℓ2-Adam's decay is not AdamW's.
    _file(tmp_path / "l2.npz", **{**WHOLE, "optimizer": "Adam (l2-Adam)"})
    notes = _notes_of(shell, "complexity", "--from", "l2.npz", "-e", "0.1")
    assert "ℓ2-Adam" in notes["decay-assumed"]


def test_a_table_of_inputs_has_no_such_notes(shell, tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text("c_inf = 2\nsigma = 1\nsmoothness = 2\n")
    notes = _notes_of(shell, "complexity", "--from", "a.toml", *REST)
    assert not {"measured-smoothness", "measured-gradients"} & set(notes)


def test_merge_leaves_out_what_the_command_does_not_take() -> None:
    inputs, faults = merge({"eta": "1"}, {"sigma": "2", "delta": "3"}, ("eta", "delta"))
    assert inputs == {"eta": "1", "delta": "3"}
    assert not faults


def test_constants_come_from_a_spectrum(spectrum: Path) -> None:
    from adamw_bounds.cli.inputs import read_source

    source = read_source(str(spectrum))
    assert source.inputs == {
        **{"dim": 3, "lr": 1e-3, "weight_decay": 0.01, "batch_size": 8, "samples": 100},
        **{"c_inf": 2.0, "sigma": 0.5, "smoothness": 3.0, "gap": 1.5},
    }
    assert [code for code, _, _ in source.notes] == [
        "from-file",
        "measured-smoothness",
        "measured-gradients",
    ]


def test_constants_of_a_shipped_spectrum(shell) -> None:
    ran = shell("convert", "--from", "shipped:digits_mlp_adamw", "-f", "json")
    assert json.loads(ran.out)["inputs"] == {"eta": 1e-3, "lam": 0.01}


def test_the_decay_of_an_l2_file_is_that_of_l2_adam(
    tmp_path: Path, write_spectrum, spectrum_meta
) -> None:
    from adamw_bounds.cli.inputs import read_source

    path = write_spectrum(
        tmp_path / "l2.npz", meta=json.dumps({**spectrum_meta, "optimizer": "Adam (l2-Adam)"})
    )
    source = read_source(str(path))
    assert source.inputs["lam_l2"] == 0.01
    assert "lam" not in source.inputs


def test_a_run_with_samples_is_compared_without_a_spectrum(shell, tmp_path: Path) -> None:
    text = "[optimizer]\neps = 0.1\n[schedule]\nkind = 'constant'\nsteps = 1000\n[problem]\n"
    text += "c_inf = 0.5\nsigma = 1\nsmoothness = 20\ngap = 3\n[data]\nbatch_size = 2\n"
    outputs = []
    for samples in ("", "samples = 50\n"):
        (tmp_path / "run.toml").write_text(text + samples)
        ran = shell("compare", "--from", "run.toml", "-f", "csv")
        assert ran.status == 0, ran.err
        outputs.append(ran.out)
    assert outputs[0] == outputs[1]
