"""Resources that have to be closed: sessions, clients and pools are closed where they are opened.

A resource is in good hands when `async with` holds it, when a `finally` closes it, when an exit stack takes it over,
when the caller gets it, or when its class keeps it and closes it. Who keeps it may be a class with bases in other
modules, so that question is settled in the join.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator, Mapping
from fnmatch import translate
from functools import cache, lru_cache, partial
from typing import Any, Literal, TypeAlias

from ..lang.python.answers import Answers
from ..lang.python.module import CallSite, Module, Span
from ..lang.python.scopes import Scope
from ..lang.python.walking import nodes_in
from ..project.project import Project
from .kit import Check, KindOptions
from .report import ModuleReport, ProjectReport

Verdict: TypeAlias = Literal["managed", "leaks", "unknown"]
Fate: TypeAlias = tuple[Verdict, str]
"""The verdict, or the attribute of self that keeps the resource."""

_SILENT_BASES = ("builtins.", "abc.ABC", "typing.", "typing_extensions.")
_COLLECTING = ("append", "add", "setdefault", "appendleft", "put_nowait")
_HANDING_OVER = ("register", "set", "add", "attach", "bind", "provide", "override", "put")
_LEAKS: Fate = ("leaks", "")
_WRAPPERS = (
    ast.Await,
    ast.List,
    ast.Tuple,
    ast.Set,
    ast.ListComp,
    ast.SetComp,
    ast.Dict,
    ast.DictComp,
    ast.NamedExpr,
    ast.BoolOp,
    ast.Starred,
)


class Options(KindOptions, frozen=True):
    """Which calls make a resource, and which names close or take one over."""

    resources: tuple[str, ...] = ()
    """Symbols of what is called."""
    closing: tuple[str, ...] = ("close", "aclose", "disconnect", "terminate", "shutdown", "wait_closed", "cleanup")
    """Names of methods that close a resource."""
    keepers: tuple[str, ...] = (
        "enter_async_context",
        "enter_context",
        "push_async_exit",
        "push_async_callback",
        "aclosing",
        "callback",
    )
    """Names of functions that take care of what they are given."""
    tear_down: tuple[str, ...] = (
        "*close*",
        "*stop*",
        "*shutdown*",
        "*disconnect*",
        "*teardown*",
        "*tear_down*",
        "*cleanup*",
        "*clean_up*",
        "*dispose*",
        "*release*",
        "__aexit__",
        "__exit__",
        "__del__",
    )
    """Globs of names of methods in which whatever a class keeps is taken apart."""


class Kind(Check[Options]):
    """Each call that makes a resource in a function is a site."""

    reads_project = True

    def module(self, module: Module, report: ModuleReport) -> object:
        kept: dict[str, list[tuple[str, str, Span, str]]] = {}
        closed: dict[str, dict[str, list[str]]] = {}
        for rule in self.rules:
            wanted = module.called_symbols.intersection(rule.options.resources)
            fates = cache(partial(_Fate, module, rule.options))
            for call in module.calls if wanted else ():
                if call.symbol not in wanted or call.scope.function is None:
                    continue
                verdict, attribute = fates(call.scope).of_value(call.node)
                owner = call.scope.owner
                message = _message(call)
                if attribute and owner is not None:
                    place = module.header(call.node)
                    kept.setdefault(rule.code, []).append((owner.qualname, attribute, place, message))
                elif verdict == "managed":
                    report.conforms(rule, call.scope)
                elif verdict == "unknown":
                    report.unknown(rule, call.scope)
                else:
                    report.violates(rule, call.node, call.scope, message)
            if any(scope.kind == "class" for scope in module.index.scopes):
                closed[rule.code] = _closed(module, rule.options)
        return {"kept": kept, "closed": closed} if kept or any(closed.values()) else None

    def project(self, project: Project, facts: Mapping[str, Any], report: ProjectReport) -> None:
        for rule in self.rules:
            closed = {
                f"{project.files[path]['name']}.{cls}": frozenset(names)
                for path, fact in facts.items()
                for cls, names in fact["closed"].get(rule.code, {}).items()
            }
            for path, fact in facts.items():
                if project.files[path]["category"] not in rule.options.where:
                    continue
                for cls, attribute, span, message in fact["kept"].get(rule.code, ()):
                    owner = f"{project.files[path]['name']}.{cls}"
                    family = (*project.resolver.linear(owner), *project.heirs_of(owner))
                    if any(attribute in closed.get(member, ()) for member in family):
                        report.conforms(rule, path, owner)
                    elif any(_may_close(member, project) for member in family):
                        report.unknown(rule, path, owner)
                    else:
                        kept = f"{message}; {cls} keeps it as self.{attribute} and never closes it"
                        report.violates(rule, path, span, kept, owner=owner)


def _message(call: CallSite) -> str:
    made = ast.unparse(call.node.func)
    return f"{made}() is opened and not sure to be closed: open it with `async with`"


def _may_close(member: str, project: Project) -> bool:
    return member not in project.definitions.classes and not member.startswith(_SILENT_BASES)


def _closed(module: Module, options: Options) -> dict[str, list[str]]:
    """The attributes of self that each class closes, or mentions where it takes itself apart."""
    found: dict[str, set[str]] = {}
    for scope, part in (*_closed_by_calls(module, options), *_held_open(module), *_taken_apart(module, options)):
        owner = scope.owner
        if owner is not None and isinstance(part, ast.Attribute) and _is_self(part.value):
            found.setdefault(owner.qualname, set()).add(part.attr)
    return {owner: sorted(names) for owner, names in found.items()}


def _closed_by_calls(module: Module, options: Options) -> Iterator[tuple[Scope, ast.expr]]:
    """What is closed by a call, and what, or whose closing method, is given to one that takes care of it."""
    may_keep = not module.called_names.isdisjoint(options.keepers)
    if not may_keep and not any(name in module.source for name in _written(options.closing)):
        return
    for call in module.calls:
        function = call.node.func
        if isinstance(function, ast.Attribute) and call.name in options.closing:
            yield call.scope, function.value
        keeps = call.name in options.keepers
        for argument in call.node.args:
            if argument.__class__ is ast.Attribute:
                if argument.attr in options.closing:
                    yield call.scope, argument.value
                elif keeps:
                    yield call.scope, argument


def _held_open(module: Module) -> Iterator[tuple[Scope, ast.expr]]:
    for node, scope in module.of(ast.With, ast.AsyncWith):
        assert isinstance(node, ast.With | ast.AsyncWith)
        for item in node.items:
            yield scope, item.context_expr


def _taken_apart(module: Module, options: Options) -> Iterator[tuple[Scope, ast.expr]]:
    wanted = _matcher(options.tear_down)
    for scope in module.index.functions:
        if scope.is_method and wanted.match(scope.name):
            for part in nodes_in(scope.node):
                if isinstance(part, ast.Attribute) and isinstance(part.ctx, ast.Load):
                    yield scope, part


@lru_cache(maxsize=64)
def _written(names: tuple[str, ...]) -> tuple[bytes, ...]:
    """What a file has that mentions one of the names; those that contain another add nothing."""
    return tuple(name.encode() for name in names if not any(other in name for other in names if other != name))


@lru_cache(maxsize=64)
def _matcher(globs: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(map(translate, globs)))


def _is_self(node: ast.expr) -> bool:
    return isinstance(node, ast.Name) and node.id == "self"


def _last_name(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")


def _mentions(module: Module) -> Callable[[ast.AST], Mapping[str, list[tuple[ast.Name, ast.AST | None]]]]:
    """Where a function reads names, by name, each with the node around it; the index keeps none for names."""
    parents = module.index.parents

    @cache
    def of(function: ast.AST) -> Mapping[str, list[tuple[ast.Name, ast.AST | None]]]:
        found: dict[str, list[tuple[ast.Name, ast.AST | None]]] = {}
        for outer in nodes_in(function):
            through = isinstance(outer, ast.keyword | ast.Starred | ast.Await)
            for child in ast.iter_child_nodes(outer):
                if isinstance(child, ast.Name) and isinstance(child.ctx, ast.Load):
                    found.setdefault(child.id, []).append((child, parents.get(outer) if through else outer))
        return found

    return of


def _function_around(module: Module, node: ast.AST) -> ast.AST | None:
    """The innermost function or lambda around a node."""
    kinds = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda
    return next((parent for parent in module.ancestors(node) if isinstance(parent, kinds)), None)


class _Fate:
    """What becomes of the resources that one scope opens."""

    def __init__(self, module: Module, options: Options, scope: Scope) -> None:
        self._module = module
        self._options = options
        self._scope = scope
        self._of_names: Answers[str, Fate] = Answers()
        function = scope.function
        assert function is not None
        self._function = function.node

    def of_value(self, node: ast.AST) -> Fate:
        """The verdict on a resource that an expression gives, or the attribute of self that keeps it."""
        parent = self._module.index.parents.get(node)
        while isinstance(parent, _WRAPPERS) or (isinstance(parent, ast.IfExp) and node is not parent.test):
            if isinstance(parent, ast.NamedExpr):
                return self._of_name(parent.target.id)
            node, parent = parent, self._module.index.parents.get(parent)
        if isinstance(parent, ast.withitem | ast.AsyncWith | ast.With | ast.Return | ast.Yield | ast.AsyncFor):
            return "managed", ""
        if isinstance(parent, ast.Lambda) and parent.body is node:
            return "managed", ""
        if isinstance(parent, ast.Assign | ast.AnnAssign):
            targets = parent.targets if isinstance(parent, ast.Assign) else [parent.target]
            fates = [self._of_target(target) for target in targets]
            return next((fate for fate in fates if fate[1] or fate[0] != "leaks"), fates[0])
        if isinstance(parent, ast.Call | ast.keyword):
            call = self._module.index.parents.get(parent) if isinstance(parent, ast.keyword) else parent
            return self._of_argument(call) if isinstance(call, ast.Call) else ("unknown", "")
        return ("leaks", "") if isinstance(parent, ast.Attribute | ast.Expr) else ("unknown", "")

    def _of_target(self, target: ast.expr) -> Fate:
        if isinstance(target, ast.Name):
            return self._of_name(target.id)
        if isinstance(target, ast.Subscript):
            return self._of_target(target.value)
        if isinstance(target, ast.Attribute):
            if _is_self(target.value):
                return "leaks", target.attr
            return "unknown", ""
        return "unknown", ""

    def _of_argument(self, call: ast.Call) -> Fate:
        name = _last_name(call.func)
        if name in self._options.keepers:
            return "managed", ""
        if name in _COLLECTING and isinstance(call.func, ast.Attribute):
            return self._of_target(call.func.value)
        return "unknown", ""

    def _of_name(self, name: str) -> Fate:
        """What becomes of a resource that a local name holds; that it is handed back to itself says nothing."""
        return self._of_names.of(name, self._find) or _LEAKS

    def _find(self, name: str) -> Fate:
        if name in self._scope.globals:
            return "unknown", ""
        best = _LEAKS
        for node, parent in self._module.once(_mentions)(self._function).get(name, ()):
            fate = self._of_mention(node, parent)
            if fate[0] == "managed":
                return fate
            if fate[1] or fate[0] == "unknown":
                best = fate
        return best

    def _of_mention(self, node: ast.Name, parent: ast.AST | None) -> Fate:
        parents = self._module.index.parents
        if isinstance(parent, ast.Attribute):
            if parent.attr not in self._options.closing:
                return "leaks", ""
            called = parents.get(parent)
            handed_on = not (isinstance(called, ast.Call) and called.func is parent)
            handed_on = handed_on or _function_around(self._module, parent) is not self._function
            return ("managed" if handed_on or self._always_runs(parent) else "leaks"), ""
        if isinstance(parent, ast.Call):
            if _last_name(parent.func) in self._options.keepers:
                return "managed", ""
            return self._of_handed_on(parent)
        if parent is None or isinstance(parent, ast.Compare | ast.BoolOp | ast.UnaryOp | ast.If | ast.IfExp):
            return "leaks", ""
        if isinstance(parent, ast.For | ast.AsyncFor):
            return ("managed" if self._always_runs(parent) else "leaks"), ""
        return self._of_parent(parent)

    def _of_parent(self, parent: ast.AST) -> Fate:
        if isinstance(parent, ast.withitem | ast.AsyncWith | ast.With | ast.Return | ast.Yield):
            return "managed", ""
        if isinstance(parent, ast.Assign | ast.AnnAssign):
            targets = parent.targets if isinstance(parent, ast.Assign) else [parent.target]
            others = [target for target in targets if not isinstance(target, ast.Name)]
            return self._of_target(others[0]) if others else ("unknown", "")
        if isinstance(parent, ast.Tuple | ast.List | ast.Dict | ast.Set):
            return self.of_value(parent)
        return "leaks", ""

    def _of_handed_on(self, call: ast.Call) -> Fate:
        """A resource given to something that is made to keep it goes where that goes; other calls borrow it."""
        name = _last_name(call.func)
        if name in _COLLECTING and isinstance(call.func, ast.Attribute):
            return self._of_target(call.func.value)
        if self._always_runs(call):
            return "managed", ""
        constructs = name in ("cls", "__init__") or name.lstrip("_")[:1].isupper()
        if constructs and isinstance(self._module.index.parents.get(call), ast.Return | ast.Yield):
            return "managed", ""
        return ("unknown", "") if constructs or name.startswith(_HANDING_OVER) else ("leaks", "")

    def _always_runs(self, node: ast.AST) -> bool:
        """Whether a node runs whatever happens: in a finally, or in a handler of everything."""
        child = node
        for parent in self._module.ancestors(node):
            if isinstance(parent, ast.Try) and child in parent.finalbody:
                return True
            if parent is self._function:
                return False
            child = parent
        return False
