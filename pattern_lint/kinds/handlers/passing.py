"""Clauses around a function that somebody else gave: what they note of its failure, and whether they pass it on."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from ...config.globs import matcher
from ...flow.graph import Graph, graph_of
from ...flow.helpers import callers_of, definition
from ...flow.inherited import function_called
from ...flow.ties import dotted
from ...lang.python.assigning import is_assignment, targets_of
from ...lang.python.logs import LOG_METHODS, is_on_logger
from ...lang.python.module import Module, name_of
from ...lang.python.scopes import FunctionNode, Scope
from ...lang.python.surroundings import calls_within
from ...lang.python.walking import nodes_in
from ...query.definitions.signatures import parameters_of
from ...query.functions.running import handed_to_thread, helpers_called, run_by
from ...query.origins.additions import ADDING
from .clause import Clause

_LEAVING = frozenset({ast.Return, ast.Break, ast.Continue})
_TELLING = ("log", "report", "record", "note", "capture", "notify", "track", "emit", "alert", "count", "trace")
"""How names of functions begin that only tell of an error."""
_SETTING = frozenset({ast.Attribute, ast.Name, ast.Subscript})


def is_around_given(clause: Clause) -> bool:
    """Whether the guarded code runs what was given: a parameter, which it calls, waits for, or hands to a thread or a
    helper that calls it, or something with all that a wrapper was given."""
    calls = [call for call, _ in calls_within(clause.guarded)]
    handed = (each for call in calls for each in handed_to_thread(call, clause.module))
    run = [*(call.func for call in calls), *handed]
    awaited = (part for each in clause.guarded for part in nodes_in(each) if isinstance(part, ast.Await))
    run += [each.value for each in awaited]
    given = (isinstance(each, ast.Name) and _is_given(each.id, clause.scope) for each in run)
    return any(given) or any(map(_hands_all_on, calls)) or _is_run_by_helper(clause, calls)


def _is_run_by_helper(clause: Clause, calls: Sequence[ast.Call]) -> bool:
    """Whether a function of the module that the guarded code calls is handed a parameter by its place, and calls it."""
    module, scope = clause.module, clause.scope
    for call in calls:
        given = {place for place, arg in enumerate(call.args) if isinstance(arg, ast.Name) and _is_given(arg.id, scope)}
        symbol = module.symbol(call.func, scope) if given else None
        helper = function_called(symbol, module) if symbol is not None else None
        if helper is not None and isinstance(helper.node, FunctionNode):
            taken = {each.name for place, each in enumerate(parameters_of(helper, module)) if place in given}
            if not taken.isdisjoint(module.once(_called_by_name).get(helper, ())):
                return True
    return False


def _called_by_name(module: Module) -> dict[Scope, set[str]]:
    """The names that functions call as they stand."""
    found: dict[Scope, set[str]] = {}
    for call in module.calls:
        if isinstance(call.node.func, ast.Name):
            found.setdefault(call.scope, set()).add(call.node.func.id)
    return found


def _is_given(name: str, scope: Scope) -> bool:
    home = scope.home(name)
    return home is not None and any(binding.kind == "param" for binding in home.bindings[name])


def _hands_all_on(call: ast.Call) -> bool:
    is_variable = any(isinstance(each, ast.Starred) for each in call.args)
    return is_variable and any(keyword.arg is None for keyword in call.keywords)


def notes(clause: Clause, globs: tuple[str, ...]) -> bool:
    """Whether the clause calls or sets something of one of some names."""
    return is_called(clause.handler.body if clause.handler is not None else (), globs)


def is_called(body: Sequence[ast.stmt], globs: tuple[str, ...]) -> bool:
    """Whether statements call or set something of one of some names."""
    is_meant = matcher(globs)
    return any(is_meant(name) for statement in body for name in _touched(statement))


def raised_instead(body: Sequence[ast.stmt], globs: tuple[str, ...]) -> ast.Raise | None:
    """The first error that statements raise themselves and that has none of some names."""
    is_meant = matcher(globs)
    nodes = [node for statement in body for node in nodes_in(statement)]
    given = {name_of(target): each.value for each in nodes if is_assignment(each) for target in targets_of(each)}
    for node in nodes:
        if isinstance(node, ast.Raise) and node.exc is not None:
            raised = (given.get(node.exc.id) if isinstance(node.exc, ast.Name) else None) or node.exc
            name = name_of(raised.func if isinstance(raised, ast.Call) else raised)
            if name[:1].isupper() and not is_meant(name):
                return node
    return None


def _said(call: ast.Call) -> Iterator[str]:
    """The name of a call, by itself and behind that of what it is made on, and the names and texts in what it is given;
    logs and sentences only tell people of it."""
    name = name_of(call.func)
    yield name
    if isinstance(call.func, ast.Attribute):
        yield f"{name_of(call.func.value)}.{name}"
    if name in LOG_METHODS and is_on_logger(call.func, ""):
        return
    for part in nodes_in(call):
        if part.__class__ is ast.Constant:
            if isinstance(part.value, str) and " " not in part.value:
                yield part.value
        elif part.__class__ is ast.Attribute or part.__class__ is ast.Name:
            yield name_of(part)


def _touched(statement: ast.stmt) -> Iterator[str]:
    """The names of what is called and set, and of what makes up that which an object keeps from then on."""
    for node in nodes_in(statement):
        if isinstance(node, ast.Call):
            yield name_of(node.func)
            if isinstance(node.func, ast.Attribute) and node.func.attr in ADDING:
                yield name_of(node.func.value)
        yield from _set(node)
        if is_assignment(node) and node.value and not all(isinstance(each, ast.Name) for each in targets_of(node)):
            yield from (name_of(part) for part in nodes_in(node.value) if isinstance(part, (ast.Attribute, ast.Name)))


def _set(node: ast.AST) -> Iterator[str]:
    if isinstance(node, (ast.Attribute, ast.Name)) and isinstance(node.ctx, ast.Store):
        yield name_of(node)
    elif isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Store):
        yield str(node.slice.value) if isinstance(node.slice, ast.Constant) else name_of(node.value)


def answers_callers(clause: Clause) -> bool:
    """Whether a function says by what it returns that it failed, and all that call it in its module look at that."""
    last = clause.handler.body[-1] if clause.handler is not None else None
    if not isinstance(last, ast.Return) or last.value is None or clause.scope.function is None:
        return False
    calls = clause.module.once(callers_of).get(definition(clause.scope), ())
    parents = clause.module.index.parents
    around = [parents.get(call.node) for call, _ in calls]
    around = [parents.get(each) if isinstance(each, ast.Await) else each for each in around]
    return bool(around) and not any(isinstance(each, ast.Expr) for each in around)


def goes_on(clause: Clause, globs: tuple[str, ...] = ()) -> bool:
    """Whether the function may return, or go on behind its try, after the clause; another try does not count, nor a way
    on which something of one of some names is called or given."""
    if clause.handler is None:
        return True
    if _ends_in_raise(clause.handler.body):
        return False
    graph = graph_of(clause.module, clause.scope)
    again = [node for statement in clause.guarded for node in nodes_in(statement) if graph.has(node)]
    if not graph.may_escape(clause.handler, again, errors=False):
        return False
    dealing = dealing_in(clause.module, clause.scope, globs)
    return not dealing or graph.may_escape(clause.handler, [*again, *dealing], errors=False)


def _ends_in_raise(body: Sequence[ast.stmt]) -> bool:
    """Whether statements have no other end than the raise that is their last one."""
    return isinstance(body[-1], ast.Raise) and not any(
        node.__class__ in _LEAVING for statement in body for node in nodes_in(statement)
    )


def dealing_in(module: Module, scope: Scope, globs: tuple[str, ...]) -> Sequence[ast.AST]:
    """The points of a function at which something of one of some names is called, set or given."""
    known = module.once(_dealing_points)
    if globs and (scope, globs) not in known:
        graph = graph_of(module, scope)
        nodes = (*_dealing(scope.node, globs), *_by_helpers(module, scope, globs))
        places = (_in_graph(node, graph, module) for node in nodes)
        known[scope, globs] = [place for place in places if place is not None]
    return known[scope, globs] if globs else ()


def _dealing_points(module: Module) -> dict[tuple[Scope, tuple[str, ...]], Sequence[ast.AST]]:
    return {}


def _dealing(function: ast.AST, globs: tuple[str, ...]) -> Iterator[ast.AST]:
    """What calls, sets or is given something of one of some names."""
    is_meant = matcher(globs)
    for node in nodes_in(function):
        if node.__class__ is ast.Call:
            if any(map(is_meant, _said(node))):
                yield node
        elif node.__class__ in _SETTING and any(map(is_meant, _set(node))):
            yield node


def _by_helpers(module: Module, scope: Scope, globs: tuple[str, ...]) -> Iterator[ast.AST]:
    """The calls of functions of the module in which that happens."""
    for call, helper in helpers_called(scope, module):
        if any(True for each in run_by(helper, module) for _ in _dealing(each.node, globs)):
            yield call.node


def _in_graph(node: ast.AST, graph: Graph, module: Module) -> ast.AST | None:
    return next((each for each in (node, *module.ancestors(node)) if graph.has(each)), None)


def hands_to_others(clause: Clause) -> bool:
    """Whether the clause gives the error to a function of another file of the project, be it a method of a base, whose
    name does not say that it only tells of it."""
    handler, module, scope = clause.handler, clause.module, clause.scope
    if handler is None or handler.name is None:
        return False
    own = {call.node for call, _ in helpers_called(scope, module)}
    calls = (node for statement in handler.body for node in nodes_in(statement) if isinstance(node, ast.Call))
    return any(
        call not in own
        and _may_be_elsewhere(call.func, module, scope)
        and not name_of(call.func).lstrip("_").startswith(_TELLING)
        and any(name_of(each) == handler.name for each in (*call.args, *(word.value for word in call.keywords)))
        for call in calls
    )


def _may_be_elsewhere(function: ast.expr, module: Module, scope: Scope) -> bool:
    """Whether what is called may be a function of another file of the project."""
    if isinstance(function, ast.Attribute) and isinstance(function.value, ast.Name) and function.value.id == "self":
        return bool(scope.owner is not None and getattr(scope.owner.node, "bases", ()))
    symbol = module.symbol(function, scope) or ""
    return symbol[: symbol.find(".")] in module.roots and not symbol.startswith(f"{module.name}.")


def keeps_for_later(clause: Clause) -> bool:
    """Whether the clause keeps the error in a variable or an attribute of self that is asked for behind it, or in an
    attribute that a method of the class raises."""
    handler = clause.handler
    if handler is None or handler.name is None:
        return False
    kept = {
        dotted(holder) or ""
        for statement in handler.body
        for node in nodes_in(statement)
        for holder in _holders_of(handler.name, node)
        if isinstance(holder, ast.Name) or _is_of_self(holder)
    }
    return bool(kept) and (_is_asked_behind(handler, kept, clause.scope) or _is_raised_by_class(kept, clause))


def _holders_of(error: str, node: ast.AST) -> Iterator[ast.expr]:
    """What a statement or call puts an error into: a variable or attribute, or a collection that one holds."""
    if is_assignment(node) and node.value is not None and any(_is_named(each, error) for each in _parts(node.value)):
        yield from (each.value if isinstance(each, ast.Subscript) else each for each in targets_of(node))
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in ADDING:
        given = (part for each in node.args for part in _parts(each))
        yield from [node.func.value] if any(_is_named(part, error) for part in given) else []


def _parts(node: ast.expr) -> list[ast.expr]:
    return [*node.elts] if isinstance(node, ast.Tuple) else [node]


def _is_named(node: ast.expr, name: str) -> bool:
    return isinstance(node, ast.Name) and node.id == name


def _is_of_self(node: ast.AST) -> bool:
    return isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "self"


def _is_asked_behind(handler: ast.ExceptHandler, kept: set[str], scope: Scope) -> bool:
    return any(
        isinstance(node, (ast.Name, ast.Attribute)) and isinstance(node.ctx, ast.Load) and dotted(node) in kept
        for node in nodes_in(scope.node)
        if (getattr(node, "lineno", 0)) > (handler.end_lineno or 0)
    )


def _is_raised_by_class(kept: set[str], clause: Clause) -> bool:
    owner = clause.scope.owner
    raised = clause.module.of(ast.Raise) if owner is not None else ()
    return any(
        scope.owner is owner and isinstance(node, ast.Raise) and node.exc is not None and dotted(node.exc) in kept
        for node, scope in raised
    )
