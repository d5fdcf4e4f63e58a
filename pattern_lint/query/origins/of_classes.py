"""The names of a set that classes, enums and modules say: values of their attributes, and what they declare."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ...config.globs import fnmatchcase
from ...lang.python.constants import constant
from ...lang.python.module import Module
from ...lang.python.scopes import Scope
from ..answers import NO, Answer, every, on_condition, some
from ..definitions.defined import definitions, derives, is_meant
from ..expressions.constants import constant_of
from ..places.places import Where, stands_in
from .elements import Element, element_of, owner_of, unknown_element
from .source_options import Source

_ENUMS = tuple(f"enum.{name}" for name in ("Enum", "IntEnum", "StrEnum", "Flag", "IntFlag"))


def values_said(source: Source, module: Module) -> Iterator[Element]:
    """What classes, enums and the module say of the attributes that a source names."""
    for name in source.values_of:
        base, _, attribute = name.rpartition(".")
        if module.name == base and stands(source, module.tree, module.scope, module):
            yield from (_said_value(module, each, module.scope) for each in _values_of(module.scope, attribute))
        for scope in definitions(module, "class"):
            said = _values_of(scope, attribute)
            held = some([derives((base,), scope, module), _is_enum(base, scope, module)]) if said else NO
            if said and held.holds and stands(source, scope.node, scope, module):
                yield from (_said_value(module, value, scope)._replace(when=held.when) for value in said)


def fields_declared(source: Source, module: Module) -> Iterator[Element]:
    """The names of what the classes that a source names declare, or inherit from classes of the project."""
    for scope in definitions(module, "class"):
        names = source.fields_of
        is_base = on_condition(("extended-by", module.names.qualified(scope), names))
        held = some([derives(names, scope, module), is_meant(names, scope, module), is_base])
        if not held.holds or not stands(source, scope.node, scope, module):
            continue
        for name, bound in scope.bindings.items():
            if bound[0].kind in ("assign", "annotated") and not name.startswith(("_", "model_config")):
                place = module.span(bound[0].node)
                yield Element(repr(name), owner_of(module, scope), *place, when=held.when)


def stands(source: Source, node: ast.AST, scope: Scope, module: Module) -> bool:
    """Whether something stands in the places of a source."""
    where = Where(module, node, scope)
    if source.outside and stands_in(source.outside, where).holds:
        return False
    return not source.inside or bool(stands_in(source.inside, where).holds)


def _is_enum(name: str, scope: Scope, module: Module) -> Answer:
    """Whether a class is the enum of a name; nothing derives from one that has members."""
    held = is_meant((name,), scope, module)
    return every([held, derives(_ENUMS, scope, module)]) if held.holds else NO


def _values_of(scope: Scope, attribute: str) -> list[ast.expr]:
    """What a class sets an attribute to, or each of those that a glob means, private ones aside."""
    if "*" not in attribute:
        bound = [scope.bindings[attribute]] if attribute in scope.bindings else []
    else:
        names = (name for name in scope.bindings if not name.startswith("_") and fnmatchcase(name, attribute))
        bound = [scope.bindings[name] for name in names]
    return [each[-1].value for each in bound if each[-1].value is not None]


def _said_value(module: Module, node: ast.expr, scope: Scope) -> Element:
    """What a class says of an attribute: a text, a number, or what it names; what a call gives is not known."""
    value = constant_of(constant(module, node, scope))
    if isinstance(value, int) and not isinstance(value, bool):
        return Element(repr(str(value)), owner_of(module, scope), *module.span(node))
    return (
        unknown_element(module, node, scope) if isinstance(node, ast.Call) else element_of(module, node, scope, scope)
    )
