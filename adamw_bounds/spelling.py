"""What a misspelt word was meant to be."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from functools import lru_cache

__all__ = ["all_of", "any_of", "meant", "near", "one_of", "some_of"]

#: What people write for the beginning of a statement's id.
_SHORT = {"thm": "theorem", "th": "theorem", "cor": "corollary", "lem": "lemma"}
_KINDS = ("theorem", "lemma", "corollary", "proposition")


@lru_cache(maxsize=4096)
def _plain(word: str) -> str:
    """Return the letters and digits of a word alone, in lower case, abbreviations written out."""
    letters = "".join(letter for letter in word.casefold() if letter.isalnum())
    head = letters.rstrip("0123456789")
    return _SHORT.get(head, head) + letters[len(head) :]


def meant(word: str, words: Iterable[str]) -> str | None:
    """Return the one of ``words`` that ``word`` is but for case and punctuation, if there is one.

    Examples
    --------
    >>> meant("AdamW", ["adam", "adamw"]), meant("L2Adam", ["l2-adam"]), meant("sgd", ["adam"])
    ('adamw', 'l2-adam', None)
    """
    plain = _plain(word)
    found = [item for item in words if _plain(item) == plain]
    return found[0] if len(found) == 1 and plain else None


def near(word: object, words: Collection[str]) -> str:
    """Return ``; did you mean …?`` where ``words`` has something close to ``word``.

    Examples
    --------
    >>> near("explict", ["printed", "explicit"])
    '; did you mean explicit?'
    """
    import difflib

    by_plain: dict[str, str] = {}
    for item in words:
        by_plain.setdefault(_plain(item), item)
    plain = _plain(str(word))
    if not plain:
        return ""
    close = difflib.get_close_matches(plain, by_plain, n=2, cutoff=0.7)
    if plain in by_plain:
        close = [plain]
    else:
        head = plain.rstrip("0123456789")
        number = plain[len(head) :]
        if number and head in ("", *_KINDS):
            # There is no Theorem 5, but a Lemma 5: the number is remembered, not what it is of.
            close = [f"{kind}{number}" for kind in _KINDS if f"{kind}{number}" in by_plain] or close
    found = [by_plain[item] for item in close[:2]]
    return f"; did you mean {any_of(found)}?" if found else ""


def all_of(words: Iterable[object]) -> str:
    """Return words as a list in a sentence: all of them.

    Examples
    --------
    >>> all_of(["beta1", "beta2", "eta"]), all_of(["k"])
    ('beta1, beta2 and eta', 'k')
    """
    return _joined(words, "and")


def some_of(words: Sequence[object], most: int = 6) -> str:
    """Return the first of many words, and how many more there are.

    Examples
    --------
    >>> some_of(["a", "b", "c"]), some_of(["a", "b", "c", "d"], 2)
    ('a, b, c', 'a, b and 2 more')
    """
    shown = ", ".join(map(str, words[:most]))
    return shown if len(words) <= most else f"{shown} and {len(words) - most} more"


def any_of(words: Iterable[object]) -> str:
    """Return words as a list in a sentence: any of them.

    Examples
    --------
    >>> any_of(["adamw", "adam", "all"])
    'adamw, adam or all'
    """
    return _joined(words, "or")


def _joined(words: Iterable[object], joint: str) -> str:
    *most, last = [str(word) for word in words] or [""]
    return f"{', '.join(most)} {joint} {last}" if most else last


def one_of(word: object, words: Collection[str], *more: str, also: Collection[str] = ()) -> str:
    """Return ``must be one of …``, and which word ``word`` is close to.

    Parameters
    ----------
    word : object
        What was given.
    words : collection of str
        What is allowed and listed.
    *more : str
        What is listed behind it, and never suggested: ``a file``.
    also : collection of str
        What is allowed too, but too much to list; it is suggested.

    Examples
    --------
    >>> one_of("explict", ["printed", "explicit", "sharp"])
    'must be one of printed, explicit, sharp; did you mean explicit?'
    """
    return f"must be one of {', '.join([*words, *more])}{near(word, [*words, *also])}"
