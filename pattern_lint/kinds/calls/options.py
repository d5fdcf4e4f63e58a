"""What cards of this kind may say."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar, Literal

import msgspec

from ...config.expressions import Expression
from ...knowledge.lacking import HAS, KEPT
from ...query.naming.names import Name, Names, last_name
from ...query.places.places import Places
from ...query.wording import complaints as wrong_words
from ..site_kind import SiteOptions
from .arguments import Place
from .fitted import Fitted
from .given import Where as Choice
from .standing import Standing
from .unlike import Unlike
from .wanted import Argument

MAY_KEEP_PARTIALS = f"{KEPT}partial"
"""What may keep a partial, for those who ask before anything is parsed."""


class Options(SiteOptions, frozen=True):
    """Which calls, and what holds of them."""

    of: Names = ()
    """What is called, made or used as a decorator. Example: `of = ["requests.get", "*.commit"]`"""
    not_of: Names = ()
    """Names among those of `of` that are not meant. Example: `not-of = ["numpy.random.default_rng"]`"""
    least_given: dict[Name, int] = msgspec.field(default_factory=dict)
    """Names among those of `of` that count only where they are given so many arguments.
    Example: `least-given = { "like:session.get" = 2 }`"""
    least_by_position: dict[Name, int] = msgspec.field(default_factory=dict)
    """The same for those that count only where they are given so many arguments by position.
    Example: `least-by-position = { "like:session.get" = 2 }`"""
    given_by_name: tuple[str, ...] = ()
    """Calls of whatever it is that are given an argument of one of these names; they need no place in `of`.
    Example: `given-by-name = ["verify"]`"""
    decorating: Names = ()
    """Names besides those of `of` that count only for decorators which the project itself defines.
    Example: `decorating = ["*.retry"]`"""
    or_optional: Names = ()
    """Names besides those of `of` that count where what runs says by its annotation that it gives something or None.
    Example: `or-optional = ["*Store().find_*"]`"""
    forbidden: bool = False
    """Whether it must not be there at all. Example: `forbidden = true`"""
    only_inside: Places = ()
    """The only places where it may stand. Example: `only-inside = ["path:clock.py"]`"""
    never_inside: Places = ()
    """Places where it must not stand. Example: `never-inside = ["async", "loop"]`"""
    at_home: tuple[str, ...] = ()
    """Globs of folders, each with all that lies in it: it must be called in the one in which it is defined.
    Example: `at-home = ["services/*"]`"""
    arguments: dict[str, Argument] = msgspec.field(default_factory=dict)
    """What its arguments must be, by keyword; with `|` between several, one of them must be so. With a star it is about
    all that are given by such a name, and `*` about what is given by position as well.
    Example: `arguments.timeout = { given = true, is-none = false }`"""
    at: Place = "argument"
    """Where what is wrong is shown: at the argument (that of a decorator is shown at it), where the value of the
    argument is written, at the call, or at the function or class that it stands in. Example: `at = "call"`"""
    order: dict[Name, tuple[str, ...]] = msgspec.field(default_factory=dict)
    """The parameters of what others define, in their order, for arguments by position.
    Example: `order = { "backoff.on_exception" = ["wait_gen", "exception"] }`"""
    awaited: bool | None = None
    """Whether it must be awaited, or must not be. Example: `awaited = true`"""
    making: tuple[str, ...] = ()
    """Constructions of classes of the project that have each of these methods; they need no place in `of`.
    Example: `making = ["__aexit__"]`"""
    heirs: bool = False
    """Whether constructions of classes that derive from one of `of` count as well: those of the project, and those of
    libraries that `@class-bases` knows; of names that end in `()`, calls of their instances. Example: `heirs = true`"""
    decorated: Names = ()
    """Calls of functions, methods and classes of the project that have one of these decorators; they need no place in
    `of`. Example: `decorated = ["celery.shared_task"]`"""
    result: Literal["any", "used", "entered", "managed", "tested"] = "any"
    """What must become of its value: it is used at all, a `with` enters it, a `with` enters it unless it is handed on
    or closed in a `finally`, or it is tested before an attribute or item of it is asked for. What only lets go of
    something else that it was given is managed by whoever gave that. Example: `result = "used"`"""
    used_as: tuple[Literal["compared", "truth"], ...] = ()
    """Only calls whose value is used so, at once or by a variable: compared with another one, or asked for its truth
    alone: in a condition, by `not` or `bool()`, beside a 0. Example: `used-as = ["truth"]`"""
    given_to: Names = ()
    """Only calls whose value one of these is given, or what is made of it by its own methods, be it by a variable.
    Example: `given-to = ["*.add_column"]`"""
    alone_outside: Places = ()
    """Outside of these places none of them may run after another one in the same function.
    Example: `alone-outside = ["with:*.begin"]`"""
    only_once_in: Literal["", "function", "class", "file"] = ""
    """In what only one of them may stand; each further one is reported. Example: `only-once-in = "file"`"""
    tells: Literal["any", "zone", "utc"] = "any"
    """What a time that it gives must tell: its zone, or that it is UTC; of calls that no list of
    `time.toml` has as a clock, nothing is said.
    Example: `tells = "utc"`"""
    helpers: bool = False
    """Whether code in the places of `inside` must not come to a wrong one through functions of the project that are in
    none, either; with `inside = ["body"]` it is about all that an import runs. Example: `helpers = true`"""
    partials: bool = False
    """Whether it counts as called, too, where a partial of it is called that another module keeps.
    Example: `partials = true`"""
    instead: dict[Name, str] = msgspec.field(default_factory=dict)
    """What must not be there at all, each with what to write in its place; it needs no place in `of`.
    Example: `instead = { "os.popen" = "subprocess.run()" }`"""
    by_default: dict[Name, tuple[str, ...]] = msgspec.field(default_factory=dict)
    """Arguments that some of what is called need not be given, as it has them in the right way by itself.
    Example: `by-default = { "stamina.retry" = ["attempts"] }`"""
    in_dict: Names = ()
    """What takes its arguments as items of a dict that it is given first; a dot in a key is as good as an underscore.
    Example: `in-dict = ["confluent_kafka.Producer"]`"""
    beneath: dict[Name, Name] = msgspec.field(default_factory=dict)
    """Decorators of functions, each with one that must stand beneath it; they need no place in `of`.
    Example: `beneath = { "acme.api.route" = "acme.auth.login_required" }`"""
    never_above: Names = ()
    """Decorators that must not stand beneath it. Example: `never-above = ["acme.retries.with_retry"]`"""
    unlike: Unlike | None = None
    """Another decorator of the same function, which must not be given what it is mostly given in functions of some
    other decorators of its module, or of the project where that has none.
    Example: `unlike = { decorator = ["acme.limit"], of = ["acme.get"] }`"""
    copies: bool = False
    """Whether copies of what they make, given other values, count as well; these need not be given what is left as it
    was. Example: `copies = true`"""
    handed_to: Names = ()
    """Calls that call what they are handed: that counts as called there, with all that is handed on after it.
    Example: `handed-to = ["functools.partial"]`"""
    tuples_inside: Places = ()
    """Places in which a tuple that is returned counts as a call of `return`, which is given what stands in it.
    Example: `tuples-inside = ["decorated:acme.route"]`"""
    assigned: Names = ()
    """Attributes that count as a call where they are set: they are given what they are set to, by their name.
    Example: `assigned = ["acme.Answer().status"]`"""
    async_: bool | None = msgspec.field(default=None, name="async")
    """Only calls of functions of the project that are asynchronous, or are not. Example: `async = true`"""
    with_members: tuple[str, ...] = ()
    """Only constructions of classes that have, or inherit, an attribute that one of these globs matches; a class that
    the project does not show may. Example: `with-members = ["trace_id"]`"""
    awaited_unless: Names = ()
    """Only calls that are awaited, those of these names aside. Example: `awaited-unless = ["redis.Redis().get"]`"""
    of_others: bool = False
    """Whether calls on the own object are left aside. Example: `of-others = true`"""
    defined_beside: bool = False
    """Whether only functions and classes of the same module count, that around it aside.
    Example: `defined-beside = true`"""
    of_foreign: bool = False
    """Whether methods of classes of the project are left aside, those that they inherit included.
    Example: `of-foreign = true`"""
    beside_async: tuple[str, ...] = ()
    """Only calls of methods of the project whose class has one of these methods, asynchronous, and asks nowhere whether
    something can be awaited. Example: `beside-async = ["emit"]`"""
    mentioning: tuple[str, ...] = ()
    """Globs that must each match a name or text in what it is given, with `|` between several of which one is enough.
    Example: `mentioning = ["*dlq*|*dead_letter*"]`"""
    not_mentioning: tuple[str, ...] = ()
    """Globs with which it is none that the card is about. Example: `not-mentioning = ["*draft*"]`"""
    not_in_class_with: Names = ()
    """Only calls in classes that call none of these anywhere. Example: `not-in-class-with = ["*.observe"]`"""
    nor_in_class_with: Names = ()
    """Also those in classes that call one of `not-in-class-with` and none of these.
    Example: `nor-in-class-with = ["*.inc"]`"""
    followed_by: tuple[str, ...] = ()
    """Methods that must be called on what it gives, in one chain or in several statements; the last one ends the chain.
    Example: `followed-by = ["with_retries", "build"]`"""
    asked_for: tuple[str, ...] = ()
    """Globs of methods and attributes of which one must be asked of what it gives; where somebody else gets hold of
    that, nothing is known. Example: `asked-for = ["raise_for_status", "status*"]`"""
    after: Names = ()
    """Calls of which one must come before it in its function, given the same first argument or asking the same by name;
    in a private helper, one may come before it is called. What is only known from what `beside` gave cannot be asked
    for. Example: `after = ["like:cache.get"]`"""
    made_anew: Names = ()
    """What makes something new each time: whatever is given first and is made of that, nothing can ask for before.
    Example: `made-anew = ["uuid.uuid4"]`"""
    earlier: Names = ()
    """Calls of which one must come before it, in its function or on the way there. Example: `earlier = ["*.check"]`"""
    earlier_always: bool = False
    """Whether that must come before it on every way through the function, and have run well.
    Example: `earlier-always = true`"""
    later: Names = ()
    """Calls of which one must come after it. Example: `later = ["like:store.mark_done"]`"""
    later_same: bool = False
    """Whether what comes after it must not be given another text first. Example: `later-same = true`"""
    await_inside: Places = ()
    """The places where what it was called on may be awaited then. Example: `await-inside = ["with:asyncio.timeout"]`"""
    stands: Standing = "anywhere"
    """Whether it must belong to the first thing that its function does, docstring and imports aside, or to the last.
    Example: `stands = "first"`"""
    commented: Expression = ""
    """A regular expression that a comment beside it, or alone on the line above, must match as a whole, without its
    sign. Example: `commented = "why: .*"`"""
    guarded_by: Names = ()
    """Decorators and calls of which one must guard it: in its function, around it, or in what leads there; trying it in
    a loop does, too. Example: `guarded-by = ["tenacity.retry", "tenacity.Retrying"]`"""
    guarded_sessions: Names = ()
    """What guards all calls of a module in which it is made. Example: `guarded-sessions = ["urllib3.util.Retry"]`"""
    guards_told: dict[str, Names] = msgspec.field(default_factory=dict)
    """Sessions and decorators that guard only where they are given an argument that says so.
    Example: `guards-told.max_retries = ["requests.adapters.HTTPAdapter"]`"""
    only_where: tuple[Choice, ...] = ()
    """Only calls of which one of these arguments is surely so.
    Example: `only-where = [{ argument = "mode", position = 1, matches = "w.*" }]`"""
    unless_missing: bool = False
    """No calls that are made because what they are about is not there: behind `if not path.exists()`.
    Example: `unless-missing = true`"""
    anyhow_inside: Places = ()
    """Places in which they count whatever they are given. Example: `anyhow-inside = ["handling:AcmeError"]`"""
    made_with: tuple[Choice, ...] = ()
    """Only calls on what the file makes with one of these arguments.
    Example: `made-with = [{ argument = "base_url", matches = "http:.*" }]`"""
    unless_made_with: tuple[Choice, ...] = ()
    """No calls on what the file makes with one of these arguments.
    Example: `unless-made-with = [{ argument = "read_only", is = true }]`"""
    unless_each: tuple[Choice, ...] = ()
    """Calls on what it gives that make it fine where the file has some, and none of them is surely not given so.
    Example: `unless-each = [{ of = ["acme.Session().get"], argument = "timeout" }]`"""
    unless_fitted: Fitted | None = None
    """What makes calls fine on something that the file fits with it.
    Example: `unless-fitted = { methods = ["mount"], not-with = ["acme.Plain"] }`"""
    unless_given_to: Names = ()
    """Calls that make it fine where they are given it, or what is made of it by its own methods, be it by a variable.
    Example: `unless-given-to = ["asyncio.wait_for"]`"""
    by_other_names: bool = False
    """Only calls by a name that an assignment, an attribute or a module of the project gives to what is called.
    Example: `by-other-names = true`"""
    unless_then: tuple[str, ...] = ()
    """Methods that make it fine where one is called at once on what it gives, `replace(tzinfo)` for one that is given
    that keyword. Example: `unless-then = ["replace(tzinfo)", "astimezone"]`"""
    unless_yielded: bool = False
    """Whether calls are left aside on what their function hands out by a `yield`. Example: `unless-yielded = true`"""
    unless_filling: bool = False
    """Whether calls are left aside whose value is taken apart for what makes an object, as in `Order(**data)`.
    Example: `unless-filling = true`"""
    on_named: tuple[str, ...] = ()
    """Only calls on, or first of all given, something of such a name or text. Example: `on-named = ["*state*"]`"""
    on_not_named: tuple[str, ...] = ()
    """No calls on something of such a name or text; globs with dots are about all names in which they are written.
    Example: `on-not-named = ["*tmp*", "*request.session"]`"""
    given_named: tuple[str, ...] = ()
    """Only calls that are given something of such a name, as it is or in a text; what occurs in it at any depth,
    `only-where` with `speaks-of` asks for. Example: `given-named = ["*token"]`"""
    given_not_named: tuple[str, ...] = ()
    """Names among these that are not meant. Example: `given-not-named = ["*_per_token"]`"""
    unless_beside: Names = ()
    """Calls that make it fine where its function has one of them. Example: `unless-beside = ["os.replace"]`"""
    beside_same: bool = False
    """Whether of these only those count that may be given the same first of all. Example: `beside-same = true`"""
    unless_set: tuple[str, ...] = ()
    """Globs of keys, in small letters, that make it fine where its function sets one of them on something.
    Example: `unless-set = ["x-trace-id"]`"""
    after_work: bool = False
    """Whether what was taken from what it is called on must have been worked off before, and not have failed.
    Example: `after-work = true`"""
    beside: tuple[str, ...] = ()
    """Only calls in functions that call something of one of these names before, by globs, and not of the same object.
    Example: `beside = ["fetch*"]`"""

    unless_given: dict[str, Argument] = msgspec.field(default_factory=dict)
    """Only calls that are given no such argument; of a text its beginning must match, as far as it shows.
    Example: `unless-given.url = { position = 0, matches = "sqlite.*" }`"""
    outwards: bool = False
    """Only requests that do not go to what the project itself serves, an address that a package keeps under its own
    name, such as `DESK_API_URL` in `desk`, nor to the own machine or network. Example: `outwards = true`"""
    on_times: Literal["anything", "utc", "shifted", "midnight"] = "anything"
    """Only calls on a time that is UTC, by what gives it or by its name; on one that was shifted by hand; or what puts
    the first or last moment of a day together, and calls on that.
    Example: `on-times = "utc"`"""
    in_texts: bool = False
    """Whether such a time counts as well where a hole of an f-string shows it. Example: `in-texts = true`"""
    saved_by: tuple[str, ...] = ()
    """Only what is given to a call of one of these names, by globs, or returned from a function of one of them.
    Example: `saved-by = ["add", "create*"]`"""
    function_calls: tuple[str, ...] = ()
    """Globs of names of which the function that it stands in must call one, itself or by what it calls; or else
    all that call it, before. Example: `function-calls = ["*overlap*"]`"""
    prepared: tuple[str, ...] = ()
    """Globs of attributes that are set and methods that are called, one of which must prepare what it is called on, or
    what it is given, before, on every way. Example: `prepared = ["parameters.timeout", "set_timeout"]`"""
    prepared_given: Names = ()
    """Of these calls what they are given last, wherever what they are called on comes from.
    Example: `prepared-given = ["acme.Solver().solve_with"]`"""

    words: ClassVar[tuple[str, ...]] = ("call", "name", "argument", "value", "function", "class", "missing", "module")
    formerly = "functions: inside, zone: tells"

    def kin_named(self) -> Iterator[str]:
        yield from super().kin_named()
        yield from (f"{HAS}{member}" for member in self.making)
        yield from map(last_name, self.of) if self.heirs else ()
        yield from [MAY_KEEP_PARTIALS] if self.partials else []

    def complaints(self) -> Iterator[tuple[str, str]]:
        yield from super().complaints()
        if not (self.of or self.instead or self.beneath or self.making or self.decorated or self.given_by_name):
            said = "`of` is missing; it must be a list of names of what is called."
            yield "of", f'{said} Example: `of = ["requests.get", "*.commit"]`'
        if {"*", "*.*"}.intersection(self.of):
            yield (
                "of",
                "name what is called; `given-by-name` is about calls of whatever it is that are given an argument",
            )
        for name, wanted in self.arguments.items():
            yield from ((f"arguments.{name}", said) for said in wrong_words(wanted.message, self.words))
        if self.in_texts and self.on_times == "anything":
            yield "in-texts", "it says where times are shown only with `on-times`"
        if self.earlier_always and not self.earlier:
            yield "earlier-always", "it says how what `earlier` names must come; say that, too"
        if self.helpers and not self.inside:
            yield "helpers", "it says from where helpers are followed only with `inside`"
