"""Blocks that run only sometimes, for type checkers alone or only as a script; and bodies that do nothing."""

from __future__ import annotations

import ast
from collections.abc import Iterable

from .module import Module, name_of
from .raising import is_to_be_written
from .walking import nodes_in


def type_checking_blocks(module: Module) -> list[ast.If]:
    """The `if TYPE_CHECKING:` statements of a module."""
    return module.once(_type_checking)


def _type_checking(module: Module) -> list[ast.If]:
    if b"TYPE_CHECKING" not in module.source:
        return []
    return [
        node
        for node, scope in module.of(ast.If)
        if isinstance(node, ast.If)
        and (_is_type_checking(node.test) or module.symbol(node.test, scope) == "typing.TYPE_CHECKING")
    ]


def main_blocks(module: Module) -> list[ast.If]:
    """The `if __name__ == "__main__":` statements of a module."""
    return module.once(_main)


def _main(module: Module) -> list[ast.If]:
    return [node for node, _ in module.of(ast.If) if isinstance(node, ast.If) and _is_main(node.test)]


def lies_in(module: Module, node: ast.AST, blocks: Iterable[ast.If]) -> bool:
    """Whether a node lies in the body (not in the else) of one of the blocks."""
    wanted = set(blocks)
    child = node
    for parent in module.ancestors(node) if wanted else ():
        if parent in wanted and isinstance(parent, ast.If) and child in parent.body:
            return True
        child = parent
    return False


def _is_type_checking(test: ast.expr) -> bool:
    name = test.attr if isinstance(test, ast.Attribute) else test.id if isinstance(test, ast.Name) else ""
    return name == "TYPE_CHECKING"


def _is_main(test: ast.expr) -> bool:
    if not isinstance(test, ast.Compare) or not isinstance(test.ops[0], ast.Eq):
        return False
    sides = (test.left, test.comparators[0])
    return any(isinstance(side, ast.Name) and side.id == "__name__" for side in sides) and any(
        isinstance(side, ast.Constant) and side.value == "__main__" for side in sides
    )


def only_raises(body: list[ast.stmt]) -> bool:
    """Whether a function's body does nothing but raise, texts and imports aside, texts with names among them."""
    *before, last = body
    return isinstance(last, ast.Raise) and all(is_preparing(each) or _words(each, last) for each in before)


def _words(statement: ast.stmt, last: ast.Raise) -> bool:
    """Whether a statement only names the text that a raise tells, or the error itself that it raises."""
    if not isinstance(statement, ast.Assign) or not names_something(statement):
        return False
    value, text = statement.value, statement.value
    if isinstance(value, ast.Call) and isinstance(value.func, ast.Attribute):
        text = value.func.value  # "{} is unknown".format(name)
    is_error = isinstance(value, ast.Call) and name_of(statement.targets[0]) == name_of(last.exc or value)
    is_text = isinstance(text, ast.Constant) and isinstance(text.value, str)
    return is_error or is_text or isinstance(text, ast.JoinedStr)


_READING = frozenset(
    "all any bool dict float get int items keys len list max min round set sorted str sum tuple values".split()
)
"""Functions and methods that only give what is there."""


def only_reads(function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """Whether a function does nothing but give, at once, what it is handed or, as a method, finds in its object."""
    last, before = function.body[-1], [each for each in function.body[:-1] if not is_preparing(each)]
    if not isinstance(function, ast.FunctionDef) or not isinstance(last, ast.Return) or last.value is None:
        return False
    if not all(names_something(each) for each in before):
        return False
    parts = [part for each in (*before, last) for part in nodes_in(each)]
    calls = [part.func for part in parts if isinstance(part, ast.Call)]
    if not all(name_of(each) in _READING for each in calls):
        return False
    if not calls:
        return True
    read = (part.value for part in parts if isinstance(part, ast.Attribute))
    return any(isinstance(each, ast.Name) and each.id == "self" for each in read)


def is_preparing(statement: ast.stmt) -> bool:
    """Whether a statement does nothing of its own: a docstring, or an import of what the others use."""
    return _is_text(statement) or isinstance(statement, (ast.Import, ast.ImportFrom))


def names_something(statement: ast.stmt) -> bool:
    """Whether a statement does nothing but give a name to something."""
    return isinstance(statement, ast.Assign) and all(isinstance(each, ast.Name) for each in statement.targets)


def _is_text(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)


def is_empty_body(body: list[ast.stmt]) -> bool:
    """Whether a function's body does nothing: pass, ..., a docstring, or raise NotImplementedError."""
    last = body[-1]
    for statement in body:
        if isinstance(statement, ast.Pass) or _is_text(statement) or is_to_be_written(statement):
            continue
        if not (isinstance(last, ast.Raise) and is_to_be_written(last) and _words(statement, last)):
            return False
    return True
