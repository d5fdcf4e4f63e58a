"""Which cards run, at which level and with which options."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pattern_lint.cards.card import Card
from pattern_lint.cards.profiles import Profile, pattern_index, with_extended
from pattern_lint.config.settings import Config, ConfigErrors
from pattern_lint.config.tables import merged
from pattern_lint.config.toml_file import Origin
from pattern_lint.outcome import Level, LevelOrOff
from pattern_lint.problems import Problem, unknown
from pattern_lint.tool_findings import OPTIONAL, TOOL_CODES, TOOL_NAMES

EVERY_CARD = "ALL"
_CODE_PREFIX = re.compile(r"[A-Z]{2,6}\d{0,4}$")


@dataclass(frozen=True, slots=True)
class Selected:
    """A card that runs. `origins` says where the options that are not the card's own were set."""

    card: Card
    level: Level
    options: Mapping[str, object]
    origins: Mapping[str, Origin] = field(default_factory=dict)


def select_cards(
    config: Config,
    cards: Sequence[Card],
    profiles: Mapping[str, Profile],
    *,
    profile_override: Sequence[str] | None = None,
    select: Sequence[str] | None = None,
    ignore: Sequence[str] | None = None,
) -> tuple[Selected, ...]:
    """The cards that run, by code.

    A profile enables cards; `select` of the configuration replaces its choice, `extend-select` adds to it,
    and `ignore` and a level of "off" win over both. From the command line, a profile replaces what the
    configuration's profile and `select` choose, a selection replaces all of the choice, and `ignore` adds to
    what is ignored. Selectors and levels may name what the tool itself reports like a card's code or name.
    """
    selectors = Selectors(cards, profiles)
    problems: list[Problem] = []

    def codes(names: Iterable[str] | None, origin: Origin) -> set[str]:
        return selectors.resolve(names or (), origin, problems)

    names = _profile_names(config, profiles, profile_override, problems)
    chain = with_extended(names, profiles)
    configured = codes(config.select, config.origin("select"))
    extended = codes(config.extend_select, config.origin("extend-select"))
    chosen = codes(select, Origin(Path("--select")))
    if select is None:
        enabled = {card.code for card in cards if any(profile.enables(card) for profile in chain)}
        replaced = config.select is not None and profile_override is None
        chosen = (configured if replaced else enabled) | extended
    chosen -= codes(config.ignore, config.origin("ignore")) | codes(ignore, Origin(Path("--ignore")))
    problems += _unknown_cards(config, cards)
    problems += _wrong_path_settings(config, cards, selectors)
    if problems:
        raise ConfigErrors(problems)
    wanted = sorted((card for card in cards if card.code in chosen), key=lambda card: card.code)
    return tuple(selected for card in wanted if (selected := _selected(card, config, chain)))


class Selectors:
    """What a selector stands for: a code, the beginning of codes, a name, a documented pattern, or ALL."""

    def __init__(self, cards: Sequence[Card], profiles: Mapping[str, Profile]) -> None:
        self._all = {card.code for card in cards}
        self._by_name: dict[str, set[str]] = {EVERY_CARD: self._all}
        for pattern in pattern_index(profiles):
            self._by_name[pattern] = set()
        for card in cards:
            self._by_name[card.name] = {card.code}
            for pattern in card.patterns:
                self._by_name.setdefault(pattern, set()).add(card.code)

    def codes(self, selector: str) -> set[str] | None:
        """The codes of the cards that are meant; None when nobody knows the selector."""
        if selector in self._by_name:
            return self._by_name[selector]
        if selector in TOOL_NAMES:
            return set()
        if not _CODE_PREFIX.match(selector):
            return None
        known = any(code.startswith(selector) for code in TOOL_CODES)
        return {code for code in self._all if code.startswith(selector)} or (set() if known else None)

    def resolve(self, selectors: Iterable[str], origin: Origin, problems: list[Problem]) -> set[str]:
        """The codes of all the selectors; those that nobody knows become problems."""
        found: set[str] = set()
        for selector in selectors:
            codes = self.codes(selector)
            if codes is None:
                known = (*self._by_name, *self._all)
                message = unknown("selector", selector, known, list_known=False)
                hint = "It may be a code, the beginning of one, a card's name, a pattern's id, or ALL."
                problems.append(origin.problem(f"{message} {hint}", about=selector))
            found |= codes or set()
        return found


def _profile_names(
    config: Config, profiles: Mapping[str, Profile], override: Sequence[str] | None, problems: list[Problem]
) -> list[str]:
    names = config.profile_names if override is None else override
    origin = config.origin("profile") if override is None else Origin(Path("--profile"))
    problems += [
        origin.problem(unknown("profile", name, profiles), about=name) for name in names if name not in profiles
    ]
    return [name for name in names if name in profiles]


def _unknown_cards(config: Config, cards: Sequence[Card]) -> Iterator[Problem]:
    names = {card.name for card in cards}
    either = {*names, *(card.code for card in cards), *(name for tool in OPTIONAL for name in tool[:2])}
    for name in config.levels:
        if name not in either:
            message = unknown("card", name, either, list_known=False)
            yield config.origin("levels", name).problem(message)
    for number, waiver in enumerate(config.waivers):
        if waiver.code not in either:
            message = unknown("card", waiver.code, either, list_known=False)
            yield config.origin("waivers").below(str(number), "code").problem(message)
    for name in config.options:
        if name not in names:
            message = unknown("card", name, names, list_known=False)
            yield config.origin("options", name).problem(f"{message} Options are given by a card's name.")


def _wrong_path_settings(config: Config, cards: Sequence[Card], selectors: Selectors) -> list[Problem]:
    problems: list[Problem] = []
    names = {card.name for card in cards}
    for glob, settings in config.per_path.items():
        for key, given in (("ignore", settings.ignore), ("select", settings.select or ())):
            selectors.resolve(given, config.origin("per-path", glob, key), problems)
        problems += [
            config.origin("per-path", glob, "options", name).problem(unknown("card", name, names, list_known=False))
            for name in settings.options
            if name not in names
        ]
    return problems


def _selected(card: Card, config: Config, chain: Sequence[Profile]) -> Selected | None:
    level: LevelOrOff = card.level
    options: dict[str, object] = dict(card.options)
    origins: dict[str, Origin] = {}
    for profile in _speaking_for(card, chain):
        level = _level(profile.levels, card, level)
        own = profile.options.get(card.name, {})
        options = merged(options, own)
        origins |= {option: Origin(profile.path, ("options", card.name, option)) for option in own}
    level = _level(config.levels, card, level)
    configured = config.options.get(card.name, {})
    options = merged(options, configured)
    origins |= {option: config.origin("options", card.name, option) for option in configured}
    return None if level == "off" else Selected(card, level, options, origins)


def _speaking_for(card: Card, chain: Sequence[Profile]) -> Sequence[Profile]:
    """The profiles whose levels and options a card has.

    A profile that stands for no document asks for what is right anywhere; where a document asks for the card, too, the
    card is as strict as its authors wrote it.
    """
    documents = [profile for profile in chain if profile.patterns]
    return documents if any(profile.enables(card) for profile in documents) else chain


def _level(levels: Mapping[str, LevelOrOff], card: Card, otherwise: LevelOrOff) -> LevelOrOff:
    return levels.get(card.name, levels.get(card.code, otherwise))
