"""Whether what a field is given is looked at before it is used."""

from __future__ import annotations

import ast
import re

from ...lang.python.annotations import unquoted
from ...lang.python.constants import assigned
from ...lang.python.module import Module
from ...lang.python.own_names import own_name
from ...lang.python.scopes import Scope
from ...lang.python.walking import nodes_in
from ..answers import UNKNOWN, YES, Answer, on_condition
from ..values.types import symbols_in
from .fields import Field

_BOUNDS = frozenset("min_length min_len pattern regex validator validators validate".split())
_BOUNDING = frozenset("AfterValidator BeforeValidator PlainValidator WrapValidator MinLen Len Length".split())
"""Arguments, and calls in an annotation, that say what a text has to be like."""
_MADE_UP = re.compile(r"(uuid\.uuid4|secrets\.token_(bytes|hex|urlsafe)|os\.urandom)\(\)(\..*)?")
"""What is made at random is there, and long enough."""


def is_insisted_on(field: Field, module: Module, scope: Scope) -> Answer:
    """Whether code insists on a field; a type or a function of the project may do so."""
    if _is_bounded(field, module, scope) or _is_made_up(field, module, scope):
        return YES
    symbols = [*(symbols_in(field.annotation, module, scope) if field.annotation is not None else ())]
    if isinstance(field.value, ast.Call):
        symbols.append(module.symbol(field.value.func, scope) or "")
    if any(symbol[: symbol.find(".")] in module.roots for symbol in symbols):
        return UNKNOWN
    return on_condition(("insisted", module.names.qualified(scope) if scope.kind == "class" else "", (field.name,)))


def _is_bounded(field: Field, module: Module, scope: Scope) -> bool:
    """Whether what declares it says how long it must be, or hands it to a validator; a type may have a name."""
    written = [each for each in (field.annotation, field.value, *field.makers) if each is not None]
    parts = [unquoted(each) for each in written]
    named = (assigned(module, node, scope) for part in parts for node in nodes_in(part) if isinstance(node, ast.Name))
    parts += [each for each in named if each is not None]
    calls = (each for part in parts for each in nodes_in(part) if isinstance(each, ast.Call))
    return any(
        own_name(call.func, module) in _BOUNDING or not _BOUNDS.isdisjoint(keyword.arg for keyword in call.keywords)
        for call in calls
    )


def _is_made_up(field: Field, module: Module, scope: Scope) -> bool:
    """Whether it is made at random here, and no environment gives another value for it, as for annotated fields."""
    value = field.value if field.annotation is None else None
    return value is not None and _MADE_UP.fullmatch(module.symbol(value, scope) or "") is not None
