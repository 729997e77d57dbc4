"""Where answers, warnings and errors go: the only module that writes.

Standard output holds the answer alone; warnings and errors go to standard error. A file
appears whole or not at all.
"""

from __future__ import annotations

import codecs
import contextlib
import os
import re
import shutil
import stat
import sys
from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest
from typing import IO, TYPE_CHECKING, Any

from adamw_bounds.errors import BoundsError, Fault, InputError, RunError, spoken
from adamw_bounds.numbers import in_powers
from adamw_bounds.report.formats import JSON, Format
from adamw_bounds.wrapping import wrap

if TYPE_CHECKING:
    from adamw_bounds.report.model import Remark

__all__ = [
    "SCHEMA",
    "check_output",
    "fit",
    "one_line",
    "prepare_streams",
    "report_error",
    "say",
    "say_items",
    "say_remarks",
    "transliterate",
    "wrapped",
    "write_answer",
    "write_file",
    "write_pieces",
    "written_whole",
]

SCHEMA = "adamw-bounds/v1"

#: Name of the codec error handler that spells out what an encoding cannot express.
TRANSLITERATE = "adamw-bounds-transliterate"

_SPELLED: dict[str, str] = {
    **{"α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "ε": "epsilon", "η": "eta"},
    **{"θ": "theta", "κ": "kappa", "λ": "lambda", "μ": "mu", "ξ": "xi", "π": "pi", "ρ": "rho"},
    **{"σ": "sigma", "τ": "tau", "φ": "phi", "ω": "omega", "𝓕": "F", "𝓧": "X", "⪰": ">=", "≻": ">"},
    **{"Δ": "Delta", "Λ": "Lambda", "Φ": "Phi", "Σ": "Sigma", "Ω": "Omega", "Π": "Pi"},
    **{"∞": "_inf", "√": "sqrt", "·": "*", "×": "x", "÷": "/", "−": "-", "±": "+/-"},
    **{"≤": "<=", "≥": ">=", "≠": "!=", "≈": "~", "≡": "==", "∝": "~", "≪": "<<", "≫": ">>"},
    **{"≻": ">", "≺": "<"},
    **{"‖": "||", "⟨": "<", "⟩": ">", "∇": "grad ", "∈": "in", "∂": "d", "′": "'", "∑": "sum"},
    **{"∧": "and", "→": "->", "←": "<-", "↔": "<->", "⇒": "=>", "⇔": "<=>", "⌈": "ceil(", "⌉": ")"},
    **{"ℓ": "l", "½": "1/2", "¼": "1/4", "¾": "3/4", "Ł": "L", "ł": "l", "⊤": "^T"},
    **{"–": "-", "—": "--", "…": "...", "•": "*", "“": '"', "”": '"', "‘": "'", "’": "'"},
    **{"§": "section ", "\u00a0": " ", "\u2009": " ", "\u202f": " ", "✓": "+", "✗": "x"},
    **dict.fromkeys("─━═╌┄╴╶", "-"),
    **dict.fromkeys("│┃║", "|"),
    **dict.fromkeys("▏▎▍▌▋▊▉█", "#"),
    **dict.fromkeys("░▒▓", "-"),
    **dict.fromkeys("┌┐└┘├┤┬┴┼╭╮╰╯╒╕╘╛╞╡╪┏┓┗┛┡┩┳┻╇╈╋", "+"),
    **{digit: str(value) for value, digit in enumerate("₀₁₂₃₄₅₆₇₈₉")},
    "₋": "-",
    **{"\u0302": "_hat", "\u0303": "_tilde", "\u0304": "_bar", "ĝ": "g_hat", "Ĉ": "C_hat"},
    **{"χ": "chi", "ζ": "zeta", "ς": "sigma", "ϱ": "rho", "ϖ": "pi", "ν": "nu", "µ": "mu"},
    **{"⊙": "*", "∫": "integral ", "⊂": "in", "↦": "->", "″": "''", "⅛": "1/8", "é": "e"},
}
#: What parts words; a narrow space inside a number does not.
_BLANKS = re.compile(r"[^\S\u00a0\u2009\u202f]+")
_SPACES = "\u00a0\u2009\u202f"
_SUPERSCRIPTS = dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺ᵀⁿ", "0123456789-+Tn", strict=True))


def transliterate(text: str) -> str:
    """Spell ``text`` in ASCII, readably: ``4.7×10¹⁰`` becomes ``4.7x10^10``."""
    spelled: list[str] = []
    raised = False
    for letter in text:
        if letter in _SUPERSCRIPTS:
            spelled.append(("" if raised else "^") + _SUPERSCRIPTS[letter])
            raised = True
            continue
        raised = False
        spelled.append(letter if letter.isascii() else _SPELLED.get(letter, "?"))
    return "".join(spelled)


def _spell_out(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    # A raised digit behind another one is part of the same exponent.
    before = error.object[error.start - 1 : error.start]
    text = transliterate(error.object[error.start : error.end])
    if before in _SUPERSCRIPTS and text.startswith("^"):
        text = text[1:]
    return text, error.end


codecs.register_error(TRANSLITERATE, _spell_out)


def prepare_streams() -> None:
    """Let the standard streams spell out what their encoding cannot express."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            with contextlib.suppress(OSError, ValueError):
                reconfigure(errors=TRANSLITERATE)


def fit(text: str) -> str:
    """Spell out what standard output cannot express, for text that others write to it."""
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    return text.encode(encoding, TRANSLITERATE).decode(encoding)


def say(text: str) -> None:
    """Write one line to standard error, and never fail because of it."""
    if sys.stderr is None:
        return
    with contextlib.suppress(OSError, ValueError):
        sys.stderr.write(text + "\n")
        sys.stderr.flush()


def _head(text: str, color: str = "") -> str:
    """Return the beginning of what is said, so that it stands out where colours are wanted."""
    from adamw_bounds.report.colors import NUMBERS, wanted

    if not wanted(sys.stderr):
        return text
    code = f"1;38;5;{NUMBERS[color]}" if color else "1"
    return f"\x1b[{code}m{text}\x1b[0m"


def width_of_stderr() -> int:
    """Return how many columns a line on standard error may have."""
    return shutil.get_terminal_size((80, 24)).columns


def wrapped(text: str, *, first: str = "", rest: str = "", width: int | None = None) -> list[str]:
    """Break a text into lines, never inside a word, behind ``first`` and then ``rest``."""
    most = width_of_stderr() if width is None else width
    return wrap(one_line(text), most, first=first, rest=rest)


def say_remarks(remarks: Sequence[Remark], *, verbose: bool) -> None:
    """Say on standard error how many remarks an answer has, or what they are.

    Parameters
    ----------
    remarks : sequence of Remark
        Those that the answer itself does not show.
    verbose : bool
        Whether to print them.
    """
    if not remarks:
        return
    if not verbose:
        count = "1 remark" if len(remarks) == 1 else f"{len(remarks)} remarks"
        say(f"{count}: -v shows {'it' if len(remarks) == 1 else 'them'}")
        return
    say(_head("Remarks"))
    say_items(f"{remark.code}: {in_powers(remark.message)}" for remark in remarks)


def say_items(texts: Iterable[str]) -> None:
    """Say the items of a list on standard error, wrapped."""
    for text in texts:
        for line in wrapped(text, first="• ", rest="  "):
            say(line)


def report_error(error: BoundsError, chosen: Format) -> None:
    """Say what is wrong on standard error: one sentence, or JSON where that was chosen."""
    faults = error.faults if isinstance(error, InputError) else ()
    if chosen is not JSON:
        sentences = [_in_full(fault) for fault in faults]
        if len(sentences) < 2:
            _say_block("error: ", sentences[0] if sentences else error.head)
            say_items(error.items)
            return
        say(f"{_head('error:', 'bad')} {len(sentences)} things are to be set right")
        say_items(sentences)
        return
    import json

    details = [
        {**detail, **_known(fault)}
        for detail, fault in zip_longest(error.details, faults)
        if detail is not None
    ]
    body: dict[str, Any] = {
        "schema": SCHEMA,
        "error": {"code": error.code, "message": error.message, "details": details},
    }
    say(json.dumps(_strict(body), indent=2, default=str, allow_nan=False))


def _known(fault: Fault | None) -> dict[str, str]:
    """Return what the catalog says of an input that is missing, nothing of others."""
    if fault is None or fault.value is not None or not fault.allowed.startswith("is missing"):
        return {}
    from adamw_bounds.cli.options import in_words
    from adamw_bounds.kernels import SYMBOLS

    entry = SYMBOLS.get(fault.name)
    if entry is None:
        return {}
    said = {
        "symbol": entry.text,
        "domain": in_words(entry.domain),
        "meaning": entry.meaning,
        "how": spoken(entry.how),
    }
    return {key: text for key, text in said.items() if text}


def _in_full(fault: Fault) -> str:
    """Return the sentence of a fault; what is missing is explained, and how to come by it."""
    known = _known(fault)
    if not known:
        return fault.sentence()
    joint = ": " if fault.allowed == "is missing" else ". "
    text = f"{fault.sentence()}{joint}{known['symbol']} {known['domain']}, {known['meaning']}."
    if "how" in known:
        text += f" {known['how'][0].upper()}{known['how'][1:]}."
    return text


def _say_block(mark: str, text: str) -> None:
    """Say a text on standard error behind a mark, wrapped."""
    first, *rest = wrapped(text, first=mark, rest="  ")
    say(_head(mark.strip(), "bad") + first.removeprefix(mark.strip()))
    for line in rest:
        say(line)


def one_line(text: str) -> str:
    """Return ``text`` on one line, without characters that steer a terminal."""
    letters = " ".join(_BLANKS.split(text.strip()))
    return "".join(
        letter if letter.isprintable() or letter in _SPACES else " " for letter in letters
    )


def _strict(value: Any) -> Any:
    """Replace what JSON cannot hold: a NaN or an infinity becomes its name."""
    if isinstance(value, dict):
        return {str(key): _strict(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_strict(item) for item in value]
    if isinstance(value, float) and not abs(value) < float("inf"):
        return str(value)
    return value


def check_output(path: str | None, option: str = "output") -> None:
    """Fail before any work is done where ``path``, of an option, cannot be written.

    Raises
    ------
    RunError
        If ``path`` is a folder, or its folder is missing or cannot be written.
    """
    if path is None or path == "-":
        return
    if os.path.isdir(path):
        raise _unwritable(path, "is a folder, not a file", option)
    target = os.path.realpath(path)
    if os.path.exists(target) and not os.path.isfile(target):
        return  # A device or a pipe: written as it is.
    folder = os.path.dirname(target)
    if not os.path.exists(folder):
        raise _unwritable(path, f"cannot be written: there is no folder {folder}", option)
    if not os.path.isdir(folder):
        raise _unwritable(path, f"cannot be written: {folder} is no folder", option)
    if not os.access(folder, os.W_OK | os.X_OK):
        raise _unwritable(path, f"cannot be written: the folder {folder} is not writable", option)


def _unwritable(path: str, what: str, option: str = "output") -> RunError:
    return RunError(
        f"--{option} {path} {what}",
        code="output-failed",
        details=[{"option": f"--{option}", "value": path}],
    )


def write_answer(text: str, path: str | None, chosen: Format) -> None:
    """Write an answer to standard output, or whole to the file ``path``.

    Parameters
    ----------
    text : str
        The rendered answer.
    path : str or None
        A file; ``None`` or ``-`` for standard output.
    chosen : Format
        Its format; in JSON a character that the encoding lacks is escaped.

    Raises
    ------
    RunError
        If the file or standard output cannot be written.
    BrokenPipeError
        If the reader of standard output is gone.
    """
    if path is None or path == "-":
        _write_stdout([text], chosen)
        return
    write_file(text.encode("utf-8", errors=TRANSLITERATE), path)


def write_file(data: bytes, path: str, option: str = "output") -> None:
    """Write the file ``path`` of an option whole, or leave everything as it is.

    Raises
    ------
    RunError
        If the file cannot be written.
    """
    check_output(path, option)
    try:
        _replace(path, data)
    except OSError as error:
        raise _unwritable(path, f"cannot be written: {error.strerror or error}", option) from error


@contextlib.contextmanager
def written_whole(path: str) -> Iterator[IO[bytes]]:
    """Open a file for an answer that is written piece by piece, and appears whole or not at all.

    Raises
    ------
    RunError
        If the file cannot be written.
    """
    check_output(path)
    try:
        with _whole_file(path) as file:
            yield file
    except OSError as error:
        raise _unwritable(path, f"cannot be written: {error.strerror or error}") from error


def write_pieces(pieces: Iterable[str], path: str | None, chosen: Format) -> None:
    """Write an answer of many pieces, none of which is kept; see `write_answer`."""
    if path is None or path == "-":
        _write_stdout(pieces, chosen)
        return
    with written_whole(path) as file:
        for piece in pieces:
            file.write(piece.encode("utf-8", errors=TRANSLITERATE))


def _write_stdout(pieces: Iterable[str], chosen: Format) -> None:
    stream = sys.stdout
    if stream is None:
        raise RunError("standard output is closed", code="output-failed")
    for piece in pieces:
        # What the pieces are made of may fail too: that is not the stream's fault.
        text = _escape(piece, stream.encoding or "ascii") if chosen is JSON else piece
        _write_text(stream, text)


def _write_text(stream: Any, text: str) -> None:
    try:
        stream.write(text)
        stream.flush()
    except BrokenPipeError:
        _abandon(stream)
        raise
    except (OSError, ValueError) as error:
        _abandon(stream)
        reason = getattr(error, "strerror", None) or error
        raise RunError(
            f"standard output cannot be written: {reason}", code="output-failed"
        ) from error


def _escape(text: str, encoding: str) -> str:
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        # Beyond ASCII, JSON text has letters inside strings only: there an escape is the letter.
        return (
            text.encode("utf-16", "surrogatepass").decode("utf-16", "replace").translate(_Escapes())
        )
    return text


class _Escapes(dict[int, str]):
    def __missing__(self, point: int) -> str:
        if point < 128:
            return chr(point)
        if point < 0x10000:
            return f"\\u{point:04x}"
        high, low = divmod(point - 0x10000, 0x400)
        return f"\\u{0xD800 + high:04x}\\u{0xDC00 + low:04x}"


def _abandon(stream: IO[str]) -> None:
    """Send what is left in a broken stream nowhere, so that Python's exit stays quiet."""
    with contextlib.suppress(OSError, ValueError, AttributeError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        try:
            os.dup2(nowhere, stream.fileno())
        finally:
            os.close(nowhere)


def _replace(path: str, data: bytes) -> None:
    """Write ``data`` beside ``path`` and move it there in one step."""
    with _whole_file(path) as file:
        file.write(data)


@contextlib.contextmanager
def _whole_file(path: str) -> Iterator[IO[bytes]]:
    """Open a file that appears under ``path`` when all of it was written, or not at all."""
    target = os.path.realpath(path)
    if os.path.exists(target) and not os.path.isfile(target):
        with open(target, "wb") as device:
            yield device
        return
    import tempfile

    folder, name = os.path.split(target)
    handle, temporary = tempfile.mkstemp(dir=folder, prefix=f".{name[:40]}.", suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        os.chmod(temporary, _mode(target))
        os.replace(temporary, target)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(temporary)
        raise


def _mode(target: str) -> int:
    """Return the permissions of the file that is replaced, or those of a new file."""
    with contextlib.suppress(OSError):
        return stat.S_IMODE(os.stat(target).st_mode)
    umask = os.umask(0)
    os.umask(umask)
    return 0o666 & ~umask
