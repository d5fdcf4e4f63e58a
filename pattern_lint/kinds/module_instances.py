"""Instances that live as long as the process, because a module or a getter of it keeps them."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from fnmatch import fnmatchcase

from ..lang.python.blocks import lies_in, main_blocks
from ..lang.python.kept import lazy_getters
from ..lang.python.module import Module, Span
from ..lang.python.paths import is_composition_root
from ..lang.python.scopes import FunctionNode
from ..project.constructions import Constructed, constructions, is_candidate
from ..project.project import Project
from ..project.registrations import container_uses, is_registering
from .kit import Check, KindOptions, Rule
from .report import ModuleReport, ProjectReport


class Options(KindOptions, frozen=True):
    """What no module may keep."""

    roles: tuple[str, ...] = ("service", "scheduler", "manager", "client", "event-bus", "coordinator")
    getters: bool = True
    """Whether functions that make such an instance on first use and keep it count as well."""
    except_names: tuple[str, ...] = ("*NoOp*", "*Noop*", "*Null[A-Z]*", "*Cache")
    """Globs of class names: what does nothing, and what only remembers, may be kept by a module."""


class Kind(Check[Options]):
    """Collects what modules keep, and judges it when the roles of classes are known."""

    reads_project = True

    def module(self, module: Module, report: ModuleReport) -> object:
        instances = list(_instances(module))
        getters = [
            (getter.symbol, getter.scope.name, getter.kept, module.header(getter.scope.node))
            for getter in lazy_getters(module)
        ]
        return {"instances": instances, "getters": getters} if instances or getters else None

    def project(self, project: Project, facts: Mapping[str, object], report: ProjectReport) -> None:
        constructed = Constructed(project)
        self._judged: set[tuple[str, str, Span]] = set()
        for path, stored in facts.items():
            assert isinstance(stored, dict)
            for symbol, target, span in stored["instances"]:
                cls = constructed.cls(symbol) or _given_by(project, symbol)
                if cls is not None:
                    name = cls.rpartition(".")[2]
                    message = f"{target} keeps a module-level instance of {name}; construct it in the composition "
                    self._judge(project, path, span, cls, f"{message}root, and let it be given", report)
            for symbol, function, kept, span in stored["getters"] if any(r.options.getters for r in self.rules) else ():
                cls = (project.resolver.resolve(symbol) or "").removesuffix("()")
                where = f"the global {kept}" if kept else "its cache"
                message = (
                    f"{function} makes an instance of {cls.rpartition('.')[2]} on first use and keeps it in {where}; "
                    "register it in the container, and let it be given"
                )
                self._judge(project, path, span, cls, message, report, getter=True)

    def _judge(
        self,
        project: Project,
        path: str,
        span: Span,
        cls: str,
        message: str,
        report: ProjectReport,
        *,
        getter: bool = False,
    ) -> None:
        for rule in self._applying(project, cls, getter=getter):
            if (rule.code, path, span) in self._judged:
                continue
            self._judged.add((rule.code, path, span))
            if is_composition_root(path):
                report.conforms(rule, path)
            else:
                report.violates(rule, path, span, message)

    def _applying(self, project: Project, cls: str, *, getter: bool) -> Iterator[Rule[Options]]:
        for rule in self.rules:
            known = cls in project.definitions.classes
            name = cls.rpartition(".")[2]
            if any(fnmatchcase(name, glob) for glob in rule.options.except_names):
                continue
            if known and project.roles.has(cls, rule.options.roles) and (rule.options.getters or not getter):
                yield rule


def _instances(module: Module) -> Iterator[tuple[str, str, Span]]:
    """What the module's own code constructs and keeps, by statement; modules that wire a container are left out."""
    made = [(call.node, call.symbol) for call in constructions(module) if call.scope is module.scope]
    calls = [*made, *_given(module)]
    if not calls or any(use.scope is module.scope and is_registering(use.method) for use in container_uses(module)):
        return
    mains, declaring = main_blocks(module), _declaring(module)
    for node, symbol in calls:
        statement = _statement(module, node)
        if isinstance(statement, ast.Assign | ast.AnnAssign) and not lies_in(module, statement, mains):
            assert symbol is not None
            target = statement.targets[0] if isinstance(statement, ast.Assign) else statement.target
            if not (isinstance(target, ast.Name) and target.id in declaring):
                yield symbol, ast.unparse(target), module.span(statement)


def _declaring(module: Module) -> frozenset[str]:
    """The names whose methods decorate functions: `@orders.get()` declares a route, as a router would."""
    found: set[str] = set()
    for scope in module.index.functions:
        assert isinstance(scope.node, FunctionNode)
        for decorator in scope.node.decorator_list:
            called = decorator.func if isinstance(decorator, ast.Call) else decorator
            if isinstance(called, ast.Attribute) and isinstance(called.value, ast.Name):
                found.add(called.value.id)
    return frozenset(found)


def _given(module: Module) -> Iterator[tuple[ast.Call, str]]:
    """Calls of the project's functions whose value a module keeps: `scheduler = get_scheduler()`."""
    parents = module.index.parents
    for node in module.scope.calls:
        if isinstance(parents.get(node), ast.Assign | ast.AnnAssign):
            symbol = module.symbol(node.func, module.scope)
            if symbol is not None and symbol.partition(".")[0] in module.roots and not is_candidate(symbol):
                yield node, symbol


def _given_by(project: Project, symbol: str) -> str | None:
    """The class of the instance that a function of the project gives back."""
    given = project.resolver.resolve(f"{symbol}()")
    return given.removesuffix("()") if given is not None and given.endswith("()") else None


def _statement(module: Module, node: ast.AST) -> ast.AST | None:
    return next((parent for parent in module.ancestors(node) if isinstance(parent, ast.stmt)), None)
