"""What an expression names: qualified names and the local type of a receiver, as one symbol.

`symbol` answers for any expression; None means that it is not known, and callers then stay silent. See
`externals` for how a symbol is written.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable

from .annotations import annotation_symbol
from .externals import CANONICAL, is_builtin
from .flow import reaching
from .index import Index
from .scopes import Binding, FunctionNode, Scope

_CONVERSIONS = frozenset({"builtins.str", "builtins.int", "builtins.float", "builtins.bool", "builtins.bytes"})
_STATIC = frozenset({"builtins.staticmethod", "abc.abstractstaticmethod"})
_CLASS_LEVEL = frozenset({"builtins.classmethod", "abc.abstractclassmethod"})
_IMPLICIT_CLASS_METHODS = frozenset({"__new__", "__init_subclass__", "__class_getitem__"})
_MAXIMAL_DEPTH = 40


class Names:
    """Resolves names and receivers within one module."""

    __slots__ = ("_busy", "_depth", "_first_parameters", "_index", "_memo", "_module", "has_star", "roots")

    def __init__(self, module_name: str, index: Index, roots: frozenset[str], *, has_star: bool) -> None:
        self._module = module_name
        self._index = index
        self._busy: set[int] = set()
        self._depth = 0
        self._first_parameters: dict[ast.AST, str | None] = {}
        self._memo: dict[tuple[str, Scope], str | None] = {}
        self.roots = roots
        self.has_star = has_star

    def qualified(self, scope: Scope) -> str:
        """The qualified name of a class or function of this module."""
        return f"{self._module}.{scope.qualname}" if scope.qualname else self._module

    def symbol(self, node: ast.expr, scope: Scope) -> str | None:
        """What the expression names or evaluates to, as far as this module tells."""
        rule = _RULES.get(node.__class__)
        if rule is None or self._depth > _MAXIMAL_DEPTH:
            return None
        self._depth += 1
        found = rule(self, node, scope)
        self._depth -= 1
        return found

    def annotation(self, node: ast.expr, scope: Scope) -> str | None:
        """The instance that an annotation promises."""
        return annotation_symbol(node, lambda part: self.symbol(part, scope), self._own_class(scope))

    def lookup(self, name: str, node: ast.expr, scope: Scope) -> str | None:
        """What a name means at a place of a scope; remembered where it means the same all over the scope."""
        key = (name, scope)
        if key in self._memo:
            return self._memo[key]
        found, everywhere = self._look_up(name, node, scope)
        if everywhere and not self._busy:
            self._memo[key] = found
        return found

    def _look_up(self, name: str, node: ast.expr, scope: Scope) -> tuple[str | None, bool]:
        bound = self.bindings(name, node, scope)
        if bound is not None:
            home, reached, everywhere = bound
            found = self._agreed(reached, home)
            return (CANONICAL.get(found, found) if found is not None else None), everywhere
        if is_builtin(name):
            return f"builtins.{name}", False
        return (f"{self._module}.{name}" if self.has_star else None), False

    def bindings(self, name: str, node: ast.expr, scope: Scope) -> tuple[Scope, list[Binding], bool] | None:
        """The scope that a name belongs to, the bindings that reach the place, and whether they reach all places."""
        current: Scope | None = scope
        everywhere = True
        while current is not None:
            if name in current.globals:
                current = self._index.scopes[0] if current is not self._index.scopes[0] else None
                if current is None or name not in current.bindings:
                    return None
            if name in current.bindings and (current.kind != "class" or current is scope):
                reached = reaching(current, name, node, self._index.parents, same_scope=current is scope)
                everywhere = everywhere and reached is current.bindings[name]
                if reached:
                    return current, reached, everywhere
            current = current.parent
        return None

    def binding_symbol(self, binding: Binding, scope: Scope) -> str | None:
        """What one binding gives its name."""
        rule = _BINDING_RULES.get(binding.kind)
        if rule is None or id(binding) in self._busy:
            return None
        self._busy.add(id(binding))
        try:
            return rule(self, binding, scope)
        finally:
            self._busy.discard(id(binding))

    def _agreed(self, reached: list[Binding], scope: Scope) -> str | None:
        if len(reached) == 1:
            return self.binding_symbol(reached[0], scope)
        real = [binding for binding in reached if not _is_none(binding.value)]
        imports = [binding for binding in real if binding.kind == "import"]
        if imports and len(imports) == len(real):
            return imports[0].target or None
        symbols = {self.binding_symbol(binding, scope) for binding in real}
        return symbols.pop() if len(symbols) == 1 else None

    def _own_class(self, scope: Scope) -> str | None:
        owner = scope.owner
        return self.qualified(owner) if owner is not None else None

    def first_parameter(self, function: Scope) -> str | None:
        """What the first parameter of a method stands for: an instance of its class, or the class."""
        node = function.node
        if node not in self._first_parameters:
            self._first_parameters[node] = self._implicit(function)
        return self._first_parameters[node]

    def _implicit(self, function: Scope) -> str | None:
        node, owner = function.node, function.parent
        if not isinstance(node, FunctionNode) or owner is None or owner.kind != "class":
            return None
        decorators = {self.symbol(decorator, owner) for decorator in node.decorator_list}
        if decorators & _STATIC:
            return None
        name = self.qualified(owner)
        as_class = bool(decorators & _CLASS_LEVEL) or node.name in _IMPLICIT_CLASS_METHODS
        return name if as_class else f"{name}()"


def canonical(symbol: str) -> str:
    """The one spelling of a symbol."""
    return CANONICAL.get(symbol, symbol)


def canonical_chain(base: str, tail: str) -> str:
    """A symbol followed by further steps, each of them brought to its one spelling."""
    symbol = base
    for step in steps(tail):
        symbol = canonical(symbol + step)
    return symbol


def steps(tail: str) -> list[str]:
    """The single steps of the end of a symbol: `.read()` is `.read` and `()`."""
    found: list[str] = []
    start = 0
    for position, letter in enumerate(tail):
        if position > start and letter in ".(":
            found.append(tail[start:position])
            start = position
    if start < len(tail):
        found.append(tail[start:])
    return found


def _is_none(node: ast.expr | None) -> bool:
    return isinstance(node, ast.Constant) and node.value is None


def _name(names: Names, node: ast.expr, scope: Scope) -> str | None:
    assert isinstance(node, ast.Name)
    return names.lookup(node.id, node, scope)


def _attribute(names: Names, node: ast.expr, scope: Scope) -> str | None:
    assert isinstance(node, ast.Attribute)
    base = names.symbol(node.value, scope)
    return canonical(f"{base}.{node.attr}") if base is not None else None


def _call(names: Names, node: ast.expr, scope: Scope) -> str | None:
    assert isinstance(node, ast.Call)
    function = names.symbol(node.func, scope)
    if function is None:
        return None
    if function.startswith(("builtins.", "typing.", "functools.")):
        special = _special_call(names, function, node, scope)
        if special is not None:
            return special
    return canonical(f"{function}()")


def _special_call(names: Names, function: str, node: ast.Call, scope: Scope) -> str | None:
    owner = scope.owner
    if function == "builtins.super" and owner is not None and not node.args:
        return f"{names.qualified(owner)}().__super__"
    if function == "typing.cast" and len(node.args) == 2:
        return names.annotation(node.args[0], scope)
    if function == "builtins.getattr" and len(node.args) >= 2:
        base, attr = names.symbol(node.args[0], scope), node.args[1]
        if base is not None and isinstance(attr, ast.Constant) and isinstance(attr.value, str):
            return canonical(f"{base}.{attr.value}")
    if function == "builtins.type" and len(node.args) == 1:
        instance = names.symbol(node.args[0], scope)
        return instance.removesuffix("()") if instance is not None and instance.endswith("()") else None
    if function == "functools.partial" and node.args:
        return names.symbol(node.args[0], scope)
    if (
        function in ("builtins.list", "builtins.sorted", "builtins.tuple", "builtins.reversed", "builtins.set")
        and node.args
    ):
        held = names.symbol(node.args[0], scope)
        return canonical(f"builtins.list{{{canonical(held + '.*')}}}()") if held is not None else None
    return None


def _value(names: Names, node: ast.expr, scope: Scope) -> str | None:
    assert isinstance(node, ast.Await | ast.NamedExpr | ast.Starred)
    return names.symbol(node.value, scope)


def _boolean(names: Names, node: ast.expr, scope: Scope) -> str | None:
    assert isinstance(node, ast.BoolOp)
    return _common(names, node.values if isinstance(node.op, ast.Or) else node.values[-1:], scope)


def _conditional(names: Names, node: ast.expr, scope: Scope) -> str | None:
    assert isinstance(node, ast.IfExp)
    return _common(names, (node.body, node.orelse), scope)


def _common(names: Names, nodes: Iterable[ast.expr], scope: Scope) -> str | None:
    known = {names.symbol(node, scope) for node in nodes if not _is_none(node)} - {None}
    return known.pop() if len(known) == 1 else None


def _binary(names: Names, node: ast.expr, scope: Scope) -> str | None:
    assert isinstance(node, ast.BinOp)
    left = names.symbol(node.left, scope)
    if isinstance(node.op, ast.Div):
        if left == "pathlib.Path()" or names.symbol(node.right, scope) == "pathlib.Path()":
            return "pathlib.Path()"
        return None
    return left if left in ("builtins.str()", "builtins.list()", "builtins.dict()") else None


def _subscript(names: Names, node: ast.expr, scope: Scope) -> str | None:
    assert isinstance(node, ast.Subscript)
    base = names.symbol(node.value, scope)
    if base is None:
        return None
    if not base.endswith(")") and not isinstance(node.slice, ast.Constant):
        return base if base[-1] not in "]*" else None
    return canonical(f"{base}.[]")


def _literal(name: str) -> Callable[[Names, ast.expr, Scope], str | None]:
    def rule(names: Names, node: ast.expr, scope: Scope) -> str | None:
        return f"builtins.{name}()"

    return rule


def _constant(names: Names, node: ast.expr, scope: Scope) -> str | None:
    assert isinstance(node, ast.Constant)
    return None if node.value is None or node.value is ... else f"builtins.{type(node.value).__name__}()"


_RULES: dict[type[ast.AST], Callable[[Names, ast.expr, Scope], str | None]] = {
    ast.Name: _name,
    ast.Attribute: _attribute,
    ast.Call: _call,
    ast.Await: _value,
    ast.NamedExpr: _value,
    ast.Starred: _value,
    ast.BoolOp: _boolean,
    ast.IfExp: _conditional,
    ast.BinOp: _binary,
    ast.Subscript: _subscript,
    ast.Constant: _constant,
    ast.JoinedStr: _literal("str"),
    ast.List: _literal("list"),
    ast.ListComp: _literal("list"),
    ast.Dict: _literal("dict"),
    ast.DictComp: _literal("dict"),
    ast.Set: _literal("set"),
    ast.SetComp: _literal("set"),
    ast.Tuple: _literal("tuple"),
}


def _from_import(names: Names, binding: Binding, scope: Scope) -> str | None:
    return binding.target or None


def _from_definition(names: Names, binding: Binding, scope: Scope) -> str | None:
    node = binding.node
    assert isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
    if scope.kind == "module":
        return f"{names.qualified(scope)}.{node.name}"
    return f"{names.qualified(scope)}.{'' if scope.kind == 'class' else '<locals>.'}{node.name}"


def _from_parameter(names: Names, binding: Binding, scope: Scope) -> str | None:
    node = scope.node
    assert isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
    positional = (*node.args.posonlyargs, *node.args.args)
    if positional and positional[0] is binding.node:
        implicit = names.first_parameter(scope)
        if implicit is not None:
            return implicit
    if binding.annotation is None or scope.parent is None:
        return None
    return names.annotation(binding.annotation, scope.parent)


def _from_value(names: Names, binding: Binding, scope: Scope) -> str | None:
    if binding.annotation is not None:
        promised = names.annotation(binding.annotation, scope)
        if promised is not None:
            return promised
    return names.symbol(binding.value, scope) if binding.value is not None else None


def _from_with(names: Names, binding: Binding, scope: Scope) -> str | None:
    manager = names.symbol(binding.value, scope) if binding.value is not None else None
    if manager is None or manager.partition(".")[0] not in names.roots:
        return manager
    return f"{manager}.__enter__()"


def _from_iteration(names: Names, binding: Binding, scope: Scope) -> str | None:
    iterated = names.symbol(binding.value, scope) if binding.value is not None else None
    return canonical(f"{iterated}.*") if iterated is not None else None


def _from_handler(names: Names, binding: Binding, scope: Scope) -> str | None:
    if binding.value is None or isinstance(binding.value, ast.Tuple):
        return None
    caught = names.symbol(binding.value, scope)
    return f"{caught}()" if caught is not None else None


_BINDING_RULES: dict[str, Callable[[Names, Binding, Scope], str | None]] = {
    "import": _from_import,
    "def": _from_definition,
    "class": _from_definition,
    "param": _from_parameter,
    "assign": _from_value,
    "annotated": _from_value,
    "with": _from_with,
    "iter": _from_iteration,
    "except": _from_handler,
}
