"""The places that people judged can be read, and the cards say of them what they come to."""

from __future__ import annotations

import runpy
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest
from support.made_up import shipped_cards

from pattern_lint.cards.card import Card, Judged

FOLDER = Path(__file__).parents[2] / "judged"
JUDGE: dict[str, Any] = runpy.run_path(str(FOLDER / "judge.py"))
CARDS = {card.code: card for card in shipped_cards(examples=True).cards}
PLACES: dict[str, list[Any]] = defaultdict(list)
for file in sorted(FOLDER.glob("*.txt")):
    for place in JUDGE["read_places"](file):
        PLACES[place.code].append(place)


def test_every_place_is_about_a_card() -> None:
    assert sorted(set(PLACES) - set(CARDS)) == []


def test_no_place_is_judged_twice() -> None:
    seen: set[tuple[str, str, str, int]] = set()
    for places in PLACES.values():
        for place in places:
            key = (place.code, place.package, place.path, place.line)
            assert key not in seen, place
            seen.add(key)


@pytest.mark.parametrize("card", [card for card in CARDS.values() if card.judged], ids=lambda card: card.code)
def test_a_card_claims_no_more_than_its_places_say(card: Card) -> None:
    assert card.judged is not None
    places = [place for place in PLACES[card.code] if place.verdict != "MISS"]
    assert card.judged.packages == len({place.package for place in places})
    assert card.judged.read <= len(places)
    assert card.judged.worth <= sum(place.verdict == "TRUE" for place in places)
    assert card.judged.wrong <= sum(place.verdict == "FALSE" for place in places)


def test_a_place_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    places = tmp_path / "places.txt"
    places.write_text("# code verdict package path line why\nPAT140 PERHAPS celery==5.4.0 celery/app.py 3 why\n")
    with pytest.raises(SystemExit, match=r"places\.txt:2: write `code TRUE\|"):
        list(JUDGE["read_places"](places))


def test_figures_in_words() -> None:
    assert str(Judged(12, 40, 38, 1)) == "40 findings in 12 packages; 95% worth it, 2% wrong"
    assert str(Judged(3, 0, 0, 0)) == "nothing reported in 3 packages that were read"


def test_figures_are_written_beside_the_options_and_replaced_by_the_next(tmp_path: Path) -> None:
    card = tmp_path / "bare.md"
    card.write_text('+++\ncode = "PAT140"\nfix = "none"\n[options]\nbare = true\n+++\n# Bare\n+++\n', encoding="utf-8")
    place = JUDGE["Place"]
    write = JUDGE["write_figures"]
    write.__globals__["RULES"] = tmp_path
    write(JUDGE["Judged"]([(place("PAT140", "TRUE", "a==1", "a.py", 1, ""), True)]))
    write(JUDGE["Judged"]([(place("PAT140", "FALSE", "b==1", "b.py", 1, ""), True)]))
    figures = "judged = { packages = 1, read = 1, worth = 0, wrong = 1 }"
    expected = f'+++\ncode = "PAT140"\nfix = "none"\n{figures}\n[options]\nbare = true\n+++\n# Bare\n+++\n'
    assert card.read_text(encoding="utf-8") == expected
