"""Of which class a value is where a test lets no other through."""

from __future__ import annotations

import ast

from ..lang.python.module import Module, name_of
from ..lang.python.scopes import Scope
from ..lang.python.walking import start_of
from .guards import guards_in
from .ties import dotted


def class_tested(name: ast.Name, call: ast.Call, module: Module, scope: Scope) -> str | None:
    """The class that a test around a call, or on the way to it, says of what it is given under a name.

    Where the name is bound anew it is not known.
    """
    home = scope.home(name.id)
    bound = home.bindings[name.id] if home is not None else []
    if home is None or len(bound) != 1:
        return None
    start = start_of(home.node) if home.kind != "module" else (0, 0)
    for guard in module.once(guards_in).of(name.id, start_of(name)):
        asked = guard.by if guard.at > start else None  # others tell of a name of another function
        if asked is not None and name_of(asked.func) == "isinstance" and len(asked.args) == 2:
            return module.symbol(asked.args[1], scope) if dotted(asked.args[0]) == name.id else None
    named = _class_of(bound[0].node) or _class_matched(name.id, call, module)
    return module.symbol(named, scope) if named is not None else None


def _class_matched(name: str, call: ast.Call, module: Module) -> ast.expr | None:
    """The class of the case that a call stands in, where it is the name that is matched."""
    case = next((each for each in module.ancestors(call) if isinstance(each, ast.match_case)), None)
    match = module.index.parents.get(case) if case is not None else None
    is_it = isinstance(match, ast.Match) and dotted(match.subject) == name
    return _class_of(case.pattern) if case is not None and is_it else None


def _class_of(pattern: ast.AST) -> ast.expr | None:
    inner = pattern.pattern if isinstance(pattern, ast.MatchAs) else pattern
    return inner.cls if isinstance(inner, ast.MatchClass) else None
