"""Queries of an object-relational mapper: what they are of, how they go on, and which rows a value comes from."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Literal, NamedTuple

from ...knowledge.words import listed, table
from ...lang.python.assigning import is_assignment, targets_of
from ...lang.python.constants import constant
from ...lang.python.module import CallSite, Module, name_of
from ...lang.python.scopes import Binding, Scope
from ...lang.python.type_variables import VARIABLE
from ...lang.python.walking import nodes_in
from ..answers import YES, Condition
from ..calls.calls import Called, asked_of
from ..naming.names import NameSet, last_name, name_set

Sort = Literal["select", "delete"]
_BEGINNING = ("select", "query", "get", "get_one", "delete")
_THROUGH_MODELS = frozenset({"objects", "query"})
"""By which attribute models are asked for their rows, without a session."""
_OF_LOADING = 2
"""What a session is given to load a row, a class and a key; `get` of a dict or of a client takes less."""
_ALIAS = "sqlalchemy.orm.aliased()"
"""What stands for a model under another name."""
_OF_ROWS = ("model", "entity")
"""What the attribute speaks of in which generic classes keep the class that they work with."""
_MOST_PARTS = 120
"""How many parts of a value are looked at, and of what it was made of: what lies farther is not known."""

_MOST_NAMES = 4
"""Over how many variables a query is followed."""
_ENDING = frozenset(
    "all first one one_or_none scalar scalar_one scalar_one_or_none count get unique scalars"
    " first_or_404 get_or_404 one_or_404 paginate".split()
)
"""Methods that give the rows of a query."""


class Query(NamedTuple):
    """A query, from the call that begins it."""

    begin: ast.Call
    sort: Sort
    models: tuple[str, ...]
    """The symbols of the classes that it is of."""
    outer: ast.expr
    """The last call of its chain."""
    scope: Scope
    name: str
    """The variable that holds it as a statement, or its rows."""
    selected: tuple[ast.expr, ...] = ()
    """What it says that it gives; nothing where a model is asked for its own rows."""
    when: tuple[Condition, ...] = ()
    """What must be true of the project for it to be one, where that is in doubt."""


def queries_of(module: Module) -> dict[ast.AST, Query]:
    """The queries of a module, by the calls that begin them."""
    found: dict[ast.AST, Query] = {}
    for name in _BEGINNING:
        for call in module.named_calls.get(name, ()):
            if isinstance(call, CallSite) and (query := _query(call, module)) is not None:
                found[call.node] = query
    if "query" in module.mentioned:
        names = _model_queries().last_names or frozenset()
        for call in (call for name in names & module.named_calls.keys() for call in module.named_calls[name]):
            if isinstance(call, CallSite) and (query := _query_of_model(call, module)) is not None:
                found[call.node] = query
    return found


def _query_of_model(call: CallSite, module: Module) -> Query | None:
    """The query that a model begins itself: `Ward.query.filter_by(floor=3)`."""
    asked = call.node.func.value if isinstance(call.node.func, ast.Attribute) else None
    if not (isinstance(asked, ast.Attribute) and asked.attr == "query"):
        return None
    model = _model(asked.value, module, call.scope)
    if model is None or not _model_queries().match(asked_of(call), module.roots).holds:
        return None
    outer = chain_of(call.node, module)[-1]
    return Query(call.node, _sort_of(outer), (model,), outer, call.scope, held_by(outer, module))


def _sort_of(outer: ast.expr) -> Sort:
    is_removed = isinstance(outer, ast.Call) and isinstance(outer.func, ast.Attribute) and outer.func.attr == "delete"
    return "delete" if is_removed else "select"


def _query(call: CallSite, module: Module) -> Query | None:
    given: list[ast.AST] = [*call.node.args]
    name = call.name if call.name in _BEGINNING else last_name(call.symbol or "")
    if name in ("select", "query"):
        given += [part for each in call.node.args if isinstance(each, ast.Call) for part in nodes_in(each)]
    if name == "select" and not any(_model(each, module, call.scope) for each in given):
        given += _selected_from(call.node, module)
    models = tuple(dict.fromkeys(filter(None, (_model(each, module, call.scope) for each in given))))
    if not models:
        return None
    is_statement, is_general = name in ("select", "delete"), is_left_to_heirs(models[0])
    is_method = isinstance(call.node.func, ast.Attribute)
    if not is_statement and (not is_method or (name.startswith("get") and len(call.node.args) < _OF_LOADING)):
        return None
    begun = name_set(listed("select-statements")) if is_statement else _sessions()
    held = begun.match(asked_of(call), module.roots) if is_statement or is_general else YES
    if not held.holds:
        return None
    when = held.when if is_general else ()
    outer = chain_of(call.node, module)[-1]
    sort: Sort = "delete" if name == "delete" else _sort_of(outer)
    return Query(call.node, sort, models, outer, call.scope, held_by(outer, module), tuple(call.node.args), when)


def _selected_from(node: ast.Call, module: Module) -> list[ast.expr]:
    """Of what a statement is that gives nothing but figures."""
    chain = [each for each in chain_of(node, module) if isinstance(each, ast.Call)]
    return [arg for each in chain if getattr(each.func, "attr", "") == "select_from" for arg in each.args]


def _model(node: ast.AST, module: Module, scope: Scope) -> str | None:
    """The class that an argument of a query names, itself or by a column of it; CONSTANT_NAMES are none of classes."""
    symbol = module.symbol(node, scope) if isinstance(node, (ast.Name, ast.Attribute)) else None
    if symbol is not None and symbol.startswith(_ALIAS):
        named = node.value if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) else node
        made = constant(module, named, scope) if isinstance(named, ast.Name) else None
        return _model(made.args[0], module, scope) if isinstance(made, ast.Call) and made.args else None
    if symbol is None or "()" in symbol:
        is_own = isinstance(node, ast.Attribute) and name_of(node.value) == "self"
        return symbol if is_own and symbol is not None and is_left_to_heirs(symbol) else None
    head, _, last = symbol.rpartition(".")
    if "_" in last and last.isupper():
        return None
    if last[:1].isupper():
        return symbol
    return head if head.rpartition(".")[2][:1].isupper() else None


def is_left_to_heirs(model: str) -> bool:
    """Whether heirs of a class say which class of rows it works with: `self.model` of a generic repository."""
    owner, _, name = model.rpartition("().")
    is_one = name.startswith(VARIABLE) or any(word in name.lower() for word in _OF_ROWS)
    return is_one and bool(owner) and "()" not in owner and "." not in name and not name.endswith(")")


def chain_of(node: ast.expr, module: Module) -> list[ast.expr]:
    """A call, the calls of methods on what it gives, and so on."""
    found = [node]
    while True:
        attribute = module.index.parents.get(found[-1])
        outer = module.index.parents.get(attribute) if isinstance(attribute, ast.Attribute) else None
        if not isinstance(outer, ast.Call) or outer.func is not attribute:
            return found
        found.append(outer)


def held_by(node: ast.expr, module: Module) -> str:
    """The variable that is given what a chain of calls comes to; empty where none is."""
    parent = module.index.parents.get(node)
    if isinstance(parent, ast.Await):
        parent = module.index.parents.get(parent)
    target = parent.targets[0] if isinstance(parent, ast.Assign) and len(parent.targets) == 1 else None
    if isinstance(parent, (ast.AnnAssign, ast.NamedExpr)):
        target = parent.target
    return target.id if isinstance(target, ast.Name) else ""


def parts_of_query(query: Query, module: Module) -> Iterator[ast.AST]:
    """All that a query says: its chain, and what is done later in the function with the variables that hold it."""
    yield from nodes_in(query.outer)
    nodes = nodes_in((query.scope.function or query.scope).node) if query.name else []
    names = names_of_query(query, nodes)
    for node in nodes:
        if isinstance(node, ast.Call) and _root(node) in names:
            yield from nodes_in(node)


def names_of_query(query: Query, nodes: Sequence[ast.AST]) -> frozenset[str]:
    """The variables that hold a query, or what methods make of it, among the nodes of its function; rows are none."""
    held = {query.name} - {""}
    is_open = bool(held) and not is_ended(query.outer)
    made = (
        [(targets_of(node), node.value) for node in nodes if is_assignment(node) and isinstance(node.value, ast.Call)]
        if is_open
        else []
    )
    for _ in range(_MOST_NAMES):
        more = [targets for targets, value in made if _root(value) in held and not is_ended(value)]
        found = {target.id for targets in more for target in targets if isinstance(target, ast.Name)} - held
        if not found:
            break
        held |= found
    return frozenset(held)


def is_ended(node: ast.expr) -> bool:
    """Whether a chain of calls ends in one that gives rows."""
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in _ENDING


def _root(node: ast.expr) -> str:
    while isinstance(node, (ast.Call, ast.Attribute)):
        node = node.func if isinstance(node, ast.Call) else node.value
    return node.id if isinstance(node, ast.Name) else ""


@table
def _sessions() -> NameSet:
    return name_set((*listed("session-reads"), *listed("session-loads"), *listed("connection-reads")))


@table
def _managers() -> NameSet:
    return name_set(listed("queryset-reads"))


@table
def _model_queries() -> NameSet:
    return name_set(listed("model-queries"))


def executing(module: Module) -> dict[ast.AST, tuple[Called, tuple[Condition, ...]]]:
    """The calls of a module that ask the database for rows, each with what must be true of the project for it."""
    found: dict[ast.AST, tuple[Called, tuple[Condition, ...]]] = {}
    through_models = () if _THROUGH_MODELS.isdisjoint(module.mentioned) else (_managers(),)
    for names in (_sessions(), *through_models):
        wanted = (names.last_names or frozenset()) & module.named_calls.keys()
        for call in (call for name in wanted for call in module.named_calls[name]):
            if not isinstance(call, CallSite) or call.node in found:
                continue
            if names is _sessions() and call.name.startswith("get") and len(call.node.args) < _OF_LOADING:
                continue
            held = names.match(asked_of(call), module.roots)
            if held.holds:
                found[call.node] = (call, held.when)
    return found


def origins_of(node: ast.expr, module: Module, scope: Scope) -> Iterator[tuple[ast.AST, Scope]]:
    """What a value may be made of: the parts of an expression, and of what its names were given in the function.

    Each binding is followed once, however many names lead to it, and so many parts are looked at that the work grows
    with the code alone.
    """
    yield from islice(_origins_of(node, module, scope), _MOST_PARTS)


def _origins_of(node: ast.expr, module: Module, scope: Scope) -> Iterator[tuple[ast.AST, Scope]]:
    waiting: list[tuple[ast.expr, Scope]] = [(node, scope)]
    seen: set[ast.AST] = {node}
    done: set[tuple[Scope, str]] = set()
    for value, home in waiting:  # grows on the way
        for part in _parts(value, module, home):
            yield part, home
            if not isinstance(part, ast.Name):
                continue
            looped = _looped_over(part, module, home)
            holder = home.home(part.id) if looped is None else None
            if looped is not None:
                new = [(looped, home)]
            elif holder is None or holder.kind == "module" or (holder, part.id) in done:
                continue
            else:
                done.add((holder, part.id))
                bound = [each for each in holder.bindings[part.id] if each.node.__class__ is not ast.comprehension]
                new = [(value, holder) for value in map(_value_of, bound) if value is not None]
            waiting += [each for each in new if each[0] not in seen]
            seen.update(each for each, _ in new)


def _value_of(binding: Binding) -> ast.expr | None:
    """What a binding gives a name, or what it gives the name a part of: `first, second = rows`."""
    node = binding.node
    return node.value if binding.value is None and isinstance(node, ast.Assign) else binding.value


def _parts(value: ast.expr, module: Module, scope: Scope) -> list[ast.AST]:
    """The parts of an expression; what an object of the project is made of is no part of that."""
    parts = nodes_in(value)
    given: list[ast.AST] = []
    for part in parts:
        if part.__class__ is ast.Call and isinstance(part, ast.Call) and _makes_object(part, module, scope):
            given += (*part.args, *part.keywords)
    if not given:
        return parts
    apart = {part for each in given for part in nodes_in(each)}
    return [part for part in parts if part not in apart]


def _makes_object(call: ast.Call, module: Module, scope: Scope) -> bool:
    """Whether a call makes an object of a class of the project, by its name."""
    symbol = module.symbol(call.func, scope) if name_of(call.func)[:1].isupper() else None
    return symbol is not None and symbol[: symbol.find(".")] in module.roots


def _looped_over(name: ast.Name, module: Module, scope: Scope) -> ast.expr | None:
    """What a comprehension goes through that binds a name where it stands; outside of it that is nothing."""
    _, bindings = module.names.reached(name.id, name, scope) or (scope, [])
    return bindings[0].value if bindings and isinstance(bindings[0].node, ast.comprehension) else None


def query_behind(node: ast.expr, module: Module, scope: Scope) -> Query | None:
    """The query whose rows a value is, or is of."""
    queries = module.once(queries_of)
    return next((queries[part] for part, _ in origins_of(node, module, scope) if part in queries), None)
