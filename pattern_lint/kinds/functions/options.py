"""What cards of this kind may say."""

from __future__ import annotations

from typing import ClassVar, Literal

import msgspec

from ...config.expressions import Expression
from ...query.functions.sizes import Limit
from ...query.naming.names import Name, Names
from ...query.places.places import Places
from ...query.values.types import Type
from ..defined_kind import DefinedOptions
from .handed import Handed
from .once import Once
from .parameters import Parameter, Untaken


class Options(DefinedOptions, frozen=True):
    """Which functions, and what holds of them."""

    decorator_says_none_of: tuple[str, ...] = ()
    """Only those whose decorator among these is given no text that one of these globs matches.
    Example: `decorator-says-none-of = ["*/health*"]`"""
    decorator_says: tuple[str, ...] = ()
    """Only those whose decorator among these is given a text that one of these globs matches.
    Example: `decorator-says = ["*/admin/*"]`"""
    decorator_not_given: tuple[str, ...] = ()
    """Only those whose decorator among these is given no argument of such a name.
    Example: `decorator-not-given = ["response_model"]`"""
    awaiting: Names = ()
    """Only functions that wait for a call of one of these in their own body. Example: `awaiting = ["@network"]`"""
    calling: Names = ()
    """Only functions that call one of these, themselves or through functions of their module.
    Example: `calling = ["@blocking-file"]`"""
    keeping: Names = ()
    """Only methods that keep in an attribute of the object what one of these gives. Example: `keeping = ["open"]`"""
    handing_on: Names = ()
    """Only functions that give what they take to a call of one of these. Example: `handing-on = ["*.register"]`"""
    or_parts: bool = False
    """Whether a part of what they take counts as well. Example: `or-parts = true`"""
    parts_aside: tuple[str, ...] = ()
    """Globs of names of parts that do not. Example: `parts-aside = ["*arguments*"]`"""
    or_storing: bool = False
    """Whether functions count as well that keep what they take under a key of something; `del` takes it back.
    Example: `or-storing = true`"""
    not_calling: Names = ()
    """Only functions that call none of these in their own body. Example: `not-calling = ["acme.retries.attempts"]`"""
    yielding: Names = ()
    """Only functions that make an instance of one of these and yield it. Example: `yielding = ["acme.Session()"]`"""
    yielding_named: tuple[str, ...] = ()
    """Globs of what they yield where its class does not show. Example: `yielding-named = ["*_session"]`"""
    given_to: Names = ()
    """Functions that are given to calls of these in their module; they need no place in `of`.
    Example: `given-to = ["@event-subscriptions"]`"""
    within: Literal["file", "project"] = "file"
    """How far it is looked for calls of `given-to`: in the module of the function, or in others as well.
    Example: `within = "project"`"""
    or_given_to: Names = ()
    """Calls of their module that functions may be given to instead of being decorated.
    Example: `or-given-to = ["acme.App().add_route"]`"""
    making: Names = ()
    """Functions that make with these calls what others take; `handing-on` and `or-storing` are asked of that, too. They
    need no place in `of` or `decorated`. Example: `making = ["aiohttp.web.WebSocketResponse"]`"""
    doing: bool = False
    """Whether functions are left aside that do nothing, or nothing but raise or tell at once what their object holds.
    Example: `doing = true`"""
    lone_pass: bool = False
    """Whether `pass` is something that is done, as it says that nothing is to be. Example: `lone-pass = true`"""
    returning: Names = ()
    """Only functions that say by their annotation that they give one of these, None aside, or an heir of it that the
    project defines. Example: `returning = ["bool"]`"""
    raising: Names = ()
    """Only functions that raise one of these themselves, or what derives from it, and do not catch it.
    Example: `raising = ["shop.errors.ShopError"]`"""
    taking: tuple[str, ...] = ()
    """Only functions that take a parameter of such a name. Example: `taking = ["answer", "*_response"]`"""
    public: bool = False
    """Whether only functions count that others may name: those with an underscore before their name, or that of their
    class, and those in other functions are left aside. Example: `public = true`"""
    generators: bool | None = None
    """Only functions that yield, or only those that do not. Example: `generators = true`"""
    left_open: bool = False
    """Whether only methods count that do nothing, and that a class leaves to those which derive from it, unless their
    docstring says that they are optional. Example: `left-open = true`"""
    hooks: tuple[str, ...] = ()
    """Globs of names of such methods that may do nothing, unless they raise, or the class marks nothing as abstract and
    all that derive from it have them. Example: `hooks = ["on_*"]`"""
    parameters: dict[str, Parameter] = msgspec.field(default_factory=dict)
    """What its parameters must be, by name or glob, variable ones with their stars; `**` is whatever takes the rest.
    Example: `parameters.event = { given = true }`"""
    never_takes: Untaken = Untaken()
    """What it must not take. Example: `never-takes = { named = ["*_client"], typed = ["*Client"] }`"""
    annotated: Literal["", "all", "parameters", "return"] = ""
    """What must have an annotation, the first parameter of a method aside. Example: `annotated = "all"`"""
    returns: Type = Type()
    """What the annotation of its return must be. Example: `returns = { never = ["dict"] }`"""
    async_: bool | None = msgspec.field(default=None, name="async")
    """Whether it must be asynchronous, or must not be. Example: `async = true`"""
    decorators: Names = ()
    """The decorators that it must have, each of them. Example: `decorators = ["acme.auth.login_required"]`"""
    one_decorator_of: Names = ()
    """Decorators of which it must have one, or else what `depends-on` says, where that is said too.
    Example: `one-decorator-of = ["acme.auth.public", "acme.auth.private"]`"""
    depends_on: Names = ()
    """What a framework must be told that it depends on, one of them: in an argument of a decorator, by what that
    belongs to, or by a parameter. Example: `depends-on = ["acme.auth.current_user"]`"""
    no_decorators: Names = ()
    """Decorators that it must not have; one is reported where it stands.
    Example: `no-decorators = ["functools.lru_cache"]`"""
    docstring: bool | None = None
    """Whether it must have a docstring. Example: `docstring = true`"""
    says: tuple[Expression, ...] = ()
    """Regular expressions each of which its docstring must hold; one that does not say so holds nothing.
    Example: `says = ["^Raises:"]`"""
    most_statements: Limit | None = None
    """The most statements that it may have, docstring aside. Example: `most-statements = 40`"""
    most_lines: Limit | None = None
    """The most lines that it may have. Example: `most-lines = 60`"""
    most_branches: Limit | None = None
    """The most places where it may branch: conditions, loops, comprehensions, cases, except clauses.
    Example: `most-branches = 10`"""
    refusals_aside: bool = False
    """Whether branches that only raise an error do not count as such. Example: `refusals-aside = true`"""
    errors_aside: bool = False
    """Whether except clauses that only raise another error do not count as branches. Example: `errors-aside = true`"""
    comprehensions_aside: bool = False
    """Whether comprehensions do not count as branches. Example: `comprehensions-aside = true`"""
    most_parameters: Limit | None = None
    """The most parameters that it may take, `self` aside. Example: `most-parameters = 6`"""
    most_by_position: Limit | None = None
    """The most parameters that it may be given by position, `self` aside; those behind a `*` can be given by name only.
    Example: `most-by-position = 3`"""
    calculates: bool | None = None
    """Whether it may compute with values, counting, texts, paths and times aside. Example: `calculates = false`"""
    abstract: bool = False
    """Whether it must be an abstract method of a class that keeps its word, an ABC or a Protocol.
    Example: `abstract = true`"""
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
    keeping_open: Names = ()
    """Only functions that give or keep what a call of one of these opens, with no `with` around it or end of it.
    Example: `keeping-open = ["open"]`"""
    unchanged: bool = False
    """Whether what it gives must stay as it is in the tests that take it by its name, as they take fixtures; only
    functions that give a collection or an object that they make. Example: `unchanged = true`"""
    as_it_came: tuple[str, ...] = ()
    """Attributes of such a value, and methods, that give what it holds as it came. Example: `as-it-came = ["text"]`"""
    never_computes: tuple[str, ...] = ()
    """Globs of names of what it must not compute with arithmetic, as what it gives back, assigns, or puts into a dict
    or an object under that name; only functions that have such a name or use one.
    Example: `never-computes = ["*drawdown*"]`"""
    but_computes: tuple[str, ...] = ()
    """Globs of names among these that are not meant. Example: `but-computes = ["*_threshold"]`"""
    never_sets: tuple[str, ...] = ()
    """Globs of attributes of its own object that it must not set, nor change what they hold.
    Example: `never-sets = ["status"]`"""
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
    nested: bool = True
    """Whether what lambdas and functions in it call counts as well. Example: `nested = false`"""
    may_call: Names = ()
    """What it may call all the same. Example: `may-call = ["cachetools.*"]`"""

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
    owner_has: tuple[str, ...] = ()
    """Globs of methods of which its class must have one, its own, inherited or an heir's.
    Example: `owner-has = ["close"]`"""
    at: Literal["place", "function", "decorator"] = "place"
    """Where it is shown what is wrong: where that stands, at the function as a whole, or at what decorates it.
    Example: `at = "function"`"""

    handed: Handed | None = None
    """Only functions that are handed to some calls, wherever they are defined; of these `async` and what `handed` says
    itself are demanded. Example: `handed = { of = ["*.add_handler"], takes = ["message", "topic"] }`"""
    once: Once | None = None
    """Only functions that handle the messages of a stream: they must see that they have handled one before.
    Example: `once = { changing = ["save"], checks = ["*duplicate*"] }`"""

    words: ClassVar[tuple[str, ...]] = ("function", "class", "module", "name", "parameter", "count", "most")
    formerly = "roles: of, methods: of"
