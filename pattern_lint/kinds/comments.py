"""Comments: what they must say, and which must not be there.

A site is a comment, or a line of one that goes over several, without the sign before it: `# TODO: mend` says `TODO:
mend`. Expressions match it as a whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar, Literal, TypeAlias

from ..config.expressions import Expression
from ..lang.languages import PYTHON
from ..lang.python.commenting import comments_in, names_around
from ..lang.python.module import Module
from ..lang.unit import Unit
from ..query.values.plain import fits, misplaced
from ..query.values.values import Value
from ..query.wording import worded
from .kit import Rule
from .report import ModuleReport
from .unit_kind import Judged, UnitKind, UnitOptions, Wrong, looks_into, stands_by_names

_Language: TypeAlias = Literal["python", "typescript", "javascript", "shell", "markdown", "toml", "ini", "yaml"]
_SIGNS = "#!:/* \t"


class Options(UnitOptions, frozen=True, kw_only=True):
    """Which comments, and what holds of them."""

    language: _Language | tuple[_Language, ...] = "python"
    """The language of the files, or several. Example: `language = ["python", "typescript"]`"""
    matches: Expression = ""
    """Only comments that a regular expression matches as a whole. Example: `matches = "(TODO|FIXME)\\\\b.*"`"""
    not_matches: Expression = ""
    """No comments that a regular expression matches as a whole. Example: `not-matches = "noqa.*"`"""
    forbidden: bool = False
    """Whether they must not be there at all. Example: `forbidden = true`"""
    value: Value = Value()
    """What they must say. Example: `value = { matches = "TODO\\\\([A-Z]+-[0-9]+\\\\): .+" }`"""

    words: ClassVar[tuple[str, ...]] = ("comment",)

    def complaints(self) -> Iterator[tuple[str, str]]:
        """What is wrong with the options beside their types."""
        if not self.forbidden and self.value == Value():
            yield "matches", 'say what holds of them: `forbidden = true`, or `value = { matches = ".+" }`'
        yield from (("value", said) for said in misplaced(self.value))
        yield from super().complaints()


class Kind(UnitKind[Options]):
    """A site is a comment."""

    languages = frozenset({PYTHON, "typescript", "javascript", "shell", "markdown", "toml", "ini", "yaml"})

    @classmethod
    def reads(cls, options: Options) -> frozenset[str]:
        """The languages that a card names."""
        return frozenset((options.language,) if isinstance(options.language, str) else options.language)

    def judged(self, unit: Unit, rule: Rule[Options]) -> Iterator[Judged]:
        """The comments that a card is about."""
        for note in unit.comments():
            said = _said(note.text)
            if _is_meant(said, rule.options):
                span = (note.line, note.column, note.line, len(unit.lines[note.line - 1]) + 1)
                wrong = [Wrong(span, each, {"comment": said}) for each in _wrong(said, rule.options)]
                yield Judged(span, wrong)

    def module(self, module: Module, report: ModuleReport) -> object:
        """Those of Python; a file of which no line looks so is not taken apart."""
        for rule in self.rules:
            options = rule.options
            if PYTHON not in self.reads(options) or not looks_into(options, module.path):
                continue
            lines = module.lines if any(_may_be_meant(line, options) for line in module.lines) else ()
            for span, comment in comments_in(lines):
                said, around = _said(comment), names_around(module, span[0])
                if not _is_meant(said, options) or not stands_by_names(options, (module.path,), around):
                    continue
                wrong = list(_wrong(said, options))
                for each in wrong:
                    report.violates(rule, span, module.scope, worded(options.message, each, {"comment": said}))
                if not wrong:
                    report.conforms(rule, module.scope)
        return None


def _said(comment: str) -> str:
    return comment.lstrip(_SIGNS).rstrip()


def _is_meant(said: str, options: Options) -> bool:
    if options.matches and re.fullmatch(options.matches, said) is None:
        return False
    return not (options.not_matches and re.fullmatch(options.not_matches, said))


def _may_be_meant(line: str, options: Options) -> bool:
    """Whether a line may have a comment that is meant: one begins at one of its signs."""
    starts = (match.start() for match in re.finditer("#", line))
    return any(_is_meant(_said(line[start:]), options) for start in starts)


def _wrong(said: str, options: Options) -> Iterator[str]:
    if options.forbidden:
        yield f"the comment `{said}` is not to be here"
    elif not fits(options.value, said):
        yield f"the comment `{said}` does not say what it must"
