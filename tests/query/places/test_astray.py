"""What is said of places that begin at the root where their author meant any depth, or that nothing lies in."""

from __future__ import annotations

import pytest

from pattern_lint.lang.python.paths import Category
from pattern_lint.query.places.astray import astray, nowhere, unseen

OF_TESTS = '`test`, which the card leaves out; say `where = ["production", "test"]`'
PATHS = ["shop/handlers/orders.py", "shop/clock.py", "cli/main.py"]


@pytest.mark.parametrize("place", ["path:handlers/", "path:**/handlers/**", "path:clock.py", "path:cli/**", "async"])
def test_places_that_need_no_word(place: str) -> None:
    assert not [*astray([place], PATHS)]


def test_nothing_is_said_of_what_lies_nowhere() -> None:
    assert not [*astray(["path:tasks/**"], PATHS)]


def test_a_place_that_begins_at_the_root() -> None:
    said = "`path:handlers/**` begins at the root and matches no file here; `path:**/handlers/**` matches"
    assert [*astray(["path:handlers/**", "path:handlers/**"], PATHS)] == [f"{said} shop/handlers/orders.py"]


@pytest.mark.parametrize(
    ("place", "where", "said"),
    [
        (
            "path:tests/db/**",
            ("production",),
            OF_TESTS,
        ),
        ("path:test_*.py", ("production",), OF_TESTS),
        ("path:examples/**", ("test",), '`example`, which the card leaves out; say `where = ["test", "example"]`'),
        ("path:tests/**", ("test",), ""),
        ("path:src/**", ("production",), ""),
        ("module:tests", ("production",), ""),
    ],
)
def test_places_of_files_that_a_card_leaves_out(place: str, where: tuple[Category, ...], said: str) -> None:
    wanted = [f"`{place}` holds files of the kind {said}"] if said else []
    assert [*unseen([place, place], where)] == wanted


def test_places_in_which_nothing_lies() -> None:
    places = ["path:tasks/**", "path:handlers/**", "path:clock.py", "async", "path:tasks/**"]
    assert [*nowhere(places, PATHS)] == ["`path:tasks/**` matches no file here"]
