from __future__ import annotations

from pathlib import Path

from pattern_lint.engine.map import check_file
from pattern_lint.engine.plan import Plan, Planned
from pattern_lint.kinds.headers import Options
from pattern_lint.kinds.kit import Rule
from pattern_lint.kinds.report import Violation
from pattern_lint.lang.python.marks import WHOLE_FILE

HEADER = Planned(Rule("PAT031", "module-header", Options(texts=("layer",))), "headers", "error")


def mark_of(source: str) -> tuple[str, str]:
    result = check_file(Plan(Path(), lambda: (HEADER,)), "a.py", "a.py", source.encode())
    (violation,) = map(Violation._make, result.violations)
    return violation.scope, violation.digest


def test_what_is_said_of_a_file_does_not_hang_on_the_line_where_it_is_shown() -> None:
    one, other = mark_of("import os\nclass A: pass\n"), mark_of("x = 1\nclass A: pass\n")
    assert one == other
    assert one[0] == WHOLE_FILE
