"""Whether fields say what they hold, and what a module has that says it for the fields of others."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from typing import Literal, TypeAlias

from ...lang.python.constants import assigned
from ...lang.python.module import Module
from ...lang.python.scopes import FunctionNode, Scope
from ..answers import NO, UNKNOWN, YES, Answer, on_condition, some
from .fields import Field, annotated, known_makers, makes_field

_DESCRIPTIONS = ("description", "doc", "comment", "help_text", "help")
_TYPES = (ast.Subscript, ast.BinOp, ast.Name, ast.Attribute)
"""What an annotation may be that has a name of its own."""
Told: TypeAlias = tuple[Literal["set", "take"], str, "bool | None", tuple[()]]
"""That something describes what it makes or annotates, does not, or does so as another name does."""


def is_described(field: Field, module: Module, scope: Scope) -> Answer:
    """Whether what makes a field describes it; where names of other files may, the project knows."""
    given = [keyword for maker in field.makers for keyword in maker.keywords]
    helper = _helper(field.value, module, scope) if not field.makers else None
    if helper is not None and isinstance(field.value, ast.Call):
        given = field.value.keywords
    said = _said_by(given, module, scope, is_open=field.is_open and helper is None)
    asked = [*field.aliases, *([f"{helper}()"] if helper else ()), *_constant_elsewhere(field.value, module, scope)]
    return some([said, *(on_condition(("describes", each, ())) for each in asked)])


def described_names(module: Module) -> Iterator[tuple[str, Told]]:
    """The names of a module for annotations with more to say, for what makes fields, and of functions that make some,
    each with whether that describes them."""
    scope, makes = module.scope, not known_makers().isdisjoint(module.named_calls)
    for name, bound in scope.bindings.items():
        value = bound[0].value if len(bound) == 1 and bound[0].kind in ("assign", "annotated") else None
        if isinstance(value, _TYPES) and name.lstrip("_")[:1].isupper():
            told = _told(value, module)
            yield from [(name, told)] if told is not None else []
        elif makes and isinstance(value, ast.Call) and makes_field(value, scope, module):
            yield name, ("set", "", _said_by(value.keywords, module, scope, is_open=False).holds, ())
    for function, values in module.returned.items() if makes else ():
        made = values[0] if len(values) == 1 and function.parent is scope else None
        if isinstance(made, ast.Call) and makes_field(made, function, module):
            handed_on = _handed_on(function)
            given = [each for each in made.keywords if each.arg or getattr(each.value, "id", "") != handed_on]
            said = _said_by(given, module, function, is_open=False)
            yield f"{function.name}()", ("set", "", said.holds, ())


def _told(annotation: ast.expr, module: Module) -> Told | None:
    """What a name for an annotation says of what it annotates, be it by another name; nothing where it says nothing."""
    said = list(annotated(annotation, module.scope, module, follows=False))
    makers = [each for each in said if isinstance(each, ast.Call) and makes_field(each, module.scope, module)]
    names = [each for each in said if isinstance(each, str)]
    held = _said_by([word for each in makers for word in each.keywords], module, module.scope, is_open=False)
    if held != YES and names:
        return "take", names[0], None, ()
    return ("set", "", held.holds, ()) if makers else None


def _handed_on(function: Scope) -> str:
    """The name under which a function takes whatever it is given by keyword."""
    rest = function.node.args.kwarg if isinstance(function.node, FunctionNode) else None
    return rest.arg if rest is not None else ""


def _helper(value: ast.expr | None, module: Module, scope: Scope) -> str | None:
    """The function of the project that makes a field."""
    return _of_project(value.func, module, scope) if isinstance(value, ast.Call) else None


def _constant_elsewhere(value: ast.expr | None, module: Module, scope: Scope) -> Iterator[str]:
    """The symbol of what another module may have made a field by, which stands as the default of one here."""
    if isinstance(value, (ast.Name, ast.Attribute)) and assigned(module, value, scope) is None:
        symbol = _of_project(value, module, scope)
        yield from [symbol] if symbol is not None else []


def _of_project(node: ast.expr, module: Module, scope: Scope) -> str | None:
    symbol = module.symbol(node, scope) or ""
    return symbol if "(" not in symbol and symbol.partition(".")[0] in module.roots else None


def _said_by(given: Sequence[ast.keyword], module: Module, scope: Scope, *, is_open: bool) -> Answer:
    """Whether what is given to what makes a field describes it."""
    said = [keyword for keyword in given if keyword.arg in _DESCRIPTIONS]
    if any(_says_something(keyword.value, module, scope) for keyword in said):
        return YES
    return UNKNOWN if not said and (is_open or any(keyword.arg is None for keyword in given)) else NO


def _says_something(node: ast.expr, module: Module, scope: Scope) -> bool:
    held = assigned(module, node, scope)
    text = held if held is not None else node
    return not isinstance(text, ast.Constant) or bool(str(text.value or "").strip())
