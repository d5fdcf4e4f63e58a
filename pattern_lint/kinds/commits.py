"""Commits since a revision: what they say, and which files they touch.

A site is a commit between the place where the branch left the revision that `--since` names and what is checked out;
without `--since` nothing is looked at. A commit stands in the files that it touches: `inside = ["path:migrations/**"]`
means commits that touch one of these. It is reported at a line of its message, under the path `.git/commit/<id>`, and
by that path a waiver of the configuration accepts it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import ClassVar, cast

from ..config.globs import matches_any
from ..lang.commit import CommitMessage
from ..lang.unit import Unit
from ..query.plain import fits, misplaced
from ..query.values import Value
from .kit import Rule
from .unit_kind import Judged, UnitKind, UnitOptions, Wrong


class Options(UnitOptions, frozen=True, kw_only=True):
    """What holds of commits."""

    merges: bool = False
    """Whether commits that merge branches count, too. Example: `merges = true`"""
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

    words: ClassVar[tuple[str, ...]] = ("commit", "subject", "author", "files")

    def complaints(self) -> Iterator[tuple[str, str]]:
        for name, value in (("subject", self.subject), ("body", self.body), ("author", self.author)):
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
        }
        first = commit.line_span(1)
        yield Judged(first, [Wrong(first, said, words) for said in _wrong(commit, rule.options, words)])


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
