"""What generators give, and what they do when they are asked again: fixtures and context managers are such."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from ...config.globs import fnmatchcase
from ...flow.fate import assigned_names, is_entered
from ...lang.python.constants import constant
from ...lang.python.module import Module, name_of
from ...lang.python.scopes import FunctionNode, Scope
from ...lang.python.walking import nodes_in, start_of
from ...query.answers import NO, YES, Answer, answer, on_condition, some
from ...query.naming.names import Asked, Names, NameSet, name_set


def yields(names: Names, globs: Sequence[str], scope: Scope, module: Module) -> Answer:
    """Whether a function makes and yields something of some classes, or of such a name where no class shows."""
    given = (node.value for node in _yields(scope) if node.value is not None)
    parts = (part for value in given for part in (value.elts if isinstance(value, ast.Tuple) else [value]))
    return some(_is_one(names, globs, part, module, scope) for part in parts)


def _yields(scope: Scope) -> Iterator[ast.Yield]:
    return (node for node in nodes_in(scope.node) if isinstance(node, ast.Yield))


def _is_one(names: Names, globs: Sequence[str], value: ast.expr, module: Module, scope: Scope) -> Answer:
    symbol = module.symbol(value, scope)
    bound = scope.bindings.get(value.id, ()) if isinstance(value, ast.Name) else ()
    if any(each.kind == "param" for each in bound):
        return answer(False)
    is_foreign = symbol is not None and symbol[: symbol.find(".")] not in module.roots
    is_called_so = not is_foreign and any(fnmatchcase(name_of(value), glob) for glob in globs)
    known = name_set(names).match(Asked(symbol), module.roots) if symbol is not None else answer(False)
    shows_no_class = on_condition(("not-ours", symbol, ())) if symbol is not None else YES
    return some([shows_no_class if is_called_so else NO, known])


COLLECTION = "collection"
_COLLECTIONS = (ast.List, ast.Dict, ast.Set, ast.ListComp, ast.DictComp, ast.SetComp)
_KEEPING = (ast.Assign, ast.AnnAssign, ast.NamedExpr, ast.Return, ast.Yield, ast.Await)


def made_in(scope: Scope, module: Module) -> str:
    """What a fixture makes and gives, be it by a variable: a collection, or an object of a class of the project."""
    given = [*(node.value for node in _yields(scope) if node.value is not None), *module.returned.get(scope, ())]
    for value in (constant(module, each, scope) for each in given):
        symbol = module.symbol(value.func, scope) if isinstance(value, ast.Call) else None
        if isinstance(value, _COLLECTIONS) or (symbol or "").startswith(("builtins.", "collections.")):
            return COLLECTION
        if symbol is not None and symbol[: symbol.find(".")] in module.roots:
            return "object"
    return ""


def keeps_open(names: NameSet, ending: Sequence[str], scope: Scope, module: Module) -> Answer:
    """Whether a function keeps or gives what one of some calls opens, without a `with` or an end of it."""
    found = []
    for call in scope.calls:
        parent = module.index.parents.get(call)
        if isinstance(parent, _KEEPING) and not (is_entered(module, call, scope) or _ends(parent, ending, scope)):
            found.append(names.match(Asked(module.symbol(call.func, scope), name_of(call.func)), module.roots))
    return some(found)


def _ends(keeping: ast.AST, globs: Sequence[str], scope: Scope) -> bool:
    """Whether a function that does not yield ends by itself what it has given a name."""
    names = assigned_names(keeping) or ()
    ended = (
        call.func
        for call in scope.calls
        if isinstance(call.func, ast.Attribute)
        and isinstance(call.func.value, ast.Name)
        and call.func.value.id in names
    )
    return any(fnmatchcase(each.attr, glob) for each in ended for glob in globs) and next(_yields(scope), None) is None


def does_after(globs: Sequence[str], scope: Scope) -> bool:
    """Whether something of one of some names is done after the first yield, or handed to somebody who does it then."""
    first = min((start_of(node) for node in _yields(scope)), default=None)
    handlers = [node for node in nodes_in(scope.node) if isinstance(node, ast.ExceptHandler)]
    on_errors = {id(node) for handler in handlers for node in nodes_in(handler)}
    named = (node for node in nodes_in(scope.node) if isinstance(node, (ast.Attribute, ast.Name, ast.Constant)))
    later = (node for node in named if id(node) not in on_errors)
    if first is None and any(_adds_finalizer(node) for node in nodes_in(scope.node)):
        first = start_of(scope.node)
    if first is not None and any(start_of(node) > first and _is_named(node, globs) for node in later):
        return True
    if first is not None and any(_is_named(node, globs) for node in _helped(scope, first)):
        return True
    return any(_hands_over(node, globs) for node in nodes_in(scope.node))


def given_do_after(globs: Sequence[str], scope: Scope, module: Module) -> bool:
    """Whether a generator of the module that a function takes by its name, made anew for it, does so in its stead."""
    others = [*_taken(scope, module), *_entered(scope, module)]
    return any(other in module.generators and does_after(globs, other) for other in others)


def _entered(scope: Scope, module: Module) -> Iterator[Scope]:
    """The functions of a module whose context a function yields in."""
    for around in (each for node in _yields(scope) for each in module.ancestors(node)):
        for item in around.items if isinstance(around, (ast.With, ast.AsyncWith)) else ():
            called = item.context_expr.func if isinstance(item.context_expr, ast.Call) else None
            bound = module.scope.bindings.get(called.id, ()) if isinstance(called, ast.Name) else ()
            yield from (module.index.scope_of[each.node] for each in bound if isinstance(each.node, FunctionNode))


def _taken(scope: Scope, module: Module) -> Iterator[Scope]:
    """The decorated functions of a module that a function takes by their names, and that are made anew for it."""
    taken = [
        name for name, bound in scope.bindings.items() if bound[0].kind == "param" and name in module.scope.bindings
    ]
    for node in (module.scope.bindings[name][0].node for name in taken):
        if isinstance(node, FunctionNode) and node.decorator_list and not _is_shared(node):
            yield module.index.scope_of[node]


def _is_shared(node: ast.AST) -> bool:
    """Whether a decorator makes what a function gives last for more than one of those who take it."""
    given = [
        keyword.value
        for each in getattr(node, "decorator_list", ())
        if isinstance(each, ast.Call)
        for keyword in each.keywords
        if keyword.arg == "scope"
    ]
    return any(not isinstance(each, ast.Constant) or each.value != "function" for each in given)


def _helped(scope: Scope, first: tuple[int, int]) -> Iterator[ast.expr]:
    """What functions of the module do that are called after the first yield, as if it stood there."""
    for call in scope.calls:
        home = scope.home(call.func.id) if isinstance(call.func, ast.Name) and start_of(call) > first else None
        for bound in home.bindings[name_of(call.func)] if home is not None else ():
            if bound.kind == "def":
                yield from (node for node in nodes_in(bound.node) if isinstance(node, (ast.Attribute, ast.Constant)))


def _adds_finalizer(node: ast.AST) -> bool:
    return isinstance(node, ast.Attribute) and node.attr in ("addfinalizer", "callback", "push")


def _hands_over(node: ast.AST, globs: Sequence[str]) -> bool:
    """Whether a call is given a function of one of the names, or that calls one, to be called in the end."""
    given = node.args if isinstance(node, ast.Call) else []
    parts = [part for each in given for part in (nodes_in(each.body) if isinstance(each, ast.Lambda) else [each])]
    return any(_is_named(each, globs) for each in parts if isinstance(each, (ast.Attribute, ast.Name)))


def _is_named(node: ast.expr, globs: Sequence[str]) -> bool:
    """Whether something has one of some names, or is a statement that begins with one."""
    said = node.value if isinstance(node, ast.Constant) else name_of(node)
    name = said.strip().partition(" ")[0].lower() if isinstance(node, ast.Constant) and isinstance(said, str) else said
    return isinstance(name, str) and any(fnmatchcase(name, glob) for glob in globs)
