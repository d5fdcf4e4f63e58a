"""What of an earlier run's outcome still holds, so that the project need not be joined."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from ..outcome import Outcome
from .cache import Cache, Memory
from .cache_file import State
from .decisions import Decisions, UndecidedError
from .execute import Done
from .join import settle
from .kept_outcome import read_outcome, with_changes
from .marking import mark_findings
from .plan import Plan


class Found(NamedTuple):
    """The outcome of a run, and what makes plain data of it for later ones."""

    outcome: Outcome
    memory: Memory


def remembered(cache: Cache, state: State) -> Found | None:
    """What an earlier run made of the same results."""
    outcome, decisions = cache.outcome(state), cache.decisions(state)
    return _found(state, outcome, decisions) if outcome is not None and decisions is not None else None


def settled(
    plan: Plan, cache: Cache, state: State, changed: Iterable[Done], read: Callable[[str], bytes]
) -> Found | None:
    """The last outcome with what is new about the files that changed, where all facts are as they were."""
    decisions, earlier = cache.decisions(state), cache.last_outcome()
    if decisions is None or earlier is None:
        return None
    decided = Decisions.of(decisions)
    results = [done.said for done in changed]
    if any(decided.waits_for(result.path, result.waivers) for result in results):
        return None  # what a comment accepts in other files has changed
    try:
        changes = settle(plan, results, decided)
        mark_findings(changes, results, read)
        outcome = with_changes(earlier, changes, {result.path for result in results})  # counts what changed, too
    except UndecidedError:  # then the project has to be joined
        return None
    return _found(state, outcome, decisions) if outcome is not None else None


def _found(state: State, outcome: bytes, decisions: bytes) -> Found:
    return Found(read_outcome(outcome), Memory(state, lambda: outcome, lambda: decisions))
