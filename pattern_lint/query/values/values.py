"""What a value must be, as cards say it, and what a file shows of the values that an expression may have."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from typing import Literal, TypeAlias

import msgspec

from ...config.expressions import Expression
from ...lang.python.constants import constant as named_value
from ...lang.python.module import Module
from ...lang.python.one_form import is_of_percent
from ...lang.python.scopes import Scope
from ...lang.python.walking import nodes_in
from ..answers import NO, UNKNOWN, YES, Answer, answer, every, on_condition, opposite, some
from ..expressions.constants import UNKNOWN_CONSTANT, constant_of, is_constant
from ..expressions.forms import is_a
from ..expressions.parts import (
    bare,
    beginning,
    is_coroutine,
    parts_within,
    speaks_of,
    symbols_within,
)
from ..expressions.pieces import misses
from ..expressions.spoken import is_named, mentions
from ..naming.forms import spelled
from ..naming.names import Asked, Names, name_set
from .bodies import function_says
from .computed import value_of
from .demanded import demands_of, of_constant
from .elsewhere import contains, is_constant_elsewhere, is_kept_constant, names_or_calls, own_name_of
from .named_after import Template, reads
from .said import ways
from .types import Type, is_typed
from .zones import NAIVE_TIME, SAID, zone_named, zone_of

Scalar: TypeAlias = str | int | float | bool
_MADE = (ast.Call, ast.List, ast.Tuple, ast.Set, ast.Dict, ast.JoinedStr, ast.Lambda)
_VARYING = (
    *(ast.Call, ast.Attribute, ast.Subscript, ast.JoinedStr, ast.BinOp, ast.Name),
    *(ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp),
)
"""What is no constant, where it is not known to be one."""
_OPAQUE = frozenset({"builtins.bytes", "builtins.bytearray", "builtins.str", "builtins.object"})
"""The value of an expression that is not written out."""


class Value(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename="kebab", kw_only=True):
    """What a value must be; all that is said must hold, whichever way the value comes about."""

    given: bool | None = None
    """Whether it must be there at all. Example: `given = true`"""
    is_: Scalar | None = msgspec.field(default=None, name="is")
    """The one constant that it must be. Example: `is = true`"""
    is_none: bool | None = None
    """Whether it must be None, or must not be. Example: `is-none = false`"""
    one_of: tuple[Scalar, ...] = ()
    """The constants of which it must be one. Example: `one-of = ["r", "rb"]`"""
    not_one_of: tuple[Scalar, ...] = ()
    """The constants that it must not be. Example: `not-one-of = [0, -1]`"""
    matches: Expression = ""
    """A regular expression that a text must match as a whole. Example: `matches = "[a-z_]+"`"""
    reads: tuple[Template, ...] = ()
    """Texts of which it must be one, named after what it stands in: `{file}`, `{folder}`, `{module}`, `{function}`,
    `{class}` (or in small letters, with `_` or `-` between its words), or the `{variable}` that gets it.
    Example: `reads = ["{file}", "shop.{function}"]`"""
    least: float | None = None
    """The smallest number that it may be. Example: `least = 1`"""
    most: float | None = None
    """The largest number that it may be. Example: `most = 30`"""
    constant: bool | None = None
    """Whether it must be written out in the code, or must not be. Example: `constant = false`"""
    symbol: Names = ()
    """What it must name, or be a call of. Example: `symbol = ["datetime.UTC"]`"""
    not_symbol: Names = ()
    """What it must not name, nor be a call of. Example: `not-symbol = ["uuid.uuid4"]`"""
    heirs: bool = False
    """Whether a class that derives from one of those of `symbol` or `not-symbol` counts as it, too.
    Example: `heirs = true`"""
    unless_utc: bool = False
    """Whether it may be that all the same where it is the zone UTC, by whatever name. Example: `unless-utc = true`"""
    not_named: tuple[str, ...] = ()
    """Globs of names of variables and attributes that it must not be, nor a text or bytes of nothing else; those with a
    dot are about attributes, and what methods give that take nothing, those with a bracket about items as they are
    written. Example: `not-named = ["broker", "*_timestamp", "*.body", "*topic.split(*"]`"""
    contains: Names = ()
    """Of what one must occur in it at any depth, constants that it names included.
    Example: `contains = ["acme.permissions.IsStaff"]`"""
    never: Names = ()
    """What must not occur in it at any depth, constants that it names included. Example: `never = ["Exception"]`"""
    elsewhere: bool = False
    """Whether functions of other modules count as well that give what must never occur in it, or what it must not name,
    of `@given-elsewhere`, or a time without a zone; and their constants that are one of the numbers there, as it must
    be, or texts where it must be no constant or no text. Example: `elsewhere = true`"""
    never_bare: Names = ()
    """What must not be called in it without an argument. Example: `never-bare = ["acme.retry_if"]`"""
    type: Names = ()
    """The classes of one of which it must be an instance. Example: `type = ["pathlib.Path"]`"""
    not_type: Names = ()
    """The classes of none of which it may be an instance; one of the project that derives from a builtin is a type of
    its own. Example: `not-type = ["float"]`"""
    mentions: tuple[str, ...] = ()
    """Globs of which one must match a part of a text: what stands between colons and dots, or the name of what stands
    in a hole (of `tenant.id` that of the tenant, too); or the name of a function that makes it, with `()`.
    Example: `mentions = ["*broker*", "market", "make_key()"]`"""
    or_unknown: tuple[str, ...] = ()
    """More such globs, of names whose text the file does not show. Example: `or-unknown = ["*prefix*"]`"""
    not_a: tuple[Literal["dict", "text", "list", "set", "lambda"], ...] = ()
    """What it must not be: a dict, list, set or text that is written out or put together, or a lambda.
    Example: `not-a = ["dict"]`"""
    speaks_of: tuple[str, ...] = ()
    """Globs of names, attributes and keys of which one must occur in it, in one way in which it comes about at least.
    Example: `speaks-of = ["event", "*trace*"]`"""
    begins: Expression = ""
    """A regular expression that a text of a function, unless `%` or `+` makes it, must match before its first value.
    Example: `begins = "[a-z_]+:"`"""
    tells: Literal["any", "zone", "utc"] = "any"
    """What each time in it must tell: its zone, or that it is UTC. Example: `tells = "zone"`"""
    function_says: tuple[str, ...] = ()
    """Globs of texts and names of which one must occur in the function of the file that it names.
    Example: `function-says = ["x-forwarded-for"]`"""
    async_: bool | None = msgspec.field(default=None, name="async")
    """Whether the function that it names must be asynchronous, or must not be. Example: `async = true`"""
    said_by: Names = ()
    """Calls that only say in another way what they are given or called on, which is looked at in their place.
    Example: `said-by = ["json.dumps", "*.encode"]`"""
    nothing_of: Names = ()
    """Calls that say no more than None where they are given nothing else. Example: `nothing-of = ["acme.Limit"]`"""
    sure: bool = False
    """Whether only what is wrong by each way in which it comes about counts. Example: `sure = true`"""

    @property
    def says_nothing_of_absence(self) -> bool:
        """Whether it is about what is given only."""
        return self.given is None


_OF_PARTS = (msgspec.Struct, dict, tuple)


def asks_constants(said: object) -> bool:
    """Whether something in what a card says must be a certain constant."""
    if isinstance(said, Value) and (demands_of(said) or said.constant is not None):
        return True
    if isinstance(said, msgspec.Struct):
        parts: Iterable[object] = [getattr(said, name) for name in said.__struct_fields__]
    else:
        parts = said.values() if isinstance(said, dict) else said if isinstance(said, tuple) else ()
    return any(asks_constants(part) for part in parts if part and isinstance(part, _OF_PARTS))


def holds(value: Value, node: ast.expr, module: Module, scope: Scope) -> Answer:
    """Whether an expression is what it must be, by every way in which it may come about."""
    found = list(ways(value, node, module, scope))
    held = [_holds(value, choice, module, home) for choice, home in found]
    spoken = [some(speaks_of(choice, value.speaks_of) for choice, _ in found)] if value.speaks_of else []
    texts = (value_of(choice, module, home) for choice, home in found)
    named = [reads(value.reads, node, texts, module)] if value.reads else []
    if value.not_named and isinstance(bare(node), ast.Name):
        named.append(answer(not is_named(value.not_named, bare(node))))  # whatever that stands for
    return every([some(held) if value.sure else every(held), *spoken, *named])


def _holds(value: Value, node: ast.expr, module: Module, scope: Scope) -> Answer:
    """Whether one expression is what it must be."""
    constant = value_of(node, module, scope)
    if value.elsewhere and value.is_ is not None and constant is UNKNOWN_CONSTANT:
        return _given_elsewhere((str(value.is_),), module.symbol(node, scope), module)
    return every(
        [
            _of_constant(value, constant, node, module, scope),
            answer(not (value.matches and misses(value.matches, node, module, scope))),
            *_of_form(value, node, module, scope),
            *_of_symbol(value, node, module, scope),
            *_of_parts(value, node, module, scope),
        ]
    )


def _of_constant(value: Value, constant: object, node: ast.expr, module: Module, scope: Scope) -> Answer:
    is_made = constant is UNKNOWN_CONSTANT and _is_surely_one(node, module, scope)
    held = every(answer(each) for each in of_constant(value, constant, is_made=is_made))
    return is_constant_elsewhere(node, demands_of(value), module, scope) if held == UNKNOWN else held


def _is_surely_one(node: ast.expr, module: Module, scope: Scope) -> bool:
    """Whether an expression makes something, or names a parameter that promises to be something."""
    if not isinstance(node, ast.Name):
        return isinstance(node, _MADE)
    home = scope.home(node.id)
    bound = home.bindings[node.id] if home is not None else []
    if len(bound) != 1 or bound[0].kind != "param" or bound[0].annotation is None or home is None:
        return False
    return is_typed(Type(optional=False), bound[0].annotation, module, home.parent or home) == YES


def _of_form(value: Value, node: ast.expr, module: Module, scope: Scope) -> Iterator[Answer]:
    if value.not_named:
        yield answer(not is_named(value.not_named, bare(node)))
    for form in value.not_a:
        held = answer(is_a(form, node, module, scope))
        if value.elsewhere and form == "text" and held == UNKNOWN:
            held = _given_elsewhere((), module.symbol(bare(node), scope), module, "own-text", UNKNOWN)
        yield opposite(held)
    if value.constant is not None:
        shown = named_value(module, bare(node) if isinstance(node, ast.Call) else node, scope)
        if is_constant(shown) and not _holds_varying(shown):
            yield answer(value.constant)
        elif value.constant and (kept := is_kept_constant(bare(node), module, scope)).holds is not False:
            yield kept
        elif not value.constant and (symbol := own_name_of(bare(node), module, scope)):
            yield on_condition(("unknown", "", (("keeps-constant", symbol, ()),)))
        else:
            yield answer(not value.constant if isinstance(node, _VARYING) or _holds_varying(node) else None)
        if value.elsewhere and not value.constant:
            yield opposite(_given_elsewhere((), module.symbol(bare(node), scope), module, "text"))


def _holds_varying(node: ast.expr) -> bool:
    """Whether a collection that is written out holds what is not, or is empty, and made to be filled."""
    if not isinstance(node, (ast.Dict, ast.List, ast.Tuple, ast.Set)):
        return False
    is_empty = not (node.keys if isinstance(node, ast.Dict) else node.elts)
    return is_empty or any(isinstance(each, _VARYING) for each in nodes_in(node))


def _of_symbol(value: Value, node: ast.expr, module: Module, scope: Scope) -> Iterator[Answer]:
    if value.type:
        yield _is_instance(value.type, node, module, scope)
    if value.not_type:
        yield opposite(_is_instance(value.not_type, node, module, scope, "instance-of-no-own"))
    if not (value.symbol or value.not_symbol):
        return
    named = _named(node, module, scope)
    if value.symbol:
        yield _is_one_named(value.symbol, named, node, module, heirs=value.heirs)
    is_fine = value.unless_utc and zone_named(module, node, scope) == "utc"
    if value.not_symbol and not is_fine and not _hands_more(node, module, scope):
        yield opposite(_is_one_named(value.not_symbol, named, node, module, heirs=value.heirs))
        if value.elsewhere:
            yield opposite(some(_given_elsewhere(value.not_symbol, each, module) for each in named))


def _is_instance(classes: Names, node: ast.expr, module: Module, scope: Scope, question: str = "instance-of") -> Answer:
    constant = constant_of(node)
    if constant is not UNKNOWN_CONSTANT:
        return name_set(classes).match(Asked(f"builtins.{type(constant).__name__}"), module.roots)
    instance = module.symbol(node, scope) or ""
    made = instance.removesuffix("()") if instance.endswith("()") else None
    is_shown = (
        made is not None
        or instance.endswith((".*", ".[]"))
        or (isinstance(node, ast.Attribute) and node.attr.isupper())
    )
    if is_shown and instance.partition(".")[0] in module.roots:
        return on_condition((question, instance, tuple(map(spelled, classes))))
    is_kept = isinstance(node, ast.Attribute) and "()." in instance and instance.partition(".")[0] in module.roots
    if is_kept or own_name_of(node, module, scope):
        return on_condition(("attribute-of", instance, (question, tuple(map(spelled, classes)))))
    found = name_set(classes).match(Asked(made), module.roots) if made is not None else UNKNOWN
    is_named = isinstance(node, ast.Name) and made in _OPAQUE  # somebody else wrote in it what it is
    return UNKNOWN if found == NO and (is_named or _is_given_by_others(made)) else found


def _is_given_by_others(made: str | None) -> bool:
    """Whether something is what a method of a class of others gives, which may be anything."""
    owner, _, name = (made or "").rpartition("().")
    return bool(owner) and name[:1].islower() and not owner.startswith("builtins.")


def _of_parts(value: Value, node: ast.expr, module: Module, scope: Scope) -> Iterator[Answer]:
    """What is demanded of what occurs in an expression, and of the function that it names."""
    if value.contains:
        yield contains(value.contains, node, module, scope)
    if value.never:
        wanted, symbols = name_set(value.never), list(symbols_within(node, module, scope))
        given = [_given_elsewhere(value.never, symbol, module) for symbol in symbols] if value.elsewhere else []
        yield opposite(some([*(wanted.match(Asked(symbol), module.roots) for symbol in symbols), *given]))
    if value.never_bare:
        calls = (part for part, _ in parts_within(node, module, scope) if isinstance(part, ast.Call))
        bare_ones = (Asked(module.symbol(call.func, scope)) for call in calls if not (call.args or call.keywords))
        yield opposite(some(name_set(value.never_bare).match(each, module.roots) for each in bare_ones))
    if value.mentions:
        yield mentions(value.mentions, value.or_unknown, node, module, scope)
    if value.begins:
        is_text = isinstance(node, (ast.Constant, ast.JoinedStr)) and not is_of_percent(node) and scope.kind != "module"
        text = beginning(node, module, scope)  # what is made elsewhere is judged there
        yield answer(not is_text or (None if text is None else re.match(value.begins, text) is not None))
    if value.tells != "any":
        parts = parts_within(node, module, scope)
        zones = [_zone(part, module, home) for part, home in parts if isinstance(part, ast.Call)]
        yield answer(not any(zone in SAID if value.tells == "utc" else zone.startswith("naive") for zone in zones))
        if value.elsewhere:
            told = (_given_elsewhere((NAIVE_TIME,), each, module) for each in symbols_within(node, module, scope))
            yield opposite(some(told))
    if value.function_says:
        yield function_says(value.function_says, node, module, scope)
    if value.async_ is not None:
        held = is_coroutine(node, module, scope)
        yield held if value.async_ else opposite(held)


def _given_elsewhere(
    names: Names, symbol: str | None, module: Module, asked: str = "gives-one-of", otherwise: Answer = NO
) -> Answer:
    """Whether a function of another module gives one of some names, or a constant of one is such, or any text."""
    root = (symbol or "").partition(".")[0]
    is_function = symbol is not None and root in module.roots and not symbol.startswith(f"{module.name}.")
    return on_condition((asked, symbol, tuple(map(spelled, names)))) if symbol and is_function else otherwise


def _zone(call: ast.Call, module: Module, scope: Scope) -> str:
    """The zone of what a clock gives; the seconds since the epoch are the same in all of them."""
    asked = module.index.parents.get(call)
    zone = zone_of(module, call, scope) or ""
    return "" if zone == "naive" and isinstance(asked, ast.Attribute) and asked.attr == "timestamp" else zone


def _named(node: ast.expr, module: Module, scope: Scope) -> list[str | None]:
    """What an expression names, and what it calls."""
    found = [module.symbol(node, scope)]
    if isinstance(node, ast.Call):
        found.append(module.symbol(node.func, scope))
    return found


def _hands_more(node: ast.expr, module: Module, scope: Scope) -> bool:
    """Whether a partial function gives arguments with it, so that it is not the bare one."""
    is_partial = isinstance(node, ast.Call) and module.symbol(node.func, scope) == "functools.partial"
    return isinstance(node, ast.Call) and (is_partial and len(node.args) + len(node.keywords) > 1)


def _is_one_named(
    names: Names, named: Iterable[str | None], node: ast.expr, module: Module, *, heirs: bool = False
) -> Answer:
    if constant_of(node) is not UNKNOWN_CONSTANT:
        return NO
    known = [each for each in named if each is not None]
    held = [names_or_calls(names, each, module) for each in known]
    derived = [on_condition(("derives", each, tuple(map(spelled, names)))) for each in known if heirs]
    return some([*held, *derived]) if known else UNKNOWN


__all__ = ["NO", "UNKNOWN", "UNKNOWN_CONSTANT", "YES", "Scalar", "Value", "constant_of", "holds", "is_constant"]
