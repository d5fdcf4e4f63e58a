"""What calls must be given: by keyword, by position, or by default."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple, TypeAlias

from ...config.globs import fnmatchcase
from ...lang.python.bound import has_arguments_already
from ...lang.python.constants import constant
from ...lang.python.module import CallSite, Module
from ...lang.python.scopes import Scope
from ...lang.python.unparsed import unparsed
from ...lang.python.walking import nodes_in
from ...lang.python.ways import choices
from ...query.answers import NO, YES, Answer, answer, every, on_condition, opposite, some, surely
from ...query.calls.arguments import Given, argument, completed, gathered, set_afterwards
from ...query.calls.calls import Called, asked_of, receiver_name
from ...query.expressions.parts import beginning
from ...query.naming.names import Names, name_set
from ...query.places.handled_messages import is_as_it_came, is_message
from ...query.values.elsewhere import is_constant_elsewhere, own_name_of
from ...query.values.items import holds_items, holds_keys, holds_parts
from ...query.values.said import named_ways, ways
from ...query.values.values import Value, holds
from ...query.wording import worded
from ..site_kind import CONFORMS, UNKNOWN, Judgement, Site, demanded
from .decorators import as_call, decorated
from .told_elsewhere import by_itself, demands_when_given, in_dicts
from .wanted import Argument

Place: TypeAlias = Literal["argument", "value", "call", "function", "class"]
_ANYTHING = Value()


class Known(NamedTuple):
    """What a card knows of the parameters of what is called."""

    order: Sequence[str]
    defaults: Sequence[str]
    at: Place
    """Where what is wrong is shown."""
    in_dict: bool = False
    """Whether it takes them in a dict."""
    is_copy: bool = False
    """Whether it has already what it is not given."""
    by_default: Answer = YES
    """Whether it is something that has the defaults."""
    likely: Sequence[Sequence[str]] = ()
    """The orders of whatever of others it may be."""
    asks_dicts: bool = False
    """Whether dicts of other modules tell what it is given."""


def of_argument(site: Site, name: str, wanted: Argument, known: Known) -> Judgement:
    """Whether an argument is what it must be; what is left out is not judged by its value."""
    node, call, names = site.node, site.words["call"], name.split("|")
    may_be_anything = _is_given_instead(site, wanted)
    if may_be_anything is not False:
        return CONFORMS if may_be_anything else UNKNOWN
    found = list(_found(site, as_call(node, site.module), names, wanted, known))
    given = [
        each for each in found if each.value is not None and not (wanted.none_is_absent and _is_none(each, site.module))
    ]
    words = {"argument": " or ".join(names), "value": ""}
    absent = set(names) - {name for name, each in zip(names, found, strict=False) if each.value is not None}
    if given:
        return _of_given(site, given, wanted, known, words)
    by_default = NO if absent.isdisjoint(known.defaults) else surely(known.by_default)
    held = YES if known.is_copy else _is_right_without(site, names, wanted, known, found, by_default)
    if held == YES:
        return CONFORMS
    said = worded(wanted.message, f"{call} is given no {words['argument']}", {**site.words, **words})
    return demanded(held, said, words=words)


def _is_right_without(
    site: Site, names: Sequence[str], wanted: Argument, known: Known, found: Sequence[Given], by_default: Answer
) -> Answer:
    """Whether nothing is wrong with an argument that is not seen: it has a default, or dicts of others may give it."""
    is_told = all(each.others for each in found)
    if not is_told or not (known.asks_dicts or wanted.elsewhere or not _may_be_placed(site)):
        return YES if by_default == YES else some([by_default, _left_out(site, names, wanted, known, found)])
    is_right_without = by_default == YES or not wanted.given
    there = in_dicts(found[0].others, names, wanted, is_right_without=is_right_without)
    in_stead = [] if by_default == YES else [by_default]
    return some([there, *in_stead, *(by_itself(_symbol(site), names, wanted) if _is_ours(site) else ())])


def _may_be_placed(site: Site) -> bool:
    """Whether a function of the project is given something by position, which may be what a card asks for."""
    return _is_ours(site) and bool(as_call(site.node, site.module).args)


def _is_given_instead(site: Site, wanted: Argument) -> bool | None:
    """Whether a call is given, by keyword, what lets the argument be anything."""
    node, module = as_call(site.node, site.module), site.module
    instead = [argument(node, each, None, module, site.scope) for each in wanted.unless]
    if any(each.value is not None for each in instead):
        return True
    return None if any(each.is_open for each in instead) else False


def by_position(site: Site, name: str, wanted: Argument, known: Known) -> Iterator[Judgement]:
    """What is given to a function of the project in the place of an argument, and is not what that must be."""
    node, symbol = site.node, _symbol(site)
    if known.order or known.is_copy or not isinstance(node, ast.Call) or not _is_ours(site):
        return
    names, judged = tuple(name.split("|")), None if wanted.if_taken else wanted.position
    given = [] if any(word.arg in names for word in node.keywords) else node.args
    if not given or _is_given_instead(site, wanted) is not False:
        return
    for place, value in enumerate(given):
        if isinstance(value, ast.Starred):
            return
        if place == judged or own_name_of(value, site.module, site.scope):
            continue  # as an argument of whatever function it is, or what another module knows
        words = {"argument": names[0], "value": ""}
        found = _of_given(site, [Given(value, site.scope)], wanted, known, words, elsewhere=True)
        if found.verdict == "violates":
            yield found._replace(when=(*found.when, ("at", symbol, (place, names))))


def _is_ours(site: Site) -> bool:
    """Whether a function of the project is called, which has an order of its own."""
    symbol = _symbol(site)
    return symbol[: symbol.find(".")] in site.module.roots


def _symbol(site: Site) -> str:
    return site.subject.symbol or "" if isinstance(site.subject, Called) else ""


def is_given(site: Site, name: str, wanted: Argument) -> bool:
    """Whether a call is given such an argument for sure."""
    if not isinstance(site.node, ast.Call):
        return False
    asked = (argument(site.node, each, wanted.position, site.module, site.scope) for each in name.split("|"))
    given = next((each for each in asked if each.value is not None), None)
    if given is None or given.value is None:
        return False
    if wanted.matches:
        said = ways(wanted, given.value, site.module, given.scope)
        texts = (beginning(each, site.module, home) for each, home in said)
        return all(text is not None and re.fullmatch(wanted.matches, text) is not None for text in texts)
    return _is_as(wanted, given.value, site.module, given.scope) == YES


def _is_none(given: Given, module: Module) -> bool:
    if given.value is None or isinstance(given.value, ast.Attribute):
        return False  # what a class says of an attribute its heirs and instances may say otherwise
    value = constant(module, given.value, given.scope)
    return isinstance(value, ast.Constant) and value.value is None


def _found(site: Site, node: ast.Call, names: Sequence[str], wanted: Argument, known: Known) -> Iterator[Given]:
    if wanted.each_of and isinstance(site.subject, Called) and _is_one(wanted.each_of, site.subject, site.module):
        node = gathered(node, wanted.position or 0)
    is_named = any(word.arg in names for word in node.keywords)  # then what stands in its place is something else
    for name in names:
        is_elsewhere = known.is_copy or is_named or (wanted.if_taken and _is_ours(site))
        place = known.order.index(name) if name in known.order else None if is_elsewhere else wanted.position
        found = argument(node, name, place, site.module, site.scope, in_dict=known.in_dict, sure=wanted.sure)
        is_left_out = found.value is None and not found.is_open
        yield set_afterwards(node, name, site.module, site.scope) if is_left_out else found


def _is_one(names: Names, call: Called, module: Module) -> bool:
    return bool(name_set(names).match(asked_of(call), module.roots).holds)


def _of_given(
    site: Site, given: list[Given], wanted: Argument, known: Known, words: dict[str, str], *, elsewhere: bool = False
) -> Judgement:
    """Whether one of what is given for an argument is what it must be, be it elsewhere than a card has its place."""
    values = [(each.value, each.scope) for each in given if each.value is not None]
    first, scope = values[0]
    there = (_is_as_there(wanted, each, site.module, home) for each, home in values)
    held = NO if wanted.given is False else some(there)
    if wanted.given is not False and wanted.unless_parameter and not elsewhere and _stands_in_place(first, site):
        assert isinstance(site.subject, Called)
        asked = (site.subject.name, wanted.position or 0, wanted.unless_parameter)
        held = some([held, on_condition(("called-parameter", site.subject.symbol or "", asked))])
    if wanted.unless_added and held != YES and isinstance(site.subject, Called):
        on = receiver_name(site.subject.node)
        added = ("adds-key", site.subject.symbol or "", (site.subject.name, wanted.unless_added, on))
        held = some([held, on_condition(added)])
    if wanted.unless and held != YES and isinstance(site.subject, Called) and isinstance(site.node, ast.Call):
        held = some([held, *_also_given(site.subject, len(site.node.args), wanted.unless)])
    if wanted.unless_handled and held != YES:
        sent = (way for each, home in values for way in named_ways(wanted, each, site.module, home))
        held = some([held, *(is_message(each, site.module, home) for each, home in sent)])
    if wanted.never_as_it_came:
        parked = [way for each, home in values for way in named_ways(wanted, each, site.module, home)]
        held = every([held, *(opposite(is_as_it_came(each, site.module, home)) for each, home in parked)])
    if held == YES or (wanted.unless_beside and _stands_beside(wanted.unless_beside, first, scope, site.module)):
        return CONFORMS
    words |= {"value": unparsed(first)}
    is_shown_there = known.at == "call" or site.node in site.module.once(decorated)
    place = None if is_shown_there else first
    if wanted.given is False:
        said = f"{site.words['call']} is not to be given {words['argument']}"
        return demanded(held, worded(wanted.message, said, {**site.words, **words}), place, words)
    if held.holds is False and known.at == "value":
        parts = choices(first, site.module, scope)
        place = next((part for part, home in parts if _is_as(wanted, part, site.module, home).holds is False), first)
    said = f"{site.words['call']} is given {words['argument']}={words['value']}"
    return demanded(held, worded(wanted.message, said, {**site.words, **words}), place, words)


def _stands_in_place(value: ast.expr, site: Site) -> bool:
    """Whether a value is given by position."""
    return isinstance(site.node, ast.Call) and any(value is each for each in site.node.args)


def _stands_beside(forms: tuple[str, ...], value: ast.expr, scope: Scope, module: Module) -> bool:
    """Whether the file has another text that is made of a constant one."""
    said = constant(module, value, scope)
    text = said.value if isinstance(said, ast.Constant) else None
    return isinstance(text, str) and any(form.replace("{}", text) in module.texts for form in forms)


def _also_given(call: Called, count: int, names: tuple[str, ...]) -> Iterator[Answer]:
    """Whether a function of the project takes one of the arguments by position as a parameter of such a name."""
    for place in range(count if call.symbol is not None and names else 0):
        yield on_condition(("called-parameter", call.symbol or "", (call.name, place, names)))


def _is_as_there(wanted: Argument, value: ast.expr, module: Module, scope: Scope) -> Answer:
    """Whether a value is as it must be, wherever it is kept; one that may be None, in the other ways in which it comes
    about."""
    ways_there = list(choices(value, module, scope)) if wanted.none_is_absent else []
    given = [(way, home) for way, home in ways_there if not (isinstance(way, ast.Constant) and way.value is None)]
    asked = given if 0 < len(given) < len(ways_there) else [(value, scope)]
    held = every([_is_as(wanted, way, module, home) for way, home in asked])
    if held.holds is False or not wanted.none_is_absent:
        return held
    there = is_constant_elsewhere(value, demands_when_given(wanted), module, scope)
    return every([Answer(True, held.when), there]) if there.when else held


def _is_as(wanted: Argument, value: ast.expr, module: Module, scope: Scope) -> Answer:
    held = holds(wanted, value, module, scope)
    if wanted.items != _ANYTHING:
        held = every([held, holds_items(wanted.items, value, module, scope)])
    if not wanted.keys:
        return held
    if not wanted.said_by:
        return every([held, holds_keys(wanted.keys, value, module, scope)])
    said = named_ways(wanted, value, module, scope)
    return every([held, *(holds_parts(wanted.keys, each, module, home) for each, home in said)])


def _left_out(site: Site, names: Sequence[str], wanted: Argument, known: Known, found: Sequence[Given]) -> Answer:
    """Whether it is right that an argument is not seen; a function of the project may take it by position."""
    function = site.module.once(decorated).get(site.node) if wanted.async_ is not None else None
    if function is not None:  # it is given what it decorates
        return answer(isinstance(function, ast.AsyncFunctionDef) is wanted.async_)
    call, symbol, is_ours = site.subject, _symbol(site), _is_ours(site)
    if not isinstance(site.node, ast.Call) and any(each.is_open for each in found):
        return Answer(None)
    if not wanted.given:
        return YES
    if not isinstance(site.node, ast.Call):
        own = list(by_itself(symbol, names, wanted))
        return some(own) if own and is_ours else NO
    is_shown = completed(site.node, site.module, site.scope) is not site.node
    is_bound = not is_shown and has_arguments_already(site.module, site.node.func, site.scope)
    if is_bound or any(each.is_open or each.value is not None for each in found):
        return answer(None if is_bound or any(each.is_open for each in found) else False)
    assert isinstance(call, Called)
    if wanted.speaks_of and site.node.args and not any(_may_speak(each, wanted, site) for each in site.node.args):
        return some(by_itself(symbol, names, wanted)) if is_ours else NO  # wherever it takes it
    if wanted.unless_default and _takes_one(site.scope, wanted.unless_default, site.module):
        return Answer(None)  # the caller says, and may say that there is none
    if wanted.unless_default and _is_made_with_one(symbol.rpartition(".")[0], wanted.unless_default, site.module):
        return YES
    is_like_others = is_ours and known.likely and all(set(order).isdisjoint(names) for order in known.likely)
    is_known = known.order or is_like_others or known.in_dict or len(site.node.args) <= (wanted.position or -1)
    is_open = not is_known and _may_say_more(site.node.args)
    seen = on_condition(("positional", symbol, (tuple(names), len(site.node.args), is_open)))
    by_place = [seen] if is_ours and not known.order and (site.node.args or not wanted.unless_default) else []
    if wanted.unless_default and (is_ours or not symbol):
        default = on_condition(("has-default", symbol, (call.name, wanted.unless_default, receiver_name(call.node))))
        by_place.append(default)
    if by_place:
        by_place += _also_given(call, len(site.node.args), wanted.unless)
        has_none = on_condition(("not", "", (("parameter", symbol, tuple(names)),)))
        return some([*by_place, has_none] if wanted.if_taken else by_place)
    return answer(None if is_open and len(names) > 1 else False)  # one of several: the card does not know the function


def _may_speak(given: ast.expr, wanted: Argument, site: Site) -> bool:
    """Whether what is given by position may speak of what a card asks for, in a way in which it comes about."""
    return _is_as(wanted, given, site.module, site.scope).holds is not False


def _is_made_with_one(made: str, globs: Sequence[str], module: Module) -> bool:
    """Whether what a method is called on is of a class that the module makes with an argument of one of some names."""
    cls = made.removesuffix("()")
    calls = module.named_calls.get(cls.rpartition(".")[2], ()) if cls != made else ()
    given = (
        word.arg or ""
        for each in calls
        if each.symbol == cls and isinstance(each, CallSite)
        for word in each.node.keywords
    )
    return any(fnmatchcase(name, glob) for name in given for glob in globs)


def _may_say_more(given: Sequence[ast.expr]) -> bool:
    """Whether arguments by position may be what a card asks for, of a function that nobody shows: two numbers may."""
    plain = [each.value for each in given if isinstance(each, ast.Constant)]
    return len(plain) < len(given) or sum(isinstance(each, (int, float)) for each in plain) > 1


def _takes_one(scope: Scope, globs: Sequence[str], module: Module) -> bool:
    """Whether the function around takes a parameter of one of some names, and does anything with it."""
    function = scope.function
    bound = function.bindings.items() if function is not None else ()
    taken = [name for name, bindings in bound if bindings[0].kind == "param"]
    meant = {name for name in taken if any(fnmatchcase(name, glob) for glob in globs)}
    return function is not None and bool(meant) and not meant.isdisjoint(_read_in(function, module))


def _read_in(function: Scope, module: Module) -> frozenset[str]:
    """The names that a function reads, found once for all calls in it."""
    known = module.once(_read_by_functions)
    if function not in known:
        names = (each for each in nodes_in(function.node) if isinstance(each, ast.Name))
        known[function] = frozenset(each.id for each in names if isinstance(each.ctx, ast.Load))
    return known[function]


def _read_by_functions(module: Module) -> dict[Scope, frozenset[str]]:
    return {}
