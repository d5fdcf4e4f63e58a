"""In which ways a function can be called, and whether another one can be called in the same ways."""

from __future__ import annotations

import ast
from typing import NamedTuple

from ...lang.python.annotations import unquoted
from ...lang.python.module import Module
from ...lang.python.own_names import own_name
from ...lang.python.scopes import FunctionNode, Scope
from ...lang.python.walking import nodes_in
from ..definitions.signatures import is_static


class Shape(NamedTuple):
    """What a function takes, the instance or class aside; plain data."""

    positional: tuple[str, ...]
    required: int
    """How many of the positional ones have to be given."""
    named: tuple[str, ...]
    """What can be given by name alone."""
    named_required: tuple[str, ...]
    takes_rest: bool
    takes_names: bool
    only_by_place: int
    """How many cannot be given by name."""
    gives: tuple[str, ...]
    """The last names of the types that it says it gives, one of several or what one of them holds."""


def shape_of(scope: Scope, module: Module) -> Shape:
    """The shape of a method or function."""
    node = scope.node
    assert isinstance(node, FunctionNode)
    args = node.args
    positional = [arg.arg for arg in (*args.posonlyargs, *args.args)]
    skipped = int(scope.is_method and bool(positional) and not is_static(scope, module))
    required = max(0, len(positional) - len(args.defaults) - skipped)
    named = tuple(arg.arg for arg in args.kwonlyargs)
    needed = tuple(arg.arg for arg, value in zip(args.kwonlyargs, args.kw_defaults, strict=True) if value is None)
    by_place = max(0, len(args.posonlyargs) - skipped)
    rest, names = args.vararg is not None, args.kwarg is not None
    return Shape(
        tuple(positional[skipped:]), required, named, needed, rest, names, by_place, _said(node.returns, module)
    )


def misfit(own: Shape, base: Shape) -> str:
    """Why somebody who knows one function could not call the other; empty where anybody can.

    One that takes anything leaves to each heir what it takes, beside what it names itself; any number of things by
    place say nothing of places.
    """
    if base.takes_rest:
        return ""
    if len(own.positional) < len(base.positional) and not own.takes_rest:
        return _missing(own, base)
    lacking = [name for name in base.named if name not in (*own.positional, *own.named)]
    if lacking and not own.takes_names:
        return f"does not take {lacking[0]}"
    return _in_other_order(own, base) or _more_required(own, base)


def _missing(own: Shape, base: Shape) -> str:
    missing = [name for name in base.positional if name not in (*own.positional, *own.named)]
    is_left = missing and own.takes_names and base.takes_names
    if is_left and not set(base.positional[: base.required]) & set(missing):
        return ""
    if missing and not own.takes_names:
        return f"does not take {missing[0]}"
    by_name = missing or [name for name in base.positional if name in own.named]
    return f"takes {by_name[0]} by its name alone"


def _in_other_order(own: Shape, base: Shape) -> str:
    for name, other in zip(base.positional, own.positional, strict=False):
        if name != other and name in own.positional and other in base.positional:
            return f"takes {other} in the place of {name}"
    return ""


def renaming(own: Shape, base: Shape) -> str:
    """Which parameter has another name, so that nobody can give it by the one that the other function has."""
    for place, name in enumerate(() if base.takes_rest else base.positional):
        if place < base.only_by_place or name.startswith("_") or place >= len(own.positional):
            continue
        other, is_needed = own.positional[place], place < own.required
        if other == name and place < own.only_by_place and not own.takes_names:
            return f"takes {name} by its place alone"
        if own.takes_names and not is_needed:
            continue
        if other != name and other.lstrip("_") != name and (name not in own.named):
            return f"takes {other} in the place of {name}"
    return ""


def _more_required(own: Shape, base: Shape) -> str:
    for name in (*own.positional[base.required : own.required], *own.named_required):
        if name not in base.named_required and name not in base.positional[: base.required]:
            if name in (*base.positional, *base.named):
                return f"must be given {name}, which the base can do without"
            if not base.takes_names:
                return f"asks besides for {name}"
    return ""


def _said(annotation: ast.expr | None, module: Module) -> tuple[str, ...]:
    """The last names of all types that an annotation speaks of."""
    if isinstance(annotation, ast.Name):
        return (own_name(annotation, module),)
    said = nodes_in(unquoted(annotation)) if annotation is not None else []
    return tuple(dict.fromkeys(own_name(each, module) for each in said if isinstance(each, (ast.Name, ast.Attribute))))
