"""Collects the facts of one module from its index."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from functools import cache
from sys import intern
from typing import Any

from ..lang.python.binders import absolute_module
from ..lang.python.blocks import is_empty_body
from ..lang.python.expressions import is_none
from ..lang.python.module import Module, Span, name_of
from ..lang.python.paths import package_name
from ..lang.python.scopes import Binding, FunctionNode, Scope
from ..lang.python.type_variables import given_to_bases, own_variables, promised_by
from ..lang.python.unpacking import parts_of
from ..query.definitions.declared import declared
from . import facts as f
from .alike import kept_once
from .awaiting import asking, given_to_await
from .blocks import CONTEXT_MANAGERS, given_to_block
from .call_facts import StoredCall, calls_of
from .circumstances import defaults
from .promises import promised
from .threads import offloading

_PROPERTIES = frozenset({"builtins.property", "functools.cached_property", "abc.abstractproperty"})
_ABSTRACT = frozenset(
    {"abc.abstractmethod", "abc.abstractproperty", "abc.abstractclassmethod", "abc.abstractstaticmethod"}
)
_FLAG_OF_DECORATOR: dict[str, int] = {
    **dict.fromkeys(_PROPERTIES, f.PROPERTY),
    **dict.fromkeys(CONTEXT_MANAGERS, f.CONTEXT_MANAGER),
    **dict.fromkeys(_ABSTRACT, f.ABSTRACT),
    "builtins.staticmethod": f.STATIC,
    "builtins.classmethod": f.CLASS_METHOD,
    "typing.overload": f.OVERLOAD,
}
_GENERIC = ("typing.Generic",)
"""What a class derives from that has parameters of its own."""
_FLAGS, _RETURNS = f.FunctionFact._fields.index("flags"), f.FunctionFact._fields.index("returns")
MODULE_BODY = "<module>"
"""The name under which calls that run on import are kept."""


def collect(module: Module) -> f.Facts:
    """The facts of a module; fills in what its classes' attributes hold on the way."""
    classes = {scope.qualname: _class(module, scope) for scope in module.index.scopes if scope.kind == "class"}
    _attributes(module, classes)
    calls = calls_of(module)
    functions = _functions(module, calls)
    functions[MODULE_BODY] = (MODULE_BODY, "", 1, 0, 1, 0, 0, (), (), (), "", tuple(calls.get(module.scope, ())))
    exports = _exports(module)
    return {
        "name": module.name,
        "path": module.path,
        "package": module.is_package,
        "category": module.category,
        "exports": exports,
        "deferred": _deferred(module),
        "stars": tuple(_star_targets(module)),
        "aliases": _aliases(module, exports, classes),
        "exported": exported_names(module),
        "classes": {name: tuple(fact) for name, fact in classes.items()},
        "functions": functions,
        "kinds": {},
        "topics": {},
    }


def recalled(module: Module, known: f.Facts) -> f.Facts:
    """The facts of a module that are known from an earlier look; it learns from them what it has to know itself."""
    classes = ((name, f.ClassFact._make(fact)) for name, fact in known["classes"].items())
    module.held.learn({name: fact.attributes for name, fact in classes})
    return known


def _functions(module: Module, calls: dict[Scope, list[StoredCall]]) -> dict[str, tuple[Any, ...]]:
    """The functions by their names; what overloads promise is kept where what they overload promises nothing."""
    functions: dict[str, tuple[Any, ...]] = {}
    promised: dict[str, set[str]] = {}
    for scope in module.index.functions:
        name = scope.qualname
        if name in functions and _adds_to_property(scope):
            continue
        fact = _function(module, scope, calls)
        if fact[_FLAGS] & f.OVERLOAD:
            promised.setdefault(name, set()).add(fact[_RETURNS])
            functions.setdefault(name, fact)
        else:
            functions[name] = fact
    for name, symbols in promised.items():
        fact = functions[name]
        if not fact[_RETURNS] and len(symbols) == 1:
            functions[name] = (*fact[:_RETURNS], *symbols, *fact[_RETURNS + 1 :])
    return functions


def _adds_to_property(scope: Scope) -> bool:
    """Whether a function is the setter or deleter of a property, which keeps the name of its getter."""
    node = scope.node
    return isinstance(node, FunctionNode) and any(
        isinstance(decorator, ast.Attribute) and decorator.attr in ("setter", "deleter")
        for decorator in node.decorator_list
    )


def _symbols(module: Module, nodes: list[ast.expr], scope: Scope) -> tuple[str, ...]:
    return tuple([intern(module.names.symbol(_called(node), scope) or "") for node in nodes]) if nodes else ()


def _called(node: ast.expr) -> ast.expr:
    """A decorator without its arguments, a base without its parameters."""
    while isinstance(node, (ast.Call, ast.Subscript)):
        node = node.func if isinstance(node, ast.Call) else node.value
    return node


def _class(module: Module, scope: Scope) -> f.ClassFact:
    node, outer = scope.node, scope.parent
    assert isinstance(node, ast.ClassDef) and outer is not None
    metaclass = next((keyword.value for keyword in node.keywords if keyword.arg == "metaclass"), None)
    bases = _symbols(module, node.bases, outer)
    return f.ClassFact(
        scope.qualname,
        *_name_span(node, "class "),
        (*bases, *_GENERIC) if getattr(node, "type_params", ()) else bases,
        _symbols(module, node.decorator_list, outer),
        (module.names.symbol(metaclass, outer) or "") if metaclass is not None else "",
        {},
        tuple(child.name for child in scope.children if child.kind == "function"),
        declared(scope),
        outer.function is not None,
        ("",) * len(own) if (own := own_variables(node)) else _symbols(module, given_to_bases(node), outer),
    )


def _attributes(module: Module, classes: dict[str, f.ClassFact]) -> None:
    """What each class's attributes hold, from class bodies and from `self.x = ...` in any method."""
    annotation_of = module.names.annotation
    seen: dict[str, dict[str, list[str | None]]] = {name: {} for name in classes}
    promised: dict[str, dict[str, str]] = {name: {} for name in classes}
    for owner, attribute, value, annotation, scope in _attribute_values(module) if classes else ():
        symbol = annotation_of(annotation, scope) if annotation is not None else None
        if symbol is not None:
            promised[owner][attribute] = symbol
            continue
        values = seen[owner].setdefault(attribute, [])
        if not is_none(value):
            values.append(_held(module, value, scope) if value is not None else None)
    for name, fact in classes.items():
        for attribute, values in seen[name].items():
            fact.attributes[attribute] = _agreed(values)
        fact.attributes.update(promised[name])
    module.held.learn({name: fact.attributes for name, fact in classes.items()})


def _held(module: Module, value: ast.expr, scope: Scope) -> str | None:
    """What an attribute is given; of a method of what only its own methods have put in its place, that of the first."""
    symbol = module.names.symbol(value, scope)
    method = value.func if isinstance(value, ast.Call) and symbol is None else None
    on = method.value if isinstance(method, ast.Attribute) else None
    first = module.once(_built)(scope, on.id) if isinstance(on, ast.Name) else None
    return f"{first}.{name_of(method)}()" if method is not None and first is not None else symbol


def _built(module: Module) -> Callable[[Scope, str], str | None]:
    """What local names stand for that methods of theirs take the place of, be it in a branch or a loop."""

    @cache
    def first(scope: Scope, name: str) -> str | None:
        *later, earliest = scope.bindings.get(name) or (None,)
        is_chained = bool(later) and all(_chain_of(each.value) == name for each in later if each is not None)
        return module.names.binding_symbol(earliest, scope) if is_chained and earliest is not None else None

    return first


def _chain_of(value: ast.expr | None) -> str:
    """The name on which a chain of methods is called."""
    is_called = isinstance(value, ast.Call)
    while isinstance(value, ast.Attribute) or (isinstance(value, ast.Call) and isinstance(value.func, ast.Attribute)):
        value = value.func if isinstance(value, ast.Call) else value.value
    return value.id if is_called and isinstance(value, ast.Name) else ""


def _agreed(values: list[str | None]) -> str:
    distinct = set(values)
    return (distinct.pop() or "") if len(distinct) == 1 else ""


def _attribute_values(module: Module) -> Iterator[tuple[str, str, ast.expr | None, ast.expr | None, Scope]]:
    """Class, attribute, value and annotation of all that sets an attribute, and the scope that sees these."""
    for scope in module.index.scopes:
        if scope.kind == "class":
            for name, bindings in scope.bindings.items():
                for binding in bindings:
                    if binding.kind in ("assign", "annotated"):
                        yield scope.qualname, name, binding.value, binding.annotation, scope
    for node, scope in (*module.of(ast.Assign), *module.of(ast.AnnAssign)):
        owner = scope.parent
        if scope.kind != "function" or owner is None or owner.kind != "class":
            continue
        assert isinstance(node, (ast.Assign, ast.AnnAssign))
        annotation = node.annotation if isinstance(node, ast.AnnAssign) else None
        for target, value in _set_by(node):
            if isinstance(target, ast.Attribute) and _is_own(target.value, scope):
                yield owner.qualname, target.attr, value, annotation, scope


def _set_by(node: ast.Assign | ast.AnnAssign) -> Iterator[tuple[ast.expr, ast.expr | None]]:
    """What an assignment sets, each with its value; the parts of a row with what is known of them."""
    for target in node.targets if isinstance(node, ast.Assign) else [node.target]:
        if isinstance(target, (ast.Tuple, ast.List)):
            parts = parts_of(target, Binding("assign", node, node.value))
            yield from ((part, bound.value) for part, bound in zip(target.elts, parts, strict=True))
        else:
            yield target, node.value


def _is_own(node: ast.expr, scope: Scope) -> bool:
    function = scope.node
    if not isinstance(node, ast.Name) or not isinstance(function, FunctionNode):
        return False
    positional = function.args.posonlyargs or function.args.args
    return bool(positional) and positional[0].arg == node.id


def _function(module: Module, scope: Scope, calls: dict[Scope, list[StoredCall]]) -> tuple[Any, ...]:
    node, outer = scope.node, scope.parent
    assert isinstance(node, FunctionNode) and outer is not None
    decorators = _symbols(module, node.decorator_list, outer)
    return (
        scope.name,
        outer.qualname if outer.kind == "class" else "",
        *_name_span(node, "async def " if node.__class__ is ast.AsyncFunctionDef else "def "),
        _flags(module, scope, node, decorators),
        decorators,
        _parameters(node.args),
        defaults(node.args) if node.args.defaults or node.args.kw_defaults else (),
        _returned(module, scope, node, outer) or given_to_block(module, scope, decorators),
        tuple(calls.get(scope, ())),
    )


def _parameters(args: ast.arguments) -> tuple[str, ...]:
    named = [*args.posonlyargs, *args.args, *args.kwonlyargs] if args.posonlyargs or args.kwonlyargs else args.args
    names = [arg.arg for arg in named]
    if args.vararg is not None:
        names.append(f"*{args.vararg.arg}")
    if args.kwarg is not None:
        names.append(f"**{args.kwarg.arg}")
    return kept_once(tuple(names))


def _name_span(node: FunctionNode | ast.ClassDef, keyword: str) -> Span:
    """From the keyword to the name: where findings about a definition are shown; only blanks stand before it."""
    line, column = node.lineno, node.col_offset + 1
    return (line, column, line, column + len(keyword) + len(node.name))


def _returned(module: Module, scope: Scope, node: FunctionNode, outer: Scope) -> str:
    """What a call of the function gives: what its annotation promises, or what it surely gives back."""
    if node.returns is not None:
        seen_from = scope.of_annotations or outer
        if outer.kind == "class":
            return promised_by(module, node.returns, seen_from, outer) or ""
        return module.names.annotation(node.returns, seen_from) or ""
    values = module.returned.get(scope)
    if values is None:
        return ""
    symbols = {module.symbol(value, scope) for value in values if not is_none(value)}
    return (symbols.pop() or "") if len(symbols) == 1 else ""


def _flags(module: Module, scope: Scope, node: FunctionNode, decorators: tuple[str, ...]) -> int:
    flags = f.ASYNC if node.__class__ is ast.AsyncFunctionDef else given_to_await(module, scope, node)
    for decorator in decorators:
        flags |= _FLAG_OF_DECORATOR.get(decorator, 0)
    if scope in module.generators:
        flags |= f.GENERATOR
    if is_empty_body(node.body):
        flags |= f.EMPTY | f.UNIMPLEMENTED if node.body[-1].__class__ is ast.Raise else f.EMPTY
    flags |= promised(module, scope, node)
    if node.args.kwonlyargs:
        flags |= f.BY_KEYWORD
    if scope in module.once(offloading):
        flags |= f.OFFLOADS
    if scope in module.once(asking):
        flags |= f.ASKS_AWAITABLE
    return flags


def _exports(module: Module) -> dict[str, str]:
    """What the names that the module binds at its top level stand for, as far as that is known."""
    scope, names = module.scope, module.names
    exports: dict[str, str] = {}
    for name, bindings in scope.bindings.items():
        if len(bindings) == 1:
            first = bindings[0]
            symbol = first.target if first.kind == "import" else names.binding_symbol(first, scope)
        else:
            last = ast.Name(name, ast.Load(), lineno=10**9, col_offset=0)
            symbol = names.lookup(name, last, scope)
        if symbol:
            exports[name] = intern(symbol)
    return exports


def _deferred(module: Module) -> tuple[str, ...]:
    """What functions and classes import for themselves, and what is imported by all of its name: `import shop.rows`."""
    imports = module.of(ast.Import, ast.ImportFrom)
    scopes = dict.fromkeys(scope for _, scope in imports if scope is not module.scope)
    bound = (each for scope in scopes for bindings in scope.bindings.values() for each in bindings)
    names = (each.name for node, _ in imports if isinstance(node, ast.Import) for each in node.names)
    whole = (name for name in names if name.partition(".")[0] in module.roots)
    return tuple(dict.fromkeys((*(each.target for each in bound if each.kind == "import" and each.target), *whole)))


def _aliases(module: Module, exports: dict[str, str], classes: dict[str, f.ClassFact]) -> tuple[tuple[str, str], ...]:
    """The names under which the module keeps things of the project whose own name is another."""
    kept = [*exports.items(), *(pair for fact in classes.values() for pair in fact.attributes.items())]
    found = set()
    for name, symbol in kept:
        last = symbol.rpartition(".")[2]
        if last != name and last and last[-1] != ")" and symbol[: symbol.find(".")] in module.roots:
            found.add((name, last))
    return tuple(sorted(found))


def _star_targets(module: Module) -> Iterator[str]:
    for node in module.stars:
        assert isinstance(node, ast.ImportFrom)
        target = absolute_module(package_name(module.path), node.module, node.level)
        yield from [target] if target else []


def exported_names(module: Module) -> tuple[str, ...] | None:
    """The names in `__all__`, None where the module has none or makes it up."""
    for binding in module.scope.bindings.get("__all__", ()):
        if isinstance(binding.value, (ast.List, ast.Tuple)):
            return tuple(
                element.value
                for element in binding.value.elts
                if isinstance(element, ast.Constant) and isinstance(element.value, str)
            )
    return None
