"""The formats of the coverage report, read back as what they claim to be."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.made_up import DATE, basis, finding, large_report, outcome

from pattern_lint.coverage.measure import measure
from pattern_lint.coverage.model import Coverage
from pattern_lint.outcome import Waived
from pattern_lint.report.coverage_badge import badge
from pattern_lint.report.coverage_json import coverage_json
from pattern_lint.report.coverage_markdown import MOST_CHARACTERS, coverage_markdown
from pattern_lint.report.coverage_page_data import page_data
from pattern_lint.report.coverage_text import bar, coverage_text
from pattern_lint.report.coverage_words import percent
from pattern_lint.report.style import Style

HOSTILE = "`</script><img src=x onerror=alert(1)>` | @everybody\n# **title** [a](javascript:b)"


@cache
def large() -> Coverage:
    with TemporaryDirectory() as folder:
        return large_report(Path(folder), files=40, findings=3000)[0]


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
    text = coverage_text(large(), Style(width=120))
    assert all(card.name in text for card in large().cards)
    assert max(map(len, text.split("\n"))) <= 120
    assert "\x1b" not in text
    for title in ("Patterns", "By document", "What each kind of component must have", "Checklist", "Documents"):
        assert title in text


def test_text_counts_the_patterns_to_which_nothing_applies() -> None:
    text = coverage_text(small(), Style(width=120))
    assert "no-bare-except" in text
    assert "no-generic-raise" not in text
    assert f"{len(small().cards) - 1} more patterns to which nothing in the code applies" in text


def test_text_is_coloured_where_somebody_sees_it() -> None:
    assert "\x1b[32m" in coverage_text(large(), Style(coloured=True, width=120))


@pytest.mark.parametrize(("coverage", "full"), [(0.0, 0), (0.4, 1), (50.0, 5), (99.9, 9), (100.0, 10)])
def test_a_bar_is_full_only_when_all_conform_and_empty_only_when_none(coverage: float, full: int) -> None:
    assert bar(coverage, 10).plain == "█" * full + "░" * (10 - full)


def test_only_what_is_complete_is_called_100() -> None:
    assert [percent(figure) for figure in (None, 0.0, 99.99, 100.0)] == ["–", "0.0 %", "99.9 %", "100.0 %"]


def test_markdown_fits_a_comment_and_says_what_is_missing() -> None:
    text = coverage_markdown(large())
    assert len(text) <= MOST_CHARACTERS
    assert "… and " in text
    assert text.index("Component kinds") < text.index("Checklist") < text.index("Patterns") < text.index("Violations")


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


@settings(deadline=None, max_examples=50)
@given(st.text(max_size=40))
def test_nothing_in_the_data_of_the_page_ends_its_script(message: str) -> None:
    hostile = f"{message}</script><!-- {message}"
    data = page_data(small(hostile), [])
    assert "<" not in data
    said = json.loads(data)
    assert said["findings"][0][4] == hostile
    assert said["waivers"][0][4] == hostile
