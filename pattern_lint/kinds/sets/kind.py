"""Sets of names: what is in one is in another, such as plugins in a registry, or events that are emitted and heard."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any, ClassVar, Literal

import msgspec

from ...config.globs import outermost
from ...knowledge.lacking import lacked_libraries
from ...lang.python.module import Module, Span
from ...lang.unit import Unit
from ...project.conditions import holds
from ...project.members import every_of
from ...project.project import Project
from ...project.texts import TEXTS
from ...project.topics import Topic
from ...query.definitions.dispatch import ByLast
from ...query.definitions.named_classes import ENTRY_POINTS
from ...query.origins.collected import collections_in, handed_over
from ...query.origins.elements import OF_INSTANCE, QUOTES, SOME_VALUE, Element
from ...query.origins.source_options import Source
from ...query.origins.sources import Sourcing, names_in
from ...query.origins.through import Handing
from ...query.places.astray import unseen
from ...query.places.entry_points import entry_points_in, tells_entry_points
from ...query.places.module_places import complaints_of_modules, module_stands_in
from ...query.wording import complaints, worded
from ..kit import Check, KindOptions, Rule
from ..report import ModuleReport, ProjectReport, UnitReport
from .data_keys import languages_of, told_by
from .gathered import PACKAGE, exported, heirs, implemented, is_of_definitions
from .methods import methods
from .spread import CALLS, COLLECTIONS, THROUGH, Spread, have_symbols
from .wording import told as told_of


class Options(KindOptions, frozen=True, kw_only=True):
    """Two sets of names, the first of which has to lie in the second."""

    of: Source
    """The names that the card is about. Example: `of = { derives = ["shop.plugins.Plugin"] }`"""
    must_be_in: Source = msgspec.field(name="in", default=Source())
    """Where each of them has to be, too. Example: `in = { elements-of = ["shop.registry.PLUGINS"] }`"""
    of_one: bool = False
    """Whether each of them must occur in one class only, or in one module where it stands in none, instead of lying in
    another set; classes, functions and variables by their own names. Example: `of-one = true`"""
    only_once: bool = False
    """With `of-one`: whether none must occur twice in one class or module, either. Example: `only-once = true`"""
    as_one: tuple[str, ...] = ()
    """With `of-one`: globs of folders, each of which counts as one, with all that lies in it.
    Example: `as-one = ["**/plugins/*"]`"""
    within: Literal["project", "module", "class"] = "project"
    """How far both sets reach; a class's set holds what its bases and its heirs add. Example: `within = "class"`"""
    all_known: bool = False
    """Whether nothing is said of a name where the set that it is in holds another one that does not show.
    Example: `all-known = true`"""
    at: Literal["use", "definition"] = "use"
    """Where a finding is shown: where the name comes into the first set, or where the function or class is defined;
    then only what the project defines counts. Example: `at = "definition"`"""
    message: str = ""
    """What a finding says, with what was found in braces. Example: `message = "register {name}"`"""

    words: ClassVar[tuple[str, ...]] = ("name", "module")

    def complaints(self) -> Iterator[tuple[str, str]]:
        """What is wrong with the options beside their types."""
        yield from (("message", said) for said in complaints(self.message, self.words))
        if self.of.written_in:
            yield "of", "leave `written-in` to `in`: not each word of a document names something"
        if self.only_once and (not self.of_one or self.as_one):
            yield "only-once", "it goes with `of-one = true`, and not with `as-one`"
        if self.of_one and self.must_be_in != Source():
            yield "in", "leave it out: `of-one` compares the names with each other"
        for option, source in (("of", self.of), *([] if self.of_one else [("in", self.must_be_in)])):
            if source == Source(inside=source.inside, outside=source.outside):
                yield option, "say where the names come from, for example `derives`, `elements-of` or `given-to`"
            of_classes = source.derives or source.with_role or source.heirs_of_those_with
            of_modules = (*source.mentioned_in, *((*source.inside, *source.outside) if of_classes else ()))
            yield from ((option, said) for said in complaints_of_modules(of_modules))
            yield from ((option, said) for said in unseen((*source.mentioned_in, *source.inside), self.where))


class Kind(Check[Options]):
    """A site is a name of the first set."""

    reads_project = True

    def __init__(self, rules: Sequence[Rule[Options]]) -> None:
        super().__init__(rules)
        self._sources: ByLast[tuple[str, int, Sourcing]] = ByLast()
        self._spread = {rule.code for rule in rules if _is_spread(rule.options)}
        spread = (rule.options for rule in rules if rule.code in self._spread)
        names = (name for options in spread for name in (*options.must_be_in.given_to, *options.of.given_to))
        sources = (source for rule in rules for source in (rule.options.of, rule.options.must_be_in))
        self._handing = Handing(tuple(dict.fromkeys(glob for source in sources for glob in source.through)))
        self._spread_libraries = frozenset(name.partition(".")[0] for name in names)
        for rule in rules:
            for place, source in enumerate((rule.options.of, rule.options.must_be_in)):
                sourcing = Sourcing(source, is_second=place == 1, of_variables=bool(rule.options.of.made_by))
                self._sources.add((rule.code, place, sourcing), sourcing.names)

    @classmethod
    def reads(cls, options: Options) -> frozenset[str]:
        """Settings and data, too, where they have entry points or keys that a set is made of."""
        has_points = options.of.entry_points or options.must_be_in.entry_points
        read = cls.languages | ({"toml", "ini"} if has_points else frozenset())
        return read | languages_of(options.of) | languages_of(options.must_be_in)

    def topics(self) -> Iterable[Topic]:
        return (TEXTS,)

    def unit(self, unit: Unit, report: UnitReport) -> object:
        points = tuple(Element(name, "", 1, 1, 1, 1) for name in entry_points_in(unit))
        told: dict[str, Any] = {}
        for rule in self.rules:
            found = [
                [*(points if source.entry_points else ()), *told_by(unit, source, is_second=place == 1)]
                for place, source in enumerate((rule.options.of, rule.options.must_be_in))
            ]
            if any(found):
                told[rule.code] = tuple(tuple(map(tuple, each)) for each in found)
        return told or None

    def module(self, module: Module, report: ModuleReport) -> object:
        found: dict[str, list[tuple[Any, ...]]] = {}
        for code, place, source in self._sources.of(module.once(names_in)):
            elements = tuple(map(tuple, source.module(module)))
            if elements:
                found.setdefault(code, [(), ()])[place] = elements
        told: dict[str, Any] = {code: tuple(both) for code, both in found.items()}
        if self._handing and (calls := tuple(map(tuple, self._handing.told(module)))):
            told[THROUGH] = calls
        is_told = not self._spread.isdisjoint(told)
        if is_told or not self._spread_libraries <= lacked_libraries():
            held = ((name, parts) for name, parts in collections_in(module).items() if is_told or have_symbols(parts))
            told |= {COLLECTIONS: parts} if (parts := {name: tuple(map(tuple, each)) for name, each in held}) else {}
            told |= {CALLS: handed} if (handed := tuple(handed_over(module))) else {}
        return told or None

    def project(self, project: Project, facts: Mapping[str, object], report: ProjectReport) -> None:
        of, must_be_in = (Spread(facts, project, is_second=is_second) for is_second in (False, True))
        for rule in self.rules:
            first = _Gathered(rule, project, facts, of)
            if rule.options.of_one:
                _judge_alone(rule, first, project, report)
                continue
            second = _Gathered(rule, project, facts, must_be_in)
            told: set[str] = set()
            for path, element in first.elements:
                name = first.resolved(element)
                if rule.options.at == "definition" and name in told:
                    continue
                told.add(name)
                home, span = _place(rule.options, path, element, name, project)
                if not name or not span:
                    report.unknown(rule, path, element.owner)
                elif second.has(name, path, element):
                    report.conforms(rule, path, element.owner)
                elif second.is_open(name, path, element) or (rule.options.all_known and first.hides(path, element)):
                    report.unknown(rule, path, element.owner)
                else:
                    shown = name if name.startswith(QUOTES) else name.rpartition(".")[2]
                    words = {"name": shown, "module": project.files[path]["name"] if path in project.files else path}
                    said = worded(rule.options.message, f"{shown} is not {told_of(rule.options.must_be_in)}", words)
                    report.violates(rule, home, span, said, owner=element.owner)


def _place(options: Options, path: str, element: Element, name: str, project: Project) -> tuple[str, Span | None]:
    """Where a finding about a name is shown; no place where the project does not define what has to be."""
    if options.at == "use":
        return path, element.span
    fact = project.definitions.function(name) or project.definitions.classes.get(name)
    home = project.definitions.home(name)
    if fact is None or home is None:
        return path, None
    return home["path"], (fact.line, fact.column, fact.end_line, fact.end_column)


class _Gathered:
    """One set of a card, from all files."""

    def __init__(self, rule: Rule[Options], project: Project, facts: Mapping[str, Any], spread: Spread) -> None:
        self._project = project
        self._within = rule.options.within
        place = int(spread.is_second)
        source = rule.options.must_be_in if spread.is_second else rule.options.of
        self.elements: list[tuple[str, Element]] = [
            (home, element)
            for path, told in facts.items()
            for home, element in spread.elements(path, told.get(rule.code, ((), ()))[place])
            if _is_one(element, place, project)
        ]
        self._exported, self._mentioned_in = source.exported, source.mentioned_in
        self._is_written, self._is_decorated = bool(source.written_in), source == Source(decorated=source.decorated)
        self._is_second = place == 1
        self._implemented, self._paths = source.implemented, source.paths
        self._functions, self._of_variables = source.functions, bool(rule.options.of.made_by)
        self.elements += [*heirs(source, rule.options.where, project), *exported(source, project)]
        self.elements += methods(source, project)
        self.elements += implemented(project) if source.implemented else []
        if source.entry_points and any(tells_entry_points(path) for path, _ in self.elements):
            self.elements = [each for each in self.elements if each[1].name != ENTRY_POINTS]
        self._names = {(self._reach(path, each.owner), self.resolved(each)) for path, each in self.elements}
        self._open = {reach for reach, name in self._names if not name}

    def resolved(self, element: Element) -> str:
        """The name, followed to where it is defined; a text with a wildcard stands for many."""
        if element.name.startswith(QUOTES) and "*" in element.name:
            return ""
        if element.name == SOME_VALUE:
            return SOME_VALUE
        if not element.name or element.name.startswith(QUOTES):
            return self._at_path(element.name.strip("'\"")) if element.name and self._paths else element.name
        if self._of_variables:
            return [*self._project.texts.way(element.name)][-1]
        text = self._text(element.name)
        if text is not None:
            return repr(text)
        if OF_INSTANCE.fullmatch(element.name):
            return ""
        owner, _, name = element.name.rpartition(".")
        home = self._project.resolver.resolve(owner) or ""
        if home in self._project.definitions.classes and self._project.roles.natures.is_enum(home):
            return f"{home}.{name}"  # a member is what it is, whatever it holds
        found = self._project.resolver.resolve(element.name) or ""
        is_function = not self._functions and self._project.definitions.function(found) is not None
        return "" if is_function or found.endswith("()") else found

    def _at_path(self, path: str) -> str:
        """What has a dotted path; one of the project that leads nowhere stands for itself, and so does one of others
        where nothing is asked of it."""
        found = self._project.resolver.resolve(path) or (path if "." in path else "")
        is_known = self._is_second or found.partition(".")[0] in self._project.modules.roots
        return found if is_known else ""

    def _text(self, name: str) -> str | None:
        """The text behind a name; a constant of a class may be one of its bases'."""
        asked = OF_INSTANCE.fullmatch(name)
        if asked is None:
            return self._project.texts.of(name)
        cls = self._project.resolver.resolve(asked["cls"]) or ""
        told = (self._project.texts.of(f"{each}.{asked['name']}") for each in self._project.resolver.linear(cls))
        return next((text for text in told if text is not None), None)

    def has(self, name: str, path: str, element: Element) -> bool:
        names = {name, *(repr(each.rpartition(".")[2]) for each in (name, element.name) if self._is_written)}
        return any((reach, each) in self._names for reach in self._reaches(path, element) for each in names)

    def is_open(self, name: str, path: str, element: Element) -> bool:
        """Whether there is something in the set of which the name is not known, or nothing of the sort of a name."""
        if self._is_written:
            return not self.elements
        is_text = name.startswith(QUOTES)
        if self._exported and not _has_package(path, self._project):
            return True
        if not is_text and any((reach, SOME_VALUE) in self._names for reach in self._reaches(path, element)):
            return True
        if not any(known.startswith(QUOTES) is is_text for _, known in self._names if known):
            is_closed = self._exported or self._implemented or self._is_looked_through or self._is_bare(name)
            return not is_closed or (bool(self._mentioned_in) and self.hides(path, element))
        return self.hides(path, element)

    def _is_bare(self, name: str) -> bool:
        """Whether a function shows that it has no decorator, where the set is of those that have one."""
        fact = self._project.definitions.function(name) if self._is_decorated else None
        return fact is not None and not fact.decorators

    def hides(self, path: str, element: Element) -> bool:
        """Whether there is something in the set of which the name is not known."""
        return not self._open.isdisjoint(self._reaches(path, element))

    @cached_property
    def _is_looked_through(self) -> bool:
        """Whether there are modules that might have mentioned a name, though they mention none.

        A project of a few modules is there as a whole; of a larger one without such modules they may lie elsewhere.
        """
        wanted, files = self._mentioned_in, self._project.files.items()
        is_whole = bool(wanted) and not self._project.signs.is_telling
        return is_whole or any(module_stands_in(wanted, each["name"], path, self._project) for path, each in files)

    def _reach(self, path: str, owner: str) -> str:
        return {"project": "", "module": path, "class": owner}[self._within]

    def _reaches(self, path: str, element: Element) -> tuple[str, ...]:
        if self._within != "class":
            return (self._reach(path, element.owner),)
        return (*self._project.resolver.linear(element.owner), *self._project.heirs_of(element.owner))


def _is_spread(options: Options) -> bool:
    """Whether collections of other modules may be meant: one that is given, or gone through to give each of it."""
    return options.of.each or options.must_be_in.each or bool(options.of.made_by and options.must_be_in.given_to)


def _judge_alone(rule: Rule[Options], found: _Gathered, project: Project, report: ProjectReport) -> None:
    """Whether each name occurs in one class or module only."""
    homes: dict[str, dict[str, tuple[str, int]]] = {}
    own = [_home_of(rule.options, path, element) for path, element in found.elements]
    names = [found.resolved(element) for _, element in found.elements]
    if is_of_definitions(rule.options.of):
        names = [name.rpartition(".")[2] for name in names]
    for home, name, (path, element) in zip(own, names, found.elements, strict=True):
        homes.setdefault(name, {}).setdefault(home, (path, element.line))
    for home, name, (path, element) in zip(own, names, found.elements, strict=True):
        others = [place for other, place in homes[name].items() if other != home]
        if not name:
            report.unknown(rule, path, element.owner)
        elif not others:
            report.conforms(rule, path, element.owner)
        else:
            shown = name if name.startswith(QUOTES) else name.rpartition(".")[2]
            words = {"name": shown, "module": project.files[path]["name"] if path in project.files else path}
            said = worded(rule.options.message, f"{shown} is used elsewhere, too", words)
            related = [(other, line, f"{shown} is used here, too") for other, line in others]
            report.violates(rule, path, element.span, said, owner=element.owner, related=related)


def _home_of(options: Options, path: str, element: Element) -> str:
    """Within what a name may occur as often as it likes."""
    if options.only_once:
        return f"{path}:{element.line}:{element.column}"
    return outermost(options.as_one, path) or element.owner or path


def _is_one(element: Element, place: int, project: Project) -> bool:
    """Whether something is in a set; what may be in the second one is enough not to miss it."""
    answer = every_of(holds(project, condition) for condition in element.when)
    return answer is True or (answer is None and place == 1)


def _has_package(path: str, project: Project) -> bool:
    """Whether a module lies in a package that says what it hands on."""
    return f"{path.rpartition('/')[0]}/{PACKAGE}".lstrip("/") in project.files
