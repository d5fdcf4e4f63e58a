"""The public names of modules that a branch takes away."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from typing import NamedTuple

from .diff import Change, Version
from .python.public import Surface, importable_as, is_private, starred, surface

_FORMS = tuple(f"{folder}{{}}{ending}" for folder in ("", "src/", "lib/") for ending in (".py", "/__init__.py"))
"""The paths that a module may have."""


class Kept(NamedTuple):
    """A module with public names: where it is or was, and which of them it has lost."""

    version: Version
    is_gone: bool
    lost: Sequence[str] | None
    """None where it cannot be told."""


def kept_names(changes: Sequence[Change], today: Callable[[str], str | None]) -> Iterator[Kept]:
    """What has become of the public names of each changed module; `today` has the files that nobody changed."""
    before = _Side((each.before for each in changes), today)
    after = _Side((each.after for each in changes), today)
    before.unknown = after.changed.keys() - before.changed.keys()
    for name, old in before.changed.items():
        offered = frozenset[str]() if is_private(old.path) else before.offered(name)
        new = after.version(name)
        if offered and new is None:
            yield Kept(old, True, sorted(offered))
        elif offered and new is not None:
            found = after.importable(name)
            gone = None if found is None else (each for each in offered - found if not after.version(f"{name}.{each}"))
            yield Kept(new, False, None if gone is None else sorted(gone))


class _Side:
    """The modules of a project before or after a change, by the names under which they are imported."""

    def __init__(self, versions: Iterable[Version | None], today: Callable[[str], str | None]) -> None:
        files = (each for each in versions if each is not None and each.path.endswith(".py"))
        self.changed = {importable_as(each.path): each for each in files}
        self.unknown: Collection[str] = ()
        """Modules that the other side alone has."""
        self._today = today

    def version(self, name: str) -> Version | None:
        """A module; None where there is none, or none that is known."""
        name = name.removeprefix("src.").removeprefix("lib.")
        if name in self.changed or name in self.unknown:
            return self.changed.get(name)
        paths = (form.format(name.replace(".", "/")) for form in _FORMS)
        return next((Version(path, text) for path in paths if (text := self._today(path)) is not None), None)

    def surface(self, name: str) -> Surface | None:
        """What a module offers; None where it is not there or cannot be read."""
        version = self.version(name)
        return surface(version.path, version.text) if version is not None and version.text is not None else None

    def offered(self, name: str) -> frozenset[str]:
        """The public names of a module, as far as they can be told."""
        found = self.surface(name)
        if found is None or not found.hands_on:
            return found.public if found is not None else frozenset()
        return found.public | starred(found.stars, self.surface)[0]

    def importable(self, name: str) -> frozenset[str] | None:
        """All names that an import finds in a module; None where they cannot be told."""
        found = self.surface(name)
        if found is None or found.is_open:
            return None
        taken, is_all = starred(found.stars, self.surface)
        return found.importable | taken if is_all else None
