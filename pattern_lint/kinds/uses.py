"""Uses of a name, whatever is done with it: reading, calling, handing on, an item or attribute of it."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from typing import ClassVar

from ..lang.python.module import Module
from ..lang.python.scopes import Scope
from ..lang.python.walking import own_nodes
from ..project.topics import Told
from ..query.names import Asked, Names, NameSet, last_name
from ..query.places import Places, Where, stands_in
from .kit import Rule
from .site_kind import Judgement, Site, SiteKind, SiteOptions, demanded


class Options(SiteOptions, frozen=True, kw_only=True):
    """Which names, and where they may be used."""

    of: Names
    """What is used, by its full name. Example: `of = ["os.environ", "os.getenv"]`"""
    forbidden: bool = False
    """Whether it must not be used at all. Example: `forbidden = true`"""
    only_inside: Places = ()
    """The only places where it may be used. Example: `only-inside = ["module:shop.settings"]`"""

    words: ClassVar[tuple[str, ...]] = ("name", "function", "module")

    def complaints(self) -> Iterator[tuple[str, str]]:
        yield from super().complaints()
        if not (self.forbidden or self.only_inside):
            yield "of", "say what holds of these uses: `forbidden = true`, or `only-inside`"
        yield from (
            ("of", f"`{name}` names nothing that a module imports; write its full name, as `os.environ`")
            for name in self.of
            if NameSet([name]).last_names is None or name.startswith(("*", "role:"))
        )


class Kind(SiteKind[Options]):
    """A site is an expression that names what a card is about; only files that import it are looked through."""

    def __init__(self, rules: Sequence[Rule[Options]]) -> None:
        super().__init__(rules)
        self._rules = [(rule, NameSet(rule.options.of)) for rule in rules]
        self._last = frozenset(last_name(name) for rule in rules for name in rule.options.of)
        self._ways_in = frozenset(part for rule in rules for name in rule.options.of for part in _parents(name))

    def may_concern(self, file: Told) -> bool:
        return self.may_lie_in(file) and file.mentions(self._last)

    def sites(self, module: Module) -> Iterator[tuple[Rule[Options], Site]]:
        if not self._is_imported(module):
            return
        for scope in module.index.scopes:
            for node in own_nodes(scope):
                name = node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""
                if isinstance(node, ast.expr) and (name in self._last or isinstance(node, ast.Name)):
                    yield from self._matching(module, node, name, scope)

    def _matching(
        self, module: Module, node: ast.expr, name: str, scope: Scope
    ) -> Iterator[tuple[Rule[Options], Site]]:
        symbol = module.names.symbol(node, scope)
        if symbol is None or last_name(symbol) not in self._last:
            return
        holder = scope.function
        words = {"name": ast.unparse(node), "module": module.name, "function": holder.name if holder else ""}
        for rule, names in self._rules:
            found = names.match(Asked(symbol, name), module.roots)
            if found.holds:
                yield rule, Site(module, node, scope, words, found.when)

    def _is_imported(self, module: Module) -> bool:
        """Whether the file imports what a card names, or what it is found in."""
        if module.stars:
            return True
        return not module.imported_names.isdisjoint(self._ways_in)

    def judge(self, site: Site, rule: Rule[Options]) -> Iterator[Judgement]:
        name = site.words["name"]
        if rule.options.forbidden:
            yield Judgement("violates", f"{name} is not to be used here")
        else:
            where = Where(site.module, site.node, site.scope)
            yield demanded(stands_in(rule.options.only_inside, where), f"{name} has no place here")


def _parents(name: str) -> Iterator[str]:
    """The last names of all that leads to a name: `os` and `environ` of `os.environ`."""
    for part in name.split("."):
        yield part.removesuffix("()")
