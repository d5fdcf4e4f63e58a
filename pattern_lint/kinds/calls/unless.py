"""What makes a call fine, whatever a card demands of it."""

from __future__ import annotations

import msgspec

from ...query.naming.names import Name, Names
from .fitted import Fitted
from .given import Where as Choice
from .which import WhichOptions


class UnlessOptions(WhichOptions, frozen=True, kw_only=True):
    """What makes a call fine all the same."""

    unless_made_with: tuple[Choice, ...] = ()
    """No calls on what the file makes with one of these arguments; of functions, none that are given such a thing.
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
    unless_then: tuple[str, ...] = ()
    """Methods that make it fine where one is called at once on what it gives, `replace(tzinfo)` for one that is given
    that keyword. Example: `unless-then = ["replace(tzinfo)", "astimezone"]`"""
    unless_yielded: bool = False
    """Whether calls are left aside on what their function hands out by a `yield`. Example: `unless-yielded = true`"""
    unless_filling: bool = False
    """Whether calls are left aside whose value is taken apart for what makes an object, as in `Order(**data)`.
    Example: `unless-filling = true`"""
    unless_beside: Names = ()
    """Calls that make it fine where its function has one of them. Example: `unless-beside = ["os.replace"]`"""
    beside_same: bool = False
    """Whether of these only those count that may be given the same first of all. Example: `beside-same = true`"""
    unless_set: tuple[str, ...] = ()
    """Globs of keys, in small letters, that make it fine where its function sets one of them on something.
    Example: `unless-set = ["x-trace-id"]`"""
    by_default: dict[Name, tuple[str, ...]] = msgspec.field(default_factory=dict)
    """Arguments that some of what is called need not be given, as it has them in the right way by itself.
    Example: `by-default = { "stamina.retry" = ["attempts"] }`"""
