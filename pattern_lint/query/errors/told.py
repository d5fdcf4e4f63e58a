"""What a raise tells the reader of its exception: what the arguments say, and whether that is always the same."""

from __future__ import annotations

import ast
from collections.abc import Callable

from ...lang.python.constants import constant
from ...lang.python.module import Module
from ...lang.python.raising import Raised
from ...lang.python.saying import LEAST_FIRST, Saying, TextElsewhere, says_text
from ...lang.python.scopes import Scope
from ...lang.python.walking import own_nodes
from ...lang.python.ways import choices
from ..answers import UNKNOWN, Answer, on_condition


def is_told(raised: Raised, levels: tuple[Saying, ...], module: Module) -> Answer:
    """Whether the message of what is raised is of one of some levels."""
    if raised.symbol is None:
        return UNKNOWN
    call, scope = raised.call, raised.scope
    positional = tuple(_says(each, module, scope) for each in call.args) if call is not None else ()
    keywords = call.keywords if call is not None else ()
    named = tuple((each.arg or "**", _says(each.value, module, scope)) for each in keywords)
    return on_condition(("told", raised.symbol, (levels, positional, named)))


def is_said(raised: Raised, node: ast.Raise, module: Module, is_meant: Callable[[str], bool]) -> bool:
    """Whether what is written out of the message, or a comment right above the raise, in lower case, is such a text."""
    first = raised.call.args[0] if raised.call is not None and raised.call.args else None
    while isinstance(first, (ast.BinOp, ast.Call, ast.Attribute)):  # `"no {}".format(name)`, `"no %s" % name`
        first = (
            first.left if isinstance(first, ast.BinOp) else first.func if isinstance(first, ast.Call) else first.value
        )
    parts = first.values if isinstance(first, ast.JoinedStr) else [first]
    texts = (part.value for part in parts if isinstance(part, ast.Constant) and isinstance(part.value, str))
    above = module.lines[node.lineno - 2].strip() if node.lineno > 1 else ""
    return is_meant(" ".join(texts).lower()) or (above.startswith("#") and is_meant(above.lower()))


def is_told_afterwards(node: ast.Raise, scope: Scope) -> bool:
    """Whether a function sets an attribute of an error, or adds a note to it, that it raises by its name."""
    if not isinstance(node.exc, ast.Name):
        return False
    parts = (each for each in own_nodes(scope) if isinstance(each, ast.Attribute))
    told = (each for each in parts if isinstance(each.ctx, ast.Store) or each.attr == "add_note")
    return any(isinstance(each.value, ast.Name) and each.value.id == node.exc.id for each in told)


def _says(node: ast.expr, module: Module, scope: Scope) -> Saying | TextElsewhere:
    """What an argument says, in the way in which it says most."""
    said = [_says_so(each, module, home, scope) for each, home in choices(node, module, scope)]
    plain = [each for each in said if not isinstance(each, tuple)]
    if len(plain) == len(said):
        return max(plain, key=LEAST_FIRST.index)
    return said[0] if len(said) == 1 else "value"


def _says_so(node: ast.expr, module: Module, home: Scope, scope: Scope) -> Saying | TextElsewhere:
    owner = scope.owner.name if scope.owner is not None else ""
    held = constant(module, node, home)
    symbol = module.symbol(held, home) if isinstance(held, (ast.Name, ast.Attribute)) else None
    if symbol is not None and "(" not in symbol and symbol.partition(".")[0] in module.roots:
        return symbol, owner
    text = _text(held)
    return says_text(text, owner) if text is not None else "value"


def _text(node: ast.expr) -> str | None:
    """A text without values in it; None where there are some."""
    if isinstance(node, ast.Constant):
        return "" if node.value is None else str(node.value)
    if isinstance(node, ast.JoinedStr):
        parts = [_text(part) for part in node.values]
        return None if None in parts else "".join(part for part in parts if part is not None)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        left, right = _text(node.left), _text(node.right)
        return left + right if left is not None and right is not None else None
    return None
