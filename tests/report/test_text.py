from __future__ import annotations

import json
from pathlib import Path

import pytest

from pattern_lint.outcome import Fault, Finding, Level, Outcome, Related, Waived
from pattern_lint.report.plain import as_json, concise
from pattern_lint.report.source_lines import SourceLines
from pattern_lint.report.style import Style
from pattern_lint.report.text import statistics, text

FINDING = Finding("a.py", 9, 5, 9, 9, "PAT235", "no-blocking", "error", "load() blocks")
CHAIN = FINDING._replace(related=(Related("b.py", 110, "load calls open()"),))
SOURCES = SourceLines(
    {
        "a.py": b"\n" * 8 + b"    load()\n    more(\n        x,\n    )\n    end()\n",
        "b.py": b"\n" * 109 + b"\topen()\n",
    }
)


def outcome(*findings: Finding, faults: tuple[Fault, ...] = (), files: int = 3) -> Outcome:
    result = Outcome(files)
    result.findings += findings
    result.faults += faults
    return result


def test_a_finding_with_its_chain() -> None:
    assert text(outcome(CHAIN), Style(), SOURCES) == (
        "a.py:9:5: PAT235 load() blocks [no-blocking]\n"
        "    |\n"
        "  9 |     load()\n"
        "    |     ^^^^\n"
        "    = b.py:110: load calls open()\n"
        "110 |     open()\n"
        "\n"
        "Found 1 error in 1 of 3 files.\n"
    )


def test_a_finding_of_several_lines() -> None:
    long = FINDING._replace(line=10, column=5, end_line=12, end_column=6, level="warning")
    assert text(outcome(long), Style(), SOURCES) == (
        "a.py:10:5: PAT235 load() blocks [no-blocking] (warning)\n"
        "   |\n"
        "10 |     more(\n"
        "   |     ^^^^^\n"
        "11 |         x,\n"
        "   |         ^^\n"
        "12 |     )\n"
        "   |     ^\n"
        "\n"
        "Found 1 warning in 1 of 3 files.\n"
    )


def test_a_finding_of_many_lines_shows_the_first_of_them() -> None:
    report = text(outcome(FINDING._replace(line=1, column=1, end_line=9)), Style(), SOURCES)
    assert report.count("^") == 4
    assert " | ...\n" in report


def test_the_sums_say_how_much_was_not_read() -> None:
    unread = FINDING._replace(code="PAT000")
    assert text(outcome(unread), Style(), SOURCES).endswith(
        "Found 1 error in 1 of 3 files. 1 file could not be read, so no card looked at it.\n"
    )
    assert text(outcome(unread, unread._replace(path="b.py")), Style(), SOURCES).endswith(
        "Found 2 errors in 2 of 3 files. 2 files could not be read, so no card looked at them.\n"
    )


def test_a_file_that_is_gone_has_no_frame(tmp_path: Path) -> None:
    report = text(outcome(FINDING._replace(path=f"{tmp_path}/gone.py")), Style(), SourceLines())
    assert report.startswith(f"{tmp_path}/gone.py:9:5: PAT235 load() blocks [no-blocking]\n\nFound")


def test_colours_are_only_there_for_those_who_see_them() -> None:
    assert "\x1b[" not in text(outcome(CHAIN), Style(), SOURCES)
    assert "\x1b[1;31mPAT235\x1b[0m" in text(outcome(CHAIN), Style(coloured=True), SOURCES)


def test_names_cannot_steer_a_terminal() -> None:
    report = text(outcome(FINDING._replace(path="a\x1b[2J.py", message="\x1b[31m")), Style(), SourceLines())
    assert "\x1b" not in report


@pytest.mark.parametrize(
    ("levels", "sums"),
    [
        ([], "No findings in 3 files."),
        (["error"], "Found 1 error in 1 of 3 files."),
        (["error", "error", "info"], "Found 2 errors and 1 info in 1 of 3 files."),
        (["error", "warning", "warning", "info"], "Found 1 error, 2 warnings and 1 info in 1 of 3 files."),
    ],
)
def test_the_sums(levels: list[Level], sums: str) -> None:
    findings = [FINDING._replace(level=level) for level in levels]
    assert text(outcome(*findings), Style(), SOURCES).endswith(f"{sums}\n")


def test_the_sums_name_what_is_waived_and_what_crashed() -> None:
    result = outcome(faults=(Fault("a.py", "PAT1", "KeyError: 1"),), files=1)
    result.waived.append(Waived(FINDING, "comment"))
    assert text(result, Style(), SOURCES) == (
        "PAT999 the check of PAT1 crashed on a.py: KeyError: 1\n\nNo findings in 1 file. 1 waived. 1 crash.\n"
    )


def test_what_crashed_before_any_check_names_no_card() -> None:
    faults = tuple(Fault(f"{number}.py", "", "KeyError: 1") for number in range(5))
    lines = concise(outcome(faults=faults)).splitlines()
    assert lines[0] == "PAT999 pattern-lint itself crashed on 0.py, which no card has looked at: KeyError: 1"
    assert lines[3:] == ["PAT999 pattern-lint itself crashed 2 times more"]


def test_a_check_that_crashes_everywhere_is_not_told_for_each_file() -> None:
    faults = tuple(Fault(f"{number}.py", "PAT1", "KeyError") for number in range(20))
    report = concise(outcome(faults=faults))
    assert report.count("PAT999") == 4
    assert "PAT999 the check of PAT1 crashed 17 times more" in report
    assert len(json.loads(as_json(outcome(faults=faults)))["faults"]) == 20


def test_statistics_count_by_card() -> None:
    other = FINDING._replace(code="PAT140", name="no-bare-except", level="warning")
    assert statistics(outcome(other, FINDING, FINDING), Style()) == (
        "      2  PAT235  no-blocking     error\n"
        "      1  PAT140  no-bare-except  warning\n"
        "Found 2 errors and 1 warning in 1 of 3 files.\n"
    )
    counted = json.loads(as_json(outcome(other, FINDING, FINDING), statistics=True))
    assert [(entry["code"], entry["count"]) for entry in counted["statistics"]] == [("PAT140", 1), ("PAT235", 2)]


def test_lines_are_those_of_the_parser() -> None:
    sources = SourceLines(
        {
            "ends.py": b"a\r\nb\rc\x0cd\ne\xe2\x80\xa8f\n",
            "latin.py": b"# coding: latin-1\n\xe9\n",
            "bom.py": b"\xef\xbb\xbfx\n",
            "odd.py": b"# coding: no-such\n\xff\n",
        }
    )
    assert [sources.line("ends.py", number) for number in range(6)] == [None, "a", "b", "c\x0cd", "e\u2028f", ""]
    assert sources.line("latin.py", 2) == "é"
    assert sources.line("bom.py", 1) == "x"
    assert sources.line("odd.py", 2) == "\ufffd"


def test_a_clause_is_shown_with_its_body() -> None:
    source = b"try:\n    f()\nexcept E:\n    pass\n\n    g()\nh()\n"
    clause = Finding("a.py", 3, 1, 3, 10, "PAT138", "no-silent-except", "error", "drops the error")
    assert text(outcome(clause), Style(), SourceLines({"a.py": source})).split("\n")[1:6] == [
        "  |",
        "3 | except E:",
        "  | ^^^^^^^^^",
        "4 |     pass",
        "",
    ]


def test_a_long_chain_is_folded_to_its_ends() -> None:
    links = tuple(Related("b.py", number, f"f{number}() calls f{number + 1}()") for number in range(1, 6))
    long = FINDING._replace(related=links, is_chain=True)
    folded = text(outcome(long), Style(), SOURCES)
    assert [line.strip() for line in folded.splitlines() if "= " in line] == [
        "= b.py:1: f1() calls f2()",
        "= 3 more links; --verbose shows each",
        "= b.py:5: f5() calls f6()",
    ]
    assert text(outcome(long), Style(), SOURCES, verbose=True).count("calls f") == len(links)


def test_quiet_shows_findings_alone() -> None:
    assert text(outcome(), Style(), SOURCES, quiet=True) == ""
    assert "Found" not in text(outcome(CHAIN), Style(), SOURCES, quiet=True)
