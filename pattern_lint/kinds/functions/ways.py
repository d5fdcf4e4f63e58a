"""What a card may demand of what functions do."""

from __future__ import annotations

from typing import Literal

import msgspec

from ...query.naming.names import Name, Names
from ...query.places.places import Places
from .handed import Handed
from .once import Once
from .which import OnlyOptions


class HandlerOptions(OnlyOptions, frozen=True, kw_only=True):
    """Handlers that are handed to something, and where all of it is shown."""

    at: Literal["place", "function", "decorator"] = "place"
    """Where it is shown what is wrong: where that stands, at the function as a whole, or at what decorates it.
    Example: `at = "function"`"""
    handed: Handed | None = None
    """Only functions that are handed to some calls, wherever they are defined; of these `async` and what `handed` says
    itself are demanded. Example: `handed = { of = ["*.add_handler"], takes = ["message", "topic"] }`"""
    once: Once | None = None
    """Only functions that handle the messages of a stream: they must see that they have handled one before.
    Example: `once = { changing = ["save"], checks = ["*duplicate*"] }`"""


class EndOptions(HandlerOptions, frozen=True, kw_only=True):
    """What becomes of its errors, and what it does at its end."""

    keeps_errors: bool = False
    """Whether nothing that it waits for or raises may get out of it as an error; what functions of the names in `of`
    do is taken to be so. Example: `keeps-errors = true`"""
    errors_of: Names = ()
    """Calls that count among what may fail though nobody waits for them. Example: `errors-of = ["requests.get"]`"""
    tells_errors: bool = False
    """Whether it must log the errors that it keeps, or hand them to somebody. Example: `tells-errors = true`"""
    kept_inside: Places = ()
    """Where errors are kept by something else. Example: `kept-inside = ["with:*.error_boundary"]`"""
    error_roots: tuple[str, ...] = ()
    """Names of errors of which it keeps too little where it catches only some that derive from them; those that the
    configuration calls error roots belong to them. Example: `error-roots = ["AcmeError"]`"""
    tells_end: Names = ()
    """What it must call when it is done, and in each clause that takes an error from outside, itself or by what it
    calls; after one that takes a bad value it may also be what comes next.
    Example: `tells-end = ["acme.jobs.report"]`"""
    calls_at_end: Names = ()
    """What it must call in a `finally` or an except clause, one of these, itself or by what it calls.
    Example: `calls-at-end = ["*.release"]`"""
    ended_by: tuple[str, ...] = ()
    """Globs of names of the errors by which it ends; clauses that catch no such one are no end.
    Example: `ended-by = ["Exception", "*Disconnect*"]`"""


class GivenOptions(EndOptions, frozen=True, kw_only=True):
    """What it gives back and yields."""

    never_returns: Names = ()
    """Calls whose value it must not give back as it is, be it by way of a variable.
    Example: `never-returns = ["like:client.*"]`"""
    read_by: tuple[str, ...] = ()
    """Keywords with which such a call gives what was read of its answer by what they hold.
    Example: `read-by = ["schema"]`"""
    after_yield: tuple[str, ...] = ()
    """Globs of names, one of which it must call after it has yielded. Example: `after-yield = ["rollback", "drop*"]`"""
    yields_inside: Places = ()
    """The places where it must yield, if it does anything after that. Example: `yields-inside = ["try"]`"""
    or_given: bool = False
    """Whether it is enough that a generator does so which it takes by its name, as fixtures take others, and which is
    made anew for it, or a manager of the project whose context it yields in. Example: `or-given = true`"""
    unchanged: bool = False
    """Whether what it gives must stay as it is in the tests that take it by its name, as they take fixtures; only
    functions that give a collection or an object that they make. Example: `unchanged = true`"""
    as_it_came: tuple[str, ...] = ()
    """Attributes of such a value, and methods, that give what it holds as it came. Example: `as-it-came = ["text"]`"""
    falls_back: bool = False
    """Whether what it does last must give something back that is not of another call of those in `calling`, and not
    raise. Example: `falls-back = true`"""
    answers: bool = False
    """Whether every way out must give back something other than None. Example: `answers = true`"""
    asks: bool = False
    """Whether its answer must hang on something that it calls, reads or is given. Example: `asks = true`"""
    asks_nothing: tuple[str, ...] = ()
    """Globs of calls that only write an answer down, as the making of any object does, and logging.
    Example: `asks-nothing = ["jsonify"]`"""


class DoneOptions(GivenOptions, frozen=True, kw_only=True):
    """What it calls, sets and computes."""

    calls: Names = ()
    """What it must call, one of these, itself or by what it calls. Example: `calls = ["acme.audit.record"]`"""
    asserts: bool = False
    """Whether it must assert something, itself or through functions of its module; to call one of `calls` will do.
    Of what other files of tests and fixtures do for it, nothing is known. Example: `asserts = true`"""
    never_calls: Names = ()
    """What it must not call in its own body. Example: `never-calls = ["print"]`"""
    least_by_position: dict[Name, int] = msgspec.field(default_factory=dict)
    """Names among these that count only where they are given so many arguments by position.
    Example: `least-by-position = { "like:session.get" = 2 }`"""
    never_does: Names = ()
    """What it must not call, itself or through functions of its module. Example: `never-does = ["@blocking-file"]`"""
    nested: bool = True
    """Whether what lambdas and functions in it call counts as well. Example: `nested = false`"""
    may_call: Names = ()
    """What it may call all the same. Example: `may-call = ["cachetools.*"]`"""
    never_sets: tuple[str, ...] = ()
    """Globs of attributes of its own object that it must not set, nor change what they hold.
    Example: `never-sets = ["status"]`"""
    calculates: bool | None = None
    """Whether it may compute with values, counting, texts, paths and times aside. Example: `calculates = false`"""
    never_computes: tuple[str, ...] = ()
    """Globs of names of what it must not compute with arithmetic, as what it gives back, assigns, or puts into a dict
    or an object under that name; only functions that have such a name or use one.
    Example: `never-computes = ["*drawdown*"]`"""
    but_computes: tuple[str, ...] = ()
    """Globs of names among these that are not meant. Example: `but-computes = ["*_threshold"]`"""
