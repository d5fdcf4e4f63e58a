"""What a module registers in containers, and what it looks up there."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from ..lang.python.constants import constant
from ..lang.python.module import Module, Span, name_of
from ..lang.python.scopes import Scope
from ..lang.python.unparsed import unparsed
from ..lang.python.walking import nodes_in
from ..query.expressions.dicts import dicts_at
from ..query.expressions.parts import is_parameter
from ..query.origins.additions import added_to
from .handed_keys import Handed, handed
from .keys import Key, PlainKeys, each_elsewhere, key_argument, keys_of, plain
from .lookups import lookups
from .mentions import mentioned
from .registrations import (
    Use,
    container_uses,
    is_container,
    is_registering,
    is_sure_container,
    makes_container,
    may_register,
    mentions_container,
    names_container,
    registering_methods,
    takes_registering,
)

_DISCOVERING = ("scan", "discover", "auto", "load", "install", "include", "import")

_SCOPED_SESSIONS = ("sqlalchemy.orm.scoped_session", "sqlalchemy.ext.asyncio.async_scoped_session")
_LIFE_KEYWORDS = ("scope", "lifetime", "lifecycle", "lifestyle", "life_time")
_A_CLASS = "builtins.type()"
"""What makes instances is given, as by a lambda that only names a class or a function."""


class Registration(NamedTuple):
    """What a container is told to hold; plain data."""

    method: str
    keys: PlainKeys | None
    """None where they are no constants."""
    mentioned: tuple[str, ...] = ()
    """The symbols that its arguments mention."""
    unsure: str = ""
    """What the receiver is, where only the project can tell whether that is a container; else empty."""
    holds: str = ""
    """The symbol of what it gives; empty where it is not known."""
    is_shared: bool | None = None
    """Whether it says that all share what it gives; None where it says so by what is no constant."""
    flags: tuple[int, ...] = ()
    """The places of positional arguments that are True; the called method says what they mean."""
    called: str = ""
    span: Span = (0, 0, 0, 0)
    owner: str = ""
    handed_on_by: str = ""
    """The function of which a parameter names it: it registers what its callers say, if it has any."""
    told_by_calls_of: str = ""
    """The function of which the calls in its own file tell the keys: calls elsewhere may hand it others."""


def collect_container(module: Module) -> dict[str, object]:
    """The container facts of a module; empty where it has nothing to do with containers."""
    uses = list(container_uses(module))
    constants: dict[str, object] = {"texts": dict(_texts(module)), "lists": dict(_lists(module))}
    lent = [tuple(each) for each in _on_parameters(module)]
    if not uses and not lent and not mentions_container(module):
        return {name: value for name, value in constants.items() if value}
    classes = [scope for scope in module.index.scopes if scope.kind == "class" and _is_container_class(scope)]
    facts: dict[str, object] = {
        "registrations": [
            *map(tuple, _registrations(module, uses)),
            *lent,
            *(map(tuple, _declared(module)) if mentions_container(module) else ()),
        ],
        "lookups": [*map(tuple, lookups(module, uses))],
        **constants,
        "classes": [scope.qualname for scope in classes],
        "mentioned": sorted({symbol for scope in classes for symbol in _mentioned_in(module, scope)}),
    }
    return {name: value for name, value in facts.items() if value}


def _texts(module: Module) -> Iterator[tuple[str, str]]:
    """The constants of the module and of its classes that are texts, as other modules may use them for keys."""
    classes = (scope for scope in module.scope.children if scope.kind == "class")
    for scope, prefix in ((module.scope, ""), *((scope, f"{scope.name}.") for scope in classes)):
        for name, bound in scope.bindings.items():
            if name.isupper() and len(bound) == 1 and bound[0].kind in ("assign", "annotated"):
                value = bound[0].value
                if isinstance(value, ast.Constant) and isinstance(value.value, str):
                    yield f"{prefix}{name}", value.value


def _is_container_class(scope: Scope) -> bool:
    """Whether a class is called a container, or one of its bases is."""
    bases = scope.node.bases if isinstance(scope.node, ast.ClassDef) else []
    return names_container(scope.name) or any(names_container(name_of(base)) for base in bases)


def _mentioned_in(module: Module, scope: Scope) -> Iterator[str]:
    """The symbols that a class names, also by a name that it takes over: `wards = Factory(wards.WardService)`."""
    yield from mentioned(module, [scope.node], scope)
    for statement in getattr(scope.node, "body", ()):
        if isinstance(statement, ast.Assign) and scope.parent is not None:
            taken = {name_of(target) for target in statement.targets}
            if any(isinstance(part, ast.Name) and part.id in taken for part in nodes_in(statement.value)):
                yield from mentioned(module, [statement.value], scope.parent)


def _lists(module: Module) -> Iterator[tuple[str, PlainKeys]]:
    """The collections of classes among the constants of the module, which others may go through to register them."""
    for name, bound in module.scope.bindings.items():
        value = bound[0].value
        if value is None or len(bound) > 1 or not name.isupper():  # most names are no constants
            continue
        if isinstance(value, (ast.List, ast.Tuple, ast.Set, ast.Dict)) and _holds_classes(value):
            keys = keys_of(module, value, module.scope)
            held = _named_values(module, value) if keys is not None and isinstance(value, ast.Dict) else ()
            found = (*(keys or ()), *held)
            if any(key.kind == "type" for key in found) and (module.scope, name) not in module.once(added_to):
                yield name, plain(found)


def _holds_classes(value: ast.List | ast.Tuple | ast.Set | ast.Dict) -> bool:
    """A quick look that spares most collections the rest."""
    first = [*value.keys[:1], *value.values[:1]] if isinstance(value, ast.Dict) else value.elts[:1]
    return any(isinstance(each, (ast.Name, ast.Attribute)) for each in first)


def _named_values(module: Module, value: ast.Dict) -> tuple[Key, ...]:
    """The classes that a dict holds by their names; what makes them is given instead of some."""
    named = [each for each in value.values if isinstance(each, (ast.Name, ast.Attribute))]
    return keys_of(module, ast.List([*named], ast.Load()), module.scope) or ()


def _on_parameters(module: Module) -> Iterator[Registration]:
    """What a function registers by name in something that it is given, which may well be a container."""
    for call in (each for name in registering_methods() for each in module.named_calls.get(name, ())):
        on = getattr(getattr(call.node, "func", None), "value", None)
        if call.symbol is not None or not isinstance(call.node, ast.Call) or not isinstance(on, ast.Name):
            continue
        is_lent = is_parameter(on, call.scope) and not is_container(module, on, call.scope)
        key = key_argument(call.node) if is_lent else None
        keys = keys_of(module, key, call.scope) if key is not None else None
        if keys and all(each.kind == "name" for each in keys):
            yield Registration("provide", plain(keys))


def _declared(module: Module) -> Iterator[Registration]:
    yield from _decorations(module)
    yield from _assignments(module)
    yield from _constructions(module)


def _registrations(module: Module, uses: list[Use]) -> Iterator[Registration]:
    for use in uses:
        call, key = use.node, key_argument(use.node)
        if use.method.startswith(_DISCOVERING):
            yield Registration(use.method, None, unsure=use.unsure)
        if not may_register(use.method) or (key is None and not is_registering(use.method)):
            continue
        keys = keys_of(module, key, use.scope) if key is not None else None
        keys = keys if keys is not None or key is None else each_elsewhere(module, key, use.scope)
        if key is not None and keys is None and _is_implementation(module, use, key):
            continue
        told = handed(module, key, use.scope) if key is not None and keys is None else None
        keys = told.keys if told is not None else keys
        is_known = keys is not None or not _arguments(call)
        yield Registration(
            use.method,
            plain((*(keys or ()), *_aliases(call))) if is_known else None,
            _named_by(module, use, told),
            use.unsure,
            _held(module, call, key, use.scope),
            _is_shared(module, use),
            tuple(
                place for place, each in enumerate(call.args) if isinstance(each, ast.Constant) and each.value is True
            ),
            module.symbol(call.func, use.scope) or "",
            module.span(call),
            use.scope.owner.qualname if use.scope.owner is not None else "",
            "" if is_known else _handed_on_by(module, key, use.scope),
            told.function if told is not None else "",
        )


def _named_by(module: Module, use: Use, told: Handed | None) -> tuple[str, ...]:
    """The symbols that a registration mentions, in what it is given itself, in loops, and by who hands it that."""
    own = _symbols(module, [*_arguments(use.node), *_looped_over(module, use.node, use.scope)], use.scope)
    given = (_symbols(module, [value], home) for value, home in (told.values if told is not None else ()))
    return tuple(sorted({*own, *(symbol for symbols in given for symbol in symbols)}))


def _is_shared(module: Module, use: Use) -> bool | None:
    for name, value, scope in _by_keyword(module, use):
        if "singleton" in name:
            said = constant(module, value, scope)
            return _is_true(said) if isinstance(said, ast.Constant) else None
        if name in _LIFE_KEYWORDS:
            return "singleton" in unparsed(value).lower()
    return "singleton" in use.method


def _by_keyword(module: Module, use: Use) -> Iterator[tuple[str, ast.expr, Scope]]:
    """What a registration is given by keyword, in dicts that are unpacked into it as well."""
    for keyword in use.node.keywords:
        if keyword.arg is not None:
            yield keyword.arg, keyword.value, use.scope
        else:
            yield from (item for items in dicts_at(keyword.value, module, use.scope) for item in items.pairs)


def _is_true(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is True


def _held(module: Module, call: ast.Call, key: ast.expr | None, scope: Scope) -> str:
    """The symbol of what a registration gives: of an instance, or of what a lambda, a class or a function makes."""
    told = [*call.args[1:], *(each.value for each in call.keywords if each.arg not in _LIFE_KEYWORDS)]
    value = next((each for each in told if each is not key and not isinstance(each, ast.Constant)), key)
    if isinstance(value, ast.Lambda):
        given = module.symbol(value.body, module.index.scope_of[value]) or ""
        return given if not given or given.endswith("()") else _A_CLASS
    if isinstance(value, ast.Call) and module.symbol(value.func, scope) in _SCOPED_SESSIONS:
        return _A_CLASS
    given = module.symbol(value, scope) or "" if value is not None else ""
    is_maker = isinstance(value, (ast.Name, ast.Attribute)) and bool(given) and not given.endswith("()")
    return f"{given}()" if is_maker else given


def _symbols(module: Module, nodes: Iterable[ast.AST | None], scope: Scope) -> tuple[str, ...]:
    return tuple(sorted(set(mentioned(module, [node for node in nodes if node is not None], scope))))


def _looped_over(module: Module, node: ast.AST, scope: Scope) -> Iterator[ast.AST]:
    """What the loops around a node go through, also where a name of this module holds it."""
    for parent in module.ancestors(node):
        if isinstance(parent, (ast.For, ast.AsyncFor, ast.ListComp, ast.SetComp, ast.GeneratorExp)):
            iterated = parent.iter if isinstance(parent, (ast.For, ast.AsyncFor)) else parent.generators[0].iter
            for part in nodes_in(iterated):
                found = module.names.reached(part.id, part, scope) if isinstance(part, ast.Name) else None
                if found is not None and isinstance(part, ast.Name):
                    yield from (binding.value for binding in found[1] if binding.value is not None)
                    yield from (each.added for each in module.once(added_to).get((found[0], part.id), ()))
            yield iterated


def _aliases(call: ast.Call) -> Iterator[Key]:
    for keyword in call.keywords:
        for node in nodes_in(keyword.value) if keyword.arg is not None and "alias" in keyword.arg else ():
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield Key("name", node.value)


def _arguments(call: ast.Call) -> list[ast.expr]:
    return [*call.args, *(keyword.value for keyword in call.keywords)]


def _is_implementation(module: Module, use: Use, key: ast.expr) -> bool:
    """A container's own methods register what their callers name, or in another: `self.other.register(name, ...)`."""
    owner, function = use.scope.owner, use.scope.function
    if owner is None or not names_container(owner.name) or function is None or not isinstance(key, ast.Name):
        return False
    method = function
    while method.parent is not None and method.parent is not owner:
        method = method.parent
    is_one = isinstance(use.receiver, ast.Name) or (
        isinstance(use.receiver, ast.Attribute) and may_register(method.name)
    )
    params = {name for name, bound in function.bindings.items() if any(each.kind == "param" for each in bound)}
    assigned = (each for each in function.bindings.get(key.id, ()) if each.kind in ("assign", "annotated"))
    parts = (part for each in assigned if each.value is not None for part in nodes_in(each.value))
    is_made_of_them = any(isinstance(part, ast.Name) and part.id in params - {"self"} for part in parts)
    return is_one and (key.id in params or is_made_of_them)


def _handed_on_by(module: Module, key: ast.expr | None, scope: Scope) -> str:
    """The function beside a container's class that hands on a name which it is given, and that its module does not
    call: what is there for others to use."""
    function = scope.function
    is_plain = function is not None and function.parent is module.scope and function.name not in module.named_calls
    bound = function.bindings.get(key.id, ()) if function is not None and isinstance(key, ast.Name) else ()
    if function is None or not is_plain or not any(each.kind == "param" for each in bound):
        return ""
    beside = any(each.kind == "class" and _is_container_class(each) for each in module.scope.children)
    return f"{module.name}.{function.name}" if beside else ""


def _decorations(module: Module) -> Iterator[Registration]:
    """`@container.register` and `@container.register("name")`: what they decorate is registered."""
    for scope in module.index.scopes:
        node, outer = scope.node, scope.parent
        if outer is None or not isinstance(node, (ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)):
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
                yield Registration(function.attr, () if named else (("type", symbol),), (symbol,))


def _assignments(module: Module) -> Iterator[Registration]:
    """What is assigned to a container (`container["name"] = ...`), and what its class puts in tables of its own."""
    for node, scope in (*module.of(ast.Assign), *module.of(ast.AnnAssign)):
        assert isinstance(node, (ast.Assign, ast.AnnAssign))
        within = scope.owner is not None and names_container(scope.owner.name)
        if within and isinstance(node.value, ast.Dict) and node.value.keys:
            keys = keys_of(module, node.value, scope)
            if keys is not None:
                yield Registration("provide", plain(keys))
        if takes_registering(module, node.value, scope):
            yield Registration("register", None)
        for target in node.targets if isinstance(node, ast.Assign) else ():
            if isinstance(target, ast.Subscript) and (within or is_sure_container(module, target.value, scope)):
                keys = keys_of(module, target.slice, scope)
                if keys is not None or not within:
                    symbols = _symbols(module, [node.value], scope)
                    yield Registration("register", plain(keys) if keys is not None else None, symbols)
            elif isinstance(target, ast.Attribute) and is_container(module, target.value, scope):
                yield Registration("provide", (("name", target.attr),), _symbols(module, [node.value], scope))


def _constructions(module: Module) -> Iterator[Registration]:
    """What a container is given when it is made: `AppContainer(orders=OrderService())`."""
    for call in module.calls:
        if makes_container(module, call) and _arguments(call.node):
            names = tuple(("name", keyword.arg) for keyword in call.node.keywords if keyword.arg is not None)
            yield Registration("provide", names, _symbols(module, _arguments(call.node), call.scope))
