"""Where links of documents lead."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING
from urllib.parse import unquote

from .unit import category_of

if TYPE_CHECKING:
    from .markdown import Document
    from .python.paths import Category

_ELSEWHERE = re.compile(r"[a-zA-Z][\w+.-]*:|//|/|\?|\{|<")
"""Addresses, and what some other program makes a path of."""
_ANCHOR = re.compile(r"""<\w+[^>]*\b(?:id|name)=["']?(?P<name>[^\s"'>]+)|\{#(?P<given>[^}\s]+)\}""")
_READ = (".md", ".markdown", ".py")


class Goals:
    """The files of a project that links may lead to, with the names in them that they may end in."""

    def __init__(self, python: Collection[str], documents: Mapping[str, Collection[str]]) -> None:
        self._documents = documents
        self._files = {*python, *documents}
        self._folders = {path.rpartition("/")[0] for path in self._files}

    def leads(self, path: str, target: str, where: Collection[Category]) -> bool | None:
        """Whether a link leads to something; None where nobody can tell, as of files that the card does not look at."""
        if _ELSEWHERE.match(target):
            return None
        written, _, anchor = target.partition("#")
        goal = posixpath.normpath(posixpath.join(posixpath.dirname(path), unquote(written))) if written else path
        if goal not in self._files:
            is_read = goal.endswith(_READ) and goal.rpartition("/")[0] in self._folders and category_of(goal) in where
            return False if is_read else None
        names = self._documents.get(goal)
        return not anchor or names is None or unquote(anchor).lower() in names


def anchors(document: Document) -> set[str]:
    """The names that links into a document may end in: of its headings, as GitHub and others make them, and given."""
    found: set[str] = set()
    seen: dict[str, int] = {}
    for section in document.sections:
        slug = re.sub(r"[^\w\- ]", "", section.heading.lower()).replace(" ", "-")
        number = seen[slug] = seen.get(slug, -1) + 1
        found |= {f"{slug}-{number}" if number else slug, re.sub(r"-+", "-", slug).strip("-")}
    found |= {(match["name"] or match["given"]).lower() for match in _ANCHOR.finditer(document.text)}
    return found
