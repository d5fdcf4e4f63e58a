"""What dicts hold, wherever in the module and over however many steps they are built: literals, `dict(...)`, what they
are merged with and made of, keys that are set on them afterwards, functions that give them."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import NamedTuple

from ...flow.fillings import Fillings, own_class
from ...lang.python.constants import constant
from ...lang.python.module import Module
from ...lang.python.scopes import FunctionNode, Scope
from ...lang.python.walking import children_of, nodes_in, start_of
from ...lang.python.ways import choices

_COPYING = frozenset({"copy.copy", "copy.deepcopy", "builtins.dict", "types.MappingProxyType", "typing.cast"})
_ASKING = frozenset("copy get items keys pop setdefault update values".split())
"""Methods of dicts that change nothing which is not seen elsewhere."""
_DEEPEST = 8
_FIRST = (0, 0)
_READING = (
    ast.Subscript,
    ast.Compare,
    ast.Dict,
    ast.BinOp,
    ast.FormattedValue,
    ast.If,
    ast.IfExp,
    ast.For,
    ast.AugAssign,
)


class Item(NamedTuple):
    """A key that a dict holds, and its value where it is given."""

    key: str
    value: ast.expr
    scope: Scope


class Items(NamedTuple):
    """The items of a dict, later ones over earlier ones; it is open where it may hold others."""

    pairs: list[Item]
    is_open: bool = False
    others: tuple[str, ...] = ()
    """Dicts that modules keep or functions give, by their symbols, where it is open for what these hold alone."""
    unsure: frozenset[str] = frozenset()
    """Keys that it may hold otherwise than these others."""


def dicts_at(node: ast.expr, module: Module, scope: Scope) -> Iterator[Items]:
    """What an expression holds by each way in which it may come about."""
    yield from _Reader(module, 0, {}).ways(node, scope)


class _Reader:
    """Reads dicts of a module, up to some depth; what one is made of in several ways is read once."""

    def __init__(self, module: Module, depth: int, known: dict[ast.expr, Items]) -> None:
        self._module = module
        self._depth = depth
        self._known = known

    def ways(self, node: ast.expr, scope: Scope) -> Iterator[Items]:
        """What an expression holds by each way in which it may come about."""
        if self._depth > _DEEPEST:
            yield Items([], is_open=True)
            return
        inner = _Reader(self._module, self._depth + 1, self._known)
        for choice, home in choices(node, self._module, scope):
            yield inner.filled(node, scope, inner.written(choice, home))

    def written(self, node: ast.expr, scope: Scope) -> Items:
        """What one expression holds."""
        if isinstance(node, ast.Dict):
            return self._literal(node, scope)
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr):
            return _over(self._only(node.left, scope), self._only(node.right, scope))
        if isinstance(node, ast.Call):
            return self._made(node, scope)
        if isinstance(node, ast.Attribute):
            return self._attribute(node, scope)
        return self._merged(node, scope) if isinstance(node, ast.Name) else Items([], is_open=True)

    def _merged(self, node: ast.Name, scope: Scope) -> Items:
        """What a name holds that `|=` gave more to."""
        reached = self._module.names.reached(node.id, node, scope)
        bound = reached[1] if reached is not None else ()
        more = bound[0].node if len(bound) == 1 else None
        if not isinstance(more, ast.AugAssign) or not isinstance(more.op, ast.BitOr):
            return _of_others(node, self._module, scope)
        before = ast.copy_location(ast.Name(node.id, ast.Load()), more)
        return _over(self._only(before, scope), self._only(more.value, scope))

    def filled(self, node: ast.expr, scope: Scope, held: Items) -> Items:
        """A dict that has a name, with what is set on it before it is used here."""
        if not isinstance(node, ast.Name):
            return held
        module, home = self._module, scope.home(node.id)
        if home is None:
            return held
        end = start_of(node) if home is scope else None
        reached = module.names.reached(node.id, node, scope)
        bound = [each.node for each in reached[1]] if reached is not None else []
        first = min((start_of(each) for each in bound if not isinstance(each, ast.comprehension)), default=_FIRST)
        added: list[Item] = []
        for filling in module.once(Fillings).of_variable(home, node.id, None, first, end):
            if isinstance(filling.key, str):
                added.append(Item(filling.key, filling.value, filling.scope))
                continue
            held, added = _over(_over(held, Items(added)), self._only(filling.value, filling.scope)), []
        held = _over(held, Items(added))
        may_hold_more = home is scope and (not held.is_open or bool(held.others)) and _is_handed_on(node, scope, module)
        return Items(held.pairs, is_open=True) if may_hold_more else held

    def _only(self, node: ast.expr, scope: Scope) -> Items:
        """What an expression holds where there is one way only in which it comes about."""
        if node not in self._known:
            self._known[node] = Items([], is_open=True)  # of what is made of itself
            found = list(self.ways(node, scope))
            self._known[node] = found[0] if len(found) == 1 else Items([], is_open=True)
        return self._known[node]

    def _literal(self, node: ast.Dict, scope: Scope) -> Items:
        held = Items([])
        for key, value in zip(node.keys, node.values, strict=True):
            if key is None:
                held = _over(held, self._only(value, scope))
                continue
            name = constant(self._module, key, scope)
            is_known = isinstance(name, ast.Constant)
            added = [Item(str(name.value), value, scope)] if isinstance(name, ast.Constant) else []
            held = _over(held, Items(added, not is_known))
        return held

    def _made(self, node: ast.Call, scope: Scope) -> Items:
        """What a call gives: of `dict`, of what copies one, of a function of the module that returns one."""
        symbol = self._module.symbol(node.func, scope)
        if symbol in _COPYING:
            held = self._only(node.args[-1], scope) if node.args else Items([])
            for word in node.keywords:
                more = Items([Item(word.arg, word.value, scope)]) if word.arg else self._only(word.value, scope)
                held = _over(held, more)
            return held
        if isinstance(node.func, ast.Attribute) and node.func.attr == "copy" and not node.args:
            return self._only(node.func.value, scope)
        function = self._function(node.func, scope)
        returned = self._module.returned.get(function, []) if function is not None else []
        if function is None:
            return _of_others(node, self._module, scope)
        return self._only(returned[0], function) if len(returned) == 1 else Items([], is_open=True)

    def _function(self, node: ast.expr, scope: Scope) -> Scope | None:
        """The function of the module that a call runs."""
        if isinstance(node, ast.Attribute):
            owner = own_class(node, scope)
            bound = owner.bindings.get(node.attr, []) if owner is not None else []
        else:
            home = scope.home(node.id) if isinstance(node, ast.Name) else None
            bound = home.bindings[node.id] if home is not None and isinstance(node, ast.Name) else []
        definition = bound[0].node if len(bound) == 1 else None
        return self._module.index.scope_of.get(definition) if isinstance(definition, FunctionNode) else None

    def _attribute(self, node: ast.Attribute, scope: Scope) -> Items:
        """What an attribute of the own instance is given in its class, and what is set on it there."""
        owner = own_class(node, scope)
        bound = owner.bindings.get(node.attr, []) if owner is not None else []
        if owner is None or len(bound) > 1:
            return _of_others(node, self._module, scope) if owner is None else Items([], is_open=True)
        held = self._only(bound[0].value, owner) if bound and bound[0].value is not None else None
        for filling in self._module.once(Fillings).of_attribute(owner, node.attr, None):
            if isinstance(filling.key, str):
                held = _over(held or Items([], True), Items([Item(filling.key, filling.value, filling.scope)]))
            else:
                held = _over(held or Items([]), self._only(filling.value, filling.scope))
        return held or Items([], is_open=True)


def _is_handed_on(node: ast.Name, scope: Scope, module: Module) -> bool:
    """Whether somebody else gets hold of a dict before it is used here, who may set something on it."""
    known = module.once(_first_hands)
    if scope not in known:
        known[scope] = _hands_in(scope, module)
    first = known[scope].get(node.id)
    return first is not None and first < start_of(node)


def _first_hands(module: Module) -> dict[Scope, dict[str, tuple[int, int]]]:
    return {}


def _hands_in(scope: Scope, module: Module) -> dict[str, tuple[int, int]]:
    """Where somebody first gets hold of what a variable holds, for the variables of a scope."""
    found: dict[str, tuple[int, int]] = {}
    for parent in nodes_in(scope.node):
        names = [each for each in children_of(parent) if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Load)]
        for each in names if names and not _only_reads(parent, module, scope) else ():
            found[each.id] = min(found.get(each.id, start_of(each)), start_of(each))
    return found


def _only_reads(parent: ast.AST, module: Module, scope: Scope) -> bool:
    """Whether what is done with a dict changes nothing in it that does not show."""
    if isinstance(parent, ast.Attribute):
        return parent.attr in _ASKING
    if isinstance(parent, ast.Call):
        symbol = module.symbol(parent.func, scope) or ""
        return symbol in _COPYING or symbol.rpartition(".")[2][:1].isupper()
    return isinstance(parent, _READING) or (isinstance(parent, ast.keyword) and parent.arg is None)


def _of_others(node: ast.expr, module: Module, scope: Scope) -> Items:
    """What something of the project may hold that its own module tells."""
    symbol = module.symbol(node, scope) or ""
    is_ours = symbol[: symbol.find(".")] in module.roots and (isinstance(node, ast.Call) or "()" not in symbol)
    return Items([], is_open=True, others=(symbol,) if is_ours else ())


def _over(below: Items, above: Items) -> Items:
    """Two dicts in one; what is set later holds, and so does whatever an open one may set."""
    if above.is_open and not above.others:
        return above
    keys = {item.key for item in above.pairs}
    kept = [item for item in below.pairs if item.key not in keys]
    if not above.is_open:
        return Items([*kept, *above.pairs], below.is_open, below.others, below.unsure - keys)
    others = (*above.others, *below.others) if below.others or not below.is_open else ()
    return Items(above.pairs, True, others, above.unsure | below.unsure.union(item.key for item in kept))
