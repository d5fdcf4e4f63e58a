"""Whether a call is tried again where it stands: in a loop, or by what guards a block."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence

from ...config.globs import fnmatchcase
from ...knowledge.words import listed
from ...lang.python.module import CallSite, Module, name_of
from ...lang.python.own_names import own_name
from ...lang.python.scopes import FunctionNode, Scope
from ...lang.python.walking import children_of
from ...lang.python.ways import entered_by

_APART = (ast.ExceptHandler, FunctionNode, ast.Lambda, ast.ClassDef)
"""What runs only after a failure, and what leaves nothing that it stands in."""
_EACH = (ast.For, ast.AsyncFor)
_LOOPS = (*_EACH, ast.While)
_PAUSE = "sleep"
_STATUS = frozenset({"status_code", "ok", "is_success", "is_error"})
"""What an answer says of how a request went; `status` alone may be what somebody waits for."""
_HELD = re.compile(
    r"lock|limit|semaphore|throttle|queue|cache|event|task|pool|ready|clos|state|session|connection|transaction|span|time"
)
"""How that is called which a client gives to hold for a while."""


def is_tried_again(call: CallSite, module: Module) -> bool:
    """Whether a call stands in a `try` in a loop, in a loop that goes by the status of answers, or in a `with` of
    something that is called as guards are."""
    is_tried = False
    child: ast.AST = call.node
    for parent in module.ancestors(call.node):
        if parent is call.scope.node:
            return False
        if is_tried and isinstance(parent, (ast.For, ast.While, ast.AsyncFor)):
            if isinstance(parent, ast.While) or _ends_early(parent, module):
                return True
            is_tried = False
        if isinstance(parent, _LOOPS) and child in parent.body and _goes_by_status(parent, module):
            return True
        if isinstance(parent, (ast.With, ast.AsyncWith)) and _is_guarding(parent, call, module):
            return True
        is_tried = is_tried or (isinstance(parent, (ast.Try, ast.TryStar)) and child in parent.body)
        child = parent
    return False


def tries_again(module: Module) -> dict[Scope, list[tuple[int, int]]]:
    """The first and last lines of what stands in a `try` in a loop that may try it again, or in a loop that goes by the
    status of answers, by the scope around."""
    found: dict[Scope, list[tuple[int, int]]] = {}
    parents = module.index.parents
    for node, scope in module.of(ast.Try, ast.TryStar) if module.of(*_LOOPS) else ():
        assert isinstance(node, (ast.Try, ast.TryStar))
        parent, outermost = parents.get(node), scope.node
        while parent is not None and parent is not outermost and not isinstance(parent, _LOOPS):
            parent = parents.get(parent)
        if isinstance(parent, ast.While) or (isinstance(parent, _EACH) and _ends_early(parent, module)):
            found.setdefault(scope, []).append((node.lineno, node.body[-1].end_lineno or node.lineno))
    for loop, scope in module.of(*_LOOPS) if _PAUSE in module.named_calls else ():
        if isinstance(loop, _LOOPS) and _goes_by_status(loop, module):
            found.setdefault(scope, []).append((loop.lineno, loop.body[-1].end_lineno or loop.lineno))
    return found


def is_only_held(call: CallSite, module: Module) -> bool:
    """Whether a `with` enters what a client gives to hold for a while, before anything is asked."""
    is_entered = isinstance(module.index.parents.get(call.node), ast.AsyncWith)
    return is_entered and _HELD.search(call.name.lower()) is not None


def _goes_by_status(loop: ast.For | ast.AsyncFor | ast.While, module: Module) -> bool:
    """Whether a loop asks again, after a pause, where the status of an answer says so."""
    if loop not in module.once(_with_pause):
        return False
    known = module.once(_going_by_status)
    if loop not in known:
        is_one = any(_asks_status(node, module) for node in _within(loop.body))
        known[loop] = is_one and (isinstance(loop, ast.While) or _ends_early(loop, module))
    return known[loop]


def _with_pause(module: Module) -> set[ast.AST]:
    """The loops that pause where nothing was caught."""
    found: set[ast.AST] = set()
    for call in module.named_calls.get(_PAUSE, ()):
        child: ast.AST = call.node
        for parent in module.ancestors(call.node):
            if isinstance(parent, _APART):
                break
            if isinstance(parent, _LOOPS) and child in parent.body:
                found.add(parent)
            child = parent
    return found


def _going_by_status(module: Module) -> dict[ast.AST, bool]:
    return {}


def _within(nodes: Sequence[ast.AST]) -> Iterator[ast.AST]:
    """What runs in some statements or expressions where nothing was caught."""
    pending: list[ast.AST] = [*nodes]
    for node in pending:  # grows on the way
        yield node
        if not isinstance(node, _APART):
            pending += children_of(node)


def _asks_status(branch: ast.AST, at: Module) -> bool:
    """Whether it hangs on the status of an answer which way a branch goes."""
    if isinstance(branch, ast.Match):
        patterns = [each for case in branch.cases for each in _within([case.pattern])]
        is_of_http = any(isinstance(each, ast.MatchValue) and _is_number(each.value, at) for each in patterns)
        return name_of(branch.subject) in _STATUS or (name_of(branch.subject) == "status" and is_of_http)
    return isinstance(branch, ast.If) and any(
        (isinstance(node, ast.Attribute) and node.attr in _STATUS)
        or (isinstance(node, ast.Compare) and _compares_status(node.left, node.comparators[0], at))
        for node in _within([branch.test])
    )


def _compares_status(left: ast.expr, right: ast.expr, at: Module) -> bool:
    pairs = ((left, right), (right, left))
    return any(name_of(status) == "status" and _is_number(number, at) for status, number in pairs)


def _is_number(node: ast.expr, module: Module) -> bool:
    """Whether a status is compared with one of HTTP, or with several."""
    each = node.elts[0] if isinstance(node, (ast.Tuple, ast.List, ast.Set)) and node.elts else node
    if isinstance(each, ast.Attribute):
        return own_name(each.value, module) in ("HTTPStatus", "status")
    return isinstance(each, ast.Constant) and isinstance(each.value, int)


def _ends_early(loop: ast.For | ast.AsyncFor, module: Module) -> bool:
    """Whether a loop ends once something went well: one that does not goes through things, whatever fails."""
    known = module.once(_ending_early)
    if loop not in known:
        known[loop] = any(map(_leaves, loop.body))
    return known[loop]


def _ending_early(module: Module) -> dict[ast.AST, bool]:
    return {}


def _leaves(statement: ast.stmt) -> bool:
    """Whether a statement of a loop may end it where nothing was caught."""
    return any(isinstance(node, (ast.Break, ast.Return)) for node in _within([statement]))


def _is_guarding(block: ast.With | ast.AsyncWith, call: CallSite, module: Module) -> bool:
    named = (item.context_expr for item in block.items)
    return any(map(_is_guard, (*named, *entered_by(block, module, call.scope))))


def _is_guard(entered: ast.expr) -> bool:
    name = name_of(entered.func if isinstance(entered, ast.Call) else entered)
    on = entered.func.value if isinstance(entered, ast.Call) and isinstance(entered.func, ast.Attribute) else None
    names = (f".{name.lower()}", f".{name_of(on).lower()}" if on is not None else "")
    return any(fnmatchcase(each, glob.removeprefix("*")) for each in names for glob in listed("guards"))
