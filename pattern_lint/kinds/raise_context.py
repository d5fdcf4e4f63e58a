"""Exceptions of the project are raised with something that tells their reader what happened, and where."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from fnmatch import fnmatchcase
from typing import Any, Literal, NamedTuple

from ..lang.python.catching import builtin_exception, is_caught_around, is_handed_on
from ..lang.python.constants import assigned, constant
from ..lang.python.module import Module, Span
from ..lang.python.scopes import FunctionNode, Scope
from ..project.project import Project
from .kit import Check, KindOptions, Rule
from .report import ModuleReport, ProjectReport

_BUILDING = ("__new__", "__repr__", "__str__")
_DATACLASSES = ("dataclasses.dataclass", "attr.s", "attr.define", "attrs.define", "attrs.frozen", "attr.frozen")
_STEERING = frozenset({StopIteration, StopAsyncIteration})

Given = Literal["empty", "constant", "named", "value"]
"""What an argument says: nothing, always the same, always the same but with the component's name, or a value."""


class Options(KindOptions, frozen=True):
    """Whose messages need more than a constant text."""

    components: tuple[str, ...] = ()
    """Roles of classes in which a message names the component or a value."""
    signals: tuple[str, ...] = (
        *("Abort*", "Break*", "Cancel*", "Drop*", "Exit*", "Ignore*", "Reject*", "Reschedule*", "Retry*", "Skip*"),
        *("Stop*", "_*", "*NotConfigured", "*NotFound", "*NotImplemented*", "*NotSupported*"),
    )
    """Names of exceptions that steer and report nothing; those that end in Error do report."""


class Raised(NamedTuple):
    """A raise statement of a class that may be an exception of the project."""

    symbol: str
    span: Span
    owner: str
    positional: tuple[Given, ...]
    keywords: dict[str, Given]


class Message(NamedTuple):
    """How an exception class of its own making takes its message: as a parameter, or not at all."""

    place: int
    name: str
    has_default: bool


class Kind(Check[Options]):
    """Collects raise statements and how exceptions make their messages, and judges them in the join."""

    reads_project = True

    def module(self, module: Module, report: ModuleReport) -> object:
        raised = [tuple(each) for each in _raised(module)]
        makers = dict(_makers(module))
        return {"raised": raised, "makers": makers} if raised or makers else None

    def project(self, project: Project, facts: Mapping[str, object], report: ProjectReport) -> None:
        makers: dict[str, Any] = {}
        for path, stored in facts.items():
            assert isinstance(stored, dict)
            name = project.files[path]["name"]
            makers |= {f"{name}.{cls}": how for cls, how in stored["makers"].items()}
        for path, stored in facts.items():
            assert isinstance(stored, dict)
            for each in map(Raised._make, stored["raised"]):
                cls = project.resolver.resolve(each.symbol) or ""
                if cls in project.definitions.classes and project.roles.natures.is_exception(cls):
                    for rule in self.rules:
                        if project.files[path]["category"] in rule.options.where:
                            _judge(project, rule, path, each, cls, makers, report)


def _judge(
    project: Project,
    rule: Rule[Options],
    path: str,
    each: Raised,
    cls: str,
    makers: Mapping[str, Any],
    report: ProjectReport,
) -> None:
    owner = f"{project.files[path]['name']}.{each.owner}" if each.owner else ""
    in_component = owner in project.definitions.classes and project.roles.has(owner, rule.options.components)
    told = _told(each, _maker(project, cls, makers))
    name = cls.rpartition(".")[2]
    if told == "empty" and _is_signal(project, cls, name, rule.options.signals):
        return
    if told is None:
        report.unknown(rule, path, owner)
    elif told == "empty":
        message = f"{name} is raised without a message; say what failed, for which component, and with which value"
        report.violates(rule, path, each.span, message, owner=owner)
    elif told == "constant" and in_component:
        message = f"{name} says the same for every {each.owner}; name the component and the value that is wrong"
        report.violates(rule, path, each.span, message, owner=owner)
    else:
        report.conforms(rule, path, owner)


def _is_signal(project: Project, cls: str, name: str, signals: tuple[str, ...]) -> bool:
    """Whether an exception steers: by its name, or because it derives from what is no Exception."""
    if not name.endswith("Error") and any(fnmatchcase(name, glob) for glob in signals):
        return True
    known = [builtin_exception(base) for base in project.resolver.linear(cls)]
    return any(base in _STEERING or not issubclass(base, Exception) for base in known if base is not None)


def _told(each: Raised, maker: Message | Literal["itself", "unknown", "plain"]) -> Given | None:
    """What the reader of the exception is told; None where that is not known."""
    given = [*each.positional, *each.keywords.values()]
    if "value" in given or maker == "itself":
        return "value"
    if maker == "unknown":
        return None
    message = maker.name if isinstance(maker, Message) else ""
    if set(each.keywords) - {message}:
        return "value"
    if isinstance(maker, Message) and maker.has_default and not _is_given(each, maker):
        return "value"
    for best in ("named", "constant"):
        if best in given:
            return best
    return "empty"


def _is_given(each: Raised, message: Message) -> bool:
    return len(each.positional) > message.place or message.name in each.keywords


def _maker(project: Project, cls: str, makers: Mapping[str, Any]) -> Message | Literal["itself", "unknown", "plain"]:
    """Who makes the message of an exception: the class itself, or the one who raises it."""
    for ancestor in project.resolver.linear(cls):
        if ancestor in makers:
            how = makers[ancestor]
            return Message._make(how) if how else "itself"
        if ancestor not in project.definitions.classes and not _adds_nothing(ancestor):
            return "unknown"
    return "plain"


def _adds_nothing(base: str) -> bool:
    return builtin_exception(base) is not None or base in ("builtins.object", "abc.ABC", "typing.Generic")


def _makers(module: Module) -> Iterator[tuple[str, tuple[object, ...]]]:
    """The classes that have a say in the message of their instances; an empty tuple where they make it all."""
    for scope in module.index.scopes:
        if scope.kind != "class" or not isinstance(scope.node, ast.ClassDef):
            continue
        methods = {child.name: child for child in scope.children if child.kind == "function"}
        outer = scope.parent
        decorators = scope.node.decorator_list if outer is not None else []
        if any(name in methods for name in _BUILDING) or any(
            module.symbol(node.func if isinstance(node, ast.Call) else node, outer) in _DATACLASSES
            for node in decorators
            if outer is not None
        ):
            yield scope.qualname, ()
        elif "__init__" in methods:
            how = _handed_up(methods["__init__"])
            if how is not None:
                yield scope.qualname, how


def _handed_up(scope: Scope) -> tuple[object, ...] | None:
    """The parameter that a constructor hands to its base as the message; None where it hands on all."""
    node = scope.node
    assert isinstance(node, FunctionNode)
    positional = [arg.arg for arg in (*node.args.posonlyargs, *node.args.args)][1:]
    for call in scope.calls:
        if not isinstance(call.func, ast.Attribute) or call.func.attr != "__init__":
            continue
        handed = call.args if isinstance(call.func.value, ast.Call) else call.args[1:]
        if not handed:
            return ()
        if isinstance(handed[0], ast.Starred):
            return None
        if isinstance(handed[0], ast.Name) and handed[0].id in positional:
            place = positional.index(handed[0].id)
            default = len(node.args.defaults) - (len(positional) - place)
            value = node.args.defaults[default] if default >= 0 else None
            return (place, handed[0].id, isinstance(value, ast.Constant) and bool(value.value))
        return ()
    return ()


def _raised(module: Module) -> Iterator[Raised]:
    for node, scope in module.of(ast.Raise):
        assert isinstance(node, ast.Raise)
        for exc in _alternatives(module, node.exc, scope) if node.exc is not None else ():
            call = exc if isinstance(exc, ast.Call) else None
            symbol = module.symbol(call.func if call is not None else exc, scope)
            if symbol is None or symbol.endswith("()") or symbol.partition(".")[0] not in module.roots:
                continue
            if is_caught_around(module, node, symbol, scope, by_name=True) or _is_not_for_this_class(node, scope):
                continue
            owner = scope.owner
            yield Raised(
                symbol,
                module.span(node),
                owner.qualname if owner is not None else "",
                tuple(_given(module, value, scope) for value in call.args) if call is not None else (),
                {each.arg or "**": _given(module, each.value, scope) for each in call.keywords}
                if call is not None
                else {},
            )


def _is_not_for_this_class(node: ast.Raise, scope: Scope) -> bool:
    """Whether several methods do nothing but raise: they say what this class cannot do that others of its kind can."""
    owner = scope.parent
    if not scope.is_method or owner is None or not _only_raises(scope, node):
        return False
    return sum(_only_raises(method) for method in owner.children if method.kind == "function") > 1


def _only_raises(method: Scope, node: ast.Raise | None = None) -> bool:
    body = method.node.body
    if not isinstance(body, list) or not isinstance(body[-1], ast.Raise) or (node is not None and body[-1] is not node):
        return False
    return all(isinstance(each, ast.Expr) and isinstance(each.value, ast.Constant) for each in body[:-1])


def _alternatives(module: Module, node: ast.expr, scope: Scope) -> Iterator[ast.expr]:
    """What may be raised; what was caught or handed in is not meant."""
    if isinstance(node, ast.IfExp):
        yield from _alternatives(module, node.body, scope)
        yield from _alternatives(module, node.orelse, scope)
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "with_traceback":
        yield from _alternatives(module, node.func.value, scope)
    elif not is_handed_on(node, scope):
        held = assigned(module, node, scope)
        yield held if isinstance(held, ast.Call) else node


def _given(module: Module, node: ast.expr, scope: Scope) -> Given:
    """What an argument says."""
    text = _text(constant(module, node, scope))
    if text is None:
        return "value"
    if not text.strip():
        return "empty"
    owner = scope.owner
    return "named" if owner is not None and _letters(owner.name) in _letters(text) else "constant"


def _text(node: ast.expr) -> str | None:
    """A text without values in it; None where there are some."""
    if isinstance(node, ast.Constant):
        return "" if node.value is None else str(node.value)
    if isinstance(node, ast.JoinedStr):
        parts = [_text(part) for part in node.values]
        return None if None in parts else "".join(part for part in parts if part is not None)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        left, right = _text(node.left), _text(node.right)
        return left + right if left is not None and right is not None else None
    return None


def _letters(text: str) -> str:
    return re.sub(r"[^a-z0-9]", "", text.lower())
