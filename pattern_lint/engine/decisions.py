"""What only the joined project can tell: its own sites, and the roles and conditions that other sites hang on.

All of it follows from the files' facts. While these stay the same, a later run knows it without the project, and
has to settle only the files that changed.
"""

from __future__ import annotations

import marshal
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from ..kinds.report import Sites, Violation
from ..outcome import Fault
from ..project.conditions import COMBINED, holds
from ..project.project import Project
from ..query.answers import Condition
from .waivers import Waiver

Conditions = tuple[Condition, ...]


class UndecidedError(Exception):
    """Nobody asked this before, and the project is not there."""


class Decisions:
    """The sites that the project decides, and what it says of the conditions and owners of all others."""

    def __init__(self, project: Project | None = None) -> None:
        self._project = project
        self.sites = Sites()
        self.faults: list[Fault] = []
        """Which checks crashed on the project; they are not stored, as a run with faults is not remembered."""
        self.comments: dict[str, list[Waiver]] = {}
        """The waiving comments of each file in which a chain of the project ends; they hold for findings elsewhere."""
        self._answers: dict[Condition, bool | None] = {}
        """What was asked, without the conditions that are made of others: these are many and soon found out."""
        self._with: dict[tuple[Any, ...], tuple[Any, ...]] = {}
        """With what it was asked, once for all conditions: each file brings texts of its own."""
        self._roles: dict[tuple[str, str], str] = {}

    def holds(self, conditions: Conditions) -> bool:
        """Whether all conditions that a site hangs on are true."""
        return all(self._answer(condition) is True for condition in conditions)

    def unknown_in(self, conditions: Conditions) -> Iterator[str]:
        """What conditions are about that are not known, or are there to say so."""
        for condition in conditions:
            asked, subject, parts = condition
            if asked in COMBINED:
                yield from self.unknown_in(parts)
            elif subject and self._answer(condition) is None:
                yield subject

    def _answer(self, condition: Condition) -> bool | None:
        asked, subject, parts = condition
        if asked in COMBINED:
            return COMBINED[asked](map(self._answer, parts))
        if condition not in self._answers:
            with_what = self._with.setdefault(parts, parts)
            self._answers[asked, subject, with_what] = holds(self._asked, condition)
        return self._answers[condition]

    def roles(self, owner: str, path: str) -> str:
        """The component kinds under which a site is counted."""
        key = (owner, path)
        known = self._roles.get(key)
        if known is None:
            known = self._roles[key] = " ".join(sorted(self._asked.component_roles(owner, path)))
        return known

    @property
    def _asked(self) -> Project:
        if self._project is None:
            raise UndecidedError
        return self._project

    def stored(self) -> bytes:
        """All of it as plain data."""
        violations = [tuple(violation) for violation in self.sites.violations]
        comments = {path: [tuple(waiver) for waiver in waivers] for path, waivers in self.comments.items()}
        return marshal.dumps((violations, self.sites.counts, comments, self._answers, self._roles))

    @classmethod
    def of(cls, stored: bytes) -> Decisions:
        """What `stored` gave."""
        made = cls()
        parts: tuple[list[tuple[Any, ...]], Any, dict[str, list[tuple[Any, ...]]], Any, Any] = marshal.loads(stored)
        violations, made.sites.counts, comments, made._answers, made._roles = parts
        made.comments = {path: [Waiver._make(waiver) for waiver in waivers] for path, waivers in comments.items()}
        made.sites.violations = [Violation._make(violation) for violation in violations]
        return made

    def keep_comments(self, comments: Mapping[str, Sequence[tuple[Any, ...]]]) -> None:
        """Keep those of some files' comments that hold for findings elsewhere."""
        for violation in self.sites.violations:
            if violation.is_chain:
                path = violation.related[-1][0]
                self.comments[path] = [Waiver._make(stored) for stored in comments.get(path, ())]

    def waits_for(self, path: str, comments: Sequence[tuple[Any, ...]]) -> bool:
        """Whether findings of other files hang on a file's comments, which are other ones now."""
        return path in self.comments and [tuple(waiver) for waiver in self.comments[path]] != [*map(tuple, comments)]

    def sites_in(self, paths: Collection[str]) -> Sites:
        """The sites in some of the files."""
        sites = Sites()
        sites.violations = [violation for violation in self.sites.violations if violation.path in paths]
        sites.counts = {key: count for key, count in self.sites.counts.items() if key[2] in paths}
        return sites
