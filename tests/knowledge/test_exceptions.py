from __future__ import annotations

import importlib
import sys
from typing import get_args

import pytest

from pattern_lint.knowledge.exceptions import Group, ancestry, errors_of, spelled
from pattern_lint.knowledge.words import SHIPPED

HEADS = [entry.partition("(")[0] for entry in SHIPPED["exceptions"]]
STANDARD = sorted({head for head in HEADS if head.partition(".")[0] in sys.stdlib_module_names})


@pytest.mark.parametrize("module", sorted({symbol.rpartition(".")[0] for symbol in STANDARD}))
def test_the_standard_library_is_as_told(module: str) -> None:
    loaded = importlib.import_module(module.removesuffix(".IMAP4"))
    home = getattr(loaded, "IMAP4", loaded) if module.endswith("IMAP4") else loaded
    found = 0
    for symbol in (each for each in STANDARD if each.rpartition(".")[0] == module):
        name = symbol.rpartition(".")[2]
        cls = getattr(home, name, None)
        if cls is not None:
            found += 1
            told = {each.rpartition(".")[2] for each in ancestry(spelled(symbol) or "")}
            assert told <= {base.__name__ for base in cls.__mro__} | {name}, name
    assert found


def test_everything_derives_from_base_exception() -> None:
    assert len(HEADS) > 500
    for symbol in HEADS:
        assert "builtins.BaseException" in ancestry(spelled(symbol) or ""), symbol


def test_what_a_module_exports_is_spelled_as_its_home_does() -> None:
    for entry in SHIPPED["exception-modules"]:
        home, _, others = entry.partition(": ")
        for module in others.split():
            for symbol in (each for each in HEADS if each.rpartition(".")[0] == home):
                name = symbol.rpartition(".")[2]
                assert spelled(f"{module}.{name}") is not None, f"{module}.{name}"


def test_groups_hold_known_classes_as_they_are_spelled() -> None:
    for group in get_args(Group):
        assert [spelled(root) for root in errors_of(group)] == list(errors_of(group))


@pytest.mark.parametrize(
    ("symbol", "base", "expected"),
    [
        ("builtins.FileNotFoundError", "builtins.OSError", True),
        ("asyncio.CancelledError", "builtins.Exception", False),
        ("concurrent.futures.CancelledError", "builtins.Exception", True),
        ("requests.Timeout", "builtins.OSError", True),
        ("httpx.ConnectTimeout", "httpx.HTTPError", True),
        ("httpx.InvalidURL", "httpx.HTTPError", False),
        ("sqlalchemy.orm.exc.NoResultFound", "sqlalchemy.exc.SQLAlchemyError", True),
        ("redis.asyncio.ConnectionError", "redis.exceptions.RedisError", True),
        ("redis.ConnectionError", "builtins.OSError", False),
        ("pydantic.ValidationError", "builtins.ValueError", True),
    ],
)
def test_what_derives_from_what(symbol: str, base: str, expected: bool) -> None:
    assert (base in ancestry(spelled(symbol) or "")) is expected


def test_what_is_not_known_has_no_ancestors() -> None:
    assert spelled("vendor.Error") is None
    assert ancestry("vendor.Error") == frozenset()
