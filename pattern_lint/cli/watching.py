"""`pattern-lint test --watch`: runs the examples of cards again when their files change."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from ..cards.card import Card
from ..cards.catalogue import Catalog
from ..engine.examples import failures
from ..engine.targets import absolute
from ..packs.loaded import packs
from ..problems import Problems, UsageError
from ..reading import is_file, is_folder
from ..report.text import counted
from ..resources import rules_folder
from .finding_cards import cards_named, catalog_here, config_here, roles_for
from .output import say

_EVERY = 0.3
"""Seconds between two looks at the files."""
_SUFFIXES = (".md", ".toml")

Looks = dict[Path, tuple[int, int]]
"""When each file changed, and its size."""


def watch(names: Sequence[str]) -> None:
    """Tell what the examples of the named cards, or all, come to whenever that changes; ends when it is interrupted."""
    watcher = Watcher(names)
    while True:
        for line in watcher.news():
            say(f"{line}\n")
        time.sleep(_EVERY)


class Watcher:
    """Knows what it has told of each card."""

    def __init__(self, names: Sequence[str]) -> None:
        self._names = names
        self._lone = [absolute(name) for name in names if is_file(Path(name)) or is_folder(Path(name))]
        self._looks: Looks = {}
        self._told: dict[str, list[str]] = {}
        """What was said last of each card, by its code; below no code, what kept the cards from being read."""

    def news(self) -> Iterator[str]:
        """What is to be said now of cards that came to something else than before."""
        is_first = not self._looks
        try:
            looks = self._look()
            changed = {path for path in looks.keys() | self._looks.keys() if looks.get(path) != self._looks.get(path)}
            self._looks = looks
            if not changed:
                return
            catalog = catalog_here(examples=True, also=self._lone)
            cards = cards_named(self._names, catalog) if self._names else list(catalog.cards)
        except (Problems, UsageError) as error:
            if is_first and isinstance(error, UsageError):
                raise
            yield from self._said("", str(error).split("\n"))
            return
        self._told.pop("", None)
        yield from self._of_cards(cards, catalog, changed, is_first=is_first)

    def _look(self) -> Looks:
        named = filter(is_folder, self._lone)
        folders = (rules_folder(), *(pack.folder for pack in packs()), *config_here().card_folders, *named)
        below = (Path(parent, name) for folder in folders for parent, _, found in os.walk(folder) for name in found)
        return {path: look for path in (*below, *self._lone) if path.suffix in _SUFFIXES and (look := _look(path))}

    def _of_cards(self, cards: list[Card], catalog: Catalog, changed: set[Path], *, is_first: bool) -> Iterator[str]:
        anew = any(path.suffix == ".toml" for path in changed)
        for card in cards:
            if anew or card.path in changed or card.code not in self._told:
                found = [str(failure) for failure in failures(card, catalog.cards, roles_for(card))]
                sums = f"{counted(len(card.examples), 'example')}: {counted(len(found), 'failure')}"
                lines = [*found, f"{card.code} {card.name}: {sums}"]
                if is_first and not found:
                    self._told[card.code] = lines
                else:
                    yield from self._said(card.code, lines)
        if is_first:
            yield f"{counted(len(cards), 'card')} watched; end with Ctrl-C"

    def _said(self, code: str, lines: list[str]) -> Iterator[str]:
        if self._told.get(code) != lines:
            self._told[code] = lines
            yield from lines


def _look(path: Path) -> tuple[int, int] | None:
    try:
        status = path.stat()
    except OSError:  # it may vanish while an editor writes it
        return None
    return status.st_mtime_ns, status.st_size
