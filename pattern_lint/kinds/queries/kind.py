"""Queries of an object-relational mapper, in both of SQLAlchemy's styles: what they leave out, lock and remove.

A query is a chain of calls that a variable may hold on the way and that other functions add to. What it is of, and
whether something was said of it anywhere, no single call tells: that is why this is a kind.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from typing import ClassVar, Literal

from ...config.globs import fnmatchcase
from ...lang.python.module import CallSite, Module
from ...lang.python.scopes import Scope
from ...lang.python.walking import nodes_in, start_of
from ...project.project import Project
from ...project.relations import CRITERIA, RELATIONS
from ...project.topics import Topic
from ...query.answers import Condition
from ...query.calls import asked_of, receiver_name
from ...query.statements import Query, parts_of_query, queries_of, query_behind
from ...query.wording import worded
from ..kit import Rule
from ..report import ModuleReport, ProjectReport
from ..site_kind import CONFORMS, UNKNOWN, Judgement, Site, SiteKind, SiteOptions
from .loops import asking_in, hits_in, repeated

_ADDING = frozenset({"where", "filter", "filter_by", "having"})
_PASSING = frozenset({"union", "union_all", "exists", "in_", "notin_", "not_in", "append", "compile", "print", "str"})
_SAVING = frozenset({"commit", "flush"})


class Options(SiteOptions, frozen=True, kw_only=True):
    """Which queries, and what holds of them."""

    demand: Literal["filters", "keeps-rows", "locks", "one-for-all"]
    """That queries of classes with the column filter on it; that rows of such classes are not removed; that rows which
    are read, changed and saved are locked; or that none runs once for each row of another, here or in a function of the
    project. Example: `demand = "filters"`"""
    column: str = "deleted_at"
    """The column that marks rows of the classes which are meant. Example: `column = "archived_at"`"""
    contended: tuple[str, ...] = ()
    """Globs of functions that requests compete in, for `locks`. Example: `contended = ["*transfer*"]`"""
    changing: tuple[str, ...] = ()
    """Globs of attributes that say how things stand; a number that is counted up or down always does.
    Example: `changing = ["status", "*_state"]`"""
    versions: tuple[str, ...] = ("__mapper_args__",)
    """Globs of what a class declares which finds out by itself that somebody was faster.
    Example: `versions = ["version_id"]`"""

    words: ClassVar[tuple[str, ...]] = ("model", "function", "module", "call")


class Kind(SiteKind[Options]):
    """A site is a query, what removes rows, or what is asked in a loop over rows."""

    reads_project = True

    def topics(self) -> Iterable[Topic]:
        demands = {rule.options.demand for rule in self.rules}
        return [each for demand, each in (("one-for-all", RELATIONS), ("filters", CRITERIA)) if demand in demands]

    def module(self, module: Module, report: ModuleReport) -> object:
        super().module(module, report)
        if all(rule.options.demand != "one-for-all" for rule in self.rules):
            return None
        asking = tuple(map(tuple, asking_in(module))) if module.calls else ()
        hits = tuple(map(tuple, hits_in(module)))
        return (asking, hits) if asking or hits else None

    def project(self, project: Project, facts: Mapping[str, object], report: ProjectReport) -> None:
        rules = [rule for rule in self.rules if rule.options.demand == "one-for-all"]
        found = list(repeated(facts, project)) if rules else []
        for rule in rules:
            report.all_conform(rule, [path for path, told in facts.items() if told])
            for path, each in found:
                asking = each.asking
                words = {"function": asking.function.rpartition(".")[2], "model": "", "call": asking.said}
                words["module"] = project.files[path]["name"]
                said = worded(rule.options.message, f"{asking.said} asks once for each row of another query", words)
                report.violates(rule, path, asking.span, said, owner=asking.owner, related=each.related)

    def sites(self, module: Module) -> Iterator[tuple[Rule[Options], Site]]:
        queries = module.once(queries_of)
        for rule in self.rules:
            if rule.options.demand == "keeps-rows":
                yield from ((rule, site) for site in _markings(module, rule.options))
        for rule in self.rules if queries or "delete" in module.named_calls else ():
            demand = rule.options.demand
            if demand == "one-for-all":
                continue
            if demand == "keeps-rows":
                yield from ((rule, site) for site in _removals(module, rule.options))
                continue
            for query in queries.values():
                if query.sort == "select":
                    when = () if demand == "locks" else (_marked(query.models[0], rule.options),)
                    yield rule, _site(module, query.begin, query.scope, query.models[0], when, query)

    def judge(self, site: Site, rule: Rule[Options]) -> Iterator[Judgement]:
        if isinstance(site.node, ast.Assign):
            yield CONFORMS
            return
        if rule.options.demand == "keeps-rows":
            said = f"rows of {site.words['model']} are marked as deleted, and not removed"
            yield Judgement("violates", said)
            return
        assert isinstance(site.subject, Query)
        judged = _filters if rule.options.demand == "filters" else _locks
        yield from judged(site, site.subject, rule.options)


def _marked(model: str, options: Options) -> Condition:
    return ("member", model, (options.column,))


def _site(
    module: Module, node: ast.expr, scope: Scope, model: str, when: tuple[Condition, ...], subject: object = None
) -> Site:
    function = scope.function
    name = model.rpartition(".")[2]
    name = name if name[:1].isupper() else "a table"  # a function of the project gives its rows
    words = {"model": name, "function": function.name if function else "", "module": module.name}
    words["call"] = ast.unparse(node.func) if isinstance(node, ast.Call) else ""
    return Site(module, node, scope, words, when, subject)


def _markings(module: Module, options: Options) -> Iterator[Site]:
    """Where rows are marked instead of removed."""
    for node, scope in module.of(ast.Assign) if options.column in module.mentioned else ():
        targets = node.targets if isinstance(node, ast.Assign) else []
        if any(isinstance(each, ast.Attribute) and each.attr == options.column for each in targets):
            yield Site(module, node, scope)


def _removals(module: Module, options: Options) -> Iterator[Site]:
    """The statements and calls that remove rows of a class which marks them."""
    queries = module.once(queries_of)
    for query in queries.values():
        if query.sort == "delete":
            yield _site(module, query.begin, query.scope, query.models[0], (_marked(query.models[0], options),))
    for call in module.named_calls.get("delete", ()):
        if not isinstance(call, CallSite) or call.node in queries or len(call.node.args) != 1:
            continue
        model = _model_of(call.node.args[0], module, call.scope)
        is_query = receiver_name(call.node) == "" and asked_of(call).symbol is not None
        if model is not None and not is_query:
            yield _site(module, call.node, call.scope, model, (_marked(model, options),))


def _model_of(node: ast.expr, module: Module, scope: Scope) -> str | None:
    """The class of a row: of the query that it comes from, or else of its type."""
    query = query_behind(node, module, scope)
    if query is not None:
        return query.models[0]
    symbol = module.symbol(node, scope)
    return symbol.removesuffix("()") if symbol is not None and symbol.endswith("()") else None


def _filters(site: Site, query: Query, options: Options) -> Iterator[Judgement]:
    """Whether a query filters on a column; one that others may add to is not known."""
    module, stem = site.module, options.column.partition("_")[0]
    speaks = partial(_speaks_of, stem)
    parts = list(parts_of_query(query, module))
    home = query.scope.function
    said = home.name if home is not None else ""
    taken = [name for name, bound in home.bindings.items() if bound[0].kind == "param"] if home is not None else []
    if stem in said or any(stem in name for name in taken) or any(map(speaks, parts)):
        yield CONFORMS
    elif _is_handed_on(query) or _is_filtered_elsewhere(parts, query, module):
        yield UNKNOWN
    elif _takes_conditions(parts) and home is not None and any(map(speaks, nodes_in(home.node))):
        yield CONFORMS
    else:
        words = site.words
        said = f"this query of {words['model']} also gives rows that are marked as deleted"
        yield Judgement("violates", said, when=(("not", "", (("filters-all", "", ()),)),))


def _speaks_of(stem: str, node: ast.AST) -> bool:
    """Whether a node names something with a word in it."""
    texts = (getattr(node, field, None) for field in ("attr", "id", "arg", "value"))
    return any(isinstance(text, str) and stem in text for text in texts)


def _takes_conditions(parts: list[ast.AST]) -> bool:
    """Whether a query takes conditions that were put together elsewhere."""
    adding = (each for each in parts if isinstance(each, ast.Call) and isinstance(each.func, ast.Attribute))
    return any(
        isinstance(arg, ast.Starred | ast.Name | ast.Call)
        for call in adding
        if isinstance(call.func, ast.Attribute) and call.func.attr in _ADDING
        for arg in call.args
    )


def _is_filtered_elsewhere(parts: list[ast.AST], query: Query, module: Module) -> bool:
    """Whether a query takes conditions that a function of the project gives, or that its own function was given."""
    for call in parts:
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.func.attr in _ADDING:
            for arg in call.args:
                each = arg.value if isinstance(arg, ast.Starred) else arg
                called = module.symbol(each.func, query.scope) if isinstance(each, ast.Call) else None
                if called is not None and called.partition(".")[0] in module.roots and not _is_of_column(called):
                    return True
                home = query.scope.home(each.id) if isinstance(each, ast.Name) else None
                if (
                    home is not None
                    and isinstance(each, ast.Name)
                    and home.bindings[each.id][0].kind in ("param", "other")
                ):
                    return True
    return False


def _is_of_column(symbol: str) -> bool:
    """Whether a method is one of a column: `app.models.Shift.id.in_`."""
    *parts, owner, _ = symbol.split(".")
    return any(part[:1].isupper() for part in parts) and not owner[:1].isupper()


def _is_handed_on(query: Query) -> bool:
    """Whether a statement is given to a function that may add to it, or given back to one who may."""
    home = query.scope.function

    def is_it(node: ast.expr | None) -> bool:
        return node is query.outer or (isinstance(node, ast.Name) and node.id == query.name)

    for node in nodes_in(home.node) if home is not None else ():
        if isinstance(node, ast.Return | ast.Yield) and is_it(node.value) and not _is_ended(query.outer):
            return True
        if isinstance(node, ast.Call) and any(map(is_it, (*node.args, *(word.value for word in node.keywords)))):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if name not in _PASSING and name not in _RUNNING:
                return True
    return False


def _is_ended(node: ast.expr) -> bool:
    """Whether a chain of calls ends in one that gives rows."""
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in _ENDING


_RUNNING = frozenset({"execute", "scalars", "scalar", "stream", "stream_scalars", "exec", "select_from", "select"})
_ENDING = frozenset("all first one one_or_none scalar scalar_one scalar_one_or_none count get unique scalars".split())


def _locks(site: Site, query: Query, options: Options) -> Iterator[Judgement]:
    """Whether rows are locked that a function reads, changes and saves."""
    home, module = query.scope.function, site.module
    if home is None or not any(fnmatchcase(home.name, glob) for glob in options.contended):
        return
    changed = next((each for each in _changes(home, module, options) if _is_of(each, query, module, query.scope)), None)
    if changed is None or not _is_saved(home, changed, module):
        return
    if any(getattr(part, "attr", getattr(part, "arg", "")) == "with_for_update" for part in _all_parts(query, module)):
        yield CONFORMS
        return
    said = f"{site.words['function']} changes a row that it reads without a lock, so that two may do so at once"
    related = ((module.path, module.span(changed)[0], "it is changed here"),)
    model = query.models[0]
    unversioned: Condition = ("not", "", (("member", model, options.versions),))
    yield Judgement("violates", said, related=related, when=(("any", "", (unversioned, ("not-ours", model, ()))),))


def _all_parts(query: Query, module: Module) -> Iterator[ast.AST]:
    yield from parts_of_query(query, module)
    parent = module.index.parents.get(query.outer)
    yield from parent.keywords if isinstance(parent, ast.Call) else ()


def _changes(home: Scope, module: Module, options: Options) -> Iterator[ast.Attribute]:
    """The attributes by which a function says how things stand now."""
    for node in nodes_in(home.node):
        targets = node.targets if isinstance(node, ast.Assign) else []
        for target in targets:
            is_named = isinstance(target, ast.Attribute) and any(fnmatchcase(target.attr, g) for g in options.changing)
            if isinstance(target, ast.Attribute) and (is_named or _counts(target, getattr(node, "value", target))):
                yield target
        if isinstance(node, ast.AugAssign) and isinstance(node.target, ast.Attribute):
            yield node.target


def _counts(target: ast.Attribute, value: ast.expr) -> bool:
    """Whether an attribute is set to what it was, and more or less."""
    parts = nodes_in(value) if isinstance(value, ast.BinOp) else []
    return any(isinstance(each, ast.Attribute) and ast.unparse(each) == ast.unparse(target) for each in parts)


def _is_of(changed: ast.Attribute, query: Query, module: Module, scope: Scope) -> bool:
    if start_of(changed) < start_of(query.begin):
        return False
    symbol = module.symbol(changed.value, scope) or ""
    if symbol.endswith("()") and symbol.rpartition(".")[2][:1].isupper():
        return False  # it has just been made
    found = query_behind(changed.value, module, scope)
    return found is not None and found.begin is query.begin


def _is_saved(home: Scope, changed: ast.Attribute, module: Module) -> bool:
    calls = (call for name in _SAVING for call in module.named_calls.get(name, ()))
    return any(
        (call.scope.function or call.scope) is home and start_of(call.node) > start_of(changed) for call in calls
    )
