"""What a function itself waits for, by whatever way it says what it calls."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from ...flow.waiting import is_waited_for
from ...lang.python.constants import constant
from ...lang.python.module import CallSite, Module, name_of
from ...lang.python.scopes import Scope
from ...lang.python.ways import choices
from ..answers import NO, YES, Answer, every, some
from ..calls.calls import parts_called, receiver_name
from ..expressions.dicts import dicts_at
from ..naming.names import Asked, NameSet, last_name
from .running import IN_THREADS, calls_like, calls_of, handed_to_thread, is_of_others, receiver_of
from .tried import is_only_held, is_tried_again

_BESIDE = re.compile(r"lock|limit|semaphore|throttle|queue|cache|event|task|pool|ready|clos|state")
"""How parts of a client are called for which nobody outside is asked."""


def awaits_itself(names: NameSet, scope: Scope, module: Module) -> Answer:
    """Whether a function's own body waits for a call of one of some names: by `await`, `async with` or `async for`.

    What is tried again in a loop does not count, nor does a call on an object of the project, which may do so itself,
    nor one in a function in it that is decorated, or handed to somebody who runs it.
    """
    if not scope.is_async:
        return NO
    found: list[Answer] = []
    for call in calls_like(names, module).get(scope, ()):
        if is_waited_for(call.node, call.scope, module) and not _is_run_by_others(call, scope, module):
            held = some([_is_one(names, call, receiver_of(call), module), _asks_part_of(names, call, module)])
            if held.holds is not False and not (is_tried_again(call, module) or is_only_held(call, module)):
                found.append(held)
    runs = calls_of(scope, module) if IN_THREADS.keys() & module.named_calls.keys() else ()
    found += [_runs_in_thread(names, call, module) for call in runs if call.scope is scope and call.name in IN_THREADS]
    return some(found) if YES in found else some([*found, *_awaits_chosen(names, scope, module)])


def _awaits_chosen(names: NameSet, scope: Scope, module: Module) -> Iterator[Answer]:
    """Whether a function waits for what it chooses among methods: in a table, by a condition, or by their names."""
    for call in calls_of(scope, module):
        if isinstance(call.node.func, ast.Attribute) or not is_waited_for(call.node, call.scope, module):
            continue
        for method, home in _chosen(call.node.func, module, call.scope):
            on = method.value if isinstance(method, ast.Attribute) else None
            site = CallSite(call.node, call.scope, module.symbol(method, home), name_of(method))
            if on is not None and not (is_tried_again(call, module) or is_only_held(call, module)):
                yield _is_one(names, site, name_of(on), module)


def _chosen(function: ast.expr, module: Module, scope: Scope) -> Iterator[tuple[ast.expr, Scope]]:
    """The methods of which one is called, where what is called is no name that stands for one of them alone."""
    for choice, home in choices(function, module, scope):
        looked_into = choice.value if isinstance(choice, ast.Subscript) else None
        if isinstance(choice, ast.Call) and name_of(choice.func) == "get" and isinstance(choice.func, ast.Attribute):
            looked_into = choice.func.value
        if isinstance(choice, ast.Call) and name_of(choice.func) == "getattr" and len(choice.args) > 1:
            named = constant(module, choice.args[1], home)
            name = named.value if isinstance(named, ast.Constant) and isinstance(named.value, str) else "__getattr__"
            yield ast.copy_location(ast.Attribute(choice.args[0], name, ast.Load()), choice), home
        elif looked_into is not None:
            for items in dicts_at(looked_into, module, home):
                yield from ((each.value, each.scope) for each in items.pairs)
        elif choice is not function:
            yield choice, home


def _asks_part_of(names: NameSet, call: CallSite, module: Module) -> Answer:
    """Whether a call asks a part of what is meant, `client.chat.completions.create`, and no lock or queue of it."""
    _, *parts = parts_called(call.node.func)
    if not parts or any(_BESIDE.search(name_of(part).lower()) for part in parts):
        return NO
    sites = (CallSite(call.node, call.scope, module.symbol(each, call.scope), name_of(each)) for each in parts)
    return some(_is_one(names, each, receiver_name(part), module) for each, part in zip(sites, parts, strict=True))


def _is_one(names: NameSet, call: CallSite, receiver: str, module: Module) -> Answer:
    """Whether a call is of one of some names, and on nothing of the project."""
    asked = Asked(call.symbol, call.name, receiver)
    held = names.match(asked, module.roots)
    if held == YES and _is_of_part_of_ours(call, module):
        held = names.found_by_project(asked, module.roots)
    return every([held, is_of_others(call, module)])


def _runs_in_thread(names: NameSet, call: CallSite, module: Module) -> Answer:
    """Whether a thread is waited for that runs one of some names."""
    run = next(iter(handed_to_thread(call.node, module)), None)
    if not isinstance(run, (ast.Name, ast.Attribute)):
        return NO
    if not is_waited_for(call.node, call.scope, module) or is_tried_again(call, module):
        return NO
    run_there = call._replace(symbol=module.symbol(run, call.scope), name=name_of(run))
    return _is_one(names, run_there, name_of(getattr(run, "value", run)), module)


def _is_run_by_others(call: CallSite, scope: Scope, module: Module) -> bool:
    """Whether a call stands in a function of the function that is decorated, or that is only handed on."""
    inner = call.scope.function
    if inner is None or inner is scope:
        return False
    calls = (each.node for each in module.named_calls.get(inner.name, ()))
    is_called = any(isinstance(each, ast.Call) and isinstance(each.func, ast.Name) for each in calls)
    return bool(getattr(inner.node, "decorator_list", ())) or not is_called


def _is_of_part_of_ours(call: CallSite, module: Module) -> bool:
    """Whether a method is called on what an object of the project has or gives, whose own class may be called alike."""
    owner = (call.symbol or "").rpartition(".")[0]
    is_made = owner.endswith("()") and last_name(owner).lstrip("_")[:1].isupper()
    return not is_made and owner[: owner.find(".")] in module.roots
