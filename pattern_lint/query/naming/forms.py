"""Which of the forms a name of a card has, each name looked at once: the lists in many cards hold the same names."""

from __future__ import annotations

import re
from functools import cache
from typing import Literal, NamedTuple

from ...lang.python.externals import is_builtin
from ...lang.python.symbols import canonical_chain

_ROLE = re.compile(r"role:(?P<role>[a-z-]+)(\.(?P<member>[\w*]+))?")
_LIKE = "like:"
_MEMBER_GLOB = re.compile(r"\*\.(?=\w*\*)(?=\**\w)[\w*]+")
"""A part of the name of a method or attribute, of anything."""
_OF_NAMED = re.compile(r"\*\.(?P<on>\w+)\.(?P<member>\w+)")
"""A method or attribute of whatever is an attribute of some name."""
_FIRST = re.compile(r"[^.]*")
SUPER, _ON_SUPER = ".__super__", "super()."


class Form(NamedTuple):
    """What a name is, and what it says."""

    sort: Literal["role", "like", "member", "glob", "exact"]
    name: str
    """The member that is meant of something, or the whole name in its one spelling."""
    of: str = ""
    """The role of that something, or what it is called; of a glob, where it says that alone."""
    is_partial: bool = False
    """Whether a glob tells but a part of the name of a member, of anything."""
    is_own: bool = False
    """Whether a name does not say in which module of the project it is, as globs do not that have no dot and begin
    with no star."""


@cache
def form_of(name: str) -> Form:
    """The form of a name as a card has it."""
    if name.startswith(_ON_SUPER):
        name = f"*(){SUPER}.{name.removeprefix(_ON_SUPER)}"
    if ":" in name and (said := _by_what_it_is(name)) is not None:
        return said
    if "*" in name:
        return _of_glob(name)
    exact = spelled(name)
    return Form("exact", exact, is_own="." not in exact or exact[: exact.find(".")].endswith("()"))


def _by_what_it_is(name: str) -> Form | None:
    """The form of a name that tells the role of something, or what it is like."""
    role = _ROLE.fullmatch(name)
    if role is not None:
        return Form("role", role["member"] or "", role["role"])
    if name.startswith(_LIKE):
        receiver, _, member = name.removeprefix(_LIKE).partition(".")
        return Form("like", member, receiver)
    return None


def _of_glob(name: str) -> Form:
    if name.startswith("*.") and "*" not in name[2:] and "." not in name[2:]:
        return Form("member", name[2:])
    named, is_partial = _OF_NAMED.fullmatch(name), _MEMBER_GLOB.fullmatch(name) is not None
    of = named["on"] if named is not None else ""
    is_own = "." not in name and not name.startswith("*")
    return Form("glob", _spelled_glob(name).replace("[", "[[]"), of, is_partial=is_partial, is_own=is_own)


def _spelled_glob(name: str) -> str:
    """A glob with what stands before its first star in the one spelling that the names of code have."""
    head, _, tail = name[: name.find("*")].rpartition(".")
    return f"{spelled(head)}.{tail}{name[name.find('*') :]}" if "." in head else name


@cache
def spelled(name: str) -> str:
    """The one spelling of a name that a card gives."""
    if "." not in name:
        return f"builtins.{name}" if is_builtin(name.removesuffix("()")) else name
    first = _FIRST.match(name)
    assert first is not None
    return canonical_chain(first[0], name[first.end() :])
