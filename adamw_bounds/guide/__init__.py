"""The manual: a page a topic, in Markdown.

Examples
--------
>>> from adamw_bounds.guide import page, topics
>>> list(topics())[:2]
['tour', 'which-theorem']
>>> page("tour").splitlines()[0]
'# A tour'
"""

from __future__ import annotations

from importlib.resources import files

__all__ = ["page", "topics"]

#: The topics in the order in which a new user needs them; pages that are not named here come last.
_ORDER = (
    *(
        "tour",
        "which-theorem",
        "numbers",
        "glossary",
        "comparing",
        "check",
        "questions",
        "pictures",
        "terminal",
    ),
    *(
        "generalization",
        "preconditioner",
        "measuring",
        "training",
        "callbacks",
        "large-models",
        "gradients",
    ),
    *("scaling", "statements", "errata", "proofs", "python", "notebook", "adding-a-paper"),
    *("development", "benchmarks"),
)


def topics() -> dict[str, str]:
    """Return the topics: the name of each page, and its title.

    Returns
    -------
    dict of str to str
        In reading order.
    """
    names = [item.name for item in files(__name__).iterdir()]
    found = sorted(name.removesuffix(".md") for name in names if name.endswith(".md"))
    rank = {name: number for number, name in enumerate(_ORDER)}
    return {
        name: page(name).partition("\n")[0].removeprefix("# ")
        for name in sorted(found, key=lambda name: rank.get(name, len(rank)))
    }


def page(topic: str) -> str:
    """Return a page of the manual as Markdown.

    Parameters
    ----------
    topic : str
        One of `topics`.

    Raises
    ------
    FileNotFoundError
        If there is no such page.
    """
    return (files(__name__) / f"{topic}.md").read_text("utf-8")
