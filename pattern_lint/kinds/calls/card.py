"""A card of this kind, made ready to be asked about many calls."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from ...flow.waiting import is_awaited
from ...lang.python.module import Module
from ...lang.python.unparsed import unparsed
from ...query.answers import NO, YES, Condition, opposite
from ...query.calls.calls import Called, asked_of
from ...query.calls.least import LeastGiven
from ...query.calls.making import with_heirs
from ...query.naming.names import name_set
from ..kit import Rule
from ..site_kind import Site
from .choice import choices_of
from .company import lacking_in_class, none_inherited
from .decorators import Said, as_call, decorated
from .given import given_so
from .options import Options
from .saved import is_saved
from .told_elsewhere import not_enough_elsewhere


class Card:
    """A card with its names as sets, and with what tells which calls it means."""

    def __init__(self, rule: Rule[Options]) -> None:
        options = rule.options
        self.rule, self.options = rule, options
        anywhere = (*with_heirs(options.of, heirs=options.heirs), *options.instead, *options.beneath)
        self.names = name_set((*anywhere, *options.decorating, *options.or_optional))
        self._anywhere = name_set(anywhere)
        self._not_of = name_set(options.not_of)
        self.assigned = name_set(options.assigned)
        self.choices = choices_of(options)
        self.instead = Said(options.instead)
        self.beneath = Said(options.beneath)
        self.order = Said(options.order)
        self.by_default = Said(options.by_default)
        self.is_shown_at_call = options.at in ("argument", "call")
        is_any_enough = not (options.least_given or options.least_by_position)
        self._least = None if is_any_enough else LeastGiven(options.least_given, options.least_by_position)
        self._asks_project = not options.given.isdisjoint(_ASKING)

    def is_given_enough(self, call: Called, module: Module) -> bool:
        """Whether a call is given as much as one of its name has to be in order to count."""
        return self._least is None or self._least.holds(call, as_call(call.node, module), module)

    def counts(self, call: Called, module: Module) -> bool:
        """Whether a call counts where it stands: what only decorators are called must decorate something, or be kept
        in a variable of its module, with which others decorate; so must a method of an object, be it by a call of what
        it gives."""
        if self._not_of and self._not_of.match(asked_of(call), module.roots) == YES:
            return False
        if not self.options.decorating or call.node in module.once(decorated):
            return True
        if self._anywhere.match(asked_of(call), module.roots) != YES:
            return _is_kept(call, module)
        parent = module.index.parents.get(call.node)
        return not _is_of_object(call) or (isinstance(parent, ast.Call) and parent.func is call.node)

    def chosen_when(self, site: Site) -> Sequence[Condition]:
        """What must be true of constants that other modules keep for a call to be given what the card says, of what
        the class around inherits, and of who gets what the call makes."""
        unlike, more, saving = self.options.not_in_class_with, self.options.nor_in_class_with, self.options.saved_by
        found = [*(none_inherited(site, lacking_in_class(site, unlike, more)) if unlike else ())]
        found += is_saved(site, saving).when if saving else ()
        if self.options.only_where and isinstance(site.node, ast.Call):
            found += given_so(self.options, site, site.node).when
        found += not_enough_elsewhere(site, self.options.unless_given) if self.options.unless_given else ()
        return found

    def conditions(self, call: Called, module: Module) -> Sequence[Condition]:
        """What must be true of the project for a call to be one that the card is about."""
        own = (*self._unless_anywhere(call, module.roots), *self._unless_aside(call, module.roots))
        return (*own, *_of_what_is_called(self.options, call, module)) if self._asks_project else own

    def _unless_aside(self, call: Called, roots: frozenset[str]) -> Sequence[Condition]:
        """What must be true of the project for a call to be none of those that are not meant."""
        aside = self._not_of.match(asked_of(call), roots) if self._not_of else NO
        return opposite(aside).when if aside.holds else ()

    def _unless_anywhere(self, call: Called, roots: frozenset[str]) -> Iterator[Condition]:
        """What must be true of what does not count anywhere: what only decorators are called is the project's own, or
        what may be missing says so."""
        hanging = (("own-callable", self.options.decorating), ("may-give-nothing", self.options.or_optional))
        asked = [each for each, names in hanging if names]
        found = self._anywhere.match(asked_of(call), roots) if asked else YES
        if found != YES:
            other: tuple[Condition, ...] = (("all", "", found.when),) if found.holds else ()
            yield ("any", "", (*((each, call.symbol or "", ()) for each in asked), *other))


def _is_kept(call: Called, module: Module) -> bool:
    kept = module.index.parents.get(call.node) if call.scope is module.scope else None
    return isinstance(kept, (ast.Assign, ast.AnnAssign))


def _is_of_object(call: Called) -> bool:
    """Whether something is called on an object, as far as its file tells, and not taken out of a module or class."""
    function = call.node.func if isinstance(call.node, ast.Call) else None
    return isinstance(function, ast.Attribute) and (call.symbol is None or "()" in call.symbol)


def _of_what_is_called(options: Options, call: Called, module: Module) -> Iterator[Condition]:
    """What the project must know of what is called: whether it is its own, and asynchronous."""
    if options.by_other_names and call.symbol is not None and call.symbol[: call.symbol.find(".")] in module.roots:
        yield ("not", "", (("kept-partial", call.symbol, ()),))  # which may have been given what the call does not say
    owner = (call.symbol or "").rpartition(".")[0]
    if options.of_foreign and owner[: owner.find(".")] in module.roots:
        yield ("not-ours", owner, ())
    if options.async_ is not None:
        is_awaited = bool(options.async_) and _is_awaited_besides(call, (call.name,), module)
        asked: Condition = ("coroutine", call.symbol or "", (call.name, is_awaited))
        yield asked if options.async_ else ("not", "", (asked,))
    if options.with_members:
        yield ("made-with-member", call.symbol or "", options.with_members)
    if options.beside_async:
        is_awaited = _is_awaited_besides(call, options.beside_async, module)
        yield ("beside-coroutine", call.symbol or "", (options.beside_async, is_awaited))


def _is_awaited_besides(call: Called, names: Sequence[str], module: Module) -> bool:
    """Whether the file awaits what one of some methods of the same object gives."""
    others = (other for name in names for other in module.named_calls.get(name, ()) if other.node is not call.node)
    return any(is_awaited(other.node, module) and _on(other) == _on(call) for other in others)


def _on(call: Called) -> tuple[object, str]:
    """What a method is called on: by its symbol, or as it is written in its class or function."""
    if call.symbol is not None:
        return None, call.symbol.rpartition(".")[0]
    function = call.node.func if isinstance(call.node, ast.Call) else None
    written = unparsed(function.value) if isinstance(function, ast.Attribute) else ""
    return (call.scope.owner if written.startswith("self.") else call.scope), written


_ASKING = frozenset({"of_foreign", "async_", "with_members", "beside_async", "by_other_names"})
"""The options that ask the project about what is called."""
