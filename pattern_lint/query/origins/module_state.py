"""Where code changes what its module holds, what it is given, or its own object."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from ...config.globs import fnmatchcase
from ...flow.inherited import function_called
from ...lang.python.module import Module
from ...lang.python.scopes import FunctionNode, Scope
from ...lang.python.values import first_parameter
from ...lang.python.walking import nodes_in, start_of

_CHANGING = frozenset(
    "add append appendleft clear difference_update discard extend extendleft insert intersection_update pop popitem"
    " popleft remove reverse rotate setdefault sort subtract symmetric_difference_update update".split()
)
"""Methods of collections that change them."""
_YIELDS = (ast.Yield, ast.YieldFrom)


def changes_of_module(scope: Scope, module: Module) -> Iterator[tuple[ast.AST, str]]:
    """The places in a class or function that bind names of its module anew, or change what these hold."""
    for node in nodes_in(scope.node):
        if isinstance(node, ast.Global):
            yield node, node.names[0]
            continue
        changed = _changed(node)
        handed = [changed] if changed is not None else _handed_to_change(node, module)
        home = (module.index.scope_of.get(node) or _scope_around(node, module)) if handed else scope
        for each in handed:
            root = _root(each)
            root = _behind(root, home) if root is not None else None
            if root is not None and _is_of_module(root, home, module):
                yield node, root.id


def place_of_change(node: ast.AST, name: str, module: Module) -> ast.AST:
    """Where a name is bound anew that a statement only says to be one of the module."""
    scope = _scope_around(node, module)
    bound = scope.bindings.get(name, ()) if isinstance(node, ast.Global) and name in scope.globals else ()
    return bound[0].node if bound else node


def changes_by_methods(scope: Scope, module: Module) -> Iterator[tuple[ast.AST, str]]:
    """The places in a function that call methods of objects that its module holds, and that change these, as far as
    the file shows."""
    for call in scope.calls:
        on = call.func.value if isinstance(call.func, ast.Attribute) else None
        if isinstance(on, ast.Name) and on.id in module.scope.bindings and _is_of_module(on, scope, module):
            method = function_called(module.symbol(call.func, scope) or "", module)
            if method is not None and next(changes_of_object(method, module), None) is not None:
                yield call, on.id


def _handed_to_change(node: ast.AST, module: Module) -> list[ast.expr]:
    """What a call gives a function of the module that changes what it is given."""
    called = node.func.id if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) else ""
    changing = module.once(_changing_functions) if called else {}
    if called not in changing or not isinstance(node, ast.Call):
        return []
    return [value for place, value in enumerate(node.args) if place in changing[called]]


def _changing_functions(module: Module) -> dict[str, frozenset[int]]:
    """The functions of a module that change what they are given, with the places of these parameters."""
    found: dict[str, frozenset[int]] = {}
    for scope in module.scope.children:
        if scope.kind == "function" and isinstance(scope.node, FunctionNode):
            changed = {name for name, _ in changes_of_parameters(scope, module)}
            taken = [*scope.node.args.posonlyargs, *scope.node.args.args]
            found[scope.name] = frozenset(place for place, each in enumerate(taken) if each.arg in changed)
    return found


def _behind(name: ast.Name, scope: Scope) -> ast.Name:
    """The name for which a variable of a function only is another one."""
    bound = scope.bindings.get(name.id, ()) if scope.kind == "function" else ()
    value = bound[0].value if len(bound) == 1 and bound[0].kind in ("assign", "annotated") else None
    return value if isinstance(value, ast.Name) else name


def bound_anew(functions: Sequence[Scope], globs: Sequence[str], module: Module) -> Iterator[tuple[ast.AST, str]]:
    """Where functions of some names, those in them or those that they call bind a name of the module by `global`."""
    binding = [each for each in functions if each.globals]
    if not binding:
        return
    named = [each for each in functions if _is_named(each, globs)]
    helping = {call.func.id for each in named for call in each.calls if isinstance(call.func, ast.Name)}
    for scope in binding:
        if scope.name not in helping and not _is_named(scope, globs):
            continue
        said = {name for node in nodes_in(scope.node) if isinstance(node, ast.Global) for name in node.names}
        for name in said & scope.globals & scope.bindings.keys():
            if _is_held(name, module.scope):
                yield scope.bindings[name][0].node, name


def _is_named(scope: Scope, globs: Sequence[str]) -> bool:
    """Whether a function, or one that it stands in, has a name that a glob matches."""
    around: Scope | None = scope
    while around is not None and around.kind != "module":
        if around.kind == "function" and any(fnmatchcase(around.name, glob) for glob in globs):
            return True
        around = around.parent
    return False


def changes_of_parameters(scope: Scope, module: Module) -> Iterator[tuple[str, bool]]:
    """The parameters whose values a function changes and does not put back; whether it goes into them for that, by an
    item or attribute."""
    changes: dict[str, list[tuple[ast.AST, bool]]] = {}
    for node, name, goes_in in places_changed(scope, module):
        changes.setdefault(name, []).append((node, goes_in))
    for name, places in changes.items():
        if len(places) == 1 or not any(_comes_last(node, scope, module) for node, _ in places):
            yield from ((name, goes_in) for _, goes_in in places)


def places_changed(scope: Scope, module: Module) -> Iterator[tuple[ast.AST, str, bool]]:
    """Where a function, or one in it, changes what a parameter holds that it does not bind anew; whether it goes into
    that by an item or attribute, and does not just call a method of it."""
    for node in nodes_in(scope.node):
        changed = _changed(node)
        root = _root(changed) if changed is not None else None
        bound = scope.bindings.get(root.id, ()) if root is not None else ()
        is_own = len(bound) == 1 and bound[0].kind == "param"
        if root is not None and is_own and _scope_around(node, module).home(root.id) is scope:
            yield node, root.id, changed is not root or not isinstance(node, ast.Call)


def _comes_last(node: ast.AST, scope: Scope, module: Module) -> bool:
    """Whether something runs once a function is through with its work: in a `finally`, at the end of a context, behind
    its `yield`."""
    within = node
    for around in module.ancestors(node):
        if isinstance(around, (ast.Try, ast.TryStar)) and within in around.finalbody:
            return True
        if around is scope.node:
            break
        if isinstance(around, FunctionNode):
            return around.name in ("__exit__", "__aexit__")
        within = around
    return any(start_of(each) < start_of(node) for each in nodes_in(scope.node) if isinstance(each, _YIELDS))


def changes_of_object(scope: Scope, module: Module) -> Iterator[tuple[ast.AST, str]]:
    """The places in a method that set an attribute of its object, or change what one holds, each with its name."""
    own = _own_object(scope, module)
    for node in nodes_in(scope.node) if own else ():
        changed = _changed(node)
        chain = node if isinstance(node, ast.Attribute) else changed
        while isinstance(chain, (ast.Attribute, ast.Subscript)) and not isinstance(chain.value, ast.Name):
            chain = chain.value
        if changed is not None and isinstance(chain, ast.Attribute) and _is_called(chain.value, own):
            yield node, chain.attr


def _own_object(scope: Scope, module: Module) -> str:
    """How a method calls the object that it is a method of."""
    taken = scope.node.args if isinstance(scope.node, FunctionNode) else None
    first = [*taken.posonlyargs, *taken.args][:1] if taken is not None else []
    stands_for = first_parameter(module.names, scope) or ""
    return first[0].arg if first and stands_for.endswith("()") else ""


def _is_called(node: ast.expr, name: str) -> bool:
    return isinstance(node, ast.Name) and node.id == name


def _changed(node: ast.AST) -> ast.expr | None:
    """What a node changes without binding a name: by an item, an attribute, a method of collections."""
    if isinstance(node, (ast.Subscript, ast.Attribute)) and isinstance(node.ctx, (ast.Store, ast.Del)):
        return node.value
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in _CHANGING:
        return node.func.value
    return None


def _root(node: ast.expr) -> ast.Name | None:
    while isinstance(node, (ast.Attribute, ast.Subscript)):
        node = node.value
    return node if isinstance(node, ast.Name) else None


def _scope_around(node: ast.AST, module: Module) -> Scope:
    return next((scope for each in module.ancestors(node) if (scope := module.index.scope_of.get(each))), module.scope)


def _is_of_module(name: ast.Name, scope: Scope, module: Module) -> bool:
    """Whether a name is bound by an assignment of the module, to a value that is no class, module or function."""
    home = scope.home(name.id)
    return home is not None and home.kind == "module" and _is_held(name.id, home)


def _is_held(name: str, home: Scope) -> bool:
    bound = home.bindings.get(name, ())
    return bool(bound) and all(binding.kind in ("assign", "annotated") for binding in bound)
