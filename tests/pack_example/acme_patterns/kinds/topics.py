"""Topics that messages are published to: each is named after the team that owns it."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from typing import ClassVar

from pattern_lint.api import (
    CallTable,
    Judgement,
    Module,
    Names,
    NameSet,
    Rule,
    Site,
    SiteKind,
    SiteOptions,
    Value,
    argument,
    demanded,
    holds,
    words_of,
)


class Options(SiteOptions, frozen=True):
    """What publishes, and who may own a topic."""

    of: Names
    """What publishes; the topic is its first argument. Example: `of = ["*.publish"]`"""
    owners: tuple[str, ...]
    """The teams that topics are named after. Example: `owners = ["billing", "stock"]`"""

    words: ClassVar[tuple[str, ...]] = ("call", "topic")


class Kind(SiteKind[Options]):
    """A site is a call that is given a topic."""

    def __init__(self, rules: Sequence[Rule[Options]]) -> None:
        super().__init__(rules)
        self._calls = CallTable((rule, NameSet(rule.options.of)) for rule in rules)

    def sites(self, module: Module) -> Iterator[tuple[Rule[Options], Site]]:
        for rule, call, found in self._calls.matches(module):
            yield rule, Site(module, call.node, call.scope, words_of(module, call), found.when)

    def judge(self, site: Site, rule: Rule[Options]) -> Iterator[Judgement]:
        if not isinstance(site.node, ast.Call):
            return
        topic = argument(site.node, "topic", 0, site.module, site.scope)
        if topic.value is not None:
            wanted = Value(matches=f"({'|'.join(rule.options.owners)})\\..+")
            held = holds(wanted, topic.value, site.module, topic.scope)
            shown = ast.unparse(topic.value)
            yield demanded(held, f"no team owns the topic {shown}", topic.value, {"topic": shown})
