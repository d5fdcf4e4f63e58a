"""Raw ids: a field or variable that is named like an id gets a value that says nothing about it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from ..source.answers import Answers
from ..source.bound import only_value
from ..source.module import CallSite, Module
from ..source.scopes import FunctionNode, Scope
from .ids.names import ENVELOPES, GENERATORS, ID_NAMES, matcher
from .kit import Check, KindOptions, Rule
from .report import ModuleReport

_FACTORIES = frozenset({"default", "default_factory", "factory", "insert_default"})
_WRAPPERS = frozenset(f"builtins.{name}" for name in ("bytes", "format", "hex", "int", "repr", "str"))
_CONSTRUCTOR = re.compile(r"_*[A-Z]\w*")
_COPIES = frozenset({"__init__", "_replace", "evolve", "replace"})
_VERBS = ("build", "create", "gen", "make", "mint", "new", "next")
_MAXIMAL_DEPTH = 12


class Options(KindOptions, frozen=True):
    """Which names hold ids, which calls make raw values, and where these are right."""

    calls: tuple[str, ...] = ("uuid.uuid4",)
    names: tuple[str, ...] = ID_NAMES
    generators: tuple[str, ...] = GENERATORS
    """Functions that make typed ids."""
    makers: tuple[str, ...] = (
        *(f"{start}{verb}_{end}" for verb in _VERBS for start in ("", "*_") for end in ("id", "*_id")),
        "*_id_factory",
    )
    """Other functions whose work it is to make ids."""
    generator_classes: tuple[str, ...] = ("*IDGenerator", "*IdFactory", "*IdGenerator", "*IdProvider")
    anywhere: tuple[str, ...] = ("correlation_id", "causation_id")
    """Ids that may have any form."""
    envelopes: tuple[str, ...] = ENVELOPES
    in_envelopes: tuple[str, ...] = ("id", "event_id")
    """Ids that may have any form in an envelope, and in variables that may be on their way into one."""


class Given(NamedTuple):
    """A name that is given values."""

    name: str
    values: tuple[ast.expr, ...]
    place: ast.AST
    scope: Scope
    receiver: ast.expr | None = None
    """The object or class whose field it is, where the code names one."""


class Kind(Check[Options]):
    """Looks at every id that is given a value."""

    def __init__(self, rules: Sequence[Rule[Options]]) -> None:
        super().__init__(rules)
        self._words = tuple({word.encode() for rule in rules for word in _words(rule.options)})
        self._names = matcher(tuple(dict.fromkeys(name for rule in rules for name in rule.options.names)))

    def module(self, module: Module, report: ModuleReport) -> object:
        if not any(word in module.source for word in self._words):
            return None
        given = list(_given(module, self._names))
        for rule in self.rules:
            examination = Examination(rule.options, module)
            for site in given:
                if not examination.names.match(site.name):
                    continue
                if any(examination.is_raw(value, site.scope) for value in site.values):
                    if examination.may_be_raw(site):
                        report.conforms(rule, site.scope)
                    else:
                        report.violates(rule, site.place, site.scope, _message(site, rule.options))
                elif any(examination.is_generated(value, site.scope) for value in site.values):
                    report.conforms(rule, site.scope)
        return None


def _words(options: Options) -> Iterator[str]:
    """What a file's text must have one of; cheaper to look for than every assignment is to look at."""
    for name in (*options.calls, *options.generators):
        yield max(name.rpartition(".")[2].split("*"), key=len)


def _message(site: Given, options: Options) -> str:
    made = " or ".join(f"{call.rpartition('.')[2]}()" for call in options.calls)
    entity = site.name.strip("_").removesuffix("id").strip("_")
    generator = f"generate_{entity}_id()" if entity else "an id generator"
    return f"{site.name} gets a raw {made}, which tells neither what it identifies nor since when; use {generator}"


def _given(module: Module, names: re.Pattern[str]) -> Iterator[Given]:
    """Every field, variable and parameter of these names that is given a value, and every keyword of a constructor."""
    for node, scope in module.of(ast.Assign):
        assert isinstance(node, ast.Assign)
        for target in node.targets:
            yield from _targets(target, node.value, node, scope, names)
    for node, scope in module.of(ast.AnnAssign):
        assert isinstance(node, ast.AnnAssign)
        for given in _targets(node.target, node.value, node, scope, names):
            yield given._replace(values=(*given.values, *_factories(node.annotation)))
    for scope in module.index.scopes:
        for name in filter(names.match, scope.bindings):
            for binding in scope.bindings[name]:
                if isinstance(binding.node, ast.NamedExpr):
                    yield Given(name, (binding.node.value,), binding.node, scope)
    for call in module.calls:
        for keyword in call.node.keywords:
            if keyword.arg and names.match(keyword.arg) and _constructs(call):
                yield Given(keyword.arg, (keyword.value,), keyword, call.scope, call.node.func)
    for function in module.index.functions:
        yield from _parameters(function, names)


def _constructs(call: CallSite) -> bool:
    """Whether a call makes an object: of a class, by a method of one such as `Order.create`, or from another object."""
    names = (call.symbol or _text(call.node.func)).split(".")[-2:]
    return names[-1] in _COPIES or any(_CONSTRUCTOR.fullmatch(name) for name in names)


def _targets(
    target: ast.expr, value: ast.expr | None, place: ast.AST, scope: Scope, names: re.Pattern[str]
) -> Iterator[Given]:
    if isinstance(target, ast.Tuple | ast.List):
        if isinstance(value, ast.Tuple | ast.List):
            for inner, part in zip(target.elts, value.elts, strict=False):
                yield from _targets(inner, part, place, scope, names)
        return
    name = _text(target)
    if name and names.match(name):
        receiver = target.value if isinstance(target, ast.Attribute) else None
        yield Given(name, (value,) if value is not None else (), place, scope, receiver)


def _factories(annotation: ast.expr) -> Iterator[ast.expr]:
    """The calls inside of `Annotated[...]`."""
    if isinstance(annotation, ast.Subscript) and isinstance(annotation.slice, ast.Tuple):
        yield from (part for part in annotation.slice.elts if isinstance(part, ast.Call))


def _parameters(function: Scope, names: re.Pattern[str]) -> Iterator[Given]:
    node, outer = function.node, function.parent
    assert isinstance(node, FunctionNode) and outer is not None
    positional = [*node.args.posonlyargs, *node.args.args]
    defaulted = positional[len(positional) - len(node.args.defaults) :]
    pairs = (
        *zip(defaulted, node.args.defaults, strict=True),
        *zip(node.args.kwonlyargs, node.args.kw_defaults, strict=True),
    )
    for parameter, default in pairs:
        if default is not None and names.match(parameter.arg):
            yield Given(parameter.arg, (default,), parameter, function)


class Examination:
    """Judges values and places of one module by one card's options."""

    def __init__(self, options: Options, module: Module) -> None:
        self.names = matcher(options.names)
        self._options = options
        self._module = module
        self._values: Answers[tuple[ast.expr, Scope], bool] = Answers()
        self._generators = matcher(options.generators)
        self._makers = matcher((*options.generators, *options.makers))
        self._generator_classes = matcher(options.generator_classes)
        self._envelopes = matcher(options.envelopes)
        self._classes = {module.names.qualified(scope): scope for scope in module.index.scopes if scope.kind == "class"}

    def is_raw(self, node: ast.expr, scope: Scope, depth: int = 0) -> bool:
        """Whether a value is a raw one, wrapped as it may be."""
        if depth > _MAXIMAL_DEPTH:
            return False
        if isinstance(node, ast.Call):
            return self._is_raw_call(node, scope, depth + 1)
        if isinstance(node, ast.Name):
            return self._is_raw_variable(node, scope)
        if isinstance(node, ast.JoinedStr):
            texts = (part.value for part in node.values if isinstance(part, ast.Constant))
            bare = not any(letter.isalnum() for text in texts for letter in str(text))
            values = [part.value for part in node.values if isinstance(part, ast.FormattedValue)]
            return bare and bool(values) and self._all_raw(values, scope, depth)
        if isinstance(node, ast.BinOp):
            return isinstance(node.op, ast.Add) and self._all_raw([node.left, node.right], scope, depth)
        if isinstance(node, ast.IfExp | ast.BoolOp):
            options = node.values if isinstance(node, ast.BoolOp) else [node.body, node.orelse]
            return any(self.is_raw(option, scope, depth + 1) for option in options)
        if isinstance(node, ast.Attribute | ast.Subscript | ast.NamedExpr):
            return self.is_raw(node.value, scope, depth + 1)
        return isinstance(node, ast.Lambda) and self.is_raw(node.body, self._module.index.scope_of[node], depth + 1)

    def _all_raw(self, nodes: Iterable[ast.expr], scope: Scope, depth: int) -> bool:
        return all(self.is_raw(node, scope, depth + 1) for node in nodes)

    def _is_raw_call(self, node: ast.Call, scope: Scope, depth: int) -> bool:
        symbol = self._module.symbol(node.func, scope)
        if symbol in self._options.calls:
            return True
        if symbol in _WRAPPERS:
            return bool(node.args) and self.is_raw(node.args[0], scope, depth)
        if isinstance(node.func, ast.Attribute) and self.is_raw(node.func.value, scope, depth):
            return True
        for keyword in node.keywords:
            if keyword.arg in _FACTORIES:
                return self._is_raw_factory(keyword.value, scope, depth)
        return False

    def _is_raw_factory(self, node: ast.expr, scope: Scope, depth: int) -> bool:
        if self._module.symbol(node, scope) in self._options.calls:
            return True
        return not isinstance(node, ast.Name) and self.is_raw(node, scope, depth)

    def _is_raw_variable(self, node: ast.Name, scope: Scope) -> bool:
        """A variable that holds a raw value; one that is named like an id is reported where it gets it."""
        value = None if self.names.match(node.id) else only_value(self._module, node, scope)
        return (
            value is not None
            and value[1].kind == "function"
            and bool(self._values.of(value, lambda value: self.is_raw(*value)))
        )

    def is_generated(self, node: ast.expr, scope: Scope) -> bool:
        """Whether a value comes from an id generator."""
        if isinstance(node, ast.Lambda):
            return self.is_generated(node.body, self._module.index.scope_of[node])
        if not isinstance(node, ast.Call):
            return False
        factories = [keyword.value for keyword in node.keywords if keyword.arg in _FACTORIES]
        names = [_text(part.func if isinstance(part, ast.Call) else part) for part in (node, *factories)]
        return any(self._generators.match(name.rpartition(".")[2]) for name in names)

    def may_be_raw(self, site: Given) -> bool:
        """Whether the place is one where raw values are right."""
        if site.name.strip("_") in self._options.anywhere or self._is_in_generator(site.scope):
            return True
        if site.name.strip("_") not in self._options.in_envelopes:
            return False
        owner = self._owner(site)
        if owner is not None:
            return self._is_envelope(owner)
        if site.receiver is None or "_" in site.name.strip("_"):
            return "_" in site.name.strip("_")
        symbol = self._module.symbol(site.receiver, site.scope) or _text(site.receiver)
        names = symbol.replace("()", "").split(".")[-2:]
        return any(self._envelopes.match(name.title().replace("_", "") if name.islower() else name) for name in names)

    def _is_in_generator(self, scope: Scope) -> bool:
        current: Scope | None = scope
        while current is not None:
            pattern = self._generator_classes if current.kind == "class" else self._makers
            if current.kind in ("class", "function") and pattern.match(current.name):
                return True
            current = current.parent
        return False

    def _owner(self, site: Given) -> Scope | None:
        """The class of this module whose field it is; None for variables and for objects of other classes."""
        if site.receiver is None:
            return site.scope.owner if site.scope.kind == "class" else None
        symbol = (self._module.symbol(site.receiver, site.scope) or "").replace("()", "")
        for qualified in (symbol, symbol.rpartition(".")[0]):
            if qualified in self._classes:
                return self._classes[qualified]
        return None

    def _is_envelope(self, scope: Scope) -> bool:
        """A class is an envelope by its name, by a base's, or because it has the other ids of one."""
        if self._envelopes.match(scope.name) or not scope.bindings.keys().isdisjoint(self._options.anywhere):
            return True
        assert isinstance(scope.node, ast.ClassDef) and scope.parent is not None
        bases = [self._module.symbol(base, scope.parent) or _text(base) for base in scope.node.bases]
        known = (self._classes[base] for base in bases if base in self._classes)
        return any(self._envelopes.match(base.rpartition(".")[2]) for base in bases) or any(
            map(self._is_envelope, known)
        )


def _text(node: ast.expr) -> str:
    """The last name of an expression as it is written."""
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""
