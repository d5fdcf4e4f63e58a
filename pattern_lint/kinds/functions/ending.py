"""What functions do at their end: tell that they are done or have failed, take back what they have registered."""

from __future__ import annotations

import ast
from collections.abc import Callable, Collection, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING

from ...config.globs import fnmatchcase
from ...flow.ends import falls_back, is_waited_out, taking, taking_values
from ...flow.graph import Point, graph_of, point_of
from ...lang.python.catching import suppressing_calls
from ...lang.python.caught import named_caught
from ...lang.python.module import Module, name_of
from ...lang.python.scopes import FunctionNode, Scope
from ...lang.python.walking import nodes_in, own_nodes
from ...query.answers import YES, answer, on_condition, some
from ...query.definitions.defined import is_decorated_through
from ...query.functions.running import calls_somewhere
from ...query.naming.forms import spelled
from ...query.naming.names import Asked, NameSet, last_name, name_set
from ..site_kind import Judgement, Site, demanded

if TYPE_CHECKING:
    from .options import Options


def of_ending(options: Options, site: Site) -> Iterator[Judgement]:
    """Whether a function tells how it ended, and cleans up however it ends."""
    if options.falls_back and isinstance(site.node, FunctionNode):
        said = f"{site.words['function']} has nothing to give back in the end"
        calls_one = partial(_calls_one, name_set(options.calling), site)
        may_fail = any(calls_one(each) for each in site.node.body if isinstance(each, _PLAIN))
        yield demanded(answer(not may_fail and falls_back(site.node.body, calls_one)), said)
    if options.tells_end:
        yield from _of_telling(options, site)
    if options.calls_at_end:
        stands = partial(_stands_at_end, site, options.ended_by, _after_suppressing(site, options.ended_by))
        held = calls_somewhere(options.calls_at_end, site.scope, site.module, stands)
        taken_back = options.or_storing and any(stands(node) for node in own_nodes(site.scope) if _takes_back(node))
        held = YES if taken_back or _is_left_to_stack(options, site) else held
        called = ", ".join(name.rpartition(".")[2] for name in options.calls_at_end)
        yield demanded(held, f"{site.words['function']} calls none of {called} in a `finally` or an except clause")


def _is_left_to_stack(options: Options, site: Site) -> bool:
    """Whether a stack of contexts is given what the function must call, and calls it when that ends."""
    names, module = name_set(options.calls_at_end), site.module
    left = (call for name in _LEAVING & module.named_calls.keys() for call in module.named_calls[name])
    given = (
        each.node.args[0]
        for each in left
        if each.scope is site.scope and isinstance(each.node, ast.Call) and each.node.args and each.symbol in _STACKS
    )
    return any(
        names.match(Asked(module.symbol(each, site.scope), name_of(each)), module.roots).holds is True for each in given
    )


_LEAVING = frozenset({"callback", "push_async_callback"})
_STACKS = frozenset(f"contextlib.{stack}().{name}" for stack in ("ExitStack", "AsyncExitStack") for name in _LEAVING)


_PLAIN = (ast.Assign, ast.AnnAssign, ast.Expr)
"""Statements that run whatever happens, and end the function where they fail."""


def _calls_one(names: NameSet, site: Site, value: ast.AST) -> bool:
    """Whether a value is what a call of one of some names gives, or is made of it."""
    calls = (each for each in nodes_in(value) if isinstance(each, ast.Call))
    return any(
        names.match(Asked(site.module.symbol(each.func, site.scope), name_of(each.func)), site.module.roots) == YES
        for each in calls
    )


def _of_telling(options: Options, site: Site) -> Iterator[Judgement]:
    wanted, scope, module, name = options.tells_end, site.scope, site.module, site.words["function"]
    by_base = on_condition(("run-by-base", module.names.qualified(scope), tuple(map(spelled, wanted))))
    around = some([is_decorated_through(wanted, scope, module), *([by_base] if scope.is_method else ())])
    done = calls_somewhere(wanted, scope, module, lambda call: not _stands_in_clause(call, module))
    yield demanded(some([done, around]), f"{name} tells nobody that it is done")
    said = f"{name} catches an error and tells nobody that it has failed"
    for clause in (each for each in taking(module, scope) if not is_waited_out(each, module, scope)):
        assigned = _assigned_in(clause)
        later = graph_of(module, scope).reachable(clause) if assigned else frozenset()
        tells = partial(_tells_of, clause, assigned, partial(_is_among, later, module, scope), module)
        yield demanded(some([calls_somewhere(wanted, scope, module, tells), around]), said)
    for clause in taking_values(module, scope):
        later = graph_of(module, scope).reachable(clause)
        follows = partial(_is_among, later, module, scope)
        yield demanded(some([calls_somewhere(wanted, scope, module, follows), around]), said)


def _is_among(points: Collection[Point], module: Module, scope: Scope, call: ast.AST) -> bool:
    return point_of(call, module, scope) in points


def _tells_of(
    clause: ast.AST, assigned: Collection[str], follows: Callable[[ast.AST], bool], module: Module, call: ast.AST
) -> bool:
    """Whether a call stands in a clause, or comes after it and tells of what was assigned there."""
    if clause in module.ancestors(call):
        return True
    speaks = any(isinstance(each, ast.Name) and each.id in assigned for each in (nodes_in(call) if assigned else ()))
    return speaks and follows(call)


def _assigned_in(clause: ast.ExceptHandler) -> frozenset[str]:
    named = (each for part in clause.body for each in nodes_in(part) if isinstance(each, ast.Name))
    return frozenset(each.id for each in named if isinstance(each.ctx, ast.Store))


def _stands_in_clause(call: ast.AST, module: Module) -> bool:
    return any(isinstance(each, ast.ExceptHandler) for each in module.ancestors(call))


def _takes_back(node: ast.AST) -> bool:
    """Whether a statement deletes an item, or keeps all that are not the one."""
    if isinstance(node, ast.Delete):
        return any(isinstance(each, ast.Subscript) for each in node.targets)
    kept = node.value if isinstance(node, ast.Assign) else None
    tests = kept.generators[0].ifs if isinstance(kept, (ast.ListComp, ast.SetComp, ast.DictComp)) else []
    return any(isinstance(each, ast.Compare) and isinstance(each.ops[0], (ast.IsNot, ast.NotEq)) for each in tests)


def _stands_at_end(site: Site, ended_by: Sequence[str], after: Collection[ast.AST], call: ast.AST) -> bool:
    child = call
    for around in site.module.ancestors(call):
        if child in after:
            return True
        if isinstance(around, ast.ExceptHandler) and _catches_one(around, ended_by, site):
            return not _is_caught_before(around, ended_by, site)
        if isinstance(around, (ast.Try, ast.TryStar)) and child in around.finalbody:
            return True
        child = around
    return False


def _after_suppressing(site: Site, globs: Sequence[str]) -> frozenset[ast.AST]:
    """The statements that run after a block that something of one of some names may end, each body looked at once."""
    firsts: dict[ast.AST, ast.With] = {}
    for block in own_nodes(site.scope) if "suppress" in site.module.mentioned else ():
        around = site.module.index.parents.get(block)
        if isinstance(block, ast.With) and around is not None and _suppresses_one(block, globs, site):
            known = firsts.get(around, block)
            firsts[around] = block if block.lineno < known.lineno else known
    bodies = ((getattr(around, "body", []), block) for around, block in firsts.items())
    return frozenset(each for body, block in bodies if block in body for each in body[body.index(block) + 1 :])


def _suppresses_one(block: ast.With, globs: Sequence[str], site: Site) -> bool:
    """Whether what comes after a block runs when it ends by something of one of some names."""
    types = [each for call in suppressing_calls(site.module, block, site.scope) for each in call.args]
    return bool(types) and _is_one_of(types, globs, site)


def _catches_one(clause: ast.ExceptHandler, globs: Sequence[str], site: Site) -> bool:
    """Whether a clause catches something of one of some names; where none are said, any does."""
    named = named_caught(site.module, clause.type, site.scope)
    return not globs or not named or _is_one_of(named, globs, site)


def _is_caught_before(clause: ast.ExceptHandler, globs: Sequence[str], site: Site) -> bool:
    """Whether an earlier clause of the same try has taken what the function ends by, and not this one."""
    around = site.module.index.parents.get(clause)
    earlier = around.handlers[: around.handlers.index(clause)] if isinstance(around, (ast.Try, ast.TryStar)) else []
    types = named_caught(site.module, clause.type, site.scope)
    is_broad = all(name_of(each) in _BROAD for each in types)
    return bool(globs) and is_broad and any(_catches_one(each, globs, site) for each in earlier)


_BROAD = frozenset({"Exception", "BaseException"})


def _is_one_of(types: Sequence[ast.expr], globs: Sequence[str], site: Site) -> bool:
    named = [last_name(site.module.symbol(each, site.scope) or name_of(each)) for each in types]
    return any(fnmatchcase(name, glob) for name in named for glob in globs)
