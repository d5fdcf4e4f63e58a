"""What the docstring of a module, class or function must say."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..query.answers import answer
from .site_kind import Judgement, demanded


def of_docstring(text: str | None, expressions: tuple[str, ...], whose: str) -> Iterator[Judgement]:
    """Whether a docstring holds something that each of some expressions finds; one that is not there holds nothing."""
    for expression in expressions:
        held = answer(re.search(expression, text or "", re.MULTILINE) is not None)
        yield demanded(held, f"the docstring of {whose} holds nothing like {expression}", words={"name": expression})
