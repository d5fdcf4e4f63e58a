"""Which languages there are, and which files are in which."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from .unit import Unit

PYTHON = "python"
COMMIT = "commit"
"""What commits say is a language of its own: no file has it, and only a range of revisions brings it in."""


class Language(NamedTuple):
    """A language: its name in cards, how its files end, and which module of this room reads them."""

    name: str
    endings: tuple[str, ...]
    module: str
    fences: tuple[str, ...] = ()
    """Other names that Markdown has for it."""


LANGUAGES = (
    Language("typescript", (".ts", ".tsx", ".mts", ".cts"), "code", ("ts", "tsx")),
    Language("javascript", (".js", ".jsx", ".mjs", ".cjs"), "code", ("js", "jsx")),
    Language("shell", (".sh", ".bash"), "code", ("bash", "sh")),
    Language("markdown", (".md", ".markdown"), "markdown", ("md",)),
    Language("toml", (".toml",), "toml"),
)
_BY_NAME = {language.name: language for language in LANGUAGES}
_BY_ENDING = {ending: language.name for language in LANGUAGES for ending in language.endings}
ENDINGS = tuple(_BY_ENDING)
"""How the names of files end that are in one of these languages."""


def language_of(path: str) -> str | None:
    """The language of a file; None for Python, and for what is taken for Python because it was named."""
    return _BY_ENDING.get(path[path.rfind(".") :])


def shown_language(path: str) -> str:
    """The language that a file of an example is in, or else how its name ends."""
    if path.endswith((".py", ".pyi")):
        return PYTHON
    return COMMIT if is_commit(path) else language_of(path) or path[path.rfind(".") + 1 :]


def is_commit(path: str) -> bool:
    """Whether a file of an example stands for the message of a commit."""
    return path.endswith(".commit")


def read_unit(path: str, label: str, source: bytes) -> Unit:
    """The unit that a file in one of the languages is; raises UnreadableError where it is none."""
    language = language_of(path)
    assert language is not None
    reader = importlib.import_module(f"{__package__}.{_BY_NAME[language].module}")
    unit: Unit = reader.read(path, label, source)
    return unit
