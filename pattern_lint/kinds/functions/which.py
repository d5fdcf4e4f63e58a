"""Which functions a card is about."""

from __future__ import annotations

from typing import ClassVar, Literal

from ...query.naming.names import Names
from ..defined_kind import DefinedOptions


class OnlyOptions(DefinedOptions, frozen=True, kw_only=True):
    """Only some of these functions."""

    early: ClassVar[int] = 1
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
    not_calling: Names = ()
    """Only functions that call none of these in their own body. Example: `not-calling = ["acme.retries.attempts"]`"""
    keeping: Names = ()
    """Only methods that keep in an attribute of the object what one of these gives. Example: `keeping = ["open"]`"""
    keeping_open: Names = ()
    """Only functions that give or keep what a call of one of these opens, with no `with` around it or end of it.
    Example: `keeping-open = ["open"]`"""
    handing_on: Names = ()
    """Only functions that give what they take to a call of one of these. Example: `handing-on = ["*.register"]`"""
    or_parts: bool = False
    """Whether a part of what they take counts as well. Example: `or-parts = true`"""
    parts_aside: tuple[str, ...] = ()
    """Globs of names of parts that do not. Example: `parts-aside = ["*arguments*"]`"""
    or_storing: bool = False
    """Whether functions count as well that keep what they take under a key of something; `del` takes it back.
    Example: `or-storing = true`"""
    making: Names = ()
    """Functions that make with these calls what others take; `handing-on` and `or-storing` are asked of that, too. They
    need no place in `of` or `decorated`. Example: `making = ["aiohttp.web.WebSocketResponse"]`"""
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
