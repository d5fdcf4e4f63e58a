"""What names mean that a card gives by what something is called."""

from __future__ import annotations

import pytest

from pattern_lint.query.answers import NO, YES
from pattern_lint.query.naming.names import Asked, NameSet

LIKE = NameSet(["like:session.commit", "like:client.*"])
ROOTS = frozenset({"app"})


@pytest.mark.parametrize(
    ("written", "receiver"),
    [("commit", "session"), ("commit", "_session"), ("commit", "read_session"), ("fetch", "rest_client")],
)
def test_what_is_called_so_is_meant_where_nothing_shows_what_it_is(written: str, receiver: str) -> None:
    assert LIKE.match(Asked(None, written, receiver), ROOTS) == YES


@pytest.mark.parametrize(
    "asked",
    [
        Asked("requests.Session().commit", "commit", "session"),
        Asked("builtins.dict().commit", "commit", "session"),
        Asked(None, "rollback", "session"),
        Asked(None, "fetch", "obsession"),
    ],
)
def test_what_something_is_decides_before_its_name(asked: Asked) -> None:
    assert LIKE.match(asked, ROOTS) == NO


def test_the_project_decides_what_its_own_things_are() -> None:
    found = LIKE.match(Asked("app.Orders().session.commit", "commit", "session"), ROOTS)
    assert found.holds
    assert found.when == (("untyped", "app.Orders().session", ("client", "session")),)


def test_a_name_and_a_glob_of_one_method_are_both_meant() -> None:
    both = NameSet(["like:session.get", "like:client.*"])
    assert both.match(Asked(None, "get", "client"), ROOTS) == YES
    assert both.match(Asked(None, "get", "session"), ROOTS) == YES
    assert both.match(Asked(None, "post", "session"), ROOTS) == NO


def test_a_method_of_whatever_has_a_name_is_meant_of_anything() -> None:
    rows = NameSet(["*.objects.filter"])
    assert rows.match(Asked("shop.Order.objects.filter", "filter", "objects"), frozenset()) == YES
    assert rows.match(Asked(None, "filter", "objects"), ROOTS) == YES
    assert rows.match(Asked(None, "filter", "subjects"), ROOTS).holds is not True
    assert rows.match(Asked(None, "get", "objects"), ROOTS) == NO


def test_what_stands_before_a_star_may_be_spelled_in_either_way() -> None:
    logs = NameSet(["logging.getLogger().*"])
    assert logs.match(Asked("logging.Logger().info", "info", "log"), ROOTS) == YES


def test_last_names_tell_where_to_look() -> None:
    assert NameSet(["role:repository.get_by_*", "*.find"]).last_globs == {"get_by_*", "find"}
    assert NameSet(["sqlalchemy.*"]).last_globs is None
    assert NameSet(["*uow*"]).last_globs is None
