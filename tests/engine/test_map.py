from __future__ import annotations

import sys
from pathlib import Path

from pattern_lint.engine.map import FileResult, check_file, stored
from pattern_lint.engine.plan import Plan, Planned
from pattern_lint.kinds.headers import Options
from pattern_lint.kinds.kit import Rule
from pattern_lint.kinds.report import Violation
from pattern_lint.lang.python.marks import WHOLE_FILE
from pattern_lint.lang.python.module import Module
from pattern_lint.project.collect import collect
from pattern_lint.project.facts import Facts

HEADER = Planned(Rule("PAT031", "module-header", Options(texts=("layer",))), "headers", "error")


def mark_of(source: str) -> tuple[str, str]:
    result = check_file(Plan(Path(), lambda: (HEADER,)), "a.py", "a.py", source.encode())
    (violation,) = map(Violation._make, result.violations)
    return violation.scope, violation.digest


def test_what_is_said_of_a_file_does_not_hang_on_the_line_where_it_is_shown() -> None:
    one, other = mark_of("import os\nclass A: pass\n"), mark_of("x = 1\nclass A: pass\n")
    assert one == other
    assert one[0] == WHOLE_FILE


def test_equal_facts_look_alike_whoever_else_knows_their_parts() -> None:
    alone = FileResult("a.py", made_facts("".join(["shop.", "orders"])), [], {}, (), None, ())
    shared = FileResult("a.py", made_facts(sys.intern("shop.orders")), [], {}, (), None, ())
    assert stored(alone)[1] == stored(shared)[1]


def made_facts(name: str) -> Facts:
    module = Module("a.py", b"import shop.orders\n")
    facts = collect(module)
    facts["exports"] = {"shop": name, "again": name}
    return facts
