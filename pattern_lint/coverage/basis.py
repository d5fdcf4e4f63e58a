"""What a run is measured against: cards, documents and what the configuration asks for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from ..cards.card import Card, Status
from ..cards.catalogue import Catalog
from ..cards.profiles import PatternEntry, Profile, pattern_index, with_extended
from ..cards.selection import Selectors
from ..config.requirements import DEFAULT_OVERALL_TARGET, DEFAULT_TARGET, ChecklistLine, ComponentSettings
from ..config.settings import Config, ConfigErrors
from ..config.toml_file import Origin
from ..outcome import Level
from ..problems import Problem, unknown

STATUSES: tuple[Status, ...] = ("mandatory", "recommended", "optional")


@dataclass(frozen=True)
class Basis:
    """Everything that a coverage report needs besides the outcome of the run."""

    catalog: Catalog
    levels: Mapping[str, Level]
    """The level of every card that takes part in the run, by code."""
    profile_names: tuple[str, ...]
    config: Config
    roles: frozenset[str]
    """The component kinds that there are."""
    problems: list[Problem] = field(default_factory=list)
    """What the configuration asks for and nobody knows."""

    def check(self) -> None:
        """Raise all that is wrong with what the configuration asks for."""
        if self.problems:
            raise ConfigErrors(self.problems)

    @cached_property
    def cards(self) -> dict[str, Card]:
        return {card.code: card for card in self.catalog.cards}

    @cached_property
    def profiles(self) -> list[Profile]:
        """The profiles in force; what comes later overrides what came before."""
        return with_extended(self.profile_names, self.catalog.profiles)

    @cached_property
    def documents(self) -> list[Profile]:
        """The profiles whose patterns are to be shown: those in force, or all where every card is."""
        every = any(profile.cards == "all" for profile in self.profiles)
        return [p for p in (self.catalog.profiles.values() if every else self.profiles) if p.patterns]

    @cached_property
    def patterns(self) -> dict[str, PatternEntry]:
        return pattern_index(self.catalog.profiles)

    @cached_property
    def selectors(self) -> Selectors:
        return Selectors(self.catalog.cards, self.catalog.profiles)

    def codes(self, selectors: Iterable[str], origin: Origin) -> tuple[str, ...]:
        """The cards that are meant; names that nobody knows are noted as problems."""
        return tuple(sorted(self.selectors.resolve(selectors, origin, self.problems)))

    def running(self, codes: Iterable[str]) -> tuple[str, ...]:
        """Those of the cards that take part in the run."""
        return tuple(code for code in codes if code in self.levels)

    def entries(self, card: Card) -> list[PatternEntry]:
        """The documented patterns of a card; where documents in force have some of them, those alone count."""
        entries = [self.patterns[id_] for id_ in card.patterns if id_ in self.patterns]
        shown = {profile.name for profile in self.documents}
        return [entry for entry in entries if entry.profile in shown] or entries

    def status(self, card: Card) -> Status | None:
        """The strictest status of a card's patterns."""
        return strictest(entry.status for entry in self.entries(card))

    def tier(self, card: Card) -> int | None:
        if card.tier is not None:
            return card.tier
        return next((entry.tier for entry in self.entries(card) if entry.tier is not None), None)

    def components(self) -> Iterator[tuple[str, ComponentSettings, Origin]]:
        """What each component kind must have: the profiles' words, and over them the configuration's."""
        joined: dict[str, ComponentSettings] = {}
        places: dict[str, Origin] = {}
        for profile in self.profiles:
            for kind, settings in profile.components.items():
                joined[kind] = _over(joined.get(kind), settings)
                places[kind] = Origin(profile.path, ("components", kind))
        for kind, settings in self.config.components.items():
            joined[kind] = _over(joined.get(kind), settings)
            places[kind] = self.config.origin("components", kind)
        for kind, settings in joined.items():
            if kind not in self.roles:
                self.problems.append(places[kind].problem(unknown("component kind", kind, self.roles)))
            yield kind, settings, places[kind].below("required")

    def target(self, settings: ComponentSettings) -> float:
        return DEFAULT_TARGET if settings.target is None else settings.target

    @property
    def overall_target(self) -> float:
        """What is expected of all component kinds together."""
        if self.config.coverage.overall_target is not None:
            return self.config.coverage.overall_target
        said = [profile.overall_target for profile in self.profiles if profile.overall_target is not None]
        return said[-1] if said else DEFAULT_OVERALL_TARGET

    def checklist(self) -> Iterator[tuple[ChecklistLine, Origin]]:
        """The team's own lines, and then those of the profiles in force."""
        for number, line in enumerate(self.config.checklist):
            yield line, self.config.origin("checklist").below(str(number), "by")
        for profile in self.profiles:
            for number, line in enumerate(profile.checklist):
                yield line, Origin(profile.path, ("checklist", str(number), "by"))


def strictest(statuses: Iterable[Status | None]) -> Status | None:
    """The first by strictness; None where there is none."""
    return min((status for status in statuses if status), key=STATUSES.index, default=None)


def _over(base: ComponentSettings | None, settings: ComponentSettings) -> ComponentSettings:
    """The settings over those that held so far; a column with nothing in it is dropped."""
    if base is None:
        return settings
    required = {**base.required, **settings.required}
    return ComponentSettings(
        target=base.target if settings.target is None else settings.target,
        required={name: by for name, by in required.items() if by},
    )
