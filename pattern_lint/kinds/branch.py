"""What a branch changes since a revision: files, the tables of ORM models, and the public names of modules.

A site is a file that was there and that the branch edits or deletes, a table whose columns it changes, or a changed
module that had public names, between the place where the branch left the revision that `--since` names and what is
there now; without `--since` nothing is looked at. A file that only has another name is not changed. It is reported
where the file is, or was; a waiver of the configuration accepts it by that path.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import ClassVar, Literal, cast

from ..config.globs import fnmatchcase, matches_any
from ..lang.commit import BranchChanges
from ..lang.diff import Change, Version
from ..lang.lost_names import kept_names
from ..lang.python.paths import Category
from ..lang.python.tables import Table, tables
from ..lang.sorts import sort_of
from ..lang.unit import Unit
from .kit import Rule
from .unit_kind import Judged, UnitKind, UnitOptions, Wrong

_MOST_NAMES = 5


class Options(UnitOptions, frozen=True, kw_only=True):
    """What is changed, and what holds of it."""

    of: Literal["file", "table", "public-names"] = "file"
    """What a site is. Public names of a module are those in its `__all__`, or else what it defines without an
    underscore in front, and what a package imports for others; they are gone when an import finds them no longer.
    Example: `of = "table"`"""
    but: tuple[str, ...] = ()
    """Public names that may go. Example: `but = ["main", "fake_*"]`"""
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
        if options.of == "public-names":
            yield from _of_names(branch, options)
            return
        own = [change for change in branch.changes if _is_about(change.path, options)]
        added = {sort_of(change.path) for change in branch.changes if change.before is None}
        is_kept = bool(options.with_new) and not added.isdisjoint(options.with_new)
        found = _of_files(branch.changes, options) if options.of == "file" else _of_tables(own)
        for version, line, name, how in found:
            shown = branch.shown(version, line, before=how == "deleted")
            words = {"name": name, "how": how, "path": version.path}
            said = f"{name} is {how}" + (f" without a new {' or '.join(options.with_new)}" if options.with_new else "")
            wrong = Wrong(shown.span, said, words, shown.path, shown.text)
            yield Judged(branch.line_span(1), [] if is_kept else [wrong])


def _is_about(path: str, options: Options) -> bool:
    """Whether a card is about a file."""
    globs = tuple(place.partition(":")[2] for place in options.inside if place.startswith("path:"))
    return sort_of(path) in options.sorts and (not globs or matches_any(globs, path))


def _of_names(branch: BranchChanges, options: Options) -> Iterator[Judged]:
    """The changed modules that had public names, with those that can be imported from them no longer."""
    for version, is_gone, names in kept_names(branch.changes, branch.today):
        if not _is_about(version.path, options):
            continue
        lost = [each for each in names or () if not any(fnmatchcase(each, one) for one in options.but)]
        shown = branch.shown(version, 1, before=is_gone)
        words = {"name": _listed(lost), "how": "gone", "path": version.path}
        said = f"what {version.path} had for others is gone: {words['name']}"
        wrong = [Wrong(shown.span, said, words, shown.path, shown.text)] if lost else []
        yield Judged(branch.line_span(1), wrong, "unknown" if names is None else "known")


def _listed(names: Sequence[str]) -> str:
    """Names in a sentence: the first few, and how many there are besides."""
    more = len(names) - _MOST_NAMES
    return ", ".join(names[:_MOST_NAMES]) + (f" and {more} more" if more > 0 else "")


def _of_files(changes: Sequence[Change], options: Options) -> Iterator[tuple[Version, int, str, str]]:
    """The files that were there and are not what they were; one of another name that says something else is another.

    One that went to where such files do not lie is gone.
    """
    for old, new in changes:
        if old is None or not _is_about(old.path, options):
            continue
        if new is not None and old.text == new.text and _is_about(new.path, options):
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
