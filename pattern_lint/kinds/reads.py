"""Attributes and items that are read by name, such as `event.broker` and `message["broker"]`, and what becomes of them.

They are followed through the variables of their function and the texts that it builds of them. What a function hands on
to others ends there.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from typing import ClassVar, Literal

from ..config.globs import fnmatchcase
from ..lang.python.constants import constant
from ..lang.python.module import Module, name_of
from ..lang.python.scopes import Scope
from ..lang.python.unparsed import unparsed
from ..lang.python.ways import choices
from ..query.answers import NO, YES, Answer, on_condition, opposite, some
from ..query.calls.calls import receiver_name
from ..query.functions.uses_of import Use, Uses
from ..query.naming.forms import spelled
from ..query.naming.meant import MeantNames
from ..query.naming.names import Asked, Names, last_name, name_set
from ..query.naming.shown import mentioned, texts
from .kit import Rule
from .site_kind import CONFORMS, Judgement, Site, SiteKind, SiteOptions, demanded

_READING = ("get", "pop", "getenv")
"""Methods and functions that read what has a name."""


class Options(SiteOptions, frozen=True, kw_only=True):
    """What is read, and what must not be done with it."""

    named: tuple[str, ...]
    """Globs of names of attributes and keys. Example: `named = ["broker"]`"""
    read_from: tuple[str, ...] = ()
    """Globs of names of which one must occur in what it is read from. Example: `read-from = ["*message*"]`"""
    read_from_calls: Names = ()
    """Calls that give what it is read from, be it a class that annotates it; of `read-from` and this one suffices.
    Example: `read-from-calls = ["*.EventEnvelope"]`"""
    unless_from: tuple[str, ...] = ()
    """Globs of names: what was made of one of these may be read. Example: `unless-from = ["topic"]`"""
    never: tuple[Literal["compared", "looked-up"], ...] = ()
    """What must not be done with it: to compare it, in a `match` too; to look something up by it.
    Example: `never = ["compared"]`"""
    unless_compared_with: tuple[str, ...] = ()
    """Globs of names: to compare it with what was made of one of these decides nothing.
    Example: `unless-compared-with = ["topic"]`"""
    never_kept_as: tuple[str, ...] = ()
    """Globs of names of variables that must not keep it, or a text of it. Example: `never-kept-as = ["topic"]`"""
    never_given_as: tuple[str, ...] = ()
    """Globs of keywords as which no call must be given it. Example: `never-given-as = ["topic"]`"""
    given_freely_to: Names = ()
    """Calls that may be given it as whatever they like. Example: `given-freely-to = ["logging.info"]`"""
    never_given_to: Names = ()
    """Calls that must not be given it first of all. Example: `never-given-to = ["*.get_trader"]`"""

    words: ClassVar[tuple[str, ...]] = ("read", "use", "function", "module")


class Kind(SiteKind[Options]):
    """A site is an attribute or item that is read in a function."""

    def __init__(self, rules: Sequence[Rule[Options]]) -> None:
        super().__init__(rules)
        self._named = [(rule, MeantNames(rule.options.named)) for rule in rules]

    def sites(self, module: Module) -> Iterator[tuple[Rule[Options], Site]]:
        for rule, names in self._named:
            if names.shown(mentioned, module) or names.shown(texts, module):
                for scope in module.index.functions:
                    yield from ((rule, site) for site in _sites(rule.options, scope, module))

    def judge(self, site: Site, rule: Rule[Options]) -> Iterator[Judgement]:
        uses = site.subject
        assert isinstance(uses, Uses)
        yield CONFORMS
        if isinstance(site.node, ast.pattern) and not _is_kept(site.node):
            if "compared" in rule.options.never:
                yield Judgement("violates", f"{site.words['read']} decides a branch", words={"use": "decides a branch"})
            return
        for use in uses.of(site.node):
            said, held = _fault(rule.options, use, site)
            if said:
                words = {"use": said}
                yield demanded(held, f"{site.words['read']} {said}", use.node, words)
                if use.sort == "kept":
                    return  # what is done with the variable has the same cause


def _sites(options: Options, scope: Scope, module: Module) -> Iterator[Site]:
    uses = Uses(module, scope)
    for node in uses.nodes:
        name, of = _matched(node, module) if isinstance(node, ast.pattern) else _read(node, module, scope)
        if not name or not any(fnmatchcase(name, glob) for glob in options.named) or _home(node, module) is not scope:
            continue
        origin = _is_meant(options, of, scope, module)
        if origin.holds is False:
            continue
        if options.unless_from and of is not None and _is_made_of(options.unless_from, of, scope, module):
            continue
        words = {
            "read": f"the pattern of {name}" if isinstance(node, ast.pattern) else unparsed(node),
            "use": "",
            "function": scope.name,
            "module": module.name,
        }
        yield Site(module, node, scope, words, origin.when, uses)


def _is_meant(options: Options, of: ast.expr | None, scope: Scope, module: Module) -> Answer:
    """Whether something is read from what a card means."""
    names = [name_of(part) for part in ast.walk(of) if isinstance(part, (ast.Name, ast.Attribute))] if of else []
    if not options.read_from or any(_is_one(each, options.read_from) for each in names):
        return YES
    is_own = of is not None and name_of(of) in ("self", "cls")
    symbol = module.symbol(of, scope) if of is not None and options.read_from_calls and not is_own else None
    if symbol is None or not symbol.endswith("()"):
        return NO
    given_by = symbol.removesuffix("()")
    held = name_set(options.read_from_calls).match(Asked(given_by, last_name(given_by)), module.roots)
    if held == YES or given_by[: given_by.find(".")] not in module.roots or not last_name(given_by)[:1].isupper():
        return held
    heirs = tuple(name for name in map(spelled, options.read_from_calls) if last_name(name)[:1].isupper())
    return some([held, on_condition(("derives", given_by, heirs))])


def _is_made_of(globs: tuple[str, ...], node: ast.expr, scope: Scope, module: Module) -> bool:
    """Whether something of one of some names occurs in what a name is assigned, alone or with others."""
    held = [each for each, _ in choices(node, module, scope)]
    held += [value for each in held if isinstance(each, ast.Name) for value in _unpacked(each.id, scope)]
    named = (part for each in held for part in ast.walk(each))
    return any(isinstance(part, (ast.Name, ast.Attribute)) and _is_one(name_of(part), globs) for part in named)


def _unpacked(name: str, scope: Scope) -> Iterator[ast.expr]:
    """What a name is given a part of."""
    for binding in scope.bindings.get(name, ()):
        if isinstance(binding.node, ast.Assign):
            yield binding.node.value


def _home(node: ast.AST, module: Module) -> Scope | None:
    """The function that a node is in; those of its lambdas are its own."""
    around = (module.index.scope_of.get(each) for each in module.ancestors(node))
    return next((scope for scope in around if scope is not None and scope.kind == "function"), None)


def _read(node: ast.AST, module: Module, scope: Scope) -> tuple[str, ast.expr | None]:
    """The name of an attribute or item that a node reads, and what it reads it from."""
    if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Load):
        return node.attr, node.value
    if isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Load):
        return _text(constant(module, node.slice, scope)), node.value
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in _READING:
        return _text(constant(module, node.args[0], scope)) if node.args else "", node.func.value
    if (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "getattr"
        and len(node.args) > 1
    ):
        return _text(node.args[1]), node.args[0]
    return "", None


def _matched(node: ast.pattern, module: Module) -> tuple[str, ast.expr | None]:
    """The name of an attribute or item that a pattern compares with something or keeps, and what is matched."""
    key = module.index.parents.get(node)
    names: list[tuple[str, ast.pattern]] = []
    if isinstance(key, ast.MatchMapping):
        names = list(zip(map(_text, key.keys), key.patterns, strict=True))
    elif isinstance(key, ast.MatchClass):
        names = list(zip(key.kwd_attrs, key.kwd_patterns, strict=True))
    match = next((each for each in module.ancestors(node) if isinstance(each, ast.Match)), None)
    name = next((name for name, pattern in names if pattern is node), "")
    is_read = isinstance(node, (ast.MatchValue, ast.MatchOr)) or _is_kept(node)
    return (name, match.subject) if is_read and match is not None else ("", None)


def _is_kept(node: ast.pattern) -> bool:
    """Whether a pattern only gives a name to what it matches."""
    return isinstance(node, ast.MatchAs) and node.pattern is None and node.name is not None


def _text(node: ast.expr) -> str:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def _fault(options: Options, use: Use, site: Site) -> tuple[str, Answer]:
    """What is wrong with a use, and whether it is as it must be after all; nothing is where no words are."""
    if use.sort == "compared" and _is_only_checked(options.unless_compared_with, use.node, site):
        return "", YES
    if use.sort in options.never:
        return ("decides a branch" if use.sort == "compared" else "is looked up by"), NO
    if use.sort == "kept" and _is_one(use.name, options.never_kept_as):
        return f"is kept as {use.name}", NO
    if use.sort != "given" or use.call is None:
        return "", YES
    if name_set(options.given_freely_to).match(_asked(use.call, site), site.module.roots).holds:
        return "", YES
    if use.name and _is_one(use.name, options.never_given_as):
        return f"is given as {use.name}", NO
    is_first = use.name or use.call.args[:1] == [use.node]
    if options.never_given_to and is_first:
        found = name_set(options.never_given_to).match(_asked(use.call, site), site.module.roots)
        if found.holds:
            return f"is given to {name_of(use.call.func)}()", opposite(found)
    return "", YES


def _is_only_checked(globs: tuple[str, ...], node: ast.AST, site: Site) -> bool:
    """Whether a comparison asks whether something is the same as what was made of something of one of some names."""
    sides = [node.left, *node.comparators] if isinstance(node, ast.Compare) and globs else []
    parts = [part for side in sides for part in _parts(side)]
    return any(_is_made_of(globs, part, site.scope, site.module) for part in parts)


def _parts(node: ast.expr) -> Sequence[ast.expr]:
    """What a collection that is written out has, or something itself."""
    return node.elts if isinstance(node, (ast.Tuple, ast.List, ast.Set)) else [node]


def _asked(call: ast.Call, site: Site) -> Asked:
    return Asked(site.module.symbol(call.func, site.scope), name_of(call.func), receiver_name(call))


def _is_one(name: str, globs: tuple[str, ...]) -> bool:
    return any(fnmatchcase(name, glob) for glob in globs)
