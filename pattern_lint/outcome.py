"""The words in which every part of the tool speaks about results."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Level = Literal["error", "warning", "info"]
Fix = Literal["none", "safe", "unsafe"]
Verdict = Literal["conforms", "violates", "waived", "baselined", "unknown"]

LEVELS: tuple[Level, ...] = ("error", "warning", "info")
VERDICTS: tuple[Verdict, ...] = ("conforms", "violates", "waived", "baselined", "unknown")


@dataclass(frozen=True, slots=True, order=True)
class Related:
    """A place that helps to understand a finding, such as one link of a call chain."""

    path: str
    line: int
    message: str


@dataclass(frozen=True, slots=True)
class Finding:
    """A site that violates its card, with all that a report needs to show it."""

    path: str
    line: int
    column: int
    end_line: int
    end_column: int
    code: str
    name: str
    level: Level
    message: str
    patterns: tuple[str, ...] = ()
    fix: Fix = "none"
    related: tuple[Related, ...] = ()

    @property
    def place(self) -> tuple[str, int, int, str, str]:
        """The order in which findings are reported."""
        return (self.path, self.line, self.column, self.code, self.message)


@dataclass(frozen=True, slots=True)
class Waived:
    """A finding that a comment or the configuration accepts."""

    finding: Finding
    by: Literal["comment", "configuration"]
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Fault:
    """A failure of the tool itself: a check that crashed on a file."""

    path: str
    card: str
    message: str


@dataclass(slots=True)
class Tally:
    """How many sites of one card, in one file and role, got each verdict."""

    conforms: int = 0
    violates: int = 0
    waived: int = 0
    baselined: int = 0
    unknown: int = 0

    @property
    def total(self) -> int:
        return self.conforms + self.violates + self.waived + self.baselined + self.unknown


@dataclass(slots=True)
class Outcome:
    """All that one run found out."""

    findings: list[Finding] = field(default_factory=list)
    waived: list[Waived] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    files: int = 0
    tallies: dict[tuple[str, str, str], Tally] = field(default_factory=dict)
    """Keyed by card code, role (or "") and path."""
