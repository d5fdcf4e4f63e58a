"""How a card says where the names of a set come from."""

from __future__ import annotations

from typing import Literal

import msgspec

from ..naming.names import Name, Names
from ..places.places import Places


class Source(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename="kebab", kw_only=True):
    """One way in which names come together; several ways are taken together."""

    derives: Names = ()
    """Classes that derive from one of these at any depth, abstract ones aside. Example: `derives = ["shop.Plugin"]`"""
    named: tuple[str, ...] = ()
    """Globs of names of classes and functions. Example: `named = ["handle_*"]`"""
    decorated: Names = ()
    """Classes and functions with one of these decorators. Example: `decorated = ["shop.registry.register"]`"""
    elements_of: Names = ()
    """Elements of collections that modules and classes bind, by the names of these; of dicts the keys, and in `in` the
    values as well; of `__all__` what it names. Example: `elements-of = ["shop.ALL"]`"""
    values: bool = False
    """Whether of dicts among these the values are meant, and not the keys. Example: `values = true`"""
    key: str = ""
    """The key of dicts among these, or of files, at any depth, under which the names stand. Example: `key = "task"`"""
    keys_in: tuple[str, ...] = ()
    """Keys of TOML, INI, JSON and YAML files that one of these globs matches: in `of` those that hold no others, in
    `in` all, by themselves and with those around them, dots between. Example: `keys-in = ["**/strings.json"]`"""
    written_in: tuple[str, ...] = ()
    """In `in`: what is written, as a word of its own, in files that one of these globs matches: Markdown, TOML, INI,
    JSON and YAML, and scripts whose ending the glob names (`web/**/*.ts`, `*.sh`); classes, functions and members by
    their own names. Example: `written-in = ["docs/errors.md"]`"""
    values_in: tuple[str, ...] = ()
    """Texts and numbers that stand under keys of TOML, INI, JSON and YAML files that one of these globs
    matches; `key` says under which. Example: `values-in = ["pyproject.toml"]`"""
    paths: bool = False
    """Whether texts are the dotted paths of what is meant. Example: `paths = true`"""
    values_of: Names = ()
    """What classes that derive from another say of an attribute, or of all that a glob means, as members of enums are;
    of an enum, or a module, what it says itself. A number is the text of its digits.
    Example: `values-of = ["shop.plugins.Plugin.name", "shop.Status.*", "shop.__version__"]`"""
    methods_of: Names = ()
    """The names of the public methods that classes have, those that they inherit included.
    Example: `methods-of = ["shop.Client"]`"""
    fields_of: Names = ()
    """The names of what these classes, or those that derive from them, declare, or inherit from classes of the project:
    their public attributes, be they given a value or not.
    Example: `fields-of = ["pydantic_settings.BaseSettings"]`"""
    made_by: Names = ()
    """Variables of modules that a call of one of these makes; in the other set they are found by the same name, however
    it is imported. Example: `made-by = ["fastapi.APIRouter"]`"""
    members_of: Names = ()
    """Members of enums. Example: `members-of = ["shop.events.EventType"]`"""
    given_to: Names = ()
    """What calls are given as an argument. Example: `given-to = ["*.emit"]`"""
    argument: str = ""
    """The argument of `given-to` by keyword, with `|` between several; the first one where nothing is said.
    Example: `argument = "event"`"""
    at: Literal["name", "call"] = "name"
    """Whether what `given-to` is given is shown where it is written, or at the call. Example: `at = "call"`"""
    in_dict: Names = ()
    """Those of `given-to` that take their arguments as items of a dict.
    Example: `in-dict = ["confluent_kafka.Producer"]`"""
    position: int = 0
    """The place of that argument among the positional ones, from 0; -1 where it has none. Example: `position = 1`"""
    positions: dict[Name, int] = msgspec.field(default_factory=dict)
    """Its place in calls of which it is another one. Example: `positions = { "*.add_handler" = 1 }`"""
    through: tuple[str, ...] = ()
    """Globs of functions of the project that may hand on, as that argument, what they are given: then what their calls
    give counts in its place. Example: `through = ["*notify*"]`"""
    tells: tuple[str, ...] = ()
    """What is given may tell its name itself, by one of these arguments of the call that makes it.
    Example: `tells = ["type", "topic"]`"""
    tells_first: tuple[str, ...] = ()
    """Names of classes whose first argument is that one. Example: `tells-first = ["Event"]`"""
    functions: bool = True
    """Whether a function that is given stands for itself, or for a name that is not known, as a listener does that
    hears everything. Example: `functions = false`"""
    each: bool = False
    """Whether that argument is a collection, of which the elements are meant. Example: `each = true`"""
    with_role: tuple[str, ...] = ()
    """Classes that have one of these roles, abstract ones aside. Example: `with-role = ["constraint"]`"""
    implemented: bool = False
    """Classes from which one derives that is not abstract; and protocols, which others keep without deriving from them.
    Example: `implemented = true`"""
    public: bool = False
    """Whether only classes and functions count that other modules may import: no methods, nothing that stands in a
    function, and nothing whose name begins with an underscore. Example: `public = true`"""
    exported: bool = False
    """What packages hand on: names that their `__init__.py` binds. Example: `exported = true`"""
    mentioned_in: Places = ()
    """What modules in one of these places name, beside importing it: as a symbol, or as a text with a dotted path. In a
    project of a few modules that has no such places nothing is named there; of a larger one they may lie elsewhere.
    Example: `mentioned-in = ["path:tests/**"]`"""
    entry_points: bool = False
    """What the entry points of a `pyproject.toml` or a `setup.cfg` name. Example: `entry-points = true`"""
    heirs_of_those_with: tuple[str, ...] = ()
    """Classes of which a base defines one of these methods. Example: `heirs-of-those-with = ["__init_subclass__"]`"""
    inside: Places = ()
    """Only what stands in one of these places. Example: `inside = ["module:shop.plugins"]`"""
    outside: Places = ()
    """Only what stands in none of these places. Example: `outside = ["path:tests/**"]`"""
