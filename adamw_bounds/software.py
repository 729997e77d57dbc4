"""How this software is cited: the one place inside the package, held to CITATION.cff by a test."""

from __future__ import annotations

from typing import Final

from adamw_bounds._version import __version__

__all__ = ["AUTHORS", "BIBTEX", "KEY", "LICENSE", "TITLE"]

KEY: Final = "adamw_bounds"
TITLE: Final = "adamw-bounds"
AUTHORS: Final = ("The adamw-bounds authors",)
LICENSE: Final = "Apache-2.0"
#: Its entry for a bibliography: a name in braces is one name, not a first and a last one.
BIBTEX: Final = f"""@software{{{KEY},
  author = {{{" and ".join(f"{{{name}}}" for name in AUTHORS)}}},
  title = {{{TITLE}}},
  version = {{{__version__}}},
  license = {{{LICENSE}}},
}}
"""
