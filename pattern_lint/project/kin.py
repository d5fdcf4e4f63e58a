"""Which classes may have a role or a base, by their simple names, before anything is parsed.

The texts show the names of classes and all names that stand among their bases. Who is called as the role asks, or
has one among its bases that may have it, may have it. The look errs on the side of yes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from ..config.globs import looks_like
from ..knowledge.classes import simple_bases
from ..knowledge.exceptions import exceptions_among, is_exception
from ..knowledge.lacking import HAS, KEPT, RENAMED
from ..knowledge.managers import GIVEN
from ..knowledge.words import listed
from ..query.naming.names import last_name
from ..query.naming.receivers import RECEIVERS
from .look import Look
from .roles import OPEN_ENDS, ROLE, paths_like

if TYPE_CHECKING:
    from .roles import Role

_ERROR = f"{ROLE}error"


class Kin:
    """Gathers what texts show, and tells who may have what is wanted."""

    def __init__(
        self, roles: Mapping[str, Role], wanted: Iterable[str], known: Mapping[str, frozenset[str]] | None = None
    ) -> None:
        """`known` is what is known of other files."""
        self._known = known or {}
        named = {f"{ROLE}{name}": role for name, role in roles.items()}
        ordered = sorted(wanted)
        self._kinds = {what: _Kind(named.get(what), what) for what in ordered if not what.startswith(RENAMED)}
        self._renamed: dict[str, set[str]] = {
            what.removeprefix(RENAMED): set() for what in ordered if what.startswith(RENAMED)
        }
        """What cards name -> what modules call it."""
        self._kinds_of_places = {what: kind for what, kind in self._kinds.items() if kind.by_place}
        self._kinds_of_kept = {what: kind for what, kind in self._kinds.items() if kind.kept}
        self._below: dict[str, set[str]] = {}
        """The names that stand among the bases of a class, and what a name is given to -> who has them."""
        self._classes: set[str] = set()
        self._placed: dict[str, set[str]] = {what: set() for what in self._kinds}
        """Who may have something because of the file that it stands in."""

    @property
    def wanted(self) -> bool:
        """Whether anything is."""
        return bool(self._kinds or self._renamed)

    def add(self, look: Look) -> None:
        """Take in what a file shows."""
        own = [name for name, _ in look.classes]
        for name, bases in look.classes:
            for base in bases:
                self._below.setdefault(base, set()).add(name)
        self._classes.update(own)
        for what, kind in self._kinds_of_places.items() if own else ():
            if kind.is_placed(look):
                self._placed[what].update(own)
        for what, kind in self._kinds_of_kept.items():
            self._placed[what].update(look.keeping(kind.kept))
        for alias, name in look.aliases:
            self._below.setdefault(name, set()).add(alias)
        for alias, name in look.handed_on if self._renamed else ():
            if name in self._renamed:
                self._renamed[name].add(alias)

    def found(self) -> dict[str, frozenset[str]]:
        """Who may have what is wanted."""
        self._add_known()
        names = self._classes | self._below.keys()
        having = {
            what: self._closed(kind.seeds(names) | self._placed[what] | self._known.get(what, frozenset()))
            for what, kind in self._kinds.items()
        }
        called = ((f"{RENAMED}{name}", aliases) for name, aliases in self._renamed.items())
        renamed = {what: self._known.get(what, frozenset()) | aliases for what, aliases in called}
        return having | {what: aliases for what, aliases in renamed.items() if aliases}

    def _add_known(self) -> None:
        """What classes of others derive from that stand among bases."""
        pending, known = [*self._below], simple_bases()
        while pending:
            name = pending.pop()
            for base in known.get(name, ()):
                pending += [base] if base not in self._below else []
                self._below.setdefault(base, set()).add(name)

    def _closed(self, seeds: set[str]) -> frozenset[str]:
        found, pending = set(seeds), [*seeds]
        while pending:
            new = self._below.get(pending.pop(), set()) - found
            found |= new
            pending += new
        return frozenset(found)


def own_names(found: Mapping[str, frozenset[str]]) -> dict[str, tuple[str, ...]]:
    """What modules call otherwise -> the names by which cards know it."""
    table: dict[str, list[str]] = {}
    for what in sorted(found):
        for alias in found[what] if what.startswith(RENAMED) else ():
            table.setdefault(alias, []).append(what.removeprefix(RENAMED))
    return {alias: tuple(names) for alias, names in table.items()}


class _Kind:
    """What shows that a class may have a role or a base."""

    def __init__(self, role: Role | None, what: str) -> None:
        self._of_errors = what == _ERROR or is_exception(what)
        self._member = what.removeprefix(HAS).encode() if what.startswith(HAS) else b""
        self.kept = what.removeprefix(KEPT).encode() if what.startswith(KEPT) else b""
        """The function of which somebody keeps what it gives."""
        is_by_name = not (self._of_errors or self._member or self.kept)
        globs = _globs_of(role, what) if role is not None else (what,) if is_by_name else ()
        giving = (last_name(base) for base in GIVEN.get(what.removeprefix(HAS), ()))
        self._named = looks_like((*globs, *giving))
        paths = role.paths if role is not None else ()
        self._paths = paths_like(paths) if paths else None

    def seeds(self, names: Iterable[str]) -> set[str]:
        """Those of some names that a class of the sort may have, or its base."""
        known = frozenset(names)
        named = {name for name in known if self._named(name)}
        return named | exceptions_among(known) if self._of_errors else named

    @property
    def by_place(self) -> bool:
        """Whether the file in which a class stands may say that it is of the sort."""
        return bool(self._member) or self._paths is not None

    def is_placed(self, look: Look) -> bool:
        """Whether all classes of a file may be of the sort."""
        if self._member:
            return look.has(self._member)
        return self._paths is not None and self._paths(f"/{look.path}")


def _globs_of(role: Role, what: str) -> tuple[str, ...]:
    """How classes with a role are called, their bases, those that are known by what they end in, and interfaces."""
    ends = listed(RECEIVERS[what.removeprefix(ROLE)]) if what.removeprefix(ROLE) in RECEIVERS else ()
    interfaces = (f"{name}{end}" for name in role.names for end in OPEN_ENDS)
    return (*role.names, *role.bases, *(f"*{end.capitalize()}" for end in ends), *interfaces)


def is_shown(what: str, roles: Mapping[str, Role]) -> bool:
    """Whether names and places tell who may have something, and not what stands in a class or what it keeps."""
    role = roles.get(what.removeprefix(ROLE))
    return what == _ERROR or not what.startswith(ROLE) or (role is not None and not role.holds)
