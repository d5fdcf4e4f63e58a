"""Work in steps, which are the same on every machine and at every hour."""

from __future__ import annotations

from collections.abc import Callable
from cProfile import Profile

from pattern_lint.outcome import Outcome

Check = Callable[[], Outcome]
_MOST = 1.06
"""By how much more a repetition may cost where there are more of them."""


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


def grows_with_the_code(check_of: Callable[[int], Check], sizes: tuple[int, int, int]) -> bool:
    """Whether a repetition costs the same where there are more of them.

    What is known of names is forgotten once it is too much, be it within a run: then a second one tells.
    """
    return growth(check_of, sizes) <= _MOST or growth(check_of, sizes) <= _MOST
