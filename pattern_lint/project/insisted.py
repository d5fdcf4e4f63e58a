"""What code insists on: it looks whether something is there, long enough or well formed, and fails where it is not.

A check counts by the name of what it looks at (an attribute, a variable, the text of a key), whether it stands in a
validator, a constructor or the code that starts an application. What a function is given and fails on counts for those
who give it. A comparison with something that is not fixed is no such check, nor what answers a request.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator

from ..lang.python.module import CallSite, Module, name_of
from ..lang.python.scopes import Scope
from ..lang.python.walking import nodes_in
from .topics import Topic

_CHECKING = re.compile(r"valid|check|require|ensure|verif|assert|must|guard|demand|mandatory|strong|need")
_OF_REQUESTS = re.compile(r"(?i)compare|verify_(?!secret|settings|config)|check_password|de?crypt|decode|encode|sign")
"""Functions that look at what somebody sends, and what makes use of a secret."""
_HTTP = re.compile(r"(?i)http|unauthori[sz]ed|forbidden|abort|denied")
_EXITS = frozenset({"exit", "_exit"})
_VALIDATORS = frozenset({"validator", "field_validator", "validates"})
_OF_WHOLE = frozenset({"model_validator", "root_validator", "__post_init__", "model_post_init", "__attrs_post_init__"})
_SECRETS = (b"ecret", b"assword", b"oken", b"api_key", b"SECRET", b"PASSWORD", b"TOKEN", b"API_KEY")
"""What a file has to mention that insists on a secret itself."""
_CREDENTIAL = re.compile(r"(?i)(?:secret|secret_?key|password|token|api_?key)$")
_DEEPEST = 3
EVERY = "*"
"""Stands for all fields of a class, of which one of its validators looks at each."""


def insisted(module: Module) -> dict[str, object] | None:
    """What a module insists on: names, what it gives to functions that may, and which parameters its functions do."""
    has_secrets = any(each in module.source for each in _SECRETS)
    failing = _failing(module, has_secrets)
    looked_at: dict[Scope, set[str]] = {}
    for test, scope in _tests(module) if failing else ():
        if scope in failing:
            looked_at.setdefault(scope, set()).update(_looked_at(test, scope, module))
    names = set(_validated(module)).union(*(looked_at.values() if has_secrets else ()))
    told: dict[str, object] = {
        "names": tuple(sorted(names)),
        "given": tuple(_given(module)) if has_secrets else (),
        "taking": {module.names.qualified(each): tuple(sorted(found)) for each, found in looked_at.items()},
    }
    return told if any(told.values()) else None


INSISTED = Topic("insisted", insisted)


def _failing(module: Module, has_secrets: bool) -> set[Scope]:
    """The scopes named as checks, and those that may end in an error which is no answer to a request."""
    found = {scope for scope in module.index.functions if _CHECKING.search(scope.name.lower())}
    if has_secrets:
        found |= {scope for node, scope in module.of(ast.Raise, ast.Assert) if not _answers(node)}
        found |= {call.scope for name in _EXITS & module.named_calls.keys() for call in module.named_calls[name]}
    return found


def _answers(node: ast.AST) -> bool:
    raised = node.exc if isinstance(node, ast.Raise) else None
    made = raised.func if isinstance(raised, ast.Call) else raised
    return made is not None and _HTTP.search(name_of(made)) is not None


def _tests(module: Module) -> Iterator[tuple[ast.expr, Scope]]:
    for node, scope in (*module.of(ast.If, ast.Assert, ast.Match), *module.index.nodes.get(ast.comprehension, ())):
        if isinstance(node, (ast.If, ast.Assert)):
            yield node.test, scope
        elif isinstance(node, ast.Match):
            yield node.subject, scope
        elif isinstance(node, ast.comprehension):
            yield from ((test, scope) for test in node.ifs)


def _looked_at(test: ast.expr, scope: Scope, module: Module) -> Iterator[str]:
    """The names of what a condition looks at for itself."""
    if isinstance(test, ast.BoolOp):
        for value in test.values:
            yield from _looked_at(value, scope, module)
    elif isinstance(test, ast.UnaryOp):
        yield from _looked_at(test.operand, scope, module)
    elif isinstance(test, ast.Compare):
        operands = [test.left, *test.comparators]
        if isinstance(test.ops[0], (ast.In, ast.NotIn)):
            operands = operands[:1]
        unfixed = [each for each in operands if not _is_fixed(each)]
        yield from _named(unfixed[0], scope, module) if len(unfixed) == 1 else ()
    elif not (isinstance(test, ast.Call) and _OF_REQUESTS.search(name_of(test.func))):
        yield from _named(test, scope, module)


def _is_fixed(node: ast.expr) -> bool:
    """Whether an operand is a constant: written out, or by the way its name is written."""
    if isinstance(node, (ast.Name, ast.Attribute)):
        return name_of(node).isupper() and _CREDENTIAL.search(name_of(node)) is None
    return not any(isinstance(each, ast.Name) for each in nodes_in(node))


def _named(node: ast.expr, scope: Scope, module: Module, depth: int = 0) -> Iterator[str]:
    """The names and texts in an expression, and in what its variables were given."""
    for each in nodes_in(node):
        if isinstance(each, ast.Constant) and isinstance(each.value, str) and each.value.isidentifier():
            yield each.value.lower()
        elif isinstance(each, ast.Attribute):
            yield each.attr.lower()
        elif isinstance(each, ast.Name):
            yield each.id.lower()
            home = scope.home(each.id) if depth < _DEEPEST else None
            yield from _given_to(each.id, home, module, depth) if home is not None else ()


def _given_to(name: str, home: Scope, module: Module, depth: int) -> frozenset[str]:
    """The names and texts in all that a variable was given, be it one by one in a loop; each looked at once for all
    who name it."""
    known, asked = module.once(_known_of_variables), (home, name, depth)
    if asked not in known:
        given = (binding.value or getattr(binding.node, "iter", None) for binding in home.bindings[name])
        values = [value for value in given if value is not None]
        known[asked] = frozenset(found for value in values for found in _named(value, home, module, depth + 1))
    return known[asked]


def _known_of_variables(module: Module) -> dict[tuple[Scope, str, int], frozenset[str]]:
    return {}


def _validated(module: Module) -> Iterator[str]:
    """The fields that validators name; one of a whole class that goes through its fields looks at all."""
    for name in _VALIDATORS & module.named_calls.keys():
        for call in module.named_calls[name]:
            texts = [each.value for each in getattr(call.node, "args", ()) if isinstance(each, ast.Constant)]
            yield from (str(text).lower() for text in texts)
            if EVERY in texts and call.scope.owner is not None:
                yield f"{EVERY}{module.names.qualified(call.scope.owner)}"
            if isinstance(call.node, ast.Attribute):  # `@secret.validator`, as attrs has it
                yield name_of(call.node.value).lower()
    for scope in module.index.functions:
        decorators = [*map(_decorator, getattr(scope.node, "decorator_list", ()))]
        is_of_whole = scope.owner is not None and not _OF_WHOLE.isdisjoint([scope.name, *decorators])
        if is_of_whole and any(isinstance(each, ast.For) for each in nodes_in(scope.node)):
            yield f"{EVERY}{module.names.qualified(scope.owner or scope)}"


def _decorator(node: ast.expr) -> str:
    return name_of(node.func if isinstance(node, ast.Call) else node)


def _given(module: Module) -> Iterator[tuple[str, object, tuple[str, ...]]]:
    """What functions that look like checks are given, by place or keyword."""
    for name in filter(_is_checking, module.named_calls):
        for call in module.named_calls[name]:
            if isinstance(call, CallSite) and call.symbol is not None:
                for place, value in _arguments(call.node):
                    names = tuple(sorted(set(_named(value, call.scope, module))))
                    if place is not None and names:
                        yield call.symbol, place, names


def _is_checking(name: str) -> bool:
    return _CHECKING.search(name.lower()) is not None


def _arguments(call: ast.Call) -> Iterable[tuple[int | str | None, ast.expr]]:
    return [*enumerate(call.args), *((keyword.arg, keyword.value) for keyword in call.keywords)]
