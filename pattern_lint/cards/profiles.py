"""Profiles: named choices of cards, levels and options, each with the patterns of its document.

The patterns of a document live here and not with the cards, so that a report can show what is documented
and not enforced yet, and so that a card cannot name a pattern that nobody wrote down.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any, Literal

import msgspec

from pattern_lint.cards.card import Card, Status
from pattern_lint.config.requirements import ChecklistLine, ComponentSettings, Percent
from pattern_lint.config.strict import convert
from pattern_lint.config.toml_file import Origin, read
from pattern_lint.outcome import LevelOrOff
from pattern_lint.problems import Problem, Problems, unknown

CardChoice = Literal["all", "patterns"]
"""Every card there is, or every card that enforces one of the profile's own patterns."""

KeptBy = Literal["card", "report", "command"]
"""What keeps a pattern: cards, or the tool itself with a part of its report or with a command."""

_Words = Annotated[str, msgspec.Meta(pattern=r"\S", description="a few words")]
_PatternId = Annotated[str, msgspec.Meta(pattern=r"^[A-Z]{2,6}-\d{2,3}$(?!\n)", description="an id such as `BG-40`")]


class ProfileErrors(Problems):
    """All that is wrong with the profiles that were read."""


@dataclass(frozen=True, slots=True)
class PatternEntry:
    """A documented pattern, whether a card enforces it or not."""

    id: str
    title: str
    tier: int | None
    status: Status
    profile: str
    kept_by: KeptBy = "card"


@dataclass(frozen=True, slots=True)
class Profile:
    """A choice of cards, and the document that it stands for."""

    name: str
    title: str
    document: str
    cards: CardChoice | tuple[str, ...]
    extends: tuple[str, ...]
    levels: Mapping[str, LevelOrOff]
    options: Mapping[str, Mapping[str, object]]
    patterns: tuple[PatternEntry, ...]
    path: Path
    components: Mapping[str, ComponentSettings] = field(default_factory=dict)
    """What components of each kind must have."""
    overall_target: float | None = None
    """The percentage expected of all components together."""
    checklist: tuple[ChecklistLine, ...] = ()
    pack: str = ""
    """The pack that brings it; empty for what ships."""

    def enables(self, card: Card) -> bool:
        """Whether the profile itself, apart from those that it extends, has the card on.

        All cards are those of the same pack: whoever wants the cards of a pack asks for them.
        """
        if self.cards == "all":
            return card.pack == self.pack
        if self.cards == "patterns":
            own = {pattern.id for pattern in self.patterns}
            return not own.isdisjoint(card.patterns)
        return card.name in self.cards or card.code in self.cards


class _PatternTable(msgspec.Struct, rename="kebab", forbid_unknown_fields=True, frozen=True):
    id: _PatternId
    title: _Words
    status: Status
    tier: int | None = None
    kept_by: KeptBy = "card"


class _ProfileTable(msgspec.Struct, rename="kebab", forbid_unknown_fields=True, frozen=True):
    title: _Words
    document: _Words
    cards: CardChoice | tuple[str, ...]
    extends: tuple[str, ...] = ()
    levels: dict[str, LevelOrOff] = {}
    options: dict[str, dict[str, Any]] = {}
    pattern: tuple[_PatternTable, ...] = ()
    components: dict[str, ComponentSettings] = {}
    overall_target: Percent | None = None
    checklist: tuple[ChecklistLine, ...] = ()


def load_profiles(folder: Path, packs: Mapping[Path, str] | None = None) -> dict[str, Profile]:
    """The profiles of a folder, and those of packs by their folder, by their name, which is the name of the file."""
    problems: list[Problem] = []
    profiles: dict[str, Profile] = {}
    if not folder.is_dir():
        problems.append(Problem(folder, 0, "there is no such folder of profiles"))
    homes = {folder: "", **(packs or {})}
    paths = [(path, pack) for home, pack in homes.items() for path in sorted(home.glob("*.toml"))]
    for path, pack in paths:
        profile = _load_profile(path, pack, problems)
        if profile and profile.name in profiles:
            taken = profiles[profile.name].path
            problems.append(Problem(path, 0, f"the profile `{profile.name}` is there already, in {taken}"))
        elif profile:
            profiles[profile.name] = profile
    problems += _repeated_ids(profiles.values())
    problems += _unknown_requirements(profiles)
    problems += _wrong_extends(profiles, {path.stem for path, _ in paths})
    if problems:
        raise ProfileErrors(problems)
    return profiles


def pattern_index(profiles: Mapping[str, Profile]) -> dict[str, PatternEntry]:
    """Every documented pattern by its id."""
    return {pattern.id: pattern for profile in profiles.values() for pattern in profile.patterns}


def statuses(profiles: Mapping[str, Profile]) -> dict[str, Status]:
    """The status of every documented pattern, as the loading of cards wants it."""
    return {id_: pattern.status for id_, pattern in pattern_index(profiles).items()}


def with_extended(names: Iterable[str], profiles: Mapping[str, Profile]) -> list[Profile]:
    """The named profiles and all that they extend; what comes later overrides what came before."""
    found: dict[str, Profile] = {}
    for name in names:
        profile = profiles[name]
        for each in (*with_extended(profile.extends, profiles), profile):
            found.setdefault(each.name, each)
    return list(found.values())


def check_profile(profile: Profile, cards: Sequence[Card]) -> list[Problem]:
    """What the profile names and no card has."""
    names = {card.name for card in cards}
    either = names | {card.code for card in cards}
    chosen = profile.cards if isinstance(profile.cards, tuple) else ()
    origin = Origin(profile.path)
    wanted = [
        *(("cards", name, either) for name in chosen),
        *(("levels", name, either) for name in profile.levels),
        *(("options", name, names) for name in profile.options),
    ]
    return [
        (origin.below(key) if key == "cards" else origin.below(key, name)).problem(
            unknown("card", name, known, list_known=False), about=name if key == "cards" else ""
        )
        for key, name, known in wanted
        if name not in known
    ]


def _load_profile(path: Path, pack: str, problems: list[Problem]) -> Profile | None:
    table = read(path)
    if isinstance(table, Problem):
        problems.append(table)
        return None
    found = convert(table, _ProfileTable)
    if not isinstance(found, _ProfileTable):
        problems += [Origin(path, wrong.keys).problem(wrong.message) for wrong in found]
        return None
    name = path.stem
    return Profile(
        name=name,
        title=found.title,
        document=found.document,
        cards=found.cards,
        extends=found.extends,
        levels=found.levels,
        options=found.options,
        patterns=tuple(
            PatternEntry(row.id, row.title, row.tier, row.status, name, row.kept_by) for row in found.pattern
        ),
        path=path,
        components=found.components,
        overall_target=found.overall_target,
        checklist=found.checklist,
        pack=pack,
    )


def _repeated_ids(profiles: Iterable[Profile]) -> Iterator[Problem]:
    homes: dict[str, Path] = {}
    for profile in profiles:
        for number, pattern in enumerate(profile.patterns):
            home = homes.get(pattern.id)
            if home:
                message = f"the pattern `{pattern.id}` is listed in {home} already"
                yield Origin(profile.path, ("pattern", str(number), "id")).problem(message)
            homes.setdefault(pattern.id, profile.path)


def _unknown_requirements(profiles: Mapping[str, Profile]) -> Iterator[Problem]:
    """What components and checklists ask for must be patterns that a profile documents."""
    known = pattern_index(profiles)
    for profile in profiles.values():
        origin = Origin(profile.path)
        asked = [
            (origin.below("components", kind, "required", column), pattern)
            for kind, component in profile.components.items()
            for column, patterns in component.required.items()
            for pattern in patterns
        ]
        asked += [
            (origin.below("checklist", str(number), "by"), pattern)
            for number, line in enumerate(profile.checklist)
            for pattern in line.by
        ]
        for place, pattern in asked:
            if pattern not in known:
                yield place.problem(unknown("pattern", pattern, known, list_known=False), about=pattern)


def _wrong_extends(profiles: Mapping[str, Profile], known: Iterable[str]) -> Iterator[Problem]:
    names = set(known)
    for profile in profiles.values():
        origin = Origin(profile.path, ("extends",))
        for name in profile.extends:
            if name not in names:
                yield origin.problem(unknown("profile", name, names), about=name)
        if cycle := _cycle(profile.name, profiles):
            yield origin.problem(f"this profile extends itself: {' -> '.join(cycle)}")


def _cycle(name: str, profiles: Mapping[str, Profile], way: tuple[str, ...] = ()) -> tuple[str, ...]:
    """The way on which a profile comes back to itself; empty when it does not."""
    way = (*way, name)
    for extended in profiles[name].extends if name in profiles else ():
        if extended == way[0]:
            return (*way, extended)
        if extended not in way and (found := _cycle(extended, profiles, way)):
            return found
    return ()
