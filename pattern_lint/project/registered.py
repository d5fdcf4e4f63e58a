"""What a project registers in its containers, and what it looks up there."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from typing import NamedTuple, TypeAlias

from ..lang.python.module import Module, Span
from ..lang.python.scopes import Scope
from ..lang.python.walking import nodes_in
from .keys import Key, keys_of
from .registrations import (
    Use,
    constructs_unasked,
    container_uses,
    is_container,
    is_registering,
    is_testing,
    is_typed_container,
    makes_container,
    may_register,
    mentions_container,
    names_container,
)

_KEY_KEYWORDS = ("name", "key", "cls", "type", "interface", "service", "service_type", "token", "dependency", "types")
_DEFAULTS = ("default", "fallback", "optional", "required", "raise")
_LOOKUP_ERRORS = frozenset(f"builtins.{name}" for name in ("KeyError", "LookupError", "Exception", "BaseException"))
_DISCOVERING = ("scan", "discover", "auto", "load", "install", "include", "import")

_LOOKING_UP = ("get", "resolve")

Registration: TypeAlias = tuple[str, tuple[tuple[str, str], ...] | None, tuple[str, ...], str]
"""Method, keys (None where they are no constants), the symbols that its arguments mention, and what is unsure."""


class Lookup(NamedTuple):
    """A key that code asks a container for; optional lookups bear that nothing is there."""

    method: str
    key: tuple[str, str]
    span: Span
    owner: str
    optional: bool
    unsure: str
    """What the receiver is, where only the project can tell whether that is a container; else empty."""
    typed: bool
    """Whether the receiver's type says that it is a container, and not its name alone."""
    subscript: bool
    """Whether the receiver is an item (`data["container"]`), whose name says the least."""


def collect_container(module: Module) -> dict[str, object]:
    """The container facts of a module; empty where it has nothing to do with containers."""
    uses = list(container_uses(module))
    if not uses and not mentions_container(module):
        texts = dict(_texts(module))
        return {"texts": texts} if texts else {}
    tested = {(use.scope.function, ast.dump(use.node.args[0])) for use in uses if _is_test(use)}
    tested |= set(_membership_tests(module, {use.scope.function for use in uses}))
    classes = [scope for scope in module.index.scopes if scope.kind == "class" and names_container(scope.name)]
    facts: dict[str, object] = {
        "registrations": [
            *_registrations(module, uses),
            *(_declared(module) if mentions_container(module) else ()),
        ],
        "lookups": [tuple(lookup) for use in uses for lookup in _lookups(module, use, tested)],
        "texts": dict(_texts(module)),
        "classes": [scope.qualname for scope in classes],
        "mentioned": sorted({symbol for scope in classes for symbol in mentioned(module, [scope.node], scope)}),
    }
    return {name: value for name, value in facts.items() if value}


def _texts(module: Module) -> Iterator[tuple[str, str]]:
    """The module's constants that are texts, as other modules may use them for keys."""
    for name, bound in module.scope.bindings.items():
        if name.isupper() and len(bound) == 1 and bound[0].kind in ("assign", "annotated"):
            value = bound[0].value
            if isinstance(value, ast.Constant) and isinstance(value.value, str):
                yield name, value.value


def _declared(module: Module) -> Iterator[Registration]:
    yield from _decorations(module)
    yield from _assignments(module)
    yield from _constructions(module)


def key_argument(call: ast.Call) -> ast.expr | None:
    """The argument that says what is registered or looked up."""
    if call.args:
        return call.args[0]
    by_name = {keyword.arg: keyword.value for keyword in call.keywords if keyword.arg is not None}
    known = (by_name[name] for name in _KEY_KEYWORDS if name in by_name)
    return next(known, None) or next(filter(_looks_like_key, by_name.values()), None)


def _looks_like_key(node: ast.expr) -> bool:
    """A text, or what is written like a class; what an argument is called is up to each container."""
    if isinstance(node, ast.Constant):
        return isinstance(node.value, str)
    last = node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""
    return last[:1].isupper()


def mentioned(module: Module, nodes: Iterable[ast.AST], scope: Scope) -> Iterator[str]:
    """The symbols of the project, or of what cannot be told from it, that nodes name."""
    for outer in nodes:
        for node in _without_lookups(outer):
            if isinstance(node, ast.Name | ast.Attribute) and isinstance(node.ctx, ast.Load):
                symbol = module.symbol(node, scope)
                if symbol is not None and symbol.partition(".")[0] in module.roots:
                    yield symbol


def _without_lookups(node: ast.AST) -> Iterator[ast.AST]:
    """A node and what lies in it, what is only looked up there aside."""
    waiting = [node]
    while waiting:
        current = waiting.pop()
        yield current
        if isinstance(current, ast.Call) and _is_lookup(current.func):
            waiting.append(current.func)
        else:
            waiting += ast.iter_child_nodes(current)


def _is_lookup(function: ast.expr) -> bool:
    return isinstance(function, ast.Attribute) and function.attr.startswith(_LOOKING_UP)


def _registrations(module: Module, uses: list[Use]) -> Iterator[Registration]:
    for use in uses:
        call, key = use.node, key_argument(use.node)
        if use.method.startswith(_DISCOVERING):
            yield use.method, None, (), use.unsure
        if not may_register(use.method) or (key is None and not is_registering(use.method)):
            continue
        symbols = _symbols(module, [*_arguments(call), *_looped_over(module, call, use.scope)], use.scope)
        if key is None:
            yield use.method, None if _arguments(call) else (), symbols, use.unsure
            continue
        keys = keys_of(module, key, use.scope)
        if keys is None and _is_implementation(module, use, key):
            continue
        yield use.method, _plain((*keys, *_aliases(call))) if keys is not None else None, symbols, use.unsure


def _symbols(module: Module, nodes: Iterable[ast.AST | None], scope: Scope) -> tuple[str, ...]:
    return tuple(sorted(set(mentioned(module, [node for node in nodes if node is not None], scope))))


def _looped_over(module: Module, node: ast.AST, scope: Scope) -> Iterator[ast.AST]:
    """What the loops around a node go through, also where a name of this module holds it."""
    for parent in module.ancestors(node):
        if isinstance(parent, ast.For | ast.AsyncFor | ast.ListComp | ast.SetComp | ast.GeneratorExp):
            iterated = parent.iter if isinstance(parent, ast.For | ast.AsyncFor) else parent.generators[0].iter
            for part in nodes_in(iterated):
                found = module.names.reached(part.id, part, scope) if isinstance(part, ast.Name) else None
                yield from (binding.value for binding in (found[1] if found else ()) if binding.value is not None)
            yield iterated


def _plain(keys: Iterable[Key]) -> tuple[tuple[str, str], ...]:
    return tuple((key.kind, key.text) for key in keys)


def _aliases(call: ast.Call) -> Iterator[Key]:
    for keyword in call.keywords:
        for node in nodes_in(keyword.value) if keyword.arg is not None and "alias" in keyword.arg else ():
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield Key("name", node.value)


def _arguments(call: ast.Call) -> list[ast.expr]:
    return [*call.args, *(keyword.value for keyword in call.keywords)]


def _is_implementation(module: Module, use: Use, key: ast.expr) -> bool:
    """A container's own methods register what their callers name: `self.register(name, ...)`."""
    owner, function = use.scope.owner, use.scope.function
    if owner is None or not names_container(owner.name) or function is None or not isinstance(key, ast.Name):
        return False
    own = function.bindings.get(key.id, [])
    return isinstance(use.receiver, ast.Name) and any(binding.kind == "param" for binding in own)


def _decorations(module: Module) -> Iterator[Registration]:
    """`@container.register` and `@container.register("name")`: what they decorate is registered."""
    for scope in module.index.scopes:
        node, outer = scope.node, scope.parent
        if outer is None or not isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        symbol = f"{module.name}.{scope.qualname}"
        for decorator in node.decorator_list:
            function = decorator.func if isinstance(decorator, ast.Call) else decorator
            if (
                isinstance(function, ast.Attribute)
                and may_register(function.attr)
                and is_container(module, function.value, outer)
            ):
                named = isinstance(decorator, ast.Call) and bool(_arguments(decorator))
                yield function.attr, () if named else (("type", symbol),), (symbol,), ""


def _assignments(module: Module) -> Iterator[Registration]:
    """What is assigned to a container (`container["name"] = ...`), and what its class puts in tables of its own."""
    for node, scope in (*module.of(ast.Assign), *module.of(ast.AnnAssign)):
        assert isinstance(node, ast.Assign | ast.AnnAssign)
        within = scope.owner is not None and names_container(scope.owner.name)
        if within and isinstance(node.value, ast.Dict) and node.value.keys:
            keys = keys_of(module, node.value, scope)
            if keys is not None:
                yield "provide", _plain(keys), (), ""
        for target in node.targets if isinstance(node, ast.Assign) else ():
            if isinstance(target, ast.Subscript) and (within or is_typed_container(module, target.value, scope)):
                keys = keys_of(module, target.slice, scope)
                if keys is not None or not within:
                    symbols = _symbols(module, [node.value], scope)
                    yield "register", _plain(keys) if keys is not None else None, symbols, ""
            elif isinstance(target, ast.Attribute) and is_container(module, target.value, scope):
                yield "provide", (("name", target.attr),), _symbols(module, [node.value], scope), ""


def _constructions(module: Module) -> Iterator[Registration]:
    """What a container is given when it is made: `AppContainer(orders=OrderService())`."""
    for call in module.calls:
        if makes_container(module, call) and _arguments(call.node):
            names = tuple(("name", keyword.arg) for keyword in call.node.keywords if keyword.arg is not None)
            yield "provide", names, _symbols(module, _arguments(call.node), call.scope), ""


def _lookups(module: Module, use: Use, tested: set[tuple[Scope | None, str]]) -> Iterator[Lookup]:
    key = key_argument(use.node)
    if key is None or may_register(use.method) or is_testing(use.method):
        return
    keys = keys_of(module, key, use.scope)
    if not keys:
        return
    owner = use.scope.owner
    optional = (
        len(use.node.args) > 1
        or any(keyword.arg is None or keyword.arg.startswith(_DEFAULTS) for keyword in use.node.keywords)
        or (use.scope.function, ast.dump(key)) in tested
        or _falls_back(module, use.node)
        or _is_handled(module, use.node, use.scope)
        or (keys[0].kind == "type" and constructs_unasked(module, use.receiver, use.scope))
    )
    span, name = module.span(use.node), owner.qualname if owner is not None else ""
    for single in _plain([key for key in keys if key.kind != "symbol"] or keys):
        item = isinstance(use.receiver, ast.Subscript)
        yield Lookup(use.method, single, span, name, optional, use.unsure, use.typed, item)


def _is_test(use: Use) -> bool:
    return is_testing(use.method) and bool(use.node.args)


def _membership_tests(module: Module, functions: set[Scope | None]) -> Iterator[tuple[Scope | None, str]]:
    for node, scope in module.of(ast.Compare):
        assert isinstance(node, ast.Compare)
        if not isinstance(node.ops[0], ast.In | ast.NotIn) or scope.function not in functions:
            continue
        if _may_be_container(module, node.comparators[0], scope):
            yield scope.function, ast.dump(node.left)


def _may_be_container(module: Module, node: ast.expr, scope: Scope) -> bool:
    """Whether an expression is a container, or something of the project that may turn out to be one."""
    return is_container(module, node, scope) or (module.symbol(node, scope) or "").partition(".")[0] in module.roots


def _falls_back(module: Module, node: ast.AST) -> bool:
    """`container.get("cache") or NullCache()`."""
    parent = module.index.parents.get(node)
    if isinstance(parent, ast.Await):
        node, parent = parent, module.index.parents.get(parent)
    return isinstance(parent, ast.BoolOp) and isinstance(parent.op, ast.Or) and parent.values[-1] is not node


def _is_handled(module: Module, node: ast.AST, scope: Scope) -> bool:
    child = node
    for parent in module.ancestors(node):
        if isinstance(parent, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            return False
        if isinstance(parent, ast.Try) and child in parent.body:
            if any(_catches_lookup(module, handler.type, scope) for handler in parent.handlers):
                return True
        elif isinstance(parent, ast.With) and any(
            isinstance(item.context_expr, ast.Call)
            and module.symbol(item.context_expr.func, scope) == "contextlib.suppress"
            for item in parent.items
        ):
            return True
        child = parent
    return False


def _catches_lookup(module: Module, caught: ast.expr | None, scope: Scope) -> bool:
    """Whether a handler may be for what a container raises: a lookup error, or an error of the project's own."""
    if caught is None:
        return True
    if isinstance(caught, ast.Tuple):
        return any(_catches_lookup(module, element, scope) for element in caught.elts)
    symbol = module.symbol(caught, scope)
    if symbol is None or symbol in _LOOKUP_ERRORS:
        return True
    return symbol.partition(".")[0] in module.roots
