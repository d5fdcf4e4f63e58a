"""Commits since a revision: what they say, and which files they touch.

A site is a commit between the place where the branch left the revision that `--since` names and what is checked out;
without `--since` nothing is looked at. A commit stands in the files that it touches: `inside = ["path:migrations/**"]`
means commits that touch one of these. It is reported at a line of its message, under the path `.git/commit/<id>`, or at
the file that a card speaks of, and by that path a waiver of the configuration accepts it.
"""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator, Mapping
from typing import ClassVar, cast

from ..config.globs import matches_any
from ..lang.commit import CommitMessage, Shown
from ..lang.diff import Change, Version
from ..lang.languages import language_of
from ..lang.python.asserted import Tested, lost, tested
from ..lang.python.paths import Category
from ..lang.sorts import sort_of
from ..lang.unit import Unit
from ..query.values.plain import fits, misplaced
from ..query.values.values import Value
from .kit import Rule
from .unit_kind import Judged, UnitKind, UnitOptions, Wrong


class Options(UnitOptions, frozen=True, kw_only=True):
    """What holds of commits."""

    merges: bool = False
    """Whether commits that merge branches count, too. Example: `merges = true`"""
    with_subject: Value | None = None
    """Only commits whose first line is so. Example: `with-subject = { matches = "(?i).*\\bfix.*" }`"""
    changing: tuple[Category, ...] = ()
    """Only commits that change code of one of these sorts, and more of it than comments; they are reported at the first
    such file. Example: `changing = ["production"]`"""
    subject: Value | None = None
    """What the first line must be. Example: `subject = { matches = "(feat|fix|docs)(\\\\(.+\\\\))?: .+" }`"""
    longest_subject: int | None = None
    """How many letters the first line may have. Example: `longest-subject = 72`"""
    body: Value | None = None
    """What the lines below the first must be. Example: `body = { given = true }`"""
    author: Value | None = None
    """What the author must be called. Example: `author = { not-one-of = ["root"] }`"""
    most_files: int | None = None
    """How many files it may touch. Example: `most-files = 40`"""
    along_with: tuple[str, ...] = ()
    """Globs of files of which it must touch one, too. Example: `along-with = ["CHANGELOG.md", "changes/*"]`"""

    along_with_sorts: tuple[Category, ...] = ()
    """Sorts of code of which it must add or change a file, too. Example: `along-with-sorts = ["test"]`"""
    keeps_assertions: bool = False
    """Whether it must leave the assertions of tests as they are; each is reported where it was changed.
    Example: `keeps-assertions = true`"""

    words: ClassVar[tuple[str, ...]] = ("commit", "subject", "author", "files", "assertion")

    def complaints(self) -> Iterator[tuple[str, str]]:
        values = {"with-subject": self.with_subject, "subject": self.subject, "body": self.body, "author": self.author}
        for name, value in values.items():
            yield from ((name, said) for said in misplaced(value))
        yield from super().complaints()


class Kind(UnitKind[Options]):
    """A site is a commit."""

    languages = frozenset({"commit"})

    def judged(self, unit: Unit, rule: Rule[Options]) -> Iterator[Judged]:
        commit = cast("CommitMessage", unit)
        if commit.is_merge and not rule.options.merges:
            return
        words = {
            "commit": commit.path.rpartition("/")[2],
            "subject": commit.subject,
            "author": commit.author,
            "files": str(len(commit.files)),
            "assertion": "",
        }
        options = rule.options
        if options.with_subject is not None and not fits(options.with_subject, commit.subject or None):
            return
        place = commit.line_span(1)
        shown = Shown("", place, "")
        if options.changing:
            first = next((each for each in commit.changes if _is_changed(each, options.changing)), None)
            version = first.after or first.before if first is not None else None
            if first is None or version is None:
                return
            shown = commit.shown(version, 1, before=first.after is None)
        wrong = [Wrong(shown.span, said, words, shown.path, shown.text) for said in _wrong(commit, options, words)]
        changed = _changed_assertions(commit, words) if options.keeps_assertions else ()
        yield Judged(place, [*wrong, *changed])


def _is_changed(change: Change, sorts: Collection[Category]) -> bool:
    """Whether a change is one of code of some sorts, and not of its form alone."""
    if sort_of(change.path) not in sorts:
        return False
    old, new = change.before, change.after
    is_edited = old is not None and new is not None and old.text is not None and new.text is not None
    if not is_edited or old is None or new is None or not change.path.endswith(".py"):
        return True
    return _meaning(old.text or "") != _meaning(new.text or "")


def _meaning(text: str) -> str:
    """What a module does, without its comments, its documentation and its form; itself where it cannot be read."""
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError, RecursionError):
        return text
    for node in ast.walk(tree):
        body = getattr(node, "body", None)
        if (
            isinstance(body, list)
            and body
            and isinstance(body[0], ast.Expr)
            and isinstance(body[0].value, ast.Constant)
        ):
            body[0] = ast.Pass()
    return ast.dump(tree)


def _changed_assertions(commit: CommitMessage, words: Mapping[str, str]) -> Iterator[Wrong]:
    """The assertions of tests that are not what they were; a test may move to another file."""
    sides = [(each.before, each.after) for each in commit.changes]
    tests = [(old, new) for old, new in sides if any(each and sort_of(each.path) == "test" for each in (old, new))]
    moved = {name: each for old, new in tests if old is None and new is not None for name, each in _tested(new).items()}
    for old, new in tests:
        if old is None or old.text is None:
            continue
        after = _told(new) if new is not None else {}
        for lost_one in lost(_tested(old), {**moved, **after}) if after is not None else ():
            version = old if new is None or lost_one.was else new
            line = min(lost_one.line, len((version.text or "").split("\n")))
            shown = commit.shown(version, line, before=lost_one.was)
            said = f"this commit fixes something and changes the assertion `{lost_one.said}`"
            path = new.path if new is not None and shown.path == old.path else shown.path
            yield Wrong(shown.span, said, {**words, "assertion": lost_one.said}, path, shown.text)


def _tested(version: Version) -> dict[str, Tested]:
    return _told(version) or {}


def _told(version: Version) -> dict[str, Tested] | None:
    """The tests of a file with their assertions; None where it cannot be read."""
    if version.path.endswith(".py"):
        return tested(version.text or "")
    if language_of(version.path) not in ("typescript", "javascript"):
        return {}
    from ..lang import script_assertions

    return script_assertions.tested(version.path, version.text or "")


def _wrong(commit: CommitMessage, options: Options, words: Mapping[str, str]) -> Iterator[str]:
    """What is wrong with a commit."""
    if options.subject is not None and not fits(options.subject, commit.subject or None):
        yield f"the subject of this commit is not as it should be: {commit.subject}"
    if options.longest_subject is not None and len(commit.subject) > options.longest_subject:
        yield f"the subject of this commit has {len(commit.subject)} letters; {options.longest_subject} are enough"
    if options.body is not None and not fits(options.body, commit.body or None):
        yield "the text of this commit is not as it should be" if commit.body else "this commit says no more"
    if options.author is not None and not fits(options.author, commit.author or None):
        yield f"{commit.author or 'nobody'} is not to commit here"
    if options.most_files is not None and len(commit.files) > options.most_files:
        yield f"this commit touches {words['files']} files; {options.most_files} are enough"
    if options.along_with and not any(matches_any(options.along_with, path) for path in commit.files):
        yield f"this commit touches none of {', '.join(options.along_with)}"
    if options.along_with_sorts and not any(
        each.after is not None and sort_of(each.path) in options.along_with_sorts for each in commit.changes
    ):
        yield f"this commit changes no {' or '.join(options.along_with_sorts)} file"
