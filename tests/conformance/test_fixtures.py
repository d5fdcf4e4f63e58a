"""The reference systems follow their documents, and the violations are found where they stand."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from pattern_lint.engine.api import Request, check

FIXTURES = Path(__file__).parents[2] / "fixtures"
SYSTEMS = sorted(folder.name for folder in (FIXTURES / "reference").iterdir() if folder.is_dir())
EXPECTED = re.compile(r"# expect: (.*)")


@pytest.mark.parametrize("system", SYSTEMS)
def test_a_reference_system_has_no_findings_and_needs_no_waivers(system: str) -> None:
    profiles = (system.replace("_", "-"), "recommended")
    outcome = check([str(FIXTURES / "reference" / system)], Request(profiles=profiles, cached=False))
    assert outcome.findings == []
    assert outcome.waived == []
    assert outcome.faults == []
    assert sum(tally.conforms for tally in outcome.tallies.values()) > 0


def test_each_violation_is_found_where_it_stands() -> None:
    folder = FIXTURES / "violations"
    outcome = check([str(folder)], Request(cached=False))
    found = {(Path(finding.path).resolve(), finding.line, finding.code) for finding in outcome.findings}
    expected = {
        (file.resolve(), number, code)
        for file in folder.rglob("*.py")
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1)
        for marks in EXPECTED.findall(line)
        for code in marks.split(", ")
    }
    assert found == expected
    assert outcome.faults == []
