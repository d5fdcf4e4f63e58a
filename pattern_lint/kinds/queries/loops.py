"""Queries that run once for each row of another query: in the loop itself, or in a function that it calls."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple, TypeAlias

from ...lang.python.loops import run_over
from ...lang.python.module import CallSite, Module, Span, name_of
from ...lang.python.scopes import Scope
from ...lang.python.unparsed import unparsed
from ...lang.python.walking import nodes_in, start_of
from ...project.conditions import holds
from ...project.project import Project
from ...query.answers import Condition
from ...query.origins.statements import Query, chain_of, executing, origins_of, parts_of_query, queries_of, query_behind
from ..reach.ways import Gates, Hit, Ways
from ..report import Chain
from .given import Givers

_FAR = 3
"""Through so many calls at most what a loop calls is followed: further away it is not about the row."""
_BATCH = re.compile("chunk|batch|page", re.IGNORECASE)
_IN_PARTS = "partitions"
"""The method of a result that gives its rows in batches."""
_MAPPING = frozenset({"builtins.map", "builtins.filter"})
"""What runs a function for each of what it is given."""
_MAKING = ast.Assign | ast.AnnAssign | ast.NamedExpr
"""What gives a name to something that is made of others."""
Asks: TypeAlias = "Mapping[ast.AST, tuple[object, tuple[Condition, ...]]]"
_Loop: TypeAlias = "ast.For | ast.AsyncFor | ast.comprehension"


class Asking(NamedTuple):
    """Something in a loop that may ask the database for one row's sake; plain data."""

    rows: tuple[str, ...]
    """The functions of the project one of which gives the rows; none where the file shows that a query does."""
    asks: str
    """The function of the project that asks; empty where the call asks by itself."""
    span: Span
    function: str
    owner: str
    said: str
    when: tuple[Condition, ...]
    reads: str = ""
    """The attribute of a row that is read, where functions of the project give the rows."""


class Loaded(NamedTuple):
    """A function that gives the rows of a query; plain data."""

    function: str
    model: str
    eager: tuple[str, ...]
    """What the query names, as options that load relationships do."""


class Repeated(NamedTuple):
    """A query that is made again and again."""

    asking: Asking
    related: Chain


def asking_in(module: Module) -> Iterator[Asking]:
    """What is asked in the loops of a module over rows."""
    asks = module.once(executing)
    for loop, body, scope in (*_loops_in(module), *_mapped_in(module)):
        origins = [] if _ends_with_first(body) else _rows(loop.iter, module, scope)
        if not origins:
            continue
        calls = [call for call in _calls_in(body, module) if _may_ask(call, asks, module)]
        derived, apart = (_derived(loop, body), set(nodes_in(loop.iter))) if calls else (frozenset(), set())
        for call in calls:
            if call.node not in apart and _mentions(chain_of(call.node, module)[-1], derived):
                yield from (_asking(call, origin, asks, module) for origin in origins)
        row = _row_of(loop)
        if row is not None:
            yield from _reads(row.id, loop.iter, origins[-1].functions, body, module, scope)


def _ends_with_first(body: Sequence[ast.AST]) -> bool:
    """Whether what runs in a loop leaves it at its end, so that another row is only asked for where one has failed."""
    if not isinstance(body[-1], (ast.Return, ast.Break, ast.Raise)):
        return False
    waiting, goes_on = list(body), False
    while waiting and not goes_on:
        node = waiting.pop()
        goes_on = isinstance(node, ast.Continue)
        is_apart = isinstance(node, (ast.ExceptHandler, ast.For, ast.AsyncFor, ast.While))
        waiting += [] if is_apart or not isinstance(node, (ast.stmt, ast.match_case)) else ast.iter_child_nodes(node)
    return not goes_on


def _loops_in(module: Module) -> Iterator[tuple[_Loop, Sequence[ast.AST], Scope]]:
    """The loops of a module, each with what runs in it."""
    for kind in (ast.For, ast.AsyncFor, ast.comprehension):
        for loop, scope in module.index.nodes.get(kind, ()):
            assert isinstance(loop, (ast.For, ast.AsyncFor, ast.comprehension))
            yield loop, [module.index.parents[loop]] if isinstance(loop, ast.comprehension) else loop.body, scope


def _mapped_in(module: Module) -> Iterator[tuple[_Loop, Sequence[ast.AST], Scope]]:
    """The calls that run a lambda for each of what they are given, as the loops that they are."""
    for inner in module.index.lambdas:
        node, call, scope = inner.node, module.index.parents[inner.node], inner.parent
        assert isinstance(node, ast.Lambda) and scope is not None
        is_first = isinstance(call, ast.Call) and len(call.args) == 2 and call.args[0] is node
        if isinstance(call, ast.Call) and is_first and node.args.args and module.symbol(call.func, scope) in _MAPPING:
            target = ast.Name(node.args.args[0].arg, ast.Store())
            yield ast.comprehension(target, call.args[1], [], is_async=0), [node.body], scope


def _row_of(loop: _Loop) -> ast.Name | None:
    """The name of the row itself, be it counted or taken out of a row of one column."""
    target, _ = run_over(loop)
    if isinstance(target, ast.Tuple) and len(target.elts) == 1:
        (target,) = target.elts
    return target if isinstance(target, ast.Name) else None


def _reads(
    row: str, over: ast.expr, rows: tuple[str, ...], body: Iterable[ast.AST], module: Module, scope: Scope
) -> Iterator[Asking]:
    """The attributes of a row that may be rows of another table, each by its first read."""
    query = query_behind(over, module, scope)
    eager = _eager(query, module) if query is not None else set()
    if eager is None or (query is None and not rows):
        return
    names = [module.names.qualified(each) if each is not None else "" for each in (scope.function, scope.owner)]
    reads = (node for statement in body for node in nodes_in(statement) if isinstance(node, ast.Attribute))
    done: set[str] = set(eager)
    for node in sorted(reads, key=start_of):
        is_read = isinstance(node.value, ast.Name) and node.value.id == row and isinstance(node.ctx, ast.Load)
        if is_read and node.attr not in done:
            done.add(node.attr)
            asking = Asking((), "", module.span(node), names[0], names[1], f"{row}.{node.attr}", ())
            if query is not None:
                yield asking._replace(when=(("lazy", query.models[0], (node.attr,)),))
            elif getattr(module.index.parents[node], "func", None) is not node:
                yield asking._replace(rows=rows, reads=node.attr)
        loaded = node.value if query is not None and isinstance(node.value, ast.Attribute) else None
        is_beyond = loaded is not None and isinstance(loaded.value, ast.Name) and loaded.value.id == row
        if query is not None and loaded is not None and is_beyond and loaded.attr in eager and node.attr not in done:
            done.add(node.attr)
            said = f"{row}.{loaded.attr}.{node.attr}"
            when = (("lazy-beyond", query.models[0], (loaded.attr, node.attr)),)
            yield Asking((), "", module.span(node), names[0], names[1], said, when)


def _eager(query: Query, module: Module) -> set[str] | None:
    """What a query names, as options that load relationships do; None where it may load any, or gives no whole rows."""
    if len(query.models) != 1 or not _is_of_rows(query, module):
        return None
    parts = list(parts_of_query(query, module))
    if any(_is_open_option(each) for each in parts):
        return None
    named = (getattr(each, "attr", getattr(each, "value", None)) for each in parts)
    return {each for each in named if isinstance(each, str)}


def loaded_in(module: Module) -> Iterator[Loaded]:
    """The functions of a module that give the rows of a query."""
    for scope, values in module.returned.items() if module.once(queries_of) else ():
        query = query_behind(values[0], module, scope) if len(values) == 1 else None
        eager = _eager(query, module) if query is not None else None
        if query is not None and eager is not None:
            yield Loaded(module.names.qualified(scope), query.models[0], tuple(sorted(eager)))


def _is_of_rows(query: Query, module: Module) -> bool:
    """Whether a query gives whole rows, and not some of their columns."""
    return all(module.symbol(each, query.scope) in query.models for each in query.selected)


def _is_open_option(node: ast.AST) -> bool:
    """Whether a query is given options that were put together elsewhere, or loads everything at once."""
    if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "options"):
        return False
    return any(not isinstance(each, ast.Call) for each in node.args) or any(
        isinstance(each, ast.Constant) and each.value == "*" for arg in node.args for each in nodes_in(arg)
    )


def hits_in(module: Module) -> Iterator[Hit]:
    """The functions of a module that ask the database, by the first call that does."""
    for call, when in module.once(executing).values():
        holder = call.scope.function
        if holder is not None:
            name = call.name if isinstance(call, CallSite) else ""
            yield Hit(module.names.qualified(holder), f"{name}()", module.header(call.node), when)


def repeated(facts: Mapping[str, Any], project: Project) -> Iterator[tuple[str, Repeated]]:
    """What is asked once for each row, with its file; which functions ask is known of the whole project."""
    every = [(path, Hit._make(hit)) for path, (_, stored, _) in facts.items() for hit in stored]
    loaded = {each.function: each for *_, stored in facts.values() for each in map(Loaded._make, stored)}
    hits = [(path, hit) for path, hit in every if all(holds(project, each) for each in hit.when)]
    ways = Ways(project, hits, Gates(), frozenset(), handing_over=True)
    asking_itself = {hit.function for _, hit in hits}
    givers = Givers(project)
    for path, (stored, _, _) in facts.items():
        for asking in map(Asking._make, stored):
            if asking.reads:
                rows = map(loaded.get, givers.among(asking.rows, loaded.keys()))
                if any(_is_lazily_read(asking.reads, each, project) for each in rows):
                    yield path, Repeated(asking, ())
                continue
            if not all(holds(project, each) for each in asking.when):
                continue
            gives = not asking.rows or any(givers.among(asking.rows, asking_itself))
            way = _way(givers.of(asking.asks), ways) if gives and asking.asks else None
            if gives and (way is not None or not asking.asks):
                yield path, Repeated(asking, way or ())


def _is_lazily_read(attribute: str, loaded: Loaded | None, project: Project) -> bool:
    if loaded is None or attribute in loaded.eager:
        return False
    return bool(holds(project, ("lazy", loaded.model, (attribute,))))


def _way(functions: Iterable[str], ways: Ways) -> Chain | None:
    """How one of some functions comes to ask the database; None where none does."""
    way = next((way for each in functions for way in ways.of(each)), None)
    return None if way is None or len(way.links) > _FAR else way.related


class _Origin(NamedTuple):
    """Where rows may come from: a query that the file shows, or else functions that may give them."""

    functions: tuple[str, ...]
    when: tuple[Condition, ...] = ()
    """What must be true of the project for it."""


def _rows(node: ast.expr, module: Module, scope: Scope) -> list[_Origin]:
    """Where the rows of a loop come from; nothing where these are none."""
    queries, asks = module.once(queries_of), module.once(executing)
    found: list[str] = []
    asked: list[Condition] = []
    is_range = isinstance(node, ast.Call) and module.symbol(node.func, scope) == "builtins.range"
    if is_range or (isinstance(node, ast.Call) and name_of(node.func) == _IN_PARTS):
        return []
    for part, home in origins_of(node, module, scope):
        if isinstance(part, (ast.Name, ast.Attribute)) and _BATCH.search(name_of(part)) is not None:
            return []
        if part in queries or (part in asks and not asks[part][1]):
            return [_Origin(())]
        asked += [("all", "", asks[part][1])] if part in asks else []
        if isinstance(part, ast.Call) and (symbol := module.symbol(part.func, home)) is not None:
            found += [symbol] if symbol.partition(".")[0] in module.roots else []
    by_query = [_Origin((), (("any", "", tuple(asked)),))] if asked else []
    return [*by_query, *([_Origin(tuple(found))] if found else [])]


def _derived(loop: _Loop, body: Iterable[ast.AST]) -> frozenset[str]:
    """The names that hang on the row: the loop's own, and what is made of them in it."""
    names = {node.id for node in ast.walk(loop.target) if isinstance(node, ast.Name)}
    for statement in body:
        made = (node for node in nodes_in(statement) if isinstance(node, _MAKING))
        for node in sorted(made, key=start_of):
            if node.value is not None and _mentions(node.value, frozenset(names)):
                targets = node.targets if isinstance(node, ast.Assign) else [node.target]
                names |= {each.id for each in targets if isinstance(each, ast.Name)}
    return frozenset(names)


def _calls_in(body: Iterable[ast.AST], module: Module) -> Iterator[CallSite]:
    places, calls = module.once(_places_of_calls), module.calls
    wanted = {node for statement in body for node in nodes_in(statement) if node.__class__ is ast.Call}
    return (calls[place] for place in sorted(places[node] for node in wanted if node in places))


def _places_of_calls(module: Module) -> dict[ast.AST, int]:
    return {call.node: place for place, call in enumerate(module.calls)}


def _mentions(node: ast.AST, names: frozenset[str]) -> bool:
    return any(isinstance(each, ast.Name) and each.id in names for each in nodes_in(node))


def _may_ask(call: CallSite, asks: Asks, module: Module) -> bool:
    return call.node in asks or (call.symbol is not None and call.symbol.partition(".")[0] in module.roots)


def _asking(call: CallSite, origin: _Origin, asks: Asks, module: Module) -> Asking:
    function, owner = call.scope.function, call.scope.owner
    names = [module.names.qualified(scope) if scope is not None else "" for scope in (function, owner)]
    place, said = module.span(call.node), f"{unparsed(call.node.func)}()"
    asks_itself = call.node in asks
    when = (*origin.when, *(asks[call.node][1] if asks_itself else ()))
    return Asking(origin.functions, "" if asks_itself else call.symbol or "", place, names[0], names[1], said, when)
