"""Imports: which may be there and where, straight or through the project's modules; layers, independence, circles."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Annotated, ClassVar

import msgspec

from ...lang.python.module import Module
from ...project.imports import BY_NAME, DEFERRED, FOR_CHECKER, GUARDED, IMPORTS, ImportGraph
from ...project.project import Project
from ...project.topics import Told, Topic
from ...query.naming.names import Names
from ...query.places.module_places import complaints_of_modules, may_load
from ...query.places.places import Places
from ...query.wording import worded
from ..kit import Check, Rule
from ..report import ModuleReport, ProjectReport
from ..site_kind import SiteOptions, may_lie
from .contracts import Contract, Verdict, apart, circles, forbidden, independent, kept_private, layered, required
from .used import of_used, used_imports

Package = Annotated[
    str,
    msgspec.Meta(pattern=r"^\w+(\.\w+)*$", title="a package", description="a module or package such as `shop.orders`"),
]
Layer = Annotated[
    str,
    msgspec.Meta(
        pattern=r"^\w+(\.\w+)*( *[|:] *\w+(\.\w+)*)*$",
        title="a layer",
        description="a package such as `shop.orders`, or several: `shop.orders | shop.billing` may not import each "
        "other, `shop.orders : shop.billing` may",
    ),
]


_OF_ONE_IMPORT = "; which single imports count, `in-functions`, `type-checking` and `guarded` say"


class Options(SiteOptions, frozen=True, kw_only=True):
    """Which imports a card is about, or which contract modules keep with each other."""

    of: Names = ()
    """What is imported, with all that is below it. Example: `of = ["sqlalchemy", "shop.db"]`"""
    not_of: Names = ()
    """What is not meant of that. Example: `not-of = ["*.get_*"]`"""
    of_foreign: bool = False
    """Whether modules of the project that have such a name are left aside. Example: `of-foreign = true`"""
    forbidden: bool = False
    """Whether it must not be imported at all. Example: `forbidden = true`"""
    required: bool = False
    """Whether each module in the places of the card must import it. Example: `required = true`"""
    only_inside: Places = ()
    """The only places that may import it. Example: `only-inside = ["module:shop.db"]`"""
    indirectly: bool = False
    """Whether an import through other modules of the project counts, too. Example: `indirectly = true`"""
    unless_called: bool = False
    """Whether such a one is left to cards about calls where the module calls something of what it imports.
    Example: `unless-called = true`"""
    defined: bool = False
    """Whether an import leads to the module that defines what is imported, not to one that hands it on.
    Example: `defined = true`"""
    used: bool = False
    """Whether it is about what the code of a file does with what it imports, and not about modules: only what more than
    annotations and decorators use counts, and `of` says what that is in the end. Example: `used = true`"""
    layers: tuple[Layer, ...] = ()
    """Packages, the highest first, of which none imports one above it. Example: `layers = ["shop.web", "shop.db"]`"""
    independent: tuple[Package, ...] = ()
    """Packages that do not import each other. Example: `independent = ["shop.orders", "shop.billing"]`"""
    apart: Places = ()
    """Places of modules of which none imports another, unless to extend a class of it; `role:service+worker` are
    those whose classes have both roles. Example: `apart = ["role:controller"]`"""
    no_circles: tuple[Package, ...] = ()
    """Packages whose parts, at any depth, do not import each other in circles. Example: `no-circles = ["shop"]`"""
    private: tuple[Package, ...] = ()
    """Packages of which a module or name with an underscore in front is imported only by modules of the package that it
    lies in. Example: `private = ["shop"]`"""
    type_checking: bool = False
    """Whether imports under `if TYPE_CHECKING` count. Example: `type-checking = true`"""
    in_functions: bool = True
    """Whether imports in functions count. Example: `in-functions = false`"""
    guarded: bool = True
    """Whether imports count without which code goes on: a clause takes their `ImportError`, or `suppress` does.
    Example: `guarded = false`"""
    by_name: bool = False
    """Whether calls such as `importlib.import_module("acme")` count. Example: `by-name = true`"""

    words: ClassVar[tuple[str, ...]] = ("import", "module", "chain")

    def complaints(self) -> Iterator[tuple[str, str]]:
        yield from super().complaints()
        contracts: list[object] = [self.layers, self.independent, self.apart, self.no_circles, self.private]
        if sum(map(bool, [self.of, *contracts])) != 1:
            yield "of", "say one of `of`, `layers`, `independent`, `apart`, `no-circles` and `private`"
        elif self.of and not (self.forbidden or self.required or self.only_inside):
            yield "of", "say what holds of these imports: `forbidden = true`, `required = true`, or `only-inside`"
        if self.required and (not self.of or self.forbidden or self.only_inside or self.used):
            yield "required", "it goes with `of`, and with none of `forbidden`, `only-inside` and `used`"
        for option, places in (
            ("apart", self.apart),
            ("inside", self.inside),
            ("outside", self.outside),
            ("only-inside", self.only_inside),
        ):
            yield from ((option, f"{said}{_OF_ONE_IMPORT}") for said in complaints_of_modules(places))


class Kind(Check[Options]):
    """A site is an import that a card's contract is about; a circle is one, too."""

    reads_project = True

    def __init__(self, rules: Sequence[Rule[Options]]) -> None:
        super().__init__(rules)
        self._asking = [rule.options for rule in rules if rule.options.used]

    def topics(self) -> Iterable[Topic]:
        return (IMPORTS,)

    def may_concern(self, file: Told) -> bool:
        return any(rule.options.used for rule in self.rules)

    def module(self, module: Module, report: ModuleReport) -> object:
        asking = (options for options in self._asking if may_lie(options, module.path))
        is_asked = any(may_load(options.inside, module) for options in asking)
        return used_imports(module) or None if is_asked else None

    def project(self, project: Project, facts: Mapping[str, object], report: ProjectReport) -> None:
        graphs: dict[tuple[int, bool], ImportGraph] = {}
        for rule in self.rules:
            options = rule.options
            sort = (_counting(options), options.defined)
            if sort not in graphs:
                graphs[sort] = ImportGraph(project, counting=sort[0], defined=sort[1])
            if options.used:
                verdicts = list(of_used(options, project, graphs[sort], facts))
            else:
                verdicts = list(_contract(options)(options, project, graphs[sort]))
            if options.unless_called:
                verdicts = [each if not _is_called(each, project) else Verdict(each.module) for each in verdicts]
            files = project.modules.by_name
            report.all_conform(rule, [files[each.module]["path"] for each in verdicts if not each.said])
            for verdict in _one_for_each_place(verdicts):
                _report(verdict, rule, project, report)


def _counting(options: Options) -> int:
    """The flags that an import may have to count."""
    flags = {FOR_CHECKER: options.type_checking, DEFERRED: options.in_functions, BY_NAME: options.by_name}
    flags[GUARDED] = options.guarded
    return sum(flag for flag, counts in flags.items() if counts)


def _one_for_each_place(verdicts: Iterable[Verdict]) -> Iterable[Verdict]:
    """What is wrong, once for each statement, whatever it imports."""
    found: dict[object, Verdict] = {}
    for each in verdicts:
        if each.said:
            found.setdefault((each.module, each.said if each.edge is None else each.edge.fact.span), each)
    return found.values()


def _is_called(verdict: Verdict, project: Project) -> bool:
    """Whether a module calls something of the module through which it imports what it must not."""
    if len(verdict.through) < 2:
        return False
    below, functions = f"{verdict.through[0]}.", project.modules.by_name[verdict.module]["functions"]
    called = (callee for name in functions for _, callee in project.calls.callees(f"{verdict.module}.{name}"))
    return any(callee.startswith(below) for callee in called)


def _contract(options: Options) -> Contract:
    if options.layers:
        return layered
    if options.independent:
        return independent
    if options.apart:
        return apart
    if options.private:
        return kept_private
    if options.required:
        return required
    return circles if options.no_circles else forbidden


def _report(verdict: Verdict, rule: Rule[Options], project: Project, report: ProjectReport) -> None:
    path = project.modules.by_name[verdict.module]["path"]
    span = verdict.edge.fact.span if verdict.edge is not None else (1, 1, 1, 1)
    chain = " -> ".join((verdict.module, *verdict.through))
    words = {"import": verdict.through[-1], "module": verdict.module, "chain": chain}
    said = worded(rule.options.message, verdict.said, words)
    report.violates(rule, path, span, said, related=verdict.related)
