"""Work in steps, which are the same on every machine and at every hour."""

from __future__ import annotations

from collections.abc import Callable
from cProfile import Profile

from pattern_lint.outcome import Outcome

Check = Callable[[], Outcome]


def steps(check: Check) -> int:
    """How many calls a check takes, those of what is built in included."""
    profile = Profile(subcalls=False)
    outcome = profile.runcall(check)
    assert not outcome.faults
    assert not any(finding.code == "PAT000" for finding in outcome.findings)
    return sum(entry.callcount for entry in profile.getstats())


def growth(check_of: Callable[[int], Check], sizes: tuple[int, int, int]) -> float:
    """By how much more a repetition costs between the two larger sizes than between the two smaller ones.

    What every run does, whatever the size, is in none of the differences; what is made but once is made before.
    """
    check_of(sizes[-1])()
    small, middle, large = (steps(check_of(size)) for size in sizes)
    early, late = (middle - small) / (sizes[1] - sizes[0]), (large - middle) / (sizes[2] - sizes[1])
    return late / early
