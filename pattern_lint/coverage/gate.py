"""When the report fails: percentages that the command line or the configuration expects."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from ..config.requirements import CoverageSettings
from .model import Component, Coverage


@dataclass(frozen=True, slots=True)
class Gate:
    """What is expected of a report."""

    least: float | None = None
    """The percentage of all sites that have to conform."""
    targets: bool = False
    """Whether every component kind has to reach its target."""

    @classmethod
    def of(cls, settings: CoverageSettings) -> Gate:
        return cls(settings.fail_under, settings.enforce_targets)

    def stricter(self, fail_under: float | None) -> Gate:
        """What the command line expects goes first, and asks for the targets too."""
        return self if fail_under is None else replace(self, least=fail_under, targets=True)

    def failures(self, coverage: Coverage) -> Iterator[str]:
        """What keeps the report from passing, each with its figures."""
        found = coverage.overall.coverage
        if self.least and not coverage.files:
            yield f"no Python file was looked at, so nothing shows that {self.least:g} % of all sites conform"
        if self.least and coverage.unreadable:
            paths = ", ".join(finding.path for finding in coverage.unreadable)
            yield f"what cannot be read does not count, so nothing shows that {self.least:g} % conform: {paths}"
        if self.least is not None and found is not None and found < self.least:
            yield f"{found:g} % of all sites conform, which is under {self.least:g} %"
        if not self.targets:
            return
        for component in coverage.components:
            if component.is_below_target:
                yield f"component kind {component.kind}: {_figures(component)}"
        together = coverage.all_components
        if together is not None and together.is_below_target:
            yield f"all component kinds together: {_figures(together)}"


def _figures(component: Component) -> str:
    return f"{component.coverage:g} % is under the target of {component.target:g} %"
