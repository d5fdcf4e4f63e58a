"""How large classes, functions and modules are."""

from __future__ import annotations

import ast
from collections.abc import Collection
from typing import Annotated, Literal, TypeAlias

import msgspec

from ...lang.python.module import Module, name_of
from ...lang.python.scopes import FunctionNode, Scope

Limit = Annotated[int, msgspec.Meta(ge=0, description="a whole number from 0")]
"""How much of something there may be at most."""
Sort: TypeAlias = Literal["dunder", "property", "overload", "abstract"]

_PROTOCOLS = frozenset({"typing.Protocol"})
_OVERLOADS = frozenset({"typing.overload"})
_ACCESSORS = frozenset({"setter", "deleter", "getter"})
_BRANCHES = (ast.If, ast.IfExp, ast.For, ast.AsyncFor, ast.While, ast.ExceptHandler, ast.match_case, ast.comprehension)
_COMPOUND = (ast.If, ast.For, ast.AsyncFor, ast.While, ast.Try, ast.With, ast.AsyncWith, ast.Match)
_ARITHMETIC = (ast.Add, ast.Sub, ast.Mult, ast.Div, ast.FloorDiv, ast.Mod, ast.Pow)
_COLLECTIONS = (ast.JoinedStr, ast.List, ast.Tuple, ast.Set, ast.Dict, ast.ListComp, ast.SetComp, ast.DictComp)
_NO_AMOUNTS = ("str", "repr", "list", "tuple", "set", "dict", "pathlib.", "datetime.", "time.", "os.path.")
"""How the symbols of operands begin with which nothing of the domain is computed."""

_OF_COLLECTION = (".[]", ".*", ".get()", ".pop()")
"""How the symbols of what a collection holds end, which may be anything."""

_TIMES_TO_WAIT = frozenset({"timeout", "delay", "interval", "seconds", "grace_period"})
_WAITING = frozenset({"asyncio.sleep", "asyncio.timeout", "time.sleep"})


def lines_of(node: ast.AST) -> int:
    """The lines of a class or function, from its keyword to its end."""
    first, last = getattr(node, "lineno", 1), getattr(node, "end_lineno", None)
    return (last or first) - first + 1


def length_of(module: Module) -> int:
    """The lines of a file."""
    source = module.source
    return source.count(b"\n") + (not source.endswith(b"\n") and source != b"")


def statements_in(node: FunctionNode) -> int:
    """The statements of a function, its docstring and what is nested in it aside."""
    own = own_nodes(node)
    statements = sum(isinstance(each, ast.stmt) for each in own)
    return statements - (ast.get_docstring(node, clean=False) is not None)


def branches_in(
    node: FunctionNode, *, refusals_aside: bool = False, errors_aside: bool = False, comprehensions_aside: bool = False
) -> int:
    """The places of a function where it may go on in more than one way."""
    aside = ast.comprehension if comprehensions_aside else ()
    branches = [each for each in own_nodes(node) if isinstance(each, _BRANCHES) and not isinstance(each, aside)]
    counted = (
        each for each in branches if not (errors_aside and isinstance(each, ast.ExceptHandler) and _refuses(each))
    )
    return sum(not (refusals_aside and _refuses(each)) for each in counted)


def _refuses(branch: ast.AST) -> bool:
    """Whether a branch does nothing but raise, or pass an error on as another one."""
    if isinstance(branch, (ast.IfExp, ast.comprehension, ast.For, ast.AsyncFor, ast.While)):
        return False
    body = getattr(branch, "body", [])
    return bool(body) and isinstance(body[-1], ast.Raise) and not any(isinstance(each, _COMPOUND) for each in body)


def calculations_in(node: FunctionNode, module: Module, scope: Scope) -> list[ast.AST]:
    """Where a function computes with values; counts, counting on by a constant, texts, paths and times do not count."""
    return [each for each in own_nodes(node) if _calculates(each, module, scope)]


def _calculates(node: ast.AST, module: Module, scope: Scope) -> bool:
    if isinstance(node, ast.BinOp) and not _counts_on(node):
        operands = [node.left, node.right]
    elif isinstance(node, ast.AugAssign) and not isinstance(node.value, ast.Constant):
        operands = [node.target, node.value]
    else:
        return False
    if not isinstance(node.op, _ARITHMETIC) or all(_is_fixed(each) or _is_count(each) for each in operands):
        return False
    return not (_is_time_to_wait(node, module, scope) or any(_is_no_amount(each, module, scope) for each in operands))


def _counts_on(node: ast.BinOp) -> bool:
    """Whether it is the next, or the last, of something."""
    is_one = isinstance(node.right, ast.Constant) and node.right.value == 1 and isinstance(node.right.value, int)
    return is_one and isinstance(node.op, (ast.Add, ast.Sub))


def _is_time_to_wait(node: ast.AST, module: Module, scope: Scope) -> bool:
    """Whether something says how long to wait, by what it is given to."""
    parent = module.index.parents.get(node)
    if isinstance(parent, ast.keyword):
        return parent.arg in _TIMES_TO_WAIT
    return isinstance(parent, ast.Call) and module.symbol(parent.func, scope) in _WAITING


def _is_fixed(node: ast.expr) -> bool:
    """Whether an operand is the same each time, by what it is called if it is not written out."""
    return isinstance(node, ast.Constant) or (isinstance(node, (ast.Name, ast.Attribute)) and name_of(node).isupper())


def _is_count(node: ast.expr) -> bool:
    """Whether an operand says how many there are of something."""
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "len"


def _is_no_amount(node: ast.expr, module: Module, scope: Scope) -> bool:
    """Whether an operand is a text, a collection, a path or a time."""
    if isinstance(node, ast.BinOp):
        return any(_is_no_amount(each, module, scope) for each in (node.left, node.right))
    if isinstance(node, ast.Constant):
        return isinstance(node.value, (str, bytes))
    if isinstance(node, _COLLECTIONS):
        return True
    symbol = (module.symbol(node, scope) or "").removeprefix("builtins.")
    return symbol.startswith(_NO_AMOUNTS) and not symbol.endswith(_OF_COLLECTION)


def own_nodes(node: FunctionNode) -> list[ast.AST]:
    """What a function's body is made of; of functions and classes in it only that they are there."""
    found: list[ast.AST] = []
    pending: list[ast.AST] = [*node.body]
    while pending:
        each = pending.pop()
        found.append(each)
        if not isinstance(each, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)):
            pending += ast.iter_child_nodes(each)
    return found


def counted_methods(scope: Scope, module: Module, not_counted: Collection[str]) -> int:
    """The methods that a class defines, some sorts aside."""
    return sum(sorts.isdisjoint(not_counted) for sorts in _methods(module, scope).values())


def _methods(module: Module, scope: Scope) -> dict[str, set[Sort]]:
    """The methods of a class and what sorts they are; variants of one name are one method."""
    is_protocol = _is_protocol(module, scope)
    found: dict[str, set[Sort]] = {}
    for child in scope.children:
        if child.kind != "function":
            continue
        assert isinstance(child.node, FunctionNode)
        sorts = _sorts(module, child.node, scope, is_protocol=is_protocol)
        if child.name in found and ("overload" in sorts or "overload" in found[child.name]):
            sorts = found[child.name] & sorts
        found[child.name] = sorts
    return found


def _is_protocol(module: Module, scope: Scope) -> bool:
    node, outer = scope.node, scope.parent
    if not isinstance(node, ast.ClassDef) or outer is None:
        return False
    bases = (base.value if isinstance(base, ast.Subscript) else base for base in node.bases)
    return any(module.symbol(base, outer) in _PROTOCOLS for base in bases)


def _sorts(module: Module, node: FunctionNode, scope: Scope, *, is_protocol: bool) -> set[Sort]:
    sorts: set[Sort] = set()
    if node.name.startswith("__") and node.name.endswith("__"):
        sorts.add("dunder")
    if is_protocol and _is_declaration(node):
        sorts.add("abstract")
    for decorator in node.decorator_list:
        symbol = module.symbol(decorator.func if isinstance(decorator, ast.Call) else decorator, scope) or ""
        if symbol in _OVERLOADS:
            sorts.add("overload")
        elif symbol.startswith("abc.abstract"):
            sorts.add("abstract")
        if _is_of_property(decorator, module, scope):
            sorts.add("property")
    return sorts


def is_read_as_attribute(node: FunctionNode, module: Module, scope: Scope) -> bool:
    """Whether a method is a property, or sets one, so that nobody can give it anything else."""
    return any(_is_of_property(decorator, module, scope) for decorator in node.decorator_list)


def _is_of_property(decorator: ast.expr, module: Module, scope: Scope) -> bool:
    named = decorator.func if isinstance(decorator, ast.Call) else decorator
    name = (module.symbol(named, scope) or name_of(named)).rpartition(".")[2]
    return name.lower().endswith("property") or is_accessor(decorator)


def is_accessor(decorator: ast.expr) -> bool:
    """`@name.setter` and the like."""
    return isinstance(decorator, ast.Attribute) and decorator.attr in _ACCESSORS


def _is_declaration(node: FunctionNode) -> bool:
    """Whether a method has nothing but a docstring, `pass` or `...`."""
    return all(
        isinstance(statement, ast.Pass)
        or (isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant))
        for statement in node.body
    )
