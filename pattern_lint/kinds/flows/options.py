"""What cards of this kind may say."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

import msgspec

from ...project.arrivals import Within
from ...query.calls.arguments import Position
from ...query.naming.names import Names
from ...query.origins.came_from import From
from ...query.places.places import Places
from ..calls.wanted import Argument
from ..site_kind import SiteOptions


class Into(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename="kebab", kw_only=True):
    """Where values go; several ways are taken together."""

    of: Names = ()
    """Calls that are given a value. Example: `of = ["*.execute", "subprocess.run"]`"""
    raising: Names = ()
    """Errors that are raised with a value: these, unless `of` names them, and those of the project that derive from
    one; where they have a constructor of their own and an `argument` is named, only those that take one.
    Example: `raising = ["fastapi.HTTPException"]`"""
    argument: str = ""
    """The one argument of these calls that is meant, by keyword, with `|` between several; any is where nothing is
    said. Example: `argument = "statement"`"""
    position: Position | None = None
    """The place of that argument among the positional ones, from 0. Example: `position = 0`"""
    called_on: bool = False
    """Whether what these are called on counts as a value that they are given. Example: `called-on = true`"""
    given: dict[str, Argument] = msgspec.field(default_factory=dict)
    """Only calls that are surely given one of these arguments so.
    Example: `given.status = { position = 0, least = 500 }`"""
    unless_given: dict[str, Argument] = msgspec.field(default_factory=dict)
    """No calls that are surely given one of these arguments so.
    Example: `unless-given.status = { position = 0, least = 500 }`"""
    built: bool = False
    """Whether only texts that are built of a value are meant, by an f-string, `%`, `+`, `format` or `join`.
    Example: `built = true`"""
    decorated: Names = ()
    """What functions with one of these decorators return. Example: `decorated = ["fastapi.APIRouter().get"]`"""
    streaming: Names = ()
    """Calls that hand on what a generator of the file yields that they are given.
    Example: `streaming = ["acme.StreamedAnswer"]`"""
    returned: Places = ()
    """What functions in one of these places return. Example: `returned = ["role:controller"]`"""


class Options(SiteOptions, frozen=True, kw_only=True):
    """Which values must not arrive where."""

    from_: From = msgspec.field(name="from")
    """Where the values come from. Example: `from = { of = ["flask.request.args"] }`"""
    into: Into
    """Where they must not arrive. Example: `into = { of = ["*.execute"], position = 0 }`"""
    through: Names = ()
    """What makes a value fine: conversions that it goes through, checks that are made of it before, attributes that are
    read of it, types of parameters and of exceptions that are caught. To be one of some fixed values is fine, too.
    Example: `through = ["int", "uuid.UUID", "*.isdigit"]`"""
    within: Within = "project"
    """How far values are followed: through the whole project; into what they are handed to where they are caught or
    arrive, and back out of functions of that file and of those that take an error by a name of `named`; or not beyond
    the function that they come from.
    Example: `within = "file"`"""

    told_where_handed: bool = False
    """Whether a finding stands where a value is handed to the helper that leads it on, and not where it arrives there.
    Example: `told-where-handed = true`"""
    in_objects: bool = False
    """Whether an object of the project that is made of a value, by keyword, counts as that value.
    Example: `in-objects = true`"""

    needless = "forbidden"
    words: ClassVar[tuple[str, ...]] = ("source", "sink", "argument", "function", "module")

    def complaints(self) -> Iterator[tuple[str, str]]:
        yield from super().complaints()
        if not (
            self.from_.of or self.from_.decorated or self.from_.parameters or self.from_.caught or self.from_.attributes
        ):
            yield "from", 'say where values come from, such as `from = { of = ["flask.request.args"] }`'
        if not (self.into.of or self.into.raising or self.into.decorated or self.into.streaming or self.into.returned):
            yield "into", 'say where values go, such as `into = { of = ["*.execute"], position = 0 }`'
        if (self.into.argument or self.into.position is not None) and not self.into.of:
            yield "into", "`argument` and `position` say which argument of the calls in `of` is meant"
