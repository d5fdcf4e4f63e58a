"""Header truth: the packages that a module's header lists are those that the module imports from."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from typing import Any

from ..lang.python.binders import absolute_module
from ..lang.python.header import Tag, header_of
from ..lang.python.module import Module, Span
from ..lang.python.paths import is_below, package_name
from ..lang.python.scopes import Scope
from ..project.modules import Modules
from ..project.project import Project
from .kit import Check, KindOptions, Rule
from .report import ModuleReport, ProjectReport

_ENTRY = re.compile(r"[`'\"]*(?P<name>[A-Za-z_][\w./]*)(?:\.\*)?[`'\"]*\s*(?:$|[:(—–]|-\s|->)")
_EXPLANATION = re.compile(r"[:(—–]|\s-\s|->")
_NOTHING = frozenset({"none", "nothing", "na", "n"})


class Options(KindOptions, frozen=True):
    """Where the header lists what the module depends on."""

    tag: str = "dependencies"


class Kind(Check[Options]):
    """Reads headers and imports file by file; which imports are the project's own is known in the join."""

    reads_project = True

    def module(self, module: Module, report: ModuleReport) -> object:
        header = header_of(module)
        if header is None:
            return None
        tags = {rule.options.tag: header.tags.get(rule.options.tag) for rule in self.rules}
        listed = {
            name: ((tag.line, tag.column, tag.line, len(module.lines[tag.line - 1].rstrip()) + 1), _entries(tag))
            for name, tag in tags.items()
            if tag is not None
        }
        return {"listed": listed, "imports": list(_imports(module))} if listed else None

    def project(self, project: Project, facts: Mapping[str, Any], report: ProjectReport) -> None:
        for path, fact in facts.items():
            for rule in self.rules:
                if rule.options.tag in fact["listed"] and project.files[path]["category"] in rule.options.where:
                    span, entries = fact["listed"][rule.options.tag]
                    _judge(rule, project.modules, path, span, entries, fact["imports"], report)


def _judge(
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
            message = f"@{rule.options.tag}: lists {entry}, from which nothing is imported; take it out"
            report.violates(rule, path, span, message)
    for names, place, for_checker in imports:
        own = [] if for_checker else [name for name in names if modules.provides(name)]
        unlisted = [name for name in own if not any(_covers(modules, entry, name) for entry in entries)]
        if unlisted:
            what = ", ".join(unlisted)
            message = f"{what} is imported, and @{rule.options.tag}: in the module's header does not list its package"
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
    package = package_name(module.path)
    for node, scope in module.of(ast.Import, ast.ImportFrom):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        else:
            assert isinstance(node, ast.ImportFrom)
            base = absolute_module(package, node.module, node.level)
            if base is None:
                continue
            names = [base if alias.name == "*" else f"{base}.{alias.name}".lstrip(".") for alias in node.names]
        yield names, module.span(node), is_for_checker(module, node, scope)


def is_for_checker(module: Module, node: ast.AST, scope: Scope) -> bool:
    """Whether a statement stands under `if TYPE_CHECKING:`."""
    child = node
    for parent in module.ancestors(node):
        if isinstance(parent, ast.If) and child in parent.body:
            name = ast.unparse(parent.test)
            if name == "TYPE_CHECKING" or name.endswith(".TYPE_CHECKING"):
                return True
            if module.symbol(parent.test, scope) == "typing.TYPE_CHECKING":
                return True
        child = parent
    return False
