"""All cards and profiles that a configuration can choose from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ..kinds import kind_names, options_class
from ..problems import Problem, unknown
from ..resources import profiles_folder, rules_folder
from .card import Card, CardErrors, load_cards
from .options import decode_options
from .profiles import Profile, check_profile, load_profiles, statuses


@dataclass(frozen=True)
class Catalog:
    """Cards by code, and profiles by name; everything in it has been checked."""

    cards: tuple[Card, ...]
    profiles: Mapping[str, Profile]

    def find(self, code_or_name: str) -> Card | None:
        """The card with a code or a name."""
        return next((card for card in self.cards if code_or_name in (card.code, card.name)), None)


def load_catalog(own_folders: Sequence[Path] = (), *, examples: bool = False, trusting: bool = False) -> Catalog:
    """The shipped cards and profiles, and a team's own cards; all that is wrong with them is raised at once.

    With `trusting`, the options of shipped cards are taken to be right, as tests see to: to look at those of every
    card, every kind has to be imported.
    """
    profiles = load_profiles(profiles_folder())
    cards = load_cards([rules_folder(), *own_folders], statuses=statuses(profiles), examples=examples)
    problems = [problem for card in cards for problem in _wrong_kind(card)]
    if not problems:
        shipped = rules_folder() if trusting else None
        doubtful = [card for card in cards if shipped is None or not card.path.is_relative_to(shipped)]
        problems = [problem for card in doubtful for problem in _wrong_options(card)]
    problems += [problem for profile in profiles.values() for problem in check_profile(profile, cards)]
    if problems:
        raise CardErrors(problems)
    return Catalog(cards, profiles)


def _wrong_kind(card: Card) -> list[Problem]:
    if card.check in kind_names():
        return []
    return [Problem(card.path, 2, unknown("check kind", card.check, kind_names()))]


def _wrong_options(card: Card) -> Sequence[Problem]:
    try:
        decode_options(card, options_class(card.check))
    except CardErrors as errors:
        return errors.problems
    return ()
