"""Which classes a card is about."""

from __future__ import annotations

from typing import ClassVar

from ...query.naming.names import Names
from ..defined_kind import DefinedOptions


class OnlyOptions(DefinedOptions, frozen=True, kw_only=True):
    """Only some of these classes."""

    early: ClassVar[int] = 1
    defining: tuple[str, ...] = ()
    """Only classes that define one of these methods themselves. Example: `defining = ["__enter__", "__exit__"]`"""
    bases_have: tuple[str, ...] = ()
    """Only classes that have, inherit or are to write one of these methods; one with a base of others may, but for
    those of the standard library. Example: `bases-have = ["handle"]`"""
    gives_itself_to: Names = ()
    """Only classes that hand themselves to a call of one of these, or that `defining` means.
    Example: `gives-itself-to = ["*.register"]`"""
    having: tuple[str, ...] = ()
    """Only classes that declare, themselves or by a base, something that one of these globs matches, a value or not;
    bases of others that `derives` names have none of it. Example: `having = ["slug", "*_slug"]`"""
    public: bool = False
    """Whether only classes count that others may name: those with an underscore before their name, or that of what is
    around them, and those in functions are left aside. Example: `public = true`"""
    concrete: bool = False
    """Whether abstract classes and bare bases (`Base*`, `Abstract*`) are left aside, and those that tell their mapper
    so by `Meta.abstract` or `__abstract__`. Example: `concrete = true`"""
    interface: bool = False
    """Whether only interfaces count: protocols, and abstract classes that have nothing but abstract methods.
    Example: `interface = true`"""
    links_aside: bool = False
    """Whether tables are left aside of which every column leads to another table, their key apart.
    Example: `links-aside = true`"""
