"""What cards say of pairs."""

from __future__ import annotations

from typing import ClassVar, Literal

from ...flow.ties import Tie
from ...query.naming.names import Names
from ..site_kind import SiteOptions


class Options(SiteOptions, frozen=True, kw_only=True):
    """What begins, what ends it, and how the two belong together."""

    of: Names
    """The calls that begin or acquire something. Example: `of = ["*.begin"]`"""
    heirs: bool = False
    """Whether constructions of classes that derive from one of `of` count as well: those of the project, and those of
    libraries that `@class-bases` knows. Example: `heirs = true`"""
    release: Names
    """The calls of which one ends it. Example: `release = ["*.commit", "*.rollback"]`"""
    same: Tie = "receiver"
    """What both have in common: what they are called on, what the first gives, the first argument, or all that tells
    one from another (`arguments`: in the class, whichever method is called, the same event and the same handler).
    Example: `same = "result"`"""
    by: Literal["every-path", "tear-down", "either", "holder"] = "every-path"
    """Who ends it: every way out of the function, a method that takes the class down, or whoever holds it in the end
    (a `with`, a `finally`, the caller that gets it, the class of an object that keeps it). What a base of others ends
    is not known, but one that a `deriving:` place names ends nothing. Example: `by = "holder"`"""
    keepers: Names = (
        "*.enter_context",
        "*.enter_async_context",
        "*.push_async_exit",
        "*.push_async_callback",
        "*.callback",
        "*.closing",
        "*.aclosing",
    )
    """What ends all that it is given, where holders are asked for. Example: `keepers = ["acme.pools.adopt"]`"""
    awaited: Names = ()
    """Of `release`, where holders are asked for, what ends nothing before it is awaited.
    Example: `awaited = ["acme.pools.Pool().close"]`"""
    errors: bool = True
    """Whether a way out by an exception counts, too. Example: `errors = false`"""
    tear_down: tuple[str, ...] = (
        "*close*",
        "*stop*",
        "*shutdown*",
        "*disconnect*",
        "*teardown*",
        "*tear_down*",
        "*cleanup*",
        "*clean_up*",
        "*dispose*",
        "*release*",
        "*exit__",
        "__del__",
    )
    """Globs of names of methods that take a class down. Example: `tear-down = ["close", "on_exit"]`"""

    set_up: tuple[str, ...] = ()
    """With `same = "arguments"`: globs of names of methods that set a class up. What another public method begins on
    demand, any method may end. Example: `set-up = ["__init__", "start*"]`"""
    owner_has: tuple[str, ...] = ()
    """Only in classes that have, or inherit or are completed by, a method that one of these globs matches.
    Example: `owner-has = ["close"]`"""

    words: ClassVar[tuple[str, ...]] = ("call", "name", "release", "function", "module")
