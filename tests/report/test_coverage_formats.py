"""The formats of the coverage report, read back as what they claim to be."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from dataclasses import replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.made_up import DATE, basis, finding, large_report, outcome

from pattern_lint.coverage.measure import measure
from pattern_lint.coverage.model import Change, Coverage
from pattern_lint.outcome import Waived, WaiverUse
from pattern_lint.report.coverage_badge import badge
from pattern_lint.report.coverage_json import coverage_json
from pattern_lint.report.coverage_markdown import MOST_CHARACTERS, coverage_markdown
from pattern_lint.report.coverage_page_data import page_data
from pattern_lint.report.coverage_text import bar, coverage_text
from pattern_lint.report.coverage_words import percent, points, worst_first
from pattern_lint.report.style import Style
from pattern_lint.visible import plain

HOSTILE = "`</script><img src=x onerror=alert(1)>` | @everybody\n# **title** [a](javascript:b)"


@cache
def large() -> Coverage:
    with TemporaryDirectory() as folder:
        return large_report(Path(folder), files=40, findings=6000)[0]


@cache
def told_within(width: int) -> str:
    """The whole report as text of a width, which takes a while to be laid out."""
    return coverage_text(large(), Style(width=width), whole=True)


def small(message: str = "broken", path: str = "app/a.py") -> Coverage:
    found = finding("PAT140", path, 3, message)
    made = outcome({("PAT140", "worker", path): (3, 1, 1, 0, 0)}, found)
    made.waived = [Waived(found, "comment", message)]
    return measure(made, basis("worker-platform"), date=DATE, revision="0123456789abcdef")


def test_json_keeps_the_contract() -> None:
    said = json.loads(coverage_json(large()))
    assert {"version", "overall", "patterns", "components", "checklist"} <= set(said)
    row = next(row for row in said["patterns"] if row["code"] == "PAT140")
    keys = {"code", "name", "patterns", "tier", "status", "applicable", "conforming", "violating", "waived", "coverage"}
    assert keys <= set(row)
    assert (row["name"], row["patterns"], row["status"]) == ("no-bare-except", ["BG-40"], "mandatory")
    assert {"kind", "required", "target", "coverage"} <= set(said["components"][0])
    assert said["components"][0]["required"][0] == "header"
    assert {line["verdict"] for line in said["checklist"]} <= {"pass", "fail", "not applicable"}


def test_json_has_a_number_or_null_for_every_percentage() -> None:
    said = json.loads(coverage_json(small()))
    by_code = {row["code"]: row["coverage"] for row in said["patterns"]}
    assert by_code["PAT140"] == 60.0
    assert by_code["PAT137"] is None
    assert said["overall"]["coverage"] == 60.0
    (folder,) = said["groups"]["package"]
    assert said["groups"]["component"] == [{**folder, "name": "worker"}]


def test_text_has_every_pattern_and_fits_its_width() -> None:
    text = told_within(120)
    assert all(card.name in text for card in large().cards)
    assert max(map(len, text.split("\n"))) <= 120
    assert "\x1b" not in text
    for title in ("Patterns", "By document", "What each kind of component must have", "Checklist", "Documents"):
        assert title in text


def test_a_summary_fits_a_screen_and_tells_how_to_see_the_rest() -> None:
    text = coverage_text(large(), Style(width=120))
    assert text.count("\n") <= 40
    broken = [card for card in large().cards if card.counts.conforming < card.counts.applicable]
    rows = [line.split()[0] for line in text.split("\n") if line.startswith(" PAT")]
    assert rows[0] == worst_first(broken)[0].code
    assert len(rows) == min(8, len(broken))
    assert "By document" in text
    assert re.search(r"^checklist: \d+ pass, \d+ fail, \d+ not applicable$", text, re.MULTILINE)
    assert "--verbose shows all tables" in text
    assert "By topic" not in text


def test_text_counts_the_patterns_to_which_nothing_applies() -> None:
    text = coverage_text(small(), Style(width=120), whole=True)
    assert "no-bare-except" in text
    assert "no-generic-raise" not in text
    assert f"{len(small().cards) - 1} more patterns to which nothing in the code applies" in text


@pytest.mark.parametrize("width", [120, 80])
def test_text_gives_up_columns_rather_than_what_it_is_about(width: int) -> None:
    lines = told_within(width).split("\n")
    assert max(map(len, lines)) <= width
    for card in large().cards:
        (row,) = [line for line in lines if line.startswith(f" {card.code} ")]
        assert card.name in row
        assert f" {card.counts.applicable:,} " in row
        assert percent(card.counts.coverage) in row
    assert not any("…" in line for line in lines)


@pytest.mark.parametrize("width", [40, 80, 160])
def test_text_fits_every_width_with_whole_codes_and_figures(width: int) -> None:
    lines = told_within(width).split("\n")
    assert max(map(len, lines)) <= width
    for card in large().cards:
        (row,) = [line for line in lines if line.startswith(f" {card.code} ")]
        assert percent(card.counts.coverage) in row
    for topic in large().groups["topic"]:
        assert [line for line in lines if line.startswith(f" {topic.name} ") and "%" in line]


def test_every_verdict_has_a_column_of_its_own_where_it_occurs() -> None:
    made = outcome({("PAT140", "", "a.py"): (11, 22, 33, 44, 55)})
    full = measure(made, basis("recommended"), date=DATE)
    text = coverage_text(full, Style(width=120), whole=True)
    head = next(line for line in text.split("\n") if line.startswith(" code"))
    shown = ["code", "name", "status", "sites", "conform", "violate", "waived", "baselined", "unknown", "coverage"]
    assert head.split() == shown
    row = next(line for line in text.split("\n") if line.startswith(" PAT140"))
    assert row.split()[3:9] == ["165", "11", "22", "33", "44", "55"]
    assert "| 11 of 165 | 22 | 33 | 44 | 55 |" in coverage_markdown(full)
    assert "baselined" not in coverage_markdown(small())


def test_a_report_on_nothing_says_so() -> None:
    nothing = measure(outcome({}), basis("recommended"), date=DATE)
    files = replace(nothing, files=2)
    assert coverage_text(nothing, Style()).startswith("No files to look at\n")
    assert coverage_text(files, Style()).startswith("Nothing in the code to which a pattern applies\n")
    assert coverage_markdown(files).startswith("## Nothing in the code to which a pattern applies\n\n2 files.\n")
    assert "no sites" in badge(nothing)


def test_files_that_could_not_be_parsed_are_named() -> None:
    made = outcome({("PAT140", "", "a.py"): (1, 0, 0, 0, 0)})
    made.findings = [finding("PAT140")._replace(code="PAT000", path=f"broken{number}.py") for number in range(4)]
    broken = measure(made, basis("recommended"), date=DATE)
    told = "4 files could not be parsed and count for nothing: broken0.py, broken1.py, broken2.py and 1 more"
    assert told in coverage_text(broken, Style())
    assert told in coverage_markdown(broken)
    assert json.loads(coverage_json(broken))["unreadable"][3] == "broken3.py"


def test_changes_that_are_not_committed_are_told() -> None:
    assert "commit 0123456789." in coverage_markdown(small())
    changed = replace(small(), revision="0123456789abcdef+")
    assert "commit 0123456789 with uncommitted changes." in coverage_markdown(changed)


def test_names_from_outside_cannot_steer_the_terminal() -> None:
    files = ("a\x1b[2J/b.py", "c/d.py")
    made = outcome({("PAT140", "", file): (1, 0, 0, 0, 0) for file in files})
    assert "\x1b" not in coverage_text(measure(made, basis("recommended"), date=DATE), Style())


def test_text_is_coloured_where_somebody_sees_it() -> None:
    assert "\x1b[32m" in coverage_text(large(), Style(coloured=True, width=120))


@pytest.mark.parametrize(("coverage", "full"), [(0.0, 0), (0.4, 1), (50.0, 5), (99.9, 9), (100.0, 10)])
def test_a_bar_is_full_only_when_all_conform_and_empty_only_when_none(coverage: float, full: int) -> None:
    assert bar(coverage, 10).plain == "█" * full + "░" * (10 - full)


@pytest.mark.parametrize(
    ("before", "after", "more", "shown"),
    [
        (50.0, 52.25, 0, "+2.2"),
        (50.0, 49.96, 0, "-0.04"),
        (50.0, 50.0, 2, "+2 sites"),
        (50.0, 50.0, 0, ""),
        (None, 9.0, 0, ""),
    ],
)
def test_a_change_is_never_told_as_nothing(before: float | None, after: float, more: int, shown: str) -> None:
    assert points(Change(before, after, more)) == shown


def test_only_what_is_complete_is_called_100() -> None:
    assert [percent(figure) for figure in (None, 0.0, 99.99, 100.0)] == ["–", "0.0 %", "99.9 %", "100.0 %"]


def test_markdown_fits_a_comment_and_says_what_is_missing() -> None:
    text = coverage_markdown(large())
    assert len(text) <= MOST_CHARACTERS
    assert "… and " in text
    titles = ("Component kinds", "Checklist", "Patterns", "Documents", "Violations")
    assert sorted(titles, key=text.index) == list(titles)


def test_markdown_folds_what_is_long() -> None:
    text = coverage_markdown(large())
    assert "### Checklist\n\n| " in text
    assert "<summary><b>Violations</b> (6,000)</summary>\n\n| place " in text
    assert text.count("<details>") == text.count("</details>") == 2
    assert "<details>" not in coverage_markdown(small())


def test_markdown_neither_formats_nor_mentions_nor_breaks_its_table() -> None:
    text = coverage_markdown(small(HOSTILE))
    row = next(line for line in text.split("\n") if "app/a.py" in line)
    assert "<img" not in row
    assert "@everybody" not in row
    assert row.count("|") - row.count("\\|") == 4
    assert r"\*\*title\*\*" in row


def test_the_badge_is_an_image_with_a_title() -> None:
    root = ET.fromstring(badge(small()))
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    assert root.attrib["aria-label"] == "patterns: 60.0 %"
    assert "href" not in badge(small())


def test_a_waiver_of_the_configuration_stands_once_with_owner_and_end() -> None:
    made = outcome({("PAT140", "", "a.py"): (0, 0, 3, 0, 0)})
    found = [finding("PAT140", "a.py", line) for line in (1, 2, 3)]
    made.waived = [Waived(each, "configuration", "old code", "data team", "2030-01-01") for each in found[:2]]
    made.waived.append(Waived(found[2], "configuration"))
    made.waivers = [
        WaiverUse("no-bare-except", "a*", "old", "data team", "2030-01-01", "pyproject.toml", 7, 2, False),
        WaiverUse("PAT140", "b*", "older", "", "2020-01-01", "pyproject.toml", 12, 0, True),
    ]
    rows = json.loads(page_data(measure(made, basis("recommended"), date=DATE), []))["waivers"]
    assert [row[:5] for row in rows] == [
        ["PAT140", "pyproject.toml", 7, "old", "by the configuration, data team, until 2030-01-01"],
        ["PAT140", "pyproject.toml", 12, "older", "by the configuration, until 2020-01-01"],
        ["PAT140", "a.py", 3, "Left out by path", "by per-path in the configuration"],
    ]
    assert [row[5] for row in rows[:2]] == ["a*: accepts 2 findings", "b*: expired, accepts nothing any more"]


@settings(deadline=None, max_examples=50)
@given(st.text(max_size=40))
def test_nothing_in_the_data_of_the_page_ends_its_script(message: str) -> None:
    hostile = f"{message}</script><!-- {message}"
    data = page_data(small(hostile), [])
    assert "<" not in data
    said = json.loads(data)
    assert said["findings"][0][4] == plain(hostile)
    assert said["waivers"][0][3] == plain(hostile)
