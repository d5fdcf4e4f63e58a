"""How long containers keep what they hold: what belongs to one transaction is not shared by the whole application."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from fnmatch import fnmatchcase
from typing import Any, NamedTuple

from ..lang.python.module import Module, Span
from ..lang.python.scopes import Scope
from ..project.project import Project
from ..project.registered import key_argument
from ..project.registrations import Use, container_uses, is_container_symbol, may_register
from .kit import Check, KindOptions, Rule
from .report import ModuleReport, ProjectReport

_VALUE_KEYWORDS = (
    "factory provider provide implementation impl instance value concrete class_ component creator to use_class func"
).split()
_LIFE_KEYWORDS = ("scope", "lifetime", "lifecycle", "lifestyle", "life_time")
_FACTORIES = ("factory", "maker", "provider", "manager", "store", "pool", "registry", "context")
_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")
_FACTORY = "builtins.type()"
"""What is given by a lambda that only names a class or a function: something to make instances with."""
_SCOPED_SESSIONS = ("sqlalchemy.orm.scoped_session", "sqlalchemy.ext.asyncio.async_scoped_session")


class Options(KindOptions, frozen=True):
    """What must not be registered as a singleton."""

    roles: tuple[str, ...] = ("repository", "unit-of-work")
    names: tuple[str, ...] = ("*repository", "*repo", "*unitofwork", "*uow")
    """How names end, in lower case and without underscores, where the type is not known."""
    sessions: tuple[str, ...] = ("sqlalchemy.*.Session", "sqlalchemy.*.AsyncSession", "sqlmodel.*Session")
    """The types of database sessions."""
    session_words: tuple[str, ...] = ("db", "database", "sql", "sqlalchemy", "orm", "async", "postgres", "mysql")
    """What a name says of a session that is one of a database."""


class Held(NamedTuple):
    """A registration: the name under which and the symbol of what is held, and whether all share it."""

    name: str
    symbol: str
    singleton: bool
    called: str
    flags: tuple[int, ...]
    """The places of the positional arguments that are True; the called method says what they mean."""
    span: Span
    owner: str
    unsure: str
    """What the receiver is, where only the project can tell whether that is a container; else empty."""


class Kind(Check[Options]):
    """Collects registrations, and looks at what they hold when classes are known."""

    reads_project = True

    def module(self, module: Module, report: ModuleReport) -> object:
        return [tuple(held) for use in container_uses(module) for held in _held(module, use)] or None

    def project(self, project: Project, facts: Mapping[str, object], report: ProjectReport) -> None:
        for path, stored in facts.items():
            assert isinstance(stored, list)
            module = project.files[path]["name"]
            for held in map(Held._make, stored):
                if held.unsure and not is_container_symbol(project, held.unsure):
                    continue
                for rule in self.rules:
                    what = _kept(project, held, rule.options)
                    if what is not None:
                        _judge(project, held, what, rule, path, module, report)


def _judge(
    project: Project,
    held: Held,
    what: str,
    rule: Rule[Options],
    path: str,
    module: str,
    report: ProjectReport,
) -> None:
    owner = f"{module}.{held.owner}" if held.owner else ""
    if not held.singleton and not _says_singleton(project, held):
        report.conforms(rule, path, owner)
        return
    name = held.name or held.symbol.removesuffix("()").rpartition(".")[2]
    report.violates(
        rule,
        path,
        held.span,
        f"{name} is registered as a singleton, so all requests share one {what} and its transaction; "
        "register it with singleton=False, or register a factory",
        owner=owner,
    )


def _says_singleton(project: Project, held: Held) -> bool:
    """Whether a positional True is given for a parameter that is called singleton."""
    method = project.resolver.resolve(held.called) if held.called and held.flags else None
    function = project.definitions.function(method) if method is not None else None
    if function is None:
        return False
    names = function.parameters
    return any(place + 1 < len(names) and "singleton" in names[place + 1] for place in held.flags)


def _kept(project: Project, held: Held, options: Options) -> str | None:
    """What the registration keeps, where that belongs to one transaction."""
    found = project.resolver.resolve(held.symbol) if held.symbol else None
    cls = found.removesuffix("()") if found is not None else ""
    if cls in project.definitions.classes:
        roles = project.roles.of(cls) & set(options.roles)
        if roles:
            return min(roles).replace("-", " ")
        if any(_is_session(base, options) for base in project.resolver.linear(cls)):
            return "database session"
        return _by_name(cls.rpartition(".")[2], options, plain_session=False)
    if found is not None and found.endswith("()") and not project.modules.is_ours(found):
        if _is_session(cls, options):
            return "database session"
        name = cls.rpartition(".")[2]
        return _by_name(name, options, plain_session=False) if name[:1].isupper() else None
    written = held.symbol.removesuffix("()").rpartition(".")[2]
    if written[:1].isupper():
        return _by_name(written, options, plain_session=True)
    return _by_name(held.name, options, plain_session=True)


def _is_session(symbol: str, options: Options) -> bool:
    return any(fnmatchcase(symbol, glob) for glob in options.sessions)


def _by_name(name: str, options: Options, *, plain_session: bool) -> str | None:
    words: list[str] = [word.lower() for word in _WORD.findall(name)]
    if not words or words[-1] in _FACTORIES:
        return None
    joined = "".join(words)
    if any(fnmatchcase(joined, glob) for glob in options.names):
        return {"repo": "repository", "uow": "unit of work", "work": "unit of work"}.get(words[-1], words[-1])
    if words[-1] == "session" and (set(words) & set(options.session_words) or (plain_session and len(words) == 1)):
        return "database session"
    return None


def _held(module: Module, use: Use) -> Iterator[Held]:
    call, key = use.node, key_argument(use.node)
    singleton = _is_singleton(use)
    if singleton is None or not may_register(use.method):
        return
    value = _value(call)
    name = _name(key)
    symbol = _instance(module, value if value is not None else key, use.scope)
    if symbol == "" and not name:
        return
    flags = tuple(
        place
        for place, argument in enumerate(call.args)
        if isinstance(argument, ast.Constant) and argument.value is True
    )
    called = module.symbol(call.func, use.scope) or ""
    owner = use.scope.owner
    yield Held(name, symbol, singleton, called, flags, module.span(call), owner.qualname if owner else "", use.unsure)


def _is_singleton(use: Use) -> bool | None:
    """Whether the registration says that all share what it holds; None where that is not written as a constant."""
    for keyword in use.node.keywords:
        if keyword.arg is not None and "singleton" in keyword.arg:
            return keyword.value.value is True if isinstance(keyword.value, ast.Constant) else None
        if keyword.arg in _LIFE_KEYWORDS:
            return "singleton" in ast.unparse(keyword.value).lower()
    return "singleton" in use.method


def _value(call: ast.Call) -> ast.expr | None:
    if len(call.args) > 1 and not isinstance(call.args[1], ast.Constant):
        return call.args[1]
    by_name: dict[Any, ast.expr] = {keyword.arg: keyword.value for keyword in call.keywords}
    return next((by_name[name] for name in _VALUE_KEYWORDS if name in by_name), None)


def _name(key: ast.expr | None) -> str:
    if isinstance(key, ast.Constant):
        return str(key.value)
    if isinstance(key, ast.Attribute):
        return key.attr if key.attr not in ("__name__", "value") else _name(key.value)
    return key.id if isinstance(key, ast.Name) else ""


def _instance(module: Module, value: ast.expr | None, scope: Scope) -> str:
    """The symbol of what a registration gives: of an instance, of what a lambda or a factory returns."""
    if value is None or isinstance(value, ast.Constant):
        return ""
    if isinstance(value, ast.Lambda):
        given = _instance_of_call(module, value.body, module.index.scope_of[value])
        return given if not given or given.endswith("()") else _FACTORY
    if isinstance(value, ast.Name | ast.Attribute):
        symbol = module.symbol(value, scope) or ""
        return symbol if not symbol or symbol.endswith("()") else f"{symbol}()"
    return _instance_of_call(module, value, scope)


def _instance_of_call(module: Module, node: ast.expr, scope: Scope) -> str:
    called = module.symbol(node.func, scope) if isinstance(node, ast.Call) else None
    if called in _SCOPED_SESSIONS:
        return "sqlalchemy.orm.sessionmaker()"
    if called == "functools.partial" and isinstance(node, ast.Call) and node.args:
        return _instance(module, node.args[0], scope)
    return module.symbol(node, scope) or ""
