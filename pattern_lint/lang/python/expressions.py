"""What each form of expression names or evaluates to; `Names.symbol` chooses the rule by the node's type."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Mapping
from operator import attrgetter
from typing import TYPE_CHECKING, Any, TypeAlias

from ...knowledge.words import listed, names_of
from .chained import TAKING_CLASSES
from .externals import COPYING, COPYING_METHODS, MAKING_METHODS, TRANSPARENT_GENERICS
from .symbols import canonical, element, handed_out

if TYPE_CHECKING:
    from .names import Names
    from .scopes import Scope

ExpressionRule: TypeAlias = "Callable[[Names, ast.expr, Scope], str | None]"
StepRule: TypeAlias = "Callable[[Names, Any, str | None, Scope], str | None]"
"""What an expression is whose first part is known: `x.a`, `x()`, `x[0]`, `x / y`; these make long chains."""


_SPECIAL = (
    *("builtins.", "collections.abc.", "typing.", "functools.", "copy.", "contextlib.", "dataclasses.", "attr."),
    *("attrs.", "msgspec."),
)
_HANDING_OUT = frozenset(f"contextlib.{name}()" for name in ("aclosing", "closing", "nullcontext"))
"""Context managers that give what they were given."""
_STACKING = frozenset(
    {
        "contextlib.ExitStack().enter_context",
        "contextlib.AsyncExitStack().enter_context",
        "contextlib.AsyncExitStack().enter_async_context",
    }
)
"""What gives what a `with` would give of the same context manager."""
_PATH = "pathlib.Path()"
_LONG_CHAIN = 8
"""How many steps a chain has whose parts are kept, because each of them is asked for, too."""
LONGEST = 500
"""How many letters a symbol may have: one that is longer has come out of a chain that nobody can follow."""


def is_none(node: ast.expr | None) -> bool:
    return isinstance(node, ast.Constant) and node.value is None


def _attribute(names: Names, node: ast.Attribute, base: str | None, scope: Scope) -> str | None:
    if base is None:
        return None
    if node.attr == "__class__" and base.endswith("()"):
        return base[:-2]
    return canonical(f"{base}.{node.attr}")


def _call(names: Names, node: ast.Call, function: str | None, scope: Scope) -> str | None:
    given = _from_container(names, node, scope)
    if given is not None or function is None:
        return given
    if ".model_" in function:
        return canonical(_of_model(function) or f"{function}()")
    if function.startswith(_SPECIAL):
        special = _special_call(names, function, node, scope)
        if special is not None:
            return special
        held = handed_out(function) if "}" in function else None
        if held is not None:
            return held
    return canonical(f"{function}()")


def entered(names: Names, manager: ast.expr, scope: Scope) -> str | None:
    """What a context manager gives that is entered."""
    symbol = names.symbol(manager, scope)
    if symbol in _HANDING_OUT and isinstance(manager, ast.Call) and manager.args:
        return names.symbol(manager.args[0], scope)
    if symbol is None or symbol.partition(".")[0] not in names.roots:
        return symbol
    return f"{symbol}.__enter__()"


def asked_of_container(node: ast.Call) -> ast.expr | None:
    """What a container is asked for, be it by a component that asks its own: `self.resolve_dependency("Clock")`."""
    asked = node.func
    if not isinstance(asked, ast.Attribute) or len(node.args) != 1 or asked.attr not in _lookups():
        return None
    container = asked.value
    named = getattr(container, "attr", "") or getattr(container, "id", "")
    is_one = asked.attr in listed("own-lookups") or named.lower().endswith(listed("container-endings"))
    return node.args[0] if is_one else None


def _from_container(names: Names, node: ast.Call, scope: Scope) -> str | None:
    """An instance of the class that a container is asked for: `container.get(OrderService)`."""
    wanted = asked_of_container(node)
    if not isinstance(wanted, (ast.Name, ast.Attribute)):
        return None
    symbol = names.symbol(wanted, scope) or "()"
    last = symbol[symbol.rfind(".") + 1 :]
    is_class = "()" not in symbol and last[:1].isupper() and not last.isupper()
    return canonical(f"{symbol}()") if is_class else None


def _lookups() -> frozenset[str]:
    return names_of("container-lookups")


def _of_model(method: str) -> str | None:
    """What a method of a model gives that makes an instance, or copies one."""
    owner, _, name = method.rpartition(".")
    if name in COPYING_METHODS and owner.endswith("()"):
        return owner
    is_class = "(" not in owner and owner.rpartition(".")[2][:1].isupper()
    return f"{owner}()" if name in MAKING_METHODS and is_class else None


def _is_own_super(node: ast.Call, owner: Scope) -> bool:
    """Whether `super` is asked from the class around on, as it is where nothing else is said."""
    return not node.args or (isinstance(node.args[0], ast.Name) and node.args[0].id == owner.name)


def _special_call(names: Names, function: str, node: ast.Call, scope: Scope) -> str | None:
    owner = scope.owner
    if function == "builtins.super" and owner is not None and _is_own_super(node, owner):
        return f"{names.qualified(owner)}().__super__"
    if function in _STACKING and node.args:
        return entered(names, node.args[0], scope)
    if function == "typing.cast" and len(node.args) == 2:
        return names.annotation(node.args[0], scope)
    if function == "builtins.getattr" and len(node.args) >= 2:
        base, attr = names.symbol(node.args[0], scope), node.args[1]
        if base is not None and isinstance(attr, ast.Constant) and isinstance(attr.value, str):
            return canonical(f"{base}.{attr.value}")
    if function == "builtins.type" and len(node.args) == 1:
        instance = names.symbol(node.args[0], scope)
        return instance.removesuffix("()") if instance is not None and instance.endswith("()") else None
    if (function == "functools.partial" or function in COPYING) and node.args:
        return names.symbol(node.args[0], scope)
    if function in TAKING_CLASSES and node.args:
        cls = names.symbol(node.args[0], scope) or ""
        return f"{cls}()" if cls.rpartition(".")[2][:1].isupper() else None
    if (
        function in ("builtins.list", "builtins.sorted", "builtins.tuple", "builtins.reversed", "builtins.set")
        and node.args
    ):
        held = names.symbol(node.args[0], scope)
        return f"builtins.list{{{element(held, '.*')}}}()" if held is not None else None
    return None


def _value(names: Names, node: ast.Await, value: str | None, scope: Scope) -> str | None:
    return value


def _boolean(names: Names, node: ast.expr, scope: Scope) -> str | None:
    assert isinstance(node, ast.BoolOp)
    return _common(names, node.values if isinstance(node.op, ast.Or) else node.values[-1:], scope)


def _conditional(names: Names, node: ast.expr, scope: Scope) -> str | None:
    branches: list[ast.expr] = []
    while isinstance(node, ast.IfExp):
        branches.append(node.body)
        node = node.orelse
    return _common(names, (*branches, node), scope)


def _common(names: Names, nodes: Iterable[ast.expr], scope: Scope) -> str | None:
    known = {names.symbol(node, scope) for node in nodes if not is_none(node)} - {None}
    return known.pop() if len(known) == 1 else None


def _binary(names: Names, node: ast.BinOp, left: str | None, scope: Scope) -> str | None:
    if isinstance(node.op, ast.Div):
        if left == _PATH or names.symbol(node.right, scope) == _PATH:
            return _PATH
        return f"{left}./" if left is not None and left.partition(".")[0] in names.roots else None
    return left if left in ("builtins.str()", "builtins.list()", "builtins.dict()") else None


def _subscript(names: Names, node: ast.Subscript, base: str | None, scope: Scope) -> str | None:
    if base is None:
        return None
    if base in TRANSPARENT_GENERICS:
        promised = names.annotation(node, scope)
        return promised.removesuffix("()") if promised is not None and "{" not in promised else None
    if "()" not in base and not isinstance(node.slice, ast.Constant):  # `Store[Order]`, and no item of an instance
        return base if base[-1] not in "]*" else None
    return element(base, ".[]")


def _literal(name: str) -> ExpressionRule:
    def rule(names: Names, node: ast.expr, scope: Scope) -> str | None:
        return f"builtins.{name}()"

    return rule


def _collection(name: str) -> ExpressionRule:
    """A collection, with what it holds where each of its elements or values is made by a class."""

    def rule(names: Names, node: ast.expr, scope: Scope) -> str | None:
        held = _held(node)
        made = _common(names, held, scope) if held and all(map(_makes, held)) else None
        is_known = made is not None and made.endswith("()") and "{" not in made
        return f"builtins.{name}{{{made}}}()" if is_known else f"builtins.{name}()"

    return rule


def _held(node: ast.expr) -> list[ast.expr]:
    """The elements of a collection, or the values of a dict."""
    if isinstance(node, (ast.List, ast.Set)):
        return node.elts
    if isinstance(node, (ast.ListComp, ast.SetComp)):
        return [node.elt]
    return node.values if isinstance(node, ast.Dict) else [node.value] if isinstance(node, ast.DictComp) else []


def _makes(node: ast.expr) -> bool:
    """Whether an expression calls what has the name of a class."""
    called = node.func if isinstance(node, ast.Call) else None
    return (getattr(called, "attr", "") or getattr(called, "id", ""))[:1].isupper()


def _constant(names: Names, node: ast.expr, scope: Scope) -> str | None:
    assert isinstance(node, ast.Constant)
    return None if node.value is None or node.value is ... else f"builtins.{type(node.value).__name__}()"


STEP_RULES: Mapping[type[ast.AST], StepRule] = {
    ast.Attribute: _attribute,
    ast.Call: _call,
    ast.Await: _value,
    ast.NamedExpr: _value,
    ast.Starred: _value,
    ast.BinOp: _binary,
    ast.Subscript: _subscript,
}
FIRST_PART: Mapping[type[ast.AST], Callable[[ast.AST], ast.expr]] = {
    cls: attrgetter({ast.Call: "func", ast.BinOp: "left"}.get(cls, "value")) for cls in STEP_RULES
}
EXPRESSION_RULES: Mapping[type[ast.AST], ExpressionRule] = {
    ast.BoolOp: _boolean,
    ast.IfExp: _conditional,
    ast.Constant: _constant,
    ast.JoinedStr: _literal("str"),
    ast.List: _collection("list"),
    ast.ListComp: _collection("list"),
    ast.Dict: _collection("dict"),
    ast.DictComp: _collection("dict"),
    ast.Set: _collection("set"),
    ast.SetComp: _collection("set"),
    ast.Tuple: _literal("tuple"),
}


def chain(names: Names, node: ast.expr, scope: Scope) -> str | None:
    """The symbol of `a.b().c`: what `a` is, and then step by step."""
    steps, known = [node], names.chains
    first = FIRST_PART[node.__class__](node)
    while first.__class__ in FIRST_PART and not (known and first in known):
        steps.append(first)
        first = FIRST_PART[first.__class__](first)
    found = known[first] if known and first in known else names.symbol(first, scope)
    is_long = len(steps) >= _LONG_CHAIN
    for step in reversed(steps):
        found = STEP_RULES[step.__class__](names, step, found, scope)
        if is_long:
            found = found if found is None or len(found) <= LONGEST else None
            if names.is_settled:
                known[step] = found
    return found
