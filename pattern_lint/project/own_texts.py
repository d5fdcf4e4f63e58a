"""What stands behind names that other modules keep: a text, and what it speaks of."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ..query.expressions.spoken import is_called, words_between

if TYPE_CHECKING:
    from .project import Project


def is_own_text(project: Project, symbol: str, _: tuple[str, ...]) -> bool | None:
    """Whether a name of a module stands for a text; a member of an enumeration is what it is, whatever it holds, and of
    what another class keeps nobody knows what it is for."""
    last = [*project.texts.way(symbol.removesuffix(".value"))][-1]
    owner = project.resolver.resolve(last.rpartition(".")[0]) or ""
    if owner in project.definitions.classes:
        return False if project.roles.natures.is_enum(owner) else None
    if project.texts.of(last) is not None:
        return True
    made = project.resolver.resolve(symbol) or ""
    return False if made.removesuffix("()") in project.definitions.classes else None


def mentions(project: Project, symbol: str, asked: tuple[Sequence[str], Sequence[str]]) -> bool | None:
    """Whether a part of the text is called as one of some globs says; where there is no text its name counts."""
    globs, unknown = asked
    text = project.texts.of(symbol)
    if text is not None:
        return is_called(words_between(text), globs)
    owner, _, name = symbol.rpartition(".")
    if is_called([name], unknown):
        return True
    return False if (project.resolver.resolve(owner) or "").endswith("()") else None
