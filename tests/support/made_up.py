"""Outcomes of runs that never were: as large, as bad and as odd as a test wants them."""

from __future__ import annotations

import random
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from pattern_lint.cards.catalogue import Catalog, load_catalog
from pattern_lint.config.settings import Config
from pattern_lint.coverage.basis import Basis
from pattern_lint.coverage.history import Entry, Figures, compared
from pattern_lint.coverage.measure import measure
from pattern_lint.coverage.model import Coverage
from pattern_lint.outcome import Finding, Outcome, Related, Tally, Waived
from pattern_lint.project.roles import default_roles

DATE = "2026-03-01T12:00:00+00:00"
_LINE = "        result = await self._repository.fetch(order_id, timeout=self._timeout)  # {number}\n"
_PACKAGES = ("app/services", "app/workers", "app/adapters/http", "app/adapters/kafka", "app/dtos", "app/core", "tools")


@cache
def shipped_cards(*, examples: bool = False) -> Catalog:
    """The cards and profiles of the package itself."""
    return load_catalog(examples=examples)


def basis(profile: str = "all", *, examples: bool = False, **settings: Any) -> Basis:
    """All shipped cards take part; the settings are keys of a configuration."""
    catalog = shipped_cards(examples=examples)
    return Basis(
        catalog=catalog,
        levels={card.code: card.level for card in catalog.cards},
        profile_names=(profile,),
        config=Config(root=Path(), **settings),
        roles=frozenset(default_roles()),
    )


def outcome(tallies: dict[tuple[str, str, str], tuple[int, int, int, int, int]], *findings: Finding) -> Outcome:
    """An outcome with these tallies, whose figures are in the order of the verdicts."""
    made = Outcome(files=len({path for _, _, path in tallies}))
    made.tallies = {key: Tally(*figures) for key, figures in tallies.items()}
    made.findings = list(findings)
    return made


def finding(code: str, path: str = "a.py", line: int = 1, message: str = "this breaks the pattern") -> Finding:
    card = shipped_cards().find(code)
    assert card is not None
    return Finding(path, line, 1, line, 9, code, card.name, card.level, message, card.patterns)


def large_project(folder: Path, files: int, findings: int) -> tuple[Outcome, list[str]]:
    """A code base on the disk, and what a run over it might have found."""
    chance = random.Random(7)
    cards = shipped_cards().cards
    made = Outcome(files=files)
    paths = []
    for number in range(files):
        path = folder / _PACKAGES[number % len(_PACKAGES)] / f"module_{number:04}.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("".join(_LINE.format(number=line) for line in range(chance.randint(20, 700))))
        paths.append(path.relative_to(folder).as_posix())
    kinds = ("", "service", "worker", "adapter", "dto", "adapter exchange")
    for number in range(findings):
        card, path = chance.choice(cards), paths[int(len(paths) * chance.random() ** 2)]
        tally = made.tallies.setdefault((card.code, kinds[sum(path.encode()) % len(kinds)], path), Tally())
        tally.violates += 1
        tally.conforms += chance.choice((0, 2, 5, 9))
        message = f"finding {number} is about {card.name}"
        related = (Related(path, 3, "calls the helper"), Related(path, 9, "which blocks")) if number % 3 == 0 else ()
        found = finding(card.code, path, chance.randint(1, 20), message)._replace(related=related)
        made.findings.append(found)
        if number % 40 == 0:
            tally.waived += 1
            made.waived.append(Waived(found, "comment", "until the old interface is gone"))
        if number % 25 == 0:
            tally.baselined += 1
        if number % 30 == 0:
            tally.unknown += 1
    return made, paths


def large_report(folder: Path, files: int = 300, findings: int = 20_000) -> tuple[Coverage, list[str]]:
    """The report over such a code base, compared with an earlier run."""
    made, paths = large_project(folder, files, findings)
    asked = basis(examples=True)
    asked = replace(asked, profile_names=("worker-platform", "backend-guidelines", "all"))
    coverage = measure(made, asked, date=DATE, revision="0123456789abcdef")
    return compared(coverage, _earlier(coverage)), paths


def _earlier(coverage: Coverage) -> Entry:
    """Some cards were better then, some worse, some as they are."""
    figures = {}
    for number, card in enumerate(coverage.cards):
        now = card.counts
        then = (now.coverage or 0) + (3.5, -4.25, 0.0)[number % 3]
        figures[card.code] = Figures(now.applicable, max(now.conforming - 3, 0), now.violating, then)
    overall = coverage.overall
    before = Figures(overall.applicable, overall.conforming, overall.violating, (overall.coverage or 0) - 1.5)
    return Entry("2026-02-01T12:00:00+00:00", before, figures, "fedcba9876543210")
