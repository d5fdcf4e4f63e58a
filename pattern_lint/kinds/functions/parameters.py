"""What functions must take, and what they must not."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence

import msgspec

from ...config.globs import looks_like
from ...lang.python.module import Module
from ...lang.python.scopes import FunctionNode, Scope
from ...query.answers import NO, YES, Answer, answer, every, on_condition, opposite, some
from ...query.definitions.signatures import Parameter as Taken
from ...query.definitions.signatures import parameters_of
from ...query.functions.parameters import is_handed_on
from ...query.functions.sizes import is_accessor, is_read_as_attribute
from ...query.naming.names import DefinedNames, Names, name_set
from ...query.origins.came_from import is_filled
from ...query.origins.module_state import places_changed
from ...query.values.types import Type, contains, contains_untold, is_typed
from ...query.values.values import Value, holds
from ..site_kind import Judgement, Site, demanded


class Parameter(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename="kebab", kw_only=True):
    """What a parameter must be."""

    given: bool | None = None
    """Whether the function must take it, which no property can, or must not. Example: `given = true`"""
    type: Type = Type()
    """What its annotation must be. Example: `type = { is = ["acme.Event"] }`"""
    default: Value = Value()
    """What its default must be. Example: `default = { given = true }`"""
    given_to: Names = ()
    """Calls of which one must be given it, or something made of it. Example: `given-to = ["*.__init__"]`"""
    typed: DefinedNames = ()
    """Only parameters that are of one of these types, or of an heir that the project defines, None aside, as their
    annotation says. Example: `typed = ["bool"]`"""
    by_name: bool | None = None
    """Whether it must be one that can be given by its name only, or must not; what Python calls by itself, as setters
    of properties, is left aside. Example: `by-name = true`"""
    unchanged: bool = False
    """Whether the function must leave as it is what it is given: it sets no item or attribute of it, and calls no
    method that changes a collection where its annotation says that it is one. Example: `unchanged = true`"""
    or_typed: DefinedNames = ()
    """Types that are meant whatever a parameter is called, too. Example: `or-typed = ["sqlalchemy.orm.Session"]`"""
    unlike: tuple[str, ...] = ()
    """Globs of names that are not meant. Example: `unlike = ["http_*"]`"""


class Untaken(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename="kebab", kw_only=True):
    """What parameters must not be, by what they are called or by their types; variable ones count, too."""

    named: tuple[str, ...] = ()
    """Globs of names; without annotation, a constant as default says otherwise. Example: `named = ["*_client"]`"""
    typed: DefinedNames = ()
    """Types that must not occur in their annotations. Example: `typed = ["*Client", "requests.Session"]`"""
    heirs: bool = False
    """Whether classes of the project that derive from one of `typed` count as it. Example: `heirs = true`"""
    untold: DefinedNames = ()
    """Generic types that must not occur in their annotations bare, or of Any. Example: `untold = ["dict"]`"""
    unless_filled_by: Names = ()
    """Only where no call of one of these fills them, as their default or in their annotation.
    Example: `unless-filled-by = ["fastapi.Depends"]`"""
    unless: DefinedNames = ()
    """Only where their annotations say something else. Example: `unless = ["str", "*Config", "typing.Callable"]`"""


_COLLECTIONS = ("dict", "list", "set")
_WRITTEN_OUT = ("__init__", "__new__", "__call__", "__post_init__")
"""Methods with names of Python's own whose calls people write."""


def outer(site: Site) -> Scope:
    return site.scope.parent or site.scope


def of_parameters(parameters: Mapping[str, Parameter], site: Site) -> Iterator[Judgement]:
    for name, wanted in parameters.items():
        taken = parameters_of(site.scope, site.module)
        asked = [(each, _is_meant(each, name, wanted, site)) for each in taken]
        meant = [(each, held) for each, held in asked if held.holds]
        if meant:
            for each, held in meant:
                judged = _of_parameter(each, wanted, site)
                yield from (demand._replace(when=(*demand.when, *held.when)) for demand in judged)
            continue
        is_asked = wanted.given is True and not _is_read(site)
        is_open = any(each.stars == "**" or (each.stars and not wanted.by_name) for each in taken)
        held = answer(not is_asked or (None if is_open and not name.startswith("**") else False))
        said = f"{site.words['function']} takes no {name}{_in_its_place(name, taken)}"
        yield demanded(held, said, words={"parameter": name, "name": name})


def _is_meant(taken: Taken, name: str, wanted: Parameter, site: Site) -> Answer:
    """Whether a card means a parameter, by its name or by its type."""
    if taken.is_called(name):
        is_meant = answer(not (wanted.unlike and looks_like(wanted.unlike)(taken.name)))
        return every([is_meant, _is_typed(wanted.typed, taken, site)]) if wanted.typed else is_meant
    if not wanted.or_typed or taken.node.annotation is None:
        return NO
    return contains(wanted.or_typed, taken.node.annotation, site.module, outer(site))


def _is_typed(types: DefinedNames, taken: Taken, site: Site) -> Answer:
    """Whether the annotation of a parameter says that it is of one of some types."""
    annotation = taken.node.annotation
    return NO if annotation is None else is_typed(Type(is_=types, heirs=True), annotation, site.module, outer(site))


def _in_its_place(name: str, taken: Sequence[Taken]) -> str:
    others = [each.name for each in taken if each.stars == "**"] if name.startswith("**") else []
    return f"; it takes **{others[0]} in its place" if others else ""


def _of_parameter(taken: Taken, wanted: Parameter, site: Site) -> Iterator[Judgement]:
    name, words, module = site.words["function"], {"parameter": taken.name, "name": taken.name}, site.module
    if wanted.given is False:
        yield Judgement("violates", f"{name} is not to take {taken.name}", taken.node, words=words)
        return
    yield demanded(answer(True), "")
    if wanted.type != Type():
        held = is_typed(wanted.type, taken.node.annotation, module, outer(site))
        yield demanded(held, f"the type of {taken.name} in {name} is not what it must be", taken.node, words)
    if wanted.by_name is not None and not _is_called_by_python(site.scope):
        said = f"{taken.name} of {name} must {'' if wanted.by_name else 'not '}be one that is given by name only"
        yield demanded(answer(taken.by_name is wanted.by_name), said, taken.node, words)
    if wanted.unchanged:
        change = next(_changes(taken, site), None)
        said = f"{name} changes {taken.name}, which whoever calls it still holds"
        yield demanded(answer(change is None), said, change, words)
    if wanted.given_to:
        said = f"{name} does not hand {taken.name} on"
        yield demanded(is_handed_on(taken.name, name_set(wanted.given_to), site.scope, module), said, words=words)
    if wanted.default != Value():
        held = _default_holds(wanted.default, taken.default, module, outer(site))
        yield demanded(held, f"the default of {taken.name} in {name} is not what it must be", taken.node, words)


def _is_read(site: Site) -> bool:
    node = site.scope.node
    return isinstance(node, FunctionNode) and is_read_as_attribute(node, site.module, outer(site))


def _is_called_by_python(scope: Scope) -> bool:
    """Whether Python gives a method what it takes by place: a setter of a property, or what an operator stands for."""
    node = scope.node
    assert isinstance(node, FunctionNode)
    is_special = node.name.startswith("__") and node.name.endswith("__") and node.name not in _WRITTEN_OUT
    return is_special or any(is_accessor(decorator) for decorator in node.decorator_list)


def _changes(taken: Taken, site: Site) -> Iterator[ast.AST]:
    """Where a function changes what a parameter holds, as far as it shows that this is no method of something else."""
    is_collection = _is_typed(_COLLECTIONS, taken, site) == YES
    for node, name, goes_in in places_changed(site.scope, site.module):
        if name == taken.name and (goes_in or is_collection):
            yield node


def of_untaken(never: Untaken, site: Site) -> Iterator[Judgement]:
    if never != Untaken():
        for taken in parameters_of(site.scope, site.module):
            said = f"{site.words['function']} is not to take {taken.name}"
            held = _is_taken(never, taken, site)
            yield demanded(opposite(held), said, taken.node, {"parameter": taken.name, "name": taken.name})
        yield Judgement("conforms")


def _is_taken(never: Untaken, taken: Taken, site: Site) -> Answer:
    """Whether a parameter is one that a function must not take."""
    annotation, module, home = taken.node.annotation, site.module, outer(site)
    is_named = looks_like(never.named)(taken.name)
    if annotation is None:
        is_plain = isinstance(taken.default, ast.Constant) and taken.default.value is not None
        return answer(is_named and not is_plain)
    if is_filled(taken, never.unless_filled_by, module, site.scope):
        return answer(False)
    held = [
        contains(never.typed, annotation, module, home, heirs=never.heirs),
        contains_untold(never.untold, annotation, module, home),
    ]
    meant = answer(True) if is_named else some(held)
    if not never.unless:
        return meant
    is_other = opposite(is_typed(Type(is_=never.unless), annotation, module, home))
    if some(held) == YES and is_other.when:  # its own name says what it is, so nobody has to know where it is defined
        is_other = some([is_other, on_condition(("unknown", "", is_other.when))])
    return every([meant, is_other])


def _default_holds(wanted: Value, default: ast.expr | None, module: Module, scope: Scope) -> Answer:
    if default is None:
        return answer(wanted.given is not True)
    return answer(False) if wanted.given is False else holds(wanted, default, module, scope)
