"""Uses of a name, whatever is done with it: reading, calling, handing on, an item or attribute of it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import ClassVar

import msgspec

from ..config.expressions import Grouping
from ..config.globs import looks_like
from ..flow.fate import fills_class
from ..flow.fillings import own_class
from ..flow.truths import truths_of
from ..knowledge.lacking import lacked_libraries
from ..lang.python.module import Module, name_of
from ..lang.python.scopes import FunctionNode, Scope
from ..lang.python.unparsed import unparsed
from ..lang.python.walking import nodes_in, own_nodes, start_of
from ..problems import listing
from ..project.topics import Told, Topic
from ..query.answers import NO, UNKNOWN, Answer, answer, on_condition, some
from ..query.literals.agreeing import of_another_sort
from ..query.naming.names import Asked, Names, last_name, name_set
from ..query.places.places import Places, Where, stands_in
from .calls.besides import calls_besides
from .calls.prepared import giving_prepared, is_holder_prepared
from .kit import Rule
from .site_kind import CONFORMS, Judgement, Site, SiteKind, SiteOptions, demanded, placed

_MEMBER = re.compile(r"\*\.\w+")
"""An attribute by its name alone."""


class Options(SiteOptions, frozen=True, kw_only=True):
    """Which names, and where they may be used."""

    of: Names = ()
    """What is used, by its full name; `*.objects` is an attribute of that name, of anything.
    Example: `of = ["os.environ", "os.getenv"]`"""
    attributes_of: tuple[str, ...] = ()
    """Globs of names of what is imported, or what it is imported from, of which an attribute is used.
    Example: `attributes-of = ["*Topics"]`"""
    agree: Grouping = ""
    """A regular expression whose group must take in the same in all names of a file that it matches.
    Example: `agree = "(Paper|Live)Topics[.].*"`"""
    texts: Grouping = ""
    """A regular expression of texts that must agree with them, by what its group takes in, where a file uses one.
    Example: `texts = "(paper|live)[.].*"`"""
    set_: bool = msgspec.field(default=False, name="set")
    """Only attributes that are set or deleted. Example: `set = true`"""
    read: bool = False
    """Only where what it holds is taken: not where it is set, and not where nothing is asked but whether it is there,
    or of which sort it is. Example: `read = true`"""
    forbidden: bool = False
    """Whether it must not be used at all. Example: `forbidden = true`"""
    only_inside: Places = ()
    """The only places where it may be used. Example: `only-inside = ["module:shop.settings"]`"""

    prepared: tuple[str, ...] = ()
    """Globs of methods that are called and attributes that are set, one of which must prepare what it is an attribute
    of, before, on every way. Example: `prepared = ["is_valid"]`"""
    unless_said: tuple[str, ...] = ()
    """Globs of names of which one occurs in the class, or outside of classes in the module, where it is fine.
    Example: `unless-said = ["*ensure_session*"]`"""
    unless_tested: tuple[str, ...] = ()
    """With `unless-said`: globs of names of which one is tested there. Example: `unless-tested = ["*token*"]`"""
    unless_beside: Names = ()
    """Calls that make it fine where its function has one of them. Example: `unless-beside = ["jsonschema.validate"]`"""
    unless_filling: bool = False
    """Whether it is fine where it is taken apart for what makes an object, as in `Order(**request.json)`.
    Example: `unless-filling = true`"""
    first: bool = False
    """Whether only the first use in each class, and outside of classes, counts. Example: `first = true`"""

    words: ClassVar[tuple[str, ...]] = ("name", "function", "module", "other")

    def complaints(self) -> Iterator[tuple[str, str]]:
        yield from super().complaints()
        if not (self.of or self.attributes_of):
            yield "of", 'it is missing; say what is used, such as `of = ["os.environ"]`, or `attributes-of`'
        if not (self.forbidden or self.only_inside or self.agree or self.prepared):
            yield "of", "say what holds of these uses: `forbidden = true`, `only-inside`, `prepared` or `agree`"
        if self.unless_tested and not self.unless_said:
            yield "unless-tested", "it goes with `unless-said`; what must be asked before, `prepared` says"
        yield from (
            (
                "of",
                f"`{name}` names nothing that a module imports; write its full name, as `os.environ`, or that of one "
                "attribute of anything, as `*.objects`",
            )
            for name in self.of
            if not _MEMBER.fullmatch(name)
            if name_set((name,)).last_names is None or name.startswith(("*", "role:"))
        )


class Kind(SiteKind[Options]):
    """A site is an expression that names what a card is about; only files that import it are looked through."""

    def __init__(self, rules: Sequence[Rule[Options]]) -> None:
        super().__init__(rules)
        self._rules = [(rule, name_set(rule.options.of), name_set(_full(rule.options.of))) for rule in rules]
        globs = [(rule, rule.options.attributes_of) for rule in rules if rule.options.attributes_of]
        self._of_attributes = [(rule, looks_like(each)) for rule, each in globs]
        self._last = frozenset(last_name(name) for rule in rules for name in rule.options.of)
        named = (name for rule in rules for name in rule.options.of)
        self._members = frozenset(last_name(name) for name in named if _MEMBER.fullmatch(name))
        self._ways_in: dict[str, set[str]] = {}
        """What a file may import to come to what is named, by the libraries that it is of."""
        self._of_instances: dict[str, set[str]] = {}
        """The attributes of instances that are named, by the same: an object may have these from a base elsewhere."""
        for name in (name for rule in rules for name in rule.options.of):
            library = name.partition(".")[0]
            self._ways_in.setdefault(library, set()).update(_parents(name))
            if "()." in name:
                self._of_instances.setdefault(library, set()).add(last_name(name))

    def topics(self) -> Iterator[Topic]:
        for options in (rule.options for rule in self.rules if rule.options.prepared):
            yield giving_prepared(options.prepared, options.of)
        yield from super().topics()

    def may_concern(self, file: Told) -> bool:
        return self.may_lie_in(file) and (bool(self._of_attributes) or file.mentions(self._last))

    def sites(self, module: Module) -> Iterator[tuple[Rule[Options], Site]]:
        together: dict[str, list[tuple[Rule[Options], Site]]] = {}
        seen: set[tuple[str, Scope]] = set()
        all_found = (*self._named(module), *self._attributes(module))
        for rule, site in sorted(all_found, key=lambda each: start_of(each[1].node)):
            home = (rule.code, site.scope.owner or module.scope)
            if rule.options.first and home in seen:
                continue
            seen.add(home)
            if rule.options.agree and placed(rule.options, site).holds is not False:
                together.setdefault(rule.code, []).append((rule, site))
            elif not rule.options.agree:
                yield rule, site
        for found in together.values():
            options, named = found[0][0].options, [(site.node, site.words["name"]) for _, site in found]
            odd = of_another_sort(named, options.agree, options.texts)
            for rule, site in found:
                yield rule, site._replace(words={**site.words, "other": odd.get(site.node, "")})

    def _attributes(self, module: Module) -> Iterator[tuple[Rule[Options], Site]]:
        """The attributes of what is imported under some names."""
        imported = module.imported_names.union(_sources(module)) if self._of_attributes else frozenset()
        for rule, matches in self._of_attributes:
            is_used = any(map(matches, imported))
            text = re.compile(rule.options.texts) if rule.options.texts and is_used else None
            for scope in module.index.scopes if is_used else ():
                for node in own_nodes(scope):
                    if text is not None and isinstance(node, ast.Constant) and text.fullmatch(str(node.value)):
                        yield rule, Site(module, node, scope, {**_words(node, module, scope), "name": str(node.value)})
                    *holders, name = _imported(node, module, scope).split(".")
                    if isinstance(node, ast.expr) and any(map(matches, holders)):
                        words = {**_words(node, module, scope), "name": f"{holders[-1]}.{name}"}
                        yield rule, Site(module, node, scope, words)

    def _named(self, module: Module) -> Iterator[tuple[Rule[Options], Site]]:
        if not self._is_imported(module):
            return
        for scope in module.index.scopes:
            for node in own_nodes(scope):
                name = node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""
                if isinstance(node, ast.Name) and _is_kept_there(node, scope):
                    continue
                if isinstance(node, ast.expr) and (name in self._last or isinstance(node, ast.Name)):
                    yield from self._matching(module, node, name, scope)

    def _matching(
        self, module: Module, node: ast.expr, name: str, scope: Scope
    ) -> Iterator[tuple[Rule[Options], Site]]:
        symbol = module.names.symbol(node, scope)
        is_member = isinstance(node, ast.Attribute) and name in self._members
        is_set = isinstance(node, ast.Attribute) and isinstance(node.ctx, (ast.Store, ast.Del))
        if not (is_member or is_set) and (symbol is None or last_name(symbol) not in self._last):
            return
        words = _words(node, module, scope)
        for rule, names, full in self._rules:
            if rule.options.set_ and not is_set:
                continue
            asked = _target(node, module, scope) if rule.options.set_ else Asked(symbol, name)
            found = (names if isinstance(node, ast.Attribute) else full).match(asked, module.roots)
            if found.holds and not (rule.options.read and not _is_read(node, module, scope)):
                yield rule, Site(module, node, scope, words, found.when)

    def _is_imported(self, module: Module) -> bool:
        """Whether the file imports what a card names, or what it is found in, or has an attribute of such a name."""
        if module.stars or not self._members.isdisjoint(module.mentioned):
            return True
        lacked = lacked_libraries()
        ways_in = (ways for library, ways in self._ways_in.items() if library not in lacked)
        if not all(map(module.imported_names.isdisjoint, ways_in)):
            return True
        held = (names for library, names in self._of_instances.items() if library not in lacked)
        return not all(map(module.mentioned.isdisjoint, held))

    def judge(self, site: Site, rule: Rule[Options]) -> Iterator[Judgement]:
        name = site.words["name"]
        if rule.options.agree:
            yield demanded(answer(not site.words["other"]), f"{name} does not go with {site.words['other']}")
        elif _is_fine(rule.options, site):
            yield CONFORMS
        elif rule.options.forbidden:
            yield demanded(_is_seen_to_elsewhere(rule.options, site), f"{name} is not to be used here")
        elif rule.options.prepared and isinstance(site.node, ast.Attribute):
            said = f"nothing prepares {name}: {listing(rule.options.prepared)}"
            yield demanded(is_holder_prepared(site.node, rule.options.prepared, site.module, site.scope), said)
        elif rule.options.only_inside:
            where = Where(site.module, site.node, site.scope)
            yield demanded(stands_in(rule.options.only_inside, where), f"{name} has no place here")


def _is_kept_there(node: ast.Name, scope: Scope) -> bool:
    """Whether a name is a variable that was given its value in the file, where that is a use already."""
    home = scope.home(node.id)
    return home is not None and all(each.kind == "assign" and each.value is not None for each in home.bindings[node.id])


def _is_read(node: ast.expr, module: Module, scope: Scope) -> bool:
    """Whether somebody takes what is there."""
    is_load = not isinstance(node, (ast.Attribute, ast.Name)) or isinstance(node.ctx, ast.Load)
    return is_load and not truths_of(module, scope).alone_or_sort(node)


def _target(node: ast.expr, module: Module, scope: Scope) -> Asked:
    """An attribute that is set, by what it is an attribute of, and not by what it is set to."""
    assert isinstance(node, ast.Attribute)
    holder = module.names.symbol(node.value, scope)
    return Asked(f"{holder}.{node.attr}" if holder is not None else None, node.attr)


def _full(names: Names) -> Names:
    """Those that are more than the name of an attribute: a variable that holds one is no use of it."""
    return tuple(name for name in names if not _MEMBER.fullmatch(name))


def _is_fine(options: Options, site: Site) -> bool:
    """Whether what stands around a use makes it fine."""
    if options.unless_said and is_looked_after(options, site):
        return True
    if options.unless_beside and calls_besides(site, name_set(options.unless_beside)):
        return True
    assert isinstance(site.node, ast.expr)
    return options.unless_filling and fills_class(site.module, site.node, site.scope)


def is_looked_after(options: Options, site: Site) -> bool:
    """Whether the class that something stands in, a decorator of a method of it, or the module, speaks of one name or
    tests another."""
    owner = site.scope.owner
    nodes = nodes_in(owner.node) + _in_decorators(owner, site.module) if owner else nodes_in(site.module.tree)
    tests = (node.test for node in nodes if isinstance(node, (ast.If, ast.IfExp, ast.While, ast.Assert)))
    return _name_one(nodes, options.unless_said) or any(
        _name_one(nodes_in(test), options.unless_tested) for test in tests
    )


def _is_seen_to_elsewhere(options: Options, site: Site) -> Answer:
    """Whether the class around, a base or an heir has a member of which one of the names speaks, or a method of a base
    gives what it is used of; what other modules give is for these to see to."""
    owner, module = site.scope.owner, site.module
    holder = site.node.value if isinstance(site.node, ast.Attribute) else None
    if not options.unless_said or holder is None:
        return NO
    is_own = isinstance(holder, ast.Attribute) and own_class(holder, site.scope) is not None
    if owner is None or not is_own:
        symbol = module.names.symbol(holder, site.scope) or ""
        is_elsewhere = isinstance(holder, ast.Attribute) or not symbol.startswith(f"{module.name}.")
        return UNKNOWN if is_elsewhere and symbol[: symbol.find(".")] in module.roots else NO
    if not (isinstance(owner.node, ast.ClassDef) and owner.node.bases):
        return NO
    cls = module.names.qualified(owner)
    given = on_condition(("own-function", f"{cls}.{name_of(holder)}", ()))
    return some([on_condition(("member-of-family", cls, options.unless_said)), given])


def _in_decorators(owner: Scope, module: Module) -> list[ast.AST]:
    """What stands in the functions of the file that decorate methods of a class."""
    methods = (each for each in own_nodes(owner) if isinstance(each, FunctionNode))
    decorators = (each.func if isinstance(each, ast.Call) else each for of in methods for each in of.decorator_list)
    names = {each.id for each in decorators if isinstance(each, ast.Name)}
    functions = (each for each in module.tree.body if isinstance(each, FunctionNode) and each.name in names)
    return [node for function in functions for node in nodes_in(function)]


def _name_one(nodes: Iterable[ast.AST], globs: tuple[str, ...]) -> bool:
    matching = looks_like(globs)
    named = (node for node in nodes if isinstance(node, (ast.Name, ast.Attribute, FunctionNode)))
    return any(matching(node.name if isinstance(node, FunctionNode) else name_of(node)) for node in named)


def _sources(module: Module) -> Iterator[str]:
    """The parts of the names of the modules from which names are imported."""
    for node, _ in module.of(ast.ImportFrom):
        if isinstance(node, ast.ImportFrom) and node.module is not None:
            yield from node.module.split(".")


def _imported(node: ast.AST, module: Module, scope: Scope) -> str:
    """The full name of what is imported, or of an attribute of it; empty for other expressions."""
    if isinstance(node, ast.Attribute):
        named = module.names.symbol(node.value, scope) if isinstance(node.value, (ast.Name, ast.Attribute)) else None
        return f"{named or name_of(node.value)}.{node.attr}"
    home = scope.home(node.id) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) else None
    is_imported = isinstance(node, ast.Name) and home is not None and home.bindings[node.id][0].kind == "import"
    return (module.names.symbol(node, scope) or "") if is_imported and isinstance(node, ast.Name) else ""


def _words(node: ast.expr, module: Module, scope: Scope) -> dict[str, str]:
    holder = scope.function
    return {"name": unparsed(node), "module": module.name, "function": holder.name if holder else "", "other": ""}


def _parents(name: str) -> Iterator[str]:
    """The last names of all that leads to a name: `os` and `environ` of `os.environ`."""
    for part in name.split("."):
        yield part.removesuffix("()")
