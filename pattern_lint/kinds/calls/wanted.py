"""What cards say of an argument of calls."""

from __future__ import annotations

import msgspec

from ...query.calls.arguments import Position
from ...query.naming.names import Names
from ...query.values.values import Value


class Argument(Value, frozen=True):
    """What an argument must be: a value, and where it may stand."""

    position: Position | None = None
    """Its place among the positional arguments, from 0. Example: `position = 1`"""
    each_of: Names = ()
    """Those of the calls in which it is all that is given by position from there on, what is unpacked included.
    Example: `each-of = ["acme.Reader"]`"""
    none_is_absent: bool = False
    """Whether a None that is written out, there or as a constant, counts as not given.
    Example: `none-is-absent = true`"""
    if_taken: bool = False
    """Whether a function of the project must be given it only where it takes it. Example: `if-taken = true`"""
    unless: tuple[str, ...] = ()
    """Other arguments with which it may be anything, by position where the project shows the function.
    Example: `unless = ["event_type"]`"""
    unless_default: tuple[str, ...] = ()
    """Globs of parameters and attributes by which a function of the project, or its class, has one by itself.
    Example: `unless-default = ["*ttl*"]`"""
    unless_parameter: tuple[str, ...] = ()
    """Globs of parameters: where a function of the project takes the argument as one of them, it may be anything.
    Example: `unless-parameter = ["*name"]`"""
    unless_added: tuple[str, ...] = ()
    """Globs of keys: where a method of the project adds one of them to what it is given, it may be anything.
    Example: `unless-added = ["timestamp"]`"""
    unless_beside: tuple[str, ...] = ()
    """Texts with the argument's own in their braces: where the file has one of them, it may be anything.
    Example: `unless-beside = ["{}.bak"]`"""
    unless_handled: bool = False
    """Whether it may be the message that a handler of a stream is given, as it is or with more in it.
    Example: `unless-handled = true`"""
    never_as_it_came: bool = False
    """Whether it must not be the message that a handler of a stream is given, with nothing added.
    Example: `never-as-it-came = true`"""
    keys: dict[str, Value] = msgspec.field(default_factory=dict)
    """What a dict that is written out must hold, by globs of keys; behind `**/`, dicts in it may hold it as well.
    Example: `keys.timestamp = { given = true }`"""
    items: Value = Value()
    """What each element of a list, tuple or set that is written out must be, and each value of such a dict.
    Example: `items = { not-type = ["shop.Order"] }`"""
    message: str = ""
    """What a finding says where it is not so, as the card's own message does. Example: `message = "{call} may hang"`"""
