"""Module headers: the docstring says what a module is, where it belongs, what it needs and what it does."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ..config.globs import matches_one
from ..lang.python.binders import absolute_module
from ..lang.python.blocks import lies_in, type_checking_blocks
from ..lang.python.header import Header, Tag, header_of
from ..lang.python.module import Module, Span
from ..lang.python.paths import is_below, package_name
from ..lang.python.raising import written_class
from ..project.modules import Modules
from ..project.project import Project
from .kit import Check, KindOptions, Rule
from .report import ModuleReport, ProjectReport

_ENTRY = re.compile(r"[`'\"]*(?P<name>[A-Za-z_][\w./]*)(?:\.\*)?[`'\"]*\s*(?:$|[:(—–]|-\s|->)")
_EXPLANATION = re.compile(r"[:(—–]|\s-\s|->")
_NOTHING = frozenset({"none", "nothing", "na", "n"})


class Options(KindOptions, frozen=True):
    """What a header has to hold besides a summary line, and whether it must be true."""

    texts: tuple[str, ...] = ()
    """Tags with a text beside them. Example: `texts = ["layer"]`"""
    lists: tuple[str, ...] = ()
    """Tags with entries, in brackets or as bullets; empty brackets say that there are none.
    Example: `lists = ["dependencies"]`"""
    bullets: tuple[str, ...] = ()
    """Tags with at least one bullet. Example: `bullets = ["responsibilities"]`"""
    exempt: tuple[str, ...] = ("__init__.py",)
    """Globs of files that need no header. Example: `exempt = ["__init__.py", "scripts/"]`"""
    imports: str = ""
    """The tag that lists the packages of the project that the module imports from. Example: `imports = "needs"`"""

    formerly = "tag: imports"


_SAYING = frozenset({ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Import})
"""What a module that says nothing does not have."""


class Kind(Check[Options]):
    """A module is a site for what its header holds; what it lists and imports are sites for whether that is true."""

    took_over = ("header-imports", "module-header")
    reads_project = True

    def __init__(self, rules: Sequence[Rule[Options]]) -> None:
        super().__init__(rules)
        self._forms = [rule for rule in rules if _tags(rule.options)]
        self._truths = [rule for rule in rules if rule.options.imports]

    def module(self, module: Module, report: ModuleReport) -> object:
        header = header_of(module)
        if not _says_nothing(module):
            for rule in self._forms:
                if not matches_one(rule.options.exempt, module.path):
                    _of_form(rule, header, module, report)
        if header is None:
            return None
        tags = {rule.options.imports: header.tags.get(rule.options.imports) for rule in self._truths}
        listed = {
            name: ((tag.line, tag.column, tag.line, len(module.lines[tag.line - 1].rstrip()) + 1), _entries(tag))
            for name, tag in tags.items()
            if tag is not None
        }
        return {"listed": listed, "imports": list(_imports(module))} if listed else None

    def project(self, project: Project, facts: Mapping[str, Any], report: ProjectReport) -> None:
        """Which imports are the project's own is known in the join."""
        for path, fact in facts.items():
            for rule in self._truths:
                if rule.options.imports in fact["listed"] and project.files[path]["category"] in rule.options.where:
                    span, entries = fact["listed"][rule.options.imports]
                    _of_truth(rule, project.modules, path, span, entries, fact["imports"], report)


def _of_form(rule: Rule[Options], header: Header | None, module: Module, report: ModuleReport) -> None:
    if header is None:
        wanted = _listed(["a summary", *(f"@{name}:" for name in _tags(rule.options))])
        end = len(module.first_lines(1)[0]) + 1
        message = f"the module has no docstring; begin it with a header of {wanted}"
        report.violates(rule, (1, 1, 1, end), module.scope, message, whole_file=True)
    elif missing := list(_missing(header, rule.options)):
        end = len(module.first_lines(header.line)[-1]) + 1
        message = f"the module's header lacks {_listed(missing)}"
        report.violates(rule, (header.line, header.column, header.line, end), module.scope, message, whole_file=True)
    else:
        report.conforms(rule, module.scope)


def _says_nothing(module: Module) -> bool:
    """Whether a module is empty, or there only to say that something cannot be imported."""
    body = module.tree.body
    if not _SAYING.isdisjoint([node.__class__ for node in body]):
        return False
    code = [node for node in body if not isinstance(node, ast.Expr) or not isinstance(node.value, ast.Constant)]
    if not code:
        return not body
    stub = _is_import_error(module, code[-1])
    return all(_is_import_error(module, node) or (stub and isinstance(node, ast.Assign)) for node in code)


def _is_import_error(module: Module, node: ast.stmt) -> bool:
    raised = written_class(node)
    if raised is None:
        return isinstance(node, ast.ImportFrom) and node.module == "__future__"
    return module.symbol(raised, module.scope) in ("builtins.ImportError", "builtins.ModuleNotFoundError")


def _tags(options: Options) -> tuple[str, ...]:
    return options.texts + options.lists + options.bullets


def _missing(header: Header, options: Options) -> Iterator[str]:
    if not header.summary:
        yield "a summary line"
    for name in _tags(options):
        tag = header.tags.get(name)
        if tag is None:
            yield f"@{name}:"
        elif name in options.bullets and not tag.bullets:
            yield f"a bullet under @{name}:"
        elif name in options.texts and not tag.text:
            yield f"a text after @{name}:"
        elif name in options.lists and not _has_entries(tag):
            yield f"the entries of @{name}: (write [] where there are none)"


def _has_entries(tag: Tag) -> bool:
    return bool(tag.text or tag.bullets or any(line.strip().startswith("[") for line in tag.below))


def _listed(parts: list[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"


def _of_truth(
    rule: Rule[Options],
    modules: Modules,
    path: str,
    span: Span,
    entries: list[str],
    imports: list[tuple[list[str], Span, bool]],
    report: ProjectReport,
) -> None:
    everything = [name for names, _, _ in imports for name in names]
    for entry in entries:
        if any(_covers(modules, entry, name) for name in everything):
            report.conforms(rule, path)
        else:
            message = f"@{rule.options.imports}: lists {entry}, from which nothing is imported; take it out"
            report.violates(rule, path, span, message)
    for names, place, for_checker in imports:
        own = [] if for_checker else [name for name in names if modules.provides(name)]
        unlisted = [name for name in own if not any(_covers(modules, entry, name) for entry in entries)]
        if unlisted:
            what, tag = ", ".join(unlisted), rule.options.imports
            message = f"{what} is imported, and @{tag}: in the module's header does not list its package"
            report.violates(rule, path, place, message)
        elif own:
            report.conforms(rule, path)


def _covers(modules: Modules, entry: str, name: str) -> bool:
    """Whether an import is of what an entry lists, or of something below it."""
    wanted = {entry, modules.find(entry) or entry}
    return any(is_below(spelled, each) for each in wanted for spelled in _spellings(modules, name))


def _spellings(modules: Modules, name: str) -> set[str]:
    """An imported name as it is written, and as it is called from the project's root."""
    found = {name}
    module = name
    while module:
        known = modules.find(module)
        if known is not None:
            found.add(known + name[len(module) :])
            break
        module = module.rpartition(".")[0]
    return found


def _entries(tag: Tag) -> list[str]:
    """The packages that a tag lists; entries that are prose say nothing that could be compared."""
    content = tag.content
    if "[" in content:
        parts = content[content.index("[") + 1 :].partition("]")[0].split(",")
    else:
        parts = [part for line in (tag.text, *tag.bullets) for part in _EXPLANATION.split(line)[0].split(",")]
    names = [match["name"] for part in parts if (match := _ENTRY.match(part.strip()))]
    dotted = [name.removesuffix(".py").replace("/", ".").rstrip(".") for name in names]
    return [name for name in dict.fromkeys(dotted) if name.lower() not in _NOTHING]


def _imports(module: Module) -> Iterator[tuple[list[str], Span, bool]]:
    """What each import statement brings in, its place, and whether only the type checker runs it."""
    package, for_checker = package_name(module.path), type_checking_blocks(module)
    for node, _ in module.of(ast.Import, ast.ImportFrom):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        else:
            assert isinstance(node, ast.ImportFrom)
            base = absolute_module(package, node.module, node.level)
            if base is None:
                continue
            names = [base if alias.name == "*" else f"{base}.{alias.name}".lstrip(".") for alias in node.names]
        yield names, module.span(node), lies_in(module, node, for_checker)
