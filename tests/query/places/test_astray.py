"""What is said of places that begin at the root where their author meant any depth."""

from __future__ import annotations

import pytest

from pattern_lint.query.places.astray import astray

PATHS = ["shop/handlers/orders.py", "shop/clock.py", "cli/main.py"]


@pytest.mark.parametrize("place", ["path:handlers/", "path:**/handlers/**", "path:clock.py", "path:cli/**", "async"])
def test_places_that_need_no_word(place: str) -> None:
    assert not [*astray([place], PATHS)]


def test_nothing_is_said_of_what_lies_nowhere() -> None:
    assert not [*astray(["path:tasks/**"], PATHS)]


def test_a_place_that_begins_at_the_root() -> None:
    said = "`path:handlers/**` begins at the root and matches no file here; `path:**/handlers/**` matches"
    assert [*astray(["path:handlers/**", "path:handlers/**"], PATHS)] == [f"{said} shop/handlers/orders.py"]
