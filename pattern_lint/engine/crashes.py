"""What is done when a check crashes: its cards are run one by one, so that only the guilty one says nothing."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from ..kinds.kit import Rule
from ..kinds.report import Sites


class OneByOne(NamedTuple):
    """What the cards of a kind say, each alone."""

    sites: Sites
    faults: list[tuple[str, str, str]]
    """Path, card and what is wrong with it."""
    healthy: list[Rule[Any]]


def one_by_one(rules: Sequence[Rule[Any]], path: str, look: Callable[[Rule[Any], Sites], None]) -> OneByOne:
    """Run each card of a crashed kind alone: the others keep their findings, and the fault names its card."""
    found = OneByOne(Sites(), [], [])
    for rule in rules:
        local = Sites()
        try:
            look(rule, local)
        except Exception as error:
            found.faults.append((path, rule.code, describe(error)))
        else:
            found.sites.add(local)
            found.healthy.append(rule)
    return found


def describe(error: BaseException) -> str:
    """What crashed and where, in one line."""
    frames = traceback.extract_tb(error.__traceback__)
    place = f" ({frames[-1].filename.rpartition('/')[2]}:{frames[-1].lineno})" if frames else ""
    return f"{type(error).__name__}: {error}{place}"
