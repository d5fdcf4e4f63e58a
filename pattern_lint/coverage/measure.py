"""From the outcome of a run to the coverage report."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping

from ..cards.card import Card
from ..outcome import Outcome
from ..tool_findings import UNREADABLE
from .basis import STATUSES, Basis
from .checklist import checked_lines
from .components import all_together, component_map
from .counts import Counts, total
from .documents import by_card, documents
from .model import CardCoverage, Coverage, Group, GroupedBy
from .tally_table import TallyTable

NONE = "none"
"""The name of the group of what has no document, tier, status or component kind."""


def measure(outcome: Outcome, basis: Basis, *, date: str, revision: str | None = None, project: str = "") -> Coverage:
    """The report of one run; all that is wrong with what the configuration asks for is raised at once."""
    table = TallyTable(outcome.tallies, basis.levels)
    sums = table.by_code()
    shown = documents(basis, sums)
    named = by_card(shown)
    cards = tuple(
        _card(basis.cards[code], basis, sums.get(code, Counts()), named.get(code, ())) for code in sorted(basis.levels)
    )
    findings = [finding for finding in outcome.findings if finding.code in basis.levels]
    components = component_map(basis, table)
    coverage = Coverage(
        project=project,
        date=date,
        revision=revision,
        files=outcome.files,
        cards=cards,
        documents=shown,
        components=components,
        all_components=all_together(basis, table, components),
        checklist=checked_lines(basis, sums, findings),
        groups=_groups(cards, table),
        findings=tuple(findings),
        baselined=tuple(finding for finding in outcome.baselined if finding.code in basis.levels),
        unreadable=tuple(finding for finding in outcome.findings if finding.code == UNREADABLE.code),
        waived=tuple(outcome.waived),
        waivers=tuple(outcome.waivers),
        by_path=table.by_path(),
        catalog=basis.cards,
    )
    basis.check()
    return coverage


def _card(card: Card, basis: Basis, counts: Counts, named_by: tuple[str, ...]) -> CardCoverage:
    return CardCoverage(
        code=card.code,
        name=card.name,
        title=card.title,
        summary=card.summary,
        patterns=card.patterns,
        documents=named_by,
        topic=card.path.parent.name,
        tier=basis.tier(card),
        status=basis.status(card),
        level=basis.levels[card.code],
        fix=card.fix,
        counts=counts,
    )


def _groups(cards: Iterable[CardCoverage], table: TallyTable) -> dict[GroupedBy, tuple[Group, ...]]:
    def by(keys: Callable[[CardCoverage], Collection[str]]) -> tuple[Group, ...]:
        found: dict[str, list[Counts]] = {}
        for card in cards:
            for key in keys(card) or (NONE,):
                found.setdefault(key, []).append(card.counts)
        return _in_order({key: total(counts) for key, counts in found.items()})

    return {
        "document": by(lambda card: card.documents),
        "tier": by(lambda card: () if card.tier is None else (str(card.tier),)),
        "status": _by_strictness(by(lambda card: () if card.status is None else (card.status,))),
        "topic": by(lambda card: (card.topic,)),
        "package": _in_order(table.sums(lambda row: (row.path.rpartition("/")[0] or ".",))),
        "component": _in_order({kind or NONE: counts for kind, counts in table.by_kind().items()}),
    }


def _by_strictness(groups: Iterable[Group]) -> tuple[Group, ...]:
    return tuple(sorted(groups, key=lambda group: (*STATUSES, NONE).index(group.name)))


def _in_order(groups: Mapping[str, Counts]) -> tuple[Group, ...]:
    """By name, and what belongs to no group at the end."""
    return tuple(Group(name, groups[name]) for name in sorted(groups, key=lambda name: (name == NONE, name)))
