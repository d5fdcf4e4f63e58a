"""Fields of classes: their type, default and description, what the call that makes them is given, and companions."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Sequence
from fnmatch import fnmatchcase
from typing import ClassVar

import msgspec

from ..lang.python.module import Module, name_of
from ..lang.python.scopes import Scope
from ..project.topics import Told
from ..query.answers import NO, Answer, answer, every, on_condition, opposite, some
from ..query.arguments import argument
from ..query.clocks import clock_faults, has_clock
from ..query.defined import definitions, derives, is_decorated, is_meant
from ..query.dispatch import ByLast, ByName, Dispatch, Selectors
from ..query.fields import Field, column_types, default_of, fields_of, is_described, told_types
from ..query.names import Asked, DefinedNames, Names, NameSet, last_name
from ..query.places import Places, Where, stands_in
from ..query.types import Type, contains, is_typed, last_of_types, symbols_in
from ..query.values import Value, holds
from .kit import Rule
from .site_kind import CONFORMS, Judgement, Site, SiteKind, SiteOptions, demanded


class Options(SiteOptions, frozen=True):
    """Which fields of which classes, and what holds of them."""

    of: DefinedNames = ()
    """Fields of these classes; a name without dots is that of the class alone. Example: `of = ["role:dto"]`"""
    derives: DefinedNames = ()
    """Fields of classes that have one of these as a base at any depth. Example: `derives = ["pydantic.BaseModel"]`"""
    decorated: Names = ()
    """Fields of classes that have one of these decorators. Example: `decorated = ["dataclasses.dataclass"]`"""
    named: tuple[str, ...] = ()
    """Globs that the name of the field matches, one of them. Example: `named = ["price", "*_amount"]`"""
    unnamed: tuple[str, ...] = ()
    """Globs of names of fields that are left aside. Example: `unnamed = ["_*"]`"""
    typed: Names = ()
    """Only fields in whose type one of these occurs. Example: `typed = ["datetime.datetime"]`"""
    made_by: Names = ()
    """Only fields that a call of one of these makes. Example: `made-by = ["*.Column", "*.mapped_column"]`"""
    forbidden: bool = False
    """Whether there must be no such field. Example: `forbidden = true`"""
    only_inside: Places = ()
    """The only places where it may stand. Example: `only-inside = ["path:settings.py"]`"""
    never_inside: Places = ()
    """Places where it must not stand. Example: `never-inside = ["path:domain/**"]`"""
    type: Type = Type()
    """What its type must be, that of a column included. Example: `type = { never = ["float"] }`"""
    default: Value = Value()
    """What its default must be, however it is said. Example: `default = { given = true }`"""
    arguments: dict[str, Value] = msgspec.field(default_factory=dict)
    """What the call that makes it must be given. Example: `arguments.index = { given = true, is = true }`"""
    type_arguments: dict[str, Value] = msgspec.field(default_factory=dict)
    """What the column types among `typed` must be given. Example: `type-arguments.timezone = { given = true }`"""
    clocks: bool = False
    """Whether a clock that gives its default must be read for each row, and tell its zone. Example: `clocks = true`"""
    described: bool | None = None
    """Whether it must say what it holds. Example: `described = true`"""
    companions: tuple[str, ...] = ()
    """Other fields that must be there, `{field}` for its name. Example: `companions = ["{field}_currency"]`"""

    words: ClassVar[tuple[str, ...]] = ("field", "class", "module", "type", "argument", "value", "name")


class Kind(SiteKind[Options]):
    """A site is a field of a class."""

    def __init__(self, rules: Sequence[Rule[Options]]) -> None:
        super().__init__(rules)
        self._by_field: ByName[Rule[Options]] = ByName()
        self._by_type: ByLast[Rule[Options]] = ByLast()
        self._by_maker: ByLast[Rule[Options]] = ByLast()
        by_class = []
        for rule in rules:
            if any(_selectors(rule)):
                by_class.append(rule)
            elif rule.options.made_by:
                self._by_maker.add(rule, NameSet(rule.options.made_by).last_names)
            elif rule.options.typed:
                self._by_type.add(rule, last_of_types(rule.options.typed))
            else:
                self._by_field.add(rule, rule.options.named)
        self._by_class = Dispatch(by_class, _selectors)

    def may_concern(self, file: Told) -> bool:
        if not self.may_lie_in(file):
            return False
        if self._by_field or self._by_type or self._by_maker:
            return bool(file.classes)
        return any(map(self._by_class.may_mean, file.classes))

    def sites(self, module: Module) -> Iterator[tuple[Rule[Options], Site]]:
        made = list(self._by_maker.of(module.named_calls)) if self._by_maker else []
        for scope in definitions(module, "class"):
            rules = [*made, *self._by_class.of(scope, module)]
            for field in fields_of(scope, module) if rules or self._by_field or self._by_type else ():
                for rule in (*rules, *self._by_field.of(field.name), *self._typed(field, scope, module)):
                    if _is_named(rule.options, field.name):
                        chosen = every(_chosen(rule.options, field, scope, module))
                        if chosen.holds:
                            yield rule, _site(field, scope, module, chosen)

    def _typed(self, field: Field, scope: Scope, module: Module) -> Iterable[Rule[Options]]:
        """The cards that may be about the type of a field; what the project defines may be made of any."""
        if not self._by_type:
            return ()
        symbols = [symbol for each in _types_of(field) for symbol in symbols_in(each, module, scope)]
        if any(symbol[: symbol.find(".")] in module.roots for symbol in symbols):
            return self._by_type.rules
        return self._by_type.of(map(last_name, symbols))

    def judge(self, site: Site, rule: Rule[Options]) -> Iterator[Judgement]:
        options = rule.options
        if options.forbidden:
            yield Judgement("violates", f"there is to be no field such as {_name(site)}")
            return
        found = [judgement for judged in _DEMANDS for judgement in judged(options, site)]
        yield from found or [CONFORMS]


def _selectors(rule: Rule[Options]) -> Selectors:
    return Selectors(rule.options.of, rule.options.decorated, rule.options.derives)


def _site(field: Field, scope: Scope, module: Module, chosen: Answer) -> Site:
    said = ast.unparse(field.annotation) if field.annotation is not None else ""
    words = {"field": field.name, "class": scope.name, "module": module.name, "type": said}
    words |= {"argument": "", "value": "", "name": ""}
    return Site(module, field.node, scope, words, chosen.when, field)


def _field(site: Site) -> Field:
    assert isinstance(site.subject, Field)
    return site.subject


def _name(site: Site) -> str:
    return f"{site.words['class']}.{site.words['field']}"


def _is_named(options: Options, name: str) -> bool:
    if options.named and not any(fnmatchcase(name, glob) for glob in options.named):
        return False
    return not any(fnmatchcase(name, glob) for glob in options.unnamed)


def _chosen(options: Options, field: Field, scope: Scope, module: Module) -> Iterator[Answer]:
    yield is_meant(options.of, scope, module)
    if options.made_by:
        yield some(_is_made(options.made_by, maker, scope, module) for maker in field.makers)
    if options.clocks:
        yield answer(has_clock(field.makers))
    if options.type_arguments:
        yield answer(bool(told_types(field)))
    if options.decorated:
        node = scope.node
        assert isinstance(node, ast.ClassDef)
        yield is_decorated(options.decorated, scope, module)
    if options.derives:
        yield derives(options.derives, scope, module)
    if options.typed:
        yield some(contains(options.typed, each, module, scope) for each in _types_of(field))


def _is_made(names: Names, maker: ast.Call, scope: Scope, module: Module) -> Answer:
    return NameSet(names).match(Asked(module.symbol(maker.func, scope), name_of(maker.func)), module.roots)


def _types_of(field: Field) -> list[ast.expr]:
    return [*([field.annotation] if field.annotation is not None else []), *column_types(field)]


def _of_place(options: Options, site: Site) -> Iterator[Judgement]:
    where, said = Where(site.module, site.node, site.scope), f"{_name(site)} has no place here"
    if options.only_inside:
        yield demanded(stands_in(options.only_inside, where), said)
    if options.never_inside:
        yield demanded(opposite(stands_in(options.never_inside, where)), said)


def _of_type(options: Options, site: Site) -> Iterator[Judgement]:
    if options.type == Type():
        return
    field, module = _field(site), site.module
    columns = column_types(field)
    shown = site.words["type"] or ", ".join(map(ast.unparse, columns))
    said = f"{_name(site)} is a {shown}" if shown else f"{_name(site)} does not say of which type it is"
    answers = [is_typed(options.type, field.annotation, module, site.scope)] if field.annotation or not columns else []
    answers += [is_typed(_of_column(options.type), column, module, site.scope) for column in columns]
    yield demanded(every(answers), said, words={"type": shown})


def _of_column(wanted: Type) -> Type:
    """What is asked of the argument of a column: other arguments than the type stand beside it."""
    return Type(never=wanted.never)


def _of_default(options: Options, site: Site) -> Iterator[Judgement]:
    wanted = options.default
    if wanted == Value():
        return
    default = default_of(_field(site))
    if default is None:
        held = answer(None if _field(site).is_open and wanted.given is not None else wanted.given is not True)
        yield demanded(held, f"{_name(site)} has no default")
        return
    shown = ast.unparse(default)
    held = NO if wanted.given is False else holds(wanted, default, site.module, site.scope)
    yield demanded(held, f"{_name(site)} has the default {shown}", words={"value": shown})


def _of_arguments(options: Options, site: Site) -> Iterator[Judgement]:
    field = _field(site)
    for name, wanted in options.arguments.items():
        given = [argument(maker, name, None, site.module, site.scope) for maker in field.makers]
        found = next((each for each in reversed(given) if each.value is not None), None)
        words = {"argument": name, "value": ""}
        if found is None or found.value is None:
            is_open = field.is_open or any(each.is_open for each in given)
            held = answer(True if wanted.given is not True else None if is_open else False)
            yield demanded(held, f"{_name(site)} is given no {name}", words=words)
            continue
        words["value"] = shown = ast.unparse(found.value)
        held = NO if wanted.given is False else holds(wanted, found.value, site.module, found.scope)
        yield demanded(held, f"{_name(site)} is given {name}={shown}", words=words)


def _of_type_arguments(options: Options, site: Site) -> Iterator[Judgement]:
    """What the types of a column are given; one without brackets is given nothing."""
    for each in told_types(_field(site)) if options.type_arguments else ():
        named = each.func if isinstance(each, ast.Call) else each
        if contains(options.typed, named, site.module, site.scope).holds:
            for name, wanted in options.type_arguments.items():
                yield _of_type_argument(each, name, wanted, site)


def _of_type_argument(written: ast.expr, name: str, wanted: Value, site: Site) -> Judgement:
    shown = ast.unparse(written)
    words = {"argument": name, "value": shown}
    given = argument(written, name, None, site.module, site.scope) if isinstance(written, ast.Call) else None
    if given is None or given.value is None:
        held = answer(None if given is not None and given.is_open else wanted.given is not True)
        return demanded(held, f"{_name(site)} is a {shown}, which is given no {name}", words=words)
    held = holds(wanted, given.value, site.module, given.scope)
    return demanded(held, f"{_name(site)} is a {shown}", words=words)


def _of_clocks(options: Options, site: Site) -> Iterator[Judgement]:
    if options.clocks:
        for said in clock_faults(_field(site).makers, site.module, site.scope):
            yield Judgement("violates", f"{_name(site)}: {said}", words={"value": said})


def _of_description(options: Options, site: Site) -> Iterator[Judgement]:
    if options.described is not None:
        found = is_described(_field(site), site.module, site.scope)
        held = answer(found) if options.described else opposite(answer(found))
        yield demanded(held, f"{_name(site)} {'does not say' if options.described else 'is not to say'} what it holds")


def _of_companions(options: Options, site: Site) -> Iterator[Judgement]:
    qualified = site.module.names.qualified(site.scope)
    for template in options.companions:
        name = template.replace("{field}", _field(site).name)
        held = on_condition(("member", qualified, (name,)))
        said = f"{_name(site)} stands without {name}"
        yield demanded(answer(True) if name in site.scope.bindings else held, said, words={"name": name})


_DEMANDS = (
    _of_place,
    _of_type,
    _of_default,
    _of_arguments,
    _of_type_arguments,
    _of_clocks,
    _of_description,
    _of_companions,
)
