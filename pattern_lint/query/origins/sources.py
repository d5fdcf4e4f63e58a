"""Where the names of a set come from: classes, elements of a collection, arguments of calls, members of an enum.

A name is a constant text, or a symbol: a class or function by where it is defined. One that cannot be known leaves the
set open: of an open set nothing can be said to be missing.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ...config.globs import fnmatchcase
from ...flow.fate import assigned_names
from ...lang.python.module import Module, name_of
from ...lang.python.scopes import FunctionNode, Scope
from ..answers import NO, YES
from ..calls.arguments import argument
from ..calls.calls import Called, CallTable, asked_of
from ..calls.readied import READY, readied
from ..calls.several import values_of
from ..definitions.decorated import decorated_by
from ..definitions.defined import decorator_names
from ..definitions.named_classes import named_in
from ..naming.names import Name, last_name, name_set
from ..places.places import Where, stands_in
from .collected import parts_of
from .elements import Element, element_of, owner_of, unknown_element, variable_of
from .kept import Kept
from .of_classes import fields_declared, stands, values_said
from .source_options import Source
from .through import by_parameter


class Sourcing:
    """A source, compiled; `module` finds what a file adds to the set, where one of its names occurs."""

    def __init__(self, source: Source, *, is_second: bool = False, of_variables: bool = False) -> None:
        self.source = source
        self._kept = Kept(source, is_second=is_second, of_variables=of_variables)
        self._element = variable_of if of_variables else element_of
        self._made = name_set(source.made_by)
        self._making = CallTable([(True, self._made)])
        self._called = name_set(source.given_to)
        self._calls = CallTable([(True, self._called)])
        self._decorators = name_set(source.decorated)
        self._members = frozenset(_last_two(name) for name in source.members_of)

    @property
    def names(self) -> frozenset[str] | None:
        """The names of which a file has to have one; None where it may add something without."""
        source = self.source
        called, decorating, made = self._called.last_names, self._decorators.last_names, self._made.last_names
        is_open = bool(source.named or source.mentioned_in or source.values_of or source.fields_of)
        if called is None or decorating is None or made is None or is_open:
            return None
        collections = {part for name in source.elements_of for part in name.split(".")}
        ready = (READY,) if source.given_to else ()
        return frozenset({*called, *made, *ready, *decorating, *collections, *map(last_name, source.members_of)})

    def module(self, module: Module) -> Iterator[Element]:
        """The elements that show in a file; classes by their bases are known in the join alone."""
        source = self.source
        if source.given_to:
            yield from self._given(module)
        if source.elements_of:
            yield from self._kept.elements(module)
        if source.made_by:
            yield from self._bound(module)
        if source.decorated or source.named:
            yield from self._defined(module)
        if source.members_of:
            yield from self._listed(module)
        if source.values_of:
            yield from values_said(source, module)
        if source.fields_of:
            yield from fields_declared(source, module)
        if source.mentioned_in and stands_in(source.mentioned_in, Where(module, module.tree, module.scope)).holds:
            yield from (Element(name, "", *module.span(node)) for name, node in named_in(module))

    def _given(self, module: Module) -> Iterator[Element]:
        made = ((call, call.node, found) for _, call, found in self._calls.matches(module))
        for call, shown, found in (*made, *readied(self._called, module)):
            if not isinstance(call.node, ast.Call) or not stands(self.source, shown, call.scope, module):
                continue
            names = (self.source.argument or _only_keyword(call.node)).split("|")
            in_dict = any(_is_one(name, call, module) for name in self.source.in_dict)
            places = [place for name, place in self.source.positions.items() if _is_one(name, call, module)]
            first = (places or [self.source.position])[0]
            place = None if first < 0 else first
            all_given = [argument(call.node, each, place, module, call.scope, in_dict=in_dict) for each in names]
            given = next((each for each in all_given if each.value is not None), all_given[0])
            if given.value is not None:
                if self.source.each:
                    values = list(parts_of(module, given.value, given.scope, call.scope))
                else:
                    values = list(self._of_each_way(module, given.value, given.scope, call.scope))
                if self.source.at == "call":
                    values = [each.shown_at(module.span(shown)) for each in values]
                yield from (each._replace(when=found.when) for each in values)
            elif given.is_open or (call.node.keywords and names == [""]):
                yield unknown_element(module, shown, call.scope)._replace(when=found.when)

    def _bound(self, module: Module) -> Iterator[Element]:
        """The variables of a module that some calls make."""
        for _, call, found in self._making.matches(module):
            made = module.index.parents.get(call.node)
            if call.scope is module.scope and stands(self.source, call.node, call.scope, module):
                names = assigned_names(made) or ()
                span = module.span(call.node)
                yield from (Element(f"{module.name}.{name}", "", *span, when=found.when) for name in names)

    def _of_each_way(self, module: Module, node: ast.expr, scope: Scope, holder: Scope) -> Iterator[Element]:
        """What a value is, or of which class, by each way in which it comes about, shown where the value stands."""
        gone_through = _gone_through(node, scope) if self._element is variable_of else None
        if gone_through is not None:
            yield from parts_of(module, gone_through, scope, holder)
            return
        if self._element is variable_of and scope.home(getattr(node, "id", "")) is module.scope:
            yield variable_of(module, node, scope, holder)
            return
        span, called = module.span(node), node.func if isinstance(node, ast.Call) else node
        classes = list(values_of(called, module, scope)) if isinstance(called, ast.Name) and called is not node else []
        is_varied = any(each is not called for each, _ in classes)
        for each, home in classes if is_varied else values_of(node, module, scope):
            told = _told_by(each, self.source)
            handed = by_parameter(told, home, holder, self.source.through, module)
            element = handed or self._element(module, told, home, holder)
            yield element.shown_at(span)

    def _defined(self, module: Module) -> Iterator[Element]:
        decorated = module.once(decorator_names) if self._decorators else {}
        for scope in module.index.scopes if self.source.named else decorated:
            node = scope.node
            if not isinstance(node, (FunctionNode, ast.ClassDef)):
                continue
            if self.source.public and (scope.parent is not module.scope or node.name.startswith("_")):
                continue
            is_named = any(fnmatchcase(node.name, glob) for glob in self.source.named)
            by_decorator = decorated_by(self._decorators, node, module) if scope in decorated else NO
            held = YES if is_named else by_decorator
            if held.holds and stands(self.source, node, scope, module):
                owner = owner_of(module, scope.parent)
                yield Element(module.names.qualified(scope), owner, *module.header(node), when=held.when)

    def _listed(self, module: Module) -> Iterator[Element]:
        for scope in module.index.scopes:
            names = (scope.name, _last_two(module.names.qualified(scope)))
            if scope.kind == "class" and not self._members.isdisjoint(names):
                for name, bindings in scope.bindings.items():
                    if bindings[0].kind == "assign" and not name.startswith("_"):
                        place = module.header(bindings[0].node)
                        yield Element(module.names.qualified(scope) + f".{name}", owner_of(module, scope), *place)


def _gone_through(node: ast.expr, scope: Scope) -> ast.expr | None:
    """The collection with a name that a loop goes through whose variable an expression is."""
    home = scope.home(node.id) if isinstance(node, ast.Name) else None
    bound = home.bindings[node.id] if home is not None and isinstance(node, ast.Name) else []
    looped = bound[0].value if len(bound) == 1 and bound[0].kind == "iter" else None
    return looped if isinstance(looped, (ast.Name, ast.Attribute)) else None


def _only_keyword(call: ast.Call) -> str:
    """By which keyword a call is given the one argument that it is given."""
    return (call.keywords[0].arg or "") if len(call.keywords) == 1 and not call.args else ""


def _told_by(node: ast.expr, source: Source) -> ast.expr:
    """What says the name of something: itself, or an argument of the call that makes it."""
    if not isinstance(node, ast.Call) or not (source.tells or source.tells_first):
        return node
    told = next((each.value for each in node.keywords if each.arg in source.tells), None)
    first = node.args[0] if node.args and name_of(node.func) in source.tells_first else None
    return told or first or node


def names_in(module: Module) -> frozenset[str]:
    """The names of a file by which it may add something to a set."""
    decorators = module.once(decorator_names).values()
    classes = (scope.name for scope in module.index.scopes if scope.kind == "class")
    return module.imported_names.union(module.named_calls, module.scope.bindings, classes, *decorators)


def _last_two(name: str) -> str:
    return ".".join(name.split(".")[-2:])


def _is_one(name: Name, call: Called, module: Module) -> bool:
    """Whether a file shows that a call is of a name."""
    return name_set((name,)).match(asked_of(call), module.roots) == YES
