"""Whether something tries a call again: around it, in its function, in its session, or in what leads there."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from ...flow.fillings import held_by, own_class, standing_for
from ...knowledge.words import listed
from ...lang.python.module import CallSite, Module, name_of
from ...lang.python.scopes import FunctionNode, Scope
from ..answers import NO, YES, Answer, answer, on_condition, opposite, some, surely
from ..calls.calls import asked_of
from ..definitions.decorated import decorators_of
from ..definitions.defined import is_decorated
from ..naming import shown
from ..naming.forms import spelled
from ..naming.names import Asked, Names, NameSet, name_set
from .run_again import RUNNING, run_instead
from .running import calls_itself, is_of_others
from .tried import is_tried_again

_OTHER_WAYS = frozenset({"transport", "mounts", "app", None})
"""By which arguments a session is told to send in another way; a dict that is unpacked may hold one."""
_MOST_SESSIONS = 8
"""So many sessions at most are told of by one name."""


class Guards(NamedTuple):
    """What guards calls: decorators and calls, what makes sessions, and which of both do where they are told to."""

    names: Names
    sessions: Names = ()
    told: tuple[tuple[str, Names], ...] = ()


def is_guarded(call: CallSite | None, scope: Scope, module: Module, guards: Guards) -> Answer:
    """Whether one of some decorators and calls guards a call, or what else stands in a scope, as far as the project
    shows it."""
    if call is not None and is_tried_again(call, module):
        return YES
    if (call is None or _is_of_instance(call)) and _may_be_made(call, module, guards):
        return YES
    own = list(_in_functions(scope.function, guards, module))
    if call is not None:
        own += [opposite(is_of_others(call, module)), _is_made_elsewhere(call, guards, module)]
    return some(own)


def _may_be_made(call: CallSite | None, module: Module, guards: Guards) -> bool:
    """Whether a module makes what guards calls, and not just for classes beside the one that makes its own object."""
    makers = module.once(_makers(guards))
    if makers and call is not None and _is_made_plainly(call, module):
        return False
    if not makers or call is None or None in makers or call.scope.owner in makers:
        return bool(makers)
    of = standing_for(call.node.func.value, call.scope) if isinstance(call.node.func, ast.Attribute) else None
    owner = own_class(of, call.scope) if isinstance(of, ast.Attribute) else None
    if of is None or owner is None or not isinstance(owner.node, ast.ClassDef) or owner.node.bases:
        return True
    made = [value for value, _ in held_by(of, module, call.scope)]
    return not made or not all(isinstance(each, ast.Call) and not (each.args or each.keywords) for each in made)


def _is_made_plainly(call: CallSite, module: Module) -> bool:
    """Whether the file shows that a method is called on what was made to send in its library's own way, for good."""
    of = call.node.func.value if isinstance(call.node.func, ast.Attribute) else None
    home = call.scope.home(of.id) if isinstance(of, ast.Name) else None
    made: list[tuple[ast.AST | None, Scope]] = []
    if isinstance(of, ast.Name) and home is not None and len(home.bindings[of.id]) <= _MOST_SESSIONS:
        made = [(each.value, home) for each in home.bindings[of.id]]
    elif isinstance(of, ast.Attribute) and own_class(of, call.scope) is not None:
        made = list(held_by(of, module, call.scope))
    plain = name_set(listed("sessions-made-at-once"))
    return bool(made) and all(
        isinstance(each, ast.Call)
        and not each.args
        and _OTHER_WAYS.isdisjoint(word.arg for word in each.keywords)
        and plain.match(Asked(module.symbol(each.func, scope)), module.roots) == YES
        for each, scope in made
    )


def _is_made_elsewhere(call: CallSite, guards: Guards, module: Module) -> Answer:
    """Whether what a method is called on comes from a function or class of the project that makes what guards it."""
    maker, is_made, _ = (call.symbol or "").partition("().")
    if not (guards.sessions and is_made) or maker[: maker.find(".")] not in module.roots:
        return NO
    told = tuple((argument, _spellings(names)) for argument, names in guards.told)
    return on_condition(("runs", "", ((maker,), _spellings(guards.sessions), False, told)))


def _is_of_instance(call: CallSite) -> bool:
    """Whether a call may go through a session, which functions of a library (`requests.get`) do not."""
    return call.symbol is None or "()" in call.symbol


def _in_functions(function: Scope | None, guards: Guards, module: Module) -> Sequence[Answer]:
    """Whether guards are in force in a function, or in one that it is nested in; asked once for all calls in it."""
    known = module.once(_guards(guards))
    if function not in known:
        names, around = name_set(guards.names), list(_around(function))
        own = [_itself(names, guards, each, module) for each in around]
        own += [answer(_is_handed_to(names, each.name, module) or _is_tried(each, module)) for each in around]
        if around:
            own.append(on_condition(("guarded", module.names.qualified(around[-1]), _spellings(guards.names))))
        known[function] = own
    return known[function]


def _itself(names: NameSet, guards: Guards, scope: Scope, module: Module) -> Answer:
    told = [
        held
        for argument, each in guards.told
        if isinstance(scope.node, FunctionNode) and scope.node.decorator_list
        for decorator, held in decorators_of(name_set(each), scope.node, module)
        if isinstance(decorator, ast.Call) and _is_told(argument, decorator)
    ]
    decorated = is_decorated(guards.names, scope, module)
    return some([decorated, *told, *(surely(held) for _, held in calls_itself(names, scope, module))])


def _is_told(argument: str, call: ast.Call) -> bool:
    """Whether a call may be given an argument, by its name, that is neither none nor empty."""
    return any(
        word.arg is None
        or (word.arg == argument and not (isinstance(word.value, ast.Constant) and not word.value.value))
        for word in call.keywords
    )


def _is_tried(function: Scope, module: Module) -> bool:
    """Whether the module calls a function where that is tried again."""
    own = module.names.qualified(function)
    return any(is_tried_again(call, module) for call in module.once(_by_callee).get(own, ()))


def _by_callee(module: Module) -> dict[str, list[CallSite]]:
    """The calls of a module that lead to functions of its own, by these."""
    found: dict[str, list[CallSite]] = {}
    for call in module.calls:
        if call.symbol is not None and call.symbol.startswith(module.name):
            found.setdefault(call.symbol.replace("()", ""), []).append(call)
    return found


@lru_cache(maxsize=64)
def _spellings(names: Names) -> Names:
    return tuple(map(spelled, names))


def _around(function: Scope | None) -> Iterator[Scope]:
    """The functions that a call stands in, the innermost first."""
    while function is not None:
        yield function
        function = function.parent.function if function.parent is not None else None


@lru_cache(maxsize=64)
def _guards(guards: Guards) -> Callable[[Module], dict[Scope | None, Sequence[Answer]]]:
    """What is known of the functions of a module: whether one of some names decorates them, or is called in them."""
    return lambda module: {}


@lru_cache(maxsize=64)
def _makers(guards: Guards) -> Callable[[Module], frozenset[Scope | None]]:
    """The classes of a module in which it calls one of some names; None stands for what is outside of classes."""

    def look(module: Module) -> frozenset[Scope | None]:
        found = {call.scope.owner for call in _calls_of(guards.sessions, module)}
        for argument, names in guards.told:
            found.update(call.scope.owner for call in _calls_of(names, module) if _is_told(argument, call.node))
        return frozenset(found)

    return look


def _calls_of(names: Names, module: Module) -> Iterator[CallSite]:
    """The calls of a module that surely are of some names."""
    wanted, named = name_set(names), module.named_calls
    is_open = wanted.open_roots is None or not wanted.open_roots.isdisjoint(module.once(_called_roots))
    lasts = named.keys() if is_open else wanted.closed.shown(shown.called, module)
    calls = (call for last in lasts for call in named[last] if isinstance(call, CallSite))
    return (call for call in calls if wanted.match(asked_of(call), module.roots) == YES)


def _is_handed_to(names: NameSet, function: str, module: Module) -> bool:
    """Whether a function of a name is given to a call of one of some names."""
    calls = module.once(_given).get(function, ())
    return any(names.match(asked_of(call), module.roots).holds is not False for call in calls)


def _is_of_library(given: ast.expr, scope: Scope, module: Module) -> bool:
    """Whether a method is one of something that another distribution makes, which is not the project's."""
    symbol = module.symbol(given, scope) if isinstance(given, ast.Attribute) else None
    return symbol is not None and "()" in symbol and symbol[: symbol.find(".")] not in module.roots


def _called_roots(module: Module) -> frozenset[str]:
    """The first names of all that is called."""
    return frozenset([symbol[: symbol.find(".")] for symbol in module.called_symbols if symbol is not None])


def _given(module: Module) -> dict[str, list[CallSite]]:
    """The functions of a module that calls are given, by their names, with these calls."""
    functions = {scope.name for scope in module.index.functions}
    found: dict[str, list[CallSite]] = {}
    for call in module.calls:
        node = call.node
        for each in (*node.args, *[keyword.value for keyword in node.keywords]) if node.keywords else node.args:
            given = run_instead(each, module) if each.__class__ in RUNNING else each
            if given.__class__ is ast.Constant or name_of(given) not in functions:
                continue
            if not _is_of_library(given, call.scope, module):
                found.setdefault(name_of(given), []).append(call)
    return found
