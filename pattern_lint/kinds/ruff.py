"""Rules of ruff as cards: one ruff process answers for all of them.

Ruff knows the language: import order, unions, names that only annotations use. A card names the rules, and says
which places its pattern applies to, so that those where ruff is silent count as conforming.
"""

from __future__ import annotations

import ast
import math
import posixpath
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any, Literal, TypeAlias

import msgspec

from ..config.tables import merged
from ..lang.python.annotated import lies_in_annotation, unions
from ..lang.python.imports import Imported, import_blocks, imported, project_imports
from ..lang.python.module import Module, Span
from ..lang.python.parsing import UnreadableError, parse
from ..lang.python.scopes import FunctionNode, Scope
from ..project.putting_right import putting_right
from ..project.texts import TEXTS
from ..project.topics import Topic
from ..query.answers import NO, YES, Answer, Condition, opposite
from ..query.calls.put_right import is_put_right
from ..reading import content_of
from ..tools import RefusedError, ruff
from ..tools.ruff import Diagnostic
from ..tools.ruff_parts import Said as ToolSaid
from ..tools.ruff_parts import diagnose_in_parts
from ..tools.ruff_settings import ProjectSettings, project_settings, understood
from .kit import Check, KindOptions, Rule, Surveyed
from .report import ModuleReport
from .type_only.readers import Readers

RuleCode: TypeAlias = Annotated[
    str, msgspec.Meta(pattern=r"^[A-Z]+\d+$(?!\n)", description="the code of one of ruff's rules such as `UP007`")
]
Said: TypeAlias = tuple[str, str, Span, tuple[str, Span] | None]
"""A rule's code, its message, the place, and what ruff would put where."""

_ENDINGS = (".py", ".pyi")
_TYPE_ONLY = frozenset({"TC001", "TC002"})
_WHOSE = re.compile(r"(application|third-party) import")
"""Whose an import is, ruff guesses from the folders; the join knows."""
_NO_SYNTAX = "invalid-syntax"
_TOO_NEW = "(syntax was added in Python"
_SOURCE_FOLDERS = (".", "src")
"""Where ruff looks for the project's own modules if nobody tells it."""
_CONTRADICTING = (("D203", "D211"), ("D212", "D213"))
"""Rules of which ruff drops one when both are on."""


class Options(KindOptions, frozen=True):
    """Which of ruff's rules a card stands for, and where it applies."""

    rules: tuple[RuleCode, ...]
    """The rules that the card stands for. Example: `rules = ["TD003"]`"""
    settings: dict[str, Any] = msgspec.field(default_factory=dict)
    """Settings of ruff, over those of the project's file. Example: `settings = { lint = { preview = true } }`"""
    sites: Literal["files", "import-blocks", "unions", "project-imports"] = "files"
    """Where it applies: files, runs of imports, unions, or imports of the project. Example: `sites = "unions"`"""
    needs_import: str = ""
    """Look only at files that import this. Example: `needs-import = "__future__.annotations"`"""
    unless_read_by: tuple[str, ...] = ()
    """Names of bases: what the annotations in the body of a class with such a base name is needed at run time."""
    unless_decorated: tuple[str, ...] = ()
    """Globs of decorators' symbols: the same for the annotations of what they decorate."""
    unless_imported: tuple[str, ...] = ()
    """Packages: a module that imports one may hand its functions to it, to be told by their annotations what to do."""
    unless_then: dict[RuleCode, tuple[str, ...]] = msgspec.field(default_factory=dict)
    """Methods by rule, `replace(tzinfo)` with that keyword: nothing is wrong where one is called at once on the call,
    or a function, `localize()`, is given it. What takes its arguments out of a dict may be told there."""
    unless_later: dict[RuleCode, tuple[str, ...]] = msgspec.field(default_factory=dict)
    """The same for what is called on the variable that keeps it."""
    unless_said: dict[RuleCode, str] = msgspec.field(default_factory=dict)
    """A text by rule: nothing is wrong where the call is given it within another one, or what does not show."""


class Kind(Check[Options]):
    """Asks ruff once for all cards and hands out its answers."""

    surveys = True

    @classmethod
    def repair(cls, options: Mapping[str, object]) -> Mapping[str, object]:
        return {"ruff": options.get("rules", ())}

    def survey(self, files: Surveyed) -> Mapping[str, object]:
        paths = [path for path in files.paths if path.endswith(_ENDINGS)]
        try:
            return self._asked(files, paths, _own_settings(files))
        except RefusedError:
            settings = understood(files.project, _own_settings(files))
            answers = self._asked(files, paths, settings)
            files.notes.extend((file, f"ruff takes no `{key}`: {reason}") for file, key, reason in settings.left)
            return answers

    def topics(self) -> Iterator[Topic]:
        for options in (rule.options for rule in self.rules):
            yield from [TEXTS] if options.unless_said else ()
            for code, then in options.unless_then.items():
                yield putting_right(tuple(sorted({*then, *options.unless_later.get(code, ())})))

    def surroundings(self, files: Surveyed) -> str:
        """Which names ruff takes for the project's own, besides those of the package that a file lies in."""
        return " ".join(sorted(_first_party(files, _own_settings(files).values)))

    def _asked(self, files: Surveyed, paths: Sequence[str], settings: ProjectSettings) -> Mapping[str, object]:
        base = _with_first_party(settings.values, _first_party(files, settings.values))
        answers: dict[str, dict[str, list[Said]] | str] = {path: {} for path in paths}
        for rules, own in _processes(self.rules):
            cards: dict[str, list[str]] = {}
            for rule in rules:
                for code in rule.options.rules:
                    cards.setdefault(code, []).append(rule.code)
            said = diagnose_in_parts(files.root, paths, cards, merged(base, own), _is_readable)
            for path in paths:
                answers[path] = _joined(answers[path], said, path, cards)
        return answers

    def module(self, module: Module, report: ModuleReport) -> object:
        answers = module.surveyed.get("ruff")
        for rule in self.rules:
            if not _concerns(rule, module):
                continue
            if not isinstance(answers, dict):
                report.unknown(rule, module.scope)
                if isinstance(answers, str) and answers not in module.notes:
                    module.notes.append(answers)
                continue
            found = [*_concerned(rule, module, answers.get(rule.code, []))]
            if rule.options.sites == "project-imports":
                _report_imports(rule, module, found, report)
            else:
                for said in found:
                    when = opposite(_put_right(rule.options, said, module)).when
                    report.violates(rule, said[2], _scope_at(module, said[2][0]), _message(said, module), when=when)
            for scope in _conforming(rule, module, [span for _, _, span, _ in found]):
                report.conforms(rule, scope)
        return None


def _report_imports(rule: Rule[Options], module: Module, found: Sequence[Said], report: ModuleReport) -> None:
    """One finding for a statement: it moves as a whole, or, where ruff is strict, as far as nobody reads a name."""
    options = rule.options
    readers = Readers(module, options.unless_read_by, options.unless_decorated, options.unless_imported)
    is_strict = options.settings.get("lint", {}).get("flake8-type-checking", {}).get("strict", False)
    statements: dict[ast.stmt, list[tuple[Said, Imported]]] = {}
    for said in found:
        name = imported(module, said[2])
        if name is not None:
            statements.setdefault(name.statement, []).append((said, name))
    for names in statements.values():
        scope = _scope_at(module, names[0][0][2][0])
        conditions = [readers.conditions(name) for _, name in names]
        if is_strict:
            by_ease = sorted(zip(names, conditions, strict=True), key=lambda each: _reasons_to_stay(each[1]))
            conditions = [by_ease[0][1]]
            names = [name for name, reasons in by_ease if reasons == conditions[0]]
        when = [condition for some in conditions for condition in some or ()]
        if None in conditions:
            report.conforms(rule, scope)
            continue
        said, _ = names[0]
        message = _message(said, module)
        if len(names) > 1:
            message += ", and with it " + ", ".join(f"`{name.local}`" for _, name in names[1:])
        report.violates(rule, said[2], scope, message, when=tuple(dict.fromkeys(when)))


def _reasons_to_stay(conditions: tuple[Condition, ...] | None) -> float:
    return math.inf if conditions is None else len(conditions)


def settings_of(files: Surveyed) -> Mapping[str, Any]:
    """What counts of the project's settings, and which names are its own."""
    values = _own_settings(files).values
    return _with_first_party(values, _first_party(files, values))


def _own_settings(files: Surveyed) -> ProjectSettings:
    return ProjectSettings({}) if files.isolated else project_settings(files.project)


def _first_party(files: Surveyed, settings: Mapping[str, Any]) -> frozenset[str]:
    """The names that the project's files have below its source folders, as ruff would find them there.

    Told to ruff, so that what it says of a file hangs on what we know of the others, not on what else is on the disk.
    """
    given = settings.get("src", _SOURCE_FOLDERS)
    folders = [folder for folder in given if isinstance(folder, str)] if isinstance(given, Sequence) else []
    names = set(files.packages)
    for folder in folders:
        above = "" if posixpath.normpath(folder) == "." else f"{posixpath.normpath(folder)}/"
        below = (path.removeprefix(above).partition("/")[0] for path in files.everything if path.startswith(above))
        names.update(name.removesuffix(".pyi").removesuffix(".py") for name in below)
    return frozenset(filter(str.isidentifier, names)) - {"__init__"}


def _with_first_party(settings: Mapping[str, Any], names: frozenset[str]) -> Mapping[str, Any]:
    """The settings with names of our own beside those that they sort into sections themselves."""
    isort = settings.get("lint", {}).get("isort", {})
    known = isort.get("known-first-party", [])
    own_sections = isort.get("sections")
    sections = [*isort.values(), *(own_sections.values() if isinstance(own_sections, dict) else ())]
    sorted_by_user = {name for listed in sections if isinstance(listed, list) for name in listed}
    own = {"known-first-party": [*known, *sorted(names - sorted_by_user)]} if isinstance(known, list) else {}
    return merged(settings, {"src": [], "lint": {"isort": own}})


def _is_readable(path: Path) -> bool:
    """Whether Python's own parser understands a file; others are reported for that, and ruff need not see them."""
    try:
        parse(content_of(path))
    except UnreadableError:  # the question was whether
        return False
    return True


def _is_unread(said: Diagnostic) -> bool:
    """Whether ruff could not read a file; syntax that is only too new for its target version it reads."""
    if said.code == _NO_SYNTAX:
        return _TOO_NEW not in said.message
    return said.code in (None, ruff.UNREADABLE)


def _processes(rules: Sequence[Rule[Options]]) -> list[tuple[list[Rule[Options]], Mapping[str, Any]]]:
    """The cards by ruff process: what one of them says to ruff must never reach another."""
    found: list[tuple[list[Rule[Options]], Mapping[str, Any]]] = []
    for rule in rules:
        for members, settings in found:
            if settings == rule.options.settings and not any(_exclude(rule, member) for member in members):
                members.append(rule)
                break
        else:
            found.append(([rule], rule.options.settings))
    return found


def _exclude(one: Rule[Options], other: Rule[Options]) -> bool:
    """Whether ruff would silently drop a rule of one for the other's sake."""
    return any(
        (first in one.options.rules and second in other.options.rules)
        or (second in one.options.rules and first in other.options.rules)
        for first, second in _CONTRADICTING
    )


def _joined(
    known: dict[str, list[Said]] | str, said: ToolSaid, path: str, cards: Mapping[str, Sequence[str]]
) -> dict[str, list[Said]] | str:
    """What is known of a file by card; the reason once ruff could not judge it."""
    if isinstance(known, str):
        return known
    found = said.diagnostics.get(path)
    if found is None:
        return said.unjudged.get(path, "ruff cannot be told its name")
    if any(map(_is_unread, found)):
        return "ruff cannot read it"
    for diagnostic in found:
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
    sort = rule.options.sites
    for said in found if sort != "project-imports" or not module.is_package else ():
        is_meant = sort != "unions" or lies_in_annotation(module, said[2])
        if is_meant and _put_right(rule.options, said, module) != YES:
            yield said


def _put_right(options: Options, said: Said, module: Module) -> Answer:
    """Whether what a call is given, or what is called on its value, makes right what ruff means."""
    then, later = options.unless_then.get(said[0], ()), options.unless_later.get(said[0], ())
    call = next((each for each in module.calls if module.span(each.node) == said[2]), None) if then else None
    return is_put_right(call, then, later, options.unless_said.get(said[0], ""), module) if call is not None else NO


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
        if isinstance(node, (ast.ClassDef, FunctionNode)) and node.lineno <= line <= (node.end_lineno or 0):
            found = scope
    return found


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
