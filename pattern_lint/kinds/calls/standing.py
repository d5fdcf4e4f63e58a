"""Where a call stands among the statements of its function."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from typing import Literal, TypeAlias

from ...lang.python.docstrings import is_text
from ...lang.python.scopes import FunctionNode
from ...query.answers import answer
from ..site_kind import Judgement, Site, demanded

Standing: TypeAlias = Literal["anywhere", "first", "last"]
_SAYING = (ast.Import, ast.ImportFrom, ast.Global, ast.Nonlocal)
"""Statements that do nothing themselves."""


def of_standing(site: Site, wanted: Standing) -> Iterator[Judgement]:
    """Whether a call belongs to the first or the last thing that its function does; outside of functions nothing is
    said of it."""
    home = site.scope.function
    if home is None or not isinstance(home.node, FunctionNode):
        return
    done = [each for each in _without_docstring(home.node.body) if not isinstance(each, _SAYING)]
    around = (site.node, *site.module.ancestors(site.node))
    statement = next(each for each in around if isinstance(each, ast.stmt))
    is_there = bool(done) and statement is done[0 if wanted == "first" else -1]
    said = f"{home.name} does something {'before' if wanted == 'first' else 'after'} {site.words['call']}"
    yield demanded(answer(is_there), said)


def _without_docstring(body: Sequence[ast.stmt]) -> Sequence[ast.stmt]:
    return body[1:] if is_text(body[0]) else body
