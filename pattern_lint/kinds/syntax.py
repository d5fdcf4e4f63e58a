"""Code in TypeScript, JavaScript or shell that looks like a pattern, and what holds of it.

Patterns are code with `$NAME` for one part and `$$$NAME` for any number of parts, as ast-grep reads them:
`console.log($$$ARGS)`, `rm -rf $$$`. A site is a piece of code that looks like one of `of` and is what `rule` says:
where both are given, both must hold. Scripts are found by the endings of their names. A script that its grammar does
not take is unreadable (PAT000); in shell, whose grammar is wider than any parser's, what could not be read is only
noted.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, ClassVar, Literal

import msgspec

from ..lang.patterns import Node, as_rule, patterns_of, variables
from ..lang.unit import Unit
from .kit import Rule
from .unit_kind import Judged, UnitKind, UnitOptions, Wrong

if TYPE_CHECKING:
    from ast_grep_py import SgNode

_SHOWN = 60


class Options(UnitOptions, frozen=True, kw_only=True):
    """Which code, and what holds of it."""

    language: Literal["typescript", "javascript", "shell"] | tuple[Literal["typescript", "javascript"], ...]
    """The language, or several. Example: `language = "typescript"`"""
    of: tuple[str, ...] = ()
    """Code that it looks like one of. Example: `of = ["console.log($$$ARGS)", "console.debug($$$ARGS)"]`"""
    rule: Node | None = None
    """What else a piece of code must be to be a site. Example: `rule = { kind = "catch_clause" }`"""
    variables: dict[str, Node] = msgspec.field(default_factory=dict)
    """What the parts must be that `$NAME` stands for. Example: `variables.TYPE = { regex = "^any$" }`"""
    forbidden: bool = False
    """Whether it must not be there at all. Example: `forbidden = true`"""
    must: Node | None = None
    """What must hold of it. Example: `must = { has = { pattern = "signal" } }`"""
    must_not: Node | None = None
    """What must not hold of it. Example: `must-not = { inside = { pattern = "useEffect($$$)" } }`"""

    words: ClassVar[tuple[str, ...]] = ("match", "scope")

    def spoken(self) -> list[str]:
        return [*self.words, *variables((*self.of, *patterns_of(self.rule)))]

    def complaints(self) -> Iterator[tuple[str, str]]:
        if not self.of and self.rule is None:
            yield "of", 'say what is meant: `of = ["console.log($$$ARGS)"]`, or a `rule` such as `{ kind = "..." }`'
        if not self.forbidden and self.must is None and self.must_not is None:
            yield "of", "say what holds of it: `forbidden = true`, `must = { ... }` or `must-not = { ... }`"
        yield from super().complaints()


class Kind(UnitKind[Options]):
    """A site is a piece of code."""

    languages = frozenset({"typescript", "javascript", "shell"})

    def __init__(self, rules: Sequence[Rule[Options]]) -> None:
        super().__init__(rules)
        self._searches = {rule.code: _search(rule.options) for rule in rules}

    @classmethod
    def reads(cls, options: Options) -> frozenset[str]:
        return frozenset((options.language,) if isinstance(options.language, str) else options.language)

    @classmethod
    def proofread(cls, options: Options) -> Iterator[tuple[str, str]]:
        from ..lang.trial import broken_patterns, refusal  # brings tree-sitter along

        nodes = {"rule": options.rule, "must": options.must, "must-not": options.must_not}
        patterns = {"of": list(options.of), **{name: list(patterns_of(node)) for name, node in nodes.items()}}
        for language in sorted(cls.reads(options)):
            for name, written in patterns.items():
                yield from ((name, said) for said in broken_patterns(written, language))
            for name, node in nodes.items():
                refused = refusal({"rule": {"all": [as_rule(node)]}}, language) if node is not None else ""
                if refused:
                    yield name, refused
            refused = refusal(_search(options), language)
            if refused:
                yield "of" if options.of else "rule", refused

    def judged(self, unit: Unit, rule: Rule[Options]) -> Iterator[Judged]:
        from ..lang.code import Code, span_of
        from ..lang.trial import takes

        assert isinstance(unit, Code)
        options, search = rule.options, self._searches[rule.code]
        demands = [search, *({"rule": {"all": [each]}} for each in map(as_rule, _demands(options)))]
        if not all(takes(unit.grammar, demand) for demand in demands):  # such as JSX where there is none
            return
        names = variables((*options.of, *patterns_of(options.rule)))
        for node in unit.root.find_all(search):
            span = span_of(node)
            words = {name: _part(node, name) for name in names}
            words |= {"match": _briefly(node.text()), "scope": unit.named.at(span[0])}
            place = unit.first_line_of(span)
            yield Judged(span, [Wrong(place, said, words) for said in _wrong(node, options)])


def _search(options: Options) -> Any:
    """What finds the sites."""
    looks = [{"any": [{"pattern": pattern} for pattern in options.of]}] if options.of else []
    also = [as_rule(options.rule)] if options.rule is not None else []
    search: dict[str, Any] = {"rule": {"all": [*looks, *also]}}
    if options.variables:
        search["constraints"] = {name: as_rule(node) for name, node in options.variables.items()}
    return search


def _demands(options: Options) -> Iterator[Node]:
    return (node for node in (options.must, options.must_not) if node is not None)


def _wrong(node: SgNode, options: Options) -> Iterator[str]:
    """What is wrong with a site."""
    shown = _briefly(node.text())
    if options.forbidden:
        yield f"`{shown}` is not to be used here"
    if options.must is not None and not node.matches(all=[as_rule(options.must)]):
        yield f"`{shown}` lacks what it must have: {_said(options.must)}"
    if options.must_not is not None and node.matches(all=[as_rule(options.must_not)]):
        yield f"`{shown}` is what it must not be: {_said(options.must_not)}"


def _said(node: Node) -> str:
    """What a card demands, as short as it goes."""
    written = [f"`{_briefly(pattern)}`" for pattern in patterns_of(node)]
    return ", ".join(written) if written else "see the card"


def _part(node: SgNode, name: str) -> str:
    """What a name in a pattern stands for."""
    one = node.get_match(name)
    if one is not None:
        return _briefly(one.text())
    parts = (part.text() for part in node.get_multiple_matches(name))
    return _briefly("".join(f"{part} " if part == "," else part for part in parts))


def _briefly(text: str) -> str:
    """Code on one line, and not too long."""
    line = " ".join(text.split())
    return line if len(line) <= _SHOWN else f"{line[: _SHOWN - 3]}..."
