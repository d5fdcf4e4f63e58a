"""Classes of certain roles are given to those who need them: not constructed by them, and not imported."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping
from fnmatch import fnmatchcase
from typing import Any, NamedTuple

import msgspec

from ..lang.python.binders import absolute_module
from ..lang.python.blocks import lies_in, main_blocks, type_checking_blocks
from ..lang.python.module import CallSite, Module, Span
from ..lang.python.paths import is_composition_root, package_name
from ..project.constructions import Constructed, constructions
from ..project.project import Project
from ..project.registrations import is_container_symbol
from ..project.wiring import handed_on, is_wired, outwards, wiring_functions
from .kit import Check, KindOptions, Rule
from .report import ModuleReport, ProjectReport

_ROLES = ("service", "repository", "manager", "client", "adapter", "coordinator", "event-bus", "scheduler")
_ON_IMPORT, _WIRING = "on import", "wiring"


class Options(KindOptions, frozen=True):
    """What must be given, and to whom."""

    roles: tuple[str, ...] = _ROLES
    """The roles of classes that nobody constructs for itself."""
    inside: tuple[str, ...] = ()
    """The roles of classes that the card is about; none means every class and function."""
    imports: bool = False
    """Whether modules of classes with a role in `inside` must not import such classes at run time either."""
    facades: tuple[str, ...] = ("coordinator", "orchestrator")
    """The roles of classes that may make parts of their own package that nobody else makes."""
    facade_names: tuple[str, ...] = ("*Facade",)
    """The names of further classes that may; so may a class whose docstring says that it is a facade."""
    owns: dict[str, tuple[str, ...]] = msgspec.field(default_factory=lambda: {"unit-of-work": ("repository",)})
    """Role of a class -> the roles of what it makes by its nature."""
    wiring_classes: tuple[str, ...] = ("*Container", "*Injector", "*Factory")
    """The names of classes whose purpose is to construct."""


class Made(NamedTuple):
    """A construction; `why` says what makes it right, or what does if it is a container, or is empty."""

    symbol: str
    span: Span
    owner: str
    function: str
    why: str


class Site(NamedTuple):
    """A construction and the class that it makes."""

    path: str
    module: str
    made: Made
    cls: str

    @property
    def owner(self) -> str:
        return f"{self.module}.{self.made.owner}" if self.made.owner else ""


class Kind(Check[Options]):
    """Collects constructions and imports, and judges them when the roles of classes are known."""

    reads_project = True

    def module(self, module: Module, report: ModuleReport) -> object:
        facts: dict[str, object] = {}
        calls = constructions(module)
        if calls:
            facts["made"] = list(_made(module, calls))
            facts["facades"] = _self_declared_facades(module)
        facts["given"] = sorted(set(handed_on(module)))
        if module.of(ast.ClassDef) and any(rule.options.imports for rule in self.rules):
            facts["imports"] = list(_runtime_imports(module))
        return {name: value for name, value in facts.items() if value} or None

    def project(self, project: Project, facts: Mapping[str, object], report: ProjectReport) -> None:
        joined = _Joined(project, facts)
        for rule in self.rules:
            guilty: set[str] = set()
            for site in joined.sites:
                if project.roles.has(site.cls, rule.options.roles):
                    self._judge(project, joined, rule, site, report, guilty)
            if rule.options.inside:
                self._modules(project, joined, rule, report, guilty)

    def _judge(
        self,
        project: Project,
        joined: _Joined,
        rule: Rule[Options],
        site: Site,
        report: ProjectReport,
        guilty: set[str],
    ) -> None:
        options, owner = rule.options, site.owner
        if options.inside and not _has_role(project, owner, options.inside):
            return
        if site.made.why == _ON_IMPORT:
            return
        if joined.is_right(site, options):
            if not options.inside:
                report.conforms(rule, site.path, owner)
            return
        guilty.add(owner)
        report.violates(rule, site.path, site.made.span, _message(site), owner=owner, related=_defined(project, site))

    def _modules(
        self, project: Project, joined: _Joined, rule: Rule[Options], report: ProjectReport, guilty: set[str]
    ) -> None:
        """The imports of modules that define classes with a role in `inside`; those without fault conform."""
        options = rule.options
        for cls in project.roles.with_role(options.inside):
            home = project.definitions.home(cls)
            if home is None or is_composition_root(home["path"]):
                continue
            if cls not in guilty:
                report.conforms(rule, home["path"], cls)
        for path, imports in joined.imports.items() if options.imports else ():
            module = project.files[path]["name"]
            if project.module_roles(module).isdisjoint(options.inside) or is_composition_root(path):
                continue
            for target, span in imports:
                found = (project.resolver.resolve(target) or "").removesuffix("()")
                if _has_role(project, found, options.roles) and not _is_base_in(project, module, found):
                    report.violates(rule, path, span, _imported(found, _role(project, found, options.roles)))


class _Joined:
    """All files' facts, with what only the project can tell about them."""

    def __init__(self, project: Project, facts: Mapping[str, object]) -> None:
        self._project = project
        self.sites: list[Site] = []
        self.imports: dict[str, list[tuple[str, Span]]] = {}
        self._facades: set[str] = set()
        self._factories: set[str] = set()
        constructed = Constructed(project)
        for path, stored in facts.items():
            assert isinstance(stored, dict)
            name = project.files[path]["name"]
            for made in map(Made._make, stored.get("made", ())):
                cls = constructed.cls(made.symbol)
                if cls is not None and project.roles.of(cls):
                    self.sites.append(Site(path, name, made, cls))
            self._facades |= {f"{name}.{cls}" for cls in stored.get("facades", ())}
            self._factories |= {project.resolver.resolve(symbol) or symbol for symbol in stored.get("given", ())}
            self.imports[path] = [
                (f"{base}.{name}", span) for span, base, names in stored.get("imports", ()) for name in names
            ]
        self._makers: dict[str, set[str]] = {}
        for site in self.sites:
            if site.cls != site.owner:
                self._makers.setdefault(site.cls, set()).add(site.owner or site.path)

    def is_right(self, site: Site, options: Options) -> bool:
        """Whether this is a place where such a class may be constructed."""
        owner = site.made.owner.rpartition(".")[2]
        return (
            site.made.why == _WIRING
            or (site.made.why != "" and is_container_symbol(self._project, site.made.why))
            or is_composition_root(site.path)
            or site.owner == site.cls
            or any(fnmatchcase(owner, glob) for glob in options.wiring_classes)
            or any(f"{site.module}.{function}" in self._factories for function in _enclosing(site.made.function))
            or self._is_own_part(site, options)
            or any(
                _has_role(self._project, site.owner, (role,)) and self._project.roles.has(site.cls, owned)
                for role, owned in options.owns.items()
            )
        )

    def _is_own_part(self, site: Site, options: Options) -> bool:
        owner = site.owner
        if not owner or self._makers[site.cls] != {owner}:
            return False
        simple = site.made.owner.rpartition(".")[2]
        if not (
            _has_role(self._project, owner, options.facades)
            or owner in self._facades
            or any(fnmatchcase(simple, glob) for glob in options.facade_names)
        ):
            return False
        home = self._project.definitions.home(site.cls)
        return home is not None and _is_own_package(site.path, home["path"])


def _is_own_package(owner: str, part: str) -> bool:
    """Whether a part's module lies in the package of its owner, or below it; a top folder's subfolders are others'."""
    if owner == part:
        return True
    package, other = package_name(owner), package_name(part)
    return bool(package) and (package == other or ("." in package and other.startswith(f"{package}.")))


def _has_role(project: Project, cls: str, roles: tuple[str, ...]) -> bool:
    return cls in project.definitions.classes and project.roles.has(cls, roles)


def _role(project: Project, cls: str, roles: tuple[str, ...]) -> str:
    return next(role for role in roles if role in project.roles.of(cls))


def _is_base_in(project: Project, module: str, cls: str) -> bool:
    """Whether a class of the module derives from the class directly."""
    classes = project.definitions.classes
    return any(
        project.resolver.resolve(base) == cls
        for own in project.classes_of(module)
        for base in classes[own].bases
        if base
    )


def _message(site: Site) -> str:
    name = site.cls.rpartition(".")[2]
    place = (site.made.function or site.made.owner).replace(".<locals>", "")
    return f"{name} is constructed in {place}; take it as a parameter, or get it from the container"


def _imported(cls: str, role: str) -> str:
    return (
        f"{cls.rpartition('.')[2]} is a concrete {role} and imported at run time; "
        "depend on its interface, or import it under TYPE_CHECKING only, and let it be given"
    )


def _defined(project: Project, site: Site) -> list[tuple[str, int, str]]:
    home = project.definitions.home(site.cls)
    if home is None:
        return []
    line = project.definitions.classes[site.cls].line
    return [(home["path"], line, f"{site.cls.rpartition('.')[2]} is defined here")]


def _enclosing(function: str) -> Iterator[str]:
    """A function's qualified name, and those of the functions around it."""
    while function:
        yield function
        function = function.rpartition(".<locals>.")[0]


def _made(module: Module, calls: Iterable[CallSite]) -> Iterator[tuple[Any, ...]]:
    wiring = wiring_functions(module)
    mains = main_blocks(module)
    for call in calls:
        scope, owner = call.scope, call.scope.owner
        home = next(outer for outer in outwards(scope) if outer.kind != "lambda")
        function = home.qualname if home.kind == "function" else _with_default(module, call)
        if home.kind == "module" and (not function or lies_in(module, call.node, mains)):
            why = _ON_IMPORT
        elif is_wired(module, call):
            why = _WIRING
        else:
            around = [wiring[outer] for outer in outwards(scope) if outer in wiring]
            why = (min(around) or _WIRING) if around else ""
        yield call.symbol, module.span(call.node), owner.qualname if owner is not None else "", function, why


def _with_default(module: Module, call: CallSite) -> str:
    """The function one of whose parameters has the call as its default."""
    child: ast.AST = call.node
    for parent in module.ancestors(child) if call.scope.kind != "lambda" else ():
        if isinstance(parent, ast.FunctionDef | ast.AsyncFunctionDef):
            return parent.name if child in (*parent.args.defaults, *parent.args.kw_defaults) else ""
        child = parent
    return ""


def _runtime_imports(module: Module) -> Iterator[tuple[Span, str, tuple[str, ...]]]:
    """What a module imports from the project, by statement: module and names; those for type checkers aside."""
    blocks = type_checking_blocks(module)
    package = package_name(module.path)
    for node, _ in module.of(ast.ImportFrom):
        assert isinstance(node, ast.ImportFrom)
        base = absolute_module(package, node.module, node.level)
        if base and base.partition(".")[0] in module.roots and not (blocks and lies_in(module, node, blocks)):
            yield module.span(node), base, tuple([alias.name for alias in node.names])


def _self_declared_facades(module: Module) -> list[str]:
    if b"acade" not in module.source:
        return []
    return [
        scope.qualname
        for scope in module.index.scopes
        if isinstance(scope.node, ast.ClassDef) and "facade" in (ast.get_docstring(scope.node) or "").lower()
    ]
