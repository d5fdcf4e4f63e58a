"""What a file's path says about it: its module name and what kind of code it holds."""

from __future__ import annotations

import re
from typing import Literal

Category = Literal["production", "test", "migration", "example", "generated"]
CATEGORIES: tuple[Category, ...] = ("production", "test", "migration", "example", "generated")

_TEST_FOLDERS = frozenset({"tests", "test", "testing"})
_EXAMPLE = re.compile(r"(^|/)(examples?(_\w+)?|samples)/")
_TEST_FILE = re.compile(r"(test_.*|.*_test|conftest|testing)\.pyi?$")
_MIGRATION = re.compile(r"(^|/)_?(alembic|migrations)/versions/.+\.py$|(^|/)migrations/\d{4}_[^/]+\.py$")
_GENERATED_FILE = re.compile(r"(_pb2|_pb2_grpc|_version)\.pyi?$|(^|/)(_?generated|_vendor(ed)?|vendored|third_party)/")
"""What nobody wrote here: a program did, or another project."""
_GENERATED_TEXT = re.compile(rb"(?im)^#.*\b(@generated|generated (by|with|from)|do not (edit|modify))\b")
_GENERATED_DOCSTRING = re.compile(
    rb"(?is)(#[^\n]*\n|\s)*[rRuU]?(\"{3}|'{3}|\"|')\s*(this (file|module|code) (is|was|has been) )?"
    rb"((auto(matically)?[ -]?)generated\b|generated (by|with|from)\b)"
)
_HEAD = 600

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
    parts = path.removesuffix(".pyi").removesuffix(".py").split("/")
    if parts[-1] == "__init__":
        parts.pop()
    return ".".join(parts)


def package_name(path: str) -> str:
    """The package in which a file's relative imports begin."""
    return ".".join(path.split("/")[:-1])


def category(path: str, head: bytes = b"") -> Category:
    """What kind of code a file holds; `head` is the beginning of its content."""
    *folders, name = path.split("/")
    if _MIGRATION.search(path):
        return "migration"
    if not _TEST_FOLDERS.isdisjoint(folders) or _TEST_FILE.match(name):
        return "test"
    if _EXAMPLE.search(path):
        return "example"
    beginning = head[:_HEAD]
    if _GENERATED_FILE.search(path) or (beginning.startswith(b"#") and _GENERATED_TEXT.search(beginning)):
        return "generated"
    return "generated" if b"enerated" in beginning and _GENERATED_DOCSTRING.match(beginning) else "production"


def is_composition_root(path: str) -> bool:
    """Whether a module is one of those that wire the application together; a package is named by its folder."""
    *folders, name = path.lower().split("/")
    stem = name.partition(".")[0]
    if not _ROOT_FOLDERS.isdisjoint(folders):
        return True
    if stem == "__init__" and folders:
        stem = folders[-1]
    return stem in _ROOT_NAMES or "registr" in stem or "factory" in stem or stem == "factories"
