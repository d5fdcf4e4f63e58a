"""What the classes of the project end of what they keep, as the kind `pairs` tells of each file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from ..config.globs import looks_like
from ..knowledge.words import listed

if TYPE_CHECKING:
    from .project import Project

_SILENT = frozenset({"builtins", "abc", "typing", "typing_extensions"})
"""Packages whose bases end nothing."""
LATER = ""
"""Stands for whichever method does what others have put off."""
_OWN_LOOP = "each of self."
"""How keys begin of what a loop through a collection of the own object ends."""
OF_APPS, ANYTHING = "", "*"
"""Stand for no class, which is where modules tell what they end that an application keeps, and for all of that."""


class Endings:
    """Tells whether a class, a base or an heir ends what is begun for it."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._ended: dict[tuple[str, str], set[str]] = {}
        self._by_method: dict[tuple[str, str], set[str]] = {}
        self._of_apps: dict[str, set[str]] = {}
        for fact in project.files.values():
            stored: Any = fact["kinds"].get("pairs") or {}
            for code, by_class in stored.items():
                self._of_apps.setdefault(code, set()).update(by_class.get(OF_APPS, ()))
                for name, ended in by_class.items():
                    cls = f"{fact['name']}.{name}"
                    if not isinstance(ended, dict):
                        self._ended.setdefault((code, cls), set()).update(ended)
                        continue
                    for method, keys in ended.items():
                        self._by_method.setdefault((code, f"{cls}.{method}"), set()).update(keys)

    def ends(self, cls: str, code: str, key: str, silent: Sequence[str] = ()) -> bool | None:
        """Whether one of them ends what a card knows by a key; what bases of others do is not known, but for those that
        the card names, and takes to end nothing."""
        family = self._family(cls)
        if any(key in self._ended.get((code, member), ()) for member in (*family, *self._beside(cls))):
            return True
        return self._unless_unseen(family, silent)

    def ends_for_app(self, slot: str, code: str) -> bool:
        """Whether a module ends, or may end, what an application keeps under a name."""
        return not self._of_apps.get(code, set()).isdisjoint((slot, ANYTHING))

    def ends_all(
        self, cls: str, code: str, alternatives: Sequence[Sequence[str]], tear_down: tuple[str, ...]
    ) -> bool | None:
        """Whether methods that take down a class, a base or an heir, or what these call, end all of a row of keys."""
        family = self._family(cls)
        ended = set[str]().union(
            *(self._by_method.get((code, each), ()) for each in self._taking_down(family, tear_down)),
            *(self._by_method.get((code, f"{member}.{LATER}"), ()) for member in family),
        )
        if "*" in ended or any(ended.issuperset(row) for row in alternatives):
            return True
        return None if "?" in ended or self._may_be_others(ended, family) else self._unless_unseen(family)

    def _may_be_others(self, ended: set[str], family: Sequence[str]) -> bool:
        """Whether a loop goes through what several classes of a family set, each to something else."""
        looped = {key.removeprefix(_OWN_LOOP).partition(" ")[0] for key in ended if key.startswith(_OWN_LOOP)}
        known = [self._project.definitions.classes.get(each) for each in family] if looped else []
        set_by = [name for fact in known if fact is not None for name in looped.intersection(fact.attributes)]
        return len(set_by) > len(set(set_by))

    def _family(self, cls: str) -> tuple[str, ...]:
        return (*self._project.resolver.linear(cls), *self._project.heirs_of(cls))

    def _beside(self, cls: str) -> Iterator[str]:
        """The classes from which heirs derive as well: an object that is put together of several is one object."""
        for heir in self._project.heirs_of(cls):
            yield from self._project.resolver.linear(heir)

    def _taking_down(self, family: Sequence[str], tear_down: tuple[str, ...]) -> set[str]:
        """The methods of a family that take it down, and those that these call; of each name, those of all members."""
        classes, takes_down = self._project.definitions.classes, looks_like(tear_down)
        methods = {member: classes[member].methods for member in family if member in classes}
        pending = [name for own in methods.values() for name in own if takes_down(name)]
        seen = set(pending)
        while pending:
            name = pending.pop()
            for member in (member for member, own in methods.items() if name in own):
                for _, callee in self._project.calls.callees(f"{member}.{name}"):
                    owner, _, called = callee.rpartition(".")
                    if owner in methods and called not in seen:
                        seen.add(called)
                        pending.append(called)
        return {f"{member}.{name}" for member, own in methods.items() for name in seen.intersection(own)}

    def _unless_unseen(self, family: Sequence[str], silent: Sequence[str] = ()) -> bool | None:
        unseen = [member for member in family if member not in self._project.definitions.classes]
        if silent:
            is_named = self._project.descent.meant(silent).has
            unseen = [member for member in unseen if not is_named(member)]
        handling = listed("event-handler-bases")
        plain = (each.partition(".")[0] in _SILENT or each.rpartition(".")[2] in handling for each in unseen)
        return False if all(plain) else None
