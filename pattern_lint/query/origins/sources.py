"""Where the names of a set come from: classes, elements of a collection, arguments of calls, members of an enum.

A name is a constant text, or a symbol: a class or function by where it is defined. One that cannot be known leaves the
set open: of an open set nothing can be said to be missing.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple, TypeAlias

from ...config.globs import fnmatchcase
from ...lang.python.constants import constant, elements
from ...lang.python.module import Module, Span
from ...lang.python.scopes import FunctionNode, Scope
from ..answers import NO, YES, Condition
from ..calls.arguments import argument
from ..calls.calls import Called, CallTable, asked_of
from ..calls.readied import READY, readied
from ..calls.several import values_of
from ..definitions.decorated import decorated_by
from ..definitions.defined import decorator_names, definitions, derives
from ..definitions.named_classes import classes_named_in, is_of_value
from ..expressions.constants import constant_of
from ..naming.names import Name, NameSet, last_name, name_set
from ..places.places import Where, stands_in
from .additions import added_to, additions
from .source_options import Source
from .under_key import under_key

OF_INSTANCE = re.compile(r"(?P<cls>[\w.]+)\(\)\.(?P<name>[A-Z][A-Z\d_]*)")
"""A constant of a class, asked of an instance."""
EACH = ".*"
"""How the name of a collection ends whose elements are meant."""
GIVEN = "()"
"""How the name of a function ends where what it gives is meant."""
_COPYING = frozenset(f"builtins.{name}" for name in ("list", "tuple", "sorted"))


_WRITTEN = (ast.List, ast.Tuple, ast.BinOp)
"""How collections are written out, sums of them included."""


class Element(NamedTuple):
    """A name of a set, with the place where it comes in; plain data."""

    name: str
    """A symbol, or a text in quotes; empty where it is not known."""
    owner: str
    line: int
    column: int
    end_line: int
    end_column: int
    when: tuple[Condition, ...] = ()
    """What must be true of the project for it to be one."""

    @property
    def span(self) -> Span:
        return (self.line, self.column, self.end_line, self.end_column)


class Sourcing:
    """A source, compiled; `module` finds what a file adds to the set, where one of its names occurs."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self._called = NameSet(source.given_to)
        self._calls = CallTable([(True, self._called)])
        self._decorators = NameSet(source.decorated)
        self._members = frozenset(_last_two(name) for name in source.members_of)

    @property
    def names(self) -> frozenset[str] | None:
        """The names of which a file has to have one; None where it may add something without."""
        source = self.source
        called, decorating = self._called.last_names, self._decorators.last_names
        is_open = bool(source.named or source.mentioned_in or source.values_of)
        if called is None or decorating is None or is_open:
            return None
        collections = {part for name in source.elements_of for part in name.split(".")}
        ready = (READY,) if source.given_to else ()
        return frozenset({*called, *ready, *decorating, *collections, *map(last_name, source.members_of)})

    def module(self, module: Module) -> Iterator[Element]:
        """The elements that show in a file; classes by their bases are known in the join alone."""
        source = self.source
        if source.given_to:
            yield from self._given(module)
        if source.elements_of:
            yield from self._collected(module)
        if source.decorated or source.named:
            yield from self._defined(module)
        if source.members_of:
            yield from self._listed(module)
        if source.values_of:
            yield from self._said(module)
        if source.mentioned_in and stands_in(source.mentioned_in, Where(module, module.tree, module.scope)).holds:
            yield from (Element(name, "", *module.span(node)) for name, node in classes_named_in(module))

    def _given(self, module: Module) -> Iterator[Element]:
        made = ((call, call.node, found) for _, call, found in self._calls.matches(module))
        for call, shown, found in (*made, *readied(self._called, module)):
            if not isinstance(call.node, ast.Call) or not self._stands(shown, call.scope, module):
                continue
            names = self.source.argument.split("|")
            in_dict = any(_is_one(name, call, module) for name in self.source.in_dict)
            places = [place for name, place in self.source.positions.items() if _is_one(name, call, module)]
            first = (places or [self.source.position])[0]
            place = None if first < 0 else first
            all_given = [argument(call.node, each, place, module, call.scope, in_dict=in_dict) for each in names]
            given = next((each for each in all_given if each.value is not None), all_given[0])
            if given.value is not None:
                if self.source.each:
                    values = list(_each(module, given.value, given.scope, call.scope, {}))
                else:
                    values = list(_of_each_way(module, given.value, given.scope, call.scope))
                yield from (each._replace(when=found.when) for each in values)
            elif given.is_open or (call.node.keywords and not self.source.argument):
                yield _unknown(module, shown, call.scope)._replace(when=found.when)

    def _collected(self, module: Module) -> Iterator[Element]:
        for name in self.source.elements_of:
            home, _, variable = name.rpartition(".")
            bound = module.scope.bindings.get(variable, ()) if _is_named(module, home) else ()
            for binding in (each for each in bound if not isinstance(each.node, ast.AugAssign)):
                found = self._parts(binding.value, module) if binding.value is not None else None
                if found is None and binding.kind in ("assign", "annotated", "other"):
                    yield _unknown(module, binding.node, module.scope)
                yield from (_element(module, each, module.scope, module.scope) for each in found or ())
        for each in additions(module):
            if self._is_collection(each.to, each.scope, module):
                parts = None if self.source.key else each.parts(module)
                yield from (_element(module, part, each.scope, each.scope) for part in parts or ())
                if parts is None:
                    yield _unknown(module, each.added, each.scope)

    def _parts(self, collection: ast.expr, module: Module) -> list[ast.expr] | None:
        """What a collection holds; with a key, what stands under it in the dicts there."""
        if not self.source.key:
            return elements(module, collection, module.scope)
        return list(under_key(self.source.key, collection, module))

    def _is_collection(self, kept: ast.expr, scope: Scope, module: Module) -> bool:
        """Whether something is one of the collections, here or where it was imported."""
        if isinstance(kept, ast.Name):
            home = scope.home(kept.id)
            bound = home.bindings[kept.id] if home is not None else []
            if any(binding.kind == "import" and binding.target in self.source.elements_of for binding in bound):
                return True
            names = (name.rpartition(".") for name in self.source.elements_of)
            return home is module.scope and any(_is_named(module, m) and kept.id == last for m, _, last in names)
        base = module.symbol(kept.value, scope) if isinstance(kept, ast.Attribute) else None
        return isinstance(kept, ast.Attribute) and f"{base}.{kept.attr}" in self.source.elements_of

    def _defined(self, module: Module) -> Iterator[Element]:
        for scope in module.index.scopes:
            node = scope.node
            if not isinstance(node, (FunctionNode, ast.ClassDef)) or not self._stands(node, scope, module):
                continue
            is_named = any(fnmatchcase(node.name, glob) for glob in self.source.named)
            if is_named or (self._decorators and decorated_by(self._decorators, node, module).holds):
                yield Element(module.names.qualified(scope), _owner(module, scope.parent), *module.header(node))

    def _listed(self, module: Module) -> Iterator[Element]:
        for scope in module.index.scopes:
            if scope.kind == "class" and _last_two(module.names.qualified(scope)) in self._members:
                for name, bindings in scope.bindings.items():
                    if bindings[0].kind == "assign" and not name.startswith("_"):
                        place = module.header(bindings[0].node)
                        yield Element(module.names.qualified(scope) + f".{name}", _owner(module, scope), *place)

    def _said(self, module: Module) -> Iterator[Element]:
        for name in self.source.values_of:
            base, _, attribute = name.rpartition(".")
            for scope in definitions(module, "class"):
                value = scope.bindings[attribute][-1].value if attribute in scope.bindings else None
                held = derives((base,), scope, module) if value is not None else NO
                if value is not None and held.holds and self._stands(scope.node, scope, module):
                    yield _said_value(module, value, scope)._replace(when=held.when)

    def _stands(self, node: ast.AST, scope: Scope, module: Module) -> bool:
        where = Where(module, node, scope)
        source = self.source
        if source.outside and stands_in(source.outside, where).holds:
            return False
        return not source.inside or bool(stands_in(source.inside, where).holds)


def names_in(module: Module) -> frozenset[str]:
    """The names of a file by which it may add something to a set."""
    decorators = module.once(decorator_names).values()
    classes = (scope.name for scope in module.index.scopes if scope.kind == "class")
    return module.imported_names.union(module.named_calls, module.scope.bindings, classes, *decorators)


def _is_named(module: Module, name: str) -> bool:
    """Whether a module is called so, from the project's root or from a folder of sources."""
    return module.name == name or (module.name.endswith(f".{name}") and name.partition(".")[0] in module.roots)


def _last_two(name: str) -> str:
    return ".".join(name.split(".")[-2:])


_Known: TypeAlias = dict[tuple[ast.expr, bool], tuple[Element, ...]]
"""What collections hold that were looked at before, each of them once: sums of sums double with each step."""


def _each(
    module: Module, node: ast.expr, scope: Scope, holder: Scope, known: _Known, *, is_added: bool = False
) -> Iterable[Element]:
    """What a collection holds; one of another module by its name, which only the project can follow.

    What `is_added` to another is not followed any further where something is added to it in turn.
    """
    if isinstance(node, ast.Name) and module.once(added_to).get(node.id):
        return [_unknown(module, node, holder)] if is_added else _filled(module, node, scope, holder, known)
    node = constant(module, node, scope)
    key = node, is_added
    if key not in known:
        known[key] = ()  # what is made of itself holds nothing more by that
        known[key] = tuple(dict.fromkeys(_held_by(module, node, scope, holder, known, is_added=is_added)))
    return known[key]


def _held_by(
    module: Module, node: ast.expr, scope: Scope, holder: Scope, known: _Known, *, is_added: bool
) -> Iterator[Element]:
    if isinstance(node, ast.Call) and len(node.args) == 1 and module.symbol(node.func, scope) in _COPYING:
        yield from _each(module, node.args[0], scope, holder, known, is_added=is_added)
    elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        yield from _each(module, node.left, scope, holder, known, is_added=is_added)
        yield from _each(module, node.right, scope, holder, known, is_added=is_added)
    elif isinstance(node, (ast.List, ast.Tuple, ast.Set)):
        for part in node.elts:
            if isinstance(part, ast.Starred):
                yield from _each(module, part.value, scope, holder, known, is_added=is_added)
            else:
                yield _element(module, part, scope, holder)
    else:
        is_known = isinstance(node, (ast.Call, ast.Dict))
        found = elements(module, node, scope) if is_known else None
        symbol = _named(module, node, scope)
        if found is not None:
            yield from (_element(module, each, scope, holder) for each in found)
        elif symbol is not None and not is_of_value(symbol.removesuffix(GIVEN)):
            yield Element(symbol + EACH, _owner(module, holder), *module.span(node))
        else:
            yield _unknown(module, node, holder)


def _named(module: Module, node: ast.expr, scope: Scope) -> str | None:
    """What has a collection, by its name; of one that a function of the project gives that of the function."""
    if isinstance(node, ast.Call):
        function = (module.symbol(node.func, scope) or "").replace("().", ".")
        is_ours = function[: function.find(".")] in module.roots
        return f"{function}{GIVEN}" if is_ours and not is_of_value(function) else None
    return module.symbol(node, scope) if isinstance(node, (ast.Name, ast.Attribute)) else None


def _filled(module: Module, node: ast.Name, scope: Scope, holder: Scope, known: _Known) -> Iterator[Element]:
    """What a collection holds to which something is added, as far as it is made of elements and each is shown."""
    home, added = scope.home(node.id), module.once(added_to)[node.id]
    bound = home.bindings[node.id] if home is not None else ()
    made = [each.value for each in bound if not isinstance(each.node, ast.AugAssign)]
    is_shown = all(each.scope.home(node.id) is home and not _is_place(each.added, module) for each in added)
    if home is None or len(made) != 1 or not (is_shown and isinstance(made[0], (ast.List, ast.Set, ast.Tuple))):
        yield _unknown(module, node, holder)
        return
    yield from _each(module, made[0], home, holder, known, is_added=True)
    for each in added:
        if each.is_collection:
            yield from _each(module, each.added, each.scope, holder, known, is_added=True)
        else:
            yield _element(module, each.added, each.scope, holder)


def _is_place(added: ast.expr, module: Module) -> bool:
    """Whether something says where in a collection something else is put."""
    return isinstance(module.index.parents.get(added), ast.Subscript)


def collections_in(module: Module) -> dict[str, tuple[Element, ...]]:
    """What the collections hold that a module binds, and those that its functions give."""
    known: _Known = {}
    given = {
        f"{module.names.qualified(scope)}{GIVEN}": tuple(
            part for value in values for part in _each(module, value, scope, scope, known)
        )
        for scope, values in module.returned.items()
        if scope.kind == "function" and all(isinstance(value, (*_WRITTEN, ast.Name)) for value in values)
    }
    return given | {
        f"{module.name}.{name}": tuple(_each(module, bound[0].value, module.scope, module.scope, known))
        for name, bound in module.scope.bindings.items()
        if len(bound) == 1 and isinstance(bound[0].value, _WRITTEN)
        if name not in module.once(added_to)
    }


def _of_each_way(module: Module, node: ast.expr, scope: Scope, holder: Scope) -> Iterator[Element]:
    """What a value is, or of which class, by each way in which it comes about, each shown where the value stands."""
    line, column, end_line, end_column = module.span(node)
    called = node.func if isinstance(node, ast.Call) else node
    classes = list(values_of(called, module, scope)) if isinstance(called, ast.Name) and called is not node else []
    is_varied = any(each is not called for each, _ in classes)
    for each, home in classes if is_varied else values_of(node, module, scope):
        element = _element(module, each, home, holder)
        yield element._replace(line=line, column=column, end_line=end_line, end_column=end_column)


def _said_value(module: Module, node: ast.expr, scope: Scope) -> Element:
    """What a class says of an attribute: a text, a number, or what it names; what a call gives is not known."""
    value = constant_of(constant(module, node, scope))
    if isinstance(value, int) and not isinstance(value, bool):
        return Element(repr(str(value)), _owner(module, scope), *module.span(node))
    return _unknown(module, node, scope) if isinstance(node, ast.Call) else _element(module, node, scope, scope)


def _element(module: Module, node: ast.expr, scope: Scope, holder: Scope) -> Element:
    value = constant_of(constant(module, node, scope))
    place = module.span(node)
    if isinstance(value, str):
        return Element(repr(value), _owner(module, holder), *place)
    if isinstance(node, ast.Tuple) and node.elts:
        return _element(module, node.elts[0], scope, holder)
    symbol = module.symbol(node, scope) or ""
    is_made = symbol.endswith(GIVEN) and not last_name(symbol).lstrip("_")[:1].isupper()
    name = symbol if is_made else symbol.removesuffix(GIVEN)  # what a function gives has no name of its own
    is_step = is_of_value(name) and OF_INSTANCE.fullmatch(name) is None
    is_value = is_step or name.startswith("builtins.")
    return Element("" if is_value else name, _owner(module, holder), *place)


def _unknown(module: Module, node: ast.AST, scope: Scope) -> Element:
    return Element("", _owner(module, scope), *module.span(node))


def _owner(module: Module, scope: Scope | None) -> str:
    owner = scope.owner if scope is not None else None
    return module.names.qualified(owner) if owner is not None else ""


def _is_one(name: Name, call: Called, module: Module) -> bool:
    """Whether a file shows that a call is of a name."""
    return name_set((name,)).match(asked_of(call), module.roots) == YES
