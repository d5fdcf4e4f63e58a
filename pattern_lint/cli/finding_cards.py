"""What the commands about cards share: the catalog of the working folder, and finding cards in it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from ..cards.card import Card
from ..cards.catalogue import Catalog, load_catalog
from ..config.configuration import find_config, load_config
from ..config.settings import Config
from ..engine.planning import roles_of
from ..engine.targets import absolute
from ..packs.loaded import packs
from ..problems import UsageError, unknown
from ..project.roles import Role
from ..reading import is_folder
from ..resources import rules_folder


def catalog_here(*, examples: bool = False, also: Iterable[Path] = ()) -> Catalog:
    """The shipped cards, those of the configuration that holds in the working folder, and those in other files."""
    config = config_here()
    folders = config.card_folders
    below = (rules_folder(), *(loaded.folder for loaded in packs()), *folders)
    lone = (path for path in also if not any(path.is_relative_to(folder) for folder in below))
    return load_catalog((*folders, *lone), documents=config.documents, roles=config.roles, examples=examples)


def roles_for(card: Card) -> Mapping[str, Role] | None:
    """The roles by which a card's examples are judged: those of the configuration for the team's own, or what ships."""
    ships = (rules_folder(), *(loaded.folder for loaded in packs()))
    return None if any(card.path.is_relative_to(folder) for folder in ships) else roles_of(config_here())


def config_here() -> Config:
    """The configuration that holds in the working folder."""
    file = find_config(Path.cwd())
    return load_config(file) if file is not None else Config(root=Path.cwd())


def cards_named(names: Sequence[str], catalog: Catalog) -> list[Card]:
    """The cards with the given codes, names, pattern ids or paths, each once; all unknown names are said at once."""
    found: dict[str, Card] = {}
    wrong: list[str] = []
    for name in names:
        cards = [card for card in catalog.cards if name in (card.code, card.name, *card.patterns)]
        if not cards:
            path = absolute(name)
            cards = [card for card in catalog.cards if card.path == path or path in card.path.parents]
        if not cards:
            wrong.append(_nothing_named(name, catalog))
        found |= {card.code: card for card in cards}
    if wrong:
        raise UsageError("\n".join(wrong))
    return list(found.values())


def _nothing_named(name: str, catalog: Catalog) -> str:
    from ..cards.profiles import pattern_index

    pattern = pattern_index(catalog.profiles).get(name)
    if pattern is not None:
        return f"no card enforces {name} ({pattern.title}) so far"
    if is_folder(Path(name)):
        return f"no card lies in `{name}`"
    if Path(name).suffix == ".md":
        return f"there is no card `{name}`"
    known = [text for card in catalog.cards for text in (card.code, card.name)]
    return f"{unknown('card', name, known, list_known=False)} `pattern-lint rules` lists all."
