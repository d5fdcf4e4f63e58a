from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pattern_lint.outcome import Finding, Outcome, Related
from pattern_lint.report.groups import Group, grouped
from pattern_lint.report.markdown import markdown
from pattern_lint.report.source_lines import SourceLines
from pattern_lint.report.style import Style
from pattern_lint.report.text import statistics, summary, text

CAUSE = Related("files.py", 7, "read() calls open()")


def chained(path: str, line: int, *between: Related, cause: Related = CAUSE, code: str = "PAT235") -> Finding:
    plain = Finding(path, line, 1, line, 5, code, "no-blocking", "error", "read() reaches open()")
    return plain._replace(is_chain=True, related=(*between, cause))


def direct(path: str, line: int) -> Finding:
    return Finding(path, line, 1, line, 5, "PAT235", "no-blocking", "error", "open() blocks")


def outcome(*findings: Finding) -> Outcome:
    result = Outcome(9)
    result.findings += findings
    return result


def test_the_nearest_finding_stands_for_all_with_its_cause() -> None:
    far, near = chained("a.py", 1, Related("b.py", 2, "go() calls read()")), chained("c.py", 3)
    other = chained("d.py", 4, cause=Related("files.py", 8, "read() calls open()"))
    assert [(group.finding, group.others) for group in grouped([far, near, other])] == [(near, [far]), (other, [])]


def test_a_finding_at_the_cause_itself_belongs_to_it() -> None:
    itself, one = direct("files.py", 7), chained("a.py", 1)
    assert grouped([one, itself]) == [Group(itself, [one])]


def test_findings_of_one_line_without_a_chain_stay_apart() -> None:
    first, second = direct("a.py", 1), direct("a.py", 1)._replace(column=9)
    assert grouped([first, second]) == [Group(first, []), Group(second, [])]


def test_cards_do_not_share_a_group() -> None:
    assert len(grouped([chained("a.py", 1), chained("b.py", 1, code="PAT246")])) == 2


PLACES = st.tuples(st.sampled_from("abc"), st.integers(1, 3))


@given(st.lists(st.tuples(PLACES, PLACES, st.booleans()), max_size=12))
def test_groups_hold_every_finding_once(made: list[tuple[tuple[str, int], tuple[str, int], bool]]) -> None:
    findings = [
        chained(*place, cause=Related(*cause, "x")) if is_chain else direct(*place) for place, cause, is_chain in made
    ]
    groups = grouped(findings)
    told = [finding for group in groups for finding in (group.finding, *group.others)]
    assert sorted(told, key=lambda finding: (finding.place, finding.is_chain, finding.related)) == sorted(
        findings, key=lambda finding: (finding.place, finding.is_chain, finding.related)
    )


def test_the_text_tells_a_cause_once() -> None:
    many = outcome(*(chained(f"{name}.py", 2) for name in "abcde"))
    told = text(many, Style(), SourceLines({}))
    assert told == (
        "a.py:2:1: PAT235 read() reaches open() [no-blocking]\n"
        "  = files.py:7: read() calls open()\n"
        "  = 4 more places with this cause: b.py:2, c.py:2, d.py:2 and 1 more; --verbose shows each\n"
        "\n"
        "Found 5 errors from 1 cause in 5 of 9 files.\n"
    )
    assert text(many, Style(), SourceLines({}), verbose=True).count("PAT235") == 5


def test_the_text_tells_the_first_of_what_a_fix_puts_right_everywhere() -> None:
    many = outcome(*(direct(f"{name}.py", 2)._replace(fix="safe") for name in "abcde"), direct("f.py", 1))
    told = text(many, Style(), SourceLines({}))
    assert told.count("open() blocks") == 4
    assert "  = 2 more places that --fix puts right: d.py:2, e.py:2; --verbose shows each\n\nf.py:1:1" in told
    assert "Found 6 errors in 6 of 9 files." in told
    assert text(many, Style(), SourceLines({}), verbose=True).count("open() blocks") == 6


def test_the_text_tells_the_first_ten_of_a_card_in_a_file() -> None:
    many = outcome(*(direct("a.py", line) for line in range(1, 15)), direct("b.py", 1))
    told = text(many, Style(), SourceLines({}))
    assert told.count("open() blocks") == 11
    assert "  = 4 more places of PAT235 in the file: a.py:11, a.py:12, a.py:13 and 1 more; --verbose shows each" in told
    ten = outcome(*many.findings[:10])
    assert "--verbose" not in text(ten, Style(), SourceLines({}))


def test_causes_are_told_apart_from_what_is_said_again_and_again() -> None:
    shared = [chained(f"{name}.py", 2) for name in "bcd"]
    many = outcome(*(direct("a.py", line) for line in range(1, 12)), *shared, chained("a.py", 20))
    told = text(many, Style(), SourceLines({}))
    assert "1 more place of PAT235 in the file: a.py:11" in told
    assert "3 more places with this cause: b.py:2, c.py:2, d.py:2" in told


def test_the_text_tells_the_first_causes_that_make_the_same_call_in_one_file() -> None:
    store = [
        chained("a.py", line, cause=Related("store.py", line, f"get_{line}() calls open()")) for line in range(1, 6)
    ]
    shared = chained("b.py", 1, cause=Related("store.py", 5, "get_5() calls open()"))
    sleeping = (Related("store.py", 9 + line, f"go() calls sleep({line})") for line in range(1, 5))
    others = [chained("c.py", 1, cause=cause) for cause in sleeping]
    many = outcome(*store, shared, *others)
    told = text(many, Style(), SourceLines({}))
    assert told.count("read() reaches") == 7
    assert "= 3 more places with a cause like it in store.py: a.py:4, a.py:5, b.py:1; --verbose" in told
    assert "Found 10 errors from 9 causes" in told
    assert text(many, Style(), SourceLines({}), verbose=True).count("read() reaches") == 10


def test_what_several_cards_say_of_one_place_stands_above_its_line() -> None:
    other = direct("a.py", 2)._replace(code="PAT139", message="an error is lost")
    told = text(outcome(direct("a.py", 2), other), Style(), SourceLines({"a.py": b"\nopen()\n"}))
    assert told == (
        "a.py:2:1: PAT139 an error is lost [no-blocking]\n"
        "a.py:2:1: PAT235 open() blocks [no-blocking]\n"
        "  |\n"
        "2 | open()\n"
        "  | ^^^^\n"
        "\n"
        "Found 2 errors in 1 of 9 files.\n"
    )


def test_causes_are_counted_beside_findings() -> None:
    two = outcome(chained("a.py", 1), chained("b.py", 1), direct("c.py", 1))
    assert statistics(two, Style()).splitlines()[0].split() == "3 PAT235 no-blocking error from 2 causes".split()
    assert "| PAT235 no-blocking | error | 3 | 2 |" in markdown(two)
    assert "1 more place with this cause: b.py:1" in markdown(two)
    assert summary(outcome(direct("c.py", 1))) == "Found 1 error in 1 of 9 files."
