"""Missing: what methods do where a parameter is None, or a key of their keyword parameter is not there.

A site is a parameter that defaults to None and is kept, or a key that is read. Whether a method refuses is found out by
running it on paper without the thing, so that the form of the test does not matter: that is why this is a kind.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import ClassVar, Literal, TypeAlias

from ...lang.python.module import Module
from ...lang.python.scopes import Scope
from ...project.texts import TEXTS
from ...project.topics import Told, Topic
from ...query.definitions.defined import is_meant
from ...query.naming.names import DefinedNames
from ..kit import Rule
from ..site_kind import Judgement, Site, SiteKind, SiteOptions
from .keys import documented, validated
from .parameters import refused

Demand: TypeAlias = Callable[[Module, Scope, str], Iterator[tuple[str, Judgement]]]
"""What is asked about, and what becomes of it; the last parameter is the name of the keyword parameter."""
_DEMANDS: dict[str, Demand] = {"refused": refused, "validated": validated, "documented": documented}


class Options(SiteOptions, frozen=True, kw_only=True):
    """Which methods, and what they have to do."""

    of: DefinedNames = ()
    """The methods; all where none is named. Example: `of = ["initialize"]`"""
    demand: Literal["refused", "validated", "documented"]
    """That parameters which default to None are refused before they are kept; that keys are tested for before they
    are needed; or that the docstring names every key that is read. Example: `demand = "refused"`"""
    keys_of: str = "capabilities"
    """The keyword parameter whose keys they are. Example: `keys-of = "options"`"""

    words: ClassVar[tuple[str, ...]] = ("method", "name", "module")


class Kind(SiteKind[Options]):
    """Looks at the methods that cards name."""

    took_over = ("guarded-parameters", "capability-keys")

    def topics(self) -> Iterator[Topic]:
        yield from super().topics()
        if any(rule.options.demand == "documented" for rule in self.rules):
            yield TEXTS

    def may_concern(self, file: Told) -> bool:
        return self.may_lie_in(file) and any(file.classes)

    def sites(self, module: Module) -> Iterator[tuple[Rule[Options], Site]]:
        for scope in module.index.functions:
            for rule in self.rules if scope.is_method else ():
                found = is_meant(rule.options.of, scope, module)
                demand = _DEMANDS[rule.options.demand]
                for name, judgement in demand(module, scope, rule.options.keys_of) if found.holds else ():
                    words = {"method": scope.qualname, "name": name, "module": module.name}
                    yield rule, Site(module, scope.node, scope, words, found.when, judgement)

    def judge(self, site: Site, rule: Rule[Options]) -> Iterator[Judgement]:
        assert isinstance(site.subject, Judgement)
        yield site.subject
