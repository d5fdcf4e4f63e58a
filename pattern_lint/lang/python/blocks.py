"""Blocks that run only sometimes: for type checkers alone, or only as a script."""

from __future__ import annotations

import ast
from collections.abc import Iterable

from .module import Module
from .raising import is_to_be_written


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
    """Whether a function's body does nothing but raise, texts aside."""
    texts = (isinstance(each, ast.Expr) and isinstance(each.value, ast.Constant) for each in body[:-1])
    return isinstance(body[-1], ast.Raise) and all(texts)


def is_empty_body(body: list[ast.stmt]) -> bool:
    """Whether a function's body does nothing: pass, ..., a docstring, or raise NotImplementedError."""
    for statement in body:
        if isinstance(statement, ast.Pass) or (
            isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)
        ):
            continue
        if not is_to_be_written(statement):
            return False
    return True
