"""Annotations: of parameters, returns, class attributes, and of attributes that begin empty."""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator, Mapping
from typing import Any, Literal, NamedTuple

from ..config.globs import fnmatchcase
from ..knowledge.words import names_of
from ..lang.python.module import Module, Span, name_of
from ..lang.python.scopes import FunctionNode, Scope
from ..project.natures import is_named_interface
from ..project.project import Project
from .kit import Check, KindOptions, Rule
from .report import ModuleReport, ProjectReport

_OVERLOADS = frozenset({"typing.overload"})
_UNTYPED = frozenset({"typing.no_type_check"})
_STATIC = "builtins.staticmethod"
_RETURN = "its return"
_NEARLY_ALL = 0.95
_EMPTY_CALLS = frozenset({"builtins.set", "builtins.list", "builtins.dict"})
_MEMBER_CALLS = frozenset(
    {
        "builtins.property",
        "builtins.staticmethod",
        "builtins.classmethod",
        "functools.partialmethod",
        "functools.cached_property",
    }
)
_PLAIN_BASES = frozenset(
    {
        "abc.ABC",
        "typing.Generic",
        "typing.Protocol",
        "typing.NamedTuple",
    }
)


class Options(KindOptions, frozen=True):
    """Which attributes need no annotation, besides those that a base gives their type."""

    attributes: tuple[str, ...] = ("__*__", "model_config")
    """Globs of class attributes that are known by convention."""
    settings_classes: tuple[str, ...] = ("Meta", "Config", "Media", "Arguments")
    """Names of nested classes that hold settings for the class around them."""
    inferred: Literal["always", "by-convention"] = "by-convention"
    """Whether what a type checker infers needs its annotation as well, the value of a class constant and the return of
    an `__init__` whose parameters are annotated: always, or where the project writes it down nearly everywhere. A
    project of a few modules has no convention yet, and is asked for all."""


class Untyped(NamedTuple):
    """An attribute without annotation whose class has bases that may give it one."""

    owner: str
    names: tuple[str, ...]
    span: Span
    in_body: bool
    plain: bool
    """Whether the value is written out: a column or a field of a framework would be made by a call."""
    inferred: bool
    """Whether the value says of which type the attribute is: an empty list or None does not."""


class Kind(Check[Options]):
    """Signatures are decided in their file; attributes once the bases are known."""

    reads_project = True

    def module(self, module: Module, report: ModuleReport) -> object:
        inits = self._signatures(module, report)
        annotated = _annotated(module)
        open_cases: list[tuple[Any, ...]] = []
        for node, scope in module.of(ast.Assign):
            assert isinstance(node, ast.Assign)
            owner, names = _attributes(module, node, scope)
            if owner is None or not names:
                continue
            known = annotated.get(owner.qualname, ())
            missing = tuple(name for name in names if name not in known and not _is_method(owner, name))
            if missing:
                in_body, plain = scope.kind == "class", not isinstance(node.value, (ast.Call, ast.Name, ast.Attribute))
                inferred = in_body and not _is_empty(module, node.value, scope)
                open_cases.append(tuple(Untyped(owner.qualname, missing, module.span(node), in_body, plain, inferred)))
        for scope in module.index.scopes if annotated else ():
            for rule in self.rules:
                for _ in annotated.get(scope.qualname, ()) if scope.kind == "class" else ():
                    report.conforms(rule, scope)
        facts = {
            "annotated": {name: sorted(names) for name, names in annotated.items()},
            "open": open_cases,
            "inits": inits,
            "constants": _constants(module),
        }
        return facts if any(facts.values()) else None

    def _signatures(self, module: Module, report: ModuleReport) -> list[tuple[str, bool, Span]]:
        """Judge all signatures; those of an `__init__` that lacks at most its return are given back for the join."""
        inits: list[tuple[str, bool, Span]] = []
        for scope in module.index.functions:
            node, owner = scope.node, scope.parent
            assert isinstance(node, FunctionNode) and owner is not None
            decorators = [module.symbol(each, owner) for each in node.decorator_list]
            if _is_exempt(module, scope, decorators):
                continue
            missing = _missing(node, int(owner.kind == "class" and _STATIC not in decorators))
            if missing in ([], [_RETURN]) and scope.name == "__init__" and _is_typed_init(scope):
                inits.append((owner.qualname, not missing, module.header(node)))
                continue
            for rule in self.rules:
                if missing:
                    message = f"{scope.name}() lacks the annotation of {_listed(missing)}"
                    report.violates(rule, node, scope, message)
                else:
                    report.conforms(rule, scope)
        return inits

    def project(self, project: Project, facts: Mapping[str, Any], report: ProjectReport) -> None:
        annotated = {
            f"{project.files[path]['name']}.{cls}": frozenset(names)
            for path, fact in facts.items()
            for cls, names in fact["annotated"].items()
        }
        conventions = _Conventions(project, facts)
        for path, fact in facts.items():
            home = project.files[path]
            rules = [rule for rule in self.rules if home["category"] in rule.options.where]
            for stored in fact["open"]:
                case = Untyped._make(stored)
                owner = f"{home['name']}.{case.owner}"
                names = [name for name in case.names if not _given_by_base(project, owner, case, name, annotated)]
                for rule in rules:
                    if case.inferred and names and not conventions.demand(rule, "constants"):
                        report.unknown(rule, path, owner)
                    else:
                        _settle(rule, project, path, owner, case, names, report)
            for cls, is_typed, span in fact["inits"]:
                owner = f"{home['name']}.{cls}"
                for rule in rules:
                    if is_typed:
                        report.conforms(rule, path, owner)
                    elif conventions.demand(rule, "inits"):
                        report.violates(rule, path, span, f"__init__() lacks the annotation of {_RETURN}", owner=owner)
                    else:
                        report.unknown(rule, path, owner)


class _Conventions:
    """What of that which a type checker infers a project writes down all the same."""

    def __init__(self, project: Project, facts: Mapping[str, Any]) -> None:
        self._is_telling = project.signs.is_telling
        inits = [is_typed for fact in facts.values() for _, is_typed, _ in fact["inits"]]
        bare = sum(Untyped._make(stored).inferred for fact in facts.values() for stored in fact["open"])
        constants = sum(fact["constants"] for fact in facts.values())
        self._kept = {
            "inits": sum(inits) >= _NEARLY_ALL * len(inits),
            "constants": constants >= _NEARLY_ALL * (constants + bare),
        }

    def demand(self, rule: Rule[Options], what: str) -> bool:
        return rule.options.inferred == "always" or not self._is_telling or self._kept[what]


def _settle(
    rule: Rule[Options],
    project: Project,
    path: str,
    owner: str,
    case: Untyped,
    names: list[str],
    report: ProjectReport,
) -> None:
    if case.in_body:
        simple = case.owner.rpartition(".")[2]
        if "." in case.owner and simple in rule.options.settings_classes:
            return
        names = [name for name in names if not any(fnmatchcase(name, glob) for glob in rule.options.attributes)]
        bases = project.resolver.linear(owner)[1:]
        if any(base.startswith("enum.") for base in bases):
            return
        if names and any(_may_type(base, project) for base in bases if base or not case.plain):
            report.unknown(rule, path, owner)
            return
    if not names:
        report.conforms(rule, path, owner)
        return
    if case.in_body:
        message = f"{_listed(names)} of {case.owner} is assigned without an annotation"
    else:
        shown = _listed([f"self.{name}" for name in names])
        message = f"{shown} begins empty in {case.owner}.__init__: annotate what it will hold"
    report.violates(rule, path, case.span, message, owner=owner)


def _may_type(base: str, project: Project) -> bool:
    """Whether a base is one that this project does not show, and that may say what its attributes are."""
    if base in project.definitions.classes or base in _PLAIN_BASES or base in names_of("pydantic-models"):
        return False
    return not base.startswith("builtins.") and not is_named_interface(base)


def _given_by_base(
    project: Project, owner: str, case: Untyped, name: str, annotated: Mapping[str, frozenset[str]]
) -> bool:
    """Whether a base of the project says what an attribute is; where it fails to, the finding is at the base."""
    for base in project.resolver.linear(owner)[1:]:
        if name in annotated.get(base, ()):
            return True
        fact = project.definitions.classes.get(base)
        if fact is not None and (name in fact.methods or (case.in_body and name in fact.assigned)):
            return True
    return False


def _listed(parts: list[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"


def _is_exempt(module: Module, scope: Scope, decorators: Collection[str | None]) -> bool:
    """Whether others say what the function takes: overloads do for what they overload."""
    outer, node = scope.parent, scope.node
    assert outer is not None
    if not _UNTYPED.isdisjoint(decorators):
        return True
    bound = outer.bindings.get(scope.name, ())
    if len(bound) == 1 and bound[0].node is node:
        return False
    for binding in bound:
        other = binding.node
        if isinstance(other, FunctionNode) and other is not node and _is_overload(module, other, outer):
            return _OVERLOADS.isdisjoint(decorators)
    return False


def _is_overload(module: Module, node: ast.FunctionDef | ast.AsyncFunctionDef, outer: Scope) -> bool:
    return any(module.symbol(decorator, outer) in _OVERLOADS for decorator in node.decorator_list)


def _missing(node: ast.FunctionDef | ast.AsyncFunctionDef, skipped: int) -> list[str]:
    """What has no annotation, but for the first parameters that need none."""
    given = node.args
    positional = [*given.posonlyargs, *given.args] if given.posonlyargs else given.args
    found = [arg.arg for arg in (*positional[skipped:], *given.kwonlyargs) if arg.annotation is None]
    for stars, extra in (("*", given.vararg), ("**", given.kwarg)):
        if extra is not None and extra.annotation is None:
            found.append(f"{stars}{extra.arg}")
    if node.returns is None:
        found.append(_RETURN)
    return found


def _is_typed_init(scope: Scope) -> bool:
    """Whether a type checker takes a constructor for annotated: PEP 484 lets its return be left out then."""
    node = scope.node
    assert isinstance(node, FunctionNode)
    args = (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs, node.args.vararg, node.args.kwarg)
    annotated = any(arg is not None and arg.annotation is not None for arg in args)
    return scope.is_method and annotated


def _constants(module: Module) -> int:
    """How many class constants say that they are some: what fields of data classes say, they have to."""
    return sum(
        1
        for node, scope in module.of(ast.AnnAssign)
        if scope.kind == "class" and isinstance(node, ast.AnnAssign) and node.value is not None and _is_constant(node)
    )


def _is_constant(node: ast.AnnAssign) -> bool:
    base = node.annotation.value if isinstance(node.annotation, ast.Subscript) else node.annotation
    return name_of(base) in ("ClassVar", "Final")


def _annotated(module: Module) -> dict[str, set[str]]:
    """The attributes that each class annotates, in its body or on self in any of its methods."""
    found: dict[str, set[str]] = {}
    for node, scope in module.of(ast.AnnAssign):
        assert isinstance(node, ast.AnnAssign)
        if scope.kind == "class" and isinstance(node.target, ast.Name):
            found.setdefault(scope.qualname, set()).add(node.target.id)
        elif isinstance(node.target, ast.Attribute) and _is_self(node.target.value, scope):
            owner = scope.parent
            assert owner is not None
            found.setdefault(owner.qualname, set()).add(node.target.attr)
    return found


def _is_self(node: ast.expr, scope: Scope) -> bool:
    function = scope.node
    if not scope.is_method or not isinstance(node, ast.Name) or not isinstance(function, FunctionNode):
        return False
    positional = (*function.args.posonlyargs, *function.args.args)
    return bool(positional) and positional[0].arg == node.id


def _attributes(module: Module, node: ast.Assign, scope: Scope) -> tuple[Scope | None, list[str]]:
    """The class whose attributes an assignment makes, and those that need a word on what they hold."""
    if scope.kind == "class":
        is_local = "<locals>" in scope.qualname
        return (None, []) if is_local or _is_member(module, node.value, scope) else (scope, list(_names(node.targets)))
    if scope.is_method and scope.name == "__init__" and _is_empty(module, node.value, scope):
        targets = [target for target in node.targets if isinstance(target, ast.Attribute)]
        return scope.parent, [target.attr for target in targets if _is_self(target.value, scope)]
    return None, []


def _names(targets: list[ast.expr]) -> Iterator[str]:
    for target in targets:
        if isinstance(target, ast.Name):
            yield target.id
        elif isinstance(target, (ast.Tuple, ast.List)):
            yield from _names(target.elts)


def _is_member(module: Module, value: ast.expr, scope: Scope) -> bool:
    """Whether a class attribute is a method under another name, or made into one."""
    if isinstance(value, ast.Lambda):
        return True
    if isinstance(value, ast.Call):
        return module.symbol(value.func, scope) in _MEMBER_CALLS
    return isinstance(value, ast.Name) and any(
        isinstance(binding.node, (FunctionNode, ast.ClassDef))
        for home in (scope, module.scope)
        for binding in home.bindings.get(value.id, ())
    )


def _is_method(owner: Scope, name: str) -> bool:
    """Whether the class says what an attribute is by a property of that name."""
    return any(isinstance(binding.node, FunctionNode) for binding in owner.bindings.get(name, ()))


def _is_empty(module: Module, value: ast.expr, scope: Scope) -> bool:
    if isinstance(value, ast.Constant):
        return value.value is None
    if isinstance(value, ast.List):
        return not value.elts
    if isinstance(value, ast.Dict):
        return not value.keys
    if isinstance(value, ast.Call) and not value.args and not value.keywords:
        return not isinstance(value.func, ast.Subscript) and module.symbol(value.func, scope) in _EMPTY_CALLS
    return False
