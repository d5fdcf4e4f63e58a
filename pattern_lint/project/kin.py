"""Which classes may have a role or a base, by their simple names, before anything is parsed.

The texts show the names of classes and all names that stand among their bases. Who is called as the role asks, or
has one among its bases that may have it, may have it. The look errs on the side of yes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from itertools import pairwise
from typing import TYPE_CHECKING

from ..config.globs import names_like
from ..knowledge.exceptions import is_exception
from ..knowledge.lacking import HAS
from ..query.names import one_of
from .roles import ROLE

if TYPE_CHECKING:
    from .roles import Role

_NAME = rb"[^\W\d](?:[\w\x80-\xff]*)|[\x80-\xff][\w\x80-\xff]*"
_NAMES = re.compile(_NAME)
_CLASS = re.compile(rb"class(?:[ \t\f]|\\\r?\n)+(%b)[\s\\]*(?:\[[^\n]*?\][\s\\]*)?(\(?)" % _NAME)
_GIVEN = re.compile(rb" = (?!None|True|False)(?:\w+\.)*([A-Z]\w*)[ \t]*(?=[\r\n#])")
"""A class that is given a name: `Base = framework.Base`."""
_AT_END = re.compile(rb"(?:%b)$" % _NAME)
_END, _AS = b"):", b" as "
_ERROR = f"{ROLE}error"
_LONGEST_NAME = 200
_LONGEST = 4000
"""How many letters after the beginning of a list of bases are looked at where no end shows."""


class Kin:
    """Gathers what texts show, and tells who may have what is wanted."""

    def __init__(
        self, roles: Mapping[str, Role], wanted: Iterable[str], known: Mapping[str, frozenset[str]] | None = None
    ) -> None:
        """`known` is what is known of other files."""
        self._known = known or {}
        named = {f"{ROLE}{name}": role for name, role in roles.items()}
        self._kinds = {what: _Kind(named.get(what), what) for what in sorted(wanted)}
        self._below: dict[str, set[str]] = {}
        """The names that stand among the bases of a class, and what a name is given to -> who has them."""
        self._classes: set[str] = set()
        self._placed: dict[str, set[str]] = {what: set() for what in self._kinds}
        """Who may have something because of the file that it stands in."""

    @property
    def wanted(self) -> bool:
        """Whether anything is."""
        return bool(self._kinds)

    def add(self, path: str, text: bytes) -> None:
        """Take in what a file shows."""
        own = []
        for match in _CLASS.finditer(text) if b"class" in text else ():
            name = match[1].decode(errors="replace")
            own.append(name)
            for base in _among_bases(text, match) if match[2] else ():
                self._below.setdefault(base, set()).add(name)
        self._classes.update(own)
        for what, kind in self._kinds.items():
            if own and kind.is_placed(path, text):
                self._placed[what].update(own)
        for alias, name in _aliases(text):
            self._below.setdefault(name, set()).add(alias)

    def found(self) -> dict[str, frozenset[str]]:
        """Who may have what is wanted."""
        names = self._classes | self._below.keys()
        return {
            what: self._closed(kind.seeds(names) | self._placed[what] | self._known.get(what, frozenset()))
            for what, kind in self._kinds.items()
        }

    def _closed(self, seeds: set[str]) -> frozenset[str]:
        found, pending = set(seeds), [*seeds]
        while pending:
            new = self._below.get(pending.pop(), set()) - found
            found |= new
            pending += new
        return frozenset(found)


class _Kind:
    """What shows that a class may have a role or a base."""

    def __init__(self, role: Role | None, what: str) -> None:
        self._of_errors = what == _ERROR or is_exception(what)
        self._member = what.removeprefix(HAS).encode() if what.startswith(HAS) else b""
        globs = (*role.names, *role.bases) if role is not None else () if self._of_errors or self._member else (what,)
        self._named = one_of(globs)
        self._paths = names_like(tuple(glob.replace("**/", "*/") for glob in role.paths)) if role is not None else None

    def seeds(self, names: Iterable[str]) -> set[str]:
        """Those of some names that a class of the sort may have, or its base."""
        return {name for name in names if self._named.match(name) or (self._of_errors and is_exception(name))}

    def is_placed(self, path: str, text: bytes) -> bool:
        """Whether all classes of a file may be of the sort."""
        if self._member:
            return self._member in text
        return self._paths is not None and self._paths.match(f"/{path}") is not None


def is_shown(what: str, roles: Mapping[str, Role]) -> bool:
    """Whether names and places tell who may have something, and not what stands in a class or what it keeps."""
    role = roles.get(what.removeprefix(ROLE))
    return what == _ERROR or not what.startswith(ROLE) or (role is not None and not role.holds)


def _among_bases(text: bytes, match: re.Match[bytes]) -> set[str]:
    end = text.find(_END, match.end())
    bases = text[match.end() : end if end >= 0 else match.end() + _LONGEST]
    return {name.decode(errors="replace") for name in _NAMES.findall(bases)}


def _aliases(text: bytes) -> Iterable[tuple[str, str]]:
    """Names under which a file knows something, each with the name of that."""
    parts = text.split(_AS)
    for before, behind in pairwise(parts):
        name, alias = _AT_END.search(before[-_LONGEST_NAME:]), _NAMES.match(behind)
        if name is not None and alias is not None:
            yield alias[0].decode(errors="replace"), name[0].decode(errors="replace")
    for match in _GIVEN.finditer(text):
        target = _NAMES.search(text, text.rfind(b"\n", 0, match.start()) + 1, match.start())
        if target is not None:
            yield target[0].decode(errors="replace"), match[1].decode(errors="replace")
