"""The work on one file in another language than Python: read it, check it, find out what its comments accept."""

from __future__ import annotations

from collections.abc import Collection
from functools import partial
from typing import Any

from ..kinds import check_class
from ..kinds.kit import Rule
from ..kinds.report import Sites, UnitReport, Violation
from ..lang.beside import Beside
from ..lang.languages import PYTHON, read_unit
from ..lang.python.marks import TOP, WHOLE_FILE
from ..lang.unit import Unit, unit_mark
from ..project.test_settings import SETTINGS, settings_in
from ..tool_findings import UNREADABLE
from .crashes import one_by_one
from .map import FileResult, not_looked_at
from .plan import Plan
from .waivers import Lexed, Waiver, mentions_waivers, waivers_of


def check_other(plan: Plan, path: str, label: str, source: bytes) -> FileResult:
    """Read one file and look at it."""
    try:
        unit = read_unit(path, label, source)
        unit.beside = Beside(plan.root, path, plan.texts)
        unit.reported = partial(reported, plan)
        return check_unit(plan, unit)
    except Exception as error:  # whatever is wrong with the tool must not stop the other files
        return not_looked_at(path, error)


def check_unit(plan: Plan, unit: Unit) -> FileResult:
    """Look at one file, or at what is like one."""
    path, waivers = unit.path, tuple(map(tuple, waivers_in(unit)))
    sites = Sites()
    settings = settings_in(unit)
    told: dict[str, object] = {SETTINGS: settings} if settings is not None else {}
    faults: list[tuple[str, str, str]] = []
    checks = plan.checks(unit.category, path, unit.language)
    for kind, check in checks:
        local = Sites()
        try:
            collected = check.unit(unit, UnitReport(unit, local))
            told |= {kind: collected} if collected is not None else {}
        except Exception:  # noqa: PAT139 -- running each card alone tells whose error it is
            local, crashed, _ = one_by_one(check.rules, path, partial(_look, kind, unit))
            faults += crashed
        sites.add(local)
    violations: list[tuple[Any, ...]] = [tuple(_marked(violation, unit)) for violation in sites.violations]
    notes = tuple(unit.notes)
    looks_beside = unit.beside is not None and unit.beside.was_asked
    return FileResult(
        path,
        None,
        violations,
        sites.counts,
        waivers,
        None,
        tuple(faults),
        unit.scopes if checks or told else (),
        notes,
        looks_beside,
        told or None,
    )


def reported(plan: Plan, cards: Collection[str], path: str, text: str) -> Collection[str] | None:
    """Which of some cards report something in a text."""
    from .examine import examine

    rules = [rule for rule in plan.named(tuple(sorted(cards))) if PYTHON in rule.reads]
    outcome = examine(rules, {path: text}, plan.load_words())
    is_read = not any(finding.code == UNREADABLE.code for finding in outcome.findings)
    if not rules or not is_read or outcome.faults:
        return None
    return {name for found in outcome.findings for name in (found.code, found.name)}


def waivers_in(unit: Unit) -> list[Waiver]:
    """The comments that accept findings."""
    if not mentions_waivers(unit.text):
        return []
    comments = list(unit.comments())
    lasts = {comment.line: unit.last_line(comment) for comment in comments}
    return [waiver._replace(last=lasts.get(waiver.line, waiver.line)) for waiver in waivers_of(Lexed(comments))]


def _look(kind: str, unit: Unit, rule: Rule[Any], sites: Sites) -> None:
    check_class(kind)([rule]).unit(unit, UnitReport(unit, sites))


def _marked(violation: Violation, unit: Unit) -> Violation:
    if violation.path != unit.path:
        return violation
    span = TOP if violation.scope == WHOLE_FILE else violation.span
    scope, digest = unit_mark(span, unit.named, unit.lines)
    return violation._replace(scope=scope, digest=digest)
