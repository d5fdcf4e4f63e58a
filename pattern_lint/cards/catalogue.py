"""All cards and profiles that a configuration can choose from."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ..kinds import check_class, kind_names, options_class
from ..knowledge.words import SHIPPED, Words
from ..lang.languages import PYTHON
from ..packs.loaded import Loaded, PackErrors, known_roles, packs
from ..problems import Problem, Problems, unknown
from ..project.roles import ERROR, MODEL, ROLE
from ..query.naming.receivers import RECEIVERS
from ..resources import profiles_folder, rules_folder
from .card import Card, CardErrors, front_line, load_cards
from .options import decode_options
from .profiles import Profile, check_profile, load_profiles, statuses


@dataclass(frozen=True)
class Catalog:
    """Cards by code, and profiles by name; everything in it has been checked."""

    cards: tuple[Card, ...]
    profiles: Mapping[str, Profile]

    @property
    def words(self) -> Words:
        """The lists of names that hold for all of them."""
        return self.cards[0].words() if self.cards else SHIPPED

    def find(self, code_or_name: str) -> Card | None:
        """The card with a code or a name."""
        return next((card for card in self.cards if code_or_name in (card.code, card.name)), None)


def load_catalog(
    own_folders: Sequence[Path] = (),
    *,
    documents: Sequence[Path] = (),
    roles: Collection[str] | None = None,
    examples: bool = False,
    trusting: bool = False,
) -> Catalog:
    """The shipped cards and profiles, those of packs, and a team's own cards; all that is wrong is raised at once.

    `documents` are the team's own, whose patterns its cards may name, and `roles` those that its
    configuration adds; without these, roles are not looked at. The options of cards that come with the tool are
    taken to be right, as tests see to, and with `trusting` those of packs: to look at those of every card, every kind
    has to be imported.
    """
    try:
        return _loaded(own_folders, documents, roles, examples=examples, trusting=trusting)
    except PackErrors:
        raise
    except Problems as errors:
        raise type(errors)(map(_with_way_out, errors.problems)) from None


def _with_way_out(problem: Problem) -> Problem:
    """What is wrong with a file; if that is a pack's, with what to do about it."""
    pack = next((pack for pack in packs() if pack.owns(problem.path)), None)
    return problem._replace(message=f"{problem.message} ({pack.way_out})") if pack is not None else problem


def _loaded(
    own_folders: Sequence[Path],
    documents: Sequence[Path],
    roles: Collection[str] | None,
    *,
    examples: bool,
    trusting: bool,
) -> Catalog:
    installed = {loaded.folder: loaded for loaded in packs()}
    names = {folder: loaded.name for folder, loaded in installed.items()}
    profiles = load_profiles(profiles_folder(), {folder / "profiles": name for folder, name in names.items()})
    cards = load_cards(
        [rules_folder(), *installed, *own_folders],
        statuses=statuses(profiles),
        examples=examples,
        packs=names,
        own_patterns=lambda: _patterns_of(documents),
    )
    by_name = {loaded.name: loaded for loaded in installed.values()}
    problems = [problem for card in cards for problem in _wrong_kind(card)]
    problems += [problem for card in cards if card.pack for problem in _foreign(card, by_name[card.pack], profiles)]
    if not problems:
        doubtful = [card for card in cards if not (_is_ours(card) or (trusting and card.pack))]
        problems = [problem for card in doubtful for problem in _wrong_options(card)]
    if roles is not None and not problems:
        known = {*known_roles(), *ERROR, *MODEL, *RECEIVERS, *roles}
        problems = [problem for card in doubtful for problem in _wrong_roles(card, known)]
    problems += [problem for profile in profiles.values() for problem in check_profile(profile, cards)]
    if problems:
        raise CardErrors(problems)
    return Catalog(cards, profiles)


def _patterns_of(documents: Sequence[Path]) -> Collection[str]:
    from .headings import pattern_ids  # only a team that names patterns of its own document pays for it

    return {pattern for document in documents for pattern in pattern_ids(document)}


def _foreign(card: Card, pack: Loaded, profiles: Mapping[str, Profile]) -> Iterator[Problem]:
    """What a pack's card may not name: the codes and the documents of others."""
    prefix = pack.pack.prefix
    if card.code.rstrip("0123456789") != prefix:
        said = f"the code `{card.code}` must begin with `{prefix}`, the prefix of the pack `{pack.name}`"
        yield Problem(card.path, front_line(card.path, "code"), said)
    own = statuses({name: profile for name, profile in profiles.items() if profile.pack == pack.name})
    for pattern in card.patterns:
        if pattern not in own:
            said = f"{unknown('pattern', pattern, own, list_known=False)} No profile of its pack documents it."
            yield Problem(card.path, front_line(card.path, "patterns"), said)


def _is_ours(card: Card) -> bool:
    return card.path.is_relative_to(rules_folder())


def _wrong_kind(card: Card) -> list[Problem]:
    if card.check in kind_names():
        return []
    now = next((kind for kind in kind_names() if card.check in check_class(kind).took_over), None)
    if now is not None:
        said = f"the check kind `{card.check}` is part of `{now}` now; `pattern-lint explain {now}` shows its options"
    else:
        said = unknown("check kind", card.check, kind_names())
    return [Problem(card.path, front_line(card.path, "check"), said)]


def _wrong_roles(card: Card, known: Collection[str]) -> Iterator[Problem]:
    """Roles that no class can have, as there are none of that name: a card would be about nothing."""
    for option, value in card.options.items():
        for role in dict.fromkeys(_roles_in(value)):
            if role not in known:
                said = f"{unknown('role', role, known)} A configuration may add some."
                yield Problem(card.path, card.option_lines.get(option, 1), said)


def _roles_in(value: object) -> Iterator[str]:
    if isinstance(value, str) and value.startswith(ROLE):
        yield value.removeprefix(ROLE).partition(".")[0]
    elif isinstance(value, Mapping):
        yield from (role for part in value.values() for role in _roles_in(part))
    elif isinstance(value, list):
        yield from (role for part in value for role in _roles_in(part))


def _wrong_options(card: Card) -> Sequence[Problem]:
    kind = check_class(card.check)
    is_own = not card.pack and kind.languages == {PYTHON}
    try:
        decode_options(card, options_class(card.check), proofread=kind.proofread if is_own else None, careful=True)
    except CardErrors as errors:
        return errors.problems
    return ()
