"""Classes: what they derive from, what they define, take, set and say, how large they are and where they stand."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Literal

from ...lang.python.docstrings import is_documented
from ...lang.python.module import Module
from ...lang.python.scopes import FunctionNode, Scope
from ...project.put_to_use import put_to_use
from ...project.topics import Told, Topic
from ...query.answers import NO, YES, Answer, answer, every, on_condition, opposite, some
from ...query.definitions.constructed import gives_itself, uses_of_taken
from ...query.definitions.defined import (
    definitions,
    derives,
    is_concrete,
    is_decorated,
    is_meant,
    is_parametrized,
    is_stand_in,
)
from ...query.definitions.dispatch import Dispatch
from ...query.definitions.fields import is_link
from ...query.definitions.interfaces import is_interface
from ...query.definitions.members import Demand, Demands, constructor_fields, judged_values
from ...query.functions.pairs_of_methods import is_paired
from ...query.functions.sizes import counted_methods, lines_of
from ...query.naming.names import last_name
from ...query.origins.module_state import changes_of_module, place_of_change
from ...query.values.values import Value
from ..defined_kind import ANYHOW, DefinedKind, chosen, is_public, selectors
from ..docstrings import of_docstring
from ..kit import Rule
from ..report import ModuleReport
from ..site_kind import CONFORMS, Judgement, Site, asked_for, demanded, demanding, limited, undemanding
from .options import Method, Options
from .ordered import of_order

_ADVICE = "; split it by subject"


class Kind(DefinedKind[Options]):
    """A site is a class."""

    took_over = ("class-size", "class-docstring", "class-contract")
    subject = sort = "class"

    @classmethod
    def proofread(cls, options: Options) -> Iterator[tuple[str, str]]:
        such_as = "`forbidden = true`, `bases`, `methods` or `name`"
        yield from undemanding(options, DEMANDING, such_as)

    def __init__(self, rules: Sequence[Rule[Options]]) -> None:
        super().__init__(rules)
        self._rules = Dispatch(rules, selectors)
        self._takes = any(rule.options.takes for rule in rules)
        self._attributes = _demands(rules, "attributes")
        self._config = _demands(rules, "config")
        self._choices = {rule.code: asked_for(rule.options, _CHOICES) for rule in rules}
        self._demands = {rule.code: asked_for(rule.options, _DEMANDS) for rule in rules}

    def module(self, module: Module, report: ModuleReport) -> object:
        super().module(module, report)
        return self._collected(module)

    def topics(self) -> Iterable[Topic]:
        yield from super().topics()
        yield from (
            put_to_use(globs) for globs in dict.fromkeys(rule.options.uses_taken for rule in self.rules) if globs
        )

    def may_concern(self, file: Told) -> bool:
        if self._takes or self._attributes or self._config:  # the join is asked about the classes of all files
            return True
        return self.may_lie_in(file) and any(map(self._rules.may_mean, file.classes))

    def sites(self, module: Module) -> Iterator[tuple[Rule[Options], Site]]:
        classes = definitions(module, "class")
        for scope, rule in self._rules.among(classes, module, lambda rule: self.is_about(rule, module)):
            found = every(is_so(rule.options, scope, module) for is_so in self._choices[rule.code])
            if found.holds:
                words = {"class": scope.name, "module": module.name, "name": "", "count": "", "most": ""}
                yield rule, Site(module, scope.node, scope, words, found.when)

    def demands(self, site: Site, rule: Rule[Options]) -> Iterator[Judgement]:
        for judged in self._demands[rule.code]:
            yield from judged(rule.options, site, rule.code)

    def _collected(self, module: Module) -> dict[str, Any] | None:
        """What the join is asked about the classes of other files."""
        if not (self._takes or self._attributes or self._config):
            return None
        classes = definitions(module, "class") if self._takes else ()
        fields = {scope.qualname: constructor_fields(scope, module) for scope in classes}
        values = judged_values(module, self._attributes, self._config)
        return {"fields": fields, "values": values} if fields or values else None


def _demands(rules: Iterable[Rule[Options]], option: Literal["attributes", "config"]) -> Demands:
    return {
        _key(rule.code, option, name): Demand(name, wanted, rule.options.reasons)
        for rule in rules
        for name, wanted in getattr(rule.options, option).items()
        if option == "config" or _says_what(wanted)
    }


def _key(code: str, option: str, name: str) -> str:
    return f"{code}.{option}.{name}"


def _says_what(wanted: Value) -> bool:
    """Whether a demand is about the value, not only about its being there."""
    return wanted != Value(given=wanted.given)


def _is_meant(options: Options, scope: Scope, module: Module) -> Answer:
    return every(chosen(options, scope, module))


def _defines_or_gives(options: Options, scope: Scope, module: Module) -> Answer:
    defines = any(child.name in options.defining for child in scope.children)
    gives = gives_itself(options.gives_itself_to, scope, module) if options.gives_itself_to else NO
    return some([answer(defines), gives])


def _may_have_members(options: Options, scope: Scope, module: Module) -> Answer:
    return on_condition(("may-have-member", module.names.qualified(scope), options.bases_have))


def _declares(options: Options, scope: Scope, module: Module) -> Answer:
    return on_condition(("member-or-derived", module.names.qualified(scope), (options.having, options.derives)))


def _is_error(options: Options, scope: Scope, module: Module) -> Answer:
    """Whether a project has roots of errors, for a class to derive from."""
    return on_condition(("defined", "", options.error_roots))


def _is_itself(options: Options, scope: Scope, module: Module) -> Answer:
    """Whether a class of which something is said that only its body shows takes nobody's place."""
    is_silent = options.error_roots == () and (not options.docstring or is_documented(scope.node))
    return YES if is_silent else answer(not is_stand_in(module, scope))


def _of_bases(options: Options, site: Site, code: str) -> Iterator[Judgement]:
    scope, module = site.scope, site.module
    for name in options.bases:
        said = f"{scope.name} does not derive from {last_name(name)}"
        held = some([derives((name,), scope, module), is_meant((name,), scope, module)])
        yield demanded(held, said, words={"name": name})
    if options.one_base_of:
        said = f"{scope.name} derives from none of {', '.join(map(last_name, options.one_base_of))}"
        itself = [name for name in options.one_base_of if "*" not in name]
        below = on_condition(("mixed-in", module.names.qualified(scope), options.one_base_of))
        found = [is_meant(itself, scope, module), derives(options.one_base_of, scope, module), below]
        if options.abstract_counts:
            found.append(on_condition(("abstract-base", module.names.qualified(scope), (options.abstract_counts,))))
        yield demanded(some(found), said)
    if options.error_roots:
        said = f"{scope.name} does not derive from the project's root of errors"
        below = on_condition(("derives", module.names.qualified(scope), options.error_roots))
        yield demanded(some([is_meant(options.error_roots, scope, module), below]), said)
    for name in options.no_bases:
        said = f"{scope.name} is not to derive from {last_name(name)}"
        yield demanded(opposite(derives((name,), scope, module)), said, words={"name": name})
    if options.abstract_base:
        held = on_condition(("abstract-base", module.names.qualified(scope), ()))
        yield demanded(held, f"no base of {scope.name} says by abstract methods what it must do")
    if options.parametrized:
        said = f"{scope.name} does not say with what its generic base works; give it a parameter"
        yield demanded(is_parametrized(scope, module), said)
    if options.abstract is not None:
        held = on_condition(("abstract", module.names.qualified(scope), ()))
        said = f"{scope.name} is {'not ' if options.abstract else ''}abstract"
        yield demanded(held if options.abstract else opposite(held), said)


def _of_methods(options: Options, site: Site, code: str) -> Iterator[Judgement]:
    scope = site.scope
    wanted = options.methods if isinstance(options.methods, dict) else dict.fromkeys(options.methods, Method())
    for name, method in wanted.items():
        judged = _of_method(name, method, site, options.derives)
        yield judged if options.at == "method" else judged._replace(place=None)
    for pair in options.paired.items():
        if (found := is_paired(pair, scope, site.module)) is not None:
            yield demanded(found.held, f"{scope.name}{found.said}", found.place, {"name": found.name})
    if options.no_methods:
        own = [child for child in scope.children if child.kind == "function"]
        names = [
            child for child in own if some(is_meant((glob,), child, site.module) for glob in options.no_methods).holds
        ]
        for child in names:
            said = f"{scope.name} is not to define {child.name}"
            yield Judgement("violates", said, child.node, words={"name": child.name})
        if not names:
            yield CONFORMS


def _of_method(name: str, wanted: Method, site: Site, silent: tuple[str, ...]) -> Judgement:
    """`silent` are bases of which the card knows that they have no such method."""
    scope, qualified = site.scope, site.module.names.qualified(site.scope)
    own = next((child.node for child in reversed(scope.children) if child.name == name), None)
    words = {"name": name}
    if not isinstance(own, FunctionNode) and wanted.own:
        is_bound = answer(None if name in scope.bindings else False)
        return demanded(is_bound, f"{scope.name} does not define {name} itself", words=words)
    held = on_condition(("method", qualified, (name, wanted.parameters, wanted.async_, silent, wanted.does)))
    if not isinstance(own, FunctionNode):
        said = f"{scope.name} does not define {name}, neither itself nor through a base"
        return demanded(held, said, words=words)
    said = f"{scope.name}.{name} {_asked_for(wanted)}"
    return demanded(held, said, own, words)


def _asked_for(wanted: Method) -> str:
    parts = [f"must take {', '.join(wanted.parameters)}"] if wanted.parameters else []
    if wanted.async_ is not None:
        parts.append("must be async" if wanted.async_ else "must not be async")
    return " and ".join(parts) or "must do something"


def _of_constructor(options: Options, site: Site, code: str) -> Iterator[Judgement]:
    for name, held in uses_of_taken(options.uses_taken, site.scope, site.module) if options.uses_taken else ():
        yield demanded(held, f"{site.scope.name} takes {name} and does nothing with it", words={"name": name})
    for name in options.takes:
        held = on_condition(("takes", site.module.names.qualified(site.scope), (name,)))
        yield demanded(held, f"{site.scope.name} takes no {name}", words={"name": name})


def _of_decorators(options: Options, site: Site, code: str) -> Iterator[Judgement]:
    node = site.node
    assert isinstance(node, ast.ClassDef)
    for name in options.decorators:
        held = is_decorated((name,), site.scope, site.module)
        yield demanded(held, f"{node.name} lacks the decorator @{last_name(name)}", words={"name": name})


def _of_attributes(options: Options, site: Site, code: str) -> Iterator[Judgement]:
    scope, qualified = site.scope, site.module.names.qualified(site.scope)
    told = {name for names in options.has for name in names.split("|")} & options.attributes.keys()
    for name, wanted in options.attributes.items():
        if name in told:
            continue
        is_set = _is_set(qualified, name, "", options.derives)
        as_demanded = _is_set(qualified, name, _key(code, "attributes", name), options.derives)
        words = {"name": name}
        if wanted.given is False:
            yield demanded(opposite(is_set), f"{scope.name} is not to set {name}", words=words)
            continue
        if wanted.given:
            yield demanded(is_set, f"{scope.name} sets no {name}, neither itself nor through a base", words=words)
        if _says_what(wanted):
            held = some([as_demanded, opposite(is_set)])
            said = f"{scope.name} sets {name} to something else than it must be"
            bound = scope.bindings.get(name) if options.at == "method" else None
            yield demanded(held, said, bound[-1].node if bound else None, words)
    for names in options.has:
        named = names.split("|")
        globs = tuple(each for each in named if each not in told)
        held = some(
            [
                *([on_condition(("member-or-derived", qualified, (globs, options.derives)))] if globs else ()),
                *(_is_set(qualified, each, _key(code, "attributes", each), _OTHERS) for each in named if each in told),
            ]
        )
        how = " as it must be" if told.intersection(named) else ""
        said = f"{scope.name} has no {named[0]}{how}, neither itself nor through a base"
        yield demanded(held, said, words={"name": named[0]})
    for name, wanted in options.config.items():
        held = on_condition(("configured", qualified, (_key(code, "config", name), wanted.given is not True)))
        yield demanded(held, f"{scope.name} is not set up with {name} as it must be", words={"name": name})


_OTHERS = ("?*",)
"""Bases of others, which have as little as `has` takes them to have."""


def _is_set(qualified: str, name: str, key: str, silent: tuple[str, ...]) -> Answer:
    """`silent` are bases of others of which the card knows that they set nothing."""
    return on_condition(("attribute", qualified, (name, key, silent)))


def _of_work(options: Options, site: Site, code: str) -> Iterator[Judgement]:
    scope, module = site.scope, site.module
    if options.coroutines is False:
        for method in (child for child in scope.children if isinstance(child.node, ast.AsyncFunctionDef)):
            words = {"name": method.name}
            yield Judgement("violates", f"{scope.name}.{method.name} is not to be async", method.node, words=words)
    if options.changes_module is False:
        for place, name in changes_of_module(scope, module):
            said = f"{scope.name} is not to change {name}, which its module holds"
            yield Judgement("violates", said, place_of_change(place, name, module), words={"name": name})


def _of_words(options: Options, site: Site, code: str) -> Iterator[Judgement]:
    """What is written in the class: its docstring, its length, the number of its methods."""
    scope, module = site.scope, site.module
    if options.docstring is not None:
        has_one = is_documented(scope.node)
        said = f"{scope.name} has no docstring" if options.docstring else f"{scope.name} is to have no docstring"
        yield demanded(answer(has_one is options.docstring), said)
    if options.says:
        text = ast.get_docstring(site.node) if isinstance(site.node, ast.ClassDef) else None
        yield from of_docstring(text, options.says, scope.name)
    if options.most_methods is not None:
        is_large = len(scope.children) > options.most_methods
        count = counted_methods(scope, module, options.not_counted) if is_large else 0
        yield limited(f"`{scope.name}`", count, options.most_methods, "methods", _ADVICE)
    if options.most_lines is not None:
        yield limited(f"`{scope.name}`", lines_of(scope.node), options.most_lines, "lines", _ADVICE)


_CHOICES: Mapping[Callable[[Options, Scope, Module], Answer], frozenset[str]] = {
    _is_meant: frozenset({"of", "decorated", "derives"}),
    _may_have_members: frozenset({"bases_have"}),
    _declares: frozenset({"having"}),
    _defines_or_gives: frozenset({"defining", "gives_itself_to"}),
    lambda _, scope, module: answer(is_public(scope)): frozenset({"public"}),
    lambda _, scope, module: is_concrete(scope, module): frozenset({"concrete"}),
    lambda _, scope, module: is_interface(scope, module): frozenset({"interface"}),
    lambda _, scope, module: answer(not is_link(scope, module)): frozenset({"links_aside"}),
    _is_error: frozenset({"error_roots"}),
    _is_itself: frozenset({"docstring", "error_roots"}),
}
"""What tells whether a class is one that a card is about, by the options that make it matter."""
_DEMANDS: Mapping[Callable[[Options, Site, str], Iterator[Judgement]], frozenset[str]] = {
    _of_bases: frozenset(
        {"bases", "one_base_of", "error_roots", "no_bases", "abstract_base", "parametrized", "abstract"}
    ),
    _of_methods: frozenset({"methods", "paired", "no_methods"}),
    _of_constructor: frozenset({"uses_taken", "takes"}),
    _of_decorators: frozenset({"decorators"}),
    _of_attributes: frozenset({"attributes", "has", "config"}),
    of_order: frozenset({"first_bases", "order"}),
    _of_work: frozenset({"coroutines", "changes_module"}),
    _of_words: frozenset({"docstring", "says", "most_methods", "most_lines"}),
}
"""What judges which demands."""
DEMANDING = demanding(_DEMANDS, ANYHOW)
"""The options of which a card has to have one."""
