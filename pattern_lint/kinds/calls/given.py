"""Which calls a card means by what they are given, or what made the object that they are called on."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from ...flow.fillings import held_by
from ...lang.python.module import Module, name_of
from ...lang.python.scopes import Binding, Scope
from ...lang.python.ways import choices
from ...query.answers import NO, YES, Answer, answer, some
from ...query.calls.arguments import Given, Position, argument
from ...query.calls.calls import Called, asked_of
from ...query.naming.names import Asked, Names, name_set
from ...query.places.places import Where as Place
from ...query.places.places import stands_in
from ...query.values.values import Value, holds
from ..site_kind import Site

if TYPE_CHECKING:
    from .options import Options


class Where(Value, frozen=True):
    """What an argument must surely be for a call to count."""

    of: Names = ()
    """The calls that this is about, where it is not about all. Example: `of = ["builtins.open"]`"""
    argument: str = ""
    """Its keyword; without one the calls of `of` count as they are. Example: `argument = "mode"`"""
    position: Position | None = None
    """Its place among the positional arguments, from 0. Example: `position = 1`"""


def is_given_so(options: Options, site: Site, call: ast.Call) -> bool:
    return bool(given_so(options, site, call).holds)


def given_so(options: Options, site: Site, call: ast.Call) -> Answer:
    """Whether one of the arguments that the card names is surely as it says, by what other modules keep as well."""
    assert isinstance(site.subject, Called)
    asked, roots, elsewhere = asked_of(site.subject), site.module.roots, []
    if options.anyhow_inside and stands_in(options.anyhow_inside, Place(site.module, site.node, site.scope)) == YES:
        return YES
    for wanted in options.only_where:
        if wanted.of and not name_set(wanted.of).match(asked, roots).holds:
            continue
        if not wanted.argument:
            return YES
        given = argument(call, wanted.argument, wanted.position, site.module, site.scope)
        found = _held(wanted, given, site.module)
        if found == YES:
            return YES
        elsewhere.append(found)
    return some(elsewhere)


def is_made_otherwise(options: Options, site: Site, call: ast.Call) -> bool:
    return not _is_made_with(options.unless_made_with, site, call)


def is_made_so(options: Options, site: Site, call: ast.Call) -> bool:
    return _is_made_with(options.made_with, site, call)


def _is_made_with(wanted: Sequence[Where], site: Site, call: ast.Call) -> bool:
    """Whether what a method is called on, or an imported function is given, was made with one of some arguments, as far
    as the file shows."""
    owner = call.func.value if isinstance(call.func, ast.Attribute) else None
    if owner is None or any(each.kind == "import" for each in _bound(owner, site.module, site.scope)):
        of = [*call.args, *(each.value for each in call.keywords)]
    else:
        of = [owner]
    made = (found for each in of for found in _made(each, site.module, site.scope))
    return any(_is_given_as(each, node, site.module, home) for node, home in made for each in wanted)


def _made(node: ast.expr, module: Module, scope: Scope) -> Iterator[tuple[ast.expr, Scope]]:
    yield from held_by(node, module, scope)
    yield from _entered_as(node, module, scope)


def _entered_as(node: ast.expr, module: Module, scope: Scope) -> Iterator[tuple[ast.expr, Scope]]:
    """What the last `with` before it enters under a name."""
    entered = (each.value for each in _bound(node, module, scope) if each.kind == "with")
    yield from (held for each in entered if each is not None for held in choices(each, module, scope))


def _bound(node: ast.expr, module: Module, scope: Scope) -> Sequence[Binding]:
    reached = module.names.reached(node.id, node, scope) if isinstance(node, ast.Name) else None
    return reached[1] if reached is not None else ()


def _is_given_as(wanted: Where, made: ast.expr, module: Module, scope: Scope) -> bool:
    in_dict = isinstance(made, ast.Call) and not made.keywords and wanted.position is None
    given = (
        argument(made, wanted.argument, wanted.position, module, scope, in_dict=in_dict)
        if isinstance(made, ast.Call)
        else None
    )
    if given is None or not isinstance(made, ast.Call) or not _is_of(wanted, made, module, scope):
        return False
    return _held(wanted, given, module) == YES


def _held(wanted: Where, given: Given, module: Module) -> Answer:
    """Whether an argument is as a card says, be it that it is not there."""
    if wanted.given is False:
        return answer(given.value is None and not given.is_open)
    return holds(wanted, given.value, module, given.scope) if given.value is not None else NO


def _is_of(wanted: Where, made: ast.Call, module: Module, scope: Scope) -> bool:
    """Whether a call is one of those that an argument is about."""
    asked = Asked(module.symbol(made.func, scope), name_of(made.func))
    return not wanted.of or bool(name_set(wanted.of).match(asked, module.roots).holds)
