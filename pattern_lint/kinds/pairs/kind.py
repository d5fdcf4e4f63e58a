"""Pairs: what is begun or acquired is ended: on every path, when its class goes, or by whoever holds it in the end."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from itertools import chain
from typing import Any, TypeAlias

from ...config.globs import looks_like
from ...flow.arguments import SOMETHING, begun_by, ended_by
from ...flow.fate import is_entered
from ...flow.graph import Point, graph_of, point_of
from ...flow.refused import refused_steps
from ...flow.ties import Tie, attributes_behind, dotted, key_of_begin, keys_of_end, other_names, passes_on
from ...flow.waiting import is_left_alone
from ...lang.python.module import CallSite, Module, name_of
from ...lang.python.scopes import Scope
from ...project.called import may_call
from ...project.endings import LATER, OF_APPS
from ...project.topics import Told
from ...query.answers import Condition, answer, on_condition, some
from ...query.calls.calls import CallTable, Match, asked_of, words_of
from ...query.calls.given import given_by_name
from ...query.calls.making import HeirsMade, with_heirs
from ...query.functions.app_held import put_in_slots, slot_of, taken_from_slots
from ...query.functions.enders import Enders
from ...query.functions.hands import Hands, Holders, kept_and_ended
from ...query.functions.module_held import ended_by_module, is_held_by_module
from ...query.functions.running import is_run_by
from ...query.naming.names import Asked, NameSet, last_name, name_set
from ..kit import Rule
from ..report import ModuleReport
from ..site_kind import CONFORMS, UNKNOWN, Judgement, Site, SiteKind, demanded
from .options import Options

_Ends: TypeAlias = dict[tuple[str, Scope], list[ast.Call]]


_FEW = 3
"""So many names at most are told of what ends something."""


class Kind(SiteKind[Options]):
    """A site is a call that begins something."""

    took_over = ("managed-resource",)

    def __init__(self, rules: Sequence[Rule[Options]]) -> None:
        super().__init__(rules)
        begun = ((rule, with_heirs(rule.options.of, heirs=rule.options.heirs)) for rule in rules)
        self._begins = CallTable((rule, name_set(names)) for rule, names in begun)
        self._ends = CallTable((rule, name_set(rule.options.release)) for rule in rules)
        self._heirs = HeirsMade((rule, rule.options.of) for rule in rules if rule.options.heirs)
        options = {rule.code: rule.options for rule in rules}
        self._enders = {code: Enders(each.release, each.keepers, each.awaited) for code, each in options.items()}
        held = (rule for rule in rules if rule.options.by == "holder" and rule.options.same == "receiver")
        self._held = [(rule, name_set(rule.options.of)) for rule in held]
        self._asks_classes = any(rule.options.by == "holder" for rule in rules)

    def may_concern(self, file: Told) -> bool:
        asks_class = self._asks_classes and any(file.classes)
        return asks_class or bool(self._heirs) or may_call(file, self._begins) or may_call(file, self._ends)

    def sites(self, module: Module) -> Iterator[tuple[Rule[Options], Site]]:
        begun = (self._begins.matches(module), self._heirs.matches(module), _begun_in_slots(self._held, module))
        for rule, call, found in chain.from_iterable(begun):
            if isinstance(call.node, ast.Call) and call.scope.function is not None:
                words = {**words_of(module, call), "release": _listed(rule.options.release)}
                when = (*found.when, *_of_owner(rule.options.owner_has, call.scope, module))
                yield rule, Site(module, call.node, call.scope, words, when)

    def judge(self, site: Site, rule: Rule[Options]) -> Iterator[Judgement]:
        node, options = site.node, rule.options
        assert isinstance(node, ast.Call)
        key = key_of_begin(node, options.same, site.module)
        if options.same == "arguments":
            yield _of_arguments(site, node, rule, _ended_here(site, rule, site.module.once(self._ends_by_scope)))
            return
        if options.by == "holder":
            yield self._of_holder(site, _of_object(key, site.scope) if options.same == "receiver" else key, rule)
        elif is_entered(site.module, node, site.scope):
            yield CONFORMS
        elif key is None:
            yield UNKNOWN
        elif options.by == "every-path" or not _is_for_class(key, site):
            is_ended = False if options.by == "tear-down" else self._is_ended(site, key, rule)
            said = f"not every way out of this function ends what {site.words['call']} begins: {site.words['release']}"
            yield UNKNOWN if is_ended is None else CONFORMS if is_ended else Judgement("violates", said)
        elif options.by == "either" and self._is_ended(site, key, rule):
            yield CONFORMS
        else:
            said = f"no method that takes the class down ends what {site.words['call']} begins: {site.words['release']}"
            yield _of_class(site, [key], rule, said)

    def _of_holder(self, site: Site, key: str | None, rule: Rule[Options]) -> Judgement:
        if _is_of_block(site) or _is_ended_at_once(site, rule, self._enders[rule.code]):
            return CONFORMS
        if rule.options.same == "receiver" and key is not None and is_held_by_module(key, site.module, site.scope):
            held = ended_by_module(key, self._enders[rule.code], site.module)
            return demanded(held, f"{site.words['call']} is kept by the module, and nothing ever ends it")
        holders = site.module.once(self._holders)(rule.code, site.scope)
        hands, call, owner = _hands(site, key, rule.options.same, holders), site.words["call"], site.scope.owner
        if hands.slot and rule.options.same != "receiver":
            return UNKNOWN  # nothing is told of who ends that
        if hands.slot:
            held = on_condition(("ended-for-app", hands.slot, (rule.code,)))
            return demanded(held, f"the application keeps {hands.slot}, and none of its parts ever ends it")
        if hands.attribute and owner is not None:
            kept, given = f"self.{hands.attribute}", sorted(other_names(hands.attribute, owner, site.module))
            said = f"{call} is kept as {kept}, and never ended: end it where {owner.name} is taken down"
            return _of_class(site, [kept, *(f"self.{each}" for each in given)], rule, said)
        opening = "`async with`" if site.scope.function is not None and site.scope.function.is_async else "`with`"
        said = f"{call} is not sure to be ended: open it with {opening}, or end it in a `finally`"
        return demanded(answer(hands.are_good), said)

    def _holders(self, module: Module) -> Callable[[str, Scope], Holders]:
        return cache(lambda code, scope: Holders(module, self._enders[code], scope))

    def _is_ended(self, site: Site, key: str, rule: Rule[Options]) -> bool | None:
        """Whether every way out of the function passes a call that ends what was begun."""
        module, scope, errors = site.module, site.scope, rule.options.errors
        begins, graph = point_of(site.node, module, scope), graph_of(module, scope)
        calls = module.once(self._ends_by_scope).get((rule.code, scope), [])
        points = (point_of(call, module, scope) for call in calls if key in keys_of_end(call, rule.options.same))
        ends: frozenset[Point] = frozenset(point for point in points if point is not None)
        if begins is None or not graph.may_escape(begins, ends, errors=errors):
            return None if begins is None else True
        assert isinstance(site.node, ast.Call)
        refused, hidden = frozenset(refused_steps(site.node, module, scope)), passes_on(key, module, scope)
        if refused and not graph.may_escape(begins, ends, errors=errors, without=refused):
            return True
        hidden -= {begins} if rule.options.same == "argument" else frozenset()
        is_open = begins in hidden or not graph.may_escape(begins, ends | hidden, errors=errors, without=refused)
        return None if is_open else False

    def _ends_by_scope(self, module: Module) -> _Ends:
        found: _Ends = {}
        for rule, call, _ in self._ends.matches(module):
            if isinstance(call.node, ast.Call):
                found.setdefault((rule.code, call.scope), []).append(call.node)
        return found

    def module(self, module: Module, report: ModuleReport) -> object:
        super().module(module, report)
        ended: dict[str, Any] = {
            rule.code: _ended_by_method(module, rule, module.once(self._ends_by_scope))
            if rule.options.same == "arguments"
            else self._taken_down(module, rule)
            for rule in self.rules
            if rule.options.by != "every-path"
        }
        return {code: by_class for code, by_class in ended.items() if by_class} or None

    def _taken_down(self, module: Module, rule: Rule[Options]) -> dict[str, list[str]]:
        """What each class ends, by its name."""
        found: dict[str, set[str]] = {}
        for owner, key in self._endings(module, rule):
            found.setdefault(owner.qualname, set()).add(key)
        if any(rule is each for each, _ in self._held) and (
            slots := set(taken_from_slots(module, self._enders[rule.code].release.names_method))
        ):
            found[OF_APPS] = slots
        return {name: sorted(keys) for name, keys in found.items()}

    def _endings(self, module: Module, rule: Rule[Options]) -> Iterator[tuple[Scope, str]]:
        options = rule.options
        if options.by == "holder":
            yield from kept_and_ended(module, self._enders[rule.code], options.tear_down)
            return
        for (code, scope), calls in module.once(self._ends_by_scope).items():
            method, owner = scope.function, scope.owner
            is_one = code == rule.code and method is not None and owner is not None
            if is_one and owner is not None and is_run_by(options.tear_down, scope, module):
                keys = {key for call in calls for key in keys_of_end(call, options.same)}
                held = {f"self.{each.attr}" for key in keys for each in attributes_behind(key, scope)}
                yield from ((owner, key) for key in keys | held)


def _ended_here(site: Site, rule: Rule[Options], ends: _Ends) -> frozenset[str]:
    """What the function itself ends, or any method of a class that begins it on demand."""
    module = site.module
    owner = site.scope.owner if _is_on_demand(rule.options.set_up, site.scope, module) else None
    if owner is None:
        return _ended_in([site.scope], rule, ends, module)
    known = module.once(_ended_by_class)
    if (rule.code, owner) not in known:
        known[rule.code, owner] = _ended_in(owner.children, rule, ends, module)
    return known[rule.code, owner]


def _ended_in(scopes: Sequence[Scope], rule: Rule[Options], ends: _Ends, module: Module) -> frozenset[str]:
    calls = ((call, scope) for scope in scopes for call in ends.get((rule.code, scope), ()))
    return frozenset[str]().union(*(ended_by(call, module, scope) for call, scope in calls))


def _ended_by_class(module: Module) -> dict[tuple[str, Scope], frozenset[str]]:
    """What the methods of classes end, as far as somebody asked."""
    return {}


def _is_on_demand(set_up: tuple[str, ...], scope: Scope, module: Module) -> bool:
    """Whether a method does not set its class up, and is called from outside alone."""
    if not set_up or not scope.is_method or scope.name.startswith("_") or looks_like(set_up)(scope.name):
        return False
    calls = (call for call in module.named_calls.get(scope.name, ()) if isinstance(call, CallSite))
    own = module.names.qualified(scope)
    return not any((call.symbol or "").replace("()", "") == own for call in calls)


def _begun_in_slots(wanted: Sequence[tuple[Rule[Options], NameSet]], module: Module) -> Iterator[Match[Rule[Options]]]:
    """What is begun of what an application keeps, and the module gives to it."""
    put = module.once(put_in_slots) if wanted else {}
    for rule, names in wanted if put else ():
        for call in (call for name in names.last_names or () for call in module.named_calls.get(name, ())):
            on = (
                call.node.func.value
                if isinstance(call, CallSite) and isinstance(call.node.func, ast.Attribute)
                else None
            )
            for value, scope in put.get(slot_of(on), ()) if on is not None else ():
                found = names.match(Asked(f"{module.symbol(value, scope)}.{call.name}", call.name), module.roots)
                if found.holds and not names.match(asked_of(call), module.roots).holds:
                    yield Match(rule, call, found)


def _of_owner(globs: tuple[str, ...], scope: Scope, module: Module) -> Iterator[Condition]:
    """What must be true of the class around a call."""
    if globs:
        yield ("member-of-family", module.names.qualified(scope.owner) if scope.owner is not None else "", globs)


def _ended_by_method(module: Module, rule: Rule[Options], ends: _Ends) -> dict[str, dict[str, list[str]]]:
    """What each method of a class ends, by their names."""
    found: dict[str, dict[str, list[str]]] = {}
    for (code, scope), calls in ends.items():
        if code == rule.code and scope.function is not None and scope.owner is not None:
            keys = frozenset[str]().union(*(ended_by(call, module, scope) for call in calls))
            found.setdefault(scope.owner.qualname, {}).setdefault(scope.function.name, []).extend(sorted(keys))
    for owner in _putting_off(module, rule, ends):
        found.setdefault(owner.qualname, {})[LATER] = [SOMETHING]
    return found


def _putting_off(module: Module, rule: Rule[Options], ends: _Ends) -> Iterator[Scope]:
    """The classes that keep what ends something for later: in a function within another, or handed on uncalled."""
    for (code, scope), calls in ends.items():
        is_later = scope.kind == "lambda" or (scope.parent is not None and scope.parent.function is not None)
        if code == rule.code and is_later and calls and scope.owner is not None:
            yield scope.owner
    names = name_set(rule.options.release)
    lasts = names.last_names or frozenset()
    given = module.once(given_by_name) if not lasts.isdisjoint(module.mentioned) else {}
    for call, method in (each for name in sorted(lasts & given.keys()) for each in given[name]):
        if isinstance(method, ast.Attribute) and call.scope.owner is not None:
            asked = Asked(module.symbol(method, call.scope), method.attr, name_of(method.value))
            yield from [call.scope.owner] if names.match(asked, module.roots).holds else []


def _of_arguments(site: Site, call: ast.Call, rule: Rule[Options], here: frozenset[str]) -> Judgement:
    """What a class begins is ended `here`, in the same function, or when it is taken down, as the join knows; who keeps
    a token may use that."""
    owner, begun = site.scope.owner, begun_by(call, site.module, site.scope)
    if owner is None or not is_left_alone(call, site.module):
        return UNKNOWN
    if begun.is_lost:
        said = f"{site.words['call']} is given a function that nobody can name again to end this; give it a method"
        return Judgement("violates", said)
    if not begun.alternatives:
        return UNKNOWN
    if any(here.issuperset(row) for row in begun.alternatives):
        return CONFORMS
    asked = (rule.code, begun.alternatives, rule.options.tear_down)
    said = f"no method that takes {owner.name} down ends what {site.words['call']} begins: {site.words['release']}"
    return demanded(on_condition(("ends-all", site.module.names.qualified(owner), asked)), said)


def _is_ended_at_once(site: Site, rule: Rule[Options], enders: Enders) -> bool:
    """Whether what is begun is ended in the same breath, as `open(path).close()`."""
    asked = site.module.index.parents.get(site.node)
    is_result = rule.options.same == "result" and isinstance(asked, ast.Attribute)
    return is_result and isinstance(asked, ast.expr) and enders.release.has(asked, site.module, site.scope)


def _is_of_block(site: Site) -> bool:
    """Whether something is begun by what a `with` around it enters, which ends that when it is left."""
    receiver = getattr(getattr(site.node, "func", None), "value", None)
    name = receiver.id if isinstance(receiver, ast.Name) else ""
    around = (each for each in site.module.ancestors(site.node) if isinstance(each, (ast.With, ast.AsyncWith)))
    entered = (item.optional_vars for each in around for item in each.items)
    return bool(name) and any(isinstance(each, ast.Name) and each.id == name for each in entered)


def _hands(site: Site, key: str | None, tie: Tie, holders: Holders) -> Hands:
    """Who holds what is begun in the end; what the function did not make itself is somebody else's."""
    if tie == "result":
        return holders.of_value(site.node)
    if key is not None and _is_for_class(key, site) and key.count(".") == 1:
        return Hands(False, key.removeprefix("self."))
    on = getattr(getattr(site.node, "func", None), "value", None) if tie == "receiver" else None
    if on is not None and (slot := slot_of(on)):
        return Hands(False, slot=slot)
    if tie == "receiver" and (kept := _collection_of(key, site)):
        return Hands(False, kept)
    kinds = {binding.kind for binding in site.scope.bindings.get(key or "", ())}
    return holders.of_name(key) if key is not None and kinds and kinds <= {"assign", "annotated"} else Hands(None)


def _collection_of(key: str | None, site: Site) -> str:
    """The attribute of self that holds what a call is made on beside others of its sort."""
    receiver = getattr(getattr(site.node, "func", None), "value", None)
    if isinstance(receiver, ast.Subscript):
        held = dotted(receiver.value) or ""
        return held.removeprefix("self.") if _is_for_class(held, site) and held.count(".") == 1 else ""
    bindings = site.scope.bindings.get(key or "", ())
    kept = list(attributes_behind(key, site.scope)) if key is not None and site.scope.owner is not None else []
    is_one_of_many = bool(kept) and all(binding.kind == "iter" for binding in bindings)
    return kept[0].attr if is_one_of_many and len(kept) == len(bindings) else ""


def _of_object(key: str | None, scope: Scope) -> str | None:
    """A key, or that of the attribute of self for which a variable stands."""
    kinds = [binding.kind for binding in scope.bindings.get(key or "", ())]
    kept = list(attributes_behind(key, scope)) if key is not None and kinds in (["assign"], ["annotated"]) else []
    return f"self.{kept[0].attr}" if kept else key


def _of_class(site: Site, keys: Sequence[str], rule: Rule[Options], said: str) -> Judgement:
    """What a class keeps, under one of some names, is ended by it, a base or an heir: the join knows."""
    assert site.scope.owner is not None
    owner = site.module.names.qualified(site.scope.owner)
    asked = ((rule.code, key, rule.options.bases_named()) for key in keys)
    return demanded(some([on_condition(("ends", owner, each)) for each in asked]), said)


def _is_for_class(key: str, site: Site) -> bool:
    """Whether what is begun belongs to the object, so that it may outlive the method."""
    return site.scope.owner is not None and key.startswith("self.")


def _listed(names: Sequence[str]) -> str:
    """Names for people: what several receivers have in common once, and the first few of many."""
    found = list(dict.fromkeys(name.removeprefix("*.") if name.startswith("*.") else last_name(name) for name in names))
    return " or ".join(found[:_FEW])
