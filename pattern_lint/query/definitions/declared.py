"""What the body of a class declares, as the project knows it by name."""

from __future__ import annotations

import ast

from ...lang.python.scopes import Scope
from ...lang.python.walking import nodes_in
from .fields import TABLE, is_table_of_sqlmodel

_MAPPER, _VERSION = "__mapper_args__", "version_id_col"


def declared(scope: Scope) -> tuple[str, ...]:
    """What a class assigns, its table where a base finds a name for it, and each thing that it tells its mapper."""
    names = (*scope.assigned, TABLE) if is_table_of_sqlmodel(scope) else scope.assigned
    told = scope.bindings.get(_MAPPER)
    return (*names, *_told_to_mapper(told[0].value or told[0].node)) if told else names


def _told_to_mapper(given: ast.AST) -> list[str]:
    """The options of a mapper, by their keys; where not all of them show, one may be the column of its versions."""
    dicts = [each for each in nodes_in(given) if isinstance(each, ast.Dict)]
    keys = {getattr(key, "value", "") for each in dicts for key in each.keys}
    named = {key for key in keys if isinstance(key, str) and key}
    return sorted(f"{_MAPPER}.{key}" for key in (named if dicts and named == keys else named | {_VERSION}))
