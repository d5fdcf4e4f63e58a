"""Rows that a function reads without a lock, changes and saves, while another request may do the same.

The function may read them itself, or have them from one of the project that does: a repository is asked by many, so it
is not told there, but where the project is joined, at the query.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple, TypeAlias

from ...config.globs import fnmatchcase, matcher
from ...flow.inherited import function_called
from ...lang.python.module import Module, Span, name_of
from ...lang.python.scopes import FunctionNode, Scope
from ...lang.python.unparsed import unparsed
from ...lang.python.walking import nodes_in, start_of
from ...project.conditions import holds
from ...project.project import Project
from ...query.answers import NO, YES, Answer, Condition, on_condition, some
from ...query.functions.running import helpers_called
from ...query.origins.statements import Query, executing, is_ended, names_of_query, parts_of_query, query_behind
from ..report import Chain
from ..site_kind import CONFORMS, UNKNOWN, Judgement, Site
from .given import Givers, rows_given, sources_of
from .options import Options

_LOCKING = "with_for_update"
SAVING = ("commit", "flush")
_ENTERING = frozenset({"begin", "begin_nested"})
"""What saves at the end of a block that it opens."""


class Read(NamedTuple):
    """A query without a lock, of which a function gives a row; plain data."""

    function: str
    span: Span
    model: str
    owner: str


class Change(NamedTuple):
    """A row that a function has from others, changes and saves; plain data."""

    sources: tuple[str, ...]
    """The functions of the project that may have given it."""
    function: str
    line: int
    when: tuple[Condition, ...]
    """What must be true of the project for it to be saved."""


class Changed(NamedTuple):
    """A row of which an attribute is set, and where."""

    row: ast.expr
    place: ast.expr


Reads: TypeAlias = tuple[tuple[tuple[object, ...], ...], tuple[tuple[object, ...], ...]]


def reads_in(module: Module, options: Options) -> Reads:
    """The rows that functions of a module give unlocked, and those that they have from others and change."""
    return tuple(map(tuple, _given(module))), tuple(map(tuple, _changed(module, options)))


def _given(module: Module) -> Iterator[Read]:
    seen: set[Scope] = set()
    for name, query, scope in module.once(rows_given):
        if scope not in seen and not _is_locked(query, module):
            seen.add(scope)
            owner = module.names.qualified(scope.owner) if scope.owner is not None else ""
            yield Read(name, module.span(query.begin), query.models[0], owner)


def _changed(module: Module, options: Options) -> Iterator[Change]:
    for home in (each for each in module.index.functions if _is_contended(each, options)):
        for changed in _changes(home, module, options):
            saved = _is_saved(home, changed.place, module) if query_behind(changed.row, module, home) is None else NO
            sources = tuple(sources_of(changed.row, module, home)) if saved.holds else ()
            if sources:
                yield Change(sources, home.name, module.span(changed.place)[0], saved.when)


def unlocked_elsewhere(
    facts: Mapping[str, Any], options: Options, project: Project
) -> Iterator[tuple[str, Read, str, Chain]]:
    """The queries without a lock whose rows other functions change: with file, who changes them, and where."""
    given = {read.function: (path, read) for path, (reads, _) in facts.items() for read in map(Read._make, reads)}
    done: set[str] = set()
    givers = Givers(project)
    for path, (_, changes) in facts.items() if given else ():
        for change in map(Change._make, changes):
            for name in givers.among(change.sources, given.keys()):
                when = (_unversioned(given[name][1].model, options), *change.when)
                if name not in done and all(holds(project, each) for each in when):
                    done.add(name)
                    yield *given[name], change.function, ((path, change.line, "it is changed here"),)


def _unversioned(model: str, options: Options) -> Condition:
    """That a table does not find out by itself that somebody was faster."""
    versioned: Condition = ("member", model, options.versions)
    return "any", "", (("not", "", (versioned,)), ("not-ours", model, ()))


def _is_contended(home: Scope, options: Options) -> bool:
    return matcher(options.contended)(home.name)


def judge_lock(site: Site, query: Query, options: Options) -> Iterator[Judgement]:
    """Whether rows are locked that a function reads, changes and saves."""
    home, module = query.scope.function, site.module
    if home is None or not _is_contended(home, options) or _gives_columns(query, module):
        return
    changed = next((each for each in _changes(home, module, options) if _is_of(each, query, module, query.scope)), None)
    saved = _is_saved(home, changed.place, module) if changed is not None else NO
    if changed is None or not saved.holds:
        return
    if _is_locked(query, module):
        yield CONFORMS
        return
    if _may_be_locked_elsewhere(query, module):
        yield UNKNOWN
        return
    said = f"{site.words['function']} changes a row that it reads without a lock, so that two may do so at once"
    related = ((module.path, module.span(changed.place)[0], "it is changed here"),)
    yield Judgement("violates", said, related=related, when=(_unversioned(query.models[0], options), *saved.when))


def _gives_columns(query: Query, module: Module) -> bool:
    """Whether a query gives some columns alone, such as the ids of rows that are locked one by one."""
    given = [module.symbol(each, query.scope) for each in query.selected]
    return bool(given) and not any(each in query.models for each in given)


def _is_locked(query: Query, module: Module) -> bool:
    return any(map(_locks, _all_parts(query, module))) or _is_locked_later(query, module)


def _locks(node: ast.AST) -> bool:
    return getattr(node, "attr", getattr(node, "arg", "")) == _LOCKING


def _may_be_locked_elsewhere(query: Query, module: Module) -> bool:
    """Whether a statement is given to a function of the project that locks its rows, or that the file does not show."""
    home, asks = query.scope.function or query.scope, module.once(executing)
    names = names_of_query(query, nodes_in(home.node)) if not is_ended(query.outer) else frozenset()
    for call in home.calls if names or not query.name else ():
        if call in asks:
            continue
        is_given = any(each is query.outer or (isinstance(each, ast.Name) and each.id in names) for each in call.args)
        symbol = (module.symbol(call.func, home) or "") if is_given else ""
        if symbol.partition(".")[0] in module.roots:
            function = function_called(symbol, module)
            if function is None or any(map(_locks, nodes_in(function.node))):
                return True
    return False


def _is_locked_later(query: Query, module: Module) -> bool:
    """Whether the row is read again, and locked by that."""
    again = (call.node for call in module.named_calls.get("refresh", ()) if call.scope.function is query.scope.function)
    return bool(query.name) and any(
        isinstance(call, ast.Call)
        and any(isinstance(each, ast.Name) and each.id == query.name for each in call.args)
        and any(word.arg == _LOCKING for word in call.keywords)
        for call in again
    )


def _all_parts(query: Query, module: Module) -> Iterator[ast.AST]:
    yield from parts_of_query(query, module)
    parent = module.index.parents.get(query.outer)
    yield from parent.keywords if isinstance(parent, ast.Call) else ()


def _changes(home: Scope, module: Module, options: Options) -> Iterator[Changed]:
    """Where a function says how things stand now, or lets a function of its file do so."""
    yield from _own_changes(home, options)
    for site, helper in helpers_called(home, module):
        call = site.node
        changed = {each.row.id for each in _own_changes(helper, options) if isinstance(each.row, ast.Name)}
        given = _given_to(helper, call) if changed and isinstance(call, ast.Call) else {}
        yield from (Changed(row, call) for name, row in given.items() if name in changed)


def _given_to(helper: Scope, call: ast.Call) -> dict[str, ast.expr]:
    """What a call gives to the parameters of a function, by their names."""
    arguments = helper.node.args if isinstance(helper.node, FunctionNode) else None
    taken = [each.arg for each in (*arguments.posonlyargs, *arguments.args)] if arguments is not None else []
    if helper.is_method and isinstance(call.func, ast.Attribute):
        taken = taken[1:]
    return {**dict(zip(taken, call.args, strict=False)), **{each.arg: each.value for each in call.keywords if each.arg}}


def _own_changes(home: Scope, options: Options) -> Iterator[Changed]:
    """Where a function itself says how things stand now."""
    for node in nodes_in(home.node):
        for target in _set_by(node) if isinstance(node, ast.Assign) else ():
            is_named = isinstance(target, ast.Attribute) and _says(target.attr, options)
            if isinstance(target, ast.Attribute) and (is_named or _counts(target, getattr(node, "value", target))):
                yield Changed(target.value, target)
        if isinstance(node, ast.AugAssign) and isinstance(node.target, ast.Attribute):
            yield Changed(node.target.value, node.target)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "setattr":
            row, name, *_ = [*node.args, None, None]
            if row is not None and isinstance(name, ast.Constant) and _says(str(name.value), options):
                yield Changed(row, node)


def _set_by(node: ast.Assign) -> Iterator[ast.expr]:
    """What an assignment sets, each part of a tuple for itself."""
    for target in node.targets:
        yield from target.elts if isinstance(target, (ast.Tuple, ast.List)) else (target,)


def _says(name: str, options: Options) -> bool:
    """Whether an attribute of a name says how things stand."""
    return any(fnmatchcase(name, glob) for glob in options.changing)


def _counts(target: ast.Attribute, value: ast.expr) -> bool:
    """Whether an attribute is set to what it was, and more or less."""
    parts = nodes_in(value) if isinstance(value, ast.BinOp) else []
    return any(isinstance(each, ast.Attribute) and unparsed(each) == unparsed(target) for each in parts)


def _is_of(changed: Changed, query: Query, module: Module, scope: Scope) -> bool:
    if start_of(changed.place) < start_of(query.begin):
        return False
    if _is_new(changed.row, module, scope):
        return False
    found = query_behind(changed.row, module, scope)
    return found is not None and found.begin is query.begin


def _is_new(row: ast.expr, module: Module, scope: Scope) -> bool:
    """Whether a row has just been made; an annotation tells its class as well, and not where it comes from."""
    symbol = module.symbol(row, scope) or ""
    if not symbol.endswith("()") or not symbol.rpartition(".")[2][:1].isupper():
        return False
    home = scope.home(row.id) if isinstance(row, ast.Name) else None
    values = [each.value for each in home.bindings[getattr(row, "id", "")]] if home is not None else []
    made = (each for each in values if isinstance(each, ast.Call))
    return home is None or any(module.symbol(each.func, home) == symbol.removesuffix("()") for each in made)


def _is_saved(home: Scope, changed: ast.expr, module: Module) -> Answer:
    """Whether a function saves what it changes, by itself or by a function of the project, or does so in a
    transaction."""
    later = [call for call in home.calls if start_of(call) > start_of(changed)]
    if any(name_of(call.func) in SAVING for call in later) or any(map(_is_transaction, module.ancestors(changed))):
        return YES
    symbols = (module.symbol(call.func, home) for call in later)
    ours = dict.fromkeys(each for each in symbols if each is not None and each[: each.find(".")] in module.roots)
    return some(on_condition(("calls-named", each, SAVING)) for each in ours)


def _is_transaction(node: ast.AST) -> bool:
    """Whether a block saves at its end what was changed in it."""
    entered = [item.context_expr for item in node.items] if isinstance(node, (ast.With, ast.AsyncWith)) else []
    called = (each.func for each in entered if isinstance(each, ast.Call))
    return any(isinstance(func, ast.Attribute) and func.attr in _ENTERING for func in called)
