"""Async functions that wait for nothing, and that nothing requires to be async."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import cache, partial
from string import ascii_letters, digits
from typing import Any

from ..config.globs import fnmatchcase
from ..lang.python.constants import constant
from ..lang.python.module import Module, Span, name_of
from ..lang.python.raising import is_to_be_written
from ..lang.python.scopes import FunctionNode, Scope
from ..lang.python.surroundings import dotted
from ..lang.python.walking import nodes_in, nodes_on, start_of
from ..project.facts import ABSTRACT, ASYNC, FunctionFact
from ..project.project import Project
from ..query.calls.given import Named, given_by_name
from .kit import Check, KindOptions, Rule
from .report import ModuleReport, ProjectReport

_WAITING = (ast.Await, ast.AsyncFor, ast.AsyncWith, ast.Yield, ast.YieldFrom)
_FLAGS = FunctionFact._fields.index("flags")
_CUSTOM = 3
"""In so many modules a function of one name waits when the name is a custom of the project's."""
_LETTERS = frozenset(bytes([each]) for each in b"%s%s_" % (ascii_letters.encode(), digits.encode()))
"""What names are made of."""
_WHY = re.compile(r"\b(async|asynchronous|await|awaited|coroutine)\b")
_OVERRIDDEN = re.compile(r"\b(overrid(e|es|den)|(re)?implemented (by|in)|subclass(es)?)\b", re.IGNORECASE)
_KNOWN_BASES = ("builtins.", "abc.ABC", "typing.", "typing_extensions.", "enum.")


class Options(KindOptions, frozen=True):
    """Who may be async without waiting."""

    names: tuple[str, ...] = ()
    """Globs of names that something else calls, and awaits. Example: `names = ["on_*", "lifespan"]`"""
    plain_decorators: tuple[str, ...] = (
        "builtins.staticmethod",
        "builtins.classmethod",
        "typing.final",
        "typing.override",
        "functools.wraps",
    )
    """Decorators that do not ask for an async function; any other one may."""
    starters: tuple[str, ...] = ("create_task", "ensure_future", "run", "run_until_complete", "start_soon", "gather")
    """Names of functions that take a coroutine: what is called for them has to be async."""


class Kind(Check[Options]):
    """Each async function is a site; whether a base or an interface asks for it is known in the join."""

    reads_project = True

    def module(self, module: Module, report: ModuleReport) -> object:
        waiting = {id(scope) for _, scope in module.of(*_WAITING)}
        comprehensions = [part for part, _ in module.index.nodes.get(ast.comprehension, ())]
        any_async = any(isinstance(part, ast.comprehension) and part.is_async for part in comprehensions)
        idle: list[tuple[str, str, Span]] = []
        waits: list[str] = []
        for scope in module.index.functions:
            if not scope.is_async:
                continue
            if id(scope) in waiting or (any_async and _has_async_comprehension(scope)):
                waits.append(scope.name)
                for rule in self.rules:
                    report.conforms(rule, scope)
            else:
                owner = scope.parent.qualname if scope.parent is not None and scope.is_method else ""
                idle.append((scope.qualname, owner, module.header(scope.node)))
        given = _given_away(module, frozenset(name for rule in self.rules for name in rule.options.starters))
        dispatched = list(_dispatched(module)) if "getattr" in module.called_names else []
        if not idle and not waits and not given and not dispatched:
            return None
        free = self._free(module, {span[0]: name for name, _, span in idle}) if idle else {}
        return {"idle": idle, "free": free, "waits": waits, "given": given, "dispatched": dispatched}

    def _free(self, module: Module, idle: dict[int, str]) -> dict[str, list[int]]:
        """By card, the lines of functions that nothing in this file asks to be async."""
        names = frozenset(name.rpartition(".")[2] for name in idle.values())
        wanted = _handed_on(module, names) | _coroutines_kept(module, names)
        free: dict[str, list[int]] = {}
        for rule in self.rules:
            started = _started(module, frozenset(rule.options.starters), names)
            for scope in module.index.functions:
                line, _ = start_of(scope.node)
                if idle.get(line) != scope.qualname or scope.name in wanted or scope.name in started:
                    continue
                if not _is_asked_for(module, scope, rule):
                    free.setdefault(rule.code, []).append(line)
        return free

    def project(self, project: Project, facts: Mapping[str, Any], report: ProjectReport) -> None:
        promised = _promised(project) | _customary(facts)
        given = {project.resolver.resolve(symbol) for fact in facts.values() for symbol in fact["given"]}
        dispatched = {entry for fact in facts.values() for entry in fact["dispatched"]}
        idle = frozenset(f"{project.files[path]['name']}.{name}" for path in facts for name, *_ in facts[path]["idle"])
        waits_in_an_heir = cache(partial(_waits_in_an_heir, project, idle))
        for path, fact in facts.items():
            home = project.files[path]
            for rule in self.rules:
                if home["category"] not in rule.options.where:
                    continue
                free = frozenset(fact["free"].get(rule.code, ()))
                for name, owner, span in fact["idle"]:
                    cls = f"{home['name']}.{owner}" if owner else ""
                    simple = name.rpartition(".")[2]
                    asked_for = span[0] not in free or simple in promised or f"{home['name']}.{name}" in given
                    if asked_for or (cls and _is_required(project, cls, simple, dispatched, waits_in_an_heir)):
                        report.conforms(rule, path, cls)
                    else:
                        message = f"async {simple}() waits for nothing: make it a plain function, or await its work"
                        report.violates(rule, path, span, message, owner=cls)


def _has_async_comprehension(scope: Scope) -> bool:
    return any(isinstance(node, ast.comprehension) and node.is_async for node in nodes_in(scope.node))


def _is_asked_for(module: Module, scope: Scope, rule: Rule[Options]) -> bool:
    """Whether a function's name or a decorator says that something else calls it."""
    node, outer = scope.node, scope.parent
    assert isinstance(node, FunctionNode) and outer is not None
    if any(fnmatchcase(scope.name, glob) for glob in rule.options.names) or _is_left_open(node.body[-1]):
        return True
    if _says_why(module, node) or _OVERRIDDEN.search(ast.get_docstring(node, clean=False) or ""):
        return True
    for decorator in node.decorator_list:
        called = decorator.func if isinstance(decorator, ast.Call) else decorator
        if module.symbol(called, outer) not in rule.options.plain_decorators:
            return True
    return False


def _is_left_open(last: ast.stmt) -> bool:
    """Whether a body says that others write it: by raising, or by three dots."""
    value = last.value if isinstance(last, ast.Expr) else None
    return is_to_be_written(last) or (isinstance(value, ast.Constant) and value.value is ...)


def _says_why(module: Module, node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """Whether a comment at the head of a function speaks of its being asynchronous."""
    first = max(node.lineno - 2, 0)
    head = module.lines[first : max(node.body[0].lineno, node.lineno)]
    return any(_WHY.search(comment) for line in head for comment in line.partition("#")[2:])


def _handed_on(module: Module, names: frozenset[str]) -> frozenset[str]:
    """Those of the names that are used as values: who gets them may want a coroutine function."""
    found: set[str] = set()
    lines = sorted({line for name in names for line in _lines_with(module, name)})
    if not lines:
        return frozenset()
    called = {id(call.node.func) for call in module.calls if call.name in names}
    for node in nodes_on(module.tree, lines):
        if not isinstance(node, (ast.Name, ast.Attribute)):
            continue
        name = node.id if isinstance(node, ast.Name) else node.attr
        if name in names and id(node) not in called and isinstance(node.ctx, ast.Load):
            found.add(name)
    return frozenset(found)


def _lines_with(module: Module, name: str) -> list[int]:
    """The lines that have the name other than before a parenthesis: cheaper to find in the text than in the tree."""
    written = name.encode()
    source = module.source
    if name.isascii() and source.count(written) in (1, source.count(written + b"(")):
        return []
    if not name.isascii():
        return list(range(1, len(module.lines) + 1))
    return [_line_of(source, place) for place in _places_of(source, written)]


def _places_of(source: bytes, name: bytes) -> Iterator[int]:
    """Where a name stands by itself and not before a parenthesis."""
    place = source.find(name)
    while place >= 0:
        end = place + len(name)
        behind = source[end : end + 1]
        if source[place - 1 : place] not in _LETTERS and behind not in _LETTERS and behind != b"(":
            yield place
        place = source.find(name, end)


def _line_of(source: bytes, place: int) -> int:
    before = source[:place]
    return 1 + before.count(b"\n") + (before.count(b"\r") - before.count(b"\r\n"))


def _given_away(module: Module, starters: frozenset[str]) -> list[str]:
    """The symbols of what the module imports from its project and gives to something as an argument, keeps as a value
    or calls for something that takes a coroutine."""
    imported: dict[str, str] = {}
    has_paths = False
    for node, scope in module.of(ast.Import, ast.ImportFrom):
        assert isinstance(node, (ast.Import, ast.ImportFrom))
        for alias in node.names:
            name = alias.asname or alias.name.partition(".")[0]
            target = scope.bindings[name][0].target if name in scope.bindings else ""
            if target.partition(".")[0] in module.roots:
                imported[name] = target
                has_paths = has_paths or (alias.asname is None and "." in alias.name)
    if not imported:
        return []
    given = module.once(given_by_name)
    bare = {
        name for name in imported.keys() & given.keys() if any(isinstance(each, ast.Name) for _, each in given[name])
    }
    bare.update(_kept_as_values(module, imported.keys() - given.keys() - module.called_names))
    found = {imported[name] for name in bare}
    for name, all_of in given.items():
        for _, what in all_of:
            on = what.value if isinstance(what, ast.Attribute) else None
            if isinstance(on, ast.Attribute) and has_paths:
                root, _, rest = dotted(on).partition(".")
                found.add(f"{imported.get(root, root)}.{rest}.{name}")
            elif isinstance(on, ast.Name) and on.id in imported:
                found.add(f"{imported[on.id]}.{name}")
    begun = [module.symbol(called, scope) or "" for called, scope in _begun(module, starters)]
    found.update(symbol for symbol in begun if symbol.partition(".")[0] in module.roots)
    return sorted(found)


def _kept_as_values(module: Module, uncalled: Iterable[str]) -> list[str]:
    """Those of the names of functions that a file imports which it has once more, as in a table of handlers; what is
    in quotes is named by `__all__`. Names of classes are left out: capitals come before the underscore."""
    found: list[str] = []
    for name in uncalled:
        often = module.source.count(name.encode()) if name >= "_" else 0
        if often > 1 and often - module.source.count(f'"{name}"'.encode()) > 1:
            found.append(name)
    return found


def _is_bare(given: Named) -> bool:
    return isinstance(given, ast.Name)


def _coroutines_kept(module: Module, names: frozenset[str]) -> frozenset[str]:
    """Those of the names of own functions whose coroutine is not awaited at once: somebody is given it to await."""
    own = f"{module.name}."
    calls = (call for call in module.calls if call.name in names and call.symbol and call.symbol.startswith(own))
    parents = module.index.parents
    return frozenset(call.name for call in calls if not isinstance(parents.get(call.node), (ast.Await, ast.Expr)))


def _started(module: Module, starters: frozenset[str], names: frozenset[str]) -> frozenset[str]:
    """Those of the names that are called for something that takes a coroutine."""
    return names.intersection(name_of(called) for called, _ in _begun(module, starters))


def _begun(module: Module, starters: frozenset[str]) -> Iterator[tuple[ast.expr, Scope]]:
    """What is called for something that takes a coroutine, and where."""
    for call in module.calls if not starters.isdisjoint(module.called_names) else ():
        for argument in call.node.args if call.name in starters else ():
            inner = argument.value if isinstance(argument, ast.Starred) else argument
            yield from ((part.func, call.scope) for part in nodes_in(inner) if isinstance(part, ast.Call))


def _promised(project: Project) -> frozenset[str]:
    """Names of async methods of interfaces: a class may keep to one without naming it as its base."""
    found: set[str] = set()
    for home in project.files.values():
        for stored in home["functions"].values():
            if not stored[_FLAGS] & ASYNC:
                continue
            function = FunctionFact._make(stored)
            if not function.owner or function.name in found:
                continue
            cls = f"{home['name']}.{function.owner}"
            if function.flags & ABSTRACT or _is_interface(project, cls):
                found.add(function.name)
    return frozenset(found)


def _is_interface(project: Project, cls: str) -> bool:
    return cls in project.definitions.classes and project.roles.natures.is_interface(cls)


def _customary(facts: Mapping[str, Any]) -> frozenset[str]:
    """Names of functions that wait in several modules: something calls them by that name, and awaits them."""
    modules = Counter(name for fact in facts.values() for name in set(fact["waits"]))
    return frozenset(name for name, count in modules.items() if count >= _CUSTOM)


def _waits_in_an_heir(project: Project, idle: Collection[str], base: str, name: str) -> bool:
    """Whether an heir of a class has a method of that name that waits: who has one of them awaits either."""
    classes = project.definitions.classes
    having = (heir for heir in project.heirs_of(base) if heir in classes and name in classes[heir].methods)
    methods = (method for method in (f"{heir}.{name}" for heir in having) if method not in idle)
    found = (project.definitions.function(each) for each in methods)
    return any(each is not None and each.flags & ASYNC for each in found)


def _dispatched(module: Module) -> Iterator[tuple[str, str]]:
    """How names of methods begin that are looked up (`getattr(self, f"step_{name}")`), each with its class if known."""
    for call in module.calls:
        if call.symbol != "builtins.getattr" or len(call.node.args) < 2:
            continue
        prefix = _beginning(constant(module, call.node.args[1], call.scope))
        receiver = module.symbol(call.node.args[0], call.scope) or ""
        owner = receiver.removesuffix("()") if receiver.partition(".")[0] in module.roots else ""
        is_any = isinstance(call.node.args[0], ast.Call) and not isinstance(call.node.args[1], ast.Constant)
        if (owner and is_any) or (len(prefix.strip("_")) > 1 and (owner or "_" in prefix.strip("_"))):
            yield prefix, owner


def _beginning(node: ast.expr) -> str:
    """The text with which a text begins that is put together."""
    if isinstance(node, ast.JoinedStr) and node.values:
        node = node.values[0]
        return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""
    if isinstance(node, ast.BinOp) and isinstance(node.left, ast.Constant) and isinstance(node.left.value, str):
        return node.left.value.partition("%")[0]
    return ""


def _is_required(
    project: Project,
    cls: str,
    name: str,
    dispatched: Collection[tuple[str, str]],
    waits_in_an_heir: Callable[[str, str], bool],
) -> bool:
    """Whether a base, an interface, an heir, another heir of its base, or who looks it up by a part of its name needs
    the method to be async; what an abstract class does may be another thing in heirs of others."""
    lineage = project.resolver.linear(cls)
    if any(name.startswith(prefix) and (not owner or owner in lineage) for prefix, owner in dispatched):
        return True
    if project.roles.natures.is_abstract(cls) or project.roles.natures.is_interface(cls):
        return True
    for base in lineage[1:]:
        fact = project.definitions.classes.get(base)
        if fact is None:
            if not base.startswith(_KNOWN_BASES):
                return True
        elif name in fact.methods or (not name.startswith("_") and waits_in_an_heir(base, name)):
            return True
    return any(name in project.definitions.classes[heir].methods for heir in project.heirs_of(cls))
