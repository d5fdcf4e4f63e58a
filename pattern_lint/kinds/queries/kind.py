"""Queries of an object-relational mapper, in both of SQLAlchemy's styles: what they leave out, lock and remove.

A query is a chain of calls that a variable may hold on the way and that other functions add to. What it is of, and
whether something was said of it anywhere, no single call tells: that is why this is a kind.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from ...lang.python.module import Module, Span
from ...project.generic_rows import GIVEN_CLASSES
from ...project.project import Project
from ...project.relations import REFERENCES, RELATIONS
from ...project.session_hooks import CRITERIA, KEPT
from ...project.stated import calling, speaking
from ...project.topics import Topic
from ...query.answers import Condition
from ...query.origins.statements import Query, queries_of
from ...query.wording import worded
from ..kit import Rule
from ..report import ModuleReport, ProjectReport
from ..site_kind import CONFORMS, Judgement, Site, SiteKind
from .filters import judge_filter, stem_of
from .handed import RUNNING
from .locks import SAVING, judge_lock, reads_in, unlocked_elsewhere
from .loops import asking_in, hits_in, loaded_in, repeated
from .options import Options
from .removals import marked, markings, removals, removed_elsewhere, rows_in, site_of

_REMOVED = "rows of {model} are marked as deleted, and not removed"


class Kind(SiteKind[Options]):
    """A site is a query, what removes rows, or what is asked in a loop over rows."""

    reads_project = True

    def topics(self) -> Iterable[Topic]:
        demands = {rule.options.demand for rule in self.rules}
        wanted = (
            ("one-for-all", (RELATIONS, REFERENCES)),
            ("filters", (CRITERIA, GIVEN_CLASSES, calling(RUNNING))),
            ("locks", (calling(SAVING),)),
            ("keeps-rows", (REFERENCES, GIVEN_CLASSES, KEPT)),
        )
        yield from dict.fromkeys(each for demand, topics in wanted if demand in demands for each in topics)
        yield from (speaking(stem_of(rule.options)) for rule in self.rules if rule.options.demand == "filters")

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
            yield from judge_filter(site, site.subject, rule.options)
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
