"""Except clauses and `contextlib.suppress`: what they may catch, what becomes of the error, and in which order."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, ClassVar, Literal, TypeAlias

from ...knowledge.exceptions import Group
from ...lang.python.excuses import Excuse
from ...lang.python.module import Module
from ...lang.python.scopes import Scope
from ...project.clauses import ALWAYS_RAISING, TAKING_HANDLED
from ...project.errors import ERROR_TUPLES
from ...project.project import Project
from ...project.running import RUN_AGAIN
from ...project.texts import TEXTS
from ...project.topics import Topic
from ...query.answers import YES, every, on_condition, opposite
from ...query.errors.errors import Selection
from ...query.functions.guards import Guards, is_guarded
from ...query.naming.names import Names
from ..kit import Rule
from ..report import ModuleReport, ProjectReport
from ..site_kind import CONFORMS, UNKNOWN, Judgement, Site, SiteKind, SiteOptions, demanded
from .by_status import loops_by_status
from .clause import Clause, clauses_of
from .messages import is_around_work
from .order import judge_order, tries_of
from .passing import is_around_given, is_called, notes, raised_instead
from .refusals import Refusal, goes_on_after, refusals_of
from .retrying import is_stubborn, pause_in, retried_loop
from .treatment import fault_of, is_concerned
from .tries import Tries, is_tried_for, of_tries

Body: TypeAlias = Literal["any", "silent", "unhandled", "not-raising"]


class Options(SiteOptions, frozen=True):
    """What an except clause must not be: what it catches, together with what it does."""

    bare: bool = False
    """Clauses without a type. Example: `bare = true`"""
    of: Names = ()
    """Clauses that catch these classes, not what derives from them. Example: `of = ["Exception", "BaseException"]`"""
    derives: Names = ()
    """Clauses that catch these classes or what derives from them.
    Example: `derives = ["redis.exceptions.RedisError"]`"""
    groups: tuple[Group, ...] = ()
    """Clauses that catch known errors, by what they tell of. Example: `groups = ["network", "database"]`"""
    everything: bool = False
    """Clauses that catch anything, bare ones included. Example: `everything = true`"""
    around_given: bool = False
    """Only clauses around a call of a function that was given: a parameter of it, or of what it is nested in.
    Example: `around-given = true`"""
    of_messages: bool = False
    """In a loop over messages only clauses around the work for one; that the loop takes the next one then is as good as
    that the function goes on. Example: `of-messages = true`"""
    notes: tuple[str, ...] = ()
    """Only clauses that call or set something whose name one of these globs matches. Example: `notes = ["*fail*"]`"""
    unless_notes: tuple[str, ...] = ()
    """No clauses that call or set something of such a name. Example: `unless-notes = ["*rotate*", "sleep"]`"""
    statuses: tuple[int | str, ...] = ()
    """Branches that test the status of an answer for one of these, by number or by name, count as clauses, too.
    Example: `statuses = [429, "http.HTTPStatus.TOO_MANY_REQUESTS"]`"""
    passed_as: tuple[str, ...] = ()
    """With `body = "not-raising"`: globs of the names of errors as which it is passed on; to raise another one in its
    place is none, unless `guarded-by` helps. Example: `passed-as = ["*RateLimit*"]`"""
    guarded_by: Names = ()
    """Decorators and calls of which one around it, or around what leads there, deals with what is raised in its place.
    Example: `guarded-by = ["tenacity.retry"]`"""
    retrying: bool = False
    """Only clauses after which a loop tries the same again. Example: `retrying = true`"""
    pauses: Literal["any", "grow"] = "any"
    """Whether such a loop must wait longer and longer before it tries again; it is reported at the loop.
    Example: `pauses = "grow"`"""
    tries: Tries | None = None
    """Of loops that try again for something: how often, and what must become of it then; it is reported at the loop, a
    number where it is written out. Example: `tries = { least = 3, most = 5, of = ["message"], ends-in = ["*dlq*"] }`"""
    project_errors: bool = False
    """Clauses that catch exceptions that the project defines. Example: `project-errors = true`"""
    error_roots: tuple[str, ...] = ("@error-roots",)
    """Names of classes that are the project's, wherever they come from. Example: `error-roots = ["AcmeError"]`"""
    failures: tuple[str, ...] = ()
    """Globs of names by which errors of other distributions tell of the world outside, where nothing else is known of
    them. Example: `failures = ["*HTTP*Error"]`"""
    root_errors: tuple[str, ...] = ("*",)
    """With `failures`: globs of calls around which errors that have the name of their library count, too, as
    `aiomqtt.MqttError` has. Example: `root-errors = ["*client*.*"]`"""
    suppress: bool = False
    """Whether what `contextlib.suppress` is given is looked at, too. Example: `suppress = true`"""
    body: Body = "any"
    """What the clause does: anything at all; nothing (silent); anything that loses the error (unhandled); anything
    after which the function goes on or returns, and does not try the same again (not-raising).
    Example: `body = "silent"`"""
    allow: Names = ()
    """Classes that may be caught, with what derives from them. Example: `allow = ["json.JSONDecodeError"]`"""
    allow_around_files: Names = ()
    """Classes that may be caught where the guarded code works on files. Example: `allow-around-files = ["OSError"]`"""
    allow_around_probes: Names = ()
    """Classes that may be caught where the guarded code only asks whether a process is there, as by `os.kill(pid, 0)`.
    Example: `allow-around-probes = ["PermissionError"]`"""
    answers: tuple[str, ...] = ()
    """Globs of names of errors that are answers or steer, like all that derives from them.
    Example: `answers = ["*NotFound*"]`"""
    excuses: tuple[Excuse, ...] = ()
    """Reasons for which an error may be lost. telemetry: only metrics, spans or copies in a cache are recorded.
    recording: nothing is done but logged, or the module records what others do, and must not get in their way.
    made-good: what follows the try is the answer. followed-up: what follows it raises, logs, or runs for the error
    alone. raises: the clause raises again, or ends the process. explained: a comment says why, or a docstring that
    named errors are let be, or that no more than an attempt is made. optional-import: a module may be missing.
    clean-up: something is let go that may be gone. display: an object is shown to a person, or as plain text where it
    cannot be shown better. probe: whether it works is the answer. attempt: a bounded loop ends with the first success,
    the same is tried in another way, or the name of the function promises no more than an attempt, whose value it
    gives back. reading: named errors of a file that is only looked at, or of a host whose address is looked up.
    failing: another error is being dealt with, or asked what it says. answered: the caller is given the error, or its
    text. looked-up: data at hand is asked for items, and for nothing else. sending: something is sent to a peer that
    has gone, which who reads from it hears of. A bare clause has none but that it raises or is made good.
    Example: `excuses = ["explained", "clean-up"]`"""
    left_inside: tuple[Literal["everything", "system"], ...] = ()
    """Which clauses are left alone around code that does not reach the world outside: those for every error, unless
    what was given is guarded, work with files, all of an endless loop or a conversion, or unless they log without the
    error or catch BaseException; those for OSError. Example: `left-inside = ["everything"]`"""
    reaching: tuple[str, ...] = ()
    """With `left-inside`: globs of calls, in lower case, by which code reaches the world outside, besides what it waits
    for and what is known to. Example: `reaching = ["*client.*", "*.commit"]`"""
    leave_silent: bool = False
    """Whether except clauses that do nothing are left to another card. Example: `leave-silent = true`"""
    polls: tuple[str, ...] = ()
    """Globs of calls that wait for what need not come: there a timeout is no error.
    Example: `polls = ["*queue*.get"]`"""
    handlers: tuple[str, ...] = ()
    """Globs of functions that deal with the error being handled, whether it is given to them or not: over their last
    name, or their whole one. Example: `handlers = ["report_*"]`"""
    exits: tuple[str, ...] = ()
    """Functions that do not return. Example: `exits = ["sys.exit"]`"""
    reachable: bool = False
    """Whether a clause must not stand behind one that catches all that it catches; in a card of its own.
    Example: `reachable = true`"""
    at: Literal["clause", "first"] = "clause"
    """Where that is shown: at the clause that can never run, or at the one that catches all of it first.
    Example: `at = "first"`"""

    words: ClassVar[tuple[str, ...]] = ("clause", "first", "function", "module")
    needless = "forbidden"
    formerly = "exactly: of, below: derives"

    @property
    def is_about_types(self) -> bool:
        """Whether it hangs on the classes of a clause with a type what the card says of it."""
        return bool(self.everything or self.of or self.derives or self.groups or self.project_errors or self.failures)

    def complaints(self) -> Iterator[tuple[str, str]]:
        yield from super().complaints()
        if self.reachable and (self.bare or self.is_about_types):
            yield (
                "reachable",
                "the order of clauses is a card of its own; leave the options out that say what is caught",
            )

    @property
    def selection(self) -> Selection:
        """The errors that the card is about."""
        return Selection(*(getattr(self, field) for field in Selection._fields))


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
