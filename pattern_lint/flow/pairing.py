"""Two methods of which the second ends what the first begins, such as `__enter__` and `__exit__`."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping

from ..config.globs import fnmatchcase
from ..lang.python.assigning import is_assignment, targets_of
from ..lang.python.blocks import is_empty_body
from ..lang.python.module import name_of
from ..lang.python.scopes import FunctionNode
from ..lang.python.walking import nodes_in

_OPENING = ("*connect*", "open*", "_open*", "*acquire*", "create_*", "*Session", "*Client", "*Connection", "*Pool")
_BEGINNING = ("start*", "_start*", "begin*", "*subscribe*", "Popen", "*socket*")
_OPENING_ITSELF = frozenset(
    {
        *("acquire", "connect", "open", "start", "aconnect", "aopen", "astart"),
        *("__enter__", "__aenter__", "enter_context", "enter_async_context"),
    }
)
"""Methods by which what an object keeps is opened where it is, or keeps open what it is given."""
_TURNS = ("limit", "rate", "throttle", "bucket", "quota", "token")
"""What gives turns, of which there is nothing to give back."""
_CHANGES = (ast.Assign, ast.AnnAssign, ast.AugAssign, ast.Delete, ast.Raise)
"""What does more than tell of something."""
_CLOCKS = frozenset({"monotonic", "now", "perf_counter", "time", "utcnow"})


def leaves_open(begin: FunctionNode, end: FunctionNode, methods: Mapping[str, FunctionNode]) -> bool:
    """Whether the second method does nothing about what the first opens: it asks nothing of it, nor of the object.

    `methods` are those of their class: one that only tells of something is as good as a logger.
    """
    if is_empty_body(begin.body) or any(isinstance(each, ast.Raise) for each in end.body):
        return False
    kept, helpers = _opened(begin, methods)
    if not (helpers or any(opens for _, opens in kept)):
        return False
    ending = [end] if helpers else list(_with_own(end, methods))  # what helpers open is not looked at that closely
    looked_at = frozenset() if helpers else frozenset(name for name in methods if not _sets_flag(methods[name]))
    if any(_asks_itself(each, looked_at, methods) for each in ending):
        return False
    spoken_of = {name.lstrip("_") for each in ending for name in _named(each, methods)}  # a property may give it
    names = {name for name, _ in kept}
    names |= {each for name in names & methods.keys() for each in _named(methods[name], methods)}
    return not (spoken_of if helpers else spoken_of & {name.lstrip("_") for name in names})


def _named(method: FunctionNode, methods: Mapping[str, FunctionNode]) -> Iterator[str]:
    """The attributes of the object itself about which a method does something."""
    nodes = nodes_in(method)
    idle = {
        each
        for node in nodes
        if _logs(node) or _resets(node) or _is_told(node, method, methods)
        for each in nodes_in(node)
    }
    names = (_own(node, method) for node in nodes if node not in idle)
    return (name for name in names if name is not None)


def _with_own(method: FunctionNode, methods: Mapping[str, FunctionNode]) -> Iterator[FunctionNode]:
    """A method and those of its class that it names, and that these name."""
    pending, seen = [method], {method}
    while pending:
        current = pending.pop()
        yield current
        named = (_own(node, current) for node in nodes_in(current))
        found = {methods[name] for name in named if name is not None and name in methods} - seen
        pending += found
        seen |= found


def _logs(node: ast.AST) -> bool:
    """Whether something only writes a line into the log, whatever it speaks of there."""
    on = node.func.value if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) else None
    on = on.func if isinstance(on, ast.Call) else on
    return on is not None and name_of(on).lower().endswith(("log", "logger", "logging"))


def _is_told(node: ast.AST, method: FunctionNode, methods: Mapping[str, FunctionNode]) -> bool:
    """Whether something calls a method of the object itself that only writes into the log, or is called as one."""
    name = _own(node.func, method) if isinstance(node, ast.Call) else None
    if name is None or name not in methods:
        return name is not None and name.strip("_") == "log"
    inside = [each for statement in methods[name].body for each in nodes_in(statement)]
    calls = [each for each in inside if isinstance(each, ast.Call)]
    return bool(calls) and all(map(_logs, calls)) and not any(isinstance(each, _CHANGES) for each in inside)


def _resets(node: ast.AST) -> bool:
    """Whether something only sets what is written out, as None in the place of what is still open."""
    return isinstance(node, (ast.Assign, ast.AnnAssign)) and _is_written_out(node.value)


def _kept(method: FunctionNode) -> Iterator[tuple[str, bool]]:
    """The attributes that a method sets, or opens, each with whether it keeps something that is opened.

    Counts and times say nothing of what there is to end.
    """
    opened, standing_for = _opened_by_name(method), _names_of_own(method)
    for node in nodes_in(method):
        if isinstance(node, (ast.Assign, ast.AnnAssign)) and node.value is not None and not _is_mere(node.value):
            is_opened = isinstance(node.value, ast.Name) and node.value.id in opened
            opens = is_opened or _opens(node.value)
            targets = targets_of(node)
            parts = [part for target in targets for part in (getattr(target, "elts", None) or [target])]
            names = [name for part in parts if (name := _own(part, method)) is not None]
            makers = _own_parts(node.value, method) if opens and names else ()
            yield from ((name, opens) for name in (*names, *makers))
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            name = _own(node.func.value, method) or standing_for.get(_local(node.func.value), "")
            is_turn = node.func.attr == "acquire" and any(word in name.lower() for word in _TURNS)
            if name and node.func.attr in _OPENING_ITSELF and not is_turn:
                yield name, True
            elif name and any(_own(each, method) or _local(each) for each in node.args):
                yield name, False  # it may keep what it is given


def _opened(method: FunctionNode, methods: Mapping[str, FunctionNode]) -> tuple[set[tuple[str, bool]], set[str]]:
    """What a method keeps, by a helper as well that shows what it opens, and the helpers that do not."""
    kept, helpers = set(_kept(method)), set[str]()
    for name in _opened_by_helpers(method, methods):
        by_helper = set(_kept(methods[name])) if name in methods else set()
        if any(opens for _, opens in by_helper):
            kept |= by_helper
        else:
            helpers.add(name)
    return kept, helpers


def _own_parts(value: ast.expr, method: FunctionNode) -> Iterator[str]:
    """The attributes of the object itself that are called for a value, and may be told to end it."""
    for node in nodes_in(value):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            name = _own(node.func.value, method)
            yield from [name] if name is not None else []


def _names_of_own(method: FunctionNode) -> dict[str, str]:
    """The variables of a method that stand for attributes of the object, each with that: `stack = self._stack`."""
    return {
        target.id: attribute
        for node in nodes_in(method)
        if is_assignment(node) and node.value is not None and (attribute := _own(node.value, method)) is not None
        for target in targets_of(node)
        if isinstance(target, ast.Name)
    }


def _local(node: ast.expr) -> str:
    return node.id if isinstance(node, ast.Name) else ""


def _opened_by_name(method: FunctionNode) -> frozenset[str]:
    """The local names of what a method opens."""
    given = [node for node in nodes_in(method) if is_assignment(node) and node.value is not None and _opens(node.value)]
    return frozenset(target.id for node in given for target in targets_of(node) if isinstance(target, ast.Name))


def _opened_by_helpers(method: FunctionNode, methods: Mapping[str, FunctionNode]) -> Iterator[str]:
    """The methods of the object itself by which a method opens something; a turn is nothing to give back, unless the
    object has a method for that."""
    gives_back = any("release" in name for name in methods)
    for node in nodes_in(method):
        name = name_of(node.func) if isinstance(node, ast.Call) and _own(node.func, method) is not None else ""
        if name and _is_opening(name) and ("acquire" not in name or gives_back):
            yield name


def _sets_flag(method: FunctionNode) -> bool:
    """Whether a method sets something true or false, at which what was begun may look, and end."""
    values = (node.value for node in nodes_in(method) if isinstance(node, ast.Assign))
    return any(isinstance(value, ast.Constant) and isinstance(value.value, bool) for value in values)


def _is_mere(value: ast.expr) -> bool:
    """Whether a value is written out, or read off a clock, so that nothing can be ended by it."""
    return _is_written_out(value) or (isinstance(value, ast.Call) and name_of(value.func) in _CLOCKS)


def _is_written_out(value: ast.expr | None) -> bool:
    """A flag is no such value: what was begun may look at it, and end."""
    return isinstance(value, ast.Constant) and not isinstance(value.value, bool)


def _opens(value: ast.expr) -> bool:
    """An attribute of what is opened is only something that it tells: `Client().project.id`."""
    return not isinstance(value, ast.Attribute) and any(
        isinstance(node, ast.Call) and _is_opening(name_of(node.func)) for node in nodes_in(value)
    )


def _is_opening(name: str) -> bool:
    return any(fnmatchcase(name, glob) for glob in (*_OPENING, *_BEGINNING))


def _asks_itself(method: FunctionNode, looked_at: frozenset[str], methods: Mapping[str, FunctionNode]) -> bool:
    """Whether a method calls one of the object itself that nobody looks at, or of its base, or hands the object on."""
    for node in nodes_in(method):
        if isinstance(node, ast.Call) and not _is_told(node, method, methods):
            called, given = node.func, [*node.args, *(word.value for word in node.keywords)]
            above = called.value if isinstance(called, ast.Attribute) else None  # `super().close()`
            is_above = isinstance(above, ast.Call) and name_of(above.func) == "super"
            asked = _own(called, method)
            is_open = asked is not None and asked not in looked_at
            if is_above or is_open or any(_is_self(each, method) for each in given):
                return True
    return False


def _own(node: ast.AST, method: FunctionNode) -> str | None:
    """The name of an attribute of the object itself."""
    return node.attr if isinstance(node, ast.Attribute) and _is_self(node.value, method) else None


def _is_self(node: ast.AST, method: FunctionNode) -> bool:
    own = (*method.args.posonlyargs, *method.args.args)[:1]
    return isinstance(node, ast.Name) and bool(own) and node.id == own[0].arg
