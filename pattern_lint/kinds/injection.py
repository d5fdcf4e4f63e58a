"""Components are given to those who use them: nobody constructs, imports, keeps or reaches for one.

A kind of its own: which class a call makes, what a module keeps and a getter gives, and who may do so because it puts
the application together, are questions about the whole project; `project/components` has the answers.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any, ClassVar, Literal

from ..knowledge.lacking import may_have
from ..lang.python.module import Module, Span
from ..lang.python.paths import is_composition_root
from ..lang.python.scopes import Scope
from ..project.components import COMPONENTS, Components, Found, Meant
from ..project.imports import BY_NAME, FOR_CHECKER, IMPORTS, Import, read_imports
from ..project.kept import reached
from ..project.project import Project
from ..project.roles import ROLE
from ..project.topics import Topic
from ..query.naming.names import DefinedNames, last_name
from ..query.wording import complaints, worded
from .kit import Check, KindOptions, Rule
from .report import Chain, ModuleReport, ProjectReport

Manner = Literal["called", "constructed", "imported", "kept", "reached", "self-made"]


_BEFORE_WORD = re.compile(r"(?<=[a-z\d])(?=[A-Z])")
"""Where a word begins in the name of a class."""


class Options(KindOptions, frozen=True, kw_only=True):
    """What components are, who must be given them, and how nobody is to come by one."""

    never: tuple[Manner, ...]
    """How nobody comes by a component: it is constructed outside of what puts the application together, imported at run
    time, kept by a module or by a getter that makes it on first use, reached for in such a place, or made in a class
    whose constructor takes nothing; or that its methods are called. Example: `never = ["constructed", "kept"]`"""
    of: DefinedNames
    """The classes of components, as far as the project defines them. Example: `of = ["role:service", "*Client"]`"""
    not_of: DefinedNames = ()
    """Classes that are none all the same. Example: `not-of = ["*NoOp*"]`"""
    by: DefinedNames = ()
    """Only what these classes do; without it, what all code does. Example: `by = ["role:worker"]`"""
    not_by: DefinedNames = ()
    """Classes that may. Example: `not-by = ["*Factory"]`"""
    facades: DefinedNames = ()
    """Classes that may make parts of their own package that nobody else makes. Example: `facades = ["*Facade"]`"""
    message: str = ""
    """What a finding says, with what was found in braces; {said} stands for what it says without.
    Example: `message = "{said}; ask the StrategyFactory"`"""

    words: ClassVar[tuple[str, ...]] = ("name", "class", "module")

    def kin_named(self) -> Iterator[str]:
        yield from (name if name.startswith(ROLE) else last_name(name) for name in self.by)

    def complaints(self) -> Iterator[tuple[str, str]]:
        """What is wrong with the options beside their types."""
        yield from (("message", said) for said in complaints(self.message, self.words))
        if not self.by and {"called", "imported", "reached", "self-made"} & {*self.never}:
            yield "by", 'say of which classes it is asked. Example: `by = ["role:worker"]`'


class Kind(Check[Options]):
    """A site is a way in which code comes by a component; where a card is about some classes, each of them is one."""

    reads_project = True

    def __init__(self, rules: Sequence[Rule[Options]]) -> None:
        super().__init__(rules)
        asked = (rule.options for rule in rules if "reached" in rule.options.never)
        self._reaching = sorted({kin for options in asked for kin in options.kin_named()})

    def topics(self) -> Iterable[Topic]:
        return (COMPONENTS, IMPORTS) if any("imported" in rule.options.never for rule in self.rules) else (COMPONENTS,)

    def module(self, module: Module, report: ModuleReport) -> object:
        classes = {scope for scope in module.index.scopes if scope.kind == "class" and self._may_reach(scope)}
        return [tuple(way) for way in reached(module, classes)] or None

    def _may_reach(self, scope: Scope) -> bool:
        """Whether a class may be one that must not reach for anything."""
        return any(may_have(kin, scope.name) for kin in self._reaching)

    def project(self, project: Project, facts: Mapping[str, Any], report: ProjectReport) -> None:
        components = Components(project, facts)
        for rule in self.rules:
            _Judge(project, components, rule, report).judge()


class _Judge:
    """One card, and the ways of a project."""

    def __init__(self, project: Project, components: Components, rule: Rule[Options], report: ProjectReport) -> None:
        options = rule.options
        self._project = project
        self._components = components
        self._rule = rule
        self._report = report
        self._of, self._not_of = Meant(project, options.of), Meant(project, options.not_of)
        self._by, self._not_by = Meant(project, options.by), Meant(project, options.not_by)
        self._facades = Meant(project, options.facades)
        self._guilty: set[str] = set()

    def judge(self) -> None:
        never, by = self._rule.options.never, self._rule.options.by
        ways = [*self._components.found, *(self._components.unseen if by else ())]
        found = [each for each in ways if self._is_component(each.cls) and self._is_meant(each)]
        wrong: dict[tuple[object, ...], Found] = {}
        for each in found:
            if _MANNERS[each.way.how] not in never:
                continue
            if not self._is_right(each):
                wrong.setdefault((each.path, each.way.span), each)
            elif not by:
                self._report.conforms(self._rule, each.path, each.owner)
        for each in wrong.values():
            self._guilty.add(each.owner)
            related = _definition(each.cls, self._project) if each.way.how == "constructed" else []
            self._report.violates(self._rule, each.path, each.way.span, _said(each), owner=each.owner, related=related)
        if "self-made" in never:
            self._judge_constructors({each.owner: each for each in reversed(found) if each.way.how == "constructed"})
        if "imported" in never:
            self._judge_imports()
        if "called" in never:
            self._judge_calls()
        self._count_classes()

    def _is_component(self, cls: str) -> bool:
        return self._of(cls) and not self._not_of(cls)

    def _is_meant(self, found: Found) -> bool:
        return not self._rule.options.by or self._by(found.owner)

    def _is_right(self, found: Found) -> bool:
        if found.way.how in ("reached", "got"):
            return found.owner == found.cls
        if self._components.is_wired(found) or self._not_by(found.owner):
            return True
        return self._facades(found.owner) and self._components.is_own_part(found)

    def _judge_constructors(self, makers: Mapping[str, Found]) -> None:
        """The constructors of classes that make a component, the first one for each."""
        for owner, made in makers.items():
            init = self._project.definitions.function(f"{owner}.__init__")
            if init is not None and len(init.parameters) <= 1 and owner != made.cls:
                what, span = _simple(made.cls), (init.line, init.column, init.end_line, init.end_column)
                said = (
                    f"{_simple(owner)} takes nothing from outside and makes its own {what}; take it as a parameter of"
                )
                related = [(made.path, made.way.span[0], f"{what} is constructed here")]
                self._violates(made.path, span, f"{said} __init__", made.cls, owner, related)
        for owner in self._project.definitions.classes:
            if owner not in makers and self._by(owner):
                self._judge_factories(owner)

    def _judge_factories(self, owner: str) -> None:
        """What a constructor that takes nothing lets functions make for it, the first of it."""
        home, init = self._project.definitions.home(owner), self._project.definitions.function(f"{owner}.__init__")
        if home is None or init is None or len(init.parameters) > 1 or is_composition_root(home["path"]):
            return
        for symbol, *_ in init.calls:
            made = self._components.made_anew(symbol)
            if made is not None and made != owner and self._is_component(made):
                said = f"{_simple(owner)} takes nothing from outside and lets {_simple(symbol)}() make its own"
                said = f"{said} {_simple(made)}; take it as a parameter of __init__"
                span = (init.line, init.column, init.end_line, init.end_column)
                self._violates(home["path"], span, said, made, owner)
                return

    def _judge_calls(self) -> None:
        """The methods of components that classes call whom the card is about, those of bases and heirs aside."""
        project = self._project
        for cls, fact in project.definitions.classes.items():
            home = project.definitions.home(cls) if self._by(cls) else None
            if home is None or is_composition_root(home["path"]):
                continue
            related = {*project.resolver.linear(cls), *project.heirs_of(cls)}
            methods = (f"{cls}.{name}" for name in fact.methods)
            names = (each for method in methods for each in (method, *project.definitions.within(method)))
            for function in map(project.definitions.function, names):
                for symbol, *place in function.calls if function is not None else ():
                    called = _instance(symbol.rpartition(".")[0], project) or _called_like(
                        symbol, self._by_attribute, project
                    )
                    if called and called not in related and self._is_component(called):
                        method = symbol.rpartition(".")[2]
                        said = f"{_simple(cls)} calls {_simple(called)}.{method}(), and cannot be without it"
                        self._violates(home["path"], tuple(place[:4]), said, called, cls)

    @cached_property
    def _by_attribute(self) -> dict[str, list[str]]:
        """The components by what an attribute is called that holds one: `order_service` of an OrderService."""
        found: dict[str, list[str]] = {}
        for cls in filter(self._is_component, self._project.definitions.classes):
            found.setdefault(_BEFORE_WORD.sub("_", _simple(cls)).lower(), []).append(cls)
        return found

    def _judge_imports(self) -> None:
        """What modules import that define classes whom the card is about: a component, or a module of one."""
        resolve, classes = self._project.resolver.resolve, self._project.definitions.classes
        for path, stored in self._project.topic(IMPORTS).items():
            own = [cls for cls in self._project.classes_of(self._project.files[path]["name"]) if self._by(cls)]
            if not own or is_composition_root(path):
                continue
            bases = {resolve(base) for cls in own for base in classes[cls].bases if base}
            for each in read_imports(stored):
                cls = _imported(each, self._is_component, self._project)
                if not each.flags & (FOR_CHECKER | BY_NAME) and cls and cls not in bases:
                    said = f"{_simple(cls)} is no interface and imported at run time; depend on its interface, or"
                    said += " import it under TYPE_CHECKING only, and let it be given"
                    self._violates(path, each.span, said, cls)

    def _violates(self, path: str, span: Span, said: str, cls: str, owner: str = "", related: Chain = ()) -> None:
        self._guilty.add(owner)
        words = {"name": _simple(cls), "class": _simple(owner), "module": self._project.files[path]["name"]}
        message = worded(self._rule.options.message, said, words)
        self._report.violates(self._rule, path, span, message, owner=owner, related=related)

    def _count_classes(self) -> None:
        """The classes that the card is about and that do nothing wrong."""
        for cls in self._project.definitions.classes if self._rule.options.by else ():
            home = self._project.definitions.home(cls) if cls not in self._guilty and self._by(cls) else None
            if home is not None and not is_composition_root(home["path"]):
                self._report.conforms(self._rule, home["path"], cls)


def _definition(cls: str, project: Project) -> list[tuple[str, int, str]]:
    home, fact = project.definitions.home(cls), project.definitions.classes.get(cls)
    return [(home["path"], fact.line, f"{_simple(cls)} is defined here")] if home and fact is not None else []


def _instance(receiver: str, project: Project) -> str:
    """The class of the project of which something is an instance."""
    found = (project.resolver.resolve(receiver) or "") if receiver else ""
    return found[:-2] if found.endswith("()") and found[:-2] in project.definitions.classes else ""


def _called_like(symbol: str, by_attribute: Mapping[str, Sequence[str]], project: Project) -> str:
    """The component after which an attribute is called whose type nobody says, where it has the method."""
    receiver, _, method = symbol.rpartition(".")
    attribute = receiver[receiver.rfind(".") + 1 :].lstrip("_")
    classes = by_attribute.get(attribute, ()) if "()." in receiver else ()
    if len(classes) != 1 or project.resolver.resolve(receiver) is not None:
        return ""
    return classes[0] if project.members.has_method(classes[0], method, (), None) else ""


def _imported(fact: Import, is_component: Callable[[str], bool], project: Project) -> str:
    """The component that an import is of, or the first one of the module that it is of."""
    cls = (project.resolver.resolve(fact.target) or "").removesuffix("()") or fact.target
    if fact.name and is_component(cls):
        return cls
    return next(filter(is_component, project.classes_of(project.modules.find(fact.target) or "")), "")


_MANNERS = {"constructed": "constructed", "kept": "kept", "first-use": "kept", "reached": "reached", "got": "reached"}


def _said(found: Found) -> str:
    way, name = found.way, _simple(found.cls)
    if way.how == "constructed":
        place = (way.where or way.owner).replace(".<locals>", "")
        return f"{name} is constructed in {place}; take it as a parameter, or get it from the container"
    if way.how == "kept":
        said = f"{way.where} keeps a module-level instance of {name}"
        return f"{said}; construct it in the composition root, and let it be given"
    if way.how == "first-use":
        said = f"{_simple(way.where)} makes an instance of {name} on first use and keeps it in {way.right}"
        return f"{said}; register it in the container, and let it be given"
    written = ".".join(way.symbol.split(".")[-2:]) + ("()" if way.how == "got" else "")
    what = f"a global {name} ({written})"
    return f"{_simple(way.owner)} reaches for {what}; take it as a parameter of __init__"


def _simple(name: str) -> str:
    return name.rpartition(".")[2]
