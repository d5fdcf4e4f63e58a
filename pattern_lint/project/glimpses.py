"""What a quick look at a file's text says of signs and roles, before anything is parsed.

The look may take something for a sign that is none; where it sees nothing, there is none. So cards that need a sign
that no file shows, or are about a role that no class can have, need not be asked anything.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Collection, Mapping
from typing import TYPE_CHECKING, TypeAlias

from ..config.globs import matcher
from ..knowledge.words import names_of
from ..lang.python.parsing import UnreadableError, parse
from ..query.places.places import PROJECT
from .look import Look
from .natures import is_named_interface
from .roles import ERROR, MODEL, ROLE, paths_like
from .signs import (
    CONTAINERS,
    CREATED,
    GIVES,
    LETTING_GO,
    LISTENING,
    TAKES,
    TELLING_OF,
    stream_builders,
)

if TYPE_CHECKING:
    from .roles import Role

Glimpse: TypeAlias = str
"""What one looks for: a sign, a role (`role:service`) that classes have by their names, bases or modules, or a
name that something in the project has (`project:*Calculator`)."""
_PARTS_OF_GUARDS = (b"retr", b"circuit", b"breaker", b"on_exception")
_GUARDS = re.compile(rb"(?<![a-z0-9])retr|circuit|breaker|on_exception")


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
    """Whether a text imports one of some lists of libraries, or is of one: what it takes from its own package counts as
    well."""

    def __init__(self, *lists: str) -> None:
        self._libraries = frozenset(library for name in lists for library in names_of(name))
        self._words = frozenset(map(str.encode, self._libraries))

    def shown(self, look: Look) -> bool:
        return not (self._libraries.isdisjoint(look.parts) and self._words.isdisjoint(look.imported))


class _Named:
    """Whether a text may define, or derive from, a class that has a role or is a base of such."""

    def __init__(self, role: Role) -> None:
        self._roots = tuple(glob.partition(".")[0].partition("*")[0].encode() for glob in role.holds)
        """The beginnings of what classes of the role keep: it comes from there by way of an import."""
        self._is_named = matcher((*role.names, *role.bases))
        self._paths = paths_like(role.paths)

    def shown(self, look: Look) -> bool:
        if any(map(look.has, self._roots)) or self._paths(f"/{look.path}"):
            return True
        return any(map(self._is_named, look.names))


class Glimpses:
    """Looks for signs in one text after the other; knows what gives roles to classes."""

    def __init__(self, roles: Mapping[str, Role]) -> None:
        named = [base for base in roles["worker"].bases if is_named_interface(base)] if "worker" in roles else []
        shortest = [name for name in named if not any(each != name and each in name for each in named)]
        self._interfaces = [name.encode() for name in shortest]
        injection, streams = _Library("injection-libraries").shown, _Library("stream-libraries").shown
        by_role = {name: _Named(role).shown for name, role in roles.items() if name not in (*ERROR, *MODEL)}
        self._looks: dict[Glimpse, Callable[[Look], bool]] = {
            **{f"{ROLE}{name}": look for name, look in by_role.items()},
            **{sign: by_role.get(role, _shows_nothing) for sign, role in _BY_ROLE.items()},
            "agent-sdk": _Library("agent-sdks").shown,
            "audit-columns": lambda look: look.has(CREATED.encode()),
            "container": lambda look: injection(look) or _shows_container(look),
            "event-bus": _shows_bus,
            "event-class": _shows_bus,
            "event-removal": lambda look: _defines(look, TELLING_OF) and _defines(look, LETTING_GO),
            "guarded-calls": _shows_guard,
            "injection-library": injection,
            "orm": _Library("orm-libraries").shown,
            "stream-builder": _shows_stream_builder,
            "streams": lambda look: streams(look) or _shows_stream_builder(look),
            "structured-logs": _Library("structured-logs", "taking-keys-too").shown,
            "worker-lifecycle": self._shows_interface,
        }

    def shown(self, signs: Collection[Glimpse], look: Look) -> frozenset[Glimpse]:
        """Those of some signs and roles that a text may show; any may show those for which no look is quick."""
        return frozenset([sign for sign in signs if self._asked(sign)(look)])

    def _asked(self, sign: Glimpse) -> Callable[[Look], bool]:
        if sign not in self._looks:
            self._looks[sign] = _name_shown(sign.removeprefix(PROJECT)) if sign.startswith(PROJECT) else _shows_anything
        return self._looks[sign]

    def _shows_interface(self, look: Look) -> bool:
        return any(map(look.has, self._interfaces))


def _shows_nothing(look: Look) -> bool:
    return False


def _shows_stream_builder(look: Look) -> bool:
    return any(map(look.has, map(str.encode, stream_builders())))


def _shows_anything(look: Look) -> bool:
    return True


def _name_shown(glob: str) -> Callable[[Look], bool]:
    """Whether a text may have a name that a glob matches: it has all of its parts."""
    parts = [part.encode() for part in re.split(r"[*?.]|\[.*?\]", glob) if part]
    return lambda look: all(map(look.has, parts))


def _defines(look: Look, beginnings: tuple[str, ...]) -> bool:
    """Whether there are functions whose names begin in a way."""
    return any(name.startswith(beginnings) for name in look.functions)


def _shows_container(look: Look) -> bool:
    is_named = any(name.lower().endswith(CONTAINERS) for name, _ in look.classes)
    return is_named and _defines_container(look.text)


def _shows_guard(look: Look) -> bool:
    lowered = look.text.lower() if look.has(b"@") else b""
    return any(part in lowered for part in _PARTS_OF_GUARDS) and _GUARDS.search(lowered) is not None


def _shows_bus(look: Look) -> bool:
    return not LISTENING.isdisjoint(look.functions) and _defines(look, TELLING_OF)


def _defines_container(text: bytes) -> bool:
    """Whether a class that is called a container has methods that take parts and that give them."""
    try:
        tree = parse(text)
    except UnreadableError:
        return False  # it has no facts either
    for cls in ast.walk(tree):
        if isinstance(cls, ast.ClassDef) and cls.name.lower().endswith(CONTAINERS):
            names = [each.name for each in ast.walk(cls) if isinstance(each, (ast.FunctionDef, ast.AsyncFunctionDef))]
            if any(name.startswith(TAKES) for name in names) and any(name.startswith(GIVES) for name in names):
                return True
    return False
