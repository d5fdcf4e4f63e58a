"""Ways of doing again what failed: in the next round of a loop, or by other means."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence
from typing import TypeAlias

from .module import Module, name_of
from .scopes import FunctionNode
from .unparsed import unparsed
from .walking import nodes_in

Loop: TypeAlias = ast.For | ast.AsyncFor | ast.While
_LOOPS = (ast.For, ast.AsyncFor, ast.While)
_CLOCKS = frozenset({"time", "monotonic", "perf_counter", "now", "utcnow"})
_OTHER_FORM = re.compile(
    r"_*(to|from|as|decode|encode|dump|serial|deserial|pars|valid|format|convert|cast|expand|quote|unquote|render|highlight"
    r"|escape|normali[sz]|prett|repr|str|strip|stringify|recode)"
    r"|\w*_?(dumps?|loads?|json|decode|encode|validate|format|parse|serialize|str|repr|literal_eval|urlsplit|urlparse)"
    r"(_\w+)?$"
)
"""How the names begin, or end, of what gives a value another form."""


def loop_around(module: Module, statement: ast.stmt) -> Loop | None:
    """The innermost loop of a function that a statement stands in."""
    around = next((node for node in module.ancestors(statement) if isinstance(node, (*_LOOPS, FunctionNode))), None)
    return around if isinstance(around, _LOOPS) else None


def is_poll(loop: Loop, statement: ast.Try) -> bool:
    """Whether a loop asks until a deadline, and is left when a try in it succeeds, or for what that has found."""
    asked = nodes_in(loop.test) if isinstance(loop, ast.While) else ()
    until = any(isinstance(node, ast.Call) and name_of(node.func) in _CLOCKS for node in asked)
    behind = loop.body[loop.body.index(statement) + 1 :] if statement in loop.body else []
    leaves = _in([*statement.body, *statement.orelse, *behind])
    return until and any(isinstance(node, (ast.Return, ast.Break)) for node in leaves)


def is_left_by(module: Module, statement: ast.Try) -> bool:
    """Whether the success of a try leaves the loop around it, and its failure does not."""
    if any(
        isinstance(node, (ast.Return, ast.Break)) for part in (statement.body, statement.orelse) for node in _in(part)
    ):
        return True
    block = getattr(module.index.parents.get(statement), "body", [])
    following = block[block.index(statement) + 1 :] if statement in block else []
    goes_on = all(isinstance(clause.body[-1], ast.Continue) for clause in statement.handlers)
    return goes_on and any(isinstance(node, (ast.Return, ast.Break)) for node in _in(following))


def _in(statements: Sequence[ast.stmt]) -> Iterator[ast.AST]:
    for statement in statements:
        yield from nodes_in(statement)


def is_rendered_otherwise(tried: ast.stmt, clause: Sequence[ast.stmt], one: ast.Call, again: ast.Call) -> bool:
    """Whether a clause gives the same value another form by other means, which fail where that does not help either:
    `item = Item.model_validate(data)`, then `item = Item.from_dict(data)`."""
    values, others = _given(one), _given(again)
    if len(clause) != 1 or type(tried) is not type(clause[0]) or not (values and others):
        return False
    same = unparsed(values[0]) == unparsed(others[0]) and not isinstance(others[0], ast.Constant)
    return (same or _are_alike(one, again)) and all(_OTHER_FORM.match(name_of(call.func)) for call in (one, again))


def _given(call: ast.Call) -> list[ast.expr]:
    return [*call.args, *(keyword.value for keyword in call.keywords)]


def is_told_more(one: ast.Call, again: ast.Call) -> bool:
    """Whether a call is given all that another one is, and more by name: `open_window(backend="egl")`."""
    values, words = [*map(unparsed, one.args)], {word.arg: unparsed(word.value) for word in one.keywords}
    others = {word.arg: unparsed(word.value) for word in again.keywords}
    return values == [*map(unparsed, again.args)] and words.items() < others.items()


def _are_alike(one: ast.Call, again: ast.Call) -> bool:
    """Whether two calls are given the same by the same names, and not only constants."""
    given = [unparsed(ast.Call(ast.Name("f", ast.Load()), call.args, call.keywords)) for call in (one, again)]
    return given[0] == given[1] and not all(isinstance(each, ast.Constant) for each in _given(one))


def keeps_what_it_had(tried: ast.stmt, clause: Sequence[ast.stmt], one: ast.Call) -> bool:
    """Whether a clause leaves a value as it was that the guarded code would have given another form."""
    only = clause[0] if len(clause) == 1 and type(clause[0]) is type(tried) else None
    kept, name = only.value if isinstance(only, (ast.Assign, ast.Return)) else None, name_of(one.func)
    if not isinstance(kept, (ast.Name, ast.Attribute)) or not _OTHER_FORM.match(name) or "valid" in name:
        return False
    return unparsed(kept) in map(unparsed, one.args)
