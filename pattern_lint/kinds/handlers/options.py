"""What cards of this kind may say."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar, Literal, TypeAlias

from ...knowledge.exceptions import Group
from ...lang.python.excuses import Excuse
from ...query.errors.errors import Selection
from ...query.naming.names import Names
from ..site_kind import SiteOptions
from .tries import Tries

Body: TypeAlias = Literal["any", "silent", "unhandled", "not-raising"]


class CaughtOptions(SiteOptions, frozen=True, kw_only=True):
    """What is caught."""

    early: ClassVar[int] = 2
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
    statuses: tuple[int | str, ...] = ()
    """Branches that test the status of an answer for one of these, by number or by name, count as clauses, too.
    Example: `statuses = [429, "http.HTTPStatus.TOO_MANY_REQUESTS"]`"""


class OnlyOptions(CaughtOptions, frozen=True, kw_only=True):
    """Only some of these clauses."""

    early: ClassVar[int] = 1
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
    retrying: bool = False
    """Only clauses after which a loop tries the same again. Example: `retrying = true`"""
    reaching: tuple[str, ...] = ()
    """Of clauses with `body = "silent"` for errors that files have as well as sockets only those around code that waits
    for something, reaches further than files, or calls what one of these globs matches, over names in lower case.
    Example: `reaching = ["*client.*", "*.commit"]`"""


class ExcusedOptions(OnlyOptions, frozen=True, kw_only=True):
    """What makes a clause fine all the same."""

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


class Options(ExcusedOptions, frozen=True):
    """What a clause must not do with what it catches."""

    body: Body = "any"
    """What the clause does: anything at all; nothing (silent); anything that loses the error (unhandled); anything
    after which the function goes on or returns, and does not try the same again (not-raising).
    Example: `body = "silent"`"""
    passed_as: tuple[str, ...] = ()
    """With `body = "not-raising"`: globs of the names of errors as which it is passed on; to raise another one in its
    place is none, unless `guarded-by` helps. Example: `passed-as = ["*RateLimit*"]`"""
    guarded_by: Names = ()
    """Decorators and calls of which one around it, or around what leads there, deals with what is raised in its place.
    Example: `guarded-by = ["tenacity.retry"]`"""
    pauses: Literal["any", "grow"] = "any"
    """Whether such a loop must wait longer and longer before it tries again; it is reported at the loop.
    Example: `pauses = "grow"`"""
    tries: Tries | None = None
    """Of loops that try again for something: how often, and what must become of it then; it is reported at the loop, a
    number where it is written out. Example: `tries = { least = 3, most = 5, of = ["message"], ends-in = ["*dlq*"] }`"""
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
