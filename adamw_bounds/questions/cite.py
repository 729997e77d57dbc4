"""What to cite: the papers of statements, and this software."""

from __future__ import annotations

from typing import Final, NamedTuple

from adamw_bounds import software
from adamw_bounds.choice_names import ClaimName, StatementName
from adamw_bounds.errors import Fault, InputError
from adamw_bounds.kernels import CLAIMS, PAPERS, STATEMENTS
from adamw_bounds.spelling import near

__all__ = ["Citations", "Entry", "cite", "names"]

#: The papers whose claims and bounds are this project's own.
_OWN: Final = "adamw-bounds contributors"
_SOFTWARE: Final = "software"
#: What is cited where nothing is named: the software, and the paper that it is about.
_MAIN: Final = "zhou2024"


class Entry(NamedTuple):
    """One entry of a bibliography.

    Attributes
    ----------
    key : str
        The key of the entry.
    wanted_by : tuple of str
        The identifiers that it was asked for by.
    authors : tuple of str
        Family name first.
    title, venue : str
        As published.
    year : int or None
        Of publication.
    doi, arxiv : str
        Empty where there is none.
    bibtex : str
        The entry itself.
    """

    key: str
    wanted_by: tuple[str, ...]
    authors: tuple[str, ...]
    title: str
    venue: str
    year: int | None
    doi: str
    arxiv: str
    bibtex: str


class Citations(tuple[Entry, ...]):
    """Entries of a bibliography; as text they are BibTeX."""

    __slots__ = ()

    def __str__(self) -> str:
        """Return the entries, with an empty line between two of them."""
        return "\n".join(entry.bibtex for entry in self)


def names() -> tuple[str, ...]:
    """Return everything that can be cited: statements, claims, papers, the software."""
    return (_SOFTWARE, *STATEMENTS, *_claims(), *PAPERS)


def cite(*ids: StatementName | ClaimName | str) -> Citations:
    """Return what to cite for statements, claims and papers.

    Parameters
    ----------
    *ids : str
        Identifiers of statements (``theorem-2`` or ``2``, ``defossez2022-theorem-4``), of claims
        (``thm3-square``), of papers (``zhou2024``), or ``software``. Without any: this software
        and the paper that it is about. What the audit finds of a claim is this software's own.

    Returns
    -------
    Citations
        Each entry once; ``str`` of it is BibTeX.

    Raises
    ------
    InputError
        If an identifier is not known.

    Examples
    --------
    >>> from adamw_bounds import cite
    >>> [entry.key for entry in cite("ghadimi2013-corollary-2-2")]
    ['ghadimi2013']
    """
    faults: list[Fault] = []
    wanted: dict[str, list[str]] = {}
    for raw in ids or (_SOFTWARE, _MAIN):
        for source in _sources(str(raw), faults):
            wanted.setdefault(source, []).append(str(raw))
    if faults:
        raise InputError(faults)
    return Citations(_entry(source, tuple(by)) for source, by in wanted.items())


def _claims() -> dict[str, str]:
    """Return the paper of each claim."""
    return {claim: key for key, paper in PAPERS.items() for claim in paper.claims}


def _sources(raw: str, faults: list[Fault]) -> list[str]:
    """Return the papers to cite for an identifier; ``software`` for this software."""
    word = raw.strip().lower()
    full = f"theorem-{word}" if word.isdigit() else word
    if full in (_SOFTWARE, software.KEY, software.TITLE):
        return [_SOFTWARE]
    if full in STATEMENTS:
        return _of_paper(STATEMENTS[full].paper)
    if full in CLAIMS:
        own = _of_paper(_claims()[full])
        return [*own, *(() if _SOFTWARE in own else (_SOFTWARE,))]
    if full in PAPERS:
        return [full]
    known = names()
    hint = near(full, known)
    allowed = f"must be a statement, a claim of audit, a paper ({', '.join(PAPERS)}) or software"
    faults.append(Fault("id", raw, allowed + hint, option="ID"))
    return []


def _of_paper(key: str) -> list[str]:
    """Return what a statement of a paper is cited by: with the software where it is its own."""
    citation = PAPERS[key].citation
    own = citation is None or citation.authors == (_OWN,)
    return [key, _SOFTWARE] if own else [key]


def _entry(source: str, wanted_by: tuple[str, ...]) -> Entry:
    citation = None if source == _SOFTWARE else PAPERS[source].citation
    if citation is None:
        return Entry(
            software.KEY,
            wanted_by,
            software.AUTHORS,
            software.TITLE,
            "",
            None,
            "",
            "",
            software.BIBTEX,
        )
    head = citation.bibtex.partition("{")[2].partition(",")[0].strip()
    return Entry(head or source, wanted_by, *citation)
