"""What cards of this kind may say."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar, Literal

import msgspec

from ...config.expressions import Expression, Grouping
from ...query.calls.arguments import Position
from ...query.literals.literals import Shape, Use
from ...query.naming.names import Name, Names
from ...query.places.places import Places
from ...query.values.plain import misplaced
from ...query.values.values import Scalar, Value
from ..site_kind import SiteOptions


class Options(SiteOptions, frozen=True, kw_only=True):
    """Which literals, and what holds of them."""

    matches: Expression = ""
    """Only those whose text matches a regular expression as a whole; what has more than 8,192 letters is data, and of
    no form. Example: `matches = "AKIA[0-9A-Z]{16}"`"""
    not_matches: Expression = ""
    """None whose text matches a regular expression as a whole. Example: `not-matches = "(?i)changeme|your-.*"`"""
    besides: tuple[Scalar, ...] = ()
    """Values that are not meant. Example: `besides = [0, 1, -1, ""]`"""
    shapes: tuple[Shape, ...] = ("text",)
    """What they are; `f-string` is a text with holes, be it that `%` or `format` fills them, `built` one that `+` puts
    together or whose holes do not show, `list` a collection of several texts as a whole, of which each is looked at,
    and `members` one of several members of one enum, of which each name is. What a collection holds is a `text`, too.
    Example: `shapes = ["text", "f-string"]`"""
    named: tuple[str, ...] = ()
    """Globs of what they are given to: variables, attributes by their last name, keywords, keys of dicts, parameters,
    functions that return them; capitals are as good as small letters. Example: `named = ["*password*", "api_key"]`"""
    in_dicts: tuple[str, ...] = ()
    """Globs of names of dicts whose values are meant, at any depth and whatever their keys; with `used-as = ["key"]`
    the keys by which these are looked up. Example: `in-dicts = ["*_topics"]`"""
    named_inside: Places = ()
    """The only places in which the names of `named` count, whatever `given-to` says.
    Example: `named-inside = ["role:service"]`"""
    not_named: tuple[str, ...] = ()
    """Globs of what they must not be given to, to be meant. Example: `not-named = ["*_url", "*_env"]`"""
    not_within: tuple[str, ...] = ()
    """Globs of names of keywords, keys and variables around, in what is given to which it is none that is meant.
    Example: `not-within = ["examples"]`"""
    repeats_name: bool | None = None
    """Only those whose text ends like what they are given to, as `TYPE_TOKEN = "token"`, or only others.
    Example: `repeats-name = false`"""
    says_name: bool | None = None
    """Only those whose text ends with all of what they are given to, as `ORDER_TOPIC = "order_topic"`, or only others.
    Example: `says-name = false`"""
    given_to: Names = ()
    """Calls that they are given to; of `named`, `in-dicts` and `given-to` one suffices.
    Example: `given-to = ["*.subscribe"]`"""
    unless_given_to: Names = ()
    """None that these calls are given, or that stand behind an `or` after one.
    Example: `unless-given-to = ["os.getenv"]`"""
    through_functions: bool = False
    """Whether what a function of the file returns counts as given to the calls of `given-to` that the function, or what
    a call of it gives, is given to.
    Example: `through-functions = true`"""
    taken_by: Names = ()
    """Functions of other modules of the project: what they are given by position, as a parameter that `argument` or
    `named` names, counts as given to a call of `given-to`; without `argument`, all that functions of the project are
    given does. Example: `taken-by = ["*.*publish*"]`"""
    elsewhere: bool = False
    """Whether constants of other modules count as well that calls of `given-to` are given: they are asked whether they
    match what a text must match, or is forbidden to. Example: `elsewhere = true`"""
    at: Literal["value", "call"] = "value"
    """Where it is shown, and whose place counts: where it is written, or the call that is given it.
    Example: `at = "call"`"""
    anyhow_inside: Places = ()
    """Places in which it does not matter what they are given to. Example: `anyhow-inside = ["body"]`"""
    argument: str = ""
    """The one argument of these calls that is meant, by keyword, with `|` between several; any without it.
    Example: `argument = "topic"`"""
    each_of: Names = ()
    """Those of these calls of which every argument by position is meant. Example: `each-of = ["acme.Reader"]`"""
    position: Position | None = None
    """The place of that argument among the positional ones, from 0. Example: `position = 0`"""
    positions: dict[Name, Position] = msgspec.field(default_factory=dict)
    """Its place for some of these calls, where it is another one. Example: `positions = { "*.subscribe" = 0 }`"""
    unless_parameter: tuple[str, ...] = ()
    """Globs of names: nothing that stands in that place where a function of the project takes something called so.
    Example: `unless-parameter = ["key", "event"]`"""
    parts: tuple[str, ...] = ()
    """Globs of what fills a hole of an f-string with one word, without a dot. Example: `parts = ["*broker*"]`"""
    used_as: tuple[Use, ...] = ("value",)
    """What they are there for: as a value, as a key of a dict or an index, to be compared with, as a member of an enum.
    Example: `used-as = ["value", "member"]`"""
    forbidden: bool = False
    """Whether they must not be there at all. Example: `forbidden = true`"""
    only_inside: Places = ()
    """The only places where they may stand. Example: `only-inside = ["module:shop.topics"]`"""
    agree: Grouping = ""
    """A regular expression whose group must take in the same in all of a file that it matches.
    Example: `agree = "(paper|live)[.].*"`"""
    value: Value | None = None
    """What they must be. Example: `value = { matches = "[a-z]+(\\\\.[a-z]+){2}" }`"""
    commented: Expression = ""
    """A regular expression that a comment beside it, or alone on the line above, must match as a whole, without its
    sign. Example: `commented = "until [0-9]{4}-[0-9]{2}.*"`"""

    words: ClassVar[tuple[str, ...]] = ("value", "name", "call", "function", "module", "other")

    def complaints(self) -> Iterator[tuple[str, str]]:
        yield from super().complaints()
        if not (self.forbidden or self.only_inside or self.agree or self.commented or self.value is not None):
            yield (
                "forbidden",
                "say what holds of them: `forbidden = true`, `only-inside`, `agree`, `commented` or `value`",
            )
        is_of_some_sort = "number" in self.shapes or "value" not in self.used_as
        chosen = (self.matches, self.named, self.in_dicts, self.given_to, self.inside, is_of_some_sort)
        if not any(chosen):
            yield "named", "say which are meant: `matches`, `named`, `given-to`, or `inside` with places"
        is_told = bool(self.matches) if self.forbidden else self.value is not None and bool(self.value.matches)
        if self.elsewhere and not is_told:
            yield "elsewhere", "`value.matches` says what such constants must be, or `matches` which are forbidden"
        if (self.argument or self.position is not None or self.positions) and not self.given_to:
            yield "argument", "`argument` and `position` say which argument of the calls in `given-to` is meant"
        yield from (("value", said) for said in misplaced(self.value))
