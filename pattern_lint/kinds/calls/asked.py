"""What is asked of a store before something is put into it: by the same key, in the function or on the way there."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence, Set

from ...config.globs import fnmatchcase
from ...flow.inherited import function_called
from ...lang.python.constants import constant
from ...lang.python.loops import run_over
from ...lang.python.module import CallSite, Module, name_of
from ...lang.python.scopes import Scope
from ...lang.python.unparsed import unparsed
from ...lang.python.walking import nodes_in, start_of
from ...query.answers import NO, YES, Answer, answer, every, some
from ...query.calls.calls import asked_of, receiver_name
from ...query.expressions.parts import occurs
from ...query.functions.running import calls_within
from ...query.naming.names import Names, name_set
from ...query.origins.additions import ADDING
from ..site_kind import Site
from .company import ITSELF, calls_own, home_of, is_ordered, others

_LASTING = ("ex", "px", "ttl", "timeout")
"""How keywords begin that say for how long something is kept."""


def asks_the_same(site: Site, names: Names, fetching: Sequence[str], made_anew: Names) -> Answer:
    """Whether the function calls something of one of some names before, with the same first argument, or looks it up.

    Helpers of the own class or module make the key themselves. A key that is made of what was fetched, or anew, cannot
    be asked for before, what is not made of it could not have been found, and of a private helper those may ask who
    call it.
    """
    module, node, wanted = site.module, site.node, name_set(names)
    first = _first(node) if isinstance(node, ast.Call) else None
    if first is None or not isinstance(node, ast.Call):
        return Answer(None)
    keys, values = _put(first, node, module, site.scope)
    if not keys:
        return Answer(None)
    key = _written(keys[0], module, site.scope)
    if any(_looks_up(each, key, module, site.scope) for each in nodes_in(home_of(site).node)):
        return YES
    fetched = _Fetched(site, fetching)
    known = (constant(module, each, site.scope) for each in keys)
    if any(fetched.is_in(each, by_call=False) for each in known) or not any(map(fetched.is_in, values)):
        return YES
    anew = some(occurs(made_anew, each, module, site.scope) for each in keys) if made_anew else NO
    if anew == YES:
        return YES
    before = (call for call in others(site) if start_of(call.node) < start_of(node))
    found = (
        call
        for call in before
        if wanted.match(asked_of(call), module.roots).holds is not False or _asks_within(call, names, module)
    )
    asked = [*(_asks_for(key, call, module) for call in found), _ask_before(site, names)]
    return some([*asked, anew] if anew.holds else asked)


def _put(
    first: ast.expr, call: ast.Call, module: Module, scope: Scope
) -> tuple[Sequence[ast.expr], Sequence[ast.expr]]:
    """The keys under which a call puts something, and what it puts there; no keys where they do not show."""
    many = constant(module, first, scope)
    if isinstance(many, ast.DictComp):
        return [many.key], [many.value]
    if isinstance(many, ast.Dict):
        return [key for key in many.keys if key is not None], many.values
    given = (*call.args, *(word.value for word in call.keywords if not (word.arg or "").startswith(_LASTING)))
    return [first], [each for each in given if each is not first]


def _ask_before(site: Site, names: Names) -> Answer:
    """Whether all that call the private helper in which something stands ask before they do."""
    if not home_of(site).name.startswith("_"):
        return NO
    calls = [call for call in site.module.calls if calls_own(call, site)]
    above = (site._replace(node=call.node, scope=call.scope) for call in calls)
    return every(is_ordered(each, names, after=False) for each in above) if calls else NO


class _Fetched:
    """What a function has from what it fetched, before it puts something into a store."""

    def __init__(self, site: Site, fetching: Sequence[str]) -> None:
        self._fetching = fetching
        self._names: set[str] = set()
        home = home_of(site)
        taken = {name for name, bound in home.bindings.items() if any(each.kind == "param" for each in bound)}
        for node in sorted(nodes_in(home.node), key=_line):
            for value, targets in _given(node, taken):
                if value is not site.node and self.is_in(value):
                    held = (each for target in targets for each in nodes_in(target) if isinstance(each, ast.Name))
                    kept = (each for each in held if isinstance(each.ctx, ast.Store) or _is_part_of(each, node))
                    self._names |= {each.id for each in kept}

    def is_in(self, value: ast.AST, *, by_call: bool = True) -> bool:
        """Whether something holds what was fetched, or fetches."""
        parts = nodes_in(value)
        if any(isinstance(each, ast.Name) and each.id in self._names for each in parts):
            return True
        called = [name_of(each.func) for each in parts if isinstance(each, ast.Call)] if by_call else []
        return any(fnmatchcase(name, glob) for name in called for glob in self._fetching)


def _line(node: ast.AST) -> int:
    """The line where a node stands; some have none of their own, and stand where what they hold does."""
    if isinstance(node, ast.comprehension):
        return node.target.lineno
    if isinstance(node, ast.withitem):
        return node.context_expr.lineno
    return getattr(node, "lineno", 0)


def _is_part_of(name: ast.Name, node: ast.AST) -> bool:
    """Whether something is put into what a name stands for, by a method, under a key or as an attribute."""
    if isinstance(node, ast.Call):
        return True
    targets = node.targets if isinstance(node, ast.Assign) else []
    return any(isinstance(each, (ast.Subscript, ast.Attribute)) and each.value is name for each in targets)


def _given(node: ast.AST, taken: Set[str]) -> Iterator[tuple[ast.expr, Sequence[ast.expr]]]:
    """What a node gives names to, or puts into what they stand for, each with these."""
    if isinstance(node, ast.Assign):
        yield node.value, node.targets
    elif isinstance(node, (ast.AnnAssign, ast.NamedExpr, ast.AugAssign)) and node.value is not None:
        yield node.value, [node.target]
    elif isinstance(node, ast.withitem) and node.optional_vars is not None:
        yield node.context_expr, [node.optional_vars]
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args:
        yield from [(node.args[-1], [node.func.value])] if name_of(node.func) in ADDING else []
    elif isinstance(node, (ast.For, ast.AsyncFor, ast.comprehension)):
        target, over = run_over(node)
        yield from _given_by_turns(over, target, taken)


def _given_by_turns(
    iterated: ast.expr, target: ast.expr, taken: Set[str]
) -> Iterator[tuple[ast.expr, Sequence[ast.expr]]]:
    """What a loop gives to its names: of several collections that it goes through at once, each to its own.

    A key that is called as one of those that the function takes was known before: `symbol` of `symbols`.
    """
    called = name_of(iterated.func) if isinstance(iterated, ast.Call) else ""
    names = target.elts if isinstance(target, ast.Tuple) else []
    if isinstance(iterated, ast.Call) and called == "zip" and len(names) == len(iterated.args):
        yield from ((each, [name]) for each, name in zip(iterated.args, names, strict=True))
    elif called == "items" and len(names) == 2 and f"{name_of(names[0])}s" in taken:
        yield iterated, names[1:]
    else:
        yield iterated, [target]


def _asks_within(call: CallSite, names: Names, module: Module) -> bool:
    """Whether a function of the module that is called here asks."""
    helper = function_called(call.symbol, module) if call.symbol is not None else None
    return helper is not None and calls_within(names, helper, module).holds is not False


def _asks_for(key: str, call: CallSite, module: Module) -> Answer:
    """Whether a call asks for something by its key; one of many keys may do so."""
    first = constant(module, call.node.args[0], call.scope) if call.node.args else None
    if isinstance(first, (ast.List, ast.Tuple, ast.Set, ast.ListComp, ast.GeneratorExp, ast.Starred)):
        return Answer(None)
    own = _first(call.node)
    is_same = own is not None and _written(own, module, call.scope) == key
    return answer(receiver_name(call.node) in ITSELF or is_same)


def _first(call: ast.Call) -> ast.expr | None:
    named = (word.value for word in call.keywords if word.arg in ("key", "name"))
    return call.args[0] if call.args else next(named, None)


def _written(key: ast.expr, module: Module, scope: Scope) -> str:
    """How a key is written where it gets its value, be it in the call that asks for it."""
    return unparsed(constant(module, key.value if isinstance(key, ast.NamedExpr) else key, scope))


def _looks_up(node: ast.AST, key: str, module: Module, scope: Scope) -> bool:
    """Whether a node asks for an item of a key, or whether there is one."""
    if isinstance(node, ast.Compare) and isinstance(node.ops[0], (ast.In, ast.NotIn)):
        asked = node.left
    elif isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Load):
        asked = node.slice
    else:
        return False
    return _written(asked, module, scope) == key
