"""What a quick look at a file's text says of signs and roles, before anything is parsed.

The look may take something for a sign that is none; where it sees nothing, there is none. So cards that need a sign
that no file shows, or are about a role that no class can have, need not be asked anything.
"""

from __future__ import annotations

import ast
import re
import unicodedata
from collections.abc import Callable, Collection, Mapping
from fnmatch import translate
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, TypeAlias

from ..config.globs import names_like
from ..lang.python.parsing import UnreadableError, parse
from ..lang.python.text import decoded
from ..query.places import PROJECT
from .natures import is_named_interface
from .roles import ERROR, MODEL, ROLE
from .signs import (
    AGENT_SDKS,
    CONTAINERS,
    CREATED,
    GIVES,
    INJECTION_LIBRARIES,
    LETTING_GO,
    LISTENING,
    ORMS,
    STREAMS,
    STRUCTURED_LOGS,
    TAKES,
    TELLING_OF,
    stream_builders,
)

if TYPE_CHECKING:
    from .roles import Role

Glimpse: TypeAlias = str
"""What one looks for: a sign, a role (`role:service`) that classes have by their names, bases or modules, or a
name that something in the project has (`project:*Calculator`)."""
_BLANK = rb"(?:[ \t\f]|\\\r?\n)+"
_LETTER = r"[\w\x80-\xff]"
"""What names are made of, in bytes."""
_DECLARED_WITHIN = 400
"""How far into a file one looks for the encoding that it declares."""
_ANY_CASE = "|".join("".join(f"[{each}{each.upper()}]" for each in end) for end in CONTAINERS)
_CONTAINER = re.compile(rb"class%b%b*(?:%b)\b" % (_BLANK, _LETTER.encode(), _ANY_CASE.encode()))
_TELLS = re.compile(rb"def%b(?:%b)" % (_BLANK, "|".join(TELLING_OF).encode()))
_LISTENS = re.compile(rb"def%b(?:%b)\b" % (_BLANK, "|".join(sorted(LISTENING)).encode()))
_LETS_GO = re.compile(rb"def%b(?:%b)" % (_BLANK, "|".join(LETTING_GO).encode()))
_GUARDS = re.compile(rb"(?i)(?<![a-z0-9])retr|circuit|breaker|on_exception")


_BY_ROLE = {
    "adapter-interface": "adapter",
    "async-services": "service",
    "constraint-base": "constraint",
    "coordinator-base": "coordinator",
    "data-repository": "repository",
    "repository-base": "repository",
    "service-base": "service",
}
"""Signs that take classes that have a role, or look as if they had it."""


class _Library:
    """Whether a text imports one of some libraries, or is of one: what it takes from its own package counts as well."""

    def __init__(self, libraries: frozenset[str]) -> None:
        names = "|".join(sorted(libraries)).encode()
        self._libraries = libraries
        self._imported = re.compile(rb"import(?:%b|[^\n]*,[ \t\f\\\r\n]*)(?:%b)\b" % (_BLANK, names))
        self._imported_from = re.compile(rb"from%b(?:%b)\b" % (_BLANK, names))

    def shown(self, path: str, text: bytes) -> bool:
        if not self._libraries.isdisjoint(PurePosixPath(path).with_suffix("").parts):
            return True
        return self._imported_from.search(text) is not None or self._imported.search(text) is not None


_INJECTION, _MAPPING = _Library(INJECTION_LIBRARIES), _Library(ORMS)


class _Named:
    """Whether a text may define, or derive from, a class that has a role or is a base of such."""

    def __init__(self, role: Role) -> None:
        names = role.names
        self._bases = tuple(base.encode() for base in role.bases)
        self._roots = tuple(glob.partition(".")[0].partition("*")[0].encode() for glob in role.holds)
        """The beginnings of what classes of the role keep: it comes from there by way of an import."""
        globs = "|".join(translate(name)[4:-3].replace(".", _LETTER) for name in names).encode() or b"(?!)"
        self._defined = re.compile(rb"class%b(?:%b)(?!\w)" % (_BLANK, globs))
        self._paths = names_like(tuple(glob.replace("**/", "*/") for glob in role.paths))

    def shown(self, path: str, text: bytes) -> bool:
        if any(base in text for base in (*self._bases, *self._roots)) or self._paths.match(f"/{path}"):
            return True
        return b"class" in text and self._defined.search(text) is not None


class Glimpses:
    """Looks for signs in one text after the other; knows what gives roles to classes."""

    def __init__(self, roles: Mapping[str, Role]) -> None:
        named = [base for base in roles["worker"].bases if is_named_interface(base)] if "worker" in roles else []
        shortest = [name for name in named if not any(each != name and each in name for each in named)]
        self._interfaces = [name.encode() for name in shortest]
        by_role = {name: _Named(role).shown for name, role in roles.items() if name not in (*ERROR, *MODEL)}
        self._looks: dict[Glimpse, Callable[[str, bytes], bool]] = {
            **{f"{ROLE}{name}": look for name, look in by_role.items()},
            **{sign: by_role.get(role, _shows_nothing) for sign, role in _BY_ROLE.items()},
            "agent-sdk": _Library(AGENT_SDKS).shown,
            "audit-columns": lambda _, text: CREATED.encode() in text,
            "container": _shows_container,
            "event-bus": _shows_bus,
            "event-class": _shows_bus,
            "event-removal": lambda _, text: bool(_TELLS.search(text) and _LETS_GO.search(text)),
            "guarded-calls": lambda _, text: b"@" in text and _GUARDS.search(text) is not None,
            "injection-library": _INJECTION.shown,
            "orm": _MAPPING.shown,
            "stream-builder": lambda _, text: any(name.encode() in text for name in stream_builders()),
            "streams": _Library(STREAMS).shown,
            "structured-logs": _Library(STRUCTURED_LOGS).shown,
            "worker-lifecycle": self._shows_interface,
        }

    def shown(self, signs: Collection[Glimpse], path: str, text: bytes) -> frozenset[Glimpse]:
        """Those of some signs and roles that a plain text may show; any may show those for which no look is quick."""
        return frozenset(sign for sign in signs if self._look(sign)(path, text))

    def _look(self, sign: Glimpse) -> Callable[[str, bytes], bool]:
        if sign not in self._looks:
            self._looks[sign] = _name_shown(sign.removeprefix(PROJECT)) if sign.startswith(PROJECT) else _shows_anything
        return self._looks[sign]

    def _shows_interface(self, path: str, text: bytes) -> bool:
        return any(name in text for name in self._interfaces)


def plain(source: bytes) -> bytes:
    """A text in which names stand as they are."""
    if source.isascii() and b"coding" not in source[:_DECLARED_WITHIN]:
        return source
    return unicodedata.normalize("NFKC", decoded(source)).encode(errors="replace")


def _shows_nothing(path: str, text: bytes) -> bool:
    return False


def _shows_anything(path: str, text: bytes) -> bool:
    return True


def _name_shown(glob: str) -> Callable[[str, bytes], bool]:
    """Whether a text may have a name that a glob matches: it has all of its parts."""
    parts = [part.encode() for part in re.split(r"[*?.]|\[.*?\]", glob) if part]
    return lambda _, text: all(part in text for part in parts)


def _shows_container(path: str, text: bytes) -> bool:
    return _INJECTION.shown(path, text) or (_CONTAINER.search(text) is not None and _defines_container(text))


def _shows_bus(path: str, text: bytes) -> bool:
    return _TELLS.search(text) is not None and _LISTENS.search(text) is not None


def _defines_container(text: bytes) -> bool:
    """Whether a class that is called a container has methods that take parts and that give them."""
    try:
        tree = parse(text)
    except UnreadableError:
        return False  # it has no facts either
    for cls in ast.walk(tree):
        if isinstance(cls, ast.ClassDef) and cls.name.lower().endswith(CONTAINERS):
            names = [each.name for each in ast.walk(cls) if isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef)]
            if any(name.startswith(TAKES) for name in names) and any(name.startswith(GIVES) for name in names):
                return True
    return False
