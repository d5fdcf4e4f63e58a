"""The pytest plugin: `pytest --pattern-lint` makes every card in force a test.

Without the option nothing happens, and nothing of the tool but this module is imported.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from ..outcome import Finding, Outcome

_OPTION = "--pattern-lint"
_NAME = "pattern-lint"
_SITES = "pattern_lint_sites"


class PatternWarning(UserWarning):
    """Findings below the level that fails."""


class FoundError(Exception):
    """What a card found, ready to be shown."""


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("pattern-lint")
    group.addoption(_OPTION, action="store_true", help="make every card of pattern-lint that is in force a test")
    group.addoption(
        "--pattern-lint-fail-on",
        choices=("error", "warning", "info"),
        default="error",
        help="the lowest level of findings that fails a test (default: error); others are warnings",
    )
    group.addoption("--pattern-lint-no-cache", action="store_true", help="let pattern-lint use no cache")


def pytest_configure(config: pytest.Config) -> None:
    """Say what is wrong with the configuration before anything is collected, perhaps by other processes."""
    if config.getoption("pattern_lint") and not hasattr(config, "workerinput"):
        Project(config).cards()


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(session: pytest.Session, config: pytest.Config, items: list[pytest.Item]) -> None:
    """Add the cards before others choose among the tests, so that `-k PAT140` works."""
    if config.getoption("pattern_lint"):
        items.extend(Cards.from_parent(session, name=_NAME, nodeid=_NAME).collect())


def pytest_report_teststatus(report: pytest.TestReport, config: pytest.Config) -> tuple[str, str, str] | None:
    """Say of how many sites a card that passes has looked at."""
    sites = dict(getattr(report, "user_properties", ())).get(_SITES)
    if sites is None or report.when != "call" or not report.passed:
        return None
    return "passed", ".", f"PASSED ({sites} sites)"


class Cards(pytest.Collector):
    """All cards in force in the project around pytest's root folder."""

    def collect(self) -> Iterator[CardItem]:
        """One test a card, and one for each sort of the tool's own findings."""
        project = Project(self.config)
        for code, name in project.cards():
            yield CardItem.from_parent(self, name=f"{code} {name}", code=code, project=project)


class Project:
    """The project of a test session, checked when the first card is tested."""

    def __init__(self, config: pytest.Config) -> None:
        from ..engine.request import Request

        self.root: Path = config.rootpath
        jobs = 1 if hasattr(config, "workerinput") else None  # pytest-xdist has processes enough
        self._request = Request(jobs=jobs, cached=not config.getoption("pattern_lint_no_cache"))

    def cards(self) -> list[tuple[str, str]]:
        """The code and name of everything that may have findings."""
        from ..engine.planning import choose
        from ..engine.targets import find_targets
        from ..problems import Problems, UsageError
        from ..tool_findings import CRASHED, OPTIONAL

        try:
            (target,) = find_targets([str(self.root)])
            choice = choose(target.config, self._request)
        except (Problems, UsageError) as error:
            raise pytest.UsageError(f"pattern-lint: {error}") from None
        own = [(tool.code, tool.name) for tool in OPTIONAL if tool.code in choice.policy.tool_levels]
        own.append((CRASHED.code, CRASHED.name))
        return [*own, *((planned.rule.code, planned.rule.name) for planned in choice.rules)]

    @cached_property
    def outcome(self) -> Outcome:
        from ..engine.api import check

        return check([str(self.root)], self._request)

    def sites(self, code: str) -> int:
        """How many sites the card has."""
        return sum(tally.total for (card, _, _), tally in self.outcome.tallies.items() if card == code)


class CardItem(pytest.Item):
    """The test that the code follows one card."""

    def __init__(self, *, code: str, project: Project, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._code = code
        self._project = project

    def runtest(self) -> None:
        """Fail with the findings; a card without a site is skipped."""
        from ..tool_findings import CRASHED

        outcome = self._project.outcome
        crashed = [fault for fault in outcome.faults if (fault.card or CRASHED.code) == self._code]
        if crashed:
            from ..report.text import fault_message

            raise FoundError("\n".join(map(fault_message, crashed)))
        found = [finding for finding in outcome.findings if finding.code == self._code]
        self._judge(found)
        if not found and self._code not in _tool_codes():
            sites = self._project.sites(self._code)
            if not sites:
                pytest.skip(f"no site in {outcome.files} files")
            self.user_properties.append((_SITES, sites))

    def _judge(self, found: list[Finding]) -> None:
        from ..outcome import LEVELS

        if not found:
            return
        failing = LEVELS[: LEVELS.index(self.config.getoption("pattern_lint_fail_on")) + 1]
        if any(finding.level in failing for finding in found):
            raise FoundError(self._shown(found))
        warnings.warn(PatternWarning(self._shown(found)), stacklevel=1)

    def _shown(self, found: list[Finding]) -> str:
        from ..outcome import Outcome
        from ..report.source_lines import SourceLines
        from ..report.style import Style
        from ..report.text import text

        part = Outcome(self._project.outcome.files)
        part.findings = found
        return text(part, Style(), SourceLines())

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """The findings alone; the way through this plugin tells nobody anything."""
        if isinstance(excinfo.value, FoundError):
            return str(excinfo.value)
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, None, str]:
        return self._project.root / "pattern-lint", None, self.name


def _tool_codes() -> tuple[str, ...]:
    from ..tool_findings import TOOL_CODES

    return TOOL_CODES
