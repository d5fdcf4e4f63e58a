"""Which calls a card is about."""

from __future__ import annotations

from typing import ClassVar, Literal

import msgspec

from ...query.naming.names import Name, Names
from ...query.places.places import Places
from ..site_kind import SiteOptions
from .given import Where as Choice
from .wanted import Argument


class OnlyOptions(SiteOptions, frozen=True, kw_only=True):
    """Only some of these calls."""

    early: ClassVar[int] = 1
    used_as: tuple[Literal["compared", "truth"], ...] = ()
    """Only calls whose value is used so, at once or by a variable: compared with another one, or asked for its truth
    alone: in a condition, by `not` or `bool()`, beside a 0. Example: `used-as = ["truth"]`"""
    given_to: Names = ()
    """Only calls whose value one of these is given, or what is made of it by its own methods, be it by a variable.
    Example: `given-to = ["*.add_column"]`"""
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
    only_where: tuple[Choice, ...] = ()
    """Only calls of which one of these arguments is surely so.
    Example: `only-where = [{ argument = "mode", position = 1, matches = "w.*" }]`"""
    unless_missing: bool = False
    """No calls that are made because what they are about is not there: behind `if not path.exists()`.
    Example: `unless-missing = true`"""
    anyhow_inside: Places = ()
    """Places in which they count whatever they are given. Example: `anyhow-inside = ["handling:AcmeError"]`"""
    made_with: tuple[Choice, ...] = ()
    """Only calls on what the file makes with one of these arguments; of functions, calls that are given such a thing.
    Example: `made-with = [{ argument = "base_url", matches = "http:.*" }]`"""
    by_other_names: bool = False
    """Only calls by a name that an assignment, an attribute or a module of the project gives to what is called.
    Example: `by-other-names = true`"""
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


class WhichOptions(OnlyOptions, frozen=True, kw_only=True):
    """Which calls."""

    early: ClassVar[int] = 2
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
    making: tuple[str, ...] = ()
    """Constructions of classes of the project that have each of these methods, by a method of theirs as well; they need
    no place in `of`.
    Example: `making = ["__aexit__"]`"""
    heirs: bool = False
    """Whether constructions of classes that derive from one of `of` count as well: those of the project, and those of
    libraries that `@class-bases` knows; of names that end in `()`, calls of their instances. Example: `heirs = true`"""
    decorated: Names = ()
    """Calls of functions, methods and classes of the project that have one of these decorators; they need no place in
    `of`. Example: `decorated = ["celery.shared_task"]`"""
    partials: bool = False
    """Whether it counts as called, too, where a partial of it is called that another module keeps.
    Example: `partials = true`"""
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
    in_dict: Names = ()
    """What takes its arguments as items of a dict that it is given first; a dot in a key is as good as an underscore.
    Example: `in-dict = ["confluent_kafka.Producer"]`"""
    order: dict[Name, tuple[str, ...]] = msgspec.field(default_factory=dict)
    """The parameters of what others define, in their order, for arguments by position.
    Example: `order = { "backoff.on_exception" = ["wait_gen", "exception"] }`"""
