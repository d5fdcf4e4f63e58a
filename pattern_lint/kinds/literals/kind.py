"""Texts, numbers and f-strings that are written out: where they stand, of what form they are, whether they may be.

A card says which it means by what they look like (`matches`, `shapes`), and by what they are given to: names (`named`)
or calls (`given-to`), also where a variable holds them on the way. Docstrings, texts that stand alone and annotations
are none. A part of a text that is not known, such as a hole of an f-string, may be anything where a form is demanded,
and is `{}` where `matches` looks at it.
"""

from __future__ import annotations

import ast
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from functools import cache
from typing import TypeAlias

from ...flow.bindings import values_behind
from ...flow.fillings import own_class
from ...flow.inherited import function_called, method_of
from ...flow.returned import returned_by
from ...lang.python.module import Module, name_of
from ...lang.python.scopes import Scope
from ...project.called import may_call
from ...project.texts import TEXTS
from ...project.topics import Told, Topic
from ...query.answers import YES, Answer, Condition, answer, on_condition, some
from ...query.calls.arguments import argument
from ...query.calls.calls import Called, CallTable, words_of
from ...query.definitions.reasons import is_commented
from ...query.definitions.signatures import parameters_of
from ...query.functions.callers import given_for, taken
from ...query.literals.agreeing import of_another_sort
from ...query.literals.filled import filled, spelled_out, with_constants
from ...query.literals.listed import FEWEST, class_of_members
from ...query.literals.literals import Around, Written, fits, written_as, written_in
from ...query.literals.texts import Texts
from ...query.naming.names import last_name, name_set
from ...query.places.places import Where, stands_in
from ..kit import Rule
from ..site_kind import Judgement, Site, SiteKind, demanded, placed
from .elsewhere import constant_elsewhere, is_as_demanded, is_one, named_in, position_of, taken_as_meant
from .options import Options
from .wanted import Formed, Takers, Wanted, any_of

_ENUMS = ("enum.Enum", "enum.StrEnum", "enum.IntEnum")
_PROPERTIES = ("property", "cached_property")
_LONGEST = 60
"""How long the values are that a message shows."""


_Call: TypeAlias = tuple[str, Answer, Called | None]
"""What is called, whether it is surely meant, and the call where it counts by itself."""
_Table: TypeAlias = dict[Wanted, dict[_Call, list[tuple[ast.expr, Scope]]]]
"""What calls are given, by the cards that mean it and what is called."""
_Found: TypeAlias = tuple[Wanted, Written, str, Answer, Called | None]


class Kind(SiteKind[Options]):
    """A site is a literal."""

    def __init__(self, rules: Sequence[Rule[Options]]) -> None:
        super().__init__(rules)
        wanted = [Wanted(rule) for rule in rules]
        self._calls = CallTable((each, name_set(each.options.given_to)) for each in wanted)
        self._takers_elsewhere = CallTable((each, name_set(each.options.taken_by)) for each in wanted)
        self._excusing = CallTable((rule.code, name_set(rule.options.unless_given_to)) for rule in rules)
        self._by_name = [each for each in wanted if each.options.named or each.options.in_dicts]
        by_form = [each for each in wanted if each.is_by_form]
        self._by_form = [each for each in by_form if not (each.classes or each.is_of_files)]
        self._in_classes = [each for each in by_form if each.classes]
        self._in_files = [each for each in by_form if each.is_of_files]
        self._names = any_of(sign for each in self._by_name for sign in each.signs)
        self._takers = Takers([(each, each.takes) for each in self._by_name])
        self._holders = Takers([(each, each.holds) for each in self._by_name])
        self._forms = Formed(any_of(each.options.matches for each in self._by_form))
        of_members = [each for each in wanted if "members" in each.options.shapes]
        self._members = Formed(any_of(each.options.matches for each in of_members)) if of_members else None

    def topics(self) -> Iterator[Topic]:
        if any(rule.options.elsewhere for rule in self.rules):
            yield TEXTS
        yield from super().topics()

    def may_concern(self, file: Told) -> bool:
        if not self.may_lie_in(file):
            return False
        has_classes = bool(self._in_classes) and any(file.classes)
        is_given = may_call(file, self._calls) or may_call(file, self._takers_elsewhere)
        is_of_form = bool(self._by_form or self._in_files)
        return has_classes or is_of_form or self._may_name(file.read()) or is_given

    def _may_name(self, source: bytes) -> bool:
        """Whether a file may give something to a name that a card is about."""
        if not self._by_name or self._names is None:
            return bool(self._by_name)
        text = source.decode(errors="replace")
        plain = text if text.isascii() else unicodedata.normalize("NFKC", text)  # as Python reads names
        return self._names.search(plain.lower()) is not None

    def sites(self, module: Module) -> Iterator[tuple[Rule[Options], Site]]:
        together: dict[str, list[tuple[Rule[Options], Site]]] = {}
        called = self._called(module)
        yield from _named_elsewhere(called, module)
        for rule, site in self._found(called, module):
            if rule.options.agree and placed(rule.options, site).holds is not False:
                together.setdefault(rule.code, []).append((rule, site))
            elif not rule.options.agree:
                yield rule, site
        for found in together.values():
            texts = [(s.node, str(s.subject.value)) for _, s in found if isinstance(s.subject, Written)]
            odd = of_another_sort(texts, found[0][0].options.agree)
            for rule, site in found:
                yield rule, site._replace(words={**site.words, "other": odd.get(site.node, "")})

    def _found(self, called: _Table, module: Module) -> Iterator[tuple[Rule[Options], Site]]:
        by_name = [*self._written(module)]
        sure = _sure(by_name)
        given = [
            each
            for each in _by_literals(_given(called, module))
            if not each[3].when or (each[0].rule.code, each[1].node) not in sure
        ]
        taken = {(wanted.rule.code, written.node) for wanted, written, *_ in given}
        codes = {wanted.rule.code for wanted, *_ in (*given, *by_name)}
        excused = {*self._excused(module, codes)} if codes else set()
        seen = excused - taken
        for wanted, written, call, found, at in (*given, *by_name):
            shown = at.node if at is not None else written.node
            if (wanted.rule.code, shown) not in seen and wanted.means(written) and not wanted.is_aside(written, module):
                seen.add((wanted.rule.code, shown))
                function = written.scope.function
                words = {"value": _shown(written), "name": written.name, "call": call, "module": module.name}
                words["other"] = ""
                words["function"] = function.name if function is not None else ""
                scope = at.scope if at is not None else written.scope
                when = (*found.when, *_of_enum(written, module))
                yield wanted.rule, Site(module, shown, scope, words, when, written)

    def _excused(self, module: Module, codes: Set[str]) -> Iterator[tuple[str, ast.expr]]:
        """What is given to calls that may be given it, also by way of a constant or of a function that hands it on, by
        those of some cards that say so."""
        for code, call, found in self._excusing.matches(module, codes.__contains__):
            if found == YES and isinstance(call.node, ast.Call):
                given = [*call.node.args, *(keyword.value for keyword in call.node.keywords)]
                parent = module.index.parents.get(call.node)
                given += parent.values if isinstance(parent, ast.BoolOp) else []
                handed = [part for each in given for part in _handed_for(each, call.scope, module)]
                starts = [*((each, call.scope) for each in given), *handed]
                yield from ((code, value) for value, _ in values_behind(starts, module))

    def _called(self, module: Module) -> _Table:
        """What calls are given, by the cards that mean it and what is called."""
        table: _Table = {}
        counts: Callable[[Wanted], bool] = cache(
            lambda each: self.is_about(each.rule, module) and each.may_be_given_in(module)
        )
        for wanted, call, found in self._calls.matches(module, counts):
            options = wanted.options
            is_shown = options.at == "call"  # what it is given stands elsewhere, perhaps
            if is_shown and placed(options, Site(module, call.node, call.scope)).holds is False:
                continue
            if isinstance(call.node, ast.Call):
                is_each = bool(options.each_of) and is_one(options.each_of, call, module)
                place = position_of(options, call, module)
                given = [*_arguments(call.node, options, module, call.scope, place=place, is_each=is_each)]
                if options.through_functions:
                    given += [part for value, scope in given for part in returned_by(value, scope, module)]
                found = taken_as_meant(options, call, place, found, module)
                key = words_of(module, call)["call"], found, call if is_shown else None
                table.setdefault(wanted, {}).setdefault(key, []).extend(given)
        for wanted, call, _ in self._takers_elsewhere.matches(module, counts):
            for found, value in _taken_elsewhere(wanted.options, call, module):
                key = words_of(module, call)["call"], found, call if wanted.options.at == "call" else None
                table.setdefault(wanted, {}).setdefault(key, []).append((value, call.scope))
        return table

    def _meant(self, module: Module) -> Around | None:
        """Where something is that a card may be about by name or form; most files have no such thing."""
        has_members = self._members is not None and len(self._members.meant(module.mentioned)) >= FEWEST
        texts = Texts(module, members=has_members)
        by_name = list(dict.fromkeys((*self._takers.shown(module), *self._holders.shown(module))))
        meant = {text for each in by_name for text in each.meant(texts.all)}
        formed = self._forms.meant(texts.all) if self._by_form else frozenset()
        meant |= {text for each in self._by_form if formed for text in each.meant(formed)}
        others = any(not each.is_of_texts for each in (*self._by_form, *by_name))
        return texts.around(meant, others=others) if meant or others else None

    def _written(self, module: Module) -> Iterator[_Found]:
        in_whole = [each for each in self._in_classes if each.may_stand_in(module)]
        in_whole += [each for each in self._in_files if self.is_about(each.rule, module)]
        meant = None if in_whole else self._meant(module)
        for found in written_in(module, meant) if in_whole or meant is not None else ():
            written = with_constants(found, module)
            takers = (*self._takers.of(written.name), *self._holders.of(written.holder))
            for wanted in (*takers, *in_whole, *self._by_form):
                places = wanted.options.named_inside if wanted in takers else ()
                held = stands_in(places, Where(module, written.node, written.scope)) if places else YES
                if held.holds and (wanted in takers or wanted.stands(written, module)):
                    yield wanted, written, "", held, None

    def judge(self, site: Site, rule: Rule[Options]) -> Iterator[Judgement]:
        options, written = rule.options, site.subject
        if isinstance(written, str):
            yield demanded(is_as_demanded(options, written), f"{site.words['value']} is not what it must be")
            return
        assert isinstance(written, Written)
        what = f"the {written.shape}" + (f" for {site.words['name']}" if site.words["name"] else "")
        if options.forbidden:
            yield Judgement("violates", f"{what} is not to be written out here")
        if options.agree:
            is_odd = bool(site.words["other"])
            yield demanded(answer(not is_odd), f"{site.words['value']} does not go with {site.words['other']}")
        if options.only_inside:
            where = Where(site.module, site.node, site.scope)
            yield demanded(stands_in(options.only_inside, where), f"{what} has no place here")
        if options.commented:
            held = answer(is_commented(options.commented, site.node, site.module))
            yield demanded(held, f"no comment beside {what} says what it must")
        if options.value is not None:
            held = answer(fits(options.value, filled(written, options.parts)))
            yield demanded(held, f"{site.words['value']} is not what {what} must be")


def _given(calls_by_card: _Table, module: Module) -> Iterator[_Found]:
    """What is written out and given to a call, also through variables and in collections."""
    for wanted, calls in calls_by_card.items():
        for (called, found, at), starts in calls.items():
            for node, scope in _values(starts, module, through=wanted.options.through_functions):
                key = node.slice if isinstance(node, ast.Subscript) else None
                written = written_as(node, scope) if key is None else written_as(key, scope, use="key")
                if written is not None:
                    yield wanted, spelled_out(written, module), called, found, at


def _named_elsewhere(calls_by_card: _Table, module: Module) -> Iterator[tuple[Rule[Options], Site]]:
    """The constants of other modules that calls are given, by the cards that ask for them, each once."""
    for wanted, calls in calls_by_card.items():
        begun, named = wanted.options.forbidden, dict[ast.AST, tuple[Site, list[Answer]]]()
        for (called, found, at), starts in calls.items() if wanted.options.elsewhere else ():
            for node, scope in (each for start, home in starts for each in named_in(start, module, home, begun=begun)):
                symbol = constant_elsewhere(node, wanted.options, module, scope)
                if symbol:
                    words = {"value": last_name(symbol), "call": called, "module": module.name}
                    words |= dict.fromkeys(("name", "other", "function"), "")
                    shown, around = (node, scope) if at is None else (at.node, at.scope)
                    named.setdefault(node, (Site(module, shown, around, words, (), symbol), []))[1].append(found)
        yield from ((wanted.rule, site._replace(when=some(found).when)) for site, found in named.values())


def _by_literals(found: Iterator[_Found]) -> Iterable[_Found]:
    """One for each card and literal, which counts where it is given to one of several calls that may be meant."""
    table: dict[tuple[str, ast.expr], _Found] = {}
    for wanted, written, call, held, at in found:
        key = wanted.rule.code, written.node
        before = table.get(key)
        table[key] = (wanted, written, call, held, at) if before is None else (*before[:3], some([before[3], held]), at)
    return table.values()


def _sure(found: Sequence[_Found]) -> set[tuple[str, ast.expr]]:
    """What surely is one of those that must go together; that it may be given to a call, too, says nothing more."""
    return {
        (wanted.rule.code, written.node)
        for wanted, written, _, held, _ in found
        if wanted.options.agree and not held.when and wanted.means(written)
    }


def _handed_for(node: ast.expr, scope: Scope, module: Module) -> Iterator[tuple[ast.expr, Scope]]:
    """What a parameter is by default, and what the calls of its function in the file give for it."""
    parameter = taken(node, module, scope)
    if parameter is not None:
        defaults = (each.default for each in parameters_of(parameter.function, module) if each.name == parameter.name)
        yield from ((default, parameter.function) for default in defaults if default is not None)
        yield from given_for(parameter, module)


def _values(
    starts: Sequence[tuple[ast.expr, Scope]], module: Module, *, through: bool
) -> Iterator[tuple[ast.expr, Scope]]:
    """What calls are given, where it comes from; what functions of the file return is among it where that counts."""
    for node, scope in values_behind(starts, module):
        yield node, scope
        helper = _helper(node, scope, module) if through else None
        if helper is not None:
            yield from values_behind([(each, helper) for each in module.returned.get(helper, ())], module)


def _helper(node: ast.expr, scope: Scope, module: Module) -> Scope | None:
    """The function of the file that is called, or the property that is asked for on the own object."""
    if isinstance(node, ast.Call):
        symbol = module.symbol(node.func, scope)
        return function_called(symbol, module) if symbol is not None else None
    owner = own_class(node, scope) if isinstance(node, ast.Attribute) else None
    asked = method_of(owner, node.attr, module) if owner is not None and isinstance(node, ast.Attribute) else None
    decorators = getattr(asked.node, "decorator_list", []) if asked is not None else []
    return asked if any(name_of(each) in _PROPERTIES for each in decorators) else None


def _arguments(
    call: ast.Call, options: Options, module: Module, scope: Scope, *, place: int | None, is_each: bool
) -> Iterator[tuple[ast.expr, Scope]]:
    """The arguments of a call that a card means."""
    if not options.argument and place is None:
        yield from ((value, scope) for value in (*call.args, *(keyword.value for keyword in call.keywords)))
        return
    if is_each:
        yield from ((value.value if isinstance(value, ast.Starred) else value, scope) for value in call.args)
    for name in dict.fromkeys(options.argument.split("|")):
        given = argument(call, name, place, module, scope)
        if given.value is not None:
            yield given.value, given.scope


def _taken_elsewhere(options: Options, call: Called, module: Module) -> Iterator[tuple[Answer, ast.expr]]:
    """What a function of another module is given by position, on condition that it takes that as what a card means; all
    that a function of the project is given where the card does not say which argument it means."""
    symbol, node = call.symbol or "", call.node
    if not isinstance(node, ast.Call) or symbol[: symbol.find(".")] not in module.roots:
        return
    names = (*options.argument.split("|"), *options.named)
    if not options.argument:
        yield from ((YES, value) for value in (*node.args, *(keyword.value for keyword in node.keywords)))
    for place, value in enumerate(() if not options.argument or symbol.startswith(f"{module.name}.") else node.args):
        if isinstance(value, ast.Starred):
            return
        yield on_condition(("called-parameter", symbol, (call.name, place, names))), value


def _of_enum(written: Written, module: Module) -> tuple[Condition, ...]:
    """What must hold for constants of a class to be members of an enum."""
    cls = class_of_members(written.node) if written.shape == "members" else None
    symbol = module.symbol(cls, written.scope) if cls is not None else None
    if symbol is None:
        return () if cls is None else (("open", "", ()),)
    return (("derives", symbol, _ENUMS),)


def _shown(written: Written) -> str:
    text = repr(written.value)
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 3]}..."
