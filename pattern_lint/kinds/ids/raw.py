"""Raw ids: a field or variable that is named like an id gets a value that says nothing about it."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from ...config.globs import looks_like
from ...lang.python.answers import Answers
from ...lang.python.bound import only_value
from ...lang.python.given_back import given_back
from ...lang.python.logs import LOG_METHODS
from ...lang.python.module import Module, name_of
from ...lang.python.scopes import Scope
from ...lang.python.walking import children_of, nodes_in
from ...project.passing import bound_by
from ...project.project import Project
from ...query.places.places import Where, stands_in
from ..kit import Rule
from ..report import ModuleReport, ProjectReport
from .options import Options
from .places import Argument, Given, arguments, given_values, landed_values

_FACTORIES = frozenset({"default", "default_factory", "factory", "insert_default"})
_WRAPPERS = frozenset(f"builtins.{name}" for name in ("bytes", "format", "hex", "int", "repr", "str"))
_LOOK_UPS = frozenset({"get", "pop"})
_GETATTR = "builtins.getattr"
_COLUMNS = frozenset({"Column", "UUIDField", "column_property", "mapped_column"})
_MAXIMAL_DEPTH = 12


class RawIds:
    """Looks at every id that is given a value; whose parameter an argument is, the join tells."""

    def __init__(self, rules: Sequence[Rule[Options]]) -> None:
        self._rules = {rule.code: rule for rule in rules}
        self._words = tuple({word.encode() for rule in rules for word in _words(rule.options)})
        self._names = looks_like(tuple(dict.fromkeys(name for rule in rules for name in rule.options.names)))

    def module(self, module: Module, report: ModuleReport) -> list[tuple[Any, ...]]:
        """Judge what a module shows; the raw values that it gives to parameters."""
        source = module.source
        for word in self._words:
            if word in source:
                break
        else:
            return []
        given = list(given_values(module, self._names))
        put = _put(given)
        facts = []
        for rule in self._rules.values():
            examination = Examination(rule.options, module)
            calls = [call for call in module.calls if call.symbol in examination.calls]
            landed = list(landed_values(module, calls, self._names))
            seen: set[tuple[str, int]] = set()
            for site in (*given, *landed):
                key = (site.name, site.values[0].lineno if site.values else 0)
                if key not in seen and self._judge(rule, examination, site, put, report):
                    seen.add(key)
            for argument, value, scope in arguments(module, calls):
                if examination.is_raw(value, scope) and not examination.is_in_generator(value, scope):
                    facts.append((rule.code, *argument))
        return facts

    def _judge(
        self,
        rule: Rule[Options],
        examination: Examination,
        site: Given,
        put: Mapping[tuple[Scope, str], Sequence[Given]],
        report: ModuleReport,
    ) -> bool:
        """Report a site; whether its value is a raw one."""
        if not examination.names(site.name):
            return False
        if any(examination.is_raw(value, site.scope) for value in site.values):
            if examination.may_be_raw(site) or examination.is_only_put(site, put):
                report.conforms(rule, site.scope)
            else:
                report.violates(rule, site.place, site.scope, _message(site.name, rule.options))
            return True
        if any(examination.is_generated(value, site.scope) for value in site.values):
            report.conforms(rule, site.scope)
        return False

    def project(self, project: Project, path: str, facts: Sequence[Sequence[Any]], report: ProjectReport) -> None:
        """Judge the raw values that a module gives to parameters which are named like ids."""
        for code, *rest in facts:
            argument, rule = Argument._make(rest), self._rules.get(code)
            name = _parameter(project, argument)
            if rule is None or not name or not looks_like(rule.options.names)(name):
                continue
            owner = f"{project.files[path]['name']}.{argument.owner}" if argument.owner else ""
            if looks_like(rule.options.anywhere)(name.strip("_")):
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
    position = argument.position + bound_by(function, argument.symbol)
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
        self.names = looks_like(options.names)
        self.calls = frozenset(options.calls)
        self.calls |= set(_wrappers(module, self.calls))
        self._options = options
        self._module = module
        self._values: Answers[tuple[ast.expr, Scope], bool] = Answers()
        self._reads: dict[Scope, dict[str, list[tuple[ast.AST, ast.expr]]]] = {}
        """Where functions read names, as far as somebody asked."""
        self._generators = looks_like(options.generators)
        self._makers = (*(f"function:{name}" for name in options.generators), *options.makers)
        self._envelopes = looks_like(options.envelopes)
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
        if isinstance(node, (ast.IfExp, ast.BoolOp)):
            options = node.values if isinstance(node, ast.BoolOp) else [node.body, node.orelse]
            return any(self.is_raw(option, scope, depth + 1) for option in options)
        if isinstance(node, (ast.Attribute, ast.Subscript, ast.NamedExpr)):
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
                made = keyword.value
                is_call = self._module.symbol(made, scope) in self.calls
                return is_call or (not isinstance(made, ast.Name) and self.is_raw(made, scope, depth))
        instead = node.args[1:2] if name_of(node.func) in _LOOK_UPS else node.args[2:] if symbol == _GETATTR else []
        return self._all_raw(instead, scope, depth) if instead else False

    def _is_raw_variable(self, node: ast.Name, scope: Scope) -> bool:
        """A variable that holds a raw value; one that is named like an id is reported where it gets it."""
        value = None if self.names(node.id) else only_value(self._module, node, scope)
        if value is None or value[1].kind != "function":
            return False
        return bool(self._values.of(value, lambda value: self.is_raw(*value)))

    def is_generated(self, node: ast.expr, scope: Scope) -> bool:
        """Whether a value comes from an id generator."""
        if isinstance(node, ast.Lambda):
            return self.is_generated(node.body, self._module.index.scope_of[node])
        if not isinstance(node, ast.Call):
            return False
        factories = [keyword.value for keyword in node.keywords if keyword.arg in _FACTORIES]
        names = [name_of(part.func if isinstance(part, ast.Call) else part) for part in (node, *factories)]
        return any(self._generators(name.rpartition(".")[2]) for name in names)

    def may_be_raw(self, site: Given) -> bool:
        """Whether the place is one where raw values are right."""
        name = site.name.strip("_")
        of = self._module.symbol(site.receiver, site.scope) if site.receiver is not None else None
        if looks_like(self._options.anywhere)(name) or name in self._module.once(_secrets):
            return True
        if looks_like(self._options.protocols)(of or "") or self.is_in_generator(site.place, site.scope):
            return True
        if name not in self._options.in_envelopes:
            return False
        owner = self._owner(site)
        if owner is not None:
            return self._is_envelope(owner)
        if site.receiver is None or "_" in name:
            return "_" in name
        parts = (of or name_of(site.receiver)).replace("()", "").split(".")[-2:]
        return any(self._envelopes(part.title().replace("_", "") if part.islower() else part) for part in parts)

    def is_only_put(self, site: Given, put: Mapping[tuple[Scope, str], Sequence[Given]]) -> bool:
        """Whether a variable only goes on into fields where raw values are right, and is written into texts."""
        into = put.get((site.scope, site.name), ()) if site.receiver is None and site.scope.kind == "function" else ()
        if not into or not all(map(self.may_be_raw, into)):
            return False
        if site.scope not in self._reads:
            self._reads[site.scope] = _reads(site.scope)
        taken = {value for each in into for value in each.values}
        others = (user for user, read in self._reads[site.scope].get(site.name, ()) if read not in taken)
        return all(isinstance(user, ast.FormattedValue) or _is_logged(user) for user in others)

    def is_in_generator(self, node: ast.AST, scope: Scope) -> bool:
        """Whether the work of the code around is to make ids."""
        return bool(stands_in(self._makers, Where(self._module, node, scope)).holds)

    def _owner(self, site: Given) -> Scope | None:
        """The class of this module whose field it is; None for variables and for objects of other classes."""
        if site.receiver is None:
            return site.scope.owner if site.scope.kind == "class" else None
        symbol = (self._module.symbol(site.receiver, site.scope) or "").replace("()", "")
        return self._classes.get(symbol) or self._classes.get(symbol.rpartition(".")[0])

    def _is_envelope(self, scope: Scope) -> bool:
        """A class is an envelope by its name, by a base's, or because it has the other ids of one."""
        assert isinstance(scope.node, ast.ClassDef) and scope.parent is not None
        bases = [self._module.symbol(base, scope.parent) or name_of(base) for base in scope.node.bases]
        if any(self._envelopes(name.rpartition(".")[2]) for name in (scope.name, *bases)):
            return True
        has_others = not scope.bindings.keys().isdisjoint(self._options.anywhere)
        return has_others or any(self._is_envelope(self._classes[base]) for base in bases if base in self._classes)


def _put(given: Iterable[Given]) -> dict[tuple[Scope, str], list[Given]]:
    """What fields are given of variables, by these."""
    found: dict[tuple[Scope, str], list[Given]] = {}
    for each in given:
        if len(each.values) == 1 and isinstance(each.values[0], ast.Name):
            found.setdefault((each.scope, each.values[0].id), []).append(each)
    return found


def _reads(scope: Scope) -> dict[str, list[tuple[ast.AST, ast.expr]]]:
    """Where a function reads each name, with what uses it."""
    found: dict[str, list[tuple[ast.AST, ast.expr]]] = {}
    for user in nodes_in(scope.node):
        for each in children_of(user):
            if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Load):
                found.setdefault(each.id, []).append((user, each))
    return found


def _is_logged(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and name_of(node.func) in LOG_METHODS


def _is_column(node: ast.Call) -> bool:
    """Whether a call makes a column of a table: the database gives its ids their form."""
    keys = (keyword for keyword in node.keywords if keyword.arg == "primary_key")
    return name_of(node.func) in _COLUMNS or any(isinstance(k.value, ast.Constant) and k.value.value for k in keys)


def _wrappers(module: Module, calls: frozenset[str]) -> Iterator[str]:
    """Functions of the module that give back what one of the calls gives, and are named for it and for no id."""
    for scope, values in module.once(given_back).items():
        if scope.parent is module.scope and "uuid" in scope.name:
            called = [_called(module, value, scope) for value in values]
            if called and calls.issuperset(called):
                yield module.names.qualified(scope)


def _called(module: Module, node: ast.expr, scope: Scope) -> str | None:
    """What a value is made by, wrapped as a text as it may be."""
    while isinstance(node, (ast.Attribute, ast.Subscript)):
        node = node.value
    if not isinstance(node, ast.Call):
        return None
    symbol = module.symbol(node.func, scope)
    return _called(module, node.args[0], scope) if symbol in _WRAPPERS and node.args else symbol


def _secrets(module: Module) -> frozenset[str]:
    """The names whose values become cookies: nobody is to guess these, so they are random and nothing else."""
    if b"cookie" not in module.source:
        return frozenset()
    calls = [call.node for call in module.calls if "cookie" in call.name.lower()]
    given = [value for call in calls for value in (*call.args, *(keyword.value for keyword in call.keywords))]
    return frozenset(name_of(value).strip("_") for value in given) - {""}
