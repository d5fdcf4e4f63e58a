"""From a configuration and a request to a plan."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from ..config.tables import merged
from ..kinds.kit import Rule
from ..knowledge.words import Words
from ..packs.loaded import known_roles
from ..project.roles import PARTS, Role
from ..tool_findings import OPTIONAL, TOOL_CODES, tool_levels
from .plan import Plan, Planned
from .policy import PathRule, Policy
from .request import Request

if TYPE_CHECKING:
    from ..cards.card import Card
    from ..cards.catalogue import Catalog
    from ..cards.selection import Selected, Selectors
    from ..config.settings import Config, PathSettings
    from ..config.toml_file import Keys, Origin
    from ..problems import Problem


def make_plan(config: Config, request: Request, roots: frozenset[str], found: Collection[str] = ()) -> Plan:
    """The plan for one project; its rules are read from their cards only when something has to be checked.

    `found` are the languages besides Python that the project has files in.
    """
    choice = cache(lambda: choose(config, request, found))
    return Plan(
        config.root,
        lambda: choice().rules,
        package_roots=roots,
        roles=roles_of(config),
        packages=config.project_packages,
        isolated=request.isolated,
        named=partial(named_cards, config, request),
        load_words=lambda: choice().words,
        load_policy=lambda: choice().policy,
    )


def named_cards(config: Config, request: Request, names: tuple[str, ...]) -> tuple[Planned, ...]:
    """Cards by code or name, with the options that hold for them, whether they take part or not."""
    from ..cards.catalogue import load_catalog
    from ..cards.selection import select_cards

    catalog = load_catalog(config.card_folders, documents=config.documents, roles=config.roles, trusting=True)
    known = [name for name in names if any(name in (card.code, card.name) for card in catalog.cards)]
    if not known:
        return ()
    profiles = request.profiles
    chosen = select_cards(config, catalog.cards, catalog.profiles, profile_override=profiles, select=known, ignore=[])
    return tuple(_planned(selected, config, ()) for selected in chosen)


def named_shipped(names: tuple[str, ...]) -> tuple[Planned, ...]:
    """Cards by code or name as they ship."""
    from ..config.settings import Config

    return named_cards(Config(root=Path()), Request(), names)


class Choice(NamedTuple):
    """The cards that take part, and where they count."""

    rules: tuple[Planned, ...]
    policy: Policy
    words: Words


def choose(config: Config, request: Request, found: Collection[str] = ()) -> Choice:
    """The cards that take part, with the options that hold in general and below each configured path."""
    from ..cards.catalogue import load_catalog
    from ..cards.selection import Selectors, select_cards

    catalog = load_catalog(config.card_folders, documents=config.documents, roles=config.roles, trusting=True)
    select = partial(select_cards, config, catalog.cards, catalog.profiles, profile_override=request.profiles)
    chosen = select(select=request.select, ignore=request.ignore or None)
    selectors = Selectors(catalog.cards, catalog.profiles)
    per_path = {glob: _path_rule(settings, selectors, catalog) for glob, settings in config.per_path.items()}
    codes = frozenset(selected.card.code for selected in chosen)
    added = frozenset[str]().union(*(rule.select or () for rule in per_path.values())) - codes
    everywhere = None
    if added and request.select is None:
        chosen += select(select=sorted(added), ignore=request.ignore or None)
        everywhere = codes
    _check_options(config, catalog.cards, chosen)
    rules = tuple(_planned(selected, config, found) for selected in chosen)
    known = (*(card.code for card in catalog.cards), *TOOL_CODES)
    own = tool_levels(config.levels, (*config.ignore, *request.ignore))
    return Choice(rules, Policy(per_path, everywhere, known, own), catalog.words)


def _planned(selected: Selected, config: Config, found: Collection[str]) -> Planned:
    from ..cards.options import decode_options
    from ..kinds import check_class, options_class

    card = selected.card
    extra = _with_error_roots(selected.options, config, options_class(card.check))
    kind = check_class(card.check)
    options = decode_options(card, options_class(card.check), extra, origins=selected.origins)
    if not kind.reads(options).isdisjoint(found):  # only then it is worth it to bring a language's machinery along
        decode_options(card, options_class(card.check), extra, origins=selected.origins, proofread=kind.proofread)
    rule = Rule(card.code, card.name, options)
    return Planned(rule, card.check, selected.level, card.patterns, card.fix, card.equivalents)


def _path_rule(settings: PathSettings, selectors: Selectors, catalog: Catalog) -> PathRule:
    def codes(names: Iterable[str]) -> frozenset[str]:
        found = frozenset[str]().union(*(selectors.codes(name) or () for name in names))
        return found | {tool.code for tool in OPTIONAL if not {tool.code, tool.name}.isdisjoint(names)}

    by_name = {card.name: card.code for card in catalog.cards}
    return PathRule(
        ignore=codes(settings.ignore),
        select=None if settings.select is None else codes(settings.select),
        options={by_name[name]: options for name, options in settings.options.items()},
    )


def _check_options(config: Config, cards: Iterable[Card], chosen: Iterable[Selected]) -> None:
    """Every wrong option is said at once, also those of cards that take no part, before a file is looked at."""
    from ..cards.options import decode_options
    from ..config.settings import ConfigErrors
    from ..kinds import options_class

    in_force = {selected.card.code: selected.options for selected in chosen}
    problems: list[Problem] = []
    for card in cards:
        options = in_force.get(card.code, card.options)
        origins: dict[str, Origin] = {}
        for place, own in _option_tables(config, card.name):
            here = {key: config.origin(*place, key) for key in own}
            if place[0] == "options":
                options, origins = merged(options, own), here
            try:
                decode_options(card, options_class(card.check), merged(options, own), origins=origins | here)
            except ConfigErrors as errors:
                problems += errors.problems
    if problems:
        raise ConfigErrors(problems)


def _option_tables(config: Config, name: str) -> Iterator[tuple[Keys, Mapping[str, object]]]:
    """Where the configuration has options of a card, and which; those that hold in general come first."""
    if name in config.options:
        yield ("options", name), config.options[name]
    for glob, settings in config.per_path.items():
        if name in settings.options:
            yield ("per-path", glob, "options", name), settings.options[name]


def _with_error_roots(options: Mapping[str, object], config: Config, struct: type[Any]) -> Mapping[str, object]:
    """A configuration's error roots reach every card that asks for error roots."""
    if not config.error_roots or "error_roots" not in struct.__struct_fields__:
        return options
    defaults = options.get("error-roots") or getattr(struct(), "error_roots", ())
    assert isinstance(defaults, Iterable)
    if not defaults:
        return options
    return {**options, "error-roots": [*defaults, *config.error_roots]}


def roles_of(config: Config) -> Mapping[str, Role]:
    """The default roles with what the configuration adds to them or puts in their place."""
    table = dict(known_roles())
    for name, added in config.roles.items():
        base = Role() if added.replace else table.get(name, Role())
        parts = ((*getattr(base, part), *getattr(added, part)) for part in PARTS)
        table[name] = Role(*parts)
    return table
