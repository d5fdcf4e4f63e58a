"""Singletons that a class makes of itself: made once by several threads, and set up once.

A kind of its own, because it reads a small protocol in several steps: the test, the lock, the test within the lock, the
making; and then whether a constructor that Python runs at each call does its work only once.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Sequence
from typing import ClassVar

from ..config.globs import fnmatchcase
from ..flow.kept import Making, guard_of, keeps_what_it_is_given, making_of, unguarded
from ..lang.python.module import Module, name_of
from ..lang.python.scopes import FunctionNode, Scope
from ..project.singletons import SINGLETONS
from ..project.topics import Topic
from ..query.naming import shown
from ..query.naming.meant import MeantNames
from .kit import Rule
from .site_kind import CONFORMS, Judgement, Site, SiteKind, SiteOptions

_NEW = "__new__"
_WEAK = "weakref.WeakValueDictionary()"
_CALLED_SO = "singleton"
"""By what a class of another module is called from which those derive that are made once."""
_LOCKING = ("*lock*", "*synchron*", "*mutex*")


class Options(SiteOptions, frozen=True, kw_only=True):
    """What must hold of a class that keeps its only instance."""

    getters: tuple[str, ...] = ("get_instance", "getInstance", "instance", "get_singleton", "singleton", "shared")
    """Globs of class methods that give the instance, beside `__new__`. Example: `getters = ["get_instance"]`"""
    locked: bool = False
    """Whether it must be made under a lock, after another test within the lock. Example: `locked = true`"""
    once: bool = False
    """Whether `__init__`, which runs at each call of the class, must set things only once. Example: `once = true`"""

    words: ClassVar[tuple[str, ...]] = ("class", "function", "attribute", "module")

    def complaints(self) -> Iterator[tuple[str, str]]:
        yield from super().complaints()
        if self.locked is self.once:
            yield "locked", "say either `locked = true` or `once = true`"


class Kind(SiteKind[Options]):
    """A site is a method that makes the only instance of its class, or the constructor of such a class."""

    def __init__(self, rules: Sequence[Rule[Options]]) -> None:
        super().__init__(rules)
        self._makers = MeantNames([_NEW, *(glob for rule in rules for glob in rule.options.getters)])

    def topics(self) -> Iterable[Topic]:
        if any(rule.options.once for rule in self.rules):
            yield SINGLETONS
        yield from super().topics()

    def sites(self, module: Module) -> Iterator[tuple[Rule[Options], Site]]:
        for rule in (each for each in self.rules if each.options.once):
            yield from ((rule, site) for site in _of_others(module))
        functions = module.index.functions
        meant = self._makers.shown(shown.functions, module)
        for scope in functions if meant else ():
            owner = scope.parent
            if owner is None or owner.kind != "class" or scope.name not in meant:
                continue
            making = making_of(scope, owner, module)
            if making is None or (making.is_by_key and _keeps_weakly(owner, making.attribute, module)):
                continue
            words = {"class": owner.name, "function": scope.name, "attribute": making.attribute, "module": module.name}
            for rule in self.rules:
                yield from _sites(rule, scope, owner, making, Site(module, scope.node, scope, words, (), making))

    def judge(self, site: Site, rule: Rule[Options]) -> Iterator[Judgement]:
        making, cls = site.subject, site.words["class"]
        if rule.options.once:
            first = unguarded(site.scope, cls)
            said = f"{cls}() runs __init__ again on the one instance, and sets {first} anew"
            yield CONFORMS if not first else Judgement("violates", said, words={"attribute": first})
        elif not isinstance(making, Making) or making.is_shared_by_tasks_only or _is_decorated_so(site.scope):
            yield CONFORMS
        else:
            said = guard_of(making, site.module, site.scope)
            yield CONFORMS if not said else Judgement("violates", f"{cls}.{site.words['function']} {said}")


def _sites(
    rule: Rule[Options], scope: Scope, owner: Scope, making: Making, site: Site
) -> Iterator[tuple[Rule[Options], Site]]:
    is_asked = scope.name == _NEW or any(fnmatchcase(scope.name, glob) for glob in rule.options.getters)
    if rule.options.locked and is_asked and not (making.is_by_key and _is_value(owner)):
        yield rule, site
    for cls in _keeping(owner, site.module) if rule.options.once and scope.name == _NEW else ():
        constructor = _constructor(cls)
        if constructor is not None and not (making.is_by_key and keeps_what_it_is_given(constructor)):
            words = {**site.words, "class": cls.name, "function": "__init__"}
            yield rule, site._replace(node=constructor.node, scope=constructor, words=words)


def _constructor(owner: Scope) -> Scope | None:
    return next((each for each in owner.children if each.name == "__init__" and each.kind == "function"), None)


def _keeps_weakly(owner: Scope, attribute: str, module: Module) -> bool:
    """Whether a class forgets its instances once nobody else has them, as what only saves making them does."""
    bound = owner.bindings.get(attribute, ())
    return any(each.value is not None and module.symbol(each.value, owner) == _WEAK for each in bound)


def _is_value(owner: Scope) -> bool:
    """Whether an instance holds only what it is made of, so that a second one for a key is as good as the first."""
    constructor = _constructor(owner)
    return constructor is not None and keeps_what_it_is_given(constructor)


def _keeping(owner: Scope, module: Module) -> Iterator[Scope]:
    """A class that keeps its only instance, and those of its file that derive from it and leave that to it."""
    yield owner
    name = module.names.qualified(owner)
    for each in module.index.scopes:
        node, outer = each.node, each.parent
        if not isinstance(node, ast.ClassDef) or outer is None or _NEW in each.bindings:
            continue
        if any(module.symbol(base, outer) == name for base in node.bases):
            yield from _keeping(each, module)


def _of_others(module: Module) -> Iterator[Site]:
    """The constructors of classes that derive from one of another module which is called a singleton."""
    if not any(_CALLED_SO in name.lower() for name in module.imported_names):
        return
    for cls in module.index.scopes:
        node, outer, constructor = cls.node, cls.parent, _constructor(cls) if cls.kind == "class" else None
        if not isinstance(node, ast.ClassDef) or outer is None or constructor is None or _NEW in cls.bindings:
            continue
        for base in node.bases:
            symbol = module.symbol(base, outer) or ""
            is_others = symbol[: symbol.find(".")] in module.roots and not symbol.startswith(f"{module.name}.")
            if is_others and _CALLED_SO in symbol.lower():
                words = {"class": cls.name, "function": "__init__", "attribute": "", "module": module.name}
                when = (("keeps-one", symbol, (keeps_what_it_is_given(constructor),)),)
                yield Site(module, constructor.node, constructor, words, when)


def _is_decorated_so(scope: Scope) -> bool:
    node = scope.node
    assert isinstance(node, FunctionNode)
    names = (name_of(each.func if isinstance(each, ast.Call) else each).lower() for each in node.decorator_list)
    return any(fnmatchcase(name, glob) for name in names for glob in _LOCKING)
