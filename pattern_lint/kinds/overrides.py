"""Abstract methods and the classes that have to implement them, as their callers know them.

A kind of its own, because what it compares lies in several modules at once: which definition of a method counts for a
class, whether that is still abstract, and whether whoever calls the base's method could call the class's, too.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping, Sequence, Set
from typing import Any, ClassVar, NamedTuple

from ..config.globs import looks_like
from ..knowledge.words import listed
from ..lang.python.blocks import lies_in, type_checking_blocks
from ..lang.python.module import Module
from ..lang.python.scopes import Scope
from ..project.alike import kept_once
from ..project.contracts import keeps_word
from ..project.facts import (
    ABSTRACT,
    ASYNC,
    CLASS_METHOD,
    CONTEXT_MANAGER,
    EMPTY,
    GENERATOR,
    PROPERTY,
    STATIC,
    FunctionFact,
)
from ..project.project import Project
from ..query.definitions.defined import bases, is_decorated
from ..query.functions.callings import Shape, misfit, renaming, shape_of
from ..query.naming.names import DefinedNames
from ..query.wording import complaints, worded
from .kit import Check, KindOptions, Rule
from .report import ModuleReport, ProjectReport

_ITERATORS = ("AsyncIterator", "AsyncGenerator", "AsyncIterable")
_AWAITABLES = ("*Awaitable*", "*Coroutine*", "Future", "Task")
_PLAIN_DECORATORS = ("override", "staticmethod", "classmethod", "abstractmethod", "final")
_PARTS = ("Base", "Mixin")
"""How names of classes end that others are made of, which need not be whole."""
_PART = re.compile(r"\s*(an?\s+|the\s+)?(abstract|mix-?in)\b", re.IGNORECASE)
"""How docstrings of such classes begin."""


class Options(KindOptions, frozen=True, kw_only=True):
    """Which classes, and what must not be wrong with what they override."""

    of: DefinedNames = ()
    """Classes with one of these as a base at any depth; all where nothing is said. Example: `of = ["*Strategy"]`"""
    missing: bool = True
    """Whether a class must have all that its bases leave abstract. Example: `missing = false`"""
    parameters: bool = True
    """Whether callers of the base must be able to call it. Example: `parameters = false`"""
    asynchronous: bool = True
    """Whether it must be asynchronous where the base is, and only there. Example: `asynchronous = false`"""
    message: str = ""
    """What a finding says, with what was found in braces. Example: `message = "{class} breaks its word"`"""

    words: ClassVar[tuple[str, ...]] = ("class", "base", "method", "what")

    def complaints(self) -> Iterator[tuple[str, str]]:
        """What is wrong with the options beside their types."""
        yield from (("message", said) for said in complaints(self.message, self.words))


class _Method(NamedTuple):
    """A method where it is defined."""

    owner: str
    fact: FunctionFact
    shape: Shape | None


class Kind(Check[Options]):
    """A site is a class that can be made, of whose bases in the project one has abstract methods."""

    reads_project = True

    def module(self, module: Module, report: ModuleReport) -> object:
        shown = module.once(bases)
        found = {}
        for scope in module.index.functions:
            owner = scope.parent
            if scope.is_method and owner is not None and (owner in shown or _is_abstract(scope, module)):
                found[scope.qualname] = kept_once(tuple(shape_of(scope, module)))
        told = {"shapes": found, "never-made": _never_made(module), "parts": _parts(module)}
        return told if any(told.values()) else None

    def project(self, project: Project, facts: Mapping[str, object], report: ProjectReport) -> None:
        shapes: dict[str, Any] = {}
        never_made: set[str] = set()
        parts: set[str] = set()
        for path, told in facts.items():
            assert isinstance(told, dict)
            name = project.files[path]["name"]
            shapes.update({f"{name}.{method}": shape for method, shape in told["shapes"].items()})
            never_made.update(f"{name}.{cls}" for cls in told["never-made"])
            parts.update(f"{name}.{cls}" for cls in told["parts"])
        contract = _Contracts(project, shapes, parts)
        for cls in project.definitions.classes:
            home = project.definitions.home(cls)
            asked = contract.asked_of(cls) if home is not None else {}
            if home is None or not asked or cls in never_made:
                continue
            for rule in self.rules:
                if home["category"] in rule.options.where and _is_about(rule.options, cls, project):
                    _judge(rule, cls, home["path"], asked, contract, report)


def _never_made(module: Module) -> list[str]:
    """The classes of a module that are there for type checkers alone."""
    blocks = type_checking_blocks(module)
    classes = (scope for scope in module.index.scopes if blocks and scope.kind == "class")
    return [scope.qualname for scope in classes if lies_in(module, scope.node, blocks)]


def _parts(module: Module) -> list[str]:
    """The classes of a module whose docstring says that others are made of them."""
    classes = [scope for scope in module.index.scopes if scope.kind == "class"]
    return [scope.qualname for scope in classes if _says_part(scope.node)]


def _says_part(node: ast.AST) -> bool:
    first = node.body[0] if isinstance(node, ast.ClassDef) and node.bases else None
    text = first.value if isinstance(first, ast.Expr) else None
    return isinstance(text, ast.Constant) and isinstance(text.value, str) and _PART.match(text.value) is not None


class _Contracts:
    """What classes are asked for, and what they have."""

    def __init__(self, project: Project, shapes: Mapping[str, Any], parts: Set[str]) -> None:
        self.project = project
        self._parts = parts
        self._shapes = shapes
        self._abstract: dict[str, dict[str, _Method]] = {}
        """The abstract methods that classes have themselves, as far as somebody asked: bases have many heirs."""

    def asked_of(self, cls: str) -> dict[str, _Method]:
        """The abstract methods of the bases of a class that can be made; nothing for others."""
        project, ours = self.project, self.project.definitions.classes
        above = [base for base in project.resolver.linear(cls)[1:] if base in ours]
        if not above or project.roles.natures.is_abstract(cls) or project.roles.natures.is_interface(cls):
            return {}
        asked: dict[str, _Method] = {}
        for base in above:
            for name, method in self._abstract_in(base).items():
                asked.setdefault(name, method)
        return asked

    def _abstract_in(self, cls: str) -> dict[str, _Method]:
        """What a class leaves to its heirs; methods of an interface that do nothing have to be kept, too."""
        if cls not in self._abstract:
            names = filter(_is_called_by_name, self.project.definitions.classes[cls].methods)
            methods = {name: method for name in names if (method := self.method(cls, name)) is not None}
            left_open = ABSTRACT | (EMPTY if self.project.roles.natures.is_interface(cls) else 0)
            self._abstract[cls] = {name: each for name, each in methods.items() if each.fact.flags & left_open}
        return self._abstract[cls]

    def method(self, cls: str, name: str) -> _Method | None:
        fact = self.project.definitions.function(f"{cls}.{name}")
        shape = self._shapes.get(f"{cls}.{name}")
        return _Method(cls, fact, Shape(*shape) if shape is not None else None) if fact is not None else None

    def has(self, cls: str, name: str) -> bool | None:
        """Whether a class has a method that is not abstract any more, or something else of that name."""
        ours, linear = self.project.definitions.classes, self.project.resolver.linear
        before: list[str] = []
        """Those in which it is abstract, and which come first unless one derives from them."""
        for ancestor in linear(cls):
            fact = ours.get(ancestor)
            if fact is None:
                if ancestor.partition(".")[0] not in ("builtins", "abc", "typing", "typing_extensions"):
                    return None
                continue
            if name in fact.methods:
                method = self.method(ancestor, name)
                if method is not None and method.fact.flags & ABSTRACT:
                    before += [ancestor] if keeps_word(self.project, ancestor) is True else []
                    continue
            elif name not in fact.assigned and name not in fact.attributes:
                continue
            return set(before) <= {*linear(ancestor)}
        return False

    def must_be_whole(self, cls: str, base: _Method) -> bool:
        """Whether a class is to be made, and cannot be as long as it lacks a method."""
        return keeps_word(self.project, base.owner) is True and not self._may_be_a_part(cls)

    def _may_be_a_part(self, cls: str) -> bool:
        """Whether a class is there for others to derive from, or is completed where that does not show."""
        fact = self.project.definitions.classes[cls]
        simple = fact.name.rpartition(".")[2].lstrip("_")
        is_part = simple.startswith(("Base", "Abstract")) or simple.endswith(_PARTS) or cls in self._parts
        return is_part or bool(self.project.heirs_of(cls)) or any(not each for each in fact.decorators)


def _is_about(options: Options, cls: str, project: Project) -> bool:
    return not options.of or project.descent.derives(cls, options.of) is True


def _judge(
    rule: Rule[Options],
    cls: str,
    path: str,
    asked: Mapping[str, _Method],
    contracts: _Contracts,
    report: ProjectReport,
) -> None:
    options, fact = rule.options, contracts.project.definitions.classes[cls]
    has = {name: contracts.has(cls, name) for name in asked} if options.missing else {}
    missing = [name for name in has if has[name] is False and contracts.must_be_whole(cls, asked[name])]
    wrong = list(_misfits(options, cls, asked, contracts))
    if missing:
        first = asked[missing[0]]
        what = f"has no {', '.join(missing)}, which {_simple(first.owner)} leaves abstract"
        words = {"class": _simple(cls), "base": _simple(first.owner), "method": missing[0], "what": what}
        report.violates(rule, path, fact[1:5], worded(options.message, f"{words['class']} {what}", words), owner=cls)
    for own, base, what, is_renamed in wrong:
        name = own.fact.name
        words = {"class": _simple(cls), "base": _simple(base.owner), "method": name, "what": what}
        said = worded(options.message, f"{words['class']}.{name} {what}", words)
        home = contracts.project.definitions.home(base.owner)
        related = [(home["path"], base.fact.line, f"{words['base']}.{name} is declared here")] if home else []
        report.violates(rule, path, own.fact[2:6], said, owner=cls, related=related, lower=is_renamed)
    if not missing and not wrong:
        report.unknown(rule, path, cls) if None in has.values() else report.conforms(rule, path, cls)


def _misfits(
    options: Options, cls: str, asked: Mapping[str, _Method], contracts: _Contracts
) -> Iterator[tuple[_Method, _Method, str, bool]]:
    """The methods of a class that cannot stand for those that its bases ask for, why, and whether only by a name.

    What is private is called by the base itself, which hands over by place what is named otherwise.
    """
    for name, base in asked.items():
        own = contracts.method(cls, name)
        if own is None or own.fact.flags & ABSTRACT:
            continue
        renamed = ""
        said = _otherwise_run(own, base) if options.asynchronous else ""
        if not said and options.parameters and own.shape is not None and base.shape is not None:
            is_same_sort = not (own.fact.flags ^ base.fact.flags) & (STATIC | CLASS_METHOD | PROPERTY)
            if is_same_sort and not _is_wrapped(own.fact):
                said = misfit(own.shape, base.shape)
                renamed = renaming(own.shape, base.shape) if not said and not name.startswith("_") else ""
        if said or renamed:
            yield own, base, f"{said or renamed} (as {_simple(base.owner)} declares it)", not said


def _otherwise_run(own: _Method, base: _Method) -> str:
    """In which way one is asynchronous and the other is not; what gives something to wait for may be either."""
    mine, theirs = own.fact.flags, base.fact.flags
    if (mine | theirs) & (PROPERTY | CONTEXT_MANAGER) or _is_wrapped(own.fact) or _is_wrapped(base.fact):
        return ""
    is_generated = bool(mine & ASYNC and mine & GENERATOR)
    if mine & ASYNC and theirs & ASYNC:
        is_other = is_generated and not (theirs & GENERATOR or _gives(base, _ITERATORS))
        return "is a generator, and its callers wait for one value" if is_other else ""
    if mine & ASYNC:
        gives = _ITERATORS if is_generated else _AWAITABLES
        return "" if _gives(base, gives) else "is async, and its callers do not wait for it"
    if theirs & ASYNC:
        return "" if _gives(own, (*_AWAITABLES, *_ITERATORS)) else "is not async, and its callers wait for it"
    return ""


def _gives(method: _Method, names: Sequence[str]) -> bool:
    """Whether a method says that it gives one of some types; one of which nothing is known may give any."""
    return method.shape is None or any(map(looks_like(tuple(names)), method.shape.gives))


def _is_wrapped(fact: FunctionFact) -> bool:
    """Whether a decorator may make something else of a function."""
    keeps_shape = looks_like(listed("shape-keeping-decorators"))
    return not all(each.rpartition(".")[2] in _PLAIN_DECORATORS or keeps_shape(each) for each in fact.decorators)


def _is_called_by_name(method: str) -> bool:
    """Whether a method is no step of a protocol of Python, of which Python itself decides how it is called."""
    return method == "__call__" or not method.startswith("__")


def _is_abstract(scope: Scope, module: Module) -> bool:
    return is_decorated(("abc.abstractmethod",), scope, module).holds is True


def _simple(symbol: str) -> str:
    return symbol.rpartition(".")[2]
