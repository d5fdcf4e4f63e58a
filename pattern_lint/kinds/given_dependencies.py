"""Classes of certain roles are given what they use: they make nothing themselves and reach for no global."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from ..lang.python.kept import lazy_getters
from ..lang.python.module import Module, Span
from ..lang.python.scopes import FunctionNode, Scope
from ..lang.python.walking import children_of
from ..project.constructions import Constructed, constructions
from ..project.facts import CLASS_METHOD, OVERLOAD, STATIC, FunctionFact
from ..project.project import Project
from ..project.registrations import names_container
from .kit import Check, KindOptions, Rule
from .report import ModuleReport, ProjectReport

_COMPONENTS = (
    "service repository manager client adapter coordinator event-bus scheduler orchestrator exchange strategy "
    "processor unit-of-work"
).split()
_GETTER = re.compile(r"_?(get|current|default|shared|instance|obtain|fetch|use)(_|$)|.*_instance$")
"""How functions are called that give what is there, other than those that make something."""

Place = tuple[str, Span]
"""A symbol and where it stands."""


_NESTED = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)


class Options(KindOptions, frozen=True):
    """Who must be given what."""

    roles: tuple[str, ...] = ("service",)
    """The roles of the classes that the card is about."""
    components: tuple[str, ...] = tuple(_COMPONENTS)
    """The roles of what they must be given; containers count as well."""


class User(NamedTuple):
    """A class that may have one of the roles, and what it makes and reaches."""

    name: str
    init: Span | None
    takes: bool
    made: tuple[Place, ...]
    reached: tuple[Place, ...]
    called: tuple[Place, ...]


class Kind(Check[Options]):
    """Collects what classes make and reach, and judges it when roles are known."""

    reads_project = True

    def __init__(self, rules: Iterable[Rule[Options]]) -> None:
        super().__init__(tuple(rules))
        roles = {"".join(map(str.title, role.split("-"))) for rule in self.rules for role in rule.options.roles}
        self._plausible = re.compile("|".join(sorted({*roles, "Base", "Component"})))

    def module(self, module: Module, report: ModuleReport) -> object:
        scopes = [scope for scope in module.index.scopes if scope.kind == "class" and self._may_be_one(module, scope)]
        users = [tuple(user) for user in _users(module, scopes)] if scopes else []
        lazy = {getter.scope.qualname: getter.symbol for getter in lazy_getters(module)}
        return {"users": users, "lazy": lazy} if users or lazy else None

    def _may_be_one(self, module: Module, scope: Scope) -> bool:
        node = scope.node
        assert isinstance(node, ast.ClassDef)
        bases = [module.symbol(base, scope.parent or scope) or "" for base in node.bases]
        return any(self._plausible.search(name.rpartition(".")[2]) for name in (scope.name, *bases))

    def project(self, project: Project, facts: Mapping[str, object], report: ProjectReport) -> None:
        lazy: dict[str, str] = {}
        for path, stored in facts.items():
            assert isinstance(stored, dict)
            lazy |= {f"{project.files[path]['name']}.{name}": symbol for name, symbol in stored["lazy"].items()}
        for rule in self.rules:
            globals_ = _Globals(project, rule.options, lazy)
            for path, stored in facts.items():
                assert isinstance(stored, dict)
                for user in map(User._make, stored["users"]):
                    cls = f"{project.files[path]['name']}.{user.name}"
                    if cls in project.definitions.classes and project.roles.has(cls, rule.options.roles):
                        _judge(globals_, rule, path, cls, user, report)


class _Globals:
    """Tells which symbols are components that modules keep, and which functions give one."""

    def __init__(self, project: Project, options: Options, lazy: Mapping[str, str]) -> None:
        self._project = project
        self._options = options
        self._lazy = lazy
        self._constructed = Constructed(project)
        self._memo: dict[str, str | None] = {}

    def made(self, symbol: str) -> str | None:
        """The component that a call of the symbol constructs."""
        cls = self._constructed.cls(symbol)
        return cls if cls is not None and self._is_component(cls) else None

    def instance(self, symbol: str) -> str | None:
        """The component that a module-level name holds with which a dotted symbol begins."""
        if symbol not in self._memo:
            self._memo[symbol] = self._find(symbol)
        return self._memo[symbol]

    def given(self, symbol: str) -> str | None:
        """The component that a global getter gives."""
        found = self._project.resolver.resolve(symbol)
        function = self._project.definitions.function(found) if found is not None else None
        if found is None or function is None or (function.owner and not function.flags & (CLASS_METHOD | STATIC)):
            return None
        if found not in self._lazy and not _GETTER.match(function.name):
            return None
        cls = self._class_of(f"{symbol}()") or self._class_of(self._lazy.get(found, ""))
        is_anew = found not in self._lazy and not function.owner and cls is not None and self._makes(function, cls)
        return None if is_anew else cls

    def _makes(self, function: FunctionFact, cls: str) -> bool:
        """Whether a function constructs what it gives, anew for each caller, whatever its name says.

        Of one with overloads only the signatures are known, so it may.
        """
        if function.flags & OVERLOAD:
            return True
        made = {self._constructed.cls(called[0]) for called in function.calls} - {None}
        return any(cls in self._project.resolver.linear(one) for one in made if one is not None)

    def _find(self, symbol: str) -> str | None:
        parts = symbol.split(".")
        for end in range(2, len(parts) + 1):
            prefix = ".".join(parts[:end])
            found = self._project.resolver.resolve(prefix)
            if found is not None and found.endswith("()"):
                return self._class_of(found)
        return None

    def _class_of(self, symbol: str) -> str | None:
        found = self._project.resolver.resolve(symbol) if symbol else None
        if found is None or not found.endswith("()"):
            return None
        cls = found.removesuffix("()")
        return cls if self._is_component(cls) or names_container(cls) else None

    def _is_component(self, cls: str) -> bool:
        return cls in self._project.definitions.classes and self._project.roles.has(cls, self._options.components)


def _judge(globals_: _Globals, rule: Rule[Options], path: str, cls: str, user: User, report: ProjectReport) -> None:
    reached = [(globals_.instance(symbol), symbol, span) for symbol, span in user.reached]
    reached += [(globals_.given(symbol), f"{symbol}()", span) for symbol, span in user.called]
    name = cls.rpartition(".")[2]
    for found, symbol, span in reached:
        if found is not None and found != cls:
            written = ".".join(symbol.split(".")[-2:])
            what = f"a global {found.rpartition('.')[2]} ({written})"
            message = f"{name} reaches for {what}; take it as a parameter of __init__"
            report.violates(rule, path, span, message, owner=cls)
    if user.init is None:
        return
    made = [(component, span) for symbol, span in user.made if (component := globals_.made(symbol)) not in (None, cls)]
    if user.takes or not made:
        report.conforms(rule, path, cls)
        return
    component, span = made[0]
    what = (component or "").rpartition(".")[2]
    message = f"{name} takes nothing from outside and makes its own {what}; take it as a parameter of __init__"
    report.violates(rule, path, user.init, message, owner=cls, related=[(path, span[0], f"{what} is constructed here")])


def _users(module: Module, scopes: list[Scope]) -> Iterator[User]:
    made: dict[Scope, list[Place]] = {}
    for call in constructions(module):
        owner = call.scope.owner
        if owner is not None:
            assert call.symbol is not None
            made.setdefault(owner, []).append((call.symbol, module.span(call.node)))
    reached: dict[Scope, list[Place]] = {}
    called: dict[Scope, list[Place]] = {}
    wanted = set(scopes)
    names = _global_names(module)
    for scope in module.index.scopes:
        owner = scope.owner
        if owner in wanted and owner is not None:
            for node, home in _own_nodes(scope, names):
                _note(module, node, home, reached.setdefault(owner, []), called.setdefault(owner, []))
    for scope in scopes:
        init = next((child for child in scope.children if child.name == "__init__"), None)
        yield User(
            scope.qualname,
            module.header(init.node) if init is not None else None,
            init is not None and _takes_something(init),
            tuple(made.get(scope, ())),
            tuple(reached.get(scope, ())),
            tuple(called.get(scope, ())),
        )


def _takes_something(init: Scope) -> bool:
    node = init.node
    assert isinstance(node, FunctionNode)
    args = node.args
    return len([*args.posonlyargs, *args.args]) > 1 or bool(args.kwonlyargs or args.vararg or args.kwarg)


def _global_names(module: Module) -> frozenset[str]:
    """The names of this module's variables and of what it imports from the project; functions may hide them."""
    variables = ("assign", "annotated")
    found = {name for name, bound in module.scope.bindings.items() if any(each.kind in variables for each in bound)}
    for scope in module.index.scopes:
        for name, bound in scope.bindings.items():
            if any(each.kind == "import" and each.target.partition(".")[0] in module.roots for each in bound):
                found.add(name)
    return frozenset(found)


def _own_nodes(scope: Scope, names: frozenset[str]) -> Iterator[tuple[ast.AST, Scope]]:
    """What a scope may reach for; scopes nested in it are left aside, and defaults belong outside."""
    node = scope.node
    body: list[ast.AST] = [node.body] if isinstance(node, ast.Lambda) else list(node.body)
    yield from ((part, scope) for part in _names_and_calls(body, names))
    if isinstance(node, FunctionNode) and scope.parent is not None:
        defaults = [default for default in (*node.args.defaults, *node.args.kw_defaults) if default is not None]
        for part in _names_and_calls(defaults, names):
            yield part, scope.parent


def _names_and_calls(waiting: list[ast.AST] | list[ast.expr], names: frozenset[str]) -> Iterator[ast.AST]:
    """The calls that are given nothing, and the names with their chains of attributes that may be global."""
    stack: list[ast.AST] = [*waiting]
    while stack:
        current = stack.pop()
        root: ast.AST = current
        while isinstance(root, ast.Attribute):
            root = root.value
        if isinstance(root, ast.Name):
            if root.id in names:
                yield current
        elif root is not current:
            stack.append(root)
        elif isinstance(current, ast.AnnAssign):
            stack += [current.value] if current.value is not None else []
        elif not isinstance(current, _NESTED):
            if isinstance(current, ast.Call) and not current.args and not current.keywords:
                yield current
            stack += children_of(current)


def _note(module: Module, node: ast.AST, scope: Scope, reached: list[Place], called: list[Place]) -> None:
    if isinstance(node, ast.Call):
        symbol = module.symbol(node.func, scope)
        if symbol is not None and "()" not in symbol and symbol.partition(".")[0] in module.roots:
            called.append((symbol, module.span(node)))
    elif isinstance(node, ast.Name | ast.Attribute):
        symbol = _global_symbol(module, node, scope)
        if symbol is not None:
            reached.append((symbol, module.span(node)))


def _global_symbol(module: Module, node: ast.Name | ast.Attribute, scope: Scope) -> str | None:
    """The dotted name of a chain that begins with a variable of this module, or with an import from the project."""
    tail: list[str] = []
    root: ast.expr = node
    while isinstance(root, ast.Attribute):
        tail.append(root.attr)
        root = root.value
    if not isinstance(root, ast.Name) or not isinstance(root.ctx, ast.Load):
        return None
    found = module.names.reached(root.id, root, scope)
    if found is None:
        return None
    home, bindings = found
    binding = bindings[0]
    if binding.kind == "import":
        start = binding.target
    elif home is module.scope and binding.kind in ("assign", "annotated"):
        start = f"{module.name}.{root.id}"
    else:
        return None
    return ".".join([start, *reversed(tail)]) if start.partition(".")[0] in module.roots else None
