"""How code lets go of something without saying so by the name of what it calls."""

from __future__ import annotations

import ast

from ...knowledge.excuses import named
from .module import name_of
from .walking import nodes_in


def only_awaits(guarded: list[ast.stmt]) -> bool:
    """Whether code only waits for a task that was begun elsewhere to end."""
    value = guarded[0].value if len(guarded) == 1 and isinstance(guarded[0], ast.Expr) else None
    return isinstance(value, ast.Await) and isinstance(value.value, (ast.Name, ast.Attribute))


def is_given_release(call: ast.Call) -> bool:
    """Whether a call is handed a release to run: `loop.call_soon(server.close)`, `gather(*[c.close() for c in cs])`."""
    return any(
        named().releasing.match(name_of(part.func if isinstance(part, ast.Call) else part)) is not None
        for argument in call.args
        for part in nodes_in(argument)
        if isinstance(part, (ast.Call, ast.Attribute, ast.Name))
    )


def is_emptying(call: ast.Call, name: str) -> bool:
    """Whether a call only forgets, or says that no more comes: `current.set(None)`, `set_event_loop(None)`,
    `container.remove(force=True)`, `queue.put_nowait(None)`."""
    if name == "remove":
        return not call.args
    sets = name in ("set", "put", "put_nowait") or name.startswith("set_")
    return sets and [getattr(argument, "value", 0) for argument in call.args] == [None]


def is_named_after(name: str, around: str) -> bool:
    """Whether a library calls the release by its own name that the function around it is named after:
    `nvmlShutdown()` in `shutdown`."""
    return named().releasing.match(around) is not None and name.lower().endswith(around.strip("_"))
