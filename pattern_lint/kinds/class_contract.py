"""What a class of a role must have: bases, methods, and parameters of its methods."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping

import msgspec

from ..lang.python.module import Module
from ..lang.python.scopes import FunctionNode, Scope
from ..project.facts import ABSTRACT
from ..project.natures import is_named_interface
from ..project.project import Project
from .kit import Check, KindOptions, Rule
from .report import ModuleReport, ProjectReport

_OVERLOADS = frozenset({"typing.overload", "typing_extensions.overload"})


class Options(KindOptions, frozen=True):
    """Which classes it is about, and what they must have."""

    roles: tuple[str, ...]
    bases: tuple[str, ...] = ()
    """Names of which the class must have each as a base, at any depth."""
    methods: tuple[str, ...] = ()
    """Methods that the class defines, or a base that is no interface."""
    parameters: dict[str, tuple[str, ...]] = msgspec.field(default_factory=dict)
    """Method -> parameters that it takes where a class defines it; a variable one is written with its stars."""


class Kind(Check[Options]):
    """Parameters show in the file; bases and methods when the hierarchy is known."""

    reads_project = True

    def module(self, module: Module, report: ModuleReport) -> object:
        rules = [rule for rule in self.rules if rule.options.parameters]
        wanted = {method for rule in rules for method in rule.options.parameters}
        for scope in module.index.functions:
            if scope.name in wanted and scope.is_method and not _is_overload(module, scope):
                for rule in rules:
                    self._parameters(module, rule, scope, report)
        return None

    def _parameters(self, module: Module, rule: Rule[Options], scope: Scope, report: ModuleReport) -> None:
        owner, node = scope.parent, scope.node
        assert owner is not None and isinstance(node, FunctionNode)
        needed = rule.options.parameters.get(scope.name, ())
        if not needed:
            return
        when = (("role", module.names.qualified(owner), rule.options.roles),)
        taken = set(_taken(node))
        missing = [name for name in needed if name not in taken]
        if not missing:
            report.conforms(rule, scope, when=when)
            return
        kwarg = node.args.kwarg
        instead = f"; it takes **{kwarg.arg} in its place" if kwarg is not None else ""
        message = f"{owner.name}.{scope.name} does not take {', '.join(missing)}{instead}"
        report.violates(rule, node, scope, message, when=when)

    def project(self, project: Project, facts: Mapping[str, object], report: ProjectReport) -> None:
        for rule in self.rules:
            options = rule.options
            if not options.bases and not options.methods:
                continue
            for cls in project.roles.with_role(options.roles):
                home = project.definitions.home(cls)
                if home is not None and home["category"] in options.where:
                    _judge(project, rule, cls, home["path"], report)


def _judge(project: Project, rule: Rule[Options], cls: str, path: str, report: ProjectReport) -> None:
    fact = project.definitions.classes[cls]
    linear = project.resolver.linear(cls)
    simple = {base.rpartition(".")[2] for base in linear[1:]}
    is_open = any(_may_be_anything(project, base) for base in linear)
    bases = [name for name in rule.options.bases if name not in simple and not is_open]
    methods = [name for name in rule.options.methods if not _has_method(project, cls, name) and not is_open]
    if bases or methods:
        lacks = [f"implement {name}" for name in bases]
        lacks += [f"define {name}" for name in methods]
        name = fact.name.rpartition(".")[2]
        message = f"{name} does not {' nor '.join(lacks)}, neither itself nor through a base"
        report.violates(rule, path, (fact.line, fact.column, fact.end_line, fact.end_column), message, owner=cls)
    elif is_open:
        report.unknown(rule, path, cls)
    else:
        report.conforms(rule, path, cls)


def _may_be_anything(project: Project, base: str) -> bool:
    """Whether a base is not known, or is a third party's, which may have what is asked for; interfaces have nothing."""
    if base in project.definitions.classes or is_named_interface(base):
        return False
    root = base.partition(".")[0]
    return not base or not (root == "builtins" or root in sys.stdlib_module_names or root == "typing_extensions")


def _has_method(project: Project, cls: str, method: str) -> bool:
    """Whether a class has a method of its own, or from a base that gives more than its signature."""
    classes, natures = project.definitions.classes, project.roles.natures
    for ancestor in project.resolver.linear(cls):
        fact = classes.get(ancestor)
        if fact is None or (ancestor != cls and natures.is_interface(ancestor)):
            continue
        if method in fact.attributes:
            return True
        found = project.definitions.function(f"{ancestor}.{method}") if method in fact.methods else None
        if found is not None and not found.flags & ABSTRACT:
            return True
    return False


def _taken(node: FunctionNode) -> Iterator[str]:
    """The names of a function's parameters; an underscore before a variable one says only that it is not used."""
    for arg in (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs):
        yield arg.arg
    for stars, extra in (("*", node.args.vararg), ("**", node.args.kwarg)):
        if extra is not None:
            yield stars + extra.arg.lstrip("_")


def _is_overload(module: Module, scope: Scope) -> bool:
    node, outer = scope.node, scope.parent
    assert isinstance(node, FunctionNode) and outer is not None
    return any(module.symbol(decorator, outer) in _OVERLOADS for decorator in node.decorator_list)
