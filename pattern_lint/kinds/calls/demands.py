"""What cards demand of calls, by the options that make the demands."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Mapping
from typing import TypeAlias

from ...flow.fate import is_entered, is_managed, is_used
from ...flow.tested import untested_use
from ...lang.python.module import CallSite
from ...problems import listing
from ...query.answers import YES, Answer, answer, on_condition, opposite, some
from ...query.calls.calls import Called, asked_of
from ...query.definitions.reasons import is_commented
from ...query.functions.guards import Guards, is_guarded
from ...query.naming.names import Names, name_set
from ...query.places.places import Where, stands_in
from ...query.values.zones import SAID, zone_of
from ..site_kind import CONFORMS, UNKNOWN, Judgement, Site, asked_for, demanded
from .arguments import Known, by_position, of_argument
from .asked import asks_the_same
from .besides import calls_besides
from .card import Card
from .chained import of_chain, of_questions
from .choice import sets_besides
from .copies import is_copy
from .decorators import of_beneath, of_order
from .each_argument import of_each_argument
from .fitted import is_fitted, is_given_to
from .options import Options
from .prepared import is_holder_prepared, is_prepared
from .saved import is_checked
from .sequel import awaited_afterwards, of_order_of_calls
from .settling import comes_after_work
from .standing import of_standing
from .unlike import of_unlike
from .uses import each_use_says

Demand: TypeAlias = Callable[[Card, Site], Iterator[Judgement]]


def demands_of(options: Options) -> tuple[Demand, ...]:
    """What judges what a card demands."""
    return asked_for(options, DEMANDS)


def is_made_good(site: Site, options: Options) -> bool:
    """Whether what is done besides makes it fine: by the function around, or with what it gives."""
    beside = name_set(options.unless_beside)
    if options.unless_beside and calls_besides(site, beside, same=options.beside_same):
        return True
    if options.unless_set and sets_besides(site, options.unless_set):
        return True
    if options.unless_given_to and is_given_to(site, options.unless_given_to):
        return True
    if options.unless_fitted is not None and is_fitted(site, options.unless_fitted):
        return True
    return any(each_use_says(site, each, options.outside) for each in options.unless_each)


def _takes_dict(site: Site, names: Names) -> bool:
    """Whether what is called takes a dict; an heir of which only the project knows does where it is given no more, and
    no text."""
    if _is_named(site, names) or not site.when or not isinstance(site.node, ast.Call):
        return _is_named(site, names)
    given = site.node.args
    is_text = bool(given) and isinstance(given[0], ast.JoinedStr | ast.Constant)
    return not site.node.keywords and not is_text


def _is_named(site: Site, names: Names) -> bool:
    """Whether the file shows that what is called is one of some names."""
    call = site.subject
    assert isinstance(call, Called)
    return name_set(names).match(asked_of(call), site.module.roots) == YES


def _of_decorators(card: Card, site: Site) -> Iterator[Judgement]:
    options = card.options
    yield from of_order(site, card.beneath)
    yield from of_beneath(site, options.never_above)
    yield from of_unlike(site, options.unlike) if options.unlike is not None else ()


def _of_place(card: Card, site: Site) -> Iterator[Judgement]:
    options, where = card.options, Where(site.module, site.node, site.scope)
    said = f"{site.words['name']} has no place here"
    if options.only_inside:
        yield demanded(stands_in(options.only_inside, where), said)
    if options.never_inside:
        yield demanded(opposite(stands_in(options.never_inside, where)), said)
    if options.at_home and isinstance(site.subject, Called):
        asked = ("at-home", site.subject.symbol or "", (options.at_home, site.module.path))
        yield demanded(on_condition(asked), f"{site.words['name']} belongs to another folder")


def _of_company(card: Card, site: Site) -> Iterator[Judgement]:
    options, function = card.options, site.scope.function
    if options.after:
        said = f"nothing asks for it before {site.words['call']}: {listing(options.after)}"
        yield demanded(asks_the_same(site, options.after, options.beside, options.made_anew), said)
    if options.function_calls and function is not None:
        said = f"{function.name} never calls {listing(options.function_calls)}"
        yield demanded(is_checked(site, options.function_calls, options.saved_by), said)
    yield from of_order_of_calls(site, options)
    yield from of_standing(site, options.stands) if options.stands != "anywhere" else ()


def _of_comment(card: Card, site: Site) -> Iterator[Judgement]:
    held = answer(is_commented(card.options.commented, site.node, site.module))
    yield demanded(held, f"no comment beside {site.words['call']} says what it must")


def _of_work(card: Card, site: Site) -> Iterator[Judgement]:
    options, node = card.options, site.node
    if options.after_work and isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        said = f"{site.words['call']} says that something is done which is not, or which failed"
        yield demanded(comes_after_work(site), said)
    if options.prepared and isinstance(node, (ast.Call, ast.Attribute)):
        said = f"nothing prepares {site.words['call']}: {listing(options.prepared)}"
        yield demanded(_is_prepared(node, site, options), said)


def _is_prepared(node: ast.Call | ast.Attribute, site: Site, options: Options) -> Answer:
    """Whether what is called was prepared, or that of which a method is handed on, to be called there."""
    if isinstance(node, ast.Attribute):
        return is_holder_prepared(node, options.prepared, site.module, site.scope)
    by_given = bool(options.prepared_given) and _is_prepared_by_given(site, options.prepared_given)
    return is_prepared(node, options.prepared, site.module, site.scope, by_given=by_given)


def _is_prepared_by_given(site: Site, names: Names) -> bool:
    subject = site.subject
    return isinstance(subject, Called) and name_set(names).match(asked_of(subject), site.module.roots) == YES


def _of_guards(card: Card, site: Site) -> Iterator[Judgement]:
    options = card.options
    call = site.subject if isinstance(site.subject, CallSite) else None
    guards = Guards(options.guarded_by, options.guarded_sessions, tuple(options.guards_told.items()))
    yield demanded(is_guarded(call, site.scope, site.module, guards), f"nothing guards {site.words['call']}")


def _of_waits(card: Card, site: Site) -> Iterator[Judgement]:
    if isinstance(site.node, ast.Call):
        yield from awaited_afterwards(site, site.node, card.options.await_inside)


def _of_result(card: Card, site: Site) -> Iterator[Judgement]:
    options, node, call = card.options, site.node, site.words["call"]
    if not isinstance(node, ast.Call):
        return
    if options.alone_outside or options.only_once_in:
        yield CONFORMS
    if options.awaited is not None:
        is_awaited = isinstance(site.module.index.parents.get(node), ast.Await)
        said = f"{call} is not awaited" if options.awaited else f"{call} is not to be awaited"
        yield demanded(answer(is_awaited is options.awaited), said)
    if options.result == "used":
        is_kept = is_used(site.module, node, site.scope, is_coroutine=options.async_ is True)
        yield demanded(answer(is_kept), f"nobody uses what {call} gives")
    if options.result == "tested":
        use = untested_use(site.module, node, site.scope)
        said = f"what {call} gives may be missing; test it before this"
        symbol = site.subject.symbol if isinstance(site.subject, Called) else None
        gives = [on_condition(("gives", symbol, ()))] if symbol is not None else []
        yield demanded(some([answer(use is None), *gives]), said, use)
    if options.result == "managed":
        said = f"no `with` enters what {call} gives, and nobody else gets hold of it"
        yield demanded(answer(is_managed(site.module, node, site.scope)), said)
    if options.result == "entered":
        yield demanded(answer(is_entered(site.module, node, site.scope)), f"no `with` enters what {call} gives")


def _of_zone(card: Card, site: Site) -> Iterator[Judgement]:
    zone = zone_of(site.module, site.node, site.scope) if isinstance(site.node, ast.Call) else None
    if zone is None:
        return
    is_wrong = zone in SAID if card.options.tells == "utc" else zone.startswith("naive")
    said = f"{site.words['call']} gives {SAID.get(zone, '')}; use datetime.now(UTC)"
    yield UNKNOWN if zone == "unknown" else demanded(answer(not is_wrong), said)


def _of_chain(card: Card, site: Site) -> Iterator[Judgement]:
    if isinstance(site.node, ast.Call):
        yield from of_chain(site, site.node, card.options.followed_by)
        yield from of_questions(site, site.node, card.options.asked_for)


def _of_arguments(card: Card, site: Site) -> Iterator[Judgement]:
    options = card.options
    (order, is_known, likely), (defaults, by_default, _) = card.order.found(site), card.by_default.found(site)
    in_dict = bool(options.in_dict) and _takes_dict(site, options.in_dict)
    copied = options.copies and isinstance(site.subject, Called) and is_copy(site.node, site.subject.symbol)
    sure = order if order is not None and is_known == YES else ()
    known = Known(sure, defaults or (), options.at, in_dict, copied, by_default, likely, bool(options.in_dict))
    for each, wanted in options.arguments.items():
        if "*" in each:
            yield from of_each_argument(site, each, wanted, known)
            continue
        yield of_argument(site, each, wanted, known)
        yield from by_position(site, each, wanted, known)


DEMANDS: Mapping[Demand, frozenset[str]] = {
    _of_decorators: frozenset({"beneath", "never_above", "unlike"}),
    _of_place: frozenset({"only_inside", "never_inside", "at_home"}),
    _of_company: frozenset({"after", "function_calls", "earlier", "later", "stands"}),
    _of_comment: frozenset({"commented"}),
    _of_work: frozenset({"after_work", "prepared"}),
    _of_guards: frozenset({"guarded_by"}),
    _of_waits: frozenset({"await_inside"}),
    _of_result: frozenset({"alone_outside", "only_once_in", "awaited", "result"}),
    _of_zone: frozenset({"tells"}),
    _of_chain: frozenset({"followed_by", "asked_for"}),
    _of_arguments: frozenset({"arguments"}),
}
"""What judges which demands."""
