"""Rows that are removed, of classes that mark rows as deleted instead.

What is removed may be read in the function itself, or come from one of the project: that is told where the project
is joined.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple, TypeAlias

from ...flow.narrowed import class_tested
from ...knowledge.words import listed, table
from ...lang.python.module import CallSite, Module, Span, name_of
from ...lang.python.scopes import Scope
from ...lang.python.type_variables import VARIABLE, promised_by
from ...lang.python.unparsed import unparsed
from ...lang.python.walking import nodes_in
from ...project.conditions import holds
from ...project.generic_rows import models_of_heir
from ...project.project import Project
from ...query.answers import YES, Condition
from ...query.calls.calls import asked_of
from ...query.naming.names import NameSet, name_set
from ...query.origins.stated import speaks_of
from ...query.origins.statements import (
    Query,
    is_ended,
    is_left_to_heirs,
    names_of_query,
    origins_of,
    queries_of,
    query_behind,
)
from ..site_kind import Site
from .given import Givers, relation_read, rows_given, sources_of
from .options import Options


class Removal(NamedTuple):
    """A call that removes a row which functions of the project give; plain data."""

    sources: tuple[str, ...]
    typed: str
    """The class that the row has by its own type; where that marks its rows, the call is judged by it."""
    relation: str
    """The relationship by which the row comes from one that functions give; empty where it is that one itself."""
    span: Span
    owner: str
    function: str
    call: str
    when: tuple[Condition, ...]
    """What must be true of the project for it to be one."""


_REMOVED_FOR_GOOD: Condition = ("not", "", (("keeps-removed", "", ()),))
"""That nothing in the project takes back what a session is about to remove."""

Rows: TypeAlias = tuple[tuple[tuple[str, str], ...], tuple[tuple[object, ...], ...]]


def rows_in(module: Module) -> Rows:
    """The functions of a module that give rows, with the class of these, and the rows from others that it removes."""
    given = tuple((name, query.models[0]) for name, query, _ in module.once(rows_given))
    return given, tuple(map(tuple, _removed(module)))


def _removed(module: Module) -> Iterator[Removal]:
    for call, when in _removing(module):
        row = call.node.args[0]
        if not isinstance(row, ast.Attribute) and query_behind(row, module, call.scope) is None:
            relation = relation_read(row, module, call.scope)
            name_of_it = relation[0].attr if relation is not None else ""
            sources = tuple(sources_of(row, module, call.scope))
            owner, home = call.scope.owner, call.scope.function
            name = module.names.qualified(owner) if owner is not None else ""
            if sources:
                said = home.name if home is not None else ""
                typed = _tested(call, module) or _model_of(row, module, call.scope) or ""
                place, function = module.span(call.node), unparsed(call.node.func)
                yield Removal(sources, typed, name_of_it, place, name, said, function, when)


def removed_elsewhere(
    facts: Mapping[str, Any], options: Options, project: Project
) -> Iterator[tuple[str, Removal, str]]:
    """The removals of rows that other functions read, each with its file and the class of the row."""
    given = {name: model for rows, _ in facts.values() for name, model in rows}
    givers = Givers(project)
    for path, (_, removed) in facts.items() if given else ():
        for removal in map(Removal._make, removed):
            models = _models_given(removal, given, givers, project)
            kept = ((each, _kept(each, removal.relation, options, removal.function)) for each in models)
            model = next((each for each, condition in kept if holds(project, condition)), None)
            is_told = removal.typed != "" and holds(project, marked(removal.typed, options))
            if model is not None and not is_told and all(holds(project, each) for each in removal.when):
                yield path, removal, model


def _models_given(removal: Removal, given: Mapping[str, str], givers: Givers, project: Project) -> Iterator[str]:
    """The classes of the rows that functions give; of a generic class that is what the heir says that is asked."""
    for source in removal.sources:
        asked = source.rpartition("().")[0]
        for model in (given[each] for each in givers.of(source) if each in given):
            base = model.rpartition("().")[0] if is_left_to_heirs(model) else ""
            if not base or asked == base == removal.owner:
                yield model
            elif asked != base:
                yield from models_of_heir(project, asked, model)


def marked(model: str, options: Options, method: str = "") -> Condition:
    """That rows of a class are marked; where only heirs of a generic one say of which class, those of one of them."""
    if is_left_to_heirs(model):
        return ("member-by-heir", model, (method, options.column))
    return ("member", model, (options.column,))


def _kept(model: str, relation: str, options: Options, method: str = "") -> Condition:
    """That rows are marked: those of a class, or those that its rows refer to."""
    return ("refers", model, (relation, options.column)) if relation else marked(model, options, method)


def site_of(
    module: Module, node: ast.expr, scope: Scope, model: str, when: tuple[Condition, ...], subject: object = None
) -> Site:
    function = scope.function
    name = model.rpartition(".")[2]
    name = name if name[:1].isupper() else "a table"  # a function of the project gives its rows
    name = "self.model" if is_left_to_heirs(model) else name
    words = {"model": name, "function": function.name if function else "", "module": module.name}
    words["call"] = unparsed(node.func) if isinstance(node, ast.Call) else ""
    return Site(module, node, scope, words, when, subject)


def markings(module: Module, options: Options) -> Iterator[Site]:
    """Where rows are marked instead of removed."""
    for node, scope in module.of(ast.Assign) if options.column in module.mentioned else ():
        targets = node.targets if isinstance(node, ast.Assign) else []
        if any(isinstance(each, ast.Attribute) and each.attr == options.column for each in targets):
            yield Site(module, node, scope)


def removals(module: Module, options: Options) -> Iterator[Site]:
    """The statements and calls that remove rows of a class which marks them."""
    for query in module.once(queries_of).values():
        if query.sort == "delete":
            yield from _removal_of(query.models[0], module, query.begin, query.scope, options, when=query.when)
    for call in module.named_calls.get("delete", ()):
        removed = (_table_of(call, module) or _queried(call, module)) if isinstance(call, CallSite) else None
        if removed is not None and isinstance(call, CallSite):
            yield site_of(module, call.node, call.scope, removed, (marked(removed, options),))
    for call, when in _removing(module):
        row, relation = call.node.args[0], ""
        told = _tested(call, module) or _type_of(row, module, call.scope)
        read = relation_read(row, module, call.scope) if told is None else None
        if read is not None:
            row, relation = read[0].value, read[0].attr
        model = _tested(call, module) or _model_of(row, module, call.scope if read is None else read[1])
        if model is None and relation and _is_parameter(row, call.scope):
            model = ""  # of which the name of the relationship has to tell enough
        if model is not None:
            yield from _removal_of(model, module, call.node, call.scope, options, relation, when)


def _removal_of(
    model: str,
    module: Module,
    node: ast.expr,
    scope: Scope,
    options: Options,
    relation: str = "",
    when: tuple[Condition, ...] = (),
) -> Iterator[Site]:
    """A removal of rows of a class; one that works for many may ask first whether the one at hand marks them."""
    home = scope.function
    stem = options.column.partition("_")[0]
    if is_left_to_heirs(model) and home is not None and any(speaks_of(stem, each) for each in nodes_in(home.node)):
        return
    method = home.name if home is not None else ""
    yield site_of(module, node, scope, relation or model, (_kept(model, relation, options, method), *when))


def _removing(module: Module) -> Iterator[tuple[CallSite, tuple[Condition, ...]]]:
    """The calls by which a session removes a row, each with what must be true of the project for it."""
    queries = module.once(queries_of) if "delete" in module.named_calls else {}
    for call in module.named_calls.get("delete", ()):
        if not isinstance(call, CallSite) or call.node in queries or len(call.node.args) != 1:
            continue
        if isinstance(call.node.func, ast.Name):  # what begins a statement
            continue
        is_session = _is_asked_for_it(call, module) or _comes_of_session(call, module)
        held = YES if is_session else _sessions().match(asked_of(call), module.roots)
        if held.holds:
            yield call, (*held.when, *_not_ours(call, module), _REMOVED_FOR_GOOD)


def _is_parameter(node: ast.expr, scope: Scope) -> bool:
    """Whether a function is handed something, and says nothing of what it is."""
    bound = scope.bindings.get(node.id, ()) if isinstance(node, ast.Name) else ()
    return len(bound) == 1 and bound[0].kind == "param" and bound[0].annotation is None


@table
def _sessions() -> NameSet:
    return name_set(listed("session-removals"))


def _is_asked_for_it(call: CallSite, module: Module) -> bool:
    """Whether a row is removed by what was asked for it: caches and clients delete as well."""
    on = unparsed(call.node.func.value) if isinstance(call.node.func, ast.Attribute) else ""
    parts = (part for part, _ in origins_of(call.node.args[0], module, call.scope) if isinstance(part, ast.Call))
    return any(isinstance(part.func, ast.Attribute) and unparsed(part.func.value) == on for part in parts)


def _comes_of_session(call: CallSite, module: Module) -> bool:
    """Whether a variable is removed by what something gives that speaks of sessions, as in `self.Session() as s`."""
    on = call.node.func.value if isinstance(call.node.func, ast.Attribute) else None
    if on is None or not isinstance(call.node.args[0], ast.Name):
        return False
    called = (part.func for part, _ in origins_of(on, module, call.scope) if isinstance(part, ast.Call))
    return any("session" in name_of(each).lower() for each in called)


def _not_ours(call: CallSite, module: Module) -> Iterator[Condition]:
    """That a call is one of a session: what a class of the project does under the name is looked at there."""
    on = call.node.func.value if isinstance(call.node.func, ast.Attribute) else None
    symbol = module.symbol(on, call.scope) if on is not None else None
    if symbol is not None and symbol.partition(".")[0] in module.roots:
        yield "not-ours", symbol, ()


def _table_of(call: CallSite, module: Module) -> str | None:
    """The class whose table a statement removes rows of, as in `Shift.__table__.delete()`."""
    table = call.node.func.value if isinstance(call.node.func, ast.Attribute) else None
    is_table = isinstance(table, ast.Attribute) and table.attr == "__table__"
    return module.symbol(table.value, call.scope) if is_table and isinstance(table, ast.Attribute) else None


def _queried(call: CallSite, module: Module) -> str | None:
    """The class whose rows a query removes that a variable holds, as in `query.delete()`.

    What a row does by a method of that name is looked at where its class has it.
    """
    on = call.node.func.value if isinstance(call.node.func, ast.Attribute) else None
    query = query_behind(on, module, call.scope) if isinstance(on, ast.Name) else None
    if query is None or not isinstance(on, ast.Name) or (on.id == query.name and is_ended(query.outer)):
        return None
    home = query.scope.function or query.scope
    return query.models[0] if on.id in names_of_query(query, nodes_in(home.node)) else None


def _tested(call: CallSite, module: Module) -> str | None:
    row = call.node.args[0]
    return class_tested(row, call.node, module, call.scope) if isinstance(row, ast.Name) else None


def _model_of(node: ast.expr, module: Module, scope: Scope) -> str | None:
    """The class of a row: of the query that it comes from, or else of its type; what a row refers to is another."""
    query = query_behind(node, module, scope)
    if query is not None and not isinstance(node, ast.Attribute) and not _is_one_of_several(node, query, scope):
        return query.models[0]
    return _type_of(node, module, scope) or _variable_of(node, module, scope)


def _variable_of(node: ast.expr, module: Module, scope: Scope) -> str | None:
    """The variable of a generic class that a row is one of, as its parameter says."""
    bound = scope.bindings.get(node.id, ()) if isinstance(node, ast.Name) and scope.owner is not None else ()
    said = bound[0].annotation if len(bound) == 1 and bound[0].kind == "param" else None
    if said is None or scope.owner is None:
        return None
    promised = promised_by(module, said, scope, scope.owner) or ""
    is_one = promised.startswith(VARIABLE)
    return f"{module.names.qualified(scope.owner)}().{promised.removesuffix('()')}" if is_one else None


def _is_one_of_several(node: ast.expr, query: Query, scope: Scope) -> bool:
    """Whether a row was taken out of what a query of several classes gives, so that it is not known which it is."""
    home = scope.home(node.id) if isinstance(node, ast.Name) and len(query.models) > 1 else None
    return home is not None and any(each.value is None for each in home.bindings[getattr(node, "id", "")])


def _type_of(node: ast.expr, module: Module, scope: Scope) -> str | None:
    symbol = module.symbol(node, scope)
    is_made = symbol is not None and symbol.endswith("()") and not symbol.startswith("builtins.")
    return symbol.removesuffix("()") if symbol is not None and is_made else None
