"""Marks the findings that hang on the project, as others are marked where their files are looked at."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Sequence
from functools import cache, lru_cache

from ..lang.languages import language_of
from ..lang.python.marks import TOP, WHOLE_FILE, Scopes, mark
from ..lang.python.module import Span
from ..lang.python.text import lines_of
from ..outcome import Finding, Mark, Outcome
from .map import FileResult

Place = tuple[str, int, int, int, int]


def mark_findings(
    outcome: Outcome,
    results: Iterable[FileResult],
    read: Callable[[str], bytes],
    earlier: Iterable[Finding] = (),
    unchanged: Container[str] = (),
) -> None:
    """Give every finding its mark; the files of findings that the join made or decided are read again.

    What an earlier run said of places in files that did not change since need not be found out again.
    """
    lines = {result.path: result.scopes for result in results}
    scopes = cache(lambda path: Scopes(lines.get(path, ())))
    known = {_place(finding): finding.mark for finding in earlier if finding.path in unchanged}
    lines_in = lru_cache(maxsize=1)(lambda path: lines_of(read(path)))  # the findings come file by file

    def marked(finding: Finding) -> Finding:
        if finding.mark.digest:
            return finding
        found = known.get(_place(finding))
        if found is None:
            span = (finding.line, finding.column, finding.end_line, finding.end_column)
            span = TOP if finding.mark.scope == WHOLE_FILE else span
            found = Mark(*_marked(finding.path, span, scopes(finding.path), lines_in(finding.path)))
        return finding._replace(mark=found._replace(measure=finding.mark.measure, role=finding.mark.role))

    outcome.findings = [marked(finding) for finding in outcome.findings]


def _marked(path: str, span: Span, scopes: Scopes, lines: Sequence[str]) -> tuple[str, str]:
    if language_of(path) is None:
        return mark(span, scopes, lines)
    from ..lang.unit import unit_mark  # few projects have cards about other languages

    return unit_mark(span, scopes, lines)


def _place(finding: Finding) -> Place:
    return (finding.path, finding.line, finding.column, finding.end_line, finding.end_column)
