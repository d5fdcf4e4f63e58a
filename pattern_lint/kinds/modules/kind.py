"""Modules: how long they are, what their docstring says, what they define and how much of it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from ...config.globs import Ranked, fnmatchcase
from ...knowledge.words import listed
from ...lang.python.blocks import main_blocks
from ...lang.python.module import Module, name_of
from ...lang.python.scopes import Binding
from ...lang.unit import Unit
from ...project.conditions import holds
from ...project.facts import ClassFact
from ...project.project import Project
from ...project.topics import Told
from ...query.answers import UNKNOWN, YES, Answer, Condition, answer, on_condition, some
from ...query.functions.sizes import length_of
from ...query.naming.names import Asked, name_set
from ...query.origins.module_state import bound_anew, changes_by_methods, changes_of_module
from ...query.places.places import Where, stands_in
from ...query.wording import worded
from ..docstrings import of_docstring
from ..kit import Rule
from ..report import ModuleReport, ProjectReport, UnitReport
from ..site_kind import CONFORMS, Judgement, Site, SiteKind, demanded, limited, placed
from .companions import Files, languages_of
from .options import Definition, Options

_ADVICE = "; split it by subject"
_ANEW = re.compile("clear|reset")
"""How methods are called with which an object begins anew."""


class Kind(SiteKind[Options]):
    """A site is a module."""

    took_over = ("file-size", "classes-per-module")
    reads_project = True

    def __init__(self, rules: Sequence[Rule[Options]]) -> None:
        super().__init__(rules)
        self._globs = {rule.code: Ranked(rule.options.most_lines_in) for rule in rules}
        self._by_role = [rule for rule in rules if rule.options.most_classes is not None and rule.options.counted_roles]
        self._accompanied = [rule for rule in rules if rule.options.companions]
        self._by_itself = [rule for rule in rules if rule not in self._by_role or _asks_more(rule.options)]

    @classmethod
    def reads(cls, options: Options) -> frozenset[str]:
        return super().reads(options) | languages_of(options.companions)

    def may_concern(self, file: Told) -> bool:
        return self.may_lie_in(file)

    def unit(self, unit: Unit, report: UnitReport) -> object:
        return {} if self._accompanied else None

    def module(self, module: Module, report: ModuleReport) -> object:
        super().module(module, report)
        has_classes = any(scope.kind == "class" for scope in module.scope.children)
        asking = [*(self._by_role if has_classes else ()), *self._accompanied]
        asked = [(rule, placed(rule.options, site)) for rule, site in self._sites(module, asking)] if asking else ()
        return {rule.code: where.when for rule, where in asked if where.holds} or None

    def project(self, project: Project, facts: Mapping[str, Any], report: ProjectReport) -> None:
        """Roles show when the hierarchy of classes is known, and companions when all files are."""
        there = Files({*project.files, *facts} if self._accompanied else ())
        for path, asked in facts.items():
            for rule in self.rules:
                when: tuple[Condition, ...] | None = asked.get(rule.code)
                if when is None or not all(holds(project, condition) for condition in when):
                    continue
                if rule in self._by_role:
                    _of_roles(rule, path, project, report)
                for glob in rule.options.companions:
                    _of_companion(rule, glob, path, there, project, report)

    def sites(self, module: Module) -> Iterator[tuple[Rule[Options], Site]]:
        return self._sites(module, self._by_itself)

    def _sites(self, module: Module, rules: Iterable[Rule[Options]]) -> Iterator[tuple[Rule[Options], Site]]:
        words = {"module": module.name, "path": module.path, "name": "", "count": "", "most": ""}
        for rule in rules:
            if rule.options.with_code and not _has_code(module):
                continue
            if not rule.options.no_scripts or not main_blocks(module):
                yield rule, Site(module, module.tree, module.scope, words)

    def judge(self, site: Site, rule: Rule[Options]) -> Iterator[Judgement]:
        options, module = rule.options, site.module
        found = [*_of_docstring(options, module)] if options.docstring is not None or options.says else []
        found += _of_size(options, module)
        found += _of_length(options, self._globs[rule.code], module)
        for wanted in options.defines:
            said = f"{module.name} defines no {' or '.join(wanted.names)}"
            found.append(demanded(_defines(wanted, module), said, words={"name": wanted.names[0]}))
        if options.no_names:
            found += _of_names(options, module)
        if options.unchanged or options.never_rebound_by:
            found += _of_changes(options, module)
        yield from found


def _defines(wanted: Definition, module: Module) -> Answer:
    """Whether a module binds what it must; what a star import brings does not show."""
    if module.stars:
        return UNKNOWN
    return some(
        _is_made(wanted, binding, module)
        for name, bound in module.scope.bindings.items()
        if any(fnmatchcase(name, glob) for glob in wanted.names)
        for binding in bound
    )


def _is_made(wanted: Definition, binding: Binding, module: Module) -> Answer:
    if not wanted.by:
        return answer(True)
    value = binding.value
    while isinstance(value, (ast.Await, ast.NamedExpr)):
        value = value.value
    if isinstance(value, ast.Call):
        symbol = module.symbol(value.func, module.scope)
        return name_set(wanted.by).match(Asked(symbol, name_of(value.func)), module.roots)
    symbol = module.names.binding_symbol(binding, module.scope)
    if symbol is None:
        return UNKNOWN
    if symbol[: symbol.find(".")] in module.roots:
        made = tuple(f"{name}()" for name in wanted.by)
        return on_condition(("is", symbol, made))
    return UNKNOWN if binding.kind == "import" else answer(False)


def _asks_more(options: Options) -> bool:
    """Whether a card that counts classes by their roles asks anything else of a module."""
    texts = options.docstring is not None or options.says or options.defines or options.no_names
    lines = options.most_lines is not None or options.most_lines_in or options.most_lines_of_tests is not None
    return bool(texts or lines) or options.most_functions is not None


def _has_code(module: Module) -> bool:
    """Whether there is more in a module than a docstring and imports."""
    return not all(
        isinstance(node, (ast.Import, ast.ImportFrom))
        or (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant))
        or (isinstance(node, ast.Assign) and name_of(node.targets[0]) == "__all__")
        for node in module.tree.body
    )


def _of_docstring(options: Options, module: Module) -> Iterator[Judgement]:
    text = ast.get_docstring(module.tree) or ""
    if options.docstring is not None:
        said = "the module has no docstring" if options.docstring else "the module is to have no docstring"
        yield demanded(answer(bool(text.strip()) is options.docstring), said)
    yield from of_docstring(text, options.says, "the module")


def _of_changes(options: Options, module: Module) -> Iterator[Judgement]:
    """Each name that a function changes, or what it holds, shown where it is bound."""
    yield CONFORMS
    functions, put_back = module.index.functions, set()
    changed = {name: node for node, name in bound_anew(functions, options.never_rebound_by, module)}
    for scope in functions if options.unchanged else ():
        for node, name in (*changes_of_module(scope, module), *changes_by_methods(scope, module)):
            value = module.scope.bindings[name][0].value if not isinstance(node, ast.Global) else None
            is_known = not isinstance(value, ast.Call) or _is_shared(value, module)
            if is_known and not isinstance(node, ast.Global):
                changed.setdefault(name, node)
            if _is_put_back(node, module, options):
                put_back.add(name)
    for name, node in ((each, changed[each]) for each in changed if each not in put_back):
        related = ((module.path, module.span(node)[0], "it is changed here"),)
        said = f"{name} is changed by a function and shared by all"
        yield Judgement("violates", said, module.scope.bindings[name][0].node, related, words={"name": name})


def _is_put_back(node: ast.AST, module: Module, options: Options) -> bool:
    """Whether a change begins anew, where the card says that this is done for others."""
    is_begun = isinstance(node, ast.Call) and _ANEW.match(name_of(node.func)) is not None
    if not ((is_begun or isinstance(node, ast.Global)) and options.put_back_in):
        return False
    scope = next(each for around in module.ancestors(node) if (each := module.index.scope_of.get(around)) is not None)
    return stands_in(options.put_back_in, Where(module, node, scope)) == YES


def _is_shared(call: ast.Call, module: Module) -> bool:
    """Whether a call makes a collection or another object that is known to be shared, or one of the project."""
    symbol = module.symbol(call.func, module.scope) or ""
    is_ours = symbol[: symbol.find(".")] in module.roots
    return is_ours or name_set(listed("shared-objects")).match(Asked(symbol), module.roots).holds is True


def _of_names(options: Options, module: Module) -> Iterator[Judgement]:
    yield CONFORMS
    for name, bound in module.scope.bindings.items():
        if any(fnmatchcase(name, glob) for glob in options.no_names):
            said = f"{name} is not to be defined here"
            yield Judgement("violates", said, bound[0].node, words={"name": name})


def _of_length(options: Options, globs: Ranked, module: Module) -> Iterator[Judgement]:
    """Where a file has no limit, there is nothing to say of its length."""
    most, whose = options.most_lines, ""
    if module.category == "test" and options.most_lines_of_tests is not None:
        most, whose = options.most_lines_of_tests or None, " for tests"
    elif (glob := globs.best(module.path)) is not None:
        most, whose = options.most_lines_in[glob] or None, f" for `{glob}`"
    if most is not None:
        yield limited("the module", length_of(module), most, "lines", f"{whose}{_ADVICE}")


def _of_size(options: Options, module: Module) -> Iterator[Judgement]:
    for kind, most in (("class", options.most_classes), ("function", options.most_functions)):
        if most is not None and (kind != "class" or not options.counted_roles):
            names = {scope.name for scope in module.scope.children if scope.kind == kind}
            count = len(names) if len(names) <= most else sum(_counts(name, options) for name in names)
            what = "public classes" if kind == "class" else "public functions"
            yield limited("the module", count, most, what, _ADVICE)


def _counts(name: str, options: Options) -> bool:
    return not name.startswith("_") and not any(fnmatchcase(name, glob) for glob in options.not_counted)


def _of_companion(
    rule: Rule[Options], glob: str, path: str, there: Files, project: Project, report: ProjectReport
) -> None:
    """Whether a module has a file beside it that it must have."""
    name, has = project.files[path]["name"], there.has(glob, path)
    if has is None:
        report.unknown(rule, path, name)
    elif has:
        report.conforms(rule, path, name)
    else:
        words = {"module": name, "path": path, "name": glob, "count": "", "most": ""}
        said = worded(rule.options.message, f"the project has no {glob} for this module", words)
        report.violates(rule, path, (1, 1, 1, 1), said, owner=name)


def _of_roles(rule: Rule[Options], path: str, project: Project, report: ProjectReport) -> None:
    """Whether a module defines more classes of some roles than it may."""
    home, options = project.files[path], rule.options
    facts = (ClassFact._make(stored) for name, stored in home["classes"].items() if "." not in name)
    public = sorted((fact for fact in facts if _counts(fact.name, options)), key=lambda fact: fact.line)
    counted = [fact for fact in public if project.roles.has(f"{home['name']}.{fact.name}", options.counted_roles)]
    most = options.most_classes or 0
    if not counted:
        return
    if len(counted) <= most:
        report.conforms(rule, path, f"{home['name']}.{counted[0].name}")
        return
    beyond = counted[most]
    others = [fact for fact in counted if fact is not beyond]
    names = ", ".join(f"`{fact.name}`" for fact in others)
    shares = f" shares its module with {names}" if others else " has no place here"
    said = f"`{beyond.name}`{shares}; give each component a module of its own"
    words = {"module": home["name"], "path": path, "name": beyond.name, "count": str(len(counted)), "most": str(most)}
    report.violates(
        rule,
        path,
        (beyond.line, beyond.column, beyond.end_line, beyond.end_column),
        worded(options.message, said, words),
        owner=f"{home['name']}.{beyond.name}",
        related=[(path, fact.line, f"`{fact.name}`") for fact in others],
        measure=len(counted),
    )
