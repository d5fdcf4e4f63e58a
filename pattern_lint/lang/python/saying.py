"""What texts say, by levels."""

from __future__ import annotations

import re
from typing import Literal, TypeAlias, get_args

Saying: TypeAlias = Literal["empty", "constant", "named", "value"]
"""What a text says: nothing, always the same, always the same but with the class around it, or a value."""
LEAST_FIRST: tuple[Saying, ...] = get_args(Saying)
TextElsewhere: TypeAlias = tuple[str, str]
"""The symbol of a text that another module may keep, and the class around the place where it is said."""


def says_text(text: str, owner: str) -> Saying:
    """What a text without values in it says where a class stands around it."""
    if not text.strip():
        return "empty"
    return "named" if owner and _letters(owner) in _letters(text) else "constant"


def _letters(text: str) -> str:
    return re.sub(r"[^a-z0-9]", "", text.lower())
