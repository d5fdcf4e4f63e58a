from __future__ import annotations

import importlib

import pytest

from pattern_lint.knowledge.exception_libraries import LIBRARIES
from pattern_lint.knowledge.exception_trees import STANDARD, Tree
from pattern_lint.knowledge.exceptions import GROUPS, ancestry, spelled


def names(tree: Tree) -> set[str]:
    return {name for children in tree.children.values() for name in children.split()}


@pytest.mark.parametrize("tree", STANDARD, ids=lambda tree: tree.modules[0])
def test_the_standard_library_is_as_told(tree: Tree) -> None:
    module = tree.modules[0].removesuffix(".IMAP4")
    loaded = importlib.import_module(module)
    home = getattr(loaded, "IMAP4", loaded) if tree.modules[0].endswith("IMAP4") else loaded
    for name in names(tree):
        cls = getattr(home, name, None)
        if cls is not None:
            told = {symbol.rpartition(".")[2] for symbol in ancestry(spelled(f"{tree.modules[0]}.{name}") or "")}
            real = {base.__name__ for base in cls.__mro__}
            assert told <= real | {name}, name


@pytest.mark.parametrize("tree", (*STANDARD, *LIBRARIES), ids=lambda tree: tree.modules[0])
def test_everything_derives_from_base_exception(tree: Tree) -> None:
    for module in tree.modules:
        for name in names(tree):
            symbol = spelled(f"{module}.{name}")
            assert symbol is not None
            assert "builtins.BaseException" in ancestry(symbol)


def test_groups_hold_known_classes_as_they_are_spelled() -> None:
    for roots in GROUPS.values():
        assert [spelled(root) for root in roots] == list(roots)


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
