"""Questions about the place of a call: is it awaited, does it run where it stands, does it wait at all."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ...flow.guards import guards_in
from ...lang.python.expressions import is_none
from ...lang.python.module import CallSite, Module
from ...lang.python.scopes import Scope
from ...lang.python.unparsed import unparsed
from ...lang.python.walking import nodes_in, own_nodes, start_of
from ...project.threads import is_offloading

_RUN_ON_THE_SPOT = frozenset(
    f"builtins.{name}" for name in "sorted min max map filter any all sum list tuple set".split()
)
_TAKE_COROUTINES = frozenset(
    (
        "gather wait_for create_task ensure_future shield wait as_completed run_coroutine_threadsafe start_soon run "
        "run_until_complete async_create_task"
    ).split()
)
_FLAGS_AT = 5
"""Where `socket.getaddrinfo` takes its flags."""
_PASS_ON = (
    ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.Starred | ast.List | ast.Tuple | ast.Set | ast.IfExp,
    ast.keyword | ast.BoolOp | ast.Dict | ast.DictComp,
)


def last_name(node: ast.expr) -> str:
    """The last name of a receiver: `lock` of `self.lock`; empty for what has none."""
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def is_path_arithmetic(node: ast.expr) -> bool:
    """Whether an expression divides by a text, which only paths do."""
    if not isinstance(node, ast.BinOp) or not isinstance(node.op, ast.Div):
        return False
    right = node.right
    return isinstance(right, ast.JoinedStr) or (isinstance(right, ast.Constant) and isinstance(right.value, str))


def runs_in(module: Module, scope: Scope) -> Scope | None:
    """The function or module on whose thread the body of a scope runs; None for a lambda that is passed on."""
    current: Scope | None = scope
    while current is not None:
        if current.kind in ("function", "module"):
            return current
        if current.kind == "lambda" and not _runs_at_once(module, current):
            return None
        current = current.parent
    return None


def _runs_at_once(module: Module, scope: Scope) -> bool:
    parent = module.index.parents.get(scope.node)
    if isinstance(parent, ast.keyword):
        parent = module.index.parents.get(parent)
    if not isinstance(parent, ast.Call) or scope.parent is None:
        return False
    if parent.func is scope.node:
        return True
    if isinstance(parent.func, ast.Attribute) and parent.func.attr == "sort":
        return True
    return module.symbol(parent.func, scope.parent) in _RUN_ON_THE_SPOT


def is_awaited(module: Module, node: ast.AST) -> bool:
    """Whether a call is awaited or entered by `async with`, so that it cannot be what its name says."""
    parent = module.index.parents.get(node)
    if isinstance(parent, ast.withitem):
        parent = module.index.parents.get(parent)
    return isinstance(parent, (ast.Await, ast.AsyncWith))


def may_be_awaited(module: Module, call: CallSite) -> bool:
    """Whether the value of a call may be awaited somewhere on its way."""
    parents = module.index.parents
    node: ast.AST = call.node
    parent = parents.get(node)
    while parent is not None:
        if isinstance(parent, (ast.Await, ast.AsyncWith, ast.AsyncFor)):
            return True
        if isinstance(parent, ast.Call):
            if parent.func is node or is_offloading(module, parent, call.scope):
                return False
            if last_name(parent.func) in _TAKE_COROUTINES:
                return True
        elif isinstance(parent, ast.Assign):
            return _is_awaited_later(module, parent, node, call.scope)
        elif isinstance(parent, ast.withitem):
            return isinstance(parents.get(parent), ast.AsyncWith)
        elif isinstance(parent, ast.stmt) or not isinstance(parent, _PASS_ON):
            return False
        node, parent = parent, parents.get(parent)
    return False


def _is_awaited_later(module: Module, assignment: ast.Assign, value: ast.AST, scope: Scope) -> bool:
    """`task = client.get()` and later `await task`; what is collected in a comprehension may be awaited any way."""
    if isinstance(value, (ast.ListComp, ast.SetComp, ast.GeneratorExp, ast.List, ast.Dict, ast.DictComp)):
        return True
    names = {target.id for target in assignment.targets if isinstance(target, ast.Name)}
    for node, home in module.of(ast.Await):
        assert isinstance(node, ast.Await)
        if home is scope and any(isinstance(part, ast.Name) and part.id in names for part in nodes_in(node.value)):
            return True
    return False


def is_done_before(module: Module, call: CallSite) -> bool:
    """Whether the function has waited for something before it asks it for its result: `await wrap_future(task)`."""
    function = call.node.func
    asked = unparsed(function.value) if isinstance(function, ast.Attribute) else ""
    return bool(asked) and any(
        home is call.scope and node.lineno < call.node.lineno and asked in map(unparsed, _names_in(node))
        for node, home in module.of(ast.Await)
        if isinstance(node, ast.Await)
    )


def _names_in(node: ast.AST) -> Iterator[ast.expr]:
    yield from (part for part in nodes_in(node) if isinstance(part, (ast.Name, ast.Attribute)))


def does_not_wait(call: ast.Call) -> bool:
    """Whether a lock is only tried: `acquire(blocking=False)`, `acquire(False)`, `acquire(timeout=0)`."""
    first = call.args[0] if call.args else None
    if isinstance(first, ast.Constant) and first.value is False:
        return True
    return any(
        word.arg in ("blocking", "block", "timeout")
        and isinstance(word.value, ast.Constant)
        and word.value.value is not None
        and not word.value.value
        for word in call.keywords
    )


def is_looped_over(module: Module, call: ast.Call) -> bool:
    """Whether a loop runs over the value of a call, sorted or not."""
    parents = module.index.parents
    node: ast.AST = call
    parent = parents.get(node)
    while isinstance(parent, ast.Call) and parent.func is not node:
        node, parent = parent, parents.get(parent)
    return isinstance(parent, (ast.For, ast.comprehension)) and parent.iter is node


def lines_of_loop(module: Module, node: ast.AST) -> tuple[int, int]:
    """The first and the last line of the loop that runs over the value of a call."""
    parents = module.index.parents
    while not isinstance(node, (ast.For, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)):
        node = parents[node]
    return node.lineno, node.end_lineno or node.lineno


def only_looks(call: ast.Call) -> bool:
    """Whether `os.waitpid` is told not to wait."""
    return any(isinstance(part, ast.Attribute) and part.attr == "WNOHANG" for part in call.args)


def holds_its_data(call: ast.Call, module: Module) -> bool:
    """Whether what is asked for is an address that was seen to hold its data itself: `data:,abc`."""
    asked = unparsed(call.args[0]) if call.args and "startswith" in module.called_names else ""
    guards = module.once(guards_in).of(asked, start_of(call)) if asked else ()
    return any(
        each.by is not None
        and last_name(each.by.func) == "startswith"
        and any(isinstance(given, ast.Constant) and given.value == "data:" for given in each.by.args)
        for each in guards
    )


def asks_nobody(call: ast.Call) -> bool:
    """Whether an address is only taken apart: `getaddrinfo(..., flags=AI_NUMERICHOST)`, or as its sixth argument."""
    flags = [*call.args[_FLAGS_AT:], *(word.value for word in call.keywords if word.arg == "flags")]
    return any(
        "NUMERIC" in last_name(part) for value in flags for part in nodes_in(value) if isinstance(part, ast.expr)
    )


def quiet_sockets(scope: Scope) -> Iterator[str]:
    """The receivers that a function tells not to block, and those that only send datagrams: they connect to nobody."""
    for name, bound in scope.bindings.items():
        values = [binding.value for binding in bound if binding.value is not None and not is_none(binding.value)]
        if values and all(_sends_datagrams(value) for value in values):
            yield name
    for call in scope.calls:
        function = call.func
        if isinstance(function, ast.Attribute) and function.attr in ("setblocking", "settimeout") and call.args:
            given = call.args[0]
            if isinstance(given, ast.Constant) and given.value is not None and not given.value:
                yield unparsed(function.value)


def _sends_datagrams(node: ast.expr) -> bool:
    given = (*node.args, *(word.value for word in node.keywords)) if isinstance(node, ast.Call) else ()
    flags = (flag for part in given for flag in ([part.left, part.right] if isinstance(part, ast.BinOp) else [part]))
    return any(last_name(flag) in ("SOCK_DGRAM", "SOCK_NONBLOCK") for flag in flags)


def has_another_way(scope: Scope) -> bool:
    """Whether a plain function gives back what a coroutine of its own makes where it is asked for one, so that nobody
    who awaits it comes to the rest: `async def execute(): ...`, `return execute()`."""
    own = {child.name for child in scope.children if child.is_async and child.kind == "function"}
    given = (each.value for each in own_nodes(scope) if isinstance(each, ast.Return)) if own else ()
    return any(isinstance(each, ast.Call) and last_name(each.func) in own for each in given)


def receivers(node: ast.AST) -> Iterator[ast.Call]:
    """The calls on whose values a call goes on: those of `connect(path).execute(query)` are `connect(path)`."""
    current = node.func if isinstance(node, ast.Call) else node
    while True:
        if isinstance(current, ast.Attribute):
            current = current.value
        elif isinstance(current, ast.Call):
            yield current
            current = current.func
        else:
            return
