"""Queries of an object-relational mapper, in both of SQLAlchemy's styles: what they leave out, lock and remove.

A query is a chain of calls that a variable may hold on the way and that other functions add to. What it is of, and
whether something was said of it anywhere, no single call tells: that is why this is a kind.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from typing import Any

from ...lang.python.constants import assigned
from ...lang.python.module import Module, Span, name_of
from ...lang.python.walking import nodes_in
from ...project.project import Project
from ...project.relations import CRITERIA, REFERENCES, RELATIONS
from ...project.topics import Topic
from ...query.answers import Condition
from ...query.origins.statements import Query, is_ended, names_of_query, parts_of_query, queries_of
from ...query.wording import worded
from ..kit import Rule
from ..report import ModuleReport, ProjectReport
from ..site_kind import CONFORMS, UNKNOWN, Judgement, Site, SiteKind
from .locks import judge_lock, reads_in, unlocked_elsewhere
from .loops import asking_in, hits_in, loaded_in, repeated
from .options import Options
from .removals import marked, markings, removals, removed_elsewhere, rows_in, site_of, speaks_of

_ADDING = frozenset({"where", "filter", "filter_by", "having"})
_REMOVED = "rows of {model} are marked as deleted, and not removed"
_PASSING = frozenset({"union", "union_all", "exists", "in_", "notin_", "not_in", "append", "compile", "print", "str"})


class Kind(SiteKind[Options]):
    """A site is a query, what removes rows, or what is asked in a loop over rows."""

    reads_project = True

    def topics(self) -> Iterable[Topic]:
        demands = {rule.options.demand for rule in self.rules}
        wanted = (("one-for-all", RELATIONS), ("filters", CRITERIA), ("keeps-rows", REFERENCES))
        return [each for demand, each in wanted if demand in demands]

    def module(self, module: Module, report: ModuleReport) -> object:
        super().module(module, report)
        told: dict[str, object] = {}
        if any(rule.options.demand == "one-for-all" for rule in self.rules):
            asking = tuple(map(tuple, asking_in(module))) if module.calls else ()
            hits, loaded = tuple(map(tuple, hits_in(module))), tuple(map(tuple, loaded_in(module)))
            told = {"loops": (asking, hits, loaded)} if asking or hits or loaded else {}
        for rule in self.rules:
            if rule.options.demand == "locks" and module.calls and any(reads := reads_in(module, rule.options)):
                told[rule.code] = reads
            if rule.options.demand == "keeps-rows" and module.calls and any(rows := rows_in(module)):
                told[rule.code] = rows
        return told or None

    def project(self, project: Project, facts: Mapping[str, Any], report: ProjectReport) -> None:
        for rule in self.rules:
            if rule.options.demand == "one-for-all":
                _judge_loops(
                    rule, {path: told["loops"] for path, told in facts.items() if "loops" in told}, project, report
                )
            elif rule.options.demand == "locks":
                reads = {path: told[rule.code] for path, told in facts.items() if rule.code in told}
                for path, read, said, related in unlocked_elsewhere(reads, rule.options, project):
                    words = {"model": read.model.rpartition(".")[2], "function": said, "call": ""}
                    words["module"] = project.files[path]["name"]
                    shown = worded(rule.options.message, f"{said} changes a row that is read without a lock", words)
                    report.violates(rule, path, read.span, shown, owner=read.owner, related=related)
            elif rule.options.demand == "keeps-rows":
                given = {path: told[rule.code] for path, told in facts.items() if rule.code in told}
                for path, removal, model in removed_elsewhere(given, rule.options, project):
                    words = {"model": model.rpartition(".")[2], "function": removal.function, "call": removal.call}
                    words["module"] = project.files[path]["name"]
                    shown = worded(rule.options.message, _REMOVED.format_map(words), words)
                    report.violates(rule, path, removal.span, shown, owner=removal.owner)

    def sites(self, module: Module) -> Iterator[tuple[Rule[Options], Site]]:
        queries = module.once(queries_of)
        for rule in self.rules:
            if rule.options.demand == "keeps-rows":
                yield from ((rule, site) for site in markings(module, rule.options))
        for rule in self.rules if queries or "delete" in module.named_calls else ():
            demand = rule.options.demand
            if demand == "one-for-all":
                continue
            if demand == "keeps-rows":
                yield from ((rule, site) for site in removals(module, rule.options))
                continue
            for query in queries.values():
                if query.sort == "select" and demand == "locks":
                    yield rule, site_of(module, query.begin, query.scope, query.models[0], (), query)
                elif query.sort == "select":
                    yield from ((rule, site) for site in _filtered_sites(query, module, rule.options))

    def judge(self, site: Site, rule: Rule[Options]) -> Iterator[Judgement]:
        if isinstance(site.node, ast.Assign):
            yield CONFORMS
            return
        if rule.options.demand == "keeps-rows":
            yield Judgement("violates", _REMOVED.format_map(site.words))
            return
        assert isinstance(site.subject, Query)
        if rule.options.demand == "filters":
            yield from _filters(site, site.subject, rule.options)
        else:
            yield from judge_lock(site, site.subject, rule.options)


def _filtered_sites(query: Query, module: Module, options: Options) -> Iterator[Site]:
    """A query, for the first of its classes that marks rows."""
    method = query.scope.function.name if query.scope.function is not None else ""
    for place, model in enumerate(query.models):
        others: Condition = ("any", "", tuple(marked(each, options) for each in query.models[:place]))
        when = (marked(model, options, method), *query.when, *((("not", "", (others,)),) if place else ()))
        yield site_of(module, query.begin, query.scope, model, when, query)


def _judge_loops(rule: Rule[Options], facts: Mapping[str, Any], project: Project, report: ProjectReport) -> None:
    report.all_conform(rule, facts)
    seen: set[tuple[str, Span]] = set()  # rows may come from several places
    for path, each in repeated(facts, project):
        asking = each.asking
        if (path, asking.span) in seen:
            continue
        seen.add((path, asking.span))
        words = {"function": asking.function.rpartition(".")[2], "model": "", "call": asking.said}
        words["module"] = project.files[path]["name"]
        said = worded(rule.options.message, f"{asking.said} asks once for each row of another query", words)
        report.violates(rule, path, asking.span, said, owner=asking.owner, related=each.related)


def _filters(site: Site, query: Query, options: Options) -> Iterator[Judgement]:
    """Whether a query filters on a column; one that others may add to is not known."""
    module, stem = site.module, options.column.partition("_")[0]
    speaks = partial(speaks_of, stem)
    parts = list(parts_of_query(query, module))
    home = query.scope.function
    said = home.name if home is not None else ""
    taken = [name for name, bound in home.bindings.items() if bound[0].kind == "param"] if home is not None else []
    is_asked_later = home is not None and any(map(partial(_reads, options.column), nodes_in(home.node)))
    told = [*parts, *_named_conditions(parts, query, module)]
    if stem in said or any(stem in name for name in taken) or is_asked_later or any(map(speaks, told)):
        yield CONFORMS
    elif _is_handed_on(query) or _is_filtered_elsewhere(parts, query, module):
        yield UNKNOWN
    elif _takes_conditions(parts) and home is not None and any(map(speaks, nodes_in(home.node))):
        yield CONFORMS
    else:
        words = site.words
        said = f"this query of {words['model']} also gives rows that are marked as deleted"
        computed = [
            _surely(("method", model, (name, (), None))) for name in _bare_conditions(parts) for model in query.models
        ]
        yield Judgement("violates", said, when=(("not", "", (("any", "", (("filters-all", "", ()), *computed)),)),))


def _reads(column: str, node: ast.AST) -> bool:
    """Whether a node asks a row for the column."""
    is_read = isinstance(node, ast.Attribute) and node.attr == column and isinstance(node.ctx, ast.Load)
    return is_read and isinstance(node, ast.Attribute) and not name_of(node.value)[:1].isupper()


def _conditions(parts: list[ast.AST]) -> Iterator[ast.expr]:
    """What a query is told to keep to."""
    for each in parts:
        if isinstance(each, ast.Call) and isinstance(each.func, ast.Attribute) and each.func.attr in _ADDING:
            yield from each.args


def _named_conditions(parts: list[ast.AST], query: Query, module: Module) -> Iterator[ast.AST]:
    """The parts of conditions that a module keeps under a name."""
    for each in _conditions(parts):
        kept = assigned(module, each, query.scope) if isinstance(each, ast.Name) else None
        yield from nodes_in(kept) if kept is not None else ()


def _bare_conditions(parts: list[ast.AST]) -> Iterator[str]:
    """The attributes that are conditions by themselves, which a class may compute of its columns."""
    for each in _conditions(parts):
        bare = each.operand if isinstance(each, ast.UnaryOp) else each
        named = bare.func if isinstance(bare, ast.Call) else bare
        if isinstance(named, ast.Attribute) and name_of(named.value)[:1].isupper():
            yield named.attr


def _surely(condition: Condition) -> Condition:
    """That something is so, and known to be."""
    return "all", "", (condition, ("not", "", (("unknown", "", (condition,)),)))


def _takes_conditions(parts: list[ast.AST]) -> bool:
    """Whether a query takes conditions that were put together elsewhere."""
    return any(isinstance(each, (ast.Starred, ast.Name, ast.Call)) for each in _conditions(parts))


def _is_filtered_elsewhere(parts: list[ast.AST], query: Query, module: Module) -> bool:
    """Whether a query takes conditions that a function of the project gives, or that its own function was given."""
    for arg in _conditions(parts):
        each = arg.value if isinstance(arg, ast.Starred) else arg
        called = module.symbol(each.func, query.scope) if isinstance(each, ast.Call) else None
        if called is not None and called.partition(".")[0] in module.roots and not _is_of_column(called):
            return True
        if isinstance(each, ast.Attribute) and _is_kept_elsewhere(each, query, module):
            return True
        home = query.scope.home(each.id) if isinstance(each, ast.Name) else None
        if home is not None and isinstance(each, ast.Name):
            bound = home.bindings[each.id][0]
            if bound.kind in ("param", "other") or (bound.target or "").partition(".")[0] in module.roots:
                return True
    return False


def _is_kept_elsewhere(condition: ast.Attribute, query: Query, module: Module) -> bool:
    """Whether a condition is what another module keeps, and no attribute of a class."""
    owner, _, _ = (module.symbol(condition, query.scope) or "").rpartition(".")
    is_ours = owner.partition(".")[0] in module.roots and "(" not in owner
    return is_ours and not any(part[:1].isupper() for part in owner.split("."))


def _is_of_column(symbol: str) -> bool:
    """Whether a method is one of a column: `app.models.Shift.id.in_`."""
    *parts, owner, _ = symbol.split(".")
    return any(part[:1].isupper() for part in parts) and not owner[:1].isupper()


def _is_handed_on(query: Query) -> bool:
    """Whether a statement is given to a function that may add to it, or given back to one who may; rows are none."""
    home = query.scope.function if not is_ended(query.outer) else None
    names = names_of_query(query, nodes_in(home.node)) if home is not None else ()

    def is_it(node: ast.expr | None) -> bool:
        return node is query.outer or (isinstance(node, ast.Name) and node.id in names)

    for node in nodes_in(home.node) if home is not None else ():
        if isinstance(node, (ast.Return, ast.Yield)) and is_it(node.value):
            return True
        if isinstance(node, ast.Call) and any(map(is_it, (*node.args, *(word.value for word in node.keywords)))):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if name not in _PASSING and name not in _RUNNING:
                return True
    return False


_RUNNING = frozenset({"execute", "scalars", "scalar", "stream", "stream_scalars", "exec", "select_from", "select"})
