"""The checklist: lines that cards decide."""

from __future__ import annotations

import pytest
from support.made_up import DATE, basis, finding, outcome

from pattern_lint.config.requirements import ChecklistLine
from pattern_lint.coverage.measure import measure
from pattern_lint.coverage.model import CheckedLine
from pattern_lint.outcome import Finding

Five = tuple[int, int, int, int, int]


def decided(figures: Five | None, *found: Finding, by: tuple[str, ...] = ("PAT140",)) -> CheckedLine:
    asked = basis("recommended", checklist=(ChecklistLine(line="No bare except", by=by),))
    tallies = {} if figures is None else {("PAT140", "", "a.py"): figures}
    (line,) = measure(outcome(tallies, *found), asked, date=DATE).checklist
    return line


@pytest.mark.parametrize(
    ("figures", "verdict"),
    [
        ((1, 0, 0, 0, 0), "pass"),
        ((1, 0, 2, 2, 2), "pass"),
        ((0, 0, 1, 0, 0), "pass"),
        ((9, 1, 0, 0, 0), "fail"),
        ((0, 0, 0, 0, 3), "not applicable"),
        (None, "not applicable"),
    ],
)
def test_a_line_is_decided_by_the_sites_of_its_cards(figures: Five | None, verdict: str) -> None:
    assert decided(figures).verdict == verdict


def test_a_line_shows_the_violations_behind_it_and_no_others() -> None:
    line = decided((0, 1, 0, 0, 0), finding("PAT140", line=3), finding("PAT137", line=1))
    assert [(found.code, found.line) for found in line.violations] == [("PAT140", 3)]


def test_a_line_that_no_card_decides_says_so() -> None:
    line = decided((1, 0, 0, 0, 0), by=("BG-55",))
    assert (line.verdict, line.cards) == ("not applicable", ())
    assert "no card" in line.reason


def test_a_line_says_which_of_its_patterns_nothing_decides() -> None:
    line = decided((1, 0, 0, 0, 0), by=("BG-40", "BG-55"))
    assert line.verdict == "pass"
    assert line.reason.endswith("no card for BG-55 takes part")


def test_the_backend_guidelines_bring_thirteen_lines_after_the_teams_own() -> None:
    own = (ChecklistLine(line="Ours", by=("PAT140",)),)
    lines = measure(outcome({}), basis("backend-guidelines", checklist=own), date=DATE).checklist
    assert lines[0].line == "Ours"
    assert len(lines) == 14
    assert all(line.by for line in lines)
