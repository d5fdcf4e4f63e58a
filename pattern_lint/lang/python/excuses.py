"""Reasons for which an except clause, or a `suppress(...)`, may lose its error."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterable, Mapping
from itertools import islice
from typing import Final, Literal, TypeAlias

from ...knowledge.excuses import WRITING_MODES, named
from .aftermath import is_attempt, is_made_good, statements_after
from .handling import Handling
from .lost import Case
from .module import name_of
from .peers import is_sending
from .probing import is_probe
from .questions import asks_of_error
from .releasing import is_emptying, is_given_release, is_named_after, only_awaits
from .remarks import is_documented, is_explained
from .scopes import FunctionNode
from .surroundings import calls_within, is_flush_of_folder, is_telemetry, only_logs, works_on_files
from .systems import asks_for_version, asks_system
from .unparsed import unparsed
from .walking import nodes_in

Excuse: TypeAlias = Literal[
    "telemetry",
    "recording",
    "made-good",
    "followed-up",
    "raises",
    "explained",
    "optional-import",
    "clean-up",
    "display",
    "probe",
    "attempt",
    "reading",
    "failing",
    "answered",
    "looked-up",
    "sending",
]
"""What each says, the option `excuses` of cards about except clauses tells."""


_ENDING = ("os._exit", "os.abort")
_EXITS = ("sys.exit", "builtins.exit", "builtins.quit")
_IN_PLACE = re.compile(r"<[\w ]+>|unknown\b.*|not available|n/?a", re.IGNORECASE)
_TELLING = re.compile(
    r"no\s.*|.*\b(can(no|')t|could\s?n[o']t|unable|sorry|try again|failed|error|offline|unavailable)\b.*",
    re.IGNORECASE | re.DOTALL,
)
"""Texts that tell whoever sees them that there is nothing, and why."""
_OF_TEXTS = frozenset({*dir(str), "bool", "float", "int", "len", "str"})
"""What is done to texts, and what makes plain values of them."""
_OF_PARTS = frozenset(
    (
        "casefold endswith isalnum isalpha isdigit isnumeric lower lstrip partition removeprefix removesuffix "
        "rpartition rsplit rstrip split splitlines startswith strip upper"
    ).split()
)
"""What is done to texts and to nothing else, and cannot fail for what they say."""
_ASKING = frozenset({"bool", "getattr", "hasattr", "isinstance", "len", "str"})
_LISTING = frozenset("add all any append enumerate list max min next reversed set sorted sum tuple".split())
"""What is done to what a folder holds."""
_OF_ITEMS = (
    *(ast.Assign, ast.Return, ast.Expr, ast.Subscript, ast.Name, ast.Constant, ast.Slice, ast.UnaryOp, ast.USub),
    *(ast.Load, ast.Store, ast.Tuple, ast.Dict, ast.If, ast.Compare, ast.cmpop, ast.BoolOp, ast.boolop, ast.Not),
)
"""Of what code is made that takes items of something, and compares them."""


def is_excused(case: Case, excuses: Iterable[Excuse]) -> bool:
    """Whether one of the given excuses holds."""
    return any(_EXCUSES[excuse](case) for excuse in excuses)


def _telemetry(case: Case) -> bool:
    return is_telemetry(case.module, case.guarded, case.scope)


def _recording(case: Case) -> bool:
    if only_logs(case.module, case.guarded, case.scope):
        return True
    return any(map(named().recording_modules.fullmatch, case.module.name.split(".")))


def _made_good(case: Case) -> bool:
    return is_made_good(case.module, case.statement, case.clause, catches_all=case.catches_all)


def _followed_up(case: Case) -> bool:
    return is_made_good(case.module, case.statement, case.clause, catches_all=True)


def _raises(case: Case) -> bool:
    """Whether the clause lets the same error go on, ends the process as a fork does, or does so after it has told of
    the error; another error in its place would hide what was caught."""
    body = case.clause.body if isinstance(case.clause, ast.ExceptHandler) else []
    if body and _exits(body[-1], case) and _keeps_error(case):
        return True
    last = case.statement.finalbody[-1:] if isinstance(case.statement, (ast.Try, ast.TryStar)) else []
    ended = (each.value for each in (*body, *last) if isinstance(each, ast.Expr) and isinstance(each.value, ast.Call))
    if any(case.module.symbol(call.func, case.scope) in _ENDING for call in ended):
        return True
    return any(isinstance(each, ast.Raise) and each.exc is None for each in body)


def _keeps_error(case: Case) -> bool:
    clause = case.clause
    return isinstance(clause, ast.ExceptHandler) and Handling(case.module, clause, case.scope, case.words).keeps_error()


def _exits(last: ast.stmt, case: Case) -> bool:
    called = last.value if isinstance(last, ast.Expr) else None
    return isinstance(called, ast.Call) and case.module.symbol(called.func, case.scope) in _EXITS


def _explained(case: Case) -> bool:
    says = is_documented(case.scope.function, case.clause, case.statement, catches_all=case.catches_all)
    return says or is_explained(case.module, case.clause, case.statement, catches_all=case.catches_all)


def _optional_import(case: Case) -> bool:
    if isinstance(case.guarded[0], (ast.Import, ast.ImportFrom)) or is_flush_of_folder(case.guarded):
        return True
    if asks_system(case) or asks_for_version(case):
        return True
    first = case.guarded[0]
    if isinstance(first, ast.If) and len(case.guarded) == len(first.body) == 1 and not first.orelse:
        first = first.body[0]
    return any(
        isinstance(each, (ast.Expr, ast.Assign, ast.Return))
        and (call := _call_in(each.value)) is not None
        and not named().optional_code.isdisjoint((case.module.symbol(call.func, case.scope), f"*.{name_of(call.func)}"))
        for each in (first, case.guarded[-1])
    )


def _call_in(value: ast.expr | None) -> ast.Call | None:
    """The call that an expression is, or of whose value it takes a part: `os.get_terminal_size().columns`."""
    while isinstance(value, (ast.Attribute, ast.Subscript)):
        value = value.value
    return value if isinstance(value, ast.Call) else None


def _clean_up(case: Case) -> bool:
    if case.scope.name in named().last or _stands_in(case, "finalbody") or only_awaits(case.guarded):
        return True
    if not case.catches_all and named().releasing.match(case.scope.name):
        return True
    names, released = named(), False
    ends = names.releasing.match(case.scope.name) is not None
    calls = list(calls_within(case.guarded))
    for call, inside in calls:
        symbol = case.module.symbol(call.func, case.scope) or ""
        name = name_of(call.func)
        if (
            names.releasing.match(name)
            or symbol in names.releasing_symbols
            or is_given_release(call)
            or is_emptying(call, name)
            or is_named_after(name, case.scope.name)
            or (ends and names.letting_go.match(name))
        ):
            released = True
        elif not (inside or symbol.startswith(("builtins.", "time.")) or names.beside_release.fullmatch(name)) and not (
            ends and names.sending.match(name) and _is_closed_next(case)  # a last word before it is let go
        ):
            return False
    return released or _is_closed_next(case) or bool(calls and ends)


def _is_closed_next(case: Case) -> bool:
    """Whether the guarded code only asks something to finish that is let go right after it: `handler.flush()`."""
    following = islice(statements_after(case.module, case.statement), 2)
    return any(named().releasing.match(name_of(call.func)) for call, _ in calls_within(following))


def _display(case: Case) -> bool:
    if case.scope.name in named().display or named().showing.match(case.scope.name) or _is_shown_anyhow(case):
        return True
    shown = [case.module.symbol(call.func, case.scope) for call, inside in calls_within(case.guarded) if not inside]
    return bool(shown) and all(symbol in ("builtins.repr", "builtins.str") for symbol in shown)


def _is_shown_anyhow(case: Case) -> bool:
    """Whether the clause only falls back to the plain text of what the guarded code had to show, `repr(value)`, or to
    one that stands for what is not there: `"<unknown>"`."""
    body = case.clause.body if isinstance(case.clause, ast.ExceptHandler) else []
    only = body[0] if len(body) == 1 else None
    value = only.value if isinstance(only, (ast.Assign, ast.Return, ast.Expr)) else None
    if isinstance(only, ast.Return) and isinstance(value, ast.Tuple):
        value = value.elts[0]  # `return str(value), False`
    if isinstance(value, ast.Constant) and isinstance(value.value, str):
        is_told = (
            not case.catches_all
            and isinstance(only, ast.Return)
            and " " in value.value
            and _TELLING.fullmatch(value.value)
        )
        return bool(is_told or _IN_PLACE.fullmatch(value.value))
    if isinstance(only, ast.Expr) and isinstance(value, ast.Call) and len(value.args) == 1:
        value = value.args[0]  # `texts.append(str(value))`
    if not isinstance(value, ast.Call) or len(value.args) != 1:
        return False
    kept = value.args[0]
    shown = [unparsed(each) for each in (kept, kept.value if isinstance(kept, ast.Attribute) else kept)]
    is_text = case.module.symbol(value.func, case.scope) in ("builtins.repr", "builtins.str")
    return is_text and any(
        isinstance(node, (ast.Name, ast.Attribute)) and unparsed(node) in shown
        for statement in case.guarded
        for node in nodes_in(statement)
    )


def _attempt(case: Case) -> bool:
    return is_attempt(case.module, case.statement, case.clause, case.scope)


def _reading(case: Case) -> bool:
    if case.catches_all:
        return False
    calls = [call for call, _ in calls_within(case.guarded)]
    if any(name_of(call.func) in named().writing or _opens_to_write(call) for call in calls):
        return False
    names = [name_of(call.func) for call in calls]
    by_name = any(name in named().reading for name in names)
    by_name = by_name and all(name in named().reading or name in _OF_TEXTS or name in _LISTING for name in names)
    return by_name or works_on_files(case.module, case.guarded, case.scope) is True


def _opens_to_write(call: ast.Call) -> bool:
    if name_of(call.func) != "open":
        return False
    given = [*call.args[:2], *(keyword.value for keyword in call.keywords if keyword.arg == "mode")]
    modes = [mode.value for mode in given if isinstance(mode, ast.Constant) and isinstance(mode.value, str)]
    return bool(modes) and not WRITING_MODES.isdisjoint(modes[-1]) and len(modes[-1]) <= len("wb+")


def _failing(case: Case) -> bool:
    """Whether the code deals with another error, which is kept, or finds out what another error says."""
    if asks_of_error(case.guarded, case.scope):
        return True
    for node in case.module.ancestors(case.statement):
        if isinstance(node, FunctionNode):
            break
        if isinstance(node, ast.ExceptHandler):
            if node.name is not None and _mentions(case.guarded, node.name):
                return True
            return Handling(case.module, node, case.scope, case.words).keeps_error()
    return False


def _mentions(guarded: Iterable[ast.stmt], name: str) -> bool:
    return any(isinstance(node, ast.Name) and node.id == name for each in guarded for node in nodes_in(each))


def _answered(case: Case) -> bool:
    clause = case.clause
    return isinstance(clause, ast.ExceptHandler) and Handling(case.module, clause, case.scope, case.words).answers()


def _looked_up(case: Case) -> bool:
    """Whether the guarded code takes items or attributes of what it has, and at most cuts texts: no failure of the
    world outside."""
    nodes = [node for statement in case.guarded for node in nodes_in(statement)]
    if not all(isinstance(node, (*_OF_ITEMS, ast.Attribute, ast.Call)) for node in nodes):
        return False
    called = {node.func: name_of(node.func) for node in nodes if isinstance(node, ast.Call)}
    items = any(isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Load) for node in nodes)
    attributes = [node for node in nodes if isinstance(node, ast.Attribute) and node not in called]
    if items and not attributes and all(name in _OF_TEXTS for name in called.values()):
        return True
    if any(isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Store) for node in nodes):
        return False
    asks = any(name in _ASKING or isinstance(function, ast.Attribute) for function, name in called.items())
    # an attribute that may fail as the world outside does is more than data
    return case.catches_all and (bool(attributes) or asks) and all(n in _ASKING | _OF_PARTS for n in called.values())


def _stands_in(case: Case, field: str) -> bool:
    child: ast.AST = case.statement
    for parent in case.module.ancestors(child):
        if isinstance(parent, FunctionNode):
            break
        if isinstance(parent, (ast.Try, ast.TryStar)) and child in getattr(parent, field):
            return True
        child = parent
    return False


_EXCUSES: Final[Mapping[Excuse, Callable[[Case], bool]]] = {
    "telemetry": _telemetry,
    "recording": _recording,
    "made-good": _made_good,
    "followed-up": _followed_up,
    "raises": _raises,
    "explained": _explained,
    "optional-import": _optional_import,
    "clean-up": _clean_up,
    "display": _display,
    "probe": is_probe,
    "attempt": _attempt,
    "reading": _reading,
    "failing": _failing,
    "answered": _answered,
    "looked-up": _looked_up,
    "sending": is_sending,
}
