"""Fields of classes: their type, default and description, what the call that makes them is given, and companions."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Sequence

from ...config.globs import fnmatchcase, matches_one
from ...lang.python.module import Module
from ...lang.python.scopes import Scope
from ...lang.python.unparsed import unparsed
from ...project.givers import GIVERS
from ...project.insisted import INSISTED
from ...project.kept_partials import KEPT_PARTIALS
from ...project.members import DESCRIBED
from ...project.topics import Told, Topic
from ...query.answers import NO, YES, Answer, Condition, answer, every, on_condition, opposite, some
from ...query.calls.arguments import argument
from ...query.definitions.bounds import is_insisted_on
from ...query.definitions.defined import definitions
from ...query.definitions.described import described_names, is_described
from ...query.definitions.dispatch import ByLast, ByName, Dispatch
from ...query.definitions.fields import (
    Field,
    assigned_in,
    column_types,
    default_of,
    fields_of,
    is_mapped,
    made_by,
    mapped_makers,
    told_types,
)
from ...query.definitions.made_fields import made_in, unknown_makers
from ...query.definitions.members import Demand, judged_values
from ...query.definitions.set_fields import set_on_instances
from ...query.naming.names import last_name, name_set
from ...query.values.clocks import clock_faults, has_clock
from ...query.values.types import Type, contains, is_typed, last_of_types, symbols_in
from ...query.values.values import Value, holds
from ..defined_kind import DefinedKind, chosen, selectors
from ..kit import Rule
from ..report import ModuleReport
from ..site_kind import Judgement, Site, demanded
from .given import GivenFields
from .made import given_to_makers, is_made, is_made_with
from .options import Options


class Kind(DefinedKind[Options]):
    """A site is a field of a class."""

    sort = "field"

    def __init__(self, rules: Sequence[Rule[Options]]) -> None:
        super().__init__(rules)
        self._by_field: ByName[Rule[Options]] = ByName()
        self._by_type: ByLast[Rule[Options]] = ByLast()
        self._by_maker: ByLast[Rule[Options]] = ByLast()
        by_class = []
        for rule in rules:
            if any(selectors(rule)):
                by_class.append(rule)
            elif rule.options.made_by:
                self._by_maker.add(rule, name_set(rule.options.made_by).last_names)
            elif rule.options.typed:
                self._by_type.add(rule, last_of_types(rule.options.typed))
            else:
                self._by_field.add(rule, rule.options.named)
        self._by_class = Dispatch(by_class, selectors)
        self._given = GivenFields(rules)
        self._of_variables = [rule for rule in rules if rule.options.variables_of]
        texts_by = {rule.options.texts_by for rule in rules} - {""}
        self._settings = {_text_key(name): Demand(name, Value(is_=True)) for name in texts_by}
        self._makers = {each.code: found for each in rules if (found := unknown_makers(each.options.made_by))}
        self._asks_names = any(rule.options.described is not None for rule in rules)

    def module(self, module: Module, report: ModuleReport) -> object:
        super().module(module, report)
        values = judged_values(module, {}, self._settings)
        for name, told in described_names(module) if self._asks_names else ():
            values[name] = {**values.get(name, {}), DESCRIBED: (told,)}
        return {"values": values} if values else None

    def topics(self) -> Iterable[Topic]:
        if any(rule.options.insisted_on for rule in self.rules):
            yield INSISTED
        if any(rule.options.default.elsewhere or rule.options.clocks for rule in self.rules):
            yield GIVERS
        if any(rule.options.clocks for rule in self.rules):
            yield KEPT_PARTIALS
        yield from super().topics()

    def may_concern(self, file: Told) -> bool:
        if self._settings or self._asks_names:  # the join is asked about the classes and names of all files
            return True
        if not self.may_lie_in(file):
            return False
        if self._by_field or self._by_type or self._by_maker:
            return bool(file.classes) or bool(self._given)
        return any(map(self._by_class.may_mean, file.classes))

    def sites(self, module: Module) -> Iterator[tuple[Rule[Options], Site]]:
        made = list(self._by_maker.of([*module.named_calls, *mapped_makers(module)])) if self._by_maker else []
        classes = list(definitions(module, "class"))
        chosen_by: dict[Scope, list[Rule[Options]]] = {}
        for scope, rule in self._by_class.among(classes, module, lambda rule: self.is_about(rule, module)):
            if rule not in (chosen := chosen_by.setdefault(scope, [])):  # several of its names may match
                chosen.append(rule)
        for scope in classes:
            rules = [*made, *chosen_by.get(scope, ())]
            plain = [rule for rule in rules if rule.options.assigned]
            for field in assigned_in(scope, module) if plain else ():
                yield from _sites(plain, field, scope, module)
            constructed = [rule for rule in rules if rule.options.by_constructor]
            of_type = [rule for rule in constructed if rule.options.type != Type()]
            for field, home in set_on_instances(scope, module) if constructed else ():
                yield from _sites(constructed if field.value is not None else of_type, field, scope, module, home)
            for rule in (each for each in rules if each.code in self._makers):
                for field in made_in(scope, module, self._makers[rule.code]):
                    yield from _sites([rule], field, scope, module)
            for field in fields_of(scope, module) if rules or self._by_field or self._by_type else ():
                meant = (*rules, *self._by_field.of(field.name), *self._typed(field, scope, module))
                yield from _sites(meant, field, scope, module)
        for rule, field, call, table in self._given.of(module):
            yield from _sites([rule], field, call.scope, module, owner=table)
        here = [rule for rule in self._of_variables if matches_one(rule.options.variables_of, module.path)]
        for field in assigned_in(module.scope, module) if here else ():
            yield from _sites(here, field, module.scope, module)

    def _typed(self, field: Field, scope: Scope, module: Module) -> Iterable[Rule[Options]]:
        """The cards that may be about the type of a field; what the project defines may be made of any."""
        if not self._by_type:
            return ()
        symbols = [symbol for each in _types_of(field, module, scope) for symbol in symbols_in(each, module, scope)]
        if any(symbol[: symbol.find(".")] in module.roots for symbol in symbols):
            return self._by_type.rules
        return self._by_type.of(map(last_name, symbols))

    def called(self, site: Site) -> str:
        return _name(site)

    def demands(self, site: Site, rule: Rule[Options]) -> Iterator[Judgement]:
        for judged in _DEMANDS:
            yield from judged(rule.options, site)


def _sites(
    rules: Iterable[Rule[Options]],
    field: Field,
    scope: Scope,
    module: Module,
    home: Scope | None = None,
    owner: str = "",
) -> Iterator[tuple[Rule[Options], Site]]:
    """The sites of a field of a class or module, or of a table of some name; what a method sets belongs to that as its
    `home`."""
    for rule in rules:
        if _is_named(rule.options, field.name):
            found = every(_chosen(rule.options, field, scope, module))
            if found.holds:
                yield rule, _site(field, home or scope, module, found, owner)


def _site(field: Field, scope: Scope, module: Module, found: Answer, owner: str) -> Site:
    said = unparsed(field.annotation) if field.annotation is not None else ""
    owner = owner or (scope.owner.name if scope.owner is not None else "")
    words = {"field": field.name, "class": owner, "module": module.name}
    words |= {"type": said, "argument": "", "value": "", "name": ""}
    return Site(module, field.node, scope, words, found.when, field)


def _field(site: Site) -> Field:
    assert isinstance(site.subject, Field)
    return site.subject


def _name(site: Site) -> str:
    return f"{site.words['class']}.{site.words['field']}" if site.words["class"] else site.words["field"]


def _is_named(options: Options, name: str) -> bool:
    if options.named and not any(fnmatchcase(name, glob) for glob in options.named):
        return False
    return not any(fnmatchcase(name, glob) for glob in options.unnamed)


def _chosen(options: Options, field: Field, scope: Scope, module: Module) -> Iterator[Answer]:
    if scope.kind == "class":
        yield from chosen(options, scope, module)
        if options.extended_by:
            yield on_condition(("extended-by", module.names.qualified(scope), options.extended_by))
    if options.not_typed:
        yield opposite(
            some(contains(options.not_typed, each, module, scope) for each in _types_of(field, module, scope))
        )
    if options.made_by:
        makers = (is_made(options.made_by, maker, scope, module) for maker in field.makers)
        yield some([*makers, answer(is_mapped(options.made_by, field, scope, module))])
    yield from (is_made_with(name, wanted, field, scope, module) for name, wanted in options.made_with.items())
    if options.clocks:
        yield answer(has_clock(field.makers))
    if options.type_arguments:
        yield answer(bool(told_types(field, module, scope)))
    if options.typed:
        yield some(contains(options.typed, each, module, scope) for each in _types_of(field, module, scope))


def _types_of(field: Field, module: Module, scope: Scope) -> list[ast.expr]:
    return [*([field.annotation] if field.annotation is not None else []), *column_types(field, module, scope)]


def _of_type(options: Options, site: Site) -> Iterator[Judgement]:
    if options.type == Type() or _is_told_otherwise(options, site):
        return
    field, module = _field(site), site.module
    columns = column_types(field, module, site.scope)
    shown = site.words["type"] or ", ".join(map(unparsed, columns))
    said = f"{_name(site)} is a {shown}" if shown else f"{_name(site)} does not say of which type it is"
    answers = [is_typed(options.type, field.annotation, module, site.scope)] if field.annotation or not columns else []
    answers += [is_typed(_of_column(options.type), column, module, site.scope) for column in columns]
    yield demanded(every(answers), said, words={"type": shown})


def _is_told_otherwise(options: Options, site: Site) -> bool:
    field, scope, module = _field(site), site.scope, site.module
    made = (is_made(options.type_unless_made_by, maker, scope, module) for maker in field.makers)
    given = (is_made_with(name, wanted, field, scope, module) for name, wanted in options.type_unless.items())
    return field.annotation is not None and some([*made, *given]).holds is True


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
    shown = unparsed(default)
    held = NO if wanted.given is False else holds(wanted, default, site.module, site.scope)
    if wanted.never:
        within = Value(never=wanted.never, elsewhere=wanted.elsewhere)
        made = made_by(default, site.module, site.scope)
        held = every([held, *(holds(within, each, site.module, scope) for each, scope in made)])
    yield demanded(held, f"{_name(site)} has the default {shown}", words={"value": shown})


def _of_arguments(options: Options, site: Site) -> Iterator[Judgement]:
    field = _field(site)
    for name, wanted in options.arguments.items():
        found = given_to_makers(name, field, site.scope, site.module)
        words = {"argument": name, "value": ""}
        if found.value is None:
            held = answer(True if wanted.given is not True else None if found.is_open else False)
            yield demanded(held, f"{_name(site)} is given no {name}", words=words)
            continue
        words["value"] = shown = unparsed(found.value)
        held = NO if wanted.given is False else holds(wanted, found.value, site.module, found.scope)
        yield demanded(held, f"{_name(site)} is given {name}={shown}", words=words)


def _of_type_arguments(options: Options, site: Site) -> Iterator[Judgement]:
    """What the types of a column are given; one without brackets is given nothing."""
    for each in told_types(_field(site), site.module, site.scope) if options.type_arguments else ():
        named = each.func if isinstance(each, ast.Call) else each
        if contains(options.typed, named, site.module, site.scope).holds:
            for place, (name, wanted) in enumerate(options.type_arguments.items()):
                yield _of_type_argument(each, name, place, wanted, site)


def _of_type_argument(written: ast.expr, name: str, place: int, wanted: Value, site: Site) -> Judgement:
    shown = unparsed(written)
    words = {"argument": name, "value": shown}
    given = argument(written, name, place, site.module, site.scope) if isinstance(written, ast.Call) else None
    if given is None or given.value is None:
        held = answer(None if given is not None and given.is_open else wanted.given is not True)
        return demanded(held, f"{_name(site)} is a {shown}, which is given no {name}", words=words)
    held = holds(wanted, given.value, site.module, given.scope)
    return demanded(held, f"{_name(site)} is a {shown}", words=words)


def _of_clocks(options: Options, site: Site) -> Iterator[Judgement]:
    if options.clocks:
        found = list(clock_faults(_field(site).makers, site.module, site.scope))
        sure = "; ".join(said for said, when in found if when is None)
        for said, conditions in [(sure, ()), *((said, (when,)) for said, when in found if when is not None)]:
            if said:
                yield Judgement("violates", f"{_name(site)}: {said}", when=conditions, words={"value": said})


def _of_description(options: Options, site: Site) -> Iterator[Judgement]:
    if options.described is not None:
        field, module = _field(site), site.module
        texts = (
            [on_condition(_reads_texts(options.texts_by, site)) if options.texts_by else YES] if field.has_text else []
        )
        found = some([*texts, is_described(field, module, site.scope)])
        held = found if options.described else opposite(found)
        yield demanded(held, f"{_name(site)} {'does not say' if options.described else 'is not to say'} what it holds")


def _reads_texts(setting: str, site: Site) -> Condition:
    return ("configured", site.module.names.qualified(site.scope), (_text_key(setting), False))


def _text_key(setting: str) -> str:
    return f"texts.{setting}"


def _of_companions(options: Options, site: Site) -> Iterator[Judgement]:
    qualified = site.module.names.qualified(site.scope)
    for template in options.companions:
        name = template.replace("{field}", _field(site).name)
        held = on_condition(("completed-with", qualified, (name,)))
        said = f"{_name(site)} stands without {name}"
        place = site.scope.node if options.companions_at == "class" else None
        yield demanded(answer(True) if name in site.scope.bindings else held, said, place, {"name": name})


def _of_insistence(options: Options, site: Site) -> Iterator[Judgement]:
    """Whether somebody looks at it before it is used; a type or a function of the project may do so."""
    if not options.insisted_on:
        return
    held = is_insisted_on(_field(site), site.module, site.scope.owner or site.scope)
    yield demanded(held, f"nothing looks whether {_name(site)} is there and long enough")


_DEMANDS = (
    _of_insistence,
    _of_type,
    _of_default,
    _of_arguments,
    _of_type_arguments,
    _of_clocks,
    _of_description,
    _of_companions,
)
