"""The words in which every part of the tool speaks about results.

Plain tuples and classes: a run that finds everything in its cache starts faster without dataclasses.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from pathlib import Path

Level = Literal["error", "warning", "info"]
LevelOrOff = Literal["error", "warning", "info", "off"]
Fix = Literal["none", "safe", "unsafe"]
Verdict = Literal["conforms", "violates", "waived", "baselined", "unknown"]

LEVELS: tuple[Level, ...] = ("error", "warning", "info")
FAILING: tuple[Level, ...] = LEVELS[:1]
"""The levels that fail where nobody asks for more."""
VERDICTS: tuple[Verdict, ...] = ("conforms", "violates", "waived", "baselined", "unknown")


class Related(NamedTuple):
    """A place that helps to understand a finding, such as one link of a call chain."""

    path: str
    line: int
    message: str


class Mark(NamedTuple):
    """By what a finding is known again when lines move, files are renamed or the code is formatted anew."""

    scope: str = ""
    """The enclosing classes and functions; empty in the body of a module, `*` where the file as a whole is meant."""
    digest: str = ""
    """Of the source that is reported, without what formatting may change."""
    measure: int | None = None
    """What was counted, where a limit is exceeded: accepting a number accepts no larger one."""
    role: str = ""
    """Under which role the site was counted."""


class Finding(NamedTuple):
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
    is_chain: bool = False
    """Whether the related places are the links of one chain, which ends at the finding's cause."""
    related: tuple[Related, ...] = ()
    mark: Mark = Mark()

    @property
    def cause(self) -> Related | None:
        """The place at the end of the finding's chain, which other findings may share; None for one without a chain."""
        return self.related[-1] if self.is_chain and self.related else None

    @property
    def place(self) -> tuple[str, int, int, str, str]:
        """The order in which findings are reported."""
        return (self.path, self.line, self.column, self.code, self.message)


class Waived(NamedTuple):
    """A finding that a comment or the configuration accepts."""

    finding: Finding
    by: Literal["comment", "configuration"]
    reason: str = ""
    owner: str = ""
    until: str = ""
    """The last day on which it is accepted; empty where there is none."""
    at_cause: bool = False
    """Whether the comment stands at the end of the finding's chain, and not where it is reported."""
    by_equivalent: bool = False
    """Whether the comment names a code of another linter, and so accepts nothing of ours in flake8 itself."""


class WaiverUse(NamedTuple):
    """A waiver of the configuration, and what it does in a run."""

    code: str
    """The card's code or name, as the configuration has it."""
    glob: str
    reason: str
    owner: str
    until: str
    path: str
    """The configuration file."""
    line: int
    accepts: int
    is_expired: bool


class Fault(NamedTuple):
    """A failure of the tool itself: a check that crashed on a file, or with an empty path on the joined project.

    Without a card it is not a check that crashed, but what makes a file ready for all of them.
    """

    path: str
    card: str
    message: str


class Note(NamedTuple):
    """What kept a run from saying more, for those who ask: `path` is the file that it is about, or empty."""

    path: str
    message: str


class Tally:
    """How many sites of one card, in one file and role, got each verdict."""

    __slots__ = VERDICTS

    def __init__(
        self, conforms: int = 0, violates: int = 0, waived: int = 0, baselined: int = 0, unknown: int = 0
    ) -> None:
        self.conforms = conforms
        self.violates = violates
        self.waived = waived
        self.baselined = baselined
        self.unknown = unknown

    @property
    def counts(self) -> tuple[int, int, int, int, int]:
        """The counts in the order of the verdicts."""
        return (self.conforms, self.violates, self.waived, self.baselined, self.unknown)

    @property
    def total(self) -> int:
        return sum(self.counts)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Tally) and self.counts == other.counts

    def __repr__(self) -> str:
        return f"Tally{self.counts}"


Tallies = dict[tuple[str, str, str], Tally]
"""By card code, roles and path.

The roles are those of the component that the sites belong to, sorted and joined by spaces, or empty: a component of
two roles is seen under both, and yet every site is in one tally.
"""


class Outcome:
    """All that one run found out."""

    def __init__(self, files: int = 0, load_tallies: Callable[[], Tallies] = dict) -> None:
        self.files = files
        self.has_cards = True
        """Whether any card took part: no finding means little where none did."""
        self.left_out = 0
        """How many names of Python files were not read, because they are links that lead elsewhere, or no files."""
        self.findings: list[Finding] = []
        self.waived: list[Waived] = []
        self.baselined: list[Finding] = []
        self.older: list[Finding] = []
        """Findings that were there at the revision that this run is compared with."""
        self.is_compared = False
        """Whether a baseline or a revision told new findings from others."""
        self.waivers: list[WaiverUse] = []
        self.card_folders: tuple[Path, ...] = ()
        """Where the team's own cards are."""
        self.documents: tuple[Path, ...] = ()
        """The team's own documents of patterns."""
        self.faults: list[Fault] = []
        self.notes: list[Note] = []
        self.unshown: dict[tuple[str, str], list[str]] = {}
        """By card and path, the names on which sites hang that are not known for them; told of examples alone."""
        self._load_tallies = load_tallies

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Outcome) and self._told == other._told

    @property
    def _told(self) -> tuple[object, ...]:
        return self.files, self.has_cards, self.findings, self.waived, self.faults, self.tallies

    @cached_property
    def tallies(self) -> Tallies:
        """There are many of them, and most reports ask for none, so they are read when they are asked for."""
        return self._load_tallies()
