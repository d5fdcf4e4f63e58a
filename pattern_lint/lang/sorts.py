"""What sort of file a path is, in whatever language."""

from __future__ import annotations

from .languages import language_of
from .python.paths import Category, category
from .unit import category_of

_CODE = frozenset({"typescript", "javascript", "shell"})


def sort_of(path: str) -> Category | None:
    """The sort of a file of code; None for what is no code: documents, settings, data."""
    if path.endswith((".py", ".pyi")):
        return category(path)
    return category_of(path) if language_of(path) in _CODE else None
