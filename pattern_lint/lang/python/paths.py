"""What a file's path says about it: its module name and what kind of code it holds."""

from __future__ import annotations

import re
from typing import Literal

from .generated import is_generated

Category = Literal["production", "test", "migration", "example", "generated"]
CATEGORIES: tuple[Category, ...] = ("production", "test", "migration", "example", "generated")

_TEST_FOLDERS = frozenset({"tests", "test", "testing", "unittest", "unittests", "pytest_fixtures"})
_EXAMPLE = re.compile(r"(^|/)(examples?(_\w+)?|samples|docs_src)/|^docs?/")
_TEST_FILE = re.compile(r"(test_.*|.*_test|tests|testing|conftest|pytest_plugins?)\.pyi?$")
_MIGRATION = re.compile(r"(^|/)(_?alembic|\w*migrat\w*)(/\w+)?/versions/.+\.py$|(^|/)migrations/\d+\w*_[^/]+\.py$")
_ROOT_NAMES = frozenset(
    {
        "di",
        "container",
        "containers",
        "bootstrap",
        "wiring",
        "main",
        "__main__",
        "app",
        "factory",
        "dependencies",
    }
)
_ROOT_FOLDERS = frozenset({"di", "container", "containers", "bootstrap", "wiring"})
"""Packages whose modules all wire the application together."""


def module_name(path: str) -> str:
    """The dotted name of a file, seen from the project's root."""
    parts = dotless(path.removesuffix(".pyi").removesuffix(".py")).split("/")
    if parts[-1] == "__init__":
        parts.pop()
    return ".".join(parts)


def dotless(path: str) -> str:
    """A path without dots, of which none is one of a name: nobody imports `shop-1.0` by name."""
    return path.replace(".", "_")


def is_below(name: str, package: str) -> bool:
    """Whether a dotted name is that of a package or of something in it."""
    return name == package or name.startswith(f"{package}.")


def package_name(path: str) -> str:
    """The package in which a file's relative imports begin."""
    return ".".join(dotless(path).split("/")[:-1])


def category(path: str, head: bytes = b"") -> Category:
    """What kind of code a file holds; `head` is the beginning of its content."""
    if _MIGRATION.search(path):
        return "migration"
    *folders, name = path.split("/")
    if not _TEST_FOLDERS.isdisjoint(folders) or _TEST_FILE.match(name) or ("tests" in path and _holds_tests(folders)):
        return "test"
    if _EXAMPLE.search(path):
        return "example"
    return "generated" if is_generated(path, head) else "production"


def _holds_tests(folders: list[str]) -> bool:
    return any(folder.endswith("_tests") or folder.startswith("tests_") for folder in folders)


def is_composition_root(path: str) -> bool:
    """Whether a module is one of those that wire the application together; a package is named by its folder."""
    *folders, name = path.lower().split("/")
    stem = name.partition(".")[0]
    if not _ROOT_FOLDERS.isdisjoint(folders):
        return True
    if stem == "__init__" and folders:
        stem = folders[-1]
    return stem in _ROOT_NAMES or "registr" in stem or "factory" in stem or stem == "factories"
