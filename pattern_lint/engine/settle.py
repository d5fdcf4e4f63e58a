"""The end of the join: every site gets its verdict, and those that violate become findings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any

from ..kinds.report import Count, Violation, together
from ..outcome import LEVELS, Finding, Level, Mark, Outcome, Related, Tallies, Tally, Waived
from .decisions import Conditions, Decisions
from .plan import Plan, Planned
from .policy import Zone
from .tool_reports import ToolReports
from .waivers import Comments, UnusedCode, Waiver


class Settlement:
    """Gives every site of a run its verdict; counts, findings and what was waived go to the outcome."""

    def __init__(self, plan: Plan, decisions: Decisions, outcome: Outcome) -> None:
        self._plan = plan
        self._policy = plan.policy
        self._decisions = decisions
        self._outcome = outcome
        self._reports = ToolReports(plan)
        self._violations: list[Violation] = []
        self._findings: dict[str, list[Finding]] = {}
        self._kept: list[Finding] = []
        self._speaking: dict[tuple[str, tuple[str, ...]], bool] = {}

    def add(self, violations: Iterable[tuple[Any, ...]], counts: Mapping[Count, int]) -> None:
        """Take sites in, without those whose condition does not hold."""
        made = map(Violation._make, violations)
        self._violations += [each for each in made if self._counts(each.code, each.path, each.when)]
        tallies, counting, roles = self._outcome.tallies, self._counts, self._decisions.roles
        for (code, verdict, path, owner, when), number in counts.items():
            if counting(code, path, when):
                _add(tallies, (code, roles(owner, path), path), verdict, number)

    def settle(self, comments: Mapping[str, Sequence[Waiver]]) -> None:
        """Decide about the sites that violate."""
        for violation in together(self._violations):
            self._violates(violation)
        self._violations.clear()  # they are findings now
        for path in sorted({*self._findings, *comments}):
            self._decide(path, comments.get(path, ()))
        self._accept_at_causes({**self._decisions.comments, **comments})
        for finding in self._kept:
            _add(self._outcome.tallies, (finding.code, finding.mark.role, finding.path), "violates")
        self._outcome.findings += self._kept

    def _counts(self, code: str, path: str, when: Conditions) -> bool:
        zone = self._policy.zone(path)
        key = (code, zone.key)
        speaks = self._speaking[key] if key in self._speaking else self._speaks(key, zone)
        return speaks and (zone.counting is None or code in zone.counting) and (not when or self._decisions.holds(when))

    def _speaks(self, key: tuple[str, tuple[str, ...]], zone: Zone) -> bool:
        """Whether the project shows what a card needs in a zone."""
        code, _ = key
        planned = self._plan.in_zone(self._plan.by_code[code], zone)
        needs = tuple(("sign", sign, ()) for sign in planned.rule.options.needs)
        self._speaking[key] = not needs or self._decisions.holds(needs)
        return self._speaking[key]

    def _violates(self, violation: Violation) -> None:
        role = self._decisions.roles(violation.owner, violation.path)
        finding = _finding(self._plan.by_code[violation.code], violation, role)
        if violation.code in self._policy.zone(violation.path).ignored:
            _add(self._outcome.tallies, (violation.code, role, violation.path), "waived")
            self._outcome.waived.append(Waived(finding, "configuration"))
            return
        self._findings.setdefault(violation.path, []).append(finding)

    def _decide(self, path: str, waivers: Sequence[Waiver]) -> None:
        """Tell a file's findings apart by its comments."""
        comments = Comments(waivers, self._equivalents)
        applied = comments.apply(self._findings.get(path, ()), self._reports.judged(path))
        self._kept += applied.kept
        for finding, waiver in applied.waived:
            is_foreign = not waiver.names(finding.code)
            self._waive(Waived(finding, "comment", waiver.reason, by_equivalent=is_foreign))
        for unused in applied.unused:
            naming = self._naming_comment(path, unused)
            if not any(found.is_chain and _reaches(unused.waiver, path, found.related[-1]) for found in naming):
                reported = [(found.path, found.span[0]) for found in naming]
                self._outcome.findings += self._reports.unused(path, unused, comments, reported)

    def _accept_at_causes(self, waivers: Mapping[str, Sequence[Waiver]]) -> None:
        """Take out the findings whose cause a comment accepts that names their card: it speaks for all ways there."""
        comments: dict[str, Comments] = {}
        kept = []
        for finding in self._kept:
            cause = finding.cause
            accepting = None
            if cause is not None and waivers.get(cause.path):
                at_cause = comments.setdefault(cause.path, Comments(waivers[cause.path], self._equivalents))
                accepting = at_cause.naming(finding.code, cause.line)
            if accepting is None:
                kept.append(finding)
            else:
                self._waive(Waived(finding, "comment", accepting.reason, at_cause=True))
        self._kept = kept

    def _waive(self, waived: Waived) -> None:
        finding = waived.finding
        _add(self._outcome.tallies, (finding.code, finding.mark.role, finding.path), "waived")
        self._outcome.waived.append(waived)

    def _equivalents(self, code: str) -> tuple[str, ...]:
        return self._plan.by_code[code].equivalents if code in self._plan.by_code else ()

    def _naming_comment(self, path: str, unused: UnusedCode) -> list[Violation]:
        """The violations that name a comment's place, as their cause or on the way to it."""
        reach = range(unused.waiver.first, unused.waiver.last + 1)
        places = [place for place in self._naming if place[0] == path] if unused.waiver.whole_file else []
        naming = {
            id(found): found
            for place in places or [(path, line) for line in reach]
            for found in self._naming.get(place, ())
        }
        return [
            found
            for found in naming.values()
            if found.code.startswith(unused.code) and self._counts(found.code, found.path, found.when)
        ]

    @cached_property
    def _naming(self) -> dict[tuple[str, int], list[Violation]]:
        """The violations of the join that name a place on the way to what they are about."""
        named: dict[tuple[str, int], list[Violation]] = {}
        for found in self._decisions.sites.violations:
            for place, line, _ in found.related:
                named.setdefault((place, line), []).append(found)
        return named


def _add(tallies: Tallies, key: tuple[str, str, str], verdict: str, count: int = 1) -> None:
    tally = tallies.get(key)
    if tally is None:
        tally = tallies[key] = Tally()
    setattr(tally, verdict, getattr(tally, verdict) + count)


def _reaches(waiver: Waiver, path: str, place: tuple[str, int, str]) -> bool:
    """Whether a place is within the reach of a comment of a file."""
    return place[0] == path and (waiver.whole_file or waiver.first <= place[1] <= waiver.last)


def _finding(planned: Planned, violation: Violation, role: str) -> Finding:
    related = tuple(Related(*place) for place in violation.related)
    return Finding(
        violation.path,
        *violation.span,
        planned.rule.code,
        planned.rule.name,
        lowered(planned.level) if violation.lower else planned.level,
        violation.message,
        planned.patterns,
        planned.fix,
        violation.is_chain,
        related,
        Mark(violation.scope, violation.digest, violation.measure, role),
    )


def lowered(level: Level) -> Level:
    """The level below a level; nothing is below info."""
    return LEVELS[min(LEVELS.index(level) + 1, len(LEVELS) - 1)]
