"""Raw ids: a field or variable that is named like an id gets a value that says nothing about it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from ..lang.python.answers import Answers
from ..lang.python.bound import only_value
from ..lang.python.module import Module
from ..lang.python.scopes import Scope
from ..project.facts import STATIC
from ..project.project import Project
from .ids.names import ENVELOPES, GENERATORS, ID_NAMES, matcher
from .ids.places import Argument, Given, arguments, given_values, landed_values, last_name
from .kit import Check, KindOptions, Rule
from .report import ModuleReport, ProjectReport

_FACTORIES = frozenset({"default", "default_factory", "factory", "insert_default"})
_WRAPPERS = frozenset(f"builtins.{name}" for name in ("bytes", "format", "hex", "int", "repr", "str"))
_LOOK_UPS = frozenset({"get", "pop"})
_GETATTR = "builtins.getattr"
_COLUMNS = frozenset({"Column", "UUIDField", "column_property", "mapped_column"})
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
    anywhere: tuple[str, ...] = ("correlation_id", "causation_id", "*request_id", "trace_id", "span_id")
    """Ids that may have any form."""
    protocols: tuple[str, ...] = ("a2a.*", "ag_ui.*", "cloudevents.*", "langchain_core.*", "mcp.*", "openai.*")
    """Packages whose objects have ids of a form that others set."""
    envelopes: tuple[str, ...] = ENVELOPES
    in_envelopes: tuple[str, ...] = ("id", "event_id")
    """Ids that may have any form in an envelope, and in variables that may be on their way into one."""


class Kind(Check[Options]):
    """Looks at every id that is given a value; whose parameter an argument is, the join tells."""

    reads_project = True

    def __init__(self, rules: Sequence[Rule[Options]]) -> None:
        super().__init__(rules)
        self._words = tuple({word.encode() for rule in rules for word in _words(rule.options)})
        self._names = matcher(tuple(dict.fromkeys(name for rule in rules for name in rule.options.names)))

    def module(self, module: Module, report: ModuleReport) -> object:
        if not any(word in module.source for word in self._words):
            return None
        given = list(given_values(module, self._names))
        facts = []
        for rule in self.rules:
            examination = Examination(rule.options, module)
            calls = [call for call in module.calls if call.symbol in examination.calls]
            landed = list(landed_values(module, calls, self._names))
            seen: set[tuple[str, int]] = set()
            for site in (*given, *landed):
                key = (site.name, site.values[0].lineno if site.values else 0)
                if key not in seen and self._judge(rule, examination, site, report):
                    seen.add(key)
            for argument, value, scope in arguments(module, calls):
                if examination.is_raw(value, scope) and not examination.is_in_generator(scope):
                    facts.append((rule.code, *argument))
        return facts or None

    def _judge(self, rule: Rule[Options], examination: Examination, site: Given, report: ModuleReport) -> bool:
        """Report a site; whether its value is a raw one."""
        if not examination.names.match(site.name):
            return False
        if any(examination.is_raw(value, site.scope) for value in site.values):
            if examination.may_be_raw(site):
                report.conforms(rule, site.scope)
            else:
                report.violates(rule, site.place, site.scope, _message(site.name, rule.options))
            return True
        if any(examination.is_generated(value, site.scope) for value in site.values):
            report.conforms(rule, site.scope)
        return False

    def project(self, project: Project, facts: Mapping[str, object], report: ProjectReport) -> None:
        rules = {rule.code: rule for rule in self.rules}
        for path, stored in facts.items():
            assert isinstance(stored, list)
            for code, *rest in stored:
                argument, rule = Argument._make(rest), rules.get(code)
                name = _parameter(project, argument)
                if rule is None or not name or not matcher(rule.options.names).match(name):
                    continue
                owner = f"{project.files[path]['name']}.{argument.owner}" if argument.owner else ""
                if matcher(rule.options.anywhere).match(name.strip("_")):
                    report.conforms(rule, path, owner)
                else:
                    report.violates(rule, path, argument.span, _message(name, rule.options), owner=owner)


def _parameter(project: Project, argument: Argument) -> str:
    """The name of the parameter that takes an argument; empty where that is not known, or where ids are made."""
    found = project.resolver.resolve(argument.symbol)
    if found is None:
        return ""
    called = f"{found}.__init__" if found in project.definitions.classes else found
    function = project.definitions.function(called)
    if function is None:
        return ""
    bound = bool(function.owner) and not function.flags & STATIC
    position = argument.position + bound
    return function.parameters[position] if position < len(function.parameters) else ""


def _words(options: Options) -> Iterator[str]:
    """What a file's text must have one of; cheaper to look for than every assignment is to look at."""
    for name in (*options.calls, *options.generators):
        yield max(name.rpartition(".")[2].split("*"), key=len)


def _message(name: str, options: Options) -> str:
    made = " or ".join(f"{call.rpartition('.')[2]}()" for call in options.calls)
    entity = name.strip("_").removesuffix("id").strip("_")
    generator = f"generate_{entity}_id()" if entity else "an id generator"
    return f"{name} gets a raw {made}, which tells neither what it identifies nor since when; use {generator}"


class Examination:
    """Judges values and places of one module by one card's options."""

    def __init__(self, options: Options, module: Module) -> None:
        self.names = matcher(options.names)
        self.calls = frozenset(options.calls)
        self.calls |= set(_wrappers(module, self.calls))
        self._options = options
        self._module = module
        self._values: Answers[tuple[ast.expr, Scope], bool] = Answers()
        self._generators = matcher(options.generators)
        self._makers = matcher((*options.generators, *options.makers))
        self._generator_classes = matcher(options.generator_classes)
        self._envelopes = matcher(options.envelopes)
        self._anywhere = matcher(options.anywhere)
        self._protocols = matcher(options.protocols)
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
        if symbol in self.calls:
            return True
        if _is_column(node):
            return False
        if symbol in _WRAPPERS:
            return bool(node.args) and self.is_raw(node.args[0], scope, depth)
        if isinstance(node.func, ast.Attribute) and self.is_raw(node.func.value, scope, depth):
            return True
        for keyword in node.keywords:
            if keyword.arg in _FACTORIES:
                return self._is_raw_factory(keyword.value, scope, depth)
        instead = node.args[1:2] if last_name(node.func) in _LOOK_UPS else node.args[2:] if symbol == _GETATTR else []
        return self._all_raw(instead, scope, depth) if instead else False

    def _is_raw_factory(self, node: ast.expr, scope: Scope, depth: int) -> bool:
        if self._module.symbol(node, scope) in self.calls:
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
        names = [last_name(part.func if isinstance(part, ast.Call) else part) for part in (node, *factories)]
        return any(self._generators.match(name.rpartition(".")[2]) for name in names)

    def may_be_raw(self, site: Given) -> bool:
        """Whether the place is one where raw values are right."""
        if (
            self._anywhere.match(site.name.strip("_"))
            or site.name.strip("_") in self._module.once(_secrets)
            or _is_given_to(self._module, self._protocols, site)
            or self.is_in_generator(site.scope)
        ):
            return True
        if site.name.strip("_") not in self._options.in_envelopes:
            return False
        owner = self._owner(site)
        if owner is not None:
            return self._is_envelope(owner)
        if site.receiver is None or "_" in site.name.strip("_"):
            return "_" in site.name.strip("_")
        symbol = self._module.symbol(site.receiver, site.scope) or last_name(site.receiver)
        names = symbol.replace("()", "").split(".")[-2:]
        return any(self._envelopes.match(name.title().replace("_", "") if name.islower() else name) for name in names)

    def is_in_generator(self, scope: Scope) -> bool:
        """Whether the work of the code around is to make ids."""
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
        bases = [self._module.symbol(base, scope.parent) or last_name(base) for base in scope.node.bases]
        known = (self._classes[base] for base in bases if base in self._classes)
        return any(self._envelopes.match(base.rpartition(".")[2]) for base in bases) or any(
            map(self._is_envelope, known)
        )


def _is_column(node: ast.Call) -> bool:
    """Whether a call makes a column of a table: the database gives its ids their form."""
    keys = (keyword for keyword in node.keywords if keyword.arg == "primary_key")
    return last_name(node.func) in _COLUMNS or any(isinstance(k.value, ast.Constant) and k.value.value for k in keys)


def _is_given_to(module: Module, packages: re.Pattern[str], site: Given) -> bool:
    """Whether the object whose field it is comes from one of some packages."""
    symbol = module.symbol(site.receiver, site.scope) if site.receiver is not None else None
    return symbol is not None and packages.match(symbol) is not None


def _wrappers(module: Module, calls: frozenset[str]) -> Iterator[str]:
    """Functions of the module that give back what one of the calls gives, and are named for it and for no id."""
    for scope, values in module.returned.items():
        if scope.parent is module.scope and "uuid" in scope.name:
            called = [module.symbol(value.func, scope) if isinstance(value, ast.Call) else None for value in values]
            if called and calls.issuperset(called):
                yield module.names.qualified(scope)


def _secrets(module: Module) -> frozenset[str]:
    """The names whose values become cookies: nobody is to guess these, so they are random and nothing else."""
    if b"cookie" not in module.source:
        return frozenset()
    calls = [call.node for call in module.calls if "cookie" in call.name.lower()]
    given = [value for call in calls for value in (*call.args, *(keyword.value for keyword in call.keywords))]
    return frozenset(last_name(value).strip("_") for value in given) - {""}
