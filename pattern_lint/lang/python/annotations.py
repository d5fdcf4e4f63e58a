"""What an annotation promises, as the symbol of an instance."""

from __future__ import annotations

import ast
from collections.abc import Callable
from functools import lru_cache

from .externals import CALLABLE, CANONICAL, ELEMENT_CONTAINERS, MAPPING_CONTAINERS, TRANSPARENT_GENERICS

Resolve = Callable[[ast.expr], str | None]

_SELF = frozenset({"typing.Self"})
_TUPLES = frozenset({"builtins.tuple", "typing.Tuple"})
_ANYTHING = ("Any", "None", "object")
_LOOKED_THROUGH = ("Union", "Annotated")
_CALLABLES = frozenset({CALLABLE, "typing.Callable"})
_UNIONS = frozenset({"typing.Union", "types.UnionType"})
_SILENT = frozenset(
    {
        "typing.Any",
        "typing.Literal",
        "typing.TypeAlias",
        "builtins.object",
        "builtins.None",
    }
)

_PROMISING_NOTHING = _SILENT | _CALLABLES | TRANSPARENT_GENERICS
"""Names that say nothing as long as no types stand behind them in brackets."""


@lru_cache(maxsize=4096)
def parsed(text: str) -> ast.expr | None:
    """The expression that a string annotation holds; None where it holds none."""
    try:
        return ast.parse(text.strip(), mode="eval").body
    except (SyntaxError, ValueError, RecursionError):
        return None


def unquoted(node: ast.expr) -> ast.expr:
    """An annotation, or what one in quotes holds."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return parsed(node.value) or node
    return node


def annotation_symbol(node: ast.expr, resolve: Resolve, own_class: str | None) -> str | None:
    """The instance symbol of an annotation; None where it promises nothing single."""
    if node.__class__ is not ast.Name and node.__class__ is not ast.Attribute:
        return _composed(node, resolve, own_class)
    name = resolve(node)
    if name is None or name in _PROMISING_NOTHING or name.endswith(("()", ".*", ".[]")):
        return None
    if name in _SELF:
        return f"{own_class}()" if own_class is not None else None
    return _instance(name)


def _composed(node: ast.expr, resolve: Resolve, own_class: str | None) -> str | None:
    """An annotation that is no plain name."""
    if isinstance(node, ast.Constant):
        inner = parsed(node.value) if isinstance(node.value, str) else None
        return annotation_symbol(inner, resolve, own_class) if inner is not None else None
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr):
        return _single([node.left, node.right], resolve, own_class)
    if isinstance(node, ast.Subscript):
        return _generic(node, resolve, own_class)
    return None


def _instance(name: str) -> str:
    return CANONICAL.get(f"{name}()", f"{name}()")


def _single(nodes: list[ast.expr], resolve: Resolve, own_class: str | None) -> str | None:
    """A union promises something only when one member is left after None."""
    members = [node for node in nodes if not (isinstance(node, ast.Constant) and node.value is None)]
    return annotation_symbol(members[0], resolve, own_class) if len(members) == 1 else None


def _generic(node: ast.Subscript, resolve: Resolve, own_class: str | None) -> str | None:
    base = resolve(node.value)
    if base is None or base in _SILENT:
        return None
    parameters = list(node.slice.elts) if isinstance(node.slice, ast.Tuple) else [node.slice]
    if not parameters:
        return _instance(base) if base in _TUPLES else None
    if base in _UNIONS or base.endswith(".Optional"):
        return _single(parameters, resolve, own_class)
    if base in TRANSPARENT_GENERICS:
        return annotation_symbol(parameters[0], resolve, own_class)
    if base in ("builtins.type", "typing.Type"):
        instance = annotation_symbol(parameters[0], resolve, own_class)
        return instance.removesuffix("()") if instance is not None else None
    if base in _CALLABLES:
        given = annotation_symbol(parameters[-1], resolve, own_class)
        return f"{CALLABLE}{{{given}}}()" if given is not None else None
    if base.endswith(".Coroutine"):
        return annotation_symbol(parameters[-1], resolve, own_class)
    held = _held(base, parameters, resolve, own_class)
    return f"{base}{{{held}}}()" if held is not None else _instance(base)


def _held(base: str, parameters: list[ast.expr], resolve: Resolve, own_class: str | None) -> str | None:
    if base in MAPPING_CONTAINERS and len(parameters) == 2:
        return annotation_symbol(parameters[1], resolve, own_class)
    if base in ELEMENT_CONTAINERS or (base in _TUPLES and _uniform(parameters)):
        return annotation_symbol(parameters[0], resolve, own_class)
    return None


def _uniform(parameters: list[ast.expr]) -> bool:
    return len(parameters) == 2 and isinstance(parameters[1], ast.Constant) and parameters[1].value is ...


def admits_none(annotation: ast.expr) -> bool:
    """Whether an annotation says, as it is written, that there may be nothing; `Any` and `object` say so, too."""
    said = unquoted(annotation)
    if isinstance(said, ast.BinOp):
        return admits_none(said.left) or admits_none(said.right)
    if isinstance(said, ast.Subscript):
        name = _last(said.value)
        parts = said.slice.elts if isinstance(said.slice, ast.Tuple) else [said.slice]
        return name == "Optional" or (name in _LOOKED_THROUGH and any(map(admits_none, parts)))
    if isinstance(said, ast.Constant):
        return True
    return _last(said) in _ANYTHING


def may_lack(annotation: ast.expr) -> bool:
    """Whether an annotation says that there is something or nothing: `Order | None`."""
    return isinstance(unquoted(annotation), (ast.BinOp, ast.Subscript)) and admits_none(annotation)


def _last(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")
