"""Except clauses and `contextlib.suppress`: what they may catch, what becomes of the error, and in which order."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from ...lang.python.module import Module
from ...lang.python.scopes import Scope
from ...project.clauses import ALWAYS_RAISING, TAKING_HANDLED
from ...project.errors import ERROR_TUPLES
from ...project.project import Project
from ...project.running import RUN_AGAIN
from ...project.texts import TEXTS
from ...project.topics import Topic
from ...query.answers import YES, every, on_condition, opposite
from ...query.functions.guards import Guards, is_guarded
from ..kit import Rule
from ..report import ModuleReport, ProjectReport
from ..site_kind import CONFORMS, UNKNOWN, Judgement, Site, SiteKind, demanded
from .by_status import loops_by_status
from .clause import Clause, clauses_of
from .messages import is_around_work
from .options import Options
from .order import judge_order, tries_of
from .passing import is_around_given, is_called, notes, raised_instead
from .refusals import Refusal, goes_on_after, refusals_of
from .retrying import is_stubborn, pause_in, retried_loop
from .treatment import fault_of, is_concerned
from .tries import is_tried_for, of_tries


class Kind(SiteKind[Options]):
    """A site is an except clause or a call of `suppress`."""

    took_over = ("except-clause", "except-order")
    keywords = frozenset({"except", "suppress", "sleep", "status", "status_code", "code", "http_status"})
    reads_project = True

    @classmethod
    def repair(cls, options: Mapping[str, object]) -> Mapping[str, object]:
        return {"catch": "Exception"} if options.get("bare") else {}

    def __init__(self, rules: Sequence[Rule[Options]]) -> None:
        super().__init__(rules)
        self._selections = {rule.code: rule.options.selection for rule in rules if not rule.options.reachable}
        self._of_clauses = [rule for rule in rules if not rule.options.reachable]
        self._of_statuses = [rule for rule in self._of_clauses if rule.options.statuses]
        self._of_pauses = [rule for rule in self._of_clauses if rule.options.pauses == "grow"]
        self._choosy = {rule.code for rule in rules if not rule.options.given.isdisjoint(_CHOOSING)}
        self._ordered = {rule.code: rule for rule in rules if rule.options.reachable}

    def topics(self) -> Iterable[Topic]:
        counted = (TEXTS,) if any(rule.options.tries is not None for rule in self.rules) else ()
        guarded = (RUN_AGAIN,) if any(rule.options.guarded_by for rule in self.rules) else ()
        return (ERROR_TUPLES, ALWAYS_RAISING, TAKING_HANDLED, *counted, *guarded, *super().topics())

    def sites(self, module: Module) -> Iterator[tuple[Rule[Options], Site]]:
        clauses = clauses_of(module)
        rules = [rule for rule in self._of_clauses if self.is_about(rule, module)] if clauses else ()
        for clause in clauses if rules else ():
            site = Site(module, clause.node, clause.scope, _words(module, clause.scope), subject=clause)
            for rule in rules:
                is_one = clause.handler is not None or rule.options.suppress
                if is_one and (rule.code not in self._choosy or _is_chosen(clause, rule.options)):
                    yield rule, site

        for rule in self._of_statuses:
            found = refusals_of(module, rule.options.statuses) if self.is_about(rule, module) else ()
            for refusal in found:
                words = _words(module, refusal.scope) | {"clause": refusal.written}
                yield rule, Site(module, refusal.node, refusal.scope, words, subject=refusal)
        for rule in self._of_pauses:
            for loop, scope in loops_by_status(module) if self.is_about(rule, module) else ():
                yield rule, Site(module, loop, scope, _words(module, scope), subject=loop)

    def module(self, module: Module, report: ModuleReport) -> object:
        super().module(module, report)
        return tuple(tries_of(module, self._ordered.values(), _words(module, module.scope))) or None

    def project(self, project: Project, facts: Mapping[str, object], report: ProjectReport) -> None:
        read: dict[str, Any] = dict(facts)
        for path, tries in read.items():
            for stored in tries:
                judge_order(path, stored, self._ordered[stored[0]], project, report)

    def judge(self, site: Site, rule: Rule[Options]) -> Iterator[Judgement]:
        clause, options = site.subject, rule.options
        if isinstance(clause, Refusal):
            yield _of_refusal(clause, options)
            return
        if not isinstance(clause, Clause):
            assert isinstance(clause, (ast.For, ast.AsyncFor, ast.While))
            yield _of_pauses(clause, site)
            return
        if not is_concerned(clause, options):
            yield CONFORMS
            return
        is_any = clause.bare or options.everything or (options.pauses == "grow" and is_stubborn(clause))
        is_any = is_any and not clause.is_named(options.answers)
        caught = YES if is_any else clause.catches(self._selections[rule.code], options)
        if caught.holds and options.pauses == "grow":
            yield _of_pauses(retried_loop(clause), site)._replace(when=caught.when)
            return
        if caught.holds and options.tries is not None:
            yield from of_tries(clause, options.tries)
            return
        fault = fault_of(clause, options) if caught.holds else None
        if fault is None and caught.holds and options.passed_as and clause.handler is not None:
            instead = _of_raised(clause.handler.body, clause.scope, clause.module, options)
            yield instead._replace(words={"clause": clause.written}, when=(*caught.when, *instead.when))
            return
        if fault is None:
            yield UNKNOWN if caught.holds is None else CONFORMS
            return
        calls = list(clause.own_calls()) if options.body in ("unhandled", "not-raising") else ()
        dealing = ("always-raises", "takes-handled") if options.body == "unhandled" else ("always-raises",)
        goes_on = [opposite(on_condition((asked, call, ()))) for call in calls for asked in dealing]
        when = every([caught, *goes_on]).when
        yield Judgement("violates", fault.said, words={"clause": clause.written}, lower=fault.lower, when=when)


_CHOOSING = frozenset({"around_given", "of_messages", "retrying", "pauses", "tries", "unless_notes", "notes"})
"""The options that tell which clauses a card is about, whatever these catch."""


def _is_chosen(clause: Clause, options: Options) -> bool:
    """Whether a clause is one that the card is about."""
    if options.around_given and not is_around_given(clause):
        return False
    if options.of_messages and not is_around_work(clause):
        return False
    if (options.retrying or options.pauses == "grow") and retried_loop(clause) is None:
        return False
    if options.tries is not None and not is_tried_for(clause, options.tries):
        return False
    if options.unless_notes and notes(clause, options.unless_notes):
        return False
    return not options.notes or notes(clause, options.notes)


def _of_refusal(refusal: Refusal, options: Options) -> Judgement:
    """Whether something is done about the status of an answer."""
    if goes_on_after(refusal, options.unless_notes):
        return Judgement("violates", f"{refusal.written} goes on as after any answer")
    return _of_raised(refusal.body, refusal.scope, refusal.module, options)


def _of_raised(body: Sequence[ast.stmt], scope: Scope, module: Module, options: Options) -> Judgement:
    """Whether an error that is raised in place of what was met tells what that was, or is dealt with around it."""
    if raised_instead(body, options.passed_as) is None or is_called(body, options.unless_notes):
        return CONFORMS
    said = "another error is raised in its place, which does not tell what it was"
    return demanded(is_guarded(None, scope, module, Guards(options.guarded_by)), said)


def _of_pauses(loop: ast.For | ast.AsyncFor | ast.While | None, site: Site) -> Judgement:
    """Whether a loop that tries again waits longer and longer."""
    pause = pause_in(loop, site.module, site.scope) if loop is not None else "unknown"
    if pause in ("growing", "unknown", "mended"):
        return CONFORMS if pause == "growing" else UNKNOWN
    said = "tries again at once" if pause == "none" else "waits as long before each new try"
    return Judgement("violates", f"the loop {said}; wait twice as long each time", loop)


def _words(module: Module, scope: Scope) -> dict[str, str]:
    function = scope.function
    name = function.name if function is not None else ""
    return {"clause": "", "first": "", "function": name, "module": module.name}
