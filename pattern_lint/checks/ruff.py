"""Rules of ruff as cards: one ruff process answers for all of them.

Ruff knows the language: import order, unions, names that only annotations use. A card names the rules, and says
which places its pattern applies to, so that those where ruff is silent count as conforming.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from fnmatch import fnmatchcase
from functools import cached_property
from typing import Annotated, Any, Literal, TypeAlias

import msgspec

from ..query.answers import Condition
from ..source.annotated import all_annotations, lies_in_annotation, names_in, unions
from ..source.imports import Imported, import_blocks, imported, project_imports
from ..source.module import Module, Span
from ..source.scopes import FunctionNode, Scope
from ..tables import merged
from ..tools import ruff
from ..tools.ruff import Diagnostic
from ..tools.ruff_settings import project_settings
from .kit import Check, KindOptions, Rule, Surveyed
from .report import ModuleReport

RuleCode: TypeAlias = Annotated[
    str, msgspec.Meta(pattern=r"^[A-Z]+\d+$", description="the code of one of ruff's rules such as `UP007`")
]
Said: TypeAlias = tuple[str, str, Span, tuple[str, Span] | None]
"""A rule's code, its message, the place, and what ruff would put where."""

_ENDINGS = (".py", ".pyi")
_TYPE_ONLY = frozenset({"TC001", "TC002"})
_WHOSE = re.compile(r"(application|third-party) import")
"""Whose an import is, ruff guesses from the folders; the join knows."""
_NO_SYNTAX = "invalid-syntax"


class Options(KindOptions, frozen=True):
    """Which of ruff's rules a card stands for, and where it applies."""

    rules: tuple[RuleCode, ...]
    settings: dict[str, Any] = msgspec.field(default_factory=dict)
    """Settings of ruff, as in its configuration file; they go over those that the project's own file has."""
    sites: Literal["files", "import-blocks", "unions", "project-imports"] = "files"
    """Where the pattern applies: whole files, runs of import statements, annotations that join types, or names
    imported from the project."""
    needs_import: str = ""
    """Look only at files that import this, such as `__future__.annotations`."""
    unless_read_by: tuple[str, ...] = ()
    """Names of bases: what the annotations in the body of a class with such a base name is needed at run time."""
    unless_decorated: tuple[str, ...] = ()
    """Globs of decorators' symbols: the same for the annotations of what they decorate."""
    unless_imported: tuple[str, ...] = ()
    """Packages: a module that imports one may hand its functions to it, to be told by their annotations what to do."""


class Kind(Check[Options]):
    """Asks ruff once for all cards and hands out its answers."""

    surveys = True

    def survey(self, files: Surveyed) -> Mapping[str, object]:
        paths = [path for path in files.paths if path.endswith(_ENDINGS)]
        base = {} if files.isolated else project_settings(files.project)
        roots = dict.fromkeys((files.root, files.project))
        base["src"] = [str(root / folder) for root in roots for folder in base.get("src", (".", "src"))]
        if files.packages:
            base = merged({"lint": {"isort": {"known-first-party": list(files.packages)}}}, base)
        answers: dict[str, dict[str, list[Said]] | None] = {path: {} for path in paths}
        for rules, settings in _processes(self.rules):
            cards: dict[str, list[str]] = {}
            for rule in rules:
                for code in rule.options.rules:
                    cards.setdefault(code, []).append(rule.code)
            said = ruff.diagnose(files.root, paths, cards, merged(base, settings))
            for path in paths:
                answers[path] = _joined(answers[path], said.get(path), cards)
        return answers

    def module(self, module: Module, report: ModuleReport) -> object:
        answers = module.surveyed.get("ruff")
        for rule in self.rules:
            if not _concerns(rule, module):
                continue
            if not isinstance(answers, dict):
                report.unknown(rule, module.scope)
                continue
            found = [*_concerned(rule, module, answers.get(rule.code, []))]
            if rule.options.sites == "project-imports":
                _report_imports(rule, module, found, report)
            else:
                for said in found:
                    report.violates(rule, said[2], _scope_at(module, said[2][0]), _message(said, module))
            for scope in _conforming(rule, module, [span for _, _, span, _ in found]):
                report.conforms(rule, scope)
        return None


def _report_imports(rule: Rule[Options], module: Module, found: Sequence[Said], report: ModuleReport) -> None:
    """One finding for a statement: it moves as a whole, or stays for the sake of a name that somebody reads."""
    readers = _Readers(rule, module)
    statements: dict[ast.stmt, list[tuple[Said, Imported]]] = {}
    for said in found:
        name = imported(module, said[2])
        if name is not None:
            statements.setdefault(name.statement, []).append((said, name))
    for names in statements.values():
        scope = _scope_at(module, names[0][0][2][0])
        conditions = [readers.conditions(name) for _, name in names]
        when = [condition for some in conditions for condition in some or ()]
        if None in conditions:
            report.conforms(rule, scope)
            continue
        said, _ = names[0]
        message = _message(said, module)
        if len(names) > 1:
            others = ", ".join(f"`{name.local}`" for _, name in names[1:])
            message = f"{message}, and with it {others}"
        report.violates(rule, said[2], scope, message, when=tuple(dict.fromkeys(when)))


def _processes(rules: Sequence[Rule[Options]]) -> list[tuple[list[Rule[Options]], dict[str, Any]]]:
    """The cards by ruff process: one for all whose settings do not contradict each other."""
    found: list[tuple[list[Rule[Options]], dict[str, Any]]] = []
    for rule in rules:
        settings = rule.options.settings
        for position, (members, joined) in enumerate(found):
            if _agree(joined, settings):
                found[position] = ([*members, rule], merged(joined, settings))
                break
        else:
            found.append(([rule], dict(settings)))
    return found


def _agree(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    for key in one.keys() & other.keys():
        both_tables = isinstance(one[key], Mapping) and isinstance(other[key], Mapping)
        if not (_agree(one[key], other[key]) if both_tables else one[key] == other[key]):
            return False
    return True


def _joined(
    known: dict[str, list[Said]] | None, said: Sequence[Diagnostic] | None, cards: Mapping[str, Sequence[str]]
) -> dict[str, list[Said]] | None:
    """What is known of a file by card; None once ruff could not read it."""
    if known is None or said is None or any(d.code in (None, _NO_SYNTAX, ruff.UNREADABLE) for d in said):
        return None
    for diagnostic in said:
        for card in cards.get(diagnostic.code or "", ()):
            known.setdefault(card, []).append(_plain(diagnostic))
    return known


def _plain(said: Diagnostic) -> Said:
    span = (said.location.row, said.location.column, said.end_location.row, said.end_location.column)
    edits = said.fix.edits if said.fix is not None else ()
    if len(edits) != 1:
        return (said.code or "", said.message, span, None)
    (edit,) = edits
    place = (edit.location.row, edit.location.column, edit.end_location.row, edit.end_location.column)
    return (said.code or "", said.message, span, (edit.content, place))


def _message(said: Said, module: Module) -> str:
    """What ruff says, with what it would write here."""
    code, message, span, repair = said
    plain = f"{message[0].lower()}{message[1:]}"
    if code in _TYPE_ONLY:
        plain = _WHOSE.sub("project import", plain)
    if repair is None:
        return f"{plain} (ruff {code})"
    wanted, (line, column, end_line, end_column) = repair
    if line == end_line:
        written = module.lines[line - 1][column - 1 : end_column - 1]
        if written and wanted and "\n" not in wanted and len(written) + len(wanted) < 120:
            return f"write `{wanted}` for `{written}`: {plain} (ruff {code})"
        return f"{plain} (ruff {code})"
    before = [text.rstrip() for text in module.lines[line - 1 : end_line - 1]]
    after = [text.rstrip() for text in wanted.splitlines()]
    for number, (old, new) in enumerate(zip(before, after, strict=False), line):
        if old != new:
            place = f"in line {number}" if number != span[0] else "here"
            return f"{plain}: {place} should stand {f'`{new.strip()}`' if new else 'an empty line'} (ruff {code})"
    return f"{plain} (ruff {code})"


def _concerned(rule: Rule[Options], module: Module, found: Sequence[Said]) -> Iterator[Said]:
    """What ruff says of the places that the card is about; what a package imports, it hands on."""
    for said in found:
        if rule.options.sites == "unions" and not lies_in_annotation(module, said[2]):
            continue
        if rule.options.sites == "project-imports" and module.is_package:
            continue
        yield said


def _concerns(rule: Rule[Options], module: Module) -> bool:
    needed = rule.options.needs_import
    if not needed:
        return True
    return any(binding.target == needed for bound in module.scope.bindings.values() for binding in bound)


def _scope_at(module: Module, line: int) -> Scope:
    """The innermost scope that a line belongs to; the lines of a signature belong to its function."""
    found = module.scope
    for scope in module.index.scopes[1:]:
        node = scope.node
        if isinstance(node, ast.ClassDef | FunctionNode) and node.lineno <= line <= (node.end_lineno or 0):
            found = scope
    return found


class _Readers:
    """Tells whether somebody reads at run time what a module imports for its annotations."""

    def __init__(self, rule: Rule[Options], module: Module) -> None:
        self._options = rule.options
        self._module = module
        self._known: dict[Scope, bool] = {}

    def conditions(self, name: Imported) -> tuple[Condition, ...] | None:
        """Under which conditions nobody reads an imported name; None where somebody surely does."""
        scopes = self._module.once(_annotated).get(name.local, ())
        if any(map(self._reads, scopes)):
            return None
        classes = [f"{self._module.name}.{scope.qualname}" for scope in scopes if scope.kind == "class"]
        made = [scope for scope in scopes if scope.is_method and scope.name == "__init__"]
        return (
            ("provided", name.source, ()),
            *((("without-sign", "injection-library", ()),) if made else ()),
            *(("without-base", cls, self._options.unless_read_by) for cls in classes),
            *(("without-library", cls, ()) for cls in classes),
        )

    def _reads(self, scope: Scope) -> bool:
        """Whether a decorator or a framework reads the annotations of a class or function."""
        if scope not in self._known:
            decorated = _is_decorated(self._module, scope, self._options.unless_decorated)
            self._known[scope] = decorated or (self._may_be_handed_on and _is_open(scope))
        return self._known[scope]

    @cached_property
    def _may_be_handed_on(self) -> bool:
        """Whether the module imports a framework that reads the annotations of functions that it is given."""
        bindings = (binding for bound in self._module.scope.bindings.values() for binding in bound)
        roots = {binding.target.partition(".")[0] for binding in bindings if binding.kind == "import"}
        return not roots.isdisjoint(self._options.unless_imported)


def _is_open(scope: Scope) -> bool:
    """Whether a function may be given to a framework."""
    return scope.kind == "function" and (not scope.is_method or scope.name == "__call__")


def _annotated(module: Module) -> dict[str, dict[Scope, None]]:
    """The scopes whose annotations use a name, by name."""
    found: dict[str, dict[Scope, None]] = {}
    for scope, annotation in all_annotations(module):
        for name in names_in(annotation):
            found.setdefault(name, {})[scope] = None
    return found


def _is_decorated(module: Module, scope: Scope, globs: Sequence[str]) -> bool:
    node, outer = scope.node, scope.parent
    if outer is None or not isinstance(node, ast.ClassDef | FunctionNode):
        return False
    for decorator in node.decorator_list:
        called = decorator.func if isinstance(decorator, ast.Call) else decorator
        names = (module.symbol(called, outer) or "", ast.unparse(called))
        if any(fnmatchcase(name, glob) for name in names for glob in globs) or _is_foreign(module, names[0]):
            return True
    return False


def _is_foreign(module: Module, symbol: str) -> bool:
    """Whether a decorator is neither the language's nor the project's: nobody knows what it reads."""
    root = symbol.partition(".")[0]
    return root not in module.roots and root != "builtins" and root not in sys.stdlib_module_names


def _conforming(rule: Rule[Options], module: Module, found: Sequence[Span]) -> Iterator[Scope]:
    """The scopes of the places to which the pattern applies and of which ruff says nothing, one for each place."""
    sort = rule.options.sites
    if sort == "files":
        if not found:
            yield module.scope
        return
    lines = [span[0] for span in found]
    for scope, (first, last) in _PLACES[sort](module):
        if not lines or not any(first <= line <= last for line in lines):
            yield scope


_PLACES = {"import-blocks": import_blocks, "unions": unions, "project-imports": project_imports}
