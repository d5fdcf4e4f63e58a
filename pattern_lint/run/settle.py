"""The end of the join: every site gets its verdict, and those that violate become findings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property

from ..checks.report import Sites, Violation
from ..outcome import LEVELS, Finding, Level, Mark, Outcome, Related, Tally, Waived
from ..waivers import Comments, UnusedCode, Waiver
from .decisions import Conditions, Decisions
from .plan import Plan, Planned
from .policy import Zone
from .tool_reports import ToolReports


class Settlement:
    """Gives every site of a run its verdict; counts, findings and what was waived go to the outcome."""

    def __init__(self, plan: Plan, decisions: Decisions, outcome: Outcome) -> None:
        self._plan = plan
        self._policy = plan.policy
        self._decisions = decisions
        self._outcome = outcome
        self._reports = ToolReports(plan)
        self._findings: dict[str, list[Finding]] = {}
        self._needed: dict[tuple[str, tuple[str, ...]], Conditions] = {}

    def settle(self, sites: Sites, comments: Mapping[str, Sequence[Waiver]]) -> None:
        """Drop the sites whose condition does not hold, and decide about all others."""
        counts, roles, count = self._counts, self._decisions.roles, self._count
        for (code, verdict, path, owner, when), number in sites.counts.items():
            if counts(code, path, when):
                count(code, roles(owner, path), path, verdict, number)
        for violation in sites.violations:
            if self._counts(violation.code, violation.path, violation.when):
                self._violates(violation)
        for path in sorted({*self._findings, *comments}):
            self._decide(path, comments.get(path, ()))

    def _counts(self, code: str, path: str, when: Conditions) -> bool:
        zone = self._policy.zone(path)
        when = (*self._needs(code, zone), *when)
        return (zone.counting is None or code in zone.counting) and (not when or self._decisions.holds(when))

    def _needs(self, code: str, zone: Zone) -> Conditions:
        """The conditions that hold for all sites of a card: what the project must show."""
        key = (code, zone.key)
        if key not in self._needed:
            planned = self._plan.in_zone(self._plan.by_code[code], zone)
            self._needed[key] = tuple(("sign", sign, ()) for sign in planned.rule.options.needs)
        return self._needed[key]

    def _count(self, code: str, role: str, path: str, verdict: str, count: int = 1) -> None:
        tallies, key = self._outcome.tallies, (code, role, path)
        tally = tallies.get(key)
        if tally is None:
            tally = tallies[key] = Tally()
        setattr(tally, verdict, getattr(tally, verdict) + count)

    def _violates(self, violation: Violation) -> None:
        role = self._decisions.roles(violation.owner, violation.path)
        finding = _finding(self._plan.by_code[violation.code], violation, role)
        if violation.code in self._policy.zone(violation.path).ignored:
            self._count(violation.code, role, violation.path, "waived")
            self._outcome.waived.append(Waived(finding, "configuration"))
            return
        self._findings.setdefault(violation.path, []).append(finding)

    def _decide(self, path: str, waivers: Sequence[Waiver]) -> None:
        """Tell a file's findings apart by its comments."""
        comments = Comments(waivers)
        applied = comments.apply(self._findings.get(path, ()), self._reports.judged(path))
        for finding in applied.kept:
            self._count(finding.code, finding.mark.role, path, "violates")
        for finding, _ in applied.waived:
            self._count(finding.code, finding.mark.role, path, "waived")
        self._outcome.findings += applied.kept
        self._outcome.waived += [Waived(finding, "comment", waiver.reason) for finding, waiver in applied.waived]
        for unused in applied.unused:
            reported = self._reported_for(path, unused)
            self._outcome.findings += self._reports.unused(path, unused, comments, reported)

    def _reported_for(self, path: str, unused: UnusedCode) -> list[tuple[str, int]]:
        """Where findings are reported that only name the comment's place, on the way to what they are about."""
        lines = range(unused.waiver.first, unused.waiver.last + 1)
        naming = {id(found): found for line in lines for found in self._naming.get((path, line), ())}
        return [
            (found.path, found.span[0])
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
        related,
        Mark(violation.scope, violation.digest, violation.measure, role),
    )


def lowered(level: Level) -> Level:
    """The level below a level; nothing is below info."""
    return LEVELS[min(LEVELS.index(level) + 1, len(LEVELS) - 1)]
