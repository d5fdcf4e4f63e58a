"""Sites by verdict, and the percentage that they come to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

_DIGITS = 2


@dataclass(frozen=True, slots=True)
class Counts:
    """How many sites got each verdict; every site is in exactly one of the figures."""

    conforming: int = 0
    violating: int = 0
    waived: int = 0
    baselined: int = 0
    unknown: int = 0

    @property
    def applicable(self) -> int:
        """All sites: what was accepted or could not be decided is still a place where the pattern applies."""
        return self.conforming + self.violating + self.waived + self.baselined + self.unknown

    @property
    def coverage(self) -> float | None:
        """The percentage of sites that conform; None where nothing applies."""
        return percentage(self.conforming, self.applicable)

    def __str__(self) -> str:
        """All sites by verdict, without the verdicts that none has."""
        noun = "site" if self.applicable == 1 else "sites"
        parts = [f"{self.conforming:,} of {self.applicable:,} {noun} conform{_s(self.conforming)}"]
        if self.violating:
            parts.append(f"{self.violating:,} violate{_s(self.violating)}")
        accepted = ((self.waived, "waived"), (self.baselined, "baselined"), (self.unknown, "unknown"))
        return ", ".join(parts + [f"{count:,} {name}" for count, name in accepted if count])

    def __add__(self, other: Counts) -> Counts:
        return Counts(
            self.conforming + other.conforming,
            self.violating + other.violating,
            self.waived + other.waived,
            self.baselined + other.baselined,
            self.unknown + other.unknown,
        )


def _s(count: int) -> str:
    """The ending of a verb whose subject is one thing."""
    return "s" if count == 1 else ""


def percentage(part: int, whole: int) -> float | None:
    """The part in percent, rounded, but never to 0 or 100 unless it is none or all of the whole."""
    if not whole:
        return None
    smallest = 10**-_DIGITS
    rounded = round(100 * part / whole, _DIGITS)
    if part < whole:
        rounded = min(rounded, 100 - smallest)
    return max(rounded, smallest) if part else rounded


def total(counts: Iterable[Counts]) -> Counts:
    return sum(counts, Counts())
