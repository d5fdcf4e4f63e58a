"""What a branch changes since a revision: files, and the tables of ORM models.

A site is a file that was there and that the branch edits or deletes, or a table whose columns it changes, between the
place where the branch left the revision that `--since` names and what is there now; without `--since` nothing is looked
at. A file that only has another name is not changed. It is reported where the file is, or was; a waiver of the
configuration accepts it by that path.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar, Literal, cast

from ..config.globs import matches_any
from ..lang.commit import BranchChanges
from ..lang.diff import Change, Version
from ..lang.python.paths import Category
from ..lang.python.tables import Table, tables
from ..lang.sorts import sort_of
from ..lang.unit import Unit
from .kit import Rule
from .unit_kind import Judged, UnitKind, UnitOptions, Wrong


class Options(UnitOptions, frozen=True, kw_only=True):
    """What is changed, and what holds of it."""

    of: Literal["file", "table"] = "file"
    """What a site is. Example: `of = "table"`"""
    sorts: tuple[Category, ...] = ("production",)
    """The sorts of files that count. Example: `sorts = ["migration"]`"""
    forbidden: bool = False
    """Whether it must not be changed at all. Example: `forbidden = true`"""
    with_new: tuple[Category, ...] = ()
    """Sorts of files of which the branch must add one, too. Example: `with-new = ["migration"]`"""

    words: ClassVar[tuple[str, ...]] = ("name", "how", "path")

    def complaints(self) -> Iterator[tuple[str, str]]:
        if not self.forbidden and not self.with_new:
            yield "of", 'say what holds of it: `forbidden = true`, or `with-new = ["migration"]`'
        yield from super().complaints()


class Kind(UnitKind[Options]):
    """A site is a changed file or a changed table."""

    languages = frozenset({"branch"})

    def judged(self, unit: Unit, rule: Rule[Options]) -> Iterator[Judged]:
        branch, options = cast("BranchChanges", unit), rule.options
        globs = tuple(place.partition(":")[2] for place in options.inside if place.startswith("path:"))
        changes = [change for change in branch.changes if not globs or matches_any(globs, change.path)]
        own = [change for change in changes if sort_of(change.path) in options.sorts]
        added = {sort_of(change.path) for change in branch.changes if change.before is None}
        is_kept = bool(options.with_new) and not added.isdisjoint(options.with_new)
        for version, line, name, how in _of_files(own) if options.of == "file" else _of_tables(own):
            shown = branch.shown(version, line, before=how == "deleted")
            words = {"name": name, "how": how, "path": version.path}
            said = f"{name} is {how}" + (f" without a new {' or '.join(options.with_new)}" if options.with_new else "")
            wrong = Wrong(shown.span, said, words, shown.path, shown.text)
            yield Judged(branch.line_span(1), [] if is_kept else [wrong])


def _of_files(changes: list[Change]) -> Iterator[tuple[Version, int, str, str]]:
    """The files that were there and are not what they were; one of another name that says something else is another."""
    for old, new in changes:
        if old is None or (new is not None and old.text == new.text):
            continue
        if new is not None and new.path == old.path:
            yield new, 1, new.path, "edited"
        else:
            yield old, 1, old.path, "deleted"


def _of_tables(changes: list[Change]) -> Iterator[tuple[Version, int, str, str]]:
    """The tables that the database would have to have otherwise, wherever their classes are now."""
    before, after = _tables(change.before for change in changes), _tables(change.after for change in changes)
    for name, (version, table) in after.items():
        old = before.get(name) or _by_class(before, table)
        if old is None or old[1].seen != table.seen:
            yield version, table.line, table.name, "new" if old is None else "changed"
    known = {table.name for _, table in after.values()}
    for name, (version, table) in before.items():
        if name not in after and table.name not in known:
            yield version, table.line, table.name, "deleted"


def _tables(versions: Iterator[Version | None]) -> dict[str, tuple[Version, Table]]:
    found: dict[str, tuple[Version, Table]] = {}
    for version in versions:
        if version is not None and version.text and version.path.endswith(".py"):
            found |= {name: (version, table) for name, table in tables(version.path, version.text).items()}
    return found


def _by_class(known: dict[str, tuple[Version, Table]], table: Table) -> tuple[Version, Table] | None:
    return next((each for each in known.values() if each[1].name == table.name), None)
