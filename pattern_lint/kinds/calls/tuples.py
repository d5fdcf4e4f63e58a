"""Answers that are made without a call: returned as a tuple, of which frameworks make one, or with an attribute set.

What stands in the tuple, or is set, counts as given to a call.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from ...lang.python.constants import assigned
from ...lang.python.module import CallSite, Module
from ...lang.python.scopes import Scope
from ...lang.python.unparsed import unparsed
from ...query.naming.names import Asked
from ...query.places.about import about
from ...query.places.places import Where, stands_in
from ..site_kind import Site
from .card import Card
from .choice import is_chosen
from .options import Options

RETURN = "return"
"""As what these calls are known where a card says the order of what is given."""


def answers_in_tuples(cards: Sequence[Card], module: Module) -> Iterator[tuple[Card, Site]]:
    """The tuples of functions that cards mean, each as a call that is given what stands in it."""
    meant = [card for card in cards if about(card.options.tuples_inside, ()).may_be(module)]
    for node, scope in module.of(ast.Return) if meant else ():
        answer = node.value if isinstance(node, ast.Return) else None
        if not isinstance(answer, ast.Tuple) or len(answer.elts) < 2 or not _is_bare(answer.elts[0], module, scope):
            continue
        for card in meant:
            found = stands_in(card.options.tuples_inside, Where(module, node, scope))
            made = ast.copy_location(ast.Call(ast.Name(RETURN), answer.elts, []), answer)
            words = dict.fromkeys(Options.words, "") | {"call": "this answer", "name": RETURN, "subject": "this answer"}
            words |= {"module": module.name, "function": scope.function.name if scope.function is not None else ""}
            site = Site(module, made, scope, words, found.when, CallSite(made, scope, RETURN, RETURN))
            if found.holds and is_chosen(card.choices, card.options, site):
                yield card, site._replace(when=(*site.when, *card.chosen_when(site)))


def set_attributes(cards: Sequence[Card], module: Module) -> Iterator[tuple[Card, Site]]:
    """The attributes that functions set and cards mean, each as a call that is given what it is set to."""
    meant = [card for card in cards if not module.mentioned.isdisjoint(card.assigned.last_names or ())]
    for node, scope in module.of(ast.Assign) if meant else ():
        target = node.targets[0] if isinstance(node, ast.Assign) else None
        if not isinstance(node, ast.Assign) or not isinstance(target, ast.Attribute):
            continue
        asked = Asked(module.symbol(target, scope), target.attr)
        for card in meant:
            found = card.assigned.match(asked, module.roots)
            made = ast.copy_location(ast.Call(target, [], [ast.keyword(target.attr, node.value)]), node)
            said = dict.fromkeys(Options.words, "") | {"call": unparsed(target), "name": target.attr}
            words = {**said, "subject": target.attr, "module": module.name}
            site = Site(module, made, scope, words, found.when, CallSite(made, scope, asked.symbol, target.attr))
            if found.holds and is_chosen(card.choices, card.options, site):
                yield card, site._replace(when=(*site.when, *card.chosen_when(site)))


def _is_bare(body: ast.expr, module: Module, scope: Scope) -> bool:
    """Whether what is answered surely has nothing of its own beside its text, as what the project makes might."""
    held = assigned(module, body, scope) or body
    if isinstance(held, ast.Call):
        symbol = module.symbol(held.func, scope) or ""
        return "." in symbol and symbol[: symbol.find(".")] not in module.roots
    return isinstance(held, (ast.Constant, ast.JoinedStr, ast.Dict, ast.List))
