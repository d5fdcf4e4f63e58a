"""What a function calls, itself or through functions of its file; what other files run is asked of the join."""

from __future__ import annotations

import ast
import sys
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

from ...config.globs import matcher
from ...flow.fillings import held_by, own_class
from ...flow.inherited import function_called, lineage
from ...flow.ties import key_of_begin, put_into_objects
from ...knowledge.lacking import also_known_as, own_names
from ...lang.python.logs import LOG_METHODS
from ...lang.python.module import CallSite, Module, name_of
from ...lang.python.own_names import own_name
from ...lang.python.scopes import Scope
from ..answers import NO, YES, Answer, on_condition, some
from ..calls.calls import CallTable
from ..definitions.defined import own_decorators
from ..naming.forms import spelled
from ..naming.names import Asked, Names, NameSet, last_name, name_set
from .callbacks import callbacks

IDLE = LOG_METHODS.union(("append", "clear", "discard", "items", "keys", "pop", "popitem", "setdefault", "values"))
"""Methods of loggers and collections, which run nothing of the project whatever they are called on."""
IN_THREADS = {"to_thread": 0, "run_in_executor": 1, "run_sync": 0, "run_in_threadpool": 0}
"""Functions that run what they are given in a thread, each with the place of that."""
_IN_POOLS = ("submit", "map_async", "apply_async")
"""Methods of pools of threads that run what they are given later."""


def calls_itself(names: NameSet, scope: Scope, module: Module) -> Iterator[tuple[CallSite, Answer]]:
    """The calls of one of some names in a function's own body, functions nested in it included."""
    for call in calls_like(names, module).get(scope, ()):
        held = names.match(Asked(call.symbol, call.name, receiver_of(call)), module.roots)
        if held.holds is not False:
            yield call, held


def calls_within(names: Names, scope: Scope, module: Module) -> Answer:
    """Whether a function calls one of some names, itself or through functions of its module."""
    direct = module.once(_calling(names))
    found = [held for each in (run_by(scope, module) if direct else ()) for held in direct.get(each, ())]
    return some(found) if found else NO


def does_within(names: Names, scope: Scope, module: Module) -> Answer:
    """The same of calls that a function waits for: what it hands to a thread holds nobody up."""
    direct = module.once(_calling(names, in_threads=False))
    found = [held for each in (run_by(scope, module) if direct else ()) for held in direct.get(each, ())]
    return some(found) if found else NO


def run_by(scope: Scope, module: Module) -> Iterator[Scope]:
    """A function, and those of its module that run when it is called."""
    pending, seen = [scope], {scope}
    while pending:
        current = pending.pop()
        yield current
        for _, callee in helpers_called(current, module):
            if callee not in seen:
                seen.add(callee)
                pending.append(callee)


def is_run_by(globs: tuple[str, ...], scope: Scope, module: Module) -> bool:
    """Whether a function around has a name that one of some globs matches, or runs when one so named is called."""
    return not module.once(_run_by_named(globs)).isdisjoint(_functions_around(scope))


@lru_cache(maxsize=64)
def _run_by_named(globs: tuple[str, ...]) -> Callable[[Module], frozenset[Scope]]:
    is_meant = matcher(globs)

    def functions(module: Module) -> frozenset[Scope]:
        """The functions of such names, and those that run when these are called."""
        meant = (each for each in module.index.functions if is_meant(each.name))
        return frozenset(run for each in meant for run in run_by(each, module))

    return functions


def helpers_called(scope: Scope, module: Module) -> Iterator[tuple[CallSite, Scope]]:
    """The calls in a function that run functions of its module, each with that."""
    by_symbol = module.once(_by_symbol)
    for call in _calls_of(module).get(scope, ()):
        symbol = call.symbol or ""
        own = by_symbol.get(symbol.replace("().", "."))
        callee = own or (function_called(symbol, module) if "()." in symbol else None)
        if callee is not None:
            yield call, callee


def calls_of(scope: Scope, module: Module) -> Sequence[CallSite]:
    """The calls in a function, those in lambdas and functions nested in it among them."""
    return _calls_of(module).get(scope, ())


@lru_cache(maxsize=64)
def _calling(names: Names, *, in_threads: bool = True) -> Callable[[Module], dict[Scope, list[Answer]]]:
    table = CallTable([(True, name_set(names))])

    def functions(module: Module) -> dict[Scope, list[Answer]]:
        """The functions that call one of the names themselves."""
        found: dict[Scope, list[Answer]] = {}
        own = module.once(_by_symbol)
        for _, call, held in table.matches(module):
            if held.when and (call.symbol or "").replace("().", ".") in own:
                continue  # a function of this file stands for no other
            for scope in _functions_around(call.scope, () if in_threads else module.once(_in_threads)):
                found.setdefault(scope, []).append(held)
        return found

    return functions


def _functions_around(scope: Scope | None, apart: Collection[ast.AST] = ()) -> Iterator[Scope]:
    """The functions around a scope, up to what runs apart from those around it."""
    while scope is not None and scope.kind not in ("module", "class"):
        if scope.kind == "function":
            yield scope
        scope = scope.parent if scope.node not in apart else None


def _in_threads(module: Module) -> frozenset[ast.AST]:
    """The functions and lambdas that a module hands to threads where they stand."""
    found: set[ast.AST] = set()
    for name in (*IN_THREADS, *_IN_POOLS):
        for call in module.named_calls.get(name, ()):
            for each in call.node.args if isinstance(call, CallSite) else ():
                home = call.scope.home(each.id) if isinstance(each, ast.Name) else None
                bound = home.bindings[each.id] if home is not None and isinstance(each, ast.Name) else ()
                found.update((each, *(binding.node for binding in bound)))
    return frozenset(found)


def keeps(names: NameSet, scope: Scope, module: Module) -> Answer:
    """Whether a method, or one of its class that it calls, keeps in an attribute of its object what a call of one of
    some names gives."""
    last, owners = names.last_names, lineage(scope.owner, module) if scope.owner is not None else [None]
    return some(
        names.match(Asked(call.symbol, call.name, receiver_of(call)), module.roots)
        for each in run_by(scope, module)
        if each.owner in owners
        for call in _calls_of(module).get(each, ())
        if last is None or call.name in last or _is_called_one(call, last)
        if _is_kept(call.node, each, module)
    )


def _is_kept(call: ast.Call, scope: Scope, module: Module) -> bool:
    """Whether an object keeps what a call in one of its methods gives, be it beside others."""
    key = key_of_begin(call, "result", module)
    return (key or "").startswith("self.") or not {key, call}.isdisjoint(module.once(put_into_objects).get(scope, ()))


def given_functions(names: Names, module: Module) -> Mapping[Scope, Answer]:
    """The functions of a module that calls of one of some names are given in it, also by a loop or as a partial."""
    return module.once(_given_to(names))


@lru_cache(maxsize=64)
def _given_to(names: Names) -> Callable[[Module], dict[Scope, Answer]]:
    table = CallTable([(True, name_set(names))])

    def functions(module: Module) -> dict[Scope, Answer]:
        given: dict[Scope, list[Answer]] = {}
        for _, call, found in table.matches(module):
            node, scopes = call.node, module.once(_by_symbol)
            for each in (*node.args, *(word.value for word in node.keywords)) if isinstance(node, ast.Call) else ():
                for callback in (one for one in callbacks(each, module, call.scope) if one.is_itself):
                    symbol = module.symbol(callback.node, callback.scope) or ""
                    scope = scopes.get(symbol.replace("().", "."))
                    if scope is not None:
                        given.setdefault(scope, []).append(found)
        return {scope: some(found) for scope, found in given.items()}

    return functions


def making_functions(names: Names, module: Module) -> Mapping[Scope, Answer]:
    """The functions of a module that call one of some names in their own body."""
    return module.once(_making(names))


@lru_cache(maxsize=64)
def _making(names: Names) -> Callable[[Module], dict[Scope, Answer]]:
    table = CallTable([(True, name_set(names))])

    def functions(module: Module) -> dict[Scope, Answer]:
        found = ((call.scope.function, held) for _, call, held in table.matches(module))
        return {scope: held for scope, held in found if scope is not None}

    return functions


def is_of_others(call: CallSite, module: Module) -> Answer:
    """Whether what a method is called on is of no class of the project."""
    owner = (call.symbol or "").rpartition(".")[0]
    is_ours = owner[: owner.find(".")] in module.roots
    return on_condition(("not-ours", owner, ())) if is_ours else YES


def calls_somewhere(
    wanted: Names, scope: Scope, module: Module, counts: Callable[[ast.AST], bool] = lambda _: True
) -> Answer:
    """Whether a function calls one of some names, itself or through functions of the project.

    `counts` says of the calls of the function itself which are meant.
    """
    names, by_symbol = name_set(wanted), module.once(_by_symbol)
    answers: list[Answer] = []
    pending, seen, elsewhere = [scope], {scope}, []
    while pending:
        current = pending.pop()
        for call in _calls_of(module).get(current, ()):
            if current is scope and not counts(call.node):
                continue
            for run in _run_by_call(call, module):
                held = names.match(run, module.roots)
                if held.holds and not held.when:
                    return held
                answers.append(held)
                symbol = run.symbol
                if symbol is None:
                    continue
                callee = by_symbol.get(symbol.replace("().", "."))
                if callee is not None and callee not in seen:
                    seen.add(callee)
                    pending.append(callee)
                    elsewhere += [symbol] if own_decorators(callee, module) else []
                elif callee is None and run.written not in IDLE and symbol[: symbol.find(".")] in module.roots:
                    elsewhere.append(symbol)
    if elsewhere:
        answers.append(runs_one(wanted, elsewhere))
    return some(answers) if answers else NO


def runs_one(wanted: Names, symbols: Iterable[str]) -> Answer:
    """Whether one of some functions of the project calls one of some names, itself or through others."""
    spellings = tuple(spelled(name) for name in wanted)
    is_open = any(_is_standard(name) for name in spellings)
    return on_condition(("runs", "", (tuple(dict.fromkeys(symbols)), spellings, is_open)))


def _run_by_call(call: CallSite, module: Module) -> Iterator[Asked]:
    """What a call runs: what is called, and the methods that it is given to run them."""
    yield Asked(call.symbol, call.name, receiver_of(call))
    node = call.node
    for value, home in _held_as(node.func, call.scope, module):
        yield Asked(module.symbol(value, home), value.attr, name_of(value.value))
    for each in (*node.args, *(word.value for word in node.keywords)):
        if isinstance(each, ast.Attribute):
            yield Asked(module.symbol(each, call.scope), each.attr, name_of(each.value))


def _held_as(function: ast.expr, scope: Scope, module: Module) -> Iterator[tuple[ast.Attribute, Scope]]:
    """The methods of others that a variable or an attribute of the object holds: `self._tell = bus.publish`."""
    if isinstance(function, ast.Attribute):
        owner = own_class(function, scope)
        is_method = owner is None or any(child.name == function.attr for child in owner.children)
        held = () if is_method else held_by(function, module, scope)
    else:
        held = held_by(function, module, scope) if isinstance(function, ast.Name) else ()
    yield from ((value, home) for value, home in held if isinstance(value, ast.Attribute) and value is not function)


def _is_standard(name: str) -> bool:
    root = name.partition(".")[0]
    return root in ("*", "builtins") or root in sys.stdlib_module_names


def handed_to_thread(call: ast.Call, module: Module) -> list[ast.expr]:
    """What a call hands to a thread to be run there, be it by a partial or a lambda that calls it; nothing where it
    hands on nothing."""
    place = IN_THREADS.get(own_name(call.func, module), -1)
    given = call.args[place : place + 1] if place >= 0 else []
    inside = (each.body if isinstance(each, ast.Lambda) else each for each in given)
    return [_called_later(each, module) for each in inside]


def _called_later(node: ast.expr, module: Module) -> ast.expr:
    if not isinstance(node, ast.Call):
        return node
    return node.args[0] if own_name(node.func, module) == "partial" and node.args else node.func


def receiver_of(call: CallSite) -> str:
    """The last name of what is called, or looked into, as it is written; empty where it has none."""
    of = getattr(call.node.func, "value", None)
    return name_of(of) if of is not None else ""


def calls_like(names: NameSet, module: Module) -> Mapping[Scope, Sequence[CallSite]]:
    """The calls of each function that may be of one of some names, as far as last names tell."""
    if names.is_any:
        return _calls_of(module)
    known = module.once(_asked_for)
    if names not in known:
        lasts = names.shown(_last_names, module)
        known[names] = {
            scope: [call for call in calls if call.name in lasts or _is_called_one(call, lasts)]
            for scope, calls in (_calls_of(module).items() if lasts else ())
        }
    return known[names]


def _is_called_one(call: CallSite, lasts: Collection[str]) -> bool:
    """Whether what is called has one of some last names where it is defined, or is known to cards by one."""
    last = last_name(call.symbol or "")
    return last in lasts or any(name in lasts for name in own_names().get(last, ()))


def _asked_for(module: Module) -> dict[NameSet, Mapping[Scope, Sequence[CallSite]]]:
    return {}


def _last_names(module: Module) -> frozenset[str]:
    """The last names of all that is called, as they are written and as they are defined, or known to cards."""
    symbols = (last_name(symbol) for symbol in module.called_symbols if symbol is not None)
    return module.called_names | also_known_as(*symbols)


def _calls_of(module: Module) -> dict[Scope, list[CallSite]]:
    return module.once(_by_function)


def _by_function(module: Module) -> dict[Scope, list[CallSite]]:
    """The calls of each function, those in lambdas and functions nested in it among them."""
    found: dict[Scope, list[CallSite]] = {}
    for call in module.calls:
        scope: Scope | None = call.scope
        while scope is not None and scope.kind != "module":
            if scope.kind == "function":
                found.setdefault(scope, []).append(call)
            scope = scope.parent if scope.kind != "class" else None
    return found


def _by_symbol(module: Module) -> dict[str, Scope]:
    return {module.names.qualified(scope): scope for scope in module.index.functions}
