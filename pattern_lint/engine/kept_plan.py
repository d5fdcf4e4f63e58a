"""What was chosen of the cards, as plain data: to read and to try all of them takes longer than to look at a file."""

from __future__ import annotations

import marshal
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from typing import Any, NamedTuple

import msgspec

from ..kinds import options_class
from ..kinds.kit import Rule
from ..knowledge.words import Words
from .plan import Plan, Planned
from .policy import PathRule, Policy
from .unshown import Wanted


class _Kept(NamedTuple):
    rules: list[tuple[Any, ...]]
    per_path: dict[str, tuple[Any, ...]]
    policy: tuple[Any, ...]
    words: dict[str, tuple[str, ...]]
    wanted: tuple[Any, ...]
    """Nothing where nobody has looked."""


def plain(plan: Plan) -> bytes:
    """What a plan chose, and what its cards look for; the same key of the cache gives the same."""
    policy = plan.policy
    per_path = {glob: (rule.ignore, rule.select, _encoded(rule.options)) for glob, rule in policy.per_path.items()}
    return marshal.dumps(
        tuple(
            _Kept(
                [_plain(planned) for planned in plan.rules],
                per_path,
                (policy.chosen, tuple(policy.known), dict(policy.tool_levels)),
                {name: tuple(entries) for name, entries in plan.words.added.items()},
                tuple(plan.wanted or ()),
            )
        )
    )


def with_kept(plan: Plan, stored: bytes | None) -> Plan:
    """A plan that takes what an earlier one chose, if anything is known of it."""
    if stored is None:
        return plan
    kept = _Kept._make(marshal.loads(stored))
    per_path = {
        glob: PathRule(ignore, select, _decoded(options)) for glob, (ignore, select, options) in kept.per_path.items()
    }
    words = Words(kept.words)
    return replace(
        plan,
        load=cache(lambda: tuple(_planned(*rule) for rule in kept.rules)),
        load_words=lambda: words,
        load_policy=cache(lambda: Policy(per_path, *kept.policy)),
        wanted=Wanted(*kept.wanted) if kept.wanted else None,
    )


def _plain(planned: Planned) -> tuple[Any, ...]:
    rule = planned.rule
    said = (planned.level, planned.patterns, planned.fix, planned.equivalents)
    return rule.code, rule.name, planned.kind, _encoded(rule.options), said


def _planned(code: str, name: str, kind: str, options: bytes, said: tuple[Any, ...]) -> Planned:
    rule = Rule(code, name, msgspec.msgpack.decode(options, type=options_class(kind)))
    return Planned(rule, kind, *said)


def _encoded(options: msgspec.Struct | Mapping[str, object]) -> bytes:
    return msgspec.msgpack.encode(options)


def _decoded(options: bytes) -> Mapping[str, Mapping[str, object]]:
    decoded: Mapping[str, Mapping[str, object]] = msgspec.msgpack.decode(options)
    return decoded
