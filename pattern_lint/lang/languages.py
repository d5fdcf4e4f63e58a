"""Which languages there are, and which files are in which."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from .unit import Unit

PYTHON = "python"
COMMIT = "commit"
BRANCH = "branch"
"""What commits say, and what a branch changes, are languages of their own: only examples have them in files, and a
range of revisions brings them in."""
HISTORY = frozenset({COMMIT, BRANCH})


COMMITS = ".git/commit/"
BRANCHES = ".git/branch"
"""Where findings about commits are said to be: a place below the project's root that no file of it can have."""


class Language(NamedTuple):
    """A language: its name in cards, how its files end, and which module of this room reads them."""

    name: str
    endings: tuple[str, ...]
    module: str


LANGUAGES = (
    Language("typescript", (".ts", ".tsx", ".mts", ".cts"), "code"),
    Language("javascript", (".js", ".jsx", ".mjs", ".cjs"), "code"),
    Language("shell", (".sh", ".bash"), "code"),
    Language("markdown", (".md", ".markdown"), "markdown"),
    Language("toml", (".toml",), "toml"),
    Language("ini", (".ini", ".cfg", ".coveragerc"), "ini"),
    Language("json", (".json",), "json"),
    Language("yaml", (".yml", ".yaml"), "yaml"),
    Language(COMMIT, (".commit",), "commit"),
    Language(BRANCH, (".branch",), "commit"),
)
_BY_NAME = {language.name: language for language in LANGUAGES}
_BY_ENDING = {ending: language.name for language in LANGUAGES for ending in language.endings}
ENDINGS = tuple(ending for ending, name in _BY_ENDING.items() if name not in HISTORY)
"""How the names of files end that are in one of these languages."""


def language_of(path: str) -> str | None:
    """The language of a file; None for Python, and for what is taken for Python because it was named."""
    return _BY_ENDING.get(path[path.rfind(".") :])


def is_read(path: str) -> bool:
    """Whether a file is in Python or in one of these languages, by how its name ends."""
    return path.endswith((".py", ".pyi", *ENDINGS))


def shown_language(path: str) -> str:
    """The language that a file of an example is in, or else how its name ends."""
    if path.endswith((".py", ".pyi")):
        return PYTHON
    return language_of(path) or path[path.rfind(".") + 1 :]


def read_unit(path: str, label: str, source: bytes) -> Unit:
    """The unit that a file in one of the languages is; raises UnreadableError where it is none."""
    language = language_of(path)
    assert language is not None
    reader = importlib.import_module(f"{__package__}.{_BY_NAME[language].module}")
    unit: Unit = reader.read(path, label, source)
    return unit
