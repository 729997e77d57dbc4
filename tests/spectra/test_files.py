from __future__ import annotations

import io
import json
import os
import stat
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from adamw_bounds.errors import InputError, RunError
from adamw_bounds.spectra import Meta, Spectrum, load_spectrum, save_spectrum

WriteNpz = Callable[..., Path]
HALF = np.array([[0.5, 0.5]])


def same(one: Spectrum, other: Spectrum) -> bool:
    """Whether two spectra hold the same content (label and path aside)."""

    def equal(left: Any, right: Any) -> bool:
        if left is None or right is None:
            return left is right
        return left.dtype == right.dtype and np.array_equal(left, right)

    return (
        one.dim == other.dim
        and one.dtype == other.dtype
        and all(
            equal(getattr(one, k), getattr(other, k)) for k in ("eigenvalues", "nodes", "weights")
        )
        and one.meta.as_dict() == other.meta.as_dict()
    )


def refusal(path: Path) -> str:
    """Load, demand the refusal that the shell shows, and return its sentence."""
    with pytest.raises(RunError) as caught:
        load_spectrum(path)
    assert caught.value.exit_code == 1
    message = caught.value.message
    assert message.startswith(str(path))
    assert "\n" not in message
    return message


def load_or_none(path: Path) -> Spectrum | None:
    """Load, or return None where the file is refused; let every other exception through."""
    try:
        return load_spectrum(path)
    except RunError:
        return None


# Round trips

FLOATS = st.floats(-1e300, 1e300)
META = st.builds(
    Meta,
    model=st.none() | st.text(max_size=20),
    eta=st.none() | st.floats(1e-300, 1e300),
    lam=st.none() | st.floats(0, 1e300),
    batch_size=st.none() | st.integers(1, 10**15),
    samples=st.none() | st.integers(1, 10**15),
    seed=st.none() | st.integers(),
    versions=st.none() | st.dictionaries(st.text(max_size=5), st.text(max_size=5), max_size=3),
    extra=st.dictionaries(
        st.text(max_size=5).map(lambda name: "x_" + name), st.integers() | st.text(max_size=5)
    ),
)


@st.composite
def spectra(draw: st.DrawFn) -> Spectrum:
    dtype = draw(st.sampled_from(["<f4", "<f8", ">f8"]))
    elements = st.floats(-(2.0**100), 2.0**100, width=32)
    meta = draw(META)
    if draw(st.booleans()):
        values = draw(arrays(dtype, st.integers(1, 30), elements=elements))
        return Spectrum(eigenvalues=values, meta=meta)
    shape = draw(array_shapes(min_dims=2, max_dims=2, max_side=6))
    raw = draw(arrays(np.float64, shape, elements=st.floats(0.125, 1)))
    return Spectrum(
        dim=draw(st.integers(1, 10**15)),
        nodes=draw(arrays(dtype, shape, elements=elements)),
        weights=(raw / raw.sum(axis=1, keepdims=True)).astype(dtype),
        meta=meta,
    )


@given(spectrum=spectra())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_is_saved_comes_back(tmp_path: Path, spectrum: Spectrum) -> None:
    path = tmp_path / "s.npz"
    save_spectrum(spectrum, path)
    back = load_spectrum(path)
    assert back.label == "s"
    assert back.path == path
    assert back.dim == spectrum.dim
    assert back.dtype == spectrum.dtype
    for key in ("eigenvalues", "nodes", "weights"):
        left, right = getattr(spectrum, key), getattr(back, key)
        assert (left is None) == (right is None)
        if left is not None:
            assert left.dtype == right.dtype
            assert np.array_equal(left, right)
    assert back.meta.as_dict() == {**spectrum.meta.as_dict(), "dtype": spectrum.dtype}
    # And a second time: byte for byte.
    again = tmp_path / "again.npz"
    save_spectrum(back, again)
    assert again.read_bytes() == path.read_bytes()


def test_meta_may_be_absent(write_npz: WriteNpz) -> None:
    assert load_spectrum(write_npz(meta=None)).meta == Meta()
    assert load_spectrum(write_npz(meta="null")).meta == Meta()


def test_label_may_be_chosen(write_npz: WriteNpz) -> None:
    assert load_spectrum(write_npz(), label="ViT").label == "ViT"


def test_compressed_archives_and_other_suffixes_are_read(write_npz: WriteNpz) -> None:
    path = write_npz()
    with np.load(path) as archive:
        content = dict(archive)
    packed = path.with_name("packed.npz")
    np.savez_compressed(packed, **content)
    assert same(load_spectrum(packed), load_spectrum(path))
    renamed = path.with_name("spectrum.bin")
    renamed.write_bytes(path.read_bytes())
    assert same(load_spectrum(renamed), load_spectrum(path))


def test_unknown_keys_are_left_alone(write_npz: WriteNpz) -> None:
    assert load_spectrum(write_npz(future=np.arange(3))).dim == 3


# Damage

CONTENT = {
    "format": np.array("adamw-bounds-spectrum/1"),
    "dim": np.array(40),
    "eigenvalues": np.linspace(-1, 2, 40),
    "meta": np.array(json.dumps({"eta": 1e-3, "model": "MLP"})),
}


def _archive(packed: bool) -> bytes:
    stream = io.BytesIO()
    (np.savez_compressed if packed else np.savez)(stream, **CONTENT)
    return stream.getvalue()


@pytest.mark.parametrize("packed", [False, True])
def test_a_truncated_archive_is_refused_at_every_length(tmp_path: Path, packed: bool) -> None:
    whole = _archive(packed)
    path = tmp_path / "s.npz"
    path.write_bytes(whole)
    assert load_spectrum(path).dim == 40
    for length in range(len(whole)):
        path.write_bytes(whole[:length])
        message = refusal(path)
        assert any(word in message for word in ("empty", "cut short", "archive")), (length, message)


@pytest.mark.parametrize("packed", [False, True])
def test_a_changed_byte_is_refused_or_changes_nothing(tmp_path: Path, packed: bool) -> None:
    whole = _archive(packed)
    path = tmp_path / "s.npz"
    path.write_bytes(whole)
    expected = load_spectrum(path)
    refused = 0
    for place in range(0, len(whole), 2):
        for flip in (0x01, 0xFF):
            damaged = bytearray(whole)
            damaged[place] ^= flip
            path.write_bytes(damaged)
            found = load_or_none(path)
            refused += found is None
            assert found is None or same(found, expected), (place, flip)
    # Most bytes are covered by a checksum; the rest are times and flags of the archive.
    assert refused > len(whole) // 3


@given(
    content=st.binary(max_size=200),
    start=st.sampled_from([b"", b"PK\x03\x04", b"\x93NUMPY\x01\x00"]),
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_arbitrary_bytes_never_raise_anything_else(
    tmp_path: Path, content: bytes, start: bytes
) -> None:
    for suffix in (".npz", ".npy", ".csv", ".txt", ".json", ".dat", ""):
        path = tmp_path / f"s{suffix}"
        path.write_bytes(start + content)
        found = load_or_none(path)
        # Only a list can be one by chance: of digits.
        assert found is None or (suffix in {".csv", ".txt"} and found.dim is not None)


# What is no spectrum file


def test_a_missing_file(tmp_path: Path) -> None:
    assert "does not exist" in refusal(tmp_path / "no.npz")


def test_a_name_that_no_file_can_have(tmp_path: Path) -> None:
    with pytest.raises(RunError, match=r"is no name of a file|does not exist"):
        load_spectrum(f"{tmp_path}/a\0b.npz")
    with pytest.raises(RunError, match=r"cannot be read: file name too long|does not exist"):
        load_spectrum(tmp_path / ("a" * 5000 + ".npz"))


def test_a_folder(tmp_path: Path) -> None:
    folder = tmp_path / "s.npz"
    folder.mkdir()
    assert "is a folder" in refusal(folder)


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    pipe = tmp_path / "s.npz"
    os.mkfifo(pipe)
    assert "not a regular file" in refusal(pipe)


@pytest.mark.parametrize("suffix", [".npz", ".npy", ".csv", ".txt", ".json", ".dat"])
def test_an_empty_file(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"s{suffix}"
    path.touch()
    assert "is empty" in refusal(path)


def test_a_file_without_permission(write_npz: WriteNpz, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: Any, **__: Any) -> None:
        raise PermissionError(13, "Permission denied")

    path = write_npz()
    # Not by chmod: root, who may run the tests, reads everything.
    monkeypatch.setattr(Path, "open", refuse)
    assert "cannot be read: permission denied" in refusal(path)


def test_files_of_another_kind(tmp_path: Path) -> None:
    text = tmp_path / "s.npz"
    text.write_text("not an archive")
    assert "not that of an .npz archive" in refusal(text)
    npy = tmp_path / "t.npy"
    npy.write_text("not an array")
    assert "not that of an .npy file" in refusal(npy)
    picture = tmp_path / "p.png"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n")
    assert "no kind that is read" in refusal(picture)
    archive = tmp_path / "other.npz"
    with zipfile.ZipFile(archive, "w") as stream:
        stream.writestr("readme.txt", "hello")
    assert "key format is missing" in refusal(archive)
    npy_inside = tmp_path / "array.npz"
    np.save(tmp_path / "array.npy", np.ones(2))
    npy_inside.write_bytes((tmp_path / "array.npy").read_bytes())
    assert "not that of an .npz archive" in refusal(npy_inside)


PICKLED = np.array([1.0, None], dtype=object)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"format": None}, "key format is missing"),
        ({"format": "adamw-bounds-spectrum/2"}, "this version reads adamw-bounds-spectrum/1"),
        ({"format": "something else"}, "of the format 'something else'"),
        ({"format": 1}, "format is not a text"),
        ({"format": ["adamw-bounds-spectrum/1"]}, "format is not a text"),
        ({"dim": None}, "key dim is missing"),
        ({"dim": "3"}, "dim is not an integer"),
        ({"dim": 3.0}, "dim is not an integer"),
        ({"dim": [3]}, "dim is not an integer"),
        ({"dim": 4}, "dim is 4, but there are 3 eigenvalues"),
        ({"dim": -3}, "dim must be an integer ≥ 1"),
        ({"eigenvalues": None}, "neither eigenvalues nor both nodes and weights"),
        ({"eigenvalues": None, "nodes": HALF}, "neither eigenvalues nor both"),
        ({"nodes": HALF, "weights": HALF}, "both eigenvalues and nodes"),
        ({"eigenvalues": np.array([1.0, np.nan, 2.0])}, "finite, but number 1"),
        ({"eigenvalues": np.array([1.0, np.inf, 2.0])}, "finite, but number 1"),
        ({"eigenvalues": np.array([1, 2, 3])}, "not integers"),
        ({"eigenvalues": np.array([1j, 2, 3])}, "not complex numbers"),
        ({"eigenvalues": np.array(["a", "b", "c"])}, "not text"),
        ({"eigenvalues": np.ones((3, 1))}, r"shape (3, 1)"),
        ({"eigenvalues": PICKLED}, "pickled Python objects, which are never loaded"),
        ({"meta": PICKLED}, "pickled Python objects"),
        ({"eigenvalues": None, "nodes": HALF, "weights": np.array([[0.5, 0.4]])}, "sum to 0.9"),
        ({"eigenvalues": None, "nodes": HALF, "weights": np.array([[2.0, -1.0]])}, "has -1"),
        ({"eigenvalues": None, "nodes": HALF, "weights": HALF.T}, "one shape"),
        ({"eigenvalues": None, "nodes": HALF * np.nan, "weights": HALF}, "nodes must be finite"),
        ({"meta": "{not json"}, "meta in it is not JSON"),
        ({"meta": "[" * 100_000}, "meta in it is not JSON"),
        ({"meta": "[1]"}, "meta in it is not a JSON object"),
        ({"meta": '{"eta": NaN}'}, "meta in it holds NaN"),
        ({"meta": 7}, "meta is not a text"),
        ({"meta": '{"eta": -1}'}, "eta in meta must be > 0"),
        ({"meta": '{"samples": "many"}'}, "samples in meta must be a number"),
        ({"meta": '{"dtype": "float7"}'}, "dtype in meta must be one of"),
        ({"blocks": np.zeros(2)}, "blocks stand under the keys blocks/NAME/KEY"),
        ({"blocks/layer1/dim": np.array(2)}, "in block layer1, there are neither"),
        ({"blocks/layer1/eigenvalues": np.zeros(3)}, "blocks/layer1/dim is missing"),
        ({"blocks/dim": np.array(2)}, "is none of blocks/NAME/"),
        ({"blocks/layer1/other": np.array(2)}, "is none of blocks/NAME/"),
        (
            {"blocks/l/dim": np.array(2), "blocks/l/eigenvalues": np.ones(2)},
            "the blocks have 2 parameters, but the spectrum has 3",
        ),
        (
            {
                "blocks/l/dim": np.array(3),
                "blocks/l/eigenvalues": np.ones(3),
                "blocks/l/rho": np.array(-1.0),
            },
            "rho of block l must be a number > 0",
        ),
        (
            {
                "blocks/l/dim": np.array(3),
                "blocks/l/eigenvalues": np.ones(3),
                "blocks/l/rho": np.array("1"),
            },
            "blocks/l/rho is not a number",
        ),
        (
            {
                "blocks/l/dim": np.array(3),
                "blocks/l/eigenvalues": np.ones(3),
                "blocks/l/meta": '{"x_star_norm": -1}',
            },
            "x_star_norm in meta must be",
        ),
    ],
)
def test_bad_archives(write_npz: WriteNpz, changes: dict[str, Any], said: str) -> None:
    assert said in refusal(write_npz(**changes))


def test_pickles_are_not_run(tmp_path: Path) -> None:
    class Trap:
        def __reduce__(self) -> tuple[Any, ...]:
            return (os.mkdir, (str(tmp_path / "sprung"),))

    path = tmp_path / "s.npz"
    np.savez(
        path, allow_pickle=True, **{**CONTENT, "eigenvalues": np.array([Trap()], dtype=object)}
    )
    assert "pickled" in refusal(path)
    bare = tmp_path / "s.npy"
    np.save(bare, np.array([Trap()], dtype=object), allow_pickle=True)
    assert "pickled" in refusal(bare)
    assert not (tmp_path / "sprung").exists()


def test_a_header_that_asks_for_more_than_the_memory(tmp_path: Path) -> None:
    header = io.BytesIO()
    np.lib.format.write_array_header_1_0(
        header, {"descr": "<f8", "fortran_order": False, "shape": (10**15,)}
    )
    path = tmp_path / "s.npz"
    with zipfile.ZipFile(path, "w") as archive:
        for name in ("format", "dim"):
            part = io.BytesIO()
            np.save(part, CONTENT[name])
            archive.writestr(f"{name}.npy", part.getvalue())
        archive.writestr("eigenvalues.npy", header.getvalue() + b"\0" * 80)
    assert "is not unpacked" in refusal(path)


# Lists


@pytest.mark.parametrize("suffix", [".txt", ".csv"])
@pytest.mark.parametrize(
    "text",
    [
        "1.5\n-2e-3\n0\n",
        "\ufeff1.5\r\n-2e-3\r\n0",
        "# eigenvalues\n1.5\n\n-2e-3  # small\n0\n",
        "eigenvalue\n1.5\n-2e-3\n0\n",
        "1.5, -2e-3, 0",
        "1.5 -2e-3\t0\n",
        "1.5,\n-2e-3,\n0,\n",
        "  1.5;-2e-3;0",
    ],
)
def test_lists_in_text(tmp_path: Path, suffix: str, text: str) -> None:
    path = tmp_path / f"list{suffix}"
    path.write_text(text, encoding="utf-8")
    spectrum = load_spectrum(path)
    assert spectrum.eigenvalues is not None
    assert spectrum.eigenvalues.tolist() == [1.5, -0.002, 0.0]
    assert spectrum.label == "list"
    assert spectrum.meta == Meta()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("# nothing\n\n", "holds no number"),
        ("eigenvalue\n", "holds no number"),
        ("1.5\ntwo\n", "line 2 holds 'two'"),
        ("name\nother\n1.0\n", "line 2 holds 'other'"),
        ("1_000\n", "'1_000'"),
        ("1.5 2\n2.5 3\n", "line 2 makes it a table of 2 columns"),
        ("value,eigenvalue\n0,1.5\n", "line 1 holds 'value'"),
        ("1.0\nnan\n", "finite, but number 1"),
        ("1e999\n", "finite, but number 0"),
        ("١٢\n", "is no number"),
        ("0x10\n", "'0x10'"),
        ("1.0\n2.\x00\n", "line 2"),
    ],
)
def test_bad_lists_in_text(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "list.txt"
    path.write_text(text, encoding="utf-8")
    assert said in refusal(path)


def test_text_that_is_not_utf8(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes("größe\n1.0\n".encode("latin-1"))
    assert "no text in UTF-8" in refusal(path)


def test_npy_is_mapped_not_read(tmp_path: Path) -> None:
    path = tmp_path / "list.npy"
    values = np.linspace(0, 1, 100, dtype=np.float32)
    np.save(path, values)
    spectrum = load_spectrum(path)
    assert spectrum.eigenvalues is not None
    assert np.array_equal(spectrum.eigenvalues, values)
    assert spectrum.dtype == "float32"
    base: Any = spectrum.eigenvalues
    while base.base is not None and not isinstance(base, np.memmap):
        base = base.base
    assert isinstance(base, np.memmap)


@pytest.mark.parametrize(
    ("array", "said"),
    [
        (np.ones((3, 3)), "shape (3, 3)"),
        (np.arange(3), "not integers"),
        (np.ones(3) * 1j, "not complex numbers"),
        (np.array([1.0, np.inf]), "finite, but number 1"),
        (np.array(["a"]), "not text"),
        (np.array(1.0), "shape ()"),
        (np.array([(1.0,)], dtype=[("a", "f8")]), "not records"),
    ],
)
def test_bad_npy(tmp_path: Path, array: np.ndarray, said: str) -> None:
    path = tmp_path / "list.npy"
    np.save(path, array)
    assert said in refusal(path)


def test_an_npy_without_numbers(tmp_path: Path) -> None:
    path = tmp_path / "list.npy"
    np.save(path, np.zeros(0))
    assert "no spectrum" in refusal(path) or "damaged" in refusal(path)


def test_a_truncated_npy_is_refused_at_every_length(tmp_path: Path) -> None:
    path = tmp_path / "list.npy"
    np.save(path, np.linspace(0, 1, 50))
    whole = path.read_bytes()
    for length in range(len(whole)):
        path.write_bytes(whole[:length])
        refusal(path)


# PyHessian's densities

NODES = [[1.0, -2.0], [0.5, 3.0]]
WEIGHTS = [[0.25, 0.75], [0.5, 0.5]]


@pytest.mark.parametrize(
    ("content", "dim", "probes"),
    [
        ({"eigenvalues": NODES, "weights": WEIGHTS}, None, 2),
        ({"eigenvalues": NODES, "weights": WEIGHTS, "dim": 9, "meta": {"eta": 0.5}}, 9, 2),
        ([NODES, WEIGHTS], None, 2),
        ([NODES[0], WEIGHTS[0]], None, 1),
        ([NODES[:1], WEIGHTS[:1]], None, 1),
    ],
)
def test_densities(tmp_path: Path, content: Any, dim: int | None, probes: int) -> None:
    path = tmp_path / "density.json"
    path.write_text(json.dumps(content))
    spectrum = load_spectrum(path)
    assert spectrum.nodes is not None
    assert spectrum.weights is not None
    assert spectrum.nodes.tolist() == NODES[:probes]
    assert spectrum.weights.tolist() == WEIGHTS[:probes]
    assert spectrum.dim == dim
    assert spectrum.meta.eta == (0.5 if dim else None)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", "it is not JSON"),
        ("[[[1.0]], [[NaN]]]", "it holds NaN"),
        ("[[1.0], [Infinity]]", "it holds Infinity"),
        ("[[1e999], [1.0]]", "nodes must be finite"),
        ("[[1.0], [0.5]]", "sum to 0.5"),
        ("[[1.0, 2.0], [1.0]]", "one shape"),
        ("3", "neither"),
        ('{"eigenvalues": [[1.0]], "weights": [[1.0]], "dim": 0}', "integer ≥ 1"),
        ("[" * 100_000, "it is not JSON"),
    ],
)
def test_bad_densities(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "density.json"
    path.write_text(text)
    assert said in refusal(path)


# Writing

SPECTRUM = Spectrum(eigenvalues=np.array([1.0, 2.0]))


def test_saving_replaces_a_file_and_leaves_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "s.npz"
    path.write_text("old")
    save_spectrum(SPECTRUM, path)
    assert load_spectrum(path).dim == 2
    assert [item.name for item in tmp_path.iterdir()] == ["s.npz"]
    mask = os.umask(0)
    os.umask(mask)
    assert stat.S_IMODE(path.stat().st_mode) == 0o666 & ~mask


def test_saving_follows_a_link(tmp_path: Path) -> None:
    target, link = tmp_path / "target.npz", tmp_path / "link.npz"
    save_spectrum(SPECTRUM, target)
    link.symlink_to(target)
    save_spectrum(Spectrum(eigenvalues=np.ones(5)), link)
    assert link.is_symlink()
    assert load_spectrum(target).dim == 5


def test_a_failed_write_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "s.npz"
    save_spectrum(SPECTRUM, path)
    before = path.read_bytes()

    def full(stream: Any, **_: Any) -> None:
        stream.write(b"half")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(np, "savez", full)
    with pytest.raises(RunError, match=r"cannot write .*no space left"):
        save_spectrum(Spectrum(eigenvalues=np.ones(9)), path)
    assert path.read_bytes() == before
    assert [item.name for item in tmp_path.iterdir()] == ["s.npz"]


def test_an_interrupted_write_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(stream: Any, **_: Any) -> None:
        stream.write(b"half")
        raise KeyboardInterrupt

    monkeypatch.setattr(np, "savez", stop)
    with pytest.raises(KeyboardInterrupt):
        save_spectrum(SPECTRUM, tmp_path / "s.npz")
    assert list(tmp_path.iterdir()) == []


def test_where_nothing_can_be_written(tmp_path: Path) -> None:
    with pytest.raises(RunError, match="no such file or directory"):
        save_spectrum(SPECTRUM, tmp_path / "no" / "s.npz")
    (tmp_path / "s.npz").mkdir()
    with pytest.raises(RunError, match="cannot write"):
        save_spectrum(SPECTRUM, tmp_path / "s.npz")
    assert [item.name for item in tmp_path.iterdir()] == ["s.npz"]


def test_what_cannot_be_written(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"ends in \.npz"):
        save_spectrum(SPECTRUM, tmp_path / "s.npy")
    open_ended = Spectrum(nodes=HALF, weights=HALF)
    with pytest.raises(InputError, match="does not state its dimension"):
        save_spectrum(open_ended, tmp_path / "s.npz")
    odd = Spectrum(eigenvalues=np.ones(1), meta=Meta(seed=object()))
    with pytest.raises(InputError, match="cannot be written as JSON"):
        save_spectrum(odd, tmp_path / "s.npz")
    assert list(tmp_path.iterdir()) == []


def test_a_file_of_more_members_than_sixteen_bits_count(tmp_path: Path) -> None:
    """The last record of an archive counts up to 65,534 members: another one has the number."""
    path = tmp_path / "many.npz"
    names = [f"x{place}" for place in range(65_600)]
    with zipfile.ZipFile(path, "w") as archive:
        for name, array in (
            ("format", np.array("adamw-bounds-spectrum/1")),
            ("dim", np.array(2)),
            ("eigenvalues", np.array([1.0, 2.0])),
        ):
            stream = io.BytesIO()
            np.save(stream, array)
            archive.writestr(f"{name}.npy", stream.getvalue())
        for name in names:
            archive.writestr(f"{name}.npy", b"")
    assert load_spectrum(path).dim == 2
